-- needs: lab, command tc, qdisc tbf, qdisc htb, qdisc red, qdisc choke, qdisc sfq, qdisc netem, qdisc cake, qdisc sfb, qdisc ets, qdisc fq, qdisc fq_codel, qdisc codel, qdisc pie, qdisc fq_pie, qdisc hhf, qdisc prio, qdisc skbprio, qdisc cbs, qdisc mqprio
-- Qdiscs as `tc -j -d -s` says them, field by field: its name, then ours, and by how much its number is ours.
ipr:link("add", { ifname = "v0", kind = "veth", peer = { ifname = "v1", num_tx_queues = 4 }, num_tx_queues = 4 })
for _, name in ipairs{ "v0", "v1" } do ipr:link("set", { index = name, addr_gen_mode = "none" }) end -- nothing is sent between two looks
for _, name in ipairs{ "v0", "v1" } do ipr:link("set", { index = name, state = "up" }) end

local function at(t, path)
  for name in path:gmatch("[^/]+") do
    if type(t) ~= "table" then return nil end
    t = t[name]
  end
  return t
end

local function same(kind, words, pairs_)
  words.kind, words.index, words.root = kind, "v0", true
  ipr:tc("add", words)
  local theirs, mine = ip("tc -s qdisc show dev v0 root")[1], ipr:tc("dump", { index = "v0", parent = "root" }):first():totable()
  eq({ theirs.kind, theirs.handle, theirs.root }, { mine.kind, ("%x:"):format(mine.handle / 65536), mine.parent == 2 ^ 32 - 1 })
  for _, field in ipairs{ "bytes", "packets" } do eq({ field, theirs[field] }, { field, mine.stats2.basic[field] }) end
  for _, field in ipairs{ "drops", "overlimits", "requeues", "backlog", "qlen" } do eq({ field, theirs[field] }, { field, mine.stats2.queue[field] }) end
  local compared = 0
  for line in pairs_:gmatch("[^\n]+") do
    local their, our, factor = line:match("^%s*(%S+) = (%S+)%s*%*?%s*(%S*)$")
    if their then
      local got, want = at(theirs, their), at(mine, our)
      assert(got ~= nil and want ~= nil, kind .. ": " .. line)
      if type(got) == "boolean" then got = got and 1 or 0 end
      if factor ~= "" then want = want * tonumber(factor) end
      if type(got) == "number" then
        assert(math.abs(got - want) <= math.abs(want) * 1e-5, ("%s: %s: tc says %s, nlua %s"):format(kind, their, tostring(got), tostring(want)))
      else
        eq(got, want, kind .. ": " .. their)
      end
      compared = compared + 1
    end
  end
  assert(compared > 0)
  ipr:tc("del", { index = "v0", root = true })
end

same("pfifo", { limit = 77 }, "options/limit = options/limit")
same("bfifo", { limit = "10k" }, "options/limit = options/limit")
same("skbprio", { limit = 50 }, "options/limit = options/limit")
same("tbf", { rate = "220kbit", burst = "10k", latency = "50ms", mpu = 60 }, [[
  options/rate = options/parms/rate
  options/mpu = options/parms/rate_mpu]])
same("htb", { default = 0x20, r2q = 5, direct_qlen = 50 }, [[
  options/r2q = options/init/rate2quantum
  options/direct_packets_stat = options/init/direct_pkts
  options/direct_qlen = options/direct_qlen]])
same("red", { limit = 400000, min = 30000, max = 90000, avpkt = 1000, burst = 55, ecn = true, probability = 0.02 }, [[
  options/limit = options/parms/limit
  options/min = options/parms/qth_min
  options/max = options/parms/qth_max
  options/ewma = options/parms/wlog
  options/Scell_log = options/parms/scell_log
  options/ecn = options/parms/flags
  options/probability = options/max_p * 2.3283064e-10
  marked = stats2/app/marked
  early = stats2/app/early
  pdrop = stats2/app/pdrop
  other = stats2/app/other]])
same("choke", { limit = 1000, min = 83, max = 250, burst = 300 }, [[
  options/limit = options/parms/limit
  options/min = options/parms/qth_min
  options/max = options/parms/qth_max
  options/ewma = options/parms/wlog
  options/Scell_log = options/parms/scell_log
  matched = stats2/app/matched]])
same("sfq", { limit = 100, perturb = 10, quantum = 2000, divisor = 512, flows = 64, depth = 50 }, [[
  options/limit = options/limit
  options/quantum = options/quantum
  options/depth = options/depth
  options/flows = options/flows
  options/divisor = options/divisor
  options/perturb = options/perturb_period]])
