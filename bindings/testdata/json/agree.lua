-- agrees(what, theirs, mine, rows): each field of what ip, bridge or tc tell as JSON has its place in a message, and is the same there.
-- A row is by the field's path in the JSON (items of a list have no number): nlua's path, a list of such, one of which will do, or a
-- function of the field, the item and its message (tables), and of `what`, for what it should be (and its path, where that has names), or true; false: the program makes it up. A field with
-- no row goes by its own name, or by what rows.otherwise(path, what) lists. Items of a list of objects are met in order. disagreed():
-- fails with all that was found.
local plain = nlua.inspect
local missing, seen = {}, {}
local function say(v) return (tostring(v):lower():gsub("_", "-")) end
local function dotted(n) return ("%d.%d.%d.%d"):format(bit.band(bit.rshift(n, 24), 255), bit.band(bit.rshift(n, 16), 255), bit.band(bit.rshift(n, 8), 255), bit.band(n, 255)) end
local links = {} -- indices by name, -1: none
function indexof(name)
  links[name] = links[name] or ipr:link_lookup{ ifname = name }[1] or -1
  return links[name]
end
local function same(v, m, path, want)
  if v == want then return true end
  if plain(want) == "null" then return v ~= false end -- that it is there is all that it says
  if want == "any" and type(v) == "string" then return v == "0.0.0.0" or v == "::" end
  if type(want) == "boolean" and type(v) == "number" then return (v ~= 0) == want end
  if type(want) == "table" then return plain(v) == plain(want) end
  if say(v) == say(want) or tonumber(want) and tonumber(v) == tonumber(want) then return true end
  if type(v) == "number" and type(want) == "number" and v % 1 ~= want % 1 then return math.abs(v - want) <= math.abs(want) * 1e-5 end
  if type(v) == "number" and type(want) == "string" then
    if want == dotted(v) or #want < 16 and indexof(want) == v then return true end
  elseif type(v) == "table" and v.addr then -- a bridge's id
    return say(("%04x."):format(v.prio)) .. v.addr:gsub("0(%x)", "%1") == want
  end
  if not path or not m then return false end
  local ok, name = pcall(m.name, m, path)
  return ok and name ~= nil and say(name) == say(want)
end
function at(t, path)
  for name in path:gmatch("[^./]+") do
    if type(t) ~= "table" then return nil end
    t = t[tonumber(name) or name]
  end
  return t
end
-- Rows by their form: bits with names, one bit, a number times a factor, a number that time changes by no more than `by`.
function bits(path, words)
  return function(want, t)
    local list = {}
    for word, mask in pairs(words) do
      if bit.band(at(t, path) or 0, mask) ~= 0 then list[#list + 1] = word end
    end
    table.sort(list)
    table.sort(want)
    return plain(list):lower() == plain(want):lower()
  end
end
function set(path, mask) return function(want, t) return bit.band(at(t, path) or 0, mask) ~= 0 end end
function scaled(path, factor) return function(want, t) return at(t, path) and at(t, path) * factor end end
function about(path, factor, by) return function(want, t) return at(t, path) and math.abs(at(t, path) * factor - tonumber(want)) <= by end end

function exact(path, digits) -- 64 bits in groups of hexadecimal digits
  return function(want, t)
    local n = nlua.u64(0)
    for digit in want:gsub("%x+", function(group) return ("0"):rep(digits - #group) .. group end):gmatch("%x") do n = n * 16 + tonumber(digit, 16) end
    return tostring(n) == tostring(at(t, path))
  end
end

local function check(what, theirs, t, m, rows, prefix, whole, stem)
  for name, want in pairs(theirs) do
    local field = prefix .. name
    local row = rows[field]
    local list = type(want) == "table" and type(want[1]) == "table"
    if row == false or type(want) == "table" and not next(want) then -- nothing to compare
    elseif type(want) == "table" and not want[1] and type(row) ~= "function" then
      check(what, want, t, m, rows, field .. ".", whole, stem)
    else
      local found, got = false, ""
      local paths = type(row) == "table" and row or type(row) ~= "function" and { row or field:sub(#stem + 1) } or {}
      if (not row or type(row) == "function") and rows.otherwise and stem == "" then paths = rows.otherwise(field, what) end
      local function try(v, path)
        got = got .. " " .. (path or "") .. "=" .. plain(v)
        if v == nil or found then return end
        if list and type(v) == "table" and type(v[1]) == "table" and #v == #want then
          found = true
          for i, item in ipairs(want) do check(what, item, v[i], nil, rows, field .. ".", whole, field .. ".") end
        else
          found = same(v, m, path, want)
        end
      end
      if type(row) == "function" then
        local v, path = row(want, t, whole, what)
        if v == true and not list then found = true else try(v, path) end
      end
      for _, path in ipairs(paths) do try(at(t, path), path) end
      local line = what .. ": " .. field .. " = " .. plain(want) .. got
      if not found and not seen[line] then seen[line], missing[#missing + 1] = true, line end
    end
  end
end
local function known(what, t) -- in the lab, whose kernel is no newer than the rows, each attribute has one
  for name, v in pairs(t) do
    if type(name) == "string" and name:find("^%u[%u%d_]*_%d+$") then missing[#missing + 1] = what .. ": " .. name .. " has no row, or not this shape" end
    if type(v) == "table" then known(what, v) end
  end
end
function agrees(what, theirs, mine, rows)
  local t = type(mine) == "table" and mine or mine:totable()
  if os.getenv("VMLAB") then known(what, t) end
  if t ~= mine then -- and what was read makes the same message again
    local again = rtnl.decode(rtnl.encode(mine.event, t))[1]:totable()
    again.event, t.event = nil, nil
    local conf, was = at(again, "af_spec.af_inet6.inet6_conf"), at(t, "af_spec.af_inet6.inet6_conf") -- an older kernel has fewer settings
    for name in pairs(conf or {}) do conf[name] = was[name] and conf[name] end
    if plain(again) ~= plain(t) then missing[#missing + 1] = what .. ": encoded and read again: " .. plain(again) .. "\nwas " .. plain(t) end
  end
  check(what, theirs, t, t ~= mine and mine or nil, rows, "", t, "")
end
-- agreed asks a program and nlua for the same objects.
function agreed(what, theirs, mine, rows)
  if #theirs ~= #mine then missing[#missing + 1] = what .. ": " .. #theirs .. " objects, nlua has " .. #mine end
  for i, object in ipairs(theirs) do if mine[i] then agrees(what, object, mine[i], rows) end end
  return #theirs
end
function disagreed()
  table.sort(missing)
  assert(#missing == 0, "\n" .. table.concat(missing, "\n"))
end
