package plan

import (
	"context"
	"sync"
	"testing"

	"golang.org/x/sys/unix"

	"nlua/rtnl"
	"nlua/rtnl/codec"
	"nlua/rtnl/nl"
	"nlua/rtnl/nstest"
)

// switching is a gate that makes a device switch in hardware, as drivers do: it is asked by RTM_SETLINK of AF_BRIDGE with
// BRIDGE_FLAGS_SELF, and tells what it was asked for in the list of ports.
type switching struct {
	mu    sync.Mutex
	told  []byte // the last request about the device itself
	asked int
}

func (d *switching) Send(m nl.Message) nl.Verdict {
	if len(m.Body) < linkHead || m.Body[0] != unix.AF_BRIDGE {
		return nl.Verdict{}
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	switch m.Type {
	case unix.RTM_SETLINK:
		d.told = append([]byte(nil), m.Body...)
		d.asked++
		return nl.Verdict{Answer: true, Replies: [][]byte{nl.NewMessage(nl.TypeError, 0x100, append(make([]byte, 4), m.Raw[:nl.HeaderLen]...))}}
	case unix.RTM_GETLINK:
		replies := [][]byte{nl.NewMessage(nl.TypeDone, unix.NLM_F_MULTI, make([]byte, 4))}
		if d.told != nil {
			replies = append([][]byte{nl.NewMessage(unix.RTM_NEWLINK, unix.NLM_F_MULTI, d.told)}, replies...)
		}
		return nl.Verdict{Answer: true, Replies: replies}
	}
	return nl.Verdict{}
}

func (d *switching) Sent(nl.Message)     {}
func (d *switching) Received(nl.Message) {}

// TestPlanSwitch: what a device that switches in hardware is given itself is compared with what it tells of itself, also without a bridge.
func TestPlanSwitch(t *testing.T) {
	device := &switching{}
	opts := rtnl.Defaults()
	opts.NetNS, opts.Gate = nstest.New(t), device
	c, err := rtnl.Open(opts)
	must(t, err)
	defer c.Close()
	link := kw("ifname", "a", "kind", "veth", "peer", "b")
	for i, port := range []codec.Table{
		kw("index", "a", "hwmode", "vepa"),
		kw("index", "a", "hwmode", "veb"),
		kw("index", "a", "self", true, "learning", false, "hwmode", "veb"),
		kw("index", "a", "learning", true, "self", 1.0),
	} {
		apply(t, c, kw("links", list(link), "ports", list(port)))
		if device.asked != i+1 {
			t.Errorf("%s: the device was asked %d times", words(port), device.asked-i)
		}
	}
	p, err := New(context.Background(), c, kw("ports", list(kw("index", "a", "self", true))))
	must(t, err)
	if !p.Empty() {
		t.Errorf("nothing is asked for, planned is %s", p)
	}
}
