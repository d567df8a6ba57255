package plan

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/sys/unix"

	"nlua/rtnl"
	"nlua/rtnl/codec"
	"nlua/rtnl/spec"
	"nlua/rtnl/state"
)

// Undo is a namespace as it was, and what was touched since.
type Undo struct {
	before *space
	touched
	others []*Undo         // of other namespaces, where the other ends of veths may be
	again  map[string]bool // qdiscs that were made again
}

// NewUndo takes the picture.
func NewUndo(ctx context.Context, c *rtnl.Client) (*Undo, error) {
	s, err := look(ctx, "", c)
	if err != nil {
		return nil, err
	}
	if s.bridged() {
		if err := s.listVLANs(ctx); err != nil {
			return nil, err
		}
	}
	return &Undo{before: s, touched: *newTouched(), again: map[string]bool{}}, nil
}

// Note says that a request is going to be sent: what it may change is put back by Run.
func (u *Undo) Note(typ uint16, body []byte) { u.note(u.before, typ, body) }

// Report is what came of an Undo.
type Report struct {
	Done   []string // what was put back
	Failed []string // what could not be
	Err    error    // the first reason for that
}

// undoRounds is how often what differs is put back: one thing brings another one back or takes it away.
const undoRounds = 6

// Run puts back what was touched. The error is that the kernel cannot be asked.
func (u *Undo) Run(ctx context.Context) (Report, error) {
	var r Report
	failed := map[string]error{}
	now, err := look(ctx, u.before.name, u.before.c)
	for n, did := 0, true; err == nil && did && n < undoRounds; n++ {
		clear(failed)
		if did, err = u.round(ctx, now, &r, failed); did && err == nil {
			now, err = look(ctx, u.before.name, u.before.c)
		}
	}
	if err != nil {
		return r, err
	}
	leave := func(key, what string) {
		if err := failed[key]; err != nil {
			what += ": " + err.Error()
			r.Err = cmp.Or(r.Err, err)
		}
		r.Failed = append(r.Failed, what)
	}
	for _, d := range u.differences(now) {
		leave(d.Key, describe(&d, now, u.before))
	}
	vlans, err := u.vlanChanges(ctx, now)
	for _, v := range vlans {
		leave(v.String(), v.String())
	}
	return r, err
}

// round puts back what can be just now, and tells whether that was anything. What the kernel refused is in failed.
func (u *Undo) round(ctx context.Context, now *space, r *Report, failed map[string]error) (did bool, err error) {
	left := u.differences(now)
	vlans, err := u.vlanChanges(ctx, now)
	if err != nil {
		return false, err
	}
	for i := range left {
		d := &left[i]
		some, err := u.putBack(ctx, now, d)
		did = did || some
		if err != nil {
			failed[d.Key] = err
		} else if what := describe(d, now, u.before); !slices.Contains(r.Done, what) {
			r.Done = append(r.Done, what)
		}
	}
	for _, v := range vlans {
		if now.links[v.port.index] != v.port {
			continue
		}
		if err := now.send(ctx, "vlan", v.request()); err != nil {
			failed[v.String()] = err
		} else {
			did = true
			r.Done = append(r.Done, v.String())
		}
	}
	return did, nil
}

// differences are those of what was touched, but for what the kernel makes by itself.
func (u *Undo) differences(now *space) []state.Delta {
	u.spread(u.before, now)
	return slices.DeleteFunc(state.Deltas(now.table, u.before.table), func(d state.Delta) bool {
		return !u.has(&d) || !worth(&d, now, u.before, u.named)
	})
}

