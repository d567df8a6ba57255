package host

import (
	"os"
	"os/exec"

	lua "github.com/yuin/gopher-lua"
)

func (vm *VM) openOS(t *lua.LTable) {
	vm.register(t, map[string]lua.LGFunction{
		"exit":    vm.exit,
		"execute": vm.execute,
		"getenv":  luaGetenv,
		"date":    osDate,
		"time":    osTime,
		"remove":  osRemove,
		"rename":  osRename,
	})
	t.RawSetString("setenv", lua.LNil)
}

// exit is os.exit([code]): true is 0, false 1. Undo work of all tasks is done first.
func (vm *VM) exit(L *lua.LState) int {
	code := 0
	switch v := L.Get(1).(type) {
	case lua.LBool:
		if !v {
			code = 1
		}
	default:
		code = L.OptInt(1, 0)
	}
	vm.Interrupt(&Interrupt{Kind: Exiting, Code: code})
	vm.Raise(L, TaskOf(L).peekAny())
	return 0
}

func luaGetenv(L *lua.LState) int {
	if s, ok := os.LookupEnv(L.CheckString(1)); ok {
		L.Push(lua.LString(s))
	} else {
		L.Push(lua.LNil)
	}
	return 1
}

// execute is os.execute([command]): the shell runs it, other tasks run meanwhile. It returns the exit status, 128 + n after
// signal n; without a command 1: there is a shell.
func (vm *VM) execute(L *lua.LState) int {
	vm.mayRun(L)
	if L.Get(1) == lua.LNil {
		L.Push(lua.LNumber(1))
		return 1
	}
	cmd := exec.Command("/bin/sh", "-c", L.CheckString(1))
	cmd.Stdin, cmd.Stdout, cmd.Stderr = vm.cfg.Stdin, vm.cfg.Stdout, vm.cfg.Stderr
	_ = vm.out.Flush()
	if err := cmd.Start(); err != nil {
		L.Push(lua.LNumber(127))
		return 1
	}
	err := vm.Wait(L, func(cancel <-chan struct{}) error { return waitFor(cmd, cancel) })
	if _, ok := err.(*exec.ExitError); err != nil && !ok {
		vm.Raise(L, err)
	}
	L.Push(lua.LNumber(exitCode(cmd)))
	return 1
}