same("netem", { delay = "20ms", jitter = "5ms", delay_corr = "25%", loss = "1%", duplicate = "2%", limit = 500, rate = "1mbit", packet_overhead = 5, gap = 3, reorder = "10%" }, [[
  options/limit = options/limit
  options/gap = options/gap
  options/delay/delay = options/latency64 * 1e-9
  options/delay/jitter = options/jitter64 * 1e-9
  options/delay/correlation = options/corr/delay_corr * 2.3283064e-10
  options/loss-random/loss = options/loss * 2.3283064e-10
  options/duplicate/duplicate = options/duplicate * 2.3283064e-10
  options/reorder/reorder = options/reorder/probability * 2.3283064e-10
  options/rate/rate = options/rate/rate
  options/rate/packetoverhead = options/rate/packet_overhead]])
same("cake", { bandwidth = "20mbit", rtt = "50ms", overhead = 10, nat = true, wash = true }, [[
  options/bandwidth = options/base_rate64
  options/rtt = options/rtt
  options/overhead = options/overhead
  options/nat = options/nat
  options/wash = options/wash
  options/ingress = options/ingress
  options/split_gso = options/split_gso
  memory_used = stats2/app/memory_used
  memory_limit = stats2/app/memory_limit
  capacity_estimate = stats2/app/capacity_estimate64]])
same("sfb", { limit = 500, max = 30, target = 20 }, [[
  options/rehash = options/parms/rehash_interval * 1000
  options/db = options/parms/warmup_time * 1000
  options/limit = options/parms/limit
  options/max = options/parms/max
  options/target = options/parms/bin_size
  options/penalty_rate = options/parms/penalty_rate
  options/penalty_burst = options/parms/penalty_burst
  earlydrop = stats2/app/earlydrop
  maxqlen = stats2/app/maxqlen]])
same("ets", { bands = 4, strict = 2, quanta = { 3000, 1500 } }, [[
  options/bands = options/nbands
  options/strict = options/nstrict
  options/quanta = options/quanta/quanta_band
  options/priomap = options/priomap/priomap_band]])
same("fq", { limit = 2000, flow_limit = 50, quantum = 3028, maxrate = "50mbit" }, [[
  options/limit = options/plimit
  options/flow_limit = options/flow_plimit
  options/quantum = options/quantum
  options/initial_quantum = options/initial_quantum
  options/maxrate = options/flow_max_rate
  options/low_rate_threshold = options/low_rate_threshold
  options/orphan_mask = options/orphan_mask
  options/refill_delay = options/flow_refill_delay
  options/horizon = options/horizon]])
same("fq_codel", { limit = 1000, flows = 512, target = "3ms", interval = "40ms", quantum = 1000, memory_limit = "16m", ecn = true }, [[
  options/limit = options/limit
  options/flows = options/flows
  options/quantum = options/quantum
  options/target = options/target
  options/interval = options/interval
  options/memory_limit = options/memory_limit
  options/ecn = options/ecn
  options/drop_batch = options/drop_batch_size
  new_flow_count = stats2/app/stats/new_flow_count
  drop_overlimit = stats2/app/stats/drop_overlimit]])
same("codel", { limit = 100, target = "4ms", interval = "30ms" }, [[
  options/limit = options/limit
  options/target = options/target
  options/interval = options/interval
  count = stats2/app/count
  lastcount = stats2/app/lastcount
  ecn_mark = stats2/app/ecn_mark]])
same("pie", { limit = 100, target = "10ms", tupdate = "20ms", alpha = 3, beta = 21 }, [[
  options/limit = options/limit
  options/target = options/target
  options/tupdate = options/tupdate
  options/alpha = options/alpha
  options/beta = options/beta
  maxq = stats2/app/maxq]])
same("fq_pie", { limit = 1000, flows = 512, target = "10ms" }, [[
  options/limit = options/limit
  options/flows = options/flows
  options/target = options/target
  options/tupdate = options/tupdate
  options/quantum = options/quantum
  options/memory_limit = options/memory_limit
  options/ecn_prob = options/ecn_prob
  memory_used = stats2/app/memory_usage]])
same("hhf", { limit = 500, quantum = 1000 }, [[
  options/limit = options/backlog_limit
  options/quantum = options/quantum
  options/hh_limit = options/hh_flows_limit
  options/reset_timeout = options/reset_timeout
  options/admit_bytes = options/admit_bytes
  options/evict_timeout = options/evict_timeout
  options/non_hh_weight = options/non_hh_weight]])
same("prio", { bands = 4 }, [[
  options/bands = options/bands
  options/priomap = options/priomap]])
same("cbs", { hicredit = 62, locredit = -1470, sendslope = -980000, idleslope = 20000 }, [[
  options/hicredit = options/parms/hicredit
  options/locredit = options/parms/locredit
  options/sendslope = options/parms/sendslope
  options/idleslope = options/parms/idleslope
  options/offload = options/parms/offload]])
same("mqprio", { num_tc = 2, map = { 0, 1 }, queues = "1@0 1@1", hw = 0 }, [[
  options/tc = options/num_tc
  options/map = options/prio_tc_map]])
