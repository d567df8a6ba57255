package plan

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"golang.org/x/sys/unix"

	"nlua/rtnl"
	"nlua/rtnl/codec"
	"nlua/rtnl/netns"
)

// Error says what failed, and what came of putting everything back.
type Error struct {
	Step   string // the line of the plan; of several that failed the first
	Err    error
	Undone []string // what was put back
	Left   []string // what could not be
}

func (e *Error) Error() string {
	var b strings.Builder
	if e.Step != "" {
		fmt.Fprintf(&b, "%s: ", e.Step)
	}
	fmt.Fprintf(&b, "%v; %s", e.Err, e.Aftermath())
	return b.String()
}

// Aftermath says what was undone and what could not be.
func (e *Error) Aftermath() string {
	var parts []string
	switch n := len(e.Undone); {
	case n > 5:
		parts = append(parts, fmt.Sprintf("undone: %s and %d more", strings.Join(e.Undone[:5], ", "), n-5))
	case n > 0:
		parts = append(parts, "undone: "+strings.Join(e.Undone, ", "))
	default:
		parts = append(parts, "nothing had been changed")
	}
	if len(e.Left) > 0 {
		parts = append(parts, "could not be undone: "+strings.Join(e.Left, ", "))
	}
	return strings.Join(parts, "; ")
}

// Unwrap gives what failed.
func (e *Error) Unwrap() error { return e.Err }

// rounds is how often a plan is made anew after it was done: a step may take with it what another one has made, as a port that goes
// down for its bond takes its routes.
const rounds = 3

// Apply does the steps. When one fails everything is put back, and the error is an *Error. Plan.Steps is what was done; where the kernel has
// made something else of a step, it stands in Plan.Kept too.
func (p *Plan) Apply(ctx context.Context) error {
	release, waited, err := p.hold(ctx)
	if err != nil {
		return err
	}
	defer release()
	if p.done || waited { // of what is there now, in the namespaces that have the names now
		p.Close()
		if err := p.compare(ctx); err != nil {
			p.Close()
			return err
		}
		p.done = false
	}
	p.Kept = nil
	undo := &undoing{p: p, spaces: map[string]*Undo{}, rested: map[string]*touched{}}
	done := p.Steps
	for range rounds {
		before := p.String()
		if err = p.run(ctx, undo); err != nil {
			break
		}
		if err = p.compare(ctx); err != nil || p.Empty() || p.String() == before { // a dry run changes nothing
			break
		}
		done = append(done[:len(done):len(done)], p.Steps...)
	}
	if err == nil && !p.home.Options().DryRun {
		for _, step := range p.Steps { // of the last comparison
			p.Kept = append(p.Kept, step.kept())
		}
	}
	p.Steps = done
	if err == nil {
		err = undo.bystanders(ctx)
	}
	if err == nil {
		p.Left, err = undo.lost(ctx)
	}
	if err == nil {
		p.done = true
		p.Close()
		return nil
	}
	e := &Error{Err: err}
	var at *stepError
	if errors.As(err, &at) {
		e.Step, e.Err = at.step, at.err
	}
	undo.run(e)
	p.Close()
	return e
}

type stepError struct {
	step string
	err  error
}

func (e *stepError) Error() string { return e.step + ": " + e.err.Error() }

func (e *stepError) Unwrap() error { return e.err }

// run does the steps, those of one namespace and phase at a time in few sends.
func (p *Plan) run(ctx context.Context, undo *undoing) error {
	for name, s := range p.spaces {
		if !p.missing[name] && undo.spaces[name] == nil && !slices.Contains(undo.created, name) {
			if name != "" { // the plan may have been closed since it was made
				c, err := p.open(name)
				if err != nil {
					return err
				}
				s.c = c
			}
			u, err := NewUndo(ctx, s.c)
			if err != nil {
				return err
			}
			u.before.name = name
			undo.spaces[name] = u
			if p.witness != nil {
				if err := p.witness.enter(name, s.c); err != nil {
					return err
				}
			}
		}
	}
	for i := 0; i < len(p.Steps); {
		n := 1
		for i+n < len(p.Steps) && together(p.Steps[i], p.Steps[i+n]) && p.fault == nil {
			n++
		}
		if p.fault != nil {
			if err := p.fault(i); err != nil {
				return &stepError{p.Steps[i].String(), err}
			}
		}
		if err := p.do(ctx, undo, p.Steps[i:i+n]); err != nil {
			return err
		}
		i += n
	}
	return nil
}

func together(a, b *Step) bool {
	return a.space == b.space && a.create == b.create && !a.create && (a.raw == nil) == (b.raw == nil) && a.phase == b.phase
}

