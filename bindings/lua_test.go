package bindings_test

import (
	"bytes"
	"errors"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"unsafe"

	lua "github.com/yuin/gopher-lua"
	"golang.org/x/sys/unix"

	"nlua/bindings"
	"nlua/host"
	"nlua/rtnl/gate"
	"nlua/rtnl/names"
	"nlua/rtnl/netns"
	"nlua/rtnl/nl"
	"nlua/rtnl/nstest"
	"nlua/stdlib"
)

func TestMain(m *testing.M) {
	if bindings.Guarding() { // what provision.guard starts is this program
		return
	}
	nstest.Main(m)
}

// TestLua runs each file of testdata in a network namespace of its own. A file is a script with expectations: eq, fails, and
// plain assert. A line "-- needs: vlan, command ip" at its top skips it where nstest.Need does. Globals beside nlua's: ipr (an
// IPRoute in the namespace), eq(got, want), fails(fn, pattern) -> error, ip(...) (iproute2's JSON, decoded), sh(...) -> output,
// LAB (a slow machine, or -short: take smaller numbers). In a file that says so by "lines()", that gives what --dry-run would have
// written for the changes since its last call, and paste(line) has a shell do it.
func TestLua(t *testing.T) {
	files, err := filepath.Glob("testdata/*.lua")
	if err != nil || len(files) == 0 {
		t.Fatalf("no tests: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".lua"), func(t *testing.T) {
			t.Parallel()
			src, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if list, ok := strings.CutPrefix(strings.SplitN(string(src), "\n", 2)[0], "-- needs: "); ok {
				nstest.Need(t, strings.Split(list, ", ")...)
			}
			runLua(t, file, src)
		})
	}
}

// TestAlone runs each file of testdata/alone as TestLua does, but one at a time: they count what is the process's, descriptors by
// fds(), goroutines by goroutines(), and memory. NLUA_TEST_SPACES and NLUA_TEST_LOOPS are for larger numbers.
func TestAlone(t *testing.T) {
	files, err := filepath.Glob("testdata/alone/*.lua")
	if err != nil || len(files) == 0 {
		t.Fatalf("no tests: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".lua"), func(t *testing.T) {
			src, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			runLua(t, file, src)
		})
	}
}

// runLua runs a script on a VM with bindings, in a new namespace. prepare may set more globals.
func runLua(t *testing.T, name string, src []byte, prepare ...func(vm *host.VM)) {
	t.Helper()
	runWith(t, name, src, &bindings.Options{}, func(lib testLib) {
		for _, fn := range prepare {
			fn(lib.vm)
		}
	})
}

// runWith does it with options for the VM.
func runWith(t *testing.T, name string, src []byte, opts *bindings.Options, prepare func(testLib)) {
	t.Helper()
	ns := nstest.New(t)
	var out bytes.Buffer
	vm := host.New(host.Config{Stdin: strings.NewReader(""), Stdout: &out, Stderr: &out, IgnoreEnv: true, Embedded: stdlib.Source})
	opts.NetNS = ns.Path()
	var heard *listener
	if bytes.Contains(src, []byte("lines()")) {
		heard = &listener{by: gate.Naming{DB: names.Load(), NS: func(int) string { return "" }, Link: func(index int) (name string) {
			netns.Do(ns, func() error {
				ifi, err := net.InterfaceByIndex(index)
				if err == nil {
					name = ifi.Name
				}
				return err
			})
			return name
		}}}
		opts.Gate = heard
	}
	space := bindings.Open(vm, opts, true)
	lib := testLib{t, vm, ns}
	for name, fn := range map[string]lua.LGFunction{"ip": lib.ip, "sh": lib.sh, "paste": lib.paste, "bpf": lib.bpf, "fds": countFds, "goroutines": countGoroutines} {
		vm.L().SetGlobal(name, vm.L().NewFunction(fn))
	}
	vm.L().SetGlobal("LAB", lua.LBool(os.Getenv("VMLAB") != "" || testing.Short()))
	vm.L().SetGlobal("NS", lua.LString(ns.Path()))
	if heard != nil {
		vm.L().SetGlobal("lines", vm.L().NewFunction(heard.said))
	}
	prepare(lib)
	err := vm.RunSource("=prelude", []byte(prelude))
	if err == nil {
		err = vm.RunSource("@"+name, src)
	}
	if err != nil {
		var ce *host.CallError
		if errors.As(err, &ce) {
			vm.Report(ce)
		} else {
			out.WriteString(err.Error())
		}
	}
	status := vm.End(err)
	space.Close()
	vm.Close()
	if err != nil || status != 0 {
		t.Errorf("exit status %d\n%s", status, out.String())
	} else if testing.Verbose() && out.Len() > 0 {
		t.Log(out.String())
	}
}

