package plan

import (
	"context"
	"fmt"
	"net/netip"
	"slices"

	"golang.org/x/sys/unix"

	"nlua/rtnl"
	"nlua/rtnl/codec"
	"nlua/rtnl/spec"
	"nlua/rtnl/state"
)

// Save gives a namespace as a table that New takes: what somebody has made there, by keywords. leftOut names what keywords cannot
// say, as a veth whose other end is elsewhere, and what no section is for.
func Save(ctx context.Context, c *rtnl.Client) (wanted codec.Table, leftOut []string, err error) {
	s, err := look(ctx, "", c)
	if err != nil {
		return nil, nil, err
	}
	lists := map[string][]any{}
	var unsaid []string
	for _, e := range s.table.Snapshot() {
		m := spec.ByType(e.Type)
		o := &object{typ: e.Type, body: e.Body, view: codec.ViewOf(m.Set, e.Body, nil)}
		if !made(e.Type, &o.view, s.links) || plainRule(o) {
			continue
		}
		section := &sections[rankOf(o)]
		if section.typ != e.Type {
			continue
		}
		kw, w := s.save(o)
		for _, note := range w.notes {
			unsaid = append(unsaid, section.name+": "+note)
		}
		switch {
		case w.lost != "":
			unsaid = append(unsaid, fmt.Sprintf("%s: %s: %s", section.name, words(kw), w.lost))
			continue
		case kw == nil:
			continue
		}
		lists[section.name] = append(lists[section.name], kw)
		if e.Type == unix.RTM_NEWLINK {
			l := newLink(e.Body)
			if kw := s.portSettings(l); len(kw) > 0 {
				lists["ports"] = append(lists["ports"], append(codec.Table{{Name: "index", Value: l.name}}, kw...))
			}
		}
	}
	if s.bridged() {
		if err := s.listVLANs(ctx); err != nil {
			return nil, nil, err
		}
		list, unsaved := s.saveVLANs()
		lists["vlans"], unsaid = list, append(unsaid, unsaved...)
	}
	lists["vnis"] = ranged(lists["vnis"])
	for i := range sections {
		if list := lists[sections[i].name]; len(list) > 0 {
			wanted = append(wanted, codec.Pair{Name: sections[i].name, Value: list})
		}
	}
	wanted, leftOut, err = s.checked(ctx, wanted)
	return wanted, append(leftOut, unsaid...), err
}

// checked leaves out the entries that would not be found equal to what they were made of.
func (s *space) checked(ctx context.Context, wanted codec.Table) (kept codec.Table, leftOut []string, err error) {
	for _, p := range wanted {
		var list []any
		var check func(part []any)
		check = func(part []any) { // all at once, and what is not right in halves: a look at the namespace for each entry would take for ever
			plan, err := New(ctx, s.c, codec.Table{{Name: p.Name, Value: part}})
			same := err == nil && plan.Empty()
			if err == nil {
				plan.Close()
			}
			switch {
			case same:
				list = append(list, part...)
			case len(part) == 1:
				leftOut = append(leftOut, fmt.Sprintf("%s: %s", p.Name, words(part[0])))
			case ctx.Err() == nil:
				check(part[:len(part)/2])
				check(part[len(part)/2:])
			}
		}
		if check(p.Value.([]any)); len(list) > 0 {
			kept = append(kept, codec.Pair{Name: p.Name, Value: list})
		}
	}
	return kept, leftOut, ctx.Err()
}

// plainRule: the three rules that every namespace begins with, of priority 0, 32766 and 32767.
func plainRule(o *object) bool {
	if o.typ != unix.RTM_NEWRULE {
		return false
	}
	if o.view.Head[0] != unix.AF_INET && o.view.Head[0] != unix.AF_INET6 {
		return true
	}
	table := tableOf(&o.view)
	switch native32(find(o.view.Attrs, 6)) {
	case 0:
		return table == unix.RT_TABLE_LOCAL
	case 32766:
		return table == unix.RT_TABLE_MAIN
	case 32767:
		return table == unix.RT_TABLE_DEFAULT
	}
	return false
}

// writer collects keywords.
type writer struct {
	s  *space
	v  *codec.View
	kw codec.Table

	lost  string   // why keywords do not say it
	notes []string // what of it they do not
}

func (w *writer) put(name string, v any) { w.kw = append(w.kw, codec.Pair{Name: name, Value: v}) }

// attrs puts attributes under their own names, where they say something.
func (w *writer) attrs(names ...string) {
	for _, name := range names {
		if row := w.v.Set.Named(name); row != nil {
			if p, ok := w.v.Find(row.Type); ok {
				if v, err := codec.Decode(w.v, row, p); err == nil && !state.Empty(v) {
					w.put(name, w.plain(row, v))
				}
			}
		}
	}
}

