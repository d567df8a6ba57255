package bindings

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	lua "github.com/yuin/gopher-lua"
	"github.com/yuin/gopher-lua/ast"
	"golang.org/x/sys/unix"

	"nlua/host"
	"nlua/rtnl/codec"
	"nlua/rtnl/plan"
	"nlua/rtnl/request"
	"nlua/rtnl/spec"
)

// call looks at a call, and at what it says to a constructor, or to an object or value that is known.
func (c *checker) call(e *ast.FuncCallExpr) known {
	if e.Func == nil {
		of := c.expr(e.Receiver)
		switch {
		case of.object != "":
			return c.method(e, of, e.Method, e.Args)
		case of.verbs:
			c.exprs(e.Args)
			c.verbOf(e, e.Method, e.Args)
			return known{}
		case of.class != "":
			return c.valueMethod(e, of)
		}
		c.exprs(e.Args)
		return known{}
	}
	fn := c.called(e)
	for _, caller := range callers {
		if fn.path == caller.path && len(e.Args) > caller.fn {
			return c.passed(e, fn, caller.fn, caller.from)
		}
	}
	given := c.exprs(e.Args)
	args := c.tables(e.Args)
	for _, a := range e.Args {
		c.changed(a)
	}
	c.optionsOf(fn.path, args)
	if class := c.space.classes[strings.TrimPrefix(fn.path, "rtnl.")]; class == nil {
		c.typed(fn.path, entryOf(fn.path), args)
	}
	switch class := c.space.classes[strings.TrimPrefix(fn.path, "rtnl.")]; {
	case fn.path == "require" && len(e.Args) == 1:
		return c.required(e.Args[0])
	case fn.of != nil && valueAt(given, 0).object != "": // ipr.link(ipr, ...)
		return c.method(e, *fn.of, fn.method, e.Args[1:])
	case fn.of != nil:
		c.withoutObject(e, fn)
	case fn.path == "provision.plan" || fn.path == "provision.apply" || fn.path == "provision.diff":
		for _, a := range args {
			c.plan(a)
		}
		return known{class: "plan"}
	case class != nil && strings.HasPrefix(fn.path, "rtnl."):
		c.constructor(class, args)
		return known{object: class.name}
	case fn.path == "rtnl.encode" && len(e.Args) == 2:
		c.body(e.Args[0], args[1])
	case fn.path == "nlua.signal" && len(e.Args) > 0:
		if name := literal(e.Args[0]); name != "" && host.SignalNamed(name) == 0 {
			c.report(e.Args[0], "signal: there is no %q, or none that can be caught", name)
		}
	case fn.path == "assert":
		return valueAt(given, 0)
	case (fn.path == "ipairs" || fn.path == "pairs") && valueAt(given, 0).class == "messages":
		return known{class: "pairs", about: given[0].about}
	}
	return entryOf(fn.path).result(c)
}

// called looks at what is called. A library's function must be there.
func (c *checker) called(e *ast.FuncCallExpr) known {
	a, isField := e.Func.(*ast.AttrGetExpr)
	if !isField {
		return c.expr(e.Func)
	}
	of, key := c.expr(a.Object), literal(a.Key)
	c.expr(a.Key)
	if of.class != "" {
		return c.valueField(of, key, e.Line())
	}
	fn := c.field(of, key, e.Line())
	if lib, isLib := of.value.(*lua.LTable); isLib && key != "" && fn == (known{}) && of.path != "_G" {
		c.calls = append(c.calls, read{of.path + "." + key, max(e.Line(), 1), lib})
	}
	return fn
}

// hasMethod tells whether a class has a method, and reports it where it has none.
func (c *checker) hasMethod(class, name string, line int) bool {
	of := c.space.classes[class]
	if c.space.methodsOf(of).RawGetString(name) != lua.LNil {
		return true
	}
	hint := instead(name)
	if hint == "" {
		hint = request.Suggest(name, c.space.methodNames(of))
	}
	c.problems = append(c.problems, problem{line, fmt.Sprintf("%s has no method %q%s", of.name, name, hint)})
	return false
}

