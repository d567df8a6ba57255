package spec

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"nlua/rtnl/codec"
)

// A target for each kind of message: `go test -fuzz` takes one at a time, so each gets its own time and its own corpus.

func FuzzLink(f *testing.F)        { fuzzObjects(f, "link", "linkprop") }
func FuzzAddr(f *testing.F)        { fuzzObjects(f, "addr", "multicast", "anycast") }
func FuzzRoute(f *testing.F)       { fuzzObjects(f, "route") }
func FuzzRule(f *testing.F)        { fuzzObjects(f, "rule") }
func FuzzNeigh(f *testing.F)       { fuzzObjects(f, "neigh") }
func FuzzNeighTable(f *testing.F)  { fuzzObjects(f, "ntable") }
func FuzzNexthop(f *testing.F)     { fuzzObjects(f, "nexthop") }
func FuzzBucket(f *testing.F)      { fuzzObjects(f, "bucket") }
func FuzzMDB(f *testing.F)         { fuzzObjects(f, "mdb") }
func FuzzVLAN(f *testing.F)        { fuzzObjects(f, "vlandb") }
func FuzzTunnel(f *testing.F)      { fuzzObjects(f, "tunnel") }
func FuzzNetconf(f *testing.F)     { fuzzObjects(f, "netconf") }
func FuzzAddrLabel(f *testing.F)   { fuzzObjects(f, "addrlabel") }
func FuzzStats(f *testing.F)       { fuzzObjects(f, "stats") }
func FuzzNSID(f *testing.F)        { fuzzObjects(f, "nsid") }
func FuzzQdisc(f *testing.F)       { fuzzObjects(f, "qdisc") }
func FuzzClass(f *testing.F)       { fuzzObjects(f, "class") }
func FuzzFilter(f *testing.F)      { fuzzObjects(f, "filter") }
func FuzzChain(f *testing.F)       { fuzzObjects(f, "chain") }
func FuzzAction(f *testing.F)      { fuzzObjects(f, "action") }
func FuzzDCB(f *testing.F)         { fuzzObjects(f, "dcb") }
func FuzzPrefix(f *testing.F)      { fuzzObjects(f, "prefix") }
func FuzzNDUserOpt(f *testing.F)   { fuzzObjects(f, "nduseropt") }
func FuzzCacheReport(f *testing.F) { fuzzObjects(f, "cachereport") }

// TestFuzzTargets sees to it that no message is left out above.
func TestFuzzTargets(t *testing.T) {
	src, err := os.ReadFile("fuzz_test.go")
	if err != nil {
		t.Fatal(err)
	}
	var fuzzed []string
	for _, call := range regexp.MustCompile(`fuzzObjects\(f, (.*)\) }`).FindAllStringSubmatch(string(src), -1) {
		fuzzed = append(fuzzed, strings.Split(strings.ReplaceAll(call[1], `"`, ""), ", ")...)
	}
	for i := range Messages {
		if m := &Messages[i]; m.Object != "" && !slices.Contains(fuzzed, m.Object) {
			t.Errorf("%s: no target fuzzes messages about %s", m.Name, m.Object)
		}
	}
}

// fuzzObjects reads anything as a message about an object, as the kernel sends and as it takes it. What is well-formed and can be written is
// canonical then: it says what was read, and read and written once more it is the same. Captures are the seeds.
func fuzzObjects(f *testing.F, objects ...string) {
	var types []*Msg
	for i := range Messages {
		if slices.Contains(objects, Messages[i].Object) {
			types = append(types, &Messages[i])
		}
	}
	files, err := filepath.Glob(filepath.Join("testdata", "*.hex"))
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range files {
		typ, body := readHex(f, file)
		for i, m := range types {
			if m.Set == ByType(typ).Set {
				f.Add(byte(i), body)
			}
		}
	}
	f.Fuzz(func(t *testing.T, which byte, body []byte) {
		m := types[int(which)%len(types)]
		if len(body) > 4096 {
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
			if lost := missingIn("", head, head2) + missingIn("", attrs, attrs2); lost != "" {
				t.Fatalf("%s: %s of %x is not in what was written:\n%x", m.Name, lost, body, again)
			}
			third, err := codec.Encode(set, head2, attrs2)
			if err != nil || !bytes.Equal(third, again) {
				t.Fatalf("%s: written:\n%x\nread and written again:\n%x (%v)\nof %x", m.Name, again, third, err, body)
			}
		}
	})
}

// missingIn tells the first value that one decoded message has and another has not, "" if there is none. The other may have more: fields of
// structures that came short.
func missingIn(path string, want, got any) string {
	switch w := want.(type) {
	case codec.Table:
		g, _ := got.(codec.Table)
		for i := range w {
			value, ok := g.Get(w[i].Name)
			if first, _ := w.Get(w[i].Name); !ok {
				return path + "." + w[i].Name
			} else if lost := missingIn(path+"."+w[i].Name, first, value); lost != "" {
				return lost
			}
		}
		return ""
	case []any:
		g, _ := got.([]any)
		if len(g) != len(w) {
			return path
		}
		for i := range w {
			if lost := missingIn(fmt.Sprintf("%s.%d", path, i+1), w[i], g[i]); lost != "" {
				return lost
			}
		}
		return ""
	}
	if fmt.Sprint(want) != fmt.Sprint(got) {
		return fmt.Sprintf("%s = %v (now %v)", path, want, got)
	}
	return ""
}
