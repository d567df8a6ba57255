-- nlua.watch: ready reactions.
local watch = require "nlua.watch"
ipr:link("add", { ifname = "v0", kind = "veth", peer = "v1" })

-- soon waits until a function gives true.
local function soon(what, fn)
  nlua.timeout(10, function()
    while not fn() do nlua.sleep(0.01) end
  end)
end

local states, lost = {}, 0
local link = watch.link("v0", function(up) states[#states + 1] = up and "up" or "down" end, ipr)
local down = watch.down("v0", function() lost = lost + 1 end, ipr)
local flaps = watch.flaps("v0", ipr)
soon("the first state", function() return states[1] == "down" end)
for _, name in ipairs{ "v0", "v1" } do ipr:link("set", { ifname = name, state = "up" }) end
soon("up", function() return states[2] == "up" end)
ipr:link("set", { ifname = "v0", state = "down" })
soon("down", function() return states[3] == "down" and lost == 1 and flaps.count == 1 end)
link:stop()

local addresses = {}
watch.address("v1", function(address, _, gone) addresses[#addresses + 1] = (gone and "-" or "+") .. address end, ipr)
ipr:addr("add", { index = "v1", address = "10.0.0.1/24" })
ipr:addr("del", { index = "v1", address = "10.0.0.1/24" })
soon("addresses", function() return #addresses >= 2 end)
eq(addresses[1], "+10.0.0.1/24")
eq(addresses[2], "-10.0.0.1/24")

local gateways = {}
watch.default_route(function(gateway) gateways[#gateways + 1] = gateway or "none" end, ipr)
ipr:addr("add", { index = "v1", address = "10.0.0.1/24" })
ipr:route("add", { dst = "default", gateway = "10.0.0.2", priority = 10 })
soon("a route", function() return gateways[1] == "10.0.0.2" end)
ipr:route("add", { dst = "default", gateway = "10.0.0.3", priority = 5 })
soon("a better one", function() return gateways[2] == "10.0.0.3" end)
ipr:link("set", { ifname = "v1", state = "down" })
soon("none", function() return gateways[#gateways] == "none" end)
