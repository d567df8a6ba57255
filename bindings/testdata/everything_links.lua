-- needs: lab, command ip, veth, amt, bareudp, rmnet, caif
-- The kinds that Debian's kernels leave out, each made by `ip` and by keywords: the kernel has to say the same of both, and ip as nlua does.
ipr:link("add", { ifname = "p0", kind = "veth", peer = "p1" })
ipr:link("set", { index = "p0", state = "up" })
ipr:addr("add", { index = "p0", address = "192.0.2.1/24" })
local p0 = ipr:link("get", { ifname = "p0" })[1].index

local function said()
  local link = ipr:link("get", { ifname = "x0" })[1].linkinfo:totable()
  local info = ip("link show x0")[1].linkinfo
  ipr:link("del", { ifname = "x0" })
  eq(link.kind, info.info_kind)
  return link.data or {}, info.info_data or {}
end
local function twin(theirs, mine)
  sh("ip link add " .. theirs)
  local want, words = said()
  mine.ifname, mine.kind = "x0", theirs:match("type (%S+)")
  ipr:link("add", mine)
  local data, again = said()
  eq(data, want, theirs)
  eq(again, words, theirs)
  -- What was read makes the same link.
  local copy = { ifname = "x0", kind = mine.kind, link = mine.link }
  for name, value in pairs(data) do copy[name] = value end
  ipr:link("add", copy)
  eq(said(), want, theirs .. ", as it was read")
  return data, words
end

local data, info = twin("x0 type amt mode relay local 192.0.2.1 dev p0 relay_port 4290 max_tunnels 4",
  { amt_mode = "relay", amt_local_ip = "192.0.2.1", amt_link = "p0", amt_relay_port = 4290, amt_max_tunnels = 4, amt_discovery_ip = "0.0.0.0" })
eq({ data.amt_local_ip, data.amt_link, data.amt_relay_port, data.amt_gateway_port, data.amt_max_tunnels }, { info.local_ip or info["local"], p0, info.relay_port, info.gateway_port, info.max_tunnels })
data, info = twin("x0 type amt mode gateway local 192.0.2.1 discovery 192.0.2.9 dev p0 gateway_port 4291",
  { mode = "gateway", local_ip = "192.0.2.1", discovery_ip = "192.0.2.9", amt_link = "p0", gateway_port = 4291 })
eq({ data.amt_mode, data.amt_gateway_port, data.amt_discovery_ip }, { 0, info.gateway_port, info.discovery })

data, info = twin("x0 type bareudp dstport 6635 ethertype mpls_uc srcportmin 4000", { bareudp_port = 6635, bareudp_ethertype = "mpls_uc", bareudp_srcport_min = 4000 })
eq({ data.bareudp_port, data.bareudp_ethertype, data.bareudp_srcport_min, data.bareudp_multiproto_mode }, { info.dstport, 0x8847, info.srcportmin, nil })
twin("x0 type bareudp dstport 7000 ethertype ip multiproto", { bareudp_port = 7000, bareudp_ethertype = "ip", bareudp_multiproto_mode = true })

data, info = twin("link p0 name x0 type rmnet mux_id 5", { link = "p0", rmnet_mux_id = 5 })
eq(data.rmnet_mux_id, info.mux_id)
local checksums = { "ingress_deaggregation", "ingress_map_cksumv4", "egress_map_cksumv4" }
ipr:link("add", { ifname = "x0", kind = "rmnet", link = "p0", mux_id = 6, rmnet_flags = checksums })
eq(ipr:link("get", { ifname = "x0" })[1].linkinfo.data.rmnet_flags.flags, 0x1 + 0x4 + 0x8)
ipr:link("set", { index = "x0", kind = "rmnet", mux_id = 6, rmnet_flags = { "!egress_map_cksumv4" } })
eq(said().rmnet_flags.flags, 0x1 + 0x4)
fails(ipr.link, "rmnet_flags", ipr, "add", { ifname = "x0", kind = "rmnet", link = "p0", mux_id = 6, rmnet_flags = "checksum" })

sh("ip link add x0 type caif")
data = said()
eq({ data.caif_ipv4_connid == data.caif_ipv6_connid, data.caif_loopback }, { true, 1 })
ipr:link("add", { ifname = "x0", kind = "caif", caif_ipv4_connid = 7, caif_loopback = false })
eq(said(), { caif_ipv4_connid = 7, caif_ipv6_connid = 7, caif_loopback = 0 }) -- the kernel has one number for both
