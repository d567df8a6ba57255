package rtnl

import (
	"context"
	"encoding/binary"
	"net"

	"golang.org/x/sys/unix"

	"nlua/rtnl/codec"
	"nlua/rtnl/netns"
	"nlua/rtnl/nl"
	"nlua/rtnl/request"
	"nlua/rtnl/spec"
	"nlua/rtnl/tuntap"
)

// tun makes or removes the tun or tap device of a request. What else the request says is for the kernel then: its body gets the
// device's index.
func (c *Client) tun(ctx context.Context, req *request.Request) error {
	t := req.Tun
	mode := tuntap.Tun
	if t.Tap {
		mode = tuntap.Tap
	}
	if done, err := c.judge(req); done {
		return err
	}
	if t.Remove {
		name := t.Name
		if name == "" {
			err := c.Inside(func() error {
				ifi, err := net.InterfaceByIndex(t.Index)
				if err != nil {
					return unix.ENODEV
				}
				name = ifi.Name
				return nil
			})
			if err != nil {
				return err
			}
		}
		return tuntap.Delete(c.ref(), name, mode)
	}
	name, err := tuntap.Create(c.ref(), tuntap.Device{
		Name: t.Name, Index: t.Index, Mode: mode, UID: owner(t.User), GID: owner(t.Group),
		NoPI: !t.PacketInfo, OneQueue: t.OneQueue, VnetHdr: t.VnetHdr, MultiQueue: t.MultiQueue,
	})
	if err != nil || req.Body == nil {
		return err
	}
	index, err := resolver{c, ctx}.LinkIndex(name)
	if err == nil {
		binary.NativeEndian.PutUint32(req.Body[indexOff:], uint32(index))
	}
	return err
}

// indexOff is where struct ifinfomsg has ifi_index (include/uapi/linux/rtnetlink.h).
const indexOff = 4

func owner(id int64) *uint32 {
	if id < 0 {
		return nil
	}
	n := uint32(id)
	return &n
}

// ref is the client's namespace for those who open it themselves.
func (c *Client) ref() netns.Ref {
	if c.ns == nil {
		return netns.Ref{}
	}
	return netns.OfFD(int(c.ns.Fd()))
}

// judge asks the gate about a change that no socket carries. done: it was refused, or answered in the kernel's place.
func (c *Client) judge(req *request.Request) (done bool, err error) {
	if c.opts.Gate == nil {
		return false, nil
	}
	flags, body := req.Flags, req.Body
	if t := req.Tun; t != nil && !t.Remove {
		kind := map[bool]string{false: "tun", true: "tap"}[t.Tap]
		if body, err = codec.Encode(&spec.Link, nil, codec.Table{{Name: "ifname", Value: t.Name}, {Name: "linkinfo", Value: codec.Table{{Name: "kind", Value: kind}}}}); err != nil {
			return true, err
		}
		flags |= unix.NLM_F_CREATE | unix.NLM_F_EXCL
	}
	for m, err := range nl.Parse(nl.NewMessage(req.Type, flags, body)) {
		if err != nil {
			return true, err
		}
		switch v := c.opts.Gate.Send(m); {
		case v.Errno != 0:
			return true, &nl.OpError{Errno: v.Errno, Message: v.Reason, Offset: -1, MissType: -1, MissNest: -1}
		case v.Answer:
			req.Body = nil
			return true, nil
		}
	}
	return false, nil
}
