-- W2: reads ifname, mtu and address of all links.
local report = dofile((arg[0]:match(".*/") or "") .. "report.lua")
local n = 0
for ifname, mtu, address in rtnl.IPRoute{}:link("dump"):fields("ifname", "mtu", "address") do
  n = n + 1
end
report("objects", n)
report()
