-- needs: command ip, vxlan
-- Neighbours: made, read, changed and removed; nlua and iproute2 have to agree.
ipr:link("add", { ifname = "v0", kind = "veth", peer = "v1" })
for _, name in ipairs{ "v0", "v1" } do ipr:link("set", { ifname = name, state = "up" }) end
ipr:addr("add", { index = "v0", address = "10.0.0.1/24" })
ipr:addr("add", { index = "v0", address = "2001:db8::1/64", flags = "nodad" })
local v0 = ipr:link_lookup{ ifname = "v0" }[1]
local function get(dst) return ipr:neigh("dump", { dst = dst, ifindex = "v0" }):first() end
local function shown(dst) return ip("neigh show dev v0 " .. dst)[1] end

ipr:neigh("add", { dst = "10.0.0.7", lladdr = "02:00:00:00:00:07", ifindex = "v0" })
local n, i = get("10.0.0.7"), shown("10.0.0.7")
eq({ n.dst, n.lladdr, n.ifindex, n.family, n:names("state") }, { "10.0.0.7", "02:00:00:00:00:07", v0, 2, { "PERMANENT" } })
eq({ i.dst, i.lladdr, i.state }, { "10.0.0.7", "02:00:00:00:00:07", { "PERMANENT" } })
fails(ipr.neigh, "EEXIST", ipr, "add", { dst = "10.0.0.7", lladdr = "02:00:00:00:00:08", index = "v0" })

ipr:neigh("replace", { dst = "10.0.0.7", lladdr = "02:00:00:00:00:08", index = v0, state = "reachable" })
n, i = get("10.0.0.7"), shown("10.0.0.7")
eq({ n.lladdr, n:has("reachable", "state"), i.lladdr, i.state }, { "02:00:00:00:00:08", true, "02:00:00:00:00:08", { "REACHABLE" } })
ipr:neigh("change", { dst = "10.0.0.7", index = "v0", lladdr = "0200.0000.0009", nud = "stale" })
eq({ shown("10.0.0.7").lladdr, shown("10.0.0.7").state }, { "02:00:00:00:00:09", { "STALE" } })
ipr:neigh("set", { dst = "10.0.0.7", index = "v0", lladdr = "02:00:00:00:00:0a", state = "permanent", protocol = "bird" })
eq({ get("10.0.0.7"):name("protocol"), shown("10.0.0.7").protocol, shown("10.0.0.7").state }, { "bird", "bird", { "PERMANENT" } })
ipr:neigh("append", { dst = "10.0.0.8", index = "v0", lladdr = "02:00:00:00:00:0b", state = "permanent,noarp" })
assert(get("10.0.0.8"))
eq(fails(ipr.neigh, "ENOENT", ipr, "change", { dst = "10.0.0.99", index = "v0", lladdr = "02:00:00:00:00:0b" }).code, 2)

