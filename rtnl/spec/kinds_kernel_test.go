package spec

import (
	"encoding/binary"
	"encoding/hex"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/sys/unix"

	"nlua/rtnl/codec"
	"nlua/rtnl/netns"
	"nlua/rtnl/nstest"
)

var capture = flag.String("capture", "", "write the messages of the kinds' tests to this folder, as testdata has them")

// kindCase is a link made by iproute2, and what the kernel then says of it by our names.
type kindCase struct {
	kind  string // of the link "x0" that is looked at
	needs string // other features, separated by commas
	make  string // lines for ip -batch
	want  map[string]any
}

// Kinds of links, as ip makes them. p0 and p1 are a veth pair that is there before.
var kindCases = []kindCase{
	{"vlan", "", "link add link p0 name x0 type vlan id 10 protocol 802.1ad gvrp on mvrp on loose_binding on ingress-qos-map 1:2 3:4 egress-qos-map 5:6",
		map[string]any{"vlan_id": 10, "vlan_protocol": 0x88a8, "vlan_flags.flags": 0xf, "vlan_ingress_qos.mapping.2.from": 3, "vlan_egress_qos.mapping.1.to": 6}},
	{"bond", "", "link add x0 type bond mode 802.3ad miimon 100 updelay 200 downdelay 300 lacp_rate fast ad_select count xmit_hash_policy layer3+4 min_links 1 ad_actor_sys_prio 5 ad_user_port_key 7 ad_actor_system 02:00:00:00:00:aa lp_interval 3 resend_igmp 2",
		map[string]any{"bond_mode": 4, "bond_miimon": 100, "bond_updelay": 200, "bond_downdelay": 300, "bond_ad_lacp_rate": 1, "bond_ad_select": 2, "bond_xmit_hash_policy": 1,
			"bond_min_links": 1, "bond_ad_actor_sys_prio": 5, "bond_ad_user_port_key": 7, "bond_ad_actor_system": "02:00:00:00:00:aa", "bond_lp_interval": 3, "bond_resend_igmp": 2}},
	{"bond", "", "link add x0 type bond mode active-backup arp_interval 100 arp_ip_target 192.0.2.1,192.0.2.2 ns_ip6_target fd00::1 arp_validate all fail_over_mac active",
		map[string]any{"bond_mode": 1, "bond_arp_interval": 100, "bond_arp_ip_target.2": "192.0.2.2", "bond_ns_ip6_target.1": "fd00::1", "bond_arp_validate": 3, "bond_fail_over_mac": 1}},
	{"bridge", "vlan_filtering", "link add x0 type bridge forward_delay 400 hello_time 200 max_age 700 ageing_time 5000 stp_state 1 priority 4096 vlan_filtering 1 vlan_default_pvid 7 vlan_protocol 802.1ad mcast_querier 1 mcast_snooping 1 mcast_igmp_version 3 mcast_hash_max 1024 group_fwd_mask 8 vlan_stats_enabled 1 no_linklocal_learn 1",
		map[string]any{"br_forward_delay": 400, "br_hello_time": 200, "br_max_age": 700, "br_ageing_time": 5000, "br_stp_state": 1, "br_priority": 4096, "br_vlan_filtering": 1, "br_vlan_default_pvid": 7,
			"br_vlan_protocol": 0x88a8, "br_mcast_querier": 1, "br_mcast_igmp_version": 3, "br_mcast_hash_max": 1024, "br_group_fwd_mask": 8, "br_vlan_stats_enabled": 1, "br_multi_boolopt.optval": 1, "br_bridge_id.prio": 4096}},
	{"vxlan", "", "link add x0 type vxlan id 42 group 239.1.1.1 local 192.0.2.1 dev p0 ttl 9 tos 0x10 dstport 4789 srcport 1000 2000 ageing 100 maxaddress 50 nolearning proxy rsc l2miss l3miss udpcsum gbp df set",
		map[string]any{"vxlan_id": 42, "vxlan_group": "239.1.1.1", "vxlan_local": "192.0.2.1", "vxlan_ttl": 9, "vxlan_tos": 16, "vxlan_port": 4789, "vxlan_port_range.low": 1000, "vxlan_port_range.high": 2000,
			"vxlan_ageing": 100, "vxlan_limit": 50, "vxlan_learning": 0, "vxlan_proxy": 1, "vxlan_rsc": 1, "vxlan_l2miss": 1, "vxlan_l3miss": 1, "vxlan_udp_csum": 1, "vxlan_gbp": true, "vxlan_df": 1}},
	{"vxlan", "", "link add x0 type vxlan external vnifilter dstport 4790\nlink set x0 up", map[string]any{"vxlan_collect_metadata": 1, "vxlan_vnifilter": 1}},
	{"macvlan", "", "link add link p0 name x0 type macvlan mode source\nlink set x0 type macvlan macaddr add 02:00:00:00:00:99",
		map[string]any{"macvlan_mode": "source", "macvlan_macaddr_count": 1, "macvlan_macaddr_data.macvlan_macaddr.1": "02:00:00:00:00:99"}},
	{"macvtap", "", "link add link p0 name x0 type macvtap mode bridge", map[string]any{"macvtap_mode": "bridge"}},
	{"ipvlan", "", "link add link p0 name x0 type ipvlan mode l3s vepa", map[string]any{"ipvlan_mode": 2, "ipvlan_flags": 2}},
	{"ipvtap", "", "link add link p0 name x0 type ipvtap mode l3", map[string]any{"ipvlan_mode": 1}},
	{"vrf", "", "link add x0 type vrf table 77", map[string]any{"vrf_table": 77}},
	{"geneve", "", "link add x0 type geneve id 5 remote 192.0.2.9 ttl 7 tos 8 dstport 6082 udpcsum df inherit",
		map[string]any{"geneve_id": 5, "geneve_remote": "192.0.2.9", "geneve_ttl": 7, "geneve_tos": 8, "geneve_port": 6082, "geneve_udp_csum": 1, "geneve_df": 2}},
	{"gre", "", "link add x0 type gre local 192.0.2.1 remote 192.0.2.9 ikey 1.2.3.4 okey 7 ttl 5 tos 8 icsum oseq",
		map[string]any{"gre_local": "192.0.2.1", "gre_remote": "192.0.2.9", "gre_ikey": 0x01020304, "gre_okey": 7, "gre_ttl": 5, "gre_tos": 8, "gre_iflags": 0xa000, "gre_oflags": 0x3000}},
	{"gretap", "", "link add x0 type gretap local 192.0.2.1 remote 192.0.2.9 ttl 4 nopmtudisc ignore-df",
		map[string]any{"gre_local": "192.0.2.1", "gre_ttl": 4, "gre_pmtudisc": 0, "gre_ignore_df": 1}},
	{"erspan", "", "link add x0 type erspan local 192.0.2.1 remote 192.0.2.9 seq key 30 erspan_ver 1 erspan 123", map[string]any{"gre_erspan_ver": 1, "gre_erspan_index": 123}},
	{"ip6gre", "", "link add x0 type ip6gre local fd00::1 remote fd00::2 hoplimit 9 encaplimit 3 tclass 0x20 flowlabel 0x12345",
		map[string]any{"ip6gre_local": "fd00::1", "ip6gre_remote": "fd00::2", "ip6gre_ttl": 9, "ip6gre_encap_limit": 3, "ip6gre_flowinfo": 0x02012345}},
	{"ip6gretap", "", "link add x0 type ip6gretap local fd00::1 remote fd00::2", map[string]any{"ip6gre_local": "fd00::1"}},
	{"ip6erspan", "ip6gretap", "link add x0 type ip6erspan local fd00::1 remote fd00::2 seq key 3 erspan_ver 2 erspan_dir egress erspan_hwid 7",
		map[string]any{"ip6gre_erspan_ver": 2, "ip6gre_erspan_dir": 1, "ip6gre_erspan_hwid": 7}},
	{"ipip", "", "link add x0 type ipip local 192.0.2.1 remote 192.0.2.9 ttl 8 mode any", map[string]any{"ipip_local": "192.0.2.1", "ipip_remote": "192.0.2.9", "ipip_ttl": 8, "ipip_proto": 0}},
	{"sit", "", "link add x0 type sit local 192.0.2.1 remote any mode ip6ip 6rd-prefix 2001:db8::/32", map[string]any{"sit_proto": 41, "sit_6rd_prefixlen": 32, "sit_6rd_prefix": "2001:db8::"}},
	{"ip6tnl", "", "link add x0 type ip6tnl local fd00::1 remote fd00::2 mode ip6ip6 hoplimit 5 encaplimit 2",
		map[string]any{"ip6tnl_local": "fd00::1", "ip6tnl_remote": "fd00::2", "ip6tnl_proto": 41, "ip6tnl_ttl": 5, "ip6tnl_encap_limit": 2}},
	{"vti", "", "link add x0 type vti local 192.0.2.1 remote 192.0.2.9 ikey 1 okey 2 fwmark 0x3", map[string]any{"vti_local": "192.0.2.1", "vti_ikey": 1, "vti_okey": 2, "vti_fwmark": 3}},
	{"vti6", "", "link add x0 type vti6 local fd00::1 remote fd00::2 key 9", map[string]any{"vti_remote": "fd00::2", "vti_ikey": 9}},
	{"xfrm", "", "link add x0 type xfrm dev p0 if_id 0x55", map[string]any{"xfrm_if_id": 0x55}},
	{"macsec", "", "link add link p0 name x0 type macsec port 11 encrypt on cipher gcm-aes-256 window 32 replay on validate check encodingsa 2",
		map[string]any{"macsec_encrypt": 1, "macsec_cipher_suite": uint64(0x0080c20001000002), "macsec_window": 32, "macsec_replay_protect": 1, "macsec_validation": 1, "macsec_encoding_sa": 2}},
	{"hsr", "", "link add x0 type hsr slave1 p0 slave2 p1 supervision 45 version 1", map[string]any{"hsr_protocol": 0, "hsr_supervision_addr": "01:15:4e:00:01:2d"}},
	{"batadv", "", "link add x0 type batadv", nil},
	{"amt", "", "addr add 192.0.2.1/24 dev p0\nlink add x0 type amt mode gateway local 192.0.2.1 discovery 192.0.2.9 dev p0 gateway_port 4291",
		map[string]any{"amt_mode": 0, "amt_local_ip": "192.0.2.1", "amt_discovery_ip": "192.0.2.9", "amt_gateway_port": 4291}},
	{"bareudp", "", "link add x0 type bareudp dstport 6635 ethertype mpls_uc srcportmin 4000", map[string]any{"bareudp_port": 6635, "bareudp_ethertype": 0x8847, "bareudp_srcport_min": 4000}},
	{"rmnet", "", "link add link p0 name x0 type rmnet mux_id 5", map[string]any{"rmnet_mux_id": 5}},
	{"caif", "", "link add x0 type caif", map[string]any{"caif_loopback": 1}},
	{"gtp", "", "link add x0 type gtp role sgsn hsize 64", map[string]any{"gtp_role": 1, "gtp_pdp_hashsize": 64}},
	{"wireguard", "", "link add x0 type wireguard", nil},
	{"team", "", "link add x0 type team", nil},
	{"nlmon", "", "link add x0 type nlmon", nil},
	{"vcan", "", "link add x0 type vcan", nil},
	{"vxcan", "", "link add x0 type vxcan peer name x1", nil},
	{"ifb", "", "link add x0 type ifb", nil},
	{"dummy", "", "link add x0 type dummy", nil},
	{"veth", "", "link add x0 type veth peer name x1", nil},
}

