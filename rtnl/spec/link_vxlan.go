package spec

import "nlua/rtnl/codec"

// vxlanAttrs: include/uapi/linux/if_link.h IFLA_VXLAN_*; the last four came with Linux 6.5 to 6.15.
var vxlanAttrs = codec.Set{Name: "vxlan", Prefix: "IFLA_", Rows: []codec.Row{
	{Type: 1, Name: "vxlan_id", C: "IFLA_VXLAN_ID", Kind: codec.Uint, Size: 4},
	{Type: 2, Name: "vxlan_group", C: "IFLA_VXLAN_GROUP", Kind: codec.IP, Size: 4},
	{Type: 3, Name: "vxlan_link", C: "IFLA_VXLAN_LINK", Kind: codec.Uint, Size: 4, Hint: codec.Index, False: codec.FalseNone},
	{Type: 4, Name: "vxlan_local", C: "IFLA_VXLAN_LOCAL", Kind: codec.IP, Size: 4},
	{Type: 5, Name: "vxlan_ttl", C: "IFLA_VXLAN_TTL", Kind: codec.Uint, Size: 1},
	{Type: 6, Name: "vxlan_tos", C: "IFLA_VXLAN_TOS", Kind: codec.Uint, Size: 1, Hint: codec.DSField},
	{Type: 7, Name: "vxlan_learning", C: "IFLA_VXLAN_LEARNING", Kind: codec.Uint, Size: 1, Hint: codec.Bool, False: codec.FalseZero},
	{Type: 8, Name: "vxlan_ageing", C: "IFLA_VXLAN_AGEING", Kind: codec.Uint, Size: 4, Hint: codec.Seconds},
	{Type: 9, Name: "vxlan_limit", C: "IFLA_VXLAN_LIMIT", Kind: codec.Uint, Size: 4},
	{Type: 10, Name: "vxlan_port_range", C: "IFLA_VXLAN_PORT_RANGE", Kind: codec.Nest, Set: &vxlanPortRangeSet},
	{Type: 11, Name: "vxlan_proxy", C: "IFLA_VXLAN_PROXY", Kind: codec.Uint, Size: 1, Hint: codec.Bool, False: codec.FalseZero},
	{Type: 12, Name: "vxlan_rsc", C: "IFLA_VXLAN_RSC", Kind: codec.Uint, Size: 1, Hint: codec.Bool, False: codec.FalseZero},
	{Type: 13, Name: "vxlan_l2miss", C: "IFLA_VXLAN_L2MISS", Kind: codec.Uint, Size: 1, Hint: codec.Bool, False: codec.FalseZero},
	{Type: 14, Name: "vxlan_l3miss", C: "IFLA_VXLAN_L3MISS", Kind: codec.Uint, Size: 1, Hint: codec.Bool, False: codec.FalseZero},
	{Type: 15, Name: "vxlan_port", C: "IFLA_VXLAN_PORT", Kind: codec.UintBE, Size: 2},
	{Type: 16, Name: "vxlan_group6", C: "IFLA_VXLAN_GROUP6", Kind: codec.IP, Size: 16},
	{Type: 17, Name: "vxlan_local6", C: "IFLA_VXLAN_LOCAL6", Kind: codec.IP, Size: 16},
	{Type: 18, Name: "vxlan_udp_csum", C: "IFLA_VXLAN_UDP_CSUM", Kind: codec.Uint, Size: 1, Hint: codec.Bool, False: codec.FalseZero},
	{Type: 19, Name: "vxlan_udp_zero_csum6_tx", C: "IFLA_VXLAN_UDP_ZERO_CSUM6_TX", Kind: codec.Uint, Size: 1, Hint: codec.Bool, False: codec.FalseZero},
	{Type: 20, Name: "vxlan_udp_zero_csum6_rx", C: "IFLA_VXLAN_UDP_ZERO_CSUM6_RX", Kind: codec.Uint, Size: 1, Hint: codec.Bool, False: codec.FalseZero},
	{Type: 21, Name: "vxlan_remcsum_tx", C: "IFLA_VXLAN_REMCSUM_TX", Kind: codec.Uint, Size: 1, Hint: codec.Bool, False: codec.FalseZero},
	{Type: 22, Name: "vxlan_remcsum_rx", C: "IFLA_VXLAN_REMCSUM_RX", Kind: codec.Uint, Size: 1, Hint: codec.Bool, False: codec.FalseZero},
	{Type: 23, Name: "vxlan_gbp", C: "IFLA_VXLAN_GBP", Kind: codec.Flag, False: codec.FalseZero},
	{Type: 24, Name: "vxlan_remcsum_nopartial", C: "IFLA_VXLAN_REMCSUM_NOPARTIAL", Kind: codec.Flag, False: codec.FalseZero},
	{Type: 25, Name: "vxlan_collect_metadata", C: "IFLA_VXLAN_COLLECT_METADATA", Kind: codec.Uint, Size: 1, Hint: codec.Bool, False: codec.FalseZero},
	{Type: 26, Name: "vxlan_label", C: "IFLA_VXLAN_LABEL", Kind: codec.UintBE, Size: 4, Hint: codec.Hex},
	{Type: 27, Name: "vxlan_gpe", C: "IFLA_VXLAN_GPE", Kind: codec.Flag, False: codec.FalseZero},
	{Type: 28, Name: "vxlan_ttl_inherit", C: "IFLA_VXLAN_TTL_INHERIT", Kind: codec.Uint, Size: 1, Bare: true, Hint: codec.Bool, False: codec.FalseZero},
	{Type: 29, Name: "vxlan_df", C: "IFLA_VXLAN_DF", Kind: codec.Uint, Size: 1, Enum: &tunnelDFEnum},
	{Type: 30, Name: "vxlan_vnifilter", C: "IFLA_VXLAN_VNIFILTER", Kind: codec.Uint, Size: 1, Hint: codec.Bool, False: codec.FalseZero},
	{Type: 31, Name: "vxlan_localbypass", C: "IFLA_VXLAN_LOCALBYPASS", Kind: codec.Uint, Size: 1, Hint: codec.Bool, False: codec.FalseZero},
	{Type: 32, Name: "vxlan_label_policy", C: "IFLA_VXLAN_LABEL_POLICY", Kind: codec.Uint, Size: 4, Enum: &vxlanLabelPolicyEnum},
	{Type: 33, Name: "vxlan_reserved_bits", C: "IFLA_VXLAN_RESERVED_BITS", Size: 8},
	{Type: 34, Name: "vxlan_mc_route", C: "IFLA_VXLAN_MC_ROUTE", Kind: codec.Uint, Size: 1, Hint: codec.Bool, False: codec.FalseZero},
}}

