package bindings

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	lua "github.com/yuin/gopher-lua"
	"golang.org/x/sys/unix"

	"nlua/rtnl"
	"nlua/rtnl/codec"
	"nlua/rtnl/gate"
	"nlua/rtnl/request"
)

// getter is a helper that is a dump verb with some keywords preset.
type getter struct {
	name   string
	object string
	verb   string
	args   []string // keywords that may be given by position
	preset codec.Table
}

// getters are pyroute2's get_* helpers.
var getters = []getter{
	{"get_addr", "addr", "dump", []string{"family", "match"}, nil},
	{"get_routes", "route", "dump", []string{"family", "match"}, nil},
	{"get_rules", "rule", "dump", []string{"family", "match"}, nil},
	{"get_neighbours", "neigh", "dump", []string{"family", "match"}, nil},
	{"get_vlans", "link", "dump", nil, codec.Table{{Name: "family", Value: unix.AF_BRIDGE}, {Name: "ext_mask", Value: 2}}},
	{"get_qdiscs", "tc", "dump", []string{"index"}, nil},
	{"get_classes", "tc", "dump-class", []string{"index"}, nil},
	{"get_filters", "tc", "dump-filter", []string{"index", "handle", "parent"}, nil},
	{"get_ntables", "ntable", "dump", []string{"family"}, nil},
	{"get_default_routes", "route", "dump", []string{"family", "table"}, codec.Table{{Name: "dst_len", Value: 0}, {Name: "table", Value: unix.RT_TABLE_MAIN}, {Name: "type", Value: unix.RTN_UNICAST}}},
}

// getterNamed finds a getter, nil if there is none.
func getterNamed(name string) *getter {
	for i := range getters {
		if getters[i].name == name {
			return &getters[i]
		}
	}
	return nil
}

// allFamilies is what pyroute2's get_routes says for "all": here that is to say nothing.
const allFamilies = 255

// helperMethods are the helpers that are made of verbs.
func (s *Space) helperMethods() map[string]lua.LGFunction {
	methods := map[string]lua.LGFunction{
		"get_links": s.getLinks, "dump": s.dumpAll, "filter_messages": s.filterMessages, "ensure": s.ensure, "poll": s.poll,
		"flush_routes": s.flush("get_routes", keepRoute), "flush_addr": s.flush("get_addr", keepNothing),
		"flush_rules": s.flush("get_rules", keepRule),
	}
	for i := range getters {
		methods[getters[i].name] = s.getterMethod(&getters[i])
	}
	return methods
}

func (s *Space) getterMethod(g *getter) lua.LGFunction {
	return func(L *lua.LState) int {
		a := args{L, g.name}
		o := s.self(a)
		return s.perform(L, o, request.ByName(g.object), g.verb, s.getterKeywords(a, g))
	}
}

// getterKeywords reads a getter's arguments: what is given wins over what is preset.
func (s *Space) getterKeywords(a args, g *getter) codec.Table {
	given := s.positional(a, 2, g.args, nil)
	kw := codec.Table{}
	for _, p := range given {
		if p.Name == "family" && (p.Value == float64(allFamilies) || p.Value == 0.0) {
			continue
		}
		kw = append(kw, p)
	}
	for _, p := range g.preset {
		if _, there := given.Get(p.Name); !there {
			kw = append(kw, p)
		}
	}
	return kw
}

// getLinks is ipr:get_links([index...] [, keywords]): all links, or those of some indices, each of which must be there.
func (s *Space) getLinks(L *lua.LState) int {
	a := args{L, "get_links"}
	o := s.self(a)
	link := request.ByName("link")
	var kw codec.Table
	var which []any
	for i := 2; i <= L.GetTop(); i++ {
		v := L.Get(i)
		if t, ok := v.(*lua.LTable); ok && t.Len() == 0 {
			kw = s.moreKeywords(L, t, kw)
			continue
		}
		if v == lua.LNumber(0) || v == lua.LString("all") || v == lua.LNil {
			continue
		}
		which = append(which, s.toGo(L, v))
	}
	if len(which) == 0 {
		return s.perform(L, o, link, "dump", kw)
	}
	c := s.clientOf(L, o)
	var req *request.Request
	var links []rtnl.Message
	s.wait(L, func(ctx context.Context) (err error) {
		for _, index := range which {
			if req, err = c.Request(ctx, link.Name, "get", append(codec.Table{{Name: "index", Value: index}}, kw...)); err != nil {
				return err
			}
			got, err := c.Do(ctx, req)
			if err != nil {
				return err
			}
			links = append(links, got...)
		}
		return nil
	})
	L.Push(s.newDump(c.Read(req, links)))
	return 1
}

