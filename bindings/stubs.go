package bindings

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	lua "github.com/yuin/gopher-lua"

	"nlua/rtnl/codec"
	"nlua/rtnl/request"
)

// writeStubs is --stubs: nlua.lua, definitions for language servers (LuaCATS), what else may be required, and nlua.luacheckrc, a standard for
// luacheck.
func (s *Space) writeStubs(dir string) error {
	s.allParts()
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return fmt.Errorf("--stubs: %w", err)
	}
	files := map[string]string{
		"nlua.lua": s.stubs(), "nlua.luacheckrc": s.luacheck(),
		"rtnl.lua": "---@meta\nreturn rtnl\n", "bit.lua": "---@meta\nreturn bit\n", // what require gives
	}
	if s.opts.Modules != nil {
		for name, text := range s.opts.Modules() {
			files[strings.ReplaceAll(name, ".", "/")+".lua"] = text
		}
	}
	for name, text := range files {
		path := filepath.Join(dir, name)
		err := os.MkdirAll(filepath.Dir(path), 0o777)
		if err == nil {
			err = os.WriteFile(path, []byte(text), 0o666)
		}
		if err != nil {
			return fmt.Errorf("--stubs: %w", err)
		}
	}
	return nil
}

// stub is the text of nlua.lua as it grows.
type stub struct {
	strings.Builder
	space *Space
	nests []*codec.Set // whose classes are written at the end
	names map[*codec.Set]string
}

func (b *stub) line(format string, values ...any) { fmt.Fprintf(b, format+"\n", values...) }

func (b *stub) doc(text string) {
	if text != "" {
		b.line("---%s", strings.ReplaceAll(text, "\n", " "))
	}
}

// field is one field of a class; names that are no Lua names are written as such tables have them.
func (b *stub) field(name, mark, kind, doc string) {
	if !isName(name) {
		name = fmt.Sprintf("[%q]", name)
		if mark != "" {
			kind, mark = kind+"|nil", ""
		}
	}
	b.line("%s", strings.TrimRight(fmt.Sprintf("---@field %s%s %s %s", name, mark, kind, strings.ReplaceAll(doc, "\n", " ")), " "))
}

func (s *Space) stubs() string {
	b := &stub{space: s, names: map[*codec.Set]string{}}
	b.line("---@meta\n-- Made by nlua --stubs.\n")
	b.line("---@class nlua.Options")
	for _, o := range options() {
		b.field(o.name, "?", o.kind, o.doc)
	}
	b.line("")
	for _, class := range manualClasses() {
		b.manualClass(class, "nlua."+strings.ToUpper(class[:1])+class[1:])
	}
	for _, obj := range request.Objects() {
		b.object(obj)
	}
	for _, class := range []string{"IPRoute", "AsyncIPRoute", "NetNS", "IPRSocket", "AsyncIPRSocket"} {
		b.class(s.classes[class])
	}
	for _, lib := range []string{"rtnl", "nlua", "bit"} {
		b.doc(entryOf(lib).doc)
		if t, ok := s.vm.Globals().RawGetString(lib).(*lua.LTable); ok {
			b.lib(lib, t)
		}
	}
	b.doc(entryOf("ipr").doc)
	b.line("---@type nlua.IPRoute\nipr = nil\n")
	b.line("---@class nlua.Nest\nlocal _nest = {}\n")
	for _, name := range []string{"get", "totable"} { // as those of a message
		b.function("_nest:"+name, entryOf("message:"+name))
	}
	for i := 0; i < len(b.nests); i++ { // grows as they name others
		b.line("---@class %s : nlua.Nest", b.names[b.nests[i]])
		b.values(b.nests[i], nil)
		b.line("")
	}
	b.line("return nlua")
	return b.String()
}

// manualClasses lists the classes that the manual has methods of, but for the five, in its order.
func manualClasses() []string {
	var names []string
	for i := range manual {
		if class, _, ok := strings.Cut(manual[i].path, ":"); ok && class != "object" && !slices.Contains(names, class) {
			names = append(names, class)
		}
	}
	return names
}

// manualClass writes a class that the manual has all methods of.
func (b *stub) manualClass(class, name string) {
	var methods []*entry
	b.line("---@class %s", name)
	if class == "dump" || class == "records" || class == "monitor" {
		b.line("---@overload fun(): nlua.Message|nil")
	}
	for i := range manual {
		e := &manual[i]
		word, ok := strings.CutPrefix(e.path, class+":")
		switch {
		case !ok:
		case strings.Contains(e.use, ":"+word+"("):
			methods = append(methods, e)
		case strings.Contains(e.use, "."+word):
			b.field(word, "", "any", e.doc)
		default:
			methods = append(methods, e)
		}
	}
	switch class {
	case "message":
		b.line("---@field [string] any")
	case "u64":
		for _, op := range []string{"add", "sub", "mul", "div", "mod"} {
			b.line("---@operator %s(number|%s): %s", op, name, name)
		}
	}
	variable := "_" + class
	b.line("local %s = {}\n", variable)
	for _, e := range methods {
		b.function(variable+":"+e.path[len(class)+1:], e)
	}
}

