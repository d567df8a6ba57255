package request

import (
	"fmt"

	"nlua/rtnl/codec"
	"nlua/rtnl/reckon"
)

// red holds what RED, GRED, CHOKe and SFQ's RED are computed from.
type red struct {
	flags, given    uint64 // of redFlags: those that are set, and those that the script speaks of
	limit, min, max uint64
	words           reckon.RED
	reckon.Averages // what the kernel wants
}

// redWords are the words of all these.
var redWords = []tcWord{
	{Name: "limit", Do: seen, Hint: codec.Size, Doc: "Hard limit of the queue."},
	{Name: "min", Do: seen, Hint: codec.Size, Doc: "Average length from which packets are marked."},
	{Name: "max", Do: seen, Hint: codec.Size, Doc: "Average length from which all are marked."},
	{Name: "qth_min", Do: seen, Hint: codec.Size, Doc: "As min."},
	{Name: "qth_max", Do: seen, Hint: codec.Size, Doc: "As max."},
	{Name: "avpkt", Do: seen, Hint: codec.Size, Doc: "Average size of a packet, 1000 bytes by default."},
	{Name: "burst", Do: seen, Doc: "Packets that may come at once."},
	{Name: "bandwidth", Do: seen, Hint: codec.Rate, Doc: "Speed of the link, by which idle time is judged; 10mbit by default."},
	{Name: "probability", Do: seen, Doc: "Probability of marking at max, 0.02 by default."},
}

// readRED reads the words. limit, min and max are bytes, or packets.
func readRED(o *tcOpts, packets bool) (*red, error) {
	r := &red{words: reckon.RED{AvPkt: 1000, Bandwidth: 1250000, Probability: 0.02}}
	if err := r.readFlags(o); err != nil {
		return nil, err
	}
	for _, w := range []struct {
		dst   *uint64
		hint  codec.Hint
		words []string
	}{
		{&r.limit, codec.Size, []string{"limit", "redflowlimit"}}, {&r.min, codec.Size, []string{"min", "qth_min"}}, {&r.max, codec.Size, []string{"max", "qth_max"}},
		{&r.words.AvPkt, codec.Size, []string{"avpkt"}}, {&r.words.Burst, codec.NoHint, []string{"burst"}}, {&r.words.Bandwidth, codec.Rate, []string{"bandwidth"}},
	} {
		if o.kind.Name == "sfq" && w.dst == &r.limit {
			w.words = w.words[1:]
		}
		n, ok, err := o.number(w.hint, w.words...)
		if err != nil {
			return nil, err
		}
		if ok {
			*w.dst = n
		}
	}
	if v, ok := o.given("probability"); ok {
		p, err := fraction(v)
		if err != nil {
			return nil, err
		}
		if !(p > 0 && p <= 1) {
			return nil, fmt.Errorf("want a probability above 0 up to 1, or a percentage, got %s", shown(v))
		}
		r.words.Probability = p
	}
	if r.limit == 0 {
		return nil, orMissing(nil, "limit")
	}
	if r.words.AvPkt == 0 || r.words.Bandwidth == 0 {
		return nil, fmt.Errorf("avpkt and bandwidth must not be 0")
	}
	if r.max == 0 {
		if r.max = r.limit / 4; r.min != 0 {
			r.max = 3 * r.min
		}
	}
	if r.min == 0 {
		r.min = r.max / 3
	}
	scale := uint64(1)
	if packets {
		scale = r.words.AvPkt
	}
	r.words.Min, r.words.Max = r.min*scale, r.max*scale
	if r.words.Burst == 0 {
		r.words.Burst = (2*r.words.Min + r.words.Max) / (3 * r.words.AvPkt)
	}
	o.word, o.b.word = "", ""
	var err error
	r.Averages, err = r.words.Averages()
	return r, err
}

// parms is the common part of struct tc_red_qopt and its kin.
func (r *red) parms() codec.Table {
	return codec.Table{{Name: "limit", Value: r.limit}, {Name: "qth_min", Value: r.min}, {Name: "qth_max", Value: r.max},
		{Name: "wlog", Value: r.WLog}, {Name: "plog", Value: r.PLog}, {Name: "scell_log", Value: r.CellLog}}
}

