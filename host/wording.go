package host

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	lua "github.com/yuin/gopher-lua"
)

// embedded begins the names of the modules that nlua brings along.
const embedded = "nlua."

// replaced puts the script's position where a function written in Go refused what an embedded module passed on to it.
func replaced(L *lua.LState, text string) string {
	list := levels(L, 100)
	if len(list) < 2 || !list[0].fn.IsG {
		return text
	}
	for _, l := range list[1:] {
		source, line := l.line()
		place := fmt.Sprintf("%s:%d: ", source, line)
		switch {
		case line == 0:
		case !strings.HasPrefix(source, embedded):
			return place + text
		default:
			text = strings.TrimPrefix(text, place)
		}
	}
	return text
}

// reworded is an error's text as stock Lua words it, as far as the running function tells what the text does not. What a script
// raises itself stays as it is: it lies above the arguments of error or assert, and alone where assert had none.
func reworded(L *lua.LState, text string) string {
	better := stock(L, text)
	if better != text {
		if list := levels(L, 1); len(list) > 0 && L.GetTop() > 1 && slices.Contains(threadOf(L).vm.raisers, lua.LValue(list[0].fn)) {
			return text
		}
	}
	return better
}

// rephrasings are what gopher-lua's messages contain, and what makes stock Lua's of the message. All but bad arguments are about the
// instruction that runs.
var rephrasings = [...]struct {
	has    string
	phrase func(L *lua.LState, text, before, after string) string
}{
	{"bad argument #", badArgument},
	{"attempt to call a non-function object", func(L *lua.LState, text, before, after string) string { return before + "attempt to call " + called(L) }},
	{"attempt to index a non-table object(", notIndexed},
	{"cannot perform ", notComputed},
	{"__unm undefined", func(L *lua.LState, text, before, after string) string {
		return before + "attempt to perform arithmetic on " + operand(L, "", func(i instruction) int { return i.b })
	}},
	{"__len undefined", func(L *lua.LState, text, before, after string) string {
		return before + "attempt to get length of " + operand(L, "", func(i instruction) int { return i.b })
	}},
	{"attempt to compare ", func(L *lua.LState, text, before, after string) string {
		if a, b, ok := strings.Cut(after, " with "); ok && a == b {
			return before + "attempt to compare two " + a + " values"
		}
		return text
	}},
	{"too many recursions in ", func(L *lua.LState, text, before, after string) string { return before + "loop in " + after }},
	{"for statement ", func(L *lua.LState, text, before, after string) string {
		return before + "'for' " + strings.Replace(after, "init ", "initial value ", 1)
	}},
}

func stock(L *lua.LState, text string) string {
	if strings.HasPrefix(text, embedded) {
		text = replaced(L, text)
	}
	for i := range rephrasings {
		r := &rephrasings[i]
		if before, after, ok := strings.Cut(text, r.has); ok {
			return r.phrase(L, text, before, after)
		}
	}
	return text
}

// operand names what a register of the running instruction holds: "local 'x' (a nil value)", "a nil value". A type that is not the one
// complained of tells that it was not that register's.
func operand(L *lua.LState, typ string, pick func(instruction) int) string {
	p, pc, ok := running(L)
	if !ok {
		return "a " + cmp.Or(typ, "value of another type")
	}
	reg := pick(decode(p.Code[pc]))
	var v lua.LValue
	if reg&constantBit != 0 {
		v = p.Constants[reg&^constantBit]
	} else {
		v = L.Get(reg + 1)
	}
	name := ""
	if typ == "" || typ == v.Type().String() {
		typ = v.Type().String()
		if reg&constantBit == 0 {
			name = nameOf(p, pc, reg)
		}
	}
	if name == "" {
		return "a " + typ + " value"
	}
	return name + " (a " + typ + " value)"
}

func called(L *lua.LState) string {
	if _, _, ok := running(L); !ok {
		return "a value that is no function"
	}
	return operand(L, "", func(i instruction) int { return i.a })
}

func notIndexed(L *lua.LState, text, before, after string) string {
	typ, key, _ := strings.Cut(after, ") with key ")
	what := operand(L, typ, func(i instruction) int {
		if i.op == lua.OP_SETTABLE || i.op == lua.OP_SETTABLEKS {
			return i.a
		}
		return i.b
	})
	if strings.HasPrefix(what, "a ") {
		what += " with key " + key
	}
	return before + "attempt to index " + what
}

// notComputed is for arithmetic and for '..'.
func notComputed(L *lua.LState, text, before, after string) string {
	op, types, ok := strings.Cut(after, " operation between ")
	left, right, both := strings.Cut(types, " and ")
	if !ok || !both {
		return text
	}
	if op == "concat" {
		typ := left
		if left == "string" || left == "number" {
			typ = right
		}
		return before + "attempt to concatenate " + operand(L, typ, func(i instruction) int {
			for reg := i.c; reg >= i.b && i.op == lua.OP_CONCAT; reg-- {
				if below := reg - 1; below >= i.b && !lua.LVCanConvToString(L.Get(below+1)) {
					return below
				}
				if !lua.LVCanConvToString(L.Get(reg + 1)) {
					return reg
				}
			}
			return i.c
		})
	}
	if left != "number" {
		return before + "attempt to perform arithmetic on " + operand(L, left, func(i instruction) int { return i.b })
	}
	return before + "attempt to perform arithmetic on " + operand(L, right, func(i instruction) int { return i.c })
}

// badArgument says of a missing argument that it is missing, and does not count the object of a method.
func badArgument(L *lua.LState, text, before, after string) string {
	number, rest, ok := strings.Cut(after, " to ")
	name, why, both := strings.Cut(rest, " (")
	n, err := strconv.Atoi(number)
	if !ok || !both || err != nil || strings.ContainsAny(name, " '") {
		return text
	}
	if name == "(anonymous)" {
		name = "?"
	}
	if frame := topFrame(L); frame != nil {
		if frame.generates() {
			name = generator
		}
		if frame.Fn != nil && frame.Fn.IsG && n >= L.GetTop() { // the message lies on top
			why = strings.Replace(why, "got nil)", "got no value)", 1)
		}
		if p, pc, ok := frame.Parent.at(); ok && strings.HasPrefix(nameOf(p, pc, decode(p.Code[pc]).a), "method ") {
			if n--; n == 0 {
				return before + "calling '" + name + "' on bad self (" + why
			}
		}
	}
	return before + "bad argument #" + strconv.Itoa(n) + " to '" + name + "' (" + why
}
