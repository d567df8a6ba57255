package plan

import (
	"context"
	"errors"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/sys/unix"

	"nlua/rtnl"
	"nlua/rtnl/codec"
	"nlua/rtnl/nstest"
)

// tcThere is a namespace with two devices, over which entries of tc are tried.
func tcThere(lists codec.Table) codec.Table {
	return append(kw("links", list(
		kw("ifname", "a", "kind", "veth", "num_tx_queues", 8, "peer", kw("ifname", "b", "state", "up"), "state", "up"),
	)), lists...)
}

var clsact = kw("kind", "clsact", "index", "a")

// filterRow is a filter of the ingress of a: what it needs, the words of the entry, and a part of what tc(8) shows of it.
type filterRow struct {
	needs, shows string
	words        codec.Table
}

func actions(list ...any) any { return list }

var filterRows = []filterRow{
	{"filter matchall,action mirred", "Redirect to device b", kw("kind", "matchall", "action", actions(kw("kind", "mirred", "ifindex", "b")))},
	{"filter matchall,action police", "rate 1Mbit", kw("kind", "matchall", "action", actions(kw("kind", "police", "rate", "1mbit", "burst", "10k")))},
	{"filter matchall,action police", "peakrate 2Mbit", kw("kind", "matchall", "action", actions(kw("kind", "police", "rate", "1mbit", "burst", "10k", "peakrate", "2mbit", "mtu", 3000, "conform_exceed", "drop/pipe")))},
	{"filter matchall,action police", "rate 40Gbit", kw("kind", "matchall", "action", actions(kw("kind", "police", "rate", "40gbit", "burst", "10m", "overhead", 5, "linklayer", "atm", "mpu", 64)))},
	{"filter matchall,action police", "pkts_rate 1000", kw("kind", "matchall", "action", actions(kw("kind", "police", "pkts_rate", 1000, "pkts_burst", 100)))},
	{"filter matchall", "skip_hw", kw("kind", "matchall", "skip_hw", true, "action", "drop")},
	{"filter flower", "vlan_id 5", kw("kind", "flower", "protocol", "802.1q", "vlan_id", 5, "vlan_ethtype", "ip", "dst_ip", "10.0.0.1", "action", "drop")},
	{"filter flower", "vlan_prio 3", kw("kind", "flower", "protocol", "802.1q", "vlan_prio", 3, "action", "drop")},
	{"filter flower", "cvlan_id 7", kw("kind", "flower", "protocol", "802.1ad", "vlan_id", 5, "vlan_ethtype", "802.1q", "cvlan_id", 7, "cvlan_ethtype", "ipv6", "dst_ip", "2001:db8::/32", "action", "drop")},
	{"filter flower", "cvlan_id 7", kw("kind", "flower", "protocol", "802.1ad", "vlan_id", 5, "vlan_ethtype", "802.1q", "cvlan_id", 7, "action", "drop")},
	{"filter flower", "pppoe_sid 5", kw("kind", "flower", "protocol", "ppp_ses", "pppoe_sid", 5, "ppp_proto", "ip", "dst_ip", "10.0.0.1", "action", "drop")},
	{"filter flower", "num_of_vlans 2", kw("kind", "flower", "protocol", "802.1q", "num_of_vlans", 2, "vlan_id", 5, "action", "drop")},
	{"filter flower,action mpls", "mpls  pop", kw("kind", "flower", "protocol", "mpls_uc", "mpls_label", 55, "action", actions(kw("kind", "mpls", "m_action", "pop", "protocol", "ip")))},
	{"filter matchall,action mpls", "label 9", kw("kind", "matchall", "action", actions(kw("kind", "mpls", "m_action", "modify", "label", 9)))},
	{"filter matchall,action ctinfo", "dscp", kw("kind", "matchall", "action", actions(kw("kind", "ctinfo", "dscp", "0xfc000000/0x01000000")))},
	{"filter flower,action ct", "commit", kw("kind", "flower", "protocol", "ip", "action", actions(kw("kind", "ct", "zone", 7, "commit", true, "mark", "3/0xff")))},
	{"filter matchall,action gate", "open", kw("kind", "matchall", "action", actions(kw("kind", "gate", "priority", 3, "base_time", float64(200000000000), "clockid", "TAI", "sched_entries",
		list(kw("gate", "open", "interval", 200000000), kw("gate", "close", "interval", 100000000)))))},
}

// A filter is idempotent, comes back when it was removed in vain, and goes to a namespace where devices have other numbers.
func TestPlanFilters(t *testing.T) {
	for _, row := range filterRows {
		t.Run(row.shows, func(t *testing.T) {
			nstest.Need(t, append(strings.Split(row.needs, ","), "qdisc clsact", "command tc")...)
			filter := append(kw("index", "a", "parent", "ingress", "prio", 1), row.words...)
			roundTrip(t, row.shows, tcThere(kw("qdiscs", list(clsact), "filters", list(filter))), "parent", "ingress", "kind", "clsact")
		})
	}
}

