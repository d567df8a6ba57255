-- The helpers that are made of verbs: get_*, flush_*, dump, ensure, poll, filter_messages.
eq(#ipr:ensure("link", { ifname = "v0", kind = "veth", peer = "v1" }), 1)
eq(#ipr:ensure("link", { ifname = "v0", kind = "veth", peer = "v1" }), 1, "the second time")
for _, name in ipairs{ "v0", "v1" } do ipr:link("set", { ifname = name, state = "up" }) end
ipr:addr("add", { index = "v0", address = "10.0.0.1/24" })
ipr:route("add", { dst = "default", gateway = "10.0.0.2" })
ipr:route("add", { dst = "10.7.0.0/16", gateway = "10.0.0.2", table = 77 })

eq(ipr:get_default_routes():first().gateway, "10.0.0.2")
eq(ipr:get_default_routes():count(), 1)
eq(ipr:get_routes{ table = 77 }:count(), 1)
eq(ipr:get_links():count(), 3)
eq(#ipr:get_links(1), 1)
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
