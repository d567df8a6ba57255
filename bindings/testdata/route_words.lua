-- needs: command ip
-- Words of routes that mean more than an attribute: those of ip-route(8), and pyroute2's forms.
ipr:link("add", { ifname = "v0", kind = "veth", peer = "v1" })
for _, name in ipairs{ "v0", "v1" } do ipr:link("set", { index = name, state = "up" }) end
ipr:addr("add", { index = "v0", address = "10.0.0.1/24" })
local function shown(dst) return ip("route show table all " .. dst)[1] end

-- each way to say the default route, and prefixes
local metric = 0
for _, dst in ipairs{ "", "default", "0", "0.0.0.0", "0.0.0.0/0" } do
  metric = metric + 1
  ipr:route("add", { dst = dst, dev = "v0", priority = metric, prefsrc = "", gateway = "" })
end
eq(#ip("route show default"), 5)
for _, dst in ipairs{ "::", "::/0" } do
  metric = metric + 1
  ipr:route("add", { dst = dst, oif = "v0", metric = metric })
end
eq(ipr:route("dump", { family = 10, dst = "default", table = "main" }):count(), 2)
ipr:route("add", { dst = "10.1.0.0/255.255.0.0", gateway = "10.0.0.2" })
eq({ shown("10.1.0.0/16").gateway, shown("10.1.0.0/16").protocol }, { "10.0.0.2", "static" })

-- metrics with units, locked by name
ipr:route("add", { dst = "10.2.0.0/16", oif = "v0", metrics = { mtu = 1300, lock = { "mtu", "rto_min" }, rtt = "10ms", rttvar = "20ms", rto_min = "200ms", features = "ecn", cc_algo = "cubic" } })
local metrics = ipr:route("dump", { dst = "10.2.0.0/16" }):first().metrics
eq({ metrics.mtu, metrics.lock, metrics.rtt, metrics.rttvar, metrics.rto_min, metrics.features, metrics.cc_algo }, { 1300, 4 + 0x2000, 80, 80, 200, 1, "cubic" })
assert(sh("ip route show 10.2.0.0/16"):find("mtu lock 1300 rtt 10ms rttvar 20ms features ecn rto_min lock 200ms"), sh("ip route show 10.2.0.0/16"))

-- get by each selector: rules send it elsewhere
ipr:route("add", { dst = "default", type = "unreachable", table = 100 })
ipr:rule("add", { priority = 10, fwmark = 5, table = 100 })
ipr:rule("add", { priority = 12, ip_proto = "tcp", dport_range = "80:80", table = 100 })
ipr:rule("add", { priority = 13, ip_proto = "udp", sport_range = "53-54", table = 100 })
ipr:rule("add", { priority = 14, tos = 0x10, table = 100 })
ipr:rule("add", { priority = 15, src = "10.7.0.0/16", table = 100 })
local function get(more)
  more.dst = "10.0.0.9"
  return ipr:route("get", more)[1]
end
local way = get{}
eq({ way:name("type"), way.prefsrc, way:has("cloned") }, { "unicast", "10.0.0.1", true })
for _, more in ipairs{ { mark = 5 }, { ipproto = "tcp", dport = 80 }, { ip_proto = "udp", sport = 53 }, { tos = 0x10 }, { from = "10.7.0.1", iif = "v1" } } do
  fails(get, "EHOSTUNREACH", more)
end
for _, more in ipairs{ { mark = 6 }, { ipproto = "tcp", dport = 81 }, { ip_proto = "udp", sport = 55 }, { dev = "v0" }, { oif = "v0" }, { src = "10.0.0.1" }, { uid = 0 } } do
  eq(get(more):name("type"), "unicast", nlua.inspect(more))
end
for _, more in ipairs{ { fibmatch = true }, { flags = "fib_match" }, { flags = { "fib_match" } }, { flags = 0x2000 } } do
  eq({ get(more).dst, get(more).dst_len, get(more):has("cloned") }, { "10.0.0.0", 24, false })
end
fails(get, '"nix" is none of', { flags = "nix" })
fails(ipr.route, "vrf: is no VRF", ipr, "add", { dst = "10.3.0.0/16", type = "blackhole", vrf = "v0" })
