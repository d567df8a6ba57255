package request

import (
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"golang.org/x/sys/unix"

	"nlua/rtnl/codec"
	"nlua/rtnl/names"
)

// fakeSystem is a Resolver with three links.
type fakeSystem struct{ db *names.DB }

func (fakeSystem) LinkIndex(name string) (int, error) {
	if i := map[string]int{"lo": 1, "eth0": 2, "br0": 7}[name]; i != 0 {
		return i, nil
	}
	return 0, unix.ENODEV
}

func (fakeSystem) LinkName(index int) (string, error) {
	if name := map[int]string{1: "lo", 2: "eth0", 7: "br0"}[index]; name != "" {
		return name, nil
	}
	return "", unix.ENODEV
}

func (fakeSystem) NetNS(name string) (int, error) { return -1, unix.ENOENT }
func (s fakeSystem) Names() *names.DB             { return s.db }

var system = fakeSystem{names.Load("testdata/none")}

type kw = codec.Table

// of makes keywords of names and values in turn.
func of(pairs ...any) (t kw) {
	for i := 0; i < len(pairs); i += 2 {
		t = append(t, codec.Pair{Name: pairs[i].(string), Value: pairs[i+1]})
	}
	return t
}

// show writes a request as text: verb's type and flags, then what codec reads in the body.
func show(r *Request) string {
	v := codec.ViewOf(r.Set, r.Body, nil)
	head, attrs := v.Tables()
	return fmt.Sprintf("%d/%x", r.Type, r.Flags) + text1(head) + text1(attrs)
}

func text1(v any) string {
	switch x := v.(type) {
	case codec.Table:
		var parts []string
		for _, p := range x {
			if s := text1(p.Value); s != "0" && s != "[]" || len(x) < 4 {
				parts = append(parts, p.Name+"="+s)
			}
		}
		return "[" + strings.Join(parts, " ") + "]"
	case []any:
		var parts []string
		for _, e := range x {
			parts = append(parts, text1(e))
		}
		return "{" + strings.Join(parts, " ") + "}"
	case []byte:
		return "x" + hex.EncodeToString(x)
	}
	return fmt.Sprint(v)
}

// parts is what show gives, in any order.
func parts(shown string) string {
	list := strings.FieldsFunc(shown, func(r rune) bool { return strings.ContainsRune("[]{} ", r) })
	slices.Sort(list)
	return strings.Join(list, " ")
}

