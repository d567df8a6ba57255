package state

import (
	"bytes"
	"testing"

	"nlua/rtnl/codec"
	"nlua/rtnl/spec"
)

// askedOptions is what the kernel tells of a filter, and the options of the request that makes it again.
func askedOptions(t *testing.T, protocol uint16, kind string, options codec.Table) (body []byte, in codec.View) {
	t.Helper()
	info := uint64(codec.Net16(protocol)) | 1<<16
	told, err := codec.Encode(&spec.TC, codec.Table{{Name: "index", Value: 7}, {Name: "handle", Value: 1}, {Name: "info", Value: info}},
		codec.Table{{Name: "kind", Value: kind}, {Name: "options", Value: options}})
	if err != nil {
		t.Fatal(err)
	}
	r, ok := (&Delta{Type: 44, New: told}).Request()
	if !ok {
		t.Fatal("there is no request")
	}
	v := codec.ViewOf(&spec.TC, r.Body, nil)
	value, _ := v.Get("options")
	in, ok = value.(codec.View)
	if !ok {
		t.Fatalf("options are %v", value)
	}
	return r.Body, in
}

func TestAskedFlower(t *testing.T) {
	for _, row := range []struct {
		protocol uint16
		options  codec.Table
		want     any
	}{
		{0x0800, codec.Table{{Name: "key_eth_type", Value: 0x0800}}, uint64(0x0800)},
		{0x8100, codec.Table{{Name: "key_eth_type", Value: 0x0800}, {Name: "key_vlan_id", Value: 5}, {Name: "key_vlan_eth_type", Value: 0x0800}}, uint64(0x8100)},
		{0x88a8, codec.Table{{Name: "key_vlan_id", Value: 5}, {Name: "key_vlan_eth_type", Value: 0x8100}}, uint64(0x88a8)},
		{0x8864, codec.Table{{Name: "key_eth_type", Value: 0x0800}, {Name: "key_ppp_proto", Value: 0x21}}, uint64(0x8864)},
		{0x0003, codec.Table{{Name: "key_num_of_vlans", Value: 2}}, nil},
		{0x0800, codec.Table{{Name: "key_num_of_vlans", Value: 2}}, uint64(0x0800)},
		{0, codec.Table{{Name: "key_vlan_id", Value: 5}}, uint64(0x8100)}, // a template
	} {
		_, in := askedOptions(t, row.protocol, "flower", row.options)
		if got, _ := in.Get("key_eth_type"); got != row.want {
			t.Errorf("%#04x %v: key_eth_type %v, want %v", row.protocol, row.options, got, row.want)
		}
	}
}

func TestAskedPolice(t *testing.T) {
	tbf := codec.Table{{Name: "rate", Value: 125000}, {Name: "rate_linklayer", Value: 1}, {Name: "peak", Value: 250000}, {Name: "peak_linklayer", Value: 1}, {Name: "mtu", Value: 3000}}
	body, in := askedOptions(t, 0x0800, "matchall", codec.Table{{Name: "flags", Value: 9}, {Name: "act", Value: []any{codec.Table{
		{Name: "kind", Value: "police"}, {Name: "options", Value: codec.Table{{Name: "tbf", Value: tbf}, {Name: "tm", Value: make([]byte, 32)}}},
	}}}})
	if flags, _ := in.Get("flags"); flags != uint64(1) {
		t.Errorf("flags are %v", flags)
	}
	police, _ := in.Path("act", "1", "options")
	v, ok := police.(codec.View)
	if !ok {
		t.Fatalf("%T", police)
	}
	for name, want := range map[string]uint64{"rate_cell_log": 4, "peak_cell_log": 4} {
		if got, _ := v.Path("tbf", name); got != want {
			t.Errorf("%s is %v, want %d", name, got, want)
		}
	}
	for _, typ := range []uint16{2, 3} {
		if p, _ := v.Find(typ); len(p) != 1024 {
			t.Errorf("table %d has %d bytes", typ, len(p))
		}
	}
	if _, counted := v.Find(6); counted {
		t.Error("the kernel's times are asked for")
	}
	marked := codec.AppendAttr(nil, 2|codec.Nested, nil)[2:]
	if !bytes.Contains(body, marked) {
		t.Error("no nest is marked")
	}
}
