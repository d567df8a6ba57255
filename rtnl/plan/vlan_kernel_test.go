package plan

import (
	"context"
	"errors"
	"maps"
	"strings"
	"testing"

	"golang.org/x/sys/unix"

	"nlua/rtnl/codec"
	"nlua/rtnl/nstest"
	"nlua/rtnl/state"
)

func bridged(vlans ...any) codec.Table {
	return kw(
		"links", list(
			kw("ifname", "br", "kind", "bridge", "br_vlan_filtering", 1, "state", "up"),
			kw("ifname", "a", "kind", "veth", "peer", kw("ifname", "b"), "master", "br", "state", "up"),
		),
		"vlans", vlans,
	)
}

func TestPlanVLANs(t *testing.T) {
	nstest.Need(t, "vlan_filtering")
	c := testClient(t)
	first := bridged(
		kw("index", "a", "vlan_info", kw("vid", 10, "pvid", true, "untagged", true)),
		kw("index", "a", "vlan_info", kw("vid", "20-22")),
		kw("index", "br", "vlan_info", kw("vid", 10), "vlan_flags", "self"),
	)
	apply(t, c, first)
	vlansOf := func() map[uint16]uint16 {
		s := picture(t, c)
		must(t, s.listVLANs(context.Background()))
		return s.vlans[s.named["a"].index]
	}
	before := vlansOf()
	if before[10] != vlanFlags || len(before) != 5 {
		t.Fatalf("VLANs: %v", before)
	}
	next := bridged(kw("index", "a", "vlan_info", kw("vid", 30)), kw("index", "a", "vlan_info", kw("vid", 10)))
	failEach(t, c, next, func(fail int, _ *Plan) {
		if after := vlansOf(); !maps.Equal(before, after) {
			t.Errorf("step %d, put back: %v, was %v", fail, after, before)
		}
	})
	apply(t, c, next)

	next = append(next, kw("purge", list("vlans"))...)
	p, err := New(context.Background(), c, next)
	must(t, err)
	if want := "- vlan_filter index=br vid=10\n- vlan_filter index=a vid=1\n- vlan_filter index=a vid=20-22\n"; p.String() != want {
		t.Errorf("purge:\n%swant\n%s", p, want)
	}
	must(t, p.Apply(context.Background()))
	settled(t, c, next)
	if after := vlansOf(); !maps.Equal(after, map[uint16]uint16{10: 0, 30: 0}) {
		t.Errorf("purged: %v", after)
	}
	_, left, err := Save(context.Background(), c)
	must(t, err)
	if len(left) != 1 || !strings.Contains(left[0], "a: not in VLAN 1") {
		t.Errorf("left out: %q", left)
	}
	d, err := Diff(context.Background(), c, bridged())
	must(t, err)
	if want := "- vlan_filter index=a vid=10\n- vlan_filter index=a vid=30\n"; !strings.Contains(d.String(), want) {
		t.Errorf("diff:\n%s", d)
	}
}

