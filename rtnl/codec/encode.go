package codec

import (
	"math"
	"strconv"
	"strings"
)

// An Encoder turns named values into bytes. Its zero value is ready.
type Encoder struct {
	// Text gives the number of a text that a row's Enum does not name: units, names of tables, interface names (by Row.Hint).
	// ok false: the text says nothing to that row. nil: only digits are read.
	Text func(row *Row, text string) (n uint64, ok bool, err error)

	root scope // of the message at hand; while set is nil there is none
}

// Encode is Encoder{}.Encode.
func Encode(set *Set, head, attrs Table) ([]byte, error) {
	return (&Encoder{}).Encode(set, head, attrs)
}

// Encode writes a message's body: the fields of head into the fixed structure, then attrs in their order, each a pair of an
// attribute's name (Lua, C, or the specification's; "#73": by number, with raw bytes or text) and its value. Values: bool, any
// integer, float64 without a fraction, string, []byte, []any, Table, View. nil is as if absent. A Table for a nest may name its
// attributes and the fields of its fixed structure (an attribute wins), and "attrs" = list of {name, value} pairs. The error
// is an *Error with the path of the value.
func (e *Encoder) Encode(set *Set, head, attrs Table) ([]byte, error) {
	return e.EncodeInto(make([]byte, 0, 256), set, head, attrs)
}

// EncodeInto is Encode that writes into room as far as it reaches; what is in it is lost.
func (e *Encoder) EncodeInto(room []byte, set *Set, head, attrs Table) ([]byte, error) {
	s := &e.root
	if s.set != nil { // Text encodes something else
		s = &scope{}
	}
	*s = scope{enc: e, set: set, head: head, attrs: attrs}
	defer func() { *s = scope{} }()
	b := room[:0]
	if set.Fixed != nil {
		b = append(b, make([]byte, set.Fixed.Size)...)
		for _, p := range head {
			f := set.Field(p.Name)
			if f == nil {
				return nil, fail([]string{p.Name}, "%s has no such field", set.Fixed.Name)
			}
			if f.Size == 0 && set.Fixed.Tail != "" {
				tail, ok := rawBytes(p.Value)
				if !ok {
					return nil, fail([]string{p.Name}, "want raw bytes, got %s", kindOf(p.Value))
				}
				b = append(b, tail...)
				continue
			}
			if err := s.field(b, f, p.Value); err != nil {
				return nil, under(p.Name, err)
			}
		}
		b = append(b, make([]byte, Align(len(b))-len(b))...)
	}
	return s.attributes(b, attrs)
}

// scope is a nest being written: what a selector is looked up in.
type scope struct {
	enc         *Encoder
	set         *Set
	head, attrs Table
	up          *scope
}

func (s *scope) attributes(b []byte, attrs Table) ([]byte, error) {
	var err error
	for _, p := range attrs {
		if p.Value == nil {
			continue
		}
		if b, err = s.attribute(b, p.Name, p.Value); err != nil {
			return nil, under(p.Name, err)
		}
	}
	return b, nil
}

func (s *scope) attribute(b []byte, name string, value any) ([]byte, error) {
	row := s.set.Named(name)
	if row == nil {
		if typ, isNumber := s.set.Unknown(name); isNumber {
			if raw, ok := rawBytes(value); ok {
				b, at := beginAttr(b, typ)
				return sealed(append(b, raw...), at)
			}
			return nil, fail(nil, "want raw bytes")
		}
		if strings.HasPrefix(name, "#") {
			return nil, fail(nil, "want a number below 16384")
		}
		if list, ok := value.([]any); ok && name == "attrs" {
			return s.verbatim(b, list)
		}
		return nil, fail(nil, "%s has no such attribute", s.set.Name)
	}
	if list, ok := value.([]any); ok && row.Multi {
		var err error
		for i, v := range list {
			if b, err = s.one(b, row, v); err != nil {
				return nil, under(strconv.Itoa(i+1), err)
			}
		}
		return b, nil
	}
	return s.one(b, row, value)
}

