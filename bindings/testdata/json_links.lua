-- needs: command ip, vxlan, macvlan
-- Each field that `ip -d -j link` tells has a value in nlua, and the same. What ip makes up, or calls otherwise, stands in the tables.
local plain = nlua.inspect
local made_up = { flags = true, qdisc = true, group = true, link_index = true, link_netnsid = true, link_pointtopoint = true, ["linkinfo.info_data.gc_timer"] = true }
local names = { -- ip's name -> nlua's path
  link_type = "ifi_type", inet6_addr_gen_mode = "af_spec.af_inet6.inet6_addr_gen_mode", ifindex = "index", permaddr = "perm_address", ["linkinfo.info_kind"] = "linkinfo.kind", ["linkinfo.info_slave_kind"] = "linkinfo.slave_kind",
}
for kind, list in pairs{ data = { bcqueuelen = "macvlan_bc_queue_len", usedbcqueuelen = "macvlan_bc_queue_len_used", arp_missed_max = "bond_missed_max", peer_notify_delay = "bond_peer_notif_delay", remote6 = "vxlan_group6",
    prefix = "sit_6rd_prefix", prefixlen = "sit_6rd_prefixlen", relay_prefix = "sit_6rd_relay_prefix", relay_prefixlen = "sit_6rd_relay_prefixlen", 
    mode = "ipvlan_mode", hsize = "gtp_pdp_hashsize" },
  slave_data = { fastleave = "fast_leave", flood = "unicast_flood", hairpin = "mode", mcast_to_unicast = "mcast_to_ucast", proxy_arp = "proxyarp", proxy_arp_wifi = "proxyarp_wifi", root_block = "protect",
    group_fwd_mask_str = "group_fwd_mask" } } do
  for name, path in pairs(list) do names["linkinfo.info_" .. kind .. "." .. name] = "linkinfo." .. kind .. "." .. path end
end
local prefixes = { bridge = "br_", ipvtap = "ipvlan_", erspan = "gre_", gretap = "gre_", ip6gretap = "ip6gre_", ip6erspan = "ip6gre_", vti6 = "vti_" }
local function data(m, kind, name) return m:get("linkinfo.data." .. (prefixes[kind] or kind .. "_") .. name) end
local function bits(m, kind, name, mask) return bit.band(data(m, kind, name) or 0, mask) ~= 0 end
local function word(field, mask) return function(m, kind) return bits(m, kind, field, mask) end end
local function flowinfo(mask, form) return function(m, kind, want) return form:format(bit.rshift(bit.band(data(m, kind, "flowinfo"), mask), mask == 0xfffff and 0 or 20)) == want end end
local special = { -- what ip tells of bits
  iseq = word("iflags", 0x1000), oseq = word("oflags", 0x1000), icsum = word("iflags", 0x8000), ocsum = word("oflags", 0x8000), private = word("flags", 1), vepa = word("flags", 2),
  nopromisc = word("flags", 1), nodst = word("flags", 2), isatap = word("flags", 1), external = function(m, kind) local v = data(m, kind, "collect_metadata") return v == true or v == 1 end,
  flowlabel = flowinfo(0xfffff, "0x%05x"), tclass = flowinfo(0xff00000, "0x%02x"),
  proto = function(m, kind, want) return data(m, kind, "proto") == ({ any = 0, ipip = 4, ip6ip = 41, ip6ip6 = 41, mplsip = 137 })[want] end,
  mcast_vlan_snooping = function(m, kind, want) return bits(m, kind, "multi_boolopt.optval", 2) == (want == 1) end,
  no_linklocal_learn = function(m, kind, want) return bits(m, kind, "multi_boolopt.optval", 1) == (want == 1) end,
  macaddr_data = function(m, kind, want) return plain(data(m, kind, "macaddr_data"):totable().macvlan_macaddr) == plain(want) end,
  ingress_qos = function(m, kind, want) return plain(data(m, kind, "ingress_qos"):totable().mapping) == plain(want) end,
  egress_qos = function(m, kind, want) return plain(data(m, kind, "egress_qos"):totable().mapping) == plain(want) end,
  sci = function(m, kind, want) return data(m, kind, "sci") == tonumber(want, 16) end,
  ad_lacp_active = function(m, kind, want) return data(m, kind, "ad_lacp_active") == (want == "on" and 1 or 0) end,
}
for i, name in ipairs{ "ign_encap_limit", "use_orig_tclass", "use_orig_flowlabel", "mip6_dev", "rcv_dscp_copy", "use_orig_fwmark", "allow_local_remote" } do
  special["ip6_tnl_f_" .. name] = word("flags", bit.lshift(1, i - 1))
