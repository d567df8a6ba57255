package state

import (
	"slices"

	"nlua/rtnl/codec"
)

// Request is what makes, changes or removes one object, ready to be sent.
type Request struct {
	Type, Flags uint16
	Body        []byte
}

// requestForm is that of a request that is made of what the kernel said about an object: the same message, without what only the kernel says.
type requestForm struct {
	new    uint16
	family uint8 // 0: all
	keep   []uint16
	drop   []uint16 // instead of keep
	name   []uint16 // attributes that are enough to remove it; nil: those that make it
	anew   []uint16 // attributes that the kernel takes otherwise than it tells them: nests unmarked, options in one
	deep   []uint16 // likewise, with what is said in askedForms
	clear  []int    // bytes of the header that the kernel wants to be 0
	fix    func(v *codec.View, b []byte)
	make   func(v *codec.View, gone bool) []byte // instead of all these
}

const flagsOfChange = 0x01 | 0x04 // NLM_F_REQUEST, NLM_F_ACK

// requestForms has no links: see Links in rtnl/plan, they take more than one request.
var requestForms = []requestForm{
	{new: 20, drop: []uint16{10}, fix: fixAddr},
	{new: 24, drop: []uint16{12, 17, 23, 24, 25}, anew: []uint16{9, 22}, fix: fixRoute},
	{new: 28, family: afBridge, drop: []uint16{3, 4, 9, 10}, fix: fixFDB},
	{new: 28, drop: []uint16{3, 4, 9, 10}, fix: fixNeigh},
	{new: 32, drop: []uint16{18}, fix: func(v *codec.View, b []byte) {
		native.PutUint32(b[8:], native.Uint32(b[8:])&^(0x04|0x08|0x10))
	}},
	{new: 36, keep: []uint16{1, 2, 8, 13, 14}, name: []uint16{}, deep: []uint16{2, 8}, clear: []int{16, 17, 18, 19}, fix: fixQdisc},
	{new: 40, keep: []uint16{1, 2, 5}, name: []uint16{}, deep: []uint16{2}, clear: []int{16, 17, 18, 19}},
	{new: 44, keep: []uint16{1, 2, 11}, name: []uint16{1, 11}, deep: []uint16{2}},
	{new: 72, clear: []int{8, 9, 10, 11}},
	{new: 84, make: requestOfMDB},
	{new: 120, clear: []int{1}},
	{new: 100, keep: []uint16{1, 2, 11}, name: []uint16{11}, deep: []uint16{2}, clear: []int{16, 17, 18, 19}},
	{new: 104, drop: []uint16{14, 15, 17}, name: []uint16{1}, anew: []uint16{8}, deep: []uint16{12}, clear: []int{1, 4, 5, 6, 7}},
}

// Request gives what makes of the old state the new one. ok is false for objects that nobody can make, or that take more than
// a request: links.
func (d *Delta) Request() (r Request, ok bool) {
	body, gone := d.New, d.New == nil
	if gone {
		body = d.Old
	}
	v, ok := view(d.Type, body)
	if !ok {
		return r, false
	}
	f := formOf(d.Type, &v)
	if f == nil {
		return r, false
	}
	r = Request{Type: d.Type, Flags: flagsOfChange, Body: f.body(&v, gone)}
	switch {
	case gone:
		r.Type++
	case d.Old != nil:
		r.Flags |= flagReplace | flagCreate
	case d.Type == 24:
		r.Flags |= flagAppend | flagCreate
	case d.Type == 28 && v.Family() == afBridge:
		r.Flags |= flagAppend | flagCreate
	default:
		r.Flags |= 0x200 | flagCreate // NLM_F_EXCL
	}
	return r, true
}

// formOf finds the row of a message, nil where there is none.
func formOf(typ uint16, v *codec.View) *requestForm {
	i := slices.IndexFunc(requestForms, func(f requestForm) bool { return f.new == typ && (f.family == afUnspec || f.family == v.Family()) })
	if i < 0 {
		return nil
	}
	return &requestForms[i]
}

// writtenAnew is the payload of an attribute as the tables write it; as it is where they cannot.
func writtenAnew(v *codec.View, typ uint16, p []byte) []byte {
	head, attrs := v.Tables()
	body, err := codec.Encode(v.Set, head, attrs)
	if err != nil {
		return p
	}
	again := codec.ViewOf(v.Set, body, nil)
	if q, ok := again.Find(typ); ok {
		return q
	}
	return p
}

