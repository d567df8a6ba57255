package bindings

import (
	"context"

	lua "github.com/yuin/gopher-lua"

	"nlua/rtnl"
)

// routeMethods are those of IPRoute and its kin beside the verbs.
func (s *Space) routeMethods() map[string]lua.LGFunction {
	return map[string]lua.LGFunction{"get": s.eventGet, "link_lookup": s.linkLookup, "batch": s.batch}
}

// linkLookup is ipr:link_lookup{...} or ipr:link_lookup(fn): the indices of the links that match, a list.
func (s *Space) linkLookup(L *lua.LState) int {
	a := args{L, "link_lookup"}
	o := s.self(a)
	t := L.NewTable()
	switch v := L.Get(2).(type) {
	case *lua.LFunction:
		t.RawSetString("match", v)
	default:
		t = a.table(2)
	}
	kw := s.keywords(L, t)
	c := s.clientOf(L, o)
	var d *rtnl.Dump
	s.wait(L, func(ctx context.Context) error {
		req, err := c.Request(ctx, "link", "dump", kw)
		if err == nil {
			d, err = c.Dump(ctx, req)
		}
		return err
	})
	list := L.NewTable()
	reader := &dump{d: d}
	for {
		m, ok := s.pull(L, reader)
		if !ok {
			L.Push(list)
			return 1
		}
		msg := message{m, m.View()}
		if i, ok := msg.LinkIndex(); ok {
			list.Append(lua.LNumber(i))
		}
	}
}
