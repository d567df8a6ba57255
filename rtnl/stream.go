package rtnl

import (
	"context"
	"errors"
	"fmt"
	"io"
	"runtime"
	"slices"
	"sync"
	"time"

	"nlua/rtnl/netns"
	"nlua/rtnl/nl"
)

// The descriptors that dumps may use at once, and how many are kept for the next dump.
const (
	maxStreams  = 16
	keepStreams = 2
)

// errSwept is what a dump ends with whose descriptor was needed for others.
var errSwept error = swept{}

type swept struct{}

func (swept) Error() string {
	return fmt.Sprintf("the dump was closed: more than %d others were begun, and it is longer than %d MiB: read it, or close() those not needed", maxStreams, wholeLimit>>20)
}

// stream is a running dump's share of the client: what must be given back when nobody asks for the dump any more.
type stream struct {
	of *sockets

	conn *nl.Conn

	mu     sync.Mutex // held by who reads
	dump   *nl.Dump   // nil: conn is given back
	memory [][]byte   // read so that the descriptor could go to another dump
	end    error
	closed bool
	inter  bool
}

// dumpPool holds the descriptors of dumps.
type dumpPool struct {
	mu      sync.Mutex
	idle    []*nl.Conn
	running []*stream // the least recently used first
	starts  int       // since the collector ran last
	closed  bool
}

// stream begins a dump on a descriptor of its own, or on the only one. whole: the caller reads it to the end before all else.
func (c *Client) stream(ctx context.Context, msg []byte, whole bool) (*stream, error) {
	conn, err := c.dumpConn(ctx)
	if err != nil {
		return nil, err
	}
	s := &stream{of: c.sockets, conn: conn}
	if s.dump, err = conn.Dump(ctx, msg); err != nil {
		c.giveBack(conn, false)
		return nil, err
	}
	s.dump.Alone(whole)
	c.dumps.mu.Lock()
	c.dumps.running = append(c.dumps.running, s)
	c.dumps.mu.Unlock()
	return s, nil
}

// dumpConn gives a descriptor that runs no dump.
func (c *Client) dumpConn(ctx context.Context) (*nl.Conn, error) {
	limit := maxStreams
	if c.Shared() {
		limit = 1
	}
	p := &c.dumps
	p.mu.Lock()
	p.starts++
	crowded := len(p.running) >= limit
	if crowded && p.starts > maxStreams && limit > 1 {
		p.starts = 0
		p.mu.Unlock()
		collect()
		p.mu.Lock()
		crowded = len(p.running) >= limit
	}
	if crowded {
		p.sweep(ctx, limit)
	}
	if p.closed {
		p.mu.Unlock()
		return nil, nl.ErrClosed
	}
	if n := len(p.idle); n > 0 {
		conn := p.idle[n-1]
		p.idle = p.idle[:n-1]
		p.mu.Unlock()
		return conn, nil
	}
	p.mu.Unlock()
	if c.Shared() {
		return c.named, nil
	}
	conn, err := c.open(c.opts.config())
	if netns.Full(err) {
		p.mu.Lock()
		p.sweep(ctx, 1)
		p.mu.Unlock()
		conn, err = c.open(c.opts.config())
	}
	return conn, err
}

// collect lets the collector find abandoned dumps, and gives their cleanups a moment.
func collect() {
	runtime.GC()
	time.Sleep(time.Millisecond)
}

// sweep takes descriptors from the least recently used dumps until fewer than limit run. Who reads at the moment is left
// alone. p.mu is held, and given up meanwhile.
func (p *dumpPool) sweep(ctx context.Context, limit int) {
	for _, s := range slices.Clone(p.running) {
		if len(p.running) < limit {
			return
		}
		if !s.mu.TryLock() {
			continue
		}
		p.mu.Unlock()
		s.swallow(ctx)
		s.mu.Unlock()
		p.mu.Lock()
	}
}

// swallow reads the rest of the dump into memory, or closes it. s.mu is held.
func (s *stream) swallow(ctx context.Context) {
	for bytes := 0; s.end == nil; {
		data, err := s.receive(ctx)
		switch {
		case err == nil:
			s.memory = append(s.memory, data)
			if bytes += len(data); bytes > wholeLimit {
				s.memory = nil
				s.finish(errSwept)
			}
		case ctx.Err() != nil:
			return
		}
	}
}

// next gives the next datagram, io.EOF at the end.
func (s *stream) next(ctx context.Context) ([]byte, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return nil, nl.ErrDumpClosed
	}
	if len(s.memory) > 0 {
		data := s.memory[0]
		s.memory = s.memory[1:]
		return data, nil
	}
	if s.end != nil {
		return nil, s.end
	}
	return s.receive(ctx)
}

func (s *stream) receive(ctx context.Context) ([]byte, error) {
	d, err := s.dump.Next(ctx)
	if err == nil {
		return d.Data, nil
	}
	if ctx.Err() == nil {
		s.finish(err)
	}
	return nil, err
}

// parted says that the caller will do something between one datagram and the next.
func (s *stream) parted() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.dump != nil {
		s.dump.Alone(false)
	}
}

// finish notes the end and gives the descriptor back. s.mu is held.
func (s *stream) finish(end error) {
	if s.dump == nil {
		return
	}
	s.end = end
	s.inter = s.dump.Ack().Interrupted
	var op *nl.OpError
	clean := end == io.EOF || errors.As(end, &op)
	s.dump.Close()
	s.dump = nil
	p := &s.of.dumps
	p.mu.Lock()
	if i := slices.Index(p.running, s); i >= 0 {
		p.running = slices.Delete(p.running, i, i+1)
	}
	p.mu.Unlock()
	s.of.giveBack(s.conn, clean)
}

// giveBack keeps a descriptor for the next dump, or closes it: one that is in the middle of an answer is no use.
func (s *sockets) giveBack(conn *nl.Conn, clean bool) {
	if conn == s.named {
		return
	}
	p := &s.dumps
	p.mu.Lock()
	keep := clean && !p.closed && len(p.idle) < keepStreams
	if keep {
		p.idle = append(p.idle, conn)
	}
	p.mu.Unlock()
	if !keep {
		conn.Close()
	}
}

func (s *stream) interrupted() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.inter
}

// close ends the dump.
func (s *stream) close() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closed, s.memory = true, nil
	s.finish(nl.ErrDumpClosed)
}

// close closes all descriptors; readers get nl.ErrClosed.
func (p *dumpPool) close() {
	p.mu.Lock()
	p.closed = true
	idle, running := p.idle, slices.Clone(p.running)
	p.idle = nil
	p.mu.Unlock()
	for _, conn := range idle {
		conn.Close()
	}
	for _, s := range running {
		s.conn.Close()
	}
}
