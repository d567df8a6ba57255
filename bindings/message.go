package bindings

import (
	"bytes"
	"encoding/binary"
	"slices"
	"unsafe"

	lua "github.com/yuin/gopher-lua"

	"nlua/rtnl"
	"nlua/rtnl/codec"
	"nlua/rtnl/nl"
)

// message is one netlink message as scripts hold it: bytes, read where a script asks. A loop over a dump makes one a turn, so it is
// small: each word of it is the collector's work.
type message struct {
	raw []byte // header and body
	of  *rtnl.Shape
}

// nest is a nested value: attributes or a structure inside a message. It keeps the message's bytes alive.
type nest struct {
	m    *message
	view codec.View
}

func newMessage(m rtnl.Message) *message { return &message{m.Raw, rtnl.ShapeOf(m)} }

// whole is the message as the rest of the program knows it.
func (m *message) whole() *rtnl.Message {
	w := m.of.With(m.raw)
	return &w
}

// view reads the body. Its Set is nil for types without rows.
func (m *message) view() codec.View { return m.of.View(m.raw) }

// reader is view for those who may keep it.
func (m *message) reader() *codec.View {
	v := m.view()
	return &v
}

// slot is a message and its userdata side by side, and slab how many share one allocation in a dump's loop: 8 KiB, with the header
// that Go puts before them.
type slot struct {
	ud lua.LUserData
	m  message
}

const slab = (8<<10 - 8) / unsafe.Sizeof(slot{})

// take makes the userdata of the next message of many.
func (s *Space) take(raw []byte, of *rtnl.Shape) lua.LValue {
	if len(s.slots) == 0 {
		s.slots = make([]slot, slab)
	}
	at := &s.slots[0]
	s.slots = s.slots[1:]
	v := s.fill(at, raw, of)
	if s.handy.wanted {
		s.lend(at)
	}
	return v
}

func (s *Space) fill(at *slot, raw []byte, of *rtnl.Shape) lua.LValue {
	at.m.raw, at.m.of = raw, of
	at.ud.Value, at.ud.Metatable = &at.m, s.messageKind.meta()
	return &at.ud
}

func (s *Space) newMessage(m *message) lua.LValue {
	return &lua.LUserData{Value: m, Metatable: s.messageKind.meta()}
}

// wrap makes the userdata of a message that was read alone.
func (s *Space) wrap(m rtnl.Message) lua.LValue {
	if s.shape == nil || !s.shape.Fits(&m) {
		s.shape = rtnl.ShapeOf(m)
	}
	return s.fill(&slot{}, m.Raw, s.shape)
}

func (s *Space) newNest(m *message, view codec.View) lua.LValue {
	return &lua.LUserData{Value: &nest{m, view}, Metatable: s.nestKind.meta()}
}

// LinkIndex is the link that the message is, or that it lies on.
func (m *message) LinkIndex() (int, bool) {
	view := m.reader()
	for _, name := range []string{"index", "ifindex", "oif"} {
		if v, ok := view.Get(name); ok {
			switch n := v.(type) {
			case uint64:
				return int(n), n != 0
			case int64:
				return int(n), n != 0
			}
		}
	}
	return 0, false
}

func (a args) message(n int) *message {
	if ud, ok := a.L.Get(n).(*lua.LUserData); ok {
		if m, ok := ud.Value.(*message); ok {
			return m
		}
	}
	a.want(n, "a message: call it as m:"+a.fn+"(...)")
	return nil
}

// nest is argument n where that is a nest.
func (a args) nest(n int) (*nest, bool) {
	if ud, ok := a.L.Get(n).(*lua.LUserData); ok {
		x, ok := ud.Value.(*nest)
		return x, ok
	}
	return nil, false
}

