package plan

import (
	"context"
	"strings"
	"testing"

	"nlua/rtnl/codec"
	"nlua/rtnl/nstest"
)

// TestPlanTwice: what several entries say of one object is one wish, however they spell it; where they differ, the plan is refused.
func TestPlanTwice(t *testing.T) {
	c := testClient(t)
	base := kw("links", list(kw("ifname", "v", "kind", "veth", "peer", "w", "state", "up"), kw("ifname", "w", "state", "up")),
		"addrs", list(kw("index", "v", "address", "10.0.0.1/24"), kw("index", "v", "address", "fd00::1/64", "flags", "nodad")))
	apply(t, c, base)
	for _, test := range []struct {
		name, section string
		entries       []any
		steps         int
		refused       string
	}{
		{"links", "links", list(kw("ifname", "i", "kind", "ifb"), kw("ifname", "i", "kind", "ifb")), 1, ""},
		{"links in parts", "links", list(kw("ifname", "i2", "kind", "ifb"), kw("ifname", "i2", "kind", "ifb", "state", "up"), kw("index", "i2", "mtu", 1400, "altname", "one"), kw("ifname", "i2", "altname", "two")), 4, ""},
		{"links otherwise", "links", list(kw("ifname", "i3", "kind", "ifb", "mtu", 1500), kw("ifname", "i3", "kind", "ifb", "mtu", 1400)), 0, "links[2]: mtu of i3 is 1400, but 1500 in links[1]"},
		{"both ends of a veth", "links", list(kw("ifname", "e", "kind", "veth", "peer", kw("ifname", "f")), kw("ifname", "f", "kind", "veth", "peer", kw("ifname", "e", "mtu", 1400))), 1, ""},
		{"addrs", "addrs", list(kw("index", "v", "address", "10.0.1.1/24"), kw("dev", "v", "address", "10.0.1.1", "prefixlen", 24), kw("index", "v", "local", "10.0.1.1", "mask", 24)), 1, ""},
		{"IPv6 addrs", "addrs", list(kw("index", "v", "address", "2001:db8::1/64"), kw("index", "v", "address", "2001:DB8:0::1/64")), 1, ""},
		{"addrs otherwise", "addrs", list(kw("index", "v", "address", "10.0.1.2/24"), kw("index", "v", "address", "10.0.1.2/24", "scope", "link")), 0, "addrs[2]: addrs[1] wants the same addr otherwise"},
		{"neighbours", "neighbours", list(kw("index", "v", "dst", "10.0.0.9", "lladdr", "02:00:00:00:00:AB"), kw("ifindex", "v", "dst", "10.0.0.9", "lladdr", "02:00:00:00:00:ab", "state", "permanent")), 1, ""},
		{"neighbours otherwise", "neighbours", list(kw("index", "v", "dst", "10.0.0.8", "lladdr", "02:00:00:00:00:0a"), kw("ifindex", "v", "dst", "10.0.0.8", "lladdr", "02:00:00:00:00:0b")), 0, "neighbours[2]"},
		{"nexthops", "nexthops", list(kw("id", 5, "gateway", "10.0.0.2", "oif", "v"), kw("id", 5, "dev", "v", "via", "10.0.0.2")), 1, ""},
		{"routes", "routes", list(kw("dst", "10.1.0.0/16", "gateway", "10.0.0.2"), kw("gateway", "10.0.0.2", "dst", "10.1.0.0/16")), 1, ""},
		{"routes of one place", "routes", list(kw("dst", "10.2.0.0/16", "gateway", "10.0.0.2"), kw("dst", "10.2.0.0/16", "gateway", "10.0.0.3"), kw("dst", "10.2.0.0/16", "gateway", "10.0.0.2")), 2, ""},
		{"IPv6 routes", "routes", list(kw("dst", "fd01::/64", "gateway", "fd00::2"), kw("dst", "FD01::/64", "gateway", "fd00:0::2")), 1, ""},
		{"rules", "rules", list(kw("priority", 100, "table", 100, "fwmark", 5), kw("fwmark", 5, "table", 100, "priority", 100)), 1, ""},
		{"rules of one priority", "rules", list(kw("priority", 101, "table", 100, "fwmark", 5), kw("priority", 101, "table", 100, "fwmark", 6), kw("priority", 101, "table", 101, "fwmark", 5)), 3, ""},
		{"rules of two owners", "rules", list(kw("priority", 102, "table", 100, "protocol", "bgp"), kw("priority", 102, "table", 100, "protocol", "static")), 0, "rules[2]: rules[1] wants the same rule otherwise"},
		{"qdiscs", "qdiscs", list(kw("index", "v", "kind", "tbf", "root", true, "rate", "1mbit", "burst", "10k", "latency", "50ms"), kw("dev", "v", "kind", "tbf", "parent", "root", "handle", "1:", "rate", "1000kbit", "burst", 10240, "latency", "50ms")), 1, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			want := kw(test.section, test.entries)
			p, err := New(context.Background(), c, want)
			if test.refused != "" {
				if err == nil || !strings.Contains(err.Error(), test.refused) {
					t.Errorf("%v, want %s", err, test.refused)
				}
				return
			}
			must(t, err)
			if len(p.Steps) != test.steps {
				t.Errorf("want %d steps, got\n%s", test.steps, p)
			}
			apply(t, c, want)
		})
	}
}