func (f *requestForm) body(v *codec.View, gone bool) []byte {
	if f.make != nil {
		return f.make(v, gone)
	}
	b := append([]byte(nil), v.Head...)
	b = append(b, make([]byte, codec.Align(len(b))-len(b))...)
	for _, at := range f.clear {
		b[at] = 0
	}
	byNexthop := f.new == 24 && attr(v, 30) != 0
	v.Each(func(row *codec.Row, typ uint16, p []byte) bool {
		var takes bool
		switch {
		case gone && f.name != nil:
			takes = slices.Contains(f.name, typ)
		case f.keep != nil:
			takes = slices.Contains(f.keep, typ)
		default:
			takes = !slices.Contains(f.drop, typ)
		}
		if byNexthop && (row == nil || follows(row.Name)) {
			takes = false
		}
		if f.new == 36 && typ == 2 && usualSFQ(v, p) {
			takes = false
		}
		switch {
		case takes && slices.Contains(f.deep, typ):
			b = appendAsked(b, v, row, typ, p)
		case takes:
			nested := uint16(0)
			if row != nil && !row.Plain && (row.Kind == codec.Nest && row.Set.Fixed == nil || row.Kind == codec.Array || row.Kind == codec.ByName) {
				nested = codec.Nested
			}
			if slices.Contains(f.anew, typ) {
				p = writtenAnew(v, typ, p)
			}
			b = codec.AppendAttr(b, typ|nested, p)
		}
		return true
	})
	if left := secondsLeft(v); f.new == 24 && left > 0 && !gone {
		b = codec.AppendAttr(b, 23, native.AppendUint32(nil, left)) // RTA_EXPIRES
	}
	if f.fix != nil {
		f.fix(v, b)
	}
	return b
}

// secondsLeft is how long a route still lasts, 0 where it does for ever: rta_expires counts hundredths, below 0 when it is due.
func secondsLeft(v *codec.View) uint32 {
	value, _ := v.Path("cacheinfo", "rta_expires")
	if ticks, ok := value.(int64); ok && ticks != 0 {
		return uint32(max(ticks/100, 1))
	}
	return 0
}

// fixAddr clears the flags of IFA_FLAGS (8) that tell how far the address has come: temporary or secondary 0x01, dadfailed 0x08,
// deprecated 0x20, tentative 0x40, permanent 0x80; include/uapi/linux/if_addr.h.
func fixAddr(_ *codec.View, b []byte) {
	b[2] &^= 0xe9
	if p, ok := findAttr(b[8:], 8); ok && len(p) == 4 {
		native.PutUint32(p, native.Uint32(p)&^0xe9)
	}
}

// fixRoute clears the flags that tell how the devices are.
func fixRoute(_ *codec.View, b []byte) {
	native.PutUint32(b[8:], native.Uint32(b[8:])&^routeFlags)
	p, _ := findAttr(b[12:], 9)
	for h := range hops(p) {
		h[2] &^= deviceFlags
	}
}

// fixFDB says whose table an entry is for: the bridge's (NTF_MASTER) where the kernel names the bridge (NDA_MASTER), else the
// device's own (NTF_SELF). What was learned is to age again: NUD_REACHABLE.
func fixFDB(v *codec.View, b []byte) {
	if state := native.Uint16(b[8:]); state&(nudNoARP|nudPermanent) == 0 {
		native.PutUint16(b[8:], nudReachable)
	}
	switch master := attr(v, 9); {
	case b[10]&0x02 != 0 || master == 0:
	case master == uint64(native.Uint32(b[4:])): // an address of the bridge itself
		b[10] |= 0x02
	default:
		b[10] |= 0x04
	}
}

// States of neighbours; include/uapi/linux/neighbour.h.
const (
	nudReachable = 0x02
	nudStale     = 0x04
	nudNoARP     = 0x40
	nudPermanent = 0x80
)

// fixNeigh: what was learned is put back as something that has to be confirmed.
func fixNeigh(_ *codec.View, b []byte) {
	if state := native.Uint16(b[8:]); state&(nudNoARP|nudPermanent) == 0 && b[10]&ntfProxy == 0 {
		native.PutUint16(b[8:], nudStale)
	}
}

// fixQdisc makes of what the kernel tells of some kinds what it takes; include/uapi/linux/pkt_sched.h.
func fixQdisc(v *codec.View, b []byte) {
	kind, _ := v.Find(1)
	options, _ := findAttr(b[20:], 2)
	switch string(kind) {
	case "htb\x00": // TCA_HTB_INIT (2), struct tc_htb_glob: the version has 16.16 bits, and the upper half alone is taken
		if init, ok := findAttr(options, 2); ok && len(init) >= 20 {
			native.PutUint32(init, native.Uint32(init)>>16)
			native.PutUint32(init[16:], 0) // packets that went by
		}
	case "codel\x00", "fq_codel\x00": // microseconds, rounded down to units of 1.024
		times := []uint16{1, 3, 7} // TCA_FQ_CODEL_TARGET, INTERVAL, CE_THRESHOLD
		if kind[0] == 'c' {
			times[2] = 5 // TCA_CODEL_CE_THRESHOLD
		}
		for _, typ := range times {
			if p, ok := findAttr(options, typ); ok && len(p) == 4 && native.Uint32(p) != 0 {
				native.PutUint32(p, native.Uint32(p)+1)
			}
		}
	}
}

// usualSFQ tells whether an sfq is as it is made without options: such has more flows than packets, which is not to be had by asking;
// struct tc_sfq_qopt.
func usualSFQ(v *codec.View, options []byte) bool {
	kind, _ := v.Find(1)
	return string(kind) == "sfq\x00" && len(options) >= 20 && native.Uint32(options[16:]) > native.Uint32(options[8:])
}
