package host

import (
	"bytes"
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
