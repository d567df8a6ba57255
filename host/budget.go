package host

import (
	"runtime/metrics"
	"strings"
	"time"

	lua "github.com/yuin/gopher-lua"
)

// Budget bounds what the scripts of a VM may use. When it is used up all tasks are interrupted (OverBudget), which pcall does not catch.
type Budget struct {
	Instructions int64 // of Lua; 0: no bound
	Memory       int64 // bytes of the process's heap; 0: no bound
}

// budget is what is left.
type budget struct {
	Budget
	vm     *VM
	left   int64
	check  int // instructions until the next look at the heap
	sample [1]metrics.Sample
}

// heapInterval is how many instructions run between two looks at the heap.
const heapInterval = 1000

func newBudget(vm *VM, b Budget) *budget {
	u := &budget{Budget: b, vm: vm, left: b.Instructions, check: heapInterval}
	u.sample[0].Name = heapMetric
	return u
}

// spend counts one instruction.
func (u *budget) spend() {
	if u.Instructions > 0 {
		if u.left--; u.left == 0 {
			u.vm.Interrupt(&Interrupt{Kind: OverBudget})
		}
	}
	if u.check--; u.check <= 0 {
		u.check = heapInterval
		if u.Memory > 0 && !u.fits(0) {
			u.vm.Interrupt(&Interrupt{Kind: OverBudget})
		}
	}
}

// watch looks at the heap from outside too: a few instructions may make much.
func (u *budget) watch(done <-chan struct{}) {
	ticker := time.NewTicker(heapLook)
	defer ticker.Stop()
	sample := [1]metrics.Sample{{Name: heapMetric}}
	for {
		select {
		case <-done:
			return
		case <-ticker.C:
			if metrics.Read(sample[:]); int64(sample[0].Value.Uint64()) > u.Memory {
				u.vm.Interrupt(&Interrupt{Kind: OverBudget})
				return
			}
		}
	}
}

const (
	heapLook   = 5 * time.Millisecond
	heapMetric = "/memory/classes/heap/objects:bytes"
)

func (u *budget) fits(more int) bool {
	metrics.Read(u.sample[:])
	return int64(u.sample[0].Value.Uint64())+int64(more) <= u.Memory
}

// bigString is from where on the length of a new string is weighed.
const bigString = 64 * 1024

// charge raises OverBudget if n more bytes do not fit. Functions that make strings call it before they do.
func (vm *VM) charge(L *lua.LState, n int) {
	if n < bigString || vm.budget == nil || vm.budget.Memory == 0 || vm.budget.fits(n) {
		return
	}
	in := &Interrupt{Kind: OverBudget}
	vm.Interrupt(in)
	vm.Raise(L, in)
}

// strRep is string.rep(s, n).
func strRep(L *lua.LState) int {
	s, n := L.CheckString(1), max(L.CheckInt(2), 0)
	if len(s) > 0 && n > maxString/len(s) {
		L.RaiseError("resulting string too large")
	}
	Of(L).charge(L, len(s)*n)
	L.Push(lua.LString(strings.Repeat(s, n)))
	return 1
}

// maxString bounds the strings that string.rep makes.
const maxString = 1 << 30

// concatKey is where, under a budget, strings have the function that stands for the operator '..': no script can write or replace it.
const concatKey = "(concat)"

// concatSource is the operator itself.
const concatSource = "return function(a, b) return a .. b end"

// concatenates tells whether a .. b is no error.
func concatenates(L *lua.LState, a, b lua.LValue) bool {
	if lua.LVCanConvToString(a) && lua.LVCanConvToString(b) {
		return true
	}
	return L.GetMetaField(a, "__concat") != lua.LNil || L.GetMetaField(b, "__concat") != lua.LNil
}

// guardConcat gives strings the function behind '..'.
func (vm *VM) guardConcat() {
	L := vm.main
	proto, err := CompileSource("=concat", []byte(concatSource))
	if err != nil {
		return
	}
	L.Push(L.NewFunctionFromProto(proto))
	L.Call(0, 1)
	plain := L.Get(-1)
	L.Pop(1)
	concat := L.NewFunction(func(L *lua.LState) int {
		n, size := L.GetTop(), 0
		for i := 1; i <= n; i++ {
			if s, ok := L.Get(i).(lua.LString); ok {
				size += len(s)
			}
		}
		vm.charge(L, size)
		acc := L.Get(n)
		for i := n - 1; i >= 1; i-- {
			if a := L.Get(i); !concatenates(L, a, acc) {
				L.RaiseError("cannot perform concat operation between %s and %s", a.Type(), acc.Type())
			}
			L.Push(plain)
			L.Push(L.Get(i))
			L.Push(acc)
			L.Call(2, 1)
			acc = L.Get(-1)
			L.Pop(1)
		}
		L.Push(acc)
		return 1
	})
	lib := vm.lib("string")
	mt := L.NewTable()
	mt.RawSetString("__index", L.NewFunction(func(L *lua.LState) int {
		if L.Get(2) == lua.LString(concatKey) {
			L.Push(concat)
		} else {
			L.Push(lib.RawGet(L.Get(2)))
		}
		return 1
	}))
	mt.RawSetString("__metatable", lib)
	L.SetMetatable(lua.LString(""), mt)
}
