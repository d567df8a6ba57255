package bindings

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"
	"sync"

	lua "github.com/yuin/gopher-lua"
	"golang.org/x/sys/unix"

	"nlua/host"
	"nlua/rtnl"
	"nlua/rtnl/codec"
	"nlua/rtnl/nl"
	"nlua/rtnl/request"
)

// class is one of the five classes.
type class struct {
	name  string
	raw   bool        // a raw socket: no verbs
	alone bool        // single requests let no other task run in between
	table *lua.LTable // of methods, once one is asked for: see methodsOf
}

// object is what a script holds: options, and the client once it is needed.
type object struct {
	class  *class
	asked  *settings // what the script's options said
	client *rtnl.Client
	closed bool

	bound      bool // bind() was called, with these groups
	boundMask  uint32
	overflowed bool // a raw socket lost messages: it stays broken

	monitorsMu sync.Mutex // the collector drops monitors too
	monitors   map[*rtnl.Monitor]struct{}
}

func (s *Space) newObject(c *class, set *settings) (*object, lua.LValue) {
	o := &object{class: c, asked: set}
	s.open.add(o)
	return o, &lua.LUserData{Value: o, Metatable: s.objectKind.meta()}
}

// self reads argument 1, an object that is open.
func (s *Space) self(a args) *object {
	if ud, ok := a.L.Get(1).(*lua.LUserData); ok {
		if o, ok := ud.Value.(*object); ok {
			return o
		}
	}
	a.want(1, "an object: call it as ipr:"+a.fn+"(...)")
	return nil
}

// clientOf gives the object's client. The global ipr opens it here, at its first use.
func (s *Space) clientOf(L *lua.LState, o *object) *rtnl.Client {
	if o.closed {
		s.vm.Raise(L, nl.ErrClosed)
	}
	if o.client == nil {
		if o == s.ipr.(*lua.LUserData).Value { // it opens where the script is by now
			o.asked = s.defaults(o.class)
		}
		s.resolveNetNS(L, args{L, o.class.name}, o.asked)
		client, err := rtnl.Open(o.asked.Options)
		if err != nil {
			s.vm.Raise(L, err)
		}
		o.client = client
	}
	return o.client
}

func (o *object) close() {
	o.closed = true
	o.asked.telemetry.close()
	o.closeMonitors()
	if o.client != nil {
		o.client.Close()
	}
}

// do runs one request of an object: alone in the classes that promise it.
func (s *Space) do(L *lua.LState, o *object, fn func(ctx context.Context) error) error {
	return s.run(L, o, func(cancel <-chan struct{}) error { return fn(waiting(cancel)) })
}

// run is do for those who keep fn for later requests.
func (s *Space) run(L *lua.LState, o *object, fn func(cancel <-chan struct{}) error) error {
	if o.class.alone {
		return s.vm.Hold(L, fn)
	}
	return s.vm.Brief(L, fn)
}

// openObjects makes the classes, and their constructors in rtnl.
func (s *Space) openObjects(lib *lua.LTable) {
	s.classes = map[string]*class{}
	for _, c := range []*class{
		{name: "IPRoute", alone: true},
		{name: "AsyncIPRoute"},
		{name: "NetNS", alone: true},
		{name: "IPRSocket", raw: true, alone: true},
		{name: "AsyncIPRSocket", raw: true},
	} {
		s.classes[c.name] = c
		lib.RawSetString(c.name, s.vm.L().NewFunction(s.constructor(c)))
	}
	_, s.ipr = s.newObject(s.classes["IPRoute"], &settings{netns: s.opts.NetNS}) // clientOf gives it the rest
}

