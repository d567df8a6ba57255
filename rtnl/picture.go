package rtnl

import (
	"context"
	"errors"
	"io"
	"time"

	"golang.org/x/sys/unix"

	"nlua/rtnl/nl"
	"nlua/rtnl/state"
)

// Picture lists kinds of objects into a table.
func (c *Client) Picture(ctx context.Context, kinds state.Kinds) (*state.Table, error) {
	t := state.NewTable(kinds)
	s := t.Begin(kinds, true)
	for d := range s.Dumps() {
		answer, err := c.List(ctx, d)
		if err != nil {
			return nil, err
		}
		for _, m := range answer {
			s.Add(m.Type, m.Body)
		}
	}
	s.End()
	return t, nil
}

// List reads the answer to a dump whole, again where changes interrupt it. What the kernel does not list is empty.
func (c *Client) List(ctx context.Context, d state.Dump) ([]nl.Message, error) {
	answer, err := c.listed(ctx, d)
	if err == errUnlisted {
		err = nil
	}
	return answer, err
}

// errUnlisted: the kernel has no list of such objects.
var errUnlisted = errors.New("the kernel does not list these")

func (c *Client) listed(ctx context.Context, d state.Dump) ([]nl.Message, error) {
	for range wholeRepeats {
		answer, interrupted, err := c.listOnce(ctx, d)
		var errno unix.Errno
		switch {
		case errors.As(err, &errno) && errno == unix.EOPNOTSUPP:
			return nil, errUnlisted
		case errors.As(err, &errno) && (errno == unix.ENOENT || errno == unix.ENODEV || errno == unix.EINVAL || errno == unix.EAFNOSUPPORT):
			return nil, nil
		case err != nil:
			return nil, c.refusal(nil, err)
		case !interrupted:
			return answer, nil
		}
	}
	return nil, ErrDumpInterrupted
}

func (c *Client) listOnce(ctx context.Context, d state.Dump) (answer []nl.Message, interrupted bool, err error) {
	defer c.told(time.Now(), (&Message{Type: d.Type}).Object())
	s, err := c.stream(ctx, nl.NewMessage(d.Type, unix.NLM_F_REQUEST|unix.NLM_F_DUMP, d.Body), true)
	if err != nil {
		return nil, false, err
	}
	defer s.close()
	for {
		data, err := s.next(ctx)
		if err == io.EOF {
			return answer, s.interrupted(), nil
		}
		if err != nil {
			return nil, false, err
		}
		for e, err := range nl.Parse(data) {
			if err != nil {
				return nil, false, err
			}
			if e.Type == d.Type && len(e.Body) > 0 { // so bridges tell of their groups, without a family
				e.Type -= 2
				e.Body[0] = d.Family
			}
			if d.Family != 0 && len(e.Body) > 0 && e.Body[0] != d.Family && len(answer) == 0 {
				return nil, false, nil // the kernel has no such family, and lists all others
			}
			answer = append(answer, e)
		}
	}
}
