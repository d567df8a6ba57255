-- Joins two new network namespaces by a pair of veth devices, gives both addresses and routes, checks
-- that the kernel agrees, and removes everything again:
--
--     nlua --unshare scripts/veth-pair.lua        as anybody: in a world of its own
--     nlua scripts/veth-pair.lua                  as root

local sides = {
  { netns = rtnl.NetNS("nlua-left"), address = "192.0.2.1", service = "198.51.100.1" },
  { netns = rtnl.NetNS("nlua-right"), address = "192.0.2.2", service = "198.51.100.2" },
}
nlua.finally(function()            -- also after an error or Ctrl-C; the devices go with the namespaces
  for _, side in ipairs(sides) do
    side.netns:close()
    side.netns:remove()
  end
end)

-- One request makes both ends: the peer appears in the other namespace.
sides[1].netns:link("add", {
  ifname = "veth0",
  kind = "veth",
  peer = { ifname = "veth0", net_ns_fd = "nlua-right" },
})

for i, side in ipairs(sides) do
  local ns, other = side.netns, sides[3 - i]
  ns:addr("add", { index = "lo", address = side.service .. "/32" })
  ns:addr("add", { index = "veth0", address = side.address .. "/24" })
  ns:link("set", { index = "lo", state = "up" })
  ns:link("set", { index = "veth0", state = "up" })
  ns:route("add", { dst = other.service .. "/32", gateway = other.address })
end

for i, side in ipairs(sides) do
  local ns, other = side.netns, sides[3 - i]
  local link = ns:link("get", { ifname = "veth0" })[1]
  assert(link.carrier == 1, "the cable is not plugged in")
  local route = ns:route("get", { dst = other.service })[1]
  assert(route.gateway == other.address and route.oif == link.index, "the way is not the one that was added")
  print(("%s: %s is up; to %s by %s, as %s"):format(
    ns.status.netns, link.ifname, other.service, route.gateway, route.prefsrc))
end
