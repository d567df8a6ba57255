-- A namespace with something of everything; no link but lo is up: nothing changes by itself.
-- fill(o) makes it, picture(places) reads all of it.
function fill(o)
  o:link("add", { ifname = "v0", kind = "veth", peer = "v1", txqlen = 100 })
  o:link("add", { ifname = "br0", kind = "bridge" })
  o:link("set", { ifname = "v0", master = "br0" })
  if TUN then o:link("add", { ifname = "t0", kind = "tuntap", mode = "tap" }) end -- whose device file not everybody may open
  o:addr("add", { index = "lo", address = "10.0.0.1/24" })
  o:route("add", { dst = "10.7.0.0/16", oif = "lo", table = 77 })
  o:rule("add", { priority = 100, src = "10.0.0.0/8", table = 77 })
  o:neigh("add", { ifindex = "lo", dst = "10.0.0.9", flags = "proxy" })
  o:nexthop("add", { id = 1, blackhole = true })
  o:addrlabel("add", { prefix = "2001:db8::/32", label = 77 })
  o:nsid("add", { netns = NS, nsid = 9 })
  o:tc("add", "htb", "v1", "1:", { default = 0x20 })
  o:tc("add-class", "htb", "v1", "1:20", { parent = "1:", rate = "10mbit" })
  o:tc("add", "clsact", "v0")
  o:tc("add-filter", "u32", "v0", { parent = "ffff:fff2", protocol = "ip", prio = 1, target = "1:20", keys = { "0x0/0x0+0" } })
  o:chain("add", { index = "v0", parent = "ffff:fff2", chain = 5 })
end

-- What changes by itself: the time that passed, packets, what the kernel draws by lot, what it says of a link a moment later.
local passing = {
  header = true, cacheinfo = true, stats = true, stats64 = true, stats2 = true, xstats = true, icmp6stats = true, config = true,
  reachable_time = true, refcnt = true, operstate = true, carrier = true, carrier_changes = true, carrier_up_count = true, carrier_down_count = true,
}

-- JSON with its keys in order.
local function text(v)
  if type(v) ~= "table" then return nlua.json.encode(v) end
  local list = {}
  for k, inner in pairs(v) do
    if not passing[k] then list[#list + 1] = nlua.json.encode(tostring(k)) .. ":" .. text(inner) end
  end
  table.sort(list)
  return "{" .. table.concat(list, ",") .. "}"
end

-- Per place and dump: its messages as JSON, sorted, a line each; and the names of namespaces.
function picture(places)
  local lines = {}
  for i, place in ipairs(places) do
    for _, v in ipairs(VERBS) do
      if v.dump and v.object ~= "stats" then
        for _, index in ipairs(v.object == "tc" and { "v0", "v1" } or v.object == "chain" and { "v0" } or { false }) do
          local kw = { index = index or nil, parent = v.object == "chain" and "ffff:fff2" or nil, kind = v.object == "action" and "gact" or nil }
          local ok, list = pcall(function() return place[v.object](place, v.verb, kw):list() end)
          for _, m in ipairs(ok and list or {}) do
            lines[#lines + 1] = i .. " " .. v.object .. " " .. v.verb .. " " .. text(m:totable())
          end
        end
      end
    end
    for m in place:tc("dump-filter", { index = "v0", parent = "ffff:fff2" }) do
      lines[#lines + 1] = i .. " filter " .. text(m:totable())
    end
  end
  lines[#lines + 1] = "namespaces " .. table.concat(rtnl.netns.listnetns(), " ")
  table.sort(lines)
  return lines
end
