package bindings_test

import (
	"strings"
	"testing"

	lua "github.com/yuin/gopher-lua"

	"nlua/bindings"
	"nlua/host"
	"nlua/rtnl/nstest"
)

// benchLua runs a function of a script b.N times: function bench(n) ... end, after setup() ran once.
func benchLua(b *testing.B, src string) {
	ns := nstest.New(b)
	vm := host.New(host.Config{Stdin: strings.NewReader(""), IgnoreEnv: true})
	opts := &bindings.Options{NetNS: ns.Path()}
	space := bindings.Open(vm, opts, true)
	defer func() { vm.End(nil); space.Close(); vm.Close() }()
	if err := vm.RunSource("=bench", []byte(src)); err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	b.ResetTimer()
	if _, err := vm.Call(vm.L(), vm.L().GetGlobal("bench"), 0, lua.LNumber(b.N)); err != nil {
		b.Fatal(err)
	}
}

// routes makes 20,000 routes, and a loop that takes n messages of their dumps.
const routes = `
ipr:batch(function(b)
  b:link("add", { ifname = "v0", kind = "ifb" })
  b:link("set", { ifname = "v0", state = "up" })
  b:addr("add", { index = "v0", address = "192.0.2.1/24" })
  for i = 0, 19999 do b:route("add", { dst = ("10.%d.%d.%d"):format(i / 65536, i / 256 % 256, i % 256), gateway = "192.0.2.2" }) end
end)
local function bench_(n, dump)
  while n > 0 do n = dump(n) end
end
`

func BenchmarkFields(b *testing.B) {
	benchLua(b, routes+`function bench(n) bench_(n, function(n)
	for dst, oif, gw in ipr:route("dump", { family = 2 }):fields("dst", "oif", "gateway") do n = n - 1 if n <= 0 then break end end return n end) end`)
}

func BenchmarkGet(b *testing.B) {
	benchLua(b, routes+`function bench(n) bench_(n, function(n)
	for m in ipr:route("dump", { family = 2 }) do local a, b, c = m:get("dst"), m:get("oif"), m:get("gateway") n = n - 1 if n <= 0 then break end end return n end) end`)
}

func BenchmarkIndex(b *testing.B) {
	benchLua(b, routes+`function bench(n) bench_(n, function(n)
	for m in ipr:route("dump", { family = 2 }) do local a, b, c = m.dst, m.oif, m.gateway n = n - 1 if n <= 0 then break end end return n end) end`)
}

func BenchmarkValues(b *testing.B) {
	benchLua(b, routes+`function bench(n) bench_(n, function(n)
	for m in ipr:route("dump", { family = 2 }) do local a, b, c = m:values("dst", "oif", "gateway") n = n - 1 if n <= 0 then break end end return n end) end`)
}

func BenchmarkRouteAdd(b *testing.B) {
	benchLua(b, `function bench(n) for i = 1, n do ipr:route("replace", { dst = "10.0.0.1/32", oif = 1 }) end end`)
}

func BenchmarkLinkGet(b *testing.B) {
	benchLua(b, `function bench(n) for i = 1, n do ipr:link("get", { index = 1 }) end end`)
}

func BenchmarkBatch(b *testing.B) {
	benchLua(b, `function bench(n) ipr:batch(function(b) for i = 1, n do b:route("replace", { dst = "10.0.0.1/32", oif = 1 }) end end) end`)
}

// BenchmarkOpen is what a start costs: a VM with everything in it.
func BenchmarkOpen(b *testing.B) {
	b.ReportAllocs()
	for range b.N {
		vm := host.New(host.Config{Stdin: strings.NewReader(""), IgnoreEnv: true})
		space := bindings.Open(vm, &bindings.Options{}, true)
		vm.End(nil)
		space.Close()
		vm.Close()
	}
}
