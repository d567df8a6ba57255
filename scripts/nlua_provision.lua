#!/usr/bin/env nlua
-- An Ansible module (WANT_JSON): the network of a host, or of one of its namespaces, as nlua.provision takes it.
--
--     - name: the uplink of the blue namespace
--       nlua_provision:
--         netns: blue                # that of the host, if not given; it must exist
--         links: [{ ifname: v0, kind: veth, peer: { ifname: v1 }, state: up }]
--         addrs: [{ index: v0, address: 192.0.2.1/24 }]
--         routes: [{ dst: 198.51.100.0/24, gateway: 192.0.2.2 }]
--
-- `changed` says whether there was anything to do, --diff shows the steps, --check does none of them. See docs/fleet.md.
local m = require "nlua.ansible"
local provision = require "nlua.provision"

local wanted = {}
for name, list in pairs(m.params) do
  if name ~= "netns" then wanted[name] = list end
end

local ok, plan = pcall(function()
  local plan = provision.plan(wanted, m.params.netns)
  local steps = { changed = not plan:empty(), diff = tostring(plan) }
  plan:apply()
  return steps
end)
if not ok then m:fail(plan) end
m:exit(plan)
