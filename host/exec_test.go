package host

import (
	"testing"

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
	if pid, err := unix.Wait4(-1, nil, unix.WNOHANG, nil); err != unix.ECHILD {
		t.Errorf("a child is left: wait4 returned %d, %v", pid, err)
	}
}
