package host

import (
	"unsafe"

	lua "github.com/yuin/gopher-lua"
)

// callFrame is the beginning of gopher-lua's own frame, and a lua.Debug begins with a pointer to one: there is no other way to learn
// by which instruction a function was called. TestFrameLayout compares it with the version of go.mod.
type callFrame struct {
	Idx    int
	Fn     *lua.LFunction
	Parent *callFrame
	Pc     int
}

// The instructions that call a function for its own sake.
const (
	opCall     = 31
	opTailCall = 32
)

// mayYield tells whether every function on the coroutine's stack was called by a call in Lua. A metamethod, an iterator, or what Go code called
// is not: to leave it by a yield would lose what called it.
func mayYield(L *lua.LState) bool {
	dbg, ok := L.GetStack(0)
	if !ok {
		return false
	}
	for f := *(**callFrame)(unsafe.Pointer(dbg)); f.Parent != nil; f = f.Parent {
		p := f.Parent
		if p.Fn.IsG || p.Pc < 1 {
			return false
		}
		if op := p.Fn.Proto.Code[p.Pc-1] >> 26; op != opCall && op != opTailCall {
			return false
		}
	}
	return true
}
