package state

import (
	"nlua/rtnl/codec"
)

// Event is a message about an object, as the kernel sent it or as it would have.
type Event struct {
	Type, Flags uint16
	Body        []byte // behind the message header
	Resync      bool   // made up here: the kernel did not send it
	Own         bool   // not about an object of the Table's kinds: the caller asked for no such group, or nothing is kept of them
}

// Table is a copy of the objects of some kinds: what was reported of them. It is used by one goroutine at a time.
type Table struct {
	held   Kinds            // what is reported
	signs  Kinds            // what is kept besides, since it tells of held ones
	stale  Kinds            // must be listed again
	listed bool             // it is being listed: what is there is no news
	racing bool             // events may be older than what is here
	nodes  map[string]*node // by the slot of its object
}

// node is an object. Most slots have one; the kernel has the others behind it.
type node struct {
	kind uint8
	new  uint16 // RTM_NEW*
	more uint16 // rules, and IPv6 routes without a gateway: so many more that are alike
	key  string // where a slot may have several; else its slot is its key
	body []byte
	next *node
}

// NewTable makes an empty table of kinds.
func NewTable(k Kinds) *Table {
	return &Table{held: k, signs: k.signs(), nodes: map[string]*node{}}
}

// Hold changes which kinds are reported: what is known of others is forgotten, and new ones are stale.
func (t *Table) Hold(k Kinds) {
	t.stale = t.stale&k | k&^t.held
	t.held, t.signs = k, k.signs()
	for slot, first := range t.nodes {
		if !t.All().has(int(first.kind)) {
			delete(t.nodes, slot)
		}
	}
}

// Body is what was last told of the object of a message, nil where it is not there.
func (t *Table) Body(typ uint16, v *codec.View) []byte {
	o := objectOf(typ, v)
	if o == nil {
		return nil
	}
	slot, key := o.place(v)
	if n := find(t.nodes[slot], key); n != nil {
		return n.body
	}
	return nil
}

// Stale tells which kinds have changed in a way that no event says: they must be listed again, by Sync.
func (t *Table) Stale() Kinds { return t.stale }

// Flags of a message header that tell how an object came; include/uapi/linux/netlink.h.
const (
	flagReplace = 0x100
	flagCreate  = 0x400
	flagAppend  = 0x800
)

// Apply takes an event of the kernel, and returns what there is to report: mostly the event itself. Where an object takes the
// place of another one without a word about that, its end comes first; where an IPv6 route loses some of its gateways, what is
// left of it comes after. What is told of an object that is not there is nothing. body is copied where it is kept.
func (t *Table) Apply(typ, flags uint16, body []byte) []Event {
	v, ok := view(typ, body)
	event := Event{Type: typ, Flags: flags, Body: body}
	k := -1
	if ok {
		k = kindOf(typ, &v)
	}
	if k < 0 || !(t.held | t.signs).has(k) || typ&3 > 1 {
		event.Own = true
		return []Event{event}
	}
	if split := kinds[k].split; split != nil {
		return t.applyAll(k, event, split(&v))
	}
	return t.apply(k, event, &v)
}

// applyAll applies the parts of a message. It is told as it came, or the parts that say something new, where these are not all;
// without parts it is about none of the kind's objects, as a bridge's router ports are none of its groups.
func (t *Table) applyAll(k int, event Event, parts [][]byte) (out []Event) {
	for _, part := range parts {
		v, _ := view(event.Type, part)
		for _, e := range t.apply(k, Event{Type: event.Type, Flags: event.Flags, Body: part}, &v) {
			e.Resync = true
			out = append(out, e)
		}
	}
	if len(out) == len(parts) {
		event.Own = len(parts) == 0
		return []Event{event}
	}
	return out
}

// apply applies a message that is about one object.
func (t *Table) apply(k int, event Event, v *codec.View) (out []Event) {
	if skipped(k, v) {
		return nil
	}
	if isDel(event.Type) {
		out = t.remove(k, event, v)
	} else {
		out = t.put(k, event, v)
	}
	if !t.held.has(k) {
		return nil
	}
	return out
}

// skipped: exceptions to routes, which are a cache (RTM_F_CLONED).
func skipped(k int, v *codec.View) bool {
	return (k == kindRoute4 || k == kindRoute6) && head(v, 8, 4)&0x200 != 0
}

