package host

import lua "github.com/yuin/gopher-lua"

// namedLibs are libraries that are made when a chunk is compiled that could reach them: to make them for each script takes 4 % of a
// short one's time, and few scripts use more than two.
var namedLibs = []struct {
	name string
	open func(*VM)
}{
	{"coroutine", (*VM).openCoroutine},
	{"table", (*VM).openTable},
	{"debug", (*VM).openDebug},
	{"math", (*VM).openMath},
	{"os", (*VM).openOS},
	{"bit", (*VM).openBit},
}

// furnish makes the libraries that a chunk could reach. A global's name is a constant of the chunk that reads it, so this is their own
// name, or that of what gives all globals and loaded modules away, by which they may be found under a name that was put together.
func (vm *VM) furnish(p *lua.FunctionProto) {
	for _, c := range p.Constants {
		switch name, _ := c.(lua.LString); name {
		case "_G", "getfenv", "package", "require", "module", "debug":
			vm.openNamed("")
		case "coroutine", "table", "math", "os", "bit":
			vm.openNamed(string(name))
		}
	}
	for _, f := range p.FunctionPrototypes {
		vm.furnish(f)
	}
}

// openNamed makes one of the libraries, or all for "", where it was not made yet.
func (vm *VM) openNamed(name string) {
	for i, lib := range namedLibs {
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
