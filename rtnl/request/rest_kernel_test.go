package request_test

import (
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"nlua/rtnl"
	"nlua/rtnl/codec"
	"nlua/rtnl/netns"
	"nlua/rtnl/nl"
	"nlua/rtnl/nstest"
	"nlua/rtnl/spec"
)

// route reads the one route to a destination.
func (k kernel) route(dst string) codec.View {
	k.Helper()
	req, err := k.c.Request(k.ctx, "route", "dump", of("dst", dst))
	if err != nil {
		k.Fatal(err)
	}
	dump, err := k.c.Dump(k.ctx, req)
	if err != nil {
		k.Fatal(err)
	}
	defer dump.Close()
	m, err := dump.Next(k.ctx)
	if err != nil {
		k.Fatalf("no route to %s: %v", dst, err)
	}
	return m.View()
}

// TestEncapsReadBack makes a route with each lightweight tunnel, and reads it back; ip's own words for it follow. Options of ip tunnels are
// left out: a 6.18 kernel does not survive them.
func TestEncapsReadBack(t *testing.T) {
	k := newKernel(t)
	k.veths()
	k.do("addr", "add", of("index", "v0", "address", "10.0.0.1/24"))
	k.do("addr", "add", of("index", "v0", "address", "2001:db8:1::1/64"))
	segs := func(s ...any) []any { return s }
	for i, c := range []struct {
		encap codec.Table
		path  string // what is read back, below encap
		want  any
		ip    string // what ip prints
	}{
		{of("type", "seg6", "mode", "encap", "segs", "fc00::1,fc00::2", "hmac", 7), "srh.segs", segs("fc00::1", "fc00::2"), "encap seg6 mode encap segs 2 [ fc00::1 fc00::2 ] hmac 7"},
		{of("type", "seg6", "mode", "l2encap", "segs", segs("fc00::1")), "srh.mode", "l2encap", "encap seg6 mode l2encap segs 1 [ fc00::1 ]"},
		{of("type", "seg6", "mode", "inline", "segs", "fc00::1"), "srh.segs", segs("fc00::1", "::"), "encap seg6 mode inline segs 2 [ fc00::1 :: ]"},
		{of("type", "seg6local", "action", "End", "flavors", []any{"psp"}), "action", "End", "action End flavors psp"},
		{of("type", "seg6local", "action", "End.X", "nh6", "2001:db8:1::2"), "nh6", "2001:db8:1::2", "action End.X nh6 2001:db8:1::2"},
		{of("type", "seg6local", "action", "End.T", "table", 100), "table", uint64(100), "action End.T table 100"},
		{of("type", "seg6local", "action", "End.DX2", "oif", "v0"), "action", "End.DX2", "action End.DX2 oif v0"},
		{of("type", "seg6local", "action", "End.DX4", "nh4", "10.0.0.2"), "nh4", "10.0.0.2", "action End.DX4 nh4 10.0.0.2"},
		{of("type", "seg6local", "action", "End.DT6", "table", 100, "counters", of("packets", 0, "bytes", 0, "errors", 0)), "counters.packets", uint64(0), "action End.DT6 table 100"},
		{of("type", "seg6local", "action", "End.B6.Encaps", "srh", of("segs", "fc00::1,fc00::2")), "srh.segs", segs("fc00::1", "fc00::2"), "action End.B6.Encaps segs 2 [ fc00::1 fc00::2 ]"},
		{of("type", "ip6", "id", 77, "dst", "fc00::1", "hoplimit", 9, "flags", "csum"), "id", uint64(77), "encap ip6 id 77 src :: dst fc00::1 hoplimit 9 tc 0 csum"},
		{of("type", "ip", "id", 77, "dst", "10.0.0.2", "ttl", 9), "dst", "10.0.0.2", "encap ip id 77 src 0.0.0.0 dst 10.0.0.2 ttl 9 tos 0"},
		{of("type", "mpls", "labels", "200/300", "ttl", 9), "ttl", uint64(9), "encap mpls  200/300 ttl 9"},
		{of("type", "ila", "locator", 77, "csum_mode", "no_action", "ident_type", "luid"), "csum_mode", uint64(2), "encap ila"},
		{of("type", "xfrm", "if_id", 77), "if_id", uint64(77), "encap xfrm if_id 77"},
		{of("type", "rpl", "segs", "fc00::1,fc00::2"), "srh.segs", segs("fc00::1", "fc00::2"), "encap rpl segs 2 [ fc00::1 fc00::2 ]"},
		{of("type", "ioam6", "mode", "inline", "trace", of("namespace_id", 1, "remlen", 3, "type", uint64(0x80000000))), "mode", uint64(1), "encap ioam6"},
	} {
		kind, _ := c.encap.Get("type")
		name := kind
		if action, ok := c.encap.Get("action"); ok {
			name = fmt.Sprint(name, " ", action)
		}
		t.Run(fmt.Sprint(name), func(t *testing.T) {
			k := k
			k.T = t
			dst := fmt.Sprintf("2001:db8:8%02d::1/128", i) // ila wants its locator in it
			nstest.Need(t, fmt.Sprint("encap ", kind))
			k.do("route", "add", of("dst", dst, "oif", "v0", "encap", c.encap))
			v := k.route(dst)
			if err := v.Check(); err != nil {
				t.Error(err)
			}
			got, _ := v.Path(append([]string{"encap"}, strings.Split(c.path, ".")...)...)
			if fmt.Sprint(codec.Plain(got)) != fmt.Sprint(c.want) {
				_, attrs := v.Tables()
				t.Errorf("%s is %v, want %v: %v", c.path, got, c.want, attrs)
			}
			if nstest.Has("command ip") {
				if out := nstest.Command(t, k.c.Options().NetNS, "ip", "-6", "route", "show", dst); !strings.Contains(out, c.ip) {
					t.Errorf("ip says %q, want %q", out, c.ip)
				}
			}
			k.do("route", "del", of("dst", dst))
		})
	}
}

