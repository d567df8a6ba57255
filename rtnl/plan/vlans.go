package plan

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"golang.org/x/sys/unix"

	"nlua/rtnl/codec"
	"nlua/rtnl/spec"
	"nlua/rtnl/state"
)

// vlan compares the VLANs of a bridge's port. They are listed apart: IFLA_AF_SPEC (26) of the links of AF_BRIDGE holds
// IFLA_BRIDGE_VLAN_INFO (2), struct bridge_vlan_info: u16 flags, u16 vid; include/uapi/linux/if_bridge.h.
func (c *comparison) vlan(e *entry) error {
	r, err := c.build(e, "add", e.kw)
	if err != nil {
		return err
	}
	has, err := c.vlansOf(e.space, native.Uint32(r.Body[4:]))
	if err != nil {
		return err
	}
	want := vlanInfo(codec.ViewOf(r.Set, r.Body, nil))
	at := port{e.space, native.Uint32(r.Body[4:])}
	if c.vlans[at] == nil {
		c.vlans[at] = map[uint16]uint16{}
	}
	for vid, flags := range want {
		if said, ok := c.vlans[at][vid]; ok && said != flags {
			return fmt.Errorf("another entry wants VLAN %d of this port otherwise", vid)
		}
		c.vlans[at][vid] = flags
	}
	if done, err := c.again(e, string(r.Body), r); done || err != nil {
		return err
	}
	for vid, flags := range want {
		if old, ok := has[vid]; !ok || old != flags {
			sign := byte('+')
			if ok {
				sign = '~'
			}
			c.step(e, sign, "add", e.kw, r, e.section.rank())
			return nil
		}
	}
	return nil
}

// port is a device that has VLANs: a bridge's port, or a bridge.
type port struct {
	space string
	index uint32
}

// purgeVLANs takes ports out of the VLANs that nobody wants them in. A port of which the plan says none stays in that which its bridge
// puts every port in.
func (c *comparison) purgeVLANs(space string, mine domain) error {
	s := c.p.spaces[space]
	if c.p.missing[space] || !s.bridged() {
		return nil
	}
	if err := s.listVLANs(c.ctx); err != nil {
		return err
	}
	for _, index := range slices.Sorted(maps.Keys(s.vlans)) {
		l, wanted := s.links[index], c.vlans[port{space, index}]
		if l == nil || c.gone[space].indices[index] || !c.p.all && !mine.indices[index] {
			continue
		}
		var list []uint16
		for vid := range s.vlans[index] {
			if _, ok := wanted[vid]; !ok && (wanted != nil || vid != s.everyVLAN(l)) {
				list = append(list, vid)
			}
		}
		slices.Sort(list)
		for i, n := 0, 0; i < len(list); i += n {
			for n = 1; i+n < len(list) && list[i+n] == list[i]+uint16(n); n++ {
			}
			gone := vlanChange{port: l, vid: list[i], last: list[i+n-1], gone: true}
			r := gone.request()
			c.p.Steps = append(c.p.Steps, &Step{Sign: '-', space: s, name: gone.String()[2:], raw: &r, phase: phaseRemove + 90 - sectionNamed("vlans").rank()})
		}
	}
	return nil
}

// everyVLAN is the VLAN that a bridge puts its ports and itself in, 0: none.
func (s *space) everyVLAN(l *link) uint16 {
	if l.kind != "bridge" {
		if l = s.links[l.number(unix.IFLA_MASTER)]; l == nil {
			return 0
		}
	}
	p := find(l.info(unix.IFLA_INFO_DATA), 39) // IFLA_BR_VLAN_DEFAULT_PVID
	if len(p) != 2 {
		return 0
	}
	return native.Uint16(p)
}

// BRIDGE_VLAN_INFO_*; vlanFlags are pvid and untagged.
const (
	vlanPVID    = 0x02
	vlanFlags   = vlanPVID | 0x04
	rangeBegins = 0x08
	rangeEnds   = 0x10
)

// vlanInfo reads VLANs and ranges of them: a range begins with flag 8 and ends with flag 16.
func vlanInfo(v codec.View) map[uint16]uint16 {
	list := map[uint16]uint16{}
	spec := codec.View{Attrs: find(v.Attrs, unix.IFLA_AF_SPEC), Set: &codec.Set{}}
	first := uint16(0)
	spec.Each(func(_ *codec.Row, typ uint16, p []byte) bool {
		if typ != 2 || len(p) < 4 {
			return true
		}
		flags, vid := native.Uint16(p), native.Uint16(p[2:])
		if flags&rangeBegins != 0 {
			first = vid
			return true
		}
		if flags&rangeEnds == 0 {
			first = vid
		}
		for id := first; id <= vid; id++ {
			list[id] = flags & vlanFlags
		}
		return true
	})
	return list
}

func (c *comparison) vlansOf(space string, index uint32) (map[uint16]uint16, error) {
	s := c.p.spaces[space]
	if c.p.missing[space] || c.gone[space].indices[index] {
		return nil, nil
	}
	if err := s.listVLANs(c.ctx); err != nil {
		return nil, err
	}
	return s.vlans[index], nil
}

