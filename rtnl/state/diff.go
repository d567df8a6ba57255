package state

import (
	"bytes"
	"strconv"
	"strings"

	"nlua/rtnl/codec"
)

// Change is one difference: a path of names as scripts write it, "linkinfo.data.vlan_id", and the two values as codec.Plain
// gives them; nil where a message lacks it.
type Change struct {
	Path     string
	Old, New any
}

// Diff tells what b says otherwise than a, two messages of one type (or one NEW, one DEL). Message header, statistics,
// caches, timers and ages are left out, and what the kernel changes without announcing it.
func Diff(typ uint16, a, b *codec.View) []Change {
	d := differ{object: objectOf(typ, b)}
	if d.object == nil {
		d.object = &object{}
	}
	d.byNexthop = typ&^3 == 24 && attr(b, 30) != 0 && attr(a, 30) == attr(b, 30)
	d.unordered = typ&^3 == 24 && b.Family() == afINET6
	d.views("", a, b)
	return d.changes
}

type differ struct {
	*object
	byNexthop bool // of a route: RTA_NH_ID says it all, device and gateway follow from it
	unordered bool // of a route: the ways of RTA_MULTIPATH (9) have no order
	changes   []Change
}

// follows tells whether a path of a route says again what its nexthop object says.
func follows(path string) bool {
	switch path {
	case "oif", "gateway", "via", "multipath", "encap", "encap_type":
		return true
	}
	return false
}

func (d *differ) skip(path string) bool {
	if d.byNexthop && follows(path) {
		return true
	}
	for _, pattern := range d.volatile {
		if matches(pattern, path) {
			return true
		}
	}
	return false
}

// matches: "*" at the start stands for any path, in the middle for one name.
func matches(pattern, path string) bool {
	if rest, ok := strings.CutPrefix(pattern, "*."); ok {
		return path == rest || strings.HasSuffix(path, "."+rest)
	}
	for {
		p, pRest, pMore := strings.Cut(pattern, ".")
		q, qRest, qMore := strings.Cut(path, ".")
		if p != "*" && p != q || pMore != qMore {
			return false
		}
		if !pMore {
			return true
		}
		pattern, path = pRest, qRest
	}
}

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}

// views compares fields and attributes. Attributes that stand several times are compared in their order.
func (d *differ) views(path string, a, b *codec.View) {
	if fixed := b.Set.Fixed; fixed != nil && !bytes.Equal(a.Head, b.Head) {
		for i := range fixed.Fields {
			name := fixed.Fields[i].Name
			if at := join(path, name); !d.skip(at) && !d.hidden(b, name) {
				old, _ := a.GetField(name)
				now, _ := b.GetField(name)
				d.values(at, old, now)
			}
		}
	}
	if bytes.Equal(a.Attrs, b.Attrs) {
		return
	}
	seen := map[uint16]bool{}
	for _, v := range []*codec.View{b, a} {
		v.Each(func(row *codec.Row, typ uint16, _ []byte) bool {
			if !seen[typ] {
				seen[typ] = true
				d.attribute(path, row, typ, a, b)
			}
			return true
		})
	}
}

// hidden tells whether an attribute says more exactly what a field says: the field is cut off, or kept for old programs.
func (d *differ) hidden(v *codec.View, name string) bool {
	row := v.Set.Named(name)
	if row == nil {
		return strings.HasPrefix(name, "__")
	}
	_, ok := v.Find(row.Type)
	return ok
}

func (d *differ) attribute(path string, row *codec.Row, typ uint16, a, b *codec.View) {
	p, inA := a.Find(typ)
	q, inB := b.Find(typ)
	if row == nil {
		if !bytes.Equal(p, q) || inA != inB {
			if at := join(path, a.Set.Number(typ)); !d.skip(at) {
				d.values(at, octetsOf(p, inA), octetsOf(q, inB))
			}
		}
		return
	}
	at := join(path, row.Name)
	if typ == 0 || strings.HasSuffix(row.Name, "pad") || d.skip(at) {
		return
	}
	if row.Multi {
		d.lists(at, a.All(row), b.All(row))
		return
	}
	if inA && inB && (bytes.Equal(p, q) || d.unordered && typ == 9 && path == "" && sameWays(p, q)) {
		return
	}
	var old, now any
	if inA {
		old, _ = codec.Decode(a, row, p)
	}
	if inB {
		now, _ = codec.Decode(b, row, q)
	}
	d.values(at, old, now)
}

func octetsOf(p []byte, ok bool) any {
	if !ok {
		return nil
	}
	return p
}

func (d *differ) values(path string, a, b any) {
	switch x := a.(type) {
	case codec.View:
		if y, ok := b.(codec.View); ok && x.Set == y.Set {
			d.views(path, &x, &y)
			return
		}
	case []any:
		if y, ok := b.([]any); ok {
			d.lists(path, x, y)
			return
		}
	case uint64:
		if y, ok := b.(uint64); ok {
			if (x^y)&^d.ignored(path) != 0 {
				d.changes = append(d.changes, Change{path, a, b})
			}
			return
		}
	}
	if !equal(a, b) {
		d.changes = append(d.changes, Change{path, codec.Plain(a), codec.Plain(b)})
	}
}

// lists compares element by element.
func (d *differ) lists(path string, a, b []any) {
	for i := range max(len(a), len(b)) {
		at := join(path, strconv.Itoa(i+1))
		if !d.skip(at) {
			d.values(at, element(a, i), element(b, i))
		}
	}
}

func element(list []any, i int) any {
	if i < len(list) {
		return list[i]
	}
	return nil
}

func (d *differ) ignored(path string) uint64 {
	for _, m := range d.masks {
		if matches(m.path, path) {
			return m.bits
		}
	}
	return 0
}

func equal(a, b any) bool {
	switch x := a.(type) {
	case []byte:
		y, ok := b.([]byte)
		return ok && bytes.Equal(x, y)
	case codec.Table:
		y, ok := b.(codec.Table)
		if !ok || len(x) != len(y) {
			return false
		}
		for i := range x {
			if x[i].Name != y[i].Name || !equal(x[i].Value, y[i].Value) {
				return false
			}
		}
		return true
	case codec.View, []any:
		return false // of two kinds: values compares those of one
	}
	switch b.(type) {
	case []byte, codec.Table, codec.View, []any:
		return false
	}
	return a == b
}
