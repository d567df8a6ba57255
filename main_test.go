package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"nlua/rtnl/netns"
	"nlua/rtnl/nstest"
)

func TestMain(m *testing.M) {
	testscript.Main(isolated{m}, map[string]func(){"nlua": within(main), "ip": within(func() { program("ip") })})
}

// isolated runs the tests in namespaces of their own.
type isolated struct{ m *testing.M }

func (i isolated) Run() int { return nstest.Run(i.m) }

// nsVariable names the namespace of a script's programs.
const nsVariable = "NLUA_TEST_NS"

// within starts a script's program again in the script's namespace.
func within(run func()) func() {
	return func() {
		path, ok := os.LookupEnv(nsVariable)
		if !ok {
			run()
			return
		}
		os.Unsetenv(nsVariable)
		err := netns.Do(netns.OfPath(path), func() error {
			self, err := os.Executable()
			if err != nil {
				return err
			}
			return syscall.Exec(self, os.Args, os.Environ())
		})
		fmt.Fprintln(os.Stderr, "test:", err)
		os.Exit(125)
	}
}

// program becomes the machine's program of that name, not the test's own.
func program(name string) {
	for _, dir := range []string{"/usr/sbin", "/sbin", "/usr/bin", "/bin"} {
		_ = syscall.Exec(filepath.Join(dir, name), os.Args, os.Environ())
	}
	fmt.Fprintln(os.Stderr, "test: there is no", name)
	os.Exit(125)
}

// TestScript runs the command line: testdata/script/*.txtar, each in an empty folder and a network namespace of its own. [ip] tells
// whether iproute2 is there.
func TestScript(t *testing.T) { runScripts(t, "testdata/script") }

// TestAnsible runs playbooks with Debian's Ansible against namespaces as hosts: testdata/ansible/*.txtar.
func TestAnsible(t *testing.T) {
	nstest.Need(t, "command ansible-playbook")
	runScripts(t, "testdata/ansible")
}

func runScripts(t *testing.T, dir string) {
	testscript.Run(t, testscript.Params{
		Dir:         dir,
		WorkdirRoot: t.TempDir(), // its own stays where not all scripts run
		Setup: func(env *testscript.Env) error {
			env.Setenv("LUA_PATH", "")
			env.Setenv("LUA_INIT", "")
			scripts, err := filepath.Abs("scripts")
			if err != nil {
				return err
			}
			env.Setenv("SCRIPTS", scripts)
			env.Setenv(nsVariable, nstest.Named(env.T().(testing.TB)).Path())
			return nil
		},
		Condition: func(name string) (bool, error) { return nstest.Has(name), nil },
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){
			"status": cmdStatus,
			"signal": cmdSignal,
			"await":  cmdAwait,
		},
	})
}

// cmdStatus is `status N command...`: the command must end with that exit status.
func cmdStatus(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) < 2 {
		ts.Fatalf("usage: status N command [args...]")
	}
	err := ts.Exec(args[1], args[2:]...)
	got := "0"
	if e, ok := err.(interface{ ExitCode() int }); ok {
		got = strconv.Itoa(e.ExitCode())
	} else if err != nil {
		ts.Fatalf("%v", err)
	}
	if (got == args[0]) == neg {
		ts.Fatalf("exit status %s, want %s", got, args[0])
	}
}

// cmdAwait is `await FILE`: it waits until the file is there.
func cmdAwait(ts *testscript.TestScript, neg bool, args []string) {
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); time.Sleep(10 * time.Millisecond) {
		if b, err := os.ReadFile(ts.MkAbs(args[0])); err == nil && len(b) > 0 {
			return
		}
	}
	ts.Fatalf("%s did not come", args[0])
}

// cmdSignal is `signal NUMBER PIDFILE`.
func cmdSignal(ts *testscript.TestScript, neg bool, args []string) {
	var pid int
	if _, err := fmt.Sscan(ts.ReadFile(args[1]), &pid); err != nil {
		ts.Fatalf("%s: %v", args[1], err)
	}
	n, err := strconv.Atoi(args[0])
	if err != nil {
		ts.Fatalf("%v", err)
	}
	if err := syscall.Kill(pid, syscall.Signal(n)); err != nil {
		ts.Fatalf("%v", err)
	}
}
