package plan

import (
	"context"

	"nlua/rtnl"
	"nlua/rtnl/nl"
	"nlua/rtnl/request"
)

// Transaction sends requests that somebody writes by hand, and can put everything back.
type Transaction struct {
	c    *rtnl.Client
	undo *Undo
}

// Begin takes the picture that Rollback goes back to.
func Begin(ctx context.Context, c *rtnl.Client) (*Transaction, error) {
	u, err := NewUndo(ctx, c)
	if err != nil {
		return nil, err
	}
	return &Transaction{c, u}, nil
}

// Do sends a request as Client.Do does, and notes what it may change.
func (t *Transaction) Do(ctx context.Context, req *request.Request) ([]rtnl.Message, nl.Ack, error) {
	if req.Mode == request.Ack {
		t.undo.Note(req.Type, req.Body)
		if req.Tun != nil {
			t.undo.names[req.Tun.Name] = true
		}
	}
	return t.c.Do(ctx, req)
}

// Rollback puts back what the requests changed.
func (t *Transaction) Rollback(ctx context.Context) (Report, error) { return t.undo.Run(ctx) }
