package request_test

import (
	"context"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"nlua/rtnl"
	"nlua/rtnl/codec"
	"nlua/rtnl/nstest"
)

func TestMain(m *testing.M) { nstest.Main(m) }

// of makes keywords of names and values in turn.
func of(pairs ...any) (t codec.Table) {
	for i := 0; i < len(pairs); i += 2 {
		t = append(t, codec.Pair{Name: pairs[i].(string), Value: pairs[i+1]})
	}
	return t
}

// kernel is a client in a namespace of its own.
type kernel struct {
	*testing.T
	c   *rtnl.Client
	ctx context.Context
}

func newKernel(t *testing.T) kernel {
	opts := rtnl.Defaults()
	opts.NetNS = nstest.New(t)
	c, err := rtnl.Open(opts)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
	t.Cleanup(func() { cancel(); c.Close() })
	return kernel{t, c, ctx}
}

// try does a request that is no dump.
func (k kernel) try(object, verb string, kw codec.Table) ([]rtnl.Message, error) {
	req, err := k.c.Request(k.ctx, object, verb, kw)
	if err != nil {
		return nil, err
	}
	messages, err := k.c.Do(k.ctx, req)
	return messages, err
}

// do is try for what has to succeed.
func (k kernel) do(object, verb string, kw codec.Table) []rtnl.Message {
	k.Helper()
	messages, err := k.try(object, verb, kw)
	if err != nil {
		k.Fatalf("%s %s %v: %v", object, verb, kw, err)
	}
	return messages
}

// count tells how many messages a dump with a filter gives.
func (k kernel) count(object string, kw codec.Table) (n int) {
	k.Helper()
	return k.countOf(object, "dump", kw)
}

func (k kernel) countOf(object, verb string, kw codec.Table) (n int) {
	k.Helper()
	req, err := k.c.Request(k.ctx, object, verb, kw)
	if err != nil {
		k.Fatalf("%s %s %v: %v", object, verb, kw, err)
	}
	dump, err := k.c.Dump(k.ctx, req)
	if err != nil {
		k.Fatalf("%s %s %v: %v", object, verb, kw, err)
	}
	defer dump.Close()
	for {
		_, err := dump.Next(k.ctx)
		if err == io.EOF {
			return n
		}
		if err != nil {
			k.Fatalf("%s %s %v: %v", object, verb, kw, err)
		}
		n++
	}
}

// one checks that a dump with a filter gives one message: how what was set is read back.
func (k kernel) one(object string, kw codec.Table) {
	k.Helper()
	if n := k.count(object, kw); n != 1 {
		k.Errorf("%s dump %v: %d messages, want 1", object, kw, n)
	}
}

func (k kernel) none(object string, kw codec.Table) {
	k.Helper()
	if n := k.count(object, kw); n != 0 {
		k.Errorf("%s dump %v: %d messages, want none", object, kw, n)
	}
}

// veths makes a pair that is up.
func (k kernel) veths() {
	k.Helper()
	k.do("link", "add", of("ifname", "v0", "kind", "veth", "peer", of("ifname", "v1", "mtu", 1400)))
	k.do("link", "set", of("index", "v0", "state", "up"))
	k.do("link", "set", of("index", "v1", "state", "up"))
}

