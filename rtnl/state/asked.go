package state

import (
	"slices"

	"nlua/rtnl/codec"
	"nlua/rtnl/reckon"
)

// What lies in nests is told in another form than it is asked for. Code that checks strictly wants nests marked, and they are told
// without; some values are told as the kernel uses them, and others, that it has to be given, not at all.

// askedForm is how a set of attributes is asked for, by the set's name.
type askedForm struct {
	set  string
	drop []uint16
	fix  func(v *codec.View, b []byte) []byte // v: as told; b: as asked so far
}

// untold are attributes of any nest by which the kernel counts.
var untold = []string{"tm", "stats", "pcnt", "in_hw_count", "used_hw_stats", "pad"}

var askedForms = []askedForm{
	{set: "police", fix: askPolice},
	{set: "flower", fix: askFlower},
	{set: "mpls", fix: askMPLS},
	{set: "ctinfo", drop: []uint16{8, 9, 10}},       // TCA_CTINFO_STATS_*
	{set: "res_group", drop: []uint16{4}},           // NHA_RES_GROUP_UNBALANCED_TIME
	{set: "stab", drop: []uint16{2}, fix: askSizes}, // TCA_STAB_DATA
	{set: "tc_mqprio", fix: askMqprio},
}

// askedView is a message as the kernel told it, with the nests that its request has otherwise as the request has them.
func askedView(typ uint16, v *codec.View) *codec.View {
	f := formOf(typ, v)
	if f == nil || f.deep == nil {
		return v
	}
	again := *v
	again.Attrs = nil
	v.Each(func(row *codec.Row, typ uint16, p []byte) bool {
		if slices.Contains(f.deep, typ) {
			again.Attrs = appendAsked(again.Attrs, v, row, typ, p)
		} else {
			again.Attrs = codec.AppendAttr(again.Attrs, typ, p)
		}
		return true
	})
	return &again
}

// asked gives the attributes of a nest as they are asked for, behind its structure.
func asked(v *codec.View) []byte {
	b := slices.Clone(v.Head)
	b = append(b, make([]byte, codec.Align(len(b))-len(b))...)
	i := slices.IndexFunc(askedForms, func(f askedForm) bool { return f.set == v.Set.Name })
	v.Each(func(row *codec.Row, typ uint16, p []byte) bool {
		if row != nil && slices.Contains(untold, row.Name) || i >= 0 && slices.Contains(askedForms[i].drop, typ) {
			return true
		}
		b = appendAsked(b, v, row, typ, p)
		return true
	})
	if i >= 0 && askedForms[i].fix != nil {
		b = askedForms[i].fix(v, b)
	}
	return b
}

// appendAsked appends one attribute of v.
func appendAsked(b []byte, v *codec.View, row *codec.Row, typ uint16, p []byte) []byte {
	if row == nil {
		return codec.AppendAttr(b, typ, p)
	}
	if row.Enum != nil && row.Enum.Name == "cls_flags" && len(p) == 4 { // TCA_CLS_FLAGS_IN_HW and NOT_IN_HW tell where a filter is
		p = native.AppendUint32(nil, native.Uint32(p)&^(0x04|0x08))
	}
	value, err := codec.Decode(v, row, p)
	nested := false
	switch x := value.(type) {
	case codec.View:
		nested, p = askedNest(&x, p)
	case []any:
		if nested = row.Kind == codec.Array && err == nil; nested {
			p = askedList(x, p)
		}
	}
	if nested && !row.Plain {
		typ |= codec.Nested
	}
	return codec.AppendAttr(b, typ, p)
}

// askedNest is asked for a nest; marked: it has nothing but attributes.
func askedNest(x *codec.View, p []byte) (marked bool, payload []byte) {
	marked = x.Set.Fixed == nil
	if x.Set.Strung || !marked && len(x.Set.Rows) == 0 { // several in a row, or a structure alone
		return marked, p
	}
	return marked, asked(x)
}

// askedList is asked for the elements of an array, which have the numbers that they are told with.
func askedList(list []any, p []byte) (b []byte) {
	i := 0
	eachAttr(p, func(typ uint16, q []byte) {
		if in, ok := list[i].(codec.View); ok {
			marked := false
			if marked, q = askedNest(&in, q); marked { // the kernel takes the mark of an extended match for a part of its number
				typ |= codec.Nested
			}
		}
		b = codec.AppendAttr(b, typ, q)
		i++
	})
	return b
}

