package bindings

import (
	"strconv"
	"strings"

	"golang.org/x/sys/unix"

	"nlua/rtnl/codec"
)

// list is the views of a list at a path.
func (t *teller) list(path string) []codec.View {
	v, _ := t.get(path)
	return views(v)
}

func views(v any) []codec.View {
	list, _ := v.([]any)
	out := make([]codec.View, 0, len(list))
	for _, e := range list {
		if view, ok := e.(codec.View); ok {
			out = append(out, view)
		}
	}
	return out
}

// numberIn is a number of a view, 0 where there is none.
func numberIn(v codec.View, path ...string) uint64 {
	got, _ := v.Path(path...)
	switch n := got.(type) {
	case uint64:
		return n
	case int64:
		return uint64(n)
	}
	return 0
}

func textIn(v codec.View, path ...string) string {
	got, _ := v.Path(path...)
	text, _ := got.(string)
	return text
}

// named is the name of an index.
func (t *teller) named(index uint64) string {
	if name := t.link(int(index)); name != "" {
		return name
	}
	return "if" + strconv.FormatUint(index, 10)
}

// hops are the next hops of a route, as ip-route(8) shows them.
func hops(t *teller) string {
	var out []string
	for _, hop := range t.list("multipath") {
		words := []string{"nexthop"}
		if gateway := textIn(hop, "gateway"); gateway != "" {
			words = append(words, "via", gateway)
		} else if addr := textIn(hop, "via", "addr"); addr != "" {
			words = append(words, "via inet6", addr)
		}
		if oif := numberIn(hop, "oif"); oif != 0 {
			words = append(words, "dev", t.named(oif))
		}
		out = append(out, strings.Join(append(words, "weight", strconv.FormatUint(numberIn(hop, "hops")+1, 10)), " "))
	}
	return strings.Join(out, " ")
}

// nexthopGroup is "1,10/2": id and weight of the members.
func nexthopGroup(t *teller) string {
	var out []string
	for _, member := range t.list("group") {
		text := strconv.FormatUint(numberIn(member, "id"), 10)
		if weight := numberIn(member, "weight") + numberIn(member, "weight_high")<<8; weight != 1 {
			text += "," + strconv.FormatUint(weight, 10)
		}
		out = append(out, text)
	}
	return strings.Join(out, "/")
}

// mdbEntries are the groups of a bridge: port, group, source, state.
func mdbEntries(t *teller) string {
	v, _ := t.get("mdb")
	mdb, ok := v.(codec.View)
	if !ok {
		return ""
	}
	var out []string
	for _, entry := range views(mdb.All(mdb.Set.Named("entry"))) {
		for _, info := range views(entry.All(entry.Set.Named("info"))) {
			words := []string{"port", t.named(numberIn(info, "ifindex")), "grp", textIn(info, "addr")}
			if src := textIn(info, "source"); src != "" {
				words = append(words, "src", src)
			}
			if vid := numberIn(info, "vid"); vid != 0 {
				words = append(words, "vid", strconv.FormatUint(vid, 10))
			}
			if dst := textIn(info, "dst"); dst != "" {
				words = append(words, "dst", dst)
			}
			if state, _ := info.GetField("state"); state == uint64(1) {
				words = append(words, "permanent")
			} else {
				words = append(words, "temp")
			}
			out = append(out, strings.Join(words, " "))
		}
	}
	return strings.Join(out, ", ")
}

// mdbRouters are the ports behind which multicast routers are.
func mdbRouters(t *teller) string {
	v, _ := t.get("router")
	router, ok := v.(codec.View)
	if !ok {
		return ""
	}
	var out []string
	for _, port := range views(router.All(router.Set.Named("port"))) {
		out = append(out, t.named(numberIn(port, "ifindex")))
	}
	return strings.Join(out, ",")
}

// vnis are the network ids of a vxlan link: "10,20-30 group 239.1.1.1".
func vnis(t *teller) string {
	var out []string
	for _, entry := range views(t.m.view.All(t.m.view.Set.Named("entry"))) {
		text := strconv.FormatUint(numberIn(entry, "start"), 10)
		if end := numberIn(entry, "end"); end != 0 {
			text += "-" + strconv.FormatUint(end, 10)
		}
		for _, name := range []string{"group", "group6"} {
			if group := textIn(entry, name); group != "" {
				text += " group " + group
			}
		}
		out = append(out, text)
	}
	return strings.Join(out, ",")
}

// family is a message's address family by ip's words.
func family(t *teller) string {
	switch n := t.number("family"); n {
	case unix.AF_INET:
		return "inet"
	case unix.AF_INET6:
		return "inet6"
	case unix.AF_MPLS:
		return "mpls"
	default:
		return strconv.FormatUint(n, 10)
	}
}

// netconfDevice is a link, or whose place the settings take: "all", "default".
func netconfDevice(t *teller) string {
	if int64(t.number("ifindex")) < 0 {
		return t.text("ifindex")
	}
	return t.device("ifindex")
}

// onOff words a number that is 0 or 1.
func onOff(path string) func(*teller) string {
	return func(t *teller) string {
		switch text := t.text(path); text {
		case "0":
			return "off"
		case "1":
			return "on"
		default:
			return text
		}
	}
}

// set is a flag's own name where it is set.
func set(path string) func(*teller) string {
	return func(t *teller) string {
		if _, ok := t.get(path); ok {
			return path
		}
		return ""
	}
}

// centiseconds is a time in seconds.
func centiseconds(n uint64) string {
	return strconv.FormatFloat(float64(n)/100, 'f', 2, 64) + "s"
}
