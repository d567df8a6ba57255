package spec

import "nlua/rtnl/codec"

// protoDownReasonAttrs: why a port is held down, include/uapi/linux/if_link.h IFLA_PROTO_DOWN_REASON_*.
// The bits are named by protodown_reasons.d of iproute2.
var protoDownReasonAttrs = codec.Set{Name: "proto_down_reason", Prefix: "IFLA_", Rows: []codec.Row{
	{Type: 1, Name: "proto_down_reason_mask", C: "IFLA_PROTO_DOWN_REASON_MASK", Spec: "mask", Kind: codec.Uint, Size: 4, Hint: codec.Hex},
	{Type: 2, Name: "proto_down_reason_value", C: "IFLA_PROTO_DOWN_REASON_VALUE", Spec: "value", Kind: codec.Uint, Size: 4, Hint: codec.Hex},
}}

// devlinkPortAttrs: the handle of the devlink port behind a link, include/uapi/linux/devlink.h DEVLINK_ATTR_*.
var devlinkPortAttrs = codec.Set{Name: "devlink_port", Prefix: "DEVLINK_ATTR_", Rows: []codec.Row{
	{Type: 1, Name: "bus_name", C: "DEVLINK_ATTR_BUS_NAME", Kind: codec.String},
	{Type: 2, Name: "dev_name", C: "DEVLINK_ATTR_DEV_NAME", Kind: codec.String},
	{Type: 3, Name: "port_index", C: "DEVLINK_ATTR_PORT_INDEX", Kind: codec.Uint, Size: 4},
}}

// vfPortListAttrs: include/uapi/linux/if_link.h IFLA_VF_PORT.
var vfPortListAttrs = codec.Set{Name: "vf_ports", Prefix: "IFLA_", Rows: []codec.Row{
	{Type: 1, Name: "vf_port", C: "IFLA_VF_PORT", Kind: codec.Nest, Set: &vfPortAttrs, Multi: true},
}}

// vfPortAttrs: port profiles of IEEE 802.1Qbg and Qbh, include/uapi/linux/if_link.h IFLA_PORT_*.
var vfPortAttrs = codec.Set{Name: "port", Prefix: "IFLA_PORT_", Rows: []codec.Row{
	{Type: 1, Name: "vf", C: "IFLA_PORT_VF", Kind: codec.Uint, Size: 4},
	{Type: 2, Name: "profile", C: "IFLA_PORT_PROFILE", Kind: codec.String},
	{Type: 3, Name: "vsi_type", C: "IFLA_PORT_VSI_TYPE"},
	{Type: 4, Name: "instance_uuid", C: "IFLA_PORT_INSTANCE_UUID", Size: 16},
	{Type: 5, Name: "host_uuid", C: "IFLA_PORT_HOST_UUID", Size: 16},
	{Type: 6, Name: "request", C: "IFLA_PORT_REQUEST", Kind: codec.Uint, Size: 1},
	{Type: 7, Name: "response", C: "IFLA_PORT_RESPONSE", Kind: codec.Uint, Size: 2},
}}

// peerAttrs is the other end of a pair (veth, vxcan, netkit): struct ifinfomsg and a link's attributes. cycles.go fills it.
var peerAttrs codec.Set
