package request

import (
	"cmp"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"

	"nlua/rtnl/codec"
)

func newBuilder() *builder {
	b := &builder{}
	b.enc.Text = b.text
	return b
}

// Error is wrong use: a keyword, a verb, a value.
type Error struct {
	Request string // "link add"
	Keyword string // as the script wrote it; "": the request as a whole
	Msg     string
	Err     error // the reason, if it came from elsewhere
}

func (e *Error) Error() string {
	parts := []string{e.Request}
	if e.Keyword != "" {
		parts = append(parts, e.Keyword)
	}
	if e.Msg != "" {
		parts = append(parts, e.Msg)
	}
	if e.Err != nil {
		parts = append(parts, e.Err.Error())
	}
	return strings.Join(parts, ": ")
}

// Unwrap returns the reason.
func (e *Error) Unwrap() error { return e.Err }

// item is a value at a path: of an attribute, or of a field of the message's fixed structure.
type item struct {
	path  []string
	fixed bool
	ask   bool // in a dump: part of the request, not of the filter
	value any
	test  func(any) bool // of a filter; then there is no value
	word  string
	bits  bool // several keywords add to it
}

// builder collects the items of one request. It is kept for later ones.
type builder struct {
	job
	enc  codec.Encoder // with this request's names and units
	last memory

	// Room for what most requests need.
	req       Request
	someItems [12]item
	someNames [16]string
	somePairs [12]codec.Pair
	someBytes [256]byte
}

// job is what a builder knows of the request at hand.
type job struct {
	obj       *Object
	set       *codec.Set // what keywords are looked up in: the request's rows, or for a filter the answers'
	verb      *Verb      // nil: a filter for events
	said      string
	filtering bool
	kw        codec.Table
	res       Resolver
	word      string // the keyword at hand
	items     []item
	matches   []func(codec.View) bool
	wholes    []func(any) bool
	inside    []cond // of a filter, where a message is a list of entries: what one of them has to fulfil
	kind      string // link, tc: the kind
	tun       *Tun
	files     []int
	flags     uint16    // more NLM_F_*
	cause     error     // why the last text was no number: a name that the system does not know
	family    uint8     // what the addresses say; 0: nothing yet
	absent    error     // of a filter: what is not there
	both      [2]string // keywords that say different things of one field
	late      error     // what is wrong where each value by itself is right
	tc        *tcOpts   // tc: the options of the kind

	names []string // of paths
}

// path keeps a path.
func (b *builder) path(names ...string) []string {
	if b.names == nil {
		b.names = b.someNames[:0]
	}
	from := len(b.names)
	b.names = append(b.names, names...)
	return b.names[from:len(b.names):len(b.names)]
}

// Build makes the request for an object's verb. Values of kw may be nil (as if absent), bool, any integer, float64, string, []byte,
// []any, codec.Table, codec.View, func(any) bool in filters, and values that are codec.Linked. Errors are *Error.
func Build(obj *Object, verb string, kw codec.Table, res Resolver) (*Request, error) {
	v := obj.Verb(verb)
	if v == nil {
		return nil, &Error{Request: obj.Name, Msg: fmt.Sprintf("unknown verb %q%s", verb, oneOf(verb, obj.VerbNames()))}
	}
	r, err := build(obj, v, verb, kw, res)
	if err != nil { // a script's table has no order: of several errors always the same one is told
		r, err = build(obj, v, verb, kw.Sorted(), res)
	}
	return r, err
}

// build is Build with the keywords in one order.
func build(obj *Object, v *Verb, verb string, kw codec.Table, res Resolver) (*Request, error) {
	b, _ := obj.builders.Get().(*builder)
	if b == nil {
		b = newBuilder()
	}
	if r := b.again(obj, v, verb, kw, res); r != nil {
		return r, nil
	}
	return b.fresh(obj, v, verb, kw, res)
}

