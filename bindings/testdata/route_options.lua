-- needs: lab, command ip
-- Routes with options of tunnels, in the lab alone: a 6.18 kernel crashes over them. Made by ip and by keywords they are the same to the
-- kernel; saved by either, they come back; read, they can be written; and they can be removed as they were read.
ipr:link("add", { ifname = "v0", kind = "veth", peer = "v1" })
for _, name in ipairs{ "v0", "v1" } do ipr:link("set", { index = name, state = "up" }) end

local one, two = { class = 1, type = 2, data = "\1\2\3\4" }, { class = 3, type = 4, data = "\5\6\7\8\1\2\3\4" }
for _, c in ipairs{
  { "geneve_opts 1:2:01020304", { geneve_opts = one } },
  { "geneve_opts 1:2:01020304,3:4:0506070801020304", { geneve_opts = { one, two } } },
  { "vxlan_opts 77", { vxlan_opts = { gbp = 77 } } },
  { "erspan_opts 1:8:0:0", { erspan_opts = { ver = 1, index = 8, dir = 0, hwid = 0 } } },
  { "erspan_opts 2:0:1:63", { erspan_opts = { ver = 2, index = 0, dir = 1, hwid = 63 } } },
} do
  for _, six in ipairs{ false, true } do
    local dst, option, words = "10.7.0.0/16", "-4", "ip id 7 dst 10.0.0.9 ttl 5 "
    local encap = { type = "ip", id = 7, dst = "10.0.0.9", ttl = 5 }
    if six then
      dst, option, words, encap = "2001:db8:7::/48", "-6", "ip6 id 7 dst fd00::9 hoplimit 5 ", { type = "ip6", id = 7, dst = "fd00::9", hoplimit = 5 }
    end
    for k, v in pairs(c[2]) do encap[k] = v end
    words = words .. c[1]
    local function read() return ipr:route("dump", { dst = dst }):first() end
    local function shown() return ip(option .. " route show " .. dst) end

    sh("ip " .. option .. " route add " .. dst .. " encap " .. words .. " dev v0 proto static")
    local want, json, saved = read(), shown(), sh("ip " .. option .. " route save " .. dst)
    ipr:route("del", { dst = dst })
    ipr:route("add", { dst = dst, oif = "v0", encap = encap })
    eq(read():diff(want), {}, words)
    eq(shown(), json, words)
    if encap.geneve_opts then eq(#want.encap.opts:totable().geneve, c[2].geneve_opts == one and 1 or 2) end

    local mine = ipr:route_dumps{ dst = dst }
    for _, bytes in ipairs{ mine, saved } do
      eq(#ipr:flush_routes{ dst = dst }, 1)
      eq(read(), nil)
      eq(ipr:route_loads(bytes), 1)
      eq(read():diff(want), {}, words)
    end
    local again = want:totable()
    ipr:route("replace", { dst = dst, oif = "v0", encap_type = again.encap_type, encap = again.encap })
    eq(read():diff(want), {}, words)
    ipr:transaction(function(tx) tx:route("del", { dst = dst }) end)
    eq(pcall(ipr.transaction, ipr, function(tx) tx:route("add", { dst = dst, oif = "v0", encap = encap }) tx:route("del", { dst = dst }) error("undo") end), false)
    eq(read(), nil)
  end
end
