-- Tells the one who measures, by descriptor 3, what a program alone knows of itself.

local out = io.open("/proc/self/fd/3", "w")

-- report(name, value), or report() at the end: the peak of memory.
return function(name, value)
  if not out then return end       -- run by hand
  if not name then
    for line in io.lines("/proc/self/status") do
      value = line:match("^VmHWM:%s*(%d+)") or value
    end
    name = "rss"
  end
  out:write(name, " ", tostring(value or ""), "\n")
  out:flush()
end
