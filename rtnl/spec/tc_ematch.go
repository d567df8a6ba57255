package spec

import "nlua/rtnl/codec"

// structTcfEmatchHdr is struct tcf_ematch_hdr (include/uapi/linux/pkt_cls.h), and the match behind it.
var structTcfEmatchHdr = codec.Set{Name: "tcf_ematch_hdr", Fixed: &codec.Struct{Name: "tcf_ematch_hdr", Size: 8, Open: true, Fields: []codec.Field{
	{Off: 0, Row: codec.Row{Name: "matchid", Kind: codec.Uint, Size: 2}},
	{Off: 2, Row: codec.Row{Name: "kind", Kind: codec.Uint, Size: 2, Enum: &enumEmatchKind}},
	{Off: 4, Row: codec.Row{Name: "flags", Kind: codec.Uint, Size: 2, Enum: &enumEmatchFlags}},
	{Off: 8, Row: codec.Row{Name: "match", Kind: codec.ByName, Sub: &subEmatch}},
}}}

var subEmatch = codec.Sub{Selector: "kind", Cases: []codec.Case{
	{Value: "container", Set: &structTcfEmContainer},
	{Value: "cmp", Set: &structTcfEmCmp},
	{Value: "nbyte", Set: &structTcfEmNbyte},
	{Value: "u32", Set: &structTcU32Key},
	{Value: "meta", Set: &tcEmMeta},
	{Value: "text", Set: &structTcfEmText},
	{Value: "canid", Row: &codec.Row{Name: "canid", Kind: codec.Packed, Elem: &codec.Row{Kind: codec.Nest, Set: &structCanFilter}}},
	{Value: "ipset", Set: &structXtSetInfo},
	{Value: "ipt", Set: &tcEmIpt},
}}

// structTcfEmContainer is struct tcf_em_container, of a branch in brackets: where it goes on, counted from 0.
var structTcfEmContainer = codec.Set{Name: "tcf_em_container", Fixed: &codec.Struct{Name: "tcf_em_container", Size: 4, Fields: []codec.Field{
	{Off: 0, Row: codec.Row{Name: "ref", Kind: codec.Uint, Size: 4}},
}}}

// structTcfEmCmp is struct tcf_em_cmp (include/uapi/linux/tc_ematch/tc_em_cmp.h).
var structTcfEmCmp = codec.Set{Name: "tcf_em_cmp", Fixed: &codec.Struct{Name: "tcf_em_cmp", Size: 12, Fields: []codec.Field{
	{Off: 0, Row: codec.Row{Name: "val", Kind: codec.Uint, Size: 4}},
	{Off: 4, Row: codec.Row{Name: "mask", Kind: codec.Uint, Size: 4, Hint: codec.Hex}},
	{Off: 8, Row: codec.Row{Name: "off", Kind: codec.Uint, Size: 2}},
	{Off: 10, Shift: 0, Bits: 4, Mirrored: true, Row: codec.Row{Name: "align", Kind: codec.Uint, Size: 1, Enum: &enumEmAlign}},
	{Off: 10, Shift: 4, Bits: 4, Mirrored: true, Row: codec.Row{Name: "flags", Kind: codec.Uint, Size: 1, Enum: &enumEmCmpFlags}},
	{Off: 11, Shift: 0, Bits: 4, Mirrored: true, Row: codec.Row{Name: "layer", Kind: codec.Uint, Size: 1, Enum: &enumEmLayer}},
	{Off: 11, Shift: 4, Bits: 4, Mirrored: true, Row: codec.Row{Name: "opnd", Kind: codec.Uint, Size: 1, Enum: &enumEmOpnd}},
}}}

