package spec

import "nlua/rtnl/codec"

// vrfPortAttrs: include/uapi/linux/if_link.h IFLA_VRF_PORT_*, of a link under a vrf.
var vrfPortAttrs = codec.Set{Name: "vrf_slave", Prefix: "IFLA_VRF_PORT_", Rows: []codec.Row{
	{Type: 1, Name: "table", C: "IFLA_VRF_PORT_TABLE", Kind: codec.Uint, Size: 4, Hint: codec.RouteTable},
}}

// xfrmAttrs: include/uapi/linux/if_link.h IFLA_XFRM_*.
var xfrmAttrs = codec.Set{Name: "xfrm", Prefix: "IFLA_", Rows: []codec.Row{
	{Type: 1, Name: "xfrm_link", C: "IFLA_XFRM_LINK", Kind: codec.Uint, Size: 4, Hint: codec.Index, False: codec.FalseNone},
	{Type: 2, Name: "xfrm_if_id", C: "IFLA_XFRM_IF_ID", Kind: codec.Uint, Size: 4, Hint: codec.Hex},
	{Type: 3, Name: "xfrm_collect_metadata", C: "IFLA_XFRM_COLLECT_METADATA", Kind: codec.Flag, False: codec.FalseZero},
}}

// bareudpAttrs: include/uapi/linux/if_link.h IFLA_BAREUDP_*.
var bareudpAttrs = codec.Set{Name: "bareudp", Prefix: "IFLA_", Rows: []codec.Row{
	{Type: 1, Name: "bareudp_port", C: "IFLA_BAREUDP_PORT", Kind: codec.UintBE, Size: 2},
	{Type: 2, Name: "bareudp_ethertype", C: "IFLA_BAREUDP_ETHERTYPE", Kind: codec.UintBE, Size: 2, Hint: codec.Ether},
	{Type: 3, Name: "bareudp_srcport_min", C: "IFLA_BAREUDP_SRCPORT_MIN", Kind: codec.Uint, Size: 2},
	{Type: 4, Name: "bareudp_multiproto_mode", C: "IFLA_BAREUDP_MULTIPROTO_MODE", Kind: codec.Flag, False: codec.FalseZero},
}}

// pppAttrs: include/uapi/linux/if_link.h IFLA_PPP_*.
var pppAttrs = codec.Set{Name: "ppp", Prefix: "IFLA_", Rows: []codec.Row{
	{Type: 1, Name: "ppp_dev_fd", C: "IFLA_PPP_DEV_FD", Kind: codec.Int, Size: 4},
}}

// gtpAttrs: include/uapi/linux/if_link.h IFLA_GTP_*; the addresses came with Linux 6.10.
var gtpAttrs = codec.Set{Name: "gtp", Prefix: "IFLA_", Rows: []codec.Row{
	{Type: 1, Name: "gtp_fd0", C: "IFLA_GTP_FD0", Kind: codec.Uint, Size: 4},
	{Type: 2, Name: "gtp_fd1", C: "IFLA_GTP_FD1", Kind: codec.Uint, Size: 4},
	{Type: 3, Name: "gtp_pdp_hashsize", C: "IFLA_GTP_PDP_HASHSIZE", Kind: codec.Uint, Size: 4},
	{Type: 4, Name: "gtp_role", C: "IFLA_GTP_ROLE", Kind: codec.Uint, Size: 4, Enum: &gtpRoleEnum},
	{Type: 5, Name: "gtp_create_sockets", C: "IFLA_GTP_CREATE_SOCKETS", Kind: codec.Uint, Size: 1, Hint: codec.Bool, False: codec.FalseZero},
	{Type: 6, Name: "gtp_restart_count", C: "IFLA_GTP_RESTART_COUNT", Kind: codec.Uint, Size: 1},
	{Type: 7, Name: "gtp_local", C: "IFLA_GTP_LOCAL", Kind: codec.IP, Size: 4},
	{Type: 8, Name: "gtp_local6", C: "IFLA_GTP_LOCAL6", Kind: codec.IP, Size: 16},
}}

// gtpRoleEnum: include/uapi/linux/if_link.h enum ifla_gtp_role.
var gtpRoleEnum = codec.Enum{Name: "gtp_role", Items: []codec.Item{
	{Value: 0, Name: "ggsn"},
	{Value: 1, Name: "sgsn"},
}}

