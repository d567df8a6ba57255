package bindings

import (
	"context"
	"errors"
	"strings"
	"time"

	lua "github.com/yuin/gopher-lua"
	"golang.org/x/sys/unix"

	"nlua/host"
	"nlua/rtnl"
	"nlua/rtnl/plan"
	"nlua/rtnl/request"
)

// Guarding is the whole of this process, where it is the helper of a guard.
func Guarding() bool { return plan.Guarding() }

// guard is ipr:guard(seconds, function(g) ... end): what the function does by g is undone by a process of its own unless
// g:confirm() comes in time. It returns g.
func (s *Space) guard(L *lua.LState) int {
	a := args{L, "guard"}
	o := s.self(a)
	seconds, ok := L.Get(2).(lua.LNumber)
	if !ok || seconds <= 0 || seconds > 1e6 {
		a.want(2, "a number of seconds above 0")
	}
	fn := a.fun(3)
	if s.opts.readOnly {
		s.vm.Raise(L, &rtnl.Error{Request: "guard", Errno: unix.EPERM, Message: "--read-only: no program is started"})
	}
	c := s.clientOf(L, o)
	if s.opts.dryRun {
		return s.dryGuard(L, o, c, fn)
	}
	s.vm.WritesPipes()
	var g *plan.Guard
	s.wait(L, func(ctx context.Context) (err error) {
		g, err = plan.StartGuard(ctx, c, time.Duration(float64(seconds)*float64(time.Second)))
		return err
	})
	s.vm.Finally(g.Close)
	value := s.guardObject(o, g, g.ID)
	if _, err := s.vm.Call(L, fn, 0, value); err != nil {
		if undo := g.Undo(); undo != nil { // by no wait: an interrupt does not stop it
			s.raiseUndone(L, err, plan.Report{Failed: []string{strings.TrimPrefix(undo.Error(), "could not be undone: ")}})
		}
		s.vm.Raise(L, err)
	}
	L.Push(value)
	return 1
}

// guardian is what the g of a guard has.
type guardian interface {
	Do(ctx context.Context, req *request.Request) ([]rtnl.Message, error)
	Apply(ctx context.Context, p *plan.Plan) error
	Confirm() error
	Undo() error
}

// dryGuardian is that of a dry run: there is nothing to undo, and no process to do it.
type dryGuardian struct{ *plan.Transaction }

func (dryGuardian) Apply(context.Context, *plan.Plan) error { return nil }
func (dryGuardian) Confirm() error                          { return nil }
func (dryGuardian) Undo() error                             { return nil }

// dryGuard is guard in a dry run. What it would refuse is refused.
func (s *Space) dryGuard(L *lua.LState, o *object, c *rtnl.Client, fn *lua.LFunction) int {
	var tx *plan.Transaction
	s.wait(L, func(ctx context.Context) (err error) {
		tx, err = plan.Begin(ctx, c)
		return err
	})
	s.vm.Finally(tx.Close)
	value := s.guardObject(o, dryGuardian{tx}, "dry-run")
	if _, err := s.vm.Call(L, fn, 0, value); err != nil {
		s.vm.Raise(L, err)
	}
	L.Push(value)
	return 1
}

// guardObject is the g: an object's verbs, apply(plan), confirm(), undo(), id.
func (s *Space) guardObject(o *object, g guardian, id string) lua.LValue {
	methods := map[string]lua.LGFunction{
		"confirm": func(L *lua.LState) int {
			s.wait(L, func(context.Context) error { return s.plainly(g.Confirm()) })
			return 0
		},
		"undo": func(L *lua.LState) int {
			s.wait(L, func(context.Context) error { return s.plainly(g.Undo()) })
			return 0
		},
		"apply": func(L *lua.LState) int {
			p := args{L, "apply"}.plan(2)
			if s.held(L, p) {
				return 0
			}
			if err := s.vm.Wait(L, func(cancel <-chan struct{}) error { return g.Apply(waiting(cancel), p) }); err != nil {
				s.raisePlan(L, err)
			}
			return 0
		},
	}
	s.through(o, methods, func(ctx context.Context, req *request.Request) ([]rtnl.Message, error) {
		answer, err := g.Do(ctx, req)
		return answer, s.plainly(err)
	})
	meta := s.class("guard", methods)
	meta.RawGetString("__index").(*lua.LTable).RawSetString("id", lua.LString(id))
	return &lua.LUserData{Value: g, Metatable: meta}
}

// plainly words the one error that is a guard's own.
func (s *Space) plainly(err error) error {
	if errors.Is(err, plan.ErrTooLate) {
		return &rtnl.Error{Request: "guard", Errno: unix.ETIMEDOUT, Message: plan.ErrTooLate.Error()}
	}
	return err
}

// confirmOption is --confirm ID.
func confirmOption() host.Option {
	return host.Option{Long: "--confirm", Arg: "ID", Help: "confirm the changes of provision.guard(), from another terminal",
		Run: func(vm *host.VM, id string) error {
			vm.WritesPipes()
			return plan.Confirm(id)
		}}
}
