package rtnl

import (
	"context"
	"errors"
	"fmt"
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

	pending []*request.Request
	links   bool           // a request that is pending or on its way may change which names links have
	indices map[string]int // of links, while no link changes
	flight  *flight        // what is on its way, nil: nothing
	replies [][]Message    // of each step, where it was echoed
	failed  []*Error
	total   int  // steps sent or pending
	ended   bool // Stop, and one was refused
}

// maxPending is how many steps wait at most: a long batch is to take no more memory than a short one.
const maxPending = 512

// flight is requests that a goroutine sends while the script makes the next.
type flight struct {
	reqs    []*request.Request
	cancel  context.CancelFunc
	done    chan struct{} // closed at the end; then the rest may be read
	replies [][]Message
	steps   []nl.Step
	err     error
}

// NewBatch begins a batch. stop: one step a send, and the first refusal ends it.
func (c *Client) NewBatch(stop bool) *Batch {
	return &Batch{c: c, stop: stop, indices: map[string]int{}}
}

// Add builds a step. Where a keyword names a link that earlier steps may have made or renamed, those are sent first.
func (b *Batch) Add(ctx context.Context, object, verb string, kw codec.Table) error {
	obj := request.ByName(object)
	if obj == nil {
		return &request.Error{Request: object, Msg: "no such object"}
	}
	if v := obj.Verb(verb); v != nil && v.Mode() == request.Dump {
		return &request.Error{Request: object + " " + verb, Msg: "a dump cannot be a step of a batch"}
	}
	req, err := request.Build(obj, verb, kw, batchResolver{resolver{b.c, ctx}, b})
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
	b.pending = append(b.pending, req)
	if obj.Name == "link" {
		b.links = true
		clear(b.indices)
	}
	if len(b.pending) < maxPending {
		return nil
	}
	if b.stop {
		return b.Flush(ctx)
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
	if err := b.Flush(ctx); err != nil || b.ended {
		closeFiles(req)
		return err
	}
	messages, _, err := b.c.Do(ctx, req)
	b.replies = append(b.replies, messages)
	var refusal *Error
	if errors.As(err, &refusal) {
		b.refuse(len(b.replies), refusal)
		err = nil
	}
	return err
}

// unsent notes a step that names what is not there: refused like one that the kernel has seen, in its place among the others.
func (b *Batch) unsent(ctx context.Context, refusal *Error) error {
	b.total++
	if err := b.Flush(ctx); err != nil || b.ended {
		return err
	}
	b.replies = append(b.replies, nil)
	b.refuse(len(b.replies), refusal)
	return nil
}

func (b *Batch) refuse(step int, e *Error) {
	e.Step = step
	b.failed = append(b.failed, e)
	b.ended = b.ended || b.stop
}

// Flush sends what is pending and waits for all answers. Refusals are kept for Err; the error is that of the batch as a whole.
func (b *Batch) Flush(ctx context.Context) error {
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
	_ = b.land(ctx)
	b.drop()
}

// drop forgets what is pending.
func (b *Batch) drop() {
	closeAllFiles(b.pending)
	b.pending = nil
}

// launch sends what is pending, without waiting for it. Nothing is on its way.
func (b *Batch) launch() error {
	reqs := b.pending
	b.pending = nil
	if b.ended {
		closeAllFiles(reqs)
		return nil
	}
	conn, err := b.c.conn()
	if err != nil {
		closeAllFiles(reqs)
		return b.c.refusal(nil, err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	f := &flight{reqs: reqs, cancel: cancel, done: make(chan struct{}), replies: make([][]Message, len(reqs))}
	b.flight = f
	go func() {
		defer close(f.done)
		msgs, objects := make([][]byte, len(reqs)), make([]string, len(reqs))
		for i, req := range reqs {
			msgs[i], objects[i] = nl.NewMessage(req.Type, req.Flags, req.Body), req.Object.Name
		}
		defer b.c.told(time.Now(), objects...)
		f.steps, f.err = conn.Batch(ctx, msgs, nl.BatchOptions{Stop: b.stop}, func(step int, m nl.Message) error {
			m.Raw = append([]byte(nil), m.Raw...)
			reply := NewMessage(m)
			reply.Target = b.c.opts.Target
			f.replies[step] = append(f.replies[step], reply)
			return nil
		})
		closeAllFiles(reqs)
	}()
	return nil
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
	first := len(b.replies)
	b.replies = append(b.replies, f.replies...)
	for i, step := range f.steps {
		switch step.State {
		case nl.StepRefused:
			var e *Error
			if refusal := b.c.refusal(f.reqs[i], step.Err); errors.As(refusal, &e) {
				b.refuse(first+i+1, e)
			}
		case nl.StepUnknown:
			b.refuse(first+i+1, &Error{
				Request: f.reqs[i].Object.Name + " " + f.reqs[i].Verb, Errno: unix.ENOBUFS, NetNS: b.c.nsName, Unknown: true,
				Message: "the answer was lost: whether it was done is unknown",
			})
		}
	}
	for _, req := range f.reqs {
		req.Done()
	}
	if f.err != nil {
		return b.c.refusal(nil, f.err)
	}
	return nil
}

func closeAllFiles(reqs []*request.Request) {
	for _, req := range reqs {
		closeFiles(req)
	}
}

// Replies are what each step was answered with beside its acknowledgement.
func (b *Batch) Replies() [][]Message { return b.replies }

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
		if err := r.b.Flush(r.ctx); err != nil {
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
