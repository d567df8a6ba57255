package names

// The names that hold without any file. Where a number has two, the last is the one that is shown.

// tables: include/uapi/linux/rtnetlink.h, enum rt_class_t.
var tables = []Entry{{0, "all"}, {0, "unspec"}, {252, "compat"}, {253, "default"}, {254, "main"}, {255, "local"}}

// protos: include/uapi/linux/rtnetlink.h, RTPROT_*.
var protos = []Entry{
	{0, "unspec"}, {1, "redirect"}, {2, "kernel"}, {3, "boot"}, {4, "static"}, {8, "gated"}, {9, "ra"}, {10, "mrt"}, {11, "zebra"},
	{12, "bird"}, {13, "dnrouted"}, {14, "xorp"}, {15, "ntk"}, {16, "dhcp"}, {17, "mrouted"}, {18, "keepalived"}, {42, "babel"},
	{84, "ovn"}, {99, "openr"}, {186, "bgp"}, {187, "isis"}, {188, "ospf"}, {189, "rip"}, {192, "eigrp"},
}

// scopes: include/uapi/linux/rtnetlink.h, enum rt_scope_t.
var scopes = []Entry{{0, "universe"}, {0, "global"}, {200, "site"}, {253, "link"}, {254, "host"}, {255, "nowhere"}}

// dsfields: class selectors (RFC 2474), assured forwarding (RFC 2597), expedited forwarding (RFC 3246), voice admit (RFC 5865),
// lower effort (RFC 8622), each shifted over the two bits of ECN.
var dsfields = []Entry{
	{0x00, "default"}, {0x04, "LE"},
	{0x20, "CS1"}, {0x40, "CS2"}, {0x60, "CS3"}, {0x80, "CS4"}, {0xa0, "CS5"}, {0xc0, "CS6"}, {0xe0, "CS7"},
	{0x28, "AF11"}, {0x30, "AF12"}, {0x38, "AF13"}, {0x48, "AF21"}, {0x50, "AF22"}, {0x58, "AF23"},
	{0x68, "AF31"}, {0x70, "AF32"}, {0x78, "AF33"}, {0x88, "AF41"}, {0x90, "AF42"}, {0x98, "AF43"},
	{0xb0, "VA"}, {0xb8, "EF"},
}

// addrProtos: include/uapi/linux/if_addr.h, IFAPROT_*.
var addrProtos = []Entry{{0, "unspec"}, {1, "kernel_lo"}, {2, "kernel_ra"}, {3, "kernel_ll"}}
