package bindings

import (
	lua "github.com/yuin/gopher-lua"
)

// headerFields are the names of m.header, in the order in which they are shown.
var headerFields = [...]string{"length", "type", "flags", "sequence_number", "pid", "error", "target", "nsid", "netns", "dry_run"}

// header is m.header: a table of what the message's header says, and of where it came from.
func (s *Space) header(L *lua.LState, m *message) lua.LValue {
	t := L.CreateTable(0, len(headerFields))
	for _, name := range headerFields {
		t.RawSetString(name, s.headerField(L, m, name))
	}
	return t
}

func (s *Space) headerField(L *lua.LState, m *message, name string) lua.LValue {
	h := m.whole().Header()
	switch name {
	case "length":
		return lua.LNumber(h.Len)
	case "type":
		return lua.LNumber(h.Type)
	case "flags":
		return lua.LNumber(h.Flags)
	case "sequence_number":
		return lua.LNumber(h.Seq)
	case "pid":
		return lua.LNumber(h.Pid)
	case "error":
		return s.headerError(L, m)
	case "target":
		if m.of.Target != "" {
			return lua.LString(m.of.Target)
		}
	case "nsid":
		if m.of.HasNSID {
			return lua.LNumber(m.of.NSID)
		}
	case "netns":
		if m.of.NetNS != "" {
			return lua.LString(m.of.NetNS)
		}
	case "dry_run":
		if m.of.DryRun {
			return lua.LTrue
		}
	}
	return lua.LNil
}

// headerError is the refusal that an error message carries, or what is malformed in another one: reading it checks all of it.
func (s *Space) headerError(L *lua.LState, m *message) lua.LValue {
	if err := m.whole().Err(); err != nil {
		return s.vm.ErrorValue(L, err)
	}
	if view := m.reader(); view.Set != nil {
		if err := view.Check(); err != nil {
			return lua.LString(err.Error())
		}
	}
	return lua.LNil
}
