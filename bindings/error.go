package bindings

import (
	"errors"

	lua "github.com/yuin/gopher-lua"
	"golang.org/x/sys/unix"

	"nlua/host"
	"nlua/rtnl"
	"nlua/rtnl/nl"
	"nlua/rtnl/request"
)

// errorField is a field of a NetlinkError, nil where the refusal says nothing of the kind.
func (s *Space) errorField(L *lua.LState, e *rtnl.Error, name string) lua.LValue {
	text := func(t string) lua.LValue {
		if t == "" {
			return lua.LNil
		}
		return lua.LString(t)
	}
	switch name {
	case "code":
		return lua.LNumber(e.Errno)
	case "errno":
		return lua.LString(nl.ErrnoName(e.Errno))
	case "message":
		if e.Message == "" {
			return lua.LString(e.Errno.Error())
		}
		return lua.LString(e.Message)
	case "request":
		return text(e.Request)
	case "attr":
		return text(e.Attr)
	case "missing":
		return text(e.Missing)
	case "netns":
		return text(e.NetNS)
	case "interrupted":
		if errors.Is(e, rtnl.ErrDumpInterrupted) {
			return lua.LTrue
		}
	case "step":
		if e.Step > 0 {
			return lua.LNumber(e.Step)
		}
	case "unknown":
		if e.Unknown {
			return lua.LTrue
		}
	case "undone":
		return lines(L, e.Undone)
	case "left":
		return lines(L, e.Left)
	case "steps":
		if e.Steps != nil {
			t := L.NewTable()
			for _, step := range e.Steps {
				t.Append(&lua.LUserData{Value: step, Metatable: s.errorKind.meta()})
			}
			return t
		}
	case "policy":
		if e.Policy != nil {
			return s.policy(L, e.Policy)
		}
	}
	return lua.LNil
}

// lines is a list of texts, nil where there are none.
func lines(L *lua.LState, list []string) lua.LValue {
	if list == nil {
		return lua.LNil
	}
	t := L.NewTable()
	for _, line := range list {
		t.Append(lua.LString(line))
	}
	return t
}

// policy is what the kernel would accept: type, min, max, mask.
func (s *Space) policy(L *lua.LState, p *nl.Policy) lua.LValue {
	t := L.NewTable()
	set := func(name string, v lua.LValue) { t.RawSetString(name, v) }
	if name := p.TypeName(); name != "" {
		set("type", lua.LString(name))
	}
	if p.MinS != nil {
		set("min", lua.LNumber(*p.MinS))
	}
	if p.MaxS != nil {
		set("max", lua.LNumber(*p.MaxS))
	}
	if p.MinU != nil {
		set("min", lua.LNumber(*p.MinU))
	}
	if p.MaxU != nil {
		set("max", lua.LNumber(*p.MaxU))
	}
	if p.MinLen != nil {
		set("min_length", lua.LNumber(*p.MinLen))
	}
	if p.MaxLen != nil {
		set("max_length", lua.LNumber(*p.MaxLen))
	}
	if p.Mask != nil {
		set("mask", s.newU64(*p.Mask))
	}
	return t
}

// errorMeta makes the class of NetlinkError.
func (s *Space) errorMeta() *lua.LTable {
	return s.class("error", map[string]lua.LGFunction{
		"__tostring": func(L *lua.LState) int {
			L.Push(lua.LString(errorArg(L).Error()))
			return 1
		},
		"__index": func(L *lua.LState) int {
			L.Push(s.errorField(L, errorArg(L), L.CheckString(2)))
			return 1
		},
		"__eq": func(L *lua.LState) int {
			x, y := errorArg(L), L.Get(2).(*lua.LUserData).Value
			other, _ := y.(*rtnl.Error)
			L.Push(lua.LBool(x == other || other != nil && errors.Is(x, rtnl.ErrDumpInterrupted) && errors.Is(other, rtnl.ErrDumpInterrupted)))
			return 1
		},
	})
}

// errorKinds is rtnl.errors: the errors that a script tells from others by ==.
func (s *Space) errorKinds() *lua.LTable {
	t := s.vm.L().CreateTable(0, 1)
	t.RawSetString("DumpInterrupted", s.errorObject(interrupted(rtnl.ErrDumpInterrupted)))
	return t
}

func errorArg(L *lua.LState) *rtnl.Error {
	if ud, ok := L.Get(1).(*lua.LUserData); ok {
		if e, ok := ud.Value.(*rtnl.Error); ok {
			return e
		}
	}
	args{L, "error"}.want(1, "an error object")
	return nil
}

// wrapError makes the Lua value of a Go error: refusals are objects, wrong use is text with the script's position (nil: the
// VM does that), a refusal by the system gets its errno's object.
func (s *Space) wrapError(L *lua.LState, err error) lua.LValue {
	var refusal *rtnl.Error
	var misuse *request.Error
	var op *nl.OpError
	var errno unix.Errno
	var own *host.Error
	switch {
	case errors.As(err, &refusal):
	case errors.Is(err, nl.ErrClosed):
		refusal = &rtnl.Error{Errno: unix.EBADF, Hint: "the object is closed", Err: err}
	case rtnl.ErrorOf(err) != nil:
		refusal = rtnl.ErrorOf(err)
	case errors.As(err, &misuse), errors.As(err, &own):
		return nil
	case errors.Is(err, nl.ErrDumpClosed):
		refusal = &rtnl.Error{Errno: unix.EBADF, Message: "the dump is closed", Err: err}
	case errors.Is(err, rtnl.ErrDumpInterrupted):
		refusal = interrupted(err)
	case errors.As(err, &op):
		refusal = &rtnl.Error{Errno: op.Errno, Message: op.Message, Policy: op.Policy, Err: err}
	case errors.As(err, &errno):
		refusal = &rtnl.Error{Errno: errno, Message: rtnl.Reason(err, errno), Err: err}
	default:
		return nil
	}
	return s.errorObject(refusal)
}

func (s *Space) errorObject(e *rtnl.Error) *lua.LUserData {
	return &lua.LUserData{Value: e, Metatable: s.errorKind.meta()}
}

func interrupted(err error) *rtnl.Error {
	return &rtnl.Error{Errno: unix.EINTR, Message: err.Error(), Err: err}
}

// errnoOf is the errno in an error, 0 where there is none.
func errnoOf(err error) (errno unix.Errno) {
	errors.As(err, &errno)
	return errno
}
