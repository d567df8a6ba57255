package codec

import (
	"bytes"
	"encoding/binary"
	"net/netip"
	"strconv"
)

// Families that change what bytes mean (include/linux/socket.h).
const (
	afINET  = 2
	afINET6 = 10
	afMPLS  = 28
	afMCTP  = 45
)

// bits32 is struct nla_bitfield32 (include/uapi/linux/netlink.h).
var bits32 = Set{Name: "bitfield32", Fixed: &Struct{Name: "nla_bitfield32", Size: 8, Fields: []Field{
	{Off: 0, Row: Row{Name: "value", Kind: Uint, Size: 4, Hint: Hex}},
	{Off: 4, Row: Row{Name: "selector", Kind: Uint, Size: 4, Hint: Hex}},
}}}

// readUint reads an unsigned or signed integer of 1, 2, 4 or 8 bytes.
func readUint(kind Kind, p []byte) (uint64, bool) {
	be := kind == UintBE
	switch len(p) {
	case 1:
		if kind == Int {
			return uint64(int64(int8(p[0]))), true
		}
		return uint64(p[0]), true
	case 2:
		if be {
			return uint64(binary.BigEndian.Uint16(p)), true
		}
		if kind == Int {
			return uint64(int64(int16(native.Uint16(p)))), true
		}
		return uint64(native.Uint16(p)), true
	case 4:
		if be {
			return uint64(binary.BigEndian.Uint32(p)), true
		}
		if kind == Int {
			return uint64(int64(int32(native.Uint32(p)))), true
		}
		return uint64(native.Uint32(p)), true
	case 8:
		if be {
			return binary.BigEndian.Uint64(p), true
		}
		return native.Uint64(p), true
	}
	return 0, false
}

// Uint returns the number of an integer row's payload; ok is false for other kinds and lengths. For Int the bits are those of
// an int64.
func (r *Row) Uint(p []byte) (v uint64, ok bool) {
	switch r.Kind {
	case Uint, Int, UintBE:
		v, ok = readUint(r.Kind, p)
		return v + uint64(r.Plus), ok
	}
	return 0, false
}

// Decode gives the value of a payload: nil (no payload for a kind that needs one is an error), bool, int64 (Int), uint64 (Uint,
// UintBE), string, []byte, View, Table, or []any of these. A number whose Enum is Text is its
// name. What is malformed gives the bytes and an
// *Error without path.
func Decode(v *View, row *Row, p []byte) (any, error) {
	switch row.Kind {
	case Flag:
		return true, nil
	case Uint, UintBE:
		n, ok := readUint(row.Kind, p)
		if !ok {
			return p, fail(nil, "want 1, 2, 4 or 8 bytes, got %d", len(p))
		}
		if row.Enum != nil && row.Enum.Text {
			if name := row.Enum.NameOf(n); name != "" {
				return name, nil
			}
		}
		return n + uint64(row.Plus), nil
	case Int:
		n, ok := readUint(Int, p)
		if !ok {
			return p, fail(nil, "want 1, 2, 4 or 8 bytes, got %d", len(p))
		}
		return int64(n), nil
	case String, Text, MAC, IP, LLAddr, Addr:
		var buf [64]byte
		if b, ok := row.AppendText(buf[:0], v, p); ok {
			return string(b), nil
		}
		if row.Kind == Addr && v != nil && v.Family() == afMPLS {
			return decodeLabels(p)
		}
		if (row.Kind == IP || row.Kind == Addr) && v != nil && v.Family() == afMCTP && len(p) == 1 {
			return uint64(p[0]), nil
		}
		return p, fail(nil, "want an address of 4 or 16 bytes, got %d", len(p))
	case Labels:
		return decodeLabels(p)
	case Via:
		return decodeVia(p)
	case SRH:
		return decodeSRH(row, p)
	case RPL:
		return decodeRPL(p)
	case Bits32:
		if len(p) < bits32.Fixed.Size {
			return p, fail(nil, "want 8 bytes, got %d", len(p))
		}
		return ViewOf(&bits32, p, v), nil
	case Nest:
		return decodeNest(v, row.Set, p)
	case Array:
		return decodeArray(v, row, p)
	case Packed:
		return decodePacked(v, row, p)
	case Records:
		return decodeRecords(v, row, p)
	case ByName:
		c := v.choose(row.Sub, p)
		switch {
		case c == nil:
			return p, nil
		case c.Row != nil:
			if n := int(c.Row.Size); n > 0 && n < len(p) && row.Size > 0 { // one member of a union
				p = p[:n:n]
			}
			return Decode(v, c.Row, p)
		}
		return decodeNest(v, c.Set, p)
	}
	return p, nil
}

