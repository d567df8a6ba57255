-- Tells when links come to work and when they no longer do, and at the end (Ctrl-C) how often each lost its carrier:
--
--     nlua scripts/carrier.lua eth0 eth1
--
-- prints lines as "eth0: works", "eth0: does not work", "eth0: gone", and "eth0: lost its carrier 2 times". What it finds at the
-- start is told first. Watching needs no privilege. As a service it runs for ever: see docs/nlua@.service.
local watch = require "nlua.watch"

if not arg[1] then
  io.stderr:write("usage: nlua carrier.lua LINK...\n")
  os.exit(2)
end

local ipr = rtnl.IPRoute()
local counters = {}

nlua.finally(function()
  for i, name in ipairs(arg) do
    local times = counters[i].flaps
    print(("%s: lost its carrier %d time%s"):format(name, times, times == 1 and "" or "s"))
  end
end)

for i, name in ipairs(arg) do
  counters[i] = watch.carrier(ipr, name)
  watch.link(ipr, name, {
    up = function() print(name .. ": works") end,
    down = function() print(name .. ": does not work") end,
    gone = function() print(name .. ": gone") end,
  })
end
