package host

import (
	"time"

	lua "github.com/yuin/gopher-lua"
	"golang.org/x/sys/unix"
)

// Pollable is what nlua.select can wait for. A userdata whose value has it needs no fileno method.
type Pollable interface {
	// Pollfd returns the descriptor to wait on. With ready, the object can be read without asking the kernel. An error
	// refuses: the object cannot be waited for, or is closed.
	Pollfd() (fd int, ready bool, err error)
}

// pollItem is one entry of a list given to nlua.select.
type pollItem struct {
	list  int // 0 read, 1 write, 2 exceptional
	value lua.LValue
	ready bool
}

var pollEvents = [3]int16{unix.POLLIN, unix.POLLOUT, unix.POLLPRI}

// pollBack says which returned events make an item ready: errors and hang-ups wake readers and writers.
var pollBack = [3]int16{
	unix.POLLIN | unix.POLLHUP | unix.POLLERR | unix.POLLNVAL,
	unix.POLLOUT | unix.POLLHUP | unix.POLLERR | unix.POLLNVAL,
	unix.POLLPRI,
}

// luaSelect is nlua.select(readers, writers, exceptional, seconds): three lists of those that are ready, empty when the time was up.
// A list holds the objects in order and maps each to its index.
func luaSelect(L *lua.LState) int {
	vm := Of(L)
	wait := time.Duration(-1)
	if L.Get(4) != lua.LNil {
		wait = checkSeconds(L, 4)
	}
	var items []pollItem
	var fds []unix.PollFd
	for list := range 3 {
		t := L.OptTable(list+1, nil)
		if t == nil {
			continue
		}
		for i := 1; i <= t.Len(); i++ {
			v := t.RawGetInt(i)
			fd, ready := vm.pollfd(L, v)
			if ready && list == 0 {
				wait = 0
			}
			items = append(items, pollItem{list, v, ready && list == 0})
			fds = append(fds, unix.PollFd{Fd: int32(fd), Events: pollEvents[list]})
		}
	}
	err := vm.Wait(L, func(cancel <-chan struct{}) error {
		_, err := PollFds(cancel, fds, wait)
		return err
	})
	if err != nil {
		vm.Raise(L, err)
	}
	out := [3]*lua.LTable{L.NewTable(), L.NewTable(), L.NewTable()}
	for i, it := range items {
		if fds[i].Revents&unix.POLLNVAL != 0 {
			vm.Raise(L, &Error{Code: int(unix.EBADF), Message: "select: a descriptor is not open"})
		}
		if t := out[it.list]; (it.ready || fds[i].Revents&pollBack[it.list] != 0) && t.RawGet(it.value) == lua.LNil {
			t.Append(it.value)
			if it.value.Type() != lua.LTNumber {
				t.RawSet(it.value, lua.LNumber(t.Len()))
			}
		}
	}
	for _, t := range out {
		L.Push(t)
	}
	return 3
}

// pollfd finds the descriptor of what a script wants to wait for.
func (vm *VM) pollfd(L *lua.LState, v lua.LValue) (fd int, ready bool) {
	if n, ok := v.(lua.LNumber); ok && !vm.restricted {
		return int(n), false
	}
	if p, ok := userValue(v).(Pollable); ok {
		fd, ready, err := p.Pollfd()
		if err != nil {
			vm.Raise(L, err)
		}
		return fd, ready
	}
	if (v.Type() == lua.LTTable || v.Type() == lua.LTUserData) && !vm.restricted {
		for _, name := range [2]string{"fileno", "getfd"} {
			if m := L.GetField(v, name); m.Type() == lua.LTFunction {
				res, err := vm.Call(L, m, 1, v)
				if err != nil {
					vm.Raise(L, err)
				}
				if n, ok := res[0].(lua.LNumber); ok && n >= 0 {
					return int(n), false
				}
				L.RaiseError("select: %s() returned no descriptor", name)
			}
		}
	}
	if vm.restricted {
		L.RaiseError("select: in a sandbox a socket of nlua expected, got %s", v.Type())
	}
	L.RaiseError("select: a socket, a descriptor, or an object with fileno() or getfd() expected, got %s", v.Type())
	return 0, false
}
