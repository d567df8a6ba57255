-- needs: lab, command tc, qdisc clsact, filter flower, filter matchall, filter u32, action gact, action mirred, action police, action nat, action vlan, action skbedit, action csum, action pedit, action sample, action connmark, action ct, action ctinfo, action mpls, action tunnel_key, action gate
-- Each field that `tc -j -d -s filter` and `action` tell of filters and actions of tc's making has a value in nlua, and the same. What tc 6.1 prints for
-- basic, fw, flow and some actions is no JSON: those are compared otherwise.
ipr:link("add", { ifname = "v0", kind = "veth", peer = "v1" })
for _, name in ipairs{ "v0", "v1" } do ipr:link("set", { index = name, addr_gen_mode = "none" }) end
for _, name in ipairs{ "v0", "v1" } do ipr:link("set", { index = name, state = "up" }) end
ipr:tc("add", { index = "v0", kind = "clsact" })
dofile("testdata/json/agree.lua")

local protocols = { ip = 0x800, ipv4 = 0x800, ipv6 = 0x86dd, arp = 0x806, all = 3, ["802.1Q"] = 0x8100, ["802.1ad"] = 0x88a8, mpls_uc = 0x8847, ["8847"] = 0x8847 }
local verdicts = { continue = -1, pass = 0, reclassify = 1, drop = 2, pipe = 3, stolen = 4, trap = 8 }
local function verdict(path) return function(want, t) return at(t, path) == (verdicts[want] or at(t, path)) and (want ~= "goto" or math.floor(at(t, path) / 2 ^ 28) == 2) end end
local function protocol(path) return function(want, t) return at(t, path) == protocols[want] end end
local function long(mask) -- its bits
  local n = 0
  for part in mask:gmatch(mask:find(":", 1, true) and "[^:]+" or "%d+") do
    part = tonumber(part, mask:find(":", 1, true) and 16 or 10)
    while part > 0 do part, n = math.floor(part / 2), n + part % 2 end
  end
  return n
