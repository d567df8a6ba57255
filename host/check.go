package host

import (
	"fmt"
	"io"
	"os"
)

// checkOnly is --check: each chunk of the command line goes through Hooks.Checker, none is run. Problems are written to stderr, a line
// each; the status is 1 where there are any.
func (r *runner) checkOnly(p parsed, hasScript, fromStdin bool) int {
	status := 0
	check := func(name string, src []byte) {
		for _, problem := range r.problems(name, src) {
			fmt.Fprintln(r.cfg.VM.Stderr, problem)
			status = 1
		}
	}
	for _, a := range p.actions {
		if a.opt.Short != "-e" {
			return r.refuse(&UsageError{"--check looks at a script and at -e: it does not go with " + a.opt.name()})
		}
		check("=(command line)", []byte(a.value))
	}
	if !hasScript && !fromStdin {
		return status
	}
	name, in := "=stdin", r.cfg.VM.Stdin
	if !fromStdin {
		path := r.cfg.Args[p.script]
		f, err := os.Open(path)
		if err != nil {
			return r.refuse(fmt.Errorf("cannot open %s: %w", path, cause(err)))
		}
		defer f.Close()
		name, in = "@"+path, f
	}
	src, err := io.ReadAll(in)
	if err != nil {
		return r.refuse(fmt.Errorf("cannot read %s: %w", ChunkID(name), cause(err)))
	}
	check(name, src)
	return status
}

// problems are those of one chunk: what keeps it from being compiled, or else what the Checker finds.
func (r *runner) problems(name string, src []byte) []string {
	if _, err := CompileSource(name, src); err != nil {
		return []string{err.Error()}
	}
	if r.cfg.Hooks.Checker == nil {
		return nil
	}
	return r.cfg.Hooks.Checker.Check(name, src)
}
