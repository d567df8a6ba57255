package host

import (
	"fmt"
	"slices"
	"strings"

	lua "github.com/yuin/gopher-lua"
)

// What gopher-lua says where stock Lua says more.
const (
	noFunction  = "attempt to call a non-function object"
	noTable     = "attempt to index a non-table object("
	badArgument = "bad argument #"
)

// embedded begins the names of the modules that nlua brings along.
const embedded = "nlua."

// replaced puts the script's position where a function written in Go refused what an embedded module passed on to it.
func replaced(L *lua.LState, text string) string {
	list := levels(L, lostCalls)
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
// raises itself stays as it is.
func reworded(L *lua.LState, text string) string {
	better := stock(L, text)
	if better != text {
		if list := levels(L, 1); len(list) > 0 && slices.Contains(threadOf(L).vm.raisers, lua.LValue(list[0].fn)) {
			return text
		}
	}
	return better
}

func stock(L *lua.LState, text string) string {
	if strings.HasPrefix(text, embedded) {
		text = replaced(L, text)
	}
	if before, ok := strings.CutSuffix(text, noFunction); ok {
		return before + noFunction[:len("attempt to call")] + called(L)
	}
	if before, after, ok := strings.Cut(text, noTable); ok {
		kind, key, _ := strings.Cut(after, ") with key ")
		return before + "attempt to index a " + kind + " value with key " + key
	}
	if before, after, ok := strings.Cut(text, badArgument); ok {
		if number, rest, ok := strings.Cut(after, " to "); ok {
			if name, why, ok := strings.Cut(rest, " ("); ok && !strings.ContainsAny(name, " '") {
				if name == "(anonymous)" {
					name = "?"
				}
				return before + badArgument + number + " to '" + name + "' (" + why
			}
		}
	}
	return text
}

// called names what the running line calls: which of several it was, nobody knows any more.
func called(L *lua.LState) string {
	for _, l := range levels(L, lostCalls) {
		if l.fn.IsG {
			continue
		}
		_, line := l.line()
		p := l.fn.Proto
		var names []string
		for _, c := range p.DbgCalls {
			if c.Pc < len(p.DbgSourcePositions) && p.DbgSourcePositions[c.Pc] == line && c.Name != "?" && !slices.Contains(names, "'"+c.Name+"'") {
				names = append(names, "'"+c.Name+"'")
			}
		}
		switch len(names) {
		case 0:
		case 1:
			return " " + names[0] + " (it is no function)"
		default:
			return " what is no function: one of " + strings.Join(names, ", ")
		}
		break
	}
	return " a value that is no function"
}
