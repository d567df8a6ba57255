package bindings

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// column is one column of an object's table, and one word of its line.
type column struct {
	title string // of the table
	word  string // before the value on a line; "": none
	value func(t *teller) string
}

// layout is how messages about an object are shown.
type layout struct {
	objects []string
	columns []column
	line    []column // on a line beside the columns
}

func text(path string) func(*teller) string { return func(t *teller) string { return t.text(path) } }
func device(path string) func(*teller) string {
	return func(t *teller) string { return t.device(path) }
}
func handle(path string) func(*teller) string {
	return func(t *teller) string { return t.handle(path) }
}
func flags(path string) func(*teller) string {
	return func(t *teller) string {
		if names := t.flags(path); len(names) > 0 {
			return "<" + strings.Join(names, ",") + ">"
		}
		return ""
	}
}

// unless leaves out the value that everybody has.
func unless(usual string, value func(*teller) string) func(*teller) string {
	return func(t *teller) string {
		if v := value(t); v != usual {
			return v
		}
		return ""
	}
}

// nonzero leaves out what the kernel says as 0 where it means nothing.
func nonzero(path string, value func(*teller) string) func(*teller) string {
	return func(t *teller) string {
		if t.number(path) == 0 {
			return ""
		}
		return value(t)
	}
}

func address(t *teller) string {
	own := cmp.Or(t.text("local"), t.text("address"))
	switch {
	case own == "":
		return ""
	case t.number("family") == afMCTP:
		return t.endpoint("address", 0)
	}
	return own + "/" + t.text("prefixlen") // a host's too, as ip has it
}

func peer(t *teller) string {
	if own, other := t.text("local"), t.text("address"); own != "" && other != own {
		return t.prefix("address", "prefixlen")
	}
	return ""
}