func (p *Plan) do(ctx context.Context, undo *undoing, steps []*Step) error {
	s := steps[0].space
	if steps[0].create {
		return p.create(undo, steps[0])
	}
	for _, step := range steps {
		if err := undo.note(step); err != nil {
			return &stepError{step.String(), err}
		}
	}
	batch := s.c.NewBatch(false)
	defer batch.Close(ctx)
	for _, step := range steps {
		var err error
		if step.raw != nil {
			if err = s.send(ctx, "object", *step.raw); gone(err) && step.Sign == '-' {
				err = nil
			}
		} else {
			err = batch.Add(ctx, step.object, step.verb, step.kw)
		}
		if _, refused := refusal(batch, steps); refused != nil { // what this one names may be what was refused
			return refused
		}
		if err != nil {
			return &stepError{step.String(), err}
		}
	}
	if err := batch.Flush(ctx); err != nil {
		return &stepError{steps[0].String(), err}
	}
	busy, err := refusal(batch, steps)
	for _, step := range busy {
		if err == nil {
			err = p.whileDown(ctx, undo, step)
		}
	}
	return err
}

// refusal is the first step of a batch that the kernel refused, but for those that it may do while a device is down.
func refusal(batch *rtnl.Batch, steps []*Step) (busy []*Step, err error) {
	err = batch.Err()
	var refused *rtnl.Error
	if !errors.As(err, &refused) {
		return nil, err
	}
	for _, one := range refused.Steps {
		step := steps[min(max(one.Step-1, 0), len(steps)-1)]
		if !step.busy(one) {
			return nil, &stepError{step.String(), one}
		}
		busy = append(busy, step)
	}
	return busy, nil
}

// create makes a namespace, and gives the later steps there a client of it.
func (p *Plan) create(undo *undoing, step *Step) error {
	name := step.space.name
	if p.witness != nil {
		if err := p.witness.make(name); err != nil {
			return &stepError{step.String(), err}
		}
	}
	if _, err := netns.Create(name); err != nil {
		return &stepError{step.String(), err}
	}
	undo.created = append(undo.created, name)
	c, err := p.open(name)
	if err != nil {
		return &stepError{step.String(), err}
	}
	step.space.c = c
	return nil
}

// undoing is what an Apply puts back when it fails.
type undoing struct {
	p       *Plan
	spaces  map[string]*Undo
	rested  map[string]*touched // by namespace: devices that steps set down
	created []string            // namespaces
}

// note says what a step may change.
func (u *undoing) note(step *Step) (err error) {
	note := func(space string, typ uint16, body []byte) {
		undo := u.spaces[space]
		if undo == nil || err != nil { // a namespace of this plan's own goes as a whole
			return
		}
		undo.Note(typ, body)
		if u.p.witness != nil {
			err = u.p.witness.note(space, typ, body)
		}
	}
	named := func(space string, name any) {
		if s, _ := name.(string); s != "" {
			note(space, unix.RTM_NEWLINK, codec.AppendAttr(linkMessage(0, 0, 0), unix.IFLA_IFNAME, append([]byte(s), 0)))
		}
	}
	here := step.space.name
	switch {
	case step.raw != nil:
		note(here, step.raw.Type, step.raw.Body)
	case step.req != nil:
		typ, _, body := noteOf(step.req)
		note(here, typ, body)
	}
	if step.object != "link" {
		return err
	}
	u.rest(step)
	for _, p := range step.kw {
		if p.Name == "ifname" {
			named(here, p.Value)
		}
		if peer, ok := p.Value.(codec.Table); ok && p.Name == "peer" { // it may be made in another namespace
			space := here
			if v, ok := peer.Get("net_ns_fd"); ok {
				space, _ = v.(string)
			}
			name, _ := peer.Get("ifname")
			named(space, name)
		}
	}
	return err
}

// run puts everything back, whatever has become of the context.
func (u *undoing) run(e *Error) {
	for _, name := range u.created { // a namespace that a socket is open in does not end
		u.p.shut(name)
	}
	r := putBackAll(context.Background(), slices.Collect(maps.Values(u.spaces)), u.created)
	e.Undone, e.Left = append(e.Undone, r.Done...), append(e.Left, r.Failed...)
}

// putBackAll undoes what was done in several namespaces, whose veths may have their ends in each other, and removes those that were
// made.
func putBackAll(ctx context.Context, undos []*Undo, made []string) (all Report) {
	slices.SortFunc(undos, func(a, b *Undo) int { return cmp.Compare(a.before.name, b.before.name) })
	for _, undo := range undos {
		undo.others = undos
		r, err := undo.Run(ctx)
		if err != nil {
			r.Failed = append(r.Failed, err.Error())
		}
		for _, line := range r.Done {
			all.Done = append(all.Done, undo.before.in()+line)
		}
		for _, line := range r.Failed {
			all.Failed = append(all.Failed, undo.before.in()+line)
		}
	}
	for _, name := range made {
		switch err := netns.Remove(name); {
		case err == nil:
			all.Done = append(all.Done, "- netns "+name)
		case !errors.Is(err, unix.ENOENT):
			all.Failed = append(all.Failed, "- netns "+name+": "+err.Error())
		}
	}
	return all
}
