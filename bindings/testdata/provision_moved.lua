-- needs: veth, bridge, vxlan, macvlan, ifb, file /dev/net/tun, command ip
-- What save says of a namespace makes another one in which iproute2 sees the same.
local provision = require "nlua.provision"
local elsewhere = rtnl.NetNS("provision-moved")

local wanted = {
  links = {
    { ifname = "br", kind = "bridge", br_ageing_time = 0, br_forward_delay = 0, br_mcast_router = 0, br_mcast_snooping = 0, br_hello_time = 100, br_priority = 0,
      txqlen = 0, state = "up" },
    { ifname = "a", kind = "veth", peer = { ifname = "b", txqlen = 0, mtu = 2000, state = "up" }, mtu = 1300, inet_conf = { forwarding = true, arp_ignore = 2, accept_redirects = false },
      addr_gen_mode = "none", gso_max_size = 30000, gro_max_size = 30000, flags = { "allmulti" }, altname = { "outside", "the-other-name-of-a" }, state = "up" },
    { ifname = "c", kind = "veth", peer = { ifname = "d" }, arp = false, master = "br", state = "up" },
    { ifname = "vx", kind = "vxlan", vxlan_id = 4, vxlan_port = 4789, vxlan_local = "192.0.2.1", vxlan_udp_csum = false, vxlan_limit = 7, state = "up" },
    { ifname = "mv", kind = "macvlan", link = "a", macvlan_mode = "source", macvlan_bc_queue_len = 0 },
    { ifname = "i0", kind = "ifb", txqlen = 0, arp = true },
    { ifname = "t0", kind = "tap", uid = 0, multi_queue = true, mtu = 1400 },
  },
  addrs = {
    { index = "a", address = "192.0.2.1/24" }, { index = "a", address = "192.0.2.9/24", valid = 3600, preferred = 0 },
    { index = "a", address = "2001:db8::1/64", flags = "nodad" }, { index = "a", address = "fe80::1/64", flags = "nodad" },
  },
  nexthops = { { id = 5, blackhole = true }, { id = 6, gateway = "192.0.2.5", oif = "a" } },
  routes = {
    { dst = "198.51.100.0/24", nh_id = 5 },
    { dst = "203.0.113.0/24", multipath = { { gateway = "192.0.2.2", hops = 3 }, { gateway = "198.18.0.1", oif = "a", flags = "onlink" } } },
    { dst = "2001:db8:7::/48", gateway = "2001:db8::7", expires = 3000 },
  },
  rules = { { priority = 100, src = "10.0.0.0/8", table = 100, ["not"] = true }, { priority = 101, family = 10, fwmark = 3, table = 100, invert = true } },
  fdb = {
    { index = "vx", lladdr = "00:00:00:00:00:00", dst = "192.0.2.77" }, { index = "vx", lladdr = "00:00:00:00:00:00", dst = "192.0.2.78" },
    { index = "c", lladdr = "02:00:00:00:00:05", master = true, static = true }, { index = "c", lladdr = "02:00:00:00:00:06", master = true },
    { index = "c", lladdr = "02:00:00:00:00:07", flags = "master", state = "noarp" },
  },
}
ipr:link("add", { ifname = "under", kind = "veth", peer = "other" })
for _, l in ipairs{
  { ifname = "du", kind = "dummy", arp = true }, { ifname = "mu", kind = "dummy" },
  { ifname = "si", kind = "sit", sit_local = "192.0.2.1", sit_remote = "192.0.2.7", sit_ttl = 64, state = "up" },
  { ifname = "iv", kind = "ipvlan", link = "d", ipvlan_mode = "l2" },
} do -- what this kernel has
  if pcall(ipr.link, ipr, "add", { ifname = "try", kind = l.kind, link = l.link and "under" }) then
    table.insert(wanted.links, l)
    ipr:link("del", { ifname = "try" })
  end
end
ipr:link("del", { ifname = "under" })

provision.apply(wanted, ipr)
eq(tostring(provision.plan(wanted, ipr)), "")
local saved, left = ipr:save()
eq(left, {})
eq(tostring(provision.plan(saved, ipr)), "")
provision.apply(saved, elsewhere)
eq(tostring(provision.diff(elsewhere, ipr)), "")

-- What two namespaces cannot have in common: indices, addresses that are made up, ages, and how far a link has come.
local own = {}
for name in ([[ifindex link_index link_netnsid address permaddr num_tx_queues num_rx_queues hello_timer tcn_timer topology_change_timer gc_timer bridge_id root_id
  designated_root designated_bridge message_age_timer forward_delay_timer hold_timer state operstate flags valid_life_time preferred_life_time expires id no updated]]):gmatch("%S+") do
  own[name] = true
end
local function flat(v, path, into)
  if type(v) ~= "table" then into[path] = v return into end
  for k, x in pairs(v) do
    if not own[k] then flat(x, path .. "." .. k, into) end
  end
  return into
end
local function seen(netns, command)
  local text, list = sh(netns .. command), {}
  for _, o in ipairs(text:match("%S") and nlua.json.decode(text) or {}) do
    local auto = o.protocol == "kernel" or tostring(o.mac):find("^33:33:") or tostring(o.mac):find("^01:00:5e") or o.mac and not o.mac:find("^0[02]:00:00") -- a port's own address
    for i = #(o.addr_info or {}), 1, -1 do -- link-local ones but that of the plan are made of the link's address
      local address = o.addr_info[i]["local"]
      if address:find("^fe80:") and address ~= "fe80::1" then table.remove(o.addr_info, i) end
    end
    table.sort(o.addr_info or {}, function(a, b) return a["local"] < b["local"] end)
    if not auto then list[table.concat({ o.ifname or o.dev or "", tostring(o.dst), tostring(o.mac), tostring(o.priority) }, " ")] = flat(o, "", {}) end
  end
  return list
end
for _, command in ipairs{ "ip -d -j link", "ip -d -j addr", "ip -d -j route show table all", "ip -d -j -6 route show table all", "ip -j rule", "ip -j -6 rule", "ip -d -j nexthop", "bridge -j fdb", "bridge -d -j link" } do
  eq(seen("ip netns exec provision-moved ", command), seen("", command), command)
end
elsewhere:close()
rtnl.netns.remove("provision-moved")
