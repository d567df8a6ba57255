-- W7: so many requests for one link, shared out among so many tasks, on one object. They begin when all tasks have. "yield": instead
-- of a request, each lets the others run once.
local report = dofile((arg[0]:match(".*/") or "") .. "report.lua")
local requests, tasks = tonumber(arg[1]), tonumber(arg[2])
local ipr = rtnl.AsyncIPRoute{}
local function request() ipr:link("get", { index = 1 }) end
local wait = arg[3] == "yield" and function() nlua.sleep(0) end or request
local made, started, began, all = nlua.now(), 0, nil, {}
for i = 1, tasks do
  all[i] = nlua.spawn(function()
    started = started + 1
    while not began do nlua.sleep(0) end
    for _ = 1, requests / tasks do
      wait()
    end
  end)
end
while started < tasks do nlua.sleep(0) end
began = nlua.now()
for _, task in ipairs(all) do
  task:join()
end
report("us_each", (nlua.now() - began) / requests * 1e6)
if tasks > 1 then report("us_a_task", (began - made) / tasks * 1e6) end
report()