func TestBuild(t *testing.T) {
	for _, c := range []struct {
		object, verb string
		kw           kw
		want         string
	}{
		{"link", "add", of("ifname", "d0", "kind", "dummy"), `16/605[][ifname=d0 linkinfo=[kind=dummy]]`},
		{"link", "add", of("ifname", "v0", "kind", "vlan", "vlan_id", 5.0, "link", "eth0", "vlan_flags", []any{"gvrp", "!reorder_hdr"}), `16/605[][ifname=v0 link=2 linkinfo=[kind=vlan data=[vlan_id=5 vlan_flags=[flags=2 mask=3]]]]`},
		{"link", "set", of("index", "eth0", "state", "up", "arp", false, "mtu", 1400.0, "master", false), `16/5[index=2 flags=129 change=129][mtu=1400 master=0]`},
		{"link", "set", of("index", 2.0, "kind", "bridge_slave", "cost", 5.0), `16/5[index=2][linkinfo=[slave_kind=bridge slave_data=[cost=5]]]`},
		{"link", "property_add", of("index", 2.0, "altname", []any{"x", "y"}), `108/c05[index=2][prop_list=[alt_ifname={x y}]]`},
		{"link", "set", of("index", 2.0, "vf", of("vf", 1.0, "mac", "00:11:22:33:44:55", "vlan", 5.0, "spoofchk", true)), `16/5[index=2][vfinfo_list=[info={[mac=[vf=1 mac=00:11:22:33:44:55] vlan=[vf=1 vlan=5 qos=0] spoofchk=[vf=1 spoofchk=1]]}]]`},
		{"link", "set", of("index", 2.0, "attrs", []any{[]any{"IFLA_MTU", 1400.0}, []any{200.0, "\x01\x02"}}), `16/5[index=2][mtu=1400 IFLA_200=x0102]`},
		{"link", "set", of("index", 2.0, "xdp_fd", -1.0), `16/5[index=2][xdp=[xdp_fd=-1]]`},
		{"link", "get", of("altname", "x", "ext_mask", "vf"), `18/5[][ext_mask=1 alt_ifname=x]`},
		{"addr", "add", of("index", "eth0", "address", "10.0.0.1/24", "broadcast", true), `20/605[family=2 prefixlen=24 index=2][address=10.0.0.1 local=10.0.0.1 broadcast=10.0.0.255]`},
		{"addr", "add", of("index", 2.0, "address", "fe80::0:1", "valid", 60.0), `20/605[family=10 prefixlen=128 index=2][address=fe80::1 cacheinfo=[ifa_preferred=60 ifa_valid=60]]`},
		{"addr", "del", of("index", 2.0, "address", "10.0.0.1"), `21/5[family=2 index=2][local=10.0.0.1]`},
		{"addr", "add", of("index", 2.0, "address", "10.0.0.2", "local", "10.0.0.1"), `20/605[family=2 prefixlen=32 index=2][address=10.0.0.2 local=10.0.0.1]`},
		{"route", "add", of("dst", "10.0.0.0/8", "oif", "eth0"), `24/605[family=2 dst_len=8 table=254 proto=4 scope=253 type=1][dst=10.0.0.0 oif=2 table=254]`},
		{"route", "add", of("dst", "default", "gateway", "fe80::1", "oif", 2.0), `24/605[family=10 table=254 proto=4 type=1][oif=2 gateway=fe80::1 table=254]`},
		{"route", "add", of("dst", "10.0.0.0/255.0.0.0", "gateway", "fe80::1", "table", 1000.0, "metrics", of("mtu", 1300.0)), `24/605[family=2 dst_len=8 table=252 proto=4 type=1][dst=10.0.0.0 metrics=[mtu=1300] table=1000 via=[family=10 addr=fe80::1]]`},
		{"route", "add", of("dst", "10.0.0.0/8", "multipath", []any{of("gateway", "10.0.0.1", "hops", 2.0), of("oif", "eth0", "encap", of("type", "mpls", "labels", "200/300"))}), `24/605[family=2 dst_len=8 table=254 proto=4 type=1][dst=10.0.0.0 multipath={[gateway=10.0.0.1 hops=2] [encap_type=1 encap=[dst={[label=200] [label=300 bos=1]}] oif=2]} table=254]`},
		{"route", "add", of("dst", "2001:db8::/32", "oif", 2.0, "encap", of("type", "seg6", "mode", "encap", "segs", "2000::1,2000::2")), `24/605[family=10 dst_len=32 table=254 proto=4 type=1][dst=2001:db8:: oif=2 table=254 encap_type=5 encap=[srh=[mode=encap segments_left=1 segs={2000::1 2000::2}]]]`},
		{"route", "add", of("family", 28.0, "dst", 20.0, "oif", 2.0, "via", of("family", 2.0, "addr", "10.0.0.1"), "newdst", []any{30.0, 40.0}), `24/605[family=28 dst_len=20 table=254 proto=4 type=1][dst={[label=20 bos=1]} oif=2 via=[family=2 addr=10.0.0.1] newdst={[label=30] [label=40 bos=1]}]`},
		{"route", "add", of("family", "mctp", "dst", 9.0, "dst_len", 2.0, "oif", 2.0, "metrics", of("mtu", 80.0)), `24/605[family=45 dst_len=2 type=1][dst=9 oif=2 metrics=[mtu=80]]`},
		{"route", "del", of("family", "mctp", "dst", "9", "oif", 2.0), `25/5[family=45 type=1][dst=9 oif=2]`},
		{"addr", "add", of("family", "mctp", "index", 2.0, "address", 8.0), `20/605[family=45 index=2][address=8]`},
		{"neigh", "add", of("family", "mctp", "dst", 9.0, "ifindex", 2.0, "lladdr", "10"), `28/605[family=45 ifindex=2 state=128][dst=9 lladdr=10]`},
		{"link", "set", of("index", 2.0, "mctp_net", 5.0), `16/5[index=2][af_spec=[af_mctp=[net=5]]]`},
		{"route", "del", of("dst", "10.0.0.0/8"), `25/5[family=2 dst_len=8 table=254 scope=255][dst=10.0.0.0 table=254]`},
		{"route", "get", of("dst", "10.0.0.1"), `26/5[family=2 dst_len=32 flags=4096][dst=10.0.0.1]`},
		{"route", "add", of("dst", "10.0.0.1", "type", "blackhole", "proto", "boot", "flags", "onlink"), `24/605[family=2 dst_len=32 table=254 proto=3 type=6 flags=4][dst=10.0.0.1 table=254]`},
		{"rule", "add", of("src", "10.0.0.0/24", "table", "local", "sport_range", "80-120", "fwmark", "0x10/0xff"), `32/605[family=2 src_len=24 table=255 action=1][src=10.0.0.0 priority=32000 fwmark=16 table=255 fwmask=255 sport_range=[start=80 end=120]]`},
		{"rule", "del", of("priority", 100.0), `33/5[family=2][priority=100]`},
		{"rule", "add", of("goto", 200.0, "invert", true), `32/605[family=2 action=2 flags=2][goto=200 priority=32000]`},
		{"neigh", "add", of("dst", "10.0.0.1", "lladdr", "00:11:22:33:44:55", "index", "eth0"), `28/605[family=2 ifindex=2 state=128][dst=10.0.0.1 lladdr=00:11:22:33:44:55]`},
		{"neigh", "replace", of("dst", "10.0.0.1", "ifindex", 2.0, "state", "stale,noarp", "flags", []any{"router", "managed"}), `28/505[family=2 ifindex=2 state=68 flags=128][dst=10.0.0.1 flags_ext=1]`},
		{"link", "add", of("ifname", "a", "kind", "veth", "peer", of("ifname", "b", "mtu", 1300.0, "state", "up")), `16/605[][ifname=a linkinfo=[kind=veth data=[peer=[ifname=b mtu=1300 flags=1 change=1]]]]`},
		{"link", "add", of("ifname", "a", "kind", "veth", "peer", "b"), `16/605[][ifname=a linkinfo=[kind=veth data=[peer=[ifname=b]]]]`},
		{"link", "add", of("kind", "macvlan", "link", 2.0, "mode", "private"), `16/605[][link=2 linkinfo=[kind=macvlan data=[macvlan_mode=private]]]`},
		{"link", "add", of("kind", "vxlan", "vxlan_id", 5.0, "vxlan_group", "ff02::1", "vxlan_link", "eth0", "vxlan_port", 4789.0, "vxlan_learning", false), `16/605[][linkinfo=[kind=vxlan data=[vxlan_id=5 vxlan_group6=ff02::1 vxlan_link=2 vxlan_port=4789]]]`},
		{"link", "add", of("kind", "bond", "bond_mode", "active-backup", "bond_arp_ip_target", []any{"10.0.0.1"}), `16/605[][linkinfo=[kind=bond data=[bond_mode=1 bond_arp_ip_target={10.0.0.1}]]]`},
		{"link", "add", of("kind", "ipip", "ipip_local", "10.0.0.1", "ipip_remote", "10.0.0.2"), `16/605[][linkinfo=[kind=ipip data=[ipip_local=10.0.0.1 ipip_remote=10.0.0.2]]]`},
		{"link", "add", of("kind", "macvlan", "link", 2.0, "mode", "source", "macvlan_macaddr_mode", "set", "macvlan_macaddr_data", []any{"02:00:00:00:00:01", "02:00:00:00:00:02"}), `16/605[][link=2 linkinfo=[kind=macvlan data=[macvlan_mode=source macvlan_macaddr_mode=set macvlan_macaddr_data=[macvlan_macaddr={02:00:00:00:00:01 02:00:00:00:00:02}]]]]`},
		{"link", "add", of("kind", "ip6gre", "okey", 7.0, "ip6gre_ikey", 8.0), `16/605[][linkinfo=[kind=ip6gre data=[ip6gre_okey=7 ip6gre_ikey=8 ip6gre_iflags=8192 ip6gre_oflags=8192]]]`},
		{"link", "add", of("kind", "macvtap", "mode", "source", "macvtap_macaddr_data", []any{"02:00:00:00:00:01"}), `16/605[][linkinfo=[kind=macvtap data=[macvtap_mode=source macvtap_macaddr_data=[macvtap_macaddr={02:00:00:00:00:01}]]]]`},
		{"link", "add", of("kind", "gretap", "gre_local", "10.0.0.1", "gre_ikey", 7.0), `16/605[][linkinfo=[kind=gretap data=[gre_local=10.0.0.1 gre_ikey=7 gre_iflags=8192]]]`},
		{"link", "add", of("kind", "vlan", "link", 2.0, "vlan_id", 5.0, "vlan_egress_qos", of("from", 1.0, "to", 2.0)), `16/605[][link=2 linkinfo=[kind=vlan data=[vlan_id=5 vlan_egress_qos=[mapping={[from=1 to=2]}]]]]`},
		{"link", "set", of("index", 2.0, "af_spec", of("af_inet6", of("addr_gen_mode", 1.0))), `16/5[index=2][af_spec=[af_inet6=[inet6_addr_gen_mode=1]]]`},
		{"link", "set", of("index", 2.0, "inet_conf", of("forwarding", true, "disable_xfrm", 1.0)), `16/5[index=2][af_spec=[af_inet=[conf=[forwarding=1 noxfrm=1]]]]`},
		{"fdb", "add", of("lladdr", "02:00:00:00:00:01", "ifindex", 2.0, "dst", "10.0.0.1", "vni", 7.0, "via", "br0"), `28/605[family=7 ifindex=2 state=192 flags=2][dst=10.0.0.1 lladdr=02:00:00:00:00:01 vni=7 ifindex=7]`},
		{"fdb", "append", of("lladdr", "02:00:00:00:00:01", "ifindex", 2.0, "master", true, "vlan", 5.0, "state", "reachable"), `28/c05[family=7 ifindex=2 state=66 flags=4][lladdr=02:00:00:00:00:01 vlan=5]`},
		{"fdb", "dump", of("ifindex", "eth0"), `30/301[family=7 ifindex=2][]`},
		{"brport", "set", of("index", 2.0, "cost", 5.0, "learning", false, "state", "blocking"), `16/5[index=2][linkinfo=[slave_kind=bridge slave_data=[cost=5 learning=0 state=4]]]`},
		{"brport", "dump", of("cost", 5.0), `18/301[family=7][]`},
		{"vlan_filter", "add", of("index", 2.0, "vlan_info", of("vid", 5.0, "pvid", true)), `19/5[family=7 index=2][af_spec=[vlan_info={[flags=6 vid=5]}]]`},
		{"vlan_filter", "add", of("index", 2.0, "vlan_info", of("vid", "5-10", "untagged", true), "vlan_flags", "self"), `19/5[family=7 index=2][af_spec=[vlan_info={[flags=12 vid=5] [flags=20 vid=10]} flags=2]]`},
		{"vlan_filter", "del", of("index", 2.0, "vlan_tunnel_info", of("vid", "5-6", "id", "100-101")), `17/5[family=7 index=2][af_spec=[vlan_tunnel_info={[id=100 vid=5 flags=8] [id=101 vid=6 flags=16]}]]`},
		{"vlandb", "set", of("index", 2.0, "vid", "5-10", "state", "blocking", "neigh_suppress", true), `112/5[family=7 ifindex=2][entry={[info=[flags=64 vid=5] range=10 state=4 neigh_suppress=1]}]`},
		{"vlandb", "set", of("index", 2.0, "global_options", of("id", 5.0, "mcast_snooping", true)), `112/5[family=7 ifindex=2][global_options={[id=5 mcast_snooping=1]}]`},
		{"vlandb", "dump", of("index", 2.0, "dump_flags", "global"), `114/301[family=7 ifindex=2][dump_flags=2]`},
		{"mdb", "add", of("dev", "br0", "port", "eth0", "grp", "239.1.1.1", "vid", 5.0, "permanent", true, "filter_mode", "include", "src_list", []any{"10.0.0.1"}), `84/605[family=7 ifindex=7][set_entry=[ifindex=2 state=1 vid=5 addr=239.1.1.1 proto=2048] set_entry_attrs=[src_list=[entry={[address=10.0.0.1]}] group_mode=1]]`},
		{"mdb", "del", of("dev", "br0", "port", "eth0", "grp", "01:00:5e:00:00:01"), `85/5[family=7 ifindex=7][set_entry=[ifindex=2 addr=01:00:5e:00:00:01]]`},
		{"mdb", "dump", of("dev", "br0"), `86/301[family=7 ifindex=0][]`},
		{"nexthop", "add", of("id", 1.0, "gateway", "fe80::1", "oif", "eth0"), `104/605[family=10][id=1 oif=2 gateway=fe80::1]`},
		{"nexthop", "add", of("id", 1.0, "blackhole", true), `104/605[family=2][id=1 blackhole=true]`},
		{"nexthop", "add", of("id", 3.0, "group", "1/2,3", "type", "resilient", "buckets", 8.0, "idle_timer", "10s"), `104/605[][id=3 group={[id=1 weight=1 weight_high=0] [id=2 weight=3 weight_high=0]} group_type=1 res_group=[buckets=8 idle_timer=1000]]`},
		{"nexthop", "add", of("id", 3.0, "group", []any{1.0, of("id", 2.0, "weight", 300.0)}), `104/605[][id=3 group={[id=1 weight=1 weight_high=0] [id=2 weight=44 weight_high=1]}]`},
		{"nexthop", "dump", of("groups", true, "oif", 2.0), `106/301[][oif=2 groups=true]`},
		{"nexthop", "dump-buckets", of("id", 3.0), `118/301[][]`},
		{"netconf", "get", of("index", "all"), `82/5[family=2][ifindex=-1]`},
		{"addrlabel", "add", of("prefix", "2001:db8::/32", "label", 7.0), `72/605[family=10 prefixlen=32][address=2001:db8:: label=7]`},
		{"ntable", "set", of("name", "arp_cache", "dev", "eth0", "base_reachable_time", "20s", "thresh1", 5.0), `67/105[family=0][name=arp_cache thresh1=5 parms=[ifindex=2 base_reachable_time=20000]]`},
		{"stats", "get", of("index", 2.0), `94/5[family=0 ifindex=2 filter_mask=31][]`},
		{"stats", "dump", of("filter_mask", "link_64", "index", 2.0), `94/301[family=0 ifindex=0 filter_mask=1][]`},
		{"nsid", "add", of("fd", 5.0), `88/5[family=0][nsid=-1 fd=5]`},
		{"nsid", "get", of("pid", 1.0, "target_nsid", 3.0), `90/5[family=0][pid=1 target_nsid=3]`},
		{"fdb", "dump", of("index", "eth0", "via", "br0"), `30/301[family=7 ifindex=2][]`},
		{"link", "dump", of("kind", "vlan", "master", "br0", "vlan_id", 5.0), `18/301[][master=7 linkinfo=[kind=vlan]]`},
		{"route", "dump", of("table", 99.0, "dst", "10.0.0.0/8", "proto", "static"), `26/301[family=2 proto=4][table=99]`},
		{"nexthop", "add", of("id", 1.0, "gateway", "10.0.0.1", "dev", "eth0"), `104/605[family=2][id=1 oif=2 gateway=10.0.0.1]`},
		{"nexthop", "add", of("id", 2.0, "via", of("family", 10.0, "addr", "fe80::1"), "oif", 2.0, "flags", "onlink", "proto", "static"), `104/605[family=10 protocol=4 flags=4][id=2 oif=2 gateway=fe80::1]`},
		{"nexthop", "add", of("id", 3.0, "blackhole", true), `104/605[family=2][id=3 blackhole=true]`},
		{"nexthop", "add", of("id", 10.0, "group", "1,10/2"), `104/605[][id=10 group={[id=1 weight=10 weight_high=0] [id=2 weight=1 weight_high=0]}]`},
		{"nexthop", "replace", of("id", 10.0, "group", []any{1.0, of("id", 2.0, "weight", 300.0)}), `104/505[][id=10 group={[id=1 weight=1 weight_high=0] [id=2 weight=44 weight_high=1]}]`},
		{"nexthop", "add", of("id", 10.0, "group", 1.0, "buckets", 32.0, "idle_timer", "60s"), `104/605[][id=10 group={[id=1 weight=1 weight_high=0]} group_type=1 res_group=[buckets=32 idle_timer=6000]]`},
		{"nexthop", "add", of("id", 5.0, "oif", "eth0", "gateway", "10.0.0.1", "encap", of("type", "mpls", "labels", 100.0)), `104/605[family=2][id=5 oif=2 gateway=10.0.0.1 encap_type=1 encap=[dst={[label=100 bos=1]}]]`},
		{"nexthop", "del", of("id", 1.0), `105/5[][id=1]`},
		{"nexthop", "get", of("id", 1.0), `106/5[][id=1]`},
		{"nexthop", "dump", of("oif", "eth0", "groups", true, "master", "br0"), `106/301[][oif=2 groups=true master=7]`},
		{"nexthop", "get-bucket", of("id", 10.0, "bucket", 3.0), `118/5[][id=10 res_bucket=[index=3]]`},
		{"nexthop", "dump-buckets", of("nhid", 2.0), `118/301[][res_bucket=[nh_id=2]]`},
		{"mdb", "add", of("dev", "br0", "port", "eth0", "grp", "239.1.1.1", "vid", 5.0, "state", "permanent", "src", "10.0.0.1"), `84/605[family=7 ifindex=7][set_entry=[ifindex=2 state=1 vid=5 addr=239.1.1.1 proto=2048] set_entry_attrs=[source=10.0.0.1]]`},
		{"mdb", "replace", of("dev", "br0", "port", 2.0, "grp", "ff0e::1", "filter_mode", "exclude", "source_list", []any{"fd00::1", "fd00::2"}, "proto", "bgp"), `84/505[family=7 ifindex=7][set_entry=[ifindex=2 addr=ff0e::1 proto=34525] set_entry_attrs=[src_list=[entry={[address=fd00::1] [address=fd00::2]}] group_mode=0 rtprot=186]]`},
		{"mdb", "del", of("dev", "br0", "port", "br0", "grp", "01:00:5e:00:00:01"), `85/5[family=7 ifindex=7][set_entry=[ifindex=7 addr=01:00:5e:00:00:01]]`},
		{"mdb", "dump", of("dev", "br0", "grp", "239.1.1.1"), `86/301[family=7 ifindex=0][]`},
		{"netconf", "get", of("dev", "eth0"), `82/5[family=2][ifindex=2]`},
		{"netconf", "get", of("ifindex", "all", "family", "inet6"), `82/5[family=10][ifindex=-1]`},
		{"netconf", "dump", nil, `82/301[family=2][]`},
		{"addrlabel", "add", of("prefix", "2001:db8::/32", "label", 99.0, "dev", "eth0"), `72/605[family=10 prefixlen=32 index=2][address=2001:db8:: label=99]`},
		{"addrlabel", "del", of("prefix", "::/0"), `73/5[family=10][address=:: label=0]`},
		{"addrlabel", "get", of("address", "2001:db8::1"), `74/5[family=10 prefixlen=128][address=2001:db8::1]`},
		{"ntable", "set", of("name", "arp_cache", "dev", "eth0", "base_reachable_time", "15s", "ucast_probes", 5.0), `67/105[family=0][name=arp_cache parms=[ifindex=2 base_reachable_time=15000 ucast_probes=5]]`},
		{"nsid", "add", of("pid", 7.0), `88/5[family=0][nsid=-1 pid=7]`},
		{"nsid", "get", of("pid", 7.0, "target_nsid", 3.0), `90/5[family=0][pid=7 target_nsid=3]`},
		{"nsid", "dump", of("target_nsid", 3.0), `90/301[family=0][target_nsid=3]`},
		{"stats", "get", of("ifindex", "eth0"), `94/5[family=0 ifindex=2 filter_mask=31][]`},
		{"stats", "dump", of("filter_mask", []any{"link_64", "af_spec"}), `94/301[family=0 ifindex=0 filter_mask=17][]`},
		{"stats", "get", of("ifindex", 2.0, "filters", of("link_offload_xstats", "l3_stats")), `94/5[family=0 ifindex=2 filter_mask=31][get_filters=[link_offload_xstats=4]]`},
		{"stats", "set", of("ifindex", 2.0, "l3_stats", true), `95/5[family=0 ifindex=2 filter_mask=0][set_offload_xstats_l3_stats=1]`},
	} {
		r, err := Build(ByName(c.object), c.verb, c.kw, system)
		if err != nil {
			t.Errorf("%s %s %v: %v", c.object, c.verb, c.kw, err)
			continue
		}
		if got := show(r); got != c.want {
			t.Errorf("%s %s %v:\n got %s\nwant %s", c.object, c.verb, c.kw, got, c.want)
		}
		slices.Reverse(c.kw) // a script's table has no order
		if r, err = Build(ByName(c.object), c.verb, c.kw, system); err != nil || parts(show(r)) != parts(c.want) {
			t.Errorf("%s %s backwards %v: %v\n got %s\nwant %s", c.object, c.verb, c.kw, err, show(r), c.want)
		}
	}
}

