package bindings_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"nlua/bindings"
	"nlua/host"
	"nlua/rtnl/nstest"
)

// prompt is a VM as the prompt has it, and what helps a person there.
func prompt(t *testing.T) (*host.VM, host.Hooks) {
	t.Helper()
	ns := nstest.New(t)
	var out bytes.Buffer
	vm := host.New(host.Config{Stdin: strings.NewReader(""), Stdout: &out, Stderr: &out, IgnoreEnv: true})
	opts := &bindings.Options{NetNS: ns.Path()}
	space := bindings.Open(vm, opts, true)
	t.Cleanup(func() {
		vm.End(nil)
		space.Close()
		vm.Close()
	})
	return vm, opts.Hooks()
}

// TestComplete types text, and looks for some of the proposals.
func TestComplete(t *testing.T) {
	vm, hooks := prompt(t)
	setup := `ipr:link("add", {ifname = "left0", kind = "veth", peer = "right0"}) lo = ipr:link("get", {ifname = "lo"})[1] cfg = {one = 1}`
	if err := vm.RunSource("=setup", []byte(setup)); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ text, want, never string }{
		{"rtn", "rtnl", "link"},
		{"local x = ip", "ipr ipairs", ""},
		{"rtnl.IPR", "IPRoute IPRSocket", "NetNS"},
		{"nlua.json.", "encode decode null", ""},
		{"cfg.o", "one", ""},
		{"ipr:", "link route link_lookup batch close", "status"},
		{"ipr.", "link status try", ""},
		{"ipr.try:li", "link link_lookup", ""},
		{"ipr:link(", "", "vxlan_id"},
		{`ipr:link("`, "add del dump set", "route"},
		{`ipr:link("a`, "add", "del"},
		{`ipr:link('du`, "dump", ""},
		{`ipr:link("add", {`, "ifname kind mtu", "vxlan_id"},
		{`ipr:link("add", { vx`, "vxlan_id vxlan_link", "vlan_id"},
		{`ipr:link("add", { ifname = "x", bond_m`, "bond_mode bond_miimon", "vlan_id"},
		{`ipr:link("add", { kind = "bond", vx`, "", "vxlan_id"},
		{`ipr:link("add", { kind = "vxlan", vx`, "vxlan_id vxlan_link", "vlan_id"},
		{`ipr:link("add", { kind = "vx`, "vxlan", "vlan"},
		{`ipr:link("add", { kind = "bond", bond_mode = "act`, "active-backup", "802.3ad"},
		{`ipr:link("set", { ifname = "le`, "left0", "lo"},
		{`ipr:link("set", { ifname = "left0", ma`, "master", "ifname"},
		{`ipr:link("set", { ifname = "left0", master = "ri`, "right0", ""},
		{`ipr:link("set", { ifname = "left0", state = "`, "up down", ""},
		{`ipr:link("add", { ifname = "v", kind = "veth", peer = { if`, "ifname", ""},
		{`ipr:route("add", { dst = "default", multipath = {{ ga`, "gateway", "dst"},
		{`ipr:route("add", { multipath = {{ gateway = "1.2.3.4" }, { oi`, "oif", "dst"},
		{`ipr:route("add", { metrics = { mt`, "mtu", "multipath"},
		{`ipr:route("add", { scope = "li`, "link", ""},
		{`ipr:route("add", { oif = "`, "left0 right0 lo", ""},
		{`ipr:addr("add", { index = "lef`, "left0", ""},
		{"ipr:route(\"add\", {\n  dst = \"default\", -- a { comment\n  gat", "gateway", ""},
		{`ipr:batch(function(b) b:addr("add", { addr`, "address", ""},
		{`ipr:tc("add", "h`, "htb hfsc", "tbf"},
		{`ipr:tc("add", "htb", 1, 0x10000, { def`, "default", ""},
		{`for l in ipr:link("dump"):`, "fields first list", "link"},
		{`ipr:monitor{ re`, "replay resync", ""},
		{`ipr:monitor{ groups = { "ipv4_r`, "ipv4_route", ""},
		{`rtnl.IPRoute{ ne`, "netns netns_path", "nlm_echo"},
		{`ipr:link_lookup{ ifname = "ri`, "right0", ""},
		{`lo:g`, "get get_attr get_attrs get_nested", "ifname"},
		{`lo.if`, "ifname", ""},
		{`-- ipr:li`, "", "link"},
		{`?rou`, "route", ""},
		{`?route a`, "add append", "del"},
		{`?link add vx`, "vxlan", ""},
	} {
		got, n := hooks.Completer.Complete(vm, c.text, len(c.text))
		for w := range strings.FieldsSeq(c.want) {
			if !slices.Contains(got, w) {
				t.Errorf("%s: no %s in %v", c.text, w, cutList(got))
			}
		}
		for w := range strings.FieldsSeq(c.never) {
			if slices.Contains(got, w) {
				t.Errorf("%s: %s is out of place", c.text, w)
			}
		}
		for _, w := range got {
			if n > len(c.text) || !strings.HasPrefix(w, c.text[len(c.text)-n:]) {
				t.Errorf("%s: %q does not go on with the last %d bytes", c.text, w, n)
			}
		}
	}
}

