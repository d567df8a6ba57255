package plan

import (
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

// vlanFlags are pvid and untagged.
const vlanFlags = 0x02 | 0x04

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
	if s.vlans == nil {
		s.vlans = map[uint32]map[uint16]uint16{}
		if c.p.missing[space] {
			return nil, nil
		}
		body := codec.AppendAttr(linkMessage(0, 0, 0), unix.IFLA_EXT_MASK, native.AppendUint32(nil, 2)) // RTEXT_FILTER_BRVLAN
		body[0] = unix.AF_BRIDGE
		answer, err := s.c.List(c.ctx, state.Dump{Type: unix.RTM_GETLINK, Family: unix.AF_BRIDGE, Body: body})
		if err != nil {
			return nil, err
		}
		for _, m := range answer {
			s.vlans[native.Uint32(m.Body[4:])] = vlanInfo(codec.ViewOf(&spec.Link, m.Body, nil))
		}
	}
	if c.gone[space].indices[index] {
		return nil, nil
	}
	return s.vlans[index], nil
}
