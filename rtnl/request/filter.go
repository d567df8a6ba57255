package request

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/sys/unix"

	"nlua/rtnl/codec"
)

// Filter decides which messages a script wants: all conditions have to hold.
type Filter struct {
	conds   []cond
	matches []func(codec.View) bool
	wholes  []func(any) bool // about the caller's own form of a message
}

// cond is a condition on one value of a message.
type cond struct {
	path  []string
	fixed bool           // a field of the message's fixed structure, even where an attribute has its name
	want  any            // as codec decodes it
	none  bool           // absent or 0
	test  func(any) bool // instead of want; an absent value fails it

	// A number in a message of set, where it is to be, so that it takes no value to compare; nil: not so simple.
	set    *codec.Set
	row    *codec.Row
	field  *codec.Field
	number uint64
}

// Match tells whether a message passes, but for functions over whole messages: see MatchWhole. A nil filter lets all pass.
func (f *Filter) Match(v *codec.View) bool {
	if f == nil {
		return true
	}
	slow := len(f.matches) > 0
	for i := range f.conds {
		switch c := &f.conds[i]; {
		case c.set == nil || c.set != v.Set:
			slow = true
		case !c.counts(v):
			return false
		}
	}
	return !slow || f.match(*v)
}

// Whole tells whether MatchWhole has a say.
func (f *Filter) Whole() bool { return f != nil && len(f.wholes) > 0 }

// MatchWhole asks a script's functions about a message that passed Match, in the caller's own form.
func (f *Filter) MatchWhole(message any) bool {
	if f == nil {
		return true
	}
	for _, match := range f.wholes {
		if !match(message) {
			return false
		}
	}
	return true
}

// Quick tells whether Match compares numbers only and Whole is false: it keeps nothing of a message, and calls nobody.
func (f *Filter) Quick() bool {
	return f == nil || len(f.matches) == 0 && len(f.wholes) == 0 && !slices.ContainsFunc(f.conds, func(c cond) bool { return c.set == nil })
}

// match is Match for all that the simple conditions left. Its view is on the heap.
func (f *Filter) match(v codec.View) bool {
	for i := range f.conds {
		if c := &f.conds[i]; (c.set == nil || c.set != v.Set) && !c.holds(&v) {
			return false
		}
	}
	for _, match := range f.matches {
		if !match(v) {
			return false
		}
	}
	return true
}

func (f *Filter) empty() bool { return len(f.conds) == 0 && len(f.matches) == 0 && len(f.wholes) == 0 }

// Where adds a condition of the caller's own.
func (f *Filter) Where(match func(codec.View) bool) { f.matches = append(f.matches, match) }

// simplify notes where a number stands in messages of set.
func (c *cond) simplify(set *codec.Set) {
	want, isNumber := c.want.(uint64)
	if !isNumber || c.none || c.test != nil || len(c.path) != 1 {
		return
	}
	field, row := set.Field(c.path[0]), (*codec.Row)(nil)
	if !c.fixed {
		row = set.Named(c.path[0])
	}
	if row == nil && field == nil || row != nil && !countable(row) || field != nil && !countable(&field.Row) {
		return
	}
	c.set, c.row, c.field, c.number = set, row, field, want
}

// countable tells whether a row's value is a number, and always one.
func countable(row *codec.Row) bool {
	return (row.Kind == codec.Uint || row.Kind == codec.UintBE || row.Kind == codec.Int) && !row.Multi && (row.Enum == nil || !row.Enum.Text)
}

// counts is holds for a condition that simplify found simple.
func (c *cond) counts(v *codec.View) bool {
	if f := c.field; c.row == nil && f.Size == 1 && f.Bits == 0 && f.Row.Kind == codec.Uint && f.Row.Plus == 0 { // a family, a type
		return int(f.Off) < len(v.Head) && uint64(v.Head[f.Off]) == c.number
	}
	row, b, ok := c.row, []byte(nil), false
	if row != nil {
		b, ok = v.Find(row.Type)
	}
	if !ok && c.field != nil {
		row = &c.field.Row
		b, ok = v.FieldBytes(c.field)
	}
	if !ok {
		return false
	}
	n, ok := row.Uint(b)
	return ok && n == c.number
}

func (c *cond) holds(v *codec.View) bool {
	got, ok := c.get(v)
	switch {
	case c.none:
		return !ok || isZero(got)
	case !ok:
		return false
	case c.test != nil:
		return c.test(got)
	}
	if list, isList := got.(all); isList {
		for _, one := range list {
			if equal(c.want, one) {
				return true
			}
		}
		return false
	}
	return equal(c.want, got)
}

// all are the values of an attribute that may stand several times: one of them has to match.
type all []any

