package rtnl

import (
	"context"
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"nlua/rtnl/codec"
	"nlua/rtnl/nl"
	"nlua/rtnl/nstest"
)

// numbered are the objects of messages about ranges, one by one: what is said of each number of each device.
type numbered map[string]string

func (n numbered) take(t *testing.T, e Message) {
	if e.Type == nl.TypeOverrun {
		return
	}
	v := e.View()
	dev, _ := v.GetField("ifindex")
	for _, name := range []string{"entry", "global_options"} {
		row := v.Set.Named(name)
		if row == nil {
			continue
		}
		for _, inner := range v.All(row) {
			entry := inner.(codec.View)
			number := func(path ...string) uint64 { v, _ := entry.Path(path...); n, _ := v.(uint64); return n }
			first, last := number("info", "vid")+number("start")+number("id"), number("range")+number("end")
			for i := first; i <= max(first, last); i++ {
				key := fmt.Sprint(e.Object(), " ", dev, " ", name, " ", i)
				if e.Type&3 == 1 {
					if _, ok := n[key]; !ok {
						t.Errorf("the end of what was not told: %s", key)
					}
					delete(n, key)
					continue
				}
				tunnel := number("tunnel_info", "id")
				if tunnel > 0 {
					tunnel += i - first
				}
				group, _ := entry.Get("group")
				n[key] = fmt.Sprint("flags ", number("info", "flags"), " tunnel ", tunnel, " state ", number("state"), " snooping ", number("mcast_snooping"),
					" igmp ", number("mcast_igmp_version"), " group ", group)
			}
		}
	}
}