// verbatim writes a list of {name, value} pairs.
func (s *scope) verbatim(b []byte, list []any) ([]byte, error) {
	var err error
	for i, item := range list {
		pair, ok := item.([]any)
		if !ok || len(pair) != 2 {
			return nil, fail([]string{strconv.Itoa(i + 1)}, "want a pair {name, value}")
		}
		var name string
		switch n := pair[0].(type) {
		case string:
			name = n
		case float64:
			name = "#" + strconv.FormatFloat(n, 'f', -1, 64)
		case int:
			name = "#" + strconv.Itoa(n)
		default:
			return nil, fail([]string{strconv.Itoa(i + 1)}, "want an attribute's name or number, got %s", kindOf(n))
		}
		if b, err = s.attribute(b, name, pair[1]); err != nil {
			return nil, under(strconv.Itoa(i+1), under(name, err))
		}
	}
	return b, nil
}

// one writes one attribute.
func (s *scope) one(b []byte, row *Row, value any) ([]byte, error) {
	if row.Kind == Flag {
		if yes, err := flagged(value); err != nil || !yes {
			return b, err
		}
	}
	typ := row.Type
	if row.Net {
		typ |= NetOrder
	}
	if row.nests() && !row.Plain || row.Kind == ByName && s.casesNest(row.Sub) && !row.Plain {
		typ |= Nested
	}
	b, at := beginAttr(b, typ)
	b, err := s.payload(b, row, value)
	if err != nil {
		return nil, err
	}
	return sealed(b, at)
}

// sealed is endAttr for what a script gave: nla_len has 16 bits, and what it cannot count the kernel would read as more attributes.
func sealed(b []byte, at int) ([]byte, error) {
	if len(b)-at > math.MaxUint16 {
		return nil, fail(nil, "%d bytes are too long for an attribute, which has room for %d", len(b)-at-headLen, math.MaxUint16-headLen)
	}
	return endAttr(b, at), nil
}

func (r *Row) nests() bool {
	switch r.Kind {
	case Array:
		return true
	case Nest:
		return len(r.Set.Rows) > 0 && r.Set.Fixed == nil
	}
	return false
}

func (s *scope) casesNest(sub *Sub) bool {
	c := s.choose(sub, nil)
	return c != nil && (c.Set != nil && c.Set.Fixed == nil || c.Row != nil && c.Row.nests())
}

func (s *scope) payload(b []byte, row *Row, value any) ([]byte, error) {
	if no, isBool := value.(bool); isBool {
		n, err := row.truth(no)
		if err != nil {
			return nil, err
		}
		value = n
	}
	switch row.Kind {
	case Flag:
		return b, nil
	case Uint, Int, UintBE:
		return s.number(b, row, value)
	case Nest:
		return s.nest(b, row.Set, value, false)
	case Array:
		return s.array(b, row, value)
	case Packed:
		return s.packed(b, row, value)
	case Records:
		return s.records(b, row, value)
	case Bits32:
		if _, isTable := value.(Table); !isTable {
			n, err := s.enc.numberOf(&Row{Kind: Uint, Size: 4, Enum: row.Enum, Hint: row.Hint}, value)
			if err != nil {
				return nil, err
			}
			value = Table{{"value", n}, {"selector", n}}
		}
		return s.nest(b, &bits32, value, false)
	case ByName:
		c := s.choose(row.Sub, value)
		switch {
		case c != nil && c.Row != nil:
			return s.payload(b, c.Row, value)
		case c != nil:
			return s.nest(b, c.Set, value, false)
		}
		if raw, ok := rawBytes(value); ok {
			return append(b, raw...), nil
		}
		return nil, fail(nil, "nothing is known of it for this %s: want raw bytes", row.Sub.Selector)
	}
	encode := leaf[row.Kind]
	if encode == nil {
		encode = encodeBytes
	}
	p, err := encode(s, row, value)
	return append(b, p...), err
}

// truth is what true and false mean for a row: also what its names on and off do.
func (r *Row) truth(yes bool) (any, error) {
	if r.Enum != nil && !r.Enum.Flags {
		name := "off"
		if yes {
			name = "on"
		}
		if n, ok := r.Enum.ValueOf(name); ok {
			return n, nil
		}
	}
	switch {
	case r.Kind == Flag:
		return yes, nil
	case yes && r.Hint == Bool && r.Kind != String:
		return uint64(1), nil
	case !yes && (r.Hint == Bool || r.False == FalseZero || r.False == FalseNone) && (r.Kind == Uint || r.Kind == Int || r.Kind == UintBE):
		return uint64(0), nil
	case !yes && r.False == FalseEmpty:
		return "", nil
	}
	return nil, fail(nil, "%t is no value for it", yes)
}