// vxlanPortRangeSet: include/uapi/linux/if_link.h struct ifla_vxlan_port_range, UDP source ports.
var vxlanPortRangeSet = codec.Set{Name: "port_range", Fixed: &codec.Struct{Name: "ifla_vxlan_port_range", Size: 4, Fields: []codec.Field{
	{Off: 0, Row: codec.Row{Name: "low", Kind: codec.UintBE, Size: 2}},
	{Off: 2, Row: codec.Row{Name: "high", Kind: codec.UintBE, Size: 2}},
}}}

// vxlanLabelPolicyEnum: include/uapi/linux/if_link.h VXLAN_LABEL_*.
var vxlanLabelPolicyEnum = codec.Enum{Name: "vxlan_label_policy", Items: []codec.Item{
	{Value: 0, Name: "fixed"},
	{Value: 1, Name: "inherit"},
}}

// Tunnel: the message of RTM_NEWTUNNEL and its kin: VNIs that a vxlan device lets through, include/uapi/linux/if_link.h VXLAN_VNIFILTER_*.
var Tunnel = codec.Set{Name: "tunnel", Prefix: "VXLAN_VNIFILTER_", Fixed: &tunnelMsgStruct, Rows: []codec.Row{
	{Type: 1, Name: "entry", C: "VXLAN_VNIFILTER_ENTRY", Kind: codec.Nest, Multi: true, Set: &vniFilterEntryAttrs},
}}

