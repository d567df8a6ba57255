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
}

func (vm *VM) openMath() {
	random := []function{{"random", vm.mathRandom}, {"randomseed", vm.mathRandomSeed}}
	t := vm.newLib("math", mathFuncs, random, vm.theirs("math", lua.OpenMath, "abs", "acos", "asin", "atan", "atan2", "ceil", "cos", "cosh", "deg",
		"exp", "floor", "fmod", "frexp", "log", "log10", "mod", "modf", "pow", "rad", "sin", "sinh", "sqrt", "tan", "tanh"))
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
func (vm *VM) mathRandom(L *lua.LState) int {
	r := rand.Float64
	if vm.random != nil {
		r = vm.random.Float64
	}
	low, high := 1, 0
	switch L.GetTop() {
	case 0:
		L.Push(lua.LNumber(r()))
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
	L.Push(lua.LNumber(math.Floor(r()*(float64(high)-float64(low)+1)) + float64(low)))
	return 1
}

// mathRandomSeed is math.randomseed(n). Without it each run has other numbers; gopher-lua's own does nothing with today's Go.
func (vm *VM) mathRandomSeed(L *lua.LState) int {
	vm.random = rand.New(rand.NewSource(formatInt(L, 1)))
	return 0
}
