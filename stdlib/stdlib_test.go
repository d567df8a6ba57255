package stdlib_test

import (
	"bytes"
	"errors"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	lua "github.com/yuin/gopher-lua"

	"nlua/bindings"
	"nlua/host"
	"nlua/rtnl/nstest"
	"nlua/stdlib"
)

func TestMain(m *testing.M) { nstest.Main(m) }

// TestLua runs each NAME_test.lua, which is written with nlua.test, in a namespace of its own: ipr is an object in it, NS its path.
func TestLua(t *testing.T) {
	files, err := filepath.Glob("*_test.lua")
	if err != nil || len(files) == 0 {
		t.Fatalf("no tests: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(file, "_test.lua"), func(t *testing.T) {
			t.Parallel()
			out, status := runLua(t, file)
			switch {
			case status != 0:
				t.Errorf("exit status %d\n%s", status, out)
			case !plan.MatchString(out):
				t.Errorf("no plan of tests at the end\n%s", out)
			case testing.Verbose():
				t.Log(out)
			}
		})
	}
}

var plan = regexp.MustCompile(`(?m)^1\.\.[1-9]`)

func runLua(t *testing.T, file string) (out string, status int) {
	t.Helper()
	ns := nstest.Named(t)
	var text bytes.Buffer
	vm := host.New(host.Config{Stdin: strings.NewReader(""), Stdout: &text, Stderr: &text, IgnoreEnv: true, Embedded: stdlib.Source})
	space := bindings.Open(vm, &bindings.Options{NetNS: ns.Path()}, true)
	vm.L().SetGlobal("NS", lua.LString(ns.Path()))
	vm.L().SetGlobal("DIR", lua.LString(t.TempDir()))
	err := vm.RunFile(file)
	var ce *host.CallError
	if errors.As(err, &ce) {
		vm.Report(ce)
	} else if err != nil {
		text.WriteString(err.Error())
	}
	status = vm.End(err)
	space.Close()
	vm.Close()
	return text.String(), status
}

// TestSource: each module is there under its name and begins with what it is for; tests are no modules.
func TestSource(t *testing.T) {
	files, err := filepath.Glob("*.lua")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		name := strings.TrimSuffix(file, ".lua")
		src, ok := stdlib.Source("nlua." + name)
		if strings.HasSuffix(name, "_test") {
			if ok {
				t.Errorf("%s is a module", file)
			}
			continue
		}
		if !ok || !bytes.HasPrefix(src, []byte("-- ")) {
			t.Errorf("%s: no module, or no comment at its head", file)
		}
	}
	for _, name := range []string{"nlua.", "nlua.none", "nlua.a/b", "nlua.test_test", "test"} {
		if _, ok := stdlib.Source(name); ok {
			t.Errorf("there is a module %q", name)
		}
	}
}
