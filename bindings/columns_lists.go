package bindings

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"

	"nlua/rtnl"
	"nlua/rtnl/codec"
	"nlua/rtnl/gate"
	"nlua/rtnl/spec"
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
		if text := encap(&teller{s: t.s, m: t.m, view: &hop, link: t.link}); text != "" {
			words = append(words, "encap", text)
		}
		if gateway := textIn(hop, "gateway"); gateway != "" {
			words = append(words, "via", gateway)
		} else if addr := textIn(hop, "via", "addr"); addr != "" {
			words = append(words, "via", familyName(numberIn(hop, "via", "family")), addr)
		}
		if oif := numberIn(hop, "oif"); oif != 0 {
			words = append(words, "dev", t.named(oif))
		}
		words = append(words, "weight", strconv.FormatUint(numberIn(hop, "hops")+1, 10))
		for _, flag := range rtnl.BitNames(&hop.Set.Field("flags").Row, numberIn(hop, "flags")) {
			words = append(words, strings.ToLower(flag))
		}
		out = append(out, strings.Join(words, " "))
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

// actions are the actions of a message: "gact 7, gact 8".
func actions(t *teller) string {
	var out []string
	for _, act := range t.list("tab") {
		text := textIn(act, "kind")
		for _, parms := range []string{"parms", "tbf", "parms_ex", "act"} {
			if index := numberIn(act, "options", parms, "index"); index != 0 {
				text += " " + strconv.FormatUint(index, 10)
			}
		}
		out = append(out, text)
	}
	return strings.Join(out, ", ")
}

