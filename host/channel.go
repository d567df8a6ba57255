package host

import (
	lua "github.com/yuin/gopher-lua"
	"golang.org/x/sys/unix"
)

// channel hands values from task to task. It belongs to whoever has the baton.
type channel struct {
	size      int
	buf       []lua.LValue
	receivers []*waiter
	senders   []*waiter // value is what they send
	closed    bool
}

var channelMethods = []function{
	{"send", channelSend},
	{"recv", channelRecv},
	{"close", channelClose},
	{"__call", channelNext},
}

func luaChannel(L *lua.LState) int {
	n := optInt(L, 1, 0)
	if n < 0 {
		L.ArgError(1, "a size cannot be negative")
	}
	vm := Of(L)
	L.Push(&lua.LUserData{Value: &channel{size: n}, Env: L.G.Global, Metatable: vm.class("nlua.channel", channelMethods)})
	return 1
}

func checkChannel(L *lua.LState) *channel {
	c, ok := userValue(L.Get(1)).(*channel)
	if !ok {
		L.ArgError(1, "channel expected, got "+L.Get(1).Type().String())
	}
	return c
}

// nextWaiter returns the next waiter that still waits.
func nextWaiter(list *[]*waiter) *waiter {
	for len(*list) > 0 {
		w := (*list)[0]
		*list = (*list)[1:]
		if !w.woken {
			return w
		}
	}
	return nil
}

func channelSend(L *lua.LState) int {
	c, v, vm := checkChannel(L), L.Get(2), Of(L)
	if c.closed {
		L.RaiseError("send on a closed channel")
	}
	if w := nextWaiter(&c.receivers); w != nil {
		w.value = v
		vm.wake(w)
		return 0
	}
	if len(c.buf) < c.size {
		c.buf = append(c.buf, v)
		return 0
	}
	w := vm.waiterFor(TaskOf(L))
	w.value = v
	c.senders = append(c.senders, w)
	if err := vm.park(L, w); err != nil {
		vm.Raise(L, err)
	}
	return 0
}

// receive gives the next value; ok is false when the channel is closed and empty.
func (c *channel) receive(L *lua.LState) (v lua.LValue, ok bool) {
	vm := Of(L)
	if len(c.buf) > 0 {
		v = c.buf[0]
		c.buf = c.buf[1:]
		if w := nextWaiter(&c.senders); w != nil {
			c.buf = append(c.buf, w.value)
			vm.wake(w)
		}
		return v, true
	}
	if w := nextWaiter(&c.senders); w != nil {
		vm.wake(w)
		return w.value, true
	}
	if c.closed {
		return lua.LNil, false
	}
	w := vm.waiterFor(TaskOf(L))
	c.receivers = append(c.receivers, w)
	if err := vm.park(L, w); err != nil {
		vm.Raise(L, err)
	}
	if w.value == nil {
		return lua.LNil, false
	}
	return w.value, true
}

// channelRecv returns the value and true, or nil and false at the end of a closed channel.
func channelRecv(L *lua.LState) int {
	v, ok := checkChannel(L).receive(L)
	L.Push(v)
	L.Push(lua.LBool(ok))
	return 2
}

// channelNext makes `for v in ch do` go on until the channel is closed.
func channelNext(L *lua.LState) int {
	v, ok := checkChannel(L).receive(L)
	if !ok {
		v = lua.LNil
	}
	L.Push(v)
	return 1
}

func channelClose(L *lua.LState) int {
	c, vm := checkChannel(L), Of(L)
	if c.closed {
		return 0
	}
	c.closed = true
	for w := nextWaiter(&c.receivers); w != nil; w = nextWaiter(&c.receivers) {
		vm.wake(w)
	}
	for w := nextWaiter(&c.senders); w != nil; w = nextWaiter(&c.senders) {
		w.err = &Error{Code: int(unix.EPIPE), Message: "send: the channel was closed"}
		vm.wake(w)
	}
	return 0
}