// prelude is what the scripts' expectations are made of.
const prelude = `
local function show(v) return nlua.inspect(v) end
local function same(a, b)
  if type(a) ~= type(b) then return false end
  if type(a) ~= "table" then return a == b end
  for k, v in pairs(a) do if not same(v, b[k]) then return false end end
  for k in pairs(b) do if a[k] == nil then return false end end
  return true
end
function eq(got, want, what)
  if not same(got, want) then
    error((what and what .. ": " or "") .. "got " .. show(got) .. ", want " .. show(want), 2)
  end
end
function fails(fn, pattern, ...)
  local ok, err = pcall(fn, ...)
  if ok then error("no error, want one like " .. pattern, 2) end
  if not tostring(err):find(pattern) then error("error " .. tostring(err) .. ", want one like " .. pattern, 2) end
  return err
end
`

type testLib struct {
	t  *testing.T
	vm *host.VM
	ns netns.Ref
}

func (lib testLib) run(L *lua.LState, argv []string) string {
	var stdout, stderr bytes.Buffer
	cmd := exec.Command(argv[0], argv[1:]...)
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	err := netns.Do(lib.ns, cmd.Start)
	if err == nil {
		err = cmd.Wait()
	}
	if err != nil {
		L.RaiseError("%s: %v: %s", strings.Join(argv, " "), err, stderr.String())
	}
	return stdout.String()
}

func argv(L *lua.LState) (list []string) {
	for i := 1; i <= L.GetTop(); i++ {
		list = append(list, strings.Fields(L.CheckString(i))...)
	}
	return list
}

// sh runs a program in the namespace, its arguments split at blanks, and returns what it printed.
func (lib testLib) sh(L *lua.LState) int {
	L.Push(lua.LString(lib.run(L, argv(L))))
	return 1
}

// paste has a shell run a line in the namespace.
func (lib testLib) paste(L *lua.LState) int {
	lib.run(L, []string{"sh", "-ec", L.CheckString(1)})
	return 0
}

// bpf loads a program of a type (BPF_PROG_TYPE_*) that returns a number at once, and gives its descriptor, which stays open to the end.
func (lib testLib) bpf(L *lua.LState) int {
	code := []uint64{0xb7 | uint64(uint32(L.CheckInt(2)))<<32, 0x95} // r0 = the number; exit
	license := append([]byte("GPL"), 0)
	attr := struct {
		typ, n            uint32
		code, license     unsafe.Pointer
		logLevel, logSize uint32
		log               uint64
		kernel, flags     uint32
		name              [unix.BPF_OBJ_NAME_LEN]byte
	}{typ: uint32(L.CheckInt(1)), n: uint32(len(code)), code: unsafe.Pointer(&code[0]), license: unsafe.Pointer(&license[0])}
	copy(attr.name[:], "short")
	fd, _, errno := unix.Syscall(unix.SYS_BPF, unix.BPF_PROG_LOAD, uintptr(unsafe.Pointer(&attr)), unsafe.Sizeof(attr))
	if errno != 0 {
		L.RaiseError("bpf: %v", errno)
	}
	lib.t.Cleanup(func() { unix.Close(int(fd)) })
	L.Push(lua.LNumber(fd))
	return 1
}

// listener is a gate that words each change.
type listener struct {
	by    gate.Naming
	lines []string
}

func (l *listener) Send(m nl.Message) nl.Verdict {
	if m.Type >= 16 && !nl.IsGet(m.Type) {
		l.lines = append(l.lines, gate.Describe(m, l.by))
	}
	return nl.Verdict{}
}

func (*listener) Sent(nl.Message) {}

func (*listener) Received(nl.Message) {}

// said gives the lines, and forgets them.
func (l *listener) said(L *lua.LState) int {
	list := L.NewTable()
	for _, line := range l.lines {
		list.Append(lua.LString(line))
	}
	l.lines = nil
	L.Push(list)
	return 1
}

// ip runs iproute2's ip, tc or bridge (ip("link show"), ip("tc qdisc")) with -j -d, and decodes what it printed.
func (lib testLib) ip(L *lua.LState) int {
	words := argv(L)
	program := "ip"
	if words[0] == "tc" || words[0] == "bridge" {
		program, words = words[0], words[1:]
	}
	out := lib.run(L, append([]string{program, "-j", "-d"}, words...))
	if strings.TrimSpace(out) == "" {
		out = "[]"
	}
	json := lib.vm.Module().RawGetString("json").(*lua.LTable)
	results, err := lib.vm.Call(L, json.RawGetString("decode"), 1, lua.LString(out))
	if err != nil {
		lib.vm.Raise(L, err)
	}
	L.Push(results[0])
	return 1
}

func countFds(L *lua.LState) int {
	entries, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		L.RaiseError("%v", err)
	}
	L.Push(lua.LNumber(len(entries)))
	return 1
}

func countGoroutines(L *lua.LState) int {
	L.Push(lua.LNumber(runtime.NumGoroutine()))
	return 1
}
