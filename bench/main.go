// Bench measures nlua against the floor, a program that receives the same dump or sends the same
// requests and parses nothing, and against other tools. `go run ./bench -h` names its options.
//
// Everything happens in a namespace of its own, by any user. Programs run in turn, round by round;
// what is printed are medians, and medians of each round's ratios.
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"nlua/rtnl/netns"
)

func main() {
	var err error
	if len(os.Args) > 1 && os.Args[1] == "floor" {
		err = runFloor(os.Args[2:])
	} else {
		err = bench()
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// install builds nlua and copies it into place, as `make install` does. That is no whim: what the linker wrote, page by page through a
// mapping, stays in small pieces in the page cache, and starts a seventh slower than a copy.
func install(path, here string) error {
	linked := path + ".linked"
	build := exec.Command("go", "build", "-trimpath", "-buildvcs=false", "-ldflags=-s -w", "-pgo="+filepath.Join(here, "default.pgo"), "-o", linked, ".")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if text, err := build.CombinedOutput(); err != nil {
		return fmt.Errorf("build nlua: %w: %s", err, text)
	}
	program, err := os.ReadFile(linked)
	if err != nil {
		return err
	}
	return os.WriteFile(path, program, 0o755)
}

func bench() error {
	runtime.LockOSThread() // the programs that are measured die with it
	isolated, err := netns.Furnish()
	if err != nil {
		return err
	}
	peers := flag.Bool("peers", false, "measure iproute2 and pyroute2 too, where Debian's packages are installed")
	rounds := flag.Int("rounds", 5, "how often everything is measured")
	only := flag.String("only", "", "workloads, with commas between: W1,W4b")
	divisor := flag.Int("divide", 1, "make every number of objects so many times smaller")
	nlua := flag.String("nlua", "", "the program to measure; otherwise it is built")
	here := flag.String("scripts", "bench", "the folder of the Lua programs")
	out := flag.String("out", "", "write the tables to this file too")
	flag.Parse()
	if flag.NArg() > 0 || *rounds < 1 || *divisor < 1 {
		return errors.New("wrong usage; see -h")
	}
	scratch, err := os.MkdirTemp("", "nlua-bench.")
	if err != nil {
		return err
	}
	defer os.RemoveAll(scratch)
	if !isolated {
		args := os.Args[1:]
		if *nlua == "" {
			*nlua = filepath.Join(scratch, "nlua")
			if err := install(*nlua, *here); err != nil {
				return err
			}
			args = append([]string{"-nlua", *nlua}, args...)
		}
		status, err := netns.RunIsolated(args)
		if err == nil && status != 0 {
			err = fmt.Errorf("exit status %d", status)
		}
		return err
	}
	self, err := os.Executable()
	if err != nil {
		return err
	}
	c, err := dial()
	if err != nil {
		return err
	}
	b := &bed{c: c, self: self, nlua: *nlua, here: *here, scratch: scratch, peers: *peers, size: full.divided(*divisor)}
	b.lookForPeers()
	return b.all(*rounds, *only, *out)
}

// all runs the workloads and prints each one's table as soon as it is there.
func (b *bed) all(rounds int, only, out string) error {
	var text strings.Builder
	text.WriteString(heading(rounds, b))
	fmt.Print(text.String())
	var broken []string
	for _, w := range b.workloads() {
		if only != "" && !slices.Contains(strings.Split(only, ","), w.name) || len(w.others) == 0 {
			continue
		}
		if w.setup != nil {
			if err := w.setup(); err != nil {
				return fmt.Errorf("%s: %w", w.name, err)
			}
		}
		times := rounds * max(w.manyRounds, 1)
		if w.most > 0 {
			times = min(times, w.most)
		}
		results := w.run(times)
		for _, r := range results {
			if r.err != nil {
				broken = append(broken, w.name+" "+r.program.name)
			}
		}
		part := table(w, results)
		text.WriteString(part)
		fmt.Print(part)
	}
	if out != "" {
		if err := os.WriteFile(out, []byte(text.String()), 0o644); err != nil {
			return err
		}
	}
	if broken != nil {
		return fmt.Errorf("could not be measured: %s", strings.Join(broken, ", "))
	}
	return nil
}
