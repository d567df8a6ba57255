package bindings

import (
	"io"
	"strings"
	"testing"

	lua "github.com/yuin/gopher-lua"

	"nlua/host"
	"nlua/rtnl/request"
)

// TestManual: each method of each class and each function of rtnl has its entry, and no entry is about nothing.
func TestManual(t *testing.T) {
	vm := host.New(host.Config{Stdin: strings.NewReader(""), Stdout: io.Discard, Stderr: io.Discard, IgnoreEnv: true})
	defer vm.Close()
	s := Open(vm, &Options{}, true)
	defer s.Close()
	have := map[string]bool{}
	functions := func(prefix string, table lua.LValue) {
		table.(*lua.LTable).ForEach(func(k, v lua.LValue) {
			if name, ok := k.(lua.LString); ok && v.Type() == lua.LTFunction && !strings.HasPrefix(string(name), "__") {
				have[prefix+string(name)] = true
			}
		})
	}
	for _, c := range s.classes {
		functions("object:", s.methodsOf(c))
	}
	for _, obj := range request.Objects() {
		delete(have, "object:"+obj.Name)
	}
	for name, class := range map[string]*lua.LTable{
		"dump": s.dumpKind.meta(), "records": s.recordsKind.meta(), "monitor": s.monitorKind.meta(), "plan": s.planKind.meta(), "u64": s.u64Kind.meta(),
	} {
		functions(name+":", class)
	}
	rtnl := vm.L().GetGlobal("rtnl").(*lua.LTable)
	functions("rtnl.", rtnl)
	functions("rtnl.netns.", vm.L().GetField(rtnl, "netns"))
	functions("nlua.", vm.Module())
	functions("nlua.json.", vm.Module().RawGetString("json"))
	// A message finds its methods by a function.
	if err := vm.RunSource("=message", []byte("M = rtnl.decode(rtnl.encode('RTM_NEWLINK', {}))[1]")); err != nil {
		t.Fatal(err)
	}
	for _, name := range entriesOf("message", true) {
		have["message:"+name] = vm.L().GetField(vm.L().GetGlobal("M"), name).Type() == lua.LTFunction
	}
	for path := range have {
		if entryOf(path) == nil {
			t.Errorf("no entry: %s", path)
		}
	}
	for i := range manual {
		for _, class := range []string{"object", "dump", "records", "monitor", "plan", "message", "u64"} {
			e := &manual[i]
			if name, ok := strings.CutPrefix(e.path, class+":"); ok && strings.Contains(e.use, ":"+name+"(") && !have[e.path] {
				t.Errorf("about nothing: %s", e.path)
			}
		}
	}
}
