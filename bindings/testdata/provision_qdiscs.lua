-- needs: veth, qdisc htb, qdisc tbf
-- Plans of queueing disciplines: what changes in place, what goes first, and what is no difference.
local provision = require "nlua.provision"
ipr:link("add", { ifname = "v0", kind = "veth", peer = "v1" })
-- a handle takes another kind by going first; what tbf works out of its burst is no difference
for _, qdisc in ipairs{ { kind = "htb" }, { kind = "tbf", rate = "220kbit", burst = 1540, limit = 30000 }, { kind = "bfifo", limit = 3000 } } do
  qdisc.index, qdisc.handle, qdisc.root = "v0", "9:", true
  local change = provision.plan({ qdiscs = { qdisc } }, ipr)
  eq(#change:apply():kept(), 0)
  eq(tostring(provision.plan({ qdiscs = { qdisc } }, ipr)), "", qdisc.kind)
end
