package gate

import (
	"fmt"
	"strconv"
	"strings"

	"nlua/rtnl/codec"
)

// linkWords are those of ip-link(8) for all kinds.
var linkWords = []word{
	{in: "link peer ports port tuntap vlan", names: "type change ifi_type", say: silent}, {in: "link ports", names: "index", say: ownLink}, {in: "link", names: "ifname", say: ownName},
	{in: "peer", names: "ifname", key: "name"}, {in: "peer tuntap", names: "index flags", say: func(s *saying) string {
		if s.n() != 0 {
			s.left()
		}
		return ""
	}},
	{in: "link peer", names: "link", say: device}, {in: "link peer", names: "flags", say: upDown}, {in: "link peer", names: "address broadcast mtu"}, {in: "link peer", names: "txqlen", key: "txqueuelen"},
	{in: "link peer", names: "master", say: deviceOrNo}, {in: "link peer", names: "net_ns_pid", key: "netns"}, {in: "link peer", names: "net_ns_fd", say: func(s *saying) string { return "netns " + s.space() }},
	{in: "link peer", names: "link_netnsid", key: "link-netnsid"}, {in: "link peer", names: "ifalias", key: "alias"}, {in: "link peer", names: "group"}, {in: "link peer", names: "num_tx_queues", key: "numtxqueues"},
	{in: "link peer", names: "num_rx_queues", key: "numrxqueues"}, {in: "link peer", names: "gso_max_size gso_max_segs gro_max_size"}, {in: "link peer", names: "carrier", say: onOff},
	{in: "link peer", names: "proto_down", key: "protodown", say: onOff}, {in: "link peer", names: "operstate", key: "state"}, {in: "link peer", names: "linkmode", key: "mode"},
	{in: "link peer", names: "af_spec", say: func(s *saying) string { return s.nest("af_spec") }}, {in: "link", names: "vfinfo_list", say: func(s *saying) string { return s.nest("vfs") }},
	{in: "port", names: "index", key: "dev", say: device}, {in: "port", names: "protinfo", say: func(s *saying) string { return s.nest("brport") }}, {in: "port", names: "af_spec", say: func(s *saying) string { return s.nest("side") }},
	{in: "side", names: "mode", key: "hwmode"}, {in: "side", names: "flags", say: func(s *saying) string { return s.bits("master", "master", "self", "self") }},
	{in: "ports", names: "protinfo", say: func(s *saying) string { return "type bridge_slave " + s.nest("bridge_slave") }},
	{in: "link peer", names: "linkinfo", say: func(s *saying) string { return s.nest("linkinfo") }},
	{in: "linkinfo", names: "kind", say: linkKind}, {in: "linkinfo", names: "slave_kind", say: func(s *saying) string { return "type " + s.value() + "_slave" }},
	{in: "linkinfo", names: "data", say: func(s *saying) string { kind, _ := s.in.Get("kind"); return s.nest(fmt.Sprint(kind)) }},
	{in: "linkinfo", names: "slave_data", say: func(s *saying) string { kind, _ := s.in.Get("slave_kind"); return s.nest(fmt.Sprint(kind, "_slave")) }},
	{in: "af_spec", names: "af_inet6", say: func(s *saying) string { return s.nest("af_inet6") }}, {in: "af_inet6", names: "addr_gen_mode", key: "addrgenmode", say: func(s *saying) string {
		return strings.Replace(s.key+" "+s.value(), "stable_privacy", "stable_secret", 1)
	}},
	{in: "vfs", names: "info", say: func(s *saying) string { return s.nest("vf") }},
	{in: "vf", names: "mac vlan rate tx_rate spoofchk link_state rss_query_en trust", say: func(s *saying) string { return s.nest("vf_part") }}, {in: "vf", names: "vlan_list", say: func(s *saying) string { return s.nest("vf_vlans") }},
	{in: "vf_vlans", names: "info", say: func(s *saying) string { return s.nest("vf_part") }}, {in: "vf", names: "ib_node_guid", key: "node_guid", say: guid}, {in: "vf", names: "ib_port_guid", key: "port_guid", say: guid},
	{in: "vf_part", names: "vf vlan", say: digits}, {in: "vf_part", names: "mac max_tx_rate min_tx_rate"}, {in: "vf_part", names: "tx_rate", key: "rate", say: digits}, {in: "vf_part", names: "qos", say: usual}, {in: "vf_part", names: "proto"},
	{in: "vf_part", names: "spoofchk trust", say: onOff}, {in: "vf_part", names: "rss_query_en", key: "query_rss", say: onOff}, {in: "vf_part", names: "link_state", key: "state", say: func(s *saying) string { return s.key + " " + s.value() }},
}

