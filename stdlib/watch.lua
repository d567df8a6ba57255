-- Small reactions to what happens in a network namespace.
--
--   local watch = require "nlua.watch"
--
--   watch.link(ipr, "eth0", {
--     up = function(ev) print(ev.ifname .. " works") end,
--     down = function() print("eth0 does not work") end,
--     gone = function() print("there is no eth0 any more") end,
--   })
--   watch.address(ipr, { ifname = "eth0", family = 2 }, function(ev) print("got " .. ev.address) end)
--   watch.default_route(ipr, function(route) print(route and route.gateway or "offline") end)
--   local c = watch.carrier(ipr, "eth0", function(flaps) print("lost the carrier for the " .. flaps .. "th time") end)
--
-- Each subscribes before it looks, so that nothing is lost between what is there at the start, which is told first, and what happens
-- later; after an overflow of the socket it looks again by itself. Each returns a watcher, whose functions run in a task of its own:
-- w:stop() ends it, w:join() waits for that, and raises what a function raised; w:detach() lets the program end without it.
local watch = {}

local watcher = {}
watcher.__index = watcher

-- stop ends the watcher: none of its functions is called any more.
function watcher:stop()
  self.stopped = true
  self.monitor:close()
end

function watcher:join() return self.task:join() end

function watcher:detach()
  self.task:detach()
  return self
end

-- start calls handle(event) for each event of these groups, with what is there first where replay says so. before runs ahead of all.
local function start(w, ipr, groups, replay, handle, before)
  w.monitor = ipr:monitor{ groups = groups, resync = true, replay = replay }
  w.task = nlua.spawn(function()
    nlua.finally(function() w.monitor:close() end)
    if before then before() end
    while not w.stopped do
      local ev = w.monitor:next()
      if not ev then break end
      if ev.event == "NLMSG_OVERRUN" then
        w.overrun = true
      else
        handle(ev)
      end
    end
  end)
  return setmetatable(w, watcher)
end

local function check(what, value, ...)
  for _, kind in ipairs{ ... } do
    if type(value) == kind then return end
  end
  error(("watch: %s: want a %s, got a %s"):format(what, table.concat({ ... }, " or a "), type(value)), 3)
end

-- object sees that what is watched comes first.
local function object(what, ipr)
  if type(ipr) ~= "userdata" and not (type(ipr) == "table" and ipr.monitor) then
    error(("watch.%s: the first argument is an object of rtnl.IPRoute or its kin, not a %s"):format(what, type(ipr)), 3)
  end
end

-- functions makes a table of functions of what a script gave; one alone is the first of the names.
local function functions(given, names)
  check("reactions", given, "function", "table")
  if type(given) == "function" then given = { [names[1]] = given } end
  for name, fn in pairs(given) do
    local known = false
    for _, n in ipairs(names) do known = known or n == name end
    if not known then
      error(("watch: there is no reaction %q: known are %s"):format(tostring(name), table.concat(names, ", ")), 3)
    end
    check(name, fn, "function")
  end
  return setmetatable({}, { __index = function(_, name) return given[name] or function() end end })
end

-- follow calls present(event) for each announcement of the link of that name, and gone(event) when it goes, by any way: removed,
-- renamed, or moved to another namespace.
local function follow(w, ipr, name, present, gone)
  local index
  return start(w, ipr, { "link" }, true, function(ev)
    if ev:field("family") ~= 0 then return end    -- a bridge tells of its ports so
    local is = ev.event == "RTM_NEWLINK"
    if is and ev.ifname == name then
      if index and index ~= ev.index then gone(ev) end
      index = ev.index
      present(ev)
    elseif index and ev.index == index then
      index = nil
      gone(ev)
    end
  end)
end

-- link calls up(event), down(event) and gone(event) when the link of that name comes to be in that state. Up means that it works:
-- it is set up, and what it needs is there, such as a carrier. A link that is missing at the start is not told of.
function watch.link(ipr, name, reactions)
  object("link", ipr)
  check("name", name, "string")
  local on = functions(reactions, { "up", "down", "gone" })
  local w = {}
  local function to(state, ev)
    if w.state ~= state then
      w.state = state
      on[state](ev)
    end
  end
  return follow(w, ipr, name, function(ev)
    -- A link that was just set up is "running" until the kernel has looked for its carrier: lower_up knows at once.
    to(ev:has("running") and ev:has("lower_up") and "up" or "down", ev)
  end, function(ev) to("gone", ev) end)
end

