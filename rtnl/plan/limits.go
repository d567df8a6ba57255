package plan

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/sys/unix"

	"nlua/rtnl"
	"nlua/rtnl/codec"
	"nlua/rtnl/request"
	"nlua/rtnl/spec"
)

// What an Undo cannot put back is known before it is sent: a plan marks such steps, a transaction refuses them.

// undone are the types of requests, less what tells NEW from DEL and SET, of whose objects pictures are taken.
var undone = []uint16{
	unix.RTM_NEWLINK, rtmNewLinkProp, unix.RTM_NEWADDR, unix.RTM_NEWROUTE, unix.RTM_NEWNEIGH, unix.RTM_NEWRULE, unix.RTM_NEWQDISC, unix.RTM_NEWTCLASS,
	unix.RTM_NEWTFILTER, unix.RTM_NEWADDRLABEL, rtmNewMDB, rtmNewChain, rtmNewNexthop, rtmNewVLAN, rtmNewTunnel,
}

// passed are attributes of a request about a link that say which one, or what is told.
var passed = []uint16{unix.IFLA_IFNAME, iflaAltName, iflaPropList, unix.IFLA_EXT_MASK, unix.IFLA_LINK}

// portAttrs are those of IFLA_AF_SPEC of AF_BRIDGE that stand for VLANs: IFLA_BRIDGE_FLAGS, IFLA_BRIDGE_VLAN_INFO;
// include/uapi/linux/if_bridge.h.
var portAttrs = []uint16{0, 2}

// beyond tells what of a request to a namespace as it was could not be undone, nil where all could.
func (s *space) beyond(typ, flags uint16, body []byte) error {
	m := spec.ByType(typ)
	kind := typ &^ 3
	if m == nil || m.Sent() == nil || m.Sent().Fixed == nil || len(body) < m.Sent().Fixed.Size || !slices.Contains(undone, kind) {
		return errors.New("of this no picture is taken")
	}
	v := codec.ViewOf(m.Sent(), body, nil)
	switch kind {
	case unix.RTM_NEWLINK:
		l := s.about(&v)
		switch {
		case typ == unix.RTM_DELLINK && v.Head[0] == unix.AF_BRIDGE:
			return bridgePart(&v)
		case typ == unix.RTM_DELLINK:
			return s.beyondRemoval(l, &v)
		case l == nil:
			return s.beyondMaking(&v, flags)
		}
		return beyondSetting(&v)
	case unix.RTM_NEWROUTE:
		if family := v.Head[0]; family != unix.AF_INET && family != unix.AF_INET6 && family != unix.AF_MPLS {
			return errors.New("multicast routes belong to the program that routes")
		}
	case unix.RTM_NEWQDISC, unix.RTM_NEWTCLASS, unix.RTM_NEWTFILTER, rtmNewChain:
		if int32(native.Uint32(body[4:])) == -1 { // TCM_IFINDEX_MAGIC_BLOCK
			return errors.New("of shared blocks no picture is taken")
		}
		return s.beyondTC(typ, &v)
	case rtmNewVLAN: // BRIDGE_VLANDB_ENTRY_INFO and RANGE
		entry := codec.View{Attrs: find(v.Attrs, 1), Set: &codec.Set{}}
		if _, global := v.Find(2); global || beyondAttr(&entry, []uint16{1, 2}) >= 0 {
			return errors.New("options of VLANs are in no picture, only what VLANs a port is in")
		}
	}
	return nil
}

// beyondAttr is the first attribute that is not among those, -1 where there is none.
func beyondAttr(v *codec.View, known []uint16) (found int) {
	found = -1
	v.Each(func(_ *codec.Row, typ uint16, _ []byte) bool {
		if !slices.Contains(known, typ) {
			found = int(typ)
		}
		return found < 0
	})
	return found
}

// about finds the link that a request is about, nil where it was not there.
func (s *space) about(v *codec.View) *link {
	if index := native.Uint32(v.Head[4:]); index != 0 {
		return s.links[index]
	}
	for _, typ := range []uint16{unix.IFLA_IFNAME, iflaAltName} {
		if p, ok := v.Find(typ); ok {
			return s.named[text(p)]
		}
	}
	return nil
}

// beyondRemoval: a link goes with all that stand on it.
func (s *space) beyondRemoval(l *link, v *codec.View) error {
	t := newTouched()
	if p, ok := v.Find(unix.IFLA_GROUP); ok {
		for _, other := range s.links {
			if l == nil && string(find(other.view.Attrs, unix.IFLA_GROUP)) == string(p) {
				t.indices[other.index] = true
			}
		}
	}
	if l != nil {
		t.indices[l.index] = true
	}
	t.spreadLoss(s)
	var list []string
	for index := range t.indices {
		if l := s.links[index]; !l.makeable() {
			list = append(list, l.lost().Error())
		}
	}
	if len(list) == 0 {
		return s.beyondDevices(t.indices)
	}
	slices.Sort(list)
	return errors.New(strings.Join(list, ", "))
}

