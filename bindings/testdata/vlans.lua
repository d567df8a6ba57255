-- needs: lab, command bridge, vlan_filtering, vxlan
-- VLANs of bridges in each form that they may be said in, read by bridge(8); what is there already, or not at all; what the kernel refuses.
ipr:link("add", { ifname = "br0", kind = "bridge", br_vlan_filtering = true, br_vlan_default_pvid = 0, br_mcast_snooping = true })
ipr:link("add", { ifname = "p0", kind = "veth", peer = "p1" })
ipr:link("add", { ifname = "vx0", kind = "vxlan", vxlan_collect_metadata = true, vxlan_port = 4790 })
for _, port in ipairs{ "p0", "vx0" } do ipr:link("set", { index = port, master = "br0" }) end
ipr:brport("set", { index = "vx0", vlan_tunnel = true })
for _, name in ipairs{ "br0", "p0", "p1", "vx0" } do ipr:link("set", { index = name, state = "up" }) end

-- shown is "10 11pu 20-22", as bridge(8) tells the VLANs of a link, and nlua too
local function shown(dev)
  local list = {}
  for _, link in ipairs(ip("bridge vlan show dev " .. dev)) do
    for _, v in ipairs(link.vlans) do
      local flags = table.concat(v.flags or {}, " ")
      list[#list + 1] = v.vlan .. (v.vlanEnd and "-" .. v.vlanEnd or "") .. (flags:find("PVID") and "p" or "") .. (flags:find("Untagged") and "u" or "")
    end
  end
  local mine = {}
  for link in ipr:vlan_filter("dump", { ifname = dev }) do
    for _, v in ipairs((link:totable().af_spec or {}).vlan_info or {}) do mine[#mine + 1] = v.vid .. (v.flags % 4 >= 2 and "p" or "") .. (v.flags % 8 >= 4 and "u" or "") end
  end
  local flat = {}
  for _, text in ipairs(list) do
    local first, last, flags = text:match("^(%d+)%-(%d+)(%a*)$")
    for vid = tonumber(first or 1), tonumber(last or 0) do flat[#flat + 1] = vid .. flags end
    if not first then flat[#flat + 1] = text end
  end
  eq(mine, flat, dev)
  return table.concat(list, " ")
end

-- adding: each form, the second time too
for _, c in ipairs{
  { "p0", { vid = 10 }, "10" }, { "p0", { vid = "10" }, "10" }, { "p0", { { vid = 10 } }, "10" }, { "p0", { vid = 10, flags = 0 }, "10" }, { "p0", { vid = 10, pvid = false, untagged = false }, "10" },
  { "p0", { vid = 10, pvid = true }, "10pu" }, { "p0", { vid = 10, flags = { "pvid", "untagged" } }, "10pu" }, { "p0", { vid = 10, flags = 6 }, "10pu" }, { "p0", { vid = 10, flags = "pvid" }, "10p" },
  { "p0", { vid = 10, untagged = true }, "10u" }, { "p0", { vid = 10, flags = "untagged" }, "10u" }, { "p0", { vid = "20-22" }, "20-22" }, { "p0", { vid = "20-22", untagged = true }, "20-22u" }, { "p0", { vid = "20-20" }, "20" },
  { "p0", { { vid = 10, pvid = true }, { vid = "20-21" }, { vid = 30, flags = "untagged" } }, "10pu 20-21 30u" }, { "p0", { { vid = 1 }, { vid = 4094 } }, "1 4094" }, { "p0", { vid = "1-4094" }, "1-4094" },
  { "br0", { vid = 10, flags = "brentry" }, "10" }, { "br0", { vid = "10-11", untagged = true }, "10-11u" },
} do
  local dev, info, want = unpack(c)
  local kw = { index = dev, vlan_info = info, vlan_flags = dev == "br0" and "self" or nil }
  for _ = 1, 2 do
    ipr:vlan_filter("add", kw)
    eq(shown(dev), want, nlua.inspect(info))
  end
  for _, verb in ipairs{ "del", "remove" } do
    ipr:vlan_filter(verb, kw) -- the second time too
    eq(shown(dev), "", nlua.inspect(info))
  end
end
-- what bridge makes
sh("bridge vlan add vid 7-9 dev p0 untagged")
sh("bridge vlan add vid 10 dev p0 pvid")
eq(shown("p0"), "7-9u 10p")
for _, filter in ipairs{ { vid = 8 }, { vid = "7-9" }, { vid = "8-9" }, { vid = 10, vlan_flags = "pvid" }, { ifindex = "p0", vid = 7, vlan_flags = "untagged" }, { state = "forwarding", vid = 7 } } do
  eq(ipr:vlandb("dump", filter):count(), 1, nlua.inspect(filter))
end
for _, filter in ipairs{ { vid = 6 }, { vid = "9-10" }, { vid = 8, vlan_flags = "pvid" }, { ifindex = "vx0", vid = 7 }, { state = "blocking" }, { ifindex = "nobody" } } do
  eq(ipr:vlandb("dump", filter):count(), 0, nlua.inspect(filter))
end
ipr:vlandb("del", { ifindex = "p0", vid = "7-10" })
eq(shown("p0"), "")

-- VLANs to tunnels, ranges to ranges
local function mapped()
  local list = {}
  for _, link in ipairs(ip("bridge vlan tunnelshow dev vx0")) do
    for _, t in ipairs(link.tunnels or {}) do list[#list + 1] = t.vlan .. "-" .. (t.vlanEnd or t.vlan) .. ":" .. t.tunid .. "-" .. (t.tunidEnd or t.tunid) end
  end
  return table.concat(list, " ")
end
ipr:vlan_filter("add", { index = "vx0", vlan_info = { vid = "100-109" } })
for _, c in ipairs{ { { vid = 100, id = 500 }, "100-100:500-500" }, { { vid = "100", id = "500" }, "100-100:500-500" }, { { vid = "100-102", id = "500-502" }, "100-102:500-502" }, { { { vid = 100, id = 7 }, { vid = 105, id = 2 ^ 24 - 1 } }, "100-100:7-7 105-105:16777215-16777215" } } do
  ipr:vlan_filter("add", { index = "vx0", vlan_tunnel_info = c[1] })
  eq(mapped(), c[2])
  fails(ipr.vlan_filter, "EEXIST.*mapped already", ipr, "add", { index = "vx0", vlan_tunnel_info = c[1] })
  ipr:vlan_filter("del", { index = "vx0", vlan_tunnel_info = c[1] })
  eq(mapped(), "")
end

-- options of VLANs: each form is told again, alone and of a range
ipr:vlandb("add", { ifindex = "p0", vid = "50-52" })
local function option(name)
  for _, e in ipairs(ipr:vlandb("dump", { ifindex = "p0", vid = 51 }):first():totable().entry) do
    if e.info.vid <= 51 and (e.range or e.info.vid) >= 51 then return e[name] end
  end
end
for _, c in ipairs{ { "state", "blocking", 4 }, { "state", 3, 3 }, { "neigh_suppress", true, 1 }, { "neigh_suppress", "off", 0 }, { "mcast_router", "perm", 2 }, { "mcast_router", 1, 1 } } do
  for _, vid in ipairs{ c[1] == "neigh_suppress" and "50-52" or 51, "50-52" } do -- the kernel tells a range although this differs in it
    ipr:vlandb("set", { dev = "p0", vid = vid, [c[1]] = c[2] })
    eq(option(c[1]), c[3], c[1])
  end
end
eq(shown("p0"), "50-52", "the options change no flags")
ipr:vlandb("add", { ifindex = "br0", vid = 50, vlan_flags = "brentry" })
ipr:vlandb("set", { ifindex = "br0", global_options = { id = 50, mcast_querier = true } })
eq(ipr:vlandb("dump", { ifindex = "br0", dump_flags = "global" }):first():get("global_options.mcast_querier"), 1)

-- what the kernel refuses
for _, c in ipairs{
  { "vlan_filter", "add", { index = "p1", vlan_info = { vid = 5 } }, "EOPNOTSUPP.*no port of one" }, { "vlan_filter", "add", { index = "br0", vlan_info = { vid = 5 } }, 'EOPNOTSUPP.*vlan_flags = "self"' },
  { "vlan_filter", "add", { index = "vx0", vlan_tunnel_info = { vid = 99, id = 5 } }, "EINVAL.*VLANs that it has" }, { "vlan_filter", "add", { index = "p0", vlan_tunnel_info = { vid = 50, id = 5 } }, "EINVAL.*vlan_tunnel = true" },
  { "vlandb", "set", { ifindex = "p0", vid = 999, state = "blocking" }, "ENOENT.*doesn't exist" }, { "vlandb", "set", { ifindex = "p0", vid = "50-70", state = "blocking" }, "ENOENT.*doesn't exist" }, { "vlandb", "set", { ifindex = "p0", vid = 50, state = 9 }, "Invalid vlan state" },
  { "vlandb", "set", { ifindex = "p1", vid = 50, state = 1 }, "EINVAL.*not a valid bridge" }, { "vlandb", "set", { ifindex = "br0", global_options = { mcast_querier = true } }, "Missing vlan entry id" },
  { "vlandb", "set", { ifindex = "p0", global_options = { id = 50, mcast_querier = true } }, "only be set on bridge" },
} do fails(ipr[c[1]], "^" .. c[1] .. " " .. c[2] .. ": .*" .. c[4], ipr, c[2], c[3]) end
fails(function() ipr:vlandb("dump", { ifindex = "p1" }):count() end, "ifindex: .*EINVAL%): p1: the link is no bridge and no port of one")
