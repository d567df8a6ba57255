-- needs: lab, command ip, vlan, bond, vxlan, macvlan, macvtap, ipvlan, ipvtap, vrf, geneve, gre, gretap, erspan, ip6gre, ip6gretap, ipip, sit, ip6tnl, vti, vti6, xfrm, macsec, hsr, gtp, batadv
-- Each kind of link twice: by every word that `ip link help KIND` knows, and by keywords. The kernel has to say the same of both.
for _, pair in ipairs{ "p", "q" } do
  ipr:link("add", { ifname = pair .. "0", kind = "veth", peer = pair .. "1" })
  ipr:link("set", { index = pair .. "0", state = "up" })
end

local volatile = { br_gc_timer = true, br_bridge_id = true, br_root_id = true, br_hello_timer = true, hsr_seq_nr = true, macsec_sci = true, bond_ad_info = true }
local function said()
  local data = ipr:link("get", { ifname = "x0" })[1].linkinfo:totable().data or {}
  for name in pairs(volatile) do data[name] = nil end
  ipr:link("del", { ifname = "x0" })
  return data
end

-- again does what --dry-run would have written for the last change but one: said() has taken it back.
local function again(want)
  local written = lines()
  local line = written[#written - 1]
  if line:sub(1, 1) == "#" then return end -- iproute2 has no word for all of it
  paste(line)
  eq(said(), want, line)
end

function twin(theirs, mine)
  sh("ip link add " .. theirs)
  local want = said()
  mine.ifname, mine.kind = "x0", theirs:match("type (%S+)")
  local ok, err = pcall(ipr.link, ipr, "add", mine)
  assert(ok, theirs .. ": " .. tostring(err))
  eq(said(), want, theirs)
  again(want)
end

dofile("testdata/help/kinds.lua")

-- ports
ipr:link("add", { ifname = "br0", kind = "bridge", br_stp_state = 0 })
ipr:link("set", { index = "br0", state = "up" })
for _, port in ipairs{ "p1", "q1" } do
  ipr:link("set", { index = port, master = "br0", state = "up" })
end
ipr:link("add", { ifname = "r0", kind = "veth", peer = "r1" })
ipr:link("set", { index = "r0", master = "br0" })
local function port(name)
  local data = ipr:link("get", { ifname = name })[1].linkinfo:totable().slave_data
  for _, own in ipairs{ "no", "id", "designated_port", "message_age_timer", "forward_delay_timer", "hold_timer", "bridge_id", "root_id", "multicast_eht_hosts_cnt", "perm_hwaddr",
    "ad_aggregator_id", "state", "mii_status", "link_failure_count" } do data[own] = nil end
  return data
end
sh("ip link set p1 type bridge_slave fdb_flush priority 9 cost 55 guard on hairpin on fastleave on root_block on learning off flood off proxy_arp on proxy_arp_wifi on mcast_router 2 mcast_flood off bcast_flood off mcast_to_unicast on group_fwd_mask 8 neigh_suppress on vlan_tunnel on isolated on locked on backup_port r0")
local words = { priority = 9, cost = 55, guard = true, mode = true, fast_leave = true, protect = true, learning = false, unicast_flood = false, proxyarp = true, proxyarp_wifi = true,
  multicast_router = 2, mcast_flood = false, bcast_flood = false, mcast_to_ucast = true, group_fwd_mask = 8, neigh_suppress = true, vlan_tunnel = true, isolated = true, locked = true, backup_port = "r0", flush = true, index = "q1" }
lines()
ipr:brport("set", words)
eq(port("q1"), port("p1"))
paste(lines()[1])
eq(port("q1"), port("p1"))
ipr:brport("set", { index = "q1", backup_port = false })
eq(port("q1").backup_port, nil)
lines() -- by the bridge's own message, as bridge(8) does it
ipr:brport("set", { index = "q1", master = true, cost = 56, learning = true, priority = 3 })
eq({ port("q1").cost, port("q1").learning, port("q1").priority }, { 56, 1, 3 })
ipr:brport("set", { index = "q1", cost = 57 })
paste(lines()[1])
eq(port("q1").cost, 56)

ipr:link("add", { ifname = "bo0", kind = "bond", mode = "active-backup" })
for _, name in ipairs{ "p1", "q1" } do
  ipr:link("set", { index = name, state = "down", master = false })
  ipr:link("set", { index = name, master = "bo0" })
end
sh("ip link set p1 type bond_slave queue_id 3 prio 7")
ipr:link("set", { index = "q1", kind = "bond_slave", bond_slave_queue_id = 4, bond_slave_prio = 7 })
local a, b = port("p1"), port("q1")
eq({ a.bond_slave_queue_id or a.queue_id, b.bond_slave_queue_id or b.queue_id, a.bond_slave_prio or a.prio, b.bond_slave_prio or b.prio }, { 3, 4, 7, 7 })
ipr:link("set", { index = "bo0", kind = "bond", bond_active_slave = "q1", bond_primary = "q1" })
eq(ip("link show bo0")[1].linkinfo.info_data.primary, "q1")
sh("ip link set bo0 type bond clear_active_slave")
ipr:link("set", { index = "bo0", kind = "bond", bond_active_slave = false })
