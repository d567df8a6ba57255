package spec

import "nlua/rtnl/codec"

// structTcTbfQopt is struct tc_tbf_qopt (include/uapi/linux/pkt_sched.h), its two struct tc_ratespec flat under pyroute2's names.
var structTcTbfQopt = codec.Set{Name: "tc_tbf_qopt", Fixed: &codec.Struct{Name: "tc_tbf_qopt", Size: 36, Fields: []codec.Field{
	{Off: 0, Row: codec.Row{Name: "rate_cell_log", Kind: codec.Uint, Size: 1}},
	{Off: 1, Row: codec.Row{Name: "rate_linklayer", Kind: codec.Uint, Size: 1}},
	{Off: 2, Row: codec.Row{Name: "rate_overhead", Kind: codec.Uint, Size: 2}},
	{Off: 4, Row: codec.Row{Name: "rate_cell_align", Kind: codec.Int, Size: 2}},
	{Off: 6, Row: codec.Row{Name: "rate_mpu", Kind: codec.Uint, Size: 2}},
	{Off: 8, Row: codec.Row{Name: "rate", Kind: codec.Uint, Size: 4, Hint: codec.Rate, Doc: "Bytes per second."}},
	{Off: 12, Row: codec.Row{Name: "peak_cell_log", Kind: codec.Uint, Size: 1}},
	{Off: 13, Row: codec.Row{Name: "peak_linklayer", Kind: codec.Uint, Size: 1}},
	{Off: 14, Row: codec.Row{Name: "peak_overhead", Kind: codec.Uint, Size: 2}},
	{Off: 16, Row: codec.Row{Name: "peak_cell_align", Kind: codec.Int, Size: 2}},
	{Off: 18, Row: codec.Row{Name: "peak_mpu", Kind: codec.Uint, Size: 2}},
	{Off: 20, Row: codec.Row{Name: "peak", Kind: codec.Uint, Size: 4, Hint: codec.Rate, Doc: "Bytes per second of the second bucket, 0 for none."}},
	{Off: 24, Row: codec.Row{Name: "limit", Kind: codec.Uint, Size: 4, Hint: codec.Size, Doc: "Bytes that may wait for tokens."}},
	{Off: 28, Row: codec.Row{Name: "buffer", Kind: codec.Uint, Size: 4, Hint: codec.Ticks, Doc: "Time that the bucket's depth takes at the rate."}},
	{Off: 32, Row: codec.Row{Name: "mtu", Kind: codec.Uint, Size: 4, Hint: codec.Ticks, Doc: "Time that the second bucket's depth takes at the peak rate."}},
}}}

// structTcHtbOpt is struct tc_htb_opt (include/uapi/linux/pkt_sched.h), its two struct tc_ratespec flat under pyroute2's names.
var structTcHtbOpt = codec.Set{Name: "tc_htb_opt", Fixed: &codec.Struct{Name: "tc_htb_opt", Size: 44, Fields: []codec.Field{
	{Off: 0, Row: codec.Row{Name: "rate_cell_log", Kind: codec.Uint, Size: 1}},
	{Off: 1, Row: codec.Row{Name: "rate_linklayer", Kind: codec.Uint, Size: 1}},
	{Off: 2, Row: codec.Row{Name: "rate_overhead", Kind: codec.Uint, Size: 2}},
	{Off: 4, Row: codec.Row{Name: "rate_cell_align", Kind: codec.Int, Size: 2}},
	{Off: 6, Row: codec.Row{Name: "rate_mpu", Kind: codec.Uint, Size: 2}},
	{Off: 8, Row: codec.Row{Name: "rate", Kind: codec.Uint, Size: 4, Hint: codec.Rate, Doc: "Bytes per second that the class is sure of."}},
	{Off: 12, Row: codec.Row{Name: "ceil_cell_log", Kind: codec.Uint, Size: 1}},
	{Off: 13, Row: codec.Row{Name: "ceil_linklayer", Kind: codec.Uint, Size: 1}},
	{Off: 14, Row: codec.Row{Name: "ceil_overhead", Kind: codec.Uint, Size: 2}},
	{Off: 16, Row: codec.Row{Name: "ceil_cell_align", Kind: codec.Int, Size: 2}},
	{Off: 18, Row: codec.Row{Name: "ceil_mpu", Kind: codec.Uint, Size: 2}},
	{Off: 20, Row: codec.Row{Name: "ceil", Kind: codec.Uint, Size: 4, Hint: codec.Rate, Doc: "Bytes per second that the class may borrow up to."}},
	{Off: 24, Row: codec.Row{Name: "buffer", Kind: codec.Uint, Size: 4, Hint: codec.Ticks, Doc: "Time that the burst takes at the rate."}},
	{Off: 28, Row: codec.Row{Name: "cbuffer", Kind: codec.Uint, Size: 4, Hint: codec.Ticks, Doc: "Time that the burst takes at the ceiling."}},
	{Off: 32, Row: codec.Row{Name: "quantum", Kind: codec.Uint, Size: 4, Hint: codec.Size, Doc: "Bytes served at a time among siblings."}},
	{Off: 36, Row: codec.Row{Name: "level", Kind: codec.Uint, Size: 4, Doc: "Depth in the tree, 0 for a leaf; read only."}},
	{Off: 40, Row: codec.Row{Name: "prio", Kind: codec.Uint, Size: 4, Doc: "Classes of a lower number borrow first."}},
}}}

