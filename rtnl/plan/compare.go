package plan

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"golang.org/x/sys/unix"

	"nlua/rtnl/codec"
	"nlua/rtnl/request"
	"nlua/rtnl/spec"
	"nlua/rtnl/state"
)

// spot is an object's key, or its place, in a namespace.
type spot struct{ space, key string }

// comparison goes through the entries and finds what the kernel has of them.
type comparison struct {
	p       *Plan
	ctx     context.Context
	have    map[string]map[string][]*object // by namespace, and by place
	claimed map[spot]bool                   // objects that an entry wants, or that go with others, by key
	gone    map[string]*touched             // by namespace: devices and nexthops that are going to be removed
	planned map[string]map[string]int       // by namespace: links that are going to be made
	made    map[spot]bool                   // places of routes that a step fills
	vlans   map[port]map[uint16]uint16      // that ports shall be in, and their flags
	wishes  map[spot]wish                   // by what they are about
	ways    map[spot]*ways                  // entries about IPv6 routes, by place
	joined  []*ways                         // these in order
}

// wish is what an entry asks for: the request that makes it, in which attributes stand by number, so that equal wishes are equal bytes.
type wish struct {
	*entry
	body []byte
}

// object is what the kernel has.
type object struct {
	typ  uint16
	key  string
	body []byte
	view codec.View
}

func (c *comparison) run() error {
	c.have, c.made, c.vlans, c.wishes = map[string]map[string][]*object{}, map[spot]bool{}, map[port]map[uint16]uint16{}, map[spot]wish{}
	c.ways = map[spot]*ways{}
	for name, s := range c.p.spaces {
		c.gone[name], c.planned[name], c.have[name] = newTouched(), map[string]int{}, map[string][]*object{}
		for _, e := range s.table.Snapshot() {
			m := spec.ByType(e.Type)
			o := &object{typ: e.Type, body: e.Body, view: codec.ViewOf(m.Set, e.Body, nil)}
			o.key = state.Key(e.Type, &o.view)
			at := where(e.Type, &o.view)
			c.have[name][at] = append(c.have[name][at], o)
		}
	}
	if err := c.links(); err != nil {
		return err
	}
	for _, e := range c.p.want.entries {
		var err error
		switch e.section.typ {
		case unix.RTM_NEWLINK:
			continue
		case 0:
			err = c.port(e)
		case unix.RTM_SETLINK:
			err = c.vlan(e)
		case rtmNewTunnel:
			err = c.vni(e)
		case rtmNewMDB:
			err = c.multicast(e)
		case unix.RTM_NEWRULE:
			err = c.rule(e)
		default:
			err = c.object(e)
		}
		if err != nil {
			return e.fail(err)
		}
	}
	for _, w := range c.joined {
		if err := c.route(w); err != nil {
			return w.entries[0].fail(err)
		}
	}
	if err := c.purge(); err != nil {
		return err
	}
	c.levels()
	slices.SortStableFunc(c.p.Steps, func(a, b *Step) int { return cmp.Or(a.phase-b.phase, a.level-b.level) })
	return nil
}

// tcRoots is where parents begin that are places of a device: TC_H_ROOT, TC_H_INGRESS, TC_H_CLSACT; include/uapi/linux/pkt_sched.h.
const tcRoots = 0xffff0000

