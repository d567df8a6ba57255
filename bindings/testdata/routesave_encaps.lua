-- needs: lab, command ip, vrf, encap mpls, encap ip, encap ip6, encap ila, encap seg6, encap seg6local, encap xfrm
-- Routes of every encapsulation, with metrics, next hops of all kinds and objects: saved and made again by nlua and by `ip route`, in each pairing.
for _, pair in ipairs{ "p", "q" } do
  ipr:link("add", { ifname = pair .. "0", kind = "veth", peer = pair .. "1" })
  for _, n in ipairs{ "0", "1" } do ipr:link("set", { index = pair .. n, state = "up" }) end
end
ipr:link("set", { index = "lo", state = "up" })
ipr:addr("add", { index = "p0", address = "10.0.0.1/24" })
ipr:addr("add", { index = "p0", address = "fd00::1/64", flags = "nodad" })
local script = os.tmpname()
local f = assert(io.open(script, "w"))
f:write([[case $2 in
save) exec ip -$1 route save table all > "$3" ;;
restore) exec ip -$1 route restore < "$3" ;;
labels) echo 1000 > /proc/sys/net/mpls/platform_labels; echo 1 > /proc/sys/net/vrf/strict_mode ;;
esac]])
f:close()
ipr:link("add", { ifname = "red", kind = "vrf", vrf_table = 300 }) -- for what comes out of segment routing
ipr:link("set", { index = "red", state = "up" })
sh("sh", script, "4", "labels")
for _, command in ipairs{ "1 via 10.0.0.2 dev p0", "2 via 10.0.0.3 dev p0", "3 group 1,3/2", "5 via fd00::2 dev p0" } do sh("ip nexthop add id " .. command) end

local routes = {
  "10.1.0.0/16 encap mpls 200/300 ttl 9 via 10.0.0.2", "10.2.0.0/16 encap ip id 7 dst 10.9.9.9 src 10.9.9.8 tos 4 ttl 5 csum via 10.0.0.2", "fd01::/48 encap ip6 id 7 dst fd00::9 src fd00::8 hoplimit 5 tc 3 csum dev p0",
  "fd02::/48 encap ila 1:2:3:4 csum-mode no-action ident-type luid hook-type output via fd00::2 dev p0", "fd03::/48 encap seg6 mode encap segs fd00::5,fd00::6 dev p0", "fd04::/48 encap seg6 mode inline segs fd00::5,fd00::6 dev p0",
  "fd05::/48 encap seg6 mode l2encap segs fd00::5 dev p0", "10.3.0.0/16 encap seg6 mode encap.red segs fd00::5 dev p0", "fd06::/48 encap seg6local action End dev p0", "fd07::/48 encap seg6local action End.X nh6 fd00::7 count dev p0",
  "fd08::/48 encap seg6local action End.T table 77 dev p0", "fd09::/48 encap seg6local action End.DX2 oif q0 dev p0", "fd0a::/48 encap seg6local action End.DX6 nh6 fd00::7 dev p0", "fd0b::/48 encap seg6local action End.DX4 nh4 10.0.0.7 dev p0",
  "fd0c::/48 encap seg6local action End.DT6 table 254 dev p0", "fd0d::/48 encap seg6local action End.B6 srh segs fd00::8,fd00::9 dev p0", "fd0e::/48 encap seg6local action End.B6.Encaps srh segs fd00::8,fd00::9 dev p0",
  "fd0f::/48 encap seg6local action End flavors psp dev p0",
  "fd17::/48 encap seg6local action End.DT4 vrftable 300 dev red", "fd18::/48 encap seg6local action End.DT46 vrftable 300 count dev red", "fd19::/48 encap seg6local action End.DT6 vrftable 300 dev red", "fd10::/48 dev p0 encap xfrm if_id 5 link_dev q0", "10.4.0.0/16 dev p0 encap xfrm if_id 7",
  "10.5.0.0/16 nexthop via 10.0.0.2 dev p0 weight 3 nexthop via 10.77.0.1 dev p0 onlink nexthop dev q0 weight 9", "10.6.0.0/16 nexthop encap mpls 55 via 10.0.0.2 dev p0 nexthop encap ip id 5 dst 10.9.9.9 via 10.0.0.3 dev p0",
  "fd11::/48 nexthop via fd00::2 dev p0 weight 3 nexthop via fd00::3 dev p0", "fd12::/48 nexthop encap seg6 mode encap segs fd00::5 via fd00::2 dev p0 nexthop encap seg6local action End.X nh6 fd00::7 via fd00::3 dev p0",
  "10.7.0.0/16 via inet6 fd00::2 dev p0", "10.8.0.0/16 dev q0 tos 0x10 table 100 proto zebra mtu lock 1300 advmss 1200 rtt 10ms rttvar 20ms reordering 4 window 1000 cwnd 5 initcwnd 10 ssthresh 4 rto_min 200ms hoplimit 7 initrwnd 9 features ecn quickack 1 congctl cubic fastopen_no_cookie 1",
  "blackhole 10.9.0.0/16", "unreachable fd13::/48 metric 7", "prohibit 10.10.0.0/16 table 100", "throw fd14::/48 table 100", "fd15::/48 via fd00::2 dev p0 metric 7 pref high", "fd15::/48 via fd00::3 dev p0 metric 8 mtu 1300 expires 1000",
  "10.11.0.0/16 via 10.0.0.2 src 10.0.0.1 realms 3/4 metric 9 onlink dev p0", "local 10.14.0.0/16 dev lo table 100", "multicast 239.1.0.0/16 dev p0",
}
local objects = { "10.12.0.0/16 nhid 3", "fd16::/48 nhid 5", "10.13.0.0/16 nhid 1" } -- which ip(8) cannot restore: its requests name the next hops too
for _, command in ipairs(routes) do sh("ip " .. (command:find("^[a-z0-9 ]*f[cd]%x%x::") and "-6" or "-4") .. " route add " .. command) end

