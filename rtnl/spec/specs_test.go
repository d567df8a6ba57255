package spec

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"nlua/rtnl/codec"
)

// specAttr is an attribute of a specification: all that this test needs to know.
type specAttr struct {
	set, name string
	number    int
}

// specFolder finds the kernel's specifications: NLUA_SPECS, or ../shared/kernel-specs beside the repository.
func specFolder(t *testing.T) string {
	t.Helper()
	dir := os.Getenv("NLUA_SPECS")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "shared", "kernel-specs")
	}
	if _, err := os.Stat(filepath.Join(dir, "rt-link.yaml")); err != nil {
		t.Skipf("the kernel's specifications are not at %s: set NLUA_SPECS to Documentation/netlink/specs of a kernel tree", dir)
	}
	return dir
}

// readSpec reads the attribute sets of one specification by their indentation, so that no YAML library is needed: sets stand in
// the fourth column, attributes in the eighth.
func readSpec(t *testing.T, path string) (sets []string, attrs []specAttr) {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	inside, next := false, 1
	parent := map[string]string{}
	numbers := map[string]int{}
	for line := range strings.SplitSeq(string(b), "\n") {
		if line != "" && line[0] != ' ' {
			inside = line == "attribute-sets:"
			continue
		}
		text := strings.TrimLeft(line, " ")
		key, value, _ := strings.Cut(text, ": ")
		value, _, _ = strings.Cut(value, " #")
		value = strings.Trim(value, `"' `)
		switch column := len(line) - len(text); {
		case !inside:
		case column == 4 && key == "name":
			sets = append(sets, value)
			next = 1
		case column == 4 && key == "subset-of":
			parent[sets[len(sets)-1]] = value
		case column == 8 && key == "name":
			set := sets[len(sets)-1]
			number := next
			if p := parent[set]; p != "" {
				number = numbers[p+"/"+value]
			}
			attrs = append(attrs, specAttr{set, value, number})
			numbers[set+"/"+value] = number
			next = number + 1
		case column == 8 && key == "value":
			last := &attrs[len(attrs)-1]
			if last.number, err = strconv.Atoi(value); err != nil {
				t.Fatal(err)
			}
			numbers[last.set+"/"+last.name] = last.number
			next = last.number + 1
		}
	}
	return sets, attrs
}

// TestSpecifications counts: every attribute of every set of the kernel's specifications has its row.
func TestSpecifications(t *testing.T) {
	dir := specFolder(t)
	total, totalSets := 0, 0
	for _, file := range []struct {
		name string
		sets []*codec.Set
	}{{"rt-link", linkSets}, {"rt-addr", addrSets}, {"rt-route", routeSets}, {"rt-rule", ruleSets}, {"rt-neigh", neighSets}, {"tc", tcSets}} {
		names, attrs := readSpec(t, filepath.Join(dir, file.name+".yaml"))
		if len(names) != len(file.sets) {
			t.Fatalf("%s: %d sets, the tables have %d: run make specs", file.name, len(names), len(file.sets))
		}
		at := map[string]*codec.Set{}
		for i, name := range names {
			at[name] = file.sets[i]
		}
		for _, a := range attrs {
			row := at[a.set].Row(uint16(a.number))
			if row == nil {
				t.Errorf("%s: %s/%s (%d) has no row", file.name, a.set, a.name, a.number)
				continue
			}
			if snake := strings.ReplaceAll(a.name, "-", "_"); snake != row.Spec && snake != row.Name && !strings.HasSuffix(strings.ToLower(row.C), snake) {
				t.Errorf("%s: %s/%s (%d) is %s in the tables", file.name, a.set, a.name, a.number, row.C)
			}
		}
		total += len(attrs)
		totalSets += len(names)
	}
	if total < 1141 || totalSets < 112 {
		t.Errorf("%d attributes in %d sets, want 1141 in 112 or more", total, totalSets)
	}
	t.Logf("%d attributes in %d sets", total, totalSets)
}
