-- Tries to change something by each way that there is, here and in another namespace. Each has to be refused.
local keywords = {
  link = { { ifname = "v1", mtu = 1400 }, { ifname = "new0", kind = "ifb" }, { ifname = "v0", net_ns_fd = OTHER }, { ifname = "v0", altname = "new4" } },
  addr = { { index = "lo", address = "10.0.0.1/24" }, { index = "lo", address = "10.0.1.1/24" } },
  route = { { dst = "10.7.0.0/16", oif = "lo", table = 77 }, { dst = "10.8.0.0/16", oif = "lo" } },
  rule = { { priority = 100, src = "10.0.0.0/8", table = 77 }, { priority = 101, table = 78 } },
  neigh = { { ifindex = "lo", dst = "10.0.0.9", flags = "proxy" }, { ifindex = "lo", dst = "10.0.0.10", lladdr = "02:00:00:00:00:10" } },
  fdb = { { ifindex = "v0", lladdr = "02:00:00:00:00:09", master = true } },
  brport = { { index = "v0", cost = 77 } },
  vlan_filter = { { index = "v0", vlan_info = { vid = 10 } } },
  vlandb = { { ifindex = "v0", vid = 10, state = 3 } },
  vni = { { dev = "v0", vni = "10-20" } },
  mdb = { { dev = "br0", port = "v0", grp = "239.1.1.1", permanent = true } },
  nexthop = { { id = 1, blackhole = true }, { id = 2, oif = "lo" } },
  netconf = { { ifindex = "lo", family = 2 } },
  addrlabel = { { prefix = "2001:db8::/32", label = 78 }, { prefix = "2001:db9::/32", label = 79 } },
  ntable = { { name = "arp_cache", dev = "lo", base_reachable_time = "20s" } },
  stats = { { index = "lo", l3_stats = true } },
  nsid = { { netns = NS, nsid = 11 } },
  tc = { { index = "v1", kind = "htb", handle = "1:", root = true }, { index = "v1", kind = "htb", handle = "1:20", parent = "1:", rate = "20mbit" },
    { index = "v0", kind = "u32", parent = "ffff:fff2", protocol = "ip", prio = 1, target = "1:20", keys = { "0x0/0x0+0" } } },
  chain = { { index = "v0", parent = "ffff:fff2", chain = 5 }, { index = "v0", parent = "ffff:fff2", chain = 6 } },
  action = { { kind = "gact", action = "drop" }, { kind = "gact", index = 1 }, { kind = "gact" } },
}

local problems, refused = {}, 0

-- judge calls what would change something: nil where that was refused by read-only, else what came of it, and whether more than
-- nlua's own check of arguments had a say.
local function judge(fn, ...)
  local ok, err = pcall(fn, ...)
  if ok then return "done", true end
  if type(err) == "userdata" and err.code == 1 and tostring(err):find("read%-only") then
    refused = refused + 1
    return nil
  end
  return tostring(err), type(err) == "userdata"
end

