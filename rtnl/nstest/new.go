package nstest

import (
	"fmt"
	"math/rand/v2"
	"os/exec"
	"strings"
	"testing"

	"nlua/rtnl/netns"
)

// New makes a network namespace for one test, with lo up. It ends with the test. Parallel tests may each have theirs.
func New(t testing.TB) netns.Ref {
	t.Helper()
	needNamespaces(t)
	file, err := netns.New()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { file.Close() })
	ns := netns.OfFD(int(file.Fd()))
	up(t, ns)
	return ns
}

// Named is New with a name under which `ip netns` finds it too.
func Named(t testing.TB) netns.Ref {
	t.Helper()
	needNamespaces(t)
	name := fmt.Sprintf("test%08x", rand.Uint32())
	ns, err := netns.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := netns.Remove(name); err != nil {
			t.Error(err)
		}
	})
	up(t, ns)
	return ns
}

func needNamespaces(t testing.TB) {
	t.Helper()
	if !run.isolated {
		run.skip(t, "namespaces")
	}
}

func up(t testing.TB, ns netns.Ref) {
	t.Helper()
	if err := netns.Do(ns, func() error { return netns.LinkUp("lo") }); err != nil {
		t.Fatal(err)
	}
}

// Command runs a program in the namespace and gives its output. Its failure is the test's. Need(t, "command ip") goes before.
func Command(t testing.TB, ns netns.Ref, argv ...string) string {
	t.Helper()
	var out []byte
	err := netns.Do(ns, func() (err error) {
		out, err = exec.Command(argv[0], argv[1:]...).CombinedOutput()
		return err
	})
	if err != nil {
		t.Fatalf("%s: %v\n%s", strings.Join(argv, " "), err, out)
	}
	return string(out)
}
