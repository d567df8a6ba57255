package gate

import (
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"math/bits"
	"strconv"
	"strings"

	"nlua/rtnl/codec"
	"nlua/rtnl/names"
)

// filterWords are those of tc(8) for filters.
var filterWords = []word{
	{in: "u32", names: "divisor"}, {in: "u32", names: "hash", key: "ht", say: table}, {in: "u32", names: "link", say: table}, {in: "u32", names: "sel", say: u32Keys}, {in: "u32", names: "mark", say: func(s *saying) string {
		return fmt.Sprintf("match mark 0x%x 0x%x", field(s.v, "val"), field(s.v, "mask"))
	}},
	{in: "fw", names: "mask", say: silent}, {in: "route", names: "from to", say: digits}, {in: "route", names: "iif", key: "fromif", say: device},
	{in: "u32 flower fw", names: "indev"}, {in: "flower matchall u32", names: "flags", say: skips}, {in: "bpf", names: "flags_gen", say: skips}, {in: "bpf", names: "flags", say: func(s *saying) string {
		if s.n() != 1 { // TCA_BPF_FLAG_ACT_DIRECT
			return s.left()
		}
		return "direct-action"
	}},
	{in: "flow", names: "mode", say: flowMode}, {in: "flow", names: "keys", say: silent}, {in: "flow", names: "mask", key: "and", say: hexed}, {in: "flow", names: "xor", say: hexed}, {in: "flow", names: "rshift addend divisor perturb", say: digits},
	{in: "flow", names: "baseclass", say: func(s *saying) string { return s.key + " " + handleText(s.n()) }},

	{in: "flower", names: "key_eth_type", say: silent}, {in: "flower", names: "key_num_of_vlans", key: "num_of_vlans"}, {in: "flower", names: "key_vlan_id", key: "vlan_id"}, {in: "flower", names: "key_vlan_prio", key: "vlan_prio", say: digits}, {in: "flower", names: "key_vlan_eth_type", key: "vlan_ethtype", say: ether},
	{in: "flower", names: "key_cvlan_id", key: "cvlan_id"}, {in: "flower", names: "key_cvlan_prio", key: "cvlan_prio", say: digits}, {in: "flower", names: "key_cvlan_eth_type", key: "cvlan_ethtype", say: ether},
	{in: "flower", names: "key_pppoe_sid", key: "pppoe_sid"}, {in: "flower", names: "key_ppp_proto", key: "ppp_proto", say: pppProto}, {in: "flower", names: "key_ip_proto", key: "ip_proto", say: ipProto},
	{in: "flower", names: "key_eth_dst", key: "dst_mac", say: masked}, {in: "flower", names: "key_eth_src", key: "src_mac", say: masked}, {in: "flower", names: "key_ipv4_src key_ipv6_src", key: "src_ip", say: masked}, {in: "flower", names: "key_ipv4_dst key_ipv6_dst", key: "dst_ip", say: masked},
	{in: "flower", names: "key_tcp_src key_udp_src key_sctp_src", key: "src_port", say: masked}, {in: "flower", names: "key_tcp_dst key_udp_dst key_sctp_dst", key: "dst_port", say: masked},
	{in: "flower", names: "key_port_src_min", key: "src_port", say: func(s *saying) string { return s.between("key_port_src_max") }}, {in: "flower", names: "key_port_dst_min", key: "dst_port", say: func(s *saying) string { return s.between("key_port_dst_max") }}, {in: "flower", names: "key_port_src_max key_port_dst_max", say: silent},
	{in: "flower", names: "key_tcp_flags", key: "tcp_flags", say: maskedHex}, {in: "flower", names: "key_ip_tos", key: "ip_tos", say: maskedHex}, {in: "flower", names: "key_ip_ttl", key: "ip_ttl", say: hexMask}, {in: "flower", names: "key_flags", key: "ip_flags", say: ipFlags},
	{in: "flower", names: "key_icmpv4_type key_icmpv6_type", key: "type", say: masked}, {in: "flower", names: "key_icmpv4_code key_icmpv6_code", key: "code", say: masked},
	{in: "flower", names: "key_arp_sip", key: "arp_sip", say: masked}, {in: "flower", names: "key_arp_tip", key: "arp_tip", say: masked}, {in: "flower", names: "key_arp_op", key: "arp_op", say: masked}, {in: "flower", names: "key_arp_sha", key: "arp_sha", say: masked}, {in: "flower", names: "key_arp_tha", key: "arp_tha", say: masked},
	{in: "flower", names: "key_mpls_label", key: "mpls_label", say: digits}, {in: "flower", names: "key_mpls_tc", key: "mpls_tc", say: digits}, {in: "flower", names: "key_mpls_bos", key: "mpls_bos", say: digits}, {in: "flower", names: "key_mpls_ttl", key: "mpls_ttl", say: digits},
	{in: "flower", names: "key_mpls_opts", key: "mpls", say: func(s *saying) string { return s.key + " " + s.nest("mpls_opts") }}, {in: "mpls_opts", names: "lse", say: func(s *saying) string { return "lse " + s.nest("lse") }},
	{in: "lse", names: "lse_depth", key: "depth", say: digits}, {in: "lse", names: "lse_label", key: "label", say: digits}, {in: "lse", names: "lse_tc", key: "tc", say: digits}, {in: "lse", names: "lse_bos", key: "bos", say: digits}, {in: "lse", names: "lse_ttl", key: "ttl", say: digits},
	{in: "flower", names: "key_enc_key_id", key: "enc_key_id", say: digits}, {in: "flower", names: "key_enc_ipv4_src key_enc_ipv6_src", key: "enc_src_ip", say: masked}, {in: "flower", names: "key_enc_ipv4_dst key_enc_ipv6_dst", key: "enc_dst_ip", say: masked},
	{in: "flower", names: "key_enc_udp_dst_port", key: "enc_dst_port", say: masked}, {in: "flower", names: "key_enc_ip_tos", key: "enc_tos", say: maskedHex}, {in: "flower", names: "key_enc_ip_ttl", key: "enc_ttl", say: hexMask},
	{in: "flower", names: "key_ct_state", key: "ct_state", say: ctState}, {in: "flower", names: "key_ct_zone", key: "ct_zone", say: masked}, {in: "flower", names: "key_ct_mark", key: "ct_mark", say: maskedHex}, {in: "flower", names: "key_ct_labels", key: "ct_label", say: masked},
	{in: "flower", names: "key_eth_dst_mask key_eth_src_mask key_ipv4_src_mask key_ipv6_src_mask key_ipv4_dst_mask key_ipv6_dst_mask key_tcp_src_mask key_udp_src_mask key_sctp_src_mask key_tcp_dst_mask key_udp_dst_mask key_sctp_dst_mask key_tcp_flags_mask key_ip_tos_mask key_ip_ttl_mask key_flags_mask key_icmpv4_type_mask key_icmpv6_type_mask key_icmpv4_code_mask key_icmpv6_code_mask key_arp_sip_mask key_arp_tip_mask key_arp_op_mask key_arp_sha_mask key_arp_tha_mask key_enc_ipv4_src_mask key_enc_ipv6_src_mask key_enc_ipv4_dst_mask key_enc_ipv6_dst_mask key_enc_udp_dst_port_mask key_enc_ip_tos_mask key_enc_ip_ttl_mask key_ct_state_mask key_ct_zone_mask key_ct_mark_mask key_ct_labels_mask key_enc_opts_mask", say: silent}, {in: "flower", names: "key_enc_opts", say: func(s *saying) string {
		mask, _ := s.in.Get("key_enc_opts_mask")
		return s.tunnelOptions(mask)
	}},
	{in: "bpf act_bpf", names: "ops_len", say: silent}, {in: "bpf act_bpf", names: "ops", say: bytecode},

	{in: "u32 flower fw matchall route basic flow cgroup bpf", names: "classid", say: func(s *saying) string { return s.key + " " + handleText(s.n()) }},
	{in: "u32 fw route basic flow cgroup bpf", names: "police", say: func(s *saying) string { return "police " + s.nest("police") }},
	{in: "u32 flower fw matchall route basic flow cgroup bpf", names: "act", say: actions},
}

