package host

import (
	lua "github.com/yuin/gopher-lua"
)

// Coroutines are gopher-lua's own, so a resume costs no goroutine. What is added: they hand on the context by which interrupts
// arrive, they are counted against maxNesting, and one that runs, perhaps in another task, is not resumed a second time.

func (vm *VM) openCoroutine() {
	theirs := vm.theirs("coroutine", lua.OpenCoroutine, "create", "resume")
	vm.coCreate, vm.coResume = theirs[0].call, theirs[1].call
	vm.newLib("coroutine", []function{
		{"create", vm.coroutineCreate},
		{"resume", vm.coroutineResume},
		{"wrap", vm.coroutineWrap},
		{"yield", coroutineYield},
		{"status", coroutineStatus},
		{"running", coroutineRunning},
	})
}

// coBaseSource is the bottom function of each coroutine, called with the body and the first arguments. Without it, a body that ends in
// 'return coroutine.yield()' would leave gopher-lua an empty stack to resume. begun sets what gopher-lua's resume has just set otherwise.
const coBaseSource = `
local begun = ...
local function results(...) return ... end
return function(body, ...) begun() return results(body(...)) end`

// makeCoBase compiles it, for the first coroutine.
func (vm *VM) makeCoBase(L *lua.LState) {
	proto, err := CompileSource("=coroutine", []byte(coBaseSource))
	if err == nil {
		L.Push(L.NewFunctionFromProto(proto))
		L.Push(L.NewFunction(func(L *lua.LState) int {
			L.Panic = raise
			return 0
		}))
		L.Call(1, 1)
		vm.coBase = L.Get(-1).(*lua.LFunction)
		L.Pop(1)
	}
}

// newCoroutine makes a coroutine of a function.
func (vm *VM) newCoroutine(L *lua.LState, fn *lua.LFunction) *thread {
	if vm.coBase == nil {
		vm.makeCoBase(L)
	}
	if vm.blank == nil {
		vm.blank = vm.newState(vm.small.opts)
	}
	s := vm.blank
	s.SetTop(0)
	s.Push(vm.coBase)
	vm.coCreate(s)
	t := &thread{vm: vm, L: s.Get(-1).(*lua.LState), task: TaskOf(L), co: true, body: fn}
	s.SetTop(0)
	t.L.SetContext(t)
	return t
}

func (vm *VM) coroutineCreate(L *lua.LState) int {
	L.Push(vm.newCoroutine(L, L.CheckFunction(1)).L)
	return 1
}

// resume resumes t, which lies at the bottom of L's stack below its arguments, and returns what gopher-lua's resume pushed: how many
// values, true or false first.
func (vm *VM) resume(L *lua.LState, t *thread) int {
	if s := t.status(L); s != "suspended" {
		L.Push(lua.LFalse)
		L.Push(lua.LString("cannot resume " + s + " coroutine"))
		return 2
	}
	task := TaskOf(L)
	if task.nesting >= maxNesting {
		L.RaiseError("C stack overflow")
	}
	t.task, t.caller, t.running = task, L, true
	if t.body != nil {
		L.Insert(t.body, 2)
		t.body = nil
	}
	task.nesting++
	task.guards++
	G := L.G
	n := vm.coResume(L)
	G.CurrentThread = L
	task.guards--
	task.nesting--
	t.caller, t.running = nil, false
	if L.Get(-n) == lua.LFalse {
		if v := L.Get(-1); isStop(v) {
			L.Error(vm.interruptValue(task.deliver()), 0)
		} else if isInterrupt(v) {
			L.Error(v, 0)
		} else if v == lua.LString("lua callstack overflow") {
			L.Pop(1)
			L.Push(lua.LString("stack overflow"))
		}
	}
	return n
}

func checkCoroutine(L *lua.LState) *thread {
	co, ok := L.Get(1).(*lua.LState)
	if !ok {
		L.ArgError(1, "coroutine expected")
	}
	return threadOf(co)
}

func (vm *VM) coroutineResume(L *lua.LState) int {
	return vm.resume(L, checkCoroutine(L))
}

func (vm *VM) coroutineWrap(L *lua.LState) int {
	t := vm.newCoroutine(L, L.CheckFunction(1))
	L.Push(L.NewFunction(func(L *lua.LState) int {
		L.Insert(t.L, 1)
		n := vm.resume(L, t)
		if L.Get(-n) == lua.LFalse {
			v := L.Get(-1)
			if s, ok := v.(lua.LString); ok {
				v = lua.LString(Where(L, 1)) + s
			}
			L.Error(v, 0)
		}
		return n - 1
	}))
	return 1
}

func coroutineYield(L *lua.LState) int {
	if !threadOf(L).co {
		if coroutineOf(L) == nil {
			L.RaiseError("attempt to yield from outside a coroutine")
		}
	}
	if !threadOf(L).co || !mayYield(L) {
		L.RaiseError("attempt to yield across metamethod/C-call boundary")
	}
	return -1
}

// coroutineOf finds the coroutine that L runs in: L itself, or one in which a protected call was made.
func coroutineOf(L *lua.LState) *thread {
	for L != nil {
		t := threadOf(L)
		if t.co {
			return t
		}
		L = t.caller
	}
	return nil
}

func (t *thread) status(L *lua.LState) string {
	switch {
	case t.L.Dead:
		return "dead"
	case !t.co, coroutineOf(L) == t:
		return "running"
	case t.running:
		return "normal"
	}
	return "suspended"
}

func coroutineStatus(L *lua.LState) int {
	L.Push(lua.LString(checkCoroutine(L).status(L)))
	return 1
}

func coroutineRunning(L *lua.LState) int {
	if t := coroutineOf(L); t != nil {
		L.Push(t.L)
	} else {
		L.Push(lua.LNil)
	}
	return 1
}