// redFlags are the words that are flags of RED.
var redFlags = []struct {
	word string
	bit  uint64
	doc  string
}{
	{"ecn", 1, "Mark packets that can be marked instead of dropping them."},
	{"harddrop", 2, "Drop, not mark, above max."},
	{"adaptive", 4, "Adjust the probability to keep the average between min and max."},
	{"nodrop", 8, "Do not drop what cannot be marked."},
}

func redFlagWords() (list []tcWord) {
	for _, f := range redFlags {
		list = append(list, tcWord{Name: f.word, Do: seen, Hint: codec.Bool, Doc: f.doc})
	}
	return list
}

func (r *red) readFlags(o *tcOpts) error {
	for _, f := range redFlags {
		v, ok := o.given(f.word)
		if !ok {
			continue
		}
		yes, err := truth(v)
		if err != nil {
			return err
		}
		r.given |= f.bit
		if yes {
			r.flags |= f.bit
		}
	}
	return nil
}

func finishRED(o *tcOpts) error {
	r, err := readRED(o, false)
	if err != nil {
		return err
	}
	o.put(r.parms(), "parms")
	o.put(r.Idle, "stab")
	o.put(r.words.MaxP(), "max_p")
	if r.given != 0 {
		o.put(codec.Table{{Name: "value", Value: r.flags}, {Name: "selector", Value: r.given}}, "flags")
	}
	return nil
}

func finishChoke(o *tcOpts) error {
	r, err := readRED(o, true)
	if err != nil {
		return err
	}
	o.put(append(r.parms(), codec.Pair{Name: "flags", Value: r.flags}), "parms")
	o.put(r.Idle, "stab")
	o.put(r.words.MaxP(), "max_p")
	return nil
}

// finishGRED sets a virtual queue (dp = N with RED's words), or all of them ("add": dps, default, grio, limit).
func finishGRED(o *tcOpts) error {
	dp, isQueue, err := o.number(codec.NoHint, "dp", "DP")
	if err != nil {
		return err
	}
	if !isQueue {
		return setupGRED(o)
	}
	prio, _, err := o.number(codec.NoHint, "prio")
	if err != nil {
		return err
	}
	r, err := readRED(o, false)
	if err != nil {
		return err
	}
	o.put([]any{append(r.parms(), codec.Pair{Name: "dp", Value: dp}, codec.Pair{Name: "prio", Value: prio})}, "parms")
	o.put(r.Idle, "stab")
	o.put([]any{r.words.MaxP()}, "max_p")
	if r.given != 0 {
		o.put([]any{codec.Table{{Name: "dp", Value: dp}, {Name: "flags", Value: r.flags}}}, "vq_list", "entry")
	}
	return nil
}

func setupGRED(o *tcOpts) error {
	n, ok, err := o.number(codec.NoHint, "dps", "DPs")
	if err != nil || !ok {
		return orMissing(err, "dps")
	}
	def, ok, err := o.number(codec.NoHint, "default", "def_dp")
	if err != nil || !ok {
		return orMissing(err, "default")
	}
	grio := false
	if v, ok := o.given("grio"); ok {
		if grio, err = truth(v); err != nil {
			return err
		}
	}
	limit, hasLimit, err := o.number(codec.Size, "limit")
	if err != nil {
		return err
	}
	o.put(codec.Table{{Name: "dps", Value: n}, {Name: "def_dp", Value: def}, {Name: "grio", Value: grio}}, "dps")
	if hasLimit {
		o.put(limit, "limit")
	}
	return nil
}

// finishSFQ adds RED to sfq where one of its words was given.
func finishSFQ(o *tcOpts) error {
	if _, ok := o.given("redflowlimit"); !ok {
		return nil
	}
	r, err := readRED(o, false)
	if err != nil {
		return err
	}
	for _, p := range r.parms() {
		switch p.Name {
		case "limit":
			p.Name = "redflowlimit"
		case "scell_log": // sfq has no table for idle time
			continue
		}
		o.put(p.Value, p.Name)
	}
	o.put(r.words.MaxP(), "max_p")
	o.put(r.flags, "flags")
	return nil
}
