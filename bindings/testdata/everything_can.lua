-- needs: lab, command ip, card can1
-- CAN FD, which the card of testdata/can.lua cannot: a second rate, and how late the transceiver is.
local outside = rtnl.IPRoute{ netns = "/proc/1/ns/net" }
outside:link("set", { index = "can1", net_ns_fd = NS })
outside:close()
local function data() return ipr:link("get", { ifname = "can1" })[1].linkinfo:totable().data end
local function theirs() return ip("link show can1")[1].linkinfo.info_data end
local function twin(command, words)
  sh("ip link set can1 type can bitrate 100000 fd off loopback off")
  sh("ip link set can1 type can " .. command)
  local want = data()
  sh("ip link set can1 type can bitrate 100000 fd off loopback off")
  words.index, words.kind = "can1", "can"
  ipr:link("set", words)
  eq(data(), want, command)
  return want, theirs()
end
local a, b = data(), theirs()
eq({ a.can_data_bittiming_const.tseg1_max, a.can_data_bittiming_const.tseg2_min, a.can_data_bittiming_const.sjw_max, a.can_data_bittiming_const.brp_max },
  { b.data_bittiming_const.tseg1.max, b.data_bittiming_const.tseg2.min, b.data_bittiming_const.sjw.max, b.data_bittiming_const.brp.max })
a, b = twin("bitrate 500000 dbitrate 2000000 fd on", { can_bittiming = 500000, can_data_bittiming = 2000000, can_ctrlmode = "fd" })
eq({ a.can_data_bittiming.bitrate, a.can_data_bittiming.tq, a.can_data_bittiming.phase_seg1, a.can_data_bittiming.brp },
  { b.data_bittiming.bitrate, b.data_bittiming.tq, b.data_bittiming.phase_seg1, b.data_bittiming.brp })
eq(b.ctrlmode, { "FD" })
a, b = twin("bitrate 500000 sample-point 0.8 dbitrate 4000000 dsample-point 0.7 fd on", { can_bittiming = { bitrate = 500000, sample_point = 0.8 },
  can_data_bittiming = { bitrate = 4000000, sample_point = 0.7 }, can_ctrlmode = { "fd", "!loopback" } })
eq({ a.can_data_bittiming.sample_point / 1000, a.can_bittiming.sample_point / 1000 }, { tonumber(b.data_bittiming.sample_point), tonumber(b.bittiming.sample_point) })
