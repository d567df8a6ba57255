package bindings

import (
	"fmt"
	"slices"
	"strings"

	"github.com/yuin/gopher-lua/ast"

	"nlua/host"
	"nlua/rtnl/codec"
	"nlua/rtnl/request"
	"nlua/rtnl/spec"
)

// about is what messages, or what is nested in them, may consist of: the sets that their names may come from.
type about struct {
	sets  []*codec.Set
	what  string // as errors call it: "link"
	whole bool   // messages: they have reserved names too
	any   bool   // nothing is known of them but that they are messages
}

// aboutType is about messages of a type, or, where that has no rows, about any. One type has one about: two values that come of it are
// of one sort.
func (c *checker) aboutType(typ uint16) *about {
	key := typ &^ 3 // requests, replies and events of an object lie side by side; RTM_NEW* comes first
	known := spec.ByType(key)
	if known == nil || known.Set == nil {
		key = 0
	}
	if c.abouts[key] == nil {
		a := &about{whole: true, any: key == 0}
		if a.any {
			a.what = "message"
			for i := range spec.Messages {
				if set := spec.Messages[i].Set; set != nil && !slices.Contains(a.sets, set) {
					a.sets = append(a.sets, set)
				}
			}
		} else {
			a.sets, a.what = []*codec.Set{known.Set}, known.Object
		}
		c.abouts[key] = a
	}
	return c.abouts[key]
}

// inside is about what a name leads to; ok is false where there is no such name. A nil about: not known, or nothing with names.
func (a *about) inside(name string) (to *about, ok bool) {
	to = &about{what: name}
	add := func(set *codec.Set) {
		if set != nil && !slices.Contains(to.sets, set) {
			to.sets = append(to.sets, set)
		}
	}
	odd := false // something whose names are not in rows
	for _, set := range a.sets {
		row := set.Named(name)
		if f := set.Field(name); row == nil && f != nil {
			row = &f.Row
		}
		if row == nil {
			_, number := set.Unknown(name)
			odd, ok = odd || number, ok || number
			continue
		}
		ok = true
		if row.Elem != nil {
			row = row.Elem
		}
		add(row.Set)
		if row.Sub != nil {
			for way := range row.Sub.All() {
				odd = odd || way.Set == nil && (way.Row == nil || way.Row.Set == nil)
				add(way.Set)
				if way.Row != nil {
					add(way.Row.Set)
				}
			}
		}
		odd = odd || row.Set == nil && row.Sub == nil
	}
	if odd || len(to.sets) == 0 {
		to = nil
	}
	return to, ok
}

// names lists what may be said.
func (a *about) names() (list []string) {
	for _, set := range a.sets {
		for _, w := range request.SetWords(set) {
			list = append(list, w.Name, w.C)
		}
	}
	if a.whole {
		list = append(list, reservedNames...)
	}
	return list
}

// wrong tells what is wrong with a path, "" where nothing is known to be.
func (a *about) wrong(names []string) string {
	at := a
	for i, name := range names {
		switch {
		case at == nil:
			return ""
		case i == 0 && a.whole && slices.Contains(reservedNames, name) && (name != "state" || a.any || a.what == "link"):
			if name == "header" && len(names) > 1 && !slices.Contains(headerFields[:], names[1]) {
				return "a header has no " + quoted(names[1]) + request.Suggest(names[1], headerFields[:])
			}
			return ""
		case i == 0 && a.any && slices.Contains(controlNames[:], name):
			return ""
		case i > 0 && name != "" && name[0] <= '9': // in a list
			continue
		}
		to, ok := at.inside(name)
		if !ok {
			return at.lacks(name, request.Suggest(name, at.names()))
		}
		at = to
	}
	return ""
}

func (a *about) lacks(name, hint string) string { return a.what + " has no " + quoted(name) + hint }

func quoted(name string) string { return `"` + name + `"` }

// literalPath is the names of a path that is said literally.
func literalPath(e ast.Expr) (names []string) {
	if t, ok := e.(*ast.TableExpr); ok {
		for _, f := range t.Fields {
			name := literal(f.Value)
			if f.Key != nil || name == "" {
				return nil
			}
			names = append(names, name)
		}
		return names
	}
	if text := literal(e); text != "" {
		return strings.Split(text, ".")
	}
	return nil
}

