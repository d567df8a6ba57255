package plan

import (
	"bytes"
	"context"
	"errors"
	"testing"

	"golang.org/x/sys/unix"

	"nlua/rtnl"
	"nlua/rtnl/codec"
	"nlua/rtnl/nstest"
)

func TestSave(t *testing.T) {
	c := testClient(t)
	apply(t, c, big())
	wanted, left, err := Save(context.Background(), c)
	must(t, err)
	for _, line := range left {
		t.Error("left out:", line)
	}
	settled(t, c, wanted)
	fresh := testClient(t)
	p, err := New(context.Background(), fresh, wanted)
	must(t, err)
	if err := p.Apply(context.Background()); err != nil {
		t.Fatalf("elsewhere: %v\n%s", err, p)
	}
	settled(t, fresh, big())
}

// moved saves a namespace and makes it anew elsewhere; it gives what was left out.
func moved(t *testing.T, c *rtnl.Client, lists codec.Table) (fresh *rtnl.Client, left []string) {
	t.Helper()
	apply(t, c, lists)
	wanted, left, err := Save(context.Background(), c)
	must(t, err)
	settled(t, c, wanted)
	fresh = testClient(t)
	apply(t, fresh, wanted)
	settled(t, fresh, lists)
	return fresh, left
}

// A group may have a lower id than its members, and be listed before them.
func TestSaveNexthops(t *testing.T) {
	fresh, left := moved(t, testClient(t), kw(
		"nexthops", list(
			kw("id", 10, "group", list(2, 30), "type", "resilient", "buckets", 16, "idle_timer", 700),
			kw("id", 2, "gateway", "10.0.1.2", "oif", "a"),
			kw("id", 30, "gateway", "192.0.2.3", "oif", "a", "flags", "onlink"),
			kw("id", 4, "oif", "a", "family", unix.AF_INET6),
			kw("id", 5, "blackhole", true, "family", unix.AF_INET6),
		),
		"links", list(kw("ifname", "a", "kind", "veth", "peer", kw("ifname", "b", "state", "up"), "state", "up")),
		"addrs", list(kw("index", "a", "address", "10.0.1.1/24")),
	))
	if len(left) != 0 {
		t.Error("left out:", left)
	}
	s, err := look(context.Background(), "", fresh)
	must(t, err)
	for _, hop := range s.hops {
		family, _ := hop.GetField("family")
		flags, _ := hop.GetField("flags")
		timer, _ := hop.Path("res_group", "idle_timer")
		switch id, _ := hop.Get("id"); {
		case id == uint64(10) && timer != uint64(700):
			t.Errorf("a resilient group came with the timer %v", timer)
		case (id == uint64(4) || id == uint64(5)) && family != uint64(unix.AF_INET6):
			t.Errorf("nexthop %v came with the family %v", id, family)
		case id == uint64(30) && flags.(uint64)&unix.RTNH_F_ONLINK == 0:
			t.Error("onlink was lost")
		}
	}
}

// VNIs are compared one by one, and saved in ranges; what else is let through goes only by purge.
func TestPlanVNIs(t *testing.T) {
	nstest.Need(t, "vxlan")
	c := testClient(t)
	vx := kw("ifname", "vx", "kind", "vxlan", "vxlan_collect_metadata", true, "vxlan_vnifilter", true, "vxlan_port", 4789, "vxlan_local", "192.0.2.1")
	lists := func(vnis ...any) codec.Table {
		return kw("links", list(vx), "vnis", vnis, "purge", list("vnis"))
	}
	first := lists(kw("dev", "vx", "vni", "10-19"), kw("dev", "vx", "vni", list(20, "30-31"), "group", "192.0.2.7"))
	fresh, left := moved(t, c, first)
	if len(left) != 0 {
		t.Errorf("left out: %q", left)
	}
	must(t, try(t, begin(t, c), "vni", "add", "dev", "vx", "vni", 40))
	before := picture(t, c)
	next := lists(kw("dev", "vx", "vni", "12-20"), kw("dev", "vx", "vni", 30, "group", "192.0.2.8"))
	failEach(t, c, next, func(int, *Plan) { same(t, before) })
	apply(t, c, next)
	apply(t, fresh, next)
	saved, _, err := Save(context.Background(), fresh)
	must(t, err)
	if list, _ := saved.Get("vnis"); words(list) != `{{index=vx vni=12-20} {index=vx group=192.0.2.8 vni=30}}` {
		t.Error(words(list))
	}
}

