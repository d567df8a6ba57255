package spec

import "nlua/rtnl/codec"

// rtgenmsgStruct: include/uapi/linux/rtnetlink.h. One byte, and three of padding before the attributes.
var rtgenmsgStruct = codec.Struct{Name: "rtgenmsg", Size: 4, Fields: []codec.Field{
	{Off: 0, Row: codec.Row{Name: "family", C: "rtgen_family", Kind: codec.Uint, Size: 1}},
}}

// NSID is RTM_*NSID, the numbers by which one namespace knows others: include/uapi/linux/net_namespace.h, NETNSA_*.
var NSID = codec.Set{Name: "nsid", Prefix: "NETNSA_", Fixed: &rtgenmsgStruct, Rows: []codec.Row{
	{Type: 1, Name: "nsid", C: "NETNSA_NSID", Kind: codec.Int, Size: 4, Doc: "number of the namespace; -1: none, or in new ones the kernel chooses"},
	{Type: 2, Name: "pid", C: "NETNSA_PID", Kind: codec.Uint, Size: 4, Doc: "the namespace of this process"},
	{Type: 3, Name: "fd", C: "NETNSA_FD", Kind: codec.Uint, Size: 4, Hint: codec.NetNS, Doc: "the namespace of this name, path or descriptor"},
	{Type: 4, Name: "target_nsid", C: "NETNSA_TARGET_NSID", Kind: codec.Int, Size: 4, Doc: "namespace in which to ask"},
	{Type: 5, Name: "current_nsid", C: "NETNSA_CURRENT_NSID", Kind: codec.Int, Size: 4, Doc: "its number in the asking namespace, when a target is given"},
}}
