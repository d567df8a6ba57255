package bindings

import (
	"bytes"
	"context"

	lua "github.com/yuin/gopher-lua"

	"nlua/rtnl/codec"
)

// saveMethods are pyroute2's helpers around `ip route save` and `ip route restore`.
func (s *Space) saveMethods() map[string]lua.LGFunction {
	return map[string]lua.LGFunction{
		"route_dumps": s.routeDumps, "route_dump": s.routeDump, "route_loads": s.routeLoads, "route_load": s.routeLoad,
	}
}

// savedRoutes reads [family] [, format] [, keywords] from argument n on, and the routes.
func (s *Space) savedRoutes(a args, o *object, n int) []byte {
	var kw codec.Table
	raw := false
	for i := n; i <= a.L.GetTop(); i++ {
		switch v := a.L.Get(i).(type) {
		case *lua.LNilType:
		case lua.LNumber:
			if v != 0 && v != allFamilies {
				kw = append(kw, codec.Pair{Name: "family", Value: float64(v)})
			}
		case lua.LString:
			if v != "iproute2" && v != "raw" {
				a.fail("unknown format %q: iproute2 or raw", string(v))
			}
			raw = v == "raw"
		default:
			kw = s.moreKeywords(a.L, a.table(i), kw)
		}
	}
	var out bytes.Buffer
	c := s.clientOf(a.L, o)
	s.wait(a.L, func(ctx context.Context) error { return c.SaveRoutes(ctx, &out, kw, raw) })
	return out.Bytes()
}

// routeDumps is ipr:route_dumps([family] [, "iproute2" | "raw"] [, keywords]): routes as `ip route save` writes them, a string.
func (s *Space) routeDumps(L *lua.LState) int {
	a := args{L, "route_dumps"}
	L.Push(lua.LString(s.savedRoutes(a, s.self(a), 2)))
	return 1
}

// routeDump is ipr:route_dump(file, ...): the same into a file, or anything with write().
func (s *Space) routeDump(L *lua.LState) int {
	a := args{L, "route_dump"}
	o := s.self(a)
	data := s.savedRoutes(a, o, 3)
	s.callFile(a, "write", lua.LString(data))
	return 0
}

// routeLoads is ipr:route_loads(bytes): makes the saved routes again, and returns how many.
func (s *Space) routeLoads(L *lua.LState) int {
	a := args{L, "route_loads"}
	return s.loadRoutes(a, s.self(a), a.str(2))
}

// routeLoad is ipr:route_load(file): the same from a file, or anything with read().
func (s *Space) routeLoad(L *lua.LState) int {
	a := args{L, "route_load"}
	o := s.self(a)
	return s.loadRoutes(a, o, lua.LVAsString(s.callFile(a, "read", lua.LString("*a"))))
}

func (s *Space) loadRoutes(a args, o *object, data string) int {
	c := s.clientOf(a.L, o)
	made := 0
	err := s.do(a.L, o, func(ctx context.Context) (err error) {
		made, err = c.LoadRoutes(ctx, []byte(data))
		return err
	})
	if err != nil {
		s.vm.Raise(a.L, err)
	}
	a.L.Push(lua.LNumber(made))
	return 1
}

// callFile calls a method of the file in argument 2.
func (s *Space) callFile(a args, method string, value lua.LValue) lua.LValue {
	file := a.L.Get(2)
	if t := file.Type(); t != lua.LTUserData && t != lua.LTTable {
		a.want(2, "a file")
	}
	results, err := s.vm.Call(a.L, a.L.GetField(file, method), 2, file, value)
	if err != nil {
		s.vm.Raise(a.L, err)
	}
	if results[0] == lua.LNil {
		a.fail("%s: %s", method, results[1].String())
	}
	return results[0]
}
