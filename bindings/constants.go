package bindings

import (
	"slices"

	lua "github.com/yuin/gopher-lua"

	"nlua/rtnl/spec"
)

// openParts lets rtnl have what a script needs little of: rtnl.RTM_GETLINK and its hundreds of kin, rtnl.netns, rtnl.errors. Each is made
// when it is asked for first, and pairs(rtnl) shows them all.
func (s *Space) openParts() {
	s.lib.Metatable = s.methods(map[string]lua.LGFunction{
		"__index": func(L *lua.LState) int {
			name, ok := L.Get(2).(lua.LString)
			if !ok {
				return 0
			}
			L.Push(s.part(string(name)))
			return 1
		},
		"__pairs": func(L *lua.LState) int {
			s.allParts()
			return s.pairsOf(L, s.lib)
		},
	})
}

// part gives one of them, nil where there is none of the name.
func (s *Space) part(name string) lua.LValue {
	if s.opts.Sandbox != nil && slices.Contains(notInRtnl, name) {
		return lua.LNil
	}
	var v lua.LValue
	switch name {
	case "netns":
		v = s.netnsLib()
	case "errors":
		v = s.errorKinds()
	default:
		value, ok := spec.Constant(name)
		if !ok {
			return lua.LNil
		}
		v = lua.LNumber(value)
	}
	s.lib.RawSetString(name, v)
	return v
}

// allParts puts all of them into the library that are not there yet.
func (s *Space) allParts() {
	for _, name := range []string{"netns", "errors"} {
		if s.lib.RawGetString(name) == lua.LNil {
			s.part(name)
		}
	}
	for name, value := range spec.AllConstants() {
		s.lib.RawSetString(name, lua.LNumber(value))
	}
}
