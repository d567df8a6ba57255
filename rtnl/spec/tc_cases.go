package spec

import "nlua/rtnl/codec"

// What the specification lacks, or has otherwise than the kernel, of the options of qdiscs, classes and filters.
var tcOptionCases = []codec.Case{
	{Value: "hfsc", Len: 2, Set: &tcHfscQoptSet}, // the qdisc
	{Value: "hfsc", Set: &hfscAttrs},             // its classes
	{Value: "mqprio", Set: &tcMqprio},
	{Value: "sfb", Set: &tcSfb},
	{Value: "sfq", Set: &structTcSfqQoptV1},
	{Value: "skbprio", Set: &structTcSkbprioQopt},
}

// The specification has every kind of action.
var tcActionCases = []codec.Case{}

// Statistics of classes, and of a qdisc that has two.
var tcAppCases = []codec.Case{
	{Value: "drr", Set: &structTcDrrStats},
	{Value: "fq_codel", Set: &structTcFqCodelXstats},
	{Value: "hfsc", Set: &structTcHfscStats},
	{Value: "htb", Set: &structTcHtbXstats},
	{Value: "qfq", Set: &structTcQfqStats},
	{Value: "taprio", Set: &tcTaprioOffloadStats},
}
