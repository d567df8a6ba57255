package bindings

import (
	lua "github.com/yuin/gopher-lua"

	"nlua/rtnl/spec"
)

// openConstants makes rtnl.RTM_GETLINK and its kin: each is looked up at its first use, since a script needs few of the hundreds, and
// pairs(rtnl) shows them all.
func (s *Space) openConstants(lib *lua.LTable) {
	lib.Metatable = s.methods(map[string]lua.LGFunction{
		"__index": func(L *lua.LState) int {
			name, ok := L.Get(2).(lua.LString)
			if !ok {
				return 0
			}
			value, ok := spec.Constant(string(name))
			if !ok {
				return 0
			}
			lib.RawSetString(string(name), lua.LNumber(value))
			L.Push(lua.LNumber(value))
			return 1
		},
		"__pairs": func(L *lua.LState) int {
			fillConstants(lib)
			return s.pairsOf(L, lib)
		},
	})
}

// fillConstants puts all constants into the library.
func fillConstants(lib *lua.LTable) {
	for name, value := range spec.AllConstants() {
		lib.RawSetString(name, lua.LNumber(value))
	}
}