// worth tells whether a difference is of something that somebody made, or named in a request, in something that somebody sets.
func worth(d *state.Delta, now, before *space, named func(typ uint16, v *codec.View) bool) bool {
	m := spec.ByType(d.Type)
	for _, side := range []struct {
		body []byte
		s    *space
	}{{d.Old, now}, {d.New, before}} {
		if side.body == nil {
			continue
		}
		v := codec.ViewOf(m.Set, side.body, nil)
		switch {
		case d.Type == rtmNewChain && d.New != nil && before.implies(&v):
			return false
		case d.Type == unix.RTM_NEWNEIGH && len(find(v.Attrs, unix.NDA_LLADDR)) == 0 && learned(&v):
			return false // somebody asked for it, and nobody has answered
		case !made(d.Type, &v, side.s.links) && (named == nil || tcType(d.Type) || !named(d.Type, &v)):
			return false
		}
	}
	if d.Old == nil || d.New == nil {
		return true
	}
	switch d.Type {
	case unix.RTM_NEWNEIGH: // the states of what was learned come one after the other
		a, b := codec.ViewOf(m.Set, d.Old, nil), codec.ViewOf(m.Set, d.New, nil)
		return !learned(&a) || !learned(&b) || !bytes.Equal(find(a.Attrs, unix.NDA_LLADDR), find(b.Attrs, unix.NDA_LLADDR))
	case unix.RTM_NEWLINK:
		a, b := newLink(d.Old), newLink(d.New)
		return a.kind != b.kind || needsRemake(a, b) || len(settle(nil, a, b)) > 0
	case unix.RTM_NEWADDR: // flags that tell how far it has come
		a, b := codec.ViewOf(m.Set, d.Old, nil), codec.ViewOf(m.Set, d.New, nil)
		for _, c := range state.Diff(d.Type, &a, &b) {
			x, _ := c.Old.(uint64)
			y, _ := c.New.(uint64)
			if c.Path != "flags" || (x^y)&^0xe9 != 0 {
				return true
			}
		}
		return false
	}
	return true
}

// tcType tells of what requests without a handle name by chance: what the kernel makes has none.
func tcType(typ uint16) bool {
	return typ == unix.RTM_NEWQDISC || typ == unix.RTM_NEWTCLASS || typ == unix.RTM_NEWTFILTER
}

// learned tells whether a neighbour may age.
func learned(v *codec.View) bool {
	return native.Uint16(v.Head[8:])&(unix.NUD_PERMANENT|unix.NUD_NOARP) == 0 && !proxy(unix.RTM_NEWNEIGH, v)
}

// implies tells whether a chain comes with its filters: one without a template that has some.
func (s *space) implies(chain *codec.View) bool {
	if _, template := chain.Find(unix.TCA_KIND); template {
		return false
	}
	number := native32(find(chain.Attrs, tcaChain))
	for _, e := range s.table.Snapshot() {
		if e.Type == unix.RTM_NEWTFILTER && bytes.Equal(e.Body[4:8], chain.Head[4:8]) && bytes.Equal(e.Body[12:16], chain.Head[12:16]) {
			if v := codec.ViewOf(&spec.TC, e.Body, nil); native32(find(v.Attrs, tcaChain)) == number {
				return true
			}
		}
	}
	return number == 0
}

// tcaChain is TCA_CHAIN, include/uapi/linux/rtnetlink.h.
const tcaChain = 11

// needsRemake: a device that lies on another one now, or whose number in its kind was given when it was made.
func needsRemake(now, was *link) bool {
	if now.kind != was.kind || !slices.Contains(pairs, now.kind) && now.number(unix.IFLA_LINK) != was.number(unix.IFLA_LINK) {
		return true
	}
	differs := false
	for _, side := range []*link{was, now} {
		data := codec.View{Attrs: side.info(unix.IFLA_INFO_DATA), Set: &codec.Set{}}
		data.Each(func(_ *codec.Row, typ uint16, _ []byte) bool {
			row := side.row("data", typ)
			if row == nil || !writable(was.kind, typ) {
				return true
			}
			a := codec.View{Attrs: now.info(unix.IFLA_INFO_DATA)}
			b := codec.View{Attrs: was.info(unix.IFLA_INFO_DATA)}
			p, had := a.Find(typ)
			q, has := b.Find(typ)
			if had == has && bytes.Equal(p, q) {
				return true
			}
			differs = slices.Contains(once()[was.kind], row.Name) || row.Name == "vxlan_link" && !has ||
				row.Name == "macvlan_mode" && (native32(p) == passthru || native32(q) == passthru)
			return !differs
		})
		if differs {
			return true
		}
	}
	return false
}

