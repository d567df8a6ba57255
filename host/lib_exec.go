package host

import (
	"bytes"
	"errors"
	"io/fs"
	"os/exec"
	"sort"
	"strings"
	"syscall"
	"time"

	lua "github.com/yuin/gopher-lua"
)

// ExecOptions are the options of nlua.exec, sorted.
var ExecOptions = []string{"cwd", "env", "netns", "stdin"}

// mayRun raises what forbids to start programs. Those that are started end with this one.
func (vm *VM) mayRun(L *lua.LState) {
	vm.Heed()
	if f := vm.cfg.NoPrograms; f != nil {
		if err := f(); err != nil {
			vm.Raise(L, err)
		}
	}
}

// luaExec is nlua.exec(argv, options): runs a program, without a shell, and returns { code =, stdout =, stderr = }; a program that a signal
// ended has code 128 + its number. An interrupt kills it.
func luaExec(L *lua.LState) int {
	vm := Of(L)
	vm.mayRun(L)
	argv := stringList(L, 1)
	if len(argv) == 0 {
		L.ArgError(1, "a program and its arguments expected")
	}
	cmd := exec.Command(argv[0], argv[1:]...)
	var out, errOut bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errOut
	start := cmd.Start
	if o := L.OptTable(2, nil); o != nil {
		o.ForEach(func(k, v lua.LValue) {
			if i := sort.SearchStrings(ExecOptions, k.String()); i == len(ExecOptions) || ExecOptions[i] != k.String() {
				L.ArgError(2, "unknown option "+k.String()+"; known are "+strings.Join(ExecOptions, ", "))
			}
		})
		text := func(name string) (string, bool) {
			v := o.RawGetString(name)
			if v != lua.LNil && !lua.LVCanConvToString(v) {
				L.ArgError(2, name+": string expected, got "+v.Type().String())
			}
			return v.String(), v != lua.LNil
		}
		if s, ok := text("stdin"); ok {
			cmd.Stdin = strings.NewReader(s)
			vm.WritesPipes()
		}
		if s, ok := text("cwd"); ok {
			cmd.Dir = s
		}
		switch env := o.RawGetString("env").(type) {
		case *lua.LTable:
			cmd.Env = cmd.Environ()
			env.ForEach(func(k, v lua.LValue) { cmd.Env = append(cmd.Env, k.String()+"="+v.String()) })
		case *lua.LNilType:
		default:
			L.ArgError(2, "env: table expected, got "+env.Type().String())
		}
		if ns := o.RawGetString("netns"); ns != lua.LNil {
			if vm.cfg.InNetns == nil {
				L.ArgError(2, "netns is not available here")
			}
			start = func() error { return vm.cfg.InNetns(L, ns, cmd.Start) }
		}
	}
	if err := start(); err != nil {
		vm.Raise(L, execError(argv[0], err))
	}
	err := vm.waitFor(L, cmd)
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		vm.Raise(L, err)
	}
	res := L.NewTable()
	res.RawSetString("code", lua.LNumber(exitCode(cmd)))
	res.RawSetString("stdout", lua.LString(out.String()))
	res.RawSetString("stderr", lua.LString(errOut.String()))
	L.Push(res)
	return 1
}

func execError(name string, err error) error {
	var no syscall.Errno
	var at *fs.PathError
	switch {
	case errors.Is(err, exec.ErrNotFound):
		return &Error{Code: int(syscall.ENOENT), Message: "exec " + name + ": no such program in PATH"}
	case errors.As(err, &at) && at.Op == "chdir" && errors.As(err, &no):
		return &Error{Code: int(no), Message: "exec " + name + ": cwd " + at.Path + ": " + sysError{no}.Error()}
	case errors.As(err, &no):
		return &Error{Code: int(no), Message: "exec " + name + ": " + sysError{no}.Error()}
	}
	return err
}

// waitFor waits for a started program. An interrupt kills it, also one that came before the wait.
func (vm *VM) waitFor(L *lua.LState, cmd *exec.Cmd) error {
	ended, waited := make(chan error, 1), false
	go func() { ended <- cmd.Wait() }()
	kill := func() error {
		_ = cmd.Process.Kill()
		select {
		case <-ended:
		case <-time.After(time.Second): // a grandchild holds its output open
		}
		return errStop
	}
	err := vm.Wait(L, func(cancel <-chan struct{}) error {
		waited = true
		select {
		case err := <-ended:
			return err
		case <-cancel:
			return kill()
		}
	})
	if !waited {
		_ = kill()
	}
	return err
}

func exitCode(cmd *exec.Cmd) int {
	if st, ok := cmd.ProcessState.Sys().(syscall.WaitStatus); ok && st.Signaled() {
		return 128 + int(st.Signal())
	}
	return cmd.ProcessState.ExitCode()
}

func stringList(L *lua.LState, n int) []string {
	if text, isText := L.Get(n).(lua.LString); isText {
		L.ArgError(n, "table expected, got string: a program and its arguments are a list: { \""+strings.Join(strings.Fields(string(text)), `", "`)+`" }`)
	}
	t := L.CheckTable(n)
	var list []string
	for i := 1; i <= t.Len(); i++ {
		v := t.RawGetInt(i)
		if !lua.LVCanConvToString(v) {
			L.ArgError(n, "a list of strings expected, got a "+v.Type().String()+" in it")
		}
		list = append(list, v.String())
	}
	return list
}
