local t = nlua.spawn(function(a, b) nlua.sleep(0.001) return a * b, nil, "x" end, 6, 7)
print(t.status, t:join())
--> waiting	42	nil	x
print(t.status, select("#", t:join()))
--> done	3

-- A task may wait anywhere.
local function wait(v) nlua.sleep(0.001) return v end
print(pcall(wait, 1))
--> true	1
local list = { 3, 1, 2 }
table.sort(list, function(a, b) wait() return a < b end)
print(table.concat(list, " "))
--> 1 2 3
print((("abc"):gsub("%w", function(c) return wait(c:upper()) end)))
--> ABC
local mt = setmetatable({}, { __index = function(_, k) return wait(k) end, __add = function() return wait("sum") end })
print(mt.field, mt + 1)
--> field	sum
for v in coroutine.wrap(function() for i = 1, 3 do wait() coroutine.yield(i) end end) do io.write(v, ";") end
print()
--> 1;2;3;
local function tail() return wait("tail") end
print(tail())
--> tail

-- Tasks start in order, and run while others wait.
local orders = {}
for _ = 1, 500 do
  local order, tasks = {}, {}
  for i = 1, 5 do tasks[i] = nlua.spawn(function() order[#order + 1] = i nlua.sleep(0) order[#order + 1] = i * 10 end) end
  for _, task in ipairs(tasks) do task:join() end
  orders[table.concat(order, " ")] = true
end
for order in pairs(orders) do print(order) end
--> 1 2 3 4 5 10 20 30 40 50

-- cancel passes pcall, and undo work still runs and may wait.
local undone
local c = nlua.spawn(function()
  nlua.finally(function() nlua.sleep(0.001) undone = true end)
  pcall(nlua.sleep, 60)
  print("never")
end)
nlua.sleep(0)
c:cancel()
local ok, err = pcall(c.join, c)
print(ok, err, err.errno, c.status, undone)
--> false	join: the task was cancelled (ECANCELED)	ECANCELED	cancelled	true

-- Time limits reach loops and waits, inside coroutines too.
for _, f in ipairs{ function() while true do end end, function() nlua.sleep(60) end, function() while true do pcall(error) end end,
  coroutine.wrap(function() while true do end end), function() nlua.channel():recv() end } do
  print(select(2, pcall(nlua.timeout, 0.01, f)).errno)
end
--> ETIMEDOUT
--> ETIMEDOUT
--> ETIMEDOUT
--> ETIMEDOUT
--> ETIMEDOUT
print(nlua.timeout(60, function(...) return select("#", ...), ... end, 1, 2))
--> 2	1	2
print(nlua.after(0.001, function(x) return x end, "later"):join())
--> later

-- Channels.
local ch = nlua.channel(2)
local p = nlua.spawn(function() for i = 1, 5 do ch:send(i) end ch:close() end)
nlua.sleep(0.001)
print(p.status, ch:recv())
--> waiting	1	true
for v in ch do io.write(v, " ") end
print(ch:recv())
--> 2 3 4 5 nil	false
print(pcall(ch.send, ch, 1))
--> false	send on a closed channel
print(select(2, pcall(function() nlua.channel():recv() end)))
--> deadlock: all tasks wait for each other (EDEADLK)
local a, b
a = nlua.spawn(function() return b:join() end)
b = nlua.spawn(function() return a:join() end)
print(select(2, pcall(a.join, a)).errno)
a:cancel() b:cancel()
--> EDEADLK

-- select, exec.
print(#nlua.select({}, {}, {}, 0), #nlua.select(nil, nil, nil, 0.001))
--> 0	0
local r = io.popen("sleep 0.02; echo line")
local ready = nlua.select({ r })
print(#ready, ready[r], r:read(), r:close())
--> 1	1	line	true	exit	0
local res = nlua.exec({ "sh", "-c", "cat; echo oops >&2; exit 3" }, { stdin = "in" })
print(res.code, res.stdout, res.stderr)
--> 3	in	oops
--> 
print(select(2, pcall(nlua.exec, { "/no/such" })).errno, select(2, pcall(nlua.exec, { "sleep", "60" }, { tmeout = 1 })):match("unknown option tmeout"))
--> ENOENT	unknown option tmeout
print(select(2, pcall(nlua.timeout, 0.02, nlua.exec, { "sleep", "60" })).errno)
--> ETIMEDOUT

-- A time limit that fires at the moment when its function ends is over with it.
local racers = {}
for i = 1, 10 do
  racers[i] = nlua.spawn(function()
    for _ = 1, 50 do pcall(nlua.timeout, 0.001, nlua.sleep, 0.001) end
    nlua.sleep(0.002)
  end)
end
for _, t in ipairs(racers) do t:join() end
print("no late time limits")
--> no late time limits

-- A module may wait while it is loaded: it is loaded once, and other tasks that require it wait for it. A circle is told.
local loads = 0
package.preload.slow = function() nlua.sleep(0.005) loads = loads + 1 return "slow module" end
package.preload.broken = function() nlua.sleep(0.005) error("broken module", 0) end
package.preload.left = function() nlua.sleep(0.005) return require "right" end
package.preload.right = function() nlua.sleep(0.005) return require "left" end
local requirers = {}
for i = 1, 10 do requirers[i] = nlua.spawn(require, "slow") end
for i = 1, 10 do requirers[i] = requirers[i]:join() end
print(loads, table.concat(requirers, ",", 9))
--> 1	slow module,slow module
local first, second = nlua.spawn(pcall, require, "broken"), nlua.spawn(pcall, require, "broken")
print(select(2, first:join()), select(2, second:join()))
--> broken module	loop or previous error loading module 'broken'
first, second = nlua.spawn(pcall, require, "left"), nlua.spawn(pcall, require, "right")
print(select(2, first:join()), select(2, second:join()))
--> tasks.lua:118: loop or previous error loading module 'right'	tasks.lua:119: loop or previous error loading module 'left'

-- Options of exec.
for option, value in pairs{ stdin = {}, cwd = true, env = "x" } do
  local ok, err = pcall(nlua.exec, { "true" }, { [option] = value })
  assert(not ok and err:find(option .. ": %l+ expected, got "), err)
end
local ok, err = pcall(nlua.exec, { "true" }, { cwd = "/nowhere/at/all" })
assert(not ok and tostring(err) == "exec true: cwd /nowhere/at/all: No such file or directory (ENOENT)", err)
