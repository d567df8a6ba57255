package rtnl

import (
	"context"
	"encoding/binary"
	"errors"

	"golang.org/x/sys/unix"

	"nlua/rtnl/codec"
	"nlua/rtnl/names"
	"nlua/rtnl/netns"
	"nlua/rtnl/nl"
	"nlua/rtnl/request"
	"nlua/rtnl/spec"
)

// resolver answers what building a request asks the system.
type resolver struct {
	c   *Client
	ctx context.Context
}

// Resolver answers for requests of this client, until ctx ends.
func (c *Client) Resolver(ctx context.Context) request.Resolver { return resolver{c, ctx} }

func (r resolver) Names() *names.DB { return r.c.names }

func (r resolver) NetNS(name string) (int, error) {
	ref, err := netns.Find(name, r.c.opts.NetNSDirs...)
	if err != nil {
		return -1, err
	}
	f, err := ref.Open()
	if err != nil {
		return -1, err
	}
	defer f.Close()
	return unix.FcntlInt(f.Fd(), unix.F_DUPFD_CLOEXEC, 0)
}

// LinkIndex asks the kernel for the link of a name or alternative name.
func (r resolver) LinkIndex(name string) (int, error) {
	attr := "ifname"
	if len(name) >= unix.IFNAMSIZ {
		attr = "alt_ifname"
	}
	index, err := r.link(attr, name)
	if err == unix.ENODEV && attr == "ifname" {
		index, err = r.link("alt_ifname", name)
	}
	return index, err
}

func (r resolver) link(attr, name string) (index int, err error) {
	body, err := codec.Encode(&spec.Link, nil, codec.Table{{Name: attr, Value: name}, {Name: "ext_mask", Value: skipStats}})
	if err != nil {
		return 0, unix.ENODEV
	}
	conn, err := r.c.conn()
	if err != nil {
		return 0, err
	}
	_, err = conn.Exchange(r.ctx, nl.NewMessage(unix.RTM_GETLINK, unix.NLM_F_REQUEST, body), func(m nl.Message) error {
		if m.Type == unix.RTM_NEWLINK && len(m.Body) >= unix.SizeofIfInfomsg {
			index = int(int32(binary.NativeEndian.Uint32(m.Body[4:])))
		}
		return nil
	})
	return index, plainErrno(err)
}

// skipStats is RTEXT_FILTER_SKIP_STATS (include/uapi/linux/rtnetlink.h).
const skipStats = 8

// plainErrno reduces an error to its errno where it has one.
func plainErrno(err error) error {
	var errno unix.Errno
	if errors.As(err, &errno) {
		return errno
	}
	return err
}
