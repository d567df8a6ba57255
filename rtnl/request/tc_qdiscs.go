package request

import (
	"fmt"
	"math"
	"math/bits"
	"sync"

	"nlua/rtnl/codec"
	"nlua/rtnl/spec"
)

// Handles (include/uapi/linux/pkt_sched.h).
const (
	tcRoot    = 0xFFFFFFFF
	tcIngress = 0xFFFFFFF1
)

// tcRateWords are what all words about rates have in common.
var tcRateWords = []tcWord{
	{Name: "rate", Do: seen, Hint: codec.Rate, Doc: "Rate; a number is bytes per second."},
	{Name: "burst", Do: seen, Hint: codec.Size, Doc: "Bytes that may pass at once."},
	{Name: "buffer", Do: seen, Hint: codec.Size, Doc: "As burst."},
	{Name: "maxburst", Do: seen, Hint: codec.Size, Doc: "As burst."},
	{Name: "mtu", Do: seen, Hint: codec.Size, Doc: "Largest packet; with peak, the depth of its bucket."},
	{Name: "minburst", Do: seen, Hint: codec.Size, Doc: "As mtu."},
	{Name: "mpu", Do: seen, Hint: codec.Size, Doc: "What the smallest packet counts for."},
	{Name: "overhead", Do: seen, Hint: codec.Size, Doc: "What each packet has more on the link."},
	{Name: "linklayer", Do: seen, Enum: &enumLinkLayer, Doc: "\"ethernet\" or \"atm\"."},
}

var tcPeakWords = []tcWord{
	{Name: "peak", Do: seen, Hint: codec.Rate, Doc: "Rate of a second, small bucket."},
	{Name: "peakrate", Do: seen, Hint: codec.Rate, Doc: "As peak."},
}

func words(lists ...[]tcWord) (all []tcWord) {
	for _, l := range lists {
		all = append(all, l...)
	}
	return all
}

// limitDoc is the one word of a queue with nothing but a limit.
func limitDoc(unit string) []tcWord {
	return []tcWord{{Name: "limit", Path: "limit", Doc: unit + " that may wait."}}
}

