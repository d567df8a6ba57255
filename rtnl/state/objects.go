package state

import "nlua/rtnl/codec"

// Families that change what a message is about; include/linux/socket.h.
const (
	afUnspec = 0
	afINET   = 2
	afBridge = 7
	afINET6  = 10
	afMPLS   = 28
	afMCTP   = 45
)

// object is what this package knows of one kind of kernel object. Kinds that differ by family have a row each; the row with
// family 0 is for all others.
type object struct {
	name   string
	new    uint16 // the RTM_NEW* type; RTM_DEL*, RTM_GET* and RTM_SET* are the next three
	family uint8  // first byte of the header
	key    []part
	slot   int // so many parts name the place where the kernel keeps several such objects and replaces among them; 0: all

	volatile []string // paths that Diff leaves out: statistics, caches, ages
	masks    []mask   // bits of numbers that Diff leaves out
}

// mask is bits that the kernel sets and clears without a word, at a path.
type mask struct {
	path string
	bits uint64
}

// part is one part of a key. A part that is absent, or 0 where it is a number, leaves no trace in the key.
type part struct {
	label string
	attr  uint16 // an attribute; 0: what stands in the header
	in    uint16 // the nest that it is in; 0: none
	off   uint8  // header: the byte where it begins
	size  uint8  // header: its length, 1, 2 or 4
	form  form
	read  func(b []byte, v *codec.View) []byte // instead: appends the part with its label
}

// form is how a part's bytes become text.
type form uint8

const (
	number  form = iota // an integer in machine order
	signed              // likewise, signed
	address             // IPv4 or IPv6 by length, a number of one byte, others as hex
	text                // up to the first NUL
	octets              // hex
)

// The bits of rtm_flags and rtnh_flags that say how the device is, not what was asked for: RTNH_F_DEAD, OFFLOAD, LINKDOWN,
// UNRESOLVED, TRAP, and of routes RTM_F_OFFLOAD, TRAP, OFFLOAD_FAILED; include/uapi/linux/rtnetlink.h.
const (
	deviceFlags = 0x01 | 0x08 | 0x10 | 0x20 | 0x40
	routeFlags  = deviceFlags | 0x4000 | 0x8000 | 0x20000000
)

