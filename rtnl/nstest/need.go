package nstest

import (
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"testing"
)

// run is what Main knows of this run of the test binary.
var run = &testRun{found: map[string]error{}, skips: map[string]int{}}

type testRun struct {
	isolated bool
	mu       sync.Mutex
	found    map[string]error // what was looked for: nil when it is there
	skips    map[string]int   // by reason
}

// Need skips the test unless the kernel or the machine has all that is named: "vlan" is a kind of link; "qdisc netem", "filter
// flower", "action gact" are what they say; "group 37" is RTNLGRP_IPV4_MCADDR; "encap mpls" is a route's lightweight tunnel;
// "vlan_filtering" is the bridge's; "command ip" is a program in the PATH; "iproute2 6.1" is that version; "file /dev/net/tun" is one
// that can be opened for writing; "lab" is the lab's kernel; "card can0" is a link that the lab's first namespace has from hardware;
// "symbol br_mrp_add" is a function of the kernel as it stands. In the lab, what its kernel is known to have is an error when missing;
// so is with LAB_IMAGE=everything what that image adds; LAB_IMAGE=whole has a list of its own.
func Need(t testing.TB, features ...string) {
	t.Helper()
	for _, feature := range features {
		err := run.look(feature)
		if err == nil {
			continue
		}
		if os.Getenv("VMLAB") != "" && labOwes(os.Getenv("LAB_IMAGE"), feature) {
			t.Fatalf("the lab should have %s: %v", feature, err)
		}
		run.skip(t, feature)
	}
}

// Lab tells whether this is the lab, where programs start slowly.
func Lab() bool { return Has("lab") }

// labOwes tells whether a kernel of the lab was seen to have a feature.
func labOwes(image, feature string) bool {
	switch {
	case image == "whole":
		return slices.Contains(wholeHas, feature)
	case image == "everything" && slices.Contains(everythingHas, feature):
		return true
	}
	return slices.Contains(labHas, feature)
}

// Has tells whether a feature is there, without skipping.
func Has(feature string) bool { return run.look(feature) == nil }

func (r *testRun) look(feature string) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	err, known := r.found[feature]
	if !known {
		err = r.probe(feature)
		r.found[feature] = err
	}
	return err
}

func (r *testRun) probe(feature string) error {
	what, name, ok := strings.Cut(feature, " ")
	if !ok {
		what, name = "link", feature
	}
	if feature == "lab" {
		if os.Getenv("VMLAB") == "" {
			return fmt.Errorf("this is not the lab")
		}
		return nil
	}
	if what == "command" {
		_, err := exec.LookPath(name)
		return err
	}
	if what == "iproute2" { // what its programs send, and their help, change with the version
		out, err := exec.Command("ip", "-V").Output()
		if err == nil && !strings.Contains(string(out), "iproute2-"+name+".") {
			err = fmt.Errorf("it is another: %s", strings.TrimSpace(string(out)))
		}
		return err
	}
	if what == "file" {
		f, err := os.OpenFile(name, os.O_RDWR, 0)
		if err == nil {
			f.Close()
		}
		return err
	}
	if !r.isolated {
		return fmt.Errorf("no namespaces")
	}
	if feature == "vlan_filtering" {
		return probeVlanFiltering()
	}
	probe, ok := probes[what]
	if !ok {
		return fmt.Errorf("nstest does not know how to look for %q", feature)
	}
	return probe(name)
}

func (r *testRun) skip(t testing.TB, feature string) {
	t.Helper()
	r.mu.Lock()
	r.skips[feature]++
	r.mu.Unlock()
	t.Skipf("this machine has no %s", feature)
}

// report says what was skipped for want of what.
func (r *testRun) report() {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.skips) == 0 {
		return
	}
	var lines []string
	total := 0
	for feature, n := range r.skips {
		lines = append(lines, fmt.Sprintf("%s (%d)", feature, n))
		total += n
	}
	slices.Sort(lines)
	fmt.Printf("nstest: %d skipped, the machine lacks: %s\n", total, strings.Join(lines, ", "))
}

// labHas is what the lab's kernel (Debian's 6.12) was seen to have.
var labHas = []string{
	"veth", "vxlan", "ifb", "macvlan", "macvtap", "tun", "bridge", "vlan_filtering",
	"dummy", "vlan", "bond", "vrf", "ipvlan", "ipvtap", "geneve", "gre", "gretap", "erspan", "ipip", "sit", "ip6tnl",
	"ip6gre", "ip6gretap", "vti", "vti6", "macsec", "team", "nlmon", "vcan", "vxcan", "gtp", "wireguard", "xfrm", "hsr", "batadv", "netkit",
	"qdisc htb", "qdisc tbf", "qdisc ingress", "qdisc clsact", "qdisc mq", "qdisc noqueue", "qdisc pfifo", "qdisc bfifo", "qdisc pfifo_fast",
	"qdisc netem", "qdisc fq_codel", "qdisc fq", "qdisc sfq", "qdisc red", "qdisc cake", "qdisc codel", "qdisc hfsc", "qdisc prio", "qdisc pie",
	"qdisc taprio", "qdisc mqprio", "qdisc multiq", "qdisc drr", "qdisc qfq", "qdisc hhf", "qdisc choke", "qdisc sfb", "qdisc gred", "qdisc cbs",
	"qdisc etf", "qdisc skbprio", "qdisc plug", "qdisc ets", "qdisc fq_pie",
	"filter u32", "filter bpf", "filter flower", "filter matchall", "filter fw", "filter basic", "filter flow", "filter cgroup", "filter route",
	"action mirred", "action gact", "action police", "action vlan", "action skbedit", "action skbmod", "action pedit", "action nat", "action csum",
	"action tunnel_key", "action ct", "action ctinfo", "action bpf", "action connmark", "action mpls", "action sample", "action simple", "action ife", "action gate",
	"encap mpls", "encap ip", "encap ip6", "encap seg6", "encap seg6local", "encap ila", "encap xfrm", "encap bpf",
	"lab", "card can0",
}

// everythingHas is what lab/build adds to it.
var everythingHas = []string{"amt", "bareudp", "rmnet", "caif", "netdevsim", "symbol br_mrp_add", "symbol br_cfm_mep_create", "encap rpl", "encap ioam6", "card can1"}

// wholeHas is what the options of lab/config give.
var wholeHas = []string{"veth", "dummy", "tun", "lab", "file /dev/net/tun", "symbol mctp_dev_get_rtnl", "symbol dsa_user_change_conduit"}
