-- needs: lab, command ip, encap mpls
-- Each field that `ip -d -j addr`, route, rule, neigh, nexthop, netconf, addrlabel and ntable tell of what the commands of testdata/help
-- make, and a few more, has a value in nlua, and the same.
dofile("testdata/json/agree.lua")
for _, pair in ipairs{ "p", "q", "v" } do
  ipr:link("add", { ifname = pair .. "0", kind = "veth", peer = pair .. "1" })
  for _, n in ipairs{ "0", "1" } do ipr:link("set", { index = pair .. n, state = "up", addr_gen_mode = "none" }) end
end
ipr:link("set", { index = "lo", state = "up" })
ipr:addr("add", { index = "v0", address = "10.0.0.1/24" })
ipr:addr("add", { index = "v0", address = "fd00::1/64", flags = "nodad" })
PID = 1

local function prefix(name, len, all) -- an address with its length, where that is not whole
  return function(want, t)
    local whole, a = ({ [2] = 32, [10] = 128, [28] = 20 })[t.family], t[name]
    if a == nil then return t[len] == 0 and all or "0/" .. t[len] end
    if type(a) == "table" then return labels(a) end
    return t[len] == whole and a or a .. "/" .. t[len]
  end
end
function labels(list)
  local words = {}
  for i, l in ipairs(list) do words[i] = l.label end
  return table.concat(words, "/")
end
local function there(path) return function(want, t) return at(t, path) ~= nil end end
local function half(path, shift) return function(want, t) return bit.band(bit.rshift(at(t, path), shift), 0xffff) end end
local function hex(path) return function(want, t) return at(t, path) == tonumber(want) end end
local families = { inet = 2, inet6 = 10, mpls = 28 }
local function family(want, t) return t.family == families[want] end
local nexthop_flags = { dead = 1, pervasive = 2, onlink = 4, offload = 8, linkdown = 16, unresolved = 32, trap = 64 }

local rows = {}
rows.addr = { family = family, ["local"] = function(want, t) return t["local"] or t.address end, address = "address", peer = "address", metric = "rt_priority", dev = "index",
  valid_life_time = about("cacheinfo.ifa_valid", 1, 2), preferred_life_time = about("cacheinfo.ifa_preferred", 1, 2), dynamic = function(want, t) return bit.band(t.flags, 0x80) == 0 end }
for i, name in ipairs{ "secondary", "nodad", "optimistic", "dadfailed", "home", "deprecated", "tentative", "permanent", "mngtmpaddr", "noprefixroute", "autojoin", "stable-privacy" } do
  rows.addr[name] = set("flags", bit.lshift(1, i - 1))
end

local function encap(name) return function(want, t) return t.encap and at(t.encap, name), "encap." .. name end end
local function inner(name, otherwise) -- what encapsulation and route have under one name: the decoder keeps the second
  return function(want, t, ...)
    if t.encap and t.encap[name] and t.encap_type ~= rtnl.LWTUNNEL_ENCAP_IOAM6 then return type(t.encap[name]) == "table" and labels(t.encap[name]) or t.encap[name] end
    return otherwise(want, t, ...)
  end
end
local function flag(mask) return function(want, t) return t.encap and bit.band(t.encap.flags, mask) ~= 0 end end
local function segs(want, t) return t.encap.srh.segs end
local function hmac(want, t) return t.encap.srh.hmac == tonumber(want) end
rows.route = { dst = inner("dst", prefix("dst", "dst_len", "default")), from = prefix("src", "src_len"), to = function(want, t) return labels(t.newdst) end, dev = "oif", table = "table", protocol = "proto", metric = "priority", nhid = "nh_id",
  expires = about("cacheinfo.rta_expires", 0.01, 2), ["flow.from"] = half("flow", 16), ["flow.to"] = half("flow", 0), ["ttl-propagate"] = "ttl_propagate", flags = bits("flags", nexthop_flags),
  metrics = function(want, t) return { t.metrics } end, ["metrics.congestion"] = "cc_algo", ["metrics.ecn"] = set("features", 1), ["metrics.rtt"] = scaled("rtt", 1 / 8), ["metrics.rttvar"] = scaled("rttvar", 1 / 4),
  nexthops = "multipath", ["nexthops.weight"] = function(want, t) return t.hops + 1 end, ["nexthops.dev"] = "oif", ["nexthops.flags"] = bits("flags", nexthop_flags), }
