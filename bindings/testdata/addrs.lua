-- needs: command ip
-- Addresses: made, read, changed and removed; nlua and iproute2 have to agree.
ipr:link("add", { ifname = "v0", kind = "veth", peer = "v1" })
for _, name in ipairs{ "v0", "v1" } do
  ipr:link("set", { ifname = name, af_spec = { af_inet6 = { addr_gen_mode = "none" } } })
  ipr:link("set", { ifname = name, state = "up" })
end
local v0 = ipr:link_lookup{ ifname = "v0" }[1]

local function shown(address)
  for _, a in ipairs(ip("addr show dev v0")[1].addr_info) do
    if a["local"] == address or a.address == address then return a end
  end
end
local function get(address)
  local list = ipr:addr("dump", { index = "v0", address = address }):list()
  assert(#list <= 1)
  return list[1]
end

-- IPv4: prefix, mask, label, broadcast, lifetimes, scope
ipr:addr("add", { index = "v0", address = "10.0.0.1/24", broadcast = true, label = "v0:one" })
local a, i = get("10.0.0.1"), shown("10.0.0.1")
eq({ a.address, a["local"], a.prefixlen, a.broadcast, a.label, a.index, a.family }, { "10.0.0.1", "10.0.0.1", 24, "10.0.0.255", "v0:one", v0, 2 })
eq({ i["local"], i.prefixlen, i.broadcast, i.label, i.scope, i.family }, { "10.0.0.1", 24, "10.0.0.255", "v0:one", "global", "inet" })
eq({ a:name("scope"), a:names("flags") }, { "global", { "PERMANENT" } })
ipr:addr("add", { index = v0, address = "10.1.0.1/255.255.0.0", scope = "link", broadcast = "10.1.9.9", preferred = 1000, valid = "7200s" })
a, i = get("10.1.0.1"), shown("10.1.0.1")
eq({ i.prefixlen, i.scope, i.broadcast }, { 16, "link", "10.1.9.9" })
assert(i.valid_life_time <= 7200 and i.valid_life_time > 7100 and i.preferred_life_time <= 1000)
eq({ a.cacheinfo.ifa_valid > 7100, a.cacheinfo.ifa_preferred > 900, a:name("scope") }, { true, true, "link" })
eq(a:has("permanent"), false)
ipr:addr("replace", { index = "v0", address = "10.1.0.1/16", scope = "link" })
eq({ get("10.1.0.1"):has("permanent"), get("10.1.0.1").cacheinfo.ifa_valid }, { true, 4294967295 })
ipr:addr("add", { index = "v0", address = "10.9.0.2/32", ["local"] = "10.9.0.1" }) -- a peer
a, i = ipr:addr("dump", { ["local"] = "10.9.0.1" }):first(), shown("10.9.0.1")
eq({ a.address, a["local"], i.address, i["local"] }, { "10.9.0.2", "10.9.0.1", "10.9.0.2", "10.9.0.1" })
ipr:addr("add", { index = "v0", address = "10.3.0.1", prefixlen = 8, flags = { "noprefixroute" }, rt_priority = 77 })
a, i = get("10.3.0.1"), shown("10.3.0.1")
eq({ a.prefixlen, a:has("noprefixroute"), i.noprefixroute, a.rt_priority, i.metric }, { 8, true, true, 77, 77 })

-- IPv6
ipr:addr("add", { index = "v0", address = "2001:DB8:0::0001/64", flags = { "nodad" } })
a, i = get("2001:db8::1"), shown("2001:db8::1")
eq({ a.address, a.prefixlen, a.family, a:has("nodad") }, { "2001:db8::1", 64, 10, true })
eq({ i["local"], i.prefixlen, i.nodad, i.family }, { "2001:db8::1", 64, true, "inet6" })
ipr:addr("add", { index = "v0", address = "fe80::7/64", flags = "nodad", valid_lft = 100, preferred_lft = 0, proto = 5 })
a, i = get("fe80::7"), shown("fe80::7")
eq({ a:name("scope"), i.scope, a:has("deprecated"), i.deprecated, a.proto }, { "link", "link", true, true, 5 })
ipr:addr("replace", { index = "v0", address = "fe80::7/64", valid = 50, preferred = 40 })
assert(get("fe80::7").cacheinfo.ifa_preferred <= 40)
fails(ipr.addr, "preferred", ipr, "add", { index = "v0", address = "10.0.0.9/24", preferred = 20, valid = 10 })

-- get reads one address, dump filters
eq(ipr:addr("get", { index = "v0", address = "2001:db8::1" })[1].address, "2001:db8::1")
eq(ipr:addr("dump", { family = 2, index = "v0" }):count(), 4)
eq(ipr:addr("dump", { index = "v0" }):count(), 6)
eq(ipr:addr("dump", { index = "v1" }):count(), 0)
eq(ipr:addr("dump", { index = "nobody" }):count(), 0)
eq(ipr:addr("dump", { label = "v0:one" }):first().address, "10.0.0.1")
eq(ipr:addr("dump", { prefixlen = function(n) return n > 30 end, index = "v0", family = 2 }):count(), 1)
eq(ipr:addr("dump", { address = "10.0.0.1/16" }):count(), 0)
eq(ipr:addr("dump", { address = "10.0.0.1/24" }):count(), 1)

-- what ip made
sh("ip addr add 10.77.0.1/30 brd + dev v1")
local theirs = ipr:addr("dump", { index = "v1" }):first()
eq({ theirs.address, theirs.prefixlen, theirs.broadcast, theirs.label }, { "10.77.0.1", 30, "10.77.0.3", "v1" })

-- all of them, both ways
local mine, ips = {}, {}
for m in ipr:addr("dump") do mine[#mine + 1] = m.index .. " " .. (m["local"] or m.address) .. "/" .. m.prefixlen end
for _, link in ipairs(ip("addr show")) do
  for _, x in ipairs(link.addr_info) do ips[#ips + 1] = link.ifindex .. " " .. x["local"] .. "/" .. x.prefixlen end
end
table.sort(mine)
table.sort(ips)
eq(mine, ips)

-- removed, by each name of the verb
ipr:addr("del", { index = "v0", address = "10.0.0.1/24" })
ipr:addr("remove", { index = v0, address = "2001:db8::1/64" })
ipr:addr("delete", { index = ipr:link("get", { index = v0 })[1], address = "10.1.0.1/16" })
eq({ get("10.0.0.1"), get("2001:db8::1"), get("10.1.0.1"), shown("10.0.0.1"), shown("10.1.0.1") }, {})
eq(fails(ipr.addr, "EADDRNOTAVAIL", ipr, "del", { index = "v0", address = "10.0.0.1/24" }).errno, "EADDRNOTAVAIL")
