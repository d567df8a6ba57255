package request

import (
	"fmt"
	"strconv"
	"strings"

	"nlua/rtnl/codec"
)

// enumPreempt is TC_FP_* (include/uapi/linux/pkt_sched.h since Linux 6.4), under tc's words.
var enumPreempt = &codec.Enum{Name: "preemption", Items: []codec.Item{{Value: 1, Name: "E"}, {Value: 2, Name: "P"}}}

// queueWords are the words of struct tc_mqprio_qopt, which lies in an attribute ("" for the fixed structure).
func queueWords(attr string) []tcWord {
	at := func(field string) []string {
		if attr == "" {
			return []string{field}
		}
		return []string{attr, field}
	}
	return []tcWord{
		{Name: "num_tc", Path: strings.Join(at("num_tc"), "."), Doc: "Traffic classes."},
		{Name: "map", Do: listTo(at("prio_tc_map")...), Doc: "Traffic class of each packet priority: a list of up to 16."},
		{Name: "queues", Do: func(o *tcOpts, v any) error {
			count, offset, err := queueRanges(v)
			if err != nil {
				return err
			}
			o.put(count, at("count")...)
			o.put(offset, at("offset")...)
			return nil
		}, Doc: "Queues of each traffic class: a list of \"count@first\", or of {count, first}."},
	}
}

// queueRanges reads "1@0 2@1", a list of such, or of pairs.
func queueRanges(v any) (count, offset []any, err error) {
	for _, e := range list(v) {
		var n, first any
		switch x := e.(type) {
		case string:
			a, b, ok := strings.Cut(x, "@")
			if !ok {
				return nil, nil, fmt.Errorf("%q: want \"count@first\"", x)
			}
			n, first = a, b
		case []any:
			if len(x) != 2 {
				return nil, nil, fmt.Errorf("want pairs {count, first}")
			}
			n, first = x[0], x[1]
		default:
			return nil, nil, fmt.Errorf("want \"count@first\", got %s", shown(e))
		}
		c, err := whole(n)
		if err != nil {
			return nil, nil, err
		}
		f, err := whole(first)
		if err != nil {
			return nil, nil, err
		}
		count, offset = append(count, c), append(offset, f)
	}
	return count, offset, nil
}

// finishMqprio turns the device on, and tells the shaper where rates are given.
func finishMqprio(o *tcOpts) error {
	o.fallback(uint64(1), "hw")
	_, least := o.at("min_rate64", "min_rate64")
	_, most := o.at("max_rate64", "max_rate64")
	if least || most {
		o.fallback("channel", "mode")
		o.fallback("bw_rlimit", "shaper")
	}
	return nil
}

// rateList puts a list of rates into a nest of one repeated attribute.
func rateList(attr string) func(*tcOpts, any) error {
	return func(o *tcOpts, v any) error {
		var rates []any
		for _, e := range list(v) {
			n, err := o.b.rate(e)
			if err != nil {
				return err
			}
			rates = append(rates, n)
		}
		o.put(rates, attr, attr)
		return nil
	}
}

// classList puts a property of each traffic class into its entry.
func classList(field string, enum *codec.Enum) func(*tcOpts, any) error {
	return func(o *tcOpts, v any) error {
		old, _ := o.at("tc_entry")
		entries, _ := old.([]any)
		for i, e := range list(v) {
			n, err := tcNumber(codec.Size, e)
			if enum != nil {
				n, err = enumNumber(enum, e)
			}
			if err != nil {
				return err
			}
			if i == len(entries) {
				entries = append(entries, codec.Table{{Name: "index", Value: uint64(i)}})
			}
			entries[i] = append(entries[i].(codec.Table), codec.Pair{Name: field, Value: n})
		}
		o.replace(entries, "tc_entry")
		return nil
	}
}

// taprioEntries takes a list of {cmd, gate_mask, interval}, by name or place, or of tc's "S 01 300000".
func taprioEntries(o *tcOpts, v any) error {
	var entries []any
	for i, e := range elements(v) {
		t, ok := e.(codec.Table)
		if !ok {
			parts := list(e)
			if s, isText := e.(string); isText && len(parts) == 3 {
				mask, err := strconv.ParseUint(strings.TrimPrefix(parts[1].(string), "0x"), 16, 32)
				if err != nil {
					return fmt.Errorf("entry %d: %q: want a mask in hexadecimal", i+1, s)
				}
				parts[1] = mask
			}
			if len(parts) != 3 {
				return fmt.Errorf("entry %d: want {cmd, gate_mask, interval}", i+1)
			}
			t = codec.Table{{Name: "cmd", Value: parts[0]}, {Name: "gate_mask", Value: parts[1]}, {Name: "interval", Value: parts[2]}}
		}
		entries = append(entries, t)
	}
	o.put(entries, "sched_entry_list", "entry")
	return nil
}