// roundTrip applies lists, removes a qdisc in vain, saves, and goes elsewhere.
func roundTrip(t *testing.T, shows string, lists codec.Table, qdisc ...any) {
	t.Helper()
	c := testClient(t)
	apply(t, c, lists)
	before := shown(t, c)
	if !strings.Contains(before, shows) {
		t.Fatalf("%s\nlacks %q", before, shows)
	}
	tx := begin(t, c)
	must(t, try(t, tx, "tc", "del", append([]any{"index", "a"}, qdisc...)...))
	rollback(t, tx)
	if after := shown(t, c); after != before {
		t.Errorf("put back:\n%s\nwas:\n%s", after, before)
	}
	wanted, left, err := Save(context.Background(), c)
	if must(t, err); len(left) > 0 {
		t.Error(left)
	}
	settled(t, c, wanted)
	fresh := testClient(t)
	links, _ := lists.Get("links")
	apply(t, fresh, kw("links", append(list(kw("ifname", "other", "kind", "bridge")), links.([]any)...))) // as many queues, which are not saved
	apply(t, fresh, wanted)
	if after := shown(t, fresh); after != before {
		t.Errorf("elsewhere:\n%s\nwas:\n%s", after, before)
	}
	settled(t, fresh, lists)
}

// Qdiscs at the root of a, likewise.
func TestPlanQdiscs(t *testing.T) {
	root := func(words ...any) codec.Table {
		return kw(append([]any{"index", "a", "handle", "1:", "root", true}, words...)...)
	}
	for _, row := range []struct {
		needs, shows string
		lists        codec.Table
	}{
		{"qdisc tbf", "tsize 512", kw("qdiscs", list(root("kind", "tbf", "rate", "1mbit", "burst", "10k", "limit", "20k", "stab", kw("overhead", 8, "mpu", 64, "linklayer", "atm"))))},
		{"qdisc tbf", "overhead 8", kw("qdiscs", list(root("kind", "tbf", "rate", "1mbit", "burst", "10k", "limit", "20k", "stab", kw("overhead", 8))))},
		{"qdisc fq_pie", "flows 512", kw("qdiscs", list(root("kind", "fq_pie", "limit", 1000, "flows", 512, "ecn", true)))},
		{"qdisc ets", "quanta 3000 2000 1000", kw("qdiscs", list(root("kind", "ets", "bands", 5, "strict", 2, "quanta", list(3000, 2000, 1000))))},
		{"qdisc hfsc", "parent 1: sc", kw("qdiscs", list(root("kind", "hfsc", "default", 1)), "classes", list(kw("kind", "hfsc", "index", "a", "parent", "1:", "handle", "1:1", "sc", kw("rate", "10mbit"))))},
		{"qdisc mqprio", "tc 2 map 0 1", kw("qdiscs", list(root("kind", "mqprio", "num_tc", 2, "map", list(0, 1), "queues", "1@0 1@1", "hw", 0)))},
		{"qdisc taprio", "base-time 1528743495910289987", kw("qdiscs", list(root("kind", "taprio", "num_tc", 2, "map", list(0, 1), "queues", "1@0 1@1", "base_time", int64(1528743495910289987), "clockid", "TAI",
			"sched_entries", list("S 01 300000", "S 02 400000"))))},
		{"qdisc prio,filter u32", "ht divisor 256", kw("qdiscs", list(root("kind", "prio")), "filters", list(
			kw("kind", "u32", "index", "a", "parent", "1:", "prio", 5, "protocol", "ip", "handle", "2:", "divisor", 256),
			kw("kind", "u32", "index", "a", "parent", "1:", "prio", 5, "protocol", "ip", "keys", list("0x0a000000/0xffffff00+12"), "link", "2:", "hashkey", kw("mask", 0xff, "at", 12)),
			kw("kind", "u32", "index", "a", "parent", "1:", "prio", 5, "protocol", "ip", "ht", "2:7b:", "keys", list("0x0a00007b/0xffffffff+12"), "action", "drop"),
		))},
		{"qdisc prio,filter basic", "cmp(u16", kw("qdiscs", list(root("kind", "prio")), "filters", list(
			kw("kind", "basic", "index", "a", "parent", "1:", "prio", 5, "match", "not cmp(u16 at 2 layer network gt 100) or meta(priority eq 3)", "action", "drop"),
		))},
		{"qdisc prio,filter route", "fromif b", kw("qdiscs", list(root("kind", "prio")), "filters", list(kw("kind", "route", "index", "a", "parent", "1:", "prio", 5, "iif", "b", "classid", "1:2")))},
		{"qdisc prio,filter u32", "police", kw("qdiscs", list(root("kind", "prio")), "filters", list(
			kw("kind", "u32", "index", "a", "parent", "1:", "prio", 5, "protocol", "ip", "keys", list("0x0a000000/0xffffff00+12"), "rate", "10kbit", "burst", 1024, "mtu", 2000, "action", "drop", "classid", "1:1"),
		))},
	} {
		t.Run(row.shows, func(t *testing.T) {
			nstest.Need(t, append(strings.Split(row.needs, ","), "command tc")...)
			roundTrip(t, row.shows, tcThere(row.lists), "handle", "1:", "parent", "root")
		})
	}
}

