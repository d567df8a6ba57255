-- needs: vxlan, command bridge
-- The VNIs that a vxlan link lets through, as bridge-vni(8) shows them.
ipr:link("add", { ifname = "vx0", kind = "vxlan", vxlan_collect_metadata = true, vxlan_vnifilter = true, vxlan_port = 4790 })
ipr:link("set", { index = "vx0", state = "up" })

-- mine and theirs are "first-last remote" of each range
local function mine(filter)
  local all = {}
  for m in ipr:vni("dump", filter) do
    for _, e in ipairs(m:totable().entry) do
      all[#all + 1] = e.start .. "-" .. (e["end"] or e.start) .. " " .. (e.group or e.group6 or "none")
    end
  end
  table.sort(all)
  return all
end
local function theirs()
  local all = {}
  for _, link in ipairs(ip("bridge vni show")) do
    for _, v in ipairs(link.vnis) do all[#all + 1] = v.vni .. "-" .. (v.vniEnd or v.vni) .. " " .. (v.group or v.remote or "none") end
  end
  table.sort(all)
  return all
end

local events = ipr:monitor{ groups = { "tunnel" } }
ipr:vni("add", { dev = "vx0", vni = 1000 })
local ev = events:next()
eq({ ev.event, ev.ifindex, ev:get("entry.start") }, { "RTM_NEWTUNNEL", ipr:link_lookup{ ifname = "vx0" }[1], 1000 })
events:close()
ipr:vni("add", { index = "vx0", vni = "10-20,30", remote = "192.0.2.1" })
ipr:vni("add", { index = "vx0", vni = { 40, "50-52" }, group = "2001:db8::5" })
eq(mine(), theirs())
eq(mine(), { "10-20 192.0.2.1", "1000-1000 none", "30-30 192.0.2.1", "40-40 2001:db8::5", "50-52 2001:db8::5" })
ipr:vni("add", { dev = "vx0", vni = 30, remote = "192.0.2.2" }) -- which changes it
eq(mine()[3], "30-30 192.0.2.2")

-- what bridge made
sh("bridge vni add dev vx0 vni 60-61 remote 192.0.2.3")
eq(mine(), theirs())
sh("bridge vni delete dev vx0 vni 60-61")

-- filters
for filter, want in pairs{ [{ vni = 15 }] = 1, [{ vni = 21 }] = 0, [{ vni = 30, group = "192.0.2.2" }] = 1, [{ vni = 15, group = "192.0.2.2" }] = 0,
  [{ dev = "vx0" }] = 1, [{ dev = "lo" }] = 0, [{ dev = "no-such-link" }] = 0 } do
  eq(ipr:vni("dump", filter):count(), want, nlua.inspect(filter))
end
local first = ipr:vni("dump", { stats = true }):first()
eq(first:get("entry.stats.rx_pkts"), 0)
eq(tostring(ipr:vni("dump"):first()):match("vni 10%-20 group 192.0.2.1,30"), "vni 10-20 group 192.0.2.1,30")

ipr:vni("del", { dev = "vx0", vni = { "10-20", 30, 1000, "40-40" } })
ipr:vni("del", { dev = "vx0", vni = "50-52" })
eq({ mine(), theirs() }, { {}, {} })

fails(ipr.vni, "dev is missing", ipr, "add", { vni = 5 })
fails(ipr.vni, "vni is missing", ipr, "add", { dev = "vx0" })
fails(ipr.vni, "0 to 16777215", ipr, "add", { dev = "vx0", vni = 2 ^ 24 })
fails(ipr.vni, "not a vxlan", ipr, "add", { dev = "lo", vni = 5 })