// listVLANs asks for the VLANs of all ports and bridges, once. A device that switches in hardware tells of its own settings there, in
// a message whose IFLA_BRIDGE_FLAGS (0) are BRIDGE_FLAGS_SELF (2); net/core/rtnetlink.c ndo_dflt_bridge_getlink().
func (s *space) listVLANs(ctx context.Context) error {
	if s.vlans != nil {
		return nil
	}
	vlans, selves := map[uint32]map[uint16]uint16{}, map[uint32]codec.View{}
	body := codec.AppendAttr(linkMessage(0, 0, 0), unix.IFLA_EXT_MASK, native.AppendUint32(nil, 2)) // RTEXT_FILTER_BRVLAN
	body[0] = unix.AF_BRIDGE
	answer, err := s.c.List(ctx, state.Dump{Type: unix.RTM_GETLINK, Family: unix.AF_BRIDGE, Body: body})
	if err != nil {
		return err
	}
	for _, m := range answer {
		v, index := codec.ViewOf(&spec.Link, m.Body, nil), native.Uint32(m.Body[4:])
		inner, _ := v.Find(unix.IFLA_AF_SPEC)
		if p := find(inner, 0); len(p) == 2 && native.Uint16(p) == 2 {
			selves[index] = v
			continue
		}
		vlans[index] = vlanInfo(v)
	}
	s.vlans, s.selves = vlans, selves
	return nil
}

// bridged tells whether a namespace has bridges: then it may have VLANs.
func (s *space) bridged() bool {
	for _, l := range s.links {
		if l.kind == "bridge" {
			return true
		}
	}
	return false
}

// vlanChange is one VLAN of a port, or a range, that is otherwise than it was.
type vlanChange struct {
	port  *link
	vid   uint16
	last  uint16 // of a range; 0: there is none
	flags uint16
	gone  bool // it was not there
}

func (v vlanChange) String() string {
	sign := "+"
	if v.gone {
		sign = "-"
	}
	vid := fmt.Sprint(v.vid)
	if v.last > v.vid {
		vid = fmt.Sprintf("%d-%d", v.vid, v.last)
	}
	return fmt.Sprintf("%s vlan_filter index=%s vid=%s", sign, v.port.name, vid)
}

// request sets or removes a VLAN: BRIDGE_FLAGS_SELF (2) in IFLA_BRIDGE_FLAGS (0) says that it is the bridge's own.
func (v vlanChange) request() state.Request {
	var inner []byte
	if v.port.kind == "bridge" {
		inner = codec.AppendAttr(inner, 0, native.AppendUint16(nil, 2))
	}
	vlan := func(flags, vid uint16) {
		inner = codec.AppendAttr(inner, 2, native.AppendUint16(native.AppendUint16(nil, flags), vid))
	}
	if v.last > v.vid {
		vlan(v.flags|rangeBegins, v.vid)
		vlan(v.flags|rangeEnds, v.last)
	} else {
		vlan(v.flags, v.vid)
	}
	body := linkMessage(v.port.index, 0, 0)
	body[0] = unix.AF_BRIDGE
	r := state.Request{Type: unix.RTM_SETLINK, Body: codec.AppendAttr(body, unix.IFLA_AF_SPEC|codec.Nested, inner)}
	if v.gone {
		r.Type = unix.RTM_DELLINK
	}
	return r
}

// vlanChanges are those of touched ports that are there now.
func (u *Undo) vlanChanges(ctx context.Context, now *space) (list []vlanChange, err error) {
	if u.before.vlans == nil || !now.bridged() {
		return nil, nil
	}
	if err := now.listVLANs(ctx); err != nil {
		return nil, err
	}
	for index, was := range u.before.vlans {
		port := now.links[index]
		if port == nil || !u.indices[index] {
			continue
		}
		is := now.vlans[index]
		for vid, flags := range was {
			if old, ok := is[vid]; !ok || old != flags {
				list = append(list, vlanChange{port: port, vid: vid, flags: flags})
			}
		}
		for vid, flags := range is {
			if _, ok := was[vid]; !ok {
				list = append(list, vlanChange{port: port, vid: vid, flags: flags, gone: true})
			}
		}
	}
	return list, nil
}

// saveVLANs gives the VLANs of ports and bridges, ranges of alike ones in one entry. A port that is in no other one than its bridge puts
// every port in is left out; of one that is not in that only a line tells.
func (s *space) saveVLANs() (list []any, unsaid []string) {
	for _, index := range slices.Sorted(maps.Keys(s.vlans)) {
		l, vlans := s.links[index], s.vlans[index]
		if l == nil {
			continue
		}
		if every := s.everyVLAN(l); every != 0 {
			if _, in := vlans[every]; !in {
				unsaid = append(unsaid, fmt.Sprintf("%s: not in VLAN %d, in which a new port is: purge = {\"vlans\"} takes it out", l.name, every))
			}
			if len(vlans) == 1 && vlans[every] == vlanFlags {
				continue
			}
		}
		vids := slices.Sorted(maps.Keys(vlans))
		for i := 0; i < len(vids); {
			flags, n := vlans[vids[i]], 1
			for ; flags&vlanPVID == 0 && i+n < len(vids) && vids[i+n] == vids[i]+uint16(n) && vlans[vids[i+n]] == flags; n++ {
			}
			info := codec.Table{{Name: "vid", Value: uint64(vids[i])}}
			if n > 1 {
				info[0].Value = fmt.Sprintf("%d-%d", vids[i], vids[i]+uint16(n)-1)
			}
			if flags != 0 {
				info = append(info, codec.Pair{Name: "flags", Value: uint64(flags)})
			}
			kw := codec.Table{{Name: "index", Value: l.name}, {Name: "vlan_info", Value: info}}
			if l.kind == "bridge" {
				kw = append(kw, codec.Pair{Name: "vlan_flags", Value: "self"})
			}
			list = append(list, kw)
			i += n
		}
	}
	return list, unsaid
}
