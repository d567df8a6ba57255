package rtnl

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"nlua/rtnl/codec"
	"nlua/rtnl/nl"
	"nlua/rtnl/nstest"
	"nlua/rtnl/request"
	"nlua/rtnl/spec"
)

// testClient opens a client in a namespace of its own, with a pair of devices a and b that are up.
func testClient(t *testing.T) *Client {
	t.Helper()
	opts := Defaults()
	opts.NetNS = nstest.New(t)
	c, err := Open(opts)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	do(t, c, "link", "add", codec.Table{{Name: "ifname", Value: "a"}, {Name: "kind", Value: "veth"}, {Name: "peer", Value: codec.Table{{Name: "ifname", Value: "b"}}}})
	for _, name := range []string{"a", "b"} {
		do(t, c, "link", "set", codec.Table{{Name: "index", Value: name}, {Name: "state", Value: "up"}})
	}
	do(t, c, "addr", "add", codec.Table{{Name: "index", Value: "a"}, {Name: "address", Value: "10.255.0.1/24"}})
	return c
}

func do(t *testing.T, c *Client, object, verb string, kw codec.Table) {
	t.Helper()
	if err := try(c, object, verb, kw); err != nil {
		t.Fatal(err)
	}
}

func try(c *Client, object, verb string, kw codec.Table) error {
	req, err := c.Request(context.Background(), object, verb, kw)
	if err != nil {
		return err
	}
	_, err = c.Do(context.Background(), req)
	return err
}

// picture is what events sum up to: the last message about each object.
type picture map[string]Message

func (p picture) take(t *testing.T, e Message) {
	switch {
	case e.Type == nl.TypeOverrun:
	case e.Type&3 == 1:
		if _, ok := p[e.Key()]; !ok {
			t.Errorf("the end of what was not told: %s", e.Key())
		}
		delete(p, e.Key())
	default:
		p[e.Key()] = e
	}
}

func (p picture) compare(t *testing.T, c *Client, objects ...string) {
	t.Helper()
	want := picture{}
	for _, object := range objects {
		list(t, c, object, func(m Message) {
			if m.Body()[0] < 128 { // rules of multicast routing have groups of their own
				want[m.Key()] = m
			}
		})
	}
	p.against(t, want)
}

func (p picture) against(t *testing.T, want picture) {
	t.Helper()
	gone, missing, other := 0, 0, 0
	for key := range p {
		if _, ok := want[key]; !ok {
			if gone++; gone < 4 {
				t.Errorf("told, but not there: %s", key)
			}
		}
	}
	for key, m := range want {
		if got, ok := p[key]; !ok {
			if missing++; missing < 4 {
				t.Errorf("there, but not told: %s", key)
			}
		} else if d := got.Diff(&m); len(d) > 0 {
			if other++; other < 4 {
				t.Errorf("%s: told otherwise: %v", key, d)
			}
		}
	}
	if gone+missing+other > 0 {
		t.Errorf("%d objects by events, %d by the list: %d too many, %d missing, %d different", len(p), len(want), gone, missing, other)
	}
}

