package plan

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"nlua/rtnl/codec"
	"nlua/rtnl/nstest"
)

// anyState makes up what somebody may want.
func anyState(r *rand.Rand) codec.Table {
	var links, ports, addrs, routes, nexthops, rules, neighbours, qdiscs []any
	up := func() string { return []string{"up", "up", "up", "down"}[r.IntN(4)] }
	flip := func() bool { return r.IntN(2) == 0 }
	devices := []string{"a", "b"}
	links = append(links, kw("ifname", "a", "kind", "veth", "peer", kw("ifname", "b"), "mtu", 1400+r.IntN(2), "state", "up"))
	b := kw("ifname", "b", "state", "up")
	if flip() {
		links = append(links, kw("ifname", "br", "kind", "bridge", "br_forward_delay", 300+100*r.IntN(2), "state", up()))
		devices = append(devices, "br")
		if flip() {
			b = append(b, kw("master", "br")...)
			ports = append(ports, kw("index", "b", "cost", 10+r.IntN(2), "learning", flip()))
		}
	} else {
		b = append(b, kw("master", false)...)
	}
	links = append(links, b)
	if flip() {
		links = append(links, kw("ifname", "x", "kind", "vxlan", "vxlan_id", 5+r.IntN(2), "vxlan_port", 4789, "vxlan_local", "10.0.1.1", "state", up()))
		devices = append(devices, "x")
	}
	if flip() {
		links = append(links, kw("ifname", "m", "kind", "macvlan", "link", "a", "macvlan_mode", "bridge", "state", up()))
		devices = append(devices, "m")
	}
	if flip() {
		links = append(links, kw("ifname", "i", "kind", "ifb", "txqlen", 10+r.IntN(3), "state", "up"))
		devices = append(devices, "i")
		switch r.IntN(3) {
		case 0:
			qdiscs = append(qdiscs, kw("index", "i", "kind", "tbf", "parent", "root", "rate", fmt.Sprint(1+r.IntN(3), "mbit"), "burst", "10k", "latency", "50ms"))
		case 1:
			qdiscs = append(qdiscs, kw("index", "i", "kind", "pfifo", "parent", "root", "limit", 100+r.IntN(2)))
		}
	}
	if flip() {
		links = append(links, kw("ifname", "vx", "kind", "vxlan", "vxlan_collect_metadata", true, "vxlan_vnifilter", true, "vxlan_port", 4790+r.IntN(2), "state", up()))
	}
	if nstest.Has("vlan") && flip() {
		links = append(links, kw("ifname", "vl", "kind", "vlan", "link", "a", "vlan_id", 5+r.IntN(2), "state", up()))
		devices = append(devices, "vl")
	}
	if nstest.Has("vrf") && flip() {
		links = append(links, kw("ifname", "vr", "kind", "vrf", "vrf_table", 40+r.IntN(2), "state", "up"))
	}
	if nstest.Has("bond") && flip() {
		mode := r.IntN(7)
		links = append(links, kw("ifname", "bo", "kind", "bond", "bond_mode", mode, "state", "up"))
		if nstest.Has("dummy") {
			links = append(links, kw("ifname", "du", "kind", "dummy", "master", "bo", "state", "up"))
			if flip() {
				ports = append(ports, kw("index", "du", "queue_id", r.IntN(3)))
				if inMode("prio", uint64(mode)) {
					ports = append(ports, kw("index", "du", "prio", r.IntN(3)))
				}
			}
		}
	}
	addrs = append(addrs, kw("index", "a", "address", "10.0.1.1/24"), kw("index", "a", "address", "fd00:1::1/64", "flags", 2))
	for _, dev := range devices[1:] {
		if flip() {
			n := 10*int(dev[0]) + r.IntN(3)
			addrs = append(addrs, kw("index", dev, "address", fmt.Sprintf("10.%d.%d.1/%d", n>>8, n&255, 24+r.IntN(2))))
		}
	}
	for i := range r.IntN(4) {
		nexthops = append(nexthops, kw("id", i+1, "gateway", fmt.Sprintf("10.0.1.%d", 2+r.IntN(3)), "oif", "a"))
	}
	for i := range r.IntN(8) {
		route := kw("dst", fmt.Sprintf("172.%d.0.0/16", 16+i))
		switch r.IntN(5) {
		case 0:
			route = append(route, kw("type", "blackhole")...)
		case 1:
			if len(nexthops) > 0 {
				route = append(route, kw("nh_id", 1+r.IntN(len(nexthops)))...)
				break
			}
			fallthrough
		case 2:
			route = append(route, kw("gateway", fmt.Sprintf("10.0.1.%d", 2+r.IntN(3)), "metrics", kw("mtu", 1300+r.IntN(2)))...)
		case 3:
			route = append(route, kw("multipath", list(kw("gateway", "10.0.1.2", "hops", r.IntN(3)), kw("gateway", "10.0.1.3")))...)
		case 4:
			route = append(route, kw("oif", "a", "priority", r.IntN(3), "table", 100+r.IntN(2))...)
		}
		routes = append(routes, route)
	}
	for i := range r.IntN(4) {
		route := kw("dst", fmt.Sprintf("fd0%d::/64", i+2))
		if flip() {
			route = append(route, kw("gateway", fmt.Sprintf("fd00:1::%d", 2+r.IntN(3)))...)
		} else {
			route = append(route, kw("multipath", list(kw("gateway", "fd00:1::2"), kw("gateway", fmt.Sprintf("fd00:1::%d", 3+r.IntN(3)))))...)
		}
		routes = append(routes, route)
	}
	for i := range r.IntN(4) {
		rules = append(rules, kw("priority", 100+i, "table", 100+r.IntN(2), "fwmark", 1+r.IntN(2)))
	}
	for i := range r.IntN(3) {
		neighbours = append(neighbours, kw("ifindex", "a", "dst", fmt.Sprintf("10.0.1.%d", 50+i), "lladdr", fmt.Sprintf("02:00:00:00:00:0%d", 1+r.IntN(3))))
	}
	return kw("links", links, "ports", ports, "addrs", addrs, "nexthops", nexthops, "routes", routes, "rules", rules, "neighbours", neighbours, "qdiscs", qdiscs,
		"purge", list("addrs", "routes", "neighbours", "nexthops", "qdiscs"))
}

