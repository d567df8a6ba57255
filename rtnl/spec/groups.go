package spec

// Group is a multicast group of rtnetlink, to which a socket subscribes.
type Group struct {
	Number uint32 // what NETLINK_ADD_MEMBERSHIP takes
	Name   string // "ipv4_route": what scripts say
	C      string // "RTNLGRP_IPV4_ROUTE"
}

// Mask returns the group's bit in the nl_groups of bind(2), 0 for the groups above 32, which have none.
func (g *Group) Mask() uint32 {
	if g.Number > 32 {
		return 0
	}
	return 1 << (g.Number - 1)
}

// Groups are the multicast groups by number: include/uapi/linux/rtnetlink.h, enum rtnetlink_groups. The last three are of
// kernel 6.14.
var Groups = []Group{
	{1, "link", "RTNLGRP_LINK"},
	{2, "notify", "RTNLGRP_NOTIFY"},
	{3, "neigh", "RTNLGRP_NEIGH"},
	{4, "tc", "RTNLGRP_TC"},
	{5, "ipv4_ifaddr", "RTNLGRP_IPV4_IFADDR"},
	{6, "ipv4_mroute", "RTNLGRP_IPV4_MROUTE"},
	{7, "ipv4_route", "RTNLGRP_IPV4_ROUTE"},
	{8, "ipv4_rule", "RTNLGRP_IPV4_RULE"},
	{9, "ipv6_ifaddr", "RTNLGRP_IPV6_IFADDR"},
	{10, "ipv6_mroute", "RTNLGRP_IPV6_MROUTE"},
	{11, "ipv6_route", "RTNLGRP_IPV6_ROUTE"},
	{12, "ipv6_ifinfo", "RTNLGRP_IPV6_IFINFO"},
	{13, "decnet_ifaddr", "RTNLGRP_DECnet_IFADDR"},
	{15, "decnet_route", "RTNLGRP_DECnet_ROUTE"},
	{16, "decnet_rule", "RTNLGRP_DECnet_RULE"},
	{18, "ipv6_prefix", "RTNLGRP_IPV6_PREFIX"},
	{19, "ipv6_rule", "RTNLGRP_IPV6_RULE"},
	{20, "nd_useropt", "RTNLGRP_ND_USEROPT"},
	{21, "phonet_ifaddr", "RTNLGRP_PHONET_IFADDR"},
	{22, "phonet_route", "RTNLGRP_PHONET_ROUTE"},
	{23, "dcb", "RTNLGRP_DCB"},
	{24, "ipv4_netconf", "RTNLGRP_IPV4_NETCONF"},
	{25, "ipv6_netconf", "RTNLGRP_IPV6_NETCONF"},
	{26, "mdb", "RTNLGRP_MDB"},
	{27, "mpls_route", "RTNLGRP_MPLS_ROUTE"},
	{28, "nsid", "RTNLGRP_NSID"},
	{29, "mpls_netconf", "RTNLGRP_MPLS_NETCONF"},
	{30, "ipv4_mroute_r", "RTNLGRP_IPV4_MROUTE_R"},
	{31, "ipv6_mroute_r", "RTNLGRP_IPV6_MROUTE_R"},
	{32, "nexthop", "RTNLGRP_NEXTHOP"},
	{33, "brvlan", "RTNLGRP_BRVLAN"},
	{34, "mctp_ifaddr", "RTNLGRP_MCTP_IFADDR"},
	{35, "tunnel", "RTNLGRP_TUNNEL"},
	{36, "stats", "RTNLGRP_STATS"},
	{37, "ipv4_mcaddr", "RTNLGRP_IPV4_MCADDR"},
	{38, "ipv6_mcaddr", "RTNLGRP_IPV6_MCADDR"},
	{39, "ipv6_acaddr", "RTNLGRP_IPV6_ACADDR"},
}

// GroupsDefault is what an object listens to unless told otherwise: links, neighbours, tc, addresses, routes and rules of IPv4 and
// IPv6, MPLS routes. It is pyroute2's RTMGRP_DEFAULTS.
const GroupsDefault = 67372509

// GroupNamed returns a group by its name, in the script's form or the header's (RTNLGRP_ or RTMGRP_), nil if there is none.
func GroupNamed(name string) *Group {
	for i := range Groups {
		if g := &Groups[i]; g.Name == name || g.C == name || g.Mask() != 0 && g.maskName() == name {
			return g
		}
	}
	return nil
}

// maskName is the name of the group's mask: RTMGRP_LINK.
func (g *Group) maskName() string { return "RTMGRP_" + g.C[len("RTNLGRP_"):] }
