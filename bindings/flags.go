package bindings

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"

	lua "github.com/yuin/gopher-lua"
	"kernel.org/pub/linux/libs/security/libcap/cap"

	"nlua/host"
	"nlua/rtnl/gate"
	"nlua/rtnl/names"
	"nlua/rtnl/netns"
	"nlua/rtnl/request"
)

// Flags are the command line's options that concern netlink; they set opts.
func Flags(opts *Options) []host.Option {
	return []host.Option{
		{Short: "-p", Arg: "EXPR", Help: "evaluate EXPR, and print the result as a table",
			Run: func(_ *host.VM, expr string) error { return opts.space.Show(expr, opts.json) },
			Set: func(string) error { opts.shows = true; return nil }},
		{Long: "--json", Help: "with -p: print JSON, one object a line for a dump or a monitor",
			Set: func(string) error { opts.json = true; return nil }},
		{Short: "-n", Long: "--netns", Arg: "NAME", Help: "open sockets in this namespace unless a script says otherwise; it must exist",
			Set: func(v string) error {
				if v == "" {
					return errors.New("want a name or a path")
				}
				opts.NetNS = v
				return nil
			}},
		{Long: "--unshare", Help: "run in new user, network and mount namespaces: root inside, nothing changes outside", Set: on(&opts.unshare)},
		{Long: "--read-only", Help: "change nothing: EPERM for all but RTM_GET*, for namespaces and programs", Set: on(&opts.readOnly)},
		{Long: "--dry-run", Help: "change nothing: write each change as a line to stderr, and go on as if it were made", Set: on(&opts.dryRun)},
		{Long: "--sandbox", Help: "only what is harmless, for scripts of others: no files, programs or other namespaces; bounded work, memory and time",
			Set: func(string) error {
				opts.Sandbox = &host.Budget{Instructions: sandboxInstructions, Memory: sandboxMemory, Time: sandboxTime}
				return nil
			}},
		{Long: "--budget", Arg: "N", Help: "with --sandbox: as many million instructions, instead of 200", Set: func(v string) error {
			n, err := strconv.ParseFloat(v, 64)
			if err != nil || !(n > 0 && n <= 1e9) {
				return fmt.Errorf("a number of millions expected, got '%s'", v)
			}
			opts.instructions = int64(n * 1e6)
			return nil
		}},
		{Long: "--trace", Help: "write each netlink message, decoded, to stderr", Set: on(&opts.trace)},
		{Long: "--pcap", Arg: "FILE", Help: "keep each netlink message in a file that Wireshark opens", Set: func(v string) error { opts.pcap = v; return nil }},
		{Long: "--decode", Arg: "FILE", Help: "print the netlink messages of such a file (pcap or pcapng); -: of stdin", Run: func(vm *host.VM, path string) error {
			if path == "-" {
				return gate.Decode(vm.Config().Stdin, vm.Out())
			}
			f, err := os.Open(path)
			if err != nil {
				return err
			}
			defer f.Close()
			return gate.Decode(f, vm.Out())
		}},
		{Long: "--stubs", Arg: "DIR", Help: "write definitions for editors there: nlua.lua (LuaCATS), nlua.luacheckrc",
			Run: func(_ *host.VM, dir string) error { return opts.space.writeStubs(dir) }},
		confirmOption(),
	}
}

func on(flag *bool) func(string) error {
	return func(string) error {
		*flag = true
		return nil
	}
}

// Prepare checks options against each other, when all were read.
func (opts *Options) Prepare(cfg *host.Config) error {
	switch {
	case opts.json && !opts.shows:
		return &host.UsageError{Text: "--json says how -p prints: give -p too"}
	case opts.instructions > 0 && opts.Sandbox == nil:
		return &host.UsageError{Text: "--budget bounds a sandbox: give --sandbox too"}
	case opts.unshare && opts.NetNS != "":
		return &host.UsageError{Text: "--unshare and --netns exclude each other: a new world has no named namespaces"}
	case opts.unshare && !opts.Isolated:
		return isolate(os.Args[1:])
	}
	if opts.NetNS != "" {
		if _, err := netns.Find(opts.NetNS, netns.DefaultDirs()...); err != nil {
			return err
		}
	}
	if opts.Sandbox != nil {
		opts.confine(cfg)
	}
	opts.db, opts.alone = names.Load(), true
	var err error
	if opts.Gate, err = opts.gates(opts.db, cfg); err == nil {
		err = opts.lock(cfg)
	}
	return err
}

// Close ends what the options began.
func (opts *Options) Close() error {
	if opts.space != nil {
		opts.space.Close()
	}
	return opts.safety.close()
}

// Hooks are what the prompt, -p and --check need to know of netlink.
func (opts *Options) Hooks() host.Hooks {
	return host.Hooks{Printer: hooks{opts}, Completer: hooks{opts}, Helper: hooks{opts}, Checker: hooks{opts}, Prompt: opts.prompt, Suggest: request.Suggest}
}

// hooks finds the space of the VM that runs.
type hooks struct{ opts *Options }

// Print is host.Printer's.
func (h hooks) Print(vm *host.VM, L *lua.LState, w io.Writer, v lua.LValue, width int, colour bool) (bool, error) {
	return printer{h.opts.space}.Print(vm, L, w, v, width, colour)
}

// prompt shows the namespace in which an object would work that is opened now, and # for who may change things there.
func (opts *Options) prompt() string {
	prompt := "nlua"
	switch {
	case opts.space != nil && opts.space.here.name != "":
		prompt += " " + opts.space.here.name
	case opts.NetNS != "":
		prompt += " " + opts.NetNS
	case opts.Isolated:
		prompt += " unshared"
	}
	may, err := cap.GetProc().GetFlag(cap.Effective, cap.NET_ADMIN)
	if err == nil && may && !opts.readOnly && !opts.dryRun {
		return prompt + "# "
	}
	return prompt + "> "
}
