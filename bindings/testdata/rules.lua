-- needs: command ip
-- Rules: made, read and removed; nlua and iproute2 have to agree.
local function get(priority, family) return ipr:rule("dump", { priority = priority, family = family or 2 }):first() end
local function shown(priority, family) return ip((family == 10 and "-6 " or "") .. "rule show priority " .. priority)[1] end

ipr:rule("add", { priority = 100, src = "10.0.0.0/8", dst = "192.0.2.0/24", table = 1000 })
local r, i = get(100), shown(100)
eq({ r.src, r.src_len, r.dst, r.dst_len, r.table, r:name("action"), r.family }, { "10.0.0.0", 8, "192.0.2.0", 24, 1000, "to_tbl", 2 })
eq({ i.src, i.srclen, i.dst, i.dstlen, i.table }, { "10.0.0.0", 8, "192.0.2.0", 24, "1000" })

ipr:rule("add", { priority = 101, fwmark = 16, fwmask = 255, table = "local", iifname = "lo", tos = 16 })
r, i = get(101), shown(101)
eq({ r.fwmark, r.fwmask, r.table, r.iifname, r.tos }, { 16, 255, 255, "lo", 16 })
eq({ i.fwmark, i.fwmask, i.table, i.iif }, { "0x10", "0xff", "local", "lo" })

ipr:rule("add", { priority = 102, ip_proto = "tcp", sport_range = "1000:2000", dport_range = { 80, 88 }, uid_range = "0:0", table = 7 })
r, i = get(102), shown(102)
eq({ r.ip_proto, r.sport_range.start, r.sport_range["end"], r.dport_range.start, r.uid_range["end"] }, { 6, 1000, 2000, 80, 0 })
eq({ i.ipproto, i.sport_start, i.sport_end, i.dport_start, i.dport_end, i.uid_start, i.uid_end }, { "tcp", 1000, 2000, 80, 88, 0, 0 })

for action, want in pairs{ blackhole = "blackhole", unreachable = "unreachable", prohibit = "prohibit" } do
  ipr:rule("add", { priority = 110, action = action })
  eq({ get(110):name("action"), shown(110).action }, { action, want })
  ipr:rule("del", { priority = 110 })
end
ipr:rule("add", { priority = 111, action = "goto", ["goto"] = 200 })
eq({ get(111)["goto"], shown(111)["goto"] }, { 200, 200 })
ipr:rule("add", { priority = 112, action = "FR_ACT_NOP" })
eq(get(112):name("action"), "nop")
ipr:rule("add", { priority = 113, table = 5, suppress_prefixlen = 0, suppress_ifgroup = 3, protocol = "static", oifname = "eth7", flags = { "invert" } })
r, i = get(113), shown(113)
eq({ r.suppress_prefixlen, r.suppress_ifgroup, r:name("protocol"), r.oifname, r:has("invert") }, { 0, 3, "static", "eth7", true })
eq({ i.suppress_prefixlen, i.suppress_ifgroup, i.protocol, i.oif, i.oif_detached ~= nil, i["not"] ~= nil }, { 0, "3", "static", "eth7", true, true })

-- defaults; IPv6
ipr:rule("add", { table = 42 })
eq({ get(32000).table, shown(32000).table }, { 42, "42" })
ipr:rule("add", { src = "2001:db8::/32", table = 9, priority = 120 })
eq({ get(120, 10).src, get(120, 10).family, shown(120, 10).src, shown(120, 10).srclen }, { "2001:db8::", 10, "2001:db8::", 32 })
eq(get(120), nil)
ipr:rule("add", { priority = 121, table = 9, family = 10, iif = "lo" })
eq(shown(121, 10).iif, "lo")

-- filters; what ip made
eq(ipr:rule("dump", { table = 1000 }):count(), 1)
eq(ipr:rule("dump", { table = "main", family = 2 }):count(), 1)
eq(ipr:rule("dump", { src = "10.0.0.0/8" }):count(), 1)
eq(ipr:rule("dump", { src = "10.0.0.0/9" }):count(), 0)
eq(ipr:rule("dump", { priority = function(p) return p > 100 and p < 103 end }):count(), 2)
sh("ip rule add from 10.7.0.0/16 to 10.8.0.0/16 fwmark 3/7 lookup 77 priority 130")
r = get(130)
eq({ r.src, r.src_len, r.dst, r.fwmark, r.fwmask, r.table }, { "10.7.0.0", 16, "10.8.0.0", 3, 7, 77 })
eq(ipr:rule("dump", { family = 2 }):count(), #ip("rule show"))
eq(ipr:rule("dump", { family = 10 }):count(), #ip("-6 rule show"))
eq(ipr:rule("dump", { family = function(f) return f < 128 end }):count(), #ip("rule show") + #ip("-6 rule show"))

-- refusals
eq(fails(ipr.rule, "EEXIST", ipr, "add", { priority = 100, src = "10.0.0.0/8", dst = "192.0.2.0/24", table = 1000 }).code, 17)
eq(fails(ipr.rule, "ENOENT", ipr, "del", { priority = 4711 }).code, 2)

-- removed, by each name of the verb
ipr:rule("del", { priority = 100 })
ipr:rule("remove", { priority = 101, fwmark = 16, fwmask = 255 })
ipr:rule("delete", { priority = 120, family = 10 })
eq({ get(100), get(101), get(120, 10) }, {})
