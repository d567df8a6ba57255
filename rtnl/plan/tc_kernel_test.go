package plan

import (
	"context"
	"regexp"
	"strings"
	"testing"

	"nlua/rtnl"
	"nlua/rtnl/codec"
	"nlua/rtnl/nstest"
)

// tcThere is a namespace with two devices and a shaped one, over which an entry of tc is tried.
func tcThere(lists codec.Table) codec.Table {
	return append(kw("links", list(
		kw("ifname", "pad", "kind", "dummy"),
		kw("ifname", "a", "kind", "veth", "peer", kw("ifname", "b", "state", "up"), "state", "up"),
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
	{"filter matchall,action gate", "open", kw("kind", "matchall", "action", actions(kw("kind", "gate", "priority", 3, "base_time", 200000000000, "clockid", "TAI", "sched_entries",
		list(kw("gate", "open", "interval", 200000000), kw("gate", "close", "interval", 100000000)))))},
}

// A filter is idempotent, comes back when it was removed in vain, and goes to a namespace where devices have other numbers.
func TestPlanFilters(t *testing.T) {
	for _, row := range filterRows {
		t.Run(row.shows, func(t *testing.T) {
			nstest.Need(t, append(strings.Split(row.needs, ","), "qdisc clsact", "command tc")...)
			c := testClient(t)
			filter := append(kw("index", "a", "parent", "ingress", "prio", 1), row.words...)
			lists := tcThere(kw("qdiscs", list(clsact), "filters", list(filter)))
			apply(t, c, lists)
			before := shown(t, c)
			if !strings.Contains(before, row.shows) {
				t.Fatalf("%s\nlacks %q", before, row.shows)
			}
			tx := begin(t, c)
			must(t, try(t, tx, "tc", "del", "index", "a", "parent", "ingress", "kind", "clsact"))
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
			apply(t, fresh, kw("links", list(kw("ifname", "other", "kind", "dummy"))))
			apply(t, fresh, wanted)
			if after := shown(t, fresh); after != before {
				t.Errorf("elsewhere:\n%s\nwas:\n%s", after, before)
			}
			settled(t, fresh, lists)
		})
	}
}

// actionNumber is the number of an action in its namespace, which is any.
var actionNumber = regexp.MustCompile(`index \d+`)

// shown is what tc(8) shows of a.
func shown(t *testing.T, c *rtnl.Client) (all string) {
	t.Helper()
	for _, line := range []string{"-d qdisc", "-d class", "-d filter"} {
		all += nstest.Command(t, c.Options().NetNS, append(append([]string{"tc"}, strings.Fields(line)...), "show", "dev", "a")...)
	}
	all += nstest.Command(t, c.Options().NetNS, "tc", "-d", "filter", "show", "dev", "a", "ingress")
	return actionNumber.ReplaceAllString(all, "index N")
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
