-- Constructors, whose lists are set in blocks of fifty, and calls at the end of what they hold.
local function two() return "F", "G" end
local function none() end
local function show(t, n) print(#t, t[1], t[2], t[n - 1], t[n], t[n + 1], t[n + 2], t.k, t.l, t[0]) end

local function items(n)
  local t = {}
  for i = 1, n do t[i] = i % 7 end
  return table.concat(t, ", ")
end

local tails = { "", "two()", "(two())", "none()", "...", "(...)", "k = two()", "k = ...", "k = (...)", "k = 1, two()", "k = two(), l = two(), 'x'",
  "[two()] = two(), l = two(), two(), two(), k = 2, two()", "{ 1, k = two() }, two()", "k = { two(), l = two() }, l = 2, ...", "nil, nil, k = 3" }
for _, n in ipairs{ 0, 1, 2, 48, 49, 50, 51, 99, 100, 101, 150, 25499, 25501, 25547, 25551, 25600, 30000 } do
  local head = items(n)
  for _, tail in ipairs(tails) do
    local src = "local two, none = two, none return (function(...) local a, t, b = 'a', { " .. head .. (n > 0 and ", " or "") .. tail ..
      " }, 'b' return t, a, b end)('V', 'W')"
    local f = assert(loadstring(src, "=c"))
    local t, a, b = setfenv(f, { two = two, none = none })()
    io.write(n, " ", tail, " ", a, b, " ")
    show(t, n)
  end
end
for _, n in ipairs{ 50, 100, 25600 } do
  local nested = assert(loadstring(("local two = ... return { a = { %s, k = two() }, %s, b = { %s, two() }, { %s, k = 1, l = two() }, two() }"):format(
    items(n), items(n), items(n), items(n))))
  local t = nested(two)
  show(t, n) show(t.a, n) show(t.b, n) show(t[n + 1], n)
end
-- Twice from one prototype, and among closures, whose upvalues are words in the code.
local up = {}
local function make() local x, y, z = 1, 2, 3 return { function() return x, y, z, up end, k = function() return up, z end, two(), l = two() } end
make()
show(make(), 1)
