package nl

import (
	"context"
	"errors"
	"math/rand/v2"
	"os"
	"sync"
	"sync/atomic"

	"golang.org/x/sys/unix"
)

// BufferLen is what a receive offers the kernel at least: it fills dump
// datagrams up to 32 KiB where the reader has offered that much; net/netlink/af_netlink.c netlink_recvmsg().
const BufferLen = 32 << 10

// Conn is a netlink socket. All methods may be called by any goroutine at any time.
type Conn struct {
	sock    Socket
	cfg     Config
	options Options
	capAck  bool
	port    atomic.Uint32
	dumping chan struct{} // holds one token: the kernel runs one dump a socket

	mu       sync.Mutex
	seq      uint32               // the last one given out
	pending  map[uint32]*exchange // by sequence number
	inbox    mailbox              // what answers no request
	parked   map[*waiter]struct{} // those who wait while another one reads
	reading  bool                 // somebody is in sock.Recv
	readsFor *mailbox             // whose turn it is
	suspects int                  // exchanges that were sent, and whose answer an overflow may have lost
	// From an overflow until the queue was seen empty: so long the kernel drops
	// what comes, answers too, and says no more about it; netlink_overrun() in net/netlink/af_netlink.c.
	congested bool
	closed    bool
	readBuf   []byte   // of whoever reads
	spare     [][]byte // buffers for answers that nobody keeps
	inFlight  int      // bytes of the receive buffer that answers on their way may take
	entrants  []*entrant
}

// NewConn makes a Conn of any Socket: for tests with nltest. Of the Config
// PID (the port id), MaxSize, RcvBuf and Gate are used.
func NewConn(sock Socket, cfg Config) *Conn {
	c := &Conn{
		sock: sock, cfg: cfg, dumping: make(chan struct{}, 1),
		pending: map[uint32]*exchange{}, parked: map[*waiter]struct{}{}, seq: rand.Uint32() >> 1,
		options: Options{RcvBuf: cfg.RcvBuf},
	}
	if cfg.PID != nil {
		c.port.Store(*cfg.PID)
	}
	return c
}

// mailbox is a queue of what was read for somebody by another reader.
type mailbox struct {
	queue  []letter
	bytes  int
	parked []*waiter // those who wait for it while another one reads
}

type letter struct {
	Datagram
	err error
}

// waiter is a goroutine that waits for its box to fill or for its turn to read.
type waiter struct {
	wake chan struct{}
}

func (b *mailbox) take() (letter, bool) {
	if len(b.queue) == 0 {
		return letter{}, false
	}
	l := b.queue[0]
	b.queue[0] = letter{}
	if b.queue = b.queue[1:]; len(b.queue) == 0 {
		b.queue = nil
	}
	b.bytes -= len(l.Data)
	return l, true
}

// PortID is the socket's nl_pid.
func (c *Conn) PortID() uint32 { return c.port.Load() }

// Options tells what was got of the Config.
func (c *Conn) Options() Options { return c.options }

// Fd is the descriptor, -1 when closed. It stays the Conn's.
func (c *Conn) Fd() int {
	fd := -1
	_ = c.Control(func(n int) error { fd = n; return nil })
	return fd
}

// Control calls f with the descriptor, which stays open meanwhile.
func (c *Conn) Control(f func(fd int) error) error {
	err := c.sock.Control(f)
	if errors.Is(err, os.ErrClosed) {
		return ErrClosed
	}
	return err
}

// Join subscribes to a group, RTNLGRP_*.
func (c *Conn) Join(group uint32) error {
	return c.Control(func(fd int) error { return membership(fd, unix.NETLINK_ADD_MEMBERSHIP, group) })
}

// Leave ends a subscription.
func (c *Conn) Leave(group uint32) error {
	return c.Control(func(fd int) error { return membership(fd, unix.NETLINK_DROP_MEMBERSHIP, group) })
}

// Bind makes mask the subscription of the groups 1 to 32, as bind(2) with
// nl_groups does; groups above stay. Requests before or after do not matter.
func (c *Conn) Bind(mask uint32) error {
	return c.Control(func(fd int) error {
		sa, err := unix.Getsockname(fd)
		if err != nil {
			return err
		}
		addr, ok := sa.(*unix.SockaddrNetlink)
		if !ok {
			return unix.EPROTONOSUPPORT
		}
		if err := unix.Bind(fd, &unix.SockaddrNetlink{Family: unix.AF_NETLINK, Pid: addr.Pid, Groups: mask}); err != nil {
			return err
		}
		c.readPort(fd)
		return nil
	})
}

// Membership lists the groups that the socket is subscribed to, in ascending order.
func (c *Conn) Membership() ([]uint32, error) {
	var groups []uint32
	err := c.Control(func(fd int) error {
		words, err := listMemberships(fd)
		for i, word := range words {
			for bit := range uint32(32) {
				if word>>bit&1 != 0 {
					groups = append(groups, uint32(i)*32+bit+1)
				}
			}
		}
		return err
	})
	return groups, err
}

// Close closes the socket and wakes all who wait on it with ErrClosed. Twice is fine.
func (c *Conn) Close() error {
	c.mu.Lock()
	if c.closed {
		c.mu.Unlock()
		return nil
	}
	c.closed = true
	c.wakeAll()
	c.mu.Unlock()
	return c.sock.Close()
}

