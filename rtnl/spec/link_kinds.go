package spec

import "nlua/rtnl/codec"

// linkKinds are the kinds of links whose data the kernel's specification lacks, by IFLA_INFO_KIND. Kinds without data of their own
// (dummy, ifb, nlmon, team, wireguard and others) need no row.
var linkKinds = []codec.Case{
	{Value: "amt", Set: &amtAttrs},
	{Value: "bareudp", Set: &bareudpAttrs},
	{Value: "batadv", Set: &batadvAttrs},
	{Value: "caif", Set: &caifAttrs},
	{Value: "can", Set: &canAttrs},
	{Value: "dsa", Set: &dsaAttrs},
	{Value: "gtp", Set: &gtpAttrs},
	{Value: "hsr", Set: &hsrAttrs},
	{Value: "ip6erspan", Set: &ip6greAttrs},
	{Value: "ip6gretap", Set: &ip6greAttrs},
	{Value: "ipoib", Set: &ipoibAttrs},
	{Value: "ipvlan", Set: &ipvlanAttrs},
	{Value: "ipvtap", Set: &ipvlanAttrs},
	{Value: "macsec", Set: &macsecAttrs},
	{Value: "macvlan", Set: &macvlanAttrs},
	{Value: "macvtap", Set: &macvtapAttrs},
	{Value: "ppp", Set: &pppAttrs},
	{Value: "rmnet", Set: &rmnetAttrs},
	{Value: "veth", Set: &vethAttrs},
	{Value: "vxcan", Set: &vxcanAttrs},
	{Value: "vxlan", Set: &vxlanAttrs},
	{Value: "wwan", Set: &wwanAttrs},
	{Value: "xfrm", Set: &xfrmAttrs},
}

// portKinds are the kinds of ports (IFLA_INFO_SLAVE_KIND) that the specification lacks.
var portKinds = []codec.Case{
	{Value: "vrf", Set: &vrfPortAttrs},
}

// xstatsCases are the extended statistics of a link (IFLA_INFO_XSTATS) by its kind.
var xstatsCases = []codec.Case{
	{Value: "can", Set: &canStatsSet},
}

// protinfoCases read IFLA_PROTINFO by the family of the message: a bridge's port, or the IPv6 side of a link.
var protinfoCases = []codec.Case{
	{Value: "7", Set: &brportAttrs},
	{Value: "10", Set: &inet6Attrs},
}

// afSpecCases read IFLA_AF_SPEC by the family of the message.
var afSpecCases = []codec.Case{
	{Value: "0", Set: &afSpecAttrs},
	{Value: "2", Set: &afSpecAttrs},
	{Value: "7", Set: &bridgeAfSpecAttrs},
	{Value: "10", Set: &afSpecAttrs},
	{Value: "28", Set: &afSpecAttrs},
	{Value: "45", Set: &afSpecAttrs},
}
