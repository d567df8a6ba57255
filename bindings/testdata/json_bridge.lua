-- needs: lab, command bridge, vlan_filtering, vxlan
-- Each field that `bridge -s -d -j fdb`, mdb, vlan, vlan global, tunnels, link and vni tell has a value in nlua, and the same.
dofile("testdata/json/agree.lua")
for _, pair in ipairs{ "p", "q", "v" } do
  ipr:link("add", { ifname = pair .. "0", kind = "veth", peer = pair .. "1" })
  for _, n in ipairs{ "0", "1" } do ipr:link("set", { index = pair .. n, state = "up", addr_gen_mode = "none" }) end
end
sh("ip link add br0 type bridge vlan_filtering 1 mcast_snooping 1 vlan_stats_enabled 1 vlan_stats_per_port 1 mcast_igmp_version 3 mcast_mld_version 2")
sh("ip link set br0 up addrgenmode none")
sh("ip link add vx0 type vxlan external vnifilter dstport 4790")
sh("ip link add vx1 type vxlan id 7 dstport 4791")
for _, name in ipairs{ "v1", "q1", "vx0" } do sh("ip link set " .. name .. " master br0") end
for _, name in ipairs{ "vx0", "vx1" } do sh("ip link set " .. name .. " up addrgenmode none") end
sh("ip nexthop add id 1 via 192.0.2.7 fdb")
sh("ip nexthop add id 2 group 1 fdb")
for _, command in ipairs{
  "link set dev v1 vlan_tunnel on mcast_router 2 neigh_suppress on isolated on locked on learning off hairpin on guard on root_block on fastleave on flood off mcast_flood off bcast_flood off mcast_to_unicast on cost 7 priority 9 backup_port q1",
  "vlan add vid 10 dev v1 pvid untagged", "vlan add vid 20-30 dev v1", "vlan add vid 10 dev v1 tunnel_info id 110", "vlan add vid 25 dev v1 tunnel_info id 7", "vlan add vid 20-30 dev br0 self", "vlan set vid 25 dev v1 state blocking mcast_router 2",
  "fdb add 02:00:00:00:00:0f dev v1 master static vlan 20 sticky", "fdb add 02:00:00:00:00:1f dev v1 self", "fdb add 02:00:00:00:00:3f dev v1 master dynamic vlan 21", "fdb add 02:00:00:00:00:4f dev v1 master static extern_learn",
  "fdb add 02:00:00:00:00:2f dev vx0 dst 192.0.2.7 port 4791 vni 5 src_vni 6 via v0", "fdb add 02:00:00:00:00:5f dev vx1 dst 192.0.2.8", "fdb append 02:00:00:00:00:5f dev vx1 dst 192.0.2.9 vni 8 port 4792", "fdb add 02:00:00:00:00:6f dev vx1 nhid 2",
  "mdb add dev br0 port v1 grp 239.1.1.1 permanent vid 20", "mdb add dev br0 port v1 grp 239.1.1.2 src 10.0.0.5 vid 20", "mdb add dev br0 port v1 grp ff0e::7 src fd00::9 permanent vid 20",
  "mdb add dev br0 port v1 grp 01:00:5e:11:22:33 permanent vid 20", "mdb add dev br0 port q1 grp 239.1.1.9", "mdb add dev br0 port br0 grp 239.1.1.7 vid 20",
  "vni add dev vx0 vni 5-9", "vni add dev vx0 vni 11 remote fd00::7", "vni add dev vx0 vni 12 remote 192.0.2.9" } do
  local ok, err = pcall(sh, "bridge " .. command)
  if not ok then print(err) end
end

local rows = {}
rows.fdb = { mac = "lladdr", ifname = "dev", viaIf = "via", flags = bits("flags", { self = 2, router = 128, extern_learn = 16, sticky = 64, offload = 32 }), used = about("cacheinfo.ndm_used", 0.01, 2), updated = about("cacheinfo.ndm_updated", 0.01, 2), nhid = "nh_id",
  state = function(want, t) return (({ permanent = 128, static = 64, stale = 4, [""] = 2 })[want] or 0) == bit.band(t.state, want == "permanent" and 128 or want == "static" and 192 or 255) end }
