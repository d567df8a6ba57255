package main

import (
	"bytes"
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/txtar"

	"nlua/rtnl/nstest"
)

// TestAsLua has lua5.1 and nlua do each command line of testdata/as-lua.txtar, and compares what they write and how they end.
func TestAsLua(t *testing.T) {
	nstest.Need(t, "command lua5.1")
	archive, err := txtar.ParseFile("testdata/as-lua.txtar")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	var commands []string
	for _, f := range archive.Files {
		if f.Name != "commands" {
			if err := os.WriteFile(filepath.Join(dir, f.Name), f.Data, 0o666); err != nil {
				t.Fatal(err)
			}
			continue
		}
		command := ""
		for line := range strings.Lines(string(f.Data)) { // a command goes on where a quotation is open
			if command += line; strings.Count(command, "'")%2 == 0 {
				commands, command = append(commands, command), ""
			}
		}
	}
	for _, command := range commands {
		if want, got := asLua(t, dir, "lua5.1", command), asLua(t, dir, "nlua", command); want != got {
			t.Errorf("%slua5.1:\n%s\nnlua:\n%s", command, want, got)
		}
	}
	if len(commands) < 100 {
		t.Errorf("%d commands only", len(commands))
	}
}

var address = regexp.MustCompile(`0x[0-9a-f]+`)

// asLua does a command line with one of the two programs, and gives all that can be seen of it.
func asLua(t *testing.T, dir, program, command string) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, "sh", "-c", "unset LUA_INIT LUA_PATH; "+command)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "L="+program, "LC_ALL=C")
	var out, errOut bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errOut
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	text := "--- stdout\n" + out.String() + "--- stderr\n" + errOut.String() + "--- " + cmd.ProcessState.String()
	return address.ReplaceAllString(strings.ReplaceAll(text, program, "lua"), "0x")
}
