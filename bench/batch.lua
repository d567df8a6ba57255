-- W4b: adds the same routes in one batch; "alone": what the script itself takes, without nlua.
local report = dofile((arg[0]:match(".*/") or "") .. "report.lua")
local ipr = rtnl.IPRoute{}
local oif = ipr:link_lookup{ ifname = "bench0" }[1]
local batch = function(fn) ipr:batch(fn) end
if arg[2] == "alone" then batch = function(fn) fn{ route = function() end } end end
batch(function(b)
  for i = 0, tonumber(arg[1]) - 1 do
    local dst = ("10.%d.%d.%d/32"):format(i / 65536 % 256, i / 256 % 256, i % 256)
    b:route("add", { dst = dst, gateway = "192.0.2.2", oif = oif })
  end
end)
report()
