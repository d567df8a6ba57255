-- The helpers that are made of verbs: get_*, flush_*, dump, ensure, poll, filter_messages.
eq(#ipr:ensure("link", { ifname = "v0", kind = "veth", peer = "v1" }), 1)
eq(#ipr:ensure("link", { ifname = "v0", kind = "veth", peer = "v1" }), 1, "the second time")
-- as pyroute2 names a method: by itself, of whichever object
eq({ #ipr:ensure(ipr.link, { ifname = "v0" }), #ipr:poll(rtnl.AsyncIPRoute{}.link, "dump", { ifname = "v0" }) }, { 1, 1 })
eq({ pcall(ipr.poll, ipr, ipr.close, "dump", {}) }, { false, 'poll: want the name of a method for requests, such as "link", or ipr.link' })
for _, name in ipairs{ "v0", "v1" } do ipr:link("set", { ifname = name, state = "up" }) end
ipr:addr("add", { index = "v0", address = "10.0.0.1/24" })
ipr:route("add", { dst = "default", gateway = "10.0.0.2" })
ipr:route("add", { dst = "10.7.0.0/16", gateway = "10.0.0.2", table = 77 })

eq(ipr:get_default_routes():first().gateway, "10.0.0.2")
eq(ipr:get_default_routes():count(), 1)
eq(ipr:get_routes{ table = 77 }:count(), 1)
eq(ipr:get_links():count(), 3)
eq({ ipr:get_links(1):count(), ipr:get_links("v0", 1):count(), #ipr:get_links(1, { ext_mask = "vf" }):list(), tostring(ipr:get_links(1)) }, { 1, 2, 1, "link get" })
local names = {}
for l in ipr:get_links(1, "v0", "v1") do names[#names + 1] = l.ifname end
for name, mtu in ipr:get_links("v0"):fields("ifname", "mtu") do names[#names + 1] = name .. mtu end
eq(names, { "lo", "v0", "v1", "v01500" })
eq(fails(ipr.get_links, "ENODEV", ipr, 999).code, 19)
eq(ipr:get_addr{ index = "v0", family = 2 }:first().address, "10.0.0.1")
eq(ipr:get_rules(2):count(), 3)
ipr:neigh("add", { ifindex = "v0", dst = "10.0.0.9", lladdr = "02:00:00:00:00:09" })
eq(ipr:get_neighbours{ dst = "10.0.0.9" }:first().lladdr, "02:00:00:00:00:09")

assert(ipr:dump():count() > 10)
eq(ipr:dump{ "link" }:count(), 3, "no bridge: no vlans, no fdb")

eq(#ipr:filter_messages({ ifname = "v0" }, ipr:link("dump")), 1)
eq(#ipr:filter_messages(function(m) return m.mtu == 1500 end, ipr:link("dump"):list()), 2)

fails(ipr.poll, "ETIMEDOUT", ipr, "addr", "dump", { address = "10.9.9.9", timeout = 0.05, interval = 0.01 })
nlua.spawn(function()
  nlua.sleep(0.05)
  ipr:addr("add", { index = "v0", address = "10.0.0.5/24" })
end)
eq(#ipr:poll("addr", "dump", { address = "10.0.0.5", interval = 0.01 }), 1)
eq(#ipr:ensure("addr", { address = "10.0.0.5/24", index = "v0", present = false }), 0)

eq(#ipr:flush_routes{ table = 77 }, 1)
eq(#ipr:flush_addr{ index = "v0", family = 2 }, 1)
assert(#ipr:flush_rules() >= 2)
eq(ipr:rule("dump", { family = 2 }):count(), 1, "the rule of priority 0 is spared")
eq(#ipr:ensure("link", { ifname = "v0", present = false }), 0)

-- What helpers refuse, and what finds nothing.
ipr:rule("add", { priority = 32766, table = "main" })
ipr:link("add", { ifname = "v0", kind = "veth", peer = "v1" })
for _, name in ipairs{ "v0", "v1" } do ipr:link("set", { ifname = name, state = "up" }) end
ipr:addr("add", { index = "v0", address = "10.0.0.1/24" })
for _, c in ipairs{
  { "ensure", 'unknown method "lnik": did you mean "link"', "lnik", {} }, { "ensure", "argument 2: want a table", "link" }, { "ensure", 'did you mean "ifname"', "link", { ifnam = "x" } },
  { "ensure", "timeout: want seconds", "link", { ifname = "v0", timeout = "5s" } }, { "ensure", "timeout: want seconds", "link", { ifname = "v0", timeout = -1 } }, { "ensure", "present: want a boolean", "link", { ifname = "v0", present = "yes" } },
  { "ensure", "index: .*ENODEV", "addr", { index = "nobody", address = "10.0.0.7/24" } }, { "ensure", 'no "nosuch"', "link", { ifname = "x", kind = "nosuch" } },
  { "ensure", "ETIMEDOUT.*there is no link {ifname=v0 qdisc=fq} after 50ms", "link", { ifname = "v0", qdisc = "fq", timeout = 0.05, interval = 0.01 } },
  { "poll", 'unknown verb "frob"', "link", "frob", {} }, { "poll", "link set changes something: poll repeats what reads", "link", "set", { index = "v0", mtu = 1400 } }, { "poll", "argument 2: want a string", "link" },
  { "wait", 'did you mean "RTM_NEWLINK"', { event = "RTM_NEWLNK" } }, { "wait", "timeout: want seconds", { timeout = "x" } }, { "wait", 'did you mean "ifname"', { event = "RTM_NEWLINK", ifnam = "x", timeout = 0.05 } },
  { "link_lookup", "argument 1: want a table", "v0" }, { "link_lookup", 'did you mean "ifname"', { ifnam = "v0" } }, { "flush_routes", 'did you mean "table"', { tabel = 5 } }, { "get_default_routes", "family: .*none of", "x" },
  { "get_links", "ENODEV", "nobody" }, { "get_links", 'unknown keyword "foo"', { foo = 1 } }, { "get_netns_info", "want list_proc = true or false, got list_prc", { list_prc = true } }, { "dump", 'unknown group "lnk": did you mean "link"', { "lnk" } },
  { "filter_messages", 'unknown keyword "foo"', { foo = 1 }, ipr:link("dump") }, { "filter_messages", "argument 1: want a table of keywords or a function", 5, {} }, { "filter_messages", "argument 2: want a dump or a list of messages", {}, 5 },
  { "link", 'unknown keyword "request_filter": say attrs', "add", { request_filter = 5 } }, { "addr", 'unknown keyword "dump_filter": say match', "dump", { dump_filter = 5 } }, { "link", 'unknown keyword "command_map": say rtnl.encode', "add", { command_map = {} } },
  { "link", "want a verb, got number", 16, {} },
} do fails(ipr[c[1]], c[2], ipr, unpack(c, 3)) end
for _, where in ipairs{ { ifname = "nobody" }, { altname = "nobody" }, { index = "nobody" }, { index = 4711 }, { ifname = "" }, { ifname = ("x"):rep(200) }, { altname = ("x"):rep(200) }, { kind = "nosuch" }, { master = "nobody" } } do
  eq(ipr:link_lookup(where), {}, nlua.inspect(where))
end
eq({ #ipr:flush_routes{ oif = "nobody" }, #ipr:flush_routes{ table = 4711 }, #ipr:flush_addr{ index = "nobody" }, #ipr:flush_rules{ priority = 4711 }, ipr:get_default_routes(2, "no-such-table"):count() }, { 0, 0, 0, 0, 0 })

-- The second run finds what the first made, in the other's words too, and changes what is otherwise.
for _, e in ipairs{
  { "addr", { index = "v0", address = "10.0.0.7/24", broadcast = true }, { dev = "v0", address = "10.0.0.7/255.255.255.0" } }, { "route", { dst = "10.5.0.0/16", gateway = "10.0.0.2" }, { dst = "10.5.0.0/255.255.0.0", gateway = "10.0.0.3" } },
  { "rule", { priority = 50, table = 7 }, { priority = 50, table = 7 } }, { "neigh", { dst = "10.0.0.9", lladdr = "02:00:00:00:00:09", index = "v0" }, { dst = "10.0.0.9", lladdr = "02:00:00:00:00:0A", index = "v0" } },
  { "nexthop", { id = 1, gateway = "10.0.0.2", oif = "v0" }, { id = 1 } },
} do
  local name, first, second = unpack(e)
  local made = ipr:ensure(name, first)[1]
  eq(ipr:ensure(name, first)[1]:diff(made), {}, name)
  eq({ #ipr:ensure(name, second), ipr[name](ipr, "dump", second):count() }, { 1, 1 }, name)
  second.present = false
  eq({ #ipr:ensure(name, second), #ipr:ensure(name, second) }, { 0, 0 }, name)
end
eq(#ipr:ensure("addr", { index = ipr:ensure("link", { ifname = "v0" }), address = "10.0.0.8/24" }), 1)

-- Routes by a nexthop object are told with its next hops, and removed without.
for id = 1, 2 do ipr:nexthop("add", { id = id, gateway = "10.0.0." .. id + 1, oif = "v0" }) end
ipr:nexthop("add", { id = 3, group = { 1, 2 } })
for _, id in ipairs{ 1, 3 } do ipr:route("add", { dst = "10." .. 5 + id .. ".0.0/16", nhid = id }) end
eq(#ipr:flush_routes{ proto = "static" }, 2)

-- A large table, and links that go between the reading and the doing.
local many = LAB and 2000 or 20000
for first = 0, many - 1, 1000 do
  ipr:batch(function(b)
    for i = first, first + 999 do b:route("add", { dst = ("11.%d.%d.%d"):format(math.floor(i / 65536), math.floor(i / 256) % 256, i % 256), type = "blackhole" }) end
  end)
end
eq(ipr:get_default_routes():count(), 0)
ipr:route("add", { dst = "default", gateway = "10.0.0.2" })
eq(ipr:get_default_routes():first().gateway, "10.0.0.2")
eq({ #ipr:ensure("route", { dst = "11.0.0.9" }), #ipr:poll("route", "dump", { dst = "11.0.7.1" }), #ipr:ensure("route", { dst = "11.0.7.1", type = "blackhole", present = false }) }, { 1, 1, 0 })
local saved = ipr:route_dumps(2, { type = "blackhole" })
eq(#ipr:flush_routes{ type = "blackhole" }, many - 1)
eq({ ipr:route_loads(saved), #ipr:flush_routes{ type = "blackhole" } }, { many - 1, many - 1 })
for i = 1, 20 do ipr:link("add", { ifname = "r" .. i, kind = "veth", peer = "s" .. i }) end
local gone, refused = 0, 0
for link in ipr:link("dump", { match = function(m) return m.ifname:find("^[rs]%d") end }) do
  ipr.try:link("del", { index = link }) -- which takes its peer along
  local done, err = ipr.try:link("set", { index = link, mtu = 1400 })
  assert(not done and err.errno == "ENODEV", tostring(err))
  gone = gone + 1
  refused = refused + (ipr.try:addr("add", { index = link, address = "10.77.0.1/24" }) and 0 or 1)
  eq(#ipr:ensure("link", { index = link.index, present = false }), 0)
end
eq({ gone, refused }, { 40, 40 })