// methodsOf gives the methods of a class: made when the first is asked for, as a script seldom needs more than one class.
func (s *Space) methodsOf(c *class) *lua.LTable {
	if c.table != nil {
		return c.table
	}
	parts := []map[string]lua.LGFunction{s.commonMethods(), s.socketMethods()}
	if c.raw {
		parts = append(parts, map[string]lua.LGFunction{"get": s.socketGet})
	} else {
		parts = append(parts, s.routeMethods(), s.helperMethods(), s.saveMethods(), s.nsMethods(), s.planMethods(), s.verbMethods(),
			map[string]lua.LGFunction{"monitor": s.startMonitor, "wait": s.waitEvent})
	}
	if c.name == "NetNS" {
		parts = append(parts, map[string]lua.LGFunction{"remove": s.removeNetNS})
	}
	c.table = s.methods(parts...)
	return c.table
}

// verbMethods are those that send requests: ipr:link and its kin.
func (s *Space) verbMethods() map[string]lua.LGFunction {
	methods := map[string]lua.LGFunction{}
	for _, name := range request.Names() {
		methods[name] = s.verbs(name)
	}
	return methods
}

func (s *Space) objectMeta() *lua.LTable {
	meta := s.vm.L().CreateTable(0, 8)
	set := func(name string, fn lua.LGFunction) { meta.RawSetString(name, s.vm.L().NewFunction(fn)) }
	set("__index", func(L *lua.LState) int {
		o := L.Get(1).(*lua.LUserData).Value.(*object)
		c, key := o.class, L.Get(2).String()
		switch v := s.methodsOf(c).RawGetString(key); {
		case v != lua.LNil:
			L.Push(v)
		case key == "status":
			L.Push(s.status(L, o))
		case key == "try" && !c.raw:
			L.Push(s.tryOf(L.Get(1)))
		case instead(key) != "":
			L.RaiseError("%s has no method %q%s", c.name, key, instead(key))
		case c.raw && s.methodsOf(s.classes["IPRoute"]).RawGetString(key) != lua.LNil:
			L.RaiseError("%s has no method %q: it is a raw socket; rtnl.IPRoute has it", c.name, key)
		default:
			L.RaiseError("%s has no method %q%s", c.name, key, request.Suggest(key, s.methodNames(c)))
		}
		return 1
	})
	meta.RawSetString("__name", lua.LString("object"))
	set("__newindex", func(L *lua.LState) int {
		L.RaiseError("cannot set %q: options are given to rtnl.%s{...}", L.Get(2).String(), L.Get(1).(*lua.LUserData).Value.(*object).class.name)
		return 0
	})
	set("__tostring", func(L *lua.LState) int {
		o := L.Get(1).(*lua.LUserData).Value.(*object)
		text := o.class.name
		if ns := o.asked.netnsName(); ns != "" {
			text += " in " + ns
		}
		if o.closed {
			text += ", closed"
		}
		L.Push(lua.LString(text))
		return 1
	})
	return meta
}

func (s *Space) methodNames(c *class) []string {
	list := []string{"status"}
	s.methodsOf(c).ForEach(func(k, _ lua.LValue) { list = append(list, k.String()) })
	return list
}

// verbs makes the method of an object: ipr:link(verb [, positional...] [, keywords]).
func (s *Space) verbs(name string) lua.LGFunction {
	return func(L *lua.LState) int {
		a := args{L, name}
		o := s.self(a)
		obj := request.ByName(name)
		verb, kw := s.verbArgs(a, obj, s.room())
		n := s.perform(L, o, obj, verb, kw)
		if obj.Verb(verb).Mode() != request.Dump { // which keeps them
			s.rooms = append(s.rooms, kw)
		}
		return n
	}
}

// room is for the keywords of a request that does not outlive its call.
func (s *Space) room() codec.Table {
	n := len(s.rooms)
	if n == 0 {
		return make(codec.Table, 0, 8)
	}
	kw := s.rooms[n-1]
	s.rooms = s.rooms[:n-1]
	clear(kw)
	return kw[:0]
}

