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
