package plan

import (
	"fmt"

	"golang.org/x/sys/unix"

	"nlua/rtnl/codec"
	"nlua/rtnl/state"
)

func (w *writer) saveTC(typ uint16, info uint32) {
	if what := untoldOf(typ, w.v); what != "" {
		w.lost = "the kernel does not tell " + what
	}
	w.device("index", native.Uint32(w.v.Head[4:]))
	w.attrs("kind")
	handle, parent := native.Uint32(w.v.Head[8:]), native.Uint32(w.v.Head[12:])
	w.put("parent", handleText(parent))
	switch {
	case typ == unix.RTM_NEWTFILTER && byDevice(w.v): // it has the device's number in it; net/sched/cls_route.c
	case typ == unix.RTM_NEWTFILTER:
		w.put("handle", uint64(handle))
	case handle>>31 == 0 || typ == unix.RTM_NEWTCLASS: // above are those qdiscs that the kernel chose
		w.put("handle", handleText(handle))
	}
	if typ == unix.RTM_NEWTFILTER {
		w.put("prio", uint64(info>>16))
		w.put("protocol", uint64(codec.Net16(uint16(info))))
		w.attrs("chain")
	}
	w.attrs("ingress_block", "egress_block")
	w.saveSizes()
	options, _ := w.v.Get("options")
	switch told := w.portable(options); {
	case state.Empty(options):
	case byDevice(w.v): // as words, of which the handle is made
		words, _ := told.(codec.Table)
		w.kw = append(w.kw, words...)
	default:
		w.put("options", told)
	}
}

// saveSizes puts what a size table is reckoned from: struct tc_sizespec.
func (w *writer) saveSizes() {
	value, _ := w.v.Path("stab", "base")
	base, ok := value.(codec.View)
	if !ok {
		return
	}
	var words codec.Table
	for _, name := range []string{"overhead", "linklayer", "mpu", "mtu", "tsize"} {
		if v, ok := base.GetField(name); ok && !state.Empty(v) {
			words = append(words, codec.Pair{Name: name, Value: v})
		}
	}
	w.put("stab", words)
}

// byDevice tells whether a filter is one of kind route that selects by a device (TCA_ROUTE4_IIF).
func byDevice(v *codec.View) bool {
	return text(find(v.Attrs, unix.TCA_KIND)) == "route" && find(find(v.Attrs, unix.TCA_OPTIONS), 4) != nil
}

// handleText is a handle as tc writes it: "root", "1:", "1:10".
func handleText(n uint32) string {
	switch {
	case n == 1<<32-1: // TC_H_ROOT
		return "root"
	case n&0xffff == 0:
		return fmt.Sprintf("%x:", n>>16)
	}
	return fmt.Sprintf("%x:%x", n>>16, n&0xffff)
}

// portable is a value as keywords take it in any namespace: with the names of devices, and without the numbers of actions.
func (w *writer) portable(value any) any {
	switch x := value.(type) {
	case codec.View:
		if named := foreign[x.Set.Name]; named != nil && named.in(&x) {
			w.lost = named.why
		}
		t, _ := codec.Plain(x).(codec.Table)
		var kept codec.Table
		for _, p := range t {
			if !numbersAction(x.Set, p.Name) {
				kept = append(kept, codec.Pair{Name: p.Name, Value: w.portablePart(&x, p)})
			}
		}
		return kept
	case []any:
		list := make([]any, len(x))
		for i := range x {
			list[i] = w.portable(x[i])
		}
		return list
	}
	if n, ok := value.(int64); ok && n > 1<<53 { // exact for a script as this
		return uint64(n)
	}
	return codec.Plain(value)
}

// portablePart is an attribute of v, or a field of its structure.
func (w *writer) portablePart(v *codec.View, p codec.Pair) any {
	row := v.Set.Named(p.Name)
	if f := v.Set.Field(p.Name); row == nil && f != nil {
		row = &f.Row
	}
	value, ok := v.Get(p.Name)
	if row != nil && row.Multi {
		value = v.All(row)
	}
	switch n, isNumber := value.(uint64); {
	case !ok || row == nil:
		return p.Value
	case row.Hint != codec.Index || !isNumber || n == 0:
		return w.portable(value)
	case w.s.links[uint32(n)] == nil:
		w.lost = fmt.Sprintf("no link has the index %d", n)
	}
	return w.plain(row, value)
}

// numbersAction tells of what an action is counted by in its namespace: it gets a number of its own.
func numbersAction(set *codec.Set, name string) bool {
	return set.Field("bindcnt") != nil && (name == "index" || name == "refcnt" || name == "bindcnt") || set.Named("in_hw_count") != nil && name == "index"
}

// foreign are matches that keywords have no names for: they would be about another device, or another set, elsewhere.
var foreign = map[string]*struct {
	in  func(v *codec.View) bool
	why string
}{
	"tc_em_meta":  {comparesIndex, "meta compares the index of a link with a number"},
	"xt_set_info": {func(*codec.View) bool { return true }, "ipset names a set by its number"},
}

// comparesIndex: TCF_META_ID_DEV, RTIIF or SK_BOUND_IF as numbers, against a value; include/uapi/linux/tc_ematch/tc_em_meta.h.
func comparesIndex(v *codec.View) bool {
	side := func(name string) (id, typ uint64) {
		a, _ := v.Path("hdr", name+"_id")
		b, _ := v.Path("hdr", name+"_type")
		id, _ = a.(uint64)
		typ, _ = b.(uint64)
		return id, typ
	}
	left, typ := side("left")
	right, _ := side("right")
	const value, number = 0, 1 // TCF_META_ID_VALUE, TCF_META_TYPE_INT
	index := func(id uint64) bool { return id == 5 || id == 15 || id == 19 }
	return typ == number && (index(left) && right == value || index(right) && left == value)
}