// positional reads the arguments from number first on, behind kw: a table of keywords, before it values whose names are the place's.
func (s *Space) positional(a args, first int, names []string, kw codec.Table) codec.Table {
	top := a.L.GetTop()
	for i := first; i <= top; i++ {
		v := a.L.Get(i)
		if t, ok := v.(*lua.LTable); ok && (i == top || i-first >= len(names)) {
			kw = s.moreKeywords(a.L, t, kw)
			continue
		}
		if v == lua.LNil {
			continue
		}
		if i-first >= len(names) {
			a.fail("argument %d: want a table of keywords, got %s", i-1, typeName(v))
		}
		kw = append(kw, codec.Pair{Name: names[i-first], Value: s.toGo(a.L, v)})
	}
	return kw
}

// verbArgs reads the verb and the keywords behind it; words without a name belong to the object's first keywords.
func (s *Space) verbArgs(a args, obj *request.Object, kw codec.Table) (string, codec.Table) {
	if _, ok := a.L.Get(2).(lua.LString); !ok {
		a.fail("want a verb, got %s: one of %s", typeName(a.L.Get(2)), strings.Join(obj.VerbNames(), ", "))
	}
	return a.str(2), s.positional(a, 3, obj.Args, kw)
}

// perform sends what a method call says, and pushes the answer: a dump, or a list of messages.
func (s *Space) perform(L *lua.LState, o *object, obj *request.Object, verb string, kw codec.Table) int {
	if o.closed {
		s.vm.Raise(L, &rtnl.Error{Request: obj.Name + " " + verb, Errno: unix.EBADF, Hint: "the object is closed", Err: nl.ErrClosed})
	}
	c := s.clientOf(L, o)
	if v := obj.Verb(verb); v != nil && v.Mode() == request.Dump {
		var d *rtnl.Dump
		s.wait(L, func(ctx context.Context) error {
			req, err := c.Request(ctx, obj.Name, verb, kw)
			if err == nil {
				d, err = c.Dump(ctx, req)
			}
			return err
		})
		L.Push(s.dumpValue(withFamilies(c, obj, verb, kw, d)))
		return 1
	}
	return s.exchange(L, o, obj, verb, kw, nil)
}

// withFamilies lets the dumps of the other families follow, where the kernel has none of all of them and the script asks for no one.
func withFamilies(c *rtnl.Client, obj *request.Object, verb string, kw codec.Table, first *rtnl.Dump) *dump {
	d := &dump{d: first}
	more, _ := kw.Get("match")
	match, _ := more.(codec.Table)
	for _, t := range []codec.Table{kw, match} {
		if _, asked := t.Get("family"); asked || len(obj.Families) == 0 {
			return d
		}
	}
	d.what = first.String()
	for _, family := range obj.Families[1:] {
		d.rest = append(d.rest, func(ctx context.Context) (*rtnl.Dump, error) {
			req, err := c.Request(ctx, obj.Name, verb, append(slices.Clone(kw), codec.Pair{Name: "family", Value: family}))
			if err != nil {
				return nil, err
			}
			next, err := c.Dump(ctx, req)
			if errors.Is(err, unix.EOPNOTSUPP) {
				req.Empty = true // this kernel does without the family
				return c.Dump(ctx, req)
			}
			return next, err
		})
	}
	return d
}

// sender gets a request to the kernel, and the answer back. nil: the object's client does.
type sender func(ctx context.Context, req *request.Request) ([]rtnl.Message, error)

// errand is a request on its way. Later requests use it again.
type errand struct {
	client *rtnl.Client
	object string
	verb   string
	kw     codec.Table
	send   sender
	answer []rtnl.Message
	run    func(cancel <-chan struct{}) error // of this call
}

func (e *errand) exchange(cancel <-chan struct{}) error {
	ctx := waiting(cancel)
	req, err := e.client.Request(ctx, e.object, e.verb, e.kw)
	if err != nil {
		return err
	}
	defer req.Done()
	if e.send == nil {
		e.answer, err = e.client.Do(ctx, req)
	} else {
		e.answer, err = e.send(ctx, req)
	}
	return err
}

