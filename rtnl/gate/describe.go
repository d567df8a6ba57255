package gate

import (
	"encoding/binary"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"

	"nlua/rtnl/codec"
	"nlua/rtnl/names"
	"nlua/rtnl/nl"
	"nlua/rtnl/spec"
)

// describer words a change as a person would type it.
type describer struct {
	db   *names.DB
	link func(index int) string // the name of a link, "" where it is not known
	ns   func(fd int) string    // the name of a descriptor's namespace, the same
	v    codec.View
	kind string          // of the traffic control's object whose options are written
	said map[string]bool // attributes that words stand for already
}

// command is how changes of an object are typed.
type command struct {
	object string
	words  string // "ip link"
	verb   func(m nl.Message) string
	parts  []part
}

// part is one word of a line: the value of path behind key.
type part struct {
	key  string
	path string
	form func(d *describer, path string) string // nil: the plain value
}

// Describe writes a change as one line like those of ip, tc and bridge. What these have no word for follows as name and value.
func Describe(m nl.Message, db *names.DB, link, ns func(int) string) string {
	known := spec.ByType(m.Type)
	if known == nil || known.Set == nil {
		return eventName(m.Type)
	}
	d := &describer{db: db, link: link, ns: ns, v: codec.ViewOf(known.Set, m.Body, nil), said: map[string]bool{}}
	object := known.Object
	if kind := d.value("linkinfo.kind"); object == "link" && (kind == "tun" || kind == "tap") && m.Flags&unix.NLM_F_CREATE != 0 {
		object = "tuntap"
	}
	c := commandOf(object, d.v.Family())
	words := []string{c.words, c.verb(m)}
	for _, p := range c.parts {
		text := ""
		if p.form != nil {
			text = p.form(d, p.path)
		} else {
			text = d.value(p.path)
		}
		d.said[p.path] = true
		if text == "" {
			continue
		}
		if p.key != "" {
			words = append(words, p.key)
		}
		words = append(words, text)
	}
	return strings.Join(append(words, d.rest()...), " ")
}

func commandOf(object string, family uint8) *command {
	switch family {
	case unix.AF_BRIDGE:
		object += " of bridge"
	case 45: // AF_MCTP
		object += " of mctp"
	}
	for i := range commands {
		if commands[i].object == object {
			return &commands[i]
		}
	}
	return &command{words: object, verb: changeVerb}
}

// changeVerb is the verb of a change by its type and flags.
func changeVerb(m nl.Message) string {
	const create, replace, app, excl = unix.NLM_F_CREATE, unix.NLM_F_REPLACE, unix.NLM_F_APPEND, unix.NLM_F_EXCL
	switch {
	case m.Type&3 == 1:
		return "del"
	case m.Type&3 == 3:
		return "set"
	case m.Flags&(create|replace) == create|replace:
		return "replace"
	case m.Flags&(create|app) == create|app:
		return "append"
	case m.Flags&replace != 0:
		return "change"
	case m.Flags&(create|excl) != 0:
		return "add"
	}
	return "set"
}

