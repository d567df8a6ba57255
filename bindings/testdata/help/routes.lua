as("ip -6 route add 2001:db8:1::/48 encap rpl segs fd00::1,fd00::2 dev v0", "route", "add", { dst = "2001:db8:1::/48", encap = { segs = "fd00::1,fd00::2", type = "rpl" }, oif = "v0", proto = "boot" })
as("ip -6 route add 2001:db8:1::/48 encap rpl segs fd00::1,fd00::2,fd01::7 dev v0", "route", "add", { dst = "2001:db8:1::/48", encap = { segs = { "fd00::1", "fd00::2", "fd01::7" }, type = "rpl" }, oif = "v0", proto = "boot" })
as("ip -6 route add 2001:db8:1::/48 encap ioam6 trace prealloc type 0x800000 ns 1 size 12 dev v0", "route", "add", { dst = "2001:db8:1::/48", encap = { trace = { ns = 1, size = 12, type = 8388608 }, type = "ioam6" }, oif = "v0", proto = "boot" })
as("ip -6 route add 2001:db8:1::/48 encap ioam6 mode encap tundst fd00::9 trace prealloc type 0xc00000 ns 1 size 16 dev v0", "route", "add", { dst = "2001:db8:1::/48", encap = { mode = "encap", trace = { ns = 1, size = 16, type = 12582912 }, tundst = "fd00::9", type = "ioam6" }, oif = "v0", proto = "boot" })
as("ip -6 route add 2001:db8:1::/48 encap ioam6 freq 1/5 mode auto tundst fd00::9 trace prealloc type 0xc00000 ns 1 size 16 dev v0", "route", "add", { dst = "2001:db8:1::/48", encap = { freq = "1/5", mode = "auto", trace = { ns = 1, size = 16, type = 12582912 }, tundst = "fd00::9", type = "ioam6" }, oif = "v0", proto = "boot" })
as("ip -6 route add 2001:db8:1::/48 encap seg6 mode encap segs fd00::1,fd00::2 dev v0", "route", "add", { dst = "2001:db8:1::/48", encap = { mode = "encap", segs = "fd00::1,fd00::2", type = "seg6" }, oif = "v0", proto = "boot" })
as("ip -6 route add 2001:db8:1::/48 encap seg6 mode encap segs fd00::1 hmac 5 dev v0", "route", "add", { dst = "2001:db8:1::/48", encap = { hmac = 5, mode = "encap", segs = "fd00::1", type = "seg6" }, oif = "v0", proto = "boot" })
as("ip -6 route add 2001:db8:1::/48 encap seg6 mode inline segs fd00::1,fd00::2 dev v0", "route", "add", { dst = "2001:db8:1::/48", encap = { mode = "inline", segs = { "fd00::1", "fd00::2" }, type = "seg6" }, oif = "v0", proto = "boot" })
as("ip -6 route add 2001:db8:1::/48 encap seg6 mode l2encap segs fd00::1 dev v0", "route", "add", { dst = "2001:db8:1::/48", encap = { mode = "l2encap", segs = "fd00::1", type = "seg6" }, oif = "v0", proto = "boot" })
as("ip -6 route add 2001:db8:1::/48 encap seg6 mode encap.red segs fd00::1,fd00::2 dev v0", "route", "add", { dst = "2001:db8:1::/48", encap = { mode = "encap.red", segs = "fd00::1,fd00::2", type = "seg6" }, oif = "v0", proto = "boot" })
as("ip -6 route add 2001:db8:1::/48 encap seg6local action End dev v0", "route", "add", { dst = "2001:db8:1::/48", encap = { action = "End", type = "seg6local" }, oif = "v0", proto = "boot" })
as("ip -6 route add 2001:db8:1::/48 encap seg6local action End.X nh6 fd00::7 dev v0", "route", "add", { dst = "2001:db8:1::/48", encap = { action = "End.X", nh6 = "fd00::7", type = "seg6local" }, oif = "v0", proto = "boot" })
as("ip -6 route add 2001:db8:1::/48 encap seg6local action End.T table 100 dev v0", "route", "add", { dst = "2001:db8:1::/48", encap = { action = "End.T", table = 100, type = "seg6local" }, oif = "v0", proto = "boot" })
as("ip -6 route add 2001:db8:1::/48 encap seg6local action End.DX2 oif v0 dev v0", "route", "add", { dst = "2001:db8:1::/48", encap = { action = "End.DX2", oif = "v0", type = "seg6local" }, oif = "v0", proto = "boot" })
as("ip -6 route add 2001:db8:1::/48 encap seg6local action End.DX4 nh4 10.0.0.9 dev v0", "route", "add", { dst = "2001:db8:1::/48", encap = { action = "End.DX4", nh4 = "10.0.0.9", type = "seg6local" }, oif = "v0", proto = "boot" })
as("ip -6 route add 2001:db8:1::/48 encap seg6local action End.DX6 nh6 fd00::7 dev v0", "route", "add", { dst = "2001:db8:1::/48", encap = { action = "End.DX6", nh6 = "fd00::7", type = "seg6local" }, oif = "v0", proto = "boot" })
as("ip -6 route add 2001:db8:1::/48 encap seg6local action End.DT6 table 100 dev v0", "route", "add", { dst = "2001:db8:1::/48", encap = { action = "End.DT6", table = 100, type = "seg6local" }, oif = "v0", proto = "boot" })
as("ip -6 route add 2001:db8:1::/48 encap seg6local action End.DT4 vrftable 100 dev v0", "route", "add", { dst = "2001:db8:1::/48", encap = { action = "End.DT4", type = "seg6local", vrf_table = 100 }, oif = "v0", proto = "boot" })
as("ip -6 route add 2001:db8:1::/48 encap seg6local action End.DT46 vrftable 100 dev v0", "route", "add", { dst = "2001:db8:1::/48", encap = { action = "End.DT46", type = "seg6local", vrf_table = 100 }, oif = "v0", proto = "boot" })
as("ip -6 route add 2001:db8:1::/48 encap seg6local action End.B6 srh segs fd00::1,fd00::2 dev v0", "route", "add", { dst = "2001:db8:1::/48", encap = { action = "End.B6", segs = "fd00::1,fd00::2", type = "seg6local" }, oif = "v0", proto = "boot" })
as("ip -6 route add 2001:db8:1::/48 encap seg6local action End.B6.Encaps srh segs fd00::1 hmac 7 dev v0", "route", "add", { dst = "2001:db8:1::/48", encap = { action = "End.B6.Encaps", hmac = 7, segs = "fd00::1", type = "seg6local" }, oif = "v0", proto = "boot" })
as("ip -6 route add 2001:db8:1::/48 encap seg6local action End flavors psp,usp,usd dev v0", "route", "add", { dst = "2001:db8:1::/48", encap = { action = "End", flavors = { "psp", "usp", "usd" }, type = "seg6local" }, oif = "v0", proto = "boot" })
as("ip -6 route add 2001:db8:1::/48 encap seg6local action End.X nh6 fd00::7 count dev v0", "route", "add", { dst = "2001:db8:1::/48", encap = { action = "End.X", counters = { bytes = 0, errors = 0, packets = 0 }, nh6 = "fd00::7", type = "seg6local" }, oif = "v0", proto = "boot" })
as("ip -6 route add 2001:db8:1::/48 encap ila 3333:0:0:1 csum-mode adj-transport dev v0", "route", "add", { dst = "2001:db8:1::/48", encap = { csum_mode = "adj_transport", locator = "0x3333000000000001", type = "ila" }, oif = "v0", proto = "boot" })
as("ip -6 route add 2001:db8:1::/48 encap ila 3333:0:0:1 csum-mode neutral-map-auto ident-type luid hook-type input dev v0", "route", "add", { dst = "2001:db8:1::/48", encap = { csum_mode = "neutral_map_auto", hook_type = "input", ident_type = "luid", locator = "0x3333000000000001", type = "ila" }, oif = "v0", proto = "boot" })
as("ip route add 10.7.0.0/16 encap ip id 7 dst 10.0.0.9 src 10.0.0.1 ttl 5 tos 3 key csum seq dev v0", "route", "add", { dst = "10.7.0.0/16", encap = { dst = "10.0.0.9", flags = { "key", "csum", "seq" }, id = 7, src = "10.0.0.1", tos = 3, ttl = 5, type = "ip" }, oif = "v0", proto = "boot" })
as("ip -6 route add 2001:db8:1::/48 encap ip6 id 7 dst fd00::9 src fd00::1 hoplimit 5 tc 3 key csum seq dev v0", "route", "add", { dst = "2001:db8:1::/48", encap = { dst = "fd00::9", flags = { "key", "csum", "seq" }, hoplimit = 5, id = 7, src = "fd00::1", tc = 3, type = "ip6" }, oif = "v0", proto = "boot" })

