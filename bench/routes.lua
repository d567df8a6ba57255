-- W1: reads dst, oif and gateway of all IPv4 routes, or of one table's.
local report = dofile((arg[0]:match(".*/") or "") .. "report.lua")
local how, only = arg[1], tonumber(arg[2])

local ipr = rtnl.IPRoute{}
local began = nlua.now()
local alone = { loop = true, calls = true } -- without nlua: what the language itself takes
local dump = not alone[how] and ipr:route("dump", { family = 2, table = only })

local ways = {}

function ways.fields()
  local n = 0
  for dst, oif, gateway in dump:fields("dst", "oif", "gateway") do
    if n == 0 then report("first_ms", (nlua.now() - began) * 1000) end
    n = n + 1
  end
  return n
end

function ways.values()
  local n = 0
  for route in dump do
    local dst, oif, gateway = route:values("dst", "oif", "gateway")
    n = n + 1
  end
  return n
end

function ways.get()
  local n = 0
  for route in dump do
    local dst, oif, gateway = route:get("dst"), route:get("oif"), route:get("gateway")
    n = n + 1
  end
  return n
end

function ways.field()
  local n = 0
  for route in dump do
    local dst, oif, gateway = route.dst, route.oif, route.gateway
    n = n + 1
  end
  return n
end

-- So many turns of a loop over a function in Go, which gives a number.
function ways.loop()
  local n, most = 0, tonumber(arg[2])
  for _ in nlua.now do
    if n == most then break end
    n = n + 1
  end
  return n
end

-- Three calls of a function in Go for each of so many objects.
function ways.calls()
  local text, n = "", tonumber(arg[2])
  for _ = 1, n do
    local a, b, c = text:len(), text:len(), text:len()
  end
  return n
end

report("objects", ways[how]())
report()
