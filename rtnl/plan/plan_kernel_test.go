package plan

import (
	"context"
	"errors"
	"strings"
	"testing"

	"nlua/rtnl"
	"nlua/rtnl/codec"
)

func list(items ...any) []any { return items }

// apply makes a namespace be as wanted, and sees that a second plan is empty.
func apply(t *testing.T, c *rtnl.Client, want codec.Table) {
	t.Helper()
	p, err := New(context.Background(), c, want)
	must(t, err)
	if err := p.Apply(context.Background()); err != nil {
		t.Fatalf("%v\nof\n%s", err, p)
	}
	settled(t, c, want)
}

func settled(t *testing.T, c *rtnl.Client, want codec.Table) {
	t.Helper()
	p, err := New(context.Background(), c, want)
	must(t, err)
	defer p.Close()
	if !p.Empty() {
		t.Errorf("a second run would change\n%s", p)
	}
}

func big() codec.Table {
	return kw(
		"links", list(
			kw("ifname", "lo", "state", "up"),
			kw("ifname", "b", "master", "br", "state", "up"),
			kw("ifname", "m", "kind", "macvlan", "link", "a", "macvlan_mode", "bridge", "state", "up"),
			kw("ifname", "br", "kind", "bridge", "br_forward_delay", 300, "state", "up", "address", "02:00:00:00:00:10"),
			kw("ifname", "a", "kind", "veth", "peer", kw("ifname", "b", "mtu", 1400), "mtu", 1400, "state", "up", "ifalias", "uplink", "altname", "outside"),
			kw("ifname", "x", "kind", "vxlan", "vxlan_id", 7, "vxlan_port", 4789, "vxlan_local", "10.255.0.1", "vxlan_link", "a", "vxlan_learning", false),
			kw("ifname", "i", "kind", "ifb", "state", "up", "txqlen", 10),
		),
		"ports", list(kw("index", "b", "cost", 70, "priority", 9, "learning", false, "isolated", true)),
		"addrs", list(
			kw("index", "a", "address", "10.255.0.1/255.255.255.0"),
			kw("index", "a", "address", "fd00::0001/64", "flags", 2),
			kw("index", "br", "address", "10.254.0.1/24", "broadcast", true, "preferred", "forever", "valid", "forever"),
			kw("index", "i", "local", "10.253.0.1", "address", "10.253.0.2/32"),
		),
		"nexthops", list(
			kw("id", 1, "gateway", "10.255.0.9", "oif", "a"),
			kw("id", 2, "gateway", "10.255.0.8", "oif", "a"),
			kw("id", 3, "group", "1/2,3"),
		),
		"routes", list(
			kw("dst", "10.1.0.0/16", "gateway", "10.255.0.2", "metrics", kw("mtu", 1300)),
			kw("dst", "10.2.0.0/16", "multipath", list(kw("gateway", "10.254.0.2", "hops", 3), kw("gateway", "10.255.0.2"))),
			kw("dst", "10.3.0.0/16", "nh_id", 3, "proto", "bgp"),
			kw("dst", "10.4.0.0/16", "type", "blackhole", "table", 1000),
			kw("dst", "default", "gateway", "10.255.0.254", "priority", 50),
			kw("dst", "fd01::/64", "gateway", "fd00::2"),
			kw("dst", "fd02::/64", "multipath", list(kw("gateway", "fd00::3"), kw("gateway", "fd00::2"))),
			kw("dst", "fd03::/64", "oif", "i"),
		),
		"rules", list(
			kw("priority", 100, "table", 1000, "fwmark", 5),
			kw("priority", 100, "table", 1000, "src", "10.9.0.0/16", "iif", "a"),
			kw("priority", 200, "table", "main", "dst", "fd00::/8"),
		),
		"neighbours", list(kw("dst", "10.255.0.2", "lladdr", "02:00:00:00:00:02", "ifindex", "a")),
		"fdb", list(
			kw("lladdr", "02:00:00:00:00:05", "ifindex", "b", "flags", "master"),
			kw("lladdr", "02:00:00:00:00:06", "ifindex", "x", "dst", "10.255.0.7"),
		),
		"qdiscs", list(
			kw("index", "i", "kind", "htb", "handle", "1:", "parent", "root", "default", 0x10),
			kw("index", "a", "kind", "clsact"),
			kw("index", "br", "kind", "tbf", "parent", "root", "rate", "10mbit", "burst", "32k", "latency", "50ms"),
		),
		"classes", list(
			kw("index", "i", "kind", "htb", "parent", "1:", "handle", "1:1", "rate", "10mbit"),
			kw("index", "i", "kind", "htb", "parent", "1:1", "handle", "1:10", "rate", "1mbit", "ceil", "10mbit", "prio", 3),
		),
		"filters", list(
			kw("index", "i", "kind", "u32", "parent", "1:", "protocol", "ip", "prio", 5, "keys", list("0x0a000000/0xff000000+16"), "classid", "1:10"),
		),
	)
}

