-- What is shown: ip counts as many as a dump with the same words. reads(command, object, filter).
for _, command in ipairs{ "link add br0 type bridge", "link set br0 up", "link set q1 master br0", "addr add 192.0.2.1/24 dev p0 label p0:x", "addr add 192.0.2.2/24 dev p0", "addr add 2001:db8::1/64 dev p0 nodad noprefixroute home mngtmpaddr",
  "addr add 2001:db8::3/64 dev p0 preferred_lft 0 nodad", "addr add 2001:db8::2/64 dev p0 valid_lft 1000 preferred_lft 500", "addr add 192.0.3.1/24 dev q1 scope link", "addr add 239.1.1.1/32 dev p0 autojoin",
  "route add 10.0.0.0/8 via 192.0.2.7 proto zebra", "route add 10.1.0.0/16 dev p0 table 100", "route add blackhole 10.2.0.0/16", "rule add pref 100 from 10.0.0.0/8 to 10.1.0.0/16 iif p0 table 100", "rule add pref 101 not fwmark 5 tos 0x10 lookup main",
  "rule add pref 102 oif p0 ipproto tcp sport 5 dport 6-7 uidrange 0-0 table 100", "rule add pref 103 l3mdev protocol zebra",
  "neigh add 192.0.2.9 lladdr 02:00:00:00:00:09 dev p0", "neigh add 192.0.2.10 lladdr 02:00:00:00:00:0a nud noarp dev p0", "neigh add proxy 192.0.2.11 dev p0",
  "nexthop add id 1 via 192.0.2.7 dev p0", "nexthop add id 2 via 192.0.2.8 dev p0", "nexthop add id 3 group 1/2 type resilient buckets 4", "nexthop add id 4 via 192.0.2.8 fdb" } do sh("ip " .. command) end
for _, command in ipairs{ "fdb add 02:00:00:00:00:07 dev q1 master static", "fdb add 02:00:00:00:00:08 dev q1 master dynamic", "mdb add dev br0 port q1 grp 239.1.1.2 permanent" } do pcall(sh, "bridge " .. command) end
local function shown(command)
  local n = 0
  for _, item in ipairs(ip((command:gsub("^ip ", "")))) do
    local list = item.addr_info or item.mdb or item.vlans or item.tunnels or item.vnis
    for _, one in ipairs(list or {}) do n = n + (next(one) and 1 or 0) end
    if not list and next(item) then n = n + 1 end
  end
  return n
end
local function reads(command, object, filter, verb)
  said(command)
  local theirs, mine
  for _ = 1, 1000 do -- bridges and IPv6 do some things a moment later
    theirs, mine = shown(command), type(filter) == "function" and filter() or ipr[object](ipr, verb or "dump", filter):count()
    if theirs == mine and mine > 0 then return end
    nlua.sleep(0.02)
  end
  error(command .. ": ip shows " .. theirs .. ", nlua " .. mine)
end

for words, filter in pairs{ ["up"] = { state = "up" }, ["master br0"] = { master = "br0" }, ["type veth"] = { kind = "veth" }, nomaster = { master = false }, ["group default"] = { group = "default" } } do
  reads("ip link show " .. words, "link", filter)
  if words ~= "group default" then
    reads("ip address show " .. words, nil, function()
      local n = 0
      for link in ipr:link("dump", filter) do n = n + ipr:addr("dump", { index = link }):count() end
      return n
    end)
  end
end
for words, filter in pairs{ ["dev p0"] = { index = "p0" }, ["scope link"] = { scope = "link" }, ["label p0:x"] = { label = "p0:x" }, ["to 192.0.2.0/24"] = { address = function(a) return a:find("^192%.0%.2%.") end },
  permanent = { flags = "permanent" }, dynamic = { flags = "!permanent" }, secondary = { flags = "secondary" }, primary = { flags = "!secondary" },
  deprecated = { flags = "deprecated" }, ["-deprecated"] = { flags = "!deprecated" }, ["-tentative"] = { flags = "!tentative" },
  ["-dadfailed"] = { flags = "!dadfailed" }, home = { flags = "home" }, nodad = { flags = "nodad" }, mngtmpaddr = { flags = "mngtmpaddr" }, noprefixroute = { flags = "noprefixroute" }, autojoin = { flags = "autojoin" } } do
  reads("ip address show " .. words, "addr", filter)
end
for words, filter in pairs{ [""] = { table = "main" }, ["table all"] = {}, ["table 100"] = { table = 100 }, ["proto zebra"] = { table = "main", proto = "zebra" }, ["type blackhole"] = { table = "main", type = "blackhole" },
  ["scope link"] = { table = "main", scope = "link" }, ["exact 10.0.0.0/8"] = { table = "main", dst = "10.0.0.0/8" }, ["root 10.0.0.0/8"] = { table = "main", dst = function(d) return d:find("^10%.") end }, ["match 10.3.2.1"] = { table = "main", dst = "10.0.0.0/8" } } do
  filter.family = 2
  reads("ip -4 route list " .. words, "route", filter)
