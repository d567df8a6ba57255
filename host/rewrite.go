package host

import (
	"strconv"

	lua "github.com/yuin/gopher-lua"
	"github.com/yuin/gopher-lua/ast"
)

// rewriter changes what gopher-lua v1.1.2 would miscompile, into source that means the same:
//
//   - Loops get an empty local first in their body. With it, the compiler closes the body's upvalues and sets break's jumps right;
//     without it, nested loops that are left by break go on with the wrong registers.
//   - `a, b = b, a` becomes `do local x, y = b, a; b = y; a = x end`: the compiler would write a before it reads it.
//   - `v = f() and 1` becomes `do local x = f() and 1; v = x end`: the compiler would leave v as it was when f() is false.
//     So does `v = (f(1))`: if v is a parameter, the compiler would put 1 into the next local. And so does `v = (...)`, which would
//     empty the locals after v.
//   - `for k in next, t do` becomes `do local f, s, c = next, t; for k in f, s, c do`: the compiler would leave c as it finds it, cut what
//     a call at the list's end returns, and overwrite f() in f()(x).
//   - `{ 1, k = f() }` becomes `{ 1, k = (f()) }`: the compiler would put f's result into the list too.
//
// Of long lists it tells: see numberLists. Under a budget, 'a .. b' becomes a call of concatKey. It gives the name "goto" back to what
// disguise called otherwise.
type rewriter struct {
	source  string
	guarded bool
	mark    string // what stands for the name "goto"
	depth   int
	long    bool // there is a list that numberLists must see
	err     *SyntaxError
}

// maxLevels bounds how deep a syntax tree may be: the compiler walks it on Go's stack, whose end is the end of the process.
const maxLevels = 5000

// enter begins a level of the tree; false where it is one too many.
func (rw *rewriter) enter(at ast.PositionHolder) bool {
	rw.depth++
	if rw.depth > maxLevels && rw.err == nil {
		rw.err = &SyntaxError{Source: rw.source, Line: max(at.Line(), 1), Message: "chunk has too many syntax levels"}
	}
	return rw.err == nil
}

// named turns the disguised name "goto" back.
func (rw *rewriter) named(name *string) {
	if rw.mark != "" && *name == rw.mark {
		*name = "goto"
	}
}

func (rw *rewriter) names(list []string) {
	for i := range list {
		rw.named(&list[i])
	}
}

func (rw *rewriter) block(stmts []ast.Stmt) {
	for i, s := range stmts {
		rw.stmt(s)
		switch s := s.(type) {
		case *ast.AssignStmt:
			stmts[i] = splitAssign(s)
		case *ast.GenericForStmt:
			stmts[i] = splitFor(s)
		}
	}
}

func (rw *rewriter) loop(s ast.Stmt, body []ast.Stmt) []ast.Stmt {
	rw.block(body)
	return append([]ast.Stmt{localStmt(s, []string{"(loop)"}, nil)}, body...)
}

func localStmt(at ast.Stmt, names []string, exprs []ast.Expr) *ast.LocalAssignStmt {
	l := &ast.LocalAssignStmt{Names: names, Exprs: exprs}
	l.SetLine(at.Line())
	l.SetLastLine(at.Line())
	return l
}

// harmful tells whether the compiler must not assign the expression to a local that is in use: it would use that local's register,
// and for a call the ones after it, while it evaluates.
func harmful(e ast.Expr) bool {
	switch e := e.(type) {
	case *ast.LogicalOpExpr:
		return true
	case *ast.FuncCallExpr:
		return e.AdjustRet
	case *ast.Comma3Expr:
		return e.AdjustRet
	}
	return false
}

// plain tells whether the compiler needs one register to get an expression, and no call.
func plain(e ast.Expr) bool {
	switch e := e.(type) {
	case *ast.IdentExpr, ast.ConstExpr:
		return true
	case *ast.AttrGetExpr:
		return plain(e.Object) && plain(e.Key)
	}
	return false
}