// objects is searched from the top.
var objects = []object{
	{name: "bridge port", new: 16, family: afBridge, key: []part{{label: "index", off: 4, size: 4}}, volatile: linkVolatile, masks: linkMasks},
	{name: "ipv6 link", new: 16, family: afINET6, key: []part{{label: "index", off: 4, size: 4}}, volatile: linkVolatile, masks: linkMasks},
	{name: "link", new: 16, key: []part{{label: "index", off: 4, size: 4}}, volatile: linkVolatile, masks: linkMasks},
	{name: "addr", new: 20, family: afINET, key: []part{{label: "index", off: 4, size: 4}, {read: localAddress}, {label: "len", off: 1, size: 1}, {read: peerNetwork}}, volatile: []string{"cacheinfo"}},
	{name: "addr", new: 20, key: []part{{label: "family", off: 0, size: 1}, {label: "index", off: 4, size: 4}, {read: localAddress}}, volatile: []string{"cacheinfo"}},
	{name: "route", new: 24, family: afINET, key: []part{
		{read: family}, {read: routeTable}, {read: routeDst}, {label: "tos", off: 3, size: 1}, {label: "priority", attr: 6},
		{label: "type", off: 7, size: 1}, {label: "scope", off: 6, size: 1}, {label: "proto", off: 5, size: 1}, {label: "prefsrc", attr: 7, form: address},
		{label: "flow", attr: 11}, {label: "metrics", attr: 8, form: octets}, {read: nexthops},
	}, slot: 5, volatile: []string{"cacheinfo"}, masks: routeMasks},
	{name: "route", new: 24, family: afINET6, key: []part{
		{read: family}, {read: routeTable}, {read: routeDst}, {read: routeSrc}, {label: "priority", attr: 6}, {read: cloned}, {read: sameHop6},
	}, slot: 6, volatile: []string{"cacheinfo"}, masks: routeMasks},
	{name: "route", new: 24, family: afMPLS, key: []part{{read: family}, {label: "label", attr: 1, form: octets}}, masks: routeMasks},
	{name: "route", new: 24, family: afMCTP, key: []part{{read: family}, {label: "dst", attr: 1}, {label: "more", off: 1, size: 1}, {label: "type", off: 7, size: 1}, {label: "oif", attr: 4}}},
	{name: "route", new: 24, key: []part{{read: family}, {read: routeTable}, {read: routeDst}, {read: routeSrc}, {label: "iif", attr: 3}}, volatile: []string{"cacheinfo", "mfc_stats", "expires"}, masks: routeMasks},
	{name: "fdb", new: 28, family: afBridge, key: []part{{read: fdbOwner}, {label: "lladdr", attr: 2, form: octets}, {label: "vlan", attr: 5}, {label: "src_vni", attr: 11}, {read: fdbRemote}}, volatile: neighVolatile},
	{name: "neigh", new: 28, key: []part{{label: "family", off: 0, size: 1}, {label: "index", off: 4, size: 4}, {label: "dst", attr: 1, form: address}, {read: proxy}}, volatile: neighVolatile},
	{name: "rule", new: 32, key: []part{{label: "family", off: 0, size: 1}, {label: "priority", attr: 6}, {read: ruleRest}}, masks: []mask{{"flags", 0x04 | 0x08 | 0x10}}},
	{name: "qdisc", new: 36, key: []part{{label: "index", off: 4, size: 4}, {label: "handle", off: 8, size: 4}, {label: "parent", off: 12, size: 4}}, volatile: tcVolatile},
	{name: "class", new: 40, key: []part{{label: "index", off: 4, size: 4}, {label: "handle", off: 8, size: 4}}, volatile: tcVolatile},
	{name: "filter", new: 44, key: []part{{label: "index", off: 4, size: 4}, {label: "parent", off: 12, size: 4}, {label: "chain", attr: 11}, {label: "info", off: 16, size: 4}, {label: "handle", off: 8, size: 4}}, volatile: tcVolatile},
	{name: "action", new: 48, key: []part{{read: actions}}, volatile: actVolatile},
	{name: "prefix", new: 52, key: []part{{label: "index", off: 4, size: 4}, {label: "prefix", attr: 1, form: address}, {label: "len", off: 9, size: 1}}, volatile: []string{"cacheinfo"}},
	{name: "multicast", new: 56, key: []part{{label: "index", off: 4, size: 4}, {label: "multicast", attr: 7, form: address}}, volatile: []string{"cacheinfo"}},
	{name: "anycast", new: 60, key: []part{{label: "index", off: 4, size: 4}, {label: "anycast", attr: 5, form: address}}, volatile: []string{"cacheinfo"}},
	{name: "ntable", new: 64, key: []part{{label: "family", off: 0, size: 1}, {label: "name", attr: 1, form: text}, {label: "index", in: 6, attr: 1}}, volatile: []string{"config", "stats"}}, // NDTA_PARMS, NDTPA_IFINDEX
	{name: "addrlabel", new: 72, key: []part{{label: "family", off: 0, size: 1}, {label: "index", off: 4, size: 4}, {label: "address", attr: 1, form: address}, {label: "len", off: 2, size: 1}}, volatile: []string{"seq"}},
	{name: "netconf", new: 80, key: []part{{label: "family", off: 0, size: 1}, {label: "index", attr: 1, form: signed}}},
	{name: "mdb", new: 84, key: []part{{label: "index", off: 4, size: 4}, {read: mdbEntry}}, volatile: []string{"*.timer"}},
	{name: "nsid", new: 88, key: []part{{label: "nsid", attr: 1, form: signed}}},
	{name: "stats", new: 92, key: []part{{label: "index", off: 4, size: 4}}, volatile: []string{"link_64", "link_xstats", "link_xstats_slave", "link_offload_xstats", "af_spec"}},
	{name: "chain", new: 100, key: []part{{label: "index", off: 4, size: 4}, {label: "parent", off: 12, size: 4}, {label: "chain", attr: 11}}, volatile: tcVolatile},
	{name: "nexthop", new: 104, key: []part{{label: "id", attr: 1}}, volatile: []string{"res_group.unbalanced_time", "group_stats", "hw_stats_used", "op_flags"}, masks: []mask{{"flags", routeFlags}}},
	{name: "link", new: 108, key: []part{{label: "index", off: 4, size: 4}}, volatile: linkVolatile, masks: linkMasks},
	{name: "vlan", new: 112, key: []part{{label: "index", off: 4, size: 4}, {read: vlanEntry}}, volatile: []string{"*.stats", "*.mcast_n_groups", "*.mcast_router_ports", "*.mcast_querier_state"}},
	{name: "bucket", new: 116, key: []part{{label: "id", attr: 1}, {label: "bucket", in: 13, attr: 1}}, volatile: []string{"*.idle_time"}},    // NHA_RES_BUCKET, NHA_RES_BUCKET_INDEX
	{name: "tunnel", new: 120, key: []part{{label: "index", off: 4, size: 4}, {label: "vni", in: 1, attr: 1}}, volatile: []string{"*.stats"}}, // VXLAN_VNIFILTER_ENTRY, VXLAN_VNIFILTER_ENTRY_START
}

