package bindings

import (
	lua "github.com/yuin/gopher-lua"
)

// readUseSocket takes an object with fileno(): its descriptor is used, no option of it changed, and the object kept alive.
func readUseSocket(s *Space, a args, set *settings, v lua.LValue) {
	method := a.L.GetField(v, "fileno")
	results, err := s.vm.Call(a.L, method, 1, v)
	if err != nil {
		a.fail("want an object with fileno(), got %s", typeName(v))
	}
	fd, ok := results[0].(lua.LNumber)
	if !ok || fd < 0 {
		a.fail("fileno() gave no descriptor")
	}
	n := int(fd)
	set.Fileno, set.AsFound, set.useSocket = &n, true, v
}
