package host

import (
	"fmt"
	"runtime/debug"
	"strings"

	lua "github.com/yuin/gopher-lua"
)

// maxNesting bounds protected calls and coroutines inside each other, as LUAI_MAXCCALLS does in stock Lua: each needs a
// piece of Go's stack, which ends the process when it runs out.
const maxNesting = 200

// keepThreads is how many idle threads are kept for the next protected call.
const keepThreads = 64

// CallError is an error that Lua raised inside VM.Call. Value is what was raised, Traceback where, when nothing in Lua
// stood ready to catch it. Unwrap gives the *Interrupt, where it was one.
type CallError struct {
	Value     lua.LValue
	Traceback string
	Where     string // "file:line:" of the innermost Lua function, with Traceback

	vm *VM
}

func (e *CallError) Error() string { return e.vm.ErrorText(e.Value) }

func (e *CallError) Unwrap() error {
	switch v := userValue(e.Value).(type) {
	case *Interrupt:
		return v
	case error:
		return v
	}
	return nil
}

func userValue(v lua.LValue) any {
	if ud, ok := v.(*lua.LUserData); ok {
		return ud.Value
	}
	return nil
}

// Call calls a Lua value from Go, protected, and returns nret results (lua.MultRet: all). L is the running thread. Its error is
// a *CallError. An interrupt is such an error too: pass it on by Raise.
func (vm *VM) Call(L *lua.LState, fn lua.LValue, nret int, args ...lua.LValue) ([]lua.LValue, error) {
	t := vm.take(L)
	t.L.Push(vm.enterFn)
	t.L.Push(fn)
	for _, a := range args {
		t.L.Push(a)
	}
	if ae := t.protect(len(args) + 1); ae != nil {
		vm.put(t)
		return nil, vm.callError(ae)
	}
	n := t.L.GetTop()
	if nret == lua.MultRet {
		nret = n
	}
	var res []lua.LValue
	if nret > 0 {
		res = make([]lua.LValue, nret)
		for i := range res {
			if i < n {
				res[i] = t.L.Get(i + 1)
			} else {
				res[i] = lua.LNil
			}
		}
	}
	vm.put(t)
	return res, nil
}

func (vm *VM) callError(ae *lua.ApiError) *CallError {
	e := &CallError{Value: ae.Object, vm: vm}
	if ae.StackTrace != noTrace {
		e.Where, e.Traceback, _ = strings.Cut(ae.StackTrace, "\n")
	}
	return e
}

// take gets a thread for a protected call that L makes.
func (vm *VM) take(L *lua.LState) *thread {
	from := threadOf(L)
	if from.task.nesting >= maxNesting {
		L.RaiseError("C stack overflow")
	}
	pool := &vm.deep
	if from.task != vm.mainTask {
		pool = &vm.small
	}
	t := pool.take(vm)
	if t.task = from.task; t.L != L {
		t.caller = L
	}
	return t
}

// put gives the thread back.
func (vm *VM) put(t *thread) {
	t.L.SetTop(0)
	t.caller, t.handler = nil, nil
	if p := t.pool; len(p.idle) < keepThreads {
		p.idle = append(p.idle, t)
	}
}

// threadPool keeps idle threads of one size.
type threadPool struct {
	opts lua.Options
	idle []*thread
}

func (p *threadPool) take(vm *VM) *thread {
	if n := len(p.idle); n > 0 {
		t := p.idle[n-1]
		p.idle = p.idle[:n-1]
		return t
	}
	t := vm.newThread(p)
	t.pool = p
	return t
}

// protect runs what lies on t's stack: enterFn, the function and its arguments (n values after enterFn). The results are left there.
func (t *thread) protect(n int) *lua.ApiError {
	G, task := t.L.G, t.task
	saved := G.CurrentThread
	G.CurrentThread = t.L
	task.nesting++
	err := t.L.PCall(n, lua.MultRet, nil)
	task.nesting--
	G.CurrentThread = saved
	if err == nil {
		return nil
	}
	return err.(*lua.ApiError)
}

// noTrace marks an error whose traceback nobody will want; it keeps PCall from making one.
const noTrace = "-"

// raise is the Panic of all threads in a protected call.
func raise(L *lua.LState) {
	v := L.Get(-1)
	if s, ok := v.(lua.LString); ok {
		if strings.HasPrefix(string(s), " ") && !hasLuaFrame(L) {
			s = s[1:] // gopher-lua's separator after a place that it could not tell
		}
		v = lua.LString(reworded(L, string(s)))
	}
	panic(&lua.ApiError{Type: lua.ApiErrorRun, Object: v})
}

