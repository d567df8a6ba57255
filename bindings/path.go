package bindings

import (
	"strings"

	lua "github.com/yuin/gopher-lua"

	"nlua/rtnl/codec"
)

// path is a way to a value in a message: "linkinfo.kind", {"linkinfo", "kind"}. It remembers what its first name meant in the set
// that it was last used on: in a loop that is the same one each time.
type path struct {
	names []string
	set   *codec.Set
	row   *codec.Row
	field *codec.Field
	raw   codec.Row // where the name is that of an attribute without a row
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
		p := &path{}
		for i := 1; i <= v.Len(); i++ {
			p.names = append(p.names, lua.LVAsString(v.RawGetInt(i)))
		}
		if len(p.names) > 0 {
			return p
		}
	}
	a.want(n, `a path such as "linkinfo.kind" or {"linkinfo", "kind"}`)
	return nil
}

func (s *Space) pathOf(text string) *path {
	p := s.paths[text]
	if p == nil {
		p = &path{names: strings.Split(text, ".")}
		if len(s.paths) > 1024 { // scripts that make their paths up
			clear(s.paths)
		}
		s.paths[text] = p
	}
	return p
}