// fresh makes a request from the start.
func (b *builder) fresh(obj *Object, v *Verb, verb string, kw codec.Table, res Resolver) (*Request, error) {
	b.forget()
	r := &b.req
	*r = Request{Object: obj, Verb: verb, Type: v.Type, Flags: v.Flags, Mode: v.Mode(), Set: obj.asks(v), b: b}
	b.obj, b.set, b.verb, b.said, b.kw, b.res, b.kind, b.filtering = obj, r.Set, v, verb, kw, res, obj.Kind, r.Mode == Dump
	if b.filtering {
		b.set = obj.answers(v)
	}
	b.items = b.someItems[:0]
	err := b.run()
	if err == nil {
		err = b.encode(r)
	}
	r.Files = b.files
	if err != nil && b.filtering && missing(err) {
		r.Empty, err = true, nil
	}
	if err != nil {
		closeAll(b.files)
		return nil, err
	}
	if r.Tun = b.tun; r.Tun != nil {
		r.Flags = fReq // the device is there already when the rest is set
	}
	r.Flags |= b.flags
	r.items = b.items
	b.remember(r, kw)
	return r, nil
}

// forget makes room for another request.
func (b *builder) forget() {
	clear(b.someItems[:min(len(b.items), len(b.someItems))])
	clear(b.someNames[:min(len(b.names), len(b.someNames))])
	clear(b.somePairs[:])
	b.job, b.req = job{}, Request{}
}

func closeAll(files []int) {
	for _, fd := range files {
		unix.Close(fd)
	}
}

// noName is an error about a name that no database has.
type noName string

func (e noName) Error() string { return string(e) }

// missing tells errors about what is not there on this system from other wrong use.
func missing(err error) bool {
	var unknown noName
	return errors.Is(err, unix.ENODEV) || errors.As(err, &unknown)
}

// run walks the keywords.
func (b *builder) run() error {
	if b.obj.Begin != nil {
		if err := b.obj.Begin(b); err != nil {
			return b.fail(err)
		}
	}
	for _, p := range b.flat() {
		if p.Value == nil {
			continue
		}
		b.word = p.Name
		if err := b.keyword(p.Name, p.Value); err != nil {
			if err = b.fail(err); !b.filtering || !missing(err) {
				return err
			}
			b.absent, b.cause = err, nil // nothing will match, but what is wrong in any case is told first
		}
	}
	if b.absent != nil {
		return nil
	}
	b.word = ""
	if err := b.twice(); err != nil {
		return err
	}
	err := b.needed()
	if err == nil && b.obj.Finish != nil {
		err = b.obj.Finish(b)
	}
	if err != nil {
		return b.fail(err)
	}
	return nil
}

// twice tells two keywords for one thing that say different things of it, as mtu and IFLA_MTU: of an attribute the kernel would take
// the last one, in whatever order a script's table has them.
func (b *builder) twice() error {
	if b.filtering {
		return nil
	}
	if b.both[0] != "" {
		return b.conflict(b.both[0], b.both[1])
	}
	for i := range b.items {
		x := &b.items[i]
		for j := range b.items[:i] {
			if y := &b.items[j]; y.word != x.word && y.fixed == x.fixed && slices.Equal(x.path, y.path) && !same(x.value, y.value) {
				return b.conflict(y.word, x.word)
			}
		}
	}
	return nil
}

func (b *builder) conflict(word, other string) error {
	return &Error{Request: b.name(), Keyword: word, Msg: fmt.Sprintf("%s says something else of the same: give one of them", other)}
}

// same tells whether two values are plainly the same.
func same(x, y any) bool {
	switch x.(type) {
	case string, bool, uint64, int64, int, float64:
		return x == y || fmt.Sprint(x) == fmt.Sprint(y)
	}
	return reflect.DeepEqual(x, y)
}

// needed tells what a request lacks.
func (b *builder) needed() error {
	if b.filtering || b.verb == nil || b.tun != nil {
		return nil
	}
	for i := range b.obj.Needs {
		n := &b.obj.Needs[i]
		if (n.Verbs == "" || anyWord(n.Verbs, func(verb string) bool { return verb == b.verb.Name })) && !anyWord(n.Any, func(name string) bool { return b.has(name) }) {
			return errors.New(n.Say)
		}
	}
	return nil
}

