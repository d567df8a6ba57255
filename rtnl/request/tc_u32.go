package request

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"nlua/rtnl/codec"
	"nlua/rtnl/names"
)

func nativeU16(b []byte, n uint16) []byte { return binary.NativeEndian.AppendUint16(b, n) }
func nativeU32(b []byte, n uint32) []byte { return binary.NativeEndian.AppendUint32(b, n) }

// u32Words are pyroute2's "keys", and tc's selectors as "match".
func u32Words() []tcWord {
	return []tcWord{
		{Name: "keys", Do: seen, Doc: "What to compare: a list of \"value/mask+offset\" in pyroute2's form."},
		{Name: "match", Do: seen, Doc: "What to compare: \"ip dst 10.0.0.0/8\", \"u16 0x50 0xffff at 22\" and so on; a text or a list."},
		{Name: "link", Do: u32Table("link"), Doc: "Hash table that the search goes on in: \"1:\"."},
		{Name: "ht", Do: u32Table("hash"), Doc: "Hash table that the filter lies in: \"1:2:\"."},
		{Name: "hash", Do: u32Table("hash"), Doc: "As ht."},
		{Name: "divisor", Path: "divisor", Doc: "Makes a hash table of so many buckets."},
		{Name: "hashkey", Do: seen, Doc: "Which bytes choose the bucket of link: {mask, at}."},
		{Name: "offset", Do: seen, Doc: "Where the next header is: {plus, at, mask, shift, eat}."},
		{Name: "mark", Do: u32Mark, Doc: "Firewall mark: \"value/mask\"."},
	}
}

// u32Handle reads "table:bucket:node", each hexadecimal and possibly empty (TC_U32_HTID and its kin, include/uapi/linux/pkt_cls.h).
func u32Handle(s string) (uint64, error) {
	parts := strings.Split(s, ":")
	if len(parts) > 3 || len(parts) < 2 {
		return 0, fmt.Errorf("handle %q: want \"table:bucket:node\"", s)
	}
	var n uint64
	for i, p := range parts {
		if p == "" {
			continue
		}
		bits, shift := []int{12, 8, 12}[i], []int{20, 12, 0}[i]
		v, err := strconv.ParseUint(p, 16, bits)
		if err != nil {
			return 0, fmt.Errorf("handle %q: %q is no hexadecimal number up to %x", s, p, 1<<bits-1)
		}
		n |= v << shift
	}
	return n, nil
}

func u32Table(attr string) func(*tcOpts, any) error {
	return func(o *tcOpts, v any) error {
		if s, ok := v.(string); ok && strings.Contains(s, ":") {
			n, err := u32Handle(s)
			if err != nil {
				return err
			}
			v = n
		}
		o.put(v, attr)
		return nil
	}
}

func u32Mark(o *tcOpts, v any) error {
	t, ok := v.(codec.Table)
	if !ok {
		if _, isList := v.([]any); isList {
			return errors.New("want a number, or \"N/mask\", got a list")
		}
		value, mask, masked := strings.Cut(fmt.Sprint(v), "/")
		if !masked {
			mask = "0xffffffff"
		}
		t = codec.Table{{Name: "val", Value: value}, {Name: "mask", Value: mask}}
	}
	o.put(t, "mark")
	return nil
}

// u32Bytes is what a filter compares: value and mask of each byte from an offset, and whether it counts from the next header.
type u32Bytes struct {
	at          int
	next        bool
	value, mask []byte
}