// layouts are the rows of all objects. What has none is shown by its scalar values.
var layouts = sync.OnceValue(func() []layout {
	return []layout{
		{objects: []string{"link"}, columns: []column{
			{"INDEX", "", func(t *teller) string { return t.text("index") + ":" }},
			{"IFNAME", "", (*teller).linkName},
			{"STATE", "state", (*teller).operstate},
			{"KIND", "kind", text("linkinfo.kind")},
			{"ADDRESS", "address", text("address")},
			{"MTU", "mtu", text("mtu")},
			{"MASTER", "master", device("master")},
			{"FLAGS", "", flags("flags")},
			{"PORT", "port", text("protinfo.state")},
			{"COST", "cost", text("protinfo.cost")},
			{"PRIO", "prio", text("protinfo.priority")},
			{"VLANS", "vlan", vlans},
		}},
		{objects: []string{"vlandb"}, columns: []column{
			{"DEV", "dev", device("ifindex")},
			{"VLANS", "vlan", vlanEntries},
		}},
		{objects: []string{"addr"}, columns: []column{
			{"DEV", "", device("index")},
			{"ADDRESS", "", address},
			{"PEER", "peer", peer},
			{"SCOPE", "scope", text("scope")},
			{"LABEL", "label", text("label")},
			{"FLAGS", "", flags("flags")},
			{"VALID", "valid_lft", lifetime("cacheinfo.ifa_valid")},
			{"PREFERRED", "preferred_lft", lifetime("cacheinfo.ifa_preferred")},
		}, line: []column{{"", "brd", text("broadcast")}}},
		{objects: []string{"route"}, columns: []column{
			{"TYPE", "", unless("unicast", text("type"))},
			{"DST", "", (*teller).destination},
			{"FROM", "from", func(t *teller) string { return t.prefix("src", "src_len") }},
			{"TOS", "tos", tos},
			{"ENCAP", "encap", encap},
			{"VIA", "via", (*teller).via},
			{"DEV", "dev", device("oif")},
			{"TABLE", "table", unless("main", text("table"))},
			{"PROTO", "proto", nonzero("proto", text("proto"))},
			{"SCOPE", "scope", nonzero("scope", text("scope"))},
			{"SRC", "src", text("prefsrc")},
			{"METRIC", "metric", text("priority")},
			{"NHID", "nhid", text("nh_id")},
			{"NEXTHOPS", "", hops},
		}, line: []column{{"", "realms", nonzero("flow", realms)}, {"", "", words("metrics")}, {"", "expires", expires}, {"", "pref", nonzero("pref", text("pref"))}, {"", "", flags("flags")}}},
		{objects: []string{"neigh"}, columns: []column{
			{"DST", "", (*teller).neighbour},
			{"DEV", "dev", neighDevice},
			{"VIA", "via", neighVia},
			{"LLADDR", "lladdr", text("lladdr")},
			{"STATE", "", flags("state")},
			{"VLAN", "vlan", text("vlan")},
			{"PORT", "port", text("port")},
			{"VNI", "vni", text("vni")},
			{"NHID", "nhid", text("nh_id")},
			{"MASTER", "master", device("master")},
			{"FLAGS", "", flags("flags")},
		}},
		{objects: []string{"rule"}, columns: []column{
			{"PRIORITY", "", func(t *teller) string { return strconv.FormatUint(t.number("priority"), 10) + ":" }},
			{"FAMILY", "", unless("inet", family)},
			{"NOT", "", func(t *teller) string {
				if t.number("flags")&ruleInvert != 0 {
					return "not"
				}
				return ""
			}},
			{"FROM", "from", func(t *teller) string {
				if src := t.prefix("src", "src_len"); src != "" {
					return src
				}
				return "all"
			}},
			{"TO", "to", func(t *teller) string { return t.prefix("dst", "dst_len") }},
			{"TOS", "tos", tos},
			{"FWMARK", "fwmark", fwmark},
			{"IIF", "iif", text("iifname")},
			{"OIF", "oif", text("oifname")},
			{"UIDS", "uidrange", span("uid_range")},
			{"IPPROTO", "ipproto", text("ip_proto")},
			{"SPORT", "sport", span("sport_range")},
			{"DPORT", "dport", span("dport_range")},
			{"ACTION", "", unless("to_tbl", text("action"))},
			{"TABLE", "lookup", ruleTable},
			{"GOTO", "", text("goto")},
		}, line: []column{
			{"", "tun_id", nonzero("tun_id", text("tun_id"))},
			{"", "realms", nonzero("flow", realms)},
			{"", "proto", unless("kernel", nonzero("protocol", text("protocol")))},
			{"", "suppress_prefixlen", suppressed("suppress_prefixlen")},
			{"", "suppress_ifgroup", suppressed("suppress_ifgroup")},
		}},
		{objects: []string{"nexthop"}, columns: []column{
			{"ID", "id", text("id")},
			{"VIA", "via", text("gateway")},
			{"DEV", "dev", device("oif")},
			{"GROUP", "group", nexthopGroup},
			{"KIND", "", func(t *teller) string { return set("blackhole")(t) + set("fdb")(t) }},
			{"TYPE", "type", unless("mpath", text("group_type"))},
			{"PROTO", "proto", unless("unspec", text("protocol"))},
			{"SCOPE", "scope", func(t *teller) string {
				if t.number("oif") == 0 {
					return "" // the kernel says 0, which means nothing
				}
				return t.text("scope")
			}},
		}, line: []column{{"", "encap", encap}, {"", "", flags("flags")}}},
		{objects: []string{"bucket"}, columns: []column{
			{"ID", "id", text("id")},
			{"INDEX", "index", text("res_bucket.index")},
			{"NHID", "nhid", text("res_bucket.nh_id")},
			{"IDLE", "idle_time", func(t *teller) string { return centiseconds(t.number("res_bucket.idle_time")) }},
		}},
		{objects: []string{"mdb"}, columns: []column{
			{"DEV", "dev", device("ifindex")},
			{"GROUPS", "", mdbEntries},
			{"ROUTERS", "router", mdbRouters},
		}},
		{objects: []string{"tunnel"}, columns: []column{
			{"DEV", "dev", device("ifindex")},
			{"VNIS", "vni", vnis},
		}},
		{objects: []string{"netconf"}, columns: []column{
			{"FAMILY", "", family},
			{"DEV", "dev", netconfDevice},
			{"FORWARDING", "forwarding", onOff("forwarding")},
			{"RP_FILTER", "rp_filter", text("rp_filter")},
			{"MC_FORWARDING", "mc_forwarding", onOff("mc_forwarding")},
			{"PROXY_NEIGH", "proxy_neigh", onOff("proxy_neigh")},
			{"INPUT", "input", onOff("input")},
			{"IGNORE_ROUTES_WITH_LINKDOWN", "ignore_routes_with_linkdown", onOff("ignore_routes_with_linkdown")},
		}},
		{objects: []string{"addrlabel"}, columns: []column{
			{"PREFIX", "prefix", func(t *teller) string { return t.text("address") + "/" + t.text("prefixlen") }},
			{"DEV", "dev", device("index")},
			{"LABEL", "label", text("label")},
		}},
		{objects: []string{"ntable"}, columns: []column{
			{"FAMILY", "", family},
			{"NAME", "", text("NDTA_NAME")},
			{"DEV", "dev", device("parms.ifindex")},
			{"REACHABLE", "base_reachable_time", text("parms.base_reachable_time")},
			{"STALE", "gc_staletime", text("parms.gc_staletime")},
			{"RETRANS", "retrans_time", text("parms.retrans_time")},
			{"THRESH", "thresh", func(t *teller) string {
				if t.text("thresh1") == "" {
					return ""
				}
				return t.text("thresh1") + "/" + t.text("thresh2") + "/" + t.text("thresh3")
			}},
		}},
		{objects: []string{"nsid"}, columns: []column{
			{"NSID", "nsid", text("nsid")},
			{"CURRENT", "current-nsid", text("current_nsid")},
		}},
		{objects: []string{"stats"}, columns: []column{
			{"DEV", "dev", device("ifindex")},
			{"RX_BYTES", "rx_bytes", text("link_64.rx_bytes")},
			{"RX_PACKETS", "rx_packets", text("link_64.rx_packets")},
			{"RX_ERRORS", "rx_errors", text("link_64.rx_errors")},
			{"TX_BYTES", "tx_bytes", text("link_64.tx_bytes")},
			{"TX_PACKETS", "tx_packets", text("link_64.tx_packets")},
			{"TX_ERRORS", "tx_errors", text("link_64.tx_errors")},
		}},
		{objects: []string{"prefix"}, columns: []column{
			{"PREFIX", "prefix", func(t *teller) string { return t.text("address") + "/" + t.text("len") }},
			{"DEV", "dev", device("ifindex")},
			{"FLAGS", "", flags("flags")},
			{"VALID", "valid", text("cacheinfo.valid_time")},
			{"PREFERRED", "preferred", text("cacheinfo.preferred_time")},
		}},
		{objects: []string{"nduseropt"}, columns: []column{
			{"DEV", "dev", device("ifindex")},
			{"FROM", "from", text("srcaddr")},
			{"OPTION", "option", text("opts")},
		}},
		{objects: []string{"qdisc", "class"}, columns: []column{
			{"KIND", "", text("kind")},
			{"HANDLE", "", handle("handle")},
			{"DEV", "dev", device("index")},
			{"PARENT", "parent", handle("parent")},
			{"BYTES", "bytes", text("stats2.basic.bytes")},
			{"PACKETS", "packets", text("stats2.basic.packets")},
			{"DROPS", "drops", nonzero("stats2.queue.drops", text("stats2.queue.drops"))},
			{"BACKLOG", "backlog", nonzero("stats2.queue.backlog", text("stats2.queue.backlog"))},
			{"OPTIONS", "", words("options")},
		}},
		{objects: []string{"action"}, columns: []column{{"ACTIONS", "", actions}}},
		{objects: []string{"filter", "chain"}, columns: []column{
			{"KIND", "", text("kind")},
			{"DEV", "dev", device("index")},
			{"BLOCK", "block", filterBlock},
			{"PARENT", "parent", handle("parent")},
			{"PROTOCOL", "protocol", filterProtocol},
			{"PREF", "pref", filterPref},
			{"CHAIN", "chain", nonzero("chain", text("chain"))},
			{"HANDLE", "handle", filterHandle},
			{"OPTIONS", "", words("options")},
		}},
	}
})

// layoutOf finds how an object is shown, nil for those without a row.
func layoutOf(object string) *layout {
	list := layouts()
	for i := range list {
		if slices.Contains(list[i].objects, object) {
			return &list[i]
		}
	}
	return nil
}
