package state

import (
	"bytes"
	"cmp"
	"iter"
	"maps"
	"slices"
)

// Sync lists kinds anew and tells what has changed since a Table was last right. The way to do it, so that nothing is lost:
//
//  1. The socket of the events was seen empty after its last overflow: only then does the kernel tell of the next one.
//  2. Begin. From here on events are kept, not applied.
//  3. For each of Dumps, all messages of its answer go to Add.
//  4. The events that were there when the last dump had ended go to Race, in their order. They say again what a dump has seen or
//     has missed; the last word about an object is right either way. Where none was lost before, each is reported by itself too:
//     what came and went meanwhile is in no picture.
//  5. End gives what there is to report. Later events go to Table.Apply.
//
// An overflow before End makes it void, and so does whatever else keeps it from its end: forget it, and begin again with All.
// Until End the Table is as it was, but for what Race reported.
type Sync struct {
	table, fresh *Table
	kinds        Kinds
	raced        Kinds
	gap          bool
}

// Begin starts to list kinds; those that the table does not hold are left out. What was Stale of them no longer is. gap: events
// are missing since the table was right, or it never was.
func (t *Table) Begin(k Kinds, gap bool) *Sync {
	k &= t.held | t.signs
	fresh := NewTable(t.held)
	fresh.signs, fresh.listed = t.signs, true
	t.stale &^= k
	return &Sync{table: t, fresh: fresh, kinds: k, gap: gap}
}

// Held is every kind that is reported.
func (t *Table) Held() Kinds { return t.held }

// All is every kind that the table holds or needs.
func (t *Table) All() Kinds { return t.held | t.signs }

// Dumps gives the requests, one after the other: ask for the next one when the answer to the last one is in.
func (s *Sync) Dumps() iter.Seq[Dump] {
	return func(yield func(Dump) bool) {
		for k := range s.kinds.each() {
			source := s.fresh
			if kinds[k].each && !s.kinds.has(kindQdisc) {
				source = s.table
			}
			for _, d := range source.dumps(k) {
				if !yield(d) {
					return
				}
			}
		}
	}
}

// Unlisted says that the kernel lists no such objects: the table keeps what events told of them. Some kernels announce the group addresses
// of IPv4 and do not list them.
func (s *Sync) Unlisted(d Dump) {
	for k := range s.kinds.each() {
		if kinds[k].new+2 == d.Type && kinds[k].family == d.Family && !kinds[k].each {
			s.kinds &^= one(k)
		}
	}
}

// Add takes a message of an answer.
func (s *Sync) Add(typ uint16, body []byte) {
	if s.isOurs(typ, body) {
		s.fresh.Apply(typ, 0, body)
	}
}

func (s *Sync) isOurs(typ uint16, body []byte) bool {
	v, ok := view(typ, body)
	if !ok {
		return false
	}
	k := kindOf(typ, &v)
	return k >= 0 && s.kinds.has(k)
}

// Race takes an event that came while the dumps ran. It returns what is to be reported at once: after a gap only events about
// other kinds, since what others of these kinds say goes into the differences.
func (s *Sync) Race(typ, flags uint16, body []byte) []Event {
	if s.isOurs(typ, body) {
		v, _ := view(typ, body)
		s.raced |= one(kindOf(typ, &v))
		s.fresh.racing = true
		s.fresh.Apply(typ, flags, body)
		if s.gap {
			return nil
		}
	}
	return s.table.Apply(typ, flags, body)
}

// Raced are the kinds that changed while they were listed. The kernel's lists have places to go on from, not pictures: an object
// that did not change may be left out when its neighbours go. To be sure, list these kinds once more.
func (s *Sync) Raced() Kinds { return s.raced }

// End makes the new picture the table's, and returns the differences: first what is gone, what needs others before these; then
// what is new or has changed, the other way round.
func (s *Sync) End() []Event {
	t := s.table
	var out []Event
	for _, d := range deltas(t, s.fresh, s.kinds&t.held) {
		e := Event{Type: d.Type, Body: d.New, Resync: true}
		if d.New == nil {
			e.Type, e.Body = d.Type+1, d.Old
		}
		out = append(out, e)
	}
	s.install()
	return out
}

// install puts what was listed in place of what the table had of these kinds.
func (s *Sync) install() {
	t := s.table
	for slot, first := range t.nodes {
		if s.kinds.has(int(first.kind)) { // a slot holds one kind
			delete(t.nodes, slot)
		}
	}
	maps.Copy(t.nodes, s.fresh.nodes)
	t.stale |= s.fresh.stale
}

// Delta is what one object is in one table and in another.
type Delta struct {
	Type     uint16 // RTM_NEW*
	Key      string
	Old, New []byte // bodies; nil: it is not there
	rank     uint8
}

// Deltas tells what has to happen to objects for a picture to become another one: first what has to go, what needs others before
// these; then what has to come or to change, the other way round.
func Deltas(from, to *Table) []Delta { return deltas(from, to, from.held&to.held) }

func deltas(from, to *Table, of Kinds) []Delta {
	var gone, come []Delta
	for slot, first := range from.nodes {
		for n := first; n != nil; n = n.next {
			if of.has(int(n.kind)) && find(to.nodes[slot], n.key) == nil {
				gone = append(gone, Delta{Type: n.new, Key: n.name(slot), Old: n.body, rank: n.kind})
			}
		}
	}
	for slot, first := range to.nodes {
		for n := first; n != nil; n = n.next {
			if !of.has(int(n.kind)) {
				continue
			}
			old := find(from.nodes[slot], n.key)
			if old == nil {
				come = append(come, Delta{Type: n.new, Key: n.name(slot), New: n.body, rank: n.kind})
			} else if n.differs(old) {
				come = append(come, Delta{Type: n.new, Key: n.name(slot), Old: old.body, New: n.body, rank: n.kind})
			}
		}
	}
	slices.SortFunc(gone, func(a, b Delta) int { return b.compare(a) })
	slices.SortFunc(come, Delta.compare)
	return append(gone, come...)
}

func (d Delta) compare(e Delta) int {
	return cmp.Or(cmp.Compare(d.rank, e.rank), cmp.Compare(d.Key, e.Key))
}

// name is the object's key.
func (n *node) name(slot string) string {
	if n.key != "" {
		return n.key
	}
	return slot
}

// differs tells whether n says anything otherwise than old, the same object before.
func (n *node) differs(old *node) bool {
	if bytes.Equal(n.body, old.body) {
		return false
	}
	a, _ := view(old.new, old.body)
	b, _ := view(n.new, n.body)
	return len(Diff(n.new, &a, &b)) > 0
}

// Snapshot returns all objects as announcements, what others need first: the picture as it is.
func (t *Table) Snapshot() []Event {
	empty := Table{held: t.held, nodes: map[string]*node{}}
	s := &Sync{table: &empty, fresh: t, kinds: t.held}
	return s.End()
}
