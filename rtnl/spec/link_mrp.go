package spec

import "nlua/rtnl/codec"

// bridgeMrpAttrs: Media Redundancy Protocol, include/uapi/linux/if_bridge.h IFLA_BRIDGE_MRP_*. Intervals are in microseconds, periods
// in milliseconds.
var bridgeMrpAttrs = codec.Set{Name: "mrp", Prefix: "IFLA_BRIDGE_MRP_", Rows: []codec.Row{
	{Type: 1, Name: "instance", C: "IFLA_BRIDGE_MRP_INSTANCE", Kind: codec.Nest, Set: &mrpInstanceAttrs},
	{Type: 2, Name: "port_state", C: "IFLA_BRIDGE_MRP_PORT_STATE", Kind: codec.Nest, Set: &mrpPortStateAttrs},
	{Type: 3, Name: "port_role", C: "IFLA_BRIDGE_MRP_PORT_ROLE", Kind: codec.Nest, Set: &mrpPortRoleAttrs},
	{Type: 4, Name: "ring_state", C: "IFLA_BRIDGE_MRP_RING_STATE", Kind: codec.Nest, Set: &mrpRingStateAttrs},
	{Type: 5, Name: "ring_role", C: "IFLA_BRIDGE_MRP_RING_ROLE", Kind: codec.Nest, Set: &mrpRingRoleAttrs},
	{Type: 6, Name: "start_test", C: "IFLA_BRIDGE_MRP_START_TEST", Kind: codec.Nest, Set: &mrpStartTestAttrs},
	{Type: 7, Name: "info", C: "IFLA_BRIDGE_MRP_INFO", Kind: codec.Nest, Multi: true, Set: &mrpInfoAttrs},
	{Type: 8, Name: "in_role", C: "IFLA_BRIDGE_MRP_IN_ROLE", Kind: codec.Nest, Set: &mrpInRoleAttrs},
	{Type: 9, Name: "in_state", C: "IFLA_BRIDGE_MRP_IN_STATE", Kind: codec.Nest, Set: &mrpInStateAttrs},
	{Type: 10, Name: "start_in_test", C: "IFLA_BRIDGE_MRP_START_IN_TEST", Kind: codec.Nest, Set: &mrpStartInTestAttrs},
}}

// mrpInstanceAttrs: include/uapi/linux/if_bridge.h IFLA_BRIDGE_MRP_INSTANCE_*.
var mrpInstanceAttrs = codec.Set{Name: "mrp_instance", Prefix: "IFLA_BRIDGE_MRP_INSTANCE_", Rows: []codec.Row{
	{Type: 1, Name: "ring_id", C: "IFLA_BRIDGE_MRP_INSTANCE_RING_ID", Kind: codec.Uint, Size: 4},
	{Type: 2, Name: "p_ifindex", C: "IFLA_BRIDGE_MRP_INSTANCE_P_IFINDEX", Kind: codec.Uint, Size: 4, Hint: codec.Index, False: codec.FalseNone},
	{Type: 3, Name: "s_ifindex", C: "IFLA_BRIDGE_MRP_INSTANCE_S_IFINDEX", Kind: codec.Uint, Size: 4, Hint: codec.Index, False: codec.FalseNone},
	{Type: 4, Name: "prio", C: "IFLA_BRIDGE_MRP_INSTANCE_PRIO", Kind: codec.Uint, Size: 2},
}}

// mrpPortStateAttrs: include/uapi/linux/if_bridge.h IFLA_BRIDGE_MRP_PORT_STATE_*.
var mrpPortStateAttrs = codec.Set{Name: "mrp_port_state", Prefix: "IFLA_BRIDGE_MRP_PORT_STATE_", Rows: []codec.Row{
	{Type: 1, Name: "state", C: "IFLA_BRIDGE_MRP_PORT_STATE_STATE", Kind: codec.Uint, Size: 4, Enum: &mrpPortStateEnum},
}}

// mrpPortRoleAttrs: include/uapi/linux/if_bridge.h IFLA_BRIDGE_MRP_PORT_ROLE_*.
var mrpPortRoleAttrs = codec.Set{Name: "mrp_port_role", Prefix: "IFLA_BRIDGE_MRP_PORT_ROLE_", Rows: []codec.Row{
	{Type: 1, Name: "role", C: "IFLA_BRIDGE_MRP_PORT_ROLE_ROLE", Kind: codec.Uint, Size: 4, Enum: &mrpPortRoleEnum},
}}

// mrpRingStateAttrs: include/uapi/linux/if_bridge.h IFLA_BRIDGE_MRP_RING_STATE_*.
var mrpRingStateAttrs = codec.Set{Name: "mrp_ring_state", Prefix: "IFLA_BRIDGE_MRP_RING_STATE_", Rows: []codec.Row{
	{Type: 1, Name: "ring_id", C: "IFLA_BRIDGE_MRP_RING_STATE_RING_ID", Kind: codec.Uint, Size: 4},
	{Type: 2, Name: "state", C: "IFLA_BRIDGE_MRP_RING_STATE_STATE", Kind: codec.Uint, Size: 4, Enum: &mrpRingStateEnum},
}}

