-- Asks many namespaces the same question at once, a task each, and prints the answers in order:
--
--     nlua scripts/fan-out.lua                    as root: all namespaces that have a name
--     nlua --unshare scripts/fan-out.lua 5        as anybody: five new ones, in a world of its own
--
-- A namespace that does not answer within ten seconds is reported, and holds up nobody.

local made = tonumber(arg[1]) or 0
for i = 1, made do
  rtnl.netns.create("fan-" .. i)
end
nlua.finally(function()
  for i = 1, made do
    rtnl.netns.remove("fan-" .. i)
  end
end)

-- question counts what is in a namespace. Its object opens its sockets there; the program stays where it is.
local function question(name)
  local ipr = rtnl.AsyncIPRoute{ netns = name, flags = 0 }   -- 0: it must exist
  local links, routes, rules = ipr:link("dump"):count(), ipr:route("dump"):count(), ipr:rule("dump"):count()
  ipr:close()
  return ("links %d, routes %d, rules %d"):format(links, routes, rules)
end

local tasks = {}
for i, name in ipairs(rtnl.netns.listnetns()) do
  tasks[i] = nlua.spawn(function()
    local ok, answer = pcall(nlua.timeout, 10, question, name)
    return name, ok and answer or "no answer: " .. tostring(answer)
  end)
end
for _, task in ipairs(tasks) do
  print(("%s: %s"):format(task:join()))
end
