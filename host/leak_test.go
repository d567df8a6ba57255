package host

import (
	"io"
	"runtime"
	"testing"
	"time"
)

// A VM that is closed leaves no goroutine, whatever its tasks were about.
func TestCloseLeavesNothing(t *testing.T) {
	before := runtime.NumGoroutine()
	for name, src := range map[string]string{
		"detached":  `for i = 1, 50 do nlua.spawn(function() while true do nlua.sleep(0) end end):detach() nlua.spawn(nlua.sleep, 100):detach() end`,
		"suspended": `for i = 1, 50 do nlua.spawn(function() nlua.sleep(0) nlua.channel():recv() end):detach() end nlua.sleep(0) error("end")`,
		"exit":      `for i = 1, 50 do nlua.spawn(function() nlua.sleep(0) if i == 20 then os.exit(3) end nlua.sleep(9) end) end nlua.sleep(9)`,
		"unstarted": `for i = 1, 50 do nlua.spawn(nlua.sleep, 9):cancel() end`,
		"deadlock":  `local c = nlua.channel() for i = 1, 50 do nlua.spawn(function() c:recv() end) end`,
		"failed":    `for i = 1, 50 do nlua.spawn(function() nlua.sleep(0) error("x") end) end`,
	} {
		vm := New(Config{Stdout: io.Discard, Stderr: io.Discard})
		vm.End(vm.RunSource("=test", []byte(src)))
		vm.Close()
		n := 0
		for end := time.Now().Add(time.Minute); time.Now().Before(end); time.Sleep(time.Millisecond) {
			if n = runtime.NumGoroutine(); n <= before {
				break
			}
		}
		if n > before {
			t.Errorf("%s: %d goroutines, before it were %d", name, n, before)
		}
	}
}
