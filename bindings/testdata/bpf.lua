-- needs: lab, command ip, encap bpf, encap seg6local
-- What takes a program of BPF by its descriptor: encapsulations of routes, XDP of links.
ipr:link("add", { ifname = "p0", kind = "veth", peer = "p1" })
for _, name in ipairs{ "p0", "p1" } do ipr:link("set", { index = name, state = "up" }) end
ipr:addr("add", { index = "p0", address = "10.0.0.1/24" })
ipr:addr("add", { index = "p0", address = "fd00::1/64", flags = "nodad" })
local XDP, LWT_IN, LWT_OUT, LWT_XMIT, LWT_SEG6LOCAL = 6, 10, 11, 12, 19 -- BPF_PROG_TYPE_*

ipr:route("add", { dst = "10.1.0.0/16", gateway = "10.0.0.2", encap = { type = "bpf", ["in"] = { fd = bpf(LWT_IN, 0), name = "first" }, out = { fd = bpf(LWT_OUT, 0), name = "second" },
  xmit = { fd = bpf(LWT_XMIT, 0), name = "third", headroom = 20 } } })
ipr:route("add", { dst = "fd01::/48", oif = "p0", encap = { type = "seg6local", action = "End.BPF", bpf = { fd = bpf(LWT_SEG6LOCAL, 0), name = "fourth" } } })
local function only(family) return ipr:route("dump", { family = family, dst = family == 2 and "10.1.0.0/16" or "fd01::/48" }) end
local four, six = only(2):first(), only(10):first()
eq({ four:name("encap_type"), four.encap:totable() }, { "bpf", { ["in"] = { name = "first" }, out = { name = "second" }, xmit = { name = "third" } } })
local program = six:get("encap.bpf"):totable()
eq({ six:get("encap.action"), program.prog_name, program.prog > 0 }, { "End.BPF", "fourth", true })
local said = ip("-4 route show 10.1.0.0/16")[1]
eq({ said.encap, said["in"], said.out, said.xmit }, { "bpf", "first", "second", "third" })
eq(ip("-6 route show fd01::/48")[1].endpoint, "fourth")

-- The kernel tells a program's name and no way to it: what was saved, by either, cannot be made again, by neither.
local name = os.tmpname()
for family, word in pairs{ [2] = "-4", [10] = "-6" } do
  paste("ip " .. word .. " route save table main > " .. name)
  local f = io.open(name)
  local theirs = f:read("*a")
  f:close()
  local function bytes(text)
    for _, m in ipairs(rtnl.decode(text:sub(5))) do
      if m.encap_type then return nlua.json.encode(m:totable()) end
    end
  end
  eq(bytes(ipr:route_dumps(family)), bytes(theirs))
  ipr:route("del", { dst = family == 2 and "10.1.0.0/16" or "fd01::/48" })
  local err = fails(ipr.route_loads, "descriptor", ipr, theirs)
  eq({ #err.steps, only(family):count() }, { 1, 0 })
  fails(paste, "answers: [IB]%l+ ", "ip route restore < " .. name)
end
os.remove(name)
fails(ipr.route, "EINVAL.*a program of BPF is taken by its descriptor", ipr, "add", { dst = "10.1.0.0/16", gateway = "10.0.0.2", encap = { type = "bpf", ["in"] = { name = "first" } } })

-- XDP
for mode, way in pairs{ skb = "xdpgeneric", drv = "xdp" } do
  ipr:link("set", { index = "p0", xdp_fd = bpf(XDP, 2), xdp_flags = mode .. "_mode" })
  local xdp, theirs = ipr:link("get", { index = "p0" })[1].xdp:totable(), ip("link show p0")[1].xdp
  eq(xdp, { xdp_attached = way, xdp_prog_id = theirs.prog.id, ["xdp_" .. mode .. "_prog_id"] = theirs.attached[1].prog.id })
  eq({ theirs.mode, theirs.prog.name }, { mode == "drv" and 1 or 2, "short" })
  ipr:link("set", { index = "p0", xdp_fd = -1, xdp_flags = mode .. "_mode" })
  eq({ ipr:link("get", { index = "p0" })[1].xdp:totable(), ip("link show p0")[1].xdp }, { { xdp_attached = 0 } })
end