var commands = []command{
	{"link", "ip link", changeVerb, []part{
		{"", "ifname", nil}, {"", "index", (*describer).ownLink}, {"link", "link", (*describer).device}, {"", "flags", (*describer).upDown},
		{"address", "address", nil}, {"mtu", "mtu", nil}, {"txqueuelen", "txqlen", nil}, {"master", "master", (*describer).device},
		{"netns", "net_ns_pid", nil}, {"netns", "net_ns_fd", (*describer).space}, {"type", "linkinfo.kind", nil}, {"", "linkinfo.data", (*describer).pairs}, {"", "linkinfo.slave_data", (*describer).pairs},
	}},
	{"tuntap", "ip tuntap", changeVerb, []part{{"dev", "ifname", nil}, {"mode", "linkinfo.kind", nil}, {"", "linkinfo.data", (*describer).pairs}}},
	{"link of bridge", "bridge link", changeVerb, []part{{"dev", "index", (*describer).device}}},
	{"addr", "ip addr", changeVerb, []part{
		{"", "local", (*describer).ownAddress}, {"peer", "address", (*describer).peerAddress}, {"", "prefixlen", silent},
		{"broadcast", "broadcast", nil}, {"label", "label", nil}, {"dev", "index", (*describer).device}, {"scope", "scope", (*describer).usual},
	}},
	{"route", "ip route", changeVerb, []part{
		{"", "type", (*describer).usual}, {"", "dst", (*describer).destination}, {"", "dst_len", silent}, {"from", "src", (*describer).prefixed}, {"", "src_len", silent},
		{"via", "gateway", nil}, {"dev", "oif", (*describer).device}, {"table", "table", nil}, {"proto", "proto", nil},
		{"scope", "scope", (*describer).usual}, {"src", "prefsrc", nil}, {"metric", "priority", nil}, {"nhid", "nh_id", nil},
	}},
	{"rule", "ip rule", changeVerb, []part{
		{"from", "src", (*describer).prefixed}, {"", "src_len", silent}, {"to", "dst", (*describer).prefixed}, {"", "dst_len", silent},
		{"priority", "priority", nil}, {"iif", "iifname", nil}, {"oif", "oifname", nil}, {"fwmark", "fwmark", nil},
		{"", "action", (*describer).usual}, {"lookup", "table", nil},
	}},
	{"neigh", "ip neigh", changeVerb, []part{
		{"", "dst", nil}, {"lladdr", "lladdr", nil}, {"dev", "ifindex", (*describer).device}, {"nud", "state", nil},
	}},
	{"neigh of bridge", "bridge fdb", changeVerb, []part{
		{"", "lladdr", nil}, {"dev", "ifindex", (*describer).device}, {"dst", "dst", nil}, {"vlan", "vlan", nil}, {"vni", "vni", nil}, {"", "flags", nil}, {"", "state", nil},
	}},
	{"addr of mctp", "mctp addr", changeVerb, []part{{"", "local", nil}, {"", "address", nil}, {"dev", "index", (*describer).device}}},
	{"route of mctp", "mctp route", changeVerb, []part{{"", "type", (*describer).usual}, {"", "dst", nil}, {"via", "oif", (*describer).device}}},
	{"neigh of mctp", "mctp neigh", changeVerb, []part{{"", "dst", nil}, {"dev", "ifindex", (*describer).device}, {"lladdr", "lladdr", nil}, {"", "state", silent}}},
	{"nexthop", "ip nexthop", changeVerb, []part{
		{"id", "id", nil}, {"via", "gateway", nil}, {"dev", "oif", (*describer).device},
	}},
	{"qdisc", "tc qdisc", changeVerb, tcParts("handle", (*describer).handle)}, {"class", "tc class", changeVerb, tcParts("classid", (*describer).handle)},
	{"filter", "tc filter", changeVerb, tcParts("handle", (*describer).filterHandle)}, {"chain", "tc chain", changeVerb, tcParts("handle", (*describer).handle)},
	{"mdb", "bridge mdb", changeVerb, []part{{"dev", "ifindex", (*describer).device}}},
	{"tunnel of bridge", "bridge vni", changeVerb, []part{{"dev", "ifindex", (*describer).device}, {"", "entry", (*describer).vnis}}},
	{"nsid", "ip netns set", func(nl.Message) string { return "" }, nil},
}

func tcParts(handle string, form func(*describer, string) string) []part {
	return []part{
		{"dev", "index", (*describer).device}, {"", "parent", (*describer).tcParent}, {handle, "handle", form},
		{"", "info", (*describer).tcInfo}, {"", "kind", (*describer).tcKind}, {"", "options", (*describer).tcOptions},
	}
}

func silent(*describer, string) string { return "" }

func (d *describer) get(path string) (any, bool) { return d.v.Path(strings.Split(path, ".")...) }

// value is a plain value: numbers by name where they have one, zeros of fields left out.
func (d *describer) value(path string) string {
	v, ok := d.get(path)
	if !ok {
		return ""
	}
	name := path[strings.LastIndexByte(path, '.')+1:]
	row := d.v.Set.Named(name)
	field := d.v.Set.Field(name)
	if n, isNumber := v.(uint64); isNumber {
		r := row
		if r == nil && field != nil {
			r = &field.Row
		}
		if n == 0 && row == nil {
			return ""
		}
		if r != nil {
			if text := Name(d.db, r, n); text != "" {
				return text
			}
		}
		return strconv.FormatUint(n, 10)
	}
	return plainText(v)
}

// Name is what people call the number of a row: by its Enum, its bits, or the databases of names; "" where it has no name.
func Name(db *names.DB, row *codec.Row, n uint64) string {
	if row.Enum != nil && row.Enum.Flags {
		var list []string
		for _, item := range row.Enum.Items {
			if item.Value != 0 && n&item.Value == item.Value {
				list = append(list, item.Name)
			}
		}
		return strings.Join(list, ",")
	}
	if name := row.Enum.NameOf(n); name != "" {
		return name
	}
	return HintName(db, row.Hint, n)
}

// HintName is what the databases of names call a number of a kind; "" where they have no name.
func HintName(db *names.DB, hint codec.Hint, n uint64) string {
	if kind, ok := names.Of(hint); ok {
		return db.Name(kind, uint32(n))
	}
	return ""
}

