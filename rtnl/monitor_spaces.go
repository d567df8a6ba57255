package rtnl

import (
	"context"
	"encoding/binary"
	"maps"
	"slices"
	"time"

	"golang.org/x/sys/unix"

	"nlua/rtnl/codec"
	"nlua/rtnl/netns"
	"nlua/rtnl/nl"
	"nlua/rtnl/state"
)

// spaces are the names of namespaces by the ids that the client's own namespace has for them.
type spaces struct {
	names map[int32]string
	asked time.Time
}

// askAgain is how often names are looked up for an id that has none.
const askAgain = time.Second

// place is a namespace of which a monitor keeps a picture.
type place struct {
	c      *Client // of the own namespace; others are opened to be listed, and left: an open one could not go
	id     int32   // of another namespace
	name   string  // likewise
	table  *state.Table
	doubts state.Kinds // to be listed again to be sure
	known  bool        // the picture is there
}

// groupNSID is RTNLGRP_NSID, include/uapi/linux/rtnetlink.h.
const groupNSID = 28

// placeOf finds the picture of another namespace, nil where there is none yet: it will be made, if the namespace has a name.
func (m *Monitor) placeOf(id int32) *place {
	p := m.far[id]
	if p == nil && m.far != nil && m.cfg.Resync && m.space(id) != "" {
		m.newly = true
	}
	return p
}

// places are all of which there are pictures, the own one first.
func (m *Monitor) places() []*place {
	list := []*place{m.home}
	for _, id := range slices.Sorted(maps.Keys(m.far)) {
		list = append(list, m.far[id])
	}
	return list
}

// discover finds the namespaces that have both an id here and a name. What was in those that have gone is gone; of those that only
// have no name any more there is no picture from here on.
func (m *Monitor) discover(ctx context.Context) {
	m.newly = false
	if m.far == nil {
		return
	}
	m.spaces.ask(m.c)
	for id, name := range m.spaces.names {
		if m.far[id] == nil {
			m.far[id] = &place{id: id, name: name, table: state.NewTable(m.home.table.Held())}
		}
		m.far[id].name = name
	}
	ids := map[int32]bool{}
	body := make([]byte, 4)
	list, err := m.c.List(ctx, state.Dump{Type: unix.RTM_GETNSID, Body: body})
	for _, e := range list {
		if id, ok := nsidIn(e); ok {
			ids[id] = true
		}
	}
	for id, p := range m.far {
		switch {
		case m.spaces.names[id] != "":
		case err == nil && !ids[id]:
			m.vanish(p)
		default:
			delete(m.far, id)
		}
	}
}

// vanish tells that all of a namespace is gone.
func (m *Monitor) vanish(p *place) {
	if p.known {
		for _, e := range p.table.Begin(p.table.All(), true).End() {
			m.make(p, e)
		}
	}
	delete(m.far, p.id)
	delete(m.spaces.names, p.id)
}

// renumber is told that a namespace has got an id, or has lost it, which it does when it ends.
func (m *Monitor) renumber(e nl.Message) {
	if e.Type == unix.RTM_NEWNSID {
		m.spaces.asked, m.newly = time.Time{}, m.cfg.Resync
	} else if id, ok := nsidIn(e); ok && m.far[id] != nil {
		m.vanish(m.far[id])
	}
}

// nsidIn is NETNSA_NSID (1) of a message about an id; include/uapi/linux/net_namespace.h.
func nsidIn(e nl.Message) (id int32, ok bool) {
	v := codec.View{Attrs: e.Body[min(4, len(e.Body)):]}
	if p, found := v.Find(1); found && len(p) == 4 {
		return int32(binary.NativeEndian.Uint32(p)), true
	}
	return 0, false
}

// openPlace gives a client of a place, and what closes it.
func (m *Monitor) openPlace(p *place) (c *Client, closes func(), err error) {
	if p.c != nil {
		return p.c, func() {}, nil
	}
	c, err = m.c.Elsewhere(p.name)
	if err != nil {
		return nil, nil, err
	}
	return c, func() { c.Close() }, nil
}

// Elsewhere opens a client in another namespace, by name, with the same options.
func (c *Client) Elsewhere(name string) (*Client, error) {
	opts := c.opts
	ref, err := netns.Find(name, opts.NetNSDirs...)
	if err != nil {
		return nil, err
	}
	opts.NetNS, opts.PID, opts.Port, opts.Fileno = ref, nil, nil, nil
	return Open(opts)
}

// space names the namespace of an event, "" where no name is known.
func (m *Monitor) space(id int32) string {
	s := &m.spaces
	if name, ok := s.names[id]; ok || time.Since(s.asked) < askAgain {
		return name
	}
	s.ask(m.c)
	return s.names[id]
}

// ask looks all names up.
func (s *spaces) ask(c *Client) {
	s.asked, s.names = time.Now(), map[int32]string{}
	own := c.ref()
	if own.IsZero() {
		own = netns.OfPath("/proc/thread-self/ns/net")
	}
	ownID, _ := own.ID()
	names, _ := netns.List(c.opts.NetNSDirs...)
	for _, name := range names {
		ref, err := netns.Find(name, c.opts.NetNSDirs...)
		if err != nil {
			continue
		}
		if at, err := ref.ID(); err != nil || at == ownID {
			continue
		}
		if id, ok := c.spaceID(ref); ok {
			s.names[id] = name
		}
	}
}

// spaceID asks which id a namespace has here: RTM_GETNSID with NETNSA_FD (3) gives NETNSA_NSID (1), -1 for none;
// include/uapi/linux/net_namespace.h.
func (c *Client) spaceID(ref netns.Ref) (id int32, ok bool) {
	f, err := ref.Open()
	if err != nil {
		return 0, false
	}
	defer f.Close()
	conn, err := c.conn()
	if err != nil {
		return 0, false
	}
	body := codec.AppendAttr(make([]byte, 4), 3, binary.NativeEndian.AppendUint32(nil, uint32(f.Fd())))
	defer c.told(time.Now(), "nsid")
	_, err = conn.Exchange(context.Background(), nl.NewMessage(unix.RTM_GETNSID, unix.NLM_F_REQUEST, body), func(e nl.Message) error {
		id, ok = nsidIn(e)
		ok = ok && id >= 0
		return nil
	})
	return id, ok && err == nil
}