// method looks at a method of an object and at its arguments, and tells what it returns.
func (c *checker) method(e ast.PositionHolder, on known, name string, args []ast.Expr) known {
	if !c.hasMethod(on.object, name, max(e.Line(), 1)) {
		c.exprs(args)
		return known{}
	}
	for _, a := range args {
		if f, ok := a.(*ast.FunctionExpr); ok && (name == "batch" || name == "transaction" || name == "guard") {
			c.function(f, false, known{verbs: true})
		} else {
			c.argument(a)
		}
	}
	args = c.tables(args)
	last := ast.Expr(nil)
	if len(args) > 0 {
		last = args[len(args)-1]
	}
	c.optionsOf("object:"+name, args)
	c.typed(name, entryOf("object:"+name), args)
	switch name {
	case "ensure", "poll":
		c.ensure(name, args)
	case "monitor":
		return known{class: "monitor", about: c.events(name, last)}
	case "wait":
		return known{class: "message", about: c.events(name, last)}
	case "plan", "diff":
		c.plan(last)
	case "get_netnsid":
		c.keywords(request.ByName("nsid"), "get", nil, nil, args, nil)
	case "set_netnsid":
		c.keywords(request.ByName("nsid"), "add", nil, nil, args, nil)
	case "bind", "add_membership", "drop_membership":
		for _, a := range args {
			c.groups(name, a)
		}
	case "put", "nlm_request":
		if len(args) > 1 {
			c.body(fieldOf(args[1], "msg_type"), args[0])
		}
	case "link_lookup", "get_links":
		c.keywords(request.ByName("link"), "dump", nil, nil, tablesOf(last), nil)
		if name == "get_links" {
			return known{class: "dump", about: c.aboutType(unix.RTM_NEWLINK)}
		}
	case "flush_routes", "flush_addr", "flush_rules":
		c.getter("get"+strings.TrimPrefix(name, "flush"), args)
	default:
		if g := c.getter(name, args); g != nil {
			return c.answers(request.ByName(g.object).Verb(g.verb))
		}
		if request.ByName(name) != nil {
			return c.verbOf(e, name, args)
		}
	}
	return entryOf("object:" + name).result(c)
}

// argument looks at an argument of a method: the match in a table is called with messages.
func (c *checker) argument(a ast.Expr) {
	t, ok := a.(*ast.TableExpr)
	if !ok {
		c.expr(a)
		return
	}
	for _, f := range t.Fields {
		if fn, ok := f.Value.(*ast.FunctionExpr); ok && literal(f.Key) == "match" {
			c.function(fn, false, known{class: "message", about: c.aboutType(0)})
			continue
		}
		c.expr(f.Key)
		c.expr(f.Value)
	}
}

// verbOf looks at ipr:link("add", ...), where it is a method of that kind.
func (c *checker) verbOf(at ast.PositionHolder, name string, args []ast.Expr) known {
	obj := request.ByName(name)
	if obj == nil {
		return known{}
	}
	if len(args) == 0 {
		c.report(at, "%s: want a verb: one of %s", name, strings.Join(obj.VerbNames(), ", "))
	}
	if len(args) > 0 && len(tablesOf(args[0])) > 0 {
		c.report(args[0], "%s: want a verb before the keywords: one of %s", name, strings.Join(obj.VerbNames(), ", "))
	}
	if len(args) > 0 && typeOf(args[0]) != "" && typeOf(args[0]) != "string" && typeOf(args[0]) != "table" {
		c.report(args[0], "%s: want a verb, got %s: one of %s", name, typeOf(args[0]), strings.Join(obj.VerbNames(), ", "))
	}
	args = c.tables(args)
	verbs, all := said(args[:min(1, len(args))])
	for _, verb := range verbs {
		if err := obj.Check(verb.Value, "", ""); err != nil {
			c.report(verb, "%s", err)
			return known{}
		}
	}
	if !all || len(verbs) != 1 {
		return known{}
	}
	c.keywords(obj, verbs[0].Value, obj.Args, nil, args[1:], nil)
	return c.answers(obj.Verb(verbs[0].Value))
}

