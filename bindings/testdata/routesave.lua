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
ipr:link("del", { ifname = "v0" })
local err = fails(ipr.route_loads, "route load", ipr, raw)
eq(#err.steps, 3)