// mrpRingRoleAttrs: include/uapi/linux/if_bridge.h IFLA_BRIDGE_MRP_RING_ROLE_*.
var mrpRingRoleAttrs = codec.Set{Name: "mrp_ring_role", Prefix: "IFLA_BRIDGE_MRP_RING_ROLE_", Rows: []codec.Row{
	{Type: 1, Name: "ring_id", C: "IFLA_BRIDGE_MRP_RING_ROLE_RING_ID", Kind: codec.Uint, Size: 4},
	{Type: 2, Name: "role", C: "IFLA_BRIDGE_MRP_RING_ROLE_ROLE", Kind: codec.Uint, Size: 4, Enum: &mrpRingRoleEnum},
}}

// mrpStartTestAttrs: include/uapi/linux/if_bridge.h IFLA_BRIDGE_MRP_START_TEST_*.
var mrpStartTestAttrs = codec.Set{Name: "mrp_start_test", Prefix: "IFLA_BRIDGE_MRP_START_TEST_", Rows: []codec.Row{
	{Type: 1, Name: "ring_id", C: "IFLA_BRIDGE_MRP_START_TEST_RING_ID", Kind: codec.Uint, Size: 4},
	{Type: 2, Name: "interval", C: "IFLA_BRIDGE_MRP_START_TEST_INTERVAL", Kind: codec.Uint, Size: 4, Hint: codec.Micros},
	{Type: 3, Name: "max_miss", C: "IFLA_BRIDGE_MRP_START_TEST_MAX_MISS", Kind: codec.Uint, Size: 4},
	{Type: 4, Name: "period", C: "IFLA_BRIDGE_MRP_START_TEST_PERIOD", Kind: codec.Uint, Size: 4, Hint: codec.Millis},
	{Type: 5, Name: "monitor", C: "IFLA_BRIDGE_MRP_START_TEST_MONITOR", Kind: codec.Uint, Size: 4, Hint: codec.Bool, False: codec.FalseZero},
}}

// mrpInfoAttrs: include/uapi/linux/if_bridge.h IFLA_BRIDGE_MRP_INFO_*.
var mrpInfoAttrs = codec.Set{Name: "mrp_info", Prefix: "IFLA_BRIDGE_MRP_INFO_", Rows: []codec.Row{
	{Type: 1, Name: "ring_id", C: "IFLA_BRIDGE_MRP_INFO_RING_ID", Kind: codec.Uint, Size: 4},
	{Type: 2, Name: "p_ifindex", C: "IFLA_BRIDGE_MRP_INFO_P_IFINDEX", Kind: codec.Uint, Size: 4, Hint: codec.Index, False: codec.FalseNone},
	{Type: 3, Name: "s_ifindex", C: "IFLA_BRIDGE_MRP_INFO_S_IFINDEX", Kind: codec.Uint, Size: 4, Hint: codec.Index, False: codec.FalseNone},
	{Type: 4, Name: "prio", C: "IFLA_BRIDGE_MRP_INFO_PRIO", Kind: codec.Uint, Size: 2},
	{Type: 5, Name: "ring_state", C: "IFLA_BRIDGE_MRP_INFO_RING_STATE", Kind: codec.Uint, Size: 4, Enum: &mrpRingStateEnum},
	{Type: 6, Name: "ring_role", C: "IFLA_BRIDGE_MRP_INFO_RING_ROLE", Kind: codec.Uint, Size: 4, Enum: &mrpRingRoleEnum},
	{Type: 7, Name: "test_interval", C: "IFLA_BRIDGE_MRP_INFO_TEST_INTERVAL", Kind: codec.Uint, Size: 4, Hint: codec.Micros},
	{Type: 8, Name: "test_max_miss", C: "IFLA_BRIDGE_MRP_INFO_TEST_MAX_MISS", Kind: codec.Uint, Size: 4},
	{Type: 9, Name: "test_monitor", C: "IFLA_BRIDGE_MRP_INFO_TEST_MONITOR", Kind: codec.Uint, Size: 4, Hint: codec.Bool, False: codec.FalseZero},
	{Type: 10, Name: "i_ifindex", C: "IFLA_BRIDGE_MRP_INFO_I_IFINDEX", Kind: codec.Uint, Size: 4, Hint: codec.Index, False: codec.FalseNone},
	{Type: 11, Name: "in_state", C: "IFLA_BRIDGE_MRP_INFO_IN_STATE", Kind: codec.Uint, Size: 4, Enum: &mrpRingStateEnum},
	{Type: 12, Name: "in_role", C: "IFLA_BRIDGE_MRP_INFO_IN_ROLE", Kind: codec.Uint, Size: 4, Enum: &mrpInRoleEnum},
	{Type: 13, Name: "in_test_interval", C: "IFLA_BRIDGE_MRP_INFO_IN_TEST_INTERVAL", Kind: codec.Uint, Size: 4, Hint: codec.Micros},
	{Type: 14, Name: "in_test_max_miss", C: "IFLA_BRIDGE_MRP_INFO_IN_TEST_MAX_MISS", Kind: codec.Uint, Size: 4},
}}