// said lists the strings that expressions may come to: of `x and "add" or "del"` both. all is false where they may come to something else.
func said(list []ast.Expr) (strings []*ast.StringExpr, all bool) {
	all = true
	for _, e := range list {
		switch e := e.(type) {
		case *ast.StringExpr:
			strings = append(strings, e)
		case *ast.LogicalOpExpr:
			left, allLeft := said([]ast.Expr{e.Lhs})
			right, allRight := said([]ast.Expr{e.Rhs})
			if e.Operator == "and" { // the left one is given only where it is false or nil
				left, allLeft = nil, true
			}
			strings, all = append(append(strings, left...), right...), all && allLeft && allRight
		default:
			all = false
		}
	}
	return strings, all
}

// getter looks at get_routes and its kin, and gives its row; nil where name is none of them.
func (c *checker) getter(name string, args []ast.Expr) *getter {
	g := getterNamed(name)
	if g != nil {
		c.keywords(request.ByName(g.object), g.verb, g.args, g.preset, args, nil)
	}
	return g
}

func tablesOf(e ast.Expr) []ast.Expr {
	if t, ok := e.(*ast.TableExpr); ok {
		return []ast.Expr{t}
	}
	return nil
}

// pollWords are what ensure and poll take beside keywords.
var pollWords = []string{"present", "timeout", "interval"}

// ensure looks at ipr:ensure("link", {...}) and ipr:poll("link", "dump", {...}), where ipr.link may stand for "link".
func (c *checker) ensure(name string, args []ast.Expr) {
	if len(args) < 2 {
		return
	}
	method, said := literal(args[0]), true
	if at, ok := args[0].(*ast.AttrGetExpr); ok {
		method, said = literal(at.Key), false
	}
	obj := request.ByName(method)
	if obj == nil {
		if said && method != "" {
			c.report(args[0], "%s: unknown method %q%s", name, method, request.Suggest(method, objectNames()))
		}
		return
	}
	verb := "dump"
	if name == "poll" {
		if verb = literal(args[1]); verb == "" {
			return
		}
		if err := obj.Check(verb, "", ""); err != nil {
			c.report(args[1], "%s", err)
			return
		}
	}
	last := args[len(args)-1]
	c.keywords(obj, verb, nil, nil, tablesOf(last), pollWords)
	for _, word := range pollWords {
		c.typedOption(name, word, fieldOf(last, word))
	}
}

// waitWords are what wait takes beside a filter's keywords; monitor takes all but the last.
var waitWords = []string{"groups", "event", "match", "all_ns", "rcvbuf", "queue", "replay", "resync", "timeout"}

// events looks at the table of ipr:monitor{...} and ipr:wait{...}: a keyword must be one of any object. It tells what the events are about.
func (c *checker) events(name string, of ast.Expr) *about {
	about := c.aboutType(0)
	t, ok := of.(*ast.TableExpr)
	if !ok {
		return about
	}
	for _, f := range t.Fields {
		key, ok := f.Key.(*ast.StringExpr)
		switch {
		case !ok:
		case key.Value == "timeout" && name == "monitor":
			c.report(key, "monitor: timeout belongs to wait; nlua.timeout(seconds, fn) ends a loop")
		case key.Value == "event":
			c.typedOption(name, key.Value, f.Value)
			for _, e := range listIn(f.Value) {
				text := literal(e)
				switch msg := spec.ByName(text); {
				case msg == nil && text != "":
					c.report(e, "%s: event: there is no %q%s", name, text, request.Suggest(text, eventNames()))
				case msg != nil && e == f.Value:
					about = c.aboutType(msg.Type)
				}
			}
		case key.Value == "groups":
			c.groups(name+": groups", f.Value)
		case slices.Contains(waitWords, key.Value):
			c.typedOption(name, key.Value, f.Value)
		case ofEvents(key.Value):
		default:
			known := slices.Clone(waitWords)
			for _, w := range request.ByName("link").Words("dump", "") {
				known = append(known, w.Name)
			}
			c.report(key, "%s: unknown keyword %q%s", name, key.Value, request.Suggest(key.Value, known))
		}
	}
	return about
}

