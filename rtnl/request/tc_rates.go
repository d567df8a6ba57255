package request

import (
	"cmp"
	"fmt"
	"math"

	"nlua/rtnl/codec"
	"nlua/rtnl/reckon"
)

// Link layers of struct tc_ratespec (include/uapi/linux/pkt_sched.h).
const (
	layerEthernet = 1
	layerATM      = 2
)

var enumLinkLayer = codec.Enum{Name: "linklayer", Items: []codec.Item{{Value: layerEthernet, Name: "ethernet"}, {Value: layerATM, Name: "atm"}, {Value: layerATM, Name: "adsl"}}}

// rateShape is what is said of all rates of a request.
type rateShape struct {
	mtu, mpu, overhead uint64 // bytes; an mtu of 0: 2047
	layer              uint64
}

// put writes a rate in bytes per second: struct tc_ratespec flat into parms, its fields behind a prefix, the rate itself as the field of
// that name; the table that the kernel wants beside it (ticks of packets of 1 << cellLog bytes, of twice that, ... 256 times); and under
// the name wide a rate that 32 bits do not hold.
func (r *rateShape) put(o *tcOpts, rate uint64, parms, prefix, table, wide string) {
	cellLog := reckon.CellLog(r.mtu)
	ticksOf := make([]any, 0, 256)
	for _, n := range (reckon.Line{MPU: r.mpu, ATM: r.layer == layerATM}).RateTable(rate, cellLog) {
		ticksOf = append(ticksOf, n)
	}
	for _, f := range []struct {
		name  string
		value any
	}{
		{prefix + "_cell_log", uint64(cellLog)}, {prefix + "_linklayer", r.layer}, {prefix + "_overhead", r.overhead},
		{prefix + "_cell_align", int64(-1)}, {prefix + "_mpu", r.mpu}, {prefix, min(rate, math.MaxUint32)},
	} {
		o.put(f.value, parms, f.name)
	}
	o.put(ticksOf, table)
	if rate > math.MaxUint32 {
		o.put(rate, wide)
	}
}

// rateWords reads the words that all rates share.
func (o *tcOpts) rateWords() (r rateShape, err error) {
	read := func(dst *uint64, h codec.Hint, words ...string) {
		n, ok, e := o.number(h, words...)
		if ok && err == nil {
			*dst, err = n, e
		}
	}
	read(&r.mtu, codec.Size, "mtu", "minburst")
	read(&r.mpu, codec.Size, "mpu")
	read(&r.overhead, codec.Size, "overhead")
	r.layer = layerEthernet
	if v, ok := o.given("linklayer"); ok && err == nil {
		r.layer, err = enumNumber(&enumLinkLayer, v)
	}
	if err == nil && (r.mpu > math.MaxUint16 || r.overhead > math.MaxUint16) {
		err = fmt.Errorf("mpu and overhead go up to %d", math.MaxUint16)
	}
	return r, err
}

// enumNumber reads a number or one of an Enum's names.
func enumNumber(e *codec.Enum, v any) (uint64, error) {
	if s, ok := v.(string); ok {
		if n, ok := e.ValueOf(s); ok {
			return n, nil
		}
		if n, err := whole(s); err == nil {
			return uint64(n), nil
		}
		return 0, fmt.Errorf("%q is no %s%s", s, e.Name, Suggest(s, e.Names()))
	}
	if list, ok := v.([]any); ok && e.Flags {
		var sum uint64
		for _, x := range list {
			n, err := enumNumber(e, x)
			if err != nil {
				return 0, err
			}
			sum |= n
		}
		return sum, nil
	}
	n, err := whole(v)
	return uint64(n), err
}

