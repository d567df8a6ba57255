package main

import (
	"net"

	"golang.org/x/sys/unix"
)

// What the workloads find in the kernel: a link with an address, and routes, links and neighbours in
// the numbers that issue and goals speak of.

const (
	device = "bench0"
	tables = 100  // the routes are spread over tables 1000, 1001, ...
	first  = 1000 // the first of them
)

var (
	address = net.IPv4(192, 0, 2, 1).To4()
	gateway = net.IPv4(192, 0, 2, 2).To4()
)

func newLink(name string, up bool) []byte {
	body := make([]byte, unix.SizeofIfInfomsg)
	if up {
		order.PutUint32(body[8:], unix.IFF_UP)
		order.PutUint32(body[12:], unix.IFF_UP)
	}
	body = attr(body, unix.IFLA_IFNAME, append([]byte(name), 0))
	body = attr(body, unix.IFLA_LINKINFO, attr(nil, unix.IFLA_INFO_KIND, []byte("ifb\x00")))
	return message(unix.RTM_NEWLINK, unix.NLM_F_CREATE|unix.NLM_F_EXCL, body)
}

// fresh removes the device, and with it all routes and neighbours, and makes it anew; it gives its index.
func (c *conn) fresh() (uint32, error) {
	if old, err := net.InterfaceByName(device); err == nil {
		body := make([]byte, unix.SizeofIfInfomsg)
		order.PutUint32(body[4:], uint32(old.Index))
		if err := c.do("remove "+device, message(unix.RTM_DELLINK, 0, body)); err != nil {
			return 0, err
		}
	}
	if err := c.do("add "+device, newLink(device, true)); err != nil {
		return 0, err
	}
	link, err := net.InterfaceByName(device)
	if err != nil {
		return 0, err
	}
	index := uint32(link.Index)
	body := []byte{unix.AF_INET, 24, 0, 0, 0, 0, 0, 0}
	order.PutUint32(body[4:], index)
	body = attr(attr(body, unix.IFA_LOCAL, address), unix.IFA_ADDRESS, address)
	return index, c.do("add an address", message(unix.RTM_NEWADDR, unix.NLM_F_CREATE|unix.NLM_F_EXCL, body))
}

// routes adds n routes to hosts of 10.0.0.0/8 by the gateway.
func (c *conn) routes(n int) error {
	index, err := c.fresh()
	if err != nil {
		return err
	}
	put := newRoute(index)
	return c.many(n, func(b []byte, i int) []byte { return put(b, i, first+i%tables) })
}

// newRoute gives what appends the request for route i: 10.0.0.0/32 plus i, in a table.
func newRoute(index uint32) func(b []byte, i, table int) []byte {
	body := []byte{unix.AF_INET, 32, 0, 0, 0, unix.RTPROT_STATIC, unix.RT_SCOPE_UNIVERSE, unix.RTN_UNICAST, 0, 0, 0, 0}
	body = attr(body, unix.RTA_TABLE, u32(0))
	body = attr(body, unix.RTA_DST, make([]byte, 4))
	body = attr(body, unix.RTA_GATEWAY, gateway)
	body = attr(body, unix.RTA_OIF, u32(index))
	msg := message(unix.RTM_NEWROUTE, unix.NLM_F_CREATE|unix.NLM_F_EXCL, body)
	return func(b []byte, i, table int) []byte {
		at := len(b)
		b = append(b, msg...)
		order.PutUint32(b[at+32:], uint32(table))
		copy(b[at+40:], []byte{10, byte(i >> 16), byte(i >> 8), byte(i)})
		return b
	}
}

func (c *conn) links(n int) error {
	_, err := c.fresh()
	for i := 0; i < n && err == nil; i++ {
		err = c.do("add a link", newLink("many"+itoa(i), false))
	}
	return err
}

// neighbours adds n permanent neighbours: the others are bounded for the whole machine.
func (c *conn) neighbours(n int) error {
	index, err := c.fresh()
	if err != nil {
		return err
	}
	body := make([]byte, 12) // struct ndmsg
	body[0] = unix.AF_INET
	order.PutUint32(body[4:], index)
	order.PutUint16(body[8:], unix.NUD_PERMANENT)
	body = attr(body, unix.NDA_DST, make([]byte, 4))
	body = attr(body, unix.NDA_LLADDR, []byte{2, 0, 0, 0, 0, 1})
	msg := message(unix.RTM_NEWNEIGH, unix.NLM_F_CREATE|unix.NLM_F_EXCL, body)
	return c.many(n, func(b []byte, i int) []byte {
		at := len(b)
		b = append(b, msg...)
		copy(b[at+32:], []byte{10, byte(i >> 16), byte(i >> 8), byte(i)})
		return b
	})
}
