-- needs: vxlan, macvlan
-- Errors: refusals are objects that say what was asked, what was refused and why; wrong use is an ordinary error with a position.
ipr:link("add", { ifname = "v0", kind = "veth", peer = "v1" })
local netns = require "rtnl".netns

-- the object
local err = fails(ipr.link, "^link add: ifname: File exists %(EEXIST%): v0: a link has this already", ipr, "add", { ifname = "v0", kind = "veth" })
eq({ err.code, err.errno, err.request, type(err.message) }, { 17, "EEXIST", "link add", "string" })
eq(tostring(err):find("\n"), nil)
eq(tostring(err), string.format("%s", err))

-- the keyword that the kernel's offset points at, as the script wrote it
for word, keywords in pairs{
  mtu = { index = "v0", mtu = 99999999 },
  IFLA_MTU = { index = "v0", IFLA_MTU = 99999999 },
} do
  err = select(2, pcall(ipr.link, ipr, "set", keywords))
  eq(type(err), "userdata", word)
  eq(err.errno == "EINVAL" or err.errno == "ERANGE", true)
end
err = fails(ipr.link, "Invalid DF", ipr, "add", { ifname = "vx0", kind = "vxlan", vxlan_id = 1, vxlan_df = 9 })
eq({ err.attr, err.errno }, { "vxlan_df", "EINVAL" })
assert(tostring(err):find("^link add: vxlan_df: "), tostring(err))
err = fails(ipr.link, "ERANGE", ipr, "add", { ifname = "m0", kind = "macvlan", link = "v0", attrs = { { "IFLA_GSO_MAX_SIZE", 1 } } })
err = fails(ipr.link, "EOPNOTSUPP", ipr, "add", { ifname = "x0", kind = "unknown-kind" })
eq({ err.errno, err.message }, { "EOPNOTSUPP", "Unknown device type" })
err = fails(ipr.route, "ENETUNREACH", ipr, "add", { dst = "10.0.0.0/8", gateway = "192.0.2.77" })
assert(err.message:find("gateway"), "the kernel's own words: " .. err.message)

-- nearest names
fails(ipr.link, 'unknown verb "ad": did you mean "add"', ipr, "ad", {})
fails(ipr.link, 'unknown keyword "ifnam": did you mean "ifname"', ipr, "add", { ifnam = "x" })
fails(ipr.link, 'did you mean "vxlan_id"', ipr, "add", { ifname = "x", kind = "vxlan", vxlanid = 7 })
fails(ipr.route, 'did you mean "gateway"', ipr, "add", { dst = "10.0.0.0/8", gatewy = "10.0.0.1" })
fails(ipr.route, 'did you mean "gateway"', ipr, "add", { dst = "10.0.0.0/8", multipath = { { gatewya = "10.0.0.1" } } })
fails(ipr.link, 'unknown', ipr, "dump", { ifnaem = "x" })
fails(function() return rtnl.IPRoute{ rcvbuff = 7 } end, 'unknown option "rcvbuff": did you mean "rcvbuf"')
fails(function() return ipr:lnk("dump") end, 'no method "lnk": did you mean "link"')
fails(function() ipr:bind{ "lnik" } end, 'unknown group "lnik": did you mean "link"')

-- what the kernel tells little about: which link, which kind, what is not there
fails(ipr.link, '^link add: .* Unknown device type: "veht": did you mean "veth"%?', ipr, "add", { ifname = "x0", kind = "veht" })
fails(ipr.tc, 'kind is unknown: "fq_coedl": did you mean "fq_codel"%?', ipr, "add", "fq_coedl", "v0")
fails(ipr.link, '^link set: ifname: .*link "nope"', ipr, "set", { ifname = "nope", state = "up" })
fails(ipr.link, "^link del: index: .*link 9999", ipr, "del", { index = 9999 })
fails(ipr.route, "ESRCH.*no such route", ipr, "del", { dst = "10.0.0.0/8" })
fails(ipr.rule, "ENOENT.*no such rule", ipr, "del", { priority = 77 })

-- what is missing, what cannot be
fails(ipr.addr, "addr add: address is missing", ipr, "add", { index = "v0" })
fails(ipr.addr, "addr add: index is missing", ipr, "add", { address = "10.0.0.1/24" })
fails(ipr.link, "link set: index or ifname is missing", ipr, "set", { state = "up" })
fails(ipr.link, 'ifname: "a b" is no name for a link', ipr, "add", { ifname = "a b", kind = "veth" })
fails(ipr.link, "\"a/b\" is no name for a link", ipr, "add", { ifname = "a", kind = "veth", peer = { ifname = "a/b" } })
fails(ipr.link, '"vlan_id" belongs to kind "vlan", not to "bridge"', ipr, "add", { ifname = "x0", kind = "bridge", vlan_id = 5 })
fails(ipr.fdb, 'unknown keyword "ifname": ifindex takes a link\'s name too', ipr, "append", { ifname = "v0" })
fails(ipr.addr, 'unknown verb "flush": want one of add, ', ipr, "flush")
fails(ipr.vlan_filter, 'vlan_info: entry 1: unknown name "vid_end": want one of vid, ', ipr, "add", { index = "v0", vlan_info = { vid = 2, vid_end = 3 } })
fails(ipr.tc, "eaction: say it by action", ipr, "add-filter", "matchall", "v0", { parent = "ffff:", action = { kind = "mirred", eaction = "mirror", ifindex = "v1" } })

