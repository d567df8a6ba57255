package request

import (
	"encoding/hex"
	"strings"
	"testing"

	"nlua/rtnl/codec"
)

func tcKW(pairs ...any) codec.Table {
	var t codec.Table
	for i := 0; i < len(pairs); i += 2 {
		t = append(t, codec.Pair{Name: pairs[i].(string), Value: pairs[i+1]})
	}
	return t
}

// The bodies behind struct tcmsg, by include/uapi/linux/pkt_sched.h, pkt_cls.h and tc_act/*.h on a little-endian machine.
func TestGoldenTC(t *testing.T) {
	for _, c := range []struct {
		object, verb string
		kw           codec.Table
		want         string // hexadecimal; spaces between attributes
	}{
		{"tc", "add", tcKW("kind", "pfifo", "index", 3, "root", true, "limit", 100),
			"00000000 03000000 00000100 ffffffff 00000000  0a000100706669666f000000 0800020064000000"},
		{"tc", "add", tcKW("kind", "clsact", "index", 3),
			"00000000 03000000 0000ffff f1ffffff 00000000  0b000100636c7361637400 00"},
		{"tc", "add-class", tcKW("kind", "drr", "index", 3, "parent", "1:", "handle", "1:a", "quantum", "2k"),
			"00000000 03000000 0a000100 00000100 00000000  0800010064727200 0c000280 0800010000080000"},
		{"tc", "add-filter", tcKW("kind", "u32", "index", 3, "parent", "1:", "prio", 10, "protocol", "ip", "target", "1:20", "keys", []any{"0x0006/0x00ff+8", "0x5/0xf+0"}),
			"00000000 03000000 00000000 00000100 08000a00  0800010075333200 40000280 0800010020000100 34000500 01000200 00000000 00000000 00000000 00ff0000 00060000 08000000 00000000 0f000000 05000000 00000000 00000000"},
		{"tc", "add-filter", tcKW("kind", "matchall", "index", 3, "parent", "ingress", "action", "drop"),
			"00000000 03000000 00000000 f2ffffff 00030000  0d0001006d61746368616c6c 00000000 34000280 30000280 2c000180 090001006761637400000000 1c000280 18000200 00000000 00000000 02000000 00000000 00000000"},
		{"tc", "del-filter", tcKW("index", 3, "parent", "egress", "pref", 5), "00000000 03000000 00000000 f3ffffff 00000500"},
		{"tc", "del", tcKW("index", 3, "root", true), "00000000 03000000 00000000 ffffffff 00000000"},
		{"chain", "add", tcKW("index", 3, "parent", "ingress", "chain", 7), "00000000 03000000 00000000 f2ffffff 00000000  08000b0007000000"},
		{"chain", "add", tcKW("index", 3, "parent", "ingress", "chain", 7, "kind", "flower", "protocol", "ip"),
			"00000000 03000000 00000000 f2ffffff 08000000  0b000100666c6f7765720000 0c000280 0600080008000000 08000b0007000000"},
		{"tc", "add-filter", tcKW("kind", "flower", "index", 3, "parent", "ingress", "protocol", "ip", "ip_proto", 115, "l2tpv3_sid", 5), "000000000300000000000000f2ffffff08000000 0b000100666c6f7765720000 1c000280 0500090073000000 0800690000000005 0600080008000000"},
		{"tc", "add-filter", tcKW("kind", "flower", "index", 3, "parent", "ingress", "protocol", "ip", "ip_proto", 50, "spi", "5/0xff"), "000000000300000000000000f2ffffff08000000 0b000100666c6f7765720000 24000280 0500090032000000 08006c0000000005 08006d00000000ff 0600080008000000"},
		{"tc", "add-filter", tcKW("kind", "flower", "index", 3, "parent", "ingress", "protocol", 0x8902, "cfm", tcKW("md_level", 5, "opcode", 46)), "000000000300000000000000f2ffffff89020000 0b000100666c6f7765720000 20000280 14006b80 0500010005000000 050002002e000000 0600080089020000"},
		{"tc", "add", tcKW("kind", "netem", "index", 3, "root", true, "seed", 5), "000000000300000000000100ffffffff00000000 0a0001006e6574656d000000 28000200 00000000e8030000 00000000 00000000 00000000 00000000 0c000e000500000000000000"},
		{"tc", "add", tcKW("kind", "mqprio", "index", 3, "root", true, "num_tc", 2, "map", []any{0, 1}, "queues", "1@0 1@1", "hw", 1, "mode", "channel", "shaper", "bw_rlimit", "min_rate", []any{"1mbit", "2mbit"}, "max_rate", []any{"3mbit", "4mbit"}), "000000000300000000000100ffffffff00000000 0b0001006d717072696f0000 a0000200 02 00010000000000000000000000000000 01 0100010000000000000000000000000000000000000000000000000000000000 0000010000000000000000000000000000000000000000000000000000000000 0000 0600010001000000 0600020001000000 1c000380 0c00030048e8010000000000 0c00030090d0030000000000 1c000480 0c000400d8b8050000000000 0c00040020a1070000000000"},
		{"action", "del", tcKW("kind", "gact", "index", 7), "00000000  1c000180 18000180 0900010067616374000000 00 0800030007000000"},
	} {
		r, err := Build(ByName(c.object), c.verb, c.kw, system)
		if err != nil {
			t.Errorf("%s %s %v: %v", c.object, c.verb, c.kw, err)
			continue
		}
		if got, want := hex.EncodeToString(r.Body), strings.ReplaceAll(c.want, " ", ""); got != want {
			t.Errorf("%s %s %v:\n%s, want\n%s", c.object, c.verb, c.kw, got, want)
		}
	}
}