// TestPlanTwiceBridged is TestPlanTwice for entries of bridges and vxlan links.
func TestPlanTwiceBridged(t *testing.T) {
	nstest.Need(t, "vxlan")
	c := testClient(t)
	links := kw("links", list(
		kw("ifname", "br", "kind", "bridge", "state", "up"),
		kw("ifname", "v", "kind", "veth", "peer", "w", "master", "br", "state", "up"),
		kw("ifname", "x", "kind", "vxlan", "vxlan_id", 7, "vxlan_port", 4789, "state", "up"),
	))
	far := kw("index", "x", "lladdr", "00:00:00:00:00:00", "dst", "10.0.0.6")
	apply(t, c, append(links, kw(
		"fdb", list(far, far, kw("index", "x", "lladdr", "00:00:00:00:00:00", "dst", "10.0.0.7"), kw("index", "v", "lladdr", "02:00:00:00:00:05", "flags", "master"), kw("ifindex", "v", "lladdr", "02:00:00:00:00:05", "master", true)),
		"mdb", list(kw("dev", "br", "port", "v", "grp", "239.1.1.1", "permanent", true), kw("index", "br", "port", "v", "grp", "239.1.1.1", "state", "permanent")),
	)...))
	port := func(cost int) codec.Table { return kw("index", "v", "cost", cost, "learning", false) }
	apply(t, c, append(links, kw("ports", list(port(7), kw("index", "v", "learning", false, "priority", 5), port(7)))...))
	if _, err := New(context.Background(), c, append(links, kw("ports", list(port(7), port(8)))...)); err == nil || !strings.Contains(err.Error(), "ports[2]: ports[1] wants the same brport otherwise") {
		t.Errorf("ports otherwise: %v", err)
	}
	t.Run("VLANs", func(t *testing.T) {
		nstest.Need(t, "vlan_filtering")
		vlan := func(pvid bool) codec.Table { return kw("index", "v", "vlan_info", kw("vid", 5, "pvid", pvid)) }
		apply(t, c, kw("links", list(kw("ifname", "br", "kind", "bridge", "br_vlan_filtering", 1))))
		apply(t, c, append(links, kw("vlans", list(vlan(true), vlan(true)))...))
		if _, err := New(context.Background(), c, append(links, kw("vlans", list(vlan(true), vlan(false)))...)); err == nil || !strings.Contains(err.Error(), "vlans[2]: another entry wants VLAN 5") {
			t.Errorf("VLANs otherwise: %v", err)
		}
	})
}

// A veth whose other end the plan does not name is not without it: what takes away all that nobody wants leaves that.
func TestDiffVeth(t *testing.T) {
	c := testClient(t)
	apply(t, c, kw("links", list(kw("ifname", "v", "kind", "veth", "peer", "w"))))
	p, err := Diff(context.Background(), c, kw("links", list(kw("ifname", "v", "kind", "veth"))))
	must(t, err)
	defer p.Close()
	if !p.Empty() {
		t.Error(p)
	}
}
