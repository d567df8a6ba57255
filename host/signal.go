package host

import (
	"os"
	"os/signal"
	"strings"
	"sync/atomic"
	"syscall"

	lua "github.com/yuin/gopher-lua"
	"golang.org/x/sys/unix"
)

// signals are the functions that scripts registered by nlua.signal.
type signals struct {
	fns  map[os.Signal]*lua.LFunction
	ch   chan os.Signal
	done chan struct{}

	claimed atomic.Uint64 // bit n: the script handles signal n; any goroutine may read it
}

// SignalNamed gives the signal of a name such as "HUP" or "SIGHUP", 0 where there is none that can be caught.
func SignalNamed(name string) syscall.Signal {
	name = strings.ToUpper(name)
	if !strings.HasPrefix(name, "SIG") {
		name = "SIG" + name
	}
	sig := unix.SignalNum(name)
	if sig == syscall.SIGKILL || sig == syscall.SIGSTOP {
		return 0
	}
	return sig
}

// luaSignal is nlua.signal(name, fn): fn(name) runs in a task of its own each time the signal arrives, in place of what the
// signal would do; nil: as before. It keeps the program alive no longer.
func luaSignal(L *lua.LState) int {
	vm := Of(L)
	sig := SignalNamed(L.CheckString(1))
	if sig == 0 {
		L.ArgError(1, "no such signal, or none that can be caught: "+L.CheckString(1))
	}
	s := &vm.signals
	if L.Get(2) == lua.LNil {
		if s.fns[sig] != nil {
			delete(s.fns, sig)
			s.claimed.And(^(uint64(1) << uint(sig)))
			vm.handlers--
			s.renotify()
			if sig == unix.SIGQUIT && vm.giveBack.Load() == nil {
				quitByDefault()
			}
		}
		return 0
	}
	fn := L.CheckFunction(2)
	if s.ch == nil {
		s.fns = make(map[os.Signal]*lua.LFunction)
		s.ch = make(chan os.Signal, 16)
		s.done = make(chan struct{})
		go vm.serveSignals(s.ch, s.done)
	}
	if s.fns[sig] == nil {
		vm.handlers++
	}
	s.fns[sig] = fn
	s.claimed.Or(uint64(1) << uint(sig))
	signal.Notify(s.ch, sig)
	return 0
}

// serveSignals starts a task for each signal, as soon as it gets the baton.
func (vm *VM) serveSignals(ch chan os.Signal, done chan struct{}) {
	turn := make(chan struct{}, 1)
	for {
		select {
		case <-done:
			return
		case sig := <-ch:
			vm.baton.ask(turn)
			<-turn
			if fn := vm.signals.fns[sig]; fn != nil && !vm.ended {
				vm.Spawn(vm.main, fn, lua.LString(unix.SignalName(sig.(syscall.Signal))))
			}
			vm.baton.pass()
		}
	}
}

// handles tells whether a script wants the signal for itself. Any goroutine may ask.
func (vm *VM) handles(sig syscall.Signal) bool {
	return vm.signals.claimed.Load()&(uint64(1)<<uint(sig)) != 0
}

// renotify makes the channel get the signals that are left, and only them.
func (s *signals) renotify() {
	signal.Stop(s.ch)
	for sig := range s.fns {
		signal.Notify(s.ch, sig)
	}
}

func (vm *VM) stopSignals() {
	if vm.signals.ch != nil {
		signal.Stop(vm.signals.ch)
		close(vm.signals.done)
		vm.signals.ch = nil
	}
}
