package spec

import (
	"testing"

	"golang.org/x/sys/unix"
)

func TestMessages(t *testing.T) {
	names := map[string]bool{}
	for i, m := range Messages {
		if i > 0 && Messages[i-1].Type >= m.Type {
			t.Errorf("%s is out of order", m.Name)
		}
		if names[m.Name] {
			t.Errorf("%s stands twice", m.Name)
		}
		names[m.Name] = true
		if ByType(m.Type).Name != m.Name || ByName(m.Name).Type != m.Type {
			t.Errorf("%s is not found by type or name", m.Name)
		}
		if m.Type >= 16 && m.Object == "" {
			t.Errorf("%s has no object", m.Name)
		}
	}
	if ByType(0) != nil || ByType(17).Name != "RTM_DELLINK" || ByType(500) != nil || ByName("RTM_X") != nil {
		t.Error("ByType or ByName answers wrongly")
	}
	for name, want := range map[string]uint16{
		"RTM_NEWLINK": unix.RTM_NEWLINK, "RTM_GETROUTE": unix.RTM_GETROUTE, "RTM_GETNEIGHTBL": unix.RTM_GETNEIGHTBL,
		"RTM_NEWNEXTHOPBUCKET": unix.RTM_NEWNEXTHOPBUCKET, "RTM_GETVLAN": unix.RTM_GETVLAN, "RTM_SETSTATS": unix.RTM_SETSTATS,
		"RTM_DELACTION": unix.RTM_DELACTION, "RTM_NEWNETCONF": unix.RTM_NEWNETCONF, "RTM_GETTUNNEL": unix.RTM_GETTUNNEL,
	} {
		if m := ByName(name); m == nil || m.Type != want {
			t.Errorf("%s is not %d", name, want)
		}
	}
}

func TestGroups(t *testing.T) {
	for name, want := range map[string]uint32{
		"link": unix.RTNLGRP_LINK, "ipv4_route": unix.RTNLGRP_IPV4_ROUTE, "nexthop": unix.RTNLGRP_NEXTHOP, "stats": unix.RTNLGRP_STATS,
		"RTNLGRP_NSID": unix.RTNLGRP_NSID, "RTMGRP_TC": unix.RTNLGRP_TC, "mdb": unix.RTNLGRP_MDB, "ipv6_acaddr": 39,
	} {
		if g := GroupNamed(name); g == nil || g.Number != want {
			t.Errorf("group %s is not %d: %+v", name, want, g)
		}
	}
	var mask uint32
	for _, name := range []string{"link", "neigh", "tc", "ipv4_ifaddr", "ipv4_route", "ipv4_rule", "ipv6_ifaddr", "ipv6_route", "ipv6_rule", "mpls_route"} {
		mask |= GroupNamed(name).Mask()
	}
	if mask != GroupsDefault {
		t.Errorf("GroupsDefault is %#x, want %#x", GroupsDefault, mask)
	}
	if g := GroupNamed("brvlan"); g.Mask() != 0 {
		t.Errorf("group 33 has mask %#x", g.Mask())
	}
}

func TestConstants(t *testing.T) {
	seen := map[string]bool{}
	for name := range AllConstants() {
		if seen[name] {
			t.Errorf("%s stands twice", name)
		}
		seen[name] = true
	}
	for name, want := range map[string]int64{
		"RTM_NEWLINK": 16, "NLM_F_DUMP": unix.NLM_F_DUMP, "AF_BRIDGE": unix.AF_BRIDGE, "AF_MPLS": unix.AF_MPLS, "IFF_LOWER_UP": unix.IFF_LOWER_UP,
		"RTMGRP_LINK": 1, "RTNLGRP_NEXTHOP": unix.RTNLGRP_NEXTHOP, "RTMGRP_DEFAULTS": 0x40405dd, "NUD_PERMANENT": unix.NUD_PERMANENT,
		"RT_TABLE_MAIN": unix.RT_TABLE_MAIN, "RTN_BLACKHOLE": unix.RTN_BLACKHOLE, "NLMSG_ERROR": 2, "TC_H_ROOT": 0xffffffff, "ETH_P_IPV6": 0x86dd,
	} {
		if got, ok := Constant(name); !ok || got != want {
			t.Errorf("%s = %d, %v, want %d", name, got, ok, want)
		}
	}
}