// messageMeta makes the class of messages. What stands here is reserved: it hides attributes of its name, which
// then answer to their C names.
func (s *Space) messageMeta() *lua.LTable {
	methods := map[string]lua.LGFunction{
		"get": s.messageGet, "values": s.messageValues, "field": s.messageField, "get_attrs": s.messageGetAttrs,
		"get_attr": s.messageGet, "get_nested": s.messageGetNested,
		"totable": s.messageTotable, "raw": s.messageRaw, "copy": s.messageCopy, "u64": s.messageU64,
		"name": s.messageName, "names": s.messageNames, "has": s.messageHas, "key": s.messageKey, "diff": s.messageDiff,
	}
	meta := s.class("message", map[string]lua.LGFunction{
		"__index": func(L *lua.LState) int {
			m := L.Get(1).(*lua.LUserData).Value.(*message)
			key, ok := L.Get(2).(lua.LString)
			if !ok {
				L.Push(lua.LNil)
				return 1
			}
			if p := s.pathOfName(string(key)); p.call != nil {
				s.handy.wanted = true
				L.Push(p.call)
			} else {
				L.Push(s.messageIndex(L, m, p))
			}
			return 1
		},
		"__newindex": func(L *lua.LState) int {
			L.RaiseError("cannot set %q: a message does not change; m:totable() gives a table that does", L.Get(2).String())
			return 0
		},
		"__tostring": func(L *lua.LState) int {
			L.Push(lua.LString(s.oneLine(args{L, "tostring"}.message(1), nameless)))
			return 1
		},
		"__eq": func(L *lua.LState) int {
			a := args{L, "=="}
			x, y := a.message(1), a.message(2)
			L.Push(lua.LBool(x.of.Type == y.of.Type && len(x.whole().Diff(y.whole())) == 0))
			return 1
		},
		"__pairs": func(L *lua.LState) int { return s.pairsOf(L, s.totable(L, args{L, "pairs"}.message(1))) },
	})
	own := s.methods(methods)
	own.ForEach(func(name, method lua.LValue) { s.pathOfName(string(name.(lua.LString))).call = method })
	s.handy.make(s, meta, own)
	return meta
}

func (s *Space) nestMeta() *lua.LTable {
	nestMethods := s.methods(map[string]lua.LGFunction{"get": s.messageGet, "totable": s.messageTotable})
	return s.class("message", map[string]lua.LGFunction{
		"__index": func(L *lua.LState) int {
			n := L.Get(1).(*lua.LUserData).Value.(*nest)
			key, ok := L.Get(2).(lua.LString)
			if !ok {
				L.Push(lua.LNil)
				return 1
			}
			if method := nestMethods.RawGetString(string(key)); method != lua.LNil {
				L.Push(method)
				return 1
			}
			L.Push(s.lookup(L, n.m, &n.view, s.pathOfName(string(key))))
			return 1
		},
		"__tostring": func(L *lua.LState) int {
			n := L.Get(1).(*lua.LUserData).Value.(*nest)
			L.Push(lua.LString(s.inspect(s.plain(L, codec.Plain(n.view)))))
			return 1
		},
		"__pairs": func(L *lua.LState) int {
			n := L.Get(1).(*lua.LUserData).Value.(*nest)
			return s.pairsOf(L, s.plain(L, codec.Plain(n.view)))
		},
	})
}

// reservedNames come before attributes, at the top level; state in links only.
var reservedNames = []string{"header", "event", "attrs", "resync", "state"}

// messageIndex is m.key for what is no method.
func (s *Space) messageIndex(L *lua.LState, m *message, p *path) lua.LValue {
	if !p.word {
		return s.inside(L, m, p)
	}
	switch p.names[0] {
	case "header":
		return s.header(L, m)
	case "event":
		return lua.LString(m.of.Event())
	case "attrs":
		return s.attrs(L, m)
	case "resync":
		if m.of.Resync {
			return lua.LTrue
		}
		return lua.LNil
	case "state":
		if state, ok := m.whole().LinkState(); ok {
			return lua.LString(state)
		}
	}
	return s.inside(L, m, p)
}

// pathOfName is the path of one name, which may hold dots.
func (s *Space) pathOfName(name string) *path { return s.lateNames.of(name, s.nameIn) }

func (s *Space) nameIn(name string) *path {
	p := s.names[name]
	if p == nil {
		p = newPath([]string{name})
		if len(s.names) < maxPaths {
			s.names[name] = p
		}
	}
	return p
}

// inside is lookup in what a message holds.
func (s *Space) inside(L *lua.LState, m *message, p *path) lua.LValue {
	view := m.view()
	return s.lookup(L, m, &view, p)
}

// lookup gives what a path leads to, nil where it leads to nothing. It does not keep view.
func (s *Space) lookup(L *lua.LState, m *message, view *codec.View, p *path) lua.LValue {
	if view.Set == nil {
		return s.control(L, m, p)
	}
	if len(p.names) == 1 {
		return s.reached(L, m, view, p)
	}
	kept := *view
	value, ok := kept.Path(p.names...)
	if !ok {
		return lua.LNil
	}
	return s.toLua(L, m, value)
}

// controlNames are what control knows.
var controlNames = [...]string{"error", "msg", "NLMSGERR_ATTR_MSG", "warnings"}