// dumpAll is ipr:dump([groups]): links, bridge vlans, fdb, addresses, neighbours, routes, rules, one behind the other; with groups
// (a mask or names, as bind takes) those that the groups would announce.
func (s *Space) dumpAll(L *lua.LState) int {
	a := args{L, "dump"}
	o := s.self(a)
	mask := ^uint32(0)
	if v := L.Get(2); v != lua.LNil {
		mask, _ = s.groups(a, v)
	}
	c := s.clientOf(L, o)
	d := &dump{what: "dump"}
	for _, part := range []struct {
		mask   uint32
		object string
		kw     codec.Table
	}{
		{unix.RTMGRP_LINK, "link", nil},
		{unix.RTMGRP_LINK, "link", codec.Table{{Name: "family", Value: unix.AF_BRIDGE}, {Name: "ext_mask", Value: 2}}},
		{unix.RTMGRP_NEIGH, "fdb", nil},
		{unix.RTMGRP_IPV4_IFADDR, "addr", codec.Table{{Name: "family", Value: unix.AF_INET}}},
		{unix.RTMGRP_IPV6_IFADDR, "addr", codec.Table{{Name: "family", Value: unix.AF_INET6}}},
		{unix.RTMGRP_NEIGH, "neigh", nil},
		{unix.RTMGRP_IPV4_ROUTE, "route", codec.Table{{Name: "family", Value: unix.AF_INET}}},
		{unix.RTMGRP_IPV6_ROUTE, "route", codec.Table{{Name: "family", Value: unix.AF_INET6}}},
		{unix.RTMGRP_IPV4_RULE, "rule", codec.Table{{Name: "family", Value: unix.AF_INET}}},
		{1 << (unix.RTNLGRP_IPV6_RULE - 1), "rule", codec.Table{{Name: "family", Value: unix.AF_INET6}}},
	} {
		if mask&part.mask != 0 {
			d.rest = append(d.rest, func(ctx context.Context) (*rtnl.Dump, error) {
				req, err := c.Request(ctx, part.object, "dump", part.kw)
				if err != nil {
					return nil, err
				}
				return c.Dump(ctx, req)
			})
		}
	}
	L.Push(s.dumpValue(d))
	return 1
}

// filterMessages is ipr:filter_messages(filter, messages): of a dump or a list those that match the keywords or the function.
func (s *Space) filterMessages(L *lua.LState) int {
	a := args{L, "filter_messages"}
	o := s.self(a)
	var want codec.Table
	switch v := L.Get(2).(type) {
	case *lua.LFunction:
		want = codec.Table{{Name: "match", Value: s.predicate(L, v)}}
	case *lua.LTable:
		want = s.keywords(L, v)
	default:
		a.want(2, "a table of keywords or a function")
	}
	keep := s.messageFilter(L, o, want)
	list := L.NewTable()
	switch v := L.Get(3).(type) {
	case *lua.LTable:
		for i := 1; i <= v.Len(); i++ {
			if ud, ok := v.RawGetInt(i).(*lua.LUserData); ok {
				if m, ok := ud.Value.(*message); ok && keep(m) {
					list.Append(ud)
				}
			}
		}
	default:
		if _, isDump := v.(*lua.LUserData); !isDump {
			a.want(3, "a dump or a list of messages")
		}
		d := a.dump(3)
		for {
			m, ok := s.pull(L, d)
			if !ok {
				break
			}
			if msg := newMessage(m); keep(msg) {
				list.Append(s.newMessage(msg))
			}
		}
	}
	L.Push(list)
	return 1
}

