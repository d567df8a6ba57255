package bindings

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	lua "github.com/yuin/gopher-lua"
	"github.com/yuin/gopher-lua/ast"

	"nlua/host"
	"nlua/rtnl/request"
)

// Check is host.Checker's: undefined globals, and unknown methods, functions, verbs, options and keywords, in nested tables too, where
// the source says them literally; where a call says all literally, wrong values too.
func (h hooks) Check(name string, src []byte) []string {
	stmts, err := host.ParseSource(name, src)
	if err != nil {
		return []string{err.Error()}
	}
	c := checker{space: h.opts.space, written: map[string]bool{}, looked: map[string]bool{}, abouts: map[uint16]*about{}}
	c.block(stmts)
	c.undefined()
	c.unlisted()
	slices.SortStableFunc(c.problems, func(a, b problem) int { return cmp.Compare(a.line, b.line) })
	var list []string
	for _, p := range c.problems {
		list = append(list, fmt.Sprintf("%s:%d: %s", host.ChunkID(name), p.line, p.text))
	}
	return list
}

type problem struct {
	line int
	text string
}

// known is what a checker knows of an expression's value, or nothing.
type known struct {
	path   string         // it is the global value of this name: "rtnl", "nlua.spawn", "rtnl.IPRoute"
	value  lua.LValue     // that value
	object string         // it is an object of this class
	class  string         // it is a value of this class of the manual: "dump"; "messages": a list of them
	about  *about         // of messages: what they consist of
	table  *ast.TableExpr // it is the table that this made, to which nothing was done since
	mixed  bool           // a local that is given values of several sorts, or of none that is known
	verbs  bool           // it is the b of a batch, or what is like it: it has the verbs of request.Objects
	of     *known         // it is the method of this object
	method string         // that is called so
}

// read is a place where a global's value is taken, or a field of a library is called.
type read struct {
	name string
	line int
	of   *lua.LTable
}

// checker walks a syntax tree as rewritten by the host, whose hidden locals are locals like others.
type checker struct {
	space    *Space
	scopes   []map[string]*known // locals, the innermost last
	reads    []read
	written  map[string]bool // globals, and fields of libraries ("string.trim"), that the source sets somewhere
	calls    []read          // of fields of libraries that are not there
	looked   map[string]bool // fields that the source looks for, before it calls them
	anything bool            // setfenv or module: what is global is not known
	abouts   map[uint16]*about
	problems []problem
}

func (c *checker) report(at ast.PositionHolder, format string, values ...any) {
	c.problems = append(c.problems, problem{max(at.Line(), 1), fmt.Sprintf(format, values...)})
}

// undefined reports the globals that nobody defines: nlua, or the source itself anywhere.
func (c *checker) undefined() {
	globals := c.space.vm.Globals()
	var names []string
	for _, r := range c.reads {
		if c.anything || c.written[r.name] || globals.RawGetString(r.name) != lua.LNil {
			continue
		}
		if names == nil {
			globals.ForEach(func(k, _ lua.LValue) { names = append(names, k.String()) })
			for name := range c.written {
				names = append(names, name)
			}
			slices.Sort(names)
		}
		hint := request.Suggest(r.name, names)
		if r.name == "ipr" {
			hint = ": a script file opens its own: local ipr = rtnl.IPRoute{}"
		}
		c.problems = append(c.problems, problem{r.line, fmt.Sprintf("undefined global %q%s", r.name, hint)})
	}
}

// unlisted reports the calls of functions that a library does not have, unless the source makes them or asks for them.
func (c *checker) unlisted() {
	for _, r := range c.calls {
		if c.written[r.name] || c.looked[r.name] {
			continue
		}
		var names []string
		if r.of == c.space.lib {
			c.space.allParts()
		}
		r.of.ForEach(func(k, _ lua.LValue) { names = append(names, k.String()) })
		i := strings.LastIndexByte(r.name, '.')
		c.problems = append(c.problems, problem{r.line, fmt.Sprintf("%s has no %q%s", r.name[:i], r.name[i+1:], request.Suggest(r.name[i+1:], names))})
	}
}

func (c *checker) declare(name string, v known) { c.scopes[len(c.scopes)-1][name] = &v }

