package main

import (
	"encoding/binary"
	"fmt"

	"golang.org/x/sys/unix"
)

var order = binary.NativeEndian

// conn is the least that a netlink socket can be: what the floors stand on.
type conn struct {
	fd  int
	seq uint32
	buf []byte
}

func dial() (*conn, error) {
	fd, err := unix.Socket(unix.AF_NETLINK, unix.SOCK_RAW|unix.SOCK_CLOEXEC, unix.NETLINK_ROUTE)
	if err != nil {
		return nil, err
	}
	// The FORCE options take a privilege that root of a user namespace lacks.
	for _, option := range [][2]int{{unix.SO_RCVBUFFORCE, unix.SO_RCVBUF}, {unix.SO_SNDBUFFORCE, unix.SO_SNDBUF}} {
		if unix.SetsockoptInt(fd, unix.SOL_SOCKET, option[0], 1<<20) == nil {
			continue
		}
		if err := unix.SetsockoptInt(fd, unix.SOL_SOCKET, option[1], 1<<20); err != nil {
			return nil, err
		}
	}
	for _, option := range []int{unix.NETLINK_GET_STRICT_CHK, unix.NETLINK_CAP_ACK} {
		if err := unix.SetsockoptInt(fd, unix.SOL_NETLINK, option, 1); err != nil {
			return nil, err
		}
	}
	return &conn{fd: fd, buf: make([]byte, 32<<10)}, unix.Bind(fd, &unix.SockaddrNetlink{Family: unix.AF_NETLINK})
}

// message puts a header of 16 bytes before a body.
func message(kind, flags uint16, body []byte) []byte {
	b := make([]byte, unix.SizeofNlMsghdr, unix.SizeofNlMsghdr+len(body))
	order.PutUint32(b, uint32(cap(b)))
	order.PutUint16(b[4:], kind)
	order.PutUint16(b[6:], flags|unix.NLM_F_REQUEST)
	return append(b, body...)
}

// attr appends an attribute, padded to 4 bytes.
func attr(b []byte, kind uint16, payload []byte) []byte {
	b = order.AppendUint16(b, uint16(unix.SizeofNlAttr+len(payload)))
	b = order.AppendUint16(b, kind)
	b = append(b, payload...)
	return append(b, make([]byte, -len(payload)&3)...)
}

func u32(v uint32) []byte { return order.AppendUint32(nil, v) }

func (c *conn) send(b []byte) error {
	return unix.Sendto(c.fd, b, 0, &unix.SockaddrNetlink{Family: unix.AF_NETLINK})
}

func (c *conn) receive() ([]byte, error) {
	for {
		n, err := unix.Read(c.fd, c.buf)
		if err != unix.EINTR {
			return c.buf[:max(n, 0)], err
		}
	}
}

// answers reads until the ACK of the message with sequence number last.
func (c *conn) answers(last uint32) error {
	for {
		b, err := c.receive()
		if err != nil {
			return err
		}
		for len(b) >= unix.SizeofNlMsghdr {
			if order.Uint16(b[4:]) == unix.NLMSG_ERROR {
				if errno := -int32(order.Uint32(b[16:])); errno != 0 {
					return unix.Errno(errno)
				}
				if order.Uint32(b[8:]) == last {
					return nil
				}
			}
			b = b[min(int(order.Uint32(b)+3)&^3, len(b)):]
		}
	}
}

// do sends one request and reads its ACK.
func (c *conn) do(what string, msg []byte) error {
	c.seq++
	order.PutUint16(msg[6:], order.Uint16(msg[6:])|unix.NLM_F_ACK)
	order.PutUint32(msg[8:], c.seq)
	err := c.send(msg)
	if err == nil {
		err = c.answers(c.seq)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	return nil
}

// perSend is how many messages the fastest writer puts into one send, with one ACK.
const perSend = 256

// many sends n messages, perSend at a time, of which only the last one is acknowledged; put writes
// message i behind b. It is the floor of all writing, and fills the kernel for the others.
func (c *conn) many(n int, put func(b []byte, i int) []byte) error {
	var b []byte
	for i := range n {
		at := len(b)
		b = put(b, i)
		c.seq++
		order.PutUint32(b[at+8:], c.seq)
		if (i+1)%perSend == 0 || i == n-1 {
			order.PutUint16(b[at+6:], order.Uint16(b[at+6:])|unix.NLM_F_ACK)
			if err := c.send(b); err != nil {
				return err
			}
			if err := c.answers(c.seq); err != nil {
				return err
			}
			b = b[:0]
		}
	}
	return nil
}

// dump sends a dump request and receives all of it, looking at no message but for the end: a
// NLMSG_DONE of 20 bytes stands last, whether in a datagram of its own or not.
func (c *conn) dump(msg []byte) (datagrams int, err error) {
	if err := c.send(msg); err != nil {
		return 0, err
	}
	for {
		b, err := c.receive()
		if err != nil {
			return datagrams, err
		}
		datagrams++
		if len(b) < 20 {
			continue
		}
		if end := b[len(b)-20:]; order.Uint32(end) == 20 && order.Uint16(end[4:]) == unix.NLMSG_DONE {
			return datagrams, nil
		}
		if order.Uint16(b[4:]) == unix.NLMSG_ERROR {
			return datagrams, unix.Errno(-int32(order.Uint32(b[16:])))
		}
	}
}
