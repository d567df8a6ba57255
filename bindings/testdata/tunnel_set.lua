-- needs: lab, command ip, gre, gretap, erspan, ipip, sit, vti, ip6gre, ip6gretap, ip6tnl, vti6
-- The kernel takes the data of a tunnel as a whole. What a change does not say stays, as with ip.
local rows = { -- kind, made with; changed by ip's words, and by keywords
  { "gre", "ttl 20 tos 0x10 key 7 csum", "ttl 33", { gre_ttl = 33 } },
  { "gre", "ttl 20 okey 7 seq", "ikey 9", { gre_ikey = 9 } },
  { "gretap", "ttl 20 okey 5 nopmtudisc", "tos 0x20", { gre_tos = 0x20 } },
  { "erspan", "seq key 4 erspan_ver 1 erspan 77", "ttl 40", { gre_ttl = 40 } },
  { "ipip", "ttl 20 tos inherit", "remote 10.0.0.9", { ipip_remote = "10.0.0.9" } },
  { "sit", "ttl 64 tos inherit", "ttl 65", { sit_ttl = 65 } },
  { "vti", "key 3", "fwmark 5", { vti_fwmark = 5 } },
  { "ip6gre", "hoplimit 20 flowlabel 0x3 okey 4 encaplimit 3", "hoplimit 40", { gre_ttl = 40 } },
  { "ip6gretap", "hoplimit 20 tclass 0x10", "hoplimit 21", { gre_ttl = 21 } },
  { "ip6tnl", "mode ipip6 hoplimit 20 encaplimit 2", "hoplimit 40", { ip6tnl_ttl = 40 } },
  { "vti6", "key 3", "fwmark 5", { vti_fwmark = 5 } },
}

-- changed is the data of a tunnel that ip has made, after a change.
local function changed(kind, made, change)
  local ends = kind:find("6") and "local fd00::1 remote fd00::2" or "local 10.0.0.1 remote 10.0.0.2"
  sh(("ip link add t0 type %s %s %s"):format(kind, ends, made))
  change()
  local data = ipr:link("get", { ifname = "t0" })[1].linkinfo.data:totable()
  ipr:link("del", { index = "t0" })
  return data
end

for _, row in ipairs(rows) do
  local kind, made, words, kw = unpack(row)
  local want = changed(kind, made, function() sh(("ip link set t0 type %s %s"):format(kind, words)) end)
  kw.index, kw.kind = "t0", kind
  eq(changed(kind, made, function() ipr:link("set", kw) end), want, kind .. " " .. words)
  eq(changed(kind, made, function() ipr:batch(function(b) b:link("set", kw) end) end), want, kind .. " " .. words .. " in a batch")
end

sh("ip link add t0 type gre local 10.0.0.1 remote 10.0.0.2 ttl 9")
fails(ipr.link, "link set: kind: the link is of kind gre", ipr, "set", { index = "t0", kind = "ipip", ipip_ttl = 3 })
fails(ipr.link, "ENODEV", ipr, "set", { ifname = "absent", kind = "gre", gre_ttl = 3 })
