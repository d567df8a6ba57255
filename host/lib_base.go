package host

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"runtime"
	"strconv"
	"strings"
	"syscall"

	lua "github.com/yuin/gopher-lua"
)

// Numeric is a userdata value that Lua's tonumber understands.
type Numeric interface{ Float64() float64 }

func (vm *VM) openBase(g *lua.LTable) {
	vm.AddLib("_G", g)
	g.RawSetString("_VERSION", lua.LString(lua.LuaVersion))
	vm.register(g, vm.theirs("_G", lua.OpenBase, "getmetatable", "module", "newproxy", "rawequal", "rawget", "type"))
	vm.register(g, []function{
		{"next", luaNext},
		{"getfenv", luaGetFenv},
		{"setfenv", luaSetFenv},
		{"assert", luaAssert},
		{"error", luaError},
		{"pcall", vm.pcall},
		{"xpcall", vm.xpcall},
		{"print", vm.print},
		{"tostring", luaToString},
		{"tonumber", luaToNumber},
		{"select", luaSelectArgs},
		{"load", vm.load},
		{"loadstring", vm.loadString},
		{"loadfile", vm.loadFile},
		{"dofile", vm.doFile},
		{"collectgarbage", luaCollectGarbage},
		{"gcinfo", func(L *lua.LState) int {
			L.Push(memoryInUse())
			return 1
		}},
		{"require", vm.require},
		{"unpack", luaUnpack},
		{"setmetatable", luaSetMetatable},
		{"rawset", luaRawSet},
	})
	L := vm.main
	vm.raisers = []lua.LValue{g.RawGetString("error"), g.RawGetString("assert")}
	g.RawSetString("pairs", L.NewFunction(iterator("__pairs", L.NewFunction(pairsStep), lua.LNil)))
	g.RawSetString("ipairs", L.NewFunction(iterator("__ipairs", L.NewFunction(ipairsStep), lua.LNumber(0))))
}

// iterator is pairs or ipairs: what a for loop needs for a table, or for what has the metamethod.
func iterator(meta string, step, first lua.LValue) lua.LGFunction {
	return func(L *lua.LState) int {
		v := L.Get(1)
		if m := L.GetMetaField(v, meta); m != lua.LNil {
			L.Push(m)
			L.Push(v)
			L.Call(1, 3)
			return 3
		}
		L.CheckTable(1)
		L.Push(step)
		L.Push(v)
		L.Push(first)
		return 3
	}
}

func ipairsStep(L *lua.LState) int {
	i := checkInt(L, 2) + 1
	v := L.CheckTable(1).RawGetInt(i)
	if v == lua.LNil {
		L.Push(lua.LNil)
		return 1
	}
	L.Push(lua.LNumber(i))
	L.Push(v)
	return 2
}

func luaAssert(L *lua.LState) int {
	L.CheckAny(1)
	if L.ToBool(1) {
		return L.GetTop()
	}
	message := L.Get(2)
	if message == lua.LNil {
		message = lua.LString("assertion failed!")
	}
	if lua.LVCanConvToString(message) { // as stock Lua 5.1, with the place
		message = lua.LString(Where(L, 1) + message.String())
	}
	L.Error(message, 0)
	return 0
}

func luaError(L *lua.LState) int {
	v := L.Get(1)
	level := optInt(L, 2, 1)
	if lua.LVCanConvToString(v) && level > 0 {
		v = lua.LString(Where(L, level) + v.String())
	}
	L.Error(v, 0)
	return 0
}

// print writes its arguments by their __tostring.
func (vm *VM) print(L *lua.LState) int {
	for i := 1; i <= L.GetTop(); i++ {
		if i > 1 {
			_ = vm.out.WriteByte('\t')
		}
		_, _ = vm.out.WriteString(ToString(L, L.Get(i)))
	}
	_ = vm.out.WriteByte('\n')
	vm.wrote()
	return 0
}

// wrote is called after each piece of output: a person at a terminal sees it at once.
func (vm *VM) wrote() {
	vm.goesOn()
	if vm.tty || vm.out.Available() == 0 {
		vm.flushOut()
	}
}

// flushOut writes the buffer out. When nobody reads any more the program ends.
func (vm *VM) flushOut() error {
	err := vm.out.Flush()
	if errors.Is(err, syscall.EPIPE) {
		vm.out.Reset(io.Discard)
		vm.unread()
	}
	return err
}

// unread ends the program as SIGPIPE would, but with its undo work done.
func (vm *VM) unread() {
	vm.broken.Do(func() { vm.Interrupt(&Interrupt{Kind: Exiting, Code: 128 + int(syscall.SIGPIPE)}) })
}

// WritesPipes says that the program writes into pipes beside stdout and stderr: from now on a SIGPIPE is left to who writes there, and
// gets an error. Without such pipes it comes of stderr, or of another process, and ends the program.
func (vm *VM) WritesPipes() { vm.pipes.Store(true) }

