package host

import (
	lua "github.com/yuin/gopher-lua"
)

var debugFuncs = map[string]lua.LGFunction{"traceback": luaTraceback}

// luaTraceback is debug.traceback([thread,] [message [, level]]). A message that is no string is returned as it is.
func luaTraceback(L *lua.LState) int {
	of, arg, level := L, 1, 1
	if co, ok := L.Get(1).(*lua.LState); ok {
		of, arg, level = co, 2, 0
	}
	msg := L.Get(arg)
	level = L.OptInt(arg+1, level)
	if msg != lua.LNil && !lua.LVCanConvToString(msg) {
		L.Push(msg)
		return 1
	}
	text := Traceback(of, level)
	if msg != lua.LNil {
		text = msg.String() + "\n" + text
	}
	L.Push(lua.LString(text))
	return 1
}
