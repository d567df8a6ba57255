package spec

import (
	"bytes"
	"path/filepath"
	"testing"

	"nlua/rtnl/codec"
)

// FuzzMessage reads anything as a message of any type. What is well-formed and can be written is canonical then: read and written
// once more it is the same.
func FuzzMessage(f *testing.F) {
	files, err := filepath.Glob(filepath.Join("testdata", "*.hex"))
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range files {
		typ, body := readHex(f, file)
		f.Add(typ, body)
	}
	f.Fuzz(func(t *testing.T, typ uint16, body []byte) {
		m := ByType(typ)
		if m == nil || m.Set == nil || len(body) > 4096 {
			return
		}
		for _, set := range []*codec.Set{m.Set, m.Sent()} {
			view := codec.ViewOf(set, body, nil)
			malformed := view.Check() != nil || set.Fixed != nil && len(body) < set.Fixed.Size
			head, attrs := view.Tables()
			again, err := codec.Encode(set, head, attrs)
			if err != nil || malformed { // numbers wider than their rows, for one
				continue
			}
			second := codec.ViewOf(set, again, nil)
			head2, attrs2 := second.Tables()
			third, err := codec.Encode(set, head2, attrs2)
			if err != nil || !bytes.Equal(third, again) {
				t.Fatalf("%s: written:\n%x\nread and written again:\n%x (%v)\nof %x", m.Name, again, third, err, body)
			}
		}
	})
}
