package gate

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"nlua/rtnl/codec"
	"nlua/rtnl/names"
)

// tcWord is how tc types an attribute of the options of some kinds; the first that fits counts. It gives "" for what goes without saying.
type tcWord struct {
	kinds string // space-separated; "": all
	name  string
	say   func(d *describer, in *codec.View, v any) string
}

var tcWords = []tcWord{
	{"", "classid", func(_ *describer, _ *codec.View, v any) string { return "classid " + handleText(number(v)) }},
	{"", "act", (*describer).actions},
	{"htb", "init", func(_ *describer, _ *codec.View, v any) string {
		words := fmt.Sprintf("default %#x", field(v, "defcls"))
		if n := field(v, "rate2quantum"); n != 10 {
			words += fmt.Sprintf(" r2q %d", n)
		}
		return words
	}},
	{"htb", "parms", func(_ *describer, in *codec.View, v any) string {
		rate, ceil := rateOf(in, v, "rate"), rateOf(in, v, "ceil")
		words := "rate " + rateText(rate) + " burst " + burstText(rate, field(v, "buffer")) + " ceil " + rateText(ceil) + " cburst " + burstText(ceil, field(v, "cbuffer"))
		for _, name := range []string{"prio", "quantum"} {
			if n := field(v, name); n != 0 {
				words += fmt.Sprintf(" %s %d", name, n)
			}
		}
		return words
	}},
	{"tbf", "parms", func(_ *describer, in *codec.View, v any) string {
		return "rate " + rateText(rateOf(in, v, "rate")) + " limit " + strconv.FormatUint(field(v, "limit"), 10)
	}},
	{"htb tbf", "rate64", nothing}, {"htb", "ceil64", nothing},
	{"fq", "flow_max_rate", func(_ *describer, _ *codec.View, v any) string { return "maxrate " + rateText(number(v)) }},
	{"codel fq_codel", "target", micros("target")}, {"codel fq_codel", "interval", micros("interval")}, {"codel fq_codel", "ce_threshold", micros("ce_threshold")},
	{"codel fq_codel", "ecn", func(_ *describer, _ *codec.View, v any) string {
		if number(v) == 0 {
			return "noecn"
		}
		return "ecn"
	}},
	{"flower", "key_eth_type", nothing},
	{"flower", "key_ip_proto", func(d *describer, _ *codec.View, v any) string {
		if name := d.db.Name(names.IPProto, uint32(number(v))); name != "" {
			return "ip_proto " + name
		}
		return fmt.Sprintf("ip_proto %d", number(v))
	}},
	{"flower", "key_tcp_src", masked("src_port", "key_tcp_src_mask")}, {"flower", "key_tcp_dst", masked("dst_port", "key_tcp_dst_mask")},
	{"flower", "key_udp_src", masked("src_port", "key_udp_src_mask")}, {"flower", "key_udp_dst", masked("dst_port", "key_udp_dst_mask")},
	{"flower", "key_sctp_src", masked("src_port", "key_sctp_src_mask")}, {"flower", "key_sctp_dst", masked("dst_port", "key_sctp_dst_mask")},
	{"flower", "key_ipv4_src", masked("src_ip", "key_ipv4_src_mask")}, {"flower", "key_ipv4_dst", masked("dst_ip", "key_ipv4_dst_mask")},
	{"flower", "key_ipv6_src", masked("src_ip", "key_ipv6_src_mask")}, {"flower", "key_ipv6_dst", masked("dst_ip", "key_ipv6_dst_mask")},
	{"flower", "key_eth_src", masked("src_mac", "key_eth_src_mask")}, {"flower", "key_eth_dst", masked("dst_mac", "key_eth_dst_mask")},
	{"flower", "key_vlan_id", masked("vlan_id", "key_vlan_id_mask")},
	{"flower matchall u32", "flags", func(_ *describer, _ *codec.View, v any) string {
		return map[uint64]string{1: "skip_hw", 2: "skip_sw"}[number(v)&3]
	}},
	{"u32", "sel", func(_ *describer, _ *codec.View, v any) string {
		sel, _ := v.(codec.View)
		keys, _ := sel.Get("keys")
		list, _ := keys.([]any)
		var words []string
		for _, key := range list {
			words = append(words, fmt.Sprintf("match u32 %#08x %#08x at %d", field(key, "key_val"), field(key, "key_mask"), int32(field(key, "key_off"))))
		}
		return strings.Join(words, " ")
	}},
}