-- wrong use through try raises with the script's position; so does what a function given to it raises, with its own
err = select(2, pcall(function() return ipr.try:link("set", { index = "v0", mtu = "large" }) end))
assert(type(err) == "string" and err:find("errors.lua:%d+: link set: mtu: "), err)
err = select(2, pcall(function() return ipr.try:batch(function() error("mine") end) end))
assert(err:find("errors.lua:%d+: mine"), err)

-- objects do not change by assignment, and say so; they have their methods, and nothing else
fails(function() ipr:link("dump"):first().mtu = 5 end, 'cannot set "mtu": a message does not change')
fails(function() ipr.rcvbuf = 5 end, 'cannot set "rcvbuf": options are given to rtnl.IPRoute{...}')
fails(function() ipr:link("dump"):lst() end, 'dump has no method "lst": did you mean "list"')
fails(function() ipr:batch(function(b) b:lnk("add") end) end, 'batch has no method "lnk": did you mean "link"')

-- wrong values, with the position
err = fails(function() ipr:link("set", { index = "v0", mtu = "large" }) end, "mtu")
assert(type(err) == "string" and err:find("errors.lua:%d+: link set: mtu: "), err)
fails(ipr.link, "mtu", ipr, "set", { index = "v0", mtu = -1 })
fails(ipr.link, "mtu", ipr, "set", { index = "v0", mtu = 1.5 })
fails(ipr.link, "mtu", ipr, "set", { index = "v0", mtu = 2 ^ 32 })
fails(ipr.link, "mtu", ipr, "set", { index = "v0", mtu = {} })
fails(ipr.link, "mtu", ipr, "set", { index = "v0", mtu = print })
fails(ipr.link, "state", ipr, "set", { index = "v0", state = "upp" })
fails(ipr.link, "EINVAL", ipr, "set", { index = "v0", address = "02:00:00:00:00" })
fails(ipr.link, "address", ipr, "set", { index = "v0", address = "02:00:00:00:00:zz" })
fails(ipr.addr, "address", ipr, "add", { index = "v0", address = "10.0.0.300/24" })
fails(ipr.addr, "address", ipr, "add", { index = "v0", address = "10.0.0.3/33" })
fails(ipr.route, "dst", ipr, "add", { dst = "10.0.0.0/255.0.255.0", gateway = "10.0.0.1" })
fails(ipr.route, "table", ipr, "add", { dst = "10.0.0.0/8", oif = "v0", table = "no-such-table" })
fails(ipr.route, "type", ipr, "add", { dst = "10.0.0.0/8", oif = "v0", type = "unicorn" })
fails(ipr.rule, "table", ipr, "add", { table = -1 })
fails(ipr.link, "want a verb", ipr)
fails(ipr.link, "keywords", ipr, "add", "v9")
fails(ipr.link, "ipr:link", nil, "dump")

-- a name that no link has
err = fails(ipr.link, "ENODEV", ipr, "set", { index = "nobody", state = "up" })
eq({ err.code, err.attr }, { 19, "index" })
err = fails(ipr.addr, "nobody", ipr, "add", { index = "nobody", address = "10.0.0.1/24" })
eq(err.errno, "ENODEV")

-- a closed object
local closed = rtnl.IPRoute{}
closed:close()
closed:close()
for _, call in ipairs{
  function() closed:link("dump") end,
  function() closed:link("set", { index = "v0", state = "up" }) end,
  function() closed:bind() end,
  function() closed:get_links() end,
  function() closed:fileno() end,
} do
  eq(fails(call, "EBADF").code, 9)
end
local raw = rtnl.IPRSocket{}
raw:close()
fails(function() raw:get() end, "EBADF")

-- a missing namespace
err = fails(function() return rtnl.IPRoute{ netns = "nowhere-to-be-found", flags = 0 } end, "nowhere%-to%-be%-found")
eq({ err.code, err.errno }, { 2, "ENOENT" })
eq(fails(function() return rtnl.NetNS("nowhere-to-be-found", { flags = 0 }) end, "nowhere").code, 2)
fails(function() return rtnl.IPRoute{ netns = "/no/such/file", flags = 0 } end, "/no/such/file")
fails(function() return rtnl.IPRoute{ netns = { pid = 0 } } end, "pid")
for _, name in ipairs{ "", ".", "..", "a\0b" } do
  fails(function() return rtnl.IPRoute{ netns = name } end, ".")
