package spec

import "nlua/rtnl/codec"

// Choices beside those of the kernel's specification: the options of qdiscs and classifiers, of actions, and the statistics of a
// kind.
var (
	tcOptionCases = []codec.Case{}
	tcActionCases = []codec.Case{}
	tcAppCases    = []codec.Case{}
)

// etsBandAttrs are the bands in TCA_ETS_QUANTA and TCA_ETS_PRIOMAP, include/uapi/linux/pkt_sched.h.
var etsBandAttrs = codec.Set{Name: "bands", Prefix: "TCA_ETS_", Rows: []codec.Row{
	{Type: 4, Name: "quanta_band", C: "TCA_ETS_QUANTA_BAND", Kind: codec.Uint, Size: 4, Multi: true},
	{Type: 6, Name: "priomap_band", C: "TCA_ETS_PRIOMAP_BAND", Kind: codec.Uint, Size: 1, Multi: true},
}}
