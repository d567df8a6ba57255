package request_test

import (
	"context"
	"strings"
	"testing"

	"nlua/rtnl/codec"
	"nlua/rtnl/nl"
	"nlua/rtnl/nstest"
	"nlua/rtnl/nstest/iproute"
)

// tcHelpRows are words of tc's help pages that need hardware or a program, or change nothing that the kernel tells: requests are compared.
var tcHelpRows = []tcPair{
	pair("qdisc add dev v0 root handle 1: etf delta 300000 clockid CLOCK_TAI offload", "kind", "etf", "delta", 300000, "clockid", "TAI", "offload", true),
	pair("qdisc add dev v0 root handle 1: fq pacing", "kind", "fq", "pacing", true),
	pair("qdisc add dev v0 root handle 1: fq_codel ecn", "kind", "fq_codel", "ecn", true),
	pair("qdisc add dev v0 root handle 1: fq_pie noecn nobytemode no_dq_rate_estimator", "kind", "fq_pie", "ecn", false, "bytemode", false, "dq_rate_estimator", false),
	pair("qdisc replace dev v0 root handle 1: gred setup vqs 3 default 2", "kind", "gred", "dps", 3, "default", 2),
	pair("qdisc add dev v0 root handle 1: htb default 30 offload", "kind", "htb", "default", 0x30, "offload", true),
	pair("qdisc add dev v0 root handle 1: mqprio num_tc 2 map 0 1 queues 1@0 1@1 hw 1 mode channel shaper bw_rlimit min_rate 1mbit 2mbit max_rate 3mbit 4mbit", "kind", "mqprio", "num_tc", 2, "map", list(0, 1),
		"queues", "1@0 1@1", "hw", 1, "mode", "channel", "shaper", "bw_rlimit", "min_rate", list("1mbit", "2mbit"), "max_rate", list("3mbit", "4mbit")),
	pair("qdisc change dev v0 root handle 1: plug block", "kind", "plug", "action", "buffer"),
	pair("qdisc change dev v0 root handle 1: plug release", "kind", "plug", "action", "release_one"),
	pair("qdisc change dev v0 root handle 1: plug release_indefinite", "kind", "plug", "action", "release_indefinite"),
	pair("filter add dev v0 parent 1: protocol all pref 1 bpf bytecode 1,6~0~0~1, classid 1:2 skip_sw direct-action", "kind", "bpf", "bytecode", "1,6 0 0 1", "classid", "1:2", "skip_sw", true, "direct_action", true),
	pair("filter add dev v0 parent 1: protocol all pref 1 bpf bytecode 1,6~0~0~1, skip_hw", "kind", "bpf", "bytecode", "1,6 0 0 1", "skip_hw", true),
	pair("filter add dev v0 parent 1: protocol all pref 1 flower skip_sw verbose", "kind", "flower", "skip_sw", true, "verbose", true),
	pair("filter add dev v0 parent 1: protocol all pref 1 matchall skip_sw classid 1:2", "kind", "matchall", "skip_sw", true, "classid", "1:2"),
	pair("filter add dev v0 parent 1: protocol all pref 1 u32 match ip src 10.0.0.1 classid 1:2 skip_sw", "kind", "u32", "match", "ip src 10.0.0.1", "classid", "1:2", "skip_sw", true),
	pair("filter add dev v0 parent 1: protocol mpls_mc pref 1 flower mpls_label 5", "kind", "flower", "protocol", "mpls_mc", "mpls_label", 5),
	pair("actions add action mirred egress mirror index 7 dev v0", "kind", "mirred", "action", "mirror", "index", 7, "dev", "v0"),
	pair("actions add action sample rate 10 group 4 index 7", "kind", "sample", "rate", 10, "group", 4, "index", 7),
	pair("actions add action bpf bytecode 1,6~0~0~1, index 7", "kind", "bpf", "bytecode", "1,6 0 0 1", "index", 7),
	pair("qdisc add dev v0 parent 1:5 handle 2: pfifo limit 7", "kind", "pfifo", "parent", "1:5", "handle", "2:", "limit", 7),
	pair("qdisc del dev v0 root handle 1:"),
	pair("class add dev v0 root classid 1:1 drr", "kind", "drr", "handle", "1:1"),
	pair("class replace dev v0 parent 1: classid 1:1 drr quantum 1000", "kind", "drr", "handle", "1:1", "quantum", 1000),
	pair("class del dev v0 classid 1:1", "handle", "1:1"),
	pair("filter add block 5 protocol all pref 1 matchall classid 1:2", "block", 5, "kind", "matchall", "classid", "1:2"),
	pair("filter add dev v0 root protocol all pref 1 matchall classid 1:2", "kind", "matchall", "classid", "1:2"),
	pair("filter change dev v0 parent 1: protocol all pref 1 handle 1 matchall classid 1:2", "kind", "matchall", "handle", 1, "classid", "1:2"),
	pair("filter replace dev v0 parent 1: protocol all pref 1 handle 1 matchall classid 1:2", "kind", "matchall", "handle", 1, "classid", "1:2"),
	pair("filter del dev v0 parent 1: protocol ip pref 1 handle 1 matchall", "kind", "matchall", "handle", 1, "protocol", "ip"),
	pair("filter add dev v0 parent 1: protocol all pref 1 estimator 250ms 1s matchall classid 1:2", "kind", "matchall", "estimator", kw("interval", "250ms", "time", "1s"), "classid", "1:2"),
	pair("chain add dev v0 parent 1: chain 5", "chain", 5),
	pair("chain add block 5 chain 5", "block", 5, "chain", 5),
	pair("chain del dev v0 parent 1: chain 5", "chain", 5),
	pair("chain get dev v0 parent 1: chain 5", "chain", 5),
	pair("actions replace action gact drop index 7", "kind", "gact", "action", "drop", "index", 7),
	pair("actions change action gact drop index 7", "kind", "gact", "action", "drop", "index", 7),
	pair("actions delete action gact index 7", "kind", "gact", "index", 7),
	pair("actions get action gact index 7", "kind", "gact", "index", 7),
	pair("actions flush action gact", "kind", "gact"),
	pair("actions add action gact drop index 7 skip_sw", "kind", "gact", "action", "drop", "index", 7, "skip_sw", true),
	pair("actions add action gact drop index 7 skip_hw", "kind", "gact", "action", "drop", "index", 7, "skip_hw", true),
	pair("actions add action gact drop index 7 hw_stats immediate", "kind", "gact", "action", "drop", "index", 7, "hw_stats", "immediate"),
	pair("actions add action gact drop index 7 hw_stats delayed", "kind", "gact", "action", "drop", "index", 7, "hw_stats", "delayed"),
	pair("actions add action gact jump 2 index 7", "kind", "gact", "action", "jump 2", "index", 7),
	pair("actions add action gact goto chain 5", "kind", "gact", "action", "goto_chain 5"),
	pair("actions add action police pkts_rate 1000 pkts_burst 100 avrate 1mbit", "kind", "police", "pkts_rate", 1000, "pkts_burst", 100, "avrate", "1mbit"),
}

