-- Namespaces from outside: numbers, records, links between them.
local name = "nlua-nsinfo-" .. rtnl.IPRoute{ pid = 0 }.status.epid
local ns = rtnl.NetNS(name)
nlua.finally(function() ns:remove() end)

eq(ipr:get_netnsid{ netns = name }, { nsid = -1 })
ipr:set_netnsid{ netns = name, nsid = 7 }
eq(ipr:get_netnsid{ netns = name }.nsid, 7)
eq(fails(ipr.set_netnsid, "EEXIST", ipr, { netns = name, nsid = 8 }).code, 17)
eq(ipr:nsid("dump"):first().nsid, 7)
assert(ns:get_netnsid{ pid = 1 }.nsid)

ipr:link("add", { ifname = "out0", kind = "veth", peer = { ifname = "in0", net_ns_fd = name } })
local info
for record in ipr:get_netns_info() do
  if record.name == name then info = record end
end
eq(info.netnsid, 7)
eq(info.path, "/var/run/netns/" .. name)
eq(info.peers, { "out0" })
assert(info.inode > 4000000000)
assert(nlua.inspect(info):find('name = "' .. name .. '"', 1, true))
eq(nlua.json.decode(nlua.json.encode(info)).peers, { "out0" })
local d = ipr:get_netns_info(true)
local n = #d:list()
assert(n >= 2, "and those of processes")
eq(d:next(), nil)
eq(ipr:get_netns_info{ list_proc = true }:count() >= 2, true)
assert(ipr:get_netns_info():first().inode)
local other = rtnl.IPRoute{ netns_path = { "/nonexistent" } }
eq(other:get_netns_info():count(), 0)

-- link_lookup asks the kernel where a name or index alone is given.
eq(ipr:link_lookup{ ifname = "out0" }, { ipr:link("get", { ifname = "out0" })[1].index })
eq(ipr:link_lookup{ ifname = "nosuch0" }, {})
eq(ipr:link_lookup{ index = 1 }, { 1 })
eq(ipr:link_lookup{ index = 1, ifname = "out0" }, {})
ipr:link("property_add", { index = "out0", altname = "a-long-alternative-name" })
eq(#ipr:link_lookup{ altname = "a-long-alternative-name" }, 1)
eq(#ipr:link_lookup{ kind = "veth" }, 1)
eq(#ipr:link_lookup{ ifname = function(name) return name:find("^out") end }, 1)
eq(#ipr:link_lookup(function(m) return m.kind == nil and m.ifname == "lo" end), 1)

local kinds = table.concat(ipr:list_link_kind(), " ")
assert(kinds:find("veth") and kinds:find("vlan") and kinds:find("bridge"))

-- Links are made in other namespaces, and move there: by name, path and process.
local sleeper = nlua.spawn(rtnl.netns.exec, name, { "sleep", "3600" })
local pid
repeat
  nlua.sleep(0.01)
  pid = rtnl.netns.ns_pids()[name][1]
until pid
for _, way in ipairs{ { net_ns_fd = name }, { net_ns_fd = "/var/run/netns/" .. name }, { net_ns_pid = pid } } do
  ipr:link("add", { ifname = "m0", kind = "veth", peer = "m1" })
  way.ifname = "m0"
  ipr:link("set", way)
  eq({ #ipr:link_lookup{ ifname = "m0" }, #ns:link_lookup{ ifname = "m0" } }, { 0, 1 }, nlua.inspect(way))
  ipr:link("del", { ifname = "m1" })
  way.kind, way.peer = "veth", "m1"
  ipr:link("add", way)
  eq({ #ipr:link_lookup{ ifname = "m0" }, #ns:link_lookup{ ifname = "m0" } }, { 0, 1 }, nlua.inspect(way))
  ns:link("del", { ifname = "m0" })
end
eq(rtnl.netns.pid_to_ns(pid), name)
eq(rtnl.IPRoute{ netns = { pid = pid } }:link_lookup{ ifname = "in0" }, ns:link_lookup{ ifname = "in0" })
sleeper:cancel()
fails(sleeper.join, "cancelled", sleeper)
ipr:link("add", { ifname = "m0", kind = "veth", peer = "m1" })
eq(fails(ipr.link, "EBADF", ipr, "set", { ifname = "m0", net_ns_fd = 9999 }).code, 9)
ipr:link("del", { ifname = "m0" })

-- all_ns: events of other namespaces, with the number of each.
local all = rtnl.IPRSocket{ all_ns = true }
eq(all.status.all_ns, true)
all:bind{ "link" }
ns:link("set", { ifname = "in0", mtu = 1300 })
eq({ all:get()[1].header.nsid }, { 7 })
ipr:link("set", { ifname = "out0", mtu = 1300 })
eq(all:get()[1].header.nsid, nil, "the own one has none")