// structTcfEmNbyte is struct tcf_em_nbyte (include/uapi/linux/tc_ematch/tc_em_nbyte.h), and the bytes looked for.
var structTcfEmNbyte = codec.Set{Name: "tcf_em_nbyte", Fixed: &codec.Struct{Name: "tcf_em_nbyte", Size: 4, Open: true, Fields: []codec.Field{
	{Off: 0, Row: codec.Row{Name: "off", Kind: codec.Uint, Size: 2}},
	{Off: 2, Shift: 0, Bits: 12, Mirrored: true, Row: codec.Row{Name: "len", Kind: codec.Uint, Size: 2}},
	{Off: 2, Shift: 12, Bits: 4, Mirrored: true, Row: codec.Row{Name: "layer", Kind: codec.Uint, Size: 2, Enum: &enumEmLayer}},
	{Off: 4, Row: codec.Row{Name: "pattern", Kind: codec.Bytes}},
}}}

// structTcfEmText is struct tcf_em_text (include/uapi/linux/tc_ematch/tc_em_text.h), and the text looked for.
var structTcfEmText = codec.Set{Name: "tcf_em_text", Fixed: &codec.Struct{Name: "tcf_em_text", Size: 24, Open: true, Fields: []codec.Field{
	{Off: 0, Row: codec.Row{Name: "algo", Kind: codec.String, Size: 16}},
	{Off: 16, Row: codec.Row{Name: "from_offset", Kind: codec.Uint, Size: 2}},
	{Off: 18, Row: codec.Row{Name: "to_offset", Kind: codec.Uint, Size: 2}},
	{Off: 20, Row: codec.Row{Name: "pattern_len", Kind: codec.Uint, Size: 2}},
	{Off: 22, Shift: 0, Bits: 4, Mirrored: true, Row: codec.Row{Name: "from_layer", Kind: codec.Uint, Size: 1, Enum: &enumEmLayer}},
	{Off: 22, Shift: 4, Bits: 4, Mirrored: true, Row: codec.Row{Name: "to_layer", Kind: codec.Uint, Size: 1, Enum: &enumEmLayer}},
	{Off: 24, Row: codec.Row{Name: "pattern", Kind: codec.Bytes}},
}}}

// structXtSetInfo is struct xt_set_info (include/uapi/linux/netfilter/xt_set.h).
var structXtSetInfo = codec.Set{Name: "xt_set_info", Fixed: &codec.Struct{Name: "xt_set_info", Size: 4, Fields: []codec.Field{
	{Off: 0, Row: codec.Row{Name: "index", Kind: codec.Uint, Size: 2}},
	{Off: 2, Row: codec.Row{Name: "dim", Kind: codec.Uint, Size: 1}},
	{Off: 3, Row: codec.Row{Name: "flags", Kind: codec.Uint, Size: 1, Hint: codec.Hex}},
}}}

// structCanFilter is struct can_filter (include/uapi/linux/can.h).
var structCanFilter = codec.Set{Name: "can_filter", Fixed: &codec.Struct{Name: "can_filter", Size: 8, Fields: []codec.Field{
	{Off: 0, Row: codec.Row{Name: "can_id", Kind: codec.Uint, Size: 4, Hint: codec.Hex}},
	{Off: 4, Row: codec.Row{Name: "can_mask", Kind: codec.Uint, Size: 4, Hint: codec.Hex}},
}}}

// tcEmIpt is TCA_EM_IPT_* (include/uapi/linux/tc_ematch/tc_em_ipt.h).
var tcEmIpt = codec.Set{Name: "tc_em_ipt", Prefix: "TCA_EM_IPT_", Rows: []codec.Row{
	{Type: 1, Name: "hook", C: "TCA_EM_IPT_HOOK", Kind: codec.Uint, Size: 4},
	{Type: 2, Name: "match_name", C: "TCA_EM_IPT_MATCH_NAME", Kind: codec.String},
	{Type: 3, Name: "match_revision", C: "TCA_EM_IPT_MATCH_REVISION", Kind: codec.Uint, Size: 1},
	{Type: 4, Name: "nfproto", C: "TCA_EM_IPT_NFPROTO", Kind: codec.Uint, Size: 1},
	{Type: 5, Name: "match_data", C: "TCA_EM_IPT_MATCH_DATA", Kind: codec.Bytes},
}}

