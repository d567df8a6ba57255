package nl

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"

	"golang.org/x/sys/unix"
)

// maxMail limits in bytes what is kept for one receiver that does not come for it.
const maxMail = 16 << 20

var errMailFull error = mailFull{}

type mailFull struct{}

func (mailFull) Error() string {
	return fmt.Sprintf("netlink: more than %d bytes wait for a reader that does not come: %s", maxMail, unix.ENOBUFS)
}

func (mailFull) Unwrap() error { return unix.ENOBUFS }

// await gives the next letter of a box. Whoever comes first reads, for all;
// the others park until their box fills or it is their turn to read. buf is
// where this caller's own reads go, nil for a fresh buffer each.
func (c *Conn) await(ctx context.Context, box *mailbox, buf []byte) (Datagram, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	defer c.passOn()
	for {
		if l, ok := box.take(); ok {
			return l.Datagram, l.err
		}
		if c.closed {
			return Datagram{}, ErrClosed
		}
		if err := ctx.Err(); err != nil {
			return Datagram{}, context.Cause(ctx)
		}
		if c.reading {
			c.park(ctx, box)
			continue
		}
		if l, mine := c.readFor(ctx, box, buf); mine {
			return l.Datagram, l.err
		}
	}
}

// park waits, with c.mu given up, for a letter, for the reader to leave, or for the end of ctx.
func (c *Conn) park(ctx context.Context, box *mailbox) {
	w := &waiter{wake: make(chan struct{}, 1)}
	c.parked[w] = struct{}{}
	box.parked = append(box.parked, w)
	c.mu.Unlock()
	select {
	case <-w.wake:
	case <-ctx.Done():
	}
	c.mu.Lock()
	delete(c.parked, w)
	i := slices.Index(box.parked, w)
	box.parked = slices.Delete(box.parked, i, i+1)
}

// passOn wakes one who waits, if nobody reads.
func (c *Conn) passOn() {
	if c.reading {
		return
	}
	for w := range c.parked {
		w.notify()
		return
	}
}

// readFor reads one datagram, with c.mu given up, and puts it where it belongs;
// mine when that is box itself.
func (c *Conn) readFor(ctx context.Context, box *mailbox, buf []byte) (l letter, mine bool) {
	wait := c.suspects == 0 && !c.congested
	c.reading, c.readsFor = true, box
	own := buf != nil
	if !own {
		if c.readBuf == nil { // the reader's alone, as sock.Recv is
			c.readBuf = c.takeSpare()
		}
		buf = c.readBuf
	}
	c.mu.Unlock()
	d, err := c.read(ctx, buf, wait)
	if err == nil && !own {
		d.Data = c.keep(d.Data)
	}
	if err == nil {
		c.tap(d)
	}
	c.mu.Lock()
	c.reading = false

	switch {
	case err == nil || err == unix.EMSGSIZE:
		return c.sort(letter{d, err}, box, !own)
	case errors.Is(err, os.ErrDeadlineExceeded): // of ctx, or to look again
		c.sock.Resume()
		return letter{}, false
	case errors.Is(err, os.ErrClosed):
		c.closed = true
		c.wakeAll()
		return letter{}, false
	case err == unix.EAGAIN: // after an overflow: nothing more is in the queue
		c.giveUpSuspects()
		return letter{}, false
	case err == unix.ENOBUFS:
		c.overflow()
		return letter{}, false
	}
	return letter{err: err}, true
}

// readMany is readFor for the inbox, with many buffers.
func (c *Conn) readMany(ctx context.Context, bufs [][]byte, out []Datagram) (int, error) {
	c.reading, c.readsFor = true, &c.inbox
	c.mu.Unlock()
	n := 0
	receive := func() (d Datagram, err error) {
		n, err = c.sock.RecvMany(bufs, out)
		return d, err
	}
	var err error
	if ctx.Done() == nil {
		_, err = receive()
	} else {
		_, err = c.interruptible(ctx, receive)
	}
	for _, d := range out[:n] {
		c.tap(d)
	}
	c.mu.Lock()
	c.reading = false
	kept := 0
	for _, d := range out[:n] {
		if l, mine := c.sort(letter{Datagram: d}, &c.inbox, false); mine && l.err == nil {
			out[kept] = l.Datagram
			kept++
		} else if mine {
			c.put(&c.inbox, l)
		}
	}
	switch {
	case err == nil:
	case err == unix.EMSGSIZE || err == unix.ENOBUFS:
		c.overflow()
	case errors.Is(err, os.ErrDeadlineExceeded):
		c.sock.Resume()
	case errors.Is(err, os.ErrClosed):
		c.closed = true
		c.wakeAll()
	default:
		return kept, err
	}
	return kept, nil
}

