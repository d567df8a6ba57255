package host

import (
	"fmt"
	"maps"
	"slices"
	"syscall"
	"time"

	lua "github.com/yuin/gopher-lua"
)

// InterruptKind says why a task must stop what it does.
type InterruptKind int

const (
	Cancelled      InterruptKind = iota // by task:cancel()
	Signalled                           // by Ctrl-C, SIGTERM, SIGHUP
	TimedOut                            // nlua.timeout, or --timeout for the whole program
	Exiting                             // os.exit
	OverBudget                          // the VM's Budget is used up
	UndoTooLong                         // undo work took longer than UndoTime
	UndoOverBudget                      // undo work used up its share of the VM's Budget
)

// UndoTime bounds the undo work after an interrupt.
const UndoTime = 10 * time.Second

// Interrupt stops a task: it is raised in it once, wherever it is, and passes through pcall. Undo work that follows is free of it.
// An *Interrupt is compared by identity.
type Interrupt struct {
	Kind   InterruptKind
	Signal syscall.Signal // of Signalled
	Code   int            // of Exiting: the exit status
}

func (in *Interrupt) Error() string {
	switch in.Kind {
	case Signalled:
		if in.Signal == syscall.SIGINT {
			return "interrupted!"
		}
		return "ended by " + in.Signal.String()
	case TimedOut:
		return "timed out (ETIMEDOUT)"
	case Exiting:
		return fmt.Sprintf("exit %d", in.Code)
	case OverBudget:
		return "the script used up its budget of instructions, memory or time"
	case UndoTooLong:
		return fmt.Sprintf("undo work did not end within %s", UndoTime)
	case UndoOverBudget:
		return "undo work used up its own share of the budget"
	}
	return "cancelled (ECANCELED)"
}

// Interrupt has in raised in the task as soon as it runs Lua, or where it waits. Any goroutine may call it.
func (t *Task) Interrupt(in *Interrupt) {
	t.mu.Lock()
	if !t.ended {
		t.pending = append(t.pending, in)
		t.update()
	}
	t.mu.Unlock()
}

// retract takes back an interrupt that was not raised yet.
func (t *Task) retract(in *Interrupt) {
	t.mu.Lock()
	for i, p := range t.pending {
		if p == in {
			t.pending = append(t.pending[:i], t.pending[i+1:]...)
			break
		}
	}
	t.update()
	t.mu.Unlock()
}

// interruptAfter has in raised when d has passed, but not after stop was called: a timer that fires at that moment is waited for.
func (t *Task) interruptAfter(d time.Duration, in *Interrupt) (stop func()) {
	fired := make(chan struct{})
	timer := time.AfterFunc(d, func() {
		t.Interrupt(in)
		close(fired)
	})
	return func() {
		if !timer.Stop() {
			<-fired
		}
		t.retract(in)
	}
}

// deliver takes the first pending interrupt; it is the caller's to raise.
func (t *Task) deliver() *Interrupt {
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.pending) == 0 {
		return &Interrupt{Kind: Cancelled}
	}
	in := t.pending[0]
	t.pending = t.pending[1:]
	t.update()
	return in
}

// update makes tripped and the cancel channel agree with what is pending. t.mu is held.
func (t *Task) update() {
	trip := len(t.pending) > 0 && t.hold == 0
	if trip == t.tripped.Load() {
		return
	}
	if trip {
		close(t.cancel)
	} else {
		t.cancel = make(chan struct{})
	}
	t.tripped.Store(trip)
}

// cancelled returns the channel that closes when the task is interrupted.
func (t *Task) cancelled() <-chan struct{} {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.cancel
}

// peek returns the interrupt that would be delivered now, nil if there is none.
func (t *Task) peek() *Interrupt {
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.pending) == 0 || t.hold > 0 {
		return nil
	}
	return t.pending[0]
}

// holdOff keeps interrupts away from undo work, until release is called or UndoTime has passed.
func (t *Task) holdOff() (release func()) {
	t.mu.Lock()
	t.hold++
	t.update()
	t.mu.Unlock()
	late := &Interrupt{Kind: UndoTooLong}
	timer := time.AfterFunc(UndoTime, func() { t.endUndo(late) })
	return func() {
		timer.Stop()
		t.mu.Lock()
		t.hold = max(t.hold-1, 0)
		t.update()
		t.mu.Unlock()
		t.retract(late)
	}
}

// endUndo has in raised in spite of holdOff. Where nothing is held off, nothing is undone.
func (t *Task) endUndo(in *Interrupt) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.hold > 0 && !t.ended {
		t.hold = 0
		t.pending = append([]*Interrupt{in}, t.pending...)
		t.update()
	}
}

// heldOff tells whether there is time left for undo work.
func (t *Task) heldOff() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.hold > 0
}

// Interrupt stops all tasks of the VM. Any goroutine may call it.
func (vm *VM) Interrupt(in *Interrupt) {
	vm.tasksMu.Lock()
	vm.interrupted = in
	vm.tasksMu.Unlock()
	for _, t := range vm.allTasks() {
		t.Interrupt(in)
	}
}

// allTasks lists the tasks at the moment. Any goroutine may call it.
func (vm *VM) allTasks() []*Task {
	vm.tasksMu.Lock()
	defer vm.tasksMu.Unlock()
	return slices.Collect(maps.Keys(vm.tasks))
}

func (vm *VM) interruptValue(in *Interrupt) lua.LValue {
	return &lua.LUserData{Value: in, Env: vm.main.G.Global, Metatable: vm.class("nlua.interrupt", []function{
		{"__tostring", func(L *lua.LState) int {
			L.Push(lua.LString(userValue(L.Get(1)).(*Interrupt).Error()))
			return 1
		}},
	})}
}

func isInterrupt(v lua.LValue) bool {
	_, ok := userValue(v).(*Interrupt)
	return ok
}

// peekAny returns the first pending interrupt, held off or not.
func (t *Task) peekAny() *Interrupt {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.pending[0]
}
