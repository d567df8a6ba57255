package spec

import "nlua/rtnl/codec"

// Choices beside those of the kernel's specification: the options of qdiscs and classifiers, of actions, and the statistics of a
// kind.
var (
	tcOptionCases = []codec.Case{}
	tcActionCases = []codec.Case{}
	tcAppCases    = []codec.Case{}
)
