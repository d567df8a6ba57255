package spec

import "nlua/rtnl/codec"

// structTcU32Key is struct tc_u32_key (include/uapi/linux/pkt_cls.h), under pyroute2's names.
var structTcU32Key = codec.Set{Name: "tc_u32_key", Fixed: &codec.Struct{Name: "tc_u32_key", Size: 16, Fields: []codec.Field{
	{Off: 0, Row: codec.Row{Name: "key_mask", Kind: codec.UintBE, Size: 4, Hint: codec.Hex, Spec: "mask"}},
	{Off: 4, Row: codec.Row{Name: "key_val", Kind: codec.UintBE, Size: 4, Hint: codec.Hex, Spec: "val"}},
	{Off: 8, Row: codec.Row{Name: "key_off", Kind: codec.Int, Size: 4, Spec: "off"}},
	{Off: 12, Row: codec.Row{Name: "key_offmask", Kind: codec.Int, Size: 4, Spec: "offmask"}},
}}}

// structTcU32Sel is struct tc_u32_sel (include/uapi/linux/pkt_cls.h).
var structTcU32Sel = codec.Set{Name: "tc_u32_sel", Fixed: &codec.Struct{Name: "tc_u32_sel", Size: 16, Open: true, Fields: []codec.Field{
	{Off: 0, Row: codec.Row{Name: "flags", Kind: codec.Uint, Size: 1, Enum: &enumU32Flags}},
	{Off: 1, Row: codec.Row{Name: "offshift", Kind: codec.Uint, Size: 1}},
	{Off: 2, Row: codec.Row{Name: "nkeys", Kind: codec.Uint, Size: 1}},
	{Off: 4, Row: codec.Row{Name: "offmask", Kind: codec.UintBE, Size: 2, Hint: codec.Hex}},
	{Off: 6, Row: codec.Row{Name: "off", Kind: codec.Uint, Size: 2}},
	{Off: 8, Row: codec.Row{Name: "offoff", Kind: codec.Int, Size: 2}},
	{Off: 10, Row: codec.Row{Name: "hoff", Kind: codec.Int, Size: 2}},
	{Off: 12, Row: codec.Row{Name: "hmask", Kind: codec.UintBE, Size: 4, Hint: codec.Hex}},
	{Off: 16, Row: codec.Row{Name: "keys", Kind: codec.Packed, Elem: &codec.Row{Kind: codec.Nest, Set: &structTcU32Key}}},
}}}

// structTcU32Pcnt is struct tc_u32_pcnt (include/uapi/linux/pkt_cls.h).
var structTcU32Pcnt = codec.Set{Name: "tc_u32_pcnt", Fixed: &codec.Struct{Name: "tc_u32_pcnt", Size: 16, Open: true, Fields: []codec.Field{
	{Off: 0, Row: codec.Row{Name: "rcnt", Kind: codec.Uint, Size: 8}},
	{Off: 8, Row: codec.Row{Name: "rhit", Kind: codec.Uint, Size: 8}},
	{Off: 16, Row: codec.Row{Name: "kcnts", Kind: codec.Packed, Elem: &codec.Row{Kind: codec.Uint, Size: 8}}},
}}}

// structTcPolice is struct tc_police (include/uapi/linux/pkt_cls.h), its two struct tc_ratespec flat.
var structTcPolice = codec.Set{Name: "tc_police", Fixed: &codec.Struct{Name: "tc_police", Size: 56, Fields: []codec.Field{
	{Off: 0, Row: codec.Row{Name: "index", Kind: codec.Uint, Size: 4}},
	{Off: 4, Row: codec.Row{Name: "action", Kind: codec.Int, Size: 4, Enum: &enumTcAction}},
	{Off: 8, Row: codec.Row{Name: "limit", Kind: codec.Uint, Size: 4}},
	{Off: 12, Row: codec.Row{Name: "burst", Kind: codec.Uint, Size: 4, Hint: codec.Ticks}},
	{Off: 16, Row: codec.Row{Name: "mtu", Kind: codec.Uint, Size: 4, Hint: codec.Size}},
	{Off: 20, Row: codec.Row{Name: "rate_cell_log", Kind: codec.Uint, Size: 1}},
	{Off: 21, Row: codec.Row{Name: "rate_linklayer", Kind: codec.Uint, Size: 1}},
	{Off: 22, Row: codec.Row{Name: "rate_overhead", Kind: codec.Uint, Size: 2}},
	{Off: 24, Row: codec.Row{Name: "rate_cell_align", Kind: codec.Int, Size: 2}},
	{Off: 26, Row: codec.Row{Name: "rate_mpu", Kind: codec.Uint, Size: 2}},
	{Off: 28, Row: codec.Row{Name: "rate", Kind: codec.Uint, Size: 4, Hint: codec.Rate}},
	{Off: 32, Row: codec.Row{Name: "peak_cell_log", Kind: codec.Uint, Size: 1}},
	{Off: 33, Row: codec.Row{Name: "peak_linklayer", Kind: codec.Uint, Size: 1}},
	{Off: 34, Row: codec.Row{Name: "peak_overhead", Kind: codec.Uint, Size: 2}},
	{Off: 36, Row: codec.Row{Name: "peak_cell_align", Kind: codec.Int, Size: 2}},
	{Off: 38, Row: codec.Row{Name: "peak_mpu", Kind: codec.Uint, Size: 2}},
	{Off: 40, Row: codec.Row{Name: "peak", Kind: codec.Uint, Size: 4, Hint: codec.Rate}},
	{Off: 44, Row: codec.Row{Name: "refcnt", Kind: codec.Int, Size: 4}},
	{Off: 48, Row: codec.Row{Name: "bindcnt", Kind: codec.Int, Size: 4}},
	{Off: 52, Row: codec.Row{Name: "capab", Kind: codec.Uint, Size: 4}},
}}}

