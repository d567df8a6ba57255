package bindings

import (
	"cmp"
	"context"
	"errors"
	"runtime"
	"slices"
	"strings"
	"time"

	lua "github.com/yuin/gopher-lua"
	"golang.org/x/sys/unix"

	"nlua/rtnl"
	"nlua/rtnl/codec"
	"nlua/rtnl/request"
	"nlua/rtnl/spec"
)

// monitor is what ipr:monitor{...} returns: it stands in for, or is read by its methods.
type monitor struct {
	m      *rtnl.Monitor
	o      *object
	filter *eventFilter
}

// eventFilter is the conditions of a monitor. What a keyword means depends on what an event is about.
type eventFilter struct {
	events  []string // names of events; none: all
	kw      codec.Table
	filters map[string]*request.Filter // by object, made at its first event
	never   map[string]bool            // objects that do not have the keywords, or ask for what is not there
}

func (s *Space) monitorMeta() *lua.LTable {
	return s.class("monitor", map[string]lua.LGFunction{"next": s.monitorNext, "close": s.monitorClose, "__call": s.monitorNext})
}

func (a args) monitor(n int) *monitor {
	if ud, ok := a.L.Get(n).(*lua.LUserData); ok {
		if m, ok := ud.Value.(*monitor); ok {
			return m
		}
	}
	a.want(n, "a monitor: call it as m:"+a.fn+"()")
	return nil
}

// startMonitor is ipr:monitor{ groups =, replay =, resync =, all_ns =, event =, match =, filter... }.
func (s *Space) startMonitor(L *lua.LState) int {
	m, timeout := s.monitorArgs(args{L, "monitor"})
	if timeout != 0 {
		args{L, "monitor"}.fail("timeout belongs to wait; nlua.timeout(seconds, fn) ends a loop")
	}
	L.Push(&lua.LUserData{Value: m, Metatable: s.monitorKind.meta()})
	return 1
}

// monitorArgs reads the table, and subscribes.
func (s *Space) monitorArgs(a args) (*monitor, time.Duration) {
	o := s.self(a)
	m := &monitor{o: o, filter: &eventFilter{filters: map[string]*request.Filter{}, never: map[string]bool{}}}
	var cfg rtnl.MonitorConfig
	var timeout time.Duration
	flag := map[string]*bool{"replay": &cfg.Replay, "resync": &cfg.Resync, "all_ns": &cfg.AllNSID}
	size := map[string]*int{"rcvbuf": &cfg.RcvBuf, "queue": &cfg.Queue}
	if t := a.optTable(2); t != nil {
		inOrder(t, func(k, v lua.LValue) {
			name := k.String()
			n, isNumber := v.(lua.LNumber)
			switch {
			case name == "groups":
				mask, more := s.groups(a, v)
				for i := range uint32(32) {
					if mask>>i&1 != 0 {
						cfg.Groups = append(cfg.Groups, i+1)
					}
				}
				cfg.Groups = append(cfg.Groups, more...)
			case name == "event":
				m.filter.events = s.eventNames(a, v)
			case name == "all_ns" && s.opts.Sandbox != nil:
				a.fail("all_ns: there is none in a sandbox")
			case flag[name] != nil:
				*flag[name] = lua.LVAsBool(v)
			case size[name] != nil:
				if !isNumber || n < 1 || n > 1<<30 {
					a.fail("%s: want a number of bytes", name)
				}
				*size[name] = int(n)
			case name == "timeout":
				if !isNumber || n <= 0 {
					a.fail("timeout: want seconds")
				}
				timeout = time.Duration(float64(n) * float64(time.Second))
			default:
				m.filter.kw = append(m.filter.kw, codec.Pair{Name: name, Value: s.toGo(a.L, v)})
			}
		})
	}
	c := s.clientOf(a.L, o)
	m.filter.check(a, c)
	s.wait(a.L, func(ctx context.Context) (err error) {
		m.m, err = c.Monitor(ctx, cfg)
		return err
	})
	o.keep(m.m)
	// A monitor that nobody reads any more gives its descriptor back when the collector finds it.
	runtime.AddCleanup(m, o.drop, m.m)
	return m, timeout
}

func (s *Space) eventNames(a args, v lua.LValue) (names []string) {
	list, isList := v.(*lua.LTable)
	if !isList {
		list = listOf(a.L, v)
	}
	for i := 1; i <= list.Len(); i++ {
		text, isText := list.RawGetInt(i).(lua.LString)
		if !isText {
			a.fail("event: want a name such as \"RTM_NEWLINK\", or a list of names, got %s", typeName(list.RawGetInt(i)))
		}
		name := string(text)
		if spec.ByName(name) == nil {
			known := eventNames()
			a.fail("event: there is no %q%s", name, cmp.Or(request.Suggest(name, known), request.Suggest("RTM_"+strings.ToUpper(name), known)))
		}
		names = append(names, name)
	}
	return names
}

// check raises where a keyword is known to no object at all.
func (f *eventFilter) check(a args, c *rtnl.Client) {
	for _, p := range f.kw {
		var first error
		known := false
		for _, obj := range request.Objects() {
			_, _, err := request.NewFilter(obj, codec.Table{p}, c.Resolver(context.Background()))
			if err == nil {
				known = true
				break
			}
			if first == nil {
				first = err
			}
		}
		if !known {
			a.fail("%s", first)
		}
	}
}