// messageFilter makes a function that tells whether a message is as keywords want it: of whatever object, by that one's keywords.
func (s *Space) messageFilter(L *lua.LState, o *object, want codec.Table) func(*message) bool {
	type filter struct {
		*request.Filter
		nothing bool // it names what is not there
	}
	c := s.clientOf(L, o)
	filters := map[string]filter{}
	return func(m *message) bool {
		obj := objectOfMessage(m.whole())
		if obj == nil {
			return false
		}
		f, ok := filters[obj.Name]
		if !ok {
			err := s.do(L, o, func(ctx context.Context) (err error) {
				f.Filter, f.nothing, err = request.NewFilter(obj, want, c.Resolver(ctx))
				return err
			})
			if err != nil {
				s.vm.Raise(L, err)
			}
			filters[obj.Name] = f
		}
		view := m.view()
		return !f.nothing && f.Match(&view) && f.MatchWhole(*m.whole())
	}
}

func keepNothing(*teller, codec.Table) bool { return false }

// keepRoute spares what the kernel made in the table local, unless that table was asked for, and cached routes.
func keepRoute(t *teller, kw codec.Table) bool {
	const cloned = 0x200 // RTM_F_CLONED, include/uapi/linux/rtnetlink.h
	if t.number("flags")&cloned != 0 {
		return true
	}
	_, asked := kw.Get("table")
	return !asked && t.number("table") == unix.RT_TABLE_LOCAL
}

// keepRule spares the rule of priority 0, as ip does: without it the host does not know its own addresses.
func keepRule(t *teller, _ codec.Table) bool { return t.number("priority") == 0 }

// flush makes ipr:flush_*(as its getter): removes what the getter finds, and returns a list of it.
func (s *Space) flush(name string, keep func(*teller, codec.Table) bool) lua.LGFunction {
	g := getterNamed(name)
	return func(L *lua.LState) int {
		a := args{L, "flush" + name[len("get"):]}
		o := s.self(a)
		c := s.clientOf(L, o)
		kw := s.getterKeywords(a, g)
		s.perform(L, o, request.ByName(g.object), g.verb, kw)
		d := args{L, a.fn}.dump(-1)
		L.Pop(1)
		var doomed []rtnl.Message
		for {
			m, ok := s.pull(L, d)
			if !ok {
				break
			}
			if !keep(&teller{s: s, m: newMessage(m)}, kw) {
				doomed = append(doomed, own(m))
			}
		}
		var removed []rtnl.Message
		err := s.do(L, o, func(ctx context.Context) (err error) {
			removed, err = c.Remove(ctx, g.object+" del", doomed)
			return err
		})
		if err != nil {
			s.vm.Raise(L, err)
		}
		L.Push(s.list(L, removed))
		return 1
	}
}

// waitSpec are the options of ensure and poll beside the keywords.
type waitSpec struct {
	present  bool
	timeout  time.Duration
	interval time.Duration
	kw       codec.Table
}

func (s *Space) waitSpec(a args, n int) waitSpec {
	w := waitSpec{present: true, timeout: 10 * time.Second, interval: 200 * time.Millisecond}
	seconds := func(p codec.Pair) time.Duration {
		f, ok := p.Value.(float64)
		if !ok || f < 0 || f > 1e9 {
			a.fail("%s: want seconds", p.Name)
		}
		return time.Duration(f * float64(time.Second))
	}
	for _, p := range s.keywords(a.L, a.table(n)).Sorted() {
		switch p.Name {
		case "present":
			b, ok := p.Value.(bool)
			if !ok {
				a.fail("present: want a boolean")
			}
			w.present = b
		case "timeout":
			w.timeout = seconds(p)
		case "interval":
			w.interval = seconds(p)
		default:
			w.kw = append(w.kw, p)
		}
	}
	return w
}

// matching dumps an object with keywords as its filter.
func (s *Space) matching(L *lua.LState, o *object, obj *request.Object, verb string, kw codec.Table) *lua.LTable {
	s.perform(L, o, obj, verb, kw)
	switch v := L.Get(-1).(type) {
	case *lua.LTable:
		L.Pop(1)
		return v
	default:
		d := args{L, obj.Name}.dump(-1)
		L.Pop(1)
		t := L.NewTable()
		for {
			raw, of := s.pullWith(L, d, (*rtnl.Dump).Pop)
			if raw == nil {
				return t
			}
			t.Append(s.take(bytes.Clone(raw), of))
		}
	}
}

