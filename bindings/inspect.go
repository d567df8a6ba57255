package bindings

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"

	lua "github.com/yuin/gopher-lua"

	"nlua/host"
)

// openInspect puts nlua.inspect(value) into the VM.
func (s *Space) openInspect() {
	s.vm.Module().RawSetString("inspect", s.vm.L().NewFunction(func(L *lua.LState) int {
		L.Push(lua.LString(s.inspect(L.Get(1))))
		return 1
	}))
}

// inspect writes a value as Lua would read it, on one line where it is short: of a table what is 1 to n without a hole, then the other
// keys in order, numbers first.
func (s *Space) inspect(v lua.LValue) string {
	i := inspector{s: s, seen: map[*lua.LTable]bool{}}
	return i.value(v, "")
}

type inspector struct {
	s    *Space
	seen map[*lua.LTable]bool // tables around the one at hand
}

// lineLength is up to how many bytes a table stands on one line.
const lineLength = 100

func (i *inspector) value(v lua.LValue, indent string) string {
	switch x := v.(type) {
	case lua.LString:
		return strconv.Quote(string(x))
	case lua.LNumber:
		return x.String()
	case *lua.LTable:
		return i.table(x, indent)
	case *lua.LUserData:
		switch m := x.Value.(type) {
		case *message:
			return i.table(i.s.totable(i.s.vm.Running(), m).(*lua.LTable), indent)
		case u64:
			return strconv.FormatUint(uint64(m), 10)
		}
		if isCold(x.Value) {
			return i.table(coldTable(i.s.vm.Running(), x.Value), indent)
		}
		return host.ToString(i.s.vm.Running(), v)
	}
	return v.String()
}

func (i *inspector) table(t *lua.LTable, indent string) string {
	if i.seen[t] || len(i.seen) >= maxNesting {
		return "{...}"
	}
	i.seen[t] = true
	defer delete(i.seen, t)
	var items []string
	inner := indent + "  "
	for k := 1; t.RawGetInt(k) != lua.LNil; k++ {
		items = append(items, i.value(t.RawGetInt(k), inner))
	}
	listed := lua.LNumber(len(items))
	type entry struct {
		number    lua.LNumber // +Inf for other keys: they follow
		key, text string
	}
	var named []entry
	t.ForEach(func(k, v lua.LValue) {
		number, isNumber := k.(lua.LNumber)
		if isNumber && number >= 1 && number <= listed && number == lua.LNumber(int(number)) {
			return
		}
		if !isNumber {
			number = lua.LNumber(math.Inf(1))
		}
		key := "[" + i.value(k, inner) + "]"
		if name, ok := k.(lua.LString); ok && isName(string(name)) {
			key = string(name)
		}
		named = append(named, entry{number, key, key + " = " + i.value(v, inner)})
	})
	slices.SortFunc(named, func(a, b entry) int { return cmp.Or(cmp.Compare(a.number, b.number), cmp.Compare(a.key, b.key)) })
	for _, e := range named {
		items = append(items, e.text)
	}
	if len(items) == 0 {
		return "{}"
	}
	size := 0
	for _, item := range items {
		size += len(item)
	}
	i.s.vm.Work(i.s.vm.Running(), 1+len(items)+size/16, size)
	line := "{ " + strings.Join(items, ", ") + " }"
	if len(line)+len(indent) <= lineLength && !strings.Contains(line, "\n") {
		return line
	}
	return "{\n" + inner + strings.Join(items, ",\n"+inner) + "\n" + indent + "}"
}

// isName tells whether a key may stand without brackets.
func isName(text string) bool {
	for i, c := range text {
		letter := c == '_' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
		if !letter && (i == 0 || c < '0' || c > '9') {
			return false
		}
	}
	return text != "" && !slices.Contains(keywords, text)
}

// keywords are those of Lua 5.1.
var keywords = []string{"and", "break", "do", "else", "elseif", "end", "false", "for", "function", "if", "in", "local", "nil", "not",
	"or", "repeat", "return", "then", "true", "until", "while"}
