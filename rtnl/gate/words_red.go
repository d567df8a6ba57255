package gate

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"nlua/rtnl/codec"
	"nlua/rtnl/reckon"
)

// redWords are those of queues with RED: tc reckons averages from them, and tables of distributions from a name.
var redWords = []word{
	{in: "red", names: "parms", say: func(s *saying) string {
		idle, _ := s.in.Get("stab")
		maxP, _ := s.other("max_p")
		if _, said := s.in.Get("flags"); !said && !s.makes {
			s.unsaid("flags", "as they are")
		}
		return s.red(s.v, idle, maxP, false)
	}},
	{in: "red", names: "flags", say: func(s *saying) string {
		if value, selector := field(s.v, "value"), field(s.v, "selector"); selector != 15 && !s.makes || value&^selector != 0 { // tc sets and clears all four
			return s.left()
		}
		return s.redFlags(field(s.v, "value"))
	}},
	{in: "red", names: "early_drop_block", key: "qevent early_drop block", say: digits}, {in: "red", names: "mark_block", key: "qevent mark block", say: digits},
	{in: "choke", names: "parms", say: func(s *saying) string {
		idle, _ := s.in.Get("stab")
		maxP, _ := s.other("max_p")
		return s.red(s.v, idle, maxP, true) + " " + s.redFlags(field(s.v, "flags"))
	}},
	{in: "gred", names: "parms", say: gredQueue}, {in: "gred", names: "vq_list", say: func(s *saying) string {
		in, _ := s.v.(codec.View)
		entry, _ := in.Path("entry")
		return s.redFlags(field(entry, "flags"))
	}},
	{in: "red choke gred", names: "stab max_p", say: silent},
	{in: "sfq", names: "redflowlimit", say: func(s *saying) string {
		if s.n() == 0 {
			return ""
		}
		return s.red(*s.in, nil, field(*s.in, "max_p"), false)
	}},
	{in: "sfq", names: "flags", say: func(s *saying) string { return s.redFlags(s.n()) }}, {in: "sfq", names: "qth_min qth_max wlog plog max_p", say: silent},
	{in: "netem", names: "delay_dist", say: distribution}, {in: "netem", names: "slot_dist", say: silent},
}

// red is what tc reckons the averages from: other words than the script's, perhaps, but they come to the same.
func (s *saying) red(parms, idle any, maxP uint64, packets bool) string {
	a := reckon.Averages{WLog: field(parms, "wlog"), PLog: field(parms, "plog"), CellLog: field(parms, "scell_log")}
	switch table := idle.(type) {
	case []byte:
		a.Idle = table
	case []any:
		for _, n := range table {
			a.Idle = append(a.Idle, byte(number(n)))
		}
	}
	low, high := field(parms, "qth_min"), field(parms, "qth_max")
	r, ok := reckon.REDOf(low, high, packets, maxP, a)
	if !ok || a.Idle == nil && idle != nil {
		return s.left()
	}
	limit := "limit"
	if s.row.Name == "redflowlimit" {
		limit = s.row.Name
	}
	text := fmt.Sprintf("%s %d min %d max %d avpkt %d burst %d probability %s", limit, field(parms, limit), low, high, r.AvPkt, r.Burst, strconv.FormatFloat(r.Probability, 'g', -1, 64))
	if a.Idle != nil {
		text += " bandwidth " + rateText(r.Bandwidth)
	}
	return text
}

// redFlags are TC_RED_*: the four first.
func (s *saying) redFlags(n uint64) string {
	var words []string
	for i, name := range []string{"ecn", "harddrop", "adaptive", "nodrop"} {
		if n&(1<<i) != 0 {
			words = append(words, name)
		}
	}
	if n>>4 != 0 {
		return s.left()
	}
	return strings.Join(words, " ")
}

// gredQueue is one virtual queue.
func gredQueue(s *saying) string {
	list, _ := s.v.([]any)
	idle, _ := s.in.Get("stab")
	v, _ := s.in.Get("max_p")
	chances, _ := v.([]any)
	if len(list) != 1 || len(chances) != 1 {
		return s.left()
	}
	text := s.red(list[0], idle, number(chances[0]), false)
	if text == "" {
		return ""
	}
	text += fmt.Sprint(" DP ", field(list[0], "dp"))
	if prio := field(list[0], "prio"); prio != 0 {
		text += fmt.Sprint(" prio ", prio)
	}
	return text
}

// distribution is the name of a table that nlua made. tc wants a jitter for it.
func distribution(s *saying) string {
	jitter, _ := s.other("jitter")
	if name := distributionOf(s.v); name != "" && jitter != 0 {
		return "distribution " + name
	}
	return s.left()
}

// distributionOf is the name of a table, "" of one that has none.
func distributionOf(v any) string {
	list, _ := v.([]any)
	for _, name := range reckon.Distributions {
		if slices.EqualFunc(list, reckon.Distribution(name), func(a any, b int16) bool { return int16(number(a)) == b }) {
			return name
		}
	}
	return ""
}
