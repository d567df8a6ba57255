package request

import (
	"errors"
	"fmt"
	"math"
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"

	"nlua/rtnl/codec"
	"nlua/rtnl/spec"
)

// commonKeywords belong to every object.
var commonKeywords = []Keyword{
	{Name: "attrs", Do: setAttrs, Doc: "Attributes by C name or number, sent as they are: a list of {name, value}."},
	{Name: "match", Do: setMatch, Only: "dump show dump-class dump-filter get-class get-filter", Doc: "A function that gets each message, or a table of filters."},
}

// setAttrs puts verbatim entries: a known name's value by its row, a number's as raw bytes.
func setAttrs(b *builder, v any) error {
	list, ok := v.([]any)
	if !ok {
		if t, isTable := v.(codec.Table); isTable && len(t) == 0 {
			return nil
		}
		return errors.New(`want a list of {name, value}: {{"IFLA_MTU", 1400}, {200, "\1\2"}}`)
	}
	for i, e := range list {
		pair, ok := e.([]any)
		if !ok || len(pair) != 2 {
			return fmt.Errorf("entry %d: want {name, value}", i+1)
		}
		name, isName := pair[0].(string)
		if !isName {
			n, err := whole(pair[0])
			if err != nil || n < 0 || n > 0x3fff {
				return fmt.Errorf("entry %d: want an attribute's name, or its number below 16384", i+1)
			}
			name = "#" + strconv.FormatInt(n, 10)
		} else if row := b.set.Named(name); row != nil {
			name = row.Name
		} else if _, ok := b.set.Unknown(name); !ok {
			return fmt.Errorf("entry %d: unknown attribute %q%s", i+1, name, Suggest(name, setNames(b.set)))
		}
		b.attr(pair[1], name)
	}
	return nil
}

// setMatch adds a script's function over whole messages, or more filters.
func setMatch(b *builder, v any) error {
	switch x := v.(type) {
	case func(codec.View) bool:
		b.matches = append(b.matches, x)
		return nil
	case func(any) bool:
		b.wholes = append(b.wholes, x)
		return nil
	}
	return errors.New("want a function or a table of filters")
}

var familyRow = codec.Row{Name: "family", Kind: codec.Uint, Size: 1, Enum: &spec.Families}

// familyWord is the keyword of objects whose messages all carry a family: it is sent, and checked.
var familyWord = Keyword{Name: "family", Do: setFamily, Enum: &spec.Families, Doc: "Address family: a number, or inet, inet6, bridge, mpls."}

// setFamily takes a family; 255 is pyroute2's word for all.
func setFamily(b *builder, v any) error {
	n, err := b.number(&familyRow, v)
	if err != nil {
		return err
	}
	if n == 255 {
		n = unix.AF_UNSPEC
	}
	if b.filtering {
		b.ask("family", n)
		if n != unix.AF_UNSPEC {
			b.is("family", n)
		}
	} else {
		b.field("family", n)
	}
	if b.family != 0 && n != unix.AF_UNSPEC {
		b.see(uint8(n))
	}
	b.family = uint8(n)
	return nil
}

// askFamily takes the family of a dump whose messages may carry another: links.
func askFamily(b *builder, v any) error {
	n, err := b.number(&familyRow, v)
	if err != nil {
		return err
	}
	if n == 255 {
		n = unix.AF_UNSPEC
	}
	b.ask("family", n)
	return nil
}

// askHook makes a keyword an attribute of a dump's request instead of its filter.
func askHook(name string) hook {
	return func(b *builder, v any) error {
		b.askAttr(v, name)
		return nil
	}
}

// see notes the family of an address. All have to be of one; in a filter nothing matches then.
func (b *builder) see(family uint8) {
	switch {
	case b.family == 0:
		b.family = family
	case b.family != family && b.late == nil && !b.filtering:
		b.late = fmt.Errorf("%s says family %s, and other keywords say %s", b.word, spec.Families.NameOf(uint64(family)), spec.Families.NameOf(uint64(b.family)))
	}
}

// afMCTP is AF_MCTP, include/linux/socket.h: its addresses are numbers of one byte, and it is never guessed.
const afMCTP = 45

// endpoint puts an MCTP endpoint id where the script says that family; ok is false where it does not.
func (b *builder) endpoint(v any, name string) (ok bool, err error) {
	if !b.says("family") || familyOf(b) != afMCTP {
		return false, nil
	}
	n, err := whole(v)
	if err != nil || n < 0 || n > 255 {
		return true, fmt.Errorf("want an endpoint id of 8 to 254, got %v", v)
	}
	b.see(afMCTP)
	b.attr(uint64(n), name)
	return true, nil
}

// finishFamily sends the family that the addresses have, fallback if there are none.
func (b *builder) finishFamily(fallback uint8) {
	if _, ok := b.put("family", true); ok {
		return
	}
	family := b.family
	if family == 0 {
		family = fallback
	}
	switch {
	case family == 0:
	case b.filtering:
		b.ask("family", uint64(family))
		b.is("family", uint64(family))
	default:
		b.field("family", uint64(family))
	}
}

