package spec

import "nlua/rtnl/codec"

// bridgeCfmAttrs: Connectivity Fault Management (IEEE 802.1Q), include/uapi/linux/if_bridge.h IFLA_BRIDGE_CFM_*.
var bridgeCfmAttrs = codec.Set{Name: "cfm", Prefix: "IFLA_BRIDGE_CFM_", Rows: []codec.Row{
	{Type: 1, Name: "mep_create", C: "IFLA_BRIDGE_CFM_MEP_CREATE", Kind: codec.Nest, Set: &cfmMepCreateAttrs},
	{Type: 2, Name: "mep_delete", C: "IFLA_BRIDGE_CFM_MEP_DELETE", Kind: codec.Nest, Set: &cfmMepDeleteAttrs},
	{Type: 3, Name: "mep_config", C: "IFLA_BRIDGE_CFM_MEP_CONFIG", Kind: codec.Nest, Set: &cfmMepConfigAttrs},
	{Type: 4, Name: "cc_config", C: "IFLA_BRIDGE_CFM_CC_CONFIG", Kind: codec.Nest, Set: &cfmCcConfigAttrs},
	{Type: 5, Name: "cc_peer_mep_add", C: "IFLA_BRIDGE_CFM_CC_PEER_MEP_ADD", Kind: codec.Nest, Set: &cfmPeerMepAttrs},
	{Type: 6, Name: "cc_peer_mep_remove", C: "IFLA_BRIDGE_CFM_CC_PEER_MEP_REMOVE", Kind: codec.Nest, Set: &cfmPeerMepAttrs},
	{Type: 7, Name: "cc_rdi", C: "IFLA_BRIDGE_CFM_CC_RDI", Kind: codec.Nest, Set: &cfmRdiAttrs},
	{Type: 8, Name: "cc_ccm_tx", C: "IFLA_BRIDGE_CFM_CC_CCM_TX", Kind: codec.Nest, Set: &cfmCcmTxAttrs},
	{Type: 9, Name: "mep_create_info", C: "IFLA_BRIDGE_CFM_MEP_CREATE_INFO", Kind: codec.Nest, Multi: true, Set: &cfmMepCreateAttrs},
	{Type: 10, Name: "mep_config_info", C: "IFLA_BRIDGE_CFM_MEP_CONFIG_INFO", Kind: codec.Nest, Multi: true, Set: &cfmMepConfigAttrs},
	{Type: 11, Name: "cc_config_info", C: "IFLA_BRIDGE_CFM_CC_CONFIG_INFO", Kind: codec.Nest, Multi: true, Set: &cfmCcConfigAttrs},
	{Type: 12, Name: "cc_rdi_info", C: "IFLA_BRIDGE_CFM_CC_RDI_INFO", Kind: codec.Nest, Multi: true, Set: &cfmRdiAttrs},
	{Type: 13, Name: "cc_ccm_tx_info", C: "IFLA_BRIDGE_CFM_CC_CCM_TX_INFO", Kind: codec.Nest, Multi: true, Set: &cfmCcmTxAttrs},
	{Type: 14, Name: "cc_peer_mep_info", C: "IFLA_BRIDGE_CFM_CC_PEER_MEP_INFO", Kind: codec.Nest, Multi: true, Set: &cfmPeerMepAttrs},
	{Type: 15, Name: "mep_status_info", C: "IFLA_BRIDGE_CFM_MEP_STATUS_INFO", Kind: codec.Nest, Multi: true, Set: &cfmMepStatusAttrs},
	{Type: 16, Name: "cc_peer_status_info", C: "IFLA_BRIDGE_CFM_CC_PEER_STATUS_INFO", Kind: codec.Nest, Multi: true, Set: &cfmPeerStatusAttrs},
}}