// ToString is Lua's tostring.
func ToString(L *lua.LState, v lua.LValue) string {
	switch s := v.(type) {
	case lua.LString:
		return string(s)
	case lua.LNumber:
		return NumberString(s)
	case lua.LBool, *lua.LNilType:
		return v.String()
	}
	m := L.GetMetaField(v, "__tostring")
	if m == lua.LNil {
		return v.String()
	}
	L.Push(m)
	L.Push(v)
	L.Call(1, 1)
	r := L.Get(-1)
	L.Pop(1)
	if !lua.LVCanConvToString(r) {
		L.RaiseError("'__tostring' must return a string")
	}
	return r.String()
}

// NumberString is how numbers are shown: integers exactly, as far as 64 bits go, all else with 14 digits as in stock Lua.
func NumberString(n lua.LNumber) string {
	f := float64(n)
	switch {
	case math.IsInf(f, 1):
		return "inf"
	case math.IsInf(f, -1):
		return "-inf"
	case math.IsNaN(f):
		return "nan"
	case f == math.Trunc(f) && math.Abs(f) < 1<<63:
		return strconv.FormatInt(int64(f), 10)
	}
	return strconv.FormatFloat(f, 'g', 14, 64)
}

func luaToString(L *lua.LState) int {
	L.Push(lua.LString(ToString(L, L.CheckAny(1))))
	return 1
}

func luaToNumber(L *lua.LState) int {
	base := optInt(L, 2, 10)
	v := L.CheckAny(1)
	if ud, ok := userValue(v).(Numeric); ok && base == 10 {
		L.Push(lua.LNumber(ud.Float64()))
		return 1
	}
	var n float64
	ok := false
	switch v := v.(type) {
	case lua.LNumber:
		if base == 10 {
			L.Push(v)
			return 1
		}
		n, ok = parseInt(v.String(), base)
	case lua.LString:
		if base == 10 {
			n, ok = ParseNumber(string(v))
		} else {
			if base < 2 || base > 36 {
				L.ArgError(2, "base out of range")
			}
			n, ok = parseInt(string(v), base)
		}
	}
	if ok {
		L.Push(lua.LNumber(n))
	} else {
		L.Push(lua.LNil)
	}
	return 1
}

// spaces are what C's isspace accepts.
const spaces = " \t\n\v\f\r"

func parseInt(s string, base int) (float64, bool) {
	s = strings.ToLower(strings.Trim(s, spaces))
	if base == 16 {
		s = strings.TrimPrefix(s, "0x")
	}
	if strings.ContainsAny(s, "_+") {
		return 0, false
	}
	if n, err := strconv.ParseInt(s, base, 64); err == nil {
		return float64(n), true
	}
	n, err := strconv.ParseUint(s, base, 64)
	return float64(n), err == nil
}

// checkInt, optInt and optString read arguments as stock Lua does: a number may be written as a string, and the other way round.
func checkInt(L *lua.LState, n int) int { return int(checkNumber(L, n)) }

func optInt(L *lua.LState, n, def int) int {
	if L.Get(n) == lua.LNil {
		return def
	}
	return checkInt(L, n)
}

func optString(L *lua.LState, n int, def string) string {
	if L.Get(n) == lua.LNil {
		return def
	}
	return L.CheckString(n)
}

// ParseNumber reads a number as Lua source or tonumber does: decimal with fraction and exponent, or hexadecimal.
func ParseNumber(s string) (float64, bool) {
	s = strings.Trim(s, spaces)
	digits := strings.TrimLeft(s, "+-")
	if len(s)-len(digits) > 1 || digits == "" {
		return 0, false
	}
	if strings.HasPrefix(digits, "0x") || strings.HasPrefix(digits, "0X") {
		n, err := strconv.ParseUint(digits[2:], 16, 64)
		if err != nil || strings.Contains(digits, "_") {
			return 0, false
		}
		if s[0] == '-' {
			return -float64(n), true
		}
		return float64(n), true
	}
	if strings.IndexFunc(digits, func(r rune) bool { return !strings.ContainsRune("0123456789.eE+-", r) }) >= 0 {
		return 0, false
	}
	n, err := strconv.ParseFloat(s, 64)
	if err != nil && !math.IsInf(n, 0) {
		return 0, false
	}
	return n, true
}

func luaSelectArgs(L *lua.LState) int {
	top := L.GetTop()
	if L.Get(1) == lua.LString("#") {
		L.Push(lua.LNumber(top - 1))
		return 1
	}
	n := checkInt(L, 1)
	switch {
	case n < 0:
		n = top + n
	case n > top:
		n = top
	}
	if n < 1 {
		L.ArgError(1, "index out of range")
	}
	return top - n
}

func luaSetMetatable(L *lua.LState) int {
	t := L.CheckTable(1)
	mt := L.Get(2)
	if L.GetTop() < 2 || mt != lua.LNil && mt.Type() != lua.LTTable {
		L.ArgError(2, "nil or table expected")
	}
	if L.GetMetaField(t, "__metatable") != lua.LNil {
		L.RaiseError("cannot change a protected metatable")
	}
	t.Metatable = mt
	L.SetTop(1)
	return 1
}

