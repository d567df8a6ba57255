package plan

import (
	"cmp"
	"context"

	"nlua/rtnl"
	"nlua/rtnl/request"
)

// Transaction sends requests that somebody writes by hand, and can put everything back.
type Transaction struct {
	ReadOnly bool // nothing is sent: what refuses it says why, and nothing else does

	c    *rtnl.Client
	own  *rtnl.Client
	undo *Undo
}

// Begin takes the picture that Rollback goes back to, by a client of its own: c may be closed meanwhile.
func Begin(ctx context.Context, c *rtnl.Client) (*Transaction, error) {
	t := &Transaction{c: c, own: c}
	var err error
	if c.Options().Fileno == nil { // such a one may be of any namespace
		if t.own, err = c.Twin(); err != nil {
			return nil, err
		}
	}
	if t.undo, err = NewUndo(ctx, t.own); err != nil {
		t.Close()
		return nil, err
	}
	return t, nil
}

// Close ends the transaction's own client.
func (t *Transaction) Close() {
	if t.own != t.c {
		t.own.Close()
	}
}

// Do sends a request as Client.Do does, and notes what it may change. What could not be undone is refused.
func (t *Transaction) Do(ctx context.Context, req *request.Request) ([]rtnl.Message, error) {
	if err := t.Check(req); err != nil {
		return nil, err
	}
	if req.Mode == request.Ack {
		typ, _, body := noteOf(req)
		t.undo.Note(typ, body)
	}
	return t.c.Do(ctx, req)
}

// Rollback puts back what the requests changed. That the kernel cannot be asked is among what failed too.
func (t *Transaction) Rollback(ctx context.Context) (Report, error) {
	r, err := t.undo.Run(ctx)
	if err != nil {
		r.Failed, r.Err = append(r.Failed, err.Error()), cmp.Or(r.Err, err)
	}
	return r, err
}