// skips are TCA_CLS_FLAGS_SKIP_*, and for flower TCA_CLS_FLAGS_VERBOSE.
func skips(s *saying) string {
	text := [...]string{"", "skip_hw", "skip_sw", "skip_hw skip_sw"}[s.n()&3]
	switch rest := s.n() &^ 3; {
	case rest == 1<<4 && s.in.Set.Name == "flower":
		return text + " verbose"
	case rest != 0:
		return s.left()
	}
	return text
}

// filterHandle is a number, but of u32 three of them, and of fw one with a mask.
func filterHandle(s *saying) string {
	kind, _ := s.in.Get("kind")
	mask, masked := s.in.Path("options", "mask")
	switch n := s.n(); {
	case n == 0:
		return ""
	case kind == "u32":
		return fmt.Sprintf("handle %x:%x:%x", n>>20, n>>12&0xff, n&0xfff)
	case kind == "fw" && masked && number(mask) != 0xffffffff:
		return fmt.Sprintf("handle 0x%x/0x%x", n, number(mask))
	default:
		return fmt.Sprintf("handle 0x%x", n)
	}
}

// table is a hash table of u32, with its bucket.
func table(s *saying) string {
	n := s.n()
	if bucket := n >> 12 & 0xff; bucket != 0 {
		return fmt.Sprintf("%s %x:%x:", s.key, n>>20, bucket)
	}
	return fmt.Sprintf("%s %x:", s.key, n>>20)
}

