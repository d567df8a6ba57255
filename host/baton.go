package host

import "sync"

// baton is the right to run Lua: one task has it, the others queue. It goes on in the order of asking, so tasks start in the order
// in which they were spawned, and a task that only yields cannot starve the rest.
type baton struct {
	mu    sync.Mutex
	held  bool
	queue []chan struct{}
	head  int
}

// ask queues for the baton; the caller then waits for turn. If the baton is free, turn is ready at once.
func (b *baton) ask(turn chan struct{}) {
	b.mu.Lock()
	if b.held {
		b.queue = append(b.queue, turn)
		b.mu.Unlock()
		return
	}
	b.held = true
	b.mu.Unlock()
	turn <- struct{}{}
}

// pass gives the baton to the next in the queue.
func (b *baton) pass() {
	b.mu.Lock()
	if b.head == len(b.queue) {
		b.held = false
		b.queue, b.head = b.queue[:0], 0
		b.mu.Unlock()
		return
	}
	turn := b.queue[b.head]
	b.queue[b.head] = nil
	b.head++
	if b.head > 64 && b.head*2 > len(b.queue) {
		b.queue = append(b.queue[:0], b.queue[b.head:]...)
		b.head = 0
	}
	b.mu.Unlock()
	turn <- struct{}{}
}
