package request

import (
	"slices"
	"strings"
)

// misnomers are words of ip, bridge and tc, or of other libraries, that no letters lead to what a request calls the thing.
var misnomers = []struct{ object, words, say string }{ // object "": any
	{"", "request_filter", "attrs = {{NAME, value}}, which is sent as it is"},
	{"", "dump_filter", "match, a function or a table"},
	{"", "command_map", "rtnl.encode and nlm_request, for messages of any type"},
	{"link", "name", "ifname"},
	{"link", "type", "kind"},
	{"link", "alias", "ifalias"},
	{"link", "txqueuelen qlen", "txqlen"},
	{"link", "lladdr mac hwaddr", "address"},
	{"link", "up down", `state = "up" or "down"`},
	{"link", "netns", `net_ns_fd = "NAME", or net_ns_pid`},
	{"link", "vrf", "master, which a vrf link is too"},
	{"link", "nomaster", "master = false"},
	{"link", "qdisc", `ipr:tc("add", {index =, kind = "fq_codel"})`},
	{"link", "min_mtu max_mtu", "mtu"},
	{"link", "perm_address", "address"},
	{"link", "dynamic multicast allmulticast allmulti promisc promiscuity trailers", `flags = {"promisc", "!multicast"}`},
	{"link", "protodown", "proto_down"},
	{"link", "port ports brport brports slave bridge_slave", `ipr:brport("set", {index =, ...}); in a plan the list ports`},
	{"link", "vlans", `ipr:vlan_filter("add", {index =, ...}); in a plan the list vlans`},
	{"link", "addr addrs addresses ip", `ipr:addr("add", {index =, ...}); in a plan the list addrs`},
	{"link", "remote", "vxlan_group of a vxlan, else the kind's own, such as gre_remote"},
	{"link", "vni", "vxlan_id, geneve_id"},
	{"link", "stp", "br_stp_state"},
	{"link", "private_key public_key preshared_key listen_port peers allowed_ips", "it by the program wg: keys and peers of wireguard are no RTNL"},
	{"vlan_filter", "vid vlan pvid untagged", `vlan_info = {vid = 100, flags = {"pvid", "untagged"}}`},
	{"addr", "ip", "address"},
	{"addr", "brd", "broadcast"},
	{"addr", "peer", "local and address, which is the peer's then"},
	{"addr", "netmask", `address = "A/len", or prefixlen`},
	{"addr", "metric", "rt_priority"},
	{"route", "to", "dst"},
	{"route", "mask netmask prefixlen", `dst = "A/len", or dst_len`},
	{"route", "gw", "gateway"},
	{"route", "onlink", `flags = "onlink"`},
	{"route", "nexthop nexthops", "multipath, or nh_id"},
	{"route", "mtu advmss rtt rttvar rto_min window cwnd initcwnd initrwnd ssthresh hoplimit quickack reordering congctl features", "metrics = {mtu = 1400}"},
	{"route", "blackhole unreachable prohibit throw local broadcast anycast multicast", `type = "blackhole"`},
	{"rule", "pref prio order", "priority"},
	{"rule", "type blackhole unreachable prohibit", `action = "unreachable"`},
	{"neigh", "to address addr ip", "dst"},
	{"neigh", "mac", "lladdr"},
	{"fdb", "mac address", "lladdr"},
	{"fdb", "br", "master"},
	{"fdb", "brport", "ifindex"},
	{"fdb", "nda_ifindex", "via, the link by which the remote end is reached"},
}

// misnomer says what a word is called here, "" where it is no misnomer.
func misnomer(object, word string) string {
	for i := range misnomers {
		if m := &misnomers[i]; (m.object == object || m.object == "") && slices.Contains(strings.Fields(m.words), word) {
			return ": say " + m.say
		}
	}
	return ""
}
