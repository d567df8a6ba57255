-- Namespaces as somebody wants them: planned, applied, repeated, and undone when a step fails.
--
--   local provision = require "nlua.provision"
--   local plan = provision.plan{
--     links  = { { ifname = "v0", kind = "veth", peer = { ifname = "v1" }, state = "up" } },
--     addrs  = { { index = "v0", address = "10.0.0.1/24" } },
--   }
--   print(plan)    --> + link add ifname=v0 kind=veth peer={ifname=v1} ...
--   plan:apply()
local rtnl = require "rtnl"
local provision = {}

-- where gives an object of a place: an IPRoute, the name of a namespace, or nothing for the own one.
local function where(place)
  if type(place) == "string" then
    return rtnl.IPRoute{ netns = place, flags = 0 }
  end
  if place ~= nil and type(place) ~= "userdata" and type(place) ~= "table" then
    error("provision: place: want an IPRoute object or the name of a namespace, got a " .. type(place), 3)
  end
  return place or rtnl.IPRoute()
end

-- plan compares a table of lists (netns, links, ports, addrs, nexthops, routes, rules, neighbours, fdb, vlans, vnis, qdiscs, classes, filters,
-- purge, owner; ports are what links have as ports of bridges and bonds: { index = "v0", cost = 50, learning = false }; entries carry the verbs' own keywords) with the kernel, and gives the steps: print(plan), plan:apply(),
-- plan:empty(), plan:lines(), after that plan:left(): what others have lost by it, and plan:kept(): where the kernel has other values.
function provision.plan(wanted, place)
  return where(place):plan(wanted)
end

-- apply is plan and apply in one; it returns the plan: plan:empty() tells whether there was nothing to do.
function provision.apply(wanted, place)
  return where(place):plan(wanted):apply()
end

-- save gives what is there as a table that plan takes, and a list of what it could not say.
function provision.save(place)
  return where(place):save()
end

-- diff gives the steps that would make of one place another one, or what a table says. Addresses of devices, which the kernel
-- makes up, are left out between two places.
function provision.diff(place, wanted)
  if type(wanted) ~= "table" then
    wanted = provision.save(wanted)
    for _, link in ipairs(wanted.links or {}) do
      link.address = nil
    end
  end
  return where(place):diff(wanted)
end

-- guard is commit-confirm: fn(g) makes its changes by g, which has an object's verbs and g:apply(plan), and a process of its own
-- undoes them, in all namespaces that the plans are about, after so many seconds unless g:confirm() comes first, or `nlua --confirm ID` with g.id from another terminal. It
-- returns g. When fn raises, everything is undone at once.
function provision.guard(seconds, fn, place)
  return where(place):guard(seconds, fn)
end

return provision
