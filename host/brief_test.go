package host

import (
	"bytes"
	"testing"
	"time"

	lua "github.com/yuin/gopher-lua"
)

// Tasks that wait briefly, over and over, leave others their share; a brief wait that is long stops nobody.
func TestBrief(t *testing.T) {
	var out bytes.Buffer
	vm := New(Config{Stdout: &out, Stderr: &out})
	vm.L().SetGlobal("brief", vm.L().NewFunction(func(L *lua.LState) int {
		d := time.Duration(float64(L.CheckNumber(1)) * float64(time.Second))
		err := vm.Brief(L, func(<-chan struct{}) error { time.Sleep(d); return nil })
		if err != nil {
			vm.Raise(L, err)
		}
		return 0
	}))
	err := vm.RunSource("@brief.lua", []byte(`
		local done
		for i = 1, 3 do nlua.spawn(function() while not done do brief(0) end end) end
		nlua.sleep(0.01)
		local turns = 0
		for i = 1, 100 do nlua.sleep(0) turns = turns + 1 end
		print(turns)

		local slow = nlua.spawn(function() brief(0.3) print("slow") end)
		nlua.sleep(0.05)
		print("meanwhile")
		done = true
		slow:join()
	`))
	if status := vm.End(err); status != 0 || out.String() != "100\nmeanwhile\nslow\n" {
		t.Errorf("status %d, %q", status, out.String())
	}
	vm.Close()
}