// tcControls are the words that most actions end with.
var tcControls = map[string]string{"reclassify": "reclassify", "pipe": "pipe", "drop": "drop", "continue": "continue", "pass": "pass", "ok": "pass", "goto chain 5": "goto_chain 5"}

func tcControlRows() (rows []tcPair) {
	for _, base := range []tcPair{
		pair("connmark zone 5", "kind", "connmark", "zone", 5),
		pair("ctinfo cpmark 5 zone 7", "kind", "ctinfo", "cpmark", 5, "zone", 7),
		pair("ife decode", "kind", "ife", "mode", "decode"),
		pair("mpls pop protocol ip", "kind", "mpls", "m_action", "pop", "protocol", "ip"),
		pair("pedit ex munge ip ttl set 5", "kind", "pedit", "munge", "ip ttl set 5"),
		pair("simple sdata hello", "kind", "simple", "sdata", "hello"),
		pair("skbmod set etype 0x88b5", "kind", "skbmod", "etype", 0x88b5),
		pair("vlan pop", "kind", "vlan", "v_action", "pop"),
	} {
		for words, action := range tcControls {
			rows = append(rows, tcPair{"actions add action " + base.line + " " + words + " index 7", append(kw("action", action, "index", 7), base.kw...)})
		}
	}
	for words, action := range tcControls {
		rows = append(rows, tcPair{"actions add action police pkts_rate 1000 pkts_burst 100 conform-exceed " + words, kw("kind", "police", "pkts_rate", 1000, "pkts_burst", 100, "exceed", action)},
			tcPair{"actions add action gate clockid CLOCK_TAI sched-entry open 200000000 " + words, kw("kind", "gate", "clockid", "TAI", "sched_entries", "open 200000000", "action", action)})
	}
	return rows
}

// tcApart are words of the pages that no command has, by kind.
var tcApart = map[string][]string{
	"bfifo": {"pfifo pfifo_head_drop fifo: other kinds"}, "pfifo": {"bfifo pfifo_head_drop fifo: other kinds"}, "pfifo_head_drop": {"bfifo pfifo fifo: other kinds"},
	"htb": {"debug slot pslot linklay: words of this page alone, which tc refuses"}, "mqprio": {"dcb: what is there without mode"},
	"netem": {"uniform custom: names of files of numbers; uniform needs none"}, "prio": {"multiqueue: tc refuses it, multiq took its place"},
	"bpf":  {"bytecode-file object-file section export verbose object-pinned: programs are loaded by bpf(2); fd takes their descriptor"},
	"flow": {"mapping mode hashing: prose"}, "flower": {"trk est new rel rpl inv: parts of ct_state +trk-est"}, "taprio": {"index: prose"}, "ctinfo": {"mark: prose"}, "pedit": {"icmp shift: tc refuses them"}, "police": {"conform limit: prose"},
	"u32": {"sample: counts a hash where tc runs"},
}

