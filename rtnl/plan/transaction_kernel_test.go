package plan

import (
	"os"
	"strings"
	"testing"
	"time"

	"nlua/rtnl"
	"nlua/rtnl/nstest"
)

func TestRollback(t *testing.T) {
	for _, test := range []struct {
		name  string
		steps [][]any
	}{
		{"device down", [][]any{{"link", "set", "index", "a", "state", "down"}}},
		{"device gone", [][]any{{"link", "del", "ifname", "a"}}},
		{"bridge gone", [][]any{{"link", "del", "ifname", "br"}}},
		{"address gone", [][]any{{"addr", "del", "index", "a", "address", "10.255.0.1/24"}}},
		{"IPv6 address gone", [][]any{{"addr", "del", "index", "a", "address", "fd00::1/64"}}},
		{"nexthop gone", [][]any{{"nexthop", "del", "id", 1}}},
		{"routes replaced", [][]any{
			{"route", "replace", "dst", "10.1.0.0/16", "gateway", "10.255.0.7"},
			{"route", "replace", "dst", "fd01::/64", "gateway", "fd00::7"},
			{"route", "del", "dst", "10.4.0.0/16", "table", 100},
		}},
		{"rules", [][]any{{"rule", "del", "priority", 100}, {"rule", "add", "priority", 101, "table", 7}}},
		{"settings", [][]any{
			{"link", "set", "index", "a", "mtu", 1300, "ifalias", "other", "txqlen", 5},
			{"link", "set", "index", "br", "kind", "bridge", "br_forward_delay", 500},
			{"link", "set", "index", "b", "master", false},
			{"link", "set", "index", "m", "address", "02:00:00:00:00:77"},
			{"link", "property_add", "index", "a", "altname", "other0"},
		}},
		{"renamed", [][]any{{"link", "set", "index", "m", "state", "down"}, {"link", "set", "index", "m", "ifname", "n"}}},
		{"new things", [][]any{
			{"link", "add", "ifname", "v0", "kind", "veth", "peer", kw("ifname", "v1")},
			{"link", "set", "index", "v0", "state", "up"},
			{"addr", "add", "index", "v0", "address", "10.200.0.1/24"},
			{"route", "add", "dst", "10.201.0.0/16", "gateway", "10.200.0.2"},
			{"neigh", "add", "dst", "10.200.0.3", "lladdr", "02:00:00:00:00:03", "index", "v0"},
			{"link", "del", "ifname", "x"},
		}},
		{"neighbours", [][]any{
			{"neigh", "del", "dst", "10.255.0.2", "index", "a"},
			{"fdb", "del", "lladdr", "02:00:00:00:00:05", "index", "b", "flags", "master"},
			{"neigh", "add", "dst", "10.255.0.77", "lladdr", "02:00:00:00:00:77", "index", "a", "state", "reachable"},
			{"neigh", "del", "dst", "10.255.0.5", "index", "a"},
			{"neigh", "add", "dst", "10.255.0.8", "index", "a", "flags", "proxy"},
			{"neigh", "del", "dst", "10.255.0.6", "index", "a", "flags", "proxy"},
		}},
		{"forwarding entries flushed", [][]any{{"fdb", "flush", "index", "b", "flags", "master"}}},
		{"kernel's routes", [][]any{
			{"route", "del", "dst", "10.255.0.0/24", "proto", "kernel"},
			{"route", "del", "dst", "10.5.0.0/16"},
			{"route", "del", "dst", "fd05::/64"},
		}},
		{"groups", [][]any{
			{"mdb", "del", "dev", "br", "port", "b", "grp", "239.1.1.1"},
			{"mdb", "add", "dev", "br", "port", "b", "grp", "239.1.1.2", "permanent", true},
			{"mdb", "replace", "dev", "br", "port", "b", "grp", "ff15::1", "permanent", false},
			{"mdb", "del", "dev", "br", "port", "b", "grp", "239.1.1.3"},
		}},
		{"groups flushed", [][]any{{"mdb", "flush", "dev", "br"}}},
		{"groups gone with their port", [][]any{{"link", "del", "ifname", "b"}}},
		{"chains", [][]any{
			{"chain", "add", "index", "i", "parent", "1:", "chain", 9},
			{"chain", "del", "index", "i", "parent", "1:", "chain", 5},
			{"chain", "del", "index", "i", "parent", "1:", "chain", 7},
			{"chain", "del", "index", "i", "parent", "1:", "chain", 8},
			{"tc", "add-filter", "index", "i", "kind", "u32", "parent", "1:", "protocol", "ip", "prio", 9, "chain", 11, "keys", []any{"0x0a000000/0xff000000+16"}, "classid", "1:1"},
		}},
		{"labels", [][]any{
			{"addrlabel", "del", "address", "2001:db8::/32"},
			{"addrlabel", "add", "address", "2001:db9::/32", "label", 71},
			{"addrlabel", "replace", "address", "2001:dba::/32", "label", 74},
		}},
		{"VNIs", [][]any{
			{"vni", "add", "dev", "vx", "vni", "60-65"},
			{"vni", "add", "dev", "vx", "vni", "12-13", "group", "192.0.2.9"},
			{"vni", "add", "dev", "vx", "vni", "21", "remote", "192.0.2.9"},
			{"vni", "add", "dev", "vx", "vni", "31", "remote", "2001:db8::9"},
			{"vni", "del", "dev", "vx", "vni", "14-16"},
			{"vni", "del", "dev", "vx", "vni", "22"},
			{"vni", "del", "dev", "vx", "vni", "40-41"},
		}},
		{"VNIs gone with their device", [][]any{{"link", "del", "ifname", "vx"}}},
		{"tun", [][]any{
			{"link", "del", "ifname", "t0", "kind", "tun"},
			{"link", "add", "ifname", "t2", "kind", "tap"},
			{"link", "del", "ifname", "t1"},
		}},
		{"IPv4 and IPv6 settings", [][]any{
			{"link", "set", "index", "a", "af_spec", kw("af_inet6", kw("addr_gen_mode", 1))},
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := testClient(t)
			furnish(t, c)
			furnishMore(t, c)
			if test.name == "tun" {
				furnishTun(t, c)
			}
			time.Sleep(10 * time.Millisecond)
			before := picture(t, c)
			tx := begin(t, c)
			for _, step := range test.steps {
				if err := try(t, tx, step[0].(string), step[1].(string), step[2:]...); err != nil {
					t.Fatalf("%v: %v", step, err)
				}
			}
			rollback(t, tx)
			same(t, before)
		})
	}
}

