package host

import (
	"math"
	"math/rand"

	lua "github.com/yuin/gopher-lua"
)

var mathFuncs = []function{
	{"ldexp", mathLdexp},
	{"max", func(L *lua.LState) int { return mathBest(L, func(a, b lua.LNumber) bool { return a > b }) }},
	{"min", func(L *lua.LState) int { return mathBest(L, func(a, b lua.LNumber) bool { return a < b }) }},
	{"random", mathRandom},
}

func (vm *VM) openMath() {
	t := vm.newLib("math", mathFuncs, vm.theirs("math", lua.OpenMath, "abs", "acos", "asin", "atan", "atan2", "ceil", "cos", "cosh", "deg",
		"exp", "floor", "fmod", "frexp", "log", "log10", "mod", "modf", "pow", "rad", "randomseed", "sin", "sinh", "sqrt", "tan", "tanh"))
	t.RawSetString("pi", lua.LNumber(math.Pi))
	t.RawSetString("huge", lua.LNumber(math.Inf(1)))
}

func mathLdexp(L *lua.LState) int {
	L.Push(lua.LNumber(math.Ldexp(float64(checkNumber(L, 1)), checkInt(L, 2))))
	return 1
}

func mathBest(L *lua.LState, better func(a, b lua.LNumber) bool) int {
	best := checkNumber(L, 1)
	for i := 2; i <= L.GetTop(); i++ {
		if n := checkNumber(L, i); better(n, best) {
			best = n
		}
	}
	L.Push(best)
	return 1
}

// mathRandom is math.random([m [, n]]).
func mathRandom(L *lua.LState) int {
	low, high := 1, 0
	switch L.GetTop() {
	case 0:
		L.Push(lua.LNumber(rand.Float64()))
		return 1
	case 1:
		high = checkInt(L, 1)
	case 2:
		low, high = checkInt(L, 1), checkInt(L, 2)
	default:
		L.RaiseError("wrong number of arguments")
	}
	if low > high {
		L.ArgError(L.GetTop(), "interval is empty")
	}
	L.Push(lua.LNumber(math.Floor(rand.Float64()*(float64(high)-float64(low)+1)) + float64(low)))
	return 1
}
