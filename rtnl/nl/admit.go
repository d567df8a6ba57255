package nl

import (
	"context"
	"slices"
)

// entrant is a request that waits until the receive buffer has room for its answer.
type entrant struct {
	cost int
	in   bool
	box  mailbox // gets an empty letter when it is let in
}

// admit waits until the answers of x, of that many bytes, find room in the receive buffer beside those that are on their way: the
// kernel drops what has none. First come, first served. x gives the room back when its last answer has ended.
func (c *Conn) admit(ctx context.Context, x *exchange, cost int) error {
	c.mu.Lock()
	if len(c.entrants) == 0 && c.fits(cost) {
		c.inFlight += cost
		x.cost = cost
		c.mu.Unlock()
		return nil
	}
	e := &entrant{cost: cost}
	c.entrants = append(c.entrants, e)
	c.mu.Unlock()
	_, err := c.await(ctx, &e.box, nil) // it reads for the others, should they have gone
	if err == nil {
		x.cost = cost
		return nil
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if e.in {
		c.leave(cost)
	} else if i := slices.Index(c.entrants, e); i >= 0 {
		c.entrants = slices.Delete(c.entrants, i, i+1)
		c.leave(0) // who stood behind it may be small enough
	}
	return err
}

func (c *Conn) fits(cost int) bool {
	return c.options.RcvBuf == 0 || c.inFlight == 0 || c.inFlight+cost <= c.options.RcvBuf
}

// leave gives room back, and lets in who waits for it. The caller holds c.mu.
func (c *Conn) leave(cost int) {
	c.inFlight -= cost
	for len(c.entrants) > 0 && c.fits(c.entrants[0].cost) {
		e := c.entrants[0]
		c.entrants[0] = nil
		c.entrants = c.entrants[1:]
		c.inFlight += e.cost
		e.in = true
		c.put(&e.box, letter{})
		if c.reading && c.readsFor == &e.box {
			c.sock.Interrupt() // it is the one who reads: nothing else would tell it
		}
	}
}

// answerCost is how many bytes of the receive buffer the answer to a request may take.
func (c *Conn) answerCost(msg []byte) int {
	h := readHeader(msg)
	n := ackCost
	if !c.capAck {
		n += 2 * len(msg)
	}
	if h.Flags&FlagEcho != 0 || IsGet(h.Type) {
		n += echoCost
	}
	return n
}
