package host

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	lua "github.com/yuin/gopher-lua"
)

var stringFuncs = []function{
	{"byte", strByte},
	{"char", strChar},
	{"find", strFind},
	{"format", luaFormat},
	{"gfind", strGmatch},
	{"gmatch", strGmatch},
	{"gsub", strGsub},
	{"lower", func(L *lua.LState) int { return changeCase(L, 'A', 'Z') }},
	{"match", strMatch},
	{"rep", strRep},
	{"sub", strSub},
	{"upper", func(L *lua.LState) int { return changeCase(L, 'a', 'z') }},
}

func (vm *VM) openString() {
	t := vm.newLib("string", stringFuncs, vm.theirs("string", lua.OpenString, "dump", "len", "reverse"))
	meta := vm.main.CreateTable(0, 1)
	meta.RawSetString("__index", t)
	vm.main.SetMetatable(lua.LString(""), meta)
}

// changeCase is string.lower and string.upper: of the letters between two, as in C's own locale. All other bytes stay what they are.
func changeCase(L *lua.LState, first, last byte) int {
	b := []byte(L.CheckString(1))
	for i, c := range b {
		if first <= c && c <= last {
			b[i] = c ^ ' '
		}
	}
	L.Push(lua.LString(b))
	return 1
}

// strSub is string.sub(s, i [, j]).
func strSub(L *lua.LState) int {
	s := L.CheckString(1)
	i, j := checkInt(L, 2), optInt(L, 3, -1)
	if i < 0 {
		i = max(len(s)+i+1, 1)
	}
	if j < 0 {
		j = len(s) + j + 1
	}
	if i, j = max(i, 1), min(j, len(s)); i > j {
		i, j = 1, 0
	}
	L.Push(lua.LString(s[i-1 : j]))
	return 1
}

// strByte is string.byte(s [, i [, j]]).
func strByte(L *lua.LState) int {
	s := L.CheckString(1)
	i := optInt(L, 2, 1)
	j := optInt(L, 3, i)
	if i < 0 {
		i = max(len(s)+i+1, 1)
	}
	if j < 0 {
		j = len(s) + j + 1
	}
	i, j = max(i, 1), min(j, len(s))
	for k := i; k <= j; k++ {
		L.Push(lua.LNumber(s[k-1]))
	}
	return max(j-i+1, 0)
}

func strChar(L *lua.LState) int {
	b := make([]byte, L.GetTop())
	for i := range b {
		c := checkInt(L, i+1)
		if c < 0 || c > 255 {
			L.ArgError(i+1, "invalid value")
		}
		b[i] = byte(c)
	}
	L.Push(lua.LString(b))
	return 1
}

// luaFormat is string.format, with C's conversions as Lua 5.1 has them. %s honours __tostring.
func luaFormat(L *lua.LState) int {
	format := L.CheckString(1)
	var b weighed
	if len(format) < bigString {
		b.Grow(len(format) + 16) // what most numbers and names take
	}
	arg := 1
	for i := 0; i < len(format); i++ {
		plain := strings.IndexByte(format[i:], '%')
		if plain < 0 {
			b.add(L, format[i:])
			break
		}
		b.add(L, format[i:i+plain])
		b.room(L, 1)
		i += plain
		start := i
		i++
		if i < len(format) && format[i] == '%' {
			b.WriteByte('%')
			continue
		}
		for i < len(format) && strings.IndexByte("-+ #0", format[i]) >= 0 {
			i++
		}
		i = digits(L, format, i)
		if i < len(format) && format[i] == '.' {
			i = digits(L, format, i+1)
		}
		if i == len(format) {
			L.RaiseError("invalid option '%s' to 'format'", format[start:])
		}
		arg++
		if format[i] != '%' && arg > L.GetTop() {
			L.ArgError(arg, "no value")
		}
		formatOne(L, &b, format[start:i], format[i], arg)
	}
	L.Push(lua.LString(b.String()))
	return 1
}

// digits steps over a width or precision, which has two digits at most.
func digits(L *lua.LState, format string, i int) int {
	from := i
	for i < len(format) && format[i] >= '0' && format[i] <= '9' {
		i++
	}
	if i-from > 2 {
		L.RaiseError("invalid format (width or precision too long)")
	}
	return i
}