// mrpInRoleAttrs: include/uapi/linux/if_bridge.h IFLA_BRIDGE_MRP_IN_ROLE_*.
var mrpInRoleAttrs = codec.Set{Name: "mrp_in_role", Prefix: "IFLA_BRIDGE_MRP_IN_ROLE_", Rows: []codec.Row{
	{Type: 1, Name: "ring_id", C: "IFLA_BRIDGE_MRP_IN_ROLE_RING_ID", Kind: codec.Uint, Size: 4},
	{Type: 2, Name: "in_id", C: "IFLA_BRIDGE_MRP_IN_ROLE_IN_ID", Kind: codec.Uint, Size: 2},
	{Type: 3, Name: "role", C: "IFLA_BRIDGE_MRP_IN_ROLE_ROLE", Kind: codec.Uint, Size: 4, Enum: &mrpInRoleEnum},
	{Type: 4, Name: "i_ifindex", C: "IFLA_BRIDGE_MRP_IN_ROLE_I_IFINDEX", Kind: codec.Uint, Size: 4, Hint: codec.Index, False: codec.FalseNone},
}}

// mrpInStateAttrs: include/uapi/linux/if_bridge.h IFLA_BRIDGE_MRP_IN_STATE_*.
var mrpInStateAttrs = codec.Set{Name: "mrp_in_state", Prefix: "IFLA_BRIDGE_MRP_IN_STATE_", Rows: []codec.Row{
	{Type: 1, Name: "in_id", C: "IFLA_BRIDGE_MRP_IN_STATE_IN_ID", Kind: codec.Uint, Size: 4},
	{Type: 2, Name: "state", C: "IFLA_BRIDGE_MRP_IN_STATE_STATE", Kind: codec.Uint, Size: 4, Enum: &mrpRingStateEnum},
}}

// mrpStartInTestAttrs: include/uapi/linux/if_bridge.h IFLA_BRIDGE_MRP_START_IN_TEST_*.
var mrpStartInTestAttrs = codec.Set{Name: "mrp_start_in_test", Prefix: "IFLA_BRIDGE_MRP_START_IN_TEST_", Rows: []codec.Row{
	{Type: 1, Name: "in_id", C: "IFLA_BRIDGE_MRP_START_IN_TEST_IN_ID", Kind: codec.Uint, Size: 4},
	{Type: 2, Name: "interval", C: "IFLA_BRIDGE_MRP_START_IN_TEST_INTERVAL", Kind: codec.Uint, Size: 4, Hint: codec.Micros},
	{Type: 3, Name: "max_miss", C: "IFLA_BRIDGE_MRP_START_IN_TEST_MAX_MISS", Kind: codec.Uint, Size: 4},
	{Type: 4, Name: "period", C: "IFLA_BRIDGE_MRP_START_IN_TEST_PERIOD", Kind: codec.Uint, Size: 4, Hint: codec.Millis},
}}

// mrpPortStateEnum: include/uapi/linux/mrp_bridge.h enum br_mrp_port_state_type.
var mrpPortStateEnum = codec.Enum{Name: "mrp_port_state", Items: []codec.Item{
	{Value: 0, Name: "disabled"},
	{Value: 1, Name: "blocked"},
	{Value: 2, Name: "forwarding"},
	{Value: 3, Name: "not_connected"},
}}

// mrpPortRoleEnum: include/uapi/linux/mrp_bridge.h enum br_mrp_port_role_type.
var mrpPortRoleEnum = codec.Enum{Name: "mrp_port_role", Items: []codec.Item{
	{Value: 0, Name: "primary"},
	{Value: 1, Name: "secondary"},
	{Value: 2, Name: "inter"},
}}

// mrpRingStateEnum: include/uapi/linux/mrp_bridge.h enum br_mrp_ring_state_type.
var mrpRingStateEnum = codec.Enum{Name: "mrp_ring_state", Items: []codec.Item{
	{Value: 0, Name: "open"},
	{Value: 1, Name: "closed"},
}}

// mrpInRoleEnum: include/uapi/linux/mrp_bridge.h enum br_mrp_in_role_type.
var mrpInRoleEnum = codec.Enum{Name: "mrp_in_role", Items: []codec.Item{
	{Value: 0, Name: "disabled"},
	{Value: 1, Name: "mic"},
	{Value: 2, Name: "mim"},
}}

// mrpRingRoleEnum: include/uapi/linux/mrp_bridge.h enum br_mrp_ring_role_type.
var mrpRingRoleEnum = codec.Enum{Name: "mrp_ring_role", Items: []codec.Item{
	{Value: 0, Name: "disabled"},
	{Value: 1, Name: "mrc"},
	{Value: 2, Name: "mrm"},
	{Value: 3, Name: "mra"},
}}
