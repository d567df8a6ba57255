package spec

import (
	"encoding/hex"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"nlua/rtnl/codec"
)

var update = flag.Bool("update", false, "write the golden texts anew; review the difference")

// TestGolden reads messages that a kernel sent (testdata/NAME_KERNEL.hex: the type, then the body in hex), compares them with the
// text beside them, and writes them again: what is read then is the same.
func TestGolden(t *testing.T) {
	files, err := filepath.Glob(filepath.Join("testdata", "*.hex"))
	if err != nil || len(files) == 0 {
		t.Fatal("no captures in testdata", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".hex"), func(t *testing.T) {
			set, body := readCapture(t, file)
			view := codec.ViewOf(set, body, nil)
			if err := view.Check(); err != nil {
				t.Errorf("not well-formed by the tables: %v", err)
			}
			head, attrs := view.Tables()
			got := render("", head) + render("", attrs)
			golden := strings.TrimSuffix(file, ".hex") + ".txt"
			if *update {
				if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), got); diff != "" {
				t.Errorf("read otherwise (-want +got):\n%s", diff)
			}
			again, err := codec.Encode(set, head, attrs)
			if err != nil {
				t.Fatal(err)
			}
			// Elsewhere the kernel numbers the elements of lists as it pleases, or has shorter structures than the tables.
			if strings.HasPrefix(filepath.Base(file), "tc_") && !sameBytes(again, body) {
				t.Errorf("written again:\n%x\nit was:\n%x", again, body)
			}
			second := codec.ViewOf(set, again, nil)
			h, a := second.Tables()
			if diff := cmp.Diff(got, render("", h)+render("", a)); diff != "" {
				t.Errorf("written and read again (-first +second):\n%s", diff)
			}
		})
	}
}

// sameBytes compares but for NLA_F_NESTED, which the kernel sets or not as it pleases.
func sameBytes(a, b []byte) bool {
	return slices.EqualFunc(a, b, func(x, y byte) bool { return x == y || x^y == 0x80 })
}

func readCapture(t *testing.T, file string) (*codec.Set, []byte) {
	t.Helper()
	typ, body := readHex(t, file)
	m := ByType(typ)
	if m == nil || m.Set == nil {
		t.Fatalf("%s: no set for message type %d", file, typ)
	}
	return m.Set, body
}

func readHex(t testing.TB, file string) (uint16, []byte) {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	first, rest, _ := strings.Cut(string(b), "\n")
	typ, err := strconv.ParseUint(first, 10, 16)
	if err != nil {
		t.Fatal(err)
	}
	body, err := hex.DecodeString(strings.ReplaceAll(rest, "\n", ""))
	if err != nil {
		t.Fatal(err)
	}
	return uint16(typ), body
}

// render writes values one a line, nests by indentation.
func render(indent string, table codec.Table) string {
	var b strings.Builder
	for _, p := range table {
		switch x := p.Value.(type) {
		case codec.Table:
			fmt.Fprintf(&b, "%s%s:\n%s", indent, p.Name, render(indent+"  ", x))
		case []any:
			fmt.Fprintf(&b, "%s%s: list of %d\n", indent, p.Name, len(x))
			for i, e := range x {
				b.WriteString(render(indent+"  ", codec.Table{{Name: strconv.Itoa(i + 1), Value: e}}))
			}
		case []byte:
			fmt.Fprintf(&b, "%s%s: bytes %x\n", indent, p.Name, x)
		case string:
			fmt.Fprintf(&b, "%s%s: %q\n", indent, p.Name, x)
		default:
			fmt.Fprintf(&b, "%s%s: %v\n", indent, p.Name, x)
		}
	}
	return b.String()
}
