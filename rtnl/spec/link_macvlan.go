package spec

import "nlua/rtnl/codec"

// macvlanAttrs: include/uapi/linux/if_link.h IFLA_MACVLAN_*, of macvlan.
var macvlanAttrs = codec.Set{Name: "macvlan", Prefix: "IFLA_", Rows: []codec.Row{
	{Type: 1, Name: "macvlan_mode", C: "IFLA_MACVLAN_MODE", Kind: codec.Uint, Size: 4, Enum: &macvlanModeEnum},
	{Type: 2, Name: "macvlan_flags", C: "IFLA_MACVLAN_FLAGS", Kind: codec.Uint, Size: 2, Hint: codec.Hex, Enum: &macvlanFlagsEnum},
	{Type: 3, Name: "macvlan_macaddr_mode", C: "IFLA_MACVLAN_MACADDR_MODE", Kind: codec.Uint, Size: 4, Enum: &macvlanMacaddrModeEnum},
	{Type: 4, Name: "macvlan_macaddr", C: "IFLA_MACVLAN_MACADDR", Kind: codec.MAC},
	{Type: 5, Name: "macvlan_macaddr_data", C: "IFLA_MACVLAN_MACADDR_DATA", Kind: codec.Nest, Set: &macvlanMacaddrAttrs},
	{Type: 6, Name: "macvlan_macaddr_count", C: "IFLA_MACVLAN_MACADDR_COUNT", Kind: codec.Uint, Size: 4},
	{Type: 7, Name: "macvlan_bc_queue_len", C: "IFLA_MACVLAN_BC_QUEUE_LEN", Kind: codec.Uint, Size: 4},
	{Type: 8, Name: "macvlan_bc_queue_len_used", C: "IFLA_MACVLAN_BC_QUEUE_LEN_USED", Kind: codec.Uint, Size: 4},
	{Type: 9, Name: "macvlan_bc_cutoff", C: "IFLA_MACVLAN_BC_CUTOFF", Kind: codec.Int, Size: 4},
}}

// macvlanMacaddrAttrs: source addresses inside IFLA_MACVLAN_MACADDR_DATA.
var macvlanMacaddrAttrs = codec.Set{Name: "macaddr_data", Prefix: "IFLA_", Rows: []codec.Row{
	{Type: 4, Name: "macvlan_macaddr", C: "IFLA_MACVLAN_MACADDR", Kind: codec.MAC, Multi: true},
}}

// macvtapAttrs are those of macvlan, by the name of their kind.
var macvtapAttrs = codec.Set{Name: "macvtap", Prefix: "IFLA_", Rows: []codec.Row{
	{Type: 1, Name: "macvtap_mode", C: "IFLA_MACVLAN_MODE", Kind: codec.Uint, Size: 4, Enum: &macvlanModeEnum},
	{Type: 2, Name: "macvtap_flags", C: "IFLA_MACVLAN_FLAGS", Kind: codec.Uint, Size: 2, Hint: codec.Hex, Enum: &macvlanFlagsEnum},
	{Type: 3, Name: "macvtap_macaddr_mode", C: "IFLA_MACVLAN_MACADDR_MODE", Kind: codec.Uint, Size: 4, Enum: &macvlanMacaddrModeEnum},
	{Type: 4, Name: "macvtap_macaddr", C: "IFLA_MACVLAN_MACADDR", Kind: codec.MAC},
	{Type: 5, Name: "macvtap_macaddr_data", C: "IFLA_MACVLAN_MACADDR_DATA", Kind: codec.Nest, Set: &macvtapMacaddrAttrs},
	{Type: 6, Name: "macvtap_macaddr_count", C: "IFLA_MACVLAN_MACADDR_COUNT", Kind: codec.Uint, Size: 4},
	{Type: 7, Name: "macvtap_bc_queue_len", C: "IFLA_MACVLAN_BC_QUEUE_LEN", Kind: codec.Uint, Size: 4},
	{Type: 8, Name: "macvtap_bc_queue_len_used", C: "IFLA_MACVLAN_BC_QUEUE_LEN_USED", Kind: codec.Uint, Size: 4},
	{Type: 9, Name: "macvtap_bc_cutoff", C: "IFLA_MACVLAN_BC_CUTOFF", Kind: codec.Int, Size: 4},
}}

// macvtapMacaddrAttrs: source addresses inside IFLA_MACVLAN_MACADDR_DATA.
var macvtapMacaddrAttrs = codec.Set{Name: "macaddr_data", Prefix: "IFLA_", Rows: []codec.Row{
	{Type: 4, Name: "macvtap_macaddr", C: "IFLA_MACVLAN_MACADDR", Kind: codec.MAC, Multi: true},
}}

// macvlanModeEnum: include/uapi/linux/if_link.h enum macvlan_mode: one at a time, although they look like bits.
var macvlanModeEnum = codec.Enum{Name: "macvlan_mode", Text: true, Items: []codec.Item{
	{Value: 1, Name: "private"},
	{Value: 2, Name: "vepa"},
	{Value: 4, Name: "bridge"},
	{Value: 8, Name: "passthru"},
	{Value: 16, Name: "source"},
}}

// macvlanFlagsEnum: include/uapi/linux/if_link.h MACVLAN_FLAG_*.
var macvlanFlagsEnum = codec.Enum{Name: "macvlan_flags", Flags: true, Items: []codec.Item{
	{Value: 0x1, Name: "nopromisc"},
	{Value: 0x2, Name: "nodst"},
}}

// macvlanMacaddrModeEnum: include/uapi/linux/if_link.h enum macvlan_macaddr_mode.
var macvlanMacaddrModeEnum = codec.Enum{Name: "macvlan_macaddr_mode", Text: true, Items: []codec.Item{
	{Value: 0, Name: "add"},
	{Value: 1, Name: "del"},
	{Value: 2, Name: "flush"},
	{Value: 3, Name: "set"},
}}

// ipvlanAttrs: include/uapi/linux/if_link.h IFLA_IPVLAN_*, of ipvlan and ipvtap.
var ipvlanAttrs = codec.Set{Name: "ipvlan", Prefix: "IFLA_", Rows: []codec.Row{
	{Type: 1, Name: "ipvlan_mode", C: "IFLA_IPVLAN_MODE", Kind: codec.Uint, Size: 2, Enum: &ipvlanModeEnum},
	{Type: 2, Name: "ipvlan_flags", C: "IFLA_IPVLAN_FLAGS", Kind: codec.Uint, Size: 2, Hint: codec.Hex, Enum: &ipvlanFlagsEnum},
}}

// ipvlanModeEnum: include/uapi/linux/if_link.h enum ipvlan_mode.
var ipvlanModeEnum = codec.Enum{Name: "ipvlan_mode", Items: []codec.Item{
	{Value: 0, Name: "l2"},
	{Value: 1, Name: "l3"},
	{Value: 2, Name: "l3s"},
}}

// ipvlanFlagsEnum: include/uapi/linux/if_link.h IPVLAN_F_*.
var ipvlanFlagsEnum = codec.Enum{Name: "ipvlan_flags", Flags: true, Items: []codec.Item{
	{Value: 0x1, Name: "private"},
	{Value: 0x2, Name: "vepa"},
}}
