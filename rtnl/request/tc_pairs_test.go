package request_test

// tcFilterPairs are all words of tc's filters.
var tcFilterPairs = []tcGroup{
	{"filter flower,action gact", []tcPair{
		pair("protocol all flower indev lo", "kind", "flower", "indev", "lo"),
		pair("protocol all flower num_of_vlans 2", "kind", "flower", "num_of_vlans", 2),
		pair("protocol 802.1q flower vlan_id 5 vlan_prio 3 vlan_ethtype ipv4", "protocol", "802.1q", "kind", "flower", "vlan_id", 5, "vlan_prio", 3, "vlan_ethtype", "ip"),
		pair("protocol 802.1ad flower vlan_id 5 vlan_ethtype 802.1q cvlan_id 7 cvlan_prio 2 cvlan_ethtype ipv6 dst_ip 2001:db8::1", "protocol", "802.1ad", "kind", "flower", "vlan_id", 5, "vlan_ethtype", "802.1q",
			"cvlan_id", 7, "cvlan_prio", 2, "cvlan_ethtype", "ipv6", "dst_ip", "2001:db8::1"),
		pair("protocol ppp_ses flower pppoe_sid 5 ppp_proto ip", "protocol", "ppp_ses", "kind", "flower", "pppoe_sid", 5, "ppp_proto", "ip"),
		pair("protocol all flower dst_mac 02:00:00:00:00:01/24 src_mac 02:00:00:00:00:02/ff:ff:00:00:00:00", "kind", "flower", "dst_mac", "02:00:00:00:00:01/24", "src_mac", "02:00:00:00:00:02/ff:ff:00:00:00:00"),
		pair("protocol ip flower ip_proto tcp tcp_flags 0x5/7", "protocol", "ip", "kind", "flower", "ip_proto", "tcp", "tcp_flags", "0x5/7"),
		pair("protocol ip flower ip_proto tcp tcp_flags 2", "protocol", "ip", "kind", "flower", "ip_proto", "tcp", "tcp_flags", 2),
		pair("protocol ip flower ip_proto sctp src_port 5 dst_port 6", "protocol", "ip", "kind", "flower", "ip_proto", "sctp", "src_port", 5, "dst_port", 6),
		pair("protocol ip flower ip_proto udp dst_port 100-200 src_port 5-7", "protocol", "ip", "kind", "flower", "ip_proto", "udp", "dst_port", "100-200", "src_port", "5-7"),
		pair("protocol ip flower ip_proto 0x32", "protocol", "ip", "kind", "flower", "ip_proto", 50),
		pair("protocol ip flower ip_tos 0x10/0xfc ip_ttl 64/0xf0", "protocol", "ip", "kind", "flower", "ip_tos", "0x10/0xfc", "ip_ttl", "64/0xf0"),
		pair("protocol ip flower ip_tos 4 ip_ttl 3", "protocol", "ip", "kind", "flower", "ip_tos", 4, "ip_ttl", 3),
		pair("protocol ip flower src_ip 10.0.0.1/255.255.255.0 dst_ip 10.0.0.0/9", "protocol", "ip", "kind", "flower", "src_ip", "10.0.0.1/255.255.255.0", "dst_ip", "10.0.0.0/9"),
		pair("protocol ipv6 flower src_ip 2001:db8::/33 dst_ip 2001:db8::1", "protocol", "ipv6", "kind", "flower", "src_ip", "2001:db8::/33", "dst_ip", "2001:db8::1"),
		pair("protocol ip flower ip_proto icmp type 8/15 code 1", "protocol", "ip", "kind", "flower", "ip_proto", "icmp", "type", "8/15", "code", 1),
		pair("protocol ipv6 flower ip_proto icmpv6 type 128 code 3/7", "protocol", "ipv6", "kind", "flower", "ip_proto", "icmpv6", "type", 128, "code", "3/7"),
		pair("protocol arp flower arp_tip 10.0.0.0/24 arp_sip 10.0.1.1 arp_op reply arp_tha 02:00:00:00:00:01/24 arp_sha 02:00:00:00:00:02", "protocol", "arp", "kind", "flower", "arp_tip", "10.0.0.0/24",
			"arp_sip", "10.0.1.1", "arp_op", "reply", "arp_tha", "02:00:00:00:00:01/24", "arp_sha", "02:00:00:00:00:02"),
		pair("protocol rarp flower arp_op request", "protocol", "rarp", "kind", "flower", "arp_op", "request"),
		pair("protocol ip flower enc_src_ip 10.0.0.0/8 enc_dst_ip 10.0.0.2 enc_key_id 7 enc_dst_port 4789 enc_tos 0x10/0xf0 enc_ttl 9/0xf", "protocol", "ip", "kind", "flower", "enc_src_ip", "10.0.0.0/8", "enc_dst_ip", "10.0.0.2",
			"enc_key_id", 7, "enc_dst_port", 4789, "enc_tos", "0x10/0xf0", "enc_ttl", "9/0xf"),
		pair("protocol ip flower enc_src_ip 2001:db8::/32 enc_dst_ip 2001:db8::2", "protocol", "ip", "kind", "flower", "enc_src_ip", "2001:db8::/32", "enc_dst_ip", "2001:db8::2"),
		pair("protocol ip flower enc_key_id 7 geneve_opts 0102:80:11223344/ffff:ff:ff00ff00,0103:81:55667788/00ff:ff:0000ffff", "protocol", "ip", "kind", "flower", "enc_key_id", 7,
			"geneve_opts", "0102:80:11223344/ffff:ff:ff00ff00,0103:81:55667788/00ff:ff:0000ffff"),
		pair("protocol ip flower enc_key_id 7 geneve_opts 0102:80:11223344", "protocol", "ip", "kind", "flower", "enc_key_id", 7, "geneve_opts", list(kw("class", 0x102, "type", 0x80, "data", "11223344"))),
		pair("protocol ip flower enc_key_id 7 vxlan_opts 5/0xff", "protocol", "ip", "kind", "flower", "enc_key_id", 7, "vxlan_opts", "5/0xff"),
		pair("protocol ip flower enc_key_id 7 vxlan_opts 5", "protocol", "ip", "kind", "flower", "enc_key_id", 7, "vxlan_opts", kw("gbp", 5)),
		pair("protocol ip flower enc_key_id 7 erspan_opts 1:2:0:0/1:0xff:0:0", "protocol", "ip", "kind", "flower", "enc_key_id", 7, "erspan_opts", "1:2:0:0/0xff:0xff:0:0"),
		pair("protocol ip flower enc_key_id 7 erspan_opts 2:0:1:63/2:0:1:0x3f", "protocol", "ip", "kind", "flower", "enc_key_id", 7, "erspan_opts", "2:0:1:63/0xff:0:1:0x3f"),
		pair("protocol ip flower enc_key_id 7 gtp_opts 01:02/ff:0f", "protocol", "ip", "kind", "flower", "enc_key_id", 7, "gtp_opts", "01:02/ff:0f"),
		pair("protocol ip flower ip_flags nofrag", "protocol", "ip", "kind", "flower", "ip_flags", "nofrag"),
		pair("protocol ip flower ip_flags frag/firstfrag", "protocol", "ip", "kind", "flower", "ip_flags", "frag/firstfrag"),
		pair("protocol ip flower ct_state +trk+est-rel-inv+rpl", "protocol", "ip", "kind", "flower", "ct_state", "+trk+est-rel-inv+rpl"),
		pair("protocol ip flower ct_state +trk+new", "protocol", "ip", "kind", "flower", "ct_state", list("trk", "new")),
		pair("protocol ip flower ct_mark 5 ct_zone 7/0xff ct_label 0102030405060708090a0b0c0d0e0f10/ffffffffffffffff0000000000000000", "protocol", "ip", "kind", "flower", "ct_mark", 5, "ct_zone", "7/0xff",
			"ct_label", "0102030405060708090a0b0c0d0e0f10/ffffffffffffffff0000000000000000"),
		pair("protocol ip flower ct_label 0102", "protocol", "ip", "kind", "flower", "ct_label", "0102"),
		pair("protocol mpls_uc flower mpls_label 5 mpls_tc 1 mpls_bos 0 mpls_ttl 9", "protocol", "mpls_uc", "kind", "flower", "mpls_label", 5, "mpls_tc", 1, "mpls_bos", 0, "mpls_ttl", 9),
		pair("protocol mpls_uc flower mpls lse depth 1 label 5 tc 1 bos 0 ttl 9 lse depth 7 bos 1", "protocol", "mpls_uc", "kind", "flower",
			"mpls", list(kw("depth", 1, "label", 5, "tc", 1, "bos", 0, "ttl", 9), kw("depth", 7, "bos", 1))),
		pair("protocol ip handle 0x77 flower skip_hw classid 1:1 dst_ip 10.0.0.1 action pass", "protocol", "ip", "handle", "0x77", "kind", "flower", "skip_hw", true, "classid", "1:1", "dst_ip", "10.0.0.1", "action", "pass"),
		pair("chain 5 protocol ip flower dst_ip 10.0.0.1 action goto chain 7", "chain", 5, "protocol", "ip", "kind", "flower", "dst_ip", "10.0.0.1", "action", "goto_chain 7"),
	}},
	{"filter u32,action gact,action police", u32Pairs()},
	{"filter basic,action gact", basicPairs()},
	{"filter flow,action gact", []tcPair{
		pair("protocol all handle 1 flow map key src and 0xff xor 5 rshift 3 addend 4 divisor 16 baseclass 1:1", "handle", 1, "kind", "flow", "map", "src", "mask", 0xff, "xor", 5, "rshift", 3, "addend", 4, "divisor", 16, "baseclass", "1:1"),
		pair("protocol all handle 2 flow map key dst or 0xff", "handle", 2, "kind", "flow", "map", "dst", "mask", uint32(0xffffff00), "xor", 0xff),
		pair("protocol all handle 3 flow hash keys nfct-src,nfct-dst,nfct-proto-src,nfct-proto-dst,sk-uid,sk-gid divisor 8 perturb 5", "handle", 3, "kind", "flow",
			"hash", "nfct-src,nfct-dst,nfct-proto-src,nfct-proto-dst,sk-uid,sk-gid", "divisor", 8, "perturb", 5),
		pair("protocol all handle 4 flow map key proto match cmp(u8 at 9 layer 1 eq 6) action drop", "handle", 4, "kind", "flow", "map", "proto", "match", "cmp(u8 at 9 layer 1 eq 6)", "action", "drop"),
	}},
	{"filter fw,action gact,action police", []tcPair{
		pair("protocol all handle 5/0xff fw classid 1:1", "handle", "5/0xff", "kind", "fw", "classid", "1:1"),
		pair("protocol all handle 0x20 fw action drop", "handle", 0x20, "kind", "fw", "action", "drop"),
		pair("protocol all handle 6 fw police rate 1mbit burst 10k drop", "handle", 6, "kind", "fw", "police", kw("rate", "1mbit", "burst", "10k", "action", "drop")),
	}},
	{"filter matchall,action gact", []tcPair{
		pair("protocol ip matchall classid 1:1", "protocol", "ip", "kind", "matchall", "classid", "1:1"),
		pair("protocol all handle 0x11 matchall skip_hw flowid 1:1 action pass action drop", "handle", 0x11, "kind", "matchall", "skip_hw", true, "flowid", "1:1", "action", list("pass", "drop")),
	}},
	{"filter bpf", []tcPair{
		{"protocol all bpf bytecode \"1,6 0 0 4294967295,\" flowid 1:1", kw("kind", "bpf", "bytecode", "1,6 0 0 4294967295", "flowid", "1:1")},
	}},
	{"filter cgroup,action gact", []tcPair{
		pair("protocol all handle 1 cgroup match meta(priority eq 3) or not cmp(u8 at 9 layer 1 eq 6) action drop", "handle", 1, "kind", "cgroup", "match", "meta(priority eq 3) or not cmp(u8 at 9 layer 1 eq 6)", "action", "drop"),
	}},
	{"filter route,action gact", []tcPair{
		pair("protocol ip route from 3 classid 1:1", "protocol", "ip", "kind", "route", "from", 3, "classid", "1:1"),
		pair("protocol ip route fromif lo", "protocol", "ip", "kind", "route", "iif", "lo"),
		pair("protocol ip route from 3 to 4 action drop", "protocol", "ip", "kind", "route", "from", 3, "to", 4, "action", "drop"),
	}},
}

