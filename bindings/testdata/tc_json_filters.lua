-- needs: lab, command tc, qdisc clsact, filter flower, filter matchall, filter u32, action gact, action mirred, action police, action nat, action vlan, action skbedit, action csum, action pedit, action sample, action connmark, action ct, action ctinfo, action mpls, action tunnel_key, action gate
-- Filters and actions of tc's making, as `tc -j -s` says them, field by field: its name, then ours. What tc 6.1 prints for basic, fw,
-- flow and some actions is no JSON: those are compared otherwise.
ipr:link("add", { ifname = "v0", kind = "veth", peer = "v1" })
for _, name in ipairs{ "v0", "v1" } do ipr:link("set", { index = name, addr_gen_mode = "none" }) end
for _, name in ipairs{ "v0", "v1" } do ipr:link("set", { index = name, state = "up" }) end
ipr:tc("add", { index = "v0", kind = "clsact" })

local function at(t, path)
  for name in path:gmatch("[^/]+") do
    if type(t) ~= "table" then return nil end
    t = t[tonumber(name) or name]
  end
  return t
end
local function bytes(s) -- a list of numbers
  local list = {}
  for i = 1, #s do list[i] = s:byte(i) end
  return list
end
local forms = { -- of our value, and its table, what tc writes
  list = function(v) return bytes(v) end,
  text = function(v) return tostring(v) end,
  hex = function(v) return ("%x"):format(v) end,
  ["0x"] = function(v) return ("0x%x"):format(v) end,
  ip = function(v, t, name) -- with the bits of its mask
    local n = 0
    for part in t[name .. "_mask"]:gmatch("%d+") do
      for bit = 7, 0, -1 do
        if math.floor(tonumber(part) / 2 ^ bit) % 2 == 1 then n = n + 1 end
      end
    end
    return n == 32 and v or v .. "/" .. n
  end,
  verdict = function(v) return ({ [-1] = "continue", [0] = "pass", [1] = "reclassify", [2] = "drop", [3] = "pipe", [8] = "trap" })[v] or "goto" end,
}
local function compare(what, theirs, mine, rows)
  local compared = 0
  for row in rows:gmatch("[^\n;]+") do
    local their, our, form = row:match("^%s*(%S+) = (%S+)%s*(%S*)%s*$")
    if their then
      local got, want = at(theirs, their), at(mine, our)
      assert(got ~= nil and want ~= nil, what .. ": " .. row .. " in " .. nlua.inspect(theirs) .. " and " .. nlua.inspect(mine))
      if form ~= "" then want = forms[form](want, at(mine, our:match("^(.*)/[^/]*$") or ""), our:match("[^/]*$")) end
      eq(got, want, what .. ": " .. their)
      compared = compared + 1
    end
  end
  return compared
end