func hasLuaFrame(L *lua.LState) bool {
	for f := topFrame(L); f != nil; f = f.Parent {
		if f.Fn != nil && !f.Fn.IsG {
			return true
		}
	}
	return false
}

// enter is the bottom function of each protected thread. It calls its first argument, and looks at errors while the
// stack that raised them still stands.
func (vm *VM) enter(L *lua.LState) int {
	defer vm.rescue(L)
	L.Panic = raise
	L.Call(L.GetTop()-1, lua.MultRet)
	return L.GetTop()
}

func (vm *VM) rescue(L *lua.LState) {
	r := recover()
	if r == nil {
		return
	}
	ae, ok := r.(*lua.ApiError)
	if !ok {
		ae = fromPanic(L, r)
	}
	t := threadOf(L)
	if isStop(ae.Object) {
		ae.Object = vm.interruptValue(t.task.deliver())
	}
	if t.task.guards == 0 || isInterrupt(ae.Object) {
		ae.StackTrace = t.task.traceOf(ae.Object, L)
	} else {
		ae.StackTrace = noTrace
	}
	if h := t.handler; h != nil && !isInterrupt(ae.Object) {
		t.handler = nil
		res, err := vm.Call(L, h, 1, ae.Object)
		switch {
		case err == nil:
			ae.Object = res[0]
		case isInterrupt(err.(*CallError).Value):
			ae.Object = err.(*CallError).Value
		default:
			ae.Object = lua.LString("error in error handling")
		}
	}
	panic(ae)
}

// fromPanic makes a Lua error of a Go panic below Lua. Raising it closes the upvalues of the stack, which a panic did not.
func fromPanic(L *lua.LState, r any) (ae *lua.ApiError) {
	msg := fmt.Sprint(r)
	goStack := ""
	if msg == "lua callstack overflow" {
		msg = "stack overflow"
	} else {
		msg = "internal error: " + msg
		goStack = string(debug.Stack())
	}
	defer func() {
		if e, ok := recover().(*lua.ApiError); ok {
			ae = e
		} else {
			ae = &lua.ApiError{Type: lua.ApiErrorPanic, Object: lua.LString(msg)}
		}
		if goStack != "" {
			t := TaskOf(L)
			text := t.traceOf(ae.Object, L) + "\n" + goStack
			t.trace = trace{ae.Object, text, t.nesting + 1}
		}
	}()
	L.Panic = raise
	L.RaiseError("%s", msg)
	return nil
}

// pcall is Lua's pcall(f, ...). Interrupts pass through it.
func (vm *VM) pcall(L *lua.LState) int {
	L.CheckAny(1)
	if msg := notCallable(L, L.Get(1)); msg != "" {
		L.Push(lua.LFalse)
		L.Push(lua.LString(msg))
		return 2
	}
	return vm.guarded(L, L.GetTop(), nil)
}

// xpcall is Lua's xpcall(f, handler, ...); arguments after the handler go to f, as in later Luas.
func (vm *VM) xpcall(L *lua.LState) int {
	L.CheckAny(2)
	handler := L.CheckFunction(2)
	L.Remove(2)
	return vm.guarded(L, L.GetTop(), handler)
}

// guarded runs the n values on top of L, a function and its arguments, and pushes true and the results, or false and the error.
func (vm *VM) guarded(L *lua.LState, n int, handler *lua.LFunction) int {
	t := vm.take(L)
	t.handler = handler
	t.L.Push(vm.enterFn)
	L.XMoveTo(t.L, n)
	task := t.task
	task.guards++
	ae := t.protect(n)
	task.guards--
	if ae != nil {
		vm.put(t)
		if isInterrupt(ae.Object) {
			L.Error(ae.Object, 0)
		}
		L.Push(lua.LFalse)
		L.Push(ae.Object)
		return 2
	}
	n = t.L.GetTop()
	L.Push(lua.LTrue)
	t.L.XMoveTo(L, n)
	vm.put(t)
	return n + 1
}

// notCallable says why v cannot be called, in stock Lua's words; "" if it can.
func notCallable(L *lua.LState, v lua.LValue) string {
	if v.Type() == lua.LTFunction || L.GetMetaField(v, "__call").Type() == lua.LTFunction {
		return ""
	}
	return "attempt to call a " + v.Type().String() + " value"
}
