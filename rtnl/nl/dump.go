package nl

import (
	"context"
	"encoding/binary"
	"io"
	"sync"
)

// A dump reads readAheadLen datagrams before somebody asks for them, once it gave so many: many loops end early. They are handed over
// some at a time, as to wake a thread takes as long as to read a hundred messages.
const (
	readAheadLen = 8
	atATime      = 3
)

// Dump is a running dump. It is read by one goroutine at a time; Close may be called by any.
type Dump struct {
	conn    *Conn
	x       *exchange
	seq     uint32
	request []byte

	ahead  chan haul          // of the goroutine that reads ahead; nil: none
	rest   []result           // what is left of the last haul
	cancel context.CancelFunc // ends it
	alone  bool               // see Alone
	read   int                // datagrams so far
	ack    Ack
	end    error // io.EOF or what went wrong

	mu     sync.Mutex
	closed bool
	freed  bool
}

// Dump sends a dump request and gives its answer datagram by datagram. The
// kernel runs one dump a socket: a second one on the same Conn waits for the first to end or
// be closed. Sequence number and port id are written into msg.
func (c *Conn) Dump(ctx context.Context, msg []byte) (*Dump, error) {
	h, err := oneMessage(msg)
	if err != nil {
		return nil, err
	}
	select {
	case c.dumping <- struct{}{}:
	default:
		select {
		case c.dumping <- struct{}{}:
		case <-ctx.Done():
			return nil, context.Cause(ctx)
		}
	}
	d := &Dump{conn: c, request: append([]byte(nil), msg...), x: &exchange{dump: true, echo: h.Flags&FlagEcho != 0}}
	if err := c.drainDump(ctx); err != nil {
		<-c.dumping
		return nil, err
	}
	if d.seq, err = c.start(d.x, msg); err != nil {
		<-c.dumping
		return nil, err
	}
	return d, nil
}

// Alone says whether the caller does nothing between one Next and the other: nothing is read ahead then, as to wake another thread for
// each datagram only costs. It is called by who calls Next.
func (d *Dump) Alone(yes bool) { d.alone = yes }

// Next gives the next datagram, in a buffer of its own that the caller may
// keep. A final DONE is left out of it. At the end it gives io.EOF, and Ack tells how it ended; a refusal is an
// *OpError. When ctx ends, Next may be called again.
func (d *Dump) Next(ctx context.Context) (Datagram, error) {
	for d.end == nil {
		p, err := d.receive(ctx)
		if err != nil {
			if ctx.Err() != nil {
				return Datagram{}, err
			}
			d.fail(err)
			break
		}
		d.read++
		d.ack.Interrupted = d.ack.Interrupted || p.interrupted
		switch {
		case p.whole:
			p.ack.Interrupted = d.ack.Interrupted
			d.ack = p.ack
			d.finish(p.end)
		case p.end != nil:
			d.fail(p.end)
		case d.ahead == nil && !d.alone && d.read > readAheadLen && len(p.data) > BufferLen/2:
			d.readAhead()
		}
		if len(p.data) > 0 {
			return Datagram{Data: p.data}, nil
		}
	}
	return Datagram{}, d.end
}

// part is a datagram of a dump that was looked through.
type part struct {
	data        []byte // the messages before the end
	interrupted bool
	ack         Ack   // with end
	end         error // io.EOF or a refusal: the end of the answer; otherwise what went wrong
	whole       bool  // end is the answer's
}

// scan looks for flags and for the end of the answer.
func (d *Dump) scan(dg Datagram) (p part) {
	p.data = dg.Data
	for off := 0; off < len(dg.Data); {
		if size := ordinary(dg.Data[off:]); size > 0 {
			off += size
			continue
		}
		m, size, err := cut(dg.Data, off)
		if err != nil {
			p.data, p.end = dg.Data[:off], err
			return p
		}
		p.interrupted = p.interrupted || m.Flags&FlagDumpIntr != 0
		if m.Type < typeBase {
			ack, err := answer(m, d.request, nil)
			if p.whole = d.x.ends(m); p.whole {
				p.ack = ack
				if err == nil {
					err = io.EOF
				}
			}
			if err != nil {
				p.data, p.end = dg.Data[:off], err
				return p
			}
		}
		off += size
	}
	return p
}

