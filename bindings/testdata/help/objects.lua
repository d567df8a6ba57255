-- ip address
local function addr(verb, words, kw, mine)
  kw.index = "v0"
  as("ip addr " .. verb .. " " .. words .. " dev v0", "addr", mine or verb, kw)
end
addr("add", "192.0.2.1/24 brd + label v0:x metric 77", { address = "192.0.2.1/24", broadcast = true, label = "v0:x", rt_priority = 77 })
addr("add", "192.0.2.1/24 broadcast 192.0.2.200 noprefixroute", { address = "192.0.2.1/24", broadcast = "192.0.2.200", flags = "noprefixroute" })
addr("add", "192.0.2.1/24 anycast 192.0.2.7", { address = "192.0.2.1/24", anycast = "192.0.2.7" })
addr("add", "192.0.2.1 peer 192.0.2.9/32", { address = "192.0.2.9/32", ["local"] = "192.0.2.1" })
addr("add", "2001:db8::1/64 valid_lft 1000 preferred_lft 500", { address = "2001:db8::1/64", valid_lft = 1000, preferred_lft = 500 })
addr("add", "192.0.2.1/24 valid_lft forever preferred_lft forever", { address = "192.0.2.1/24", valid_lft = "forever", preferred_lft = "forever" })
addr("add", "2001:db8::1/64 home nodad mngtmpaddr noprefixroute", { address = "2001:db8::1/64", flags = { "homeaddress", "nodad", "managetempaddr", "noprefixroute" } })
addr("add", "239.1.1.1/24 autojoin", { address = "239.1.1.1/24", flags = "mcautojoin" })
for word, scope in pairs{ host = "host", link = "link", global = "universe", ["77"] = 77 } do addr("add", "192.0.2.1/24 scope " .. word, { address = "192.0.2.1/24", scope = scope }) end
addr("change", "192.0.2.1/24", { address = "192.0.2.1/24" })
addr("replace", "192.0.2.1/24", { address = "192.0.2.1/24" })
addr("del", "192.0.2.1/24", { address = "192.0.2.1/24" })
addr("del", "2001:db8::1/64 mngtmpaddr", { address = "2001:db8::1/64", flags = "managetempaddr" })

-- ip rule
local function rule(words, kw, verb)
  kw.priority = 99
  as("ip " .. (words:find("::") and "-6" or "-4") .. " rule " .. (verb or "add") .. " pref 99 " .. words, "rule", verb or "add", kw)
end
rule("from 10.0.0.0/8 to 192.0.2.0/24 tos 0x10 fwmark 0x5/0xff iif v0 oif v1 table 100 protocol zebra realms 3/4",
  { src = "10.0.0.0/8", dst = "192.0.2.0/24", tos = 0x10, fwmark = "0x5/0xff", iif = "v0", oif = "v1", table = 100, protocol = "zebra", flow = "3/4" })
rule("not uidrange 5-10 ipproto tcp sport 80 dport 1000-2000 table 100", { invert = true, uid_range = "5-10", ip_proto = "tcp", sport_range = 80, dport_range = "1000-2000", table = 100 })
rule("l3mdev", { l3mdev = true })
rule("goto 200", { ["goto"] = 200 })
rule("table 100 suppress_prefixlength 5 suppress_ifgroup 7", { table = 100, suppress_prefixlen = 5, suppress_ifgroup = 7 })
rule("tun_id 5 table 100", { tun_id = 5, table = 100 })
for _, action in ipairs{ "blackhole", "unreachable", "prohibit", "nop" } do rule(action, { action = action }) end
for _, name in ipairs{ "local", "main", "default", "77", "7777" } do rule("table " .. name, { table = tonumber(name) or name }) end
rule("from 2001:db8::/32 table 100", { src = "2001:db8::/32", table = 100 })
rule("from 10.0.0.0/8 table 100", { src = "10.0.0.0/8", table = 100 }, "del")

-- ip neigh
local function neigh(words, kw, verb)
  kw.dst, kw.index = "10.0.0.77", "v0"
  as("ip neigh " .. (verb or "add") .. " 10.0.0.77 dev v0 " .. words, "neigh", verb or "add", kw)
