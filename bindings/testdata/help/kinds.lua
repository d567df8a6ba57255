-- Words of ip-link(8)'s kinds: what ip is told, and the keywords that say the same. Who runs this file says what twin does.
twin("link p0 name x0 type vlan id 10 protocol 802.1ad reorder_hdr off gvrp on mvrp on loose_binding on bridge_binding off ingress-qos-map 1:2 3:4 egress-qos-map 5:6",
  { link = "p0", vlan_id = 10, vlan_protocol = "802.1ad", vlan_flags = { "!reorder_hdr", "gvrp", "mvrp", "loose_binding", "!bridge_binding" },
    vlan_ingress_qos = { { from = 1, to = 2 }, { from = 3, to = 4 } }, vlan_egress_qos = { from = 5, to = 6 } })

twin("x0 type bond mode active-backup miimon 100 updelay 200 downdelay 300 peer_notify_delay 100 use_carrier 0 primary_reselect better fail_over_mac active xmit_hash_policy vlan+srcmac resend_igmp 2 num_grat_arp 3 all_slaves_active 1 min_links 2 lp_interval 4 arp_missed_max 5",
  { bond_mode = "active-backup", bond_miimon = "100ms", bond_updelay = 200, bond_downdelay = 300, bond_peer_notif_delay = 100, bond_use_carrier = false, bond_primary_reselect = "better",
    bond_fail_over_mac = "active", bond_xmit_hash_policy = "vlan+srcmac", bond_resend_igmp = 2, bond_num_peer_notif = 3, bond_all_slaves_active = true, bond_min_links = 2, bond_lp_interval = "4s",
    bond_missed_max = 5 })
twin("x0 type bond mode active-backup arp_interval 100 arp_ip_target 192.0.2.1,192.0.2.2 ns_ip6_target fd00::1 arp_validate filter_active arp_all_targets all",
  { mode = "active-backup", bond_arp_interval = 100, bond_arp_ip_target = { "192.0.2.1", "192.0.2.2" }, bond_ns_ip6_target = { "fd00::1" }, bond_arp_validate = "filter_active", bond_arp_all_targets = "all" })
twin("x0 type bond mode balance-rr packets_per_slave 7", { bond_mode = "balance-rr", bond_packets_per_slave = 7 })
twin("x0 type bond mode balance-tlb tlb_dynamic_lb 0", { bond_mode = "balance-tlb", bond_tlb_dynamic_lb = false })
twin("x0 type bond mode 802.3ad lacp_rate fast lacp_active off ad_select count ad_user_port_key 7 ad_actor_sys_prio 5 ad_actor_system 02:00:00:00:00:aa",
  { bond_mode = "802.3ad", bond_ad_lacp_rate = "fast", bond_ad_lacp_active = false, bond_ad_select = "count", bond_ad_user_port_key = 7, bond_ad_actor_sys_prio = 5, bond_ad_actor_system = "02:00:00:00:00:aa" })

twin("x0 type bridge forward_delay 400 hello_time 300 max_age 700 ageing_time 5000 stp_state 0 priority 4096 group_fwd_mask 8 group_address 01:80:c2:00:00:05 no_linklocal_learn 1 vlan_filtering 1 vlan_protocol 802.1ad vlan_default_pvid 7 vlan_stats_enabled 1 vlan_stats_per_port 1 mcast_snooping 1 mcast_vlan_snooping 1 mcast_router 2 mcast_query_use_ifaddr 1 mcast_querier 1 mcast_hash_elasticity 16 mcast_hash_max 1024 mcast_last_member_count 3 mcast_startup_query_count 4 mcast_last_member_interval 200 mcast_membership_interval 27000 mcast_querier_interval 26000 mcast_query_interval 13000 mcast_query_response_interval 900 mcast_startup_query_interval 3000 mcast_stats_enabled 1 mcast_igmp_version 3 mcast_mld_version 2 nf_call_iptables 0 nf_call_ip6tables 0 nf_call_arptables 0",
  { br_forward_delay = "4s", br_hello_time = "3s", br_max_age = "7s", br_ageing_time = "50s", br_stp_state = 0, br_priority = 4096, br_group_fwd_mask = "0x8", br_group_addr = "01:80:c2:00:00:05",
    br_multi_boolopt = { "no_ll_learn", "mcast_vlan_snooping" }, br_vlan_filtering = true, br_vlan_protocol = "802.1ad", br_vlan_default_pvid = 7, br_vlan_stats_enabled = true, br_vlan_stats_per_port = true,
    br_mcast_snooping = true, br_mcast_router = 2, br_mcast_query_use_ifaddr = true, br_mcast_querier = true, br_mcast_hash_elasticity = 16, br_mcast_hash_max = 1024, br_mcast_last_member_cnt = 3,
    br_mcast_startup_query_cnt = 4, br_mcast_last_member_intvl = "2s", br_mcast_membership_intvl = 27000, br_mcast_querier_intvl = 26000, br_mcast_query_intvl = 13000,
    br_mcast_query_response_intvl = "9s", br_mcast_startup_query_intvl = "30s", br_mcast_stats_enabled = true, br_mcast_igmp_version = 3, br_mcast_mld_version = 2,
    br_nf_call_iptables = false, br_nf_call_ip6tables = false, br_nf_call_arptables = false })

