package request

import (
	"fmt"
	"slices"
	"strings"

	"nlua/rtnl/codec"
)

// Word is a keyword as help, completion and editor stubs show it.
type Word struct {
	Name  string
	C     string // the kernel's name, where the word is one attribute
	Doc   string
	Hint  codec.Hint
	Kind  codec.Kind
	Enum  *codec.Enum
	Set   *codec.Set // the words of its table, where it takes one
	Multi bool       // takes a list
	Hook  bool       // it means more than the attribute of its name
	Told  bool       // the kernel tells it, and takes it from nobody: good for filters
}

// Words lists the keywords of a verb ("": of any), with those of a kind's data ("": none). Each name once: the object's own
// keywords, then the kind's, then attributes, then fields of the fixed structure.
func (o *Object) Words(verb, kind string) []Word {
	list := o.all(verb, kind)
	if v := o.Verb(verb); v != nil && v.Mode() != Dump {
		return slices.DeleteFunc(list, func(w Word) bool { return w.Told })
	}
	return list
}

// Given is kw without what the kernel only tells: what is looked for by all of kw is made by these.
func (o *Object) Given(verb string, kw codec.Table) codec.Table {
	kind, _ := kw.Get("kind")
	name, _ := kind.(string)
	list := o.all(verb, name)
	return slices.DeleteFunc(slices.Clone(kw), func(p codec.Pair) bool {
		return slices.ContainsFunc(list, func(w Word) bool { return w.Told && (w.Name == p.Name || w.C == p.Name) })
	})
}

// all is Words with those that are good for filters only.
func (o *Object) all(verb, kind string) []Word {
	var list []Word
	seen := map[string]bool{}
	v := o.Verb(verb)
	add := func(w Word) {
		if w.Name != "" && !seen[w.Name] {
			seen[w.Name] = true
			if w.Doc == "" {
				w.Doc = docOf(o.Name, w.Name)
			}
			list = append(list, w)
		}
	}
	set := o.words(v)
	if kind == "" {
		kind = o.Kind
	}
	for _, table := range [][]Keyword{o.Keywords, commonKeywords} {
		for i := range table {
			k := &table[i]
			if !k.takes(v) {
				continue
			}
			w := Word{Name: k.Name, Doc: k.Doc, Hint: k.Hint, Enum: k.Enum, Hook: true}
			if row := set.Named(k.Name); row != nil {
				w.fill(row)
			} else if f := set.Field(k.Name); f != nil {
				w.fill(&f.Row)
			}
			add(w)
		}
	}
	if o.Options != nil {
		for _, w := range o.Options(v, kind) {
			add(w)
		}
	}
	for _, w := range o.KindWords(kind) {
		add(w)
	}
	for _, w := range SetWords(set) {
		add(w)
	}
	return list
}

// Inside lists the words of the table that a keyword of an object takes.
func (w *Word) Inside(o *Object) []Word {
	list := SetWords(w.Set)
	for i := range list {
		if in := &list[i]; in.Doc == "" && o != nil {
			if in.Doc = docOf(o.Name, w.Name+"."+in.Name); in.Doc == "" {
				in.Doc = docOf(o.Name, "."+in.Name)
			}
		}
	}
	return list
}

// SetWords lists the names of a set's attributes and fields, as of a table inside the keywords.
func SetWords(set *codec.Set) []Word {
	var list []Word
	for i := range set.Rows {
		if w := (Word{Name: set.Rows[i].Name}); !filler(w.Name) {
			w.fill(&set.Rows[i])
			list = append(list, w)
		}
	}
	if set.Fixed != nil {
		for i := range set.Fixed.Fields {
			if w := (Word{Name: set.Fixed.Fields[i].Name}); !filler(w.Name) {
				w.fill(&set.Fixed.Fields[i].Row)
				list = append(list, w)
			}
		}
	}
	return list
}

// filler tells names that the headers have for gaps.
func filler(name string) bool {
	return name == "unspec" || strings.HasPrefix(name, "unused") || name == "pad" || strings.HasSuffix(name, "_pad")
}

// fill adds what a row says.
func (w *Word) fill(row *codec.Row) {
	w.C, w.Kind, w.Multi, w.Told = row.C, row.Kind, row.Multi, row.Told
	if w.Doc == "" {
		w.Doc = row.Doc
	}
	if w.Hint == codec.NoHint {
		w.Hint = row.Hint
	}
	if w.Enum == nil {
		w.Enum = row.Enum
	}
	w.Set = row.Set
	if row.Elem != nil {
		w.Set = row.Elem.Set
	}
}

