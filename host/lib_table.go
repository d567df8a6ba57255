package host

import lua "github.com/yuin/gopher-lua"

func (vm *VM) openTable() {
	vm.newLib("table", tableFuncs, vm.theirs("table", lua.OpenTable, "getn", "maxn", "sort"))
}

var tableFuncs = []function{
	{"concat", tabConcat},
	{"foreach", tabForeach},
	{"foreachi", tabForeachI},
	{"insert", tabInsert},
	{"remove", tabRemove},
	{"setn", func(L *lua.LState) int {
		L.RaiseError("'setn' is obsolete")
		return 0
	}},
}

func tabConcat(L *lua.LState) int {
	t, sep := L.CheckTable(1), optString(L, 2, "")
	i, j := optInt(L, 3, 1), L.Get(4)
	last := t.Len()
	if j != lua.LNil {
		last = checkInt(L, 4)
	}
	var b weighed
	for k := i; k <= last; k++ {
		switch v := t.RawGetInt(k).(type) {
		case lua.LString:
			b.add(L, string(v))
		case lua.LNumber:
			b.add(L, NumberString(v))
		default:
			L.RaiseError("invalid value (%s) at index %d in table for 'concat'", v.Type(), k)
		}
		if k < last {
			b.add(L, sep)
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
		at, last := checkInt(L, 2), t.Len()
		if at >= 1 && at <= last {
			t.Insert(at, L.Get(3))
			break
		}
		for i := last; i >= at; i-- { // from a place before the first, all move
			t.RawSetInt(i+1, t.RawGetInt(i))
		}
		t.RawSetInt(at, L.Get(3))
	default:
		L.RaiseError("wrong number of arguments to 'insert'")
	}
	return 0
}

func tabRemove(L *lua.LState) int {
	t := L.CheckTable(1)
	last := t.Len()
	switch at := optInt(L, 2, last); {
	case at < 1 || at > last:
		return 0
	default:
		L.Push(t.Remove(at))
		return 1
	}
}

// tabForeach is table.foreach(t, fn): fn(key, value) until it returns something.
func tabForeach(L *lua.LState) int {
	t, fn := L.CheckTable(1), L.CheckFunction(2)
	for k, v := t.Next(lua.LNil); k != lua.LNil; k, v = t.Next(k) {
		if tabEach(L, fn, k, v) {
			return 1
		}
	}
	return 0
}

func tabForeachI(L *lua.LState) int {
	t, fn := L.CheckTable(1), L.CheckFunction(2)
	for i, n := 1, t.Len(); i <= n; i++ {
		if tabEach(L, fn, lua.LNumber(i), t.RawGetInt(i)) {
			return 1
		}
	}
	return 0
}

// tabEach calls fn, and leaves on the stack what it returned unless that is nil.
func tabEach(L *lua.LState, fn *lua.LFunction, k, v lua.LValue) bool {
	L.Push(fn)
	L.Push(k)
	L.Push(v)
	L.Call(2, 1)
	if L.Get(-1) != lua.LNil {
		return true
	}
	L.Pop(1)
	return false
}
