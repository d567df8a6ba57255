package spec

import "nlua/rtnl/codec"

// encapCases read RTA_ENCAP by the names of encapTypeEnum.
var encapCases = []codec.Case{}

// encapTypeEnum: include/uapi/linux/lwtunnel.h LWTUNNEL_ENCAP_*.
var encapTypeEnum = codec.Enum{Name: "encap_type", Items: []codec.Item{
	{Value: 0, Name: "none"},
	{Value: 1, Name: "mpls"},
	{Value: 2, Name: "ip"},
	{Value: 3, Name: "ila"},
	{Value: 4, Name: "ip6"},
	{Value: 5, Name: "seg6"},
	{Value: 6, Name: "bpf"},
	{Value: 7, Name: "seg6local"},
	{Value: 8, Name: "rpl"},
	{Value: 9, Name: "ioam6"},
	{Value: 10, Name: "xfrm"},
}}
