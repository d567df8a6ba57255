-- W6: counts the events of a burst up to the route that says its end, and the losses that are reported.
local report = dofile((arg[0]:match(".*/") or "") .. "report.lua")
local ipr = rtnl.IPRoute{}
local monitor = ipr:monitor{ groups = { "ipv4_route" } }
report("ready")
local kept, lost = 0, 0
for event in monitor do
  if event.event == "OVERRUN" then
    lost = lost + 1
  elseif event.dst == "203.0.113.1" then
    break
  else
    kept = kept + 1
  end
end
report("kept", kept)
report("told_lost", lost)
report()
