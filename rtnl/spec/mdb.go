package spec

import "nlua/rtnl/codec"

// MDB is how RTM_*MDB of the kernel reads, the multicast database of bridges and vxlan devices: include/uapi/linux/if_bridge.h, struct
// br_port_msg and MDBA_*. One message has all entries of a device: mdb.entry[i].info[j].
var MDB = codec.Set{Name: "mdb", Prefix: "MDBA_", Fixed: &brPortMsgStruct, Rows: []codec.Row{
	{Type: 1, Name: "mdb", C: "MDBA_MDB", Kind: codec.Nest, Set: &mdbEntries},
	{Type: 2, Name: "router", C: "MDBA_ROUTER", Kind: codec.Nest, Set: &mdbRouters},
}}

// MDBRequest is how RTM_*MDB to the kernel reads: MDBA_SET_ENTRY* and MDBA_GET_ENTRY*, by the same numbers as MDB's.
var MDBRequest = codec.Set{Name: "mdb_request", Prefix: "MDBA_", Fixed: &brPortMsgStruct, Rows: []codec.Row{
	{Type: 1, Name: "set_entry", C: "MDBA_SET_ENTRY", Spec: "get_entry", Kind: codec.Nest, Set: &mdbEntrySet},
	{Type: 2, Name: "set_entry_attrs", C: "MDBA_SET_ENTRY_ATTRS", Spec: "get_entry_attrs", Kind: codec.Nest, Set: &mdbEntryRequest},
}}

var brPortMsgStruct = codec.Struct{Name: "br_port_msg", Size: 8, Fields: []codec.Field{
	{Off: 0, Row: codec.Row{Name: "family", Kind: codec.Uint, Size: 1}},
	{Off: 4, Row: codec.Row{Name: "ifindex", Kind: codec.Uint, Size: 4, Hint: codec.Index}},
}}

var mdbEntries = codec.Set{Name: "mdb", Prefix: "MDBA_MDB_", Rows: []codec.Row{
	{Type: 1, Name: "entry", C: "MDBA_MDB_ENTRY", Kind: codec.Nest, Set: &mdbEntry, Multi: true},
}}

var mdbEntry = codec.Set{Name: "entry", Prefix: "MDBA_MDB_ENTRY_", Rows: []codec.Row{
	{Type: 1, Name: "info", C: "MDBA_MDB_ENTRY_INFO", Kind: codec.Nest, Set: &mdbEntryInfo, Multi: true},
}}

// brMdbEntryStruct: struct br_mdb_entry. What addr holds is said by proto, an ethernet protocol; 0: a hardware address.
var brMdbEntryStruct = codec.Struct{Name: "br_mdb_entry", Size: 28, Fields: []codec.Field{
	{Off: 0, Row: codec.Row{Name: "ifindex", Kind: codec.Uint, Size: 4, Hint: codec.Index}},
	{Off: 4, Row: codec.Row{Name: "state", Kind: codec.Uint, Size: 1, Enum: &mdbStateEnum}},
	{Off: 5, Row: codec.Row{Name: "flags", Kind: codec.Uint, Size: 1, Hint: codec.Hex, Enum: &mdbFlagsEnum}},
	{Off: 6, Row: codec.Row{Name: "vid", Kind: codec.Uint, Size: 2}},
	{Off: 8, Row: codec.Row{Name: "addr", Kind: codec.ByName, Size: 16, Sub: &codec.Sub{Selector: "proto", Cases: []codec.Case{
		{Value: "2048", Row: &codec.Row{Kind: codec.IP, Size: 4}},
		{Value: "34525", Row: &codec.Row{Kind: codec.IP, Size: 16}},
		{Value: "0", Row: &codec.Row{Kind: codec.MAC, Size: 6}},
	}}}},
	{Off: 24, Row: codec.Row{Name: "proto", Kind: codec.UintBE, Size: 2, Hint: codec.Ether}},
}}

var mdbEntrySet = codec.Set{Name: "br_mdb_entry", Fixed: &brMdbEntryStruct}

