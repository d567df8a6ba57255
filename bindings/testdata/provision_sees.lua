-- needs: veth, bridge, vxlan, file /dev/net/tun, command ip
-- What others change is seen by the next plan and mended; what is as it is wanted stays without a step.
local provision = require "nlua.provision"
provision.apply({ links = { { ifname = "a", kind = "veth", peer = { ifname = "b", state = "up" }, state = "up" }, { ifname = "br", kind = "bridge", state = "up" },
  { ifname = "p", kind = "veth", peer = "q", master = "br" } },
  addrs = { { index = "a", address = "192.0.2.1/24" }, { index = "a", address = "2001:db8::1/64", flags = "nodad" } } }, ipr)

for _, case in ipairs{
  { { rules = { { priority = 100, table = 7, ["not"] = true, fwmark = 1 } } }, "ip rule del pref 100; ip rule add pref 100 fwmark 1 table 7" },
  { { rules = { { priority = 101, table = 7, fwmark = 1 } } }, "ip rule del pref 101; ip rule add not pref 101 fwmark 1 table 7" },
  { { addrs = { { index = "a", address = "192.0.2.9/24" } } }, "ip addr change 192.0.2.9/24 dev a valid_lft 100 preferred_lft 50" },
  { { addrs = { { index = "a", address = "2001:db8::9/64", flags = "nodad" } } }, "ip addr change 2001:db8::9/64 dev a valid_lft 100 preferred_lft 50" },
  { { addrs = { { index = "a", address = "192.0.2.8/24", valid = 100, preferred = 50 } } }, "ip addr change 192.0.2.8/24 dev a valid_lft 200 preferred_lft 50" },
  { { routes = { { dst = "2001:db8:5::/48", gateway = "2001:db8::5", expires = 1000 } } }, "ip -6 route replace 2001:db8:5::/48 via 2001:db8::5 proto static" },
  { { routes = { { dst = "2001:db8:6::/48", gateway = "2001:db8::5" } } }, "ip -6 route replace 2001:db8:6::/48 via 2001:db8::5 proto static expires 1000" },
  { { nexthops = { { id = 5, blackhole = true } }, routes = { { dst = "203.0.113.0/24", nh_id = 5 } } }, "ip route replace prohibit 203.0.113.0/24" },
  { { routes = { { dst = "10.1.0.0/16", multipath = { { gateway = "192.0.2.2", hops = 3 }, { gateway = "198.18.0.1", oif = "a", flags = "onlink" } } } } },
    "ip route replace 10.1.0.0/16 proto static nexthop via 192.0.2.2 weight 3 nexthop via 198.18.0.1 dev a onlink" },
  { { routes = { { dst = "10.2.0.0/16", multipath = { { gateway = "192.0.2.2", encap = { type = "mpls", labels = "100" } }, { gateway = "192.0.2.3" } } } } },
    "ip route replace 10.2.0.0/16 proto static nexthop encap mpls 200 via 192.0.2.2 nexthop via 192.0.2.3" },
  { { fdb = { { index = "p", lladdr = "02:00:00:00:00:05", master = true, static = true } } }, "bridge fdb replace 02:00:00:00:00:05 dev p master permanent" },
  { { fdb = { { index = "p", lladdr = "02:00:00:00:00:06", master = true } } }, "bridge fdb replace 02:00:00:00:00:06 dev p master static" },
  { { links = { { ifname = "t0", kind = "tap", mtu = 1400, uid = 0 } } }, "ip link set t0 mtu 1300" },
  { { links = { { ifname = "t1", kind = "tun", mode = "tap" } } }, "ip link del t1; ip tuntap add t1 mode tun" },
} do
  local wanted, change = unpack(case)
  if pcall(provision.apply, wanted, ipr) then -- not every kernel has MPLS
    eq(tostring(provision.plan(wanted, ipr)), "", change)
    for command in change:gmatch("[^;]+") do sh(command) end
    local plan = provision.plan(wanted, ipr)
    assert(not plan:empty(), change)
    plan:apply()
    eq(tostring(provision.plan(wanted, ipr)), "", change)
  else
    assert(change:find("mpls", 1, true), change)
  end
end

-- link-local addresses are nobody's to purge
ipr:addr("add", { index = "a", address = "fe80::1/64", flags = "nodad" })
provision.apply({ addrs = { { index = "a", address = "192.0.2.1/24" } }, purge = "addrs" }, ipr)
eq(ipr:addr("dump", { index = "a", address = "fe80::1" }):count(), 1)
eq(ipr:addr("dump", { index = "a", address = "192.0.2.9" }):count(), 0)

-- what two entries say twice is one wish; what they say otherwise, or what no run would find again, is refused
for want, wanted in pairs{
  [""] = { addrs = { { index = "a", address = "192.0.2.1/24" }, { address = "192.0.2.1/24", index = "a" }, { index = "a", ["local"] = "10.7.0.1", address = "10.7.0.2/32" },
    { index = "a", ["local"] = "10.7.0.1", address = "10.7.0.3/32" } } },
  ["addrs%[3%]: addrs%[1%] wants the same addr otherwise"] = { addrs = { { index = "a", address = "192.0.2.1/24" }, { dev = "a", address = "192.0.2.1", prefixlen = 24 }, { dev = "a", address = "192.0.2.1/24", label = "a:1" } } },
  ["addrs%[2%]: addrs%[1%] wants the same addr otherwise"] = { addrs = { { index = "a", address = "192.0.2.1/24" }, { index = "a", address = "192.0.2.1/24", scope = "link" } } },
  ["neighbours%[2%]: neighbours%[1%] wants"] = { neighbours = { { index = "a", dst = "192.0.2.3", lladdr = "02:00:00:00:00:01" }, { index = "a", dst = "192.0.2.3", lladdr = "02:00:00:00:00:02" } } },
  ["nexthops%[1%]: id is missing"] = { nexthops = { { gateway = "192.0.2.3", oif = "a" } } },
  ["ports are settings of links"] = { purge = "ports" },
} do
  local ok, err = pcall(provision.apply, wanted, ipr)
  assert(ok == (want == "") and (ok or tostring(err):find(want)), tostring(err))
end

-- an owner who wants nothing any more
provision.apply({ owner = "me", links = { { ifname = "m0", kind = "veth", peer = "m1" } } }, ipr)
provision.apply({ owner = 77, rules = { { priority = 300, table = 7 } } }, ipr)
eq(#ipr:link_lookup{ ifname = "m0" } + ipr:rule("dump", { priority = 300 }):count(), 2)
provision.apply({ owner = "me", links = {}, purge = "links" }, ipr)
provision.apply({ owner = 77, purge = "rules" }, ipr)
eq(#ipr:link_lookup{ ifname = "m0" } + ipr:rule("dump", { priority = 300 }):count(), 0)
eq(#ipr:link_lookup{ ifname = "a" }, 1)