// u32Keys are the words that u32 compares.
func u32Keys(s *saying) string {
	in, _ := s.v.(codec.View)
	keys, _ := in.Get("keys")
	list, _ := keys.([]any)
	var words []string
	for _, key := range list {
		at := fmt.Sprint(int32(field(key, "key_off")))
		if field(key, "key_offmask") != 0 {
			at = "nexthdr+" + at
		}
		words = append(words, fmt.Sprintf("match u32 0x%08x 0x%08x at %s", field(key, "key_val"), field(key, "key_mask"), at))
	}
	const offset, varoffset, eat = 2, 4, 8 // TC_U32_*
	flags := field(s.v, "flags")
	if flags&(offset|varoffset|eat) != 0 {
		words = append(words, "offset")
	}
	if flags&offset != 0 {
		words = append(words, fmt.Sprint("plus ", field(s.v, "off")))
	}
	if flags&varoffset != 0 {
		words = append(words, fmt.Sprintf("at %d mask 0x%x shift %d", int16(field(s.v, "offoff")), field(s.v, "offmask"), field(s.v, "offshift")))
	}
	if flags&eat != 0 {
		words = append(words, "eat")
	}
	if mask := field(s.v, "hmask"); mask != 0 {
		words = append(words, fmt.Sprintf("hashkey mask 0x%08x at %d", mask, int16(field(s.v, "hoff"))))
	}
	return strings.Join(words, " ")
}

func flowMode(s *saying) string {
	keys, _ := s.in.Get("keys")
	row := s.in.Set.Named("keys")
	text := strings.ReplaceAll(Name(s.DB, row, number(keys)), "_", "-")
	if s.n() == 0 { // FLOW_MODE_MAP
		return "map key " + text
	}
	return "hash keys " + text
}

// mask is the mask beside a key of flower, "" where all its bits are set; those of addresses are lengths, as tc wants them for IPv6.
func (s *saying) mask() (any, bool) {
	row := s.in.Set.Named(s.row.Name + "_mask")
	if row == nil {
		return nil, false
	}
	b, ok := s.in.Find(row.Type)
	length := 0
	for i, x := range b {
		length = i * 8
		if x != 0xff {
			length += bits.LeadingZeros8(^x)
			break
		}
		length += 8
	}
	m, _ := s.in.Get(row.Name)
	if row.Kind == codec.IP {
		m = uint64(length)
	}
	return m, ok && length != len(b)*8
}

func masked(s *saying) string {
	text := s.key + " " + plainText(s.v)
	if m, ok := s.mask(); ok {
		text += "/" + plainText(m)
	}
	return text
}

func maskedHex(s *saying) string {
	text := fmt.Sprintf("%s 0x%x", s.key, s.n())
	if m, ok := s.mask(); ok {
		text += fmt.Sprintf("/0x%x", number(m))
	}
	return text
}

// hexMask is for masks that tc reads as hexadecimal, with or without 0x.
func hexMask(s *saying) string {
	text := digits(s)
	if m, ok := s.mask(); ok {
		text += fmt.Sprintf("/0x%x", number(m))
	}
	return text
}

