package host

import (
	"sync"
	"time"
)

// loanTime is how long a task may wait briefly before another one runs in its stead, more or less.
const loanTime = time.Millisecond

// baton is the right to run Lua: one task has it, the others queue. It goes on in the order of asking, so tasks start in the order
// in which they were spawned, and a task that only yields cannot starve the rest.
//
// To give it to another goroutine takes longer than most requests: that one is woken, and an idle thread to look for it. So a task
// is a coroutine, and whoever drives it goes straight on with the next that is ready. And who waits briefly only lends the baton:
// it is taken when the wait goes on for a tick of the clock, as Go's own threads keep what they run through short system calls.
// Where others queue, the driver does what the task waits for, on its own stack: those of a thousand tasks are in no cache.
type baton struct {
	mu    sync.Mutex
	held  bool
	queue []claim
	head  int

	lent    *Task // which has it back when nobody has taken it
	loans   int   // how often it was lent
	ticking bool
}

// claim is one in the queue: a goroutine that waits for turn, or a suspended task, which goes on when it is driven.
type claim struct {
	turn chan struct{} // with room for one
	task *Task
}

// ask queues for the baton; the caller then waits for turn. If the baton is free, turn is ready at once.
func (b *baton) ask(turn chan struct{}) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.held {
		b.queue = append(b.queue, claim{turn: turn})
		return
	}
	b.held = true
	turn <- struct{}{}
}

// start queues a task that has not run yet. The caller has the baton.
func (b *baton) start(t *Task) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.queue = append(b.queue, claim{task: t})
}

// pass gives the baton to the next in the queue.
func (b *baton) pass() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.next()
}

// next is pass with b.mu held.
func (b *baton) next() {
	switch c, ok := b.first(); {
	case !ok:
		b.held = false
	case c.task != nil:
		go b.drive(c.task)
	default:
		c.turn <- struct{}{}
	}
}

// first takes the first out of the queue, with b.mu held.
func (b *baton) first() (claim, bool) {
	if b.head == len(b.queue) {
		b.queue, b.head = b.queue[:0], 0
		return claim{}, false
	}
	c := b.queue[b.head]
	b.queue[b.head] = claim{}
	b.head++
	if b.head > 64 && b.head*2 > len(b.queue) {
		b.queue = append(b.queue[:0], b.queue[b.head:]...)
		b.head = 0
	}
	return c, true
}

// drive goes on with a task until it is suspended or ends, does its errand, then goes on with the next, as long as they are suspended
// ones.
func (b *baton) drive(t *Task) {
	for {
		t.resume()
		if t.errand.fn == nil {
			b.mu.Lock()
		} else {
			b.lend(t)
			t.errand.do()
			b.mu.Lock()
			b.queue = append(b.queue, claim{task: t})
			if b.lent != t && b.held { // somebody else has it by now
				b.mu.Unlock()
				return
			}
			b.lent, b.held = nil, true
		}
		if b.head == len(b.queue) || b.queue[b.head].task == nil {
			b.next()
			b.mu.Unlock()
			return
		}
		c, _ := b.first()
		b.mu.Unlock()
		t = c.task
	}
}

// errand is a brief wait that its task's driver does. fn is nil where there is none.
type errand struct {
	fn      func(cancel <-chan struct{}) error
	cancel  <-chan struct{}
	err     error
	failure any // of a panic, which is the task's
}

func (e *errand) do() {
	defer func() { e.failure = recover() }()
	e.err = e.fn(e.cancel)
}

// send suspends the task until its driver has done an errand, and those who queue have had their turn.
func (t *Task) send(e errand) error {
	t.errand = e
	t.suspend(struct{}{})
	e, t.errand = t.errand, errand{}
	if e.failure != nil {
		panic(e.failure)
	}
	return e.err
}

// wanted tells whether somebody queues. The caller has the baton.
func (b *baton) wanted() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.head < len(b.queue)
}

// lend is pass for a brief wait of t, which regain ends.
func (b *baton) lend(t *Task) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.head == len(b.queue) {
		b.next()
		return
	}
	b.lent = t
	b.loans++
	if !b.ticking {
		b.ticking = true
		go b.tick()
	}
}

// regain gets the baton back for t, after those who queue.
func (b *baton) regain(t *Task) {
	b.mu.Lock()
	if b.lent != t {
		b.mu.Unlock()
		b.ask(t.turn)
		<-t.turn
		return
	}
	b.lent = nil
	b.queue = append(b.queue, claim{turn: t.turn})
	b.next()
	b.mu.Unlock()
	<-t.turn
}

// tick takes the baton from those who wait longer than they said. It ends when none was lent for a while.
func (b *baton) tick() {
	for seen, idle := 0, 0; idle < 20; {
		time.Sleep(loanTime)
		b.mu.Lock()
		if idle++; b.loans != seen {
			seen, idle = b.loans, 0
		} else if b.lent != nil {
			b.lent = nil
			b.next()
		}
		b.ticking = idle < 20
		b.mu.Unlock()
	}
}