rows.link = { ifindex = "index", flags = false }
for name, path in pairs{ hairpin = "mode", fastleave = "fast_leave", root_block = "protect", flood = "unicast_flood", mcast_router = "multicast_router", mcast_to_unicast = "mcast_to_ucast" } do rows.link[name] = "protinfo." .. path end
for _, name in ipairs{ "state", "priority", "cost", "guard", "learning", "mcast_flood", "bcast_flood", "neigh_suppress", "vlan_tunnel", "isolated", "locked", "backup_port", "learning_sync" } do rows.link[name] = "protinfo." .. name end
local states = { disabled = 0, listening = 1, learning = 2, forwarding = 3, blocking = 4 }
rows.vlan = { owner = "owner", vlan = "info.vid", vlanEnd = "range", flags = bits("info.flags", { PVID = 2, ["Egress Untagged"] = 4 }), state = function(want, t) return t.state == states[want] end }
for _, name in ipairs{ "rx_bytes", "rx_packets", "tx_bytes", "tx_packets" } do rows.vlan[name] = "stats." .. name end
rows.router = { port = "ifindex", timer = about("timer", 0.01, 2), type = function(want, t) return t.type == ({ disabled = 0, temp_query = 1, permanent = 2, temp = 3 })[want] end }
rows.global = { owner = "owner", vlan = "id", vlanEnd = "range", router_ports = "mcast_router_ports.router.port" }
for _, name in ipairs{ "last_member_count", "startup_query_count" } do rows.global["mcast_" .. name] = "mcast_" .. name:gsub("count", "cnt") end
for _, name in ipairs{ "last_member", "startup_query", "membership", "querier", "query", "query_response" } do rows.global["mcast_" .. name .. "_interval"] = "mcast_" .. name .. "_intvl" end
for name, row in pairs(rows.router) do rows.global["router_ports." .. name] = row end
rows.mdb = { index = "bridge", dev = "bridge", port = "ifindex", grp = "addr", src = "source", timer = about("timer", 0.01, 2), state = function(want, t) return t.state == ({ temp = 0, permanent = 1 })[want] end, filter_mode = function(want, t) return t.group_mode == ({ exclude = 0, include = 1 })[want] end,
  protocol = function(want, t) return t.rtprot == rtnl["RTPROT_" .. want:upper()] end, flags = bits("flags", { offload = 1, fast_leave = 2, added_by_star_ex = 4, blocked = 8 }), source_list = "src_list.entry", ["source_list.timer"] = about("timer", 0.01, 2) }
rows.vni = { owner = "owner", vni = "start", vniEnd = "end", remote = { "group", "group6" }, group = { "group", "group6" } }

local function entries(dump, name, sub) -- what messages hold, one by one
  local list = {}
  for m in dump do
    local t = m:totable()
    for _, e in ipairs(at(t, name) or {}) do
      e.owner = t.ifindex
      list[#list + 1] = e
    end
  end
  return list
end
local function theirs(command, name)
  local list = {}
  for _, object in ipairs(ip("bridge " .. command)) do
    for _, e in ipairs(object[name] or {}) do
      e.owner = object.ifname
      list[#list + 1] = e
    end
  end
  return list
end
local fdb = {}
for m in ipr:fdb("dump") do
  local t = m:totable()
  t.dev, t.via, fdb[#fdb + 1] = m:field("ifindex"), t.ifindex, t
end
assert(agreed("fdb", ip("bridge -s fdb show"), fdb, rows.fdb) > 10)
assert(agreed("link", ip("bridge -s link show"), ipr:brport("dump"):list(), rows.link) == 3)
assert(agreed("vlan", theirs("-s vlan show", "vlans"), entries(ipr:vlandb("dump", { dump_flags = "stats" }), "entry"), rows.vlan) > 10)
rows.tunnel = { owner = "owner", vlan = "vid", tunid = "id" }
local tunnels = {}
for m in ipr:vlan_filter("dump") do
  local t = m:totable()
  for _, e in ipairs(at(t, "af_spec.vlan_tunnel_info") or {}) do
    e.owner = t.index
    tunnels[#tunnels + 1] = e
  end
end
assert(agreed("tunnel", theirs("vlan tunnelshow", "tunnels"), tunnels, rows.tunnel) == 2)
assert(agreed("vni", theirs("-s vni show", "vnis"), entries(ipr:vni("dump", { stats = true }), "entry"), rows.vni) > 3)
local said, mine = ip("bridge -s mdb show")[1], ipr:mdb("dump", { dev = "br0" }):first():totable()
local flat = {}
for _, e in ipairs(mine.mdb.entry) do
  for _, i in ipairs(e.info) do
    i.bridge = mine.ifindex
    flat[#flat + 1] = i
  end
end
assert(agreed("mdb", said.mdb, flat, rows.mdb) > 5)
assert(agreed("router", said.router.br0, mine.router.port, rows.router) > 0)

sh("ip link set br0 type bridge mcast_vlan_snooping 1")
sh("bridge vlan global set vid 25 dev br0 mcast_querier 1 mcast_igmp_version 3 mcast_mld_version 2 mcast_last_member_count 5 mcast_last_member_interval 200 mcast_startup_query_count 7 mcast_startup_query_interval 3000 mcast_membership_interval 27000 mcast_querier_interval 26000 mcast_query_interval 13000 mcast_query_response_interval 900")
assert(agreed("global", theirs("-s vlan global show", "vlans"), entries(ipr:vlandb("dump", { dump_flags = "global" }), "global_options"), rows.global) > 3)
disagreed()
