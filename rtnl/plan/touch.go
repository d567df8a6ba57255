package plan

import (
	"bytes"
	"fmt"
	"slices"

	"golang.org/x/sys/unix"

	"nlua/rtnl/codec"
	"nlua/rtnl/spec"
	"nlua/rtnl/state"
)

// rtaNHID is RTA_NH_ID, include/uapi/linux/rtnetlink.h.
const rtaNHID = 30

// touched is what requests had to do with: only this is put back, so that what others do meanwhile is left alone.
type touched struct {
	indices  map[uint32]bool // devices: they, what stands on them, and what lies on all these
	names    map[string]bool // devices that were made or named
	slots    map[string]bool // other objects
	nexthops map[uint32]bool // routes by these go with them
}

func newTouched() *touched {
	return &touched{map[uint32]bool{}, map[string]bool{}, map[string]bool{}, map[uint32]bool{}}
}

// note takes a request; s is the namespace before it.
func (t *touched) note(s *space, typ uint16, body []byte) {
	m := spec.ByType(typ)
	if m == nil || m.Set == nil || m.Set.Fixed == nil || len(body) < m.Set.Fixed.Size {
		return
	}
	v := codec.ViewOf(m.Set, body, nil)
	kind := typ &^ 3
	switch kind {
	case unix.RTM_NEWLINK, rtmNewLinkProp:
		t.noteLink(s, &v)
		return
	case rtmNewNexthop:
		if p := find(v.Attrs, 1); len(p) == 4 {
			t.nexthops[native.Uint32(p)] = true
		}
	case unix.RTM_NEWADDR, unix.RTM_NEWQDISC, unix.RTM_NEWTCLASS, unix.RTM_NEWTFILTER, rtmNewChain, rtmNewVLAN, rtmNewTunnel:
		t.indices[native.Uint32(body[4:])] = true
	case unix.RTM_NEWROUTE:
		if _, said := v.Find(unix.RTA_PRIORITY); !said && typ == unix.RTM_DELROUTE { // of any priority
			t.slots[anyPriority(&v)] = true
		}
	case unix.RTM_NEWNEIGH, rtmNewMDB: // a flush says no address; struct ndmsg and struct br_port_msg have the device at one place
		dst, mac := find(v.Attrs, 1), find(v.Attrs, unix.NDA_LLADDR)
		if kind == rtmNewMDB {
			dst, mac = bytes.Trim(dst[min(8, len(dst)):min(26, len(dst))], "\x00"), nil
		}
		if len(dst) == 0 && len(mac) == 0 {
			t.indices[native.Uint32(body[4:])] = true
		}
	}
	t.slots[place(kind, &v)] = true
}

// anyPriority is the place of a route whatever its priority.
func anyPriority(v *codec.View) string {
	var attrs []byte
	v.Each(func(_ *codec.Row, typ uint16, p []byte) bool {
		if typ != unix.RTA_PRIORITY {
			attrs = codec.AppendAttr(attrs, typ, p)
		}
		return true
	})
	return "any " + state.Slot(unix.RTM_NEWROUTE, &codec.View{Set: v.Set, Head: v.Head, Attrs: attrs})
}

// place is what a request and the object that comes of it have in common, however little the request says.
func place(typ uint16, v *codec.View) string {
	switch {
	case typ == unix.RTM_NEWRULE:
		return fmt.Sprint("rule ", v.Head[0], " ", native32(find(v.Attrs, 6))) // FRA_PRIORITY
	case typ == unix.RTM_NEWNEIGH && v.Head[0] == unix.AF_BRIDGE:
		return fmt.Sprintf("fdb %x", find(v.Attrs, unix.NDA_LLADDR))
	case typ == rtmNewMDB: // struct br_mdb_entry: VLAN, address, protocol
		entry := find(v.Attrs, 1)
		if len(entry) != 28 { // not of a request
			entry = find(find(entry, 1), 1)
		}
		return fmt.Sprintf("mdb %d %x", native.Uint32(v.Head[4:]), entry[min(6, len(entry)):min(26, len(entry))])
	case typ == unix.RTM_NEWROUTE && v.Head[0] == unix.AF_INET6:
		if _, ok := v.Find(unix.RTA_PRIORITY); !ok {
			attrs := codec.AppendAttr(slices.Clone(v.Attrs), unix.RTA_PRIORITY, native.AppendUint32(nil, userPriority6))
			v = &codec.View{Set: v.Set, Head: v.Head, Attrs: attrs}
		}
	}
	return state.Slot(typ, v)
}

// userPriority6 is the priority of an IPv6 route that is given none: IP6_RT_PRIO_USER, include/uapi/linux/ipv6_route.h.
const userPriority6 = 1024

