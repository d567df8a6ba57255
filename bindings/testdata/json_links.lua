-- needs: command ip, vxlan, macvlan
-- Each field that `ip -d -j link` tells has a value in nlua, and the same. What ip makes up, or calls otherwise, stands in the tables.
dofile("testdata/json/agree.lua")
local rows = { link_type = function(want, t) return t.ifi_type == ({ ether = 1, none = 65534, ipip = 768, tunnel6 = 769, sit = 776, gre = 778, gre6 = 823, can = 280, netlink = 824 })[want] end,
  inet6_addr_gen_mode = "af_spec.af_inet6.inet6_addr_gen_mode", ifindex = "index", permaddr = "perm_address", ["linkinfo.info_kind"] = "linkinfo.kind", ["linkinfo.info_slave_kind"] = "linkinfo.slave_kind" }
for _, name in ipairs{ "flags", "qdisc", "group", "link_index", "link_netnsid", "link_pointtopoint", "linkinfo.info_data.gc_timer" } do rows[name] = false end
for kind, list in pairs{ data = { arp_missed_max = "bond_missed_max", peer_notify_delay = "bond_peer_notif_delay", prefix = "sit_6rd_prefix", prefixlen = "sit_6rd_prefixlen", relay_prefix = "sit_6rd_relay_prefix", relay_prefixlen = "sit_6rd_relay_prefixlen", hsize = "gtp_pdp_hashsize" },
  slave_data = { fastleave = "fast_leave", flood = "unicast_flood", hairpin = "mode", mcast_to_unicast = "mcast_to_ucast", proxy_arp = "proxyarp", proxy_arp_wifi = "proxyarp_wifi", root_block = "protect",
    group_fwd_mask_str = "group_fwd_mask" } } do
  for name, path in pairs(list) do rows["linkinfo.info_" .. kind .. "." .. name] = "linkinfo." .. kind .. "." .. path end
end
for name, path in pairs{ bcqueuelen = "bc_queue_len", usedbcqueuelen = "bc_queue_len_used" } do rows["linkinfo.info_data." .. name] = { "linkinfo.data.macvlan_" .. path, "linkinfo.data.macvtap_" .. path } end
rows["linkinfo.info_data.remote6"] = { "linkinfo.data.vxlan_group6", "linkinfo.data.geneve_remote6" }
local prefixes = { bridge = "br_", ipvtap = "ipvlan_", erspan = "gre_", gretap = "gre_", ip6gretap = "ip6gre_", ip6erspan = "ip6gre_", vti6 = "vti_" }
local function within(kind, name) return "linkinfo.data." .. (prefixes[kind] or kind .. "_") .. name end
function rows.otherwise(field, kind)
  local name = field:match("^linkinfo%.info_data%.(.*)")
  if name == "mode" and kind:find("^ipv") then return { "linkinfo.data.ipvlan_mode" } end
  return name and { "linkinfo.data." .. name, within(kind, name) } or { (field:gsub("^linkinfo%.info_slave_data%.", "linkinfo.slave_data.")) }
end
local function data(name) return function(want, t, _, kind) return at(t, within(kind, name)) end end
local function word(field, mask) return function(want, t, _, kind) return bit.band(at(t, within(kind, field)) or 0, mask) ~= 0 end end
local function flowinfo(mask, form) return function(want, t, _, kind) return form:format(bit.rshift(bit.band(at(t, within(kind, "flowinfo")), mask), mask == 0xfffff and 0 or 20)) end end
local special = { -- what ip tells of bits
  iseq = word("iflags", 0x1000), oseq = word("oflags", 0x1000), icsum = word("iflags", 0x8000), ocsum = word("oflags", 0x8000), private = word("flags", 1), vepa = word("flags", 2),
  nopromisc = word("flags", 1), nodst = word("flags", 2), isatap = word("flags", 1), external = data "collect_metadata",
  flowlabel = flowinfo(0xfffff, "0x%05x"), tclass = flowinfo(0xff00000, "0x%02x"),
  proto = function(want, t, _, kind) return at(t, within(kind, "proto")) == ({ any = 0, ipip = 4, ip6ip = 41, ip6ip6 = 41, mplsip = 137 })[want] end,
  mcast_vlan_snooping = function(want, ...) return word("multi_boolopt.optval", 2)(want, ...) == (want == 1) end,
  no_linklocal_learn = function(want, ...) return word("multi_boolopt.optval", 1)(want, ...) == (want == 1) end,
  macaddr_data = data "macaddr_data.macvlan_macaddr", ingress_qos = data "ingress_qos.mapping", egress_qos = data "egress_qos.mapping",
  sci = exact("linkinfo.data.macsec_sci", 16),
  ad_lacp_active = function(want, t, _, kind) return at(t, within(kind, "ad_lacp_active")) == (want == "on" and 1 or 0) end,
  flags = bits("linkinfo.data.vlan_flags.flags", { REORDER_HDR = 1, GVRP = 2, LOOSE_BINDING = 4, MVRP = 8, BRIDGE_BINDING = 16 }),
}
for i, name in ipairs{ "ign_encap_limit", "use_orig_tclass", "use_orig_flowlabel", "mip6_dev", "rcv_dscp_copy", "use_orig_fwmark", "allow_local_remote" } do
  special["ip6_tnl_f_" .. name] = word("flags", bit.lshift(1, i - 1))
end
for name, row in pairs(special) do rows["linkinfo.info_data." .. name] = row end

for _, pair in ipairs{ "p", "q" } do
  ipr:link("add", { ifname = pair .. "0", kind = "veth", peer = pair .. "1" })
  ipr:link("set", { index = pair .. "0", state = "up" })
end
local lab = pcall(ipr.link, ipr, "add", { ifname = "d0", kind = "dummy" }) -- it has all kinds
function twin(theirs)
  local kind = theirs:match("type (%S+)")
  local ok, err = pcall(sh, "ip link add " .. theirs)
  if not ok and lab then error(err) elseif not ok then return end
  agrees(kind, ip("link show x0")[1], ipr:link("get", { ifname = "x0" })[1], rows)
  ipr:link("del", { ifname = "x0" })
end
dofile("testdata/help/kinds.lua")
twin("x0 type bridge")
ipr:link("add", { ifname = "br0", kind = "bridge" })
ipr:link("set", { index = "p1", master = "br0" })
agrees("veth", ip("link show p1")[1], ipr:link("get", { ifname = "p1" })[1], rows)
disagreed()
