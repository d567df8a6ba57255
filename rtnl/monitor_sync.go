package rtnl

import (
	"context"
	"errors"
	"math"
	"slices"
	"time"

	"nlua/rtnl/nl"
	"nlua/rtnl/state"
)

const (
	syncTries = 4                     // after so many losses on the way what was listed is told all the same
	minPause  = 20 * time.Millisecond // between two lists of what is stale
	maxPause  = 5 * time.Second
)

// pauses keeps lists from taking more than a part of the time: between two of them passes ten times what the last one took, twice as
// long each time that kinds have changed again while they were listed.
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
	if !m.cfg.Resync || !m.newly && !slices.ContainsFunc(m.places(), func(p *place) bool { return !p.known || p.unsure() != 0 }) {
		return 0, false
	}
	now := time.Now()
	p := &m.pauses
	if p.stale.IsZero() {
		p.stale = now
	}
	next := p.since.Add(min(max(10*p.took, minPause)<<min(m.checks, 8), maxPause))
	if p.stale.After(next) {
		next = p.stale
	}
	return next.Sub(now), true
}

// tellLoss puts a message of type nl.TypeOverrun before what the list finds, once for every loss.
func (m *Monitor) tellLoss() {
	if !m.told {
		m.told = true
		m.ready = append(m.ready, m.overrun(m.home))
	}
}

// overrun tells of a loss; with the id of a namespace, of one that is not made good: some of what is there can't be listed.
func (m *Monitor) overrun(p *place) Message {
	return Message{
		Raw: nl.NewMessage(nl.TypeOverrun, 0, nil), Type: nl.TypeOverrun, Target: m.c.opts.Target, Resync: true,
		NSID: p.id, HasNSID: p != m.home, NetNS: p.name,
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
		syncs, err := m.list(ctx, func(p *place) state.Kinds {
			if !m.cfg.Resync {
				return p.table.Held()
			}
			return p.table.All()
		}, true, try < syncTries)
		if err != nil {
			m.mail.forfeit()
			if !errors.Is(err, ErrDumpInterrupted) {
				return err
			}
		}
		if err == nil && (!m.mail.isLost() || try >= syncTries) {
			m.finish(syncs, begun)
			m.begun, m.told = true, false
			if !m.cfg.Resync {
				m.home, m.far = nil, nil
			}
			return nil
		}
		if err := sleep(ctx, min(time.Duration(try)*minPause, maxPause)); err != nil {
			return err
		}
	}
}

// finish tells what lists found. Kinds that changed meanwhile are listed once more.
func (m *Monitor) finish(syncs map[*place]*state.Sync, begun time.Time) {
	m.checks++
	sure := true
	for _, p := range m.places() {
		if p.short {
			p.short = false
			m.made = append(m.made, m.overrun(p))
		}
		s := syncs[p]
		if s == nil {
			continue
		}
		for _, e := range s.End() {
			if p.known || m.cfg.Replay {
				m.make(p, e)
			}
		}
		p.known, p.doubts = true, s.Raced()
		sure = sure && p.doubts == 0
	}
	if sure {
		m.checks = 0
	}
	m.pauses.ended(begun)
}

// partly lists the kinds that are stale or in doubt.
func (m *Monitor) partly(ctx context.Context) error {
	begun := time.Now()
	syncs, err := m.list(ctx, func(p *place) state.Kinds {
		if !p.known {
			return p.table.All()
		}
		return p.unsure()
	}, false, true)
	if err != nil {
		m.mail.forfeit()
		if errors.Is(err, ErrDumpInterrupted) {
			err = nil
		}
		return err
	}
	if !m.mail.isLost() {
		m.finish(syncs, begun)
	}
	return nil
}

// list does what a Sync of each place asks for, up to its End. gap: the tables are not right. giveUp: it ends early when a loss has
// made it void.
func (m *Monitor) list(ctx context.Context, kinds func(*place) state.Kinds, gap, giveUp bool) (map[*place]*state.Sync, error) {
	if gap || m.newly {
		m.discover(ctx)
	}
	syncs := map[*place]*state.Sync{}
	for _, p := range m.places() {
		if !gap && p.known && kinds(p) == 0 || giveUp && m.mail.isLost() {
			continue
		}
		if err := m.dump(ctx, p, syncs, kinds, gap, giveUp); err != nil {
			return nil, err
		}
	}
	if err := m.mail.settle(ctx); err != nil {
		return nil, err
	}
	mail, _, err := m.mail.take(math.MaxInt)
	if err != nil {
		return nil, err
	}
	m.deliver(mail, func(p *place, e nl.Message) []state.Event {
		s := syncs[p]
		if s == nil {
			return m.apply(p, e)
		}
		events := s.Race(e.Type, e.Flags, e.Body)
		if !p.known && m.begun && !m.cfg.Replay { // of what was there before nobody is told, but of this
			return []state.Event{{Own: true}}
		}
		return events
	})
	return syncs, nil
}

// dump lists a place, as far as it can be.
func (m *Monitor) dump(ctx context.Context, p *place, syncs map[*place]*state.Sync, kinds func(*place) state.Kinds, gap, giveUp bool) error {
	r := m.reach(ctx, p)
	defer r.close()
	if p != m.home {
		could := p.table.Held()
		p.table.Hold(r.can & m.home.table.Held())
		misses := p.table.Held() != m.home.table.Held()
		p.short = p.short || could&^p.table.Held() != 0 || misses && (gap && m.begun || !p.known && m.cfg.Replay)
	}
	k := kinds(p)
	if k == 0 {
		p.known = true // nothing of it ever will be
		return nil
	}
	s := p.table.Begin(k, gap || !p.known)
	syncs[p] = s
	for d := range s.Dumps() {
		answer, err := r.list(ctx, d)
		if err == errUnlisted {
			s.Unlisted(d)
			continue
		}
		if err != nil && r.byID && !errors.Is(err, ErrDumpInterrupted) && ctx.Err() == nil { // it has just gone
			delete(syncs, p)
			m.newly = true
			return nil
		}
		if err != nil {
			return err
		}
		for _, e := range answer {
			s.Add(e.Type, e.Body)
		}
		if giveUp && m.mail.isLost() {
			break
		}
	}
	return nil
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