end
local function masked(path) -- an address, or a number, and its mask
  return function(want, t)
    local v, mask = at(t, path), at(t, path .. "_mask")
    if v == nil then return nil end
    local address, bits = tostring(want):match("^(.*)/(%d+)$")
    if type(v) == "string" then return v == (address or want) and (mask == nil or long(mask) == (tonumber(bits) or (v:find("::") and 128 or v:find(":") and (#mask == 17 and 48 or 128) or 32))) end
    return v
  end
end
local function hex(path) return function(want, t) return at(t, path) == tonumber(want, 16) end end
local function class(path) return function(want, t) return want == ("%x:%x"):format(math.floor(at(t, path) / 65536), at(t, path) % 65536) end end
local function bytes(path) -- as a list of numbers
  return function(want, t)
    local list = {}
    for i = 1, #at(t, path) do list[i] = at(t, path):byte(i) end
    return list
  end
end
local function hexbytes(path) return (at(path[1], path[2]):gsub(".", function(c) return ("%02x"):format(c:byte()) end)) end

local rows = { protocol = function(want, t) local n = t.info % 65536; return n % 256 * 256 + math.floor(n / 256) == protocols[want] end, pref = function(want, t) return math.floor(t.info / 65536) end,
  ["options.handle"] = "handle", ["options.classid"] = class "options.classid", ["options.flowid"] = class "options.classid", ["options.rule_hit"] = { "options.pcnt.rhit", "options.pcnt.rcnt" }, ["options.indev"] = "options.indev",
  ["options.fh"] = function(want, t) local h = t.handle; local node = h % 4096; return want == ("%x:%s"):format(math.floor(h / 2 ^ 20), node > 0 and (":%x"):format(node) or "") end,
  ["options.ht_divisor"] = "options.divisor", ["options.order"] = function(want, t) return t.handle % 4096 end, ["options.key_ht"] = function(want, t) return t.options.hash == tonumber(want, 16) * 2 ^ 20 end, ["options.bkt"] = function(want, t) return math.floor(t.options.hash / 4096) % 256 == tonumber(want, 16) end,
  ["options.success"] = "options.pcnt.rhit", ["options.match.value"] = function(want, t) return t.options.sel.keys[t.options.sel.nkeys].key_val == tonumber(want, 16) end, ["options.match.mask"] = function(want, t) return t.options.sel.keys[t.options.sel.nkeys].key_mask == tonumber(want, 16) end,
  ["options.match.off"] = function(want, t) return t.options.sel.keys[t.options.sel.nkeys].key_off end, ["options.match.offmask"] = function(want, t) return t.options.sel.keys[t.options.sel.nkeys].key_offmask == (want == "" and 0 or 4294967295) end,
  ["options.actions"] = "options.act" }
for name, mask in pairs{ skip_hw = 1, skip_sw = 2, in_hw = 4, not_in_hw = 8 } do rows["options." .. name] = set("options.flags", mask) end
-- the keys of flower
local function key(name, row) rows["options.keys." .. name] = row end
for name, field in pairs{ dst_mac = "eth_dst", src_mac = "eth_src", arp_sip = "arp_sip", arp_tip = "arp_tip", arp_sha = "arp_sha", arp_tha = "arp_tha", ip_ttl = "ip_ttl", enc_ttl = "enc_ip_ttl", enc_key_id = "enc_key_id", enc_dst_port = "enc_udp_dst_port", enc_src_port = "enc_udp_src_port",
  vlan_id = "vlan_id", vlan_prio = "vlan_prio", cvlan_id = "cvlan_id", cvlan_prio = "cvlan_prio", mpls_label = "mpls_label", mpls_tc = "mpls_tc", mpls_bos = "mpls_bos", mpls_ttl = "mpls_ttl", ct_mark = "ct_mark", ct_zone = "ct_zone", ip_tos = "ip_tos", enc_tos = "enc_ip_tos" } do key(name, masked("options.key_" .. field)) end
key("ip_tos_mask", hex "options.key_ip_tos_mask")
for name, field in pairs{ eth_type = "eth_type", vlan_ethtype = "vlan_eth_type", cvlan_ethtype = "cvlan_eth_type" } do key(name, protocol("options.key_" .. field)) end
local function either(form, ...) -- of the first that is there
  local fields = { ... }
  return function(want, t, ...)
    for _, field in ipairs(fields) do
      if at(t, "options.key_" .. field) then return form("options.key_" .. field)(want, t, ...) end
    end
  end
end
for _, way in ipairs{ "src", "dst" } do
  key(way .. "_ip", either(masked, "ipv4_" .. way, "ipv6_" .. way))
  key("enc_" .. way .. "_ip", either(masked, "enc_ipv4_" .. way, "enc_ipv6_" .. way))
  key(way .. "_port", either(function(path) return function(want, t) return at(t, path) end end, "tcp_" .. way, "udp_" .. way, "sctp_" .. way))
  local port = rows["options.keys." .. way .. "_port"]
  key(way .. "_port", function(want, t, ...)
    if type(want) ~= "table" then return port(want, t, ...) end
    return want.start == t.options["key_port_" .. way .. "_min"] and want["end"] == t.options["key_port_" .. way .. "_max"]
  end)
  key(way .. "_port_mask", either(function(path) return hex(path .. "_mask") end, "tcp_" .. way, "udp_" .. way, "sctp_" .. way))
end
key("ip_proto", function(want, t) return t.options.key_ip_proto == ({ tcp = 6, udp = 17, icmp = 1, icmpv6 = 58, sctp = 132 })[want] end)
key("tcp_flags", function(want, t) return want == ("0x%x/%x"):format(t.options.key_tcp_flags, t.options.key_tcp_flags_mask) end)
for _, name in ipairs{ "type", "code" } do key("icmp_" .. name, either(masked, "icmpv4_" .. name, "icmpv6_" .. name)) end
for name, field in pairs{ key = "enc_opts", mask = "enc_opts_mask" } do
  key("geneve_opt_" .. name, "options.key_" .. field .. ".geneve")
  key("geneve_opt_" .. name .. ".data", bytes "data")
end
key("arp_op", function(want, t) return t.options.key_arp_op == ({ request = 1, reply = 2 })[want] end)
key("ct_state", function(want, t) return t.options.key_ct_state == 10 and t.options.key_ct_state_mask == 26 and want == "+trk+est-inv" or want end)
key("ct_label", function(want, t) return want == hexbytes{ t, "options.key_ct_labels" } .. "/" .. hexbytes{ t, "options.key_ct_labels_mask" } end)
key("ip_flags.frag", set("options.key_flags", 1))
key("ip_flags.firstfrag", set("options.key_flags", 2))

-- actions; what all have, by the part that has it
local function act(name, row) rows["options.actions." .. name] = row end
for _, name in ipairs{ "index", "refcnt", "bindcnt" } do act(({ refcnt = "ref", bindcnt = "bind" })[name] or name, "head." .. name) end
act("type", function(want, t) return t.kind == want or t.kind == "ife" and ("0x%x"):format(t.options.type) == want end)
act("control_action.type", function(want, t) return verdict(t.kind == "police" and t.options.result and "options.result" or "head.action")(want, t) end)
act("control_action.chain", function(want, t) return t.head.action % 2 ^ 28 end)
act("installed", about("options.tm.install", 0.01, 2))
act("last_used", about("options.tm.lastuse", 0.01, 2))
for name, part in pairs{ bytes = "basic", packets = "basic", drops = "queue", overlimits = "queue", requeues = "queue", backlog = "queue", qlen = "queue" } do act("stats." .. name, "stats." .. part .. "." .. name) end
act("protocol", function(want, t) return (t.options.push_vlan_protocol or t.options.proto) == protocols[want] end)
act("vlan_action", function(want, t) return t.head.v_action == ({ pop = 1, push = 2, modify = 3, pop_eth = 4, push_eth = 5 })[want] end)
act("mpls_action", function(want, t) return t.head.m_action == ({ pop = 1, push = 2, modify = 3, dec_ttl = 4, mac_push = 5 })[want] end)
act("mirred_action", function(want, t) return t.head.eaction == ({ redirect = 1, mirror = 2 })[want] end)
act("direction", function(want, t) return (t.kind == "nat" and t.head.flags == 1 or t.head.eaction == 1 or t.head.eaction == 2) and "egress" end)
act("to_dev", "head.ifindex")
act("id", "options.push_vlan_id")
act("dst_mac", "options.push_eth_dst")
act("src_mac", "options.push_eth_src")
act("priority", function(want, t) return t.kind == "skbedit" and class("options.priority")(want, t) or t.options.push_vlan_priority or t.options.priority end)
for _, name in ipairs{ "label", "tc", "ttl", "bos" } do act(name, function(want, t) return name == "label" and t.kind == "ct" and want == hexbytes{ t, "options.labels" } .. "/" .. hexbytes{ t, "options.labels_mask" } or t.options[name] end) end
act("mark", function(want, t) return t.kind == "ife" and (t.options.metalst.skbmark ~= nil and "allow") or t.options.mark end)
act("mark_mask", hex "options.mark_mask")
act("mode", function(want, t) return t.head.flags == ({ encode = 1, decode = 0 })[want] end)
act("ptype", function(want, t) return t.options.ptype == ({ host = 0, broadcast = 1, multicast = 2, otherhost = 3 })[want] end)
act("inheritdsfield", function(want, t) return tostring(t.options.flags) == "32" end)
act("flag", function(want, t) return t.options.no_csum == ({ csum = 0, nocsum = 1 })[want] end)
act("zone", function(want, t) return t.options.zone or t.head.zone end)
act("action", function(want, t) return bit.band(t.options.action, ({ commit = 1, force = 2, clear = 4, nat = 8 })[want]) ~= 0 end)
act("nat", function(want, t)
  local o = t.options
  local port = o.nat_port_min and " port " .. o.nat_port_min .. (o.nat_port_max and "-" .. o.nat_port_max or "") or ""
  return want == (bit.band(o.action, 16) ~= 0 and "src" or "dst") .. " addr " .. o.nat_ipv4_min .. (o.nat_ipv4_max ~= o.nat_ipv4_min and o.nat_ipv4_max and "-" .. o.nat_ipv4_max or "") .. port
end)
for name, field in pairs{ dscpmask = "parms_dscp_mask", dscpstatemask = "parms_dscp_statemask", cpmark = "parms_cpmark_mask" } do act(name, function(want, t) return tonumber(want) == t.options[field] end) end
for name, field in pairs{ dscpset = "stats_dscp_set", dscperror = "stats_dscp_error", cpmarkset = "stats_cpmark_set", rate = "rate", group = "psample_group", trunc_size = "trunc_size", pkts_rate = "pktrate64", src_ip = "enc_ipv4_src", dst_ip = "enc_ipv4_dst",
  key_id = "enc_key_id", dst_port = "enc_dst_port", base_time = "base_time", cycle_time = "cycle_time", cycle_time_ext = "cycle_time_ext", schedule = "entry_list.one_entry", geneve_opts = "enc_opts.geneve" } do act(name, "options." .. field) end
act("pkts_burst", function(want, t) return t.options.pktburst64 * 64e-9 * t.options.pktrate64 end)
act("geneve_opts.data", bytes "data")
act("csum", function(want, t)
  local mask = 0
  for word in want:gmatch("%w+") do mask = mask + ({ iph = 1, icmp = 2, igmp = 4, tcp = 8, udp = 16, udplite = 32, sctp = 64 })[word] end
  return t.head.update_flags == mask
end)
act("nkeys", "head.nkeys")
act("keys", "head.keys")
local function swapped(n) return n % 256 * 2 ^ 24 + math.floor(n / 256) % 256 * 65536 + math.floor(n / 65536) % 256 * 256 + math.floor(n / 2 ^ 24) end
act("keys.offset", "off")
act("keys.val", function(want, t) return swapped(t.val) == tonumber(want, 16) end)
act("keys.mask", function(want, t) return swapped(t.mask) == tonumber(want, 16) end)
act("keys.htype", function(want, t) return t.ex.htype == ({ network = 0, eth = 1, ipv4 = 2, ipv6 = 3, tcp = 4, udp = 5 })[want] end)
act("keys.cmd", function(want, t) return t.ex.cmd == ({ set = 0, add = 1 })[want] end)
act("new_addr", "head.new_addr")
act("old_addr", function(want, t) return t.head.old_addr == want:match("^(.*)/32$") end) -- tc counts the bits of the mask as if it were of the other byte order
act("prob.random_type", function(want, t) return (t.options.prob and t.options.prob.ptype or 0) == ({ none = 0, netrand = 1, determ = 2 })[want] end)
act("prob.control_action.type", function(want, t) return t.options.prob == nil or verdict "options.prob.paction"(want, t) end)
act("prob.val", function(want, t) return t.options.prob and t.options.prob.pval or 0 end)
act("clockid", function(want, t) return t.options.clockid == ({ TAI = 11 })[want] end)
act("flags", function(want, t) return tonumber(want) == t.options.flags end)
act("schedule.gate_state", function(want, t) return (t.gate ~= nil) == (want == "open") end)
act("schedule.number", "index")
act("overhead", "head.rate_overhead")
act("linklayer", function(want, t) return t.head.rate_linklayer == ({ unspec = 0, ethernet = 1, atm = 2 })[want] end)

act("skip_hw", function(want, t) return t.flags.value == 2 and t.flags.selector % 4 >= 2 end)
act("not_in_hw", function(want, t) return t.in_hw_count == 0 end)
act("used_hw_stats", function(want, t) return want[1] == "disabled" and t.used_hw_stats.value == 0 and t.used_hw_stats.selector == 3 end)
act("cookie", function(want, t) return hexbytes{ t, "cookie" } end)

local function headed(list, first) -- what all kinds have, in one place
  for i, a in ipairs(list) do
    a.order = first + i
    for _, part in pairs(a.options) do
      if type(part) == "table" and part.bindcnt then a.head = part end
    end
    for n, k in ipairs(a.head.keys or {}) do k.ex = a.options.keys_ex.key_ex[n] end
  end
  return list
end
local prio = 0
local function made(line)
  prio = prio + 1
  sh(("tc filter add dev v0 ingress pref %d %s"):format(prio, line))
  local mine = {}
  for m in ipr:tc("dump-filter", { index = "v0", parent = "ingress", prio = prio }) do
    local t = m:totable()
    headed(t.options and t.options.act or {}, 0)
    mine[#mine + 1] = t
  end
  assert(agreed(line:gsub("protocol %S+ ", ""):match("%S+ %S+"), ip("tc -s filter show dev v0 ingress pref " .. prio), mine, rows) > 1)
end

made "protocol ip flower dst_ip 10.0.0.0/8 src_ip 10.1.0.1 ip_proto tcp dst_port 80 src_port 5-7 tcp_flags 0x5/7 ip_ttl 64 src_mac 02:00:00:00:00:01 skip_hw ct_mark 5 ct_zone 7 classid 1:1"
made "protocol ip flower enc_src_ip 10.0.0.0/8 enc_dst_ip 10.0.0.2 enc_key_id 7 enc_dst_port 4789 geneve_opts 0102:80:11223344/ffff:ff:ff00ff00,0103:81:55667788/00ff:ff:0000ffff action tunnel_key set src_ip 10.0.0.1 dst_ip 10.0.0.2 id 5 dst_port 6081 geneve_opts 0102:80:11223344,0103:81:55667788"
made "protocol 802.1q flower vlan_id 5 vlan_prio 3 vlan_ethtype ipv4 action vlan modify id 7 priority 2 protocol 802.1q"
made "protocol mpls_uc flower mpls_label 5 mpls_tc 1 mpls_bos 0 mpls_ttl 9 action mpls modify label 7 ttl 5 tc 1"
made "protocol arp flower arp_tip 10.0.0.0/24 arp_sip 10.0.0.1"
made "protocol ipv6 flower ip_proto icmpv6 type 128"
made "protocol ip matchall skip_hw action vlan push id 5 priority 3 protocol 802.1ad action skbedit priority 1:20 mark 17 action mirred egress mirror dev v1 index 77"
made "protocol ip chain 5 matchall action connmark zone 7 action ct commit zone 7 mark 5/0xff nat src addr 10.0.0.1-10.0.0.9 port 1000-2000 action ctinfo dscp 0xfc000000 cpmark 0xff zone 3 action goto chain 7"
made "protocol ip matchall action csum ip4h and tcp pipe action pedit ex munge ip ttl set 9 munge tcp dport add 5 pipe action sample rate 10 group 4 trunc 100 action nat egress 10.0.0.0/8 192.168.0.0"
made "protocol ip matchall action gact drop random determ pass 10 action gate clockid CLOCK_TAI base-time 1000 sched-entry open 200000000 3 8000"
made "protocol ip matchall action police pkts_rate 5000000000 pkts_burst 6000000 conform-exceed pass"
made "protocol ip matchall action police rate 1mbit burst 10k mtu 9000 peakrate 5mbit overhead 4 conform-exceed drop/pipe action mpls push protocol mpls_uc label 5 tc 3 ttl 7 bos 1 action mpls dec_ttl action vlan pop action vlan push_eth dst_mac 02:00:00:00:00:01 src_mac 02:00:00:00:00:02 action skbedit ptype host inheritdsfield action ife encode allow mark action mirred egress redirect dev v1"
made "protocol 802.1q flower vlan_id 5 vlan_prio 3 vlan_ethtype 802.1q cvlan_id 6 cvlan_prio 2 cvlan_ethtype ipv4"
made "protocol arp flower arp_tip 10.0.0.0/24 arp_sip 10.0.0.1 arp_op request arp_sha 02:00:00:00:00:01 arp_tha 02:00:00:00:00:02/ff:ff:00:00:00:00"
made "protocol ip flower ip_flags frag/firstfrag ip_tos 0x10/0xf0 enc_tos 4 enc_ttl 5 enc_dst_ip 10.0.0.2 action ct commit label 1122/ffff nat dst addr 10.0.0.1 action ct clear"
made "protocol ipv6 flower dst_ip 2001:db8::/32 src_ip 2001:db8::1 ip_proto sctp dst_port 5/255 enc_dst_ip fd00::1 action csum ip4h icmp igmp tcp udp udplite sctp"
made "protocol ip flower ip_proto icmp type 8 code 0 indev v0 ct_state +trk+est-inv ct_label 11/ff"
made "protocol ip u32 match ip src 10.0.0.0/8 classid 1:1"

-- actions that stand alone
for _, line in ipairs{ "police rate 1mbit burst 10k index 50", "gact drop index 51 cookie 1122", "mirred egress mirror dev v1 index 53", "vlan push id 5 index 54", "skbedit mark 5 index 55", "sample rate 10 group 4 index 56" } do
  sh("tc actions add action " .. line)
end
for _, kind in ipairs{ "police", "gact", "mirred", "vlan", "skbedit", "sample" } do
  local theirs, mine = ip("tc -s actions ls action " .. kind)[2].actions, {}
  for m in ipr:action("dump", { kind = kind }) do
    for _, a in ipairs(m:totable().tab) do mine[#mine + 1] = a end
  end
  agreed("actions", { { options = { actions = theirs } } }, { { options = { act = headed(mine, -1) }, info = 8 } }, rows)
end
disagreed()