// groups looks at the names of multicast groups, one or a list.
func (c *checker) groups(where string, of ast.Expr) {
	for _, e := range listIn(of) {
		if text := literal(e); text != "" && spec.GroupNamed(text) == nil {
			c.report(e, "%s: there is no group %q%s", where, text, request.Suggest(text, groupNames()))
		}
	}
}

// ofEvents tells whether any object has a keyword.
func ofEvents(word string) bool {
	return slices.ContainsFunc(request.Objects(), func(obj *request.Object) bool { return obj.Check("dump", "", word) == nil })
}

// listIn are the entries of a list, or the one value.
func listIn(e ast.Expr) []ast.Expr {
	t, ok := e.(*ast.TableExpr)
	if !ok {
		return []ast.Expr{e}
	}
	var list []ast.Expr
	for _, f := range t.Fields {
		list = append(list, f.Value)
	}
	return list
}

// plan looks at the table of provision.plan{...}: its sections, and the names in their entries.
func (c *checker) plan(of ast.Expr) {
	t, ok := of.(*ast.TableExpr)
	if !ok {
		return
	}
	for _, f := range t.Fields {
		key, ok := f.Key.(*ast.StringExpr)
		if !ok {
			continue
		}
		object, verbs, err := plan.Section(key.Value)
		if err != nil {
			c.report(key, "plan: %s", err)
		}
		obj := request.ByName(object)
		if obj == nil {
			continue
		}
		for _, e := range c.tables(listIn(f.Value)) {
			if t, ok := e.(*ast.TableExpr); ok && obj.Name == "link" {
				c.longNames("plan: "+key.Value, t.Fields)
			}
			kinds := []string{fieldText(e, "kind")}
			if obj.Name == "brport" && kinds[0] == "" { // the master says it
				kinds = append(kinds, obj.KindNames()...)
			}
			for _, name := range keysOf(e) {
				if err := checkAny(obj, verbs, kinds, name.Value); err != nil && name.Value != "netns" {
					c.report(name, "plan: %s: %s", key.Value, err)
				}
			}
		}
	}
}

// checkAny tells whether any verb takes a word, for any of the kinds; the error is that of the first ones.
func checkAny(obj *request.Object, verbs, kinds []string, word string) error {
	first := obj.Check(verbs[0], kinds[0], word)
	for _, kind := range kinds {
		if slices.ContainsFunc(verbs, func(v string) bool { return obj.Check(v, kind, word) == nil }) {
			return nil
		}
	}
	return first
}

// keywords looks at the arguments behind a verb: at each name, and at the values as far as they are said literally. positional are
// the keywords that may be given by position, own the words that are no keywords of the verb.
func (c *checker) keywords(obj *request.Object, verb string, positional []string, preset codec.Table, args []ast.Expr, own []string) {
	var fields []*ast.Field
	all, kind := true, ""
	for i, a := range args {
		t, isTable := a.(*ast.TableExpr)
		switch {
		case isTable && (i == len(args)-1 || i >= len(positional)):
			fields = append(fields, t.Fields...)
			kind = cmp.Or(kind, fieldText(t, "kind"))
		case i < len(positional):
			fields = append(fields, &ast.Field{Key: &ast.StringExpr{Value: positional[i]}, Value: a})
			if positional[i] == "kind" {
				kind = cmp.Or(kind, literal(a))
			}
		default:
			if all = false; typeOf(a) != "" {
				c.report(a, "%s %s: want a table of keywords, got %s", obj.Name, verb, typeOf(a))
			}
		}
	}
	fields = slices.DeleteFunc(fields, func(f *ast.Field) bool { return slices.Contains(own, literal(f.Key)) })
	kind, misspelt := c.misspeltKind(obj, verb, kind, fields)
	right := slices.DeleteFunc(slices.Clone(fields), func(f *ast.Field) bool {
		key, ok := f.Key.(*ast.StringExpr)
		if !ok || slices.Contains(positional, key.Value) {
			return misspelt && literal(f.Key) == "kind"
		}
		err := obj.Check(verb, kind, key.Value)
		if err != nil {
			text := err.Error()
			if !strings.Contains(text, "did you mean") {
				text += request.Suggest(key.Value, own)
			}
			c.report(key, "%s", text)
		}
		return err != nil || misspelt && key.Value == "kind"
	})
	if v := obj.Verb(verb); obj.Name == "link" && v != nil && v.Mode() != request.Dump {
		c.longNames(obj.Name+" "+verb, right)
	}
	v := values{c: c}
	kw := v.table(right)
	var whole error
	if all && !v.some && len(right) == len(fields) {
		for _, p := range preset {
			if _, there := kw.Get(p.Name); !there {
				kw = append(kw, p)
			}
		}
		if whole = obj.Try(verb, kw, c.space.db); whole == nil {
			return
		}
	}
	if _, said := kw.Get("kind"); !said && slices.ContainsFunc(fields, func(f *ast.Field) bool { return literal(f.Key) == "kind" }) {
		return // what its words mean is not known
	}
	before := len(c.problems)
	rest := slices.DeleteFunc(slices.Clone(kw), func(p codec.Pair) bool { return c.nested(obj, verb, kind, p, kw, right, v.open) })
	c.wrongValues(obj, verb, rest, right)
	if len(c.problems) == before {
		c.refused(whole, fields)
	}
}

