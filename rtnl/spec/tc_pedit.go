package spec

// PeditField is a field of a header that pedit changes: its place in bytes, its size, and the bits that belong to it (0: all).
type PeditField struct {
	Header string // tc's word
	HType  uint64 // TCA_PEDIT_KEY_EX_HDR_TYPE_* (include/uapi/linux/tc_act/tc_pedit.h)
	Field  string
	At     int
	Size   int
	Mask   uint64
	Shift  uint
}

// PeditFields are those that have names, in tc's words.
var PeditFields = []PeditField{
	{"eth", 1, "dst", 0, 6, 0, 0}, {"eth", 1, "src", 6, 6, 0, 0}, {"eth", 1, "type", 12, 2, 0, 0},
	{"ip", 2, "ihl", 0, 1, 0x0f, 0}, {"ip", 2, "tos", 1, 1, 0, 0}, {"ip", 2, "precedence", 1, 1, 0, 0}, {"ip", 2, "dsfield", 1, 1, 0, 0},
	{"ip", 2, "protocol", 9, 1, 0, 0}, {"ip", 2, "ttl", 8, 1, 0, 0}, {"ip", 2, "src", 12, 4, 0, 0}, {"ip", 2, "dst", 16, 4, 0, 0},
	{"ip", 2, "nofrag", 6, 2, 0x3fff, 0}, {"ip", 2, "df", 6, 1, 0x40, 0}, {"ip", 2, "mf", 6, 1, 0x20, 0}, {"ip", 2, "ce", 6, 1, 0x80, 0},
	{"ip", 2, "firstfrag", 6, 2, 0x1fff, 0}, {"ip", 2, "sport", 20, 2, 0, 0}, {"ip", 2, "dport", 22, 2, 0, 0}, {"ip", 2, "icmp_type", 20, 1, 0, 0},
	{"ip", 2, "icmp_code", 21, 1, 0, 0},
	{"ip6", 3, "traffic_class", 0, 2, 0x0ff0, 4}, {"ip6", 3, "tos", 0, 2, 0x0ff0, 4}, {"ip6", 3, "flow_lbl", 0, 4, 0xfffff, 0},
	{"ip6", 3, "payload_len", 4, 2, 0, 0}, {"ip6", 3, "nexthdr", 6, 1, 0, 0}, {"ip6", 3, "hoplimit", 7, 1, 0, 0}, {"ip6", 3, "src", 8, 16, 0, 0},
	{"ip6", 3, "dst", 24, 16, 0, 0},
	{"tcp", 4, "sport", 0, 2, 0, 0}, {"tcp", 4, "dport", 2, 2, 0, 0}, {"tcp", 4, "flags", 13, 1, 0, 0},
	{"udp", 5, "sport", 0, 2, 0, 0}, {"udp", 5, "dport", 2, 2, 0, 0},
}