// vnis are the network ids of a vxlan link: "10,20-30 group 239.1.1.1".
func vnis(t *teller) string {
	var out []string
	for _, entry := range views(t.reader().All(t.reader().Set.Named("entry"))) {
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

// family is a message's address family.
func family(t *teller) string { return familyName(t.number("family")) }

// familyName is an address family by ip's words.
func familyName(n uint64) string {
	return cmp.Or(spec.Families.NameOf(n), strconv.FormatUint(n, 10))
}

// vlans are those of a bridge's port: "1 PVID UNTAGGED,10,20-30".
func vlans(t *teller) string {
	v, _ := t.get("af_spec")
	af, ok := v.(codec.View)
	if !ok || af.Set.Named("vlan_info") == nil {
		return ""
	}
	var list vlanList
	for _, info := range views(af.All(af.Set.Named("vlan_info"))) {
		vid := numberIn(info, "vid")
		list.add(info, vid, vid)
	}
	return list.String()
}

// vlanEntries are a port's VLANs as its database has them.
func vlanEntries(t *teller) string {
	var list vlanList
	for _, entry := range views(t.reader().All(t.reader().Set.Named("entry"))) {
		if info, ok := entry.Path("info"); ok {
			info := info.(codec.View)
			first := numberIn(info, "vid")
			list.add(info, first, max(first, numberIn(entry, "range")))
		}
	}
	return list.String()
}

// vlanRange are VLANs that follow each other and have the same flags.
type vlanRange struct {
	first, last uint64
	flags       string
}

// vlanList words VLANs, by ranges.
type vlanList []vlanRange

// vlanSpan are the flags that mark the ends of a range (include/uapi/linux/if_bridge.h, BRIDGE_VLAN_INFO_RANGE_BEGIN, _END).
const vlanSpan = 0x18

func (l *vlanList) add(info codec.View, first, last uint64) {
	flags := numberIn(info, "flags")
	names := strings.Join(rtnl.BitNames(&info.Set.Field("flags").Row, flags&^vlanSpan), " ")
	if n := len(*l) - 1; n >= 0 && (*l)[n].flags == names && ((*l)[n].last+1 == first || flags&vlanSpan == 0x10) {
		(*l)[n].last = last
		return
	}
	*l = append(*l, vlanRange{first, last, names})
}

func (l vlanList) String() string {
	var out []string
	for _, v := range l {
		text := strconv.FormatUint(v.first, 10)
		if v.last != v.first {
			text += "-" + strconv.FormatUint(v.last, 10)
		}
		out = append(out, strings.TrimRight(text+" "+v.flags, " "))
	}
	return strings.Join(out, ",")
}

// words are the attributes of a nest as name and value; zeros, counters and tables of rates are left out.
func words(path string) func(*teller) string {
	return func(t *teller) string {
		v, _ := t.get(path)
		table, _ := dense(codec.Plain(v)).(codec.Table)
		var out []string
		for _, p := range table {
			out = append(out, p.Name, gate.Value(p.Value))
		}
		return strings.Join(out, " ")
	}
}

// dense leaves out of a value what says nothing to people.
func dense(v any) any {
	switch x := v.(type) {
	case codec.Table:
		var out codec.Table
		for _, p := range x {
			if gate.RateTable(p.Name) || p.Name == "pcnt" || p.Name == "tm" || p.Name == "stats" || p.Name == "in_hw_count" {
				continue
			}
			switch value := dense(p.Value); value {
			case uint64(0), int64(0), "", nil:
			default:
				out = append(out, codec.Pair{Name: p.Name, Value: value})
			}
		}
		if out == nil {
			return nil
		}
		return out
	case []any:
		var out []any
		for _, e := range x {
			if e = dense(e); e != nil {
				out = append(out, e)
			}
		}
		if out == nil {
			return nil
		}
		return out
	case []byte:
		if len(x) == 0 {
			return nil
		}
	}
	return v
}

// neighDevice is the link of the message's head; an attribute of the same name is where a VXLAN sends what is for the neighbour.
func neighDevice(t *teller) string {
	v, _ := t.reader().GetField("ifindex")
	n, _ := v.(int64)
	return t.named(uint64(n))
}

func neighVia(t *teller) string {
	if via := t.device("ifindex"); via != neighDevice(t) {
		return via
	}
	return ""
}

// encap is a route's encapsulation: its type and the attributes.
func encap(t *teller) string {
	kind := t.text("encap_type")
	if stack, ok := t.get("encap.dst"); ok && kind == "mpls" {
		return kind + " " + labels(stack)
	}
	if kind != "" {
		return strings.TrimRight(kind+" "+words("encap")(t), " ")
	}
	return ""
}

// realms are those of a route or rule.
func realms(t *teller) string { return gate.HintName(t.s.db, codec.Realm, t.number("flow")) }

// ruleTable is the table that a rule leads to; that of the VRF concerned has no number.
func ruleTable(t *teller) string {
	if t.number("l3mdev") != 0 {
		return "[l3mdev-table]"
	}
	return nonzero("table", text("table"))(t)
}

// expires is when an IPv6 route goes: the kernel counts in hundredths of a second.
func expires(t *teller) string {
	if n := t.number("cacheinfo.rta_expires"); n != 0 {
		return strconv.FormatInt(int64(int32(n))/100, 10) + "sec"
	}
	return ""
}

// lifetime is for how many seconds an address stays, "" for ever.
func lifetime(path string) func(*teller) string {
	return func(t *teller) string {
		if n, ok := t.get(path); ok && n != uint64(forever) {
			return t.text(path) + "sec"
		}
		return ""
	}
}

// forever is a lifetime without an end (include/net/addrconf.h, INFINITY_LIFE_TIME).
const forever = 1<<32 - 1

// ruleInvert is FIB_RULE_INVERT (include/uapi/linux/fib_rules.h).
const ruleInvert = 2

// tos is a name of rt_dsfield, or hexadecimal digits.
func tos(t *teller) string {
	n := t.number("tos")
	if n == 0 {
		return ""
	}
	if name := gate.HintName(t.s.db, codec.DSField, n); name != "" {
		return name
	}
	return fmt.Sprintf("%#x", n)
}

// fwmark is "0x10", or with a mask that is not all ones "0x10/0xff".
func fwmark(t *teller) string {
	mark, mask := t.number("fwmark"), t.number("fwmask")
	switch {
	case mark == 0 && mask == 0:
		return ""
	case mask == 1<<32-1:
		return fmt.Sprintf("%#x", mark)
	}
	return fmt.Sprintf("%#x/%#x", mark, mask)
}

// span is a range "80-90", or a number.
func span(path string) func(*teller) string {
	return func(t *teller) string {
		first, last := t.text(path+".start"), t.text(path+".end")
		if first == last {
			return first
		}
		return first + "-" + last
	}
}

// suppressed is a limit of which all ones mean that there is none.
func suppressed(path string) func(*teller) string {
	return func(t *teller) string {
		if n := t.number(path); uint32(n) == 1<<32-1 {
			return ""
		}
		return t.text(path)
	}
}

// blockIndex is the index of filters that belong to a block instead of a link (include/uapi/linux/pkt_sched.h, TCM_IFINDEX_MAGIC_BLOCK).
const blockIndex = 0xffffffff

// filterBlock is the number of a shared block.
func filterBlock(t *teller) string {
	if uint32(t.number("index")) == blockIndex {
		return strconv.FormatUint(t.number("parent"), 10)
	}
	return ""
}

func filterProtocol(t *teller) string {
	protocol, _ := gate.FilterInfo(t.s.db, t.number("info"))
	return protocol
}

func filterPref(t *teller) string {
	if _, pref := gate.FilterInfo(t.s.db, t.number("info")); pref != 0 {
		return strconv.FormatUint(pref, 10)
	}
	return ""
}

// filterHandle is a filter's own handle, of u32 "table:bucket:node".
func filterHandle(t *teller) string {
	n := t.number("handle")
	switch {
	case n == 0:
		return ""
	case t.text("kind") != "u32":
		return fmt.Sprintf("%#x", n)
	case n&0xfffff == 0:
		return fmt.Sprintf("%x:", n>>20)
	case n>>12&0xff == 0:
		return fmt.Sprintf("%x::%x", n>>20, n&0xfff)
	}
	return fmt.Sprintf("%x:%x:%x", n>>20, n>>12&0xff, n&0xfff)
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