// tcQdiscs are the kinds of qdiscs and classes with words of their own. Kinds that are not here have the words of their rows.
var tcQdiscs = sync.OnceValue(func() []tcKind {
	return []tcKind{
		{Name: "mq", Use: tcQdisc, Bare: true},
		{Name: "noqueue", Use: tcQdisc, Bare: true},
		{Name: "pfifo_fast", Use: tcQdisc, Bare: true},
		{Name: "ingress", Use: tcQdisc, Parent: tcIngress, Handle: 0xFFFF0000, Bare: true},
		{Name: "clsact", Use: tcQdisc, Parent: tcIngress, Handle: 0xFFFF0000, Bare: true},
		{Name: "bfifo", Use: tcQdisc, Words: []tcWord{{Name: "limit", Do: sizeTo("limit"), Hint: codec.Size, Doc: "Bytes that may wait."}}},
		{Name: "pfifo", Use: tcQdisc, Words: limitDoc("Packets")},
		{Name: "pfifo_head_drop", Use: tcQdisc, Words: limitDoc("Packets")},
		{Name: "tbf", Use: tcQdisc, Finish: finishTBF, Words: words(tcRateWords, tcPeakWords, []tcWord{
			{Name: "limit", Do: seen, Hint: codec.Size, Doc: "Bytes that may wait for tokens."},
			{Name: "latency", Do: seen, Hint: codec.Micros, Doc: "Instead of limit: how long a packet may wait."},
		})},
		{Name: "htb", Use: tcQdisc, Finish: finishHTBQdisc, Words: []tcWord{
			{Name: "default", Do: htbDefault, Hint: codec.Handle, Doc: "Class of what no filter puts elsewhere, 0x10 by default."},
			{Name: "defcls", Do: htbDefault, Hint: codec.Handle, Doc: "As default."},
			{Name: "r2q", Path: "init.rate2quantum", Doc: "Rate over this is a class's quantum, 10 by default."},
			{Name: "version", Path: "init.version"}, {Name: "debug", Path: "init.debug"},
		}},
		{Name: "htb", Use: tcClass, Finish: finishHTB, Words: words(tcRateWords, []tcWord{
			{Name: "ceil", Do: seen, Hint: codec.Rate, Doc: "Rate up to which the class borrows; its rate by default."},
			{Name: "cburst", Do: seen, Hint: codec.Size, Doc: "Bytes that may pass at once at ceil."},
			{Name: "cbuffer", Do: seen, Hint: codec.Size, Doc: "As cburst."},
			{Name: "cmaxburst", Do: seen, Hint: codec.Size, Doc: "As cburst."},
			{Name: "prio", Path: "parms.prio", Doc: "Classes of a lower number are served first."},
			{Name: "quantum", Do: sizeTo("parms", "quantum"), Hint: codec.Size, Doc: "Bytes served at a time."},
		})},
		{Name: "hfsc", Use: tcQdisc, Set: hfscQdisc(), Finish: func(o *tcOpts) error { o.fallback(uint64(0), "defcls"); return nil }, Words: []tcWord{
			{Name: "default", Do: minorTo("defcls"), Hint: codec.Handle, Doc: "Class of what no filter puts elsewhere."},
		}},
		{Name: "hfsc", Use: tcClass, Set: hfscClass(), Words: []tcWord{
			{Name: "rsc", Do: hfscCurve("rsc"), Doc: "Real-time curve: {m1, d, m2}, {umax, dmax, rate}, or {rate}."},
			{Name: "fsc", Do: hfscCurve("fsc"), Doc: "Link-sharing curve."},
			{Name: "usc", Do: hfscCurve("usc"), Doc: "Upper limit."},
			{Name: "rt", Do: hfscCurve("rsc"), Doc: "As rsc."},
			{Name: "ls", Do: hfscCurve("fsc"), Doc: "As fsc."},
			{Name: "ul", Do: hfscCurve("usc"), Doc: "As usc."},
			{Name: "sc", Do: hfscCurve("rsc", "fsc"), Doc: "rsc and fsc at once."},
		}},
		{Name: "drr", Use: tcQdisc, Bare: true},
		{Name: "qfq", Use: tcQdisc, Bare: true},
		{Name: "qfq", Use: tcClass, Words: []tcWord{{Name: "maxpkt", Do: sizeTo("lmax"), Hint: codec.Size, Doc: "Largest packet."}}},
		{Name: "netem", Use: tcQdisc, Words: netemWords(), Finish: finishNetem},
		{Name: "sfq", Use: tcQdisc, Finish: finishSFQ, Words: words(redWords[1:], redFlagWords(), []tcWord{
			{Name: "perturb", Do: sfqPerturb, Hint: codec.Seconds, Doc: "Seconds between changes of the hash."},
			{Name: "redflowlimit", Do: seen, Hint: codec.Size, Doc: "Bytes of one flow: turns RED on."},
			{Name: "flows", Path: "flows", Doc: "Flows at most."},
		})},
		{Name: "red", Use: tcQdisc, Finish: finishRED, Words: words(redWords, redFlagWords(), []tcWord{
			{Name: "qevent_early_drop", Path: "early_drop_block", Doc: "Block of filters that early drops go through."},
			{Name: "qevent_mark", Path: "mark_block", Doc: "Block of filters that marked packets go through."},
		})},
		{Name: "choke", Use: tcQdisc, Finish: finishChoke, Words: words(redWords, redFlagWords())},
		{Name: "gred", Use: tcQdisc, Finish: finishGRED, Words: words(redWords, redFlagWords(), []tcWord{
			{Name: "dps", Do: seen, Doc: "Virtual queues."}, {Name: "DPs", Do: seen, Doc: "As dps."},
			{Name: "default", Do: seen, Doc: "Virtual queue of what no filter puts elsewhere."}, {Name: "def_dp", Do: seen, Doc: "As default."},
			{Name: "grio", Do: seen, Hint: codec.Bool, Doc: "Give virtual queues priorities."},
			{Name: "dp", Do: seen, Doc: "The virtual queue that the other words are about."}, {Name: "DP", Do: seen, Doc: "As dp."},
			{Name: "prio", Do: seen, Doc: "Priority of the virtual queue."},
		})},
		{Name: "prio", Use: tcQdisc, Finish: finishPrio},
		{Name: "multiq", Use: tcQdisc, Finish: func(o *tcOpts) error { o.fallback(uint64(0), "bands"); return nil }},
		{Name: "mqprio", Use: tcQdisc, Finish: finishMqprio, Words: words(queueWords(""), []tcWord{
			{Name: "hw", Path: "hw", Doc: "1: the device does the work (default), 0: the kernel."},
			{Name: "min_rate", Do: rateList("min_rate64"), Hint: codec.Rate, Doc: "Least rates of the traffic classes."},
			{Name: "max_rate", Do: rateList("max_rate64"), Hint: codec.Rate, Doc: "Greatest rates of the traffic classes."},
			{Name: "fp", Do: classList("fp", enumPreempt), Doc: "Of each traffic class: \"E\" express, \"P\" preemptible."},
		})},
		{Name: "taprio", Use: tcQdisc, Words: words(queueWords("priomap"), []tcWord{
			{Name: "sched_entries", Do: taprioEntries, Doc: "The schedule: a list of {cmd, gate_mask, interval}."},
			{Name: "sched_entry", Do: taprioEntries, Doc: "As sched_entries."},
			{Name: "base_time", Path: "sched_base_time", Doc: "When the schedule starts, in nanoseconds of its clock."},
			{Name: "cycle_time", Path: "sched_cycle_time", Doc: "Length of a cycle."},
			{Name: "cycle_time_extension", Path: "sched_cycle_time_extension", Doc: "How much the last cycle of an old schedule may be stretched."},
			{Name: "clockid", Path: "sched_clockid", Doc: "Clock of the schedule: \"TAI\"."},
			{Name: "max_sdu", Do: classList("max_sdu", nil), Doc: "Largest packets of the traffic classes."},
			{Name: "fp", Do: classList("fp", enumPreempt), Doc: "Of each traffic class: \"E\" express, \"P\" preemptible."},
		})},
		{Name: "etf", Use: tcQdisc, Words: []tcWord{
			{Name: "deadline_mode", Do: bitOf("parms", "flags", 1), Hint: codec.Bool, Doc: "The times are deadlines."},
			{Name: "offload", Do: bitOf("parms", "flags", 2), Hint: codec.Bool, Doc: "The device does the work."},
			{Name: "skip_sock_check", Do: bitOf("parms", "flags", 4), Hint: codec.Bool, Doc: "Take packets of sockets without SO_TXTIME."},
		}},
		{Name: "ets", Use: tcQdisc, Finish: finishETS, Words: []tcWord{
			{Name: "bands", Path: "nbands", Doc: "Bands."},
			{Name: "strict", Path: "nstrict", Doc: "Bands that are served before the others."},
			{Name: "quanta", Do: listTo("quanta", "quanta_band"), Doc: "Bytes at a time of the others: a list."},
			{Name: "priomap", Do: listTo("priomap", "priomap_band"), Doc: "Band of each packet priority: a list."},
		}},
		{Name: "ets", Use: tcClass, Words: []tcWord{{Name: "quantum", Do: sizeTo("quanta_band"), Hint: codec.Size, Doc: "Bytes at a time."}}},
		{Name: "sfb", Use: tcQdisc, Finish: finishSFB, Words: []tcWord{
			{Name: "rehash", Path: "parms.rehash_interval", Doc: "Time between changes of the hash, 600 s by default."},
			{Name: "db", Path: "parms.warmup_time", Doc: "Time that a new hash warms up, 60 s by default."},
			{Name: "target", Path: "parms.bin_size", Doc: "Packets of a bin that are in order."},
			{Name: "increment", Do: sfbPart("increment"), Doc: "What a full bin adds to the probability of marking."},
			{Name: "decrement", Do: sfbPart("decrement"), Doc: "What an empty bin takes from it."},
		}},
		{Name: "fq", Use: tcQdisc, Words: []tcWord{
			{Name: "limit", Path: "plimit", Doc: "Packets that may wait."},
			{Name: "flow_limit", Path: "flow_plimit", Doc: "Packets of one flow that may wait."},
			{Name: "maxrate", Path: "flow_max_rate", Doc: "Greatest rate of a flow."},
			{Name: "defrate", Path: "flow_default_rate"},
			{Name: "refill_delay", Path: "flow_refill_delay", Doc: "Time after which a flow's credit is filled up."},
			{Name: "buckets", Do: fqBuckets, Doc: "Size of the hash table, a power of two."},
			{Name: "pacing", Path: "rate_enable", Hint: codec.Bool, Doc: "Heed the rates of sockets."},
			{Name: "bands", Path: "priomap.bands"},
			{Name: "horizon_cap", Do: notBool("horizon_drop"), Hint: codec.Bool, Doc: "Send packets beyond the horizon at it instead of dropping them."},
		}},
		{Name: "fq_codel", Use: tcQdisc, Words: []tcWord{{Name: "drop_batch", Path: "drop_batch_size", Doc: "Packets dropped at once when memory is short."}}},
		{Name: "hhf", Use: tcQdisc, Words: []tcWord{
			{Name: "limit", Path: "backlog_limit", Doc: "Packets that may wait."},
			{Name: "hh_limit", Path: "hh_flows_limit", Doc: "Heavy flows that are remembered."},
		}},
		{Name: "plug", Use: tcQdisc, Words: []tcWord{
			{Name: "action", Path: "action", Doc: "\"buffer\", \"release_one\", \"release_indefinite\", \"limit\"."},
			{Name: "limit", Path: "limit", Doc: "Bytes that may wait."},
		}},
		{Name: "cake", Use: tcQdisc, Words: []tcWord{
			{Name: "bandwidth", Do: cakeBandwidth, Hint: codec.Rate, Doc: "Speed of the link; \"unlimited\"."},
			{Name: "diffserv", Path: "diffserv_mode", Doc: "As diffserv_mode."},
			{Name: "flow_mode", Do: cakeMode("flow_mode"), Doc: "What is a flow: \"triple-isolate\", \"dual-srchost\", \"hosts\" and so on."},
			{Name: "atm_mode", Do: cakeMode("atm"), Doc: "Cells of the link: \"atm\", \"ptm\", false."},
			{Name: "ack_filter", Do: cakeMode("ack_filter"), Doc: "Drop redundant acknowledgements: true, false, \"aggressive\"."},
			{Name: "memory_limit", Path: "memory", Doc: "Bytes of memory at most."},
			{Name: "overhead", Do: cakeOverhead, Doc: "Bytes that each packet has more on the link, -64 to 256; or the link's name: \"docsis\", \"ethernet\", \"pppoe-ptm\" and so on, with \"ether-vlan\" for each tag."},
			{Name: "rtt", Do: cakeRTT, Hint: codec.Micros, Doc: "Typical round trip: a time, or \"lan\", \"internet\", \"satellite\" and so on."},
		}},
	}
})