// structTcHtbXstats is struct tc_htb_xstats (include/uapi/linux/pkt_sched.h), of a class.
var structTcHtbXstats = codec.Set{Name: "tc_htb_xstats", Fixed: &codec.Struct{Name: "tc_htb_xstats", Size: 20, Fields: []codec.Field{
	{Off: 0, Row: codec.Row{Name: "lends", Kind: codec.Uint, Size: 4}},
	{Off: 4, Row: codec.Row{Name: "borrows", Kind: codec.Uint, Size: 4}},
	{Off: 8, Row: codec.Row{Name: "giants", Kind: codec.Uint, Size: 4}},
	{Off: 12, Row: codec.Row{Name: "tokens", Kind: codec.Int, Size: 4}},
	{Off: 16, Row: codec.Row{Name: "ctokens", Kind: codec.Int, Size: 4}},
}}}

// structTcSfqQoptV1 is struct tc_sfq_qopt_v1 (include/uapi/linux/pkt_sched.h), with struct tc_sfq_qopt and struct tc_sfqred_stats flat.
var structTcSfqQoptV1 = codec.Set{Name: "tc_sfq_qopt_v1", Fixed: &codec.Struct{Name: "tc_sfq_qopt_v1", Size: 72, Fields: []codec.Field{
	{Off: 0, Row: codec.Row{Name: "quantum", Kind: codec.Uint, Size: 4, Hint: codec.Size, Doc: "Bytes a flow may send in its turn."}},
	{Off: 4, Row: codec.Row{Name: "perturb_period", Kind: codec.Int, Size: 4, Hint: codec.Seconds, Doc: "Seconds between changes of the hash."}},
	{Off: 8, Row: codec.Row{Name: "limit", Kind: codec.Uint, Size: 4, Doc: "Packets that may wait in all."}},
	{Off: 12, Row: codec.Row{Name: "divisor", Kind: codec.Uint, Size: 4, Doc: "Size of the hash table."}},
	{Off: 16, Row: codec.Row{Name: "flows", Kind: codec.Uint, Size: 4, Doc: "Flows at most."}},
	{Off: 20, Row: codec.Row{Name: "depth", Kind: codec.Uint, Size: 4, Doc: "Packets of one flow at most."}},
	{Off: 24, Row: codec.Row{Name: "headdrop", Kind: codec.Uint, Size: 4, Hint: codec.Bool, Doc: "Drop from the head of a flow."}},
	{Off: 28, Row: codec.Row{Name: "redflowlimit", Kind: codec.Uint, Size: 4, Hint: codec.Size, Doc: "Bytes of one flow at most when RED is on."}},
	{Off: 32, Row: codec.Row{Name: "qth_min", Kind: codec.Uint, Size: 4, Hint: codec.Size}},
	{Off: 36, Row: codec.Row{Name: "qth_max", Kind: codec.Uint, Size: 4, Hint: codec.Size}},
	{Off: 40, Row: codec.Row{Name: "wlog", Kind: codec.Uint, Size: 1}},
	{Off: 41, Row: codec.Row{Name: "plog", Kind: codec.Uint, Size: 1}},
	{Off: 42, Row: codec.Row{Name: "scell_log", Kind: codec.Uint, Size: 1}},
	{Off: 43, Row: codec.Row{Name: "flags", Kind: codec.Uint, Size: 1, Enum: &enumRedFlags}},
	{Off: 44, Row: codec.Row{Name: "max_p", Kind: codec.Uint, Size: 4}},
	{Off: 48, Row: codec.Row{Name: "prob_drop", Kind: codec.Uint, Size: 4}},
	{Off: 52, Row: codec.Row{Name: "forced_drop", Kind: codec.Uint, Size: 4}},
	{Off: 56, Row: codec.Row{Name: "prob_mark", Kind: codec.Uint, Size: 4}},
	{Off: 60, Row: codec.Row{Name: "forced_mark", Kind: codec.Uint, Size: 4}},
	{Off: 64, Row: codec.Row{Name: "prob_mark_head", Kind: codec.Uint, Size: 4}},
	{Off: 68, Row: codec.Row{Name: "forced_mark_head", Kind: codec.Uint, Size: 4}},
}}}

