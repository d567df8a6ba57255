package spec

import "nlua/rtnl/codec"

// DCB is RTM_*DCB, data center bridging: include/uapi/linux/dcbnl.h, struct dcbmsg and DCB_ATTR_*. Which attribute a message has is said
// by cmd.
var DCB = codec.Set{Name: "dcb", Prefix: "DCB_ATTR_", Fixed: &codec.Struct{Name: "dcbmsg", Size: 4, Fields: []codec.Field{
	{Off: 0, Row: codec.Row{Name: "family", C: "dcb_family", Kind: codec.Uint, Size: 1}},
	{Off: 1, Row: codec.Row{Name: "cmd", Kind: codec.Uint, Size: 1, Enum: &dcbCmdEnum}},
}}, Rows: []codec.Row{
	{Type: 1, Name: "ifname", C: "DCB_ATTR_IFNAME", Kind: codec.String},
	{Type: 2, Name: "state", C: "DCB_ATTR_STATE", Kind: codec.Uint, Size: 1},
	{Type: 3, Name: "pfc_state", C: "DCB_ATTR_PFC_STATE", Kind: codec.Uint, Size: 1},
	{Type: 4, Name: "pfc_cfg", C: "DCB_ATTR_PFC_CFG", Kind: codec.Nest, Set: &dcbPFC},
	{Type: 5, Name: "num_tc", C: "DCB_ATTR_NUM_TC", Kind: codec.Uint, Size: 1},
	{Type: 6, Name: "pg_cfg", C: "DCB_ATTR_PG_CFG", Kind: codec.Nest, Set: &dcbPG},
	{Type: 7, Name: "set_all", C: "DCB_ATTR_SET_ALL", Kind: codec.Uint, Size: 1},
	{Type: 8, Name: "perm_hwaddr", C: "DCB_ATTR_PERM_HWADDR", Kind: codec.MAC},
	{Type: 9, Name: "cap", C: "DCB_ATTR_CAP", Kind: codec.Nest, Set: &dcbCap},
	{Type: 10, Name: "numtcs", C: "DCB_ATTR_NUMTCS", Kind: codec.Nest, Set: &dcbNumTCs},
	{Type: 11, Name: "bcn", C: "DCB_ATTR_BCN", Kind: codec.Nest, Set: &dcbBCN},
	{Type: 12, Name: "app", C: "DCB_ATTR_APP", Kind: codec.Nest, Set: &dcbApp},
	{Type: 13, Name: "ieee", C: "DCB_ATTR_IEEE", Kind: codec.Nest, Set: &dcbIEEE},
	{Type: 14, Name: "dcbx", C: "DCB_ATTR_DCBX", Kind: codec.Uint, Size: 1, Hint: codec.Hex},
	{Type: 15, Name: "featcfg", C: "DCB_ATTR_FEATCFG", Kind: codec.Nest, Set: &dcbFeat},
	{Type: 16, Name: "cee", C: "DCB_ATTR_CEE", Kind: codec.Nest, Set: &dcbCEE},
}}

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
	{Type: 4, Name: "tx_pg", C: "DCB_ATTR_CEE_TX_PG", Kind: codec.Nest, Set: &dcbPG},
	{Type: 5, Name: "rx_pg", C: "DCB_ATTR_CEE_RX_PG", Kind: codec.Nest, Set: &dcbPG},
	{Type: 6, Name: "pfc", C: "DCB_ATTR_CEE_PFC", Kind: codec.Nest, Set: &dcbPFC},
	{Type: 7, Name: "app_table", C: "DCB_ATTR_CEE_APP_TABLE"},
	{Type: 8, Name: "feat", C: "DCB_ATTR_CEE_FEAT", Kind: codec.Nest, Set: &dcbFeat},
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

