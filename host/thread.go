package host

import (
	"errors"
	"strings"
	"time"

	lua "github.com/yuin/gopher-lua"
)

// thread is what the VM knows about one Lua thread. It is the thread's Context too: gopher-lua asks it before each
// instruction whether to stop, and Done is nil until then, which costs next to nothing.
type thread struct {
	vm   *VM
	L    *lua.LState
	task *Task
	// caller is the thread that runs this one: whoever made the protected call, or resumed the coroutine.
	caller  *lua.LState
	co      bool           // a coroutine
	body    *lua.LFunction // of a coroutine that was never resumed
	running bool           // a coroutine that was resumed and has not yet yielded or ended
	handler *lua.LFunction // of the xpcall that this thread serves
	pool    *threadPool    // of a thread for protected calls
}

// stopText is the text that gopher-lua raises for a stopped thread; it never reaches a script.
const stopText = "\x00nlua interrupt"

var errStop = errors.New(stopText)

func (t *thread) Deadline() (time.Time, bool) { return time.Time{}, false }
func (t *thread) Value(any) any               { return nil }

func (t *thread) Done() <-chan struct{} {
	if t.vm.counting {
		t.vm.count()
	}
	if t.task.tripped.Load() {
		return t.vm.closed
	}
	return nil
}

func (t *thread) Err() error {
	if t.task.tripped.Load() {
		return errStop
	}
	return nil
}

// threadOf finds what is known about a thread; every thread of a VM has it.
func threadOf(L *lua.LState) *thread { return L.Context().(*thread) }

// TaskOf returns the task that runs L.
func TaskOf(L *lua.LState) *Task { return threadOf(L).task }

// Of returns the VM that L belongs to.
func Of(L *lua.LState) *VM { return threadOf(L).vm }

func (vm *VM) newThread(size *threadPool) *thread {
	L := vm.newState(size.opts)
	t := &thread{vm: vm, L: L}
	L.SetContext(t)
	return t
}

// newState makes a Lua state beside the main one, without a Context: it would have got one of the main one's.
func (vm *VM) newState(opts lua.Options) *lua.LState {
	ctx := vm.main.RemoveContext()
	vm.main.Options = opts
	L, _ := vm.main.NewThread()
	if ctx != nil {
		vm.main.SetContext(ctx)
	}
	return L
}

// isStop recognises gopher-lua's error for a stopped thread: the place, then stopText.
func isStop(v lua.LValue) bool {
	s, ok := v.(lua.LString)
	return ok && strings.HasSuffix(string(s), stopText)
}
