// Nlua is RTNL, Linux's rtnetlink, for Lua.
package main

import (
	"os"

	"nlua/bindings"
	"nlua/host"
)

func main() {
	var opts bindings.Options
	os.Exit(host.Main(host.RunConfig{
		Program: os.Args[0], Args: os.Args[1:],
		Options: bindings.Flags(&opts),
		Prepare: opts.Prepare,
		Hooks:   opts.Hooks(),
		REPL:    host.Interactive,
		Open: func(vm *host.VM, interactive bool) error {
			bindings.Open(vm, &opts, interactive)
			return nil
		},
	}))
}