// TestMDB makes groups of all sorts, and reads them as bridge(8) does.
func TestMDB(t *testing.T) {
	k := newKernel(t)
	k.veths()
	k.do("link", "add", of("ifname", "br0", "kind", "bridge", "br_mcast_snooping", 1))
	k.do("link", "set", of("index", "br0", "state", "up"))
	k.do("link", "set", of("index", "v1", "master", "br0"))
	if _, err := k.try("mdb", "dump", nil); errors.Is(err, unix.EOPNOTSUPP) {
		t.Skip("this kernel has no multicast snooping")
	}
	k.do("mdb", "add", of("dev", "br0", "port", "v1", "grp", "239.1.1.1", "permanent", true, "src", "10.0.0.1"))
	k.do("mdb", "add", of("dev", "br0", "port", "v1", "grp", "ff0e::77"))
	k.do("mdb", "add", of("dev", "br0", "port", "v1", "grp", "01:00:5e:11:22:33", "permanent", true))
	k.one("mdb", of("dev", "br0", "grp", "239.1.1.1", "src", "10.0.0.1", "state", "permanent", "port", "v1"))
	k.one("mdb", of("grp", "ff0e::77", "state", "temporary"))
	k.one("mdb", of("grp", "0100.5e11.2233"))
	k.none("mdb", of("grp", "239.1.1.1", "state", "temporary"))
	k.none("mdb", of("dev", "v1"))
	if nstest.Has("command bridge") {
		var out []struct {
			MDB []struct{ Grp, Src, State string }
		}
		text := nstest.Command(t, k.c.Options().NetNS, "bridge", "-j", "mdb", "show")
		if err := json.Unmarshal([]byte(text), &out); err != nil {
			t.Fatal(err, text)
		}
		found := map[string]string{}
		for _, e := range out[0].MDB {
			found[e.Grp+" "+e.Src] = e.State
		}
		for entry, state := range map[string]string{"239.1.1.1 10.0.0.1": "permanent", "ff0e::77 ": "temp", "01:00:5e:11:22:33 ": "permanent"} {
			if found[entry] != state {
				t.Errorf("bridge says of %s: %q, want %q", entry, found[entry], state)
			}
		}
	}
	k.do("mdb", "del", of("dev", "br0", "port", "v1", "grp", "239.1.1.1", "src", "10.0.0.1"))
	k.none("mdb", of("grp", "239.1.1.1"))
}

