package request_test

var (
	htbRoot = tcStep{"add", kw("kind", "htb", "root", true, "default", 0x20)}
	clsact  = tcStep{"add", kw("kind", "clsact")}
)

// tcCases are a case for each kind of qdisc, class, filter and action.
var tcCases = []tcCase{
	{"qdisc pfifo", []tcStep{{"add", kw("kind", "pfifo", "root", true, "limit", 77)}}, "qdisc", []string{"pfifo 1: root", "limit 77p"}},
	{"qdisc bfifo", []tcStep{{"add", kw("kind", "bfifo", "handle", "8:", "limit", "10k")}}, "qdisc", []string{"bfifo 8: root", "limit 10Kb"}},
	{"qdisc ingress", []tcStep{{"add", kw("kind", "ingress")}}, "qdisc", []string{"ingress ffff: parent ffff:fff1"}},
	{"qdisc clsact", []tcStep{{"add", kw("kind", "clsact")}}, "qdisc", []string{"clsact ffff: parent ffff:fff1"}},
	{"qdisc mq", []tcStep{{"add", kw("kind", "mq", "root", true)}}, "qdisc", []string{"mq 1: root"}},
	{"qdisc tbf", []tcStep{{"add", kw("kind", "tbf", "root", true, "rate", "220kbit", "burst", "10k", "latency", "50ms")}},
		"qdisc", []string{"tbf 1: root", "rate 220Kbit", "burst 10Kb", "lat 50ms"}},
	{"qdisc tbf", []tcStep{{"add", kw("kind", "tbf", "root", true, "rate", "100gbit", "burst", "10mb", "limit", "1mb", "peak", "200gbit", "mtu", 9000)}},
		"qdisc", []string{"rate 100Gbit", "peakrate 200Gbit"}},
	{"qdisc htb", []tcStep{htbRoot}, "qdisc", []string{"htb 1: root", "r2q 10", "default 0x20", "direct_packets_stat 0"}},
	{"qdisc htb", []tcStep{htbRoot,
		{"add-class", kw("kind", "htb", "handle", "1:1", "parent", "1:", "rate", "10mbit", "ceil", "20mbit", "prio", 3, "burst", "15k", "quantum", 1514)},
		{"add-class", kw("kind", "htb", "handle", "1:10", "parent", "1:1", "rate", "40gbit")},
		{"change-class", kw("kind", "htb", "handle", "1:1", "parent", "1:", "rate", "12mbit", "ceil", "20mbit", "prio", 3, "burst", "15k", "quantum", 1514)},
	}, "class", []string{"class htb 1:1 root", "rate 12Mbit ceil 20Mbit", "burst 15Kb", "class htb 1:10 parent 1:1", "rate 40Gbit ceil 40Gbit"}},
	{"qdisc htb,filter u32", []tcStep{htbRoot,
		{"add-filter", kw("kind", "u32", "parent", "1:", "prio", 10, "protocol", "ip", "target", "1:20", "keys", list("0x0006/0x00ff+8", "0x0000/0xffc0+2"))},
		{"add-filter", kw("kind", "u32", "parent", "1:", "prio", 11, "protocol", "ip", "classid", "1:10", "match", list("ip dst 10.1.0.0/16", "ip dport 80 0xffff"))},
	}, "filter", []string{"protocol ip pref 10 u32", "flowid 1:20", "match 00060000/00ff0000 at 8", "match 00000000/0000ffc0 at 0", "match 0a010000/ffff0000 at 16", "match 00000050/0000ffff at 20", "flowid 1:10"}},
	{"qdisc clsact,filter u32,action mirred", []tcStep{clsact,
		{"add-filter", kw("kind", "u32", "parent", "ingress", "prio", 1, "match", "u32 0 0 at 0", "action", kw("kind", "mirred", "action", "redirect", "ifindex", "v0"))},
		{"add-filter", kw("kind", "u32", "parent", "ingress", "prio", 2, "match", "u32 0 0 at 0", "action", list(kw("kind", "mirred", "action", "mirror", "direction", "egress", "dev", "v0")))},
	}, "filter ingress", []string{"mirred (Egress Redirect to device v0) stolen", "mirred (Egress Mirror to device v0) pipe"}},
	{"qdisc clsact,filter bpf", []tcStep{clsact,
		{"add-filter", kw("kind", "bpf", "parent", "egress", "bytecode", "1,6 0 0 4294967295", "classid", "1:1")},
	}, "filter egress", []string{"bpf", "bytecode '1,6 0 0 4294967295'", "flowid 1:1"}},
}