// prefix is an address with its length.
type prefix struct {
	addr   netip.Addr
	bits   int
	hasLen bool
}

func (p prefix) family() uint8 {
	if p.addr.Is4() {
		return unix.AF_INET
	}
	return unix.AF_INET6
}

// parsePrefix reads "A", "A/len" or "A/mask".
func parsePrefix(v any) (prefix, error) {
	s, ok := v.(string)
	if !ok {
		return prefix{}, errors.New(`want an address as a string: "10.0.0.1/24"`)
	}
	text, length, hasLen := strings.Cut(s, "/")
	addr, err := netip.ParseAddr(text)
	if err != nil || addr.Zone() != "" {
		return prefix{}, fmt.Errorf("%q is no IP address", s)
	}
	p := prefix{addr, addr.BitLen(), hasLen}
	if !hasLen {
		return p, nil
	}
	if n, err := strconv.ParseUint(length, 10, 8); err == nil && int(n) <= addr.BitLen() {
		p.bits = int(n)
		return p, nil
	}
	mask, err := netip.ParseAddr(length)
	if err == nil && mask.BitLen() == addr.BitLen() {
		if n, ok := maskBits(mask.AsSlice()); ok {
			p.bits = n
			return p, nil
		}
	}
	return prefix{}, fmt.Errorf("%q: want a length of 0 to %d or a mask behind the \"/\"", s, addr.BitLen())
}

// maskBits counts the ones of a mask; ok is false where zeros come before ones.
func maskBits(mask []byte) (bits int, ok bool) {
	for i := range 8 * len(mask) {
		if mask[i/8]>>(7-i%8)&1 == 1 {
			if bits != i {
				return 0, false
			}
			bits++
		}
	}
	return bits, true
}

// whole reads a whole number that a script gave as a number or as digits.
func whole(v any) (int64, error) {
	switch x := v.(type) {
	case int:
		return int64(x), nil
	case int64:
		return x, nil
	case uint64:
		if x <= math.MaxInt64 {
			return int64(x), nil
		}
	case uint32:
		return int64(x), nil
	case float64:
		if x == math.Trunc(x) && math.Abs(x) < 1<<63 {
			return int64(x), nil
		}
	case string:
		if n, err := strconv.ParseInt(x, 0, 64); err == nil {
			return n, nil
		}
	}
	return 0, fmt.Errorf("want a whole number, got %s", shown(v))
}

// shown is a script's value in a complaint about it.
func shown(v any) string {
	switch x := v.(type) {
	case nil:
		return "nothing"
	case string:
		return strconv.Quote(x)
	case []any:
		return "a list"
	case codec.Table:
		return "a table"
	case []byte:
		return "bytes"
	}
	return fmt.Sprint(v)
}

// truth reads a boolean: true, false, "on", "off", 0, 1.
func truth(v any) (bool, error) {
	switch v {
	case true, "on":
		return true, nil
	case false, "off":
		return false, nil
	}
	if n, err := whole(v); err == nil && (n == 0 || n == 1) {
		return n == 1, nil
	}
	return false, errors.New("want true or false")
}

// flagWords takes names of flags: a list, or a text with commas. ok is false for numbers.
func flagWords(v any) (words []string, ok bool) {
	switch x := v.(type) {
	case string:
		if _, err := whole(x); err == nil {
			return nil, false
		}
		return strings.FieldsFunc(x, func(r rune) bool { return r == ',' || r == '|' || r == ' ' }), true
	case []any:
		for _, e := range x {
			s, isText := e.(string)
			if !isText {
				return nil, false
			}
			words = append(words, s)
		}
		return words, true
	}
	return nil, false
}

// flagBits gives the bits that names set, and those that they speak of: "!up" clears. Names may carry the prefix of the header.
func flagBits(enum *codec.Enum, words []string) (set, mask uint64, err error) {
	for _, word := range words {
		name, clear := strings.CutPrefix(word, "!")
		bit, ok := enum.ValueOf(name)
		if i := strings.LastIndexByte(name, '_'); !ok && i > 0 {
			bit, ok = enum.ValueOf(strings.TrimPrefix(strings.TrimPrefix(name, "IFF_"), "RTNH_F_"))
		}
		if !ok {
			return 0, 0, fmt.Errorf("unknown flag %q%s", name, oneOf(name, enum.Names()))
		}
		if mask&bit != 0 && set&bit == 0 != clear {
			return 0, 0, fmt.Errorf("%s is both set and cleared", name)
		}
		mask |= bit
		if !clear {
			set |= bit
		}
	}
	return set, mask, nil
}

// tables takes a table, or a list of them.
func tables(v any) ([]codec.Table, error) {
	switch x := v.(type) {
	case codec.Table:
		return []codec.Table{x}, nil
	case []any:
		list := make([]codec.Table, len(x))
		for i, e := range x {
			t, ok := e.(codec.Table)
			if !ok {
				return nil, fmt.Errorf("entry %d: want a table", i+1)
			}
			list[i] = slices.Clone(t)
		}
		return list, nil
	}
	return nil, errors.New("want a table, or a list of tables")
}
