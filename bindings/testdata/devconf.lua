-- needs: command cat
-- The IPv4 and IPv6 settings of a link, by keyword, compared with /proc/sys of the namespace.
ipr:link("add", { ifname = "v0", kind = "veth", peer = "v1" })
local function proc(dev, name) return tonumber(sh("cat /proc/sys/net/ipv4/conf/" .. dev .. "/" .. name)) end
local function conf(dev) return ipr:link("get", { ifname = dev })[1].af_spec.af_inet end

-- each setting goes out and comes back under its name in /proc
local values = {
  accept_local = 1, accept_redirects = 0, accept_source_route = 1, arp_accept = 2, arp_announce = 2, arp_evict_nocarrier = 0,
  arp_filter = 1, arp_ignore = 8, arp_notify = 1, bc_forwarding = 1, bootp_relay = 1, disable_policy = 1, disable_xfrm = 1,
  drop_gratuitous_arp = 1, drop_unicast_in_l2_multicast = 1, force_igmp_version = 2, forwarding = 1,
  igmpv2_unsolicited_report_interval = 9000, igmpv3_unsolicited_report_interval = 900, ignore_routes_with_linkdown = 1,
  log_martians = 1, medium_id = 7, promote_secondaries = 1, proxy_arp = 1, proxy_arp_pvlan = 1, route_localnet = 1, rp_filter = 2,
  secure_redirects = 0, send_redirects = 0, shared_media = 0, src_valid_mark = 1, tag = 3,
}
for name, value in pairs(values) do
  ipr:link("set", { index = "v0", inet_conf = { [name] = value } })
  eq(proc("v0", name), value, name)
  eq(conf("v0"):get(name), value, name)
end

-- all in one, and in each way to say it
ipr:link("set", { index = "v1", inet_conf = values })
for name, value in pairs(values) do eq(proc("v1", name), value, name) end
ipr:link("set", { index = "v1", af_spec = { af_inet = { forwarding = false, rp_filter = 0, arpfilter = 0 } } })
eq({ proc("v1", "forwarding"), proc("v1", "rp_filter"), proc("v1", "arp_filter") }, { 0, 0, 0 })
ipr:link("update", { index = "v1", ["af_spec.af_inet.forwarding"] = true, mtu = 1300 })
eq({ proc("v1", "forwarding"), proc("v1", "rp_filter"), ipr:link("get", { ifname = "v1" })[1].mtu }, { 1, 0, 1300 })
ipr:link("set", { index = "v1", inet_conf = conf("v0"):totable() }) -- as it is read
eq(conf("v1"):totable(), conf("v0"):totable())
eq(ipr:link("dump", { ["af_spec.af_inet.arp_ignore"] = 8 }):count(), 2)

-- IPv6
ipr:link("set", { index = "v0", addr_gen_mode = "none", inet_conf = { tag = 4 } })
local v0 = ipr:link("get", { ifname = "v0" })[1]
eq({ v0:get("af_spec.af_inet6.addr_gen_mode"), v0.af_spec.af_inet.tag }, { 1, 4 })
eq(ipr:link("dump", { addr_gen_mode = "none", kind = "veth" }):count(), 1)
ipr:link("set", { index = "v0", state = "up" })
ipr:link("set", { index = "v0", token = "::5" })
eq(ipr:link("get", { ifname = "v0" })[1].af_spec.af_inet6.token, "::5")

-- refusals name the word
fails(ipr.link, "link set: .*EINVAL.*loopback", ipr, "set", { index = "lo", token = "::5" })
fails(ipr.link, 'inet_conf.*forwrding.*did you mean "forwarding"', ipr, "set", { index = "v0", inet_conf = { forwrding = true } })
fails(ipr.link, "rp_filter: true is no value", ipr, "set", { index = "v0", inet_conf = { rp_filter = true } })

-- plans give them after the link is made, and find them as they are; what is undone is as it was
local function plan()
  return require "nlua.provision".plan{ links = { { ifname = "w0", kind = "veth", peer = "w1", inet_conf = { forwarding = true, rp_filter = 2 }, addr_gen_mode = "none" } } }
end
plan():apply()
eq({ proc("w0", "forwarding"), proc("w0", "rp_filter") }, { 1, 2 })
eq(#plan(), 0)
ipr:link("set", { index = "w0", inet_conf = { rp_filter = 1 } })
eq(#plan(), 1)
pcall(ipr.transaction, ipr, function(tx)
  tx:link("set", { index = "w0", inet_conf = { forwarding = false, arp_ignore = 1 } })
  eq({ proc("w0", "forwarding"), proc("w0", "arp_ignore") }, { 0, 1 })
  error("undo")
end)
eq({ proc("w0", "forwarding"), proc("w0", "arp_ignore"), proc("w0", "rp_filter") }, { 1, 0, 1 })