// furnishMore makes what is put back for transactions alone.
func furnishMore(t *testing.T, c *rtnl.Client) {
	t.Helper()
	tx := begin(t, c)
	u32 := func(chain, prio int) []any {
		return []any{"tc", "add-filter", "index", "i", "kind", "u32", "parent", "1:", "protocol", "ip", "prio", prio, "chain", chain, "keys", []any{"0x0a000000/0xff000000+16"}, "classid", "1:1"}
	}
	for _, step := range [][]any{
		{"link", "add", "ifname", "vx", "kind", "vxlan", "vxlan_collect_metadata", true, "vxlan_vnifilter", true, "vxlan_port", 4790, "vxlan_link", "a"},
		{"link", "set", "index", "vx", "state", "up"},
		{"vni", "add", "dev", "vx", "vni", "10-19"},
		{"vni", "add", "dev", "vx", "vni", "20-25", "group", "192.0.2.1"},
		{"vni", "add", "dev", "vx", "vni", "30-31", "group", "239.7.7.7"},
		{"vni", "add", "dev", "vx", "vni", "40-41", "remote", "2001:db8::5"},
		{"neigh", "add", "dst", "10.255.0.5", "lladdr", "02:00:00:00:00:15", "index", "a", "state", "reachable"},
		{"neigh", "add", "dst", "10.255.0.6", "index", "a", "flags", "proxy"},
		{"route", "add", "dst", "10.5.0.0/16", "gateway", "10.255.0.2", "priority", 77},
		{"route", "add", "dst", "fd05::/64", "gateway", "fd00::2", "priority", 77},
		{"mdb", "add", "dev", "br", "port", "b", "grp", "239.1.1.1", "permanent", true},
		{"mdb", "add", "dev", "br", "port", "b", "grp", "ff15::1", "permanent", true},
		{"mdb", "add", "dev", "br", "port", "b", "grp", "239.1.1.3", "permanent", true, "filter_mode", "include", "source_list", []any{"10.0.0.7", "10.0.0.8"}},
		{"link", "add", "ifname", "i", "kind", "ifb"},
		{"tc", "add", "index", "i", "kind", "htb", "handle", "1:", "parent", "root", "default", 1},
		{"chain", "add", "index", "i", "parent", "1:", "chain", 5},
		u32(7, 7),
		{"chain", "add", "index", "i", "parent", "1:", "chain", 8},
		u32(8, 8),
		{"addrlabel", "add", "address", "2001:db8::/32", "label", 70},
		{"addrlabel", "add", "address", "2001:dba::/32", "label", 73},
	} {
		if err := try(t, tx, step[0].(string), step[1].(string), step[2:]...); err != nil {
			t.Fatalf("%v: %v", step, err)
		}
	}
}

