package plan

import (
	"context"
	"slices"
	"strings"
	"testing"

	"nlua/rtnl/codec"
)

// TestPlanNeighbours: neighbours without address resolution that somebody made are told from the kernel's, put back, and saved.
func TestPlanNeighbours(t *testing.T) {
	c := testClient(t)
	base := kw("links", list(
		kw("ifname", "v", "kind", "veth", "peer", "w", "state", "up"), kw("ifname", "w", "state", "up"),
		kw("ifname", "n", "kind", "veth", "peer", "m", "arp", false, "state", "up"), kw("ifname", "m", "state", "up")),
		"addrs", list(kw("index", "v", "address", "10.0.0.1/24"), kw("index", "v", "address", "fd00::1/64", "flags", "nodad"), kw("index", "n", "address", "10.1.0.1/24")))
	apply(t, c, base)
	tx := begin(t, c)
	for dst, dev := range map[string]string{"10.0.0.255": "v", "239.1.1.1": "v", "ff02::77": "v", "10.1.0.9": "n"} {
		must(t, try(t, tx, "neigh", "add", "dst", dst, "index", dev, "flags", "use")) // the kernel says how such a one is
		if !slices.ContainsFunc(picture(t, c).labels(), func(s string) bool { return strings.Contains(s, "dst="+dst+" lladdr=") }) {
			t.Errorf("no entry for %s", dst)
		}
	}
	for _, want := range []codec.Table{
		kw("neighbours", list(
			kw("index", "v", "dst", "10.0.0.8", "lladdr", "02:00:00:00:00:08", "state", "noarp"),
			kw("index", "v", "dst", "fd00::8", "lladdr", "02:00:00:00:00:08", "state", "noarp"),
			kw("index", "n", "dst", "10.1.0.8", "lladdr", "02:00:00:00:00:08", "state", "noarp"))),
		kw("neighbours", list(kw("index", "v", "dst", "10.0.0.7", "flags", "managed"))),
		kw("neighbours", list(kw("index", "v", "dst", "10.0.0.6", "flags", "use"))),
	} {
		apply(t, c, want)
	}
	before := picture(t, c)
	down := kw("links", list(kw("ifname", "v", "state", "down"), kw("ifname", "n", "state", "down")), "addrs", list(kw("index", "v", "address", "10.3.0.1/24")))
	failEach(t, c, down, func(int, *Plan) { same(t, before) })
	saved, _, err := Save(context.Background(), c)
	must(t, err)
	neighbours, _ := saved.Get("neighbours")
	entries, _ := neighbours.([]any)
	var found []string
	for _, e := range entries {
		dst, _ := e.(codec.Table).Get("dst")
		found = append(found, words(dst))
	}
	if slices.Sort(found); strings.Join(found, " ") != "10.0.0.8 10.1.0.8 fd00::8" {
		t.Errorf("saved: %q", found)
	}
	settled(t, c, saved)
}
