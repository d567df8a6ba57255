package plan

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"

	"golang.org/x/sys/unix"

	"nlua/rtnl/codec"
	"nlua/rtnl/spec"
	"nlua/rtnl/state"
)

// MDBE_ATTR_*, include/uapi/linux/if_bridge.h: what an entry has beside struct br_mdb_entry.
const (
	mdbSource = 1
	mdbList   = 2
	mdbMode   = 3
	mdbProto  = 4
)

// mdbEnds are the attributes that tell the entries of one group from each other: a source, and the remote ends of a vxlan link.
var mdbEnds = []uint16{mdbSource, 5, 6, 7, 8, 9}

// multicast compares a multicast group on a port.
func (c *comparison) multicast(e *entry) error {
	r, err := c.build(e, "add", e.kw)
	if err != nil {
		return err
	}
	view := codec.ViewOf(r.Set, r.Body, nil)
	want := mdbOf(&view)
	at := where(rtmNewMDB, &view)
	if done, err := c.again(e, at+want.end, r); done || err != nil {
		return err
	}
	sources := want.sources()
	var old *object
	var changes []state.Change
	for _, o := range c.have[e.space][at] {
		have := mdbOf(asRequest(o))
		source, _ := have.view.Path("set_entry_attrs", "source")
		switch {
		case !c.left(e.space, o):
		case have.end == want.end:
			old, changes = o, want.differs(&have, e, moded(o))
			c.claimed[spot{e.space, o.key}] = true
		case bytes.Equal(have.entry[:4], want.entry[:4]) && slices.Contains(sources, source):
			c.claimed[spot{e.space, o.key}] = true // it came with the list
		}
	}
	if old != nil && len(changes) == 0 {
		return nil
	}
	sign, verb := byte('+'), e.section.verb
	if old != nil {
		sign = '~'
	}
	if old != nil || find(want.attrs, mdbSource) != nil { // a group without a source brings an entry for each source that it lists
		verb = e.section.change
	}
	c.step(e, sign, verb, e.kw, r, e.section.rank(), changes...)
	if find(want.attrs, mdbSource) != nil {
		c.p.Steps[len(c.p.Steps)-1].level = 1
	}
	return nil
}

// mdbRequest is the request for a multicast group.
type mdbRequest struct {
	view  *codec.View
	entry []byte // struct br_mdb_entry
	attrs []byte
	end   string // the port, and of what else a group may have several
}

func mdbOf(v *codec.View) mdbRequest {
	q := mdbRequest{view: v, entry: find(v.Attrs, 1), attrs: find(v.Attrs, 2)}
	q.end = fmt.Sprintf(" %x", q.entry[:4])
	for _, typ := range mdbEnds {
		q.end += fmt.Sprintf(" %x", bytes.TrimRight(find(q.attrs, typ), "\x00"))
	}
	return q
}

// asRequest is the request that would make a group that the kernel has.
func asRequest(o *object) *codec.View {
	d := state.Delta{Type: o.typ, Key: o.key, New: o.body}
	r, _ := d.Request()
	v := codec.ViewOf(&spec.MDBRequest, r.Body, nil)
	return &v
}

// moded tells whether the kernel tells the mode of a group and its sources, as it does where the bridge speaks IGMPv3 or MLDv2; elsewhere
// they have no effect (net/bridge/br_mdb.c). MDBA_MDB_EATTR_GROUP_MODE is 3.
func moded(o *object) bool {
	v := codec.View{Attrs: mdbInfo(&o.view)}
	_, ok := v.Find(3)
	return ok
}

// differs tells what an entry says otherwise than the kernel.
func (q *mdbRequest) differs(have *mdbRequest, e *entry, moded bool) (changes []state.Change) {
	number := func(path string, old, new byte) {
		if old != new {
			changes = append(changes, state.Change{Path: path, Old: uint64(old), New: uint64(new)})
		}
	}
	_, state1 := e.kw.Get("state")
	_, state2 := e.kw.Get("permanent")
	if state1 || state2 {
		number("state", have.entry[4], q.entry[4])
	}
	if p := find(q.attrs, mdbProto); len(p) == 1 {
		number("rtprot", number8(find(have.attrs, mdbProto), unix.RTPROT_STATIC), p[0])
	}
	if !moded {
		return changes
	}
	if p := find(q.attrs, mdbMode); len(p) == 1 {
		number("group_mode", number8(find(have.attrs, mdbMode), 0), p[0])
	}
	if x, y := q.sources(), have.sources(); find(q.attrs, mdbList) != nil && !slices.Equal(x, y) {
		changes = append(changes, state.Change{Path: "src_list", Old: y, New: x})
	}
	return changes
}

func number8(p []byte, none byte) byte {
	if len(p) != 1 {
		return none
	}
	return p[0]
}

// sources are the addresses that a request lists, in order.
func (q *mdbRequest) sources() (addrs []any) {
	value, _ := q.view.Path("set_entry_attrs", "src_list")
	list, ok := value.(codec.View)
	if !ok {
		return nil
	}
	for _, one := range list.All(list.Set.Named("entry")) {
		if entry, ok := one.(codec.View); ok {
			address, _ := entry.Get("address")
			addrs = append(addrs, address)
		}
	}
	slices.SortFunc(addrs, func(a, b any) int { return cmp.Compare(fmt.Sprint(a), fmt.Sprint(b)) })
	return addrs
}

// saveMDB puts a group.
func (w *writer) saveMDB(o *object) {
	q := mdbOf(asRequest(o))
	w.device("index", native.Uint32(w.v.Head[4:]))
	w.device("port", native.Uint32(q.entry))
	grp, _ := q.view.Path("set_entry", "addr")
	w.put("grp", grp)
	if vid, _ := q.view.Path("set_entry", "vid"); vid != uint64(0) {
		w.put("vid", vid)
	}
	if q.entry[4] != 0 {
		w.put("permanent", true)
	}
	attrs, _ := q.view.Get("set_entry_attrs")
	if v, ok := attrs.(codec.View); ok {
		more := writer{s: w.s, v: &v}
		more.attrs("source", "group_mode", "rtprot", "dst", "dst_port", "vni", "dst_ifindex", "src_vni")
		w.kw = append(w.kw, more.kw...)
	}
	if list := q.sources(); len(list) > 0 {
		w.kw = append(without(w.kw, "group_mode"), codec.Pair{Name: "filter_mode", Value: [...]string{"exclude", "include"}[number8(find(q.attrs, mdbMode), 0)&1]})
		w.put("src_list", list)
	}
}
