package spec

import "nlua/rtnl/codec"

// VLAN is RTM_*VLAN, the VLANs of bridges and their ports: include/uapi/linux/if_bridge.h, struct br_vlan_msg and BRIDGE_VLANDB_*.
var VLAN = codec.Set{Name: "vlandb", Prefix: "BRIDGE_VLANDB_", Fixed: &brVlanMsgStruct, Rows: []codec.Row{
	{Type: 1, Name: "entry", C: "BRIDGE_VLANDB_ENTRY", Kind: codec.Nest, Set: &vlandbEntry, Multi: true},
	{Type: 2, Name: "global_options", C: "BRIDGE_VLANDB_GLOBAL_OPTIONS", Kind: codec.Nest, Set: &vlandbGlobal, Multi: true},
}}

// VLANDump is how a RTM_GETVLAN request reads: BRIDGE_VLANDB_DUMP_*, by the same numbers.
var VLANDump = codec.Set{Name: "vlandb_dump", Prefix: "BRIDGE_VLANDB_", Fixed: &brVlanMsgStruct, Rows: []codec.Row{
	{Type: 1, Name: "dump_flags", C: "BRIDGE_VLANDB_DUMP_FLAGS", Kind: codec.Uint, Size: 4, Hint: codec.Hex, Enum: &codec.Enum{
		Name: "vlandb_dump_flags", Flags: true, Items: []codec.Item{{Value: 1, Name: "stats"}, {Value: 2, Name: "global"}}}},
}}

var brVlanMsgStruct = codec.Struct{Name: "br_vlan_msg", Size: 8, Fields: []codec.Field{
	{Off: 0, Row: codec.Row{Name: "family", Kind: codec.Uint, Size: 1}},
	{Off: 4, Row: codec.Row{Name: "ifindex", Kind: codec.Uint, Size: 4, Hint: codec.Index}},
}}

var vlandbEntry = codec.Set{Name: "entry", Prefix: "BRIDGE_VLANDB_ENTRY_", Rows: []codec.Row{
	{Type: 1, Name: "info", C: "BRIDGE_VLANDB_ENTRY_INFO", Kind: codec.Nest, Set: &bridgeVlanInfoSet, Doc: "{flags, vid}"},
	{Type: 2, Name: "range", C: "BRIDGE_VLANDB_ENTRY_RANGE", Kind: codec.Uint, Size: 2, Doc: "last VLAN, when the entry is for several"},
	{Type: 3, Name: "state", C: "BRIDGE_VLANDB_ENTRY_STATE", Kind: codec.Uint, Size: 1, Enum: &brportStateEnum},
	{Type: 4, Name: "tunnel_info", C: "BRIDGE_VLANDB_ENTRY_TUNNEL_INFO", Kind: codec.Nest, Set: &vlandbTunnel},
	{Type: 5, Name: "stats", C: "BRIDGE_VLANDB_ENTRY_STATS", Kind: codec.Nest, Set: &vlandbStats},
	{Type: 6, Name: "mcast_router", C: "BRIDGE_VLANDB_ENTRY_MCAST_ROUTER", Kind: codec.Uint, Size: 1, Enum: &mcastRouterEnum},
	{Type: 7, Name: "mcast_n_groups", C: "BRIDGE_VLANDB_ENTRY_MCAST_N_GROUPS", Kind: codec.Uint, Size: 4},
	{Type: 8, Name: "mcast_max_groups", C: "BRIDGE_VLANDB_ENTRY_MCAST_MAX_GROUPS", Kind: codec.Uint, Size: 4},
	{Type: 9, Name: "neigh_suppress", C: "BRIDGE_VLANDB_ENTRY_NEIGH_SUPPRESS", Kind: codec.Uint, Size: 1, Hint: codec.Bool, False: codec.FalseZero},
}}

var vlandbTunnel = codec.Set{Name: "tunnel_info", Prefix: "BRIDGE_VLANDB_TINFO_", Rows: []codec.Row{
	{Type: 1, Name: "id", C: "BRIDGE_VLANDB_TINFO_ID", Kind: codec.Uint, Size: 4},
	{Type: 2, Name: "cmd", C: "BRIDGE_VLANDB_TINFO_CMD", Kind: codec.Uint, Size: 4},
}}

