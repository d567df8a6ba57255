-- The forms that a value may be given in, per object: whatever is said in other words makes the same, and a filter in each form finds it.
ipr:link("add", { ifname = "v0", kind = "veth", peer = "v1" })
ipr:link("add", { ifname = "br0", kind = "bridge", br_stp_state = 0, br_mcast_snooping = false })
for _, name in ipairs{ "v0", "v1", "br0", "lo" } do ipr:link("set", { index = name, state = "up" }) end
ipr:addr("add", { index = "v0", address = "10.0.0.1/24" })
ipr:addr("add", { index = "v0", address = "fd00::1/64", flags = "nodad" })
local v0, br0 = ipr:link("get", { ifname = "v0" })[1], ipr:link("get", { ifname = "br0" })[1]

local function with(t, more)
  local out = {}
  for k, v in pairs(t) do out[k] = v end
  for k, v in pairs(more) do out[k] = v end
  return out
end

-- Settings of a link: what is in front makes ready, then each form has to lead to the value.
local settings = {
  { "address", { address = "02:00:00:00:00:11" }, "02:00:00:00:00:aa", "02:00:00:00:00:AA", "0200.0000.00aa", "02-00-00-00-00-aa", "2:0:0:0:0:aa" },
  { "mtu", { mtu = 1400 }, 1300, "1300", "0x514" },
  { "txqlen", { txqlen = 5 }, 1000, "1000" },
  { "group", { group = 5 }, 0, "default", "0", false },
  { "master", { master = false }, br0.index, "br0", { "br0" }, br0, ipr:link("get", { ifname = "br0" }), tostring(br0.index) },
  { "operstate", { operstate = "up" }, "DORMANT", "dormant", 5 },
  { "linkmode", { linkmode = 0 }, 1, "dormant", "1" },
}
for _, s in ipairs(settings) do
  local field, ready, want = s[1], s[2], s[3]
  for i = 3, #s do
    ipr:link("set", with(ready, { index = "v0" }))
    for _, word in ipairs{ field, "IFLA_" .. field:upper() } do
      if field ~= "txqlen" and field ~= "operstate" or word == field then -- whose names in the headers are others
        ipr:link("set", { index = "v0", [word] = s[i] })
        eq(ipr:link("get", { index = "v0" })[1]:get(field), want, word .. " = " .. tostring(s[i]))
        eq(ipr:link("dump", { ifname = "v0", [word] = s[i] }):count(), 1, "dump " .. word .. " = " .. tostring(s[i]))
      end
    end
  end
  ipr:link("set", with(ready, { index = "v0" }))
end
ipr:link("set", { index = "v0", master = false, linkmode = 0, operstate = "up" })

-- flags: each form sets its bit alone, and clears it
local function flags() return ipr:link("get", { index = "v0" })[1].flags end
local function bit_of(n, b) return math.floor(n / b) % 2 == 1 end
for _, form in ipairs{ { { flags = "noarp" }, { flags = "!noarp" }, 0x80 }, { { flags = { "IFF_NOARP" } }, { flags = { "!IFF_NOARP" } }, 0x80 }, { { flags = "NOARP,allmulti" }, { flags = "!noarp,!allmulti" }, 0x80 },
  { { noarp = true }, { noarp = false }, 0x80 }, { { arp = false }, { arp = true }, 0x80 }, { { arp = "off" }, { arp = "on" }, 0x80 }, { { flags = "!arp" }, { flags = "arp" }, 0x80 },
  { { flags = 0x80, change = 0x80 }, { flags = 0, change = 0x80 }, 0x80 }, { { flags = 0x80, mask = 0x80 }, { flags = 0, mask = 0x80 }, 0x80 },
  { { state = "up" }, { state = "down" }, 1 }, { { flags = "up" }, { flags = { "!up" } }, 1 }, { { flags = 1, mask = 1 }, { flags = 0, mask = 1 }, 1 } } do
  ipr:link("set", with(form[2], { index = "v0" }))
  local before = flags()
  eq(bit_of(before, form[3]), false, nlua.inspect(form[2]))
  ipr:link("set", with(form[1], { index = "v0" }))
  eq(bit_of(flags(), form[3]), true, nlua.inspect(form[1]))
  if not form[1].mask and not form[1].change then
    eq({ ipr:link("dump", with(form[1], { ifname = "v0" })):count(), ipr:link("dump", with(form[2], { ifname = "v0" })):count() }, { 1, 0 }, nlua.inspect(form[1]))
  end
end
ipr:link("set", { index = "v0", state = "up" })
ipr:addr("replace", { index = "v0", address = "fd00::1/64", flags = "nodad" }) -- which went with the link

-- what names the link itself
for _, index in ipairs{ "v0", v0.index, v0, { "v0" }, { v0 }, ipr:link("get", { ifname = "v0" }), tostring(v0.index) } do
  for _, word in ipairs{ "index", "dev" } do
    eq(ipr:link("get", { [word] = index })[1].ifname, "v0")
    ipr:link("set", { [word] = index, mtu = 1450 })
    eq(ipr:addr("dump", { [word] = index, family = "inet" }):count(), 1)
  end
  for _, word in ipairs{ "oif", "dev" } do assert(ipr:route("dump", { [word] = index }):count() > 0) end
  for _, word in ipairs{ "index", "dev", "ifindex" } do eq(ipr:stats("get", { [word] = index })[1].ifindex, v0.index) end
end
eq(ipr:link("get", { ifname = "v0" })[1].mtu, 1450)