func (s *saying) between(last string) string {
	n, _ := s.other(last)
	return fmt.Sprintf("%s %d-%d", s.key, s.n(), n)
}

func ipProto(s *saying) string {
	switch s.n() {
	case 1, 6, 17, 132:
		return s.key + " " + s.DB.Name(names.IPProto, uint32(s.n()))
	case 58:
		return s.key + " icmpv6"
	}
	return hexed(s)
}

// pppProto: tc names the two that matter.
func pppProto(s *saying) string {
	switch s.n() {
	case 0x21:
		return s.key + " ip"
	case 0x57:
		return s.key + " ipv6"
	}
	return hexed(s)
}

// states types bits with what a mask says of them: "+trk-new".
func states(s *saying, pairs []string, join func(name string, set bool) string) []string {
	m, _ := s.other(s.row.Name + "_mask")
	var words []string
	for i, name := range pairs {
		if m>>i&1 != 0 {
			words = append(words, join(name, s.n()>>i&1 != 0))
		}
	}
	return words
}

func ipFlags(s *saying) string {
	return s.key + " " + strings.Join(states(s, []string{"frag", "firstfrag"}, func(name string, set bool) string {
		if set {
			return name
		}
		return "no" + name
	}), "/")
}

func ctState(s *saying) string {
	return s.key + " " + strings.Join(states(s, []string{"new", "est", "rel", "trk", "inv", "rpl"}, func(name string, set bool) string {
		if set {
			return "+" + name
		}
		return "-" + name
	}), "")
}

