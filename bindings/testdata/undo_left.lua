-- A transaction whose undo is not complete: an error object with the code, and lists of what was put back and of what was not.
ipr:link("add", { ifname = "v0", kind = "veth", peer = "v1" })
ipr:link("add", { ifname = "squatter", kind = "bridge" })
local function spoilt(fn)
  local ok, err = pcall(ipr.transaction, ipr, function(tx)
    tx:rule("add", { priority = 600, table = 78 })
    tx:link("del", { ifname = "v0" })
    ipr:link("property_add", { index = "squatter", altname = "v0" }) -- somebody else takes the name
    fn(tx)
  end)
  assert(not ok)
  eq(ipr:rule("dump", { priority = 600 }):count(), 0)
  ipr:link("property_del", { index = "squatter", altname = "v0" })
  ipr:link("add", { ifname = "v0", kind = "veth", peer = "v1" })
  return err
end

-- What the kernel refused stays what it was.
local err = spoilt(function(tx) tx:route("add", { dst = "198.51.100.0/24", gateway = "203.0.113.1" }) end)
eq({ err.code, err.errno, err.request }, { 101, "ENETUNREACH", "route add" })
assert(#err.undone == 1 and err.undone[1]:find("^%- rule"), err.undone[1])
assert(#err.left >= 1 and err.left[1]:find("^%+ link v[01]: .*EEXIST"), err.left[1])
assert(tostring(err):find("could not be undone: + link v", 1, true), tostring(err))

-- What the script raised is the message, and the code says why something is left.
err = spoilt(function() error("no") end)
eq({ err.code, err.errno, err.request }, { 17, "EEXIST", "transaction" })
assert(err.message:find("no$") and #err.left >= 1 and #err.undone == 1, tostring(err))

-- Where all was put back, lists too; what a script raised is left as it is.
local ok
ok, err = pcall(ipr.transaction, ipr, function(tx)
  tx:rule("add", { priority = 600, table = 78 })
  tx:route("add", { dst = "198.51.100.0/24", gateway = "203.0.113.1" })
end)
eq({ ok, err.code, #err.undone, err.left }, { false, 101, 1, nil })
local mine = {}
ok, err = pcall(ipr.transaction, ipr, function() error(mine) end)
assert(err == mine)

-- A plan's error has them too.
local provision = require "nlua.provision"
local plan = ipr:plan{ rules = { { priority = 600, table = 78 } }, routes = { { dst = "198.51.100.0/24", gateway = "203.0.113.1" } } }
ok, err = pcall(plan.apply, plan)
eq({ ok, err.code, err.left }, { false, 101, nil })

-- The undo has a socket of its own.
local other = rtnl.IPRoute{}
ok, err = pcall(other.transaction, other, function(tx)
  tx:rule("add", { priority = 600, table = 78 })
  other:close()
  error("closed")
end)
assert(not ok and err:find("closed$"), err)
eq(ipr:rule("dump", { priority = 600 }):count(), 0)

-- A plan that was applied is compared anew when it is applied again.
plan = ipr:plan{ rules = { { priority = 600, table = 78 } } }
eq({ #plan, #plan:apply(), #plan:apply(), plan:empty() }, { 1, 1, 0, true })
ipr:rule("del", { priority = 600 })
eq(#plan:apply(), 1)
fails(provision.plan, "links%[2%]: mtu of v0 is 1400, but 1500 in links%[1%]", { links = { { ifname = "v0", mtu = 1500 }, { ifname = "v0", mtu = 1400 } } }, ipr)
fails(provision.plan, "links: want a list of tables, got one table with names", { links = { ifname = "v0" } }, ipr)
fails(provision.save, "want an IPRoute object or the name of a namespace, got a number", 5)
