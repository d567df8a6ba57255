-- Ansible modules in Lua. A script that has the word WANT_JSON in it and calls this module is one:
--
--   #!/usr/bin/env nlua
--   -- WANT_JSON
--   local m = require "nlua.ansible"
--   local ipr = rtnl.IPRoute{ netns = m.params.netns }
--
--   if ipr:link("dump", { ifname = m.params.name }):first() then
--     m:exit{ changed = false }
--   end
--   ipr:link("add", { ifname = m.params.name, kind = "ifb" })
--   m:exit{ changed = true }
--
-- m.params        what the task says, as a table; what is null there is not in it
-- m.check_mode    true with --check: require has begun a dry run for the whole program then (see --dry-run), so that the script goes
--                 through its steps, and changes nothing; require it before any object is opened
-- m.diff_mode     true with --diff
-- m.verbosity     the number of -v
-- m:exit(result)  ends the script, and gives Ansible a table: { changed = true, ... }. In check mode `changed` is, unless given,
--                 whether there was anything to do, and what would have been done becomes the diff, unless one is given.
--                 diff may be a text: exit{ changed = not plan:empty(), diff = tostring(plan) }.
-- m:fail(msg, result)  ends the script as failed
--
-- Nothing else may be printed: what a script has to say goes to stderr, or into the result. An error that nobody catches is a
-- failure of the module, whose traceback Ansible shows. By hand: nlua module.lua args.json, with {"name": "x"} in that file.
local json = nlua.json

-- own are those of Ansible's own arguments that scripts get, by their name there.
local own = { _ansible_check_mode = "check_mode", _ansible_diff = "diff_mode", _ansible_verbosity = "verbosity" }

-- clean takes null out of tables: there it is nil.
local function clean(value)
  if type(value) ~= "table" then return value end
  local out = {}
  for k, v in pairs(value) do
    if v ~= json.null then out[k] = clean(v) end
  end
  return out
end

local function read(path)
  if not path then
    error("nlua.ansible: want the name of a file with arguments: Ansible gives it to a module that has WANT_JSON in its text", 0)
  end
  local file, why = io.open(path)
  if not file then error("nlua.ansible: " .. why, 0) end
  local text = file:read("*a")
  file:close()
  local ok, args = pcall(json.decode, text)
  if not ok or type(args) ~= "table" then
    error(("nlua.ansible: %s holds no JSON object of arguments: has the script WANT_JSON in its text?"):format(path), 0)
  end
  return clean(args)
end

local module = {}
module.__index = module

local function finish(result, status)
  io.stdout:write(json.encode(result), "\n")
  os.exit(status)
end

function module:exit(result)
  local out = {}
  for k, v in pairs(result or {}) do out[k] = v end
  local lines = self.check_mode and self.would() or {}
  if out.changed == nil then out.changed = #lines > 0 end
  if out.diff == nil and #lines > 0 then out.diff = table.concat(lines, "\n") end
  if type(out.diff) == "string" then
    out.diff = { prepared = out.diff == "" and "" or out.diff:gsub("\n*$", "\n", 1) }
  end
  finish(out, 0)
end

function module:fail(msg, result)
  local out = {}
  for k, v in pairs(result or {}) do out[k] = v end
  out.failed, out.msg = true, tostring(msg)
  finish(out, 1)
end

local m = setmetatable({ params = {}, check_mode = false, diff_mode = false, verbosity = 0 }, module)
for name, value in pairs(read(arg and arg[1])) do
  if own[name] then
    m[own[name]] = value
  elseif not tostring(name):find("^_ansible_") then
    m.params[name] = value
  end
end
if m.check_mode then m.would = nlua.dry_run() end
return m
