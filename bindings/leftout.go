package bindings

// leftOut are names of pyroute2's classes that nlua's lack, and what serves instead.
var leftOut = [...]struct{ name, instead string }{
	{"capabilities", "a request that the kernel cannot do is refused, with its reason"},
	{"clone", "open another object: rtnl.IPRoute{...}"},
	{"close_file", "f:close()"},
	{"compile", "ipr:batch(fn), or rtnl.encode(type, table)"},
	{"get_pid", "ipr.status.pid"},
	{"get_policy_map", "messages of all types are decoded; m.attrs lists them"},
	{"nlm_request_batch", "ipr:batch(fn)"},
	{"open_file", "io.open(path)"},
	{"probe", `nlua.exec{"ping", "-c1", address}`},
	{"register_callback", "nlua.spawn(function() for ev in ipr:monitor{...} do ... end end)"},
	{"register_link_kind", `attributes without a name go by number: attrs = { {200, "bytes"} }`},
	{"register_policy", "messages of all types are decoded; m.attrs lists them"},
	{"setblocking", "nlua.timeout(seconds, ipr.get, ipr), or nlua.select"},
	{"settimeout", "nlua.timeout(seconds, ipr.get, ipr), or nlua.select"},
	{"unregister_callback", "task:cancel()"},
	{"unregister_link_kind", "nothing is registered"},
	{"unregister_policy", "nothing is registered"},
}

// instead says what serves for a name that is left out, "" for others.
func instead(name string) string {
	for i := range leftOut {
		if leftOut[i].name == name {
			return ": left out on purpose; " + leftOut[i].instead
		}
	}
	return ""
}
