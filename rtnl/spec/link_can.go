package spec

import "nlua/rtnl/codec"

// canAttrs: include/uapi/linux/can/netlink.h IFLA_CAN_*. Termination is in ohms, bit rates in bits per second.
var canAttrs = codec.Set{Name: "can", Prefix: "IFLA_", Rows: []codec.Row{
	{Type: 1, Name: "can_bittiming", C: "IFLA_CAN_BITTIMING", Kind: codec.Nest, Set: &canBittimingSet},
	{Type: 2, Name: "can_bittiming_const", C: "IFLA_CAN_BITTIMING_CONST", Kind: codec.Nest, Set: &canBittimingConstSet, Told: true},
	{Type: 3, Name: "can_clock", C: "IFLA_CAN_CLOCK", Kind: codec.Nest, Set: &canClockSet, Told: true},
	{Type: 4, Name: "can_state", C: "IFLA_CAN_STATE", Kind: codec.Uint, Size: 4, Enum: &canStateEnum, Told: true},
	{Type: 5, Name: "can_ctrlmode", C: "IFLA_CAN_CTRLMODE", Kind: codec.Nest, Set: &canCtrlmodeSet},
	{Type: 6, Name: "can_restart_ms", C: "IFLA_CAN_RESTART_MS", Kind: codec.Uint, Size: 4, Hint: codec.Millis},
	{Type: 7, Name: "can_restart", C: "IFLA_CAN_RESTART", Kind: codec.Uint, Size: 4},
	{Type: 8, Name: "can_berr_counter", C: "IFLA_CAN_BERR_COUNTER", Kind: codec.Nest, Set: &canBerrSet, Told: true},
	{Type: 9, Name: "can_data_bittiming", C: "IFLA_CAN_DATA_BITTIMING", Kind: codec.Nest, Set: &canBittimingSet},
	{Type: 10, Name: "can_data_bittiming_const", C: "IFLA_CAN_DATA_BITTIMING_CONST", Kind: codec.Nest, Set: &canBittimingConstSet, Told: true},
	{Type: 11, Name: "can_termination", C: "IFLA_CAN_TERMINATION", Kind: codec.Uint, Size: 2},
	{Type: 12, Name: "can_termination_const", C: "IFLA_CAN_TERMINATION_CONST", Kind: codec.Packed, Elem: &codec.Row{Kind: codec.Uint, Size: 2}, Told: true},
	{Type: 13, Name: "can_bitrate_const", C: "IFLA_CAN_BITRATE_CONST", Kind: codec.Packed, Elem: &codec.Row{Kind: codec.Uint, Size: 4}, Told: true},
	{Type: 14, Name: "can_data_bitrate_const", C: "IFLA_CAN_DATA_BITRATE_CONST", Kind: codec.Packed, Elem: &codec.Row{Kind: codec.Uint, Size: 4}, Told: true},
	{Type: 15, Name: "can_bitrate_max", C: "IFLA_CAN_BITRATE_MAX", Kind: codec.Uint, Size: 4, Told: true},
	{Type: 16, Name: "can_tdc", C: "IFLA_CAN_TDC", Kind: codec.Nest, Set: &canTdcAttrs},
	{Type: 17, Name: "can_ctrlmode_ext", C: "IFLA_CAN_CTRLMODE_EXT", Kind: codec.Nest, Set: &canCtrlmodeExtAttrs, Told: true},
}}

