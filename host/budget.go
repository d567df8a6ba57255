package host

import (
	"bytes"
	"fmt"
	"math"
	"os"
	"runtime"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	lua "github.com/yuin/gopher-lua"
)

// Budget bounds what the scripts of a VM may use. When it is used up all tasks are interrupted (OverBudget), which pcall does not catch.
type Budget struct {
	Instructions int64         // of Lua; 0: no bound
	Memory       int64         // bytes of the process's heap; 0: no bound
	Time         time.Duration // 0: no bound
}

// budget is what is left.
type budget struct {
	Budget
	vm    *VM
	left  int64
	check int         // instructions until the next look at the heap
	over  atomic.Bool // used up: what is left is for undo work
	spare bool        // left is that
	cut   atomic.Bool // that was used up too
	last  *Interrupt  // which says so

	looked time.Time // at the heap by the costly way
	statm  *os.File  // of this process; nil where there is no /proc
}

// heapInterval is how many instructions run between two looks at the heap.
const heapInterval = 1000

func newBudget(vm *VM, b Budget) *budget {
	statm, _ := os.Open("/proc/self/statm")
	return &budget{Budget: b, vm: vm, left: b.Instructions, check: heapInterval, statm: statm, last: &Interrupt{Kind: UndoOverBudget}}
}

// undoShare is the part of a budget that undo work has for itself, when the rest was used up: one in so many, of instructions and memory.
const undoShare = 8

// spend counts instructions, of which there is one as a rule. What it returns, if not nil, is raised in all tasks.
func (u *budget) spend(n int) (in *Interrupt) {
	if u.Instructions > 0 {
		if u.over.Load() && !u.spare {
			u.spare, u.left = true, u.Instructions/undoShare
		}
		if u.left -= int64(n); u.left <= 0 {
			in = u.exceed()
		}
	}
	if u.check -= n; u.check <= 0 {
		u.check = heapInterval
		if u.Memory > 0 && time.Since(u.looked) > heapPause && !u.fits(0) {
			in = u.exceed()
		}
	}
	return in
}

// exceed ends the script, or the undo work that followed.
func (u *budget) exceed() *Interrupt {
	if !u.over.Load() {
		return u.stop()
	}
	if t := TaskOf(u.vm.Running()); !t.heldOff() { // it is ending
		in := t.peek()
		if in == nil {
			in = &Interrupt{Kind: OverBudget}
			t.Interrupt(in)
		}
		return in
	}
	u.left = heapInterval // a task that is new by then ends likewise
	u.endUndo()
	return u.last
}

// stop interrupts all tasks.
func (u *budget) stop() *Interrupt {
	in := &Interrupt{Kind: OverBudget}
	if u.over.CompareAndSwap(false, true) {
		u.vm.Interrupt(in)
	}
	return in
}

// endUndo interrupts undo work too, and no more of it begins.
func (u *budget) endUndo() {
	u.cut.Store(true)
	for _, t := range u.vm.allTasks() {
		t.endUndo(u.last)
	}
}

// watch looks at heap and clock from outside too: a few instructions may make much, or take long. Where a function in Go that no
// interrupt reaches goes on nevertheless, the process ends: such functions say Work, and this is for those that forgot.
func (u *budget) watch(done <-chan struct{}) {
	ticker := time.NewTicker(heapLook)
	defer ticker.Stop()
	var late, dead <-chan time.Time
	if u.Time > 0 {
		late = time.After(u.Time)
	}
	for looks := 0; ; {
		select {
		case <-done:
			return
		case <-late:
			u.stop()
		case <-dead:
			u.giveUp()
		case <-ticker.C:
			if dead == nil && u.over.Load() {
				dead = time.After(lastTime)
			}
			if u.Memory == 0 {
				continue
			}
			if looks++; looks%heapLooks != 0 && u.residentBytes() <= u.memory() {
				continue
			}
			heap := heapBytes()
			switch {
			case heap <= u.memory():
			case !u.over.Load():
				u.stop()
			case !u.holds(u.memory()):
				u.endUndo()
			}
			if heap <= lastMemory*u.Memory {
				continue
			}
			if runtime.GC(); heapBytes() > lastMemory*u.Memory { // which is not what died
				u.giveUp()
			}
		}
	}
}

func (u *budget) giveUp() {
	fmt.Fprintf(u.vm.errOut, "nlua: %s, and did not end\n", &Interrupt{Kind: OverBudget})
	os.Exit(1)
}