// eachSeed runs a test with random numbers: of the seed SEED and those behind it, or of new ones. Its name says the seed.
func eachSeed(t *testing.T, stream uint64, test func(t *testing.T, r *rand.Rand)) {
	seed := uint64(time.Now().UnixNano())
	if n, err := strconv.ParseUint(os.Getenv("SEED"), 10, 64); err == nil {
		seed = n
	}
	rounds := 15
	if testing.Short() || os.Getenv("VMLAB") != "" {
		rounds = 4
	}
	for i := range rounds {
		seed := seed + uint64(i)
		t.Run(fmt.Sprint(seed), func(t *testing.T) { test(t, rand.New(rand.NewPCG(seed, stream))) })
	}
}

// TestPlanAnyStates: from any state to any other one; and a fault on the way leaves the first.
func TestPlanAnyStates(t *testing.T) {
	eachSeed(t, 0, func(t *testing.T, r *rand.Rand) {
		c := testClient(t)
		a, b := anyState(r), anyState(r)
		apply(t, c, a)
		waitCarrier(t, c, "a")
		before := picture(t, c)
		for range 3 {
			p, err := New(context.Background(), c, b)
			must(t, err)
			if len(p.Steps) == 0 {
				break
			}
			fail := r.IntN(len(p.Steps))
			text := p.String()
			p.fault = faultAt(fail)
			var e *Error
			if err := p.Apply(context.Background()); !errors.As(err, &e) {
				t.Fatalf("fault at step %d: %v", fail, err)
			}
			for _, line := range e.Left {
				t.Errorf("left: %s", line)
			}
			same(t, before)
			if t.Failed() {
				t.Fatalf("fault at step %d of\n%s", fail, text)
			}
		}
		apply(t, c, b)
	})
}

