-- needs: lab, command ip, command bridge, vlan_filtering, vxlan, encap mpls
-- The words of ip-address(8), ip-route(8), ip-rule(8), ip-neighbour(8), ip-nexthop(8), ip-ntable(8) and bridge(8): what they make and
-- what keywords make is the same to the kernel.
for _, pair in ipairs{ "p", "q" } do
  ipr:link("add", { ifname = pair .. "0", kind = "veth", peer = pair .. "1" })
  for _, n in ipairs{ "0", "1" } do ipr:link("set", { index = pair .. n, state = "up" }) end
end
ipr:addr("add", { index = "q0", address = "10.0.0.1/24" })
ipr:addr("add", { index = "q0", address = "fd00::1/64", flags = "nodad" })

local volatile = { cacheinfo = true, tstamp = true, cstamp = true, probes = true, stats = true, expires = true }
local function plain(t)
  for k, v in pairs(t) do
    if volatile[k] then t[k] = nil elseif type(v) == "table" then plain(v) end
  end
  return t
end
-- twin does what a command says, reads, takes it back, does the same by keywords, reads again.
local function twin(command, object, verb, kw, filter, back, reads)
  local function read()
    local list = {}
    for m in ipr[reads or object](ipr, "dump", filter) do
      list[#list + 1] = plain(m:totable())
    end
    return list
  end
  local before = read()
  sh(command)
  local want = read()
  assert(nlua.inspect(want) ~= nlua.inspect(before), command .. " changed nothing")
  sh(back)
  eq(read(), before, back)
  lines()
  local ok, err = pcall(ipr[object], ipr, verb, kw)
  assert(ok, command .. ": " .. tostring(err))
  eq(read(), want, command)
  sh(back)
  local line = lines()[1] -- what --dry-run would have written
  paste(line)
  eq(read(), want, line)
  sh(back)
end

-- ip address
local p0 = { index = "p0", family = 2 }
local function addr(command, kw, filter)
  kw.index = "p0"
  twin("ip addr add " .. command .. " dev p0", "addr", "add", kw, filter or p0, "ip -" .. (kw.address:find(":") and "6" or "4") .. " addr flush dev p0 scope global")
end
addr("192.0.2.1/24 brd + label p0:x metric 77", { address = "192.0.2.1/24", broadcast = true, label = "p0:x", rt_priority = 77 })
addr("192.0.2.1/24 brd 192.0.2.200 noprefixroute", { address = "192.0.2.1/24", broadcast = "192.0.2.200", flags = "noprefixroute" })
addr("192.0.2.1 peer 192.0.2.9/32", { address = "192.0.2.9/32", ["local"] = "192.0.2.1" })
addr("192.0.2.1/24 valid_lft 1000 preferred_lft 500", { address = "192.0.2.1/24", valid_lft = 1000, preferred_lft = 500 })
addr("2001:db8::1/64 home nodad mngtmpaddr noprefixroute", { address = "2001:db8::1/64", flags = { "homeaddress", "nodad", "managetempaddr", "noprefixroute" } }, { index = "p0", family = 10, scope = "universe" })
twin("ip addr add 192.0.2.1/24 dev p0 scope link", "addr", "add", { index = "p0", address = "192.0.2.1/24", scope = "link" }, p0, "ip addr del 192.0.2.1/24 dev p0")

-- ip route
local function route(command, kw)
  local dst = command:match("^%S+")
  local family = dst:find(":") and "-6" or "-4"
  if command:find("^%l") then dst = command:match("^%S+ (%S+)") end
  kw.dst = dst
  local where = command:find("table 100") and " table 100" or ""
  twin("ip " .. family .. " route add " .. command, "route", "add", kw, { dst = dst }, "ip " .. family .. " route del " .. dst .. where .. (command:find("tos") and " tos 0x10" or ""))
end
route("10.1.0.0/16 via 10.0.0.2 dev q0 proto boot scope global metric 5 src 10.0.0.1 realms 3/4", { gateway = "10.0.0.2", oif = "q0", proto = "boot", scope = "universe", metric = 5, prefsrc = "10.0.0.1", realms = "3/4" })
route("10.1.0.0/16 dev q0 tos 0x10 table 100 proto zebra mtu lock 1300 advmss 1200 rtt 10ms rttvar 20ms reordering 4 window 1000 cwnd 5 initcwnd 10 ssthresh 4 rto_min 200ms hoplimit 7 initrwnd 9 features ecn quickack 1 congctl cubic fastopen_no_cookie 1",
  { oif = "q0", tos = 0x10, table = 100, proto = "zebra", metrics = { mtu = 1300, lock = { "mtu", "rto_min" }, advmss = 1200, rtt = "10ms", rttvar = "20ms", reordering = 4, window = 1000, cwnd = 5, initcwnd = 10, ssthresh = 4,
    rto_min = "200ms", hoplimit = 7, initrwnd = 9, features = "ecn", quickack = true, cc_algo = "cubic", fastopen_no_cookie = true } })
for _, kind in ipairs{ "blackhole", "unreachable", "prohibit", "throw" } do route(kind .. " 10.1.0.0/16 proto static", { type = kind }) end
route("10.1.0.0/16 proto static nexthop via 10.0.0.2 dev q0 weight 3 nexthop via 10.77.0.1 dev q0 onlink nexthop dev q0 weight 256",
  { multipath = { { gateway = "10.0.0.2", oif = "q0", weight = 3 }, { gateway = "10.77.0.1", oif = "q0", flags = "onlink" }, { oif = "q0", hops = 255 } } })
route("10.1.0.0/16 via inet6 fd00::2 dev q0 proto static", { via = "fd00::2", oif = "q0" })
route("10.1.0.0/16 proto static encap mpls 200/300 ttl 9 via 10.0.0.2", { gateway = "10.0.0.2", encap = { type = "mpls", labels = "200/300", ttl = 9 } })
route("2001:db8:1::/48 via fd00::2 dev q0 proto static metric 7 pref high expires 1000", { gateway = "fd00::2", oif = "q0", metric = 7, pref = "high", expires = 1000 })
route("2001:db8:1::/48 proto static encap ip6 id 7 dst fd00::9 hoplimit 5 tc 3 csum dev q0", { oif = "q0", encap = { type = "ip6", id = 7, dst = "fd00::9", hoplimit = 5, tc = 3, flags = "csum" } })
route("2001:db8:1::/48 proto static encap seg6 mode inline segs fd00::5 dev q0", { oif = "q0", encap = { type = "seg6", mode = "inline", segs = "fd00::5" } })
route("2001:db8:1::/48 proto static encap seg6local action End.X nh6 fd00::7 count dev q0",
  { oif = "q0", encap = { type = "seg6local", action = "End.X", nh6 = "fd00::7", counters = { packets = 0, bytes = 0, errors = 0 } } })
route("2001:db8:1::/48 proto static encap seg6local action End flavors psp dev q0", { oif = "q0", encap = { type = "seg6local", action = "End", flavors = { "psp" } } })

-- ip rule
local function rule(command, kw)
  kw.priority = 99
  local family = command:find("::") and "-6" or "-4"
  twin("ip " .. family .. " rule add pref 99 " .. command, "rule", "add", kw, { priority = 99 }, "ip " .. family .. " rule del pref 99")
end
rule("from 10.0.0.0/8 to 192.0.2.0/24 tos 0x10 fwmark 0x5/0xff iif p0 oif q0 table 100 protocol zebra realms 3/4",
  { src = "10.0.0.0/8", dst = "192.0.2.0/24", tos = 0x10, fwmark = "0x5/0xff", iif = "p0", oif = "q0", table = 100, protocol = "zebra", flow = "3/4" })
rule("not uidrange 5-10 ipproto tcp sport 80 dport 1000-2000 table 100", { invert = true, uid_range = "5-10", ip_proto = "tcp", sport_range = 80, dport_range = "1000-2000", table = 100 })
rule("l3mdev", { l3mdev = true })
rule("goto 200", { ["goto"] = 200 })
rule("table 100 suppress_prefixlength 5 suppress_ifgroup 7", { table = 100, suppress_prefixlen = 5, suppress_ifgroup = 7 })
for _, action in ipairs{ "blackhole", "unreachable", "prohibit" } do rule(action, { action = action }) end
rule("from 2001:db8::/32 table 100", { src = "2001:db8::/32", table = 100 })

-- ip neigh
local function neigh(command, kw, filter)
  kw.dst, kw.index = "10.0.0.77", "q0"
  twin("ip neigh add 10.0.0.77 dev q0 " .. command, "neigh", "add", kw, filter or { dst = "10.0.0.77" }, "ip neigh del 10.0.0.77 dev q0")
end
ipr:neigh("dump"):count()
neigh("lladdr 02:00:00:00:00:77 nud permanent protocol zebra", { lladdr = "02:00:00:00:00:77", state = "permanent", protocol = "zebra" })
neigh("lladdr 02:00:00:00:00:77 nud noarp router", { lladdr = "02:00:00:00:00:77", nud = "noarp", flags = "router" })
neigh("lladdr 02:00:00:00:00:77 nud stale extern_learn", { lladdr = "02:00:00:00:00:77", nud = "stale", flags = "ext_learned" })
twin("ip neigh add proxy 10.0.0.78 dev q0", "neigh", "add", { dst = "10.0.0.78", index = "q0", flags = "proxy" }, { flags = "proxy" }, "ip neigh del proxy 10.0.0.78 dev q0")

-- ip nexthop
local function nexthop(command, kw, id)
  twin("ip nexthop add id " .. (id or 9) .. " " .. command, "nexthop", "add", kw, { id = id or 9 }, "ip nexthop del id " .. (id or 9))
end
nexthop("via 10.0.0.2 dev q0 onlink protocol zebra", { id = 9, gateway = "10.0.0.2", dev = "q0", flags = "onlink", protocol = "zebra" })
nexthop("via fd00::2 dev q0", { id = 9, gateway = "fd00::2", oif = "q0" })
nexthop("blackhole", { id = 9, blackhole = true })
nexthop("encap mpls 55 via 10.0.0.2 dev q0", { id = 9, gateway = "10.0.0.2", oif = "q0", encap = { type = "mpls", labels = 55 } })
nexthop("via 10.0.0.2 fdb", { id = 9, gateway = "10.0.0.2", fdb = true })
for id = 1, 2 do ipr:nexthop("add", { id = id, gateway = "10.0.0." .. id + 1, oif = "q0" }) end
nexthop("group 1,3/2", { id = 9, group = { { id = 1, weight = 3 }, { id = 2 } } })
nexthop("group 1/2 type resilient buckets 16 idle_timer 30 unbalanced_timer 60", { id = 9, group = { 1, 2 }, group_type = "resilient", buckets = 16, idle_timer = "30s", unbalanced_timer = "60s" })

-- ip ntable
volatile.reachable_time = true -- a random part of the base
twin("ip ntable change name arp_cache dev q0 base_reachable 20000 retrans 900 gc_stale 50000 delay_probe 4000 app_probes 2 ucast_probes 5 mcast_probes 6 anycast_delay 900 proxy_delay 700 proxy_queue 30 locktime 800",
  "ntable", "set", { name = "arp_cache", dev = "q0", base_reachable_time = "20s", retrans_time = 900, gc_staletime = "50s", delay_probe_time = "4s", app_probes = 2, ucast_probes = 5, mcast_probes = 6,
    anycast_delay = 900, proxy_delay = 700, proxy_qlen = 30, locktime = "800ms" }, { name = "arp_cache", dev = "q0" },
  "ip ntable change name arp_cache dev q0 base_reachable 30000 retrans 1000 gc_stale 60000 delay_probe 5000 app_probes 0 ucast_probes 3 mcast_probes 3 anycast_delay 1000 proxy_delay 800 proxy_queue 64 locktime 1000")

-- bridge
ipr:link("add", { ifname = "br0", kind = "bridge", br_vlan_filtering = true, br_vlan_default_pvid = 0, br_mcast_snooping = true })
ipr:link("set", { index = "br0", state = "up" })
ipr:link("set", { index = "p1", master = "br0" })
ipr:link("add", { ifname = "vx0", kind = "vxlan", vxlan_collect_metadata = true, vxlan_port = 4790 })
ipr:link("set", { index = "vx0", state = "up" })
local function fdb(dev, command, kw)
  kw.lladdr, kw.ifindex = "02:00:00:00:00:0f", dev
  local back = "bridge fdb del 02:00:00:00:00:0f dev " .. dev .. (command:match(" vlan %d+") or "") .. (command:match(" master") or "") .. (command:match(" dst %S+") or "") .. (command:match(" vni %d+") or "") .. (command:match(" src_vni %d+") or "") .. (command:match(" port %d+") or "") .. (command:match(" via %S+") or "")
  twin("bridge fdb add 02:00:00:00:00:0f dev " .. dev .. command, "fdb", "add", kw, { lladdr = "02:00:00:00:00:0f" }, back)
end
fdb("p1", " master static", { master = true, static = true })
fdb("p1", " master local", { master = true, state = "permanent" })
fdb("p1", " master dynamic", { master = true, dynamic = true })
fdb("p1", " master static sticky", { master = true, static = true, sticky = true })
fdb("p1", " master static extern_learn", { master = true, static = true, flags = "ext_learned" })
sh("bridge vlan add vid 100 dev p1")
fdb("p1", " master static vlan 100", { master = true, static = true, vlan = 100 })
fdb("vx0", " dst 192.0.2.7 port 4791 vni 5 src_vni 6 via q0", { dst = "192.0.2.7", port = 4791, vni = 5, src_vni = 6, via = "q0" })
sh("bridge vlan del vid 100 dev p1")

local function vlan(command, verb, object, kw, back)
  twin("bridge vlan " .. command, object, verb, kw, { ifindex = kw.ifindex or kw.index }, "bridge vlan " .. back, "vlandb")
end
vlan("add vid 10 dev p1 pvid untagged", "add", "vlan_filter", { index = "p1", vlan_info = { vid = 10, pvid = true } }, "del vid 10 dev p1")
vlan("add vid 10-20 dev p1 untagged", "add", "vlan_filter", { index = "p1", vlan_info = { vid = "10-20", untagged = true } }, "del vid 10-20 dev p1")
vlan("add vid 30 dev br0 self", "add", "vlandb", { ifindex = "br0", vid = 30, vlan_flags = "brentry" }, "del vid 30 dev br0 self")
sh("bridge vlan add vid 50-52 dev p1")
vlan("set vid 51 dev p1 state blocking", "set", "vlandb", { ifindex = "p1", vid = 51, state = "blocking" }, "set vid 51 dev p1 state forwarding")

local function mdb(command, kw)
  kw.dev, kw.port = "br0", "p1"
  twin("bridge mdb add dev br0 port p1 " .. command, "mdb", "add", kw, { dev = "br0" }, "bridge mdb del dev br0 port p1 " .. command)
end
mdb("grp 239.1.1.1 permanent vid 51", { grp = "239.1.1.1", permanent = true, vid = 51 })
mdb("grp ff0e::7 src fd00::9 permanent vid 51", { grp = "ff0e::7", src = "fd00::9", permanent = true, vid = 51 })
mdb("grp 01:00:5e:11:22:33 permanent vid 51", { grp = "01:00:5e:11:22:33", permanent = true, vid = 51 })

-- options of a VLAN of the whole bridge
ipr:link("set", { index = "br0", kind = "bridge", br_multi_boolopt = "mcast_vlan_snooping" })
ipr:vlandb("add", { ifindex = "br0", vid = 51, vlan_flags = "brentry" })
local function global() return plain(ipr:vlandb("dump", { ifindex = "br0", dump_flags = "global" }):first():totable()).global_options end
sh("bridge vlan global set vid 51 dev br0 mcast_snooping 1 mcast_querier 1 mcast_igmp_version 3 mcast_mld_version 2 mcast_last_member_count 3 mcast_last_member_interval 200 mcast_startup_query_count 4 mcast_startup_query_interval 3000 mcast_membership_interval 27000 mcast_querier_interval 26000 mcast_query_interval 13000 mcast_query_response_interval 900")
local want = global()
sh("bridge vlan global set vid 51 dev br0 mcast_querier 0 mcast_igmp_version 2 mcast_mld_version 1 mcast_last_member_count 2 mcast_last_member_interval 100 mcast_startup_query_count 2 mcast_startup_query_interval 3125 mcast_membership_interval 26000 mcast_querier_interval 25500 mcast_query_interval 12500 mcast_query_response_interval 1000")
ipr:vlandb("set", { ifindex = "br0", global_options = { id = 51, mcast_snooping = true, mcast_querier = true, mcast_igmp_version = 3, mcast_mld_version = 2, mcast_last_member_cnt = 3,
  mcast_last_member_intvl = "2s", mcast_startup_query_cnt = 4, mcast_startup_query_intvl = "30s", mcast_membership_intvl = "270s", mcast_querier_intvl = "260s", mcast_query_intvl = "130s",
  mcast_query_response_intvl = "9s" } })
eq(global(), want)