// levels puts qdiscs and classes in an order: a qdisc may stand below a class of another one, and a class below a class.
func (c *comparison) levels() {
	type at struct {
		s      *space
		index  uint32
		handle uint32
		gone   bool
	}
	place := func(s *Step) (a at, parent uint32, ok bool) {
		body, typ := []byte(nil), uint16(0)
		switch {
		case s.raw != nil:
			body, typ = s.raw.Body, s.raw.Type
		case s.req != nil:
			body, typ = s.req.Body, s.req.Type
		}
		if kind := typ &^ 3; kind != unix.RTM_NEWQDISC && kind != unix.RTM_NEWTCLASS {
			return a, 0, false
		}
		return at{s.space, native.Uint32(body[4:]), native.Uint32(body[8:]), typ&3 == 1}, native.Uint32(body[12:]), true
	}
	parents := map[at]uint32{}
	for _, s := range c.p.Steps {
		if a, parent, ok := place(s); ok {
			parents[a] = parent
		}
	}
	// A class that is no step, as those that come with a qdisc, or are there, hangs on the qdisc of its major number.
	above := func(a at, parent uint32) (at, uint32, bool) {
		a.handle = parent
		next, ok := parents[a]
		if !ok && parent&0xffff != 0 && parent < tcRoots {
			a.handle = parent &^ 0xffff
			next, ok = parents[a]
		}
		return a, next, ok
	}
	for _, s := range c.p.Steps {
		a, parent, ok := place(s)
		if !ok {
			continue
		}
		if !a.gone {
			s.phase = phaseMake + sectionNamed("qdiscs").rank()
		} else {
			s.phase = phaseRemove + 90 - sectionNamed("qdiscs").rank()
		}
		for s.level < len(parents) {
			s.level++
			if a, parent, ok = above(a, parent); !ok {
				break
			}
		}
		if a.gone {
			s.level = -s.level
		}
	}
}

// build makes the request that would make an entry's object.
func (c *comparison) build(e *entry, verb string, kw codec.Table) (*request.Request, error) {
	s := c.p.spaces[e.space]
	r, err := request.Build(request.ByName(e.section.object), verb, kw, resolver{s.c.Resolver(c.ctx), s, c.planned[e.space]})
	if err != nil {
		return nil, err
	}
	for _, fd := range r.Files {
		unix.Close(fd)
	}
	r.Files = nil
	return r, nil
}

// step plans one; why is what it mends, where something is there already.
func (c *comparison) step(e *entry, sign byte, verb string, kw codec.Table, r *request.Request, phase int, why ...state.Change) {
	s := c.p.spaces[e.space]
	lost := r.Type != 0 && r.Tun == nil && s.beyond(r.Type, r.Flags, r.Body) != nil
	c.p.Steps = append(c.p.Steps, &Step{Sign: sign, Lost: lost, space: s, object: e.section.object, verb: verb, kw: kw, req: r, phase: phaseMake + phase, why: why})
}

// remove plans the end of an object that the kernel told of, and of what goes with it.
func (c *comparison) remove(space string, o *object) {
	s := c.p.spaces[space]
	d := state.Delta{Type: o.typ, Key: o.key, Old: o.body}
	c.claimed[spot{space, o.key}] = true
	step := &Step{Sign: '-', space: s, name: s.label(o.typ, o.key, o.body), phase: phaseRemove + 90 - rankOf(o)}
	if o.typ == unix.RTM_NEWLINK {
		l := newLink(o.body)
		step.Lost = s.beyond(unix.RTM_DELLINK, 0, linkMessage(l.index, 0, 0)) != nil
		step.raw = &state.Request{Type: unix.RTM_DELLINK, Body: linkMessage(l.index, 0, 0)}
	} else if r, ok := d.Request(); ok {
		step.raw, step.Lost = &r, s.beyond(r.Type, 0, r.Body) != nil
		if o.typ == rtmNewMDB && find(mdbInfo(&o.view), 4) != nil { // MDBA_MDB_EATTR_SOURCE: before the group that may have brought it
			step.level = -1
		}
	} else {
		return
	}
	c.p.Steps = append(c.p.Steps, step)
	c.lose(space, o)
}

// lose notes what goes with an object.
func (c *comparison) lose(space string, o *object) {
	t := c.gone[space]
	switch o.typ {
	case unix.RTM_NEWLINK:
		t.indices[native.Uint32(o.body[4:])] = true
	case rtmNewNexthop:
		t.nexthops[native32(find(o.view.Attrs, 1))] = true
	}
	t.spreadLoss(c.p.spaces[space])
}

// spreadLoss adds what the kernel takes away with what is there already: devices that stand on others, nexthops by them.
func (t *touched) spreadLoss(s *space) {
	for more := true; more; {
		more = false
		for index, l := range s.links {
			if !t.indices[index] && l.stands(t.indices) {
				t.indices[index], more = true, true
			}
		}
		for i := range s.hops {
			if id := native32(find(s.hops[i].Attrs, 1)); !t.nexthops[id] && t.indices[native32(find(s.hops[i].Attrs, 5))] {
				t.nexthops[id], more = true, true
			}
		}
	}
}

