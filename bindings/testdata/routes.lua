-- needs: command ip
-- Routes: made, read, changed and removed; nlua and iproute2 have to agree.
ipr:link("add", { ifname = "v0", kind = "veth", peer = "v1" })
ipr:link("add", { ifname = "w0", kind = "veth", peer = "w1" })
for _, name in ipairs{ "v0", "v1", "w0", "w1" } do ipr:link("set", { ifname = name, state = "up" }) end
ipr:addr("add", { index = "v0", address = "10.0.0.1/24" })
ipr:addr("add", { index = "w0", address = "10.1.0.1/24" })
ipr:addr("add", { index = "v0", address = "2001:db8::1/64", flags = "nodad" })
ipr:addr("add", { index = "w0", address = "2001:db8:1::1/64", flags = "nodad" })
local v0, w0 = ipr:link_lookup{ ifname = "v0" }[1], ipr:link_lookup{ ifname = "w0" }[1]

local function get(dst, more)
  local filter = { dst = dst }
  for k, v in pairs(more or {}) do filter[k] = v end
  local list = ipr:route("dump", filter):list()
  assert(#list <= 1, #list .. " routes to " .. dst)
  return list[1]
end
local function shown(dst, more)
  return ip((dst:find(":") and "-6 " or "") .. "route show " .. dst .. " " .. (more or ""))[1]
end

-- a gateway
ipr:route("add", { dst = "10.10.0.0/16", gateway = "10.0.0.2" })
local r, i = get("10.10.0.0/16"), shown("10.10.0.0/16")
eq({ r.dst, r.dst_len, r.gateway, r.oif, r.table, r:name("proto"), r:name("scope"), r:name("type") },
  { "10.10.0.0", 16, "10.0.0.2", v0, 254, "static", "global", "unicast" })
eq({ i.dst, i.gateway, i.dev, i.protocol, i.scope }, { "10.10.0.0/16", "10.0.0.2", "v0", "static", "global" })

-- by device, with all the numbers
ipr:route("add", { dst = "10.11.0.0/255.255.0.0", oif = "w0", scope = "link", prefsrc = "10.1.0.1", priority = 50, tos = 8, proto = "bird" })
r, i = get("10.11.0.0/16"), shown("10.11.0.0/16 tos 8")
eq({ r.oif, r.prefsrc, r.priority, r.tos, r:name("proto"), r:name("scope") }, { w0, "10.1.0.1", 50, 8, "bird", "link" })
eq({ i.dev, i.prefsrc, i.metric, i.protocol, i.scope }, { "w0", "10.1.0.1", 50, "bird", "link" })
ipr:route("add", { dst = "10.12.0.1", gateway = "10.7.7.7", oif = "v0", flags = { "onlink" } })
eq({ get("10.12.0.1"):has("onlink"), get("10.12.0.1").dst_len, shown("10.12.0.1").flags }, { true, 32, { "onlink" } })

-- kinds of route
for _, kind in ipairs{ "blackhole", "unreachable", "prohibit", "throw" } do
  ipr:route("add", { dst = "10.13.0.0/16", type = kind, table = 99, priority = #kind })
end
eq(get("10.13.0.0/16", { table = 99, priority = 9 }):name("type"), "blackhole")
local kinds = {}
for _, route in ipairs(ip("route show table 99")) do kinds[route.type] = route.metric end
eq(kinds, { blackhole = 9, unreachable = 11, prohibit = 8, throw = 5 })

-- tables: by number, above 255, by name
ipr:route("add", { dst = "10.14.0.0/16", gateway = "10.0.0.2", table = 1000 })
eq({ get("10.14.0.0/16").table, get("10.14.0.0/16"):field("table"), #ip("route show table 1000") }, { 1000, 252, 1 })
ipr:route("add", { dst = "10.14.0.0/16", gateway = "10.0.0.3", table = "local" })
eq(get("10.14.0.0/16", { table = "local" }).gateway, "10.0.0.3")
eq(ipr:route("dump", { table = 1000 }):count(), 1)
eq(ipr:route("dump", { table = 4711 }):count(), 0)

-- metrics
ipr:route("add", { dst = "10.15.0.0/16", gateway = "10.0.0.2", metrics = { mtu = 1400, advmss = 1300, window = 60000, initcwnd = 20, hoplimit = 33, cc_algo = "cubic" } })
local m = get("10.15.0.0/16").metrics
eq({ m.mtu, m.advmss, m.window, m.initcwnd, m.hoplimit, m.cc_algo }, { 1400, 1300, 60000, 20, 33, "cubic" })
local x = shown("10.15.0.0/16").metrics[1]
eq({ x.mtu, x.advmss, x.window, x.initcwnd, x.hoplimit, x.congestion }, { 1400, 1300, 60000, 20, 33, "cubic" })

-- several next hops
ipr:route("add", { dst = "10.16.0.0/16", multipath = {
  { gateway = "10.0.0.2", hops = 9 },
  { gateway = "10.1.0.2", oif = "w0", flags = { "onlink" } },
} })
r, i = get("10.16.0.0/16"), shown("10.16.0.0/16")
local hops = r.multipath
eq(#hops, 2)
eq({ hops[1].gateway, hops[1].oif, hops[1].hops, hops[2].gateway, hops[2].oif, hops[2].hops }, { "10.0.0.2", v0, 9, "10.1.0.2", w0, 0 })
eq({ i.nexthops[1].gateway, i.nexthops[1].dev, i.nexthops[1].weight, i.nexthops[2].gateway, i.nexthops[2].weight, i.nexthops[2].flags },
  { "10.0.0.2", "v0", 10, "10.1.0.2", 1, { "onlink" } })

-- another family's gateway; nexthop objects
ipr:route("add", { dst = "10.17.0.0/16", oif = "v0", via = { family = 10, addr = "fe80::77" } })
eq(shown("10.17.0.0/16").via, { family = "inet6", host = "fe80::77" })
eq(get("10.17.0.0/16").via.addr, "fe80::77")
ipr:nexthop("add", { id = 5, gateway = "10.0.0.9", oif = "v0" })
ipr:route("add", { dst = "10.18.0.0/16", nh_id = 5 })
eq({ get("10.18.0.0/16").nh_id, shown("10.18.0.0/16").nhid, shown("10.18.0.0/16").gateway }, { 5, 5, "10.0.0.9" })

-- IPv6
ipr:route("add", { dst = "2001:db8:100::/48", gateway = "2001:db8::2", pref = "high" })
r, i = get("2001:db8:100::/48"), shown("2001:db8:100::/48")
eq({ r.gateway, r.oif, r.priority, r.family, r:name("pref") }, { "2001:db8::2", v0, 1024, 10, "high" })
eq({ i.gateway, i.dev, i.metric, i.pref, i.protocol }, { "2001:db8::2", "v0", 1024, "high", "static" })
-- a hop's encapsulation: told, shown, and taken again as it is told
ipr:route("add", { dst = "10.97.0.0/16", multipath = { { gateway = "10.0.0.2", encap = { type = "ip", id = 5, dst = "192.0.2.9" } }, { gateway = "10.0.0.3" } } })
r = get("10.97.0.0/16")
assert(tostring(r):find("nexthop encap ip id 5 dst 192.0.2.9 src 0.0.0.0 via 10.0.0.2 dev ", 1, true), tostring(r))
ipr:route("del", r:totable())
ipr:route("add", r:totable())
eq(get("10.97.0.0/16"):diff(r), {})
for _, hop in ipairs{ { weight = 3, hops = 5 }, { dev = "v1", oif = "v0" }, { ifindex = "lo", dev = r.multipath[1].oif } } do
  fails(ipr.route, "says something else of the same: give one of them", ipr, "add", { dst = "10.98.0.0/16", multipath = { hop } })
end
ipr:route("add", { dst = "10.98.0.0/16", multipath = { { gateway = "10.0.0.2", weight = 3, hops = 2, dev = "v0", oif = r.multipath[1].oif } } })
ipr:route("add", { dst = "2001:db8:200::/48", multipath = { { gateway = "2001:db8::2" }, { gateway = "2001:db8:1::2", hops = 2 } } })
eq(#get("2001:db8:200::/48").multipath, 2)
eq(shown("2001:db8:200::/48").nexthops[2].weight, 3)
ipr:route("add", { dst = "2001:db8:300::/48", src = "2001:db8:aaaa::/48", gateway = "2001:db8::2", expires = 300 })
eq({ get("2001:db8:300::/48").src, get("2001:db8:300::/48").src_len }, { "2001:db8:aaaa::", 48 })
local expires = ip("-6 route show 2001:db8:300::/48 from 2001:db8:aaaa::/48")[1].expires
assert(expires and expires <= 300 and expires > 200, "expires " .. tostring(expires))

-- the default route
ipr:route("add", { dst = "default", gateway = "10.0.0.2" })
ipr:route("add", { dst = "::/0", gateway = "2001:db8::2" })
eq({ shown("default").gateway, ip("-6 route show default")[1].gateway }, { "10.0.0.2", "2001:db8::2" })
eq(ipr:route("dump", { dst = "0.0.0.0/0" }):count(), 1)
eq(ipr:route("dump", { dst = "default", family = 10 }):count(), 1)

-- verbs: append, replace, set, change, get, show
ipr:route("append", { dst = "10.10.0.0/16", gateway = "10.0.0.3" })
eq(#ip("route show 10.10.0.0/16"), 2)
ipr:route("del", { dst = "10.10.0.0/16", gateway = "10.0.0.3" })
eq(get("10.10.0.0/16").gateway, "10.0.0.2")
ipr:route("replace", { dst = "10.10.0.0/16", gateway = "10.0.0.4" })
eq(get("10.10.0.0/16").gateway, "10.0.0.4")
ipr:route("set", { dst = "10.10.0.0/16", gateway = "10.0.0.5" })
eq(shown("10.10.0.0/16").gateway, "10.0.0.5")
ipr:route("change", { dst = "10.10.0.0/16", gateway = "10.0.0.6" })
eq(shown("10.10.0.0/16").gateway, "10.0.0.6")
eq(fails(ipr.route, "ENOENT", ipr, "change", { dst = "10.99.0.0/16", gateway = "10.0.0.6" }).code, 2)
eq(fails(ipr.route, "EEXIST", ipr, "add", { dst = "10.10.0.0/16", gateway = "10.0.0.6" }).code, 17)
local got = ipr:route("get", { dst = "10.10.1.1" })[1]
local theirs = ip("route get 10.10.1.1")[1]
eq({ got.dst, got.gateway, got.oif, got.prefsrc }, { "10.10.1.1", theirs.gateway, v0, theirs.prefsrc })
eq(ipr:route("get", { dst = "10.16.5.5", oif = "w0" })[1].oif, w0)
eq(ipr:route("get", { dst = "2001:db8:100::5" })[1].gateway, "2001:db8::2")
eq(ipr:route("get", { dst = "10.10.1.1", mark = 7, uid = 0 })[1].gateway, "10.0.0.6")
eq(ipr:route("show", { dst = "10.10.0.0/16" }):count(), 1)

-- a prefix is compared with its length
eq(ipr:route("dump", { dst = "10.10.0.0/24" }):count(), 0)
eq(ipr:route("dump", { oif = "w0", family = 2, table = 254 }):count(), 2)
eq(ipr:route("dump", { gateway = "10.0.0.6" }):count(), 1)
eq(ipr:route("dump", { proto = "bird" }):count(), 1)

-- what ip made; a foreign table of next hops
sh("ip route add 10.20.0.0/16 via 10.0.0.2 mtu lock 1300 realm 4 metric 9")
r = get("10.20.0.0/16")
eq({ r.metrics.mtu, r.metrics.lock, r.flow, r.priority }, { 1300, 4, 4, 9 })

-- all of them, both ways
local mine, ips = {}, {}
for route in ipr:route("dump", { family = 2 }) do
  mine[#mine + 1] = (route.dst or "default") .. (route.dst and route.dst_len < 32 and "/" .. route.dst_len or "") .. " " .. (route:name("type"))
end
for _, route in ipairs(ip("-4 route show table all")) do ips[#ips + 1] = route.dst .. " " .. (route.type or "unicast") end
table.sort(mine)
table.sort(ips)
eq(mine, ips)

-- removed, by each name of the verb
ipr:route("del", { dst = "10.10.0.0/16" })
ipr:route("remove", { dst = "10.13.0.0/16", table = 99, type = "throw" })
ipr:route("delete", { dst = "10.16.0.0/16" })
ipr:route("del", get("10.15.0.0/16"):totable())
eq({ get("10.10.0.0/16"), get("10.16.0.0/16"), get("10.15.0.0/16") }, {})
eq(#ip("route show table 99"), 3)
eq(fails(ipr.route, "ESRCH", ipr, "del", { dst = "10.10.0.0/16" }).code, 3)

-- a link that was made anew has another index, however alike the routes by its name are; in a batch too
for i = 1, 4 do
  ipr:link("add", { ifname = "again", kind = "veth", peer = "again1" })
  ipr:link("set", { ifname = "again", state = "up" })
  ipr:route("add", { dst = "10.77." .. i .. ".0/24", oif = "again" })
  ipr:batch(function(b) b:route("add", { dst = "10.78." .. i .. ".0/24", oif = "again" }) end)
  local index = ipr:link_lookup{ ifname = "again" }[1]
  eq({ get("10.77." .. i .. ".0/24").oif, get("10.78." .. i .. ".0/24").oif }, { index, index })
  ipr:link("del", { ifname = "again" })
end

-- and a loop of routes has each with its own values
for i = 1, 6 do ipr:route("add", { dst = "10.79." .. i .. ".0/24", type = "blackhole", priority = i }) end
fails(ipr.route, 'dst: "10.79.x.0/24" is no IP address', ipr, "add", { dst = "10.79.x.0/24", type = "blackhole", priority = 7 })
fails(ipr.route, "EEXIST", ipr, "add", { dst = "10.79.6.0/24", type = "blackhole", priority = 6 })
for i = 1, 6 do eq(get("10.79." .. i .. ".0/24").priority, i) end
