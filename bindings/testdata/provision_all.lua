-- needs: dummy, vlan, bond, vrf, vxlan, gre, macvlan, bridge, vlan_filtering, qdisc htb, qdisc netem, qdisc fq_codel, qdisc tbf, qdisc sfq, qdisc clsact, filter u32, filter flower, filter fw, filter matchall, action gact
-- A namespace with something of everything: made at once, found as it is wanted, saved, made elsewhere, lost and put back.
local provision = require "nlua.provision"
local here, elsewhere = ipr, rtnl.NetNS("provision-elsewhere")

local wanted = {
  links = {
    { ifname = "lo", state = "up" },
    { ifname = "br", kind = "bridge", br_vlan_filtering = true, br_stp_state=1, state = "up" },
    { ifname = "p1", kind = "veth", peer = { ifname="p2", state="up" }, master = "br", state = "up" },
    { ifname = "d0", kind = "dummy", state = "up" },
    { ifname = "d0.5", kind = "vlan", link = "d0", vlan_id = 5, vlan_egress_qos={{from=1,to=2}}, state="up" },
    { ifname = "vr", kind = "vrf", vrf_table = 50, state = "up" },
    { ifname = "d1", kind = "dummy", master = "vr", state = "up" },
    { ifname = "vx", kind = "vxlan", vxlan_id = 9, vxlan_port = 4789, vxlan_local="10.0.0.1", vxlan_learning=false, state = "up" },
    { ifname = "bo", kind = "bond", bond_mode = "active-backup", bond_miimon=100, state = "up" },
    { ifname = "s1", kind = "dummy", master = "bo", state = "up" },
    { ifname = "g0", kind = "gre", gre_local="10.0.0.1", gre_remote="10.0.0.9", gre_ttl=5, state="up" },
    { ifname = "mv", kind = "macvlan", link="d0", macvlan_mode="bridge", state="up" },
  },
  ports = { { index = "p1", cost = 9, neigh_suppress=true }, { index = "s1", prio = 4 } },
  vlans = { { index = "p1", vlan_info = { vid = 10, pvid = true, untagged = true } }, { index="p1", vlan_info={vid="20-25"} }, {index="br", vlan_info={vid=10}, vlan_flags="self"} },
  addrs = { { index = "d0", address = "10.0.0.1/24" }, { index = "d0", address = "fd00::1/64", flags=2 }, { index = "d1", address="10.1.0.1/24" }, {index="bo", address="10.2.0.1/24"}, {index="g0", ["local"]="10.3.0.1", address="10.3.0.2/32"} },
  nexthops = { { id=1, gateway="10.0.0.2", oif="d0" }, { id=2, gateway="10.0.0.3", oif="d0" }, { id=3, group={{id=1,weight=2},{id=2}} }, {id=4, blackhole=true}, {id=5, gateway="fd00::2", oif="d0"} },
  routes = { { dst="10.9.0.0/16", nh_id=3 }, { dst="10.10.0.0/16", gateway="10.1.0.2", table=50, oif="d1" }, {dst="10.11.0.0/16", multipath={{gateway="10.0.0.2",hops=2},{gateway="10.0.0.3"}}}, {dst="fd09::/64", nh_id=5}, {dst="10.12.0.0/16", oif="d0", encap={type="mpls", labels="200/300"}, gateway="10.0.0.2"}, {dst="fd0a::/64", gateway="fd00::3", encap={type="seg6", mode="encap", segs={"fd00::7"}}, oif="d0"}, {dst="10.13.0.0/16", type="prohibit"}, {dst="10.14.0.0/16", via={family=10, addr="fd00::9"}, oif="d0"} },
  rules = { { priority=100, table=50, iif="d1" }, {priority=101, table=51, src="10.0.0.0/8", dport_range="80-90", ip_proto="tcp"}, {priority=102, family=10, table=52, fwmark=3, fwmask=7}, {priority=103, action="prohibit", dst="10.66.0.0/16"}, {priority=1103, table=3}, {priority=105, table=254, suppress_prefixlen=0}},
  neighbours = { { index="d0", dst="10.0.0.2", lladdr="02:00:00:00:00:02" } },
  fdb = { { ifindex="p1", lladdr="02:00:00:00:00:05", master=true, vlan=10 }, { ifindex="vx", lladdr="00:00:00:00:00:00", dst="10.0.0.7" } },
  qdiscs = { { index="d0", kind="htb", handle="1:", default=0x20 }, { index="d1", kind="netem", handle="2:", delay="10ms", loss=5 }, {index="p2", kind="clsact"}, {index="mv", kind="fq_codel", handle="3:", limit=500}, {index="d0", kind="sfq", parent="1:20", handle="20:"}, {index="bo", kind="tbf", handle="5:", rate="1mbit", burst="10k", latency="50ms"} },
  classes = { { index="d0", kind="htb", parent="1:", handle="1:20", rate="1mbit", ceil="5mbit" } },
  filters = { { index="d0", kind="u32", parent="1:", prio=5, protocol="ip", keys={"0x0a000000/0xff000000+16"}, classid="1:20" }, { index="p2", kind="flower", parent="ffff:fff2", prio=1, protocol="ip", dst_ip="10.0.0.0/8", ip_proto="tcp", dst_port=80, action={{kind="gact", action="drop"}} }, {index="p2", kind="matchall", parent="ffff:fff3", prio=7, protocol="all", action={{kind="gact", action="pass"}} }, {index="d0", kind="fw", parent="1:", prio=8, protocol="ip", handle=6, classid="1:20"} },
}

