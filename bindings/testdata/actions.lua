-- needs: lab, command tc, action gact, action mirred, action police, action skbedit, action pedit, action vlan
-- Actions that stand alone (RTM_*ACTION). The kernel lets only root of the initial user namespace change them: in the lab.
local function shown(kind) -- index -> what tc says
  local all = {}
  for _, entry in ipairs(ip("tc actions list action " .. kind)) do
    for _, act in ipairs(entry.actions or {}) do all[act.index] = act end
  end
  return all
end
local function mine(kind, filter) -- index -> what nlua reads, and the number of messages
  local all, pages = {}, 0
  filter = filter or {}
  filter.kind = kind
  for m in ipr:action("dump", filter) do
    pages = pages + 1
    eq(m.count, #m.tab)
    for _, act in ipairs(m.tab) do
      eq(act.kind, kind)
      all[act:get("options.parms.index") or act:get("options.tbf.index") or act:get("options.parms_ex.index")] = act
    end
  end
  return all, pages
end
local function indices(t)
  local list = {}
  for k in pairs(t) do list[#list + 1] = k end
  table.sort(list)
  return list
end

-- made here, as tc reads it
ipr:link("add", { ifname = "d0", kind = "dummy" })
ipr:action("add", { kind = "gact", index = 7, action = "drop" })
ipr:action("add", { actions = { { kind = "gact", index = 8, action = "trap" }, { kind = "vlan", index = 3, v_action = "push", id = 5 } } })
ipr:action("add", { kind = "mirred", index = 9, action = "mirror", dev = "d0" })
ipr:action("add", { kind = "police", index = 4, rate = "1mbit", burst = "10k", action = "drop" })
ipr:action("add", { kind = "skbedit", index = 5, priority = 6, mark = 77 })
ipr:action("add", { kind = "pedit", index = 6, munge = "ip ttl set 63" })
local gact = shown("gact")
eq(indices(gact), { 7, 8 })
eq({ gact[7].control_action.type, gact[8].control_action.type, gact[7].bind, gact[7].ref }, { "drop", "trap", 0, 1 })
local act = mine("gact")
eq(indices(act), { 7, 8 })
eq({ act[7].options.parms.action, act[7].options.parms.refcnt, act[8].options.parms.action }, { 2, 1, 8 })
eq(tostring(ipr:action("dump", { kind = "gact" }):first()), "gact 7, gact 8")
local v = shown("vlan")[3]
eq({ v.vlan_action, v.id, mine("vlan")[3].options.push_vlan_id }, { "push", 5, 5 })
local d = shown("mirred")[9]
eq({ d.mirred_action, d.direction, d.to_dev, mine("mirred")[9].options.parms.ifindex }, { "mirror", "egress", "d0", ipr:link_lookup{ ifname = "d0" }[1] })
eq(indices(shown("police")), { 4 })
eq(mine("police")[4].options.tbf.rate, 125000)
local e = shown("skbedit")[5]
eq({ e.mark, mine("skbedit")[5].options.mark, mine("skbedit")[5].options.priority }, { 77, 77, 6 })
eq({ shown("pedit")[6].nkeys, indices(mine("pedit")) }, { 1, { 6 } })

-- made by tc, as read here
sh("tc actions add action gact pass random determ drop 5 index 20")
act = mine("gact")[20]
eq({ act.options.parms.action, act.options.prob.ptype, act.options.prob.pval, act.options.prob.paction }, { 0, 2, 5, 2 })
sh("tc actions del action gact index 20")

-- get, replace, del
eq(ipr:action("get", { kind = "gact", index = 7 })[1]:get("tab")[1].options.parms.action, 2)
ipr:action("replace", { kind = "gact", index = 7, action = "reclassify" })
eq(shown("gact")[7].control_action.type, "reclassify")
fails(ipr.action, "EEXIST", ipr, "add", { kind = "gact", index = 7, action = "pass" })
ipr:action("del", { kind = "gact", index = 8 })
eq(indices(shown("gact")), { 7 })
fails(ipr.action, "ENOENT", ipr, "get", { kind = "gact", index = 8 })
fails(ipr.action, "kind is missing", ipr, "get", { index = 8 })

-- pages: more than one message holds, in a batch of one action each and of 32
ipr:batch(function(b)
  for i = 1, 30 do
    local list = {}
    for j = 1, 32 do list[j] = { kind = "police", index = i * 100 + j, rate = "1mbit", burst = "10k", action = "drop" } end
    b:action("add", { actions = list })
  end
end)
local all, pages = mine("police")
eq(#indices(all), 961)
assert(pages > 3, pages .. " pages")
eq(#indices(shown("police")), 961)
eq(#indices((mine("police", { time_delta = "60s" }))), 961)
nlua.sleep(1)
eq(#indices((mine("police", { time_delta = "1ms" }))), 0)

-- a filter uses one by its number: it stays, and flush ends at it
ipr:tc("add", "clsact", "d0")
ipr:tc("add-filter", "matchall", "d0", { parent = "ffff:fff2", protocol = "all", action = { kind = "police", index = 1920 } })
eq(mine("police")[1920].options.tbf.bindcnt, 1)
fails(ipr.action, "action del: .*EPERM.*a filter uses it", ipr, "del", { kind = "police", index = 1920 })
pcall(ipr.action, ipr, "flush", { kind = "police" })
eq({ mine("police")[1920].kind, mine("police")[4] }, { "police", nil })
ipr:tc("del", { index = "d0", parent = "ffff:fff1" })
for _, kind in ipairs{ "gact", "vlan", "mirred", "police", "skbedit", "pedit" } do
  ipr:action("flush", { kind = kind })
  eq({ kind, indices(mine(kind)), indices(shown(kind)) }, { kind, {}, {} })
end