// flagged tells whether an attribute without a value is there.
func flagged(value any) (bool, error) {
	switch x := value.(type) {
	case bool:
		return x, nil
	case []byte:
		if len(x) == 0 {
			return true, nil
		}
	case string:
		if x == "on" || x == "off" {
			return x == "on", nil
		}
	case int64:
		if x == 0 || x == 1 {
			return x == 1, nil
		}
	case uint64:
		if x == 0 || x == 1 {
			return x == 1, nil
		}
	case float64:
		if x == 0 || x == 1 {
			return x == 1, nil
		}
	case int:
		if x == 0 || x == 1 {
			return x == 1, nil
		}
	}
	switch x := value.(type) {
	case string:
		return false, fail(nil, "want true or false, got %q", x)
	case float64:
		return false, fail(nil, "want true or false, got %v", x)
	}
	return false, fail(nil, "want true or false, got %s", kindOf(value))
}

// choose is View.choose for a value being written.
func (s *scope) choose(sub *Sub, written any) *Case {
	fits := func(c *Case) bool { return c.fits(written) }
	for u := s; u != nil; u = u.up {
		row := u.set.Named(sub.Selector)
		if row == nil {
			if f := u.set.Field(sub.Selector); f != nil {
				row = &f.Row
			}
		}
		if row == nil {
			continue
		}
		value, ok := u.value(row)
		if !ok {
			continue
		}
		if text, isText := value.(string); isText && row.Enum == nil {
			return sub.first(text, fits)
		}
		n, err := u.enc.numberOf(row, value)
		if err != nil {
			return nil
		}
		if name := row.Enum.NameOf(n); name != "" {
			return sub.first(name, fits)
		}
		return sub.first(strconv.FormatUint(n, 10), fits)
	}
	return nil
}

// fits tells whether a value could be what a case with a length means: raw bytes of that length, or names of its set.
func (c *Case) fits(value any) bool {
	switch x := value.(type) {
	case []byte:
		return len(x) == c.Len
	case string:
		return len(x) == c.Len
	case Table:
		if len(x) == 0 {
			return false
		}
		for i := range x {
			if c.Set == nil || c.Set.Field(x[i].Name) == nil && c.Set.Named(x[i].Name) == nil {
				return false
			}
		}
	}
	return true
}

// value looks a row up among the values of the scope, by any of its names.
func (s *scope) value(row *Row) (any, bool) {
	for _, t := range []Table{s.attrs, s.head} {
		for i := range t {
			if t[i].Value != nil && row.answers(t[i].Name) {
				return t[i].Value, true
			}
			list, verbatim := t[i].Value.([]any)
			if !verbatim || t[i].Name != "attrs" {
				continue
			}
			for _, item := range list {
				if pair, ok := item.([]any); ok && len(pair) == 2 {
					if name, _ := pair[0].(string); row.answers(name) {
						return pair[1], true
					}
				}
			}
		}
	}
	return nil, false
}

// answers tells whether a name is one of the row's.
func (r *Row) answers(name string) bool {
	return name == r.Name || r.C != "" && name == r.C || r.Spec != "" && sameName(name, r.Spec)
}

// nest writes the fixed structure and the attributes of a set. fieldsWin: a name means the field where both have it.
func (s *scope) nest(b []byte, set *Set, value any, fieldsWin bool) ([]byte, error) {
	switch x := value.(type) {
	case View:
		return append(b, x.Bytes()...), nil
	case *View:
		return append(b, x.Bytes()...), nil
	case []byte:
		return append(b, x...), nil
	case Table:
		in := scope{enc: s.enc, set: set, attrs: x, up: s}
		var rest Table
		if set.Fixed == nil {
			rest = x
		} else {
			at := len(b)
			b = append(b, make([]byte, set.Fixed.Size)...)
			var tail []byte
			for _, p := range x {
				f := set.Field(p.Name)
				if f == nil || !fieldsWin && set.Named(p.Name) != nil {
					rest = append(rest, p)
					continue
				}
				if set.Fixed.Open && f.Size == 0 && p.Value != nil {
					var err error
					if tail, err = in.payload(nil, &f.Row, p.Value); err != nil {
						return nil, under(p.Name, err)
					}
					continue
				}
				if err := in.field(b[at:], f, p.Value); err != nil {
					return nil, under(p.Name, err)
				}
			}
			if len(set.Rows) == 0 && len(rest) > 0 {
				return nil, fail([]string{rest[0].Name}, "struct %s has no such field", set.Fixed.Name)
			}
			b = append(b, tail...)
			if len(set.Rows) > 0 {
				b = append(b, make([]byte, Align(len(b)-at)-(len(b)-at))...)
			}
		}
		return in.attributes(b, rest)
	case string:
		if x == "" {
			return b, nil
		}
	case []any:
		if len(x) == 0 {
			return b, nil
		}
	}
	return nil, fail(nil, "want a table of %s, got %s", set.Name, kindOf(value))
}

