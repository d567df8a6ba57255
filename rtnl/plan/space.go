package plan

import (
	"bytes"
	"cmp"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"slices"

	"golang.org/x/sys/unix"

	"nlua/rtnl"
	"nlua/rtnl/codec"
	"nlua/rtnl/netns"
	"nlua/rtnl/nl"
	"nlua/rtnl/request"
	"nlua/rtnl/spec"
	"nlua/rtnl/state"
)

var native = binary.NativeEndian

// kinds are those of the objects that plans are about, or undo: links, addresses, neighbours, nexthops, rules, routes, traffic
// control, multicast groups of bridges, VNIs, and what no group announces.
var kinds = state.KindsOf([]uint32{1, 5, 9, 3, 32, 8, 19, 7, 11, 27, 4, 26, 35}) | state.Silent // RTNLGRP_*

// space is one namespace as it was when it was looked at.
type space struct {
	name  string // "": the client's own
	c     *rtnl.Client
	table *state.Table
	links map[uint32]*link
	named map[string]*link             // by name and alternative names
	hops  []codec.View                 // nexthop objects
	vlans map[uint32]map[uint16]uint16 // of the ports of bridges, once somebody has asked

	untold []untoldObject        // once somebody has asked
	selves map[uint32]codec.View // what devices that switch in hardware tell of themselves, once somebody has asked for vlans
}

// link is a device.
type link struct {
	index uint32
	name  string
	kind  string
	view  codec.View
}

// look lists a namespace.
func look(ctx context.Context, name string, c *rtnl.Client) (*space, error) {
	t, err := c.Picture(ctx, kinds)
	if err != nil {
		return nil, err
	}
	s := &space{name: name, c: c, table: t, links: map[uint32]*link{}, named: map[string]*link{}}
	for _, e := range t.Snapshot() {
		if e.Type == unix.RTM_NEWLINK && e.Body[0] == unix.AF_UNSPEC {
			s.add(e.Body)
		}
		if e.Type == rtmNewNexthop {
			s.hops = append(s.hops, codec.ViewOf(&spec.Nexthop, e.Body, nil))
		}
	}
	return s, nil
}

// What x/sys lacks of include/uapi/linux/rtnetlink.h.
const (
	rtmNewMDB     = 84
	rtmNewChain   = 100
	rtmNewNexthop = 104
	rtmNewVLAN    = 112
	rtmNewTunnel  = 120
)

func (s *space) add(body []byte) {
	l := newLink(body)
	s.links[l.index], s.named[l.name] = l, l
	for _, name := range l.altNames() {
		s.named[name.(string)] = l
	}
}

// link finds a device, nil where there is none.
func (s *space) link(index uint32) *link {
	if s == nil {
		return nil
	}
	return s.links[index]
}

// portsOf are the devices whose master a device is. First comes that whose address the master has taken.
func (s *space) portsOf(index uint32) (list []*link) {
	if s == nil || s.links[index] == nil {
		return nil
	}
	for _, l := range s.links {
		if l.number(unix.IFLA_MASTER) == index {
			list = append(list, l)
		}
	}
	address, _ := s.links[index].view.Find(unix.IFLA_ADDRESS)
	lender := func(l *link) int {
		if bytes.Equal(find(l.info(unix.IFLA_INFO_SLAVE_DATA), bondSlaveAddress), address) {
			return 0
		}
		return 1
	}
	slices.SortFunc(list, func(a, b *link) int { return cmp.Or(lender(a)-lender(b), cmp.Compare(a.index, b.index)) })
	return list
}

// bondSlaveAddress is IFLA_BOND_SLAVE_PERM_HWADDR, include/uapi/linux/if_link.h: a port's address before the bond gave it its own.
const bondSlaveAddress = 4

func newLink(body []byte) *link {
	l := &link{view: codec.ViewOf(&spec.Link, body, nil)}
	l.index = native.Uint32(body[4:])
	p, _ := l.view.Find(unix.IFLA_IFNAME)
	l.name = text(p)
	l.kind = text(l.info(unix.IFLA_INFO_KIND))
	return l
}

// info is an attribute of IFLA_LINKINFO, nil where there is none.
func (l *link) info(typ uint16) []byte {
	p, _ := l.view.Find(unix.IFLA_LINKINFO)
	return find(p, typ)
}

// number is an attribute that is a number, 0 where there is none.
func (l *link) number(typ uint16) uint32 {
	if p, ok := l.view.Find(typ); ok && len(p) == 4 {
		return native.Uint32(p)
	}
	return 0
}

// stands tells whether the kernel takes the link away with another one: it was made on it, or is its other end.
func (l *link) stands(on map[uint32]bool) bool {
	if typ := onDevice(l.kind); typ != 0 {
		if p := find(l.info(unix.IFLA_INFO_DATA), typ); len(p) == 4 && on[native.Uint32(p)] {
			return true
		}
	}
	return on[l.number(unix.IFLA_LINK)]
}

func (l *link) up() bool { return native.Uint32(l.view.Head[8:])&unix.IFF_UP != 0 }

// find returns the first attribute of a number among those in b, nil where there is none.
func find(b []byte, typ uint16) []byte {
	v := codec.View{Attrs: b}
	p, _ := v.Find(typ)
	return p
}

func text(p []byte) string {
	for i, c := range p {
		if c == 0 {
			return string(p[:i])
		}
	}
	return string(p)
}

// send sends a request that is bytes already, and waits for its answer.
func (s *space) send(ctx context.Context, what string, r state.Request) error {
	req := &request.Request{Object: &request.Object{Name: what}, Type: r.Type, Flags: r.Flags | nl.FlagRequest | nl.FlagAck, Body: r.Body}
	if m := spec.ByType(r.Type); m != nil {
		req.Set, req.Object.Set = m.Set, m.Set
	}
	switch {
	case r.Type&3 == 1:
		req.Verb = "del"
	case r.Flags&unix.NLM_F_CREATE == 0:
		req.Verb = "set"
	default:
		req.Verb = "add"
	}
	_, err := s.c.Do(ctx, req)
	return err
}

// open opens the namespace.
func (s *space) open() (*os.File, error) {
	if ref := s.c.Options().NetNS; !ref.IsZero() {
		return ref.Open()
	}
	return netns.OfPath("/proc/thread-self/ns/net").Open()
}

// in says where something is, for messages.
func (s *space) in() string {
	if s.name == "" {
		return ""
	}
	return s.name + ": "
}

// gone tells whether an error of a removal says that the object is not there any more.
func gone(err error) bool {
	for _, errno := range []unix.Errno{unix.ENOENT, unix.ESRCH, unix.ENODEV, unix.EADDRNOTAVAIL} {
		if errors.Is(err, errno) {
			return true
		}
	}
	return false
}

func (l *link) String() string { return fmt.Sprintf("link %s", l.name) }
