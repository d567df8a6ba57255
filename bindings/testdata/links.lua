-- needs: command ip, vxlan, macvlan, macvtap, ifb
-- Links: made, read, changed and removed; nlua and iproute2 have to agree on each.
local function show(name) return ip("link show", name)[1] end
local function get(name) return ipr:link("get", { ifname = name })[1] end

-- agree compares what both say about a link, whatever its kind.
local function agree(name)
  local mine, theirs = get(name), show(name)
  eq(mine.index, theirs.ifindex, name)
  eq(mine.ifname, theirs.ifname)
  eq(mine.mtu, theirs.mtu)
  eq(mine.address, theirs.address)
  eq(mine.broadcast, theirs.broadcast)
  eq(mine.operstate, theirs.operstate)
  eq(mine.qdisc, theirs.qdisc)
  eq(mine.txqlen, theirs.txqlen)
  eq(mine:get("linkinfo.kind"), (theirs.linkinfo or {}).info_kind)
  eq(mine.state, mine:has("up") and "up" or "down")
  local flags = {}
  for _, flag in ipairs(theirs.flags) do flags[flag] = true end
  for _, flag in ipairs(mine:names("flags")) do
    if flag ~= "RUNNING" then -- ip leaves it out
      assert(flags[flag], name .. ": ip does not know of " .. flag)
    end
  end
  eq(mine:get("master"), theirs.master and get(theirs.master).index)
  for _, field in ipairs{ "num_tx_queues", "num_rx_queues", "gso_max_size", "gso_max_segs", "min_mtu", "max_mtu", "promiscuity", "group" } do
    eq(field == "group" and (mine:name("group") or tostring(mine.group)) or mine:get(field), theirs[field], name .. ": " .. field)
  end
  return mine, theirs
end