-- IPv6, flags, proxies
ipr:neigh("add", { dst = "2001:db8::7", lladdr = "02:00:00:00:01:07", index = "v0", flags = "router" })
n, i = get("2001:db8::7"), shown("2001:db8::7")
eq({ n.family, n:has("router"), i.router ~= nil, i.lladdr }, { 10, true, true, "02:00:00:00:01:07" })
ipr:neigh("add", { dst = "10.0.0.50", index = "v0", flags = { "proxy" } })
eq(#ip("neigh show proxy"), 1)
eq(ipr:neigh("dump", { flags = "proxy" }):first().dst, "10.0.0.50")

-- get reads one; dump filters
eq(ipr:neigh("get", { dst = "10.0.0.7", index = "v0" })[1].lladdr, "02:00:00:00:00:0a")
eq(fails(ipr.neigh, "ENOENT", ipr, "get", { dst = "10.0.0.77", index = "v0" }).code, 2)
eq(ipr:neigh("dump", { index = "v0", family = 2 }):count(), 2)
eq(ipr:neigh("dump", { index = "v1", family = 2 }):count(), 0)
eq(ipr:neigh("dump", { index = "nobody" }):count(), 0)
eq(ipr:neigh("dump", { lladdr = "02:00:00:00:00:0a" }):first().dst, "10.0.0.7")

-- what ip made
sh("ip neigh add 10.0.0.60 lladdr 02:00:00:00:00:60 dev v0 nud noarp")
eq({ get("10.0.0.60").lladdr, get("10.0.0.60"):names("state") }, { "02:00:00:00:00:60", { "NOARP" } })

-- all of them, both ways
local mine, ips = {}, {}
for m in ipr:neigh("dump", { index = "v0" }) do
  if m.state ~= 64 and not m:has("proxy") then mine[#mine + 1] = m.dst .. " " .. tostring(m.lladdr) end
end
for _, x in ipairs(ip("neigh show dev v0")) do ips[#ips + 1] = x.dst .. " " .. tostring(x.lladdr) end
table.sort(mine)
table.sort(ips)
eq(mine, ips)

-- the fdb of a vxlan link
ipr:link("add", { ifname = "vx0", kind = "vxlan", vxlan_id = 7, vxlan_port = 4789, vxlan_learning = false })
ipr:fdb("append", { index = "vx0", lladdr = "00:00:00:00:00:00", dst = "192.0.2.9" })
ipr:fdb("append", { index = "vx0", lladdr = "00:00:00:00:00:00", dst = "192.0.2.10" })
ipr:fdb("add", { index = "vx0", lladdr = "02:00:00:00:00:99", dst = "192.0.2.11", port = 4790, vni = 8 })
local f = ipr:fdb("dump", { ifindex = "vx0", lladdr = "02:00:00:00:00:99" }):first()
local b = ip("bridge fdb show dev vx0")
eq(#b, 3)
for _, x in ipairs(b) do
  if x.mac == "02:00:00:00:00:99" then eq({ f.dst, f.port, f.vni }, { x.dst, x.port, x.vni }) end
end
ipr:fdb("del", { index = "vx0", lladdr = "02:00:00:00:00:99" })
-- the attribute hides the field of its name, as everywhere
ipr:fdb("add", { index = "vx0", lladdr = "02:00:00:00:00:98", dst = "192.0.2.11", via = "v0" })
f = ipr:fdb("dump", { lladdr = "02:00:00:00:00:98" }):first()
eq({ f.ifindex, f:field("ifindex") }, { v0, ipr:link_lookup{ ifname = "vx0" }[1] })
eq(ipr:fdb("dump", { index = "vx0", via = "v0" }):count(), 1)
do -- the entry has two links, and neither is lost
  local via = ipr:fdb("dump", { index = "vx0", via = "v0" }):first()
  local vx0, v0 = ipr:link_lookup{ ifname = "vx0" }[1], ipr:link_lookup{ ifname = "v0" }[1]
  local t, json = via:totable(), nlua.json.decode(nlua.json.encode(via))
  eq({ t.ndm_ifindex, t.ifindex, json.ndm_ifindex, json.ifindex, via.ndm_ifindex, via.ifindex }, { vx0, v0, vx0, v0, vx0, v0 })
  assert(rtnl.decode(rtnl.encode(rtnl.RTM_NEWNEIGH, t))[1] == via)
  eq(ipr:fdb("dump", { index = "v0" }):first():totable().ndm_ifindex, nil)
end
ipr:fdb("del", { index = "vx0", lladdr = "02:00:00:00:00:98" })
eq(#ip("bridge fdb show dev vx0"), 2)

-- removed, by each name of the verb
ipr:neigh("del", { dst = "10.0.0.7", index = "v0" })
ipr:neigh("remove", { dst = "10.0.0.8", ifindex = "v0" })
ipr:neigh("delete", { dst = "2001:db8::7", index = v0 })
ipr:neigh("del", { dst = "10.0.0.50", index = "v0", flags = "proxy" })
eq({ get("10.0.0.8"), get("10.0.0.50"), #ip("neigh show proxy") }, { nil, nil, 0 })
eq(fails(ipr.neigh, "ENOENT", ipr, "del", { dst = "10.0.0.77", index = "v0" }).code, 2)
