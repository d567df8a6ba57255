package bindings_test

import (
	"bytes"
	"strings"
	"testing"

	"nlua/bindings"
	"nlua/host"
	"nlua/rtnl/nstest"
)

// TestHostile runs what means harm: each ends with an error that names what, and none ends the process.
func TestHostile(t *testing.T) {
	for name, c := range map[string]struct{ src, want string }{
		"loop":              {"while true do end", "budget"},
		"loop in pcall":     {"while true do pcall(function() while true do end end) end", "budget"},
		"loop in finally":   {"nlua.finally(function() error('x') end) while true do end", "budget"},
		"tasks":             {"local function f() return nlua.spawn(f):join() end f()", "budget"},
		"coroutines":        {"local function f() return coroutine.wrap(f)() end f()", "overflow"},
		"recursion":         {"local function f() return f() + 1 end f()", "stack overflow"},
		"tostring":          {"local function f() return tostring(setmetatable({}, { __tostring = f })) end f()", "overflow"},
		"index":             {"local mt = {} mt.__index = function(t, k) return t[k] end return setmetatable({}, mt).x", "overflow"},
		"rep":               {"return ('x'):rep(1e12)", "too large"},
		"pattern":           {"return ('a'):rep(40):find(('a-'):rep(40) .. 'b')", "budget"},
		"brackets":          {"return ('('):rep(1e5):find('%b()')", "budget"},
		"parentheses":       {"error((select(2, loadstring('return ' .. ('{'):rep(2e4) .. ('}'):rep(2e4)))))", "too many syntax levels"},
		"own keyword":       {"local t = {} t.t = t rtnl.IPRoute{}:link('add', t)", "nested deeper"},
		"own json":          {"local t = {} t.t = t nlua.json.encode(t)", "nested deeper"},
		"unpack":            {"unpack({}, 1, 2^31)", "too many"},
		"format":            {"string.format('%99999999d', 1)", "format"},
		"tampered library":  {"string.rep = nil table.concat = nil pairs = nil setmetatable(_G, { __index = error }) nothing()", "bad argument"},
		"file":              {"io.open('/etc/passwd')", "attempt to index"},
		"environment":       {"os.getenv('HOME')", "attempt to call field 'getenv'"},
		"module from files": {"require 'lfs'", "not found"},
		"program":           {"nlua.exec{ 'true' }", "attempt to call field 'exec'"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ns := nstest.New(t)
			budget := &host.Budget{Instructions: 2_000_000, Memory: 1 << 30}
			var out bytes.Buffer
			vm := host.New(host.Config{Stdin: strings.NewReader(""), Stdout: &out, Stderr: &out, IgnoreEnv: true, Budget: budget})
			space := bindings.Open(vm, &bindings.Options{NetNS: ns.Path(), Sandbox: budget}, false)
			err := vm.RunSource("=hostile", []byte(c.src))
			if err != nil {
				vm.Report(err.(*host.CallError))
			}
			vm.End(err)
			space.Close()
			vm.Close()
			if err == nil || !strings.Contains(out.String()+err.Error(), c.want) {
				t.Errorf("got %v, %.300s", err, out.String())
			}
		})
	}
}
