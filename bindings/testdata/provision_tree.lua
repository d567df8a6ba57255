-- needs: bridge
-- While a bridge's spanning tree changes, the kernel tells another ageing time in place of its own: plans and save leave it alone.
local provision = require "nlua.provision"
local wanted = {
  links = {
    { ifname = "br", kind = "bridge", br_stp_state = 1, br_ageing_time = 25000, br_forward_delay = 200, state = "up" },
    { ifname = "p1", kind = "veth", peer = { ifname = "p2", state = "up" }, master = "br", state = "up" },
  },
}
provision.apply(wanted)
local before = ipr:save()
local function told(name) return ipr:link("get", { ifname = "br" })[1]:get("linkinfo.data." .. name) end
local deadline = nlua.now() + 60
while told("br_topology_change") == 0 do
  assert(nlua.now() < deadline, "the tree has not changed")
  nlua.sleep(0.1)
end
eq(told("br_ageing_time") ~= 25000, true)
eq(tostring(provision.plan(wanted)), "")
eq(tostring(ipr:plan(before)), "")
for _, link in ipairs(ipr:save().links) do eq(link.br_ageing_time, nil) end