func (c *cond) get(v *codec.View) (any, bool) {
	if c.fixed {
		return v.GetField(c.path[0])
	}
	last := len(c.path) - 1
	if last > 0 {
		in, ok := v.Path(c.path[:last]...)
		if !ok {
			return nil, false
		}
		if view, isView := in.(codec.View); isView {
			v = &view
		} else {
			return v.Path(c.path...)
		}
	}
	if row := v.Set.Named(c.path[last]); row != nil && row.Multi {
		values := v.All(row)
		if c.test != nil {
			return values, len(values) > 0
		}
		return all(values), len(values) > 0
	}
	return v.Get(c.path[last])
}

func isZero(v any) bool {
	switch x := v.(type) {
	case nil:
		return true
	case uint64:
		return x == 0
	case int64:
		return x == 0
	case bool:
		return !x
	case string:
		return x == ""
	}
	return false
}

// equal compares decoded values: a wanted table asks for its own names only.
func equal(want, got any) bool {
	switch w := want.(type) {
	case uint64:
		switch g := got.(type) {
		case uint64:
			return w == g
		case int64:
			return int64(w) == g
		}
	case int64:
		switch g := got.(type) {
		case uint64:
			return uint64(w) == g
		case int64:
			return w == g
		}
	case string:
		g, ok := got.(string)
		return ok && w == g
	case bool:
		g, ok := got.(bool)
		return ok && w == g
	case []byte:
		g, ok := got.([]byte)
		return ok && bytes.Equal(w, g)
	case []any:
		g, ok := got.([]any)
		if !ok || len(g) != len(w) {
			return false
		}
		for i := range w {
			if !equal(w[i], g[i]) {
				return false
			}
		}
		return true
	case codec.Table:
		for _, p := range w {
			var g any
			var ok bool
			switch in := got.(type) {
			case codec.View:
				g, ok = in.Get(p.Name)
			case codec.Table:
				g, ok = in.Get(p.Name)
			}
			if !ok || !equal(p.Value, g) {
				return false
			}
		}
		return true
	case codec.View:
		g, ok := got.(codec.View)
		return ok && bytes.Equal(w.Bytes(), g.Bytes())
	}
	return false
}

// NewFilter makes a filter from keywords of an object, for messages that come from elsewhere than a dump: events, files. missing is
// true where a keyword names a link, table or the like that does not exist: nothing matches then.
func NewFilter(obj *Object, kw codec.Table, res Resolver) (f *Filter, nothing bool, err error) {
	if f, nothing, err = newFilter(obj, kw, res); err != nil {
		f, nothing, err = newFilter(obj, kw.Sorted(), res) // see Build
	}
	return f, nothing, err
}

func newFilter(obj *Object, kw codec.Table, res Resolver) (f *Filter, nothing bool, err error) {
	b := newBuilder()
	b.obj, b.set, b.kind, b.kw, b.res, b.filtering = obj, obj.Set, obj.Kind, kw, res, true
	if err = b.run(); err == nil {
		f, err = b.filter()
	}
	closeAll(b.files)
	if err != nil && missing(err) {
		return nil, true, nil
	}
	return f, false, err
}

// filter turns the items into conditions.
func (b *builder) filter() (*Filter, error) {
	f := &Filter{matches: b.matches, wholes: b.wholes}
	for i := range b.items {
		it := &b.items[i]
		if it.ask {
			continue
		}
		if it.test != nil {
			f.conds = append(f.conds, cond{path: it.path, fixed: it.fixed, test: it.test})
			continue
		}
		if it.value == nil {
			continue
		}
		b.word = it.word
		conds, err := b.conditions(it.path, it.fixed, it.value)
		if err != nil {
			var at *codec.Error
			if errors.As(err, &at) {
				err = &codec.Error{Path: it.path, Msg: at.Msg}
			}
			if err = b.fail(err); !missing(err) {
				return nil, err
			}
			b.absent, b.cause = err, nil
		}
		f.conds = append(f.conds, conds...)
	}
	if b.absent != nil {
		return nil, b.absent
	}
	for i := range f.conds {
		f.conds[i].simplify(b.set)
	}
	return f, nil
}

// conditions makes what has to hold from a value that a script gave for a path.
func (b *builder) conditions(path []string, fixed bool, v any) ([]cond, error) {
	if test, ok := v.(func(any) bool); ok {
		return []cond{{path: path, fixed: fixed, test: test}}, nil
	}
	row, err := b.rowAt(path, fixed)
	if err != nil {
		return nil, err
	}
	if yes, isBool := v.(bool); isBool && !yes {
		if !falseIsNone(row) {
			return nil, &codec.Error{Msg: "false is no value for it"}
		}
		return []cond{{path: path, fixed: fixed, none: true}}, nil
	}
	if t, ok := v.(codec.Table); ok && (row.Kind == codec.Nest || row.Kind == codec.ByName) {
		var list []cond
		for _, p := range t {
			if p.Value == nil {
				continue
			}
			more, err := b.conditions(append(path[:len(path):len(path)], p.Name), false, p.Value)
			if err != nil {
				return nil, err
			}
			list = append(list, more...)
		}
		return list, nil
	}
	if row.Enum != nil && row.Enum.Flags {
		if words, ok := flagWords(v); ok {
			set, mask, err := flagBits(row.Enum, words)
			if err != nil {
				return nil, err
			}
			return []cond{{path: path, fixed: fixed, test: masked(set, mask)}}, nil
		}
	}
	want, err := b.normal(row, v)
	if err != nil {
		return nil, err
	}
	if row.Hint == codec.Index && isZero(want) {
		return []cond{{path: path, fixed: fixed, none: true}}, nil
	}
	return []cond{{path: path, fixed: fixed, want: want}}, nil
}

