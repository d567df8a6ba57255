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

// mfcStatsSet: counters of a multicast route, include/uapi/linux/rtnetlink.h struct rta_mfc_stats.
var mfcStatsSet = codec.Set{Name: "mfc_stats", Fixed: &codec.Struct{Name: "rta_mfc_stats", Size: 24, Fields: []codec.Field{
	{Off: 0, Row: codec.Row{Name: "packets", C: "mfcs_packets", Kind: codec.Uint, Size: 8}},
	{Off: 8, Row: codec.Row{Name: "bytes", C: "mfcs_bytes", Kind: codec.Uint, Size: 8}},
	{Off: 16, Row: codec.Row{Name: "wrong_if", C: "mfcs_wrong_if", Kind: codec.Uint, Size: 8}},
}}}

// fdbExtAttrs: include/uapi/linux/neighbour.h NFEA_*; the bits of activity_notify are 1 notify, 2 inactive.
var fdbExtAttrs = codec.Set{Name: "fdb_ext_attrs", Prefix: "NFEA_", Rows: []codec.Row{
	{Type: 1, Name: "activity_notify", C: "NFEA_ACTIVITY_NOTIFY", Kind: codec.Uint, Size: 1, Hint: codec.Hex},
	{Type: 2, Name: "dont_refresh", C: "NFEA_DONT_REFRESH", Kind: codec.Flag, False: codec.FalseZero},
}}
