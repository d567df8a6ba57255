package host

import (
	"fmt"
	"math"
	"math/bits"

	lua "github.com/yuin/gopher-lua"
)

// openBit makes the library `bit`, with the names and results of LuaJIT's BitOp: signed 32-bit numbers.
func (vm *VM) openBit() {
	vm.newLib("bit", []function{
		{"tobit", bit1(func(a uint32) uint32 { return a })},
		{"bnot", bit1(func(a uint32) uint32 { return ^a })},
		{"bswap", bit1(bits.ReverseBytes32)},
		{"band", bitN(func(a, b uint32) uint32 { return a & b })},
		{"bor", bitN(func(a, b uint32) uint32 { return a | b })},
		{"bxor", bitN(func(a, b uint32) uint32 { return a ^ b })},
		{"lshift", bit2(func(a, n uint32) uint32 { return a << n })},
		{"rshift", bit2(func(a, n uint32) uint32 { return a >> n })},
		{"arshift", bit2(func(a, n uint32) uint32 { return uint32(int32(a) >> n) })},
		{"rol", bit2(func(a, n uint32) uint32 { return bits.RotateLeft32(a, int(n)) })},
		{"ror", bit2(func(a, n uint32) uint32 { return bits.RotateLeft32(a, -int(n)) })},
		{"tohex", bitToHex},
	})
}

// checkBits reads a number modulo 2^32; fractions are rounded, as BitOp does.
func checkBits(L *lua.LState, n int) uint32 {
	if u, ok := userValue(L.Get(n)).(Integer); ok {
		return uint32(u.Uint64())
	}
	f := math.RoundToEven(float64(checkNumber(L, n)))
	return uint32(int64(math.Mod(f, 1<<32)))
}

func pushBits(L *lua.LState, v uint32) int {
	L.Push(lua.LNumber(int32(v)))
	return 1
}

func bit1(f func(uint32) uint32) lua.LGFunction {
	return func(L *lua.LState) int { return pushBits(L, f(checkBits(L, 1))) }
}

func bit2(f func(a, n uint32) uint32) lua.LGFunction {
	return func(L *lua.LState) int { return pushBits(L, f(checkBits(L, 1), checkBits(L, 2)&31)) }
}

func bitN(f func(a, b uint32) uint32) lua.LGFunction {
	return func(L *lua.LState) int {
		v := checkBits(L, 1)
		for i := 2; i <= L.GetTop(); i++ {
			v = f(v, checkBits(L, i))
		}
		return pushBits(L, v)
	}
}

// bitToHex is bit.tohex(x [, n]): n digits, upper case when n is negative.
func bitToHex(L *lua.LState) int {
	v, n := checkBits(L, 1), optInt(L, 2, 8)
	format := "%0*x"
	if n < 0 {
		n, format = -n, "%0*X"
	}
	n = min(n, 8)
	if n == 0 {
		L.Push(lua.LString(""))
		return 1
	}
	s := fmt.Sprintf(format, n, v)
	L.Push(lua.LString(s[len(s)-n:]))
	return 1
}
