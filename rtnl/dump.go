package rtnl

import (
	"context"
	"encoding/binary"
	"errors"
	"io"
	"runtime"
	"slices"
	"time"

	"golang.org/x/sys/unix"

	"nlua/rtnl/codec"
	"nlua/rtnl/nl"
	"nlua/rtnl/request"
)

// wholeLimit is up to how many bytes an answer is read before its first message is given out, where that is done.
const wholeLimit = 16 << 20

// wholeObjects are those whose dumps changes of others interrupt: they are read whole.
var wholeObjects = []string{"link", "addr", "rule", "nexthop", "mdb"}

// wholeRepeats is how often an interrupted dump that is read whole starts again.
const wholeRepeats = 10

// Dump is the answer to a dump request, message by message. One goroutine at a time reads it. A Dump that is not read to its
// end may simply be forgotten.
type Dump struct {
	c      *Client
	req    *request.Request
	filter *request.Filter
	s      *stream
	whole  [][]byte // datagrams read ahead of the first Next
	data   []byte   // what is left of the datagram at hand
	buffer []byte   // all of that datagram, as long as no message of it is kept
	end    error    // io.EOF, or why there is no more

	of   *Shape     // of the last message
	view codec.View // likewise, where there is a filter
}

// Dump sends a dump request. Objects whose dumps are interrupted by changes of others (links, addresses, rules, nexthops, mdb)
// are read whole, and again where that happens; others stream, and end with ErrDumpInterrupted.
func (c *Client) Dump(ctx context.Context, req *request.Request) (*Dump, error) {
	defer closeFiles(req)
	d := &Dump{c: c, req: req, filter: req.Filter}
	if req.Empty {
		d.end = io.EOF
		return d, nil
	}
	for try := 0; ; try++ {
		again, err := d.begin(ctx)
		switch {
		case err != nil && missing(req, err):
			d.end = io.EOF
		case err != nil:
			return nil, c.refusal(req, err)
		case again && try < wholeRepeats:
			continue
		case again:
			return nil, c.refusal(req, ErrDumpInterrupted)
		}
		break
	}
	return d, nil
}

// Read is a dump of messages that another request has got already.
func (c *Client) Read(req *request.Request, messages []Message) *Dump {
	d := &Dump{c: c, req: req, end: io.EOF}
	for _, m := range messages {
		d.whole = append(d.whole, m.Raw)
	}
	return d
}

// missing tells whether a dump was refused because its filter names what is not there: then it is empty.
func missing(req *request.Request, err error) bool {
	return req.Filter != nil && (errors.Is(err, unix.ENOENT) || errors.Is(err, unix.ENODEV))
}

// begin sends the request and reads the first datagram, or all where the object asks for it. again: it was interrupted.
func (d *Dump) begin(ctx context.Context) (again bool, err error) {
	defer d.c.told(time.Now(), d.req.Object.Name)
	d.whole, d.end = nil, nil
	all := slices.Contains(wholeObjects, d.req.Object.Name)
	s, err := d.c.stream(ctx, nl.NewMessage(d.req.Type, d.req.Flags, d.req.Body), all)
	if err != nil {
		return false, err
	}
	bytes := 0
	for {
		data, err := s.next(ctx)
		if err == io.EOF {
			if all && s.interrupted() {
				return true, nil
			}
			d.end = d.ending(s)
			return false, nil
		}
		if err != nil {
			s.close()
			return false, err
		}
		d.whole = append(d.whole, data)
		if bytes += len(data); !all || bytes > wholeLimit {
			break
		}
	}
	s.parted()
	d.s = s
	// An abandoned dump gives its descriptor back when the collector finds it.
	runtime.AddCleanup(d, (*stream).close, s)
	return false, nil
}

func (d *Dump) ending(s *stream) error {
	if s.interrupted() {
		return d.c.refusal(d.req, ErrDumpInterrupted)
	}
	return io.EOF
}

// Next gives the next message that passes the filter, io.EOF at the end. Its bytes stay the message's. After an error of ctx,
// Next may be called again.
func (d *Dump) Next(ctx context.Context) (m Message, err error) {
	for {
		if raw, of := d.Pop(); raw != nil {
			return of.With(raw), nil
		}
		if err := d.More(ctx); err != nil {
			return Message{}, err
		}
	}
}

// Each calls fn with the messages that are left, until it fails, and closes the dump.
func (d *Dump) Each(ctx context.Context, fn func(Message) error) error {
	defer d.Close()
	for {
		m, err := d.Next(ctx)
		if err == io.EOF {
			return nil
		}
		if err == nil {
			err = fn(m)
		}
		if err != nil {
			return err
		}
	}
}

// Pop is Next without any wait: it gives nil when the datagram at hand is used up, and it takes a More.
func (d *Dump) Pop() (raw []byte, of *Shape) {
	d.buffer = nil
	return d.Glance()
}

// Glance is Pop of a message that is valid until the next More only: what comes then may be read into the same memory.
func (d *Dump) Glance() (raw []byte, of *Shape) {
	for len(d.data) >= nl.HeaderLen {
		// The lengths were checked when the datagram was read.
		n := int(binary.NativeEndian.Uint32(d.data))
		raw, typ := d.data[:n:n], binary.NativeEndian.Uint16(d.data[4:])
		d.data = d.data[min(codec.Align(n), len(d.data)):]
		if d.of == nil || d.of.Type != typ {
			d.of = ShapeOf(Message{Type: typ, Target: d.c.opts.Target})
		}
		if d.filter != nil && !d.passes(raw) {
			continue
		}
		return raw, d.of
	}
	return nil, nil
}

// View reads the message that Glance gave last; it is valid as long as that.
func (d *Dump) View(raw []byte) *codec.View {
	if d.filter == nil || d.of.Set == nil {
		d.of.read(raw, &d.view)
	}
	return &d.view
}

// passes asks the filter about a message of d.of.
func (d *Dump) passes(raw []byte) bool {
	d.of.read(raw, &d.view)
	if d.of.Set == nil {
		d.view.Set = &noRows
	}
	return d.filter.Match(&d.view) && (!d.filter.Whole() || d.filter.MatchWhole(d.of.With(raw)))
}

var noRows codec.Set

// Client is where the dump comes from.
func (d *Dump) Client() *Client { return d.c }

// String says what is dumped.
func (d *Dump) String() string { return d.req.Object.Name + " " + d.req.Verb }

// More reads the next datagram, for Pop. io.EOF: there is none.
func (d *Dump) More(ctx context.Context) error {
	if len(d.whole) > 0 {
		d.data, d.whole[0] = d.whole[0], nil
		d.whole = d.whole[1:]
		return nil
	}
	if d.end != nil {
		return d.end
	}
	if d.buffer != nil && d.filter.Quick() {
		d.s.conn.Reuse(d.buffer)
		d.buffer = nil
	}
	data, err := d.s.next(ctx)
	switch {
	case err == nil:
		d.data, d.buffer = data, data
		return nil
	case ctx.Err() != nil:
		return err
	case err == io.EOF:
		d.end = d.ending(d.s)
	default:
		d.end = d.c.refusal(d.req, err)
	}
	return d.end
}

// Ready tells whether More will not wait.
func (d *Dump) Ready() bool { return len(d.whole) > 0 || d.end != nil }

// Close ends the dump. Twice is fine. Next then gives nl.ErrDumpClosed.
func (d *Dump) Close() {
	if d.s != nil {
		d.s.close()
	}
	d.data, d.whole = nil, nil
	if d.end == nil {
		d.end = nl.ErrDumpClosed
	}
}