// KindWords lists the keywords that a kind of link, qdisc or filter adds.
func (o *Object) KindWords(kind string) []Word {
	if o.Kinds == nil || kind == "" {
		return nil
	}
	c := o.kindCase(kind)
	if c == nil || c.Set == nil {
		return nil
	}
	var list []Word
	for i := range c.Set.Rows {
		w := Word{Name: c.Set.Rows[i].Name}
		if filler(w.Name) {
			continue
		}
		also := ""
		if h := o.kindHook(kind, w.Name); h != nil {
			w.Doc, w.Hook, also = h.Doc, true, h.Also
		}
		w.fill(&c.Set.Rows[i])
		list = append(list, w)
		if also != "" {
			w.Name = also
			list = append(list, w)
		}
	}
	return list
}

// Check tells what is wrong with a verb, or with a keyword of it ("": none to check), as Build would say it: for programs that read
// scripts without running them. kind is what the same table says of "kind";
// "" where that is nothing, or not known: the keywords of all kinds pass then.
func (o *Object) Check(verb, kind, word string) error {
	v := o.Verb(verb)
	if v == nil {
		return &Error{Request: o.Name, Msg: fmt.Sprintf("unknown verb %q%s", verb, Suggest(verb, o.VerbNames()))}
	}
	if word == "" || strings.Contains(word, ".") || tunKind(kind) {
		return nil
	}
	b := newBuilder()
	b.obj, b.set, b.verb, b.said, b.kind, b.filtering = o, o.words(v), v, verb, kind, v.Mode() == Dump
	if kind == "" {
		b.kind = o.Kind
	}
	b.word = word
	set := b.set
	if o.keyword(word, v) != nil {
		return nil
	}
	if row := set.Named(word); row != nil {
		return b.takes(row)
	}
	if set.Field(word) != nil {
		return nil
	}
	if o.Kinds != nil {
		if c := o.kindCase(b.kind); b.kind != "" {
			if c == nil && kind != "" && !slices.Contains(o.KindNames(), kind) {
				return nil
			}
			if c != nil && c.Set != nil {
				if row := o.rowOfKind(c.Set, b.kind, word); row != nil {
					return b.takes(row)
				}
			}
		}
		if owner, _, _ := o.kindWith(word); owner != "" && b.kind == "" {
			return nil
		}
	}
	if o.Options != nil && o.optionOf(v, kind, word) {
		return nil
	}
	return b.unknown(word)
}

// optionOf tells whether a word is among Options of a kind; of any kind, where it is not said. A kind without words may take all.
func (o *Object) optionOf(v *Verb, kind, word string) bool {
	kinds := []string{kind}
	if kind == "" {
		kinds = o.KindNames()
	}
	for _, k := range kinds {
		words := o.Options(v, k)
		if len(words) == 0 && kind != "" || slices.ContainsFunc(words, func(w Word) bool { return w.Name == word }) {
			return true
		}
	}
	return false
}

// KindNames lists the kinds that are known.
func (o *Object) KindNames() []string {
	list := slices.Clone(o.PlainKinds)
	for _, sub := range []*codec.Sub{o.Kinds, o.SlaveKinds} {
		if sub == nil {
			continue
		}
		for c := range sub.All() {
			name := c.Value
			if sub == o.SlaveKinds {
				name += slaveSuffix
			}
			list = append(list, name)
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

const slaveSuffix = "_slave"

// kindCase finds the data rows of a kind; "bridge_slave" are those of a port of a bridge.
func (o *Object) kindCase(kind string) *codec.Case {
	if master, ok := strings.CutSuffix(kind, slaveSuffix); ok && o.SlaveKinds != nil {
		return o.SlaveKinds.Case(master)
	}
	if o.Kinds == nil {
		return nil
	}
	return o.Kinds.Case(kind)
}

// wordNames are the names for a nearest one.
func (b *builder) wordNames() []string {
	verb := ""
	if b.verb != nil {
		verb = b.verb.Name
	}
	var list []string
	for _, w := range b.obj.all(verb, b.kind) {
		list = append(list, w.Name)
	}
	return list
}

func setNames(set *codec.Set) []string {
	if set == nil {
		return nil
	}
	var list []string
	for i := range set.Rows {
		list = append(list, set.Rows[i].Name)
	}
	if set.Fixed != nil {
		for i := range set.Fixed.Fields {
			list = append(list, set.Fixed.Fields[i].Name)
		}
	}
	return list
}
