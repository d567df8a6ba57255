package host

import (
	"errors"
	"fmt"

	lua "github.com/yuin/gopher-lua"
)

// undo is one piece of work to be done when a task ends: in Go or in Lua.
type undo struct {
	goFn func()
	fn   *lua.LFunction
}

// Finally has fn run when the program ends, however it ends, last registered first, together with the main script's
// nlua.finally functions. It may block, for UndoTime altogether. forget takes it back.
func (vm *VM) Finally(fn func()) (forget func()) {
	vm.Heed()
	u := &undo{goFn: fn}
	vm.mainTask.finally = append(vm.mainTask.finally, u)
	return func() {
		list := vm.mainTask.finally
		for i, x := range list {
			if x == u {
				vm.mainTask.finally = append(list[:i], list[i+1:]...)
				return
			}
		}
	}
}

// runFinally does a task's undo work, with interrupts held off. A failure is reported, and the rest is done all the same.
func (vm *VM) runFinally(L *lua.LState, t *Task) {
	if len(t.finally) == 0 {
		return
	}
	release := t.holdOff()
	defer release()
	skipped := 0
	for len(t.finally) > 0 {
		u := t.finally[len(t.finally)-1]
		t.finally = t.finally[:len(t.finally)-1]
		if u.goFn != nil {
			u.goFn()
		} else if !t.heldOff() || vm.budget != nil && vm.budget.cut.Load() {
			skipped++
		} else if _, err := vm.Call(L, u.fn, 0); err != nil && !isExit(err) {
			vm.failed++
			vm.Report(err.(*CallError))
		}
	}
	if skipped > 0 {
		vm.failed++
		fmt.Fprintf(vm.errOut, "nlua: %d more functions of nlua.finally were not called\n", skipped)
	}
}

// isExit tells whether an error is os.exit, which says all itself.
func isExit(err error) bool {
	var in *Interrupt
	return errors.As(err, &in) && in.Kind == Exiting
}
