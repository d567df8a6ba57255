package state

import (
	"strings"
	"testing"

	"nlua/rtnl/codec"
)

// raw makes a view of a header and attributes {number, payload}. Of a header's members, by offset, these are 32 bits wide: a link's
// index, flags and change, an address's index, flags of routes and rules; all others are bytes.
func raw(size int, head map[int]byte, attrs ...any) *codec.View {
	h := make([]byte, size)
	for i, c := range head {
		if size == 16 && i >= 4 || size == 8 && i == 4 || size == 12 && i == 8 {
			native.PutUint32(h[i:], uint32(c))
		} else {
			h[i] = c
		}
	}
	var b []byte
	for i := 0; i < len(attrs); i += 2 {
		b = codec.AppendAttr(b, uint16(attrs[i].(int)), attrs[i+1].([]byte))
	}
	return &codec.View{Set: &codec.Set{Name: "test"}, Head: h, Attrs: b}
}

func u32(n uint32) []byte { return native.AppendUint32(nil, n) }

func TestKey(t *testing.T) {
	const route, rule, neigh, link, addr = 24, 32, 28, 16, 20
	v4 := map[int]byte{0: 2, 1: 8, 4: 254, 5: 4, 7: 1}
	v6 := map[int]byte{0: 10, 1: 8, 4: 254, 5: 4, 7: 1}
	dst4, dst6, gw6 := []byte{10, 1, 2, 3}, append([]byte{0xfd}, make([]byte, 15)...), append([]byte{0xfe, 0x80}, make([]byte, 14)...)
	hop := append(append(append(native.AppendUint16(nil, 8+20), 0x10, 0), u32(3)...), codec.AppendAttr(nil, 5, gw6)...)
	tests := []struct {
		name  string
		typ   uint16
		v     *codec.View
		same  *codec.View // another message about the object
		other *codec.View // another object
		want  string
	}{
		{"link and its ports", link, raw(16, map[int]byte{4: 3}), raw(16, map[int]byte{0: 17, 4: 3, 8: 1}), raw(16, map[int]byte{0: 7, 4: 3}), "link index=3"},
		{"route with a bit behind its length", route, raw(12, v4, 1, dst4, 4, u32(2)), raw(12, v4, 1, []byte{10, 0, 0, 0}, 15, u32(254), 4, u32(2)),
			raw(12, v4, 1, dst4, 4, u32(3)), "route family=2 table=254 dst=10.0.0.0/8 type=1 proto=4 oif=2"},
		{"gateways of an IPv6 route", route, raw(12, v6, 1, dst6, 5, gw6, 4, u32(2)), raw(12, v6, 1, dst6, 9, hop), raw(12, v6, 1, dst6, 4, u32(2)),
			"route family=10 table=254 dst=fd00::/8 gateways"},
		{"MCTP route", route, raw(12, map[int]byte{0: 45, 1: 2, 4: 253, 5: 4, 7: 1}, 1, []byte{9}, 8, []byte{}, 4, u32(3)), raw(12, map[int]byte{0: 45, 1: 2, 7: 1}, 1, []byte{9}, 4, u32(3)),
			raw(12, map[int]byte{0: 45, 1: 3, 7: 1}, 1, []byte{9}, 4, u32(3)), "route family=45 dst=9 more=2 type=1 oif=3"},
		{"MCTP address", addr, raw(8, map[int]byte{0: 45, 4: 1}, 2, []byte{8}, 1, []byte{8}), raw(8, map[int]byte{0: 45, 4: 1}, 1, []byte{8}),
			raw(8, map[int]byte{0: 45, 4: 1}, 1, []byte{9}), "addr family=45 index=1 local=8"},
		{"rule", rule, raw(12, map[int]byte{0: 2, 4: 254, 7: 1}, 6, u32(9), 3, []byte("a\x00")), raw(12, map[int]byte{0: 2, 7: 1, 8: 8}, 3, []byte("a\x00"), 15, u32(254), 6, u32(9)),
			raw(12, map[int]byte{0: 2, 7: 1}, 15, u32(254), 6, u32(9)), "rule family=2 priority=9 table=254 action=1 iif=a"},
		{"bridge fdb", neigh, raw(12, map[int]byte{0: 7, 4: 3}, 2, []byte{2, 0, 0, 0, 0, 1}, 9, u32(5)), raw(12, map[int]byte{0: 7, 4: 4}, 2, []byte{2, 0, 0, 0, 0, 1}, 9, u32(5)),
			raw(12, map[int]byte{0: 7, 4: 3, 10: 2}, 2, []byte{2, 0, 0, 0, 0, 1}), "fdb master=5 lladdr=020000000001"},
		{"address with a peer", addr, raw(8, map[int]byte{0: 2, 1: 24, 4: 1}, 1, []byte{10, 0, 0, 2}, 2, dst4), raw(8, map[int]byte{0: 2, 1: 24, 4: 1}, 1, []byte{10, 0, 0, 9}, 2, dst4),
			raw(8, map[int]byte{0: 2, 1: 24, 4: 1}, 1, dst4, 2, dst4), "addr index=1 local=10.1.2.3 len=24 peer=10.0.0.0/24"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := Key(test.typ, test.v); got != test.want {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
			if got := Key(test.typ+1, test.same); got != test.want {
				t.Errorf("the same object: got %s\nwant %s", got, test.want)
			}
			if got := Key(test.typ, test.other); got == test.want {
				t.Error("another object has the same key")
			}
		})
	}
}