// canBittimingSet: include/uapi/linux/can/netlink.h struct can_bittiming; the sample point is in tenths of a per cent.
var canBittimingSet = codec.Set{Name: "bittiming", Fixed: &codec.Struct{Name: "can_bittiming", Size: 32, Fields: []codec.Field{
	{Off: 0, Row: codec.Row{Name: "bitrate", Kind: codec.Uint, Size: 4}},
	{Off: 4, Row: codec.Row{Name: "sample_point", Kind: codec.Uint, Size: 4}},
	{Off: 8, Row: codec.Row{Name: "tq", Kind: codec.Uint, Size: 4, Hint: codec.Nanos}},
	{Off: 12, Row: codec.Row{Name: "prop_seg", Kind: codec.Uint, Size: 4}},
	{Off: 16, Row: codec.Row{Name: "phase_seg1", Kind: codec.Uint, Size: 4}},
	{Off: 20, Row: codec.Row{Name: "phase_seg2", Kind: codec.Uint, Size: 4}},
	{Off: 24, Row: codec.Row{Name: "sjw", Kind: codec.Uint, Size: 4}},
	{Off: 28, Row: codec.Row{Name: "brp", Kind: codec.Uint, Size: 4}},
}}}

// canBittimingConstSet: include/uapi/linux/can/netlink.h struct can_bittiming_const.
var canBittimingConstSet = codec.Set{Name: "bittiming_const", Fixed: &codec.Struct{Name: "can_bittiming_const", Size: 48, Fields: []codec.Field{
	{Off: 0, Row: codec.Row{Name: "name", Kind: codec.String, Size: 16}},
	{Off: 16, Row: codec.Row{Name: "tseg1_min", Kind: codec.Uint, Size: 4}},
	{Off: 20, Row: codec.Row{Name: "tseg1_max", Kind: codec.Uint, Size: 4}},
	{Off: 24, Row: codec.Row{Name: "tseg2_min", Kind: codec.Uint, Size: 4}},
	{Off: 28, Row: codec.Row{Name: "tseg2_max", Kind: codec.Uint, Size: 4}},
	{Off: 32, Row: codec.Row{Name: "sjw_max", Kind: codec.Uint, Size: 4}},
	{Off: 36, Row: codec.Row{Name: "brp_min", Kind: codec.Uint, Size: 4}},
	{Off: 40, Row: codec.Row{Name: "brp_max", Kind: codec.Uint, Size: 4}},
	{Off: 44, Row: codec.Row{Name: "brp_inc", Kind: codec.Uint, Size: 4}},
}}}

// canClockSet: include/uapi/linux/can/netlink.h struct can_clock, in hertz.
var canClockSet = codec.Set{Name: "clock", Fixed: &codec.Struct{Name: "can_clock", Size: 4, Fields: []codec.Field{
	{Off: 0, Row: codec.Row{Name: "freq", Kind: codec.Uint, Size: 4}},
}}}

// canCtrlmodeSet: include/uapi/linux/can/netlink.h struct can_ctrlmode.
var canCtrlmodeSet = codec.Set{Name: "ctrlmode", Fixed: &codec.Struct{Name: "can_ctrlmode", Size: 8, Fields: []codec.Field{
	{Off: 0, Row: codec.Row{Name: "mask", Kind: codec.Uint, Size: 4, Hint: codec.Hex, Enum: &canCtrlmodeEnum}},
	{Off: 4, Row: codec.Row{Name: "flags", Kind: codec.Uint, Size: 4, Hint: codec.Hex, Enum: &canCtrlmodeEnum}},
}}}

// canBerrSet: include/uapi/linux/can/netlink.h struct can_berr_counter.
var canBerrSet = codec.Set{Name: "berr_counter", Fixed: &codec.Struct{Name: "can_berr_counter", Size: 4, Fields: []codec.Field{
	{Off: 0, Row: codec.Row{Name: "txerr", Kind: codec.Uint, Size: 2}},
	{Off: 2, Row: codec.Row{Name: "rxerr", Kind: codec.Uint, Size: 2}},
}}}