// flat returns the keywords; in a filter those of a table "match" too.
func (b *builder) flat() codec.Table {
	if v, ok := b.given("match"); ok && b.filtering {
		if name, isText := v.(string); isText { // pyroute2's short form of a filter by link
			word := "ifname"
			if b.set.Named(word) == nil {
				word = "dev"
			}
			v = codec.Table{{Name: word, Value: name}}
		}
		if t, isTable := v.(codec.Table); isTable {
			return append(without(b.kw, "match"), t...)
		}
	}
	return b.kw
}

// fail puts request and keyword before an error.
func (b *builder) fail(err error) error {
	var e *Error
	if errors.As(err, &e) && e.Request != "" {
		return err
	}
	out := &Error{Request: b.name(), Keyword: b.word, Err: err}
	var at *codec.Error
	if errors.As(err, &at) {
		where := strings.TrimSuffix(err.Error(), at.Error()) // which entry of a list, which action
		out.Msg, out.Err = where+at.Msg+b.hint(at), nil
		if word := wordOf(b.items, at.Path); word != "" {
			out.Keyword = word
		} else if len(at.Path) > 0 {
			out.Keyword = strings.Join(at.Path, ".")
		}
		if b.cause != nil {
			out.Msg, out.Err = "", b.cause
			out.Keyword += strings.TrimSuffix(strings.ReplaceAll("."+where, ": ", "."), ".")
		}
	}
	return out
}

// hint gives the nearest name where a table holds one that its set does not know.
func (b *builder) hint(at *codec.Error) string {
	if len(at.Path) < 2 || !strings.HasSuffix(at.Msg, "no such attribute") && !strings.HasSuffix(at.Msg, "no such field") {
		return ""
	}
	last := len(at.Path) - 1
	return Suggest(at.Path[last], setNames(b.setAt(at.Path[:last])))
}

func (b *builder) name() string {
	if b.verb == nil {
		return b.obj.Name + " filter"
	}
	return b.obj.Name + " " + b.said
}

// keyword puts one keyword where it belongs.
func (b *builder) keyword(word string, v any) error {
	name := word
	row := b.set.Named(word)
	if row != nil {
		name = row.Name
	}
	k := b.obj.keyword(word, b.verb)
	if k == nil && name != word {
		k = b.obj.keyword(name, b.verb)
	}
	if test, ok := v.(func(any) bool); ok && (k == nil || !k.takesFunc()) {
		return b.function(word, k, test)
	}
	switch {
	case k != nil && k.Do != nil:
		return k.Do(b, v)
	case k != nil && k.Path != "":
		return b.dotted(k.Path, v)
	}
	if done, err := b.kindData(word, v, true); done || err != nil {
		return err
	}
	if row != nil {
		b.attr(v, row.Name)
		return b.takes(row)
	}
	if f := b.set.Field(word); f != nil {
		b.field(f.Name, v)
		return nil
	}
	if done, err := b.kindData(word, v, false); done || err != nil {
		return err
	}
	if strings.Contains(word, ".") {
		return b.dotted(word, v)
	}
	return b.unknown(word)
}

func (b *builder) unknown(word string) error {
	if b.kind != "" && b.obj.Kinds != nil {
		if kind, _, _ := b.obj.kindWith(word); kind != "" {
			return &Error{Request: b.name(), Msg: fmt.Sprintf("%q belongs to kind %q, not to %q", word, kind, b.kind)}
		}
	}
	hint := cmp.Or(misnomer(b.obj.Name, word), Suggest(word, b.wordNames()))
	if word == "ifname" || slices.Contains(DeviceWords, word) {
		for _, name := range DeviceWords {
			if b.set.Named(name) != nil || b.set.Field(name) != nil {
				hint = fmt.Sprintf(": %s takes a link's name too", name)
			}
		}
	}
	if _, err := strconv.Atoi(word); err == nil && hint == "" {
		hint = ": a value stands without a keyword"
	}
	return &Error{Request: b.name(), Msg: fmt.Sprintf("unknown keyword %q%s", word, hint)}
}

// DeviceWords are the keywords by which other objects than links name the link that they are about.
var DeviceWords = []string{"index", "ifindex", "oif"}

// takesFunc tells whether a hook wants functions itself.
func (k *Keyword) takesFunc() bool { return k.Name == "match" }

