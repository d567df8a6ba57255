package gate

import (
	"cmp"
	"fmt"
	"math"
	"strconv"
	"strings"

	"nlua/rtnl/codec"
)

// qdiscWords are those of tc(8) for queues and classes.
var qdiscWords = []word{
	{in: "qdisc class filter chain", names: "index", key: "dev", say: tcPlace}, {in: "qdisc class filter chain", names: "parent", say: tcParent},
	{in: "qdisc", names: "handle", say: handle}, {in: "class", names: "handle", key: "classid", say: handle}, {in: "filter", names: "handle", say: filterHandle}, {in: "chain", names: "handle", say: handle},
	{in: "filter chain", names: "info", say: tcInfo}, {in: "qdisc class", names: "info", say: silent}, {in: "filter chain", names: "chain"}, {in: "qdisc", names: "ingress_block egress_block"},
	{in: "qdisc class", names: "stab", say: func(s *saying) string { return "stab " + s.nest("stab") }}, {in: "stab", names: "base", say: func(s *saying) string { return s.nest("stab_base") }}, {in: "stab", names: "data", say: silent},
	{in: "stab_base", names: "linklayer", say: linklayer}, {in: "stab_base", names: "overhead mpu", say: digits}, {in: "stab_base", names: "mtu tsize"}, {in: "stab_base", names: "cell_log size_log cell_align", say: silent},
	{in: "qdisc class filter", names: "rate", key: "estimator", say: estimator},
	{in: "qdisc class filter chain", names: "kind", say: alone}, {in: "qdisc class filter chain", names: "options", say: func(s *saying) string { kind, _ := s.in.Get("kind"); return s.nest(fmt.Sprint(kind)) }},

	{in: "pfifo bfifo pfifo_head_drop skbprio", names: "limit"}, {in: "hfsc", names: "defcls", key: "default", say: hexed}, {in: "multiq", names: "bands max_bands", say: silent},
	{in: "prio", names: "bands"}, {in: "prio", names: "priomap", say: spaced}, {in: "drr", names: "quantum"}, {in: "qfq", names: "weight"}, {in: "qfq", names: "lmax", key: "maxpkt"},
	{in: "plug", names: "action", say: func(s *saying) string {
		limit, _ := s.other("limit")
		if n := s.n(); n < 3 && limit == 0 { // TCQ_PLUG_BUFFER and its kin
			return [...]string{"block", "release", "release_indefinite"}[n]
		}
		return ""
	}}, {in: "plug", names: "limit"},

	{in: "htb", names: "init", say: func(s *saying) string { return s.nest("htb_init") }}, {in: "htb_init", names: "defcls", key: "default", say: hexed}, {in: "htb_init", names: "rate2quantum", key: "r2q", say: func(s *saying) string {
		if s.n() == 10 { // as tc would take it
			return ""
		}
		return digits(s)
	}}, {in: "htb_init", names: "version debug direct_pkts", say: silent},
	{in: "htb", names: "offload", say: given}, {in: "htb", names: "parms", say: htbClass}, {in: "htb tbf", names: "rtab ctab ptab", say: silent}, {in: "htb", names: "rate64 ceil64", say: silent}, {in: "htb", names: "direct_qlen"},
	{in: "hfsc", names: "rsc", key: "rt", say: curve}, {in: "hfsc", names: "fsc", key: "ls", say: curve}, {in: "hfsc", names: "usc", key: "ul", say: curve},
	{in: "tbf", names: "parms", say: tbf}, {in: "tbf", names: "rate64 prate64", say: silent}, {in: "tbf", names: "burst"}, {in: "tbf", names: "pburst", key: "mtu"},

	{in: "codel fq_codel pie fq_pie", names: "limit"}, {in: "fq_codel fq_pie", names: "flows quantum memory_limit"}, {in: "codel fq_codel pie fq_pie", names: "target interval tupdate ce_threshold", say: micros},
	{in: "codel fq_codel pie fq_pie", names: "ecn", say: flag}, {in: "pie fq_pie", names: "alpha beta ecn_prob", say: digits}, {in: "pie fq_pie", names: "bytemode", say: flag}, {in: "pie fq_pie", names: "dq_rate_estimator", say: func(s *saying) string { return strings.Replace(flag(s), "nodq", "no_dq", 1) }}, {in: "fq_codel", names: "drop_batch_size", key: "drop_batch"},
	{in: "fq_codel", names: "ce_threshold_selector", say: func(s *saying) string {
		mask, _ := s.other("ce_threshold_mask")
		return fmt.Sprintf("%s 0x%x/0x%x", s.key, s.n(), mask)
	}}, {in: "fq_codel", names: "ce_threshold_mask", say: silent},

	{in: "fq", names: "plimit", key: "limit"}, {in: "fq", names: "flow_plimit", key: "flow_limit"}, {in: "fq", names: "buckets_log", key: "buckets", say: func(s *saying) string { return fmt.Sprint(s.key, " ", uint64(1)<<(s.n()&31)) }},
	{in: "fq", names: "quantum initial_quantum orphan_mask"}, {in: "fq", names: "rate_enable", key: "pacing", say: flag}, {in: "fq", names: "flow_max_rate", key: "maxrate", say: rate}, {in: "fq", names: "flow_default_rate", key: "defrate", say: rate},
	{in: "fq", names: "low_rate_threshold", say: rate}, {in: "fq", names: "flow_refill_delay", key: "refill_delay", say: micros}, {in: "fq", names: "ce_threshold horizon", say: micros}, {in: "fq", names: "timer_slack", say: nanos},
	{in: "fq", names: "horizon_drop", say: func(s *saying) string {
		if s.n() == 0 {
			return "horizon_cap"
		}
		return s.key
	}},

	{in: "sfq", names: "limit quantum divisor depth"}, {in: "sfq", names: "perturb_period", key: "perturb"}, {in: "sfq", names: "headdrop", say: given}, {in: "sfq", names: "flows"},
	{in: "gred", names: "dps", say: func(s *saying) string {
		text := fmt.Sprintf("setup vqs %d default %d", field(s.v, "dps"), field(s.v, "def_dp"))
		if field(s.v, "grio") != 0 {
			text += " grio"
		}
		return text
	}}, {in: "gred", names: "limit"},
	{in: "hhf", names: "backlog_limit", key: "limit"}, {in: "hhf", names: "quantum non_hh_weight admit_bytes"}, {in: "hhf", names: "hh_flows_limit", key: "hh_limit"}, {in: "hhf", names: "reset_timeout evict_timeout", say: micros},

	{in: "cake", names: "base_rate64", key: "bandwidth", say: func(s *saying) string {
		if s.n() == 0 {
			return "unlimited"
		}
		return rate(s)
	}},
	{in: "cake", names: "autorate", say: choice}, {in: "cake", names: "diffserv_mode flow_mode", say: dashedAlone}, {in: "cake", names: "rtt", say: micros}, {in: "cake", names: "target", say: func(s *saying) string {
		if rtt, ok := s.other("rtt"); ok && s.n() == max(rtt/20, 1) { // tc reckons it
			return ""
		}
		return s.left()
	}}, {in: "cake", names: "atm nat wash split_gso ingress ack_filter", say: choice},
	{in: "cake", names: "raw", say: silent}, {in: "cake", names: "overhead mpu", say: digits}, {in: "cake", names: "memory", key: "memlimit"}, {in: "cake", names: "fwmark", say: hexed},

	{in: "netem", names: "limit"}, {in: "netem", names: "delay", say: netemDelay}, {in: "netem", names: "loss", say: func(s *saying) string { return s.chance("corr", "loss_corr") }}, {in: "netem", names: "duplicate", say: func(s *saying) string { return s.chance("corr", "dup_corr") }},
	{in: "netem", names: "loss_model", say: func(s *saying) string { return "loss " + s.nest("netem_loss") }}, {in: "netem_loss", names: "gi", say: func(s *saying) string { return s.percents("state", "p13", "p31", "p32", "p23", "p14") }},
	{in: "netem_loss", names: "ge", say: func(s *saying) string { return s.percents("gemodel", "p", "r", "-h", "k1") }},
	{in: "netem", names: "reorder corrupt", say: func(s *saying) string {
		in, _ := s.v.(codec.View)
		p, _ := in.Get("probability")
		c, _ := in.Get("correlation")
		if number(p) == 0 {
			return ""
		}
		return s.key + " " + percent(number(p)) + orNone(number(c))
	}},
	{in: "netem", names: "gap jitter", say: func(s *saying) string {
		if s.row.Name == "gap" && s.n() != 0 {
			return digits(s)
		}
		return ""
	}},
	{in: "netem", names: "rate", say: netemRate}, {in: "netem", names: "slot", say: netemSlot}, {in: "netem", names: "ecn", say: given}, {in: "netem", names: "rate64 corr latency64 jitter64", say: silent},

	{in: "ets", names: "nbands", key: "bands", say: digits}, {in: "ets", names: "nstrict", key: "strict", say: digits}, {in: "ets", names: "quanta", key: "quanta quanta_band", say: bands}, {in: "ets", names: "priomap", key: "priomap priomap_band", say: bands}, {in: "ets", names: "quanta_band", key: "quantum", say: digits},
	{in: "cbs", names: "parms", say: func(s *saying) string { return s.nest("cbs_parms") }}, {in: "cbs_parms", names: "hicredit locredit sendslope idleslope offload", say: digits},
	{in: "etf", names: "parms", say: func(s *saying) string { return s.nest("etf_parms") }}, {in: "etf_parms", names: "clockid", say: clock}, {in: "etf_parms", names: "delta", say: digits}, {in: "etf_parms", names: "flags", say: func(s *saying) string {
		return s.bits("deadline_mode", "deadline_mode", "deadline_mode_on", "deadline_mode", "offload", "offload", "offload_on", "offload", "skip_sock_check", "skip_sock_check")
	}},
	{in: "mqprio taprio_map", names: "num_tc", say: digits}, {in: "mqprio taprio_map", names: "prio_tc_map", key: "map", say: spaced}, {in: "mqprio taprio_map", names: "count", say: queues}, {in: "mqprio taprio_map", names: "offset", say: silent},
	{in: "mqprio", names: "hw", say: digits}, {in: "mqprio", names: "mode shaper"}, {in: "mqprio", names: "min_rate64", key: "min_rate", say: rates}, {in: "mqprio", names: "max_rate64", key: "max_rate", say: rates},
	{in: "taprio_map", names: "hw", say: silent},
	{in: "taprio", names: "priomap", say: func(s *saying) string { return s.nest("taprio_map") }}, {in: "taprio", names: "sched_base_time", key: "base-time", say: digits}, {in: "taprio", names: "sched_cycle_time", key: "cycle-time", say: digits},
	{in: "taprio", names: "sched_cycle_time_extension", key: "cycle-time-extension", say: digits}, {in: "taprio", names: "sched_entry_list", say: func(s *saying) string { return s.nest("taprio_list") }}, {in: "taprio_list", names: "entry", say: taprioEntry},
	{in: "taprio", names: "flags", say: hexed}, {in: "taprio", names: "txtime_delay", key: "txtime-delay", say: digits}, {in: "taprio", names: "sched_clockid", say: clock},
}

