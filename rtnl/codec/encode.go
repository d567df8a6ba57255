package codec

import (
	"encoding/binary"
	"math"
	"net/netip"
	"strconv"
	"strings"
)

// An Encoder turns named values into bytes. Its zero value is ready.
type Encoder struct {
	// Text gives the number of a text that a row's Enum does not name: units, names of tables, interface names (by Row.Hint).
	// ok false: the text says nothing to that row. nil: only digits are read.
	Text func(row *Row, text string) (n uint64, ok bool, err error)
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
	s := scope{enc: e, set: set, head: head, attrs: attrs}
	var b []byte
	if set.Fixed != nil {
		b = make([]byte, set.Fixed.Size, 256)
		for _, p := range head {
			f := set.Field(p.Name)
			if f == nil {
				return nil, fail([]string{p.Name}, "%s has no such field", set.Fixed.Name)
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
		if digits, isNumber := strings.CutPrefix(name, "#"); isNumber {
			n, err := strconv.ParseUint(digits, 10, 14)
			raw, ok := rawBytes(value)
			if err == nil && ok {
				return AppendAttr(b, uint16(n), raw), nil
			}
			return nil, fail(nil, "want a number below 16384 and raw bytes")
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
	if no, isBool := value.(bool); isBool && !no && row.Kind == Flag {
		return b, nil
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
	if len(b)-at > math.MaxUint16 {
		return nil, fail(nil, "%d bytes are too long for an attribute", len(b)-at-headLen)
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
	c := s.choose(sub)
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
		c := s.choose(row.Sub)
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

// truth is what true and false mean for a row.
func (r *Row) truth(yes bool) (any, error) {
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

// choose is View.choose for values being written.
func (s *scope) choose(sub *Sub) *Case {
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
			return sub.Case(text)
		}
		n, err := u.enc.numberOf(row, value)
		if err != nil {
			return nil
		}
		if name := row.Enum.NameOf(n); name != "" {
			return sub.Case(name)
		}
		return sub.Case(strconv.FormatUint(n, 10))
	}
	return nil
}

// value looks a row up among the values of the scope, by any of its names.
func (s *scope) value(row *Row) (any, bool) {
	for _, t := range []Table{s.attrs, s.head} {
		for i := range t {
			if t[i].Value != nil && (t[i].Name == row.Name || row.C != "" && t[i].Name == row.C || row.Spec != "" && sameName(t[i].Name, row.Spec)) {
				return t[i].Value, true
			}
		}
	}
	return nil, false
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
			for _, p := range x {
				f := set.Field(p.Name)
				if f == nil || !fieldsWin && set.Named(p.Name) != nil {
					rest = append(rest, p)
					continue
				}
				if err := in.field(b[at:], f, p.Value); err != nil {
					return nil, under(p.Name, err)
				}
			}
			if len(set.Rows) == 0 && len(rest) > 0 {
				return nil, fail([]string{rest[0].Name}, "struct %s has no such field", set.Fixed.Name)
			}
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
	p, err := s.payload(nil, &f.Row, value)
	if err != nil {
		return err
	}
	if f.Kind == String && int(f.Size) > 0 && len(p) > int(f.Size) {
		return fail(nil, "want at most %d bytes, got %d", f.Size-1, len(p)-1)
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

func (s *scope) array(b []byte, row *Row, value any) ([]byte, error) {
	list, err := listOf(value)
	if err != nil {
		return nil, err
	}
	for i, v := range list {
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

func (s *scope) packed(b []byte, row *Row, value any) ([]byte, error) {
	if raw, ok := value.([]byte); ok {
		return append(b, raw...), nil
	}
	list, err := listOf(value)
	if err != nil {
		return nil, err
	}
	size := row.Elem.size()
	for i, v := range list {
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

func (s *scope) records(b []byte, row *Row, value any) ([]byte, error) {
	list, err := listOf(value)
	if err != nil {
		return nil, err
	}
	for i, v := range list {
		at := len(b)
		if b, err = s.nest(b, row.Set, v, true); err != nil {
			return nil, under(strconv.Itoa(i+1), err)
		}
		native.PutUint16(b[at:], uint16(len(b)-at))
		b = append(b, make([]byte, Align(len(b)-at)-(len(b)-at))...)
	}
	return b, nil
}

// listOf takes a single value as a list of one.
func listOf(value any) ([]any, error) {
	switch x := value.(type) {
	case []any:
		return x, nil
	case Table:
		if len(x) == 0 {
			return nil, nil
		}
	}
	return []any{value}, nil
}

func (s *scope) number(b []byte, row *Row, value any) ([]byte, error) {
	n, err := s.enc.numberOf(row, value)
	if err != nil {
		return nil, err
	}
	size := row.Size
	if size == 0 {
		size = 4
	}
	if row.Kind == Int {
		limit := int64(1) << (8*size - 1)
		if v := int64(n); size < 8 && (v < -limit || v >= limit) {
			return nil, fail(nil, "%d does not fit in %d bits", v, 8*size)
		}
	} else if size < 8 && n>>(8*size) != 0 {
		// A negative number is written as its two's complement where that is what people do (-1 for all ones).
		if low := int64(n); low >= 0 || low < -1<<(8*size-1) || row.Hint == NoHint && row.Enum == nil && low != -1 {
			return nil, fail(nil, "%s does not fit in %d bits (0 to %d)", signed(n), 8*size, uint64(1)<<(8*size)-1)
		}
	}
	if row.Kind == UintBE {
		var be [8]byte
		binary.BigEndian.PutUint64(be[:], n)
		return append(b, be[8-size:]...), nil
	}
	switch size {
	case 1:
		return append(b, byte(n)), nil
	case 2:
		return native.AppendUint16(b, uint16(n)), nil
	case 4:
		return native.AppendUint32(b, uint32(n)), nil
	}
	return native.AppendUint64(b, n), nil
}

func signed(n uint64) string {
	if int64(n) < 0 && int64(n) > -1<<53 {
		return strconv.FormatInt(int64(n), 10)
	}
	return strconv.FormatUint(n, 10)
}

// numberOf reads a value as a row's number.
func (e *Encoder) numberOf(row *Row, value any) (uint64, error) {
	switch x := value.(type) {
	case uint64:
		return x, nil
	case int64:
		return uint64(x), nil
	case int:
		return uint64(int64(x)), nil
	case uint32:
		return uint64(x), nil
	case float64:
		if x != math.Trunc(x) || x < -1<<63 || x >= 1<<64 {
			return 0, fail(nil, "want a whole number, got %v", x)
		}
		if x < 0 {
			return uint64(int64(x)), nil
		}
		return uint64(x), nil
	case bool:
		v, err := row.truth(x)
		if err != nil {
			return 0, err
		}
		return e.numberOf(row, v)
	case string:
		return e.textNumber(row, x)
	case []any:
		if row.Enum != nil && row.Enum.Flags {
			var sum uint64
			for i, item := range x {
				n, err := e.numberOf(row, item)
				if err != nil {
					return 0, under(strconv.Itoa(i+1), err)
				}
				sum |= n
			}
			return sum, nil
		}
	case interface{ LinkIndex() (int, bool) }:
		if i, ok := x.LinkIndex(); ok && row.Hint == Index {
			return uint64(i), nil
		}
	}
	return 0, fail(nil, "want a number, got %s", kindOf(value))
}

func (e *Encoder) textNumber(row *Row, text string) (uint64, error) {
	if n, ok := row.Enum.ValueOf(text); ok {
		return n, nil
	}
	if e != nil && e.Text != nil {
		if n, ok, err := e.Text(row, text); err != nil || ok {
			return n, err
		}
	}
	if n, err := strconv.ParseUint(text, 0, 64); err == nil {
		return n, nil
	}
	if n, err := strconv.ParseInt(text, 0, 64); err == nil {
		return uint64(n), nil
	}
	if row.Enum != nil && row.Enum.Flags && strings.ContainsAny(text, ",|") {
		var sum uint64
		for _, part := range strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == '|' || r == ' ' }) {
			n, err := e.textNumber(row, part)
			if err != nil {
				return 0, err
			}
			sum |= n
		}
		return sum, nil
	}
	if row.Enum != nil {
		return 0, fail(nil, "%q is none of %s", text, row.Enum.names())
	}
	return 0, fail(nil, "want a number, got %q", text)
}

func (e *Enum) names() string {
	const most = 24
	var names []string
	for i, item := range e.Items {
		if i == most {
			names = append(names, "...")
			break
		}
		names = append(names, item.Name)
	}
	return strings.Join(names, ", ")
}

// leaf are the kinds that give their payload whole.
var leaf = [...]func(s *scope, row *Row, value any) ([]byte, error){
	Bytes:  encodeBytes,
	String: encodeString,
	Text:   encodeText,
	MAC:    encodeMAC,
	IP:     encodeIP,
	LLAddr: encodeLLAddr,
	Addr:   encodeAddr,
	Labels: encodeLabels,
	Via:    encodeVia,
}

func rawBytes(value any) ([]byte, bool) {
	switch x := value.(type) {
	case []byte:
		return x, true
	case string:
		return []byte(x), true
	}
	return nil, false
}

func encodeBytes(_ *scope, row *Row, value any) ([]byte, error) {
	p, ok := rawBytes(value)
	if !ok {
		return nil, fail(nil, "want raw bytes, got %s", kindOf(value))
	}
	if row.Size != 0 && len(p) != int(row.Size) {
		return nil, fail(nil, "want %d bytes, got %d", row.Size, len(p))
	}
	return p, nil
}

func encodeText(_ *scope, row *Row, value any) ([]byte, error) {
	switch x := value.(type) {
	case string:
		if strings.IndexByte(x, 0) >= 0 {
			return nil, fail(nil, "want a text without NUL")
		}
		if row.Size != 0 && len(x) > int(row.Size) {
			return nil, fail(nil, "want at most %d bytes, got %d", row.Size, len(x))
		}
		return []byte(x), nil
	case []byte:
		return x, nil
	case float64:
		return []byte(strconv.FormatFloat(x, 'f', -1, 64)), nil
	}
	return nil, fail(nil, "want a text, got %s", kindOf(value))
}

func encodeString(s *scope, row *Row, value any) ([]byte, error) {
	p, err := encodeText(s, &Row{}, value)
	if err == nil && row.Size != 0 && len(p) >= int(row.Size) {
		return nil, fail(nil, "want at most %d bytes, got %d", row.Size-1, len(p))
	}
	if _, raw := value.([]byte); raw {
		return p, err
	}
	return append(p, 0), err
}

// ParseMAC reads "aa:bb:..", "aa-bb-..", or "aabb.ccdd.eeff".
func ParseMAC(text string) ([]byte, bool) {
	sep, width := ":", 2
	switch {
	case strings.Contains(text, "-"):
		sep = "-"
	case strings.Contains(text, "."):
		sep, width = ".", 4
	}
	var p []byte
	for _, group := range strings.Split(text, sep) {
		if len(group) == 0 || len(group) > width {
			return nil, false
		}
		n, err := strconv.ParseUint(group, 16, 16)
		if err != nil {
			return nil, false
		}
		if width == 4 {
			p = append(p, byte(n>>8))
		}
		p = append(p, byte(n))
	}
	return p, len(p) > 1
}

func encodeMAC(_ *scope, row *Row, value any) ([]byte, error) {
	var p []byte
	switch x := value.(type) {
	case []byte:
		p = x
	case string:
		mac, ok := ParseMAC(x)
		if !ok && x != "" {
			return nil, fail(nil, `want a hardware address such as "02:00:00:00:00:01", got %q`, x)
		}
		p = mac
	default:
		return nil, fail(nil, "want a hardware address, got %s", kindOf(value))
	}
	if row.Size != 0 && len(p) != int(row.Size) {
		return nil, fail(nil, "want %d bytes, got %d", row.Size, len(p))
	}
	return p, nil
}

func encodeIP(_ *scope, row *Row, value any) ([]byte, error) {
	switch x := value.(type) {
	case []byte:
		return x, nil
	case string:
		a, err := netip.ParseAddr(x)
		if err != nil || a.Zone() != "" {
			return nil, fail(nil, "want an IP address, got %q", x)
		}
		if p := a.AsSlice(); row.Size == 0 || len(p) == int(row.Size) {
			return p, nil
		}
		return nil, fail(nil, "want an IPv%d address, got %q", map[bool]int{true: 4, false: 6}[row.Size == 4], x)
	}
	return nil, fail(nil, "want an IP address, got %s", kindOf(value))
}

func encodeLLAddr(s *scope, row *Row, value any) ([]byte, error) {
	if text, ok := value.(string); ok {
		mac, isMAC := ParseMAC(text)
		if _, err := netip.ParseAddr(text); err == nil && !(isMAC && len(mac) == 8) {
			return encodeIP(s, row, value)
		}
	}
	return encodeMAC(s, row, value)
}

func encodeAddr(s *scope, row *Row, value any) ([]byte, error) {
	root := s
	for root.up != nil {
		root = root.up
	}
	if f := root.set.Field("family"); f != nil {
		if family, ok := root.head.Get("family"); ok && family != nil {
			if n, err := s.enc.numberOf(&f.Row, family); err == nil && n == afMPLS {
				return encodeLabels(s, row, value)
			}
		}
	}
	return encodeIP(s, row, value)
}

// encodeVia takes an address, or {family, addr}.
func encodeVia(s *scope, row *Row, value any) ([]byte, error) {
	if t, ok := value.(Table); ok {
		if value, ok = t.Get("addr"); !ok {
			return nil, fail([]string{"addr"}, "is missing")
		}
	}
	p, err := encodeIP(s, row, value)
	if err != nil {
		return nil, err
	}
	family := uint16(afINET)
	if len(p) == 16 {
		family = afINET6
	}
	return append(native.AppendUint16(nil, family), p...), nil
}

// encodeLabels takes a number, "200/300", a list of numbers, or of {label, tc, bos, ttl}. The last entry is the bottom of the
// stack unless a bos says otherwise.
func encodeLabels(s *scope, _ *Row, value any) ([]byte, error) {
	var list []any
	switch x := value.(type) {
	case []byte:
		return x, nil
	case []any:
		list = x
	case string:
		for _, part := range strings.Split(x, "/") {
			list = append(list, part)
		}
	default:
		list = []any{value}
	}
	if len(list) == 0 {
		return nil, fail(nil, "want at least one label")
	}
	var p []byte
	for i, item := range list {
		entry := Table{{"label", item}}
		if t, ok := item.(Table); ok {
			entry = t
		}
		var word uint64
		bos := false
		for _, pair := range entry {
			shift, bits := labelPart(pair.Name)
			if bits == 0 {
				return nil, fail([]string{strconv.Itoa(i + 1), pair.Name}, "a label has label, tc, bos, ttl")
			}
			value := pair.Value
			if yes, isBool := value.(bool); isBool {
				value = map[bool]int{true: 1}[yes]
			}
			n, err := s.enc.numberOf(&Row{}, value)
			if err != nil {
				return nil, under(strconv.Itoa(i+1), under(pair.Name, err))
			}
			if n >= 1<<bits {
				return nil, fail([]string{strconv.Itoa(i + 1), pair.Name}, "want a number below %d, got %d", 1<<bits, n)
			}
			bos = bos || pair.Name == "bos"
			word |= n << shift
		}
		if !bos && i == len(list)-1 {
			word |= 1 << bosShift
		}
		p = binary.BigEndian.AppendUint32(p, uint32(word))
	}
	return p, nil
}

// labelPart tells where a part of a label entry lies. bits is 0 for other names.
func labelPart(name string) (shift, bits int) {
	switch name {
	case "label":
		return 12, 20
	case "tc":
		return 9, 3
	case "bos":
		return bosShift, 1
	case "ttl":
		return 0, 8
	}
	return 0, 0
}

const bosShift = 8

// kindOf names a value's type as a script's author would.
func kindOf(value any) string {
	switch value.(type) {
	case nil:
		return "nil"
	case bool:
		return "a boolean"
	case string:
		return "a string"
	case []byte:
		return "bytes"
	case float64, int, int64, uint64, uint32:
		return "a number"
	case []any:
		return "a list"
	case Table:
		return "a table"
	case View, *View:
		return "a message"
	}
	return "something else"
}
