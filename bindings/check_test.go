package bindings_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"nlua/host"
)

// TestCheckSpares sees to it that --check says nothing about what runs: scripts, examples of the documents, and tests but for what these
// do wrong on purpose.
func TestCheckSpares(t *testing.T) {
	vm, hooks := prompt(t)
	if err := vm.RunSource("=setup", []byte("arg = {}")); err != nil {
		t.Fatal(err)
	}
	checked := 0
	check := func(name, code string, onPurpose *regexp.Regexp) {
		checked++
		lines := strings.Split(code, "\n")
		for _, problem := range hooks.Checker.Check("@"+name, []byte(code)) {
			line := 0
			fmt.Sscanf(strings.TrimPrefix(problem, name+":"), "%d", &line)
			if onPurpose == nil || !onPurpose.MatchString(problem) && !onPurpose.MatchString(lines[max(line, 1)-1]) {
				t.Error(problem)
			}
		}
	}
	files := func(patterns ...string) (all []string) {
		for _, pattern := range patterns {
			list, err := filepath.Glob(pattern)
			if err != nil || len(list) == 0 {
				t.Fatal(pattern, err)
			}
			all = append(all, list...)
		}
		return all
	}
	read := func(file string) string {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	for _, file := range files("../scripts/*.lua", "../stdlib/*.lua") {
		if !strings.HasSuffix(file, "_test.lua") {
			check(file, read(file), nil)
		}
	}
	// Tests have globals of their own, and expect errors.
	wrong := regexp.MustCompile(`undefined global|fails\(|pcall\(|(?i)_?nope"`)
	for _, file := range files("testdata/*.lua", "testdata/*/*.lua", "../host/testdata/*.lua", "../stdlib/*_test.lua") {
		check(file, read(file), wrong)
	}
	for _, file := range files("../README.md", "../docs/*.md", "../docs/reference/*.md", "../lab/*.md") {
		for i, piece := range strings.Split(read(file), "```lua\n")[1:] {
			code, _, _ := strings.Cut(piece, "```")
			check(fmt.Sprintf("%s-%d", file, i+1), code, nil)
		}
	}
	for _, file := range files("../docs/from-*.md") {
		for _, row := range guideRows(t, file) {
			code := row.script
			if _, err := host.CompileSource("=row", []byte(code)); err != nil {
				code = "return " + code
			}
			check(file, code, regexp.MustCompile(`undefined global`)) // rows rest on those above them
		}
	}
	if checked < 150 {
		t.Errorf("%d pieces of Lua only", checked)
	}
}