// left tells whether an object will still be there after what is planned so far.
func (c *comparison) left(space string, o *object) bool {
	t := c.gone[space]
	for _, index := range devices(o.typ, &o.view) {
		if t.indices[index] {
			return false
		}
	}
	return !t.reaches(o.typ, &o.view)
}

func rankOf(o *object) int {
	for i := range sections {
		if s := &sections[i]; s.typ == o.typ && (s.family == 0 || s.family == o.view.Family()) {
			return i
		}
	}
	return 0
}

// where is the place of an object, which the request for it has too.
func where(typ uint16, v *codec.View) string {
	switch {
	case typ == unix.RTM_NEWADDR && v.Head[0] == unix.AF_INET6:
		return state.Key(typ, v)
	case typ == unix.RTM_NEWADDR:
		local := find(v.Attrs, unix.IFA_LOCAL)
		return fmt.Sprintf("addr %d %x/%d", native.Uint32(v.Head[4:]), local, v.Head[1])
	case typ == unix.RTM_NEWQDISC:
		return fmt.Sprintf("qdisc %d %x", native.Uint32(v.Head[4:]), native.Uint32(v.Head[12:]))
	case typ == unix.RTM_NEWTFILTER:
		return fmt.Sprintf("filter %d %x %d %x", native.Uint32(v.Head[4:]), native.Uint32(v.Head[12:]), native32(find(v.Attrs, 11)), native.Uint32(v.Head[16:]))
	case typ == unix.RTM_NEWNEIGH && v.Head[0] == unix.AF_BRIDGE:
		mac := find(v.Attrs, unix.NDA_LLADDR)
		at := fmt.Sprintf("fdb %d %x %x", native.Uint32(v.Head[4:]), mac, find(v.Attrs, unix.NDA_VLAN))
		if len(mac) > 0 && (mac[0]&1 != 0 || len(bytes.Trim(mac, "\x00")) == 0) { // group addresses and 00:00:00:00:00:00 have many ends
			at += fmt.Sprintf(" %x", find(v.Attrs, unix.NDA_DST))
		}
		return at
	}
	return place(typ, v)
}

// object compares one entry with what is in its place.
func (c *comparison) object(e *entry) error {
	r, err := c.build(e, e.section.verb, e.kw)
	if err != nil {
		return err
	}
	want := codec.ViewOf(r.Set, r.Body, nil)
	at := where(e.section.typ, &want)
	if done, err := c.twice(e, r, &want, at); done || err != nil {
		return err
	}
	if e.section.typ == unix.RTM_NEWROUTE && joins(&want) {
		return c.join(e, r, &want, at)
	}
	c.fill(e, r, &want, at)
	return nil
}

// fill plans what makes the object of a place be as it is wanted.
func (c *comparison) fill(e *entry, r *request.Request, want *codec.View, at string) {
	rank := e.section.rank()
	here := spot{e.space, at}
	made := c.made[here]
	c.made[here] = true
	old, changes := c.nearest(e, want, at)
	if old == nil {
		c.step(e, '+', firstVerb(e.section, want, made), e.kw, r, rank)
		return
	}
	c.claimed[spot{e.space, old.key}] = true
	if len(changes) == 0 {
		return
	}
	if c.fixed(e, old, want, changes) {
		if old.typ == unix.RTM_NEWQDISC {
			c.loseQdisc(e.space, old)
		}
		c.remove(e.space, old)
		c.step(e, '+', e.section.verb, e.kw, r, rank, changes...)
		return
	}
	verb := e.section.change
	if made && e.section.typ == unix.RTM_NEWROUTE { // replacing would hit another one of the same place
		c.remove(e.space, old)
		verb = "append"
	}
	if e.section.typ == unix.RTM_NEWQDISC && !sameQdisc(&old.view, want) {
		c.loseQdisc(e.space, old)
	}
	c.step(e, '~', verb, e.kw, r, rank, changes...)
}