// anyRequest makes up a request to a state of anyState, such as the kernel may well refuse.
func anyRequest(r *rand.Rand) []any {
	pick := func(words ...string) string { return words[r.IntN(len(words))] }
	dev := pick("a", "b", "br", "x", "m", "i", "vl", "vr", "bo", "du", "new")
	gw := fmt.Sprintf("10.0.1.%d", 2+r.IntN(3))
	dst := fmt.Sprintf("172.%d.0.0/16", 16+r.IntN(8))
	dst6 := fmt.Sprintf("fd0%d::/64", 2+r.IntN(4))
	switch r.IntN(23) {
	case 22:
		first := 10 + r.IntN(9)
		vni := []any{"vni", pick("add", "del"), "dev", pick("vx", "x"), "vni", fmt.Sprint(first, "-", first+r.IntN(4))}
		if vni[1] == "add" && r.IntN(2) == 0 {
			vni = append(vni, "group", pick("192.0.2.1", "192.0.2.2", "239.7.7.7"))
		}
		return vni
	case 17:
		return []any{"link", "set", "index", "bo", "kind", "bond", "bond_mode", r.IntN(7)}
	case 18:
		return []any{"link", "set", "index", "du", "kind", "bond_slave", "queue_id", r.IntN(3)}
	case 19:
		return []any{"mdb", pick("add", "del"), "dev", "br", "port", pick("b", "br"), "grp", pick("239.1.1.1", "ff15::1"), "permanent", r.IntN(2) == 0}
	case 20:
		return []any{"vlan_filter", pick("add", "del"), "index", pick("b", "br"), "vlan_info", kw("vid", 1+r.IntN(3), "untagged", r.IntN(2) == 0), "vlan_flags", pick("master", "self")}
	case 21:
		return []any{"link", "set", "index", "br", "kind", "bridge", "br_forward_delay", 300 + r.IntN(9), "br_stp_state", r.IntN(2)}
	case 0:
		return []any{"link", "set", "index", dev, "state", pick("up", "down")}
	case 1:
		return []any{"link", "set", "index", dev, "mtu", 1280 + r.IntN(100), "ifalias", pick("one", "two"), "txqlen", r.IntN(9)}
	case 2:
		return []any{"link", "set", "index", dev, "master", []any{"br", "bo", "vr", false}[r.IntN(4)]}
	case 3:
		return []any{"link", "del", "ifname", dev}
	case 4:
		return []any{"link", "add", "ifname", pick("new", "x", "i"), "kind", pick("ifb", "bridge", "dummy")}
	case 5:
		return []any{"link", "property_add", "index", dev, "altname", pick("other0", "other1")}
	case 6:
		return []any{"addr", pick("add", "del"), "index", dev, "address", pick("10.0.1.1/24", "10.0.2.1/24", "fd00:1::1/64", "fd00:2::1/64", "10.9.9.9/32")}
	case 7:
		return []any{"route", pick("add", "append", "replace"), "dst", dst, "gateway", gw, "priority", r.IntN(3)}
	case 8:
		return []any{"route", "del", "dst", dst}
	case 9:
		return []any{"route", pick("add", "append", "replace"), "dst", dst6, "gateway", fmt.Sprintf("fd00:1::%d", 2+r.IntN(4))}
	case 10:
		return []any{"route", "del", "dst", pick(dst6, "10.0.1.0/24", "fd00:1::/64")}
	case 11:
		return []any{"rule", pick("add", "del"), "priority", 100 + r.IntN(3), "table", 100 + r.IntN(2), "fwmark", 1 + r.IntN(2)}
	case 12:
		return []any{"nexthop", pick("replace", "del"), "id", 1 + r.IntN(3), "gateway", gw, "oif", "a"}
	case 13:
		return []any{"neigh", pick("replace", "del"), "index", dev, "dst", fmt.Sprintf("10.0.1.%d", 50+r.IntN(3)), "lladdr", fmt.Sprintf("02:00:00:00:00:0%d", 1+r.IntN(3)), "state", pick("permanent", "reachable")}
	case 14:
		return []any{"tc", pick("add", "replace", "del"), "index", dev, "kind", "pfifo", "parent", "root", "handle", pick("1:", "2:"), "limit", 5 + r.IntN(3)}
	case 15:
		return []any{"brport", "set", "index", dev, "cost", 5 + r.IntN(3), "learning", r.IntN(2) == 0}
	}
	return []any{"fdb", pick("append", "del"), "index", dev, "lladdr", fmt.Sprintf("02:00:00:00:01:0%d", r.IntN(3)), "flags", pick("master", "self")}
}

// TestTransactionAnyRequests: whatever is sent, and whatever of it the kernel refuses, all is as it was in the end.
func TestTransactionAnyRequests(t *testing.T) {
	eachSeed(t, 1, func(t *testing.T, r *rand.Rand) {
		c := testClient(t)
		apply(t, c, anyState(r))
		waitCarrier(t, c, "a")
		time.Sleep(20 * time.Millisecond)
		before := picture(t, c)
		for range 4 {
			tx := begin(t, c)
			var done []string
			for range 1 + r.IntN(12) {
				step := anyRequest(r)
				if err := try(t, tx, step[0].(string), step[1].(string), step[2:]...); err == nil {
					done = append(done, fmt.Sprint(step...))
				}
			}
			rollback(t, tx)
			if same(t, before); t.Failed() {
				t.Fatalf("after\n%s", strings.Join(done, "\n"))
			}
		}
	})
}
