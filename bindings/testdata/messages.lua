-- Messages, sentence by sentence of their contract: paths, fields, header, methods, exact numbers, lifetime.
ipr:link("add", { ifname = "v0", kind = "veth", peer = "v1", mtu = 1400 })
ipr:link("set", { ifname = "v0", state = "up" })
ipr:link("property_add", { index = "v0", altname = { "alt-a", "alt-b" } })
ipr:route("add", { dst = "10.9.0.0/16", oif = "v0", table = 1000 })
local link = ipr:link("get", { ifname = "v0" })[1]
local route = ipr:route("dump", { table = 1000 }):first()

-- paths in every form
for _, path in ipairs{ "ifname", "IFLA_IFNAME", { "ifname" }, { "IFLA_IFNAME" } } do eq(link:get(path), "v0") end
for _, path in ipairs{ "linkinfo.kind", { "linkinfo", "kind" }, "IFLA_LINKINFO.IFLA_INFO_KIND", { "IFLA_LINKINFO", "kind" } } do
  eq(link:get(path), "veth")
end
eq({ link:get("header.type"), link:get({ "header", "type" }) }, { 16, 16 })
eq({ link:get("nope"), link:get("nope", 7), link:get({ "linkinfo", "nope" }, 7), link:get("ifname.deeper", 8) }, { nil, 7, 7, 8 })
eq({ link.ifname, link.linkinfo.kind, link["linkinfo"]["kind"], link.nope }, { "v0", "veth", "veth" })
eq({ link:values("ifname", "mtu", "nope", "linkinfo.kind") }, { "v0", 1400, nil, "veth" })
eq(select("#", link:values("nope", "nope")), 2)
eq({ link.linkinfo:get("kind"), link.linkinfo:totable().kind }, { "veth", "veth" })

-- an attribute wins over the field of its name
eq({ route.table, route:get("table"), route:field("table") }, { 1000, 1000, 252 })
eq({ link.index, link:field("index"), link.family, link.state }, { link.index, link.index, 0, "up" })

-- header, event, attrs
local h = link.header
eq({ h.type, h.error, h.target, h.nsid }, { 16, nil, "localhost" })
assert(h.length > 100 and h.sequence_number > 0 and h.flags ~= nil and h.pid ~= nil)
eq({ link.event, route.event }, { "RTM_NEWLINK", "RTM_NEWROUTE" })
eq(ipr:link("set", { index = "v0", mtu = 1400 })[1].event, "NLMSG_ERROR")
local first = link.attrs[1]
eq({ first[1], first[2] }, { "IFLA_IFNAME", "v0" })
local seen = {}
for _, attr in ipairs(link.attrs) do seen[attr[1]] = true end
assert(seen.IFLA_MTU and seen.IFLA_LINKINFO and not seen.mtu)
eq({ link:get_attr("IFLA_IFNAME"), link:get_attr("IFLA_NOPE", 3), link:get_nested("linkinfo", "kind"), link:get_nested("IFLA_LINKINFO", "IFLA_INFO_KIND") }, { "v0", 3, "veth", "veth" })
eq({ link:get_attrs("IFLA_IFNAME"), link:get_attrs("ifname"), link:get_attrs("IFLA_NOPE") }, { { "v0" }, { "v0" }, {} })

