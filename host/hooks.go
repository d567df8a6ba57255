package host

import (
	"io"

	lua "github.com/yuin/gopher-lua"
)

// Completer proposes how the input may go on. line is all input so far, pos the cursor in bytes; each proposal replaces the n bytes
// before the cursor.
type Completer interface {
	Complete(vm *VM, line string, pos int) (proposals []string, n int)
}

// Printer writes a value for a person. width is the terminal's, 0 without one. handled is false for values that it has no way for.
type Printer interface {
	Print(vm *VM, L *lua.LState, w io.Writer, v lua.LValue, width int, colour bool) (handled bool, err error)
}

// Helper has the text of help(v), for a value or the words that name something; "" when it knows nothing.
type Helper interface {
	Help(v lua.LValue, words string) string
}

// Checker looks at a program that can be compiled, without running it: --check. Problems are `file:line: text`, in order; name follows
// ChunkID's rules.
type Checker interface {
	Check(name string, src []byte) (problems []string)
}

// Hooks are the parts of the program that know what scripts work on. Each may be nil.
type Hooks struct {
	Completer Completer
	Printer   Printer
	Helper    Helper
	Checker   Checker
	Prompt    func() string                             // before each line of input
	Suggest   func(wrong string, names []string) string // the end of an error about a wrong name: which of the names is most like it
}