func TestKeyUnknown(t *testing.T) {
	if got := Key(68, raw(16, nil)); !strings.HasPrefix(got, "RTM_NEWNDUSEROPT 00") {
		t.Error(got)
	}
	if got := Key(2000, &codec.View{Set: &codec.Set{}}); got != "2000 " {
		t.Errorf("%q", got)
	}
}

func TestObjects(t *testing.T) {
	for i := range objects {
		o := &objects[i]
		if o.new&3 != 0 {
			t.Errorf("%s: %d is no RTM_NEW type", o.name, o.new)
		}
		if o.slot > len(o.key) {
			t.Errorf("%s: slot of %d parts, the key has %d", o.name, o.slot, len(o.key))
		}
		Key(o.new, &codec.View{Set: &codec.Set{}}) // an empty message is none, but must not panic
		Key(o.new, raw(2, map[int]byte{0: o.family}, 1, []byte{1}, 9, []byte{8, 0}))
	}
}

func TestDiff(t *testing.T) {
	inner := &codec.Set{Name: "data", Rows: []codec.Row{{Type: 1, Name: "vlan_id", Kind: codec.Uint, Size: 2}}}
	info := &codec.Set{Name: "linkinfo", Rows: []codec.Row{{Type: 2, Name: "data", Kind: codec.Nest, Set: inner}, {Type: 3, Name: "xstats", Kind: codec.Bytes}}}
	set := &codec.Set{Name: "link", Fixed: &codec.Struct{Size: 16, Fields: []codec.Field{
		{Off: 8, Row: codec.Row{Name: "flags", Kind: codec.Uint, Size: 4}}, {Off: 12, Row: codec.Row{Name: "change", Kind: codec.Uint, Size: 4}},
	}}, Rows: []codec.Row{{Type: 3, Name: "ifname", Kind: codec.String}, {Type: 7, Name: "stats", Kind: codec.Bytes}, {Type: 18, Name: "linkinfo", Kind: codec.Nest, Set: info}}}
	message := func(flags byte, name string, vid byte, stats byte) *codec.View {
		v := raw(16, map[int]byte{8: flags, 12: stats}, 3, []byte(name+"\x00"), 7, []byte{stats},
			18, codec.AppendAttr(codec.AppendAttr(nil, 2, codec.AppendAttr(nil, 1, native.AppendUint16(nil, uint16(vid)))), 3, []byte{stats}), 90, []byte{vid})
		v.Set = set
		return v
	}
	if got := Diff(16, message(1, "a", 5, 1), message(1, "a", 5, 2)); len(got) != 0 {
		t.Error("statistics differ only:", got)
	}
	got := Diff(16, message(1, "a", 5, 1), message(0, "b", 6, 2))
	var paths []string
	for _, c := range got {
		paths = append(paths, c.Path)
	}
	if want := "flags ifname linkinfo.data.vlan_id #90"; strings.Join(paths, " ") != want {
		t.Errorf("got %v, want %s", paths, want)
	}
	if len(got) > 2 && (got[2].Old != uint64(5) || got[2].New != uint64(6)) {
		t.Errorf("values: %v", got[2])
	}
}

func TestMatches(t *testing.T) {
	for _, test := range []struct {
		pattern, path string
		want          bool
	}{
		{"stats", "stats", true}, {"stats", "a.stats", false}, {"*.tm", "options.act.1.tm", true}, {"*.tm", "tm", true}, {"*.tm", "atm", false},
		{"multipath.*.flags", "multipath.2.flags", true}, {"multipath.*.flags", "multipath.flags", false}, {"a.b", "a", false},
	} {
		if got := matches(test.pattern, test.path); got != test.want {
			t.Errorf("%s on %s: %v", test.pattern, test.path, got)
		}
	}
}
