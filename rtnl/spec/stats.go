package spec

import "nlua/rtnl/codec"

// The message itself, Stats, is generated; here is what the specification leaves as bytes, and how requests differ.

// StatsRequest is how RTM_GETSTATS and RTM_SETSTATS to the kernel read: include/uapi/linux/if_link.h, IFLA_STATS_GET_FILTERS and
// IFLA_STATS_SET_*, by the same numbers as IFLA_STATS_LINK_*.
var StatsRequest = codec.Set{Name: "stats_request", Prefix: "IFLA_STATS_", Fixed: &ifStatsMsgStruct, Rows: []codec.Row{
	{Type: 1, Name: "get_filters", C: "IFLA_STATS_GET_FILTERS", Kind: codec.Nest, Set: &statsFilters},
	{Type: 2, Name: "set_offload_xstats_l3_stats", C: "IFLA_STATS_SET_OFFLOAD_XSTATS_L3_STATS", Kind: codec.Uint, Size: 1, Hint: codec.Bool, False: codec.FalseZero},
}}

// statsFilters: for an attribute of the answer, a mask of the attributes in it (bit n-1 for number n).
var statsFilters = codec.Set{Name: "get_filters", Prefix: "IFLA_STATS_", Rows: []codec.Row{
	{Type: 1, Name: "link_64", C: "IFLA_STATS_LINK_64", Kind: codec.Uint, Size: 4, Hint: codec.Hex},
	{Type: 2, Name: "link_xstats", C: "IFLA_STATS_LINK_XSTATS", Kind: codec.Uint, Size: 4, Hint: codec.Hex},
	{Type: 3, Name: "link_xstats_slave", C: "IFLA_STATS_LINK_XSTATS_SLAVE", Kind: codec.Uint, Size: 4, Hint: codec.Hex},
	{Type: 4, Name: "link_offload_xstats", C: "IFLA_STATS_LINK_OFFLOAD_XSTATS", Kind: codec.Uint, Size: 4, Hint: codec.Hex, Enum: &codec.Enum{
		Name: "offload_xstats", Flags: true, Items: []codec.Item{{Value: 1, Name: "cpu_hit"}, {Value: 2, Name: "hw_s_info"}, {Value: 2, Name: "hw_stats_info"}, {Value: 4, Name: "l3_stats"}}}},
	{Type: 5, Name: "af_spec", C: "IFLA_STATS_AF_SPEC", Kind: codec.Uint, Size: 4, Hint: codec.Hex},
}}

// linkXstatsAttrs: LINK_XSTATS_TYPE_*.
var linkXstatsAttrs = codec.Set{Name: "xstats", Prefix: "LINK_XSTATS_TYPE_", Rows: []codec.Row{
	{Type: 1, Name: "bridge", C: "LINK_XSTATS_TYPE_BRIDGE", Kind: codec.Nest, Set: &bridgeXstats},
	{Type: 2, Name: "bond", C: "LINK_XSTATS_TYPE_BOND", Kind: codec.Nest, Set: &bondXstats},
}}

// bridgeXstats: include/uapi/linux/if_bridge.h, BRIDGE_XSTATS_*.
var bridgeXstats = codec.Set{Name: "bridge", Prefix: "BRIDGE_XSTATS_", Rows: []codec.Row{
	{Type: 1, Name: "vlan", C: "BRIDGE_XSTATS_VLAN", Kind: codec.Nest, Set: &bridgeVlanXstatsSet, Multi: true},
	{Type: 2, Name: "mcast", C: "BRIDGE_XSTATS_MCAST", Kind: codec.Nest, Set: &bridgeMcastStatsSet},
	{Type: 3, Name: "pad", C: "BRIDGE_XSTATS_PAD"},
	{Type: 4, Name: "stp", C: "BRIDGE_XSTATS_STP", Kind: codec.Nest, Set: &bridgeStpXstatsSet},
}}

var bridgeVlanXstatsSet = codec.Set{Name: "vlan", Fixed: &codec.Struct{Name: "bridge_vlan_xstats", Size: 40, Fields: []codec.Field{
	{Off: 0, Row: codec.Row{Name: "rx_bytes", Kind: codec.Uint, Size: 8}},
	{Off: 8, Row: codec.Row{Name: "rx_packets", Kind: codec.Uint, Size: 8}},
	{Off: 16, Row: codec.Row{Name: "tx_bytes", Kind: codec.Uint, Size: 8}},
	{Off: 24, Row: codec.Row{Name: "tx_packets", Kind: codec.Uint, Size: 8}},
	{Off: 32, Row: codec.Row{Name: "vid", Kind: codec.Uint, Size: 2}},
	{Off: 34, Row: codec.Row{Name: "flags", Kind: codec.Uint, Size: 2, Hint: codec.Hex}},
}}}

