package bindings

import (
	"strconv"
	"strings"
)

// column is one column of an object's table, and one word of its line.
type column struct {
	title string // of the table
	word  string // before the value on a line; "": none
	value func(t *teller) string
}

// layout is how messages about an object are shown.
type layout struct {
	objects []string
	columns []column
	line    []column // on a line beside the columns
}

func text(path string) func(*teller) string { return func(t *teller) string { return t.text(path) } }
func device(path string) func(*teller) string {
	return func(t *teller) string { return t.device(path) }
}
func handle(path string) func(*teller) string {
	return func(t *teller) string { return t.handle(path) }
}
func flags(path string) func(*teller) string {
	return func(t *teller) string {
		if names := t.flags(path); len(names) > 0 {
			return "<" + strings.Join(names, ",") + ">"
		}
		return ""
	}
}

// unless leaves out the value that everybody has.
func unless(usual string, value func(*teller) string) func(*teller) string {
	return func(t *teller) string {
		if v := value(t); v != usual {
			return v
		}
		return ""
	}
}

func address(t *teller) string {
	if own := t.prefix("local", "prefixlen"); own != "" && own[0] != '/' {
		return own
	}
	return t.prefix("address", "prefixlen")
}

func peer(t *teller) string {
	if own, other := t.text("local"), t.text("address"); own != "" && other != own {
		return other
	}
	return ""
}

func hops(t *teller) string {
	v, _ := t.get("multipath")
	list, _ := v.([]any)
	var out []string
	for i := range list {
		hop := "multipath." + string(rune('1'+i)) // up to nine are shown
		if i == 9 {
			return strings.Join(append(out, "..."), " ")
		}
		words := []string{"nexthop"}
		if via := t.text(hop + ".gateway"); via != "" {
			words = append(words, "via", via)
		}
		if dev := t.device(hop + ".oif"); dev != "" {
			words = append(words, "dev", dev)
		}
		out = append(out, strings.Join(words, " "))
	}
	return strings.Join(out, " ")
}

// layouts are the rows of all objects. What has none is shown by its scalar values.
var layouts = []layout{
	{objects: []string{"link"}, columns: []column{
		{"INDEX", "", func(t *teller) string { return t.text("index") + ":" }},
		{"IFNAME", "", (*teller).linkName},
		{"STATE", "state", (*teller).operstate},
		{"KIND", "kind", text("linkinfo.kind")},
		{"ADDRESS", "address", text("address")},
		{"MTU", "mtu", text("mtu")},
		{"MASTER", "master", device("master")},
		{"FLAGS", "", flags("flags")},
	}},
	{objects: []string{"addr"}, columns: []column{
		{"DEV", "", device("index")},
		{"ADDRESS", "", address},
		{"PEER", "peer", peer},
		{"SCOPE", "scope", text("scope")},
		{"LABEL", "label", text("label")},
		{"FLAGS", "", flags("flags")},
	}, line: []column{{"", "brd", text("broadcast")}}},
	{objects: []string{"route"}, columns: []column{
		{"TYPE", "", unless("unicast", text("type"))},
		{"DST", "", (*teller).destination},
		{"VIA", "via", (*teller).via},
		{"DEV", "dev", device("oif")},
		{"TABLE", "table", unless("main", text("table"))},
		{"PROTO", "proto", text("proto")},
		{"SCOPE", "scope", unless("universe", text("scope"))},
		{"SRC", "src", text("prefsrc")},
		{"METRIC", "metric", text("priority")},
		{"NHID", "nhid", text("nh_id")},
	}, line: []column{{"", "", hops}, {"", "", flags("flags")}}},
	{objects: []string{"neigh"}, columns: []column{
		{"DST", "", text("dst")},
		{"DEV", "dev", device("ifindex")},
		{"LLADDR", "lladdr", text("lladdr")},
		{"STATE", "", flags("state")},
		{"VLAN", "vlan", text("vlan")},
		{"MASTER", "master", device("master")},
		{"FLAGS", "", flags("flags")},
	}},
	{objects: []string{"rule"}, columns: []column{
		{"PRIORITY", "", func(t *teller) string { return strconv.FormatUint(t.number("priority"), 10) + ":" }},
		{"FROM", "from", func(t *teller) string {
			if src := t.prefix("src", "src_len"); src != "" {
				return src
			}
			return "all"
		}},
		{"TO", "to", func(t *teller) string { return t.prefix("dst", "dst_len") }},
		{"FWMARK", "fwmark", unless("0", text("fwmark"))},
		{"IIF", "iif", text("iifname")},
		{"OIF", "oif", text("oifname")},
		{"ACTION", "", unless("to_tbl", text("action"))},
		{"TABLE", "lookup", unless("0", text("table"))},
	}},
	{objects: []string{"nexthop"}, columns: []column{
		{"ID", "id", text("id")},
		{"VIA", "via", text("gateway")},
		{"DEV", "dev", device("oif")},
		{"GROUP", "group", func(t *teller) string {
			v, _ := t.get("group")
			list, _ := v.([]any)
			var ids []string
			for i := range list {
				ids = append(ids, t.text("group."+string(rune('1'+i%9))+".id"))
			}
			return strings.Join(ids, "/")
		}},
		{"PROTO", "proto", text("protocol")},
		{"SCOPE", "scope", text("scope")},
	}},
	{objects: []string{"qdisc", "class"}, columns: []column{
		{"KIND", "", text("kind")},
		{"HANDLE", "", handle("handle")},
		{"DEV", "dev", device("ifindex")},
		{"PARENT", "parent", handle("parent")},
		{"BYTES", "bytes", text("stats2.basic.bytes")},
		{"PACKETS", "packets", text("stats2.basic.packets")},
	}},
	{objects: []string{"filter", "chain"}, columns: []column{
		{"KIND", "", text("kind")},
		{"DEV", "dev", device("ifindex")},
		{"PARENT", "parent", handle("parent")},
		{"HANDLE", "handle", text("handle")},
		{"CHAIN", "chain", text("chain")},
	}},
}

// layoutOf finds how an object is shown, nil for those without a row.
func layoutOf(object string) *layout {
	for i := range layouts {
		if contains(layouts[i].objects, object) {
			return &layouts[i]
		}
	}
	return nil
}