// TestPlanBondMode: the kernel changes the mode of a bond that has no ports and is down; ports, their settings and the address stay.
func TestPlanBondMode(t *testing.T) {
	nstest.Need(t, "bond", "dummy")
	bonded := func(mode int, more ...any) codec.Table {
		return kw("links", append(list(
			kw("ifname", "bo", "kind", "bond", "bond_mode", mode, "bond_miimon", 100, "state", "up"),
			kw("ifname", "d1", "kind", "dummy", "master", "bo", "state", "up"),
		), more...))
	}
	c := testClient(t)
	// d2 is no link of the plan, but a port all the same.
	apply(t, c, bonded(1, kw("ifname", "d2", "kind", "dummy", "master", "bo", "state", "up")))
	tx := begin(t, c)
	must(t, try(t, tx, "link", "set", "index", "d2", "kind", "bond_slave", "prio", 7, "queue_id", 3))
	must(t, try(t, tx, "addr", "add", "index", "bo", "address", "10.1.0.1/24"))
	must(t, try(t, tx, "addr", "add", "index", "bo", "address", "fd00::1/64", "flags", 2))
	waitCarrier(t, c, "bo")
	for _, step := range [][]any{ // the bond's, in no plan: all of it goes when the bond is set down
		{"route", "add", "dst", "10.2.0.0/16", "gateway", "10.1.0.2"},
		{"route", "add", "dst", "10.3.0.0/16", "multipath", list(kw("gateway", "10.1.0.3"), kw("gateway", "10.1.0.4"))},
		{"route", "add", "dst", "10.5.0.0/16", "gateway", "10.2.0.9", "flags", "onlink", "oif", "bo", "metrics", kw("mtu", 1300), "table", 77},
		{"route", "add", "dst", "fd01::/64", "gateway", "fd00::2"},
		{"nexthop", "add", "id", 5, "gateway", "10.1.0.5", "oif", "bo"},
		{"route", "add", "dst", "10.4.0.0/16", "nh_id", 5},
		{"neigh", "add", "index", "bo", "dst", "10.1.0.2", "lladdr", "02:00:00:00:00:02"},
	} {
		if err := try(t, tx, step[0].(string), step[1].(string), step[2:]...); err != nil {
			t.Fatalf("%v: %v", step, err)
		}
	}
	before := picture(t, c)
	p, err := New(context.Background(), c, bonded(4))
	must(t, err)
	text := p.String()
	steps := len(p.Steps)
	for fail := range steps {
		p, err := New(context.Background(), c, bonded(4))
		must(t, err)
		p.fault = faultAt(fail)
		var e *Error
		if err := p.Apply(context.Background()); !errors.As(err, &e) || len(e.Left) > 0 {
			t.Fatalf("step %d of\n%s%v", fail, text, err)
		}
		same(t, before)
	}
	tx = begin(t, c) // to the other mode and back by hand: prio, which that mode lacks, too
	for _, step := range [][]any{
		{"link", "set", "index", "d1", "master", false}, {"link", "set", "index", "d2", "master", false}, {"link", "set", "index", "bo", "state", "down"},
		{"link", "set", "index", "bo", "kind", "bond", "bond_mode", 4}, {"link", "set", "index", "d1", "master", "bo"}, {"link", "set", "index", "d2", "master", "bo"},
		{"link", "set", "index", "bo", "state", "up"},
	} {
		if err := try(t, tx, step[0].(string), step[1].(string), step[2:]...); err != nil {
			t.Errorf("%v: %v", step, err)
		}
	}
	rollback(t, tx)
	same(t, before)
	apply(t, c, bonded(4))
	now := picture(t, c)
	for _, d := range state.Deltas(now.table, before.table) {
		if d.Type != unix.RTM_NEWLINK && worth(&d, now, before, nil) {
			t.Errorf("lost by the bond's rest: %s", describe(&d, now, before))
		}
	}
	for _, name := range []string{"d1", "d2"} {
		if master := now.links[now.named[name].number(unix.IFLA_MASTER)]; master == nil || master.name != "bo" || !now.named[name].up() {
			t.Errorf("%s is no port any more, after\n%s", name, text)
		}
	}
	a, _ := before.named["bo"].view.Find(unix.IFLA_ADDRESS)
	b, _ := now.named["bo"].view.Find(unix.IFLA_ADDRESS)
	if string(a) != string(b) {
		t.Errorf("another address after\n%s", text)
	}
	apply(t, c, bonded(1))
	if prio := picture(t, c).portSettings(picture(t, c).named["d2"]); len(prio) != 1 || prio[0].Value != uint64(3) {
		t.Errorf("settings of a port: %v, after\n%s", prio, text)
	}
}

// TestPlanPorts: what links are given as ports of bridges and bonds, also of such as are made by the same plan.
func TestPlanPorts(t *testing.T) {
	nstest.Need(t, "bond", "dummy")
	want := func(cost, prio int) codec.Table {
		return kw("links", list(
			kw("ifname", "br", "kind", "bridge", "state", "up"),
			kw("ifname", "p", "kind", "dummy", "master", "br", "state", "up"),
			kw("ifname", "q", "kind", "dummy", "master", "br", "state", "up"),
			kw("ifname", "bo", "kind", "bond", "bond_mode", "active-backup", "state", "up"),
			kw("ifname", "s", "kind", "dummy", "master", "bo", "state", "up"),
		), "ports", list(
			kw("index", "p", "cost", cost, "priority", 5, "learning", false, "backup_port", "q", "mode", true),
			kw("index", "s", "prio", prio, "queue_id", 2),
		))
	}
	c := testClient(t)
	apply(t, c, want(70, 3))
	saved, left, err := Save(context.Background(), c)
	must(t, err)
	if len(left) > 0 {
		t.Error("left out:", left)
	}
	settled(t, c, saved)
	before := picture(t, c)
	for _, next := range []codec.Table{
		want(71, -4),
		kw("links", list(kw("ifname", "p", "master", false), kw("ifname", "s", "master", "br")), "ports", list(kw("index", "s", "cost", 9))),
		kw("links", list(kw("ifname", "br", "kind", "bond"), kw("ifname", "p", "master", "br"))),
	} {
		p, err := New(context.Background(), c, next)
		must(t, err)
		text := p.String()
		p.Close()
		for fail := range len(p.Steps) {
			p, err := New(context.Background(), c, next)
			must(t, err)
			p.fault = faultAt(fail)
			var e *Error
			if err := p.Apply(context.Background()); !errors.As(err, &e) || len(e.Left) > 0 {
				t.Fatalf("step %d of\n%s%v", fail, text, err)
			}
			if same(t, before); t.Failed() {
				t.Fatalf("step %d of\n%s", fail, text)
			}
		}
	}
	apply(t, c, want(71, -4))
	fresh := testClient(t)
	apply(t, fresh, saved)
	settled(t, fresh, want(70, 3))
}