provision.apply(wanted, here)
eq(tostring(provision.plan(wanted, here)), "")

local saved, left = here:save()
eq(left, {})
eq(tostring(here:plan(saved)), "")
provision.apply(saved, elsewhere)
eq(tostring(elsewhere:plan(saved)), "")
eq(tostring(provision.diff(elsewhere, here)), "")
elsewhere:close()
rtnl.netns.remove("provision-elsewhere")

fails(here.transaction, "stop", here, function(tx)
  for _, name in ipairs{ "bo", "br", "d0", "d1", "vr", "vx", "p1", "s1" } do tx:link("del", { ifname = name }) end
  for _, rule in ipairs(wanted.rules) do tx:rule("del", { family = rule.family, priority = rule.priority }) end
  error("stop")
end)
eq(tostring(here:plan(saved)), "")

-- times that the kernel rounds; a qdisc that it does not change, with what is below
table.insert(wanted.qdiscs, { index = "s1", kind = "fq_codel", handle = "7:", target = "5ms", interval = "100ms" })
wanted.qdiscs[1].default = 0x21
provision.apply(wanted, here)
eq(tostring(provision.plan(wanted, here)), "")
wanted.qdiscs[1].default = 0x20
wanted.routes[#wanted.routes + 1] = { dst = "10.99.0.0/16", gateway = "192.0.2.1" }
fails(provision.apply, "invalid gateway", wanted, here)
table.remove(wanted.routes)
wanted.qdiscs[1].default = 0x21
eq(tostring(provision.plan(wanted, here)), "")

-- Changes of kinds: in place where the kernel can, of tunnels without losing what is not said; by another link where it can't.
-- Undone they are as they were.
local function link(kw)
  local l = { ifname = "x0" }
  for k, v in pairs(kw) do l[k] = v end
  return l
end
for _, case in ipairs{
  { "~", { kind = "gre", gre_local = "10.0.0.1", gre_remote = "10.0.0.30", gre_ikey = 3 }, { gre_remote = "10.0.0.31" } },
  { "~", { kind = "ipip", ipip_local = "10.0.0.1", ipip_remote = "10.0.0.30" }, { ipip_ttl = 9 } },
  { "~", { kind = "ip6tnl", ip6tnl_local = "fd00::1", ip6tnl_remote = "fd00::30" }, { ip6tnl_ttl = 9 } },
  { "~", { kind = "vxlan", vxlan_id = 5, vxlan_port = 4790 }, { vxlan_learning = false } },
  { "-", { kind = "vxlan", vxlan_id = 5, vxlan_port = 4790 }, { vxlan_l2miss = true } },
  { "-", { kind = "vxlan", vxlan_id = 5, vxlan_port = 4790 }, { vxlan_ttl_inherit = true } },
  { "-", { kind = "macvlan", link = "d1", macvlan_mode = "bridge" }, { macvlan_mode = "passthru" } },
  { "~", { kind = "vlan", link = "d0", vlan_id = 77 }, { vlan_flags = { "gvrp" } } },
  { "~", { kind = "bond", bond_mode = "balance-rr", state = "up" }, { bond_mode = "802.3ad", bond_ad_lacp_rate = "fast" } },
} do
  local sign, before, change = case[1], link(case[2]), link(case[2])
  for k, v in pairs(case[3]) do change[k] = v end
  provision.apply({ links = { before } }, here)
  local was = here:save()
  fails(provision.apply, "invalid gateway", { links = { change }, routes = { { dst = "10.99.0.0/16", gateway = "192.0.2.1" } } }, here)
  eq(tostring(here:plan(was)), "", change.kind)
  local plan = provision.plan({ links = { change } }, here)
  eq(tostring(plan):sub(1, 1), sign, tostring(plan))
  plan:apply()
  eq(tostring(provision.plan({ links = { change } }, here)), "")
  here:link("del", { ifname = "x0" })
end