func u32Pairs() (pairs []tcPair) {
	for _, m := range []string{
		"u32 0x11223344 0xff00ff00 at 12", "u16 0x1122 0xffff at nexthdr+2", "u8 0x5 0xf at nexthdr+1", "u8 5 0xff at 3", "u16 7 0xff00 at 6",
		"ip src 10.1.2.0/23", "ip dst 10.1.2.3", "ip tos 0x10 0xfc", "ip dsfield 0x20 0xff", "ip precedence 0x40 0xe0", "ip ihl 5 0xf", "ip protocol 17 0xff", "ip nofrag", "ip firstfrag", "ip df", "ip mf",
		"ip sport 53 0xffff", "ip dport 80 0xfff0", "ip icmp_type 8 0xff", "ip icmp_code 1 0x0f",
		"ip6 src 2001:db8::/33", "ip6 dst 2001:db8::1", "ip6 priority 0x12 0xff", "ip6 protocol 6 0xff", "ip6 flowlabel 0x12345 0xfffff", "ip6 sport 53 0xffff", "ip6 dport 5 0xff00",
		"ip6 icmp_type 128 0xff", "tcp src 80 0xffff", "tcp dst 443 0xff00", "udp src 53 0xffff", "udp dst 53 0xffff", "icmp type 8 0xff", "icmp code 1 0xff",
		"ether src 02:00:00:00:00:01", "ether dst 02:00:00:00:00:02",
	} {
		pairs = append(pairs, pair("protocol ip u32 match "+m+" flowid 1:1", "protocol", "ip", "kind", "u32", "match", m, "flowid", "1:1"))
	}
	return append(pairs,
		pair("protocol ip u32 match mark 5 0xff match ip tos 4 0xff flowid 1:1", "protocol", "ip", "kind", "u32", "mark", "5/0xff", "match", "ip tos 4 0xff", "flowid", "1:1"),
		pair("protocol ip u32 match u32 0 0 at 0 police rate 1mbit burst 10k drop flowid 1:1", "protocol", "ip", "kind", "u32", "match", "u32 0 0 at 0", "police", kw("rate", "1mbit", "burst", "10k", "action", "drop"), "flowid", "1:1"),
		pair("protocol ip u32 match u32 0 0 at 0 skip_hw action pass", "protocol", "ip", "kind", "u32", "match", "u32 0 0 at 0", "skip_hw", true, "action", "pass"),
		pair("protocol ip u32 match ip protocol 6 0xff offset plus 4 at 0 mask 0x0f00 shift 6 eat flowid 1:1", "protocol", "ip", "kind", "u32", "match", "ip protocol 6 0xff",
			"offset", kw("plus", 4, "at", 0, "mask", 0x0f00, "shift", 6, "eat", true), "flowid", "1:1"),
	)
}

