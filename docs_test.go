package main

import (
	"bytes"
	"os"
	"regexp"
	"strings"
	"testing"

	"nlua/bindings"
	"nlua/host"
)

// TestManPage sees to it that docs/nlua.1 explains each option that --help names.
func TestManPage(t *testing.T) {
	var help bytes.Buffer
	var opts bindings.Options
	status := host.Main(host.RunConfig{
		Program: "nlua", Args: []string{"--help"}, Options: bindings.Flags(&opts),
		VM: host.Config{Stdin: strings.NewReader(""), Stdout: &help, Stderr: &help, IgnoreEnv: true},
	})
	if status != 0 {
		t.Fatalf("exit status %d: %s", status, help.String())
	}
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
	named := map[string]bool{}
	for _, line := range strings.Split(help.String(), "\n") {
		if strings.HasPrefix(line, "  ") {
			for _, option := range regexp.MustCompile(`-[\w-]*\w`).FindAllString(line[:min(len(line), 26)], -1) {
				named[option] = true
			}
		}
	}
	if len(named) < 15 {
		t.Fatalf("--help reads otherwise than this test: %v\n%s", named, help.String())
	}
	for option := range named {
		if !explained[option] {
			t.Errorf("docs/nlua.1 does not explain %s", option)
		}
	}
}
