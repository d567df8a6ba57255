package host

import (
	"errors"
	"fmt"
	"syscall"

	lua "github.com/yuin/gopher-lua"
	"golang.org/x/sys/unix"
)

// Error is a refusal by the system, or by tasks, as Lua sees it: an object with code (a number of errno.h), errno (its name) and message.
type Error struct {
	Code    int
	Message string
}

func (e *Error) Error() string { return fmt.Sprintf("%s (%s)", e.Message, e.Errno()) }

// Errno is the name: "ETIMEDOUT".
func (e *Error) Errno() string { return unix.ErrnoName(syscall.Errno(e.Code)) }

// Is makes errors.Is(err, unix.ETIMEDOUT) work.
func (e *Error) Is(target error) bool {
	n, ok := target.(syscall.Errno)
	return ok && int(n) == e.Code
}

// Raise raises a Go error in Lua; it does not return. A *CallError is raised as the value that it was, an *Interrupt as itself,
// errors of the system as objects with a code, the rest as text with the script's place.
func (vm *VM) Raise(L *lua.LState, err error) {
	L.Error(vm.ErrorValue(L, err), 0)
}

// ErrorValue is the Lua value that Raise raises.
func (vm *VM) ErrorValue(L *lua.LState, err error) lua.LValue {
	var ce *CallError
	if errors.As(err, &ce) {
		return ce.Value
	}
	var in *Interrupt
	if errors.As(err, &in) {
		TaskOf(L).retract(in)
		return vm.interruptValue(in)
	}
	if vm.cfg.WrapError != nil {
		if v := vm.cfg.WrapError(L, err); v != nil && v != lua.LNil {
			return v
		}
	}
	var he *Error
	if errors.As(err, &he) {
		return vm.errorObject(he)
	}
	var no syscall.Errno
	if errors.As(err, &no) {
		return vm.errorObject(&Error{Code: int(no), Message: err.Error()})
	}
	return lua.LString(Where(L, 1) + Short(err.Error()))
}

func (vm *VM) errorObject(e *Error) lua.LValue {
	return &lua.LUserData{Value: e, Env: vm.main.G.Global, Metatable: vm.class("nlua.error", []function{
		{"__tostring", func(L *lua.LState) int {
			e, ok := userValue(L.Get(1)).(*Error)
			if !ok {
				L.ArgError(1, "error object expected")
			}
			L.Push(lua.LString(e.Error()))
			return 1
		}},
		{"__index", func(L *lua.LState) int {
			e, ok := userValue(L.Get(1)).(*Error)
			if !ok {
				L.ArgError(1, "error object expected")
			}
			switch L.CheckString(2) {
			case "code":
				L.Push(lua.LNumber(e.Code))
			case "errno":
				L.Push(lua.LString(e.Errno()))
			case "message":
				L.Push(lua.LString(e.Message))
			default:
				L.Push(lua.LNil)
			}
			return 1
		}},
	})}
}

// ErrorText is how an uncaught error value is shown.
func (vm *VM) ErrorText(v lua.LValue) string {
	switch v := v.(type) {
	case lua.LString:
		return string(v)
	case lua.LNumber:
		return v.String()
	case *lua.LUserData:
		if e, ok := v.Value.(error); ok {
			return e.Error()
		}
	}
	if fn := vm.main.GetMetaField(v, "__tostring"); fn != lua.LNil {
		if res, err := vm.Call(vm.main, fn, 1, v); err == nil {
			if s, ok := res[0].(lua.LString); ok {
				return string(s)
			}
		}
	}
	return noText
}

// noText is what stock Lua says of an uncaught error that is no text.
const noText = "(error object is not a string)"

// Complain writes a line to stderr about what no error can tell any more.
func (vm *VM) Complain(text string) {
	_ = vm.out.Flush()
	vm.Remark(text)
}

// Remark is Complain for any goroutine: it does not wait for what the script has printed.
func (vm *VM) Remark(text string) {
	name := "nlua: "
	if vm.prompting.Load() { // as stock Lua: who talks there is known
		name = ""
	}
	fmt.Fprintf(vm.errOut, "%s%s\n", name, text)
}

// Report writes an uncaught error and its traceback to stderr, as the lua program does. An object that has words of its own gets its place too.
func (vm *VM) Report(e *CallError) {
	text := e.Error()
	if !lua.LVCanConvToString(e.Value) && text != noText && e.Where != "" {
		text = e.Where + " " + text
	}
	if e.Traceback != "" {
		text += "\n" + e.Traceback
	}
	vm.Complain(text)
}
