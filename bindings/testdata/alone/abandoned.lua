-- Dumps that nobody reads to their end: they exhaust neither descriptors nor memory, and harm nobody.
local LOOPS = tonumber(os.getenv("NLUA_TEST_LOOPS") or (LAB and "50" or "1000"))
local ROUTES = 2000                                       -- several datagrams
ipr:link("add", { ifname = "v0", kind = "veth", peer = "v1" })
for _, name in ipairs{ "v0", "v1" } do ipr:link("set", { ifname = name, state = "up" }) end
ipr:batch(function(b)
  for i = 0, ROUTES - 1 do
    b:route("add", { dst = ("10.%d.%d.0/24"):format(i / 256, i % 256), oif = 0 + ipr:link_lookup{ ifname = "v0" }[1], table = 99 })
  end
end)
eq(ipr:route("dump", { table = 99 }):count(), ROUTES)

-- Forty at once on one object: all are complete.
local base = fds()
local dumps = {}
for i = 1, 40 do
  dumps[i] = ipr:route("dump", { table = 99 })
  assert(dumps[i]:next().dst)
end
assert(fds() < base + 30, "16 of them keep a descriptor")
for i = 40, 1, -1 do eq(dumps[i]:count(), ROUTES - 1, "dump " .. i) end
dumps = nil

-- A closed one says so at its next step.
local d = ipr:route("dump", { table = 99 })
d:next()
d:close()
d:close()
fails(d.next, "the dump is closed", d)

-- Left by break, over and over; other dumps and requests go on meanwhile.
for m in ipr:route("dump", { table = 99 }) do break end
collectgarbage()
local before = fds()
local memory = collectgarbage("count")
local other = ipr:route("dump", { table = 99 })
other:next()
for i = 1, LOOPS do
  for m in ipr:route("dump", { table = 99 }) do break end
end
eq(other:count(), ROUTES - 1)
eq(ipr:link("get", { index = 1 })[1].ifname, "lo")
collectgarbage()
assert(fds() <= before + 17, ("%d descriptors before, %d after"):format(before, fds()))
assert(collectgarbage("count") < memory + 64 * 1024, "memory stays")
