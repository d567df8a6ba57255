package bindings

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"

	lua "github.com/yuin/gopher-lua"

	"nlua/rtnl"
	"nlua/rtnl/codec"
)

// exact is the greatest whole number up to which every float64 is exact.
const exact = 1 << 53

// toGo makes of a Lua value what requests and codec.Encode take: bool, float64, uint64, string, codec.Table, []any, a link's
// message, func(any) bool. nil for nil. A table with a 1 is a list.
func (s *Space) toGo(L *lua.LState, v lua.LValue) any {
	switch v := v.(type) {
	case lua.LBool:
		return bool(v)
	case lua.LNumber, lua.LString:
		return unboxed(v)
	case *lua.LTable:
		return s.tableToGo(L, v)
	case *lua.LFunction:
		return s.predicate(L, v)
	case *lua.LUserData:
		switch x := v.Value.(type) {
		case *message:
			return x
		case *nest:
			return x.view
		case u64:
			return uint64(x)
		}
	}
	if v == lua.LNil {
		return nil
	}
	return v
}

// maxNesting bounds tables inside keywords: one that holds itself has no end.
const maxNesting = 100

func (s *Space) tableToGo(L *lua.LState, t *lua.LTable) any {
	s.nesting++
	defer func() { s.nesting-- }()
	if s.nesting > maxNesting {
		L.RaiseError("tables are nested deeper than %d: does one hold itself?", maxNesting)
	}
	if n := t.Len(); n > 0 {
		list := make([]any, 0, n)
		for i := 1; i <= n; i++ {
			list = append(list, s.toGo(L, t.RawGetInt(i)))
		}
		if k, _ := firstName(t); k != "" {
			L.RaiseError("%s: a list cannot have the key %q beside its numbers", cmp.Or(strings.Join(s.nested, "."), "a value"), k)
		}
		return list
	}
	return s.keywords(L, t)
}

func firstName(t *lua.LTable) (string, bool) {
	name, found := "", false
	t.ForEach(func(k, _ lua.LValue) {
		if str, ok := k.(lua.LString); ok && (!found || string(str) < name) {
			name, found = string(str), true
		}
	})
	return name, found
}

// inOrder walks a table by its keys' text: of several errors a script always gets the same one. Keywords are not walked like that, see
// request.Build.
func inOrder(t *lua.LTable, do func(k, v lua.LValue)) {
	var keys []lua.LValue
	t.ForEach(func(k, _ lua.LValue) { keys = append(keys, k) })
	slices.SortFunc(keys, func(a, b lua.LValue) int { return strings.Compare(a.String(), b.String()) })
	for _, k := range keys {
		do(k, t.RawGet(k))
	}
}

// keywords reads a table of named values, in any order.
func (s *Space) keywords(L *lua.LState, t *lua.LTable) codec.Table { return s.moreKeywords(L, t, nil) }

// moreKeywords is keywords behind others.
func (s *Space) moreKeywords(L *lua.LState, t *lua.LTable, out codec.Table) codec.Table {
	if out == nil {
		out = make(codec.Table, 0, 4)
	}
	if s.nesting == 0 {
		s.nested = s.nested[:0]
	}
	t.ForEach(func(k, v lua.LValue) {
		switch key := k.(type) {
		case lua.LString:
			if v.Type() != lua.LTTable {
				out = append(out, codec.Pair{Name: string(key), Value: s.toGo(L, v)})
				return
			}
			s.nested = append(s.nested, string(key))
			out = append(out, codec.Pair{Name: string(key), Value: s.toGo(L, v)})
			s.nested = s.nested[:len(s.nested)-1]
		case lua.LNumber:
			out = append(out, codec.Pair{Name: strconv.FormatFloat(float64(key), 'f', -1, 64), Value: s.toGo(L, v)})
		default:
			L.RaiseError("a keyword is a string, got %s", k.Type())
		}
	})
	return out
}

// predicate makes a filter's function of a Lua function: of a value, or of a whole rtnl.Message. Its errors are raised where the
// message is taken.
func (s *Space) predicate(L *lua.LState, fn *lua.LFunction) func(any) bool {
	return func(value any) bool {
		on := s.vm.Running()
		var arg lua.LValue
		if m, ok := value.(rtnl.Message); ok {
			arg = s.wrap(m)
		} else {
			arg = s.toLua(on, nil, value)
		}
		results, err := s.vm.Call(on, fn, 1, arg)
		if err != nil {
			s.vm.Raise(on, err)
		}
		return lua.LVAsBool(results[0])
	}
}

