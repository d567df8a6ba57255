package spec

import "nlua/rtnl/codec"

// include/uapi/linux/seg6_iptunnel.h: struct seg6_iptunnel_encap, an int mode before the header.
var seg6Encap = codec.Set{
	Name:   "seg6",
	Prefix: "SEG6_IPTUNNEL_",
	Rows: []codec.Row{
		{Type: 1, Name: "srh", C: "SEG6_IPTUNNEL_SRH", Kind: codec.SRH, Size: 4, Doc: "{mode, segs, hmac}", Enum: &codec.Enum{Name: "seg6_mode", Items: []codec.Item{
			{Value: 0, Name: "inline"}, {Value: 1, Name: "encap"}, {Value: 2, Name: "l2encap"},
			{Value: 3, Name: "encap.red"}, {Value: 4, Name: "l2encap.red"},
		}}},
	},
}

// include/uapi/linux/seg6_local.h, SEG6_LOCAL_*. Which of them an action needs and allows is the kernel's to say.
var seg6LocalEncap = codec.Set{
	Name:   "seg6local",
	Prefix: "SEG6_LOCAL_",
	Rows: []codec.Row{
		{Type: 1, Name: "action", C: "SEG6_LOCAL_ACTION", Kind: codec.Uint, Size: 4, Enum: &seg6ActionEnum},
		{Type: 2, Name: "srh", C: "SEG6_LOCAL_SRH", Kind: codec.SRH, Doc: "{segs, hmac}"},
		{Type: 3, Name: "table", C: "SEG6_LOCAL_TABLE", Kind: codec.Uint, Size: 4, Hint: codec.RouteTable},
		{Type: 4, Name: "nh4", C: "SEG6_LOCAL_NH4", Kind: codec.IP, Size: 4},
		{Type: 5, Name: "nh6", C: "SEG6_LOCAL_NH6", Kind: codec.IP, Size: 16},
		{Type: 6, Name: "iif", C: "SEG6_LOCAL_IIF", Kind: codec.Uint, Size: 4, Hint: codec.Index},
		{Type: 7, Name: "oif", C: "SEG6_LOCAL_OIF", Kind: codec.Uint, Size: 4, Hint: codec.Index},
		{Type: 8, Name: "bpf", C: "SEG6_LOCAL_BPF", Kind: codec.Nest, Set: &seg6LocalBPF},
		{Type: 9, Name: "vrf_table", C: "SEG6_LOCAL_VRFTABLE", Kind: codec.Uint, Size: 4, Hint: codec.RouteTable},
		{Type: 10, Name: "counters", C: "SEG6_LOCAL_COUNTERS", Kind: codec.Nest, Set: &seg6LocalCounters},
		{Type: 11, Name: "flavors", C: "SEG6_LOCAL_FLAVORS", Kind: codec.Nest, Set: &seg6LocalFlavors},
	},
}

// seg6ActionEnum: SEG6_LOCAL_ACTION_*, as RFC 8986, ip-route(8) and pyroute2 write them.
var seg6ActionEnum = codec.Enum{Name: "seg6_local_action", Text: true, Items: []codec.Item{
	{Value: 1, Name: "End"},
	{Value: 2, Name: "End.X"},
	{Value: 3, Name: "End.T"},
	{Value: 4, Name: "End.DX2"},
	{Value: 5, Name: "End.DX6"},
	{Value: 6, Name: "End.DX4"},
	{Value: 7, Name: "End.DT6"},
	{Value: 8, Name: "End.DT4"},
	{Value: 9, Name: "End.B6"},
	{Value: 10, Name: "End.B6.Encaps"},
	{Value: 11, Name: "End.BM"},
	{Value: 12, Name: "End.S"},
	{Value: 13, Name: "End.AS"},
	{Value: 14, Name: "End.AM"},
	{Value: 15, Name: "End.BPF"},
	{Value: 16, Name: "End.DT46"},
}}

var seg6LocalBPF = codec.Set{
	Name:   "bpf",
	Prefix: "SEG6_LOCAL_BPF_",
	Rows: []codec.Row{
		{Type: 1, Name: "prog", C: "SEG6_LOCAL_BPF_PROG", Kind: codec.Uint, Size: 4, Doc: "descriptor when set, id when read"},
		{Type: 2, Name: "prog_name", C: "SEG6_LOCAL_BPF_PROG_NAME", Kind: codec.String},
	},
}

