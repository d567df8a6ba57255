package main

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// arrows says which rooms of this module the packages of a room may import; a room is a folder with
// all below it, and the longest name that fits a package is its room. Test files and test helpers
// are outside, but for gopher-lua in rtnl. New arrows are a decision about the architecture.
var arrows = map[string][]string{
	".":              {"host", "bindings", "stdlib"},
	"host":           {},
	"bindings":       {"host", "rtnl"},
	"stdlib":         {},
	"rtnl":           {"rtnl/request", "rtnl/state", "rtnl/gate", "rtnl/spec", "rtnl/codec", "rtnl/nl", "rtnl/netns", "rtnl/names", "rtnl/tuntap"},
	"rtnl/request":   {"rtnl/spec", "rtnl/codec", "rtnl/names", "rtnl/reckon"},
	"rtnl/state":     {"rtnl/spec", "rtnl/codec", "rtnl/names", "rtnl/reckon"},            // for the tables that the kernel wants and does not tell
	"rtnl/gate":      {"rtnl/spec", "rtnl/codec", "rtnl/names", "rtnl/nl", "rtnl/reckon"}, // to word what request has reckoned
	"rtnl/spec":      {"rtnl/codec"},
	"rtnl/nl":        {"rtnl/codec"},
	"rtnl/nl/nltest": {"rtnl/nl"},
	"rtnl/codec":     {},
	"rtnl/names":     {"rtnl/codec"},
	"rtnl/reckon":    {},
	"rtnl/netns":     {},
	"rtnl/tuntap":    {"rtnl/netns"},
	"rtnl/nstest":    {"rtnl/netns", "rtnl/nl"},
	"bench":          {"rtnl"},

	"rtnl/nstest/iproute": {"rtnl/spec", "rtnl/codec", "rtnl/netns", "rtnl/nl"},
}

// modules says which rooms may import a module that is not in Go's own library. What is missing here
// may be imported by nobody but tests.
var modules = map[string][]string{
	"github.com/yuin/gopher-lua":                 {"host", "bindings"},
	"layeh.com/gopher-luar":                      {"bindings"},
	"github.com/chzyer/readline":                 {"host"},
	"golang.org/x/term":                          {"host", "bindings"},
	"golang.org/x/sys":                           {".", "host", "bindings", "rtnl", "bench"},
	"kernel.org/pub/linux/libs/security/libcap/": {".", "bindings", "rtnl"},
}

// direct lists what go.mod may require directly, for the program and for its tests.
var direct = []string{
	"github.com/yuin/gopher-lua", "layeh.com/gopher-luar", "golang.org/x/sys", "golang.org/x/term",
	"github.com/chzyer/readline", "kernel.org/pub/linux/libs/security/libcap/cap",
	"github.com/google/go-cmp", "github.com/rogpeppe/go-internal", "github.com/creack/pty",
	"go.uber.org/goleak", "pgregory.net/rapid",
}

// initAllowed lists the only places where code may run before main: start-up time counts.
var initAllowed = []string{"rtnl/spec/cycles.go"}

const maxLines = 700

// source is a Go file of this module.
type source struct {
	name   string // relative, with slashes
	text   []byte
	ast    *ast.File
	fset   *token.FileSet
	isTest bool // of tests, or a helper of tests
}

func (s *source) line(n ast.Node) int { return s.fset.Position(n.Pos()).Line }

// walk calls visit for all files of the project's own modules, the nested ones too.
func walk(t *testing.T, visit func(name string, text []byte)) {
	t.Helper()
	err := filepath.WalkDir(".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && name != "." && strings.HasPrefix(entry.Name(), ".") && entry.Name() != ".ci",
			entry.IsDir() && slices.Contains([]string{"testdata", "dist", "build"}, entry.Name()):
			return fs.SkipDir
		case !entry.Type().IsRegular():
			return nil
		}
		text, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		visit(filepath.ToSlash(name), text)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// sources gives the Go files of the main module.
func sources(t *testing.T) []*source {
	t.Helper()
	var list []*source
	walk(t, func(name string, text []byte) {
		if !strings.HasSuffix(name, ".go") || strings.HasPrefix(name, ".") || inNestedModule(name) {
			return
		}
		fset := token.NewFileSet()
		file, err := parser.ParseFile(fset, name, text, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		dir := path.Dir(name)
		isTest := strings.HasSuffix(name, "_test.go") || inside(dir, []string{"rtnl/nstest"}) || dir == "rtnl/nl/nltest"
		list = append(list, &source{name, text, file, fset, isTest})
	})
	return list
}

func inNestedModule(name string) bool {
	for dir := path.Dir(name); dir != "."; dir = path.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return true
		}
	}
	return false
}

func roomOf(dir string) string {
	for room := dir; room != "."; room = path.Dir(room) {
		if _, ok := arrows[room]; ok {
			return room
		}
	}
	return "."
}

// inside reports whether a folder is one of these rooms or below one. Of the top room there is only
// the folder itself.
func inside(dir string, rooms []string) bool {
	return slices.ContainsFunc(rooms, func(room string) bool {
		return dir == room || room != "." && strings.HasPrefix(dir, room+"/")
	})
}

