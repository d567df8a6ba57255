package codec

import (
	"bytes"
	"errors"
	"reflect"
	"strings"
	"testing"
)

var testHop = Set{Name: "hop", Fixed: &Struct{Name: "rtnexthop", Size: 8, Fields: []Field{
	{Off: 0, Row: Row{Name: "len", Kind: Uint, Size: 2}},
	{Off: 2, Row: Row{Name: "flags", Kind: Uint, Size: 1}},
	{Off: 3, Row: Row{Name: "hops", Kind: Uint, Size: 1}},
	{Off: 4, Row: Row{Name: "oif", Kind: Uint, Size: 4, Hint: Index}},
}}, Rows: []Row{{Type: 5, Name: "gateway", C: "RTA_GATEWAY", Kind: Addr}}}

var testVlan = Set{Name: "vlan", Prefix: "IFLA_VLAN_", Rows: []Row{
	{Type: 1, Name: "vlan_id", C: "IFLA_VLAN_ID", Kind: Uint, Size: 2},
	{Type: 5, Name: "vlan_protocol", C: "IFLA_VLAN_PROTOCOL", Kind: UintBE, Size: 2, Enum: &Enum{Items: []Item{{0x8100, "802.1q"}}}},
}}

var testSet = Set{Name: "test", Prefix: "T_", Fixed: &Struct{Name: "testmsg", Size: 6, Fields: []Field{
	{Off: 0, Row: Row{Name: "family", Kind: Uint, Size: 1}},
	{Off: 4, Row: Row{Name: "index", Kind: Int, Size: 2}},
}}, Rows: []Row{
	{Type: 1, Name: "addr", C: "T_ADDR", Kind: Addr},
	{Type: 2, Name: "mac", C: "T_MAC", Kind: MAC},
	{Type: 3, Name: "name", C: "T_NAME", Kind: String, Size: 16},
	{Type: 4, Name: "big", C: "T_BIG", Kind: Uint, Size: 8},
	{Type: 7, Name: "kind", C: "T_KIND", Kind: String},
	{Type: 8, Name: "data", C: "T_DATA", Kind: ByName, Sub: &Sub{Selector: "kind", Cases: []Case{{Value: "vlan", Set: &testVlan}}}},
	{Type: 9, Name: "multipath", C: "T_MULTIPATH", Kind: Records, Set: &testHop},
	{Type: 10, Name: "list", C: "T_LIST", Kind: Array, First: 1, Elem: &Row{Name: "item", Kind: MAC}},
	{Type: 11, Name: "alias", C: "T_ALIAS", Kind: String, Multi: true},
	{Type: 12, Name: "via", C: "T_VIA", Kind: Via},
	{Type: 13, Name: "up", C: "T_UP", Kind: Uint, Size: 1, Hint: Bool},
	{Type: 14, Name: "words", C: "T_WORDS", Kind: Packed, Elem: &Row{Name: "word", Kind: Uint, Size: 4}},
	{Type: 15, Name: "bits", C: "T_BITS", Kind: Bits32},
	{Type: 16, Name: "here", C: "T_HERE", Kind: Flag},
}}

func testTable() Table {
	return Table{
		{"addr", "10.0.0.1"}, {"mac", "02:00:00:00:00:01"}, {"name", "eth0"}, {"big", uint64(1 << 60)},
		{"kind", "vlan"}, {"data", Table{{"vlan_id", uint64(100)}, {"vlan_protocol", uint64(0x8100)}}},
		{"multipath", []any{
			Table{{"gateway", "10.0.0.2"}, {"flags", uint64(0)}, {"hops", uint64(3)}, {"oif", uint64(7)}},
			Table{{"gateway", "fe80::1"}, {"flags", uint64(1)}, {"hops", uint64(0)}, {"oif", uint64(8)}},
		}},
		{"list", []any{"02:00:00:00:00:02", "02:00:00:00:00:03"}},
		{"alias", []any{"a", "b"}},
		{"via", Table{{"family", uint64(10)}, {"addr", "fe80::2"}}},
		{"up", uint64(1)},
		{"words", []any{uint64(1), uint64(2)}},
		{"bits", Table{{"value", uint64(1)}, {"selector", uint64(3)}}},
		{"here", true},
		{"T_99", []byte("raw")},
	}
}

