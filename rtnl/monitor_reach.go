package rtnl

import (
	"context"
	"encoding/binary"
	"errors"

	"golang.org/x/sys/unix"

	"nlua/rtnl/codec"
	"nlua/rtnl/netns"
	"nlua/rtnl/nl"
	"nlua/rtnl/spec"
	"nlua/rtnl/state"
)

// reached is a way to list a place.
type reached struct {
	list  func(context.Context, state.Dump) ([]nl.Message, error)
	can   state.Kinds // what it lists
	byID  bool
	close func()
}

// reach finds the best way to list a place: in it, opened by its name or by any other file, or what the kernel lists by the id alone.
// An open namespace could not go, so it is closed again.
func (m *Monitor) reach(ctx context.Context, p *place) reached {
	if p == m.home {
		return reached{p.c.listed, ^state.Kinds(0), false, func() {}}
	}
	for again := range 2 { // a process by which it was found may have gone
		ref := m.fileOf(p, again > 0)
		f, err := ref.Open()
		if ref.IsZero() || err != nil {
			continue
		}
		if id, ok := m.c.spaceID(f); ok && id == p.id {
			if c, err := m.c.at(netns.OfFD(int(f.Fd()))); err == nil {
				return reached{c.listed, ^state.Kinds(0), false, func() { c.Close(); f.Close() }}
			}
		}
		f.Close()
	}
	list := func(ctx context.Context, d state.Dump) ([]nl.Message, error) { return m.listByID(ctx, p, d) }
	can := state.ByNumber
	if _, err := list(ctx, state.Dump{Type: unix.RTM_GETADDR, Family: unix.AF_INET, Body: []byte{unix.AF_INET, 0, 0, 0, 0, 0, 0, 0}}); err != nil {
		can = 0
	}
	return reached{list, can, true, func() {}}
}

// fileOf is a file by which a namespace may be opened, the zero Ref where none is known.
func (m *Monitor) fileOf(p *place, again bool) netns.Ref {
	if p.name != "" {
		ref, _ := netns.Find(p.name, m.c.opts.NetNSDirs...)
		return ref
	}
	if s := &m.spaces; s.files == nil || again {
		s.files = map[int32]netns.Ref{}
		seen := map[netns.ID]bool{}
		for _, ref := range netns.Unnamed() {
			at, err := ref.ID()
			if err != nil || seen[at] {
				continue
			}
			seen[at] = true
			if id, ok := m.c.spaceIDAt(ref); ok {
				s.files[id] = ref
			}
		}
	}
	return m.spaces.files[p.id]
}

// What x/sys lacks of include/uapi/linux/if_link.h and if_addr.h.
const (
	iflaTargetNSID = 46
	ifaTargetNSID  = 10
)

// errNotByID: the kernel listed another namespace than that which was asked for.
var errNotByID = errors.New("the kernel lists nothing by the id of a namespace")

// listByID lists links or addresses of a namespace that has nothing but an id. The messages are as they would be from there, but
// for IFLA_LINK_NETNSID, an id as it is here: that is taken from what is known already.
func (m *Monitor) listByID(ctx context.Context, p *place, d state.Dump) ([]nl.Message, error) {
	target := uint16(iflaTargetNSID)
	if d.Type == unix.RTM_GETADDR {
		target = ifaTargetNSID
	}
	d.Body = codec.AppendAttr(d.Body[:len(d.Body):len(d.Body)], target, binary.NativeEndian.AppendUint32(nil, uint32(p.id)))
	for range wholeRepeats {
		answer, interrupted, err := m.c.listOnce(ctx, d)
		if err != nil {
			return nil, err
		}
		for i := range answer {
			e := &answer[i]
			v := codec.ViewOf(spec.ByType(e.Type).Set, e.Body, nil)
			if _, ok := v.Find(target); !ok {
				return nil, errNotByID
			}
			body := append([]byte(nil), v.Head...)
			v.Each(func(_ *codec.Row, typ uint16, payload []byte) bool {
				if typ != target && (typ != unix.IFLA_LINK_NETNSID || e.Type != unix.RTM_NEWLINK) {
					body = codec.AppendAttr(body, typ, payload)
				}
				return true
			})
			if e.Type == unix.RTM_NEWLINK {
				old := codec.ViewOf(&spec.Link, p.table.Body(e.Type, &v), nil)
				if id, ok := old.Find(unix.IFLA_LINK_NETNSID); ok {
					body = codec.AppendAttr(body, unix.IFLA_LINK_NETNSID, id)
				}
			}
			e.Body = body
		}
		if !interrupted {
			return answer, nil
		}
	}
	return nil, ErrDumpInterrupted
}