// objectOfMessage is the object of package request whose keywords a message is filtered by.
func objectOfMessage(m *rtnl.Message) *request.Object {
	name := m.Object()
	switch name {
	case "neigh":
		if v := m.View(); v.Family() == unix.AF_BRIDGE {
			name = "fdb"
		}
	case "qdisc", "class", "filter":
		name = "tc"
	case "bucket":
		name = "nexthop"
	case "linkprop":
		name = "link"
	}
	return request.ByName(name)
}

// passes tells whether a script wants an event. Losses are always told.
func (s *Space) passes(L *lua.LState, m *monitor, e *rtnl.Message) bool {
	f := m.filter
	if e.Type < unix.RTM_BASE {
		return true
	}
	if len(f.events) > 0 && !slices.Contains(f.events, e.Event()) {
		return false
	}
	if len(f.kw) == 0 {
		return true
	}
	obj := objectOfMessage(e)
	if obj == nil || f.never[obj.Name] {
		return false
	}
	filter, made := f.filters[obj.Name]
	named := false
	if !made {
		filter, named = s.filterFor(L, m, obj)
		if f.never[obj.Name] {
			return false
		}
		if !named {
			f.filters[obj.Name] = filter
		}
	}
	view := e.View()
	return filter.Match(&view) && filter.MatchWhole(*e)
}

// filterFor makes the filter of an object. named: it names a link, which may come to be another one.
func (s *Space) filterFor(L *lua.LState, m *monitor, obj *request.Object) (filter *request.Filter, named bool) {
	kw := slices.Clone(m.filter.kw)
	for i := range kw {
		if _, isName := kw[i].Value.(string); isName && kw[i].Name == "ifname" && obj.Name != "link" {
			for _, word := range request.DeviceWords {
				if _, _, err := request.NewFilter(obj, codec.Table{{Name: word, Value: 1.0}}, m.o.client.Resolver(context.Background())); err == nil {
					kw[i].Name, named = word, true
					break
				}
			}
		}
	}
	var nothing bool
	var err error
	s.wait(L, func(ctx context.Context) error {
		filter, nothing, err = request.NewFilter(obj, kw, m.o.client.Resolver(ctx))
		return nil
	})
	if err != nil || nothing && !named {
		m.filter.never[obj.Name] = true
	}
	if nothing {
		filter = &request.Filter{}
		filter.Where(func(codec.View) bool { return false })
	}
	return filter, named
}

// event waits for the next event that passes.
func (s *Space) event(L *lua.LState, m *monitor, patience time.Duration) (e rtnl.Message, ok bool) {
	var deadline time.Time
	if patience > 0 {
		deadline = time.Now().Add(patience)
	}
	for m.o.has(m.m) {
		for {
			if e, ok = m.m.Pop(); !ok {
				break
			}
			if s.passes(L, m, &e) {
				return e, true
			}
		}
		err := s.vm.Wait(L, func(cancel <-chan struct{}) error {
			ctx := context.Context(waiting(cancel))
			if !deadline.IsZero() {
				limited, stop := context.WithDeadline(ctx, deadline)
				defer stop()
				ctx = limited
			}
			return m.m.More(ctx)
		})
		switch {
		case err == nil:
		case errors.Is(err, context.DeadlineExceeded):
			return e, false
		case !m.o.has(m.m): // closed
			return e, false
		default:
			s.vm.Raise(L, err)
		}
	}
	return e, false
}

// monitorNext is m:next(), and each turn of a loop: the next event, nil when the monitor was closed.
func (s *Space) monitorNext(L *lua.LState) int {
	m := args{L, "next"}.monitor(1)
	e, ok := s.event(L, m, 0)
	if !ok {
		L.Push(lua.LNil)
		return 1
	}
	L.Push(s.wrap(e))
	return 1
}

func (s *Space) monitorClose(L *lua.LState) int {
	m := args{L, "close"}.monitor(1)
	m.o.drop(m.m)
	return 0
}

// waitEvent is ipr:wait{ event =, timeout =, filter... }: the first event that fits, or ETIMEDOUT. In a dry run it is nil, at once:
// what the script waits for may be the answer to what was not done.
func (s *Space) waitEvent(L *lua.LState) int {
	a := args{L, "wait"}
	m, timeout := s.monitorArgs(a)
	defer m.o.drop(m.m)
	if s.opts.dryRun {
		L.Push(lua.LNil)
		return 1
	}
	for {
		e, ok := s.event(L, m, timeout)
		switch {
		case !ok:
			s.vm.Raise(L, s.timedOut(m.o, "wait", "there was no event", m.filter.kw, timeout))
		case e.Type >= unix.RTM_BASE:
			L.Push(s.wrap(e))
			return 1
		}
	}
}

// keep remembers a monitor, which ends with its object.
func (o *object) keep(m *rtnl.Monitor) {
	o.monitorsMu.Lock()
	defer o.monitorsMu.Unlock()
	if o.monitors == nil {
		o.monitors = map[*rtnl.Monitor]struct{}{}
	}
	o.monitors[m] = struct{}{}
}

func (o *object) has(m *rtnl.Monitor) bool {
	o.monitorsMu.Lock()
	defer o.monitorsMu.Unlock()
	_, ok := o.monitors[m]
	return ok
}

// drop ends a monitor. Twice is fine.
func (o *object) drop(m *rtnl.Monitor) {
	o.monitorsMu.Lock()
	_, ok := o.monitors[m]
	delete(o.monitors, m)
	o.monitorsMu.Unlock()
	if ok {
		m.Close()
	}
}

func (o *object) closeMonitors() {
	o.monitorsMu.Lock()
	monitors := o.monitors
	o.monitors = nil
	o.monitorsMu.Unlock()
	for m := range monitors {
		m.Close()
	}
}