-- kinds, and the data of a kind by short and long names
for i, kw in ipairs{ { kind = "bridge", br_forward_delay = 400 }, { info_kind = "bridge", br_forward_delay = "4s" }, { kind = "bridge", IFLA_BR_FORWARD_DELAY = "400" },
  { linkinfo = { kind = "bridge", data = { br_forward_delay = 400 } } }, { ["linkinfo.kind"] = "bridge", ["linkinfo.data.br_forward_delay"] = "4s" } } do
  ipr:link("add", with(kw, { ifname = "x0" }))
  eq(ipr:link("get", { ifname = "x0" })[1]:get("linkinfo.data.br_forward_delay"), 400, i)
  eq(ipr:link("dump", with(kw, { ifname = "x0" })):count(), 1, i)
  ipr:link("del", { ifname = "x0" })
end
for _, peer in ipairs{ "x1", { ifname = "x1" }, { IFLA_IFNAME = "x1" } } do
  ipr:link("add", { ifname = "x0", kind = "veth", peer = peer })
  eq(ipr:link("get", { ifname = "x1" })[1].link, ipr:link("get", { ifname = "x0" })[1].index)
  ipr:link("del", { ifname = "x0" })
end
-- nil is as if absent
ipr:link("set", { index = "v0", master = nil, mtu = nil, ifalias = "x" })
eq(ipr:link("get", { ifname = "v0" })[1].ifalias, "x")

-- Addresses, routes and rules: each form makes an object, is refused once more, finds it, and removes it.
local objects = {
  { "addr", { index = "v0" }, { address = "10.9.0.1/24" }, { address = "10.9.0.1/255.255.255.0" }, { address = "10.9.0.1", prefixlen = 24 }, { address = "10.9.0.1", mask = "255.255.255.0" },
    { address = "10.9.0.1", mask = 24 }, { ["local"] = "10.9.0.1/24" }, { IFA_ADDRESS = "10.9.0.1/24" }, { IFA_LOCAL = "10.9.0.1", address = "10.9.0.1/24" }, { address = "10.9.0.1/24", family = "inet" },
    { address = "10.9.0.1/24", family = 2 } },
  { "addr", { index = "v0", flags = "nodad" }, { address = "fd09::1/64" }, { address = "FD09:0:0::0001/64" }, { address = "fd09::1/ffff:ffff:ffff:ffff::" }, { address = "fd09::1", prefixlen = "64" }, { address = "fd09::1/64", family = "ipv6" } },
  { "route", { oif = "v0" }, { dst = "10.9.0.0/16" }, { dst = "10.9.0.0/255.255.0.0" }, { dst = "10.9.0.0", dst_len = 16 }, { RTA_DST = "10.9.0.0/16" }, { dst = "10.9.0.0/16", family = "inet" }, { dst = "10.9.0.0/16", table = "main" },
    { dst = "10.9.0.0/16", table = 254, proto = "static" }, { dst = "10.9.0.0/16", protocol = 4, type = "unicast", scope = "link" } },
  { "route", { gateway = "10.0.0.2" }, { dst = "default" }, { dst = "" }, { dst = "0" }, { dst = "0.0.0.0" }, { dst = "0.0.0.0/0" }, { dst = "any" }, { dst = "all", family = 2 }, {} },
  { "route", { gateway = "fd00::2" }, { dst = "default" }, { dst = "::/0" }, { dst = "::" }, { dst = "default", priority = 1024 }, { dst = "default", metric = 0 } },
  { "route", { dst = "10.9.0.0/16", gateway = "10.0.0.2" }, { src = "" }, { metrics = { mtu = 1300, rtt = "10ms" } }, { metrics = { mtu = "1300", rtt = 80 } }, { realms = "3/4" }, { flow = 0x30004 }, { tos = 0x10 }, { RTA_TABLE = 77 },
    { priority = 5 }, { metric = "5" }, { prefsrc = "10.0.0.1" } },
  { "rule", { priority = 50, table = 7 }, { src = "10.0.0.0/8" }, { from = "10.0.0.0/255.0.0.0" }, { src = "10.0.0.0", src_len = 8 }, { FRA_SRC = "10.0.0.0/8", action = "to_tbl" }, { src = "10.0.0.0/8", action = "FR_ACT_TO_TBL" },
    { src = "10.0.0.0/8", action = 1 }, { fwmark = "0x5/0xff" }, { fwmark = 5, fwmask = 255 }, { uid_range = "0:0" }, { uid_range = "0" }, { uid_range = { 0, 0 } }, { uid_range = { start = 0, ["end"] = 0 } }, { sport = 80, ip_proto = "tcp" },
    { sport_range = "80-80", ipproto = 6 }, { iif = "v0" }, { iif = v0 }, { iifname = "v0" }, { iif = v0.index }, { ["not"] = true }, { invert = true } },
}
local mine = { addr = { scope = "global" }, route = { proto = "static" } } -- what comes and goes by itself is left out
for _, o in ipairs(objects) do
  local name, base = o[1], o[2]
  for i = 3, #o do
    local kw = with(base, o[i])
    local said = name .. " " .. nlua.inspect(kw)
    local function count() return ipr[name](ipr, "dump", mine[name]):count() end
    local before = count()
    ipr[name](ipr, "add", kw)
    eq(count(), before + 1, said)
    assert(ipr.try[name](ipr, "add", kw) == nil, said)
    if name ~= "route" or base.dst or base.oif then eq(ipr[name](ipr, "dump", kw):count(), 1, said) end
    ipr[name](ipr, "del", kw)
    eq(count(), before, said)
    eq(ipr.try[name](ipr, "del", kw), nil, said)
  end
end
