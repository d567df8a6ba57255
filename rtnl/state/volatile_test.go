package state

import (
	"strings"
	"testing"

	"nlua/rtnl/codec"
	"nlua/rtnl/spec"
)

// TestVolatilePaths: what Diff leaves out is named as the rows name it.
func TestVolatilePaths(t *testing.T) {
	for i := range objects {
		o := &objects[i]
		m := spec.ByType(o.new)
		if m == nil || m.Set == nil {
			continue
		}
		paths := append([]string(nil), o.volatile...)
		for _, mask := range o.masks {
			paths = append(paths, mask.path)
		}
		for _, path := range paths {
			if !strings.HasPrefix(path, "*") && !exists(m.Set, strings.Split(path, ".")) {
				t.Errorf("%s: there is no %s", o.name, path)
			}
		}
	}
}

func exists(set *codec.Set, path []string) bool {
	if f := set.Field(path[0]); f != nil && f.Name == path[0] && (len(path) == 1 || inside(&f.Row, path[1:])) {
		return true
	}
	row := set.Named(path[0])
	return row != nil && row.Name == path[0] && (len(path) == 1 || inside(row, path[1:]))
}

func inside(row *codec.Row, path []string) bool {
	if path[0] == "*" && (row.Kind == codec.Records || row.Kind == codec.Array || row.Kind == codec.Packed || row.Multi) {
		if row.Kind == codec.Records {
			return exists(row.Set, path[1:])
		}
		return row.Elem == nil || inside(row.Elem, path[1:])
	}
	switch {
	case row.Set != nil:
		return exists(row.Set, path)
	case row.Sub != nil:
		for c := range row.Sub.All() {
			if c.Set != nil && exists(c.Set, path) || c.Row != nil && inside(c.Row, path) {
				return true
			}
		}
	}
	return false
}
