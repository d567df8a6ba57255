package spec

import (
	"bytes"
	"testing"

	"nlua/rtnl/codec"
)

// TestRoundTrip writes every row of every set with a value of its kind, reads it, and writes what was read: the same bytes.
func TestRoundTrip(t *testing.T) {
	for _, set := range Sets() {
		for i := range set.Rows {
			row := &set.Rows[i]
			if row.Kind != codec.ByName {
				roundTrip(t, set, nil, codec.Table{{Name: row.Name, Value: sample(row, 3)}})
				continue
			}
			for c := range row.Sub.All() {
				if c != row.Sub.Case(c.Value) { // another of that name is the one that counts
					continue
				}
				payload := codec.Row{Kind: codec.Nest, Set: c.Set}
				if c.Row != nil {
					payload = *c.Row
				}
				value := sample(&payload, 2)
				attrs := codec.Table{{Name: row.Name, Value: value}}
				var head codec.Table
				switch {
				case set.Named(row.Sub.Selector) != nil:
					attrs = append(codec.Table{{Name: row.Sub.Selector, Value: c.Value}}, attrs...)
				case set.Field(row.Sub.Selector) != nil:
					head = codec.Table{{Name: row.Sub.Selector, Value: c.Value}}
				default:
					continue // chosen by a nest around this one: met there
				}
				roundTrip(t, set, head, attrs)
			}
		}
	}
}

func roundTrip(t *testing.T, set *codec.Set, head, attrs codec.Table) {
	t.Helper()
	first, err := codec.Encode(set, head, attrs)
	if err != nil {
		t.Errorf("%s: %v: %v", set.Name, attrs, err)
		return
	}
	view := codec.ViewOf(set, first, nil)
	if err := view.Check(); err != nil {
		t.Errorf("%s: %v: % x: %v", set.Name, attrs, first, err)
		return
	}
	h, a := view.Tables()
	second, err := codec.Encode(set, h, a)
	if err != nil {
		t.Errorf("%s: read back as %v %v: %v", set.Name, h, a, err)
		return
	}
	if !bytes.Equal(first, second) {
		t.Errorf("%s: %v\nwritten % x\nread    %v %v\nwritten % x", set.Name, attrs, first, h, a, second)
	}
}

// sample is a value for a row; deep says how many nests it may go into.
func sample(row *codec.Row, deep int) any {
	if row.Multi {
		one := *row
		one.Multi = false
		return []any{sample(&one, deep), sample(&one, deep)}
	}
	switch row.Kind {
	case codec.Uint, codec.Int, codec.UintBE:
		if row.Enum != nil {
			return row.Enum.Items[len(row.Enum.Items)-1].Name
		}
	}
	switch row.Kind {
	case codec.SRH, codec.RPL:
		table := codec.Table{{Name: "segs", Value: []any{"fd00::3"}}}
		if row.Enum != nil {
			table = append(table, codec.Pair{Name: "mode", Value: "encap"})
		}
		return table
	case codec.Flag:
		return true
	case codec.Uint, codec.UintBE:
		return 0x21
	case codec.Int:
		return -3
	case codec.String, codec.Text:
		return "abc"
	case codec.MAC, codec.LLAddr:
		return "02:00:00:00:00:01"
	case codec.IP, codec.Addr:
		if row.Size == 16 {
			return "fd00::1"
		}
		return "192.0.2.1"
	case codec.Labels:
		return []any{codec.Table{{Name: "label", Value: 100}, {Name: "bos", Value: 1}}}
	case codec.Via:
		return codec.Table{{Name: "family", Value: 10}, {Name: "addr", Value: "fd00::2"}}
	case codec.Bits32:
		return codec.Table{{Name: "value", Value: 1}, {Name: "selector", Value: 3}}
	case codec.Nest:
		return nestSample(row.Set, deep)
	case codec.Array, codec.Packed:
		return []any{sample(row.Elem, deep-1), sample(row.Elem, deep-1)}
	case codec.Records:
		return []any{nestSample(row.Set, deep-1)}
	case codec.Bytes:
		return make([]byte, max(int(row.Size), 4))
	}
	return nil
}

func nestSample(set *codec.Set, deep int) codec.Table {
	table := codec.Table{}
	if set.Fixed != nil {
		for i := range set.Fixed.Fields {
			f := &set.Fixed.Fields[i]
			if f.Size == 0 || f.Kind == codec.Bytes || f.Bits != 0 || f.Enum != nil || set.Named(f.Name) != nil {
				continue
			}
			table = append(table, codec.Pair{Name: f.Name, Value: sample(&f.Row, deep-1)})
		}
	}
	if deep <= 0 {
		return table
	}
	for i := range set.Rows {
		if row := &set.Rows[i]; row.Kind != codec.ByName && row.Kind != codec.Nest && row.Kind != codec.Records {
			table = append(table, codec.Pair{Name: row.Name, Value: sample(row, deep-1)})
		}
	}
	return table
}

// TestEndpointIDs: what is an address of other families is a number of one byte under AF_MCTP.
func TestEndpointIDs(t *testing.T) {
	mctp := codec.Table{{Name: "family", Value: 45}}
	for _, c := range []struct {
		set *codec.Set
		row string
	}{{&Addr, "address"}, {&Addr, "local"}, {&Route, "dst"}, {&Neigh, "dst"}} {
		roundTrip(t, c.set, mctp, codec.Table{{Name: c.row, Value: 9}})
		b, err := codec.Encode(c.set, mctp, codec.Table{{Name: c.row, Value: 9}})
		view := codec.ViewOf(c.set, b, nil)
		if v, _ := view.Get(c.row); err != nil || v != uint64(9) {
			t.Errorf("%s %s is %v: %v", c.set.Name, c.row, v, err)
		}
		for _, wrong := range []any{"10.0.0.1", 256, -1} {
			if _, err := codec.Encode(c.set, mctp, codec.Table{{Name: c.row, Value: wrong}}); err == nil {
				t.Errorf("%s %s takes %v", c.set.Name, c.row, wrong)
			}
		}
	}
}

// TestAddressesOfFunctions: the broadcast address of a virtual function is told as long as the link's, and kept as it was.
func TestAddressesOfFunctions(t *testing.T) {
	broadcast := func(own any, value string) string {
		t.Helper()
		info := codec.Table{{Name: "broadcast", Value: value}}
		attrs := codec.Table{{Name: "address", Value: own}, {Name: "vfinfo_list", Value: codec.Table{{Name: "info", Value: []any{info}}}}}
		roundTrip(t, &Link, nil, attrs)
		b, err := codec.Encode(&Link, nil, attrs)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Contains(b, []byte{36, 0, 13, 0}) { // IFLA_VF_BROADCAST, struct ifla_vf_broadcast of 32 bytes
			t.Errorf("written % x", b)
		}
		view := codec.ViewOf(&Link, b, nil)
		got, _ := view.Path("vfinfo_list", "info", "broadcast")
		text, _ := got.(string)
		return text
	}
	const six = "ff:ff:ff:ff:ff:ff"
	if got := broadcast("02:00:00:00:00:01", six); got != six {
		t.Error(got)
	}
	long := six + ":" + six + ":ff:ff:ff:ff:ff:ff:ff:00" // as InfiniBand's, 20 bytes
	if got := broadcast("00:11:22:33:44:55:66:77:88:99:00:11:22:33:44:55:66:77:88:99", long); got != long {
		t.Error(got)
	}
	if got := broadcast("02:00:00:00:00:01", long); len(got) != 32*3-1 { // more than the link's own: nothing is left out
		t.Error(got)
	}
}