// tunnelMsgStruct: include/uapi/linux/if_link.h struct tunnel_msg.
var tunnelMsgStruct = codec.Struct{Name: "tunnel_msg", Size: 8, Fields: []codec.Field{
	{Off: 0, Row: codec.Row{Name: "family", Kind: codec.Uint, Size: 1}},
	{Off: 1, Row: codec.Row{Name: "flags", Kind: codec.Uint, Size: 1, Hint: codec.Hex, Enum: &tunnelMsgFlagsEnum}},
	{Off: 2, Row: codec.Row{Name: "reserved2", Kind: codec.Uint, Size: 2}},
	{Off: 4, Row: codec.Row{Name: "ifindex", Kind: codec.Uint, Size: 4, Hint: codec.Index, False: codec.FalseNone}},
}}

// tunnelMsgFlagsEnum: include/uapi/linux/if_link.h TUNNEL_MSG_FLAG_STATS.
var tunnelMsgFlagsEnum = codec.Enum{Name: "tunnel_msg_flags", Flags: true, Items: []codec.Item{
	{Value: 0x1, Name: "stats"},
}}

// vniFilterEntryAttrs: include/uapi/linux/if_link.h VXLAN_VNIFILTER_ENTRY_*.
var vniFilterEntryAttrs = codec.Set{Name: "entry", Prefix: "VXLAN_VNIFILTER_ENTRY_", Rows: []codec.Row{
	{Type: 1, Name: "start", C: "VXLAN_VNIFILTER_ENTRY_START", Kind: codec.Uint, Size: 4},
	{Type: 2, Name: "end", C: "VXLAN_VNIFILTER_ENTRY_END", Kind: codec.Uint, Size: 4},
	{Type: 3, Name: "group", C: "VXLAN_VNIFILTER_ENTRY_GROUP", Kind: codec.IP, Size: 4},
	{Type: 4, Name: "group6", C: "VXLAN_VNIFILTER_ENTRY_GROUP6", Kind: codec.IP, Size: 16},
	{Type: 5, Name: "stats", C: "VXLAN_VNIFILTER_ENTRY_STATS", Kind: codec.Nest, Set: &vniFilterStatsAttrs},
}}

// vniFilterStatsAttrs: include/uapi/linux/if_link.h VNIFILTER_ENTRY_STATS_*.
var vniFilterStatsAttrs = codec.Set{Name: "stats", Prefix: "VNIFILTER_ENTRY_STATS_", Rows: []codec.Row{
	{Type: 1, Name: "rx_bytes", C: "VNIFILTER_ENTRY_STATS_RX_BYTES", Kind: codec.Uint, Size: 8},
	{Type: 2, Name: "rx_pkts", C: "VNIFILTER_ENTRY_STATS_RX_PKTS", Kind: codec.Uint, Size: 8},
	{Type: 3, Name: "rx_drops", C: "VNIFILTER_ENTRY_STATS_RX_DROPS", Kind: codec.Uint, Size: 8},
	{Type: 4, Name: "rx_errors", C: "VNIFILTER_ENTRY_STATS_RX_ERRORS", Kind: codec.Uint, Size: 8},
	{Type: 5, Name: "tx_bytes", C: "VNIFILTER_ENTRY_STATS_TX_BYTES", Kind: codec.Uint, Size: 8},
	{Type: 6, Name: "tx_pkts", C: "VNIFILTER_ENTRY_STATS_TX_PKTS", Kind: codec.Uint, Size: 8},
	{Type: 7, Name: "tx_drops", C: "VNIFILTER_ENTRY_STATS_TX_DROPS", Kind: codec.Uint, Size: 8},
	{Type: 8, Name: "tx_errors", C: "VNIFILTER_ENTRY_STATS_TX_ERRORS", Kind: codec.Uint, Size: 8},
	{Type: 9, Name: "pad", C: "VNIFILTER_ENTRY_STATS_PAD"},
}}
