package request

import (
	"bytes"
	"testing"

	"nlua/rtnl/codec"
)

// TestBuildRest: nexthops, mdb and the smaller objects, as codec reads them back.
func TestBuildRest(t *testing.T) {
	for _, c := range []struct {
		object, verb string
		kw           kw
		want         string
	}{
		{"nexthop", "add", of("id", 1.0, "gateway", "10.0.0.1", "dev", "eth0"), `104/605[family=2][id=1 oif=2 gateway=10.0.0.1]`},
		{"nexthop", "add", of("id", 2.0, "via", of("family", 10.0, "addr", "fe80::1"), "oif", 2.0, "flags", "onlink", "proto", "static"), `104/605[family=10 protocol=4 flags=4][id=2 oif=2 gateway=fe80::1]`},
		{"nexthop", "add", of("id", 3.0, "blackhole", true), `104/605[family=2][id=3 blackhole=true]`},
		{"nexthop", "add", of("id", 10.0, "group", "1,10/2"), `104/605[][id=10 group={[id=1 weight=10 weight_high=0] [id=2 weight=1 weight_high=0]}]`},
		{"nexthop", "replace", of("id", 10.0, "group", []any{1.0, of("id", 2.0, "weight", 300.0)}), `104/505[][id=10 group={[id=1 weight=1 weight_high=0] [id=2 weight=44 weight_high=1]}]`},
		{"nexthop", "add", of("id", 10.0, "group", 1.0, "buckets", 32.0, "idle_timer", "60s"), `104/605[][id=10 group={[id=1 weight=1 weight_high=0]} group_type=1 res_group=[buckets=32 idle_timer=6000]]`},
		{"nexthop", "add", of("id", 5.0, "oif", "eth0", "gateway", "10.0.0.1", "encap", of("type", "mpls", "labels", 100.0)), `104/605[family=2][id=5 oif=2 gateway=10.0.0.1 encap_type=1 encap=[dst={[label=100 bos=1]}]]`},
		{"nexthop", "del", of("id", 1.0), `105/5[][id=1]`},
		{"nexthop", "get", of("id", 1.0), `106/5[][id=1]`},
		{"nexthop", "dump", of("oif", "eth0", "groups", true, "master", "br0"), `106/301[][oif=2 groups=true master=7]`},
		{"nexthop", "get-bucket", of("id", 10.0, "bucket", 3.0), `118/5[][id=10 res_bucket=[index=3]]`},
		{"nexthop", "dump-buckets", of("nhid", 2.0), `118/301[][res_bucket=[nh_id=2]]`},
		{"mdb", "add", of("dev", "br0", "port", "eth0", "grp", "239.1.1.1", "vid", 5.0, "state", "permanent", "src", "10.0.0.1"), `84/605[family=7 ifindex=7][set_entry=[ifindex=2 state=1 vid=5 addr=239.1.1.1 proto=2048] set_entry_attrs=[source=10.0.0.1]]`},
		{"mdb", "replace", of("dev", "br0", "port", 2.0, "grp", "ff0e::1", "filter_mode", "exclude", "source_list", []any{"fd00::1", "fd00::2"}, "proto", "bgp"), `84/505[family=7 ifindex=7][set_entry=[ifindex=2 addr=ff0e::1 proto=34525] set_entry_attrs=[src_list=[entry={[address=fd00::1] [address=fd00::2]}] group_mode=0 rtprot=186]]`},
		{"mdb", "del", of("dev", "br0", "port", "br0", "grp", "01:00:5e:00:00:01"), `85/5[family=7 ifindex=7][set_entry=[ifindex=7 addr=01:00:5e:00:00:01]]`},
		{"mdb", "dump", of("dev", "br0", "grp", "239.1.1.1"), `86/301[family=7 ifindex=0][]`},
		{"netconf", "get", of("dev", "eth0"), `82/5[family=2][ifindex=2]`},
		{"netconf", "get", of("ifindex", "all", "family", "inet6"), `82/5[family=10][ifindex=-1]`},
		{"netconf", "dump", nil, `82/301[family=2][]`},
		{"addrlabel", "add", of("prefix", "2001:db8::/32", "label", 99.0, "dev", "eth0"), `72/605[family=10 prefixlen=32 index=2][address=2001:db8:: label=99]`},
		{"addrlabel", "del", of("prefix", "::/0"), `73/5[family=10][address=:: label=0]`},
		{"addrlabel", "get", of("address", "2001:db8::1"), `74/5[family=10 prefixlen=128][address=2001:db8::1]`},
		{"ntable", "set", of("name", "arp_cache", "dev", "eth0", "base_reachable_time", "15s", "ucast_probes", 5.0), `67/105[family=0][name=arp_cache parms=[ifindex=2 base_reachable_time=15000 ucast_probes=5]]`},
		{"nsid", "add", of("pid", 7.0), `88/5[family=0][nsid=-1 pid=7]`},
		{"nsid", "get", of("pid", 7.0, "target_nsid", 3.0), `90/5[family=0][pid=7 target_nsid=3]`},
		{"nsid", "dump", of("target_nsid", 3.0), `90/301[family=0][target_nsid=3]`},
		{"stats", "get", of("ifindex", "eth0"), `94/5[family=0 ifindex=2 filter_mask=31][]`},
		{"stats", "dump", of("filter_mask", []any{"link_64", "af_spec"}), `94/301[family=0 ifindex=0 filter_mask=17][]`},
		{"stats", "get", of("ifindex", 2.0, "filters", of("link_offload_xstats", "l3_stats")), `94/5[family=0 ifindex=2 filter_mask=31][get_filters=[link_offload_xstats=4]]`},
		{"stats", "set", of("ifindex", 2.0, "l3_stats", true), `95/5[family=0 ifindex=2 filter_mask=0][set_offload_xstats_l3_stats=1]`},
	} {
		r, err := Build(ByName(c.object), c.verb, c.kw, system)
		if err != nil {
			t.Errorf("%s %s %v: %v", c.object, c.verb, c.kw, err)
			continue
		}
		if got := show(r); got != c.want {
			t.Errorf("%s %s %v:\n got %s\nwant %s", c.object, c.verb, c.kw, got, c.want)
		}
	}
}

