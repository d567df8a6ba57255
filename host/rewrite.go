package host

import (
	"strconv"

	"github.com/yuin/gopher-lua/ast"
)

// rewriter changes what gopher-lua v1.1.2 would miscompile, into source that means the same:
//
//   - Loops get an empty local first in their body. With it, the compiler closes the body's upvalues and sets break's jumps right;
//     without it, nested loops that are left by break go on with the wrong registers.
//   - `a, b = b, a` becomes `do local x, y = b, a; b = y; a = x end`: the compiler would write a before it reads it.
//   - `v = f() and 1` becomes `do local x = f() and 1; v = x end`: the compiler would leave v as it was when f() is false.
//
// It refuses what Lua 5.1 does not have.
type rewriter struct {
	source string
	err    *SyntaxError
}

func (rw *rewriter) refuse(line int, what string) {
	if rw.err == nil {
		rw.err = &SyntaxError{Source: rw.source, Line: line, Message: what + ": the language is Lua 5.1, which has no goto"}
	}
}

func (rw *rewriter) block(stmts []ast.Stmt) {
	for i, s := range stmts {
		rw.stmt(s)
		if a, ok := s.(*ast.AssignStmt); ok {
			stmts[i] = splitAssign(a)
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

// splitAssign takes an assignment apart where the compiler would mix reads and writes: all of it into hidden locals first, then each target,
// the last first as stock Lua does.
func splitAssign(s *ast.AssignStmt) ast.Stmt {
	if len(s.Lhs) == 1 && len(s.Rhs) == 1 {
		_, toName := s.Lhs[0].(*ast.IdentExpr)
		_, logical := s.Rhs[0].(*ast.LogicalOpExpr)
		if !toName || !logical {
			return s
		}
	}
	var names []string
	var values []ast.Expr
	hide := func(at ast.Expr) ast.Expr {
		name := "(" + strconv.Itoa(len(names)) + ")"
		names = append(names, name)
		id := &ast.IdentExpr{Value: name}
		id.SetLine(at.Line())
		id.SetLastLine(at.Line())
		return id
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
	do := &ast.DoBlockStmt{Stmts: []ast.Stmt{localStmt(s, names, values)}}
	do.SetLine(s.Line())
	do.SetLastLine(s.LastLine())
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
	switch s := s.(type) {
	case *ast.AssignStmt:
		rw.exprs(s.Lhs)
		rw.exprs(s.Rhs)
	case *ast.LocalAssignStmt:
		rw.exprs(s.Exprs)
	case *ast.FuncCallStmt:
		rw.expr(s.Expr)
	case *ast.DoBlockStmt:
		rw.block(s.Stmts)
	case *ast.WhileStmt:
		rw.expr(s.Condition)
		s.Stmts = rw.loop(s, s.Stmts)
	case *ast.RepeatStmt:
		rw.expr(s.Condition)
		s.Stmts = rw.loop(s, s.Stmts)
	case *ast.IfStmt:
		rw.expr(s.Condition)
		rw.block(s.Then)
		rw.block(s.Else)
	case *ast.NumberForStmt:
		rw.exprs([]ast.Expr{s.Init, s.Limit, s.Step})
		s.Stmts = rw.loop(s, s.Stmts)
	case *ast.GenericForStmt:
		rw.exprs(s.Exprs)
		s.Stmts = rw.loop(s, s.Stmts)
	case *ast.FuncDefStmt:
		rw.expr(s.Func)
	case *ast.ReturnStmt:
		rw.exprs(s.Exprs)
	case *ast.LabelStmt:
		rw.refuse(s.Line(), "label '"+s.Name+"'")
	case *ast.GotoStmt:
		rw.refuse(s.Line(), "goto "+s.Label)
	}
}

func (rw *rewriter) exprs(list []ast.Expr) {
	for _, e := range list {
		rw.expr(e)
	}
}

func (rw *rewriter) expr(e ast.Expr) {
	switch e := e.(type) {
	case *ast.AttrGetExpr:
		rw.expr(e.Object)
		rw.expr(e.Key)
	case *ast.TableExpr:
		for _, f := range e.Fields {
			rw.expr(f.Key)
			rw.expr(f.Value)
		}
	case *ast.FuncCallExpr:
		rw.expr(e.Func)
		rw.expr(e.Receiver)
		rw.exprs(e.Args)
	case *ast.LogicalOpExpr:
		rw.expr(e.Lhs)
		rw.expr(e.Rhs)
	case *ast.RelationalOpExpr:
		rw.expr(e.Lhs)
		rw.expr(e.Rhs)
	case *ast.StringConcatOpExpr:
		rw.expr(e.Lhs)
		rw.expr(e.Rhs)
	case *ast.ArithmeticOpExpr:
		rw.expr(e.Lhs)
		rw.expr(e.Rhs)
	case *ast.UnaryMinusOpExpr:
		rw.expr(e.Expr)
	case *ast.UnaryNotOpExpr:
		rw.expr(e.Expr)
	case *ast.UnaryLenOpExpr:
		rw.expr(e.Expr)
	case *ast.FunctionExpr:
		rw.block(e.Stmts)
	}
}
