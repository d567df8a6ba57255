-- needs: lab, command tc, qdisc tbf, qdisc htb, qdisc red, qdisc choke, qdisc sfq, qdisc netem, qdisc cake, qdisc sfb, qdisc ets, qdisc fq, qdisc fq_codel, qdisc codel, qdisc pie, qdisc fq_pie, qdisc hhf, qdisc prio, qdisc skbprio, qdisc cbs, qdisc mqprio
-- Each field that `tc -j -d -s qdisc` tells of what keywords make has a value in nlua, and the same. (What tc 6.1 tells of classes, hfsc and multiq is no JSON.)
dofile("testdata/json/agree.lua")
ipr:link("add", { ifname = "v0", kind = "veth", peer = { ifname = "v1", num_tx_queues = 4 }, num_tx_queues = 4 })
for _, name in ipairs{ "v0", "v1" } do ipr:link("set", { index = name, addr_gen_mode = "none" }) end -- nothing is sent between two looks
for _, name in ipairs{ "v0", "v1" } do ipr:link("set", { index = name, state = "up" }) end

local function handle(name)
  return function(want, t)
    local major, minor = bit.band(bit.rshift(t[name], 16), 0xffff), bit.band(t[name], 0xffff)
    return ("%x:"):format(major) .. (minor ~= 0 and ("%x"):format(minor) or "")
  end
end
local common = { handle = handle "handle", parent = handle "parent", root = function(want, t) return t.parent == 2 ^ 32 - 1 end, refcnt = "info", dev = "index" }
for set, names in pairs{ basic = { "bytes", "packets" }, queue = { "drops", "overlimits", "requeues", "backlog", "qlen" } } do
  for _, name in ipairs(names) do common[name] = "stats2." .. set .. "." .. name end
end
function common.otherwise(field)
  local name = field:match("^options%.(.*)")
  return name and { field, "options.parms." .. name, "options.qopt." .. name } or { field, "stats2.app." .. field, "stats2.app.stats." .. field }
end
common["options.drop_batch"] = "options.drop_batch_size" -- fq_codel, which mq and others have below
common.rate, common.pps = "stats2.rate_est.bps", "stats2.rate_est.pps"

local scale = 1 / 2 ^ 32
local function red(at_, flag, more)
  local rows = { min = at_ .. "qth_min", max = at_ .. "qth_max", ewma = at_ .. "wlog", Scell_log = at_ .. "scell_log", probability = scaled("options.max_p", scale) }
  for name, mask in pairs{ ecn = 1, harddrop = 2, adaptive = 4, nodrop = 8 } do rows[name] = set(flag, mask) end
  for name, row in pairs(more or {}) do rows[name] = row end
  return rows
end
local function ticks(t, name) return math.floor(at(t, "options.parms." .. name) * 0.064) / 1e6 end -- in seconds, of whole microseconds as with tc
local function rate(t) return t.options.rate64 or t.options.parms.rate end
local function near(a, b) return math.abs(a - b) <= math.max(1, b * 0.01) end
local function size(want, bytes) -- "10Kb/1"
  local n, unit = want:match("^([%d.]+)(%a+)/1$")
  return near(tonumber(n) * ({ b = 1, Kb = 1024, Mb = 1048576 })[unit], bytes)
end
local layer = { "ethernet", "atm" }
local function queues(counts, form)
  return function(want, t)
    local list = {}
    for i = 1, at(t, counts .. ".num_tc") do list[i] = form(at(t, counts .. ".offset." .. i), at(t, counts .. ".count." .. i)) end
    return list
  end
