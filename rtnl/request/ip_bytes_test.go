package request

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"nlua/rtnl/codec"
)

// ipRequests are commands of ip(8) 6.1 whose objects few kernels have, the same by keywords, and what ip sent behind the message header
// (x86-64; the link is number 71).
var ipRequests = []struct {
	command, object, verb string
	kw                    kw
	body                  string
}{
	{"ip link set v0 vf 0 mac 02:00:00:00:00:01", "link", "set", of("index", 71.0, "vf", of("mac", "02:00:00:00:00:01", "vf", 0.0)),
		"00000000470000000000000000000000300016002c00010028000100000000000200000000010000000000000000000000000000000000000000000000000000"},
	{"ip link set v0 vf 0 vlan 5", "link", "set", of("index", 71.0, "vf", of("vf", 0.0, "vlan", 5.0)),
		"00000000470000000000000000000000180016001400010010000200000000000500000000000000"},
	{"ip link set v0 vf 0 vlan 5 qos 3", "link", "set", of("index", 71.0, "vf", of("vf", 0.0, "vlan", of("qos", 3.0, "vlan", 5.0))),
		"00000000470000000000000000000000180016001400010010000200000000000500000003000000"},
	{"ip link set v0 vf 0 vlan 5 qos 3 proto 802.1ad", "link", "set", of("index", 71.0, "vf", of("vf", 0.0, "vlan", []any{of("qos", 3.0, "vlan", 5.0, "vlan_proto", "802.1ad")})),
		"00000000470000000000000000000000200016001c00010018000c001400010000000000050000000300000088a80000"},
	{"ip link set v0 vf 0 spoofchk on", "link", "set", of("index", 71.0, "vf", of("spoofchk", true, "vf", 0.0)),
		"0000000047000000000000000000000014001600100001000c0004000000000001000000"},
	{"ip link set v0 vf 0 spoofchk off", "link", "set", of("index", 71.0, "vf", of("spoofchk", false, "vf", 0.0)),
		"0000000047000000000000000000000014001600100001000c0004000000000000000000"},
	{"ip link set v0 vf 0 query_rss on", "link", "set", of("index", 71.0, "vf", of("rss_query_en", true, "vf", 0.0)),
		"0000000047000000000000000000000014001600100001000c0007000000000001000000"},
	{"ip link set v0 vf 0 trust on", "link", "set", of("index", 71.0, "vf", of("trust", true, "vf", 0.0)),
		"0000000047000000000000000000000014001600100001000c0009000000000001000000"},
	{"ip link set v0 vf 0 state auto", "link", "set", of("index", 71.0, "vf", of("link_state", "auto", "vf", 0.0)),
		"0000000047000000000000000000000014001600100001000c0005000000000000000000"},
	{"ip link set v0 vf 0 state enable", "link", "set", of("index", 71.0, "vf", of("link_state", "enable", "vf", 0.0)),
		"0000000047000000000000000000000014001600100001000c0005000000000001000000"},
	{"ip link set v0 vf 0 state disable", "link", "set", of("index", 71.0, "vf", of("link_state", "disable", "vf", 0.0)),
		"0000000047000000000000000000000014001600100001000c0005000000000002000000"},
	{"ip link set v0 vf 0 node_guid 00:11:22:33:44:55:66:77", "link", "set", of("index", 71.0, "vf", of("ib_node_guid", "00:11:22:33:44:55:66:77", "vf", 0.0)),
		"000000004700000000000000000000001c0016001800010014000a0000000000000000007766554433221100"},
	{"ip link set v0 vf 0 port_guid 00:11:22:33:44:55:66:77", "link", "set", of("index", 71.0, "vf", of("ib_port_guid", "00:11:22:33:44:55:66:77", "vf", 0.0)),
		"000000004700000000000000000000001c0016001800010014000b0000000000000000007766554433221100"},
	{"ip link set v0 vf 0 max_tx_rate 100 min_tx_rate 10", "link", "set", of("index", 71.0, "vf", of("rate", of("max_tx_rate", 100.0, "min_tx_rate", 10.0), "vf", 0.0)),
		"00000000470000000000000000000000180016001400010010000600000000000a00000064000000"},
	{"ip link set v0 vf 0 rate 100", "link", "set", of("index", 71.0, "vf", of("rate", 100.0, "vf", 0.0)),
		"0000000047000000000000000000000014001600100001000c0003000000000064000000"},
	{"ip -6 route add 2001:db8:1::/48 encap rpl segs fd00::1,fd00::2 dev v0", "route", "add", of("dst", "2001:db8:1::/48", "encap", of("segs", "fd00::1,fd00::2", "type", "rpl"), "oif", 71.0, "proto", "boot"),
		"0a300000fe030001000000001400010020010db8000100000000000000000000300016802c0001000004030200000000fd000000000000000000000000000002fd00000000000000000000000000000106001500080000000800040047000000"},
	{"ip -6 route add 2001:db8:1::/48 encap rpl segs fd00::1,fd00::2,fd01::7 dev v0", "route", "add", of("dst", "2001:db8:1::/48", "encap", of("segs", []any{"fd00::1", "fd00::2", "fd01::7"}, "type", "rpl"), "oif", 71.0, "proto", "boot"),
		"0a300000fe030001000000001400010020010db8000100000000000000000000400016803c0001000006030300000000fd010000000000000000000000000007fd000000000000000000000000000002fd00000000000000000000000000000106001500080000000800040047000000"},
	{"ip -6 route add 2001:db8:1::/48 encap ioam6 trace prealloc type 0x800000 ns 1 size 12 dev v0", "route", "add", of("dst", "2001:db8:1::/48", "encap", of("trace", of("ns", 1.0, "size", 12.0, "type", 8388608.0), "type", "ioam6"), "oif", 71.0, "proto", "boot"),
		"0a300000fe030001000000001400010020010db8000100000000000000000000280016800800040001000000080005000100000005000100010000000c000300000100038000000006001500090001000800040047000000"},
	{"ip -6 route add 2001:db8:1::/48 encap ioam6 mode encap tundst fd00::9 trace prealloc type 0xc00000 ns 1 size 16 dev v0", "route", "add", of("dst", "2001:db8:1::/48", "encap", of("mode", "encap", "trace", of("ns", 1.0, "size", 16.0, "type", 12582912.0), "tundst", "fd00::9", "type", "ioam6"), "oif", 71.0, "proto", "boot"),
		"0a300000fe030001000000001400010020010db80001000000000000000000003c00168008000400010000000800050001000000050001000200000014000200fd0000000000000000000000000000090c00030000010004c000000006001500090000000800040047000000"},
	{"ip -6 route add 2001:db8:1::/48 encap ioam6 freq 1/5 mode auto tundst fd00::9 trace prealloc type 0xc00000 ns 1 size 16 dev v0", "route", "add", of("dst", "2001:db8:1::/48", "encap", of("freq", "1/5", "mode", "auto", "trace", of("ns", 1.0, "size", 16.0, "type", 12582912.0), "tundst", "fd00::9", "type", "ioam6"), "oif", 71.0, "proto", "boot"),
		"0a300000fe030001000000001400010020010db80001000000000000000000003c00168008000400010000000800050005000000050001000300000014000200fd0000000000000000000000000000090c00030000010004c000000006001500090000000800040047000000"},
	{"ip -6 route add 2001:db8:1::/48 encap seg6 mode encap segs fd00::1,fd00::2 dev v0", "route", "add", of("dst", "2001:db8:1::/48", "encap", of("mode", "encap", "segs", "fd00::1,fd00::2", "type", "seg6"), "oif", 71.0, "proto", "boot"),
		"0a300000fe030001000000001400010020010db80001000000000000000000003400168030000100010000000004040101000000fd000000000000000000000000000002fd00000000000000000000000000000106001500050000000800040047000000"},
	{"ip -6 route add 2001:db8:1::/48 encap seg6 mode encap segs fd00::1 hmac 5 dev v0", "route", "add", of("dst", "2001:db8:1::/48", "encap", of("hmac", 5.0, "mode", "encap", "segs", "fd00::1", "type", "seg6"), "oif", 71.0, "proto", "boot"),
		"0a300000fe030001000000001400010020010db80001000000000000000000004c00168048000100010000000007040000080000fd0000000000000000000000000000010526000000000005000000000000000000000000000000000000000000000000000000000000000006001500050000000800040047000000"},
	{"ip -6 route add 2001:db8:1::/48 encap seg6 mode inline segs fd00::1,fd00::2 dev v0", "route", "add", of("dst", "2001:db8:1::/48", "encap", of("mode", "inline", "segs", []any{"fd00::1", "fd00::2"}, "type", "seg6"), "oif", 71.0, "proto", "boot"),
		"0a300000fe030001000000001400010020010db8000100000000000000000000440016804000010000000000000604020200000000000000000000000000000000000000fd000000000000000000000000000002fd00000000000000000000000000000106001500050000000800040047000000"},
	{"ip -6 route add 2001:db8:1::/48 encap seg6 mode l2encap segs fd00::1 dev v0", "route", "add", of("dst", "2001:db8:1::/48", "encap", of("mode", "l2encap", "segs", "fd00::1", "type", "seg6"), "oif", 71.0, "proto", "boot"),
		"0a300000fe030001000000001400010020010db80001000000000000000000002400168020000100020000000002040000000000fd00000000000000000000000000000106001500050000000800040047000000"},
	{"ip -6 route add 2001:db8:1::/48 encap seg6 mode encap.red segs fd00::1,fd00::2 dev v0", "route", "add", of("dst", "2001:db8:1::/48", "encap", of("mode", "encap.red", "segs", "fd00::1,fd00::2", "type", "seg6"), "oif", 71.0, "proto", "boot"),
		"0a300000fe030001000000001400010020010db80001000000000000000000003400168030000100030000000004040101000000fd000000000000000000000000000002fd00000000000000000000000000000106001500050000000800040047000000"},
	{"ip -6 route add 2001:db8:1::/48 encap seg6local action End dev v0", "route", "add", of("dst", "2001:db8:1::/48", "encap", of("action", "End", "type", "seg6local"), "oif", 71.0, "proto", "boot"),
		"0a300000fe030001000000001400010020010db80001000000000000000000000c001680080001000100000006001500070000000800040047000000"},
	{"ip -6 route add 2001:db8:1::/48 encap seg6local action End.X nh6 fd00::7 dev v0", "route", "add", of("dst", "2001:db8:1::/48", "encap", of("action", "End.X", "nh6", "fd00::7", "type", "seg6local"), "oif", 71.0, "proto", "boot"),
		"0a300000fe030001000000001400010020010db800010000000000000000000020001680080001000200000014000500fd00000000000000000000000000000706001500070001000800040047000000"},
	{"ip -6 route add 2001:db8:1::/48 encap seg6local action End.T table 100 dev v0", "route", "add", of("dst", "2001:db8:1::/48", "encap", of("action", "End.T", "table", 100.0, "type", "seg6local"), "oif", 71.0, "proto", "boot"),
		"0a300000fe030001000000001400010020010db8000100000000000000000000140016800800010003000000080003006400000006001500070000000800040047000000"},
	{"ip -6 route add 2001:db8:1::/48 encap seg6local action End.DX2 oif v0 dev v0", "route", "add", of("dst", "2001:db8:1::/48", "encap", of("action", "End.DX2", "oif", 71.0, "type", "seg6local"), "oif", 71.0, "proto", "boot"),
		"0a300000fe030001000000001400010020010db8000100000000000000000000140016800800010004000000080007004700000006001500070000000800040047000000"},
	{"ip -6 route add 2001:db8:1::/48 encap seg6local action End.DX4 nh4 10.0.0.9 dev v0", "route", "add", of("dst", "2001:db8:1::/48", "encap", of("action", "End.DX4", "nh4", "10.0.0.9", "type", "seg6local"), "oif", 71.0, "proto", "boot"),
		"0a300000fe030001000000001400010020010db8000100000000000000000000140016800800010006000000080004000a00000906001500070000000800040047000000"},
	{"ip -6 route add 2001:db8:1::/48 encap seg6local action End.DX6 nh6 fd00::7 dev v0", "route", "add", of("dst", "2001:db8:1::/48", "encap", of("action", "End.DX6", "nh6", "fd00::7", "type", "seg6local"), "oif", 71.0, "proto", "boot"),
		"0a300000fe030001000000001400010020010db800010000000000000000000020001680080001000500000014000500fd00000000000000000000000000000706001500070001000800040047000000"},
	{"ip -6 route add 2001:db8:1::/48 encap seg6local action End.DT6 table 100 dev v0", "route", "add", of("dst", "2001:db8:1::/48", "encap", of("action", "End.DT6", "table", 100.0, "type", "seg6local"), "oif", 71.0, "proto", "boot"),
		"0a300000fe030001000000001400010020010db8000100000000000000000000140016800800010007000000080003006400000006001500070000000800040047000000"},
	{"ip -6 route add 2001:db8:1::/48 encap seg6local action End.DT4 vrftable 100 dev v0", "route", "add", of("dst", "2001:db8:1::/48", "encap", of("action", "End.DT4", "type", "seg6local", "vrf_table", 100.0), "oif", 71.0, "proto", "boot"),
		"0a300000fe030001000000001400010020010db8000100000000000000000000140016800800010008000000080009006400000006001500070000000800040047000000"},
	{"ip -6 route add 2001:db8:1::/48 encap seg6local action End.DT46 vrftable 100 dev v0", "route", "add", of("dst", "2001:db8:1::/48", "encap", of("action", "End.DT46", "type", "seg6local", "vrf_table", 100.0), "oif", 71.0, "proto", "boot"),
		"0a300000fe030001000000001400010020010db8000100000000000000000000140016800800010010000000080009006400000006001500070000000800040047000000"},
	{"ip -6 route add 2001:db8:1::/48 encap seg6local action End.B6 srh segs fd00::1,fd00::2 dev v0", "route", "add", of("dst", "2001:db8:1::/48", "encap", of("action", "End.B6", "segs", "fd00::1,fd00::2", "type", "seg6local"), "oif", 71.0, "proto", "boot"),
		"0a300000fe030001000000001400010020010db80001000000000000000000004800168008000100090000003c000200000604020200000000000000000000000000000000000000fd000000000000000000000000000002fd00000000000000000000000000000106001500070000000800040047000000"},
	{"ip -6 route add 2001:db8:1::/48 encap seg6local action End.B6.Encaps srh segs fd00::1 hmac 7 dev v0", "route", "add", of("dst", "2001:db8:1::/48", "encap", of("action", "End.B6.Encaps", "hmac", 7.0, "segs", "fd00::1", "type", "seg6local"), "oif", 71.0, "proto", "boot"),
		"0a300000fe030001000000001400010020010db800010000000000000000000050001680080001000a000000440002000007040000080000fd0000000000000000000000000000010526000000000007000000000000000000000000000000000000000000000000000000000000000006001500070000000800040047000000"},
	{"ip -6 route add 2001:db8:1::/48 encap seg6local action End flavors psp,usp,usd dev v0", "route", "add", of("dst", "2001:db8:1::/48", "encap", of("action", "End", "flavors", []any{"psp", "usp", "usd"}, "type", "seg6local"), "oif", 71.0, "proto", "boot"),
		"0a300000fe030001000000001400010020010db80001000000000000000000001800168008000100010000000c000b80080001000e00000006001500070001000800040047000000"},
	{"ip -6 route add 2001:db8:1::/48 encap seg6local action End.X nh6 fd00::7 count dev v0", "route", "add", of("dst", "2001:db8:1::/48", "encap", of("action", "End.X", "counters", of("bytes", 0.0, "errors", 0.0, "packets", 0.0), "nh6", "fd00::7", "type", "seg6local"), "oif", 71.0, "proto", "boot"),
		"0a300000fe030001000000001400010020010db800010000000000000000000048001680080001000200000014000500fd00000000000000000000000000000728000a800c00020000000000000000000c00030000000000000000000c000400000000000000000006001500070000000800040047000000"},
	{"ip -6 route add 2001:db8:1::/48 encap ila 3333:0:0:1 csum-mode adj-transport dev v0", "route", "add", of("dst", "2001:db8:1::/48", "encap", of("csum_mode", "adj_transport", "locator", "0x3333000000000001", "type", "ila"), "oif", 71.0, "proto", "boot"),
		"0a300000fe030001000000001400010020010db8000100000000000000000000180016800c00010033330000000000010500070000d0010006001500030001000800040047000000"},
	{"ip -6 route add 2001:db8:1::/48 encap ila 3333:0:0:1 csum-mode neutral-map-auto ident-type luid hook-type input dev v0", "route", "add", of("dst", "2001:db8:1::/48", "encap", of("csum_mode", "neutral_map_auto", "hook_type", "input", "ident_type", "luid", "locator", "0x3333000000000001", "type", "ila"), "oif", 71.0, "proto", "boot"),
		"0a300000fe030001000000001400010020010db8000100000000000000000000280016800c00010033330000000000010500070003d001000500080001f001000500090001e1010006001500030001000800040047000000"},
	{"ip route add 10.7.0.0/16 encap ip id 7 dst 10.0.0.9 src 10.0.0.1 ttl 5 tos 3 key csum seq dev v0", "route", "add", of("dst", "10.7.0.0/16", "encap", of("dst", "10.0.0.9", "flags", []any{"key", "csum", "seq"}, "id", 7.0, "src", "10.0.0.1", "tos", 3.0, "ttl", 5.0, "type", "ip"), "oif", 71.0, "proto", "boot"),
		"02100000fe03fd0100000000080001000a070000380016800c0001000000000000000007080002000a000009080003000a0000010500040005e101000500050003e1010006000600000d000006001500020001000800040047000000"},
	{"ip -6 route add 2001:db8:1::/48 encap ip6 id 7 dst fd00::9 src fd00::1 hoplimit 5 tc 3 key csum seq dev v0", "route", "add", of("dst", "2001:db8:1::/48", "encap", of("dst", "fd00::9", "flags", []any{"key", "csum", "seq"}, "hoplimit", 5.0, "id", 7.0, "src", "fd00::1", "tc", 3.0, "type", "ip6"), "oif", 71.0, "proto", "boot"),
		"0a300000fe030001000000001400010020010db8000100000000000000000000500016800c000100000000000000000714000200fd00000000000000000000000000000914000300fd0000000000000000000000000000010500040005c00100050005000300000006000600000d000006001500040000000800040047000000"},
	{"ip link set v0 type can bitrate 500000", "link", "set", of("can_bittiming", of("bitrate", 500000.0), "index", 71.0, "kind", "can"),
		"00000000470000000000000000000000340012000700010063616e00280002002400010020a1070000000000000000000000000000000000000000000000000000000000"},
	{"ip link set v0 type can bitrate 500000 sample-point 0.875", "link", "set", of("can_bittiming", of("bitrate", 500000.0, "sample_point", 875.0), "index", 71.0, "kind", "can"),
		"00000000470000000000000000000000340012000700010063616e00280002002400010020a107006b030000000000000000000000000000000000000000000000000000"},
	{"ip link set v0 type can tq 125 prop-seg 6 phase-seg1 7 phase-seg2 2 sjw 1", "link", "set", of("can_bittiming", of("phase_seg1", 7.0, "phase_seg2", 2.0, "prop_seg", 6.0, "sjw", 1.0, "tq", 125.0), "index", 71.0, "kind", "can"),
		"00000000470000000000000000000000340012000700010063616e00280002002400010000000000000000007d0000000600000007000000020000000100000000000000"},
	{"ip link set v0 type can bitrate 500000 dbitrate 2000000 fd on", "link", "set", of("can_bittiming", of("bitrate", 500000.0), "can_ctrlmode", []any{"fd"}, "can_data_bittiming", of("bitrate", 2000000.0), "index", 71.0, "kind", "can"),
		"00000000470000000000000000000000640012000700010063616e00580002002400010020a10700000000000000000000000000000000000000000000000000000000002400090080841e00000000000000000000000000000000000000000000000000000000000c0005002000000020000000"},
	{"ip link set v0 type can loopback on listen-only on triple-sampling on one-shot on berr-reporting on", "link", "set", of("can_ctrlmode", []any{"loopback", "listenonly", "3_samples", "one_shot", "berr_reporting"}, "index", 71.0, "kind", "can"),
		"000000004700000000000000000000001c0012000700010063616e00100002000c0005001f0000001f000000"},
	{"ip link set v0 type can loopback off", "link", "set", of("can_ctrlmode", "!loopback", "index", 71.0, "kind", "can"),
		"000000004700000000000000000000001c0012000700010063616e00100002000c0005000100000000000000"},
	{"ip link set v0 type can fd-non-iso on presume-ack on cc-len8-dlc on tdc-mode auto", "link", "set", of("can_ctrlmode", []any{"fd_non_iso", "presume_ack", "cc_len8_dlc", "tdc_auto"}, "index", 71.0, "kind", "can"),
		"000000004700000000000000000000001c0012000700010063616e00100002000c000500c0030000c0030000"},
	{"ip link set v0 type can restart-ms 100", "link", "set", of("can_restart_ms", 100.0, "index", 71.0, "kind", "can"),
		"00000000470000000000000000000000180012000700010063616e000c0002000800060064000000"},
	{"ip link set v0 type can restart", "link", "set", of("can_restart", 1.0, "index", 71.0, "kind", "can"),
		"00000000470000000000000000000000180012000700010063616e000c0002000800070001000000"},
	{"ip link set v0 type can termination 120", "link", "set", of("can_termination", 120.0, "index", 71.0, "kind", "can"),
		"00000000470000000000000000000000180012000700010063616e000c00020006000b0078000000"},
	{"ip link add link v0 name x0 type ipoib pkey 0x8001 mode connected umcast 1", "link", "add", of("ifname", "x0", "ipoib_mode", "connected", "ipoib_pkey", 32769.0, "ipoib_umcast", true, "kind", "ipoib", "link", 71.0),
		"00000000000000000000000000000000080005004700000007000300783000002c0012000900010069706f69620000001c000200060001000180000006000200010000000600030001000000"},
	{"ip link add link v0 name x0 type ipoib pkey 0x8001 mode datagram", "link", "add", of("ifname", "x0", "ipoib_mode", "datagram", "ipoib_pkey", 32769.0, "kind", "ipoib", "link", 71.0),
		"0000000000000000000000000000000008000500470000000700030078300000240012000900010069706f69620000001400020006000100018000000600020000000000"},
	{"ip link add x0 type amt mode gateway local 10.0.0.1 discovery 10.0.0.2 dev v0 relay_port 2268 gateway_port 2269", "link", "add", of("amt_discovery_ip", "10.0.0.2", "amt_gateway_port", 2269.0, "amt_link", 71.0, "amt_local_ip", "10.0.0.1", "amt_mode", "gateway", "amt_relay_port", 2268.0, "ifname", "x0", "kind", "amt"),
		"0000000000000000000000000000000007000300783000004000120007000100616d7400340002000800010000000000080005000a000001080007000a00000208000400470000000600020008dc00000600030008dd0000"},
	{"ip link add x0 type amt mode relay local 10.0.0.1 dev v0 relay_port 2268 max_tunnels 50", "link", "add", of("amt_link", 71.0, "amt_local_ip", "10.0.0.1", "amt_max_tunnels", 50.0, "amt_mode", "relay", "amt_relay_port", 2268.0, "ifname", "x0", "kind", "amt"),
		"0000000000000000000000000000000007000300783000003800120007000100616d74002c0002000800010001000000080005000a00000108000400470000000600020008dc00000800080032000000"},
	{"ip link add x0 type bareudp dstport 6635 ethertype mpls_uc", "link", "add", of("bareudp_ethertype", "mpls_uc", "bareudp_port", 6635.0, "ifname", "x0", "kind", "bareudp"),
		"000000000000000000000000000000000700030078300000240012000b0001006261726575647000140002000600010019eb00000600020088470000"},
	{"ip link add x0 type bareudp dstport 6635 ethertype ipv4 srcportmin 1000 multiproto", "link", "add", of("bareudp_ethertype", "ipv4", "bareudp_multiproto_mode", true, "bareudp_port", 6635.0, "bareudp_srcport_min", 1000.0, "ifname", "x0", "kind", "bareudp"),
		"000000000000000000000000000000000700030078300000300012000b0001006261726575647000200002000600010019eb0000060002000800000006000300e803000004000400"},
	{"ip link add link v0 name x0 type rmnet mux_id 5", "link", "add", of("ifname", "x0", "kind", "rmnet", "link", 71.0, "rmnet_mux_id", 5.0),
		"00000000000000000000000000000000080005004700000007000300783000001c00120009000100726d6e65740000000c0002000600010005000000"},
}