func basicPairs() (pairs []tcPair) {
	for _, m := range []string{
		"cmp(u8 at 0 layer 0 eq 6)", "cmp(u16 at 2 layer link gt 6)", "cmp(u32 at 4 layer transport lt 6)", "cmp(u32 at 4 layer tcp lt 6 trans)", "cmp(u16 at 2 mask 0xff eq 6)", "nbyte(abc at 40)",
		`nbyte("ab" at 4 layer link)`, "nbyte(abc at 40 layer 2)", "u32(u32 0x11223344 0xffffffff at 8)", "u32(u16 0x1122 0xff00 at nexthdr+4)", "u32(u8 5 0xff at 3)",
		"meta(random gt 5)", "meta(loadavg_5 lt 5)", "meta(loadavg_1 eq 500)", "meta(dev shift 1 eq 5)", "meta(priority gt 5)", "meta(protocol eq 0x800)", "meta(pkt_type eq 4)", "meta(pkt_len gt 1000)",
		"meta(data_len lt 100)", "meta(mac_len eq 14)", "meta(nf_mark mask 0xff eq 5)", "meta(fwmark eq 5)", "meta(tc_index eq 1)", "meta(loadavg_15 gt 1)", "meta(rt_classid eq 5)", "meta(rt_iif eq 1)",
		"meta(sk_family eq 2)", "meta(sk_state eq 1)", "meta(sk_reuse eq 1)", "meta(dev eq 1)", "meta(sk_bind_if eq 1)", "meta(sk_refcnt gt 1)", "meta(sk_shutdown eq 1)", "meta(sk_proto eq 6)", "meta(sk_type eq 1)",
		"meta(sk_rcvbuf gt 1000)", "meta(sk_rmem gt 5)", "meta(sk_wmem gt 5)", "meta(sk_omem gt 5)", "meta(sk_wmem_queue gt 5)", "meta(sk_rcv_queue gt 5)", "meta(sk_snd_queue gt 5)", "meta(sk_err_queue gt 5)",
		"meta(sk_fwd_alloc gt 5)", "meta(sk_sndbuf gt 5)", "meta(vlan mask 0xfff eq 5)", "meta(nf_mark shift 4 mask 0xff gt 5)", "meta(nf_mark eq priority)", "meta(nf_mark shift 2 mask 0xf lt priority shift 1 mask 0xff)",
		"not cmp(u8 at 9 layer 1 eq 6)", "cmp(u8 at 9 layer 1 eq 6) and (meta(priority gt 5) or (not nbyte(x at 1 layer 1) and meta(priority lt 9))) or cmp(u8 at 8 layer 1 eq 1)",
		"not (meta(priority gt 5) or meta(priority lt 2))",
	} {
		pairs = append(pairs, pair("protocol ip basic match '"+m+"' classid 1:1", "protocol", "ip", "kind", "basic", "match", m, "classid", "1:1"))
	}
	return append(pairs, pair("protocol ip handle 5 basic action drop", "protocol", "ip", "handle", 5, "kind", "basic", "action", "drop"))
}

