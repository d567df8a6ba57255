-- needs: lab, command ip, bridge, veth, symbol br_mrp_add, symbol br_cfm_mep_create
-- Rings (MRP) and fault management (CFM) of bridges, which iproute2's `bridge` has no words for: each setting is told again as it was made.
ipr:link("add", { ifname = "br0", kind = "bridge", br_stp_state = 0, br_vlan_filtering = true })
ipr:link("set", { index = "br0", state = "up" })
local index = {}
for _, port in ipairs{ "p0", "q0", "r0" } do
  ipr:link("add", { ifname = port, kind = "veth", peer = port .. "-far" })
  ipr:link("set", { index = port .. "-far", state = "up" })
  ipr:link("set", { index = port, master = "br0", state = "up" })
  index[port] = ipr:link("get", { ifname = port })[1].index
end
local function set(name, protocol)
  protocol.flags = name == "br0" and "self" or "master"
  ipr:vlan_filter("add", { index = name, af_spec = protocol })
end
local function told(mask, what)
  for link in ipr:link("dump", { family = "bridge", ext_mask = mask }) do
    local spec = link:totable().af_spec
    if link.ifname == "br0" then return spec and spec[what] end
  end
end

local function mrp(words) set("br0", { mrp = words }) end
local function ring() return told("mrp", "mrp").info[1] end
mrp{ instance = { ring_id = 1, p_ifindex = "p0", s_ifindex = index.q0, prio = 40960 } }
local r = ring()
eq({ r.ring_id, r.p_ifindex, r.s_ifindex, r.prio, r.ring_role }, { 1, index.p0, index.q0, 40960, 0 })
mrp{ ring_role = { ring_id = 1, role = "mrm" } }
mrp{ ring_state = { ring_id = 1, state = "closed" } }
mrp{ start_test = { ring_id = 1, interval = "20ms", max_miss = 3, period = "5s", monitor = false } }
r = ring()
eq({ r.ring_role, r.ring_state, r.test_interval, r.test_max_miss, r.test_monitor }, { 2, 1, 20000, 3, 0 })
mrp{ ring_role = { ring_id = 1, role = "mrc" } }
mrp{ start_test = { ring_id = 1, interval = 50000, max_miss = 5, period = 1000, monitor = true } }
r = ring()
eq({ r.ring_role, r.test_interval, r.test_max_miss, r.test_monitor }, { 1, 50000, 5, 1 })
mrp{ in_role = { ring_id = 1, in_id = 7, role = "mim", i_ifindex = "r0" } }
mrp{ in_state = { in_id = 7, state = "closed" } }
mrp{ start_in_test = { in_id = 7, interval = "30ms", max_miss = 4, period = "1s" } }
r = ring()
eq({ r.i_ifindex, r.in_role, r.in_state, r.in_test_interval, r.in_test_max_miss }, { index.r0, 2, 1, 30000, 4 })
set("p0", { mrp = { port_state = { state = "blocked" } } })
set("p0", { mrp = { port_state = { state = "forwarding" } } })
set("p0", { mrp = { port_role = { role = "secondary" } } })
fails(mrp, "role", { ring_role = { ring_id = 1, role = "boss" } })
ipr:vlan_filter("del", { index = "br0", af_spec = { flags = "self", mrp = { instance = { ring_id = 1, p_ifindex = "p0", s_ifindex = "q0" } } } })
eq(told("mrp", "mrp"), nil)

local function cfm(words) set("br0", { cfm = words }) end
local function config() return told("cfm_config", "cfm") end
cfm{ mep_create = { instance = 3, domain = "port", direction = "down", ifindex = "p0" } }
cfm{ mep_config = { instance = 3, unicast_mac = "02:00:00:00:00:07", mdlevel = 5, mepid = 11 } }
cfm{ cc_config = { instance = 3, enable = false, exp_interval = "1_sec", exp_maid = ("m"):rep(48) } }
cfm{ cc_peer_mep_add = { instance = 3, mepid = 12 } }
cfm{ cc_rdi = { instance = 3, rdi = true } }
cfm{ cc_ccm_tx = { instance = 3, dmac = "01:80:c2:00:00:35", seq_no_update = true, period = "2s", if_tlv = true, if_tlv_value = 1, port_tlv = true, port_tlv_value = 2 } }
eq(config(), {
  mep_create_info = { { instance = 3, domain = 0, direction = 0, ifindex = index.p0 } },
  mep_config_info = { { instance = 3, unicast_mac = "02:00:00:00:00:07", mdlevel = 5, mepid = 11 } },
  cc_config_info = { { instance = 3, enable = 0, exp_interval = 4, exp_maid = ("m"):rep(48) } },
  cc_rdi_info = { { instance = 3, rdi = 1 } },
  cc_ccm_tx_info = { { instance = 3, dmac = "01:80:c2:00:00:35", seq_no_update = 1, period = 2, if_tlv = 1, if_tlv_value = 1, port_tlv = 1, port_tlv_value = 2 } },
  cc_peer_mep_info = { { instance = 3, mepid = 12 } },
})
local status = told("cfm_status", "cfm")
eq(status.mep_status_info, { { instance = 3, opcode_unexp_seen = 0, version_unexp_seen = 0, rx_level_low_seen = 0 } })
eq(#status.cc_peer_status_info, 1)
eq({ status.cc_peer_status_info[1].peer_mepid, status.cc_peer_status_info[1].rdi }, { 12, 0 })
cfm{ cc_peer_mep_remove = { instance = 3, mepid = 12 } }
eq(config().cc_peer_mep_info, nil)
cfm{ mep_delete = { instance = 3 } }
eq(config(), nil)