// control gives what NLMSG_ERROR and NLMSG_DONE say: error, 0 or a negative errno, and msg, the kernel's own words where there are any.
// warnings are the words with which a request was carried out all the same, a list.
func (s *Space) control(L *lua.LState, m *message, p *path) lua.LValue {
	body := m.raw[nl.HeaderLen:]
	if len(p.names) != 1 || m.of.Type != nl.TypeError && m.of.Type != nl.TypeDone || len(body) < 4 {
		return lua.LNil
	}
	code := int32(binary.NativeEndian.Uint32(body))
	words := nl.Words(m.raw)
	switch name := p.names[0]; {
	case !slices.Contains(controlNames[:], name):
	case name == "error":
		return lua.LNumber(code)
	case name != "warnings" && words != "":
		return lua.LString(words)
	case name == "warnings":
		t := L.NewTable()
		if code == 0 && words != "" {
			t.Append(lua.LString(words))
		}
		return t
	}
	return lua.LNil
}

// messageGet is m:get(path [, default]).
func (s *Space) messageGet(L *lua.LState) int {
	a := args{L, "get"}
	p := s.path(a, 2)
	var v lua.LValue
	if n, ok := a.nest(1); ok {
		v = s.lookup(L, n.m, &n.view, p)
	} else {
		v = s.top(L, a.message(1), p)
	}
	if v == lua.LNil && L.GetTop() >= 3 {
		v = L.Get(3)
	}
	L.Push(v)
	return 1
}

// messageGetNested is m:get_nested(part, ...): m:get{part, ...}.
func (s *Space) messageGetNested(L *lua.LState) int {
	names := L.NewTable()
	for i := 2; i <= L.GetTop(); i++ {
		names.Append(L.Get(i))
	}
	L.SetTop(1)
	L.Push(names)
	return s.messageGet(L)
}

// top is lookup at the top level of a message, where header, event, attrs, resync and a link's state are paths too.
func (s *Space) top(L *lua.LState, m *message, p *path) lua.LValue {
	switch {
	case !p.word:
	case len(p.names) == 1:
		return s.messageIndex(L, m, p)
	case len(p.names) == 2 && p.names[0] == "header":
		return s.headerField(L, m, p.names[1])
	}
	return s.inside(L, m, p)
}

// messageValues is m:values(path, ...): a value each.
func (s *Space) messageValues(L *lua.LState) int {
	a := args{L, "values"}
	m := a.message(1)
	n := L.GetTop()
	view := m.view()
	for i := 2; i <= n; i++ {
		if p := s.path(a, i); p.word {
			L.Push(s.top(L, m, p))
		} else {
			L.Push(s.lookup(L, m, &view, p))
		}
	}
	return n - 1
}

// messageField is m:field(name): the fixed field, where an attribute hides it.
func (s *Space) messageField(L *lua.LState) int {
	a := args{L, "field"}
	m := a.message(1)
	v := lua.LNil
	if view := m.reader(); view.Set != nil {
		if f := view.Set.Field(a.str(2)); f != nil {
			if b, ok := view.FieldBytes(f); ok {
				v = s.payload(L, m, view, &f.Row, b)
			}
		}
	}
	L.Push(v)
	return 1
}

// messageGetAttrs is m:get_attrs(NAME): all values of an attribute that may stand several times.
func (s *Space) messageGetAttrs(L *lua.LState) int {
	a := args{L, "get_attrs"}
	m := a.message(1)
	name := a.str(2)
	t := L.NewTable()
	if view := m.reader(); view.Set != nil {
		row := view.Set.Named(name)
		view.Each(func(r *codec.Row, typ uint16, p []byte) bool {
			switch {
			case r != nil && r == row:
				t.Append(s.payload(L, m, view, r, p))
			case r == nil && view.Set.Number(typ) == name:
				t.Append(lua.LString(p))
			}
			return true
		})
	}
	L.Push(t)
	return 1
}

// attrs is m.attrs: a list of {C name, value} in the order of the message.
func (s *Space) attrs(L *lua.LState, m *message) lua.LValue {
	list := L.NewTable()
	view := m.reader()
	if view.Set == nil {
		return list
	}
	view.Each(func(row *codec.Row, typ uint16, p []byte) bool {
		pair := L.CreateTable(2, 0)
		if row == nil {
			pair.Append(lua.LString(view.Set.Number(typ)))
			pair.Append(lua.LString(p))
		} else {
			pair.Append(lua.LString(row.C))
			pair.Append(s.payload(L, m, view, row, p))
		}
		list.Append(pair)
		return true
	})
	return list
}

// messageTotable is m:totable(): everything, decoded, as plain tables.
func (s *Space) messageTotable(L *lua.LState) int {
	a := args{L, "totable"}
	if n, ok := a.nest(1); ok {
		L.Push(s.plain(L, codec.Plain(n.view)))
	} else {
		L.Push(s.totable(L, a.message(1)))
	}
	return 1
}