// paths looks at the arguments that the manual calls paths, of a method of messages or of a dump of them; m:has takes a flag, m:field a
// field, m:get_attrs the name of an attribute.
func (c *checker) paths(on *about, e *entry, args []ast.Expr) {
	params := e.params()
	for i, arg := range args {
		name := ""
		if n := len(params) - 1; n >= i && params[i].name != "..." {
			name = params[i].name
		} else if n > 0 && params[n].name == "..." {
			name = params[n-1].name
		}
		names := literalPath(arg)
		if names == nil {
			continue
		}
		switch problem := ""; name {
		case "path":
			if problem = on.wrong(names); problem != "" {
				c.report(arg, "%s", problem)
			}
		case "name", "NAME":
			if _, ok := on.inside(literal(arg)); !ok && literal(arg) != "" {
				c.report(arg, "%s", on.lacks(literal(arg), request.Suggest(literal(arg), on.names())))
			}
		case "flag":
			if len(args) == 1 && len(on.sets) == 1 {
				c.flag(arg, on)
			}
		}
	}
}

// flag looks at what m:has asks for in flags.
func (c *checker) flag(arg ast.Expr, on *about) {
	row := on.sets[0].Named("flags")
	if f := on.sets[0].Field("flags"); row == nil && f != nil {
		row = &f.Row
	}
	if row == nil || row.Enum == nil {
		return
	}
	if _, ok := row.Enum.ValueOf(literal(arg)); !ok {
		c.report(arg, "%s: there is no flag %q%s", on.what, literal(arg), request.Suggest(literal(arg), row.Enum.Names()))
	}
}

// valueMethod looks at a method of a value, and tells what it returns.
func (c *checker) valueMethod(e *ast.FuncCallExpr, of known) known {
	path := of.class + ":" + e.Method
	m := entryOf(path)
	c.exprs(e.Args)
	switch names := entriesOf(of.class, true); {
	case len(names) == 0:
		return known{}
	case !slices.Contains(names, e.Method):
		c.report(e, "%s has no method %q%s", of.class, e.Method, orElement(of.class, e.Method, names))
		return known{}
	}
	if of.about != nil {
		c.paths(of.about, m, e.Args)
	}
	v := m.result(c)
	if strings.HasPrefix(v.class, "message") && of.about != nil {
		v.about = of.about
	}
	return v
}

// valueField looks at a field of a message, of what is nested in one, or of a list of them.
func (c *checker) valueField(of known, key string, line int) known {
	switch of.class {
	case "dump":
		if key != "" && !slices.Contains(entriesOf("dump", true), key) {
			c.problems = append(c.problems, problem{line, "dump has no method " + quoted(key) + orElement("dump", key, entriesOf("dump", true))})
		}
	case "messages":
		if key == "" {
			return known{class: "message", about: of.about}
		}
	case "header":
		if key != "" && !slices.Contains(headerFields[:], key) {
			c.problems = append(c.problems, problem{line, "a header has no " + quoted(key) + request.Suggest(key, headerFields[:])})
		}
	case "message", "nest":
		if key == "header" && of.class == "message" {
			return known{class: "header"}
		}
		if key == "" || of.about == nil {
			return known{}
		}
		if slices.Contains(entriesOf("message", of.class == "nest"), key) {
			return known{}
		}
		if of.about.wrong([]string{key}) != "" {
			names := append(of.about.names(), entriesOf("message", true)...)
			c.problems = append(c.problems, problem{line, of.about.lacks(key, request.Suggest(key, names))})
			return known{}
		}
		if to, ok := of.about.inside(key); ok && to != nil && !of.about.any {
			return known{class: "nest", about: to}
		}
	}
	return known{}
}