func cutList(list []string) []string { return list[:min(len(list), 20)] }

// FuzzComplete types anything.
func FuzzComplete(f *testing.F) {
	for _, text := range []string{`ipr:link("add", { kind = "x`, "a[[b]]:c(", "}])", `'\`, "--[==[ x", "x{y{z={", "?link add", "ipr:tc(\"add\", \"htb\", {"} {
		f.Add(text)
	}
	vm := host.New(host.Config{IgnoreEnv: true})
	opts := &bindings.Options{}
	bindings.Open(vm, opts, true)
	hooks := opts.Hooks()
	f.Fuzz(func(t *testing.T, text string) {
		if strings.Contains(text, `"`) || strings.Contains(text, "'") || strings.Contains(text, "[") {
			return // names of links would be asked for each time
		}
		hooks.Completer.Complete(vm, text, len(text))
	})
}

// TestHelp asks for help in the ways that the prompt offers.
func TestHelp(t *testing.T) {
	vm, hooks := prompt(t)
	for _, c := range []struct{ words, want string }{
		{"link add mtu", "IFLA_MTU"},
		{"link add vxlna", `no keyword vxlna: did you mean "vxlan"?`},
		{"ipr.link", "make a link"},
		{"ipr:link", "kinds:"},
		{"link", "property_add"},
		{"route add", "gateway"},
		{"ipr:route(\"add\"", "gateway"},
		{"link add vxlan", "vxlan_port"},
		{"vxlan_id", "IFLA_VXLAN_ID"},
		{"IFLA_VXLAN_ID", "vxlan_id (link vxlan)"},
		{"bond_mode", "active-backup"},
		{"nlua.spawn", "fn(...)"},
		{"rtnl.netns", "listnetns"},
		{"IPRoute", "netns_path"},
		{"ipr", "link_lookup"},
		{"join", "task:join()"},
		{"vxlan_di", `vxlan_id`},
		{"(", "TAB"},
	} {
		if got := hooks.Helper.Help(nil, c.words); !strings.Contains(got, c.want) {
			t.Errorf("?%s: no %q in\n%s", c.words, c.want, got)
		}
	}
	for _, c := range []struct{ name, want string }{
		{"ipr", "requests"}, {"nlua", "spawn"}, {"rtnl", "classes"}, {"bit", "bits"}, {"print", "function"}, {"_VERSION", "string"},
	} {
		if got := hooks.Helper.Help(vm.L().GetGlobal(c.name), ""); !strings.Contains(got, c.want) {
			t.Errorf("help(%s): no %q in\n%s", c.name, c.want, got)
		}
	}
}