// finishTBF computes the two buckets of tbf. rate and burst are needed, and one of limit and latency.
func finishTBF(o *tcOpts) error {
	r, err := o.rateWords()
	if err != nil {
		return err
	}
	rate, ok, err := o.number(codec.Rate, "rate")
	if err != nil || !ok || rate == 0 {
		return orMissing(err, "rate")
	}
	burst, ok, err := o.number(codec.Size, "burst", "buffer", "maxburst")
	if err != nil || !ok {
		return orMissing(err, "burst")
	}
	peak, _, err := o.number(codec.Rate, "peak", "peakrate")
	if err != nil {
		return err
	}
	if peak != 0 && r.mtu == 0 {
		return orMissing(nil, "mtu (it goes with peak)")
	}
	limit, hasLimit, err := o.number(codec.Size, "limit")
	if err != nil {
		return err
	}
	if !hasLimit {
		latency, hasLatency, err := o.number(codec.Micros, "latency")
		if err != nil || !hasLatency {
			return orMissing(err, "limit or latency")
		}
		limit = atRate(rate, latency) + burst
		if peak != 0 {
			limit = min(limit, atRate(peak, latency)+r.mtu)
		}
	}
	o.word = ""
	r.put(o, rate, "parms", "rate", "rtab", "rate64")
	o.put(limit, "parms", "limit")
	o.put(reckon.Ticks(rate, burst), "parms", "buffer")
	o.put(burst, "burst")
	if peak != 0 {
		r.put(o, peak, "parms", "peak", "ptab", "prate64")
		o.put(reckon.Ticks(peak, r.mtu), "parms", "mtu")
		o.put(r.mtu, "pburst")
	}
	return nil
}

// atRate is the bytes that pass in so many microseconds.
func atRate(rate, micros uint64) uint64 { return uint64(float64(rate) * float64(micros) / 1e6) }

func orMissing(err error, what string) error {
	if err != nil {
		return err
	}
	return unsaid(what)
}

// unsaid is the error that a word is missing.
type unsaid string

func (u unsaid) Error() string { return string(u) + " is missing" }

// finishHTB computes an htb class. rate is needed; ceil is the rate, bursts are a packet of the device where they are not given.
func finishHTB(o *tcOpts) error {
	r, err := o.rateWords()
	if err != nil {
		return err
	}
	r.mtu = cmp.Or(r.mtu, 1600)
	rate, ok, err := o.number(codec.Rate, "rate")
	if err != nil || !ok || rate == 0 {
		return orMissing(err, "rate")
	}
	ceil, ok, err := o.number(codec.Rate, "ceil")
	if err != nil {
		return err
	}
	if !ok || ceil == 0 {
		ceil = rate
	}
	// The kernel's clock ticks in nanoseconds: a burst of one tick is nothing, that of one packet remains.
	burst, ok, err := o.number(codec.Size, "burst", "buffer", "maxburst")
	if err != nil {
		return err
	}
	if !ok {
		burst = rate/1e9 + r.mtu
	}
	cburst, ok, err := o.number(codec.Size, "cburst", "cbuffer", "cmaxburst")
	if err != nil {
		return err
	}
	if !ok {
		cburst = ceil/1e9 + r.mtu
	}
	o.word = ""
	r.put(o, rate, "parms", "rate", "rtab", "rate64")
	r.put(o, ceil, "parms", "ceil", "ctab", "ceil64")
	o.put(reckon.Ticks(rate, burst), "parms", "buffer")
	o.put(reckon.Ticks(ceil, cburst), "parms", "cbuffer")
	return nil
}

// finishPolice computes a police action, or the policer of a filter. It limits bytes (rate, burst) or packets (pkts_rate,
// pkts_burst), or by an estimator (avrate), or by size alone (mtu).
func finishPolice(o *tcOpts) error {
	r, err := o.rateWords()
	if err != nil {
		return err
	}
	rate, hasRate, err := o.number(codec.Rate, "rate")
	if err != nil {
		return err
	}
	burst, hasBurst, err := o.number(codec.Size, "burst", "buffer", "maxburst")
	if err != nil {
		return err
	}
	peak, _, err := o.number(codec.Rate, "peak", "peakrate")
	if err != nil {
		return err
	}
	switch {
	case hasRate && !hasBurst:
		return orMissing(nil, "burst (it goes with rate)")
	case peak != 0 && !hasRate:
		return orMissing(nil, "rate (it goes with peak)")
	case peak != 0 && r.mtu == 0:
		return orMissing(nil, "mtu (it goes with peak)")
	}
	packets, hasPackets, err := o.number(codec.NoHint, "pkts_rate")
	if err != nil {
		return err
	}
	many, hasMany, err := o.number(codec.NoHint, "pkts_burst")
	if err != nil {
		return err
	}
	if hasPackets != hasMany {
		return fmt.Errorf("pkts_rate and pkts_burst go together")
	}
	o.word = ""
	if hasPackets {
		o.put(packets, "pktrate64")
		o.put(reckon.Ticks(packets, many), "pktburst64")
	}
	o.fallback(uint64(1), "tbf", "action") // reclassify, as tc(8) has it
	if r.mtu != 0 {
		o.put(r.mtu, "tbf", "mtu")
	}
	if rate != 0 {
		r.put(o, rate, "tbf", "rate", "rate", "rate64")
		o.put(reckon.Ticks(rate, burst), "tbf", "burst")
	}
	if peak != 0 {
		r.put(o, peak, "tbf", "peak", "peakrate", "peakrate64")
	}
	return nil
}

