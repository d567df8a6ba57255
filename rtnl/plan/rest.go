package plan

import (
	"context"
	"slices"

	"golang.org/x/sys/unix"

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
// there: it may have led through them.
func (u *undoing) bystanders(ctx context.Context) error {
	for name, t := range u.rested {
		undo := u.spaces[name]
		purges := slices.ContainsFunc(u.p.Steps, func(s *Step) bool { return s.Sign == '-' && s.space.name == name })
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
		if failed != nil && !purges {
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
