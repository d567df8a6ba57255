package request

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"

	"nlua/rtnl/codec"
	"nlua/rtnl/spec"
)

// tcUse says where a kind of the traffic control stands.
type tcUse uint8

const (
	tcQdisc tcUse = 1 << iota
	tcClass
	tcFilter
	tcAction
)

// tcKind is a kind of qdisc, class, filter or action: the words that mean more than the row of their name, and what a request
// without them gets. The rows themselves are in rtnl/spec.
type tcKind struct {
	Name   string
	Use    tcUse
	Set    *codec.Set // of its options, where the kind's name alone does not tell
	Parent uint32     // of a qdisc without one: 0 is the root
	Handle uint32     // likewise
	Words  []tcWord
	Finish func(o *tcOpts) error
	Bare   bool // has no options at all: the attribute is left out
	Alone  bool // a filter that means something of its own without options and handle
}

// tcWord is a keyword of a kind.
type tcWord struct {
	Name string
	Path string // below the options, dotted; "": see Do
	Do   func(o *tcOpts, v any) error
	Hint codec.Hint
	Enum *codec.Enum
	Doc  string
}

// tcOpts collects the options of one qdisc, class, filter or action.
type tcOpts struct {
	b     *builder
	kind  *tcKind
	set   *codec.Set
	use   tcUse
	kw    codec.Table // the words of this kind
	items []item      // path: below the options
	word  string
	later []string // the words that Finish is to read
	read  []string // those that it has read
	clash error    // two words that say the same
}

// tcKindOf returns the table of a kind; one without special words if there is none. set is nil where its options are not known.
func tcKindOf(table []tcKind, name string, use tcUse, sub *codec.Sub) (*tcKind, *codec.Set) {
	kind := &tcKind{Name: name, Use: use}
	for i := range table {
		if table[i].Name == name && table[i].Use&use != 0 {
			kind = &table[i]
			break
		}
	}
	if kind.Set != nil {
		return kind, kind.Set
	}
	if c := sub.Case(name); c != nil {
		return kind, c.Set
	}
	return kind, nil
}

// claim tells whether a word belongs to the kind.
func (o *tcOpts) claim(word string) bool {
	if o.kind.word(word) != nil {
		return true
	}
	_, path := o.find(word)
	return path != nil
}

func (k *tcKind) word(name string) *tcWord {
	for i := range k.Words {
		if k.Words[i].Name == name {
			return &k.Words[i]
		}
	}
	return nil
}

// find looks a word up in the rows of the options, in their fixed structure, and in the structures that lie in attributes.
func (o *tcOpts) find(word string) (*codec.Row, []string) { return findOption(o.set, word) }

func findOption(set *codec.Set, word string) (*codec.Row, []string) {
	if set == nil {
		return nil, nil
	}
	if row := set.Named(word); row != nil {
		return row, []string{row.Name}
	}
	if f := set.Field(word); f != nil {
		return &f.Row, []string{f.Name}
	}
	for i := range set.Rows {
		row := &set.Rows[i]
		if row.Kind != codec.Nest || row.Multi || row.Set.Fixed == nil || len(row.Set.Rows) > 0 {
			continue
		}
		if f := row.Set.Field(word); f != nil && f.Size != 0 {
			return &f.Row, []string{row.Name, f.Name}
		}
	}
	return nil, nil
}

// add puts one word where it belongs.
func (o *tcOpts) add(word string, v any) error {
	o.word, o.b.word = word, word
	if w := o.kind.word(word); w != nil {
		if w.Do != nil {
			return w.Do(o, v)
		}
		path := strings.Split(w.Path, ".")
		row := o.row(path)
		if row == nil {
			row = &codec.Row{}
		}
		return o.plain(row, v, path)
	}
	row, path := o.find(word)
	if path == nil {
		return fmt.Errorf("unknown keyword %q of %s %s%s", word, o.what(), o.kind.Name, Suggest(word, o.names()))
	}
	return o.plain(row, v, path)
}

// plain puts a value that its row reads. A time as digits without a unit is milliseconds where it is a text.
func (o *tcOpts) plain(row *codec.Row, v any, path []string) error {
	if s, ok := v.(string); ok && hintNanos(row.Hint) != 0 && digits(s) {
		v = s + "ms"
	}
	o.put(v, path...)
	return nil
}

func digits(s string) bool {
	return s != "" && strings.Trim(s, "0123456789.") == ""
}

// row finds the row at a path of names below the options.
func (o *tcOpts) row(path []string) *codec.Row {
	set := o.set
	var row *codec.Row
	for _, name := range path {
		if set == nil {
			return nil
		}
		if row = set.Named(name); row == nil {
			f := set.Field(name)
			if f == nil {
				return nil
			}
			row = &f.Row
		}
		set = row.Set
	}
	return row
}