func (c *checker) local(name string) *known {
	for i := len(c.scopes) - 1; i >= 0; i-- {
		if v := c.scopes[i][name]; v != nil {
			return v
		}
	}
	return nil
}

func (c *checker) block(stmts []ast.Stmt) { c.scoped(func() { c.stmts(stmts) }) }

func (c *checker) scoped(fn func()) {
	c.scopes = append(c.scopes, map[string]*known{})
	fn()
	c.scopes = c.scopes[:len(c.scopes)-1]
}

func (c *checker) stmts(stmts []ast.Stmt) {
	for _, s := range stmts {
		c.stmt(s)
	}
}

func (c *checker) stmt(s ast.Stmt) {
	switch s := s.(type) {
	case *ast.AssignStmt:
		values := c.exprs(s.Rhs)
		for i, to := range s.Lhs {
			c.assign(to, valueAt(values, i))
		}
	case *ast.LocalAssignStmt:
		if len(s.Names) == 1 && len(s.Exprs) == 1 {
			if f, ok := s.Exprs[0].(*ast.FunctionExpr); ok { // `local function` sees itself
				c.declare(s.Names[0], known{})
				c.function(f, false)
				return
			}
		}
		values := c.exprs(s.Exprs)
		for i, name := range s.Names {
			v := valueAt(values, i)
			v.mixed = v == known{} && len(values) > 0
			c.declare(name, v)
		}
	case *ast.FuncCallStmt:
		c.expr(s.Expr)
	case *ast.DoBlockStmt:
		c.block(s.Stmts)
	case *ast.WhileStmt:
		c.expr(s.Condition)
		c.block(s.Stmts)
	case *ast.RepeatStmt:
		c.scoped(func() {
			c.stmts(s.Stmts)
			c.expr(s.Condition)
		})
	case *ast.IfStmt:
		c.expr(s.Condition)
		c.block(s.Then)
		c.block(s.Else)
	case *ast.NumberForStmt:
		c.exprs([]ast.Expr{s.Init, s.Limit, s.Step})
		c.loop([]string{s.Name}, s.Stmts, nil)
	case *ast.GenericForStmt:
		in := valueAt(c.exprs(s.Exprs), 0)
		c.loop(s.Names, s.Stmts, element(in))
	case *ast.FuncDefStmt:
		if s.Name.Func != nil {
			c.assign(s.Name.Func, known{})
		} else if of := c.expr(s.Name.Receiver); of.path != "" {
			c.written[of.path+"."+s.Name.Method] = true
		}
		c.function(s.Func, s.Name.Func == nil)
	case *ast.ReturnStmt:
		c.exprs(s.Exprs)
	}
}

func valueAt(values []known, i int) known {
	if i < len(values) {
		return values[i]
	}
	return known{}
}

// loop looks at a loop's body; given is what is known of its variables.
func (c *checker) loop(names []string, body []ast.Stmt, given []known) {
	c.scoped(func() {
		for i, name := range names {
			c.declare(name, valueAt(given, i))
		}
		c.block(body)
	})
}

// function looks at a function's body. A parameter of which nothing is given, but that is called ipr, is taken to be an IPRoute.
func (c *checker) function(f *ast.FunctionExpr, method bool, given ...known) {
	c.scoped(func() {
		if method {
			c.declare("self", known{})
		}
		for i, name := range f.ParList.Names {
			v := valueAt(given, i)
			if v == (known{}) {
				v = byName(name)
			}
			c.declare(name, v)
		}
		if f.ParList.HasVargs {
			c.declare("arg", known{})
		}
		c.block(f.Stmts)
	})
}

// byName is what a name alone tells.
func byName(name string) known {
	if name == "ipr" {
		return known{object: "IPRoute"}
	}
	return known{}
}

func (c *checker) assign(to ast.Expr, v known) {
	switch to := to.(type) {
	case *ast.IdentExpr:
		if l := c.local(to.Value); l != nil {
			switch {
			case *l == known{}:
				*l = v
				l.mixed = v == known{}
			case *l != v:
				*l = known{mixed: true}
			}
		} else {
			c.written[to.Value] = true
		}
	case *ast.AttrGetExpr:
		c.changed(to.Object)
		switch of := c.expr(to.Object); of.path {
		case "":
		case "_G":
			c.written[literal(to.Key)] = true
		default:
			c.written[of.path+"."+literal(to.Key)] = true
		}
		c.expr(to.Key)
	}
}

