package host

import (
	"testing"
	"time"

	lua "github.com/yuin/gopher-lua"
	"golang.org/x/sys/unix"
)

// TestExecInterrupted has a program started by a task that was interrupted just then: the program must not go on without it.
func TestExecInterrupted(t *testing.T) {
	vm := New(Config{InNetns: func(L *lua.LState, _ lua.LValue, start func() error) error {
		defer TaskOf(L).Interrupt(&Interrupt{Kind: Cancelled})
		return start()
	}})
	err := vm.RunSource("=test", []byte(`
local task = nlua.spawn(nlua.exec, { "sleep", "1000" }, { netns = "here" })
assert(not pcall(task.join, task) and task.status == "cancelled")`))
	if err != nil {
		t.Error(err)
	}
	vm.End(err)
	vm.Close()
	// On a busy machine it is killed, but not waited for yet.
	for deadline := time.Now().Add(time.Minute); unix.Waitid(unix.P_ALL, 0, nil, unix.WEXITED|unix.WNOHANG|unix.WNOWAIT, nil) != unix.ECHILD; {
		if time.Sleep(time.Millisecond); time.Now().After(deadline) {
			t.Fatal("a child is left")
		}
	}
}
