package bindings

import (
	"bytes"
	"io"
	"strings"

	lua "github.com/yuin/gopher-lua"

	"nlua/host"
	"nlua/rtnl"
	"nlua/rtnl/codec"
)

// fields are the paths that a loop over d:fields() reads, and what they mean in the rows of the messages that come.
type fields struct {
	paths []path
	of    *rtnl.Shape
	slow  []bool       // by path: it is no value of an attribute or field of its own at the top level
	wants codec.Places // of the others, their attributes
	kinds int          // how many attributes that are
	spans []codec.Span // of the message at hand, by path
}

// dumpFields is d:fields(path, ...): an iterator that gives values instead of messages. A missing first value is false: nil
// would end the loop.
func (s *Space) dumpFields(L *lua.LState) int {
	a := args{L, "fields"}
	d := a.dump(1)
	n := L.GetTop() - 1
	if n < 1 {
		a.fail("want at least one path")
	}
	f := &fields{paths: make([]path, n), slow: make([]bool, n), spans: make([]codec.Span, n)}
	for i := range f.paths {
		f.paths[i] = *s.path(a, i+2)
	}
	m := &message{} // of one turn: what outlives that gets a copy
	L.Push(L.NewClosure(func(L *lua.LState) int {
		if m.raw, m.of = s.pullWith(L, d, (*rtnl.Dump).Glance); m.raw == nil {
			L.Push(lua.LNil)
			return 1
		}
		if f.of != m.of {
			f.prepare(m.of)
		}
		view := d.d.View(m.raw)
		clear(f.spans)
		view.Pick(&f.wants, f.spans, f.kinds)
		family := view.Family()
		for i := range f.paths {
			v := s.column(L, f, i, m, view, family)
			if i == 0 && v == lua.LNil {
				v = lua.LFalse
			}
			L.Push(v)
		}
		return n
	}, &lua.LUserData{Value: f})) // by which fieldsOf knows it
	return 1
}

// fieldsOf tells what an iterator of d:fields() reads; nil of any other function.
func fieldsOf(fn *lua.LFunction) *fields {
	if !fn.IsG || len(fn.Upvalues) != 1 {
		return nil
	}
	ud, _ := fn.Upvalues[0].Value().(*lua.LUserData)
	if ud == nil {
		return nil
	}
	f, _ := ud.Value.(*fields)
	return f
}

// fieldsTable writes what is left of a dump as a table of the values of d:fields().
func (s *Space) fieldsTable(L *lua.LState, w io.Writer, width int, colour bool, fn *lua.LFunction, f *fields) error {
	columns := make([]column, len(f.paths))
	for i := range f.paths {
		columns[i].title = strings.ToUpper(strings.Join(f.paths[i].names, "."))
	}
	rows := &sheet{w: w, width: width, colour: colour, of: &layout{columns: columns}}
	defer rows.flush()
	for {
		values, err := s.vm.Call(L, fn, len(columns))
		if err != nil || values[0] == lua.LNil {
			return err
		}
		row := make([]string, len(columns))
		if values[0] == lua.LFalse { // which stands for none
			values[0] = lua.LNil
		}
		for i, v := range values {
			row[i] = s.cell(L, v)
		}
		rows.add(row)
	}
}

// cell is a value in a table.
func (s *Space) cell(L *lua.LState, v lua.LValue) string {
	text := ""
	switch v.(type) {
	case *lua.LNilType:
	case *lua.LTable:
		text = s.inspect(v)
	default:
		text = host.ToString(L, v)
	}
	if strings.Contains(text, "\n") { // of a nest: one line will do
		text = strings.Join(strings.Fields(text), " ")
	}
	return harmless(text)
}

// prepare finds what the paths mean in messages of one shape.
func (f *fields) prepare(of *rtnl.Shape) {
	f.of, f.wants, f.kinds = of, codec.Places{}, 0
	for i := range f.paths {
		p := &f.paths[i]
		f.slow[i] = of.Set == nil || p.word || len(p.names) > 1 || p.holds(of.Set)
		if f.slow[i] || p.row == nil {
			continue
		}
		if typ := int(p.row.Type); typ >= len(f.wants) || f.wants[typ] != 0 || i >= 1<<8-1 {
			f.slow[i] = true
		} else {
			f.wants[typ] = uint8(i + 1)
			f.kinds++
		}
	}
}

// column is the value of a path in a message that lives for one turn of the loop only: what may hold it gets a copy.
func (s *Space) column(L *lua.LState, f *fields, i int, m *message, view *codec.View, family uint8) lua.LValue {
	p, at := &f.paths[i], f.spans[i]
	switch {
	case f.slow[i]:
		return s.top(L, &message{bytes.Clone(m.raw), m.of}, p)
	case at.To != 0:
		return s.payloadOf(L, m, view, family, p, p.row, view.Attrs[at.From:at.To:at.To])
	case p.field != nil:
		if b, ok := view.FieldBytes(p.field); ok {
			return s.payloadOf(L, m, view, family, p, &p.field.Row, b)
		}
	}
	return lua.LNil
}
