-- Words of kinds that kinds.lua lacks: other choices of the same option, forms with "no", what is only set later.
local function set(dev, kind, words, kw)
  kw.index, kw.kind = dev, kind
  as("ip link set " .. dev .. " type " .. kind .. " " .. words, "link", "set", kw)
end
twin("x0 type veth peer name x1 address 02:00:00:00:00:07 mtu 1300", { peer = { ifname = "x1", address = "02:00:00:00:00:07", mtu = 1300 } })
twin("x0 type vxcan peer name x1", { peer = "x1" })
for _, kind in ipairs{ "dummy", "ifb", "nlmon", "team", "vcan", "netdevsim", "virt_wifi" } do twin("x0 type " .. kind, {}) end
for _, kind in ipairs{ "macvlan", "macvtap" } do
  for _, mode in ipairs{ "private", "vepa", "bridge", "passthru", "source" } do twin("link p0 name x0 type " .. kind .. " mode " .. mode, { link = "p0", mode = mode }) end
  for flag, mode in pairs{ nopromisc = "passthru", nodst = "source" } do
    twin("link p0 name x0 type " .. kind .. " mode " .. mode .. " flag " .. flag, { link = "p0", mode = mode, [kind .. "_flags"] = flag })
  end
  twin("link p0 name x0 type " .. kind .. " flag null", { link = "p0", [kind .. "_flags"] = 0 })
  for _, what in ipairs{ "add", "del" } do
    set("v0", kind, "macaddr " .. what .. " 02:00:00:00:00:03", { [kind .. "_macaddr_mode"] = what, [kind .. "_macaddr"] = "02:00:00:00:00:03" })
  end
  set("v0", kind, "macaddr set 02:00:00:00:00:01 02:00:00:00:00:02", { [kind .. "_macaddr_mode"] = "set", [kind .. "_macaddr_data"] = { "02:00:00:00:00:01", "02:00:00:00:00:02" } })
  set("v0", kind, "macaddr flush", { [kind .. "_macaddr_mode"] = "flush" })
end
for _, kind in ipairs{ "ipvlan", "ipvtap" } do
  for _, mode in ipairs{ "l2", "l3", "l3s" } do twin("link p0 name x0 type " .. kind .. " mode " .. mode .. " bridge", { link = "p0", ipvlan_mode = mode, ipvlan_flags = 0 }) end
  for _, flag in ipairs{ "private", "vepa" } do twin("link p0 name x0 type " .. kind .. " mode l2 " .. flag, { link = "p0", ipvlan_mode = "l2", ipvlan_flags = flag }) end
end
set("v0", "can", "dbitrate 2000000 dsample-point 0.75", { can_data_bittiming = { bitrate = 2000000, sample_point = 750 } })
set("v0", "can", "dtq 25 dprop-seg 3 dphase-seg1 4 dphase-seg2 2 dsjw 1", { can_data_bittiming = { tq = 25, prop_seg = 3, phase_seg1 = 4, phase_seg2 = 2, sjw = 1 } })
set("v0", "can", "tdc-mode manual tdcv 33 tdco 16 tdcf 2", { can_ctrlmode = "tdc_manual", can_tdc = { tdcv = 33, tdco = 16, tdcf = 2 } })
set("v0", "can", "tdc-mode off", { can_ctrlmode = { "!tdc_auto", "!tdc_manual" } })
set("v0", "bridge", "fdb_flush", { br_fdb_flush = true })
set("v0", "bond", "active_slave v1", { bond_active_slave = "v1" })
set("v0", "bond", "clear_active_slave", { bond_active_slave = false })
set("v0", "bond", "primary v1", { bond_primary = "v1" })
set("v0", "bond", "num_unsol_na 3", { bond_num_peer_notif = 3 })
for option, choices in pairs{ mode = "balance-rr|active-backup|balance-xor|broadcast|802.3ad|balance-tlb|balance-alb", arp_validate = "none|active|backup|all|filter|filter_active|filter_backup", arp_all_targets = "any|all",
  primary_reselect = "always|better|failure", fail_over_mac = "none|active|follow", xmit_hash_policy = "layer2|layer2+3|layer3+4|encap2+3|encap3+4|vlan+srcmac", lacp_active = "off|on", lacp_rate = "slow|fast",
  ad_select = "stable|bandwidth|count" } do
  local name = option:find("lacp") and "bond_ad_" .. option or "bond_" .. option
  for choice in choices:gmatch("[^|]+") do set("v0", "bond", option .. " " .. choice, { [name] = choice }) end
end
set("v0", "vxlan", "learning noproxy norsc nol2miss nol3miss noudpcsum noudp6zerocsumtx noudp6zerocsumrx noremcsumtx noremcsumrx ageing 5",
  { vxlan_learning = true, vxlan_proxy = false, vxlan_rsc = false, vxlan_l2miss = false, vxlan_l3miss = false, vxlan_udp_csum = false, vxlan_udp_zero_csum6_tx = false, vxlan_udp_zero_csum6_rx = false,
    vxlan_remcsum_tx = false, vxlan_remcsum_rx = false, vxlan_ageing = 5 })
