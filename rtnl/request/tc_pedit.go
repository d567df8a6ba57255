package request

import (
	"encoding/binary"
	"errors"
	"fmt"
	"net/netip"
	"strconv"
	"strings"

	"nlua/rtnl/codec"
)

// peditField is a field of a header: its place in bytes, its size, and the bits that belong to it (0: all).
type peditField struct {
	header string // tc's word
	htype  uint64 // TCA_PEDIT_KEY_EX_HDR_TYPE_* (include/uapi/linux/tc_act/tc_pedit.h)
	field  string
	at     int
	size   int
	mask   uint64
	shift  uint

	further codec.Table // of bytes anywhere: where the packet says how far on they are
}

var peditFields = []peditField{
	{"eth", 1, "dst", 0, 6, 0, 0, nil}, {"eth", 1, "src", 6, 6, 0, 0, nil}, {"eth", 1, "type", 12, 2, 0, 0, nil},
	{"ip", 2, "ihl", 0, 1, 0x0f, 0, nil}, {"ip", 2, "precedence", 1, 1, 0, 0, nil}, {"ip", 2, "tos", 1, 1, 0, 0, nil}, {"ip", 2, "dsfield", 1, 1, 0, 0, nil}, {"ip", 2, "protocol", 9, 1, 0, 0, nil}, {"ip", 2, "ttl", 8, 1, 0, 0, nil},
	{"ip", 2, "src", 12, 4, 0, 0, nil}, {"ip", 2, "dst", 16, 4, 0, 0, nil}, {"ip", 2, "nofrag", 6, 2, 0x3fff, 0, nil}, {"ip", 2, "df", 6, 1, 0x40, 0, nil},
	{"ip", 2, "mf", 6, 1, 0x20, 0, nil}, {"ip", 2, "ce", 6, 1, 0x80, 0, nil}, {"ip", 2, "firstfrag", 6, 2, 0x1fff, 0, nil},
	{"ip", 2, "sport", 20, 2, 0, 0, nil}, {"ip", 2, "dport", 22, 2, 0, 0, nil}, {"ip", 2, "icmp_type", 20, 1, 0, 0, nil}, {"ip", 2, "icmp_code", 21, 1, 0, 0, nil},
	{"ip6", 3, "traffic_class", 0, 2, 0x0ff0, 4, nil}, {"ip6", 3, "tos", 0, 2, 0x0ff0, 4, nil}, {"ip6", 3, "flow_lbl", 0, 4, 0xfffff, 0, nil}, {"ip6", 3, "payload_len", 4, 2, 0, 0, nil},
	{"ip6", 3, "nexthdr", 6, 1, 0, 0, nil}, {"ip6", 3, "hoplimit", 7, 1, 0, 0, nil}, {"ip6", 3, "src", 8, 16, 0, 0, nil}, {"ip6", 3, "dst", 24, 16, 0, 0, nil},
	{"tcp", 4, "sport", 0, 2, 0, 0, nil}, {"tcp", 4, "dport", 2, 2, 0, 0, nil}, {"tcp", 4, "flags", 13, 1, 0, 0, nil},
	{"udp", 5, "sport", 0, 2, 0, 0, nil}, {"udp", 5, "dport", 2, 2, 0, 0, nil},
}

// peditKey is struct tc_pedit_key with what TCA_PEDIT_KEY_EX says of it.
type peditKey struct {
	htype, cmd uint64
	words      codec.Table
}