// Multicast groups: a group that lists sources brings an entry for each, which is saved too. What a bridge of IGMPv2 does not tell it
// does not heed.
func TestPlanGroups(t *testing.T) {
	planGroups(t, 2, `{{index=br grp=239.1.1.1 port=a} {index=br grp=239.1.1.3 permanent=true port=a} {index=br grp=239.1.1.3 permanent=true port=a source=10.0.0.7} {index=br grp=239.1.1.4 permanent=true port=a rtprot=11}}`)
	planGroups(t, 3, `{{index=br grp=239.1.1.1 port=a} {index=br filter_mode=exclude grp=239.1.1.3 permanent=true port=a src_list={10.0.0.7}} {index=br grp=239.1.1.4 permanent=true port=a rtprot=11}}`)
}

func planGroups(t *testing.T, igmp int, want string) {
	c := testClient(t)
	bridge := list(
		kw("ifname", "br", "kind", "bridge", "state", "up", "br_mcast_igmp_version", igmp),
		kw("ifname", "a", "kind", "veth", "peer", kw("ifname", "b", "state", "up"), "master", "br", "state", "up"),
	)
	lists := func(groups ...any) codec.Table {
		return kw("links", bridge, "mdb", groups, "purge", list("mdb"))
	}
	first := lists(
		kw("dev", "br", "port", "a", "grp", "239.1.1.1", "permanent", true),
		kw("dev", "br", "port", "a", "grp", "239.1.1.2", "permanent", true, "source", "10.0.0.9"),
		kw("dev", "br", "port", "a", "grp", "239.1.1.3", "permanent", true, "filter_mode", "include", "src_list", list("10.0.0.8", "10.0.0.7")),
		kw("dev", "br", "port", "a", "grp", "ff15::1", "permanent", true),
		kw("dev", "br", "port", "a", "grp", "01:00:5e:11:22:33", "permanent", true),
	)
	fresh, left := moved(t, c, first)
	if len(left) != 0 {
		t.Errorf("left out: %q", left)
	}
	must(t, try(t, begin(t, c), "mdb", "add", "dev", "br", "port", "a", "grp", "239.1.1.9", "permanent", true))
	before := picture(t, c)
	next := lists(
		kw("dev", "br", "port", "a", "grp", "239.1.1.1", "state", "temporary"),
		kw("dev", "br", "port", "a", "grp", "239.1.1.3", "permanent", true, "filter_mode", "exclude", "src_list", list("10.0.0.7")),
		kw("dev", "br", "port", "a", "grp", "239.1.1.4", "permanent", true, "rtprot", "zebra"),
		kw("dev", "br", "port", "br", "grp", "ff15::1"),
	)
	failEach(t, c, next, func(int, *Plan) { same(t, before) })
	apply(t, c, next)
	apply(t, fresh, next)
	saved, _, err := Save(context.Background(), fresh)
	must(t, err)
	if groups, _ := saved.Get("mdb"); words(groups) != want {
		t.Errorf("%s\nwant\n%s", words(groups), want)
	}
	apply(t, testClient(t), saved)
	apply(t, c, kw("links", bridge, "ports", list(kw("index", "a", "cost", 3)), "purge", list("mdb"))) // a group takes its sources along
	if _, err := New(context.Background(), c, lists(kw("dev", "br", "port", "a", "grp", "239.1.1.1"), kw("dev", "br", "port", "a", "grp", "239.1.1.1", "permanent", true))); err == nil {
		t.Error("two wishes about one group are one")
	}
}

// The number of buckets is given once: another one takes another group, and a failure brings the first back.
func TestPlanBuckets(t *testing.T) {
	c := testClient(t)
	lists := func(buckets int) codec.Table {
		return kw(
			"links", list(kw("ifname", "a", "kind", "veth", "peer", kw("ifname", "b", "state", "up"), "state", "up")),
			"addrs", list(kw("index", "a", "address", "10.0.1.1/24")),
			"nexthops", list(kw("id", 1, "gateway", "10.0.1.2", "oif", "a"), kw("id", 10, "group", list(1), "type", "resilient", "buckets", buckets, "idle_timer", 700)),
			"routes", list(kw("dst", "198.51.100.0/24", "nh_id", 10)),
		)
	}
	apply(t, c, lists(16))
	before := picture(t, c)
	p, err := New(context.Background(), c, lists(32))
	must(t, err)
	p.fault = faultAt(len(p.Steps) - 1)
	var e *Error
	if err := p.Apply(context.Background()); !errors.As(err, &e) || len(e.Left) > 0 {
		t.Fatal(err)
	}
	same(t, before)
	apply(t, c, lists(32))
	tx := begin(t, c)
	must(t, try(t, tx, "link", "set", "index", "a", "state", "down"))
	before = picture(t, c)
	rollback(t, tx)
	if now := picture(t, c); len(now.hops) != 2 || len(before.hops) != 0 {
		t.Errorf("%d nexthops of 2 came back; %d stayed", len(now.hops), len(before.hops))
	}
}