// bridgeMcastStatsSet: struct br_mcast_stats; its pairs are received and sent.
var bridgeMcastStatsSet = codec.Set{Name: "mcast", Fixed: &codec.Struct{Name: "br_mcast_stats", Size: 240, Fields: []codec.Field{
	{Off: 0, Row: codec.Row{Name: "igmp_v1queries_rx", Kind: codec.Uint, Size: 8}},
	{Off: 8, Row: codec.Row{Name: "igmp_v1queries_tx", Kind: codec.Uint, Size: 8}},
	{Off: 16, Row: codec.Row{Name: "igmp_v2queries_rx", Kind: codec.Uint, Size: 8}},
	{Off: 24, Row: codec.Row{Name: "igmp_v2queries_tx", Kind: codec.Uint, Size: 8}},
	{Off: 32, Row: codec.Row{Name: "igmp_v3queries_rx", Kind: codec.Uint, Size: 8}},
	{Off: 40, Row: codec.Row{Name: "igmp_v3queries_tx", Kind: codec.Uint, Size: 8}},
	{Off: 48, Row: codec.Row{Name: "igmp_leaves_rx", Kind: codec.Uint, Size: 8}},
	{Off: 56, Row: codec.Row{Name: "igmp_leaves_tx", Kind: codec.Uint, Size: 8}},
	{Off: 64, Row: codec.Row{Name: "igmp_v1reports_rx", Kind: codec.Uint, Size: 8}},
	{Off: 72, Row: codec.Row{Name: "igmp_v1reports_tx", Kind: codec.Uint, Size: 8}},
	{Off: 80, Row: codec.Row{Name: "igmp_v2reports_rx", Kind: codec.Uint, Size: 8}},
	{Off: 88, Row: codec.Row{Name: "igmp_v2reports_tx", Kind: codec.Uint, Size: 8}},
	{Off: 96, Row: codec.Row{Name: "igmp_v3reports_rx", Kind: codec.Uint, Size: 8}},
	{Off: 104, Row: codec.Row{Name: "igmp_v3reports_tx", Kind: codec.Uint, Size: 8}},
	{Off: 112, Row: codec.Row{Name: "igmp_parse_errors", Kind: codec.Uint, Size: 8}},
	{Off: 120, Row: codec.Row{Name: "mld_v1queries_rx", Kind: codec.Uint, Size: 8}},
	{Off: 128, Row: codec.Row{Name: "mld_v1queries_tx", Kind: codec.Uint, Size: 8}},
	{Off: 136, Row: codec.Row{Name: "mld_v2queries_rx", Kind: codec.Uint, Size: 8}},
	{Off: 144, Row: codec.Row{Name: "mld_v2queries_tx", Kind: codec.Uint, Size: 8}},
	{Off: 152, Row: codec.Row{Name: "mld_leaves_rx", Kind: codec.Uint, Size: 8}},
	{Off: 160, Row: codec.Row{Name: "mld_leaves_tx", Kind: codec.Uint, Size: 8}},
	{Off: 168, Row: codec.Row{Name: "mld_v1reports_rx", Kind: codec.Uint, Size: 8}},
	{Off: 176, Row: codec.Row{Name: "mld_v1reports_tx", Kind: codec.Uint, Size: 8}},
	{Off: 184, Row: codec.Row{Name: "mld_v2reports_rx", Kind: codec.Uint, Size: 8}},
	{Off: 192, Row: codec.Row{Name: "mld_v2reports_tx", Kind: codec.Uint, Size: 8}},
	{Off: 200, Row: codec.Row{Name: "mld_parse_errors", Kind: codec.Uint, Size: 8}},
	{Off: 208, Row: codec.Row{Name: "mcast_bytes_rx", Kind: codec.Uint, Size: 8}},
	{Off: 216, Row: codec.Row{Name: "mcast_bytes_tx", Kind: codec.Uint, Size: 8}},
	{Off: 224, Row: codec.Row{Name: "mcast_packets_rx", Kind: codec.Uint, Size: 8}},
	{Off: 232, Row: codec.Row{Name: "mcast_packets_tx", Kind: codec.Uint, Size: 8}},
}}}

var bridgeStpXstatsSet = codec.Set{Name: "stp", Fixed: &codec.Struct{Name: "bridge_stp_xstats", Size: 48, Fields: []codec.Field{
	{Off: 0, Row: codec.Row{Name: "transition_blk", Kind: codec.Uint, Size: 8}},
	{Off: 8, Row: codec.Row{Name: "transition_fwd", Kind: codec.Uint, Size: 8}},
	{Off: 16, Row: codec.Row{Name: "rx_bpdu", Kind: codec.Uint, Size: 8}},
	{Off: 24, Row: codec.Row{Name: "tx_bpdu", Kind: codec.Uint, Size: 8}},
	{Off: 32, Row: codec.Row{Name: "rx_tcn", Kind: codec.Uint, Size: 8}},
	{Off: 40, Row: codec.Row{Name: "tx_tcn", Kind: codec.Uint, Size: 8}},
}}}

// bondXstats: include/uapi/linux/if_bonding.h, BOND_XSTATS_*.
var bondXstats = codec.Set{Name: "bond", Prefix: "BOND_XSTATS_", Rows: []codec.Row{
	{Type: 1, Name: "3ad", C: "BOND_XSTATS_3AD", Kind: codec.Nest, Set: &bond3adStats},
}}