// A device whose queues somebody uses is not removed: nobody knows how many there were.
func TestUntoldQueues(t *testing.T) {
	nstest.Need(t, "qdisc mqprio")
	c := testClient(t)
	apply(t, c, tcThere(kw("qdiscs", list(kw("kind", "mqprio", "index", "a", "root", true, "handle", "1:", "num_tc", 2, "map", list(0, 1), "queues", "1@0 1@1", "hw", 0)))))
	var refused *rtnl.Error
	if err := try(t, begin(t, c), "link", "del", "ifname", "b"); !errors.As(err, &refused) || refused.Errno != unix.EOPNOTSUPP {
		t.Error(err)
	}
}

// What the kernel does not tell all of is refused before it is removed, by whatever request, and noted by save.
func TestUntold(t *testing.T) {
	nstest.Need(t, "qdisc red", "qdisc prio", "qdisc clsact", "filter flower")
	c := testClient(t)
	apply(t, c, tcThere(kw("qdiscs", list(
		clsact,
		kw("kind", "prio", "index", "a", "handle", "1:", "root", true),
		kw("kind", "red", "index", "a", "handle", "10:", "parent", "1:1", "limit", 400000, "min", 30000, "max", 90000, "avpkt", 1000, "burst", 55, "bandwidth", "10mbit"),
	))))
	tx := begin(t, c)
	for _, r := range [][]any{
		{"tc", "del", "index", "a", "handle", "1:", "parent", "root"},
		{"tc", "replace", "index", "a", "handle", "2:", "parent", "root", "kind", "pfifo"},
		{"tc", "del", "index", "a", "handle", "10:", "parent", "1:1"},
		{"tc", "replace", "index", "a", "parent", "1:1", "kind", "pfifo"},
		{"link", "del", "ifname", "a"},
	} {
		var refused *rtnl.Error
		if err := try(t, tx, r[0].(string), r[1].(string), r[2:]...); !errors.As(err, &refused) || refused.Errno != unix.EOPNOTSUPP {
			t.Errorf("%v: %v", r, err)
		}
	}
	before := picture(t, c)
	must(t, try(t, tx, "tc", "change", "index", "a", "handle", "1:", "parent", "root", "kind", "prio", "bands", 4))
	must(t, try(t, tx, "tc", "del", "index", "a", "parent", "ingress", "kind", "clsact"))
	rollback(t, tx)
	same(t, before)
	wanted, left, err := Save(context.Background(), c)
	if qdiscs, _ := wanted.Get("qdiscs"); err != nil || len(left) != 1 || !strings.Contains(left[0], "how the average of a red decays") || strings.Contains(words(qdiscs), "red") {
		t.Errorf("%v %q\n%s", err, left, words(wanted))
	}
	p, err := New(context.Background(), c, tcThere(kw("qdiscs", list(kw("kind", "pfifo", "index", "a", "root", true, "handle", "3:")))))
	must(t, err)
	defer p.Close()
	if !strings.Contains(p.String(), "!") {
		t.Errorf("nothing is marked of what cannot be undone:\n%s", p)
	}
}

// numbered are the number of an action in its namespace, which is any, and that of a device in the handle of a filter.
var numbered = regexp.MustCompile(`index \d+|fh 0x80[0-9a-f]{2}8000`)

// shown is what tc(8) shows of a.
func shown(t *testing.T, c *rtnl.Client) (all string) {
	t.Helper()
	for _, line := range []string{"-d qdisc", "-d class", "-d filter"} {
		all += nstest.Command(t, c.Options().NetNS, append(append([]string{"tc"}, strings.Fields(line)...), "show", "dev", "a")...)
	}
	all += nstest.Command(t, c.Options().NetNS, "tc", "-d", "filter", "show", "dev", "a", "ingress")
	return numbered.ReplaceAllString(all, "N")
}

// What keywords can only say by a number that is another link's elsewhere is left out, and said so.
func TestSaveForeign(t *testing.T) {
	nstest.Need(t, "filter basic", "qdisc clsact")
	c := testClient(t)
	filter := func(match string) codec.Table {
		return kw("kind", "basic", "index", "a", "parent", "ingress", "prio", 1, "match", match, "action", "drop")
	}
	apply(t, c, tcThere(kw("qdiscs", list(clsact), "filters", list(filter("meta(rt_iif eq 3)")))))
	wanted, left, err := Save(context.Background(), c)
	must(t, err)
	if _, saved := wanted.Get("filters"); saved || len(left) != 1 || !strings.Contains(left[0], "meta compares the index of a link") {
		t.Errorf("%q\n%s", left, words(wanted))
	}
	apply(t, c, tcThere(kw("qdiscs", list(clsact), "filters", list(filter("meta(priority eq 3)")))))
	if _, left, err = Save(context.Background(), c); err != nil || len(left) > 0 {
		t.Error(left, err)
	}
}
