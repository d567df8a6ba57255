package spec

import "nlua/rtnl/codec"

// Names of a bond's options as the driver's own parameters have them: Documentation/networking/bonding.rst,
// include/uapi/linux/if_bonding.h.

var bondModeEnum = codec.Enum{Name: "bond_mode", Items: []codec.Item{
	{Value: 0, Name: "balance-rr"},
	{Value: 1, Name: "active-backup"},
	{Value: 2, Name: "balance-xor"},
	{Value: 3, Name: "broadcast"},
	{Value: 4, Name: "802.3ad"},
	{Value: 5, Name: "balance-tlb"},
	{Value: 6, Name: "balance-alb"},
}}

var bondArpValidateEnum = codec.Enum{Name: "bond_arp_validate", Items: []codec.Item{
	{Value: 0, Name: "none"},
	{Value: 1, Name: "active"},
	{Value: 2, Name: "backup"},
	{Value: 3, Name: "all"},
	{Value: 4, Name: "filter"},
	{Value: 5, Name: "filter_active"},
	{Value: 6, Name: "filter_backup"},
}}

var bondArpAllTargetsEnum = codec.Enum{Name: "bond_arp_all_targets", Items: []codec.Item{
	{Value: 0, Name: "any"},
	{Value: 1, Name: "all"},
}}

var bondPrimaryReselectEnum = codec.Enum{Name: "bond_primary_reselect", Items: []codec.Item{
	{Value: 0, Name: "always"},
	{Value: 1, Name: "better"},
	{Value: 2, Name: "failure"},
}}

var bondFailOverMacEnum = codec.Enum{Name: "bond_fail_over_mac", Items: []codec.Item{
	{Value: 0, Name: "none"},
	{Value: 1, Name: "active"},
	{Value: 2, Name: "follow"},
}}

var bondXmitHashEnum = codec.Enum{Name: "bond_xmit_hash_policy", Items: []codec.Item{
	{Value: 0, Name: "layer2"},
	{Value: 1, Name: "layer3+4"},
	{Value: 2, Name: "layer2+3"},
	{Value: 3, Name: "encap2+3"},
	{Value: 4, Name: "encap3+4"},
	{Value: 5, Name: "vlan+srcmac"},
}}

var bondLacpRateEnum = codec.Enum{Name: "bond_ad_lacp_rate", Items: []codec.Item{
	{Value: 0, Name: "slow"},
	{Value: 1, Name: "fast"},
}}

var bondAdSelectEnum = codec.Enum{Name: "bond_ad_select", Items: []codec.Item{
	{Value: 0, Name: "stable"},
	{Value: 1, Name: "bandwidth"},
	{Value: 2, Name: "count"},
	{Value: 3, Name: "actor_port_prio"},
}}

var bondSlaveStateEnum = codec.Enum{Name: "bond_slave_state", Items: []codec.Item{
	{Value: 0, Name: "active"},
	{Value: 1, Name: "backup"},
}}

var bondMiiStatusEnum = codec.Enum{Name: "bond_slave_mii_status", Items: []codec.Item{
	{Value: 0, Name: "up"},
	{Value: 1, Name: "going_down"},
	{Value: 2, Name: "down"},
	{Value: 3, Name: "going_back"},
}}