// ownLink is the link that a request has by its index.
func ownLink(s *saying) string {
	if s.n() == 0 || s.makes {
		return ""
	}
	return s.linkText(int(s.n()))
}

// ownName is the name of the link, its new one where an index says which link is meant.
func ownName(s *saying) string {
	index, _ := s.other("index")
	name := s.value()
	switch {
	case index == 0:
		return name
	case s.makes:
		return fmt.Sprint(name, " index ", index)
	case name == s.linkText(int(index)):
		return ""
	}
	return "name " + name
}

func linkKind(s *saying) string {
	kind := s.value()
	if kind == "tun" || kind == "tap" {
		return "mode " + kind
	}
	return "type " + kind
}

// kindWords are those of `ip link help KIND`.
var kindWords = []word{
	{in: "veth vxcan", names: "peer", say: func(s *saying) string { return "peer " + s.nest("peer") }},
	{in: "tun tap", names: "tun_owner", key: "user"}, {in: "tun tap", names: "tun_group", key: "group"}, {in: "tun tap", names: "tun_pi", key: "pi", say: given}, {in: "tun tap", names: "tun_vnet_hdr", key: "vnet_hdr", say: given},
	{in: "tun tap", names: "tun_multi_queue", key: "multi_queue", say: given}, {in: "tun tap", names: "tun_persist tun_type", say: silent},

	{in: "vlan", names: "vlan_protocol", say: ether}, {in: "vlan", names: "vlan_id"}, {in: "vlan", names: "vlan_flags", say: func(s *saying) string {
		return s.masked("flags", "mask", 1, "reorder_hdr", 2, "gvrp", 4, "loose_binding", 8, "mvrp", 16, "bridge_binding")
	}},
	{in: "vlan", names: "vlan_ingress_qos", key: "ingress-qos-map", say: qosMap}, {in: "vlan", names: "vlan_egress_qos", key: "egress-qos-map", say: qosMap},

	{in: "bond", names: "bond_mode bond_miimon bond_updelay bond_downdelay"}, {in: "bond", names: "bond_peer_notif_delay", key: "peer_notify_delay"}, {in: "bond", names: "bond_use_carrier bond_arp_interval bond_arp_validate bond_arp_all_targets"},
	{in: "bond", names: "bond_arp_ip_target bond_ns_ip6_target", say: comma}, {in: "bond", names: "bond_active_slave", say: func(s *saying) string {
		if s.n() == 0 {
			return "clear_active_slave"
		}
		return device(s)
	}},
	{in: "bond", names: "bond_primary", say: device}, {in: "bond", names: "bond_primary_reselect bond_fail_over_mac bond_xmit_hash_policy bond_resend_igmp bond_all_slaves_active bond_min_links bond_lp_interval bond_packets_per_slave bond_tlb_dynamic_lb bond_ad_select bond_ad_user_port_key bond_ad_actor_sys_prio bond_ad_actor_system"},
	{in: "bond", names: "bond_num_peer_notif", key: "num_grat_arp"}, {in: "bond", names: "bond_ad_lacp_rate", key: "lacp_rate"}, {in: "bond", names: "bond_ad_lacp_active", key: "lacp_active", say: onOff}, {in: "bond", names: "bond_missed_max", key: "arp_missed_max"},
	{in: "bond_slave", names: "queue_id prio"},

	{in: "bridge", names: "br_forward_delay br_hello_time br_max_age br_ageing_time br_stp_state br_priority br_vlan_filtering br_vlan_default_pvid br_vlan_stats_enabled br_vlan_stats_per_port br_mcast_snooping br_mcast_router br_mcast_query_use_ifaddr br_mcast_querier br_mcast_hash_elasticity br_mcast_hash_max br_mcast_stats_enabled br_mcast_igmp_version br_mcast_mld_version br_nf_call_iptables br_nf_call_ip6tables br_nf_call_arptables", say: digits},
	{in: "bridge", names: "br_mcast_last_member_intvl br_mcast_membership_intvl br_mcast_querier_intvl br_mcast_query_intvl br_mcast_query_response_intvl br_mcast_startup_query_intvl", say: interval},
	{in: "bridge", names: "br_vlan_protocol", say: ether}, {in: "bridge", names: "br_group_fwd_mask", say: hexed}, {in: "bridge", names: "br_group_addr", key: "group_address"}, {in: "bridge", names: "br_fdb_flush", say: given},
	{in: "bridge", names: "br_mcast_last_member_cnt", key: "mcast_last_member_count"}, {in: "bridge", names: "br_mcast_startup_query_cnt", key: "mcast_startup_query_count"},
	{in: "bridge", names: "br_multi_boolopt", say: func(s *saying) string {
		return strings.NewReplacer(" on", " 1", " off", " 0").Replace(s.masked("optval", "optmask", 1, "no_linklocal_learn", 2, "mcast_vlan_snooping"))
	}},
	{in: "bridge_slave brport", names: "priority cost"}, {in: "bridge_slave brport", names: "state", say: digits}, {in: "bridge_slave brport", names: "multicast_router", key: "mcast_router", say: digits}, {in: "bridge_slave", names: "group_fwd_mask", say: hexed},
	{in: "bridge_slave brport", names: "mode", key: "hairpin", say: onOff}, {in: "bridge_slave brport", names: "fast_leave", key: "fastleave", say: onOff}, {in: "bridge_slave brport", names: "protect", key: "root_block", say: onOff}, {in: "bridge_slave brport", names: "unicast_flood", key: "flood", say: onOff},
	{in: "bridge_slave", names: "proxyarp", key: "proxy_arp", say: onOff}, {in: "bridge_slave", names: "proxyarp_wifi", key: "proxy_arp_wifi", say: onOff}, {in: "bridge_slave brport", names: "mcast_to_ucast", key: "mcast_to_unicast", say: onOff},
	{in: "bridge_slave brport", names: "guard learning mcast_flood bcast_flood neigh_suppress isolated locked", say: onOff}, {in: "bridge_slave brport", names: "vlan_tunnel", key: "vlan_tunnel", say: onOff}, {in: "bridge_slave brport", names: "backup_port", say: deviceOrNo}, {in: "bridge_slave", names: "flush", key: "fdb_flush", say: given},

	{in: "vxlan", names: "vxlan_id"}, {in: "vxlan", names: "vxlan_group vxlan_group6", say: remoteOrGroup}, {in: "vxlan", names: "vxlan_local"}, {in: "vxlan", names: "vxlan_local6", key: "local"}, {in: "vxlan", names: "vxlan_link", key: "dev", say: device},
	{in: "vxlan geneve", names: "vxlan_ttl geneve_ttl"}, {in: "vxlan geneve", names: "vxlan_ttl_inherit geneve_ttl_inherit", say: func(s *saying) string {
		if b, ok := s.v.([]byte); s.n() == 0 && !(ok && len(b) == 0) { // there is enough
			return ""
		}
		return "ttl inherit"
	}},
	{in: "vxlan geneve gre gretap erspan ipip sit", names: "vxlan_tos geneve_tos gre_tos ipip_tos sit_tos", say: inheritedTOS}, {in: "vxlan geneve", names: "vxlan_df geneve_df"}, {in: "vxlan geneve", names: "vxlan_label geneve_label", key: "flowlabel", say: hexed},
	{in: "vxlan geneve bareudp", names: "vxlan_port geneve_port bareudp_port", key: "dstport"}, {in: "vxlan", names: "vxlan_port_range", key: "srcport", say: func(s *saying) string {
		in, _ := s.v.(codec.View)
		low, _ := in.Get("low")
		high, _ := in.Get("high")
		return fmt.Sprintf("%s %d %d", s.key, low, high)
	}},
	{in: "vxlan", names: "vxlan_learning vxlan_proxy vxlan_rsc vxlan_l2miss vxlan_l3miss vxlan_vnifilter", say: flag}, {in: "vxlan", names: "vxlan_ageing"}, {in: "vxlan", names: "vxlan_limit", key: "maxaddress"},
	{in: "vxlan geneve", names: "vxlan_udp_csum geneve_udp_csum", key: "udpcsum", say: flag}, {in: "vxlan geneve", names: "vxlan_udp_zero_csum6_tx geneve_udp_zero_csum6_tx", key: "udp6zerocsumtx", say: flag},
	{in: "vxlan geneve", names: "vxlan_udp_zero_csum6_rx geneve_udp_zero_csum6_rx", key: "udp6zerocsumrx", say: flag}, {in: "vxlan", names: "vxlan_remcsum_tx", key: "remcsumtx", say: flag}, {in: "vxlan", names: "vxlan_remcsum_rx", key: "remcsumrx", say: flag},
	{in: "vxlan", names: "vxlan_gbp vxlan_gpe", say: given}, {in: "vxlan", names: "vxlan_collect_metadata", key: "external", say: flag},
	{in: "geneve", names: "geneve_id"}, {in: "geneve", names: "geneve_remote"}, {in: "geneve", names: "geneve_remote6", key: "remote"}, {in: "geneve", names: "geneve_inner_proto_inherit", key: "innerprotoinherit", say: given},
	{in: "geneve gre gretap erspan ip6gre ip6gretap ip6erspan ipip sit ip6tnl xfrm", names: "geneve_collect_metadata gre_collect_metadata ip6gre_collect_metadata ipip_collect_metadata sit_collect_metadata ip6tnl_collect_metadata xfrm_collect_metadata", key: "external", say: given},

	{in: "macvlan", names: "macvlan_mode"}, {in: "macvtap", names: "macvtap_mode"}, {in: "macvlan macvtap", names: "macvlan_flags macvtap_flags", say: func(s *saying) string { return s.bits("nopromisc", "nopromisc", "nodst", "flag nodst") }},
	{in: "macvlan macvtap", names: "macvlan_macaddr_mode macvtap_macaddr_mode", key: "macaddr"}, {in: "macvlan macvtap", names: "macvlan_macaddr macvtap_macaddr", say: alone},
	{in: "macvlan macvtap", names: "macvlan_macaddr_data macvtap_macaddr_data", say: func(s *saying) string { return s.nest("macaddrs") }}, {in: "macaddrs", names: "macvlan_macaddr macvtap_macaddr", say: alone},
	{in: "macvlan macvtap", names: "macvlan_bc_queue_len macvtap_bc_queue_len", key: "bcqueuelen"},
	{in: "ipvlan ipvtap", names: "ipvlan_mode"}, {in: "ipvlan ipvtap", names: "ipvlan_flags", say: func(s *saying) string {
		if s.n() == 0 {
			return "bridge"
		}
		return s.value()
	}},
	{in: "vrf", names: "vrf_table"},

	{in: "gre gretap erspan", names: "gre_local gre_remote"}, {in: "ip6gre ip6gretap ip6erspan", names: "ip6gre_local ip6gre_remote"}, {in: "ipip", names: "ipip_local ipip_remote"}, {in: "sit", names: "sit_local sit_remote"}, {in: "ip6tnl", names: "ip6tnl_local ip6tnl_remote"}, {in: "vti vti6", names: "vti_local vti_remote"},
	{in: "gre gretap erspan ip6gre ip6gretap ip6erspan vti vti6", names: "gre_ikey gre_okey ip6gre_ikey ip6gre_okey vti_ikey vti_okey", say: digits},
	{in: "gre gretap erspan ip6gre ip6gretap ip6erspan", names: "gre_iflags ip6gre_iflags", say: func(s *saying) string { return s.bits("csum", "icsum", "seq", "iseq", "key", "") }},
	{in: "gre gretap erspan ip6gre ip6gretap ip6erspan", names: "gre_oflags ip6gre_oflags", say: func(s *saying) string { return s.bits("csum", "ocsum", "seq", "oseq", "key", "") }},
	{in: "gre gretap erspan", names: "gre_ttl"}, {in: "ipip", names: "ipip_ttl"}, {in: "sit", names: "sit_ttl"}, {in: "ip6gre ip6gretap ip6erspan", names: "ip6gre_ttl", key: "hoplimit", none: "hoplimit 0"}, {in: "ip6tnl", names: "ip6tnl_ttl", key: "hoplimit", none: "hoplimit 0"},
	{in: "gre gretap erspan ipip sit", names: "gre_pmtudisc ipip_pmtudisc sit_pmtudisc", say: flag}, {in: "gretap erspan gre", names: "gre_ignore_df", key: "ignore-df", say: flag},
	{in: "gre gretap erspan ip6gre ip6gretap ip6erspan ipip sit ip6tnl vti vti6 xfrm amt", names: "gre_link ip6gre_link ipip_link sit_link ip6tnl_link vti_link xfrm_link amt_link", key: "dev", say: device},
	{in: "gre gretap erspan ip6gre ip6gretap ip6erspan ipip sit ip6tnl vti vti6", names: "gre_fwmark ip6gre_fwmark ipip_fwmark sit_fwmark ip6tnl_fwmark vti_fwmark", say: hexed},
	{in: "ip6gre ip6gretap ip6erspan", names: "ip6gre_encap_limit", key: "encaplimit", say: encapLimit, none: "encaplimit 0"}, {in: "ip6tnl", names: "ip6tnl_encap_limit", key: "encaplimit", say: encapLimit, none: "encaplimit 0"},
	{in: "ip6gre ip6gretap ip6erspan ip6tnl", names: "ip6gre_flowinfo ip6tnl_flowinfo", say: func(s *saying) string {
		return fmt.Sprintf("tclass 0x%x flowlabel 0x%x", s.n()>>20&0xff, s.n()&0xfffff)
	}},
	{in: "ip6gre ip6gretap ip6erspan ip6tnl", names: "ip6gre_flags ip6tnl_flags", say: func(s *saying) string {
		return s.bits("ign_encap_limit", "encaplimit none", "use_orig_tclass", "tclass inherit", "use_orig_flowlabel", "flowlabel inherit", "rcv_dscp_copy", "dscp inherit", "use_orig_fwmark", "fwmark inherit", "allow_local_remote", "allow-localremote")
	}},
	{in: "ipip sit", names: "ipip_proto sit_proto", key: "mode", say: func(s *saying) string { return s.mode("ipip", "ip6ip") }}, {in: "ip6tnl", names: "ip6tnl_proto", key: "mode", say: func(s *saying) string { return s.mode("ipip6", "ip6ip6") }},
	{in: "gre gretap erspan ip6gre ip6gretap ip6erspan ipip sit ip6tnl", names: "gre_encap_type ip6gre_encap_type ipip_encap_type sit_encap_type ip6tnl_encap_type", key: "encap", say: func(s *saying) string {
		if s.n() == 0 {
			return "noencap"
		}
		return s.key + " " + s.value()
	}},
	{in: "gre gretap erspan ip6gre ip6gretap ip6erspan ipip sit ip6tnl", names: "gre_encap_flags ip6gre_encap_flags ipip_encap_flags sit_encap_flags ip6tnl_encap_flags", say: func(s *saying) string {
		return s.bits("csum", "encap-csum", "csum6", "encap-udp6-csum", "remcsum", "encap-remcsum")
	}},
	{in: "gre gretap erspan ip6gre ip6gretap ip6erspan ipip sit ip6tnl", names: "gre_encap_sport ip6gre_encap_sport ipip_encap_sport sit_encap_sport ip6tnl_encap_sport", key: "encap-sport"},
	{in: "gre gretap erspan ip6gre ip6gretap ip6erspan ipip sit ip6tnl", names: "gre_encap_dport ip6gre_encap_dport ipip_encap_dport sit_encap_dport ip6tnl_encap_dport", key: "encap-dport"},
	{in: "erspan ip6erspan", names: "gre_erspan_ver ip6gre_erspan_ver", key: "erspan_ver"}, {in: "erspan ip6erspan", names: "gre_erspan_index ip6gre_erspan_index", key: "erspan"}, {in: "erspan ip6erspan", names: "gre_erspan_hwid ip6gre_erspan_hwid", key: "erspan_hwid"},
	{in: "erspan ip6erspan", names: "gre_erspan_dir ip6gre_erspan_dir", say: func(s *saying) string {
		if s.n() == 0 {
			return "erspan_dir ingress"
		}
		return "erspan_dir egress"
	}},
	{in: "sit", names: "sit_6rd_prefix", key: "6rd-prefix", say: func(s *saying) string { return s.sized("sit_6rd_prefixlen") }}, {in: "sit", names: "sit_6rd_relay_prefix", key: "6rd-relay_prefix", say: func(s *saying) string { return s.sized("sit_6rd_relay_prefixlen") }},
	{in: "sit", names: "sit_6rd_prefixlen sit_6rd_relay_prefixlen", say: silent}, {in: "sit", names: "sit_flags", say: func(s *saying) string { return s.bits("isatap", "isatap") }},
	{in: "xfrm", names: "xfrm_if_id", say: hexed},

	{in: "macsec", names: "macsec_port"}, {in: "macsec", names: "macsec_sci", say: func(s *saying) string { return fmt.Sprintf("sci %016x", s.n()) }}, {in: "macsec", names: "macsec_cipher_suite", key: "cipher", say: dashed}, {in: "macsec", names: "macsec_icv_len", key: "icvlen"},
	{in: "macsec", names: "macsec_encrypt macsec_scb macsec_protect", say: onOff}, {in: "macsec", names: "macsec_inc_sci", key: "send_sci", say: onOff}, {in: "macsec", names: "macsec_es", key: "end_station", say: onOff},
	{in: "macsec", names: "macsec_replay_protect", key: "replay", say: onOff}, {in: "macsec", names: "macsec_window"}, {in: "macsec", names: "macsec_validation", key: "validate"}, {in: "macsec", names: "macsec_encoding_sa", key: "encodingsa"}, {in: "macsec", names: "macsec_offload"},
	{in: "hsr", names: "hsr_slave1 hsr_slave2", say: device}, {in: "hsr", names: "hsr_multicast_spec", key: "supervision"}, {in: "hsr", names: "hsr_version"}, {in: "hsr", names: "hsr_protocol", key: "proto", say: digits},
	{in: "gtp", names: "gtp_role"}, {in: "gtp", names: "gtp_pdp_hashsize", key: "hsize"}, {in: "gtp", names: "gtp_restart_count"}, {in: "gtp", names: "gtp_create_sockets", say: silent}, {in: "batadv", names: "batadv_algo_name", key: "ra"},
	{in: "amt", names: "amt_mode amt_relay_port amt_gateway_port amt_max_tunnels"}, {in: "amt", names: "amt_local_ip", key: "local"}, {in: "amt", names: "amt_discovery_ip", key: "discovery"}, {in: "amt", names: "amt_remote_ip", say: silent},
	{in: "bareudp", names: "bareudp_ethertype", say: ether}, {in: "bareudp", names: "bareudp_srcport_min", key: "srcportmin"}, {in: "bareudp", names: "bareudp_multiproto_mode", key: "multiproto", say: given},
	{in: "rmnet", names: "rmnet_mux_id"}, {in: "ipoib", names: "pkey", say: hexed}, {in: "ipoib", names: "mode"}, {in: "ipoib", names: "umcast", say: digits},
	{in: "can", names: "can_bittiming", say: func(s *saying) string { return s.nest("bittiming") }}, {in: "can", names: "can_data_bittiming", say: func(s *saying) string { return s.nest("dbittiming") }},
	{in: "bittiming", names: "bitrate sample_point tq prop_seg phase_seg1 phase_seg2 sjw", say: bittiming}, {in: "dbittiming", names: "bitrate sample_point tq prop_seg phase_seg1 phase_seg2 sjw", say: dataBittiming},
	{in: "can", names: "can_restart_ms", key: "restart-ms"}, {in: "can", names: "can_restart", say: given}, {in: "can", names: "can_termination"}, {in: "can", names: "can_ctrlmode", say: func(s *saying) string {
		return s.masked("flags", "mask", 1, "loopback", 2, "listen-only", 4, "triple-sampling", 8, "one-shot", 16, "berr-reporting", 32, "fd", 64, "presume-ack", 128, "fd-non-iso", 256, "cc-len8-dlc")
	}},
}