// tcFlowerMplsOpts is TCA_FLOWER_KEY_MPLS_OPTS_*.
var tcFlowerMplsOpts = codec.Set{Name: "tc_flower_mpls_opts", Prefix: "TCA_FLOWER_KEY_MPLS_OPTS_", Rows: []codec.Row{
	{Type: 1, Name: "lse", C: "TCA_FLOWER_KEY_MPLS_OPTS_LSE", Kind: codec.Nest, Set: &flowerKeyMplsOptAttrs, Multi: true},
}}

var (
	enumU32Flags = codec.Enum{Name: "u32_flags", Flags: true, Items: []codec.Item{{Value: 1, Name: "terminal"}, {Value: 2, Name: "offset"}, {Value: 4, Name: "varoffset"}, {Value: 8, Name: "eat"}}}
	// enumTcAction is TC_ACT_*; the numbers are those of an int. "jump" and "goto_chain" (1 and 2 in the top nibble) carry a value.
	enumTcAction = codec.Enum{Name: "tc_action", Items: []codec.Item{
		{Value: 1<<64 - 1, Name: "unspec"}, {Value: 0, Name: "ok"}, {Value: 1, Name: "reclassify"}, {Value: 2, Name: "shot"}, {Value: 3, Name: "pipe"}, {Value: 4, Name: "stolen"},
		{Value: 5, Name: "queued"}, {Value: 6, Name: "repeat"}, {Value: 7, Name: "redirect"}, {Value: 8, Name: "trap"},
		{Value: 0, Name: "pass"}, {Value: 2, Name: "drop"}, {Value: 1<<64 - 1, Name: "continue"},
	}}
)

var (
	// enumFlowKeys is 1 << FLOW_KEY_*, under tc's words.
	enumFlowKeys = codec.Enum{Name: "flow_keys", Flags: true, Items: []codec.Item{
		{Value: 1 << 0, Name: "src"}, {Value: 1 << 1, Name: "dst"}, {Value: 1 << 2, Name: "proto"}, {Value: 1 << 3, Name: "proto_src"}, {Value: 1 << 4, Name: "proto_dst"}, {Value: 1 << 5, Name: "iif"},
		{Value: 1 << 6, Name: "priority"}, {Value: 1 << 7, Name: "mark"}, {Value: 1 << 8, Name: "nfct"}, {Value: 1 << 9, Name: "nfct_src"}, {Value: 1 << 10, Name: "nfct_dst"}, {Value: 1 << 11, Name: "nfct_proto_src"},
		{Value: 1 << 12, Name: "nfct_proto_dst"}, {Value: 1 << 13, Name: "rt_classid"}, {Value: 1 << 14, Name: "sk_uid"}, {Value: 1 << 15, Name: "sk_gid"}, {Value: 1 << 16, Name: "vlan_tag"}, {Value: 1 << 17, Name: "rxhash"},
	}}
	enumFlowMode = codec.Enum{Name: "flow_mode", Items: []codec.Item{{Value: 0, Name: "map"}, {Value: 1, Name: "hash"}}}
	enumBpfFlags = codec.Enum{Name: "bpf_flags", Flags: true, Items: []codec.Item{{Value: 1, Name: "direct_action"}}}
	// enumCtState is TCA_FLOWER_KEY_CT_FLAGS_*, under tc's words.
	enumCtState = codec.Enum{Name: "ct_state", Flags: true, Items: []codec.Item{{Value: 1, Name: "new"}, {Value: 2, Name: "est"}, {Value: 4, Name: "rel"}, {Value: 8, Name: "trk"}, {Value: 16, Name: "inv"}, {Value: 32, Name: "rpl"}}}
)

// pppProtoEnum: include/uapi/linux/ppp_defs.h, PPP_IP and its kin, under tc's words.
var pppProtoEnum = codec.Enum{Name: "PPP protocol", Items: []codec.Item{
	{Value: 0x21, Name: "ip"}, {Value: 0x21, Name: "ipv4"}, {Value: 0x57, Name: "ipv6"}, {Value: 0x281, Name: "mpls_uc"}, {Value: 0x283, Name: "mpls_mc"},
}}
