package spec

import "nlua/rtnl/codec"

// Netconf is RTM_*NETCONF: include/uapi/linux/netconf.h, struct netconfmsg and NETCONFA_*. The structure is one byte; three of
// padding follow it.
var Netconf = codec.Set{Name: "netconf", Prefix: "NETCONFA_", Fixed: &codec.Struct{Name: "netconfmsg", Size: 4, Fields: []codec.Field{
	{Off: 0, Row: codec.Row{Name: "family", C: "ncm_family", Kind: codec.Uint, Size: 1}},
}}, Rows: []codec.Row{
	{Type: 1, Name: "ifindex", C: "NETCONFA_IFINDEX", Kind: codec.Int, Size: 4, Hint: codec.Index, Enum: &netconfIndexEnum, Doc: "device; -1 all, -2 the default of new ones"},
	{Type: 2, Name: "forwarding", C: "NETCONFA_FORWARDING", Kind: codec.Int, Size: 4, Hint: codec.Bool, Doc: "packets are routed on"},
	{Type: 3, Name: "rp_filter", C: "NETCONFA_RP_FILTER", Kind: codec.Int, Size: 4, Doc: "check of the source's way back: 0 off, 1 strict, 2 loose"},
	{Type: 4, Name: "mc_forwarding", C: "NETCONFA_MC_FORWARDING", Kind: codec.Int, Size: 4, Hint: codec.Bool, Doc: "multicast is routed on"},
	{Type: 5, Name: "proxy_neigh", C: "NETCONFA_PROXY_NEIGH", Kind: codec.Int, Size: 4, Hint: codec.Bool, Doc: "neighbour requests are answered for others"},
	{Type: 6, Name: "ignore_routes_with_linkdown", C: "NETCONFA_IGNORE_ROUTES_WITH_LINKDOWN", Kind: codec.Int, Size: 4, Hint: codec.Bool},
	{Type: 7, Name: "input", C: "NETCONFA_INPUT", Kind: codec.Int, Size: 4, Hint: codec.Bool, Doc: "MPLS packets are taken"},
	{Type: 8, Name: "bc_forwarding", C: "NETCONFA_BC_FORWARDING", Kind: codec.Int, Size: 4, Hint: codec.Bool, Doc: "directed broadcasts are routed on"},
	{Type: 9, Name: "force_forwarding", C: "NETCONFA_FORCE_FORWARDING", Kind: codec.Int, Size: 4, Hint: codec.Bool, Doc: "IPv6 is routed on whatever all.forwarding says"},
}}

// netconfIndexEnum: NETCONFA_IFINDEX_*, negative.
var netconfIndexEnum = codec.Enum{Name: "netconf_ifindex", Items: []codec.Item{
	{Value: 1<<64 - 1, Name: "all"},
	{Value: 1<<64 - 2, Name: "default"},
}}