func hfscQdisc() *codec.Set { return hfscSet(false) }
func hfscClass() *codec.Set { return hfscSet(true) }

// hfscSet finds one of the two meanings of "hfsc": a structure for the qdisc, attributes for its classes.
func hfscSet(class bool) *codec.Set {
	for c := range spec.TC.Named("options").Sub.All() {
		if c.Value == "hfsc" && (c.Set.Fixed == nil) == class {
			return c.Set
		}
	}
	return nil
}

// sizeTo puts a size in bytes.
func sizeTo(path ...string) func(*tcOpts, any) error {
	return func(o *tcOpts, v any) error {
		n, err := tcNumber(codec.Size, v)
		if err == nil {
			o.put(n, path...)
		}
		return err
	}
}

// minorTo puts the lower half of a handle, or a number.
func minorTo(path ...string) func(*tcOpts, any) error {
	return func(o *tcOpts, v any) error {
		n, err := tcNumber(codec.Handle, v)
		if err == nil {
			o.put(n&0xffff, path...)
		}
		return err
	}
}

func bitOf(attr, field string, bit uint64) func(*tcOpts, any) error {
	return func(o *tcOpts, v any) error {
		yes, err := truth(v)
		if err != nil {
			return err
		}
		old, _ := o.at(attr, field)
		n, err := enumNumber(&codec.Enum{}, orZero(old))
		if err != nil {
			return err
		}
		if n &^= bit; yes {
			n |= bit
		}
		o.replace(n, attr, field)
		return nil
	}
}

