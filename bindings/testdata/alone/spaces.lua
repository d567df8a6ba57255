-- Many namespaces in one script, a socket each: the process itself stays where it is.
local COUNT = tonumber(os.getenv("NLUA_TEST_SPACES") or (LAB and "10" or "1000"))
local began = fds()

-- settled waits for descriptors that are closed a moment later, by another goroutine.
local function settled(limit)
  local patience = nlua.now() + 60
  while fds() > limit and nlua.now() < patience do nlua.sleep(0.01) end
  assert(fds() <= limit, ("%d descriptors, want %d at most"):format(fds(), limit))
end

local spaces = {}
nlua.finally(function()
  for _, ns in ipairs(spaces) do ns:remove() end
  eq(rtnl.netns.listnetns(), {})
end)
for i = 1, COUNT do
  spaces[i] = rtnl.NetNS("many-" .. i)
  spaces[i]:bind{ "link" }
end
eq(#rtnl.netns.listnetns(), COUNT)
eq(ipr:link("dump"):count(), 1)
for i, ns in ipairs(spaces) do
  ipr:link("add", { ifname = "m" .. i, kind = "veth", peer = { ifname = "eth0", net_ns_fd = "many-" .. i } })
end

-- Asked by a task each.
local tasks = {}
for i, ns in ipairs(spaces) do
  tasks[i] = nlua.spawn(function() return #ns:link_lookup{ ifname = "eth0" }, ns.status.netns end)
end
for i, t in ipairs(tasks) do eq({ t:join() }, { 1, "many-" .. i }) end

-- Their events by one select.
local told, left = {}, COUNT
while left > 0 do
  local readable = nlua.select(spaces, {}, {}, 60)
  assert(#readable > 0, "an event is missing")
  for _, ns in ipairs(readable) do
    for m in ns:get() do
      if m.ifname == "eth0" and not told[ns] then
        told[ns], left = true, left - 1
      end
    end
  end
end

-- Short-lived objects leave nothing.
local before = fds()
for i = 1, COUNT do
  local o = rtnl.IPRoute{ netns = "many-" .. i }
  assert(#o:link_lookup{ ifname = "eth0" } == 1)
  o:close()
end
settled(before)
for _, ns in ipairs(spaces) do ns:close() end
settled(began + 8)
eq(rtnl.IPRoute{}:link("dump"):count(), COUNT + 1)

-- setns and pushns: where later objects open their sockets.
rtnl.netns.pushns("many-1")
eq(#rtnl.IPRoute{}:link_lookup{ ifname = "eth0" }, 1)
rtnl.netns.pushns("many-2")
eq(rtnl.IPRoute{}.status.netns, "many-2")
rtnl.netns.popns()
eq(rtnl.IPRoute{}.status.netns, "many-1")
rtnl.netns.popns()
eq(rtnl.IPRoute{}:link("dump"):count(), COUNT + 1)
rtnl.netns.pushns()
eq(rtnl.IPRoute{}:link("dump"):count(), 1, "a new one, without a name")
rtnl.netns.popns()
fails(rtnl.netns.popns, "there is no pushns")

-- What flags says about a namespace that is there, or is not.
local function open(flags, name) return rtnl.IPRoute{ netns = name, flags = flags } end
eq(fails(open, "ENOENT", 0, "many-none").code, 2)
eq(fails(open, "EEXIST", nlua.O_CREAT + nlua.O_EXCL, "many-1").code, 17)
open(0, "many-1"):close()
open(0, "/var/run/netns/many-1"):close()
for _, name in ipairs{ "..", "a\0b" } do eq(fails(open, "EINVAL", nlua.O_CREAT, name).code, 22) end
fails(open, "empty string", nlua.O_CREAT, "")
eq(fails(rtnl.netns.create, "EEXIST", "many-1").code, 17)
eq(fails(rtnl.netns.remove, "ENOENT", "many-none").code, 2)

-- More objects in one namespace than a process has ports in libnl's convention.
local many = {}
for i = 1, LAB and 10 or 1100 do
  local ok, o = pcall(rtnl.AsyncIPRoute)
  if not ok then
    eq(o.errno, "EMFILE", "only the limit of descriptors may end this")
    break
  end
  many[i] = o
end
for _, o in ipairs(many) do o:close() end
fails(function()
  for i = 1, 1100 do many[i] = rtnl.IPRoute{ pid = 4711 } end
end, "(E[AM]%u+)")                                                  -- EADDRINUSE, or EMFILE where the limit is low
for _, o in ipairs(many) do o:close() end