// ipoibAttrs: include/uapi/linux/if_link.h IFLA_IPOIB_*.
var ipoibAttrs = codec.Set{Name: "ipoib", Prefix: "IFLA_IPOIB_", Rows: []codec.Row{
	{Type: 1, Name: "pkey", C: "IFLA_IPOIB_PKEY", Kind: codec.Uint, Size: 2, Hint: codec.Hex},
	{Type: 2, Name: "mode", C: "IFLA_IPOIB_MODE", Kind: codec.Uint, Size: 2, Enum: &ipoibModeEnum},
	{Type: 3, Name: "umcast", C: "IFLA_IPOIB_UMCAST", Kind: codec.Uint, Size: 2, Hint: codec.Bool, False: codec.FalseZero},
}}

// ipoibModeEnum: include/uapi/linux/if_link.h IPOIB_MODE_*.
var ipoibModeEnum = codec.Enum{Name: "ipoib_mode", Items: []codec.Item{
	{Value: 0, Name: "datagram"},
	{Value: 1, Name: "connected"},
}}

// hsrAttrs: include/uapi/linux/if_link.h IFLA_HSR_*; interlink came with Linux 6.10.
var hsrAttrs = codec.Set{Name: "hsr", Prefix: "IFLA_", Rows: []codec.Row{
	{Type: 1, Name: "hsr_slave1", C: "IFLA_HSR_SLAVE1", Kind: codec.Uint, Size: 4, Hint: codec.Index, False: codec.FalseNone},
	{Type: 2, Name: "hsr_slave2", C: "IFLA_HSR_SLAVE2", Kind: codec.Uint, Size: 4, Hint: codec.Index, False: codec.FalseNone},
	{Type: 3, Name: "hsr_multicast_spec", C: "IFLA_HSR_MULTICAST_SPEC", Kind: codec.Uint, Size: 1},
	{Type: 4, Name: "hsr_supervision_addr", C: "IFLA_HSR_SUPERVISION_ADDR", Kind: codec.MAC, Told: true},
	{Type: 5, Name: "hsr_seq_nr", C: "IFLA_HSR_SEQ_NR", Kind: codec.Uint, Size: 2, Told: true},
	{Type: 6, Name: "hsr_version", C: "IFLA_HSR_VERSION", Kind: codec.Uint, Size: 1},
	{Type: 7, Name: "hsr_protocol", C: "IFLA_HSR_PROTOCOL", Kind: codec.Uint, Size: 1, Enum: &hsrProtocolEnum},
	{Type: 8, Name: "hsr_interlink", C: "IFLA_HSR_INTERLINK", Kind: codec.Uint, Size: 4, Hint: codec.Index, False: codec.FalseNone},
}}

// hsrProtocolEnum: include/uapi/linux/if_link.h HSR_PROTOCOL_*.
var hsrProtocolEnum = codec.Enum{Name: "hsr_protocol", Items: []codec.Item{
	{Value: 0, Name: "hsr"},
	{Value: 1, Name: "prp"},
}}

// rmnetAttrs: include/uapi/linux/if_link.h IFLA_RMNET_*.
var rmnetAttrs = codec.Set{Name: "rmnet", Prefix: "IFLA_", Rows: []codec.Row{
	{Type: 1, Name: "rmnet_mux_id", C: "IFLA_RMNET_MUX_ID", Kind: codec.Uint, Size: 2},
	{Type: 2, Name: "rmnet_flags", C: "IFLA_RMNET_FLAGS", Kind: codec.Nest, Set: &rmnetFlagsSet},
}}

// rmnetFlagsSet: include/uapi/linux/if_link.h struct ifla_rmnet_flags.
var rmnetFlagsSet = codec.Set{Name: "rmnet_flags", Fixed: &codec.Struct{Name: "ifla_rmnet_flags", Size: 8, Fields: []codec.Field{
	{Off: 0, Row: codec.Row{Name: "flags", Kind: codec.Uint, Size: 4, Hint: codec.Hex, Enum: &rmnetFlagsEnum}},
	{Off: 4, Row: codec.Row{Name: "mask", Kind: codec.Uint, Size: 4, Hint: codec.Hex, Enum: &rmnetFlagsEnum}},
}}}

