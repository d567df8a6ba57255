package netns_test

import (
	"errors"
	"io/fs"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"nlua/rtnl/netns"
	"nlua/rtnl/nstest"

	"golang.org/x/sys/unix"
)

func TestIsolated(t *testing.T) {
	nstest.New(t) // skips where there are no namespaces
	if uid := os.Geteuid(); uid != 0 {
		t.Errorf("uid %d, want 0", uid)
	}
	names, err := netns.List()
	if err != nil || len(names) != 0 {
		t.Errorf("a new /run/netns holds %v (%v)", names, err)
	}
	lo, err := net.InterfaceByName("lo")
	if err != nil || lo.Flags&net.FlagUp == 0 {
		t.Errorf("lo: %v, %v", lo, err)
	}
	links, _ := net.Interfaces()
	if len(links) != 1 {
		t.Errorf("the outside's links are here: %v", links)
	}
	if inside, err := netns.Furnish(); inside || err != nil {
		t.Errorf("a second Furnish: %v, %v", inside, err)
	}
}

func TestNames(t *testing.T) {
	nstest.New(t)
	ns, err := netns.Create("blue")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := netns.Create("blue"); !errors.Is(err, unix.EEXIST) {
		t.Errorf("a second create: %v, want EEXIST", err)
	}
	if names, _ := netns.List(); !slices.Contains(names, "blue") {
		t.Errorf("list: %v", names)
	}
	if ns.String() != "blue" || ns.Path() != "/var/run/netns/blue" {
		t.Errorf("ref %s at %s", ns, ns.Path())
	}
	inside, err := ns.ID()
	if err != nil {
		t.Fatal(err)
	}
	outside, _ := netns.Ref{}.ID()
	if inside == outside {
		t.Error("it is the caller's own namespace")
	}

	cmd := exec.Command("sleep", "60")
	if err := netns.Do(ns, cmd.Start); err != nil {
		t.Fatal(err)
	}
	pid := cmd.Process.Pid
	if pids, err := netns.PidsOf(ns); err != nil || !slices.Equal(pids, []int{pid}) {
		t.Errorf("pids %v (%v), want %d", pids, err, pid)
	}
	if name, err := netns.NameOfPID(pid); err != nil || name != "blue" {
		t.Errorf("name of %d: %q, %v", pid, name, err)
	}
	if name, err := netns.NameOfPID(os.Getpid()); err != nil || name != "" {
		t.Errorf("name of this process: %q, %v", name, err)
	}
	again, err := netns.Attach("again", pid)
	if err != nil {
		t.Fatal(err)
	}
	if id, err := again.ID(); err != nil || id != inside {
		t.Errorf("attached %v (%v), want %v", id, err, inside)
	}
	cmd.Process.Kill()
	cmd.Wait()

	for _, name := range []string{"blue", "again"} {
		if err := netns.Remove(name); err != nil {
			t.Error(err)
		}
		if err := netns.Remove(name); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("a second remove: %v, want ENOENT", err)
		}
	}
	if names, _ := netns.List(); len(names) != 0 {
		t.Errorf("left: %v", names)
	}
}

func TestBadNames(t *testing.T) {
	for _, name := range []string{"", ".", "..", "a\x00b", strings.Repeat("x", 256)} {
		if _, err := netns.Find(name); !errors.Is(err, unix.EINVAL) {
			t.Errorf("find %q: %v, want EINVAL", name, err)
		}
		if _, err := netns.Create(name); !errors.Is(err, unix.EINVAL) {
			t.Errorf("create %q: %v, want EINVAL", name, err)
		}
		if err := netns.Remove(name); !errors.Is(err, unix.EINVAL) {
			t.Errorf("remove %q: %v, want EINVAL", name, err)
		}
	}
	if _, err := netns.Attach("a/b", 1); !errors.Is(err, unix.EINVAL) {
		t.Errorf("attach a/b: %v, want EINVAL", err)
	}
}

func TestResolve(t *testing.T) {
	nstest.New(t)
	tests := []struct {
		flags   int
		exists  bool
		created bool
		err     error
	}{
		{0, false, false, unix.ENOENT},
		{unix.O_CREAT, false, true, nil},
		{unix.O_CREAT, true, false, nil},
		{0, true, false, nil},
		{unix.O_CREAT | unix.O_EXCL, true, false, unix.EEXIST},
		{unix.O_CREAT | unix.O_EXCL, false, true, nil},
	}
	for _, test := range tests {
		if test.exists {
			if _, err := netns.Create("green"); err != nil {
				t.Fatal(err)
			}
		}
		_, created, err := netns.Resolve("green", test.flags)
		if created != test.created || !errors.Is(err, test.err) {
			t.Errorf("%+v: created %v, %v", test, created, err)
		}
		if _, err := netns.Find("green"); err == nil {
			if err := netns.Remove("green"); err != nil {
				t.Error(err)
			}
		}
	}
	path := filepath.Join(t.TempDir(), "ns")
	ref, created, err := netns.Resolve(path, unix.O_CREAT)
	if err != nil || !created || ref.Path() != path {
		t.Fatalf("a path: %s, %v, %v", ref, created, err)
	}
	if err := netns.Do(ref, func() error { return nil }); err != nil {
		t.Error(err)
	}
	if err := netns.Remove(path); err != nil {
		t.Error(err)
	}
}

func TestOpenWhatIsNone(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]error{file: unix.EINVAL, "/proc/self/ns/mnt": unix.EINVAL, "/nowhere/at/all": unix.ENOENT} {
		err := netns.Do(netns.OfPath(path), func() error { t.Error("ran in", path); return nil })
		if !errors.Is(err, want) {
			t.Errorf("%s: %v, want %v", path, err, want)
		}
	}
}

func TestDoComesBack(t *testing.T) {
	ns := nstest.New(t)
	want, _ := ns.ID()
	home, _ := netns.Ref{}.ID()
	for range 50 {
		err := netns.Do(ns, func() error {
			if id, _ := (netns.Ref{}).ID(); id != want {
				t.Errorf("ran in %v, want %v", id, want)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if id, _ := (netns.Ref{}).ID(); id != home {
			t.Fatalf("came back to %v, want %v", id, home)
		}
	}
	sentinel := errors.New("its own")
	if err := netns.Do(ns, func() error { return sentinel }); err != sentinel {
		t.Errorf("error %v, want the function's own", err)
	}
}
