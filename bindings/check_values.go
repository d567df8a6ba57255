package bindings

import (
	"fmt"
	"slices"

	lua "github.com/yuin/gopher-lua"
	"github.com/yuin/gopher-lua/ast"

	"nlua/rtnl/codec"
)

// values makes Go values, as requests take them, of what the source says literally.
type values struct {
	c      *checker
	some   bool         // something was not literal, and was left out
	open   []*ast.Field // what that was, where it has a name
	hole   *ast.Field   // gets a number
	filled bool
}

func (v *values) table(fields []*ast.Field) codec.Table {
	kw := codec.Table{}
	for i, f := range fields {
		name := literal(f.Key)
		if f.Key == nil {
			name = fmt.Sprint(i + 1)
		}
		value, ok := v.value(f.Value)
		switch {
		case f == v.hole:
			value, v.filled = 1.0, true
		case name == "" || !ok:
			v.some = true
			if name != "" {
				v.open = append(v.open, f)
			}
			continue
		}
		kw = append(kw, codec.Pair{Name: name, Value: value})
	}
	return kw
}

// value gives the value of an expression; ok is false where it is not said literally.
func (v *values) value(e ast.Expr) (value any, ok bool) {
	switch e := e.(type) {
	case *ast.StringExpr:
		return e.Value, true
	case *ast.NumberExpr:
		return float64(lua.LVAsNumber(lua.LString(e.Value))), true
	case *ast.TrueExpr:
		return true, true
	case *ast.FalseExpr:
		return false, true
	case *ast.NilExpr:
		return nil, true
	case *ast.FunctionExpr:
		return func(any) bool { return true }, true
	case *ast.UnaryMinusOpExpr:
		n, isNumber := v.value(e.Expr)
		f, isFloat := n.(float64)
		return -f, isNumber && isFloat
	case *ast.AttrGetExpr:
		if n, isNumber := v.c.field(v.c.peek(e.Object), literal(e.Key), e.Line()).value.(lua.LNumber); isNumber {
			return float64(n), true
		}
	case *ast.TableExpr:
		if slices.ContainsFunc(e.Fields, func(f *ast.Field) bool { return f.Key == nil }) {
			list := []any{}
			for _, f := range e.Fields {
				if one, ok := v.value(f.Value); ok && f.Key == nil {
					list = append(list, one)
				} else {
					v.some = true
				}
			}
			return list, true
		}
		return v.table(e.Fields), true
	}
	return nil, false
}

// peek is what is known of a name, without having read it.
func (c *checker) peek(e ast.Expr) known {
	id, ok := e.(*ast.IdentExpr)
	if !ok {
		return known{}
	}
	if l := c.local(id.Value); l != nil {
		return *l
	}
	if id.Value == "rtnl" && !c.written["rtnl"] {
		return known{path: "rtnl", value: c.space.lib}
	}
	return known{}
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

// fieldOf is what a table constructor gives a name, nil if there is nothing.
func fieldOf(e ast.Expr, name string) ast.Expr {
	if t, ok := e.(*ast.TableExpr); ok {
		for _, f := range t.Fields {
			if literal(f.Key) == name {
				return f.Value
			}
		}
	}
	return nil
}

// fieldText is the string constant that a table constructor gives a name, "" if there is none.
func fieldText(e ast.Expr, name string) string {
	return literal(fieldOf(e, name))
}
