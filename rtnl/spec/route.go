package spec

import "nlua/rtnl/codec"

// hopAttrs is one hop of RTA_MULTIPATH: struct rtnexthop and a route's attributes. cycles.go fills it.
var hopAttrs codec.Set

// rtnexthopStruct: include/uapi/linux/rtnetlink.h. hops is the weight less one.
var rtnexthopStruct = codec.Struct{Name: "rtnexthop", Size: 8, Fields: []codec.Field{
	{Off: 2, Row: codec.Row{Name: "flags", C: "rtnh_flags", Kind: codec.Uint, Size: 1, Hint: codec.Hex, Enum: &rtmFlagsEnum}},
	{Off: 3, Row: codec.Row{Name: "hops", C: "rtnh_hops", Kind: codec.Uint, Size: 1}},
	{Off: 4, Row: codec.Row{Name: "oif", C: "rtnh_ifindex", Kind: codec.Int, Size: 4, Hint: codec.Index}},
}}

// rtmFlagsEnum: flags of a route and of a hop, include/uapi/linux/rtnetlink.h RTNH_F_* and RTM_F_*.
var rtmFlagsEnum = codec.Enum{Name: "rtm_flags", Flags: true, Items: []codec.Item{
	{Value: 0x1, Name: "dead"},
	{Value: 0x2, Name: "pervasive"},
	{Value: 0x4, Name: "onlink"},
	{Value: 0x8, Name: "offload"},
	{Value: 0x10, Name: "linkdown"},
	{Value: 0x20, Name: "unresolved"},
	{Value: 0x40, Name: "trap"},
	{Value: 0x100, Name: "notify"},
	{Value: 0x200, Name: "cloned"},
	{Value: 0x400, Name: "equalize"},
	{Value: 0x800, Name: "prefix"},
	{Value: 0x1000, Name: "lookup_table"},
	{Value: 0x2000, Name: "fib_match"},
	{Value: 0x4000, Name: "rt_offload"},
	{Value: 0x8000, Name: "rt_trap"},
	{Value: 0x20000000, Name: "offload_failed"},
}}

// routePrefEnum: preference of a router advertisement, include/uapi/linux/icmpv6.h ICMPV6_ROUTER_PREF_*.
var routePrefEnum = codec.Enum{Name: "pref", Items: []codec.Item{
	{Value: 0, Name: "medium"},
	{Value: 1, Name: "high"},
	{Value: 3, Name: "low"},
}}

// routeFeaturesEnum: include/uapi/linux/rtnetlink.h RTAX_FEATURE_*.
var routeFeaturesEnum = codec.Enum{Name: "features", Flags: true, Items: []codec.Item{
	{Value: 0x1, Name: "ecn"},
	{Value: 0x2, Name: "sack"},
	{Value: 0x4, Name: "timestamp"},
	{Value: 0x8, Name: "allfrag"},
	{Value: 0x10, Name: "tcp_usec_ts"},
}}

// encapTypeEnum: include/uapi/linux/lwtunnel.h LWTUNNEL_ENCAP_*.
var encapTypeEnum = codec.Enum{Name: "encap_type", Items: []codec.Item{
	{Value: 0, Name: "none"},
	{Value: 1, Name: "mpls"},
	{Value: 2, Name: "ip"},
	{Value: 3, Name: "ila"},
	{Value: 4, Name: "ip6"},
	{Value: 5, Name: "seg6"},
	{Value: 6, Name: "bpf"},
	{Value: 7, Name: "seg6local"},
	{Value: 8, Name: "rpl"},
	{Value: 9, Name: "ioam6"},
	{Value: 10, Name: "xfrm"},
}}

// mfcStatsSet: counters of a multicast route, include/uapi/linux/rtnetlink.h struct rta_mfc_stats.
var mfcStatsSet = codec.Set{Name: "mfc_stats", Fixed: &codec.Struct{Name: "rta_mfc_stats", Size: 24, Fields: []codec.Field{
	{Off: 0, Row: codec.Row{Name: "packets", C: "mfcs_packets", Kind: codec.Uint, Size: 8}},
	{Off: 8, Row: codec.Row{Name: "bytes", C: "mfcs_bytes", Kind: codec.Uint, Size: 8}},
	{Off: 16, Row: codec.Row{Name: "wrong_if", C: "mfcs_wrong_if", Kind: codec.Uint, Size: 8}},
}}}

// fibRuleFlagsEnum: include/uapi/linux/fib_rules.h FIB_RULE_*.
var fibRuleFlagsEnum = codec.Enum{Name: "rule_flags", Flags: true, Items: []codec.Item{
	{Value: 0x1, Name: "permanent"},
	{Value: 0x2, Name: "invert"},
	{Value: 0x4, Name: "unresolved"},
	{Value: 0x8, Name: "iif_detached"},
	{Value: 0x10, Name: "oif_detached"},
	{Value: 0x10000, Name: "find_saddr"},
}}

// fdbExtAttrs: include/uapi/linux/neighbour.h NFEA_*; the bits of activity_notify are 1 notify, 2 inactive.
var fdbExtAttrs = codec.Set{Name: "fdb_ext_attrs", Prefix: "NFEA_", Rows: []codec.Row{
	{Type: 1, Name: "activity_notify", C: "NFEA_ACTIVITY_NOTIFY", Kind: codec.Uint, Size: 1, Hint: codec.Hex},
	{Type: 2, Name: "dont_refresh", C: "NFEA_DONT_REFRESH", Kind: codec.Flag, False: codec.FalseZero},
}}
