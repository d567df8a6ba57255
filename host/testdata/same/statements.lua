-- Statements of all kinds, each alone: what they return, and what their errors say, is the same in stock Lua.
local function show(v)
  if type(v) == "string" then return string.format("%q", v) end
  if type(v) == "number" or type(v) == "boolean" or v == nil then return tostring(v) end
  return type(v)
end
local function one(number, src)
  local path, preload, loaders, loaded = package.path, package.preload, package.loaders, package.loaded
  local f, e = loadstring(src, "=p")
  local out = { tostring(e) }
  if f then
    local function keep(...) for k = 1, select("#", ...) do out[k] = show((select(k, ...))) end end
    setfenv(f, setmetatable({}, { __index = _G }))
    keep(pcall(f))
  end
  package.path, package.preload, package.loaders, package.loaded = path, preload, loaders, loaded
  print(number, table.concat(out, " "))
end
local number = 0
for line in ([====[
return string.format("%5.2f|%-5d|%05d|%+d|% d|%x|%X|%#x|%o|%e|%g|%G|%c|%i|%u", 3.14159, 42, 42, 42, 42, 255, 255, 255, 8, 12345.678, 0.0001, 1e20, 65, 3, 4)
return string.format("%q", "a\nb\0c\r\"\\")
return string.format("%q", 1)
return string.format("%s %s", 1)
return string.format("%d", "x")
return string.format("%d", "10")
return string.format("%d", 3.9)
return string.format("%d", -3.9)
return string.format("%10s|%-10s|%.2s|%10.2s", "abc", "abc", "abc", "abc")
return string.format("%%")
return string.format("%y", 1)
return string.format("%100d", 1)
return string.format("%.100d", 1)
return string.format("%#o %#x %#g", 8, 255, 1)
return string.format("%d", 2^53)
return string.format("%d", 2^63)
return string.format("%d", -2^63)
return string.format("%x", -1)
return string.format("%u", -1)
return string.format("%5c|", 65)
return string.format("%a", 1)
return string.format("%d", 1/0)
return string.format("%f %e", 1/0, -1/0)
return string.format("%5.1f", 2.25), string.format("%.0f", 0.5), string.format("%.0f", 1.5)
return string.format("%.14g", 0.1), string.format("%.3q", "x")
return string.format("%i", "0x10")
return string.format({})
return string.format()
return string.format("%*d", 5, 3)
return ("x"):rep(3), ("x"):rep(0), ("x"):rep(-1), ("x"):rep(2.7)
return string.rep()
return string.rep("x")
return ("abc"):sub(2), ("abc"):sub(-2), ("abc"):sub(2, -1), ("abc"):sub(0), ("abc"):sub(10), ("abc"):sub(-10, 2), ("abc"):sub(3,2)
return ("abc"):byte(), ("abc"):byte(1, -1), ("abc"):byte(10), ("abc"):byte(0)
return string.char(), string.char(65, 66), pcall(string.char, 256)
return string.char(-1)
return string.char("65")
return ("abc"):upper(), ("ABC"):lower(), ("abc"):reverse(), ("abc"):len(), #"a\0b"
return ("hello world"):find("o w"), ("hello"):find("l", 1, true), ("hello"):find("xyz"), ("hello"):find(""), ("hello"):find("", 10), ("hello"):find("", 6)
return ("hello"):find("(l)(l)"), ("hello"):find("()l()")
return ("hello"):match("^(h)(.-)$"), ("key = val"):match("^(%w+)%s*=%s*(%w+)$")
return ("hello"):gsub("l", "L"), ("hello"):gsub("l", "L", 1), ("hello"):gsub("", "-"), ("hello"):gsub(".", {h = "H", e = false})
return ("hello"):gsub("l", function(c) return nil end), ("abc"):gsub("%w", "%0%0"), ("abc"):gsub("(a)(b)", "%2%1")
return ("abc"):gsub("a", "%2")
return ("abc"):gsub("a", "%x")
return ("abc"):gsub("a", {a = {}})
return ("abc"):gsub("a", function() return {} end)
return ("abc"):gsub("a", nil)
return ("abc"):gsub("a")
return ("abc"):gsub("a", true)
return ("abc"):gsub("(", "x")
return ("abc"):gsub("%", "x")
return ("abc"):gsub("[", "x")
return ("abc"):gsub("[a", "x")
return ("abc"):gsub("[a%", "x")
return ("abc"):gsub(")", "x")
return ("abc"):gsub("%b", "x")
return ("abc"):gsub("%f", "x")
return ("abc"):find("%1")
return ("abab"):find("(ab)%1")
return ("abc"):find("(a)%2")
return ("x"):rep(40):find(("(x)"):rep(33))
return ("THE (quick) fox"):find("%((%a+)%)"), ("f(a(b)c)d"):match("%b()")
return ("a.b-c"):gsub("%.", "%%"), ("]"):find("[]]"), ("^"):find("[%^]"), ("-"):find("[a-]"), ("b"):find("[^a]")
return ("abc"):gmatch("b")()
for k, v in ("a=1, b=2"):gmatch("(%w+)=(%w+)") do io.write(k, v, ";") end
for k in ("abc"):gmatch("") do io.write("<", k, ">") end
for k in ("abc"):gmatch("^a") do io.write("<", k, ">") end
return ("a\0b"):find("\0"), ("a\0b"):match("%z"), ("abc"):find("b", -1), ("abc"):find("b", -10)
return table.concat({1, 2, 3}, ","), table.concat({}, ","), table.concat({1,2,3}, ",", 2), table.concat({1,2,3}, ",", 2, 3), table.concat({1, 2.5, "x"})
return table.concat({1, {}, 3})
return table.concat({1, nil, 3}, ",", 1, 3)
return table.concat({1}, ",", 1, 2)
return table.concat(1)
return table.insert({}, 1, 2, 3)
return table.insert({})
return table.insert(nil, 1)
local t = {1,2,3} table.insert(t, 2, "x") return table.concat(t, ",")
local t = {1,2,3} table.insert(t, 0, "x") return t[0], t[1], t[2], t[3], t[4]
local t = {1,2,3} return table.remove(t), table.remove(t, 1), table.remove(t, 5), #t
return table.remove({}), table.remove({}, 1), table.remove({[0]="x"}, 0)
return table.maxn({1,2,[10]=3, [2.5]=1}), table.maxn({}), table.getn({1,2}), pcall(table.setn, {}, 1)
return table.foreach({a=1}, function(k, v) return k, v end), table.foreachi({5,6}, function(i, v) if i == 2 then return v end end)
local t = {3,1,2} table.sort(t) return table.concat(t, ",")
local t = {3,1,2} table.sort(t, function(a, b) return a > b end) return table.concat(t, ",")
table.sort({3,1,2}, 5)
return unpack({1,2,3}), unpack({1,2,3}, 2), unpack({1,2,3}, 2, 3), unpack({}, 1, 2)
return unpack({}, 1, 1e8)
return select("#"), select("#", nil, nil), select(2, "a", "b", "c"), select(-1, "a", "b")
return select(0, 1)
return select(-5, 1)
return select("x", 1)
return tonumber("10"), tonumber("0x10"), tonumber("  10  "), tonumber("10a"), tonumber(""), tonumber("1e1"), tonumber("1e"), tonumber("0x"), tonumber(" ")
return tonumber("10", 1)
return tonumber("10", 37)
return tonumber()
return tonumber(nil)
return tonumber({}), tonumber(nil, 10)
return tonumber("1", {}), 1
return tonumber("1."), tonumber(".5"), tonumber("."), tonumber("1..2"), tonumber("5e+3"), tonumber("5e-3"), tonumber("- 5"), tonumber("+5"), tonumber("--5")
return tostring(nil), tostring(true)
return tostring()
return 1/0, -1/0, 2^0.5, 2^-1, -2^2, 7 / 2, 0.1 + 0.2
return "10" + 5, "0x10" + 0, "3" * "4", 10 .. 20, "abc" < "abd", "Z" < "a", "" < "a", "a" < "a\0"
return 1 < "2"
return {} < {}
return nil < 1
return "a" < 1
return {} + 1
return "a" + 1
return nil .. "x"
return "x" .. {}
return -{}
return -"x", -"2"
return #nil
return #5
local t = {} return t.x.y
local t = {} t.x.y = 1
return x.y.z
return undefinedglobal.x
undefinedfn()
local t = {} t.foo()
local t = {} t:foo()
local t = {a={}} t.a.b.c()
local s = "x" s:nope()
local s = "x" s.nope.x()
("x")()
(1)()
(nil)()
({})()
local a = 1 a()
local function f() local u = 1 return (function() u() end)() end f()
local t = {} t[nil] = 1
local t = {} t[0/0] = 1
local t = {} return t[nil], t[0/0]
return rawget(1, 2)
return rawset({}, 1)
return rawequal(1, 1), rawequal({}, {}), pcall(rawequal, 1)
return next(nil)
return ipairs(1)
return pairs(nil)
for i in 5 do end
for i in nil do end
for k in pairs({}) do end for i = 1, "x" do end
for i = "a", 2 do end
for i = 1, 2, {} do end
for i = 1, 3, 0 do io.write(i) break end
for i = 3, 1 do io.write(i) end for i = 1, 2, 0.5 do io.write(i, " ") end
return getmetatable("x").__index == string, getmetatable({}), getmetatable(setmetatable({}, {__metatable = 5}))
return setmetatable(setmetatable({}, {__metatable = 5}), {})
return setmetatable(1, {})
return setmetatable({}, 1)
return setmetatable({})
return setmetatable({}, nil)
return getmetatable()
return setfenv(1, 5)
return type(getfenv()), getfenv(0) == _G, getfenv(print) == _G
return type()
return assert(false)
return assert(nil, "msg")
return assert(1, 2, 3)
return error("x")
return error("x", 0)
return error("x", 2)
return error()
return error(nil)
return error({})
return error(5)
return error(true)
return pcall()
return pcall(1)
return pcall(error)
return pcall(error, nil)
return pcall(error, "x", 0)
return xpcall()
return xpcall(print)
return xpcall(function() error("a") end, function(m) return m .. "!" end)
return xpcall(function() error("a") end, function(m) error("b") end)
return loadstring("return 1")(), loadstring("x ="), loadstring("return", "=n"), loadstring("x x", "=n"), loadstring("x x", "@n"), loadstring("x x", "n")
return loadstring()
return loadstring(nil)
return loadstring({})
return loadstring(1)
return load(function() return nil end)
local n = 0 return load(function() n = n + 1 return ({"return ", "7"})[n] end)()
return load(function() error("boom") end)
return load()
return loadfile("/nonexistent")
return dofile("/nonexistent")
return loadfile({})
return require()
return require({})
package.preload.zz = function(n, ...) return {n, select("#", ...)} end local m = require "zz" return m[1], m[2], require("zz") == m
package.preload.yy = function(n) end return require "yy", package.loaded.yy
package.preload.ww = function(n) error("bad") end return require "ww"
package.preload.loop = function(n) return require "loop" end return require "loop"
package.preload.vv = function(n) return false end return require "vv", require "vv"
package.loaders = nil return require "qq3"
package.loaders = {} return require "qq4"
package.loaders = {function() return "hm" end} return require "qq5"
module("mymod", package.seeall) x = 1 return _M == mymod, _NAME, _PACKAGE, package.loaded.mymod == _M
module("a.b.c") return _G
module("string")
module()
return coroutine.resume()
return coroutine.resume(1)
return coroutine.resume(coroutine.create(function(...) return ... end), 1, 2)
local co = coroutine.create(function() error("x") end) return coroutine.resume(co), coroutine.status(co), coroutine.resume(co)
local co = coroutine.create(function() error({}) end) local ok, e = coroutine.resume(co) return ok, type(e)
return coroutine.running()
return coroutine.status()
return coroutine.status(1)
return coroutine.wrap(function() error("x") end)()
return coroutine.wrap(function() error({1}) end)()
return coroutine.wrap(function() error("x", 0) end)()
local f = coroutine.wrap(function() end) f() f()
local co co = coroutine.create(function() return coroutine.resume(co) end) return coroutine.resume(co)
local co co = coroutine.wrap(function() return co() end) return co()
local co = coroutine.create(function() return coroutine.status(coroutine.running()) end) return coroutine.resume(co)
local co co = coroutine.create(function() local c2 = coroutine.create(function() return coroutine.status(co) end) return coroutine.resume(c2) end) return coroutine.resume(co)
local co = coroutine.wrap(function(...) local a = coroutine.yield(...) local b, c = coroutine.yield(a) return b, c end) return co(1, 2), co(3), co(4, 5)
return pcall(coroutine.wrap(function() coroutine.yield(1) error("q") end))
local co = coroutine.wrap(function() return pcall(function() coroutine.yield(1) error("in") end) end) return co(), co()
return table.concat({coroutine.resume(coroutine.create(function() return 1, 2, 3 end))} ~= nil and {"ok"})
return os.time{year=2020, month="x", day=1}
return os.time{year=2020, month=14, day=-3, hour=0} ~= nil
return os.time("x")
return os.date("!%Y-%m-%d %H:%M:%S", 0), os.date("!*t", 0).year, os.date("!%c", 0), os.date("!%x %X %p %j %U %w %a %A %b %B %d %y %%", 86400)
return os.date("%Ez", 0)
return os.date("", 0), os.date("!%Q", 0)
return os.date("!%D %e %F %h %I %M %n %R %S %t %T %u %V %G %g %Z %z %C", 1e9)
return os.date("x", "y")
return os.date({})
return os.getenv()
return os.rename("/nonexistent/a", "/nonexistent/b")
return os.remove("/nonexistent/a")
return os.remove("/proc")
return os.setlocale("C", "nope")
return os.difftime(5, 3), pcall(os.difftime), pcall(os.difftime, 1)
return os.execute("exit 3"), os.execute("true"), os.execute()
return type(os.clock())
return io.open("/nonexistent")
return io.open("/nonexistent", "zz")
return io.open("/tmp", "w")
return io.open()
return io.lines("/nonexistent")
return io.type(1), io.type(io.stdout), tostring(io.stdout):match("^file %("), io.type()
return io.write({})
return io.output():write("") == io.output()
local f = io.tmpfile() f:write("line1\n", 2, "\nline3") f:seek("set") return f:read("*l"), f:read("*n"), f:read("*l"), f:read("*a"), f:read("*l"), f:read("*a"), f:read(0)
local f = io.tmpfile() f:write("abc") f:seek("set") return f:read(0), f:read(2), f:read(5), f:read(0), f:read(1)
local f = io.tmpfile() f:write("12 0x1F -3.5e1 abc") f:seek("set") return f:read("*n", "*n", "*n", "*n")
local f = io.tmpfile() f:write("a\nb\n\nc") f:seek("set") local s = "" for l in f:lines() do s = s .. "[" .. l .. "]" end return s
local f = io.tmpfile() f:close() return f:read()
local f = io.tmpfile() f:close() return tostring(f), io.type(f), f:close()
local f = io.tmpfile() return f.x
local f = io.tmpfile() return f:nope()
return io.stdout.close
return io.lines()
return io.popen("true", "zz")
local f = io.open("/tmp") return f and f:read("*a")
return io.input("/nonexistent")
return math.floor(-1.5), math.ceil(-1.5), math.abs(-3), math.max(1, 5, 3), math.min(2, 1), math.fmod(-5, 3), math.modf(-3.7), math.pow(2, 10), math.sqrt(2), math.huge, -math.huge, math.pi
return math.max()
return math.min("x")
return math.floor()
return math.floor({})
return math.fmod(5, 0) ~= math.fmod(5, 0), math.modf(1/0), math.frexp(8), math.ldexp(0.5, 4), math.log(8), math.log10(1000), math.exp(0), math.deg(math.pi), math.rad(180), math.cosh(0), math.tanh(0)
return math.log(8, 2), math.mod and math.mod(5, 3)
return math.random(0)
return math.random(2, 1)
return math.random(1, 2, 3)
return math.random(5) <= 5, math.random() < 1, math.randomseed(5), pcall(math.randomseed)
return type(gcinfo()), type(newproxy()), type(newproxy(true)), getmetatable(newproxy(true)) ~= nil, newproxy(newproxy(true)) ~= nil
return _VERSION, _G._G == _G
return debug.getinfo(1, "l").currentline, debug.getinfo(1, "S").short_src, debug.getinfo(1, "S").what, debug.getinfo(print).what, debug.getinfo(print).short_src
local function f(a, b) return debug.getinfo(1, "n").name, debug.getinfo(1, "u").nups, debug.getinfo(f or 1, "S").linedefined end return f()
local a, b = 1, 2 return debug.getlocal(1, 1), debug.getlocal(1, 2), debug.getlocal(1, 50), pcall(debug.getlocal, 100, 1)
local a = 5 debug.setlocal(1, 1, 7) return a
local mt = {__eq = function() return true end} local a, b = setmetatable({}, mt), setmetatable({}, mt) return a == b, a ~= b, a == 1, setmetatable({}, {__eq = function() return true end}) == a
local t = setmetatable({}, {__lt = function(a, b) return true end}) return t <= t, t >= t, t > 1, 1 > t
local t = setmetatable({}, {__index = "x"}) return t.y
local t = setmetatable({}, {__call = 5}) return t()
local t = setmetatable({}, {__metatable = false}) return getmetatable(t), pcall(setmetatable, t, {})
local goto = 1 return goto
local t = {goto = 5} return t.goto
return 1 ..2
return "\x41\u{41}\z  x\q"
return "\065\10\0100" == "A\n\n0", '\a\b\f\v\\\'\"' == "\7\8\12\11\\'\""

--[==[ x ]==] return 5
return {1,2,}, {1;2;}
x:y()
while true do break; end return "ok"
do return 1 end
local x = 1;
return ... , select("#", ...)
local function f(...) return arg end return type(f(1,2)), f(1, 2) and f(1,2).n
local function f(...) local a = ... return arg end return f(1, 2)
return ("x").y, ("x"):upper()
return (function() return 1, 2 end)(), ((function() return 1, 2 end)())
local a; local b; return a, b
local x = 5; do local x = 6 end return x
return 5 .. ""
f "a" "b"
f{}{}
return #"abc" + 1, -2 ^ 2, not nil == true, 1 .. 2 == "12", 2 ^ 3 ^ 2, 1 - 1 - 1, "a" .. "b" .. "c"
return 1 < 2 == true, not 1 == 2, -x == nil
]====]):gmatch("[^\n]+") do
  number = number + 1
  one(number, line)
end