// TestIPBytes compares requests with those of ip: the same attributes with the same bytes, in whatever order.
func TestIPBytes(t *testing.T) {
	canonical := func(set *codec.Set, body []byte, more ...codec.Pair) (text string, size int) {
		view := codec.ViewOf(set, body, nil)
		head, attrs := view.Tables()
		for _, p := range more {
			if _, said := attrs.Get(p.Name); !said {
				attrs = append(attrs, p)
			}
		}
		b, err := codec.Encode(set, head, attrs)
		if err != nil {
			t.Fatal(err)
		}
		return fmt.Sprint(head, byName(attrs)), len(b)
	}
	for _, c := range ipRequests {
		r, err := Build(ByName(c.object), c.verb, c.kw, system)
		if err != nil {
			t.Errorf("%s: %v", c.command, err)
			continue
		}
		var more []codec.Pair
		if c.object == "route" { // ip has the main table in the header alone
			more = append(more, codec.Pair{Name: "table", Value: uint64(254)})
		}
		got, size := canonical(r.Set, r.Body)
		want, wantSize := canonical(r.Set, body(t, c.body), more...)
		if got != want || size != wantSize {
			t.Errorf("%s\n got %s (%d bytes)\nwant %s (%d bytes)", c.command, got, size, want, wantSize)
		}
	}
}

// byName sorts tables, all the way down.
func byName(v any) any {
	switch x := v.(type) {
	case codec.Table:
		slices.SortStableFunc(x, func(a, b codec.Pair) int { return strings.Compare(a.Name, b.Name) })
		for i := range x {
			x[i].Value = byName(x[i].Value)
		}
	case []any:
		for i := range x {
			x[i] = byName(x[i])
		}
	}
	return v
}
