package spec

import "nlua/rtnl/codec"

// operstateEnum: RFC 2863 operational state, include/uapi/linux/if.h IF_OPER_*. Scripts read the text, upper case as in pyroute2.
var operstateEnum = codec.Enum{Name: "operstate", Text: true, Items: []codec.Item{
	{Value: 0, Name: "UNKNOWN"},
	{Value: 1, Name: "NOTPRESENT"},
	{Value: 2, Name: "DOWN"},
	{Value: 3, Name: "LOWERLAYERDOWN"},
	{Value: 4, Name: "TESTING"},
	{Value: 5, Name: "DORMANT"},
	{Value: 6, Name: "UP"},
}}

// linkmodeEnum: include/uapi/linux/if.h IF_LINK_MODE_*.
var linkmodeEnum = codec.Enum{Name: "linkmode", Items: []codec.Item{
	{Value: 0, Name: "default"},
	{Value: 1, Name: "dormant"},
	{Value: 2, Name: "testing"},
}}

// linkEventEnum: include/uapi/linux/if_link.h IFLA_EVENT_*.
var linkEventEnum = codec.Enum{Name: "event", Items: []codec.Item{
	{Value: 0, Name: "none"},
	{Value: 1, Name: "reboot"},
	{Value: 2, Name: "features"},
	{Value: 3, Name: "bonding_failover"},
	{Value: 4, Name: "notify_peers"},
	{Value: 5, Name: "igmp_resend"},
	{Value: 6, Name: "bonding_options"},
}}

// xdpAttachedEnum: include/uapi/linux/if_link.h XDP_ATTACHED_*, by the words of ip and pyroute2; 0 is none.
var xdpAttachedEnum = codec.Enum{Name: "xdp_attached", Text: true, Items: []codec.Item{
	{Value: 1, Name: "xdp"},
	{Value: 2, Name: "xdpgeneric"},
	{Value: 3, Name: "xdpoffload"},
	{Value: 4, Name: "xdpmulti"},
}}

// xdpFlagsEnum: include/uapi/linux/if_link.h XDP_FLAGS_*.
var xdpFlagsEnum = codec.Enum{Name: "xdp_flags", Flags: true, Items: []codec.Item{
	{Value: 0x1, Name: "update_if_noexist"},
	{Value: 0x2, Name: "skb_mode"},
	{Value: 0x4, Name: "drv_mode"},
	{Value: 0x8, Name: "hw_mode"},
	{Value: 0x10, Name: "replace"},
}}

// tunnelEncapEnum: include/uapi/linux/if_tunnel.h TUNNEL_ENCAP_*.
var tunnelEncapEnum = codec.Enum{Name: "encap_type", Items: []codec.Item{
	{Value: 0, Name: "none"},
	{Value: 1, Name: "fou"},
	{Value: 2, Name: "gue"},
	{Value: 3, Name: "mpls"},
}}

// tunnelEncapFlagsEnum: include/uapi/linux/if_tunnel.h TUNNEL_ENCAP_FLAG_*.
var tunnelEncapFlagsEnum = codec.Enum{Name: "encap_flags", Flags: true, Items: []codec.Item{
	{Value: 0x1, Name: "csum"},
	{Value: 0x2, Name: "csum6"},
	{Value: 0x4, Name: "remcsum"},
}}

// tunnelDFEnum: what a tunnel does with the don't-fragment bit, include/uapi/linux/if_link.h GENEVE_DF_*, VXLAN_DF_*.
var tunnelDFEnum = codec.Enum{Name: "df", Items: []codec.Item{
	{Value: 0, Name: "unset"},
	{Value: 1, Name: "set"},
	{Value: 2, Name: "inherit"},
}}

// erspanDirEnum: which way what ERSPAN mirrors went; ip-link(8).
var erspanDirEnum = codec.Enum{Name: "direction", Items: []codec.Item{
	{Value: 0, Name: "ingress"},
	{Value: 1, Name: "egress"},
}}

// tunTypeEnum: include/uapi/linux/if_tun.h IFF_TUN, IFF_TAP.
var tunTypeEnum = codec.Enum{Name: "tun_type", Items: []codec.Item{
	{Value: 1, Name: "tun"},
	{Value: 2, Name: "tap"},
}}

// inet6FlagsEnum: state of IPv6 on a link, include/net/if_inet6.h IF_*.
var inet6FlagsEnum = codec.Enum{Name: "inet6_flags", Flags: true, Items: []codec.Item{
	{Value: 0x10, Name: "rs_sent"},
	{Value: 0x20, Name: "ra_rcvd"},
	{Value: 0x40, Name: "ra_managed"},
	{Value: 0x80, Name: "ra_otherconf"},
	{Value: 0x80000000, Name: "ready"},
}}

// addrGenModeEnum: include/uapi/linux/if_link.h IN6_ADDR_GEN_MODE_*.
var addrGenModeEnum = codec.Enum{Name: "addr_gen_mode", Items: []codec.Item{
	{Value: 0, Name: "eui64"},
	{Value: 1, Name: "none"},
	{Value: 2, Name: "stable_privacy"},
	{Value: 2, Name: "stable_secret"}, // so says ip
	{Value: 3, Name: "random"},
}}

// mctpBindingEnum: include/uapi/linux/mctp.h MCTP_PHYS_BINDING_*, numbers of DSP0239.
var mctpBindingEnum = codec.Enum{Name: "phys_binding", Items: []codec.Item{
	{Value: 0, Name: "unspec"},
	{Value: 1, Name: "smbus"},
	{Value: 2, Name: "pcie_vdm"},
	{Value: 3, Name: "usb"},
	{Value: 4, Name: "kcs"},
	{Value: 5, Name: "serial"},
	{Value: 6, Name: "i3c"},
	{Value: 7, Name: "mmbi"},
	{Value: 8, Name: "pcc"},
	{Value: 9, Name: "ucie"},
	{Value: 255, Name: "vendor"},
}}

// greFlagsEnum: what the head of a GRE packet has, include/uapi/linux/if_tunnel.h GRE_*.
var greFlagsEnum = codec.Enum{Name: "gre_flags", Flags: true, Items: []codec.Item{
	{Value: 0x8000, Name: "csum"},
	{Value: 0x4000, Name: "routing"},
	{Value: 0x2000, Name: "key"},
	{Value: 0x1000, Name: "seq"},
}}

// ip6tnlFlagsEnum: include/uapi/linux/ip6_tunnel.h IP6_TNL_F_*; the two last are the kernel's own.
var ip6tnlFlagsEnum = codec.Enum{Name: "ip6tnl_flags", Flags: true, Items: []codec.Item{
	{Value: 0x1, Name: "ign_encap_limit"},
	{Value: 0x2, Name: "use_orig_tclass"},
	{Value: 0x4, Name: "use_orig_flowlabel"},
	{Value: 0x8, Name: "mip6_dev"},
	{Value: 0x10, Name: "rcv_dscp_copy"},
	{Value: 0x20, Name: "use_orig_fwmark"},
	{Value: 0x40, Name: "allow_local_remote"},
	{Value: 0x10000, Name: "cap_xmit"},
	{Value: 0x20000, Name: "cap_rcv"},
}}

// sitFlagsEnum: include/uapi/linux/if_tunnel.h SIT_ISATAP.
var sitFlagsEnum = codec.Enum{Name: "sit_flags", Flags: true, Items: []codec.Item{
	{Value: 0x1, Name: "isatap"},
}}