// tcEmMeta is TCA_EM_META_* (include/uapi/linux/tc_ematch/tc_em_meta.h); lvalue and rvalue are a u32 or text.
var tcEmMeta = codec.Set{Name: "tc_em_meta", Prefix: "TCA_EM_META_", Rows: []codec.Row{
	{Type: 1, Name: "hdr", C: "TCA_EM_META_HDR", Kind: codec.Nest, Set: &structTcfMetaHdr},
	{Type: 2, Name: "lvalue", C: "TCA_EM_META_LVALUE", Kind: codec.Bytes},
	{Type: 3, Name: "rvalue", C: "TCA_EM_META_RVALUE", Kind: codec.Bytes},
}}

// structTcfMetaHdr is struct tcf_meta_hdr (include/uapi/linux/tc_ematch/tc_em_meta.h), its two struct tcf_meta_val flat.
var structTcfMetaHdr = codec.Set{Name: "tcf_meta_hdr", Fixed: &codec.Struct{Name: "tcf_meta_hdr", Size: 8, Fields: []codec.Field{
	{Off: 0, Shift: 0, Bits: 11, Row: codec.Row{Name: "left_id", Kind: codec.Uint, Size: 2, Enum: &MetaID}},
	{Off: 0, Shift: 12, Bits: 4, Row: codec.Row{Name: "left_type", Kind: codec.Uint, Size: 2}},
	{Off: 2, Row: codec.Row{Name: "left_shift", Kind: codec.Uint, Size: 1}},
	{Off: 3, Row: codec.Row{Name: "left_op", Kind: codec.Uint, Size: 1, Enum: &enumEmOpnd}},
	{Off: 4, Shift: 0, Bits: 11, Row: codec.Row{Name: "right_id", Kind: codec.Uint, Size: 2, Enum: &MetaID}},
	{Off: 4, Shift: 12, Bits: 4, Row: codec.Row{Name: "right_type", Kind: codec.Uint, Size: 2}},
	{Off: 6, Row: codec.Row{Name: "right_shift", Kind: codec.Uint, Size: 1}},
	{Off: 7, Row: codec.Row{Name: "right_op", Kind: codec.Uint, Size: 1, Enum: &enumEmOpnd}},
}}}

