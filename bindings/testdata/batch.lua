-- Batches: few sends, each step's outcome known.
ipr:link("add", { ifname = "v0", kind = "veth", peer = "v1" })
ipr:link("set", { ifname = "v0", state = "up" })
ipr:link("set", { ifname = "v1", state = "up" })
ipr:addr("add", { index = "v0", address = "10.0.0.1/24" })

local steps = LAB and 1000 or 10000
ipr:batch(function(b)
  for i = 1, steps do b:route("add", { dst = string.format("10.%d.%d.0/24", 1 + i / 256, i % 256), gateway = "10.0.0.2", table = 9 }) end
end)
eq(ipr:route("dump", { table = 9 }):count(), steps)

-- every hundredth is refused; the others are done
local small = rtnl.IPRoute{ netns = NS, rcvbuf = 106496 }
local err = fails(small.batch, "EEXIST", small, function(b)
  for i = 1, steps do
    local dst = i % 100 == 0 and "10.1.1.0/24" or string.format("11.%d.%d.0/24", i / 256, i % 256)
    b:route("add", { dst = dst, gateway = "10.0.0.2", table = dst == "10.1.1.0/24" and 9 or 10 })
  end
end)
eq(ipr:route("dump", { table = 10 }):count(), steps - steps / 100)
eq({ #err.steps, err.step, err.steps[2].step, err.steps[1].code, err.code }, { steps / 100, 100, 200, 17, 17 })
eq({ err.steps[1].errno, err.steps[1].request }, { "EEXIST", "route add" })

-- stop: nothing after the first refusal
err = fails(ipr.batch, "EEXIST", ipr, function(b)
  b:addr("add", { index = "v0", address = "10.5.0.1/24" })
  b:link("add", { ifname = "v0", kind = "ifb" })
  b:addr("add", { index = "v0", address = "10.6.0.1/24" })
end, { stop = true })
eq({ err.step, err.request, #err.steps }, { 2, "link add", 1 })
eq({ ipr:addr("dump", { address = "10.5.0.1" }):count(), ipr:addr("dump", { address = "10.6.0.1" }):count() }, { 1, 0 })

-- without it the last step is done all the same
err = fails(ipr.batch, "EEXIST", ipr, function(b)
  b:link("add", { ifname = "v0", kind = "ifb" })
  b:addr("add", { index = "v0", address = "10.6.0.1/24" })
end)
eq({ err.step, ipr:addr("dump", { address = "10.6.0.1" }):count() }, { 1, 1 })

-- an error of the script's own sends nothing; neither does an empty batch
fails(ipr.batch, "own mistake", ipr, function(b)
  b:addr("add", { index = "v0", address = "10.7.0.1/24" })
  error("own mistake")
end)
eq(ipr:addr("dump", { address = "10.7.0.1" }):count(), 0)
fails(ipr.batch, "unknown keyword", ipr, function(b) b:addr("add", { idnex = "v0" }) end)
ipr:batch(function() end)
local value, why = ipr.try:batch(function(b) b:link("del", { ifname = "nobody" }) end)
eq({ value, why.steps[1].errno }, { nil, "ENODEV" })
fails(ipr.batch, "batch", ipr, function(b) b:link("dump") end)

-- what was sent while the function went on is answered before its error is told: nothing changes behind the script's back
local function blackholes() return ipr:route("dump", { family = 2, type = "blackhole" }):count() end
fails(ipr.batch, "own mistake", ipr, function(b)
  for i = 0, 2999 do b:route("add", { dst = ("10.8.%d.%d"):format(i / 256, i % 256), type = "blackhole" }) end
  error("own mistake")
end)
local sent = blackholes()
assert(sent > 0 and sent < 3000)
nlua.sleep(0.05)
eq(blackholes(), sent)
-- and names of links wait for links that are on their way
ipr:batch(function(b)
  for i = 1, 600 do b:link("add", { ifname = "w" .. i, kind = "ifb" }) end
  b:addr("add", { index = "w600", address = "10.9.0.1/24" })
end)
eq(ipr:addr("dump", { address = "10.9.0.1" }):count(), 1)

-- A name that nothing has is a refused step like any other: the rest goes on.
local ok, err = pcall(ipr.batch, ipr, function(b)
  b:link("add", { ifname = "s0", kind = "veth", peer = "s1" })
  b:addr("add", { index = "no-such-link", address = "10.50.0.1/24" })
  b:addr("add", { index = "s0", address = "10.50.0.2/24" })
end)
eq({ ok, #err.steps, err.step, err.steps[1].errno, err.steps[1].attr }, { false, 1, 2, "ENODEV", "index" })
eq(ipr:addr("dump", { index = "s0", address = "10.50.0.2" }):count(), 1)
local stopped = select(2, pcall(ipr.batch, ipr, function(b)
  b:addr("del", { index = "no-such-link", address = "10.50.0.1/24" })
  b:link("del", { index = "s0" })
end, { stop = true }))
eq({ stopped.step, #stopped.steps, #ipr:link_lookup{ ifname = "s0" } }, { 1, 1, 1 })

-- What outlives its function says so.
local kept
ipr:batch(function(b) kept = b end)
fails(kept.link, "batch: it is over", kept, "add", { ifname = "late", kind = "veth" })
ipr:transaction(function(tx) kept = tx end)
fails(kept.link, "transaction: it is over", kept, "add", { ifname = "late", kind = "veth" })
-- nor does anything after an interrupt
fails(nlua.timeout, "ETIMEDOUT", 0.02, function()
  ipr:batch(function(b)
    for i = 0, 2999 do b:route("add", { dst = ("10.10.%d.%d"):format(i / 256, i % 256), type = "blackhole" }) end
    while true do end
  end)
end)
sent = blackholes()
nlua.sleep(0.05)
eq(blackholes(), sent)

-- tasks add steps beside each other: each once, with its own keywords
local async = rtnl.AsyncIPRoute{ netns = NS }
async:batch(function(b)
  local tasks = {}
  for t = 1, 4 do
    tasks[t] = nlua.spawn(function()
      for i = 0, 399 do
        b:route("add", { dst = string.format("12.%d.%d.0/24", t, i % 200), gateway = "10.0.0.2", table = 20 + math.floor(i / 200) })
        if i % 50 == t then nlua.sleep(0) end
      end
    end)
  end
  for _, task in ipairs(tasks) do task:join() end
end)
eq({ ipr:route("dump", { table = 20 }):count(), ipr:route("dump", { table = 21 }):count() }, { 800, 800 })