var vlandbStats = codec.Set{Name: "stats", Prefix: "BRIDGE_VLANDB_STATS_", Rows: []codec.Row{
	{Type: 1, Name: "rx_bytes", C: "BRIDGE_VLANDB_STATS_RX_BYTES", Kind: codec.Uint, Size: 8},
	{Type: 2, Name: "rx_packets", C: "BRIDGE_VLANDB_STATS_RX_PACKETS", Kind: codec.Uint, Size: 8},
	{Type: 3, Name: "tx_bytes", C: "BRIDGE_VLANDB_STATS_TX_BYTES", Kind: codec.Uint, Size: 8},
	{Type: 4, Name: "tx_packets", C: "BRIDGE_VLANDB_STATS_TX_PACKETS", Kind: codec.Uint, Size: 8},
	{Type: 5, Name: "pad", C: "BRIDGE_VLANDB_STATS_PAD"},
}}

// vlandbGlobal: options of a VLAN of the whole bridge; intervals in hundredths of a second.
var vlandbGlobal = codec.Set{Name: "global_options", Prefix: "BRIDGE_VLANDB_GOPTS_", Rows: []codec.Row{
	{Type: 1, Name: "id", C: "BRIDGE_VLANDB_GOPTS_ID", Kind: codec.Uint, Size: 2, Doc: "VLAN"},
	{Type: 2, Name: "range", C: "BRIDGE_VLANDB_GOPTS_RANGE", Kind: codec.Uint, Size: 2, Doc: "last VLAN, when the options are for several"},
	{Type: 3, Name: "mcast_snooping", C: "BRIDGE_VLANDB_GOPTS_MCAST_SNOOPING", Kind: codec.Uint, Size: 1, Hint: codec.Bool, False: codec.FalseZero},
	{Type: 4, Name: "mcast_igmp_version", C: "BRIDGE_VLANDB_GOPTS_MCAST_IGMP_VERSION", Kind: codec.Uint, Size: 1},
	{Type: 5, Name: "mcast_mld_version", C: "BRIDGE_VLANDB_GOPTS_MCAST_MLD_VERSION", Kind: codec.Uint, Size: 1},
	{Type: 6, Name: "mcast_last_member_cnt", C: "BRIDGE_VLANDB_GOPTS_MCAST_LAST_MEMBER_CNT", Kind: codec.Uint, Size: 4},
	{Type: 7, Name: "mcast_startup_query_cnt", C: "BRIDGE_VLANDB_GOPTS_MCAST_STARTUP_QUERY_CNT", Kind: codec.Uint, Size: 4},
	{Type: 8, Name: "mcast_last_member_intvl", C: "BRIDGE_VLANDB_GOPTS_MCAST_LAST_MEMBER_INTVL", Kind: codec.Uint, Size: 8, Hint: codec.CentiSec},
	{Type: 9, Name: "pad", C: "BRIDGE_VLANDB_GOPTS_PAD"},
	{Type: 10, Name: "mcast_membership_intvl", C: "BRIDGE_VLANDB_GOPTS_MCAST_MEMBERSHIP_INTVL", Kind: codec.Uint, Size: 8, Hint: codec.CentiSec},
	{Type: 11, Name: "mcast_querier_intvl", C: "BRIDGE_VLANDB_GOPTS_MCAST_QUERIER_INTVL", Kind: codec.Uint, Size: 8, Hint: codec.CentiSec},
	{Type: 12, Name: "mcast_query_intvl", C: "BRIDGE_VLANDB_GOPTS_MCAST_QUERY_INTVL", Kind: codec.Uint, Size: 8, Hint: codec.CentiSec},
	{Type: 13, Name: "mcast_query_response_intvl", C: "BRIDGE_VLANDB_GOPTS_MCAST_QUERY_RESPONSE_INTVL", Kind: codec.Uint, Size: 8, Hint: codec.CentiSec},
	{Type: 14, Name: "mcast_startup_query_intvl", C: "BRIDGE_VLANDB_GOPTS_MCAST_STARTUP_QUERY_INTVL", Kind: codec.Uint, Size: 8, Hint: codec.CentiSec},
	{Type: 15, Name: "mcast_querier", C: "BRIDGE_VLANDB_GOPTS_MCAST_QUERIER", Kind: codec.Uint, Size: 1, Hint: codec.Bool, False: codec.FalseZero},
	{Type: 16, Name: "mcast_router_ports", C: "BRIDGE_VLANDB_GOPTS_MCAST_ROUTER_PORTS", Kind: codec.Nest, Set: &mdbAnyRouters},
	{Type: 17, Name: "mcast_querier_state", C: "BRIDGE_VLANDB_GOPTS_MCAST_QUERIER_STATE", Kind: codec.Nest, Set: &bridgeQuerierAttrs},
	{Type: 18, Name: "msti", C: "BRIDGE_VLANDB_GOPTS_MSTI", Kind: codec.Uint, Size: 2},
}}
