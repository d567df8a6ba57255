package host

import (
	"bufio"
	"io"
	"os"
	"os/exec"
	"strings"

	lua "github.com/yuin/gopher-lua"
	"golang.org/x/sys/unix"
)

// file is a Lua file. Reads that may block (pipes, terminals, sockets) let other tasks run, and end when the task is interrupted.
type file struct {
	vm     *VM
	name   string
	f      *os.File // nil: a stream that is no file
	in     io.Reader
	r      *bufio.Reader
	w      *bufio.Writer
	cmd    *exec.Cmd // of io.popen
	std    bool      // stdin, stdout, stderr: never closed
	slow   bool      // not a regular file
	auto   bool      // written out after each write
	closed bool
	user   *lua.LState // who reads or writes just now
}

var fileMethods = []function{
	{"close", func(L *lua.LState) int { return checkFile(L).close(L) }},
	{"flush", func(L *lua.LState) int { return checkOpen(L).flushResult(L) }},
	{"lines", func(L *lua.LState) int { return checkOpen(L).lines(L, false) }},
	{"read", func(L *lua.LState) int { return checkOpen(L).read(L, 2) }},
	{"seek", func(L *lua.LState) int { return checkOpen(L).seek(L) }},
	{"setvbuf", func(L *lua.LState) int { return checkOpen(L).setvbuf(L) }},
	{"write", func(L *lua.LState) int { return checkOpen(L).write(L, 2) }},
	{"fileno", func(L *lua.LState) int {
		f := checkOpen(L)
		if f.f == nil {
			L.Push(lua.LNil)
			L.Push(lua.LString("no descriptor"))
			return 2
		}
		L.Push(lua.LNumber(f.f.Fd()))
		return 1
	}},
	{"__tostring", func(L *lua.LState) int {
		f := checkFile(L)
		if f.closed {
			L.Push(lua.LString("file (closed)"))
		} else {
			L.Push(lua.LString("file (" + f.name + ")"))
		}
		return 1
	}},
}

// openStreams makes what print, and those who read a script, use of the standard streams.
func (vm *VM) openStreams() {
	vm.in = &file{vm: vm, name: "stdin", std: true, slow: true}
	vm.in.f, _ = vm.cfg.Stdin.(*os.File)
	vm.in.reads(vm.cfg.Stdin)
	if out, ok := vm.cfg.Stdout.(*os.File); ok {
		_, err := unix.IoctlGetTermios(int(out.Fd()), unix.TCGETS)
		vm.tty = err == nil
	}
}

func (vm *VM) openIO() {
	out := &file{vm: vm, name: "stdout", std: true, w: vm.out}
	out.f, _ = vm.cfg.Stdout.(*os.File)
	errs := &file{vm: vm, name: "stderr", std: true, w: bufio.NewWriter(vm.cfg.Stderr), auto: true}
	errs.f, _ = vm.cfg.Stderr.(*os.File)
	stdin, stdout := vm.fileObject(vm.in), vm.fileObject(out)
	current := map[string]*lua.LUserData{"input": stdin, "output": stdout}
	lib := vm.newLib("io", []function{
		{"open", vm.ioOpen},
		{"popen", vm.ioPopen},
		{"tmpfile", vm.ioTmpfile},
		{"type", ioType},
		{"input", vm.ioDefault(current, "input", "r")},
		{"output", vm.ioDefault(current, "output", "w")},
		{"close", func(L *lua.LState) int {
			if L.GetTop() == 0 {
				L.Push(current["output"])
			}
			return checkFile(L).close(L)
		}},
		{"flush", func(L *lua.LState) int { return openOf(L, current["output"]).flushResult(L) }},
		{"read", func(L *lua.LState) int { return openOf(L, current["input"]).read(L, 1) }},
		{"write", func(L *lua.LState) int { return openOf(L, current["output"]).write(L, 1) }},
		{"lines", func(L *lua.LState) int {
			if L.Get(1) == lua.LNil {
				return openOf(L, current["input"]).lines(L, false)
			}
			f, err := vm.openFile(L.CheckString(1), "r")
			if err != nil {
				L.ArgError(1, L.CheckString(1)+": "+cause(err).Error())
			}
			return f.lines(L, true)
		}},
	})
	lib.RawSetString("stdin", stdin)
	lib.RawSetString("stdout", stdout)
	lib.RawSetString("stderr", vm.fileObject(errs))
}

func (vm *VM) fileObject(f *file) *lua.LUserData {
	if f.w != nil && !f.std {
		vm.goesOn()
		vm.writers[f] = struct{}{}
	}
	return &lua.LUserData{Value: f, Env: vm.main.G.Global, Metatable: vm.class("FILE*", fileMethods)}
}

func checkFile(L *lua.LState) *file {
	f, ok := userValue(L.Get(1)).(*file)
	if !ok {
		L.TypeError(1, lua.LTUserData)
	}
	return f
}

func checkOpen(L *lua.LState) *file {
	f := checkFile(L)
	if f.closed {
		L.RaiseError("attempt to use a closed file")
	}
	return f
}

