-- Nexthops, mdb, netconf, addrlabel, ntable, nsid, stats: made, read, shown.
ipr:link("add", { ifname = "v0", kind = "veth", peer = "v1" })
ipr:link("set", { index = "v0", state = "up" })
ipr:link("set", { index = "v1", state = "up" })
ipr:addr("add", { index = "v0", address = "10.0.0.1/24" })
local v0 = ipr:link_lookup{ ifname = "v0" }[1]
local dev = "if" .. v0

local function line(dump)
  return tostring(dump:first())
end

-- nexthops
ipr:nexthop("add", { id = 1, gateway = "10.0.0.2", oif = "v0", proto = "static" })
ipr:nexthop("add", { id = 2, gateway = "10.0.0.3", dev = "v0" })
ipr:nexthop("add", { id = 3, group = "1,10/2" })
ipr:nexthop("add", { id = 4, blackhole = true })
eq(line(ipr:nexthop("dump", { id = 1 })), "id 1 via 10.0.0.2 dev " .. dev .. " proto static scope link")
eq(line(ipr:nexthop("dump", { id = 3 })), "id 3 group 1,10/2")
eq(line(ipr:nexthop("dump", { id = 4 })), "id 4 blackhole")
local group = ipr:nexthop("get", { id = 3 })[1]
eq(group.group[1]:get("weight"), 10)
eq(group:name("group_type"), "mpath")
ipr:route("add", { dst = "10.5.0.0/16", nhid = 3 })
eq(line(ipr:route("dump", { nh_id = 3 })), "10.5.0.0/16 proto static nhid 3 nexthop via 10.0.0.2 dev " .. dev ..
  " weight 10 nexthop via 10.0.0.3 dev " .. dev .. " weight 1")
local err = select(2, ipr.try:nexthop("add", { id = 9, gateway = "192.0.2.1", oif = "v0" }))
eq(err.errno, "ENETUNREACH")
fails(function() ipr:nexthop("add", { gatewy = "10.0.0.1" }) end, "did you mean \"gateway\"")
fails(function() ipr:nexthop("add", { group = "1,0" }) end, "weight of 1 to 65536")
ipr:nexthop("del", { id = 4 })
eq(ipr:nexthop("dump", { id = 4 }):count(), 0)

-- netconf, addrlabel, ntable, stats
local conf = ipr:netconf("get", { dev = "v0", family = "inet6" })[1]
eq(conf.ifindex, v0)
eq(tostring(conf):sub(1, #("inet6 dev " .. dev)), "inet6 dev " .. dev)
eq(ipr:netconf("get", { ifindex = "all" })[1].ifindex, -1)
ipr:addrlabel("add", { prefix = "2001:db8::/32", label = 77 })
eq(line(ipr:addrlabel("dump", { label = 77 })), "prefix 2001:db8::/32 label 77")
ipr:addrlabel("del", ipr:addrlabel("dump", { label = 77 }):first():totable())
ipr:addrlabel("add", { prefix = "2001:db8::", prefixlen = 32, label = 77 })
fails(ipr.addrlabel, "prefixlen says something else", ipr, "del", { prefix = "2001:db8::/32", prefixlen = 33 })
ipr:addrlabel("del", { prefix = "2001:db8::/32" })
eq(ipr:addrlabel("dump", { label = 77 }):count(), 0)
ipr:ntable("set", { name = "arp_cache", dev = "v0", base_reachable_time = "20s" })
eq(ipr:ntable("dump", { name = "arp_cache", dev = "v0" }):first():get("parms.base_reachable_time"), 20000)
fails(function() ipr:ntable("set", { dev = "v0" }) end, "name is missing")
local stats = ipr:stats("get", { dev = "v0", filter_mask = { "link_64" } })[1]
assert(stats:get("link_64.tx_packets") >= 0)
eq(stats:get("af_spec"), nil)

-- mdb: a message is a bridge with all its groups; a filter asks for one that fulfils all of it
ipr:link("add", { ifname = "br0", kind = "bridge", br_mcast_snooping = 1 })
ipr:link("set", { index = "br0", state = "up" })
ipr:link("set", { index = "v1", master = "br0" })
local done, refusal = ipr.try:mdb("add", { dev = "br0", port = "v1", grp = "239.1.1.1", permanent = true })
if done then
  ipr:mdb("add", { dev = "br0", port = "v1", grp = "ff0e::77" })
  eq(ipr:mdb("dump", { grp = "239.1.1.1", state = "permanent" }):count(), 1)
  eq(ipr:mdb("dump", { grp = "239.1.1.1", state = "temporary" }):count(), 0)
  local port = "if" .. ipr:link_lookup{ ifname = "v1" }[1]
  assert(line(ipr:mdb("dump")):find("port " .. port .. " grp 239.1.1.1 permanent", 1, true), line(ipr:mdb("dump")))
  ipr:mdb("del", { dev = "br0", port = "v1", grp = "239.1.1.1" })
  eq(ipr:mdb("dump", { grp = "239.1.1.1" }):count(), 0)
else
  eq(refusal.errno, "EOPNOTSUPP")
end

-- events that need a router: as the kernel of a capture sent them
local prefix = rtnl.decode(rtnl.encode("RTM_NEWPREFIX", { family = 10, ifindex = 2, len = 64, flags = { "onlink", "autoconf" },
  address = "2001:db8:77::", cacheinfo = { valid_time = 3600, preferred_time = 1800 } }))[1]
eq(tostring(prefix), "prefix 2001:db8:77::/64 dev if2 <ONLINK,AUTOCONF> valid 3600 preferred 1800")

-- The kernel has no dump of the settings of all families: they are read in turn, as ip netconf does.
local families = {}
for family in ipr:netconf("dump", { dev = "lo" }):fields("family") do families[#families + 1] = family end
eq({ families[1], families[2] }, { rtnl.AF_INET, rtnl.AF_INET6 })
eq(ipr:netconf("dump", { dev = "lo", family = "inet6" }):count(), 1)
eq(tostring(ipr:netconf("dump")), "netconf dump")