for _, at in ipairs{ "", "nexthops." } do
  for name, row in pairs{ encap = function(want, t) return t.encap_type == rtnl["LWTUNNEL_ENCAP_" .. (want == "seg6local" and "SEG6_LOCAL" or want:upper())] end, ["via.family"] = function(want, t) return t.via.family == families[want] end, ["via.host"] = "via.addr",
    mode = function(want, t) return t.encap.srh and t.encap.srh.mode or t.encap.mode, "encap.mode" end,
    tundst = encap "dst", freqk = encap "freq_k", freqn = encap "freq_n", trace = encap "trace", prealloc = encap "trace", ns = encap "trace.namespace_id", size = function(want, t) return t.encap.trace.remlen * 4 end, segs = segs, ["srh.segs"] = segs, hmac = hmac, ["srh.hmac"] = hmac,
    action = encap "action", table = "table", vrftable = encap "vrf_table", nh4 = encap "nh4", nh6 = encap "nh6", oif = encap "oif", iif = encap "iif",
    flavors = function(want, t) return true end, lblen = encap "flavors.lcblock_bits", nflen = encap "flavors.lcnode_fn_bits",
    id = encap "id", src = encap "src", ttl = encap "ttl", tc = encap "tc", hoplimit = encap "hoplimit", tos = inner("tos", function(want, t) return t.tos end), key = flag(4), csum = flag(1), seq = flag(8),
    locator = exact("encap.locator", 4), csum_mode = encap "csum_mode", ident_type = encap "ident_type", hook_type = encap "hook_type", ["stats64.packets"] = encap "counters.packets", ["stats64.bytes"] = encap "counters.bytes", ["stats64.errors"] = encap "counters.errors", if_id = encap "if_id", link_dev = encap "link" } do
    rows.route[at .. name] = row
  end
end
for name, row in pairs{ dst = inner("dst"), table = encap "table" } do rows.route["nexthops." .. name] = row end
rows.nexthop = { encap = rows.route.encap, dst = inner("dst"), mode = rows.route.mode, segs = segs, dev = "oif", flags = bits("flags", nexthop_flags), type = "group_type", ["resilient_args.buckets"] = "res_group.buckets", ["resilient_args.idle_timer"] = scaled("res_group.idle_timer", 0.01),
  ["resilient_args.unbalanced_timer"] = scaled("res_group.unbalanced_timer", 0.01), ["resilient_args.unbalanced_time"] = scaled("res_group.unbalanced_time", 0.01) }
rows.route.type = function(want, t) return t.encap and t.encap.trace and t.encap.trace.type == tonumber(want, 16) * 256 or t.type, "type" end
rows.route.nh_info = false -- of another request
rows.bucket = { ["bucket.index"] = "res_bucket.index", ["bucket.nhid"] = "res_bucket.nh_id", ["bucket.idle_time"] = about("res_bucket.idle_time", 0.01, 0.5) }
rows.rule = { priority = function(want, t) return t.priority or 0 end, src = function(want, t) return t.src or "all" end, srclen = "src_len", dst = function(want, t) return t.dst or "all" end, dstlen = "dst_len", iif = "iifname", oif = "oifname",
  ipproto = "ip_proto", sport = "sport_range.start", sport_start = "sport_range.start", sport_end = "sport_range.end", dport = "dport_range.start", dport_start = "dport_range.start", dport_end = "dport_range.end",
  uid_start = "uid_range.start", uid_end = "uid_range.end", flow_from = half("flow", 16), flow_to = half("flow", 0), ["not"] = set("flags", 2), unresolved = set("flags", 4), iif_detached = set("flags", 8), oif_detached = set("flags", 16),
  ["goto"] = "goto", fwmask = "fwmask", sif_ifgroup = "suppress_ifgroup", suppress_ifgroup = "suppress_ifgroup" }
for word, action in pairs{ ["goto"] = 2, nop = 3, blackhole = 6, unreachable = 7, prohibit = 8 } do
  if word ~= "goto" then rows.rule[word] = function(want, t) return t.action == action end end
end
rows.neigh = { refcnt = "cacheinfo.ndm_refcnt", used = about("cacheinfo.ndm_used", 0.01, 2), confirmed = about("cacheinfo.ndm_confirmed", 0.01, 2), updated = about("cacheinfo.ndm_updated", 0.01, 2), dev = "ifindex", state = bits("state", { incomplete = 1, reachable = 2, stale = 4, delay = 8, probe = 16, failed = 32, noarp = 64, permanent = 128 }), managed = set("flags_ext", 1), extern_learn = set("flags", 16),
  proxy = set("flags", 8), router = set("flags", 128), offload = set("flags", 32) }
rows.ntable = { family = family, dev = "parms.ifindex", thresh1 = "thresh1", queue = "parms.queue_len", reachable = "parms.reachable_time", base_reachable = "parms.base_reachable_time", retrans = "parms.retrans_time", gc_stale = "parms.gc_staletime",
  delay_probe = "parms.delay_probe_time", proxy_queue = "parms.proxy_qlen", key_length = "config.key_len", last_flush = there "config.last_flush", last_rand = there "config.last_rand", hash_mask = hex "config.hash_mask" }
for _, name in ipairs{ "refcnt", "app_probes", "ucast_probes", "mcast_probes", "anycast_delay", "proxy_delay", "locktime" } do rows.ntable[name] = "parms." .. name end
for _, name in ipairs{ "entry_size", "entries", "hash_rnd", "hash_chain_gc", "proxy_qlen" } do rows.ntable[name] = "config." .. name end
for _, name in ipairs{ "allocs", "destroys", "hash_grows", "res_failed", "lookups", "hits", "rcv_probes_mcast", "rcv_probes_ucast", "periodic_gc_runs", "forced_gc_runs", "table_fulls" } do rows.ntable[name] = about("stats." .. name, 1, 2) end
rows.netconf = { family = family, interface = function(want, t) return t.ifindex == (({ all = -1, default = -2 })[want] or indexof(want)) end, rp_filter = function(want, t) return t.rp_filter == ({ off = 0, strict = 1, loose = 2 })[want] end }
rows.addrlabel = { ifname = "index" }

