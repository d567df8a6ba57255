package main

import (
	"fmt"
	"os"
	"strconv"
	"syscall"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"nlua": main})
}

// TestScript runs the command line: testdata/script/*.txtar, each in an empty folder.
func TestScript(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Setup: func(env *testscript.Env) error {
			env.Setenv("LUA_PATH", "")
			env.Setenv("LUA_INIT", "")
			return nil
		},
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
	for range 1000 {
		if b, err := os.ReadFile(ts.MkAbs(args[0])); err == nil && len(b) > 0 {
			return
		}
		time.Sleep(10 * time.Millisecond)
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