func openOf(L *lua.LState, ud *lua.LUserData) *file {
	f := ud.Value.(*file)
	if f.closed {
		L.RaiseError("standard file is closed")
	}
	return f
}

// fail pushes nil, the text and the number of an error.
func fail(L *lua.LState, name string, err error) int {
	msg, code := err.Error(), 0
	if no, ok := cause(err).(sysError); ok {
		msg, code = no.Error(), int(no.Errno)
	}
	if name != "" {
		msg = name + ": " + msg
	}
	L.Push(lua.LNil)
	L.Push(lua.LString(msg))
	L.Push(lua.LNumber(code))
	return 3
}

// openModes are the flags of open(2) for the modes of io.open: a list, as a map would be made before main begins.
var openModes = []struct {
	mode  string
	flags int
}{
	{"r", os.O_RDONLY}, {"w", os.O_WRONLY | os.O_CREATE | os.O_TRUNC}, {"a", os.O_WRONLY | os.O_CREATE | os.O_APPEND},
	{"r+", os.O_RDWR}, {"w+", os.O_RDWR | os.O_CREATE | os.O_TRUNC}, {"a+", os.O_RDWR | os.O_CREATE | os.O_APPEND},
}

func openFlags(mode string) (flags int, ok bool) {
	mode = strings.Replace(mode, "b", "", 1)
	for _, m := range openModes {
		if m.mode == mode {
			return m.flags, true
		}
	}
	return 0, false
}

func (vm *VM) openFile(path, mode string) (*file, error) {
	flags, ok := openFlags(mode)
	if !ok {
		return nil, cause(unix.EINVAL)
	}
	f, err := os.OpenFile(path, flags, 0o666)
	if err != nil {
		return nil, &os.PathError{Op: "open", Path: path, Err: cause(err)}
	}
	return vm.newFile(f, path, flags&(os.O_WRONLY|os.O_RDWR) != os.O_WRONLY, flags&(os.O_WRONLY|os.O_RDWR) != 0), nil
}

func (vm *VM) newFile(f *os.File, name string, read, write bool) *file {
	st, err := f.Stat()
	lf := &file{vm: vm, name: name, f: f, slow: err == nil && !st.Mode().IsRegular()}
	if read {
		lf.reads(f)
	}
	if write {
		if err == nil && st.Mode()&(os.ModeNamedPipe|os.ModeSocket) != 0 {
			vm.WritesPipes()
		}
		lf.w = bufio.NewWriter(&fileWriter{lf})
	}
	return lf
}

func (vm *VM) ioOpen(L *lua.LState) int {
	path := L.CheckString(1)
	f, err := vm.openFile(path, optString(L, 2, "r"))
	if err != nil {
		return fail(L, path, err)
	}
	L.Push(vm.fileObject(f))
	return 1
}

func (vm *VM) ioTmpfile(L *lua.LState) int {
	f, err := os.CreateTemp("", "lua_")
	if err != nil {
		return fail(L, "", err)
	}
	_ = os.Remove(f.Name())
	L.Push(vm.fileObject(vm.newFile(f, "tmpfile", true, true)))
	return 1
}

func (vm *VM) ioPopen(L *lua.LState) int {
	vm.mayRun(L)
	command, mode := L.CheckString(1), optString(L, 2, "r")
	cmd := exec.Command("/bin/sh", "-c", command)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = vm.cfg.Stdin, vm.cfg.Stdout, vm.cfg.Stderr
	_ = vm.out.Flush()
	r, w, err := os.Pipe()
	if err != nil {
		return fail(L, command, err)
	}
	ours, theirs := r, w
	switch mode {
	case "r":
		cmd.Stdout = w
	case "w":
		cmd.Stdin, ours, theirs = r, w, r
	default:
		_, _ = r.Close(), w.Close()
		return fail(L, command, cause(unix.EINVAL))
	}
	err = cmd.Start()
	_ = theirs.Close()
	if err != nil {
		_ = ours.Close()
		return fail(L, command, err)
	}
	f := vm.newFile(ours, command, mode == "r", mode == "w")
	f.cmd = cmd
	L.Push(vm.fileObject(f))
	return 1
}

func ioType(L *lua.LState) int {
	f, ok := userValue(L.CheckAny(1)).(*file)
	switch {
	case !ok:
		L.Push(lua.LNil)
	case f.closed:
		L.Push(lua.LString("closed file"))
	default:
		L.Push(lua.LString("file"))
	}
	return 1
}

// ioDefault is io.input or io.output: it returns, or sets by name or file, the default file.
func (vm *VM) ioDefault(current map[string]*lua.LUserData, which, mode string) lua.LGFunction {
	return func(L *lua.LState) int {
		switch v := L.Get(1).(type) {
		case *lua.LNilType:
		case lua.LString:
			f, err := vm.openFile(string(v), mode)
			if err != nil {
				L.ArgError(1, string(v)+": "+cause(err).Error())
			}
			current[which] = vm.fileObject(f)
		default:
			checkFile(L)
			current[which] = v.(*lua.LUserData)
		}
		L.Push(current[which])
		return 1
	}
}
