package spec

import "nlua/rtnl/codec"

// encapCases read RTA_ENCAP by the names of encapTypeEnum.
var encapCases = []codec.Case{}