// rmnetFlagsEnum: include/uapi/linux/if_link.h RMNET_FLAGS_*.
var rmnetFlagsEnum = codec.Enum{Name: "rmnet_flags", Flags: true, Items: []codec.Item{
	{Value: 0x1, Name: "ingress_deaggregation"},
	{Value: 0x2, Name: "ingress_map_commands"},
	{Value: 0x4, Name: "ingress_map_cksumv4"},
	{Value: 0x8, Name: "egress_map_cksumv4"},
	{Value: 0x10, Name: "ingress_map_cksumv5"},
	{Value: 0x20, Name: "egress_map_cksumv5"},
}}

// dsaAttrs: include/uapi/linux/if_link.h IFLA_DSA_CONDUIT, IFLA_DSA_MASTER before Linux 6.7.
var dsaAttrs = codec.Set{Name: "dsa", Prefix: "IFLA_", Rows: []codec.Row{
	{Type: 1, Name: "conduit", C: "IFLA_DSA_MASTER", Kind: codec.Uint, Size: 4, Hint: codec.Index, False: codec.FalseNone},
}}

// batadvAttrs: include/uapi/linux/batman_adv.h IFLA_BATADV_*.
var batadvAttrs = codec.Set{Name: "batadv", Prefix: "IFLA_", Rows: []codec.Row{
	{Type: 1, Name: "batadv_algo_name", C: "IFLA_BATADV_ALGO_NAME", Kind: codec.String},
}}

// wwanAttrs: include/uapi/linux/wwan.h IFLA_WWAN_*.
var wwanAttrs = codec.Set{Name: "wwan", Prefix: "IFLA_", Rows: []codec.Row{
	{Type: 1, Name: "wwan_link_id", C: "IFLA_WWAN_LINK_ID", Kind: codec.Uint, Size: 4},
}}

// amtAttrs: include/uapi/linux/amt.h IFLA_AMT_*.
var amtAttrs = codec.Set{Name: "amt", Prefix: "IFLA_", Rows: []codec.Row{
	{Type: 1, Name: "amt_mode", C: "IFLA_AMT_MODE", Kind: codec.Uint, Size: 4, Enum: &amtModeEnum},
	{Type: 2, Name: "amt_relay_port", C: "IFLA_AMT_RELAY_PORT", Kind: codec.UintBE, Size: 2},
	{Type: 3, Name: "amt_gateway_port", C: "IFLA_AMT_GATEWAY_PORT", Kind: codec.UintBE, Size: 2},
	{Type: 4, Name: "amt_link", C: "IFLA_AMT_LINK", Kind: codec.Uint, Size: 4, Hint: codec.Index, False: codec.FalseNone},
	{Type: 5, Name: "amt_local_ip", C: "IFLA_AMT_LOCAL_IP", Kind: codec.IP, Size: 4},
	{Type: 6, Name: "amt_remote_ip", C: "IFLA_AMT_REMOTE_IP", Kind: codec.IP, Size: 4},
	{Type: 7, Name: "amt_discovery_ip", C: "IFLA_AMT_DISCOVERY_IP", Kind: codec.IP, Size: 4},
	{Type: 8, Name: "amt_max_tunnels", C: "IFLA_AMT_MAX_TUNNELS", Kind: codec.Uint, Size: 4},
}}

// amtModeEnum: include/uapi/linux/amt.h AMT_MODE_*.
var amtModeEnum = codec.Enum{Name: "amt_mode", Items: []codec.Item{
	{Value: 0, Name: "gateway"},
	{Value: 1, Name: "relay"},
}}

// caifAttrs: include/uapi/linux/caif/if_caif.h IFLA_CAIF_*.
var caifAttrs = codec.Set{Name: "caif", Prefix: "IFLA_", Rows: []codec.Row{
	{Type: 1, Name: "caif_ipv4_connid", C: "IFLA_CAIF_IPV4_CONNID", Kind: codec.Uint, Size: 4},
	{Type: 2, Name: "caif_ipv6_connid", C: "IFLA_CAIF_IPV6_CONNID", Kind: codec.Uint, Size: 4},
	{Type: 3, Name: "caif_loopback", C: "IFLA_CAIF_LOOPBACK", Kind: codec.Uint, Size: 1, Hint: codec.Bool, False: codec.FalseZero},
}}
