-- More requests at once than the receive buffer has room for answers: those in excess wait for their turn, none is lost.
local a = rtnl.AsyncIPRoute{ netns = NS, rcvbuf = 65536 }
local tasks = {}
for i = 1, 300 do
  tasks[i] = nlua.spawn(function()
    for _ = 1, 3 do
      eq(a:link("get", { index = 1 })[1].ifname, "lo")
    end
  end)
end
for _, task in ipairs(tasks) do task:join() end

-- A request given up in the middle leaves no gap.
for _ = 1, 20 do
  pcall(nlua.timeout, 0, function() a:link("get", { index = 1 }) end)
end
eq(a:link("get", { index = 1 })[1].ifname, "lo")