end
fails(netns.remove, "nowhere", "nowhere-to-be-found")

-- descriptors that are no sockets
fails(function() return rtnl.IPRoute{ fileno = 99999 } end, "EBADF")
fails(function() return rtnl.IPRoute{ fileno = 7, netns = "x" } end, "exclude each other")

-- errors pass through Lua's own functions
local ok, e = pcall(error, err)
eq({ ok, e == err }, { false, true })
ok, e = xpcall(function() ipr:link("del", { ifname = "nobody" }) end, function(x) return { x } end)
eq({ ok, e[1].errno }, { false, "ENODEV" })
ok, e = pcall(assert, false, err)
eq(e.errno, "ENOENT")

local co = coroutine.create(function() ipr:link("del", { ifname = "nobody" }) end)
ok, e = coroutine.resume(co)
eq({ ok, e.errno, coroutine.status(co) }, { false, "ENODEV", "dead" })

-- ipr.try returns what the kernel refuses, and raises wrong use; dumps raise inside their loop
local value, why = ipr.try:link("add", { ifname = "v0", kind = "veth" })
eq({ value, why.errno }, { nil, "EEXIST" })
value, why = ipr.try:link("get", { ifname = "v0" })
eq({ value[1].ifname, why }, { "v0" })
value, why = ipr.try:link("set", { ifname = "nobody", mtu = 1400 })
eq({ value, why.errno }, { nil, "ENODEV" })
fails(function() ipr.try:link("set", { ifname = "v0", mut = 1400 }) end, "unknown keyword")
fails(function() ipr.try:link("sett", { ifname = "v0" }) end, "unknown verb")
fails(function() ipr.try:lnik("set") end, "no method")
eq(ipr.try:link("dump"):count(), 3)
value, why = closed.try:link("get", { ifname = "lo" })
eq({ value, why.errno }, { nil, "EBADF" })
eq(ipr.try:link_lookup{ ifname = "v0" }, ipr:link_lookup{ ifname = "v0" })

-- what a dump that streams raises, when objects changed under it
local interrupted = rtnl.errors.DumpInterrupted
eq({ interrupted.errno, interrupted == rtnl.errors.DumpInterrupted, interrupted == err }, { "EINTR", true, false })

-- events by their names
fails(ipr.monitor, 'event: there is no "NEWLINK": did you mean "RTM_NEWLINK"', ipr, { event = "NEWLINK" })
fails(ipr.monitor, "event: want a name .*, got function", ipr, { event = print })

-- of several errors always the same one is told, the first by name: a table has no order
local provision = require "nlua.provision"
local each = {
  { 'link add: unknown keyword "xx"', ipr.link, ipr, "add", { zz = 1, yy = 2, xx = 3, mtu = "x", ifname = "" } },
  { 'neigh dump: unknown keyword "aa"', ipr.neigh, ipr, "dump", { zz = 1, index = "nobody", aa = 3 } },
  { "linkinfo.data.bar: vlan has no such attribute", ipr.link, ipr, "add", { ifname = "a", kind = "vlan", linkinfo = { data = { foo = 1, bar = 2 } } } },
  { "metrics.bar: metrics has no such attribute", ipr.route, ipr, "add", { dst = "10.0.0.0/8", oif = "lo", metrics = { mtu = 1, foo = 2, bar = 1 } } },
  { 'unknown keyword "bar" of filter flower', ipr.tc, ipr, "add-filter", { kind = "flower", index = "lo", parent = "1:", foo = 1, bar = 2, action = { kind = "gact", ham = 1 } } },
  { 'unknown keyword "bar" of cmp', ipr.tc, ipr, "add-filter", { kind = "basic", index = "lo", parent = "1:", match = { { kind = "cmp", layer = 2, opnd = "gt", align = "u16", offset = 3, value = 20, foo = 1, bar = 2 } } } },
  { 'link add: peer: unknown keyword "bar"', ipr.link, ipr, "add", { ifname = "a", kind = "veth", peer = { foo = 1, bar = 2 } } },
  { 'unknown name "bar"', ipr.vlan_filter, ipr, "add", { index = "lo", vlan_info = { vid = 1, foo = 1, bar = 2 } } },
  { 'unknown option "bar"', rtnl.IPRoute, { foo = 1, bar = 2, fee = 3 } },
  { 'unknown keyword "bar"', ipr.monitor, ipr, { foo = 1, bar = 2, ifi = 3 } },
  { 'there is no section "bar"', provision.plan, { links = { { ifname = "x", kind = "dummy", foo = 1, bar = 2 } }, foo = {}, bar = {} } },
  { "interval: want seconds", ipr.ensure, ipr, "link", { foo = 1, bar = 2, timeout = "x", interval = "y" } },
}
for _, e in ipairs(each) do
  for _ = 1, 10 do fails(e[2], e[1], unpack(e, 3)) end