// function makes a script's function the test of a filter.
func (b *builder) function(word string, k *Keyword, test func(any) bool) error {
	if !b.filtering {
		return errors.New("a function is good for filters only: give a value")
	}
	path := word
	if k != nil && k.Path != "" {
		path = k.Path
	}
	names := strings.Split(path, ".")
	if k == nil {
		if done, err := b.kindData(word, test, true); done || err != nil {
			return err
		}
	}
	if b.set.Named(names[0]) == nil && b.set.Field(names[0]) == nil && k == nil {
		done, err := b.kindData(word, test, false)
		if !done && err == nil {
			err = b.unknown(word)
		}
		return err
	}
	b.test(test, names...)
	return nil
}

// dotted puts a value at a path "linkinfo.kind", whose first name is checked here, the others when the value is converted.
func (b *builder) dotted(path string, v any) error {
	names := strings.Split(path, ".")
	if row := b.set.Named(names[0]); row != nil {
		if err := b.takes(b.canonical(row, names)); err != nil {
			return err
		}
	} else if b.set.Field(names[0]) == nil {
		return fmt.Errorf("unknown keyword %q%s", names[0], Suggest(names[0], b.wordNames()))
	} else if len(names) == 1 {
		b.field(names[0], v)
		return nil
	}
	b.attr(v, names...)
	return nil
}

// canonical replaces the names of a path by those of their rows, as far as they are rows: errors are found by these. It gives the last.
func (b *builder) canonical(row *codec.Row, names []string) *codec.Row {
	for i := 0; ; {
		names[i] = row.Name
		if i++; i == len(names) {
			return row
		}
		set := b.setOf(row, names[i])
		if set == nil {
			return row
		}
		next := set.Named(names[i])
		if next == nil {
			return row
		}
		row = next
	}
}

// takes refuses what the kernel would pass over without a word.
func (b *builder) takes(row *codec.Row) error {
	if !row.Told || b.filtering {
		return nil
	}
	return &Error{Request: b.name(), Keyword: b.word, Msg: "the kernel tells this, and takes it from nobody" + misnomer(b.obj.Name, b.word)}
}

// attr puts an attribute's value, or in a filter what it has to be.
func (b *builder) attr(v any, path ...string) {
	b.items = append(b.items, item{path: b.path(path...), value: v, word: b.word})
}

// field puts a value into the message's fixed structure; a later one replaces it.
func (b *builder) field(name string, v any) { b.place(name, v, false) }

// place is field; bits are added to by several keywords.
func (b *builder) place(name string, v any, bits bool) {
	for i := range b.items {
		if it := &b.items[i]; it.fixed && it.path[0] == name && it.test == nil {
			it.bits = it.bits || bits
			if it.word != b.word && it.word != "" && b.word != "" && !it.bits && !same(it.value, v) {
				b.both = [2]string{it.word, b.word}
			}
			it.value, it.word = v, b.word
			return
		}
	}
	b.items = append(b.items, item{path: b.path(name), fixed: true, value: v, word: b.word, bits: bits})
}

// ask puts a field into the request of a dump too, where fields otherwise are filters.
func (b *builder) ask(name string, v any) {
	b.items = append(b.items, item{path: b.path(name), fixed: true, ask: true, value: v, word: b.word})
}

// askAttr likewise for an attribute.
func (b *builder) askAttr(v any, path ...string) {
	b.items = append(b.items, item{path: b.path(path...), ask: true, value: v, word: b.word})
}

// or adds bits to a field that holds flags.
func (b *builder) or(name string, bits uint64) {
	if v, ok := b.put(name, true); ok {
		n, isNumber := v.(uint64)
		if !isNumber {
			var err error
			if n, err = b.number(&b.set.Field(name).Row, v); err != nil {
				return // the value is refused when it is written
			}
		}
		bits |= n
	}
	b.place(name, bits, true)
}

// put returns the value put so far for a field or top-level attribute.
func (b *builder) put(name string, fixed bool) (any, bool) {
	for i := range b.items {
		if it := &b.items[i]; it.fixed == fixed && len(it.path) == 1 && it.path[0] == name && it.test == nil {
			return it.value, true
		}
	}
	return nil, false
}

// has tells whether anything was put at a top-level attribute or field.
func (b *builder) has(names ...string) bool {
	for i := range b.items {
		if slices.Contains(names, b.items[i].path[0]) {
			return true
		}
	}
	return false
}

