package plan

import (
	"context"
	"os"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"nlua/rtnl"
	"nlua/rtnl/codec"
	"nlua/rtnl/nstest"
	"nlua/rtnl/state"
)

func TestMain(m *testing.M) {
	if os.Getenv(killedVariable) != "" {
		applyUntilKilled()
	}
	nstest.Main(m)
}

// testClient opens a client in a namespace of its own.
func testClient(t *testing.T) *rtnl.Client {
	t.Helper()
	opts := rtnl.Defaults()
	opts.NetNS = nstest.New(t)
	c, err := rtnl.Open(opts)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	return c
}

// kw makes keywords of names and values.
func kw(args ...any) (t codec.Table) {
	for i := 0; i < len(args); i += 2 {
		t = append(t, codec.Pair{Name: args[i].(string), Value: args[i+1]})
	}
	return t
}

func try(t *testing.T, tx *Transaction, object, verb string, args ...any) error {
	t.Helper()
	req, err := tx.c.Request(context.Background(), object, verb, kw(args...))
	if err != nil {
		return err
	}
	_, err = tx.Do(context.Background(), req)
	return err
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func begin(t *testing.T, c *rtnl.Client) *Transaction {
	t.Helper()
	tx, err := Begin(context.Background(), c)
	must(t, err)
	t.Cleanup(tx.Close)
	return tx
}

func rollback(t *testing.T, tx *Transaction) {
	t.Helper()
	r, err := tx.Rollback(context.Background())
	must(t, err)
	for _, s := range r.Failed {
		t.Errorf("not put back: %s", s)
	}
}

// same compares a namespace with a picture of it, but for what the kernel makes by itself.
func same(t *testing.T, before *space) {
	t.Helper()
	now, err := look(context.Background(), before.name, before.c)
	must(t, err)
	for _, d := range state.Deltas(now.table, before.table) {
		if worth(&d, now, before, nil) {
			t.Errorf("differs: %s", describe(&d, now, before))
		}
	}
}

func picture(t *testing.T, c *rtnl.Client) *space {
	t.Helper()
	s, err := look(context.Background(), "", c)
	must(t, err)
	return s
}

// waitCarrier waits until a device is running.
func waitCarrier(t *testing.T, c *rtnl.Client, name string) {
	t.Helper()
	for deadline := time.Now().Add(time.Minute); native.Uint32(picture(t, c).named[name].view.Head[8:])&unix.IFF_RUNNING == 0; time.Sleep(10 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("no carrier on", name)
		}
	}
}

// furnish makes devices, addresses, routes and more to lose.
func furnish(t *testing.T, c *rtnl.Client) {
	t.Helper()
	tx := begin(t, c)
	for _, step := range [][]any{
		{"link", "add", "ifname", "br", "kind", "bridge", "br_forward_delay", 300},
		{"link", "add", "ifname", "a", "kind", "veth", "peer", kw("ifname", "b", "mtu", 1400)},
		{"link", "set", "index", "b", "master", "br"},
		{"link", "add", "ifname", "m", "kind", "macvlan", "link", "a", "macvlan_mode", "bridge"},
		{"link", "add", "ifname", "x", "kind", "vxlan", "vxlan_id", 7, "vxlan_port", 4789, "vxlan_local", "10.255.0.1", "vxlan_link", "a"},
		{"link", "set", "index", "br", "state", "up"},
		{"link", "set", "index", "a", "state", "up", "ifalias", "uplink"},
		{"link", "set", "index", "b", "state", "up"},
		{"link", "set", "index", "m", "state", "up"},
		{"addr", "add", "index", "a", "address", "10.255.0.1/24", "label", "a:1"},
		{"addr", "add", "index", "a", "address", "fd00::1/64", "flags", 2},
		{"addr", "add", "index", "br", "address", "10.254.0.1/24"},
		{"nexthop", "add", "id", 1, "gateway", "10.255.0.9", "oif", "a"},
		{"nexthop", "add", "id", 2, "gateway", "10.255.0.8", "oif", "a"},
		{"nexthop", "add", "id", 3, "group", "1/2,3"},
		{"route", "add", "dst", "10.1.0.0/16", "gateway", "10.255.0.2", "metrics", kw("mtu", 1300)},
		{"route", "append", "dst", "10.1.0.0/16", "gateway", "10.255.0.3"},
		{"route", "add", "dst", "10.2.0.0/16", "multipath", []any{kw("gateway", "10.255.0.2"), kw("gateway", "10.254.0.2", "hops", 3)}},
		{"route", "add", "dst", "10.3.0.0/16", "nh_id", 3},
		{"route", "add", "dst", "10.4.0.0/16", "type", "blackhole", "table", 100},
		{"route", "add", "dst", "fd01::/64", "gateway", "fd00::2"},
		{"route", "append", "dst", "fd01::/64", "gateway", "fd00::3"},
		{"rule", "add", "priority", 100, "table", 100, "fwmark", 5},
		{"neigh", "add", "dst", "10.255.0.2", "lladdr", "02:00:00:00:00:02", "index", "a"},
		{"fdb", "add", "lladdr", "02:00:00:00:00:05", "index", "b", "flags", "master"},
	} {
		if step[0] == "nexthop" { // the kernel throws nexthops away when it comes to see that the device was without carrier
			waitCarrier(t, c, "a")
		}
		if err := try(t, tx, step[0].(string), step[1].(string), step[2:]...); err != nil {
			t.Fatalf("%v: %v", step, err)
		}
	}
}