// objectArg is an argument that names a method for requests: "link", or as in pyroute2 the method itself, ipr.link.
func (s *Space) objectArg(a args, n int) *request.Object {
	if fn, ok := a.L.Get(n).(*lua.LFunction); ok {
		name := s.methodName(fn)
		if name == "" {
			a.fail("want the name of a method for requests, such as \"link\", or ipr.link")
		}
		return request.ByName(name)
	}
	name := a.str(n)
	if obj := request.ByName(name); obj != nil {
		return obj
	}
	a.fail("unknown method %q%s", name, request.Suggest(name, request.Names()))
	return nil
}

// until repeats a dump until it finds something, or nothing where present is false.
func (s *Space) until(L *lua.LState, o *object, obj *request.Object, verb string, w waitSpec, fn string) *lua.LTable {
	end := time.Now().Add(w.timeout)
	for {
		found := s.matching(L, o, obj, verb, w.kw)
		if (found.Len() > 0) == w.present || s.opts.dryRun {
			return found
		}
		left := time.Until(end)
		if left <= 0 {
			s.vm.Raise(L, s.timedOut(o, fn+" "+obj.Name, map[bool]string{true: "there is no ", false: "there still is a "}[w.present]+obj.Name, w.kw, w.timeout))
		}
		if err := s.vm.Sleep(L, min(w.interval, left)); err != nil {
			s.vm.Raise(L, err)
		}
	}
}

// timedOut says what was waited for in vain.
func (s *Space) timedOut(o *object, request, what string, kw codec.Table, after time.Duration) error {
	told := slices.DeleteFunc(slices.Clone(kw), func(p codec.Pair) bool {
		_, isFunction := p.Value.(func(any) bool)
		return isFunction
	})
	if len(told) > 0 {
		what += " " + gate.Value(told)
	}
	return &rtnl.Error{Request: request, Errno: unix.ETIMEDOUT, NetNS: o.client.NetNSName(), Message: fmt.Sprintf("%s after %v", what, after)}
}

// poll is ipr:poll(method, verb, {present =, timeout =, interval =, keywords}): repeats a dump until it finds something.
func (s *Space) poll(L *lua.LState) int {
	a := args{L, "poll"}
	o := s.self(a)
	obj := s.objectArg(a, 2)
	verb := a.str(3)
	if v := obj.Verb(verb); v != nil && v.Mode() == request.Ack {
		a.fail("%s %s changes something: poll repeats what reads, such as \"dump\"", obj.Name, verb)
	}
	L.Push(s.until(L, o, obj, verb, s.waitSpec(a, 4), "poll"))
	return 1
}

// ensure is ipr:ensure(method, {present =, timeout =, interval =, keywords}): makes or removes an object unless it is as wanted
// already, waits until the kernel says so, and returns what a dump then finds.
func (s *Space) ensure(L *lua.LState) int {
	a := args{L, "ensure"}
	o := s.self(a)
	obj := s.objectArg(a, 2)
	w := s.waitSpec(a, 3)
	found := s.matching(L, o, obj, "dump", w.kw)
	if (found.Len() > 0) == w.present {
		L.Push(found)
		return 1
	}
	c := s.clientOf(L, o)
	try := func(verb string, spared ...unix.Errno) error {
		kw := obj.Given(verb, w.kw)
		err := s.do(L, o, func(ctx context.Context) error {
			req, err := c.Request(ctx, obj.Name, verb, kw)
			if err == nil {
				_, err = c.Do(ctx, req)
			}
			return err
		})
		for _, errno := range spared {
			if errors.Is(err, errno) {
				return nil
			}
		}
		return err
	}
	var err error
	if w.present {
		err = try("add")
		if errors.Is(err, unix.EEXIST) {
			err = nil
			if obj.Verb("set") != nil {
				err = try("set")
			}
		}
	} else {
		err = try("del", unix.ENODEV, unix.ENOENT, unix.ENONET, unix.EADDRNOTAVAIL, unix.ESRCH)
	}
	if err != nil {
		s.vm.Raise(L, err)
	}
	L.Push(s.until(L, o, obj, "dump", w, "ensure"))
	return 1
}
