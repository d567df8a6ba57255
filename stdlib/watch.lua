-- Ready reactions to what happens in a namespace. Each runs in a task of its own, which does not keep the program from ending, and
-- returns a watch: watch:stop() ends it.
--
--   local watch = require "nlua.watch"
--   watch.link("eth0", function(up, ev) print("eth0", up and "up" or "down") end)
local rtnl = require "rtnl"
local nlua = require "nlua"
local watch = {}

local Watch = {}
Watch.__index = Watch

function Watch:stop()
  self.monitor:close()
end

-- follow calls fn with every event of a monitor; place is an IPRoute, the name of a namespace, or nothing for the own one.
local function follow(place, conditions, fn)
  local ipr = place or rtnl.IPRoute()
  if type(place) == "string" then
    ipr = rtnl.IPRoute{ netns = place, flags = 0 }
  end
  conditions.resync = true
  local self = setmetatable({ monitor = ipr:monitor(conditions) }, Watch)
  nlua.spawn(function()
    for ev in self.monitor do
      if ev.event ~= "NLMSG_OVERRUN" then
        fn(ev, self)
      end
    end
  end):detach()
  return self
end

-- link calls fn(up, event) when a link comes to carry traffic, and when it no longer does; at the beginning too.
function watch.link(name, fn, place)
  local before
  return follow(place, { groups = { "link" }, ifname = name, replay = true }, function(ev)
    local up = ev.event == "RTM_NEWLINK" and ev:has("up") and ev:has("lower_up")
    if up ~= before then
      before = up
      fn(up, ev)
    end
  end)
end

-- down calls fn(event) when a link stops to carry traffic.
function watch.down(name, fn, place)
  local first = true
  return watch.link(name, function(up, ev)
    if not up and not first then
      fn(ev)
    end
    first = false
  end, place)
end

-- flaps counts how often a link has stopped to carry traffic: watch.count, and watch.since, the time of nlua.now() at the last one.
function watch.flaps(name, place)
  local counter
  counter = watch.down(name, function()
    counter.count = counter.count + 1
    counter.since = nlua.now()
  end, place)
  counter.count = 0
  return counter
end

-- address calls fn(address, event, gone) when an address comes to a link, or goes; name may be nil: any link.
function watch.address(name, fn, place)
  return follow(place, { groups = { "ipv4_ifaddr", "ipv6_ifaddr" }, ifname = name }, function(ev)
    fn((ev:get("local") or ev.address) .. "/" .. ev.prefixlen, ev, ev.event == "RTM_DELADDR")
  end)
end

-- default_route calls fn(gateway, event) when another gateway is the best way out of the main table; nil: there is none.
function watch.default_route(fn, place)
  local routes, before = {}, nil
  return follow(place, { groups = { "ipv4_route", "ipv6_route" }, table = 254, dst_len = 0, replay = true }, function(ev)
    routes[ev:key()] = ev.event == "RTM_NEWROUTE" and ev or nil
    local best
    for _, route in pairs(routes) do
      if not best or (route.priority or 0) < (best.priority or 0) then
        best = route
      end
    end
    local gateway = best and (best.gateway or best.oif and "if" .. best.oif)
    if gateway ~= before then
      before = gateway
      fn(gateway, ev)
    end
  end)
end

return watch