// cfmMepCreateAttrs: include/uapi/linux/if_bridge.h IFLA_BRIDGE_CFM_MEP_CREATE_*.
var cfmMepCreateAttrs = codec.Set{Name: "mep_create", Prefix: "IFLA_BRIDGE_CFM_MEP_CREATE_", Rows: []codec.Row{
	{Type: 1, Name: "instance", C: "IFLA_BRIDGE_CFM_MEP_CREATE_INSTANCE", Kind: codec.Uint, Size: 4},
	{Type: 2, Name: "domain", C: "IFLA_BRIDGE_CFM_MEP_CREATE_DOMAIN", Kind: codec.Uint, Size: 4, Enum: &cfmDomainEnum},
	{Type: 3, Name: "direction", C: "IFLA_BRIDGE_CFM_MEP_CREATE_DIRECTION", Kind: codec.Uint, Size: 4, Enum: &cfmDirectionEnum},
	{Type: 4, Name: "ifindex", C: "IFLA_BRIDGE_CFM_MEP_CREATE_IFINDEX", Kind: codec.Uint, Size: 4, Hint: codec.Index, False: codec.FalseNone},
}}

// cfmMepDeleteAttrs: include/uapi/linux/if_bridge.h IFLA_BRIDGE_CFM_MEP_DELETE_*.
var cfmMepDeleteAttrs = codec.Set{Name: "mep_delete", Prefix: "IFLA_BRIDGE_CFM_MEP_DELETE_", Rows: []codec.Row{
	{Type: 1, Name: "instance", C: "IFLA_BRIDGE_CFM_MEP_DELETE_INSTANCE", Kind: codec.Uint, Size: 4},
}}

// cfmMepConfigAttrs: include/uapi/linux/if_bridge.h IFLA_BRIDGE_CFM_MEP_CONFIG_*.
var cfmMepConfigAttrs = codec.Set{Name: "mep_config", Prefix: "IFLA_BRIDGE_CFM_MEP_CONFIG_", Rows: []codec.Row{
	{Type: 1, Name: "instance", C: "IFLA_BRIDGE_CFM_MEP_CONFIG_INSTANCE", Kind: codec.Uint, Size: 4},
	{Type: 2, Name: "unicast_mac", C: "IFLA_BRIDGE_CFM_MEP_CONFIG_UNICAST_MAC", Kind: codec.MAC},
	{Type: 3, Name: "mdlevel", C: "IFLA_BRIDGE_CFM_MEP_CONFIG_MDLEVEL", Kind: codec.Uint, Size: 4},
	{Type: 4, Name: "mepid", C: "IFLA_BRIDGE_CFM_MEP_CONFIG_MEPID", Kind: codec.Uint, Size: 4},
}}

// cfmCcConfigAttrs: include/uapi/linux/if_bridge.h IFLA_BRIDGE_CFM_CC_CONFIG_*.
var cfmCcConfigAttrs = codec.Set{Name: "cc_config", Prefix: "IFLA_BRIDGE_CFM_CC_CONFIG_", Rows: []codec.Row{
	{Type: 1, Name: "instance", C: "IFLA_BRIDGE_CFM_CC_CONFIG_INSTANCE", Kind: codec.Uint, Size: 4},
	{Type: 2, Name: "enable", C: "IFLA_BRIDGE_CFM_CC_CONFIG_ENABLE", Kind: codec.Uint, Size: 4, Hint: codec.Bool, False: codec.FalseZero},
	{Type: 3, Name: "exp_interval", C: "IFLA_BRIDGE_CFM_CC_CONFIG_EXP_INTERVAL", Kind: codec.Uint, Size: 4, Enum: &cfmIntervalEnum},
	{Type: 4, Name: "exp_maid", C: "IFLA_BRIDGE_CFM_CC_CONFIG_EXP_MAID", Size: 48},
}}

// cfmPeerMepAttrs: include/uapi/linux/if_bridge.h IFLA_BRIDGE_CFM_CC_PEER_MEP*.
var cfmPeerMepAttrs = codec.Set{Name: "peer_mep", Prefix: "IFLA_BRIDGE_CFM_CC_PEER_", Rows: []codec.Row{
	{Type: 1, Name: "instance", C: "IFLA_BRIDGE_CFM_CC_PEER_MEP_INSTANCE", Kind: codec.Uint, Size: 4},
	{Type: 2, Name: "mepid", C: "IFLA_BRIDGE_CFM_CC_PEER_MEPID", Kind: codec.Uint, Size: 4},
}}