// actionWords are those of tc's actions.
var actionWords = []word{
	{in: "action", names: "tab", say: actions}, {in: "action", names: "flags", say: silent},
	{in: "act_gact", names: "parms", say: verdictOf}, {in: "act_gact", names: "prob", key: "random", say: func(s *saying) string {
		kind := [...]string{"none", "netrand", "determ"}[min(field(s.v, "ptype"), 2)]
		return fmt.Sprintf("%s %s %s %d", s.key, kind, verdict(field(s.v, "paction")), field(s.v, "pval"))
	}},
	{in: "act_mirred", names: "parms", say: mirred}, {in: "act_police police", names: "tbf", say: police}, {in: "act_police police", names: "rate peakrate rate64 peakrate64 result", say: silent},
	{in: "act_police police", names: "avrate", say: rate}, {in: "act_police police", names: "pktrate64", key: "pkts_rate", say: digits}, {in: "act_police police", names: "pktburst64", key: "pkts_burst", say: func(s *saying) string {
		n, _ := s.other("pktrate64")
		return s.key + " " + burstText(n, s.n())
	}},
	{in: "act_vlan", names: "parms", say: func(s *saying) string {
		return nameOf(s, "v_action", "", "pop", "push", "modify", "pop_eth", "push_eth")
	}}, {in: "act_vlan", names: "push_vlan_protocol", key: "protocol", say: ether}, {in: "act_vlan", names: "push_vlan_id", key: "id", say: digits}, {in: "act_vlan", names: "push_vlan_priority", key: "priority", say: digits},
	{in: "act_vlan", names: "push_eth_dst", key: "dst_mac"}, {in: "act_vlan", names: "push_eth_src", key: "src_mac"},
	{in: "act_mpls", names: "parms", say: func(s *saying) string {
		return nameOf(s, "m_action", "", "pop", "push", "modify", "dec_ttl", "mac_push")
	}}, {in: "act_mpls", names: "proto", key: "protocol", say: ether}, {in: "act_mpls", names: "label tc ttl bos", say: digits},
	{in: "act_skbedit", names: "queue_mapping", say: digits}, {in: "act_skbedit", names: "priority", say: func(s *saying) string { return s.key + " " + handleText(s.n()) }}, {in: "act_skbedit", names: "mark", say: func(s *saying) string {
		text := digits(s)
		if m, ok := s.other("mask"); ok && m != 0xffffffff {
			text += fmt.Sprintf("/0x%x", m)
		}
		return text
	}}, {in: "act_skbedit", names: "mask", say: silent}, {in: "act_skbedit", names: "ptype"}, {in: "act_skbedit", names: "flags", say: func(s *saying) string { return s.bits("inheritdsfield", "inheritdsfield") }}, {in: "act_skbedit", names: "parms", say: silent},
	{in: "act_csum", names: "parms", say: func(s *saying) string {
		var list []string
		for i, name := range []string{"ip4h", "icmp", "igmp", "tcp", "udp", "udplite", "sctp"} {
			if field(s.v, "update_flags")>>i&1 != 0 {
				list = append(list, name)
			}
		}
		return strings.Join(list, " and ")
	}},
	{in: "act_nat", names: "parms", say: nat}, {in: "act_sample", names: "rate", say: digits}, {in: "act_sample", names: "psample_group", key: "group", say: digits}, {in: "act_sample", names: "trunc_size", key: "trunc", say: digits}, {in: "act_sample", names: "parms", say: silent},
	{in: "act_connmark", names: "parms", key: "zone", say: func(s *saying) string {
		if n := field(s.v, "zone"); n != 0 {
			return fmt.Sprint(s.key, " ", n)
		}
		return ""
	}},
	{in: "act_simple", names: "data", key: "sdata"}, {in: "act_simple act_ctinfo", names: "parms act", say: silent},
	{in: "act_skbmod", names: "dmac", key: "set dmac"}, {in: "act_skbmod", names: "smac", key: "set smac"}, {in: "act_skbmod", names: "etype", key: "set etype", say: hexed}, {in: "act_skbmod", names: "parms", say: func(s *saying) string {
		var list []string
		for i, word := range []string{"", "", "", "swap mac", "ecn"} {
			if word != "" && field(s.v, "flags")>>i&1 != 0 {
				list = append(list, word)
			}
		}
		return strings.Join(list, " ")
	}},
	{in: "act_tunnel_key", names: "parms", say: func(s *saying) string { return nameOf(s, "t_action", "", "set", "unset") }}, {in: "act_tunnel_key", names: "enc_ipv4_src enc_ipv6_src", key: "src_ip"}, {in: "act_tunnel_key", names: "enc_ipv4_dst enc_ipv6_dst", key: "dst_ip"},
	{in: "act_tunnel_key", names: "enc_key_id", key: "id", say: digits}, {in: "act_tunnel_key", names: "enc_opts", say: func(s *saying) string { return s.tunnelOptions(nil) }},
	{in: "act_ct", names: "action", say: conntrack}, {in: "act_ct", names: "zone"}, {in: "act_ct", names: "mark", say: maskedHex}, {in: "act_ct", names: "labels", key: "label", say: masked},
	{in: "act_ct", names: "nat_ipv4_min", say: func(s *saying) string { return s.natRange("nat_ipv4_max") }}, {in: "act_ct", names: "nat_ipv6_min", say: func(s *saying) string { return s.natRange("nat_ipv6_max") }}, {in: "act_ct", names: "nat_port_min", say: func(s *saying) string { return s.natRange("nat_port_max") }},
	{in: "act_ct", names: "mark_mask labels_mask nat_ipv4_max nat_ipv6_max nat_port_max parms", say: silent}, {in: "act_bpf", names: "parms", say: silent}, {in: "act_tunnel_key", names: "enc_dst_port", key: "dst_port"}, {in: "act_tunnel_key", names: "enc_tos", key: "tos", say: hexed}, {in: "act_tunnel_key", names: "enc_ttl", key: "ttl"}, {in: "act_tunnel_key", names: "no_csum", say: func(s *saying) string {
		if s.n() == 0 {
			return "csum"
		}
		return "nocsum"
	}},
	{in: "act_ctinfo", names: "parms_dscp_mask", key: "dscp", say: func(s *saying) string {
		text := hexed(s)
		if n, _ := s.other("parms_dscp_statemask"); n != 0 {
			text += fmt.Sprintf(" 0x%x", n)
		}
		return text
	}}, {in: "act_ctinfo", names: "parms_dscp_statemask", say: silent}, {in: "act_ctinfo", names: "parms_cpmark_mask", key: "cpmark", say: hexed}, {in: "act_ctinfo", names: "zone", say: digits},
}

// common are the fields of struct tc_gact, and which attribute of an action's options has them.
var common = []string{"parms", "parms_ex", "tbf", "act"}