-- made makes a filter by tc's words, and compares: the head of it, its actions, the rows of keys, the rows of each action.
local prio, protocols = 0, { ip = 0x800, ipv6 = 0x86dd, arp = 0x806, all = 3, ["802.1Q"] = 0x8100, mpls_uc = 0x8847 }
local function made(line, rows, actions)
  prio = prio + 1
  sh(("tc filter add dev v0 ingress pref %d %s"):format(prio, line))
  local said, mine = ip("tc -s filter show dev v0 ingress pref " .. prio), {}
  for m in ipr:tc("dump-filter", { index = "v0", parent = "ingress", prio = prio }) do mine[#mine + 1] = m:totable() end
  eq(#said, #mine, line)
  for i, s in ipairs(said) do
    local m = mine[i]
    local net = m.info % 65536
    eq({ s.kind, prio, s.chain, protocols[s.protocol] }, { m.kind, math.floor(m.info / 65536), m.chain, net % 256 * 256 + math.floor(net / 256) }, line)
  end
  local s, m = said[#said].options, mine[#mine]
  if s.fh == nil then eq(s.handle, m.handle) end
  for name, bit in pairs{ skip_hw = 1, skip_sw = 2, in_hw = 4, not_in_hw = 8 } do
    if m.options.flags then eq(s[name] == true, math.floor(m.options.flags / bit) % 2 == 1, line .. ": " .. name) end
  end
  compare(line, s, m, rows)
  eq(#(s.actions or {}), #(m.options.act or {}), line)
  for i, sa in ipairs(s.actions or {}) do
    local ma, basic = m.options.act[i], m.options.act[i].stats
    local head
    for _, part in pairs(ma.options) do
      if type(part) == "table" and part.bindcnt then head = part end
    end
    eq({ sa.order, sa.kind or sa.type or "gate", sa.index, sa.ref, sa.bind }, { i, ma.kind, head.index, head.refcnt, head.bindcnt }, line)
    if sa.control_action and ma.kind ~= "mirred" then eq(sa.control_action.type, forms.verdict(head.action), line) end
    local st = sa.stats
    eq({ st.bytes, st.packets, st.drops, st.overlimits, st.requeues, st.backlog, st.qlen },
      { basic.basic.bytes, basic.basic.packets, basic.queue.drops, basic.queue.overlimits, basic.queue.requeues, basic.queue.backlog, basic.queue.qlen }, line)
    if actions and actions[i] then compare(line .. " action " .. i, sa, ma, actions[i]) end
  end
end

made("protocol ip flower dst_ip 10.0.0.0/8 src_ip 10.1.0.1 ip_proto tcp dst_port 80 src_port 5-7 tcp_flags 0x5/7 ip_ttl 64 src_mac 02:00:00:00:00:01 skip_hw ct_mark 5 ct_zone 7 classid 1:1", [[
  keys/dst_ip = options/key_ipv4_dst ip; keys/src_ip = options/key_ipv4_src ip; keys/dst_port = options/key_tcp_dst; keys/src_mac = options/key_eth_src
  keys/src_port/start = options/key_port_src_min; keys/src_port/end = options/key_port_src_max; keys/ip_ttl = options/key_ip_ttl
  keys/ct_mark = options/key_ct_mark; keys/ct_zone = options/key_ct_zone]])
made("protocol ip flower enc_src_ip 10.0.0.0/8 enc_dst_ip 10.0.0.2 enc_key_id 7 enc_dst_port 4789 geneve_opts 0102:80:11223344/ffff:ff:ff00ff00,0103:81:55667788/00ff:ff:0000ffff action tunnel_key set src_ip 10.0.0.1 dst_ip 10.0.0.2 id 5 dst_port 6081 geneve_opts 0102:80:11223344,0103:81:55667788", [[
  keys/enc_dst_ip = options/key_enc_ipv4_dst ip; keys/enc_src_ip = options/key_enc_ipv4_src ip; keys/enc_key_id = options/key_enc_key_id
  keys/enc_dst_port = options/key_enc_udp_dst_port
  keys/geneve_opt_key/1/class = options/key_enc_opts/geneve/1/class; keys/geneve_opt_key/1/type = options/key_enc_opts/geneve/1/type
  keys/geneve_opt_key/1/data = options/key_enc_opts/geneve/1/data list
  keys/geneve_opt_key/2/class = options/key_enc_opts/geneve/2/class; keys/geneve_opt_key/2/type = options/key_enc_opts/geneve/2/type
  keys/geneve_opt_key/2/data = options/key_enc_opts/geneve/2/data list
  keys/geneve_opt_mask/1/data = options/key_enc_opts_mask/geneve/1/data list
  keys/geneve_opt_mask/2/class = options/key_enc_opts_mask/geneve/2/class; keys/geneve_opt_mask/2/data = options/key_enc_opts_mask/geneve/2/data list]],
  { [[src_ip = options/enc_ipv4_src; dst_ip = options/enc_ipv4_dst; key_id = options/enc_key_id; dst_port = options/enc_dst_port
  geneve_opts/1/class = options/enc_opts/geneve/1/class; geneve_opts/1/data = options/enc_opts/geneve/1/data list
  geneve_opts/2/class = options/enc_opts/geneve/2/class; geneve_opts/2/type = options/enc_opts/geneve/2/type; geneve_opts/2/data = options/enc_opts/geneve/2/data list]] })
made("protocol 802.1q flower vlan_id 5 vlan_prio 3 vlan_ethtype ipv4 action vlan modify id 7 priority 2 protocol 802.1q",
  "keys/vlan_id = options/key_vlan_id; keys/vlan_prio = options/key_vlan_prio", { "id = options/push_vlan_id; priority = options/push_vlan_priority" })
made("protocol mpls_uc flower mpls_label 5 mpls_tc 1 mpls_bos 0 mpls_ttl 9 action mpls modify label 7 ttl 5 tc 1", [[
  keys/mpls_label = options/key_mpls_label; keys/mpls_tc = options/key_mpls_tc text; keys/mpls_bos = options/key_mpls_bos text; keys/mpls_ttl = options/key_mpls_ttl text]],
  { "label = options/label; ttl = options/ttl; tc = options/tc" })
made("protocol arp flower arp_tip 10.0.0.0/24 arp_sip 10.0.0.1", "keys/arp_tip = options/key_arp_tip ip; keys/arp_sip = options/key_arp_sip ip")
made("protocol ipv6 flower ip_proto icmpv6 type 128", "keys/icmp_type = options/key_icmpv6_type text")
made("protocol ip matchall skip_hw action vlan push id 5 priority 3 protocol 802.1ad action skbedit priority 1:20 mark 17 action mirred egress mirror dev v1 index 77", "rule_hit = options/pcnt/rhit", {
  "id = options/push_vlan_id; priority = options/push_vlan_priority", "mark = options/mark", "index = options/parms/index" })
made("protocol ip chain 5 matchall action connmark zone 7 action ct commit zone 7 mark 5/0xff nat src addr 10.0.0.1-10.0.0.9 port 1000-2000 action ctinfo dscp 0xfc000000 cpmark 0xff zone 3 action goto chain 7",
  "rule_hit = options/pcnt/rhit", { "zone = options/parms/zone", "mark = options/mark; mark_mask = options/mark_mask hex; zone = options/zone",
  "zone = options/zone; dscpmask = options/parms_dscp_mask 0x; cpmark = options/parms_cpmark_mask 0x; dscpset = options/stats_dscp_set" })
made("protocol ip matchall action csum ip4h and tcp pipe action pedit ex munge ip ttl set 9 munge tcp dport add 5 pipe action sample rate 10 group 4 trunc 100 action nat egress 10.0.0.0/8 192.168.0.0",
  "rule_hit = options/pcnt/rhit", { "index = options/parms/index", "nkeys = options/parms_ex/nkeys; keys/1/offset = options/parms_ex/keys/1/off; keys/2/offset = options/parms_ex/keys/2/off",
  "rate = options/rate; group = options/psample_group; trunc_size = options/trunc_size", "new_addr = options/parms/new_addr" })
made("protocol ip matchall action gact drop random determ pass 10 action gate clockid CLOCK_TAI base-time 1000 sched-entry open 200000000 3 8000", "rule_hit = options/pcnt/rhit", {
  "prob/val = options/prob/pval", [[base_time = options/base_time; cycle_time = options/cycle_time; priority = options/priority
  schedule/1/interval = options/entry_list/one_entry/1/interval; schedule/1/ipv = options/entry_list/one_entry/1/ipv; schedule/1/max_octets = options/entry_list/one_entry/1/max_octets]] })
made("protocol ip matchall action police pkts_rate 5000000000 pkts_burst 6000000 conform-exceed pass", "rule_hit = options/pcnt/rhit", { "pkts_rate = options/pktrate64" })
made("protocol ip u32 match ip src 10.0.0.0/8 classid 1:1", "rule_hit = options/pcnt/rcnt; success = options/pcnt/rhit")