// dcbPFC: enum dcbnl_pfc_up_attrs.
var dcbPFC = codec.Set{Name: "pfc_cfg", Prefix: "DCB_PFC_UP_ATTR_", Rows: []codec.Row{
	{Type: 1, Name: "up_0", C: "DCB_PFC_UP_ATTR_0", Kind: codec.Uint, Size: 1},
	{Type: 2, Name: "up_1", C: "DCB_PFC_UP_ATTR_1", Kind: codec.Uint, Size: 1},
	{Type: 3, Name: "up_2", C: "DCB_PFC_UP_ATTR_2", Kind: codec.Uint, Size: 1},
	{Type: 4, Name: "up_3", C: "DCB_PFC_UP_ATTR_3", Kind: codec.Uint, Size: 1},
	{Type: 5, Name: "up_4", C: "DCB_PFC_UP_ATTR_4", Kind: codec.Uint, Size: 1},
	{Type: 6, Name: "up_5", C: "DCB_PFC_UP_ATTR_5", Kind: codec.Uint, Size: 1},
	{Type: 7, Name: "up_6", C: "DCB_PFC_UP_ATTR_6", Kind: codec.Uint, Size: 1},
	{Type: 8, Name: "up_7", C: "DCB_PFC_UP_ATTR_7", Kind: codec.Uint, Size: 1},
	{Type: 9, Name: "all", C: "DCB_PFC_UP_ATTR_ALL", Kind: codec.Flag},
}}

// dcbPG: enum dcbnl_pg_attrs.
var dcbPG = codec.Set{Name: "pg_cfg", Prefix: "DCB_PG_ATTR_", Rows: []codec.Row{
	{Type: 1, Name: "tc_0", C: "DCB_PG_ATTR_TC_0", Kind: codec.Nest, Set: &dcbTC},
	{Type: 2, Name: "tc_1", C: "DCB_PG_ATTR_TC_1", Kind: codec.Nest, Set: &dcbTC},
	{Type: 3, Name: "tc_2", C: "DCB_PG_ATTR_TC_2", Kind: codec.Nest, Set: &dcbTC},
	{Type: 4, Name: "tc_3", C: "DCB_PG_ATTR_TC_3", Kind: codec.Nest, Set: &dcbTC},
	{Type: 5, Name: "tc_4", C: "DCB_PG_ATTR_TC_4", Kind: codec.Nest, Set: &dcbTC},
	{Type: 6, Name: "tc_5", C: "DCB_PG_ATTR_TC_5", Kind: codec.Nest, Set: &dcbTC},
	{Type: 7, Name: "tc_6", C: "DCB_PG_ATTR_TC_6", Kind: codec.Nest, Set: &dcbTC},
	{Type: 8, Name: "tc_7", C: "DCB_PG_ATTR_TC_7", Kind: codec.Nest, Set: &dcbTC},
	{Type: 9, Name: "tc_max", C: "DCB_PG_ATTR_TC_MAX"},
	{Type: 10, Name: "tc_all", C: "DCB_PG_ATTR_TC_ALL", Kind: codec.Nest, Set: &dcbTC},
	{Type: 11, Name: "bw_id_0", C: "DCB_PG_ATTR_BW_ID_0", Kind: codec.Uint, Size: 1},
	{Type: 12, Name: "bw_id_1", C: "DCB_PG_ATTR_BW_ID_1", Kind: codec.Uint, Size: 1},
	{Type: 13, Name: "bw_id_2", C: "DCB_PG_ATTR_BW_ID_2", Kind: codec.Uint, Size: 1},
	{Type: 14, Name: "bw_id_3", C: "DCB_PG_ATTR_BW_ID_3", Kind: codec.Uint, Size: 1},
	{Type: 15, Name: "bw_id_4", C: "DCB_PG_ATTR_BW_ID_4", Kind: codec.Uint, Size: 1},
	{Type: 16, Name: "bw_id_5", C: "DCB_PG_ATTR_BW_ID_5", Kind: codec.Uint, Size: 1},
	{Type: 17, Name: "bw_id_6", C: "DCB_PG_ATTR_BW_ID_6", Kind: codec.Uint, Size: 1},
	{Type: 18, Name: "bw_id_7", C: "DCB_PG_ATTR_BW_ID_7", Kind: codec.Uint, Size: 1},
	{Type: 19, Name: "bw_id_max", C: "DCB_PG_ATTR_BW_ID_MAX"},
	{Type: 20, Name: "bw_id_all", C: "DCB_PG_ATTR_BW_ID_ALL", Kind: codec.Flag},
}}

