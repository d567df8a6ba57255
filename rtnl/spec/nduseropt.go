package spec

import "nlua/rtnl/codec"

// NDUserOpt is RTM_NEWNDUSEROPT, an option of a router advertisement that is user space's to act on (RDNSS, DNSSL, PREF64, captive
// portal): include/uapi/linux/rtnetlink.h, struct nduseroptmsg and NDUSEROPT_*. The option, as it came, stands between both.
var NDUserOpt = codec.Set{Name: "nduseropt", Prefix: "NDUSEROPT_", Fixed: &codec.Struct{Name: "nduseroptmsg", Size: 16, Tail: "opts_len", Fields: []codec.Field{
	{Off: 0, Row: codec.Row{Name: "family", C: "nduseropt_family", Kind: codec.Uint, Size: 1}},
	{Off: 2, Row: codec.Row{Name: "opts_len", C: "nduseropt_opts_len", Kind: codec.Uint, Size: 2}},
	{Off: 4, Row: codec.Row{Name: "ifindex", C: "nduseropt_ifindex", Kind: codec.Int, Size: 4, Hint: codec.Index}},
	{Off: 8, Row: codec.Row{Name: "icmp_type", C: "nduseropt_icmp_type", Kind: codec.Uint, Size: 1}},
	{Off: 9, Row: codec.Row{Name: "icmp_code", C: "nduseropt_icmp_code", Kind: codec.Uint, Size: 1}},
	{Off: 16, Row: codec.Row{Name: "opts"}},
}}, Rows: []codec.Row{
	{Type: 1, Name: "srcaddr", C: "NDUSEROPT_SRCADDR", Kind: codec.IP, Doc: "router that said so"},
}}
