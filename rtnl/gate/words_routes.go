package gate

import (
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"

	"nlua/rtnl/codec"
)

// routeWords are those of ip-route(8) and ip-nexthop(8).
var routeWords = []word{
	{in: "route", names: "type", say: func(s *saying) string {
		if s.n() <= unix.RTN_UNICAST {
			return ""
		}
		return s.value()
	}},
	{in: "route", names: "dst_len", say: destination}, {in: "route", names: "newdst", key: "as", say: func(s *saying) string { return s.key + " " + labels(s.v) }}, {in: "route", names: "src_len", key: "from", say: prefix}, {in: "route", names: "src dst", say: silent}, {in: "route", names: "tos", say: hexNotZero},
	{in: "nexthop", names: "id"}, {in: "nexthop", names: "group", say: hopGroup}, {in: "nexthop", names: "group_type", key: "type", say: usual}, {in: "nexthop", names: "res_group", say: func(s *saying) string { return s.nest("res_group") }},
	{in: "res_group", names: "buckets"}, {in: "res_group", names: "idle_timer unbalanced_timer", say: wholeSeconds}, {in: "nexthop", names: "blackhole fdb", say: given},
	{in: "route nexthop hop", names: "encap_type", key: "encap", say: encap}, {in: "route nexthop hop", names: "encap", say: silent},
	{in: "route nexthop hop", names: "gateway", key: "via"}, {in: "route hop", names: "via", say: via}, {in: "route nexthop", names: "oif", key: "dev", say: device},
	{in: "hop", names: "oif", key: "dev", say: device}, {in: "hop", names: "hops", say: weight},
	{in: "route", names: "table", say: routeTable}, {in: "route nexthop", names: "proto protocol", key: "proto", say: usual}, {in: "route", names: "scope", say: routeScope}, {in: "nexthop", names: "scope", say: usual}, {in: "route", names: "prefsrc", key: "src"},
	{in: "route", names: "priority", key: "metric"}, {in: "route", names: "nh_id", key: "nhid"}, {in: "route hop", names: "flow", key: "realms", say: realms}, {in: "route", names: "pref expires"}, {in: "route", names: "ttl_propagate", key: "ttl-propagate", say: func(s *saying) string {
		if s.n() == 0 {
			return s.key + " disabled"
		}
		return s.key + " enabled"
	}},
	{in: "route nexthop hop", names: "flags", say: func(s *saying) string { return s.bits("onlink", "onlink", "pervasive", "pervasive", "fib_match", "") }},
	{in: "route", names: "metrics", say: func(s *saying) string { return s.nest("metrics") }}, {in: "route", names: "multipath", say: hops},
	{in: "metrics", names: "mtu window rtt rttvar ssthresh cwnd advmss reordering hoplimit initcwnd initrwnd quickack rto_min features", say: metric}, {in: "metrics", names: "cc_algo", key: "congctl"}, {in: "metrics", names: "fastopen_no_cookie", say: digits}, {in: "metrics", names: "lock", say: silent},

	{in: "encap_mpls", names: "dst", say: func(s *saying) string { return labels(s.v) }}, {in: "encap_mpls", names: "ttl"},
	{in: "encap_ip encap_ip6", names: "id src dst"}, {in: "encap_ip", names: "ttl"}, {in: "encap_ip", names: "tos", say: hexed}, {in: "encap_ip6", names: "hoplimit"}, {in: "encap_ip6", names: "tc", say: hexed},
	{in: "encap_ip encap_ip6", names: "flags", say: func(s *saying) string {
		return s.bits("key", "key", "csum", "csum", "seq", "seq", "geneve_opt", "", "vxlan_opt", "", "erspan_opt", "")
	}},
	{in: "encap_ip encap_ip6", names: "opts", say: func(s *saying) string { return s.nest("encap_opts") }}, {in: "encap_opts", names: "vxlan", say: func(s *saying) string { return s.nest("vxlan_opt") }}, {in: "vxlan_opt", names: "gbp", key: "vxlan_opts"},
	{in: "encap_seg6", names: "srh", say: func(s *saying) string { return segments(s.v) }},
	{in: "encap_seg6local", names: "action table nh4 nh6"}, {in: "encap_seg6local", names: "iif oif", say: device}, {in: "encap_seg6local", names: "vrf_table", key: "vrftable"}, {in: "encap_seg6local", names: "srh", key: "srh", say: func(s *saying) string { return s.key + " " + segments(s.v) }},
	{in: "encap_seg6local", names: "flavors", say: func(s *saying) string { return s.nest("flavors") }}, {in: "flavors", names: "operation", key: "flavors"}, {in: "encap_seg6local", names: "counters", key: "count", say: func(s *saying) string { return s.key }},
	{in: "encap_rpl", names: "srh", say: func(s *saying) string { return segments(s.v) }},
	{in: "encap_ioam6", names: "freq_k", key: "freq", say: func(s *saying) string {
		n, _ := s.other("freq_n")
		return fmt.Sprintf("%s %d/%d", s.key, s.n(), n)
	}}, {in: "encap_ioam6", names: "freq_n", say: silent}, {in: "encap_ioam6", names: "mode"}, {in: "encap_ioam6", names: "dst", key: "tundst"},
	{in: "encap_ioam6", names: "trace", key: "trace prealloc", say: func(s *saying) string { return s.key + " " + s.nest("ioam6_trace") }},
	{in: "ioam6_trace", names: "type", say: hexed}, {in: "ioam6_trace", names: "namespace_id", key: "ns", say: digits}, {in: "ioam6_trace", names: "remlen", key: "size", say: func(s *saying) string { return fmt.Sprint(s.key, " ", s.n()*4) }}, {in: "ioam6_trace", names: "nodelen", say: silent},
	{in: "encap_ila", names: "locator", say: func(s *saying) string {
		n := s.n()
		return fmt.Sprintf("%x:%x:%x:%x", n>>48, n>>32&0xffff, n>>16&0xffff, n&0xffff)
	}}, {in: "encap_ila", names: "csum_mode", key: "csum-mode", say: dashed}, {in: "encap_ila", names: "ident_type", key: "ident-type", say: dashed}, {in: "encap_ila", names: "hook_type", key: "hook-type", say: dashed},
}