// tcSaid finds the words for an attribute of a kind's options.
func (d *describer) tcSaid(kind string, in *codec.View, name string, v any) (words string, ok bool) {
	for i := range tcWords {
		if w := &tcWords[i]; w.name == name && (w.kinds == "" || slices.Contains(strings.Fields(w.kinds), kind)) {
			return w.say(d, in, v), true
		}
	}
	if base, isMask := strings.CutSuffix(name, "_mask"); isMask && kind == "flower" { // it stands behind its key
		_, there := in.Get(base)
		return "", there && slices.ContainsFunc(tcWords, func(w tcWord) bool { return w.kinds == kind && w.name == base })
	}
	return "", false
}

func nothing(*describer, *codec.View, any) string { return "" }

func micros(word string) func(*describer, *codec.View, any) string {
	return func(_ *describer, _ *codec.View, v any) string { return fmt.Sprintf("%s %dus", word, number(v)) }
}

// whole are masks that go without saying.
var whole = []string{"65535", "255.255.255.255", "ff:ff:ff:ff:ff:ff", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"}

// masked is a key of flower, with its mask unless that is whole.
func masked(word, mask string) func(*describer, *codec.View, any) string {
	return func(_ *describer, in *codec.View, v any) string {
		text := word + " " + plainText(v)
		if m, ok := in.Get(mask); ok && !slices.Contains(whole, plainText(m)) {
			text += "/" + plainText(m)
		}
		return text
	}
}

// actions are those of a filter, in their order.
func (d *describer) actions(_ *codec.View, v any) string {
	list, _ := v.([]any)
	var words []string
	for _, e := range list {
		act, ok := e.(codec.View)
		if !ok {
			continue
		}
		kind, _ := act.Get("kind")
		words = append(words, "action", plainText(kind), d.action(plainText(kind), &act))
	}
	return strings.TrimSpace(strings.Join(words, " "))
}

// verdicts are TC_ACT_* of include/uapi/linux/pkt_cls.h.
var verdicts = []string{"pass", "reclassify", "drop", "pipe"}

func verdict(n uint64) string {
	if n < uint64(len(verdicts)) {
		return verdicts[n]
	}
	return "continue"
}

func (d *describer) action(kind string, act *codec.View) string {
	get := func(path ...string) uint64 {
		v, _ := act.Path(append([]string{"options"}, path...)...)
		return number(v)
	}
	switch kind {
	case "gact":
		return verdict(get("parms", "action"))
	case "mirred": // TCA_EGRESS_REDIR is 1, then mirror, and the same for ingress
		way := get("parms", "eaction")
		if 1 <= way && way <= 4 {
			return [...]string{"egress redirect", "egress mirror", "ingress redirect", "ingress mirror"}[way-1] + " dev " + d.linkText(int(get("parms", "ifindex")))
		}
	case "police":
		rate := get("tbf", "rate")
		return "rate " + rateText(rate) + " burst " + burstText(rate, get("tbf", "burst")) + " conform-exceed " + verdict(get("tbf", "action"))
	}
	options, _ := act.Get("options")
	return plainText(options)
}

// number is a value that is a number, 0 for others.
func number(v any) uint64 {
	switch n := v.(type) {
	case uint64:
		return n
	case int64:
		return uint64(n)
	case codec.View: // struct tc_ratespec
		rate, _ := n.Get("rate")
		return number(rate)
	}
	return 0
}

// field is a number in a struct.
func field(v any, name string) uint64 {
	in, _ := v.(codec.View)
	if in.Set == nil {
		return 0
	}
	n, _ := in.Get(name)
	return number(n)
}

// rateOf is a rate in a struct, or, where it is greater than that holds, in the attribute beside it.
func rateOf(in *codec.View, v any, name string) uint64 {
	if n, ok := in.Get(name + "64"); ok {
		return number(n)
	}
	return field(v, name)
}

// rateText writes bytes a second as tc reads them: in bits.
func rateText(n uint64) string {
	bits := n * 8
	for _, unit := range []struct {
		size uint64
		name string
	}{{1e9, "gbit"}, {1e6, "mbit"}, {1e3, "kbit"}} {
		if bits != 0 && bits%unit.size == 0 {
			return fmt.Sprint(bits/unit.size, unit.name)
		}
	}
	return fmt.Sprint(bits, "bit")
}

// burstText is how many bytes pass at a rate in a time of ticks of 64 ns.
func burstText(rate, ticks uint64) string {
	return fmt.Sprint(uint64(math.Round(float64(rate) * float64(ticks) * 64e-9)))
}
