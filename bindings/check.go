package bindings

import (
	"cmp"
	"fmt"
	"slices"

	lua "github.com/yuin/gopher-lua"
	"github.com/yuin/gopher-lua/ast"

	"nlua/host"
	"nlua/rtnl/request"
)

// Check is host.Checker's: undefined globals, and unknown methods, verbs, options and keywords where the source says them literally.
func (h hooks) Check(name string, src []byte) []string {
	stmts, err := host.ParseSource(name, src)
	if err != nil {
		return []string{err.Error()}
	}
	c := checker{space: h.opts.space, written: map[string]bool{}}
	c.block(stmts)
	c.undefined()
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

// known is what a checker knows of an expression's value: one of its fields, or nothing.
type known struct {
	lib    bool   // it is rtnl
	makes  string // it is the constructor of this class
	object string // it is an object of this class
}

// read is a place where a global's value is taken.
type read struct {
	name string
	line int
}

// checker walks a syntax tree as rewritten by the host, whose hidden locals are locals like others.
type checker struct {
	space    *Space
	scopes   []map[string]*known // locals, the innermost last
	reads    []read
	written  map[string]bool // globals that the source sets somewhere
	anything bool            // setfenv or module: what is global is not known
	problems []problem
}

func (c *checker) report(at ast.PositionHolder, format string, values ...any) {
	c.problems = append(c.problems, problem{max(at.Line(), 1), fmt.Sprintf(format, values...)})
}

// undefined reports the globals that nobody defines: nlua, or the source itself anywhere.
func (c *checker) undefined() {
	globals := c.space.vm.L().G.Global
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
			c.declare(name, valueAt(values, i))
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
		c.loop([]string{s.Name}, s.Stmts)
	case *ast.GenericForStmt:
		c.exprs(s.Exprs)
		c.loop(s.Names, s.Stmts)
	case *ast.FuncDefStmt:
		if s.Name.Func != nil {
			c.assign(s.Name.Func, known{})
		} else {
			c.expr(s.Name.Receiver)
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

func (c *checker) loop(names []string, body []ast.Stmt) {
	c.scoped(func() {
		for _, name := range names {
			c.declare(name, known{})
		}
		c.block(body)
	})
}

// function looks at a function's body. A parameter that is called ipr is taken to be an IPRoute.
func (c *checker) function(f *ast.FunctionExpr, method bool) {
	c.scoped(func() {
		if method {
			c.declare("self", known{})
		}
		for _, name := range f.ParList.Names {
			c.declare(name, byName(name))
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
			*l = v
		} else {
			c.written[to.Value] = true
		}
	case *ast.AttrGetExpr:
		if id, ok := to.Object.(*ast.IdentExpr); ok && id.Value == "_G" {
			c.written[literal(to.Key)] = true
		}
		c.expr(to.Object)
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
		switch {
		case of.lib && c.space.classes[key] != nil:
			return known{makes: key}
		case of.object != "" && key == "try":
			return of
		}
	case *ast.TableExpr:
		for _, f := range e.Fields {
			c.expr(f.Key)
			c.expr(f.Value)
		}
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
	c.reads = append(c.reads, read{e.Value, max(e.Line(), 1)})
	switch {
	case e.Value == "setfenv" || e.Value == "module":
		c.anything = true
	case c.written[e.Value]:
		return known{}
	case e.Value == "rtnl":
		return known{lib: true}
	}
	return byName(e.Value)
}

// call looks at a call, and at what it says to a constructor or to an object that is known.
func (c *checker) call(e *ast.FuncCallExpr) known {
	if e.Func == nil {
		if of := c.expr(e.Receiver); of.object != "" {
			c.method(e, c.space.classes[of.object])
		}
		c.exprs(e.Args)
		return known{}
	}
	fn := c.expr(e.Func)
	c.exprs(e.Args)
	if id, ok := e.Func.(*ast.IdentExpr); ok && id.Value == "require" && len(e.Args) == 1 && literal(e.Args[0]) == "rtnl" {
		return known{lib: true}
	}
	if fn.makes == "" {
		return known{}
	}
	if n := len(e.Args); n > 0 {
		for _, key := range keysOf(e.Args[n-1]) {
			if !slices.ContainsFunc(options[:], func(o optionRow) bool { return o.name == key.Value }) {
				c.report(key, "%s: unknown option %q%s", fn.makes, key.Value, request.Suggest(key.Value, optionNames()))
			}
		}
	}
	return known{object: fn.makes}
}

// keysOf lists the names that a table constructor gives: of { a = 1, ["b"] = 2, 3 } a and b.
func keysOf(e ast.Expr) []*ast.StringExpr {
	var keys []*ast.StringExpr
	if t, ok := e.(*ast.TableExpr); ok {
		for _, f := range t.Fields {
			if key, ok := f.Key.(*ast.StringExpr); ok {
				keys = append(keys, key)
			}
		}
	}
	return keys
}

// method looks at a method of an object, and at the verb and the keywords where it is one of request.Objects.
func (c *checker) method(e *ast.FuncCallExpr, of *class) {
	if c.space.methodsOf(of).RawGetString(e.Method) == lua.LNil {
		hint := instead(e.Method)
		if hint == "" {
			hint = request.Suggest(e.Method, c.space.methodNames(of))
		}
		c.report(e, "%s has no method %q%s", of.name, e.Method, hint)
		return
	}
	obj := request.ByName(e.Method)
	if obj == nil || len(e.Args) == 0 {
		return
	}
	verb, ok := e.Args[0].(*ast.StringExpr)
	if !ok {
		return
	}
	if err := obj.Check(verb.Value, "", ""); err != nil {
		c.report(verb, "%s", err)
		return
	}
	rest := e.Args[1:]
	kind := ""
	var keys []*ast.StringExpr
	for i, a := range rest {
		if t, ok := a.(*ast.TableExpr); ok && (i == len(rest)-1 || i >= len(obj.Args)) {
			keys = append(keys, keysOf(t)...)
			kind = cmp.Or(kind, fieldText(t, "kind"))
		} else if i < len(obj.Args) && obj.Args[i] == "kind" {
			kind = cmp.Or(kind, literal(a))
		}
	}
	for _, key := range keys {
		if err := obj.Check(verb.Value, kind, key.Value); err != nil {
			c.report(key, "%s", err)
		}
	}
}

// fieldText is the string constant that a table constructor gives a name, "" if there is none.
func fieldText(t *ast.TableExpr, name string) string {
	for _, f := range t.Fields {
		if literal(f.Key) == name {
			return literal(f.Value)
		}
	}
	return ""
}
