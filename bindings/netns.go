package bindings

import (
	"errors"
	"fmt"
	"os"
	"sort"

	lua "github.com/yuin/gopher-lua"
	"golang.org/x/sys/unix"

	"nlua/rtnl"
	"nlua/rtnl/netns"
)

// place is a namespace in which later objects open their sockets: by setns or pushns.
type place struct {
	file    *os.File // held open: its name may go. nil: where the process is
	name    string
	nowhere bool // of a dry run: not made
}

func (p place) ref() netns.Ref {
	if p.file == nil {
		return netns.Ref{}
	}
	return netns.OfFD(int(p.file.Fd()))
}

func (p place) close() {
	if p.file != nil {
		p.file.Close()
	}
}

// netnsLib is rtnl.netns.
func (s *Space) netnsLib() *lua.LTable {
	return s.methods(map[string]lua.LGFunction{
		"create": s.netnsCreate, "remove": s.netnsRemove, "listnetns": s.netnsList, "attach": s.netnsAttach,
		"setns": s.netnsSet, "pushns": s.netnsPush, "popns": s.netnsPop, "dropns": s.netnsDrop,
		"ns_pids": s.netnsPids, "pid_to_ns": s.netnsOfPid, "exec": s.netnsExec,
	})
}

// openNetNS gives scripts the flags of namespaces, and lets nlua.exec start programs in one.
func (s *Space) openNetNS() {
	s.vm.Module().RawSetString("O_CREAT", lua.LNumber(unix.O_CREAT))
	s.vm.Module().RawSetString("O_EXCL", lua.LNumber(unix.O_EXCL))
	s.vm.Config().InNetns = func(L *lua.LState, ns lua.LValue, start func() error) error {
		set := s.defaults(s.classes["IPRoute"])
		a := args{L, "exec: netns"}
		readNetNS(s, a, set, ns)
		ref := set.NetNS
		if ref.IsZero() {
			var err error
			if ref, err = netns.Find(set.netns, set.NetNSDirs...); err != nil {
				return s.nsError("exec", err)
			}
		}
		return netns.Do(ref, start)
	}
}

// nsError words a failure about a namespace.
func (s *Space) nsError(what string, err error) error {
	errno := errnoOf(err)
	if errno == 0 {
		return err
	}
	e := &rtnl.Error{Request: "netns " + what, Errno: errno, Message: rtnl.Reason(err, errno), Err: err}
	if errno == unix.EPERM || errno == unix.EACCES {
		e.Hint = "it takes CAP_SYS_ADMIN: run as root, or with --unshare to try things"
	}
	return e
}

// makeNetNS finds the namespace of a name or path, and makes it where flags say so. nowhere: in a dry run it was not made.
func (s *Space) makeNetNS(L *lua.LState, name string, flags int, dirs []string) (ref netns.Ref, nowhere bool) {
	if s.opts.dry.HasSpace(name) {
		return netns.Ref{}, true
	}
	ref, err := netns.Find(name, dirs...)
	if errors.Is(err, unix.ENOENT) && flags&unix.O_CREAT != 0 && !s.changes(L, "netns create", "ip netns add "+name) {
		s.opts.dry.MakeSpace(name, true)
		return netns.Ref{}, true
	}
	if err != nil || flags&unix.O_EXCL != 0 {
		ref, _, err = netns.Resolve(name, flags, dirs...)
	}
	if err != nil {
		s.vm.Raise(L, s.nsError("open", err))
	}
	return ref, false
}

// netnsCreate is rtnl.netns.create(name).
func (s *Space) netnsCreate(L *lua.LState) int {
	name := args{L, "netns.create"}.str(1)
	if !s.changes(L, "netns create", "ip netns add "+name) {
		s.opts.dry.MakeSpace(name, true)
	} else if _, err := netns.Create(name); err != nil {
		s.vm.Raise(L, s.nsError("create", err))
	}
	return 0
}

// netnsRemove is rtnl.netns.remove(name).
func (s *Space) netnsRemove(L *lua.LState) int {
	name := args{L, "netns.remove"}.str(1)
	if !s.changes(L, "netns remove", "ip netns del "+name) {
		s.opts.dry.MakeSpace(name, false)
	} else if err := netns.Remove(name); err != nil {
		s.vm.Raise(L, s.nsError("remove", err))
	}
	return 0
}

// netnsList is rtnl.netns.listnetns([directory]): the names, sorted.
func (s *Space) netnsList(L *lua.LState) int {
	dirs := netns.DefaultDirs()[:1]
	if L.Get(1) != lua.LNil {
		dirs = []string{args{L, "netns.listnetns"}.str(1)}
	}
	names, err := netns.List(dirs...)
	if err != nil {
		s.vm.Raise(L, s.nsError("list", err))
	}
	sort.Strings(names)
	t := L.NewTable()
	for _, name := range names {
		t.Append(lua.LString(name))
	}
	L.Push(t)
	return 1
}

// netnsAttach is rtnl.netns.attach(name, pid): gives the namespace of a process a name.
func (s *Space) netnsAttach(L *lua.LState) int {
	a := args{L, "netns.attach"}
	name := a.str(1)
	pid := int(a.whole(2, 1, 1<<22))
	if !s.changes(L, "netns attach", fmt.Sprintf("ip netns attach %s %d", name, pid)) {
		s.opts.dry.MakeSpace(name, true)
	} else if _, err := netns.Attach(name, pid); err != nil {
		s.vm.Raise(L, s.nsError("attach", err))
	}
	return 0
}