func finishU32(o *tcOpts) error {
	if err := finishFilter(o); err != nil {
		return err
	}
	var all []u32Bytes
	if v, ok := o.given("keys"); ok {
		for _, k := range list(v) {
			s, isText := k.(string)
			if !isText {
				return errors.New("want texts \"value/mask+offset\"")
			}
			b, err := u32Key(s)
			if err != nil {
				return err
			}
			all = append(all, b)
		}
	}
	matches, err := eachText(o, "match", `a selector as a text: "ip dst 10.0.0.0/8"`, u32Match)
	if err != nil {
		return err
	}
	all = append(all, matches...)
	o.word = ""
	if _, isTable := o.at("divisor"); isTable && len(all) == 0 {
		return nil
	}
	if len(o.items) == 0 && len(all) == 0 {
		return nil
	}
	flags := uint64(0)
	for _, word := range []string{"classid", "act", "police"} {
		if _, ok := o.at(word); ok {
			flags = 1 // TC_U32_TERMINAL
		}
	}
	if _, links := o.at("link"); !links {
		flags = 1
	}
	keys := u32Pack(all)
	if len(keys) == 0 {
		keys = []any{u32Word(0, 0, 0, false)}
	}
	if len(keys) > 128 {
		return fmt.Errorf("%d keys are too many: 128 fit", len(keys))
	}
	sel := codec.Table{{Name: "nkeys", Value: uint64(len(keys))}}
	more, err := u32Next(o, &flags)
	if err != nil {
		return err
	}
	sel = append(append(sel, more...), codec.Pair{Name: "flags", Value: flags}, codec.Pair{Name: "keys", Value: keys})
	o.put(sel, "sel")
	return nil
}

// u32Next reads hashkey and offset.
func u32Next(o *tcOpts, flags *uint64) (codec.Table, error) {
	var sel codec.Table
	if v, ok := o.given("hashkey"); ok {
		t, isTable := v.(codec.Table)
		if !isTable {
			return nil, errTable
		}
		for _, p := range t {
			field := map[string]string{"mask": "hmask", "at": "hoff"}[p.Name]
			if field == "" {
				return nil, fmt.Errorf("unknown %q: a hash key has mask and at", p.Name)
			}
			sel = append(sel, codec.Pair{Name: field, Value: p.Value})
		}
	}
	if v, ok := o.given("offset"); ok {
		t, isTable := v.(codec.Table)
		if !isTable {
			return nil, errTable
		}
		for _, p := range t {
			switch p.Name {
			case "plus":
				*flags |= 2
				sel = append(sel, codec.Pair{Name: "off", Value: p.Value})
			case "at", "mask", "shift":
				*flags |= 4
				sel = append(sel, codec.Pair{Name: map[string]string{"at": "offoff", "mask": "offmask", "shift": "offshift"}[p.Name], Value: p.Value})
			case "eat":
				*flags |= 8
			default:
				return nil, fmt.Errorf("unknown %q: an offset has plus, at, mask, shift, eat", p.Name)
			}
		}
	}
	return sel, nil
}

func u32Word(mask, val uint32, off int, next bool) codec.Table {
	offmask := int64(0)
	if next {
		offmask = -1
	}
	return codec.Table{{Name: "key_mask", Value: uint64(mask)}, {Name: "key_val", Value: uint64(val & mask)}, {Name: "key_off", Value: int64(off)}, {Name: "key_offmask", Value: offmask}}
}

// u32Pack lays bytes into words at multiples of four. Bytes that two keys name are compared with the later's value.
func u32Pack(all []u32Bytes) []any {
	type place struct {
		off  int
		next bool
	}
	val, mask := map[place]uint32{}, map[place]uint32{}
	var order []place
	for _, b := range all {
		if len(b.mask) == 0 {
			order = append(order, place{b.at &^ 3, b.next})
		}
		for i := range b.mask {
			at := b.at + i
			p := place{at &^ 3, b.next}
			shift := 24 - 8*(at&3)
			if _, known := mask[p]; !known {
				order = append(order, p)
			}
			mask[p] |= uint32(b.mask[i]) << shift
			val[p] = val[p]&^(uint32(b.mask[i])<<shift) | uint32(b.value[i]&b.mask[i])<<shift
		}
	}
	var keys []any
	done := map[place]bool{}
	for _, p := range order {
		if !done[p] && (mask[p] != 0 || len(order) == 1) {
			keys = append(keys, u32Word(mask[p], val[p], p.off, p.next))
		}
		done[p] = true
	}
	return keys
}

