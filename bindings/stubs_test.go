package bindings

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"nlua/host"
	"nlua/rtnl/request"
)

// TestStubs: both files parse as Lua, and nlua.lua names every class, method, verb, option, and what else the manual has.
func TestStubs(t *testing.T) {
	vm := host.New(host.Config{IgnoreEnv: true})
	defer vm.Close()
	s := Open(vm, &Options{}, false)
	defer s.Close()
	dir := filepath.Join(t.TempDir(), "new", "folder")
	if err := s.writeStubs(dir); err != nil {
		t.Fatal(err)
	}
	texts := map[string]string{}
	for _, name := range []string{"nlua.lua", "nlua.luacheckrc"} {
		src, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := host.CompileSource("@"+name, src); err != nil {
			t.Error(err)
		}
		texts[name] = string(src)
	}
	stub := texts["nlua.lua"]
	all := stub
	want := func(format string, values ...any) {
		t.Helper()
		if line := fmt.Sprintf(format, values...); !strings.Contains(stub, "\n"+line) {
			t.Errorf("no line begins with %q", line)
		}
	}
	if !strings.HasPrefix(stub, "---@meta\n") {
		t.Error("it does not begin with ---@meta")
	}
	for name, c := range s.classes {
		want("---@class nlua.%s", name)
		want("function rtnl.%s(", name)
		owner := map[string]string{"AsyncIPRoute": "IPRoute", "NetNS": "IPRoute", "AsyncIPRSocket": "IPRSocket"}[name]
		for _, method := range namesOf(s.methodsOf(c)) {
			if owner == "" || name == "NetNS" && method == "remove" {
				want("function %s:%s(", name, method)
			} else {
				want("function %s:%s(", owner, method)
			}
		}
	}
	for _, obj := range request.Objects() {
		_, stub, _ = strings.Cut(all, "---@alias nlua.verb."+obj.Name+"\n")
		stub, _, _ = strings.Cut("\n"+stub, "---@class nlua.Message."+obj.Name+" ")
		for _, verb := range obj.VerbNames() {
			want("---| %q", verb)
		}
		for _, w := range obj.Words("", "") {
			if isName(w.Name) {
				want("---@field %s? ", w.Name)
			} else {
				want("---@field [%q] ", w.Name)
			}
		}
	}
	stub = all
	for _, o := range options() {
		want("---@field %s? any", o.name)
	}
	for i := range manual {
		e := &manual[i]
		if class, name, ok := strings.Cut(e.path, ":"); ok && class != "object" && strings.Contains(e.use, ":"+name+"(") {
			want("function _%s:%s(", class, name)
		}
	}
	want("rtnl.RTM_NEWLINK = 16\n")
	want("---@field vxlan_id? ")
	for _, name := range []string{"RTM_NEWLINK", "IPRoute", "spawn", "band"} {
		if !strings.Contains(texts["nlua.luacheckrc"], "\t"+name+" = {}") {
			t.Errorf("luacheck does not know %s", name)
		}
	}
	if err := s.writeStubs(filepath.Join(dir, "nlua.lua")); err == nil || !strings.Contains(err.Error(), "--stubs") {
		t.Errorf("into a file: %v", err)
	}
}
