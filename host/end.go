package host

import (
	"errors"
	"fmt"
	"io"
	"syscall"
	"time"
)

// End waits for all tasks but the detached, cancels these, does the undo work of the main script, and returns the program's exit
// status. err is what the main script ended with, already reported; nil if all went well.
func (vm *VM) End(err error) int {
	vm.mainDone = true
	vm.alive--
	L := vm.main
	vm.await(func() bool { return vm.pending == 0 }, -1)
	if vm.alive > 0 {
		vm.cancelAll()
		vm.await(func() bool { return vm.alive == 0 }, UndoTime+time.Second)
	}
	status := 0
	if err != nil {
		status = 1
	}
	vm.runFinally(L, vm.mainTask)
	if vm.failed > 0 {
		status = 1
	}
	vm.tasksMu.Lock()
	in := vm.interrupted
	vm.tasksMu.Unlock()
	if in != nil {
		status = in.status()
		if err == nil && (in.Kind == OverBudget || in.Kind == TimedOut) { // tasks were stopped, and do not say so
			fmt.Fprintf(vm.errOut, "nlua: %s\n", in)
		}
	}
	vm.flushFiles(L)
	if err := vm.out.Flush(); err != nil && status == 0 {
		return unwritten(vm.errOut, err)
	}
	return status
}

// unwritten is the exit status where output could not be written. That nobody reads it goes without a word.
func unwritten(errOut io.Writer, err error) int {
	if errors.Is(err, syscall.EPIPE) {
		return 128 + int(syscall.SIGPIPE)
	}
	fmt.Fprintf(errOut, "nlua: cannot write output: %v\n", cause(err))
	return 1
}

// status is the exit status of a program that ended by the interrupt.
func (in *Interrupt) status() int {
	switch in.Kind {
	case Exiting:
		return in.Code
	case Signalled:
		return 128 + int(in.Signal)
	}
	return 1
}

func (vm *VM) cancelAll() {
	for _, t := range vm.allTasks() {
		if t != vm.mainTask {
			t.Interrupt(&Interrupt{Kind: Cancelled})
		}
	}
}

// await gives up the baton until done holds, at most for d (negative: for ever), and after an interrupt of all tasks at most as long
// as their undo work may take.
func (vm *VM) await(done func() bool, d time.Duration) {
	if done() {
		return
	}
	idle := make(chan struct{})
	vm.idle, vm.isIdle = idle, done
	vm.checkDeadlock()
	if vm.out.Buffered() > 0 {
		vm.flushOut()
	}
	cancel := vm.mainTask.cancelled()
	vm.tasksMu.Lock()
	if vm.interrupted != nil {
		d = UndoTime + time.Second
	}
	vm.tasksMu.Unlock()
	vm.baton.pass()
	var late <-chan time.Time
	if d >= 0 {
		late = time.After(d)
	}
	for waiting := true; waiting; {
		select {
		case <-idle:
			waiting = false
		case <-late:
			waiting = false
		case <-cancel:
			cancel, late = nil, time.After(UndoTime+time.Second)
		}
	}
	vm.baton.ask(vm.mainTask.turn)
	<-vm.mainTask.turn
	vm.idle = nil
	vm.main.G.CurrentThread = vm.main
}