func orZero(v any) any {
	if v == nil {
		return uint64(0)
	}
	return v
}

func notBool(path ...string) func(*tcOpts, any) error {
	return func(o *tcOpts, v any) error {
		yes, err := truth(v)
		if err == nil {
			o.put(!yes, path...)
		}
		return err
	}
}

func listTo(path ...string) func(*tcOpts, any) error {
	return func(o *tcOpts, v any) error {
		o.put(list(v), path...)
		return nil
	}
}

func htbDefault(o *tcOpts, v any) error { return minorTo("init", "defcls")(o, v) }

func finishHTBQdisc(o *tcOpts) error {
	o.fallback(uint64(3), "init", "version")
	o.fallback(uint64(10), "init", "rate2quantum")
	o.fallback(uint64(0x10), "init", "defcls")
	return nil
}

func sfqPerturb(o *tcOpts, v any) error {
	if s, ok := v.(string); ok && digits(s) {
		v = s + "s"
	}
	o.put(v, "perturb_period")
	return nil
}

// prioMap is what the kernel and tc have by default for 16 packet priorities.
var prioMap = []any{uint64(1), uint64(2), uint64(2), uint64(2), uint64(1), uint64(2), uint64(0), uint64(0), uint64(1), uint64(1), uint64(1), uint64(1), uint64(1), uint64(1), uint64(1), uint64(1)}