// place reads a namespace: a name, a path, {pid = N}, or a descriptor; and flags behind it.
func (s *Space) place(a args) place {
	set := s.defaults(s.classes["IPRoute"])
	ref := netns.Ref{}
	flags := set.flags
	if a.L.Get(2) != lua.LNil {
		flags = int(a.whole(2, 0, 1<<31))
	}
	if fd, ok := a.L.Get(1).(lua.LNumber); ok && fd >= 0 {
		ref = netns.OfFD(int(fd))
		set.netns = ref.String()
	} else {
		readNetNS(s, a, set, a.L.Get(1))
		if ref = set.NetNS; ref.IsZero() {
			var nowhere bool
			if ref, nowhere = s.makeNetNS(a.L, set.netns, flags, set.NetNSDirs); nowhere {
				return place{nil, set.netns, true}
			}
		}
	}
	f, err := ref.Open()
	if err != nil {
		s.vm.Raise(a.L, s.nsError("open", err))
	}
	return place{f, set.netns, false}
}

// netnsSet is rtnl.netns.setns(name | path | {pid = N} | fd [, flags]): later objects open their sockets there.
func (s *Space) netnsSet(L *lua.LState) int {
	p := s.place(args{L, "netns.setns"})
	s.here.close()
	s.here = p
	return 0
}

// netnsPush is rtnl.netns.pushns([namespace]): as setns, and popns goes back; without one a new namespace without a name.
func (s *Space) netnsPush(L *lua.LState) int {
	var p place
	if L.Get(1) == lua.LNil {
		if !s.changes(L, "netns create", "unshare --net") {
			s.stack = append(s.stack, s.here)
			s.here = place{nil, "(unnamed)", true}
			return 0
		}
		f, err := netns.New()
		if err != nil {
			s.vm.Raise(L, s.nsError("create", err))
		}
		p = place{f, "(unnamed)", false}
	} else {
		p = s.place(args{L, "netns.pushns"})
	}
	s.stack = append(s.stack, s.here)
	s.here = p
	return 0
}

// netnsPop is rtnl.netns.popns(): back to where the last pushns came from.
func (s *Space) netnsPop(L *lua.LState) int {
	if len(s.stack) == 0 {
		args{L, "netns.popns"}.fail("there is no pushns to go back from")
	}
	s.here.close()
	s.here = s.stack[len(s.stack)-1]
	s.stack = s.stack[:len(s.stack)-1]
	return 0
}

// netnsDrop is rtnl.netns.dropns(): forgets where the last pushns came from, and stays.
func (s *Space) netnsDrop(L *lua.LState) int {
	if len(s.stack) == 0 {
		args{L, "netns.dropns"}.fail("there is no pushns to forget")
	}
	s.stack[len(s.stack)-1].close()
	s.stack = s.stack[:len(s.stack)-1]
	return 0
}

// netnsPids is rtnl.netns.ns_pids([directory]): for each name the processes in it, a list of numbers.
func (s *Space) netnsPids(L *lua.LState) int {
	dirs := netns.DefaultDirs()[:1]
	if L.Get(1) != lua.LNil {
		dirs = []string{args{L, "netns.ns_pids"}.str(1)}
	}
	names, err := netns.List(dirs...)
	if err != nil {
		s.vm.Raise(L, s.nsError("list", err))
	}
	t := L.NewTable()
	for _, name := range names {
		ref, err := netns.Find(name, dirs...)
		if err != nil {
			continue // it went meanwhile
		}
		pids, err := netns.PidsOf(ref)
		if err != nil {
			continue
		}
		list := L.NewTable()
		for _, pid := range pids {
			list.Append(lua.LNumber(pid))
		}
		t.RawSetString(name, list)
	}
	L.Push(t)
	return 1
}

// netnsOfPid is rtnl.netns.pid_to_ns([pid = 1]): the name of a process's namespace, nil where it has none.
func (s *Space) netnsOfPid(L *lua.LState) int {
	pid := 1
	if L.Get(1) != lua.LNil {
		pid = int(args{L, "netns.pid_to_ns"}.whole(1, 1, 1<<22))
	}
	name, err := netns.NameOfPID(pid)
	if err != nil {
		s.vm.Raise(L, s.nsError("pid_to_ns", err))
	}
	if name == "" {
		L.Push(lua.LNil)
	} else {
		L.Push(lua.LString(name))
	}
	return 1
}

// netnsExec is rtnl.netns.exec(name, argv [, options]): nlua.exec in a namespace.
func (s *Space) netnsExec(L *lua.LState) int {
	a := args{L, "netns.exec"}
	opts := L.NewTable()
	if given := a.optTable(3); given != nil {
		given.ForEach(func(k, v lua.LValue) { opts.RawSet(k, v) })
	}
	opts.RawSetString("netns", L.Get(1))
	if _, isList := L.Get(2).(*lua.LTable); !isList {
		a.want(2, `a program and its arguments as a list, such as { "ip", "addr" }`)
	}
	results, err := s.vm.Call(L, s.vm.Module().RawGetString("exec"), 1, L.Get(2), opts)
	if err != nil {
		s.vm.Raise(L, err)
	}
	L.Push(results[0])
	return 1
}

// removeNetNS is NetNS:remove(): closes the object, and removes the name of its namespace.
func (s *Space) removeNetNS(L *lua.LState) int {
	o := s.self(args{L, "remove"})
	o.close()
	if !s.changes(L, "netns remove", "ip netns del "+o.asked.netns) {
		s.opts.dry.MakeSpace(o.asked.netns, false)
	} else if err := netns.Remove(o.asked.netns); err != nil {
		s.vm.Raise(L, s.nsError("remove", err))
	}
	return 0
}
