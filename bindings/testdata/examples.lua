-- The examples of pyroute2's documentation of the five classes, in Lua.
ipr:link("add", { ifname = "eth0", kind = "veth", peer = "eth0-peer" })

-- IPRSocket: subscribe, then a loop around select.
do
  local s = rtnl.IPRSocket{}
  s:bind()
  ipr:link("set", { ifname = "eth0", state = "up" })
  local events = {}
  while #events < 1 do
    local readable = nlua.select({ s }, {}, {}, 60)
    for _, socket in ipairs(readable) do
      for _, m in ipairs(socket:get()) do events[#events + 1] = m.event end
    end
  end
  eq(events[1], "RTM_NEWLINK")
  s:close()
end

-- IPRSocket: a request by hand, and its answer.
do
  local s = rtnl.IPRSocket{}
  s:put({ family = 2 }, { msg_type = rtnl.RTM_GETRULE, msg_flags = rtnl.NLM_F_REQUEST + rtnl.NLM_F_DUMP })
  eq(s:get()[1]:get("table"), 255)
  s:close()
end

-- IPRoute: watching without a thread, by a get that waits.
do
  local watcher = rtnl.IPRoute{}
  watcher:bind()
  ipr:link("set", { ifname = "eth0", mtu = 1400 })
  local mtu
  repeat
    for m in watcher:get() do mtu = m.ifname == "eth0" and m.mtu end
  until mtu == 1400 -- not what was told before
  eq(mtu, 1400)
  watcher:close()
end

-- AsyncIPRoute: add a link, then a dump that is read as it is asked for.
do
  local async = rtnl.AsyncIPRoute{}
  nlua.spawn(function()
    async:link("add", { ifname = "test0", kind = "veth", peer = "test0-peer" })
    local names = {}
    for link in async:link("dump") do names[link.ifname] = true end
    assert(names.test0 and names.lo)
  end):join()
  eq(#async:link("get", { index = async:link_lookup{ ifname = "test0" }[1] }), 1)
  async:close()
end

-- IPRoute: addresses of one link; a link by its name, by what it is, by a function.
do
  local index = ipr:link_lookup{ ifname = "eth0" }[1]
  ipr:addr("add", { index = index, address = "10.0.0.1", mask = 24 })
  ipr:addr("add", { index = index, address = "10.0.0.2/24", broadcast = "10.0.0.255" })
  local list = {}
  for _, m in ipairs(ipr:get_addr{ index = index, family = 2 }:list()) do
    list[#list + 1] = m:get("address") .. "/" .. m.prefixlen
  end
  eq(list, { "10.0.0.1/24", "10.0.0.2/24" })
  eq(#ipr:link_lookup(function(m) return m:get("ifname"):find("^eth0") end), 2)
  eq(ipr:link_lookup{ ifname = "eth0", state = "up" }, { index })
  ipr:flush_addr{ index = index, family = 2 }
  eq(ipr:get_addr{ index = index, family = 2 }:count(), 0)
end

-- NetNS: a namespace of its own; the constructor makes it, remove takes it away.
do
  local name = "nlua-examples-" .. ipr.status.epid
  local ns = rtnl.NetNS(name)
  eq(ns.status.netns, name)
  ns:link("add", { ifname = "br0", kind = "bridge" })
  ns:link("set", { ifname = "br0", state = "up" })
  eq(ipr:link_lookup{ ifname = "br0" }, {})
  ipr:link("set", { ifname = "eth0-peer", net_ns_fd = name })
  eq(ns:link("dump", { ifname = "eth0-peer" }):count(), 1)
  local program = rtnl.netns.exec(name, { "cat", "/proc/self/net/dev" })
  assert(program.stdout:find("br0"))
  rtnl.netns.attach(name .. "-too", 1 * ns.status.pid)
  assert(table.concat(rtnl.netns.listnetns(), " "):find(name .. "-too", 1, true))
  rtnl.netns.remove(name .. "-too")
  ns:remove()
  assert(not table.concat(rtnl.netns.listnetns(), " "):find(name, 1, true))
  eq(fails(ns.link, "EBADF", ns, "dump").code, 9)
  ipr:poll("link", "dump", { ifname = "eth0", present = false }) -- its other end has gone with the namespace
end

-- Rules by a function, as flush_rules takes it.
for priority = 100, 300, 100 do ipr:rule("add", { priority = priority, table = 10, src = "10.1.0.0/16" }) end
eq(#ipr:flush_rules{ family = 2, priority = function(p) return p > 150 and p < 32000 end }, 2)
eq(ipr:get_rules{ family = 2, table = 10 }:count(), 1)

-- A function gets the whole message; of a keyword, its value.
eq(ipr:link("dump", { match = function(m) return m:get("ifname") == "lo" and m.header.type == rtnl.RTM_NEWLINK and m.event == "RTM_NEWLINK" end }):count(), 1)
eq(ipr:link("dump", { linkinfo = function(l) return l:get("kind") == "veth" and l:totable().kind == "veth" end }):count(), ipr:link("dump", { kind = "veth" }):count())
eq(#ipr:filter_messages(function(m) return m:get("header.type") == 16 and m:has("up") end, ipr:get_links{ ifname = "lo" }), 1)
