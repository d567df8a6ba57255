package state

import (
	"bytes"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"

	"nlua/rtnl/codec"
)

// message is what the model sends.
type message struct {
	typ, flags uint16
	body       []byte
}

// model is a small kernel: devices 1 to 3, IPv4 routes of which a slot has several, IPv6 routes with several gateways, rules.
// Its events go into a queue of a few places, as a socket's do.
type model struct {
	rng   *rand.Rand
	up    [4]bool
	v4    map[byte][]route4
	v6    map[byte][]byte // gateways; the device is 1
	rules map[byte]int

	queue     []message
	room      int
	congested bool // until the queue is empty nothing goes in
	overflown bool // to be told
}

type route4 struct{ gw, dev byte }

func (m *model) send(msg message) {
	switch {
	case m.congested:
	case len(m.queue) >= m.room:
		m.congested, m.overflown = true, true
	default:
		m.queue = append(m.queue, msg)
	}
}

// read gives the next event; lost comes before what was queued, as ENOBUFS does.
func (m *model) read() (msg message, lost, ok bool) {
	if m.overflown {
		m.overflown = false
		return msg, true, false
	}
	if len(m.queue) == 0 {
		m.congested = false
		return msg, false, false
	}
	msg, m.queue = m.queue[0], m.queue[1:]
	m.congested = m.congested && len(m.queue) > 0
	return msg, false, true
}

func (m *model) link(i byte) message {
	flags := byte(0)
	if m.up[i] {
		flags = 1
	}
	return message{16, 0, raw(16, map[int]byte{4: i, 8: flags}).Bytes()}
}

func (m *model) route4(dst byte, r route4) message {
	v := raw(12, map[int]byte{0: 2, 1: 24, 4: 254, 5: 4, 7: 1}, 1, []byte{10, 0, dst, 0}, 5, []byte{10, 9, r.dev, r.gw}, 4, u32(uint32(r.dev)))
	return message{24, 0, v.Bytes()}
}

func gateway6(gw byte) []byte { return append(append([]byte{0xfd}, make([]byte, 14)...), gw) }

func (m *model) route6(dst byte, gws []byte) message {
	args := []any{1, append([]byte{0xfd, dst}, make([]byte, 14)...)}
	if len(gws) == 1 {
		args = append(args, 5, gateway6(gws[0]), 4, u32(1))
	} else {
		var list []byte
		for _, i := range m.rng.Perm(len(gws)) {
			at := codec.AppendAttr(nil, 5, gateway6(gws[i]))
			list = append(list, native.AppendUint16(nil, uint16(8+len(at)))...)
			list = append(append(list, 0, 0), u32(1)...)
			list = append(list, at...)
		}
		args = append(args, 9, list)
	}
	return message{24, 0, raw(12, map[int]byte{0: 10, 1: 16, 4: 254, 5: 4, 7: 1}, args...).Bytes()}
}

func (m *model) rule(prio byte) message {
	return message{32, 0, raw(12, map[int]byte{0: 2, 4: 254, 7: 1}, 6, u32(uint32(prio))).Bytes()}
}

func (msg message) with(flags uint16) message { msg.flags = flags; return msg }

func (msg message) end() message { msg.typ++; return msg }

