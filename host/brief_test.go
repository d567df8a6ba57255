package host

import (
	"bytes"
	"errors"
	"testing"

	lua "github.com/yuin/gopher-lua"
)

// Tasks that wait briefly, over and over, leave others their share; a brief wait that is long stops nobody.
func TestBrief(t *testing.T) {
	var out bytes.Buffer
	vm := New(Config{Stdout: &out, Stderr: &out})
	end := make(chan struct{})
	for name, wait := range map[string]func(){"brief": func() {}, "long": func() { <-end }, "release": func() { close(end) }} {
		vm.L().SetGlobal(name, vm.L().NewFunction(func(L *lua.LState) int {
			err := vm.Brief(L, func(<-chan struct{}) error { wait(); return nil })
			if err != nil {
				vm.Raise(L, err)
			}
			return 0
		}))
	}
	err := vm.RunSource("@brief.lua", []byte(`
		local done
		for i = 1, 3 do nlua.spawn(function() while not done do brief() end end) end
		nlua.sleep(0.01)
		local turns = 0
		for i = 1, 100 do nlua.sleep(0) turns = turns + 1 end
		print(turns)

		local slow = nlua.spawn(function() long() print("slow") end)
		nlua.sleep(0.05)
		print("meanwhile")
		release()
		done = true
		slow:join()
	`))
	if status := vm.End(err); status != 0 || out.String() != "100\nmeanwhile\nslow\n" {
		t.Errorf("status %d, %q", status, out.String())
	}
	vm.Close()
}

// What goes wrong in a brief wait, an error or a panic of Go, is the task's own that waits, whoever does it.
func TestBriefFails(t *testing.T) {
	var out bytes.Buffer
	vm := New(Config{Stdout: &out, Stderr: &out})
	for name, wait := range map[string]func() error{"fails": func() error { return errors.New("failed") }, "panics": func() error { panic("broken") }} {
		vm.L().SetGlobal(name, vm.L().NewFunction(func(L *lua.LState) int {
			if err := vm.Brief(L, func(<-chan struct{}) error { return wait() }); err != nil {
				vm.Raise(L, err)
			}
			return 0
		}))
	}
	err := vm.RunSource("@brief.lua", []byte(`
		local seen = {}
		local function note(fn)
			local ok, err = pcall(fn)
			local text = tostring(err):match("failed") or tostring(err):match("internal error: broken") or tostring(ok)
			seen[text] = (seen[text] or 0) + 1
		end
		local tasks = {}
		for i = 1, 10 do
			tasks[i] = nlua.spawn(function()
				for _ = 1, 5 do note(fails) note(panics) note(function() nlua.sleep(0) end) end
			end)
		end
		for _, task in ipairs(tasks) do task:join() end
		note(fails) note(panics)
		print(seen.failed, seen["internal error: broken"], seen["true"])
	`))
	if status := vm.End(err); status != 0 || out.String() != "51\t51\t50\n" {
		t.Errorf("status %d, %q", status, out.String())
	}
	vm.Close()
}
