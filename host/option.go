package host

import (
	"fmt"
	"io"
	"strings"
)

// Option is one row of the command line. Help, usage errors and the parser all come from the rows.
type Option struct {
	Short string // "-n", or ""
	Long  string // "--netns", or ""
	Arg   string // what its argument is called in the help; "": it has none
	Help  string // one line

	// Set is called for each occurrence, in order, before anything runs. Its error is wrong usage.
	Set func(value string) error
	// Run, if not nil, is done in its turn among -e, -l and their like, after the VM was made. An option with Run stands for a
	// script: without one, nothing is read from stdin.
	Run func(vm *VM, value string) error
}

func (o *Option) name() string {
	if o.Long != "" {
		return o.Long
	}
	return o.Short
}

// UsageError is wrong use of the command line: exit status 2.
type UsageError struct{ Text string }

func (e *UsageError) Error() string { return e.Text }

// action is an option with Run, as given.
type action struct {
	opt   *Option
	value string
}

// parsed is a command line taken apart.
type parsed struct {
	actions []action
	script  int // index in args of the script, len(args) if there is none
}

// runs tells whether an option stands for a script. -l alone does not, as in stock Lua.
func (p *parsed) runs() bool {
	for _, a := range p.actions {
		if a.opt.Short != "-l" {
			return true
		}
	}
	return false
}

// parseArgs reads options up to the script's name, "-" or "--".
func parseArgs(rows []Option, args []string, suggest func(string, []string) string) (p parsed, err error) {
	for i := 0; i < len(args); i++ {
		a := args[i]
		switch {
		case a == "--":
			p.script = i + 1
			return p, nil
		case a == "-" || !strings.HasPrefix(a, "-"):
			p.script = i
			return p, nil
		}
		opt, value, has := find(rows, a)
		switch {
		case opt == nil:
			return p, &UsageError{"unknown option '" + a + "'" + like(rows, a, suggest)}
		case opt.Arg == "" && has:
			return p, &UsageError{opt.name() + " takes no argument"}
		case opt.Arg != "" && !has:
			if i+1 == len(args) {
				return p, &UsageError{opt.name() + " needs an argument: " + opt.Arg}
			}
			i++
			value = args[i]
		}
		if opt.Set != nil {
			if err := opt.Set(value); err != nil {
				return p, &UsageError{opt.name() + ": " + err.Error()}
			}
		}
		if opt.Run != nil {
			p.actions = append(p.actions, action{opt, value})
		}
	}
	p.script = len(args)
	return p, nil
}

// find looks an argument up: "--long", "--long=value", "-s", "-svalue".
func find(rows []Option, a string) (opt *Option, value string, has bool) {
	if strings.HasPrefix(a, "--") {
		a, value, has = strings.Cut(a, "=")
	}
	for i := range rows {
		o := &rows[i]
		if o.Long != "" && a == o.Long {
			return o, value, has
		}
		if o.Short != "" && strings.HasPrefix(a, o.Short) && !strings.HasPrefix(a, "--") {
			if rest := a[len(o.Short):]; rest == "" || o.Arg != "" {
				return o, rest, rest != ""
			}
		}
	}
	return nil, "", false
}

// like is the hint for an option that is not among the rows.
func like(rows []Option, a string, suggest func(string, []string) string) string {
	if suggest == nil {
		return ""
	}
	var names []string
	for i := range rows {
		if rows[i].Long != "" {
			names = append(names, rows[i].Long)
		}
	}
	a, _, _ = strings.Cut(a, "=")
	return suggest(a, names)
}

const synopsis = "usage: nlua [options] [script.lua | -] [args...]"

func printHelp(w io.Writer, rows []Option) {
	fmt.Fprintln(w, synopsis)
	fmt.Fprintln(w)
	for i := range rows {
		o := &rows[i]
		left := "    "
		if o.Short != "" {
			left = o.Short
			if o.Long != "" {
				left += ", "
			}
		}
		left += o.Long
		if o.Arg != "" {
			left += " " + o.Arg
		}
		fmt.Fprintf(w, "  %-24s %s\n", left, o.Help)
	}
	fmt.Fprintf(w, "  %-24s %s\n  %-24s %s\n", "--", "the options end here", "-", "the script comes from stdin")
}
