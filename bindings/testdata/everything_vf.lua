-- needs: lab, command ip, netdevsim
-- Virtual functions, of a simulated card: each setting by `ip link set DEV vf N ...` and by keyword, and how both tell it.
local card = math.random(1000, 1000000)
local script = os.tmpname()
nlua.finally(function() os.remove(script) end)
local function write(path, text) -- in the namespace, where the card comes up
  local f = assert(io.open(script, "w"))
  f:write("echo ", text, " >/sys/bus/netdevsim/", path, "\n")
  f:close()
  sh("sh " .. script)
end
write("new_device", card .. " 1")
nlua.finally(function() write("del_device", tostring(card)) end)
write("devices/netdevsim" .. card .. "/sriov_numvfs", "3")
local dev
for link in ipr:link("dump") do
  if link.ifname ~= "lo" then dev = link.ifname end
end

local function mine()
  return ipr:link("get", { ifname = dev, ext_mask = "vf" })[1]:totable().vfinfo_list.info
end
local function theirs() return ip("link show " .. dev)[1].vfinfo_list end
local states = { [0] = "auto", "enable", "disable" }
local function same(n) -- both tell the same of a function
  local a, b = mine()[n], theirs()[n]
  eq({ a.mac.vf, a.mac.mac, a.broadcast, states[a.link_state.link_state] }, { b.vf, b.address, b.broadcast, b.link_state })
  eq({ a.spoofchk.spoofchk == 1, a.trust.trust == 1, a.rss_query_en.rss_query_en == 1 }, { b.spoofchk, b.trust, b.query_rss_en })
  eq({ a.rate.min_tx_rate, a.rate.max_tx_rate, a.tx_rate.tx_rate }, { b.rate.min_tx, b.rate.max_tx, b.rate.max_tx })
  local vlan = b.vlan_list[1]
  eq({ a.vlan.vlan, a.vlan.qos }, { vlan.vlan or 0, vlan.qos or 0 })
  if vlan.vlan then eq(a.vlan_list.info, { { vf = a.mac.vf, vlan = vlan.vlan, qos = vlan.qos or 0, proto = vlan.protocol == "802.1ad" and 0x88a8 or 0x8100 } }) end
  return a
end
eq({ #mine(), #theirs() }, { 3, 3 })
for n = 1, 3 do same(n) end

-- The second function by ip, the third by keyword; then both are told alike.
local function twin(words, keywords)
  sh("ip link set " .. dev .. " vf 1 " .. words)
  keywords.vf = 2
  ipr:link("set", { index = dev, vf = keywords })
  same(2)
  same(3)
  local a, b = mine()[2], mine()[3]
  local function unnumbered(t)
    for _, v in pairs(t) do
      if type(v) == "table" then unnumbered(v) end
    end
    t.vf = nil
    return t
  end
  eq(unnumbered(b), unnumbered(a), words)
  return b
end
eq(twin("mac 02:00:00:00:00:07", { mac = "02:00:00:00:00:07" }).mac.mac, "02:00:00:00:00:07")
eq(twin("vlan 5", { vlan = 5 }).vlan.vlan, 5)
eq(twin("vlan 6 qos 3", { vlan = { vlan = 6, qos = 3 } }).vlan.qos, 3)
eq(twin("vlan 7 qos 2 proto 802.1ad", { vlan = { { vlan = 7, qos = 2, proto = "802.1ad" } } }).vlan_list.info[1].proto, 0x88a8)
eq(twin("vlan 8", { vlan = { 8 } }).vlan_list.info[1].vlan, 8)
twin("vlan 0", { vlan = 0 })
eq(twin("max_tx_rate 700 min_tx_rate 30", { rate = { max_tx_rate = 700, min_tx_rate = 30 } }).rate.min_tx_rate, 30)
eq(twin("rate 900", { rate = 900 }).tx_rate.tx_rate, 900)
eq(twin("rate 800", { tx_rate = 800 }).tx_rate.tx_rate, 800)
eq(twin("spoofchk on", { spoofchk = true }).spoofchk.spoofchk, 1)
eq(twin("spoofchk off trust on", { spoofchk = false, trust = true }).trust.trust, 1)
eq(twin("query_rss on", { rss_query_en = true }).rss_query_en.rss_query_en, 1)
eq(twin("query_rss off", { rss_query_en = "off" }).rss_query_en.rss_query_en, 0)
for n, state in ipairs{ "enable", "disable", "auto" } do
  eq(twin("state " .. state, { link_state = state }).link_state.link_state, n % 3)
end
-- Several at once, of two functions.
ipr:link("set", { index = dev, vf = { { vf = 0, mac = "02:00:00:00:00:01", vlan = 9 }, { vf = 1, spoofchk = true, trust = true, link_state = "enable" } } })
eq({ same(1).mac.mac, same(1).vlan.vlan, same(2).spoofchk.spoofchk, same(2).link_state.link_state }, { "02:00:00:00:00:01", 9, 1, 1 })
-- GUIDs are InfiniBand's.
fails(ipr.link, "EOPNOTSUPP", ipr, "set", { index = dev, vf = { vf = 0, ib_node_guid = 1 } })
fails(ipr.link, "EINVAL", ipr, "set", { index = dev, vf = { vf = 9, mac = "02:00:00:00:00:01" } })
