package bindings

import (
	"math"
	"slices"

	lua "github.com/yuin/gopher-lua"
	"golang.org/x/sys/unix"

	"nlua/rtnl"
	"nlua/rtnl/gate"
	"nlua/rtnl/netns"
	"nlua/rtnl/request"
	"nlua/rtnl/spec"
)

// settings are an object's options as the script gave them.
type settings struct {
	rtnl.Options
	netns     string     // as given; "": the start namespace
	flags     int        // what to do about a missing namespace
	useSocket lua.LValue // an object that owns Fileno
	telemetry *statsd
	rcvsize   int      // as shown
	More      []uint32 // groups above 32
	given     map[string]lua.LValue
	looked    bool // they are looked at, and nothing is made of them
}

// optionRow is one option of the constructors.
type optionRow struct {
	name string
	kind string // as LuaCATS says types
	doc  string
	set  func(s *Space, a args, to *settings, v lua.LValue)
}

// defaults are the settings of a class before its options.
func (s *Space) defaults(c *class) *settings {
	set := &settings{Options: rtnl.Defaults(), flags: unix.O_CREAT, rcvsize: 16384, given: map[string]lua.LValue{}}
	set.Gate, set.Names, set.DryRun = s.opts.Gate, s.db, s.opts.dryRun
	set.Warned = func(request, text string) { s.vm.Remark(request + ": the kernel warns: " + text) }
	if s.opts.dry != nil {
		set.DrySpace = s.opts.dry.Space
	}
	set.ExtAck, set.StrictCheck, set.Confined = !c.raw, !c.raw, s.opts.Sandbox != nil
	if s.opts.NetNS != "" {
		set.netns = s.opts.NetNS
	}
	if s.here.file != nil {
		set.netns, set.NetNS = s.here.name, s.here.ref()
	}
	if s.here.nowhere {
		set.netns = s.here.name
		s.opts.dry.MakeSpace(s.here.name, true)
	}
	return set
}

func (set *settings) netnsName() string { return set.netns }

// constructor makes rtnl.IPRoute{...} and its kin. NetNS takes a name before the options.
func (s *Space) constructor(c *class) lua.LGFunction {
	return func(L *lua.LState) int {
		a := args{L, c.name}
		set := s.defaults(c)
		at := 1
		if c.name == "NetNS" {
			set.given["netns"] = L.Get(1)
			readNetNS(s, a, set, lua.LString(a.str(1)))
			at = 2
		}
		if t := a.optTable(at); t != nil {
			inOrder(t, func(k, v lua.LValue) { s.option(a, set, k, v) })
		}
		o, ud := s.newObject(c, set)
		s.clientOf(L, o)
		L.Push(ud)
		return 1
	}
}

func (s *Space) option(a args, set *settings, k, v lua.LValue) {
	name, ok := k.(lua.LString)
	if !ok {
		a.fail("options are named: {netns = \"blue\"}, got the key %s", k.String())
	}
	for _, o := range options() {
		if o.name == string(name) {
			if s.opts.Sandbox != nil && slices.Contains(notInSandbox, string(name)) {
				a.fail("%s: there is none in a sandbox", name)
			}
			set.given[string(name)] = v
			o.set(s, args{a.L, a.fn + ": " + string(name)}, set, v)
			return
		}
	}
	a.fail("unknown option %q%s", string(name), request.Suggest(string(name), optionNames()))
}

func optionNames() []string {
	var names []string
	for _, o := range options() {
		names = append(names, o.name)
	}
	return names
}

// resolveNetNS opens the namespace that the options name, making it where flags say so.
func (s *Space) resolveNetNS(L *lua.LState, a args, set *settings) {
	if set.Fileno != nil && set.given["netns"] != nil {
		a.fail("fileno and netns exclude each other: a descriptor is in a namespace already")
	}
	if set.netns == "" {
		return
	}
	nowhere := false
	if set.NetNS.IsZero() {
		flags := set.flags
		if set.given["netns"] == nil {
			flags = 0 // the command line's must exist
		}
		set.NetNS, nowhere = s.makeNetNS(L, set.netns, flags, set.NetNSDirs)
	}
	if s.opts.dry != nil {
		set.Gate = gateIn(gate.Place{DryRun: s.opts.dry, Name: set.netns, Link: linksOf(set.NetNS), Nowhere: nowhere}, s.opts.Gate)
	}
}

func integer(low, high float64, to func(*settings, int)) func(*Space, args, *settings, lua.LValue) {
	return func(_ *Space, a args, set *settings, v lua.LValue) {
		n, ok := v.(lua.LNumber)
		if f := float64(n); !ok || f != math.Trunc(f) || f < low || f > high {
			a.fail("want a whole number between %.0f and %.0f, got %s", low, high, shown(v))
		}
		to(set, int(n))
	}
}

func boolean(to func(*settings, bool)) func(*Space, args, *settings, lua.LValue) {
	return func(_ *Space, a args, set *settings, v lua.LValue) {
		b, ok := v.(lua.LBool)
		if !ok {
			a.fail("want a boolean, got %s", typeName(v))
		}
		to(set, bool(b))
	}
}

func ignored(*Space, args, *settings, lua.LValue) {}