// step changes something, and announces it as the kernel does.
func (m *model) step() {
	dst := byte(m.rng.IntN(4))
	r := route4{byte(m.rng.IntN(3)), byte(m.rng.IntN(3) + 1)}
	list := m.v4[dst]
	has := slices.Contains(list, r)
	gw := byte(m.rng.IntN(4))
	ways := m.v6[dst]
	switch m.rng.IntN(12) {
	case 0: // a device goes up or down, its IPv4 routes go without a word
		i := byte(m.rng.IntN(3) + 1)
		m.up[i] = !m.up[i]
		for d := range m.v4 {
			if !m.up[i] {
				m.v4[d] = slices.DeleteFunc(m.v4[d], func(r route4) bool { return r.dev == i })
			}
		}
		m.send(m.link(i))
	case 1, 2:
		if m.up[r.dev] && !has {
			m.v4[dst] = append(list, r)
			m.send(m.route4(dst, r).with(flagCreate | flagAppend))
		}
	case 3:
		if m.up[r.dev] && !has {
			m.v4[dst] = append([]route4{r}, list...)
			m.send(m.route4(dst, r).with(flagCreate))
		}
	case 4, 5:
		if m.up[r.dev] && !has && len(list) > 0 {
			m.v4[dst] = append([]route4{r}, list[1:]...)
			m.send(m.route4(dst, r).with(flagReplace))
		}
	case 6:
		if has {
			m.v4[dst] = slices.DeleteFunc(slices.Clone(list), func(e route4) bool { return e == r })
			m.send(m.route4(dst, r).end())
		}
	case 7, 8:
		if !slices.Contains(ways, gw) {
			m.v6[dst] = append(ways, gw)
			m.send(m.route6(dst, m.v6[dst]).with(flagCreate | flagAppend))
		}
	case 9:
		if slices.Contains(ways, gw) {
			m.v6[dst] = slices.DeleteFunc(slices.Clone(ways), func(e byte) bool { return e == gw })
			m.send(m.route6(dst, []byte{gw}).end())
		}
	case 10:
		if len(ways) > 0 {
			m.v6[dst] = []byte{gw}
			m.send(m.route6(dst, m.v6[dst]).with(flagReplace))
		}
	case 11:
		if m.rng.IntN(2) == 0 {
			m.rules[dst]++
			m.send(m.rule(dst))
		} else if m.rules[dst] > 0 {
			m.rules[dst]--
			m.send(m.rule(dst).end())
		}
	}
}

// list is the answer to a dump; while it is read, between is called.
func (m *model) list(d Dump, between func()) (answer []message) {
	switch {
	case d.Type == 18 && d.Family == 0:
		for i := byte(1); i <= 3; i++ {
			answer = append(answer, m.link(i))
			between()
		}
	case d.Type == 26 && d.Family == 2:
		for dst := range byte(4) {
			for _, r := range m.v4[dst] {
				answer = append(answer, m.route4(dst, r))
			}
			between()
		}
	case d.Type == 26 && d.Family == 10:
		for dst := range byte(4) {
			if len(m.v6[dst]) > 0 {
				answer = append(answer, m.route6(dst, m.v6[dst]))
			}
			between()
		}
	case d.Type == 34 && d.Family == 2:
		for dst := range byte(4) {
			for range m.rules[dst] {
				answer = append(answer, m.rule(dst))
			}
			between()
		}
	}
	return answer
}

// picture is what somebody makes of events: the last message about each object.
type picture map[string]message

func (p picture) take(t *testing.T, events []Event) {
	for _, e := range events {
		if e.Own {
			continue
		}
		v, _ := view(e.Type, e.Body)
		key := Key(e.Type, &v)
		if isDel(e.Type) {
			if _, ok := p[key]; !ok {
				t.Fatalf("the end of what was not reported: %s", key)
			}
			delete(p, key)
			continue
		}
		p[key] = message{typ: e.Type, body: bytes.Clone(e.Body)}
	}
}

func (p picture) compare(t *testing.T, m *model) {
	t.Helper()
	want := picture{}
	for _, d := range []Dump{{Type: 18}, {Type: 26, Family: 2}, {Type: 26, Family: 10}, {Type: 34, Family: 2}} {
		for _, msg := range m.list(d, func() {}) {
			v, _ := view(msg.typ, msg.body)
			want[Key(msg.typ, &v)] = msg
		}
	}
	if got := slices.Sorted(maps.Keys(p)); !slices.Equal(got, slices.Sorted(maps.Keys(want))) {
		t.Fatalf("events say\n%q\nthe list says\n%q", got, slices.Sorted(maps.Keys(want)))
	}
	for key, msg := range want {
		a, _ := view(msg.typ, p[key].body)
		b, _ := view(msg.typ, msg.body)
		if d := Diff(msg.typ, &a, &b); len(d) > 0 {
			t.Fatalf("%s differs: %v", key, d)
		}
	}
}

// follow is a monitor of the model: what it lists it lists while the model goes on.
type follower struct {
	*model
	table *Table
	seen  picture
	lost  int
}

