package codec

import (
	"encoding/binary"
	"math"
	"net/netip"
	"slices"
	"strconv"
	"strings"
)

func (s *scope) number(b []byte, row *Row, value any) ([]byte, error) {
	n, err := s.enc.numberOf(row, value)
	if err != nil {
		return nil, err
	}
	if n < uint64(row.Plus) {
		return nil, fail(nil, "want %d or more, got %d", row.Plus, n)
	}
	n -= uint64(row.Plus)
	size := row.Size
	if size == 0 {
		size = 4
	}
	if row.Kind == Int {
		limit := int64(1) << (8*size - 1)
		if v := int64(n); size < 8 && (v < -limit || v >= limit) {
			return nil, fail(nil, "%d does not fit in %d bits", v, 8*size)
		}
	} else if low := int64(n); low < 0 && low > -exactFloat && !row.bits() {
		return nil, fail(nil, "want 0 or more, got %d", low)
	} else if size < 8 && n>>(8*size) != 0 && (low >= 0 || low < -1<<(8*size-1)) { // of bits a negative number is its two's complement
		return nil, fail(nil, "%s does not fit in %d bits (0 to %d)", signed(n), 8*size, uint64(1)<<(8*size)-1)
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

// exactFloat bounds the negative numbers that scripts write: those below it, as 64 bits, are taken for great ones.
const exactFloat = 1 << 53

// bits tells numbers of which people say -1 for all ones, masks and marks, or for all or none of what they name, from what is measured
// or counted.
func (r *Row) bits() bool {
	if strings.HasSuffix(r.Name, "mask") || strings.HasSuffix(r.Name, "mark") {
		return true
	}
	switch r.Hint {
	case Hex, Index, Handle, NetNS, Group:
		return true
	}
	return r.Enum != nil && r.Enum.Flags
}

func signed(n uint64) string {
	if int64(n) < 0 && int64(n) > -exactFloat {
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
	case Table:
		if index, ok := x.Get("index"); ok && row.Hint == Index {
			return e.numberOf(row, index)
		}
	case []any:
		if row.Hint == Index {
			if len(x) == 0 {
				return 0, fail(nil, "the list is empty: it names no link")
			}
			if len(x) > 1 {
				return 0, fail(nil, "the list names %d links: want one", len(x))
			}
			return e.numberOf(row, x[0])
		}
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
	case Linked:
		if i, ok := x.LinkIndex(); ok && row.Hint == Index {
			return uint64(i), nil
		}
	}
	return 0, fail(nil, "want a number, got %s", kindOf(value))
}

// Linked is a value that stands for a link: a link message, or a message about something that lies on one.
type Linked interface {
	LinkIndex() (int, bool)
}

func (e *Encoder) textNumber(row *Row, text string) (uint64, error) {
	if n, ok := row.Enum.ValueOf(text); ok {
		return n, nil
	}
	if row.Hint == Bool {
		switch text {
		case "on":
			return 1, nil
		case "off":
			return 0, nil
		}
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
	switch {
	case row.Enum != nil:
		return 0, fail(nil, "%q is none of %s", text, row.Enum.List(24))
	case row.Hint == Bool:
		return 0, fail(nil, "want true or false, got %q", text)
	}
	return 0, fail(nil, "want a number, got %q", text)
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
	SRH:    encodeSRH,
	RPL:    encodeRPL,
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
		if math.IsNaN(x) || math.IsInf(x, 0) {
			return nil, fail(nil, "want a text, got %v", x)
		}
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
	for group := range strings.SplitSeq(text, sep) {
		if len(group) == 0 || len(group) > width || width == 4 && len(group) < 4 { // 192.0.2.1 is no hardware address
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
		if !ok && len(x) == 2 { // an id of one byte
			mac, ok = ParseMAC("0:" + x)
			mac = mac[min(1, len(mac)):]
		}
		if !ok && x != "" {
			return nil, fail(nil, `want a hardware address such as "02:00:00:00:00:01", got %q`, x)
		}
		p = mac
	default:
		return nil, fail(nil, "want a hardware address, got %s", kindOf(value))
	}
	if size := int(row.Size); row.Hint == AsLink && len(p) < size {
		return append(slices.Clip(p), make([]byte, size-len(p))...), nil
	} else if size != 0 && len(p) != size {
		return nil, fail(nil, "want %d bytes, got %d", size, len(p))
	}
	return p, nil
}

func encodeIP(s *scope, row *Row, value any) ([]byte, error) {
	if _, raw := value.([]byte); !raw && row.Size == 0 && s.family() == afMCTP {
		return s.number(nil, &endpoint, value)
	}
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
	if s.family() == afMPLS {
		return encodeLabels(s, row, value)
	}
	return encodeIP(s, row, value)
}

// family is the address family that the message's header says, 0 where it says none.
func (s *scope) family() uint64 {
	root := s
	for root.up != nil {
		root = root.up
	}
	if f := root.set.Field("family"); f != nil {
		if family, ok := root.head.Get("family"); ok && family != nil {
			if n, err := s.enc.numberOf(&f.Row, family); err == nil {
				return n
			}
		}
	}
	return 0
}

// endpoint is the row of an MCTP endpoint id; include/uapi/linux/mctp.h, mctp_eid_t.
var endpoint = Row{Kind: Uint, Size: 1}

var viaFamily = Row{Name: "family", Kind: Uint, Size: 2}

// encodeVia takes an address, or {family, addr}; the address says the family where that is no number.
func encodeVia(s *scope, row *Row, value any) ([]byte, error) {
	var said any
	if t, ok := value.(Table); ok {
		said, _ = t.Get("family")
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
	if n, err := s.enc.numberOf(&viaFamily, said); err == nil && n <= 0xffff {
		family = uint16(n)
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
		for part := range strings.SplitSeq(x, "/") {
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
