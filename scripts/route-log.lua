-- Logs what happens to routes, with the time, one line a change:
--
--     nlua scripts/route-log.lua                  all tables but local
--     nlua scripts/route-log.lua main 100         these tables
--
--     2026-11-29T03:32:08.512Z + 198.51.100.0/24 via 192.0.2.2 dev eth0 proto static
--     2026-11-29T03:32:09.120Z - 198.51.100.0/24 via 192.0.2.2 dev eth0 proto static
--
-- "+" is new, "-" is gone; of one that replaces another both are told. Nothing is lost: should more come at once than the socket
-- holds, a line "! ..." says so, and what follows makes good for it. Routes that go with their device are told too, which the kernel
-- keeps to itself.
local ipr = rtnl.IPRoute()
local groups = { "link", "ipv4_route", "ipv6_route" }

local wanted
for _, name in ipairs(arg) do
  wanted = wanted or {}
  wanted[tonumber(name) or ({ main = 254, default = 253, ["local"] = 255 })[name] or error("no table " .. name, 0)] = true
end

-- names of links by index: lines of routes have the index alone.
local names = {}
local function dev(index)
  index = tonumber(index)
  if not names[index] then
    local found = ipr.try:link("get", { index = index })
    names[index] = found and found[1].ifname or "if" .. index
  end
  return "dev " .. names[index]
end

local function log(sign, text)
  local now = nlua.now()
  print(("%s.%03dZ %s %s"):format(os.date("!%Y-%m-%dT%H:%M:%S", math.floor(now)), now % 1 * 1000, sign, text))
end

for ev in ipr:monitor{ groups = groups, resync = true } do
  if ev.event == "NLMSG_OVERRUN" then
    log("!", "more came at once than the socket holds: looking again")
  elseif ev.event == "RTM_NEWLINK" then
    names[ev.index] = ev.ifname
  elseif ev.event == "RTM_NEWROUTE" or ev.event == "RTM_DELROUTE" then
    local number = ev.table
    if wanted and wanted[number] or not wanted and number ~= 255 then
      local line = tostring(ev):gsub("^Deleted ", ""):gsub("dev if(%d+)", dev)
      log(ev.event == "RTM_NEWROUTE" and "+" or "-", line)
    end
  end
end