-- address calls new(event) when an address that fits can be used, and gone(event) when it is no longer there; a function alone is
-- new. The conditions are those of ipr:addr("dump"), and ifname; a name
-- alone is that of the link. An IPv6 address counts from the end of its duplicate detection on.
function watch.address(ipr, conditions, reactions)
  object("address", ipr)
  check("conditions", conditions, "table", "string")
  if type(conditions) == "string" then conditions = { ifname = conditions } end
  local on = functions(reactions, { "new", "gone" })
  local rest = {}
  for k, v in pairs(conditions) do
    if k ~= "ifname" then rest[k] = v end
  end
  local names, there = {}, {}
  local function fits(ev)
    return (conditions.ifname == nil or names[ev.index] == conditions.ifname) and #ipr:filter_messages(rest, { ev }) > 0
  end
  return start({}, ipr, { "link", "ipv4_ifaddr", "ipv6_ifaddr" }, true, function(ev)
    if ev.event == "RTM_NEWLINK" then
      names[ev.index] = ev.ifname
      return
    elseif ev.event == "RTM_DELLINK" then
      if ev:field("family") == 0 then names[ev.index] = nil end
      return
    end
    local key = ev:key()
    if ev.event == "RTM_DELADDR" then
      if there[key] then
        there[key] = nil
        on.gone(ev)
      end
    elseif not there[key] and not ev:has("tentative") and not ev:has("dadfailed") and fits(ev) then
      there[key] = true
      on.new(ev)
    end
  end)
end

-- default_route calls fn(route, previous) when the best default route of the main table is another one: the one of the lowest metric;
-- nil: there is none. It is called once at the start. family is 2 (IPv4) unless given: 10 is IPv6.
function watch.default_route(ipr, fn, family)
  object("default_route", ipr)
  check("reaction", fn, "function")
  family = family or 2
  local w, told, there = {}, false, {}
  local function better(route, than)
    return route.type == 1 and (not than or (route.priority or 0) < (than.priority or 0))
  end
  -- look asks the kernel: at the start; where two are as good, since it tells which of them comes first; and where the best one is
  -- found to be gone, since another one may have taken its place.
  local function look()
    local best
    there = {}
    for route in ipr:route("dump", { family = family, table = 254, dst_len = 0 }) do
      local copy = route:copy()
      there[route:key()] = copy
      if better(copy, best) then best = copy end
    end
    return best
  end
  local function tell(best)
    if not told or best ~= w.route then
      local previous = w.route
      told, w.route = true, best
      fn(best, previous)
    end
  end
  local function choose()
    local best, tied
    for _, route in pairs(there) do
      if better(route, best) then
        best, tied = route, false
      elseif route.type == 1 and best and not better(best, route) then
        tied = true
      end
    end
    return tied and look() or best
  end
  local group = family == 10 and "ipv6_route" or "ipv4_route"
  return start(w, ipr, { group }, false, function(ev)
    if ev:field("dst_len") ~= 0 or (ev.table or 0) ~= 254 then return end
    local key = ev:key()
    local found = ev.resync and w.route and w.route:key() == key
    there[key] = ev.event == "RTM_NEWROUTE" and ev:copy() or nil
    tell(found and look() or choose())
  end, function() tell(look()) end)
end

-- carrier counts how often the link of that name lost its carrier since the start: w.flaps; w.up tells whether it has one (nil: no
-- such link). A link that is set down does not count. The kernel counts, so that those are in it which came and went unseen. fn(flaps, event), if given, is called at each loss.
-- Of a link that another one took the place of while events were lost one loss is counted if it had a carrier, and of the other one
-- those that came after it had got one; how often the first had lost it before its end nobody knows: w.at_least is true then.
function watch.carrier(ipr, name, fn)
  object("carrier", ipr)
  check("name", name, "string")
  check("reaction", fn, "function", "nil")
  local w = { flaps = 0 }
  local downs, ups
  local vanished  -- a comparison found it to be gone: it had a carrier, or none
  return follow(w, ipr, name, function(ev)
    local down, up = ev.carrier_down_count or 0, ev.carrier_up_count or 0
    if downs and (down < downs or up < ups) then vanished, downs = w.up, nil end  -- another one, under its index
    local lost = 0
    if downs then
      lost = down - downs
      if lost > 0 and not ev:has("up") then lost = lost - 1 end     -- somebody set it down
      if not w.up then lost = math.min(lost, up - ups) end          -- it had none: new links are made without
    elseif w.overrun and ev.resync and vanished ~= nil then
      lost = (vanished and 1 or 0) + math.min(down, up)
      w.at_least = true
    end
    downs, ups, w.up, vanished = down, up, ev:has("lower_up"), nil
    if lost > 0 then
      w.flaps = w.flaps + lost
      if fn then fn(w.flaps, ev) end
    end
  end, function(ev)
    if ev.resync then vanished = w.up end
    downs, ups, w.up = nil, nil, nil
  end)
end

return watch
