package spec

import "nlua/rtnl/codec"

// tcMqprio is TCA_MQPRIO_*, behind struct tc_mqprio_qopt (include/uapi/linux/pkt_sched.h).
var tcMqprio = codec.Set{Name: "tc_mqprio", Prefix: "TCA_MQPRIO_", Fixed: &tcMqprioQoptStruct, Rows: []codec.Row{
	{Type: 1, Name: "mode", C: "TCA_MQPRIO_MODE", Kind: codec.Uint, Size: 2, Enum: &enumMqprioMode},
	{Type: 2, Name: "shaper", C: "TCA_MQPRIO_SHAPER", Kind: codec.Uint, Size: 2, Enum: &enumMqprioShaper},
	{Type: 3, Name: "min_rate64", C: "TCA_MQPRIO_MIN_RATE64", Kind: codec.Nest, Set: &tcMqprioMin},
	{Type: 4, Name: "max_rate64", C: "TCA_MQPRIO_MAX_RATE64", Kind: codec.Nest, Set: &tcMqprioMax},
	{Type: 5, Name: "tc_entry", C: "TCA_MQPRIO_TC_ENTRY", Kind: codec.Nest, Set: &tcMqprioTcEntry, Multi: true},
}}

// tcMqprioMin is the inside of TCA_MQPRIO_MIN_RATE64: the same number again for each class.
var tcMqprioMin = codec.Set{Name: "tc_mqprio_min", Prefix: "TCA_MQPRIO_", Rows: []codec.Row{
	{Type: 3, Name: "min_rate64", C: "TCA_MQPRIO_MIN_RATE64", Kind: codec.Uint, Size: 8, Multi: true, Hint: codec.Rate},
}}

// tcMqprioMax is the inside of TCA_MQPRIO_MAX_RATE64.
var tcMqprioMax = codec.Set{Name: "tc_mqprio_max", Prefix: "TCA_MQPRIO_", Rows: []codec.Row{
	{Type: 4, Name: "max_rate64", C: "TCA_MQPRIO_MAX_RATE64", Kind: codec.Uint, Size: 8, Multi: true, Hint: codec.Rate},
}}

// tcMqprioTcEntry is TCA_MQPRIO_TC_ENTRY_* (Linux 6.5).
var tcMqprioTcEntry = codec.Set{Name: "tc_mqprio_tc_entry", Prefix: "TCA_MQPRIO_TC_ENTRY_", Rows: []codec.Row{
	{Type: 1, Name: "index", C: "TCA_MQPRIO_TC_ENTRY_INDEX", Kind: codec.Uint, Size: 4},
	{Type: 2, Name: "fp", C: "TCA_MQPRIO_TC_ENTRY_FP", Kind: codec.Uint, Size: 4},
}}

// tcSfb is TCA_SFB_*.
var tcSfb = codec.Set{Name: "tc_sfb", Prefix: "TCA_SFB_", Rows: []codec.Row{
	{Type: 1, Name: "parms", C: "TCA_SFB_PARMS", Kind: codec.Nest, Set: &tcSfbQoptSet},
}}

// tcTaprioAdmin is the inside of TCA_TAPRIO_ATTR_ADMIN_SCHED.
var tcTaprioAdmin = codec.Set{Name: "tc_taprio_admin", Prefix: "TCA_TAPRIO_ATTR_", Rows: []codec.Row{
	{Type: 2, Name: "sched_entry_list", C: "TCA_TAPRIO_ATTR_SCHED_ENTRY_LIST", Kind: codec.Nest, Set: &taprioSchedEntryListAttrs},
	{Type: 3, Name: "sched_base_time", C: "TCA_TAPRIO_ATTR_SCHED_BASE_TIME", Kind: codec.Int, Size: 8},
	{Type: 8, Name: "sched_cycle_time", C: "TCA_TAPRIO_ATTR_SCHED_CYCLE_TIME", Kind: codec.Int, Size: 8},
	{Type: 9, Name: "sched_cycle_time_extension", C: "TCA_TAPRIO_ATTR_SCHED_CYCLE_TIME_EXTENSION", Kind: codec.Int, Size: 8},
}}

