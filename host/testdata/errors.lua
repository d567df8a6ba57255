-- An error that was caught leaves upvalues shared.
local n = 0
local function inc() n = n + 1 end
for _ = 1, 5 do pcall(error, "x") inc() end
print(n)
--> 5

print(pcall(function() error("boo") end))
--> false	errors.lua:8: boo
print(pcall(function() error("boo", 0) end))
--> false	boo
print(pcall(error, "bare"))
--> false	bare
print(pcall(error))
--> false	nil
print(pcall(nil))
--> false	attempt to call a nil value
print(select("#", pcall(function() return nil, nil end)))
--> 3
local e = setmetatable({}, { __tostring = function() return "an object" end })
print(select(2, pcall(error, e)) == e)
--> true
print(select(2, pcall(assert, false, e)) == e, pcall(assert, nil))
--> true	false	assertion failed!
print(xpcall(function() error(e) end, function(m) return tostring(m) .. " handled" end))
--> false	an object handled
print(xpcall(function(a, b) return a + b end, print, 1, 2))
--> true	3
print(xpcall(error, function() error("again") end))
--> false	error in error handling

-- The handler sees the stack of the error, through protected calls.
local function thrower() error("deep") end
print((select(2, xpcall(function() thrower() end, debug.traceback)):gsub("\t", "  ")))
--> errors.lua:33: deep
--> stack traceback:
-->   [C]: in function 'error'
-->   errors.lua:33: in function 'thrower'
-->   errors.lua:34: in function <errors.lua:34>
-->   [C]: in function 'xpcall'
-->   errors.lua:34: in main chunk
-->   [C]: ?

-- Endless recursion of every kind is an error.
local function f() return 1 + f() end
print(pcall(f))
--> false	errors.lua:45: stack overflow
local function g() assert(pcall(g)) end
print(select(2, pcall(g)):match("C stack overflow"))
--> C stack overflow
local function h() return assert(coroutine.resume(coroutine.create(h))) end
print(select(2, pcall(h)):match("C stack overflow"))
--> C stack overflow
local depth = 0
local function deep(k) depth = k if k < 15000 then return 1 + deep(k + 1) end return 0 end
print(deep(1), depth)
--> 14999	15000

print(loadstring("x ="))
--> nil	[string "x ="]:1: unexpected symbol near '<eof>'
print(loadstring("x = = 1", "@file.lua"))
--> nil	file.lua:1: unexpected symbol near '='
print(loadstring("do\ngoto l\nend ::l::", "=chunk"))
--> nil	chunk:2: '=' expected (the language is Lua 5.1, which has no goto) near 'l'
print(loadstring("break", "=chunk"))
--> nil	chunk:1: no loop to break near '<eof>'

-- Which value it was: as in stock Lua's messages.
local function told(fn) print((tostring(select(2, pcall(fn))):gsub("^errors.lua:%d+: ", ""))) end
local value = nil
told(function() value() end)
--> attempt to call upvalue 'value' (a nil value)
told(function() return ("x"):bad() end)
--> attempt to call method 'bad' (a nil value)
told(function() return tostring(1), value() end)
--> attempt to call upvalue 'value' (a nil value)
told(function() return value.field end)
--> attempt to index upvalue 'value' (a nil value)
told(function() return string.rep() end)
--> bad argument #1 to 'rep' (string expected, got no value)
told(string.rep)
--> bad argument #1 to '?' (string expected, got no value)
local nothing = { of = {} }
told(function() nothing.here() end)
--> attempt to call field 'here' (a nil value)
told(function() return nothing.of.it.all end)
--> attempt to index field 'it' (a nil value)
told(function() return 1 + nothing.of end)
--> attempt to perform arithmetic on field 'of' (a table value)
told(function() return "a" .. missing .. "b" end)
--> attempt to concatenate global 'missing' (a nil value)
told(function() return #missing end)
--> attempt to get length of global 'missing' (a nil value)
told(function() return nothing < {} end)
--> attempt to compare two table values
told(function() for i = 1, nothing do end end)
--> 'for' limit must be a number
told(function() return ("x"):rep() end)
--> bad argument #1 to 'rep' (number expected, got no value)
told(coroutine.wrap(function() missing() end))
--> attempt to call global 'missing' (a nil value)
told(function() error("bad argument #1 to mine (words)", 0) end)
--> bad argument #1 to mine (words)
told(function() assert(false, "attempt to call a non-function object") end)
--> attempt to call a non-function object
