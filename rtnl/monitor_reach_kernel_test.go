package rtnl

import (
	"context"
	"fmt"
	"os/exec"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"nlua/rtnl/codec"
	"nlua/rtnl/netns"
	"nlua/rtnl/nl"
	"nlua/rtnl/nstest"
)

// TestMonitorNameless: namespaces without a name are compared too, wholly where a process is in them; of one that has nothing but its
// id links and addresses, and the loss of the rest is told.
func TestMonitorNameless(t *testing.T) {
	c := testClient(t)
	clients := map[int32]*Client{}
	for id := int32(5); id <= 6; id++ {
		opts := Defaults()
		opts.NetNS = nstest.New(t)
		other, err := Open(opts)
		if err != nil {
			t.Fatal(err)
		}
		defer other.Close()
		clients[id] = other
		do(t, c, "nsid", "add", codec.Table{{Name: "netns", Value: opts.NetNS.Path()}, {Name: "nsid", Value: int(id)}})
		do(t, other, "link", "add", codec.Table{{Name: "ifname", Value: "a"}, {Name: "kind", Value: "veth"}, {Name: "peer", Value: codec.Table{{Name: "ifname", Value: "b"}}}})
		do(t, other, "addr", "add", codec.Table{{Name: "index", Value: "a"}, {Name: "address", Value: "10.255.0.1/24"}})
		for _, name := range []string{"a", "b"} {
			do(t, other, "link", "set", codec.Table{{Name: "index", Value: name}, {Name: "state", Value: "up"}})
		}
		if id == 5 {
			process := exec.Command("sleep", "600")
			if err := netns.Do(opts.NetNS, process.Start); err != nil {
				t.Fatal(err)
			}
			defer func() { process.Process.Kill(); process.Wait() }()
		}
	}
	m, err := c.Monitor(context.Background(), MonitorConfig{
		Groups: groups("link", "ipv4_ifaddr", "ipv4_route"), Replay: true, Resync: true, AllNSID: true, RcvBuf: 8 << 10, Queue: 32 << 10,
	})
	if err != nil {
		t.Fatal(err)
	}
	defer m.Close()
	seen, lost, short := map[int32]picture{5: {}, 6: {}}, 0, map[int32]int{}
	take := func(e Message) {
		switch {
		case e.Type == nl.TypeOverrun && e.HasNSID:
			short[e.NSID]++
		case e.Type == nl.TypeOverrun:
			lost++
		case e.HasNSID && (e.NSID == 5 || e.Object() != "route"):
			seen[e.NSID].take(t, e)
		}
	}
	for round := range 3 {
		for id := int32(5); id <= 6; id++ {
			of := clients[id]
			for i := range 20 {
				do(t, of, "addr", []string{"add", "del"}[round%2], codec.Table{{Name: "index", Value: "a"}, {Name: "address", Value: fmt.Sprintf("10.254.0.%d/32", i+1)}})
			}
			if err := flood(of, byte(round+1), 2000); err != nil {
				t.Fatal(err)
			}
			do(t, of, "link", "set", codec.Table{{Name: "index", Value: "b"}, {Name: "mtu", Value: 1400 + round}})
			do(t, of, "link", "set", codec.Table{{Name: "index", Value: "b"}, {Name: "state", Value: []string{"down", "up"}[round%2]}})
		}
		drain(t, m, 300*time.Millisecond, take)
		for id, of := range clients {
			told, want := picture{}, picture{}
			for key, e := range seen[id] {
				if !strings.HasPrefix(key, "link ") || e.Body()[0] == 0 {
					told[key] = e
				}
			}
			for _, object := range []string{"link", "addr", "route"}[:map[int32]int{5: 3, 6: 2}[id]] {
				list(t, of, object, func(m Message) {
					if object == "link" || m.Body()[0] == unix.AF_INET {
						want[m.Key()] = m
					}
				})
			}
			for key, e := range told {
				if strings.HasPrefix(key, "route ") && e.Body()[0] != unix.AF_INET {
					delete(told, key)
				}
			}
			told.against(t, want)
		}
	}
	if lost == 0 {
		t.Error("nothing was lost: this tests nothing")
	}
	if short[6] == 0 || short[5] != 0 {
		t.Errorf("told that not all could be compared: %v", short)
	}
}
