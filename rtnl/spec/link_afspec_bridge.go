package spec

import "nlua/rtnl/codec"

// bridgeAfSpecAttrs: IFLA_AF_SPEC of an AF_BRIDGE message, include/uapi/linux/if_bridge.h IFLA_BRIDGE_*.
var bridgeAfSpecAttrs = codec.Set{Name: "af_spec", Prefix: "IFLA_BRIDGE_", Rows: []codec.Row{
	{Type: 0, Name: "flags", C: "IFLA_BRIDGE_FLAGS", Kind: codec.Uint, Size: 2, Hint: codec.Hex, Enum: &bridgeFlagsEnum},
	{Type: 1, Name: "mode", C: "IFLA_BRIDGE_MODE", Kind: codec.Uint, Size: 2, Enum: &bridgeModeEnum},
	{Type: 2, Name: "vlan_info", C: "IFLA_BRIDGE_VLAN_INFO", Kind: codec.Nest, Multi: true, Set: &bridgeVlanInfoSet},
	{Type: 3, Name: "vlan_tunnel_info", C: "IFLA_BRIDGE_VLAN_TUNNEL_INFO", Kind: codec.Nest, Multi: true, Set: &bridgeVlanTunnelAttrs},
	{Type: 4, Name: "mrp", C: "IFLA_BRIDGE_MRP", Kind: codec.Nest, Set: &bridgeMrpAttrs},
	{Type: 5, Name: "cfm", C: "IFLA_BRIDGE_CFM", Kind: codec.Nest, Set: &bridgeCfmAttrs},
	{Type: 6, Name: "mst", C: "IFLA_BRIDGE_MST", Kind: codec.Nest, Set: &bridgeMstAttrs},
}}

// bridgeFlagsEnum: include/uapi/linux/if_bridge.h BRIDGE_FLAGS_*.
var bridgeFlagsEnum = codec.Enum{Name: "bridge_flags", Flags: true, Items: []codec.Item{
	{Value: 0x1, Name: "master"},
	{Value: 0x2, Name: "self"},
}}

// bridgeModeEnum: include/uapi/linux/if_bridge.h BRIDGE_MODE_*.
var bridgeModeEnum = codec.Enum{Name: "bridge_mode", Items: []codec.Item{
	{Value: 0, Name: "veb"},
	{Value: 1, Name: "vepa"},
	{Value: 65535, Name: "undef"},
}}

// bridgeVlanInfoSet: include/uapi/linux/if_bridge.h struct bridge_vlan_info.
var bridgeVlanInfoSet = codec.Set{Name: "vlan_info", Fixed: &codec.Struct{Name: "bridge_vlan_info", Size: 4, Fields: []codec.Field{
	{Off: 0, Row: codec.Row{Name: "flags", Kind: codec.Uint, Size: 2, Hint: codec.Hex, Enum: &bridgeVlanFlagsEnum}},
	{Off: 2, Row: codec.Row{Name: "vid", Kind: codec.Uint, Size: 2}},
}}}

// bridgeVlanFlagsEnum: include/uapi/linux/if_bridge.h BRIDGE_VLAN_INFO_*.
var bridgeVlanFlagsEnum = codec.Enum{Name: "bridge_vlan_flags", Flags: true, Items: []codec.Item{
	{Value: 0x1, Name: "master"},
	{Value: 0x2, Name: "pvid"},
	{Value: 0x4, Name: "untagged"},
	{Value: 0x8, Name: "range_begin"},
	{Value: 0x10, Name: "range_end"},
	{Value: 0x20, Name: "brentry"},
	{Value: 0x40, Name: "only_opts"},
}}

// bridgeVlanTunnelAttrs: include/uapi/linux/if_bridge.h IFLA_BRIDGE_VLAN_TUNNEL_*.
var bridgeVlanTunnelAttrs = codec.Set{Name: "vlan_tunnel_info", Prefix: "IFLA_BRIDGE_VLAN_TUNNEL_", Rows: []codec.Row{
	{Type: 1, Name: "id", C: "IFLA_BRIDGE_VLAN_TUNNEL_ID", Kind: codec.Uint, Size: 4},
	{Type: 2, Name: "vid", C: "IFLA_BRIDGE_VLAN_TUNNEL_VID", Kind: codec.Uint, Size: 2},
	{Type: 3, Name: "flags", C: "IFLA_BRIDGE_VLAN_TUNNEL_FLAGS", Kind: codec.Uint, Size: 2, Hint: codec.Hex, Enum: &bridgeVlanFlagsEnum},
}}

// bridgeMstAttrs: include/uapi/linux/if_bridge.h IFLA_BRIDGE_MST_*.
var bridgeMstAttrs = codec.Set{Name: "mst", Prefix: "IFLA_BRIDGE_MST_", Rows: []codec.Row{
	{Type: 1, Name: "entry", C: "IFLA_BRIDGE_MST_ENTRY", Kind: codec.Nest, Multi: true, Set: &bridgeMstEntryAttrs},
}}

// bridgeMstEntryAttrs: include/uapi/linux/if_bridge.h IFLA_BRIDGE_MST_ENTRY_*.
var bridgeMstEntryAttrs = codec.Set{Name: "mst_entry", Prefix: "IFLA_BRIDGE_MST_ENTRY_", Rows: []codec.Row{
	{Type: 1, Name: "msti", C: "IFLA_BRIDGE_MST_ENTRY_MSTI", Kind: codec.Uint, Size: 2},
	{Type: 2, Name: "state", C: "IFLA_BRIDGE_MST_ENTRY_STATE", Kind: codec.Uint, Size: 1, Enum: &brportStateEnum},
}}