twin("x0 type vxlan id 42 group 239.1.1.1 local 192.0.2.1 dev p0 ttl 9 tos 16 df set dstport 4789 srcport 1000 2000 nolearning proxy rsc l2miss l3miss ageing 100 maxaddress 50 udpcsum remcsumtx remcsumrx gbp",
  { vxlan_id = 42, vxlan_group = "239.1.1.1", vxlan_local = "192.0.2.1", vxlan_link = "p0", vxlan_ttl = 9, vxlan_tos = 22, vxlan_df = "set", vxlan_port = 4789, vxlan_port_range = { 1000, 2000 },
    vxlan_learning = false, vxlan_proxy = true, vxlan_rsc = true, vxlan_l2miss = true, vxlan_l3miss = true, vxlan_ageing = "100s", vxlan_limit = 50, vxlan_udp_csum = true, vxlan_remcsum_tx = true,
    vxlan_remcsum_rx = true, vxlan_gbp = true, vxlan_ttl_inherit = false })
twin("x0 type vxlan id 43 remote fd00::2 local fd00::1 ttl inherit tos inherit df inherit flowlabel 5 dstport 4789 udp6zerocsumtx udp6zerocsumrx",
  { vxlan_id = 43, vxlan_group = "fd00::2", vxlan_local = "fd00::1", vxlan_ttl_inherit = true, vxlan_tos = 1, vxlan_df = "inherit", vxlan_label = 5, vxlan_port = 4789,
    vxlan_udp_zero_csum6_tx = true, vxlan_udp_zero_csum6_rx = true })
twin("x0 type vxlan external vnifilter gpe dstport 4790", { vxlan_collect_metadata = true, vxlan_vnifilter = true, vxlan_gpe = true, vxlan_port = 4790, vxlan_learning = false })

twin("link p0 name x0 type macvlan mode passthru nopromisc bcqueuelen 500", { link = "p0", macvlan_mode = "passthru", macvlan_flags = "nopromisc", macvlan_bc_queue_len = 500 })
twin("link p0 name x0 type macvlan mode source flag nodst macaddr set 02:00:00:00:00:01 02:00:00:00:00:02",
  { link = "p0", macvlan_mode = "source", macvlan_flags = "nodst", macvlan_macaddr_mode = "set", macvlan_macaddr_data = { "02:00:00:00:00:01", "02:00:00:00:00:02" } })
twin("link p0 name x0 type macvlan mode source macaddr add 02:00:00:00:00:03", { link = "p0", mode = "source", macvlan_macaddr_mode = "add", macvlan_macaddr = "02:00:00:00:00:03" })
twin("link p0 name x0 type macvtap mode vepa bcqueuelen 77", { link = "p0", macvtap_mode = "vepa", macvtap_bc_queue_len = 77 })
twin("link p0 name x0 type ipvlan mode l3s private", { link = "p0", ipvlan_mode = "l3s", ipvlan_flags = "private" })
twin("link q0 name x0 type ipvtap mode l2 vepa", { link = "q0", ipvlan_mode = "l2", ipvlan_flags = "vepa" })
twin("x0 type vrf table 77", { vrf_table = 77 })

twin("x0 type geneve id 5 remote 192.0.2.9 ttl inherit tos inherit df inherit dstport 6082 udpcsum",
  { geneve_id = 5, geneve_remote = "192.0.2.9", geneve_ttl_inherit = true, geneve_tos = 1, geneve_df = "inherit", geneve_port = 6082, geneve_udp_csum = true })
