-- What docs say of a request's keywords and of filters, for each object beside links, addresses and tc: spellings, functions, tables, lists,
-- nil, verbatim attributes, wrong values, objects that are there already or not at all.
ipr:link("add", { ifname = "v0", kind = "veth", peer = "v1" })
ipr:link("add", { ifname = "br0", kind = "bridge" })
ipr.try:link("set", { index = "br0", kind = "bridge", br_vlan_default_pvid = 0 }) -- no copy of each entry in VLAN 1
ipr:link("set", { index = "v1", master = "br0" })
for _, name in ipairs{ "v0", "v1", "br0" } do ipr:link("set", { index = name, state = "up" }) end
ipr:addr("add", { index = "v0", address = "10.0.0.1/24" })
ipr:addr("add", { index = "v0", address = "2001:db8::1/64", flags = "nodad" })
local v0, mac = ipr:link("get", { ifname = "v0" })[1], "02:00:00:00:00:09"

-- made by keywords; only: a filter that finds it alone; c: its keywords by other names, and one of them by the kernel's; none: a filter that finds nothing;
-- twice, gone: what is said when it is made or removed once more; bad: wrong values, and what is said of them.
local objects = {
  neigh = {
    make = { dst = "10.0.0.9", lladdr = mac, index = "v0" }, key = { dst = "10.0.0.9", index = "v0" },
    other = { NDA_DST = "10.0.0.9", NDA_LLADDR = mac:upper(), ifindex = { v0 }, state = 128, attrs = { { "NDA_PROTOCOL", 12 } } },
    only = { NDA_DST = "10.0.0.9", ["lladdr"] = mac, state = "permanent" }, none = { dst = "10.0.0.10" }, value = { "lladdr", mac },
    twice = "^neigh add: dst: File exists %(EEXIST%): .*: the link has this neighbour already", gone = "^neigh del: No such file or directory %(ENOENT%): there is no such neighbour", get = true,
    defaults = { state = 128, family = 2 },
    bad = { dst = { "10.0.0.0/24", 'without a length', 5, "as a string", "10.0.0.300", "no IP address" }, lladdr = { "zz", "hardware address", 5, "hardware address" },
      state = { "permanet", 'did you mean "permanent"', 70000, "16 bits" }, flags = { "fly", "unknown flag", 300, "8 bits" }, vlan = { 70000, "16 bits", "x", "want a number", {}, "got a table" },
      protocol = { "nobody", "no routing protocol", 300, "8 bits" }, family = { "inet6", "other keywords say" }, index = { "nobody", "ENODEV.*nobody", 4711, "ENODEV.*4711", {}, "got a table" } },
    lacks = { dst = "dst is missing", index = "index is missing" },
  },
  fdb = {
    make = { ifindex = "v1", lladdr = mac, master = true }, key = { ifindex = "v1", lladdr = mac, master = true },
    other = { index = { "v1" }, NDA_LLADDR = mac, flags = "master", nud = "permanent" },
    only = { NDA_LLADDR = mac, master = "br0", permanent = true }, none = { lladdr = mac, ifindex = "v0" }, value = { "lladdr", mac },
    twice = "^fdb add: lladdr: File exists %(EEXIST%): .*: there is such an entry already", gone = "^fdb del: No such file or directory %(ENOENT%): there is no such entry", get = true,
    bad = { lladdr = { "zz", "hardware address" }, vlan = { 70000, "16 bits", "x", "want a number" }, state = { "frozen", "want one of incomplete, reachable" }, dst = { "x", "no IP address" },
      vni = { 2 ^ 33, "32 bits" }, ifindex = { "nobody", "ENODEV.*nobody" }, dynamic = { "maybe", "true or false" } },
    lacks = { ifindex = "dev is missing", lladdr = "lladdr is missing" },
  },
  rule = {
    make = { priority = 77, src = "10.0.0.0/8", table = 1000 }, key = { priority = 77 },
    other = { FRA_PRIORITY = 77, FRA_SRC = "10.0.0.0/255.0.0.0", table = 1000, action = "FR_ACT_TO_TBL" },
    only = { FRA_PRIORITY = 77, src = "10.0.0.0/8", action = "to_tbl" }, none = { priority = 77, src = "10.0.0.0/9" }, value = { "table", 1000 },
    twice = "^rule add: File exists %(EEXIST%): there is such a rule already", gone = "^rule del: No such file or directory %(ENOENT%): there is no such rule",
    defaults = { family = 2, action = 1, src_len = 8, protocol = 0 },
    bad = { priority = { 2 ^ 33, "32 bits", "x", "want a number", {}, "got a table" }, table = { "nobody", "no routing table", -1, "want a table" }, src = { "10.0.0.0/33", "length of 0 to 32", 5, "as a string" },
      dst = { "2001:db8::/32", "other keywords say" }, tos = { 300, "8 bits", "nope", "no TOS" }, fwmark = { "x", "want a number", "5/x", "want a number" }, sport = { "9-5", "range", 70000, "16 bits" },
      uid_range = { "a-b", "range", { 1, 2, 3 }, "first, last" }, action = { "fly", "none of" }, l3mdev = { "maybe", "want true or false" }, ip_proto = { "tpc", 'did you mean "tcp"' }, flow = { "nobody", "no realm" },
      iif = { "x y", "no name for a link", ("x"):rep(16), "ERANGE" }, oifname = { "", "no name for a link", 5, "oif takes an index too" }, suppress_ifgroup = { "nobody", "no link group" } },
    lacks = {},
  },
  nexthop = {
    make = { id = 7, gateway = "10.0.0.2", oif = "v0" }, key = { id = 7 },
    other = { NHA_ID = 7, NHA_GATEWAY = "10.0.0.2", NHA_OIF = v0, protocol = 0 },
    only = { NHA_ID = 7, gateway = "10.0.0.2", dev = "v0" }, none = { id = 7, oif = "v1" }, value = { "gateway", "10.0.0.2" },
    twice = "^nexthop add: id: File exists %(EEXIST%): .*: there is such a next hop already", gone = "^nexthop del: No such file or directory %(ENOENT%): there is no such nexthop", get = true,
    defaults = { family = 2, scope = 253 },
    bad = { id = { "x", "want a number", 2 ^ 33, "32 bits" }, gateway = { "10.0.0.300", "no IP address", "10.0.0.0/24", "without a length"}, group = { "1,0", "weight of 1 to 65536", "x", "whole number" },
      oif = { "nobody", "ENODEV.*nobody" }, protocol = { "nobody", "no routing protocol" }, family = { "inet6", "other keywords say" } },
    lacks = {},
  },
  addrlabel = {
    make = { prefix = "2001:db8::/32", label = 77 }, key = { prefix = "2001:db8::/32" },
    other = { IFAL_ADDRESS = "2001:db8::/32", IFAL_LABEL = 77, index = nil },
    only = { IFAL_LABEL = 77, prefix = "2001:db8::/32" }, none = { label = 77, prefixlen = 33 }, value = { "label", 77 },
    twice = "^addrlabel add: File exists %(EEXIST%)", gone = "^addrlabel del: No such process %(ESRCH%): there is no such addrlabel",
    defaults = { family = 10, prefixlen = 32 },
    bad = { prefix = { "10.0.0.0/8", "IPv6 prefix", 5, "as a string", "2001:db8::/129", "length of 0 to 128" }, label = { 2 ^ 33, "32 bits", "x", "want a number", 2 ^ 32 - 1, "EINVAL.*label below 4294967295" },
      dev = { "nobody", "ENODEV.*nobody", 4711, "EINVAL.*link has to be there" } },
    lacks = { prefix = "prefix is missing", label = "label is missing" },
  },
  mdb = {
    make = { dev = "br0", port = "v1", grp = "239.1.1.1", state = "permanent" }, key = { dev = "br0", port = "v1", grp = "239.1.1.1" },
    other = { ifindex = "br0", port = { "v1" }, grp = "239.1.1.1", permanent = true },
    only = { grp = "239.1.1.1", port = "v1", permanent = true }, none = { grp = "239.1.1.1", port = "v0" },
    twice = "^mdb add: File exists %(EEXIST%)", gone = "^mdb del: .*%(E",
    bad = { grp = { 5, "as a string", "x", "no address", "10.1.1.1", "EINVAL" }, vid = { "x", "want a number", 70000, "16 bits" }, state = { "perm", 'did you mean "permanent"' }, port = { "nobody", "ENODEV.*nobody" },
      dev = { "nobody", "ENODEV.*nobody", "v0", "EOPNOTSUPP" }, permanent = { "maybe", "true or false" } },
    lacks = { dev = "dev is missing", port = "port is missing", grp = "grp is missing" },
  },
}