// putBack sends the requests of one difference. some: one of them at least was done.
func (u *Undo) putBack(ctx context.Context, now *space, d *state.Delta) (some bool, err error) {
	if d.Type == unix.RTM_NEWLINK {
		return u.putBackLink(ctx, now, d)
	}
	err = u.putBackObject(ctx, now, d)
	return err == nil, err
}

func (u *Undo) putBackObject(ctx context.Context, now *space, d *state.Delta) error {
	r, ok := d.Request()
	if !ok {
		return fmt.Errorf("nobody can make it")
	}
	if d.Old != nil && d.New != nil && bornWith(d) {
		first := state.Delta{Type: d.Type, Key: d.Key, Old: d.Old}
		if old, ok := first.Request(); ok {
			if err := now.send(ctx, what(d), old); err != nil && !gone(err) {
				return err
			}
		}
	}
	err := now.send(ctx, what(d), r)
	if d.New == nil && gone(err) {
		return nil
	}
	if err != nil && d.Old != nil && d.Type == unix.RTM_NEWQDISC && !u.again[d.Key] { // some kinds take no change
		u.again[d.Key] = true
		gone, _ := (&state.Delta{Type: d.Type, Key: d.Key, Old: d.Old}).Request()
		anew, _ := (&state.Delta{Type: d.Type, Key: d.Key, New: d.New}).Request()
		if now.send(ctx, what(d), gone) == nil {
			return now.send(ctx, what(d), anew)
		}
	}
	return err
}

// bornWith tells whether an object differs in what only a new one is given.
func bornWith(d *state.Delta) bool {
	set := spec.ByType(d.Type).Set
	a, b := codec.ViewOf(set, d.Old, nil), codec.ViewOf(set, d.New, nil)
	switch d.Type {
	case rtmNewTunnel: // a VNI keeps the group that it is not told to have
		return true
	case unix.RTM_NEWADDR:
		return slices.ContainsFunc(state.Diff(d.Type, &a, &b), func(c state.Change) bool { return !changeable(c.Path) })
	case rtmNewNexthop:
		return hopFixed(&a, &b, state.Diff(d.Type, &a, &b))
	}
	return false
}

// hopFixed tells whether a nexthop takes another one: a group or none (NHA_GROUP), its type, how many buckets it has;
// net/ipv4/nexthop.c replace_nexthop_grp().
func hopFixed(old, want *codec.View, changes []state.Change) bool {
	_, a := old.Find(2)
	_, b := want.Find(2)
	return a != b || slices.ContainsFunc(changes, func(c state.Change) bool { return c.Path == "group_type" || c.Path == "res_group.buckets" })
}

// changeable are the paths of an address that the kernel changes in place.
func changeable(path string) bool {
	path, _, _ = strings.Cut(path, ".")
	return path == "flags" || path == "cacheinfo" || path == "rt_priority" || path == "proto"
}

