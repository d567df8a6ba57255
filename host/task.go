package host

import (
	"iter"
	"sync"
	"sync/atomic"

	lua "github.com/yuin/gopher-lua"
	"golang.org/x/sys/unix"
)

// Task is one line of Lua execution: the main script, or what nlua.spawn started.
type Task struct {
	vm      *VM
	turn    chan struct{}           // filled when the baton is the task's, and its goroutine waits for that
	body    iter.Seq[struct{}]      // what it does; nil: the main script
	next    func() (struct{}, bool) // goes on with body
	suspend func(struct{}) bool     // gives up its driver, inside of body
	errand  errand                  // what the driver does first, when it is suspended

	// With the baton.
	nesting  int // protected calls and coroutines inside each other
	guards   int // of those, the ones in which Lua will catch an error
	scopes   int // nlua.timeout calls around what it does: time will wake it
	trace    trace
	finally  []*undo
	results  []lua.LValue
	err      *CallError
	detached bool
	joiners  []*waiter
	waiting  bool
	requires *loading // the module that it waits for

	// Interrupts; any goroutine.
	tripped atomic.Bool // an interrupt is due: read before each instruction
	mu      sync.Mutex
	pending []*Interrupt
	hold    int
	cancel  chan struct{}
	ended   bool
}

// sched is what the tasks of a VM share.
type sched struct {
	baton    baton
	mainTask *Task

	// With the baton.
	alive    int               // tasks that have not ended
	parked   map[*waiter]*Task // those that only another task can wake
	pending  int               // tasks but main and the detached that have not ended
	idle     chan struct{}     // closed when isIdle holds: the main task waits for that at the end
	isIdle   func() bool
	failed   int // tasks that failed and were not joined
	handlers int // functions of nlua.signal: they can wake tasks
	mainDone bool

	tasksMu     sync.Mutex
	tasks       map[*Task]struct{}
	interrupted *Interrupt // the last one that was for all tasks

	signals signals
}

func (vm *VM) newTask() *Task {
	t := &Task{vm: vm, turn: make(chan struct{}, 1), cancel: make(chan struct{})}
	vm.tasksMu.Lock()
	vm.tasks[t] = struct{}{}
	in := vm.interrupted
	vm.tasksMu.Unlock()
	if in != nil && in.Kind == OverBudget { // undo work has what is left, and no helpers
		t.Interrupt(in)
	}
	vm.alive++
	return t
}

func (vm *VM) startMain() {
	vm.tasks = make(map[*Task]struct{})
	vm.parked = make(map[*waiter]*Task)
	vm.mainTask = vm.newTask()
	vm.baton.ask(vm.mainTask.turn)
	<-vm.mainTask.turn
}

// taskWork is what a task takes to begin and to end, in instructions.
const taskWork = 1000

// Spawn starts a task that calls fn. It runs for the first time when the caller waits.
func (vm *VM) Spawn(L *lua.LState, fn lua.LValue, args ...lua.LValue) *Task {
	if vm.budget != nil {
		vm.budget.spend(taskWork)
	}
	t := vm.newTask()
	vm.pending++
	root := vm.newThread(&vm.small)
	root.task = t
	root.L.Push(vm.enterFn)
	root.L.Push(fn)
	for _, a := range args {
		root.L.Push(a)
	}
	t.body = func(suspend func(struct{}) bool) {
		t.suspend = suspend
		t.run(root, len(args)+1)
	}
	vm.baton.start(t)
	return t
}

// resume goes on with the task until it is suspended or has ended.
func (t *Task) resume() {
	if t.next == nil {
		t.next, _ = iter.Pull(t.body) // here, not in Spawn: a coroutine keeps to the thread that its maker was locked to
	}
	t.next()
}

// run is all that a task does.
func (t *Task) run(root *thread, n int) {
	vm := t.vm
	vm.main.G.CurrentThread = root.L
	if ae := root.protect(n); ae != nil {
		t.err = vm.callError(ae)
	} else {
		for i := 1; i <= root.L.GetTop(); i++ {
			t.results = append(t.results, root.L.Get(i))
		}
	}
	vm.runFinally(root.L, t)
	root.L.SetTop(0)
	t.end()
}

// end settles a task that has run: joiners get on, a failure that nobody waits for is told.
func (t *Task) end() {
	vm := t.vm
	t.mu.Lock()
	t.ended = true
	t.mu.Unlock()
	vm.tasksMu.Lock()
	delete(vm.tasks, t)
	vm.tasksMu.Unlock()
	vm.alive--
	if t.err != nil && len(t.joiners) == 0 && t.failure() {
		vm.failed++
		vm.Report(t.err)
	}
	for _, w := range t.joiners {
		vm.wake(w)
	}
	t.joiners = nil
	if !t.detached {
		vm.pending--
	}
	vm.checkIdle()
	vm.checkDeadlock()
}

// failure tells whether the task's error is one that users want to hear of.
func (t *Task) failure() bool {
	in, ok := userValue(t.err.Value).(*Interrupt)
	return !ok || in.Kind == UndoTooLong
}

// checkIdle lets the main task go on when what it waits for at the end has come.
func (vm *VM) checkIdle() {
	if vm.idle != nil && vm.isIdle() {
		close(vm.idle)
		vm.idle = nil
	}
}

// Status is "running", "waiting", "done", "failed" or "cancelled".
func (t *Task) Status() string {
	t.mu.Lock()
	ended := t.ended
	t.mu.Unlock()
	switch {
	case !ended && (t.waiting || TaskOf(t.vm.main.G.CurrentThread) != t):
		return "waiting"
	case !ended:
		return "running"
	case t.err == nil:
		return "done"
	case isInterrupt(t.err.Value):
		return "cancelled"
	}
	return "failed"
}

// Join waits for the task's end and returns its results, or its error. Who joins a cancelled task gets an ordinary error.
func (t *Task) Join(L *lua.LState) ([]lua.LValue, error) {
	vm := t.vm
	me := TaskOf(L)
	if me == t {
		return nil, &Error{Code: 35, Message: "join: a task cannot wait for itself"}
	}
	if !t.ended {
		w := vm.waiterFor(me)
		t.joiners = append(t.joiners, w)
		if err := vm.park(L, w); err != nil {
			for i, j := range t.joiners {
				if j == w {
					t.joiners = append(t.joiners[:i], t.joiners[i+1:]...)
					break
				}
			}
			return nil, err
		}
	} else if t.err != nil && !t.detached && t.failure() && vm.failed > 0 {
		vm.failed--
	}
	if in := me.peek(); in != nil {
		return nil, in // nothing is lost: the task can be joined again
	}
	if t.err == nil {
		return t.results, nil
	}
	if isInterrupt(t.err.Value) {
		return nil, &Error{Code: int(unix.ECANCELED), Message: "join: the task was cancelled"}
	}
	return nil, t.err
}

// Detach lets the program end without waiting for the task; it is cancelled then.
func (t *Task) Detach() {
	if !t.detached && !t.ended {
		t.detached = true
		t.vm.pending--
		t.vm.checkIdle()
	}
}
