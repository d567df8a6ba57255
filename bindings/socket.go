package bindings

import (
	"errors"
	"math"

	lua "github.com/yuin/gopher-lua"
	"golang.org/x/sys/unix"

	"nlua/rtnl"
	"nlua/rtnl/codec"
	"nlua/rtnl/nl"
	"nlua/rtnl/request"
	"nlua/rtnl/spec"
)

// bind is o:bind([groups]): subscribes the named descriptor, before or after any request.
func (s *Space) bind(L *lua.LState) int {
	a := args{L, "bind"}
	o := s.self(a)
	mask, more := o.asked.Groups, o.asked.More
	if v := L.Get(2); v != lua.LNil {
		mask, more = s.groups(a, v)
	}
	conn := s.clientOf(L, o).Named()
	err := conn.Bind(mask)
	for _, group := range more {
		err = errors.Join(err, conn.Join(group))
	}
	if err != nil {
		s.vm.Raise(L, err)
	}
	o.bound, o.boundMask = true, mask
	return 0
}

// membership makes o:add_membership(group) and o:drop_membership(group).
func (s *Space) membership(join bool) lua.LGFunction {
	return func(L *lua.LState) int {
		a := args{L, map[bool]string{true: "add_membership", false: "drop_membership"}[join]}
		o := s.self(a)
		group := s.group(a, L.Get(2))
		conn := s.clientOf(L, o).Named()
		act := conn.Leave
		if join {
			act = conn.Join
		}
		if err := act(group); err != nil {
			s.vm.Raise(L, err)
		}
		return 0
	}
}

// socketMethods are those of IPRSocket and AsyncIPRSocket.
func (s *Space) socketMethods() map[string]lua.LGFunction {
	return map[string]lua.LGFunction{"put": s.put, "get": s.socketGet, "recv": s.recv, "send": s.send}
}

// receive waits for one datagram of the named descriptor. After an overflow a raw socket stays broken.
func (s *Space) receive(L *lua.LState, o *object) nl.Datagram {
	conn := s.clientOf(L, o).Named()
	if o.overflowed {
		s.vm.Raise(L, unix.ENOBUFS)
	}
	var d nl.Datagram
	err := s.vm.Wait(L, func(cancel <-chan struct{}) (err error) {
		d, err = conn.Recv(waiting(cancel))
		return err
	})
	if errors.Is(err, unix.ENOBUFS) && o.class.raw {
		o.overflowed = true
	}
	if err != nil {
		s.vm.Raise(L, err)
	}
	return d
}

// messages makes Lua messages of a datagram.
func (s *Space) messages(L *lua.LState, o *object, d nl.Datagram) *lua.LTable {
	t := L.NewTable()
	for m, err := range d.Messages() {
		if err != nil {
			s.vm.Raise(L, err)
		}
		msg := rtnl.NewMessage(m)
		msg.Target = o.asked.Target
		t.Append(s.wrap(msg))
	}
	return t
}

// socketGet is s:get(): the messages of one datagram, DONE and ERROR included; nothing is raised for what they say.
func (s *Space) socketGet(L *lua.LState) int {
	o := s.self(args{L, "get"})
	L.Push(s.messages(L, o, s.receive(L, o)))
	return 1
}

// eventGet is ipr:get(): an iterator over the messages of one datagram of events.
func (s *Space) eventGet(L *lua.LState) int {
	o := s.self(args{L, "get"})
	t := s.messages(L, o, s.receive(L, o))
	i := 0
	L.Push(L.NewFunction(func(L *lua.LState) int {
		i++
		L.Push(t.RawGetInt(i))
		return 1
	}))
	return 1
}

// recv is s:recv(n): the bytes of one datagram, n at most.
func (s *Space) recv(L *lua.LState) int {
	a := args{L, "recv"}
	o := s.self(a)
	n := math.MaxInt32
	if L.Get(2) != lua.LNil {
		n = int(a.whole(2, 1, math.MaxInt32))
	}
	data := s.receive(L, o).Data
	L.Push(lua.LString(data[:min(n, len(data))]))
	return 1
}