local shows = { -- by object: what ip is told to show, and what nlua shows
  addr = { { "-s addr show", "addr" } }, route = { { "-s -4 route show table all", "route", { family = 2 } }, { "-s -6 route show table all", "route", { family = 10 } }, { "-s -M route show", "route", { family = 28 } } },
  rule = { { "-4 rule show", "rule", { family = 2 } }, { "-6 rule show", "rule", { family = 10 } } },
  neigh = { { "-s neigh show nud all", "neigh" }, { "-s neigh show proxy", "neigh", { proxy = true } } }, nexthop = { { "-s nexthop show", "nexthop" }, { "nexthop bucket show", "nexthop", nil, "dump-buckets", "bucket" } },
  ntable = { { "-s ntable show", "ntable" } }, netconf = { { "netconf show", "netconf" } }, addrlabel = { { "addrlabel show", "addrlabel" } },
}
local function flat(links) -- the addresses of all
  local list = {}
  for _, link in ipairs(links) do
    for _, a in ipairs(link.addr_info or {}) do a.dev, list[#list + 1] = link.ifname, a end
  end
  return list
end
local function look(object, family)
  for _, show in ipairs(shows[object]) do
    if not family or show[1]:find(family, 1, true) then
      local theirs, mine
      for _ = 1, 100 do -- IPv6 does some things a moment later
        theirs, mine = ip(show[1]), ipr[show[2]](ipr, show[4] or "dump", show[3]):list()
        if object == "addr" then theirs = flat(theirs) end
        if #theirs == #mine then break end
        nlua.sleep(0.1)
      end
      if object == "addr" then
        local place = {}
        for i, m in ipairs(mine) do place[m] = i end
        table.sort(mine, function(a, b) return a.index < b.index or a.index == b.index and place[a] < place[b] end)
      end
      agreed(object, theirs, mine, rows[show[5] or object])
    end
  end
end
local changes, done = { add = true, set = true, change = true, replace = true, append = true }, 0
function as(command, object, verb)
  if not shows[object] or not changes[verb] or not pcall(sh, command) then return end
  done = done + 1
  look(object, object == "route" and command:match(" (%-[46M]) "))
  pcall(sh, object == "nexthop" and "ip nexthop del id 9" or command:gsub("^(ip %S*%s*%l+ )%l+", "%1del", 1))
end
look("addrlabel")
for _, words in ipairs{ "nexthop add id 1 via 10.0.0.2 dev v0", "nexthop add id 2 via 10.0.0.3 dev v0 onlink", "nexthop add id 7 group 1,2/2,5", "rule add pref 7 goto 32766", "rule add pref 8 goto 9", "link add gone type dummy", "rule add pref 10 iif gone oif gone",
  "link del gone", "link add vrf0 type vrf table 100", "link set vrf0 up", "-6 route add 2001:db8:7::/48 nexthop via fd00::2 dev v0 weight 3 nexthop via fd00::3 dev v0", "-6 route add 2001:db8:8::/48 from fd00::/64 dev v0", "-6 route add default via fd00::9 dev v0",
  "route add 10.70.0.0/16 nexthop via 10.0.0.2 dev v0 encap mpls 5 ttl 7 nexthop via inet6 fd00::5 dev v0",
  "route add 10.71.0.0/16 nexthop dev v0 encap ip id 7 dst 10.0.0.9 key nexthop via 10.0.0.2 dev v0 encap ip id 8 dst 10.0.0.9 ttl 7 tos 4 csum",
  "-6 route add 2001:db8:9::/48 nexthop via fd00::2 dev v0 encap seg6local action End.T table 77 nexthop via fd00::3 dev v0 encap seg6 mode inline segs fd00::8",
  "addr add 192.0.2.1 peer 192.0.2.9/32 dev q0", "addr add 192.0.2.65/26 brd + dev q0", "addr add 192.0.2.66/26 dev q0", "-6 addr add 2001:db8::5 peer 2001:db8::6/128 dev q0 nodad", "addr add 2001:db8::7/64 dev q0 valid_lft 1000 preferred_lft 0 nodad",
  "-6 addr add 2001:db8::9/64 dev q0 metric 5 nodad", "nexthop add id 8 via fd00::2 dev v0 encap seg6 mode inline segs fd00::8", "nexthop add id 10 group 1/2 type resilient buckets 16 idle_timer 30 unbalanced_timer 60", "link set q1 up" } do
  sh("ip " .. words)
end
paste("echo 1000 > /proc/sys/net/mpls/platform_labels; echo 1 > /proc/sys/net/vrf/strict_mode")
for _, file in ipairs{ "routes", "objects" } do dofile("testdata/help/" .. file .. ".lua") end
look("netconf")
assert(done > 90, done)
disagreed()