// fields puts fields of the header likewise.
func (w *writer) fields(names ...string) {
	for _, name := range names {
		if v, ok := w.v.GetField(name); ok && !state.Empty(v) {
			w.put(name, v)
		}
	}
}

// named puts a field by the name of its value.
func (w *writer) named(name string) {
	v, _ := w.v.GetField(name)
	if n, ok := v.(uint64); ok {
		w.put(name, w.v.Set.Field(name).Enum.NameOf(n))
	}
}

// plain is a value as keywords take it: names for devices.
func (w *writer) plain(row *codec.Row, v any) any {
	if n, ok := v.(uint64); ok && row.Hint == codec.Index {
		if l := w.s.links[uint32(n)]; l != nil {
			return l.name
		}
	}
	return codec.Plain(v)
}

// device puts the name of a device by its index.
func (w *writer) device(word string, index uint32) {
	if l := w.s.links[index]; l != nil {
		w.put(word, l.name)
	}
}

func (w *writer) text(name string) string {
	v, _ := w.v.Get(name)
	s, _ := v.(string)
	return s
}

// prefix is an address with the length that a field says.
func (w *writer) prefix(name, length string) (string, bool) {
	a, err := netip.ParseAddr(w.text(name))
	bits, _ := w.v.GetField(length)
	n, _ := bits.(uint64)
	if err != nil {
		return "", false
	}
	return netip.PrefixFrom(a, int(n)).String(), true
}

// save gives the keywords of an object, nil where there are none; w says what they do not.
func (s *space) save(o *object) (kw codec.Table, w *writer) {
	w = &writer{s: s, v: &o.view}
	switch o.typ {
	case unix.RTM_NEWLINK:
		w.saveLink(newLink(o.body))
	case unix.RTM_NEWADDR:
		w.saveAddr()
	case unix.RTM_NEWNEIGH:
		w.device("ifindex", native.Uint32(o.body[4:]))
		w.attrs("dst", "lladdr", "vlan", "port", "vni", "src_vni", "nh_id", "protocol")
		w.fields("state")
		flags, _ := w.v.GetField("flags")
		n, _ := flags.(uint64)
		if o.body[0] == unix.AF_BRIDGE && n&unix.NTF_SELF == 0 {
			n |= unix.NTF_MASTER
		}
		if n != 0 {
			w.put("flags", n)
		}
	case rtmNewNexthop:
		w.saveNexthop()
	case rtmNewTunnel:
		w.saveVNI()
	case rtmNewMDB:
		w.saveMDB(o)
	case unix.RTM_NEWRULE:
		w.saveRule()
	case unix.RTM_NEWROUTE:
		w.saveRoute()
	default:
		d := state.Delta{Type: o.typ, Key: o.key, New: o.body}
		r, _ := d.Request() // without what only the kernel says
		sent := codec.ViewOf(o.view.Set, r.Body, nil)
		w.v = &sent
		w.saveTC(o.typ, native.Uint32(o.body[16:]))
	}
	return w.kw, w
}

// saveNexthop: the family is said where no address tells it.
func (w *writer) saveNexthop() {
	if w.v.Head[0] == unix.AF_INET6 && w.text("gateway") == "" {
		w.fields("family")
	}
	w.attrs("id", "group", "group_type", "blackhole", "oif", "gateway", "fdb")
	if v, _ := w.v.Get("res_group"); v != nil {
		var set codec.Table
		all, _ := codec.Plain(v).(codec.Table)
		for _, name := range []string{"buckets", "idle_timer", "unbalanced_timer"} {
			if n, ok := all.Get(name); ok {
				set = append(set, codec.Pair{Name: name, Value: n})
			}
		}
		w.put("res_group", set)
	}
	w.fields("protocol")
	w.saveOnlink(native.Uint32(w.v.Head[4:]))
	w.saveEncap(w.v, &w.kw)
}

// saveOnlink puts the one flag of a way that somebody sets.
func (w *writer) saveOnlink(flags uint32) {
	if n := flags & unix.RTNH_F_ONLINK; n != 0 {
		w.put("flags", uint64(n))
	}
}

func (w *writer) saveAddr() {
	w.device("index", native.Uint32(w.v.Head[4:]))
	address, _ := w.prefix("address", "prefixlen")
	local := w.text("local")
	w.put("address", address)
	if local != "" && local != w.text("address") {
		w.put("local", local)
	}
	if label := w.text("label"); label != "" && label != w.s.links[native.Uint32(w.v.Head[4:])].name {
		w.put("label", label)
	}
	w.attrs("broadcast", "rt_priority", "proto")
	w.fields("scope")
	if n, ok := w.v.Get("flags"); ok {
		if flags, _ := n.(uint64); flags&^0xe9 != 0 {
			w.put("flags", flags&^0xe9)
		}
	}
	for _, p := range []struct{ word, field string }{{"preferred", "ifa_preferred"}, {"valid", "ifa_valid"}} {
		if v, ok := w.v.Path("cacheinfo", p.field); ok && v != uint64(1<<32-1) {
			w.put(p.word, v)
		}
	}
}

