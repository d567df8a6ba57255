-- needs: command ip
-- route_dump and its kin: both ways with `ip route save` and `ip route restore`.
for _, name in ipairs{ "v0", "v1" } do
  if name == "v0" then ipr:link("add", { ifname = "v0", kind = "veth", peer = "v1" }) end
  ipr:link("set", { ifname = name, state = "up" })
end
ipr:addr("add", { index = "v0", address = "10.0.0.1/24" })
ipr:route("add", { dst = "default", gateway = "10.0.0.2" })
ipr:route("add", { dst = "10.7.0.0/16", oif = "v0", priority = 5, metrics = { mtu = 1300 } })
ipr:route("add", { dst = "10.8.0.0/16", multipath = { { gateway = "10.0.0.2", hops = 2 }, { gateway = "10.0.0.3" } } })
ipr:route("add", { dst = "2001:db8:7::/48", oif = "v0" })

-- table(family) lists the routes that a person made, as text.
local function made(family)
  local list = {}
  for m in ipr:route("dump", { family = family }) do
    if m.proto ~= rtnl.RTPROT_KERNEL then
      list[#list + 1] = ("%s/%d via %s oif %s metric %s mtu %s hops %s"):format(m.dst, m.dst_len, m.gateway, m.oif, m.priority,
        m:get("metrics.mtu"), m.multipath and #m.multipath)
    end
  end
  table.sort(list)
  return list
end
local function clear()
  ipr:flush_routes{ proto = "static" }
  eq(#made(2), 0)
end
local before, before6 = made(2), made(10)
eq(#before, 3)

-- Saved and loaded by nlua.
local all = ipr:route_dumps()
eq(all:sub(1, 4), "\36\18\49\69", "the format's magic number")
clear()
eq(ipr:route_loads(all) >= 4, true)
eq(made(2), before)
eq(made(10), before6)
eq(ipr:route_loads(all) >= 4, true, "what is there is replaced")
eq(made(2), before)

-- A file; a family; the raw format.
local path = os.tmpname()
local f = assert(io.open(path, "w"))
ipr:route_dump(f, 2, { table = "main" })
f:close()
clear()
f = assert(io.open(path))
eq(ipr:route_load(f), 3, "the kernel's own is there already")
f:close()
eq(made(2), before)
local raw = ipr:route_dumps(2, "raw")
eq(rtnl.decode(raw)[1].event, "RTM_NEWROUTE")
eq(ipr:route_loads(raw), 3)

-- What nlua saves ip restores, and the other way round.
local script = path .. ".sh"
f = assert(io.open(script, "w"))
f:write("#!/bin/sh\nexec ip -4 route \"$1\" ${3:+table \"$3\"} ", "< \"$2\"\n")
f:close()
f = assert(io.open(path, "w"))
ipr:route_dump(f, 2, { proto = "static" })
f:close()
clear()
sh("sh", script, "restore", path)
eq(made(2), before)
f = assert(io.open(script, "w"))
f:write("#!/bin/sh\nexec ip -4 route save table main > \"$1\"\n")
f:close()
sh("sh", script, path)
clear()
f = assert(io.open(path))
ipr:route_load(f)
f:close()
eq(made(2), before)
os.remove(path)
os.remove(script)

-- Wrong use and refusals.
fails(ipr.route_loads, "not what ip route save writes", ipr, "hello, this is no route")
fails(ipr.route_dumps, 'unknown format "json"', ipr, "json")
fails(ipr.route_load, "want a file, got string", ipr, "name")

-- What is no such file, or a part of one, is refused before anything is done.
clear()
local words = raw:sub(1, 3 * 4):gsub("....", string.reverse) .. raw:sub(13)
for text, what in pairs{ [all:sub(1, 7)] = "3 bytes left", [all:sub(1, -2)] = "bytes left", [all:sub(1, -40)] = "bytes left", [raw:sub(1, -4)] = "bytes left", [all .. "abc"] = "3 bytes left",
  [all:sub(1, 4):reverse() .. all:sub(5)] = "other byte order", [words] = "but only", [("\0"):rep(64)] = "less than the header's 16", [("x"):rep(64)] = "but only",
  ["\34\18\54\71" .. raw] = "what ip address save writes", ["\134\105\112\113" .. raw] = "what ip rule save writes", [ipr:link("dump"):first():raw()] = "want RTM_NEWROUTE",
  [raw:sub(1, 28) .. "\255\255" .. raw:sub(31)] = "says a length of 65535" } do
  fails(ipr.route_loads, "route load: this is not what ip route save writes: .*" .. what, ipr, text)
end
eq(#made(2), 0)
eq({ ipr:route_loads(""), ipr:route_loads(all:sub(1, 4)) }, { 0, 0 })
-- a part that ends with a message is made
eq(ipr:route_loads(raw:sub(1, rtnl.decode(raw)[1].header.length)), 1)
ipr:route_loads(raw)
eq(made(2), before)
-- the time that a route has left goes with it: it would last for ever
ipr:route("add", { dst = "2001:db8:8::/48", oif = "v0", expires = 1000 })
local function left() return ipr:route("dump", { dst = "2001:db8:8::/48" }):first():get("cacheinfo.rta_expires") end
local six = ipr:route_dumps(10)
ipr:route("del", { dst = "2001:db8:8::/48" })
ipr:route_loads(six)
assert(left() > 90000 and left() <= 100000, left())
pcall(ipr.transaction, ipr, function(tx)
  tx:route("del", { dst = "2001:db8:8::/48" })
  error("undo")
end)
assert(left() > 80000 and left() <= 100000, left())

ipr:link("del", { ifname = "v0" })
local err = fails(ipr.route_loads, "route load", ipr, raw)
eq(#err.steps, 3)
