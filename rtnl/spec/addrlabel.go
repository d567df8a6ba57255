package spec

import "nlua/rtnl/codec"

// AddrLabel is RTM_*ADDRLABEL, the labels of RFC 6724: include/uapi/linux/if_addrlabel.h, struct ifaddrlblmsg and IFAL_*.
var AddrLabel = codec.Set{Name: "addrlabel", Prefix: "IFAL_", Fixed: &codec.Struct{Name: "ifaddrlblmsg", Size: 12, Fields: []codec.Field{
	{Off: 0, Row: codec.Row{Name: "family", C: "ifal_family", Kind: codec.Uint, Size: 1}},
	{Off: 2, Row: codec.Row{Name: "prefixlen", C: "ifal_prefixlen", Kind: codec.Uint, Size: 1}},
	{Off: 3, Row: codec.Row{Name: "flags", C: "ifal_flags", Kind: codec.Uint, Size: 1, Hint: codec.Hex}},
	{Off: 4, Row: codec.Row{Name: "index", C: "ifal_index", Kind: codec.Uint, Size: 4, Hint: codec.Index, False: codec.FalseNone}},
	{Off: 8, Row: codec.Row{Name: "seq", C: "ifal_seq", Kind: codec.Uint, Size: 4}},
}}, Rows: []codec.Row{
	{Type: 1, Name: "address", C: "IFAL_ADDRESS", Kind: codec.IP, Size: 16, Doc: "prefix that the label is for"},
	{Type: 2, Name: "label", C: "IFAL_LABEL", Kind: codec.Uint, Size: 4, Doc: "any number but 4294967295"},
}}