var mdbStateEnum = codec.Enum{Name: "mdb_state", Items: []codec.Item{
	{Value: 0, Name: "temporary"},
	{Value: 0, Name: "temp"},
	{Value: 1, Name: "permanent"},
}}

var mdbFlagsEnum = codec.Enum{Name: "mdb_flags", Flags: true, Items: []codec.Item{
	{Value: 0x01, Name: "offload"},
	{Value: 0x02, Name: "fast_leave"},
	{Value: 0x04, Name: "star_excl"},
	{Value: 0x08, Name: "blocked"},
	{Value: 0x10, Name: "offload_failed"},
}}

// mdbModeEnum: include/uapi/linux/in.h, MCAST_EXCLUDE and MCAST_INCLUDE.
var mdbModeEnum = codec.Enum{Name: "group_mode", Items: []codec.Item{
	{Value: 0, Name: "exclude"},
	{Value: 1, Name: "include"},
}}

// mdbEntryInfo: the attributes stand behind the structure. Those from dst on are a vxlan device's, since kernel 6.4.
var mdbEntryInfo = codec.Set{Name: "info", Prefix: "MDBA_MDB_EATTR_", Fixed: &brMdbEntryStruct, Rows: []codec.Row{
	{Type: 1, Name: "timer", C: "MDBA_MDB_EATTR_TIMER", Kind: codec.Uint, Size: 4, Hint: codec.CentiSec},
	{Type: 2, Name: "src_list", C: "MDBA_MDB_EATTR_SRC_LIST", Kind: codec.Nest, Set: &mdbSources},
	{Type: 3, Name: "group_mode", C: "MDBA_MDB_EATTR_GROUP_MODE", Kind: codec.Uint, Size: 1, Enum: &mdbModeEnum},
	{Type: 4, Name: "source", C: "MDBA_MDB_EATTR_SOURCE", Kind: codec.IP},
	{Type: 5, Name: "rtprot", C: "MDBA_MDB_EATTR_RTPROT", Kind: codec.Uint, Size: 1, Hint: codec.Proto},
	{Type: 6, Name: "dst", C: "MDBA_MDB_EATTR_DST", Kind: codec.IP},
	{Type: 7, Name: "dst_port", C: "MDBA_MDB_EATTR_DST_PORT", Kind: codec.Uint, Size: 2},
	{Type: 8, Name: "vni", C: "MDBA_MDB_EATTR_VNI", Kind: codec.Uint, Size: 4},
	{Type: 9, Name: "dst_ifindex", C: "MDBA_MDB_EATTR_IFINDEX", Kind: codec.Int, Size: 4, Hint: codec.Index},
	{Type: 10, Name: "src_vni", C: "MDBA_MDB_EATTR_SRC_VNI", Kind: codec.Uint, Size: 4},
}}

var mdbSources = codec.Set{Name: "src_list", Prefix: "MDBA_MDB_SRCLIST_", Rows: []codec.Row{
	{Type: 1, Name: "entry", C: "MDBA_MDB_SRCLIST_ENTRY", Kind: codec.Nest, Set: &mdbSource, Multi: true},
}}

var mdbSource = codec.Set{Name: "source", Prefix: "MDBA_MDB_SRCATTR_", Rows: []codec.Row{
	{Type: 1, Name: "address", C: "MDBA_MDB_SRCATTR_ADDRESS", Kind: codec.IP},
	{Type: 2, Name: "timer", C: "MDBA_MDB_SRCATTR_TIMER", Kind: codec.Uint, Size: 4, Hint: codec.CentiSec},
}}

// mdbAnyRouters is what a VLAN's options hold: the nest of the whole bridge's once more, one deeper.
var mdbAnyRouters = codec.Set{Name: "routers", Prefix: "MDBA_", Rows: []codec.Row{
	{Type: 2, Name: "router", C: "MDBA_ROUTER", Kind: codec.Nest, Set: &mdbRouters},
}}

