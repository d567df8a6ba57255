package host

import (
	"strings"

	lua "github.com/yuin/gopher-lua"
)

var tableFuncs = map[string]lua.LGFunction{"concat": tabConcat, "insert": tabInsert}

func tabConcat(L *lua.LState) int {
	t, sep := L.CheckTable(1), L.OptString(2, "")
	i, j := L.OptInt(3, 1), L.Get(4)
	last := t.Len()
	if j != lua.LNil {
		last = L.CheckInt(4)
	}
	var b strings.Builder
	next := bigString
	for k := i; k <= last; k++ {
		switch v := t.RawGetInt(k).(type) {
		case lua.LString:
			b.WriteString(string(v))
		case lua.LNumber:
			b.WriteString(NumberString(v))
		default:
			L.RaiseError("invalid value (%s) at index %d in table for 'concat'", v.Type(), k)
		}
		if k < last {
			b.WriteString(sep)
		}
		if b.Len() > next {
			Of(L).charge(L, b.Len())
			next = 2 * b.Len()
		}
	}
	L.Push(lua.LString(b.String()))
	return 1
}

func tabInsert(L *lua.LState) int {
	t := L.CheckTable(1)
	switch L.GetTop() {
	case 2:
		t.Append(L.Get(2))
	case 3:
		t.Insert(L.CheckInt(2), L.Get(3))
	default:
		L.RaiseError("wrong number of arguments to 'insert'")
	}
	return 0
}
