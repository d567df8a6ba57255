package bindings

import (
	"bytes"
	"context"
	"io"

	lua "github.com/yuin/gopher-lua"

	"nlua/rtnl"
)

// dump is what dump verbs return: it stands in for, or is read by its methods.
type dump struct {
	d    *rtnl.Dump
	rest []func(ctx context.Context) (*rtnl.Dump, error) // dumps that follow it
	what string                                          // of several: what they are together
	read int                                             // datagrams that were waited for
}

// longDump is how many datagrams are many, of 32 KiB mostly.
const longDump = 16

func (a args) dump(n int) *dump {
	if ud, ok := a.L.Get(n).(*lua.LUserData); ok {
		if d, ok := ud.Value.(*dump); ok {
			return d
		}
	}
	a.want(n, "a dump: call it as d:"+a.fn+"()")
	return nil
}

func (s *Space) newDump(d *rtnl.Dump) lua.LValue { return s.dumpValue(&dump{d: d}) }

func (s *Space) dumpValue(d *dump) lua.LValue {
	return &lua.LUserData{Value: d, Metatable: s.dumpKind.meta()}
}

func (d *dump) String() string {
	if d.what != "" {
		return d.what
	}
	return d.d.String()
}

// close ends the dump, and those that would follow it.
func (d *dump) close() {
	d.rest = nil
	if d.d != nil {
		d.d.Close()
	}
}

// dumpMeta makes the class of dumps.
func (s *Space) dumpMeta() *lua.LTable {
	return s.class("dump", map[string]lua.LGFunction{
		"next": s.dumpNext, "list": s.dumpList, "first": s.dumpFirst, "count": s.dumpCount, "close": s.dumpClose, "fields": s.dumpFields,
		"__call": s.dumpNext,
		"__tostring": func(L *lua.LState) int {
			L.Push(lua.LString(args{L, "tostring"}.dump(1).String()))
			return 1
		},
	})
}

// pull takes the next message, waiting where it must. Filters run here, with the VM at hand.
func (s *Space) pull(L *lua.LState, d *dump) (m rtnl.Message, ok bool) {
	raw, of := s.pullWith(L, d, (*rtnl.Dump).Pop)
	if raw == nil {
		return m, false
	}
	return of.With(raw), true
}

// pullWith is pull by Pop, or by Glance; nil at the end. Meanwhile other tasks may run.
func (s *Space) pullWith(L *lua.LState, d *dump, take func(*rtnl.Dump) ([]byte, *rtnl.Shape)) (raw []byte, of *rtnl.Shape) {
	for {
		if d.d == nil {
			if len(d.rest) == 0 {
				return nil, nil
			}
			open := d.rest[0]
			d.rest = d.rest[1:]
			s.wait(L, func(ctx context.Context) (err error) {
				d.d, err = open(ctx)
				return err
			})
		}
		if raw, of = take(d.d); raw != nil {
			return raw, of
		}
		if !s.more(L, d) {
			if len(d.rest) == 0 {
				return nil, nil
			}
			d.d = nil
		}
	}
}

// more reads the next datagram; false at the end.
func (s *Space) more(L *lua.LState, d *dump) bool {
	var err error
	if d.d.Ready() {
		err = d.d.More(context.Background())
	} else {
		if d.read++; d.read == longDump && s.opts.LongDump != nil {
			s.opts.LongDump()
		}
		err = s.vm.Wait(L, func(cancel <-chan struct{}) error { return d.d.More(waiting(cancel)) })
	}
	if err == io.EOF {
		return false
	}
	if err != nil {
		s.vm.Raise(L, err)
	}
	return true
}

// dumpNext is d:next(), and each turn of a loop: the next message, nil at the end.
func (s *Space) dumpNext(L *lua.LState) int {
	d := args{L, "next"}.dump(1)
	raw, of := s.pullWith(L, d, (*rtnl.Dump).Pop)
	if raw == nil {
		L.Push(lua.LNil)
		return 1
	}
	L.Push(s.take(raw, of))
	return 1
}

// own gives the message bytes of its own.
func own(m rtnl.Message) rtnl.Message {
	m.Raw = bytes.Clone(m.Raw)
	return m
}

// dumpList is d:list(): the rest as a list of messages that hold their own bytes only.
func (s *Space) dumpList(L *lua.LState) int {
	d := args{L, "list"}.dump(1)
	t := L.NewTable()
	for {
		raw, of := s.pullWith(L, d, (*rtnl.Dump).Pop)
		if raw == nil {
			L.Push(t)
			return 1
		}
		t.Append(s.take(bytes.Clone(raw), of))
	}
}

// dumpFirst is d:first(): the next message, and the dump is closed.
func (s *Space) dumpFirst(L *lua.LState) int {
	d := args{L, "first"}.dump(1)
	m, ok := s.pull(L, d)
	d.close()
	if !ok {
		L.Push(lua.LNil)
		return 1
	}
	L.Push(s.wrap(own(m)))
	return 1
}

// dumpCount is d:count(): how many messages are left.
func (s *Space) dumpCount(L *lua.LState) int {
	d := args{L, "count"}.dump(1)
	n := 0
	for {
		if _, ok := s.pull(L, d); !ok {
			L.Push(lua.LNumber(n))
			return 1
		}
		n++
	}
}

func (s *Space) dumpClose(L *lua.LState) int {
	args{L, "close"}.dump(1).close()
	return 0
}