twin("x0 type geneve id 5 remote fd00::1 ttl 5 tos 4 flowlabel 77 dstport 6082 udp6zerocsumtx udp6zerocsumrx",
  { geneve_id = 5, geneve_remote = "fd00::1", geneve_ttl = 5, geneve_tos = 4, geneve_label = 77, geneve_port = 6082, geneve_udp_zero_csum6_tx = true, geneve_udp_zero_csum6_rx = true })
twin("x0 type geneve external dstport 6082 innerprotoinherit", { geneve_collect_metadata = true, geneve_port = 6082, geneve_inner_proto_inherit = true })

twin("x0 type gre local 192.0.2.1 remote 192.0.2.9 ikey 1.2.3.4 okey 7 ttl 5 tos 8 icsum oseq dev p0 fwmark 3",
  { gre_local = "192.0.2.1", gre_remote = "192.0.2.9", gre_ikey = "1.2.3.4", gre_okey = 7, gre_ttl = 5, gre_tos = 8, gre_iflags = "csum", gre_oflags = { "seq" }, gre_link = "p0", gre_fwmark = 3 })
twin("x0 type gretap local 192.0.2.1 remote 192.0.2.9 nopmtudisc ignore-df key 5 csum",
  { gre_local = "192.0.2.1", gre_remote = "192.0.2.9", gre_pmtudisc = false, gre_ignore_df = true, gre_ikey = 5, gre_okey = 5, gre_iflags = "csum", gre_oflags = "csum" })
twin("x0 type gretap external", { gre_collect_metadata = true })
twin("x0 type erspan local 192.0.2.1 remote 192.0.2.9 seq key 30 erspan_ver 1 erspan 123",
  { gre_local = "192.0.2.1", gre_remote = "192.0.2.9", gre_iflags = "seq", gre_oflags = "seq", gre_ikey = 30, gre_okey = 30, gre_erspan_ver = 1, gre_erspan_index = 123 })
twin("x0 type erspan local 192.0.2.1 remote 192.0.2.9 seq key 30 erspan_ver 2 erspan_dir ingress erspan_hwid 5",
  { gre_local = "192.0.2.1", gre_remote = "192.0.2.9", gre_iflags = "seq", gre_oflags = "seq", gre_ikey = 30, gre_okey = 30, gre_erspan_ver = 2, gre_erspan_dir = 0, gre_erspan_hwid = 5 })
twin("x0 type ip6gre local fd00::1 remote fd00::2 hoplimit 9 encaplimit 3 tclass 0x20 flowlabel 0x12345 dev p0 fwmark 7 allow-localremote iseq okey 5",
  { ip6gre_local = "fd00::1", ip6gre_remote = "fd00::2", ip6gre_ttl = 9, ip6gre_encap_limit = 3, ip6gre_flowinfo = "0x2012345", ip6gre_link = "p0", ip6gre_fwmark = 7, ip6gre_flags = "allow_local_remote",
    ip6gre_iflags = "seq", ip6gre_okey = 5, ip6gre_encap_flags = "csum6" })
twin("x0 type ip6gre local fd00::1 remote fd00::2 encaplimit none tclass inherit flowlabel inherit dscp inherit fwmark inherit",
  { ip6gre_local = "fd00::1", ip6gre_remote = "fd00::2", ip6gre_ttl = 64, ip6gre_encap_limit = 4, ip6gre_flags = { "ign_encap_limit", "use_orig_tclass", "use_orig_flowlabel", "rcv_dscp_copy", "use_orig_fwmark" },
    ip6gre_encap_flags = "csum6" })
twin("x0 type ip6erspan local fd00::1 remote fd00::2 seq key 3 erspan_ver 2 erspan_dir egress erspan_hwid 7",
  { ip6gre_local = "fd00::1", ip6gre_remote = "fd00::2", ip6gre_ttl = 64, ip6gre_encap_limit = 4, ip6gre_iflags = "seq", ip6gre_oflags = "seq", ip6gre_ikey = 3, ip6gre_okey = 3, ip6gre_erspan_ver = 2,
    ip6gre_erspan_dir = 1, ip6gre_erspan_hwid = 7, ip6gre_encap_flags = "csum6" })
twin("x0 type ipip local 192.0.2.1 remote 192.0.2.9 ttl 8 tos 4 mode any dev p0 fwmark 9",
  { ipip_local = "192.0.2.1", ipip_remote = "192.0.2.9", ipip_ttl = 8, ipip_tos = 4, mode = "any", ipip_link = "p0", ipip_fwmark = 9 })
