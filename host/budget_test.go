package host

import (
	"bytes"
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"
)

// TestBudget runs what would take all time or memory; each ends with the one error, pcall or not.
func TestBudget(t *testing.T) {
	for name, src := range map[string]string{
		"loop":       "while true do end",
		"pcall loop": "while true do pcall(error) end",
		"coroutine":  "local co = coroutine.wrap(function() while true do coroutine.yield() end end) while true do co() end",
		"doubling":   "local s = ('x'):rep(1000) while true do s = s .. s end",
		"rep":        "return ('x'):rep(2^29)",
		"rep twice":  "local s = ('x'):rep(2^24) local t = {} for i = 1, 100 do t[i] = s:rep(2) end",
		"gsub":       "local s = ('x'):rep(2^20) return (s:gsub('x', ('y'):rep(2^16)))",
		"table":      "local t = {} for i = 1, 1e12 do t[i] = {} end",
		"concat":     "local s = ('x'):rep(2^20) local t = {} for i = 1, 1000 do t[i] = s end return table.concat(t)",
		"pattern":    "return ('a'):rep(40):find(('a-'):rep(40) .. 'b')",
		"tasks":      "while true do nlua.spawn(function() nlua.sleep(100) end) nlua.sleep(0) end",
		"in a task":  "nlua.spawn(function() pcall(function() while true do end end) end):join()",
	} {
		t.Run(name, func(t *testing.T) {
			runtime.GC() // the heap is the process's: what earlier scripts left may be too much for this one
			var out, errOut bytes.Buffer
			vm := New(Config{Stdout: &out, Stderr: &errOut, Budget: &Budget{Instructions: 2e5, Memory: 200 << 20}})
			err := vm.RunSource("=test", []byte("pcall(function() "+src+" end) print('went on')"))
			if err != nil {
				vm.reportMain(err)
			}
			if status := vm.End(err); status != 1 || out.Len() > 0 || !strings.Contains(errOut.String(), "used up its budget") {
				t.Errorf("status %d, stdout %q, stderr %q", status, out.String(), errOut.String())
			}
			vm.Close()
		})
	}
}

// TestBudgetOfUndo has undo work that would take all time or memory: tasks', the main script's, and that of new tasks.
func TestBudgetOfUndo(t *testing.T) {
	for name, undo := range map[string]string{
		"loop":    "while true do pcall(error) end",
		"table":   "local t = {} while true do t[#t + 1] = {} end",
		"strings": "local t = {} for i = 1, 1000 do t[i] = ('x'):rep(2^22 + i) end",
		"helpers": "while true do nlua.spawn(function() nlua.finally(function() while true do end end) end) nlua.sleep(0) end",
		"source":  "while true do loadstring('x = 1') end",
	} {
		for _, src := range []string{"%s while true do end", "nlua.spawn(function() %s nlua.sleep(100) end) nlua.sleep(0) while true do end"} {
			runtime.GC()
			var out, errOut bytes.Buffer
			vm := New(Config{Stdout: &out, Stderr: &errOut, Budget: &Budget{Instructions: 1e6, Memory: 200 << 20}})
			began := time.Now()
			err := vm.RunSource("=test", fmt.Appendf(nil, src, "nlua.finally(function() "+undo+" print('went on') end)"))
			if status := vm.End(err); status != 1 || out.Len() > 0 || time.Since(began) > UndoTime/2 {
				t.Errorf("%s: status %d, stdout %q, stderr %q in %s", name, status, out.String(), errOut.String(), time.Since(began))
			}
			vm.Close()
		}
	}
}

// TestBudgetKeepsMeaning checks that the operator '..' is what it was.
func TestBudgetKeepsMeaning(t *testing.T) {
	var out, errOut bytes.Buffer
	vm := New(Config{Stdout: &out, Stderr: &errOut, Budget: &Budget{Instructions: 1e6, Memory: 1 << 30}})
	src := `
local mt = setmetatable({}, { __concat = function(a, b) return { a, b } end })
print("a" .. 1 .. "b" .. 2, type("x" .. mt), #(mt .. "y"), ("x"):upper(), #("a" .. ("b" .. "c")))
print(pcall(function() return "a" .. nil end))
print(getmetatable("").__index == string, pcall(setmetatable, "", {}))
string["(concat)"] = nil
setfenv(1, {})
local s = "still" .. " right"
`
	if err := vm.RunSource("=test", []byte(src)); err != nil {
		t.Error(err)
	}
	vm.End(nil)
	vm.Close()
	want := "a1b2\ttable\t2\tX\t3\nfalse\ttest:4: attempt to concatenate a nil value\ntrue\tfalse\tbad argument #1 to '?' (table expected, got string)\n"
	if out.String() != want {
		t.Errorf("%s%swant\n%s", out.String(), errOut.String(), want)
	}
}

// Where the process is large and the heap is not, the costly look at the heap is rare.
func TestHeapIsLookedAtRarely(t *testing.T) {
	u := &budget{Budget: Budget{Memory: 1 << 40}} // without statm: any size
	looks, began := 0, time.Now()
	for range 100000 {
		was := u.looked
		if u.spend(heapInterval); u.looked != was {
			looks++
		}
	}
	if most := int(time.Since(began)/heapPause) + 1; looks == 0 || looks > most {
		t.Errorf("%d looks, at most %d expected", looks, most)
	}
}
