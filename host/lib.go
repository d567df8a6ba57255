package host

import (
	lua "github.com/yuin/gopher-lua"
)

// openLibs makes the libraries but those of openNamed, of the VM's own functions and of those of gopher-lua that are right here.
// gopher-lua's io and channel libraries are left out: they would wait with the baton held.
func (vm *VM) openLibs() {
	L := vm.main
	L.G.Registry.RawSetString("_LOADED", L.CreateTable(0, 16))
	vm.openBase(L.G.Global)
	vm.openString()
	vm.nlua = L.CreateTable(0, 2*len(taskFuncs)) // bindings have as many
	vm.register(vm.nlua, taskFuncs)
	vm.AddLib("nlua", vm.nlua)
}

// theirs are functions of one of gopher-lua's own libraries. It is opened when a script first calls one of them: to open all libraries
// takes a twentieth of a short program's time.
func (vm *VM) theirs(lib string, open lua.LGFunction, names ...string) []function {
	funcs := make([]function, len(names))
	for i, name := range names {
		var fn lua.LGFunction
		funcs[i] = function{name, func(L *lua.LState) int {
			if fn == nil {
				fn = vm.stock(lib, open).RawGetString(name).(*lua.LFunction).GFunction
			}
			return fn(L)
		}}
	}
	return funcs
}

// stock is one of gopher-lua's own libraries, in a state where no script sees it.
func (vm *VM) stock(lib string, open lua.LGFunction) *lua.LTable {
	if vm.shelf == nil {
		vm.shelf = lua.NewState(vm.small.opts)
	}
	G := vm.shelf.G.Global
	if G.RawGetString(lib) == lua.LNil {
		vm.shelf.Push(vm.shelf.NewFunction(open))
		vm.shelf.Call(0, 0)
	}
	return G.RawGetString(lib).(*lua.LTable)
}

// newLib makes a library: a global table that require finds too.
func (vm *VM) newLib(name string, parts ...[]function) *lua.LTable {
	n := 0
	for _, funcs := range parts {
		n += len(funcs)
	}
	t := vm.main.CreateTable(0, n)
	for _, funcs := range parts {
		vm.register(t, funcs)
	}
	vm.AddLib(name, t)
	return t
}

// AddLib makes a value a global and a loaded module of the same name: `rtnl` and require "rtnl" are one thing.
func (vm *VM) AddLib(name string, v lua.LValue) {
	vm.main.G.Global.RawSetString(name, v)
	vm.loaded().RawSetString(name, v)
}

func (vm *VM) loaded() *lua.LTable {
	return vm.main.G.Registry.RawGetString("_LOADED").(*lua.LTable)
}