var (
	// enumEmatchKind is TCF_EM_*.
	enumEmatchKind = codec.Enum{Name: "ematch_kind", Items: []codec.Item{{Value: 0, Name: "container"}, {Value: 1, Name: "cmp"}, {Value: 2, Name: "nbyte"}, {Value: 3, Name: "u32"}, {Value: 4, Name: "meta"}, {Value: 5, Name: "text"}, {Value: 6, Name: "vlan"}, {Value: 7, Name: "canid"}, {Value: 8, Name: "ipset"}, {Value: 9, Name: "ipt"}}}
	// enumEmatchFlags is TCF_EM_REL_*, TCF_EM_INVERT and TCF_EM_SIMPLE.
	enumEmatchFlags = codec.Enum{Name: "ematch_flags", Flags: true, Items: []codec.Item{{Value: 1, Name: "and"}, {Value: 2, Name: "or"}, {Value: 4, Name: "not"}, {Value: 8, Name: "simple"}}}
	enumEmAlign     = codec.Enum{Name: "align", Items: []codec.Item{{Value: 1, Name: "u8"}, {Value: 2, Name: "u16"}, {Value: 4, Name: "u32"}}}
	enumEmCmpFlags  = codec.Enum{Name: "cmp_flags", Flags: true, Items: []codec.Item{{Value: 1, Name: "trans"}}}
	enumEmLayer     = codec.Enum{Name: "layer", Items: []codec.Item{{Value: 0, Name: "link"}, {Value: 1, Name: "network"}, {Value: 2, Name: "transport"}}}
	enumEmOpnd      = codec.Enum{Name: "operand", Items: []codec.Item{{Value: 0, Name: "eq"}, {Value: 1, Name: "gt"}, {Value: 2, Name: "lt"}, {Value: 0, Name: "="}, {Value: 1, Name: ">"}, {Value: 2, Name: "<"}}}
	// MetaID is TCF_META_ID_*, in the kernel's words: what matches of kind meta look at.
	MetaID = codec.Enum{Name: "meta_id", Items: []codec.Item{
		{Value: 0, Name: "value"}, {Value: 1, Name: "random"}, {Value: 2, Name: "loadavg_0"}, {Value: 3, Name: "loadavg_1"}, {Value: 4, Name: "loadavg_2"}, {Value: 5, Name: "dev"}, {Value: 6, Name: "priority"},
		{Value: 7, Name: "protocol"}, {Value: 8, Name: "pkt_type"}, {Value: 9, Name: "pkt_len"}, {Value: 10, Name: "data_len"}, {Value: 11, Name: "mac_len"}, {Value: 12, Name: "nf_mark"}, {Value: 13, Name: "tc_index"},
		{Value: 14, Name: "rt_classid"}, {Value: 15, Name: "rt_iif"}, {Value: 16, Name: "sk_family"}, {Value: 17, Name: "sk_state"}, {Value: 18, Name: "sk_reuse"}, {Value: 19, Name: "sk_bind_if"}, {Value: 20, Name: "sk_refcnt"},
		{Value: 21, Name: "sk_shutdown"}, {Value: 22, Name: "sk_proto"}, {Value: 23, Name: "sk_type"}, {Value: 24, Name: "sk_rcvbuf"}, {Value: 25, Name: "sk_rmem"}, {Value: 26, Name: "sk_wmem"}, {Value: 27, Name: "sk_omem"},
		{Value: 28, Name: "sk_wmem_queue"}, {Value: 29, Name: "sk_rcv_queue"}, {Value: 30, Name: "sk_snd_queue"}, {Value: 31, Name: "sk_err_queue"}, {Value: 32, Name: "sk_fwd_alloc"}, {Value: 33, Name: "sk_sndbuf"}, {Value: 34, Name: "sk_allocs"},
		{Value: 36, Name: "sk_hash"}, {Value: 37, Name: "sk_lingertime"}, {Value: 38, Name: "sk_ack_bl"}, {Value: 39, Name: "sk_max_ack_bl"}, {Value: 40, Name: "sk_prio"}, {Value: 41, Name: "sk_rcvlowat"}, {Value: 42, Name: "sk_rcvtimeo"},
		{Value: 43, Name: "sk_sndtimeo"}, {Value: 44, Name: "sk_sendmsg_off"}, {Value: 45, Name: "sk_write_pend"}, {Value: 46, Name: "vlan"}, {Value: 47, Name: "rxhash"},
		// pyroute2's words for some
		{Value: 8, Name: "pkttype"}, {Value: 9, Name: "pktlen"}, {Value: 10, Name: "datalen"}, {Value: 11, Name: "maclen"}, {Value: 12, Name: "nfmark"}, {Value: 13, Name: "tcindex"}, {Value: 14, Name: "rtclassid"}, {Value: 15, Name: "rtiif"},
		{Value: 19, Name: "sk_bound_if"}, {Value: 25, Name: "sk_rmem_alloc"}, {Value: 26, Name: "sk_wmem_alloc"}, {Value: 27, Name: "sk_omem_alloc"}, {Value: 28, Name: "sk_wmem_queued"}, {Value: 29, Name: "sk_rcv_qlen"},
		{Value: 30, Name: "sk_snd_qlen"}, {Value: 31, Name: "sk_err_qlen"}, {Value: 32, Name: "sk_forward_allocs"}, {Value: 38, Name: "sk_ack_backlog"}, {Value: 39, Name: "sk_max_ack_backlog"}, {Value: 45, Name: "sk_write_pending"},
		{Value: 46, Name: "vlan_tag"},
	}}
)