end
for words, filter in pairs{ [""] = {}, ["from 10.0.0.0/8"] = { src = "10.0.0.0/8" }, ["to 10.1.0.0/16"] = { dst = "10.1.0.0/16" }, ["iif p0"] = { iif = "p0" }, ["oif p0"] = { oif = "p0" }, ["table 100"] = { table = 100 }, ["not"] = { invert = true },
  ["fwmark 5"] = { fwmark = 5 }, ["tos 0x10"] = { tos = 0x10 }, ["ipproto tcp"] = { ip_proto = "tcp" }, ["sport 5"] = { sport_range = 5 }, ["dport 6-7"] = { dport_range = "6-7" }, ["uidrange 0-0"] = { uid_range = "0-0" },
  l3mdev = { l3mdev = true }, ["pref 100"] = { priority = 100 } } do
  filter.family = 2
  reads("ip -4 rule list " .. words, "rule", filter)
end
for words, filter in pairs{ [""] = { state = "!noarp" }, ["dev p0 nud all"] = { index = "p0" }, ["nud permanent"] = { state = "permanent" }, proxy = { proxy = true }, ["to 192.0.2.9"] = { dst = "192.0.2.9" }, nomaster = { state = "!noarp", master = false } } do
  reads("ip neigh show " .. words, "neigh", filter)
end
for words, filter in pairs{ [""] = {}, ["id 1"] = { id = 1 }, ["dev p0"] = { oif = "p0" }, groups = { groups = true } } do reads("ip nexthop list " .. words, "nexthop", filter) end
reads("ip nexthop bucket list id 3", "nexthop", { id = 3 }, "dump-buckets")
reads("ip nexthop bucket list nhid 1", "nexthop", { nhid = 1 }, "dump-buckets")
reads("ip netconf show dev p0", "netconf", { dev = "p0" })
reads("ip ntable show dev p0 name arp_cache", "ntable", { dev = "p0", name = "arp_cache" })
reads("ip addrlabel list", "addrlabel")
reads("bridge link show dev q1", "brport", { index = "q1" })
for words, filter in pairs{ ["brport q1"] = { index = "q1" }, ["state static"] = { static = true }, dynamic = { state = "!permanent" } } do reads("bridge fdb show " .. words, "fdb", filter) end
reads("bridge fdb show br br0", "fdb", function() return ipr:fdb("dump", { ifindex = "br0" }):count() + ipr:fdb("dump", { ifindex = "q1" }):count() end)
reads("bridge mdb show dev br0", "mdb", function() return #(ipr:mdb("dump", { dev = "br0" }):first():totable().mdb.entry) end)
for group, mask in pairs{ link = "link_64", ["xstats subgroup bridge suite stp"] = "link_xstats", ["xstats subgroup bond suite 802.3ad"] = "link_xstats", ["xstats_slave subgroup bridge suite mcast"] = "link_xstats_slave",
  ["afstats subgroup mpls"] = "af_spec" } do
  as("ip stats show dev p0 group " .. group, "stats", "get", { dev = "p0", filter_mask = { mask } })
end
for subgroup, names in pairs{ cpu_hit = "cpu_hit", hw_stats_info = "hw_stats_info", l3_stats = { "hw_stats_info", "l3_stats" } } do
  as("ip stats show dev p0 group offload subgroup " .. subgroup, "stats", "get", { dev = "p0", filter_mask = { "link_offload_xstats" }, get_filters = { link_offload_xstats = names } })
end
as("ip link xstats type bridge", "stats", "dump", { filter_mask = { "link_xstats" } })
as("ip link xstats type bridge_slave", "stats", "dump", { filter_mask = { "link_xstats_slave" } })
as("ip link afstats dev p0", "stats", "dump", { filter_mask = { "af_spec" } })
as("ip mroute show table 77", "route", "dump", { family = "ipmr", table = 77 })
if has "vlan_filtering" then
  sh("ip link set br0 type bridge vlan_filtering 1 mcast_vlan_snooping 1")
  sh("bridge vlan add vid 5-7 dev q1")
  sh("bridge vlan add vid 5 dev br0 self")
end
local function vlans(command, count)
  said(command)
  if has "vlan_filtering" then eq(shown(command), count(), command) end
end
vlans("bridge vlan show dev q1", function() return #ipr:vlandb("dump", { ifindex = "q1" }):first():totable().entry end)
vlans("bridge vlan show dev q1 vid 5", function() return ipr:vlandb("dump", { ifindex = "q1", vid = 5 }):count() end)
vlans("bridge vlan global show dev br0", function() return #ipr:vlandb("dump", { ifindex = "br0", dump_flags = "global" }):first():totable().global_options end)
