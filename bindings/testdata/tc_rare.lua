-- needs: lab, command tc, command bash, qdisc clsact, qdisc pfifo, filter basic
-- What tc seldom meets: matches of iptables in a filter, rates and packets past 32 bits.
ipr:link("add", { ifname = "v0", kind = "veth", peer = "v1" })
for _, name in ipairs{ "v0", "v1" } do ipr:link("set", { index = name, addr_gen_mode = "none", arp = false }) end
for _, name in ipairs{ "v0", "v1" } do ipr:link("set", { index = name, state = "up" }) end

-- struct xt_policy_info, the only match that the kernel takes: of a packet that came in by no policy
ipr:tc("add", { index = "v0", kind = "clsact" })
local policy = ("\0"):rep(304) .. "\5\0\0\0"
ipr:tc("add-filter", { index = "v0", parent = "ingress", kind = "basic", prio = 5, protocol = "ip", classid = "1:1", match = { { kind = "ipt", hook = 0, match_name = "policy", match_revision = 0, nfproto = 2, match_data = policy } } })
local filter
for m in ipr:tc("dump-filter", { index = "v0", parent = "ingress", prio = 5 }) do filter = m end
local list = filter:totable().options.ematches.tree_list
eq({ #list, list[1].kind, list[1].match }, { 1, 9, { hook = 0, match_name = "policy", match_revision = 0, nfproto = 2, match_data = policy } })
eq(rtnl.decode(rtnl.encode("RTM_NEWTFILTER", filter:totable()))[1]:totable().options, filter:totable().options)
assert(sh("tc filter show dev v0 ingress pref 5"):find("ipt%("))
ipr:tc("del", { index = "v0", kind = "clsact" })

-- a size table makes packets long
ipr:tc("add", { index = "v0", kind = "pfifo", root = true, limit = 10000, stab = { overhead = 1000000000 }, estimator = { interval = "250ms", time = "500ms" } })
ipr:addr("add", { index = "v0", address = "10.0.0.1/24" })
local function mine() return ipr:tc("dump", { index = "v0", parent = "root" }):first():totable().stats2 end
local agreed
for _ = 1, 20 do
  paste[[bash -c 'exec 3>/dev/udp/10.0.0.2/9; for ((i = 0; i < 5000; i++)); do echo x >&3; done']]
  local before, said, after = mine(), ip("tc -s qdisc show dev v0 root")[1], mine()
  for _, s in ipairs{ before, after } do
    if s.rate_est64 and s.rate_est64.bps == said.rate then agreed = s end
  end
  if agreed then break end
end
assert(agreed.rate_est64.bps > 2 ^ 32, "no rate past 32 bits that tc says too")
eq({ agreed.rate_est.bps, agreed.rate_est.pps }, { 2 ^ 32 - 1, agreed.rate_est64.pps })
-- and what would take hours: bytes as the kernel would put them
local m = rtnl.decode(rtnl.encode("RTM_NEWQDISC", { index = 1, kind = "pfifo", stats2 = { basic = { bytes = 5, packets = 1 }, pkt64 = 2 ^ 32 + 1 } }))[1]
assert(m:raw():find("\12\0\8\0\1\0\0\0\1\0\0\0", 1, true))
eq(m:get("stats2.pkt64"), 2 ^ 32 + 1)
