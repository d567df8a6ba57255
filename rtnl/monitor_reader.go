package rtnl

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"golang.org/x/sys/unix"

	"nlua/rtnl/nl"
)

// The reader takes this many datagrams at once, of at most this size each; a longer one counts as lost.
const (
	readAtOnce  = 16
	longestMail = nl.BufferLen
)

// longestDrain is for how long a socket is read in the hope that it will be empty once.
const longestDrain = time.Second

// mailroom reads a socket's events ahead of whoever wants them, into a queue of limited size. What does not fit is lost: the
// queue is emptied then, and what comes is thrown away until start.
type mailroom struct {
	conn   *nl.Conn
	limit  int // bytes
	rcvbuf int // bytes that the socket itself may hold
	done   chan struct{}

	mu      sync.Mutex
	queue   [][]nl.Datagram // of each read: one long list would have to be moved as it grows, while the socket overflows
	bytes   int
	lost    bool
	err     error              // why there is no more
	order   *order             // what the reader is asked to do
	disturb context.CancelFunc // ends the reader's wait
	wake    chan struct{}      // something has changed
}

// order is a thing that only who reads the socket can do.
type order struct {
	start bool          // throw away until the socket is empty, then begin to keep; else keep all that is there
	done  chan struct{} // closed when it is done
}

func newMailroom(conn *nl.Conn, limit int) *mailroom {
	r := &mailroom{conn: conn, limit: limit, rcvbuf: conn.Options().RcvBuf, done: make(chan struct{}), wake: make(chan struct{}, 1)}
	go r.run()
	return r
}

func (r *mailroom) run() {
	defer close(r.done)
	bufs := make([][]byte, readAtOnce)
	for i := range bufs {
		bufs[i] = make([]byte, longestMail)
	}
	out := make([]nl.Datagram, readAtOnce)
	for {
		ctx, cancel := context.WithCancel(context.Background())
		r.mu.Lock()
		r.disturb = cancel
		o := r.order
		r.mu.Unlock()
		var err error
		if o != nil {
			err = r.obey(o, bufs, out)
		}
		for err == nil && ctx.Err() == nil {
			_, err = r.read(ctx, bufs, out, true)
		}
		cancel()
		if err != nil && ctx.Err() == nil || errors.Is(err, nl.ErrClosed) {
			r.fail(err)
			return
		}
	}
}

// read takes what one call gives, and tells how much that was. keep false throws it away.
func (r *mailroom) read(ctx context.Context, bufs [][]byte, out []nl.Datagram, keep bool) (size int, err error) {
	n, err := r.conn.RecvMany(ctx, bufs, out)
	for _, d := range out[:n] {
		size += len(d.Data)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if keep {
		r.put(out[:n], size)
	}
	if errors.Is(err, unix.ENOBUFS) {
		r.lose()
		err = nil
	}
	return size, err
}

// put keeps copies. r.mu is held.
func (r *mailroom) put(mail []nl.Datagram, size int) {
	if r.lost || size == 0 {
		return
	}
	if r.bytes+size > r.limit {
		r.lose()
		return
	}
	kept := make([]byte, 0, size)
	mail = slices.Clone(mail)
	for i := range mail {
		at := len(kept)
		kept = append(kept, mail[i].Data...)
		mail[i].Data = kept[at:len(kept):len(kept)]
	}
	r.queue = append(r.queue, mail)
	r.bytes += size
	r.notify()
}

// lose notes a loss. What came before it is old by the time it would be told. r.mu is held.
func (r *mailroom) lose() {
	r.lost, r.queue, r.bytes = true, nil, 0
	r.notify()
}

func (r *mailroom) fail(err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.err = err
	if r.order != nil {
		close(r.order.done)
		r.order = nil
	}
	r.notify()
}

func (r *mailroom) notify() {
	select {
	case r.wake <- struct{}{}:
	default:
	}
}

// obey carries out an order. Under a flood it keeps no more than what the socket could hold when it began, which is all that was
// there; and it does not throw away for ever.
func (r *mailroom) obey(o *order, bufs [][]byte, out []nl.Datagram) error {
	dry := false
	deadline := time.Now().Add(longestDrain)
	for got := 0; !dry && (o.start || got <= r.rcvbuf) && time.Now().Before(deadline); {
		var err error
		if dry, err = r.conn.Dry(); errors.Is(err, unix.ENOBUFS) {
			r.mu.Lock()
			r.lose()
			r.mu.Unlock()
		} else if err != nil {
			return err
		} else if !dry {
			n, err := r.read(context.Background(), bufs, out, !o.start)
			if err != nil {
				return err
			}
			got += n
		}
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if o.start && dry {
		r.lost, r.queue, r.bytes = false, nil, 0
	}
	r.order = nil
	close(o.done)
	return nil
}

// ask has the reader do something and waits for it.
func (r *mailroom) ask(ctx context.Context, start bool) error {
	o := &order{start: start, done: make(chan struct{})}
	r.mu.Lock()
	if r.err != nil {
		defer r.mu.Unlock()
		return r.err
	}
	r.order = o
	if r.disturb != nil {
		r.disturb()
	}
	r.mu.Unlock()
	select {
	case <-o.done:
	case <-ctx.Done():
		return context.Cause(ctx)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.err
}

// start empties the socket and the queue, and begins to keep what comes. It did not come to that where Lost still says so.
func (r *mailroom) start(ctx context.Context) error {
	r.mu.Lock()
	r.lose()
	r.mu.Unlock()
	return r.ask(ctx, true)
}

// settle has all that is in the socket moved into the queue.
func (r *mailroom) settle(ctx context.Context) error { return r.ask(ctx, false) }

// take gives what was read first, most reads of it at once; lost tells of a loss, after which there is nothing to give until start.
func (r *mailroom) take(most int) (mail [][]nl.Datagram, lost bool, err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.queue) == 0 {
		return nil, r.lost, r.err
	}
	n := min(len(r.queue), most)
	mail = slices.Clone(r.queue[:n])
	clear(r.queue[:n]) // what was taken is not held by the list that the rest is in
	r.queue = r.queue[n:]
	for _, list := range mail {
		for i := range list {
			r.bytes -= len(list[i].Data)
		}
	}
	return mail, r.lost, nil
}

// isLost tells of a loss since start.
func (r *mailroom) isLost() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.lost
}

// forfeit makes what was listed void, as a loss does.
func (r *mailroom) forfeit() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.lose()
}

// close closes the socket and waits for the reader.
func (r *mailroom) close() error {
	err := r.conn.Close()
	<-r.done
	return err
}
