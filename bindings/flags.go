package bindings

import (
	"nlua/host"
)

// Flags are the command line's options that concern netlink; they set opts.
func Flags(opts *Options) []host.Option {
	return []host.Option{
		{Short: "-n", Long: "--netns", Arg: "NAME", Help: "open sockets in this namespace unless a script says otherwise; it must exist",
			Set: func(v string) error { opts.NetNS = v; return nil }},
	}
}
