package bindings

import (
	"context"

	lua "github.com/yuin/gopher-lua"
	"golang.org/x/sys/unix"

	"nlua/rtnl"
	"nlua/rtnl/codec"
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
	if direct(kw) {
		return s.lookUpOne(L, o, kw)
	}
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
		msg := newMessage(m)
		if i, ok := msg.LinkIndex(); ok {
			list.Append(lua.LNumber(i))
		}
	}
}

// direct tells whether the kernel can be asked for the one link that the keywords name: by index, name or alternative name alone.
func direct(kw codec.Table) bool {
	if len(kw) != 1 {
		return false
	}
	_, isText := kw[0].Value.(string)
	_, isNumber := kw[0].Value.(float64)
	switch kw[0].Name {
	case "ifname", "altname":
		return isText
	case "index":
		return isText || isNumber
	}
	return false
}

// lookUpOne is link_lookup without a dump.
func (s *Space) lookUpOne(L *lua.LState, o *object, kw codec.Table) int {
	c := s.clientOf(L, o)
	list := L.NewTable()
	err := s.do(L, o, func(ctx context.Context) error {
		req, err := c.Request(ctx, "link", "get", kw)
		if err != nil {
			return err
		}
		answer, err := c.Do(ctx, req)
		for _, m := range answer {
			msg := newMessage(m)
			if i, ok := msg.LinkIndex(); ok {
				list.Append(lua.LNumber(i))
			}
		}
		return err
	})
	if errno := errnoOf(err); errno == unix.ENODEV || errno == unix.ERANGE { // no link has a name as long
		err = nil
	}
	if err != nil {
		s.vm.Raise(L, err)
	}
	L.Push(list)
	return 1
}
