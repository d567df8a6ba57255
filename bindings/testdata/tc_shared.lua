-- needs: command tc, command bash, qdisc clsact, qdisc htb, qdisc pfifo, filter flower, filter matchall, action gact
-- What filters share: chains with templates, blocks; and counts: of a whole dump, and past 32 bits. tc says what came of it.
ipr:link("add", { ifname = "v0", kind = "veth", peer = "v1" })
for _, name in ipairs{ "v0", "v1" } do ipr:link("set", { index = name, addr_gen_mode = "none", arp = false }) end -- nothing is sent but by us
for _, name in ipairs{ "v0", "v1" } do ipr:link("set", { index = name, state = "up" }) end
local function all(dump) -- messages as tables
  local list = {}
  for m in dump do list[#list + 1] = m:totable() end
  return list
end
local function chains(where)
  local list = {}
  for _, c in ipairs(all(ipr:chain("dump", where))) do list[c.chain] = c end
  return list
end

-- templates: ours as tc's own, on another link
local function template(dev, chain, words)
  words.index, words.parent, words.chain, words.kind = dev, "ingress", chain, "flower"
  ipr:chain("add", words)
end
for _, dev in ipairs{ "v0", "v1" } do ipr:tc("add", { index = dev, kind = "clsact" }) end
template("v0", 5, { protocol = "ip", dst_ip = "0.0.0.0/24" })
template("v0", 6, { dst_mac = "00:00:00:00:00:00/ff:ff:ff:00:00:00" })
template("v0", 7, { protocol = "ipv6", ip_proto = "tcp", src_port = 1, dst_ip = "::/64" })
ipr:chain("add", { index = "v0", parent = "ingress", chain = 8 })
sh("tc chain add dev v1 ingress proto ip chain 5 flower dst_ip 0.0.0.0/24")
sh("tc chain add dev v1 ingress proto all chain 6 flower dst_mac 00:00:00:00:00:00/ff:ff:ff:00:00:00")
sh("tc chain add dev v1 ingress proto ipv6 chain 7 flower ip_proto tcp src_port 1 dst_ip ::/64")
sh("tc chain add dev v1 ingress chain 8")
eq(ip("tc chain show dev v0 ingress"), ip("tc chain show dev v1 ingress"))
local ours, theirs = chains{ index = "v0", parent = "ingress" }, chains{ index = "v1", parent = "ingress" }
for n = 5, 8 do
  eq({ ours[n].kind, ours[n].options, ours[n].parent }, { theirs[n].kind, theirs[n].options, theirs[n].parent })
  local one = ipr:chain("get", { index = "v0", parent = "ingress", chain = n })[1]:totable()
  eq(one, ours[n])
end
eq(ours[5].options, { key_eth_type = 0x800, key_ipv4_dst = "0.0.0.0", key_ipv4_dst_mask = "255.255.255.0" })
eq(ours[8].options, nil)
local function into(chain, words)
  words.index, words.parent, words.chain, words.kind, words.prio = "v0", "ingress", chain, words.kind or "flower", 1
  return ipr:tc("add-filter", words)
end
fails(into, "Mask does not fit the template", 5, { protocol = "ip", dst_ip = "10.0.0.1", src_ip = "10.0.0.2" })
fails(into, "Chain template is set to a different filter kind", 5, { kind = "matchall" })
into(5, { protocol = "ip", dst_ip = "10.0.0.0/24", action = "drop" })
into(8, { kind = "matchall", action = "goto_chain 5" })
ipr:chain("del", { index = "v0", parent = "ingress", chain = 6 })
fails(ipr.chain, "Cannot find specified filter chain", ipr, "get", { index = "v0", parent = "ingress", chain = 6 })
fails(ipr.chain, "Cannot find specified filter chain", ipr, "del", { index = "v0", parent = "ingress", chain = 66 })
fails(ipr.chain, "Filter chain already exists", ipr, "add", { index = "v0", parent = "ingress", chain = 7 })
for _, dev in ipairs{ "v0", "v1" } do ipr:tc("del", { index = dev, kind = "clsact" }) end

-- blocks: two links' filters are one list, that is asked by its number
ipr:tc("add", { index = "v0", kind = "clsact", ingress_block = 5, egress_block = 6 })
sh("tc qdisc add dev v1 ingress_block 5 clsact")
for dev, want in pairs{ v0 = { 5, 6 }, v1 = { 5 } } do
  local tc_says
  for _, q in ipairs(ip("tc qdisc show dev " .. dev)) do if q.kind == "clsact" then tc_says = q end end
  eq({ tc_says.ingress_block, tc_says.egress_block }, want)
  local q = ipr:tc("dump", { index = dev, kind = "clsact" }):first()
  eq({ q.ingress_block, q.egress_block }, want)
end
ipr:tc("add-filter", { block = 5, kind = "flower", protocol = "ip", prio = 3, dst_ip = "10.0.0.0/24", action = "drop" })
sh("tc filter add block 5 protocol ip pref 4 flower dst_ip 10.0.1.0/24 action drop")
sh("tc filter add block 6 protocol ip pref 7 flower dst_ip 10.0.0.9 action pass")
ipr:chain("add", { block = 5, chain = 9 })
local a, b = all(ipr:tc("dump-filter", { block = 5, prio = 3 })), all(ipr:tc("dump-filter", { block = 5, prio = 4 }))
eq({ #a, #b, #all(ipr:tc("dump-filter", { block = 6 })) }, { 2, 2, 2 }) -- each after its list's head
eq({ a[2].index, a[2].parent, a[2].handle, a[2].options.key_ipv4_dst, b[2].options.key_ipv4_dst }, { -1, 5, 1, "10.0.0.0", "10.0.1.0" })
a[2].options.key_ipv4_dst, a[2].options.act, b[2].options.key_ipv4_dst, b[2].options.act, a[2].info, b[2].info = nil
eq(a[2], b[2])
eq(#ip("tc filter show block 5"), 4)
assert(chains{ block = 5 }[9])
ipr:chain("del", { block = 5, chain = 9 })
eq(chains{ block = 5 }[9], nil)
ipr:tc("del-filter", { block = 5, kind = "flower", protocol = "ip", prio = 3 })
sh("tc filter del block 5 protocol ip pref 4 flower")
eq(all(ipr:tc("dump-filter", { block = 5 })), {})
fails(ipr.tc, "Block of given index was not found", ipr, "add-filter", { block = 99, kind = "matchall", prio = 1 })
fails(ipr.tc, "shared. Please use the block index", ipr, "add-filter", { index = "v0", parent = "ingress", kind = "matchall", prio = 1 })
for _, dev in ipairs{ "v0", "v1" } do ipr:tc("del", { index = dev, kind = "clsact" }) end

-- how the hardware is to count
ipr:tc("add", { index = "v0", kind = "clsact" })
for prio, how in ipairs{ "immediate", "delayed", "disabled" } do
  ipr:tc("add-filter", { index = "v0", parent = "ingress", kind = "matchall", prio = prio, action = { kind = "gact", action = "pass", hw_stats = how } })
  sh(("tc filter add dev v0 ingress pref %d matchall action pass hw_stats %s"):format(prio + 10, how))
  local got = all(ipr:tc("dump-filter", { index = "v0", parent = "ingress", prio = prio }))[2].options.act[1].hw_stats
  eq(got, { value = prio % 3, selector = 3 })
  eq(all(ipr:tc("dump-filter", { index = "v0", parent = "ingress", prio = prio + 10 }))[2].options.act[1].hw_stats, got)
  eq(ip("tc filter show dev v0 ingress pref " .. prio)[2].options.actions[1].hw_stats, { how })
end
fails(ipr.tc, "hw_stats: \"never\" is none of immediate, delayed", ipr, "add-filter",
  { index = "v0", parent = "ingress", kind = "matchall", prio = 30, action = { kind = "gact", action = "pass", hw_stats = "never" } })
ipr:tc("del", { index = "v0", kind = "clsact" })

-- counts: a size table makes packets long, so that few of them are more bytes than 32 bits tell
ipr:tc("add", { index = "v0", kind = "pfifo", root = true, limit = 10000, stab = { overhead = 1000000 } })
ipr:tc("add", { index = "v1", kind = "htb", root = true, default = 1 })
ipr:addr("add", { index = "v0", address = "10.0.0.1/24" })
local path = os.tmpname()
local file = io.open(path, "w")
file:write("exec 3>/dev/udp/10.0.0.2/9; for ((i = 0; i < 5000; i++)); do echo x >&3; done")
file:close()
sh("bash", path)
os.remove(path)
local root = all(ipr:tc("dump", { index = "v0", parent = "root" }))[1]
eq(root.stats2.basic, { bytes = 5000 * (1000000 + 14 + 20 + 8 + 2), packets = 5000 })
assert(root.stats2.basic.bytes > 2 ^ 32)
local said = ip("tc -s qdisc show")
for i, q in ipairs(all(ipr:tc("dump"))) do
  local s = said[i]
  eq({ s.kind, s.bytes, s.packets, s.drops, s.overlimits, s.requeues, s.backlog, s.qlen }, { q.kind, q.stats2.basic.bytes, q.stats2.basic.packets, q.stats2.queue.drops,
    q.stats2.queue.overlimits, q.stats2.queue.requeues, q.stats2.queue.backlog, q.stats2.queue.qlen })
end