func TestErrorsTC(t *testing.T) {
	for _, c := range []struct {
		verb string
		kw   codec.Table
		want string
	}{
		{"add", tcKW("index", 3), "kind is missing"},
		{"add", tcKW("kind", "tbf", "index", 3, "rate", "1mbit", "burst", "10k"), "limit or latency is missing"},
		{"add", tcKW("kind", "tbf", "index", 3, "rate", "1mbitt"), `unknown unit "mbitt"`},
		{"add", tcKW("kind", "tbf", "index", 3, "rate", "1mbit", "burst", "10k/8", "limit", 5000), `burst: "10k/8": the cell has no effect: leave /8 out, "10k" is the same`},
		{"add", tcKW("kind", "fq_codel", "index", 3, "targt", 5), `did you mean "target"`},
		{"add", tcKW("kind", "clsact", "index", 3, "limit", 5), "clsact has no options"},
		{"add", tcKW("kind", "newer", "index", 3, "limit", 5), "nothing is known of the options"},
		{"add", tcKW("kind", "netem", "index", 3, "loss", 101), "between 0 and 100"},
		{"add-filter", tcKW("kind", "u32", "index", 3, "keys", []any{"0x1ff/0xff+8"}), "does not fit"},
		{"add-filter", tcKW("kind", "u32", "index", 3, "match", "ip dport"), "want a value"},
		{"add-filter", tcKW("kind", "flower", "index", 3, "dst_port", 80), "needs ip_proto"},
		{"add-filter", tcKW("kind", "flower", "index", 3, "ct_state", "+trkk"), "unknown flag"},
		{"add-filter", tcKW("kind", "matchall", "index", 3, "action", "dropp"), `"dropp"`},
		{"add-filter", tcKW("kind", "matchall", "index", 3, "action", tcKW("kind", "mirred")), "ifindex is missing"},
		{"add-filter", tcKW("kind", "matchall", "index", 3, "action", tcKW("kind", "mirrored")), "unknown kind of action"},
		{"add-filter", tcKW("kind", "basic", "index", 3, "match", "cmp(u8 at 0 eq 1"), "a bracket is open"},
	} {
		_, err := Build(ByName("tc"), c.verb, c.kw, system)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s %v: %v, want %q", c.verb, c.kw, err, c.want)
		}
	}
}
