package host

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	lua "github.com/yuin/gopher-lua"
	"github.com/yuin/gopher-lua/ast"
	"github.com/yuin/gopher-lua/parse"
)

// SyntaxError is what Compile refuses source with. Its text is stock Lua's: `file:line: message near 'token'`.
type SyntaxError struct {
	Source  string // as shown: a file's name, or [string "..."]
	Line    int
	Message string
	Near    string // the offending token; "<eof>" at the end of the source; "" where none is to blame

	incomplete bool
}

func (e *SyntaxError) Error() string {
	s := fmt.Sprintf("%s:%d: %s", e.Source, e.Line, e.Message)
	if e.Near != "" {
		s += fmt.Sprintf(" near '%s'", e.Near)
	}
	return s
}

// IsIncomplete tells whether err says that the source ended too early: more lines might make it a program.
func IsIncomplete(err error) bool {
	var e *SyntaxError
	return errors.As(err, &e) && e.incomplete
}

// ChunkID is how a chunk's name is shown in messages, by the rules of stock Lua: "@file" is a file, "=name" is shown as it is,
// anything else is source text, of which the first line is shown.
func ChunkID(name string) string {
	const limit = 60
	if name == "" {
		return `[string ""]`
	}
	switch name[0] {
	case '@':
		name = name[1:]
		if len(name) > limit {
			name = "..." + name[len(name)-limit+3:]
		}
		return name
	case '=':
		return name[1:]
	}
	line, rest, cut := strings.Cut(name, "\n")
	if max := limit - len(`[string "..."]`); len(line) > max {
		line, cut, rest = line[:max], true, "x"
	}
	if cut && (rest != "" || line != name) {
		line += "..."
	}
	return `[string "` + line + `"]`
}

// Compile makes a function prototype of Lua source. It is the only way from source to code: loops are rewritten so that
// gopher-lua closes their upvalues. The name follows ChunkID's rules. A first line of a file that
// begins with # is skipped. All its errors but those of r are *SyntaxError.
func (vm *VM) Compile(name string, r io.Reader) (*lua.FunctionProto, error) {
	src, err := io.ReadAll(r)
	if err != nil {
		return nil, err
	}
	return vm.compileSource(name, src)
}

func (vm *VM) compileSource(name string, src []byte) (*lua.FunctionProto, error) {
	if u := vm.budget; u != nil {
		if in := u.spend(compileWork + compileWorkPerByte*len(src)); in != nil {
			return nil, in
		}
		if u.Memory > 0 && len(src) > bigString && !u.fits(compileMemory*len(src)) {
			return nil, u.exceed()
		}
	}
	if name != "" && name[0] == '@' {
		vm.files[ChunkID(name)] = name
	}
	proto, err := compile(name, src, vm.cfg.Budget != nil)
	if err == nil {
		vm.furnish(proto)
	}
	return proto, err
}

// What it takes to compile, in instructions, and in bytes of memory for each of the source.
const (
	compileWork        = 1000
	compileWorkPerByte = 20
	compileMemory      = 50
)

// CompileSource is Compile for those who have no VM, or run nothing of a script's in it.
func CompileSource(name string, src []byte) (*lua.FunctionProto, error) {
	return compile(name, src, false)
}

// compile compiles; with guarded, the operator '..' goes through the function that weighs its result.
func compile(name string, src []byte, guarded bool) (proto *lua.FunctionProto, err error) {
	stmts, long, err := parseSource(name, src, guarded)
	if err != nil {
		return nil, err
	}
	id := ChunkID(name)
	defer func() {
		if r := recover(); r != nil {
			proto, err = nil, &SyntaxError{Source: id, Line: 1, Message: fmt.Sprintf("cannot be compiled: %v", r)}
		}
	}()
	proto, err = lua.Compile(stmts, id)
	var ce *lua.CompileError
	if errors.As(err, &ce) {
		return nil, &SyntaxError{Source: id, Line: max(ce.Line, 1), Message: ce.Message}
	}
	if long && err == nil {
		err = numberLists(id, proto)
	}
	return proto, err
}

// ParseSource gives the syntax tree that Compile compiles, loops rewritten.
func ParseSource(name string, src []byte) ([]ast.Stmt, error) {
	stmts, _, err := parseSource(name, src, false)
	return stmts, err
}

// parseSource tells also whether there are lists for numberLists.
func parseSource(name string, src []byte, guarded bool) (stmts []ast.Stmt, long bool, err error) {
	id := ChunkID(name)
	if bytes.HasPrefix(src, []byte("#")) && (strings.HasPrefix(name, "@") || name == chunkName) {
		if i := bytes.IndexByte(src, '\n'); i >= 0 {
			src = src[i:]
		} else {
			src = nil
		}
	}
	unusual, wrong := checkSyntax(id, string(src))
	if wrong != nil {
		return nil, false, wrong
	}
	src, mark := disguise(src, unusual)
	stmts, err = parse.Parse(bytes.NewReader(src), id)
	if err != nil {
		return nil, false, parseError(id, err)
	}
	rw := rewriter{source: id, guarded: guarded, mark: mark}
	rw.block(stmts)
	if rw.err != nil {
		return nil, false, rw.err
	}
	return stmts, rw.long, nil
}

// disguise puts into the source what gopher-lua's parser takes: blanks for white space that it does not know, and another name for
// "goto", a word of its own: one that occurs nowhere else, and that the rewriter turns back.
func disguise(src []byte, unusual []int) (plain []byte, mark string) {
	if len(unusual) == 0 {
		return src, ""
	}
	for i := 0; mark == "" || bytes.Contains(src, []byte(mark)); i++ {
		mark = fmt.Sprintf("g%03d", i)
	}
	from := 0
	for _, at := range unusual {
		plain = append(plain, src[from:at]...)
		if from = at + 1; src[at] == 'g' {
			plain = append(plain, mark...)
			from = at + len("goto")
		} else {
			plain = append(plain, ' ')
		}
	}
	return append(plain, src[from:]...), mark
}

// parseError is for what gopher-lua's parser refuses beyond the grammar.
func parseError(id string, err error) error {
	var pe *parse.Error
	if !errors.As(err, &pe) {
		return &SyntaxError{Source: id, Line: 1, Message: err.Error()}
	}
	return &SyntaxError{Source: id, Line: max(pe.Pos.Line, 1), Message: strings.TrimSuffix(pe.Message, "\n"), Near: pe.Token}
}