// plainText writes a value; a link inside a link without the fields that are 0.
func plainText(v any) string {
	plain := codec.Plain(v)
	if in, ok := v.(codec.View); ok && in.Set.Fixed != nil {
		head, attrs := in.Tables()
		for _, p := range head {
			if p.Value != uint64(0) && p.Value != int64(0) {
				attrs = append(attrs, p)
			}
		}
		plain = attrs
	}
	return Value(plain)
}

// usual leaves out what goes without saying: 0, unicast, universe, to_tbl.
func (d *describer) usual(path string) string {
	switch text := d.value(path); text {
	case "unicast", "universe", "global", "to_tbl", "0":
		return ""
	default:
		return text
	}
}

func (d *describer) device(path string) string {
	v, ok := d.get(path)
	if !ok {
		return ""
	}
	n := 0
	switch x := v.(type) {
	case uint64:
		n = int(x)
	case int64:
		n = int(x)
	}
	if n == 0 {
		return ""
	}
	return d.linkText(n)
}

func (d *describer) linkText(index int) string {
	if name := d.link(index); name != "" {
		return name
	}
	return "if" + strconv.Itoa(index)
}

// space names the namespace of a descriptor.
func (d *describer) space(path string) string {
	v, ok := d.get(path)
	if !ok {
		return ""
	}
	return d.spaceOf(v)
}

func (d *describer) spaceOf(v any) string {
	if fd, ok := v.(uint64); ok {
		if name := d.ns(int(fd)); name != "" {
			return name
		}
	}
	return plainText(v)
}

// peer is the other end of a veth link.
func (d *describer) peer(v codec.View) (words []string) {
	_, attrs := v.Tables()
	words = append(words, "peer")
	if name, ok := attrs.Get("ifname"); ok {
		words = append(words, "name", plainText(name))
	}
	for _, p := range attrs {
		switch p.Name {
		case "ifname":
		case "net_ns_fd", "net_ns_pid":
			words = append(words, "netns", d.spaceOf(p.Value))
		default:
			words = append(words, p.Name, plainText(p.Value))
		}
	}
	return words
}

// ownLink names the link where the request has an index alone.
func (d *describer) ownLink(path string) string {
	name := d.device(path)
	if v, _ := d.get("ifname"); v == name {
		return ""
	}
	return name
}

func (d *describer) upDown(string) string {
	d.said["change"], d.said["flags"] = true, true
	change, _ := d.get("change")
	flags, _ := d.get("flags")
	c, _ := change.(uint64)
	f, _ := flags.(uint64)
	switch {
	case c&unix.IFF_UP == 0:
		return ""
	case f&unix.IFF_UP != 0:
		return "up"
	}
	return "down"
}

// lengthOf gives the length field beside an address's attribute.
func (d *describer) lengthOf(path string) string {
	field := path + "_len"
	if d.v.Set.Field(field) == nil {
		field = "prefixlen"
	}
	v, _ := d.get(field)
	return fmt.Sprint(v)
}

func (d *describer) prefixed(path string) string {
	if text := d.value(path); text != "" {
		return text + "/" + d.lengthOf(path)
	}
	return ""
}

func (d *describer) destination(path string) string {
	if text := d.prefixed(path); text != "" {
		return text
	}
	return "default"
}

func (d *describer) ownAddress(path string) string {
	if _, ok := d.get(path); ok {
		return d.prefixed(path)
	}
	return d.prefixed("address")
}

func (d *describer) peerAddress(path string) string {
	own, ok := d.get("local")
	if peer, _ := d.get(path); ok && peer != own {
		return d.value(path)
	}
	return ""
}

func (d *describer) handle(path string) string {
	v, _ := d.get(path)
	if n, _ := v.(uint64); n != 0 && !(d.special() && n&0xffff == 0) {
		return handleText(n)
	}
	return ""
}

// special tells whether a qdisc is ingress or clsact, which need no place and no handle.
func (d *describer) special() bool {
	kind := d.value("kind")
	return kind == "ingress" || kind == "clsact"
}

func handleText(n uint64) string {
	switch {
	case n == 0xffffffff:
		return "root"
	case n&0xffff == 0:
		return fmt.Sprintf("%x:", n>>16)
	}
	return fmt.Sprintf("%x:%x", n>>16, n&0xffff)
}

// filterHandle is a number, but of u32 three of them.
func (d *describer) filterHandle(path string) string {
	v, _ := d.get(path)
	n, _ := v.(uint64)
	switch {
	case n == 0:
		return ""
	case d.value("kind") == "u32":
		return fmt.Sprintf("%x:%x:%x", n>>20, n>>12&0xff, n&0xfff)
	}
	return fmt.Sprintf("%#x", n)
}

