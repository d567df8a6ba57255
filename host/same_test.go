package host

import (
	"bytes"
	"context"
	"fmt"
	"math/rand"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// stockPath is where Debian's lua5.1 is.
func stockPath(t *testing.T) string {
	t.Helper()
	stock, err := exec.LookPath("lua5.1")
	if err != nil {
		t.Skip("needs Debian's lua5.1")
	}
	return stock
}

// stockLua runs a file in Debian's lua5.1.
func stockLua(t *testing.T, file string) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, stockPath(t), file)
	cmd.Env = append(os.Environ(), "LUA_INIT=", "LC_ALL=C")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("lua5.1 %s: %v\n%s", file, err, tail(out))
	}
	return string(out)
}

var addresses = regexp.MustCompile(`0x[0-9a-f]+`)

// TestSameOutput runs testdata/same/*.lua here and in stock Lua.
func TestSameOutput(t *testing.T) {
	files, err := filepath.Glob("testdata/same/*.lua")
	if err != nil || len(files) == 0 {
		t.Fatal("no testdata", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".lua"), func(t *testing.T) {
			want := addresses.ReplaceAllString(stockLua(t, file), "0x")
			src, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			got, errOut, _ := runLua(t, "@"+file, string(src))
			got = addresses.ReplaceAllString(got, "0x")
			if errOut != "" {
				t.Error(errOut)
			}
			a, b := strings.Split(want, "\n"), strings.Split(got, "\n")
			for i := range max(len(a), len(b)) {
				if i >= len(a) || i >= len(b) || a[i] != b[i] {
					t.Fatalf("line %d of the output: stock %q, ours %q", i+1, a[min(i, len(a)-1)], b[min(i, len(b)-1)])
				}
			}
		})
	}
}

// TestSamePatterns tries random patterns on random strings here and in stock Lua.
func TestSamePatterns(t *testing.T) {
	r := rand.New(rand.NewSource(7))
	pick := func(parts []string, n int) string {
		var b strings.Builder
		for range r.Intn(n) {
			b.WriteString(parts[r.Intn(len(parts))])
		}
		return b.String()
	}
	subject := []string{"a", "b", "ab", "(", ")", "1", "23", " ", "_", "x", "A", "-"}
	pattern := []string{"a", "b", ".", "%a", "%d", "%w", "%s", "[ab]", "[^a]", "[%d_]", "[a-c]", "[]]", "[^]a]", "*", "+", "-", "?", "(", ")", "()",
		"%1", "%2", "%b()", "%f[%w]", "%f[^a]", "$", "^", "%", "[", "%%", "%u", "%p", "x", "%S"}
	repl := []string{"%0", "%1", "%2", "z", "%%", "<", ">"}
	var src bytes.Buffer
	src.WriteString(`
local function show(ok, ...)
  if not ok then return "error" end
  local t = {}
  for i = 1, select("#", ...) do t[i] = tostring((select(i, ...))) end
  return table.concat(t, "|")
end
local function all(s, p)
  local t = {}
  for a, b in string.gmatch(s, p) do t[#t + 1] = tostring(a) .. tostring(b) if #t > 20 then break end end
  return table.concat(t, ";")
end
`)
	tries := 4000
	if raceEnabled {
		tries = 400
	}
	for range tries {
		s, p := pick(subject, 9), pick(pattern, 6)
		fmt.Fprintf(&src, "print(%q, %q, show(pcall(string.find, %q, %q, %d)), show(pcall(string.gsub, %q, %q, %q)), show(pcall(string.match, %q, %q)))\n",
			s, p, s, p, r.Intn(5)-1, s, p, pick(repl, 4), s, p)
		if !strings.HasPrefix(p, "^") {
			fmt.Fprintf(&src, "print(show(pcall(all, %q, %q)))\n", s, p)
		}
	}
	file := filepath.Join(t.TempDir(), "patterns.lua")
	if err := os.WriteFile(file, src.Bytes(), 0o666); err != nil {
		t.Fatal(err)
	}
	want := strings.Split(stockLua(t, file), "\n")
	out, errOut, _ := runLua(t, "@patterns.lua", src.String())
	got := strings.Split(out, "\n")
	if errOut != "" || len(got) != len(want) {
		t.Fatalf("%d lines, stock Lua has %d\n%s", len(got), len(want), errOut)
	}
	bad := 0
	for i := range want {
		if want[i] != got[i] && bad < 10 {
			bad++
			t.Errorf("stock %s\nours  %s", want[i], got[i])
		}
	}
}
