-- Tests of network scripts. A file of them is a script, and tells what it found as TAP (https://testanything.org):
--
--   local test = require "nlua.test"
--
--   test("a veth pair comes with both ends", function(t)
--     local ns = t:netns()                                   -- a namespace that is gone afterwards
--     ns:link("add", { ifname = "v0", kind = "veth", peer = "v1" })
--     test.eq(#ns:link_lookup{ kind = "veth" }, 2)
--     test.fails("EEXIST", ns.link, ns, "add", { ifname = "v0", kind = "veth", peer = "v1" })
--   end)
--
-- prints "ok 1 - a veth pair comes with both ends" and "1..1". The exit status is 1 when one failed. A test also fails when a
-- function of t:expect was not called as often as promised, and when it leaves a task running or an object open.
local rtnl = require "rtnl"
local test = {}

-- same compares tables by what is in them, and all else by ==.
local function same(a, b)
  if type(a) ~= "table" or type(b) ~= "table" then return a == b end
  for k, v in pairs(a) do
    if not same(v, b[k]) then return false end
  end
  for k in pairs(b) do
    if a[k] == nil then return false end
  end
  return true
end
test.same = same

-- eq fails unless two values are the same; what says which they are.
function test.eq(got, want, what)
  if not same(got, want) then
    error((what and what .. ": " or "") .. "got " .. nlua.inspect(got) .. ", want " .. nlua.inspect(want), 2)
  end
end

-- fails calls fn(...), which must raise an error whose text fits the pattern, and returns that error.
function test.fails(pattern, fn, ...)
  local ok, err = pcall(fn, ...)
  if ok then error("no error, want one like " .. pattern, 2) end
  if not tostring(err):find(pattern) then error("error " .. tostring(err) .. ", want one like " .. pattern, 2) end
  return err
end

-- count of the tests of this file, and of those that failed.
local count, failed = 0, 0

-- run is what a test function gets.
local run = {}
run.__index = run

-- netns makes a namespace with a name of its own, and returns an object in it.
function run:netns()
  local ns = rtnl.NetNS(("test-%.0f"):format(nlua.now() * 1e6), { flags = nlua.O_CREAT + nlua.O_EXCL })
  self.spaces[#self.spaces + 1] = ns
  return ns
end

-- expect makes a function that must be called n times (once) before the test ends. What fn returns, it returns.
function run:expect(n, fn)
  if type(n) ~= "number" then n, fn = 1, n end
  local promise = { want = n, got = 0, where = debug.traceback("", 2):match("\n%s*([^\n]-:%d+): ") or "?" }
  self.promises[#self.promises + 1] = promise
  return function(...)
    promise.got = promise.got + 1
    if fn then return fn(...) end
  end
end

-- skip ends the test as one that cannot run here.
function run:skip(why)
  self.skipped = why or ""
  error(run, 0)
end

-- noting has every object and task that is made while it holds put into a list. It returns what ends it.
local function noting(tasks, objects)
  local undo = {}
  local function wrap(t, name, list)
    local real = t[name]
    t[name] = function(...)
      local made = real(...)
      list[#list + 1] = made
      return made
    end
    undo[#undo + 1] = function() t[name] = real end
  end
  for _, class in ipairs{ "IPRoute", "AsyncIPRoute", "IPRSocket", "AsyncIPRSocket", "NetNS" } do wrap(rtnl, class, objects) end
  for _, name in ipairs{ "spawn", "after" } do wrap(nlua, name, tasks) end
  return function()
    for _, fn in ipairs(undo) do fn() end
  end
end

-- settle says what a test left behind or did not keep, and tidies up.
local function settle(self, tasks, objects)
  local faults = {}
  for _, promise in ipairs(self.promises) do
    if promise.got ~= promise.want then
      faults[#faults + 1] = ("%s: called %d times, expected %d"):format(promise.where, promise.got, promise.want)
    end
  end
  for _, ns in ipairs(self.spaces) do
    ns:close()
    ns:remove()
  end
  for _, task in ipairs(tasks) do
    if task.status == "waiting" or task.status == "running" then
      faults[#faults + 1] = "a task was left running"
      task:cancel()
      pcall(task.join, task)
    end
  end
  for _, object in ipairs(objects) do
    if not tostring(object):find(", closed$") then
      faults[#faults + 1] = "left open: " .. tostring(object)
      object:close()
    end
  end
  return faults
end

local function define(_, name, fn)
  if count == 0 then
    nlua.finally(function()
      print("1.." .. count)
      if failed > 0 then error(("%d of %d tests failed"):format(failed, count), 0) end
    end)
  end
  count = count + 1
  local number = count
  local self = setmetatable({ spaces = {}, promises = {} }, run)
  local tasks, objects = {}, {}
  local stop = noting(tasks, objects)
  local ok, err = xpcall(function() fn(self) end, function(err)
    if err == run then return err end
    return debug.traceback(tostring(err), 2)
  end)
  stop()
  local faults = settle(self, tasks, objects)
  if self.skipped and #faults == 0 then
    print(("ok %d - %s # SKIP %s"):format(number, name, self.skipped))
    return
  end
  if not ok and err ~= run then table.insert(faults, 1, err) end
  if #faults == 0 then
    print(("ok %d - %s"):format(number, name))
    return
  end
  failed = failed + 1
  print(("not ok %d - %s"):format(number, name))
  for _, fault in ipairs(faults) do print("# " .. fault:gsub("\n", "\n# ")) end
end

return setmetatable(test, { __call = define })