// mdbRouters are ports behind which multicast routers are: the index, and attributes behind it.
var mdbRouters = codec.Set{Name: "router", Prefix: "MDBA_ROUTER_", Rows: []codec.Row{
	{Type: 1, Name: "port", C: "MDBA_ROUTER_PORT", Kind: codec.Nest, Set: &mdbRouterPort, Multi: true},
}}

var mdbRouterPort = codec.Set{Name: "port", Prefix: "MDBA_ROUTER_PATTR_", Fixed: &codec.Struct{Name: "router_port", Size: 4, Fields: []codec.Field{
	{Off: 0, Row: codec.Row{Name: "ifindex", Kind: codec.Uint, Size: 4, Hint: codec.Index}},
}}, Rows: []codec.Row{
	{Type: 1, Name: "timer", C: "MDBA_ROUTER_PATTR_TIMER", Kind: codec.Uint, Size: 4, Hint: codec.CentiSec},
	{Type: 2, Name: "type", C: "MDBA_ROUTER_PATTR_TYPE", Kind: codec.Uint, Size: 1, Enum: &mcastRouterEnum},
	{Type: 3, Name: "inet_timer", C: "MDBA_ROUTER_PATTR_INET_TIMER", Kind: codec.Uint, Size: 4, Hint: codec.CentiSec},
	{Type: 4, Name: "inet6_timer", C: "MDBA_ROUTER_PATTR_INET6_TIMER", Kind: codec.Uint, Size: 4, Hint: codec.CentiSec},
	{Type: 5, Name: "vid", C: "MDBA_ROUTER_PATTR_VID", Kind: codec.Uint, Size: 2},
}}

// mdbEntryRequest is MDBE_ATTR_*: what an entry of a request has beside the structure. From src_list on since kernel 6.2, from dst
// on since 6.4 and for vxlan devices.
var mdbEntryRequest = codec.Set{Name: "set_entry_attrs", Prefix: "MDBE_ATTR_", Rows: []codec.Row{
	{Type: 1, Name: "source", C: "MDBE_ATTR_SOURCE", Kind: codec.IP, Doc: "only what this address sends"},
	{Type: 2, Name: "src_list", C: "MDBE_ATTR_SRC_LIST", Kind: codec.Nest, Set: &mdbRequestSources, Doc: "sources that the mode includes or excludes"},
	{Type: 3, Name: "group_mode", C: "MDBE_ATTR_GROUP_MODE", Kind: codec.Uint, Size: 1, Enum: &mdbModeEnum},
	{Type: 4, Name: "rtprot", C: "MDBE_ATTR_RTPROT", Kind: codec.Uint, Size: 1, Hint: codec.Proto},
	{Type: 5, Name: "dst", C: "MDBE_ATTR_DST", Kind: codec.IP, Doc: "remote tunnel end"},
	{Type: 6, Name: "dst_port", C: "MDBE_ATTR_DST_PORT", Kind: codec.Uint, Size: 2},
	{Type: 7, Name: "vni", C: "MDBE_ATTR_VNI", Kind: codec.Uint, Size: 4},
	{Type: 8, Name: "dst_ifindex", C: "MDBE_ATTR_IFINDEX", Kind: codec.Int, Size: 4, Hint: codec.Index},
	{Type: 9, Name: "src_vni", C: "MDBE_ATTR_SRC_VNI", Kind: codec.Uint, Size: 4},
	{Type: 10, Name: "state_mask", C: "MDBE_ATTR_STATE_MASK", Kind: codec.Uint, Size: 1, Doc: "of a flush: which bits of the state must be as said"},
}}

var mdbRequestSources = codec.Set{Name: "src_list", Prefix: "MDBE_SRC_LIST_", Rows: []codec.Row{
	{Type: 1, Name: "entry", C: "MDBE_SRC_LIST_ENTRY", Kind: codec.Nest, Set: &mdbRequestSource, Multi: true},
}}

var mdbRequestSource = codec.Set{Name: "source", Prefix: "MDBE_SRCATTR_", Rows: []codec.Row{
	{Type: 1, Name: "address", C: "MDBE_SRCATTR_ADDRESS", Kind: codec.IP},
}}
