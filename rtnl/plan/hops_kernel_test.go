package plan

import (
	"context"
	"slices"
	"strings"
	"testing"

	"nlua/rtnl/codec"
)

// TestPlanHops: the hops of an IPv6 route may be entries of their own, in any order; what changes leaves the other hops alone.
func TestPlanHops(t *testing.T) {
	c := testClient(t)
	base := kw("links", list(kw("ifname", "v", "kind", "veth", "peer", "w", "state", "up"), kw("ifname", "w", "state", "up"), kw("ifname", "i", "kind", "ifb", "state", "up")),
		"addrs", list(kw("index", "v", "address", "fd00::1/64", "flags", "nodad"), kw("index", "i", "address", "fd09::1/64", "flags", "nodad")))
	apply(t, c, base)
	way := func(gateway string, more ...any) codec.Table {
		return kw(append([]any{"dst", "fd05::/48", "gateway", gateway}, more...)...)
	}
	many := kw("dst", "fd05::/48", "multipath", list(kw("gateway", "fd00::5"), kw("gateway", "fd09::7", "hops", 3)))
	for _, test := range []struct {
		name   string
		routes []any
		signs  string // of the steps
	}{
		{"two", list(way("fd00::5"), way("fd00::6")), "+"},
		{"in another order", list(way("fd00::6"), way("fd00::5")), ""},
		{"spelt otherwise", list(way("fd00:0::6", "oif", "v"), way("FD00::5", "proto", "static", "priority", 1024, "table", "main")), ""},
		{"twice", list(way("fd00::6"), way("fd00::5"), kw("dst", "fd05::1/48", "gateway", "fd00::6")), ""},
		{"one more", list(way("fd00::5"), way("fd00::6"), way("fd00::7")), "+"},
		{"one less", list(way("fd00::5"), way("fd00::7")), "-"},
		{"others", list(way("fd00::8"), way("fd00::9"), way("fd00::7")), "+-"},
		{"by a device", list(way("fd00::8"), way("fd00::9"), way("fd09::8", "dev", "i")), "+-"},
		{"another table beside", list(way("fd00::8"), way("fd00::9"), way("fd09::8", "dev", "i"), way("fd00::8", "table", 77), way("fd00::8", "priority", 77)), "++"},
		{"a list among them", list(many, way("fd00::9")), "+--"},
		{"weights", list(kw("dst", "fd05::/48", "multipath", list(kw("gateway", "fd00::5"), kw("gateway", "fd09::7", "hops", 4))), way("fd00::9")), "~"},
		{"what all have", list(way("fd00::5", "metrics", kw("mtu", 1300)), way("fd00::9", "metrics", kw("mtu", 1300))), "~"},
		{"one alone", list(way("fd00::5")), "~"},
		{"from one to two", list(way("fd00::5"), way("fd00::9")), "+"},
		{"default", list(kw("dst", "default", "gateway", "fd00::5"), kw("dst", "::/0", "gateway", "fd00::6")), "+"},
	} {
		t.Run(test.name, func(t *testing.T) {
			want := kw("routes", test.routes)
			p, err := New(context.Background(), c, want)
			must(t, err)
			signs := ""
			for _, step := range p.Steps {
				signs += string(step.Sign)
			}
			if signs = sorted(signs); signs != sorted(test.signs) {
				t.Errorf("want steps %s, got\n%s", test.signs, p)
			}
			if first := slices.IndexFunc(p.Steps, func(s *Step) bool { return s.Sign == '-' }); first == 0 && strings.Contains(signs, "+") {
				t.Errorf("a hop goes before the others are there:\n%s", p)
			}
			before := picture(t, c)
			failEach(t, c, want, func(_ int, p *Plan) {
				if same(t, before); t.Failed() {
					t.Fatalf("of\n%s", p)
				}
			})
			apply(t, c, want)
		})
	}
	p, err := New(context.Background(), c, kw("routes", list(way("fd00::5"), way("fd00::6", "proto", "bgp"))))
	if err == nil || !strings.Contains(err.Error(), "routes[2]: routes[1] wants the same route otherwise") {
		t.Errorf("of two protocols: %v\n%v", err, p)
	}
}

func sorted(s string) string {
	b := []byte(s)
	slices.Sort(b)
	return string(b)
}
