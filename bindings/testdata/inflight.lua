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

-- A batch given up in the middle does not take the room of the next one's answers: the outcome of each step is known.
local small = rtnl.AsyncIPRoute{ netns = NS, rcvbuf = 32768 }
local function refused(b)
  for i = 1, 150 do b:route("del", { dst = "10.1.1." .. i, table = 77 }) end
end
for n = 1, LAB and 10 or 40 do
  local given_up = nlua.spawn(pcall, small.batch, small, refused)
  nlua.sleep(n * 0.0001)
  given_up:cancel()
  local err = fails(small.batch, "150 of 150 steps failed; step 1: .*ESRCH", small, refused)
  for _, step in ipairs(err.steps) do eq(step.errno, "ESRCH") end
  pcall(given_up.join, given_up)
end
