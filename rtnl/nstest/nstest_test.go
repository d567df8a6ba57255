package nstest_test

import (
	"strings"
	"testing"

	"nlua/rtnl/nstest"
)

func TestMain(m *testing.M) { nstest.Main(m) }

func TestHas(t *testing.T) {
	nstest.New(t)
	for feature, want := range map[string]bool{
		"veth": true, "bridge": true, "nosuchkind": false,
		"qdisc pfifo": true, "qdisc ingress": true, "qdisc nosuch": false,
		"filter u32": true, "filter nosuch": false,
		"action mirred": true, "action nosuch": false,
		"command sh": true, "command no-such-program": false,
		"file /dev/null": true, "file /nowhere": false,
		"weather fine": false,
	} {
		if got := nstest.Has(feature); got != want {
			t.Errorf("%s: %v, want %v", feature, got, want)
		}
	}
}

func TestNamed(t *testing.T) {
	nstest.Need(t, "command ip")
	ns := nstest.Named(t)
	if out := nstest.Command(t, ns, "ip", "link"); !strings.Contains(out, "lo:") || strings.Count(out, "mtu") != 1 {
		t.Errorf("ip link: %s", out)
	}
	if out := nstest.Command(t, ns, "ip", "netns", "list"); !strings.Contains(out, ns.String()) {
		t.Errorf("ip netns list: %s, want %s", out, ns)
	}
}