// u32Key reads pyroute2's "value/mask+offset". The digits of the mask say how many bytes are compared: "0x00ff" are two.
func u32Key(s string) (u32Bytes, error) {
	fail := func() (u32Bytes, error) {
		return u32Bytes{}, fmt.Errorf("key %q: want \"value/mask+offset\", such as \"0x0016/0xffff+20\"", s)
	}
	text, _, _ := strings.Cut(s, "@")
	text, at, hasAt := strings.Cut(text, "+")
	value, mask, hasMask := strings.Cut(text, "/")
	if !hasMask || !hasAt {
		return fail()
	}
	off, err := strconv.ParseInt(strings.TrimSpace(at), 0, 16)
	if err != nil {
		return fail()
	}
	m, err := strconv.ParseUint(strings.TrimSpace(mask), 0, 32)
	if err != nil {
		return fail()
	}
	v, err := strconv.ParseUint(strings.TrimSpace(value), 0, 32)
	if err != nil {
		return fail()
	}
	size := 4
	if hex, ok := strings.CutPrefix(strings.ToLower(strings.TrimSpace(mask)), "0x"); ok {
		size = (len(hex) + 1) / 2
	} else {
		for size > 1 && m>>(8*size-8) == 0 {
			size--
		}
	}
	if size > 4 || v>>(8*size) != 0 {
		return u32Bytes{}, fmt.Errorf("key %q: the value does not fit in the %d bytes of the mask", s, size)
	}
	return u32Number(v, m, size, int(off), false), nil
}

func u32Number(v, m uint64, size, at int, next bool) u32Bytes {
	b := u32Bytes{at: at, next: next}
	for i := size - 1; i >= 0; i-- {
		b.value, b.mask = append(b.value, byte(v>>(8*i))), append(b.mask, byte(m>>(8*i)))
	}
	return b
}

// u32Selector is a field of a header: where it is, its bytes, and which bits belong to it.
type u32Selector struct {
	header, field string
	at, size      int
	mask          uint64
	next          bool
}

// u32Selectors are tc's words for headers, for IPv4 headers without options.
var u32Selectors = []u32Selector{
	{"ip", "ihl", 0, 1, 0x0f, false}, {"ip", "tos", 1, 1, 0xff, false}, {"ip", "dsfield", 1, 1, 0xff, false}, {"ip", "precedence", 1, 1, 0xff, false},
	{"ip", "protocol", 9, 1, 0xff, false}, {"ip", "sport", 20, 2, 0xffff, false}, {"ip", "dport", 22, 2, 0xffff, false},
	{"ip", "icmp_type", 20, 1, 0xff, false}, {"ip", "icmp_code", 21, 1, 0xff, false},
	{"ip6", "priority", 0, 2, 0x0ff0, false}, {"ip6", "flowlabel", 0, 4, 0xfffff, false}, {"ip6", "protocol", 6, 1, 0xff, false},
	{"ip6", "sport", 40, 2, 0xffff, false}, {"ip6", "dport", 42, 2, 0xffff, false}, {"ip6", "icmp_type", 40, 1, 0xff, false}, {"ip6", "icmp_code", 41, 1, 0xff, false},
	{"tcp", "src", 0, 2, 0xffff, true}, {"tcp", "dst", 2, 2, 0xffff, true}, {"udp", "src", 0, 2, 0xffff, true}, {"udp", "dst", 2, 2, 0xffff, true},
	{"icmp", "type", 0, 1, 0xff, true}, {"icmp", "code", 1, 1, 0xff, true},
}

// u32Match reads one of tc's selectors.
func u32Match(s string) ([]u32Bytes, error) {
	w := strings.Fields(strings.ToLower(s))
	if len(w) > 0 && w[0] == "match" {
		w = w[1:]
	}
	b, err := u32Select(w)
	if err != nil {
		return nil, fmt.Errorf("selector %q: %w", s, err)
	}
	return []u32Bytes{b}, nil
}

