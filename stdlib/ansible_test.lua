-- The module reads its arguments when it is required, and ends the program: here each run is a task of its own with a copy of it.
local test = require "nlua.test"

local function write(text)
  local path = DIR .. "/args"
  local file = assert(io.open(path, "w"))
  file:write(text)
  file:close()
  return path
end

-- run requires the module as Ansible would start it, calls body(m), and returns what it wrote, decoded, and the exit status.
local function run(args, body)
  local real = { arg = arg, exit = os.exit, stdout = io.stdout, dry = nlua.dry_run }
  local out, status = {}, nil
  arg = { write(type(args) == "string" and args or nlua.json.encode(args)) }
  os.exit = function(n)
    status = n
    error(out, 0)
  end
  io.stdout = { write = function(_, ...) for _, text in ipairs{ ... } do out[#out + 1] = text end end }
  nlua.dry_run = function() return function() return { "ip link add x type ifb", "ip link set x up" } end end
  package.loaded["nlua.ansible"] = nil
  local ok, err = pcall(function() return body(require "nlua.ansible") end)
  arg, os.exit, io.stdout, nlua.dry_run = real.arg, real.exit, real.stdout, real.dry
  if not ok and err ~= out then error(err, 0) end
  return out[1] and nlua.json.decode(table.concat(out)), status
end

test("arguments", function()
  run('{"name": "x", "list": [1, {"a": null}], "none": null, "_ansible_verbosity": 2, "_ansible_diff": true, "_ansible_version": "2"}',
    function(m)
      test.eq(m.params, { name = "x", list = { 1, {} } })
      test.eq({ m.check_mode, m.diff_mode, m.verbosity }, { false, true, 2 })
    end)
  test.fails("no JSON object of arguments", run, "name=x", function() end)
  test.fails("no JSON object of arguments", run, "3", function() end)
end)

test("results", function()
  local result, status = run({}, function(m) m:exit{ changed = true, mtu = 1400, diff = "+ link add\n" } end)
  test.eq(result, { changed = true, mtu = 1400, diff = { prepared = "+ link add\n" } })
  test.eq(status, 0)
  test.eq(run({}, function(m) m:exit() end), { changed = false })
  test.eq(run({}, function(m) m:exit{ diff = { before = "a", after = "b" } } end).diff, { before = "a", after = "b" })
  result, status = run({}, function(m) m:fail("no such link", { name = "x" }) end)
  test.eq(result, { failed = true, msg = "no such link", name = "x" })
  test.eq(status, 1)
end)

test("check mode", function()
  local check = { _ansible_check_mode = true }
  local lines = { prepared = "ip link add x type ifb\nip link set x up\n" }
  test.eq(run(check, function(m) m:exit() end), { changed = true, diff = lines })
  test.eq(run(check, function(m) m:exit{ changed = false, diff = "" } end), { changed = false, diff = { prepared = "" } })
end)
