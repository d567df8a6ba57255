package spec

import "nlua/rtnl/codec"

// rtmFlagsEnum: flags of a route and of a hop, include/uapi/linux/rtnetlink.h RTNH_F_* and RTM_F_*.
var rtmFlagsEnum = codec.Enum{Name: "rtm_flags", Flags: true, Items: []codec.Item{
	{Value: 0x1, Name: "dead"},
	{Value: 0x2, Name: "pervasive"},
	{Value: 0x4, Name: "onlink"},
	{Value: 0x8, Name: "offload"},
	{Value: 0x10, Name: "linkdown"},
	{Value: 0x20, Name: "unresolved"},
	{Value: 0x40, Name: "trap"},
	{Value: 0x100, Name: "notify"},
	{Value: 0x200, Name: "cloned"},
	{Value: 0x400, Name: "equalize"},
	{Value: 0x800, Name: "prefix"},
	{Value: 0x1000, Name: "lookup_table"},
	{Value: 0x2000, Name: "fib_match"},
	{Value: 0x2000, Name: "fibmatch"}, // so says ip
	{Value: 0x4000, Name: "rt_offload"},
	{Value: 0x8000, Name: "rt_trap"},
	{Value: 0x20000000, Name: "offload_failed"},
}}

// routePrefEnum: preference of a router advertisement, include/uapi/linux/icmpv6.h ICMPV6_ROUTER_PREF_*.
var routePrefEnum = codec.Enum{Name: "pref", Items: []codec.Item{
	{Value: 0, Name: "medium"},
	{Value: 1, Name: "high"},
	{Value: 3, Name: "low"},
}}

// routeFeaturesEnum: include/uapi/linux/rtnetlink.h RTAX_FEATURE_*.
var routeFeaturesEnum = codec.Enum{Name: "features", Flags: true, Items: []codec.Item{
	{Value: 0x1, Name: "ecn"},
	{Value: 0x2, Name: "sack"},
	{Value: 0x4, Name: "timestamp"},
	{Value: 0x8, Name: "allfrag"},
	{Value: 0x10, Name: "tcp_usec_ts"},
}}

// routeLockEnum: a bit for each metric that stays as it is, 1 << RTAX_*; include/uapi/linux/rtnetlink.h.
var routeLockEnum = codec.Enum{Name: "lock", Flags: true, Items: []codec.Item{
	{Value: 0x4, Name: "mtu"},
	{Value: 0x8, Name: "window"},
	{Value: 0x10, Name: "rtt"},
	{Value: 0x20, Name: "rttvar"},
	{Value: 0x40, Name: "ssthresh"},
	{Value: 0x80, Name: "cwnd"},
	{Value: 0x100, Name: "advmss"},
	{Value: 0x200, Name: "reordering"},
	{Value: 0x400, Name: "hoplimit"},
	{Value: 0x800, Name: "initcwnd"},
	{Value: 0x1000, Name: "features"},
	{Value: 0x2000, Name: "rto_min"},
	{Value: 0x4000, Name: "initrwnd"},
	{Value: 0x8000, Name: "quickack"},
}}

// fibRuleFlagsEnum: include/uapi/linux/fib_rules.h FIB_RULE_*.
var fibRuleFlagsEnum = codec.Enum{Name: "rule_flags", Flags: true, Items: []codec.Item{
	{Value: 0x1, Name: "permanent"},
	{Value: 0x2, Name: "invert"},
	{Value: 0x4, Name: "unresolved"},
	{Value: 0x8, Name: "iif_detached"},
	{Value: 0x10, Name: "oif_detached"},
	{Value: 0x10000, Name: "find_saddr"},
}}
