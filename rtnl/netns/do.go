package netns

import (
	"fmt"
	"os"
	"runtime"

	"golang.org/x/sys/unix"
)

// threadNS is the network namespace of the calling thread.
const threadNS = "/proc/thread-self/ns/net"

// Do runs f on a thread that is in the namespace, and waits for it. The caller
// stays where it is; goroutines that f starts are not in the namespace, child processes are. When
// the way back fails, the thread dies instead of serving anybody else.
func Do(r Ref, f func() error) error {
	if r.IsZero() {
		return f()
	}
	ns, err := r.Open()
	if err != nil {
		return err
	}
	defer ns.Close()
	return onThread(func() error {
		if err := unix.Setns(int(ns.Fd()), unix.CLONE_NEWNET); err != nil {
			return fmt.Errorf("enter network namespace %s: %w", r, err)
		}
		return f()
	})
}

// onThread runs f on a locked thread that may change its network namespace,
// and puts the thread back where it was.
func onThread(f func() error) error {
	done := make(chan error, 1)
	go func() {
		runtime.LockOSThread()
		home, err := openFile(threadNS)
		if err != nil {
			runtime.UnlockOSThread()
			done <- fmt.Errorf("this thread's network namespace: %w", errnoOf(err))
			return
		}
		defer home.Close()
		// A goroutine that ends locked takes its thread with it: so it does
		// when the way back fails, and when f panics or calls Goexit.
		finished := false
		defer func() {
			if !finished {
				done <- fmt.Errorf("the function in the network namespace did not return")
			}
		}()
		err = f()
		if unix.Setns(int(home.Fd()), unix.CLONE_NEWNET) == nil {
			runtime.UnlockOSThread()
		}
		finished = true
		done <- err
	}()
	return <-done
}

// New makes a namespace without a name. It lives as long as the file, or a
// process or socket in it.
func New() (*os.File, error) {
	var ns *os.File
	err := onThread(func() error {
		if err := unix.Unshare(unix.CLONE_NEWNET); err != nil {
			return fmt.Errorf("make a network namespace: %w", err)
		}
		var err error
		ns, err = openFile(threadNS)
		return err
	})
	return ns, err
}