func TestTCHelp(t *testing.T) {
	nstest.Need(t, "iproute2 6.1", "command tc")
	c, _ := open(t)
	var commands []string
	for _, p := range append(tcControlRows(), tcHelpRows...) {
		commands = append(commands, p.line)
		if nstest.Lab() {
			continue // programs start slowly there, and requests are the same on every kernel
		}
		argv := strings.Fields(p.line)
		for i := range argv {
			argv[i] = strings.ReplaceAll(argv[i], "~", " ")
		}
		theirs, err := iproute.Sent(c.Options().NetNS, append([]string{"tc"}, argv...))
		if err != nil {
			t.Errorf("%s: %v", p.line, err)
			continue
		}
		object, verb, words := "tc", argv[1], p.kw
		for _, said := range []struct {
			in string
			kw codec.Table
		}{
			{" dev v0 ", kw("index", "v0")}, {" root", kw("root", true)}, {" root handle 1:", kw("handle", "1:")}, {" parent 1: ", kw("parent", "1:")}, {" pref 1 ", kw("prio", 1)},
		} {
			if argv[0] != "actions" && strings.Contains(p.line+" ", said.in) {
				words = append(words[:len(words):len(words)], said.kw...)
			}
		}
		switch argv[0] {
		case "class", "filter":
			verb += "-" + argv[0]
		case "actions":
			object = "action"
		case "chain":
			object = "chain"
		}
		req, err := c.Request(context.Background(), object, verb, words)
		if err != nil {
			t.Errorf("%s: %v", p.line, err)
			continue
		}
		ours := nl.Message{Header: nl.Header{Type: req.Type, Flags: req.Flags}, Body: req.Body}
		for _, d := range iproute.Differences(theirs, ours) {
			t.Errorf("%s\n%s", p.line, d)
		}
		if argv[1] == "get" { // what only reads has no line
			continue
		}
		lineAsks(t, c, ours)
	}
	for _, cases := range [][]tcCase{tcTwins, tcWordTwins} {
		for _, c := range cases {
			commands = append(commands, c.want...)
		}
	}
	for _, g := range tcFilterPairs {
		for _, p := range g.pairs {
			commands = append(commands, "filter add "+p.line)
		}
	}
	for _, g := range tcActionPairs {
		for _, p := range g.pairs {
			commands = append(commands, "actions add "+g.need+" "+p.line)
		}
	}
	for _, list := range []struct {
		ask, kinds string
	}{
		{"tc qdisc add dev lo root KIND help", "bfifo pfifo pfifo_head_drop cake cbs choke codel drr etf ets fq fq_codel fq_pie gred hfsc hhf htb mqprio multiq netem pie plug prio qfq red sfb sfq skbprio taprio tbf"},
		{"tc class add dev lo parent 1: KIND help", "drr ets hfsc htb qfq"},
		{"tc filter add dev lo parent 1: KIND help", "basic bpf cgroup flow flower fw matchall route u32"},
		{"tc actions add action KIND help", "bpf connmark csum ct ctinfo gact gate ife mirred mpls nat pedit police sample simple skbedit skbmod tunnel_key vlan"},
	} {
		var pages []iproute.HelpPage
		for _, kind := range strings.Fields(list.kinds) {
			pages = append(pages, iproute.Page(strings.Replace(list.ask, "KIND", kind, 1), ` `+kind+`( |$)`, tcApart[kind]...))
		}
		iproute.CheckHelp(t, pages, commands)
	}
	iproute.CheckHelp(t, []iproute.HelpPage{
		iproute.Page("tc qdisc help", `^qdisc`, "show invisible: dumps", "fifo cbq: kinds; kernels have no cbq since 6.3", "try desired: prose"),
		iproute.Page("tc qdisc add dev lo root stab help", `stab`, "tsize: the kernel counts it", "rate many slots should have: prose"),
		iproute.Page("tc class help", `^class`, "show: a dump", "cbq: kernels have none since 6.3", "try desired: prose"),
		iproute.Page("tc filter help", `^filter`, "show: a dump", "get: get-filter is a dump, as pyroute2 has it", "rsvp: kernels have none since 6.3", "depends see try desired: prose"),
		iproute.Page("tc actions help", `^actions`, "ls list: dumps", "disabled: ip says by the mask too that nothing is said", "indexvalue own parameters: prose"),
		iproute.Page("tc chain help", `^chain`, "show: a dump"),
	}, commands)
}