// dcbTC: enum dcbnl_tc_attrs.
var dcbTC = codec.Set{Name: "tc", Prefix: "DCB_TC_ATTR_PARAM_", Rows: []codec.Row{
	{Type: 1, Name: "pgid", C: "DCB_TC_ATTR_PARAM_PGID", Kind: codec.Uint, Size: 1},
	{Type: 2, Name: "up_mapping", C: "DCB_TC_ATTR_PARAM_UP_MAPPING", Kind: codec.Uint, Size: 1},
	{Type: 3, Name: "strict_prio", C: "DCB_TC_ATTR_PARAM_STRICT_PRIO", Kind: codec.Uint, Size: 1},
	{Type: 4, Name: "bw_pct", C: "DCB_TC_ATTR_PARAM_BW_PCT", Kind: codec.Uint, Size: 1},
	{Type: 5, Name: "all", C: "DCB_TC_ATTR_PARAM_ALL", Kind: codec.Flag},
}}

// dcbCap: enum dcbnl_cap_attrs.
var dcbCap = codec.Set{Name: "cap", Prefix: "DCB_CAP_ATTR_", Rows: []codec.Row{
	{Type: 1, Name: "all", C: "DCB_CAP_ATTR_ALL", Kind: codec.Flag},
	{Type: 2, Name: "pg", C: "DCB_CAP_ATTR_PG", Kind: codec.Uint, Size: 1},
	{Type: 3, Name: "pfc", C: "DCB_CAP_ATTR_PFC", Kind: codec.Uint, Size: 1},
	{Type: 4, Name: "up2tc", C: "DCB_CAP_ATTR_UP2TC", Kind: codec.Uint, Size: 1},
	{Type: 5, Name: "pg_tcs", C: "DCB_CAP_ATTR_PG_TCS", Kind: codec.Uint, Size: 1},
	{Type: 6, Name: "pfc_tcs", C: "DCB_CAP_ATTR_PFC_TCS", Kind: codec.Uint, Size: 1},
	{Type: 7, Name: "gsp", C: "DCB_CAP_ATTR_GSP", Kind: codec.Uint, Size: 1},
	{Type: 8, Name: "bcn", C: "DCB_CAP_ATTR_BCN", Kind: codec.Uint, Size: 1},
	{Type: 9, Name: "dcbx", C: "DCB_CAP_ATTR_DCBX", Kind: codec.Uint, Size: 1},
}}

// dcbNumTCs: enum dcbnl_numtcs_attrs.
var dcbNumTCs = codec.Set{Name: "numtcs", Prefix: "DCB_NUMTCS_ATTR_", Rows: []codec.Row{
	{Type: 1, Name: "all", C: "DCB_NUMTCS_ATTR_ALL", Kind: codec.Flag},
	{Type: 2, Name: "pg", C: "DCB_NUMTCS_ATTR_PG", Kind: codec.Uint, Size: 1},
	{Type: 3, Name: "pfc", C: "DCB_NUMTCS_ATTR_PFC", Kind: codec.Uint, Size: 1},
}}