// TestMonitorRanges: VLANs and VNIs, which the kernel tells of in ranges, are right after a loss too, and so is what goes, or changes,
// without a word.
func TestMonitorRanges(t *testing.T) {
	kw := func(pairs ...any) (t codec.Table) {
		for i := 0; i < len(pairs); i += 2 {
			t = append(t, codec.Pair{Name: pairs[i].(string), Value: pairs[i+1]})
		}
		return t
	}
	for _, test := range []struct {
		group, object string
		needs, dumps  []string
		begin         func(c *Client)
		step          func(c *Client, rng *rand.Rand)
	}{
		{"tunnel", "vni", []string{"vxlan"}, []string{""}, func(c *Client) {
			do(t, c, "link", "add", kw("ifname", "vx0", "kind", "vxlan", "vxlan_collect_metadata", true, "vxlan_vnifilter", true, "vxlan_port", 4790))
		}, func(c *Client, rng *rand.Rand) {
			dev, first := fmt.Sprint("vx", rng.IntN(2)), rng.IntN(100)
			what := kw("dev", dev, "vni", fmt.Sprintf("%d-%d", first, first+rng.IntN(20)))
			switch rng.IntN(12) {
			case 0, 1:
				_ = try(c, "link", "add", kw("ifname", "vx1", "kind", "vxlan", "vxlan_collect_metadata", true, "vxlan_vnifilter", true, "vxlan_port", 4791))
			case 2:
				_ = try(c, "link", "del", kw("ifname", "vx1"))
			case 3, 4, 5:
				_ = try(c, "vni", "del", what)
			case 6, 7, 8:
				what = append(what, kw("group", fmt.Sprint("192.0.2.", 1+rng.IntN(2)))...)
				fallthrough
			default:
				_ = try(c, "vni", "add", what)
			}
		}},
		{"brvlan", "vlandb", []string{"vlan_filtering"}, []string{"", "global"}, func(c *Client) {
			do(t, c, "link", "add", kw("ifname", "br0", "kind", "bridge", "br_vlan_filtering", 1, "br_mcast_snooping", 1, "br_multi_boolopt", kw("optval", 1, "optmask", 1)))
			do(t, c, "link", "add", kw("ifname", "p1", "kind", "veth", "peer", kw("ifname", "p2")))
			do(t, c, "link", "set", kw("index", "p1", "master", "br0"))
		}, func(c *Client, rng *rand.Rand) {
			dev, first := []string{"p1", "p2", "br0"}[rng.IntN(3)], 1+rng.IntN(60)
			vid := fmt.Sprintf("%d-%d", first, first+rng.IntN(10))
			info := kw("vid", vid)
			if rng.IntN(3) == 0 {
				info = kw("vid", first, "pvid", true, "untagged", rng.IntN(2) == 0)
			}
			what := kw("index", dev, "vlan_info", info)
			if dev == "br0" {
				what = append(what, kw("vlan_flags", "self")...)
			}
			switch rng.IntN(16) {
			case 0:
				_ = try(c, "link", "set", kw("index", "p2", "master", []string{"br0", "none"}[rng.IntN(2)]))
			case 1:
				_ = try(c, "link", "set", kw("index", "p1", "master", []string{"br0", "br0", "none"}[rng.IntN(3)]))
			case 2, 3, 4, 5:
				_ = try(c, "vlan_filter", "del", what)
			case 6, 7:
				_ = try(c, "brport", "set", kw("index", "p1", "vlan_tunnel", true))
				_ = try(c, "vlan_filter", "add", kw("index", "p1", "vlan_tunnel_info", kw("vid", vid, "id", fmt.Sprintf("%d-%d", 1000+first, 1000+first+rng.IntN(10)))))
			case 8:
				_ = try(c, "vlandb", "set", kw("index", dev, "vid", vid, "state", rng.IntN(4)))
			case 9:
				_ = try(c, "link", "set", kw("index", "br0", "kind", "bridge", "br_vlan_default_pvid", rng.IntN(3)))
			case 10:
				_ = try(c, "vlandb", "add", kw("index", dev, "vid", vid))
			case 11:
				_ = try(c, "link", "add", kw("ifname", "br1", "kind", "bridge", "br_vlan_filtering", 1))
			case 12:
				_ = try(c, "link", "del", kw("ifname", "br1"))
			default:
				_ = try(c, "vlan_filter", "add", what)
			}
		}},
	} {
		t.Run(test.group, func(t *testing.T) {
			nstest.Need(t, test.needs...)
			c := testClient(t)
			seed := uint64(time.Now().UnixNano())
			t.Log("seed", seed)
			rng := rand.New(rand.NewPCG(seed, 0))
			test.begin(c)
			m, err := c.Monitor(context.Background(), MonitorConfig{Groups: groups(test.group), Replay: true, Resync: true, RcvBuf: 4 << 10, Queue: 16 << 10})
			if err != nil {
				t.Fatal(err)
			}
			defer m.Close()
			seen, lost := numbered{}, 0
			take := func(e Message) {
				if e.Type == nl.TypeOverrun {
					lost++
				}
				seen.take(t, e)
			}
			for round := range 6 {
				for range 60 {
					test.step(c, rng)
					if round%2 == 0 && rng.IntN(6) == 0 { // as they come; else some are lost
						drain(t, m, time.Millisecond, take)
					}
				}
				drain(t, m, 300*time.Millisecond, take)
				want := numbered{}
				for _, flags := range test.dumps {
					ask := kw()
					if flags != "" {
						ask = kw("dump_flags", flags)
					}
					req, err := c.Request(context.Background(), test.object, "dump", ask)
					if err != nil {
						t.Fatal(err)
					}
					answer, err := c.Do(context.Background(), req)
					if err != nil {
						t.Fatal(err)
					}
					for _, e := range answer {
						want.take(t, e)
					}
				}
				for key, text := range want {
					if seen[key] != text {
						t.Errorf("round %d: %s: %s, told: %q", round, key, text, seen[key])
					}
				}
				for key := range seen {
					if _, ok := want[key]; !ok {
						t.Errorf("round %d: told, but not there: %s", round, key)
					}
				}
				if t.Failed() {
					return
				}
			}
			t.Log(lost, "losses")
		})
	}
}

