-- Coroutines, and where a yield cannot be.
local function try(name, f)
  local co = coroutine.create(f)
  local out = {}
  for i = 1, 4 do
    local r = {coroutine.resume(co)}
    out[#out+1] = tostring(r[1]) .. ":" .. tostring(r[2]):gsub("^.-:%d+: ", "")
    if coroutine.status(co) == "dead" then break end
  end
  print(name, table.concat(out, " "))
end
local y = coroutine.yield
try("plain", function() y(1) return 2 end)
try("tail", function() return y(1) end)
try("nested", function() local function g() y(1) y(2) return 3 end return g() end)
try("nested call", function() local function g() y(1) y(2) return 3 end local x = g() return x end)
try("sort", function() table.sort({3,2,1}, function(a,b) y("s") return a<b end) return "end" end)
try("gsub", function() return (("abc"):gsub(".", function(c) y(c) return c end)) end)
try("index", function() return setmetatable({}, {__index=function(t,k) y(k) return k end}).foo end)
try("add", function() return setmetatable({}, {__add=function(t,k) return y(k) end}) + 1 end)
try("iter", function() for i in function() return y(1) end do return i end return "over" end)
try("iter2", function() for i in y do return i end return "over" end)
try("pcall", function() return pcall(function() y(1) end) end)
try("tostring", function() return tostring(setmetatable({}, {__tostring=function() y(1) return "x" end})) end)
try("wrapcall", function() local f = coroutine.wrap(function() y(1) end) f() return y(5) end)
try("callmeta", function() local t = setmetatable({}, {__call=function(self, v) y(v) return 8 end}) local x = t(7) return x end)
try("concat", function() return setmetatable({}, {__concat=function(t,k) return y(k) end}) .. "k" end)
try("eq", function() local m={__eq=function() return y(1) end} return setmetatable({},m)==setmetatable({},m) end)

try("generators", function()
  local function gen(n) return coroutine.wrap(function() for i = 1, n do y(i) end end) end
  local sum = 0
  for a in gen(3) do for b in gen(a) do sum = sum + b end end
  return sum
end)
print(select("#", coroutine.resume(coroutine.create(function() end))), coroutine.running())
local co
co = coroutine.create(function() print(coroutine.resume(co), coroutine.status(co), coroutine.running() == co)
  local inner = coroutine.create(function() print(coroutine.status(co), (select(2, coroutine.resume(co)))) end)
  coroutine.resume(inner)
end)
coroutine.resume(co)
print(coroutine.resume(co))
