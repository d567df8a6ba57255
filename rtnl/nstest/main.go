package nstest

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"nlua/rtnl/netns"

	"go.uber.org/goleak"
)

// Main is the whole of a TestMain: it runs the tests in new namespaces and
// exits. Descriptors and goroutines that they leave behind fail the run.
//
// Where no namespaces can be made the run fails, unless NLUA_TEST_NONS=1: then tests that ask for one are skipped.
func Main(m *testing.M) { os.Exit(Run(m)) }

// Run is Main that returns the exit status.
func Run(m *testing.M) int {
	if slices.ContainsFunc(os.Args, func(arg string) bool { return strings.HasPrefix(arg, "-test.fuzzworker") }) {
		// Started by a run that is isolated itself, with pipes that RunIsolated would not hand on.
		run.isolated = os.Getenv("NLUA_TEST_NONS") != "1"
		return m.Run()
	}
	inside, err := netns.Furnish()
	if err != nil {
		return complain(err)
	}
	if !inside && os.Getenv("NLUA_TEST_NONS") != "1" {
		status, err := netns.RunIsolated(os.Args[1:])
		if err != nil {
			return complain(fmt.Errorf("%w (NLUA_TEST_NONS=1 skips the tests that need it)", err))
		}
		return status
	}
	run.isolated = inside
	wakePoller()
	before := descriptors()
	current := goleak.IgnoreCurrent()
	status := m.Run()
	run.report()
	if status == 0 && !profiled() {
		status = checkLeaks(before, current)
	}
	return status
}

// profiled tells whether testing itself holds a file open.
func profiled() bool {
	for _, name := range []string{"test.cpuprofile", "test.trace"} {
		if f := flag.Lookup(name); f != nil && f.Value.String() != "" {
			return true
		}
	}
	return false
}

func complain(err error) int {
	fmt.Fprintln(os.Stderr, "nstest:", err)
	return 1
}

// wakePoller makes Go's poller open its own descriptors before they are counted.
func wakePoller() {
	if r, w, err := os.Pipe(); err == nil {
		r.Close()
		w.Close()
	}
}

// checkLeaks waits for what ends a moment later, on a busy machine some moments.
func checkLeaks(before map[string]string, current goleak.Option) int {
	for deadline := time.Now().Add(time.Minute); ; time.Sleep(10 * time.Millisecond) {
		err := goleak.Find(current, goleak.IgnoreAnyFunction("os/signal.loop"))
		var left []string
		for fd, what := range descriptors() {
			if _, had := before[fd]; !had {
				left = append(left, fd+" "+what)
			}
		}
		switch {
		case err == nil && len(left) == 0:
			return 0
		case time.Now().Before(deadline):
			continue
		case err != nil:
			return complain(fmt.Errorf("goroutines left behind: %w", err))
		}
		return complain(fmt.Errorf("descriptors left open: %v", left))
	}
}

// descriptors maps the open descriptors to what they are of.
func descriptors() map[string]string {
	open := map[string]string{}
	entries, _ := os.ReadDir("/proc/self/fd")
	for _, entry := range entries {
		if what, err := os.Readlink("/proc/self/fd/" + entry.Name()); err == nil { // not the directory's own
			open[entry.Name()] = what
		}
	}
	return open
}
