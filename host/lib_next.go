package host

import (
	"reflect"

	lua "github.com/yuin/gopher-lua"
)

// luaNext is next(t [, key]).
func luaNext(L *lua.LState) int {
	t, key := L.CheckTable(1), L.Get(2)
	if key != lua.LNil && t.RawGet(key) == lua.LNil {
		key = goneKey(L, t, key)
	}
	return pushNext(L, t, key)
}

// pairsStep is next for loops over pairs: what they give it is a key, and not looked up for each turn.
func pairsStep(L *lua.LState) int { return pushNext(L, L.CheckTable(1), L.Get(2)) }

func pushNext(L *lua.LState, t *lua.LTable, key lua.LValue) int {
	key, v := t.Next(key)
	L.Push(key)
	if key == lua.LNil {
		return 1
	}
	L.Push(v)
	return 2
}

// goneKey is where a traversal goes on after a key whose value is gone: at the key, which tables remember. One that they never had
// gopher-lua would take for the first of its keys, and so it would a number behind what is left of the list.
func goneKey(L *lua.LState, t *lua.LTable, key lua.LValue) lua.LValue {
	inside := reflect.ValueOf(t).Elem()
	list := inside.FieldByName("array")
	n, ok := key.(lua.LNumber)
	switch left := list.Len(); {
	case ok && n == lua.LNumber(int(n)) && n >= 1 && int(n) <= list.Cap():
		if int(n) <= left {
			return key
		}
		if left > 0 {
			return lua.LNumber(left)
		}
		return lua.LNil
	case !inside.FieldByName("k2i").MapIndex(reflect.ValueOf(key)).IsValid():
		L.Error(lua.LString("invalid key to 'next'"), 0)
	}
	return key
}