func TestLinks(t *testing.T) {
	k := newKernel(t)
	k.veths()
	k.one("link", of("ifname", "v1", "mtu", 1400, "kind", "veth", "state", "up"))
	k.do("link", "set", of("index", "v0", "address", "02:00:00:00:00:77", "txqlen", 77, "group", 5, "arp", false, "ifalias", "hello"))
	k.one("link", of("address", "0200.0000.0077", "txqlen", 77, "group", 5, "arp", false, "ifalias", "hello"))
	k.do("link", "set", of("index", "v0", "ifalias", false, "flags", []any{"arp", "promisc"}))
	k.one("link", of("ifname", "v0", "flags", []any{"!noarp", "promisc"}))
	k.do("link", "property_add", of("index", "v0", "altname", []any{"first", "a-name-longer-than-fifteen"}))
	k.one("link", of("altname", "first"))
	if got := k.do("link", "get", of("altname", "a-name-longer-than-fifteen")); len(got) != 1 {
		t.Errorf("get by altname: %d messages", len(got))
	}
	k.do("link", "set", of("index", "a-name-longer-than-fifteen", "state", "down"))
	k.do("link", "property_del", of("index", "v0", "altname", "first"))
	k.none("link", of("altname", "first"))

	k.do("link", "add", of("ifname", "br0", "kind", "bridge", "br_forward_delay", 400, "br_stp_state", 0))
	k.one("link", of("kind", "bridge", "br_forward_delay", 400))
	k.do("link", "set", of("index", "br0", "kind", "bridge", "br_hello_time", 300))
	k.do("link", "set", of("index", "v0", "master", "br0"))
	k.one("link", of("master", "br0"))
	k.one("link", of("kind", "bridge_slave"))
	k.do("link", "set", of("index", "v0", "kind", "bridge_slave", "cost", 77, "learning", false))
	k.one("link", of("kind", "bridge_slave", "cost", 77, "learning", false))
	k.do("brport", "set", of("index", "v0", "priority", 5, "mode", true))
	k.one("brport", of("priority", 5, "cost", 77))
	k.do("link", "set", of("index", "v0", "master", false))
	k.one("link", of("ifname", "v0", "master", false))

	k.do("link", "add", of("ifname", "x0", "kind", "vxlan", "vxlan_id", 77, "vxlan_group", "239.1.1.1", "vxlan_link", "v1", "vxlan_port", 4789))
	k.one("link", of("kind", "vxlan", "vxlan_id", 77, "vxlan_group", "239.1.1.1", "vxlan_link", "v1", "vxlan_port", 4789))
	k.do("link", "add", of("ifname", "m0", "kind", "macvlan", "link", "v1", "mode", "private"))
	k.one("link", of("kind", "macvlan", "macvlan_mode", "private", "link", "v1"))
	k.do("link", "add", of("ifname", "i0", "kind", "ifb"))
	k.do("link", "del", of("ifname", "i0"))
	k.none("link", of("ifname", "i0"))

	_, err := k.try("link", "add", of("ifname", "v0", "kind", "ifb"))
	if !errors.Is(err, unix.EEXIST) {
		t.Errorf("a second v0: %v", err)
	}
	var refused *rtnl.Error
	_, err = k.try("link", "add", of("ifname", "y0", "kind", "vxlan", "vxlan_id", 1<<25))
	if !errors.As(err, &refused) || refused.Attr != "vxlan_id" {
		t.Errorf("a VNI of 25 bits: %v", err)
	}
	_, err = k.try("link", "set", of("index", "v0", "mtu", 20))
	if !errors.As(err, &refused) || !errors.Is(err, unix.EINVAL) {
		t.Errorf("mtu 20: %v", err)
	}
}

func TestAddresses(t *testing.T) {
	k := newKernel(t)
	k.veths()
	k.do("addr", "add", of("index", "v0", "address", "10.0.0.1/24", "broadcast", true, "label", "v0:x"))
	k.one("addr", of("index", "v0", "address", "10.0.0.1/24", "broadcast", "10.0.0.255", "label", "v0:x"))
	k.none("addr", of("address", "10.0.0.1/25"))
	k.do("addr", "add", of("index", "v0", "address", "10.9.0.2", "local", "10.9.0.1"))
	k.one("addr", of("local", "10.9.0.1", "address", "10.9.0.2", "prefixlen", 32))
	k.do("addr", "add", of("index", "v0", "address", "2001:db8::1/64", "valid", "600s", "preferred", 300, "flags", []any{"nodad"}))
	k.one("addr", of("address", "2001:db8::1/64", "flags", []any{"nodad", "!permanent"}))
	k.do("addr", "replace", of("index", "v0", "address", "2001:db8::1/64", "valid", "forever"))
	k.do("addr", "del", of("index", "v0", "address", "10.0.0.1"))
	k.none("addr", of("address", "10.0.0.1/24"))
	k.do("addr", "del", of("index", "v0", "address", "2001:db8::1/64"))
	if _, err := k.try("addr", "del", of("index", "v0", "address", "10.7.7.7")); !errors.Is(err, unix.EADDRNOTAVAIL) {
		t.Errorf("an address that is not there: %v", err)
	}
	if n := k.count("addr", of("index", "nope")); n != 0 {
		t.Errorf("addresses of no link: %d", n)
	}
}

