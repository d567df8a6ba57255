package codec

import (
	"encoding/hex"
	"reflect"
	"testing"
)

var (
	testKey  = Set{Name: "key", Fixed: &Struct{Name: "key", Size: 2, Fields: []Field{{Off: 0, Row: Row{Name: "k", Kind: UintBE, Size: 2}}}}}
	testOpen = Set{Name: "open", Fixed: &Struct{Name: "open", Size: 4, Open: true, Fields: []Field{
		{Off: 0, Row: Row{Name: "kind", Kind: Uint, Size: 1}},
		{Off: 1, Shift: 0, Bits: 4, Row: Row{Name: "low", Kind: Uint, Size: 1}},
		{Off: 1, Shift: 4, Bits: 4, Row: Row{Name: "high", Kind: Uint, Size: 1}},
		{Off: 2, Shift: 4, Bits: 12, Row: Row{Name: "wide", Kind: Uint, Size: 2}},
		{Off: 4, Row: Row{Name: "tail", Kind: ByName, Sub: &Sub{Selector: "kind", Cases: []Case{
			{Value: "1", Row: &Row{Kind: Packed, Elem: &Row{Kind: Nest, Set: &testKey}}},
			{Value: "2", Len: 2, Set: &testKey},
			{Value: "2", Row: &Row{Kind: Text}},
		}}}},
	}}}
	testOpenSet = Set{Name: "opens", Rows: []Row{{Type: 1, Name: "o", Kind: Nest, Set: &testOpen}}}
)

// host16 and host32 are numbers as this machine has them, in hex.
func host16(numbers ...uint16) string {
	var b []byte
	for _, n := range numbers {
		b = native.AppendUint16(b, n)
	}
	return hex.EncodeToString(b)
}

func host32(n uint32) string { return hex.EncodeToString(native.AppendUint32(nil, n)) }

func unhex(text string) []byte {
	b, err := hex.DecodeString(text)
	if err != nil {
		panic(err)
	}
	return b
}

// The first bit field of C has the lowest bits of its integer on a little-endian machine, the highest on a big-endian one: tcf_em_nbyte's
// are len and layer, 12 and 4 of 16 bits.
func TestBitFieldsOfC(t *testing.T) {
	length := Field{Shift: 0, Bits: 12, Mirrored: true, Row: Row{Kind: Uint, Size: 2}}
	layer := Field{Shift: 12, Bits: 4, Mirrored: true, Row: Row{Kind: Uint, Size: 2}}
	wire := Field{Shift: 3, Bits: 5, Row: Row{Kind: Uint, Size: 1}} // the header has it in either order: ioam6_trace_hdr's nodelen
	for _, c := range []struct {
		f           *Field
		little, big uint8
	}{{&length, 0, 4}, {&layer, 12, 0}, {&wire, 3, 3}} {
		if little, big := c.f.lowest(false), c.f.lowest(true); little != c.little || big != c.big {
			t.Errorf("%d bits above %d: from %d and %d, want %d and %d", c.f.Bits, c.f.Shift, little, big, c.little, c.big)
		}
	}
}

// A structure may end in an array or in what one of its fields chooses, and hold bit fields.
func TestOpenStruct(t *testing.T) {
	for _, c := range []struct {
		in    Table
		bytes []byte
	}{
		{Table{{Name: "kind", Value: uint64(1)}, {Name: "low", Value: uint64(2)}, {Name: "high", Value: uint64(3)}, {Name: "wide", Value: uint64(0xabc)},
			{Name: "tail", Value: []any{Table{{Name: "k", Value: uint64(0x102)}}, Table{{Name: "k", Value: uint64(0x304)}}}}},
			unhex(host16(12, 1) + "0132" + host16(0xabc0) + "01020304")},
		{Table{{Name: "kind", Value: uint64(2)}, {Name: "low", Value: uint64(0)}, {Name: "high", Value: uint64(0)}, {Name: "wide", Value: uint64(0)},
			{Name: "tail", Value: Table{{Name: "k", Value: uint64(0x102)}}}},
			unhex(host16(10, 1) + "02000000" + "0102" + "0000")},
		{Table{{Name: "kind", Value: uint64(2)}, {Name: "low", Value: uint64(0)}, {Name: "high", Value: uint64(0)}, {Name: "wide", Value: uint64(0)},
			{Name: "tail", Value: "abc"}},
			unhex(host16(11, 1) + "02000000" + "616263" + "00")},
	} {
		b, err := Encode(&testOpenSet, nil, Table{{Name: "o", Value: c.in}})
		if err != nil || !reflect.DeepEqual(b, c.bytes) {
			t.Errorf("Encode(%v) = %v, %v; want %v", c.in, b, err, c.bytes)
		}
		v := ViewOf(&testOpenSet, c.bytes, nil)
		o, _ := v.Get("o")
		if got := Plain(o); !reflect.DeepEqual(got, any(c.in)) {
			t.Errorf("decoded %v, want %v", got, c.in)
		}
	}
	if _, err := Encode(&testOpenSet, nil, Table{{Name: "o", Value: Table{{Name: "high", Value: uint64(16)}}}}); err == nil {
		t.Error("16 went into 4 bits")
	}
}
