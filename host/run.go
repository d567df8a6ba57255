package host

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/signal"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"

	lua "github.com/yuin/gopher-lua"
	"golang.org/x/sys/unix"
)

// RunConfig is what main.go joins: the command line, the VM's parts, and what bindings add.
type RunConfig struct {
	Program string   // argv[0]
	Args    []string // what follows it
	Version string
	VM      Config
	Options []Option // rows beside the runner's own; they may change VM through pointers that they share
	Hooks   Hooks
	Signals bool   // SIGINT, SIGTERM, SIGHUP, SIGPIPE and SIGQUIT are the runner's, to the end of the process
	Settled func() // is called once, when a program is not so short that it would tell; nil: nothing

	// Prepare, if not nil, completes VM after the options were read. Its error is wrong usage, if a *UsageError.
	Prepare func(vm *Config) error
	// Open registers the bindings' globals in the new VM. interactive is true where a global `ipr` is offered: -e, -p, stdin, the REPL.
	Open func(vm *VM, interactive bool) error
	// REPL reads and runs a person's input until its end; nil: there is none.
	REPL func(vm *VM, cfg *RunConfig) error
}

// runner is one run of the program.
type runner struct {
	cfg         *RunConfig
	vm          *VM
	rows        []Option
	interactive bool
	version     bool
	told        bytes.Buffer // by --help or --version: nothing runs
	check       bool         // nothing runs either
	timeout     time.Duration
}

// Main runs the program and returns its exit status: 0; 1 after an uncaught error; 2 for wrong usage; what os.exit was given;
// 128 + n after signal n.
func Main(cfg RunConfig) int {
	r := &runner{cfg: &cfg}
	cfg.VM.defaults()
	if cfg.Signals {
		quitByDefault()
	}
	r.rows = append(r.ownOptions(), cfg.Options...)
	p, err := parseArgs(r.rows, cfg.Args, cfg.Hooks.Suggest)
	if err == nil && r.told.Len() > 0 {
		return r.tell()
	}
	if err == nil && cfg.Prepare != nil {
		err = cfg.Prepare(&cfg.VM)
	}
	if err != nil {
		return r.refuse(err)
	}
	return r.run(p)
}

// refuse reports what kept the program from starting.
func (r *runner) refuse(err error) int {
	fmt.Fprintf(r.cfg.VM.Stderr, "nlua: %v\n", err)
	var ue *UsageError
	if errors.As(err, &ue) {
		fmt.Fprintln(r.cfg.VM.Stderr, synopsis+"; --help tells more")
		return 2
	}
	return 1
}

// tell writes what --help or --version has to tell.
func (r *runner) tell() int {
	if _, err := r.told.WriteTo(r.cfg.VM.Stdout); err != nil {
		return unwritten(r.cfg.VM.Stderr, err)
	}
	return 0
}

func (r *runner) ownOptions() []Option {
	return []Option{
		{Short: "-e", Arg: "CODE", Help: "run CODE", Run: func(vm *VM, code string) error {
			return vm.RunSource("=(command line)", []byte(code))
		}},
		{Short: "-l", Arg: "MOD", Help: "require MOD", Run: func(vm *VM, name string) error {
			_, err := vm.Call(vm.main, vm.Globals().RawGetString("require"), 0, lua.LString(name))
			return err
		}},
		{Short: "-i", Help: "read input from the terminal after the script", Set: func(string) error {
			r.interactive = true
			return nil
		}},
		{Short: "-v", Help: "show the version, then go on", Set: func(string) error {
			r.version = true
			return nil
		}},
		{Short: "-E", Help: "ignore LUA_INIT, LUA_PATH and the rc file", Set: func(string) error {
			r.cfg.VM.IgnoreEnv = true
			return nil
		}},
		{Long: "--check", Help: "do not run: report syntax errors, undefined globals, unknown names, and wrong values", Set: func(string) error {
			r.check = true
			return nil
		}},
		{Long: "--timeout", Arg: "SECONDS", Help: "end the script with an error after that time", Set: func(v string) error {
			s, err := strconv.ParseFloat(v, 64)
			if err != nil || !(s > 0 && s < 1e9) {
				return fmt.Errorf("seconds expected, got '%s'", v)
			}
			r.timeout = time.Duration(s * 1e9)
			return nil
		}},
		{Long: "--version", Help: "show the version", Set: func(string) error {
			fmt.Fprintln(&r.told, r.cfg.versionLine())
			return nil
		}},
		{Short: "-h", Long: "--help", Help: "show this", Set: func(string) error {
			if r.told.Len() == 0 {
				printHelp(&r.told, r.rows)
			}
			return nil
		}},
	}
}

