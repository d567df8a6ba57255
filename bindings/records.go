package bindings

import (
	lua "github.com/yuin/gopher-lua"
)

// records are values that stand in for as a dump does: what a get_* helper found without one.
type records struct {
	left []lua.LValue
}

// take gives what is left.
func (r *records) take() []lua.LValue {
	left := r.left
	r.left = nil
	return left
}

func (s *Space) recordsValue(list []lua.LValue) lua.LValue {
	return &lua.LUserData{Value: &records{list}, Metatable: s.recordsKind.meta()}
}

// recordsMeta makes the class of records: the methods of a dump.
func (s *Space) recordsMeta() *lua.LTable {
	method := func(name string, fn func(L *lua.LState, r *records) int) lua.LGFunction {
		return func(L *lua.LState) int {
			if ud, ok := L.Get(1).(*lua.LUserData); ok {
				if r, ok := ud.Value.(*records); ok {
					return fn(L, r)
				}
			}
			args{L, name}.want(1, "a dump: call it as d:"+name+"()")
			return 0
		}
	}
	next := method("next", func(L *lua.LState, r *records) int {
		if len(r.left) == 0 {
			L.Push(lua.LNil)
			return 1
		}
		L.Push(r.left[0])
		r.left = r.left[1:]
		return 1
	})
	return s.class("dump", map[string]lua.LGFunction{
		"next": next, "__call": next,
		"first": method("first", func(L *lua.LState, r *records) int {
			n := next(L)
			r.left = nil
			return n
		}),
		"list": method("list", func(L *lua.LState, r *records) int {
			list := L.NewTable()
			for _, v := range r.take() {
				list.Append(v)
			}
			L.Push(list)
			return 1
		}),
		"count": method("count", func(L *lua.LState, r *records) int {
			L.Push(lua.LNumber(len(r.take())))
			return 1
		}),
		"close": method("close", func(_ *lua.LState, r *records) int {
			r.left = nil
			return 0
		}),
	})
}