func TestPlan(t *testing.T) {
	c := testClient(t)
	apply(t, c, big())
}

func TestPlanChanges(t *testing.T) {
	for _, test := range []struct {
		name, section string
		entry         codec.Table // instead of the one that has the same first keyword
		step          string      // the beginning of a line
	}{
		{"mtu", "links", kw("ifname", "i", "kind", "ifb", "state", "up", "txqlen", 11), "~ link set ifname=i txqlen=11\n"},
		{"another id", "links", kw("ifname", "x", "kind", "vxlan", "vxlan_id", 8, "vxlan_port", 4789, "vxlan_local", "10.255.0.1", "vxlan_link", "a"), "- link x"},
		{"down", "links", kw("ifname", "m", "kind", "macvlan", "link", "a", "macvlan_mode", "bridge", "state", "down"), "~ link set ifname=m state=down"},
		{"a port's cost", "links", kw("ifname", "b", "kind", "bridge_slave", "mcast_flood", false, "master", "br", "state", "up"), "~ link set ifname=b kind=bridge_slave mcast_flood=false"},
		{"a port's section", "ports", kw("index", "b", "cost", 70, "priority", 10, "learning", true), "~ brport set index=b learning=true priority=10\n"},
		{"gateway", "routes", kw("dst", "10.1.0.0/16", "gateway", "10.255.0.3"), "~ route replace dst=10.1.0.0/16"},
		{"neighbour", "neighbours", kw("dst", "10.255.0.2", "lladdr", "02:00:00:00:00:03", "ifindex", "a"), "~ neigh replace"},
		{"rate", "qdiscs", kw("index", "br", "kind", "tbf", "parent", "root", "rate", "20mbit", "burst", "32k", "latency", "50ms"), "~ tc replace"},
		{"nexthop", "nexthops", kw("id", 1, "gateway", "10.255.0.7", "oif", "a"), "~ nexthop replace id=1"},
		{"lifetime", "addrs", kw("index", "br", "address", "10.254.0.1/24", "broadcast", true, "preferred", 3000, "valid", 3600), "~ addr replace"},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := testClient(t)
			apply(t, c, big())
			want := big()
			for i := range want {
				entries, _ := want[i].Value.([]any)
				for k := range entries {
					if e := entries[k].(codec.Table); want[i].Name == test.section && e[0].Value == test.entry[0].Value {
						entries[k] = test.entry
					}
				}
			}
			p, err := New(context.Background(), c, want)
			must(t, err)
			if !strings.Contains("\n"+p.String(), "\n"+test.step) {
				t.Errorf("want a step %q, got\n%s", test.step, p)
			}
			if err := p.Apply(context.Background()); err != nil {
				t.Fatal(err)
			}
			settled(t, c, want)
		})
	}
}

var errFault = errors.New("injected")

// TestPlanFaults: whatever step fails, all is as it was.
func TestPlanFaults(t *testing.T) {
	c := testClient(t)
	furnish(t, c)
	before := picture(t, c)
	p, err := New(context.Background(), c, big())
	must(t, err)
	steps := len(p.Steps)
	t.Log(steps, "steps")
	for fail := 0; fail < steps; fail += 3 {
		p, err := New(context.Background(), c, big())
		must(t, err)
		p.fault = func(step int) error {
			if step == fail {
				return errFault
			}
			return nil
		}
		err = p.Apply(context.Background())
		var e *Error
		if !errors.As(err, &e) || !errors.Is(err, errFault) {
			t.Fatalf("step %d: %v", fail, err)
		}
		for _, line := range e.Left {
			t.Errorf("step %d (%s): left: %s", fail, e.Step, line)
		}
		same(t, before)
		if t.Failed() {
			return
		}
	}
}