// beyondMaking: what is made has to be found again.
func (s *space) beyondMaking(v *codec.View, flags uint16) error {
	if flags&unix.NLM_F_CREATE == 0 {
		return nil // of a link that was made since, or the kernel refuses it
	}
	for _, typ := range []uint16{unix.IFLA_NET_NS_FD, unix.IFLA_NET_NS_PID, iflaTargetNSID, iflaNewNSID} {
		if _, ok := v.Find(typ); ok {
			return errors.New("the link is made in another namespace: make it by an object of that one")
		}
	}
	if name, _ := v.Find(unix.IFLA_IFNAME); len(text(name)) == 0 || strings.Contains(text(name), "%") {
		return errors.New("it is not known which link it would be: say ifname")
	}
	return nil
}

// IFLA_NEW_NETNSID and IFLA_TARGET_NETNSID, include/uapi/linux/if_link.h.
const (
	iflaNewNSID    = 45
	iflaTargetNSID = 46
)

// bridgePart: of what a port is given by AF_BRIDGE, VLANs are in the picture.
func bridgePart(v *codec.View) error {
	part := codec.View{Attrs: find(v.Attrs, unix.IFLA_AF_SPEC), Set: &codec.Set{}}
	if beyondAttr(v, append([]uint16{unix.IFLA_AF_SPEC}, passed...)) >= 0 || beyondAttr(&part, portAttrs) >= 0 {
		return errors.New("of AF_BRIDGE only VLANs are in the picture")
	}
	return nil
}

// beyondSetting: a link is put back in what settle knows.
func beyondSetting(v *codec.View) error {
	if v.Head[0] == unix.AF_BRIDGE {
		return bridgePart(v)
	}
	known := slices.Concat(passed, settable, []uint16{unix.IFLA_MASTER, unix.IFLA_LINKINFO, unix.IFLA_AF_SPEC})
	if typ := beyondAttr(v, known); typ >= 0 {
		name := v.Set.Number(uint16(typ))
		if row := v.Set.Row(uint16(typ)); row != nil {
			name = row.Name
		}
		return fmt.Errorf("%s of a link is not put back", name)
	}
	info := find(v.Attrs, unix.IFLA_LINKINFO)
	for _, part := range []linkPart{ownPart, portPart} {
		kind := text(find(info, part.kind)) + part.suffix
		var bad error
		data := codec.View{Attrs: find(info, part.data), Set: &codec.Set{}}
		data.Each(func(_ *codec.Row, typ uint16, _ []byte) bool {
			if !writable(kind, typ) {
				name := fmt.Sprint(typ)
				if value, ok := v.Path("linkinfo", part.where); ok {
					if inner, ok := value.(codec.View); ok && inner.Set.Row(typ) != nil {
						name = inner.Set.Row(typ).Name
					}
				}
				bad = fmt.Errorf("%s is not put back: it is what the kernel makes of it", name)
			}
			return bad == nil
		})
		if bad != nil {
			return bad
		}
	}
	for family, attrs := range map[uint16][]uint16{unix.AF_INET: {1}, unix.AF_INET6: {8}} {
		part := codec.View{Attrs: find(find(v.Attrs, unix.IFLA_AF_SPEC), family), Set: &codec.Set{}}
		if beyondAttr(&part, attrs) >= 0 {
			return errors.New("of af_spec only inet.conf and inet6.addr_gen_mode are put back")
		}
	}
	all := codec.View{Attrs: find(v.Attrs, unix.IFLA_AF_SPEC), Set: &codec.Set{}}
	if beyondAttr(&all, []uint16{unix.AF_INET, unix.AF_INET6}) >= 0 {
		return errors.New("of af_spec only inet.conf and inet6.addr_gen_mode are put back")
	}
	return nil
}

// Check refuses what could not be undone: who wants it does it outside.
func (t *Transaction) Check(req *request.Request) error {
	var err error
	typ, flags, body := noteOf(req)
	switch l := t.undo.before.links[native.Uint32(body[4:])]; {
	case req.Mode != request.Ack || t.ReadOnly:
		return nil
	case req.Tun != nil && !req.Tun.Remove && (req.Tun.Name == "" || strings.Contains(req.Tun.Name, "%")):
		err = errors.New("it is not known which link it would be: say ifname")
	default:
		if err = t.undo.before.beyond(typ, flags, body); err == nil && typ == unix.RTM_DELLINK && l != nil && slices.Contains(pairs, l.kind) {
			if peer, _ := t.undo.otherEnd(l); peer == nil {
				err = fmt.Errorf("the other end of %s is in another namespace, and would not come back", l)
			}
		}
	}
	if err == nil {
		return nil
	}
	return &rtnl.Error{Request: req.Object.Name + " " + req.Verb, Errno: unix.EOPNOTSUPP, Message: err.Error(), Hint: "it could not be undone; do it outside of transaction and guard"}
}

// noteOf is what a request says about its object: of tun and tap devices, which are made by other means, their name and index.
func noteOf(req *request.Request) (typ, flags uint16, body []byte) {
	if req.Tun == nil {
		return req.Type, req.Flags, req.Body
	}
	body = linkMessage(uint32(req.Tun.Index), 0, 0)
	if req.Tun.Name != "" {
		body = codec.AppendAttr(body, unix.IFLA_IFNAME, append([]byte(req.Tun.Name), 0))
	}
	return req.Type, req.Flags, body
}
