package bindings

import (
	"context"
	"errors"
	"fmt"
	"strings"

	lua "github.com/yuin/gopher-lua"
	"golang.org/x/sys/unix"

	"nlua/host"
	"nlua/rtnl"
	"nlua/rtnl/codec"
	"nlua/rtnl/netns"
	"nlua/rtnl/plan"
	"nlua/rtnl/request"
)

// planMeta makes the class of plans.
func (s *Space) planMeta() *lua.LTable {
	return s.class("plan", map[string]lua.LGFunction{
		"apply": s.planApply, "empty": s.planEmpty, "lines": s.planLines, "left": s.planLeft, "kept": s.planKept,
		"__tostring": func(L *lua.LState) int {
			L.Push(lua.LString(strings.TrimSuffix(args{L, "tostring"}.plan(1).String(), "\n")))
			return 1
		},
		"__len": func(L *lua.LState) int {
			L.Push(lua.LNumber(len(args{L, "#"}.plan(1).Steps)))
			return 1
		},
	})
}

// planMethods are what IPRoute objects have of stdlib's provision.
func (s *Space) planMethods() map[string]lua.LGFunction {
	return map[string]lua.LGFunction{
		"plan": s.planOf("plan", plan.New), "diff": s.planOf("diff", plan.Diff), "save": s.savePlan, "transaction": s.transaction, "guard": s.guard,
	}
}

func (a args) plan(n int) *plan.Plan {
	if ud, ok := a.L.Get(n).(*lua.LUserData); ok {
		if p, ok := ud.Value.(*plan.Plan); ok {
			return p
		}
	}
	a.want(n, "a plan: call it as plan:"+a.fn+"()")
	return nil
}

// planOf is ipr:plan(wanted) and ipr:diff(wanted): the steps from what is to what is wanted.
func (s *Space) planOf(name string, compare func(context.Context, *rtnl.Client, codec.Table) (*plan.Plan, error)) lua.LGFunction {
	return func(L *lua.LState) int {
		a := args{L, name}
		o := s.self(a)
		wanted := s.keywords(L, a.table(2))
		c := s.clientOf(L, o)
		var p *plan.Plan
		err := s.vm.Wait(L, func(cancel <-chan struct{}) (err error) {
			if p, err = compare(waiting(cancel), c, wanted); err == nil {
				p.Close()
			}
			return err
		})
		if err != nil {
			s.raisePlan(L, err)
		}
		L.Push(&lua.LUserData{Value: p, Metatable: s.planKind.meta()})
		return 1
	}
}

// raisePlan raises what a plan failed with: a refusal by the kernel keeps its code, and says what became of the rest.
func (s *Space) raisePlan(L *lua.LState, err error) {
	var failed *plan.Error
	var refusal *rtnl.Error
	if errors.As(err, &failed) {
		if errno := errnoOf(failed.Err); !errors.As(failed.Err, &refusal) && errno != 0 {
			refusal = &rtnl.Error{Request: "plan apply", Errno: errno, Message: rtnl.Reason(failed.Err, errno)}
		}
	}
	if failed != nil && refusal != nil {
		e := *refusal
		e.Err, e.Hint = failed, strings.TrimPrefix(fmt.Sprintf("%s; in the step %q; %s", e.Hint, failed.Step, failed.Aftermath()), "; ")
		e.Undone, e.Left = failed.Undone, failed.Left
		s.vm.Raise(L, &e)
	}
	if errors.As(err, &refusal) {
		s.vm.Raise(L, err)
	}
	L.RaiseError("%s", host.Short(err.Error()))
}

// planApply is plan:apply(): does the steps, all or none.
func (s *Space) planApply(L *lua.LState) int {
	p := args{L, "apply"}.plan(1)
	if s.held(L, p) {
		L.Push(L.Get(1))
		return 1
	}
	s.vm.Heed()
	if err := s.vm.Wait(L, func(cancel <-chan struct{}) error { return p.Apply(waiting(cancel)) }); err != nil {
		s.raisePlan(L, err)
	}
	if len(p.Left) > 0 {
		s.vm.Complain("plan: others have lost by it: " + strings.Join(p.Left, ", "))
	}
	if len(p.Kept) > 0 {
		s.vm.Complain("plan: the kernel has made something else of it: " + strings.Join(p.Kept, ", "))
	}
	L.Push(L.Get(1))
	return 1
}

// held tells whether --read-only or --dry-run keep a plan from being applied: the one refuses it, the other tells of its steps.
func (s *Space) held(L *lua.LState, p *plan.Plan) bool {
	switch {
	case p.Empty():
	case s.opts.readOnly:
		s.vm.Raise(L, &rtnl.Error{Request: "plan apply", Errno: unix.EPERM, Message: "nlua runs with --read-only"})
	case s.opts.dryRun:
		place := func(home rtnl.Options, name string, made bool) (*rtnl.Client, error) {
			return s.dryPlace(L, home, name, made)
		}
		if err := s.vm.Hold(L, func(cancel <-chan struct{}) error { return p.Tell(waiting(cancel), place) }); err != nil {
			s.raisePlan(L, err)
		}
		return true
	}
	return false
}

