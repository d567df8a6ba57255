package names

// etherTypes: include/uapi/linux/if_ether.h, ETH_P_*, by the words of tc and ip.
var etherTypes = []Entry{
	{0x0001, "802_3"}, {0x0002, "ax25"}, {0x0003, "all"}, {0x0004, "802_2"}, {0x0005, "snap"}, {0x0008, "localtalk"},
	{0x000c, "can"}, {0x0011, "802_2_tr"}, {0x0017, "irda"},
	{0x0060, "loop"}, {0x0200, "pup"}, {0x0201, "pupat"}, {0x0800, "ipv4"}, {0x0800, "ip"}, {0x0805, "x25"}, {0x0806, "arp"},
	{0x08ff, "bpq"}, {0x0a00, "ieeepup"}, {0x0a01, "ieeepupat"}, {0x22f0, "tsn"}, {0x6000, "dec"}, {0x6001, "dna_dl"},
	{0x6002, "dna_rc"}, {0x6003, "dna_rt"}, {0x6004, "lat"}, {0x6005, "diag"}, {0x6006, "cust"}, {0x6007, "sca"},
	{0x6558, "teb"}, {0x8035, "rarp"}, {0x809b, "atalk"}, {0x80f3, "aarp"}, {0x8100, "vlan"}, {0x8100, "802.1q"}, {0x8137, "ipx"},
	{0x86dd, "ipv6"}, {0x8808, "pause"}, {0x8809, "slow"}, {0x883e, "wccp"}, {0x8847, "mpls"}, {0x8847, "mpls_uc"},
	{0x8848, "mpls_mc"}, {0x884c, "atmmpoa"}, {0x8863, "ppp_disc"}, {0x8864, "ppp_ses"}, {0x8884, "atmfate"}, {0x888e, "pae"},
	{0x88a2, "aoe"}, {0x88a8, "qinq"}, {0x88a8, "802.1ad"}, {0x88b5, "802_ex1"}, {0x88ca, "tipc"}, {0x88cc, "lldp"}, {0x88e3, "mrp"},
	{0x88e5, "macsec"}, {0x88f5, "mvrp"}, {0x88f7, "ptp"}, {0x88f7, "1588"}, {0x88fb, "prp"}, {0x8902, "cfm"}, {0x8906, "fcoe"},
	{0x8914, "fip"}, {0x892f, "hsr"}, {0x894f, "nsh"}, {0x9000, "loopback"}, {0x9100, "qinq1"}, {0x9200, "qinq2"}, {0x9300, "qinq3"},
	{0xdada, "edsa"}, {0x88be, "erspan"}, {0x22eb, "erspan2"}, {0xed3e, "ife"}, {0xfbfb, "af_iucv"},
}

// ipProtos: include/uapi/linux/in.h, IPPROTO_*, and IANA's list.
var ipProtos = []Entry{
	{0, "ip"}, {1, "icmp"}, {2, "igmp"}, {4, "ipip"}, {4, "ipencap"}, {6, "tcp"}, {8, "egp"}, {9, "igp"}, {12, "pup"}, {17, "udp"},
	{22, "idp"}, {29, "tp"}, {33, "dccp"}, {41, "ipv6"}, {43, "ipv6-route"}, {44, "ipv6-frag"}, {46, "rsvp"}, {47, "gre"}, {50, "esp"},
	{51, "ah"}, {58, "icmpv6"}, {58, "ipv6-icmp"}, {59, "ipv6-nonxt"}, {60, "ipv6-opts"}, {88, "eigrp"}, {89, "ospf"}, {92, "mtp"},
	{94, "beetph"}, {97, "etherip"}, {98, "encap"}, {103, "pim"}, {108, "ipcomp"}, {108, "comp"}, {112, "vrrp"}, {115, "l2tp"},
	{124, "isis"}, {132, "sctp"}, {135, "mobility-header"}, {136, "udplite"}, {137, "mpls-in-ip"}, {143, "ethernet"}, {144, "aggfrag"},
	{255, "raw"}, {262, "mptcp"},
}
