package spec

import "nlua/rtnl/codec"

// Sets that hold themselves: Go wants no variable to refer to itself through its initial value, so these are put in here.
func init() {
	peerAttrs = codec.Set{Name: "peer", Prefix: Link.Prefix, Fixed: &ifinfomsgStruct, Rows: Link.Rows}
	hopAttrs = codec.Set{Name: "hop", Prefix: Route.Prefix, Fixed: &rtnexthopStruct, Rows: Route.Rows}
}
