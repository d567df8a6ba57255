package bindings

import (
	"context"
	"maps"
	"slices"
	"time"

	lua "github.com/yuin/gopher-lua"

	"nlua/host"
	"nlua/rtnl"
	"nlua/rtnl/codec"
	"nlua/rtnl/gate"
	"nlua/rtnl/names"
	"nlua/rtnl/nl"
	"nlua/rtnl/request"
)

// Options are what the command line says about all objects of a VM.
type Options struct {
	NetNS    string                   // where objects open their sockets unless told otherwise; "": where the process is
	Gate     nl.Gate                  // between every socket and the kernel; nil: none
	Sandbox  *host.Budget             // bounds what scripts may use, and leaves them what is harmless; nil: they have all
	Isolated bool                     // this process runs in namespaces of its own already
	Modules  func() map[string]string // sources of the modules that are part of the program, for --stubs; nil: none
	LongDump func()                   // is called when a dump turns out to be long; nil: nothing

	safety
	db           *names.DB
	json, shows  bool   // --json, and -p
	instructions int64  // --budget
	space        *Space // of the VM that runs
}

// Space is what the bindings hold for one VM.
type Space struct {
	vm   *host.VM
	opts Options
	db   *names.DB

	messageKind, nestKind, u64Kind, errorKind, dumpKind, recordsKind, monitorKind, planKind, objectKind kind

	lib     *lua.LTable       // the global rtnl
	classes map[string]*class // of objects, by name
	ipr     lua.LValue        // the global of that name
	open    openSet
	null    *lua.LUserData // nlua.json.null

	emptyList *lua.LTable // the metatable that tells an empty list from an empty table: see asList

	nesting              int      // of tables that become Go values
	nested               []string // the names of those at hand
	paths, names         map[string]*path
	latePaths, lateNames recall        // in front of them
	rooms                []codec.Table // for keywords
	errands              []*errand     // that are over
	shape                *rtnl.Shape   // of the last message that was read alone
	slots                []slot
	handy                handy
	slabs                slabs

	here  place   // where later objects work: setns, pushns
	stack []place // where popns goes back to
}

// Open puts the global rtnl into a VM, and the parts of nlua that know netlink; where a person types, ipr too.
func Open(vm *host.VM, opts *Options, interactive bool) *Space {
	s := &Space{
		vm: vm, opts: *opts, db: opts.db,
		paths: map[string]*path{}, names: map[string]*path{},
	}
	if s.db == nil {
		s.db = names.Load()
	}
	opts.space = s
	if opts.pcap != "" {
		vm.WritesPipes()
	}
	if opts.Sandbox != nil {
		vm.Restrict()
		s.opts.Gate = nl.Gates{gate.Confined{}}
		if opts.Gate != nil {
			s.opts.Gate = nl.Gates{gate.Confined{}, opts.Gate}
		}
	}
	s.messageKind.make, s.nestKind.make = s.messageMeta, s.nestMeta
	s.errorKind.make, s.u64Kind.make = s.errorMeta, s.u64Meta
	s.dumpKind.make, s.recordsKind.make = s.dumpMeta, s.recordsMeta
	s.monitorKind.make, s.planKind.make = s.monitorMeta, s.planMeta
	s.objectKind.make = s.objectMeta
	s.openU64()
	s.openInspect()
	s.openJSON()
	s.openDryRun()
	lib := vm.L().CreateTable(0, 16)
	s.lib = lib
	s.openParts()
	s.openObjects(lib)
	s.openWire(lib)
	s.openNetNS()
	vm.AddLib("rtnl", lib)
	if interactive {
		vm.L().G.Global.RawSetString("ipr", s.ipr)
	}
	vm.Config().WrapError = s.wrapError
	if opts.Sandbox != nil {
		s.restrict(lib)
	}
	return s
}

// Close closes the objects that the script left open.
func (s *Space) Close() {
	for o := range s.open.all() {
		o.close()
	}
	for _, p := range append(s.stack, s.here) {
		p.close()
	}
}

// kind is the metatable of a kind of objects. It is made when there is a first one: most scripts have few of them.
type kind struct {
	make  func() *lua.LTable
	table *lua.LTable
}

func (k *kind) meta() *lua.LTable {
	if k.table == nil {
		k.table = k.make()
	}
	return k.table
}

// class makes the metatable of a kind of objects from methods and metamethods. They have nothing else, and take no values. The methods
// are found without a call of a function, which takes longer than many of them.
func (s *Space) class(name string, methods map[string]lua.LGFunction) *lua.LTable {
	t := s.methods(methods)
	t.RawSetString("__name", lua.LString(name))
	if methods["__index"] == nil {
		index := s.vm.L().CreateTable(0, len(methods)) // not t: a script may look for any event in a metatable
		t.ForEach(index.RawSet)
		t.RawSetString("__index", index)
		index.Metatable = s.methods(map[string]lua.LGFunction{"__index": func(L *lua.LState) int {
			key := L.Get(2).String()
			L.RaiseError("%s has no method %q%s", name, key, orElement(name, key, slices.Collect(maps.Keys(methods))))
			return 0
		}})
	}
	for event, fn := range map[string]lua.LGFunction{
		"__newindex": func(L *lua.LState) int {
			L.RaiseError("cannot set %q: a %s does not change by assignment", L.Get(2).String(), name)
			return 0
		},
		"__tostring": func(L *lua.LState) int {
			L.Push(lua.LString(name))
			return 1
		},
	} {
		if methods[event] == nil {
			t.RawSetString(event, s.vm.L().NewFunction(fn))
		}
	}
	return t
}

// orElement names the nearest method, or, of what gives messages in turn, how these are got at.
func orElement(class, key string, methods []string) string {
	if hint := request.Suggest(key, methods); hint != "" || class != "dump" {
		return hint
	}
	return ": a dump gives one message after the other: for m in d do ... end, d:first(), d:list()"
}

// methods makes a table of Go functions.
func (s *Space) methods(parts ...map[string]lua.LGFunction) *lua.LTable {
	n := 0
	for _, methods := range parts {
		n += len(methods)
	}
	t := s.vm.L().CreateTable(0, n)
	for _, methods := range parts {
		for name, fn := range methods {
			t.RawSetString(name, s.vm.L().NewFunction(fn))
		}
	}
	return t
}

// waiting is the Context of a wait: it ends when the wait must.
type waiting <-chan struct{}

func (w waiting) Deadline() (time.Time, bool) { return time.Time{}, false }
func (w waiting) Done() <-chan struct{}       { return w }
func (w waiting) Value(any) any               { return nil }
func (w waiting) Err() error {
	select {
	case <-w:
		return context.Canceled
	default:
		return nil
	}
}

// wait runs fn while other tasks run, and raises its error.
func (s *Space) wait(L *lua.LState, fn func(ctx context.Context) error) {
	if err := s.vm.Wait(L, func(cancel <-chan struct{}) error { return fn(waiting(cancel)) }); err != nil {
		s.vm.Raise(L, err)
	}
}

// pairsOf gives next, table, nil: what __pairs returns for a table made for it.
func (s *Space) pairsOf(L *lua.LState, t lua.LValue) int {
	L.Push(L.GetGlobal("next"))
	L.Push(t)
	L.Push(lua.LNil)
	return 3
}
