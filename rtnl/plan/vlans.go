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

// BRIDGE_VLAN_INFO_*; vlanFlags are pvid and untagged.
const (
	vlanPVID  = 0x02
	vlanFlags = vlanPVID | 0x04
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
		if flags&8 != 0 {
			first = vid
			return true
		}
		if flags&16 == 0 {
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

// listVLANs asks for the VLANs of all ports and bridges, once.
func (s *space) listVLANs(ctx context.Context) error {
	if s.vlans != nil {
		return nil
	}
	vlans := map[uint32]map[uint16]uint16{}
	body := codec.AppendAttr(linkMessage(0, 0, 0), unix.IFLA_EXT_MASK, native.AppendUint32(nil, 2)) // RTEXT_FILTER_BRVLAN
	body[0] = unix.AF_BRIDGE
	answer, err := s.c.List(ctx, state.Dump{Type: unix.RTM_GETLINK, Family: unix.AF_BRIDGE, Body: body})
	if err != nil {
		return err
	}
	for _, m := range answer {
		vlans[native.Uint32(m.Body[4:])] = vlanInfo(codec.ViewOf(&spec.Link, m.Body, nil))
	}
	s.vlans = vlans
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

// vlanChange is one VLAN of a port that is otherwise than it was.
type vlanChange struct {
	port  *link
	vid   uint16
	flags uint16
	gone  bool // it was not there
}

func (v vlanChange) String() string {
	sign := "+"
	if v.gone {
		sign = "-"
	}
	return fmt.Sprintf("%s vlan %d of %s", sign, v.vid, v.port)
}

// request sets or removes a VLAN: BRIDGE_FLAGS_SELF (2) in IFLA_BRIDGE_FLAGS (0) says that it is the bridge's own.
func (v vlanChange) request() state.Request {
	var inner []byte
	if v.port.kind == "bridge" {
		inner = codec.AppendAttr(inner, 0, native.AppendUint16(nil, 2))
	}
	inner = codec.AppendAttr(inner, 2, native.AppendUint16(native.AppendUint16(nil, v.flags), v.vid))
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

// saveVLANs gives the VLANs of ports and bridges, ranges of alike ones in one entry. A port that is in no other one than every port
// of a new bridge is left out.
func (s *space) saveVLANs() (list []any) {
	for _, index := range slices.Sorted(maps.Keys(s.vlans)) {
		l, vlans := s.links[index], s.vlans[index]
		if l == nil || len(vlans) == 1 && vlans[1] == vlanFlags {
			continue
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
	return list
}