// keep makes the data of readBuf last: by giving the buffer away where it is
// well used, by a copy where that would hold much memory for little.
func (c *Conn) keep(data []byte) []byte {
	if len(data) < BufferLen/2 {
		return append([]byte(nil), data...)
	}
	c.readBuf = nil // data may be in a larger one by itself; then a new one costs nothing much
	return data
}

// read receives into buf, and stops waiting when ctx ends.
func (c *Conn) read(ctx context.Context, buf []byte, wait bool) (Datagram, error) {
	if !wait || ctx.Done() == nil {
		return c.sock.Recv(buf, wait)
	}
	if d, err := c.sock.Recv(buf, false); err != unix.EAGAIN {
		return d, err
	}
	return c.interruptible(ctx, func() (Datagram, error) { return c.sock.Recv(buf, true) })
}

// interruptible runs a waiting receive, which the end of ctx interrupts.
func (c *Conn) interruptible(ctx context.Context, receive func() (Datagram, error)) (Datagram, error) {
	done := make(chan struct{})
	stop := context.AfterFunc(ctx, func() {
		c.sock.Interrupt()
		close(done)
	})
	d, err := receive()
	if !stop() {
		<-done
		c.sock.Resume()
	}
	return d, err
}

// sort puts a datagram into its box, or gives it straight to the reader.
func (c *Conn) sort(l letter, mine *mailbox, lasting bool) (letter, bool) {
	box := c.boxOf(l.Datagram)
	if box == nil {
		return letter{}, false
	}
	if l.err != nil { // the beginning of one that was too long
		l.Datagram = Datagram{}
	}
	if c.cfg.MaxSize > 0 {
		for m := range Parse(l.Data) {
			if int(m.Len) > c.cfg.MaxSize {
				l = letter{err: unix.EMSGSIZE}
			}
		}
	}
	if box == mine {
		return l, true
	}
	if !lasting {
		l.Data = append([]byte(nil), l.Data...)
	}
	c.put(box, l)
	return letter{}, false
}

// boxOf finds whose a datagram is; nil: nobody's, drop it. All messages of one
// datagram belong to one answer, so the first decides.
func (c *Conn) boxOf(d Datagram) *mailbox {
	if d.Pid != 0 {
		return nil // of another process, not of the kernel
	}
	if len(c.pending) == 0 || len(d.Data) < HeaderLen {
		return &c.inbox
	}
	h := readHeader(d.Data)
	x := c.pending[h.Seq]
	// The kernel puts port and sequence of the cause into events too. An event
	// that is no echo is told from an answer by the group it was sent to.
	if x == nil || h.Pid != c.port.Load() || d.Groups != 0 && !x.echo {
		return &c.inbox
	}
	if !x.abandoned {
		return &x.box
	}
	x.dropped++
	for m, err := range Parse(d.Data) {
		if err != nil || x.ends(m) {
			c.forgetTo(h.Seq, x)
			break
		}
	}
	return nil
}

// ends tells whether m is the last message of an answer.
func (x *exchange) ends(m Message) bool {
	switch m.Type {
	case TypeError, TypeDone:
		return true
	case TypeNoop, TypeOverrun:
		return false
	}
	return !x.dump && !x.ack && m.Flags&FlagMulti == 0
}

// put adds a letter to a box and wakes who waits for it.
func (c *Conn) put(box *mailbox, l letter) {
	if box.bytes+len(l.Data) > maxMail {
		l = letter{err: errMailFull}
		if n := len(box.queue); n > 0 && box.queue[n-1].err == errMailFull {
			return
		}
	}
	box.queue = append(box.queue, l)
	box.bytes += len(l.Data)
	for _, w := range box.parked {
		w.notify()
	}
}
