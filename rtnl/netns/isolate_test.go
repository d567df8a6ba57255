package netns_test

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"nlua/rtnl/nstest"

	"github.com/creack/pty"
	"golang.org/x/sys/unix"
)

func helperCommand(t *testing.T, what string) *exec.Cmd {
	t.Helper()
	nstest.New(t)
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self)
	cmd.Env = append(os.Environ(), helperEnv+"="+what)
	return cmd
}

func TestExitStatus(t *testing.T) {
	for what, want := range map[string]int{"status": 7, "killed": 128 + 9} {
		err := helperCommand(t, what).Run()
		var exit *exec.ExitError
		if !errors.As(err, &exit) || exit.ExitCode() != want {
			t.Errorf("%s: %v, want status %d", what, err, want)
		}
	}
}

func TestNamesInside(t *testing.T) {
	cmd := helperCommand(t, "names")
	cmd.Env = append(cmd.Env, "NLUA_ISOLATED=1 net:[1] mnt:[1]") // as inherited by accident
	out, err := cmd.CombinedOutput()
	if err != nil || string(out) != "[inner] <nil> true\n" {
		t.Errorf("%s, %v", out, err)
	}
}

// started runs a helper until it is ready. Its input and output are pipes.
func started(t *testing.T, what string) (cmd *exec.Cmd, in io.WriteCloser, out *bufio.Scanner) {
	t.Helper()
	cmd = helperCommand(t, what)
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	out = bufio.NewScanner(stdout)
	expect(t, out, "ready")
	return cmd, in, out
}

func expect(t *testing.T, out *bufio.Scanner, want string) {
	t.Helper()
	if !out.Scan() || !strings.HasPrefix(out.Text(), want) {
		t.Fatalf("output %q, want %q", out.Text(), want)
	}
}

func TestSignalsArePassedOnOnce(t *testing.T) {
	cmd, in, out := started(t, "signals")
	for _, s := range []syscall.Signal{unix.SIGTERM, unix.SIGINT, unix.SIGHUP} {
		if err := cmd.Process.Signal(s); err != nil {
			t.Fatal(err)
		}
		expect(t, out, "got "+s.String())
	}
	in.Close()
	if out.Scan() {
		t.Errorf("more output: %q", out.Text())
	}
	if err := cmd.Wait(); err != nil {
		t.Error(err)
	}
}

func TestChildDiesWithParent(t *testing.T) {
	cmd, _, out := started(t, "sleep")
	cmd.Process.Kill()
	ended := make(chan bool)
	go func() {
		for out.Scan() { // to the end: when the child has closed it, too
		}
		close(ended)
	}()
	select {
	case <-ended:
	case <-time.After(time.Minute):
		t.Error("the child lives on")
	}
	cmd.Wait()
}