// structTcGredQopt is struct tc_gred_qopt (include/uapi/linux/pkt_sched.h), a virtual queue.
var structTcGredQopt = codec.Set{Name: "tc_gred_qopt", Fixed: &codec.Struct{Name: "tc_gred_qopt", Size: 52, Fields: []codec.Field{
	{Off: 0, Row: codec.Row{Name: "limit", Kind: codec.Uint, Size: 4, Hint: codec.Size}},
	{Off: 4, Row: codec.Row{Name: "qth_min", Kind: codec.Uint, Size: 4, Hint: codec.Size}},
	{Off: 8, Row: codec.Row{Name: "qth_max", Kind: codec.Uint, Size: 4, Hint: codec.Size}},
	{Off: 12, Row: codec.Row{Name: "dp", Kind: codec.Uint, Size: 4}},
	{Off: 16, Row: codec.Row{Name: "backlog", Kind: codec.Uint, Size: 4}},
	{Off: 20, Row: codec.Row{Name: "qave", Kind: codec.Uint, Size: 4}},
	{Off: 24, Row: codec.Row{Name: "forced", Kind: codec.Uint, Size: 4}},
	{Off: 28, Row: codec.Row{Name: "early", Kind: codec.Uint, Size: 4}},
	{Off: 32, Row: codec.Row{Name: "other", Kind: codec.Uint, Size: 4}},
	{Off: 36, Row: codec.Row{Name: "pdrop", Kind: codec.Uint, Size: 4}},
	{Off: 40, Row: codec.Row{Name: "wlog", Kind: codec.Uint, Size: 1}},
	{Off: 41, Row: codec.Row{Name: "plog", Kind: codec.Uint, Size: 1}},
	{Off: 42, Row: codec.Row{Name: "scell_log", Kind: codec.Uint, Size: 1}},
	{Off: 43, Row: codec.Row{Name: "prio", Kind: codec.Uint, Size: 1}},
	{Off: 44, Row: codec.Row{Name: "packets", Kind: codec.Uint, Size: 4}},
	{Off: 48, Row: codec.Row{Name: "bytesin", Kind: codec.Uint, Size: 4}},
}}}

// structTcSkbprioQopt is struct tc_skbprio_qopt (include/uapi/linux/pkt_sched.h).
var structTcSkbprioQopt = codec.Set{Name: "tc_skbprio_qopt", Fixed: &codec.Struct{Name: "tc_skbprio_qopt", Size: 4, Fields: []codec.Field{
	{Off: 0, Row: codec.Row{Name: "limit", Kind: codec.Uint, Size: 4, Doc: "Packets that may wait."}},
}}}

// structTcServiceCurve is struct tc_service_curve (include/uapi/linux/pkt_sched.h).
var structTcServiceCurve = codec.Set{Name: "tc_service_curve", Fixed: &codec.Struct{Name: "tc_service_curve", Size: 12, Fields: []codec.Field{
	{Off: 0, Row: codec.Row{Name: "m1", Kind: codec.Uint, Size: 4, Hint: codec.Rate, Doc: "Bytes per second of the first part."}},
	{Off: 4, Row: codec.Row{Name: "d", Kind: codec.Uint, Size: 4, Hint: codec.Micros, Doc: "Microseconds that the first part lasts."}},
	{Off: 8, Row: codec.Row{Name: "m2", Kind: codec.Uint, Size: 4, Hint: codec.Rate, Doc: "Bytes per second of the second part."}},
}}}

// structTcHfscStats is struct tc_hfsc_stats (include/uapi/linux/pkt_sched.h), of a class.
var structTcHfscStats = codec.Set{Name: "tc_hfsc_stats", Fixed: &codec.Struct{Name: "tc_hfsc_stats", Size: 24, Fields: []codec.Field{
	{Off: 0, Row: codec.Row{Name: "work", Kind: codec.Uint, Size: 8}},
	{Off: 8, Row: codec.Row{Name: "rtwork", Kind: codec.Uint, Size: 8}},
	{Off: 16, Row: codec.Row{Name: "period", Kind: codec.Uint, Size: 4}},
	{Off: 20, Row: codec.Row{Name: "level", Kind: codec.Uint, Size: 4}},
}}}

// structTcDrrStats is struct tc_drr_stats (include/uapi/linux/pkt_sched.h), of a class.
var structTcDrrStats = codec.Set{Name: "tc_drr_stats", Fixed: &codec.Struct{Name: "tc_drr_stats", Size: 4, Fields: []codec.Field{
	{Off: 0, Row: codec.Row{Name: "deficit", Kind: codec.Uint, Size: 4}},
}}}

