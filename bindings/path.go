package bindings

import (
	"slices"
	"strings"
	"unsafe"

	lua "github.com/yuin/gopher-lua"

	"nlua/rtnl/codec"
)

// path is a way to a value in a message: "linkinfo.kind", {"linkinfo", "kind"}. It remembers what its first name meant in the set
// that it was last used on: in a loop that is the same one each time.
type path struct {
	names []string
	word  bool       // the first name may be one of reservedNames
	call  lua.LValue // the method of that name, nil for most
	set   *codec.Set
	row   *codec.Row
	field *codec.Field
	raw   codec.Row // where the name is that of an attribute without a row
	last  last
}

// last is the value that a path gave last, and of what bytes: gateway, device, protocol and the like are the same in most
// messages of a dump, and to compare up to 16 bytes costs less than to make a value.
type last struct {
	value  lua.LValue
	row    *codec.Row
	family uint8 // of the message: it changes what an address is
	n      uint8
	bytes  [16]byte
}

func (l *last) is(row *codec.Row, family uint8, b []byte) bool {
	if l.row != row || l.family != family || int(l.n) != len(b) {
		return false
	}
	if len(b) == 4 { // an index, an IPv4 address: no call of a function
		return [4]byte(l.bytes[:4]) == [4]byte(b)
	}
	return string(l.bytes[:l.n]) == string(b)
}

// reached gives what a path's only name stands for in a view, nil where there is nothing.
// It does not keep view.
func (s *Space) reached(L *lua.LState, m *message, view *codec.View, p *path) lua.LValue {
	row, b := p.bytes(view)
	if row == nil {
		return lua.LNil
	}
	return s.payloadOf(L, m, view, view.Family(), p, row, b)
}

// payloadOf is the value of the row or field that a path stands for, of its bytes, in a message of a family. It does not keep view.
func (s *Space) payloadOf(L *lua.LState, m *message, view *codec.View, family uint8, p *path, row *codec.Row, b []byte) lua.LValue {
	if row.Kind > codec.Addr || len(b) > len(p.last.bytes) { // may depend on more than its bytes
		kept := *view
		return s.payload(L, m, &kept, row, b)
	}
	if p.last.is(row, family, b) {
		return p.last.value
	}
	v, ok := s.scalar(view, row, b)
	if !ok {
		kept := *view
		v = s.payload(L, m, &kept, row, b)
	}
	switch v.Type() {
	case lua.LTNumber, lua.LTString: // nobody can change it
		p.last.value, p.last.row, p.last.family, p.last.n = v, row, family, uint8(len(b))
		copy(p.last.bytes[:], b)
	}
	return v
}

// recall is a small memory in front of a table of paths. A text that stands in a script lies at one address, and what lies at one address
// with one length is one text: to compare these costs 3 ns, a look into a table 20, of which `m:get("dst")` had two.
type recall [16]struct {
	text string
	path *path
}

// of gives the path of a text, by find where it was not asked for lately.
func (r *recall) of(text string, find func(text string) *path) *path {
	p := unsafe.StringData(text)
	at := &r[uintptr(unsafe.Pointer(p))>>4%uintptr(len(r))]
	if at.path == nil || unsafe.StringData(at.text) != p || len(at.text) != len(text) {
		at.text, at.path = text, find(text)
	}
	return at.path
}

// maxPaths is how many are remembered: some scripts make their paths up.
const maxPaths = 1024

func newPath(names []string) *path {
	return &path{names: names, word: slices.Contains(reservedNames, names[0])}
}

// resolve finds the row and the field of the first name.
func (p *path) resolve(set *codec.Set) {
	if p.set == set {
		return
	}
	p.set, p.row, p.field = set, set.Named(p.names[0]), set.Field(p.names[0])
	if typ, ok := set.Unknown(p.names[0]); ok && p.row == nil {
		p.raw = codec.Row{Type: typ, Kind: codec.Bytes}
		p.row = &p.raw
	}
}

// holds tells whether the value may be a nest, which holds its message.
func (p *path) holds(set *codec.Set) bool {
	p.resolve(set)
	return p.row != nil && p.row.Kind >= codec.Nest || p.field != nil && p.field.Kind >= codec.Nest
}

// bytes returns the row or field that the path's only or first name stands for in a view, with its payload; nil: not there.
func (p *path) bytes(view *codec.View) (*codec.Row, []byte) {
	p.resolve(view.Set)
	if p.row != nil {
		if b, ok := view.Find(p.row.Type); ok {
			return p.row, b
		}
	}
	if p.field != nil {
		if b, ok := view.FieldBytes(p.field); ok {
			return &p.field.Row, b
		}
	}
	return nil, nil
}

// path gives the path of a string, or of a list of strings.
func (s *Space) path(a args, n int) *path {
	switch v := a.L.Get(n).(type) {
	case lua.LString:
		return s.pathOf(string(v))
	case *lua.LTable:
		var names []string
		for i := 1; i <= v.Len(); i++ {
			names = append(names, lua.LVAsString(v.RawGetInt(i)))
		}
		if len(names) > 0 {
			return newPath(names)
		}
	}
	a.want(n, `a path such as "linkinfo.kind" or {"linkinfo", "kind"}`)
	return nil
}

func (s *Space) pathOf(text string) *path { return s.latePaths.of(text, s.pathIn) }

func (s *Space) pathIn(text string) *path {
	p := s.paths[text]
	if p == nil {
		p = newPath(strings.Split(text, "."))
		if len(s.paths) < maxPaths {
			s.paths[text] = p
		}
	}
	return p
}