// tcParent is "root", "parent 1:", or the hook of ingress and clsact.
func (d *describer) tcParent(path string) string {
	v, _ := d.get(path)
	n, _ := v.(uint64)
	switch n {
	case 0:
		return ""
	case 0xffffffff:
		return "root"
	case 0xfffffff1: // TC_H_INGRESS; the name of the qdisc says it
		if d.special() {
			return ""
		}
		return "ingress"
	case 0xfffffff2:
		return "ingress"
	case 0xfffffff3:
		return "egress"
	}
	return "parent " + handleText(n)
}

func (d *describer) tcKind(path string) string {
	d.kind = d.value(path)
	return d.kind
}

// tcOptions are the options of a kind, in tc's words where they are known.
func (d *describer) tcOptions(path string) string {
	defer func() { d.kind = "" }()
	return d.pairs(path)
}

func (d *describer) tcInfo(path string) string {
	v, _ := d.get(path)
	n, _ := v.(uint64)
	protocol, pref := FilterInfo(d.db, n)
	var words []string
	if protocol != "" {
		words = append(words, "protocol", protocol)
	}
	if pref != 0 {
		words = append(words, "pref", strconv.FormatUint(pref, 10))
	}
	return strings.Join(words, " ")
}

// FilterInfo takes tcm_info of a filter apart: the protocol's name below, in network order, and the preference above.
func FilterInfo(db *names.DB, info uint64) (protocol string, pref uint64) {
	var b [2]byte
	binary.NativeEndian.PutUint16(b[:], uint16(info))
	if n := binary.BigEndian.Uint16(b[:]); n != 0 {
		if protocol = HintName(db, codec.Ether, uint64(n)); protocol == "" {
			protocol = fmt.Sprintf("%#x", n)
		}
	}
	return protocol, info >> 16
}

// RateTable tells whether an attribute of a queue holds how long packets of each size take: hundreds of numbers that say nothing to
// people.
func RateTable(name string) bool { return name == "rtab" || name == "ctab" || name == "ptab" }

// pairs writes the attributes of a nest as names and values.
func (d *describer) pairs(path string) string {
	v, ok := d.get(path)
	if !ok {
		return ""
	}
	in, ok := v.(codec.View)
	if !ok {
		return plainText(v)
	}
	var words []string
	last := "" // actions: tc takes the words behind one for its own
	in.Each(func(row *codec.Row, typ uint16, p []byte) bool {
		if row == nil {
			words = append(words, in.Set.Number(typ), plainText(p))
			return true
		}
		if RateTable(row.Name) {
			return true
		}
		value, _ := codec.Decode(&in, row, p)
		if link, ok := value.(codec.View); ok && row.Name == "peer" && link.Set.Named("ifname") != nil {
			words = append(words, d.peer(link)...)
			return true
		}
		if d.kind != "" {
			if said, ok := d.tcSaid(d.kind, &in, row.Name, value); ok {
				switch {
				case row.Name == "act":
					last = said
				case row.Name == "key_ip_proto": // tc wants it before ports
					words = append([]string{said}, words...)
				case said != "":
					words = append(words, said)
				}
				return true
			}
		}
		words = append(words, row.Name, plainText(value))
		return true
	})
	if in.Set.Fixed != nil {
		words = append(words, plainText(in))
	}
	if last != "" {
		words = append(words, last)
	}
	return strings.Join(words, " ")
}

// rest is what no part stands for: fields that are not 0, and attributes.
func (d *describer) rest() (words []string) {
	for path := range d.said {
		if top, _, nested := strings.Cut(path, "."); nested {
			d.said[top] = true
		}
	}
	head, attrs := d.v.Tables()
	for _, p := range head {
		if d.said[p.Name] || p.Value == uint64(0) || p.Value == int64(0) || p.Name == "family" || p.Name == "pad" {
			continue
		}
		if _, hidden := attrs.Get(p.Name); !hidden {
			words = append(words, p.Name, plainText(p.Value))
		}
	}
	for _, p := range attrs {
		if !d.said[p.Name] {
			words = append(words, p.Name, plainText(p.Value))
		}
	}
	return words
}

// vnis are the network ids of a vxlan link, each with its group.
func (d *describer) vnis(path string) string {
	var words []string
	for _, e := range d.v.All(d.v.Set.Named(path)) {
		entry, ok := e.(codec.View)
		if !ok {
			continue
		}
		start, _ := entry.Get("start")
		text := "vni " + plainText(start)
		if end, ok := entry.Get("end"); ok {
			text += "-" + plainText(end)
		}
		for _, name := range []string{"group", "group6"} {
			if group, ok := entry.Get(name); ok {
				text += " group " + plainText(group)
			}
		}
		words = append(words, text)
	}
	return strings.Join(words, ", ")
}