// ordinary is the size of the message that b begins with, with its padding, where nothing is to be said of it: an object, whole, and
// not interrupted. Else it is 0.
func ordinary(b []byte) int {
	if len(b) < HeaderLen {
		return 0
	}
	n := int(binary.NativeEndian.Uint32(b))
	if n < HeaderLen || n > len(b) || binary.NativeEndian.Uint16(b[4:]) < typeBase || binary.NativeEndian.Uint16(b[6:])&FlagDumpIntr != 0 {
		return 0
	}
	return min(align(n), len(b))
}

// Ack tells how the dump ended; before its end, Interrupted says what is known so far.
func (d *Dump) Ack() Ack { return d.ack }

func (d *Dump) receive(ctx context.Context) (part, error) {
	d.mu.Lock()
	closed := d.closed
	d.mu.Unlock()
	if closed {
		return part{}, ErrDumpClosed
	}
	if d.ahead == nil {
		return d.next(ctx)
	}
	if len(d.rest) == 0 {
		var h haul
		select {
		case h = <-d.ahead:
		default:
			select {
			case h = <-d.ahead:
			case <-ctx.Done():
				return part{}, context.Cause(ctx)
			}
		}
		if h.n == 0 {
			return part{}, ErrDumpClosed
		}
		d.rest = h.results[:h.n]
	}
	r := d.rest[0]
	d.rest = d.rest[1:]
	return r.part, r.err
}

// next receives and scans.
func (d *Dump) next(ctx context.Context) (part, error) {
	dg, err := d.conn.awaitDump(ctx, d.x)
	if err != nil {
		return part{}, err
	}
	return d.scan(dg), nil
}

// result is what the goroutine that reads ahead got.
type result struct {
	part
	err error
}

// haul is what it hands over at a time; an empty one is that of a closed channel.
type haul struct {
	results [atATime]result
	n       int
}

// readAhead starts a goroutine that receives while the caller works on what it
// has. It ends with the dump.
func (d *Dump) readAhead() {
	ctx, cancel := context.WithCancel(context.Background())
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.closed {
		cancel()
		return
	}
	ahead := make(chan haul, readAheadLen/atATime)
	d.ahead, d.cancel = ahead, cancel
	go func() {
		defer close(ahead)
		for last := false; !last; {
			var h haul
			for ; h.n < atATime && !last; h.n++ {
				p, err := d.next(ctx)
				h.results[h.n] = result{p, err}
				last = err != nil || p.end != nil
			}
			select {
			case ahead <- h:
			case <-ctx.Done():
				return
			}
		}
	}()
}

// finish notes the end of the answer, and lets the next dump begin.
func (d *Dump) finish(end error) {
	d.end = end
	d.conn.finish(d.seq, d.x)
	d.free()
}

// fail notes an end that is not the answer's: what still comes is dropped.
func (d *Dump) fail(end error) {
	d.end = end
	d.conn.abandon(d.x)
	d.free()
}

// Close ends the dump. On a Conn of its own, close that instead, or too: what
// the kernel still has to say is read and dropped before the next dump on this Conn. Twice is fine.
func (d *Dump) Close() error {
	d.mu.Lock()
	already := d.closed
	d.closed = true
	cancel := d.cancel
	d.mu.Unlock()
	if already {
		return nil
	}
	if cancel != nil {
		cancel()
	}
	d.conn.abandon(d.x)
	d.conn.interrupt(d.x, ErrDumpClosed)
	d.free()
	return nil
}

func (d *Dump) free() {
	d.mu.Lock()
	defer d.mu.Unlock()
	if !d.freed {
		d.freed = true
		if d.cancel != nil && !d.closed {
			d.cancel()
		}
		<-d.conn.dumping
	}
}

// exchangeDump is Exchange for a dump.
func (c *Conn) exchangeDump(ctx context.Context, msg []byte, handle func(Message) error) (Ack, error) {
	d, err := c.Dump(ctx, msg)
	if err != nil {
		return Ack{}, err
	}
	defer d.Close()
	for {
		dg, err := d.Next(ctx)
		if err == io.EOF {
			return d.Ack(), nil
		}
		if err != nil {
			return d.Ack(), err
		}
		if handle == nil {
			continue
		}
		for m := range dg.Messages() {
			if err := handle(m); err != nil {
				return d.Ack(), err
			}
		}
	}
}
