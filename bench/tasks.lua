-- W7: so many requests for one link, shared out among so many tasks, on one object.
local report = dofile((arg[0]:match(".*/") or "") .. "report.lua")
local requests, tasks = tonumber(arg[1]), tonumber(arg[2])
local ipr = rtnl.AsyncIPRoute{}
local began = nlua.now()
local all = {}
for i = 1, tasks do
  all[i] = nlua.spawn(function()
    for _ = 1, requests / tasks do
      ipr:link("get", { index = 1 })
    end
  end)
end
for _, task in ipairs(all) do
  task:join()
end
report("us_each", (nlua.now() - began) / requests * 1e6)
report()