// tcActionPairs are all words of tc's actions.
var tcActionPairs = []tcGroup{
	{"action gact", []tcPair{
		pair("drop", "action", "drop"), pair("reclassify", "action", "reclassify"), pair("continue", "action", "continue"), pair("pass", "action", "pass"), pair("pipe", "action", "pipe"), pair("trap", "action", "trap"),
		pair("pass random determ drop 10", "action", "pass", "random", kw("type", "determ", "action", "drop", "val", 10)),
	}},
	{"action mirred", []tcPair{
		pair("egress redirect dev v0", "action", "redirect", "dev", "v0"), pair("ingress redirect dev v0", "direction", "ingress", "action", "redirect", "dev", "v0"),
		pair("egress mirror dev lo", "action", "mirror", "dev", "lo"), pair("ingress mirror dev v0", "direction", "ingress", "action", "mirror", "dev", "v0"),
	}},
	{"action police", []tcPair{
		pair("rate 1mbit burst 10k", "rate", "1mbit", "burst", "10k"),
		pair("rate 40gbit burst 10000000 mtu 9000 peakrate 80gbit conform-exceed drop/pass", "rate", "40gbit", "burst", 10000000, "mtu", 9000, "peakrate", "80gbit", "conform_exceed", "drop/pass"),
		pair("rate 1mbit burst 10k mtu 3000 mpu 64 overhead 14 linklayer atm conform-exceed pipe", "rate", "1mbit", "burst", "10k", "mtu", 3000, "mpu", 64, "overhead", 14, "linklayer", "atm", "conform_exceed", "pipe"),
		pair("rate 1mbit burst 10k conform-exceed continue/pipe", "rate", "1mbit", "burst", "10k", "conform_exceed", "continue/pipe"),
		pair("pkts_rate 1000 pkts_burst 100 conform-exceed drop/pipe", "pkts_rate", 1000, "pkts_burst", 100, "exceed", "drop", "conform", "pipe"),
		pair("mtu 1000 conform-exceed drop", "mtu", 1000, "exceed", "drop"),
	}},
	{"action connmark", []tcPair{pair("", "action", "pipe"), pair("zone 7 pipe", "zone", 7), pair("drop", "action", "drop")}},
	{"action csum", []tcPair{
		pair("ip4h", "update", "ip4h"), pair("icmp and igmp and tcp and udp and udplite and sctp and ip4h", "update", "icmp,igmp,tcp,udp,udplite,sctp,ip4h"), pair("tcp pipe", "update", "tcp", "action", "pipe"),
	}},
	{"action ct", []tcPair{
		pair("", "action", "pipe"), pair("clear", "clear", true), pair("zone 5", "zone", 5), pair("nat zone 5", "nat", true, "zone", 5), pair("commit", "commit", true),
		pair("commit force zone 7 mark 5/0xff label 0102/ffff drop", "commit", true, "force", true, "zone", 7, "mark", "5/0xff", "label", "0102/ffff", "action", "drop"),
		pair("commit nat src addr 10.0.0.1-10.0.0.9 port 1000-2000", "commit", true, "nat", "src", "addr", "10.0.0.1-10.0.0.9", "port", "1000-2000"),
		pair("commit nat dst addr 2001:db8::1 port 80", "commit", true, "nat", "dst", "addr", "2001:db8::1", "port", 80),
		pair("commit mark 5 label 0102030405060708090a0b0c0d0e0f10", "commit", true, "mark", 5, "label", "0102030405060708090a0b0c0d0e0f10"),
	}},
	{"action ctinfo", []tcPair{
		pair("dscp 0xfc000000 0x01000000", "dscp", "0xfc000000/0x01000000"), pair("dscp 0xfc000000", "dscp", uint32(0xfc000000)), pair("cpmark 0xff", "cpmark", 0xff), pair("cpmark", "cpmark", true),
		pair("dscp 0xfc000000 cpmark 0xff zone 7 drop", "dscp", uint32(0xfc000000), "cpmark", 0xff, "zone", 7, "action", "drop"),
	}},
	{"action gate", []tcPair{
		pair("clockid CLOCK_TAI base-time 1000 cycle-time 400000000 cycle-time-ext 1000 priority 5 flags 0 sched-entry open 200000000 3 8000 sched-entry close 100000000 pipe", "clockid", "TAI", "base_time", 1000,
			"cycle_time", 400000000, "cycle_time_ext", 1000, "priority", 5, "sched_entries", list("open 200000000 3 8000", "close 100000000"), "action", "pipe"),
		pair("clockid CLOCK_MONOTONIC sched-entry open 200ms 5 8m", "clockid", "MONOTONIC", "sched_entries", list(kw("gate", "open", "interval", "200ms", "ipv", 5, "max_octets", "8m"))),
	}},
	{"action ife", []tcPair{
		pair("encode allow mark", "mode", "encode", "allow", "mark"),
		pair("encode use mark 17 allow prio use tcindex 5 dst 02:00:00:00:00:01 src 02:00:00:00:00:02 type 0xed3e", "mode", "encode", "use", kw("mark", 17, "tcindex", 5), "allow", "prio", "dst", "02:00:00:00:00:01", "src", "02:00:00:00:00:02", "type", 0xed3e),
		pair("decode pass", "mode", "decode", "action", "pass"),
	}},
	{"action mpls", []tcPair{
		pair("pop protocol ip", "m_action", "pop", "protocol", "ip"), pair("push label 5", "m_action", "push", "label", 5),
		pair("push protocol mpls_mc label 5 tc 3 ttl 9 bos 1", "m_action", "push", "protocol", "mpls_mc", "label", 5, "tc", 3, "ttl", 9, "bos", 1),
		pair("mac_push label 7", "m_action", "mac_push", "label", 7), pair("modify label 7 ttl 5 tc 1 drop", "m_action", "modify", "label", 7, "ttl", 5, "tc", 1, "action", "drop"), pair("dec_ttl", "m_action", "dec_ttl"),
	}},
	{"action nat", []tcPair{
		pair("ingress 10.0.0.0/24 192.168.0.0", "direction", "ingress", "old", "10.0.0.0/24", "new", "192.168.0.0"), pair("egress 10.0.0.0/8 192.168.0.0/8 pipe", "direction", "egress", "old", "10.0.0.0/8", "new", "192.168.0.0/8", "action", "pipe"),
		pair("egress 10.0.0.1 192.168.0.1", "direction", "egress", "old", "10.0.0.1", "new", "192.168.0.1"),
	}},
	{"action pedit", peditPairs()},
	{"action sample", []tcPair{pair("rate 10 group 4", "rate", 10, "group", 4), pair("rate 10 group 4 trunc 100 drop", "rate", 10, "group", 4, "trunc", 100, "action", "drop")}},
	{"action simple", []tcPair{{`sdata hello`, kw("sdata", "hello")}, {`sdata "two_words" drop`, kw("sdata", "two_words", "action", "drop")}}},
	{"action skbedit", []tcPair{
		pair("queue_mapping 5", "queue_mapping", 5), pair("priority 1:20", "priority", "1:20"), pair("mark 17", "mark", 17), pair("mark 17/0xff", "mark", "17/0xff"), pair("ptype host", "ptype", "host"), pair("ptype otherhost", "ptype", "otherhost"),
		pair("ptype broadcast", "ptype", "broadcast"), pair("ptype multicast", "ptype", "multicast"), pair("inheritdsfield", "inheritdsfield", true), pair("queue_mapping 1 priority 5 mark 3 drop", "queue_mapping", 1, "priority", 5, "mark", 3, "action", "drop"),
	}},
	{"action skbmod", []tcPair{
		pair("set dmac 02:00:00:00:00:01", "dmac", "02:00:00:00:00:01"), pair("set smac 02:00:00:00:00:01", "smac", "02:00:00:00:00:01"), pair("set etype 0x88b5", "etype", 0x88b5), pair("swap mac", "swap_mac", true), pair("ecn", "ecn", true),
		pair("set dmac 02:00:00:00:00:01 smac 02:00:00:00:00:02 etype 0x800 drop", "dmac", "02:00:00:00:00:01", "smac", "02:00:00:00:00:02", "etype", 0x800, "action", "drop"),
	}},
	{"action tunnel_key", []tcPair{
		pair("unset", "t_action", "unset"), pair("set src_ip 10.0.0.1 dst_ip 10.0.0.2 id 5", "src_ip", "10.0.0.1", "dst_ip", "10.0.0.2", "id", 5),
		pair("set src_ip 2001:db8::1 dst_ip 2001:db8::2 id 5 dst_port 4789 nocsum tos 0x10 ttl 9", "src_ip", "2001:db8::1", "dst_ip", "2001:db8::2", "id", 5, "dst_port", 4789, "nocsum", true, "tos", 0x10, "ttl", 9),
		pair("set src_ip 10.0.0.1 dst_ip 10.0.0.2 csum geneve_opts 0102:80:11223344,0103:81:55667788 drop", "src_ip", "10.0.0.1", "dst_ip", "10.0.0.2", "csum", true, "geneve_opts", "0102:80:11223344,0103:81:55667788", "action", "drop"),
		pair("set src_ip 10.0.0.1 dst_ip 10.0.0.2 vxlan_opts 5", "src_ip", "10.0.0.1", "dst_ip", "10.0.0.2", "vxlan_opts", "5"),
		pair("set src_ip 10.0.0.1 dst_ip 10.0.0.2 erspan_opts 1:2:0:0", "src_ip", "10.0.0.1", "dst_ip", "10.0.0.2", "erspan_opts", "1:2:0:0"),
		pair("set src_ip 10.0.0.1 dst_ip 10.0.0.2 erspan_opts 2:0:1:63", "src_ip", "10.0.0.1", "dst_ip", "10.0.0.2", "erspan_opts", kw("ver", 2, "dir", 1, "hwid", 63)),
	}},
	{"action vlan", []tcPair{
		pair("pop", "v_action", "pop"), pair("push id 5", "v_action", "push", "id", 5), pair("push protocol 802.1ad id 5 priority 3 drop", "v_action", "push", "protocol", "802.1ad", "id", 5, "priority", 3, "action", "drop"),
		pair("modify id 7 priority 0", "v_action", "modify", "id", 7, "priority", 0), pair("pop_eth", "v_action", "pop_eth"),
		pair("push_eth dst_mac 02:00:00:00:00:01 src_mac 02:00:00:00:00:02", "v_action", "push_eth", "dst_mac", "02:00:00:00:00:01", "src_mac", "02:00:00:00:00:02"),
	}},
	{"action bpf", []tcPair{{"bytecode \"1,6 0 0 1,\"", kw("bytecode", "1,6 0 0 1")}}},
}