func (cfg *RunConfig) versionLine() string {
	return strings.TrimSpace("nlua "+cfg.Version) + " (Lua 5.1, gopher-lua " + lua.PackageVersion + ")"
}

// run makes the VM and does what the command line says.
func (r *runner) run(p parsed) int {
	args := r.cfg.Args
	hasScript := p.script < len(args)
	useREPL := r.interactive
	fromStdin := hasScript && args[p.script] == "-" && (p.script == 0 || args[p.script-1] != "--")
	if !hasScript && !p.runs() && !r.interactive && !r.version {
		if in, ok := r.cfg.VM.Stdin.(*os.File); ok && isTerminal(in) && r.cfg.REPL != nil {
			useREPL = true
		} else {
			fromStdin = true
		}
	}
	if r.check && useREPL {
		return r.refuse(&UsageError{"--check: which script?"})
	}
	if useREPL && r.cfg.REPL == nil {
		return r.refuse(&UsageError{"-i: there is no interactive mode in this program"})
	}
	if r.version {
		fmt.Fprintln(r.cfg.VM.Stderr, r.cfg.versionLine())
	}
	r.boundTime(useREPL)
	vm := New(r.cfg.VM)
	r.vm = vm
	defer vm.Close()
	if r.cfg.Open != nil {
		if err := r.cfg.Open(vm, !hasScript || fromStdin || useREPL || len(p.actions) > 0); err != nil {
			return r.refuse(err)
		}
	}
	defer r.attend()()
	if r.check {
		r.setArg(p)
		return r.checkOnly(p, hasScript, fromStdin)
	}
	err := r.steps(p, hasScript, fromStdin, useREPL)
	if err != nil {
		vm.reportMain(err)
	}
	return vm.End(err)
}

// boundTime lets --timeout say what a sandbox's time is; who types has all that he needs.
func (r *runner) boundTime(useREPL bool) {
	b := r.cfg.VM.Budget
	if b == nil || r.timeout == 0 && !useREPL {
		return
	}
	mine := *b
	if mine.Time = 0; r.timeout > 0 {
		mine.Time = r.timeout + time.Second // --timeout comes first, and is named
	}
	r.cfg.VM.Budget = &mine
}

// steps does LUA_INIT, the options with Run, the script, the REPL: in this order, up to the first error.
func (r *runner) steps(p parsed, hasScript, fromStdin, useREPL bool) error {
	vm, args := r.vm, r.cfg.Args
	if init := os.Getenv("LUA_INIT"); init != "" && !vm.cfg.IgnoreEnv {
		var err error
		if strings.HasPrefix(init, "@") {
			err = vm.RunFile(init[1:])
		} else {
			err = vm.RunSource("=LUA_INIT", []byte(init))
		}
		if err != nil {
			return err
		}
	}
	for _, a := range p.actions {
		if err := a.opt.Run(vm, a.value); err != nil {
			return err
		}
	}
	var rest []string
	if hasScript {
		rest = args[p.script+1:]
	}
	if hasScript {
		r.setArg(p)
	}
	switch {
	case fromStdin:
		if err := vm.RunFile("", rest...); err != nil {
			return err
		}
	case hasScript && args[p.script] == "":
		return fmt.Errorf("cannot open '': %w", cause(syscall.ENOENT))
	case hasScript:
		var ce *CallError
		err := vm.RunFile(args[p.script], rest...)
		if errors.Is(err, fs.ErrNotExist) && !errors.As(err, &ce) && strings.ContainsAny(args[p.script], "({=") {
			err = fmt.Errorf("%w: -p evaluates an expression, -e runs code", err)
		}
		if err != nil {
			return err
		}
	}
	if useREPL {
		return r.cfg.REPL(vm, r.cfg)
	}
	return nil
}

// setArg sets the global `arg`: the script at 0, its arguments after it, all else before it. What runs before the script does not see it.
func (r *runner) setArg(p parsed) {
	t := r.vm.main.NewTable()
	for i, a := range append([]string{r.cfg.Program}, r.cfg.Args...) {
		t.RawSetInt(i-p.script-1, lua.LString(a))
	}
	r.vm.main.G.Global.RawSetString("arg", t)
}

// RunSource compiles and runs a chunk on the main task.
func (vm *VM) RunSource(name string, src []byte, args ...string) error {
	proto, err := vm.compileSource(name, src)
	if err != nil {
		return err
	}
	return vm.runProto(proto, args)
}

// RunFile runs a file on the main task; "" is stdin.
func (vm *VM) RunFile(path string, args ...string) error {
	proto, err := vm.compileFile(vm.main, path)
	if err != nil {
		return err
	}
	return vm.runProto(proto, args)
}

