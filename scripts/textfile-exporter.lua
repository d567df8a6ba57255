-- Writes the counters of all links (stats64) as a text file for Prometheus' node exporter (--collector.textfile.directory):
--
--     nlua scripts/textfile-exporter.lua /var/lib/node_exporter/links.prom
--     nlua scripts/textfile-exporter.lua /var/lib/node_exporter/links.prom 15      again each 15 seconds
--
--     # TYPE nlua_link_rx_bytes_total counter
--     nlua_link_rx_bytes_total{device="lo"} 1348
--
-- The file is written beside its name first, and renamed: nobody reads half of it. All 64 bits of a counter arrive.
local path, interval = arg[1], tonumber(arg[2])
if not path or arg[2] and not interval then
  io.stderr:write("usage: nlua textfile-exporter.lua FILE [SECONDS]\n")
  os.exit(2)
end

-- The counters of struct rtnl_link_stats64, linux/if_link.h.
local counters = {
  "rx_packets", "tx_packets", "rx_bytes", "tx_bytes", "rx_errors", "tx_errors", "rx_dropped", "tx_dropped", "multicast", "collisions",
  "rx_length_errors", "rx_over_errors", "rx_crc_errors", "rx_frame_errors", "rx_fifo_errors", "rx_missed_errors",
  "tx_aborted_errors", "tx_carrier_errors", "tx_fifo_errors", "tx_heartbeat_errors", "tx_window_errors",
  "rx_compressed", "tx_compressed", "rx_nohandler", "rx_otherhost_dropped",
}

local function quote(name)
  return '"' .. name:gsub('[\\"]', "\\%0"):gsub("\n", "\\n") .. '"'
end

-- render gives the text: the samples of each counter together, as the format asks.
local function render(links)
  local lines = {}
  local function metric(name, kind, value)
    local at = #lines + 1
    for _, link in ipairs(links) do
      local v = value(link)
      if v then lines[#lines + 1] = ("%s{device=%s} %s"):format(name, quote(link.ifname), tostring(v)) end
    end
    if #lines >= at then table.insert(lines, at, ("# TYPE %s %s"):format(name, kind)) end
  end
  metric("nlua_link_up", "gauge", function(link) return link:has("running") and 1 or 0 end)
  metric("nlua_link_carrier_changes_total", "counter", function(link) return link.carrier_changes end)
  for _, counter in ipairs(counters) do
    metric(("nlua_link_%s_total"):format(counter), "counter", function(link) return link:u64("stats64." .. counter) end)
  end
  return table.concat(lines, "\n") .. "\n"
end

local function write(text)
  local new = path .. ".new"
  local file = assert(io.open(new, "w"))
  assert(file:write(text))
  assert(file:close())
  assert(os.rename(new, path))
end

local ipr = rtnl.IPRoute()
repeat
  write(render(ipr:link("dump"):list()))
  if interval then nlua.sleep(interval) end
until not interval
