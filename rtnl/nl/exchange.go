package nl

import (
	"context"

	"golang.org/x/sys/unix"
)

// Exchange sends one request and reads its answer to the end. Sequence number
// and port id are written into msg; NLM_F_ACK is added to all but reads. handle, which may be nil,
// gets each message that is no ACK or DONE; it is valid during the call only. An error of
// handle ends the exchange and is returned. A refusal is an *OpError. When ctx ends first, what
// the kernel answers later is dropped: whether it did what was asked is then unknown.
func (c *Conn) Exchange(ctx context.Context, msg []byte, handle func(Message) error) (Ack, error) {
	h, err := oneMessage(msg)
	if err != nil {
		return Ack{}, err
	}
	if h.IsDump() {
		return c.exchangeDump(ctx, msg, handle)
	}
	if !IsGet(h.Type) {
		h.Flags |= FlagAck
		PutHeader(msg, h)
	}
	x := &exchange{echo: h.Flags&FlagEcho != 0, ack: h.Flags&FlagAck != 0}
	if err := c.admit(ctx, x, c.answerCost(msg)); err != nil {
		return Ack{}, err
	}
	seq, err := c.start(x, msg)
	if err != nil {
		return Ack{}, err
	}
	buf := c.borrow()
	defer c.giveBack(buf)
	for {
		d, err := c.await(ctx, &x.box, buf)
		if err != nil {
			c.abandon(x)
			return Ack{}, err
		}
		for off := 0; off < len(d.Data); { // Messages without its iterator, which a request would have to make
			m, size, err := cut(d.Data, off)
			if err != nil {
				c.abandon(x)
				return Ack{}, err
			}
			m.NSID, m.HasNSID = d.NSID, d.HasNSID
			off += size
			ends := x.ends(m)
			if ends {
				c.finish(seq, x)
			}
			ack, err := answer(m, msg, handle)
			if err != nil && !ends {
				c.abandon(x)
			}
			if ends && err == nil && m.Type < typeBase {
				ack.Raw = append([]byte(nil), m.Raw...)
			}
			if err != nil || ends {
				return ack, err
			}
		}
	}
}

// answer takes one message of an answer: the verdict is read, all else is handle's.
func answer(m Message, request []byte, handle func(Message) error) (Ack, error) {
	switch m.Type {
	case TypeError, TypeDone:
		v, err := parseVerdict(m)
		if err == nil {
			err = v.opError(request)
		}
		if err != nil {
			return Ack{}, err
		}
		return Ack{Warning: v.ext.message, Interrupted: m.Flags&FlagDumpIntr != 0}, nil
	case TypeNoop:
		return Ack{}, nil
	case TypeOverrun:
		return Ack{}, unix.ENOBUFS
	}
	if handle == nil {
		return Ack{}, nil
	}
	return Ack{}, handle(m)
}

func oneMessage(msg []byte) (Header, error) {
	var h Header
	n := 0
	for m, err := range Parse(msg) {
		if err != nil {
			return h, err
		}
		h = m.Header
		n++
	}
	if n != 1 {
		return h, refusal(unix.EINVAL, "a request must be one whole message", msg)
	}
	return h, nil
}

// start sends the request of x under a sequence number of its own.
func (c *Conn) start(x *exchange, msg []byte) (uint32, error) {
	seq := c.register(x, 1)
	putSeq(msg, seq, c.port.Load())
	rest, err := c.judge(msg)
	if err == nil && len(rest) > 0 {
		err = c.transmit(rest)
	}
	if err != nil {
		c.finish(seq, x)
		return 0, err
	}
	c.markSent(x)
	return seq, nil
}

// borrow gives a buffer for answers that are not kept.
func (c *Conn) borrow() []byte {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.takeSpare()
}

// takeSpare is borrow with c.mu held.
func (c *Conn) takeSpare() []byte {
	if n := len(c.spare); n > 0 {
		buf := c.spare[n-1]
		c.spare = c.spare[:n-1]
		return buf
	}
	return make([]byte, BufferLen)
}

// giveBack keeps a few buffers for the next.
func (c *Conn) giveBack(buf []byte) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.spare) < 2 {
		c.spare = append(c.spare, buf)
	}
}

// Reuse takes the Data of a datagram back of which nobody holds any part: later ones may be read into its memory.
func (c *Conn) Reuse(data []byte) {
	if cap(data) == BufferLen {
		c.giveBack(data[:BufferLen])
	}
}
