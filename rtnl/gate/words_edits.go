package gate

import (
	"encoding/binary"
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"nlua/rtnl/codec"
	"nlua/rtnl/spec"
)

// editWords are those of actions and matches whose parts lie in lists: timetables of gates, what IFE carries, edits of packets, trees of matches.
var editWords = []word{
	{in: "act_gate", names: "priority", say: digits}, {in: "act_gate", names: "base_time", key: "base-time", say: digits}, {in: "act_gate", names: "cycle_time", key: "cycle-time", say: digits},
	{in: "act_gate", names: "cycle_time_ext", key: "cycle-time-ext", say: digits}, {in: "act_gate", names: "clockid", say: clock}, {in: "act_gate", names: "flags", say: hexed},
	{in: "act_gate", names: "entry_list", say: gateEntries}, {in: "act_gate", names: "parms", say: silent},
	{in: "act_ife", names: "parms", say: func(s *saying) string { return nameOf(s, "flags", "decode", "encode") }}, {in: "act_ife", names: "metalst", say: ifeParts},
	{in: "act_ife", names: "dmac", key: "dst"}, {in: "act_ife", names: "smac", key: "src"}, {in: "act_ife", names: "type", say: hexed},
	{in: "act_pedit", names: "parms_ex", key: "ex", say: edits}, {in: "act_pedit", names: "keys_ex", say: silent},
	{in: "basic flow cgroup", names: "ematches", key: "match", say: matches},
	{in: "sfb", names: "parms", say: func(s *saying) string { return s.nest("sfb_parms") }}, {in: "sfb_parms", names: "rehash_interval", key: "rehash", say: digits}, {in: "sfb_parms", names: "warmup_time", key: "db", say: digits},
	{in: "sfb_parms", names: "limit max penalty_rate penalty_burst", say: digits}, {in: "sfb_parms", names: "bin_size", key: "target", say: digits}, {in: "sfb_parms", names: "increment decrement", say: func(s *saying) string {
		return fmt.Sprintf("%s %.8f", s.key, (float64(s.n())+0.25)/0xffff) // tc rounds down
	}},
}

func gateEntries(s *saying) string {
	in, ok := s.v.(codec.View)
	if !ok {
		return s.left()
	}
	var words []string
	for _, e := range in.All(in.Set.Named("one_entry")) {
		entry, _ := e.(codec.View)
		state := "close"
		if _, open := entry.Get("gate"); open {
			state = "open"
		}
		text := fmt.Sprintf("sched-entry %s %d", state, field(e, "interval"))
		for _, name := range []string{"ipv", "max_octets"} { // -1: none
			n := int32(-1)
			if _, said := entry.Get(name); said {
				n = int32(field(e, name))
			}
			text += fmt.Sprintf(" %d", n)
		}
		words = append(words, text)
	}
	return strings.Join(words, " ")
}

// ifeParts are the parts of a packet's metadata that IFE carries: with a value of its own, or as the packet has it.
func ifeParts(s *saying) string {
	in, ok := s.v.(codec.View)
	if !ok {
		return s.left()
	}
	_, attrs := in.Tables()
	var words []string
	for _, p := range attrs {
		name := strings.TrimPrefix(p.Name, "skb")
		b, _ := p.Value.([]byte)
		switch {
		case name != "mark" && name != "prio" && name != "tcindex":
			return s.left()
		case len(b) == 0:
			words = append(words, "allow "+name)
		case len(b) == 2:
			words = append(words, fmt.Sprintf("use %s %d", name, binary.NativeEndian.Uint16(b)))
		case len(b) == 4:
			words = append(words, fmt.Sprintf("use %s %d", name, binary.NativeEndian.Uint32(b)))
		}
	}
	return strings.Join(words, " ")
}

// edit is one of the words that pedit changes: a byte that is kept has 0xff in keep.
type edit struct {
	htype, cmd uint64
	off        int
	keep, val  [4]byte
	invert     bool // bits of val are turned over, and all is kept
}

