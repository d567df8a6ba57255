-- Prints what happens to links, addresses and routes, one line an event. There is no thread, no callback and no loop to
-- set up: get() waits until the kernel has something to say.
--
--     nlua scripts/watch.lua                      until Ctrl-C
--     nlua scripts/watch.lua 30                   until nothing has happened for 30 seconds
--
-- Where no event may be lost even if very many come at once, take ipr:monitor{ resync = true } instead.

local patience = tonumber(arg[1])
if arg[1] and not patience then
  io.stderr:write("usage: nlua watch.lua [seconds]\n")
  os.exit(2)
end

local ipr = rtnl.IPRoute{ groups = { "link", "ipv4_ifaddr", "ipv6_ifaddr", "ipv4_route", "ipv6_route" } }
ipr:bind()

local function events()
  if not patience then
    return ipr:get()
  end
  return nlua.timeout(patience, ipr.get, ipr)
end

while true do
  local ok, messages = pcall(events)
  if not ok then
    local err = messages
    if type(err) == "userdata" and err.errno == "ETIMEDOUT" then
      break
    elseif type(err) == "userdata" and err.errno == "ENOBUFS" then
      print("(events were lost: more came than the buffer holds)")
    else
      error(err, 0)
    end
  else
    for m in messages do
      print(m.event, m)
    end
  end
end