// result is what the manual says that a function gives.
func (e *entry) result(c *checker) known {
	if e == nil {
		return known{}
	}
	switch kind := e.returns(); kind {
	case "", "any":
	case "nlua.Message[]":
		return known{class: "messages", about: c.aboutType(0)}
	case "nlua.Message", "nlua.Message|nil":
		return known{class: "message", about: c.aboutType(0)}
	default:
		if class, ok := strings.CutPrefix(kind, "nlua."); ok && isName(class) {
			return known{class: strings.ToLower(class)}
		}
	}
	return known{}
}

// constructor looks at what one of the five classes is made with.
func (c *checker) constructor(class *class, args []ast.Expr) {
	for i, a := range args {
		switch {
		case i == 0 && class.name == "NetNS":
			if problem := unlike("string", a); problem != "" {
				c.report(a, "%s: argument 1: %s", class.name, problem)
			}
			continue
		case literal(a) != "":
			c.report(a, "%s: want options such as { netns = %q }, got a string", class.name, literal(a))
		case typeOf(a) != "" && typeOf(a) != "table":
			c.report(a, "%s: want options such as { netns = \"blue\" }, got %s", class.name, typeOf(a))
		}
		t, ok := a.(*ast.TableExpr)
		if !ok {
			continue
		}
		for _, f := range t.Fields {
			switch name := literal(f.Key); {
			case f.Key == nil:
				c.report(f.Value, "%s: options are named: { netns = \"blue\" }", class.name)
			case name == "groups" && typeOf(f.Value) != "number":
				c.groups(class.name+": groups", f.Value)
			case name != "" && !slices.Contains(optionNames(), name):
				c.report(f.Key, "%s: unknown option %q%s", class.name, name, request.Suggest(name, optionNames()))
			default:
				c.constructorOption(class, f)
			}
		}
	}
}

// body looks at the fields of a message that is made by its type.
func (c *checker) body(typ, of ast.Expr) {
	v := values{c: c}
	msg := (*spec.Msg)(nil)
	switch t, _ := v.value(typ); t := t.(type) {
	case float64:
		msg = spec.ByType(uint16(t))
	case string:
		if msg = spec.ByName(t); msg == nil {
			c.report(typ, "there is no message type %q%s", t, request.Suggest(t, eventNames()))
		}
	}
	t, ok := of.(*ast.TableExpr)
	if msg == nil || msg.Set == nil || !ok {
		return
	}
	if _, err := encodeBody(msg, v.table(t.Fields)); err != nil && (!v.some || request.AboutName(err)) {
		c.refused(fmt.Errorf("%s: %w", msg.Name, err), t.Fields)
	}
}

// element is what is known of the variables of a loop over a value.
func element(of known) []known {
	switch of.class {
	case "dump", "monitor":
		return []known{{class: "message", about: of.about}}
	case "pairs":
		return []known{{}, {class: "message", about: of.about}}
	}
	return nil
}

// answers is what a verb gives: a dump or a list of messages.
func (c *checker) answers(verb *request.Verb) known {
	switch verb.Mode() {
	case request.Dump:
		return known{class: "dump", about: c.aboutType(verb.Type)}
	case request.Get:
		return known{class: "messages", about: c.aboutType(verb.Type)}
	}
	return known{class: "messages", about: c.aboutType(0)}
}

// optionTables are the functions and methods that take a table of options beside what has rows, and which argument that is.
var optionTables = []struct {
	path  string
	arg   int
	names *[]string
}{
	{"nlua.exec", 1, &host.ExecOptions}, {"rtnl.netns.exec", 2, &host.ExecOptions}, {"object:batch", 1, &batchOptions},
	{"object:put", 1, &putNames}, {"object:nlm_request", 1, &putNames},
}

// optionsOf looks at the table of options of such a function.
func (c *checker) optionsOf(path string, args []ast.Expr) {
	for _, t := range optionTables {
		if t.path != path || t.arg >= len(args) {
			continue
		}
		where := path[strings.IndexAny(path, ".:")+1:]
		for _, key := range keysOf(args[t.arg]) {
			if !slices.Contains(*t.names, key.Value) {
				c.report(key, "%s: unknown option %q%s", where, key.Value, request.Suggest(key.Value, *t.names))
			} else {
				c.typedOption(where, key.Value, fieldOf(args[t.arg], key.Value))
			}
		}
	}
}
