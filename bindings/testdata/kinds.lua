-- needs: command ip, dummy, vlan, bond, vrf, ipvlan, geneve, gre, vlan_filtering, qdisc netem, qdisc fq_codel, filter flower, action gact
-- What only a full kernel has, made through Lua: ip, bridge and tc have to read it as nlua does.
local function info(name) return ip("link show", name)[1].linkinfo end
local function data(name) return ipr:link("get", { ifname = name })[1].linkinfo.data end

ipr:link("add", { ifname = "d0", kind = "dummy" })
ipr:link("add", { ifname = "d1", kind = "dummy" })
ipr:link("set", { index = "d0", state = "up" })
ipr:addr("add", { index = "d0", address = "10.0.0.1/24" })

ipr:link("add", { ifname = "vl0", kind = "vlan", link = "d0", vlan_id = 101, vlan_flags = { "gvrp" }, vlan_egress_qos = { from = 1, to = 3 } })
eq({ data("vl0").vlan_id, info("vl0").info_data.id, info("vl0").info_data.protocol }, { 101, 101, "802.1Q" })
eq(info("vl0").info_data.egress_qos, { { from = 1, to = 3 } })

ipr:link("add", { ifname = "bo0", kind = "bond", bond_mode = "active-backup", bond_miimon = 100, bond_updelay = 200 })
eq({ info("bo0").info_data.mode, info("bo0").info_data.miimon, info("bo0").info_data.updelay }, { "active-backup", 100, 200 })
eq({ data("bo0").bond_miimon, data("bo0").bond_updelay }, { 100, 200 })
ipr:link("set", { index = "d1", state = "down" })
ipr:link("set", { index = "d1", master = "bo0" })
eq(info("d1").info_slave_kind, "bond")
eq(ipr:link("get", { ifname = "d1" })[1]:get("linkinfo.slave_kind"), "bond")

ipr:link("add", { ifname = "red", kind = "vrf", vrf_table = 1001 })
eq({ info("red").info_data.table, data("red").vrf_table }, { 1001, 1001 })
ipr:route("add", { dst = "10.66.0.0/16", type = "blackhole", vrf = "red" })
eq({ ipr:route("dump", { dst = "10.66.0.0/16" }):first().table, ipr:route("dump", { vrf = "red", type = "blackhole" }):count() }, { 1001, 1 })
eq(ip("route show vrf red")[1].dst, "10.66.0.0/16")
ipr:link("add", { ifname = "ipv0", kind = "ipvlan", link = "d0", ipvlan_mode = "l3" })
eq(info("ipv0").info_data.mode, "l3")
ipr:link("add", { ifname = "ge0", kind = "geneve", geneve_id = 77, geneve_remote = "10.0.0.9" })
eq({ info("ge0").info_data.id, info("ge0").info_data.remote, data("ge0").geneve_id }, { 77, "10.0.0.9", 77 })
ipr:link("add", { ifname = "gr0", kind = "gre", gre_local = "10.0.0.1", gre_remote = "10.0.0.8", gre_ttl = 64, gre_ikey = 5, gre_okey = 6 })
eq({ info("gr0").info_data.remote, info("gr0").info_data.ttl, data("gr0").gre_remote }, { "10.0.0.8", 64, "10.0.0.8" })

-- a bridge with VLANs
ipr:link("add", { ifname = "br0", kind = "bridge", br_vlan_filtering = true })
ipr:link("add", { ifname = "d2", kind = "dummy" })
ipr:link("set", { index = "d2", master = "br0" })
ipr:vlan_filter("add", { index = "d2", vlan_info = { vid = 100, pvid = true } })
ipr:vlan_filter("add", { index = "d2", vlan_info = { vid = "200-203" } })
local found = {}
for _, v in ipairs(ip("bridge vlan show dev d2")[1].vlans) do found[v.vlan] = v.vlanEnd or v.vlan end
eq({ found[1], found[100] }, { 1, 100 })
local covered = 0
for from, to in pairs(found) do
  for vid = from, to do if vid >= 200 and vid <= 203 then covered = covered + 1 end end
end
eq(covered, 4)

-- tc
ipr:tc("add", "netem", "d0", "1:", { parent = "root", delay = "10ms", loss = "1%" })
local qdisc = ip("tc qdisc show dev d0")[1]
eq({ qdisc.kind, qdisc.handle, qdisc.options.delay.delay }, { "netem", "1:", 0.01 })
ipr:tc("del", { index = "d0", root = true })
ipr:tc("add", "clsact", "d0")
ipr:tc("add-filter", "flower", "d0", { parent = "ffff:fff2", protocol = "ip", prio = 5, ip_proto = "tcp", dst_port = 80, dst_ip = "10.0.0.0/8", action = "drop" })
local n = 0
for _, f in ipairs(ip("tc filter show dev d0 ingress")) do
  if f.options and f.options.keys then
    n = n + 1
    eq({ f.kind, f.pref, f.options.keys.dst_port, f.options.keys.ip_proto, f.options.keys.dst_ip }, { "flower", 5, 80, "tcp", "10.0.0.0/8" })
  end
end
eq(n, 1)
eq(ipr:get_filters("d0", nil, "ffff:fff2"):count() >= 1, true)
