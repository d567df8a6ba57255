package request

import (
	"encoding/binary"
	"fmt"
	"math"
	"slices"
	"strings"

	"nlua/rtnl/codec"
)

// emKind is a kind of extended matches.
type emKind struct {
	name  string
	place []string                                // words that have no name in tc's text, in order
	build func(words map[string]any) (any, error) // makes the data from the words, which it takes out
}

// emKinds are in the order of their names.
var emKinds = []emKind{
	{"cmp", []string{"align"}, emCmp},
	{"ipset", []string{"index", "direction"}, emIPSet},
	{"ipt", nil, emIPT},
	{"meta", nil, emMeta},
	{"nbyte", []string{"pattern"}, emNbyte},
	{"text", []string{"algo", "pattern"}, emText},
	{"u32", []string{"align", "value", "mask"}, emU32},
}

func emKindOf(name string) (*emKind, error) {
	var names []string
	for i := range emKinds {
		if emKinds[i].name == name {
			return &emKinds[i], nil
		}
		names = append(names, emKinds[i].name)
	}
	if name == "" {
		return nil, fmt.Errorf("kind is missing: one of %s", strings.Join(names, ", "))
	}
	return nil, fmt.Errorf("unknown kind %q%s", name, Suggest(name, names))
}

// take moves a word out, under the first of its names.
func take(w map[string]any, names ...string) (v any, ok bool) {
	for _, n := range names {
		if v, ok = w[n]; ok {
			delete(w, n)
			return v, true
		}
	}
	return nil, false
}

// emPairs moves words into a table: pairs of a field and its names.
func emPairs(w map[string]any, fields ...[]string) codec.Table {
	var t codec.Table
	for _, f := range fields {
		if v, ok := take(w, f...); ok {
			t = append(t, codec.Pair{Name: f[0], Value: v})
		}
	}
	return t
}

func emCmp(w map[string]any) (any, error) {
	if yes, ok := take(w, "trans"); ok && yes != false {
		w["flags"] = uint64(1)
	}
	if _, ok := w["opnd"]; !ok {
		w["opnd"] = "eq"
	}
	if err := emPlace(w); err != nil {
		return nil, err
	}
	t := emPairs(w, []string{"val", "value"}, []string{"mask"}, []string{"off", "offset"}, []string{"align"}, []string{"flags"}, []string{"layer"}, []string{"opnd", "op"})
	if _, ok := t.Get("align"); !ok {
		return nil, orMissing(nil, "align (\"u8\", \"u16\" or \"u32\")")
	}
	return t, nil
}

// emPlace sees to the layer, which is that of the network where none is said, and to the offset.
func emPlace(w map[string]any) error {
	said, ok := w["layer"]
	if !ok {
		w["layer"] = "network"
	} else if said == "tcp" { // tc's other word
		w["layer"] = "transport"
	}
	for _, word := range []string{"off", "offset", "at"} {
		if v, ok := w[word]; ok {
			if n, err := whole(v); err != nil || n < 0 || n > math.MaxUint16 {
				return fmt.Errorf("%s: want 0 to %d bytes, got %s", word, math.MaxUint16, shown(v))
			}
		}
	}
	return nil
}

func emU32(w map[string]any) (any, error) {
	next, _ := take(w, "nexthdr")
	align, _ := take(w, "align")
	t := emPairs(w, []string{"key_val", "val", "value"}, []string{"key_mask", "mask"}, []string{"key_off", "off", "offset", "at"})
	if err := emAlign(t, align); err != nil {
		return nil, err
	}
	if next == true {
		t = append(t, codec.Pair{Name: "key_offmask", Value: int64(-1)})
	}
	value, _ := t.Get("key_val")
	mask, _ := t.Get("key_mask")
	if v, err := whole(value); err == nil {
		if m, err := whole(mask); err == nil {
			t = append(slices.DeleteFunc(t, func(p codec.Pair) bool { return p.Name == "key_val" }), codec.Pair{Name: "key_val", Value: uint64(v & m)})
		}
	}
	return t, nil
}

// emAlign moves a byte or a half word to its place in the word that the kernel compares.
func emAlign(t codec.Table, align any) error {
	if align == nil {
		align = "u32"
	}
	word, _ := align.(string)
	size := map[string]int64{"u8": 1, "u16": 2, "u32": 4}[word]
	if size == 0 {
		return fmt.Errorf("align: want \"u8\", \"u16\" or \"u32\", got %s", shown(align))
	}
	offset := int64(0)
	for i := range t {
		if t[i].Name == "key_off" {
			n, err := whole(t[i].Value)
			if err != nil {
				return fmt.Errorf("offset: %w", err)
			}
			if offset = n; size < 4 {
				t[i].Value = n &^ 3
			}
		}
	}
	for i := range t {
		if t[i].Name == "key_off" || size == 4 {
			continue
		}
		n, err := whole(t[i].Value)
		if err != nil {
			return fmt.Errorf("%s: %w", strings.TrimPrefix(t[i].Name, "key_"), err)
		}
		if n < 0 || n>>(8*size) != 0 || offset&3+size > 4 {
			return fmt.Errorf("%d at %d does not fit in %v", n, offset, align)
		}
		t[i].Value = uint64(n << (8 * (4 - size - offset&3)))
	}
	return nil
}

