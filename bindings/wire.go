package bindings

import (
	lua "github.com/yuin/gopher-lua"

	"nlua/rtnl"
	"nlua/rtnl/nl"
	"nlua/rtnl/spec"
)

// openWire puts rtnl.decode(bytes) and rtnl.encode(msg_type, table) into the library.
func (s *Space) openWire(lib *lua.LTable) {
	lib.RawSetString("decode", s.vm.L().NewFunction(func(L *lua.LState) int {
		b := []byte(args{L, "decode"}.str(1))
		t := L.NewTable()
		for m, err := range nl.Parse(b) {
			if err != nil {
				args{L, "decode"}.fail("%s", err)
			}
			t.Append(s.wrap(rtnl.NewMessage(m)))
		}
		L.Push(t)
		return 1
	}))
	lib.RawSetString("encode", s.vm.L().NewFunction(func(L *lua.LState) int {
		a := args{L, "encode"}
		typ := uint16(0)
		if name, ok := L.Get(1).(lua.LString); ok {
			known := spec.ByName(string(name))
			if known == nil {
				a.fail("unknown message type %q", string(name))
			}
			typ = known.Type
		} else {
			typ = uint16(a.whole(1, 0, 65535))
		}
		L.Push(lua.LString(nl.NewMessage(typ, nl.FlagRequest, s.body(a, typ, L.Get(2)))))
		return 1
	}))
}