func TestRoundTrip(t *testing.T) {
	b, err := Encode(&testSet, Table{{"family", 2}, {"index", -3}}, testTable())
	if err != nil {
		t.Fatal(err)
	}
	v := ViewOf(&testSet, b, nil)
	if err := v.Check(); err != nil {
		t.Fatal(err)
	}
	head, attrs := v.Tables()
	if want := (Table{{"family", uint64(2)}, {"index", int64(-3)}}); !reflect.DeepEqual(head, want) {
		t.Errorf("head %v, want %v", head, want)
	}
	for i, p := range attrs {
		if p.Name == "multipath" { // the length is the encoder's
			for _, hop := range p.Value.([]any) {
				if n, ok := hop.(Table).Get("len"); !ok || n.(uint64) < 8 {
					t.Errorf("hop length %v", n)
				}
			}
			continue
		}
		if want := testTable()[i]; !reflect.DeepEqual(p, want) {
			t.Errorf("%v, want %v", p, want)
		}
	}
	again, err := Encode(&testSet, head, attrs)
	if err != nil || !bytes.Equal(b, again) {
		t.Errorf("encoded again: %v\n%x\n%x", err, b, again)
	}
	for _, path := range []string{"data.vlan_id", "T_MAC", "multipath.2.gateway", "data.IFLA_VLAN_ID", "index"} {
		if got, ok := v.Path(strings.Split(path, ".")...); !ok {
			t.Errorf("%s: %v", path, got)
		}
	}
}

// TestPathAt finds attributes by the place of their heads.
func TestPathAt(t *testing.T) {
	b, err := Encode(&testSet, nil, testTable())
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for off := 0; off < len(b); off += 4 {
		seen[strings.Join(PathAt(&testSet, b, off), ".")] = true
	}
	for _, want := range []string{"addr", "data.vlan_id", "data.vlan_protocol", "multipath.2.gateway", "T_99"} {
		if !seen[want] {
			t.Errorf("no offset names %s: %v", want, seen)
		}
	}
}

func TestEncodeRefuses(t *testing.T) {
	for want, attrs := range map[string]Table{
		"nope: test has no such attribute":                                                  {{"nope", 1}},
		`addr: want an IP address, got "x"`:                                                 {{"addr", "x"}},
		"name: want at most 15 bytes, got 16":                                               {{"name", "0123456789abcdef"}},
		"data.vlan_id: 65536 does not fit in 16 bits (0 to 65535)":                          {{"kind", "vlan"}, {"data", Table{{"vlan_id", 65536}}}},
		"data.vlan_id: want a whole number, got 1.5":                                        {{"kind", "vlan"}, {"data", Table{{"vlan_id", 1.5}}}},
		"multipath.1.gateway: want an IP address, got a number":                             {{"multipath", []any{Table{{"gateway", 1}}}}},
		"name: true is no value for it":                                                     {{"name", true}},
		`mac: want a hardware address such as "02:00:00:00:00:01", got "zz"`:                {{"mac", "zz"}},
		"data: nothing is known of it for this kind: want raw bytes":                        {{"kind", "x"}, {"data", Table{}}},
		"#200: 65532 bytes are too long for an attribute, which has room for 65531":         {{"#200", make([]byte, 65532)}},
		"attrs.1.#200: 70000 bytes are too long for an attribute, which has room for 65531": {{"attrs", []any{[]any{200, make([]byte, 70000)}}}},
	} {
		_, err := Encode(&testSet, nil, attrs)
		var e *Error
		if !errors.As(err, &e) || err.Error() != want {
			t.Errorf("got %v, want %s", err, want)
		}
	}
}

func FuzzView(f *testing.F) {
	b, _ := Encode(&testSet, nil, testTable())
	f.Add(b)
	f.Fuzz(func(_ *testing.T, b []byte) {
		v := ViewOf(&testSet, b, nil)
		v.Check()
		head, attrs := v.Tables()
		Encode(&testSet, head, attrs)
		for off := range len(b) {
			PathAt(&testSet, b, off)
		}
	})
}

// An address of four bytes is not taken for a dotted hardware address.
func TestLLAddrText(t *testing.T) {
	set := &Set{Name: "test", Rows: []Row{{Type: 1, Name: "address", C: "T_ADDRESS", Kind: LLAddr}}}
	for text, want := range map[string][]byte{
		"192.0.2.1":         {192, 0, 2, 1},
		"0200.0000.0001":    {2, 0, 0, 0, 0, 1},
		"02:00:00:00:00:01": {2, 0, 0, 0, 0, 1},
		"fd00::1":           {0xfd, 15: 1},
	} {
		b, err := Encode(set, nil, Table{{"address", text}})
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		if _, p, _, _ := Next(b); string(p) != string(want) {
			t.Errorf("%s is % x, want % x", text, p, want)
		}
	}
}
