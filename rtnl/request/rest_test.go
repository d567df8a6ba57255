package request

import (
	"testing"
)

func TestFilterRest(t *testing.T) {
	info := func(addr string, proto, vid int) kw {
		return of("ifindex", 2, "vid", vid, "addr", addr, "proto", proto, "rtprot", 4)
	}
	mdb := encode(t, "mdb", of("family", 7, "ifindex", 7), of("mdb", of("entry", []any{
		of("info", []any{info("239.1.1.1", 0x800, 5)}), of("info", []any{info("ff0e::1", 0x86dd, 6)}),
	})))
	nexthop := encode(t, "nexthop", of("family", 2), of("id", 10, "group", []any{of("id", 1, "weight", 3)}))
	vlans := encode(t, "vlandb", of("family", 7, "ifindex", 7), of("entry", []any{
		of("info", of("vid", 1, "flags", 6), "state", 3), of("info", of("vid", 10), "range", 12, "state", 4),
	}))
	testFilters(t, []filterCase{
		{"vlandb", of("vid", 1.0), vlans, true},
		{"vlandb", of("vid", 11.0, "dev", "br0"), vlans, true},
		{"vlandb", of("vid", "10-12"), vlans, true},
		{"vlandb", of("vid", "9-12"), vlans, false},
		{"vlandb", of("vid", 13.0), vlans, false},
		{"vlandb", of("vid", 11.0, "state", "blocking"), vlans, true},
		{"vlandb", of("vid", 11.0, "state", "forwarding"), vlans, false},
		{"vlandb", of("state", func(v any) bool { return v == uint64(4) }), vlans, true},
		{"mdb", of("dev", "br0"), mdb, true},
		{"mdb", of("dev", "eth0"), mdb, false},
		{"mdb", of("grp", "239.1.1.1"), mdb, true},
		{"mdb", of("grp", "239.1.1.1", "vid", 5.0, "port", "eth0", "proto", "static"), mdb, true},
		{"mdb", of("grp", "239.1.1.1", "vid", 6.0), mdb, false},
		{"mdb", of("grp", "ff0e:0::1", "vid", 6.0), mdb, true},
		{"nexthop", of("id", 10.0), nexthop, true},
		{"nexthop", of("group", "1,3"), nexthop, true},
		{"nexthop", of("group", "1"), nexthop, false},
		{"nexthop", of("fdb", true), nexthop, false},
	})
}
