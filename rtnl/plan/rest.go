package plan

import (
	"context"
	"errors"
	"slices"

	"golang.org/x/sys/unix"

	"nlua/rtnl"
	"nlua/rtnl/codec"
	"nlua/rtnl/spec"
	"nlua/rtnl/state"
)

// A device that is set down for a setting loses routes, nexthops, neighbours and IPv6 addresses. Those that the plan wants come
// with its next round; those of others are put back here.

// rest notes a step that sets a device down.
func (u *undoing) rest(step *Step) {
	undo := u.spaces[step.space.name]
	if undo == nil || step.req == nil || len(step.req.Body) < linkHead {
		return
	}
	flags, change := native.Uint32(step.req.Body[8:]), native.Uint32(step.req.Body[12:])
	if change&^flags&unix.IFF_UP == 0 {
		return
	}
	t := u.rested[step.space.name]
	if t == nil {
		t = newTouched()
		u.rested[step.space.name] = t
	}
	v := codec.ViewOf(&spec.Link, step.req.Body, nil)
	t.noteLink(undo.before, &v)
}

// bystanders puts back what devices have lost that are up again. What cannot be is an error, unless the plan has taken things away
// there: it may have led through them, and is told by lost.
func (u *undoing) bystanders(ctx context.Context) error {
	for name, t := range u.rested {
		undo := u.spaces[name]
		var failed error
		for range undoRounds {
			now, err := look(ctx, name, undo.before.c)
			if err != nil {
				return err
			}
			t.spread(undo.before, now)
			failed = nil
			did := false
			for _, d := range state.Deltas(now.table, undo.before.table) {
				if d.Old != nil || d.Type == unix.RTM_NEWLINK || !t.has(&d) || !worth(&d, now, undo.before, nil) || undo.wanted(&d, now) {
					continue
				}
				switch err := undo.putBackObject(ctx, now, &d); {
				case err == nil:
					did = true
				case failed == nil:
					failed = &stepError{describe(&d, now, undo.before), err}
				}
			}
			if !did {
				break
			}
		}
		if failed != nil && !u.removes(name) {
			return failed
		}
	}
	return nil
}

// wanted tells whether the end of an object is what a step was for, or of a device that is not up any more.
func (u *Undo) wanted(d *state.Delta, now *space) bool {
	v := codec.ViewOf(spec.ByType(d.Type).Set, d.New, nil)
	return u.named(d.Type, &v) || slices.ContainsFunc(devices(d.Type, &v), func(index uint32) bool {
		l := now.links[index]
		return l == nil || !l.up()
	})
}

// busy tells whether the kernel refused an address for a device that is up: many drivers take one only while it is down, and nobody knows
// which until they are asked.
func (s *Step) busy(refused *rtnl.Error) bool {
	_, addressed := s.kw.Get("address")
	name, _ := s.kw.Get("ifname")
	ifname, _ := name.(string)
	l := s.space.named[ifname]
	return !s.again && s.object == "link" && s.verb == "set" && addressed && l != nil && l.up() && errors.Is(refused.Errno, unix.EBUSY)
}

// whileDown does a step with its device down, and sets that up again.
func (p *Plan) whileDown(ctx context.Context, undo *undoing, step *Step) error {
	step.again = true
	name, _ := step.kw.Get("ifname")
	c := &comparison{p: p, ctx: ctx}
	set := func(state string) (*Step, error) {
		kw := codec.Table{{Name: "ifname", Value: name}, {Name: "state", Value: state}}
		r, err := c.build(&entry{section: sectionNamed("links"), space: step.space.name}, "set", kw)
		return &Step{Sign: '~', space: step.space, object: "link", verb: "set", kw: kw, req: r, phase: step.phase}, err
	}
	down, err := set("down")
	if err != nil {
		return err
	}
	up, err := set("up")
	if err != nil {
		return err
	}
	for _, one := range []*Step{down, step, up} {
		if err := p.do(ctx, undo, []*Step{one}); err != nil {
			return err
		}
	}
	return nil
}

// lost are lines about what others had in namespaces where the plan removed something, or set a device down, and what is not there any
// more, although its device is: addresses of one that was made anew, routes through what was purged.
func (u *undoing) lost(ctx context.Context) (lines []string, err error) {
	for name, undo := range u.spaces {
		if u.rested[name] == nil && !u.removes(name) {
			continue
		}
		now, err := look(ctx, name, undo.before.c)
		if err != nil {
			return nil, err
		}
		there := now.labels() // an object may have come again with another number of its device
		slices.Sort(there)
		for _, d := range undo.differences(now) {
			if d.Old != nil || d.Type == unix.RTM_NEWLINK {
				continue
			}
			v := codec.ViewOf(spec.ByType(d.Type).Set, d.New, nil)
			line := undo.before.label(d.Type, d.Key, d.New)
			_, again := slices.BinarySearch(there, line)
			homeless := slices.ContainsFunc(devices(d.Type, &v), func(index uint32) bool {
				l := undo.before.links[index]
				return l == nil || now.named[l.name] == nil
			})
			if !again && !homeless && !undo.named(d.Type, &v) {
				lines = append(lines, undo.before.in()+line)
			}
		}
	}
	slices.Sort(lines)
	return slices.Compact(lines), nil
}

// removes tells whether the plan takes something away in a namespace.
func (u *undoing) removes(space string) bool {
	return slices.ContainsFunc(u.p.Steps, func(s *Step) bool { return s.Sign == '-' && s.space.name == space })
}