func TestErrorsRest(t *testing.T) {
	for _, c := range []struct {
		object, verb string
		kw           kw
		want         string
	}{
		{"nexthop", "add", of("id", 1.0, "group", "1,0"), `nexthop add: group: member 1: want the id of a nexthop, and a weight of 1 to 65536`},
		{"nexthop", "add", of("gatewy", "10.0.0.1"), `nexthop add: unknown keyword "gatewy": did you mean "gateway"?`},
		{"nexthop", "add", of("gateway", "10.0.0.1/8"), `nexthop add: gateway: want an address without a length`},
		{"mdb", "add", of("port", "eth0", "grp", "239.1.1.1"), `mdb add: dev is missing: the bridge or vxlan link`},
		{"mdb", "add", of("dev", "br0", "grp", "nonsense"), `mdb add: grp: "nonsense" is no address`},
		{"addrlabel", "add", of("prefix", "10.0.0.0/8", "label", 1.0), `addrlabel add: prefix: want an IPv6 prefix`},
		{"ntable", "set", of("dev", "eth0"), `ntable set: name is missing: "arp_cache" or "ndisc_cache"`},
		{"stats", "dump", of("filter_mask", "link64"), `stats dump: filter_mask: "link64" is none of link_64, link_xstats, link_xstats_slave, link_offload_xstats, af_spec`},
		{"stats", "get", nil, `stats get: index is missing`},
	} {
		if _, err := Build(ByName(c.object), c.verb, c.kw, system); err == nil || err.Error() != c.want {
			t.Errorf("%s %s %v:\n got %v\nwant %s", c.object, c.verb, c.kw, err, c.want)
		}
	}
}

// TestGoldenRest compares bytes that were written by hand after include/uapi/linux: little-endian.
func TestGoldenRest(t *testing.T) {
	for _, c := range []struct {
		object, verb string
		kw           kw
		want         string
	}{
		{"nexthop", "add", of("id", 10.0, "group", "1,3"), "00 00 00 00 00000000  0800 0100 0a000000  0c00 0200 01000000 02 00 0000"},
		{"mdb", "add", of("dev", "br0", "port", 2.0, "grp", "239.1.1.1"), "07 000000 07000000  2000 0100 02000000 00 00 0000 ef010101 000000000000000000000000 0800 0000"},
		{"netconf", "get", of("ifindex", "default"), "02 000000  0800 0100 feffffff"},
		{"nsid", "get", of("pid", 7.0), "00 000000  0800 0200 07000000"},
	} {
		r, err := Build(ByName(c.object), c.verb, c.kw, system)
		if err != nil {
			t.Errorf("%s %s %v: %v", c.object, c.verb, c.kw, err)
			continue
		}
		if want := body(t, c.want); !bytes.Equal(r.Body, want) {
			t.Errorf("%s %s %v:\n got %x\nwant %x", c.object, c.verb, c.kw, r.Body, want)
		}
	}
}

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
	for _, c := range []struct {
		object string
		kw     kw
		view   codec.View
		want   bool
	}{
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
	} {
		r, err := Build(ByName(c.object), "dump", c.kw, system)
		if err != nil {
			t.Errorf("%s %v: %v", c.object, c.kw, err)
			continue
		}
		if got := r.Filter.Match(c.view); got != c.want {
			t.Errorf("%s %v: got %t", c.object, c.kw, got)
		}
	}
}
