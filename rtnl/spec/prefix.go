package spec

import "nlua/rtnl/codec"

// Prefix is RTM_NEWPREFIX, a prefix of a router advertisement: include/uapi/linux/rtnetlink.h, struct prefixmsg and PREFIX_*.
var Prefix = codec.Set{Name: "prefix", Prefix: "PREFIX_", Fixed: &codec.Struct{Name: "prefixmsg", Size: 12, Fields: []codec.Field{
	{Off: 0, Row: codec.Row{Name: "family", C: "prefix_family", Kind: codec.Uint, Size: 1}},
	{Off: 4, Row: codec.Row{Name: "ifindex", C: "prefix_ifindex", Kind: codec.Int, Size: 4, Hint: codec.Index}},
	{Off: 8, Row: codec.Row{Name: "type", C: "prefix_type", Kind: codec.Uint, Size: 1}},
	{Off: 9, Row: codec.Row{Name: "len", C: "prefix_len", Kind: codec.Uint, Size: 1}},
	{Off: 10, Row: codec.Row{Name: "flags", C: "prefix_flags", Kind: codec.Uint, Size: 1, Hint: codec.Hex, Enum: &prefixFlagsEnum}},
}}, Rows: []codec.Row{
	{Type: 1, Name: "address", C: "PREFIX_ADDRESS", Kind: codec.IP},
	{Type: 2, Name: "cacheinfo", C: "PREFIX_CACHEINFO", Kind: codec.Nest, Set: &prefixCacheinfoSet},
}}

// prefixFlagsEnum: the bits of the advertised option (RFC 4861, 6275, 9762). Kernels before 6.8 gave IF_PREFIX_* of
// include/net/if_inet6.h instead.
var prefixFlagsEnum = codec.Enum{Name: "prefix_flags", Flags: true, Items: []codec.Item{
	{Value: 0x80, Name: "onlink"},
	{Value: 0x40, Name: "autoconf"},
	{Value: 0x20, Name: "routeraddr"},
	{Value: 0x10, Name: "preferpd"},
	{Value: 0x01, Name: "if_prefix_onlink"},
	{Value: 0x02, Name: "if_prefix_autoconf"},
}}

var prefixCacheinfoSet = codec.Set{Name: "prefix_cacheinfo", Fixed: &codec.Struct{Name: "prefix_cacheinfo", Size: 8, Fields: []codec.Field{
	{Off: 0, Row: codec.Row{Name: "preferred_time", Kind: codec.Uint, Size: 4, Hint: codec.Seconds}},
	{Off: 4, Row: codec.Row{Name: "valid_time", Kind: codec.Uint, Size: 4, Hint: codec.Seconds}},
}}}
