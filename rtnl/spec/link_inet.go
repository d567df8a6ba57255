package spec

import "nlua/rtnl/codec"

// inetDevconfSet is the payload of AF_INET in IFLA_AF_SPEC: one attribute, IFLA_INET_CONF, an array of int by
// include/uapi/linux/ip.h IPV4_DEVCONF_*. It is read as pyroute2 does, as a structure whose first member is the head of that
// attribute, so that a path says af_spec.af_inet.forwarding.
var inetDevconfSet = codec.Set{Name: "af_inet", Fixed: &codec.Struct{Name: "ipv4_devconf", Size: 140, Fields: []codec.Field{
	{Off: 0, Row: codec.Row{Name: "dummy", Kind: codec.Uint, Size: 4, Hint: codec.Hex}},
	{Off: 4, Row: codec.Row{Name: "forwarding", Kind: codec.Int, Size: 4}},
	{Off: 8, Row: codec.Row{Name: "mc_forwarding", Kind: codec.Int, Size: 4}},
	{Off: 12, Row: codec.Row{Name: "proxy_arp", Kind: codec.Int, Size: 4}},
	{Off: 16, Row: codec.Row{Name: "accept_redirects", Kind: codec.Int, Size: 4}},
	{Off: 20, Row: codec.Row{Name: "secure_redirects", Kind: codec.Int, Size: 4}},
	{Off: 24, Row: codec.Row{Name: "send_redirects", Kind: codec.Int, Size: 4}},
	{Off: 28, Row: codec.Row{Name: "shared_media", Kind: codec.Int, Size: 4}},
	{Off: 32, Row: codec.Row{Name: "rp_filter", Kind: codec.Int, Size: 4}},
	{Off: 36, Row: codec.Row{Name: "accept_source_route", Kind: codec.Int, Size: 4}},
	{Off: 40, Row: codec.Row{Name: "bootp_relay", Kind: codec.Int, Size: 4}},
	{Off: 44, Row: codec.Row{Name: "log_martians", Kind: codec.Int, Size: 4}},
	{Off: 48, Row: codec.Row{Name: "tag", Kind: codec.Int, Size: 4}},
	{Off: 52, Row: codec.Row{Name: "arpfilter", Kind: codec.Int, Size: 4}},
	{Off: 56, Row: codec.Row{Name: "medium_id", Kind: codec.Int, Size: 4}},
	{Off: 60, Row: codec.Row{Name: "noxfrm", Kind: codec.Int, Size: 4}},
	{Off: 64, Row: codec.Row{Name: "nopolicy", Kind: codec.Int, Size: 4}},
	{Off: 68, Row: codec.Row{Name: "force_igmp_version", Kind: codec.Int, Size: 4}},
	{Off: 72, Row: codec.Row{Name: "arp_announce", Kind: codec.Int, Size: 4}},
	{Off: 76, Row: codec.Row{Name: "arp_ignore", Kind: codec.Int, Size: 4}},
	{Off: 80, Row: codec.Row{Name: "promote_secondaries", Kind: codec.Int, Size: 4}},
	{Off: 84, Row: codec.Row{Name: "arp_accept", Kind: codec.Int, Size: 4}},
	{Off: 88, Row: codec.Row{Name: "arp_notify", Kind: codec.Int, Size: 4}},
	{Off: 92, Row: codec.Row{Name: "accept_local", Kind: codec.Int, Size: 4}},
	{Off: 96, Row: codec.Row{Name: "src_vmark", Kind: codec.Int, Size: 4}},
	{Off: 100, Row: codec.Row{Name: "proxy_arp_pvlan", Kind: codec.Int, Size: 4}},
	{Off: 104, Row: codec.Row{Name: "route_localnet", Kind: codec.Int, Size: 4}},
	{Off: 108, Row: codec.Row{Name: "igmpv2_unsolicited_report_interval", Kind: codec.Int, Size: 4}},
	{Off: 112, Row: codec.Row{Name: "igmpv3_unsolicited_report_interval", Kind: codec.Int, Size: 4}},
	{Off: 116, Row: codec.Row{Name: "ignore_routes_with_linkdown", Kind: codec.Int, Size: 4}},
	{Off: 120, Row: codec.Row{Name: "drop_unicast_in_l2_multicast", Kind: codec.Int, Size: 4}},
	{Off: 124, Row: codec.Row{Name: "drop_gratuitous_arp", Kind: codec.Int, Size: 4}},
	{Off: 128, Row: codec.Row{Name: "bc_forwarding", Kind: codec.Int, Size: 4}},
	{Off: 132, Row: codec.Row{Name: "arp_evict_nocarrier", Kind: codec.Int, Size: 4}},
	{Off: 136, Row: codec.Row{Name: "force_forwarding", Kind: codec.Int, Size: 4}},
}}}
