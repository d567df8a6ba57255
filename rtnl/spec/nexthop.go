package spec

import "nlua/rtnl/codec"

// Nexthop is RTM_*NEXTHOP: include/uapi/linux/nexthop.h, struct nhmsg and NHA_*.
var Nexthop = codec.Set{Name: "nexthop", Prefix: "NHA_", Fixed: &nhmsgStruct, Rows: []codec.Row{
	{Type: 1, Name: "id", C: "NHA_ID", Kind: codec.Uint, Size: 4, Doc: "number of the nexthop; 0 or none: the kernel chooses"},
	{Type: 2, Name: "group", C: "NHA_GROUP", Kind: codec.Packed, Elem: &codec.Row{Kind: codec.Nest, Set: &nexthopGrpSet}, Doc: "members of a group: list of {id, weight}"},
	{Type: 3, Name: "group_type", C: "NHA_GROUP_TYPE", Kind: codec.Uint, Size: 2, Enum: &nexthopGroupTypeEnum, Doc: "how a group spreads its traffic"},
	{Type: 4, Name: "blackhole", C: "NHA_BLACKHOLE", Kind: codec.Flag, False: codec.FalseZero, Doc: "drop what is sent here"},
	{Type: 5, Name: "oif", C: "NHA_OIF", Kind: codec.Uint, Size: 4, Hint: codec.Index, False: codec.FalseNone, Doc: "device to send by"},
	{Type: 6, Name: "gateway", C: "NHA_GATEWAY", Kind: codec.IP, Doc: "address of the next router"},
	{Type: 7, Name: "encap_type", C: "NHA_ENCAP_TYPE", Kind: codec.Uint, Size: 2, Enum: &encapTypeEnum},
	{Type: 8, Name: "encap", C: "NHA_ENCAP", Kind: codec.ByName, Sub: &codec.Sub{Selector: "encap_type", Cases: encapCases}},
	{Type: 9, Name: "groups", C: "NHA_GROUPS", Kind: codec.Flag, False: codec.FalseZero, Doc: "in dumps: groups only"},
	{Type: 10, Name: "master", C: "NHA_MASTER", Kind: codec.Uint, Size: 4, Hint: codec.Index, Doc: "in dumps: only those whose device has this master"},
	{Type: 11, Name: "fdb", C: "NHA_FDB", Kind: codec.Flag, False: codec.FalseZero, Doc: "for a bridge's or vxlan's forwarding entries"},
	{Type: 12, Name: "res_group", C: "NHA_RES_GROUP", Kind: codec.Nest, Set: &nexthopResGroup},
	{Type: 13, Name: "res_bucket", C: "NHA_RES_BUCKET", Kind: codec.Nest, Set: &nexthopResBucket},
	{Type: 14, Name: "op_flags", C: "NHA_OP_FLAGS", Kind: codec.Uint, Size: 4, Hint: codec.Hex, Enum: &nexthopOpFlagsEnum, Doc: "in get and dump: what to add"},
	{Type: 15, Name: "group_stats", C: "NHA_GROUP_STATS", Kind: codec.Nest, Set: &nexthopGroupStats},
	{Type: 16, Name: "hw_stats_enable", C: "NHA_HW_STATS_ENABLE", Kind: codec.Uint, Size: 4, Hint: codec.Bool, False: codec.FalseZero},
	{Type: 17, Name: "hw_stats_used", C: "NHA_HW_STATS_USED", Kind: codec.Uint, Size: 4, Hint: codec.Bool},
}}

// NexthopBucket is RTM_*NEXTHOPBUCKET: the attributes of a nexthop, of which a bucket has id and res_bucket.
var NexthopBucket = codec.Set{Name: "bucket", Prefix: "NHA_", Fixed: &nhmsgStruct, Rows: []codec.Row{
	{Type: 1, Name: "id", C: "NHA_ID", Kind: codec.Uint, Size: 4, Doc: "number of the group"},
	{Type: 5, Name: "oif", C: "NHA_OIF", Kind: codec.Uint, Size: 4, Hint: codec.Index, Doc: "in dumps: only nexthops by this device"},
	{Type: 10, Name: "master", C: "NHA_MASTER", Kind: codec.Uint, Size: 4, Hint: codec.Index, Doc: "in dumps: only those whose device has this master"},
	{Type: 13, Name: "res_bucket", C: "NHA_RES_BUCKET", Kind: codec.Nest, Set: &nexthopResBucket},
}}

var nhmsgStruct = codec.Struct{Name: "nhmsg", Size: 8, Fields: []codec.Field{
	{Off: 0, Row: codec.Row{Name: "family", C: "nh_family", Kind: codec.Uint, Size: 1}},
	{Off: 1, Row: codec.Row{Name: "scope", C: "nh_scope", Kind: codec.Uint, Size: 1, Hint: codec.Scope}},
	{Off: 2, Row: codec.Row{Name: "protocol", C: "nh_protocol", Kind: codec.Uint, Size: 1, Hint: codec.Proto}},
	{Off: 4, Row: codec.Row{Name: "flags", C: "nh_flags", Kind: codec.Uint, Size: 4, Hint: codec.Hex, Enum: &nexthopFlagsEnum}},
}}