// send is s:send(bytes): whole messages, as they are. It returns how many bytes were sent.
func (s *Space) send(L *lua.LState) int {
	a := args{L, "send"}
	o := s.self(a)
	b := a.str(2)
	if err := s.clientOf(L, o).Named().Send([]byte(b)); err != nil {
		s.vm.Raise(L, err)
	}
	L.Push(lua.LNumber(len(b)))
	return 1
}

// put is s:put(message, {msg_type =, msg_flags =, msg_seq =, msg_pid =}): a message of a type by its fields and attributes.
func (s *Space) put(L *lua.LState) int {
	a := args{L, "put"}
	o := s.self(a)
	opts := a.table(3)
	number := func(name string, other uint64, limit uint64) uint64 {
		v := opts.RawGetString(name)
		if v == lua.LNil {
			return other
		}
		n, ok := wholeNumber(v)
		if !ok || n > limit {
			a.fail("%s: want a whole number up to %d, got %s", name, limit, v.String())
		}
		return n
	}
	opts.ForEach(func(k, _ lua.LValue) {
		if known := []string{"msg_type", "msg_flags", "msg_seq", "msg_pid"}; !contains(known, k.String()) {
			a.fail("unknown option %q%s", k.String(), request.Suggest(k.String(), known))
		}
	})
	typ := number("msg_type", math.MaxUint64, math.MaxUint16)
	if typ > math.MaxUint16 {
		a.fail("msg_type is missing: {msg_type = rtnl.RTM_GETLINK}")
	}
	conn := s.clientOf(L, o).Named()
	body := s.body(a, uint16(typ), L.Get(2))
	raw := nl.NewMessage(uint16(typ), uint16(number("msg_flags", nl.FlagRequest, math.MaxUint16)), body)
	h := nl.Header{Len: uint32(len(body) + nl.HeaderLen), Type: uint16(typ), Flags: uint16(number("msg_flags", nl.FlagRequest, math.MaxUint16)),
		Seq: uint32(number("msg_seq", 0, math.MaxUint32)), Pid: uint32(number("msg_pid", uint64(conn.PortID()), math.MaxUint32))}
	nl.PutHeader(raw, h)
	if err := conn.Send(raw); err != nil {
		s.vm.Raise(L, err)
	}
	L.Push(lua.LNumber(len(raw)))
	return 1
}

func contains(list []string, word string) bool {
	for _, w := range list {
		if w == word {
			return true
		}
	}
	return false
}

// body encodes a table as the body of a message type: fields of its structure, and attributes, which win where both have a name.
func (s *Space) body(a args, typ uint16, v lua.LValue) []byte {
	known := spec.ByType(typ)
	if known == nil || known.Set == nil {
		a.fail("nothing is known of message type %d: send() takes its bytes", typ)
	}
	t, ok := v.(*lua.LTable)
	if !ok {
		a.fail("want a table of fields and attributes, got %s", typeName(v))
	}
	var head, attrs codec.Table
	for _, p := range s.keywords(a.L, t) {
		if known.Set.Named(p.Name) == nil && known.Set.Field(p.Name) != nil {
			head = append(head, p)
		} else {
			attrs = append(attrs, p)
		}
	}
	b, err := codec.Encode(known.Set, head, attrs)
	if err != nil {
		a.fail("%s: %s", known.Name, err)
	}
	return b
}

// Pollfd makes nlua.select wait for an object's named descriptor.
func (o *object) Pollfd() (fd int, ready bool, err error) {
	switch {
	case o.closed || o.client == nil:
		return -1, false, unix.EBADF
	case o.class.name == "AsyncIPRSocket":
		return -1, false, errors.New("an AsyncIPRSocket cannot be selected: its calls wait in their own task; take an IPRSocket")
	case o.overflowed:
		return o.client.Named().Fd(), true, nil
	}
	return o.client.Named().Fd(), o.client.Named().Queued(), nil
}
