package bindings

import (
	"context"
	"slices"
	"strings"
	"time"

	"nlua/rtnl"
	"nlua/rtnl/codec"
	"nlua/rtnl/netns"
	"nlua/rtnl/request"
)

// spot is a place in a table of keywords that a person types.
type spot struct {
	obj   *request.Object // nil: options, or events of any object
	verb  string
	kind  string // "": not said
	words []request.Word
	more  []string // names beside them that have no row
	key   string   // the keyword whose value is being typed; "": none
}

// word finds a keyword of the table, nil if there is none.
func (at *spot) word(name string) *request.Word {
	for i := range at.words {
		if name != "" && at.words[i].Name == name {
			return &at.words[i]
		}
	}
	return nil
}

// tableAt tells which table the end of list is in, nil where that is none of keywords or options.
func (s *Space) tableAt(list []token, open []bracket) *spot {
	first := len(open) - 1
	for first >= 0 && list[open[first].at].kind == '{' && !called(list, open[first].at) {
		first--
	}
	if first < 0 {
		return nil
	}
	tables := open[first:]
	if list[open[first].at].kind != '{' {
		tables = open[first+1:]
	}
	if len(tables) == 0 {
		return nil
	}
	at := s.rootOf(list, open[first], tables[0])
	if at == nil {
		return nil
	}
	for i := range tables[1:] {
		key := keyAt(list, tables[i].start)
		if key == "" {
			continue // an element of a list
		}
		if !at.enter(key) {
			at.key = key // its elements are plain values
			return at
		}
	}
	at.key = keyAt(list, tables[len(tables)-1].start)
	return at
}

// called tells whether the bracket at index i is that of a call without parentheses.
func called(list []token, i int) bool {
	return i > 0 && list[i-1].kind == 'n' && !slices.Contains(keywords, list[i-1].text)
}

// keyAt gives the name of "name = " at index i, "" where there is none.
func keyAt(list []token, i int) string {
	if i+1 < len(list) && list[i].kind == 'n' && list[i+1].kind == '=' {
		return list[i].text
	}
	return ""
}

// rootOf tells what the keywords of a call's table are.
func (s *Space) rootOf(list []token, in, table bracket) *spot {
	c := callAt(list, in.at)
	if obj := request.ByName(c.method); obj != nil {
		at := &spot{obj: obj, verb: c.verb(list), kind: textOf(list, table.at, "kind")}
		if at.kind == "" && len(obj.Args) > 0 && in.arg > 1 && in.at+3 < len(list) && list[in.at+3].kind == 's' {
			at.kind = list[in.at+3].text // ipr:tc("add", "htb", ...): kind comes first
		}
		at.words = obj.Words(at.verb, at.kind)
		return at
	}
	switch c.method {
	case "link_lookup", "get_links":
		return dumpOf("link", "dump")
	case "monitor", "wait":
		at := &spot{more: waitWords}
		if c.method == "monitor" {
			at.more = waitWords[:len(waitWords)-1]
		}
		at.words = request.ByName("link").Words("dump", "")
		return at
	}
	name := c.method
	if what, flushes := strings.CutPrefix(name, "flush"); flushes {
		name = "get" + what
	}
	if g := getterNamed(name); g != nil {
		return dumpOf(g.object, g.verb)
	}
	if _, ok := s.classes[c.function]; ok {
		return &spot{more: optionNames()}
	}
	return nil
}

func dumpOf(object, verb string) *spot {
	obj := request.ByName(object)
	return &spot{obj: obj, verb: verb, words: obj.Words(verb, "")}
}

// textOf finds `name = "text"` in the table that begins at index i.
func textOf(list []token, i int, name string) string {
	depth := 0
	for ; i < len(list); i++ {
		switch list[i].kind {
		case '(', '{', '[':
			depth++
		case ')', '}', ']':
			if depth--; depth == 0 {
				return ""
			}
		case 'n':
			if depth == 1 && list[i].text == name && i+2 < len(list) && list[i+1].kind == '=' && list[i+2].kind == 's' {
				return list[i+2].text
			}
		}
	}
	return ""
}

// enter goes into the table that is a keyword's value; false where it has no keywords.
func (at *spot) enter(key string) bool {
	w := at.word(key)
	switch {
	case w == nil && slices.Contains(at.more, key) && key != "match":
		return false
	case w == nil && key != "match":
		at.words, at.more = nil, nil
		return true
	case key == "match":
		return true
	case at.obj != nil && at.obj.Name == "link" && key == "peer":
		at.words = at.obj.Words(at.verb, "")
	case w.Set != nil:
		at.words = w.Inside(at.obj)
	default:
		return false
	}
	at.more = nil
	return true
}

// valuesOf lists the texts that a keyword takes.
func (s *Space) valuesOf(at *spot, w *request.Word) []string {
	switch {
	case (w.Name == "kind" || w.Name == "info_kind") && at.obj != nil:
		return at.obj.KindNames()
	case w.Name == "state" && at.obj != nil && at.obj.Name == "link":
		return []string{"up", "down"}
	case w.Enum != nil:
		return w.Enum.Names()
	case w.Hint == codec.Index, w.Name == "ifname" && at.verb != "add", w.Name == "altname":
		return s.linksHere()
	case w.Hint == codec.NetNS, w.Name == "netns":
		return s.namespaces()
	}
	return request.NamesOf(w.Hint, s.db)
}

func isBool(w *request.Word) bool { return w.Hint == codec.Bool || w.Kind == codec.Flag && w.C != "" }

// linksHere lists the names of the links where ipr works.
func (s *Space) linksHere() []string {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	set := s.defaults(s.classes["IPRoute"])
	set.Gate = nil // no part of the script's own traffic
	if set.netns != "" && set.NetNS.IsZero() {
		ref, err := netns.Find(set.netns, set.NetNSDirs...)
		if err != nil {
			return nil
		}
		set.NetNS = ref
	}
	c, err := rtnl.Open(set.Options)
	if err != nil {
		return nil
	}
	defer c.Close()
	req, err := c.Request(ctx, "link", "dump", nil)
	if err != nil {
		return nil
	}
	links, err := c.Dump(ctx, req)
	if err != nil {
		return nil
	}
	var words []string
	_ = links.Each(ctx, func(m rtnl.Message) error { // as many as there are
		if name, _ := nameIn(&m); name != "" {
			words = append(words, name)
		}
		return nil
	})
	return words
}
