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

func frameOf(dbg *lua.Debug) *callFrame { return *(**callFrame)(unsafe.Pointer(dbg)) }

// debugOf is what L.GetInfo takes for a frame.
func debugOf(f *callFrame) *lua.Debug {
	dbg := new(lua.Debug)
	*(**callFrame)(unsafe.Pointer(dbg)) = f
	return dbg
}

// topFrame is the frame of the running function; nil where none runs.
func topFrame(L *lua.LState) *callFrame {
	dbg, ok := L.GetStack(0)
	if !ok {
		return nil
	}
	return frameOf(dbg)
}

// generator is the name of what a for loop calls.
const generator = "(for generator)"

// generates tells whether a for loop called the frame's function.
func (f *callFrame) generates() bool {
	p, pc, ok := f.Parent.at()
	return ok && decode(p.Code[pc]).op == lua.OP_TFORLOOP
}

// mayYield tells whether every function on the coroutine's stack was called by a call in Lua. A metamethod, an iterator, or what Go
// code called is not: to leave it by a yield would lose what called it.
func mayYield(L *lua.LState) bool {
	f := topFrame(L)
	if f == nil {
		return false
	}
	for ; f.Parent != nil; f = f.Parent {
		p, pc, ok := f.Parent.at()
		if !ok {
			return false
		}
		if op := decode(p.Code[pc]).op; op != lua.OP_CALL && op != lua.OP_TAILCALL {
			return false
		}
	}
	return true
}