// dryPlace opens a client whose requests a dry run tells of as meant for a namespace, which may be one that the run would have made.
func (s *Space) dryPlace(L *lua.LState, home rtnl.Options, name string, made bool) (*rtnl.Client, error) {
	set := &settings{Options: home, netns: name}
	set.NetNS, set.PID, set.Port, set.Fileno = netns.Ref{}, nil, nil, nil
	if made {
		set.flags = unix.O_CREAT
	}
	set.given = map[string]lua.LValue{"netns": lua.LString(name)}
	s.resolveNetNS(L, args{L, "plan apply"}, set)
	return rtnl.Open(set.Options)
}

func (s *Space) planEmpty(L *lua.LState) int {
	L.Push(lua.LBool(args{L, "empty"}.plan(1).Empty()))
	return 1
}

// planLines is plan:lines(): the steps as a list of lines.
func (s *Space) planLines(L *lua.LState) int {
	p := args{L, "lines"}.plan(1)
	lines := make([]string, len(p.Steps))
	for i, step := range p.Steps {
		lines[i] = step.String()
	}
	L.Push(texts(L, lines))
	return 1
}

// planLeft is plan:left(): after apply lines about what others had that has gone with what the plan removed.
func (s *Space) planLeft(L *lua.LState) int {
	L.Push(texts(L, args{L, "left"}.plan(1).Left))
	return 1
}

// planKept is plan:kept(): after apply lines about steps of which the kernel has made something else.
func (s *Space) planKept(L *lua.LState) int {
	L.Push(texts(L, args{L, "kept"}.plan(1).Kept))
	return 1
}

// savePlan is ipr:save(): what is there, as a table that plan takes, and a list of what keywords cannot say.
func (s *Space) savePlan(L *lua.LState) int {
	o := s.self(args{L, "save"})
	c := s.clientOf(L, o)
	var wanted codec.Table
	var left []string
	s.wait(L, func(ctx context.Context) (err error) {
		wanted, left, err = plan.Save(ctx, c)
		return err
	})
	L.Push(s.plain(L, wanted))
	L.Push(texts(L, left))
	return 2
}

// transaction is ipr:transaction(function(tx) ... end): tx has the object's verbs; when the function raises, all is put back.
func (s *Space) transaction(L *lua.LState) int {
	a := args{L, "transaction"}
	o := s.self(a)
	fn := a.fun(2)
	c := s.clientOf(L, o)
	var tx *plan.Transaction
	s.wait(L, func(ctx context.Context) (err error) {
		tx, err = plan.Begin(ctx, c)
		return err
	})
	tx.ReadOnly = s.opts.readOnly
	defer tx.Close()
	var report plan.Report
	rollback := func() { report, _ = tx.Rollback(context.Background()) }
	forget := s.vm.Finally(func() { // the program may end within
		if rollback(); len(report.Failed) > 0 {
			s.vm.Complain("transaction: " + leftText(report))
		}
	})
	over := false
	results, err := s.vm.Call(L, fn, lua.MultRet, s.transactionObject(o, tx, &over))
	over = true
	forget()
	if err == nil {
		for _, v := range results {
			L.Push(v)
		}
		return len(results)
	}
	rollback() // by no wait: an interrupt does not stop it
	s.raiseUndone(L, err, report)
	return 0
}

func leftText(report plan.Report) string {
	return "could not be undone: " + strings.Join(report.Failed, ", ")
}

// raiseUndone raises what a function failed with after all that it did was put back: a refusal with lists of what was and of what
// could not be. Where something could not, what a script raised itself becomes the message of a refusal by the kernel: why not.
func (s *Space) raiseUndone(L *lua.LState, err error, report plan.Report) {
	var refusal *rtnl.Error
	var interrupt *host.Interrupt
	switch left := leftText(report); {
	case errors.As(err, &refusal):
		e := *refusal
		e.Undone, e.Left = report.Done, report.Failed
		if len(report.Failed) > 0 {
			e.Hint = strings.TrimPrefix(e.Hint+"; "+left, "; ")
		}
		s.vm.Raise(L, &e)
	case len(report.Failed) == 0:
	case errors.As(err, &interrupt):
		s.vm.Complain("transaction: " + left)
	default:
		e := rtnl.Error{Request: "transaction", Errno: unix.ENOTRECOVERABLE, Message: err.Error(), Hint: left, Undone: report.Done, Left: report.Failed}
		if errors.As(report.Err, &refusal) {
			e.Errno, e.Attr = refusal.Errno, refusal.Attr
		}
		s.vm.Raise(L, &e)
	}
	s.vm.Raise(L, err)
}

// transactionObject is the tx of a transaction's function.
func (s *Space) transactionObject(o *object, tx *plan.Transaction, over *bool) lua.LValue {
	methods := map[string]lua.LGFunction{}
	s.through(o, methods, func(ctx context.Context, req *request.Request) ([]rtnl.Message, error) {
		if *over {
			return nil, errOver("transaction")
		}
		return tx.Do(ctx, req)
	})
	return &lua.LUserData{Value: tx, Metatable: s.class("transaction", methods)}
}
