package spec

import "nlua/rtnl/codec"

// inetDevconfSet is the payload of AF_INET in IFLA_AF_SPEC: one attribute, IFLA_INET_CONF, an array of int by
// include/uapi/linux/ip.h IPV4_DEVCONF_*. It is read as pyroute2 does, as a structure whose first member is the head of that
// attribute, so that a path says af_spec.af_inet.forwarding.
var inetDevconfSet = codec.Set{Name: "af_inet", Fixed: &codec.Struct{Name: "ipv4_devconf", Size: 136, Fields: []codec.Field{
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
}}}

// inet6StatsCases read IFLA_INET6_STATS, an array of counters (include/uapi/linux/snmp.h IPSTATS_MIB_*). Kernels that tell
// transmitted packets from requested ones have one more, and another order.
var inet6StatsCases = []codec.Case{
	{Value: "0", Len: 304, Set: &inet6StatsSet},
	{Value: "10", Len: 304, Set: &inet6StatsSet},
	{Value: "0", Len: 296, Set: &iflaInet6StatsSet},
	{Value: "10", Len: 296, Set: &iflaInet6StatsSet},
}

// inet6StatsSet is the order since outrequests stands beside outpkts; seen on Linux 6.18.
var inet6StatsSet = codec.Set{Name: "inet6_stats", Fixed: &codec.Struct{Name: "ipstats_mib", Size: 304, Fields: []codec.Field{
	{Off: 0, Row: codec.Row{Name: "num", Kind: codec.Uint, Size: 8}},
	{Off: 8, Row: codec.Row{Name: "inpkts", Kind: codec.Uint, Size: 8}},
	{Off: 16, Row: codec.Row{Name: "inoctets", Kind: codec.Uint, Size: 8}},
	{Off: 24, Row: codec.Row{Name: "indelivers", Kind: codec.Uint, Size: 8}},
	{Off: 32, Row: codec.Row{Name: "noectpkts", Kind: codec.Uint, Size: 8}},
	{Off: 40, Row: codec.Row{Name: "ect1pkts", Kind: codec.Uint, Size: 8}},
	{Off: 48, Row: codec.Row{Name: "ect0pkts", Kind: codec.Uint, Size: 8}},
	{Off: 56, Row: codec.Row{Name: "cepkts", Kind: codec.Uint, Size: 8}},
	{Off: 64, Row: codec.Row{Name: "outrequests", Kind: codec.Uint, Size: 8}},
	{Off: 72, Row: codec.Row{Name: "outpkts", Kind: codec.Uint, Size: 8}},
	{Off: 80, Row: codec.Row{Name: "outoctets", Kind: codec.Uint, Size: 8}},
	{Off: 88, Row: codec.Row{Name: "outforwdatagrams", Kind: codec.Uint, Size: 8}},
	{Off: 96, Row: codec.Row{Name: "inhdrerrors", Kind: codec.Uint, Size: 8}},
	{Off: 104, Row: codec.Row{Name: "intoobigerrors", Kind: codec.Uint, Size: 8}},
	{Off: 112, Row: codec.Row{Name: "innoroutes", Kind: codec.Uint, Size: 8}},
	{Off: 120, Row: codec.Row{Name: "inaddrerrors", Kind: codec.Uint, Size: 8}},
	{Off: 128, Row: codec.Row{Name: "inunknownprotos", Kind: codec.Uint, Size: 8}},
	{Off: 136, Row: codec.Row{Name: "intruncatedpkts", Kind: codec.Uint, Size: 8}},
	{Off: 144, Row: codec.Row{Name: "indiscards", Kind: codec.Uint, Size: 8}},
	{Off: 152, Row: codec.Row{Name: "outdiscards", Kind: codec.Uint, Size: 8}},
	{Off: 160, Row: codec.Row{Name: "outnoroutes", Kind: codec.Uint, Size: 8}},
	{Off: 168, Row: codec.Row{Name: "reasmtimeout", Kind: codec.Uint, Size: 8}},
	{Off: 176, Row: codec.Row{Name: "reasmreqds", Kind: codec.Uint, Size: 8}},
	{Off: 184, Row: codec.Row{Name: "reasmoks", Kind: codec.Uint, Size: 8}},
	{Off: 192, Row: codec.Row{Name: "reasmfails", Kind: codec.Uint, Size: 8}},
	{Off: 200, Row: codec.Row{Name: "fragoks", Kind: codec.Uint, Size: 8}},
	{Off: 208, Row: codec.Row{Name: "fragfails", Kind: codec.Uint, Size: 8}},
	{Off: 216, Row: codec.Row{Name: "fragcreates", Kind: codec.Uint, Size: 8}},
	{Off: 224, Row: codec.Row{Name: "inmcastpkts", Kind: codec.Uint, Size: 8}},
	{Off: 232, Row: codec.Row{Name: "outmcastpkts", Kind: codec.Uint, Size: 8}},
	{Off: 240, Row: codec.Row{Name: "inbcastpkts", Kind: codec.Uint, Size: 8}},
	{Off: 248, Row: codec.Row{Name: "outbcastpkts", Kind: codec.Uint, Size: 8}},
	{Off: 256, Row: codec.Row{Name: "inmcastoctets", Kind: codec.Uint, Size: 8}},
	{Off: 264, Row: codec.Row{Name: "outmcastoctets", Kind: codec.Uint, Size: 8}},
	{Off: 272, Row: codec.Row{Name: "inbcastoctets", Kind: codec.Uint, Size: 8}},
	{Off: 280, Row: codec.Row{Name: "outbcastoctets", Kind: codec.Uint, Size: 8}},
	{Off: 288, Row: codec.Row{Name: "csumerrors", Kind: codec.Uint, Size: 8}},
	{Off: 296, Row: codec.Row{Name: "reasm_overlaps", Kind: codec.Uint, Size: 8}},
}}}