local function attempt(what, fn, ...)
  local problem = judge(fn, ...)
  if problem then problems[#problems + 1] = what .. ": " .. problem end
end

-- each tries all verbs that change something: each with all keywords of its object, of which some do not fit, but one has to.
local function each(what, call)
  for _, v in ipairs(VERBS) do
    local fits, last
    for _, kw in ipairs(v.change and assert(keywords[v.object], v.object) or {}) do
      local problem, sent = judge(call, v, kw)
      if sent then problems[#problems + 1] = what .. v.object .. " " .. v.verb .. ": " .. problem end
      fits, last = fits or not problem, problem
    end
    if v.change and not fits then problems[#problems + 1] = what .. v.object .. " " .. v.verb .. ": " .. tostring(last) end
  end
end

local function drain(result)
  if type(result) == "userdata" and result.count then result:count() end
end

local flags_sent = LAB and { 5 } or { 5, 0x305, 0x605, 1 }
local bytes = { [8] = ("\0"):rep(8), [64] = ("\0"):rep(64) }
local little = rtnl.encode("RTM_GETLINK", {}):byte(5) == 18 -- the machine's byte order
local function number(n, size)
  local s = ""
  for _ = 1, size do
    local c = string.char(n % 256)
    s, n = little and s .. c or c .. s, math.floor(n / 256)
  end
  return s
end
local function raw(typ, flags, body)
  return number(16 + #body, 4) .. number(typ, 2) .. number(flags, 2) .. number(1, 4) .. number(0, 4) .. body
end

local function by_verbs(o, where)
  each(where, function(v, kw) o[v.object](o, v.verb, kw) end)
  each(where .. "batch ", function(v, kw) o:batch(function(b) b[v.object](b, v.verb, kw) end) end)
  each(where .. "transaction ", function(v, kw) o:transaction(function(tx) tx[v.object](tx, v.verb, kw) end) end)
  for _, v in ipairs(VERBS) do
    for _, kw in ipairs(not v.change and keywords[v.object] or {}) do
      pcall(function() drain(o[v.object](o, v.verb, kw)) end)
    end
  end
  for _, kind in ipairs{ "tuntap", "tun", "tap" } do
    attempt(where .. "add " .. kind, o.link, o, "add", { ifname = "new1", kind = kind, mode = "tap" })
    attempt(where .. "del " .. kind, o.link, o, "del", { ifname = "t0", kind = kind, mode = "tap" })
  end
  for i, name in ipairs{ "flush_routes", "flush_addr", "flush_rules" } do
    attempt(where .. name, o[name], o, ({ { table = 77 }, { index = "lo" }, { table = 77 } })[i])
  end
  attempt(where .. "ensure", o.ensure, o, "link", { ifname = "new2", kind = "ifb" })
  attempt(where .. "ensure not", o.ensure, o, "link", { ifname = "v0", present = false })
  attempt(where .. "set_netnsid", o.set_netnsid, o, { netns = NS, nsid = 12 })
  attempt(where .. "route_loads", o.route_loads, o, o:route_dumps{ table = 77 })
  attempt(where .. "plan", function() o:plan{ links = { { ifname = "new3", kind = "ifb" } } }:apply() end)
  attempt(where .. "plan of a namespace", function() o:plan{ netns = { NEW }, links = { { ifname = "new3", kind = "ifb" } } }:apply() end)
  attempt(where .. "guard", o.guard, o, 60, function(g) g:rule("add", { priority = 7, table = 7 }) end)
end

local function by_type(o, where)
  for _, t in ipairs(TYPES) do
    for _, flags in ipairs(t.name and flags_sent or {}) do
      local options = { msg_type = t.number, msg_flags = flags }
      if t.change then
        attempt(where .. "nlm_request " .. t.name, o.nlm_request, o, {}, options)
      elseif flags == 5 or flags == 0x305 then
        pcall(function() drain(o:nlm_request({}, options)) end)
      end
    end
  end
end

local function by_socket(s, where)
  for _, t in ipairs(TYPES) do
    local call = t.change and attempt or function(_, fn, ...) pcall(fn, ...) end
    if t.name then
      call(where .. "put " .. t.name, s.put, s, {}, { msg_type = t.number, msg_flags = 5 })
    end
    for size, body in pairs(bytes) do
      for _, name in ipairs{ "send", "sendto" } do
        for _, flags in ipairs(flags_sent) do
          call(where .. name .. " " .. t.number .. " " .. size, s[name], s, raw(t.number, flags, body))
        end
      end
    end
  end
  -- Changes that hide: behind a read, behind an odd length, with a read's flags; one of a real thing.
  local del = rtnl.encode("RTM_DELLINK", { ifi_index = 0, ifname = "v0" })
  local real = raw(17, 5, del:sub(17))
  local read = raw(18, 5, bytes[64]:sub(1, 16))
  attempt(where .. "a change", s.send, s, real)
  attempt(where .. "behind a read", s.send, s, read .. real)
  attempt(where .. "behind a NOOP", s.send, s, raw(1, 1, "") .. real)
  attempt(where .. "behind an odd length", s.send, s, raw(18, 5, bytes[64]:sub(1, 17)) .. "\0\0\0" .. real)
  attempt(where .. "with NLM_F_DUMP", s.send, s, raw(17, 0x305, del:sub(17)))
  attempt(where .. "without NLM_F_ACK", s.send, s, raw(17, 1, del:sub(17)))
end

for _, place in ipairs{ { "", nil }, { "netns= ", OTHER } } do
  local where, netns = place[1], place[2]
  for _, class in ipairs{ "IPRoute", "AsyncIPRoute" } do
    local o = rtnl[class]{ netns = netns }
    by_verbs(o, where .. class .. " ")
    by_type(o, where .. class .. " ")
    o:close()
  end
  for _, class in ipairs{ "IPRSocket", "AsyncIPRSocket" } do
    local s = rtnl[class]{ netns = netns, rcvbuf = 1000000 }
    by_type(s, where .. class .. " ")
    s:close()
    s = rtnl[class]{ netns = netns }
    by_socket(s, where .. class .. " ")
    -- A descriptor that another object opened.
    by_socket(rtnl[class]{ use_socket = s }, where .. class .. " use_socket ")
  end
end
local ns = rtnl.NetNS(NAMED)
by_verbs(ns, "NetNS ")
by_type(ns, "NetNS ")

attempt("netns.create", rtnl.netns.create, NEW)
attempt("netns.remove", rtnl.netns.remove, NAMED)
attempt("netns.attach", rtnl.netns.attach, NEW, PID)
attempt("netns.pushns", rtnl.netns.pushns)
attempt("netns.pushns a new one", rtnl.netns.pushns, NEW)
attempt("netns.setns a new one", rtnl.netns.setns, NEW)
attempt("NetNS of a new one", rtnl.NetNS, NEW)
for _, class in ipairs{ "IPRoute", "AsyncIPRoute", "IPRSocket", "AsyncIPRSocket" } do
  attempt(class .. " in a new one", rtnl[class], { netns = NEW })
end
attempt("NetNS:remove", ns.remove, ns)
attempt("nlua.exec", nlua.exec, { "ip", "link", "del", "v0" })
attempt("netns.exec", rtnl.netns.exec, NAMED, { "ip", "link", "del", "v0" })


assert(refused > (LAB and 4000 or 10000), refused)
if #problems > 0 then error(#problems .. ":\n" .. table.concat(problems, "\n", 1, math.min(#problems, 60)), 0) end