func TestImports(t *testing.T) {
	for _, s := range sources(t) {
		dir := path.Dir(s.name)
		room := roomOf(dir)
		for _, spec := range s.ast.Imports {
			name, _ := strconv.Unquote(spec.Path.Value)
			inModule, own := strings.CutPrefix(name, "nlua/")
			switch {
			case strings.HasPrefix(name, "github.com/yuin/gopher-lua") && inside(dir, []string{"rtnl"}):
				t.Errorf("%s: rtnl knows no Lua", s.name)
			case s.isTest:
			case own && roomOf(inModule) != room && !inside(inModule, arrows[room]):
				t.Errorf("%s: %s may not import %s", s.name, room, name)
			case !own && strings.Contains(strings.Split(name, "/")[0], "."):
				if rooms := ownersOf(name); !inside(dir, rooms) {
					t.Errorf("%s: %s may be imported only in %q", s.name, name, rooms)
				}
			case room == "rtnl/codec" && slices.Contains([]string{"os", "net", "syscall", "os/exec"}, name):
				t.Errorf("%s: codec does no I/O: %s", s.name, name)
			}
		}
	}
}

func ownersOf(name string) []string {
	for module, rooms := range modules {
		if name == module || strings.HasPrefix(name, strings.TrimSuffix(module, "/")+"/") {
			return rooms
		}
	}
	return nil
}

func TestDirectDependencies(t *testing.T) {
	text, err := os.ReadFile("go.mod")
	if err != nil {
		t.Fatal(err)
	}
	require := regexp.MustCompile(`(?m)^(?:require\s+|\t)([^\s()]+) v\S+(.*)$`)
	for _, found := range require.FindAllSubmatch(text, -1) {
		if module := string(found[1]); !bytes.Contains(found[2], []byte("// indirect")) && !slices.Contains(direct, module) {
			t.Errorf("go.mod requires %s, which the architecture does not list", module)
		}
	}
}

// TestProtectedCalls: gopher-lua closes every open upvalue of a thread when it catches an error, so
// protected calls are made by one helper, which has a thread of its own.
func TestProtectedCalls(t *testing.T) {
	var places []string
	for _, s := range sources(t) {
		if s.isTest {
			continue
		}
		ast.Inspect(s.ast, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.CallExpr:
				if f, ok := n.Fun.(*ast.SelectorExpr); ok && f.Sel.Name == "PCall" {
					places = append(places, s.name)
				}
			case *ast.KeyValueExpr:
				if key, ok := n.Key.(*ast.Ident); ok && key.Name == "Protect" {
					places = append(places, s.name)
				}
			}
			return true
		})
	}
	slices.Sort(places)
	if places = slices.Compact(places); len(places) > 1 {
		t.Errorf("protected calls belong into one helper, but stand in %q", places)
	}
	for _, name := range places {
		if roomOf(path.Dir(name)) != "host" {
			t.Errorf("%s: protected calls are made by host's helper alone", name)
		}
	}
}

// TestNamespaceCalls: a thread that changes its namespace must not be handed back to Go by mistake.
func TestNamespaceCalls(t *testing.T) {
	for _, s := range sources(t) {
		if s.isTest || path.Dir(s.name) == "rtnl/netns" {
			continue
		}
		ast.Inspect(s.ast, func(n ast.Node) bool {
			f, ok := n.(*ast.SelectorExpr)
			if pkg, isName := nameOf(f); ok && isName && (pkg == "unix" || pkg == "syscall") &&
				slices.Contains([]string{"Setns", "Unshare", "SYS_SETNS", "SYS_UNSHARE"}, f.Sel.Name) {
				t.Errorf("%s:%d: only rtnl/netns changes namespaces", s.name, s.line(n))
			}
			return true
		})
	}
}

func nameOf(f *ast.SelectorExpr) (string, bool) {
	if f == nil {
		return "", false
	}
	name, ok := f.X.(*ast.Ident)
	if !ok {
		return "", false
	}
	return name.Name, true
}

func TestNoInit(t *testing.T) {
	for _, s := range sources(t) {
		for _, decl := range s.ast.Decls {
			f, ok := decl.(*ast.FuncDecl)
			if ok && f.Recv == nil && f.Name.Name == "init" && !s.isTest && !slices.Contains(initAllowed, s.name) {
				t.Errorf("%s:%d: nothing runs before main", s.name, s.line(f))
			}
		}
	}
}

func TestFileSize(t *testing.T) {
	for _, s := range sources(t) {
		if lines := bytes.Count(s.text, []byte("\n")); lines > maxLines && !ast.IsGenerated(s.ast) {
			t.Errorf("%s has %d lines; split it by concern (%d at most)", s.name, lines, maxLines)
		}
	}
}

func TestNothingUnfinished(t *testing.T) {
	// Written so that this file does not find itself.
	unfinished := regexp.MustCompile(`\b(TO` + `DO|FIX` + `ME|XX` + `X)\b|/wo` + `rk/`)
	walk(t, func(name string, text []byte) {
		if ext := path.Ext(name); ext != ".go" && ext != ".lua" && ext != ".md" && ext != "" {
			return
		}
		if at := unfinished.FindIndex(text); at != nil {
			line := 1 + bytes.Count(text[:at[0]], []byte("\n"))
			t.Errorf("%s:%d: %s: finish it, or leave it out", name, line, text[at[0]:at[1]])
		}
	})
}