twin("x0 type ipip local 192.0.2.1 remote 192.0.2.9 mode mplsip nopmtudisc", { ipip_local = "192.0.2.1", ipip_remote = "192.0.2.9", ipip_proto = "mplsip", ipip_pmtudisc = false })
twin("x0 type ipip external", { ipip_collect_metadata = true, mode = "any" })
twin("x0 type sit local 192.0.2.1 remote any mode ip6ip 6rd-prefix 2001:db8::/32 6rd-relay_prefix 192.0.0.0/8",
  { sit_local = "192.0.2.1", sit_ttl = 0, mode = "ip6ip", sit_6rd_prefix = "2001:db8::", sit_6rd_prefixlen = 32, sit_6rd_relay_prefix = "192.0.0.0", sit_6rd_relay_prefixlen = 8 })
twin("x0 type sit local 192.0.2.1 mode any isatap", { sit_local = "192.0.2.1", sit_ttl = 0, sit_proto = "any", sit_flags = "isatap" })
twin("x0 type ip6tnl local fd00::1 remote fd00::2 mode ip6ip6 hoplimit 5 encaplimit 2 tclass 0x10 flowlabel 5 allow-localremote dev p0 fwmark 3",
  { ip6tnl_local = "fd00::1", ip6tnl_remote = "fd00::2", mode = "ip6ip6", ip6tnl_ttl = 5, ip6tnl_encap_limit = 2, ip6tnl_flowinfo = 0x1000005, ip6tnl_flags = "allow_local_remote", ip6tnl_link = "p0",
    ip6tnl_fwmark = 3, ip6tnl_encap_flags = "csum6" })
twin("x0 type ip6tnl local fd00::1 remote fd00::2 mode any encaplimit none tclass inherit flowlabel inherit dscp inherit fwmark inherit",
  { ip6tnl_local = "fd00::1", ip6tnl_remote = "fd00::2", mode = "any", ip6tnl_ttl = 64, ip6tnl_encap_limit = 4, ip6tnl_encap_flags = "csum6",
    ip6tnl_flags = { "ign_encap_limit", "use_orig_tclass", "use_orig_flowlabel", "rcv_dscp_copy", "use_orig_fwmark" } })
twin("x0 type ip6tnl external", { ip6tnl_collect_metadata = true, mode = "any" })
twin("x0 type vti local 192.0.2.1 remote 192.0.2.9 ikey 1 okey 2 fwmark 3 dev p0", { vti_local = "192.0.2.1", vti_remote = "192.0.2.9", vti_ikey = 1, vti_okey = 2, vti_fwmark = 3, vti_link = "p0" })
twin("x0 type vti6 local fd00::1 remote fd00::2 key 9 dev p0", { vti_local = "fd00::1", vti_remote = "fd00::2", vti_ikey = 9, vti_okey = 9, vti_link = "p0" })
twin("x0 type xfrm dev p0 if_id 0x55", { xfrm_link = "p0", xfrm_if_id = 0x55 })
twin("x0 type xfrm external", { xfrm_collect_metadata = true })
twin("link p0 name x0 type macsec port 11 cipher gcm-aes-256 icvlen 16 encrypt on send_sci off end_station off scb on protect on replay on window 32 validate check encodingsa 2",
  { link = "p0", macsec_port = 11, macsec_cipher_suite = "gcm-aes-256", macsec_icv_len = 16, macsec_encrypt = true, macsec_inc_sci = false, macsec_es = false, macsec_scb = true, macsec_protect = true,
    macsec_replay_protect = true, macsec_window = 32, macsec_validation = "check", macsec_encoding_sa = 2 })
twin("x0 type hsr slave1 q0 slave2 q1 supervision 45 version 1 proto 0", { hsr_slave1 = "q0", hsr_slave2 = "q1", hsr_multicast_spec = 45, hsr_version = 1, hsr_protocol = "hsr" })
twin("x0 type hsr slave1 q0 slave2 q1 supervision 45 proto 1", { hsr_slave1 = "q0", hsr_slave2 = "q1", hsr_multicast_spec = 45, hsr_protocol = "prp" })
twin("x0 type gtp role sgsn hsize 64 restart_count 5", { gtp_role = "sgsn", gtp_pdp_hashsize = 64, gtp_restart_count = 5, gtp_create_sockets = true })
twin("x0 type batadv ra BATMAN_V", { batadv_algo_name = "BATMAN_V" })
