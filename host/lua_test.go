package host

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// runLua runs a program in a VM of its own and returns what it wrote, and its exit status.
func runLua(t *testing.T, name, src string) (stdout, stderr string, status int) {
	t.Helper()
	var out, errOut bytes.Buffer
	vm := New(Config{Stdin: strings.NewReader("first\nsecond\n3 4\n"), Stdout: &out, Stderr: &errOut})
	err := vm.RunSource(name, []byte(src))
	if err != nil {
		vm.reportMain(err)
	}
	status = vm.End(err)
	vm.Close()
	return out.String(), errOut.String(), status
}

var expectation = regexp.MustCompile(`^--(!|>) ?(.*)$`)

// TestLua runs testdata/*.lua. A file's lines `--> text` are its expected output in order; `--! pattern` must match its stderr, and then
// the exit status must be 1.
func TestLua(t *testing.T) {
	files, err := filepath.Glob("testdata/*.lua")
	if err != nil || len(files) == 0 {
		t.Fatal("no testdata", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".lua"), func(t *testing.T) {
			src, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			var want strings.Builder
			var patterns []string
			for line := range strings.Lines(string(src)) {
				m := expectation.FindStringSubmatch(strings.TrimSuffix(line, "\n"))
				switch {
				case m == nil:
				case m[1] == ">":
					want.WriteString(m[2] + "\n")
				default:
					patterns = append(patterns, m[2])
				}
			}
			out, errOut, status := runLua(t, "@"+filepath.Base(file), string(src))
			if out != want.String() {
				t.Errorf("output:\n%swant:\n%s", out, want.String())
			}
			for _, p := range patterns {
				if !regexp.MustCompile(p).MatchString(errOut) {
					t.Errorf("stderr:\n%sdoes not match %s", errOut, p)
				}
			}
			if len(patterns) == 0 && (status != 0 || errOut != "") {
				t.Errorf("status %d, stderr:\n%s", status, errOut)
			}
			if len(patterns) > 0 && status != 1 {
				t.Errorf("status %d, want 1", status)
			}
		})
	}
}
