package bindings

import (
	"reflect"

	lua "github.com/yuin/gopher-lua"
	luar "layeh.com/gopher-luar"
)

// cold makes a Lua object of a pointer to a struct whose fields have luar tags: what scripts read now and then, a picture of one
// moment. Its fields are read by name; pairs, tostring, inspect and JSON show them all; nothing can be set.
func (s *Space) cold(record any) lua.LValue {
	L := s.vm.L()
	if meta := luar.MT(L, record); meta.RawGetString("__pairs") == lua.LNil {
		meta.RawSetString("__pairs", L.NewFunction(func(L *lua.LState) int {
			return s.pairsOf(L, coldTable(L, coldArg(L, "pairs")))
		}))
		meta.RawSetString("__tostring", L.NewFunction(func(L *lua.LState) int {
			L.Push(lua.LString(s.inspect(coldTable(L, coldArg(L, "tostring")))))
			return 1
		}))
		meta.RawSetString("__newindex", L.NewFunction(func(L *lua.LState) int {
			L.RaiseError("%s: this is a picture of one moment: nothing in it can be set", L.Get(2).String())
			return 0
		}))
	}
	return luar.New(L, record)
}

func coldArg(L *lua.LState, fn string) any {
	if ud, ok := L.Get(1).(*lua.LUserData); ok && isCold(ud.Value) {
		return ud.Value
	}
	args{L, fn}.want(1, "a record")
	return nil
}

// isCold tells whether a value is a pointer to a struct whose fields have luar tags.
func isCold(v any) bool {
	t := reflect.TypeOf(v)
	return t != nil && t.Kind() == reflect.Pointer && t.Elem().Kind() == reflect.Struct && t.Elem().NumField() > 0 &&
		t.Elem().Field(0).Tag.Get("luar") != ""
}

// coldTable makes a plain table of a record.
func coldTable(L *lua.LState, record any) *lua.LTable {
	v := reflect.ValueOf(record).Elem()
	t := L.CreateTable(0, v.NumField())
	for i := range v.NumField() {
		t.RawSetString(v.Type().Field(i).Tag.Get("luar"), luar.New(L, v.Field(i).Interface()))
	}
	return t
}

// texts makes a list of strings.
func texts(L *lua.LState, list []string) *lua.LTable {
	t := L.CreateTable(len(list), 0)
	for _, text := range list {
		t.Append(lua.LString(text))
	}
	return t
}
