-- W6: counts the events of a burst up to the route that says its end, and the losses that are reported.
local report = dofile((arg[0]:match(".*/") or "") .. "report.lua")
local ipr = rtnl.IPRoute{}
ipr:bind{ "ipv4_route" }
report("ready")
local kept, lost = 0, 0
local done = false
while not done do
  local ok, err = pcall(function()
    for event in ipr:get() do
      if event.dst == "203.0.113.1" then
        done = true
      else
        kept = kept + 1
      end
    end
  end)
  if not ok then
    if type(err) ~= "userdata" or err.errno ~= "ENOBUFS" then error(err, 0) end
    lost = lost + 1
  end
end
report("kept", kept)
report("told_lost", lost)
report()
