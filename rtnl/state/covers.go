package state

import (
	"bytes"
	"slices"
	"strconv"

	"nlua/rtnl/codec"
)

// Covers tells in what an object as it is differs from what a request asks for: only what the request says is compared. fields are
// the names of the header's fields that it says something about; skip tells of paths that are not compared. Zero and absent are
// the same. Changes have the object's value as Old, the request's as New.
func Covers(typ uint16, want, have *codec.View, fields []string, skip func(path string) bool) []Change {
	c := coverer{differ: differ{object: objectOf(typ, have)}, leave: skip}
	if c.object == nil {
		c.object = &object{}
	}
	c.unordered = typ&^3 == 24
	for _, name := range fields {
		old, _ := have.GetField(name)
		now, _ := want.GetField(name)
		c.values(name, old, now)
	}
	have = askedView(typ, have)
	c.attributes("", want, have)
	return c.changes
}

type coverer struct {
	differ
	leave func(path string) bool
}

// attributes compares those of want; of a structure inside, all fields.
func (c *coverer) attributes(path string, want, have *codec.View) {
	var lists []uint16
	want.Each(func(row *codec.Row, typ uint16, q []byte) bool {
		if row == nil {
			return true
		}
		at := join(path, row.Name)
		if c.leave != nil && c.leave(at) {
			return true
		}
		if row.Multi {
			if !slices.Contains(lists, typ) {
				c.compare(at, have.All(row), want.All(row))
			}
			lists = append(lists, typ)
			return true
		}
		p, ok := have.Find(typ)
		if ok && bytes.Equal(p, q) {
			return true
		}
		if typ == 9 && path == "" && c.unordered {
			if !c.sameHops(want, have, row) {
				c.report(at, want, have, row, p, q, ok)
			}
			return true
		}
		if ok && (row.Kind == codec.Flag || row.Bare) && len(q) == 0 && len(bytes.Trim(p, "\x00")) > 0 { // told as a number
			return true
		}
		now, _ := codec.Decode(want, row, q)
		if !ok {
			if !Empty(now) {
				c.changes = append(c.changes, Change{at, nil, codec.Plain(now)})
			}
			return true
		}
		old, _ := codec.Decode(have, row, p)
		c.compare(at, old, now)
		return true
	})
}

func (c *coverer) report(at string, want, have *codec.View, row *codec.Row, p, q []byte, ok bool) {
	var old any
	if ok {
		old, _ = codec.Decode(have, row, p)
	}
	now, _ := codec.Decode(want, row, q)
	c.changes = append(c.changes, Change{at, codec.Plain(old), codec.Plain(now)})
}

// compare goes into nests, and lists of them.
func (c *coverer) compare(path string, old, now any) {
	switch y := now.(type) {
	case codec.View:
		x, ok := old.(codec.View)
		if !ok {
			break
		}
		if y.Set.Fixed == nil && x.Set.Fixed != nil && len(x.Set.Rows) == 0 {
			c.told(path, &y, &x)
			return
		}
		if y.Set.Fixed != nil {
			for i := range y.Set.Fixed.Fields {
				name := y.Set.Fixed.Fields[i].Name
				if at := join(path, name); c.leave == nil || !c.leave(at) {
					p, _ := x.GetField(name)
					q, _ := y.GetField(name)
					c.compare(at, p, q)
				}
			}
		}
		c.attributes(path, &y, &x)
		return
	case []any:
		if x, ok := old.([]any); ok && len(x) == len(y) {
			for i := range y {
				c.compare(join(path, strconv.Itoa(i+1)), x[i], y[i])
			}
			return
		}
	}
	c.values(path, old, now)
}

// told compares attributes with a structure, in which the kernel tells what it is given one by one: IFLA_INET_CONF.
func (c *coverer) told(path string, want, have *codec.View) {
	want.Each(func(row *codec.Row, _ uint16, q []byte) bool {
		if row == nil {
			return true
		}
		now, _ := codec.Decode(want, row, q)
		if in, ok := now.(codec.View); ok {
			c.told(path, &in, have)
			return true
		}
		old, _ := have.GetField(row.Name)
		c.compare(join(path, row.Name), old, now)
		return true
	})
}

// Empty tells whether a value says nothing, or 0.
func Empty(v any) bool {
	switch x := v.(type) {
	case nil:
		return true
	case uint64:
		return x == 0
	case int64:
		return x == 0
	case string:
		return x == ""
	case []byte:
		return len(x) == 0
	case []any:
		return len(x) == 0
	case codec.View:
		return len(x.Attrs) == 0 && len(bytes.Trim(x.Head, "\x00")) == 0
	}
	return false
}

// sameHops tells whether the ways that a request asks for are those of a route, in any order. A request may leave the device
// to the kernel, which also says more of an encapsulation than it was asked.
func (c *coverer) sameHops(want, have *codec.View, row *codec.Row) bool {
	left := waysOf(have, row)
	for _, w := range waysOf(want, row) {
		i := slices.IndexFunc(left, func(h codec.View) bool {
			if device := native.Uint32(w.Head[4:]); device != 0 && device != native.Uint32(h.Head[4:]) {
				return false
			}
			one := coverer{differ: differ{object: c.object}}
			one.attributes("", &w, &h)
			_, asked := w.Find(5)
			_, led := h.Find(5)
			return w.Head[3] == h.Head[3] && (w.Head[2]^h.Head[2])&^deviceFlags == 0 && asked == led && len(one.changes) == 0
		})
		if i < 0 {
			return false
		}
		left = slices.Delete(left, i, i+1)
	}
	return len(left) == 0
}

// waysOf reads RTA_MULTIPATH: views that begin with a struct rtnexthop.
func waysOf(v *codec.View, row *codec.Row) (ways []codec.View) {
	for _, way := range v.All(row) {
		list, _ := way.([]any)
		for _, e := range list {
			if h, ok := e.(codec.View); ok && len(h.Head) >= hopHead {
				ways = append(ways, h)
			}
		}
	}
	return ways
}

// Slot is the part of a key that tells in which place the kernel would replace an object: for routes without where they lead.
func Slot(typ uint16, v *codec.View) string {
	o := objectOf(typ, v)
	if o == nil {
		return Key(typ, v)
	}
	return o.slotOf(v)
}
