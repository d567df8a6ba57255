-- needs: lab, command ip, card can0
-- A CAN controller, by keywords and by `ip link set can0 type can ...`: the kernel has to say the same of both, and ip as nlua does.
local outside = rtnl.IPRoute{ netns = "/proc/1/ns/net" }
outside:link("set", { index = "can0", net_ns_fd = NS })
outside:close()

local function link() return ipr:link("get", { ifname = "can0" })[1] end
local function data() return link().linkinfo:totable().data end
local function theirs() return ip("link show can0")[1].linkinfo.info_data end
local function set(words)
  words.index, words.kind = "can0", "can"
  ipr:link("set", words)
end

-- nothing set yet
eq(link():get("linkinfo.kind"), "can")
eq(data().can_bittiming_const.name, theirs().bittiming_const.name)
eq(data().can_bittiming_const.tseg1_max, theirs().bittiming_const.tseg1.max)
eq(data().can_bittiming_const.sjw_max, theirs().bittiming_const.sjw.max)
eq(data().can_bittiming_const.brp_inc, theirs().bittiming_const.brp_inc)
eq(data().can_clock.freq, theirs().clock)
eq({ data().can_state, theirs().state }, { 4, "STOPPED" })
local modes = { LOOPBACK = 0x1, ["LISTEN-ONLY"] = 0x2, ["TRIPLE-SAMPLING"] = 0x4, ["ONE-SHOT"] = 0x8, ["BERR-REPORTING"] = 0x10, ["PRESUME-ACK"] = 0x40, ["CC-LEN8-DLC"] = 0x100 }
local function bits(names)
  local sum = 0
  for _, name in ipairs(names) do sum = sum + modes[name] end
  return sum
end
eq(data().can_ctrlmode_ext.supported, bits(theirs().ctrlmode_supported))

local function reset()
  sh("ip link set can0 type can bitrate 100000 restart-ms 7 loopback off listen-only off triple-sampling off one-shot off berr-reporting off presume-ack off cc-len8-dlc off")
end
local function twin(command, words)
  reset()
  sh("ip link set can0 type can " .. command)
  local want = data()
  reset()
  set(words)
  eq(data(), want, command)
  return theirs()
end
local off = { "!loopback", "!listenonly", "!3_samples", "!one_shot", "!berr_reporting", "!presume_ack", "!cc_len8_dlc" }
local t = twin("bitrate 250000 restart-ms 100", { can_bittiming = 250000, can_restart_ms = "100ms" })
eq({ t.bittiming.bitrate, t.restart_ms }, { data().can_bittiming.bitrate, 100 })
eq({ t.bittiming.tq, t.bittiming.prop_seg, t.bittiming.phase_seg1, t.bittiming.phase_seg2, t.bittiming.sjw, t.bittiming.brp },
  { data().can_bittiming.tq, data().can_bittiming.prop_seg, data().can_bittiming.phase_seg1, data().can_bittiming.phase_seg2, data().can_bittiming.sjw, data().can_bittiming.brp })
t = twin("bitrate 250000 sample-point 0.75 sjw 2 restart-ms 0", { can_bittiming = { bitrate = 250000, sample_point = 0.75, sjw = 2 }, can_restart_ms = 0 })
eq({ t.bittiming.sample_point, data().can_bittiming.sample_point }, { "0.750", 750 })
set{ can_bittiming = { bitrate = 250000, sample_point = 625 } }
eq(theirs().bittiming.sample_point, "0.625")
twin("tq 250 prop-seg 6 phase-seg1 7 phase-seg2 2 sjw 1 restart-ms 5", { can_bittiming = { tq = 250, prop_seg = 6, phase_seg1 = 7, phase_seg2 = 2, sjw = 1 }, restart_ms = 5 })
t = twin("bitrate 125000 restart-ms 7 loopback on berr-reporting on cc-len8-dlc on", { can_bittiming = 125000, can_ctrlmode = { "loopback", "berr_reporting", "cc_len8_dlc" } })
eq(t.ctrlmode, { "LOOPBACK", "BERR-REPORTING", "CC-LEN8-DLC" })
eq(data().can_ctrlmode.flags, bits(t.ctrlmode))
twin("bitrate 125000 restart-ms 7 listen-only on triple-sampling on", { can_bittiming = 125000, ctrlmode = { "listenonly", "3_samples", "!loopback" } })
set{ can_ctrlmode = off }
eq(theirs().ctrlmode, nil)
fails(set, "ctrlmode", { can_ctrlmode = { "loopbak" } })
fails(set, "EOPNOTSUPP", { can_termination = 120 }) -- this controller has no resistor to switch

-- at work
ipr:link("set", { index = "can0", state = "up" })
eq({ data().can_state, theirs().state }, { 0, "ERROR-ACTIVE" })
eq({ data().can_berr_counter.txerr, data().can_berr_counter.rxerr }, { theirs().berr_counter.tx, theirs().berr_counter.rx })
fails(set, "[Bb]usy", { can_bittiming = 500000 })
fails(set, "EINVAL", { can_restart = 1 }) -- it is not off the bus
ipr:link("set", { index = "can0", state = "down" })
eq(data().can_state, 4)

-- what the controller only tells, refused as a keyword, changes nothing when it is sent as it is
for word, value in pairs{ can_state = 2, can_bitrate_max = 5, can_clock = { freq = 5 }, can_berr_counter = { txerr = 7, rxerr = 7 } } do
  fails(set, "link set: " .. word .. ": the kernel tells this", { [word] = value })
  local had = data()
  pcall(ipr.link, ipr, "set", { index = "can0", linkinfo = { kind = "can", data = { [word] = value } } })
  eq(data(), had, word)
end