// TestNSIDs gives a namespace a number, asks for it, and asks in it.
func TestNSIDs(t *testing.T) {
	k := newKernel(t)
	other, err := nstest.New(t).Open()
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	fd := int(other.Fd())
	k.do("nsid", "add", of("fd", fd, "nsid", 5))
	k.one("nsid", of("nsid", 5))
	got := k.do("nsid", "get", of("fd", fd))[0].View()
	if id, _ := got.Get("nsid"); id != int64(5) {
		t.Errorf("the number is %v, want 5", id)
	}
	k.none("nsid", of("target_nsid", 5))
	if _, err := k.try("nsid", "add", of("fd", fd, "nsid", 6)); !errors.Is(err, unix.EEXIST) {
		t.Errorf("a second number: %v", err)
	}
}

// TestAdvertisement sends a router's advertisement over a veth, and hears of its prefix and its options.
func TestAdvertisement(t *testing.T) {
	router, host := newKernel(t), newKernel(t)
	ns, err := host.c.Options().NetNS.Open()
	if err != nil {
		t.Fatal(err)
	}
	defer ns.Close()
	router.do("link", "add", of("ifname", "r0", "kind", "veth", "peer", of("ifname", "h0", "net_ns_fd", int(ns.Fd()))))
	for _, side := range []struct {
		k   kernel
		dev string
	}{{router, "r0"}, {host, "h0"}} {
		err := netns.Do(side.k.c.Options().NetNS, func() error {
			return os.WriteFile("/proc/sys/net/ipv6/conf/"+side.dev+"/accept_dad", []byte("0"), 0)
		})
		if err != nil {
			t.Skipf("no IPv6 settings: %v", err)
		}
	}
	named := host.c.Named()
	for _, group := range []string{"ipv6_prefix", "nd_useropt"} {
		if err := named.Join(spec.GroupNamed(group).Number); err != nil {
			t.Fatal(err)
		}
	}
	router.do("link", "set", of("index", "r0", "state", "up"))
	host.do("link", "set", of("index", "h0", "state", "up"))
	for deadline := time.Now().Add(time.Minute); router.count("addr", of("family", "inet6", "index", "r0", "flags", "!tentative")) == 0 ||
		host.count("addr", of("family", "inet6", "index", "h0", "flags", "!tentative")) == 0; time.Sleep(10 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("no link-local addresses")
		}
	}
	index := router.do("link", "get", of("ifname", "r0"))[0].View()
	r0, _ := index.GetField("index")
	// Type 134, lifetime 1800 s, a prefix of 3600 and 1800 s, and a name server (RFC 4861, RFC 8106).
	packet, _ := hex.DecodeString("8600000040000708" + "0000000000000000" + "030440c000000e100000070800000000" + "20010db8007700000000000000000000" +
		"1903000000000e10" + "20010db8000000000000000000000053")
	err = netns.Do(router.c.Options().NetNS, func() error {
		s, err := unix.Socket(unix.AF_INET6, unix.SOCK_RAW|unix.SOCK_CLOEXEC, unix.IPPROTO_ICMPV6)
		if err != nil {
			return err
		}
		defer unix.Close(s)
		if err := unix.SetsockoptInt(s, unix.IPPROTO_IPV6, unix.IPV6_MULTICAST_HOPS, 255); err != nil {
			return err
		}
		return unix.Sendto(s, packet, 0, &unix.SockaddrInet6{Addr: [16]byte{0xff, 2, 15: 1}, ZoneId: uint32(r0.(int64))})
	})
	if err != nil {
		t.Fatal(err)
	}
	want := map[uint16]map[string]any{
		unix.RTM_NEWPREFIX:    {"address": "2001:db8:77::", "len": uint64(64), "cacheinfo.valid_time": uint64(3600)},
		unix.RTM_NEWNDUSEROPT: {"icmp_type": uint64(134)},
	}
	for len(want) > 0 {
		d, err := named.Recv(host.ctx)
		if err != nil {
			t.Fatalf("%v; did not come: %v", err, want)
		}
		for m, err := range d.Messages() {
			if err != nil {
				t.Fatal(err)
			}
			event := rtnl.NewMessage(nl.Message(m))
			v := event.View()
			for path, value := range want[m.Type] {
				if got, _ := v.Path(strings.Split(path, ".")...); got != value {
					t.Errorf("%s: %s is %v, want %v", event.Event(), path, got, value)
				}
			}
			if src, ok := v.Get("srcaddr"); m.Type == unix.RTM_NEWNDUSEROPT && (!ok || !strings.HasPrefix(src.(string), "fe80::")) {
				t.Errorf("the router's address is %v", src)
			}
			delete(want, m.Type)
		}
	}
}
