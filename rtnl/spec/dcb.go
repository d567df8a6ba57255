package spec

import "nlua/rtnl/codec"

// DCB is RTM_*DCB, data center bridging: include/uapi/linux/dcbnl.h, struct dcbmsg and DCB_ATTR_*. Which attribute a message has is said
// by cmd. Nests are attributes too, whose numbers are those of traffic classes and the like.
var DCB = codec.Set{Name: "dcb", Prefix: "DCB_ATTR_", Fixed: &codec.Struct{Name: "dcbmsg", Size: 4, Fields: []codec.Field{
	{Off: 0, Row: codec.Row{Name: "family", C: "dcb_family", Kind: codec.Uint, Size: 1}},
	{Off: 1, Row: codec.Row{Name: "cmd", Kind: codec.Uint, Size: 1, Enum: &dcbCmdEnum}},
}}, Rows: []codec.Row{
	{Type: 1, Name: "ifname", C: "DCB_ATTR_IFNAME", Kind: codec.String},
	{Type: 2, Name: "state", C: "DCB_ATTR_STATE", Kind: codec.Uint, Size: 1},
	{Type: 3, Name: "pfc_state", C: "DCB_ATTR_PFC_STATE", Kind: codec.Uint, Size: 1},
	{Type: 4, Name: "pfc_cfg", C: "DCB_ATTR_PFC_CFG", Kind: codec.Nest, Set: &dcbNumbers},
	{Type: 5, Name: "num_tc", C: "DCB_ATTR_NUM_TC", Kind: codec.Uint, Size: 1},
	{Type: 6, Name: "pg_cfg", C: "DCB_ATTR_PG_CFG", Kind: codec.Nest, Set: &dcbNumbers},
	{Type: 7, Name: "set_all", C: "DCB_ATTR_SET_ALL", Kind: codec.Uint, Size: 1},
	{Type: 8, Name: "perm_hwaddr", C: "DCB_ATTR_PERM_HWADDR", Kind: codec.MAC},
	{Type: 9, Name: "cap", C: "DCB_ATTR_CAP", Kind: codec.Nest, Set: &dcbNumbers},
	{Type: 10, Name: "numtcs", C: "DCB_ATTR_NUMTCS", Kind: codec.Nest, Set: &dcbNumbers},
	{Type: 11, Name: "bcn", C: "DCB_ATTR_BCN", Kind: codec.Nest, Set: &dcbNumbers},
	{Type: 12, Name: "app", C: "DCB_ATTR_APP", Kind: codec.Nest, Set: &dcbNumbers},
	{Type: 13, Name: "ieee", C: "DCB_ATTR_IEEE", Kind: codec.Nest, Set: &dcbIEEE},
	{Type: 14, Name: "dcbx", C: "DCB_ATTR_DCBX", Kind: codec.Uint, Size: 1, Hint: codec.Hex},
	{Type: 15, Name: "featcfg", C: "DCB_ATTR_FEATCFG", Kind: codec.Nest, Set: &dcbNumbers},
	{Type: 16, Name: "cee", C: "DCB_ATTR_CEE", Kind: codec.Nest, Set: &dcbCEE},
}}

// dcbNumbers has no row: its attributes are read by number ("#3").
var dcbNumbers = codec.Set{Name: "numbers"}

var dcbIEEE = codec.Set{Name: "ieee", Prefix: "DCB_ATTR_IEEE_", Rows: []codec.Row{
	{Type: 1, Name: "ets", C: "DCB_ATTR_IEEE_ETS"},
	{Type: 2, Name: "pfc", C: "DCB_ATTR_IEEE_PFC"},
	{Type: 3, Name: "app_table", C: "DCB_ATTR_IEEE_APP_TABLE", Kind: codec.Nest, Set: &dcbApps},
	{Type: 4, Name: "peer_ets", C: "DCB_ATTR_IEEE_PEER_ETS"},
	{Type: 5, Name: "peer_pfc", C: "DCB_ATTR_IEEE_PEER_PFC"},
	{Type: 6, Name: "peer_app", C: "DCB_ATTR_IEEE_PEER_APP", Kind: codec.Nest, Set: &dcbApps},
	{Type: 7, Name: "maxrate", C: "DCB_ATTR_IEEE_MAXRATE"},
	{Type: 8, Name: "qcn", C: "DCB_ATTR_IEEE_QCN"},
	{Type: 9, Name: "qcn_stats", C: "DCB_ATTR_IEEE_QCN_STATS"},
	{Type: 10, Name: "dcb_buffer", C: "DCB_ATTR_DCB_BUFFER"},
	{Type: 11, Name: "app_trust_table", C: "DCB_ATTR_DCB_APP_TRUST_TABLE"},
	{Type: 12, Name: "rewr_table", C: "DCB_ATTR_DCB_REWR_TABLE", Kind: codec.Nest, Set: &dcbApps},
}}

