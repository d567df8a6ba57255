package request

import (
	"slices"
	"strings"
	"sync"

	"golang.org/x/sys/unix"

	"nlua/rtnl/codec"
	"nlua/rtnl/names"
	"nlua/rtnl/spec"
)

// Mode says what answers a request has.
type Mode uint8

// The modes: an acknowledgement alone; objects, then an acknowledgement; a multipart dump.
const (
	Ack Mode = iota
	Get
	Dump
)

// Flags of requests, as pyroute2 groups them (include/uapi/linux/netlink.h).
const (
	fReq     = unix.NLM_F_REQUEST | unix.NLM_F_ACK
	fCreate  = fReq | unix.NLM_F_CREATE | unix.NLM_F_EXCL
	fAppend  = fReq | unix.NLM_F_CREATE | unix.NLM_F_APPEND
	fChange  = fReq | unix.NLM_F_REPLACE
	fReplace = fChange | unix.NLM_F_CREATE
	fDump    = unix.NLM_F_REQUEST | unix.NLM_F_DUMP
)

// Verb is one thing that can be asked of an object.
type Verb struct {
	Name  string
	Also  []string // other names
	Type  uint16   // RTM_*
	Flags uint16   // NLM_F_*
	Doc   string
}

// Mode tells which answers to expect: the types of get requests have 2 in their lower two bits.
func (v *Verb) Mode() Mode {
	switch {
	case v.Flags&unix.NLM_F_DUMP == unix.NLM_F_DUMP:
		return Dump
	case v.Type&3 == 2:
		return Get
	}
	return Ack
}

// hook puts what a keyword says into the request or filter.
type hook func(b *builder, v any) error

// Keyword is a word that means more, or something else, than the attribute or field of its name.
type Keyword struct {
	Name string
	Path string      // dotted path of the attribute that it stands for; "": the one of its name, if there is one
	Do   hook        // nil: the value goes to Path as it is
	Only string      // verbs that take it, space-separated; "": all
	Hint codec.Hint  // for help, where there is no row of that name
	Enum *codec.Enum // likewise
	Doc  string
}

// KindHook is a keyword of a kind's data that means more than its row.
type KindHook struct {
	Kinds  string // space-separated
	Name   string
	Also   string                                       // another name
	Do     func(b *builder, v any, path []string) error // path: where the row lies
	Making bool                                         // a filter passes it over
	Doc    string
}

// Need is what a request cannot go without.
type Need struct {
	Verbs string // space-separated; "": all but those that dump
	Any   string // attributes and fields of which one is enough, space-separated
	Say   string // "index is missing"
}

// Push is a filter of a dump that the kernel applies too: the wanted value of Path is sent in Attr or Field.
type Push struct {
	Path  string
	Attr  string
	Field string
}

// Object is what a method is about.
type Object struct {
	Name       string
	Doc        string
	Set        *codec.Set
	Kind       string   // the kind where the script says none
	Args       []string // keywords that may follow the verb by position
	Verbs      []Verb
	Keywords   []Keyword
	Needs      []Need
	Push       []Push
	Families   []string                              // where the kernel has no dump of all families: those that one reads in turn
	Kinds      *codec.Sub                            // rows by kind whose names are keywords too: of a link's data
	SlaveKinds *codec.Sub                            // likewise of the data that a link has as a port
	PlainKinds []string                              // kinds without such rows
	Data       func(b *builder, slave bool) []string // the path where they go
	Hooks      []KindHook                            // of them, what means more
	Options    func(verb *Verb, kind string) []Word  // tc: words of a kind beside its rows
	Begin      func(b *builder) error                // before the keywords
	Finish     func(b *builder) error                // after them: defaults
	Repeats    []Repeat

	builders sync.Pool
}

// Resolver answers what only the running system knows.
type Resolver interface {
	// LinkIndex returns the index of a link by name or alternative name; an error that is ENODEV where there is none.
	LinkIndex(name string) (int, error)
	// NetNS opens a namespace by name or path. The descriptor is the request's: see Request.Files.
	NetNS(name string) (fd int, err error)
	// Names is the names database.
	Names() *names.DB
}

// asks are the rows of a verb's request: for some types they are not those of the answers.
func (o *Object) asks(v *Verb) *codec.Set {
	if v != nil {
		if m := spec.ByType(v.Type); m != nil && m.Sent() != nil {
			return m.Sent()
		}
	}
	return o.Set
}

// answers are the rows of what a verb gives back.
func (o *Object) answers(v *Verb) *codec.Set {
	if v != nil {
		if m := spec.ByType(v.Type); m != nil && m.Set != nil {
			return m.Set
		}
	}
	return o.Set
}

// words are the rows whose names are a verb's keywords.
func (o *Object) words(v *Verb) *codec.Set {
	if v != nil && v.Mode() == Dump {
		return o.answers(v)
	}
	return o.asks(v)
}

// Verb returns the verb of a name, nil if the object has none.
func (o *Object) Verb(name string) *Verb {
	for i := range o.Verbs {
		v := &o.Verbs[i]
		if v.Name == name || slices.Contains(v.Also, name) {
			return v
		}
	}
	return nil
}

// VerbNames lists all names of verbs.
func (o *Object) VerbNames() []string {
	var list []string
	for i := range o.Verbs {
		list = append(append(list, o.Verbs[i].Name), o.Verbs[i].Also...)
	}
	return list
}

// keyword returns the object's own keyword of that name, for a verb.
func (o *Object) keyword(name string, verb *Verb) *Keyword {
	for i := range o.Keywords {
		if k := &o.Keywords[i]; k.Name == name && k.takes(verb) {
			return k
		}
	}
	for i := range commonKeywords {
		if k := &commonKeywords[i]; k.Name == name && k.takes(verb) {
			return k
		}
	}
	return nil
}

// takes tells whether a keyword belongs to a verb. Filters without a verb take all.
func (k *Keyword) takes(verb *Verb) bool {
	return k.Only == "" || verb == nil || anyWord(k.Only, func(word string) bool { return word == verb.Name })
}

// anyWord tells whether a condition holds for one of the words of a list.
func anyWord(list string, holds func(word string) bool) bool {
	for word := range strings.SplitSeq(list, " ") {
		if holds(word) {
			return true
		}
	}
	return false
}
