-- Shows this machine's links with their addresses, and the routes of its main table:
--
--     nlua scripts/show.lua
--
-- Reading needs no privilege. With `nlua -n NAME scripts/show.lua` it shows the namespace NAME.

local ipr = rtnl.IPRoute{}

-- align prints rows of texts as columns; the last one is as long as it is.
local function align(rows)
  local widths = {}
  for _, row in ipairs(rows) do
    for i = 1, #row - 1 do
      widths[i] = math.max(widths[i] or 0, #row[i])
    end
  end
  for _, row in ipairs(rows) do
    for i = 1, #row - 1 do
      row[i] = row[i] .. (" "):rep(widths[i] - #row[i])
    end
    print((table.concat(row, "  "):gsub("%s+$", "")))
  end
end

-- What is told by number elsewhere: index -> name, index -> list of addresses.
local names, addresses = {}, {}
for addr in ipr:addr("dump") do
  local list = addresses[addr.index] or {}
  addresses[addr.index] = list
  -- Where a link has a peer, `address` is the peer's; of IPv6 there is often no `local`.
  list[#list + 1] = ("%s/%d"):format(addr["local"] or addr.address, addr.prefixlen)
end

local links = {}
for link in ipr:link("dump") do
  names[link.index] = link.ifname
  links[#links + 1] = {
    link.ifname,
    link.state,
    link.address or "",
    table.concat(addresses[link.index] or {}, " "),
  }
end
align(links)

-- hop says where a route, or one of its several next hops, leads.
local function hop(h)
  local words = {}
  if h.gateway then
    words[#words + 1] = "via " .. h.gateway
  end
  if h.oif then
    words[#words + 1] = "dev " .. (names[h.oif] or h.oif)
  end
  return table.concat(words, " ")
end

local routes = {}
for route in ipr:route("dump", { table = "main" }) do
  local dst = route.dst and ("%s/%d"):format(route.dst, route.dst_len) or "default"
  local hops = {}
  for _, h in ipairs(route.multipath or { route }) do
    hops[#hops + 1] = hop(h)
  end
  routes[#routes + 1] = { dst, table.concat(hops, ", "), "proto " .. route:name("proto") }
end
if #routes > 0 then
  print()
  align(routes)
end

ipr:close()
