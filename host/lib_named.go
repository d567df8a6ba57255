package host

import lua "github.com/yuin/gopher-lua"

// furnish makes the libraries that a chunk could reach: to make all of them for each script would take 5 % of a short one's time, and few
// use more than two. A global's name is a constant of the chunk that reads it, so this is the library's own name, or that of what gives
// all globals or loaded modules away, by which it may be found under a name that was put together.
func (vm *VM) furnish(p *lua.FunctionProto) {
	for _, c := range p.Constants {
		switch name, _ := c.(lua.LString); name {
		case "_G", "getfenv", "package", "require", "module", "debug":
			vm.openNamed("")
		case "coroutine", "table", "math", "os", "io", "bit":
			vm.openNamed(string(name))
		}
	}
	for _, f := range p.FunctionPrototypes {
		vm.furnish(f)
	}
}

// openNamed makes one of the libraries, or all for "", where it was not made yet.
func (vm *VM) openNamed(name string) {
	for i, lib := range []struct {
		name string
		open func(*VM)
	}{
		{"package", (*VM).openPackage},
		{"coroutine", (*VM).openCoroutine},
		{"table", (*VM).openTable},
		{"debug", (*VM).openDebug},
		{"math", (*VM).openMath},
		{"os", (*VM).openOS},
		{"io", (*VM).openIO},
		{"bit", (*VM).openBit},
	} {
		if bit := uint(1) << i; vm.named&bit == 0 && (name == "" || name == lib.name) {
			vm.named |= bit
			lib.open(vm)
		}
	}
}

// Globals is the table of globals, with all libraries in it.
func (vm *VM) Globals() *lua.LTable {
	vm.openNamed("")
	return vm.main.G.Global
}
