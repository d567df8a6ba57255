package rtnl

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"golang.org/x/sys/unix"

	"nlua/rtnl/codec"
	"nlua/rtnl/nl"
	"nlua/rtnl/request"
)

// Batch collects requests and sends many at a time. The kernel goes on after a refused one: all are tried, unless Stop.
type Batch struct {
	c    *Client
	stop bool
	mu   sync.Mutex // tasks may add steps beside each other

	pending []step
	bytes   []byte            // of the pending steps
	links   bool              // a request that is pending or on its way may change which names links have
	indices map[string]int    // of links, while no link changes
	names   batchResolver     // of the step that is added
	flight  *flight           // what is on its way, nil: nothing
	done    int               // steps of which is known what became of them
	replies map[int][]Message // of the steps that were echoed, from 1
	failed  []*Error
	total   int  // steps sent or pending
	ended   bool // Stop, and one was refused
}

// step is a request that was brought to bytes. What else is to be said of it when it is refused is made from its keywords again: of
// ten thousand steps few are, and what all hold is the collector's work.
type step struct {
	object, verb string
	kw           codec.Table
	end          int              // of its bytes
	req          *request.Request // where it holds descriptors
}

// maxPending is how many steps wait at most: a long batch is to take no more memory than a short one.
const maxPending = 512

// flight is requests that a goroutine sends while the script makes the next.
type flight struct {
	sent    []step
	cancel  context.CancelFunc
	done    chan struct{} // closed at the end; then the rest may be read
	replies map[int][]Message
	steps   []nl.Step
	err     error
}

// NewBatch begins a batch. stop: one step a send, and the first refusal ends it.
func (c *Client) NewBatch(stop bool) *Batch {
	return &Batch{c: c, stop: stop, indices: map[string]int{}, replies: map[int][]Message{}}
}

// Add builds a step. Where a keyword names a link that earlier steps may have made or renamed, those are sent first.
func (b *Batch) Add(ctx context.Context, object, verb string, kw codec.Table) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	obj := request.ByName(object)
	if obj == nil {
		return &request.Error{Request: object, Msg: "no such object"}
	}
	if v := obj.Verb(verb); v != nil && v.Mode() == request.Dump {
		return &request.Error{Request: object + " " + verb, Msg: "a dump cannot be a step of a batch"}
	}
	b.names = batchResolver{resolver{b.c, ctx}, b}
	req, err := request.Build(obj, verb, kw, &b.names)
	if refusal := ErrorOf(err); refusal != nil {
		return b.unsent(ctx, refusal)
	} else if err != nil {
		return err
	}
	if b.c.opts.Echo && req.Mode == request.Ack {
		req.Flags |= unix.NLM_F_ECHO
	}
	b.total++
	if req.Tun != nil {
		return b.alone(ctx, req)
	}
	b.bytes = nl.AppendMessage(b.bytes, req.Type, req.Flags, req.Body)
	made := step{object: object, verb: verb, kw: kw, end: len(b.bytes)}
	if len(req.Files) > 0 {
		made.req = req
	} else {
		req.Done()
	}
	b.pending = append(b.pending, made)
	if obj.Name == "link" {
		b.links = true
		clear(b.indices)
	}
	if len(b.pending) < maxPending {
		return nil
	}
	if b.stop {
		return b.flush(ctx)
	}
	links := b.links
	if err := b.land(ctx); err != nil {
		return err
	}
	b.links = links
	return b.launch()
}

// alone carries out a step that is more than one message.
func (b *Batch) alone(ctx context.Context, req *request.Request) error {
	if err := b.flush(ctx); err != nil || b.ended {
		closeFiles(req)
		return err
	}
	messages, err := b.c.Do(ctx, req)
	b.done++
	if len(messages) > 0 {
		b.replies[b.done] = messages
	}
	var refusal *Error
	if errors.As(err, &refusal) {
		b.refuse(b.done, refusal)
		err = nil
	}
	return err
}

// unsent notes a step that names what is not there: refused like one that the kernel has seen, in its place among the others.
func (b *Batch) unsent(ctx context.Context, refusal *Error) error {
	b.total++
	if err := b.flush(ctx); err != nil || b.ended {
		return err
	}
	b.done++
	b.refuse(b.done, refusal)
	return nil
}

func (b *Batch) refuse(step int, e *Error) {
	e.Step = step
	b.failed = append(b.failed, e)
	b.ended = b.ended || b.stop
}

// Flush sends what is pending and waits for all answers. Refusals are kept for Err; the error is that of the batch as a whole.
func (b *Batch) Flush(ctx context.Context) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.flush(ctx)
}

// flush is Flush with b.mu held.
func (b *Batch) flush(ctx context.Context) error {
	if err := b.land(ctx); err != nil {
		b.drop()
		return err
	}
	if len(b.pending) == 0 {
		return nil
	}
	if err := b.launch(); err != nil {
		return err
	}
	return b.land(ctx)
}