// structTcQfqStats is struct tc_qfq_stats (include/uapi/linux/pkt_sched.h), of a class.
var structTcQfqStats = codec.Set{Name: "tc_qfq_stats", Fixed: &codec.Struct{Name: "tc_qfq_stats", Size: 8, Fields: []codec.Field{
	{Off: 0, Row: codec.Row{Name: "weight", Kind: codec.Uint, Size: 4}},
	{Off: 4, Row: codec.Row{Name: "lmax", Kind: codec.Uint, Size: 4}},
}}}

// structTcFqCodelQdStats is struct tc_fq_codel_qd_stats (include/uapi/linux/pkt_sched.h), of the qdisc.
var structTcFqCodelQdStats = codec.Set{Name: "tc_fq_codel_qd_stats", Fixed: &codec.Struct{Name: "tc_fq_codel_qd_stats", Size: 36, Fields: []codec.Field{
	{Off: 0, Row: codec.Row{Name: "maxpacket", Kind: codec.Uint, Size: 4}},
	{Off: 4, Row: codec.Row{Name: "drop_overlimit", Kind: codec.Uint, Size: 4}},
	{Off: 8, Row: codec.Row{Name: "ecn_mark", Kind: codec.Uint, Size: 4}},
	{Off: 12, Row: codec.Row{Name: "new_flow_count", Kind: codec.Uint, Size: 4}},
	{Off: 16, Row: codec.Row{Name: "new_flows_len", Kind: codec.Uint, Size: 4}},
	{Off: 20, Row: codec.Row{Name: "old_flows_len", Kind: codec.Uint, Size: 4}},
	{Off: 24, Row: codec.Row{Name: "ce_mark", Kind: codec.Uint, Size: 4}},
	{Off: 28, Row: codec.Row{Name: "memory_usage", Kind: codec.Uint, Size: 4}},
	{Off: 32, Row: codec.Row{Name: "drop_overmemory", Kind: codec.Uint, Size: 4}},
}}}

// structTcFqCodelClStats is struct tc_fq_codel_cl_stats (include/uapi/linux/pkt_sched.h), of a flow.
var structTcFqCodelClStats = codec.Set{Name: "tc_fq_codel_cl_stats", Fixed: &codec.Struct{Name: "tc_fq_codel_cl_stats", Size: 36, Fields: []codec.Field{
	{Off: 0, Row: codec.Row{Name: "deficit", Kind: codec.Int, Size: 4}},
	{Off: 4, Row: codec.Row{Name: "ldelay", Kind: codec.Uint, Size: 4, Hint: codec.Micros}},
	{Off: 8, Row: codec.Row{Name: "count", Kind: codec.Uint, Size: 4}},
	{Off: 12, Row: codec.Row{Name: "lastcount", Kind: codec.Uint, Size: 4}},
	{Off: 16, Row: codec.Row{Name: "dropping", Kind: codec.Uint, Size: 4, Hint: codec.Bool}},
	{Off: 20, Row: codec.Row{Name: "drop_next", Kind: codec.Int, Size: 4, Hint: codec.Micros}},
}}}

// structTcFqCodelXstats is struct tc_fq_codel_xstats (include/uapi/linux/pkt_sched.h), a number and what it says.
var structTcFqCodelXstats = codec.Set{Name: "tc_fq_codel_xstats", Fixed: &codec.Struct{Name: "tc_fq_codel_xstats", Size: 40, Fields: []codec.Field{
	{Off: 0, Row: codec.Row{Name: "type", Kind: codec.Uint, Size: 4}},
	{Off: 4, Row: codec.Row{Name: "stats", Kind: codec.ByName, Size: 36, Sub: &subFqCodelXstats}},
}}}

var subFqCodelXstats = codec.Sub{Selector: "type", Cases: []codec.Case{
	{Value: "0", Set: &structTcFqCodelQdStats},
	{Value: "1", Set: &structTcFqCodelClStats},
}}

var (
	enumRedFlags = codec.Enum{Name: "red_flags", Flags: true, Items: []codec.Item{{Value: 1, Name: "ecn"}, {Value: 2, Name: "harddrop"}, {Value: 4, Name: "adaptive"}, {Value: 8, Name: "nodrop"}}}
	// enumPlugAction is TCQ_PLUG_*.
	enumPlugAction   = codec.Enum{Name: "plug_action", Items: []codec.Item{{Value: 0, Name: "buffer"}, {Value: 1, Name: "release_one"}, {Value: 2, Name: "release_indefinite"}, {Value: 3, Name: "limit"}}}
	enumMqprioMode   = codec.Enum{Name: "mqprio_mode", Items: []codec.Item{{Value: 0, Name: "dcb"}, {Value: 1, Name: "channel"}}}
	enumMqprioShaper = codec.Enum{Name: "mqprio_shaper", Items: []codec.Item{{Value: 0, Name: "dcb"}, {Value: 1, Name: "bw_rlimit"}}}
)
