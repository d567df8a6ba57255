package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"nlua/bindings"
	"nlua/host"
	"nlua/rtnl/nstest"
)

// optionsOf lists the options that --help names.
func optionsOf(t *testing.T) []string {
	t.Helper()
	var help bytes.Buffer
	var opts bindings.Options
	status := host.Main(host.RunConfig{
		Program: "nlua", Args: []string{"--help"}, Options: bindings.Flags(&opts),
		VM: host.Config{Stdin: strings.NewReader(""), Stdout: &help, Stderr: &help, IgnoreEnv: true},
	})
	if status != 0 {
		t.Fatalf("exit status %d: %s", status, help.String())
	}
	var named []string
	for line := range strings.SplitSeq(help.String(), "\n") {
		if strings.HasPrefix(line, "  ") {
			named = append(named, regexp.MustCompile(`-[\w-]*\w`).FindAllString(line[:min(len(line), 26)], -1)...)
		}
	}
	if len(named) < 15 {
		t.Fatalf("--help reads otherwise than this test: %v\n%s", named, help.String())
	}
	return named
}

// TestManPage sees to it that docs/nlua.1 explains each option that --help names.
func TestManPage(t *testing.T) {
	page, err := os.ReadFile("docs/nlua.1")
	if err != nil {
		t.Fatal(err)
	}
	explained := map[string]bool{}
	for _, line := range regexp.MustCompile(`(?m)^\.It Fl .*$`).FindAllString(string(page), -1) {
		for _, m := range regexp.MustCompile(`Fl (-?\w[\w-]*)`).FindAllStringSubmatch(line, -1) {
			explained["-"+m[1]] = true
		}
	}
	for _, option := range optionsOf(t) {
		if !explained[option] {
			t.Errorf("docs/nlua.1 does not explain %s", option)
		}
	}
}

// TestCompletion has bash complete command lines by docs/nlua.bash.
func TestCompletion(t *testing.T) {
	nstest.Need(t, "command bash")
	file, err := filepath.Abs("docs/nlua.bash")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for _, name := range []string{"one.lua", "other.lua", "notes.txt"} {
		if err := os.WriteFile(filepath.Join(dir, name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir(filepath.Join(dir, "folder"), 0o700); err != nil {
		t.Fatal(err)
	}
	complete := func(words ...string) string {
		script := `source "$1"; shift; compopt() { :; }; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _nlua; printf '%s\n' "${COMPREPLY[@]}"`
		cmd := exec.Command("bash", append([]string{"--norc", "-c", script, "bash", file, "nlua"}, words...)...)
		cmd.Dir = dir
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("%v: %s", err, out)
		}
		list := strings.Fields(string(out))
		slices.Sort(list)
		return strings.Join(list, " ")
	}
	for _, c := range []struct {
		words []string
		want  string
	}{
		{[]string{""}, "folder one.lua other.lua"},
		{[]string{"on"}, "one.lua"},
		{[]string{"--rea"}, "--read-only"},
		{[]string{"-e", "x = 1", "--un"}, "--unshare"},
		{[]string{"-e", "--un"}, ""},
		{[]string{"-l", "nlua.pro"}, "nlua.provision"},
		{[]string{"--stubs", ""}, "folder"},
		{[]string{"one.lua", "--un"}, ""},
		{[]string{"--", "--un"}, ""},
	} {
		if got := complete(c.words...); got != c.want {
			t.Errorf("%q: got %q, want %q", c.words, got, c.want)
		}
	}
	offered := strings.Fields(complete("-"))
	for _, option := range optionsOf(t) {
		if !slices.Contains(offered, option) {
			t.Errorf("%s is not offered", option)
		}
	}
	modules := strings.Fields(complete("-l", ""))
	for _, file := range glob(t, "stdlib/*.lua") {
		name := "nlua." + strings.TrimSuffix(filepath.Base(file), ".lua")
		if !strings.HasSuffix(name, "_test") && !slices.Contains(modules, name) {
			t.Errorf("%s is not offered", name)
		}
	}
}

func glob(t *testing.T, pattern string) []string {
	t.Helper()
	files, err := filepath.Glob(pattern)
	if err != nil || len(files) == 0 {
		t.Fatalf("%s: %v", pattern, err)
	}
	return files
}

// TestDocumentsOptions sees to it that the command lines of the documents have options that there are.
func TestDocumentsOptions(t *testing.T) {
	there := optionsOf(t)
	files, err := filepath.Glob("docs/*.md")
	if err != nil {
		t.Fatal(err)
	}
	lines := 0
	for _, file := range append(files, "README.md") {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, line := range regexp.MustCompile(`(?m)\bnlua( +-[^#\n]*)`).FindAllStringSubmatch(string(text), -1) {
			lines++
			words := regexp.MustCompile(`'[^']*'|"[^"]*"`).ReplaceAllString(line[1], "")
			for _, option := range regexp.MustCompile(` (-{1,2}[A-Za-z][\w-]*)`).FindAllStringSubmatch(words, -1) {
				if !slices.Contains(there, option[1]) {
					t.Errorf("%s: nlua%s: there is no %s", file, line[1], option[1])
				}
			}
		}
	}
	if lines < 10 {
		t.Errorf("%d command lines only", lines)
	}
}
