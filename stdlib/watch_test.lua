local test = require "nlua.test"
local watch = require "nlua.watch"

-- recorder gives a function that notes what it was told, and one that waits until all of this was noted, in this order.
local function recorder()
  local notes, seen = nlua.channel(100), {}
  local function note(text) notes:send(text) end
  return note, function(...)
    for _, want in ipairs{ ... } do
      local ok, got = pcall(nlua.timeout, 60, notes.recv, notes)
      test.eq(ok and got or "nothing", want, "after " .. (#seen > 0 and table.concat(seen, ", ") or "the start"))
      seen[#seen + 1] = want
    end
  end
end

local function pair(t)
  local ns = t:netns()
  ns:link("add", { ifname = "v0", kind = "veth", peer = "v1" })
  return ns
end

local function set(ns, name, state) ns:link("set", { ifname = name, state = state }) end

test("a link works, works no more, and goes", function(t)
  local ns = pair(t)
  local note, wait = recorder()
  local w = watch.link(ns, "v0", {
    up = function(ev) note("up " .. ev.ifname) end,
    down = function() note("down") end,
    gone = function() note("gone") end,
  })
  wait("down")
  set(ns, "v0", "up")
  set(ns, "v1", "up")
  wait("up v0")
  set(ns, "v1", "down")
  wait("down")
  ns:link("set", { index = "v0", ifname = "other" })
  wait("gone")
  ns:link("set", { index = "other", ifname = "v0" })
  wait("down")
  ns:link("del", { ifname = "v0" })
  wait("gone")
  test.eq(w.state, "gone")
  w:stop()
  w:join()
end)

test("a port that leaves its bridge is not gone", function(t)
  local ns = pair(t)
  ns:link("add", { ifname = "br0", kind = "bridge" })
  set(ns, "v0", "up")
  set(ns, "v1", "up")
  local note, wait = recorder()
  local w = watch.link(ns, "v0", { up = function() note("up") end, gone = function() note("gone") end })
  wait("up")
  ns:link("set", { ifname = "v0", master = "br0" })
  ns:link("set", { ifname = "v0", master = false })
  ns:link("del", { ifname = "v0" })
  wait("gone")
  w:stop()
  w:join()
end)

test("addresses of a link that comes later", function(t)
  local ns = t:netns()
  local note, wait = recorder()
  local w = watch.address(ns, { ifname = "v0", family = 2 }, {
    new = function(ev) note("new " .. ev.address) end,
    gone = function(ev) note("gone " .. ev.address) end,
  })
  ns:link("add", { ifname = "v0", kind = "veth", peer = "v1" })
  ns:addr("add", { index = "v1", address = "10.0.1.1/24" })
  ns:addr("add", { index = "v0", address = "10.0.0.1/24" })
  ns:addr("add", { index = "v0", address = "fd00::1/64" })
  wait("new 10.0.0.1")
  ns:addr("add", { index = "v0", address = "10.0.2.1/24" })
  ns:addr("del", { index = "v0", address = "10.0.0.1/24" })
  wait("new 10.0.2.1", "gone 10.0.0.1")
  ns:link("del", { ifname = "v0" })
  wait("gone 10.0.2.1")
  w:stop()
  w:join()
end)

test("an IPv6 address counts when it can be used", function(t)
  local ns = pair(t)
  set(ns, "v0", "up")
  set(ns, "v1", "up")
  local note, wait = recorder()
  local w = watch.address(ns, { ifname = "v0", address = "fd00::1" }, function(ev)
    note(ev:has("tentative") and "tentative" or "usable")
  end)
  ns:addr("add", { index = "v0", address = "fd00::1/64" })
  wait("usable")
  w:stop()
  w:join()
end)

test("the default route", function(t)
  local ns = pair(t)
  set(ns, "v0", "up")
  ns:addr("add", { index = "v0", address = "10.0.0.1/24" })
  local note, wait = recorder()
  local w = watch.default_route(ns, function(route, previous)
    note(("%s after %s"):format(route and route.gateway, previous and previous.gateway))
  end)
  wait("nil after nil")
  ns:route("add", { dst = "default", gateway = "10.0.0.2", priority = 20 })
  wait("10.0.0.2 after nil")
  ns:route("add", { dst = "default", gateway = "10.0.0.3", priority = 30 })
  ns:route("add", { dst = "default", gateway = "10.0.0.9", table = 77 })
  ns:route("add", { dst = "default", gateway = "10.0.0.4", priority = 10 })
  wait("10.0.0.4 after 10.0.0.2")
  ns:route("del", { dst = "default", priority = 10 })
  wait("10.0.0.2 after 10.0.0.4")
  ns:route("replace", { dst = "default", gateway = "10.0.0.5", priority = 20 })
  wait("10.0.0.5 after 10.0.0.2")
  ns:route("append", { dst = "default", gateway = "10.0.0.6", priority = 20 })
  ns:route("del", { dst = "default", gateway = "10.0.0.5", priority = 20 })
  wait("10.0.0.6 after 10.0.0.5")
  set(ns, "v0", "down")
  wait("nil after 10.0.0.6")
  w:stop()
  w:join()
end)

test("losses of the carrier", function(t)
  local ns = pair(t)
  set(ns, "v0", "up")
  set(ns, "v1", "up")
  local note, wait = recorder()
  local w = watch.carrier(ns, "v0", function(flaps) note("lost " .. flaps) end)
  local other = watch.carrier(ns, "v0")
  for n = 1, 3 do
    set(ns, "v1", "down")
    wait("lost " .. n)
    set(ns, "v1", "up")
  end
  ns:link("del", { ifname = "v0" })
  ns:link("add", { ifname = "v0", kind = "veth", peer = "v1" })
  set(ns, "v0", "up")
  set(ns, "v1", "up")
  set(ns, "v1", "down")
  wait("lost 4")
  test.eq(w.up, false)
  nlua.timeout(60, function()
    while other.flaps < 4 do nlua.sleep(0.01) end
  end)
  for _, c in ipairs{ w, other } do
    c:stop()
    c:join()
    test.eq(c.flaps, 4)
  end
end)

test("losses of the carrier of a link that another one takes the place of unseen", function(t)
  local ns = pair(t)
  set(ns, "v0", "up")
  set(ns, "v1", "up")
  -- little room, and nobody who reads while busy: what happens then is lost
  local busy = false
  local narrow = { monitor = function(_, options)
    options.rcvbuf, options.queue = 4096, 4096
    local m = ns:monitor(options)
    return {
      next = function()
        local ev = m:next()
        while busy do nlua.sleep(0.001) end
        return ev
      end,
      close = function() m:close() end,
    }
  end }
  local note, wait = recorder()
  local w = watch.carrier(narrow, "v0", function(flaps) note("lost " .. flaps) end)
  set(ns, "v1", "down")
  wait("lost 1")
  set(ns, "v1", "up")
  nlua.timeout(60, function()
    while not w.up do nlua.sleep(0.01) end
  end)
  local function unseen(fn)
    busy = true
    ns:batch(function(b)
      for n = 1, 300 do b:link("set", { index = "lo", mtu = 1500 + n }) end
      fn(b)
      for n = 1, 300 do b:link("set", { index = "lo", mtu = 1500 + n }) end
    end)
    busy = false
  end
  for n, at in ipairs{ 900, 900 } do          -- under another index, and under the same one
    unseen(function(b)
      b:link("del", { ifname = "v0" })
      b:link("add", { ifname = "v0", index = at, kind = "veth", peer = "v1" })
    end)
    wait("lost " .. n + 1)
    test.eq({ w.flaps, w.at_least, w.up }, { n + 1, true, false })
    set(ns, "v0", "up")
    set(ns, "v1", "up")
    nlua.timeout(60, function()
      while not w.up do nlua.sleep(0.01) end
    end)
  end
  unseen(function(b) b:link("set", { index = "v1", state = "down" }) end)  -- the kernel counts
  wait("lost 4")
  w:stop()
  w:join()
end)

test("stop from within, errors, and wrong use", function(t)
  local ns = t:netns()
  local w
  w = watch.link(ns, "lo", t:expect(0))
  w:stop()
  w:join()
  w = watch.link(ns, "lo", { down = function() w:stop() end })
  w:join()
  w = watch.link(ns, "lo", { down = function() error("no", 0) end })
  test.fails("^no$", w.join, w)
  test.fails('no reaction "sideways": known are up, down, gone', watch.link, ns, "lo", { sideways = print })
  test.fails("want a function or a table, got a nil", watch.address, ns, {})
  w = watch.address(ns, "lo", t:expect(0))
  w:stop()
  w:join()
  test.fails("name: want a string", watch.carrier, ns, 1)
  for name, watch in pairs(watch) do
    test.fails("watch." .. name .. ": the first argument is an object of rtnl.IPRoute or its kin, not a string", watch, "v0", function() end)
  end
end)
