package request_test

import (
	"encoding/binary"
	"strings"
	"testing"

	"golang.org/x/sys/unix"

	"nlua/rtnl/codec"
	"nlua/rtnl/netns"
	"nlua/rtnl/nstest"
)

// TestRateOfSpeed gives rates as parts of a link's speed: a veth's is 10 Gbit/s.
func TestRateOfSpeed(t *testing.T) {
	nstest.Need(t, "command tc", "qdisc htb", "qdisc tbf", "qdisc netem", "qdisc fq", "qdisc hfsc", "filter matchall", "action police")
	c, run := open(t)
	for _, step := range []tcStep{
		{"add", kw("index", "v0", "kind", "htb", "handle", "1:", "root", true)},
		{"add-class", kw("index", "v0", "kind", "htb", "parent", "1:", "handle", "1:10", "rate", "10%", "ceil", "50.5 %")},
		{"add", kw("index", "v0", "kind", "netem", "parent", "1:10", "handle", "2:", "rate", "2%")},
		{"add", kw("index", "v1", "kind", "tbf", "handle", "1:", "root", true, "rate", "1%", "burst", "10k", "latency", "50ms")},
		{"replace", kw("index", "v1", "kind", "fq", "handle", "2:", "root", true, "maxrate", "3%")},
		{"replace", kw("index", "v1", "kind", "hfsc", "handle", "3:", "root", true)},
		{"add-class", kw("index", "v1", "kind", "hfsc", "parent", "3:", "handle", "3:1", "sc", kw("m2", "4%"))},
		{"add-filter", kw("index", "v0", "kind", "matchall", "parent", "1:", "action", kw("kind", "police", "rate", "5%", "burst", "10k", "action", "drop"))},
	} {
		if err := do(c, "tc", step.verb, step.kw); err != nil {
			t.Errorf("%s %v: %v", step.verb, step.kw, err)
		}
	}
	for what, want := range map[string]string{
		"class show dev v0": "rate 1Gbit ceil 5050Mbit", "qdisc show dev v0": "rate 200Mbit", "class show dev v1": "sc m1 0bit d 0us m2 400Mbit",
		"filter show dev v0": "rate 500Mbit",
	} {
		if out := run(append([]string{"tc", "-d"}, strings.Fields(what)...)...); !strings.Contains(out, want) {
			t.Errorf("tc %s: want %q, got\n%s", what, want, out)
		}
	}
	for want, kw := range map[string]codec.Table{
		"between 0 and 100":           kw("index", "v0", "kind", "tbf", "rate", "101%", "burst", "10k", "latency", "50ms"),
		"does not know its speed":     kw("index", "lo", "kind", "tbf", "rate", "1%", "burst", "10k", "latency", "50ms"),
		"say which link by index":     kw("block", 5, "kind", "tbf", "rate", "1%", "burst", "10k", "latency", "50ms"),
		"rate \"1ly\": unknown unit":  kw("index", "v0", "kind", "tbf", "rate", "1ly", "burst", "10k", "latency", "50ms"),
		"limit or latency is missing": kw("index", "v0", "kind", "tbf", "rate", "1%", "burst", "10k"),
	} {
		if err := do(c, "tc", "add", kw); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("want an error with %q, got %v", want, err)
		}
	}
}

// TestIPSetByName matches by a set that is given by name, and by number as the kernel keeps it.
func TestIPSetByName(t *testing.T) {
	nstest.Need(t, "command tc", "qdisc clsact", "filter basic", "lab")
	c, _ := open(t)
	if err := netns.Do(c.Options().NetNS, func() error { return makeSet("first") }); err != nil {
		t.Fatal(err)
	}
	if err := netns.Do(c.Options().NetNS, func() error { return makeSet("second") }); err != nil {
		t.Fatal(err)
	}
	for _, step := range []tcStep{
		{"add", kw("index", "v0", "kind", "clsact")},
		{"add-filter", kw("index", "v0", "kind", "basic", "parent", "ingress", "prio", 1, "match", "ipset(second src)")},
		{"add-filter", kw("index", "v0", "kind", "basic", "parent", "ingress", "prio", 2, "match", kw("kind", "ipset", "name", "second", "direction", "src"))},
		{"add-filter", kw("index", "v0", "kind", "basic", "parent", "ingress", "prio", 3, "match", kw("kind", "ipset", "index", 1, "direction", "src"))},
	} {
		if err := do(c, "tc", step.verb, step.kw); err != nil {
			t.Fatalf("%s %v: %v", step.verb, step.kw, err)
		}
	}
	if n := everything(t, c, "dump-filter", kw("index", "v0", "parent", "ingress")); n < 3 {
		t.Errorf("%d filters", n)
	}
	err := do(c, "tc", "add-filter", kw("index", "v0", "kind", "basic", "parent", "ingress", "match", "ipset(third src)"))
	if err == nil || !strings.Contains(err.Error(), `set "third": there is none of that name`) {
		t.Error(err)
	}
}

// makeSet makes a set of addresses: IPSET_CMD_CREATE with IPSET_ATTR_PROTOCOL, SETNAME, TYPENAME, REVISION, FAMILY, DATA
// (include/uapi/linux/netfilter/ipset/ip_set.h).
func makeSet(name string) error {
	fd, err := unix.Socket(unix.AF_NETLINK, unix.SOCK_RAW|unix.SOCK_CLOEXEC, unix.NETLINK_NETFILTER)
	if err != nil {
		return err
	}
	defer unix.Close(fd)
	body := []byte{unix.AF_INET, 0, 0, 0}
	for _, a := range []struct {
		typ   uint16
		value string
	}{{1, "\x07"}, {2, name + "\x00"}, {3, "hash:ip\x00"}, {4, "\x00"}, {5, "\x02"}, {7 | unix.NLA_F_NESTED, ""}} {
		body = codec.AppendAttr(body, a.typ, []byte(a.value))
	}
	msg := binary.NativeEndian.AppendUint32(nil, uint32(unix.NLMSG_HDRLEN+len(body)))
	msg = binary.NativeEndian.AppendUint16(msg, 6<<8|2)
	msg = binary.NativeEndian.AppendUint16(msg, unix.NLM_F_REQUEST|unix.NLM_F_ACK|unix.NLM_F_CREATE|unix.NLM_F_EXCL)
	if _, err := unix.Write(fd, append(append(msg, make([]byte, 8)...), body...)); err != nil {
		return err
	}
	answer := make([]byte, 4096)
	if _, err := unix.Read(fd, answer); err != nil {
		return err
	}
	if errno := int32(binary.NativeEndian.Uint32(answer[16:])); errno != 0 {
		return unix.Errno(-errno)
	}
	return nil
}