// nearest is what is there in the place of a wanted object, nil if nothing is, and what has to change: of several the one that is as wanted.
func (c *comparison) nearest(e *entry, want *codec.View, at string) (old *object, changes []state.Change) {
	for _, o := range c.candidates(e, want, at) {
		if !c.left(e.space, o) || c.claimed[spot{e.space, o.key}] {
			continue
		}
		diff := c.differs(e, want, o)
		if len(diff) == 0 {
			return o, nil
		}
		if old == nil {
			old, changes = o, diff
		}
	}
	return old, changes
}

// firstVerb is the verb that makes an object; another: there is one in its place already, which the plan has made.
func firstVerb(s *section, want *codec.View, another bool) string {
	switch _, far := want.Find(unix.NDA_DST); {
	case s.typ == unix.RTM_NEWADDR && (native.Uint32(want.Head[4:]) == 1 || linkLocal(want)): // a device brings its own as it goes up
		return "replace"
	case s.typ == unix.RTM_NEWROUTE && another, s.family == unix.AF_BRIDGE && far:
		return "append"
	case s.family == unix.AF_BRIDGE: // one without a VLAN brings one for each that the port is in
		return "replace"
	}
	return s.verb
}

// single are the sorts of objects of which a place has one: two entries for it are one wish, or no wish that can be fulfilled.
var single = []uint16{unix.RTM_NEWADDR, rtmNewNexthop, unix.RTM_NEWQDISC, unix.RTM_NEWTCLASS, unix.RTM_NEWNEIGH}

// twice tells whether another entry has said the same; that it said something else about the same object is an error.
func (c *comparison) twice(e *entry, r *request.Request, want *codec.View, at string) (bool, error) {
	if _, said := want.Find(1); e.section.typ == rtmNewNexthop && !said { // NHA_ID: the kernel would choose another one each time
		return false, errors.New("id is missing: by which the next run finds it")
	}
	switch typ := e.section.typ; {
	case !slices.Contains(single, typ), typ == unix.RTM_NEWNEIGH && want.Head[0] == unix.AF_BRIDGE,
		typ == unix.RTM_NEWTCLASS && native.Uint32(want.Head[8:]) == 0: // the kernel chooses
		at = string(r.Body)
	case typ == unix.RTM_NEWADDR: // IPv4 has one address with several peers
		at = state.Key(typ, want)
	}
	return c.again(e, at, r)
}

// again is twice for all sorts of objects: about tells them apart.
func (c *comparison) again(e *entry, about string, r *request.Request) (bool, error) {
	at := spot{e.space, e.section.name + " " + about}
	first, said := c.wishes[at]
	switch {
	case !said:
		c.wishes[at] = wish{e, r.Body}
		return false, nil
	case bytes.Equal(first.body, r.Body):
		return true, nil
	}
	return false, fmt.Errorf("%s[%d] wants the same %s otherwise: %s", first.section.name, first.number, e.section.object, words(first.kw))
}

// candidates are the objects that an entry may be about.
func (c *comparison) candidates(e *entry, want *codec.View, at string) []*object {
	all := c.have[e.space]
	if e.section.typ != unix.RTM_NEWTFILTER || native.Uint32(want.Head[16:])>>16 != 0 {
		return all[at]
	}
	var list []*object // the kernel chose the priority
	for _, objects := range all {
		for _, o := range objects {
			if o.typ == unix.RTM_NEWTFILTER && bytes.Equal(o.view.Head[4:8], want.Head[4:8]) && bytes.Equal(o.view.Head[12:16], want.Head[12:16]) {
				list = append(list, o)
			}
		}
	}
	return list
}

// loseQdisc: its classes and filters go when it is replaced.
func (c *comparison) loseQdisc(space string, q *object) {
	handle := native.Uint32(q.view.Head[8:])
	for _, objects := range c.have[space] {
		for _, o := range objects {
			if (o.typ == unix.RTM_NEWTCLASS || o.typ == unix.RTM_NEWTFILTER || o.typ == unix.RTM_NEWQDISC && o != q) && bytes.Equal(o.view.Head[4:8], q.view.Head[4:8]) {
				if under := native.Uint32(o.view.Head[12:]); o.typ != unix.RTM_NEWQDISC || under>>16 == handle>>16 {
					c.claimed[spot{space, o.key}] = true
				}
			}
		}
	}
}

