package bindings

import (
	"context"

	lua "github.com/yuin/gopher-lua"

	"nlua/rtnl"
	"nlua/rtnl/request"
)

// nsMethods are the helpers about the numbers that namespaces have for each other.
func (s *Space) nsMethods() map[string]lua.LGFunction {
	return map[string]lua.LGFunction{
		"get_netnsid": s.getNetNSID, "set_netnsid": s.setNetNSID, "get_netns_info": s.getNetNSInfo, "list_link_kind": s.listLinkKind,
	}
}

// getNetNSID is ipr:get_netnsid{pid = | fd = | netns = | nsid = [, target_nsid =]}: {nsid =, current_nsid =}, the number of a namespace
// in the object's own, -1 where it has none.
func (s *Space) getNetNSID(L *lua.LState) int {
	a := args{L, "get_netnsid"}
	o := s.self(a)
	kw := s.keywords(L, a.table(2))
	s.perform(L, o, request.ByName("nsid"), "get", kw)
	answer := L.Get(-1).(*lua.LTable)
	L.Pop(1)
	t := L.NewTable()
	for _, name := range []string{"nsid", "current_nsid"} {
		t.RawSetString(name, L.GetField(answer.RawGetInt(1), name))
	}
	L.Push(t)
	return 1
}

// setNetNSID is ipr:set_netnsid{nsid = N, pid = | fd = | netns =}: gives a namespace a number in the object's own; without nsid the
// kernel chooses it.
func (s *Space) setNetNSID(L *lua.LState) int {
	a := args{L, "set_netnsid"}
	return s.perform(L, s.self(a), request.ByName("nsid"), "add", s.keywords(L, a.table(2)))
}

// nsRecord is one namespace of get_netns_info.
type nsRecord struct {
	Inode   uint64      `luar:"inode"`
	NetNSID int         `luar:"netnsid"` // its number in the object's namespace, -1: none
	Path    string      `luar:"path"`
	Name    any         `luar:"name"` // nil where it has none
	Peers   *lua.LTable `luar:"peers"`
}

// getNetNSInfo is ipr:get_netns_info([list_proc]): the namespaces with a name in the object's netns_path, and with list_proc those of
// processes too: records in a dump.
func (s *Space) getNetNSInfo(L *lua.LState) int {
	a := args{L, "get_netns_info"}
	o := s.self(a)
	processes := lua.LVAsBool(L.Get(2))
	if _, isTable := L.Get(2).(*lua.LTable); isTable {
		processes = false
		for _, p := range s.keywords(L, a.table(2)) {
			yes, isBool := p.Value.(bool)
			if p.Name != "list_proc" || !isBool {
				a.fail("want list_proc = true or false, got %s", p.Name)
			}
			processes = yes
		}
	}
	c := s.clientOf(L, o)
	var list []rtnl.NSInfo
	s.wait(L, func(ctx context.Context) (err error) {
		list, err = c.NetNSInfo(ctx, processes)
		return err
	})
	values := make([]lua.LValue, len(list))
	for i, info := range list {
		record := &nsRecord{Inode: info.Inode, NetNSID: info.NSID, Path: info.Path, Peers: texts(L, info.Peers)}
		if info.Name != "" {
			record.Name = info.Name
		}
		values[i] = s.cold(record)
	}
	L.Push(s.recordsValue(values))
	return 1
}

// listLinkKind is ipr:list_link_kind(): the names of the kinds of links whose settings nlua knows by name.
func (s *Space) listLinkKind(L *lua.LState) int {
	s.self(args{L, "list_link_kind"})
	L.Push(texts(L, request.ByName("link").KindNames()))
	return 1
}