var seg6LocalCounters = codec.Set{
	Name:   "counters",
	Prefix: "SEG6_LOCAL_CNT_",
	Rows: []codec.Row{
		{Type: 1, Name: "pad", C: "SEG6_LOCAL_CNT_PAD"},
		{Type: 2, Name: "packets", C: "SEG6_LOCAL_CNT_PACKETS", Kind: codec.Uint, Size: 8},
		{Type: 3, Name: "bytes", C: "SEG6_LOCAL_CNT_BYTES", Kind: codec.Uint, Size: 8},
		{Type: 4, Name: "errors", C: "SEG6_LOCAL_CNT_ERRORS", Kind: codec.Uint, Size: 8},
	},
}

var seg6LocalFlavors = codec.Set{
	Name:   "flavors",
	Prefix: "SEG6_LOCAL_FLV_",
	Rows: []codec.Row{
		// A bit for each SEG6_LOCAL_FLV_OP_*.
		{Type: 1, Name: "operation", C: "SEG6_LOCAL_FLV_OPERATION", Kind: codec.Uint, Size: 4, Hint: codec.Hex, Enum: &codec.Enum{
			Name: "seg6_local_flv_op", Flags: true, Items: []codec.Item{
				{Value: 1 << 1, Name: "psp"}, {Value: 1 << 2, Name: "usp"}, {Value: 1 << 3, Name: "usd"}, {Value: 1 << 4, Name: "next_csid"},
			}}},
		{Type: 2, Name: "lcblock_bits", C: "SEG6_LOCAL_FLV_LCBLOCK_BITS", Spec: "lblen", Kind: codec.Uint, Size: 1, Doc: "bits of the locator block"},
		{Type: 3, Name: "lcnode_fn_bits", C: "SEG6_LOCAL_FLV_LCNODE_FN_BITS", Spec: "nflen", Kind: codec.Uint, Size: 1, Doc: "bits of node and function"},
	},
}

// include/uapi/linux/rpl_iptunnel.h.
var rplEncap = codec.Set{
	Name:   "rpl",
	Prefix: "RPL_IPTUNNEL_",
	Rows: []codec.Row{
		{Type: 1, Name: "srh", C: "RPL_IPTUNNEL_SRH", Kind: codec.RPL, Doc: "{segs}"},
	},
}

// include/uapi/linux/ioam6_iptunnel.h.
var ioam6Encap = codec.Set{
	Name:   "ioam6",
	Prefix: "IOAM6_IPTUNNEL_",
	Rows: []codec.Row{
		{Type: 1, Name: "mode", C: "IOAM6_IPTUNNEL_MODE", Kind: codec.Uint, Size: 1, Enum: &codec.Enum{Name: "ioam6_mode", Items: []codec.Item{
			{Value: 1, Name: "inline"}, {Value: 2, Name: "encap"}, {Value: 3, Name: "auto"},
		}}},
		{Type: 2, Name: "dst", C: "IOAM6_IPTUNNEL_DST", Kind: codec.IP, Size: 16},
		{Type: 3, Name: "trace", C: "IOAM6_IPTUNNEL_TRACE", Kind: codec.Nest, Set: &ioam6TraceSet},
		{Type: 4, Name: "freq_k", C: "IOAM6_IPTUNNEL_FREQ_K", Kind: codec.Uint, Size: 4, Doc: "k packets out of freq_n get the trace"},
		{Type: 5, Name: "freq_n", C: "IOAM6_IPTUNNEL_FREQ_N", Kind: codec.Uint, Size: 4, Doc: "at most 1000000"},
		{Type: 6, Name: "src", C: "IOAM6_IPTUNNEL_SRC", Kind: codec.IP, Size: 16},
	},
}

// include/uapi/linux/ioam6.h, struct ioam6_trace_hdr.
var ioam6TraceSet = codec.Set{Name: "ioam6_trace", Fixed: &codec.Struct{Name: "ioam6_trace_hdr", Size: 8, Fields: []codec.Field{
	{Off: 0, Row: codec.Row{Name: "namespace_id", Kind: codec.UintBE, Size: 2}},
	{Off: 2, Shift: 3, Bits: 5, Row: codec.Row{Name: "nodelen", Kind: codec.Uint, Size: 1, Doc: "words of four bytes that a node adds; the kernel's to compute"}},
	{Off: 2, Shift: 2, Bits: 1, Row: codec.Row{Name: "overflow", Kind: codec.Uint, Size: 1}},
	{Off: 3, Shift: 0, Bits: 7, Row: codec.Row{Name: "remlen", Kind: codec.Uint, Size: 1, Doc: "words of four bytes that are left"}},
	{Off: 4, Row: codec.Row{Name: "type", Kind: codec.UintBE, Size: 4, Hint: codec.Hex, Doc: "the upper 24 bits: what a node adds"}},
}}}
