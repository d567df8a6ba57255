-- needs: lab, command tc, qdisc htb, qdisc sfq, qdisc tbf, qdisc netem, qdisc hfsc, qdisc drr, qdisc choke, qdisc cake, qdisc codel, qdisc fq_codel, qdisc clsact, filter u32, filter fw, filter matchall, filter basic, filter flow, filter bpf, action gact, action police, action mirred, action bpf
-- The call forms of pyroute2's documents: words by place, handles as numbers, its own words; tc says what came of them.
ipr:link("add", { ifname = "v0", kind = "veth", peer = "v1" })
for _, name in ipairs{ "v0", "v1" } do ipr:link("set", { index = name, state = "up" }) end
local v0, v1 = ipr:link_lookup{ ifname = "v0" }[1], ipr:link_lookup{ ifname = "v1" }[1]
local wrong = {} -- told at the end, all of it
local function says(line, ...)
  local out = sh("tc " .. line):gsub("%s+", " ")
  for _, want in ipairs{ ... } do
    if not out:find(want, 1, true) then wrong[#wrong + 1] = ("tc %s: want %q in\n%s"):format(line, want, out) end
  end
end

-- htb with a default class as a number, classes and a filter by fields at offsets
ipr:tc("add", "htb", v0, 0x10000, { default = 0x200000 })
ipr:tc("add-class", "htb", v0, 0x10001, { parent = 0x10000, rate = "256kbit", burst = 1024 * 6 })
ipr:tc("add-class", "htb", v0, 0x10010, { parent = 0x10001, rate = "192kbit", burst = 1024 * 6, prio = 1 })
ipr:tc("add-class", "htb", v0, 0x10020, { parent = 0x10001, rate = "128kbit", burst = 1024 * 6, prio = 2 })
ipr:tc("add", "sfq", v0, 0x100000, { parent = 0x10010, perturb = 10 })
ipr:tc("add", "tbf", v0, 0x200000, { parent = 0x10020, rate = "220kbit", latency = "50ms", burst = 1540 })
ipr:tc("add-filter", "u32", v0, { parent = 0x10000, prio = 10, protocol = 0x800, target = 0x10020, keys = { "0x0006/0x00ff+8", "0x0000/0xffc0+2" } })
ipr:tc("add-filter", "u32", v0, { parent = 0x10000, prio = 10, protocol = 0x800, target = 0x10010, keys = { "0x5/0xf+0", "0x10/0xff+33" } })
ipr:tc("add-filter", "u32", v0, { parent = 0x10000, prio = 11, protocol = 0x800, target = 0x10010, keys = { "0xc0a80001/0xffffffff+12" } })
says("-d class show dev v0", "class htb 1:1 root rate 256Kbit", "burst 6Kb", "class htb 1:20 parent 1:1", "prio 2 quantum 1600 rate 128Kbit")
says("qdisc show dev v0", "htb 1: root", "sfq 10: parent 1:10", "perturb 10sec", "tbf 20: parent 1:20 rate 220Kbit burst 1539b lat 50ms")
says("filter show dev v0", "match 00060000/00ff0000 at 8", "match 00000000/0000ffc0 at 0", "match 05000000/0f000000 at 0", "match 00100000/00ff0000 at 32", "match c0a80001/ffffffff at 12")

-- actions: a word, a table, a chain of them
for i, action in ipairs{ "drop", { kind = "gact", action = "drop" },
  { { kind = "bpf", bytecode = "1,6 0 0 1", action = "ok" }, { kind = "police", rate = "10kbit", burst = 10240, limit = 0 }, { kind = "gact", action = "ok" } } } do
  ipr:tc("add-filter", "u32", v0, { parent = 0x10000, prio = 20 + i, protocol = 3, target = 0x10020, keys = { "0x0/0x0+0" }, action = action })
end
says("filter show dev v0 pref 22", "match 00000000/00000000 at 0", "gact action drop")
says("filter show dev v0 pref 23", "bpf", "police", "rate 10Kbit burst 10Kb", "gact action pass")
-- a policer without the word
ipr:tc("add-filter", "u32", v0, { parent = 0x10000, prio = 30, protocol = 0x800, target = 0x10020, keys = { "0x0006/0x00ff+8" }, rate = "10kbit", burst = 10240, limit = 0, action = "drop" })
says("filter show dev v0 pref 30", "rate 10Kbit burst 10Kb", "action drop")
-- fw by its mark, and without options: the mark is the class
ipr:tc("add-filter", "fw", v0, { parent = 0x10000, prio = 40, protocol = 0x800, classid = 0x10010, handle = 0x5 })
says("filter show dev v0 pref 40", "fw", "handle 0x5 classid 1:10")
-- basic: the words of pyroute2 for what a packet is
ipr:tc("add-filter", "basic", v0, { parent = 0x10000, prio = 50, classid = 0x10010, em_kind = "cmp", match = {
  { layer = 2, opnd = "gt", align = "u16", offset = 3, mask = 0xff00, value = 20, relation = "&&" },
  { kind = "meta", object = { kind = "nfmark", op = ">" }, value = 24, mask = 0xf0, relation = "OR" },
  { kind = "meta", object = { kind = "sk_bound_if", op = "eq" }, value = "lo", inverse = true } } })
says("filter show dev v0 pref 50", "cmp(u16 at 3 layer 2 mask 0xff00 gt 20) AND meta(nf_mark mask 0x000000f0 gt 24) OR NOT meta(sk_bind_if eq lo)")
-- flow: a mode and its keys, and what is done to a key
ipr:tc("add-filter", "flow", v0, { parent = 0x10000, prio = 60, mode = "hash", keys = "src,nfct-src", divisor = 1024, perturb = 60, handle = 0x10, baseclass = 0x10010 })
for i, case in ipairs{ { {}, "keys dst" }, { { { op = "xor", num = 0xff } }, "xor 0x000000ff" }, { { { op = "addend", num = "-192.168.0.0" } }, "addend 0x3f580000" },
  { { { op = "and", num = 0xff }, { op = "rshift", num = 4 } }, "and 0x000000ff" } } do
  ipr:tc("add-filter", "flow", v0, { parent = 0x10000, prio = 60 + i, mode = "map", key = "dst", divisor = 1024, handle = 10, baseclass = 0x10010, ops = case[1] })
  says("filter show dev v0 pref " .. 60 + i, "flow", "divisor 1024", case[2])
end
says("filter show dev v0 pref 60", "hash keys src,nfct-src divisor 1024 baseclass 1:10", "perturb 60sec")
ipr:tc("del", "htb", v0, 0x10000, { root = true })

-- clsact: both ways, and to another link
ipr:tc("add", "clsact", v1)
ipr:tc("add-filter", "bpf", v1, ":1", { bytecode = "1,6 0 0 1", name = "first", parent = "ffff:fff2", classid = 1 })
ipr:tc("add-filter", "matchall", v1, { parent = "ffff:fff3", prio = 1, action = { kind = "mirred", direction = "egress", action = "mirror", ifindex = v0 } })
ipr:tc("add-filter", "matchall", v1, { parent = 0xFFFFFFF2, prio = 2, classid = "1:1", action = { { kind = "mirred", action = "redirect", direction = "ingress", ifindex = v0 } } })
says("filter show dev v1 ingress", "bpf", "handle 0x1 flowid :1", "mirred (Ingress Redirect to device v0) stolen")
says("filter show dev v1 egress", "mirred (Egress Mirror to device v0) pipe")
ipr:tc("del", "clsact", v1)

-- queues one by one: kind, words, what tc says
for _, case in ipairs{
  { "cake", { bandwidth = "2048kbit" }, "bandwidth 2048Kbit" }, { "cake", { bandwidth = "unlimited", autorate = true, nat = true }, "bandwidth unlimited autorate-ingress", " nat " },
  { "codel", { handle = "1:0", cdl_interval = nil, interval = "40ms", target = "2ms", limit = 5000, ecn = true }, "limit 5000p target 2ms interval 40ms ecn" },
  { "fq_codel", { interval = "40ms", target = "2ms", limit = 5000, ecn = true }, "limit 5000p", "target 2ms interval 40ms", "ecn" },
  { "choke", { limit = 5500, bandwidth = "10mbit", ecn = true }, "limit 5500p min 458p max 1375p ecn" },
  { "netem", { delay = 10000, jitter = "5000us", loss = 10, delay_corr = 30 }, "delay 10ms 5ms 30% loss 10%" },
  { "sfq", { perturb = 10, limit = 100, redflowlimit = 300000, max = 40000, min = 10000, probability = 0.1, ecn = true }, "min 10000b max 40000b probability 0.1 ecn" },
  { "tbf", { rate = "220kbit", burst = 1540, limit = 3000 }, "rate 220Kbit burst 1539b" },
} do
  case[2].root = true
  ipr:tc("replace", case[1], v0, case[2])
  for i = 3, #case do says("-d qdisc show dev v0 root", case[i]) end
  ipr:tc("del", { index = v0, root = true })
end
ipr:tc("add", "hfsc", v0, { handle = "1:0", default = "1:1" })
ipr:tc("add-class", "hfsc", v0, { handle = "1:1", parent = "1:0", rsc = { m2 = "5mbit" }, fsc = { m1 = "6mbit", d = "10ms", m2 = "4mbit" } })
says("class show dev v0", "class hfsc 1:1 parent 1: rt m1 0bit d 0us m2 5Mbit ls m1 6Mbit d 10ms m2 4Mbit")
ipr:tc("del", { index = v0, root = true })
ipr:tc("add", "drr", v0, "1:")
ipr:tc("add-class", "drr", v0, { handle = "1:20", quantum = 2000, parent = "1:" })
says("class show dev v0", "class drr 1:20 root quantum 2000b")

-- what is wrong says what: it is there already, there is no such parent, kind, class; twice; beside
local function refused(verb, want, words)
  words.index = words.index or v0
  local ok, err = pcall(ipr.tc, ipr, verb, words)
  if ok or not tostring(err):find(want, 1, true) then wrong[#wrong + 1] = ("%s: want %q, got %s"):format(verb, want, tostring(err)) end
end
refused("add", "EEXIST", { kind = "drr", handle = "1:", root = true })
refused("add", "no-such-kind", { kind = "no-such-kind", handle = "2:", parent = "1:20" })
refused("add-class", "EEXIST", { kind = "drr", handle = "1:20", parent = "1:", quantum = 20 })
refused("add-class", "parent", { kind = "drr", handle = "7:20", parent = "7:", quantum = 20 })
refused("add-filter", "Parent Qdisc", { kind = "matchall", parent = "7:", prio = 1 })
refused("del", "Failed to find qdisc", { parent = "7:" })
refused("add", "quantum: a qdisc drr has no options", { kind = "drr", handle = "1:", root = true, quantum = 5 })
refused("add", "buffer: has no effect", { kind = "tbf", root = true, rate = "1mbit", burst = "10k", buffer = "10k", limit = "10k" })
refused("add", "ecn: has no effect", { kind = "sfq", root = true, ecn = true })

assert(#wrong == 0, table.concat(wrong, "\n"))