local function with(t, more)
  local out = {}
  for k, v in pairs(t) do out[k] = v end
  for k, v in pairs(more) do out[k] = v end
  return out
end

for name, o in pairs(objects) do
  local function call(...) return ipr[name](ipr, ...) end
  local function count(filter) return call("dump", filter):count() end
  local done, refusal = ipr.try[name](ipr, "add", o.make)
  if not done then -- a kernel without multicast groups of bridges
    eq({ name, refusal.errno }, { "mdb", "EOPNOTSUPP" })
  else
    -- twice, and removed twice
    eq(fails(ipr[name], o.twice, ipr, "add", o.make).request, name .. " add")
    local found = call("dump", o.only):first()
    for field, want in pairs(o.defaults or {}) do eq(found:field(field) or found:get(field), want, name .. "." .. field) end
    if o.get then eq(call("get", o.key)[1]:diff(found), {}, name) end
    eq(call("del", o.key)[1].event, "NLMSG_ERROR")
    fails(ipr[name], o.gone, ipr, "del", o.key)

    -- by other names of the keywords; what is nil is not there
    call("add", with(o.other, { attrs = o.other.attrs or {} }))

    -- filters: a table, the same as match, a function over the whole, one over a value, what is not there
    eq(count(o.only), 1, name)
    eq(count{ match = o.only }, 1, name)
    eq(count(o.none), 0, name)
    eq(count(with(o.only, { match = function(m) return m.event:find("^RTM_") ~= nil end })), 1, name)
    eq(count{ match = function() return false end }, 0, name)
    eq(#ipr:filter_messages(o.only, call("dump"):list()), 1, name)
    if o.value then
      local field, want = unpack(o.value)
      eq(count(with(o.only, { [field] = function(v) return v == want end })), 1, name)
      eq(count(with(o.only, { [field] = function() return nil end })), 0, name)
      eq(count{ [field] = want }, 1, name)
    end
    for _, verb in ipairs{ "del", "remove", "delete" } do
      if verb ~= "del" then call("add", o.make) end
      call(verb, o.key)
    end
    eq(count(o.only), 0, name)
  end

  -- wrong values: the keyword is named, and nothing is done
  for word, list in pairs(o.bad) do
    for i = 1, #list, 2 do
      local ok, err = pcall(call, "add", with(o.make, { [word] = list[i] }))
      assert(not ok and tostring(err):find(list[i + 1]), ("%s %s = %s: %s"):format(name, word, tostring(list[i]), tostring(err)))
      if type(err) == "string" then assert(err:find(name .. " add: .*" .. word) or err:find("says family"), err) end
      if list[i] == "nobody" and type(err) == "userdata" then
        eq(err.attr, word)
        eq(count{ [word] = "nobody" }, 0) -- a filter that names what is not there finds nothing
      end
    end
  end
  for word, text in pairs(o.lacks) do
    local less = with(o.make, {})
    less[word] = nil
    fails(ipr[name], name .. " add: " .. text, ipr, "add", less)
  end
  fails(ipr[name], name .. ': unknown verb "frob": want one of add, ', ipr, "frob", {})
  fails(ipr[name], name .. ' add: unknown keyword "famliy": did you mean "family"', ipr, "add", with(o.make, { famliy = 2 }))
  fails(ipr[name], name .. ' dump: unknown keyword "famliy"', ipr, "dump", { famliy = 2 })
  fails(ipr[name], name .. ' dump: unknown keyword "famliy"', ipr, "dump", { match = { famliy = 2 } })
  fails(ipr[name], "match: want a function or a table", ipr, "dump", { match = 5 })
  fails(ipr[name], "function is good for filters only", ipr, "add", with(o.make, { family = print, [next(o.key)] = print }))
end

-- filter_messages knows the keywords of what the messages are about, as its dump does
ipr:tc("add", "htb", "v0", "1:")
eq(#ipr:filter_messages({ kind = "htb", index = "v0" }, ipr:tc("dump")), 1)
eq(#ipr:filter_messages({ kind = "sfq" }, ipr:tc("dump"):list()), 0)

-- the text of a match is a link
eq(ipr:link("dump", { match = "v0" }):first().ifname, "v0")
ipr:neigh("add", { dst = "10.0.0.9", lladdr = mac, index = "v0" })
eq(ipr:neigh("dump", { match = "v0", state = "permanent" }):first().dst, "10.0.0.9")
ipr:rule("add", { iif = v0, table = 5 })
eq(ipr:rule("dump", { match = "v0" }):first().iifname, "v0")
eq(ipr:brport("dump", { match = "v1" }):count(), 1)
eq(ipr:neigh("dump", { match = "nobody" }):count(), 0)
fails(ipr.nexthop, 'unknown keyword "index": oif takes a link', ipr, "dump", { index = "v0" })

-- what would be the first object that there is, whatever it is, has to be said
fails(ipr.rule, "rule del: which one is missing", ipr, "del", {})
fails(ipr.rule, "rule del: which one is missing", ipr, "del", { family = "inet6" })
fails(ipr.route, "route del: which one is missing", ipr, "del")
fails(ipr.route, "route add: oif, gateway, multipath or nhid is missing", ipr, "add", { dst = "10.8.0.0/16" })
fails(ipr.route, "says family inet6?, and other keywords say inet", ipr, "add", { dst = "10.8.0.0/16", oif = "v0", prefsrc = "fe80::1" })
fails(ipr.route, "ESRCH.*no such route", ipr, "del", { dst = "default" })

-- objects that are always there: each setting by its names, a filter in each form
local settings = {
  { "ntable", "set", { name = "arp_cache", dev = "v0", ucast_probes = 5 }, { NDTA_NAME = "arp_cache", dev = "v0", ["parms.ucast_probes"] = 5 }, { dev = "v0", ucast_probes = function(n) return n == 5 end } },
  { "brport", "set", { index = "v1", cost = 55, IFLA_BRPORT_PRIORITY = 7, learning = "off" }, { cost = 55, priority = 7, learning = false }, { index = "v1", IFLA_BRPORT_COST = function(n) return n > 50 end } },
  { "stats", "get", { dev = "v0" }, { ifindex = "v0" }, { dev = "v0", filter_mask = "link_64", ["link_64.rx_errors"] = 0 } },
  { "netconf", "get", { dev = "v0" }, { ifindex = "v0", family = 2 }, { dev = "v0", family = "inet6", NETCONFA_FORWARDING = function(n) return n == 0 end } },
}
for _, s in ipairs(settings) do
  local name, verb, kw = s[1], s[2], s[3]
  ipr[name](ipr, verb, kw)
  for i = 4, 5 do
    eq(ipr[name](ipr, "dump", s[i]):count(), 1, name)
    eq(ipr[name](ipr, "dump", { match = s[i] }):count(), 1, name)
  end
  eq(ipr[name](ipr, "dump", { match = function(m) return m.event == "never" end }):count(), 0, name)
  fails(ipr[name], name .. " " .. verb .. ': unknown keyword "famliy": did you mean "family"', ipr, verb, with(kw, { famliy = 2 }))
  fails(ipr[name], name .. " " .. verb .. ": .*is missing", ipr, verb, {})
  local dev = kw.index and "index" or "dev"
  eq(fails(ipr[name], "ENODEV.*nobody", ipr, verb, with(kw, { [dev] = "nobody" })).attr, dev)
end
fails(ipr.ntable, "base_reachable_time: time .*unknown unit", ipr, "set", { name = "arp_cache", base_reachable_time = "20 parsec" })
fails(ipr.ntable, "base_reachable_time: want 0 or more, got %-1", ipr, "set", { name = "arp_cache", base_reachable_time = -1 })
fails(ipr.ntable, "locktime: want 0 or more, got %-3", ipr, "set", { name = "arp_cache", locktime = "-3ms" })
fails(ipr.ntable, "ucast_probes: want 0 or more, got %-1", ipr, "set", { name = "arp_cache", ucast_probes = -1 })
fails(ipr.link, "link set: txqlen: want 0 or more, got %-1", ipr, "set", { index = "v0", txqlen = -1 })
fails(ipr.link, "mtu: .*does not fit in 32 bits", ipr, "set", { index = "v0", mtu = 2 ^ 63 })
fails(ipr.ntable, "proxy_qlen: .*32 bits", ipr, "set", { name = "arp_cache", proxy_qlen = 2 ^ 40 })
fails(ipr.stats, "filter_mask: .*none of link_64", ipr, "get", { dev = "v0", filter_mask = "lnk" })
fails(ipr.brport, 'state: "block" is not known: did you mean "blocking"', ipr, "set", { index = "v1", state = "block" })
fails(ipr.vlan_filter, "index is missing", ipr, "add", { vlan_info = { vid = 5 } })
fails(ipr.vlan_filter, "vlan_info is missing", ipr, "add", { index = "v1" })
fails(ipr.vlan_filter, "vid: want a number of 1 to 4094", ipr, "add", { index = "v1", vlan_info = { vid = 4095 } })
fails(ipr.vlandb, "vid is missing", ipr, "set", { ifindex = "v1" })
fails(ipr.nsid, "netns or pid is missing", ipr, "add", { nsid = 5 })
fails(ipr.chain, "index is missing", ipr, "add", { chain = 5 })
fails(ipr.vni, "vni is missing", ipr, "add", { dev = "v0" })
fails(ipr.link, "altname is missing", ipr, "property_add", { index = "v0" })

-- what the kernel refuses with an errno alone: what to do about it
for _, c in ipairs{
  { "fdb", "add", { ifindex = "v1", lladdr = mac, dynamic = true }, "EINVAL.*own entries are permanent" },
  { "fdb", "add", { ifindex = "v0", lladdr = mac, master = true }, "EOPNOTSUPP.*no port of a bridge" },
  { "brport", "set", { index = "v0", cost = 5 }, "EOPNOTSUPP.*no port of a bridge" },
  { "brport", "set", { index = "v1", cost = 70000 }, "ERANGE.*cost is 1 to 65535" },
  { "ntable", "set", { name = "arp_cach" }, "ENOENT.*no such table.*arp_cache, ndisc_cache" },
  { "ntable", "set", { name = "arp_cache", thresh1 = 5 }, "ENOENT.*thresh1.*all namespaces together: they are set in the first one" },
  { "netconf", "get", { dev = "v0", family = "bridge" }, "EOPNOTSUPP.*no such settings for this family" },
} do
  fails(ipr[c[1]], "^" .. c[1] .. " " .. c[2] .. ": .*" .. c[4], ipr, c[2], c[3])
end
-- an entry that ages takes a port that forwards: this is no want of rights
ipr:link("set", { index = "v1", state = "down" })
fails(ipr.fdb, "EPERM.*a dynamic entry takes a port that is up", ipr, "add", { ifindex = "v1", lladdr = mac, dynamic = true, master = true })
ipr:fdb("add", { ifindex = "v1", lladdr = mac, static = true, master = true })
