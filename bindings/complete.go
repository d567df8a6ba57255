package bindings

import (
	"slices"
	"strings"

	lua "github.com/yuin/gopher-lua"

	"nlua/host"
	"nlua/rtnl/codec"
	"nlua/rtnl/netns"
	"nlua/rtnl/request"
	"nlua/rtnl/spec"
)

// Complete is host.Completer's.
func (h hooks) Complete(_ *host.VM, line string, pos int) ([]string, int) {
	return h.opts.space.complete(line[:pos])
}

// complete proposes what may stand instead of the last n bytes of some text.
func (s *Space) complete(text string) (proposals []string, n int) {
	if topic, ok := strings.CutPrefix(text, "?"); ok {
		return s.completeTopic(topic)
	}
	list := scan(text)
	var typed string
	var words []string
	if k := len(list); k > 0 && list[k-1].open {
		if list[k-1].kind == 'c' {
			return nil, 0
		}
		typed = list[k-1].text
		words = s.inString(list[:k-1])
	} else {
		if k > 0 && list[k-1].kind == 'n' && list[k-1].at+len(list[k-1].text) == len(text) {
			typed = list[k-1].text
			list = list[:k-1]
		}
		words = s.inCode(list)
		if proposals = beginningWith(words, typed); len(proposals) == 0 && typed != "" {
			words = s.ofAnyKind(list)
		}
	}
	return beginningWith(words, typed), len(typed)
}

// ofAnyKind lists the keywords that belong to kinds, where none is said yet: of {vx the vxlan_... are meant.
func (s *Space) ofAnyKind(list []token) (words []string) {
	open := around(list)
	if len(open) == 0 {
		return nil
	}
	at := s.tableAt(list, open)
	if at == nil || at.obj == nil || at.kind != "" || open[len(open)-1].start != len(list) {
		return nil
	}
	for _, kind := range at.obj.KindNames() {
		for _, w := range at.obj.KindWords(kind) {
			words = append(words, w.Name)
		}
	}
	return words
}

