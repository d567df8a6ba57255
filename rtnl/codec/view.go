package codec

import (
	"iter"
	"slices"
	"strconv"
	"strings"
)

// View is bytes read by the rows of a Set. It holds no copy: it is valid as long as its bytes are.
type View struct {
	Set   *Set
	Head  []byte // the fixed structure, shorter where the kernel is older than the row
	Attrs []byte // the attributes behind it
	Up    *View  // the nest around this one, nil for a message
}

// Pair is a name with its value.
type Pair struct {
	Name  string
	Value any
}

// Table is named values in an order: what Decode gives for small composites, and what Encode takes.
type Table []Pair

// Get returns the value of the first pair with that name.
func (t Table) Get(name string) (any, bool) {
	for i := range t {
		if t[i].Name == name {
			return t[i].Value, true
		}
	}
	return nil, false
}

// Sorted returns the table by names, and what is inside likewise. Values of one name keep their order.
func (t Table) Sorted() Table {
	out := slices.Clone(t)
	for i := range out {
		out[i].Value = sorted(out[i].Value)
	}
	slices.SortStableFunc(out, func(a, b Pair) int { return strings.Compare(a.Name, b.Name) })
	return out
}

func sorted(v any) any {
	switch x := v.(type) {
	case Table:
		return x.Sorted()
	case []any:
		list := slices.Clone(x)
		for i := range list {
			list[i] = sorted(list[i])
		}
		return list
	}
	return v
}

// ViewOf reads a payload by a set: Fixed first, attributes behind it at the next multiple of four.
func ViewOf(set *Set, payload []byte, up *View) View {
	var v View
	v.Reset(set, payload, up)
	return v
}

// Reset makes v what ViewOf gives.
func (v *View) Reset(set *Set, payload []byte, up *View) {
	v.Set, v.Head, v.Attrs, v.Up = set, nil, payload, up
	if set.Fixed == nil {
		return
	}
	n := min(set.Fixed.Size, len(payload))
	switch {
	case set.Fixed.Open:
		n = len(payload)
	case set.Fixed.Tail != "" && n == set.Fixed.Size:
		n = int(min(set.Fixed.whole(set, payload), uint64(len(payload))))
	}
	v.Head, v.Attrs = payload[:n:n], nil
	if len(set.Rows) > 0 {
		v.Attrs = payload[min(Align(n), len(payload)):]
	}
}

// whole is the length of a structure with the bytes that its Tail counts; b holds the structure.
func (s *Struct) whole(set *Set, b []byte) uint64 {
	f := set.Field(s.Tail)
	more, _ := f.Row.Uint(b[f.Off : int(f.Off)+int(f.Size)])
	return uint64(s.Size) + more
}

// Root returns the outermost view, the message.
func (v *View) Root() *View {
	for v.Up != nil {
		v = v.Up
	}
	return v
}

// Family returns the address family of the message around v: the first byte of every rtnetlink header.
func (v *View) Family() uint8 {
	if r := v.Root(); len(r.Head) > 0 {
		return r.Head[0]
	}
	return 0
}

// Find returns the payload of the first attribute with that number.
func (v *View) Find(typ uint16) ([]byte, bool) {
	for b := v.Attrs; ; {
		t, p, rest, ok := Next(b)
		if !ok {
			return nil, false
		}
		if t == typ {
			return p, true
		}
		b = rest
	}
}

// Span is where in Attrs a payload lies. To is 0 where there is none.
type Span struct{ From, To uint32 }

// Places are the attributes that Pick looks for: by number, 1 and the place of its span. Greater numbers take a Find.
type Places [128]uint8

// Pick finds the first attribute of several numbers in one pass. The spans come in as 0; it ends when n of them are found.
func (v *View) Pick(places *Places, spans []Span, n int) {
	b := v.Attrs
	for at := 0; n > 0 && at+headLen <= len(b); {
		head := b[at:]
		size := int(native.Uint16(head))
		if size < headLen || size > len(head) {
			return
		}
		if typ := native.Uint16(head[2:]) & typeMask; int(typ) < len(places) {
			if i := int(places[typ]) - 1; i >= 0 && spans[i].To == 0 {
				spans[i] = Span{uint32(at + headLen), uint32(at + size)}
				n--
			}
		}
		at += Align(size)
	}
}

// Each calls fn for every attribute until it returns false. row is nil for numbers that the set lacks.
// The error says where the bytes end being attributes.
func (v *View) Each(fn func(row *Row, typ uint16, payload []byte) bool) error {
	b := v.Attrs
	for {
		t, p, rest, ok := Next(b)
		if !ok {
			break
		}
		if !fn(v.Set.Row(t), t, p) {
			return nil
		}
		b = rest
	}
	if len(b) >= headLen {
		return fail(nil, "attribute at byte %d says a length of %d, %d bytes are left", len(v.Attrs)-len(b), native.Uint16(b), len(b))
	}
	return nil
}