// actions are those of a filter, in their order.
func actions(s *saying) string {
	list, _ := s.v.([]any)
	var words []string
	for _, e := range list {
		act, ok := e.(codec.View)
		if !ok {
			continue
		}
		v, _ := act.Get("kind")
		kind := fmt.Sprint(v)
		words = append(words, "action", kind)
		options, ok := act.Get("options")
		in, nest := options.(codec.View)
		if ok && nest {
			words = append(words, s.words("act_"+kind, &in)...)
			for _, name := range common {
				parms, _ := in.Get(name)
				if _, ok := parms.(codec.View); !ok {
					continue
				}
				if n := field(parms, "action"); !saysVerdict(kind) && n != usualVerdict(kind) {
					words = append(words, verdict(n))
				}
				if n := field(parms, "index"); n != 0 {
					words = append(words, fmt.Sprint("index ", n))
				}
			}
		}
		if n, ok := act.Get("index"); ok {
			words = append(words, "index", plainText(n))
		}
		if cookie, ok := act.Get("cookie"); ok {
			b, _ := cookie.([]byte)
			words = append(words, "cookie", hex.EncodeToString(b))
		}
		words = append(words, s.actionFlags(&act)...)
	}
	return strings.Join(words, " ")
}

// actionFlags are where the hardware does an action, and how it counts.
func (s *saying) actionFlags(act *codec.View) (words []string) {
	for _, w := range []struct {
		name string
		of   []string // by value
	}{
		{"flags", []string{2: "skip_hw", 4: "skip_sw"}},
		{"hw_stats", []string{"hw_stats disabled", "hw_stats immediate", "hw_stats delayed"}},
	} {
		v, ok := act.Get(w.name)
		n, selector := field(v, "value"), field(v, "selector")
		switch {
		case !ok:
		case n < uint64(len(w.of)) && w.of[n] != "" && (selector == n || selector == 3 && n == 0):
			words = append(words, w.of[n])
		default:
			s.unsaid(w.name, v)
		}
	}
	return words
}

// usualVerdict is what tc takes by itself behind an action: TC_ACT_OK or TC_ACT_PIPE. The words of some kinds say theirs.
func usualVerdict(kind string) uint64 {
	if kind == "csum" || kind == "nat" || kind == "pedit" {
		return 0
	}
	return 3
}

func saysVerdict(kind string) bool { return kind == "gact" || kind == "mirred" || kind == "police" }

// verdicts are TC_ACT_* of include/uapi/linux/pkt_cls.h.
var verdicts = []string{"pass", "reclassify", "drop", "pipe", "stolen", "queued", "repeat", "redirect", "trap"}

func verdict(n uint64) string {
	switch n := uint32(n); {
	case n < uint32(len(verdicts)):
		return verdicts[n]
	case n>>28 == 1:
		return fmt.Sprint("jump ", n&0xfffffff)
	case n>>28 == 2:
		return fmt.Sprint("goto chain ", n&0xfffffff)
	}
	return "continue"
}

func verdictOf(s *saying) string { return verdict(field(s.v, "action")) }

// nameOf is the word for a field of a struct.
func nameOf(s *saying, name string, words ...string) string {
	if n := field(s.v, name); n < uint64(len(words)) {
		return words[n]
	}
	return s.left()
}

func mirred(s *saying) string { // TCA_EGRESS_REDIR is 1, then mirror, and the same for ingress
	way := field(s.v, "eaction")
	if way < 1 || way > 4 {
		return s.left()
	}
	text := [...]string{"egress redirect", "egress mirror", "ingress redirect", "ingress mirror"}[way-1] + " dev " + s.linkText(int(field(s.v, "ifindex")))
	if n := field(s.v, "action"); n != [...]uint64{4, 3, 4, 3}[way-1] {
		text += " " + verdict(n)
	}
	return text
}

func police(s *saying) string {
	var words []string
	rate := s.wide("rate", "rate64")
	if rate != 0 {
		words = append(words, "rate "+rateText(rate)+" burst "+burstText(rate, field(s.v, "burst")))
	}
	if n := field(s.v, "mtu"); n != 0 {
		words = append(words, fmt.Sprint("mtu ", n))
	}
	if peak := s.wide("peak", "peakrate64"); peak != 0 {
		words = append(words, "peakrate "+rateText(peak))
	}
	if text := s.overheads(); text != "" {
		words = append(words, strings.TrimSpace(text))
	}
	text := "conform-exceed " + verdict(field(s.v, "action"))
	if n, ok := s.other("result"); ok {
		text += "/" + verdict(n)
	}
	return strings.Join(append(words, text), " ")
}