func luaRawSet(L *lua.LState) int {
	L.RawSet(L.CheckTable(1), L.CheckAny(2), L.CheckAny(3))
	L.SetTop(1)
	return 1
}

// unpackMax is how many values unpack returns at most.
const unpackMax = 200000

func luaUnpack(L *lua.LState) int {
	t := L.CheckTable(1)
	i, j := optInt(L, 2, 1), optInt(L, 3, t.Len())
	if i > j {
		return 0
	}
	if j-i >= unpackMax || j-i < 0 {
		L.RaiseError("too many results to unpack")
	}
	for k := i; k <= j; k++ {
		L.Push(t.RawGetInt(k))
	}
	return j - i + 1
}

// memoryInUse is in KiB.
func memoryInUse() lua.LNumber {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return lua.LNumber(float64(m.HeapAlloc) / 1024)
}

func luaCollectGarbage(L *lua.LState) int {
	switch opt := optString(L, 1, "collect"); opt {
	case "collect":
		runtime.GC()
		L.Push(lua.LNumber(0))
	case "count":
		L.Push(memoryInUse())
	case "step":
		L.Push(lua.LTrue)
	case "stop", "restart", "setpause", "setstepmul":
		L.Push(lua.LNumber(0))
	default:
		L.ArgError(1, "invalid option '"+opt+"'")
	}
	return 1
}

// compiled pushes the function of a chunk, or nil and the error's text.
func (vm *VM) compiled(L *lua.LState, name string, r io.Reader) int {
	proto, err := vm.Compile(name, r)
	return vm.pushChunk(L, proto, err)
}

func (vm *VM) pushChunk(L *lua.LState, proto *lua.FunctionProto, err error) int {
	if err != nil {
		L.Push(lua.LNil)
		L.Push(lua.LString(err.Error()))
		return 2
	}
	L.Push(vm.main.NewFunctionFromProto(proto))
	return 1
}

// load is Lua's load(func [, name]); a string in place of the function works too, as in later Luas.
func (vm *VM) load(L *lua.LState) int {
	if s, ok := L.Get(1).(lua.LString); ok {
		return vm.compiled(L, optString(L, 2, string(s)), strings.NewReader(string(s)))
	}
	fn := L.CheckFunction(1)
	name := optString(L, 2, "=(load)")
	var src bytes.Buffer
	for {
		res, err := vm.Call(L, fn, 1)
		if ce, ok := err.(*CallError); ok {
			if isInterrupt(ce.Value) {
				vm.Raise(L, ce)
			}
			L.Push(lua.LNil)
			L.Push(ce.Value)
			return 2
		}
		piece := res[0]
		if piece == lua.LNil || piece == lua.LString("") {
			break
		}
		if !lua.LVCanConvToString(piece) {
			L.Push(lua.LNil)
			L.Push(lua.LString("reader function must return a string"))
			return 2
		}
		src.WriteString(piece.String())
	}
	return vm.compiled(L, name, &src)
}

func (vm *VM) loadString(L *lua.LState) int {
	s := L.CheckString(1)
	return vm.compiled(L, optString(L, 2, s), strings.NewReader(s))
}

// compileFile compiles a file; "" is stdin.
func (vm *VM) compileFile(L *lua.LState, path string) (*lua.FunctionProto, error) {
	if path == "" {
		src, err := vm.readAll(L, vm.in)
		if err != nil {
			return nil, err
		}
		return vm.compileSource("=stdin", src)
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("cannot open %s: %w", path, cause(err))
	}
	defer f.Close()
	proto, err := vm.Compile("@"+path, f)
	var pe *os.PathError
	if errors.As(err, &pe) {
		return nil, fmt.Errorf("cannot read %s: %w", path, cause(err))
	}
	return proto, err
}

// cause is the system's part of an error of package os, in the C library's words.
func cause(err error) error {
	var no syscall.Errno
	if errors.As(err, &no) {
		return sysError{no}
	}
	return err
}

// sysError is an errno with the text that scripts know: Go's, but for the first letter.
type sysError struct{ syscall.Errno }

func (e sysError) Error() string {
	text := e.Errno.Error()
	return strings.ToUpper(text[:1]) + text[1:]
}

func (e sysError) Unwrap() error { return e.Errno }

func (vm *VM) loadFile(L *lua.LState) int {
	proto, err := vm.compileFile(L, optString(L, 1, ""))
	return vm.pushChunk(L, proto, err)
}

func (vm *VM) doFile(L *lua.LState) int {
	proto, err := vm.compileFile(L, optString(L, 1, ""))
	if err != nil {
		L.Error(lua.LString(err.Error()), 0)
	}
	L.SetTop(0)
	L.Push(vm.main.NewFunctionFromProto(proto))
	L.Call(0, lua.MultRet)
	return L.GetTop()
}
