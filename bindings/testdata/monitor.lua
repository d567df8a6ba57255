-- ipr:monitor and ipr:wait.
local m = ipr:monitor{ groups = { "link", "ipv4_ifaddr" } }
ipr:link("add", { ifname = "v0", kind = "veth", peer = "v1" })
local e = m()
eq(e.event, "RTM_NEWLINK")
eq(e.resync, nil)
m:close()
eq(m:next(), nil, "closed")

-- conditions; of other objects the link's name means its device
local addrs = ipr:monitor{ groups = { "link", "ipv4_ifaddr" }, ifname = "v0", event = "RTM_NEWADDR" }
ipr:addr("add", { index = "v1", address = "10.0.1.1/24" })
ipr:addr("add", { index = "v0", address = "10.0.0.1/24" })
eq(addrs:next().address, "10.0.0.1")
addrs:close()
fails(ipr.monitor, "ifnam", ipr, { ifnam = "v0" })
fails(ipr.monitor, "RTM_NEWLINK", ipr, { event = "RTM_NEWLINKS" })

-- what is there already
local names = {}
for ev in ipr:monitor{ groups = "link", replay = true } do
  names[#names + 1] = ev.ifname
  if #names == 3 then break end
end
table.sort(names)
eq(table.concat(names, " "), "lo v0 v1")

-- what goes without an announcement
for _, name in ipairs{ "v0", "v1" } do ipr:link("set", { ifname = name, state = "up" }) end
ipr:route("add", { dst = "10.7.0.0/16", gateway = "10.0.0.2" })
local routes = ipr:monitor{ groups = "ipv4_route", resync = true, dst = "10.7.0.0/16" }
ipr:link("set", { ifname = "v0", state = "down" })
local gone = nlua.timeout(60, function() return routes:next() end)
eq(gone.event, "RTM_DELROUTE")
eq(gone.resync, true)
routes:close()

-- waiting
nlua.spawn(function()
  nlua.sleep(0.05)
  ipr:addr("add", { index = "v0", address = "10.0.0.9/24" })
end)
eq(ipr:wait{ event = "RTM_NEWADDR", ifname = "v0", timeout = 60 }.address, "10.0.0.9")
fails(ipr.wait, "ETIMEDOUT", ipr, { event = "RTM_NEWRULE", timeout = 0.05 })

-- abandoned ones give their descriptors back
for _ = 1, 50 do
  for ev in ipr:monitor{ groups = "link", replay = true } do break end
end
