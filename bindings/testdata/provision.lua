-- nlua.provision: plan, apply, save, diff; ipr:transaction.
local provision = require "nlua.provision"

local wanted = {
  links = {
    { ifname = "br0", kind = "bridge", state = "up" },
    { ifname = "v0", kind = "veth", peer = { ifname = "v1", mtu = 1400 }, mtu = 1400, state = "up" },
    { ifname = "v1", master = "br0", state = "up" },
  },
  addrs = { { index = "v0", address = "10.0.0.1/24" }, { index = "br0", address = "10.1.0.1/24" } },
  routes = {
    { dst = "10.7.0.0/16", gateway = "10.0.0.2" },
    { dst = "default", gateway = "10.1.0.254", priority = 100 },
  },
  rules = { { priority = 500, table = 77, fwmark = 7 } },
}
local plan = provision.plan(wanted, ipr)
assert(tostring(plan):find("+ link add ifname=v0 kind=veth", 1, true), tostring(plan))
assert(not plan:empty())
eq(plan:apply(), plan)
eq(ipr:route("dump", { dst = "10.7.0.0/16" }):first().gateway, "10.0.0.2")
assert(provision.plan(wanted, ipr):empty())
eq(tostring(provision.plan(wanted, ipr)), "")

-- a change, and what is not wanted any more
wanted.routes[1].gateway = "10.0.0.3"
table.remove(wanted.routes, 2)
wanted.purge = { "routes" }
eq(table.concat(provision.plan(wanted, ipr):lines(), "\n"):match("%- route [^\n]*dst=default") ~= nil, true)
provision.apply(wanted, ipr)
eq(ipr:route("dump", { dst = "10.7.0.0/16" }):first().gateway, "10.0.0.3")
eq(ipr:get_default_routes():count(), 0)
assert(provision.plan(wanted, ipr):empty())

-- a step that fails undoes the others
local before = ipr:save()
wanted.addrs[3] = { index = "v0", address = "10.9.0.1/24" }
wanted.routes[2] = { dst = "10.8.0.0/16", gateway = "192.0.2.1" }
local err = fails(function() provision.apply(wanted, ipr) end, "Nexthop has invalid gateway")
eq(err.code, 101)
assert(tostring(err):find("undone: ", 1, true), tostring(err))
assert(ipr:plan(before):empty())
eq(ipr:addr("dump", { address = "10.9.0.1" }):count(), 0)

-- wrong use
fails(provision.plan, "links", { lnks = {} }, ipr)
fails(provision.plan, "routes%[1%]", { routes = { { dts = "10.0.0.0/8" } } }, ipr)
fails(provision.plan, "without a kind", { links = { { ifname = "nosuch" } } }, ipr)

-- what links have as ports
local ports = { links = { { ifname = "v1", master = "br0" } }, ports = { { index = "v1", cost = 50, learning = false } } }
provision.apply(ports, ipr)
eq(ipr:brport("dump", { index = "v1" }):first().protinfo.cost, 50)
ports.ports[1].cost = 51
eq(tostring(provision.plan(ports, ipr)), "~ brport set index=v1 cost=51")
fails(provision.plan, "has no master", { ports = { { index = "br0", cost = 1 } } }, ipr)
fails(provision.plan, "ports%[1%]: .*cots", { ports = { { index = "v1", cots = 1 } } }, ipr)
-- whom to ask is nothing to ask for, and the bridge is asked anyhow
for _, port in ipairs{ { index = "v1", self = true }, { index = "br0", self = true }, { index = "v1", master = true }, { index = "v1", master = true, cost = 50 } } do
  eq(tostring(provision.plan({ ports = { port } }, ipr)), "")
end
eq(tostring(provision.plan({ ports = { { index = "v1", master = true, cost = 51 } } }, ipr)), "~ brport set index=v1 cost=51")
fails(provision.plan, "ports%[1%]: .*self: want true or false", { ports = { { index = "v1", self = "yes" } } }, ipr)
-- values that the kernel takes and does not keep: each run has the step, and says what the kernel has
local lost = provision.plan({ links = { { ifname = "br0", kind = "bridge", br_mcast_hash_elasticity = 8, br_hello_time = 101 } } }, ipr)
eq(lost:kept(), {})
lost:apply()
eq(lost:kept(), { "~ link set ifname=br0 kind=bridge br_mcast_hash_elasticity=8: br_mcast_hash_elasticity is 16" })
local made = provision.plan({ links = { { ifname = "br9", kind = "bridge", br_mcast_hash_elasticity = 8 } } }, ipr)
made:apply()
eq(#made:kept(), 1)
ipr:link("del", { ifname = "br9" })
ipr:link("set", { ifname = "br0", kind = "bridge", br_hello_time = 200 })
before = ipr:save()

-- save and diff
local saved, left = provision.save(ipr)
eq(#left, 0)
assert(ipr:plan(saved):empty())
eq(tostring(ipr:diff(saved)), "")
table.remove(saved.rules, 1)
assert(tostring(ipr:diff(saved)):find("- rule ", 1, true))

-- transactions
local ok = pcall(function()
  ipr:transaction(function(tx)
    tx:link("del", { ifname = "v0" })
    tx:rule("add", { priority = 600, table = 78 })
    error("no")
  end)
end)
eq(ok, false)
assert(ipr:plan(before):empty(), tostring(ipr:plan(before)))
eq(ipr:rule("dump", { priority = 600 }):count(), 0)
eq(ipr:transaction(function(tx)
  tx:rule("add", { priority = 600, table = 78 })
  return "done"
end), "done")
eq(ipr:rule("dump", { priority = 600 }):count(), 1)
