package plan

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"nlua/rtnl"
	"nlua/rtnl/codec"
	"nlua/rtnl/netns"
)

// fleet is namespaces with pairs of devices between them and many routes.
func fleet(spaces, links, routes int) codec.Table {
	var names, l, a, r []any
	for i := range spaces {
		names = append(names, fmt.Sprintf("fleet%d", i))
	}
	for i := range links / 2 {
		from, to := names[i%spaces], names[(i+1)%spaces]
		one, two := fmt.Sprintf("p%d", i), fmt.Sprintf("q%d", i)
		l = append(l,
			kw("netns", from, "ifname", one, "kind", "veth", "peer", kw("ifname", two, "net_ns_fd", to), "state", "up"),
			kw("netns", to, "ifname", two, "state", "up"))
		a = append(a,
			kw("netns", from, "index", one, "address", fmt.Sprintf("10.%d.0.1/24", i)),
			kw("netns", to, "index", two, "address", fmt.Sprintf("10.%d.0.2/24", i)))
	}
	for i := range routes {
		k := i % (links / 2)
		r = append(r, kw("netns", names[k%spaces], "dst", fmt.Sprintf("172.%d.%d.0/24", 16+i/256, i%256), "gateway", fmt.Sprintf("10.%d.0.2", k)))
	}
	return kw("netns", names, "links", l, "addrs", a, "routes", r)
}

func removeSpaces(t *testing.T) {
	t.Helper()
	names, err := netns.List(netns.DefaultDirs()...)
	must(t, err)
	for _, name := range names {
		must(t, netns.Remove(name))
	}
}

func TestPlanNamespaces(t *testing.T) {
	c := testClient(t)
	defer removeSpaces(t)
	want := fleet(4, 40, 2000)
	begun := time.Now()
	p, err := New(context.Background(), c, want)
	must(t, err)
	t.Logf("%d steps planned in %v", len(p.Steps), time.Since(begun))
	begun = time.Now()
	must(t, p.Apply(context.Background()))
	t.Logf("applied in %v", time.Since(begun))
	begun = time.Now()
	settled(t, c, want)
	t.Logf("looked at again in %v", time.Since(begun))
}

// TestPlanNamespacesUndone: namespaces that a plan made go with it, and what it did in others is put back there.
func TestPlanNamespacesUndone(t *testing.T) {
	c := testClient(t)
	defer removeSpaces(t)
	want := fleet(2, 4, 6)
	failEach(t, c, want, func(fail int, p *Plan) {
		if left, _ := netns.List(netns.DefaultDirs()...); len(left) > 0 {
			t.Fatalf("step %d: namespaces left: %v", fail, left)
		}
	})
	// Now with one of them there already, and the pair between them made anew.
	apply(t, c, want)
	before := spacePicture(t, c, "fleet0")
	links, _ := want.Get("links")
	links.([]any)[0] = kw("netns", "fleet0", "ifname", "p0", "kind", "veth", "peer", kw("ifname", "other", "net_ns_fd", "fleet1"), "state", "up")
	want[1].Value = append(links.([]any)[:1], links.([]any)[2:]...)
	addrs, _ := want.Get("addrs")
	addrs.([]any)[1] = kw("netns", "fleet1", "index", "other", "address", "10.0.0.2/24")
	failEach(t, c, want, func(fail int, p *Plan) {
		same(t, before)
		if t.Failed() {
			t.Fatalf("step %d of\n%s", fail, p)
		}
	})
}

