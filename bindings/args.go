package bindings

import (
	"fmt"
	"math"
	"strconv"

	lua "github.com/yuin/gopher-lua"

	"nlua/host"
)

// args reads the arguments of one call. It words all complaints about wrong use.
type args struct {
	L  *lua.LState
	fn string // "monitor", as errors name the call
}

// fail raises wrong use, with the script's position.
func (a args) fail(format string, v ...any) {
	a.L.RaiseError("%s: %s", a.fn, host.Short(fmt.Sprintf(format, v...)))
}

// want raises that an argument is of the wrong type. What a method is called on is none of its arguments.
func (a args) want(n int, what string) {
	number := n
	if _, isMethod := a.L.Get(1).(*lua.LUserData); isMethod && n > 1 {
		number--
	}
	a.fail("argument %d: want %s, got %s", number, what, typeName(a.L.Get(n)))
}

// typeName names a value's kind as stock Lua does, but "nothing" for what is not there.
func typeName(v lua.LValue) string {
	if v == nil || v == lua.LNil {
		return "nothing"
	}
	return v.Type().String()
}

// shown is a value as an error has it: a text in quotes, what has no short form by its type.
func shown(v lua.LValue) string {
	switch v := v.(type) {
	case lua.LString:
		return strconv.Quote(string(v))
	case lua.LNumber, lua.LBool:
		return v.String()
	}
	return typeName(v)
}

func (a args) str(n int) string {
	switch v := a.L.Get(n).(type) {
	case lua.LString:
		return string(v)
	case lua.LNumber:
		return v.String()
	}
	a.want(n, "a string")
	return ""
}

func (a args) table(n int) *lua.LTable {
	t, ok := a.L.Get(n).(*lua.LTable)
	if !ok {
		a.want(n, "a table")
	}
	return t
}

// optTable returns nil where the argument is missing.
func (a args) optTable(n int) *lua.LTable {
	if a.L.Get(n) == lua.LNil {
		return nil
	}
	return a.table(n)
}

func (a args) fun(n int) *lua.LFunction {
	f, ok := a.L.Get(n).(*lua.LFunction)
	if !ok {
		a.want(n, "a function")
	}
	return f
}

// whole reads a whole number between two bounds.
func (a args) whole(n int, low, high float64) int64 {
	v, ok := a.L.Get(n).(lua.LNumber)
	f := float64(v)
	if !ok || f != math.Trunc(f) || f < low || f > high {
		a.want(n, fmt.Sprintf("a whole number between %.0f and %.0f", low, high))
	}
	return int64(f)
}
