package bindings

import (
	"slices"
	"strings"

	lua "github.com/yuin/gopher-lua"
	"github.com/yuin/gopher-lua/ast"

	"nlua/rtnl/request"
)

// callers are the functions that call one of their arguments, and with which of the others.
var callers = []struct {
	path     string
	fn, from int
}{
	{"pcall", 0, 1}, {"nlua.spawn", 0, 1}, {"nlua.timeout", 1, 2}, {"nlua.after", 1, 2}, {"xpcall", 0, 2},
}

// passed looks at a call of called, such as pcall(fn, ...), whose argument number fn is called with those from number `from` on.
func (c *checker) passed(e *ast.FuncCallExpr, called known, fn, from int) known {
	c.typed(called.path, entryOf(called.path), e.Args)
	from = min(from, len(e.Args))
	rest := e.Args[from:]
	if f, isFunction := e.Args[fn].(*ast.FunctionExpr); isFunction {
		c.exprs(e.Args[:fn])
		c.function(f, false, c.exprs(e.Args[fn+1:])[from-fn-1:]...)
		return entryOf(called.path).result(c)
	}
	of := c.expr(e.Args[fn])
	c.exprs(append(slices.Clone(e.Args[:fn]), e.Args[fn+1:from]...))
	if of.of != nil && len(rest) > 0 && c.expr(rest[0]).object != "" { // pcall(ipr.link, ipr, "add", {...})
		c.method(e, *of.of, of.method, rest[1:])
		return entryOf(called.path).result(c)
	}
	c.exprs(rest)
	return entryOf(called.path).result(c)
}

// withoutObject reports ipr.link("dump"), where what is given in the object's place is certainly none.
func (c *checker) withoutObject(e *ast.FuncCallExpr, fn known) {
	got := "nothing"
	if len(e.Args) > 0 {
		got = typeOf(e.Args[0])
	}
	if fn.of != nil && got != "" {
		c.report(e, "%s: want an object, got %s: call it as ipr:%s(...)", fn.method, got, fn.method)
	}
}

// required is what a module is that is there from the start.
func (c *checker) required(of ast.Expr) known {
	name := literal(of)
	if name == "nlua.provision" {
		return known{path: "provision"}
	}
	if v := c.space.vm.Globals().RawGetString(name); v.Type() == lua.LTTable && !c.written[name] {
		return known{path: name, value: v}
	}
	c.misspeltModule(of, name)
	return known{}
}

// misspeltModule reports a name that is nearly that of a module of nlua's own, where there is no such module on the path that the
// source leaves as it is.
func (c *checker) misspeltModule(of ast.Expr, name string) {
	rest, ours := strings.CutPrefix(name, "nlua.")
	if c.space.opts.Modules == nil || !ours || c.written["package.path"] || c.written["package.preload."+name] || c.space.vm.HasModule(name) {
		return
	}
	var names []string
	for module := range c.space.opts.Modules() {
		names = append(names, strings.TrimPrefix(module, "nlua."))
	}
	slices.Sort(names)
	if near := request.Nearest(rest, names); near != "" {
		c.report(of, "require: there is no %q: did you mean %q?", name, "nlua."+near)
	}
}

// linkNameSize is how many bytes a link's name may have: IFNAMSIZ of include/uapi/linux/if.h, without the NUL.
const linkNameSize = 15

// longNames reports what is to be the name of a link and is too long for one: only the kernel would say so.
func (c *checker) longNames(where string, fields []*ast.Field) {
	for _, f := range fields {
		name := literal(f.Key)
		if text := literal(f.Value); len(text) > linkNameSize && (name == "ifname" || name == "peer") {
			c.report(f.Value, "%s: %s: %q has %d bytes: the name of a link has %d at most", where, name, text, len(text), linkNameSize)
		}
		if t, ok := f.Value.(*ast.TableExpr); ok && name == "peer" {
			c.longNames(where+": peer", t.Fields)
		}
	}
}