// destination is the prefix of a route, or its label.
func destination(s *saying) string {
	dst, ok := s.in.Get("dst")
	switch {
	case !ok:
		return "default"
	case s.v == nil || s.in.Family() == unix.AF_MPLS:
		return labels(dst)
	}
	return fmt.Sprintf("%s/%d", plainText(dst), s.n())
}

// labels are joined by slashes.
func labels(v any) string {
	list, ok := v.([]any)
	if !ok {
		return plainText(v)
	}
	var texts []string
	for _, e := range list {
		if in, ok := e.(codec.Table); ok {
			e, _ = in.Get("label")
		}
		texts = append(texts, plainText(e))
	}
	return strings.Join(texts, "/")
}

// via is a gateway of another family.
func via(s *saying) string {
	in, _ := s.v.(codec.Table)
	family, _ := in.Get("family")
	addr, _ := in.Get("addr")
	if number(family) == unix.AF_INET6 {
		return fmt.Sprint("via inet6 ", addr)
	}
	return fmt.Sprint("via inet ", addr)
}

// routeTable leaves out what ip would take by itself.
func routeTable(s *saying) string {
	usual := uint64(unix.RT_TABLE_MAIN)
	switch s.at("type") {
	case unix.RTN_LOCAL, unix.RTN_BROADCAST, unix.RTN_NAT, unix.RTN_ANYCAST:
		usual = unix.RT_TABLE_LOCAL
	}
	if n := s.n(); n == usual || n == 0 {
		return ""
	}
	return s.key + " " + s.value()
}

