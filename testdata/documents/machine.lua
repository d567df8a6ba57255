-- The machine that the documents show, in a network of its own: two links whose other ends are elsewhere, without IPv6, whose
-- addresses come by themselves; and a namespace. There it does the command line LINE, and ends as that does.
local ipv6 = io.open("/proc/sys/net/ipv6/conf/default/disable_ipv6", "w")
ipv6:write("1\n")
ipv6:close()
local ipr = rtnl.IPRoute{}
for _, name in ipairs{ "blue", "far" } do
  rtnl.netns.create(name)
  rtnl.NetNS(name):link("set", { index = "lo", state = "up" })
end
for i, link in ipairs{ { "wan", "192.0.2.10/24" }, { "lan", "198.51.100.1/24" } } do
  local name, address = link[1], link[2]
  ipr:link("add", { ifname = name, address = "02:00:00:00:00:0" .. i, kind = "veth", peer = { ifname = name, net_ns_fd = "far" } })
  ipr:addr("add", { index = name, address = address })
  ipr:link("set", { index = name, state = "up" })
  rtnl.NetNS("far"):link("set", { index = name, state = "up" })
  ipr:poll("link", "dump", { ifname = name, flags = "running", timeout = 60 }) -- the kernel sees it a moment later
end
ipr:route("add", { dst = "default", gateway = "192.0.2.1", proto = "static" })
os.exit(math.floor(os.execute(os.getenv("LINE")) / 256))
