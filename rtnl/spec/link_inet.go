package spec

import "nlua/rtnl/codec"

// afInetCases are the two shapes of AF_INET in IFLA_AF_SPEC: the kernel takes attributes where it gives an array.
var afInetCases = []codec.Case{
	{Value: "0", Len: -1, Set: &inetConfAttrs}, {Value: "0", Set: &inetDevconfSet},
	{Value: "2", Len: -1, Set: &inetConfAttrs}, {Value: "2", Set: &inetDevconfSet},
	{Value: "10", Len: -1, Set: &inetConfAttrs}, {Value: "10", Set: &inetDevconfSet},
	{Value: "28", Len: -1, Set: &inetConfAttrs}, {Value: "28", Set: &inetDevconfSet},
	{Value: "45", Len: -1, Set: &inetConfAttrs}, {Value: "45", Set: &inetDevconfSet},
}

// inetConfAttrs is what a request says: include/uapi/linux/if_link.h IFLA_INET_CONF.
var inetConfAttrs = codec.Set{Name: "af_inet", Prefix: "IFLA_INET_", Rows: []codec.Row{
	{Type: 1, Name: "conf", C: "IFLA_INET_CONF", Kind: codec.Nest, Set: &InetConf},
}}

// InetConf are the settings of a link's IPv4 side, as attributes: include/uapi/linux/ip.h IPV4_DEVCONF_*. Second names are those
// of /proc/sys/net/ipv4/conf.
var InetConf = codec.Set{Name: "inet_conf", Prefix: "IPV4_DEVCONF_", Rows: []codec.Row{
	{Type: 1, Name: "forwarding", C: "IPV4_DEVCONF_FORWARDING", Kind: codec.Int, Size: 4, Hint: codec.Bool},
	{Type: 2, Name: "mc_forwarding", C: "IPV4_DEVCONF_MC_FORWARDING", Kind: codec.Int, Size: 4, Hint: codec.Bool},
	{Type: 3, Name: "proxy_arp", C: "IPV4_DEVCONF_PROXY_ARP", Kind: codec.Int, Size: 4, Hint: codec.Bool},
	{Type: 4, Name: "accept_redirects", C: "IPV4_DEVCONF_ACCEPT_REDIRECTS", Kind: codec.Int, Size: 4, Hint: codec.Bool},
	{Type: 5, Name: "secure_redirects", C: "IPV4_DEVCONF_SECURE_REDIRECTS", Kind: codec.Int, Size: 4, Hint: codec.Bool},
	{Type: 6, Name: "send_redirects", C: "IPV4_DEVCONF_SEND_REDIRECTS", Kind: codec.Int, Size: 4, Hint: codec.Bool},
	{Type: 7, Name: "shared_media", C: "IPV4_DEVCONF_SHARED_MEDIA", Kind: codec.Int, Size: 4, Hint: codec.Bool},
	{Type: 8, Name: "rp_filter", C: "IPV4_DEVCONF_RP_FILTER", Kind: codec.Int, Size: 4, False: codec.FalseZero},
	{Type: 9, Name: "accept_source_route", C: "IPV4_DEVCONF_ACCEPT_SOURCE_ROUTE", Kind: codec.Int, Size: 4, Hint: codec.Bool},
	{Type: 10, Name: "bootp_relay", C: "IPV4_DEVCONF_BOOTP_RELAY", Kind: codec.Int, Size: 4, Hint: codec.Bool},
	{Type: 11, Name: "log_martians", C: "IPV4_DEVCONF_LOG_MARTIANS", Kind: codec.Int, Size: 4, Hint: codec.Bool},
	{Type: 12, Name: "tag", C: "IPV4_DEVCONF_TAG", Kind: codec.Int, Size: 4, False: codec.FalseZero},
	{Type: 13, Name: "arpfilter", C: "IPV4_DEVCONF_ARPFILTER", Spec: "arp_filter", Kind: codec.Int, Size: 4, Hint: codec.Bool},
	{Type: 14, Name: "medium_id", C: "IPV4_DEVCONF_MEDIUM_ID", Kind: codec.Int, Size: 4, False: codec.FalseZero},
	{Type: 15, Name: "noxfrm", C: "IPV4_DEVCONF_NOXFRM", Spec: "disable_xfrm", Kind: codec.Int, Size: 4, Hint: codec.Bool},
	{Type: 16, Name: "nopolicy", C: "IPV4_DEVCONF_NOPOLICY", Spec: "disable_policy", Kind: codec.Int, Size: 4, Hint: codec.Bool},
	{Type: 17, Name: "force_igmp_version", C: "IPV4_DEVCONF_FORCE_IGMP_VERSION", Kind: codec.Int, Size: 4, False: codec.FalseZero},
	{Type: 18, Name: "arp_announce", C: "IPV4_DEVCONF_ARP_ANNOUNCE", Kind: codec.Int, Size: 4, False: codec.FalseZero},
	{Type: 19, Name: "arp_ignore", C: "IPV4_DEVCONF_ARP_IGNORE", Kind: codec.Int, Size: 4, False: codec.FalseZero},
	{Type: 20, Name: "promote_secondaries", C: "IPV4_DEVCONF_PROMOTE_SECONDARIES", Kind: codec.Int, Size: 4, Hint: codec.Bool},
	{Type: 21, Name: "arp_accept", C: "IPV4_DEVCONF_ARP_ACCEPT", Kind: codec.Int, Size: 4, False: codec.FalseZero},
	{Type: 22, Name: "arp_notify", C: "IPV4_DEVCONF_ARP_NOTIFY", Kind: codec.Int, Size: 4, Hint: codec.Bool},
	{Type: 23, Name: "accept_local", C: "IPV4_DEVCONF_ACCEPT_LOCAL", Kind: codec.Int, Size: 4, Hint: codec.Bool},
	{Type: 24, Name: "src_vmark", C: "IPV4_DEVCONF_SRC_VMARK", Spec: "src_valid_mark", Kind: codec.Int, Size: 4, Hint: codec.Bool},
	{Type: 25, Name: "proxy_arp_pvlan", C: "IPV4_DEVCONF_PROXY_ARP_PVLAN", Kind: codec.Int, Size: 4, Hint: codec.Bool},
	{Type: 26, Name: "route_localnet", C: "IPV4_DEVCONF_ROUTE_LOCALNET", Kind: codec.Int, Size: 4, Hint: codec.Bool},
	{Type: 27, Name: "igmpv2_unsolicited_report_interval", C: "IPV4_DEVCONF_IGMPV2_UNSOLICITED_REPORT_INTERVAL", Kind: codec.Int, Size: 4, False: codec.FalseZero},
	{Type: 28, Name: "igmpv3_unsolicited_report_interval", C: "IPV4_DEVCONF_IGMPV3_UNSOLICITED_REPORT_INTERVAL", Kind: codec.Int, Size: 4, False: codec.FalseZero},
	{Type: 29, Name: "ignore_routes_with_linkdown", C: "IPV4_DEVCONF_IGNORE_ROUTES_WITH_LINKDOWN", Kind: codec.Int, Size: 4, Hint: codec.Bool},
	{Type: 30, Name: "drop_unicast_in_l2_multicast", C: "IPV4_DEVCONF_DROP_UNICAST_IN_L2_MULTICAST", Kind: codec.Int, Size: 4, Hint: codec.Bool},
	{Type: 31, Name: "drop_gratuitous_arp", C: "IPV4_DEVCONF_DROP_GRATUITOUS_ARP", Kind: codec.Int, Size: 4, Hint: codec.Bool},
	{Type: 32, Name: "bc_forwarding", C: "IPV4_DEVCONF_BC_FORWARDING", Kind: codec.Int, Size: 4, Hint: codec.Bool},
	{Type: 33, Name: "arp_evict_nocarrier", C: "IPV4_DEVCONF_ARP_EVICT_NOCARRIER", Kind: codec.Int, Size: 4, Hint: codec.Bool},
}}

