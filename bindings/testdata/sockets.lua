-- The two raw sockets: put, get, recv, send, select; what they say after a loss; nlm_request.
local DUMP = rtnl.NLM_F_REQUEST + rtnl.NLM_F_DUMP
local s = rtnl.IPRSocket{}

-- A dump by hand: one datagram at a time, DONE included, nothing put together.
assert(s:put({ family = 0 }, { msg_type = rtnl.RTM_GETLINK, msg_flags = DUMP, msg_seq = 7 }) >= 32)
local r, w, x = nlua.select({ s }, {}, {}, 60)
eq({ #r, #w, #x, r[s] }, { 1, 0, 0, 1 })
local links = s:get()
eq({ links[1].ifname, links[1].header.sequence_number, links[1].header.pid }, { "lo", 7, s.status.epid })
local done = links[#links].event == "NLMSG_DONE" and links or s:get()
eq(done[#done].event, "NLMSG_DONE")
eq(done[#done].error, 0)
eq(#nlua.select({ s }, {}, {}, 0), 0, "there is no more")
eq(#select(2, nlua.select({}, { s }, {}, 0)), 1, "it can be written")

-- A refusal is a message, not an error.
s:put({ index = 999 }, { msg_type = "RTM_GETLINK" })
local e = s:get()[1]
eq({ e.event, e.error, e:get("error"), e.header.error.errno }, { "NLMSG_ERROR", -19, -19, "ENODEV" })
eq(e.msg, nil, "without ext_ack there are no words")
local talkative = rtnl.IPRSocket{ ext_ack = true }
talkative:put({ attrs = { { "IFLA_IFNAME", "x0" } }, linkinfo = { kind = "nosuchkind" } },
  { msg_type = rtnl.RTM_NEWLINK, msg_flags = rtnl.NLM_F_REQUEST + rtnl.NLM_F_ACK + rtnl.NLM_F_CREATE })
eq(talkative:get()[1].msg, "Unknown device type")

-- put takes nothing for no fields, names for types, and messages that came.
s:put(nil, { msg_type = "RTM_GETRULE", msg_flags = DUMP })
local rules = s:get()
eq(rules[1].event, "RTM_NEWRULE")
while rules[#rules].event ~= "NLMSG_DONE" do rules = s:get() end
s:put(rtnl.decode(rtnl.encode("RTM_GETLINK", { index = 1 }))[1], { msg_type = rtnl.RTM_GETLINK })
eq(s:get()[1].ifname, "lo")
fails(s.put, "msg_type is missing", s, {}, {})
fails(s.put, 'unknown option "msg_typ": did you mean "msg_type"', s, {}, { msg_typ = 18 })
fails(s.put, "nothing is known of message type 9999", s, {}, { msg_type = 9999 })
fails(s.put, "foo: link has no such attribute", s, { foo = 1 }, { msg_type = 18 })

-- Bytes.
local request = rtnl.encode("RTM_GETLINK", { index = 1 })
eq(s:send(request), #request)
eq(rtnl.decode(s:recv(16384))[1].ifname, "lo")
eq(s:sendto(request, { 0, 0 }), #request)
eq(#s:recv(20), 20, "the rest of the datagram is gone")
eq(#nlua.select({ s }, {}, {}, 0), 0)
fails(s.sendto, "its address is {0, 0}", s, request, { 17, 0 })

-- The other classes have a named descriptor too: what goes out there by hand comes back to get and recv.
for _, class in ipairs{ "IPRoute", "AsyncIPRoute", "NetNS" } do
  local o = class == "NetNS" and rtnl.NetNS(NS) or rtnl[class]{}
  o:put({ index = 1 }, { msg_type = "RTM_GETLINK" })
  for m in o:get() do eq(m.ifname, "lo") end
  eq(o:sendto(request), o:send(request))
  eq({ rtnl.decode(o:recv(16384))[1].ifname, rtnl.decode(o:recv(16384))[1].ifname }, { "lo", "lo" })
  o:close()
end

-- Events, and a wait that another task ends.
s:bind{ "link" }
ipr:link("set", { index = 1, mtu = 4000 })
eq(s:get()[1].mtu, 4000)
eq(fails(nlua.timeout, "ETIMEDOUT", 0.02, s.get, s).code, 110)
ipr:link("set", { index = 1, mtu = 4001 })
eq(s:get()[1].mtu, 4001, "after a wait that was given up nothing is lost")
for _, class in ipairs{ "IPRSocket", "AsyncIPRSocket" } do
  local o = rtnl[class]{}
  local reader = nlua.spawn(pcall, o.get, o)
  nlua.sleep(0.01)
  o:close()
  local ok, err = reader:join()
  eq({ ok, err.errno }, { false, "EBADF" })
end
local a = rtnl.AsyncIPRSocket{}
a:bind{ "link" }
local reader = nlua.spawn(a.get, a)
ipr:link("set", { index = 1, mtu = 4002 })
eq(reader:join()[1].mtu, 4002)
fails(nlua.select, "cannot be selected", { a }, {}, {}, 0)

eq(s:get()[1].mtu, 4002)

-- select: descriptors, objects with fileno() or getfd(), IPRoute; empty lists at time-out.
eq(#nlua.select({ s:fileno(), { getfd = function() return s:fileno() end }, ipr }, {}, {}, 0.01), 0)
ipr:link("set", { index = 1, mtu = 4003 })
eq(#nlua.select({ s:fileno(), { fileno = function() return s:fileno() end }, s }, {}, {}, 60), 3)
eq(s:get()[1].mtu, 4003)

-- After a loss each call of a raw socket says so, until it is closed. Requests of an IPRoute are not concerned.
local function flood(o)
  o:bind{ "link" }
  for i = 1, 60 do ipr:link("set", { index = 1, mtu = 5000 + i }) end
end
for _, class in ipairs{ "IPRSocket", "AsyncIPRSocket" } do
  local o = rtnl[class]{ rcvbuf = 2048 }
  flood(o)
  local ok, err
  repeat ok, err = pcall(o.get, o) until not ok
  eq(err.errno, "ENOBUFS")
  eq(o.status.error, "ENOBUFS")
  for _, call in ipairs{
    function() o:get() end, function() o:recv() end, function() o:send(request) end, function() o:bind() end,
    function() o:put({}, { msg_type = 18 }) end, function() o:add_membership("link") end,
  } do
    eq(fails(call, "close the socket").code, 105)
  end
  if class == "IPRSocket" then eq(#nlua.select({ o }, {}, {}, 0), 1) end
  o:close()
end
local o = rtnl.IPRoute{ rcvbuf = 2048 }
flood(o)
local ok, err
repeat ok, err = pcall(o.get, o) until not ok
eq(err.errno, "ENOBUFS")
eq(o:link("get", { index = 1 })[1].mtu, 5060)
o:bind{ "link" }
while #nlua.select({ o }, {}, {}, 0) > 0 do o:get() end
ipr:link("set", { index = 1, mtu = 4004 })
for m in o:get() do eq(m.mtu, 4004) end

-- Requests by type, for what no method is there: of all classes.
for _, class in ipairs{ "IPRSocket", "AsyncIPRSocket", "IPRoute", "AsyncIPRoute" } do
  local o = rtnl[class]{}
  eq(o:nlm_request({ index = 1 }, { msg_type = rtnl.RTM_GETLINK })[1].ifname, "lo")
  eq(o:nlm_request(nil, { msg_type = "RTM_GETLINK", msg_flags = DUMP }):count(), 1)
  eq(o:nlm_request({ index = 1, mtu = 6000 }, { msg_type = rtnl.RTM_NEWLINK })[1].error, 0)
  eq(fails(o.nlm_request, "nlm_request RTM_GETLINK: .*ENODEV", o, { index = 99 }, { msg_type = "RTM_GETLINK" }).code, 19)
end