func (vm *VM) runProto(proto *lua.FunctionProto, args []string) error {
	values := make([]lua.LValue, len(args))
	for i, a := range args {
		values[i] = lua.LString(a)
	}
	_, err := vm.Call(vm.main, vm.main.NewFunctionFromProto(proto), 0, values...)
	return err
}

// reportMain writes what the main script ended with. os.exit is no error, and who pressed Ctrl-C needs no traceback.
func (vm *VM) reportMain(err error) {
	var in *Interrupt
	var ce *CallError
	switch {
	case errors.As(err, &in):
		if in.Kind == Exiting {
			return
		}
		text := in.Error()
		if errors.As(err, &ce) && ce.Where != "" {
			text = ce.Where + " " + text
		}
		_ = vm.out.Flush()
		fmt.Fprintf(vm.errOut, "nlua: %s\n", text)
	case errors.As(err, &ce):
		if ce.Value != lua.LNil { // of which stock Lua says nothing
			vm.Report(ce)
		}
	default:
		vm.Complain(err.Error())
	}
}

// A program has settled when it has run for so long that what others need not pay for is no matter: a moment after it waited first, wrote
// something, did much in one instruction, or ran so many of them.
const (
	settled             = 2 * time.Millisecond
	instructionsOfBrief = 1000
)

// attend turns signals and --timeout into interrupts. To listen for signals takes several switches between threads, a tenth of a short
// program's time: it begins when the program has settled, or when the script does what a signal must not cut off. Until then a signal
// ends the process, as it does any other.
func (r *runner) attend() (stop func()) {
	timers := make([]*time.Timer, 0, 2)
	if r.timeout > 0 {
		timers = append(timers, time.AfterFunc(r.timeout, func() { r.vm.Interrupt(&Interrupt{Kind: TimedOut}) }))
	}
	ended := make(chan struct{})
	listen := sync.OnceFunc(func() {
		if r.cfg.Settled != nil {
			r.cfg.Settled()
		}
		if r.cfg.Signals {
			ch := make(chan os.Signal, 4)
			signal.Notify(ch, syscall.SIGINT, syscall.SIGTERM, syscall.SIGPIPE)
			if !signal.Ignored(syscall.SIGHUP) { // as nohup has it
				signal.Notify(ch, syscall.SIGHUP)
			}
			go r.watch(ch, ended)
		}
	})
	r.vm.listen = listen
	r.vm.whenLasts(func() { timers = append(timers, time.AfterFunc(settled, listen)) })
	return func() {
		for _, t := range timers {
			t.Stop()
		}
		close(ended)
	}
}

// whenLasts has fn called when the program does more than what is over at once.
func (vm *VM) whenLasts(fn func()) {
	vm.lasts, vm.brief, vm.counting = fn, instructionsOfBrief, true
}

// goesOn tells who wants to know that the program is not over in a moment.
func (vm *VM) goesOn() {
	if fn := vm.lasts; fn != nil {
		vm.lasts, vm.counting = nil, vm.budget != nil
		fn()
	}
}

// count is told of each instruction, where somebody counts.
func (vm *VM) count() {
	if vm.budget != nil {
		vm.budget.spend(1)
	}
	if vm.lasts != nil {
		if vm.brief--; vm.brief == 0 {
			vm.goesOn()
		}
	}
}

// watch takes care of signals. A second Ctrl-C ends the process at once.
func (r *runner) watch(ch <-chan os.Signal, ended <-chan struct{}) {
	seen := false
	var over time.Time
	for {
		select {
		case <-ended:
			ended, seen, over = nil, true, time.Now() // whatever the process still does, a signal ends it
		case s := <-ch:
			sig := s.(syscall.Signal)
			switch {
			case r.vm.handles(sig) && (ended != nil || time.Since(over) < time.Second): // it may have brought the script to its end
				continue
			case sig == syscall.SIGPIPE:
				if ended != nil && !r.vm.pipes.Load() {
					r.vm.unread()
				}
				continue
			}
			if sig == syscall.SIGINT && r.vm.prompting.Load() {
				r.vm.mainTask.Interrupt(&Interrupt{Kind: Signalled, Signal: sig})
				continue
			}
			if seen {
				if giveBack := r.vm.giveBack.Load(); giveBack != nil {
					(*giveBack)()
				}
				os.Exit(128 + int(sig))
			}
			seen = true
			r.vm.Interrupt(&Interrupt{Kind: Signalled, Signal: sig})
		}
	}
}

// Heed has signals be interrupts from here on. It is called before what must not be cut off in the midst of it.
func (vm *VM) Heed() {
	if vm.listen != nil {
		vm.listen()
	}
}

func isTerminal(w io.Reader) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	_, err := unix.IoctlGetTermios(int(f.Fd()), unix.TCGETS)
	return err == nil
}
