package host

import (
	"cmp"
	"strings"

	lua "github.com/yuin/gopher-lua"
)

func (vm *VM) openDebug() {
	theirs := vm.theirs("debug", lua.OpenDebug, "getinfo", "getfenv", "getlocal", "getmetatable", "getupvalue", "setfenv", "setlocal",
		"setmetatable", "setupvalue")
	vm.newLib("debug", theirs[1:], []function{
		{"traceback", luaTraceback},
		{"getinfo", func(L *lua.LState) int {
			n := theirs[0].call(L)
			if info, ok := L.Get(-1).(*lua.LTable); ok {
				vm.describe(info)
			}
			return n
		}},
	})
}

// describe completes what gopher-lua's debug.getinfo tells, as stock Lua has it.
func (vm *VM) describe(info *lua.LTable) {
	set := func(key string, v lua.LValue) { info.RawSetString(key, v) }
	if what, ok := info.RawGetString("what").(lua.LString); ok {
		id := info.RawGetString("source").String()
		name, isFile := vm.files[id]
		if !isFile && !strings.HasPrefix(id, "[string") {
			name = "=" + id
		}
		switch {
		case what == "G":
			set("what", lua.LString("C"))
			set("linedefined", lua.LNumber(-1))
			set("lastlinedefined", lua.LNumber(-1))
			id, name = "[C]", "=[C]"
		case info.RawGetString("linedefined") == lua.LNumber(0):
			set("what", lua.LString("main"))
		}
		set("source", lua.LString(cmp.Or(name, id)))
		set("short_src", lua.LString(id))
	}
	if name, ok := info.RawGetString("name").(lua.LString); ok {
		set("namewhat", lua.LString(""))
		if name == "" || strings.ContainsAny(string(name), "?(<") || name == "main chunk" {
			set("name", lua.LNil)
		}
	}
}

// luaTraceback is debug.traceback([thread,] [message [, level]]). A message that is no string is returned as it is.
func luaTraceback(L *lua.LState) int {
	of, arg, level := L, 1, 1
	if co, ok := L.Get(1).(*lua.LState); ok {
		of, arg = co, 2
		if co != L {
			level = 0
		}
	}
	msg := L.Get(arg)
	level = optInt(L, arg+1, level)
	if msg != lua.LNil && !lua.LVCanConvToString(msg) {
		L.Push(msg)
		return 1
	}
	text := ""
	if arg == 1 {
		text = Traceback(of, level, level)
	} else {
		text = coroutineTrace(of, level, L.Status(of) == "suspended")
	}
	if msg != lua.LNil {
		text = msg.String() + "\n" + text
	}
	L.Push(lua.LString(text))
	return 1
}
