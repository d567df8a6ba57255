package spec

import (
	"slices"
	"strings"
	"testing"

	"nlua/rtnl/codec"
)

func TestTables(t *testing.T) {
	for _, set := range Sets() {
		names := map[string]bool{}
		for i := range set.Rows {
			row := &set.Rows[i]
			if i > 0 && set.Rows[i-1].Type >= row.Type {
				t.Errorf("%s: %s (%d) does not come after %d", set.Name, row.Name, row.Type, set.Rows[i-1].Type)
			}
			if names[row.Name] {
				t.Errorf("%s: %s stands twice", set.Name, row.Name)
			}
			names[row.Name] = true
			if row.C == "" {
				t.Errorf("%s: %s has no C name", set.Name, row.Name)
			}
			if got := set.Named(row.C); got != row {
				t.Errorf("%s: %s does not answer to its C name", set.Name, row.C)
			}
			checkRow(t, set.Name+": "+row.Name, row)
		}
		if set.Fixed == nil {
			continue
		}
		end := 0
		for i := range set.Fixed.Fields {
			f := &set.Fixed.Fields[i]
			where := set.Name + ": field " + f.Name
			checkRow(t, where, &f.Row)
			last := i == len(set.Fixed.Fields)-1
			if int(f.Off)+int(f.Size) > set.Fixed.Size || int(f.Off) < end && f.Bits == 0 {
				t.Errorf("%s: %d bytes at %d overlap or do not fit into %d", where, f.Size, f.Off, set.Fixed.Size)
			}
			if f.Size == 0 && !(last && (set.Fixed.Open || set.Fixed.Tail != "")) {
				t.Errorf("%s: no size", where)
			}
			if f.Bits == 0 {
				end = int(f.Off) + int(f.Size)
			}
			if set.Field(f.Name) != f {
				t.Errorf("%s stands twice", where)
			}
		}
	}
}

func checkRow(t *testing.T, where string, row *codec.Row) {
	t.Helper()
	if row.Name != strings.ToLower(row.Name) || strings.ContainsAny(row.Name, "-. ") {
		t.Errorf("%s: %q is not a name for scripts", where, row.Name)
	}
	switch row.Kind {
	case codec.Uint, codec.Int, codec.UintBE:
		if row.Size != 1 && row.Size != 2 && row.Size != 4 && row.Size != 8 {
			t.Errorf("%s: an integer of %d bytes", where, row.Size)
		}
	case codec.Nest, codec.Records:
		if row.Set == nil || len(row.Set.Rows) == 0 && row.Set.Fixed == nil {
			t.Errorf("%s: a nest of nothing", where)
		}
	case codec.Array, codec.Packed:
		if row.Elem == nil {
			t.Errorf("%s: a list of nothing", where)
			return
		}
		elem := *row.Elem
		elem.Name = row.Name
		checkRow(t, where+" element", &elem)
	case codec.ByName:
		if row.Sub == nil || row.Sub.Selector == "" {
			t.Errorf("%s: nothing chooses", where)
		}
	}
	if row.Enum != nil {
		if len(row.Enum.Items) == 0 {
			t.Errorf("%s: enum without names", where)
		}
		seen := map[string]bool{}
		for _, item := range row.Enum.Items {
			if seen[item.Name] {
				t.Errorf("%s: enum %s has %s twice", where, row.Enum.Name, item.Name)
			}
			seen[item.Name] = true
		}
	}
}

// reserved are the names that a message keeps for itself (methods and parts), before its attributes; a nest keeps fewer.
var (
	reservedTop  = []string{"get", "values", "field", "get_attrs", "totable", "raw", "copy", "key", "diff", "name", "names", "has", "u64", "header", "event", "attrs", "resync"}
	reservedNest = []string{"get", "totable"}
)

// TestReserved lists the attributes that a reserved name hides at the top of a message: a script reaches them by their C name.
func TestReserved(t *testing.T) {
	var hidden []string
	for _, set := range Sets() {
		reserved := reservedNest
		if isMessage(set) {
			reserved = reservedTop
		}
		for i := range set.Rows {
			if row := &set.Rows[i]; slices.Contains(reserved, row.Name) {
				hidden = append(hidden, set.Name+"."+row.C)
			}
		}
	}
	slices.Sort(hidden)
	if want := []string{"link.IFLA_EVENT", "ntable.NDTA_NAME"}; !slices.Equal(hidden, want) {
		t.Errorf("hidden by reserved names: %v, want %v", hidden, want)
	}
}

func isMessage(set *codec.Set) bool {
	return slices.ContainsFunc(Messages, func(m Msg) bool { return m.Set == set })
}

// TestLosers lists the second names of attributes (the specification's, or of C without the prefix) that stand for another
// attribute, or a field, of the same set: that one wins.
func TestLosers(t *testing.T) {
	var lost []string
	for _, set := range Sets() {
		for i := range set.Rows {
			row := &set.Rows[i]
			for _, name := range []string{row.Spec, strings.ToLower(row.C[min(len(set.Prefix), len(row.C)):])} {
				if name != "" && set.Named(name) != row {
					lost = append(lost, set.Name+"."+name)
				}
			}
		}
	}
	slices.Sort(lost)
	if want := []string{"info.ifindex", "netem.loss", "netem.loss"}; !slices.Equal(lost, want) {
		t.Errorf("names that stand for something else: %v, want %v", lost, want)
	}
}

// TestFieldsHidden lists the fields of messages that an attribute of the same name hides from get: field(name) reads them.
func TestFieldsHidden(t *testing.T) {
	var hidden []string
	for _, m := range Messages {
		if m.Set == nil || m.Set.Fixed == nil {
			continue
		}
		for _, f := range m.Set.Fixed.Fields {
			name := m.Object + "." + f.Name
			if m.Set.Named(f.Name) != nil && !slices.Contains(hidden, name) {
				hidden = append(hidden, name)
			}
		}
	}
	slices.Sort(hidden)
	t.Log(hidden)
	if !slices.Contains(hidden, "addr.flags") || !slices.Contains(hidden, "route.table") {
		t.Errorf("address flags and route table ought to be here: %v", hidden)
	}
}