// put places a value. What is there already is another word's, if it is a word's: they clash.
func (o *tcOpts) put(v any, path ...string) {
	if it := o.item(path); it == nil || it.word == "" || it.word == o.word || o.clash != nil {
	} else if o.b.word = it.word; o.word == "" {
		o.clash = errors.New("is computed from other words")
	} else {
		o.clash = fmt.Errorf("comes beside %s, which says the same", o.word)
	}
	o.replace(v, path...)
}

// replace places a value; a later one at the same path replaces it.
func (o *tcOpts) replace(v any, path ...string) {
	if it := o.item(path); it != nil {
		it.value, it.word = v, o.word
		return
	}
	o.items = append(o.items, item{path: path, value: v, word: o.word})
}

// item finds what was put at a path, nil if nothing was.
func (o *tcOpts) item(path []string) *item {
	joined := strings.Join(path, ".")
	for i := range o.items {
		if strings.Join(o.items[i].path, ".") == joined {
			return &o.items[i]
		}
	}
	return nil
}

// fallback places a value where none is.
func (o *tcOpts) fallback(v any, path ...string) {
	if _, ok := o.at(path...); !ok {
		o.word = ""
		o.put(v, path...)
	}
}

// at returns what was put at a path.
func (o *tcOpts) at(path ...string) (any, bool) {
	if it := o.item(path); it != nil {
		return it.value, true
	}
	return nil, false
}

// whole is at for a number; an error is about the word that gave it.
func (o *tcOpts) whole(path ...string) (n int64, ok bool, err error) {
	it := o.item(path)
	if it == nil {
		return 0, false, nil
	}
	if n, err = whole(it.value); err != nil {
		o.b.word = it.word
	}
	return n, true, err
}

// given returns the value of the first of these words that the script gave.
func (o *tcOpts) given(words ...string) (any, bool) {
	for _, w := range words {
		if v, ok := o.kw.Get(w); ok && v != nil {
			o.word, o.b.word = w, w
			o.read = append(o.read, w)
			return v, true
		}
	}
	return nil, false
}

// number returns the number of the first of these words that was given, in the unit of a hint.
func (o *tcOpts) number(h codec.Hint, words ...string) (n uint64, ok bool, err error) {
	v, ok := o.given(words...)
	if !ok {
		return 0, false, nil
	}
	n, err = o.count(h, v)
	return n, true, err
}

// count is tcNumber that knows the link.
func (o *tcOpts) count(h codec.Hint, v any) (uint64, error) {
	if h == codec.Rate {
		return o.b.rate(v)
	}
	return tcNumber(h, v)
}

// tcNumber reads a number, or a text with a unit. Times without one are milliseconds where they are texts, as in pyroute2.
func tcNumber(h codec.Hint, v any) (uint64, error) {
	if s, ok := v.(string); ok {
		if hintNanos(h) != 0 && digits(s) {
			s += "ms"
		}
		if size, cell, both := strings.Cut(s, "/"); both && h == codec.Size { // it shaped tables that the kernel no longer reads
			return 0, fmt.Errorf("%q: the cell has no effect: leave /%s out, %q is the same", s, cell, size)
		}
		u, err := inUnit(h, s)
		if err != nil {
			return 0, err
		}
		v = u
	}
	switch x := v.(type) {
	case uint64:
		return x, nil
	case float64:
		if x < 0 || x >= 1<<64 || math.IsNaN(x) {
			return 0, fmt.Errorf("want a number that is not negative, got %s", shown(x))
		}
		return uint64(x), nil
	}
	n, err := whole(v)
	if err == nil && n < 0 {
		err = fmt.Errorf("want a number that is not negative, got %d", n)
	}
	return uint64(n), err
}

// fraction reads a part of one: a number as it is, "2%" as 0.02.
func fraction(v any) (float64, error) {
	switch x := v.(type) {
	case float64:
		return x, nil
	case string:
		n, err := parsePercent(x)
		if !strings.Contains(x, "%") {
			n, err = parsePercent(x + "%")
			return float64(n) / math.MaxUint32 * 100, err
		}
		return float64(n) / math.MaxUint32, err
	}
	n, err := whole(v)
	return float64(n), err
}

// percent reads a percentage, as a number or a text, into a fraction of 2^32.
func percent(v any) (uint64, error) {
	if s, ok := v.(string); ok {
		return parsePercent(s)
	}
	f, isFloat := v.(float64)
	if !isFloat {
		n, err := whole(v)
		if err != nil {
			return 0, err
		}
		f = float64(n)
	}
	if !(f >= 0 && f <= 100) {
		return 0, fmt.Errorf("want a percentage between 0 and 100, got %s", shown(v))
	}
	return percent32(f), nil
}