// put adds an object or takes its new state.
func (t *Table) put(k int, event Event, v *codec.View) []Event {
	o := objectOf(event.Type, v)
	slot, key := o.place(v)
	first := t.nodes[slot]
	same := find(first, key)
	t.notice(k, false, same, v)
	if same != nil {
		if kinds[k].merges {
			event.Body = merge(same.body, event.Body, v)
		}
		if k == kindRule4 || k == kindRule6 {
			same.more++ // the kernel keeps rules that are alike
			t.guessed(k)
		}
		if event.Flags&flagReplace != 0 && first.next != nil {
			t.guessed(k) // whom it replaced may be among the others
		}
		switch {
		case k != kindRoute6 || joins6(v):
		case event.Flags == 0: // of a list: the kernel replaces the first route of a place, also by one that the place has already
			same.more++
		case event.Flags&flagReplace != 0 && replaced(k, first, v) != same:
			t.stale |= one(k) & t.held
		}
		same.body = append([]byte(nil), event.Body...)
		return []Event{event}
	}
	n := &node{kind: uint8(k), new: event.Type, key: key, body: append([]byte(nil), event.Body...)}
	var out []Event
	if event.Flags&flagReplace != 0 && first != nil {
		old := replaced(k, first, v)
		t.guessed(k)
		out = []Event{{Type: old.new + 1, Body: old.body, Resync: true}}
		n.next = old.next
		if first == old {
			t.nodes[slot] = n
		} else {
			before(first, old).next = n
		}
		return append(out, event)
	}
	switch {
	case first == nil:
		t.nodes[slot] = n
	case k == kindRoute4 && event.Flags&(flagCreate|flagAppend) == flagCreate:
		n.next = first
		t.nodes[slot] = n
	default:
		before(first, nil).next = n
	}
	return append(out, event)
}

// replaced is the object that the kernel replaces: the first of its slot, of IPv6 routes the first of the same sort, if there
// is one; net/ipv4/fib_trie.c fib_table_insert(), net/ipv6/ip6_fib.c fib6_add_rt2node().
func replaced(k int, first *node, v *codec.View) *node {
	if k == kindRoute6 {
		joins := joins6(v)
		for n := first; n != nil; n = n.next {
			if old, ok := view(n.new, n.body); ok && joins6(&old) == joins {
				return n
			}
		}
	}
	return first
}

// guessed makes a kind stale where the table may be younger than an event whose effect depends on what was there before it.
func (t *Table) guessed(k int) {
	if t.racing {
		t.stale |= one(k) & t.held
	}
}

// find returns the node of a slot with that key.
func find(first *node, key string) *node {
	for n := first; n != nil; n = n.next {
		if n.key == key {
			return n
		}
	}
	return nil
}

// before returns the node before n; with n nil the last one.
func before(first, n *node) *node {
	for at := first; ; at = at.next {
		if at.next == n {
			return at
		}
	}
}

// remove takes an object away.
func (t *Table) remove(k int, event Event, v *codec.View) []Event {
	o := objectOf(event.Type, v)
	slot, key := o.place(v)
	first := t.nodes[slot]
	old := find(first, key)
	t.notice(k, true, old, v)
	if old == nil {
		return nil
	}
	if k == kindRule4 || k == kindRule6 {
		t.guessed(k)
	}
	if old.more > 0 {
		old.more--
		if k == kindRoute6 { // a list that was made while others went may have one twice
			t.stale |= one(k) & t.held
		}
		return []Event{event, {Type: old.new, Body: old.body, Resync: true}}
	}
	if k == kindRoute6 && joins6(v) {
		rest, left, any := withoutHops(old.body, v)
		if !any {
			return nil
		}
		if left {
			old.body = rest
			return []Event{event, {Type: old.new, Body: rest, Resync: true}}
		}
	}
	switch {
	case first != old:
		before(first, old).next = old.next
	case old.next != nil:
		t.nodes[slot] = old.next
	default:
		delete(t.nodes, slot)
	}
	return []Event{event}
}

// merge puts the attributes of a message over those that are known: IPv4 and IPv6 configuration is announced one by one.
func merge(old, now []byte, v *codec.View) []byte {
	b := append([]byte(nil), now...)
	was, _ := view(80, old)
	eachAttr(was.Attrs, func(typ uint16, p []byte) {
		if _, ok := v.Find(typ); !ok {
			b = codec.AppendAttr(b, typ, p)
		}
	})
	return b
}