// askPolice adds what tcf_police_init() wants and nobody is told: the tables of TCA_POLICE_RATE and TCA_POLICE_PEAKRATE, and the step
// of each in its struct tc_ratespec; net/sched/sch_api.c qdisc_get_rtab().
func askPolice(v *codec.View, b []byte) []byte {
	parms, _ := findAttr(b, 1) // TCA_POLICE_TBF
	if len(parms) < 44 {
		return b
	}
	cellLog := reckon.CellLog(uint64(native.Uint32(parms[16:])))
	for _, r := range []struct{ at, table, wide uint16 }{{20, 2, 8}, {32, 3, 9}} { // rate, TCA_POLICE_RATE64; peakrate
		spec := parms[r.at:]
		rate := uint64(native.Uint32(spec[8:]))
		if p, ok := findAttr(b, r.wide); ok && len(p) == 8 {
			rate = native.Uint64(p)
		}
		if _, told := v.Find(r.table); rate == 0 || told {
			continue
		}
		spec[0] = cellLog
		native.PutUint16(spec[4:], 0xffff) // cell_align
		line := reckon.Line{MPU: uint64(native.Uint16(spec[6:])), ATM: spec[1] == 2}
		var table []byte
		for _, n := range line.RateTable(rate, cellLog) {
			table = native.AppendUint32(table, uint32(n))
		}
		b = codec.AppendAttr(b, r.table, table)
		parms, _ = findAttr(b, 1)
	}
	return b
}

// askSizes adds TCA_STAB_DATA to a size table that has one; net/sched/sch_api.c qdisc_get_stab().
func askSizes(_ *codec.View, b []byte) []byte {
	base, _ := findAttr(b, 1) // struct tc_sizespec
	if len(base) < 24 || native.Uint32(base[20:]) == 0 {
		return b
	}
	line := reckon.Line{MPU: uint64(native.Uint32(base[12:])), ATM: native.Uint32(base[8:]) == 2}
	var data []byte
	for _, n := range line.SizeTable(int(min(native.Uint32(base[20:]), 16384)), base[0], base[1]) {
		data = native.AppendUint16(data, n)
	}
	return codec.AppendAttr(b, 2, data)
}

// Ethernet types that fl_set_key() reads something behind: 802.1Q, 802.1ad, PPPoE; include/uapi/linux/if_ether.h.
var etherOuter = []uint16{0x8100, 0x88a8, 0x8864}

// askFlower says the outer type of a packet as TCA_FLOWER_KEY_ETH_TYPE (8): fl_set_key() reads VLANs and PPPoE only behind that, and
// fl_dump_key() tells the innermost one there. The outer one is the filter's protocol; a template has none, and only masks.
func askFlower(v *codec.View, b []byte) []byte {
	const ethAll, vlanID, vlanType, numOfVLANs = 3, 23, 25, 102
	info := uint16(native.Uint32(v.Root().Head[16:]))
	protocol := codec.Net16(info)
	_, counted := v.Find(numOfVLANs)
	if protocol == 0 {
		for typ := uint16(vlanID); typ <= vlanType; typ++ {
			if _, ok := v.Find(typ); ok {
				protocol = etherOuter[0]
			}
		}
	}
	if !slices.Contains(etherOuter, protocol) && (!counted || protocol == ethAll || protocol == 0) {
		return b
	}
	outer := native.AppendUint16(nil, codec.Net16(protocol))
	if p, ok := findAttr(b, 8); ok && len(p) == 2 {
		copy(p, outer)
		return b
	}
	return codec.AppendAttr(b, 8, outer)
}

// askMPLS leaves the protocol (TCA_MPLS_PROTO) out where it is told and not taken: modify, dec_ttl; net/sched/act_mpls.c.
func askMPLS(_ *codec.View, b []byte) []byte {
	parms, _ := findAttr(b, 2) // struct tc_mpls
	if len(parms) >= 24 && (parms[20] == 3 || parms[20] == 4) && native.Uint32(parms[20:]) <= 0xff {
		return without(b, 4)
	}
	return b
}

// askMqprio: attributes are taken only where the device does the work; net/sched/sch_mqprio.c mqprio_parse_nlattr().
func askMqprio(v *codec.View, b []byte) []byte {
	const hw = 17 // struct tc_mqprio_qopt
	if len(v.Head) > hw && v.Head[hw] == 0 {
		return b[:codec.Align(len(v.Head))]
	}
	return b
}

// without copies attributes but for one.
func without(b []byte, leave uint16) (left []byte) {
	for {
		typ, p, rest, ok := codec.Next(b)
		if !ok {
			return left
		}
		if typ&^(codec.Nested|codec.NetOrder) != leave {
			left = codec.AppendAttr(left, typ, p)
		}
		b = rest
	}
}
