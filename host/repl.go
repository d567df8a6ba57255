package host

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	lua "github.com/yuin/gopher-lua"
	"github.com/yuin/gopher-lua/ast"
	"golang.org/x/sys/unix"
)

// repl is one conversation: lines in, values out. Other tasks run while it waits for a line.
type repl struct {
	vm   *VM
	cfg  *RunConfig
	in   lineReader
	next chan typed // brings the line that is being read; nil: none is
	text string     // lines of a chunk that is not complete yet
}

// lineReader gives lines; io.EOF at the end, errAgain for a line that the person gave up.
type lineReader interface {
	Line(prompt string) (string, error)
	Again(prompt string) // while Line waits: what was typed of the line is given up
	Close() error        // also while Line waits
}

// typed is what a lineReader gave.
type typed struct {
	line string
	err  error
}

var errAgain = errors.New("line given up")

// historyLimit is how many lines are remembered.
const historyLimit = 10000

// Interactive reads and runs a person's input until its end: RunConfig.REPL. Without a terminal there is no prompt and no control
// code.
func Interactive(vm *VM, cfg *RunConfig) error {
	r := &repl{vm: vm, cfg: cfg}
	in, isFile := vm.cfg.Stdin.(*os.File)
	if isFile && isTerminal(in) {
		term, err := r.terminal()
		if err != nil {
			return err
		}
		r.in = term
	} else {
		r.in = &plainReader{in: bufio.NewReader(vm.cfg.Stdin)}
	}
	defer r.in.Close()
	vm.Heed()
	vm.prompting.Store(true)
	defer vm.prompting.Store(false)
	vm.main.G.Global.RawSetString("help", vm.main.NewFunction(r.help))
	if !vm.cfg.IgnoreEnv {
		r.rcFile()
	}
	for {
		prompt := "nlua> "
		if cfg.Hooks.Prompt != nil {
			prompt = cfg.Hooks.Prompt()
		}
		if r.text != "" {
			prompt = strings.Repeat(" ", max(0, len(prompt)-4)) + "... "
		}
		_ = vm.out.Flush()
		line, err := r.read(prompt)
		var in *Interrupt
		switch {
		case err == errAgain:
			r.text = ""
			continue
		case errors.As(err, &in) && in.Kind == Signalled && in.Signal == unix.SIGINT:
			vm.mainTask.retract(in)
			r.text = ""
			continue
		case err == io.EOF:
			if r.text != "" {
				r.eval(r.text)
			}
			return nil
		case err != nil:
			return err
		}
		if err := r.line(line); err != nil {
			return err
		}
	}
}

// read waits for a line. An interrupt ends the wait, not the reading: nothing wakes who reads a terminal. The next call goes on with it.
func (r *repl) read(prompt string) (line string, err error) {
	if r.next == nil {
		r.next = make(chan typed, 1)
		go func(next chan<- typed) {
			line, err := r.in.Line(prompt)
			next <- typed{line, err}
		}(r.next)
	} else {
		r.in.Again(prompt)
	}
	err = r.vm.Wait(r.vm.main, func(cancel <-chan struct{}) error {
		select {
		case got := <-r.next:
			r.next, line = nil, got.line
			return got.err
		case <-cancel:
			return errStop
		}
	})
	return line, err
}

// rcFile runs $XDG_CONFIG_HOME/nlua/init.lua, if it is there.
func (r *repl) rcFile() {
	path := filepath.Join(xdg("XDG_CONFIG_HOME", ".config"), "nlua", "init.lua")
	if _, err := os.Stat(path); err != nil {
		return
	}
	if err := r.vm.RunFile(path); err != nil {
		r.vm.reportMain(err)
	}
}

func xdg(variable, inHome string) string {
	if dir := os.Getenv(variable); filepath.IsAbs(dir) {
		return dir
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return ""
	}
	return filepath.Join(home, inHome)
}

// line takes one line of input. Its error ends the conversation: os.exit, a signal that ends the program.
func (r *repl) line(line string) error {
	if r.text == "" && strings.HasPrefix(line, "?") {
		r.show(r.helpText(nil, strings.TrimSpace(line[1:])))
		return nil
	}
	if r.text == "" && strings.TrimSpace(line) == "" {
		return nil
	}
	text := line
	if r.text != "" {
		text = r.text + "\n" + line
	}
	if IsIncomplete(r.check(text)) {
		r.text = text
		return nil
	}
	r.text = ""
	return r.eval(text)
}

const chunkName = "=stdin"

// check compiles input to see whether it is complete: as an expression, or as statements.
func (r *repl) check(text string) error {
	_, err := CompileSource(chunkName, []byte(asExpression(text)))
	if err == nil || strings.HasPrefix(strings.TrimSpace(text), "=") {
		return err
	}
	_, err = CompileSource(chunkName, []byte(text))
	return err
}