func TestErrors(t *testing.T) {
	for _, c := range []struct {
		object, verb string
		kw           kw
		want         string
	}{
		{"link", "ad", nil, `link: unknown verb "ad": did you mean "add"?`},
		{"link", "add", of("ifnam", "x"), `link add: unknown keyword "ifnam": did you mean "ifname"?`},
		{"link", "set", of("index", "nope"), `link set: index: link "nope": no such device`},
		{"link", "add", of("kind", "vlan", "vlan_idd", 5.0), `link add: unknown keyword "vlan_idd": did you mean "vlan_id"?`},
		{"link", "add", of("kind", "vlan", "vlan_id", 70000.0), `link add: vlan_id: 70000 does not fit in 16 bits (0 to 65535)`},
		{"link", "add", of("vlan_id", 5.0), `link add: "vlan_id" belongs to a kind: give kind = "vlan" too`},
		{"link", "set", of("index", 1.0, "mtu", false), `link set: mtu: false is no value for it`},
		{"route", "add", of("dst", "10.0.0.0/33"), `route add: dst: "10.0.0.0/33": want a length of 0 to 32 or a mask behind the "/"`},
		{"route", "add", of("dst", "10.0.0.0/8", "table", "mainn"), `route add: table: "mainn" is no routing table: did you mean "main"?`},
		{"route", "add", of("dst", "10.0.0.0/8", "metrics", of("mtuu", 5.0)), `route add: metrics.mtuu: metrics has no such attribute: did you mean "mtu"?`},
		{"route", "add", of("dst", "10.0.0.0/8", "type", "blackhol"), `route add: type: "blackhol" is not known: did you mean "blackhole"?`},
		{"route", "add", of("dst", "10.0.0.0/8", "multipath", []any{of("gatewy", 5.0)}), `route add: multipath.1.gatewy: hop has no such attribute: did you mean "gateway"?`},
		{"link", "set", of("index", 1.0, "flags", []any{"upp"}), `link set: flags: unknown flag "upp": did you mean "up"?`},
		{"link", "set", of("index", 1.0, "net_ns_fd", "blue"), `link set: net_ns_fd: no such file or directory`},
		{"nexthop", "add", of("id", 1.0, "group", "1,0"), `nexthop add: group: member 1: want the id of a nexthop, and a weight of 1 to 65536`},
		{"nexthop", "add", of("gatewy", "10.0.0.1"), `nexthop add: unknown keyword "gatewy": did you mean "gateway"?`},
		{"nexthop", "add", of("gateway", "10.0.0.1/8"), `nexthop add: gateway: want an address without a length`},
		{"addr", "add", of("index", 2.0, "address", 8.0), `addr add: address: want an address as a string: "10.0.0.1/24"`},
		{"addr", "add", of("family", "mctp", "index", 2.0, "address", "10.0.0.1"), `addr add: address: want an endpoint id of 8 to 254, got 10.0.0.1`},
		{"mdb", "add", of("port", "eth0", "grp", "239.1.1.1"), `mdb add: dev is missing: the bridge or vxlan link`},
		{"mdb", "add", of("dev", "br0", "grp", "nonsense"), `mdb add: grp: "nonsense" is no address`},
		{"addrlabel", "add", of("prefix", "10.0.0.0/8", "label", 1.0), `addrlabel add: prefix: want an IPv6 prefix`},
		{"ntable", "set", of("dev", "eth0"), `ntable set: name is missing: "arp_cache" or "ndisc_cache"`},
		{"stats", "dump", of("filter_mask", "link64"), `stats dump: filter_mask: "link64" is none of link_64, link_xstats, link_xstats_slave, link_offload_xstats, af_spec`},
		{"stats", "get", nil, `stats get: index is missing`},
	} {
		_, err := Build(ByName(c.object), c.verb, c.kw, system)
		if err == nil || err.Error() != c.want {
			t.Errorf("%s %s %v:\n got %v\nwant %s", c.object, c.verb, c.kw, err, c.want)
		}
	}
	_, err := Build(ByName("link"), "set", of("index", "nope"), system)
	if !errors.Is(err, unix.ENODEV) {
		t.Errorf("a missing link is not ENODEV: %v", err)
	}
}

