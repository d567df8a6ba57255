-- needs: lab, symbol dsa_user_change_conduit
-- A port of the simulated switch of the first namespace, whose frames go by eth0.
local outside = rtnl.IPRoute{ netns = "/proc/1/ns/net" }
nlua.finally(function() outside:close() end)
local port = outside:link("get", { ifname = "lan1" })[1]
local conduit = outside:link_lookup{ ifname = "eth0" }[1]
eq({ port.linkinfo.kind, port:get("linkinfo.data.conduit"), port.link }, { "dsa", conduit, conduit })
-- To the one that it has it may be set; to another this driver cannot, and says so.
outside:link("set", { index = "lan1", kind = "dsa", conduit = "eth0" })
fails(outside.link, "changing DSA conduit", outside, "set", { index = "lan1", kind = "dsa", conduit = "lo" })
