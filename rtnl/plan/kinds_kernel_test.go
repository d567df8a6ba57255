package plan

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"nlua/rtnl/codec"
	"nlua/rtnl/nstest"
)

// TestPlanOwnSettings: what all links have is changed of links of every kind, and put back; the kind stands on the line only with its data.
func TestPlanOwnSettings(t *testing.T) {
	for _, test := range []struct {
		kind       string
		data, more codec.Table // that it is made with, and that is changed afterwards
	}{
		{"ifb", nil, nil},
		{"veth", kw("peer", "j"), nil},
		{"bridge", nil, kw("br_hello_time", 300)},
		{"vlan", kw("link", "i", "vlan_id", 5), kw("vlan_flags", kw("flags", 2, "mask", 2))},
		{"vxlan", kw("vxlan_id", 5, "vxlan_port", 4789), kw("vxlan_ttl", 9)},
		{"geneve", kw("geneve_id", 5, "geneve_remote", "10.0.0.9"), kw("geneve_ttl", 9)},
		{"macvlan", kw("link", "i", "macvlan_mode", "bridge"), kw("macvlan_bc_queue_len", 50)},
		{"ipvlan", kw("link", "i", "ipvlan_mode", "l3"), nil},
		{"gretap", kw("gre_local", "10.0.0.1", "gre_remote", "10.0.0.9"), kw("gre_ttl", 9)},
		{"ip6gretap", kw("ip6gre_local", "fd00::1", "ip6gre_remote", "fd00::9"), kw("ip6gre_ttl", 9)},
		{"vrf", kw("vrf_table", 77), nil},
		{"bond", kw("bond_mode", "active-backup"), kw("bond_miimon", 100)},
	} {
		t.Run(test.kind, func(t *testing.T) {
			nstest.Need(t, test.kind)
			c := testClient(t)
			want := func(kws ...codec.Table) codec.Table {
				return kw("links", list(kw("ifname", "i", "kind", "ifb", "mtu", 2000, "state", "up"),
					slices.Concat(append([]codec.Table{kw("ifname", "d", "kind", test.kind), test.data}, kws...)...)))
			}
			apply(t, c, want())
			before := picture(t, c)
			own := kw("mtu", 1400, "ifalias", "mine", "group", 7, "txqlen", 77, "addr_gen_mode", "none")
			if test.kind != "ipvlan" && test.kind != "ifb" { // the one has that of the device below, the other takes none
				own = append(own, kw("address", "02:00:00:00:00:77")...)
			}
			for _, next := range []codec.Table{want(own), want(own, test.more)} {
				p, err := New(context.Background(), c, next)
				must(t, err)
				p.fault = faultAt(len(p.Steps) - 1)
				var e *Error
				if err := p.Apply(context.Background()); len(p.Steps) > 0 && (!errors.As(err, &e) || len(e.Left) > 0) {
					t.Fatalf("%v\nof\n%s", err, p)
				}
				same(t, before)
				apply(t, c, next)
				before = picture(t, c)
			}
		})
	}
}

// TestPlanLower: kinds that have the device below among their data are compared by that, and told so where somebody says link.
func TestPlanLower(t *testing.T) {
	for _, test := range []struct {
		kind string
		data codec.Table
	}{
		{"vxlan", kw("vxlan_id", 5, "vxlan_port", 4789, "vxlan_link", "i")},
		{"xfrm", kw("xfrm_if_id", 5, "xfrm_link", "i")},
		{"gretap", kw("gre_local", "10.0.0.1", "gre_remote", "10.0.0.9", "gre_link", "i")},
		{"ip6tnl", kw("ip6tnl_local", "fd00::1", "ip6tnl_remote", "fd00::9", "ip6tnl_link", "i")},
	} {
		t.Run(test.kind, func(t *testing.T) {
			nstest.Need(t, test.kind)
			c := testClient(t)
			want := func(kws ...codec.Table) codec.Table {
				return kw("links", list(kw("ifname", "i", "kind", "ifb"), slices.Concat(append([]codec.Table{kw("ifname", "d", "kind", test.kind)}, kws...)...)))
			}
			own := test.data[len(test.data)-1].Name
			_, err := New(context.Background(), c, want(without(test.data, own), kw("link", "i")))
			if err == nil || !strings.Contains(err.Error(), "links[2]: link: the kernel passes it over for a "+test.kind+": say "+own) {
				t.Errorf("told only of link: %v", err)
			}
			apply(t, c, want(test.data))
			settled(t, c, want(test.data, kw("link", "i")))
			saved, _, err := Save(context.Background(), c)
			must(t, err)
			settled(t, c, saved)
		})
	}
}
