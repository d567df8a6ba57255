-- Dumps: many routes in constant memory, several at once, complete lists under churn. What is left unread: abandoned.lua.
local many = LAB and 5000 or 100000
ipr:link("add", { ifname = "v0", kind = "veth", peer = "v1" })
for _, name in ipairs{ "v0", "v1" } do ipr:link("set", { ifname = name, state = "up" }) end
for from = 0, many - 1, 10000 do
  ipr:batch(function(b)
    for i = from, math.min(from + 10000, many) - 1 do
      b:route("add", { dst = string.format("10.%d.%d.%d/32", i / 65536, i / 256 % 256, i % 256), oif = "v0", table = 1000, scope = "link" })
    end
  end)
end

-- a full read, twice: the second one leaves no more behind than the first
local function read()
  local n, sum = 0, 0
  for route in ipr:route("dump", { table = 1000 }) do
    n = n + 1
    sum = sum + route.dst_len
  end
  eq({ n, sum }, { many, many * 32 })
end
local function resident()
  collectgarbage()
  for line in io.lines("/proc/self/statm") do return tonumber(line:match("^%d+ (%d+)")) * 4096 end
end
read()
local before = resident()
read()
local grown = resident() - before
assert(grown < 64 * 2 ^ 20, "memory grew by " .. grown)
local n = 0
for dst, oif, kind in ipr:route("dump", { table = 1000 }):fields("dst", "oif", "type") do
  assert(dst and oif and kind == 1)
  n = n + 1
end
eq(n, many)
eq(ipr:route("dump", { table = 1000, dst = "10.0.1.7" }):count(), 1)
-- fields() gives what get() does: twice the same, what nests, what is an attribute or else a field, what is not there
local paths = { "ifname", "ifname", "IFLA_MTU", "index", "flags", "linkinfo.kind", "af_spec", "header.type", "event", "state", "qdisc", "no_such", "ifi_index" }
n = 0
for _, filter in ipairs{ {}, { ifname = "lo" } } do
  local links = ipr:link("dump", filter):list()
  local i = 0
  local values = { ipr:link("dump", filter):fields(unpack(paths)) }
  for _ = 1, #links do
    local got = { values[1]() }
    i = i + 1
    for k, path in ipairs(paths) do
      if path ~= "af_spec" then eq(got[k], links[i]:get(path), path) end
      n = n + 1
    end
    eq(tostring(got[7]), tostring(links[i].af_spec))
  end
  eq(values[1](), nil)
end
assert(n >= 2 * #paths)

-- several at once on one object, in step and from tasks
local dumps = {}
for i = 1, 5 do dumps[i] = ipr:route("dump", { table = 1000 }) end
local first = {}
for i = 1, 100 do
  for _, d in ipairs(dumps) do first[d:next().dst] = i end
end
n = 0
for _ in pairs(first) do n = n + 1 end
eq(n, 100, "all five give the same")
for _, d in ipairs(dumps) do eq(d:count(), many - 100) end
local tasks = {}
for i = 1, 5 do tasks[i] = nlua.spawn(function() return ipr:route("dump", { table = 1000 }):count() end) end
for _, task in ipairs(tasks) do eq(task:join(), many) end

-- a dump's methods
local d = ipr:link("dump")
eq({ d:next().ifname, #d:list(), d:next(), d:count() }, { "lo", 2, nil, 0 })
eq(ipr:link("dump"):first().ifname, "lo")
eq(ipr:route("dump", { table = 1000 }):first().table, 1000)
eq(ipr:link("dump", { ifname = "nobody" }):first(), nil)
local outer = 0
for a in ipr:link("dump") do
  for b in ipr:link("dump") do outer = outer + (a.index == b.index and 1 or 0) end
end
eq(outer, 3)

-- complete under churn: what is always there is in every list
local stop = false
local churn = nlua.spawn(function()
  local other = rtnl.AsyncIPRoute{ netns = NS }
  while not stop do
    other:link("add", { ifname = "c0", kind = "veth", peer = "c1" })
    other:link("del", { ifname = "c0" })
  end
end)
for _ = 1, 30 do
  local seen = {}
  for link in ipr:link("dump") do seen[link.ifname] = (seen[link.ifname] or 0) + 1 end
  eq({ seen.lo, seen.v0, seen.v1 }, { 1, 1, 1 })
  nlua.sleep(0)
end
stop = true
churn:join()

-- a filter's function may read a table's values by every method
eq(ipr:link("dump", { linkinfo = function(v) return v:get("kind") == "veth" and v.kind == "veth" and v:totable().kind == "veth" end }):count(), 2)
