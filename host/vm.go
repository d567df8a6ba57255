package host

import (
	"bufio"
	"io"
	"math/rand"
	"os"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"

	lua "github.com/yuin/gopher-lua"
	"golang.org/x/sys/unix"
)

// Config says what a VM is made of. The zero value is usable: standard streams, no embedded modules, no restriction.
type Config struct {
	Stdin  io.Reader // nil: os.Stdin
	Stdout io.Writer // nil: os.Stdout; buffered by the VM, flushed before each wait and at the end
	Stderr io.Writer // nil: os.Stderr

	// IgnoreEnv makes LUA_PATH count for nothing (-E).
	IgnoreEnv bool
	// Embedded returns the source of a module that is part of the program ("nlua.provision"). Such a module is
	// found before package.preload and package.path.
	Embedded func(name string) ([]byte, bool)
	// NoPrograms, when it returns an error, refuses os.execute, io.popen and nlua.exec.
	NoPrograms func() error
	// InNetns runs start with the calling thread in the namespace that a script named; nil: nlua.exec has no netns.
	InNetns func(L *lua.LState, ns lua.LValue, start func() error) error
	// Budget bounds what scripts may use; nil: no bound.
	Budget *Budget
	// WrapError makes the Lua error object of a Go error; nil, or a nil result: VM.Raise's own choice.
	WrapError func(L *lua.LState, err error) lua.LValue
}

// The sizes of Lua stacks. Threads of the main script recurse as deep as stock Lua; tasks and coroutines, of which
// there may be thousands, a little less, for 4 kB instead of 20, and begin with fewer values.
const (
	deepCalls    = 20000
	registrySize = 256
	registryStep = 1024
	registryMax  = 1 << 20

	taskCalls        = 4096
	taskRegistrySize = 128 // of less gopher-lua makes 5120
	taskRegistryStep = 448
)

// outSize is how much output is kept together: 32 KiB, but for what keeps Go from taking it for a large object, whose books are new pages.
const outSize = 32<<10 - 8

// VM is one Lua world: globals, tasks, buffered output.
type VM struct {
	cfg     Config
	main    *lua.LState // holds globals and libraries, and is the first thread of deep: its stack is a script's
	out     *bufio.Writer
	errOut  io.Writer
	in      *file
	nlua    *lua.LTable
	pkg     *lua.LTable // the library package
	loading map[string]*loading
	files   map[string]string // the names of chunks from files, "@" and all, by what messages call them

	coCreate, coResume lua.LGFunction // gopher-lua's own

	named     uint // the libraries of openNamed that were made
	enterFn   *lua.LFunction
	raisers   []lua.LValue   // error and assert: the words of what they raise are the script's
	coBase    *lua.LFunction // the bottom function of coroutines
	blank     *lua.LState    // what coroutines are made from: it has no Context; nil: there was none yet
	shelf     *lua.LState    // see stock; nil: not asked for yet
	deep      threadPool     // of the main script
	small     threadPool     // of tasks and coroutines
	closed    chan struct{}
	budget    *budget       // nil: no bound
	unwatched chan struct{} // closed: the heap is not looked at any more

	sched
	classes map[string]*lua.LTable
	writers map[*file]struct{} // open for writing
	ended   bool

	restricted bool       // a sandbox
	random     *rand.Rand // nil: the script gave no seed

	pipes     atomic.Bool // see WritesPipes
	broken    sync.Once   // nobody reads any more: told once
	listen    func()      // see Heed; nil: signals are not the VM's
	counting  bool        // each instruction is counted, for the budget or for lasts
	brief     int         // how many may run before lasts is called
	lasts     func()      // see whenLasts; nil: nobody asks
	prompting atomic.Bool // a person types: Ctrl-C ends what runs at the moment, not the program
	tty       bool        // stdout is written out after each print

	giveBack atomic.Pointer[func()] // leaves a person's terminal as it was found; nil: there is none
}

func (cfg *Config) defaults() {
	if cfg.Stdout == nil {
		cfg.Stdout = os.Stdout
	}
	if cfg.Stderr == nil {
		cfg.Stderr = os.Stderr
	}
	if cfg.Stdin == nil {
		cfg.Stdin = os.Stdin
	}
}

