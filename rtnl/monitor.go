package rtnl

import (
	"context"
	"slices"
	"sync"
	"time"

	"golang.org/x/sys/unix"

	"nlua/rtnl/nl"
	"nlua/rtnl/spec"
	"nlua/rtnl/state"
)

// MonitorConfig says what a monitor tells of.
type MonitorConfig struct {
	Groups  []uint32              // RTNLGRP_*; none: those of the client's Options
	Filter  func(m *Message) bool // nil: all
	Replay  bool                  // begin with what is there, as announcements
	Resync  bool                  // after a loss, list and compare; else a loss is an error, unix.ENOBUFS
	AllNSID bool                  // events of all namespaces that have an id here; Resync and Replay are about them as far as they can be opened, or listed by the id

	RcvBuf int // bytes of the socket's buffer; 0: 8 MiB, where that is allowed
	Queue  int // bytes that may wait for Next; 0: 32 MiB
}

const (
	monitorBuffer = 8 << 20
	monitorQueue  = 32 << 20
)

// Monitor is a stream of events. One goroutine at a time calls Next.
type Monitor struct {
	c      *Client
	cfg    MonitorConfig
	mail   *mailroom
	mask   uint32 // of the groups that were asked for, the first 32
	home   *place // nil without Resync and Replay
	far    map[int32]*place
	spaces spaces

	ready  []Message // to be given out
	made   []Message // likewise, when the work at hand is done
	work   *work     // a list that is being made; written with workMu, by who calls Next
	begun  bool      // the first picture is there
	told   bool      // the loss at hand
	newly  bool      // there is a namespace of which there is no picture yet
	pauses pauses
	checks int // listed again to be sure, and again not sure

	workMu sync.Mutex
	closed bool // with workMu
}

// Monitor subscribes to groups, on a descriptor of its own. Events are read ahead from here on.
func (c *Client) Monitor(ctx context.Context, cfg MonitorConfig) (*Monitor, error) {
	m := &Monitor{c: c, cfg: cfg}
	if len(m.cfg.Groups) == 0 {
		for i := range spec.Groups {
			if spec.Groups[i].Mask()&c.opts.Groups != 0 {
				m.cfg.Groups = append(m.cfg.Groups, spec.Groups[i].Number)
			}
		}
	}
	groups := slices.Clone(m.cfg.Groups)
	for _, g := range groups {
		if g <= 32 {
			m.mask |= 1 << (g - 1)
		}
	}
	if cfg.Resync || cfg.Replay {
		kinds := state.KindsOf(groups)
		m.home = &place{c: c, table: state.NewTable(kinds)}
		if cfg.AllNSID {
			m.far = map[int32]*place{}
			if cfg.Resync && !slices.Contains(groups, groupNSID) {
				groups = append(groups, groupNSID)
			}
		}
		for _, g := range kinds.Groups() {
			if cfg.Resync && !slices.Contains(groups, g) {
				groups = append(groups, g)
			}
		}
	}
	config := c.opts.config()
	config.RcvBuf, config.MaxSize, config.AllNSID = cfg.RcvBuf, 0, cfg.AllNSID
	if config.RcvBuf == 0 {
		config.RcvBuf = monitorBuffer
	}
	config.Groups = groups
	conn, err := c.open(config)
	if err != nil {
		return nil, err
	}
	limit := cfg.Queue
	if limit == 0 {
		limit = monitorQueue
	}
	m.mail = newMailroom(conn, limit)
	if m.home != nil {
		m.start(m.sync)
		if err := m.await(ctx); err != nil {
			m.Close()
			return nil, err
		}
	}
	return m, nil
}

// Close ends the monitor; a Next that waits gets nl.ErrClosed. Any goroutine may call it.
func (m *Monitor) Close() error {
	err := m.mail.close()
	m.workMu.Lock()
	m.closed = true
	w := m.work
	m.workMu.Unlock()
	if w != nil {
		w.cancel()
		<-w.done
	}
	return err
}

// work is a list that is being made, by a goroutine of its own: it may take longer than the patience of who waits for it. Until it
// is done the table and what is made are its own.
type work struct {
	cancel context.CancelFunc
	done   chan struct{}
	err    error
}

func (m *Monitor) start(do func(ctx context.Context) error) {
	ctx, cancel := context.WithCancel(context.Background())
	w := &work{cancel: cancel, done: make(chan struct{})}
	m.setWork(w)
	go func() {
		defer close(w.done)
		w.err = do(ctx)
	}()
}

// await waits for the work at hand.
func (m *Monitor) await(ctx context.Context) error {
	select {
	case <-m.work.done:
	case <-ctx.Done():
		return context.Cause(ctx)
	}
	err := m.work.err
	m.work.cancel()
	m.setWork(nil)
	m.collect()
	return err
}

