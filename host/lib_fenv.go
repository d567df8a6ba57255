package host

import lua "github.com/yuin/gopher-lua"

// luaGetFenv is getfenv([function or level]).
func luaGetFenv(L *lua.LState) int {
	switch fn := environed(L, true); {
	case fn == nil:
		L.Push(L.Env)
	case fn.IsG:
		L.Push(L.G.Global)
	default:
		L.Push(fn.Env)
	}
	return 1
}

// luaSetFenv is setfenv(function or level, table).
func luaSetFenv(L *lua.LState) int {
	env := L.CheckTable(2)
	fn := environed(L, false)
	if fn == nil {
		L.Env = env
		return 0
	}
	if fn.IsG {
		L.RaiseError("'setfenv' cannot change environment of given object")
	}
	fn.Env = env
	L.Push(fn)
	return 1
}

// environed is the function that the first argument is, or of which it is the level on the stack; nil for level 0, the thread.
func environed(L *lua.LState, optional bool) *lua.LFunction {
	if fn, ok := L.Get(1).(*lua.LFunction); ok {
		return fn
	}
	level := 1
	if !optional || L.Get(1) != lua.LNil {
		level = checkInt(L, 1)
	}
	if level < 0 {
		L.ArgError(1, "level must be non-negative")
	}
	if level == 0 {
		return nil
	}
	list := levels(L, level+1)
	if level > len(list) {
		L.ArgError(1, "invalid level")
	}
	return list[level%len(list)].fn // below the program there is a function of C: any of Go will do, the running one
}
