package bindings

import (
	"context"

	lua "github.com/yuin/gopher-lua"
	"golang.org/x/sys/unix"

	"nlua/rtnl"
	"nlua/rtnl/request"
	"nlua/rtnl/spec"
)

// nlmRequest is o:nlm_request(message, {msg_type =, msg_flags =}): a request by its type, for what no method is there. The message is
// as put takes it. With NLM_F_DUMP it returns a dump, else a list of messages; a refusal is raised.
func (s *Space) nlmRequest(L *lua.LState) int {
	a := args{L, "nlm_request"}
	o := s.self(a)
	opts := s.putOptions(a, 3)
	typ := opts.typ
	req := &request.Request{
		Object: &request.Object{Name: "nlm_request"}, Verb: (&rtnl.Message{Type: typ}).Event(),
		Type: typ, Flags: opts.flags | unix.NLM_F_REQUEST, Body: s.body(a, typ, L.Get(2)),
	}
	if known := spec.ByType(typ); known != nil {
		req.Set = known.Sent()
	}
	dump := opts.flags&unix.NLM_F_DUMP == unix.NLM_F_DUMP
	c := s.clientOf(L, o)
	if dump && typ&3 == 2 {
		var d *rtnl.Dump
		s.wait(L, func(ctx context.Context) (err error) {
			d, err = c.Dump(ctx, req)
			return err
		})
		L.Push(s.newDump(d))
		return 1
	}
	if typ&3 == 2 {
		req.Mode = request.Get
	} else {
		req.Flags |= unix.NLM_F_ACK
	}
	var answer []rtnl.Message
	err := s.do(L, o, func(ctx context.Context) (err error) {
		answer, err = c.Do(ctx, req)
		return err
	})
	if err != nil {
		s.vm.Raise(L, err)
	}
	L.Push(s.list(L, answer))
	return 1
}

// sockOption makes o:getsockopt(level, option) and o:setsockopt(level, option, value): options of the named descriptor that are
// whole numbers.
func (s *Space) sockOption(set bool) lua.LGFunction {
	return func(L *lua.LState) int {
		a := args{L, map[bool]string{true: "setsockopt", false: "getsockopt"}[set]}
		o := s.self(a)
		level, option := int(a.whole(2, 0, 1<<31-1)), int(a.whole(3, 0, 1<<31-1))
		value := 0
		if set {
			value = int(a.whole(4, -1<<31, 1<<31-1))
		}
		err := s.clientOf(L, o).Named().Control(func(fd int) (err error) {
			if set {
				return unix.SetsockoptInt(fd, level, option, value)
			}
			value, err = unix.GetsockoptInt(fd, level, option)
			return err
		})
		if err != nil {
			s.vm.Raise(L, err)
		}
		if set {
			return 0
		}
		L.Push(lua.LNumber(value))
		return 1
	}
}