// Close waits for what is on its way and drops what is pending, of a batch that does not come to its end.
func (b *Batch) Close(ctx context.Context) {
	b.mu.Lock()
	defer b.mu.Unlock()
	_ = b.land(ctx)
	b.drop()
}

// drop forgets what is pending.
func (b *Batch) drop() {
	closeAllFiles(b.pending)
	b.pending, b.bytes = nil, nil
}

// launch sends what is pending, without waiting for it. Nothing is on its way.
func (b *Batch) launch() error {
	sent, bytes := b.pending, b.bytes
	b.pending, b.bytes = make([]step, 0, len(sent)), make([]byte, 0, len(bytes)) // for as many more
	if b.ended {
		closeAllFiles(sent)
		return nil
	}
	conn, err := b.c.conn()
	if err != nil {
		closeAllFiles(sent)
		return b.c.refusal(nil, err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	f := &flight{sent: sent, cancel: cancel, done: make(chan struct{}), replies: map[int][]Message{}}
	b.flight = f
	go func() {
		defer close(f.done)
		msgs, objects := make([][]byte, len(sent)), make([]string, len(sent))
		from := 0
		for i := range sent {
			msgs[i], objects[i] = bytes[from:sent[i].end:sent[i].end], sent[i].object
			from = sent[i].end
		}
		defer b.c.told(time.Now(), objects...)
		f.steps, f.err = conn.Batch(ctx, msgs, nl.BatchOptions{Stop: b.stop}, func(step int, m nl.Message) error {
			m.Raw = append([]byte(nil), m.Raw...)
			reply := NewMessage(m)
			reply.Target = b.c.opts.Target
			f.replies[step] = append(f.replies[step], reply)
			return nil
		})
		closeAllFiles(sent)
	}()
	return nil
}

// request makes the request of a step again, for what is to be said of it.
func (b *Batch) request(ctx context.Context, s *step) *request.Request {
	if s.req != nil {
		return s.req
	}
	obj := request.ByName(s.object)
	req, err := request.Build(obj, s.verb, s.kw, batchResolver{resolver{b.c, ctx}, b})
	if err != nil { // what it names is gone since
		return &request.Request{Object: obj, Verb: s.verb, Set: obj.Set}
	}
	return req
}

// land waits for what is on its way, and notes how it went. When ctx ends, what was not sent yet is not sent any more.
func (b *Batch) land(ctx context.Context) error {
	f := b.flight
	if f == nil {
		return nil
	}
	select {
	case <-f.done:
	case <-ctx.Done():
		f.cancel()
		<-f.done
	}
	f.cancel()
	b.flight, b.links = nil, false
	first := b.done + 1
	b.done += len(f.sent)
	for i, messages := range f.replies {
		b.replies[first+i] = messages
	}
	for i, outcome := range f.steps {
		s := &f.sent[i]
		switch outcome.State {
		case nl.StepRefused:
			var e *Error
			if refusal := b.c.refusal(b.request(ctx, s), outcome.Err); errors.As(refusal, &e) {
				b.refuse(first+i, e)
			}
		case nl.StepUnknown:
			b.refuse(first+i, &Error{
				Request: s.object + " " + s.verb, Errno: unix.ENOBUFS, NetNS: b.c.nsName, Unknown: true,
				Message: "the answer was lost: whether it was done is unknown",
			})
		}
	}
	if f.err != nil {
		return b.c.refusal(nil, f.err)
	}
	return nil
}

func closeAllFiles(steps []step) {
	for i := range steps {
		if req := steps[i].req; req != nil {
			closeFiles(req)
		}
	}
}

// Len is how many steps there were.
func (b *Batch) Len() int { return b.done }

// Reply is what a step, from 1, was answered with beside its acknowledgement.
func (b *Batch) Reply(step int) []Message { return b.replies[step] }

// Err is one error for all steps that were refused or whose outcome is unknown, nil if there is none.
func (b *Batch) Err() error {
	if len(b.failed) == 0 {
		return nil
	}
	e := *b.failed[0]
	e.Steps = b.failed
	e.Of = b.total
	return &e
}

// batchResolver sends pending changes of links before it asks for a link's name, and remembers indices while none changes.
type batchResolver struct {
	resolver
	b *Batch
}

func (r batchResolver) LinkIndex(name string) (int, error) {
	if r.b.links {
		if err := r.b.flush(r.ctx); err != nil {
			return 0, err
		}
	}
	if index, ok := r.b.indices[name]; ok {
		return index, nil
	}
	index, err := r.resolver.LinkIndex(name)
	if err == nil {
		r.b.indices[name] = index
	}
	return index, err
}

// stepText says which step of a batch an error is about.
func (e *Error) stepText() string {
	if e.Steps == nil {
		return ""
	}
	return fmt.Sprintf("batch: %d of %d steps failed; step %d: ", len(e.Steps), e.Of, e.Step)
}
