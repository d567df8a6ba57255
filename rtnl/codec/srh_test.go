package codec

import (
	"encoding/hex"
	"testing"
)

var srhSet = Set{Name: "encap", Rows: []Row{
	{Type: 1, Name: "srh", Kind: SRH, Size: 4, Enum: &Enum{Items: []Item{{Value: 0, Name: "inline"}, {Value: 1, Name: "encap"}}}},
	{Type: 2, Name: "plain", Kind: SRH},
	{Type: 3, Name: "rpl", Kind: RPL},
}}

// The bytes are worked out by hand from the headers and RFC 8754 and 6554: "segs fc00::1,fc00::2" lies on the wire last one first.
func TestRoutingHeaders(t *testing.T) {
	for name, c := range map[string]struct {
		attrs Table
		want  string
	}{
		"encap": {Table{{"srh", Table{{"mode", "encap"}, {"segs", []any{"fc00::1", "fc00::2"}}}}},
			host16(0x30, 1) + host32(1) + "0004040101000000" + "fc000000000000000000000000000002" + "fc000000000000000000000000000001"},
		"hmac": {Table{{"srh", Table{{"mode", "inline"}, {"segs", "fc00::1,::"}, {"hmac", 7}}}},
			host16(0x58, 1) + host32(0) + "0009040101080000" + "00000000000000000000000000000000" + "fc000000000000000000000000000001" +
				"0526000000000007" + "0000000000000000000000000000000000000000000000000000000000000000"},
		"plain": {Table{{"plain", Table{{"segs", "fc00::1"}, {"tag", 258}}}},
			host16(0x1c, 2) + "0002040000000102" + "fc000000000000000000000000000001"},
		"rpl": {Table{{"rpl", Table{{"segs", []any{"fc00::1", "fc00::2"}}}}},
			host16(0x2c, 3) + "0004030200000000" + "fc000000000000000000000000000002" + "fc000000000000000000000000000001"},
	} {
		t.Run(name, func(t *testing.T) {
			b, err := Encode(&srhSet, nil, c.attrs)
			if err != nil {
				t.Fatal(err)
			}
			if got := hex.EncodeToString(b); got != c.want {
				t.Fatalf("got  %s\nwant %s", got, c.want)
			}
			v := ViewOf(&srhSet, b, nil)
			if err := v.Check(); err != nil {
				t.Fatal(err)
			}
			_, attrs := v.Tables()
			again, err := Encode(&srhSet, nil, attrs)
			if err != nil || hex.EncodeToString(again) != c.want {
				t.Fatalf("again: %v\n%x", err, again)
			}
		})
	}
	for name, attrs := range map[string]Table{
		"no mode":   {{"srh", Table{{"segs", "fc00::1"}}}},
		"bad mode":  {{"srh", Table{{"mode", "no"}, {"segs", "fc00::1"}}}},
		"no segs":   {{"plain", Table{}}},
		"IPv4":      {{"plain", Table{{"segs", "10.0.0.1"}}}},
		"unknown":   {{"plain", Table{{"segs", "fc00::1"}, {"x", 1}}}},
		"no table":  {{"plain", 7}},
		"wide flag": {{"plain", Table{{"segs", "fc00::1"}, {"flags", 256}}}},
	} {
		if b, err := Encode(&srhSet, nil, attrs); err == nil {
			t.Errorf("%s: accepted as %x", name, b)
		}
	}
	for _, bad := range []string{"", "00", "0002040100000000", "0000040000000000", "0004040303000000fc000000000000000000000000000001fc000000000000000000000000000001"} {
		p, _ := hex.DecodeString(bad)
		if v, err := Decode(nil, &srhSet.Rows[1], p); err == nil {
			t.Errorf("%q read as %v", bad, v)
		}
		if v, err := Decode(nil, &srhSet.Rows[2], p); err == nil {
			t.Errorf("%q read as %v", bad, v)
		}
	}
}

func TestTailAndUnion(t *testing.T) {
	set := Set{Name: "m", Fixed: &Struct{Name: "m", Size: 8, Tail: "len", Fields: []Field{
		{Off: 0, Row: Row{Name: "family", Kind: Uint, Size: 1}},
		{Off: 2, Row: Row{Name: "len", Kind: Uint, Size: 2}},
		{Off: 4, Row: Row{Name: "addr", Kind: ByName, Size: 4, Sub: &Sub{Selector: "family", Cases: []Case{{Value: "1", Row: &Row{Kind: UintBE, Size: 2}}}}}},
		{Off: 8, Row: Row{Name: "opts"}},
	}}, Rows: []Row{{Type: 1, Name: "n", Kind: Uint, Size: 4}}}
	want := "0100" + host16(6) + "aabb0000" + "010203040506" + "0000" + host16(8, 1) + host32(7)
	head, attrs := Table{{"family", 1}, {"len", 6}, {"addr", 0xaabb}, {"opts", []byte{1, 2, 3, 4, 5, 6}}}, Table{{"n", 7}}
	b, err := Encode(&set, head, attrs)
	if err != nil || hex.EncodeToString(b) != want {
		t.Fatalf("%v: %x, want %s", err, b, want)
	}
	v := ViewOf(&set, b, nil)
	n, _ := v.Get("n")
	opts, _ := v.Get("opts")
	addr, _ := v.Get("addr")
	if n != uint64(7) || hex.EncodeToString(opts.([]byte)) != "010203040506" || addr != uint64(0xaabb) {
		t.Errorf("n %v, opts %v, addr %v", n, opts, addr)
	}
	short := ViewOf(&set, b[:10], nil)
	if opts, _ := short.Get("opts"); len(opts.([]byte)) != 2 {
		t.Errorf("short: %v", opts)
	}
}
