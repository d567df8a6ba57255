package rtnl

import (
	"context"
	"errors"
	"time"

	"golang.org/x/sys/unix"

	"nlua/rtnl/nl"
)

// deletion gives the message type that removes what a message of another type tells of (include/uapi/linux/rtnetlink.h).
func deletion(typ uint16) uint16 { return typ&^3 + 1 }

// Remove asks the kernel to remove the objects that messages of a dump tell of: each message goes back as it came, as a deletion.
// Those that are gone already count as removed. The error is a batch's, with the steps that were refused.
func (c *Client) Remove(ctx context.Context, what string, messages []Message) (removed []Message, err error) {
	conn, err := c.conn()
	if err != nil {
		return nil, c.refusal(nil, err)
	}
	msgs, objects := make([][]byte, len(messages)), make([]string, len(messages))
	for i := range messages {
		m := &messages[i]
		objects[i] = m.Object()
		msgs[i] = nl.NewMessage(deletion(m.Type), unix.NLM_F_REQUEST|unix.NLM_F_ACK, m.Body())
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