// sizeTable makes TCA_STAB from {mtu, tsize, mpu, overhead, linklayer}: what packets count for on the link, by their size.
func sizeTable(v any) (codec.Table, error) {
	t, ok := v.(codec.Table)
	if !ok {
		return nil, errTable
	}
	got := map[string]uint64{"mtu": 2047, "tsize": 512}
	overhead := int64(0)
	for _, p := range t {
		var n uint64
		var err error
		switch p.Name {
		case "mtu", "tsize", "mpu":
			n, err = tcNumber(codec.Size, p.Value)
		case "overhead":
			overhead, err = whole(p.Value)
		case "linklayer":
			n, err = enumNumber(&enumLinkLayer, p.Value)
		default:
			err = fmt.Errorf("unknown%s", Suggest(p.Name, []string{"mtu", "tsize", "mpu", "overhead", "linklayer"}))
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", p.Name, err)
		}
		got[p.Name] = n
	}
	base := codec.Table{{Name: "overhead", Value: overhead}, {Name: "linklayer", Value: got["linklayer"]}, {Name: "mpu", Value: got["mpu"]}}
	if got["linklayer"] <= layerEthernet && got["mpu"] == 0 { // an overhead alone needs no table
		return codec.Table{{Name: "base", Value: base}}, nil
	}
	if got["mtu"] == 0 || got["tsize"] == 0 || got["tsize"] > 16384 {
		return nil, fmt.Errorf("mtu and tsize (at most 16384) must not be 0")
	}
	line := reckon.Line{MPU: got["mpu"], ATM: got["linklayer"] == layerATM}
	var cellLog, sizeLog uint8
	for (got["mtu"]-1)>>cellLog > got["tsize"]-1 {
		cellLog++
	}
	for line.On(got["tsize"]<<cellLog)>>sizeLog > math.MaxUint16 {
		sizeLog++
	}
	var data []any
	for _, n := range line.SizeTable(int(got["tsize"]), cellLog, sizeLog) {
		data = append(data, uint64(n))
	}
	base = append(base, codec.Table{{Name: "cell_log", Value: uint64(cellLog)}, {Name: "size_log", Value: uint64(sizeLog)}, {Name: "cell_align", Value: int64(-1)},
		{Name: "mtu", Value: got["mtu"]}, {Name: "tsize", Value: got["tsize"]}}...)
	return codec.Table{{Name: "base", Value: base}, {Name: "data", Value: data}}, nil
}

// estimator makes TCA_RATE from {interval, time}: how often to sample (250 ms to 8 s, a power of two), and over how long to average.
// Numbers are seconds.
func estimator(v any) (codec.Table, error) {
	t, ok := v.(codec.Table)
	if !ok {
		return nil, errTable
	}
	var interval, average float64
	for _, p := range t {
		dst := map[string]*float64{"interval": &interval, "time": &average}[p.Name]
		if dst == nil {
			return nil, fmt.Errorf("%s: unknown: an estimator has interval and time", p.Name)
		}
		switch x := p.Value.(type) {
		case string:
			ns, err := parseTime(x, 1e6)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", p.Name, err)
			}
			*dst = float64(ns) / 1e9
		case float64:
			*dst = x
		default:
			n, err := whole(x)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", p.Name, err)
			}
			*dst = float64(n)
		}
	}
	log := -2
	for log <= 3 && interval > math.Pow(2, float64(log)) {
		log++
	}
	ewma := 1
	for ewma < 32 && interval/-math.Log(1-1/math.Pow(2, float64(ewma))) <= average {
		ewma++
	}
	if ewma--; log > 3 || ewma < 1 || ewma >= 31 || interval <= 0 {
		return nil, fmt.Errorf("want an interval of 250 ms to 8 s, and a longer time")
	}
	return codec.Table{{Name: "interval", Value: int64(log)}, {Name: "ewma_log", Value: uint64(ewma)}}, nil
}