// masked are bits of a value that a mask beside it says to set or to clear: pairs of bit and word.
func (s *saying) masked(value, mask string, pairs ...any) string {
	in, ok := s.v.(codec.View)
	if !ok {
		return s.left()
	}
	v, _ := in.Get(value)
	m, _ := in.Get(mask)
	left := number(m)
	var words []string
	for i := 0; i < len(pairs); i += 2 {
		bit := uint64(pairs[i].(int))
		if left&bit == 0 {
			continue
		}
		left &^= bit
		state := " off"
		if number(v)&bit != 0 {
			state = " on"
		}
		words = append(words, pairs[i+1].(string)+state)
	}
	if left != 0 {
		s.left()
	}
	return strings.Join(words, " ")
}

func qosMap(s *saying) string {
	in, ok := s.v.(codec.View)
	if !ok {
		return s.left()
	}
	text := s.key
	for _, e := range in.All(in.Set.Named("mapping")) {
		one, _ := e.(codec.View)
		from, _ := one.Get("from")
		to, _ := one.Get("to")
		text += fmt.Sprintf(" %d:%d", from, to)
	}
	return text
}

// remoteOrGroup: ip has a word for addresses of many, and one for others.
func remoteOrGroup(s *saying) string {
	text := s.value()
	first, _, _ := strings.Cut(text, ".")
	if n, err := strconv.Atoi(first); err == nil && n >= 224 && n < 240 || strings.HasPrefix(text, "ff") && strings.Contains(text, ":") {
		return "group " + text
	}
	return "remote " + text
}