end
for _, state in ipairs{ "delay", "failed", "incomplete", "noarp", "none", "permanent", "probe", "reachable", "stale" } do
  neigh("lladdr 02:00:00:00:00:77 nud " .. state, { lladdr = "02:00:00:00:00:77", nud = state })
end
neigh("lladdr 02:00:00:00:00:77 router protocol zebra", { lladdr = "02:00:00:00:00:77", router = true, protocol = "zebra" })
neigh("use", { use = true, state = "permanent" })
neigh("managed", { flags_ext = "managed", state = "none" })
neigh("lladdr 02:00:00:00:00:77 extern_learn", { lladdr = "02:00:00:00:00:77", extern_learn = true })
for _, verb in ipairs{ "change", "replace" } do neigh("lladdr 02:00:00:00:00:77", { lladdr = "02:00:00:00:00:77" }, verb) end
neigh("", { state = "permanent" }, "del")
as("ip neigh add proxy 10.0.0.78 dev v0", "neigh", "add", { dst = "10.0.0.78", index = "v0", flags = "proxy" })
as("ip neigh get 10.0.0.77 dev v0", "neigh", "get", { dst = "10.0.0.77", index = "v0" })
as("ip neigh get proxy 10.0.0.77 dev v0", "neigh", "get", { dst = "10.0.0.77", index = "v0", flags = "proxy" })

-- ip nexthop
local function nexthop(words, kw, verb)
  kw.id = 9
  as("ip nexthop " .. (verb or "add") .. " id 9 " .. words, "nexthop", verb or "add", kw)
end
nexthop("via 10.0.0.2 dev v0 onlink protocol zebra", { gateway = "10.0.0.2", dev = "v0", flags = "onlink", protocol = "zebra" })
nexthop("via fd00::2 dev v0", { gateway = "fd00::2", oif = "v0" }, "replace")
nexthop("blackhole", { blackhole = true })
nexthop("encap mpls 55 via 10.0.0.2 dev v0", { gateway = "10.0.0.2", oif = "v0", encap = { type = "mpls", labels = 55 } })
nexthop("via 10.0.0.2 fdb", { gateway = "10.0.0.2", fdb = true })
nexthop("group 1,3/2", { group = { { id = 1, weight = 3 }, { id = 2 } } })
nexthop("group 1/2 type mpath", { group = { 1, 2 }, group_type = "mpath" })
nexthop("group 1/2 fdb", { group = { 1, 2 }, fdb = true })
nexthop("group 1/2 type resilient buckets 16 idle_timer 30 unbalanced_timer 60", { group = { 1, 2 }, group_type = "resilient", buckets = 16, idle_timer = "30s", unbalanced_timer = "60s" })
nexthop("", {}, "get")
nexthop("", {}, "del")
as("ip nexthop bucket get id 9 index 3", "nexthop", "get-bucket", { id = 9, bucket = 3 })

-- ip ntable
as("ip ntable change name arp_cache dev v0 base_reachable 20000 retrans 900 gc_stale 50000 delay_probe 4000 app_probes 2 ucast_probes 5 mcast_probes 6 anycast_delay 900 proxy_delay 700 proxy_queue 30 locktime 800 queue 40",
  "ntable", "set", { name = "arp_cache", dev = "v0", base_reachable_time = "20s", retrans_time = 900, gc_staletime = "50s", delay_probe_time = "4s", app_probes = 2, ucast_probes = 5, mcast_probes = 6,
    anycast_delay = 900, proxy_delay = 700, proxy_qlen = 30, locktime = "800ms", queue_len = 40 })
as("ip ntable change name arp_cache thresh1 10 thresh2 20 thresh3 30 gc_int 5000", "ntable", "set", { name = "arp_cache", thresh1 = 10, thresh2 = 20, thresh3 = 30, gc_interval = "5s" })

-- ip addrlabel, stats, netns
as("ip addrlabel add prefix 2001:db8::/32 dev v0 label 77", "addrlabel", "add", { prefix = "2001:db8::/32", dev = "v0", label = 77 })
as("ip addrlabel del prefix 2001:db8::/32 dev v0 label 77", "addrlabel", "del", { prefix = "2001:db8::/32", dev = "v0", label = 77 })
as("ip stats set dev v0 l3_stats on", "stats", "set", { dev = "v0", l3_stats = true })
as("ip stats set dev v0 l3_stats off", "stats", "set", { dev = "v0", l3_stats = false })