// What a script may use beyond its budget before the process ends: tasks and then the main script may take UndoTime each to undo what
// they did.
const (
	lastTime   = 2*UndoTime + 3*time.Second
	lastMemory = 2
)

// Work is said by functions in Go that do much for a script between two of its instructions: what they do counts as so many, and has
// made so many bytes. It raises interrupts, and OverBudget where that is too much.
func (vm *VM) Work(L *lua.LState, instructions, bytes int) {
	vm.goesOn()
	if vm.budget != nil {
		vm.budget.spend(instructions)
		vm.charge(L, bytes)
	}
	if t := TaskOf(L); t.tripped.Load() {
		vm.Raise(L, t.peekAny())
	}
}

// weighed is a string that grows. It says Work before it does.
type weighed struct {
	strings.Builder
	next int // the length from which on there is no room
}

// room is for n more bytes. A budget is asked for the whole room, which is then there: a builder would outgrow much memory on the way.
func (b *weighed) room(L *lua.LState, n int) {
	n += b.Len()
	if n <= max(b.next, bigString) {
		return
	}
	b.next = 2 * n
	vm := Of(L)
	vm.Work(L, n/bytesPerInstruction, b.next)
	if vm.budget != nil {
		b.Grow(b.next - b.Len())
	}
}

func (b *weighed) add(L *lua.LState, s string) {
	b.room(L, len(s))
	b.WriteString(s)
}

// bytesPerInstruction is how many bytes are copied in about the time of an instruction.
const bytesPerInstruction = 64

const (
	heapLook  = 5 * time.Millisecond
	heapLooks = 20                   // of so many one does not trust in what is resident: some may be swapped out
	heapPause = time.Millisecond / 2 // in which no script can make more than a few MB
)

func (u *budget) fits(more int) bool {
	room := u.memory() - int64(more)
	if u.residentBytes() <= room {
		return true
	}
	u.looked = time.Now()
	return u.holds(room)
}

// memory is how much there may be at the moment.
func (u *budget) memory() int64 {
	if u.over.Load() {
		return u.Memory + u.Memory/undoShare
	}
	return u.Memory
}

// holds tells whether the heap is no larger than room. What died with the script is not the undo work's.
func (u *budget) holds(room int64) bool {
	if heapBytes() <= room {
		return true
	}
	if !u.over.Load() {
		return false
	}
	runtime.GC()
	return heapBytes() <= room
}

// heapBytes is the size of all objects, dead ones too that were not swept yet. It stops the world for some 20 us; package runtime/metrics
// would not, but takes a twentieth of the start of programs that never look.
func heapBytes() int64 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

// residentBytes is the memory of the process, of which the heap is a part: that is asked quickly.
func (u *budget) residentBytes() int64 {
	var text [64]byte
	n, _ := u.statm.ReadAt(text[:], 0)
	if fields := bytes.Fields(text[:n]); len(fields) > 1 {
		if pages, err := strconv.ParseInt(string(fields[1]), 10, 64); err == nil {
			return pages * int64(os.Getpagesize())
		}
	}
	return math.MaxInt64
}

// bigString is from where on the length of a new string is weighed.
const bigString = 64 * 1024

// charge raises OverBudget if n more bytes do not fit. Functions that make strings call it before they do.
func (vm *VM) charge(L *lua.LState, n int) {
	if n < bigString || vm.budget == nil || vm.budget.Memory == 0 || vm.budget.fits(n) {
		return
	}
	vm.Raise(L, vm.budget.exceed())
}

// strRep is string.rep(s, n).
func strRep(L *lua.LState) int {
	s, n := L.CheckString(1), max(checkInt(L, 2), 0)
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
				if lua.LVCanConvToString(a) {
					a = acc
				}
				L.RaiseError("attempt to concatenate a %s value", a.Type())
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
	own := L.GetMetatable(lua.LString("")).(*lua.LTable)
	lib := own.RawGetString("__index").(*lua.LTable)
	mt := L.CreateTable(0, 2)
	mt.RawSetString("__index", L.NewFunction(func(L *lua.LState) int {
		if L.Get(2) == lua.LString(concatKey) {
			L.Push(concat)
		} else {
			L.Push(lib.RawGet(L.Get(2)))
		}
		return 1
	}))
	mt.RawSetString("__metatable", own)
	L.SetMetatable(lua.LString(""), mt)
}
