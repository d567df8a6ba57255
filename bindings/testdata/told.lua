-- needs: bond, hsr, dummy
-- What the kernel tells of a link and takes from nobody: as a keyword it is refused, in a filter it is good, and sent as it is it changes
-- nothing. So none of the rows that say so is wrong.

ipr:link("add", { ifname = "d0", kind = "dummy" })
ipr:link("add", { ifname = "d1", kind = "dummy" })
ipr:link("add", { ifname = "d2", kind = "dummy" })
ipr:link("add", { ifname = "br0", kind = "bridge" })
ipr:link("add", { ifname = "d3", kind = "dummy" })
ipr:link("add", { ifname = "bond0", kind = "bond", bond_mode = "active-backup", bond_miimon = 0 })
ipr:link("add", { ifname = "bond1", kind = "bond", bond_mode = "802.3ad" })
ipr:link("add", { ifname = "hsr0", kind = "hsr", hsr_slave1 = "d0", hsr_slave2 = "d1" })
ipr:link("add", { ifname = "p0", kind = "veth", peer = "q0", master = "br0", state = "up" })
ipr:link("set", { ifname = "br0", state = "up" })
ipr:link("set", { ifname = "d2", master = "bond0" })
ipr:link("set", { ifname = "d3", master = "bond1" })
ipr:link("set", { ifname = "bond1", state = "up" })

local function get(name) return ipr:link("get", { ifname = name })[1] end

-- another value of the same shape
local function other(v)
  if type(v) == "number" then return v == 0 and 1 or v - 1 end
  if type(v) == "string" and v:find("^%x%x:") then return "02" .. v:sub(3) end
  return v
end

-- What goes on by itself is not compared. The states of d3's negotiation are among it, as long as that runs.
local runs = { mii_status = "d3", state = "d3", ad_actor_oper_port_state = true, gc_timer = true, hello_timer = true, tcn_timer = true, topology_change_timer = true, message_age_timer = true,
  forward_delay_timer = true, hold_timer = true, stats = true, stats64 = true }

local refused, sent = 0, 0

-- tries what a table of a link's message says, word by word.
local function try(link, kind, at, wrap)
  local had = at and get(link):get(at) or get(link)
  for word in pairs(had:totable()) do
    local ok, err = pcall(ipr.link, ipr, "set", { index = 99999, kind = kind, [word] = other(had:get(word)) }) -- no such link: none changes
    if not ok and tostring(err):find("takes it from nobody", 1, true) then
      refused = refused + 1
      assert(tostring(err):find("link set: " .. word .. ": ", 1, true), tostring(err))
      assert(ipr:link("dump", { ifname = link, [at and at .. "." .. word or word] = function() return true end }):first(), word)
      local value = other(had:get(word))
      if type(value) ~= "table" and type(value) ~= "userdata" then
        pcall(ipr.link, ipr, "set", wrap(link, word, value))
        sent = sent + 1
        local now = at and get(link):get(at) or get(link)
        local how = runs[word:gsub("^br_", "")]
        if how ~= true and how ~= link then eq(now:get(word), had:get(word), word) end
      end
    end
  end
end

local function data(kind) return function(link, word, value) return { ifname = link, linkinfo = { kind = kind, data = { [word] = value } } } end end
local function port(kind) return function(link, word, value) return { ifname = link, linkinfo = { slave_kind = kind, slave_data = { [word] = value } } } end end

local row = {} -- the wire form of what a keyword would refuse
for _, v in ipairs(get("p0").attrs) do row[v[1]:sub(6):lower()] = v[1] end
try("p0", nil, nil, function(link, word, value)
  local text = type(value) == "string" and (value:find("^%x%x:") and value:gsub("%x%x:?", function(s) return string.char(tonumber(s:sub(1, 2), 16)) end) or value .. "\0")
  return { ifname = link, attrs = { { row[word], text or value } } }
end)
assert(refused >= 12, "the link: " .. refused)
for _, case in ipairs{ { "br0", "bridge", "linkinfo.data", data }, { "hsr0", "hsr", "linkinfo.data", data },
  { "p0", "bridge_slave", "linkinfo.slave_data", port }, { "d2", "bond_slave", "linkinfo.slave_data", port },
  { "d3", "bond_slave", "linkinfo.slave_data", port }, { "bond1", "bond", "linkinfo.data", data } } do
  local before = refused
  try(case[1], case[2], case[3], case[4](case[2]:gsub("_slave", "")))
  assert(refused > before, case[2] .. ": nothing is refused")
end

fails(function() ipr:link("set", { ifname = "d0", qdisc = "fq" }) end, 'link set: qdisc: the kernel tells this, and takes it from nobody: say ipr:tc%("add"')
fails(function() ipr:link("add", { ifname = "x", kind = "dummy", promiscuity = 1 }) end, 'promiscuity: .*: say flags = {"promisc"')
fails(function() ipr:link("set", { ifname = "br0", ["linkinfo.data.br_root_port"] = 1 }) end, "takes it from nobody")
fails(function() ipr:brport("set", { index = "p0", designated_cost = 1 }) end, "brport set: designated_cost: the kernel tells this")
eq(#ipr:link("dump", { promiscuity = 0, qdisc = "noqueue", ifname = "p0" }):list(), 0, "a port is promiscuous")