// TestKinds makes each kind that the kernel has with ip, and reads the kernel's message: nothing is unknown or malformed, the
// values are those of the command, and what was read can be written.
func TestKinds(t *testing.T) {
	for i, c := range kindCases {
		t.Run(fmt.Sprintf("%s_%d", c.kind, i), func(t *testing.T) {
			nstest.Need(t, "command ip", "veth", c.kind)
			for n := range strings.SplitSeq(c.needs, ",") {
				if n != "" {
					nstest.Need(t, n)
				}
			}
			ns := nstest.New(t)
			batch := filepath.Join(t.TempDir(), "batch")
			if err := os.WriteFile(batch, []byte("link add p0 type veth peer name p1\nlink set p0 up\nlink set p1 up\n"+c.make+"\n"), 0o600); err != nil {
				t.Fatal(err)
			}
			nstest.Command(t, ns, "ip", "-batch", batch)
			body := linkMessage(t, ns, "x0")
			if *capture != "" {
				name := filepath.Join(*capture, fmt.Sprintf("link_%s_%s.hex", c.kind, kernelRelease()))
				if err := os.WriteFile(name, []byte(captureText(unix.RTM_NEWLINK, withoutBulk(body))), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			checkKind(t, c, body)
		})
	}
}

func checkKind(t *testing.T, c kindCase, body []byte) {
	t.Helper()
	view := codec.ViewOf(&Link, body, nil)
	if err := view.Check(); err != nil {
		t.Errorf("not well-formed by the tables: %v", err)
	}
	head, attrs := view.Tables()
	raw("", attrs, func(path string) { t.Errorf("%s is raw bytes", path) })
	if kind, _ := view.Path("linkinfo", "kind"); kind != c.kind {
		t.Errorf("linkinfo.kind is %v, want %s", kind, c.kind)
	}
	for path, want := range c.want {
		got := follow(attrs, "linkinfo.data."+path)
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("%s is %v, want %v", path, got, want)
		}
	}
	again, err := codec.Encode(&Link, head, attrs)
	if err != nil {
		t.Fatalf("what was read cannot be written: %v", err)
	}
	second := codec.ViewOf(&Link, again, nil)
	h, a := second.Tables()
	// A kernel older than the tables sends shorter structures: what was read must be there again, and zeros may be behind it.
	then := strings.Split(render("", h)+render("", a), "\n")
	for line := range strings.SplitSeq(render("", head)+render("", attrs), "\n") {
		i := slices.Index(then, line)
		if i < 0 {
			t.Errorf("written and read again, this is not there: %s", line)
			continue
		}
		then = then[i+1:]
	}
}

// follow goes down tables and lists.
func follow(value any, path string) any {
	for name := range strings.SplitSeq(path, ".") {
		switch x := value.(type) {
		case codec.Table:
			value, _ = x.Get(name)
		case []any:
			if i, err := strconv.Atoi(name); err == nil && i >= 1 && i <= len(x) {
				value = x[i-1]
			}
		default:
			return nil
		}
	}
	return value
}

// raw tells of attributes that have no row, or are bytes without a meaning.
func raw(path string, table codec.Table, tell func(path string)) {
	for _, p := range table {
		at := path + "." + p.Name
		switch x := p.Value.(type) {
		case codec.Table:
			raw(at, x, tell)
		case []any:
			for i, e := range x {
				raw(at, codec.Table{{Name: strconv.Itoa(i + 1), Value: e}}, tell)
			}
		case []byte:
			if !strings.HasSuffix(at, "pad") && !strings.HasSuffix(at, "reserved_bits") {
				tell(at)
			}
		}
	}
}

// linkMessage asks for one link and returns the body of the answer.
func linkMessage(t *testing.T, ns netns.Ref, name string) []byte {
	t.Helper()
	body, err := codec.Encode(&Link, nil, codec.Table{{Name: "ifname", Value: name}})
	if err != nil {
		t.Fatal(err)
	}
	request := binary.NativeEndian.AppendUint32(nil, uint32(unix.NLMSG_HDRLEN+len(body)))
	request = binary.NativeEndian.AppendUint16(request, unix.RTM_GETLINK)
	request = binary.NativeEndian.AppendUint16(request, unix.NLM_F_REQUEST)
	request = append(request, make([]byte, 8)...) // sequence number, port
	buf := make([]byte, 64<<10)
	err = netns.Do(ns, func() error {
		fd, err := unix.Socket(unix.AF_NETLINK, unix.SOCK_RAW|unix.SOCK_CLOEXEC, unix.NETLINK_ROUTE)
		if err != nil {
			return err
		}
		defer unix.Close(fd)
		if _, err := unix.Write(fd, append(request, body...)); err != nil {
			return err
		}
		n, err := unix.Read(fd, buf)
		buf = buf[:max(n, 0)]
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(buf) < unix.NLMSG_HDRLEN+unix.SizeofIfInfomsg+8 {
		t.Fatalf("no link in the answer: % x", buf)
	}
	return buf[unix.NLMSG_HDRLEN:]
}

// withoutBulk leaves out the attributes that are long and the same for every kind.
func withoutBulk(body []byte) []byte {
	small := slices.Clone(body[:unix.SizeofIfInfomsg])
	for b := body[unix.SizeofIfInfomsg:]; ; {
		typ, payload, rest, ok := codec.Next(b)
		if !ok {
			return small
		}
		switch typ {
		case unix.IFLA_AF_SPEC, unix.IFLA_STATS, unix.IFLA_STATS64, unix.IFLA_MAP:
		default:
			small = codec.AppendAttr(small, typ, payload)
		}
		b = rest
	}
}

// captureText is the form of the files in testdata.
func captureText(typ int, body []byte) string {
	var b strings.Builder
	fmt.Fprintln(&b, typ)
	for text := hex.EncodeToString(body); text != ""; {
		n := min(128, len(text))
		fmt.Fprintln(&b, text[:n])
		text = text[n:]
	}
	return b.String()
}

// kernelRelease is "6.12" of "6.12.43+deb13-amd64".
func kernelRelease() string {
	var u unix.Utsname
	if unix.Uname(&u) != nil {
		return "unknown"
	}
	parts := strings.SplitN(unix.ByteSliceToString(u.Release[:]), ".", 3)
	return strings.Join(parts[:min(2, len(parts))], ".")
}