func (u *Undo) putBackLink(ctx context.Context, now *space, d *state.Delta) (some bool, err error) {
	remove := func(index uint32) error {
		delete(now.links, index)
		err := now.send(ctx, "link", state.Request{Type: unix.RTM_DELLINK, Body: linkMessage(index, 0, 0)})
		if gone(err) {
			return nil
		}
		return err
	}
	if d.New == nil {
		err := remove(native.Uint32(d.Old[4:]))
		return err == nil, err
	}
	was := newLink(d.New)
	is := now.links[was.index]
	if is != nil && needsRemake(is, was) {
		if !was.makeable() {
			return false, was.lost()
		}
		if err := remove(is.index); err != nil {
			return false, err
		}
		is = nil
	}
	if is == nil {
		err := u.remake(ctx, now, was)
		return err == nil, err
	}
	for _, r := range settle(now, is, was) {
		failed := now.send(ctx, "link", r)
		if errors.Is(failed, unix.EBUSY) && is.up() && find(r.Body[linkHead:], unix.IFLA_ADDRESS) != nil { // the next round sets it up
			if now.send(ctx, "link", state.Request{Type: unix.RTM_NEWLINK, Body: linkMessage(was.index, 0, unix.IFF_UP)}) == nil {
				failed = now.send(ctx, "link", r)
			}
		}
		if failed == nil {
			some = true
		} else if err == nil {
			err = failed
		}
	}
	return some, err
}

// remake makes a device again; its other settings come in the next round, when it is there to be compared.
func (u *Undo) remake(ctx context.Context, now *space, was *link) error {
	if !was.makeable() {
		return was.lost()
	}
	if was.kind == "tun" {
		if _, err := now.c.Do(ctx, was.remakeTun()); err != nil {
			return err
		}
		now.links[was.index] = was
		return nil
	}
	var peer *link
	var abroad *space
	if slices.Contains(pairs, was.kind) {
		if peer, abroad = u.otherEnd(was); peer == nil {
			return fmt.Errorf("its other end is not known")
		}
	}
	if was.kind == "netkit" && abroad == nil { // the primary end makes the other one
		if p := find(was.info(unix.IFLA_INFO_DATA), netkitPrimary); len(p) == 1 && p[0] == 0 {
			was, peer = peer, was
		}
	}
	var fd uint32
	if abroad != nil {
		f, err := abroad.open()
		if err != nil {
			return err
		}
		defer f.Close()
		fd = uint32(f.Fd())
	}
	if err := now.send(ctx, "link", was.remake(peer, fd)); err != nil {
		return err
	}
	now.links[was.index] = was // in this round it is as well as there
	if peer != nil && abroad == nil {
		now.links[peer.index] = peer
	}
	return nil
}

// netkitPrimary is IFLA_NETKIT_PRIMARY, include/uapi/linux/if_link.h.
const netkitPrimary = 2

// lost says why a device cannot be made again.
func (l *link) lost() error {
	switch l.kind {
	case "":
		return fmt.Errorf("%s belongs to a driver, nobody can make it again", l)
	case "tun":
		return fmt.Errorf("%s belongs to the program that has it open, nobody else can make it again", l)
	}
	return fmt.Errorf("the kernel does not tell enough of a %s to make %s again", l.kind, l)
}

// otherEnd finds the other end of one of a pair; where it was in another namespace, that too.
func (u *Undo) otherEnd(was *link) (peer *link, abroad *space) {
	if _, far := was.view.Find(unix.IFLA_LINK_NETNSID); !far {
		return u.before.links[was.number(unix.IFLA_LINK)], nil
	}
	for _, other := range u.others {
		l := other.before.links[was.number(unix.IFLA_LINK)]
		if other == u || l == nil || !slices.Contains(pairs, l.kind) || l.number(unix.IFLA_LINK) != was.index {
			continue
		}
		if _, far := l.view.Find(unix.IFLA_LINK_NETNSID); far {
			if peer != nil { // two could be it
				return nil, nil
			}
			peer, abroad = l, other.before
		}
	}
	return peer, abroad
}

// what names the object of a difference.
func what(d *state.Delta) string {
	name, _, _ := strings.Cut(d.Key, " ")
	return name
}

// describe is a line about a difference that is put back.
func describe(d *state.Delta, now, before *space) string {
	switch {
	case d.New == nil:
		return "- " + now.label(d.Type, d.Key, d.Old)
	case d.Old == nil:
		return "+ " + before.label(d.Type, d.Key, d.New)
	}
	return "~ " + before.label(d.Type, d.Key, d.New)
}
