package bindings

import (
	"errors"
	"io"

	lua "github.com/yuin/gopher-lua"
	"golang.org/x/sys/unix"

	"nlua/host"
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
	}
}

// Prepare checks options against each other, when all were read.
func (opts *Options) Prepare(*host.Config) error {
	if opts.json && !opts.shows {
		return &host.UsageError{Text: "--json says how -p prints: give -p too"}
	}
	return nil
}

// Hooks are what the prompt and -p need to know of netlink.
func (opts *Options) Hooks() host.Hooks {
	return host.Hooks{Printer: hooks{opts}, Prompt: opts.prompt}
}

// hooks finds the space of the VM that runs.
type hooks struct{ opts *Options }

// Print is host.Printer's.
func (h hooks) Print(vm *host.VM, L *lua.LState, w io.Writer, v lua.LValue, width int, colour bool) (bool, error) {
	return printer{h.opts.space}.Print(vm, L, w, v, width, colour)
}

// prompt shows the namespace, and # for who may change things.
func (opts *Options) prompt() string {
	prompt := "nlua"
	if opts.NetNS != "" {
		prompt += " " + opts.NetNS
	}
	if unix.Geteuid() == 0 {
		return prompt + "# "
	}
	return prompt + "> "
}