// cfmRdiAttrs: include/uapi/linux/if_bridge.h IFLA_BRIDGE_CFM_CC_RDI_*.
var cfmRdiAttrs = codec.Set{Name: "cc_rdi", Prefix: "IFLA_BRIDGE_CFM_CC_RDI_", Rows: []codec.Row{
	{Type: 1, Name: "instance", C: "IFLA_BRIDGE_CFM_CC_RDI_INSTANCE", Kind: codec.Uint, Size: 4},
	{Type: 2, Name: "rdi", C: "IFLA_BRIDGE_CFM_CC_RDI_RDI", Kind: codec.Uint, Size: 4, Hint: codec.Bool, False: codec.FalseZero},
}}

// cfmCcmTxAttrs: include/uapi/linux/if_bridge.h IFLA_BRIDGE_CFM_CC_CCM_TX_*.
var cfmCcmTxAttrs = codec.Set{Name: "ccm_tx", Prefix: "IFLA_BRIDGE_CFM_CC_CCM_TX_", Rows: []codec.Row{
	{Type: 1, Name: "instance", C: "IFLA_BRIDGE_CFM_CC_CCM_TX_INSTANCE", Kind: codec.Uint, Size: 4},
	{Type: 2, Name: "dmac", C: "IFLA_BRIDGE_CFM_CC_CCM_TX_DMAC", Kind: codec.MAC},
	{Type: 3, Name: "seq_no_update", C: "IFLA_BRIDGE_CFM_CC_CCM_TX_SEQ_NO_UPDATE", Kind: codec.Uint, Size: 4, Hint: codec.Bool, False: codec.FalseZero},
	{Type: 4, Name: "period", C: "IFLA_BRIDGE_CFM_CC_CCM_TX_PERIOD", Kind: codec.Uint, Size: 4, Hint: codec.Seconds},
	{Type: 5, Name: "if_tlv", C: "IFLA_BRIDGE_CFM_CC_CCM_TX_IF_TLV", Kind: codec.Uint, Size: 4, Hint: codec.Bool, False: codec.FalseZero},
	{Type: 6, Name: "if_tlv_value", C: "IFLA_BRIDGE_CFM_CC_CCM_TX_IF_TLV_VALUE", Kind: codec.Uint, Size: 1},
	{Type: 7, Name: "port_tlv", C: "IFLA_BRIDGE_CFM_CC_CCM_TX_PORT_TLV", Kind: codec.Uint, Size: 4, Hint: codec.Bool, False: codec.FalseZero},
	{Type: 8, Name: "port_tlv_value", C: "IFLA_BRIDGE_CFM_CC_CCM_TX_PORT_TLV_VALUE", Kind: codec.Uint, Size: 1},
}}

// cfmMepStatusAttrs: include/uapi/linux/if_bridge.h IFLA_BRIDGE_CFM_MEP_STATUS_*.
var cfmMepStatusAttrs = codec.Set{Name: "mep_status", Prefix: "IFLA_BRIDGE_CFM_MEP_STATUS_", Rows: []codec.Row{
	{Type: 1, Name: "instance", C: "IFLA_BRIDGE_CFM_MEP_STATUS_INSTANCE", Kind: codec.Uint, Size: 4},
	{Type: 2, Name: "opcode_unexp_seen", C: "IFLA_BRIDGE_CFM_MEP_STATUS_OPCODE_UNEXP_SEEN", Kind: codec.Uint, Size: 4, Hint: codec.Bool, False: codec.FalseZero},
	{Type: 3, Name: "version_unexp_seen", C: "IFLA_BRIDGE_CFM_MEP_STATUS_VERSION_UNEXP_SEEN", Kind: codec.Uint, Size: 4, Hint: codec.Bool, False: codec.FalseZero},
	{Type: 4, Name: "rx_level_low_seen", C: "IFLA_BRIDGE_CFM_MEP_STATUS_RX_LEVEL_LOW_SEEN", Kind: codec.Uint, Size: 4, Hint: codec.Bool, False: codec.FalseZero},
}}