// TestMonitorMemberships: what devices listen to is right after a loss too.
func TestMonitorMemberships(t *testing.T) {
	nstest.Need(t, "group 37", "group 39")
	c := testClient(t)
	// A queue that holds a few changes of an address: forty of them are too many, whatever the kernel tells of each.
	cfg := MonitorConfig{Groups: groups("ipv4_mcaddr", "ipv6_mcaddr", "ipv6_acaddr"), Replay: true, Resync: true, RcvBuf: 4 << 10, Queue: 2 << 10}
	m, err := c.Monitor(context.Background(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	defer m.Close()
	seen, lost := picture{}, 0
	take := func(e Message) {
		if e.Type == nl.TypeOverrun {
			lost++
		}
		seen.take(t, e)
	}
	for round := range 3 {
		for i := range 40 {
			do(t, c, "link", "set", codec.Table{{Name: "index", Value: "b"}, {Name: "state", Value: "down"}})
			do(t, c, "addr", "add", codec.Table{{Name: "index", Value: "a"}, {Name: "address", Value: fmt.Sprintf("fd00::%d:%d/64", round, i)}})
			do(t, c, "link", "set", codec.Table{{Name: "index", Value: "b"}, {Name: "state", Value: "up"}})
			if round == 0 { // as they come; else some are lost
				drain(t, m, time.Millisecond, take)
			}
		}
		drain(t, m, 500*time.Millisecond, take)
		fresh, err := c.Monitor(context.Background(), MonitorConfig{Groups: cfg.Groups, Replay: true})
		if err != nil {
			t.Fatal(err)
		}
		want := picture{}
		drain(t, fresh, 100*time.Millisecond, func(e Message) { want.take(t, e) })
		fresh.Close()
		if len(want) < 40 {
			t.Errorf("only %d are listed", len(want))
		}
		seen.against(t, want)
	}
	if lost == 0 {
		t.Error("nothing was lost: this tests nothing")
	}
}

// unlisted is a gate that makes the kernel one of those that announce the group addresses of IPv4, and do not list them.
type unlisted struct{}

func (unlisted) Send(m nl.Message) nl.Verdict {
	if m.Type != unix.RTM_GETMULTICAST || m.Body[0] != unix.AF_INET {
		return nl.Verdict{}
	}
	errno := unix.EOPNOTSUPP
	refusal := append(binary.NativeEndian.AppendUint32(nil, -uint32(errno)), m.Raw[:nl.HeaderLen]...)
	return nl.Verdict{Answer: true, Replies: [][]byte{nl.NewMessage(nl.TypeError, 0x100, refusal)}}
}

func (unlisted) Sent(nl.Message)     {}
func (unlisted) Received(nl.Message) {}

// TestMonitorUnlisted: what the kernel does not list is not told to be gone after a loss.
func TestMonitorUnlisted(t *testing.T) {
	nstest.Need(t, "group 37")
	opts := Defaults()
	opts.NetNS, opts.Gate = nstest.New(t), unlisted{}
	c, err := Open(opts)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	m, err := c.Monitor(context.Background(), MonitorConfig{Groups: groups("ipv4_mcaddr", "ipv4_route"), Resync: true, RcvBuf: 4 << 10, Queue: 8 << 10})
	if err != nil {
		t.Fatal(err)
	}
	defer m.Close()
	came, lost := 0, 0
	take := func(e Message) {
		switch e.Type {
		case nl.TypeOverrun:
			lost++
		case unix.RTM_NEWMULTICAST:
			came++
		case unix.RTM_NEWMULTICAST + 1:
			t.Error("a group address is told to be gone")
		}
	}
	do(t, c, "link", "add", codec.Table{{Name: "ifname", Value: "v"}, {Name: "kind", Value: "veth"}, {Name: "peer", Value: "w"}})
	do(t, c, "link", "set", codec.Table{{Name: "index", Value: "v"}, {Name: "state", Value: "up"}})
	drain(t, m, 100*time.Millisecond, take)
	for round := 0; round < 50 && lost == 0; round++ {
		for i := range 250 {
			do(t, c, "route", "add", codec.Table{{Name: "dst", Value: fmt.Sprintf("10.%d.%d.0/24", round, i)}, {Name: "type", Value: "blackhole"}})
		}
		drain(t, m, 100*time.Millisecond, take)
	}
	if came == 0 || lost == 0 {
		t.Errorf("%d came, %d were lost: this tests nothing", came, lost)
	}
}
