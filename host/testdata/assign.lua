-- Assignments that gopher-lua itself compiles wrongly.
local function id(...) return ... end
local a, b = 1, 2
a, b = b, a
print(a, b)
--> 2	1
a, b = b + 1, a + 1
print(a, b)
--> 2	3
a, b = { b }, { a }
print(a[1], b[1])
--> 3	2
local v = 1
v = id(nil) and 5
print(v)
--> nil
v = true
v = not v and 5
print(v)
--> false
local i, t = 1, {}
i, t[i] = i + 1, 20
print(i, t[1], t[2])
--> 2	20	nil
local u = t
u[1], u = 9, {}
print(t[1], u[1])
--> 9	nil
a, b, i = id(4, 5)
print(a, b, i)
--> 4	5	nil
a, b = (id(6, 7))
print(a, b)
--> 6	nil
local function param(p, ...)
  local q, r = "q", "r"
  p = (id(p, 1, 2))
  return p, q, r, ...
end
print(param(0, "rest"))
--> 0	q	r	rest
t.x, t.y = t, "y"
print(t.x == t, t.y)
--> true	y
local function swap(p, ...) p, a = ..., p return p, a end
print(swap(1, 2))
--> 2	1
for _ = 1, 2 do for _, w in ipairs({ 1, 2 }) do if w == 1 then break end end end
print("loops end")
--> loops end
local fs = {}
for k = 1, 3 do fs[k] = function() k = k + 1 return k end end
print(fs[1](), fs[1](), fs[2]())
--> 2	3	3
-- The one list that cannot be numbered: a call after 511 full blocks.
print(loadstring("return {" .. ("7,"):rep(25550) .. "f()}", "=long"))
--> nil	long:1: constructor too long