-- ip route
local function route(words, kw, verb, mine)
  local dst = words:match("[%da-f:.]+/%d+")
  kw.dst = dst
  if not mine then kw.proto = kw.proto or "boot" end
  as("ip " .. (dst:find(":") and "-6" or "-4") .. " route " .. (verb or "add") .. " " .. words, "route", mine or verb or "add", kw)
end
route("10.1.0.0/16 via 10.0.0.2 dev v0 proto boot scope global metric 5 src 10.0.0.1 realms 3/4", { gateway = "10.0.0.2", oif = "v0", proto = "boot", scope = "universe", metric = 5, prefsrc = "10.0.0.1", realms = "3/4" })
route("10.1.0.0/16 dev v0 tos 0x10 table 100 proto zebra mtu lock 1300 advmss 1200 rtt 10ms rttvar 20ms reordering 4 window 1000 cwnd 5 initcwnd 10 ssthresh 4 rto_min 200ms hoplimit 7 initrwnd 9 features ecn quickack 1 congctl cubic fastopen_no_cookie 1",
  { oif = "v0", tos = 0x10, table = 100, proto = "zebra", scope = "link", metrics = { mtu = 1300, lock = { "mtu", "rto_min" }, advmss = 1200, rtt = "10ms", rttvar = "20ms", reordering = 4, window = 1000, cwnd = 5, initcwnd = 10, ssthresh = 4,
    rto_min = "200ms", hoplimit = 7, initrwnd = 9, features = "ecn", quickack = true, cc_algo = "cubic", fastopen_no_cookie = true } })