// TestPlanNamed: what is there in a namespace with a name is changed as it is at home, and put back whichever step fails. Such plans look
// there again when they are done: for what steps have taken with them.
func TestPlanNamed(t *testing.T) {
	in := func(state string, more ...any) codec.Table {
		return kw("links", list(kw(append([]any{"netns", "named", "ifname", "i0", "kind", "ifb", "state", state}, more...)...)))
	}
	addrs := func(list ...any) codec.Table { return append(in("up"), kw("addrs", list)...) }
	addr := func(address, label string) codec.Table {
		return kw("netns", "named", "index", "i0", "address", address, "label", label)
	}
	for _, test := range []struct {
		name       string
		first, now codec.Table
	}{
		{"down", in("up"), in("down")},
		{"down, and an address", in("up"), append(in("down"), kw("addrs", list(addr("10.0.0.1/24", "i0")))...)},
		{"purge", addrs(addr("10.0.0.1/24", "i0"), addr("10.0.0.2/24", "i0")), append(addrs(addr("10.0.0.1/24", "i0")), kw("purge", list("addrs"))...)},
		{"label", addrs(addr("10.0.0.1/24", "i0")), addrs(addr("10.0.0.1/24", "i0:1"))},
		{"kind", in("up"), kw("links", list(kw("netns", "named", "ifname", "i0", "kind", "bridge")))},
		{"also at home", in("up"), kw("links", list(kw("netns", "named", "ifname", "i0", "state", "down"), kw("ifname", "i1", "kind", "ifb", "state", "down")))},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := testClient(t)
			defer removeSpaces(t)
			apply(t, c, append(kw("netns", list("named")), test.first...))
			before := spacePicture(t, c, "named")
			failEach(t, c, test.now, func(_ int, p *Plan) {
				if same(t, before); t.Failed() {
					t.Fatalf("of\n%s", p)
				}
			})
			p, err := New(context.Background(), c, test.now)
			must(t, err)
			p.Close() // as scripts have them
			must(t, p.Apply(context.Background()))
			if len(p.opened) > 0 {
				t.Error("it has left clients open")
			}
			settled(t, c, test.now)
			must(t, p.Apply(context.Background())) // once more
		})
	}
}

// TestPlanSavedElsewhere makes of one namespace another.
func TestPlanSavedElsewhere(t *testing.T) {
	c := testClient(t)
	defer removeSpaces(t)
	apply(t, c, append(kw("netns", "from"), big()...))
	saved, _, err := Save(context.Background(), spacePicture(t, c, "from").c)
	must(t, err)
	apply(t, c, append(kw("netns", "to"), kw("links", list(kw("ifname", "i", "kind", "bridge", "state", "up"), kw("ifname", "a", "kind", "ifb", "state", "up")))...))
	apply(t, c, append(kw("netns", "to"), saved...))
}

// failEach applies a plan as often as it has steps, each time with another one of them failing.
func failEach(t *testing.T, c *rtnl.Client, want codec.Table, then func(fail int, p *Plan)) {
	t.Helper()
	p, err := New(context.Background(), c, want)
	must(t, err)
	steps := len(p.Steps)
	p.Close()
	for fail := range steps {
		p, err := New(context.Background(), c, want)
		must(t, err)
		p.fault = faultAt(fail)
		var e *Error
		if err := p.Apply(context.Background()); !errors.As(err, &e) || len(e.Left) > 0 {
			t.Fatalf("step %d: %v", fail, err)
		}
		then(fail, p)
	}
}

func faultAt(step int) func(int) error {
	return func(n int) error {
		if n == step {
			return errFault
		}
		return nil
	}
}

// spacePicture looks at a named namespace.
func spacePicture(t *testing.T, home *rtnl.Client, name string) *space {
	t.Helper()
	c, err := home.Elsewhere(name)
	must(t, err)
	t.Cleanup(func() { c.Close() })
	s, err := look(context.Background(), name, c)
	must(t, err)
	return s
}

// TestPlanTogether: several programs want the same at once. One does it, the others find it done.
func TestPlanTogether(t *testing.T) {
	c := testClient(t)
	const programs = 4
	var plans [programs]*Plan
	for i := range plans {
		other, err := c.Twin()
		must(t, err)
		defer other.Close()
		plans[i], err = New(context.Background(), other, many())
		must(t, err)
	}
	failed := make(chan error)
	for _, p := range plans {
		go func() { failed <- p.Apply(context.Background()) }()
	}
	for range plans {
		if err := <-failed; err != nil {
			t.Error(err)
		}
	}
	settled(t, c, many())

	release, _, err := plans[0].hold(context.Background())
	must(t, err)
	defer release()
	soon, cancel := context.WithTimeout(context.Background(), 30*time.Millisecond)
	defer cancel()
	if err := plans[1].Apply(soon); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("while another plan is under way: %v", err)
	}
}
