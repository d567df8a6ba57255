package plan

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"

	"nlua/rtnl/codec"
	"nlua/rtnl/request"
	"nlua/rtnl/spec"
	"nlua/rtnl/state"
)

// Step is one change.
type Step struct {
	Sign byte // '+' makes, '~' changes, '-' removes
	Lost bool // what it removes could not be made again

	space  *space
	create bool // of a namespace
	object string
	verb   string
	kw     codec.Table
	req    *request.Request // as it was planned: indices of links that are not there yet are made up
	raw    *state.Request   // instead of keywords: of an object that the kernel told of
	name   string           // of that object
	phase  int
	why    []state.Change // in what the object is not as it is wanted
	again  bool           // it was refused, and is tried while its device is down
	level  int            // of qdiscs and classes: how many of them stand above it, less than none for removals
}

// Phases in which steps are done, one section of objects after the other.
const (
	phaseSpaces = iota
	phaseRemove // rank by rank, from the last section to the first
	phaseMake   = phaseRemove + 100
)

// kept is a line about a step that was done, and would have to be done again: in what the object differs all the same.
func (s *Step) kept() string {
	is := make([]string, len(s.why))
	for i, ch := range s.why {
		old := ch.Old
		if old == nil {
			old = "none"
		}
		is[i] = ch.Path[strings.LastIndexByte(ch.Path, '.')+1:] + " is " + words(old)
	}
	if len(is) == 0 {
		return s.String()
	}
	return s.String() + ": " + strings.Join(is, ", ")
}

// String is a line: "+ blue: route add dst=10.0.0.0/8 gateway=10.1.0.1".
func (s *Step) String() string {
	var b strings.Builder
	b.WriteByte(s.Sign)
	if s.Lost {
		b.WriteByte('!')
	}
	b.WriteByte(' ')
	switch {
	case s.create:
		fmt.Fprintf(&b, "netns add %s", s.space.name)
	case s.raw != nil:
		b.WriteString(s.space.in() + s.name)
	default:
		b.WriteString(s.space.in() + s.object + " " + s.verb)
		for _, p := range inOrder(s.kw) {
			b.WriteByte(' ')
			b.WriteString(p.Name + "=" + words(p.Value))
		}
	}
	return b.String()
}

// foremost are the keywords that say what a step is about: a script's table has no order.
var foremost = []string{"ifname", "index", "ifindex", "dev", "id", "dst", "lladdr", "kind", "address", "gateway"}

func inOrder(kw codec.Table) codec.Table {
	rank := func(name string) int {
		if i := slices.Index(foremost, name); i >= 0 {
			return i
		}
		return len(foremost)
	}
	kw = slices.Clone(kw)
	slices.SortFunc(kw, func(a, b codec.Pair) int { return cmp.Or(rank(a.Name)-rank(b.Name), cmp.Compare(a.Name, b.Name)) })
	return kw
}

// beside are keywords that say how an object is, not which one.
var beside = []string{"family", "proto", "protocol", "scope", "state", "flags", "metrics", "options", "flow", "pref", "expires", "broadcast", "preferred", "valid"}

// label names an object that the kernel told of: by the keywords that make it, where there are some.
func (s *space) label(typ uint16, key string, body []byte) string {
	name, rest, _ := strings.Cut(key, " ")
	o := &object{typ: typ, body: body, view: codec.ViewOf(spec.ByType(typ).Set, body, nil)}
	switch {
	case typ == unix.RTM_NEWLINK:
		return newLink(body).String()
	case sections[rankOf(o)].typ == typ:
		if object := sections[rankOf(o)].object; object != "tc" { // of that there are three
			name = object
		}
		kw, _ := s.save(o)
		for _, p := range inOrder(without(kw, beside...)) {
			name += " " + p.Name + "=" + words(p.Value)
		}
		return name
	}
	if index, more, _ := strings.Cut(rest, " "); strings.HasPrefix(index, "index=") { // a number says nothing to people
		if l := s.links[native.Uint32(body[4:])]; l != nil {
			rest = "index=" + l.name + " " + more
		}
	}
	return name + " " + rest
}

// labels are those of all objects.
func (s *space) labels() (list []string) {
	for _, e := range s.table.Snapshot() {
		v := codec.ViewOf(spec.ByType(e.Type).Set, e.Body, nil)
		list = append(list, s.label(e.Type, state.Key(e.Type, &v), e.Body))
	}
	return list
}

// words is a value on a line.
func words(v any) string {
	switch x := v.(type) {
	case codec.Table:
		parts := make([]string, len(x))
		for i, p := range inOrder(x) {
			parts[i] = p.Name + "=" + words(p.Value)
		}
		return "{" + strings.Join(parts, " ") + "}"
	case []any:
		parts := make([]string, len(x))
		for i := range x {
			parts[i] = words(x[i])
		}
		return "{" + strings.Join(parts, " ") + "}"
	case []byte:
		return fmt.Sprintf("%x", x)
	case float64:
		return strconv.FormatFloat(x, 'f', -1, 64)
	case string:
		if x == "" || strings.ContainsAny(x, " =\n\"") {
			return fmt.Sprintf("%q", x)
		}
		return x
	}
	return fmt.Sprint(v)
}