func finishPrio(o *tcOpts) error {
	o.fallback(uint64(3), "bands")
	o.fallback(prioMap, "priomap")
	return nil
}

func finishETS(o *tcOpts) error {
	if _, ok := o.at("nbands"); ok {
		return nil
	}
	n := 0
	if s, ok, err := o.whole("nstrict"); err != nil {
		return err
	} else if ok {
		n = int(s)
	}
	if v, ok := o.at("quanta", "quanta_band"); ok {
		n += len(v.([]any))
	}
	if n > 0 {
		o.put(uint64(n), "nbands")
	}
	return nil
}

func finishSFB(o *tcOpts) error {
	size, hasSize, err := o.whole("parms", "bin_size")
	if err != nil {
		return err
	}
	most, hasMost, err := o.whole("parms", "max")
	if err != nil {
		return err
	}
	switch {
	case !hasMost && !hasSize:
		o.put(uint64(25), "parms", "max")
		o.put(uint64(20), "parms", "bin_size")
	case !hasMost:
		o.put((size*5+1)/4, "parms", "max")
	case !hasSize:
		o.put((most*4+3)/5, "parms", "bin_size")
	}
	for _, d := range []struct {
		field string
		value uint64
	}{{"rehash_interval", 600000}, {"warmup_time", 60000}, {"increment", 33}, {"decrement", 3}, {"penalty_rate", 10}, {"penalty_burst", 20}} {
		o.fallback(d.value, "parms", d.field)
	}
	return nil
}

// sfbPart takes a part of one, or a percentage, into 65535ths.
func sfbPart(field string) func(*tcOpts, any) error {
	return func(o *tcOpts, v any) error {
		f, err := fraction(v)
		if err != nil {
			return err
		}
		if !(f >= 0 && f <= 1) {
			return fmt.Errorf("want a part of one, or a percentage, got %s", shown(v))
		}
		o.put(uint64(math.Round(f*65535)), "parms", field)
		return nil
	}
}

func fqBuckets(o *tcOpts, v any) error {
	n, err := tcNumber(codec.NoHint, v)
	if err != nil {
		return err
	}
	if n == 0 || n&(n-1) != 0 {
		return fmt.Errorf("want a power of two, got %d", n)
	}
	o.put(uint64(bits.TrailingZeros64(n)), "buckets_log")
	return nil
}

