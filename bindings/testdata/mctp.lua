-- needs: symbol mctp_dev_get_rtnl, file /dev/net/tun
-- Endpoint ids of MCTP: addresses, routes and neighbours that are numbers of one byte. A tun device is a link of MCTP's, as lo is.
ipr:link("add", { ifname = "m0", kind = "tun" })
ipr:link("set", { ifname = "m0", state = "up" })
local m0 = ipr:link_lookup{ ifname = "m0" }[1]
local function links(name) return ipr:link("get", { ifname = name })[1] end

eq(links("m0"):get("af_spec.af_mctp.net"), 1)
ipr:link("set", { index = "m0", mctp_net = 7 })
eq({ links("m0"):get("af_spec.af_mctp.net"), links("lo"):get("af_spec.af_mctp.net") }, { 7, 1 })
ipr:link("set", { index = "m0", af_spec = { af_mctp = { net = 8 } } })
eq(links("m0"):get("af_spec.af_mctp.net"), 8)

local monitor = ipr:monitor{ groups = "mctp_ifaddr", resync = true }
ipr:addr("add", { family = "mctp", index = "m0", address = 8 })
ipr:addr("add", { family = "mctp", index = "m0", address = "9" })
fails(ipr.addr, "EEXIST", ipr, "add", { family = "mctp", index = "m0", address = 8 })
fails(ipr.addr, "want an address as a string", ipr, "add", { index = "m0", address = 8 })
fails(ipr.addr, "endpoint id", ipr, "add", { family = "mctp", index = "m0", address = "10.0.0.1" })
local list = ipr:addr("dump", { family = "mctp" }):list()
eq({ #list, list[1].address, list[2]["local"], list[1].family }, { 2, 8, 9, 45 })
eq(tostring(list[1]), "if" .. m0 .. " eid 8 scope global")
eq(list[1]:key(), "addr family=45 index=" .. m0 .. " local=8")
eq(ipr:addr("dump", { family = "mctp", address = 9 }):count(), 1)
eq(ipr:addr("dump", { family = "mctp", index = "lo" }):count(), 0)
ipr:addr("del", { family = "mctp", index = "m0", address = 9 })
local events = {}
for i = 1, 3 do
  local event = monitor()
  events[i] = event.event .. " " .. event.address
end
eq(events, { "RTM_NEWADDR 8", "RTM_NEWADDR 9", "RTM_DELADDR 9" })

ipr:route("add", { family = "mctp", dst = 20, oif = "m0" })
ipr:route("add", { family = "mctp", dst = 30, dst_len = 5, dev = "m0", metrics = { mtu = 90 } })
fails(ipr.route, "EEXIST", ipr, "add", { family = "mctp", dst = 20, oif = "m0" })
local routes = ipr:route("dump", { family = "mctp", type = "unicast" }):list()
table.sort(routes, function(a, b) return a.dst < b.dst end)
eq({ #routes, routes[1].dst, routes[2].dst, routes[2].dst_len, routes[2]:get("metrics.mtu") }, { 2, 20, 30, 5, 90 })
eq(routes[2]:key(), "route family=45 dst=30 more=5 type=1 oif=" .. m0)
assert(tostring(routes[2]):find("^eid 30%-35 dev if" .. m0), tostring(routes[2]))
eq(ipr:route("dump", { family = "mctp", dst = 20 }):count(), 1)
fails(ipr.route, "ENOENT", ipr, "del", { family = "mctp", dst = 30, oif = "m0" })
ipr:route("del", { family = "mctp", dst = 30, dst_len = 5, oif = "m0" })
eq(ipr:route("dump", { family = "mctp", type = "unicast" }):count(), 1)

ipr:neigh("add", { family = "mctp", dst = 20, ifindex = "m0", lladdr = "" })
ipr:neigh("add", { family = "mctp", dst = 21, ifindex = "lo", lladdr = "02:00:00:00:00:01" })
local neighbours = ipr:neigh("dump", { family = "mctp" }):list()
table.sort(neighbours, function(a, b) return a.dst < b.dst end)
eq({ #neighbours, neighbours[1].dst, neighbours[2].lladdr, neighbours[2]:names("state") }, { 2, 20, "02:00:00:00:00:01", { "PERMANENT" } })
eq(tostring(neighbours[2]), "eid 21 dev if1 lladdr 02:00:00:00:00:01 <PERMANENT>")
eq(neighbours[1]:key(), "neigh family=45 index=" .. m0 .. " dst=20")
eq(ipr:neigh("dump", { family = "mctp", ifindex = "lo" }):count(), 1)
ipr:neigh("del", { family = "mctp", dst = 20, ifindex = "m0" })
eq(ipr:neigh("dump", { family = "mctp", dst = 20 }):count(), 0)