// exchange builds a request, has it sent, and pushes the list of messages that came.
func (s *Space) exchange(L *lua.LState, o *object, obj *request.Object, verb string, kw codec.Table, send sender) int {
	var e *errand
	if n := len(s.errands); n > 0 {
		e = s.errands[n-1]
		s.errands = s.errands[:n-1]
	} else {
		e = &errand{}
		e.run = e.exchange
	}
	e.client, e.object, e.verb, e.kw, e.send = o.client, obj.Name, verb, kw, send
	if err := s.run(L, o, e.run); err != nil {
		s.vm.Raise(L, err)
	}
	L.Push(s.list(L, e.answer))
	*e = errand{run: e.run}
	s.errands = append(s.errands, e)
	return 1
}

// through adds the methods of an object whose changes go another way than by itself: a transaction, a guard.
func (s *Space) through(o *object, methods map[string]lua.LGFunction, send sender) {
	for _, name := range request.Names() {
		methods[name] = func(L *lua.LState) int {
			obj := request.ByName(name)
			verb, kw := s.verbArgs(args{L, name}, obj, nil)
			if v := obj.Verb(verb); v != nil && v.Mode() != request.Ack {
				return s.perform(L, o, obj, verb, kw)
			}
			return s.exchange(L, o, obj, verb, kw, send)
		}
	}
}

func (s *Space) list(L *lua.LState, messages []rtnl.Message) lua.LValue {
	t := L.CreateTable(len(messages), 0)
	for _, m := range messages {
		t.Append(s.wrap(m))
	}
	return t
}

// tryOf makes ipr.try: the same methods, which return nil and the error where the kernel or the system refuses the call.
func (s *Space) tryOf(self lua.LValue) lua.LValue {
	meta := s.vm.L().NewTable()
	meta.RawSetString("__index", s.vm.L().NewFunction(func(L *lua.LState) int {
		method := L.GetField(self, L.Get(2).String())
		L.Push(L.NewFunction(func(L *lua.LState) int {
			given := []lua.LValue{self}
			for i := 2; i <= L.GetTop(); i++ {
				given = append(given, L.Get(i))
			}
			results, err := s.vm.Call(L, method, lua.MultRet, given...)
			if err != nil {
				value := s.vm.ErrorValue(L, err)
				if ud, ok := value.(*lua.LUserData); ok && ud.Metatable == lua.LValue(s.errorKind.table) {
					L.Push(lua.LNil)
					L.Push(value)
					return 2
				}
				if text, ok := value.(lua.LString); ok && !placed(string(text)) {
					value = lua.LString(host.Where(L, 1)) + text // the method was called from here, where it saw no Lua
				}
				L.Error(value, 0)
			}
			for _, v := range results {
				L.Push(v)
			}
			return len(results)
		}))
		return 1
	}))
	return &lua.LUserData{Metatable: meta}
}

// placed tells whether an error's text begins with a position: "file:3: ".
func placed(text string) bool {
	place, _, _ := strings.Cut(text, ": ")
	_, err := strconv.ParseUint(place[strings.LastIndexByte(place, ':')+1:], 10, 32)
	return err == nil
}

// commonMethods are those that every class has.
func (s *Space) commonMethods() map[string]lua.LGFunction {
	return map[string]lua.LGFunction{
		"close": func(L *lua.LState) int {
			s.self(args{L, "close"}).close()
			return 0
		},
		"fileno": func(L *lua.LState) int {
			o := s.self(args{L, "fileno"})
			fd := s.clientOf(L, o).Named().Fd()
			if fd < 0 {
				s.vm.Raise(L, unix.EBADF)
			}
			L.Push(lua.LNumber(fd))
			return 1
		},
		"nlm_request": s.nlmRequest, "getsockopt": s.sockOption(false), "setsockopt": s.sockOption(true),
		"bind": s.bind, "add_membership": s.membership(true), "drop_membership": s.membership(false),
	}
}