func (c *checker) exprs(list []ast.Expr) []known {
	values := make([]known, len(list))
	for i, e := range list {
		values[i] = c.expr(e)
	}
	return values
}

// changed notes that something may have been done to a table that a local holds.
func (c *checker) changed(e ast.Expr) {
	if id, ok := e.(*ast.IdentExpr); ok {
		if l := c.local(id.Value); l != nil && l.table != nil {
			*l = known{mixed: true}
		}
	}
}

// tables puts the tables that locals hold in the place of these.
func (c *checker) tables(args []ast.Expr) []ast.Expr {
	list := slices.Clone(args)
	for i, a := range list {
		if id, ok := a.(*ast.IdentExpr); ok {
			if l := c.local(id.Value); l != nil && l.table != nil {
				list[i] = l.table
			}
		}
	}
	return list
}

// literal is the text of a string constant, "" of all else.
func literal(e ast.Expr) string {
	if s, ok := e.(*ast.StringExpr); ok {
		return s.Value
	}
	return ""
}

// expr looks at an expression, and tells what is known of its value. There may be none.
func (c *checker) expr(e ast.Expr) known {
	switch e := e.(type) {
	case *ast.IdentExpr:
		return c.ident(e)
	case *ast.AttrGetExpr:
		of := c.expr(e.Object)
		c.expr(e.Key)
		key := literal(e.Key)
		if of.path != "" && !(of.path == "rtnl" && isConstant(key)) {
			c.looked[of.path+"."+key] = true
		}
		if of.class != "" {
			return c.valueField(of, key, max(e.Line(), 1))
		}
		return c.field(of, key, max(e.Line(), 1))
	case *ast.TableExpr:
		for _, f := range e.Fields {
			c.expr(f.Key)
			c.expr(f.Value)
		}
		return known{table: e}
	case *ast.FuncCallExpr:
		return c.call(e)
	case *ast.LogicalOpExpr:
		c.exprs([]ast.Expr{e.Lhs, e.Rhs})
	case *ast.RelationalOpExpr:
		c.exprs([]ast.Expr{e.Lhs, e.Rhs})
	case *ast.StringConcatOpExpr:
		c.exprs([]ast.Expr{e.Lhs, e.Rhs})
	case *ast.ArithmeticOpExpr:
		c.exprs([]ast.Expr{e.Lhs, e.Rhs})
	case *ast.UnaryMinusOpExpr:
		c.expr(e.Expr)
	case *ast.UnaryNotOpExpr:
		c.expr(e.Expr)
	case *ast.UnaryLenOpExpr:
		c.expr(e.Expr)
	case *ast.FunctionExpr:
		c.function(e, false)
	}
	return known{}
}

func (c *checker) ident(e *ast.IdentExpr) known {
	if v := c.local(e.Value); v != nil {
		return *v
	}
	c.reads = append(c.reads, read{e.Value, max(e.Line(), 1), nil})
	switch {
	case e.Value == "setfenv" || e.Value == "module":
		c.anything = true
	case c.written[e.Value]:
		return known{}
	}
	if v := c.space.vm.Globals().RawGetString(e.Value); v != lua.LNil && v != c.space.ipr {
		return known{path: e.Value, value: v}
	}
	return byName(e.Value)
}

// isConstant tells names that are written as rtnl's constants are.
func isConstant(name string) bool {
	return strings.ToUpper(name) == name && strings.Contains(name, "_")
}

// field is what is known of a field of a value: of a library, of an object.
func (c *checker) field(of known, key string, line int) known {
	lib, isLib := of.value.(*lua.LTable)
	switch {
	case key == "":
	case isLib && of.path != "_G":
		path := of.path + "." + key
		if v := c.space.vm.L().GetField(lib, key); v != lua.LNil && !c.written[path] {
			return known{path: path, value: v}
		}
		if isConstant(key) && of.path == "rtnl" {
			c.calls = append(c.calls, read{path, line, lib})
		}
	case of.path == "provision":
		return known{path: of.path + "." + key}
	case of.object != "" && key == "try":
		return of
	case of.object != "" && key != "status" && c.hasMethod(of.object, key, line):
		return known{of: &of, method: key}
	}
	return known{}
}
