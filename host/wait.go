package host

import (
	lua "github.com/yuin/gopher-lua"
	"golang.org/x/sys/unix"
)

// Wait runs fn, which may block, while other tasks run Lua. fn must not touch Lua; it returns at once, with any error, when cancel
// closes. Wait returns fn's error; if the task was interrupted and fn failed, the *Interrupt, which is for VM.Raise.
func (vm *VM) Wait(L *lua.LState, fn func(cancel <-chan struct{}) error) error {
	return vm.wait(L, fn, false)
}

// Brief is Wait for an fn that nearly always returns within some microseconds: until it has returned other tasks run only if it
// does not, and then those that are ready come first.
func (vm *VM) Brief(L *lua.LState, fn func(cancel <-chan struct{}) error) error {
	return vm.wait(L, fn, true)
}

func (vm *VM) wait(L *lua.LState, fn func(cancel <-chan struct{}) error, brief bool) error {
	t := TaskOf(L)
	if in := t.peek(); in != nil {
		return in
	}
	if vm.out.Buffered() > 0 {
		vm.flushOut()
	}
	vm.goesOn()
	G := L.G
	saved := G.CurrentThread
	cancel := t.cancelled()
	t.waiting = true
	var err error
	switch {
	case brief && t.suspend != nil && vm.baton.wanted():
		err = t.send(errand{fn: fn, cancel: cancel})
	case brief:
		vm.baton.lend(t)
		err = fn(cancel)
		vm.baton.regain(t)
	default:
		vm.baton.pass()
		err = fn(cancel)
		vm.baton.ask(t.turn)
		<-t.turn
	}
	t.waiting = false
	G.CurrentThread = saved
	return t.settle(err)
}

// Hold runs fn as Wait does, but no other task runs meanwhile.
func (vm *VM) Hold(L *lua.LState, fn func(cancel <-chan struct{}) error) error {
	t := TaskOf(L)
	if in := t.peek(); in != nil {
		return in
	}
	vm.goesOn()
	return t.settle(fn(t.cancelled()))
}

func (t *Task) settle(err error) error {
	if err != nil {
		if in := t.peek(); in != nil {
			return in
		}
	}
	return err
}

// waiter is one wait that another task ends.
type waiter struct {
	task  *Task
	ready chan struct{}
	woken bool
	err   error      // what the wait ends with
	value lua.LValue // what it was woken with
}

func (vm *VM) waiterFor(t *Task) *waiter { return &waiter{task: t, ready: make(chan struct{})} }

// park waits until another task wakes w.
func (vm *VM) park(L *lua.LState, w *waiter) error {
	if w.woken {
		return w.err
	}
	vm.parked[w] = w.task
	vm.checkDeadlock()
	err := vm.Wait(L, func(cancel <-chan struct{}) error {
		select {
		case <-w.ready:
			return w.err
		case <-cancel:
			return errStop
		}
	})
	if w.woken && err != nil && w.err == nil {
		err = nil // what was handed over is not lost; the interrupt comes next
	}
	delete(vm.parked, w)
	w.woken = true
	return err
}

// wake ends a wait. It does nothing for a wait that has ended.
func (vm *VM) wake(w *waiter) {
	if w.woken {
		return
	}
	w.woken = true
	delete(vm.parked, w)
	close(w.ready)
}

// checkDeadlock looks whether any task that is left can run, or be woken from outside. If not, the main script gets an
// error where it waits; when it has ended, all tasks do.
func (vm *VM) checkDeadlock() {
	if vm.alive == 0 || len(vm.parked) < vm.alive || vm.handlers > 0 || vm.mainDone && vm.pending == 0 {
		return
	}
	for _, t := range vm.parked {
		if t.scopes > 0 || t.tripped.Load() {
			return
		}
	}
	var woken []*waiter
	for w, t := range vm.parked {
		if t == vm.mainTask {
			woken = []*waiter{w}
			break
		}
		woken = append(woken, w)
	}
	for _, w := range woken {
		w.err = &Error{Code: int(unix.EDEADLK), Message: "deadlock: all tasks wait for each other"}
		vm.wake(w)
	}
}
