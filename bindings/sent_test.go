package bindings_test

import (
	"os"
	"strings"
	"sync"
	"testing"

	lua "github.com/yuin/gopher-lua"
	"golang.org/x/sys/unix"

	"nlua/bindings"
	"nlua/rtnl/nl"
	"nlua/rtnl/nstest"
	"nlua/rtnl/nstest/iproute"
)

// keeper is a gate: it keeps the changes that a script asks for, and refuses them. Of questions it keeps the last.
type keeper struct {
	mu   sync.Mutex
	kept []nl.Message
}

func (k *keeper) Send(m nl.Message) nl.Verdict {
	if m.Type < unix.RTM_BASE {
		return nl.Verdict{}
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	k.kept = append(k.kept, iproute.Messages(m.Raw)...)
	if nl.IsGet(m.Type) {
		return nl.Verdict{}
	}
	return nl.Verdict{Errno: unix.ECANCELED, Reason: "kept"}
}

func (k *keeper) Sent(nl.Message)     {}
func (k *keeper) Received(nl.Message) {}

func (k *keeper) take() []nl.Message {
	k.mu.Lock()
	defer k.mu.Unlock()
	kept := k.kept
	k.kept = nil
	return kept
}

// askedAs runs a file in which the global as(command, fn) has a command of iproute2 and a function ask for the same.
func askedAs(t *testing.T, file string) (commands []string) {
	src, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	k := &keeper{}
	runWith(t, file, src, &bindings.Options{Gate: k}, func(lib testLib) {
		L := lib.vm.L()
		L.SetGlobal("LAB", lua.LBool(nstest.Lab())) // programs start slowly there, and requests are the same on every kernel
		L.SetGlobal("said", L.NewFunction(func(L *lua.LState) int {
			commands = append(commands, L.CheckString(1))
			return 0
		}))
		L.SetGlobal("has", L.NewFunction(func(L *lua.LState) int {
			L.Push(lua.LBool(nstest.Has(L.CheckString(1))))
			return 1
		}))
		L.SetGlobal("asks", L.NewFunction(func(L *lua.LState) int {
			command := L.CheckString(1)
			commands = append(commands, command)
			theirs, err := iproute.Sent(lib.ns, strings.Fields(command))
			if err != nil {
				t.Errorf("%s: %v", command, err)
				return 0
			}
			k.take()
			_, err = lib.vm.Call(L, L.CheckFunction(2), 0)
			mine := k.take()
			if len(mine) == 0 {
				t.Errorf("%s: %v", command, err)
				return 0
			}
			for _, d := range iproute.Differences(theirs, mine[len(mine)-1]) {
				t.Errorf("%s\n%s (%v)", command, d, err)
			}
			return 0
		}))
	})
	return commands
}

// TestAsIP compares what ip and bridge ask the kernel for with what the same words ask for by keywords, for each word of their help.
func TestAsIP(t *testing.T) {
	nstest.Need(t, "iproute2 6.1", "command bridge")
	t.Parallel()
	commands := askedAs(t, "testdata/help/all.lua")
	if !nstest.Lab() {
		iproute.CheckHelp(t, helpPages, commands)
	}
}
