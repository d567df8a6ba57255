package plan

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"

	"golang.org/x/sys/unix"

	"nlua/rtnl"
	"nlua/rtnl/codec"
	"nlua/rtnl/nl"
	"nlua/rtnl/nstest"
)

// driver is a gate in the way of many a driver: a device that is up takes no address. It knows of one device.
type driver struct {
	mu sync.Mutex
	up bool
}

func (d *driver) Send(m nl.Message) nl.Verdict {
	if m.Type != unix.RTM_NEWLINK || len(m.Body) < linkHead {
		return nl.Verdict{}
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if native.Uint32(m.Body[12:])&unix.IFF_UP != 0 {
		d.up = native.Uint32(m.Body[8:])&unix.IFF_UP != 0
	}
	if find(m.Body[linkHead:], unix.IFLA_ADDRESS) == nil || !d.up {
		return nl.Verdict{}
	}
	errno := unix.EBUSY
	busy := native.AppendUint32(nil, -uint32(errno))
	return nl.Verdict{Answer: true, Replies: [][]byte{nl.NewMessage(nl.TypeError, 0x100, append(busy, m.Raw[:nl.HeaderLen]...))}}
}

func (d *driver) Sent(nl.Message)     {}
func (d *driver) Received(nl.Message) {}

// TestPlanBusyDevice: an address that is refused while the device is up is set while it is down, and what others have on it comes back;
// so it is undone too.
func TestPlanBusyDevice(t *testing.T) {
	opts := rtnl.Defaults()
	opts.NetNS, opts.Gate = nstest.New(t), &driver{}
	c, err := rtnl.Open(opts)
	must(t, err)
	defer c.Close()
	want := func(mac string) codec.Table {
		return kw("links", list(kw("ifname", "a", "kind", "veth", "peer", "b", "address", mac, "state", "up")),
			"addrs", list(kw("index", "a", "address", "10.0.1.1/24")))
	}
	apply(t, c, want("02:00:00:00:00:01"))
	tx := begin(t, c)
	must(t, try(t, tx, "route", "add", "dst", "10.9.0.0/16", "gateway", "10.0.1.9"))
	if err := try(t, tx, "link", "set", "index", "a", "address", "02:00:00:00:00:03"); !errors.Is(err, unix.EBUSY) || !strings.Contains(err.Error(), "while it is down") {
		t.Fatalf("the gate lets it through: %v", err)
	}
	before := picture(t, c)
	apply(t, c, want("02:00:00:00:00:02"))
	if r := picture(t, c); !r.named["a"].up() || !slices.ContainsFunc(r.labels(), func(s string) bool { return strings.Contains(s, "dst=10.9.0.0/16") }) {
		t.Error("the device is down, or its route is gone")
	}
	apply(t, c, want("02:00:00:00:00:01"))
	p, err := New(context.Background(), c, append(want("02:00:00:00:00:02"), kw("routes", list(kw("dst", "10.8.0.0/16", "gateway", "192.0.2.1")))...))
	must(t, err)
	var e *Error
	if err := p.Apply(context.Background()); !errors.As(err, &e) || len(e.Left) > 0 {
		t.Errorf("%v", err)
	}
	same(t, before)
}

// TestPlanTellsOfLosses: what others had on a device that was made anew.
func TestPlanTellsOfLosses(t *testing.T) {
	c := testClient(t)
	nstest.Need(t, "vxlan")
	want := func(vni int) codec.Table {
		return kw("links", list(kw("ifname", "x", "kind", "vxlan", "vxlan_id", vni, "vxlan_port", 4789, "state", "up")),
			"addrs", list(kw("index", "x", "address", "10.0.1.1/24")))
	}
	apply(t, c, want(5))
	tx := begin(t, c)
	must(t, try(t, tx, "addr", "add", "index", "x", "address", "10.0.2.1/24"))
	must(t, try(t, tx, "route", "add", "dst", "10.9.0.0/16", "gateway", "10.0.2.9"))
	p, err := New(context.Background(), c, want(6))
	must(t, err)
	must(t, p.Apply(context.Background()))
	if left := []string{"addr index=x address=10.0.2.1/24", "route dst=10.9.0.0/16 gateway=10.0.2.9 oif=x"}; !slices.Equal(p.Left, left) {
		t.Errorf("left: %q", p.Left)
	}
	settled(t, c, want(6))
}
