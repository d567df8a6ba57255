package bindings

import (
	"strconv"

	lua "github.com/yuin/gopher-lua"
)

// u64 is an exact unsigned 64-bit number: counters beyond 2^53, masks, identifiers. Sums and products wrap at 2^64.
type u64 uint64

func (s *Space) newU64(n uint64) lua.LValue {
	return &lua.LUserData{Value: u64(n), Metatable: s.u64Kind.meta()}
}

// openU64 makes the class and nlua.u64(number, "digits" or "0x...").
func (s *Space) u64Meta() *lua.LTable {
	binary := func(op func(L *lua.LState, x, y uint64) uint64) lua.LGFunction {
		return func(L *lua.LState) int {
			L.Push(s.newU64(op(L, operand(L, 1), operand(L, 2))))
			return 1
		}
	}
	divisor := func(L *lua.LState, y uint64) uint64 {
		if y == 0 {
			L.RaiseError("nlua.u64: division by zero")
		}
		return y
	}
	return s.class("u64", map[string]lua.LGFunction{
		"__add": binary(func(_ *lua.LState, x, y uint64) uint64 { return x + y }),
		"__sub": binary(func(_ *lua.LState, x, y uint64) uint64 { return x - y }),
		"__mul": binary(func(_ *lua.LState, x, y uint64) uint64 { return x * y }),
		"__div": binary(func(L *lua.LState, x, y uint64) uint64 { return x / divisor(L, y) }),
		"__mod": binary(func(L *lua.LState, x, y uint64) uint64 { return x % divisor(L, y) }),
		"__eq":  func(L *lua.LState) int { L.Push(lua.LBool(operand(L, 1) == operand(L, 2))); return 1 },
		"__lt":  func(L *lua.LState) int { L.Push(lua.LBool(operand(L, 1) < operand(L, 2))); return 1 },
		"__le":  func(L *lua.LState) int { L.Push(lua.LBool(operand(L, 1) <= operand(L, 2))); return 1 },
		"__tostring": func(L *lua.LState) int {
			L.Push(lua.LString(strconv.FormatUint(operand(L, 1), 10)))
			return 1
		},
		"__concat": func(L *lua.LState) int {
			L.Push(lua.LString(u64Text(L.Get(1)) + u64Text(L.Get(2))))
			return 1
		},
		// cmp gives -1, 0 or 1: numbers cannot stand beside userdata in a comparison.
		"cmp": func(L *lua.LState) int {
			x, y := operand(L, 1), operand(L, 2)
			switch {
			case x < y:
				L.Push(lua.LNumber(-1))
			case x > y:
				L.Push(lua.LNumber(1))
			default:
				L.Push(lua.LNumber(0))
			}
			return 1
		},
		// delta gives self - other across a wrap, as a number.
		"delta": func(L *lua.LState) int {
			L.Push(lua.LNumber(operand(L, 1) - operand(L, 2)))
			return 1
		},
		"tonumber": func(L *lua.LState) int { L.Push(lua.LNumber(operand(L, 1))); return 1 },
		"hex": func(L *lua.LState) int {
			L.Push(lua.LString("0x" + strconv.FormatUint(operand(L, 1), 16)))
			return 1
		},
	})
}

func (s *Space) openU64() {
	s.vm.Module().RawSetString("u64", s.vm.L().NewFunction(func(L *lua.LState) int {
		L.Push(s.newU64(operand(L, 1)))
		return 1
	}))
}

func operand(L *lua.LState, n int) uint64 {
	v, ok := wholeNumber(L.Get(n))
	if !ok {
		args{L, "nlua.u64"}.want(n, "a whole number below 2^64")
	}
	return v
}

func u64Text(v lua.LValue) string {
	if n, ok := wholeNumber(v); ok && v.Type() == lua.LTUserData {
		return strconv.FormatUint(n, 10)
	}
	return lua.LVAsString(v)
}
