package request

import (
	"bytes"
	"encoding/binary"
	"math"
	"slices"
	"strings"

	"nlua/rtnl/codec"
)

// Repeat is a keyword of requests that a script sends in a loop: they differ in an address or a number, and what is said here makes the
// next of the last one, in a tenth of the time (BenchmarkRouteAdd, BenchmarkRouteAgain). A request with a keyword that has no Repeat is
// always made from the start, and so is one of an object without any; of an object with some, Begin and Finish look at nothing but the
// keywords.
type Repeat struct {
	Name   string
	Texts  bool   // a text means the same each time. The name of a link does not: another one may have it by now
	Change change // writes another value; nil: the request is made from the start where the value is not the same
}

// change puts a value where a request has one of the same keyword: at is the attribute's payload. false: it cannot, and nothing was
// written. The new value has to make the same request otherwise: the same family, length, attributes.
type change func(at []byte, old, value any) bool

// memory is the request that a builder made last.
type memory struct {
	obj    *Object
	verb   *Verb
	said   string
	flags  uint16
	usable bool // it can be made again with other values: it was the second like it in a row, and was taken apart
	words  []remembered
	room   [8]remembered
}

// remembered is a keyword of it.
type remembered struct {
	name   string
	value  any
	change change
	at     []byte // where it writes
}

// again makes a request of the last one, where it has the same keywords. nil: it cannot.
func (b *builder) again(obj *Object, v *Verb, verb string, kw codec.Table, res Resolver) *Request {
	last := &b.last
	if !last.usable || !last.alike(obj, v, verb, kw) {
		return nil
	}
	for i := range last.words {
		w := &last.words[i]
		value := kw[i].Value
		if plainly(w.value, value) {
			continue
		}
		if w.change == nil || !w.change(w.at, w.value, value) {
			last.usable = false // some of the body may be the new request's
			return nil
		}
		w.value = value
	}
	b.kw, b.res = kw, res
	b.req.Flags, b.req.again, b.req.b = last.flags, true, b
	return &b.req
}

// alike tells whether a request has the object, verb and keywords of the last one, and brings these into its order: a script's table has
// none.
func (m *memory) alike(obj *Object, v *Verb, verb string, kw codec.Table) bool {
	if m.obj != obj || m.verb != v || m.said != verb || len(m.words) != len(kw) {
		return false
	}
	for i := range kw {
		at := i
		for at < len(kw) && m.words[at].name != kw[i].Name {
			at++
		}
		if at == len(kw) {
			return false
		}
		m.words[i], m.words[at] = m.words[at], m.words[i]
	}
	return true
}

// plainly tells whether two values are the same text, number or truth.
func plainly(x, y any) bool {
	switch x := x.(type) {
	case string:
		y, ok := y.(string)
		return ok && x == y
	case float64:
		y, ok := y.(float64)
		return ok && x == y
	case bool:
		y, ok := y.(bool)
		return ok && x == y
	}
	return false
}

// remember notes a request that was made from the start; the second like it in a row is taken apart, for again.
func (b *builder) remember(r *Request, kw codec.Table) {
	last := &b.last
	if b.obj.Repeats == nil || b.filtering || b.tun != nil || len(b.files) > 0 || len(kw) > len(last.room) {
		last.obj = nil
		return
	}
	second := last.alike(b.obj, b.verb, b.said, kw)
	last.obj, last.verb, last.said, last.flags, last.words = b.obj, b.verb, b.said, r.Flags, last.room[:len(kw)]
	last.usable = second
	for i := range kw {
		twice := slices.ContainsFunc(last.words[:i], func(w remembered) bool { return w.name == kw[i].Name })
		last.words[i] = remembered{name: kw[i].Name}
		last.usable = last.usable && !twice && b.learn(&last.words[i], kw[i].Value, r)
	}
	last.usable = last.usable && !b.doubled()
}

// learn finds how a keyword's value can be another one; false where it cannot be the same again either.
func (b *builder) learn(w *remembered, value any, r *Request) bool {
	i := slices.IndexFunc(b.obj.Repeats, func(k Repeat) bool { return k.Name == w.name })
	if i < 0 || !plainly(value, value) {
		return false
	}
	if _, isText := value.(string); isText && !b.obj.Repeats[i].Texts {
		return false
	}
	if !slices.ContainsFunc(b.items, func(it item) bool { return it.word == w.name }) {
		return false // another keyword says it
	}
	w.value = value
	if change := b.obj.Repeats[i].Change; change != nil {
		if w.at = b.placeOf(w.name, r); w.at == nil {
			return true // a default route
		}
		w.change = change
		is := bytes.Clone(w.at)
		if !change(w.at, value, value) || !bytes.Equal(w.at, is) { // it is no value of this sort, or another keyword's
			copy(w.at, is)
			return false
		}
	}
	return true
}

// doubled tells whether two keywords put something at one place: it is the order then that decides whose it is.
func (b *builder) doubled() bool {
	for i := range b.items {
		for j := range b.items[:i] {
			if x, y := &b.items[i], &b.items[j]; x.fixed == y.fixed && x.path[0] == y.path[0] {
				return true
			}
		}
	}
	return false
}

// placeOf is the payload of the attribute that a keyword put into a request; nil if it put none there.
func (b *builder) placeOf(word string, r *Request) []byte {
	for i := range b.items {
		if it := &b.items[i]; it.word == word && !it.fixed && len(it.path) == 1 {
			view := codec.ViewOf(r.Set, r.Body, nil)
			at, _ := view.Find(r.Set.Named(it.path[0]).Type)
			return at
		}
	}
	return nil
}

// changeAddress is the change of an address without a length.
func changeAddress(at []byte, _, value any) bool {
	p, err := parsePrefix(value)
	return err == nil && !p.hasLen && putAddress(at, p)
}

// changePrefix is that of an address with a length, which stays as it is.
func changePrefix(at []byte, old, value any) bool {
	was, _ := old.(string)
	text, _ := value.(string)
	_, oldLength, _ := strings.Cut(was, "/")
	_, length, _ := strings.Cut(text, "/")
	p, err := parsePrefix(value)
	return err == nil && length == oldLength && p.bits > 0 && (p.hasLen || !p.addr.IsUnspecified()) && putAddress(at, p)
}

func putAddress(at []byte, p prefix) bool {
	if p.addr.Is4In6() || len(at)*8 != p.addr.BitLen() {
		return false
	}
	if p.addr.Is4() {
		a := p.addr.As4()
		copy(at, a[:])
	} else {
		a := p.addr.As16()
		copy(at, a[:])
	}
	return true
}

// changeMAC is the change of a hardware address of the usual length: of others a link is asked, see checkLengths.
func changeMAC(at []byte, _, value any) bool {
	text, _ := value.(string)
	mac, ok := codec.ParseMAC(text)
	return ok && len(mac) == usualLength && len(at) == len(mac) && copy(at, mac) == len(mac)
}

// changeNumber is the change of a number of 32 bits; 0 often has a meaning of its own.
func changeNumber(at []byte, old, value any) bool {
	was, ok := old.(float64)
	n, isNumber := value.(float64)
	if !ok || !isNumber || was <= 0 || n <= 0 || n > math.MaxUint32 || n != math.Trunc(n) || len(at) != 4 {
		return false
	}
	binary.NativeEndian.PutUint32(at, uint32(n))
	return true
}