func TestRoutes(t *testing.T) {
	k := newKernel(t)
	k.veths()
	k.do("addr", "add", of("index", "v0", "address", "10.0.0.1/24"))
	k.do("addr", "add", of("index", "v0", "address", "2001:db8::1/64", "flags", "nodad"))
	k.do("route", "add", of("dst", "10.1.0.0/16", "gateway", "10.0.0.2", "metrics", of("mtu", 1300, "hoplimit", 7)))
	k.one("route", of("dst", "10.1.0.0/16", "gateway", "10.0.0.2", "metrics", of("mtu", 1300)))
	k.do("route", "add", of("dst", "10.2.0.0/16", "oif", "v0", "table", 1000, "priority", 7, "tos", 4))
	k.one("route", of("table", 1000, "priority", 7, "scope", "link", "tos", 4))
	k.none("route", of("table", 1001))
	k.do("route", "add", of("dst", "10.3.0.0/16", "multipath", []any{of("gateway", "10.0.0.2", "hops", 2), of("gateway", "10.0.0.3", "oif", "v0", "flags", []any{"onlink"})}))
	k.one("route", of("dst", "10.3.0.0/16"))
	k.do("route", "add", of("dst", "10.4.0.0/16", "gateway", "2001:db8::2", "oif", "v0"))
	k.one("route", of("dst", "10.4.0.0/16", "via", of("family", 10, "addr", "2001:db8::2")))
	k.do("route", "add", of("dst", "10.5.0.0/16", "type", "blackhole"))
	k.one("route", of("type", "blackhole", "dst", "10.5.0.0/16"))
	k.do("route", "del", of("dst", "10.5.0.0/16", "type", "blackhole"))
	k.none("route", of("type", "blackhole", "dst", "10.5.0.0/16"))
	k.do("route", "add", of("dst", "default", "gateway", "10.0.0.2"))
	k.do("route", "add", of("dst", "default", "gateway", "2001:db8::2"))
	k.one("route", of("dst", "default", "gateway", "10.0.0.2", "table", "main"))
	k.one("route", of("dst", "default", "family", 10, "table", "main", "gateway", "2001:db8::2"))
	k.do("route", "replace", of("dst", "default", "gateway", "10.0.0.3"))
	k.one("route", of("dst", "default", "gateway", "10.0.0.3"))
	k.do("route", "append", of("dst", "2001:db8:1::/48", "gateway", "2001:db8::3"))
	k.do("route", "add", of("dst", "2001:db8:2::/48", "encap", of("type", "seg6", "mode", "encap", "segs", []any{"2000::1", "2000::2"}), "oif", "v0"))
	k.one("route", of("dst", "2001:db8:2::/48", "encap", of("type", "seg6")))
	got := k.do("route", "get", of("dst", "10.1.2.3"))
	view := got[0].View()
	if gw, _ := view.Get("gateway"); gw != "10.0.0.2" {
		t.Errorf("route get: gateway %v", gw)
	}
	k.do("route", "get", of("dst", "10.1.2.3", "fibmatch", true))
	for _, dst := range []string{"10.1.0.0/16", "10.3.0.0/16", "10.4.0.0/16", "default"} {
		k.do("route", "del", of("dst", dst))
	}
	k.do("route", "del", of("dst", "10.2.0.0/16", "table", 1000, "tos", 4))
	var refused *rtnl.Error
	_, err := k.try("route", "add", of("dst", "10.6.0.0/16", "gateway", "192.0.2.1"))
	if !errors.As(err, &refused) || !errors.Is(err, unix.ENETUNREACH) || !strings.Contains(err.Error(), "gateway") {
		t.Errorf("an unreachable gateway: %v", err)
	}
}