// setWork notes what Close has to end. Work that begins after Close is cancelled.
func (m *Monitor) setWork(w *work) {
	m.workMu.Lock()
	defer m.workMu.Unlock()
	if m.work = w; w != nil && m.closed {
		w.cancel()
	}
}

func (m *Monitor) collect() {
	if m.ready = append(m.ready, m.made...); len(m.ready) == 0 {
		m.ready = nil
	}
	m.made = nil
}

// Next gives the next event. Of a loss it tells by a message of type nl.TypeOverrun and what the comparison found, or without
// Resync by the error unix.ENOBUFS; it may be called again after that, and after an error of ctx.
func (m *Monitor) Next(ctx context.Context) (Message, error) {
	for {
		if e, ok := m.Pop(); ok {
			return e, nil
		}
		if err := m.More(ctx); err != nil {
			return Message{}, err
		}
	}
}

// Pop is Next without any wait: ok is false when it takes a More.
func (m *Monitor) Pop() (e Message, ok bool) {
	for len(m.ready) > 0 {
		e, m.ready[0] = m.ready[0], Message{}
		if m.ready = m.ready[1:]; len(m.ready) == 0 {
			m.ready = nil
		}
		if m.cfg.Filter == nil || e.Type < unix.RTM_BASE || m.cfg.Filter(&e) {
			return e, true
		}
	}
	return Message{}, false
}

// readsAtOnce is how many of the reader's reads are taken apart at once.
const readsAtOnce = 32

// More waits for something to Pop, or for what may come to be it.
func (m *Monitor) More(ctx context.Context) error {
	if m.work != nil {
		return m.await(ctx)
	}
	mail, lost, err := m.mail.take(readsAtOnce)
	switch {
	case len(mail) > 0:
		m.deliver(mail, m.apply)
		m.collect()
		if wait, stale := m.due(); stale && wait < -maxPause {
			m.start(m.partly)
		}
		return nil
	case err != nil:
		return err
	case lost && m.cfg.Resync:
		m.tellLoss()
		m.start(m.sync)
		return nil
	case lost:
		if err := m.mail.start(ctx); err != nil {
			return err
		}
		return m.c.refusal(nil, unix.ENOBUFS)
	}
	var timer <-chan time.Time
	if wait, stale := m.due(); stale {
		if wait <= 0 {
			m.start(m.partly)
			return nil
		}
		t := time.NewTimer(wait)
		defer t.Stop()
		timer = t.C
	}
	select {
	case <-m.mail.wake:
	case <-timer:
	case <-ctx.Done():
		return context.Cause(ctx)
	}
	return nil
}

// deliver takes the datagrams of reads apart.
func (m *Monitor) deliver(mail [][]nl.Datagram, take func(*place, nl.Message) []state.Event) {
	for _, list := range mail {
		for i := range list {
			m.deliverOne(&list[i], take)
		}
	}
}

func (m *Monitor) deliverOne(d *nl.Datagram, take func(*place, nl.Message) []state.Event) {
	foreign := d.Groups != 0 && d.Groups&m.mask == 0 // it came for what it tells of others
	for e, err := range d.Messages() {
		if err != nil {
			break
		}
		if e.Type < unix.RTM_BASE {
			continue
		}
		p := m.home
		if e.HasNSID {
			p = m.placeOf(e.NSID)
		}
		if p == nil {
			if !foreign {
				m.give(nil, e, nil)
			}
			continue
		}
		for _, event := range take(p, e) {
			if !event.Own || !foreign {
				m.give(p, e, &event)
			}
		}
		if e.Type&^1 == unix.RTM_NEWNSID && p == m.home && m.far != nil {
			m.renumber(e)
		}
	}
}

// apply: of a namespace of which there is no picture yet all is told as it comes.
func (m *Monitor) apply(p *place, e nl.Message) []state.Event {
	if !p.known {
		return []state.Event{{Own: true}}
	}
	return p.table.Apply(e.Type, e.Flags, e.Body)
}

// give puts an event among those that are ready: the kernel's message where it is that.
func (m *Monitor) give(p *place, e nl.Message, event *state.Event) {
	if event != nil && event.Resync {
		m.make(p, *event)
		return
	}
	msg := NewMessage(e)
	msg.Target = m.c.opts.Target
	if e.HasNSID {
		msg.NetNS = m.space(e.NSID)
	}
	m.made = append(m.made, msg)
}

// make makes the message that the kernel did not send.
func (m *Monitor) make(p *place, event state.Event) {
	raw := nl.NewMessage(event.Type, 0, event.Body)
	m.made = append(m.made, Message{
		Raw: raw[:nl.HeaderLen+len(event.Body)], Type: event.Type, Target: m.c.opts.Target, Resync: true,
		NSID: p.id, HasNSID: p != m.home, NetNS: p.name,
	})
}
