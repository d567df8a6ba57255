package request

import (
	"fmt"
	"math"
	"strings"

	"nlua/rtnl/codec"
	"nlua/rtnl/reckon"
)

// netemWords are pyroute2's, and tc's where it has more. Probabilities and correlations are percentages.
func netemWords() []tcWord {
	return []tcWord{
		{Name: "delay", Do: netemTime("delay", "latency64"), Hint: codec.Micros, Doc: "Delay of each packet; a number is microseconds."},
		{Name: "latency", Do: netemTime("delay", "latency64"), Hint: codec.Micros, Doc: "As delay."},
		{Name: "jitter", Do: netemTime("jitter", "jitter64"), Hint: codec.Micros, Doc: "Variation of the delay; a number is microseconds."},
		{Name: "limit", Path: "limit", Doc: "Packets that may wait, 1000 by default."},
		{Name: "gap", Path: "gap", Doc: "Every packet of this number is sent at once (reordered)."},
		{Name: "loss", Do: netemLoss, Doc: "Packets lost, in percent; or {gemodel = {p, r, h, k1}}, or {state = {p13, p31, p32, p23, p14}}."},
		{Name: "duplicate", Do: putPercent("duplicate"), Doc: "Packets doubled, in percent."},
		{Name: "delay_corr", Do: putPercent("corr", "delay_corr"), Doc: "Correlation of delays, in percent."},
		{Name: "loss_corr", Do: putPercent("corr", "loss_corr"), Doc: "Correlation of losses, in percent."},
		{Name: "dup_corr", Do: putPercent("corr", "dup_corr"), Doc: "Correlation of duplicates, in percent."},
		{Name: "prob_reorder", Do: putPercent("reorder", "probability"), Doc: "Packets sent at once, in percent."},
		{Name: "reorder", Do: putPercent("reorder", "probability"), Doc: "As prob_reorder."},
		{Name: "corr_reorder", Do: putPercent("reorder", "correlation"), Doc: "Correlation of reordering, in percent."},
		{Name: "prob_corrupt", Do: putPercent("corrupt", "probability"), Doc: "Packets with a wrong bit, in percent."},
		{Name: "corrupt", Do: putPercent("corrupt", "probability"), Doc: "As prob_corrupt."},
		{Name: "corr_corrupt", Do: putPercent("corrupt", "correlation"), Doc: "Correlation of corruption, in percent."},
		{Name: "rate", Do: netemRate, Hint: codec.Rate, Doc: "Bandwidth of the emulated link."},
		{Name: "packet_overhead", Path: "rate.packet_overhead", Doc: "Bytes that each packet has more on the link; may be negative."},
		{Name: "cell_size", Path: "rate.cell_size", Doc: "Bytes of the link's cells."},
		{Name: "cell_overhead", Path: "rate.cell_overhead", Doc: "Bytes that each cell has more."},
		{Name: "ecn", Path: "ecn", Doc: "Mark packets instead of losing them."},
		{Name: "distribution", Do: netemDistribution("delay_dist"), Doc: "Of the delay: \"uniform\", \"normal\", \"pareto\", \"paretonormal\", or a list of numbers (8192 is one jitter)."},
		{Name: "slot", Do: netemSlot, Doc: "Deliver in slots: {min, max, packets, bytes}, or {distribution, delay, jitter, packets, bytes}."},
		{Name: "seed", Path: "prng_seed", Doc: "Start of the random numbers (Linux 6.6)."},
	}
}

// netemTime sends a time in ticks, and exactly in nanoseconds.
func netemTime(field, exact string) func(*tcOpts, any) error {
	return func(o *tcOpts, v any) error {
		n, err := tcNumber(codec.Micros, v)
		ns := int64(n) * 1000
		if s, ok := v.(string); ok && err == nil {
			ns, err = parseTime(s, 1e6)
		}
		if f, ok := v.(float64); ok && err == nil {
			ns = int64(math.Round(f * 1000))
		}
		if err != nil {
			return err
		}
		if ns < 0 {
			return fmt.Errorf("want a time that is not negative")
		}
		o.put(min(uint64(ns)/reckon.TickNanos, math.MaxUint32), field)
		o.put(ns, exact)
		return nil
	}
}

func netemRate(o *tcOpts, v any) error {
	rate, err := o.b.rate(v)
	if err != nil {
		return err
	}
	o.put(min(rate, math.MaxUint32), "rate", "rate")
	if rate > math.MaxUint32 {
		o.put(rate, "rate64")
	}
	return nil
}

// lossModel is one of netem's: its word, what the kernel's structure is called, its fields, and that which is 100 % less the first
// where it is not given.
type lossModel struct {
	word, attr, rest string
	fields           []string
}