// putPercent is the hook of words that are a percentage of a row.
func putPercent(path ...string) func(*tcOpts, any) error {
	return func(o *tcOpts, v any) error {
		n, err := percent(v)
		if err == nil {
			o.put(n, path...)
		}
		return err
	}
}

// seen is the hook of words that Finish reads.
func seen(o *tcOpts, _ any) error {
	o.later = append(o.later, o.word)
	return nil
}

// list takes a list, a single value, or a text of values with spaces or commas between them.
func list(v any) []any {
	switch x := v.(type) {
	case []any:
		return x
	case string:
		var l []any
		for _, word := range strings.FieldsFunc(x, func(r rune) bool { return r == ' ' || r == ',' }) {
			l = append(l, word)
		}
		return l
	}
	return []any{v}
}

// elements takes a list, or a single value as a list of one.
func elements(v any) []any {
	if l, ok := v.([]any); ok {
		return l
	}
	return []any{v}
}

// eachText reads the texts of a word, of which each stands for some values.
func eachText[T any](o *tcOpts, word, want string, read func(string) ([]T, error)) (all []T, err error) {
	v, ok := o.given(word)
	if !ok {
		return nil, nil
	}
	for _, e := range elements(v) {
		s, isText := e.(string)
		if !isText {
			return nil, errors.New("want " + want)
		}
		more, err := read(s)
		if err != nil {
			return nil, err
		}
		all = append(all, more...)
	}
	return all, nil
}

// table makes the options: values at their paths in nested tables.
func (o *tcOpts) table() codec.Table {
	t := codec.Table{}
	for i := range o.items {
		t = insert(t, o.items[i].path, o.items[i].value)
	}
	return t
}

// run reads the words that a table gives.
func (o *tcOpts) run(kw codec.Table) error {
	o.kw = kw
	for _, p := range kw {
		if p.Value == nil {
			continue
		}
		if err := o.add(p.Name, p.Value); err != nil {
			return err
		}
		if o.clash != nil {
			return o.clash
		}
	}
	if o.kind.Finish != nil {
		o.word, o.b.word = "", ""
		err := o.kind.Finish(o)
		if u := unsaid(""); errors.As(err, &u) { // the word that was read last is not at fault
			o.b.word = ""
		}
		if err != nil {
			return err
		}
	}
	if o.clash != nil {
		return o.clash
	}
	for _, w := range o.later {
		if !slices.Contains(o.read, w) {
			o.b.word = w
			return errors.New("has no effect beside the other words, or without one that is missing")
		}
	}
	o.word, o.b.word = "", ""
	return nil
}

func (o *tcOpts) what() string {
	switch o.use {
	case tcQdisc:
		return "qdisc"
	case tcClass:
		return "class of"
	case tcFilter:
		return "filter"
	}
	return "action"
}

// names are the words of the kind, for a nearest one.
func (o *tcOpts) names() []string {
	var names []string
	for _, w := range kindWords(o.kind, o.set) {
		names = append(names, w.Name)
	}
	return names
}

// kindWords lists the words of a kind: its own, then the rows and fields of its options.
func kindWords(k *tcKind, set *codec.Set) []Word {
	if k.Bare {
		return nil
	}
	var words []Word
	has := map[string]bool{}
	add := func(w Word) {
		if w.Name != "" && !has[w.Name] {
			has[w.Name] = true
			if w.Doc == "" {
				w.Doc = tcDocOf(k.Name, w.Name)
			}
			words = append(words, w)
		}
	}
	for i := range k.Words {
		t := &k.Words[i]
		w := Word{Name: t.Name, Doc: t.Doc, Hint: t.Hint, Enum: t.Enum, Hook: t.Do != nil}
		if row := (&tcOpts{set: set}).row(strings.Split(t.Path, ".")); row != nil && t.Path != "" {
			w.fill(row)
		}
		add(w)
	}
	if set == nil {
		return words
	}
	row := func(r *codec.Row) {
		w := Word{Name: r.Name}
		w.fill(r)
		add(w)
	}
	if set.Fixed != nil {
		for i := range set.Fixed.Fields {
			row(&set.Fixed.Fields[i].Row)
		}
	}
	for i := range set.Rows {
		r := &set.Rows[i]
		if r.Name == "pad" || r.Name == "tm" {
			continue
		}
		if r.Kind == codec.Nest && !r.Multi && r.Set.Fixed != nil && len(r.Set.Rows) == 0 {
			for j := range r.Set.Fixed.Fields {
				row(&r.Set.Fixed.Fields[j].Row)
			}
			continue
		}
		row(r)
	}
	return words
}

// tcOptionsSub and tcActionSub choose the options' rows by kind.
func tcOptionsSub() *codec.Sub { return spec.TC.Named("options").Sub }
func tcActionSub() *codec.Sub  { return spec.Action.Named("tab").Elem.Set.Named("options").Sub }

var errTable = errors.New("want a table")