for _, kind in ipairs{ "blackhole", "unreachable", "prohibit", "throw" } do route(kind .. " 10.1.0.0/16", { type = kind }) end
for _, kind in ipairs{ "unicast", "local", "broadcast", "multicast" } do
  local own = { ["local"] = { table = "local", scope = "host" }, broadcast = { table = "local", scope = "link" }, multicast = { scope = "link" }, unicast = { scope = "link" } }
  local kw = own[kind]
  kw.type, kw.oif = kind, "v0"
  route(kind .. " 10.1.0.0/16 dev v0", kw)
end
for _, name in ipairs{ "local", "main", "default", "77", "7777" } do route("10.1.0.0/16 dev v0 table " .. name, { oif = "v0", scope = "link", table = tonumber(name) or name }) end
for _, proto in ipairs{ "kernel", "boot", "static", "77" } do route("10.1.0.0/16 dev v0 proto " .. proto, { oif = "v0", scope = "link", proto = tonumber(proto) or proto }) end
for word, scope in pairs{ host = "host", link = "link", global = "universe", ["77"] = 77 } do route("10.1.0.0/16 dev v0 scope " .. word, { oif = "v0", scope = scope }) end
route("10.1.0.0/16 nexthop via 10.0.0.2 dev v0 weight 3 nexthop via 10.77.0.1 dev v0 onlink nexthop dev v0 weight 256",
  { scope = "universe", multipath = { { gateway = "10.0.0.2", oif = "v0", weight = 3 }, { gateway = "10.77.0.1", oif = "v0", flags = "onlink" }, { oif = "v0", hops = 255 } } })
route("10.1.0.0/16 via inet 10.0.0.2", { gateway = "10.0.0.2" })
route("10.1.0.0/16 via inet6 fd00::2 dev v0", { via = "fd00::2", oif = "v0" })
route("10.1.0.0/16 dev v0 via 10.0.0.2 onlink", { gateway = "10.0.0.2", oif = "v0", flags = "onlink" })
route("10.1.0.0/16 nhid 7", { nh_id = 7 })
route("10.1.0.0/16 dev v0 ttl-propagate enabled", { oif = "v0", scope = "link", ttl_propagate = true })
route("10.1.0.0/16 dev v0 ttl-propagate disabled", { oif = "v0", scope = "link", ttl_propagate = false })
route("10.1.0.0/16 encap mpls 200/300 ttl 9 via 10.0.0.2", { gateway = "10.0.0.2", encap = { type = "mpls", labels = "200/300", ttl = 9 } })
route("10.1.0.0/16 dev v0 encap xfrm if_id 7 link_dev v1", { oif = "v0", scope = "link", encap = { type = "xfrm", if_id = 7, link = "v1" } })
for _, pref in ipairs{ "low", "medium", "high" } do route("2001:db8:1::/48 via fd00::2 dev v0 metric 7 pref " .. pref .. " expires 1000", { gateway = "fd00::2", oif = "v0", metric = 7, pref = pref, expires = 1000 }) end
route("2001:db8:1::/48 dev v0 encap seg6 mode l2encap.red segs fd00::5", { oif = "v0", encap = { type = "seg6", mode = "l2encap.red", segs = "fd00::5" } })
route("2001:db8:1::/48 dev v0 encap seg6local action End flavors next-csid lblen 32 nflen 16", { oif = "v0", encap = { type = "seg6local", action = "End", flavors = { operation = "next_csid", lblen = 32, nflen = 16 } } })
for _, action in ipairs{ "End.DX2", "End.DT46" } do
  route("2001:db8:1::/48 dev v0 encap seg6local action " .. action .. " iif v1", { oif = "v0", encap = { type = "seg6local", action = action, iif = "v1" } })
end
for _, verb in ipairs{ "change", "append", "replace" } do route("10.1.0.0/16 dev v0", { oif = "v0", scope = "link" }, verb) end
route("10.1.0.0/16", {}, "del", "del")
as("ip -M route add 100 as to 200/300 via inet 10.0.0.2 dev v0", "route", "add", { family = 28, dst = 100, newdst = { 200, 300 }, via = "10.0.0.2", oif = "v0", proto = "boot" })
as("ip -M route add 100 via inet6 fd00::2", "route", "add", { family = 28, dst = 100, via = "fd00::2", proto = "boot" })
as("ip route get fibmatch 10.0.0.9 from 10.0.0.1 iif v0 tos 0x10 mark 5 uid 7 ipproto tcp sport 5 dport 6", "route", "get",
  { dst = "10.0.0.9", src = "10.0.0.1", iif = "v0", tos = 0x10, mark = 5, uid = 7, ip_proto = "tcp", sport = 5, dport = 6, flags = "fibmatch" })
as("ip route get 10.0.0.9 oif v0", "route", "get", { dst = "10.0.0.9", oif = "v0" })
