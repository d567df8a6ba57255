-- A for loop's three values, however they are written.
local function upto(n) return function(s, c) c = (c or 0) + 1 if c <= n then return c, s end end end
local function make() return upto end
local function all() return upto(5), "S", 3 end
local function rest() return "S", 2 end
local t = { 10, 20, 30 }
local function varargs(...)
  for x in ... do print("...", x) end
  for x, y in ... do print("...", x, y) end
  for x, y, z in ... do print("...", x, y, z) end
  for x in (...) do print("(...)", x) end
  for x in upto(3), select(2, ...) do print("select", x) end
  for x, y in upto(3), (select(2, ...)) do print("(select)", x, y) end
end
varargs(upto(3), "S", 1)
local function last(...)
  for x in upto(2), ... do print("last", x) end
  for x, y in upto(2), ... do print("last", x, y) end
  for x, y in upto(2), (...) do print("last", x, y) end
  for x in upto(2), "S", (select(2, ...)) do print("last", x) end
  for x in upto(2), "S", select(2, ...) do print("last", x) end
end
last("S", 1)
for k, v in next, t do print(k, v) end
for k in next, t do print(k) end
for k, v in next, t, nil do print(k, v) end
for k, v in next, t, 1 do print(k, v) end
for k in next, t, 2 do print(k) end
for x in upto(2) do print(x) end
for x in (upto(2)) do print(x) end
for x, y in upto(2), "S" do print(x, y) end
for x in upto(4), rest() do print(x) end
for x, y in upto(4), rest() do print(x, y) end
for x, y in upto(2), (rest()) do print(x, y) end
for x, y, z, w in upto(4), "S", select(2, 1, 2) do print(x, y, z, w) end
for x, y, z, w, u in upto(4), "S", 2, rest() do print(x, y, z, w, u) end
for x, y, z, w, u in upto(4), "S", 2, print("extra"), rest() do print(x, y, z, w, u) end
for x in upto(1), "S", nil, print("extra") do print(x) end
for x, y in all() do print(x, y) end
for x, y in (all()) do print(x, y) end
for x in make()(2) do print(x) end
for x in make()(2), "S" do print(x) end
for x in (nil or make())(2) do print(x) end
for x in nil or upto(2) do print(x) end
local function list(i) return { upto(i), it = function(_, n) return upto(n) end, [2] = upto } end
local function one() return 1 end
for x in list(2)[one()] do print(x) end
for x in list(2)[one() + one()](2) do print(x) end
for x in list(2):it(3) do print(x) end
for x in list(one()).it(nil, 3) do print(x) end
for w in ("a b"):gmatch("%a") do print(w) end
for w in ("a" .. one() .. " b"):gmatch("%a") do print(w) end
for k in setmetatable({}, { __call = function(_, _, c) return not c and 1 or nil end }) do print(k) end
local fs = {}
for k, v in next, t do fs[k] = function(x) v = v + x return k, v end end
print(fs[1](1)) print(fs[1](1)) print(fs[3](1))
for i = 1, 2 do for k, v in next, t do if k == 2 then break end print(i, k, v) end end
local a, b, c = 1, 2, 3
for x in upto(2) do a = x end
for k in next, t do b = k end
print(a, b, c)
local function found() for k, v in next, t do if v == 20 then return k, v end end end
print(found())
print(pcall(function() for k in 5 do end end))
print(pcall(function() for k in nil, nil do end end))
print(coroutine.wrap(function() for k, v in next, t do coroutine.yield(k, v) end end)())

-- One value of many.
local function v1(...) local a, b, c = 1, 2, 3 a = (...) return a, b, c end
print(v1(7, 8))
local function v2(p, ...) local a, b = 1, 2 p = (...) return p, a, b, ... end
print(v2(7, 8, 9))
local function v3(...) local a, b, c = 1, 2, 3 b = (...) c = ... return a, b, c end
print(v3(7, 8))
local function v4(...) local a, b = 1, 2 local function up() return a end a = (...) return up(), a, b end
print(v4(7, 8))
local function v5(...)
  local a, b, t, up = 1, 2, {}, 5
  local function set(...) up = (...) g = (...) return up, g end
  t.x, t[1] = (...), (...)
  if (...) == 7 then b = (...) + 1 end
  while not (...) do break end
  a = ((...))
  a, b = (...), b
  local c = (...) or 3
  b = b .. (...) .. "x"
  t = { (...), (...), k = (...), [(...)] = 1 }
  return a, b, c, t[1], t[2], t[3], t.k, t[7], set(...), (...)
end
print(v5(7, 8))
print((function(...) return (...) end)(7, 8), (function(...) return (...), ... end)(7, 8))
print((function(...) return tostring((...)), -(...), #tostring((...)), not (...) end)(7, 8))
print((function(...) local a, b = 1, 2 a = (...) return a, b end)())
local name, mtu = "eth0", 1500
name = (...)
print(name, mtu)