// tcPlace is a device, or a block of filters that several share.
func tcPlace(s *saying) string {
	if uint32(s.n()) == 0xffffffff { // TCM_IFINDEX_MAGIC_BLOCK
		block, _ := s.other("parent")
		return fmt.Sprint("block ", block)
	}
	return device(s)
}

// tcParent is "root", "parent 1:", or the hook of ingress and clsact.
func tcParent(s *saying) string {
	index, _ := s.other("index")
	switch n := s.n(); {
	case n == 0 || uint32(index) == 0xffffffff:
		return ""
	case n == 0xffffffff:
		return "root"
	case n == 0xfffffff1 && s.special(): // TC_H_INGRESS; the name of the qdisc says it
		return ""
	case n == 0xfffffff1 || n == 0xfffffff2:
		return "ingress"
	case n == 0xfffffff3:
		return "egress"
	default:
		return "parent " + handleText(n)
	}
}

// special tells whether a qdisc is ingress or clsact, which need no place and no handle.
func (s *saying) special() bool {
	kind, _ := s.in.Get("kind")
	return kind == "ingress" || kind == "clsact"
}

func handle(s *saying) string {
	if n := s.n(); n != 0 && !(s.special() && n&0xffff == 0) {
		return s.key + " " + handleText(n)
	}
	return ""
}