func u32Select(w []string) (u32Bytes, error) {
	if len(w) < 2 {
		return u32Bytes{}, errors.New(`want a header, a field, a value: "ip dst 10.0.0.0/8"`)
	}
	name := w[0] + " " + w[1]
	switch name {
	case "ip src", "ip dst", "ip6 src", "ip6 dst":
		return u32Address(name, w[2:])
	case "ip nofrag":
		return u32Number(0, 0x3fff, 2, 6, false), nil
	case "ip firstfrag":
		return u32Number(0x2000, 0x3fff, 2, 6, false), nil
	case "ip df":
		return u32Number(0x4000, 0x4000, 2, 6, false), nil
	case "ip mf":
		return u32Number(0x2000, 0x2000, 2, 6, false), nil
	case "ether src", "ether dst":
		mac, ok := codec.ParseMAC(w[len(w)-1])
		if !ok || len(mac) != 6 || len(w) != 3 {
			return u32Bytes{}, errors.New("want a hardware address")
		}
		return u32Bytes{at: map[string]int{"dst": -14, "src": -8}[w[1]], value: mac, mask: bytesOfOnes(6)}, nil
	}
	if size := map[string]int{"u8": 1, "u16": 2, "u32": 4}[w[0]]; size > 0 {
		return u32Raw(size, w)
	}
	var all []string
	for _, f := range u32Selectors {
		if f.header == w[0] && f.field == w[1] {
			return f.read(w[2:])
		}
		all = append(all, f.header+" "+f.field)
	}
	return u32Bytes{}, errors.New("not known" + Suggest(name, all))
}

// u32Address reads an address, with a mask or the length of a prefix.
func u32Address(name string, w []string) (u32Bytes, error) {
	if len(w) != 1 {
		return u32Bytes{}, errors.New("want an address")
	}
	addr, mask, err := maskedIP(w[0])
	if err != nil {
		return u32Bytes{}, err
	}
	if addr.Is4() != strings.HasPrefix(name, "ip ") {
		return u32Bytes{}, errors.New("the address is of another family")
	}
	mask = bytes.TrimRight(mask, "\x00")
	at := map[string]int{"ip src": 12, "ip dst": 16, "ip6 src": 8, "ip6 dst": 24}[name]
	return u32Bytes{at: at, value: addr.AsSlice()[:len(mask)], mask: mask}, nil
}

// read takes the value, and a mask behind it.
func (f *u32Selector) read(w []string) (u32Bytes, error) {
	if len(w) == 0 {
		return u32Bytes{}, errors.New("want a value")
	}
	v, err := strconv.ParseUint(w[0], 0, 32)
	if err != nil && f.field == "protocol" {
		if n, ok := (&names.DB{}).ID(names.IPProto, w[0]); ok {
			v, err = uint64(n), nil
		}
	}
	if err != nil {
		return u32Bytes{}, errors.New("the value is no number")
	}
	mask := f.mask
	if len(w) > 1 {
		if mask, err = strconv.ParseUint(strings.TrimPrefix(w[1], "0x"), 16, 32); err != nil {
			return u32Bytes{}, errors.New("the mask is no hexadecimal number")
		}
	}
	if v>>(8*f.size) != 0 || mask>>(8*f.size) != 0 {
		return u32Bytes{}, fmt.Errorf("does not fit in %d bytes", f.size)
	}
	if f.field == "priority" { // eight bits across two bytes
		if v <<= 4; len(w) > 1 {
			mask <<= 4
		}
	}
	return u32Number(v, mask, f.size, f.at, f.next), nil
}

func bytesOfOnes(n int) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = 0xff
	}
	return b
}

// u32Raw reads "u16 0x0800 0xffff at 12" or "... at nexthdr+0".
func u32Raw(size int, w []string) (u32Bytes, error) {
	bad := fmt.Errorf("want \"%s VALUE MASK at OFFSET\"", w[0])
	if len(w) != 5 || w[3] != "at" {
		return u32Bytes{}, bad
	}
	v, err := strconv.ParseUint(w[1], 0, 8*size)
	if err != nil {
		return u32Bytes{}, bad
	}
	m, err := strconv.ParseUint(strings.TrimPrefix(w[2], "0x"), 16, 8*size)
	if err != nil {
		return u32Bytes{}, bad
	}
	text, next := strings.CutPrefix(w[4], "nexthdr+")
	at, err := strconv.ParseInt(text, 0, 16)
	if err != nil || int(at)%size != 0 {
		return u32Bytes{}, bad
	}
	return u32Number(v, m, size, int(at), next), nil
}
