package bindings

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"sort"
	"strconv"
	"unicode/utf8"

	lua "github.com/yuin/gopher-lua"

	"nlua/host"
	"nlua/rtnl/codec"
)

// openJSON puts nlua.json into the VM: encode(value), decode(text), null.
func (s *Space) openJSON() {
	lib := s.methods(map[string]lua.LGFunction{"encode": s.jsonEncode, "decode": s.jsonDecode})
	meta := s.methods(map[string]lua.LGFunction{"__tostring": func(L *lua.LState) int {
		L.Push(lua.LString("null"))
		return 1
	}})
	s.null = &lua.LUserData{Metatable: meta}
	s.emptyList = s.vm.L().NewTable()
	lib.RawSetString("null", s.null)
	s.vm.Module().RawSetString("json", lib)
}

// jsonEncode is nlua.json.encode(value): a message is its totable() and its event, numbers are exact, text that is no UTF-8 is
// hexadecimal digits, nlua.json.null is null, a table whose keys are positive integers is an array, with null for a hole, an empty one
// an object.
func (s *Space) jsonEncode(L *lua.LState) int {
	a := args{L, "json.encode"}
	b, err := s.appendJSON(nil, L.Get(1), 0)
	if err != nil {
		a.fail("%s", err)
	}
	L.Push(lua.LString(b))
	return 1
}

// maxDepth bounds tables inside each other: one that holds itself ends there.
const maxDepth = 200

func (s *Space) appendJSON(b []byte, v lua.LValue, depth int) ([]byte, error) {
	if depth > maxDepth {
		return nil, fmt.Errorf("tables are nested deeper than %d: does one hold itself?", maxDepth)
	}
	switch x := v.(type) {
	case *lua.LNilType:
		return append(b, "null"...), nil
	case lua.LBool:
		return strconv.AppendBool(b, bool(x)), nil
	case lua.LNumber:
		return appendNumber(b, float64(x))
	case lua.LString:
		return appendText(b, string(x)), nil
	case *lua.LTable:
		return s.appendTable(b, x, depth)
	case *lua.LUserData:
		switch m := x.Value.(type) {
		case *message:
			return s.appendMessage(b, m), nil
		case *nest:
			return appendValue(b, codec.Plain(m.view)), nil
		case u64:
			return strconv.AppendUint(b, uint64(m), 10), nil
		case error:
			return appendText(b, m.Error()), nil
		}
		switch {
		case x == s.null:
			return append(b, "null"...), nil
		case isCold(x.Value):
			return s.appendTable(b, coldTable(s.vm.Running(), x.Value), depth)
		}
		return appendText(b, host.ToString(s.vm.Running(), v)), nil
	}
	return nil, fmt.Errorf("a %s cannot be written as JSON", v.Type())
}

func appendNumber(b []byte, f float64) ([]byte, error) {
	switch {
	case math.IsNaN(f) || math.IsInf(f, 0):
		return nil, fmt.Errorf("%v cannot be written as JSON", f)
	case f == math.Trunc(f) && math.Abs(f) < 1e18:
		return strconv.AppendInt(b, int64(f), 10), nil
	}
	return strconv.AppendFloat(b, f, 'g', -1, 64), nil
}

// holesAllowed is how long a list may be that has more holes than values, as for other encoders of Lua.
const holesAllowed = 10

func (s *Space) appendTable(b []byte, t *lua.LTable, depth int) ([]byte, error) {
	var err error
	s.vm.Work(s.vm.Running(), 1+t.Len(), 0)
	if n := t.Len(); n > 0 {
		values := 0
		t.ForEach(func(k, _ lua.LValue) {
			values++
			if i, isNumber := k.(lua.LNumber); (!isNumber || i < 1 || i > lua.LNumber(n) || i != lua.LNumber(int(i))) && err == nil {
				err = fmt.Errorf("a table is a list and has the name %q: JSON knows one or the other", k.String())
			}
		})
		if err == nil && n > holesAllowed && n > 2*values {
			err = fmt.Errorf("a list goes to the key %d with %d holes: most of the JSON would be null (tostring(key) makes it a name)", n, n-values)
		}
		if err != nil {
			return nil, err
		}
		b = append(b, '[')
		for i := 1; i <= n; i++ {
			if i > 1 {
				b = append(b, ',')
			}
			if b, err = s.appendJSON(b, t.RawGetInt(i), depth+1); err != nil {
				return nil, err
			}
		}
		return append(b, ']'), nil
	}
	type entry struct {
		key   string
		value lua.LValue
	}
	var entries []entry
	t.ForEach(func(k, v lua.LValue) { entries = append(entries, entry{k.String(), v}) })
	sort.Slice(entries, func(i, j int) bool { return entries[i].key < entries[j].key })
	if len(entries) == 0 && t.Metatable == s.emptyList {
		return append(b, "[]"...), nil
	}
	b = append(b, '{')
	for i, e := range entries {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(appendText(b, e.key), ':')
		if b, err = s.appendJSON(b, e.value, depth+1); err != nil {
			return nil, err
		}
	}
	return append(b, '}'), nil
}

