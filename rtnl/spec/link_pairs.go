package spec

import "nlua/rtnl/codec"

// vethAttrs: include/uapi/linux/veth.h VETH_INFO_*.
var vethAttrs = codec.Set{Name: "veth", Prefix: "VETH_INFO_", Rows: []codec.Row{
	{Type: 1, Name: "peer", C: "VETH_INFO_PEER", Kind: codec.Nest, Plain: true, Set: &peerAttrs},
}}

// vxcanAttrs: include/uapi/linux/can/vxcan.h VXCAN_INFO_*.
var vxcanAttrs = codec.Set{Name: "vxcan", Prefix: "VXCAN_INFO_", Rows: []codec.Row{
	{Type: 1, Name: "peer", C: "VXCAN_INFO_PEER", Kind: codec.Nest, Plain: true, Set: &peerAttrs},
}}