// A port of a bond has an address of its own, which it gets back when it is let go.
func TestBondPortAddress(t *testing.T) {
	nstest.Need(t, "bond")
	lists := kw("links", list(
		kw("ifname", "bond0", "kind", "bond", "address", "02:00:00:00:00:99"),
		kw("ifname", "d1", "kind", "dummy", "address", "02:00:00:00:00:01", "master", "bond0"),
		kw("ifname", "d2", "kind", "dummy", "address", "02:00:00:00:00:02", "master", "bond0"),
	))
	c := testClient(t)
	fresh, left := moved(t, c, lists)
	if len(left) > 0 {
		t.Error(left)
	}
	tx := begin(t, c)
	must(t, try(t, tx, "link", "del", "ifname", "d2"))
	must(t, try(t, tx, "link", "add", "ifname", "d2", "kind", "ifb"))
	must(t, try(t, tx, "link", "del", "ifname", "bond0"))
	rollback(t, tx)
	for _, c := range []*rtnl.Client{c, fresh} {
		settled(t, c, lists)
		after := begin(t, c)
		for name, want := range map[string]string{"d1": "02:00:00:00:00:01", "d2": "02:00:00:00:00:02"} {
			must(t, try(t, after, "link", "set", "index", name, "master", false))
			if own := codec.FormatMAC(picture(t, c).named[name].address()); own != want {
				t.Errorf("%s has %s, want %s", name, own, want)
			}
		}
	}
}

// What kinds of links have as flags, and values of 0 that are not what they begin with, come along.
func TestSaveKinds(t *testing.T) {
	for _, link := range []codec.Table{
		kw("kind", "vxlan", "vxlan_id", 5, "vxlan_gbp", true, "vxlan_port", 4793),
		kw("kind", "ipip", "ipip_collect_metadata", true),
		kw("kind", "ipip", "ipip_local", "192.0.2.1", "ipip_remote", "192.0.2.7", "mode", "any"),
		kw("kind", "ip6tnl", "ip6tnl_collect_metadata", true),
		kw("kind", "gretap", "gre_collect_metadata", true),
		kw("kind", "geneve", "geneve_id", 5, "geneve_remote", "192.0.2.5", "geneve_inner_proto_inherit", true, "geneve_port", 6090),
		kw("kind", "xfrm", "xfrm_collect_metadata", true),
		kw("kind", "sit", "sit_local", "192.0.2.1", "sit_remote", "192.0.2.8", "sit_ttl", 0),
		kw("kind", "bridge", "br_multi_boolopt", kw("optval", 1, "optmask", 1)),
		kw("kind", "vxcan", "peer", kw("ifname", "y")),
	} {
		kind, _ := link.Get("kind")
		t.Run(words(link), func(t *testing.T) {
			nstest.Need(t, kind.(string))
			c := testClient(t)
			lists := kw("links", list(append(kw("ifname", "x"), link...)))
			fresh, left := moved(t, c, lists)
			if len(left) > 0 {
				t.Error(left)
			}
			before := picture(t, c)
			was, is := before.named["x"], picture(t, fresh).named["x"]
			if a, b := was.data(), is.data(); !bytes.Equal(a, b) {
				t.Errorf("the data is %x elsewhere, was %x", b, a)
			}
			tx := begin(t, c)
			must(t, try(t, tx, "link", "del", "ifname", "x"))
			rollback(t, tx)
			same(t, before)
		})
	}
}

// The source addresses of a macvlan come back with it; save notes them.
func TestMacvlanSources(t *testing.T) {
	nstest.Need(t, "macvlan", "command ip")
	c := testClient(t)
	apply(t, c, kw("links", list(kw("ifname", "a", "kind", "veth", "peer", kw("ifname", "b")))))
	nstest.Command(t, c.Options().NetNS, "ip", "link", "add", "mv0", "link", "a", "type", "macvlan", "mode", "source", "macaddr", "set", "02:00:00:00:00:01", "02:00:00:00:00:02")
	before := picture(t, c)
	tx := begin(t, c)
	must(t, try(t, tx, "link", "del", "ifname", "mv0"))
	rollback(t, tx)
	same(t, before)
	if a, b := find(before.named["mv0"].info(unix.IFLA_INFO_DATA), macvlanSources), find(picture(t, c).named["mv0"].info(unix.IFLA_INFO_DATA), macvlanSources); len(a) == 0 || !bytes.Equal(a, b) {
		t.Errorf("%x came back of %x", b, a)
	}
	if _, left, err := Save(context.Background(), c); err != nil || len(left) != 1 || left[0] != "links: mv0: the source addresses of a macvlan" {
		t.Error(err, left)
	}
}
