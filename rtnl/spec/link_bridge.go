package spec

import "nlua/rtnl/codec"

// bridgeStpEnum: net/bridge/br_private.h BR_*_STP; user_stp is a daemon's.
var bridgeStpEnum = codec.Enum{Name: "br_stp_state", Items: []codec.Item{
	{Value: 0, Name: "no_stp"},
	{Value: 1, Name: "kernel_stp"},
	{Value: 2, Name: "user_stp"},
	{Value: 0, Name: "off"},
	{Value: 1, Name: "on"},
}}

// mcastRouterEnum: include/uapi/linux/if_bridge.h MDB_RTR_TYPE_*.
var mcastRouterEnum = codec.Enum{Name: "mcast_router", Items: []codec.Item{
	{Value: 0, Name: "disabled"},
	{Value: 1, Name: "temp_query"},
	{Value: 2, Name: "perm"},
	{Value: 3, Name: "temp"},
}}

// brportStateEnum: include/uapi/linux/if_bridge.h BR_STATE_*.
var brportStateEnum = codec.Enum{Name: "port_state", Items: []codec.Item{
	{Value: 0, Name: "disabled"},
	{Value: 1, Name: "listening"},
	{Value: 2, Name: "learning"},
	{Value: 3, Name: "forwarding"},
	{Value: 4, Name: "blocking"},
}}

// bridgeBoolOptEnum: masks of include/uapi/linux/if_bridge.h BR_BOOLOPT_* (there bit numbers).
var bridgeBoolOptEnum = codec.Enum{Name: "br_boolopt", Flags: true, Items: []codec.Item{
	{Value: 0x1, Name: "no_ll_learn"},
	{Value: 0x2, Name: "mcast_vlan_snooping"},
	{Value: 0x4, Name: "mst_enable"},
	{Value: 0x8, Name: "mdb_offload_fail_notification"},
	{Value: 0x10, Name: "fdb_local_vlan_0"},
}}

// bridgeQuerierAttrs: the multicast querier that a bridge has heard, include/uapi/linux/if_bridge.h BRIDGE_QUERIER_*.
var bridgeQuerierAttrs = codec.Set{Name: "mcast_querier_state", Prefix: "BRIDGE_QUERIER_", Rows: []codec.Row{
	{Type: 1, Name: "ip_address", C: "BRIDGE_QUERIER_IP_ADDRESS", Kind: codec.IP, Size: 4},
	{Type: 2, Name: "ip_port", C: "BRIDGE_QUERIER_IP_PORT", Kind: codec.Uint, Size: 4, Hint: codec.Index},
	{Type: 3, Name: "ip_other_timer", C: "BRIDGE_QUERIER_IP_OTHER_TIMER", Kind: codec.Uint, Size: 8, Hint: codec.CentiSec},
	{Type: 4, Name: "pad", C: "BRIDGE_QUERIER_PAD"},
	{Type: 5, Name: "ipv6_address", C: "BRIDGE_QUERIER_IPV6_ADDRESS", Kind: codec.IP, Size: 16},
	{Type: 6, Name: "ipv6_port", C: "BRIDGE_QUERIER_IPV6_PORT", Kind: codec.Uint, Size: 4, Hint: codec.Index},
	{Type: 7, Name: "ipv6_other_timer", C: "BRIDGE_QUERIER_IPV6_OTHER_TIMER", Kind: codec.Uint, Size: 8, Hint: codec.CentiSec},
}}