end
local types = { ether = 1, none = 65534, ipip = 768, tunnel6 = 769, sit = 776, gre = 778, gre6 = 823, can = 280, netlink = 824 }

local function say(v) return tostring(v):lower():gsub("_", "-") end
local function dotted(n) return ("%d.%d.%d.%d"):format(bit.band(bit.rshift(n, 24), 255), bit.band(bit.rshift(n, 16), 255), bit.band(bit.rshift(n, 8), 255), bit.band(n, 255)) end
local function same(v, m, path, want)
  if plain(want) == "null" then return v == 0 end
  if want == "any" and type(v) == "string" then return v == "0.0.0.0" or v == "::" end
  if type(want) == "boolean" and type(v) == "number" then return (v ~= 0) == want end
  if path == "ifi_type" then return v == types[want] end
  if type(want) == "table" then
    if path:find("vlan_flags$") then return #want == #m:names(path .. ".flags") end
    return plain(v) == plain(want)
  end
  if v == want or say(v) == say(want) or tonumber(want) and tonumber(v) == tonumber(want) then return true end
  if type(v) == "number" and type(want) == "string" then
    if want == dotted(v) or #want < 16 and ipr:link_lookup{ ifname = want }[1] == v then return true end
  elseif type(v) == "userdata" and v.addr then -- a bridge's id
    return say(("%04x."):format(v.prio)) .. v.addr:gsub("0(%x)", "%1") == want
  end
  local ok, name = pcall(m.name, m, path)
  return ok and name and say(name) == say(want)
end
local missing = {}
local function check(m, json, prefix, kind)
  for name, want in pairs(json) do
    local at = prefix .. name
    if made_up[at] or type(want) == "table" and not next(want) then -- nothing to compare
    elseif type(want) == "table" and not want[1] then
      check(m, want, at .. ".", kind)
    else
      local found = prefix == "linkinfo.info_data." and special[name] and special[name](m, kind, want)
      local got = ""
      for _, path in ipairs{ names[at] or at, (at:gsub("^linkinfo%.info_data%.", "linkinfo.data.")), (at:gsub("^linkinfo%.info_data%.", "linkinfo.data." .. (prefixes[kind] or kind .. "_"))),
        (at:gsub("^linkinfo%.info_slave_data%.", "linkinfo.slave_data.")) } do
        local v = m:get(path)
        if v ~= nil then
          got = got .. " " .. path .. "=" .. plain(v)
          found = found or same(v, m, path, want)
        end
      end
      if not found then missing[#missing + 1] = kind .. " " .. at .. " = " .. plain(want) .. got end
    end
  end
end

for _, pair in ipairs{ "p", "q" } do
  ipr:link("add", { ifname = pair .. "0", kind = "veth", peer = pair .. "1" })
  ipr:link("set", { index = pair .. "0", state = "up" })
end
local lab = pcall(ipr.link, ipr, "add", { ifname = "d0", kind = "dummy" }) -- it has all kinds
function twin(theirs)
  local kind = theirs:match("type (%S+)")
  local ok, err = pcall(sh, "ip link add " .. theirs)
  if not ok and lab then error(err) elseif not ok then return end
  check(ipr:link("get", { ifname = "x0" })[1], ip("link show x0")[1], "", kind)
  ipr:link("del", { ifname = "x0" })
end
dofile("testdata/help/kinds.lua")
twin("x0 type bridge")
ipr:link("add", { ifname = "br0", kind = "bridge" })
ipr:link("set", { index = "p1", master = "br0" })
check(ipr:link("get", { ifname = "p1" })[1], ip("link show p1")[1], "", "veth")
table.sort(missing)
assert(#missing == 0, table.concat(missing, "\n"))
