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
	lists := map[string][]byte{"commands": nil, "first lines": nil}
	for _, f := range archive.Files {
		if _, isList := lists[f.Name]; isList {
			lists[f.Name] = f.Data
		} else if err := os.WriteFile(filepath.Join(dir, f.Name), f.Data, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	commands := 0
	for name, list := range lists {
		command := ""
		for line := range strings.Lines(string(list)) { // a command goes on where a quotation is open
			if command += line; strings.Count(command, "'")%2 != 0 {
				continue
			}
			if commands++; !testing.Short() || commands%4 == 0 {
				want, got := asLua(t, dir, "lua5.1", command), asLua(t, dir, "nlua", command)
				if name == "first lines" {
					got = tracebacks.ReplaceAllString(got, "")
				}
				if want != got {
					t.Errorf("%slua5.1:\n%s\nnlua:\n%s", command, want, got)
				}
			}
			command = ""
		}
	}
	if commands < 100 {
		t.Errorf("%d commands only", commands)
	}
}

var tracebacks = regexp.MustCompile(`stack traceback:\n(\t.*\n)+`)

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
