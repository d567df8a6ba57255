local test = require "nlua.test"

-- tap runs tests of a second copy of the module, and returns what it printed and what it ended with.
local function tap(body)
  local lines, last = {}, nil
  local real = { print = print, finally = nlua.finally, loaded = package.loaded["nlua.test"] }
  package.loaded["nlua.test"] = nil
  print = function(line) lines[#lines + 1] = line end
  nlua.finally = function(fn) last = fn end
  local ok, err = pcall(function() body(require "nlua.test") end)
  local done, why = pcall(last)
  print, nlua.finally, package.loaded["nlua.test"] = real.print, real.finally, real.loaded
  assert(ok, err)
  return table.concat(lines, "\n"), done or why
end

test("what passes, what fails and what is skipped", function()
  local out, why = tap(function(inner)
    inner("good", function() inner.eq({ 1, { a = 2 } }, { 1, { a = 2 } }) end)
    inner("bad", function() inner.eq(1, 2, "the sum") end)
    inner("elsewhere", function(t) t:skip("no such thing") end)
  end)
  assert(out:find("^ok 1 %- good\nnot ok 2 %- bad\n# "), out)
  assert(out:find("the sum: got 1, want 2\n# stack traceback", 1, true), out)
  assert(out:find("ok 3 - elsewhere # SKIP no such thing\n1..3", 1, true), out)
  test.eq(why, "1 of 3 tests failed")
end)

test("promises", function(t)
  local out = tap(function(inner)
    inner("kept", function(u)
      local f = u:expect(2, function(x) return x + 1 end)
      inner.eq(f(1) + f(2), 5)
    end)
    inner("broken", function(u) u:expect() end)
  end)
  assert(out:find("ok 1 - kept\nnot ok 2 - broken\n", 1, true), out)
  assert(out:find("called 0 times, expected 1", 1, true), out)
end)

test("what is left behind", function()
  local out = tap(function(inner)
    inner("a task", function() nlua.spawn(nlua.sleep, 60) end)
    inner("an object", function() rtnl.IPRoute() end)
    inner("neither", function()
      nlua.spawn(nlua.sleep, 0.01):join()
      rtnl.IPRoute():close()
    end)
  end)
  assert(out:find("not ok 1 - a task\n# a task was left running\nnot ok 2 - an object\n# left open: IPRoute", 1, true), out)
  assert(out:find("\nok 3 - neither\n1..3", 1, true), out)
end)

test("errors", function()
  test.eq(test.fails("no such %w+", error, "no such name", 0), "no such name")
  test.fails("no error, want one like x", test.fails, "x", function() end)
  test.fails("error y, want one like x", test.fails, "x", error, "y", 0)
  test.fails("got 1, want 2", test.eq, 1, 2)
  assert(not test.same({ 1 }, { 1, 2 }) and not test.same({ 1, 2 }, { 1 }) and not test.same({}, 1))
end)

test("namespaces that are gone afterwards", function(t)
  local ns = t:netns()
  test.eq(ns:link("dump"):count(), 1)
end)
