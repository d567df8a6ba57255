-- One AsyncIPRoute, many tasks: requests and dumps in flight at once, deadlines, a close under way; and what is left afterwards.
local TASKS, DUMPS = LAB and 10 or 50, LAB and 5 or 20
local a = rtnl.AsyncIPRoute{}

-- Ordinary requests: each answer finds its question.
local tasks = {}
for i = 1, 100 do
  tasks[i] = nlua.spawn(function()
    if i % 2 == 0 then return a:link("get", { index = 1 })[1].ifname end
    return select(2, a.try:link("get", { index = 1000 + i })).errno
  end)
end
for i, t in ipairs(tasks) do eq(t:join(), i % 2 == 0 and "lo" or "ENODEV") end

-- Five dumps of five objects at once.
local counts = {}
for i, object in ipairs{ "link", "addr", "route", "rule", "neigh" } do
  tasks[i] = nlua.spawn(function() counts[object] = a[object](a, "dump"):count() end)
end
for i = 1, 5 do tasks[i]:join() end
eq(counts.link, 1)
assert(counts.rule >= 2)

-- Dumps while links come and go: complete, or reported as interrupted.
local began, goroutines_began = fds(), goroutines()
local running, churned = true, 0
local churn = nlua.spawn(function()
  while running do
    a:link("add", { ifname = "churn0", kind = "veth", peer = "churn1" })
    a:link("del", { ifname = "churn0" })
    churned = churned + 1
  end
end)
local whole, interrupted = 0, 0
local readers = {}
for i = 1, TASKS do
  readers[i] = nlua.spawn(function()
    for _ = 1, DUMPS do
      local seen, lo = {}, false
      local ok, err = pcall(function()
        for m in a:link("dump") do
          assert(not seen[m.index], "a link twice")
          seen[m.index] = true
          lo = lo or m.ifname == "lo"
        end
      end)
      if ok then
        assert(lo, "a link that never went is missing")
        whole = whole + 1
      else
        assert(type(err) == "userdata" and err.interrupted, tostring(err))
        interrupted = interrupted + 1
      end
    end
  end)
end
for _, t in ipairs(readers) do t:join() end
running = false
churn:join()
eq(whole + interrupted, TASKS * DUMPS)
assert(churned > 0 and whole > interrupted)

-- A deadline ends a wait, and nothing is lost for the next one.
a:bind{ "link" }
eq(fails(nlua.timeout, "ETIMEDOUT", 0.02, a.get, a).code, 110)
a:link("set", { index = 1, mtu = 3000 })
local function mtu() for m in a:get() do return m.mtu end end
eq(mtu(), 3000)
eq(fails(nlua.timeout, "ETIMEDOUT", 0.02, a.wait, a, { ifname = "nobody0" }).code, 110)

-- A wait of one task does not hold the others, nor the object.
local waits = nlua.spawn(mtu)
eq(a:link("dump"):count(), 1)
a:link("set", { index = 1, mtu = 3001 })
eq(waits:join(), 3001)

-- close wakes all who wait.
local list = {}
for i = 1, 10 do list[i] = nlua.spawn(pcall, a.get, a) end
nlua.sleep(0.01)
a:close()
for _, t in ipairs(list) do
  local ok, err = t:join()
  eq({ ok, err.errno }, { false, "EBADF" })
end
collectgarbage()
local patience = nlua.now() + 60                            -- what other goroutines close a moment later
while (fds() > began or goroutines() > goroutines_began) and nlua.now() < patience do nlua.sleep(0.01) end
assert(fds() <= began, ("%d descriptors before, %d after"):format(began, fds()))
assert(goroutines() <= goroutines_began, ("%d goroutines before, %d after"):format(goroutines_began, goroutines()))
