package plan

import (
	"context"
	"strings"
	"testing"

	"nlua/rtnl/codec"
	"nlua/rtnl/nstest"
)

// TestPlanEntriesByNexthop: entries of a vxlan that lead by nexthops come after these, go before them, and come again with them.
func TestPlanEntriesByNexthop(t *testing.T) {
	nstest.Need(t, "vxlan")
	c := testClient(t)
	links := kw("links", list(kw("ifname", "x", "kind", "vxlan", "vxlan_id", 7, "vxlan_port", 4789, "vxlan_local", "10.0.0.1", "state", "up")))
	want := func(group string, more ...any) codec.Table {
		return append(links, kw(append([]any{
			"fdb", list(kw("lladdr", "02:00:00:00:00:05", "index", "x", "nh_id", 10), kw("lladdr", "02:00:00:00:00:06", "index", "x", "dst", "10.0.0.6")),
			"nexthops", list(kw("id", 10, "group", group, "fdb", true), kw("id", 1, "gateway", "10.0.0.9", "fdb", true), kw("id", 2, "gateway", "10.0.0.8", "fdb", true)),
		}, more...)...)...)
	}
	apply(t, c, links)
	before := picture(t, c)
	failEach(t, c, want("1"), func(int, *Plan) { same(t, before) })
	apply(t, c, want("1"))
	apply(t, c, want("1/2"))
	saved, _, err := Save(context.Background(), c)
	must(t, err)
	apply(t, testClient(t), saved)

	p, err := Diff(context.Background(), c, links)
	must(t, err)
	if fdb, hop := strings.Index(p.String(), "- fdb"), strings.Index(p.String(), "- nexthop"); fdb < 0 || hop < fdb {
		t.Errorf("in the wrong order:\n%s", p)
	}
	before = picture(t, c)
	p.fault = faultAt(len(p.Steps) - 1)
	if p.Apply(context.Background()) == nil {
		t.Error("nothing failed")
	}
	same(t, before)
	p.fault = nil
	must(t, p.Apply(context.Background()))
	if s := picture(t, c); len(s.hops) > 0 {
		t.Errorf("left: %q", s.labels())
	}
}