// dcbApps: include/uapi/linux/dcbnl.h, struct dcb_app.
var dcbApps = codec.Set{Name: "app_table", Prefix: "DCB_ATTR_IEEE_", Rows: []codec.Row{
	{Type: 1, Name: "app", C: "DCB_ATTR_IEEE_APP", Kind: codec.Nest, Multi: true, Set: &dcbAppSet},
	{Type: 2, Name: "dcb_app", C: "DCB_ATTR_DCB_APP", Kind: codec.Nest, Multi: true, Set: &dcbAppSet},
}}

var dcbAppSet = codec.Set{Name: "dcb_app", Fixed: &codec.Struct{Name: "dcb_app", Size: 4, Fields: []codec.Field{
	{Off: 0, Row: codec.Row{Name: "selector", Kind: codec.Uint, Size: 1}},
	{Off: 1, Row: codec.Row{Name: "priority", Kind: codec.Uint, Size: 1}},
	{Off: 2, Row: codec.Row{Name: "protocol", Kind: codec.Uint, Size: 2}},
}}}

var dcbCEE = codec.Set{Name: "cee", Prefix: "DCB_ATTR_CEE_", Rows: []codec.Row{
	{Type: 1, Name: "peer_pg", C: "DCB_ATTR_CEE_PEER_PG"},
	{Type: 2, Name: "peer_pfc", C: "DCB_ATTR_CEE_PEER_PFC"},
	{Type: 3, Name: "peer_app_table", C: "DCB_ATTR_CEE_PEER_APP_TABLE"},
	{Type: 4, Name: "tx_pg", C: "DCB_ATTR_CEE_TX_PG", Kind: codec.Nest, Set: &dcbNumbers},
	{Type: 5, Name: "rx_pg", C: "DCB_ATTR_CEE_RX_PG", Kind: codec.Nest, Set: &dcbNumbers},
	{Type: 6, Name: "pfc", C: "DCB_ATTR_CEE_PFC", Kind: codec.Nest, Set: &dcbNumbers},
	{Type: 7, Name: "app_table", C: "DCB_ATTR_CEE_APP_TABLE"},
	{Type: 8, Name: "feat", C: "DCB_ATTR_CEE_FEAT", Kind: codec.Nest, Set: &dcbNumbers},
}}

// dcbCmdEnum: DCB_CMD_*.
var dcbCmdEnum = codec.Enum{Name: "dcb_cmd", Items: []codec.Item{
	{Value: 0, Name: "undefined"},
	{Value: 1, Name: "gstate"},
	{Value: 2, Name: "sstate"},
	{Value: 3, Name: "pgtx_gcfg"},
	{Value: 4, Name: "pgtx_scfg"},
	{Value: 5, Name: "pgrx_gcfg"},
	{Value: 6, Name: "pgrx_scfg"},
	{Value: 7, Name: "pfc_gcfg"},
	{Value: 8, Name: "pfc_scfg"},
	{Value: 9, Name: "set_all"},
	{Value: 10, Name: "gperm_hwaddr"},
	{Value: 11, Name: "gcap"},
	{Value: 12, Name: "gnumtcs"},
	{Value: 13, Name: "snumtcs"},
	{Value: 14, Name: "pfc_gstate"},
	{Value: 15, Name: "pfc_sstate"},
	{Value: 16, Name: "bcn_gcfg"},
	{Value: 17, Name: "bcn_scfg"},
	{Value: 18, Name: "gapp"},
	{Value: 19, Name: "sapp"},
	{Value: 20, Name: "ieee_set"},
	{Value: 21, Name: "ieee_get"},
	{Value: 22, Name: "gdcbx"},
	{Value: 23, Name: "sdcbx"},
	{Value: 24, Name: "gfeatcfg"},
	{Value: 25, Name: "sfeatcfg"},
	{Value: 26, Name: "cee_get"},
	{Value: 27, Name: "ieee_del"},
}}
