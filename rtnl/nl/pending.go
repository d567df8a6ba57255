package nl

import (
	"context"

	"golang.org/x/sys/unix"
)

// exchange is a request that waits for its answer.
type exchange struct {
	box       mailbox
	echo      bool // NLM_F_ECHO: what is sent to groups may be its answer too
	dump      bool
	ack       bool // ends with an ACK, replies before it do not
	sent      bool // the send has returned: what is not in the queue now will not come
	suspect   bool // an overflow happened while it waited
	abandoned bool // nobody waits: drop what comes, until the end
	dropped   int  // datagrams, since it was abandoned
	gone      bool // a dump of which nothing seems to come any more
	left      int  // sequence numbers whose answer has not ended

	first  uint32 // of its sequence numbers
	sparse bool   // not every number is answered; those that are, in their order
	cost   int    // bytes of the receive buffer that its answers may take: see admit
}

// overflow notes that the kernel dropped something for want of buffer: an
// event, or an answer. Recv is told. Requests are not, as long as their answer
// may still be in the queue.
func (c *Conn) overflow() {
	if n := len(c.inbox.queue); n == 0 || c.inbox.queue[n-1].err != unix.ENOBUFS {
		c.put(&c.inbox, letter{err: unix.ENOBUFS})
	}
	c.congested = true
	for _, x := range c.pending {
		if !x.suspect {
			x.suspect = true
			if x.sent {
				c.suspects++
			}
		}
	}
}

// giveUpSuspects fails the exchanges whose answer an overflow has lost: the
// kernel answers while it is sent to, so that after the send, when the queue
// is empty, nothing more comes.
func (c *Conn) giveUpSuspects() {
	for seq, x := range c.pending {
		switch {
		case !x.suspect || !x.sent:
		case x.abandoned && !x.dump: // a dump may go on: drainDump
			c.forget(seq, x)
		default:
			x.suspect = false // an x with many numbers gets one letter
			c.put(&x.box, letter{err: unix.ENOBUFS})
		}
	}
	c.suspects, c.congested = 0, false
}

// register gives x count sequence numbers, and returns the first.
func (c *Conn) register(x *exchange, count int) uint32 {
	c.mu.Lock()
	defer c.mu.Unlock()
	first := c.seq + 1
	if first == 0 || first+uint32(count) < first { // 0 is for raw sends and events
		first = 1
	}
	c.seq = first + uint32(count) - 1
	x.first, x.left, x.suspect = first, count, c.congested
	for i := range uint32(count) {
		c.pending[first+i] = x
	}
	return first
}

// markSent notes that the send of x has returned.
func (c *Conn) markSent(x *exchange) {
	c.mu.Lock()
	defer c.mu.Unlock()
	x.sent = true
	if x.suspect {
		c.suspects++
		if c.reading {
			c.sock.Interrupt() // the reader must look again: perhaps nothing comes
		}
	}
}

// forget ends the answer to one sequence number. The caller holds c.mu.
func (c *Conn) forget(seq uint32, x *exchange) {
	if c.pending[seq] != x {
		return
	}
	delete(c.pending, seq)
	if x.left--; x.left > 0 {
		return
	}
	if x.suspect && x.sent {
		x.suspect = false
		c.suspects--
	}
	c.leave(x.cost)
	x.cost = 0
}

// forgetTo ends the answers to a sequence number of x and to those before it that get none.
func (c *Conn) forgetTo(seq uint32, x *exchange) {
	if x.sparse {
		for ; x.first < seq; x.first++ {
			c.forget(x.first, x)
		}
	}
	c.forget(seq, x)
}

// finish ends the answer to one sequence number.
func (c *Conn) finish(seq uint32, x *exchange) {
	c.mu.Lock()
	c.forget(seq, x)
	c.mu.Unlock()
}

// abandon drops what still comes for x. What is in its box is looked through
// for the end, so that no number stays for ever.
func (c *Conn) abandon(x *exchange) {
	c.mu.Lock()
	defer c.mu.Unlock()
	x.abandoned = true
	if x.left > 0 && x.sent && !x.suspect && !x.dump { // what is not in the queue will not come; until then it takes its room there
		x.suspect = true
		c.suspects++
		if c.reading {
			c.sock.Interrupt()
		}
	}
	for l, ok := x.box.take(); ok; l, ok = x.box.take() {
		if l.err != nil {
			continue
		}
		c.boxOf(l.Datagram)
	}
}

// interrupt makes whoever waits for x's answer get err.
func (c *Conn) interrupt(x *exchange, err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.put(&x.box, letter{err: err})
	if c.reading {
		c.sock.Interrupt() // perhaps it is the one who reads
	}
}

// dropRange ends all answers of a batch that have not ended. Where a step was
// not asked to acknowledge, none came.
func (c *Conn) dropRange(first uint32, count int, x *exchange) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if x.abandoned { // what still comes must find x, to be dropped
		return
	}
	for i := range uint32(count) {
		c.forget(first+i, x)
	}
}

// ping has the kernel acknowledge a message that means nothing. Whoever reads
// the ACK has read all that was there before it. Besides, each read makes the
// kernel go on with a dump that it had to interrupt for want of buffer.
func (c *Conn) ping(ctx context.Context) error {
	x := &exchange{ack: true}
	seq := c.register(x, 1)
	msg := NewMessage(TypeNoop, FlagRequest|FlagAck, nil)
	putSeq(msg, seq, c.port.Load())
	if c.cfg.Gate != nil {
		c.cfg.Gate.Sent(Message{Header: readHeader(msg), Raw: msg, Body: msg[HeaderLen:]})
	}
	if err := c.transmit(msg); err != nil {
		c.finish(seq, x)
		return err
	}
	c.markSent(x)
	if _, err := c.await(ctx, &x.box, nil); err != nil {
		c.abandon(x)
		return err
	}
	c.finish(seq, x)
	return nil
}

// patience is how many pings in vain it takes to believe that a dump has ended.
const patience = 3

// awaitDump is await for a running dump. Where the receive buffer has no room
// for its next part, the kernel says ENOBUFS and waits for the next read, which a ping brings about.
func (c *Conn) awaitDump(ctx context.Context, x *exchange) (Datagram, error) {
	d, err := c.await(ctx, &x.box, nil)
	for vain := 0; err == unix.ENOBUFS && vain < patience; vain++ {
		if err := c.ping(ctx); err != nil && err != unix.ENOBUFS {
			return Datagram{}, err
		}
		c.mu.Lock()
		if l, ok := x.box.take(); ok {
			d, err = l.Datagram, l.err
		}
		c.mu.Unlock()
	}
	return d, err
}

// drainDump reads on until the dump that was closed before its end has ended:
// before that the kernel begins no other on this socket.
func (c *Conn) drainDump(ctx context.Context) error {
	for vain := 0; ; {
		c.mu.Lock()
		old, dropped := (*exchange)(nil), 0
		for _, x := range c.pending {
			if x.dump && x.abandoned && !x.gone {
				old, dropped = x, x.dropped
			}
		}
		if vain >= patience && old != nil {
			old.gone, vain = true, 0 // should something come all the same, it is dropped
		}
		c.mu.Unlock()
		if old == nil {
			return nil
		}
		if err := c.ping(ctx); err != nil && err != unix.ENOBUFS {
			return err
		}
		c.mu.Lock()
		if vain++; old.dropped != dropped {
			vain = 0
		}
		c.mu.Unlock()
	}
}
