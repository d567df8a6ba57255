package request

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"

	"nlua/rtnl/codec"
)

// Request is what goes to the kernel behind a message header.
type Request struct {
	Object *Object
	Verb   string // as the script said it
	Type   uint16
	Flags  uint16
	Mode   Mode
	Set    *codec.Set // the rows of Body
	Body   []byte     // the fixed structure and attributes
	Filter *Filter    // of a dump; nil: everything
	Empty  bool       // the filter names what is not there: no need to ask
	Files  []int      // descriptors that the Resolver opened for Body: close them when the request has been answered
	Tun    *Tun       // a tun or tap device to make or remove first; Body may be nil then

	items []item // which keyword put a value at a path
	again bool   // their values are those of an earlier request
	b     *builder
}

// Done gives the request's memory to later ones: nobody may use it any more. It need not be called.
func (r *Request) Done() {
	b, obj := r.b, r.Object
	if b == nil {
		return
	}
	if !b.last.usable {
		b.forget()
	}
	r.b, b.kw, b.res = nil, nil, nil
	obj.builders.Put(b)
}

// exact are the items with this request's own values.
func (r *Request) exact() []item {
	if r.again {
		if made, err := newBuilder().fresh(r.Object, r.b.verb, r.Verb, r.b.kw, r.b.res); err == nil {
			r.items, r.again = made.items, false
		}
	}
	return r.items
}

// Said is what a script gave for the attribute or field at a dotted path, nil where it gave nothing, with the keyword.
func (r *Request) Said(path string) (word string, value any) {
	names, items := strings.Split(path, "."), r.exact()
	for i := range items {
		it := &items[i]
		n := len(it.path)
		if n > len(names) || it.word == "" || !slices.Equal(it.path, names[:n]) {
			continue
		}
		for value = it.value; n < len(names); n++ {
			value = valueIn(value, names[n])
		}
		if value != nil {
			return it.word, value
		}
	}
	return "", nil
}

// OnlyLink is the keyword that names a link, and the link, where there is just one: the kernel does not say which it did not find.
func (r *Request) OnlyLink() (word, link string) {
	items := r.exact()
	for i := range items {
		it := &items[i]
		if len(it.path) != 1 || it.word == "" || it.value == nil {
			continue
		}
		row := r.Set.Named(it.path[0])
		if it.fixed {
			row = &r.Set.Field(it.path[0]).Row
		}
		if row == nil || row.Hint != codec.Index && row.Name != "ifname" {
			continue
		}
		if word != "" {
			return "", ""
		}
		word, link = it.word, fmt.Sprintf("%#v", it.value)
		if n, err := whole(it.value); err == nil {
			link = strconv.FormatInt(n, 10)
		}
	}
	return word, link
}

// Kind is the kind that a request is about, "" where it says none.
func (r *Request) Kind() string {
	for i := range r.items {
		if it := &r.items[i]; it.path[len(it.path)-1] == "kind" {
			kind, _ := it.value.(string)
			return kind
		}
	}
	return ""
}

// Keyword names the keyword that an error's offset points at; off counts from the message header, as NLMSGERR_ATTR_OFFS does.
// "" where it points at nothing that a keyword has put there.
func (r *Request) Keyword(off int) string {
	off -= unix.SizeofNlMsghdr
	if off < 0 || r.Body == nil {
		return ""
	}
	if fixed := r.Set.Fixed; fixed != nil && off < fixed.Size {
		for i := range fixed.Fields {
			if f := &fixed.Fields[i]; off >= int(f.Off) && off < int(f.Off)+int(f.Size) {
				return wordOf(r.items, []string{f.Name})
			}
		}
		return ""
	}
	return r.KeywordAt(codec.PathAt(r.Set, r.Body, off))
}

// KeywordAt names the keyword that put the attribute at a path; where none did, the path itself.
func (r *Request) KeywordAt(path []string) string {
	if word := wordOf(r.items, path); word != "" {
		return word
	}
	return strings.Join(path, ".")
}

// wordOf finds the keyword with the longest common path. What the path says below the keyword's own is added: "metrics.mtu".
func wordOf(items []item, path []string) string {
	best, bestLen, rest := "", 0, []string(nil)
	for i := range items {
		o := &items[i]
		n := 0
		for n < len(path) && n < len(o.path) && path[n] == o.path[n] {
			n++
		}
		if n == 0 || n < len(path) && n < len(o.path) || o.word == "" {
			continue
		}
		if n > bestLen || n == bestLen && len(o.path) == n && len(rest) == 0 {
			best, bestLen, rest = o.word, n, path[n:]
		}
	}
	if len(rest) > 0 {
		return best + "." + strings.Join(rest, ".")
	}
	return best
}
