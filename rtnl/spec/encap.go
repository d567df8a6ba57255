package spec

import "nlua/rtnl/codec"

// encapTypeEnum: include/uapi/linux/lwtunnel.h, enum lwtunnel_encap_types, by the words of ip-route(8) and pyroute2.
var encapTypeEnum = codec.Enum{Name: "lwtunnel_encap_types", Items: []codec.Item{
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

// encapCases are the payloads of RTA_ENCAP and NHA_ENCAP by encap_type.
var encapCases = []codec.Case{
	{Value: "mpls", Set: &mplsEncap},
	{Value: "ip", Set: &ipEncap},
	{Value: "ila", Set: &ilaEncap},
	{Value: "ip6", Set: &ip6Encap},
	{Value: "seg6", Set: &seg6Encap},
	{Value: "bpf", Set: &bpfEncap},
	{Value: "seg6local", Set: &seg6LocalEncap},
	{Value: "rpl", Set: &rplEncap},
	{Value: "ioam6", Set: &ioam6Encap},
	{Value: "xfrm", Set: &xfrmEncap},
}

// include/uapi/linux/mpls_iptunnel.h.
var mplsEncap = codec.Set{
	Name:   "mpls",
	Prefix: "MPLS_IPTUNNEL_",
	Rows: []codec.Row{
		{Type: 1, Name: "dst", C: "MPLS_IPTUNNEL_DST", Kind: codec.Labels, Doc: "labels to push, the outermost first"},
		{Type: 2, Name: "ttl", C: "MPLS_IPTUNNEL_TTL", Kind: codec.Uint, Size: 1, Doc: "TTL of the pushed labels; 0: the packet's"},
	},
}

// include/uapi/linux/lwtunnel.h, enum lwtunnel_ip_t.
var ipEncap = codec.Set{
	Name:   "ip",
	Prefix: "LWTUNNEL_IP_",
	Rows: []codec.Row{
		{Type: 1, Name: "id", C: "LWTUNNEL_IP_ID", Kind: codec.UintBE, Size: 8, Doc: "tunnel key (VNI)"},
		{Type: 2, Name: "dst", C: "LWTUNNEL_IP_DST", Kind: codec.IP, Size: 4},
		{Type: 3, Name: "src", C: "LWTUNNEL_IP_SRC", Kind: codec.IP, Size: 4},
		{Type: 4, Name: "ttl", C: "LWTUNNEL_IP_TTL", Kind: codec.Uint, Size: 1},
		{Type: 5, Name: "tos", C: "LWTUNNEL_IP_TOS", Kind: codec.Uint, Size: 1, Hint: codec.DSField},
		{Type: 6, Name: "flags", C: "LWTUNNEL_IP_FLAGS", Kind: codec.UintBE, Size: 2, Hint: codec.Hex, Enum: &tunnelFlagsEnum},
		{Type: 7, Name: "pad", C: "LWTUNNEL_IP_PAD"},
		{Type: 8, Name: "opts", C: "LWTUNNEL_IP_OPTS", Kind: codec.Nest, Set: &tunnelOpts},
	},
}

// include/uapi/linux/lwtunnel.h, enum lwtunnel_ip6_t.
var ip6Encap = codec.Set{
	Name:   "ip6",
	Prefix: "LWTUNNEL_IP6_",
	Rows: []codec.Row{
		{Type: 1, Name: "id", C: "LWTUNNEL_IP6_ID", Kind: codec.UintBE, Size: 8, Doc: "tunnel key (VNI)"},
		{Type: 2, Name: "dst", C: "LWTUNNEL_IP6_DST", Kind: codec.IP, Size: 16},
		{Type: 3, Name: "src", C: "LWTUNNEL_IP6_SRC", Kind: codec.IP, Size: 16},
		{Type: 4, Name: "hoplimit", C: "LWTUNNEL_IP6_HOPLIMIT", Kind: codec.Uint, Size: 1},
		{Type: 5, Name: "tc", C: "LWTUNNEL_IP6_TC", Kind: codec.Uint, Size: 1, Hint: codec.DSField},
		{Type: 6, Name: "flags", C: "LWTUNNEL_IP6_FLAGS", Kind: codec.UintBE, Size: 2, Hint: codec.Hex, Enum: &tunnelFlagsEnum},
		{Type: 7, Name: "pad", C: "LWTUNNEL_IP6_PAD"},
		{Type: 8, Name: "opts", C: "LWTUNNEL_IP6_OPTS", Kind: codec.Nest, Set: &tunnelOpts},
	},
}

// tunnelFlagsEnum: include/uapi/linux/if_tunnel.h, TUNNEL_* (the bits of the big-endian word). Those of a kind's options are set by
// the kernel.
var tunnelFlagsEnum = codec.Enum{Name: "tunnel_flags", Flags: true, Items: []codec.Item{
	{Value: 0x0001, Name: "csum"},
	{Value: 0x0002, Name: "routing"},
	{Value: 0x0004, Name: "key"},
	{Value: 0x0008, Name: "seq"},
	{Value: 0x0010, Name: "strict"},
	{Value: 0x0020, Name: "rec"},
	{Value: 0x0040, Name: "version"},
	{Value: 0x0080, Name: "no_key"},
	{Value: 0x0100, Name: "dont_fragment"},
	{Value: 0x0200, Name: "oam"},
	{Value: 0x0400, Name: "crit_opt"},
	{Value: 0x0800, Name: "geneve_opt"},
	{Value: 0x1000, Name: "vxlan_opt"},
	{Value: 0x2000, Name: "nocache"},
	{Value: 0x4000, Name: "erspan_opt"},
	{Value: 0x8000, Name: "gtp_opt"},
}}

// include/uapi/linux/lwtunnel.h, LWTUNNEL_IP_OPTS_*: of one kind only, geneve several times.
var tunnelOpts = codec.Set{
	Name:   "opts",
	Prefix: "LWTUNNEL_IP_OPTS_",
	Rows: []codec.Row{
		{Type: 1, Name: "geneve", C: "LWTUNNEL_IP_OPTS_GENEVE", Kind: codec.Nest, Set: &geneveOpt, Multi: true},
		{Type: 2, Name: "vxlan", C: "LWTUNNEL_IP_OPTS_VXLAN", Kind: codec.Nest, Set: &vxlanOpt},
		{Type: 3, Name: "erspan", C: "LWTUNNEL_IP_OPTS_ERSPAN", Kind: codec.Nest, Set: &erspanOpt},
	},
}

var geneveOpt = codec.Set{
	Name:   "geneve",
	Prefix: "LWTUNNEL_IP_OPT_GENEVE_",
	Strung: true,
	Rows: []codec.Row{
		{Type: 1, Name: "class", C: "LWTUNNEL_IP_OPT_GENEVE_CLASS", Kind: codec.UintBE, Size: 2},
		{Type: 2, Name: "type", C: "LWTUNNEL_IP_OPT_GENEVE_TYPE", Kind: codec.Uint, Size: 1},
		{Type: 3, Name: "data", C: "LWTUNNEL_IP_OPT_GENEVE_DATA", Doc: "a multiple of 4 bytes, 4 to 128"},
	},
}

var vxlanOpt = codec.Set{
	Name:   "vxlan",
	Prefix: "LWTUNNEL_IP_OPT_VXLAN_",
	Rows: []codec.Row{
		{Type: 1, Name: "gbp", C: "LWTUNNEL_IP_OPT_VXLAN_GBP", Kind: codec.Uint, Size: 4},
	},
}

var erspanOpt = codec.Set{
	Name:   "erspan",
	Prefix: "LWTUNNEL_IP_OPT_ERSPAN_",
	Rows: []codec.Row{
		{Type: 1, Name: "ver", C: "LWTUNNEL_IP_OPT_ERSPAN_VER", Kind: codec.Uint, Size: 1, Doc: "1 (index) or 2 (dir, hwid)"},
		{Type: 2, Name: "index", C: "LWTUNNEL_IP_OPT_ERSPAN_INDEX", Kind: codec.UintBE, Size: 4},
		{Type: 3, Name: "dir", C: "LWTUNNEL_IP_OPT_ERSPAN_DIR", Kind: codec.Uint, Size: 1},
		{Type: 4, Name: "hwid", C: "LWTUNNEL_IP_OPT_ERSPAN_HWID", Kind: codec.Uint, Size: 1},
	},
}

// include/uapi/linux/ila.h. Locator and identifier are addresses' halves, in network order.
var ilaEncap = codec.Set{
	Name:   "ila",
	Prefix: "ILA_ATTR_",
	Rows: []codec.Row{
		{Type: 1, Name: "locator", C: "ILA_ATTR_LOCATOR", Kind: codec.UintBE, Size: 8, Hint: codec.Hex},
		{Type: 2, Name: "identifier", C: "ILA_ATTR_IDENTIFIER", Kind: codec.UintBE, Size: 8, Hint: codec.Hex},
		{Type: 3, Name: "locator_match", C: "ILA_ATTR_LOCATOR_MATCH", Kind: codec.UintBE, Size: 8, Hint: codec.Hex},
		{Type: 4, Name: "ifindex", C: "ILA_ATTR_IFINDEX", Kind: codec.Int, Size: 4, Hint: codec.Index},
		{Type: 5, Name: "dir", C: "ILA_ATTR_DIR", Kind: codec.Uint, Size: 4},
		{Type: 6, Name: "pad", C: "ILA_ATTR_PAD"},
		{Type: 7, Name: "csum_mode", C: "ILA_ATTR_CSUM_MODE", Kind: codec.Uint, Size: 1, Enum: &codec.Enum{Name: "ila_csum_mode", Items: []codec.Item{
			{Value: 0, Name: "adj_transport"}, {Value: 1, Name: "neutral_map"}, {Value: 2, Name: "no_action"}, {Value: 3, Name: "neutral_map_auto"},
		}}},
		{Type: 8, Name: "ident_type", C: "ILA_ATTR_IDENT_TYPE", Kind: codec.Uint, Size: 1, Enum: &codec.Enum{Name: "ila_ident_type", Items: []codec.Item{
			{Value: 0, Name: "iid"}, {Value: 1, Name: "luid"}, {Value: 2, Name: "virt_v4"}, {Value: 3, Name: "virt_uni_v6"},
			{Value: 4, Name: "virt_multi_v6"}, {Value: 5, Name: "nonlocal_addr"}, {Value: 32, Name: "use_format"},
		}}},
		{Type: 9, Name: "hook_type", C: "ILA_ATTR_HOOK_TYPE", Kind: codec.Uint, Size: 1, Enum: &codec.Enum{Name: "ila_hook_type", Items: []codec.Item{
			{Value: 0, Name: "output"}, {Value: 1, Name: "input"},
		}}},
	},
}

// include/uapi/linux/lwtunnel.h, LWT_BPF_*.
var bpfEncap = codec.Set{
	Name:   "bpf",
	Prefix: "LWT_BPF_",
	Rows: []codec.Row{
		{Type: 1, Name: "in", C: "LWT_BPF_IN", Kind: codec.Nest, Set: &bpfEncapProg},
		{Type: 2, Name: "out", C: "LWT_BPF_OUT", Kind: codec.Nest, Set: &bpfEncapProg},
		{Type: 3, Name: "xmit", C: "LWT_BPF_XMIT", Kind: codec.Nest, Set: &bpfEncapProg},
		{Type: 4, Name: "xmit_headroom", C: "LWT_BPF_XMIT_HEADROOM", Kind: codec.Uint, Size: 4, Doc: "bytes, at most 256"},
	},
}

var bpfEncapProg = codec.Set{
	Name:   "prog",
	Prefix: "LWT_BPF_PROG_",
	Rows: []codec.Row{
		{Type: 1, Name: "fd", C: "LWT_BPF_PROG_FD", Kind: codec.Uint, Size: 4},
		{Type: 2, Name: "name", C: "LWT_BPF_PROG_NAME", Kind: codec.String},
	},
}

// include/uapi/linux/lwtunnel.h, LWT_XFRM_*.
var xfrmEncap = codec.Set{
	Name:   "xfrm",
	Prefix: "LWT_XFRM_",
	Rows: []codec.Row{
		{Type: 1, Name: "if_id", C: "LWT_XFRM_IF_ID", Kind: codec.Uint, Size: 4},
		{Type: 2, Name: "link", C: "LWT_XFRM_LINK", Kind: codec.Uint, Size: 4, Hint: codec.Index},
	},
}