// AppendText appends the value of a payload that is text to scripts: strings and addresses. ok is false, and nothing
// appended, for other kinds, label stacks, and what is malformed.
func (r *Row) AppendText(b []byte, v *View, p []byte) (text []byte, ok bool) {
	switch r.Kind {
	case String, Text:
		return append(b, untilNUL(p)...), true
	case MAC:
		if r.Hint == AsLink {
			p = asLink(v, p)
		}
		return appendMAC(b, p), true
	case LLAddr:
		if len(p) != 4 && len(p) != 16 {
			return appendMAC(b, p), true
		}
	case Addr:
		if v != nil && v.Family() == afMPLS {
			return b, false
		}
	case IP:
	default:
		return b, false
	}
	if len(p) == 4 {
		return appendIPv4(b, [4]byte(p)), true
	}
	a, ok := netip.AddrFromSlice(p)
	if !ok {
		return b, false
	}
	return a.AppendTo(b), true
}

// appendIPv4 writes an address in the half of netip's time, of which a loop over routes has a tenth.
func appendIPv4(b []byte, a [4]byte) []byte {
	for i, n := range a {
		if i > 0 {
			b = append(b, '.')
		}
		switch {
		case n >= 100:
			b = append(b, '0'+n/100, '0'+n/10%10, '0'+n%10)
		case n >= 10:
			b = append(b, '0'+n/10, '0'+n%10)
		default:
			b = append(b, '0'+n)
		}
	}
	return b
}

// asLink cuts what stands behind an address that is as long as the message's own, where that is nothing but zeros.
func asLink(v *View, p []byte) []byte {
	if v == nil || v.Root().Set == nil {
		return p
	}
	root := v.Root()
	row := root.Set.Named("address")
	if row == nil {
		return p
	}
	own, _ := root.Find(row.Type)
	if n := len(own); n > 0 && n < len(p) && len(bytes.Trim(p[n:], "\x00")) == 0 {
		return p[:n]
	}
	return p
}

func untilNUL(p []byte) []byte {
	if i := bytes.IndexByte(p, 0); i >= 0 {
		return p[:i]
	}
	return p
}

func decodeNest(v *View, set *Set, p []byte) (any, error) {
	if set.Fixed != nil && len(p) == 0 {
		return p, fail(nil, "want the %d bytes of struct %s, got none", set.Fixed.Size, set.Fixed.Name)
	}
	return ViewOf(set, p, v), nil
}

func decodeArray(v *View, row *Row, p []byte) (any, error) {
	list := []any{}
	var first error
	for b := p; ; {
		_, q, rest, ok := Next(b)
		if !ok {
			if len(rest) >= headLen && first == nil {
				return p, fail(nil, "element %d says a length that is not there", len(list)+1)
			}
			return list, first
		}
		value, err := Decode(v, row.Elem, q)
		if err != nil && first == nil {
			first = under(strconv.Itoa(len(list)+1), err)
		}
		list = append(list, value)
		b = rest
	}
}

// size returns the bytes of a row whose payload has always the same length, 0 for others.
func (r *Row) size() int {
	switch {
	case r.Kind == Nest && r.Set.Fixed != nil && len(r.Set.Rows) == 0 && !r.Set.Fixed.Open:
		return r.Set.Fixed.Size
	case r.Kind == Bits32:
		return bits32.Fixed.Size
	}
	return int(r.Size)
}

func decodePacked(v *View, row *Row, p []byte) (any, error) {
	size := row.Elem.size()
	if size == 0 || len(p)%size != 0 {
		return p, fail(nil, "want a multiple of %d bytes, got %d", size, len(p))
	}
	list := make([]any, 0, len(p)/size)
	for ; len(p) > 0; p = p[size:] {
		value, err := Decode(v, row.Elem, p[:size:size])
		if err != nil {
			return p, under(strconv.Itoa(len(list)+1), err)
		}
		list = append(list, value)
	}
	return list, nil
}

