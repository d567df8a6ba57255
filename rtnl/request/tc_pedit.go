package request

import (
	"encoding/binary"
	"errors"
	"fmt"
	"net/netip"
	"strconv"
	"strings"

	"nlua/rtnl/codec"
	"nlua/rtnl/spec"
)

// peditField is a field of a header, or bytes anywhere.
type peditField struct {
	spec.PeditField
	further codec.Table // of bytes anywhere: where the packet says how far on they are
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
	for _, f := range spec.PeditFields {
		if f.Header == w[0] && f.Field == w[1] {
			return peditField{f, nil}, w[2:], nil
		}
		all = append(all, f.Header+" "+f.Field)
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
	f, w = peditField{PeditField: spec.PeditField{At: int(at), Size: size}}, w[3:]
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
		value = make([]byte, f.Size)
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
		value, mask = make([]byte, f.Size), make([]byte, f.Size)
	default:
		return nil, errors.New("want set, add, decrement, clear, invert or preserve")
	}
	if len(w) == 2 && w[0] == "retain" {
		n, err := strconv.ParseUint(w[1], 0, 64)
		if err != nil || f.Size > 8 {
			return nil, errors.New("the mask of retain is no number")
		}
		for i := range mask {
			mask[i] &= byte(n << f.Shift >> (8 * (f.Size - 1 - i)))
			value[i] &= mask[i]
		}
	} else if len(w) != 0 {
		return nil, fmt.Errorf("%q is too much", w[0])
	}
	if cmd == "invert" {
		mask = make([]byte, f.Size)
	}
	return f.keys(value, mask, k), nil
}

// bits is the mask of a field, byte by byte.
func (f *peditField) bits() []byte {
	if f.Mask == 0 {
		return bytesOfOnes(f.Size)
	}
	return bigEndian(f.Mask, f.Size)
}

func bigEndian(n uint64, size int) []byte {
	return binary.BigEndian.AppendUint64(nil, n)[8-size:]
}

// value reads an address or a number for a field.
func (f *peditField) value(s string) ([]byte, error) {
	switch {
	case f.Size == 6:
		mac, ok := codec.ParseMAC(s)
		if !ok || len(mac) != 6 {
			return nil, fmt.Errorf("%q is no hardware address", s)
		}
		return mac, nil
	case f.Size == 16 || f.Size == 4 && strings.Contains(s, "."):
		a, err := netip.ParseAddr(s)
		if err != nil || a.BitLen() != 8*f.Size {
			return nil, fmt.Errorf("%q is no address of this family", s)
		}
		return a.AsSlice(), nil
	}
	n, err := strconv.ParseUint(s, 0, 64)
	if err != nil {
		return nil, fmt.Errorf("%q is no number", s)
	}
	room := f.Mask
	if room == 0 {
		room = 1<<(8*f.Size) - 1
	}
	if n<<f.Shift&^room != 0 {
		return nil, fmt.Errorf("%s does not fit", s)
	}
	return bigEndian(n<<f.Shift, f.Size), nil
}

// keys cuts a field into words at multiples of four. A word becomes (old AND mask) XOR val: bits that stay are ones in the mask.
func (f *peditField) keys(value, replaced []byte, cmd uint64) []peditKey {
	var keys []peditKey
	for at := f.At &^ 3; at < f.At+f.Size; at += 4 {
		var val, keep [4]byte
		for i := range 4 {
			keep[i] = 0xff
			if j := at + i - f.At; j >= 0 && j < f.Size {
				keep[i], val[i] = ^replaced[j], value[j]
			}
		}
		keys = append(keys, peditKey{f.HType, cmd, append(codec.Table{
			{Name: "mask", Value: uint64(binary.NativeEndian.Uint32(keep[:]))}, {Name: "val", Value: uint64(binary.NativeEndian.Uint32(val[:]))}, {Name: "off", Value: uint64(uint32(int32(at)))},
		}, f.further...)})
	}
	return keys
}
