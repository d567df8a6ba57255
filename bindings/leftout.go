package bindings

import (
	"slices"
	"strings"
)

// leftOut are names of pyroute2's classes that nlua's lack, and what serves instead.
var leftOut = [...]struct{ names, instead string }{
	{"capabilities", "a request that the kernel cannot do is refused, with its reason"},
	{"clone", "open another object: rtnl.IPRoute{...}"},
	{"close_file", "f:close()"},
	{"compile", "ipr:batch(fn), or rtnl.encode(type, table)"},
	{"pid port epid groups target uname get_pid getsockname", "ipr.status has it"},
	{"get_policy_map register_policy unregister_policy marshal set_marshal", "messages of all types are decoded; m.attrs lists them"},
	{"nlm_request_batch", "ipr:batch(fn)"},
	{"open_file", "io.open(path)"},
	{"probe", `nlua.exec{"ping", "-c1", address}`},
	{"register_callback", "nlua.spawn(function() for ev in ipr:monitor{...} do ... end end)"},
	{"unregister_callback", "task:cancel()"},
	{"register_link_kind", `attributes without a name go by number: attrs = { {200, "bytes"} }`},
	{"unregister_link_kind", "nothing is registered"},
	{"setblocking settimeout gettimeout", "nlua.timeout(seconds, ipr.get, ipr), or nlua.select"},
	{"recvfrom recv_into recvfrom_into recv_ft async_recv", "o:recv(n): all that comes is the kernel's"},
	{"release shutdown", "o:close()"},
	{"connect listen accept makefile", "a netlink socket has no connections"},
	{"socket", "the object itself stands in nlua.select; o:fileno(), o:getsockopt, o:setsockopt"},
	{"event_loop get_loop from_asyncore", "calls wait in their task: nlua.spawn"},
	{"asyncore spec local msg_queue connection_lost endpoint endpoint_started ensure_socket setup_socket setup_endpoint setup_event_loop " +
		"enqueue make_request_type make_request_flags addr_pool callbacks mock_data request_proxy post_init sendto_gate",
		"it is the inside of pyroute2's sockets; what was got of options is in ipr.status"},
}

// otherwise are words of ip, bridge and tc that are no methods, and what is.
var otherwise = [...]struct{ names, instead string }{
	{"vlan", `vlan_filter has the VLANs of a bridge's ports, vlandb their options; a link is ipr:link("add", { kind = "vlan", ... })`},
	{"qdisc", `ipr:tc("add", ...), ipr:get_qdiscs()`},
	{"class", `ipr:tc("add-class", ...), ipr:get_classes("eth0")`},
	{"filter", `ipr:tc("add-filter", ...), ipr:get_filters{ index = "eth0" }`},
	{"address", `did you mean "addr"?`},
	{"neighbour neighbor arp", `did you mean "neigh"?`},
	{"interface iface dev", `did you mean "link"?`},
	{"netns", "rtnl.netns"},
	{"show list", `objects have verbs: ipr:link("show")`},
}

// instead says what serves for a name that is no method, "" where nothing is known.
func instead(name string) string {
	for i := range otherwise {
		if slices.Contains(strings.Fields(otherwise[i].names), name) {
			return ": " + otherwise[i].instead
		}
	}
	for i := range leftOut {
		if slices.Contains(strings.Fields(leftOut[i].names), name) {
			return ": left out on purpose; " + leftOut[i].instead
		}
	}
	return ""
}