func asExpression(text string) string {
	return "return " + strings.TrimPrefix(strings.TrimSpace(text), "=")
}

// eval runs complete input, and shows what it gives.
func (r *repl) eval(text string) error {
	vm := r.vm
	proto, err := vm.compileSource(chunkName, []byte(asExpression(text)))
	if err != nil && !strings.HasPrefix(strings.TrimSpace(text), "=") {
		proto, err = vm.compileSource(chunkName, []byte(lasting(text)))
	}
	var values []lua.LValue
	if err == nil {
		values, err = vm.Call(vm.main, vm.main.NewFunctionFromProto(proto), lua.MultRet)
	}
	if err == nil && len(values) > 0 {
		vm.main.G.Global.RawSetString("_", values[0])
		_, err = vm.Call(vm.main, vm.main.NewFunction(func(L *lua.LState) int {
			for _, v := range values {
				if err := r.print(L, v); err != nil {
					vm.Raise(L, err)
				}
			}
			return 0
		}), 0)
	}
	_ = vm.out.Flush()
	return r.failed(err)
}

// failed reports an error. It returns those that end the program.
func (r *repl) failed(err error) error {
	var in *Interrupt
	if errors.As(err, &in) {
		if in.Kind == Signalled && in.Signal == unix.SIGINT {
			fmt.Fprintln(r.vm.errOut, "interrupted!")
			return nil
		}
		return err
	}
	if err != nil {
		r.vm.reportMain(err)
	}
	return nil
}

func (r *repl) print(L *lua.LState, v lua.LValue) error {
	if p := r.cfg.Hooks.Printer; p != nil {
		width, colour := r.vm.Screen()
		if handled, err := p.Print(r.vm, L, r.vm.out, v, width, colour); handled || err != nil {
			return err
		}
	}
	_, err := fmt.Fprintln(r.vm.out, ToString(L, v))
	return err
}

// lasting makes the variables of a single local statement globals: at the prompt a local would be gone with its line.
func lasting(text string) string {
	stmts, err := ParseSource(chunkName, []byte(text))
	if err != nil || len(stmts) != 1 {
		return text
	}
	local, ok := stmts[0].(*ast.LocalAssignStmt)
	trimmed := strings.TrimSpace(text)
	if !ok || !strings.HasPrefix(trimmed, "local") {
		return text
	}
	rest := trimmed[len("local"):]
	if len(local.Exprs) == 0 {
		return strings.TrimRight(rest, " ;") + " = nil"
	}
	return rest
}

// help is help(x): what is known about a value, or about the words of a string.
func (r *repl) help(L *lua.LState) int {
	v := L.Get(1)
	words := ""
	if text, ok := v.(lua.LString); ok {
		words = string(text)
	}
	r.show(r.helpText(v, words))
	return 0
}

func (r *repl) helpText(v lua.LValue, words string) string {
	if h := r.cfg.Hooks.Helper; h != nil {
		if text := h.Help(v, words); text != "" {
			return text
		}
	}
	if words != "" {
		return "nothing is known of " + words
	}
	return "?NAME or help(value) tells about a method, verb, keyword or value; Ctrl-C ends a chunk, Ctrl-D the conversation"
}

func (r *repl) show(text string) {
	fmt.Fprintln(r.vm.out, strings.TrimRight(text, "\n"))
	_ = r.vm.out.Flush()
}

// plainReader reads lines that no person types.
type plainReader struct{ in *bufio.Reader }

func (p *plainReader) Line(string) (string, error) {
	line, err := p.in.ReadString('\n')
	if line != "" && err == io.EOF {
		err = nil
	}
	return strings.TrimRight(line, "\r\n"), err
}

func (p *plainReader) Again(string) {}

func (p *plainReader) Close() error { return nil }

// completer joins readline to the hook. It runs beside a wait, so it takes the baton first.
type completer struct{ r *repl }

func (c completer) Do(line []rune, pos int) (proposals [][]rune, length int) {
	vm := c.r.vm
	turn := make(chan struct{}, 1)
	vm.baton.ask(turn)
	<-turn
	defer vm.baton.pass()
	saved := vm.main.G.CurrentThread
	vm.main.G.CurrentThread = vm.main
	defer func() { vm.main.G.CurrentThread = saved }()
	before := string(line[:pos])
	input := c.r.text
	if input != "" {
		input += "\n"
	}
	words, n := c.r.cfg.Hooks.Completer.Complete(vm, input+before, len(input)+len(before))
	n = min(n, len(before))
	typed := []rune(before[len(before)-n:])
	for _, word := range words {
		w := []rune(word)
		if len(w) >= len(typed) {
			proposals = append(proposals, w[len(typed):])
		}
	}
	return proposals, len(typed)
}