func (f *follower) sync(t *testing.T, k Kinds) {
	for {
		for { // dry
			if _, lost, ok := f.read(); !lost && !ok {
				break
			}
		}
		s := f.table.Begin(k, true)
		for d := range s.Dumps() {
			for _, msg := range f.list(d, f.some) {
				s.Add(msg.typ, msg.body)
			}
		}
		void := false
		for { // all that was there when the last list had ended
			msg, lost, ok := f.read()
			if void = lost; lost || !ok {
				break
			}
			if k == f.table.All() {
				s.Race(msg.typ, msg.flags, bytes.Clone(msg.body))
			} else {
				f.seen.take(t, s.Race(msg.typ, msg.flags, bytes.Clone(msg.body)))
			}
		}
		if void {
			f.lost++
			k = f.table.All()
			f.room += 2
			continue
		}
		f.seen.take(t, s.End())
		return
	}
}

func (f *follower) some() {
	for f.rng.IntN(3) == 0 {
		f.step()
	}
}

func TestEventsSumToTheKernelsState(t *testing.T) {
	lost := 0
	for seed := range uint64(300) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			m := &model{rng: rand.New(rand.NewPCG(seed, 1)), v4: map[byte][]route4{}, v6: map[byte][]byte{}, rules: map[byte]int{}, room: 4 + int(seed%16)}
			f := &follower{model: m, table: NewTable(KindsOf([]uint32{1, 7, 8, 11})), seen: picture{}}
			for range 10 {
				m.step()
			}
			f.sync(t, f.table.All())
			for range 300 {
				f.some()
				msg, gap, ok := f.read()
				switch {
				case gap:
					f.lost++
					f.sync(t, f.table.All())
				case ok:
					f.seen.take(t, f.table.Apply(msg.typ, msg.flags, bytes.Clone(msg.body)))
				case f.table.Stale() != 0:
					f.partly(t)
				}
			}
			for quiet := false; !quiet; {
				msg, gap, ok := f.read()
				switch {
				case gap:
					f.sync(t, f.table.All())
				case ok:
					f.seen.take(t, f.table.Apply(msg.typ, msg.flags, bytes.Clone(msg.body)))
				case f.table.Stale() != 0:
					f.partly(t)
				default:
					quiet = true
				}
			}
			f.seen.compare(t, m)
			lost += f.lost
		})
	}
	if lost == 0 {
		t.Error("nothing was lost: this tests nothing")
	}
}

// partly lists what is stale. Its queue is not emptied first: what is in there is applied to what is not listed.
func (f *follower) partly(t *testing.T) {
	s := f.table.Begin(f.table.Stale(), false)
	for d := range s.Dumps() {
		for _, msg := range f.list(d, f.some) {
			s.Add(msg.typ, msg.body)
		}
	}
	for {
		msg, lost, ok := f.read()
		if lost {
			f.lost++
			f.sync(t, f.table.All())
			return
		}
		if !ok {
			break
		}
		f.seen.take(t, s.Race(msg.typ, msg.flags, bytes.Clone(msg.body)))
	}
	f.seen.take(t, s.End())
}

// TestNothingIsLeftOutWithoutALoss: what comes and goes while kinds are listed once more is told, one by one; after a gap the
// differences are.
func TestNothingIsLeftOutWithoutALoss(t *testing.T) {
	for _, gap := range []bool{false, true} {
		m := &model{up: [4]bool{true, true, true, true}}
		table := NewTable(KindsOf([]uint32{1}))
		for i := byte(1); i <= 2; i++ {
			table.Apply(m.link(i).typ, 0, m.link(i).body)
		}
		s := table.Begin(table.All(), gap)
		for _, i := range []byte{1, 3} { // what is there in the end
			m.up[i] = false
			s.Add(m.link(i).typ, m.link(i).body)
		}
		up, down := m.link(2), m.link(3)
		seen := picture{}
		seen.take(t, []Event{{Type: 16, Body: m.link(1).body}, {Type: 16, Body: up.body}})
		var told []uint16
		for _, msg := range []message{up.end(), {typ: 16, body: up.body}, up.end(), down, down.end(), down} {
			events := s.Race(msg.typ, 0, msg.body)
			seen.take(t, events)
			for _, e := range events {
				told = append(told, e.Type)
			}
		}
		want := []uint16{17, 16, 17, 16, 17, 16}
		if gap {
			want = nil
		}
		if !slices.Equal(told, want) {
			t.Errorf("gap %v: told %d, want %d", gap, told, want)
		}
		seen.take(t, s.End())
		if got := len(seen); got != 2 {
			t.Errorf("gap %v: %d links in the end, want 2", gap, got)
		}
	}
}
