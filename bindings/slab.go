package bindings

import (
	"unsafe"

	lua "github.com/yuin/gopher-lua"
)

// A Lua value is a Go interface, and Go allocates for each string or number that it puts into one. slabs makes many with one
// allocation, which lives as long as any of them. Measured on three values of each of a million routes: a string costs 20 ns
// instead of 110, a number 5 instead of 25, and most of the collector's work goes.
type slabs struct {
	text    []byte // free room for characters
	strings []lua.LString
	numbers []lua.LNumber
}

const (
	textSlab  = 1024 // bytes
	valueSlab = 64   // values
)

// word is an interface's second word: the address of the value.
type word struct {
	class unsafe.Pointer
	value unsafe.Pointer
}

// boxed gives v as a Lua value without an allocation: like is any value of T, which lends its class. Nobody may change *v.
func boxed[T lua.LString | lua.LNumber](like lua.LValue, v *T) lua.LValue {
	(*word)(unsafe.Pointer(&like)).value = unsafe.Pointer(v)
	return like
}

var (
	anyString lua.LValue = lua.LString("")
	anyNumber lua.LValue = lua.LNumber(0)
)

// unboxed gives a Lua string or number as Go's, without an allocation, which would take 40 ns of the 300 that a keyword takes.
func unboxed(v lua.LValue) any {
	goes := any(0.0)
	if v.Type() == lua.LTString {
		goes = any("")
	}
	(*word)(unsafe.Pointer(&goes)).value = (*word)(unsafe.Pointer(&v)).value
	return goes
}

// number is lua.LNumber(f) as a Lua value.
func (s *slabs) number(f lua.LNumber) lua.LValue {
	if len(s.numbers) == 0 {
		s.numbers = make([]lua.LNumber, valueSlab)
	}
	v := &s.numbers[0]
	s.numbers = s.numbers[1:]
	*v = f
	return boxed(anyNumber, v)
}

// room is where to append the characters of a string, for string.
func (s *slabs) room() []byte {
	if cap(s.text) < 64 {
		s.text = make([]byte, 0, textSlab)
	}
	return s.text
}

// string makes a Lua string of what was appended to room's.
func (s *slabs) string(text []byte) lua.LValue {
	if len(s.strings) == 0 {
		s.strings = make([]lua.LString, valueSlab)
	}
	v := &s.strings[0]
	s.strings = s.strings[1:]
	*v = lua.LString(unsafe.String(unsafe.SliceData(text), len(text)))
	if len(text) <= cap(s.text) { // it did not outgrow the room
		s.text = s.text[len(text):len(text):cap(s.text)]
	}
	return boxed(anyString, v)
}
