-- Every word of iproute2's help pages: as(command, object, verb, keywords) sees whether both ask the kernel for the same, byte by byte.
for _, pair in ipairs{ "p", "q", "v" } do
  sh("ip link add " .. pair .. "0 type veth peer name " .. pair .. "1")
  for _, n in ipairs{ "0", "1" } do sh("ip link set " .. pair .. n .. " up") end
end
PID = sh("sh -c echo$IFS$PPID"):match("%d+")
function as(command, object, verb, kw)
  asks(command, function() return ipr[object](ipr, verb, kw) end)
end
function twin(theirs, mine)
  mine.ifname, mine.kind = "x0", theirs:match("type (%S+)")
  as("ip link add " .. theirs, "link", "add", mine)
end
for _, file in ipairs(LAB and { "reads" } or { "kinds", "tunnels", "choices", "links", "routes", "objects", "bridges", "reads" }) do dofile("testdata/help/" .. file .. ".lua") end
