package nl

import (
	"context"
	"errors"

	"golang.org/x/sys/unix"
)

// StepState is what became of one request of a batch.
type StepState int

// The states of a step.
const (
	StepNotSent StepState = iota // the batch ended before it
	StepDone
	StepRefused // Err says why
	StepUnknown // sent, but its answer was lost or not waited for
)

// Step is the outcome of one request of a batch.
type Step struct {
	State StepState
	Err   error // an *OpError for a refusal
}

// BatchOptions say how a batch is sent.
type BatchOptions struct {
	Stop bool // one request a send; stop at the first refusal
}

// What one answer takes of the receive buffer, in bytes, as the kernel counts.
// An ACK was measured at 832; the text and policy of an error can make the next larger block of it.
const (
	ackCost  = 1408
	echoCost = 10 << 10
	sendMax  = 64 << 10
)

// Batch sends many requests, several a send, and tells what became of each.
// The kernel goes on after a refused one, so all are tried unless opt.Stop. No more are in flight than
// the receive buffer can answer; should answers be lost all the same, the steps concerned are
// StepUnknown, and nothing is repeated. handle, which may be nil, gets echoed objects and replies. The
// error is nil unless the batch as a whole ended early: ctx, a closed socket, handle's own.
func (c *Conn) Batch(ctx context.Context, msgs [][]byte, opt BatchOptions, handle func(step int, m Message) error) ([]Step, error) {
	steps := make([]Step, len(msgs))
	for _, msg := range msgs {
		h, err := oneMessage(msg)
		if err != nil {
			return steps, err
		}
		if h.IsDump() {
			return steps, refusal(unix.EINVAL, "a dump cannot be a step of a batch", msg)
		}
	}
	b := &batch{conn: c, msgs: msgs, steps: steps, opt: opt, handle: handle}
	b.ackAll = c.cfg.Gate != nil // so that the gate sees what becomes of each
	b.buf = c.borrow()
	defer c.giveBack(b.buf)
	for from := 0; from < len(msgs); {
		to := b.chunk(from)
		if err := b.run(ctx, from, to); err != nil {
			return steps, err
		}
		if opt.Stop && steps[from].State != StepDone {
			break
		}
		from = to
	}
	return steps, nil
}

type batch struct {
	conn   *Conn
	msgs   [][]byte
	steps  []Step
	opt    BatchOptions
	ackAll bool // an ACK for each request, instead of one a send
	handle func(int, Message) error
	buf    []byte
	out    []byte
}

// chunk gives the end of the next send: as many steps as fit into one send and whose answers fit the receive buffer.
func (b *batch) chunk(from int) int {
	if b.opt.Stop {
		return from + 1
	}
	bytes, cost := 0, 0
	limit, window := sendMax, b.conn.options.RcvBuf
	if snd := b.conn.options.SndBuf; snd > 0 {
		limit = min(limit, snd/2)
	}
	to := from
	for ; to < len(b.msgs); to++ {
		bytes += align(len(b.msgs[to]))
		cost += b.conn.answerCost(b.msgs[to])
		if to > from && (bytes > limit || cost > window) {
			break
		}
	}
	return to
}

// run sends the steps from..to-1 and waits for their answers.
func (b *batch) run(ctx context.Context, from, to int) error {
	c := b.conn
	x := &exchange{ack: true, sparse: !b.ackAll}
	cost := 0
	for _, msg := range b.msgs[from:to] {
		cost += c.answerCost(msg)
	}
	if err := c.admit(ctx, x, cost); err != nil {
		return err
	}
	first := c.register(x, to-from)
	defer c.dropRange(first, to-from, x)
	last := -1 // the last step that the kernel gets
	b.out = b.out[:0]
	for i := from; i < to; i++ {
		sent, err := b.add(x, i, first+uint32(i-from), i == to-1)
		if err != nil {
			b.steps[i] = Step{State: StepRefused, Err: err}
			c.finish(first+uint32(i-from), x)
		} else if sent {
			last = i
		}
	}
	if last >= 0 {
		if err := c.transmit(b.out); err != nil {
			return b.unsent(from, to, err)
		}
	}
	c.markSent(x)
	return b.answers(ctx, x, first, from, to, last)
}

// answers waits for those of the steps from..to-1, whose sequence numbers begin with first; last is the last that was sent.
func (b *batch) answers(ctx context.Context, x *exchange, first uint32, from, to, last int) error {
	c := b.conn
	open := to - from // steps without an answer of their own
	for _, s := range b.steps[from:to] {
		if s.State == StepRefused {
			open--
		}
	}
	for open > 0 {
		d, err := c.await(ctx, &x.box, b.buf)
		if err != nil {
			c.abandon(x)
			return b.lost(from, to, err)
		}
		for m, err := range d.Messages() {
			if err != nil {
				c.abandon(x)
				return b.lost(from, to, err)
			}
			i := from + int(m.Seq-first)
			if i < from || i >= to {
				continue
			}
			if err := b.take(i, m); err != nil {
				c.abandon(x)
				b.mark(from, to, StepUnknown, nil)
				return err
			}
			if x.ends(m) {
				open--
				if i == last { // answers come in order: none to an earlier step will follow
					b.mark(from, to, StepDone, nil)
					return nil
				}
			}
		}
	}
	return nil
}

// add puts a step into the send, unless the gate refuses or answers it.
func (b *batch) add(x *exchange, i int, seq uint32, final bool) (sent bool, err error) {
	msg := b.msgs[i]
	h := readHeader(msg)
	x.echo = x.echo || h.Flags&FlagEcho != 0
	if final || b.ackAll || IsGet(h.Type) {
		h.Flags |= FlagAck
	} else {
		h.Flags &^= FlagAck
	}
	h.Seq, h.Pid = seq, b.conn.port.Load()
	PutHeader(msg, h)
	rest, err := b.conn.judge(msg)
	if err != nil || len(rest) == 0 {
		return false, err
	}
	b.out = append(b.out, rest...)
	b.out = append(b.out, make([]byte, align(len(b.out))-len(b.out))...)
	return true, nil
}

// take notes one message of the answer to step i.
func (b *batch) take(i int, m Message) error {
	_, err := answer(m, b.msgs[i], func(m Message) error {
		if b.handle == nil {
			return nil
		}
		return b.handle(i, m)
	})
	if m.Type != TypeError && m.Type != TypeDone {
		return err
	}
	if err != nil {
		b.steps[i] = Step{State: StepRefused, Err: err}
	} else {
		b.steps[i] = Step{State: StepDone}
	}
	return nil
}

// mark gives a state to the steps that have none.
func (b *batch) mark(from, to int, state StepState, err error) {
	for i := from; i < to; i++ {
		if b.steps[i].State == StepNotSent {
			b.steps[i] = Step{State: state, Err: err}
		}
	}
}

// lost ends a chunk whose answers do not come. After an overflow the batch goes
// on: the kernel has done what it was told, it is only not known how that went.
func (b *batch) lost(from, to int, err error) error {
	b.mark(from, to, StepUnknown, err)
	if err == unix.ENOBUFS {
		return nil
	}
	return err
}

// unsent ends a chunk that the system did not take.
func (b *batch) unsent(from, to int, err error) error {
	var errno unix.Errno
	if !errors.As(err, &errno) {
		return err
	}
	for i := from; i < to; i++ {
		if b.steps[i].State == StepNotSent {
			b.steps[i] = Step{State: StepRefused, Err: refusal(errno, "", b.msgs[i])}
		}
	}
	return nil
}