// given returns a keyword's value as the script said it.
func (b *builder) given(word string) (any, bool) {
	v, ok := b.kw.Get(word)
	return v, ok && v != nil
}

// test adds a condition to a filter.
func (b *builder) test(test func(any) bool, path ...string) {
	b.items = append(b.items, item{path: b.path(path...), test: test, word: b.word})
}

// is adds the condition that a field of the fixed structure is a number.
func (b *builder) is(name string, n uint64) {
	b.items = append(b.items, item{path: b.path(name), fixed: true, value: n, word: b.word})
}

// testField adds a condition on the fixed structure, whatever attribute has the same name.
func (b *builder) testField(test func(any) bool, name string) {
	b.items = append(b.items, item{path: b.path(name), fixed: true, test: test, word: b.word})
}

// encode brings the items to bytes, or to a filter.
func (b *builder) encode(r *Request) error {
	if b.filtering {
		filter, err := b.filter()
		if err != nil {
			return err
		}
		if !filter.empty() {
			r.Filter = filter
		}
	}
	if b.tun != nil && len(b.items) == 0 {
		return nil
	}
	head, attrs := codec.Table(b.somePairs[:0:6]), codec.Table(b.somePairs[6:6])
	for i := range b.items {
		it := &b.items[i]
		switch {
		case it.value == nil, b.filtering && !it.ask:
		case it.fixed:
			head = append(head, codec.Pair{Name: it.path[0], Value: it.value})
		case len(it.path) == 1 && !(isTable(it.value) && onlyOne(r.Set, it.path[0])):
			attrs = append(attrs, codec.Pair{Name: it.path[0], Value: it.value})
		default:
			attrs = insert(attrs, it.path, it.value)
		}
	}
	if r.Filter != nil {
		head, attrs = b.pushed(r.Filter, head, attrs)
	}
	arrange(r.Set, attrs)
	body, err := b.enc.EncodeInto(b.someBytes[:0], r.Set, head, attrs)
	if err == nil {
		err = b.late
	}
	if err != nil {
		return b.fail(err)
	}
	r.Body = body
	return nil
}

// arrange sorts attributes by number, so that equal requests are equal bytes. Entries by bare number keep to the end.
func arrange(set *codec.Set, t codec.Table) {
	var room [16]int
	types := room[:0]
	for i, p := range t {
		typ, row := 1<<16, set.Named(p.Name)
		if row != nil {
			typ = int(row.Type)
		}
		if sub, ok := p.Value.(codec.Table); ok && row != nil && row.Kind == codec.Nest && row.Set.Fixed == nil {
			sub = slices.Clone(sub)
			arrange(row.Set, sub)
			p.Value = sub
		}
		at := i
		for types = append(types, typ); at > 0 && types[at-1] > typ; at-- { // few, and mostly in order
			t[at], types[at] = t[at-1], types[at-1]
		}
		t[at], types[at] = p, typ
	}
}

// insert puts a value at a path of nested tables. A table goes into the one that is there.
func insert(t codec.Table, path []string, v any) codec.Table {
	t = t[:len(t):len(t)]
	more, isNest := v.(codec.Table)
	if len(path) == 1 && !isNest {
		return append(t, codec.Pair{Name: path[0], Value: v})
	}
	for i := range t {
		if sub, ok := t[i].Value.(codec.Table); ok && t[i].Name == path[0] {
			t = append(codec.Table(nil), t...)
			if len(path) == 1 { // two keywords that make one nest
				t[i].Value = append(sub[:len(sub):len(sub)], more...)
			} else {
				t[i].Value = insert(sub, path[1:], v)
			}
			return t
		}
	}
	if len(path) == 1 {
		return append(t, codec.Pair{Name: path[0], Value: v})
	}
	return append(t, codec.Pair{Name: path[0], Value: insert(nil, path[1:], v)})
}

// onlyOne tells whether an attribute stands once in a message.
func onlyOne(set *codec.Set, name string) bool {
	row := set.Named(name)
	return row != nil && !row.Multi
}

func isTable(v any) bool {
	_, ok := v.(codec.Table)
	return ok
}