// number gives a number of a row: u64 userdata for 64-bit masks and identifiers.
func (s *Space) number(row *codec.Row, n uint64, size int) lua.LValue {
	switch {
	case row.Kind == codec.Int:
		return s.slabs.number(lua.LNumber(int64(n)))
	case exactOnly(row, size):
		return s.newU64(n)
	}
	return s.slabs.number(lua.LNumber(n))
}

// exactOnly tells the masks and identifiers that a float64 would spoil.
func exactOnly(row *codec.Row, size int) bool { return size == 8 && row.Hint == codec.Hex }

// payload gives the Lua value of an attribute's or field's bytes. at is the message or nest that they are in.
func (s *Space) payload(L *lua.LState, m *message, view *codec.View, row *codec.Row, p []byte) lua.LValue {
	if v, ok := s.scalar(view, row, p); ok {
		return v
	}
	value, _ := codec.Decode(view, row, p)
	if n, ok := value.(uint64); ok {
		return s.number(row, n, len(p))
	}
	return s.toLua(L, m, value)
}

// scalar is payload of numbers without names, and of texts. It does not keep view.
func (s *Space) scalar(view *codec.View, row *codec.Row, p []byte) (v lua.LValue, ok bool) {
	if n, ok := row.Uint(p); ok && (row.Enum == nil || row.Enum.Flags) {
		return s.number(row, n, len(p)), true
	}
	if text, ok := row.AppendText(s.slabs.room(), view, p); ok {
		return s.slabs.string(text), true
	}
	return nil, false
}

// toLua gives the Lua value of what codec.Decode gave. Nests become userdata over m's bytes.
func (s *Space) toLua(L *lua.LState, m *message, value any) lua.LValue {
	switch x := value.(type) {
	case nil:
		return lua.LNil
	case bool:
		return lua.LBool(x)
	case uint64:
		return lua.LNumber(x)
	case int64:
		return lua.LNumber(x)
	case int:
		return lua.LNumber(x)
	case float64:
		return lua.LNumber(x)
	case string:
		return lua.LString(x)
	case []byte:
		return lua.LString(x)
	case *message:
		return s.newMessage(x)
	case codec.View:
		return s.newNest(m, x)
	case *codec.View:
		return s.newNest(m, *x)
	case []any:
		t := L.CreateTable(len(x), 0)
		for _, e := range x {
			t.Append(s.toLua(L, m, e))
		}
		return s.asList(t)
	case codec.Table:
		t := L.CreateTable(0, len(x))
		for _, p := range x {
			t.RawSetString(p.Name, s.toLua(L, m, p.Value))
		}
		return t
	case lua.LValue:
		return x
	}
	return lua.LString("?")
}

// plain gives the Lua value of codec.Plain's: tables all the way down. 64-bit numbers that a float64 cannot hold are u64.
func (s *Space) plain(L *lua.LState, value any) lua.LValue {
	switch x := value.(type) {
	case uint64:
		if x > exact {
			return s.newU64(x)
		}
	case int64:
		if x > exact || x < -exact {
			return lua.LNumber(x)
		}
	case []any:
		t := L.CreateTable(len(x), 0)
		for _, e := range x {
			t.Append(s.plain(L, e))
		}
		return s.asList(t)
	case codec.Table:
		t := L.CreateTable(0, len(x))
		for _, p := range x {
			t.RawSetString(p.Name, s.plain(L, p.Value))
		}
		return t
	}
	return s.toLua(L, nil, value)
}

// wholeNumber reads a Lua value that stands for an unsigned 64-bit number.
func wholeNumber(v lua.LValue) (uint64, bool) {
	switch x := v.(type) {
	case lua.LNumber:
		f := float64(x)
		if f != math.Trunc(f) || f >= 1<<64 || f < -1<<63 {
			return 0, false
		}
		if f < 0 {
			return uint64(int64(f)), true
		}
		return uint64(f), true
	case lua.LString:
		n, err := strconv.ParseUint(string(x), 0, 64)
		return n, err == nil
	case *lua.LUserData:
		n, ok := x.Value.(u64)
		return uint64(n), ok
	}
	return 0, false
}
