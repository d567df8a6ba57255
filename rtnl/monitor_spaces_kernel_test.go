package rtnl

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"nlua/rtnl/codec"
	"nlua/rtnl/netns"
	"nlua/rtnl/nl"
	"nlua/rtnl/nstest"
)

// TestMonitorSpaces: after a loss the sum of the events is right in all namespaces that have an id and a name; what was in one that
// ends is told to be gone.
func TestMonitorSpaces(t *testing.T) {
	c := testClient(t)
	name := filepath.Base(nstest.Named(t).Path())
	other, err := c.Elsewhere(name)
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	late := fmt.Sprintf("late%d", time.Now().UnixNano())
	do(t, c, "nsid", "add", codec.Table{{Name: "netns", Value: name}, {Name: "nsid", Value: 5}})
	pair := func(of *Client, name string) {
		do(t, of, "link", "add", codec.Table{{Name: "ifname", Value: name + "1"}, {Name: "kind", Value: "veth"}, {Name: "peer", Value: codec.Table{{Name: "ifname", Value: name + "2"}}}})
		for _, end := range []string{"1", "2"} {
			do(t, of, "link", "set", codec.Table{{Name: "index", Value: name + end}, {Name: "state", Value: "up"}})
		}
	}
	pair(other, "x")
	do(t, other, "addr", "add", codec.Table{{Name: "index", Value: "x1"}, {Name: "address", Value: "10.255.0.1/24"}})
	m, err := c.Monitor(context.Background(), MonitorConfig{
		Groups: groups("link", "ipv4_ifaddr", "ipv4_route"), Replay: true, Resync: true, AllNSID: true, RcvBuf: 8 << 10, Queue: 32 << 10,
	})
	if err != nil {
		t.Fatal(err)
	}
	defer m.Close()
	seen, lost := map[int32]picture{-1: {}}, 0
	take := func(e Message) {
		id := int32(-1)
		if e.Type == nl.TypeOverrun {
			lost++
			return
		}
		if e.HasNSID {
			id = e.NSID
		}
		if seen[id] == nil {
			seen[id] = picture{}
		}
		seen[id].take(t, e)
		if want := map[int32]string{-1: "", 5: name, 6: late}[id]; e.NetNS != want {
			t.Errorf("an event of namespace %q, want %q: %s", e.NetNS, want, e.Key())
		}
	}
	for round := range 3 {
		if err := flood(other, byte(round+1), 3000); err != nil {
			t.Fatal(err)
		}
		if err := flood(c, byte(round+1), 1000); err != nil {
			t.Fatal(err)
		}
		if round == 1 { // IPv4 routes go silently
			do(t, other, "link", "set", codec.Table{{Name: "index", Value: "x1"}, {Name: "state", Value: "down"}})
		}
		drain(t, m, 300*time.Millisecond, take)
		for id, of := range map[int32]*Client{-1: c, 5: other} {
			links := seen[id]
			for key, e := range links {
				if strings.HasPrefix(key, "link ") && e.Body()[0] != 0 || strings.HasPrefix(key, "route ") && e.Body()[0] != unix.AF_INET {
					delete(links, key)
				}
			}
			want := picture{}
			for _, object := range []string{"link", "addr", "route"} {
				list(t, of, object, func(m Message) {
					if object == "link" || m.Body()[0] == unix.AF_INET {
						want[m.Key()] = m
					}
				})
			}
			links.against(t, want)
		}
	}
	if lost == 0 {
		t.Error("nothing was lost: this tests nothing")
	}
	// A namespace that comes later, and goes.
	if _, err := netns.Create(late); err != nil {
		t.Fatal(err)
	}
	there, err := c.Elsewhere(late)
	if err != nil {
		t.Fatal(err)
	}
	pair(there, "y")
	do(t, c, "nsid", "add", codec.Table{{Name: "netns", Value: late}, {Name: "nsid", Value: 6}})
	drain(t, m, 300*time.Millisecond, take)
	do(t, there, "link", "set", codec.Table{{Name: "index", Value: "y1"}, {Name: "mtu", Value: 1300}})
	drain(t, m, 300*time.Millisecond, take)
	do(t, there, "link", "set", codec.Table{{Name: "index", Value: "y1"}, {Name: "mtu", Value: 1301}})
	drain(t, m, 300*time.Millisecond, take)
	if len(seen[6]) == 0 {
		t.Error("nothing was told of a namespace that came later")
	}
	there.Close()
	if err := netns.Remove(late); err != nil {
		t.Fatal(err)
	}
	for range 20 {
		drain(t, m, 300*time.Millisecond, take)
		if len(seen[6]) == 0 {
			break
		}
	}
	for key := range seen[6] {
		t.Error("not told to be gone:", key)
	}
}

// TestMonitorTwins: the kernel may have two IPv6 routes that are alike, where one took the place of another one.
func TestMonitorTwins(t *testing.T) {
	c := testClient(t)
	m, err := c.Monitor(context.Background(), MonitorConfig{Groups: groups("ipv6_route"), Replay: true, Resync: true})
	if err != nil {
		t.Fatal(err)
	}
	defer m.Close()
	seen := picture{}
	for _, step := range [][2]string{{"append", "a"}, {"append", "b"}, {"replace", "b"}, {"del", "b"}, {"append", "a"}, {"replace", "a"}, {"del", "a"}, {"del", "a"}} {
		do(t, c, "route", step[0], codec.Table{{Name: "dst", Value: "fd04::/64"}, {Name: "oif", Value: step[1]}, {Name: "priority", Value: 1}})
		ours := func(m *Message) bool { return strings.Contains(m.Key(), "dst=fd04::/64") } // the links' own come when their addresses are checked
		drain(t, m, 200*time.Millisecond, func(e Message) {
			if ours(&e) {
				seen.take(t, e)
			}
		})
		want := picture{}
		list(t, c, "route", func(m Message) {
			if ours(&m) {
				want[m.Key()] = m
			}
		})
		if seen.against(t, want); t.Failed() {
			t.Fatal("after", step)
		}
	}
}
