-- needs: lab, command ip, bridge, veth, netdevsim
-- Counters that hardware keeps, of a simulated card: turned on and off by `ip stats` and by keyword, and how both tell it. Then instances of
-- the spanning tree (MST), which iproute2 6.1 has no words for.
local card = math.random(1000, 1000000)
local script = os.tmpname()
nlua.finally(function() os.remove(script) end)
local function write(path, text) -- in the namespace, where the card comes up
  local f = assert(io.open(script, "w"))
  f:write("echo ", text, " >", path, "\n")
  f:close()
  sh("sh " .. script)
end
write("/sys/bus/netdevsim/new_device", card .. " 1")
nlua.finally(function() write("/sys/bus/netdevsim/del_device", tostring(card)) end)
local dev
for link in ipr:link("dump") do
  if link.parent_dev_name == "netdevsim" .. card then dev = link.ifname end
end
ipr:link("set", { ifname = dev, state = "up" })

local function theirs()
  for _, s in ipairs(ip("stats show dev " .. dev .. " group offload")) do
    if s.subgroup == "l3_stats" then return s.info.request end
  end
end
local function mine()
  local stats = ipr:stats("get", { ifindex = dev, filter_mask = "link_offload_xstats" })[1]:totable().link_offload_xstats
  return stats.hw_s_info[1].request == 1
end
eq({ mine(), theirs() }, { false, false })
ipr:stats("set", { ifindex = dev, l3_stats = true })
eq({ mine(), theirs() }, { true, true })
sh("ip stats set dev " .. dev .. " l3_stats off")
eq({ mine(), theirs() }, { false, false })
sh("ip stats set dev " .. dev .. " l3_stats on")
eq({ mine(), theirs() }, { true, true })
ipr:stats("set", { ifindex = dev, l3_stats = false })
eq({ mine(), theirs() }, { false, false })
-- a filter of the request leaves out what it does not name
local all = ipr:stats("dump", { ifindex = dev }):first():totable()
assert(all.link_64 and all.link_offload_xstats)
local some = ipr:stats("dump", { ifindex = dev, filter_mask = "link_offload_xstats", get_filters = { link_offload_xstats = 4 } }):first():totable()
eq({ some.link_64, some.link_offload_xstats and some.link_offload_xstats.hw_s_info }, {})

ipr:link("add", { ifname = "br0", kind = "bridge", br_vlan_filtering = true, br_multi_boolopt = "mst_enable", state = "up" })
ipr:link("add", { ifname = "p0", kind = "veth", peer = "q0" })
ipr:link("set", { index = "q0", state = "up" })
ipr:link("set", { index = "p0", master = "br0", state = "up" })
ipr:vlan_filter("add", { index = "p0", vlan_info = { vid = "10-20" } })
ipr:vlan_filter("add", { index = "br0", vlan_info = { vid = "10-20" }, vlan_flags = "self" })
ipr:vlandb("set", { ifindex = "br0", global_options = { { id = 10, range = 12, msti = 5 } } })
local groups = {}
for m in ipr:vlandb("dump", { ifindex = "br0", dump_flags = "global" }) do
  for _, o in ipairs(m:totable().global_options) do groups[#groups + 1] = { o.id, o.range, o.msti } end
end
eq(groups, { { 1, nil, 0 }, { 10, 12, 5 }, { 13, 20, 0 } })
local function instances()
  local states = {}
  for m in ipr:link("dump", { family = "bridge", ext_mask = "mst" }) do
    local spec = m.ifname == "p0" and m:totable().af_spec
    for _, e in ipairs(spec and spec.mst.entry or {}) do states[e.msti] = e.state end
  end
  return states
end
eq(instances()[5], 0)
ipr:link("update", { index = "p0", family = "bridge", af_spec = { mst = { entry = { { msti = 5, state = "forwarding" } } } } })
eq(instances()[5], 3)
