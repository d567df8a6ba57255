package host

import (
	"math"
	"time"

	lua "github.com/yuin/gopher-lua"
	"golang.org/x/sys/unix"
)

var taskFuncs = []function{
	{"spawn", luaSpawn},
	{"sleep", luaSleep},
	{"now", luaNow},
	{"timeout", luaTimeout},
	{"after", luaAfter},
	{"channel", luaChannel},
	{"signal", luaSignal},
	{"finally", luaFinally},
	{"select", luaSelect},
	{"exec", luaExec},
}

var taskMethods = []function{
	{"join", func(L *lua.LState) int {
		res, err := checkTask(L).Join(L)
		if err != nil {
			Of(L).Raise(L, err)
		}
		for _, v := range res {
			L.Push(v)
		}
		return len(res)
	}},
	{"cancel", func(L *lua.LState) int {
		checkTask(L).Interrupt(&Interrupt{Kind: Cancelled})
		return 0
	}},
	{"detach", func(L *lua.LState) int {
		t := checkTask(L)
		t.Detach()
		L.SetTop(1)
		return 1
	}},
	{"__index", func(L *lua.LState) int {
		t := checkTask(L)
		if L.Get(2) == lua.LString("status") {
			L.Push(lua.LString(t.Status()))
		} else {
			L.Push(L.GetField(t.vm.classes["nlua.task"].RawGetString("__methods"), L.CheckString(2)))
		}
		return 1
	}},
	{"__tostring", func(L *lua.LState) int {
		L.Push(lua.LString("task (" + checkTask(L).Status() + ")"))
		return 1
	}},
}

func checkTask(L *lua.LState) *Task {
	t, ok := userValue(L.Get(1)).(*Task)
	if !ok {
		L.ArgError(1, "task expected, got "+L.Get(1).Type().String())
	}
	return t
}

func (vm *VM) taskObject(t *Task) lua.LValue {
	return &lua.LUserData{Value: t, Env: vm.main.G.Global, Metatable: vm.class("nlua.task", taskMethods)}
}

func restArgs(L *lua.LState, from int) []lua.LValue {
	var args []lua.LValue
	for i := from; i <= L.GetTop(); i++ {
		args = append(args, L.Get(i))
	}
	return args
}

// checkSeconds reads a time span of Lua: seconds, fractions too, not negative.
func checkSeconds(L *lua.LState, n int) time.Duration {
	s := float64(L.CheckNumber(n))
	if s < 0 || math.IsNaN(s) {
		L.ArgError(n, "seconds expected, got a negative number")
	}
	if s >= math.MaxInt64/1e9 {
		return math.MaxInt64
	}
	return time.Duration(s * 1e9)
}

func checkCallable(L *lua.LState, n int) lua.LValue {
	v := L.CheckAny(n)
	if msg := notCallable(L, v); msg != "" {
		L.ArgError(n, "function expected, got "+v.Type().String())
	}
	return v
}

func luaSpawn(L *lua.LState) int {
	fn, vm := checkCallable(L, 1), Of(L)
	L.Push(vm.taskObject(vm.Spawn(L, fn, restArgs(L, 2)...)))
	return 1
}

// Sleep waits for d. Of a zero d other tasks have the good: they run once.
func (vm *VM) Sleep(L *lua.LState, d time.Duration) error {
	if d <= 0 {
		return vm.Brief(L, func(<-chan struct{}) error { return nil })
	}
	return vm.Wait(L, func(cancel <-chan struct{}) error {
		timer := time.NewTimer(d)
		defer timer.Stop()
		select {
		case <-timer.C:
			return nil
		case <-cancel:
			return errStop
		}
	})
}

func luaSleep(L *lua.LState) int {
	vm := Of(L)
	if err := vm.Sleep(L, checkSeconds(L, 1)); err != nil {
		vm.Raise(L, err)
	}
	return 0
}

// luaNow is nlua.now(): seconds since 1970, with fractions.
func luaNow(L *lua.LState) int {
	L.Push(lua.LNumber(float64(time.Now().UnixNano()) / 1e9))
	return 1
}

// luaAfter is nlua.after(s, fn, ...): a task that first sleeps.
func luaAfter(L *lua.LState) int {
	d, fn, vm := checkSeconds(L, 1), checkCallable(L, 2), Of(L)
	later := L.NewFunction(func(L *lua.LState) int {
		if err := vm.Sleep(L, d); err != nil {
			vm.Raise(L, err)
		}
		n := L.GetTop()
		L.Insert(fn, 1)
		L.Call(n, lua.MultRet)
		return L.GetTop()
	})
	L.Push(vm.taskObject(vm.Spawn(L, later, restArgs(L, 3)...)))
	return 1
}

// luaTimeout is nlua.timeout(s, fn, ...): fn's results, or ETIMEDOUT after s seconds, wherever fn is by then.
func luaTimeout(L *lua.LState) int {
	d, fn, vm := checkSeconds(L, 1), checkCallable(L, 2), Of(L)
	t := TaskOf(L)
	in := &Interrupt{Kind: TimedOut}
	stop := t.interruptAfter(d, in)
	t.scopes++
	res, err := vm.Call(L, fn, lua.MultRet, restArgs(L, 3)...)
	t.scopes--
	stop()
	if err != nil {
		if userValue(err.(*CallError).Value) == any(in) {
			err = &Error{Code: int(unix.ETIMEDOUT), Message: "timed out after " + lua.LNumber(d.Seconds()).String() + " s"}
		}
		vm.Raise(L, err)
	}
	for _, v := range res {
		L.Push(v)
	}
	return len(res)
}

// luaFinally is nlua.finally(fn): fn runs when the task ends, however it ends.
func luaFinally(L *lua.LState) int {
	t := TaskOf(L)
	t.vm.Heed()
	t.finally = append(t.finally, &undo{fn: L.CheckFunction(1)})
	return 0
}
