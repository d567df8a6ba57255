-- Forwarding entries as bridge(8) has them: permanent, static, dynamic; and flushed by these.
ipr:link("add", { ifname = "v0", kind = "veth", peer = "v1" })
ipr:link("add", { ifname = "br0", kind = "bridge" })
ipr:link("set", { index = "v0", master = "br0", state = "up" })
for _, name in ipairs{ "br0", "v1" } do ipr:link("set", { index = name, state = "up" }) end
nlua.timeout(60, function() -- until the port forwards, it takes no dynamic entry
  while ipr:brport("dump", { index = "v0" }):first().protinfo.state ~= 3 do nlua.sleep(0.02) end
end)

local all = { "permanent", "static", "dynamic" }
local function mac(i) return "02:00:00:00:00:0" .. i end
local function fill()
  for i, word in ipairs(all) do ipr:fdb("replace", { lladdr = mac(i), ifindex = "v0", master = true, [word] = true }) end
end
local function left()
  local list = {}
  for i, word in ipairs(all) do
    if ipr:fdb("dump", { lladdr = mac(i) }):count() > 0 then list[#list + 1] = word end
  end
  return list
end
fill()
eq(left(), all)
for i, word in ipairs(all) do
  for j, other in ipairs(all) do
    local function has(yes) return ipr:fdb("dump", { lladdr = mac(i), [other] = yes }):count() > 0 end -- one for each VLAN of the port
    eq({ has(true), has(false) }, { i == j, i ~= j }, word .. ", " .. other)
  end
end
if not pcall(ipr.fdb, ipr, "flush", { ifindex = "br0", dynamic = true }) then return end -- kernels before 6.0
eq(left(), { "permanent", "static" })
for _, case in ipairs{ { { static = true }, { "permanent", "dynamic" } }, { { permanent = true }, { "static", "dynamic" } }, { { permanent = false }, { "permanent" } },
  { { static = false }, { "permanent", "static" } }, { { dynamic = false }, { "dynamic" } }, { { dynamic = true, sticky = true }, all },
  { { sticky = true }, all }, { { sticky = false }, {} }, { { added_by_user = true }, {} }, { { added_by_user = false }, all }, { { extern_learn = true }, all }, { { brport = "v0" }, {} },
  { { via = "v0" }, {} }, { { via = "br0" }, all }, { {}, {} } } do
  fill()
  local kw = case[1]
  local what = nlua.inspect(kw)
  kw.ifindex = "br0"
  ipr:fdb("flush", kw)
  eq(left(), case[2], what)
end
fails(ipr.mdb, "grp is missing", ipr, "add", { dev = "br0", port = "v0" })

-- what a dump tells of an entry is enough to remove it and to make it again: a bridge's has no flag, but the bridge's index
for i, flags in ipairs{ "master", "self" } do
  local function now() -- one for each VLAN that the port is in, and one without
    local list = ipr:fdb("dump", { lladdr = mac(i) }):list()
    table.sort(list, function(a, b) return (a.vlan or 0) > (b.vlan or 0) end)
    return list
  end
  ipr:fdb("add", { dev = "v0", lladdr = mac(i), flags = flags })
  local told = now()
  for _, m in ipairs(told) do ipr:fdb("del", m:totable()) end
  eq(#now(), 0, flags)
  for _, m in ipairs(told) do ipr:fdb("replace", m:totable()) end
  for k, m in ipairs(now()) do eq(m:diff(told[k]), {}, flags) end
  eq(#now(), #told, flags)
end