// nexthopFlagsEnum: include/uapi/linux/rtnetlink.h, RTNH_F_*.
var nexthopFlagsEnum = codec.Enum{Name: "rtnh_flags", Flags: true, Items: []codec.Item{
	{Value: 0x01, Name: "dead"},
	{Value: 0x02, Name: "pervasive"},
	{Value: 0x04, Name: "onlink"},
	{Value: 0x08, Name: "offload"},
	{Value: 0x10, Name: "linkdown"},
	{Value: 0x20, Name: "unresolved"},
	{Value: 0x40, Name: "trap"},
}}

// nexthopGroupTypeEnum: NEXTHOP_GRP_TYPE_*; "resilient" is ip-nexthop(8)'s word.
var nexthopGroupTypeEnum = codec.Enum{Name: "nexthop_grp_type", Items: []codec.Item{
	{Value: 0, Name: "mpath"},
	{Value: 1, Name: "resilient"},
	{Value: 1, Name: "res"},
}}

// nexthopOpFlagsEnum: NHA_OP_FLAG_*, of kernel 6.9.
var nexthopOpFlagsEnum = codec.Enum{Name: "nha_op_flags", Flags: true, Items: []codec.Item{
	{Value: 0x1, Name: "dump_stats"},
	{Value: 0x2, Name: "dump_hw_stats"},
	{Value: 0x80000000, Name: "resp_grp_resvd_0"},
}}

// nexthopGrpSet is struct nexthop_grp. The weight lies less one in two bytes, of which the upper is in use since 6.12: a group of
// heavier members has weight + 256 * weight_high.
var nexthopGrpSet = codec.Set{Name: "nexthop_grp", Fixed: &codec.Struct{Name: "nexthop_grp", Size: 8, Fields: []codec.Field{
	{Off: 0, Row: codec.Row{Name: "id", Kind: codec.Uint, Size: 4}},
	{Off: 4, Row: codec.Row{Name: "weight", Kind: codec.Uint, Size: 1, Plus: 1}},
	{Off: 5, Row: codec.Row{Name: "weight_high", Kind: codec.Uint, Size: 1}},
}}}

// nexthopResGroup: times in hundredths of a second.
var nexthopResGroup = codec.Set{Name: "res_group", Prefix: "NHA_RES_GROUP_", Rows: []codec.Row{
	{Type: 0, Name: "pad", C: "NHA_RES_GROUP_PAD"},
	{Type: 1, Name: "buckets", C: "NHA_RES_GROUP_BUCKETS", Kind: codec.Uint, Size: 2},
	{Type: 2, Name: "idle_timer", C: "NHA_RES_GROUP_IDLE_TIMER", Kind: codec.Uint, Size: 4, Hint: codec.CentiSec},
	{Type: 3, Name: "unbalanced_timer", C: "NHA_RES_GROUP_UNBALANCED_TIMER", Kind: codec.Uint, Size: 4, Hint: codec.CentiSec},
	{Type: 4, Name: "unbalanced_time", C: "NHA_RES_GROUP_UNBALANCED_TIME", Kind: codec.Uint, Size: 8, Hint: codec.CentiSec},
}}

var nexthopResBucket = codec.Set{Name: "res_bucket", Prefix: "NHA_RES_BUCKET_", Rows: []codec.Row{
	{Type: 0, Name: "pad", C: "NHA_RES_BUCKET_PAD"},
	{Type: 1, Name: "index", C: "NHA_RES_BUCKET_INDEX", Kind: codec.Uint, Size: 2},
	{Type: 2, Name: "idle_time", C: "NHA_RES_BUCKET_IDLE_TIME", Kind: codec.Uint, Size: 8, Hint: codec.CentiSec},
	{Type: 3, Name: "nh_id", C: "NHA_RES_BUCKET_NH_ID", Kind: codec.Uint, Size: 4},
}}

// nexthopGroupStats and its entries are of kernel 6.9. The counters have four or eight bytes, as they need.
var nexthopGroupStats = codec.Set{Name: "group_stats", Prefix: "NHA_GROUP_STATS_", Rows: []codec.Row{
	{Type: 1, Name: "entry", C: "NHA_GROUP_STATS_ENTRY", Kind: codec.Nest, Set: &nexthopGroupStatsEntry, Multi: true},
}}

var nexthopGroupStatsEntry = codec.Set{Name: "entry", Prefix: "NHA_GROUP_STATS_ENTRY_", Rows: []codec.Row{
	{Type: 1, Name: "id", C: "NHA_GROUP_STATS_ENTRY_ID", Kind: codec.Uint, Size: 4},
	{Type: 2, Name: "packets", C: "NHA_GROUP_STATS_ENTRY_PACKETS", Kind: codec.Uint, Size: 8},
	{Type: 3, Name: "packets_hw", C: "NHA_GROUP_STATS_ENTRY_PACKETS_HW", Kind: codec.Uint, Size: 8},
}}