// splitFor gives a loop its three values in hidden locals, unless they are those of one call, which the compiler takes as they should be.
func splitFor(s *ast.GenericForStmt) ast.Stmt {
	if call, ok := s.Exprs[0].(*ast.FuncCallExpr); ok && len(s.Exprs) == 1 && !call.AdjustRet && (plain(call.Func) || plain(call.Receiver)) {
		return s
	}
	names := []string{"(generator)", "(state)", "(control)"}
	hidden := localStmt(s, names, s.Exprs)
	s.Exprs = nil
	for _, name := range names {
		s.Exprs = append(s.Exprs, hiddenName(s, name))
	}
	return doBlock(s, []ast.Stmt{hidden, s})
}

func hiddenName(at ast.PositionHolder, name string) ast.Expr {
	id := &ast.IdentExpr{Value: name}
	id.SetLine(at.Line())
	id.SetLastLine(at.Line())
	return id
}

func doBlock(at ast.Stmt, stmts []ast.Stmt) *ast.DoBlockStmt {
	do := &ast.DoBlockStmt{Stmts: stmts}
	do.SetLine(at.Line())
	do.SetLastLine(at.LastLine())
	return do
}

// splitAssign takes an assignment apart where the compiler would mix reads and writes: all of it into hidden locals first, then each target,
// the last first as stock Lua does.
func splitAssign(s *ast.AssignStmt) ast.Stmt {
	if len(s.Lhs) == 1 && len(s.Rhs) == 1 {
		_, toName := s.Lhs[0].(*ast.IdentExpr)
		if !toName || !harmful(s.Rhs[0]) {
			return s
		}
	}
	var names []string
	var values []ast.Expr
	hide := func(at ast.Expr) ast.Expr {
		name := "(" + strconv.Itoa(len(names)) + ")"
		names = append(names, name)
		return hiddenName(at, name)
	}
	targets := make([]ast.Expr, len(s.Lhs))
	for i, lhs := range s.Lhs {
		targets[i] = lhs
		if get, ok := lhs.(*ast.AttrGetExpr); ok {
			to := &ast.AttrGetExpr{Object: hide(get), Key: get.Key}
			to.SetLine(get.Line())
			to.SetLastLine(get.LastLine())
			values = append(values, get.Object)
			if _, constant := get.Key.(ast.ConstExpr); !constant {
				to.Key = hide(get)
				values = append(values, get.Key)
			}
			targets[i] = to
		}
	}
	first := len(names)
	for _, lhs := range s.Lhs {
		hide(lhs)
	}
	values = append(values, s.Rhs...)
	do := doBlock(s, []ast.Stmt{localStmt(s, names, values)})
	for i := len(targets) - 1; i >= 0; i-- {
		value := &ast.IdentExpr{Value: names[first+i]}
		value.SetLine(s.Line())
		set := &ast.AssignStmt{Lhs: targets[i : i+1], Rhs: []ast.Expr{value}}
		set.SetLine(s.Line())
		set.SetLastLine(s.LastLine())
		do.Stmts = append(do.Stmts, set)
	}
	return do
}

func (rw *rewriter) stmt(s ast.Stmt) {
	defer func() { rw.depth-- }()
	if !rw.enter(s) {
		return
	}
	switch s := s.(type) {
	case *ast.AssignStmt:
		rw.exprs(s.Lhs)
		rw.exprs(s.Rhs)
	case *ast.LocalAssignStmt:
		rw.names(s.Names)
		rw.exprs(s.Exprs)
	case *ast.FuncCallStmt:
		s.Expr = rw.expr(s.Expr)
	case *ast.DoBlockStmt:
		rw.block(s.Stmts)
	case *ast.WhileStmt:
		s.Condition = rw.expr(s.Condition)
		s.Stmts = rw.loop(s, s.Stmts)
	case *ast.RepeatStmt:
		s.Condition = rw.expr(s.Condition)
		s.Stmts = rw.loop(s, s.Stmts)
	case *ast.IfStmt:
		s.Condition = rw.expr(s.Condition)
		rw.block(s.Then)
		rw.block(s.Else)
	case *ast.NumberForStmt:
		rw.named(&s.Name)
		s.Init, s.Limit, s.Step = rw.expr(s.Init), rw.expr(s.Limit), rw.expr(s.Step)
		s.Stmts = rw.loop(s, s.Stmts)
	case *ast.GenericForStmt:
		rw.names(s.Names)
		rw.exprs(s.Exprs)
		s.Stmts = rw.loop(s, s.Stmts)
	case *ast.FuncDefStmt:
		s.Name.Func, s.Name.Receiver = rw.expr(s.Name.Func), rw.expr(s.Name.Receiver)
		rw.named(&s.Name.Method)
		rw.expr(s.Func)
	case *ast.ReturnStmt:
		rw.exprs(s.Exprs)
	}
}