// body reads hex with spaces.
func body(t *testing.T, s string) []byte {
	t.Helper()
	b, err := hex.DecodeString(strings.ReplaceAll(s, " ", ""))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// TestGolden compares bytes that were written by hand after include/uapi/linux: little-endian.
func TestGolden(t *testing.T) {
	for _, c := range []struct {
		object, verb string
		kw           kw
		want         string
	}{
		{"link", "set", of("index", 2.0, "mtu", 1400.0, "state", "up"), "00 00 0000 02000000 01000000 01000000  0800 0400 78050000"},
		{"link", "add", of("kind", "vlan", "vlan_id", 5.0), "00 00 0000 00000000 00000000 00000000  1c00 1280  0900 0100 766c616e00 000000  0c00 0280  0600 0100 0500 0000"},
		{"addr", "add", of("index", 2.0, "address", "10.0.0.1/24"), "02 18 00 00 02000000  0800 0100 0a000001  0800 0200 0a000001"},
		{"route", "add", of("dst", "10.0.0.0/8", "gateway", "10.1.1.1"), "02 08 00 00 fe 04 00 01 00000000  0800 0100 0a000000  0800 0500 0a010101  0800 0f00 fe000000"},
		{"route", "add", of("dst", "10.0.0.0/8", "multipath", []any{of("gateway", "10.1.1.1", "hops", 1.0, "oif", 2.0)}),
			"02 08 00 00 fe 04 00 01 00000000  0800 0100 0a000000  1400 0900  1000 00 01 02000000  0800 0500 0a010101  0800 0f00 fe000000"},
		{"rule", "add", of("src", "10.0.0.0/8", "table", 100.0), "02 00 08 00 64 00 00 01 00000000  0800 0200 0a000000  0800 0600 007d0000  0800 0f00 64000000"},
		{"neigh", "add", of("dst", "10.0.0.1", "ifindex", 2.0, "lladdr", "02:00:00:00:00:01"), "02 00 0000 02000000 8000 00 00  0800 0100 0a000001  0a00 0200 020000000001 0000"},
		{"nexthop", "add", of("id", 10.0, "group", "1,3"), "00 00 00 00 00000000  0800 0100 0a000000  0c00 0200 01000000 02 00 0000"},
		{"mdb", "add", of("dev", "br0", "port", 2.0, "grp", "239.1.1.1"), "07 000000 07000000  2000 0100 02000000 00 00 0000 ef010101 000000000000000000000000 0800 0000"},
		{"netconf", "get", of("ifindex", "default"), "02 000000  0800 0100 feffffff"},
		{"nsid", "get", of("pid", 7.0), "00 000000  0800 0200 07000000"},
	} {
		r, err := Build(ByName(c.object), c.verb, c.kw, system)
		if err != nil {
			t.Errorf("%s %s %v: %v", c.object, c.verb, c.kw, err)
			continue
		}
		if want := body(t, c.want); !bytes.Equal(r.Body, want) {
			t.Errorf("%s %s %v:\n got %x\nwant %x", c.object, c.verb, c.kw, r.Body, want)
		}
	}
}

// TestKeyword checks that an error's offset leads back to the script's word.
func TestKeyword(t *testing.T) {
	r, err := Build(ByName("link"), "add", of("ifname", "v0", "kind", "vlan", "link", "eth0", "vlan_id", 5.0), system)
	if err != nil {
		t.Fatal(err)
	}
	at := bytes.Index(r.Body, body(t, "0600 0100 0500"))
	for off, want := range map[int]string{16 + 4: "", 16 + 16: "ifname", 16 + 16 + 8: "link", 16 + at: "vlan_id"} {
		if got := r.Keyword(off); got != want {
			t.Errorf("offset %d: got %q, want %q", off, got, want)
		}
	}
	r, err = Build(ByName("route"), "add", of("dst", "10.0.0.0/8", "metrics", of("mtu", 5.0), "proto", 300.0), system)
	if err == nil || r != nil || err.Error() != "route add: proto: 300 does not fit in 8 bits (0 to 255)" {
		t.Errorf("proto 300: %v", err)
	}
}

// encode makes a message to try filters on.
func encode(t *testing.T, object string, head, attrs kw) codec.View {
	t.Helper()
	set := ByName(object).Set
	b, err := codec.Encode(set, head, attrs)
	if err != nil {
		t.Fatal(err)
	}
	return codec.ViewOf(set, b, nil)
}

// filterCase is a dump's keywords, and whether a message passes.
type filterCase struct {
	object string
	kw     kw
	view   codec.View
	want   bool
}

func testFilters(t *testing.T, cases []filterCase) {
	t.Helper()
	for _, c := range cases {
		r, err := Build(ByName(c.object), "dump", c.kw, system)
		if err != nil {
			t.Errorf("%s %v: %v", c.object, c.kw, err)
			continue
		}
		if got := r.Filter.Match(&c.view); got != c.want {
			t.Errorf("%s %v: got %t", c.object, c.kw, got)
		}
	}
}

func TestFilter(t *testing.T) {
	vlan := encode(t, "link", of("index", 5, "flags", 0x11043), of("ifname", "v5", "mtu", 1500, "address", "02:00:00:00:00:01", "linkinfo", of("kind", "vlan", "data", of("vlan_id", 5)), "prop_list", of("alt_ifname", []any{"a", "b"})))
	route := encode(t, "route", of("family", 2, "dst_len", 8, "proto", 4, "type", 1, "table", 254),
		of("dst", "10.0.0.0", "table", 254, "oif", 2, "metrics", of("mtu", 1400)))
	neigh := encode(t, "neigh", of("family", 2, "ifindex", 2, "state", 0x42), of("dst", "10.0.0.1"))
	testFilters(t, []filterCase{
		{"link", nil, vlan, true},
		{"link", of("ifname", "v5"), vlan, true},
		{"link", of("ifname", "v6"), vlan, false},
		{"link", of("IFLA_IFNAME", "v5"), vlan, true},
		{"link", of("kind", "vlan", "vlan_id", 5.0), vlan, true},
		{"link", of("kind", "vlan", "vlan_id", 6.0), vlan, false},
		{"link", of("vlan_id", 5.0), vlan, true},
		{"link", of("linkinfo.kind", "vlan"), vlan, true},
		{"link", of("linkinfo.data.vlan_id", 5.0), vlan, true},
		{"link", of("linkinfo", of("kind", "veth")), vlan, false},
		{"link", of("state", "up"), vlan, true},
		{"link", of("state", "down"), vlan, false},
		{"link", of("flags", []any{"up", "!noarp"}), vlan, true},
		{"link", of("flags", float64(0x11043)), vlan, true},
		{"link", of("arp", true), vlan, true},
		{"link", of("address", "0200.0000.0001"), vlan, true},
		{"link", of("master", false), vlan, true},
		{"link", of("master", "br0"), vlan, false},
		{"link", of("altname", "b"), vlan, true},
		{"link", of("altname", "c"), vlan, false},
		{"link", of("mtu", func(v any) bool { return v.(uint64) > 1000 }), vlan, true},
		{"link", of("txqlen", func(v any) bool { return true }), vlan, false},
		{"link", of("match", func(v codec.View) bool { n, _ := v.Get("mtu"); return n == uint64(1) }), vlan, false},
		{"link", of("match", of("ifname", "v5")), vlan, true},
		{"route", of("dst", "10.0.0.0/8"), route, true},
		{"route", of("dst", "10.0.0.0/255.0.0.0"), route, true},
		{"route", of("dst", "10.0.0.0/9"), route, false},
		{"route", of("dst", "default"), route, false},
		{"route", of("dst", "10.0.0.0", "dst_len", 8.0), route, true},
		{"route", of("table", "main", "proto", "static", "type", "unicast", "oif", "eth0"), route, true},
		{"route", of("table", 0.0), route, true},
		{"route", of("table", 99.0), route, false},
		{"route", of("family", 10.0), route, false},
		{"route", of("metrics", of("mtu", 1400.0)), route, true},
		{"route", of("gateway", false), route, true},
		{"neigh", of("state", "reachable", "index", "eth0"), neigh, true},
		{"neigh", of("state", "failed"), neigh, false},
		{"neigh", of("proxy", true), neigh, false},
	})
	for _, c := range []struct {
		object string
		kw     kw
	}{{"link", of("master", "nope")}, {"route", of("table", "nope")}, {"route", of("oif", "nope")}} {
		if r, err := Build(ByName(c.object), "dump", c.kw, system); err != nil || !r.Empty {
			t.Errorf("%s %v is not an empty dump: %v", c.object, c.kw, err)
		}
	}
}

// linked is a value that stands for a link.
type linked int

func (l linked) LinkIndex() (int, bool) { return int(l), true }

// TestForms checks that values may be given in several forms: all of a line are the same request.
func TestForms(t *testing.T) {
	for _, c := range []struct {
		object, verb string
		forms        []kw
	}{
		{"link", "set", []kw{of("index", 2.0), of("index", "eth0"), of("index", linked(2)), of("index", []any{2.0}), of("index", of("index", 2.0)), of("index", []any{linked(2)}), of("index", uint64(2))}},
		{"link", "set", []kw{of("index", 2.0, "mtu", 5.0, "master", nil), of("index", 2.0, "IFLA_MTU", "5"), of("index", 2.0, "attrs", []any{[]any{4.0, "\x05\x00\x00\x00"}}), of("index", 2.0, "attrs", []any{[]any{"IFLA_MTU", 5.0}})}},
		{"link", "set", []kw{of("index", 2.0, "state", "up"), of("index", 2.0, "flags", 1.0, "change", 1.0), of("index", 2.0, "flags", []any{"IFF_UP"}), of("index", 2.0, "flags", "up"), of("index", 2.0, "flags", 1.0, "mask", 1.0)}},
		{"link", "add", []kw{of("kind", "vlan", "vlan_id", 5.0), of("info_kind", "vlan", "IFLA_VLAN_ID", 5.0), of("kind", "vlan", "id", 5.0), of("linkinfo", of("kind", "vlan", "data", of("vlan_id", 5.0))),
			of("IFLA_LINKINFO", of("attrs", []any{[]any{"IFLA_INFO_KIND", "vlan"}, []any{"IFLA_INFO_DATA", of("attrs", []any{[]any{"IFLA_VLAN_ID", 5.0}})}}))}},
		{"link", "set", []kw{of("index", 2.0, "address", "02:00:00:00:00:0a"), of("index", 2.0, "address", "0200.0000.000A"), of("index", 2.0, "address", "02-00-00-00-00-0A")}},
		{"link", "add", []kw{of("kind", "bond", "bond_mode", 1.0), of("kind", "bond", "mode", "active-backup"), of("kind", "bond", "bond_mode", "ACTIVE_BACKUP")}},
		{"addr", "add", []kw{of("index", 2.0, "address", "10.0.0.1/24"), of("index", 2.0, "address", "10.0.0.1", "prefixlen", 24.0), of("index", 2.0, "address", "10.0.0.1/255.255.255.0"), of("index", 2.0, "address", "10.0.0.1", "mask", "255.255.255.0"), of("index", 2.0, "local", "10.0.0.1/24")}},
		{"route", "add", []kw{of("dst", "10.0.0.0/8", "oif", 2.0), of("dst", "10.0.0.0", "dst_len", 8.0, "oif", "eth0"), of("dst", "10.0.0.0/255.0.0.0", "oif", linked(2), "table", "main", "proto", "static", "type", "unicast", "scope", "link")}},
		{"route", "add", []kw{of("dst", "default", "gateway", "10.0.0.1"), of("gateway", "10.0.0.1"), of("dst", "", "gateway", "10.0.0.1"), of("dst", "0.0.0.0/0", "gateway", "10.0.0.1"), of("dst", "0", "gateway", "10.0.0.1")}},
		{"route", "add", []kw{of("dst", "default", "gateway", "fe80::1"), of("dst", "::/0", "gateway", "fe80::1"), of("dst", "::", "gateway", "fe80::1"), of("family", "inet6", "gateway", "fe80::1")}},
		{"route", "add", []kw{of("dst", "10.0.0.0/8", "gateway", "fe80::1"), of("dst", "10.0.0.0/8", "via", "fe80::1"), of("dst", "10.0.0.0/8", "via", of("family", 10.0, "addr", "fe80::1"))}},
		{"route", "add", []kw{of("dst", "10.0.0.0/8", "oif", 2.0, "encap", of("type", "mpls", "labels", "200/300")), of("dst", "10.0.0.0/8", "oif", 2.0, "encap", of("type", 1.0, "labels", []any{200.0, 300.0})),
			of("dst", "10.0.0.0/8", "oif", 2.0, "encap", of("type", "mpls", "labels", []any{of("label", 200.0), of("label", 300.0, "bos", 1.0)})), of("dst", "10.0.0.0/8", "oif", 2.0, "encap_type", "mpls", "encap", of("dst", "200/300"))}},
		{"route", "add", []kw{of("dst", "10.0.0.0/8", "multipath", []any{of("gateway", "10.0.0.1", "hops", 1.0)}), of("dst", "10.0.0.0/8", "multipath", []any{of("gateway", "10.0.0.1", "weight", 2.0)}), of("dst", "10.0.0.0/8", "multipath", of("gateway", "10.0.0.1", "hops", 1.0))}},
		{"rule", "add", []kw{of("sport_range", "80:120"), of("sport_range", "80-120"), of("sport_range", []any{80.0, 120.0}), of("sport_range", of("start", 80.0, "end", 120.0)), of("sport", "80-120")}},
		{"rule", "add", []kw{of("action", "blackhole"), of("action", "FR_ACT_BLACKHOLE"), of("action", 6.0)}},
		{"neigh", "add", []kw{of("dst", "10.0.0.1", "index", 2.0), of("dst", "10.0.0.1", "ifindex", "eth0", "state", "permanent"), of("dst", "10.0.0.1", "ifindex", 2.0, "nud", 128.0), of("dst", "10.0.0.1", "ifindex", 2.0, "state", []any{"permanent"})}},
		{"nexthop", "add", []kw{of("id", 3.0, "group", "1/2"), of("id", 3.0, "group", []any{1.0, 2.0}), of("id", 3.0, "group", []any{of("id", 1.0), of("id", 2.0, "weight", 1.0)})}},
	} {
		var first []byte
		for _, form := range c.forms {
			r, err := Build(ByName(c.object), c.verb, form, system)
			if err != nil {
				t.Errorf("%s %s %v: %v", c.object, c.verb, form, err)
				continue
			}
			if first == nil {
				first = r.Body
			}
			if !bytes.Equal(r.Body, first) {
				t.Errorf("%s %s %v:\n got %x\nwant %x", c.object, c.verb, form, r.Body, first)
			}
		}
	}
}

func TestWords(t *testing.T) {
	for _, o := range Objects() {
		for _, verb := range o.VerbNames() {
			seen := map[string]bool{}
			for _, w := range o.Words(verb, "") {
				if seen[w.Name] {
					t.Errorf("%s %s: %s twice", o.Name, verb, w.Name)
				}
				seen[w.Name] = true
			}
		}
		for i := range o.Keywords {
			if k := &o.Keywords[i]; k.Do == nil && k.Path == "" {
				t.Errorf("%s: %s does nothing", o.Name, k.Name)
			}
		}
	}
	known := map[string]bool{}
	for _, o := range Objects() {
		for _, kind := range append(o.KindNames(), "") {
			for _, w := range o.Words("", kind) {
				known[w.Name], known[o.Name+" "+w.Name] = true, true
				if w.Set != nil {
					for _, in := range w.Inside(o) {
						known["."+in.Name], known[o.Name+" "+w.Name+"."+in.Name] = true, true
					}
				}
			}
		}
	}
	for _, d := range docs {
		if !known[strings.TrimSpace(d.object+" "+d.word)] {
			t.Errorf("a sentence about %s %s, which is no keyword", d.object, d.word)
		}
	}
	words := ByName("link").Words("add", "vlan")
	if !slices.ContainsFunc(words, func(w Word) bool { return w.Name == "vlan_id" && w.C == "IFLA_VLAN_ID" }) {
		t.Error("vlan_id is no word of link add")
	}
}

func TestCheck(t *testing.T) {
	for _, c := range []struct{ object, verb, kind, word, want string }{
		{"link", "add", "", "ifname", ""},
		{"link", "add", "", "IFLA_IFNAME", ""},
		{"link", "add", "vlan", "vlan_id", ""},
		{"link", "add", "ipip", "ipip_local", ""},
		{"link", "add", "macvlan", "mode", ""},
		{"link", "add", "madeup", "madeup_x", ""},
		{"link", "dump", "", "vlan_id", ""},
		{"link", "add", "", "vlan_id", ""},
		{"link", "ad", "", "", `link: unknown verb "ad": did you mean "add"?`},
		{"route", "add", "", "gatway", `route add: unknown keyword "gatway": did you mean "gateway"?`},
		{"brport", "set", "", "cost", ""},
		{"mdb", "add", "", "grp", ""},
		{"tc", "add", "htb", "default", ""},
		{"tc", "add", "", "default", ""},
		{"tc", "add", "clsact", "anything", ""},
		{"tc", "add-filter", "flower", "dst_ip", ""},
		{"tc", "add", "htb", "handel", `tc add: unknown keyword "handel": did you mean "handle"?`},
	} {
		got := ""
		if err := ByName(c.object).Check(c.verb, c.kind, c.word); err != nil {
			got = err.Error()
		}
		if !strings.HasPrefix(got, c.want) || c.want == "" && got != "" {
			t.Errorf("%s %s %s %s: got %q, want %q", c.object, c.verb, c.kind, c.word, got, c.want)
		}
	}
}

func TestNearest(t *testing.T) {
	for _, c := range [][2]string{{"ifnmae", "ifname"}, {"mtuu", "mtu"}, {"xyzzy", ""}, {"vla", "vlan"}} {
		if got := Nearest(c[0], []string{"ifname", "mtu", "vlan", "address"}); got != c[1] {
			t.Errorf("%s: got %q, want %q", c[0], got, c[1])
		}
	}
}