// function writes a function by what the manual says of it; without an entry it takes anything.
func (b *stub) function(name string, e *entry) {
	params := "..."
	if e != nil {
		b.doc(e.doc)
		b.line("---`%s`", e.use)
		params = b.params(e)
		if kind := e.returns(); kind != "" {
			b.line("---@return %s", kind)
		}
	}
	b.line("function %s(%s) end\n", name, params)
}

// params writes the parameters that an entry shows, and gives their list.
func (b *stub) params(e *entry) string {
	var names []string
	for _, p := range e.params() {
		mark := ""
		if p.optional && p.name != "..." {
			mark = "?"
		}
		b.line("---@param %s%s %s", p.name, mark, p.kind)
		names = append(names, p.name)
	}
	return strings.Join(names, ", ")
}

// object writes the verbs, keywords, messages and dumps of an object.
func (b *stub) object(obj *request.Object) {
	b.line("---@alias nlua.verb.%s", obj.Name)
	for i := range obj.Verbs {
		v := &obj.Verbs[i]
		for _, name := range append([]string{v.Name}, v.Also...) {
			b.line("%s", strings.TrimRight(fmt.Sprintf("---| %q # %s", name, v.Doc), "# "))
		}
	}
	b.line("\n---@class nlua.keywords.%s", obj.Name)
	seen := map[string]bool{}
	for i := -1; i < len(obj.Verbs); i++ {
		verb := ""
		if i >= 0 {
			verb = obj.Verbs[i].Name
		}
		for _, kind := range append([]string{""}, obj.KindNames()...) {
			for _, w := range obj.Words(verb, kind) {
				if !seen[w.Name] {
					seen[w.Name] = true
					_, kind := describe(&w)
					b.field(w.Name, "?", kind, w.Doc)
				}
			}
		}
	}
	b.line("\n---@class nlua.Message.%s : nlua.Message", obj.Name)
	if obj.Set != nil {
		if obj.Name == "link" {
			b.field("state", "", "string", `"up" or "down".`)
		}
		b.values(obj.Set, reservedNames)
	}
	m := "nlua.Message." + obj.Name
	b.line("\n---@class nlua.Dump.%s : nlua.Dump", obj.Name)
	b.line("---@overload fun(): %s|nil", m)
	b.line("---@field next fun(self): %s|nil\n---@field first fun(self): %s|nil\n---@field list fun(self): %s[]\n", m, m, m)
}

// values writes the fields of what a set reads, but for some.
func (b *stub) values(set *codec.Set, without []string) {
	seen := map[string]bool{"get": true, "totable": true}
	for _, w := range request.SetWords(set) {
		if w.Name == "" || seen[w.Name] || slices.Contains(without, w.Name) {
			continue
		}
		seen[w.Name] = true
		row := set.Named(w.Name)
		if f := set.Field(w.Name); row == nil && f != nil {
			row = &f.Row
		}
		if row != nil {
			b.field(w.Name, "", b.readType(row)+"|nil", w.Doc)
		}
	}
}

// readType is the type of a value in a message.
func (b *stub) readType(row *codec.Row) string {
	switch row.Kind {
	case codec.Uint, codec.UintBE:
		switch {
		case row.Enum != nil && row.Enum.Text:
			return "string|number"
		case exactOnly(row, 8): // of 32 bits it is a number
			return "number|nlua.U64"
		}
	case codec.Addr:
		return "string"
	case codec.Nest:
		return b.nest(row.Set)
	case codec.Array, codec.Packed:
		return "(" + b.readType(row.Elem) + ")[]"
	case codec.Records:
		return b.nest(row.Set) + "[]"
	case codec.ByName:
		var kinds []string
		for way := range row.Sub.All() {
			kind := ""
			if way.Set != nil {
				kind = b.nest(way.Set)
			} else if way.Row != nil {
				kind = b.readType(way.Row)
			}
			if kind != "" && !slices.Contains(kinds, kind) {
				kinds = append(kinds, kind)
			}
		}
		return cmp.Or(strings.Join(kinds, "|"), "any")
	}
	for i := range kindTexts {
		if kindTexts[i].kind == row.Kind {
			return kindTexts[i].editor
		}
	}
	return "any"
}

// nest is the name of the class of what a set reads inside a message.
func (b *stub) nest(set *codec.Set) string {
	if set == nil {
		return "table"
	}
	if b.names[set] == "" {
		name := "nlua.nest." + strings.ReplaceAll(set.Name, " ", "_")
		for _, other := range b.nests {
			if b.names[other] == name {
				name += "_"
			}
		}
		b.names[set], b.nests = name, append(b.nests, set)
	}
	return b.names[set]
}

