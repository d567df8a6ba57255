package bindings

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"nlua/host"
	"nlua/rtnl/request"
	"nlua/stdlib"
)

// TestStubs: both files parse as Lua, and nlua.lua names every class, method, verb, option, and what else the manual has.
func TestStubs(t *testing.T) {
	vm := host.New(host.Config{IgnoreEnv: true})
	defer vm.Close()
	s := Open(vm, &Options{Modules: stdlib.Sources}, false)
	defer s.Close()
	dir := filepath.Join(t.TempDir(), "new", "folder")
	if err := s.writeStubs(dir); err != nil {
		t.Fatal(err)
	}
	texts := map[string]string{}
	for _, name := range []string{"nlua.lua", "nlua.luacheckrc", "rtnl.lua", "bit.lua", "nlua/provision.lua", "nlua/watch.lua"} {
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
		want("---@field %s? %s ", o.name, o.kind)
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

// TestStubTypes: each annotation is one that LuaCATS has, with types that are there, and no name is said twice.
func TestStubTypes(t *testing.T) {
	vm := host.New(host.Config{IgnoreEnv: true})
	defer vm.Close()
	s := Open(vm, &Options{}, false)
	defer s.Close()
	types := map[string]bool{}
	for _, name := range strings.Fields("any boolean number string table function nil self") {
		types[name] = true
	}
	lines := strings.Split(s.stubs(), "\n")
	define := regexp.MustCompile(`^---@(class|alias) ([\w.]+)`)
	for _, line := range lines {
		if m := define.FindStringSubmatch(line); m != nil {
			if types[m[2]] {
				t.Errorf("%s is defined twice", m[2])
			}
			types[m[2]] = true
		}
	}
	word := regexp.MustCompile(`"[^"]*"|\w+\??:|[A-Za-z_][\w.]*`)
	simple := regexp.MustCompile(`^("[^"]*"|[\w.]+(\[\])*|\([^()]*\)\[\]|\{[^{}]*\}|fun\([^()]*\)(: .*)?)(\|("[^"]*"|[\w.]+(\[\])*|\([^()]*\)\[\]))*$`)
	check := func(line, kind string) {
		if !simple.MatchString(kind) {
			t.Errorf("%s: %q is no type", line, kind)
		}
		for _, name := range word.FindAllString(kind, -1) {
			if name[0] != '"' && !strings.HasSuffix(name, ":") && name != "fun" && !types[name] {
				t.Errorf("%s: there is no type %q", line, name)
			}
		}
	}
	field := regexp.MustCompile(`^---@field (\[string\]|\["[^"]+"\]|[A-Za-z_]\w*)\??  ?(fun\(.*|\(?[^ ]*\)?(?:\[\])?\S*)(?: .*)?$`)
	param := regexp.MustCompile(`^---@param (\.\.\.|[A-Za-z_]\w*)\?? (fun\(.*|"[^"]*"(?: \| "[^"]*")*|\S+)$`)
	other := regexp.MustCompile(`^---@(meta|class [\w.]+( : [\w.]+)?|alias [\w.]+|operator \w+\(.*\): [\w.]+)$`)
	fields, functions := map[string]bool{}, map[string]bool{}
	for _, line := range lines {
		at, _, _ := strings.Cut(line, " ")
		switch {
		case at == "---@class":
			clear(fields)
			fallthrough
		case at == "---@meta", at == "---@alias", at == "---@operator":
			if !other.MatchString(line) {
				t.Errorf("%s", line)
			}
		case at == "---@field":
			m := field.FindStringSubmatch(line)
			if m == nil {
				t.Errorf("%s", line)
				continue
			}
			if fields[m[1]] {
				t.Errorf("%s: said twice", line)
			}
			fields[m[1]] = true
			check(line, m[2])
		case at == "---@param":
			if m := param.FindStringSubmatch(line); m != nil {
				check(line, strings.ReplaceAll(m[2], " | ", "|"))
			} else {
				t.Errorf("%s", line)
			}
		case at == "---@return", at == "---@type":
			kinds := strings.TrimSuffix(strings.TrimPrefix(line, at+" "), " ...")
			if !strings.HasPrefix(kinds, "{") {
				for kind := range strings.SplitSeq(kinds, ", ") {
					check(line, kind)
				}
			}
		case at == "---@overload":
			check(line, strings.TrimPrefix(line, "---@overload "))
		case strings.HasPrefix(line, "---@"):
			t.Errorf("%s", line)
		case strings.HasPrefix(line, "function "):
			if functions[line] {
				t.Errorf("%s: twice", line)
			}
			functions[line] = true
		}
	}
	if len(functions) < 150 || len(types) < 300 {
		t.Errorf("%d functions, %d types only", len(functions), len(types))
	}
}