// New makes a VM with all libraries open. The calling goroutine holds the baton and is the main task.
func New(cfg Config) *VM {
	cfg.defaults()
	small := lua.Options{
		CallStackSize:       taskCalls,
		MinimizeStackMemory: true,
		RegistrySize:        taskRegistrySize,
		RegistryMaxSize:     registryMax,
		RegistryGrowStep:    taskRegistryStep,
		SkipOpenLibs:        true,
	}
	deep := small
	deep.CallStackSize, deep.RegistrySize, deep.RegistryGrowStep = deepCalls, registrySize, registryStep
	vm := &VM{
		cfg:     cfg,
		main:    lua.NewState(deep),
		out:     bufio.NewWriterSize(cfg.Stdout, outSize),
		errOut:  cfg.Stderr,
		closed:  make(chan struct{}),
		classes: make(map[string]*lua.LTable),
		writers: make(map[*file]struct{}),
		files:   make(map[string]string),
	}
	close(vm.closed)
	vm.main.G.MainThread, vm.main.G.CurrentThread = vm.main, vm.main
	vm.deep.opts, vm.small.opts = deep, small
	vm.startMain()
	first := &thread{vm: vm, L: vm.main, task: vm.mainTask, pool: &vm.deep}
	vm.main.SetContext(first)
	vm.put(first)
	vm.enterFn = vm.main.NewFunction(vm.enter)
	vm.openStreams()
	vm.openLibs()
	if cfg.Budget != nil {
		vm.guardConcat()
		vm.budget, vm.counting = newBudget(vm, *cfg.Budget), true
		vm.unwatched = make(chan struct{})
		go vm.budget.watch(vm.unwatched)
	}
	return vm
}

// L is the state that holds the globals, to register on, and to call from where no script runs. What is called for a running script
// goes to the thread that it is in: see Running.
func (vm *VM) L() *lua.LState { return vm.main }

// Running is the thread that runs at the moment.
func (vm *VM) Running() *lua.LState { return vm.main.G.CurrentThread }

// Module is the table `nlua`, to which bindings add functions.
func (vm *VM) Module() *lua.LTable { return vm.nlua }

// Config returns the configuration, as completed by New.
func (vm *VM) Config() *Config { return &vm.cfg }

// Flush writes out what print and io.write have buffered.
func (vm *VM) Flush() error { return vm.out.Flush() }

// Close flushes output and frees the VM. Tasks must have ended: see End.
func (vm *VM) Close() {
	if vm.ended {
		return
	}
	vm.ended = true
	if vm.unwatched != nil {
		close(vm.unwatched)
		_ = vm.budget.statm.Close()
	}
	vm.stopSignals()
	_ = vm.out.Flush()
	vm.main.Close()
}

// class returns the metatable of one kind of userdata, made at its first use: methods are looked up in __index.
func (vm *VM) class(name string, methods []function) *lua.LTable {
	if mt := vm.classes[name]; mt != nil {
		return mt
	}
	mt := vm.main.CreateTable(0, 4)
	index := vm.main.CreateTable(0, len(methods))
	for _, f := range methods {
		if strings.HasPrefix(f.name, "__") {
			mt.RawSetString(f.name, vm.main.NewFunction(f.call))
		} else {
			index.RawSetString(f.name, vm.main.NewFunction(f.call))
		}
	}
	if mt.RawGetString("__index") == lua.LNil {
		mt.RawSetString("__index", index)
	} else {
		mt.RawSetString("__methods", index)
	}
	mt.RawSetString("__name", lua.LString(name))
	vm.classes[name] = mt
	return mt
}

// register puts Go functions into a table. They are made all at once: NewFunction for each would take a third longer.
func (vm *VM) register(t *lua.LTable, funcs []function) {
	made := make([]lua.LFunction, len(funcs))
	for i, f := range funcs {
		made[i] = lua.LFunction{IsG: true, Env: vm.main.Env, GFunction: f.call}
		t.RawSetString(f.name, &made[i])
	}
}

// function is one of a library. Libraries are lists, not maps: a list is data of the program, a map is made before main begins.
type function struct {
	name string
	call lua.LGFunction
}

// Out is where print writes: Config.Stdout behind the VM's buffer.
func (vm *VM) Out() io.Writer { return vm.out }

// Screen is the width of what is printed to, 0 without a terminal, and whether it takes colours. At a terminal, COLUMNS may say another one.
func (vm *VM) Screen() (width int, colour bool) {
	f, ok := vm.cfg.Stdout.(*os.File)
	if !ok {
		return 0, false
	}
	size, err := unix.IoctlGetWinsize(int(f.Fd()), unix.TIOCGWINSZ)
	if err != nil {
		return 0, false
	}
	width = int(size.Col)
	if n, err := strconv.Atoi(os.Getenv("COLUMNS")); err == nil && n > 0 {
		width = n
	}
	term := os.Getenv("TERM")
	return width, os.Getenv("NO_COLOR") == "" && term != "" && term != "dumb"
}
