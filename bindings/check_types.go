package bindings

import (
	"slices"
	"strconv"
	"strings"

	lua "github.com/yuin/gopher-lua"
	"github.com/yuin/gopher-lua/ast"

	"nlua/rtnl/codec"
	"nlua/rtnl/request"
)

// typeOf is the Lua type of what an expression gives, where the expression alone says it.
func typeOf(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.StringExpr:
		return "string"
	case *ast.NumberExpr:
		return "number"
	case *ast.UnaryMinusOpExpr:
		if typeOf(e.Expr) == "number" {
			return "number"
		}
	case *ast.TrueExpr, *ast.FalseExpr:
		return "boolean"
	case *ast.TableExpr:
		return "table"
	case *ast.FunctionExpr:
		return "function"
	}
	return ""
}

// kindWords are the types of LuaCATS that the manual has, and what each is in words.
var kindWords = []struct{ kind, typ, want string }{
	{"number", "number", "a number"}, {"string", "string", "a string"}, {"boolean", "boolean", "a boolean"}, {"function", "function", "a function"},
	{"table", "table", "a table"}, {"string[]", "table", "a list of strings"}, {"nlua.Message[]", "table", "a list of messages"},
}

// unlike tells what an expression should be and is not: by a type such as "number|string[]". "" where it may be right.
func unlike(kind string, e ast.Expr) string {
	typ := typeOf(e)
	if typ == "" {
		return ""
	}
	var want []string
	for one := range strings.SplitSeq(kind, "|") {
		if strings.HasPrefix(one, "fun(") {
			one = "function"
		}
		known := false
		for _, w := range kindWords {
			if w.kind == one {
				if w.typ == typ || typ == "number" && w.typ == "string" || typ == "string" && w.typ == "number" && isNumeral(literal(e)) {
					return ""
				}
				want, known = append(want, w.want), true
			}
		}
		if !known {
			return ""
		}
	}
	return "want " + strings.Join(want, " or ") + ", got " + typ
}

// isNumeral tells text that Lua takes for a number.
func isNumeral(text string) bool {
	_, err := strconv.ParseFloat(strings.TrimSpace(text), 64)
	return err == nil
}

// typed looks at the arguments of a function or method of the manual.
func (c *checker) typed(name string, e *entry, args []ast.Expr) {
	if e == nil || strings.HasPrefix(e.use, "for ") || getterNamed(name) != nil { // what has keywords by position is looked at with them
		return
	}
	params := e.params()
	if strings.Contains(e.use, "filter...") {
		if len(params) > 1 { // of which some are left out
			return
		}
		params[0].kind = "table|function"
	}
	for i, p := range params {
		if p.name == "..." || i >= len(args) {
			return
		}
		if problem := unlike(p.kind, args[i]); problem != "" {
			c.report(args[i], "%s: argument %d: %s", name, i+1, problem)
		}
	}
}

// typedOption looks at the value of an option that has its type by its name.
func (c *checker) typedOption(where, name string, value ast.Expr) {
	if problem := unlike(kindNamed(name), value); problem != "" {
		c.report(value, "%s: %s: %s", where, name, problem)
	}
}

// constructorOption has an option read as the constructor reads it, where its value is said literally.
func (c *checker) constructorOption(class *class, f *ast.Field) {
	v := values{c: c}
	value, ok := v.value(f.Value)
	if !ok || v.some || value == nil {
		return
	}
	s, name := c.space, literal(f.Key)
	for _, o := range options() {
		if o.name != name {
			continue
		}
		set := s.defaults(class)
		set.looked = true
		read := s.vm.L().NewFunction(func(L *lua.LState) int {
			o.set(s, args{L, class.name + ": " + name}, set, L.Get(1))
			return 0
		})
		given := s.plain(s.vm.L(), value)
		if _, isFunction := f.Value.(*ast.FunctionExpr); isFunction {
			given = read
		}
		if _, err := s.vm.Call(s.vm.L(), read, 0, given); err != nil {
			c.report(f.Value, "%s", err)
		}
	}
}

// misspeltKind reports a kind that is not known, where one that is is nearly called so, and gives that: the kernel may have others.
func (c *checker) misspeltKind(obj *request.Object, verb, kind string, fields []*ast.Field) (meant string, misspelt bool) {
	known := obj.KindNames()
	near := request.Nearest(kind, known)
	if kind == "" || near == "" || slices.Contains(known, kind) {
		return kind, false
	}
	for _, f := range fields {
		if literal(f.Key) == "kind" {
			c.report(f.Value, "%s %s: kind: %q is not known%s", obj.Name, verb, kind, request.Suggest(kind, known))
		}
	}
	return near, true
}

// wrongValues looks at the values of a call of which not all is known, or right: what is wrong with one alone, and with all others that
// may be right, is wrong.
func (c *checker) wrongValues(obj *request.Object, verb string, kw codec.Table, fields []*ast.Field) {
	about := codec.Table{} // and some link, where the call has one
	for _, f := range fields {
		switch name := literal(f.Key); {
		case slices.Contains(request.DeviceWords, name):
			about = append(about, codec.Pair{Name: name, Value: 1.0})
		case name == "ifname":
			about = append(about, codec.Pair{Name: name, Value: "link"})
		}
	}
	whole := slices.Clone(kw)
	for _, p := range about {
		if _, said := kw.Get(p.Name); !said {
			whole = append(whole, p)
		}
	}
	if kind, said := kw.Get("kind"); said {
		about = append(about, codec.Pair{Name: "kind", Value: kind})
	}
	for again := true; again; {
		again = false
		for _, p := range kw {
			if _, said := about.Get(p.Name); said {
				continue
			}
			if _, there := whole.Get(p.Name); !there {
				continue
			}
			alone := obj.Try(verb, append(codec.Table{p}, about...), c.space.db)
			if !request.AboutValue(alone, p) {
				continue
			}
			if all := obj.Try(verb, whole, c.space.db); all != nil && all.Error() == alone.Error() {
				c.refused(alone, fields)
				whole = slices.DeleteFunc(whole, func(o codec.Pair) bool { return o.Name == p.Name })
				again = true
			}
		}
	}
}
