package host

import (
	"fmt"
	"math/rand"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// oddities are pieces of source that a parser may stumble over.
var oddities = []string{"goto", "=", "==", "~", "~=", "!", "::", ";", ";;", ",", ",,", "(", ")", "{", "}", "[", "]", "[[", "]]", "[=[", "[=", "--[[", "--",
	"\"", "'", "\\", "\"\\400\"", "\"\\q\\65\"", "1e", "1e5", "0x", "0xf", "3x", "1..2", "..", "...", ".", ":", "end", "do", "then", "until", "repeat", "break",
	"return", "function", "local", "local function", "for", "in", "not", "nil", "#", "-", "and", "\n", "\r\n", "\f", "\x01", "\x80", "f", "x.y", "x:y", "a b", "{;}", "if", "else", "elseif", "while"}

// TestSameSyntax breaks programs in many ways, and compares what is said of them with stock Lua.
func TestSameSyntax(t *testing.T) {
	r := rand.New(rand.NewSource(5))
	var whole []string
	for _, pattern := range []string{"testdata/*.lua", "testdata/same/*.lua", "../stdlib/*.lua"} {
		files, _ := filepath.Glob(pattern)
		for _, file := range files {
			b, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			whole = append(whole, string(b))
		}
	}
	tries := 1500
	if raceEnabled {
		tries = 200
	}
	var src strings.Builder
	src.WriteString("local function try(s) local f, e = loadstring(s, '=p') print(((e or 'compiles'):gsub('[\\r\\n]', ' '))) end\n")
	var cases []string
	for range tries {
		var s string
		if r.Intn(3) == 0 {
			s = randomProgram(r.Int63n(100000))
		} else {
			lines := strings.SplitAfter(whole[r.Intn(len(whole))], "\n")
			from := r.Intn(len(lines))
			s = strings.Join(lines[from:min(len(lines), from+1+r.Intn(12))], "")
		}
		for range r.Intn(3) {
			at := r.Intn(len(s) + 1)
			switch r.Intn(4) {
			case 0:
				s = s[:at]
			case 1:
				s = s[:at] + s[min(len(s), at+1+r.Intn(6)):]
			default:
				s = s[:at] + " " + oddities[r.Intn(len(oddities))] + " " + s[at:]
			}
		}
		cases = append(cases, s)
		fmt.Fprintf(&src, "try(%s)\n", luaQuote(s))
	}
	file := filepath.Join(t.TempDir(), "syntax.lua")
	if err := os.WriteFile(file, []byte(src.String()), 0o666); err != nil {
		t.Fatal(err)
	}
	want := strings.Split(stockLua(t, file), "\n")
	bad := 0
	for i, s := range cases {
		got := "compiles"
		if _, err := CompileSource("=p", []byte(s)); err != nil {
			got = strings.NewReplacer("\n", " ", "\r", " ").Replace(err.Error())
		}
		got, _, _ = strings.Cut(got, " (the language is") // what we add
		if !strings.HasPrefix(want[i], got) && bad < 10 {
			bad++
			t.Errorf("%q\nstock %q\nours  %q", s, want[i], got)
		}
	}
}

// luaQuote writes a string so that Lua reads it as it is.
func luaQuote(s string) string {
	var b strings.Builder
	for i := range len(s) {
		fmt.Fprintf(&b, "\\%03d", s[i])
	}
	return `"` + b.String() + `"`
}
