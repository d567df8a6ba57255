-- What is refused, in which words: wrong values name the keyword and what would be right, refusals by the kernel what was asked for.
ipr:link("add", { ifname = "v0", kind = "veth", peer = "v1" })
ipr:link("add", { ifname = "br0", kind = "bridge", br_stp_state = 0 })
ipr:link("set", { index = "v1", master = "br0" })
for _, name in ipairs{ "v0", "v1", "br0" } do ipr:link("set", { index = name, state = "up" }) end
ipr:addr("add", { index = "v0", address = "10.0.0.1/24" })
local name = "nlua-refusals-" .. rtnl.IPRoute{ pid = 0 }.status.epid
rtnl.netns.create(name)
nlua.finally(function() rtnl.netns.remove(name) end)

-- object, verb, keywords of all that follow; then pairs of more keywords and what is said of them
local calls = {
  { "link", "set", { index = "v0" },
    { address = "02:00:00:00:00" }, "address: Invalid argument %(EINVAL%): 02:00:00:00:00: the link's addresses have another length", { address = "020000000005" }, "address: want a hardware address",
    { mtu = 1400, IFLA_MTU = 1300 }, "IFLA_MTU: mtu says something else of the same: give one of them", { dev = "v1", mtu = 1400 }, "dev: index says something else", { index = { 1, 2 } }, "index: the list names 2 links: want one",
    { ifname = 0 / 0 }, "ifname: want a text, got NaN", { ifalias = ("x"):rep(256) }, "ifalias: .*ERANGE", { address = "02:00:00:00:00:01:02:03" }, "address: want 6 bytes, which the link's addresses have, got 8", { broadcast = "ff:ff:ff:ff:ff:ff:ff:ff" }, "broadcast: want 6 bytes.*got 8",
    { address = "01:00:5e:00:00:01" }, "address: .*EADDRNOTAVAIL.*neither zero nor multicast", { address = 5 }, "address: want a hardware address",
    { master = "nobody" }, 'master: .*ENODEV.*link "nobody"', { master = 4711 }, "master: .*EINVAL%): 4711: there is no such link", { master = "v0" }, "master: .*EOPNOTSUPP%): v0: the link takes no ports", { master = true }, "true is no value",
    { state = "upp" }, 'state: want "up" or "down", got "upp"', { state = true }, "state: want", { flags = { 5 } }, "flags: want a number", { flags = "nope" }, 'flags: unknown flag "nope": want one of up', { flags = -1 }, "want 0 or more",
    { state = "up", flags = { "!up" } }, "flags: state says something else of the same", { arp = true, noarp = true }, "noarp says something else", { flags = { "up", "!up" } }, "flags: up is both set and cleared",
    { arp = "maybe" }, "arp: want true or false", { noarp = 5 }, "noarp: want true or false", { group = "nobody" }, '"nobody" is no link group', { group = {} }, "group: want a number", { mtu = "1k" }, 'mtu: want a number, got "1k"',
    { mtu = 67 }, "mtu less than device minimum", { ifname = "v1" }, "ifname: .*EEXIST%): v1: a link has this name already", { ifname = "a b" }, "is no name for a link", { ifname = ("x"):rep(16) }, "ERANGE.*up to 15",
    { linkmode = "dormnt" }, 'did you mean "dormant"', { operstate = "UPP" }, 'did you mean "UP"', { proto_down = "maybe" }, "proto_down: want true or false", { xdp_flags = "skb_mod" }, "none of", { xdp_fd = 9999 }, "EBADF%): there is no such descriptor",
    { vf = { mac = "02:00:00:00:00:01" } }, "vf: entry 1: vf, the number", { vf = { vf = 0, mac = "02:00:00:00:00:01" } }, "EOPNOTSUPP.*no virtual functions", { vf = { { vf = 0 }, 5 } }, "vf: entry 2: want a table", { vf = { vf = 0, foo = 1 } }, "vf.1.foo: vf has no such",
    { net_ns_fd = "nobody" }, "net_ns_fd: .*ENOENT%): network namespace nobody", { net_ns_fd = 9999 }, "EBADF%): there is no such descriptor", { net_ns_fd = ".." }, "net_ns_fd: .*EINVAL", { net_ns_pid = 999999999 }, "net_ns_pid: .*ESRCH.*no such process",
    { altname = "second" }, "altname: is given by property_add", { token = "::1/64" }, "token: want an IP address", { addr_gen_mode = "nonee" }, 'did you mean "none"',
    { kind = "bridge", br_stp_stat = 1 }, 'did you mean "br_stp_state"', { br_stp_state = 1 }, 'give kind = "bridge" too', { "v0" }, "a value stands without a keyword", { carrier_chnges = 1 }, 'did you mean "carrier_changes"', { index = {} }, "index: want a number", { index = 4711 }, "ENODEV", { index = -1 }, "EINVAL.*negative" },
  { "link", "add", { ifname = "x0" },
    {}, "kind is missing", { kind = 5 }, "kind: want a kind as a string", { kind = "brigde" }, 'did you mean "bridge"', { kind = "nosuch" }, 'this kernel has no "nosuch"', { kind = "veth", peer = 5 }, "peer: want a name", { kind = "veth", peer = { ifname = "a b" } }, "no name for a link",
    { kind = "veth", peer = "v1" }, "EEXIST%): x0 or v1: a link has this already", { kind = "veth", peer = { ifname = "x1", master = "nobody" } }, "peer.master: .*ENODEV", { kind = "bridge", br_priority = 70000 }, "br_priority: .*16 bits",
    { kind = "bridge", br_ageing_time = "5parsec" }, 'unknown unit "parsec"', { kind = "bridge", br_nf_call_iptables = "maybe" }, "want true or false", { kind = "bridge", br_multi_boolopt = "foo" }, "unknown flag", { kind = "vlan", vlan_flags = "foo" }, "unknown flag",
    { kind = "vlan", vlan_egress_qos = 5 }, "want a table", { kind = "vlan", vlan_protocol = "802.1x" }, 'did you mean "802.1q"', { kind = "vxlan", vxlan_group = "x" }, "vxlan_group: want an IP address", { kind = "vxlan", vxlan_ttl = 256 }, "vxlan_ttl: .*8 bits",
    { kind = "veth", peer = "a b" }, 'peer: "a b" is no name for a link', { kind = "veth", address = "02:00:00:00:00:01:02:03" }, "address: .*EINVAL.*have addresses of 6 bytes",
    { kind = "veth", peer = { ifname = "x1", address = "02:00:00:00:00" } }, "EINVAL.*have addresses of 6 bytes", { kind = "tuntap", mode = "tunn" }, 'want "tun" or "tap"', { kind = "veth", altname = "x" }, "property_add" },
  { "link", "property_add", { index = "v0" },
    {}, "altname is missing", { altname = "a b" }, 'altname: "a b" is no name', { altname = { "fine", "a/b" } }, 'altname: "a/b" is no name', { altname = "" }, "is no name", { altname = {} }, "want a name, or a list", { altname = ("x"):rep(128) }, "altname: .*ERANGE.*up to 127",
    { altname = "v1" }, "altname: .*EEXIST%): v1: a link has this name" },
  { "link", "property_del", { index = "v0" }, { altname = "nope" }, "altname: .*ENOENT%): nope: the link has no such name", { altname = { "a b" } }, 'ENOENT%): %["a b"%]' },
  { "link", "del", {}, {}, "index or ifname is missing", { index = "nobody" }, 'index: .*link "nobody"', { index = "lo" }, "EOPNOTSUPP.*lo and hardware stay" },
  { "link", "get", {}, {}, "index or ifname is missing", { index = 0 }, "indices count from 1", { ifname = "nobody" }, 'ifname: .*link "nobody"', { altname = "nobody" }, "ENODEV" },
  { "addr", "add", { index = "v0" },
    {}, "address is missing", { address = "10.0.0.1/24" }, "EEXIST", { address = "10.0.0.1/33" }, "length of 0 to 32", { address = "10.0.0.2", mask = "255.255.0.255" }, "is no mask", { address = 5 }, "as a string", { address = "fe80::1%v0/64" }, "no IP address",
    { address = "10.0.0.2/24", broadcast = "x" }, "broadcast: want an IP address", { address = "fd00::1/64", ["local"] = "10.0.0.1" }, "says family", { address = "10.0.0.2/24", family = "inet6" }, "says family", { address = "10.0.0.2/24", preferred = 20, valid = 10 }, "longer than valid",
    { address = "10.0.0.2/24", valid = "5 parsec" }, "valid: time", { address = "10.0.0.2/24", valid = -1 }, "valid: want 0 or more", { address = "10.0.0.2/24", flags = "foo" }, "none of", { address = "10.0.0.2/24", scope = "foo" }, "no scope",
    { address = "10.0.0.2/24", proto = "foo" }, "no address protocol", { address = "10.0.0.2/24", label = ("x"):rep(16) }, "label: .*ERANGE", { address = "10.0.0.2/24", index = 4711 }, "ENODEV" },
  { "addr", "del", { index = "v0" }, {}, "which one is missing: address or label", { family = "inet" }, "which one is missing", { address = "10.0.0.1/25" }, "EADDRNOTAVAIL", { address = "10.0.0.9" }, "EADDRNOTAVAIL" },
  { "addr", "get", { index = "v0" }, {}, "address is missing", { address = "10.0.0.1" }, "EOPNOTSUPP.*IPv6 addresses alone", { address = "fd00::77" }, "EADDRNOTAVAIL" },
  { "route", "add", { dst = "10.1.0.0/16" },
    {}, "oif, gateway, multipath or nhid is missing", { multipath = {} }, "multipath: want one next hop or more", { multipath = { 5 } }, "entry 1: want a table", { multipath = { { gateway = "x" } } }, "multipath: hop 1: gateway", { multipath = { { gateway = "10.0.0.2", weight = 300 } } }, "weight: want a number of 1 to 256",
    { multipath = { { gateway = "10.0.0.2", hops = 256 } } }, "multipath.1.hops: .*8 bits", { multipath = { { oif = "nobody" } } }, "multipath.1.oif: .*ENODEV", { multipath = { { oif = "v0", gatewy = 5 } } }, "multipath.1.gatewy: .*did you mean",
    { multipath = { { oif = "v0", encap = { type = "mlps" } } } }, 'hop 1: encap: "mlps" is', { oif = "v0", encap = {} }, "encap: type is missing: one of none, mpls", { oif = "v0", encap = { type = "mpls", labels = 2 ^ 20 } }, "below 1048576",
    { oif = "v0", encap = { type = "seg6" } }, "segs, the list of segments, is missing", { oif = "v0", encap = { type = "seg6local" } }, "action is missing", { oif = "v0", encap = { type = "seg6local", action = "End.Foo" } }, "none of End, ",
    { oif = "v0", metrics = { mut = 1 } }, 'did you mean "mtu"', { oif = "v0", metrics = { rtt = "5x" } }, "metrics: rtt: time", { oif = "v0", metrics = 5 }, "metrics: want a table", { gateway = "10.0.0.2/24" }, "without a length", { gateway = "192.0.2.1" }, "ENETUNREACH",
    { oif = "v0", dev = "br0" }, "dev: oif says something else", { oif = "v0", proto = 5, protocol = 6 }, "says something else", { oif = "v0", table = -1 }, "want a table from 0 up", { oif = "v0", tos = 1 }, "ECN bits", { oif = "v0", via = { family = 2 } }, "via.addr: is missing", { oif = "v0", vrf = "v0" }, "vrf: is no VRF", { oif = "v0", vrf = -1 }, "vrf: ", { oif = "v0", prefsrc = "10.9.9.9" }, "Invalid prefsrc",
    { oif = "v0", flags = "x" }, "none of dead", { oif = "v0", dst = "10.1.0.1/16" }, "EINVAL.*prefix", { oif = "v0", family = "inet6" }, "says family" },
  { "route", "change", { dst = "10.1.0.0/16", oif = "v0" }, {}, "ENOENT.*no such route" },
  { "rule", "add", {}, { table = -1 }, "want a table from 0 up", { suppress_prefixlen = -1 }, "want 0 or more", { priority = -1 }, "priority: want 0 or more", { ["goto"] = -1 }, "goto: want 0 or more", { uid_range = {} }, "uid_range: want a range", { sport = {} }, "sport: want a range", { dport = { start = 5, ["end"] = 4 } }, "dport: want a range" },
  { "neigh", "add", { dst = "10.0.0.77", ifindex = "v0" }, { lladdr = "02:00:00:00:00:01:02:03" }, "lladdr: want 6 bytes, which the link's addresses have, got 8", { lladdr = "fe80::1" }, "lladdr: want 6 bytes.*got 16" },
  { "neigh", "dump", {}, { lladdr = "zz" }, "hardware address", { state = "permanet" }, 'did you mean "permanent"' },
  { "brport", "set", { index = "v1" },
    { cost = 0 }, "ERANGE.*cost is 1 to", { priority = 64 }, "ERANGE.*priority 0 to 63", { learning = "maybe" }, "learning: want true or false", { state = "blockin" }, 'did you mean "blocking"', { backup_port = "v0" }, "backup_port: .*ENOENT%): v0: want another port of the same bridge",
    { backup_port = "nobody" }, "backup_port: .*ENODEV", { group_fwd_mask = 70000 }, "16 bits", { index = "v0", cost = 5 }, "EOPNOTSUPP.*no port of a bridge", { self = true, cost = 5 }, "EOPNOTSUPP.*does not switch in hardware", { hwmode = "vepa" }, "EOPNOTSUPP.*does not switch", { hwmode = "vep" }, 'hwmode: .*did you mean "veb"', { self = "yes" }, "self: want true or false" },
  { "brport", "dump", {}, { cost = "x" }, "cost: want a number", { learning = "maybe" }, "learning: want true", { cst = 5 }, 'did you mean "cost"' },
  { "vlan_filter", "add", { index = "v1" },
    { vlan_info = {} }, "vlan_info: entry 1: vid is missing", { vlan_info = 5 }, "want a table, or a list", { vlan_info = { { vid = 5 }, 6 } }, "entry 2: want a table", { vlan_info = { vid = 0 } }, "entry 1: vid: want a number of 1 to 4094, got 0", { vlan_info = { vid = -1 } }, "1 to 4094, got %-1",
    { vlan_info = { { vid = 5 }, { vid = 4095 } } }, "entry 2: vid: want", { vlan_info = { vid = "10-5" } }, 'want a range "first%-last" within 1 to 4094, got "10%-5"', { vlan_info = { vid = "5-" } }, "want a range", { vlan_info = { vid = "0-5" } }, "want a range", { vlan_info = { vid = "x" } }, 'vid: want a whole number, got "x"',
    { vlan_info = { vid = {} } }, "got a table", { vlan_info = { vid = 5.5 } }, "got 5.5", { vlan_info = { vid = true } }, "got true", { vlan_info = { vid = "5-6", pvid = true } }, "a range cannot be the pvid", { vlan_info = { vid = 5, pvid = "maybe" } }, "entry 1: pvid: want true or false",
    { vlan_info = { vid = 5, flags = "pvd" } }, "entry 1: flags: .*none of", { vlan_info = { vid = 5, flags = 70000 } }, "entry 1: flags: .*16 bits", { vlan_info = { vid = 5, tagged = true } }, 'unknown name "tagged": did you mean "untagged"',
    { vlan_tunnel_info = {} }, "vlan_tunnel_info: entry 1: vid is missing", { vlan_tunnel_info = { vid = 5 } }, "id is missing", { vlan_tunnel_info = { id = 5 } }, "vid is missing", { vlan_tunnel_info = { vid = "5-10", id = "5-9" } }, "6 VLANs, but 5 ids", { vlan_tunnel_info = { vid = 5, id = 2 ^ 24 } }, "id: want a number of 0 to 16777215",
    { vlan_tunnel_info = { vid = 5, id = 5, flag = 1 } }, 'unknown name "flag"', { vlan_info = { vid = 5 }, vlan_flags = "slef" }, "none of master, self", { mode = "vepaa" }, 'did you mean "vepa"', { vlan_inf = { vid = 5 } }, 'did you mean "vlan_info"', { vlan_info = { vid = 5 }, index = "nobody" }, "index: .*ENODEV",
    { vlan_info = { vid = 5 }, index = "v0" }, "EOPNOTSUPP.*no bridge and no port" },
  { "vlan_filter", "dump", {}, { vlan_info = { vid = 5 } }, "vlan_info: is no filter", { vlan_tunnel_info = 5 }, "is no filter" },
  { "vlandb", "set", { ifindex = "v1" },
    {}, "vid is missing", { vid = 4095 }, "vid: want a number of 1 to 4094", { vid = "9-5" }, "vid: want a range", { vid = 5, neigh_suppress = "yes" }, "neigh_suppress: want true or false", { vid = 5, state = "bloking" }, 'did you mean "blocking"', { vid = 5, state = 256 }, "8 bits", { vid = 5, mcast_router = "maybe" }, "none of disabled",
    { vid = 5, vlan_flags = "pvd" }, "none of", { vid = 5, tunnel_info = 5 }, "tunnel_info: want a table", { vid = 5, mcast_max_groups = -1 }, "want 0 or more", { global_options = { id = 5, mcast_querier = "yes" } }, "global_options.mcast_querier: want true or false", { vid = 5, ifindex = "nobody" }, "ENODEV" },
  { "vlandb", "dump", {}, { dump_flags = "globl" }, "none of stats, global", { vid = "x" }, "want a whole number" },
  { "vni", "add", { dev = "v0" },
    { vni = {} }, "vni: want a whole number, got a table", { vni = "5-" }, "want a range", { vni = { 5, "x" } }, 'got "x"', { vni = 2 ^ 24 }, "0 to 16777215", { vni = 5, group = "10.0.0.1/24" }, "group: want an IP address", { vni = 5, group = 5 }, "want an IP address", { vni = 5, stats = true }, 'unknown keyword "stats"', { vni = 5 }, "E" },
  { "vni", "dump", {}, { vni = "5-6" }, "want one VNI in a filter", { vni = { 1, 2 } }, "want one VNI", { stats = "x" }, "want true or false" },
  { "nsid", "add", { netns = name },
    { nsid = -7 }, 'nsid: want a number from 0 up, or "auto", got %-7', { nsid = "-7" }, "from 0 up", { nsid = 2 ^ 31 }, "32 bits", { nsid = "x" }, "want a number", { nsid = true }, "no value", { nsid = {} }, "got a table", { netns = "nobody" }, "netns: .*ENOENT.*nobody" },
  { "nsid", "add", {}, {}, "netns or pid is missing", { pid = 999999999 }, "pid: .*ESRCH" },
  { "nsid", "get", {}, {}, "netns, pid or nsid is missing", { nsid = 4711 }, "nsid: .*ENOENT", { pid = 999999999 }, "pid: .*ESRCH", { fd = 9999 }, "fd: .*EBADF.*no such descriptor", { netns = "nobody" }, "ENOENT" },
  { "nsid", "dump", {}, { nsid = "x" }, "want a number", { target_nsid = 4711 }, "target_nsid: .*EINVAL" },
  { "stats", "get", { dev = "v0" }, { filter_mask = 0 }, "Filter mask must be set", { filter_mask = 64 }, "Invalid stats requested", { filter_mask = { "link_64", "foo" } }, 'filter_mask.2: "foo"', { filter_mask = {} }, "want a number", { get_filters = 5 }, "want a table", { dev = 4711 }, "ENODEV" },
  { "stats", "dump", {}, { ["link_64.foo"] = 5 }, "link_64.foo is not known", { ["link_64.rx_packets"] = "x" }, "want a number", { filter_mask = 64 }, "Invalid stats" },
  { "ntable", "set", { name = "arp_cache", dev = "v0" },
    { ucast_probes = "x" }, "ucast_probes: want a number", { ucast_probes = 2 ^ 33 }, "32 bits", { name = "arp_cach" }, "ENOENT%): arp_cach or v0: there is no such table", { dev = 4711, ucast_probes = 1 }, "ENOENT%): arp_cache or 4711: ", { family = "foo" }, "none of", { parms = 5 }, "parms: want a table", { refcnt = 5 }, "unknown keyword" },
  { "netconf", "get", {}, {}, "ifindex is missing", { dev = 4711 }, "dev: .*ENODEV", { ifindex = -3 }, "ENODEV", { dev = "v0", family = "foo" }, "none of", { dev = "v0", forwarding = 1 }, "EINVAL" },
  { "netconf", "dump", {}, { forwarding = "x" }, "forwarding: want true or false", { rp_filter = "loose" }, "want a number" },
  { "tc", "add", { index = "v0" },
    {}, "kind is missing", { kind = "htbb" }, 'did you mean "htb"', { kind = "htb", handle = "x" }, "handle: handle", { kind = "htb", handle = "10000:" }, "up to ffff", { kind = "htb", handle = -1 }, "not negative", { kind = "htb", default = "x" }, "default: handle", { kind = "tbf" }, "rate is missing", { kind = "tbf", rate = "1mbit" }, "burst is missing",
    { kind = "tbf", rate = "1mbit", burst = "5k" }, "limit or latency is missing", { kind = "tbf", rate = "1mbit", burst = "5x", latency = "5ms" }, "unknown unit", { kind = "netem", loss = 101 }, "loss: want a percentage", { kind = "netem", delayy = 5 }, 'did you mean "delay"', { kind = "fq_codel", ecn = "maybe" }, "want true or false",
    { kind = "ingress", foo = 5 }, "has no options", { kind = "htb", index = "nobody" }, "index: .*ENODEV" },
  { "tc", "add-class", { index = "v0", parent = "1:", kind = "htb" }, {}, "rate is missing", { rate = "1mbit", foo = 1 }, "unknown keyword", { rate = "1mbit", prio = -1 }, "prio: want 0 or more", { rate = "1mbit", burst = -5 }, "not negative" },
  { "tc", "add-filter", { index = "v0", parent = "1:" },
    { kind = "u32", keys = { "x" } }, 'keys: key "x"', { kind = "u32", protocol = "ipp" }, 'did you mean "ip"', { kind = "u32", prio = 70000 }, "prio: want a number up to 65535", { kind = "matchall", action = "drp" }, 'did you mean "drop"', { kind = "matchall", action = { kind = "gactt" } }, 'did you mean "gact"',
    { kind = "matchall", action = { kind = "mirred", dev = "nobody" } }, "action.mirred.dev: .*ENODEV" },
  { "tc", "dump", {}, { index = "v0", parent = "x" }, "parent: handle", { index = "v0", foo = 1 }, "unknown keyword" },
  { "chain", "add", { index = "v0", parent = "1:" }, { chain = "x" }, "chain: want a number", { chain = -1 }, "want 0 or more", { chain = 2 ^ 32 }, "32 bits", { chain = 6, foo = 1 }, "unknown keyword", { chain = 6, index = "nobody" }, "ENODEV" },
}
local wrong = {}
for _, c in ipairs(calls) do
  for i = 4, #c, 2 do
    local kw = {}
    for _, t in ipairs{ c[3], c[i] } do for k, v in pairs(t) do kw[k] = v end end
    local ok, err = pcall(function()
      local got = ipr[c[1]](ipr, c[2], kw)
      return c[2] == "dump" and got:count()
    end)
    local said = tostring(err)
    if ok or not said:find(c[1] .. " " .. c[2] .. ": ", 1, true) or not said:find(c[i + 1]) or said:find("\n") then
      wrong[#wrong + 1] = ("%s %s %s: %s; want %s"):format(c[1], c[2], nlua.inspect(kw), said, c[i + 1])
    end
  end
end
assert(#wrong == 0, table.concat(wrong, "\n"))
-- nothing of all that has been done
eq({ ipr:link("dump"):count(), ipr:addr("dump", { index = "v0", family = 2 }):count(), ipr:route("dump", { dst = "10.1.0.0/16" }):count() }, { 4, 1, 0 })

-- altnames: kept are those before the one that is refused; whatever is there can be taken away
fails(ipr.link, "EEXIST", ipr, "property_add", { index = "v0", altname = { "first", "v1", "third" } })
eq(ipr:link("get", { altname = "first" })[1]:totable().prop_list.alt_ifname, { "first" })
fails(ipr.link, "ENOENT", ipr, "property_del", { index = "v0", altname = { "first", "third" } })
eq(ipr:link_lookup{ altname = "first" }, {})
-- what is there already says how it is changed
ipr:tc("add", "htb", "v0", "1:")
ipr:tc("add-class", "htb", "v0", "1:1", { parent = "1:", rate = "1mbit" })
fails(ipr.tc, "already: change%-class", ipr, "add-class", "htb", "v0", "1:1", { parent = "1:", rate = "1mbit" })
fails(ipr.tc, "already: change or replace", ipr, "add", "htb", "v0", "1:")
ipr:tc("del", { index = "v0", root = true })
ipr:route("add", { dst = "10.1.0.0/16", oif = "v0" })
fails(ipr.route, "dst: .*10.1.0.0: the table has this route already", ipr, "add", { dst = "10.1.0.0/16", oif = "v0" })
fails(ipr.route, "dst: .*10.1.0.1: bits are set behind", ipr, "add", { dst = "10.1.0.1/16", oif = "v0" })
ipr:route("del", { dst = "10.1.0.0/16" })
fails(rtnl.netns.exec, "argument 2: want a program and its arguments as a list", name, "ip addr")
fails(nlua.exec, 'are a list: { "ip", "addr" }', "ip addr")
-- numbers of namespaces, given once
eq(ipr:get_netnsid{ netns = name }.nsid, -1)
ipr:set_netnsid{ netns = name, nsid = "auto" }
eq(ipr:get_netnsid{ netns = name }.nsid, 0)
fails(ipr.set_netnsid, "EEXIST.*already has a nsid", ipr, { netns = name, nsid = -1 })
fails(ipr.set_netnsid, "netns or pid is missing", ipr, {})
fails(ipr.get_netnsid, "want a table", ipr)
-- links as ports of bridges: the kernel filters nothing of their dump
ipr:link("set", { index = "v0", master = "br0" })
eq({ ipr:brport("dump", { master = "br0" }):count(), ipr:vlan_filter("dump", { master = "br0" }):count() }, { 2, 3 }) -- with the bridge itself
eq({ ipr:link("dump", { family = "bridge", master = "br0" }):count(), ipr:get_vlans{ master = "br0" }:count(), ipr:get_vlans{ kind = "bridge" }:count() }, { 2, 3, 0 })
-- a filter for what has no broadcast address
eq(ipr:addr("dump", { index = "v0", family = 2, broadcast = false }):count(), 1)