func TestNexthops(t *testing.T) {
	k := newKernel(t)
	k.veths()
	k.do("addr", "add", of("index", "v0", "address", "10.0.0.1/24"))
	k.do("nexthop", "add", of("id", 1, "gateway", "10.0.0.2", "oif", "v0"))
	k.do("nexthop", "add", of("id", 2, "gateway", "10.0.0.3", "oif", "v0", "proto", "static"))
	k.do("nexthop", "add", of("id", 3, "group", "1/2,3"))
	k.do("nexthop", "add", of("id", 4, "blackhole", true))
	k.do("nexthop", "add", of("id", 5, "group", []any{1, of("id", 2, "weight", 2)}, "type", "resilient", "buckets", 8, "idle_timer", "10s"))
	k.one("nexthop", of("id", 3, "group", []any{of("id", 1, "weight", 1), of("id", 2, "weight", 3)}))
	k.one("nexthop", of("gateway", "10.0.0.3", "protocol", "static"))
	if n := k.count("nexthop", of("groups", true)); n != 2 {
		t.Errorf("%d groups", n)
	}
	if n := k.countOf("nexthop", "dump-buckets", of("id", 5)); n != 8 {
		t.Errorf("%d buckets", n)
	}
	k.do("route", "add", of("dst", "10.1.0.0/16", "nhid", 3))
	k.one("route", of("nh_id", 3))
	if got := k.do("nexthop", "get", of("id", 1)); len(got) != 1 {
		t.Errorf("nexthop get: %d messages", len(got))
	}
	k.do("nexthop", "del", of("id", 4))
	k.none("nexthop", of("id", 4))
}

func TestRules(t *testing.T) {
	k := newKernel(t)
	k.do("rule", "add", of("src", "10.0.0.0/8", "table", 100, "priority", 1000))
	k.one("rule", of("src", "10.0.0.0/8", "table", 100, "priority", 1000))
	k.do("rule", "add", of("fwmark", "0x10/0xff", "table", "main", "iif", "lo", "sport_range", "80-120", "uid_range", "0-0", "ip_proto", "tcp"))
	k.one("rule", of("priority", 32000, "fwmark", 16, "fwmask", 255, "iifname", "lo", "uid_range", of("start", 0), "ip_proto", "tcp"))
	k.do("rule", "add", of("dst", "2001:db8::/32", "action", "blackhole", "priority", 5))
	k.one("rule", of("family", "inet6", "action", "blackhole"))
	k.do("rule", "add", of("priority", 10, "goto", 32000))
	k.one("rule", of("goto", 32000, "action", "goto"))
	k.do("rule", "del", of("priority", 1000))
	k.none("rule", of("priority", 1000))
}

