-- The methods that have no file of their own, once each: fdb, brport, vlan_filter, vlandb, tc, chain, action; and their getters.
ipr:link("add", { ifname = "v0", kind = "veth", peer = "v1" })
ipr:link("add", { ifname = "br0", kind = "bridge" })
ipr:link("set", { ifname = "v0", master = "br0", state = "up" })
ipr:link("set", { ifname = "v1", state = "up" })
ipr:link("set", { ifname = "br0", state = "up" })

ipr:fdb("add", { ifindex = "v0", lladdr = "02:00:00:00:00:09", master = true })
local entries = ipr:fdb("dump", { lladdr = "02:00:00:00:00:09" }):list()
assert(#entries >= 1 and entries[1].ifindex == ipr:link_lookup{ ifname = "v0" }[1])
ipr:fdb("del", { ifindex = "v0", lladdr = "02:00:00:00:00:09", master = true })
eq(ipr:fdb("dump", { lladdr = "02:00:00:00:00:09" }):count(), 0)

ipr:brport("set", { index = "v0", cost = 77, learning = false })
local port = ipr:brport("dump", { index = "v0" }):first()
eq(port:get("protinfo.cost"), 77)
eq(port:get("protinfo.learning"), 0)

-- Without VLAN support in the kernel, refused; with it, done. The getters say nothing of what is not there.
local ok, err = ipr.try:vlan_filter("add", { index = "v0", vlan_info = { vid = 10 } })
assert(ok or err.errno == "EOPNOTSUPP", tostring(err))
local vlans = ipr:get_vlans():count()
assert(vlans >= 1)
if ok then
  ipr:vlandb("set", { ifindex = "v0", vid = 10, state = 3 })
  assert(ipr:vlandb("dump"):count() >= 1)
else
  fails(ipr.vlandb, "vlandb set: .*%(E", ipr, "set", { ifindex = "v0", vid = 10, state = 3 })
end

ipr:tc("add", "htb", "v1", "1:", { default = 0x20 })
ipr:tc("add-class", "htb", "v1", "1:20", { parent = "1:", rate = "10mbit" })
ipr:tc("add", "clsact", "v0")
ipr:tc("add-filter", "u32", "v0", { parent = "ffff:fff2", protocol = "ip", prio = 1, target = "1:20", keys = { "0x0/0x0+0" } })
eq(ipr:get_qdiscs{ index = "v1" }:first().kind, "htb")
eq(ipr:get_qdiscs("v1"):count(), 1)
eq(ipr:get_classes("v1"):first():get("kind"), "htb")
assert(ipr:get_filters{ index = "v0", parent = "ffff:fff2" }:count() >= 1)
for _, method in ipairs{ "get_classes", "get_filters" } do fails(ipr[method], "index is missing: the kernel lists them link by link", ipr) end
ipr:chain("add", { index = "v0", parent = "ffff:fff2", chain = 5 })
assert(ipr:chain("dump", { index = "v0", parent = "ffff:fff2" }):count() >= 1)
eq(ipr:action("dump", { kind = "gact" }):count(), 0)

assert(ipr:get_ntables():count() >= 2)
