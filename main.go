// Nlua is RTNL, Linux's rtnetlink, for Lua.
//
// How many processors it may use Go finds out at the start, and not again from time to time: what watches for that takes a tenth of a
// short program's time.
//
//go:debug updatemaxprocs=0
package main

import (
	"fmt"
	"os"

	"nlua/bindings"
	"nlua/host"
	"nlua/stdlib"
)

// version is set by the linker: see the Makefile.
var version = "devel"

func main() {
	grow(0)
	if bindings.Guarding() {
		return
	}
	isolated, err := bindings.Isolated()
	if err != nil {
		fmt.Fprintln(os.Stderr, "nlua: --unshare:", err)
		os.Exit(1)
	}
	var gc collector
	opts := bindings.Options{Isolated: isolated, Modules: stdlib.Sources, LongDump: gc.spare}
	status := host.Main(host.RunConfig{
		Program: os.Args[0], Args: os.Args[1:], Version: version,
		VM:      host.Config{Embedded: stdlib.Source},
		Options: bindings.Flags(&opts),
		Prepare: opts.Prepare,
		Hooks:   opts.Hooks(),
		Signals: true,
		Settled: gc.begin,
		REPL:    host.Interactive,
		Open: func(vm *host.VM, interactive bool) error {
			bindings.Open(vm, &opts, interactive)
			return nil
		},
	})
	if err := opts.Close(); err != nil {
		fmt.Fprintln(os.Stderr, "nlua:", err)
		status = max(status, 1)
	}
	os.Exit(status)
}

// grow makes the stack large while it is shallow: to copy a deep one four times, as it grows, reads the tables of all functions in
// it, a tenth of the page faults of a start. The branch is never taken; the compiler does not know.
//
//go:noinline
func grow(n int) byte {
	if n == 0 {
		return 0
	}
	var room [40 << 10]byte
	return fill(&room, n)
}

//go:noinline
func fill(room *[40 << 10]byte, n int) byte {
	room[n] = 1
	return room[n/2]
}
