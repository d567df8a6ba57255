-- nlua.dry_run: a script that decides to change nothing.
fails(nlua.dry_run, "IPRoute is open already", ipr:link("dump"):count())
ipr:close()
local real = rtnl.NetNS("dry-real")
real:link("add", { ifname = "i7", index = 4711, kind = "ifb" })
real:close()
local lines = nlua.dry_run()
eq(lines(), {})

local dry = rtnl.IPRoute()
eq(dry:link("add", { ifname = "x0", kind = "ifb" })[1].header.dry_run, true)
eq(dry:wait{ event = "RTM_NEWLINK", ifname = "x0" }, nil)
dry:link("set", { ifname = "x0", state = "up" })
rtnl.netns.create("blue")
eq(lines(), { "ip link add x0 type ifb", "ip link set x0 up", "ip netns add blue" })
eq(dry:link("dump"):count(), 1)
fails(nlua.exec, "no program is started", { "true" })
dry:close()

local more = nlua.dry_run()
local again = rtnl.IPRoute()
again:link("del", { ifname = "lo" })
eq(more(), { "ip link del lo" })
eq(#lines(), 3)

-- lines say in which namespace they are meant, and know its links
local there = rtnl.IPRoute{ netns = "dry-real" }
there:link("set", { index = "i7", state = "up" })
there:link("add", { ifname = "d0", kind = "dummy", link = 4711 })
again:link("add", { ifname = "d0", kind = "veth", peer = { ifname = "d1", net_ns_fd = "dry-real" } })
there:link("set", { index = "d1", mtu = 1400 })
fails(again.link, "ENODEV", again, "set", { index = "d1", mtu = 1400 })
rtnl.netns.setns("dry-real")
rtnl.IPRoute():tc("add", "htb", "i7", "1:")
local told = more()
eq({ unpack(told, 2) }, { "ip -n dry-real link set i7 up", "ip -n dry-real link add d0 link i7 type dummy", "ip link add d0 type veth peer name d1 netns dry-real",
  "ip -n dry-real link set d1 mtu 1400", "tc -n dry-real qdisc add dev i7 root handle 1: htb default 0x10" })

-- what no command can say is behind a #, and so is the rest of such a line
again:link("add", { ifname = "nk0", kind = "netkit", netkit_mode = "l2" })
again:rule("add", { src = "10.0.0.0/8", dscp = 5, table = 100, priority = 7 })
eq({ unpack(more(), #told + 1) }, { "# ip link add nk0 type netkit # netkit_mode 0", "# ip rule add from 10.0.0.0/8 priority 7 lookup 100 # dscp 5" })
sh("ip netns del dry-real")