// edits are the keys of pedit: as fields of headers where they are such, else as words from the network header on.
func edits(s *saying) string {
	var list []edit
	keys, _ := s.in.Path("parms_ex", "keys")
	headers, _ := s.in.Get("keys_ex")
	ex, _ := headers.(codec.View)
	words, _ := keys.([]any)
	for i, k := range words {
		e := edit{off: int(int32(field(k, "off")))}
		binary.NativeEndian.PutUint32(e.keep[:], uint32(field(k, "mask")))
		binary.NativeEndian.PutUint32(e.val[:], uint32(field(k, "val")))
		for j := range e.val {
			e.invert = e.invert || e.val[j]&e.keep[j] != 0
		}
		if e.invert && e.keep != [4]byte{0xff, 0xff, 0xff, 0xff} {
			return s.left()
		}
		if ex.Set != nil {
			all := ex.All(ex.Set.Named("key_ex"))
			if i >= len(all) {
				return s.left()
			}
			e.htype, e.cmd = field(all[i], "htype"), field(all[i], "cmd")
		}
		if field(k, "offmask") != 0 || field(k, "at") != 0 || field(k, "shift") != 0 || e.cmd > 1 {
			return s.left()
		}
		list = append(list, e)
	}
	text := ""
	if ex.Set != nil {
		text = s.key
	}
	for len(list) > 0 {
		words, n := munge(list)
		if n == 0 {
			return s.left()
		}
		text += " munge " + words
		list = list[n:]
	}
	return strings.TrimSpace(text)
}

// munge is the first edit of a list, and how many of its words that is; 0: tc has no word for it.
func munge(list []edit) (text string, n int) {
	first := list[0]
	cmd := [...]string{"set", "add"}[first.cmd]
	if first.htype == 0 {
		keep := binary.BigEndian.Uint32(first.keep[:])
		if first.invert {
			return fmt.Sprintf("offset %d u32 invert retain 0x%x", first.off, binary.BigEndian.Uint32(first.val[:])), 1
		}
		return fmt.Sprintf("offset %d u32 %s 0x%x retain 0x%x", first.off, cmd, binary.BigEndian.Uint32(first.val[:]), ^keep), 1
	}
	part, partly := "", 0 // some bits of a field
	for _, f := range spec.PeditFields {
		n := (f.At%4 + f.Size + 3) / 4
		if f.HType != first.htype || f.At&^3 != first.off || n > len(list) {
			continue
		}
		value, keep, ok := edited(f, list[:n])
		if !ok {
			continue
		}
		text := fmt.Sprintf("%s %s %s ", f.Header, f.Field, cmd)
		all := uint64(1<<(8*min(f.Size, 4)) - 1)
		switch kept := big(keep); {
		case first.invert && (f.Mask != 0 && big(value) == f.Mask || f.Mask == 0 && slices.Min(value) == 0xff):
			return fmt.Sprintf("%s %s invert", f.Header, f.Field), n
		case first.invert:
			if f.Mask == 0 && f.Size <= 4 && part == "" {
				part, partly = fmt.Sprintf("%s %s invert retain 0x%x", f.Header, f.Field, big(value)), n
			}
		case f.Mask == 0 && slices.Max(keep) == 0:
			return text + fieldText(f, value), n
		case f.Mask != 0 && kept == ^f.Mask&all:
			return fmt.Sprintf("%s0x%x", text, big(value)>>f.Shift), n
		case f.Mask == 0 && f.Size <= 4 && part == "":
			part, partly = fmt.Sprintf("%s0x%x retain 0x%x", text, big(value), ^kept&all), n
		}
	}
	return part, partly
}

// edited are the bytes that words edit of a field, and what they keep of it; ok is false where they edit anything else.
func edited(f spec.PeditField, words []edit) (value, keep []byte, ok bool) {
	value, keep = make([]byte, f.Size), make([]byte, f.Size)
	for i, e := range words {
		if e.htype != words[0].htype || e.cmd != words[0].cmd || e.invert != words[0].invert || e.off != words[0].off+4*i {
			return nil, nil, false
		}
		for j := range e.keep {
			if at := e.off + j - f.At; at >= 0 && at < f.Size {
				value[at], keep[at] = e.val[j], e.keep[j]
			} else if e.keep[j] != 0xff || e.val[j] != 0 {
				return nil, nil, false
			}
		}
	}
	return value, keep, true
}

// big reads up to eight bytes.
func big(b []byte) (n uint64) {
	for _, c := range b {
		n = n<<8 | uint64(c)
	}
	return n
}

// fieldText is the value of a field: an address, or a number.
func fieldText(f spec.PeditField, b []byte) string {
	switch addr, ok := netip.AddrFromSlice(b); {
	case f.Size == 6:
		return fmt.Sprintf("%02x:%02x:%02x:%02x:%02x:%02x", b[0], b[1], b[2], b[3], b[4], b[5])
	case ok && (f.Field == "src" || f.Field == "dst"):
		return addr.String()
	}
	return fmt.Sprintf("0x%x", b)
}

