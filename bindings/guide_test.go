package bindings_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	lua "github.com/yuin/gopher-lua"

	"nlua/host"
	"nlua/rtnl/nstest"
)

// guideRow is a line of docs/from-ip.md: what is typed at a shell, and what a script says.
type guideRow struct{ shell, script string }

func guideRows(t *testing.T, file string) (rows []guideRow) {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.SplitSeq(string(text), "\n") {
		// "| `a` | `b` |"; the first cell may have several pieces.
		cells := strings.Split(line, "`")
		if n := len(cells); n >= 5 && n%2 == 1 && strings.HasPrefix(line, "| `") {
			rows = append(rows, guideRow{cells[1], cells[n-2]})
		}
	}
	return rows
}

// guide runs the rows: the left column in one namespace, the right one in another. After each row both have to look alike, and
// where the row shows something, the two columns have to show as many things.
const guide = `
local name = { shell = "guide-shell" .. TAG, script = "guide-script" .. TAG }
local theirs = rtnl.IPRoute{ netns = SHELL }
local loose = { -- what differs by itself: addresses made by chance, and what the kernel sets at leisure
  address = true, perm_address = true, operstate = true, carrier = true, carrier_changes = true, carrier_up_count = true, carrier_down_count = true,
  ["linkinfo.data.br_bridge_id"] = true, ["linkinfo.data.br_root_id"] = true,
}
local function by_chance(m)
  local dst = m.dst or m.address
  return dst and (dst:find("^fe80::") or dst:find("^ff0")) or m.lladdr and m.lladdr:find("^33:33:")
end
local function picture(o, object, filter)
  local all = {}
  for m in o[object](o, "dump", filter) do
    if not by_chance(m) then all[m:key()] = m end
  end
  return all
end
local function link_flags(m) return m.flags - (m:has("running") and 64 or 0) - (m:has("lower_up") and 65536 or 0) end
local function alike(row)
  for _, object in ipairs{ "link", "addr", "route", "rule", "neigh", "fdb", "nexthop", "tc" } do
    local a, b = picture(theirs, object), picture(ipr, object)
    for key, m in pairs(a) do
      if not b[key] then error(row.shell .. ": only there: " .. tostring(m)) end
      for _, d in ipairs(m:diff(b[key])) do
        local same = d[1] == "options.init.direct_pkts" or object == "link" and (loose[d[1]] == true or d[1]:find("^af_spec.af_inet6") and not d[1]:find("addr_gen_mode"))
        if object == "link" and d[1] == "flags" then same = link_flags(m) == link_flags(b[key]) end
        if not same then
          error(row.shell .. ": " .. d[1] .. ": there " .. nlua.inspect(d[2]) .. ", here " .. nlua.inspect(d[3]) .. ": " .. tostring(m))
        end
      end
    end
    for key, m in pairs(b) do
      if not a[key] then error(row.shell .. ": only here: " .. tostring(m)) end
    end
  end
end
local function shown(list)
  local n = 0
  for _, item in ipairs(list) do
    if item.addr_info then n = n + #item.addr_info
    elseif next(item) then n = n + 1 end
  end
  return n
end
for _, row in ipairs(ROWS) do
  local out = shell((row.shell:gsub("NAME", name.shell)))
  local chunk = assert(loadstring("return " .. row.script, row.script) or loadstring(row.script, row.script))
  NAME = name.script
  local result = chunk()
  if row.shell:find(" %-j ") then
    local list = out:find("%S") and nlua.json.decode(out) or {}
    eq(type(result) == "table" and #result or 1, shown(list), row.shell)
  end
  for try = 1, 2000 do -- the kernel does some things a moment later
    local ok, err = pcall(alike, row)
    if ok then break end
    if try == 2000 then error(err, 0) end
    nlua.sleep(0.02)
  end
end
assert(#ROWS >= 50)
`

// TestGuide runs docs/from-ip.md.
func TestGuide(t *testing.T) {
	nstest.Need(t, "command ip", "command tc", "command bridge", "vxlan", "macvlan", "ifb", "qdisc htb", "qdisc pfifo", "qdisc ingress")
	t.Parallel()
	rows := slices.DeleteFunc(guideRows(t, "../docs/from-ip.md"), func(r guideRow) bool { return !strings.Contains(r.shell, " ") })
	other := nstest.New(t)
	runLua(t, "guide", []byte(guide), func(vm *host.VM) {
		L := vm.L()
		list := L.NewTable()
		for _, row := range rows {
			item := L.NewTable()
			item.RawSetString("shell", lua.LString(row.shell))
			item.RawSetString("script", lua.LString(row.script))
			list.Append(item)
		}
		L.SetGlobal("ROWS", list)
		L.SetGlobal("SHELL", lua.LString(other.Path()))
		L.SetGlobal("TAG", lua.LString(fmt.Sprint(os.Getpid())))
		L.SetGlobal("shell", L.NewFunction(testLib{t, vm, other}.sh))
	})
}

// TestPyroute2 runs the right column of docs/from-pyroute2.md.
func TestPyroute2(t *testing.T) {
	t.Parallel()
	var script strings.Builder
	script.WriteString("NAME = 'guide-pyroute2' .. " + fmt.Sprint(os.Getpid()) + "\nlocal rtnl = setmetatable({}, { __index = rtnl })\n" + within)
	rows := guideRows(t, "../docs/from-pyroute2.md")
	if len(rows) < 35 {
		t.Fatalf("%d rows", len(rows))
	}
	for _, row := range rows {
		fmt.Fprintf(&script, "check(%q, function() %s end)\n", row.script, row.script)
	}
	runLua(t, "guide", []byte(script.String()))
}

// within puts the classes into the test's namespace, and says which row failed.
const within = `
for _, class in ipairs{ "IPRoute", "IPRSocket" } do
  rtnl[class] = function(options)
    options.netns = NS
    return getmetatable(rtnl).__index[class](options)
  end
end
function check(row, fn)
  local ok, result = pcall(fn)
  if not ok then error(row .. ": " .. tostring(result), 0) end
  if type(result) == "table" and next(result) == nil and not row:find("get_default") then error(row .. ": nothing came back", 0) end
end
`

// TestPieces runs the Lua of README.md and docs/provision.md, each piece in a namespace where nothing is but lo.
func TestPieces(t *testing.T) {
	for file, least := range map[string]int{"README.md": 6, "docs/provision.md": 3} {
		text, err := os.ReadFile("../" + file)
		if err != nil {
			t.Fatal(err)
		}
		pieces := strings.Split(string(text), "```lua\n")[1:]
		if len(pieces) < least {
			t.Fatalf("%s: %d pieces of Lua", file, len(pieces))
		}
		for i, piece := range pieces {
			t.Run(fmt.Sprint(file, " ", i+1), func(t *testing.T) {
				t.Parallel()
				code, _, _ := strings.Cut(piece, "```")
				runLua(t, file, []byte(code))
			})
		}
	}
}