// inetDevconfSet is the payload of AF_INET as it is read: one attribute, IFLA_INET_CONF, an array of int by the same numbers. It
// is read as pyroute2 does, as a structure whose first member is the head of that attribute, so that a path says
// af_spec.af_inet.forwarding.
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
	{Off: 52, Row: codec.Row{Name: "arpfilter", Spec: "arp_filter", Kind: codec.Int, Size: 4}},
	{Off: 56, Row: codec.Row{Name: "medium_id", Kind: codec.Int, Size: 4}},
	{Off: 60, Row: codec.Row{Name: "noxfrm", Spec: "disable_xfrm", Kind: codec.Int, Size: 4}},
	{Off: 64, Row: codec.Row{Name: "nopolicy", Spec: "disable_policy", Kind: codec.Int, Size: 4}},
	{Off: 68, Row: codec.Row{Name: "force_igmp_version", Kind: codec.Int, Size: 4}},
	{Off: 72, Row: codec.Row{Name: "arp_announce", Kind: codec.Int, Size: 4}},
	{Off: 76, Row: codec.Row{Name: "arp_ignore", Kind: codec.Int, Size: 4}},
	{Off: 80, Row: codec.Row{Name: "promote_secondaries", Kind: codec.Int, Size: 4}},
	{Off: 84, Row: codec.Row{Name: "arp_accept", Kind: codec.Int, Size: 4}},
	{Off: 88, Row: codec.Row{Name: "arp_notify", Kind: codec.Int, Size: 4}},
	{Off: 92, Row: codec.Row{Name: "accept_local", Kind: codec.Int, Size: 4}},
	{Off: 96, Row: codec.Row{Name: "src_vmark", Spec: "src_valid_mark", Kind: codec.Int, Size: 4}},
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
