package plan

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"testing"
	"time"

	"nlua/rtnl"
	"nlua/rtnl/codec"
	"nlua/rtnl/netns"
)

// killedVariable is set in the process that is killed while it applies a plan to the namespace of descriptor 3.
const killedVariable = "PLAN_KILLED"

func many() codec.Table {
	var links, addrs, routes []any
	for i := range 20 {
		one, two := fmt.Sprintf("k%d", i), fmt.Sprintf("l%d", i)
		links = append(links, kw("ifname", one, "kind", "veth", "peer", kw("ifname", two), "state", "up"), kw("ifname", two, "state", "up"))
		addrs = append(addrs, kw("index", one, "address", fmt.Sprintf("10.%d.0.1/24", i)))
		for k := range 10 {
			routes = append(routes, kw("dst", fmt.Sprintf("172.16.%d.%d/32", i, k), "gateway", fmt.Sprintf("10.%d.0.2", i)))
		}
	}
	return kw("links", links, "addrs", addrs, "routes", routes)
}

func applyUntilKilled() {
	opts := rtnl.Defaults()
	opts.NetNS = netns.OfFD(3)
	c, err := rtnl.Open(opts)
	if err == nil {
		var p *Plan
		if p, err = New(context.Background(), c, many()); err == nil {
			p.fault = func(int) error { os.Stdout.Write([]byte{'.'}); return nil } // one step a send
			err = p.Apply(context.Background())
		}
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(0)
}

// TestPlanKilled: whenever an apply is killed, another run makes it whole, and leaves alone what is not its own.
func TestPlanKilled(t *testing.T) {
	points := 50
	if testing.Short() || os.Getenv("VMLAB") != "" {
		points = 5
	}
	c := testClient(t)
	apply(t, c, kw("links", list(kw("ifname", "foreign", "kind", "ifb", "state", "up")), "addrs", list(kw("index", "foreign", "address", "192.168.7.1/24")),
		"routes", list(kw("dst", "192.168.8.0/24", "gateway", "192.168.7.2"))))
	before := picture(t, c)
	ns, err := before.open()
	must(t, err)
	defer ns.Close()
	self, err := os.Executable()
	must(t, err)
	early := 0
	for range points {
		cmd := exec.Command(self)
		cmd.Env = append(os.Environ(), killedVariable+"=1")
		cmd.ExtraFiles = []*os.File{ns}
		cmd.Stderr = os.Stderr
		dots, err := cmd.StdoutPipe()
		must(t, err)
		must(t, cmd.Start())
		buf := make([]byte, 1)
		for range rand.IntN(300) { // steps
			if _, err := dots.Read(buf); err != nil {
				break
			}
		}
		time.Sleep(time.Duration(rand.IntN(300)) * time.Microsecond)
		if cmd.Process.Kill() == nil && cmd.Wait() != nil {
			early++
		}
		apply(t, c, many())
		var clean []any
		for i := range 20 {
			clean = append(clean, fmt.Sprintf("k%d", i))
		}
		tx := begin(t, c)
		for _, name := range clean {
			must(t, try(t, tx, "link", "del", "ifname", name))
		}
		same(t, before)
		if t.Failed() {
			return
		}
	}
	if early == 0 {
		t.Error("all came to their end: this tests nothing")
	}
}