func (s *Space) totable(L *lua.LState, m *message) lua.LValue {
	return s.plain(L, m.whole().Table())
}

// messageRaw is m:raw(): the bytes, header included.
func (s *Space) messageRaw(L *lua.LState) int {
	L.Push(lua.LString(args{L, "raw"}.message(1).raw))
	return 1
}

// messageCopy is m:copy(): the same message in bytes of its own.
func (s *Space) messageCopy(L *lua.LState) int {
	m := args{L, "copy"}.message(1)
	L.Push(s.newMessage(&message{bytes.Clone(m.raw), m.of}))
	return 1
}

// messageU64 is m:u64(path): an integer attribute, exact at any size.
func (s *Space) messageU64(L *lua.LState) int {
	a := args{L, "u64"}
	m := a.message(1)
	p := s.path(a, 2)
	value, ok := any(nil), false
	if view := m.reader(); view.Set != nil {
		value, ok = view.Path(p.names...)
	}
	switch n := value.(type) {
	case uint64:
		L.Push(s.newU64(n))
	case int64:
		L.Push(s.newU64(uint64(n)))
	default:
		if ok {
			a.fail("%s is no whole number", a.str(2))
		}
		L.Push(lua.LNil)
	}
	return 1
}

// rowAt finds the row or field that a path ends at, with its number.
func (m *message) rowAt(p *path) (row *codec.Row, n uint64, ok bool) { return p.rowIn(m.reader()) }

func (p *path) rowIn(view *codec.View) (row *codec.Row, n uint64, ok bool) {
	if len(p.names) == 1 && view.Set != nil {
		row, b := p.bytes(view)
		if row == nil {
			return nil, 0, false
		}
		n, ok = row.Uint(b)
		return row, n, ok
	}
	for i, name := range p.names {
		if view.Set == nil {
			return nil, 0, false
		}
		step := path{names: []string{name}}
		row, b := step.bytes(view)
		if row == nil {
			return nil, 0, false
		}
		if i == len(p.names)-1 {
			n, ok = row.Uint(b)
			return row, n, ok
		}
		value, _ := codec.Decode(view, row, b)
		inner, isView := value.(codec.View)
		if !isView {
			return nil, 0, false
		}
		view = &inner
	}
	return nil, 0, false
}

// messageName is m:name("proto"): what people call the number, nil where it has no name.
func (s *Space) messageName(L *lua.LState) int {
	a := args{L, "name"}
	row, n, ok := a.message(1).rowAt(s.path(a, 2))
	if ok {
		if text := s.nameOf(row, n); text != "" {
			L.Push(lua.LString(text))
			return 1
		}
	}
	L.Push(lua.LNil)
	return 1
}

// messageNames is m:names("flags"): a list of the names of the bits that are set, in capitals.
func (s *Space) messageNames(L *lua.LState) int {
	a := args{L, "names"}
	t := L.NewTable()
	if row, n, ok := a.message(1).rowAt(s.path(a, 2)); ok {
		for _, name := range rtnl.BitNames(row, n) {
			t.Append(lua.LString(name))
		}
	}
	L.Push(t)
	return 1
}

// messageHas is m:has("up" [, field]): whether a flag is set, in flags unless a path says where.
func (s *Space) messageHas(L *lua.LState) int {
	a := args{L, "has"}
	m := a.message(1)
	p := s.pathOf("flags")
	if L.GetTop() >= 3 {
		p = s.path(a, 3)
	}
	flag := a.str(2)
	row, n, ok := m.rowAt(p)
	if !ok {
		L.Push(lua.LFalse)
		return 1
	}
	bit, known := row.Enum.ValueOf(flag)
	if !known {
		a.fail("%s has no flag %q", p.names[len(p.names)-1], flag)
	}
	L.Push(lua.LBool(n&bit != 0))
	return 1
}

// messageKey is m:key(): a text that is the same for messages about the same object of the kernel.
func (s *Space) messageKey(L *lua.LState) int {
	L.Push(lua.LString(args{L, "key"}.message(1).whole().Key()))
	return 1
}

// messageDiff is a:diff(b): a list of {path, old, new}; header, statistics and ages are left out.
func (s *Space) messageDiff(L *lua.LState) int {
	a := args{L, "diff"}
	x, y := a.message(1), a.message(2)
	list := L.NewTable()
	for _, d := range x.whole().Diff(y.whole()) {
		row := L.CreateTable(3, 0)
		row.RawSetInt(1, lua.LString(d.Path))
		row.RawSetInt(2, s.plain(L, codec.Plain(d.Old)))
		row.RawSetInt(3, s.plain(L, codec.Plain(d.New)))
		list.Append(row)
	}
	L.Push(list)
	return 1
}