func decodeRecords(v *View, row *Row, p []byte) (any, error) {
	list := []any{}
	for b := p; len(b) >= 2; {
		n := int(native.Uint16(b))
		if n < row.Set.Fixed.Size || n > len(b) {
			return p, fail([]string{strconv.Itoa(len(list) + 1)}, "says a length of %d, %d bytes are left", n, len(b))
		}
		list = append(list, ViewOf(row.Set, b[:n:n], v))
		b = b[min(Align(n), len(b)):]
	}
	return list, nil
}

// choose finds the case for a payload that a sibling's value names, in v or in a nest around it.
func (v *View) choose(sub *Sub, p []byte) *Case {
	for u := v; u != nil; u = u.Up {
		text, ok := u.text(sub.Selector)
		if ok {
			return sub.first(text, func(c *Case) bool { return c.Len == len(p) || c.Len < 0 && c.Set.covers(p) })
		}
	}
	return nil
}

// covers tells whether bytes are the set's attributes and nothing else.
func (s *Set) covers(p []byte) bool {
	for len(p) > 0 {
		typ, q, rest, ok := Next(p)
		row := s.Row(typ)
		switch {
		case !ok || row == nil,
			row.Kind == Nest && !row.Set.covers(q),
			row.Kind != Nest && row.Size != 0 && int(row.Size) != len(q):
			return false
		}
		p = rest
	}
	return true
}

// text is the value of an attribute or field as Case.Value has it.
func (v *View) text(name string) (string, bool) {
	var row *Row
	var p []byte
	ok := false
	if row = v.Set.Named(name); row != nil {
		p, ok = v.Find(row.Type)
	}
	if !ok {
		f := v.Set.Field(name)
		if f == nil {
			return "", false
		}
		if p, ok = v.FieldBytes(f); !ok {
			return "", false
		}
		row = &f.Row
	}
	if n, isNumber := row.Uint(p); isNumber {
		if s := row.Enum.NameOf(n); s != "" {
			return s, true
		}
		return strconv.FormatUint(n, 10), true
	}
	return string(untilNUL(p)), true
}

func decodeIP(p []byte) (any, error) {
	a, ok := netip.AddrFromSlice(p)
	if !ok {
		return p, fail(nil, "want an address of 4 or 16 bytes, got %d", len(p))
	}
	return a.String(), nil
}

// FormatMAC writes bytes as "aa:bb:cc".
func FormatMAC(p []byte) string { return string(appendMAC(make([]byte, 0, 64), p)) }

func appendMAC(b, p []byte) []byte {
	const digits = "0123456789abcdef"
	for i, c := range p {
		if i > 0 {
			b = append(b, ':')
		}
		b = append(b, digits[c>>4], digits[c&15])
	}
	return b
}

// decodeLabels reads a stack of MPLS label entries: 20 bits label, 3 bits traffic class, bottom of stack, 8 bits TTL, in
// network order (include/uapi/linux/mpls.h).
func decodeLabels(p []byte) (any, error) {
	if len(p)%4 != 0 || len(p) == 0 {
		return p, fail(nil, "want label entries of 4 bytes, got %d bytes", len(p))
	}
	list := []any{}
	for ; len(p) > 0; p = p[4:] {
		e := binary.BigEndian.Uint32(p)
		list = append(list, Table{{"label", uint64(e >> 12)}, {"tc", uint64(e >> 9 & 7)}, {"bos", uint64(e >> 8 & 1)}, {"ttl", uint64(e & 0xff)}})
	}
	return list, nil
}

// decodeVia reads struct rtvia (include/uapi/linux/rtnetlink.h).
func decodeVia(p []byte) (any, error) {
	if len(p) < 2 {
		return p, fail(nil, "want a family of 2 bytes and an address, got %d bytes", len(p))
	}
	t := Table{{"family", uint64(native.Uint16(p))}}
	a, err := decodeIP(p[2:])
	if err != nil {
		return append(t, Pair{"addr", p[2:]}), nil
	}
	return append(t, Pair{"addr", a}), nil
}
