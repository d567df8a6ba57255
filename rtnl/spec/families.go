package spec

import (
	"golang.org/x/sys/unix"

	"nlua/rtnl/codec"
)

// Families are the words for address families (include/linux/socket.h; the last two: include/uapi/linux/rtnetlink.h).
var Families = codec.Enum{Name: "family", Items: []codec.Item{
	{Value: unix.AF_UNSPEC, Name: "unspec"}, {Value: unix.AF_INET, Name: "inet"}, {Value: unix.AF_INET, Name: "ipv4"},
	{Value: unix.AF_BRIDGE, Name: "bridge"}, {Value: unix.AF_INET6, Name: "inet6"}, {Value: unix.AF_INET6, Name: "ipv6"},
	{Value: unix.AF_PACKET, Name: "packet"}, {Value: unix.AF_PACKET, Name: "link"}, {Value: unix.AF_MPLS, Name: "mpls"},
	{Value: 45, Name: "mctp"}, {Value: 128, Name: "ipmr"}, {Value: 129, Name: "ip6mr"},
}}