// hfscCurve takes {m1, d, m2} (rates and a time), {umax, dmax, rate} (so many bytes within a time), or a rate.
func hfscCurve(attrs ...string) func(*tcOpts, any) error {
	return func(o *tcOpts, v any) error {
		t, ok := v.(codec.Table)
		if !ok {
			t = codec.Table{{Name: "m2", Value: v}}
		}
		var m1, d, m2, umax uint64
		for _, p := range t {
			dst, hint := (*uint64)(nil), codec.Rate
			switch p.Name {
			case "m1":
				dst = &m1
			case "m2", "rate":
				dst = &m2
			case "d", "dmax":
				dst, hint = &d, codec.Micros
			case "umax":
				dst, hint = &umax, codec.Size
			default:
				return fmt.Errorf("unknown %q: a curve has m1, d, m2, or umax, dmax, rate", p.Name)
			}
			n, err := o.count(hint, p.Value)
			if err != nil {
				return fmt.Errorf("%s: %w", p.Name, err)
			}
			*dst = n
		}
		if umax != 0 {
			if d == 0 {
				return fmt.Errorf("umax goes with dmax")
			}
			if m1 = uint64(math.Ceil(float64(umax) * 1e6 / float64(d))); m1 <= m2 {
				// The rate alone keeps the promise: begin late enough that umax is out at dmax.
				m1 = 0
				if m2 != 0 {
					d = uint64(math.Ceil(float64(d) - float64(umax)*1e6/float64(m2)))
				}
			}
		}
		for _, a := range attrs {
			o.put(codec.Table{{Name: "m1", Value: m1}, {Name: "d", Value: d}, {Name: "m2", Value: m2}}, a)
		}
		return nil
	}
}

func cakeBandwidth(o *tcOpts, v any) error {
	if v == "unlimited" {
		v = uint64(0)
	}
	n, err := o.b.rate(v)
	if err == nil {
		o.put(n, "base_rate64")
	}
	return err
}

// cakeMode takes the words of a row's Enum, true for 1 and false for 0, and pyroute2's "aggressive".
func cakeMode(attr string) func(*tcOpts, any) error {
	return func(o *tcOpts, v any) error {
		switch v {
		case true:
			v = uint64(1)
		case false:
			v = uint64(0)
		case "aggressive":
			v = uint64(2)
		}
		o.put(v, attr)
		return nil
	}
}

// cakeLinks are the words for links: overhead, cells, and the least that counts (tc-cake(8)).
var cakeLinks = []struct {
	name          string
	overhead, atm uint64
	mpu           uint64
}{
	{"conservative", 48, 1, 0}, {"ipoa-vcmux", 8, 1, 0}, {"ipoa-llcsnap", 16, 1, 0}, {"bridged-vcmux", 24, 1, 0}, {"bridged-llcsnap", 32, 1, 0}, {"pppoa-vcmux", 10, 1, 0}, {"pppoa-llc", 14, 1, 0},
	{"pppoe-vcmux", 32, 1, 0}, {"pppoe-llcsnap", 40, 1, 0}, {"pppoe-ptm", 30, 2, 0}, {"bridged-ptm", 22, 2, 0}, {"docsis", 18, 0, 64}, {"ethernet", 38, 0, 84},
}

func cakeOverhead(o *tcOpts, v any) error {
	if _, err := whole(v); err == nil {
		o.put(v, "overhead")
		return nil
	}
	var bytes uint64
	for _, word := range list(v) {
		if word == "ether-vlan" {
			bytes += 4
			continue
		}
		var all []string
		for _, l := range cakeLinks {
			if all = append(all, l.name); l.name != word {
				continue
			}
			bytes += l.overhead
			o.put(l.atm, "atm")
			if l.mpu != 0 {
				o.put(l.mpu, "mpu")
			}
			all = nil
			break
		}
		if all != nil {
			return fmt.Errorf("want a number of bytes or the name of a link, got %s%s", shown(word), Suggest(fmt.Sprint(word), append(all, "ether-vlan")))
		}
	}
	o.put(bytes, "overhead")
	return nil
}

// cakeRTTs are the words for round trips, in microseconds (tc-cake(8)).
var cakeRTTs = codec.Enum{Name: "round trip", Items: []codec.Item{
	{Value: 100, Name: "datacentre"}, {Value: 1000, Name: "lan"}, {Value: 10000, Name: "metro"}, {Value: 30000, Name: "regional"}, {Value: 100000, Name: "internet"},
	{Value: 300000, Name: "oceanic"}, {Value: 1000000, Name: "satellite"}, {Value: 1000000000, Name: "interplanetary"},
}}

func cakeRTT(o *tcOpts, v any) error {
	if s, ok := v.(string); ok {
		if n, ok := cakeRTTs.ValueOf(s); ok {
			v = n
		}
	}
	n, err := tcNumber(codec.Micros, v)
	if err == nil {
		o.put(n, "rtt")
		o.fallback(max(n/20, 1), "target")
	}
	return err
}
