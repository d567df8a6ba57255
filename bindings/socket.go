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
	conn := s.named(L, o)
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
		conn := s.named(L, o)
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

// socketMethods are about the named descriptor as it is: whole messages and bytes, which nothing puts together.
func (s *Space) socketMethods() map[string]lua.LGFunction {
	return map[string]lua.LGFunction{"put": s.put, "recv": s.recv, "send": s.send, "sendto": s.send}
}

// named is the descriptor that carries an object's groups and raw messages. A raw socket that lost messages is broken.
func (s *Space) named(L *lua.LState, o *object) *nl.Conn {
	conn := s.clientOf(L, o).Named()
	if o.overflowed {
		s.vm.Raise(L, errOverflowed)
	}
	return conn
}

var errOverflowed = &rtnl.Error{Errno: unix.ENOBUFS, Hint: "messages were lost: close the socket, and open another one"}

// receive waits for one datagram of the named descriptor. After an overflow a raw socket stays broken.
func (s *Space) receive(L *lua.LState, o *object) nl.Datagram {
	conn := s.named(L, o)
	var d nl.Datagram
	err := s.vm.Wait(L, func(cancel <-chan struct{}) (err error) {
		d, err = conn.Recv(waiting(cancel))
		return err
	})
	if errors.Is(err, unix.ENOBUFS) && o.class.raw {
		o.overflowed, err = true, errOverflowed
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

// send is s:send(bytes), and s:sendto(bytes [, {0, 0}]): whole messages, as they are. It returns how many bytes were sent.
func (s *Space) send(L *lua.LState) int {
	a := args{L, "send"}
	o := s.self(a)
	b := a.str(2)
	if to := a.optTable(3); to != nil && (to.RawGetInt(1) != lua.LNumber(0) || to.RawGetInt(2) != lua.LNumber(0)) {
		a.fail("messages go to the kernel only: its address is {0, 0}")
	}
	if err := s.named(L, o).Send([]byte(b)); err != nil {
		s.vm.Raise(L, err)
	}
	L.Push(lua.LNumber(len(b)))
	return 1
}

// putNames are the names of putOptions in a script.
var putNames = []string{"msg_type", "msg_flags", "msg_seq", "msg_pid"}

// putOptions are the header of a message that a script sends.
type putOptions struct {
	typ, flags uint16
	seq        uint32
	pid        *uint32
}

// putOptions reads {msg_type =, msg_flags =, msg_seq =, msg_pid =}.
func (s *Space) putOptions(a args, n int) (opts putOptions) {
	t := a.table(n)
	number := func(name string, v lua.LValue, limit uint64) uint64 {
		n, ok := wholeNumber(v)
		if !ok || n > limit {
			a.fail("%s: want a whole number up to %d, got %s", name, limit, shown(v))
		}
		return n
	}
	typed := false
	opts.flags = nl.FlagRequest
	inOrder(t, func(k, v lua.LValue) {
		switch name := k.String(); name {
		case "msg_type":
			opts.typ, typed = s.messageType(a, v), true
		case "msg_flags":
			opts.flags = uint16(number(name, v, math.MaxUint16))
		case "msg_seq":
			opts.seq = uint32(number(name, v, math.MaxUint32))
		case "msg_pid":
			pid := uint32(number(name, v, math.MaxUint32))
			opts.pid = &pid
		default:
			a.fail("unknown option %q%s", name, request.Suggest(name, putNames))
		}
	})
	if !typed {
		a.fail("msg_type is missing: {msg_type = rtnl.RTM_GETLINK}")
	}
	return opts
}

// put is s:put(message, {msg_type =, msg_flags =, msg_seq =, msg_pid =}): a message of a type by its fields and attributes, without
// any where message is nil; a message that was received goes back with its own body. It returns how many bytes were sent.
func (s *Space) put(L *lua.LState) int {
	a := args{L, "put"}
	o := s.self(a)
	opts := s.putOptions(a, 3)
	conn := s.named(L, o)
	raw := nl.NewMessage(opts.typ, opts.flags, s.body(a, opts.typ, L.Get(2)))
	h := nl.Header{Len: uint32(len(raw)), Type: opts.typ, Flags: opts.flags, Seq: opts.seq, Pid: conn.PortID()}
	if opts.pid != nil {
		h.Pid = *opts.pid
	}
	nl.PutHeader(raw, h)
	if err := conn.Send(raw); err != nil {
		s.vm.Raise(L, err)
	}
	L.Push(lua.LNumber(len(raw)))
	return 1
}

// messageType reads the number or name of a message type.
func (s *Space) messageType(a args, v lua.LValue) uint16 {
	switch x := v.(type) {
	case lua.LNumber:
		if f := float64(x); f >= 0 && f <= math.MaxUint16 && f == math.Trunc(f) {
			return uint16(x)
		}
	case lua.LString:
		if known := spec.ByName(string(x)); known != nil {
			return known.Type
		}
		a.fail("unknown message type %q", string(x))
	}
	a.fail("want the number or name of a message type, got %s", shown(v))
	return 0
}

// body encodes a table as the body of a message type: fields of its structure, and attributes, which win where both have a name.
func (s *Space) body(a args, typ uint16, v lua.LValue) []byte {
	if ud, ok := v.(*lua.LUserData); ok {
		if m, ok := ud.Value.(*message); ok {
			return m.raw[nl.HeaderLen:]
		}
	}
	known := spec.ByType(typ)
	if known == nil || known.Set == nil {
		a.fail("nothing is known of message type %d: send() takes its bytes", typ)
	}
	t, ok := v.(*lua.LTable)
	switch {
	case v == lua.LNil:
		t = a.L.NewTable()
	case !ok:
		a.fail("want a table of fields and attributes, got %s", typeName(v))
	}
	b, err := encodeBody(known, s.keywords(a.L, t))
	if err != nil {
		a.fail("%s: %s", known.Name, err)
	}
	return b
}

// encodeBody makes the body of a message that has a set.
func encodeBody(msg *spec.Msg, said codec.Table) ([]byte, error) {
	var head, attrs codec.Table
	for _, p := range said.Sorted() {
		if msg.Set.Named(p.Name) == nil && msg.Set.Field(p.Name) != nil {
			head = append(head, p)
		} else {
			attrs = append(attrs, p)
		}
	}
	return codec.Encode(msg.Set, head, attrs)
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