// On a terminal Ctrl-C reaches the child once, and Ctrl-Z stops both.
func TestTerminal(t *testing.T) {
	cmd := helperCommand(t, "signals")
	terminal, err := pty.Start(cmd)
	if err != nil {
		t.Skip("no pseudo terminal:", err)
	}
	defer terminal.Close()
	out := bufio.NewScanner(terminal)
	expect(t, out, "ready")
	write := func(s string) {
		t.Helper()
		if _, err := io.WriteString(terminal, s); err != nil {
			t.Fatal(err)
		}
	}
	write("\x03")
	expectEchoed(t, out, "got interrupt")
	write("\x1a")
	var ws unix.WaitStatus
	if _, err := unix.Wait4(cmd.Process.Pid, &ws, unix.WUNTRACED, nil); err != nil || !ws.Stopped() {
		t.Fatalf("after Ctrl-Z: %v, %v", ws, err)
	}
	if group, err := unix.IoctlGetInt(int(terminal.Fd()), unix.TIOCGPGRP); err != nil || group != cmd.Process.Pid {
		t.Errorf("stopped, the terminal is %d's (%v), want %d's", group, err, cmd.Process.Pid)
	}
	cmd.Process.Signal(unix.SIGCONT)
	for deadline := time.Now().Add(time.Minute); ; time.Sleep(time.Millisecond) { // until the child has the terminal again
		if group, err := unix.IoctlGetInt(int(terminal.Fd()), unix.TIOCGPGRP); err == nil && group != cmd.Process.Pid {
			break
		} else if time.Now().After(deadline) {
			t.Fatalf("continued, the terminal is %d's (%v)", group, err)
		}
	}
	write("\x03")
	expectEchoed(t, out, "got interrupt")
	child, err := unix.IoctlGetInt(int(terminal.Fd()), unix.TIOCGPGRP)
	if err != nil {
		t.Fatal(err)
	}
	unix.Kill(child, unix.SIGSTOP) // by somebody else
	for deadline := time.Now().Add(time.Minute); stateOf(t, child) != "T" && time.Now().Before(deadline); time.Sleep(time.Millisecond) {
	}
	time.Sleep(20 * time.Millisecond)
	if got := stateOf(t, cmd.Process.Pid); got == "T" {
		t.Error("the child was stopped alone, and its parent with it")
	}
	unix.Kill(child, unix.SIGCONT)
	write("\x03")
	expectEchoed(t, out, "got interrupt")
	write("end\n")
	for out.Scan() {
	}
	if err := cmd.Wait(); err != nil {
		t.Error(err)
	}
}

// stateOf is a process's state as /proc has it: T is stopped.
func stateOf(t *testing.T, pid int) string {
	t.Helper()
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(text), ") ")
	return rest[:1]
}

// expectEchoed is expect of a line behind the echo of the keys that brought it. A terminal may drop an echo at the signal of its key.
func expectEchoed(t *testing.T, out *bufio.Scanner, want string) {
	t.Helper()
	if !out.Scan() {
		t.Fatalf("no output, want %q", want)
	}
	if !strings.HasPrefix(strings.TrimLeft(out.Text(), "^ZC"), want) {
		t.Fatalf("output %q, want %q", out.Text(), want)
	}
}

// In a chroot there are no user namespaces: root gets plain ones, and nothing of theirs reaches the outside.
func TestChroot(t *testing.T) {
	nstest.New(t)
	base := t.TempDir()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(unix.Mount("tmpfs", base, "tmpfs", 0, ""))
	defer unix.Unmount(base, unix.MNT_DETACH)
	must(unix.Mount("", base, "", unix.MS_SHARED, ""))
	root := filepath.Join(base, "root")
	for _, dir := range []string{"proc", "lib", "lib64", "usr", "dev", "run", "var"} {
		must(os.MkdirAll(filepath.Join(root, dir), 0o755))
		if _, err := os.Stat("/" + dir); err == nil && dir != "run" && dir != "var" {
			must(unix.Mount("/"+dir, filepath.Join(root, dir), "", unix.MS_BIND|unix.MS_REC, ""))
		}
	}
	must(os.Symlink("/run", filepath.Join(root, "var/run")))
	self, err := os.ReadFile("/proc/self/exe")
	must(err)
	must(os.WriteFile(filepath.Join(root, "program"), self, 0o755))
	before := mounts(t)

	cmd := exec.Command("/program")
	cmd.Dir = "/"
	cmd.Env = append(os.Environ(), helperEnv+"=names")
	cmd.SysProcAttr = &syscall.SysProcAttr{Chroot: root}
	if out, err := cmd.CombinedOutput(); err != nil || string(out) != "[inner] <nil> true\n" {
		t.Errorf("%s, %v", out, err)
	}
	if after := mounts(t); after != before {
		t.Errorf("%d mounts, before %d", after, before)
	}
	left, err := os.ReadDir(filepath.Join(root, "run"))
	if err != nil || len(left) != 0 {
		t.Errorf("left in /run: %v, %v", left, err)
	}
}

func mounts(t *testing.T) int {
	t.Helper()
	b, err := os.ReadFile("/proc/self/mountinfo")
	if err != nil {
		t.Fatal(fmt.Errorf("mounts: %w", err))
	}
	return strings.Count(string(b), "\n")
}
