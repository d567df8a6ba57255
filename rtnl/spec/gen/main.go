// Command gen writes the attribute tables of rtnl/spec from the kernel's netlink specifications.
//
//	cd rtnl/spec/gen && go run . -out .. DIR          DIR holds rt-link.yaml and its kin (Documentation/netlink/specs)
//	cd rtnl/spec/gen && go run . -check -out .. DIR   writes nothing, fails where a table differs
//
// Only facts go over: numbers, names, types, nesting. What the specifications lack or have wrong is in facts*.go.
package main

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// specs in the order of their files; a definition of two specifications stands in the first.
var specs = []string{"rt-link", "rt-addr", "rt-route", "rt-rule", "rt-neigh", "tc"}

func main() {
	out := flag.String("out", "..", "folder of the tables")
	check := flag.Bool("check", false, "write nothing; fail where a table differs from what would be written")
	flag.Parse()
	if flag.NArg() != 1 {
		fmt.Fprintln(os.Stderr, "usage: gen [-check] [-out FOLDER] FOLDER-OF-SPECIFICATIONS")
		os.Exit(2)
	}
	if err := run(flag.Arg(0), *out, *check); err != nil {
		fmt.Fprintln(os.Stderr, "gen:", err)
		os.Exit(1)
	}
}

func run(in, out string, check bool) error {
	g := &generator{done: map[string]bool{}, used: map[string]bool{}, sizes: map[string]int{}}
	var differ []string
	for _, name := range specs {
		s, err := load(in, name)
		if err != nil {
			return err
		}
		src, err := g.file(s)
		if err != nil {
			return err
		}
		path := filepath.Join(out, strings.TrimPrefix(name, "rt-")+"_gen.go")
		old, _ := os.ReadFile(path)
		switch {
		case bytes.Equal(old, src):
		case check:
			differ = append(differ, filepath.Base(path))
		default:
			if err := os.WriteFile(path, src, 0o644); err != nil {
				return err
			}
		}
	}
	if unused := g.unusedFacts(); len(unused) > 0 {
		return fmt.Errorf("facts that fit nothing: %s", strings.Join(unused, ", "))
	}
	if len(differ) > 0 {
		return fmt.Errorf("%s: not what the specifications give; run make specs", strings.Join(differ, ", "))
	}
	return nil
}