// tcTaprioOffloadStats is TCA_TAPRIO_OFFLOAD_STATS_* (Linux 6.5).
var tcTaprioOffloadStats = codec.Set{Name: "tc_taprio_offload_stats", Prefix: "TCA_TAPRIO_OFFLOAD_STATS_", Rows: []codec.Row{
	{Type: 1, Name: "pad", C: "TCA_TAPRIO_OFFLOAD_STATS_PAD", Kind: codec.Uint, Size: 8},
	{Type: 2, Name: "window_drops", C: "TCA_TAPRIO_OFFLOAD_STATS_WINDOW_DROPS", Kind: codec.Uint, Size: 8},
	{Type: 3, Name: "tx_overruns", C: "TCA_TAPRIO_OFFLOAD_STATS_TX_OVERRUNS", Kind: codec.Uint, Size: 8},
}}

var enumTaprioCmd = codec.Enum{Name: "taprio_cmd", Items: []codec.Item{{Value: 0, Name: "S"}, {Value: 1, Name: "H"}, {Value: 2, Name: "R"}}}

var (
	// enumClock is CLOCK_* of clock_gettime(2), under tc's words.
	enumClock        = codec.Enum{Name: "clock", Items: []codec.Item{{Value: 0, Name: "REALTIME"}, {Value: 1, Name: "MONOTONIC"}, {Value: 7, Name: "BOOTTIME"}, {Value: 11, Name: "TAI"}}}
	enumEtfFlags     = codec.Enum{Name: "etf_flags", Flags: true, Items: []codec.Item{{Value: 1, Name: "deadline_mode"}, {Value: 2, Name: "offload"}, {Value: 4, Name: "skip_sock_check"}}}
	enumTaprioFlags  = codec.Enum{Name: "taprio_flags", Flags: true, Items: []codec.Item{{Value: 1, Name: "txtime_assist"}, {Value: 2, Name: "full_offload"}}}
	enumCakeDiffserv = codec.Enum{Name: "cake_diffserv", Items: []codec.Item{{Value: 0, Name: "diffserv3"}, {Value: 1, Name: "diffserv4"}, {Value: 2, Name: "diffserv8"}, {Value: 3, Name: "besteffort"}, {Value: 4, Name: "precedence"}}}
	enumCakeAtm      = codec.Enum{Name: "cake_atm", Items: []codec.Item{{Value: 0, Name: "noatm"}, {Value: 1, Name: "atm"}, {Value: 2, Name: "ptm"}}}
	enumCakeFlow     = codec.Enum{Name: "cake_flow", Items: []codec.Item{{Value: 0, Name: "flowblind"}, {Value: 1, Name: "srchost"}, {Value: 2, Name: "dsthost"}, {Value: 3, Name: "hosts"}, {Value: 4, Name: "flows"}, {Value: 5, Name: "dual_srchost"}, {Value: 6, Name: "dual_dsthost"}, {Value: 7, Name: "triple_isolate"}}}
	enumCakeAck      = codec.Enum{Name: "cake_ack_filter", Items: []codec.Item{{Value: 0, Name: "no_ack_filter"}, {Value: 1, Name: "ack_filter"}, {Value: 2, Name: "ack_filter_aggressive"}}}
)

// etsBandAttrs are the bands in TCA_ETS_QUANTA and TCA_ETS_PRIOMAP, include/uapi/linux/pkt_sched.h.
var etsBandAttrs = codec.Set{Name: "bands", Prefix: "TCA_ETS_", Rows: []codec.Row{
	{Type: 4, Name: "quanta_band", C: "TCA_ETS_QUANTA_BAND", Kind: codec.Uint, Size: 4, Multi: true},
	{Type: 6, Name: "priomap_band", C: "TCA_ETS_PRIOMAP_BAND", Kind: codec.Uint, Size: 1, Multi: true},
}}