func (w *writer) saveRule() {
	w.fields("family", "tos")
	if action, _ := w.v.GetField("action"); action != uint64(unix.FR_ACT_TO_TBL) {
		w.named("action")
	}
	if native.Uint32(w.v.Head[8:])&0x02 != 0 { // FIB_RULE_INVERT
		w.put("invert", true)
	}
	for _, p := range []struct{ name, length string }{{"src", "src_len"}, {"dst", "dst_len"}} {
		if prefix, ok := w.prefix(p.name, p.length); ok {
			w.put(p.name, prefix)
		}
	}
	w.put("table", uint64(tableOf(w.v)))
	w.v.Each(func(row *codec.Row, typ uint16, p []byte) bool {
		all := typ == 16 && native32(p) == 1<<32-1 // FRA_FWMASK, as the kernel tells it of any mark
		if row != nil && !all && !slices.Contains([]uint16{1, 2, 13, 14, 15, 18}, typ) {
			if v, err := codec.Decode(w.v, row, p); err == nil && (typ == 6 || !state.Empty(v)) {
				w.put(row.Name, codec.Plain(v))
			}
		}
		return true
	})
	for typ, name := range map[uint16]string{13: "suppress_ifgroup", 14: "suppress_prefixlen"} {
		if p := find(w.v.Attrs, typ); len(p) == 4 && native.Uint32(p) != 1<<32-1 {
			w.put(name, uint64(native.Uint32(p)))
		}
	}
}

func (w *writer) saveRoute() {
	w.fields("family")
	if dst, ok := w.prefix("dst", "dst_len"); ok {
		w.put("dst", dst)
	} else if w.v.Head[0] == unix.AF_MPLS {
		w.attrs("dst", "newdst")
		if v, ok := w.v.Get("ttl_propagate"); ok { // told where it is off
			w.put("ttl_propagate", v)
		}
	} else {
		w.put("dst", "default")
	}
	if src, ok := w.prefix("src", "src_len"); ok {
		w.put("src", src)
	}
	if table := tableOf(w.v); table != unix.RT_TABLE_MAIN {
		w.put("table", uint64(table))
	}
	w.fields("tos", "proto")
	if w.v.Head[7] != unix.RTN_UNICAST {
		w.named("type")
	}
	if w.v.Head[0] == unix.AF_INET {
		scope, _ := w.v.GetField("scope")
		w.put("scope", scope)
	}
	w.attrs("priority", "prefsrc", "flow", "metrics", "pref")
	if n := lives(unix.RTM_NEWROUTE, w.v)[0]; n != forever {
		w.put("expires", uint64(n))
	}
	if _, ok := w.v.Find(rtaNHID); ok {
		w.attrs("nh_id")
		return
	}
	if _, ok := w.v.Find(unix.RTA_MULTIPATH); ok {
		w.saveWays()
		return
	}
	w.attrs("gateway", "via", "oif")
	w.saveOnlink(native.Uint32(w.v.Head[8:]))
	w.saveEncap(w.v, &w.kw)
}

// saveEncap puts an encapsulation with its type in it.
func (w *writer) saveEncap(v *codec.View, kw *codec.Table) {
	row := v.Set.Named("encap_type")
	if row == nil {
		return
	}
	p, ok := v.Find(row.Type)
	if !ok || len(p) != 2 {
		return
	}
	value, _ := v.Get("encap")
	if nest, isNest := value.(codec.View); isNest {
		t := codec.Table{{Name: "type", Value: row.Enum.NameOf(uint64(native.Uint16(p)))}}
		inner, _ := codec.Plain(nest).(codec.Table)
		*kw = append(*kw, codec.Pair{Name: "encap", Value: append(t, inner...)})
	}
}

func (w *writer) saveWays() {
	value, _ := w.v.Get("multipath")
	list, _ := value.([]any)
	var ways []any
	for _, e := range list {
		hop, ok := e.(codec.View)
		if !ok {
			continue
		}
		in := &writer{s: w.s, v: &hop}
		in.attrs("gateway", "via", "newdst")
		in.device("oif", native.Uint32(hop.Head[4:]))
		if hop.Head[3] != 0 {
			in.put("hops", uint64(hop.Head[3]))
		}
		in.saveOnlink(uint32(hop.Head[2]))
		w.saveEncap(&hop, &in.kw)
		ways = append(ways, in.kw)
	}
	w.put("multipath", ways)
}
