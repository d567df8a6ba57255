package nl

import "golang.org/x/sys/unix"

// exchange is a request that waits for its answer.
type exchange struct {
	box       mailbox
	echo      bool // NLM_F_ECHO: what is sent to groups may be its answer too
	dump      bool
	ack       bool // ends with an ACK, replies before it do not
	sent      bool // the send has returned: what is not in the queue now will not come
	suspect   bool // an overflow happened while it waited
	abandoned bool // nobody waits: drop what comes, until the end
	left      int  // sequence numbers whose answer has not ended
}

// overflow notes that the kernel dropped something for want of buffer: an
// event, or an answer. Recv is told. Requests are not, as long as their answer
// may still be in the queue.
func (c *Conn) overflow() {
	if n := len(c.inbox.queue); n == 0 || c.inbox.queue[n-1].err != unix.ENOBUFS {
		c.put(&c.inbox, letter{err: unix.ENOBUFS})
	}
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
		case x.abandoned:
			c.forget(seq, x)
		default:
			x.suspect = false // an x with many numbers gets one letter
			c.put(&x.box, letter{err: unix.ENOBUFS})
		}
	}
	c.suspects = 0
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
	x.left = count
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
	if x.abandoned {
		c.wake(&x.box) // drainDump waits for this
	}
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