func tcInfo(s *saying) string {
	protocol, pref := FilterInfo(s.DB, s.n())
	var words []string
	if protocol != "" {
		words = append(words, "protocol", protocol)
	}
	if pref != 0 {
		words = append(words, "pref", strconv.FormatUint(pref, 10))
	}
	return strings.Join(words, " ")
}

// linklayer is TC_LINKLAYER_*: ethernet and atm.
func linklayer(s *saying) string {
	if n := s.n(); 1 <= n && n <= 2 {
		return s.key + [...]string{" ethernet", " atm"}[n-1]
	}
	return ""
}

// estimator is an interval and how long its average takes, as powers of two of a quarter second.
func estimator(s *saying) string {
	in, ok := s.v.(codec.View)
	if !ok {
		return s.left()
	}
	interval, _ := in.Get("interval")
	log, _ := in.Get("ewma_log")
	every := 250 * math.Pow(2, float64(int8(number(interval))+2))
	return fmt.Sprintf("%s %gms %gms", s.key, every, every*math.Pow(2, float64(number(log)))*(1-1/1000.0))
}

// spaced is a list with blanks.
func spaced(s *saying) string {
	list, _ := s.v.([]any)
	text := s.key
	for _, e := range list {
		text += " " + plainText(e)
	}
	return text
}

