package plan

import (
	"context"
	"slices"
	"testing"

	"nlua/rtnl/nstest"
)

// TestPlanQdiscTree: qdiscs are made from the root on in whatever order they are listed, also below classes that are no entries, as those
// that come with mq and prio; and go the other way round.
func TestPlanQdiscTree(t *testing.T) {
	nstest.Need(t, "qdisc htb", "qdisc prio", "qdisc netem", "qdisc mq", "qdisc fq_codel")
	for _, test := range []struct {
		name    string
		qdiscs  []any
		classes []any
	}{
		{"below a class", list(
			kw("index", "v", "kind", "htb", "handle", "1:", "root", true),
			kw("index", "v", "kind", "prio", "handle", "2:", "parent", "1:2"),
			kw("index", "v", "kind", "netem", "handle", "3:", "parent", "2:3", "delay", "5ms"),
			kw("index", "v", "kind", "tbf", "handle", "4:", "parent", "3:1", "rate", "1mbit", "burst", "10k", "latency", "50ms"),
		), list(kw("index", "v", "kind", "htb", "handle", "1:2", "parent", "1:", "rate", "1mbit"))},
		{"mq", list(
			kw("index", "v", "kind", "mq", "handle", "1:", "root", true),
			kw("index", "v", "kind", "fq_codel", "handle", "11:", "parent", "1:1"),
			kw("index", "v", "kind", "prio", "handle", "12:", "parent", "1:2"),
			kw("index", "v", "kind", "netem", "handle", "13:", "parent", "12:1", "delay", "5ms"),
		), nil},
		{"beside clsact", list(
			kw("index", "v", "kind", "clsact"),
			kw("index", "v", "kind", "prio", "handle", "2:", "root", true),
			kw("index", "v", "kind", "netem", "handle", "3:", "parent", "2:3", "delay", "5ms"),
		), nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := testClient(t)
			links := kw("links", list(kw("ifname", "v", "kind", "veth", "peer", "w", "num_tx_queues", 2, "state", "up")))
			apply(t, c, links)
			backwards := slices.Clone(test.qdiscs)
			slices.Reverse(backwards)
			want := append(links, kw("qdiscs", backwards, "classes", test.classes)...)
			before := picture(t, c)
			failEach(t, c, want, func(int, *Plan) { same(t, before) })
			apply(t, c, want)
			saved, _, err := Save(context.Background(), c)
			must(t, err)
			fresh := testClient(t)
			apply(t, fresh, links) // the number of queues is not saved
			apply(t, fresh, saved)
			apply(t, c, append(links, kw("purge", list("qdiscs", "classes"))...))
		})
	}
}