func beginningWith(words []string, typed string) []string {
	var list []string
	for _, w := range words {
		if strings.HasPrefix(w, typed) && w != "" {
			list = append(list, w)
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// inCode lists the names that may follow.
func (s *Space) inCode(list []token) []string {
	k := len(list)
	if k > 0 && (list[k-1].kind == '.' || list[k-1].kind == ':') {
		return s.members(list[:k-1], list[k-1].kind == ':')
	}
	if words, ok := s.inTable(list); ok {
		return words
	}
	words := slices.Clone(keywords)
	s.vm.Globals().ForEach(func(k, _ lua.LValue) { words = append(words, k.String()) })
	return words
}

// value finds what a chain of names, "a.b.c" at the end of list, stands for; nil where that is not known.
func (s *Space) value(list []token) lua.LValue {
	k := len(list)
	if k == 0 || list[k-1].kind != 'n' {
		return lua.LNil
	}
	if k > 1 && list[k-2].kind == '.' {
		t, ok := s.value(list[:k-2]).(*lua.LTable)
		if !ok {
			return lua.LNil
		}
		if t == s.lib {
			s.allParts()
		}
		return t.RawGetString(list[k-1].text)
	}
	return s.vm.Globals().RawGetString(list[k-1].text)
}

// members lists the fields or methods of what stands at the end of list.
func (s *Space) members(list []token, methods bool) []string {
	k := len(list)
	if k > 1 && list[k-1].kind == 'n' && list[k-1].text == "try" && list[k-2].kind == '.' {
		return s.objectMembers(s.value(list[:k-2]), true)
	}
	if k > 0 && list[k-1].kind == ')' {
		c := callAt(list, closed(list, k-1))
		if obj := request.ByName(c.method); obj != nil {
			if v := obj.Verb(c.verb(list)); v != nil && v.Mode() == request.Dump {
				return entriesOf("dump", methods)
			}
		}
		return nil
	}
	v := s.value(list)
	switch x := v.(type) {
	case *lua.LTable:
		var words []string
		if x == s.lib {
			s.allParts()
		}
		x.ForEach(func(k, v lua.LValue) {
			_, isFunction := v.(*lua.LFunction)
			if name, ok := k.(lua.LString); ok && isName(string(name)) && (isFunction || !methods) {
				words = append(words, string(name))
			}
		})
		return words
	case lua.LString:
		if lib, ok := s.vm.Globals().RawGetString("string").(*lua.LTable); ok && methods {
			var words []string
			lib.ForEach(func(k, _ lua.LValue) { words = append(words, k.String()) })
			return words
		}
	case *lua.LUserData:
		if _, ok := x.Value.(*object); ok {
			return s.objectMembers(x, methods)
		}
		words := entriesOf(classOf(x), methods)
		if !methods {
			words = append(words, s.attributeNames(x)...)
		}
		return words
	case *lua.LNilType:
		if methods { // an object that is not known yet: a parameter of a function, a local
			return s.objectMembers(s.ipr, true)
		}
	}
	return nil
}

// objectMembers lists what an object of one of the five classes has.
func (s *Space) objectMembers(v lua.LValue, methods bool) []string {
	ud, ok := v.(*lua.LUserData)
	if !ok {
		return nil
	}
	o, ok := ud.Value.(*object)
	if !ok {
		return nil
	}
	var words []string
	s.methodsOf(o.class).ForEach(func(k, _ lua.LValue) { words = append(words, k.String()) })
	if !methods {
		words = append(words, "status", "try")
	}
	return words
}

// attributeNames lists the attributes of a message, or of a nest.
func (s *Space) attributeNames(ud *lua.LUserData) []string {
	var t lua.LValue
	switch x := ud.Value.(type) {
	case *message:
		t = s.totable(s.vm.Running(), x)
	case *nest:
		t = s.plain(s.vm.Running(), codec.Plain(x.view))
	}
	var words []string
	if t, ok := t.(*lua.LTable); ok {
		t.ForEach(func(k, _ lua.LValue) {
			if name, ok := k.(lua.LString); ok && isName(string(name)) {
				words = append(words, string(name))
			}
		})
	}
	return words
}

// classOf is the class of a userdata as the manual calls it.
func classOf(ud *lua.LUserData) string {
	if mt, ok := ud.Metatable.(*lua.LTable); ok {
		return strings.TrimPrefix(lua.LVAsString(mt.RawGetString("__name")), "nlua.")
	}
	return ""
}

// entriesOf lists the names that the manual has for a class: its methods, or all.
func entriesOf(class string, methods bool) []string {
	var words []string
	for i := range manual {
		e := &manual[i]
		if name, ok := strings.CutPrefix(e.path, class+":"); ok && (!methods || strings.Contains(e.use, ":"+name+"(")) {
			words = append(words, name)
		}
	}
	return words
}

// call is a call whose bracket is open: of "ipr:link(" the method is "link"; of "rtnl.IPRoute{" the function is "IPRoute".
type call struct {
	method, function string
	open             int // index of its bracket
}

// callAt tells what is called at the bracket at index i.
func callAt(list []token, i int) call {
	c := call{open: i}
	if i < 2 || list[i-1].kind != 'n' {
		if i == 1 && list[0].kind == 'n' {
			c.function = list[0].text
		}
		return c
	}
	if list[i-2].kind == ':' || list[i-2].kind == '.' && i > 3 && list[i-3].text == "try" {
		c.method = list[i-1].text
	} else {
		c.function = list[i-1].text
	}
	return c
}

// verb is the call's first argument, a string.
func (c call) verb(list []token) string {
	if c.open >= 0 && c.open+1 < len(list) && list[c.open+1].kind == 's' {
		return list[c.open+1].text
	}
	return ""
}

// inString lists what may stand in a string.
func (s *Space) inString(list []token) []string {
	open := around(list)
	if len(open) == 0 {
		return nil
	}
	in := open[len(open)-1]
	if list[in.at].kind == '(' {
		return s.inArgument(list, in)
	}
	at := s.tableAt(list, open)
	if at == nil {
		return nil
	}
	if w := at.word(at.key); w != nil {
		return s.valuesOf(at, w)
	}
	switch at.key {
	case "netns":
		return s.namespaces()
	case "groups":
		return groupNames()
	}
	return nil
}

// inArgument lists what may stand in a string that is an argument.
func (s *Space) inArgument(list []token, in bracket) []string {
	c := callAt(list, in.at)
	if obj := request.ByName(c.method); obj != nil {
		if in.arg == 0 {
			return obj.VerbNames()
		}
		if in.arg-1 < len(obj.Args) {
			at := &spot{obj: obj, verb: c.verb(list), words: obj.Words(c.verb(list), "")}
			if w := at.word(obj.Args[in.arg-1]); w != nil {
				return s.valuesOf(at, w)
			}
		}
		return nil
	}
	switch {
	case c.function == "NetNS" && in.arg == 0, in.at > 3 && list[in.at-3].text == "netns" && in.arg == 0:
		return s.namespaces()
	case c.function == "require":
		var words []string
		if loaded, ok := s.vm.L().G.Registry.RawGetString("_LOADED").(*lua.LTable); ok {
			loaded.ForEach(func(k, _ lua.LValue) { words = append(words, k.String()) })
		}
		return words
	case c.method == "add_membership" || c.method == "drop_membership":
		return groupNames()
	case (c.method == "ensure" || c.method == "poll") && in.arg == 0:
		return objectNames()
	}
	return nil
}

// inTable lists the keywords where the end of list is a place for one in a table; ok is false where it is not.
func (s *Space) inTable(list []token) (words []string, ok bool) {
	open := around(list)
	if len(open) == 0 || list[open[len(open)-1].at].kind != '{' {
		return nil, false
	}
	in := open[len(open)-1]
	at := s.tableAt(list, open)
	if at == nil {
		return nil, false
	}
	if in.start != len(list) {
		if w := at.word(at.key); w != nil && isBool(w) {
			return []string{"true", "false"}, true
		}
		return nil, false
	}
	for _, w := range at.words {
		words = append(words, w.Name)
	}
	return append(words, at.more...), true
}

func (s *Space) namespaces() []string {
	list, err := netns.List(netns.DefaultDirs()...)
	if err != nil {
		return nil
	}
	return list
}

func eventNames() []string {
	var words []string
	for _, m := range spec.Messages {
		words = append(words, m.Name)
	}
	return words
}

func groupNames() []string {
	var words []string
	for i := range spec.Groups {
		words = append(words, spec.Groups[i].Name)
	}
	return words
}

func objectNames() []string {
	var words []string
	for _, o := range request.Objects() {
		words = append(words, o.Name)
	}
	return words
}