// cfmPeerStatusAttrs: include/uapi/linux/if_bridge.h IFLA_BRIDGE_CFM_CC_PEER_STATUS_*.
var cfmPeerStatusAttrs = codec.Set{Name: "peer_status", Prefix: "IFLA_BRIDGE_CFM_CC_PEER_STATUS_", Rows: []codec.Row{
	{Type: 1, Name: "instance", C: "IFLA_BRIDGE_CFM_CC_PEER_STATUS_INSTANCE", Kind: codec.Uint, Size: 4},
	{Type: 2, Name: "peer_mepid", C: "IFLA_BRIDGE_CFM_CC_PEER_STATUS_PEER_MEPID", Kind: codec.Uint, Size: 4},
	{Type: 3, Name: "ccm_defect", C: "IFLA_BRIDGE_CFM_CC_PEER_STATUS_CCM_DEFECT", Kind: codec.Uint, Size: 4, Hint: codec.Bool, False: codec.FalseZero},
	{Type: 4, Name: "rdi", C: "IFLA_BRIDGE_CFM_CC_PEER_STATUS_RDI", Kind: codec.Uint, Size: 4, Hint: codec.Bool, False: codec.FalseZero},
	{Type: 5, Name: "port_tlv_value", C: "IFLA_BRIDGE_CFM_CC_PEER_STATUS_PORT_TLV_VALUE", Kind: codec.Uint, Size: 1},
	{Type: 6, Name: "if_tlv_value", C: "IFLA_BRIDGE_CFM_CC_PEER_STATUS_IF_TLV_VALUE", Kind: codec.Uint, Size: 1},
	{Type: 7, Name: "seen", C: "IFLA_BRIDGE_CFM_CC_PEER_STATUS_SEEN", Kind: codec.Uint, Size: 4, Hint: codec.Bool, False: codec.FalseZero},
	{Type: 8, Name: "tlv_seen", C: "IFLA_BRIDGE_CFM_CC_PEER_STATUS_TLV_SEEN", Kind: codec.Uint, Size: 4, Hint: codec.Bool, False: codec.FalseZero},
	{Type: 9, Name: "seq_unexp_seen", C: "IFLA_BRIDGE_CFM_CC_PEER_STATUS_SEQ_UNEXP_SEEN", Kind: codec.Uint, Size: 4, Hint: codec.Bool, False: codec.FalseZero},
}}

// cfmDomainEnum: include/uapi/linux/cfm_bridge.h enum br_cfm_domain.
var cfmDomainEnum = codec.Enum{Name: "cfm_domain", Items: []codec.Item{
	{Value: 0, Name: "port"},
	{Value: 1, Name: "vlan"},
}}

// cfmDirectionEnum: include/uapi/linux/cfm_bridge.h enum br_cfm_mep_direction.
var cfmDirectionEnum = codec.Enum{Name: "cfm_direction", Items: []codec.Item{
	{Value: 0, Name: "down"},
	{Value: 1, Name: "up"},
}}

// cfmIntervalEnum: include/uapi/linux/cfm_bridge.h enum br_cfm_ccm_interval.
var cfmIntervalEnum = codec.Enum{Name: "cfm_interval", Items: []codec.Item{
	{Value: 0, Name: "none"},
	{Value: 1, Name: "3.3_ms"},
	{Value: 2, Name: "10_ms"},
	{Value: 3, Name: "100_ms"},
	{Value: 4, Name: "1_sec"},
	{Value: 5, Name: "10_sec"},
	{Value: 6, Name: "1_min"},
	{Value: 7, Name: "10_min"},
}}