func list(t *testing.T, c *Client, object string, take func(Message)) {
	t.Helper()
	req, err := c.Request(context.Background(), object, "dump", nil)
	if err != nil {
		t.Fatal(err)
	}
	d, err := c.Dump(context.Background(), req)
	if err != nil {
		t.Fatal(err)
	}
	for {
		m, err := d.Next(context.Background())
		if err == io.EOF {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		take(m)
	}
}

func groups(names ...string) (list []uint32) {
	for _, name := range names {
		list = append(list, spec.GroupNamed(name).Number)
	}
	return list
}

// pending tells whether more is known to come: the kernel has told something that nobody has read, a loss is not made good yet, or
// something is to be listed again.
func (m *Monitor) pending() bool {
	if m.work != nil || m.mail.settle(context.Background()) != nil {
		return true
	}
	m.mail.mu.Lock()
	defer m.mail.mu.Unlock()
	_, stale := m.due()
	return stale || m.mail.lost || len(m.mail.queue) > 0
}

// drain reads events until none comes for a while, and none is there.
func drain(t *testing.T, m *Monitor, quiet time.Duration, take func(Message)) {
	t.Helper()
	for {
		ctx, cancel := context.WithTimeout(context.Background(), quiet)
		e, err := m.Next(ctx)
		cancel()
		if errors.Is(err, context.DeadlineExceeded) {
			if m.pending() {
				continue
			}
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		take(e)
	}
}

// flood changes routes in a range of its own, in batches.
func flood(c *Client, writer byte, changes int) error {
	rng := rand.New(rand.NewPCG(uint64(writer), uint64(changes)))
	res := c.Resolver(context.Background())
	route := request.ByName("route")
	verbs := []string{"add", "add", "replace", "append", "del", "del"}
	var msgs [][]byte
	conn, err := c.open(c.opts.config())
	if err != nil {
		return err
	}
	defer conn.Close()
	for i := range changes {
		kw := codec.Table{{Name: "dst", Value: fmt.Sprintf("10.%d.%d.%d/32", writer, rng.IntN(40), rng.IntN(256))}}
		verb := verbs[rng.IntN(len(verbs))]
		if verb != "del" {
			kw = append(kw, codec.Pair{Name: "gateway", Value: fmt.Sprintf("10.255.0.%d", 2+rng.IntN(3))})
		}
		req, err := request.Build(route, verb, kw, res)
		if err != nil {
			return err
		}
		msgs = append(msgs, nl.NewMessage(req.Type, req.Flags, req.Body))
		if len(msgs) == 1000 || i == changes-1 {
			if _, err := conn.Batch(context.Background(), msgs, nl.BatchOptions{}, nil); err != nil {
				return err
			}
			msgs = msgs[:0]
		}
	}
	return nil
}

func TestMonitorFlood(t *testing.T) {
	c := testClient(t)
	m, err := c.Monitor(context.Background(), MonitorConfig{Groups: groups("ipv4_route"), Resync: true, Replay: true, RcvBuf: 64 << 10, Queue: 256 << 10})
	if err != nil {
		t.Fatal(err)
	}
	defer m.Close()
	changes := 200_000
	if testing.Short() {
		changes = 20_000
	}
	var writers sync.WaitGroup
	failed := make(chan error, 2)
	for w := range 2 {
		writers.Go(func() { failed <- flood(c, byte(w+1), changes/2) })
	}
	seen, lost := picture{}, 0
	take := func(e Message) {
		if e.Type == nl.TypeOverrun {
			lost++
		}
		seen.take(t, e)
	}
	time.Sleep(100 * time.Millisecond)
	for range 1000 { // some while it goes on
		e, err := m.Next(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		take(e)
	}
	writers.Wait()
	if testing.Verbose() {
		t.Log("the writers are done")
	}
	for range 2 {
		if err := <-failed; err != nil {
			t.Fatal(err)
		}
	}
	drain(t, m, time.Second, take)
	if lost == 0 {
		t.Error("nothing was lost: this tests nothing")
	}
	v4 := picture{}
	for key, e := range seen {
		if e.Body()[0] == unix.AF_INET {
			v4[key] = e
		}
	}
	want := picture{}
	list(t, c, "route", func(r Message) {
		if r.Body()[0] == unix.AF_INET {
			want[r.Key()] = r
		}
	})
	t.Logf("%d routes, %d losses told", len(want), lost)
	if !slices.Equal(slices.Sorted(maps.Keys(v4)), slices.Sorted(maps.Keys(want))) {
		t.Errorf("%d objects by events, %d by the list", len(v4), len(want))
		v4.compareTo(t, want)
	}
}

func (p picture) compareTo(t *testing.T, want picture) {
	n := 0
	for key := range p {
		if _, ok := want[key]; !ok && n < 5 {
			n++
			t.Log("too many:", key)
		}
	}
	for key := range want {
		if _, ok := p[key]; !ok && n < 10 {
			n++
			t.Log("missing:", key)
		}
	}
}

// TestMonitorSilence: what the kernel takes away without a word.
func TestMonitorSilence(t *testing.T) {
	c := testClient(t)
	do(t, c, "route", "add", codec.Table{{Name: "dst", Value: "10.9.0.0/16"}, {Name: "gateway", Value: "10.255.0.2"}})
	do(t, c, "nexthop", "add", codec.Table{{Name: "id", Value: 7}, {Name: "gateway", Value: "10.255.0.3"}, {Name: "oif", Value: "a"}})
	m, err := c.Monitor(context.Background(), MonitorConfig{Groups: groups("ipv4_route", "nexthop"), Resync: true})
	if err != nil {
		t.Fatal(err)
	}
	defer m.Close()
	do(t, c, "link", "set", codec.Table{{Name: "index", Value: "a"}, {Name: "state", Value: "down"}})
	var told []string
	drain(t, m, 300*time.Millisecond, func(e Message) { told = append(told, fmt.Sprint(e.Event(), e.Resync, " ", e.Key())) })
	for _, want := range []string{"RTM_DELROUTEtrue route family=2 table=254 dst=10.9.0.0/16", "RTM_DELNEXTHOPtrue nexthop id=7"} {
		if !slices.ContainsFunc(told, func(s string) bool { return strings.HasPrefix(s, want) }) {
			t.Errorf("%s was not told, but %q", want, told)
		}
	}
	for _, s := range told {
		if strings.Contains(s, "LINK") {
			t.Error("nobody asked for", s)
		}
	}
}

// TestMonitorPicture: whatever happens, the sum of the events is the kernel's state.
func TestMonitorPicture(t *testing.T) {
	c := testClient(t)
	seed := uint64(time.Now().UnixNano())
	t.Log("seed", seed)
	rng := rand.New(rand.NewPCG(seed, 0))
	m, err := c.Monitor(context.Background(), MonitorConfig{
		Groups: groups("link", "ipv4_ifaddr", "ipv6_ifaddr", "ipv4_route", "ipv6_route", "ipv4_rule", "ipv6_rule", "nexthop"),
		Replay: true, Resync: true, RcvBuf: 8 << 10, Queue: 64 << 10,
	})
	if err != nil {
		t.Fatal(err)
	}
	defer m.Close()
	seen := picture{}
	for range 300 {
		n := rng.IntN(5)
		dev := []string{"a", "b", "c", "d"}[rng.IntN(4)]
		metric := codec.Pair{Name: "priority", Value: 1 + rng.IntN(2)}
		verb := []string{"add", "append", "replace", "del", "del"}[rng.IntN(5)]
		switch rng.IntN(9) {
		case 0:
			_ = try(c, "link", "set", codec.Table{{Name: "index", Value: dev}, {Name: "state", Value: []string{"up", "up", "down"}[rng.IntN(3)]}})
		case 1:
			if rng.IntN(2) == 0 {
				_ = try(c, "link", "add", codec.Table{{Name: "ifname", Value: "c"}, {Name: "kind", Value: "veth"}, {Name: "peer", Value: codec.Table{{Name: "ifname", Value: "d"}}}})
			} else {
				_ = try(c, "link", "del", codec.Table{{Name: "ifname", Value: "c"}})
			}
		case 2:
			_ = try(c, "addr", []string{"add", "del"}[rng.IntN(2)], codec.Table{{Name: "index", Value: dev}, {Name: "address", Value: fmt.Sprintf("10.25%d.0.1/24", n)}})
		case 3:
			_ = try(c, "addr", []string{"add", "del"}[rng.IntN(2)], codec.Table{{Name: "index", Value: dev}, {Name: "address", Value: fmt.Sprintf("fd00::%d:1/112", n)}, {Name: "flags", Value: unix.IFA_F_NODAD}})
		case 4, 5:
			kw := codec.Table{{Name: "dst", Value: fmt.Sprintf("10.%d.0.0/16", n)}, metric}
			if rng.IntN(2) == 0 {
				kw = append(kw, codec.Pair{Name: "gateway", Value: fmt.Sprintf("10.25%d.0.%d", rng.IntN(5), 2+n)})
			} else {
				kw = append(kw, codec.Pair{Name: "oif", Value: dev})
			}
			_ = try(c, "route", verb, kw)
		case 6, 7:
			kw := codec.Table{{Name: "dst", Value: fmt.Sprintf("fd0%d::/64", n)}, metric}
			if rng.IntN(3) > 0 {
				kw = append(kw, codec.Pair{Name: "gateway", Value: fmt.Sprintf("fd00::%d:%d", rng.IntN(5), 2+n)})
			} else {
				kw = append(kw, codec.Pair{Name: "oif", Value: dev})
			}
			_ = try(c, "route", verb, kw)
		case 8:
			_ = try(c, "rule", []string{"add", "del"}[rng.IntN(2)], codec.Table{{Name: "priority", Value: 100 + n}, {Name: "table", Value: 10}, {Name: "fwmark", Value: n}})
		}
		if rng.IntN(20) == 0 {
			drain(t, m, time.Millisecond, func(e Message) { seen.take(t, e) })
		}
	}
	drain(t, m, 3*time.Second, func(e Message) { seen.take(t, e) })
	for key, e := range seen { // ports of bridges and the like are no links of the list
		if strings.HasPrefix(key, "link ") && e.Body()[0] != 0 {
			delete(seen, key)
		}
	}
	seen.compare(t, c, "link", "addr", "route", "rule", "nexthop")
}