end
-- what is wrong in any case comes before what is not there
for _ = 1, 10 do
  fails(ipr.neigh, 'unknown keyword "zz"', ipr, "dump", { zz = 1, index = "nobody" })
  fails(ipr.neigh, "vlan: want a number", ipr, "dump", { vlan = "x", protocol = "nobody" })
end

-- what an embedded module passes on is told with the script's position
err = select(2, pcall(function() require "nlua.provision".plan{ linsk = {} } end))
assert(err:find('^[^ ]*errors.lua:%d+: there is no section "linsk"'), err)
fails(nlua.json.encode, 'is a list and has the name "x"', { 1, x = 2 })
eq(nlua.json.encode(0.1), "0.1")

-- holes in lists
fails(nlua.json.encode, "a list goes to the key 100000 with 99999 holes: most of the JSON would be null", { [100000] = 1 })
fails(nlua.json.encode, "a list goes to the key 11 with 6 holes", { 1, 2, 3, 4, [11] = 11 })
fails(nlua.json.encode, 'has the name "1.5"', { 1, [1.5] = 2 })
eq(nlua.json.encode{ 1, nil, 3 }, "[1,null,3]")
eq(nlua.json.encode{ [10] = 1 }, "[null,null,null,null,null,null,null,null,null,1]")
eq(nlua.json.encode{ 1, 2, 3, 4, 5, [11] = 11 }, "[1,2,3,4,5,null,null,null,null,null,11]")
eq(nlua.json.encode{ ["254"] = "main" }, '{"254":"main"}')
for text, value in pairs{
  ['{ [254] = "main", [255] = "local" }'] = { [255] = "local", [254] = "main" },
  ['{ 5, 6, [1.5] = "x", [2.25] = "y" }'] = { 5, 6, [2.25] = "y", [1.5] = "x" },
  ["{ 1, [3] = 3, [9] = 9, [10] = 10, a = 1 }"] = { 1, nil, 3, [9] = 9, [10] = 10, a = 1 },
  ["{ [-1] = 1, [0] = 2, A = 3, b = 4 }"] = { [-1] = 1, [0] = 2, A = 3, b = 4 },
} do
  assert(nlua.inspect(value) == text, nlua.inspect(value))
end

-- what was waited for in vain
fails(ipr.poll, "poll addr: .*ETIMEDOUT.*: there is no addr {address=10.99.0.1} after 50ms", ipr, "addr", "dump", { address = "10.99.0.1", timeout = 0.05 })
fails(ipr.poll, "there still is a link {ifname=v0}", ipr, "link", "dump", { ifname = "v0", present = false, timeout = 0.05 })
fails(ipr.wait, "there was no event {ifname=never} after 50ms", ipr, { ifname = "never", timeout = 0.05 })

-- a __tostring that fails leaves the functions around it whole, wherever they run
local wrong = newproxy(true)
getmetatable(wrong).__tostring = function() error("wrong", 0) end
for _, fn in ipairs{ nlua.inspect, nlua.json.encode } do
  local function deep(n)
    if n == 0 then return select(2, pcall(fn, wrong)) end
    local said = deep(n - 1)
    return said
  end
  eq(deep(20), "wrong")
  eq(coroutine.wrap(deep)(5), "wrong")
  eq(nlua.spawn(deep, 5):join(), "wrong")
end

-- a value that is quoted is cut where it is long
local long = ("x y\n"):rep(1e5)
for _, e in ipairs{
  { ipr.addr, ipr, "add", { address = long, index = 1 } }, { ipr.route, ipr, "add", { dst = ('"'):rep(1e5) } }, { ipr.link, ipr, long },
  { ipr.link, ipr, "add", { [long] = 1 } }, { ipr.link, ipr, "add", { ifname = "a", kind = "vlan", vlan_id = long } }, { rtnl.IPRoute, { [long] = 1 } },
  { ipr.monitor, ipr, { groups = long } }, { rtnl.NetNS, long }, { provision.plan, { [long] = {} } }, { ipr.tc, ipr, "add", { kind = "htb", index = 1, default = long } },
} do
  local said = tostring(select(2, pcall(unpack(e))))
  eq({ #said < 400, said:find('..."', 1, true) ~= nil or e[1] == rtnl.NetNS }, { true, true }, said:sub(1, 400))
end