// options are what the classes take, as docs/reference/api.md has them.
func options() []optionRow {
	return []optionRow{
		{"port", "number", "the upper ten bits of nl_pid", integer(0, 1023, func(set *settings, n int) { v := uint32(n); set.Port = &v })},
		{"pid", "number", "the lower 22 bits of nl_pid; 0: the kernel chooses", integer(0, 1<<22-1, func(set *settings, n int) { v := uint32(n); set.PID = &v })},
		{"fileno", "number", "an open NETLINK_ROUTE descriptor to work on", integer(0, math.MaxInt32, func(set *settings, n int) { set.Fileno = &n })},
		{"use_socket", "any", "an existing socket object, used as it is", readUseSocket},
		{"sndbuf", "number", "send buffer in bytes", integer(0, math.MaxInt32, func(set *settings, n int) { set.SndBuf = n })},
		{"rcvbuf", "number", "receive buffer in bytes", integer(0, math.MaxInt32, func(set *settings, n int) { set.RcvBuf = n })},
		{"rcvsize", "number", "longest message in bytes", integer(16, math.MaxInt32, func(set *settings, n int) { set.RcvSize, set.rcvsize = n, n })},
		{"all_ns", "boolean", "events of all namespaces that have an id here", boolean(func(set *settings, b bool) { set.AllNSID = b })},
		{"target", "string", "what messages say of where they come from", func(_ *Space, a args, set *settings, v lua.LValue) {
			if _, ok := v.(lua.LString); !ok {
				a.fail("want a string, got %s", typeName(v))
			}
			set.Target = v.String()
		}},
		{"ext_ack", "boolean", "the kernel's words with refusals", boolean(func(set *settings, b bool) { set.ExtAck = b })},
		{"strict_check", "boolean", "the kernel checks and filters dump requests", boolean(func(set *settings, b bool) { set.StrictCheck = b })},
		{"groups", "number|string|string[]", "what bind() subscribes to: a mask, or a list of names", func(s *Space, a args, set *settings, v lua.LValue) {
			set.Groups, set.More = s.groups(a, v)
		}},
		{"nlm_echo", "boolean", "changes answer with the object as the kernel made it", boolean(func(set *settings, b bool) { set.Echo = b })},
		{"netns", "string|table", "name, path, or {pid = N}", readNetNS},
		{"netns_path", "string[]", "directories in which names of namespaces are looked up", readDirs},
		{"flags", "number", "nlua.O_CREAT (default): make a missing namespace; 0: never; with nlua.O_EXCL: it must be new", integer(0, math.MaxInt32, func(set *settings, n int) { set.flags = n })},
		{"telemetry", "table", "{host, port} of a statsd server", readTelemetry},
		{"exception_factory", "any", "accepted, without effect", ignored},
		{"async_qsize", "any", "accepted, without effect", ignored},
		{"nlm_generator", "any", "accepted, without effect", ignored},
		{"libc", "any", "accepted, without effect", ignored},
		{"use_event_loop", "any", "accepted, without effect", ignored},
	}
}

func readNetNS(s *Space, a args, set *settings, v lua.LValue) {
	switch x := v.(type) {
	case lua.LString:
		if x == "" {
			a.fail("want a name, a path, or {pid = N}, got an empty string")
		}
		set.netns, set.NetNS = string(x), netns.Ref{}
		return
	case *lua.LTable:
		if pid, ok := x.RawGetString("pid").(lua.LNumber); ok && pid > 0 {
			set.NetNS = netns.OfPID(int(pid))
			set.netns = set.NetNS.String()
			return
		}
	}
	a.fail("want a name, a path, or {pid = N}, got %s", typeName(v))
}

func readDirs(_ *Space, a args, set *settings, v lua.LValue) {
	t, ok := v.(*lua.LTable)
	if !ok {
		a.fail("want a list of directories, got %s", typeName(v))
	}
	set.NetNSDirs = nil
	for i := 1; i <= t.Len(); i++ {
		set.NetNSDirs = append(set.NetNSDirs, lua.LVAsString(t.RawGetInt(i)))
	}
}

// groups reads a mask, a number of a group above 32, or names.
func (s *Space) groups(a args, v lua.LValue) (mask uint32, more []uint32) {
	switch x := v.(type) {
	case lua.LNumber:
		if f := float64(x); f < 0 || f > math.MaxUint32 || f != math.Trunc(f) {
			a.fail("want a mask of 32 bits, got %s", x.String())
		}
		return uint32(x), nil
	case lua.LString:
		return s.groups(a, listOf(a.L, x))
	case *lua.LTable:
		for i := 1; i <= x.Len(); i++ {
			n := s.group(a, x.RawGetInt(i))
			if n <= 32 {
				mask |= 1 << (n - 1)
			} else {
				more = append(more, n)
			}
		}
		return mask, more
	}
	a.fail(`want a mask or names such as {"link", "ipv4_route"}, got %s`, typeName(v))
	return 0, nil
}

func listOf(L *lua.LState, v lua.LValue) *lua.LTable {
	t := L.NewTable()
	t.Append(v)
	return t
}

// group reads the number or name of one multicast group, RTNLGRP_*.
func (s *Space) group(a args, v lua.LValue) uint32 {
	switch x := v.(type) {
	case lua.LNumber:
		if f := float64(x); f >= 1 && f <= 1024 && f == math.Trunc(f) {
			return uint32(x)
		}
	case lua.LString:
		if g := spec.GroupNamed(string(x)); g != nil {
			return g.Number
		}
		a.fail("unknown group %q%s", string(x), request.Suggest(string(x), groupNames()))
	}
	a.fail("want the name or number of a multicast group, got %s", shown(v))
	return 0
}
