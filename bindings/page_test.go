package bindings

import (
	"os"
	"regexp"
	"strings"
	"testing"

	lua "github.com/yuin/gopher-lua"

	"nlua/host"
)

// TestClassesPage holds docs/classes.md against the constructors' options, the methods of the five classes and what is left out.
// The test that a row names has to speak of the name.
func TestClassesPage(t *testing.T) {
	page, err := os.ReadFile("../docs/classes.md")
	if err != nil {
		t.Fatal(err)
	}
	vm := host.New(host.Config{IgnoreEnv: true})
	defer vm.Close()
	s := Open(vm, &Options{}, false)
	defer s.Close()

	there := map[string]bool{"status": true, "try": true}
	for i := range options {
		there[options[i].name] = true
	}
	for i := range leftOut {
		there[leftOut[i].name] = true
	}
	for _, c := range s.classes {
		s.methodsOf(c).ForEach(func(k, _ lua.LValue) {
			if name := k.String(); !strings.HasPrefix(name, "__") {
				there[name] = true
			}
		})
	}
	goTests := sources(t, ".", "_test.go")
	word := regexp.MustCompile("`([a-z_]+)`")
	told := map[string]bool{}
	for line := range strings.Lines(string(page)) {
		cells := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), "|")
		if !strings.HasPrefix(cells[0], " `") || len(cells) < 2 {
			continue
		}
		shown := strings.TrimSpace(cells[len(cells)-1])
		file := "testdata/" + shown + ".lua"
		if strings.HasSuffix(shown, ".txtar") {
			file = "../testdata/script/" + shown
		}
		source, err := os.ReadFile(file)
		if err != nil && strings.HasPrefix(shown, "Test") && strings.Contains(goTests, "func "+shown+"(") {
			source, err = []byte(goTests), nil
		}
		for _, match := range word.FindAllStringSubmatch(cells[0], -1) {
			name := match[1]
			told[name] = true
			switch {
			case !there[name]:
				t.Errorf("docs/classes.md tells of %s, which is not there", name)
			case instead(name) != "":
			case err != nil:
				t.Errorf("docs/classes.md: %s is shown by %q, which is not there", name, shown)
			case !strings.Contains(string(source), name):
				t.Errorf("docs/classes.md: %s is shown by %s, which does not speak of it", name, shown)
			}
		}
	}
	for name := range there {
		if !told[name] {
			t.Errorf("docs/classes.md lacks %s", name)
		}
	}
}

// sources joins the files of a directory whose names end so.
func sources(t *testing.T, dir, suffix string) string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, entry := range entries {
		if strings.HasSuffix(entry.Name(), suffix) {
			b, err := os.ReadFile(dir + "/" + entry.Name())
			if err != nil {
				t.Fatal(err)
			}
			all.Write(b)
		}
	}
	return all.String()
}