// Get returns the value that a name stands for: the first attribute of that name, else the field. ok is false where the
// message has neither, and where there is no message: a zero View. A malformed attribute gives its raw bytes.
func (v *View) Get(name string) (value any, ok bool) {
	if v.Set == nil {
		return nil, false
	}
	if row := v.Set.Named(name); row != nil {
		if p, found := v.Find(row.Type); found {
			value, _ = Decode(v, row, p)
			return value, true
		}
	} else if typ, unknown := v.Set.Unknown(name); unknown {
		if p, found := v.Find(typ); found {
			return p, true
		}
	}
	return v.GetField(name)
}

// GetField returns the value of a field of the fixed structure.
func (v *View) GetField(name string) (any, bool) {
	if v.Set == nil {
		return nil, false
	}
	f := v.Set.Field(name)
	if f == nil {
		return nil, false
	}
	p, ok := v.FieldBytes(f)
	if !ok {
		return nil, false
	}
	value, _ := Decode(v, &f.Row, p)
	return value, true
}

// FieldBytes returns the bytes of a field; ok is false where the structure is shorter.
func (v *View) FieldBytes(f *Field) ([]byte, bool) {
	end := int(f.Off) + int(f.Size)
	if f.Size == 0 {
		end = len(v.Head)
	}
	if int(f.Off) > len(v.Head) || end > len(v.Head) {
		return nil, false
	}
	if f.Bits != 0 {
		return f.unpack(v.Head[f.Off:end:end]), true
	}
	return v.Head[f.Off:end:end], true
}

// unpack takes a bit field out of the integer that holds it.
func (f *Field) unpack(p []byte) []byte {
	n, _ := readUint(Uint, p)
	n = n >> f.lowest(bigEndian()) & (1<<f.Bits - 1)
	if len(p) == 1 {
		return []byte{byte(n)}
	}
	return native.AppendUint16(nil, uint16(n))
}

// Path follows names through nests, structures and lists. In a list a name is a number from 1; behind an attribute that stands several
// times it may be one too, and without it the first is meant.
func (v *View) Path(names ...string) (any, bool) {
	var at any = v
	for i, name := range names {
		var ok bool
		switch x := at.(type) {
		case *View:
			at, ok = x.step(name, names[i+1:])
		case View:
			at, ok = x.step(name, names[i+1:])
		case Table:
			at, ok = x.Get(name)
		case []any:
			n, err := strconv.Atoi(name)
			if ok = err == nil && n >= 1 && n <= len(x); ok {
				at = x[n-1]
			}
		}
		if !ok {
			return nil, false
		}
	}
	return at, true
}

// step is Get, but all values of the name where a number follows that chooses one.
func (v *View) step(name string, rest []string) (any, bool) {
	if len(rest) > 0 && rest[0] != "" && rest[0][0] <= '9' && v.Set != nil {
		if row := v.Set.Named(name); row != nil && row.Multi {
			return v.All(row), true
		}
	}
	return v.Get(name)
}

// All returns the values of every attribute of a row.
func (v *View) All(row *Row) (values []any) {
	v.Each(func(_ *Row, typ uint16, p []byte) bool {
		if typ == row.Type {
			for p := range row.pieces(p) {
				value, _ := Decode(v, row, p)
				values = append(values, value)
			}
		}
		return true
	})
	return values
}

// pieces gives the values that one attribute of a Multi row holds: it alone, but where its set is Strung.
func (r *Row) pieces(p []byte) iter.Seq[[]byte] {
	return func(yield func([]byte) bool) {
		from := p
		if first, _, rest, ok := Next(p); ok && r.Set != nil && r.Set.Strung {
			for at := rest; ; {
				typ, _, rest, ok := Next(at)
				if ok && typ == first {
					n := len(from) - len(at)
					if !yield(from[:n:n]) {
						return
					}
					from = at
				}
				if !ok {
					break
				}
				at = rest
			}
		}
		yield(from)
	}
}

// Bytes returns the payload that v was read from, in a copy.
func (v *View) Bytes() []byte {
	b := append(make([]byte, 0, len(v.Head)+len(v.Attrs)+3), v.Head...)
	if len(v.Attrs) > 0 {
		b = append(b, make([]byte, Align(len(b))-len(b))...)
	}
	return append(b, v.Attrs...)
}