// dcbBCN: enum dcbnl_bcn_attrs.
var dcbBCN = codec.Set{Name: "bcn", Prefix: "DCB_BCN_ATTR_", Rows: []codec.Row{
	{Type: 1, Name: "rp_0", C: "DCB_BCN_ATTR_RP_0", Kind: codec.Uint, Size: 1},
	{Type: 2, Name: "rp_1", C: "DCB_BCN_ATTR_RP_1", Kind: codec.Uint, Size: 1},
	{Type: 3, Name: "rp_2", C: "DCB_BCN_ATTR_RP_2", Kind: codec.Uint, Size: 1},
	{Type: 4, Name: "rp_3", C: "DCB_BCN_ATTR_RP_3", Kind: codec.Uint, Size: 1},
	{Type: 5, Name: "rp_4", C: "DCB_BCN_ATTR_RP_4", Kind: codec.Uint, Size: 1},
	{Type: 6, Name: "rp_5", C: "DCB_BCN_ATTR_RP_5", Kind: codec.Uint, Size: 1},
	{Type: 7, Name: "rp_6", C: "DCB_BCN_ATTR_RP_6", Kind: codec.Uint, Size: 1},
	{Type: 8, Name: "rp_7", C: "DCB_BCN_ATTR_RP_7", Kind: codec.Uint, Size: 1},
	{Type: 9, Name: "rp_all", C: "DCB_BCN_ATTR_RP_ALL", Kind: codec.Flag},
	{Type: 10, Name: "bcna_0", C: "DCB_BCN_ATTR_BCNA_0", Kind: codec.Uint, Size: 4},
	{Type: 11, Name: "bcna_1", C: "DCB_BCN_ATTR_BCNA_1", Kind: codec.Uint, Size: 4},
	{Type: 12, Name: "alpha", C: "DCB_BCN_ATTR_ALPHA", Kind: codec.Uint, Size: 4},
	{Type: 13, Name: "beta", C: "DCB_BCN_ATTR_BETA", Kind: codec.Uint, Size: 4},
	{Type: 14, Name: "gd", C: "DCB_BCN_ATTR_GD", Kind: codec.Uint, Size: 4},
	{Type: 15, Name: "gi", C: "DCB_BCN_ATTR_GI", Kind: codec.Uint, Size: 4},
	{Type: 16, Name: "tmax", C: "DCB_BCN_ATTR_TMAX", Kind: codec.Uint, Size: 4},
	{Type: 17, Name: "td", C: "DCB_BCN_ATTR_TD", Kind: codec.Uint, Size: 4},
	{Type: 18, Name: "rmin", C: "DCB_BCN_ATTR_RMIN", Kind: codec.Uint, Size: 4},
	{Type: 19, Name: "w", C: "DCB_BCN_ATTR_W", Kind: codec.Uint, Size: 4},
	{Type: 20, Name: "rd", C: "DCB_BCN_ATTR_RD", Kind: codec.Uint, Size: 4},
	{Type: 21, Name: "ru", C: "DCB_BCN_ATTR_RU", Kind: codec.Uint, Size: 4},
	{Type: 22, Name: "wrtt", C: "DCB_BCN_ATTR_WRTT", Kind: codec.Uint, Size: 4},
	{Type: 23, Name: "ri", C: "DCB_BCN_ATTR_RI", Kind: codec.Uint, Size: 4},
	{Type: 24, Name: "c", C: "DCB_BCN_ATTR_C", Kind: codec.Uint, Size: 4},
	{Type: 25, Name: "all", C: "DCB_BCN_ATTR_ALL", Kind: codec.Flag},
}}

// dcbApp: enum dcbnl_app_attrs.
var dcbApp = codec.Set{Name: "app", Prefix: "DCB_APP_ATTR_", Rows: []codec.Row{
	{Type: 1, Name: "idtype", C: "DCB_APP_ATTR_IDTYPE", Kind: codec.Uint, Size: 1},
	{Type: 2, Name: "id", C: "DCB_APP_ATTR_ID", Kind: codec.Uint, Size: 2},
	{Type: 3, Name: "priority", C: "DCB_APP_ATTR_PRIORITY", Kind: codec.Uint, Size: 1},
}}

// dcbFeat: enum dcbnl_featcfg_attrs.
var dcbFeat = codec.Set{Name: "featcfg", Prefix: "DCB_FEATCFG_ATTR_", Rows: []codec.Row{
	{Type: 1, Name: "all", C: "DCB_FEATCFG_ATTR_ALL", Kind: codec.Flag},
	{Type: 2, Name: "pg", C: "DCB_FEATCFG_ATTR_PG", Kind: codec.Uint, Size: 1},
	{Type: 3, Name: "pfc", C: "DCB_FEATCFG_ATTR_PFC", Kind: codec.Uint, Size: 1},
	{Type: 4, Name: "app", C: "DCB_FEATCFG_ATTR_APP", Kind: codec.Uint, Size: 1},
}}
