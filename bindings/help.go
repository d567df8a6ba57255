package bindings

import (
	"fmt"
	"slices"
	"strings"

	lua "github.com/yuin/gopher-lua"

	"nlua/rtnl/request"
)

// Help is host.Helper's: about a value, or about what words name.
func (h hooks) Help(v lua.LValue, words string) string {
	s := h.opts.space
	if words != "" {
		return s.helpWords(words)
	}
	if v == nil || v == lua.LNil {
		return generalHelp
	}
	return s.helpValue(v)
}

const generalHelp = `?ipr              methods of an object       ?ipr.link       verbs of a method
?route add        keywords of a verb         ?link add vxlan with those of a kind
?vxlan_id         one keyword                ?IPRoute        options of a class
?nlua.spawn       a function                 help(value)     what a value is
TAB completes names, verbs, keywords and links; Ctrl-C ends a chunk, Ctrl-D the conversation.`

// helpWords tells about what some words name.
func (s *Space) helpWords(words string) string {
	words = strings.TrimSpace(strings.TrimRight(words, "( {"))
	fields := strings.FieldsFunc(words, func(r rune) bool { return strings.ContainsRune(" \t(),{}\"'", r) })
	if len(fields) == 0 {
		return generalHelp
	}
	if text := s.helpName(fields[0], fields[1:]); text != "" {
		return text
	}
	if text := helpKeyword(fields[0]); text != "" {
		return text
	}
	return "nothing is known of " + words + request.Suggest(fields[0][strings.LastIndexAny(fields[0], ".:")+1:], s.topics())
}

// helpName tells about a name: of an object, with a verb and a kind behind it, of a class, of a function or method.
func (s *Space) helpName(name string, rest []string) string {
	last := name[strings.LastIndexAny(name, ".:")+1:]
	head := strings.TrimSuffix(strings.TrimSuffix(name[:len(name)-len(last)], "."), ":")
	if obj := request.ByName(last); obj != nil && (head == "" || head == "ipr") {
		if len(rest) == 0 {
			return helpObject(obj)
		}
		if obj.Verb(rest[0]) != nil {
			switch {
			case len(rest) == 1:
				return helpVerb(obj, rest[0], "")
			case slices.Contains(obj.KindNames(), rest[1]):
				return helpVerb(obj, rest[0], rest[1])
			}
			if text := helpKeyword(rest[1]); text != "" {
				return text
			}
			return obj.Name + " has no kind and no keyword " + rest[1] + request.Suggest(rest[1], obj.KindNames())
		}
	}
	for _, path := range []string{name, "rtnl." + name} {
		if e := entryOf(path); e != nil {
			return s.helpEntry(e)
		}
	}
	var found []string
	for i := range manual {
		e := &manual[i]
		class, method, ok := strings.Cut(e.path, ":")
		if ok && method == last && (head == "" || head == class || head == "ipr" && class == "object" || head == "m" && class == "message") {
			found = append(found, s.helpEntry(e))
		}
	}
	return strings.Join(found, "\n")
}

// helpEntry tells about an entry of the manual; of a table or class what is in it, too.
func (s *Space) helpEntry(e *entry) string {
	text := e.use + "\n    " + e.doc
	class := strings.TrimPrefix(e.path, "rtnl.")
	switch c := s.classes[class]; {
	case c != nil:
		text += "\n\noptions:\n" + helpOptions() + "\nmethods: " + strings.Join(s.methodNamesSorted(c), ", ")
	case e.path == "ipr":
		return text + "\n" + s.helpClass("IPRoute")
	}
	var inside []string
	for i := range manual {
		if name, ok := strings.CutPrefix(manual[i].path, e.path+"."); ok && !strings.Contains(name, ".") {
			inside = append(inside, "  "+pad(manual[i].use, 30)+"  "+manual[i].doc)
		}
	}
	if len(inside) > 0 {
		text += "\n\n" + strings.Join(inside, "\n")
	}
	return text
}

func helpOptions() string {
	var b strings.Builder
	for _, o := range options() {
		fmt.Fprintf(&b, "  %s  %s\n", pad(o.name, 14), o.doc)
	}
	return b.String()
}

func (s *Space) methodNamesSorted(c *class) []string {
	list := s.methodNames(c)
	slices.Sort(list)
	return list
}