// formatOne writes argument n by one conversion; spec is what stands before its letter.
func formatOne(L *lua.LState, b *weighed, spec string, verb byte, n int) {
	switch verb {
	case 'd', 'i':
		if spec == "%" {
			var digits [20]byte
			b.Write(strconv.AppendInt(digits[:0], formatInt(L, n), 10))
			return
		}
		fmt.Fprintf(b, intSpec(spec)+"d", formatInt(L, n))
	case 'u':
		formatUnsigned(b, spec, 'd', uint64(formatInt(L, n)))
	case 'o', 'x', 'X':
		formatUnsigned(b, spec, verb, uint64(formatInt(L, n)))
	case 'c':
		pad(b, spec, string([]byte{byte(formatInt(L, n))}))
	case 'e', 'E', 'f', 'g', 'G':
		formatFloat(b, spec, verb, float64(checkNumber(L, n)))
	case 'q':
		s := L.CheckString(n)
		b.room(L, 4*len(s)+2) // "\000"
		quote(b, s)
	case 's':
		s := ToString(L, L.Get(n))
		if spec == "%" {
			b.add(L, s)
			return
		}
		// Precision cuts bytes in C, and runes in Go.
		if flags, prec, ok := strings.Cut(spec, "."); ok {
			keep := 0
			_, _ = fmt.Sscan(prec, &keep)
			s, spec = s[:min(keep, len(s))], flags
		}
		b.room(L, len(s))
		pad(b, spec, s)
	default:
		L.RaiseError("invalid option '%%%c' to 'format'", verb)
	}
}

// pad writes s in the width of spec, in bytes.
func pad(b *weighed, spec, s string) {
	width, left := 0, strings.Contains(spec, "-")
	_, _ = fmt.Sscan(strings.TrimLeft(spec[1:], "-+ #0"), &width)
	fill := strings.Repeat(" ", max(width-len(s), 0))
	if left {
		b.WriteString(s + fill)
	} else {
		b.WriteString(fill + s)
	}
}

// intSpec is spec for integers: in C a precision switches the flag 0 off.
func intSpec(spec string) string {
	if strings.Contains(spec, ".") {
		return "%" + strings.Replace(spec[1:], "0", "", boolInt(strings.HasPrefix(strings.TrimLeft(spec[1:], "-+ #"), "0")))
	}
	return spec
}

// formatUnsigned writes an integer that has no sign, and in C none of its flags; zero has no 0x.
func formatUnsigned(b *weighed, spec string, verb byte, v uint64) {
	unwanted := "+ "
	if v == 0 {
		unwanted = "+ #"
	}
	if strings.ContainsAny(spec, unwanted) {
		spec = strings.Map(func(c rune) rune {
			if strings.ContainsRune(unwanted, c) {
				return -1
			}
			return c
		}, spec)
	}
	fmt.Fprintf(b, intSpec(spec)+string(verb), v)
}

func boolInt(b bool) int {
	if b {
		return 1
	}
	return 0
}

func formatFloat(b *weighed, spec string, verb byte, f float64) {
	if math.IsInf(f, 0) || math.IsNaN(f) {
		s := strings.ToLower(strings.TrimPrefix(fmt.Sprint(f), "+"))
		if strings.Contains(spec, "+") && s[0] != '-' {
			s = "+" + s
		}
		spec, _, _ = strings.Cut(spec, ".")
		fmt.Fprintf(b, strings.ReplaceAll(strings.ReplaceAll(spec, "0", " "), "+", "")+"s", s)
		return
	}
	if !strings.Contains(spec, ".") {
		spec += ".6"
	}
	fmt.Fprintf(b, spec+string(verb), f)
}

func checkNumber(L *lua.LState, n int) lua.LNumber {
	switch v := L.Get(n).(type) {
	case lua.LNumber:
		return v
	case lua.LString:
		if f, ok := ParseNumber(string(v)); ok {
			return lua.LNumber(f)
		}
	case *lua.LUserData:
		if u, ok := v.Value.(Numeric); ok {
			return lua.LNumber(u.Float64())
		}
	}
	L.TypeError(n, lua.LTNumber)
	return 0
}

// Integer is a userdata value that %d and %x print exactly.
type Integer interface{ Uint64() uint64 }

func formatInt(L *lua.LState, n int) int64 {
	if u, ok := userValue(L.Get(n)).(Integer); ok {
		return int64(u.Uint64())
	}
	f := float64(checkNumber(L, n))
	switch {
	case f >= math.MaxInt64 && f < math.MaxUint64:
		return int64(uint64(f))
	case f >= math.MinInt64 && f < math.MaxInt64:
		return int64(f)
	}
	return math.MinInt64 // as on amd64: Go leaves it to the processor
}

// quote writes s so that Lua reads it back.
func quote(b *weighed, s string) {
	b.WriteByte('"')
	for i := range len(s) {
		switch c := s[i]; c {
		case '"', '\\', '\n':
			b.WriteByte('\\')
			b.WriteByte(c)
		case '\r':
			b.WriteString(`\r`)
		case 0:
			b.WriteString(`\000`)
		default:
			b.WriteByte(c)
		}
	}
	b.WriteByte('"')
}
