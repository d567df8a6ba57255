package netns

import (
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"runtime"
	"strings"
	"syscall"

	"golang.org/x/sys/unix"
)

// marker is the environment variable that tells the new process that it is the
// isolated one. It names the parent and the parent's namespaces: whoever inherits the
// variable by accident is in no namespace of its own, and Furnish sees that.
const marker = "NLUA_ISOLATED"

// RunIsolated runs this program again, with args, in a new user, mount and
// network namespace, where it is root and changes nothing outside. There Furnish must be called first of all.
// It returns the exit status when the other has ended, 128 + n after signal n. Signals are
// passed on, and so is the terminal with its job control.
//
// Where no user namespace can be made (in a chroot, or by a limit), root gets new mount and network namespaces alone.
func RunIsolated(args []string) (status int, err error) {
	// The child is told to die with its parent; the kernel takes the parent to be this thread.
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()

	signals := make(chan os.Signal, 64)
	nohup := signal.Ignored(unix.SIGHUP)
	signal.Notify(signals)
	defer signal.Stop(signals)
	if nohup {
		signal.Ignore(unix.SIGHUP)
	}

	tty := foreground()
	cmd, err := startIsolated(args, tty, true)
	if err != nil && os.Geteuid() == 0 {
		if plain, e := startIsolated(args, tty, false); e == nil {
			cmd, err = plain, nil
		}
	}
	if err != nil {
		return 0, fmt.Errorf("make user, mount and network namespaces: %w", errnoOf(err))
	}
	return supervise(cmd.Process.Pid, tty, signals), nil
}

func startIsolated(args []string, tty int, userNS bool) (*exec.Cmd, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	mark, err := outside()
	if err != nil {
		return nil, err
	}
	cmd := exec.Command(self, args...)
	cmd.Args[0] = os.Args[0]
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	cmd.Env = append(os.Environ(), marker+"="+mark)
	cmd.SysProcAttr = &syscall.SysProcAttr{
		Cloneflags: unix.CLONE_NEWNET | unix.CLONE_NEWNS,
		Pdeathsig:  unix.SIGKILL,
		// A process group of its own gets the terminal's signals itself, once:
		// if both were in one group, a passed-on Ctrl-C would arrive twice.
		Setpgid: true,
	}
	if tty >= 0 {
		cmd.SysProcAttr.Foreground = true
		cmd.SysProcAttr.Ctty = tty
	}
	if userNS {
		cmd.SysProcAttr.Cloneflags |= unix.CLONE_NEWUSER
		cmd.SysProcAttr.UidMappings = []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Geteuid(), Size: 1}}
		cmd.SysProcAttr.GidMappings = []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getegid(), Size: 1}}
	}
	return cmd, cmd.Start()
}

// foreground gives the descriptor of the terminal that this process is in the foreground of, or -1.
func foreground() int {
	for fd := range 3 {
		if group, err := unix.IoctlGetInt(fd, unix.TIOCGPGRP); err == nil && group == unix.Getpgrp() {
			return fd
		}
	}
	return -1
}

// supervise passes signals on to the child's process group until it has ended.
func supervise(pid, tty int, signals <-chan os.Signal) int {
	for s := range signals {
		switch s {
		case unix.SIGCHLD:
			if status, ended := reap(pid, tty); ended {
				return status
			}
		case unix.SIGURG: // the Go runtime's own
		case unix.SIGTTOU, unix.SIGTTIN:
		default:
			_ = unix.Kill(pid, s.(syscall.Signal))
		}
	}
	return 1
}

// reap looks how the child is. When the terminal stops it, this process stops with it, as the shell that started it expects, and both go
// on together. Who stops the child alone, by SIGSTOP, lets it alone go on.
func reap(pid, tty int) (status int, ended bool) {
	for {
		var ws unix.WaitStatus
		got, err := unix.Wait4(pid, &ws, unix.WNOHANG|unix.WUNTRACED, nil)
		switch {
		case err == unix.EINTR:
			continue
		case err != nil:
			return 1, true
		case got == 0:
			return 0, false
		case ws.Exited():
			takeTerminal(tty, unix.Getpgrp())
			return ws.ExitStatus(), true
		case ws.Signaled():
			takeTerminal(tty, unix.Getpgrp())
			return 128 + int(ws.Signal()), true
		case ws.Stopped() && ws.StopSignal() != unix.SIGSTOP:
			takeTerminal(tty, unix.Getpgrp())
			_ = unix.Kill(unix.Getpid(), unix.SIGSTOP)
			if tty >= 0 && foreground() >= 0 {
				takeTerminal(tty, pid)
			}
			_ = unix.Kill(-pid, unix.SIGCONT)
		}
	}
}

// takeTerminal makes a process group the foreground one. That earns a
// background process a SIGTTOU, which would stop it: it is ignored from here on.
func takeTerminal(tty, group int) {
	if tty < 0 {
		return
	}
	signal.Ignore(unix.SIGTTOU)
	_ = unix.IoctlSetPointerInt(tty, unix.TIOCSPGRP, group)
}

// outside describes this process and its namespaces, for the marker.
func outside() (string, error) {
	net, err := os.Readlink("/proc/self/ns/net")
	if err != nil {
		return "", err
	}
	mnt, err := os.Readlink("/proc/self/ns/mnt")
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("%d %s %s", os.Getpid(), net, mnt), nil
}

// Furnish makes the namespaces that RunIsolated has put this process in fit to
// live in: no mount reaches the outside, lo is up, /run/netns is empty and writable. It tells
// whether this process is such a one; in any other it does nothing. Call it before anything else.
func Furnish() (isolated bool, err error) {
	mark := os.Getenv(marker)
	if mark == "" {
		return false, nil
	}
	os.Unsetenv(marker) // child programs are no isolated ones by themselves
	now, err := outside()
	if err != nil {
		return false, err
	}
	was, is := strings.Fields(mark), strings.Fields(now)
	if len(was) != 3 || was[0] != fmt.Sprint(os.Getppid()) || was[1] == is[1] || was[2] == is[2] {
		return false, nil
	}
	if err := privateMounts(); err != nil {
		return true, fmt.Errorf("make the mounts private: %w", err)
	}
	if err := emptyRunDir(); err != nil {
		return true, fmt.Errorf("an empty %s: %w", RunDir, errnoOf(err))
	}
	if err := LinkUp("lo"); err != nil {
		return true, fmt.Errorf("set lo up: %w", err)
	}
	return true, nil
}