// canStatsSet: include/uapi/linux/can/netlink.h struct can_device_stats, the extended statistics of a CAN device.
var canStatsSet = codec.Set{Name: "can_stats", Fixed: &codec.Struct{Name: "can_device_stats", Size: 24, Fields: []codec.Field{
	{Off: 0, Row: codec.Row{Name: "bus_error", Kind: codec.Uint, Size: 4}},
	{Off: 4, Row: codec.Row{Name: "error_warning", Kind: codec.Uint, Size: 4}},
	{Off: 8, Row: codec.Row{Name: "error_passive", Kind: codec.Uint, Size: 4}},
	{Off: 12, Row: codec.Row{Name: "bus_off", Kind: codec.Uint, Size: 4}},
	{Off: 16, Row: codec.Row{Name: "arbitration_lost", Kind: codec.Uint, Size: 4}},
	{Off: 20, Row: codec.Row{Name: "restarts", Kind: codec.Uint, Size: 4}},
}}}

// canTdcAttrs: include/uapi/linux/can/netlink.h IFLA_CAN_TDC_*.
var canTdcAttrs = codec.Set{Name: "tdc", Prefix: "IFLA_CAN_TDC_", Rows: []codec.Row{
	{Type: 1, Name: "tdcv_min", C: "IFLA_CAN_TDC_TDCV_MIN", Kind: codec.Uint, Size: 4},
	{Type: 2, Name: "tdcv_max", C: "IFLA_CAN_TDC_TDCV_MAX", Kind: codec.Uint, Size: 4},
	{Type: 3, Name: "tdco_min", C: "IFLA_CAN_TDC_TDCO_MIN", Kind: codec.Uint, Size: 4},
	{Type: 4, Name: "tdco_max", C: "IFLA_CAN_TDC_TDCO_MAX", Kind: codec.Uint, Size: 4},
	{Type: 5, Name: "tdcf_min", C: "IFLA_CAN_TDC_TDCF_MIN", Kind: codec.Uint, Size: 4},
	{Type: 6, Name: "tdcf_max", C: "IFLA_CAN_TDC_TDCF_MAX", Kind: codec.Uint, Size: 4},
	{Type: 7, Name: "tdcv", C: "IFLA_CAN_TDC_TDCV", Kind: codec.Uint, Size: 4},
	{Type: 8, Name: "tdco", C: "IFLA_CAN_TDC_TDCO", Kind: codec.Uint, Size: 4},
	{Type: 9, Name: "tdcf", C: "IFLA_CAN_TDC_TDCF", Kind: codec.Uint, Size: 4},
}}

// canCtrlmodeExtAttrs: include/uapi/linux/can/netlink.h IFLA_CAN_CTRLMODE_SUPPORTED.
var canCtrlmodeExtAttrs = codec.Set{Name: "ctrlmode_ext", Prefix: "IFLA_CAN_CTRLMODE_", Rows: []codec.Row{
	{Type: 1, Name: "supported", C: "IFLA_CAN_CTRLMODE_SUPPORTED", Kind: codec.Uint, Size: 4, Hint: codec.Hex, Enum: &canCtrlmodeEnum},
}}

// canStateEnum: include/uapi/linux/can/netlink.h enum can_state.
var canStateEnum = codec.Enum{Name: "can_state", Items: []codec.Item{
	{Value: 0, Name: "error_active"},
	{Value: 1, Name: "error_warning"},
	{Value: 2, Name: "error_passive"},
	{Value: 3, Name: "bus_off"},
	{Value: 4, Name: "stopped"},
	{Value: 5, Name: "sleeping"},
}}

// canCtrlmodeEnum: include/uapi/linux/can/netlink.h CAN_CTRLMODE_*.
var canCtrlmodeEnum = codec.Enum{Name: "can_ctrlmode", Flags: true, Items: []codec.Item{
	{Value: 0x1, Name: "loopback"},
	{Value: 0x2, Name: "listenonly"},
	{Value: 0x4, Name: "3_samples"},
	{Value: 0x8, Name: "one_shot"},
	{Value: 0x10, Name: "berr_reporting"},
	{Value: 0x20, Name: "fd"},
	{Value: 0x40, Name: "presume_ack"},
	{Value: 0x80, Name: "fd_non_iso"},
	{Value: 0x100, Name: "cc_len8_dlc"},
	{Value: 0x200, Name: "tdc_auto"},
	{Value: 0x400, Name: "tdc_manual"},
}}
