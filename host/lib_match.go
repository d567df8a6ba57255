package host

import (
	"strings"

	lua "github.com/yuin/gopher-lua"
)

// start turns Lua's init argument into an offset of s.
func start(init, length int) int {
	if init < 0 {
		init = max(length+init+1, 1)
	}
	return min(max(init, 1)-1, length)
}

// step matches at s, and raises what is wrong with the pattern.
func (m *matcher) step(L *lua.LState, s int) int {
	m.task = TaskOf(L)
	end, err := m.match(s)
	if err == errStop {
		Of(L).Raise(L, m.task.peekAny())
	}
	if err != nil {
		L.RaiseError("%s", err.Error())
	}
	return end
}

// value is capture i of a match from s to end; the whole match when the pattern has none.
func (m *matcher) value(L *lua.LState, i, s, end int) lua.LValue {
	if i >= m.level {
		if i > 0 {
			L.RaiseError("invalid capture index")
		}
		return lua.LString(m.src[s:end])
	}
	c := m.captures[i]
	switch c.len {
	case capturePosition:
		return lua.LNumber(c.start + 1)
	case captureOpen:
		L.RaiseError("unfinished capture")
	}
	return lua.LString(m.src[c.start : c.start+c.len])
}

// push pushes all captures, or the whole match when there are none and whole is set.
func (m *matcher) push(L *lua.LState, s, end int, whole bool) int {
	n := m.level
	if n == 0 && whole {
		n = 1
	}
	for i := range n {
		L.Push(m.value(L, i, s, end))
	}
	return n
}

const specials = "^$*+?.([%-"

// strFind is string.find(s, pattern [, init [, plain]]).
func strFind(L *lua.LState) int { return strSearch(L, true) }

// strMatch is string.match(s, pattern [, init]).
func strMatch(L *lua.LState) int { return strSearch(L, false) }

func strSearch(L *lua.LState, positions bool) int {
	s, pat := L.CheckString(1), L.CheckString(2)
	from := start(optInt(L, 3, 1), len(s))
	if positions && (L.ToBool(4) || !strings.ContainsAny(pat, specials)) {
		at := strings.Index(s[from:], pat)
		if at < 0 {
			L.Push(lua.LNil)
			return 1
		}
		L.Push(lua.LNumber(from + at + 1))
		L.Push(lua.LNumber(from + at + len(pat)))
		return 2
	}
	rest, anchored := strings.CutPrefix(pat, "^")
	m := &matcher{src: s, pat: rest}
	for at := from; at <= len(s); at++ {
		if end := m.step(L, at); end >= 0 {
			if !positions {
				return m.push(L, at, end, true)
			}
			L.Push(lua.LNumber(at + 1))
			L.Push(lua.LNumber(end))
			return 2 + m.push(L, at, end, false)
		}
		if anchored {
			break
		}
	}
	L.Push(lua.LNil)
	return 1
}

// strGmatch is string.gmatch(s, pattern).
func strGmatch(L *lua.LState) int {
	m := &matcher{src: L.CheckString(1), pat: L.CheckString(2)}
	at := 0
	L.Push(L.NewFunction(func(L *lua.LState) int {
		for ; at <= len(m.src); at++ {
			if end := m.step(L, at); end >= 0 {
				s := at
				at = end
				if end == s {
					at++
				}
				return m.push(L, s, end, true)
			}
		}
		L.Push(lua.LNil)
		return 1
	}))
	return 1
}

// strGsub is string.gsub(s, pattern, replacement [, n]).
func strGsub(L *lua.LState) int {
	s, pat := L.CheckString(1), L.CheckString(2)
	repl := L.Get(3)
	switch repl.Type() {
	case lua.LTString, lua.LTNumber, lua.LTTable, lua.LTFunction:
	default:
		L.ArgError(3, "string/function/table expected")
	}
	limit := optInt(L, 4, len(s)+1)
	rest, anchored := strings.CutPrefix(pat, "^")
	m := &matcher{src: s, pat: rest}
	var b weighed
	at, count := 0, 0
	for count < limit {
		end := m.step(L, at)
		b.room(L, 1)
		if end >= 0 {
			count++
			m.replace(L, &b, repl, at, end)
		}
		switch {
		case end > at:
			at = end
		case at < len(s):
			b.WriteByte(s[at])
			at++
		default:
			at++
		}
		if at > len(s) || anchored {
			break
		}
	}
	if at < len(s) {
		b.add(L, s[at:])
	}
	L.Push(lua.LString(b.String()))
	L.Push(lua.LNumber(count))
	return 2
}

// replace writes what stands for the match from s to end.
func (m *matcher) replace(L *lua.LState, b *weighed, repl lua.LValue, s, end int) {
	var v lua.LValue
	switch r := repl.(type) {
	case *lua.LTable:
		v = L.GetTable(r, m.value(L, 0, s, end))
	case *lua.LFunction:
		level, captures := m.level, m.captures
		L.Push(r)
		n := m.push(L, s, end, true)
		L.Call(n, 1)
		v = L.Get(-1)
		L.Pop(1)
		m.level, m.captures = level, captures
	default:
		text := repl.String()
		for i := 0; i < len(text); i++ {
			if text[i] != '%' || i+1 == len(text) {
				b.WriteByte(text[i])
				continue
			}
			i++
			switch c := text[i]; {
			case c == '0':
				b.add(L, m.src[s:end])
			case c >= '1' && c <= '9':
				b.add(L, m.value(L, int(c-'1'), s, end).String())
			default:
				b.WriteByte(c)
			}
		}
		return
	}
	switch {
	case lua.LVIsFalse(v):
		b.add(L, m.src[s:end])
	case lua.LVCanConvToString(v):
		b.add(L, v.String())
	default:
		L.RaiseError("invalid replacement value (a %s)", v.Type())
	}
}