// field writes one member of a structure that begins at b.
func (s *scope) field(b []byte, f *Field, value any) error {
	if value == nil {
		return nil
	}
	p, err := s.payload(b[len(b):], &f.Row, value) // behind b, where there is room as a rule
	if err != nil {
		return err
	}
	if f.Kind == String && int(f.Size) > 0 && len(p) > int(f.Size) {
		return fail(nil, "want at most %d bytes, got %d", f.Size-1, len(p)-1)
	}
	if f.Bits != 0 {
		return f.pack(b[f.Off:], p)
	}
	end := int(f.Off) + int(f.Size)
	if f.Size == 0 {
		end = len(b)
	}
	if len(p) > end-int(f.Off) {
		return fail(nil, "want at most %d bytes, got %d", end-int(f.Off), len(p))
	}
	copy(b[f.Off:end], p)
	return nil
}

// pack puts a bit field beside the others of its integer.
func (f *Field) pack(b, p []byte) error {
	n, _ := readUint(Uint, p)
	if n >= 1<<f.Bits {
		return fail(nil, "%d does not fit in %d bits", n, f.Bits)
	}
	n <<= f.lowest(bigEndian())
	if len(p) == 1 {
		b[0] |= byte(n)
	} else {
		native.PutUint16(b, native.Uint16(b)|uint16(n))
	}
	return nil
}

func (s *scope) array(b []byte, row *Row, value any) (_ []byte, err error) {
	for i, v := range listOf(value) {
		typ := uint16(int(row.First) + i)
		if row.Elem.nests() && !row.Elem.Plain {
			typ |= Nested
		}
		var at int
		b, at = beginAttr(b, typ)
		if b, err = s.payload(b, row.Elem, v); err != nil {
			return nil, under(strconv.Itoa(i+1), err)
		}
		b = endAttr(b, at)
	}
	return b, nil
}

func (s *scope) packed(b []byte, row *Row, value any) (_ []byte, err error) {
	if raw, ok := value.([]byte); ok {
		return append(b, raw...), nil
	}
	size := row.Elem.size()
	for i, v := range listOf(value) {
		at := len(b)
		if b, err = s.payload(b, row.Elem, v); err != nil {
			return nil, under(strconv.Itoa(i+1), err)
		}
		if got := len(b) - at; got > size {
			return nil, fail([]string{strconv.Itoa(i + 1)}, "want %d bytes, got %d", size, got)
		}
		b = append(b, make([]byte, size-(len(b)-at))...)
	}
	return b, nil
}

func (s *scope) records(b []byte, row *Row, value any) (_ []byte, err error) {
	for i, v := range listOf(value) {
		at := len(b)
		if b, err = s.nest(b, row.Set, v, true); err != nil {
			return nil, under(strconv.Itoa(i+1), err)
		}
		n := len(b) - at
		if n < row.Set.Fixed.Size || n > math.MaxUint16 {
			return nil, fail([]string{strconv.Itoa(i + 1)}, "want %d to %d bytes, got %d", row.Set.Fixed.Size, math.MaxUint16, n)
		}
		native.PutUint16(b[at:], uint16(n))
		b = append(b, make([]byte, Align(n)-n)...)
	}
	return b, nil
}

// listOf takes a single value as a list of one.
func listOf(value any) []any {
	switch x := value.(type) {
	case []any:
		return x
	case Table:
		if len(x) == 0 {
			return nil
		}
	}
	return []any{value}
}