// matches is a tree of matches as tc types it: each level is joined by "and" and "or", those below stand in brackets.
func matches(s *saying) string {
	list, _ := s.nestOf("tree_list").([]any)
	said := true
	var level func(at, depth int) string
	level = func(at, depth int) string {
		var words []string
		for ; at < len(list); at++ {
			flags := field(list[at], "flags")
			text := matchText(list[at])
			if kind := field(list[at], "kind"); kind == 0 && depth < 32 {
				in, _ := list[at].(codec.View)
				ref, _ := in.Path("match", "ref")
				if int(number(ref)) <= at { // it must not go round
					said = false
					return ""
				}
				text = "( " + level(int(number(ref)), depth+1) + " )"
			}
			said = said && text != ""
			if flags&4 != 0 { // TCF_EM_INVERT
				text = "not " + text
			}
			words = append(words, text)
			switch flags & 3 {
			case 1:
				words = append(words, "and")
				continue
			case 2:
				words = append(words, "or")
				continue
			}
			break
		}
		return strings.Join(words, " ")
	}
	text := level(0, 0)
	// A match at the end is too much for tc's cgroup.
	if _, acts := s.in.Get("act"); !said || text == "" || s.in.Set.Name == "cgroup" && !acts {
		return s.left()
	}
	words := strings.Fields(text) // tc wants one at least behind its first
	for i := range words {
		words[i] = quoted(words[i])
	}
	return s.key + " " + strings.Join(words, " ")
}

// nestOf is what a name gives in the nest.
func (s *saying) nestOf(name string) any {
	in, ok := s.v.(codec.View)
	if !ok {
		return nil
	}
	v, _ := in.Get(name)
	return v
}

// matchText is one match, "" where tc has no words for it.
func matchText(e any) string {
	in, _ := e.(codec.View)
	v, _ := in.Get("match")
	m, ok := v.(codec.View)
	if !ok {
		return ""
	}
	name := func(field string) string {
		n, _ := m.Get(field)
		f := m.Set.Field(field)
		if f == nil {
			return ""
		}
		return f.Enum.NameOf(number(n))
	}
	switch field(e, "kind") {
	case 1:
		text := fmt.Sprintf("cmp(%s at %d layer %d", name("align"), field(m, "off"), field(m, "layer"))
		if mask := field(m, "mask"); mask != 0 {
			text += fmt.Sprintf(" mask 0x%x", mask)
		}
		if field(m, "flags")&1 != 0 {
			text += " trans"
		}
		return fmt.Sprintf("%s %s %d)", text, name("opnd"), field(m, "val"))
	case 2:
		pattern, _ := m.Get("pattern")
		b, _ := pattern.([]byte)
		for _, c := range b {
			if c <= ' ' || c > '~' || strings.IndexByte(`"'\`, c) >= 0 {
				return ""
			}
		}
		return fmt.Sprintf("nbyte(\"%s\" at %d layer %d)", b, field(m, "off"), field(m, "layer"))
	case 3:
		at := fmt.Sprint(int32(field(m, "key_off")))
		if field(m, "key_offmask") != 0 {
			at = "nexthdr+" + at
		}
		return fmt.Sprintf("u32(u32 0x%08x 0x%08x at %s)", field(m, "key_val"), field(m, "key_mask"), at)
	case 4:
		return metaText(&m)
	}
	return ""
}

// metaText compares two things that the kernel knows of a packet, or one with a number or a text.
func metaText(m *codec.View) string {
	v, _ := m.Get("hdr")
	hdr, ok := v.(codec.View)
	if !ok {
		return ""
	}
	side := func(which, value string) string {
		v, _ := m.Get(value)
		b, _ := v.([]byte)
		id := field(hdr, which+"_id")
		isText := field(hdr, which+"_type") == 0
		switch {
		case isText: // what tc sends for a text is refused
			return ""
		case id == 0 && len(b) == 4:
			return fmt.Sprint(binary.NativeEndian.Uint32(b))
		}
		text := hdr.Set.Field("left_id").Enum.NameOf(id)
		switch {
		case 2 <= id && id <= 4: // the kernel counts them, tc says the minutes
			text = [...]string{"loadavg_1", "loadavg_5", "loadavg_15"}[id-2]
		case text == "":
			return ""
		}
		if n := field(hdr, which+"_shift"); n != 0 {
			text += fmt.Sprintf(" shift %d", n)
		}
		if len(b) == 4 && binary.NativeEndian.Uint32(b) != 0 {
			text += fmt.Sprintf(" mask 0x%x", binary.NativeEndian.Uint32(b))
		}
		return text
	}
	left, right := side("left", "lvalue"), side("right", "rvalue")
	op := hdr.Set.Field("left_op").Enum.NameOf(field(hdr, "left_op"))
	if left == "" || right == "" || op == "" {
		return ""
	}
	return fmt.Sprintf("meta(%s %s %s)", left, op, right)
}