func (rw *rewriter) exprs(list []ast.Expr) {
	for i, e := range list {
		list[i] = rw.expr(e)
	}
}

// expr rewrites an expression, and returns what stands in its place. A nil stays nil.
func (rw *rewriter) expr(expr ast.Expr) ast.Expr {
	if expr == nil {
		return nil
	}
	defer func() { rw.depth-- }()
	if !rw.enter(expr) {
		return expr
	}
	switch e := expr.(type) {
	case *ast.IdentExpr:
		rw.named(&e.Value)
	case *ast.StringExpr:
		rw.named(&e.Value)
	case *ast.AttrGetExpr:
		e.Object = rw.expr(e.Object)
		e.Key = rw.expr(e.Key)
	case *ast.TableExpr:
		rw.fields(e.Fields)
	case *ast.FuncCallExpr:
		e.Func = rw.expr(e.Func)
		e.Receiver = rw.expr(e.Receiver)
		rw.named(&e.Method)
		rw.exprs(e.Args)
	case *ast.LogicalOpExpr:
		e.Lhs = rw.expr(e.Lhs)
		e.Rhs = rw.expr(e.Rhs)
	case *ast.RelationalOpExpr:
		e.Lhs = rw.expr(e.Lhs)
		e.Rhs = rw.expr(e.Rhs)
	case *ast.StringConcatOpExpr:
		e.Lhs = rw.expr(e.Lhs)
		e.Rhs = rw.expr(e.Rhs)
		if rw.guarded {
			return guardedConcat(e)
		}
	case *ast.ArithmeticOpExpr:
		e.Lhs = rw.expr(e.Lhs)
		e.Rhs = rw.expr(e.Rhs)
	case *ast.UnaryMinusOpExpr:
		e.Expr = rw.expr(e.Expr)
	case *ast.UnaryNotOpExpr:
		e.Expr = rw.expr(e.Expr)
	case *ast.UnaryLenOpExpr:
		e.Expr = rw.expr(e.Expr)
	case *ast.FunctionExpr:
		rw.names(e.ParList.Names)
		rw.block(e.Stmts)
	}
	return expr
}

func (rw *rewriter) fields(list []*ast.Field) {
	positional := 0
	for _, f := range list {
		f.Key = rw.expr(f.Key)
		f.Value = rw.expr(f.Value)
		if f.Key == nil {
			positional++
			continue
		}
		switch v := f.Value.(type) {
		case *ast.FuncCallExpr:
			v.AdjustRet = true
		case *ast.Comma3Expr:
			v.AdjustRet = true
		}
	}
	rw.long = rw.long || positional >= lua.FieldsPerFlush
}

func guardedConcat(e *ast.StringConcatOpExpr) ast.Expr {
	at := func(n ast.Expr) ast.Expr {
		n.SetLine(e.Line())
		n.SetLastLine(e.LastLine())
		return n
	}
	fn := at(&ast.AttrGetExpr{Object: at(&ast.StringExpr{}), Key: at(&ast.StringExpr{Value: concatKey})})
	return at(&ast.FuncCallExpr{Func: fn, Args: []ast.Expr{e.Lhs, e.Rhs}, AdjustRet: true})
}
