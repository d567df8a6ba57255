package host

import lua "github.com/yuin/gopher-lua"

// allowed are the names that a sandbox has: of the global table, and of the libraries of which only a part is harmless. What is not
// listed is not there.
func allowed(lib string) []string {
	return map[string][]string{
		"": {"_G", "_VERSION", "assert", "collectgarbage", "error", "getfenv", "getmetatable", "ipairs", "load", "loadstring", "newproxy", "next",
			"pairs", "pcall", "print", "rawequal", "rawget", "rawset", "require", "select", "setfenv", "setmetatable", "tonumber", "tostring",
			"type", "unpack", "xpcall", "arg", "string", "table", "math", "coroutine", "bit", "os", "nlua"},
		"os":   {"clock", "date", "difftime", "time"},
		"nlua": {"after", "channel", "finally", "now", "select", "sleep", "spawn", "timeout"},
	}[lib]
}

// Restrict leaves a VM with what a sandbox has: no files, programs, environment, signals, modules from files, nor debug. What bindings
// add afterwards is theirs to choose.
func (vm *VM) Restrict() {
	vm.restricted = true
	g := vm.Globals()
	vm.loaders(vm.searchEmbedded)
	for _, name := range []string{"os", "nlua"} {
		keep(g.RawGetString(name).(*lua.LTable), allowed(name))
	}
	keep(g, allowed(""))
	keep(vm.loaded(), allowed(""))
}

// keep removes all keys of a table but some.
func keep(t *lua.LTable, names []string) {
	var gone []lua.LValue
	t.ForEach(func(k, _ lua.LValue) {
		for _, name := range names {
			if k == lua.LString(name) {
				return
			}
		}
		gone = append(gone, k)
	})
	for _, k := range gone {
		t.RawSet(k, lua.LNil)
	}
}