func emNbyte(w map[string]any) (any, error) {
	needle, ok := take(w, "pattern", "needle")
	s, isText := needle.(string)
	if !ok || !isText || s == "" {
		return nil, orMissing(nil, "pattern")
	}
	if err := emPlace(w); err != nil {
		return nil, err
	}
	t := emPairs(w, []string{"off", "offset", "at"}, []string{"layer"})
	return append(t, codec.Pair{Name: "len", Value: uint64(len(s))}, codec.Pair{Name: "pattern", Value: s}), nil
}

func emText(w map[string]any) (any, error) {
	needle, ok := take(w, "pattern", "needle")
	s, isText := needle.(string)
	if !ok || !isText || s == "" {
		return nil, orMissing(nil, "pattern")
	}
	if _, ok := w["algo"]; !ok {
		w["algo"] = "kmp"
	}
	t := emPairs(w, []string{"algo"}, []string{"from_offset", "from"}, []string{"to_offset", "to"}, []string{"from_layer"}, []string{"to_layer"})
	return append(t, codec.Pair{Name: "pattern_len", Value: uint64(len(s))}, codec.Pair{Name: "pattern", Value: s}), nil
}

// emMeta compares something that the kernel knows of a packet with a number, a text, or another such thing: object and value.
func emMeta(w map[string]any) (any, error) {
	object, ok := take(w, "object", "id")
	if !ok {
		return nil, orMissing(nil, "object")
	}
	left := codec.Table{{Name: "kind", Value: object}}
	if t, ok := object.(codec.Table); ok {
		left = t
	}
	for _, word := range []string{"op", "opnd", "shift", "mask"} {
		if v, ok := take(w, word); ok {
			left = append(left, codec.Pair{Name: word, Value: v})
		}
	}
	value, ok := take(w, "value", "val")
	if !ok {
		return nil, orMissing(nil, "value")
	}
	kind := uint64(1) // TCF_META_TYPE_INT
	hdr := codec.Table{}
	var t codec.Table
	if right, ok := value.(codec.Table); ok {
		if err := emObject(right, "right", &hdr, &t); err != nil {
			return nil, fmt.Errorf("value: %w", err)
		}
	} else if n, err := emOperand(value); err == nil {
		t = codec.Table{{Name: "rvalue", Value: n}}
	} else if s, isText := value.(string); isText {
		kind = 0 // TCF_META_TYPE_VAR
		t = codec.Table{{Name: "rvalue", Value: []byte(s)}}
	} else {
		return nil, err
	}
	if err := emObject(left, "left", &hdr, &t); err != nil {
		return nil, err
	}
	if _, masked := t.Get("lvalue"); masked && kind == 0 {
		t = slices.DeleteFunc(t, func(p codec.Pair) bool {
			return p.Name == "lvalue" && len(p.Value.([]byte)) == 4 && binary.NativeEndian.Uint32(p.Value.([]byte)) == 0
		})
	}
	hdr = append(hdr, codec.Pair{Name: "left_type", Value: kind}, codec.Pair{Name: "right_type", Value: kind})
	return append(codec.Table{{Name: "hdr", Value: hdr}}, t...), nil
}

// emObject writes {kind, op, shift, mask} as a side of a comparison; without a mask its number is 0, as tc says it.
func emObject(object codec.Table, side string, hdr, t *codec.Table) error {
	mask := nativeU32(nil, 0)
	op := any("eq")
	for _, p := range object {
		switch p.Name {
		case "kind", "object", "id":
			*hdr = append(*hdr, codec.Pair{Name: side + "_id", Value: p.Value})
		case "op", "opnd":
			op = p.Value
		case "shift":
			*hdr = append(*hdr, codec.Pair{Name: side + "_shift", Value: p.Value})
		case "mask":
			var err error
			if mask, err = emOperand(p.Value); err != nil {
				return fmt.Errorf("mask: %w", err)
			}
		default:
			return fmt.Errorf("unknown %q: an object has kind, op, shift, mask", p.Name)
		}
	}
	if side == "left" {
		*hdr = append(*hdr, codec.Pair{Name: "left_op", Value: op})
	}
	*t = append(*t, codec.Pair{Name: side[:1] + "value", Value: mask})
	return nil
}

func emOperand(v any) ([]byte, error) {
	n, err := whole(v)
	if err == nil && (n < 0 || n > math.MaxUint32) {
		err = fmt.Errorf("%d does not fit in 32 bits", n)
	}
	return nativeU32(nil, uint32(n)), err
}

// emIPSet takes the name or index of a set and its directions "src,dst" (IPSET_DIM_*: a bit a dimension, set for src).
func emIPSet(w map[string]any) (any, error) {
	dir, ok := take(w, "direction", "mode", "dir")
	if !ok {
		return nil, orMissing(nil, "direction (\"src\", \"dst\", \"src,dst\")")
	}
	var dim, flags uint64
	for _, d := range list(dir) {
		dim++
		switch d {
		case "src":
			flags |= 1 << dim
		case "dst":
		default:
			return nil, fmt.Errorf("direction: want \"src\" or \"dst\", got %s", shown(d))
		}
	}
	t := emPairs(w, []string{"index", "name", "set"})
	if len(t) == 0 {
		return nil, orMissing(nil, "index (the name or the number of the set)")
	}
	return append(t, codec.Pair{Name: "dim", Value: dim}, codec.Pair{Name: "flags", Value: flags}), nil
}

func emIPT(w map[string]any) (any, error) {
	return emPairs(w, []string{"hook"}, []string{"match_name"}, []string{"match_revision"}, []string{"nfproto"}, []string{"match_data"}), nil
}
