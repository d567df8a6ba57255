package host

import (
	"bytes"
	"fmt"
	"os"
	"strings"

	lua "github.com/yuin/gopher-lua"
)

const defaultPath = "./?.lua;/usr/local/share/lua/5.1/?.lua;/usr/local/share/lua/5.1/?/init.lua;" +
	"/usr/local/lib/lua/5.1/?.lua;/usr/local/lib/lua/5.1/?/init.lua;/usr/share/lua/5.1/?.lua;/usr/share/lua/5.1/?/init.lua"

func (vm *VM) openPackage() {
	p := vm.newLib("package", vm.theirs("package", lua.OpenPackage, "loadlib", "seeall"))
	p.RawSetString("preload", vm.main.CreateTable(0, 0))
	p.RawSetString("loaded", vm.loaded())
	p.RawSetString("cpath", lua.LString(""))
	p.RawSetString("config", lua.LString("/\n;\n?\n!\n-"))
	path := defaultPath
	if s := os.Getenv("LUA_PATH"); s != "" && !vm.cfg.IgnoreEnv {
		path = strings.ReplaceAll(s, ";;", ";"+defaultPath+";")
	}
	p.RawSetString("path", lua.LString(path))
	vm.pkg, vm.loading = p, map[string]*loading{}
	vm.loaders(vm.searchEmbedded, vm.searchPreload, vm.searchPath)
}

// loaders sets package.loaders.
func (vm *VM) loaders(functions ...lua.LGFunction) {
	list := vm.main.CreateTable(len(functions), 0)
	for _, f := range functions {
		list.Append(vm.main.NewFunction(f))
	}
	vm.pkg.RawSetString("loaders", list)
}

func (vm *VM) searchEmbedded(L *lua.LState) int {
	name := L.CheckString(1)
	if vm.cfg.Embedded == nil || !strings.HasPrefix(name, "nlua.") {
		return 0
	}
	src, ok := vm.cfg.Embedded(name)
	if !ok {
		L.Push(lua.LString("\n\tno module '" + name + "' in nlua itself"))
		return 1
	}
	proto, err := vm.Compile("="+name, bytes.NewReader(src))
	if err != nil {
		L.RaiseError("%s", err.Error())
	}
	L.Push(vm.main.NewFunctionFromProto(proto))
	return 1
}

func (vm *VM) searchPreload(L *lua.LState) int {
	name := L.CheckString(1)
	preload, ok := vm.pkg.RawGetString("preload").(*lua.LTable)
	if !ok {
		L.RaiseError("'package.preload' must be a table")
	}
	v := preload.RawGetString(name)
	if v == lua.LNil {
		v = lua.LString("\n\tno field package.preload['" + name + "']")
	}
	L.Push(v)
	return 1
}

func (vm *VM) searchPath(L *lua.LState) int {
	name := L.CheckString(1)
	path, ok := vm.pkg.RawGetString("path").(lua.LString)
	if !ok {
		L.RaiseError("'package.path' must be a string")
	}
	var tried strings.Builder
	for pattern := range strings.SplitSeq(string(path), ";") {
		if pattern == "" {
			continue
		}
		file := strings.ReplaceAll(pattern, "?", strings.ReplaceAll(name, ".", "/"))
		if st, err := os.Stat(file); err != nil || st.IsDir() {
			tried.WriteString("\n\tno file '" + file + "'")
			continue
		}
		proto, err := vm.compileFile(L, file)
		if err != nil {
			L.Error(lua.LString(fmt.Sprintf("error loading module '%s' from file '%s':\n\t%s", name, file, err.Error())), 0)
		}
		L.Push(vm.main.NewFunctionFromProto(proto))
		return 1
	}
	L.Push(lua.LString(tried.String()))
	return 1
}

// loading is a module whose code runs.
type loading struct {
	by      *Task
	waiters []*waiter // other tasks that require it
}

// needs tells whether the module will not be there before a task goes on.
func (l *loading) needs(t *Task) bool {
	for ; l != nil; l = l.by.requires {
		if l.by == t {
			return true
		}
	}
	return false
}

// require is Lua's require: the loaders in turn, each module once. What another task is loading is waited for.
func (vm *VM) require(L *lua.LState) int {
	name := L.CheckString(1)
	loaded := vm.loaded()
	mark := vm.class("nlua.loading", nil)
	for {
		v := loaded.RawGetString(name)
		if !lua.LVAsBool(v) {
			break
		}
		if v != mark {
			L.Push(v)
			return 1
		}
		vm.awaitModule(L, name)
	}
	vm.pushLoader(L, name)
	loaded.RawSetString(name, mark)
	l := &loading{by: TaskOf(L)}
	vm.loading[name] = l
	defer func() {
		delete(vm.loading, name)
		for _, w := range l.waiters {
			vm.wake(w)
		}
	}()
	L.Push(lua.LString(name))
	L.Call(1, 1)
	if v := L.Get(-1); v != lua.LNil {
		loaded.RawSetString(name, v)
	} else if loaded.RawGetString(name) == mark {
		loaded.RawSetString(name, lua.LTrue)
	}
	L.Push(loaded.RawGetString(name))
	return 1
}

// awaitModule waits for the task that loads a module.
func (vm *VM) awaitModule(L *lua.LState, name string) {
	me, l := TaskOf(L), vm.loading[name]
	if l == nil || l.needs(me) {
		L.RaiseError("loop or previous error loading module '%s'", name)
	}
	w := vm.waiterFor(me)
	l.waiters = append(l.waiters, w)
	me.requires = l
	err := vm.park(L, w)
	me.requires = nil
	if err != nil {
		vm.Raise(L, err)
	}
}

// HasModule tells whether require would find a module. Nothing of it runs.
func (vm *VM) HasModule(name string) bool {
	_, err := vm.Call(vm.main, vm.main.NewFunction(func(L *lua.LState) int {
		vm.pushLoader(L, name)
		return 0
	}), 0)
	return err == nil
}

// pushLoader asks the loaders for the function that loads a module.
func (vm *VM) pushLoader(L *lua.LState, name string) {
	loaders, ok := vm.pkg.RawGetString("loaders").(*lua.LTable)
	if !ok {
		L.RaiseError("'package.loaders' must be a table")
	}
	var tried strings.Builder
	for i := 1; ; i++ {
		loader := loaders.RawGetInt(i)
		if loader == lua.LNil {
			L.RaiseError("module '%s' not found:%s", name, tried.String())
		}
		L.Push(loader)
		L.Push(lua.LString(name))
		L.Call(1, 1)
		found := L.Get(-1)
		if found.Type() == lua.LTFunction {
			return
		}
		if s, ok := found.(lua.LString); ok {
			tried.WriteString(string(s))
		}
		L.Pop(1)
	}
}