func peditPairs() (pairs []tcPair) {
	for _, m := range []string{
		"eth dst set 02:00:00:00:00:01", "eth src set 02:00:00:00:00:01", "eth type set 0x88b5", "ip src set 10.0.0.1", "ip dst set 10.0.0.1", "ip tos set 0x10", "ip dsfield set 0x10 retain 0xfc", "ip protocol set 17",
		"ip ttl set 9", "ip ttl add 0xff", "ip ttl clear", "ip ttl invert", "ip ttl preserve", "ip ihl set 5", "ip df set 0x40", "ip mf clear", "ip ce clear",
		"ip ttl decrement", "ip precedence set 0x20", "ip mf invert",
		"ip6 src set 2001:db8::1", "ip6 dst set 2001:db8::2", "ip6 payload_len set 100", "ip6 nexthdr set 17", "ip6 hoplimit set 9", "ip6 hoplimit add 255", "ip6 traffic_class set 0x12",
		"tcp sport set 80", "tcp dport add 5", "tcp flags set 0x10", "tcp flags set 0x10 retain 0x12", "tcp flags clear", "tcp flags invert", "udp sport set 53", "udp dport set 53", "udp dport clear",
		"offset 0 u32 set 0x11223344", "offset 4 u16 set 0x1122", "offset 6 u16 set 0x1122 retain 0xff", "offset 9 u8 set 0x11", "offset 8 u8 clear", "offset 8 u8 invert", "offset 8 u8 preserve",
		"offset -8 u32 set 5",
	} {
		pairs = append(pairs, pair("ex munge "+m+" pipe", "munge", m))
	}
	return pairs
}