// inheritedTOS: 1 stands for the inner packet's.
func inheritedTOS(s *saying) string {
	if s.n() == 1 {
		return s.key + " inherit"
	}
	return hexed(s)
}

// encapLimit: where the limit is ignored, another word says so, and ip sends 4.
func encapLimit(s *saying) string {
	for _, name := range []string{"ip6gre_flags", "ip6tnl_flags"} {
		if flags, _ := s.other(name); flags&1 != 0 && s.n() == 4 {
			return ""
		}
	}
	return digits(s)
}

// mode names what a tunnel carries: numbers of IP protocols.
func (s *saying) mode(four, six string) string {
	switch s.n() {
	case 0:
		return s.key + " any"
	case 4:
		return s.key + " " + four
	case 41:
		return s.key + " " + six
	case 137:
		return s.key + " mplsip"
	}
	return s.left()
}

// sized is an address with the length that stands beside it.
func (s *saying) sized(length string) string {
	n, _ := s.other(length)
	return fmt.Sprintf("%s %s/%d", s.key, s.value(), n)
}

// bittiming are times of CAN; 0 is for the kernel to reckon.
func bittiming(s *saying) string {
	if s.n() == 0 {
		return ""
	}
	key := strings.ReplaceAll(s.row.Name, "_", "-")
	if s.row.Name == "sample_point" {
		return fmt.Sprintf("%s 0.%03d", key, s.n())
	}
	return fmt.Sprint(key, " ", s.n())
}

// dataBittiming are those of the data phase.
func dataBittiming(s *saying) string {
	if text := bittiming(s); text != "" {
		return "d" + text
	}
	return ""
}

// guid is eight bytes, which the kernel has as a number.
func guid(s *saying) string {
	in, ok := s.v.(codec.View)
	if !ok {
		return s.left()
	}
	function, _ := in.Get("vf")
	n, _ := in.Get("guid")
	text := fmt.Sprintf("%016x", number(n))
	var parts []string
	for i := 0; i < len(text); i += 2 {
		parts = append(parts, text[i:i+2])
	}
	return fmt.Sprintf("vf %d %s %s", function, s.key, strings.Join(parts, ":"))
}