// helpClass lists the methods of a class: objects with their verbs, then the others.
func (s *Space) helpClass(name string) string {
	var b strings.Builder
	c := s.classes[name]
	if !c.raw {
		b.WriteString("\nrequests, as ipr:link(\"add\", { ... }):\n")
		for _, o := range request.Objects() {
			fmt.Fprintf(&b, "  %s  %s\n", pad(o.Name, 14), o.Doc)
		}
	}
	b.WriteString("\nmethods:\n")
	for i := range manual {
		e := &manual[i]
		method, ok := strings.CutPrefix(e.path, "object:")
		if ok && (s.methodsOf(c).RawGetString(method) != lua.LNil || method == "status" || method == "try" && !c.raw) {
			fmt.Fprintf(&b, "  %s  %s\n", pad(method, 20), e.doc)
		}
	}
	return b.String()
}

func helpObject(o *request.Object) string {
	var b strings.Builder
	fmt.Fprintf(&b, "ipr:%s(verb%s, { keywords })\n    %s\n\n", o.Name, positional(o), o.Doc)
	for i := range o.Verbs {
		v := &o.Verbs[i]
		name := v.Name
		if len(v.Also) > 0 {
			name += ", " + strings.Join(v.Also, ", ")
		}
		fmt.Fprintf(&b, "  %s  %s\n", pad(name, 24), v.Doc)
	}
	if kinds := o.KindNames(); len(kinds) > 0 {
		fmt.Fprintf(&b, "\nkinds: %s\n", strings.Join(kinds, ", "))
	}
	fmt.Fprintf(&b, "\n?%s %s lists the keywords\n", o.Name, o.Verbs[0].Name)
	return b.String()
}

func positional(o *request.Object) string {
	text := ""
	for _, name := range o.Args {
		text += " [, " + name
	}
	return text + strings.Repeat("]", len(o.Args))
}

func helpVerb(o *request.Object, verb, kind string) string {
	v := o.Verb(verb)
	var b strings.Builder
	answer := "list of messages"
	if v.Mode() == request.Dump {
		answer = "dump"
	}
	fmt.Fprintf(&b, "ipr:%s(%q, { keywords }) -> %s\n    %s\n\n", o.Name, verb, answer, v.Doc)
	var without []string
	words := o.Words(verb, kind)
	for i := range words {
		w := &words[i]
		text, _ := describe(w)
		if w.Doc == "" && text == "" || w.Doc == "" && !w.Hook && len(words) > 40 {
			without = append(without, w.Name)
			continue
		}
		fmt.Fprintf(&b, "  %s  %s\n", pad(w.Name, 18), sentence(w.Doc, text))
	}
	if len(without) > 0 {
		fmt.Fprintf(&b, "\nalso: %s\n", strings.Join(without, ", "))
	}
	if kinds := o.KindNames(); len(kinds) > 0 && kind == "" && v.Mode() != request.Dump {
		fmt.Fprintf(&b, "\n?%s %s KIND adds the keywords of a kind: %s\n", o.Name, verb, strings.Join(kinds, ", "))
	}
	return b.String()
}

// sentence joins what a keyword means and what it takes.
func sentence(doc, takes string) string {
	switch {
	case doc == "":
		return takes
	case takes == "":
		return doc
	}
	return doc + " [" + takes + "]"
}

// meaning is one of the things that a keyword means.
type meaning struct {
	word  request.Word
	where []string
}

// helpKeyword tells about a keyword of any object or kind, by its own name or the kernel's.
func helpKeyword(name string) string {
	var list []meaning
	add := func(w request.Word, where string) {
		for i := range list {
			if m := &list[i]; m.word.C == w.C && m.word.Doc == w.Doc && m.word.Kind == w.Kind {
				if !slices.Contains(m.where, where) {
					m.where = append(m.where, where)
				}
				return
			}
		}
		list = append(list, meaning{w, []string{where}})
	}
	for _, o := range request.Objects() {
		for i := range o.Verbs {
			for _, w := range o.Words(o.Verbs[i].Name, "") {
				if named(&w, name) {
					add(w, o.Name)
				}
			}
		}
		for _, kind := range o.KindNames() {
			told := slices.DeleteFunc(o.Words("dump", kind), func(w request.Word) bool { return !w.Told })
			for _, w := range append(o.Words(o.Verbs[0].Name, kind), told...) {
				if named(&w, name) && !slices.ContainsFunc(list, func(m meaning) bool { return m.word.C == w.C }) {
					add(w, o.Name+" "+kind)
				}
			}
		}
	}
	var b strings.Builder
	for i := range list {
		w := &list[i].word
		fmt.Fprintf(&b, "%s (%s)", w.Name, strings.Join(list[i].where, ", "))
		if w.C != "" {
			b.WriteString("  " + w.C)
		}
		text, _ := describe(w)
		fmt.Fprintf(&b, "\n    %s\n", sentence(w.Doc, text))
		if w.Enum != nil {
			fmt.Fprintf(&b, "    names: %s\n", strings.Join(w.Enum.Names(), ", "))
		}
		if w.Set != nil {
			var inside []string
			for _, in := range request.SetWords(w.Set) {
				inside = append(inside, in.Name)
			}
			fmt.Fprintf(&b, "    in its table: %s\n", strings.Join(inside, ", "))
		}
	}
	return b.String()
}