end
local clocks = { REALTIME = 0, MONOTONIC = 1, BOOTTIME = 7, TAI = 11 }
local function clock(path) return function(want, t) return at(t, path) == clocks[want] end end
local function onoff(path, mask) return function(want, t) return bit.band(at(t, path), mask) ~= 0 and "on" or "off" end end
local kinds = { -- within options; "/" before the name: beside them
  tbf = { rate = function(want, t) return rate(t) end, burst = function(want, t) return size(want, ticks(t, "buffer") * rate(t)) end, mpu = "parms.rate_mpu", overhead = "parms.rate_overhead", linklayer = function(want, t) return layer[t.options.parms.rate_linklayer] end,
    mtu = function(want, t) return size(want, ticks(t, "mtu") * (t.options.prate64 or t.options.parms.peak)) end,
    lat = function(want, t)
      local lat = t.options.parms.limit / rate(t) - ticks(t, "buffer")
      local peak = (t.options.prate64 or t.options.parms.peak)
      if peak > 0 then lat = math.max(lat, t.options.parms.limit / peak - ticks(t, "mtu")) end
      return near(want, lat * 1e6)
    end },
  htb = { default = function(want, t) return t.options.init.defcls == tonumber(want) end, direct_packets_stat = "init.direct_pkts", r2q = "init.rate2quantum", ver = function(want, t) return want == ("%d.%d"):format(math.floor(t.options.init.version / 65536), t.options.init.version % 65536) end,
    ["/stab.linklayer"] = function(want, t) return layer[t.stab.base.linklayer] end, ["/stab.mpu"] = "stab.base.mpu", ["/stab.mtu"] = "stab.base.mtu", ["/stab.overhead"] = "stab.base.overhead", ["/stab.tsize"] = "stab.base.tsize" },
  red = red("options.parms.", "options.flags.value", { qevents = function(want, t)
    local list = {}
    for _, name in ipairs{ "early_drop", "mark" } do
      if t.options[name .. "_block"] then list[#list + 1] = { kind = name, block = t.options[name .. "_block"] } end
    end
    return list
  end }),
  choke = red("options.parms.", "options.parms.flags"), sfq = red("options.", "options.flags", { perturb = "perturb_period" }),
  gred = { dp_cnt = "dps.dps", dp_default = "dps.def_dp", grio = "dps.grio", ecn = set("options.dps.flags", 1), harddrop = set("options.dps.flags", 2), adaptive = set("options.dps.flags", 4), nodrop = set("options.dps.flags", 8), vqs = "vq_list.entry" },
  netem = { ["corrupt.corrupt"] = scaled("options.corrupt.probability", scale), ["corrupt.correlation"] = scaled("options.corrupt.correlation", scale), ["delay.delay"] = scaled("options.latency64", 1e-9), ["delay.jitter"] = scaled("options.jitter64", 1e-9),
    ["delay.correlation"] = scaled("options.corr.delay_corr", scale), ["duplicate.duplicate"] = scaled("options.duplicate", scale), ["duplicate.correlation"] = scaled("options.corr.dup_corr", scale), ecn = function(want, t) return t.options.ecn or 0 end,
    ["loss-random.loss"] = scaled("options.loss", scale), ["loss-random.correlation"] = scaled("options.corr.loss_corr", scale), ["reorder.reorder"] = scaled("options.reorder.probability", scale), ["reorder.correlation"] = scaled("options.reorder.correlation", scale),
    ["loss-gemodel.p"] = scaled("options.loss_model.ge.p", scale), ["loss-gemodel.r"] = scaled("options.loss_model.ge.r", scale), ["loss-gemodel.1-h"] = function(want, t) return 1 - t.options.loss_model.ge.h * scale end, ["loss-gemodel.1-k"] = scaled("options.loss_model.ge.k1", scale),
    ["loss-state.p13"] = scaled("options.loss_model.gi.p13", scale), ["loss-state.p31"] = scaled("options.loss_model.gi.p31", scale), ["loss-state.p32"] = scaled("options.loss_model.gi.p32", scale), ["loss-state.p23"] = scaled("options.loss_model.gi.p23", scale),
    ["loss-state.p14"] = scaled("options.loss_model.gi.p14", scale), ["rate.celloverhead"] = "rate.cell_overhead", ["rate.cellsize"] = "rate.cell_size", ["rate.packetoverhead"] = "rate.packet_overhead", ["slot.bytes"] = "slot.max_bytes", ["slot.packets"] = "slot.max_packets", ["slot.min-delay"] = scaled("options.slot.min_delay", 1e-9),
    ["slot.max-delay"] = scaled("options.slot.max_delay", 1e-9), ["slot.distribution"] = scaled("options.slot.dist_delay", 1e-9), ["slot.jitter"] = scaled("options.slot.dist_jitter", 1e-9) },
  sfb = { db = scaled("options.parms.warmup_time", 1000), rehash = scaled("options.parms.rehash_interval", 1000), target = "parms.bin_size", increment = scaled("options.parms.increment", 1 / 65535), decrement = scaled("options.parms.decrement", 1 / 65535) },
  ets = { bands = "nbands", strict = "nstrict", quanta = "quanta.quanta_band", priomap = "priomap.priomap_band" },
  fq = { ["/gc"] = "stats2.app.gc_flows", ["/highprio"] = "stats2.app.highprio_packets", ["/inactive"] = "stats2.app.inactive_flows", buckets = function(want, t) return 2 ^ t.options.buckets_log end, limit = "plimit", flow_limit = "flow_plimit", maxrate = "flow_max_rate",
    refill_delay = "flow_refill_delay", pacing = "rate_enable", horizon_cap = function(want, t) return t.options.horizon_drop == 0 end, horizon_drop = function(want, t) return t.options.horizon_drop == 1 end },
  fq_pie = { ["/memory_used"] = "stats2.app.memory_usage", ["/pkts_in"] = "stats2.app.packets_in" }, pie = { ["/pkts_in"] = "stats2.app.packets_in" },
  hhf = { ["/cur_hh"] = "stats2.app.hh_cur_count", ["/tot_hh"] = "stats2.app.hh_tot_count", hh_limit = "hh_flows_limit", limit = "backlog_limit" },
  etf = { clockid = clock "options.parms.clockid", deadline_mode = onoff("options.parms.flags", 1), offload = onoff("options.parms.flags", 2), skip_sock_check = onoff("options.parms.flags", 4) },
  mqprio = { tc = "num_tc", map = "prio_tc_map", mode = function(want, t) return (t.options.mode or 0) == 0 and "dcb" end, shaper = function(want, t) return (t.options.shaper or 0) == 0 and "dcb" end, queues = queues("options", function(first, n) return { first, first + n - 1 } end) },
  taprio = { tc = "priomap.num_tc", map = "priomap.prio_tc_map", queues = queues("options.priomap", function(first, n) return { offset = first, count = n } end), base_time = "sched_base_time", clockid = clock "options.sched_clockid", cycle_time = "sched_cycle_time",
    cycle_time_extension = "sched_cycle_time_extension", schedule = "sched_entry_list.entry", ["schedule.cmd"] = function(want, t) return t.cmd == 0 and "S" end, ["schedule.gatemask"] = "gate_mask" },
  cake = { bandwidth = function(want, t) return t.options.base_rate64 == 0 and "unlimited" or t.options.base_rate64 end, autorate = function(want, t) return (t.options.autorate == 1) == (want == "autorate-ingress") end, diffserv = "diffserv_mode", flowmode = "flow_mode", ["ack-filter"] = function(want, t) return t.options.ack_filter == ({ disabled = 0, enabled = 1, aggressive = 2 })[want] end,
    memlimit = "memory", raw = function(want, t) return (t.options.raw ~= nil) == want end, ["/capacity_estimate"] = "stats2.app.capacity_estimate64", ["/avg_hdr_offset"] = "stats2.app.avg_netoff", ["/max_adj_size"] = "stats2.app.max_adjlen",
    ["/min_adj_size"] = "stats2.app.min_adjlen", ["/max_network_size"] = "stats2.app.max_netlen", ["/min_network_size"] = "stats2.app.min_netlen", ["/tins"] = "stats2.app.tin_stats", ["/tins.threshold_rate"] = "threshold_rate64", ["/tins.sent_bytes"] = "sent_bytes64",
    ["/tins.drops"] = "dropped_packets", ["/tins.ecn_mark"] = "ecn_marked_packets", ["/tins.ack_drops"] = "acks_dropped_packets", ["/tins.max_pkt_len"] = "max_skblen" },
  prio = { multiqueue = false }, -- whether TCA_PRIO_MQ is there, which kernels since 2.6.27 do not say
}
for name, field in pairs{ limit = "limit", min = "qth_min", max = "qth_max", ewma = "wlog", Scell_log = "scell_log", prio = "prio", qave = "qave", other = "other" } do
  kinds.gred["vqs." .. name] = function(want, t, whole) return whole.options.parms[t.dp + 1][field] end
end
kinds.gred["vqs.probability"] = function(want, t, whole) return whole.options.max_p[t.dp + 1] * scale end
for name, field in pairs{ vq = "dp", bytes = "stat_bytes", packets = "stat_packets", backlog = "stat_backlog", prob_drop = "stat_prob_drop", prob_mark = "stat_prob_mark", forced_drop = "stat_forced_drop", forced_mark = "stat_forced_mark", pdrop = "stat_pdrop" } do
  kinds.gred["vqs." .. name] = function(want, t) return t[field] end
end
for name, mask in pairs{ ecn = 1, harddrop = 2, adaptive = 4, nodrop = 8 } do kinds.gred["vqs." .. name] = set("flags", mask) end
local tables = {}
for kind, rows in pairs(kinds) do
  tables[kind] = setmetatable({}, { __index = common })
  for name, row in pairs(rows) do
    local field = name:match("^/(.*)")
    if not field and type(row) == "string" and not row:find("^options%.") and not name:find("^schedule%.") then row = "options." .. row end
    tables[kind][field or "options." .. name] = row
  end
end
local function compare(kind)
  agreed(kind, ip("tc -s qdisc show dev v0"), ipr:tc("dump", { index = "v0" }):list(), tables[kind] or common)
end
local function same(kind, words, classes)
  words.kind, words.index, words.root, words.handle = kind, "v0", true, kind ~= "mqprio" and "1:" or nil
  ipr:tc("add", words)
  for _, class in ipairs(classes or {}) do
    class.kind, class.index = kind, "v0"
    local verb = class.verb or "add-class"
    class.verb = nil
    ipr:tc(verb, class)
  end
  compare(kind)
  ipr:tc("del", { index = "v0", root = true })
end

same("pfifo", { limit = 77 })
same("bfifo", { limit = "10k" })
same("skbprio", { limit = 50 })
same("tbf", { rate = "220kbit", burst = "10k", latency = "50ms", mpu = 60 })
same("tbf", { rate = "40gbit", burst = "10mb", limit = "1mb", peak = "50gbit", mtu = 9000, mpu = 64, overhead = 14 })
same("tbf", { rate = "1mbit", burst = "10k", limit = "20k", mtu = 2000, linklayer = "atm", overhead = 10, mpu = 60 })
same("htb", { default = 0x20, r2q = 5, direct_qlen = 50, stab = { linklayer = "atm", overhead = 40, mtu = 1600, mpu = 100 }, estimator = { interval = "250ms", time = "1s" } }, {
  { handle = "1:1", parent = "1:", rate = "10mbit", ceil = "20mbit", prio = 3 },
  { handle = "1:2", parent = "1:1", rate = "100gbit", burst = 1250000, cburst = 2500000, mtu = 9000, linklayer = "atm", quantum = 6000, estimator = { interval = "250ms", time = "1s" } } })
same("drr", {}, { { parent = "1:", handle = "1:1", quantum = 1000 } })
same("qfq", {}, { { parent = "1:", handle = "1:1", weight = 10, maxpkt = 1600 } })
same("red", { limit = 400000, min = 30000, max = 90000, avpkt = 1000, burst = 55, ecn = true, probability = 0.02, nodrop = true, qevent_early_drop = 10, qevent_mark = 11 })
same("red", { limit = 100000, avpkt = 500, bandwidth = "100mbit", adaptive = true, harddrop = true })
same("choke", { limit = 1000, min = 83, max = 250, burst = 300, ecn = true, bandwidth = "10mbit" })
same("gred", { dps = 3, default = 2, grio = true, limit = 100000 }, { { verb = "change", root = true, dp = 1, limit = 60000, min = 15000, max = 25000, avpkt = 1000, burst = 20, prio = 2, probability = 0.02, bandwidth = "10mbit" } })
same("gred", { dps = 3, default = 2 }, { { verb = "change", root = true, dp = 1, limit = 60000, min = 15000, max = 25000, avpkt = 1000, prio = 2, ecn = true, harddrop = true } })
same("sfq", { limit = 100, perturb = 10, quantum = 2000, divisor = 512, flows = 64, depth = 50, headdrop = true })
same("sfq", { limit = 3000, redflowlimit = 100000, min = 8000, max = 60000, avpkt = 1000, burst = 30, probability = 0.1, ecn = true, harddrop = true })
same("netem", { delay = "20ms", jitter = "5ms", delay_corr = "25%", loss = "1%", loss_corr = 10, duplicate = "2%", dup_corr = "4%", limit = 500, rate = "1mbit", packet_overhead = 5, cell_size = 48, cell_overhead = -2, gap = 3, reorder = "10%", corr_reorder = "50%", corrupt = "1%", corr_corrupt = "2%" })
same("netem", { limit = 5, delay = "10ms", jitter = "3ms", loss = { state = "1% 80% 2% 20% 0.5%" }, ecn = true, slot = { min = "1ms", max = "5ms", packets = 5, bytes = 1000 } })
same("netem", { loss = { gemodel = "1% 10% 75% 0.1%" }, slot = { distribution = "normal", delay = "5ms", jitter = "1ms", packets = 5, bytes = 1000 } })
same("cake", { bandwidth = "20mbit", rtt = "50ms", overhead = 10, nat = true, wash = true })
same("cake", { bandwidth = "unlimited", diffserv_mode = "besteffort", flow_mode = "flowblind", wash = true, split_gso = false, ack_filter = "aggressive", memory_limit = "1m", fwmark = 0xff, atm_mode = "atm", overhead = 48, mpu = 64, ingress = true, rtt = "50ms" })
same("cake", { bandwidth = "10mbit", autorate = true, diffserv = "diffserv8", flow_mode = "dual-dsthost", nat = false, wash = false, split_gso = true, ack_filter = true, atm_mode = "ptm", ingress = false, rtt = "satellite" })
same("sfb", { rehash = "300s", db = "30s", limit = 500, max = 30, target = 20, increment = 0.001, decrement = 0.0001, penalty_rate = 20, penalty_burst = 30 })
same("ets", { bands = 4, strict = 2, quanta = { 3000, 1500 }, priomap = { 3, 2, 1, 0 } }, { { verb = "change-class", parent = "1:", handle = "1:3", quantum = 5000 } })
same("fq", { limit = 2000, flow_limit = 50, quantum = 3028, maxrate = "50mbit", buckets = 512, pacing = false, refill_delay = "30ms", orphan_mask = 255, low_rate_threshold = "500kbit", ce_threshold = "4ms", timer_slack = "20us", horizon_cap = true })
same("fq", { initial_quantum = 1000, horizon = "20s", horizon_drop = true })
same("fq_codel", { limit = 1000, flows = 512, target = "3ms", interval = "40ms", quantum = 1000, memory_limit = "16m", ecn = true, ce_threshold = "4ms", ce_threshold_selector = 3, ce_threshold_mask = 7, drop_batch = 32 })
same("codel", { limit = 100, target = "4ms", interval = "30ms", ecn = true, ce_threshold = "20ms" })
same("pie", { limit = 100, target = "10ms", tupdate = "20ms", alpha = 3, beta = 21, bytemode = true, ecn = true, dq_rate_estimator = true })
same("fq_pie", { limit = 1000, flows = 512, target = "10ms", tupdate = "20ms", alpha = 3, beta = 21, quantum = 1000, memory_limit = "16m", ecn_prob = 20, ecn = true, bytemode = true, dq_rate_estimator = true })
same("hhf", { limit = 500, quantum = 1000, hh_limit = 100, reset_timeout = "40ms", admit_bytes = "64k", evict_timeout = "1s", non_hh_weight = 3 })
same("prio", { bands = 4, priomap = { 3, 2, 1, 0, 3, 2, 1, 0, 3, 2, 1, 0, 3, 2, 1, 0 } })
same("cbs", { hicredit = 62, locredit = -1470, sendslope = -980000, idleslope = 20000 })
same("etf", { delta = 300000, clockid = "TAI", deadline_mode = true, skip_sock_check = true })
same("mqprio", { num_tc = 2, map = { 0, 1 }, queues = "1@0 1@1", hw = 0 })
same("taprio", { num_tc = 2, map = { 0, 1 }, queues = "1@0 1@1", base_time = 1000, flags = 1, txtime_delay = 500000, clockid = "TAI", cycle_time = 700000, cycle_time_extension = 1000, sched_entries = { "S 01 300000", "S 02 400000" } })
same("plug", { limit = 100000 })
same("mq", {})
ipr:tc("add", { kind = "clsact", index = "v0", ingress_block = 5, egress_block = 6 })
compare("clsact")
disagreed()