var bond3adStats = codec.Set{Name: "3ad", Prefix: "BOND_3AD_STAT_", Rows: []codec.Row{
	{Type: 0, Name: "lacpdu_rx", C: "BOND_3AD_STAT_LACPDU_RX", Kind: codec.Uint, Size: 8},
	{Type: 1, Name: "lacpdu_tx", C: "BOND_3AD_STAT_LACPDU_TX", Kind: codec.Uint, Size: 8},
	{Type: 2, Name: "lacpdu_unknown_rx", C: "BOND_3AD_STAT_LACPDU_UNKNOWN_RX", Kind: codec.Uint, Size: 8},
	{Type: 3, Name: "lacpdu_illegal_rx", C: "BOND_3AD_STAT_LACPDU_ILLEGAL_RX", Kind: codec.Uint, Size: 8},
	{Type: 4, Name: "marker_rx", C: "BOND_3AD_STAT_MARKER_RX", Kind: codec.Uint, Size: 8},
	{Type: 5, Name: "marker_tx", C: "BOND_3AD_STAT_MARKER_TX", Kind: codec.Uint, Size: 8},
	{Type: 6, Name: "marker_resp_rx", C: "BOND_3AD_STAT_MARKER_RESP_RX", Kind: codec.Uint, Size: 8},
	{Type: 7, Name: "marker_resp_tx", C: "BOND_3AD_STAT_MARKER_RESP_TX", Kind: codec.Uint, Size: 8},
	{Type: 8, Name: "marker_unknown_rx", C: "BOND_3AD_STAT_MARKER_UNKNOWN_RX", Kind: codec.Uint, Size: 8},
	{Type: 9, Name: "pad", C: "BOND_3AD_STAT_PAD"},
}}

// statsAfSpec: statistics by family; only MPLS has any.
var statsAfSpec = codec.Set{Name: "af_spec", Prefix: "AF_", Rows: []codec.Row{
	{Type: 28, Name: "mpls", C: "AF_MPLS", Kind: codec.Nest, Set: &mplsStats},
}}

// mplsStats: include/uapi/linux/mpls.h, MPLS_STATS_*.
var mplsStats = codec.Set{Name: "mpls", Prefix: "MPLS_STATS_", Rows: []codec.Row{
	{Type: 1, Name: "link", C: "MPLS_STATS_LINK", Kind: codec.Nest, Set: &mplsLinkStatsSet},
}}

var mplsLinkStatsSet = codec.Set{Name: "link", Fixed: &codec.Struct{Name: "mpls_link_stats", Size: 72, Fields: []codec.Field{
	{Off: 0, Row: codec.Row{Name: "rx_packets", Kind: codec.Uint, Size: 8}},
	{Off: 8, Row: codec.Row{Name: "tx_packets", Kind: codec.Uint, Size: 8}},
	{Off: 16, Row: codec.Row{Name: "rx_bytes", Kind: codec.Uint, Size: 8}},
	{Off: 24, Row: codec.Row{Name: "tx_bytes", Kind: codec.Uint, Size: 8}},
	{Off: 32, Row: codec.Row{Name: "rx_errors", Kind: codec.Uint, Size: 8}},
	{Off: 40, Row: codec.Row{Name: "tx_errors", Kind: codec.Uint, Size: 8}},
	{Off: 48, Row: codec.Row{Name: "rx_dropped", Kind: codec.Uint, Size: 8}},
	{Off: 56, Row: codec.Row{Name: "tx_dropped", Kind: codec.Uint, Size: 8}},
	{Off: 64, Row: codec.Row{Name: "rx_noroute", Kind: codec.Uint, Size: 8}},
}}}

// hwStats64Set: struct rtnl_hw_stats64.
var hwStats64Set = codec.Set{Name: "l3_stats", Fixed: &codec.Struct{Name: "rtnl_hw_stats64", Size: 72, Fields: []codec.Field{
	{Off: 0, Row: codec.Row{Name: "rx_packets", Kind: codec.Uint, Size: 8}},
	{Off: 8, Row: codec.Row{Name: "tx_packets", Kind: codec.Uint, Size: 8}},
	{Off: 16, Row: codec.Row{Name: "rx_bytes", Kind: codec.Uint, Size: 8}},
	{Off: 24, Row: codec.Row{Name: "tx_bytes", Kind: codec.Uint, Size: 8}},
	{Off: 32, Row: codec.Row{Name: "rx_errors", Kind: codec.Uint, Size: 8}},
	{Off: 40, Row: codec.Row{Name: "tx_errors", Kind: codec.Uint, Size: 8}},
	{Off: 48, Row: codec.Row{Name: "rx_dropped", Kind: codec.Uint, Size: 8}},
	{Off: 56, Row: codec.Row{Name: "tx_dropped", Kind: codec.Uint, Size: 8}},
	{Off: 64, Row: codec.Row{Name: "multicast", Kind: codec.Uint, Size: 8}},
}}}