// linkVolatile are statistics, what the kernel counts, timers that run, and what says only why a message was sent.
var linkVolatile = []string{
	"change", "stats", "stats64", "carrier_changes", "carrier_up_count", "carrier_down_count", "event", "ext_mask", "new_ifindex", "new_netnsid", "wireless",
	"linkinfo.xstats", "linkinfo.data.br_hello_timer", "linkinfo.data.br_tcn_timer", "linkinfo.data.br_topology_change_timer", "linkinfo.data.br_gc_timer",
	"linkinfo.data.br_fdb_n_learned", "linkinfo.data.br_mcast_querier_state",
	"linkinfo.slave_data.message_age_timer", "linkinfo.slave_data.forward_delay_timer", "linkinfo.slave_data.hold_timer", "linkinfo.slave_data.link_failure_count",
	"protinfo.message_age_timer", "protinfo.forward_delay_timer", "protinfo.hold_timer", "protinfo.inet6_cacheinfo", "protinfo.inet6_stats", "protinfo.inet6_icmp6stats",
	"af_spec.af_inet6.inet6_stats", "af_spec.af_inet6.inet6_icmp6stats", "af_spec.af_inet6.inet6_cacheinfo", "vfinfo_list.info.*.stats",
}

// linkMasks: IF_RS_SENT, IF_RA_RCVD and IF_READY of include/net/if_inet6.h: how far the device has come with its routers.
var linkMasks = []mask{{"af_spec.af_inet6.inet6_flags", 0x10 | 0x20 | 0x80000000}, {"protinfo.inet6_flags", 0x10 | 0x20 | 0x80000000}}

var neighVolatile = []string{"cacheinfo", "probes"}

var routeMasks = []mask{{"flags", routeFlags}, {"multipath.*.flags", deviceFlags}}

// tcVolatile: a name behind "*." stands at any depth.
var (
	tcVolatile  = []string{"stats", "stats2", "xstats", "rate", "hw_offload", "*.direct_pkts", "*.tm", "*.stats", "*.pcnt", "*.in_hw_count", "*.used_hw_stats"}
	actVolatile = []string{"*.tm", "*.stats", "*.in_hw_count", "*.used_hw_stats"}
)

// objectOf finds the row of a message; nil for control messages and types that are not known here.
func objectOf(typ uint16, v *codec.View) *object {
	family := v.Family()
	for i := range objects {
		if o := &objects[i]; o.new == typ&^3 && (o.family == afUnspec || o.family == family) {
			return o
		}
	}
	return nil
}

// isDel tells whether a type announces the end of an object: RTM_DEL*.
func isDel(typ uint16) bool { return typ&3 == 1 }
