package spec

import "nlua/rtnl/codec"

// CacheReport is RTM_NEWCACHEREPORT, what the kernel tells a multicast routing daemon: include/uapi/linux/mroute.h, IPMRA_CREPORT_*.
// IP6MRA_CREPORT_* of mroute6.h has the same numbers, with MIF_ID for VIF_ID and without TABLE.
var CacheReport = codec.Set{Name: "cachereport", Prefix: "IPMRA_CREPORT_", Fixed: &rtgenmsgStruct, Rows: []codec.Row{
	{Type: 1, Name: "msgtype", C: "IPMRA_CREPORT_MSGTYPE", Kind: codec.Uint, Size: 1, Enum: &codec.Enum{Name: "igmpmsg", Items: []codec.Item{
		{Value: 1, Name: "nocache"}, {Value: 2, Name: "wrongvif"}, {Value: 3, Name: "wholepkt"}, {Value: 4, Name: "wrvifwhole"},
	}}},
	{Type: 2, Name: "vif_id", C: "IPMRA_CREPORT_VIF_ID", Spec: "mif_id", Kind: codec.Uint, Size: 4},
	{Type: 3, Name: "src_addr", C: "IPMRA_CREPORT_SRC_ADDR", Kind: codec.IP},
	{Type: 4, Name: "dst_addr", C: "IPMRA_CREPORT_DST_ADDR", Kind: codec.IP},
	{Type: 5, Name: "pkt", C: "IPMRA_CREPORT_PKT"},
	{Type: 6, Name: "table", C: "IPMRA_CREPORT_TABLE", Kind: codec.Uint, Size: 4, Hint: codec.RouteTable},
}}
