package rtnl

import (
	"context"
	"errors"
	"time"

	"golang.org/x/sys/unix"

	"nlua/rtnl/nl"
	"nlua/rtnl/request"
	"nlua/rtnl/state"
)

// Remove asks the kernel to remove the objects that messages of a dump tell of. Those that are gone already count as removed. The error
// is a batch's, with the steps that were refused.
func (c *Client) Remove(ctx context.Context, what string, messages []Message) (removed []Message, err error) {
	conn, err := c.conn()
	if err != nil {
		return nil, c.refusal(nil, err)
	}
	msgs, objects := make([][]byte, len(messages)), make([]string, len(messages))
	for i := range messages {
		m := &messages[i]
		gone := state.Delta{Type: m.Type, Old: m.Body()}
		r, ok := gone.Request()
		if !ok {
			return nil, &request.Error{Request: what, Msg: m.Object() + ": nothing removes it"}
		}
		objects[i], msgs[i] = m.Object(), nl.NewMessage(r.Type, r.Flags, r.Body)
	}
	defer c.told(time.Now(), objects...)
	steps, err := conn.Batch(ctx, msgs, nl.BatchOptions{}, nil)
	if err != nil {
		return nil, c.refusal(nil, err)
	}
	b := &Batch{c: c, total: len(msgs)}
	for i, step := range steps {
		switch step.State {
		case nl.StepDone:
			removed = append(removed, messages[i])
		case nl.StepRefused:
			if !gone(step.Err) {
				b.refuse(i+1, c.removal(what, step.Err))
			}
		case nl.StepUnknown:
			b.refuse(i+1, c.removal(what, unix.ENOBUFS))
		}
	}
	return removed, b.Err()
}

// gone tells whether an object to be removed is not there any more.
func gone(err error) bool {
	for _, errno := range []unix.Errno{unix.ENOENT, unix.ESRCH, unix.ENODEV, unix.EADDRNOTAVAIL} {
		if errors.Is(err, errno) {
			return true
		}
	}
	return false
}

func (c *Client) removal(what string, err error) *Error {
	var e *Error
	if errors.As(c.refusal(nil, err), &e) {
		e.Request = what
		return e
	}
	return &Error{Request: what, Errno: unix.EIO, Message: err.Error(), Err: err}
}