// asList has a table that is empty be written as an array, as long as it gets no names.
func (s *Space) asList(t *lua.LTable) *lua.LTable {
	if t.Len() == 0 {
		t.Metatable = s.emptyList
	}
	return t
}

// appendMessage writes a message on one line: its event, then its values in the order of the wire.
func (s *Space) appendMessage(b []byte, m *message) []byte {
	t := append(codec.Table{{Name: "event", Value: m.of.Event()}}, m.whole().Table()...)
	if m.of.HasNSID {
		t = append(t, codec.Pair{Name: "nsid", Value: int64(m.of.NSID)})
	}
	if m.of.Resync {
		t = append(t, codec.Pair{Name: "resync", Value: true})
	}
	return appendValue(b, t)
}

// appendValue writes what codec.Plain gives.
func appendValue(b []byte, v any) []byte {
	switch x := v.(type) {
	case nil:
		return append(b, "null"...)
	case bool:
		return strconv.AppendBool(b, x)
	case uint64:
		return strconv.AppendUint(b, x, 10)
	case int64:
		return strconv.AppendInt(b, x, 10)
	case string:
		return appendText(b, x)
	case []byte:
		b = append(b, '"')
		b = hex.AppendEncode(b, x)
		return append(b, '"')
	case []any:
		b = append(b, '[')
		for i, e := range x {
			if i > 0 {
				b = append(b, ',')
			}
			b = appendValue(b, e)
		}
		return append(b, ']')
	case codec.Table:
		b = append(b, '{')
		for i, p := range x {
			if i > 0 {
				b = append(b, ',')
			}
			b = append(appendText(b, p.Name), ':')
			b = appendValue(b, p.Value)
		}
		return append(b, '}')
	}
	return appendText(b, fmt.Sprint(v))
}

// appendText writes a JSON string. Bytes that are no UTF-8 are written as hexadecimal digits, all of them.
func appendText(b []byte, text string) []byte {
	if !utf8.ValidString(text) {
		b = append(b, '"')
		b = hex.AppendEncode(b, []byte(text))
		return append(b, '"')
	}
	b = append(b, '"')
	for _, c := range []byte(text) {
		switch {
		case c == '"' || c == '\\':
			b = append(b, '\\', c)
		case c == '\n':
			b = append(b, '\\', 'n')
		case c == '\t':
			b = append(b, '\\', 't')
		case c == '\r':
			b = append(b, '\\', 'r')
		case c < 0x20 || c == 0x7f:
			b = fmt.Appendf(b, `\u%04x`, c)
		default:
			b = append(b, c)
		}
	}
	return append(b, '"')
}

// jsonDecode is nlua.json.decode(text): null is nlua.json.null, a whole number beyond 2^53 an nlua.u64.
func (s *Space) jsonDecode(L *lua.LState) int {
	a := args{L, "json.decode"}
	d := json.NewDecoder(bytes.NewReader([]byte(a.str(1))))
	d.UseNumber()
	var v any
	err := d.Decode(&v)
	if err == nil {
		if _, more := d.Token(); more != io.EOF {
			err = fmt.Errorf("text follows the value at byte %d", d.InputOffset())
		}
	}
	if err != nil {
		a.fail("%s", err)
	}
	L.Push(s.fromJSON(L, v))
	return 1
}

func (s *Space) fromJSON(L *lua.LState, v any) lua.LValue {
	switch x := v.(type) {
	case nil:
		return s.null
	case bool:
		return lua.LBool(x)
	case string:
		return lua.LString(x)
	case json.Number:
		if n, err := strconv.ParseUint(x.String(), 10, 64); err == nil && n > exact {
			return s.newU64(n)
		}
		f, _ := x.Float64()
		return lua.LNumber(f)
	case []any:
		t := L.CreateTable(len(x), 0)
		for _, e := range x {
			t.Append(s.fromJSON(L, e))
		}
		return s.asList(t)
	case map[string]any:
		t := L.CreateTable(0, len(x))
		for k, e := range x {
			t.RawSetString(k, s.fromJSON(L, e))
		}
		return t
	}
	return lua.LNil
}