func native32(p []byte) uint32 {
	if len(p) != 4 {
		return 0
	}
	return native.Uint32(p)
}

func (t *touched) noteLink(s *space, v *codec.View) {
	if index := native.Uint32(v.Head[4:]); index != 0 {
		t.indices[index] = true
	}
	for _, typ := range []uint16{unix.IFLA_IFNAME, iflaAltName} {
		if p, ok := v.Find(typ); ok {
			t.name(s, text(p))
		}
	}
	if p, ok := v.Find(unix.IFLA_MASTER); ok && len(p) == 4 {
		t.indices[native.Uint32(p)] = true
	}
}

func (t *touched) name(s *space, name string) {
	t.names[name] = true
	if l := s.named[name]; l != nil {
		t.indices[l.index] = true
	}
}

// spread adds the devices that stand on touched ones, were made with them, or are their ports.
func (t *touched) spread(spaces ...*space) {
	for more := true; more; {
		more = false
		for _, s := range spaces {
			for index, l := range s.links {
				if !t.indices[index] && (t.names[l.name] || l.stands(t.indices) || t.indices[l.number(unix.IFLA_MASTER)]) {
					t.indices[index] = true
					more = true
				}
			}
			for i := range s.hops {
				id := native32(find(s.hops[i].Attrs, 1))
				if !t.nexthops[id] && (t.indices[native32(find(s.hops[i].Attrs, 5))] || t.reaches(rtmNewNexthop, &s.hops[i])) {
					t.nexthops[id] = true
					more = true
				}
			}
		}
	}
}

// reaches tells whether a route, a group or a vxlan's entry leads to a touched nexthop object.
func (t *touched) reaches(typ uint16, v *codec.View) bool {
	for id := range nexthopsOf(typ, v) {
		if t.nexthops[id] {
			return true
		}
	}
	return false
}

// has tells whether a difference is of something touched.
func (t *touched) has(d *state.Delta) bool {
	for _, body := range [][]byte{d.Old, d.New} {
		if body == nil {
			continue
		}
		m := spec.ByType(d.Type)
		v := codec.ViewOf(m.Set, body, nil)
		if t.named(d.Type, &v) {
			return true
		}
		for _, index := range devices(d.Type, &v) {
			if t.indices[index] {
				return true
			}
		}
		if t.reaches(d.Type, &v) {
			return true
		}
	}
	return false
}

// named tells whether a request was about this very object.
func (t *touched) named(typ uint16, v *codec.View) bool {
	return t.slots[place(typ, v)] || typ == unix.RTM_NEWRULE && t.slots[fmt.Sprint("rule ", v.Head[0], " 0")] ||
		typ == unix.RTM_NEWROUTE && t.slots[anyPriority(v)]
}

// devices are those that an object lies on or leads to.
func devices(typ uint16, v *codec.View) (list []uint32) {
	add := func(p []byte) {
		if len(p) >= 4 {
			list = append(list, native.Uint32(p))
		}
	}
	switch typ {
	case unix.RTM_NEWROUTE:
		add(find(v.Attrs, unix.RTA_OIF))
		for p := find(v.Attrs, unix.RTA_MULTIPATH); len(p) >= 8; {
			n := min(max(codec.Align(int(native.Uint16(p))), 8), len(p))
			add(p[4:])
			p = p[n:]
		}
	case rtmNewNexthop:
		add(find(v.Attrs, 5)) // NHA_OIF
	case unix.RTM_NEWRULE:
	case rtmNewMDB: // the bridge, and the port that struct br_mdb_entry begins with
		add(v.Head[4:])
		add(find(find(find(v.Attrs, 1), 1), 1))
	default:
		add(v.Head[4:])
	}
	return list
}

// nexthopsOf are the nexthop objects that an object leads to: RTA_NH_ID of routes, NDA_NH_ID of entries of a vxlan, which go with them too
// (drivers/net/vxlan/vxlan_core.c vxlan_nexthop_event), and the members in NHA_GROUP (2), 8 bytes each that begin with an id;
// include/uapi/linux/nexthop.h.
func nexthopsOf(typ uint16, v *codec.View) map[uint32]bool {
	ids := map[uint32]bool{}
	one := func(attr uint16) {
		if p := find(v.Attrs, attr); len(p) == 4 {
			ids[native.Uint32(p)] = true
		}
	}
	switch typ {
	case unix.RTM_NEWROUTE:
		one(rtaNHID)
	case unix.RTM_NEWNEIGH:
		one(ndaNHID)
	case rtmNewNexthop:
		one(1)
		for p := find(v.Attrs, 2); len(p) >= 8; p = p[8:] {
			ids[native.Uint32(p)] = true
		}
	}
	return ids
}

// ndaNHID is NDA_NH_ID, include/uapi/linux/neighbour.h.
const ndaNHID = 13
