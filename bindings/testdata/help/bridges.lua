-- bridge link
local function port(words, kw)
  kw.index = "v0"
  as("bridge link set dev v0 " .. words, "brport", "set", kw)
end
local words = { guard = "guard", hairpin = "mode", fastleave = "fast_leave", root_block = "protect", learning = "learning", learning_sync = "learning_sync", flood = "unicast_flood", mcast_flood = "mcast_flood",
  bcast_flood = "bcast_flood", mcast_to_unicast = "mcast_to_ucast", neigh_suppress = "neigh_suppress", vlan_tunnel = "vlan_tunnel", isolated = "isolated", locked = "locked" }
for word, name in pairs(words) do
  port(word .. " on", { [name] = true })
  port(word .. " off", { [name] = false })
end
port("cost 5 priority 6", { cost = 5, priority = 6 })
port("state forwarding", { state = "forwarding" })
port("mcast_router 2", { multicast_router = 2 })
port("backup_port v1", { backup_port = "v1" })
port("nobackup_port", { backup_port = false })
for _, mode in ipairs{ "vepa", "veb" } do port("hwmode " .. mode, { hwmode = mode }) end
port("self", { self = true })
port("master", { master = true })
port("cost 5 state forwarding self master", { cost = 5, state = "forwarding", self = true, master = true })
port("learning off hwmode vepa", { learning = false, hwmode = "vepa" })

-- bridge fdb
local mac = "02:00:00:00:00:0f"
local function fdb(verb, words, kw)
  kw.lladdr, kw.ifindex = mac, "v0"
  as("bridge fdb " .. verb .. " " .. mac .. " dev v0 " .. words, "fdb", verb, kw)
end
for _, verb in ipairs{ "add", "append", "replace", "del" } do
  fdb(verb, "", {})
  fdb(verb, "master static vlan 5", { master = true, static = true, vlan = 5 })
end
fdb("add", "self local", { self = true, state = "permanent" })
fdb("add", "master dynamic sticky", { master = true, dynamic = true, sticky = true })
fdb("add", "master static use router extern_learn", { master = true, static = true, use = true, router = true, extern_learn = true })
fdb("add", "dst 192.0.2.7 port 4791 vni 5 src_vni 6 via v1", { dst = "192.0.2.7", port = 4791, vni = 5, src_vni = 6, via = "v1" })
fdb("add", "nhid 7", { nhid = 7 })
as("bridge fdb get to " .. mac .. " dev v0 vlan 5 master dynamic", "fdb", "get", { lladdr = mac, ifindex = "v0", vlan = 5, master = true })
as("bridge fdb get " .. mac .. " dev v0 vni 5 self", "fdb", "get", { lladdr = mac, ifindex = "v0", vni = 5, self = true })
local function flush(words, kw)
  kw.ifindex = "v0"
  as("bridge fdb flush dev v0 " .. words, "fdb", "flush", kw)
end
flush("brport v1 vlan 5 self", { brport = "v1", vlan = 5 })
flush("master", { master = true })
for _, word in ipairs{ "permanent", "static", "dynamic", "added_by_user", "extern_learn", "sticky", "offloaded" } do
  flush(word, { [word] = true })
  flush("no" .. word, { [word] = false })
end

-- bridge mdb
for _, verb in ipairs{ "add", "del" } do
  local function mdb(words, kw)
    kw.dev, kw.port = "v0", "v1"
    as("bridge mdb " .. verb .. " dev v0 port v1 " .. words, "mdb", verb, kw)
  end
  if verb == "add" then mdb("grp 239.1.1.1 permanent vid 51", { grp = "239.1.1.1", permanent = true, vid = 51 }) end
  mdb("grp 239.1.1.1 src 192.0.2.7 temp", { grp = "239.1.1.1", src = "192.0.2.7" })
  mdb("grp ff0e::7 src fd00::9 vid 51", { grp = "ff0e::7", src = "fd00::9", vid = 51 })
  mdb("grp 01:00:5e:11:22:33", { grp = "01:00:5e:11:22:33" })
end

-- bridge vlan
for _, verb in ipairs{ "add", "del" } do
  local function vlan(words, kw)
    kw.index = "v0"
    as("bridge vlan " .. verb .. " " .. words:gsub("DEV", "dev v0"), "vlan_filter", verb, kw)
  end
  vlan("vid 10 DEV pvid untagged", { vlan_info = { vid = 10, pvid = true, untagged = true } })
  vlan("vid 10-20 DEV untagged", { vlan_info = { vid = "10-20", untagged = true } })
  vlan("vid 10 DEV self", { vlan_info = { vid = 10 }, vlan_flags = "self" })
  vlan("vid 10 DEV master", { vlan_info = { vid = 10 }, vlan_flags = "master" })
  vlan("vid 10 DEV tunnel_info id 5", { vlan_tunnel_info = { id = 5, vid = 10 } })
  vlan("vid 10-20 DEV tunnel_info id 5-15", { vlan_tunnel_info = { id = "5-15", vid = "10-20" } })
end
for _, state in ipairs{ "disabled", "listening", "learning", "forwarding", "blocking" } do
  as("bridge vlan set vid 51 dev v0 state " .. state, "vlandb", "set", { ifindex = "v0", vid = 51, state = state })
end
as("bridge vlan set vid 51-60 dev v0 mcast_router 2", "vlandb", "set", { ifindex = "v0", vid = "51-60", mcast_router = 2 })
as("bridge vlan global set vid 51 dev v0 mcast_snooping 1 mcast_querier 1 mcast_igmp_version 3 mcast_mld_version 2 mcast_last_member_count 3 mcast_last_member_interval 200 mcast_startup_query_count 4 mcast_startup_query_interval 3000 mcast_membership_interval 27000 mcast_querier_interval 26000 mcast_query_interval 13000 mcast_query_response_interval 900",
  "vlandb", "set", { ifindex = "v0", global_options = { id = 51, mcast_snooping = true, mcast_querier = true, mcast_igmp_version = 3, mcast_mld_version = 2, mcast_last_member_cnt = 3,
  mcast_last_member_intvl = "2s", mcast_startup_query_cnt = 4, mcast_startup_query_intvl = "30s", mcast_membership_intvl = "270s", mcast_querier_intvl = "260s", mcast_query_intvl = "130s",
  mcast_query_response_intvl = "9s" } })

-- bridge vni
for verb, word in pairs{ add = "add", del = "delete" } do
  as("bridge vni " .. word .. " vni 5-9 dev v0", "vni", verb, { ifindex = "v0", vni = "5-9" })
  as("bridge vni " .. word .. " vni 5 group 239.1.1.1 dev v0", "vni", verb, { ifindex = "v0", vni = 5, group = "239.1.1.1" })
  as("bridge vni " .. word .. " vni 5 remote fd00::7 dev v0", "vni", verb, { ifindex = "v0", vni = 5, group = "fd00::7" })
end