// nested looks at the names in a keyword's table, where not all values of the call are known or right, and tells whether it found
// something. Some are asked for with the keyword alone; others need what else was said.
func (c *checker) nested(obj *request.Object, verb, kind string, p codec.Pair, kw codec.Table, fields []*ast.Field, open []*ast.Field) bool {
	switch p.Value.(type) {
	case codec.Table, []any:
	default:
		return false
	}
	its := slices.DeleteFunc(slices.Clone(fields), func(f *ast.Field) bool { return literal(f.Key) != p.Name })
	deep := func(text string) (found bool) {
		eachKey(its, 1, func(key *ast.StringExpr, depth int) { found = found || depth > 1 && says(text, key.Value) })
		return found
	}
	try := func(p codec.Pair) bool {
		alone := codec.Table{p}
		if kind != "" {
			alone = append(alone, codec.Pair{Name: "kind", Value: kind})
		}
		whole := codec.Table{p}
		for _, other := range kw {
			if other.Name != p.Name {
				whole = append(whole, other)
			}
		}
		for _, f := range fields { // links that are not said literally are some link
			if name := literal(f.Key); slices.Contains(request.DeviceWords, name) && name != p.Name {
				whole = append(whole, codec.Pair{Name: name, Value: 1.0})
			}
		}
		for _, kw := range []codec.Table{alone, whole} {
			if err := obj.Try(verb, kw, c.space.db); err != nil && request.AboutName(err) && deep(err.Error()) {
				return c.refused(err, its)
			}
		}
		return false
	}
	found := try(p)
	for _, hole := range open {
		v := values{c: c, hole: hole}
		if filled := v.table(its); !found && v.filled && len(filled) > 0 {
			found = try(filled[0])
		}
	}
	return found
}

// refused reports an error of Try, at the line of the name that it is about.
func (c *checker) refused(err error, fields []*ast.Field) bool {
	if err == nil {
		return false
	}
	text := err.Error()
	at := ast.PositionHolder(nil)
	deepest := 0
	eachKey(fields, 1, func(key *ast.StringExpr, depth int) {
		if depth > deepest && says(text, key.Value) {
			at, deepest = key, depth
		}
	})
	if at == nil && len(fields) > 0 {
		at = fields[0].Value
	}
	if at != nil {
		c.report(at, "%s", text)
	}
	return true
}

// says tells whether a text has a word, as such.
func says(text, word string) bool {
	return slices.Contains(strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(`:,. "`, r) }), word)
}

// eachKey walks the names of a table and of those inside it.
func eachKey(fields []*ast.Field, depth int, fn func(key *ast.StringExpr, depth int)) {
	for _, f := range fields {
		if key, ok := f.Key.(*ast.StringExpr); ok {
			fn(key, depth)
		}
		if t, ok := f.Value.(*ast.TableExpr); ok {
			eachKey(t.Fields, depth+1, fn)
		}
	}
}
