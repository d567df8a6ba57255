package host

import (
	"fmt"
	"slices"
	"strings"

	lua "github.com/yuin/gopher-lua"
)

// level is one level of the call stack. What it is called and where it stands is asked for only when shown.
type level struct {
	L     *lua.LState
	frame *callFrame
	fn    *lua.LFunction // nil: the program

	yields, body bool // of a coroutine: yield, and its function, which nobody calls by a name
}

// levels lists up to limit levels, innermost first, through all threads of the task. Those that a tail call replaced are left out.
// L.GetStack counts from the innermost each time: all levels of a deep stack would take a second.
func levels(L *lua.LState, limit int) []level {
	var list []level
	for L != nil && len(list) < limit {
		t := threadOf(L)
		for f := topFrame(L); f != nil && len(list) < limit; f = f.Parent {
			if f.Fn != nil && f.Fn != t.vm.enterFn && f.Fn != t.vm.coBase {
				list = append(list, level{L: L, frame: f, fn: f.Fn})
			}
		}
		L = t.caller
	}
	return list
}

// line is where the level stands: 0 for a Go function.
func (l level) line() (source string, line int) {
	if l.fn.IsG {
		return "", 0
	}
	dbg := debugOf(l.frame)
	if _, err := l.L.GetInfo("Sl", dbg, lua.LNil); err != nil {
		return "", 0
	}
	return dbg.Source, dbg.CurrentLine
}

// name is what the caller calls the function, "" if it does not tell.
func (l level) name() string {
	if l.frame.generates() {
		return generator
	}
	dbg := debugOf(l.frame)
	if _, err := l.L.GetInfo("n", dbg, lua.LNil); err != nil {
		return ""
	}
	switch n := dbg.Name; {
	case n == "", n == "?", n[0] == '(', n[0] == '<', n == "main chunk", n == "corountine":
		return ""
	default:
		return n
	}
}

// Where is "file:line: " of the function at a level of L's stack: 0 is the running function, 1 its caller; "" for a Go function.
// Levels go on in the thread that made the protected call.
func Where(L *lua.LState, n int) string {
	list := levels(L, n+1)
	if n >= len(list) {
		return ""
	}
	if source, line := list[n].line(); line > 0 {
		return fmt.Sprintf("%s:%d: ", source, line)
	}
	return ""
}

// The levels that a traceback shows at either end, as in stock Lua.
const (
	traceHead = 12
	traceTail = 10
)

// Traceback is the call stack from a level on, in the words of stock Lua; first is the number that stock Lua gives that level.
func Traceback(L *lua.LState, from, first int) string {
	list := levels(L, maxNesting*deepCalls)
	return traceText(append(list[min(from, len(list)):], level{}), first)
}

// coroutineTrace is Traceback of a coroutine alone, without who resumed it; waits: in yield.
func coroutineTrace(co *lua.LState, from int, waits bool) string {
	list := slices.DeleteFunc(levels(co, maxNesting*deepCalls), func(l level) bool { return l.L != co })
	if len(list) > 0 {
		list[len(list)-1].body = true
	}
	if len(list) > 0 && waits {
		list = append([]level{{yields: true}}, list...)
	}
	return traceText(list[min(from, len(list)):], from)
}

// traceText words levels. Of many those in the middle are left out, where stock Lua leaves them out.
func traceText(list []level, first int) string {
	head, tail := max(traceHead-first, 0), len(list)-traceTail
	whole := first+len(list) <= traceHead+traceTail+1
	var b strings.Builder
	b.WriteString("stack traceback:")
	for i, l := range list {
		if !whole && i >= head && i < tail {
			if i == head {
				b.WriteString("\n\t...")
			}
			continue
		}
		switch {
		case l.yields:
			b.WriteString("\n\t[C]: in function 'yield'")
			continue
		case l.fn == nil:
			b.WriteString("\n\t[C]: ?")
			continue
		}
		name := l.name()
		source, line := l.line()
		if l.body {
			name = ""
		}
		switch {
		case l.fn.IsG && name != "":
			fmt.Fprintf(&b, "\n\t[C]: in function '%s'", name)
		case l.fn.IsG:
			b.WriteString("\n\t[C]: ?")
		case name != "":
			fmt.Fprintf(&b, "\n\t%s:%d: in function '%s'", source, line, name)
		case l.fn.Proto.LineDefined == 0:
			fmt.Fprintf(&b, "\n\t%s:%d: in main chunk", source, line)
		default:
			fmt.Fprintf(&b, "\n\t%s:%d: in function <%s:%d>", source, line, source, l.fn.Proto.LineDefined)
		}
	}
	return b.String()
}

// trace is the traceback of the error that is on its way out of the task.
type trace struct {
	value   lua.LValue
	text    string
	nesting int // where it was raised: it is the same error only further out
}

// traceOf makes the text that a CallError carries: the place on its first line, then the traceback. An error that Go code
// passes on keeps what it got where it was raised.
func (t *Task) traceOf(v lua.LValue, L *lua.LState) string {
	if t.trace.value == v && t.nesting < t.trace.nesting {
		t.trace.nesting = t.nesting
		return t.trace.text
	}
	where := ""
	for _, l := range levels(L, 30) {
		if source, line := l.line(); line > 0 {
			where = fmt.Sprintf("%s:%d:", source, line)
			break
		}
	}
	t.trace = trace{v, where + "\n" + Traceback(L, 0, 2), t.nesting} // stock Lua's handler has two levels of its own
	return t.trace.text
}