func micros(s *saying) string { return fmt.Sprintf("%s %dus", s.key, s.n()) }

func nanos(s *saying) string { return fmt.Sprintf("%s %dns", s.key, s.n()) }

func rate(s *saying) string { return s.key + " " + rateText(s.n()) }

// field is a number in a struct.
func field(v any, name string) uint64 {
	in, _ := v.(codec.View)
	if in.Set == nil {
		return 0
	}
	n, _ := in.Get(name)
	return number(n)
}

// wide is a rate in a struct, or, where it is greater than that holds, in the attribute beside it.
func (s *saying) wide(name, attr string) uint64 {
	if n, ok := s.other(attr); ok {
		return n
	}
	return field(s.v, name)
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

// burstText is how many bytes pass at a rate in a time of ticks of 64 ns. tc reckons in whole microseconds, and rounds down.
func burstText(rate, ticks uint64) string {
	us := math.Ceil(float64(ticks) * 0.064)
	return fmt.Sprint(uint64(math.Ceil(us * float64(rate) / 1e6)))
}

// overheads are the parts of a tc_ratespec that have words.
func (s *saying) overheads() string {
	text := ""
	if n := field(s.v, "rate_mpu"); n != 0 {
		text += fmt.Sprint(" mpu ", n)
	}
	if n := int16(field(s.v, "rate_overhead")); n != 0 {
		text += fmt.Sprint(" overhead ", n)
	}
	if field(s.v, "rate_linklayer") == 2 {
		text += " linklayer atm"
	}
	return text
}

func htbClass(s *saying) string {
	rate, ceil := s.wide("rate", "rate64"), s.wide("ceil", "ceil64")
	text := "rate " + rateText(rate) + " burst " + burstText(rate, field(s.v, "buffer")) + " ceil " + rateText(ceil) + " cburst " + burstText(ceil, field(s.v, "cbuffer")) + s.overheads()
	for _, name := range []string{"prio", "quantum"} {
		if n := field(s.v, name); n != 0 {
			text += fmt.Sprintf(" %s %d", name, n)
		}
	}
	return text
}

func tbf(s *saying) string {
	rate := s.wide("rate", "rate64")
	text := "rate " + rateText(rate)
	if _, ok := s.other("burst"); !ok {
		text += " burst " + burstText(rate, field(s.v, "buffer"))
	}
	text += fmt.Sprint(" limit ", field(s.v, "limit"))
	if peak := s.wide("peak", "prate64"); peak != 0 {
		text += " peakrate " + rateText(peak)
		if _, ok := s.other("pburst"); !ok {
			text += " mtu " + burstText(peak, field(s.v, "mtu"))
		}
	}
	return text + s.overheads()
}

// curve is a service curve of hfsc.
func curve(s *saying) string {
	text := s.key
	if m1, d := field(s.v, "m1"), field(s.v, "d"); m1 != 0 || d != 0 {
		text += fmt.Sprintf(" m1 %s d %dus", rateText(m1), d)
	}
	return text + " m2 " + rateText(field(s.v, "m2"))
}

// choices are what tc calls the numbers of cake's options.
var choices = []struct {
	option string
	words  []string
}{
	{"autorate", []string{"", "autorate-ingress"}}, {"atm", []string{"noatm", "atm", "ptm"}}, {"nat", []string{"nonat", "nat"}},
	{"wash", []string{"nowash", "wash"}}, {"split_gso", []string{"no-split-gso", "split-gso"}}, {"ingress", []string{"egress", "ingress"}},
	{"ack_filter", []string{"no-ack-filter", "ack-filter", "ack-filter-aggressive"}},
}

func choice(s *saying) string {
	for _, c := range choices {
		if c.option == s.row.Name && s.n() < uint64(len(c.words)) {
			return c.words[s.n()]
		}
	}
	return s.left()
}

func dashedAlone(s *saying) string { return strings.ReplaceAll(s.value(), "_", "-") }

// percent is the shortest number that tc makes the same of.
func percent(n uint64) string {
	for digits := 1; ; digits++ {
		p, _ := strconv.ParseFloat(strconv.FormatFloat(float64(n)*100/math.MaxUint32, 'g', digits, 64), 64)
		if digits == 12 || uint64(math.RoundToEven(p/100*math.MaxUint32)) == n {
			return strconv.FormatFloat(p, 'f', -1, 64) + "%"
		}
	}
}

func orNone(n uint64) string {
	if n == 0 {
		return ""
	}
	return " " + percent(n)
}

// chance is a probability with how much the last one counts, which stands in another nest.
func (s *saying) chance(nest, name string) string {
	if s.n() == 0 {
		return ""
	}
	corr, _ := s.in.Path(nest, name)
	return s.key + " " + percent(s.n()) + orNone(number(corr))
}

// percents are the probabilities of a model of loss; behind "-" that of the opposite is meant.
func (s *saying) percents(key string, names ...string) string {
	for _, name := range names {
		n := field(s.v, strings.TrimPrefix(name, "-"))
		if name[0] == '-' {
			n = math.MaxUint32 - n
		}
		key += " " + percent(n)
	}
	return key
}

// netemDelay takes nanoseconds where they are said, else ticks.
func netemDelay(s *saying) string {
	times := [2]uint64{s.n() * 64, 0}
	jitter, _ := s.other("jitter")
	times[1] = jitter * 64
	for i, name := range []string{"latency64", "jitter64"} {
		if n, ok := s.other(name); ok {
			times[i] = n
		}
	}
	if times == [2]uint64{} {
		return ""
	}
	text := fmt.Sprintf("%s %gus", s.key, float64(times[0])/1000)
	if times[1] != 0 {
		corr, _ := s.in.Path("corr", "delay_corr")
		text += fmt.Sprintf(" %gus%s", float64(times[1])/1000, orNone(number(corr)))
	}
	return text
}

func netemRate(s *saying) string {
	text := s.key + " " + rateText(s.wide("rate", "rate64"))
	overhead, cell, cellOverhead := int32(field(s.v, "packet_overhead")), field(s.v, "cell_size"), int32(field(s.v, "cell_overhead"))
	if overhead != 0 || cell != 0 || cellOverhead != 0 {
		text += fmt.Sprintf(" %d %d %d", overhead, cell, cellOverhead)
	}
	return text
}

func netemSlot(s *saying) string {
	text := fmt.Sprintf("%s %dns %dns", s.key, field(s.v, "min_delay"), field(s.v, "max_delay"))
	if delay, jitter := field(s.v, "dist_delay"), field(s.v, "dist_jitter"); delay != 0 || jitter != 0 {
		table, has := s.in.Get("slot_dist")
		name := distributionOf(table)
		if has && name == "" {
			return s.left()
		}
		text = fmt.Sprintf("%s distribution %s %dns %dns", s.key, cmp.Or(name, "uniform"), delay, jitter)
	}
	for _, name := range []string{"packets", "bytes"} {
		if n := int32(field(s.v, "max_"+name)); n != 0 {
			text += fmt.Sprintf(" %s %d", name, n)
		}
	}
	return text
}

// bands are the numbers in a nest: its word and their name.
func bands(s *saying) string {
	in, ok := s.v.(codec.View)
	if !ok {
		return s.left()
	}
	key, name, _ := strings.Cut(s.key, " ")
	for _, v := range in.All(in.Set.Named(name)) {
		key += " " + plainText(v)
	}
	return key
}

// queues are ranges: how many from where, for each class of traffic.
func queues(s *saying) string {
	counts, _ := s.v.([]any)
	v, _ := s.in.Get("offset")
	offsets, _ := v.([]any)
	n, _ := s.other("num_tc")
	text := "queues"
	for i := range min(int(n), len(counts), len(offsets)) {
		text += fmt.Sprintf(" %v@%v", counts[i], offsets[i])
	}
	if n == 0 {
		return ""
	}
	return text
}

// rates are those in a nest, for each class of traffic.
func rates(s *saying) string {
	in, ok := s.v.(codec.View)
	if !ok {
		return s.left()
	}
	text := s.key
	for _, n := range in.All(in.Set.Named(s.row.Name)) {
		text += " " + rateText(number(n))
	}
	return text
}

func clock(s *saying) string {
	if name := s.row.Enum.NameOf(s.n()); name != "" {
		return "clockid " + strings.ToUpper(name)
	}
	return s.left()
}

func taprioEntry(s *saying) string {
	in, ok := s.v.(codec.View)
	if !ok {
		return s.left()
	}
	cmd, _ := in.Get("cmd")
	if n := number(cmd); n > 2 {
		return s.left()
	}
	return fmt.Sprintf("sched-entry %c 0x%x %d", "SHR"[number(cmd)], field(s.v, "gate_mask"), field(s.v, "interval"))
}
