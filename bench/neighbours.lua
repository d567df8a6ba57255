-- W3: reads dst and lladdr of all IPv4 neighbours.
local report = dofile((arg[0]:match(".*/") or "") .. "report.lua")
local n = 0
for dst, lladdr in rtnl.IPRoute{}:neigh("dump", { family = 2 }):fields("dst", "lladdr") do
  n = n + 1
end
report("objects", n)
report()
