-- needs: vxlan, qdisc htb
-- Lines: tostring(m) says what ip, bridge and tc would say of the object.
local function line(d) return tostring(d:first()) end
local function is(d, want) eq((line(d):gsub("if%d+", "LINK")), want) end

ipr:link("add", { ifname = "v0", kind = "veth", peer = "v1", state = "up" })
ipr:link("set", { index = "v1", state = "up" })
ipr:addr("add", { index = "v0", address = "10.0.0.1/24", valid_lft = 2000, preferred_lft = 1000 })
ipr:addr("add", { index = "v0", ["local"] = "10.9.9.1", address = "10.9.9.2/30" })
local aging = line(ipr:addr("dump", { index = "v0", address = "10.0.0.1" }))
assert(aging:find(" valid_lft %d+sec preferred_lft %d+sec"), aging)
is(ipr:addr("dump", { ["local"] = "10.9.9.1" }), "LINK 10.9.9.1/30 peer 10.9.9.2/30 scope global label v0 <PERMANENT>")

ipr:route("add", { dst = "10.68.0.0/16", oif = "v0", metrics = { mtu = 1300, advmss = 1200 } })
is(ipr:route("dump", { dst = "10.68.0.0/16" }), "10.68.0.0/16 dev LINK proto static scope link mtu 1300 advmss 1200")
ipr:route("add", { dst = "10.69.0.0/16", multipath = { { gateway = "10.0.0.2", hops = 2 }, { gateway = "10.0.0.3" } } })
is(ipr:route("dump", { dst = "10.69.0.0/16" }), "10.69.0.0/16 proto static nexthop via 10.0.0.2 dev LINK weight 3 nexthop via 10.0.0.3 dev LINK weight 1")
ipr:route("add", { dst = "10.71.0.0/16", oif = "v0", multipath = { { gateway = "10.0.0.2", flags = "onlink", oif = "v0" }, { gateway = "10.0.0.3" } } })
is(ipr:route("dump", { dst = "10.71.0.0/16" }), "10.71.0.0/16 proto static nexthop via 10.0.0.2 dev LINK weight 1 onlink nexthop via 10.0.0.3 dev LINK weight 1")
ipr:route("add", { dst = "10.72.0.0/16", oif = "v0", realms = "1/2" })
is(ipr:route("dump", { dst = "10.72.0.0/16" }), "10.72.0.0/16 dev LINK proto static scope link realms 1/2")
ipr:route("add", { dst = "10.70.0.0/16", type = "blackhole", tos = 16 })
local dropped = ipr:route("dump", { dst = "10.70.0.0/16" }):first()
eq(tostring(dropped), "blackhole 10.70.0.0/16 tos " .. (dropped:name("tos") or "0x10") .. " proto static")

for want, rule in pairs{
  ["1001: from all fwmark 0x10/0xff iif v0 lookup 100"] = { fwmark = "0x10/0xff", iif = "v0", table = 100 },
  ["1002: from all to 10.1.0.0/16 blackhole"] = { dst = "10.1.0.0/16", action = "blackhole" },
  ["1003: from all ipproto tcp dport 80-90 lookup main"] = { ip_proto = "tcp", dport = "80-90", table = "main" },
  ["1004: from all uidrange 0 lookup 100"] = { uid_range = "0-0", table = 100 },
  ["1005: inet6 from fd00::/8 lookup 100 suppress_prefixlen 0"] = { src = "fd00::/8", table = 100, suppress_prefixlen = 0 },
  ["1006: not from 10.0.0.0/8 goto 32766"] = { src = "10.0.0.0/8", invert = true, ["goto"] = 32766 },
} do
  rule.priority = tonumber(want:match("^%d+"))
  ipr:rule("add", rule)
  is(ipr:rule("dump", { priority = rule.priority }), want)
end

ipr:link("add", { ifname = "vx0", kind = "vxlan", vxlan_id = 11, vxlan_link = "v0", vxlan_group = "239.1.1.1", state = "up" })
ipr:fdb("add", { index = "vx0", lladdr = "02:00:00:00:01:01", dst = "10.0.0.2", vni = 20, port = 4790 })
is(ipr:fdb("dump", { lladdr = "02:00:00:00:01:01" }), "10.0.0.2 dev LINK lladdr 02:00:00:00:01:01 <NOARP,PERMANENT> port 4790 vni 20 <SELF>")
local group = ipr:fdb("dump", { dst = "239.1.1.1" }):first()
assert(tostring(group):find("dev if" .. group:field("ifindex") .. " via if" .. group.ifindex, 1, true), "the head's link, then the attribute's: " .. tostring(group))

ipr:nexthop("add", { id = 20, blackhole = true })
is(ipr:nexthop("dump"), "id 20 blackhole")
ipr:tc("add", "htb", "v0", "1:", { default = 0x30 })
ipr:tc("add-class", "htb", "v0", "1:10", { parent = "1:", rate = "8mbit" })
assert(ipr:tc("dump", { dev = "v0", invisible = true }):count() > ipr:tc("dump", { dev = "v0" }):count(), "the class has a queue that nobody asked for")
local class = line(ipr:get_classes{ index = "v0" })
assert(class:find("^htb 1:10 dev if%d+ parent root .* parms {.*rate=1000000 "), class)
ipr:link("add", { ifname = "br0", kind = "bridge" })
ipr:link("set", { index = "v1", master = "br0" })
ipr:brport("set", { dev = "v1", cost = 77, priority = 9 })
assert(line(ipr:brport("dump", { dev = "v1" })):find(" port %l+ cost 77 prio 9$"), line(ipr:brport("dump", { dev = "v1" })))
eq(tostring(ipr:link("set", { index = "v0", state = "up" })[1]), "ACK")
