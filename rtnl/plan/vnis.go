package plan

import (
	"cmp"
	"fmt"
	"slices"

	"nlua/rtnl/codec"
	"nlua/rtnl/state"
)

// vni compares the VNIs of an entry, each by itself. One that has a group and shall have none is let in anew: told of no group, the
// kernel leaves it as it is.
func (c *comparison) vni(e *entry) error {
	r, err := c.build(e, "add", e.kw)
	if err != nil {
		return err
	}
	if done, err := c.again(e, string(r.Body), r); done || err != nil {
		return err
	}
	sign := byte(0)
	for _, body := range state.Parts(r.Type, r.Body) {
		want := codec.ViewOf(r.Set, body, nil)
		var old *object
		for _, o := range c.have[e.space][where(r.Type, &want)] {
			if c.left(e.space, o) {
				old = o
			}
		}
		switch {
		case old == nil:
			sign = '+'
			continue
		case groupOf(&want) == "" && groupOf(&old.view) != "":
			c.remove(e.space, old)
			sign = '+'
		case groupOf(&want) != groupOf(&old.view) && sign == 0:
			sign = '~'
		}
		c.claimed[spot{e.space, old.key}] = true
	}
	if sign != 0 {
		c.step(e, sign, "add", e.kw, r, e.section.rank())
	}
	return nil
}

// groupOf is VXLAN_VNIFILTER_ENTRY_GROUP (3) or GROUP6 (4) of a VNI as bytes; include/uapi/linux/if_link.h. No address is no group.
func groupOf(v *codec.View) string {
	entry := find(v.Attrs, 1)
	for _, typ := range []uint16{3, 4} {
		if p := find(entry, typ); slices.ContainsFunc(p, func(b byte) bool { return b != 0 }) {
			return string(p)
		}
	}
	return ""
}

// saveVNI puts a VNI as a number: see ranged.
func (w *writer) saveVNI() {
	w.device("index", native.Uint32(w.v.Head[4:]))
	for _, value := range w.v.All(w.v.Set.Named("entry")) {
		if entry, ok := value.(codec.View); ok {
			vni, _ := entry.Get("start")
			w.put("vni", vni)
			for _, name := range []string{"group", "group6"} {
				if v, ok := entry.Get(name); ok && groupOf(w.v) != "" {
					w.put("group", v)
				}
			}
		}
	}
}

// ranged makes one entry of VNIs that follow each other and are alike otherwise.
func ranged(list []any) (short []any) {
	type run struct {
		kw          codec.Table
		rest, link  string
		first, last uint64
	}
	var runs []run
	for _, e := range list {
		kw := e.(codec.Table)
		v, _ := kw.Get("vni")
		n, _ := v.(uint64)
		runs = append(runs, run{kw, words(without(kw, "vni")), words(without(kw, "vni", "group")), n, n})
	}
	slices.SortFunc(runs, func(a, b run) int { return cmp.Or(cmp.Compare(a.link, b.link), cmp.Compare(a.first, b.first)) })
	for i := 0; i < len(runs); {
		one := runs[i]
		for i++; i < len(runs) && runs[i].rest == one.rest && runs[i].first == one.last+1; i++ {
			one.last++
		}
		if one.last > one.first {
			one.kw = append(without(one.kw, "vni"), codec.Pair{Name: "vni", Value: fmt.Sprintf("%d-%d", one.first, one.last)})
		}
		short = append(short, one.kw)
	}
	return short
}
