// Nlua is RTNL, Linux's rtnetlink, for Lua.
package main

import (
	"os"

	"nlua/host"
)

func main() {
	os.Exit(host.Main(host.RunConfig{Program: os.Args[0], Args: os.Args[1:]}))
}
