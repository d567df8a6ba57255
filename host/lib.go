package host

import (
	lua "github.com/yuin/gopher-lua"
)

// openLibs opens gopher-lua's libraries and puts the VM's own functions in the place of those that would be wrong here.
// gopher-lua's io and channel libraries are left out: they would wait with the baton held.
func (vm *VM) openLibs() {
	L := vm.main
	for _, open := range []lua.LGFunction{lua.OpenPackage, lua.OpenBase, lua.OpenTable, lua.OpenOs, lua.OpenString, lua.OpenMath,
		lua.OpenDebug, lua.OpenCoroutine} {
		L.Push(L.NewFunction(open))
		L.Call(0, 0)
	}
	g := L.G.Global
	for _, name := range []string{"_printregs", "_GOPHER_LUA_VERSION"} {
		g.RawSetString(name, lua.LNil)
	}
	vm.openBase(g)
	vm.openPackage(vm.lib("package"))
	vm.openCoroutine(vm.lib("coroutine"))
	vm.register(vm.lib("string"), stringFuncs)
	vm.register(vm.lib("table"), tableFuncs)
	vm.openDebug(vm.lib("debug"))
	vm.openMath(vm.lib("math"))
	vm.openOS(vm.lib("os"))
	vm.openIO()
	vm.newLib("bit", bitFuncs())
	vm.nlua = vm.newLib("nlua", taskFuncs)
}

func (vm *VM) lib(name string) *lua.LTable {
	return vm.main.G.Global.RawGetString(name).(*lua.LTable)
}

// newLib makes a library: a global table that require finds too.
func (vm *VM) newLib(name string, funcs []function) *lua.LTable {
	t := vm.main.CreateTable(0, len(funcs))
	vm.register(t, funcs)
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
