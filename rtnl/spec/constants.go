package spec

import "iter"

// Const is a named number of the kernel's headers, as scripts read it: rtnl.IFF_UP.
type Const struct {
	Name  string
	Value int64
}

// Constants are the numbers of the headers that scripts may want. The message types are in Messages, the groups in Groups;
// AllConstants has them all.
var Constants = []Const{
	// Address families: include/linux/socket.h.
	{"AF_UNSPEC", 0}, {"AF_LOCAL", 1}, {"AF_INET", 2}, {"AF_AX25", 3}, {"AF_IPX", 4}, {"AF_APPLETALK", 5}, {"AF_NETROM", 6},
	{"AF_BRIDGE", 7}, {"AF_ATMPVC", 8}, {"AF_X25", 9}, {"AF_INET6", 10}, {"AF_ROSE", 11}, {"AF_DECnet", 12}, {"AF_NETBEUI", 13},
	{"AF_SECURITY", 14}, {"AF_KEY", 15}, {"AF_NETLINK", 16}, {"AF_PACKET", 17}, {"AF_ASH", 18}, {"AF_ECONET", 19},
	{"AF_ATMSVC", 20}, {"AF_RDS", 21}, {"AF_SNA", 22}, {"AF_IRDA", 23}, {"AF_PPPOX", 24}, {"AF_WANPIPE", 25}, {"AF_LLC", 26},
	{"AF_IB", 27}, {"AF_MPLS", 28}, {"AF_CAN", 29}, {"AF_TIPC", 30}, {"AF_BLUETOOTH", 31}, {"AF_IUCV", 32}, {"AF_RXRPC", 33},
	{"AF_ISDN", 34}, {"AF_PHONET", 35}, {"AF_IEEE802154", 36}, {"AF_CAIF", 37}, {"AF_ALG", 38}, {"AF_NFC", 39}, {"AF_VSOCK", 40},
	{"AF_KCM", 41}, {"AF_QIPCRTR", 42}, {"AF_SMC", 43}, {"AF_XDP", 44}, {"AF_MCTP", 45},
	// Message flags: include/uapi/linux/netlink.h.
	{"NLM_F_REQUEST", 1}, {"NLM_F_MULTI", 2}, {"NLM_F_ACK", 4}, {"NLM_F_ECHO", 8}, {"NLM_F_DUMP_INTR", 16},
	{"NLM_F_DUMP_FILTERED", 32}, {"NLM_F_ROOT", 256}, {"NLM_F_MATCH", 512}, {"NLM_F_ATOMIC", 1024}, {"NLM_F_DUMP", 768},
	{"NLM_F_REPLACE", 256}, {"NLM_F_EXCL", 512}, {"NLM_F_CREATE", 1024}, {"NLM_F_APPEND", 2048}, {"NLM_F_NONREC", 256},
	{"NLM_F_BULK", 512}, {"NLM_F_CAPPED", 256}, {"NLM_F_ACK_TLVS", 512},
	// Attribute flags and heads: include/uapi/linux/netlink.h.
	{"NLMSGERR_ATTR_MSG", 1}, {"NLMSGERR_ATTR_OFFS", 2}, {"NLMSGERR_ATTR_COOKIE", 3}, {"NLMSGERR_ATTR_POLICY", 4},
	{"NLMSGERR_ATTR_MISS_TYPE", 5}, {"NLMSGERR_ATTR_MISS_NEST", 6}, {"NLA_F_NESTED", 0x8000}, {"NLA_F_NET_BYTEORDER", 0x4000},
	// Netlink protocols and socket options: include/uapi/linux/netlink.h.
	{"NETLINK_ROUTE", 0}, {"NETLINK_USERSOCK", 2}, {"NETLINK_FIREWALL", 3}, {"NETLINK_SOCK_DIAG", 4}, {"NETLINK_NFLOG", 5},
	{"NETLINK_XFRM", 6}, {"NETLINK_SELINUX", 7}, {"NETLINK_ISCSI", 8}, {"NETLINK_AUDIT", 9}, {"NETLINK_FIB_LOOKUP", 10},
	{"NETLINK_NETFILTER", 12}, {"NETLINK_IP6_FW", 13}, {"NETLINK_DNRTMSG", 14}, {"NETLINK_KOBJECT_UEVENT", 15},
	{"NETLINK_GENERIC", 16}, {"NETLINK_SCSITRANSPORT", 18}, {"NETLINK_ECRYPTFS", 19}, {"NETLINK_RDMA", 20}, {"NETLINK_CRYPTO", 21},
	{"NETLINK_SMC", 22}, {"NETLINK_INET_DIAG", 4}, {"NETLINK_CAP_ACK", 10}, {"NETLINK_EXT_ACK", 11}, {"NETLINK_ADD_MEMBERSHIP", 1},
	{"NETLINK_DROP_MEMBERSHIP", 2}, {"NETLINK_PKTINFO", 3}, {"NETLINK_BROADCAST_ERROR", 4}, {"NETLINK_NO_ENOBUFS", 5},
	{"NETLINK_RX_RING", 6}, {"NETLINK_TX_RING", 7}, {"NETLINK_LISTEN_ALL_NSID", 8}, {"NETLINK_LIST_MEMBERSHIPS", 9},
	{"NETLINK_GET_STRICT_CHK", 12},
	// Interface flags: include/uapi/linux/if.h.
	{"IFF_VOLATILE", 0x70c5a}, {"IFF_UP", 1}, {"IFF_BROADCAST", 2}, {"IFF_DEBUG", 4}, {"IFF_LOOPBACK", 8},
	{"IFF_POINTOPOINT", 0x10}, {"IFF_NOTRAILERS", 0x20}, {"IFF_RUNNING", 0x40}, {"IFF_NOARP", 0x80}, {"IFF_PROMISC", 0x100},
	{"IFF_ALLMULTI", 0x200}, {"IFF_MASTER", 0x400}, {"IFF_SLAVE", 0x800}, {"IFF_MULTICAST", 0x1000}, {"IFF_PORTSEL", 0x2000},
	{"IFF_AUTOMEDIA", 0x4000}, {"IFF_DYNAMIC", 0x8000}, {"IFF_LOWER_UP", 0x10000}, {"IFF_DORMANT", 0x20000}, {"IFF_ECHO", 0x40000},
	// Operational states: include/uapi/linux/if.h.
	{"IF_OPER_UNKNOWN", 0}, {"IF_OPER_NOTPRESENT", 1}, {"IF_OPER_DOWN", 2}, {"IF_OPER_LOWERLAYERDOWN", 3}, {"IF_OPER_TESTING", 4},
	{"IF_OPER_DORMANT", 5}, {"IF_OPER_UP", 6}, {"IF_LINK_MODE_DEFAULT", 0}, {"IF_LINK_MODE_DORMANT", 1},
	{"IF_LINK_MODE_TESTING", 2},
	// Hardware types: include/uapi/linux/if_arp.h.
	{"ARPHRD_HWX25", 272}, {"ARPHRD_NETROM", 0}, {"ARPHRD_ETHER", 1}, {"ARPHRD_EETHER", 2}, {"ARPHRD_AX25", 3},
	{"ARPHRD_PRONET", 4}, {"ARPHRD_CHAOS", 5}, {"ARPHRD_IEEE802", 6}, {"ARPHRD_ARCNET", 7}, {"ARPHRD_APPLETLK", 8},
	{"ARPHRD_DLCI", 15}, {"ARPHRD_ATM", 19}, {"ARPHRD_METRICOM", 23}, {"ARPHRD_IEEE1394", 24}, {"ARPHRD_EUI64", 27},
	{"ARPHRD_INFINIBAND", 32}, {"ARPHRD_SLIP", 256}, {"ARPHRD_CSLIP", 257}, {"ARPHRD_SLIP6", 258}, {"ARPHRD_CSLIP6", 259},
	{"ARPHRD_RSRVD", 260}, {"ARPHRD_ADAPT", 264}, {"ARPHRD_ROSE", 270}, {"ARPHRD_X25", 271}, {"ARPHRD_CAN", 280},
	{"ARPHRD_MCTP", 290}, {"ARPHRD_PPP", 512}, {"ARPHRD_CISCO", 513}, {"ARPHRD_HDLC", 513}, {"ARPHRD_LAPB", 516},
	{"ARPHRD_DDCMP", 517}, {"ARPHRD_RAWHDLC", 518}, {"ARPHRD_RAWIP", 519}, {"ARPHRD_TUNNEL", 768}, {"ARPHRD_TUNNEL6", 769},
	{"ARPHRD_FRAD", 770}, {"ARPHRD_SKIP", 771}, {"ARPHRD_LOOPBACK", 772}, {"ARPHRD_LOCALTLK", 773}, {"ARPHRD_FDDI", 774},
	{"ARPHRD_BIF", 775}, {"ARPHRD_SIT", 776}, {"ARPHRD_IPDDP", 777}, {"ARPHRD_IPGRE", 778}, {"ARPHRD_PIMREG", 779},
	{"ARPHRD_HIPPI", 780}, {"ARPHRD_ASH", 781}, {"ARPHRD_ECONET", 782}, {"ARPHRD_IRDA", 783}, {"ARPHRD_FCPP", 784},
	{"ARPHRD_FCAL", 785}, {"ARPHRD_FCPL", 786}, {"ARPHRD_FCFABRIC", 787}, {"ARPHRD_IEEE802_TR", 800}, {"ARPHRD_IEEE80211", 801},
	{"ARPHRD_IEEE80211_PRISM", 802}, {"ARPHRD_IEEE80211_RADIOTAP", 803}, {"ARPHRD_IEEE802154", 804},
	{"ARPHRD_IEEE802154_MONITOR", 805}, {"ARPHRD_PHONET", 820}, {"ARPHRD_PHONET_PIPE", 821}, {"ARPHRD_CAIF", 822},
	{"ARPHRD_IP6GRE", 823}, {"ARPHRD_NETLINK", 824}, {"ARPHRD_6LOWPAN", 825}, {"ARPHRD_VSOCKMON", 826}, {"ARPHRD_VOID", 65535},
	{"ARPHRD_NONE", 65534},
	// Address flags: include/uapi/linux/if_addr.h.
	{"IFA_F_SECONDARY", 1}, {"IFA_F_TEMPORARY", 1}, {"IFA_F_NODAD", 2}, {"IFA_F_OPTIMISTIC", 4}, {"IFA_F_DADFAILED", 8},
	{"IFA_F_HOMEADDRESS", 16}, {"IFA_F_DEPRECATED", 32}, {"IFA_F_TENTATIVE", 64}, {"IFA_F_PERMANENT", 128},
	{"IFA_F_MANAGETEMPADDR", 256}, {"IFA_F_NOPREFIXROUTE", 512}, {"IFA_F_MCAUTOJOIN", 1024}, {"IFA_F_STABLE_PRIVACY", 2048},
	{"IFAPROT_UNSPEC", 0}, {"IFAPROT_KERNEL_LO", 1}, {"IFAPROT_KERNEL_RA", 2}, {"IFAPROT_KERNEL_LL", 3},
	// Route types: include/uapi/linux/rtnetlink.h.
	{"RTN_UNSPEC", 0}, {"RTN_UNICAST", 1}, {"RTN_LOCAL", 2}, {"RTN_BROADCAST", 3}, {"RTN_ANYCAST", 4}, {"RTN_MULTICAST", 5},
	{"RTN_BLACKHOLE", 6}, {"RTN_UNREACHABLE", 7}, {"RTN_PROHIBIT", 8}, {"RTN_THROW", 9}, {"RTN_NAT", 10}, {"RTN_XRESOLVE", 11},
	// Route protocols: include/uapi/linux/rtnetlink.h.
	{"RTPROT_UNSPEC", 0}, {"RTPROT_REDIRECT", 1}, {"RTPROT_KERNEL", 2}, {"RTPROT_BOOT", 3}, {"RTPROT_STATIC", 4},
	{"RTPROT_GATED", 8}, {"RTPROT_RA", 9}, {"RTPROT_MRT", 10}, {"RTPROT_ZEBRA", 11}, {"RTPROT_BIRD", 12}, {"RTPROT_DNROUTED", 13},
	{"RTPROT_XORP", 14}, {"RTPROT_NTK", 15}, {"RTPROT_DHCP", 16}, {"RTPROT_MROUTED", 17}, {"RTPROT_KEEPALIVED", 18},
	{"RTPROT_BABEL", 42}, {"RTPROT_OPENR", 99}, {"RTPROT_BGP", 186}, {"RTPROT_ISIS", 187}, {"RTPROT_OSPF", 188},
	{"RTPROT_RIP", 189}, {"RTPROT_EIGRP", 192}, {"RTPROT_OVN", 84},
	// Scopes and tables: include/uapi/linux/rtnetlink.h.
	{"RT_SCOPE_UNIVERSE", 0}, {"RT_SCOPE_SITE", 200}, {"RT_SCOPE_LINK", 253}, {"RT_SCOPE_HOST", 254}, {"RT_SCOPE_NOWHERE", 255},
	{"RT_TABLE_UNSPEC", 0}, {"RT_TABLE_COMPAT", 252}, {"RT_TABLE_DEFAULT", 253}, {"RT_TABLE_MAIN", 254}, {"RT_TABLE_LOCAL", 255},
	// Route and nexthop flags: include/uapi/linux/rtnetlink.h.
	{"RTM_F_NOTIFY", 256}, {"RTM_F_CLONED", 512}, {"RTM_F_EQUALIZE", 1024}, {"RTM_F_PREFIX", 2048}, {"RTM_F_LOOKUP_TABLE", 4096},
	{"RTM_F_FIB_MATCH", 8192}, {"RTM_F_OFFLOAD", 16384}, {"RTM_F_TRAP", 32768}, {"RTM_F_OFFLOAD_FAILED", 536870912},
	{"RTNH_F_DEAD", 1}, {"RTNH_F_PERVASIVE", 2}, {"RTNH_F_ONLINK", 4}, {"RTNH_F_OFFLOAD", 8}, {"RTNH_F_LINKDOWN", 16},
	{"RTNH_F_UNRESOLVED", 32}, {"RTNH_F_TRAP", 64}, {"RTNH_COMPARE_MASK", 89}, {"RTAX_FEATURE_ECN", 1}, {"RTAX_FEATURE_SACK", 2},
	{"RTAX_FEATURE_TIMESTAMP", 4}, {"RTAX_FEATURE_ALLFRAG", 8}, {"RTAX_FEATURE_MASK", 15}, {"RTAX_FEATURE_TCP_USEC_TS", 16},
	// Lightweight tunnels: include/uapi/linux/lwtunnel.h.
	{"LWTUNNEL_ENCAP_NONE", 0}, {"LWTUNNEL_ENCAP_MPLS", 1}, {"LWTUNNEL_ENCAP_IP", 2}, {"LWTUNNEL_ENCAP_ILA", 3},
	{"LWTUNNEL_ENCAP_IP6", 4}, {"LWTUNNEL_ENCAP_SEG6", 5}, {"LWTUNNEL_ENCAP_BPF", 6}, {"LWTUNNEL_ENCAP_SEG6_LOCAL", 7},
	{"LWTUNNEL_ENCAP_RPL", 8}, {"LWTUNNEL_ENCAP_IOAM6", 9}, {"LWTUNNEL_ENCAP_XFRM", 10},
	// Nexthop groups: include/uapi/linux/nexthop.h.
	{"NEXTHOP_GRP_TYPE_MPATH", 0}, {"NEXTHOP_GRP_TYPE_RES", 1},
	// Neighbours: include/uapi/linux/neighbour.h.
	{"NTF_USE", 1}, {"NTF_SELF", 2}, {"NTF_MASTER", 4}, {"NTF_PROXY", 8}, {"NTF_EXT_LEARNED", 16}, {"NTF_OFFLOADED", 32},
	{"NTF_STICKY", 64}, {"NTF_ROUTER", 128}, {"NTF_EXT_MANAGED", 1}, {"NUD_INCOMPLETE", 1}, {"NUD_REACHABLE", 2}, {"NUD_STALE", 4},
	{"NUD_DELAY", 8}, {"NUD_PROBE", 16}, {"NUD_FAILED", 32}, {"NUD_NOARP", 64}, {"NUD_PERMANENT", 128}, {"NUD_NONE", 0},
	{"NTF_EXT_LOCKED", 2}, {"NTF_EXT_EXT_VALIDATED", 4},
	// Rules: include/uapi/linux/fib_rules.h.
	{"FIB_RULE_PERMANENT", 1}, {"FIB_RULE_INVERT", 2}, {"FIB_RULE_UNRESOLVED", 4}, {"FIB_RULE_IIF_DETACHED", 8},
	{"FIB_RULE_DEV_DETACHED", 8}, {"FIB_RULE_OIF_DETACHED", 16}, {"FIB_RULE_FIND_SADDR", 65536}, {"FR_ACT_GOTO", 2},
	{"FR_ACT_UNSPEC", 0}, {"FR_ACT_TO_TBL", 1}, {"FR_ACT_NOP", 3}, {"FR_ACT_BLACKHOLE", 6}, {"FR_ACT_UNREACHABLE", 7},
	{"FR_ACT_PROHIBIT", 8},
	// Filters of link dumps: include/uapi/linux/rtnetlink.h.
	{"RTEXT_FILTER_VF", 1}, {"RTEXT_FILTER_BRVLAN", 2}, {"RTEXT_FILTER_BRVLAN_COMPRESSED", 4}, {"RTEXT_FILTER_SKIP_STATS", 8},
	{"RTEXT_FILTER_MRP", 16}, {"RTEXT_FILTER_CFM_CONFIG", 32}, {"RTEXT_FILTER_CFM_STATUS", 64}, {"RTEXT_FILTER_MST", 128},
	// Bridges: include/uapi/linux/if_bridge.h.
	{"BR_STATE_DISABLED", 0}, {"BR_STATE_LISTENING", 1}, {"BR_STATE_LEARNING", 2}, {"BR_STATE_FORWARDING", 3},
	{"BR_STATE_BLOCKING", 4}, {"BRIDGE_FLAGS_MASTER", 1}, {"BRIDGE_FLAGS_SELF", 2}, {"BRIDGE_MODE_VEB", 0},
	{"BRIDGE_MODE_VEPA", 1}, {"BRIDGE_MODE_UNDEF", 65535}, {"BRIDGE_VLAN_INFO_MASTER", 1}, {"BRIDGE_VLAN_INFO_PVID", 2},
	{"BRIDGE_VLAN_INFO_UNTAGGED", 4}, {"BRIDGE_VLAN_INFO_RANGE_BEGIN", 8}, {"BRIDGE_VLAN_INFO_RANGE_END", 0x10},
	{"BRIDGE_VLAN_INFO_BRENTRY", 0x20}, {"BRIDGE_VLAN_INFO_ONLY_OPTS", 0x40}, {"BRIDGE_VLANDB_DUMPF_STATS", 1},
	{"BRIDGE_VLANDB_DUMPF_GLOBAL", 2}, {"MDB_TEMPORARY", 0}, {"MDB_PERMANENT", 1}, {"MDB_FLAGS_OFFLOAD", 1},
	{"MDB_FLAGS_FAST_LEAVE", 2}, {"MDB_FLAGS_STAR_EXCL", 4}, {"MDB_FLAGS_BLOCKED", 8}, {"BRIDGE_MODE_UNSPEC", 0},
	{"BRIDGE_MODE_HAIRPIN", 1},
	// Network configuration: include/uapi/linux/netconf.h.
	{"NETCONFA_ALL", -1}, {"NETCONFA_IFINDEX_ALL", -1}, {"NETCONFA_IFINDEX_DEFAULT", -2},
	// XDP: include/uapi/linux/if_link.h.
	{"XDP_FLAGS_UPDATE_IF_NOEXIST", 1}, {"XDP_FLAGS_SKB_MODE", 2}, {"XDP_FLAGS_DRV_MODE", 4}, {"XDP_FLAGS_HW_MODE", 8},
	{"XDP_FLAGS_REPLACE", 16}, {"XDP_FLAGS_MODES", 14}, {"XDP_FLAGS_MASK", 31}, {"XDP_ATTACHED_NONE", 0}, {"XDP_ATTACHED_DRV", 1},
	{"XDP_ATTACHED_SKB", 2}, {"XDP_ATTACHED_HW", 3}, {"XDP_ATTACHED_MULTI", 4},
	// Traffic control: include/uapi/linux/pkt_sched.h, pkt_cls.h, rtnetlink.h.
	{"TCM_IFINDEX_MAGIC_BLOCK", 4294967295}, {"TCA_DUMP_FLAGS_TERSE", 1}, {"TCA_ACT_FLAG_LARGE_DUMP_ON", 1},
	{"TCA_ACT_FLAG_TERSE_DUMP", 2}, {"TCA_FLAG_LARGE_DUMP_ON", 1}, {"TC_PRIO_BESTEFFORT", 0}, {"TC_PRIO_FILLER", 1},
	{"TC_PRIO_BULK", 2}, {"TC_PRIO_INTERACTIVE_BULK", 4}, {"TC_PRIO_INTERACTIVE", 6}, {"TC_PRIO_CONTROL", 7},
	{"TC_H_MAJ_MASK", 0xffff0000}, {"TC_H_MIN_MASK", 0xffff}, {"TC_H_UNSPEC", 0}, {"TC_H_ROOT", 0xffffffff},
	{"TC_H_INGRESS", 0xfffffff1}, {"TC_H_CLSACT", 0xfffffff1}, {"TC_H_MIN_PRIORITY", 0xffe0}, {"TC_H_MIN_INGRESS", 0xfff2},
	{"TC_H_MIN_EGRESS", 0xfff3}, {"TCA_ACT_FLAGS", 7}, {"TCA_ACT_FLAGS_NO_PERCPU_STATS", 1}, {"TCA_ACT_FLAGS_SKIP_HW", 2},
	{"TCA_ACT_FLAGS_SKIP_SW", 4}, {"TC_ACT_UNSPEC", -1}, {"TC_ACT_OK", 0}, {"TC_ACT_RECLASSIFY", 1}, {"TC_ACT_SHOT", 2},
	{"TC_ACT_PIPE", 3}, {"TC_ACT_STOLEN", 4}, {"TC_ACT_QUEUED", 5}, {"TC_ACT_REPEAT", 6}, {"TC_ACT_REDIRECT", 7},
	{"TC_ACT_TRAP", 8}, {"TC_ACT_JUMP", 268435456}, {"TC_ACT_GOTO_CHAIN", 536870912}, {"TCA_CLS_FLAGS_SKIP_HW", 1},
	{"TCA_CLS_FLAGS_SKIP_SW", 2}, {"TCA_CLS_FLAGS_IN_HW", 4}, {"TCA_CLS_FLAGS_NOT_IN_HW", 8}, {"TCA_CLS_FLAGS_VERBOSE", 16},
	// Ethernet protocols: include/uapi/linux/if_ether.h.
	{"ETH_P_LOOP", 0x60}, {"ETH_P_PUP", 0x200}, {"ETH_P_PUPAT", 0x201}, {"ETH_P_TSN", 0x22f0}, {"ETH_P_ERSPAN2", 0x22eb},
	{"ETH_P_IP", 0x800}, {"ETH_P_X25", 0x805}, {"ETH_P_ARP", 0x806}, {"ETH_P_BPQ", 0x8ff}, {"ETH_P_IEEEPUP", 0xa00},
	{"ETH_P_IEEEPUPAT", 0xa01}, {"ETH_P_BATMAN", 0x4305}, {"ETH_P_DEC", 0x6000}, {"ETH_P_DNA_DL", 0x6001},
	{"ETH_P_DNA_RC", 0x6002}, {"ETH_P_DNA_RT", 0x6003}, {"ETH_P_LAT", 0x6004}, {"ETH_P_DIAG", 0x6005}, {"ETH_P_CUST", 0x6006},
	{"ETH_P_SCA", 0x6007}, {"ETH_P_TEB", 0x6558}, {"ETH_P_RARP", 0x8035}, {"ETH_P_ATALK", 0x809b}, {"ETH_P_AARP", 0x80f3},
	{"ETH_P_8021Q", 0x8100}, {"ETH_P_ERSPAN", 0x88be}, {"ETH_P_IPX", 0x8137}, {"ETH_P_IPV6", 0x86dd}, {"ETH_P_PAUSE", 0x8808},
	{"ETH_P_SLOW", 0x8809}, {"ETH_P_WCCP", 0x883e}, {"ETH_P_MPLS_UC", 0x8847}, {"ETH_P_MPLS_MC", 0x8848},
	{"ETH_P_ATMMPOA", 0x884c}, {"ETH_P_PPP_DISC", 0x8863}, {"ETH_P_PPP_SES", 0x8864}, {"ETH_P_LINK_CTL", 0x886c},
	{"ETH_P_ATMFATE", 0x8884}, {"ETH_P_PAE", 0x888e}, {"ETH_P_PROFINET", 0x8892}, {"ETH_P_REALTEK", 0x8899}, {"ETH_P_AOE", 0x88a2},
	{"ETH_P_ETHERCAT", 0x88a4}, {"ETH_P_8021AD", 0x88a8}, {"ETH_P_802_EX1", 0x88b5}, {"ETH_P_PREAUTH", 0x88c7},
	{"ETH_P_TIPC", 0x88ca}, {"ETH_P_LLDP", 0x88cc}, {"ETH_P_MRP", 0x88e3}, {"ETH_P_MACSEC", 0x88e5}, {"ETH_P_8021AH", 0x88e7},
	{"ETH_P_MVRP", 0x88f5}, {"ETH_P_1588", 0x88f7}, {"ETH_P_NCSI", 0x88f8}, {"ETH_P_PRP", 0x88fb}, {"ETH_P_CFM", 0x8902},
	{"ETH_P_FCOE", 0x8906}, {"ETH_P_IBOE", 0x8915}, {"ETH_P_TDLS", 0x890d}, {"ETH_P_FIP", 0x8914}, {"ETH_P_80221", 0x8917},
	{"ETH_P_HSR", 0x892f}, {"ETH_P_NSH", 0x894f}, {"ETH_P_LOOPBACK", 0x9000}, {"ETH_P_QINQ1", 0x9100}, {"ETH_P_QINQ2", 0x9200},
	{"ETH_P_QINQ3", 0x9300}, {"ETH_P_EDSA", 0xdada}, {"ETH_P_DSA_8021Q", 0xdadb}, {"ETH_P_DSA_A5PSW", 0xe001},
	{"ETH_P_IFE", 0xed3e}, {"ETH_P_AF_IUCV", 0xfbfb}, {"ETH_P_802_3", 1}, {"ETH_P_AX25", 2}, {"ETH_P_ALL", 3}, {"ETH_P_802_2", 4},
	{"ETH_P_SNAP", 5}, {"ETH_P_DDCMP", 6}, {"ETH_P_WAN_PPP", 7}, {"ETH_P_PPP_MP", 8}, {"ETH_P_LOCALTALK", 9}, {"ETH_P_CAN", 0xc},
	{"ETH_P_CANFD", 0xd}, {"ETH_P_CANXL", 0xe}, {"ETH_P_PPPTALK", 0x10}, {"ETH_P_TR_802_2", 0x11}, {"ETH_P_MOBITEX", 0x15},
	{"ETH_P_CONTROL", 0x16}, {"ETH_P_IRDA", 0x17}, {"ETH_P_ECONET", 0x18}, {"ETH_P_HDLC", 0x19}, {"ETH_P_ARCNET", 0x1a},
	{"ETH_P_DSA", 0x1b}, {"ETH_P_TRAILER", 0x1c}, {"ETH_P_PHONET", 0xf5}, {"ETH_P_IEEE802154", 0xf6}, {"ETH_P_CAIF", 0xf7},
	{"ETH_P_XDSA", 0xf8}, {"ETH_P_MAP", 0xf9}, {"ETH_P_MCTP", 0xfa},
}

// AllConstants gives every named number: Constants, the message types, the groups (RTNLGRP_*), their masks (RTMGRP_*).
func AllConstants() iter.Seq2[string, int64] {
	return func(yield func(string, int64) bool) {
		for i := range Constants {
			if !yield(Constants[i].Name, Constants[i].Value) {
				return
			}
		}
		for i := range Messages {
			if !yield(Messages[i].Name, int64(Messages[i].Type)) {
				return
			}
		}
		for i := range Groups {
			g := &Groups[i]
			if !yield(g.C, int64(g.Number)) || g.Mask() != 0 && !yield(g.maskName(), int64(g.Mask())) {
				return
			}
		}
		yield("RTMGRP_DEFAULTS", GroupsDefault)
	}
}

// Constant returns the number of a name, as AllConstants has it.
func Constant(name string) (int64, bool) {
	for n, v := range AllConstants() {
		if n == name {
			return v, true
		}
	}
	return 0, false
}