func nat(s *saying) string {
	in, ok := s.v.(codec.View)
	if !ok {
		return s.left()
	}
	way := "ingress"
	if field(s.v, "flags")&1 != 0 {
		way = "egress"
	}
	old, _ := in.Get("old_addr")
	to, _ := in.Get("new_addr")
	mask, _ := in.Get("mask")
	return fmt.Sprintf("%s %v/%v %v", way, old, mask, to)
}

// bytecode is a program of classic BPF: how many steps, and four numbers each.
func bytecode(s *saying) string {
	b, _ := s.v.([]byte)
	text := strconv.Itoa(len(b) / 8)
	for ; len(b) >= 8; b = b[8:] {
		text += fmt.Sprintf(",%d %d %d %d", binary.NativeEndian.Uint16(b), b[2], b[3], binary.NativeEndian.Uint32(b[4:]))
	}
	return "bytecode " + quoted(text+",")
}

// optionFields are the parts of each kind of tunnel's options, and how tc writes them.
var optionFields = []struct {
	kind   string
	fields []string
	format string
}{
	{"geneve", []string{"class", "type", "data"}, "%04x:%02x:%x"}, {"vxlan", []string{"gbp"}, "%d"}, {"erspan", []string{"ver", "index", "dir", "hwid"}, "%d:%d:%d:%d"}, {"gtp", []string{"pdu_type", "qfi"}, "%02x:%02x"},
}

// tunnelOptions are those of geneve, vxlan, erspan and gtp; mask is a nest of the same shape, or nil.
func (s *saying) tunnelOptions(mask any) string {
	in, ok := s.v.(codec.View)
	if !ok {
		return s.left()
	}
	list := func(in codec.View, kind string, fields []string, format string) string {
		var texts []string
		row := in.Set.Named(kind)
		if row == nil {
			return ""
		}
		for _, e := range in.All(row) {
			option, _ := e.(codec.View)
			args := make([]any, len(fields))
			for i, name := range fields {
				args[i] = uint64(0)
				if v, ok := option.Get(name); ok {
					args[i] = v
				}
			}
			texts = append(texts, fmt.Sprintf(format, args...))
		}
		return strings.Join(texts, ",")
	}
	var words []string
	for _, o := range optionFields {
		text := list(in, o.kind, o.fields, o.format)
		if text == "" {
			continue
		}
		words = append(words, o.kind+"_opts", text)
		if m, ok := mask.(codec.View); ok {
			// tc reads options and masks in pairs: the masks stand behind a slash, in the same order.
			texts := strings.Split(text, ",")
			masks := strings.Split(list(m, o.kind, o.fields, o.format), ",")
			for i := range min(len(texts), len(masks)) {
				texts[i] += "/" + masks[i]
			}
			words[len(words)-1] = strings.Join(texts, ",")
		}
	}
	return strings.Join(words, " ")
}

// conntrack is TCA_CT_ACTION but for the addresses of NAT, which stand last.
func conntrack(s *saying) string {
	var words []string
	for _, w := range []struct {
		bit  uint64
		word string
	}{{4, "clear"}, {1, "commit"}, {2, "force"}} {
		if s.n()&w.bit != 0 {
			words = append(words, w.word)
		}
	}
	_, four := s.in.Get("nat_ipv4_min")
	_, six := s.in.Get("nat_ipv6_min")
	if s.n()&8 != 0 && !four && !six {
		words = append(words, "nat")
	}
	return strings.Join(words, " ")
}

// natRange are the addresses, or the ports, that connections get.
func (s *saying) natRange(last string) string {
	key := "nat src addr"
	if action, _ := s.other("action"); action&32 != 0 {
		key = "nat dst addr"
	}
	if strings.Contains(last, "port") {
		key = "port"
	}
	to, ok := s.in.Get(last)
	if !ok || to == s.v {
		return key + " " + plainText(s.v)
	}
	return key + " " + plainText(s.v) + "-" + plainText(to)
}
