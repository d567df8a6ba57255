package rtnl

import (
	"context"
	"encoding/binary"
	"time"

	"golang.org/x/sys/unix"

	"nlua/rtnl/codec"
	"nlua/rtnl/netns"
	"nlua/rtnl/nl"
)

// spaces are the names of namespaces by the ids that the client's own namespace has for them.
type spaces struct {
	names map[int32]string
	asked time.Time
}

// askAgain is how often names are looked up for an id that has none.
const askAgain = time.Second

// space names the namespace of an event, "" where no name is known.
func (m *Monitor) space(id int32) string {
	s := &m.spaces
	if name, ok := s.names[id]; ok || time.Since(s.asked) < askAgain {
		return name
	}
	s.asked, s.names = time.Now(), map[int32]string{}
	names, _ := netns.List(m.c.opts.NetNSDirs...)
	for _, name := range names {
		if id, ok := m.c.spaceID(name); ok {
			s.names[id] = name
		}
	}
	return s.names[id]
}

// spaceID asks which id a namespace has here: RTM_GETNSID with NETNSA_FD (3) gives NETNSA_NSID (1), -1 for none;
// include/uapi/linux/net_namespace.h.
func (c *Client) spaceID(name string) (id int32, ok bool) {
	ref, err := netns.Find(name, c.opts.NetNSDirs...)
	if err != nil {
		return 0, false
	}
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
		v := codec.View{Attrs: e.Body[min(4, len(e.Body)):]}
		if p, found := v.Find(1); found && len(p) == 4 {
			id = int32(binary.NativeEndian.Uint32(p))
			ok = id >= 0
		}
		return nil
	})
	return id, ok && err == nil
}