// routeScope does the same.
func routeScope(s *saying) string {
	usual := uint64(unix.RT_SCOPE_UNIVERSE)
	if s.in.Family() == unix.AF_INET {
		switch s.at("type") {
		case unix.RTN_LOCAL, unix.RTN_NAT:
			usual = unix.RT_SCOPE_HOST
		case unix.RTN_BROADCAST, unix.RTN_MULTICAST, unix.RTN_ANYCAST:
			usual = unix.RT_SCOPE_LINK
		case unix.RTN_UNICAST, unix.RTN_UNSPEC:
			switch {
			case s.verb == "del":
				usual = unix.RT_SCOPE_NOWHERE
			case !s.has("gateway") && !s.has("via") && !s.has("multipath") && !s.has("nh_id"):
				usual = unix.RT_SCOPE_LINK
			}
		}
	}
	if s.n() == usual {
		return ""
	}
	return s.key + " " + s.value()
}

// metric is one of RTA_METRICS, locked or not; times with their unit.
func metric(s *saying) string {
	text := s.key
	if row := s.in.Set.Named("lock"); row != nil {
		lock, _ := s.other("lock")
		bit, _ := row.Enum.ValueOf(s.row.Name)
		locked := lock&bit != 0
		switch {
		case s.row.Name == "rto_min" && locked: // ip always locks it
			return fmt.Sprintf("%s %dms", text, s.n())
		case s.row.Name == "rto_min":
			return s.left()
		case locked:
			text += " lock"
		}
	}
	if s.row.Name == "features" {
		return text + " " + strings.ReplaceAll(s.value(), ",", " ")
	}
	return text + " " + strconv.FormatUint(s.n(), 10)
}

func hops(s *saying) string {
	list, _ := s.v.([]any)
	var words []string
	for _, e := range list {
		if hop, ok := e.(codec.View); ok {
			words = append(words, "nexthop", strings.Join(s.words("hop", &hop), " "))
		}
	}
	return strings.Join(words, " ")
}

// weight is one more than what is sent.
func weight(s *saying) string {
	if s.n() == 0 {
		return ""
	}
	return fmt.Sprint("weight ", s.n()+1)
}

// hopGroup are the members of a group with their weights.
func hopGroup(s *saying) string {
	list, _ := s.v.([]any)
	var texts []string
	for _, e := range list {
		in, ok := e.(codec.View)
		if !ok {
			return s.left()
		}
		id, _ := in.Get("id")
		weight, _ := in.Get("weight")
		text := plainText(id)
		if n := number(weight); n > 1 {
			text += "," + strconv.FormatUint(n, 10)
		}
		texts = append(texts, text)
	}
	return s.key + " " + strings.Join(texts, "/")
}

// wholeSeconds: the kernel counts hundredths.
func wholeSeconds(s *saying) string {
	if s.n()%100 != 0 {
		return s.left()
	}
	return fmt.Sprint(s.key, " ", s.n()/100)
}

// encap is a route's encapsulation, by its type; ip knows no bpf without a file and no xfrm.
func encap(s *saying) string {
	v, _ := s.in.Get("encap")
	in, ok := v.(codec.View)
	kind := s.value()
	if !ok || kind == "bpf" || kind == "xfrm" {
		s.unsaid("encap_"+kind, v)
		return ""
	}
	return s.key + " " + kind + " " + strings.Join(s.words("encap_"+kind, &in), " ")
}

// segments are the words for a routing header.
func segments(v any) string {
	in, _ := v.(codec.Table)
	var words []string
	if mode, ok := in.Get("mode"); ok {
		words = append(words, "mode", fmt.Sprint(mode))
	}
	if list, ok := in.Get("segs"); ok {
		var texts []string
		segs, _ := list.([]any)
		if mode, _ := in.Get("mode"); mode == "inline" && len(segs) > 1 { // ip adds the place of the packet's own
			segs = segs[:len(segs)-1]
		}
		for _, e := range segs {
			texts = append(texts, plainText(e))
		}
		words = append(words, "segs", strings.Join(texts, ","))
	}
	if hmac, ok := in.Get("hmac"); ok && number(hmac) != 0 {
		words = append(words, "hmac", plainText(hmac))
	}
	return strings.Join(words, " ")
}
