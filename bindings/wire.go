package bindings

import (
	lua "github.com/yuin/gopher-lua"

	"nlua/rtnl"
	"nlua/rtnl/nl"
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
		typ := s.messageType(a, L.Get(1))
		L.Push(lua.LString(nl.NewMessage(typ, nl.FlagRequest, s.body(a, typ, L.Get(2)))))
		return 1
	}))
}