// fixed tells whether an object has to be removed first: what differs is given once.
func (c *comparison) fixed(e *entry, old *object, want *codec.View, changes []state.Change) bool {
	switch e.section.typ {
	case unix.RTM_NEWADDR:
		return slices.ContainsFunc(changes, func(ch state.Change) bool { return !changeable(ch.Path) })
	case rtmNewNexthop:
		return hopFixed(&old.view, want, changes)
	case unix.RTM_NEWNEIGH:
		return old.view.Head[0] == unix.AF_BRIDGE
	case unix.RTM_NEWQDISC:
		kind, handle := find(want.Attrs, unix.TCA_KIND), native.Uint32(want.Head[8:])
		if !bytes.Equal(find(old.view.Attrs, unix.TCA_KIND), kind) { // a handle does not change its kind; net/sched/sch_api.c tc_modify_qdisc()
			return handle != 0 && handle == native.Uint32(old.view.Head[8:])
		}
		return sameQdisc(&old.view, want) && slices.Contains(unchangeable, text(kind))
	case unix.RTM_NEWTFILTER:
		return true
	}
	return false
}

// unchangeable are kinds of qdiscs that the kernel makes and does not change.
var unchangeable = []string{"htb", "sfq", "drr", "qfq", "mqprio", "etf", "mq"}

// sameQdisc tells whether the kernel would change the one that is there, and not put another one in its place.
func sameQdisc(have, want *codec.View) bool {
	handle := native.Uint32(want.Head[8:])
	return (handle == 0 || handle == native.Uint32(have.Head[8:])) && bytes.Equal(find(have.Attrs, unix.TCA_KIND), find(want.Attrs, unix.TCA_KIND))
}

// rule compares a rule: nothing of it can be changed, and several may have one priority.
func (c *comparison) rule(e *entry) error {
	r, err := c.build(e, "add", e.kw)
	if err != nil {
		return err
	}
	want := codec.ViewOf(r.Set, r.Body, nil)
	if done, err := c.again(e, ruleAbout(&want), r); done || err != nil {
		return err
	}
	var opposite *object // to the kernel it is the same rule: it has to go before
	for _, objects := range c.have[e.space] {
		for _, o := range objects {
			if o.typ != unix.RTM_NEWRULE || o.view.Head[0] != want.Head[0] || c.claimed[spot{e.space, o.key}] || saysMore(&want, &o.view) {
				continue
			}
			switch diff := c.differs(e, &want, o); {
			case len(diff) == 0:
				c.claimed[spot{e.space, o.key}] = true
				return nil
			case len(diff) == 1 && diff[0].Path == "flags":
				opposite = o
			}
		}
	}
	if opposite != nil {
		c.remove(e.space, opposite)
	}
	c.step(e, '+', "add", e.kw, r, e.section.rank())
	return nil
}

// ruleAbout is what makes a rule the same one to the kernel: all but its flags and FRA_PROTOCOL (21); net/core/fib_rules.c rule_exists().
func ruleAbout(rule *codec.View) string {
	head := bytes.Clone(rule.Head)
	native.PutUint32(head[8:], 0)
	rule.Each(func(_ *codec.Row, typ uint16, p []byte) bool {
		if typ != 21 {
			head = codec.AppendAttr(head, typ, p)
		}
		return true
	})
	return string(head)
}

// saysMore tells whether a rule selects by something that the wanted one does not name: any attribute but its priority (6), goto,
// suppressors, table (15), mask (16), padding and protocol (21); include/uapi/linux/fib_rules.h.
func saysMore(want, have *codec.View) (more bool) {
	have.Each(func(_ *codec.Row, typ uint16, _ []byte) bool {
		if _, said := want.Find(typ); !said && !slices.Contains([]uint16{6, 13, 14, 15, 16, 18, 21}, typ) {
			more = true
		}
		return !more
	})
	return more
}