// Check decodes everything, and returns the first thing that is wrong.
func (v *View) Check() error {
	var first error
	note := func(name string, err error) {
		if err != nil && first == nil {
			first = under(name, err)
		}
	}
	if v.Set.Fixed != nil && len(v.Head) < v.Set.Fixed.Size && v.Up == nil {
		note(v.Set.Fixed.Name, fail(nil, "want %d bytes, got %d", v.Set.Fixed.Size, len(v.Head)))
	} else if v.Set.Fixed != nil && v.Set.Fixed.Tail != "" && len(v.Head) >= v.Set.Fixed.Size {
		if n := v.Set.Fixed.whole(v.Set, v.Head); n > uint64(len(v.Head)) {
			note(v.Set.Fixed.Tail, fail(nil, "says %d bytes, %d are there", n-uint64(v.Set.Fixed.Size), len(v.Head)-v.Set.Fixed.Size))
		}
	}
	err := v.Each(func(row *Row, _ uint16, p []byte) bool {
		if row != nil {
			value, err := Decode(v, row, p)
			note(row.Name, err)
			note(row.Name, checkValue(value))
		}
		return first == nil
	})
	if first == nil && err != nil {
		first = err
	}
	return first
}

func checkValue(value any) error {
	switch x := value.(type) {
	case View:
		return x.Check()
	case []any:
		for _, e := range x {
			if err := checkValue(e); err != nil {
				return err
			}
		}
	}
	return nil
}

// Tables decodes everything: the fixed fields, and the attributes in the order of the bytes. Nests are Tables too, lists of
// Multi rows stand where their first attribute stood. An attribute without a row has Set.Number's name, and its raw bytes.
func (v *View) Tables() (head, attrs Table) {
	if v.Set != nil && v.Set.Fixed != nil {
		for i := range v.Set.Fixed.Fields {
			f := &v.Set.Fixed.Fields[i]
			if p, ok := v.FieldBytes(f); ok {
				value, _ := Decode(v, &f.Row, p)
				head = append(head, Pair{f.Name, Plain(value)})
			}
		}
	}
	v.Each(func(row *Row, typ uint16, p []byte) bool {
		if row == nil {
			attrs = append(attrs, Pair{v.Set.Number(typ), p})
			return true
		}
		if !row.Multi {
			value, _ := Decode(v, row, p)
			attrs = append(attrs, Pair{row.Name, Plain(value)})
			return true
		}
		i := slices.IndexFunc(attrs, func(a Pair) bool { return a.Name == row.Name })
		if i < 0 {
			i, attrs = len(attrs), append(attrs, Pair{row.Name, []any(nil)})
		}
		for p := range row.pieces(p) {
			value, _ := Decode(v, row, p)
			attrs[i].Value = append(attrs[i].Value.([]any), Plain(value))
		}
		return true
	})
	return head, attrs
}

// Plain replaces views in a value by Tables, all the way down: the fields first, then the attributes; an attribute hides a
// field of its name, as in Get.
func Plain(value any) any {
	switch x := value.(type) {
	case View:
		head, attrs := x.Tables()
		if len(head) == 0 {
			return attrs
		}
		for _, p := range head {
			if _, hidden := attrs.Get(p.Name); !hidden {
				attrs = append(attrs, p)
			}
		}
		return attrs
	case []any:
		for i := range x {
			x[i] = Plain(x[i])
		}
	case Table:
		for i := range x {
			x[i].Value = Plain(x[i].Value)
		}
	}
	return value
}

// PathAt names the attribute that stands at a byte of a message's body (behind nlmsghdr): what the kernel's
// NLMSGERR_ATTR_OFFS points at, less the 16 bytes of that header. nil: none.
func PathAt(set *Set, body []byte, off int) []string {
	v := ViewOf(set, body, nil)
	return v.pathAt(off - (len(body) - len(v.Attrs)))
}

func (v *View) pathAt(off int) []string {
	for b := v.Attrs; off >= 0; {
		t, p, rest, ok := Next(b)
		if !ok {
			return nil
		}
		used := len(b) - len(rest)
		if off < used {
			row := v.Set.Row(t)
			if row == nil {
				return []string{v.Set.Number(t)}
			}
			path := []string{row.Name}
			value, _ := Decode(v, row, p)
			switch x := value.(type) {
			case View:
				if off >= headLen {
					path = append(path, x.pathAt(off-headLen-(len(p)-len(x.Attrs)))...)
				}
			case []any:
				path = append(path, elementAt(x, row, p, off-headLen)...)
			}
			return path
		}
		off -= used
		b = rest
	}
	return nil
}

// elementAt goes on inside a list of nests (Array) or records.
func elementAt(list []any, row *Row, p []byte, off int) []string {
	at := 0
	for i, e := range list {
		x, isView := e.(View)
		size, skip := 0, 0
		switch row.Kind {
		case Array:
			if at+headLen > len(p) {
				return nil
			}
			size, skip = Align(int(native.Uint16(p[at:]))), headLen
		case Records:
			if at+2 > len(p) {
				return nil
			}
			size = Align(int(native.Uint16(p[at:])))
		default:
			return nil
		}
		if off >= at && off < at+size {
			path := []string{strconv.Itoa(i + 1)}
			if isView && off-at >= skip {
				path = append(path, x.pathAt(off-at-skip-len(x.Head))...)
			}
			return path
		}
		at += size
	}
	return nil
}
