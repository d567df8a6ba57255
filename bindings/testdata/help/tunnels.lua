-- What tunnels have in common, of each of them; and the forms with "no" in front.
local v4, v6 = "local 192.0.2.1 remote 192.0.2.9 ", "local fd00::1 remote fd00::2 "
local function tunnel(kind, prefix, words, more)
  local six = prefix:find("^ip6") ~= nil
  local kw = { [prefix .. "_local"] = six and "fd00::1" or "192.0.2.1", [prefix .. "_remote"] = six and "fd00::2" or "192.0.2.9" }
  if six then
    kw[prefix .. "_ttl"], kw[prefix .. "_encap_limit"], kw[prefix .. "_encap_flags"] = 64, 4, "csum6"
  end
  for name, value in pairs(more) do kw[prefix .. "_" .. name] = value end
  twin("x0 type " .. kind .. " " .. (six and v6 or v4) .. words, kw)
end

local prefixes = { ipip = "ipip", sit = "sit", gre = "gre", gretap = "gre", erspan = "gre", ip6tnl = "ip6tnl", ip6gre = "ip6gre", ip6gretap = "ip6gre", ip6erspan = "ip6gre" }
for kind, prefix in pairs(prefixes) do
  local six = prefix:find("^ip6") ~= nil
  local erspan = kind:find("erspan") and { erspan_ver = 0 } or {}
  local function t(words, more)
    if erspan.erspan_ver then
      words, more.erspan_ver = words .. " erspan_ver 0", 0
    end
    tunnel(kind, prefix, words, more)
  end
  t("encap fou encap-sport auto encap-dport 5555 encap-csum encap-udp6-csum encap-remcsum", { encap_type = "fou", encap_sport = 0, encap_dport = 5555, encap_flags = { "csum", "csum6", "remcsum" } })
  t("encap gue encap-sport 7 encap-dport 6080 noencap-csum noencap-udp6-csum noencap-remcsum", { encap_type = "gue", encap_sport = 7, encap_dport = 6080, encap_flags = 0 })
  t("encap none", { encap_type = "none" })
  t("noencap", { encap_type = "none" })
  t("dev p0 fwmark 0x7", { link = "p0", fwmark = 7 })
  if six then
    t("hoplimit 9 encaplimit 3 tclass 0x20 flowlabel 0x12345 allow-localremote", { ttl = 9, encap_limit = 3, flowinfo = "0x2012345", flags = "allow_local_remote" })
    t("encaplimit none tclass inherit flowlabel inherit dscp inherit fwmark inherit noallow-localremote", { flags = { "ign_encap_limit", "use_orig_tclass", "use_orig_flowlabel", "rcv_dscp_copy", "use_orig_fwmark" } })
  else
    t("ttl 9 tos 8 pmtudisc", { ttl = 9, tos = 8, pmtudisc = true })
    t("ttl inherit tos inherit", { ttl = 0, tos = 1 })
    t("nopmtudisc", { pmtudisc = false })
  end
  if prefix == "sit" then
    t("6rd-prefix 2001:db8::/32 6rd-relay_prefix 192.0.0.0/8", { ["6rd_prefix"] = "2001:db8::", ["6rd_prefixlen"] = 32, ["6rd_relay_prefix"] = "192.0.0.0", ["6rd_relay_prefixlen"] = 8 })
  end
  if prefix:find("gre") then
    t("seq key 5 csum", { iflags = { "seq", "csum" }, oflags = { "seq", "csum" }, ikey = 5, okey = 5 })
    t("iseq oseq ikey 0.0.0.3 okey 4 icsum ocsum", { iflags = { "seq", "csum" }, oflags = { "seq", "csum" }, ikey = "0.0.0.3", okey = 4 })
    t("noiseq nooseq noikey nookey noicsum noocsum", { iflags = 0, oflags = 0 })
    t("noseq nokey nocsum", {})
    if not six then
      t("ignore-df nopmtudisc", { ignore_df = true, pmtudisc = false })
      t("noignore-df", { ignore_df = false })
    end
    if kind ~= "gre" and kind ~= "gretap" then
      tunnel(kind, prefix, "erspan_ver 1 erspan 123", { erspan_ver = 1, erspan_index = 123 })
      tunnel(kind, prefix, "erspan_ver 2 erspan_dir egress erspan_hwid 7", { erspan_ver = 2, erspan_dir = "egress", erspan_hwid = 7 })
      tunnel(kind, prefix, "erspan_ver 2 erspan_dir ingress erspan_hwid 7", { erspan_ver = 2, erspan_dir = "ingress", erspan_hwid = 7 })
    end
  end
  twin("x0 type " .. kind .. " external", { [prefix .. "_collect_metadata"] = true })
  if not six then
    twin("x0 type " .. kind .. " local any remote any", { [prefix .. "_ttl"] = 0 })
  end
end
for mode, prefixes in pairs{ ip6ip = { "sit" }, ipip = { "sit", "ipip" }, mplsip = { "sit", "ipip" }, any = { "sit", "ipip", "ip6tnl" }, ip6ip6 = { "ip6tnl" }, ipip6 = { "ip6tnl" } } do
  for _, prefix in ipairs(prefixes) do tunnel(prefix, prefix, "mode " .. mode, { proto = mode }) end
end
