-- An event loop: one nlua.select over the sockets of three namespaces. What happens in each is printed as it is told,
-- until all three have said that their port is up:
--
--     nlua --unshare scripts/select-loop.lua      as anybody: in a world of its own
--     nlua scripts/select-loop.lua                as root

local names = { "nlua-red", "nlua-green", "nlua-blue" }
local sockets, name_of = {}, {}
nlua.finally(function()
  for _, name in ipairs(names) do
    pcall(rtnl.netns.remove, name)
  end
end)

for i, name in ipairs(names) do
  local s = rtnl.IPRSocket{ netns = name }                 -- flags = nlua.O_CREAT is the default: it is made here
  s:bind{ "link" }
  sockets[i], name_of[s] = s, name
end

-- The changes whose events are read below. A loop that watches only would leave this out.
for _, name in ipairs(names) do
  local ns = rtnl.NetNS(name)
  ns:link("add", { ifname = "port", kind = "veth", peer = "cable" })
  ns:link("set", { ifname = "port", state = "up" })
  ns:close()
end

local up, missing = {}, #names
while missing > 0 do
  local readable = nlua.select(sockets, {}, {}, 10)        -- seconds; without them: for as long as it takes
  if #readable == 0 then
    error("nothing happened for ten seconds")
  end
  for _, s in ipairs(readable) do
    for _, m in ipairs(s:get()) do                         -- one datagram: get does not wait now
      local name = name_of[s]
      if m.ifname == "port" and m.state == "up" and not up[name] then
        up[name], missing = true, missing - 1
        print(name .. ": port is up")
      end
    end
  end
end