func finishPedit(o *tcOpts) error {
	keys, err := eachText(o, "munge", `a text: "ip ttl set 63"`, peditMunge)
	if err != nil {
		return err
	}
	if v, ok := o.given("keys"); ok {
		list, err := tables(v)
		if err != nil {
			return err
		}
		for _, t := range list {
			var k peditKey
			for _, p := range t {
				switch p.Name {
				case "htype":
					k.htype, err = enumNumber(&peditHeaders, p.Value)
				case "cmd":
					k.cmd, err = enumNumber(&peditCmds, p.Value)
				default:
					k.words = append(k.words, p)
				}
				if err != nil {
					return err
				}
			}
			keys = append(keys, k)
		}
	}
	if len(keys) == 0 {
		return orMissing(nil, "munge")
	}
	if len(keys) > 128 {
		return fmt.Errorf("%d keys are too many", len(keys))
	}
	var sel, ex []any
	for _, k := range keys {
		sel = append(sel, k.words)
		ex = append(ex, codec.Table{{Name: "htype", Value: k.htype}, {Name: "cmd", Value: k.cmd}})
	}
	o.word = ""
	o.put(uint64(len(keys)), "parms_ex", "nkeys")
	o.put(sel, "parms_ex", "keys")
	o.put(ex, "keys_ex", "key_ex")
	o.fallback(int64(actPipe), "parms_ex", "action")
	return nil
}

var (
	peditHeaders = codec.Enum{Name: "header", Items: []codec.Item{{Value: 0, Name: "network"}, {Value: 1, Name: "eth"}, {Value: 2, Name: "ip"}, {Value: 2, Name: "ip4"}, {Value: 3, Name: "ip6"}, {Value: 4, Name: "tcp"}, {Value: 5, Name: "udp"}}}
	peditCmds    = codec.Enum{Name: "command", Items: []codec.Item{{Value: 0, Name: "set"}, {Value: 1, Name: "add"}}}
)

// peditMunge reads "HEADER FIELD set|add|decrement|clear|invert|preserve [VALUE] [retain MASK]", or with
// "offset N u8|u16|u32 [at N offmask MASK shift N]" instead of header and field.
func peditMunge(s string) (keys []peditKey, err error) {
	w := strings.Fields(strings.ToLower(s))
	if len(w) > 0 && w[0] == "munge" {
		w = w[1:]
	}
	var f peditField
	switch {
	case len(w) < 3:
		err = errors.New(`want a header, a field, a command: "ip ttl set 63"`)
	case w[0] == "offset":
		f, w, err = peditOffset(w)
	default:
		f, w, err = peditNamed(w)
	}
	if err == nil {
		keys, err = f.edit(w[0], w[1:])
	}
	if err != nil {
		return nil, fmt.Errorf("munge %q: %w", s, err)
	}
	return keys, nil
}

// peditNamed reads a header and a field, and returns the words behind.
func peditNamed(w []string) (peditField, []string, error) {
	var all []string
	for _, f := range peditFields {
		if f.header == w[0] && f.field == w[1] {
			return f, w[2:], nil
		}
		all = append(all, f.header+" "+f.field)
	}
	return peditField{}, nil, errors.New("not known" + Suggest(w[0]+" "+w[1], all))
}

// peditOffset reads bytes anywhere, and returns the words behind.
func peditOffset(w []string) (f peditField, rest []string, err error) {
	at, err := strconv.ParseInt(w[1], 0, 16)
	size := map[string]int{"u8": 1, "u16": 2, "u32": 4}[w[2]]
	if err != nil || size == 0 || len(w) < 4 {
		return f, nil, errors.New(`want "offset N u8|u16|u32 set VALUE"`)
	}
	f, w = peditField{at: int(at), size: size}, w[3:]
	if w[0] != "at" {
		return f, w, nil
	}
	if len(w) < 7 || w[2] != "offmask" || w[4] != "shift" {
		return f, nil, errors.New(`want "at N offmask MASK shift N" behind the size`)
	}
	for ; len(f.further) < 3; w = w[2:] {
		text, base := w[1], 0
		if w[0] == "offmask" {
			text, base = strings.TrimPrefix(text, "0x"), 16
		}
		n, err := strconv.ParseUint(text, base, 32)
		if err != nil {
			return f, nil, fmt.Errorf("%s is no number", w[0])
		}
		f.further = append(f.further, codec.Pair{Name: w[0], Value: n})
	}
	return f, w, nil
}