var lossModels = []lossModel{
	{"gemodel", "ge", "r", []string{"p", "r", "h", "k1"}},
	{"state", "gi", "p31", []string{"p13", "p31", "p32", "p23", "p14"}},
}

func netemLoss(o *tcOpts, v any) error {
	t, ok := v.(codec.Table)
	if !ok {
		return putPercent("loss")(o, v)
	}
	if len(t) != 1 {
		return fmt.Errorf("want one of gemodel and state")
	}
	for i := range lossModels {
		if m := &lossModels[i]; t[0].Name == m.word || t[0].Name == m.attr {
			return m.put(o, t[0].Value)
		}
	}
	return fmt.Errorf("unknown loss model %q: gemodel and state are known", t[0].Name)
}

func (m *lossModel) put(o *tcOpts, v any) error {
	values := map[string]any{}
	t, named := v.(codec.Table)
	for _, p := range t {
		values[p.Name] = p.Value
	}
	if !named {
		for i, p := range list(v) {
			if i < len(m.fields) {
				values[m.fields[i]] = p
			}
		}
	}
	first, ok := values[m.fields[0]]
	if !ok {
		return orMissing(nil, m.fields[0])
	}
	if _, ok := values[m.rest]; !ok {
		n, err := percent(first)
		if err != nil {
			return fmt.Errorf("%s: %w", m.fields[0], err)
		}
		values[m.rest] = 100 - float64(n)/math.MaxUint32*100
	}
	for _, f := range m.fields {
		v, ok := values[f]
		if !ok {
			continue
		}
		n, err := percent(v)
		if err != nil {
			return fmt.Errorf("%s: %w", f, err)
		}
		if f == "h" && !named { // as tc(8) has them: the third is 1-h, what is lost in the bad state
			n = math.MaxUint32 - n
		}
		o.put(n, "loss_model", m.attr, f)
	}
	return nil
}

// netemDistribution sends a table of deviations, 8192 being one jitter. The uniform one is the kernel's own.
func netemDistribution(attr string) func(*tcOpts, any) error {
	return func(o *tcOpts, v any) error {
		if l, ok := v.([]any); ok {
			o.put(l, attr)
			return nil
		}
		name, _ := v.(string)
		if table := reckon.Distribution(name); table != nil {
			list := make([]any, len(table))
			for i, n := range table {
				list[i] = int64(n)
			}
			o.put(list, attr)
		} else if name != "uniform" {
			return fmt.Errorf("unknown distribution %s: uniform, %s, or a list of numbers", shown(v), strings.Join(reckon.Distributions, ", "))
		}
		return nil
	}
}

// netemSlot takes {min =, max =, ..} or {distribution =, delay =, jitter =, ..}; numbers are nanoseconds.
func netemSlot(o *tcOpts, v any) error {
	t, ok := v.(codec.Table)
	if !ok {
		return errTable
	}
	names := map[string]string{"min": "min_delay", "min_delay": "min_delay", "max": "max_delay", "max_delay": "max_delay", "delay": "dist_delay", "dist_delay": "dist_delay",
		"jitter": "dist_jitter", "dist_jitter": "dist_jitter", "packets": "max_packets", "max_packets": "max_packets", "bytes": "max_bytes", "max_bytes": "max_bytes"}
	for _, p := range t {
		if p.Name == "distribution" {
			if err := netemDistribution("slot_dist")(o, p.Value); err != nil {
				return err
			}
			continue
		}
		field, ok := names[p.Name]
		if !ok {
			return fmt.Errorf("unknown %q: a slot has min, max, distribution, delay, jitter, packets, bytes", p.Name)
		}
		hint := codec.NoHint
		if field != "max_packets" && field != "max_bytes" {
			hint = codec.Nanos
		}
		n, err := tcNumber(hint, p.Value)
		if err != nil {
			return fmt.Errorf("%s: %w", p.Name, err)
		}
		o.put(n, "slot", field)
	}
	if _, ok := o.at("slot", "max_delay"); !ok {
		if n, ok := o.at("slot", "min_delay"); ok {
			o.put(n, "slot", "max_delay")
		}
	}
	return nil
}

func finishNetem(o *tcOpts) error {
	o.fallback(uint64(1000), "limit")
	if _, ok := o.at("reorder", "probability"); ok {
		if _, ok := o.at("delay"); !ok {
			return fmt.Errorf("reorder works on delayed packets: give a delay")
		}
		o.fallback(uint64(1), "gap")
	}
	if _, ok := o.at("rate", "packet_overhead"); ok {
		o.fallback(uint64(0), "rate", "rate")
	}
	return nil
}