-- totable, raw, copy, pairs
local t = link:totable()
eq({ t.ifname, t.mtu, t.linkinfo.kind, t.index, getmetatable(t) }, { "v0", 1400, "veth", link.index })
eq(t.prop_list.alt_ifname, { "alt-a", "alt-b" })
eq(#link:raw(), h.length)
local again = rtnl.decode(link:raw())
eq({ #again, again[1].ifname, again[1] == link, again[1]:raw() == link:raw() }, { 1, "v0", true, true })
eq({ link:copy() == link, link:copy().ifname, link:copy().header.sequence_number }, { true, "v0", h.sequence_number })
local names = {}
for name, value in pairs(link) do names[name] = value end
eq({ names.ifname, names.mtu }, { "v0", 1400 })

-- key, ==, diff
eq(link:key(), ipr:link("get", { index = "v0" })[1]:key())
assert(link:key() ~= route:key() and link:key() ~= ipr:link("get", { ifname = "lo" })[1]:key())
ipr:link("set", { index = "v0", mtu = 1300, txqlen = 5 })
local after = ipr:link("get", { ifname = "v0" })[1]
eq(link == after, false)
local changes = {}
for _, d in ipairs(link:diff(after)) do changes[d[1]] = { d[2], d[3] } end
eq({ changes.mtu, changes.txqlen, changes.stats64, changes.ifname }, { { 1400, 1300 }, { 1000, 5 } })

-- names
eq({ route:name("proto"), route:name("type"), route:name("nope"), link:has("up"), link:has("loopback") }, { "static", "unicast", nil, true, false })
fails(function() return link:has("upp") end, "upp")
local up
for _, name in ipairs(link:names("flags")) do up = up or name == "UP" end
eq(up, true)

-- one line, without asking the kernel
assert(tostring(link):find("^%d+: v0") and not tostring(link):find("\n"))
assert(tostring(route):find("10.9.0.0/16"))

-- exact 64-bit numbers
local stats = ipr:link("get", { ifname = "lo" })[1]
eq(type(stats.stats64.rx_bytes), "number")
local n = stats:u64("stats64.rx_bytes")
eq({ tostring(n), n == nlua.u64(0), tostring(n + 5), (n + 7):cmp(n), n:cmp(n + 7) }, { tostring(n), true, tostring(nlua.u64(5)), 1, -1 })
local big = nlua.u64("18446744073709551615")
eq({ tostring(big), tostring(big - 1), tostring(nlua.u64(3):delta(big)) }, { "18446744073709551615", "18446744073709551614", "4" })
eq(nlua.json.encode{ v = big }, '{"v":18446744073709551615}')

-- JSON is totable, and the event
local empty = nlua.json.decode('{"list":[],"table":{}}')
eq(nlua.json.encode(empty), '{"list":[],"table":{}}')
empty.list.name, empty.table[1] = "not one", "one"
eq(nlua.json.encode(empty), '{"list":{"name":"not one"},"table":["one"]}')
local json = nlua.json.decode(nlua.json.encode(link))
eq({ json.event, json.ifname, json.mtu, json.linkinfo.kind }, { "RTM_NEWLINK", "v0", 1400, "veth" })

-- reserved names give way to C names; a message is kept as long as it is held
eq(link:get("IFLA_EVENT"), nil)
local kept = {}
for m in ipr:link("dump") do kept[#kept + 1] = m end
for _ = 1, 50 do ipr:link("dump"):count() end
collectgarbage()
eq({ #kept, kept[1].ifname }, { 3, "lo" })

-- decode and encode
local bytes = rtnl.encode(rtnl.RTM_NEWLINK, { family = 0, index = 7, ifname = "made", linkinfo = { kind = "vlan", data = { vlan_id = 7 } } })
local made = rtnl.decode(bytes)[1]
eq({ made.event, made.index, made.ifname, made.linkinfo.kind, made.linkinfo.data.vlan_id }, { "RTM_NEWLINK", 7, "made", "vlan", 7 })
local two = rtnl.decode(bytes .. bytes)
eq({ #two, two[2].ifname }, { 2, "made" })
fails(rtnl.encode, "ifnam", rtnl.RTM_NEWLINK, { ifnam = "x" })

-- attributes that nlua does not know, and broken ones
local unknown = rtnl.decode(rtnl.encode(rtnl.RTM_NEWLINK, { ifname = "u0", attrs = { { 900, "\1\2\3" } } }))[1]
eq({ unknown:get("IFLA_900"), unknown.header.error, unknown.ifname }, { "\1\2\3", nil, "u0" })
local broken = rtnl.decode(rtnl.encode(rtnl.RTM_NEWLINK, { ifname = "b0", attrs = { { 4, "\1\2\3" } } }))[1]
assert(tostring(broken.header.error):find("mtu"), "says which: " .. tostring(broken.header.error))
eq(broken.ifname, "b0")
eq(broken:get("mtu"), "\1\2\3")

-- bad bytes: never more than an error
for _, bad in ipairs{ "", "\0", ("\0"):rep(15), ("\255"):rep(64), bytes:sub(1, 20), bytes:sub(1, -2), ("\16\0\0\0"):rep(20) } do
  local ok, result = pcall(rtnl.decode, bad)
  assert(ok and type(result) == "table" or type(result) == "string", tostring(result))
end
for cut = 1, #bytes do pcall(rtnl.decode, bytes:sub(1, cut)) end
fails(rtnl.decode, "string", {})
fails(rtnl.decode, "string")

-- Of what stands several times a number chooses one, and without it the first is meant.
local several = rtnl.decode(rtnl.encode("RTM_NEWTFILTER", { kind = "flower", options = { key_enc_opts = { geneve = { { class = 1, type = 2, data = "\1\2\3\4" }, { class = 3, type = 4, data = "\5\6\7\8" } } } } }))[1]
eq({ several:get("options.key_enc_opts.geneve.class"), several:get("options.key_enc_opts.geneve.1.class"), several:get("options.key_enc_opts.geneve.2.class"), several:get("options.key_enc_opts.geneve.3.class", 9) }, { 1, 1, 3, 9 })
several = rtnl.decode(rtnl.encode("RTM_NEWVLAN", { family = 7, ifindex = 1, entry = { { info = { vid = 5 } }, { info = { vid = 6 } } } }))[1]
eq({ several:get("entry.info.vid"), several:get{ "entry", "2", "info", "vid" }, several:get("entry.0.info.vid"), several:u64("entry.2.info.vid"):cmp(6) }, { 5, 6, nil, 0 })

-- methods and fields by turns, of the message at hand and of others that are kept, in loops inside each other and in tasks
ipr:batch(function(b) for i = 1, 9 do b:route("add", { dst = "10.9.9." .. i .. "/32", type = "blackhole", table = 99, priority = i }) end end)
local kept, seen = {}, 0
local function dst(m) return m:get("dst") end
for m in ipr:route("dump", { table = 99 }) do
  kept[#kept + 1] = m
  eq({ dst(m), m.dst, m:values("dst"), m:get("priority"), m["nope"] }, { m:totable().dst, dst(m), m.dst, m.priority, nil })
  eq({ getmetatable(m) == getmetatable(kept[1]), m == kept[1], m ~= kept[1], type(m.get), m[1] }, { true, #kept == 1, #kept ~= 1, "function" })
  for _, old in ipairs(kept) do eq({ old.priority, old:get("priority") }, { old:totable().priority, old.priority }) end
  for inner in ipr:route("dump", { table = 99, priority = m.priority }) do
    eq({ inner.dst, dst(m), m.dst, dst(inner) }, { m.dst, inner.dst, inner:get("dst"), m.dst })
    seen = seen + 1
  end
  fails(function() m.dst = 5 end, "a message does not change")
end
eq({ #kept, seen }, { 9, 9 })
local async, results = rtnl.AsyncIPRoute{ netns = NS }, {}
for t = 1, 3 do
  results[t] = nlua.spawn(function()
    local sum = 0
    for m in async:route("dump", { table = 99 }) do
      local before = m:get("priority")
      nlua.sleep(0)
      sum = sum + m.priority + m:get("priority") - before
    end
    return sum
  end)
end
for t = 1, 3 do eq(results[t]:join(), 45) end
for i, m in ipairs(kept) do eq({ m.dst, m:get("dst") }, { kept[i]:get("dst"), kept[i].dst }) end

-- a metatable may be looked through for what it has not
for _, value in ipairs{ kept[1], kept[#kept], ipr:route("dump"), ipr, nlua.u64(1) } do
  eq({ type(getmetatable(value).__tostring), getmetatable(value).__whatever }, { "function" })
end