-- what was made: as ip tells it, and as the kernel's bytes, but for the time that is left
local function told()
  local list = {}
  for _, family in ipairs{ "-4", "-6" } do
    for line in sh("ip -d -o " .. family .. " route show table all"):gmatch("[^\n]+") do
      if not line:find("proto kernel") and not line:find("^multicast ff") and not line:find("^anycast") then list[#list + 1] = (line:gsub("expires %d+sec", "expires")) end
    end
  end
  table.sort(list)
  return list
end
local function bytes()
  local list = {}
  for m in ipr:route("dump") do
    local t = m:totable()
    t.cacheinfo = t.cacheinfo and t.cacheinfo.rta_expires ~= 0
    if t.proto ~= rtnl.RTPROT_KERNEL then list[#list + 1] = nlua.json.encode(t) end
  end
  table.sort(list)
  return list
end
local function clear()
  for _, proto in ipairs{ "boot", "static", "zebra" } do ipr:flush_routes{ proto = proto } end
  ipr:flush_routes{ table = 100 }
  eq(#told(), 0)
end
local before, raw = told(), bytes()
eq(#before, #routes)

-- ip's file, and nlua's, say the same, but for the number of the request and of the process
local four, six = os.tmpname(), os.tmpname()
local function plain(text)
  local list = {}
  for _, m in ipairs(rtnl.decode(text:sub(5))) do list[#list + 1] = nlua.json.encode(m:totable()) end
  return list
end
local function file(name)
  local f = assert(io.open(name))
  local text = f:read("*a")
  f:close()
  return text
end
sh("sh", script, "4", "save", four)
sh("sh", script, "6", "save", six)
eq(#plain(file(four)), #plain(ipr:route_dumps(2)))
eq(plain(ipr:route_dumps(2)), plain(file(four)))

-- by ip to nlua
clear()
for _, name in ipairs{ four, six } do
  f = assert(io.open(name))
  ipr:route_load(f)
  f:close()
end
eq(told(), before)
eq(bytes(), raw)
-- by nlua to ip, but for xfrm's, where the kernel wants a flag (NLA_F_NESTED) that its own dump lacks and ip does not put in, and for the
-- one that expires, which ip makes last for ever
local all = ipr:route_dumps()
for _, r in ipairs{ { dst = "fd10::/48" }, { dst = "10.4.0.0/16" }, { dst = "fd15::/48", priority = 8 } } do ipr:route("del", r) end
local fewer, rest = told(), bytes()
eq(#fewer, #routes - 3)
for family, name in pairs{ [rtnl.AF_INET] = four, [rtnl.AF_INET6] = six } do
  f = assert(io.open(name, "w"))
  f:write(ipr:route_dumps(family))
  f:close()
end
clear()
sh("sh", script, "4", "restore", four)
sh("sh", script, "6", "restore", six)
eq(told(), fewer)
eq(bytes(), rest)
-- by nlua to nlua, once more, and where they are
clear()
eq(ipr:route_loads(all), ipr:route_loads(all))
eq(told(), before)
eq(bytes(), raw)

-- with next hop objects
for _, command in ipairs(objects) do sh("ip " .. (command:find("^fd") and "-6" or "-4") .. " route add " .. command) end
local more, most = told(), bytes()
eq(#bytes(), #routes + 3)
all = ipr:route_dumps()
clear()
ipr:route_loads(all)
eq({ told(), bytes() }, { more, most })
clear()
ipr:nexthop("del", { id = 5 })
local err = fails(ipr.route_loads, "route load: .*", ipr, all)
eq({ #err.steps, #bytes() }, { 1, #routes + 2 }, "all others are made")

-- MPLS
for _, command in ipairs{ "100 as 200/300 via inet 10.0.0.2 dev p0", "101 via inet6 fd00::2 dev p0", "102 dev lo", "103 nexthop via inet 10.0.0.2 dev p0 nexthop via inet 10.0.0.3 dev p0" } do sh("ip -f mpls route add " .. command) end
local function labels()
  local list = {}
  for m in ipr:route("dump", { family = "mpls" }) do list[#list + 1] = nlua.json.encode(m:totable()) end
  return list
end
local switched = labels()
eq(#switched, 4)
all = ipr:route_dumps(rtnl.AF_MPLS)
for m in ipr:route("dump", { family = "mpls" }) do ipr:route("del", { family = "mpls", dst = m.dst }) end
eq(#labels(), 0)
eq(ipr:route_loads(all), 4)
eq(labels(), switched)
os.remove(script)
os.remove(four)
os.remove(six)