-- veth, with a peer by name and by keywords
local ack = ipr:link("add", { ifname = "v0", kind = "veth", peer = "v1" })
eq(#ack, 1)
eq(ack[1].event, "NLMSG_ERROR")
ipr:link("add", { ifname = "w0", kind = "veth", mtu = 1400, address = "02-00-00-00-00-01",
  peer = { ifname = "w1", address = "0200.0000.0002", mtu = 1300, num_tx_queues = 2 } })
eq(agree("w0").address, "02:00:00:00:00:01")
local w1 = agree("w1")
eq({ w1.address, w1.mtu, w1.num_tx_queues }, { "02:00:00:00:00:02", 1300, 2 })
eq(w1.link, get("w0").index)
agree("v0")
eq(#ipr:link("add", { ifname = "n0", kind = "veth" }), 1)
eq(ipr:link_lookup{ kind = "veth" }[6] ~= nil, true, "a peer without a name gets one")

-- settings of every kind
ipr:link("set", { index = "v0", mtu = 9000, txqlen = 77, ifalias = "uplink no. 1", group = 7 })
local v0, theirs = agree("v0")
eq({ v0.mtu, v0.txqlen, v0.ifalias, v0.group }, { 9000, 77, "uplink no. 1", 7 })
eq(theirs.ifalias, "uplink no. 1")
ipr:link("set", { index = v0, ifalias = false })
eq(show("v0").ifalias, nil, "false empties a string")
ipr:link("set", { index = v0.index, state = "up" })
ipr:link("set", { ifname = "v1", state = "up", arp = false })
eq(agree("v1"):has("noarp"), true)
ipr:link("set", { index = "v1", flags = { "!noarp", "allmulti" } })
eq({ get("v1"):has("noarp"), get("v1"):has("allmulti"), get("v1"):has("up") }, { false, true, true })
eq(agree("v1").operstate, "UP")
ipr:link("set", { index = "v0", state = "down" })
eq(agree("v0").state, "down")
ipr:link("set", { index = "v0", ifname = "renamed" })
agree("renamed")
ipr:link("update", { index = "renamed", mtu = 1234 })
eq(agree("renamed").mtu, 1234)
ipr:link("set", { index = "renamed", ifname = "v0" })

-- alternative names answer wherever a name does
ipr:link("property_add", { index = "v0", altname = { "uplink-with-a-long-name", "second" } })
eq(show("v0").altnames, { "uplink-with-a-long-name", "second" })
eq(get("v0"):totable().prop_list.alt_ifname, { "uplink-with-a-long-name", "second" })
eq(ipr:link_lookup{ altname = "second" }, { v0.index })
ipr:link("set", { index = "uplink-with-a-long-name", mtu = 1500 })
eq(ipr:link("get", { altname = "second" })[1].ifname, "v0")
ipr:link("property_del", { index = "v0", altname = "second" })
eq(show("v0").altnames, { "uplink-with-a-long-name" })

-- bridge and its ports
ipr:link("add", { ifname = "br0", kind = "bridge", br_stp_state = 1, br_forward_delay = "4s", br_hello_time = 100, br_ageing_time = "60s",
  br_priority = 4096, br_mcast_snooping = false, br_group_fwd_mask = 8 })
local br0, their = agree("br0")
local data = br0.linkinfo.data
eq({ data.br_forward_delay, data.br_hello_time, data.br_ageing_time, data.br_priority, data.br_mcast_snooping },
  { 400, 100, 6000, 4096, 0 })
local info = their.linkinfo.info_data
eq({ info.forward_delay, info.hello_time, info.ageing_time, info.priority, info.mcast_snooping, info.stp_state },
  { 400, 100, 6000, 4096, 0, 1 })
eq(info.group_fwd_mask, "0x8")
ipr:link("set", { index = "br0", kind = "bridge", br_stp_state = 0, br_max_age = "10s" })
info = show("br0").linkinfo.info_data
eq({ info.stp_state, info.max_age }, { 0, 1000 })
ipr:link("set", { index = "v0", master = "br0" })
eq(agree("v0").master, br0.index)
eq(get("v0"):get("linkinfo.slave_kind"), "bridge")
ipr:brport("set", { index = "v0", cost = 55, priority = 9, learning = false, guard = 1 })
local port = show("v0").linkinfo.info_slave_data
eq({ port.cost, port.priority, port.learning, port.guard }, { 55, 9, false, true })
eq(get("v0"):get("linkinfo.slave_data.cost"), 55)
ipr:link("set", { index = "v0", kind = "bridge_slave", cost = 66 })
eq(show("v0").linkinfo.info_slave_data.cost, 66)
eq(ipr:link("dump", { master = "br0" }):count(), 1)
ipr:link("set", { index = "v0", master = false })
eq({ agree("v0").master, show("v0").master }, {})

-- vxlan
ipr:link("add", { ifname = "vx0", kind = "vxlan", vxlan_id = 4096, vxlan_group = "239.1.1.1", vxlan_link = "w0", vxlan_ttl = 16,
  vxlan_port = 4789, vxlan_learning = false, vxlan_ageing = 120, vxlan_port_range = { 5000, 6000 }, vxlan_local = "192.0.2.1" })
data, info = agree("vx0").linkinfo.data, show("vx0").linkinfo.info_data
eq({ data.vxlan_id, data.vxlan_group, data.vxlan_local, data.vxlan_ttl, data.vxlan_port, data.vxlan_learning, data.vxlan_ageing },
  { info.id, info.group, info["local"], info.ttl, info.port, info.learning and 1 or 0, info.ageing })
eq({ info.id, info.group, info.port, info.port_range.low, info.port_range.high, info.link },
  { 4096, "239.1.1.1", 4789, 5000, 6000, "w0" })
ipr:link("add", { ifname = "vx6", kind = "vxlan", vxlan_id = 7, vxlan_group = "2001:db8::7", vxlan_port = "4790" })
eq(show("vx6").linkinfo.info_data.remote6 or show("vx6").linkinfo.info_data.group6, "2001:db8::7")
eq(get("vx6"):get("linkinfo.data.vxlan_group6"), "2001:db8::7")
ipr:link("set", { index = "vx0", kind = "vxlan", vxlan_ageing = 240 })
eq(show("vx0").linkinfo.info_data.ageing, 240)

-- ifb, macvlan
ipr:link("add", { ifname = "i0", kind = "ifb" })
agree("i0")
ipr:link("add", { ifname = "mv0", kind = "macvlan", link = "w0", macvlan_mode = "bridge", address = "02:00:00:00:00:0a" })
eq(agree("mv0"):get("linkinfo.data.macvlan_mode"), "bridge")
eq(show("mv0").linkinfo.info_data.mode, "bridge")
ipr:link("set", { index = "mv0", kind = "macvlan", mode = "private" })
eq(show("mv0").linkinfo.info_data.mode, "private")
ipr:link("add", { ifname = "mt0", kind = "macvtap", link = "w0", macvtap_mode = "vepa" })
eq(show("mt0").linkinfo.info_data.mode, "vepa")

-- every link, both ways, and what ip made is read as well
sh("ip link add name from-ip mtu 1280 type veth peer name from-ip2")
sh("ip link add link w0 name mv1 type macvlan mode source macaddr add 02:00:00:00:00:11")
eq(get("mv1"):get("linkinfo.data.macvlan_mode"), "source")
local count = 0
for link in ipr:link("dump") do
  count = count + 1
  agree(link.ifname)
end
eq(count, #ip("link show"))

-- filters, of the kernel and of nlua
eq(ipr:link("dump", { ifname = "v0" }):count(), 1)
eq(ipr:link("dump", { kind = "macvlan" }):count(), 2)
eq(ipr:link("dump", { ["linkinfo.kind"] = "macvlan", macvlan_mode = "source" }):first().ifname, "mv1")
eq(ipr:link("dump", { mtu = function(v) return v == 1280 end }):count(), 1)
eq(ipr:link("dump", { kind = "no-such-kind" }):count(), 0)
eq(ipr:link("dump", { master = "no-such-link" }):count(), 0)
eq(ipr:link("dump", { state = "up", kind = "veth" }):count(), 1)
eq(ipr:link("dump", { match = function(m) return m.ifname:sub(1, 1) == "w" end }):count(), 2)
local kept = {}
eq(ipr:link("dump", { match = function(m)
  kept[#kept + 1] = m
  return m:get("ifname") == "v0" and m.event == "RTM_NEWLINK" and m.header.type == 16
end }):count(), 1)
eq(#kept, count)
assert(kept[1].ifname == "lo" and kept[1].state == "up")
eq(ipr:link("dump", { match = { kind = "ifb" } }):list()[1].ifname, "i0")
eq(#ipr:link_lookup{ kind = "ifb" }, 1)
eq(ipr:link_lookup{ ifname = "nobody" }, {})

-- removed, by each name of the verb
ipr:link("del", { ifname = "v0" })
ipr:link("remove", { index = get("w0") })
ipr:link("delete", { index = get("br0").index })
for _, name in ipairs{ "v0", "v1", "w0", "w1", "mv0", "mt0", "br0" } do
  eq(ipr:link_lookup{ ifname = name }, {}, name)
  fails(sh, "does not exist", "ip link show " .. name)
end
