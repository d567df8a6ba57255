-- Objects that nobody closes: the collector finds those that are lost, and no others.
local MANY = LAB and 500 or 20000
local began = fds()

-- settled collects until no more descriptors are open.
local function settled(limit)
  local patience = nlua.now() + 60
  repeat
    collectgarbage()
    nlua.sleep(0.01)
  until fds() <= limit or nlua.now() > patience
  assert(fds() <= limit, ("%d descriptors, want %d at most"):format(fds(), limit))
end

for i = 1, MANY do
  local o = rtnl[i % 2 == 0 and "IPRoute" or "AsyncIPRoute"]{}
  if i % 50 == 0 then
    eq(o:link("get", { index = 1 })[1].ifname, "lo")
    for _ in o:link("dump") do break end
  end
  if i % 100 == 0 then o:bind{ "link" } end
end
settled(began + 16)

-- What is under way holds its object: a dump, a monitor, a wait in another task, a batch's own function, a method taken alone.
ipr:link("add", { ifname = "v0", kind = "veth", peer = "v1" })
ipr:batch(function(b)
  for i = 0, 4999 do b:route("add", { dst = ("10.%d.%d.0/24"):format(i / 256, i % 256), type = "blackhole", table = 99 }) end
end)
local dump = rtnl.IPRoute{}:route("dump", { table = 99 })
local fields = rtnl.IPRoute{}:route("dump", { table = 99 }):fields("dst")
local monitor = rtnl.IPRoute{}:monitor{ groups = { "link" }, resync = true }
local all = rtnl.IPRoute{}:dump()
local plan = rtnl.IPRoute{}:plan{ addrs = { { index = "v0", address = "10.99.0.1/24" } } }
local try = rtnl.IPRoute{}.try
local waiting = nlua.spawn(function() return rtnl.AsyncIPRoute{}:wait{ ifname = "v0", timeout = 60 }.mtu end)
local getting = nlua.spawn(function()
  local o = rtnl.IPRoute{}
  o:bind{ "link" }
  local get = o:get()
  o = nil
  collectgarbage()
  return get().mtu
end)
local selecting = nlua.spawn(function()
  local function bound()
    local s = rtnl.IPRSocket{}
    s:bind{ "link" }
    return s
  end
  return #nlua.select({ bound() }, {}, {}, 60)[1]:get()
end)
assert(dump:next())
for _ = 1, 5 do
  collectgarbage()
  nlua.sleep(0.01)
end
ipr:link("set", { ifname = "v0", mtu = 1234 })
eq(monitor:next().mtu, 1234)
eq({ waiting:join(), getting:join(), selecting:join() }, { 1234, 1234, 1 })
eq(dump:count(), 4999)
local n = 0
for _ in fields do n = n + 1 end
eq(n, 5000)
assert(all:count() > 5000)
plan:apply()
eq(ipr:addr("dump", { index = "v0" }):count(), 1)
eq(try:link("get", { index = 1 })[1].ifname, "lo")
ipr:batch(function(b)
  collectgarbage()
  b:link("set", { ifname = "v0", mtu = 1300 })
end)
eq(ipr:link("get", { ifname = "v0" })[1].mtu, 1300)
dump, fields, monitor, all, plan, try = nil
settled(began + 16)
