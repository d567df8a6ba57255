package host

import (
	"os"
	"os/exec"
	"slices"
	"syscall"

	lua "github.com/yuin/gopher-lua"
)

func (vm *VM) openOS() {
	vm.newLib("os", vm.theirs("os", lua.OpenOs, "clock", "tmpname"), []function{
		{"exit", vm.exit},
		{"execute", vm.execute},
		{"getenv", luaGetenv},
		{"date", osDate},
		{"time", osTime},
		{"remove", osRemove},
		{"rename", osRename},
		{"difftime", osDiffTime},
		{"setlocale", osSetLocale},
	})
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
		code = optInt(L, 1, 0)
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

// execute is os.execute([command]): the shell runs it, other tasks run meanwhile. It returns what wait(2) tells: 256 times the
// exit status, or the signal that ended it; without a command 1: there is a shell.
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
		L.Push(lua.LNumber(-1))
		return 1
	}
	err := vm.waitFor(L, cmd)
	if _, ok := err.(*exec.ExitError); err != nil && !ok {
		vm.Raise(L, err)
	}
	L.Push(lua.LNumber(cmd.ProcessState.Sys().(syscall.WaitStatus)))
	return 1
}

func osDiffTime(L *lua.LState) int {
	from := lua.LNumber(0)
	if L.Get(2) != lua.LNil {
		from = checkNumber(L, 2)
	}
	L.Push(checkNumber(L, 1) - from)
	return 1
}

// localeCategories are those of os.setlocale.
var localeCategories = []string{"all", "collate", "ctype", "monetary", "numeric", "time"}

// osSetLocale is os.setlocale([locale [, category]]): there is the locale C and no other.
func osSetLocale(L *lua.LState) int {
	if c := optString(L, 2, "all"); !slices.Contains(localeCategories, c) {
		L.ArgError(2, "invalid option '"+c+"'")
	}
	if slices.Contains([]string{"", "C", "POSIX"}, optString(L, 1, "C")) {
		L.Push(lua.LString("C"))
	} else {
		L.Push(lua.LNil)
	}
	return 1
}

// done pushes true, or nil and what went wrong with a file.
func done(L *lua.LState, name string, err error) int {
	if err != nil {
		return fail(L, name, err)
	}
	L.Push(lua.LTrue)
	return 1
}

func osRemove(L *lua.LState) int {
	name := L.CheckString(1)
	return done(L, name, os.Remove(name))
}

func osRename(L *lua.LState) int {
	from, to := L.CheckString(1), L.CheckString(2)
	return done(L, from, os.Rename(from, to))
}