// class writes one of the five classes. The verbs are written once, for IPRoute: two classes are as it is, but for what they add.
func (b *stub) class(c *class) {
	base, like := "", (*class)(nil)
	switch c.name {
	case "AsyncIPRoute", "NetNS":
		base, like = " : nlua.IPRoute", b.space.classes["IPRoute"]
	case "AsyncIPRSocket":
		base, like = " : nlua.IPRSocket", b.space.classes["IPRSocket"]
	}
	b.doc(entryOf("rtnl." + c.name).doc)
	b.line("---@class nlua.%s%s", c.name, base)
	b.field("status", "", "table", entryOf("object:status").doc)
	if !c.raw {
		b.field("try", "", "nlua."+c.name, entryOf("object:try").doc)
	}
	b.line("local %s = {}\n", c.name)
	for _, name := range namesOf(b.space.methodsOf(c)) {
		switch obj := request.ByName(name); {
		case like != nil && b.space.methodsOf(like).RawGetString(name) != lua.LNil:
		case obj != nil && !c.raw:
			b.verbs(c.name, obj)
		default:
			b.function(c.name+":"+name, entryOf("object:"+name))
		}
	}
}

// verbs writes the method of an object: dumps for some verbs, lists of messages for others.
func (b *stub) verbs(class string, obj *request.Object) {
	b.doc(obj.Doc)
	var dumps []string
	for i := range obj.Verbs {
		if v := &obj.Verbs[i]; v.Mode() == request.Dump {
			for _, name := range append([]string{v.Name}, v.Also...) {
				dumps = append(dumps, fmt.Sprintf("%q", name))
			}
		}
	}
	if dumps != nil {
		b.line("---@overload fun(self: nlua.%s, verb: %s, keywords?: nlua.keywords.%s|table): nlua.Dump.%s", class, strings.Join(dumps, "|"), obj.Name, obj.Name)
	}
	if len(obj.Args) > 0 {
		var args strings.Builder
		for _, name := range obj.Args {
			if !isName(name) {
				name += "_"
			}
			fmt.Fprintf(&args, ", %s?: any", name)
		}
		b.line("---@overload fun(self: nlua.%s, verb: nlua.verb.%s%s, keywords?: nlua.keywords.%s): nlua.Message.%s[]", class, obj.Name, args.String(), obj.Name, obj.Name)
	}
	b.line("---@param verb nlua.verb.%s\n---@param keywords? nlua.keywords.%s\n---@return nlua.Message.%s[]", obj.Name, obj.Name, obj.Name)
	b.line("function %s:%s(verb, keywords) end\n", class, obj.Name)
}

// lib writes a library as it is in the VM.
func (b *stub) lib(path string, t *lua.LTable) {
	b.line("%s = {}\n", path)
	for _, key := range namesOf(t) {
		name := path + "." + key
		e := entryOf(name)
		switch v := t.RawGetString(key).(type) {
		case lua.LNumber:
			b.line("%s = %s", name, v.String())
		case *lua.LTable:
			if e != nil {
				b.doc(e.doc)
			}
			b.lib(name, v)
		case *lua.LFunction:
			if path != "rtnl" || b.space.classes[key] == nil {
				b.function(name, e)
				continue
			}
			b.doc(e.doc)
			params := "options"
			if key == "NetNS" {
				params = "name, options"
				b.line("---@param name string")
			}
			b.line("---@param options? nlua.Options\n---@return nlua.%s\nfunction %s(%s) end\n", key, name, params)
		default:
			if e != nil {
				b.doc(e.doc)
			}
			b.line("---@type any\n%s = nil\n", name)
		}
	}
}

// namesOf lists the names in a table that Lua can write behind a dot, sorted; metamethods are left out.
func namesOf(t *lua.LTable) []string {
	var names []string
	t.ForEach(func(k, _ lua.LValue) {
		if name, ok := k.(lua.LString); ok && isName(string(name)) && !strings.HasPrefix(string(name), "_") {
			names = append(names, string(name))
		}
	})
	slices.Sort(names)
	return names
}

// luacheck gives a configuration that knows nlua's globals, field by field.
func (s *Space) luacheck() string {
	var b strings.Builder
	b.WriteString("-- Made by nlua --stubs: luacheck --config nlua.luacheckrc script.lua\nstds.nlua = { read_globals = {\n")
	for _, lib := range []string{"bit", "nlua", "rtnl"} {
		if t, ok := s.vm.Globals().RawGetString(lib).(*lua.LTable); ok {
			luacheckFields(&b, lib, t, "\t")
		}
	}
	b.WriteString("} }\nstd = \"lua51+nlua\"\n")
	return b.String()
}

func luacheckFields(b *strings.Builder, name string, t *lua.LTable, indent string) {
	fmt.Fprintf(b, "%s%s = { fields = {\n", indent, name)
	for _, key := range namesOf(t) {
		if inner, ok := t.RawGetString(key).(*lua.LTable); ok {
			luacheckFields(b, key, inner, indent+"\t")
		} else {
			fmt.Fprintf(b, "%s\t%s = {},\n", indent, key)
		}
	}
	fmt.Fprintf(b, "%s} },\n", indent)
}