// edit gives the keys of a command on the field; w are the words behind the command.
func (f *peditField) edit(cmd string, w []string) ([]peditKey, error) {
	var value []byte
	mask := f.bits()
	k := uint64(0)
	switch cmd {
	case "clear":
		value = make([]byte, f.size)
	case "set", "add":
		if len(w) == 0 {
			return nil, errors.New("a value is missing")
		}
		var err error
		if value, err = f.value(w[0]); err != nil {
			return nil, err
		}
		if w = w[1:]; cmd == "add" {
			k = 1
		}
	case "decrement": // as tc: add all ones
		value, k = mask, 1
	case "invert":
		value = mask
	case "preserve":
		value, mask = make([]byte, f.size), make([]byte, f.size)
	default:
		return nil, errors.New("want set, add, decrement, clear, invert or preserve")
	}
	if len(w) == 2 && w[0] == "retain" {
		n, err := strconv.ParseUint(w[1], 0, 64)
		if err != nil || f.size > 8 {
			return nil, errors.New("the mask of retain is no number")
		}
		for i := range mask {
			mask[i] &= byte(n << f.shift >> (8 * (f.size - 1 - i)))
			value[i] &= mask[i]
		}
	} else if len(w) != 0 {
		return nil, fmt.Errorf("%q is too much", w[0])
	}
	if cmd == "invert" {
		mask = make([]byte, f.size)
	}
	return f.keys(value, mask, k), nil
}

// bits is the mask of a field, byte by byte.
func (f *peditField) bits() []byte {
	if f.mask == 0 {
		return bytesOfOnes(f.size)
	}
	return bigEndian(f.mask, f.size)
}

func bigEndian(n uint64, size int) []byte {
	return binary.BigEndian.AppendUint64(nil, n)[8-size:]
}

// value reads an address or a number for a field.
func (f *peditField) value(s string) ([]byte, error) {
	switch {
	case f.size == 6:
		mac, ok := codec.ParseMAC(s)
		if !ok || len(mac) != 6 {
			return nil, fmt.Errorf("%q is no hardware address", s)
		}
		return mac, nil
	case f.size == 16 || f.size == 4 && strings.Contains(s, "."):
		a, err := netip.ParseAddr(s)
		if err != nil || a.BitLen() != 8*f.size {
			return nil, fmt.Errorf("%q is no address of this family", s)
		}
		return a.AsSlice(), nil
	}
	n, err := strconv.ParseUint(s, 0, 64)
	if err != nil {
		return nil, fmt.Errorf("%q is no number", s)
	}
	room := f.mask
	if room == 0 {
		room = 1<<(8*f.size) - 1
	}
	if n<<f.shift&^room != 0 {
		return nil, fmt.Errorf("%s does not fit", s)
	}
	return bigEndian(n<<f.shift, f.size), nil
}

// keys cuts a field into words at multiples of four. A word becomes (old AND mask) XOR val: bits that stay are ones in the mask.
func (f *peditField) keys(value, replaced []byte, cmd uint64) []peditKey {
	var keys []peditKey
	for at := f.at &^ 3; at < f.at+f.size; at += 4 {
		var val, keep [4]byte
		for i := range 4 {
			keep[i] = 0xff
			if j := at + i - f.at; j >= 0 && j < f.size {
				keep[i], val[i] = ^replaced[j], value[j]
			}
		}
		keys = append(keys, peditKey{f.htype, cmd, append(codec.Table{
			{Name: "mask", Value: uint64(binary.NativeEndian.Uint32(keep[:]))}, {Name: "val", Value: uint64(binary.NativeEndian.Uint32(val[:]))}, {Name: "off", Value: uint64(uint32(int32(at)))},
		}, f.further...)})
	}
	return keys
}