// falseIsNone tells whether a filter may ask for a value's absence: of references, booleans, and addresses.
func falseIsNone(row *codec.Row) bool {
	switch row.Kind {
	case codec.Flag, codec.IP, codec.Addr, codec.Via, codec.LLAddr:
		return true
	}
	return row.False != codec.FalseWrong || row.Hint == codec.Bool || row.Hint == codec.Index
}

// masked tests bits of a number.
func masked(set, mask uint64) func(any) bool {
	return func(v any) bool {
		n, ok := v.(uint64)
		return ok && n&mask == set
	}
}

// normal brings a value to what codec decodes for its row: by way of the bytes.
func (b *builder) normal(row *codec.Row, v any) (any, error) {
	set := codec.Set{Name: row.Name, Rows: []codec.Row{*row}, Fixed: b.set.Fixed}
	var head codec.Table
	if family, ok := b.put("family", true); ok && set.Field("family") != nil {
		head = codec.Table{{Name: "family", Value: family}}
	}
	if text, ok := v.(string); ok && row.Kind == codec.ByName {
		return text, nil
	}
	body, err := b.enc.Encode(&set, head, codec.Table{{Name: row.Name, Value: v}})
	if err != nil {
		return nil, err
	}
	view := codec.ViewOf(&set, bytes.Clone(body), nil)
	if row.Multi {
		if list := view.All(&set.Rows[0]); len(list) == 1 {
			return list[0], nil
		}
	}
	p, ok := view.Find(row.Type)
	if !ok {
		return nil, &codec.Error{Msg: "is no value to compare with"}
	}
	want, err := codec.Decode(&view, &set.Rows[0], p)
	return want, err
}

// rowAt finds the row that a path stands for.
func (b *builder) rowAt(path []string, fixed bool) (*codec.Row, error) {
	set := b.set
	for i, name := range path {
		var row *codec.Row
		if set != nil {
			if !fixed {
				row = set.Named(name)
			}
			if row == nil {
				if f := set.Field(name); f != nil {
					row = &f.Row
				}
			}
		}
		if row == nil {
			return nil, &codec.Error{Path: path[:i+1], Msg: fmt.Sprintf("%s is not known%s", strings.Join(path[:i+1], "."), Suggest(name, setNames(set)))}
		}
		if i == len(path)-1 {
			return row, nil
		}
		set = b.setOf(row, path[i+1])
	}
	return nil, &codec.Error{Msg: "an empty path"}
}

// setAt finds the set in which the names below a path are looked up, nil if there is none.
func (b *builder) setAt(path []string) *codec.Set {
	set := b.set
	for i, name := range path {
		if name != "" && name[0] >= '0' && name[0] <= '9' {
			continue
		}
		row := set.Named(name)
		if row == nil {
			return nil
		}
		next := ""
		if i+1 < len(path) {
			next = path[i+1]
		}
		if set = b.setOf(row, next); set == nil {
			return nil
		}
	}
	return set
}

// setOf returns the set of a row's nest. For a nest by kind: the request's kind, or else any that knows the next name.
func (b *builder) setOf(row *codec.Row, next string) *codec.Set {
	switch {
	case row.Elem != nil:
		return row.Elem.Set
	case row.Kind != codec.ByName:
		return row.Set
	}
	if c := row.Sub.Case(b.kind); c != nil && b.kind != "" {
		return c.Set
	}
	if next == "" {
		return nil
	}
	for c := range row.Sub.All() {
		if c.Set != nil && (c.Set.Named(next) != nil || c.Set.Field(next) != nil) {
			return c.Set
		}
	}
	return nil
}

// pushed adds to a dump's request what the kernel can filter. Of links as bridges it filters nothing.
func (b *builder) pushed(f *Filter, head, attrs codec.Table) (codec.Table, codec.Table) {
	if family, _ := head.Get("family"); b.obj.Name == "link" && equal(uint64(unix.AF_BRIDGE), family) {
		return head, attrs
	}
	for i := range b.obj.Push {
		push := &b.obj.Push[i]
		for j := range f.conds {
			c := &f.conds[j]
			if c.want == nil || strings.Join(c.path, ".") != push.Path || push.Field != "" && !c.fixed && b.set.Named(push.Path) != nil {
				continue // also what is wanted of an attribute that a field has its name from: fdb's ifindex
			}
			if push.Field != "" {
				head = append(head, codec.Pair{Name: push.Field, Value: c.want})
			} else {
				attrs = insert(attrs, strings.Split(push.Attr, "."), c.want)
			}
			break
		}
	}
	return head, attrs
}
