package request_test

import (
	"fmt"
)

// root is a qdisc at the root, by keywords and by the line of tc behind "qdisc add DEV root handle 1:".
func root(kind, line string, words ...any) tcCase {
	return tcCase{"qdisc " + kind, []tcStep{{"add", append(kw("kind", kind, "root", true), kw(words...)...)}}, "", []string{"qdisc add DEV root handle 1: " + kind + " " + line}}
}

// below is a filter of htb's root.
func below(kind, line string, words ...any) tcCase {
	handle := ""
	if h, ok := kw(words...).Get("handle"); ok {
		handle = fmt.Sprint("handle ", h, " ")
	}
	return tcCase{"qdisc htb,filter " + kind, []tcStep{htbRoot, {"add-filter", append(kw("kind", kind, "parent", "1:", "prio", 1), kw(words...)...)}}, "1:",
		[]string{"qdisc add DEV root handle 1: htb default 20", "filter add DEV parent 1: prio 1 protocol all " + handle + kind + " " + line}}
}

// tcWordTwins have the words of `tc ... KIND help` that tcTwins lack.
var tcWordTwins = []tcCase{
	root("pfifo", "limit 77", "limit", 77),
	root("bfifo", "limit 10k", "limit", "10k"),
	root("pfifo_head_drop", "limit 7", "limit", 7),
	root("drr", ""), root("qfq", ""), root("mq", ""), root("multiq", ""), root("prio", ""), root("codel", ""), root("fq", ""), root("fq_codel", ""), root("hhf", ""),
	root("netem", ""), root("sfq", ""), root("cake", ""), root("hfsc", ""), root("pie", ""), root("fq_pie", ""), root("skbprio", ""), root("ets", "bands 3", "bands", 3),
	root("cake", "unlimited besteffort flowblind wash no-split-gso ack-filter-aggressive memlimit 1m fwmark 0xff atm conservative mpu 64 ingress rtt 50ms",
		"bandwidth", "unlimited", "diffserv_mode", "besteffort", "flow_mode", "flowblind", "wash", true, "split_gso", false, "ack_filter", "aggressive", "memory_limit", "1m", "fwmark", 0xff,
		"atm_mode", "atm", "overhead", 48, "mpu", 64, "ingress", true, "rtt", "50ms"),
	root("cake", "bandwidth 10mbit autorate-ingress diffserv8 dual-dsthost nonat nowash split-gso no-ack-filter noatm raw egress satellite", "bandwidth", "10mbit", "autorate", true, "diffserv", "diffserv8",
		"flow_mode", "dual-dsthost", "nat", false, "wash", false, "split_gso", true, "ack_filter", false, "atm_mode", false, "raw", true, "ingress", false, "rtt", "satellite"),
	root("cake", "diffserv3 triple-isolate oceanic", "diffserv_mode", "diffserv3", "flow_mode", "triple-isolate", "rtt", "oceanic"),
	root("cake", "hosts datacentre precedence docsis", "flow_mode", "hosts", "rtt", "datacentre", "diffserv_mode", "precedence", "overhead", "docsis"),
	root("cake", "srchost metro ethernet ether-vlan", "flow_mode", "srchost", "rtt", "metro", "overhead", "ethernet ether-vlan"),
	root("cake", "dsthost regional pppoe-ptm", "flow_mode", "dsthost", "rtt", "regional", "overhead", "pppoe-ptm"),
	root("cake", "flows internet bridged-ptm", "flow_mode", "flows", "rtt", "internet", "overhead", "bridged-ptm"),
	root("cake", "interplanetary pppoa-llc", "rtt", "interplanetary", "overhead", "pppoa-llc"),
	root("cake", "ipoa-vcmux", "overhead", "ipoa-vcmux"), root("cake", "ipoa-llcsnap", "overhead", "ipoa-llcsnap"), root("cake", "bridged-vcmux", "overhead", "bridged-vcmux"),
	root("cake", "bridged-llcsnap", "overhead", "bridged-llcsnap"), root("cake", "pppoa-vcmux", "overhead", "pppoa-vcmux"), root("cake", "pppoe-vcmux", "overhead", "pppoe-vcmux"),
	root("cake", "pppoe-llcsnap", "overhead", "pppoe-llcsnap"), root("cake", "conservative", "overhead", "conservative"),
	root("codel", "limit 100 noecn", "limit", 100, "ecn", false), root("pie", "noecn nobytemode no_dq_rate_estimator", "ecn", false, "bytemode", false, "dq_rate_estimator", false),
	root("netem", "delay 10ms 3ms distribution paretonormal loss random 5% 10%", "delay", "10ms", "jitter", "3ms", "distribution", "paretonormal", "loss", "5%", "loss_corr", "10%"),
	root("netem", "delay 10ms 3ms reorder 5% 10%", "delay", "10ms", "jitter", "3ms", "distribution", "uniform", "reorder", "5%", "corr_reorder", "10%"),
	root("red", "limit 400000 avpkt 1000 adaptive bandwidth 10mbit", "limit", 400000, "avpkt", 1000, "adaptive", true, "bandwidth", "10mbit"),
	root("cbs", "hicredit 62 locredit -1470 sendslope -980000 idleslope 20000 offload 0", "hicredit", 62, "locredit", -1470, "sendslope", -980000, "idleslope", 20000, "offload", 0),
	root("codel", "limit 100 target 4ms interval 30ms ecn ce_threshold 20ms", "limit", 100, "target", "4ms", "interval", "30ms", "ecn", true, "ce_threshold", "20ms"),
	root("etf", "delta 300000 clockid CLOCK_TAI deadline_mode skip_sock_check", "delta", 300000, "clockid", "TAI", "deadline_mode", true, "skip_sock_check", true),
	root("fq", "initial_quantum 1000 horizon 20s horizon_drop", "initial_quantum", 1000, "horizon", "20s", "horizon_drop", true),
	root("fq_codel", "limit 1000 flows 512 memory_limit 16m target 3ms interval 40ms quantum 1000 noecn ce_threshold 4ms ce_threshold_selector 0x3/0x7 drop_batch 32", "limit", 1000, "flows", 512,
		"memory_limit", "16m", "target", "3ms", "interval", "40ms", "quantum", 1000, "ecn", false, "ce_threshold", "4ms", "ce_threshold_selector", 3, "ce_threshold_mask", 7, "drop_batch", 32),
	root("fq_pie", "limit 1000 flows 512 target 10ms tupdate 20ms alpha 3 beta 21 quantum 1000 memory_limit 16m ecn_prob 20 ecn bytemode dq_rate_estimator", "limit", 1000, "flows", 512, "target", "10ms",
		"tupdate", "20ms", "alpha", 3, "beta", 21, "quantum", 1000, "memory_limit", "16m", "ecn_prob", 20, "ecn", true, "bytemode", true, "dq_rate_estimator", true),
	{"qdisc gred", []tcStep{{"add", kw("kind", "gred", "root", true, "dps", 3, "default", 2)},
		{"change", kw("kind", "gred", "root", true, "dp", 1, "limit", 60000, "min", 15000, "max", 25000, "avpkt", 1000, "prio", 2, "ecn", true, "harddrop", true)}}, "",
		[]string{"qdisc add DEV root handle 1: gred setup vqs 3 default 2", "qdisc change DEV root handle 1: gred vq 1 prio 2 limit 60000 min 15000 max 25000 avpkt 1000 ecn harddrop"}},
	root("hhf", "limit 500 quantum 1000 hh_limit 100 reset_timeout 40ms admit_bytes 65536 evict_timeout 1s non_hh_weight 3", "limit", 500, "quantum", 1000, "hh_limit", 100, "reset_timeout", "40ms",
		"admit_bytes", "64k", "evict_timeout", "1s", "non_hh_weight", 3),
	root("htb", "default 30 r2q 3 direct_qlen 50", "default", 0x30, "r2q", 3, "direct_qlen", 50),
	root("mqprio", "num_tc 2 map 0 1 queues 1@0 1@1 hw 0", "num_tc", 2, "map", list(0, 1), "queues", "1@0 1@1", "hw", 0),
	root("netem", "limit 5 delay 10ms 3ms 20% loss state 1% 80% 2% 20% 0.5% ecn gap 5 reorder 25%", "limit", 5, "delay", "10ms", "jitter", "3ms", "delay_corr", "20%",
		"loss", kw("state", "1% 80% 2% 20% 0.5%"), "ecn", true, "gap", 5, "reorder", "25%"),
	root("netem", "delay 10ms 3ms distribution normal", "delay", "10ms", "jitter", "3ms", "distribution", "normal"),
	root("netem", "delay 10ms 3ms distribution pareto corrupt 1% 2% duplicate 3% 4%", "delay", "10ms", "jitter", "3ms", "distribution", "pareto", "corrupt", "1%", "corr_corrupt", "2%", "duplicate", "3%", "dup_corr", "4%"),
	root("netem", "slot distribution normal 5ms 1ms packets 5 bytes 1000", "slot", kw("distribution", "normal", "delay", "5ms", "jitter", "1ms", "packets", 5, "bytes", 1000)),
	root("netem", "slot 1ms 5ms packets 5 bytes 1000 rate 1mbit 5 48 -2", "slot", kw("min", "1ms", "max", "5ms", "packets", 5, "bytes", 1000), "rate", "1mbit", "packet_overhead", 5, "cell_size", 48, "cell_overhead", -2),
	root("pie", "limit 100 target 10ms tupdate 20ms alpha 3 beta 21 bytemode ecn dq_rate_estimator", "limit", 100, "target", "10ms", "tupdate", "20ms", "alpha", 3, "beta", 21, "bytemode", true, "ecn", true,
		"dq_rate_estimator", true),
	root("plug", "limit 100000", "limit", 100000),
	root("prio", "bands 4 priomap 3 2 1 0 3 2 1 0 3 2 1 0 3 2 1 0", "bands", 4, "priomap", list(3, 2, 1, 0, 3, 2, 1, 0, 3, 2, 1, 0, 3, 2, 1, 0)),
	root("red", "limit 400000 min 30000 max 90000 avpkt 1000 ecn nodrop qevent early_drop block 10 qevent mark block 11", "limit", 400000, "min", 30000, "max", 90000, "avpkt", 1000, "ecn", true, "nodrop", true,
		"qevent_early_drop", 10, "qevent_mark", 11),
	root("sfb", "rehash 300000 db 30000 limit 500 max 30 target 20 increment 0.001 decrement 0.0001 penalty_rate 20 penalty_burst 30", "rehash", "300s", "db", "30s", "limit", 500, "max", 30, "target", 20,
		"increment", 0.001, "decrement", 0.0001, "penalty_rate", 20, "penalty_burst", 30),
	root("sfq", "limit 100 perturb 10 quantum 2000 divisor 512 flows 64 depth 50 headdrop", "limit", 100, "perturb", 10, "quantum", 2000, "divisor", 512, "flows", 64, "depth", 50, "headdrop", true),
	root("sfq", "limit 3000 redflowlimit 100000 min 8000 max 60000 avpkt 1000 burst 30 probability 0.1 ecn harddrop", "limit", 3000, "redflowlimit", 100000, "min", 8000, "max", 60000, "avpkt", 1000, "burst", 30,
		"probability", 0.1, "ecn", true, "harddrop", true),
	root("skbprio", "limit 50", "limit", 50),
	{"qdisc taprio", []tcStep{{"add", kw("kind", "taprio", "root", true, "num_tc", 2, "map", list(0, 1), "queues", "1@0 1@1", "base_time", 1000, "flags", 1, "txtime_delay", 500000, "clockid", "TAI",
		"cycle_time", 700000, "cycle_time_extension", 1000, "sched_entries", list("S 01 300000", "S 02 400000"))}}, "",
		[]string{"qdisc add DEV root handle 1: taprio num_tc 2 map 0 1 queues 1@0 1@1 base-time 1000 flags 0x1 txtime-delay 500000 cycle-time 700000 cycle-time-extension 1000 sched-entry S 01 300000 sched-entry S 02 400000 clockid CLOCK_TAI"}},
	root("tbf", "rate 1mbit burst 10k/8 limit 20k mtu 2000 linklayer atm overhead 10 mpu 60", "rate", "1mbit", "burst", "10k", "limit", "20k", "mtu", 2000, "linklayer", "atm", "overhead", 10, "mpu", 60),
	{"qdisc drr", []tcStep{{"add", kw("kind", "drr", "root", true)}, {"add-class", kw("kind", "drr", "parent", "1:", "handle", "1:1", "quantum", 1000)}}, "",
		[]string{"qdisc add DEV root handle 1: drr", "class add DEV parent 1: classid 1:1 drr quantum 1000"}},
	{"qdisc qfq", []tcStep{{"add", kw("kind", "qfq", "root", true)}, {"add-class", kw("kind", "qfq", "parent", "1:", "handle", "1:1", "weight", 10, "maxpkt", 1600)}}, "",
		[]string{"qdisc add DEV root handle 1: qfq", "class add DEV parent 1: classid 1:1 qfq weight 10 maxpkt 1600"}},
	{"qdisc ets", []tcStep{{"add", kw("kind", "ets", "root", true, "bands", 4, "strict", 2)}, {"change-class", kw("kind", "ets", "parent", "1:", "handle", "1:3", "quantum", 5000)}}, "",
		[]string{"qdisc add DEV root handle 1: ets bands 4 strict 2", "class change DEV classid 1:3 ets quantum 5000"}},
	{"qdisc clsact", []tcStep{{"add", kw("kind", "clsact", "ingress_block", 5, "egress_block", 6)}}, "", []string{"qdisc add DEV ingress_block 7 egress_block 8 clsact"}}, // blocks are not compared

	below("basic", `match meta(priority gt 5) or cmp(u8 at 9 layer network mask 0xff lt 7 trans) and not u32(u16 0x1122 0xffff at nexthdr+2) and u32(u8 5 0xf at 9) and u32(u16 7 0xff at 4) classid 1:2`,
		"match", `meta(priority gt 5) or cmp(u8 at 9 layer network mask 0xff lt 7 trans) and not u32(u16 0x1122 0xffff at nexthdr+2) and u32(u8 5 0xf at 9) and u32(u16 7 0xff at 4)`, "classid", "1:2"),
	below("flow", "map key mark and 0xff rshift 3 addend 4 divisor 16 baseclass 1:1", "handle", 1, "map", "mark", "mask", 0xff, "rshift", 3, "addend", 4, "divisor", 16, "baseclass", "1:1"),
	below("flow", "hash keys src,dst,proto-src,proto-dst,iif,priority,mark,nfct,rt-classid,vlan-tag,rxhash divisor 16 perturb 10", "handle", 1,
		"hash", "src,dst,proto-src,proto-dst,iif,priority,mark,nfct,rt-classid,vlan-tag,rxhash", "divisor", 16, "perturb", 10),
	below("fw", "classid 1:4 indev lo", "handle", "5/0xff", "classid", "1:4", "indev", "lo"),
	below("matchall", "skip_hw classid 1:5 action drop", "skip_hw", true, "classid", "1:5", "action", "drop"),
	below("route", "fromif lo to 7 classid 1:6", "iif", "lo", "to", 7, "classid", "1:6"),
	below("flower", "num_of_vlans 2", "num_of_vlans", 2),
}
