package rtnl

import (
	"context"
	"errors"
	"net/netip"
	"slices"
	"time"

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
	if r.c.opts.Confined {
		return -1, unix.EPERM
	}
	fd, err := r.openNetNS(name)
	if note := r.c.opts.DrySpace; note != nil {
		return note(name, fd, err)
	}
	return fd, err
}

func (r resolver) openNetNS(name string) (int, error) {
	ref, err := netns.Find(name, r.c.opts.NetNSDirs...)
	if err != nil {
		return -1, err
	}
	f, err := ref.Open()
	if err != nil {
		return -1, err
	}
	defer f.Close()
	fd := -1
	err = netns.WithRoom(func() (err error) {
		fd, err = unix.FcntlInt(f.Fd(), unix.F_DUPFD_CLOEXEC, 0)
		return err
	})
	return fd, err
}

// LinkIndex asks the kernel for the link of a name or alternative name.
func (r resolver) LinkIndex(name string) (int, error) {
	attr := "ifname"
	if len(name) >= unix.IFNAMSIZ {
		attr = "alt_ifname"
	}
	index := 0
	read := func(v codec.View) {
		n, _ := v.GetField("index")
		i, _ := n.(int64)
		index = int(i)
	}
	err := r.look(codec.Pair{Name: attr, Value: name}, read)
	if err == unix.ENODEV && attr == "ifname" {
		err = r.look(codec.Pair{Name: "alt_ifname", Value: name}, read)
	}
	return index, err
}

// LinkName asks the kernel for the name of an index: rules name links.
func (r resolver) LinkName(index int) (name string, err error) {
	err = r.look(codec.Pair{Name: "index", Value: index}, func(v codec.View) {
		value, _ := v.Get("ifname")
		name, _ = value.(string)
	})
	return name, err
}

// LinkData asks the kernel for the kind of a link, and for the data of the kind.
func (r resolver) LinkData(ref codec.Pair) (kind string, data codec.Table, err error) {
	err = r.look(ref, func(v codec.View) {
		value, _ := v.Path("linkinfo", "kind")
		kind, _ = value.(string)
		if value, _ = v.Path("linkinfo", "data"); value != nil {
			if nest, ok := value.(codec.View); ok {
				_, data = nest.Tables()
			}
		}
	})
	return kind, data, err
}

// AddressLength asks the kernel for the length of a link's hardware addresses.
func (r resolver) AddressLength(ref codec.Pair) (n int, err error) {
	err = r.look(ref, func(v codec.View) {
		p, _ := v.Find(unix.IFLA_ADDRESS)
		n = len(p)
	})
	return n, err
}

// look asks the kernel for one link, by index, ifname or alt_ifname.
func (r resolver) look(ref codec.Pair, read func(codec.View)) error {
	head, attrs := codec.Table(nil), codec.Table{{Name: "ext_mask", Value: skipStats}}
	if ref.Name == "index" {
		head = codec.Table{ref}
	} else {
		attrs = append(attrs, ref)
	}
	body, err := codec.Encode(&spec.Link, head, attrs)
	if err != nil {
		return unix.ENODEV // no link has such a name
	}
	conn, err := r.c.conn()
	if err != nil {
		return err
	}
	defer r.c.told(time.Now(), "link")
	_, err = conn.Exchange(r.ctx, nl.NewMessage(unix.RTM_GETLINK, unix.NLM_F_REQUEST, body), func(m nl.Message) error {
		if m.Type == unix.RTM_NEWLINK && len(m.Body) >= unix.SizeofIfInfomsg {
			read(codec.ViewOf(&spec.Link, slices.Clone(m.Body), nil))
		}
		return nil
	})
	return plainErrno(err)
}

// LinkSpeed asks the kernel for the speed of a link, in Mbit/s.
func (r resolver) LinkSpeed(index int) (mbit uint32, err error) {
	name, err := r.LinkName(index)
	if err != nil {
		return 0, err
	}
	conn, err := r.c.conn()
	if err != nil {
		return 0, err
	}
	err = conn.Control(func(fd int) error {
		mbit, err = nl.LinkSpeed(fd, name)
		return err
	})
	return mbit, err
}

// VRFTable asks the kernel for the table of a VRF.
func (r resolver) VRFTable(index int) (uint32, error) {
	req, err := r.c.Request(r.ctx, "link", "get", codec.Table{{Name: "index", Value: index}})
	if err != nil {
		return 0, err
	}
	links, err := r.c.Do(r.ctx, req)
	if err != nil {
		return 0, plainErrno(err)
	}
	for i := range links {
		v := links[i].View()
		if table, ok := v.Path("linkinfo", "data", "vrf_table"); ok {
			if n, isNumber := table.(uint64); isNumber {
				return uint32(n), nil
			}
		}
	}
	return 0, errors.New("is no VRF")
}

// IPSet asks the kernel for the number of an IP set.
func (r resolver) IPSet(name string) (index uint16, err error) {
	err = r.c.Inside(func() error {
		index, err = nl.SetIndex(name)
		return err
	})
	return index, err
}

// PrefixLen finds the length that an address has on a link: IPv6 addresses are removed by it.
func (r resolver) PrefixLen(index int, addr netip.Addr) (bits int, ok bool) {
	family := unix.AF_INET
	if addr.Is6() {
		family = unix.AF_INET6
	}
	req, err := r.c.Request(r.ctx, "addr", "dump", codec.Table{{Name: "family", Value: family}, {Name: "index", Value: index}})
	if err != nil {
		return 0, false
	}
	d, err := r.c.Dump(r.ctx, req)
	if err != nil {
		return 0, false
	}
	defer d.Close()
	for {
		m, err := d.Next(r.ctx)
		if err != nil {
			return bits, ok
		}
		v := m.View()
		for _, name := range []string{"local", "address"} {
			if value, _ := v.Get(name); value == addr.String() && !ok {
				length, _ := v.GetField("prefixlen")
				n, isNumber := length.(uint64)
				bits, ok = int(n), isNumber
			}
		}
	}
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