func named(w *request.Word, name string) bool { return w.Name == name || w.C == name }

// helpValue tells about a value.
func (s *Space) helpValue(v lua.LValue) string {
	switch x := v.(type) {
	case *lua.LUserData:
		if o, ok := x.Value.(*object); ok {
			return o.class.name + "\n" + s.helpClass(o.class.name)
		}
		class := classOf(x)
		var b strings.Builder
		fmt.Fprintf(&b, "%s\n", class)
		for i := range manual {
			if strings.HasPrefix(manual[i].path, class+":") {
				fmt.Fprintf(&b, "  %s  %s\n", pad(manual[i].use, 34), manual[i].doc)
			}
		}
		if names := s.attributeNames(x); len(names) > 0 {
			slices.Sort(names)
			fmt.Fprintf(&b, "\nvalues: %s\n", strings.Join(names, ", "))
		}
		return b.String()
	case *lua.LFunction, *lua.LTable:
		if path := s.pathOfValue(v); path != "" {
			if obj := request.ByName(path); obj != nil {
				return helpObject(obj)
			}
			if e := entryOf(path); e != nil {
				return s.helpEntry(e)
			}
		}
	}
	return "a " + v.Type().String()
}

// pathOfValue finds where a function or table of this program lies.
func (s *Space) pathOfValue(v lua.LValue) string {
	for i := range manual {
		path := manual[i].path
		if class, method, ok := strings.Cut(path, ":"); ok {
			if class == "object" && s.isMethod(method, v) {
				return path
			}
			continue
		}
		at := lua.LValue(s.vm.Globals())
		for name := range strings.SplitSeq(path, ".") {
			t, ok := at.(*lua.LTable)
			if !ok {
				break
			}
			at = t.RawGetString(name)
		}
		if at == v {
			return path
		}
	}
	return s.methodName(v)
}

// methodName is the name of a method for requests, "" of anything else.
func (s *Space) methodName(v lua.LValue) string {
	for _, o := range request.Objects() {
		if s.isMethod(o.Name, v) {
			return o.Name
		}
	}
	return ""
}

func (s *Space) isMethod(name string, v lua.LValue) bool {
	for _, c := range s.classes {
		if s.methodsOf(c).RawGetString(name) == v {
			return true
		}
	}
	return false
}

// topics are the names that help knows, for completion and for the nearest one.
func (s *Space) topics() []string {
	words := objectNames()
	for i := range manual {
		path := strings.TrimPrefix(manual[i].path, "object:")
		if !strings.Contains(path, ":") {
			words = append(words, path)
		}
	}
	for name := range s.classes {
		words = append(words, name)
	}
	for _, o := range request.Objects() {
		for _, w := range o.Words("", "") {
			words = append(words, w.Name)
		}
		for _, kind := range o.KindNames() {
			for _, w := range o.KindWords(kind) {
				words = append(words, w.Name)
			}
		}
	}
	return words
}

// completeTopic completes what stands behind a question mark.
func (s *Space) completeTopic(topic string) ([]string, int) {
	fields := strings.Fields(topic)
	if strings.HasSuffix(topic, " ") || len(fields) == 0 {
		fields = append(fields, "")
	}
	typed := fields[len(fields)-1]
	var words []string
	obj := request.ByName(strings.TrimPrefix(strings.TrimPrefix(fields[0], "ipr."), "ipr:"))
	switch {
	case len(fields) == 1:
		words = s.topics()
		for _, o := range objectNames() {
			words = append(words, "ipr."+o)
		}
	case obj != nil && len(fields) == 2:
		words = obj.VerbNames()
	case obj != nil:
		words = obj.KindNames()
	}
	return beginningWith(words, typed), len(typed)
}

func pad(text string, width int) string {
	return text + strings.Repeat(" ", max(0, width-len([]rune(text))))
}
