package plan

import (
	"context"
	"errors"
	"maps"
	"testing"

	"nlua/rtnl/codec"
	"nlua/rtnl/nstest"
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
	p, err := New(context.Background(), c, next)
	must(t, err)
	p.fault = faultAt(len(p.Steps) - 1)
	var e *Error
	if err := p.Apply(context.Background()); !errors.As(err, &e) || len(e.Left) > 0 {
		t.Fatal(err)
	}
	if after := vlansOf(); !maps.Equal(before, after) {
		t.Errorf("put back: %v, was %v", after, before)
	}
	apply(t, c, next)
}
