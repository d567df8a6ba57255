-- needs: lab, command ip, veth, encap rpl, encap ioam6
-- The lightweight tunnels that Debian's kernels leave out: by `ip route` and by keywords the same, and what was read makes the same route.
ipr:link("add", { ifname = "p0", kind = "veth", peer = "p1" })
ipr:link("set", { index = "p0", state = "up" })
ipr:addr("add", { index = "p0", address = "2001:db8::1/64", flags = "nodad" })

local function said()
  local route = ipr:route("dump", { dst = "2001:db8:1::/48" }):first()
  local line = ip("-6 route show 2001:db8:1::/48")[1]
  ipr:route("del", { dst = "2001:db8:1::/48" })
  return route:totable().encap, line
end
local function twin(theirs, mine)
  sh("ip -6 route add 2001:db8:1::/48 encap " .. theirs .. " dev p0")
  local want, line = said()
  ipr:route("add", { dst = "2001:db8:1::/48", oif = "p0", proto = "boot", encap = mine })
  local encap, again = said()
  eq(encap, want, theirs)
  eq(again, line, theirs)
  ipr:route("add", { dst = "2001:db8:1::/48", oif = "p0", proto = "boot", encap_type = mine.type, encap = encap })
  local same, thrice = said()
  eq({ same, thrice }, { want, line }, theirs .. ", as it was read")
  return encap, line
end

local encap = twin("rpl segs fd00::1,fd00::2", { type = "rpl", segs = "fd00::1,fd00::2" })
eq(encap.srh.segs, { "fd00::1", "fd00::2" })
twin("rpl segs fd00::1", { type = "rpl", segs = { "fd00::1" } })

encap = twin("ioam6 trace prealloc type 0x800000 ns 1 size 12", { type = "ioam6", mode = "inline", trace = { type = 0x800000, ns = 1, size = 12 } })
eq({ encap.freq_k, encap.freq_n, encap.dst }, { 1, 1, nil })
encap = twin("ioam6 freq 2/7 mode encap tundst fd00::9 trace prealloc type 0xc00000 ns 5 size 16",
  { type = "ioam6", freq = "2/7", mode = "encap", tundst = "fd00::9", trace = { type = 0xc00000, ns = 5, size = 16 } })
eq({ encap.freq_k, encap.freq_n, encap.dst }, { 2, 7, "fd00::9" })
twin("ioam6 mode auto tundst fd00::9 trace prealloc type 0xf00000 ns 65535 size 244",
  { type = "ioam6", mode = "auto", dst = "fd00::9", freq_k = 1, freq_n = 1, trace = { type = 0xf00000, ns = 65535, size = 244 } })
-- ip of this age has no word for the source
ipr:route("add", { dst = "2001:db8:1::/48", oif = "p0", encap = { type = "ioam6", mode = "encap", dst = "fd00::9", src = "2001:db8::1", trace = { type = 0x800000, ns = 1, size = 4 } } })
eq(said().src, "2001:db8::1")

for _, wrong in ipairs{ { "freq", { freq = 3 } }, { "size", { trace = { type = 0x800000, ns = 1, size = 13 } } }, { "type", { trace = { type = 2 ^ 24, ns = 1, size = 12 } } } } do
  wrong[2].type = "ioam6"
  fails(ipr.route, wrong[1], ipr, "add", { dst = "2001:db8:1::/48", oif = "p0", encap = wrong[2] })
end