func (c *Conn) wakeAll() {
	for w := range c.parked {
		w.notify()
	}
}

func (w *waiter) notify() {
	select {
	case w.wake <- struct{}{}:
	default:
	}
}

// Send hands whole messages to the kernel as they are, after the gate has judged
// each; their answers are Recv's. What is no row of messages is EINVAL where there is a gate.
func (c *Conn) Send(p []byte) error {
	rest, err := c.judge(p)
	if err != nil || len(rest) == 0 {
		return err
	}
	return c.transmit(rest)
}

// transmit sends what the gate let through.
func (c *Conn) transmit(p []byte) error {
	err := c.sock.Send(p)
	if err == nil && c.port.Load() == 0 {
		_ = c.sock.Control(func(fd int) error { c.readPort(fd); return nil })
	}
	if errors.Is(err, os.ErrClosed) {
		return ErrClosed
	}
	return err
}

// judge asks the gate about each message. It gives the bytes that shall be
// sent; messages that the gate answered are taken out, and their answers put where they belong.
func (c *Conn) judge(p []byte) ([]byte, error) {
	gate := c.cfg.Gate
	if gate == nil {
		return p, nil
	}
	var verdicts []Verdict
	answered := false
	for m, err := range Parse(p) {
		if err != nil {
			return nil, refusal(unix.EINVAL, err.Error(), p)
		}
		v := gate.Send(m)
		if v.Errno != 0 {
			return nil, refusal(v.Errno, v.Reason, m.Raw)
		}
		answered = answered || v.Answer
		verdicts = append(verdicts, v)
	}
	rest := p
	if answered {
		rest = nil
	}
	i := 0
	for m := range Parse(p) {
		if v := verdicts[i]; v.Answer {
			c.deliver(m, v.Replies)
		} else {
			gate.Sent(m)
			if answered {
				rest = append(rest, m.Raw...)
				rest = append(rest, make([]byte, align(len(m.Raw))-len(m.Raw))...)
			}
		}
		i++
	}
	return rest, nil
}

// deliver puts made-up replies where the kernel's answer to m would go.
func (c *Conn) deliver(m Message, replies [][]byte) {
	for _, reply := range replies {
		if len(reply) < HeaderLen {
			continue
		}
		d := Datagram{Data: append([]byte(nil), reply...)}
		for r, err := range Parse(d.Data) {
			if err != nil {
				break
			}
			putSeq(r.Raw, m.Seq, c.port.Load())
		}
		c.tap(d)
		c.mu.Lock()
		box := c.boxOf(d)
		if box != nil {
			c.put(box, letter{Datagram: d})
		}
		c.mu.Unlock()
	}
}

// tap shows the messages of a datagram to the gate.
func (c *Conn) tap(d Datagram) {
	if c.cfg.Gate == nil {
		return
	}
	for m, err := range d.Messages() {
		if err != nil {
			return
		}
		c.cfg.Gate.Received(m)
	}
}

// Recv gives the next datagram that answers no Exchange, Dump or Batch: events,
// and the answers to raw Sends. It is in a buffer of its own. An overflow of the receive buffer is unix.ENOBUFS.
func (c *Conn) Recv(ctx context.Context) (Datagram, error) {
	return c.await(ctx, &c.inbox, nil)
}

// RecvMany waits for the next datagram of those that Recv gives, and takes as
// many more as there are without waiting and as bufs has buffers, in one system call. They
// alias bufs. A datagram that is too long for its buffer counts as lost: unix.ENOBUFS at the next call.
func (c *Conn) RecvMany(ctx context.Context, bufs [][]byte, out []Datagram) (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	defer c.passOn()
	for {
		n := 0
		for n < len(out) {
			l, ok := c.inbox.take()
			if !ok {
				break
			}
			if l.err != nil {
				if n > 0 { // first what came before
					c.inbox.queue = append([]letter{l}, c.inbox.queue...)
					break
				}
				return 0, l.err
			}
			out[n] = l.Datagram
			n++
		}
		if n > 0 {
			return n, nil
		}
		if c.closed {
			return 0, ErrClosed
		}
		if ctx.Err() != nil {
			return 0, context.Cause(ctx)
		}
		if c.reading {
			c.park(ctx, &c.inbox)
			continue
		}
		if c.suspects > 0 || c.congested {
			if l, mine := c.readFor(ctx, &c.inbox, nil); mine {
				out[0] = l.Datagram
				return 1, l.err
			}
			continue
		}
		if n, err := c.readMany(ctx, bufs, out); n > 0 || err != nil {
			return n, err
		}
	}
}

// Queued tells whether Recv has something that was read already, on behalf of a request.
func (c *Conn) Queued() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.inbox.queue) > 0
}

// Dry tells whether the socket's queue is empty. After an overflow the kernel drops events in silence until it is: from here on
// they come, or the next loss is told. A loss that Dry finds is unix.ENOBUFS. For who reads with RecvMany, and nobody else.
func (c *Conn) Dry() (bool, error) {
	var err error
	if e := c.Control(func(fd int) error { _, err = peekSize(fd); return nil }); e != nil {
		return false, e
	}
	switch err {
	case nil:
		return false, nil
	case unix.EAGAIN:
		return true, nil
	}
	return false, err
}