twin("x0 type vxlan id 5 ttl auto df unset noexternal dstport 4789", { vxlan_id = 5, vxlan_ttl = 0, vxlan_df = "unset", vxlan_port = 4789, vxlan_collect_metadata = false })
twin("x0 type vxlan external novnifilter dstport 4789", { vxlan_collect_metadata = true, vxlan_vnifilter = false, vxlan_port = 4789 })
twin("x0 type geneve id 5 remote 192.0.2.9 ttl auto df set noexternal noudpcsum noudp6zerocsumtx noudp6zerocsumrx",
  { geneve_id = 5, geneve_remote = "192.0.2.9", geneve_ttl = 0, geneve_df = "set", geneve_udp_csum = false, geneve_udp_zero_csum6_tx = false, geneve_udp_zero_csum6_rx = false })
twin("x0 type geneve id 5 remote 192.0.2.9 df unset", { geneve_id = 5, geneve_remote = "192.0.2.9", geneve_df = "unset" })
twin("x0 type bareudp dstport 6635 ethertype ipv6 nomultiproto", { bareudp_port = 6635, bareudp_ethertype = "ipv6" })
for cipher, key in pairs{ default = 128, ["gcm-aes-128"] = 128, ["gcm-aes-256"] = 256, ["gcm-aes-xpn-128"] = 128, ["gcm-aes-xpn-256"] = 256 } do
  twin("link p0 name x0 type macsec cipher " .. cipher, { link = "p0", macsec_cipher_suite = cipher })
end
for _, validate in ipairs{ "strict", "check", "disabled" } do twin("link p0 name x0 type macsec sci 1122334455667788 validate " .. validate, { link = "p0", macsec_sci = "0x1122334455667788", macsec_validation = validate }) end
for _, offload in ipairs{ "off", "phy", "mac" } do twin("link p0 name x0 type macsec address 02:00:00:00:00:09 port 5 offload " .. offload, { link = "p0", macsec_sci = "0x0200000000090005", macsec_offload = offload }) end
twin("x0 type gtp role ggsn", { gtp_role = "ggsn", gtp_create_sockets = true, gtp_pdp_hashsize = 1024 })
twin("x0 type vti local 192.0.2.1 remote 192.0.2.9 key 9", { vti_local = "192.0.2.1", vti_remote = "192.0.2.9", vti_ikey = 9, vti_okey = 9 })
twin("x0 type vti6 local fd00::1 remote fd00::2 ikey 3 okey 4 fwmark 5", { vti_local = "fd00::1", vti_remote = "fd00::2", vti_ikey = 3, vti_okey = 4, vti_fwmark = 5 })
as("ip link add x0 parentdev wwan0 type wwan linkid 5", "link", "add", { ifname = "x0", kind = "wwan", parent_dev_name = "wwan0", wwan_link_id = 5 })
set("v0", "dsa", "conduit v1", { dsa_conduit = "v1" })

set("v0", "bond_slave", "queue_id 3 prio 7", { bond_slave_queue_id = 3, bond_slave_prio = 7 })
for command, kw in pairs{ fdb_flush = { flush = true }, ["priority 9 cost 55"] = { priority = 9, cost = 55 }, ["mcast_router 2"] = { multicast_router = 2 }, ["group_fwd_mask 8"] = { group_fwd_mask = 8 },
  ["backup_port v1"] = { backup_port = "v1" }, nobackup_port = { backup_port = false } } do
  kw.index = "v0"
  as("ip link set v0 type bridge_slave " .. command, "brport", "set", kw)
end
for i, state in ipairs{ "listening", "learning", "forwarding", "blocking" } do as("ip link set v0 type bridge_slave state " .. i, "brport", "set", { index = "v0", state = state }) end
local flags = { guard = "guard", hairpin = "mode", fastleave = "fast_leave", root_block = "protect", learning = "learning", flood = "unicast_flood", proxy_arp = "proxyarp", proxy_arp_wifi = "proxyarp_wifi",
  mcast_fast_leave = "fast_leave", mcast_flood = "mcast_flood", bcast_flood = "bcast_flood", mcast_to_unicast = "mcast_to_ucast", neigh_suppress = "neigh_suppress", vlan_tunnel = "vlan_tunnel", isolated = "isolated",
  locked = "locked" }
for word, name in pairs(flags) do
  as("ip link set v0 type bridge_slave " .. word .. " on", "brport", "set", { index = "v0", [name] = true })
  as("ip link set v0 type bridge_slave " .. word .. " off", "brport", "set", { index = "v0", [name] = false })
end
