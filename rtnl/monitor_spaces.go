package rtnl

import (
	"context"
	"encoding/binary"
	"maps"
	"os"
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
	files map[int32]netns.Ref // of those without a name; nil: nobody has looked
}

// askAgain is how often names are looked up for an id that has none.
const askAgain = time.Second

// place is a namespace of which a monitor keeps a picture.
type place struct {
	c      *Client // of the own namespace; others are opened to be listed, and left: an open one could not go
	id     int32   // of another namespace
	name   string  // likewise; "": it has none
	table  *state.Table
	doubts state.Kinds // to be listed again to be sure
	known  bool        // the picture is there
	short  bool        // to be told: not all of it can be listed
}

// unsure are the kinds that have to be listed.
func (p *place) unsure() state.Kinds { return p.table.Stale() | p.doubts }

// groupNSID is RTNLGRP_NSID, include/uapi/linux/rtnetlink.h.
const groupNSID = 28

// placeOf finds the picture of another namespace, nil where there is none yet: it will be made.
func (m *Monitor) placeOf(id int32) *place {
	p := m.far[id]
	m.newly = m.newly || p == nil && m.far != nil && m.cfg.Resync
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

// discover finds the namespaces that have an id here. What was in those that have gone is gone.
func (m *Monitor) discover(ctx context.Context) {
	m.newly = false
	if m.far == nil {
		return
	}
	m.spaces.ask(m.c)
	body := make([]byte, 4)
	list, err := m.c.List(ctx, state.Dump{Type: unix.RTM_GETNSID, Body: body})
	if err != nil {
		return
	}
	ids := map[int32]bool{}
	for _, e := range list {
		if id, ok := nsidIn(e); ok {
			ids[id] = true
			if m.far[id] == nil {
				m.far[id] = &place{id: id, table: state.NewTable(0)}
			}
		}
	}
	for id, p := range m.far {
		if !ids[id] {
			m.vanish(p)
			continue
		}
		p.name = m.spaces.names[id]
	}
	m.spaces.files = nil
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

// Elsewhere opens a client in another namespace, by name, with the same options.
func (c *Client) Elsewhere(name string) (*Client, error) {
	ref, err := netns.Find(name, c.opts.NetNSDirs...)
	if err != nil {
		return nil, err
	}
	return c.at(ref)
}

// Twin opens another client in the same namespace: it works on when this one is closed.
func (c *Client) Twin() (*Client, error) { return c.at(c.ref()) }

func (c *Client) at(ref netns.Ref) (*Client, error) {
	opts := c.opts
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
		if id, ok := c.spaceIDAt(ref); ok {
			s.names[id] = name
		}
	}
}

func (c *Client) spaceIDAt(ref netns.Ref) (id int32, ok bool) {
	f, err := ref.Open()
	if err != nil {
		return 0, false
	}
	defer f.Close()
	return c.spaceID(f)
}

// spaceID asks which id a namespace has here: RTM_GETNSID with NETNSA_FD (3) gives NETNSA_NSID (1), -1 for none;
// include/uapi/linux/net_namespace.h.
func (c *Client) spaceID(f *os.File) (id int32, ok bool) {
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
