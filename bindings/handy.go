package bindings

import lua "github.com/yuin/gopher-lua"

// handy is a second metatable of messages, by which gopher-lua finds a method itself, where else it calls a function in Go: a third of
// the time of m:get("dst"). It cannot say which message it looks for a field of. So one message at a time has it, the last that a loop
// over a dump gave, and only as long as methods are what the script asks for.
type handy struct {
	meta   *lua.LTable
	of     *slot // the message that has it, nil: none
	wanted bool  // a script asked for a method last, not for a field
}

// make makes the metatable from the usual one and the methods.
func (h *handy) make(s *Space, usual, methods *lua.LTable) {
	L := s.vm.L()
	h.meta = L.CreateTable(0, 8)
	usual.ForEach(func(event, fn lua.LValue) { h.meta.RawSet(event, fn) })
	h.meta.RawSetString("__index", methods)
	h.meta.RawSetString("__metatable", usual) // what a script sees is the same one
	methods.Metatable = s.methods(map[string]lua.LGFunction{"__index": func(L *lua.LState) int {
		key, ok := L.Get(2).(lua.LString)
		if !ok {
			L.Push(lua.LNil)
			return 1
		}
		h.wanted = false
		L.Push(s.messageIndex(L, &h.of.m, s.pathOfName(string(key))))
		return 1
	}})
}

// lend gives the metatable to another message.
func (s *Space) lend(at *slot) {
	if h := &s.handy; h.meta != nil {
		if h.of != nil {
			h.of.ud.Metatable = s.messageKind.meta()
		}
		h.of, at.ud.Metatable = at, h.meta
	}
}
