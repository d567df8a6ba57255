package rtnl

import (
	"context"
	"errors"
	"time"

	"nlua/rtnl/nl"
	"nlua/rtnl/state"
)

const (
	syncTries = 4                     // after so many losses on the way what was listed is told all the same
	checkMost = 4                     // so often kinds that changed while they were listed are listed again
	minPause  = 20 * time.Millisecond // between two lists of what is stale
	maxPause  = 5 * time.Second
)

// pauses keeps lists from taking more than a part of the time: between two of them passes ten times what the last one took.
type pauses struct {
	since time.Time // the last list ended
	took  time.Duration
	stale time.Time // something has been stale since then
}

func (p *pauses) ended(begun time.Time) {
	p.since, p.stale = time.Now(), time.Time{}
	p.took = p.since.Sub(begun)
}

// due tells how long to wait until stale kinds are listed; negative: so long it could have been done already.
func (m *Monitor) due() (wait time.Duration, stale bool) {
	if !m.cfg.Resync || m.table.Stale()|m.doubts == 0 {
		return 0, false
	}
	now := time.Now()
	p := &m.pauses
	if p.stale.IsZero() {
		p.stale = now
	}
	next := p.since.Add(min(max(10*p.took, minPause), maxPause))
	if p.stale.After(next) {
		next = p.stale
	}
	return next.Sub(now), true
}

// tellLoss puts a message of type nl.TypeOverrun before what the list finds, once for every loss.
func (m *Monitor) tellLoss() {
	if !m.told {
		m.told = true
		raw := nl.NewMessage(nl.TypeOverrun, 0, nil)
		m.ready = append(m.ready, Message{Raw: raw, Type: nl.TypeOverrun, Target: m.c.opts.Target, Resync: true})
	}
}

// sync lists all and compares. At the beginning that is the first picture; later it follows a loss.
func (m *Monitor) sync(ctx context.Context) error {
	if m.begun {
		if err := sleep(ctx, time.Until(m.pauses.since.Add(min(2*m.pauses.took, maxPause)))); err != nil {
			return err
		}
	}
	for try := 1; ; try++ {
		begun := time.Now()
		if err := m.mail.start(ctx); err != nil {
			return err
		}
		kinds := m.table.All()
		if !m.cfg.Resync {
			kinds = m.table.Held()
		}
		s, err := m.list(ctx, kinds, true, try < syncTries)
		if err != nil {
			m.mail.forfeit()
			if !errors.Is(err, ErrDumpInterrupted) {
				return err
			}
		}
		if err == nil && (!m.mail.isLost() || try >= syncTries) {
			m.finish(s, begun)
			return nil
		}
		if err := sleep(ctx, min(time.Duration(try)*minPause, maxPause)); err != nil {
			return err
		}
	}
}

// finish tells what a list of everything found.
func (m *Monitor) finish(s *state.Sync, begun time.Time) {
	events := s.End()
	if m.begun || m.cfg.Replay {
		for _, e := range events {
			m.make(e)
		}
	}
	m.checks, m.doubts = 1, s.Raced()
	m.begun, m.told = true, false
	m.pauses.ended(begun)
	if !m.cfg.Resync {
		m.table = nil
	}
}

// partly lists the kinds that are stale or in doubt.
func (m *Monitor) partly(ctx context.Context) error {
	begun := time.Now()
	s, err := m.list(ctx, m.table.Stale()|m.doubts, false, true)
	if err != nil {
		m.mail.forfeit()
		if errors.Is(err, ErrDumpInterrupted) {
			err = nil
		}
		return err
	}
	if m.mail.isLost() {
		return nil
	}
	for _, e := range s.End() {
		m.make(e)
	}
	m.doubts = 0
	if raced := s.Raced(); raced != 0 && m.checks < checkMost {
		m.checks++
		m.doubts = raced
	} else {
		m.checks = 0
	}
	m.pauses.ended(begun)
	return nil
}

// list does what a Sync asks for, up to its End. gap: the table is not right. giveUp: it ends early when a loss has made it void.
func (m *Monitor) list(ctx context.Context, kinds state.Kinds, gap, giveUp bool) (*state.Sync, error) {
	s := m.table.Begin(kinds, gap)
	for d := range s.Dumps() {
		answer, err := m.c.List(ctx, d)
		if err != nil {
			return nil, err
		}
		for _, e := range answer {
			s.Add(e.Type, e.Body)
		}
		if giveUp && m.mail.isLost() {
			break
		}
	}
	if err := m.mail.settle(ctx); err != nil {
		return nil, err
	}
	mail, _, err := m.mail.take()
	if err != nil {
		return nil, err
	}
	m.deliver(mail, func(e nl.Message) []state.Event { return s.Race(e.Type, e.Flags, e.Body) })
	return s, nil
}

func sleep(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return nil
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}