func TestNeighbours(t *testing.T) {
	k := newKernel(t)
	k.veths()
	k.do("neigh", "add", of("dst", "10.0.0.7", "lladdr", "02:00:00:00:00:07", "index", "v0"))
	k.one("neigh", of("dst", "10.0.0.7", "lladdr", "02:00:00:00:00:07", "state", "permanent", "index", "v0"))
	k.do("neigh", "replace", of("dst", "10.0.0.7", "lladdr", "02:00:00:00:00:08", "index", "v0", "state", "stale"))
	k.one("neigh", of("lladdr", "02:00:00:00:00:08", "state", "stale"))
	k.do("neigh", "add", of("dst", "10.0.0.9", "index", "v0", "proxy", true))
	k.one("neigh", of("proxy", true))
	k.none("neigh", of("proxy", true, "dst", "10.0.0.7"))
	if got := k.do("neigh", "get", of("dst", "10.0.0.7", "index", "v0")); len(got) != 1 {
		t.Errorf("neigh get: %d messages", len(got))
	}
	k.do("neigh", "del", of("dst", "10.0.0.7", "index", "v0"))
	k.none("neigh", of("dst", "10.0.0.7"))

	k.do("link", "add", of("ifname", "x0", "kind", "vxlan", "vxlan_id", 77, "vxlan_port", 4789))
	k.do("fdb", "append", of("ifindex", "x0", "lladdr", "00:00:00:00:00:00", "dst", "10.0.0.5", "vni", 8, "port", 5000))
	k.one("fdb", of("ifindex", "x0", "dst", "10.0.0.5", "vni", 8, "port", 5000))
	k.do("fdb", "del", of("ifindex", "x0", "lladdr", "00:00:00:00:00:00", "dst", "10.0.0.5", "vni", 8, "port", 5000))
	bridge := of("ifname", "br0", "kind", "bridge")
	if nstest.Has("vlan_filtering") { // there an entry without a VLAN is one in the port's VLANs too: let it have none
		bridge = append(bridge, of("br_vlan_default_pvid", 0)...)
	}
	k.do("link", "add", bridge)
	k.do("link", "set", of("index", "v0", "master", "br0"))
	k.do("fdb", "add", of("ifindex", "v0", "lladdr", "02:00:00:00:00:99", "master", true))
	k.one("fdb", of("lladdr", "02:00:00:00:00:99", "master", "br0"))
	k.do("fdb", "flush", of("ifindex", "br0", "self", true))
}

func TestTheRest(t *testing.T) {
	k := newKernel(t)
	k.veths()
	k.do("addrlabel", "add", of("prefix", "2001:db8::/32", "label", 77))
	k.one("addrlabel", of("prefix", "2001:db8::/32", "label", 77))
	k.do("addrlabel", "del", of("prefix", "2001:db8::/32"))
	if got := k.do("netconf", "get", of("index", "v0")); len(got) != 1 {
		t.Errorf("netconf get: %d messages", len(got))
	}
	k.one("netconf", of("family", "inet6", "index", "v0"))
	k.do("ntable", "set", of("name", "arp_cache", "dev", "v0", "base_reachable_time", "20s"))
	k.one("ntable", of("name", "arp_cache", "dev", "v0", "base_reachable_time", 20000))
	k.one("stats", of("index", "v0", "filter_mask", "link_64"))
	if got := k.do("stats", "get", of("index", "v0")); len(got) != 1 {
		t.Errorf("stats get: %d messages", len(got))
	}
	k.do("link", "add", of("ifname", "br0", "kind", "bridge", "br_mcast_snooping", 1))
	k.do("link", "set", of("index", "br0", "state", "up"))
	k.do("link", "set", of("index", "v0", "master", "br0"))
	if nstest.Has("vlan_filtering") {
		k.do("vlan_filter", "add", of("index", "v0", "vlan_info", of("vid", "10-20")))
		k.do("vlandb", "set", of("index", "v0", "vid", "10-12", "state", "blocking"))
		k.do("vlan_filter", "del", of("index", "v0", "vlan_info", of("vid", "10-20")))
	}
	if _, err := k.try("mdb", "add", of("dev", "br0", "port", "v0", "grp", "239.1.1.1", "permanent", true)); err == nil {
		k.one("mdb", of("dev", "br0"))
		k.do("mdb", "del", of("dev", "br0", "port", "v0", "grp", "239.1.1.1"))
	} else if !errors.Is(err, unix.EOPNOTSUPP) {
		t.Errorf("mdb add: %v", err)
	}
	got := k.do("nsid", "get", of("pid", 1))
	view := got[0].View()
	if id, _ := view.Get("nsid"); id != int64(-1) {
		t.Errorf("nsid of pid 1: %v", id)
	}
}