// furnishTun makes devices that not everybody may make.
func furnishTun(t *testing.T, c *rtnl.Client) {
	t.Helper()
	nstest.Need(t, "file /dev/net/tun")
	tx := begin(t, c)
	for _, step := range [][]any{
		{"link", "add", "ifname", "t0", "kind", "tun", "mode", "tun", "uid", 0},
		{"link", "add", "ifname", "t1", "kind", "tap", "multi_queue", true, "vnet_hdr", true, "gid", 0},
	} {
		if err := try(t, tx, step[0].(string), step[1].(string), step[2:]...); err != nil {
			t.Fatalf("%v: %v", step, err)
		}
	}
}

// TestRollbackGroups: the kernel tells of a bridge without groups first, in a message of another sort.
func TestRollbackGroups(t *testing.T) {
	c := testClient(t)
	tx := begin(t, c)
	for _, name := range []string{"br0", "br1"} {
		must(t, try(t, tx, "link", "add", "ifname", name, "kind", "bridge"))
	}
	must(t, try(t, tx, "link", "set", "index", "br1", "state", "up"))
	must(t, try(t, tx, "mdb", "add", "dev", "br1", "port", "br1", "grp", "239.1.1.9"))
	before := picture(t, c)
	tx = begin(t, c)
	must(t, try(t, tx, "mdb", "del", "dev", "br1", "port", "br1", "grp", "239.1.1.9"))
	rollback(t, tx)
	same(t, before)
	found := false
	for _, e := range picture(t, c).table.Snapshot() {
		found = found || e.Type == rtmNewMDB
	}
	if !found {
		t.Error("the group is in no picture")
	}
}

// TestTransactionLimits: what could not be undone is refused before it is done.
func TestTransactionLimits(t *testing.T) {
	nstest.Need(t, "wireguard", "macsec", "dummy", "vrf")
	c := testClient(t)
	tx := begin(t, c)
	for _, step := range [][]any{
		{"link", "add", "ifname", "wg0", "kind", "wireguard"},
		{"link", "add", "ifname", "d0", "kind", "dummy"},
		{"link", "add", "ifname", "ms0", "kind", "macsec", "link", "d0"},
		{"link", "add", "ifname", "br", "kind", "bridge", "br_vlan_filtering", true},
		{"link", "add", "ifname", "d1", "kind", "dummy"},
		{"link", "set", "index", "d1", "master", "br"},
	} {
		must(t, try(t, tx, step[0].(string), step[1].(string), step[2:]...))
	}
	tx = begin(t, c)
	for _, test := range []struct {
		step []any
		want string
	}{
		{[]any{"link", "del", "ifname", "wg0"}, "link del: Operation not supported (EOPNOTSUPP): the kernel does not tell enough of a wireguard to make link wg0 again"},
		{[]any{"link", "del", "index", "d0"}, "macsec to make link ms0 again"},
		{[]any{"link", "del", "index", "lo"}, "link lo belongs to a driver"},
		{[]any{"link", "set", "index", "d0", "net_ns_pid", os.Getpid()}, "net_ns_pid of a link is not put back"},
		{[]any{"link", "set", "index", "d0", "carrier", false}, "carrier of a link is not put back"},
		{[]any{"brport", "set", "index", "d1", "state", "blocking"}, "state is not put back"},
		{[]any{"link", "add", "kind", "dummy"}, "say ifname"},
		{[]any{"link", "add", "ifname", "dummy%d", "kind", "dummy"}, "say ifname"},
		{[]any{"link", "add", "kind", "tun"}, "say ifname"},
		{[]any{"link", "add", "ifname", "x", "kind", "dummy", "net_ns_pid", os.Getpid()}, "another namespace"},
		{[]any{"vlan_filter", "add", "index", "d1", "vlan_tunnel_info", kw("vid", 5, "id", 5)}, "only VLANs are in the picture"},
		{[]any{"vlandb", "set", "index", "d1", "vid", 1, "state", "blocking"}, "options of VLANs"},
		{[]any{"ntable", "set", "name", "arp_cache", "thresh1", 127}, "of this no picture is taken"},
	} {
		if err := try(t, tx, test.step[0].(string), test.step[1].(string), test.step[2:]...); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%v: %v, want %s", test.step, err, test.want)
		}
	}
	// What it made itself it may remove again.
	must(t, try(t, tx, "link", "add", "ifname", "wg1", "kind", "wireguard"))
	must(t, try(t, tx, "link", "del", "ifname", "wg1"))
	must(t, try(t, tx, "vlandb", "add", "index", "d1", "vid", 7))
	rollback(t, tx)
}
