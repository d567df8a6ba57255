package gate

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"

	"nlua/rtnl/codec"
	"nlua/rtnl/names"
	"nlua/rtnl/nl"
	"nlua/rtnl/spec"
)

// Naming is what a line calls things by.
type Naming struct {
	DB   *names.DB
	Link func(index int) string // the name of a link, "" where it is not known
	NS   func(fd int) string    // the name of a descriptor's namespace, the same
	In   string                 // the namespace that the request is sent in, by its name; "": where the commands are typed
}

// describer words a change as a person would type it.
type describer struct {
	Naming
	tables [][]word
	v      codec.View
	verb   string
	makes  bool     // the request makes something
	rest   []string // what has no word
}

// command is how changes of an object are typed.
type command struct {
	object string
	words  string // "ip link"
	verb   func(m nl.Message) string
}

var commands = []command{
	{"link", "ip link", changeVerb}, {"tuntap", "ip tuntap", changeVerb}, {"linkprop", "ip link property", changeVerb},
	{"addr", "ip addr", changeVerb}, {"route", "ip route", routeVerb}, {"rule", "ip rule", changeVerb}, {"neigh", "ip neigh", changeVerb},
	{"addrlabel", "ip addrlabel", changeVerb}, {"ntable", "ip ntable", func(nl.Message) string { return "change" }}, {"nexthop", "ip nexthop", changeVerb}, {"nsid", "ip netns", setVerb}, {"stats", "ip stats", setVerb},
	{"mctp_addr", "mctp addr", changeVerb}, {"mctp_route", "mctp route", changeVerb}, {"mctp_neigh", "mctp neigh", changeVerb},
	{"ports", "ip link", changeVerb}, {"port", "bridge link", setVerb}, {"vlan", "bridge vlan", vlanVerb}, {"fdb", "bridge fdb", changeVerb}, {"mdb", "bridge mdb", changeVerb}, {"tunnel", "bridge vni", changeVerb},
	{"vlandb", "bridge vlan", setVerb}, {"entries", "bridge vlan", vlanVerb}, {"global", "bridge vlan global", setVerb},
	{"qdisc", "tc qdisc", tcVerb}, {"class", "tc class", tcVerb}, {"filter", "tc filter", tcVerb}, {"chain", "tc chain", tcVerb}, {"action", "tc actions", actionVerb},
}

// Describe writes a change as one line that a shell takes: commands of ip, tc or bridge that do the same. A line that they have no words
// for in part begins with a #, and says at its end what is missing, as names and values.
func Describe(m nl.Message, by Naming) string {
	known := spec.ByType(m.Type)
	if known == nil || known.Set == nil {
		return "# " + eventName(m.Type)
	}
	d := &describer{Naming: by, tables: [][]word{objectWords, linkWords, kindWords, routeWords, qdiscWords, redWords, editWords, filterWords, actionWords}}
	d.v = codec.ViewOf(known.Sent(), m.Body, nil)
	for i := range commands {
		if c := &commands[i]; c.object == d.objectOf(known.Object, m) {
			d.verb = c.verb(m)
			d.makes = m.Flags&unix.NLM_F_CREATE != 0 && m.Type&3 == 0
			return d.line(c)
		}
	}
	return "# " + strings.TrimPrefix(Text(m), "> ")
}

// objectOf tells requests apart that go by one type of message.
func (d *describer) objectOf(object string, m nl.Message) string {
	bridge := d.v.Family() == unix.AF_BRIDGE
	kind, _ := d.v.Path("linkinfo", "kind")
	_, global := d.v.Get("global_options")
	_, vlans := d.v.Path("af_spec", "vlan_info")
	_, tunnels := d.v.Path("af_spec", "vlan_tunnel_info")
	switch {
	case object == "link" && bridge && (vlans || tunnels):
		return "vlan"
	case object == "link" && bridge && d.has("af_spec"):
		return "port"
	case object == "link" && bridge:
		return "ports"
	case object == "link" && (kind == "tun" || kind == "tap") && m.Flags&unix.NLM_F_CREATE != 0:
		return "tuntap"
	case d.v.Family() == 45: // AF_MCTP
		return "mctp_" + object
	case object == "neigh" && bridge:
		return "fdb"
	case object == "vlandb" && global:
		return "global"
	case object == "vlandb" && !d.vlanOptions():
		return "entries"
	}
	return object
}

// vlanOptions tells whether an entry of a VLAN sets more than that it is there.
func (d *describer) vlanOptions() bool {
	for _, entry := range d.v.All(d.v.Set.Named("entry")) {
		in, _ := entry.(codec.View)
		if _, attrs := in.Tables(); slices.ContainsFunc(attrs, func(p codec.Pair) bool { return p.Name != "info" && p.Name != "range" }) {
			return true
		}
	}
	return false
}

func (d *describer) has(name string) bool {
	_, ok := d.v.Get(name)
	return ok
}

// line is the commands for a request, several where one cannot say it.
func (d *describer) line(c *command) string {
	start := c.words
	options := ""
	switch {
	case strings.HasPrefix(d.In, "/proc/self/"): // of no use outside
	case strings.Contains(d.In, "/"):
		start = "nsenter --net=" + quoted(d.In) + " " + start
	case d.In != "":
		options += " -n " + quoted(d.In)
	}
	switch family := d.v.Family(); {
	case c.object != "route" && c.object != "rule":
	case family == unix.AF_INET6:
		options += " -6"
	case family == unix.AF_MPLS:
		options += " -M"
	}
	program := strings.LastIndex(start, c.words) + strings.IndexByte(c.words, ' ')
	text := strings.TrimSpace(start[:program]+options+start[program:]+" "+d.verb) + " "
	words := strings.Join(d.words(c.object, &d.v), " ")
	// A list of VLANs takes a command for each.
	before, each, several := strings.Cut(words, "\x00")
	if several {
		var list []string
		for _, one := range strings.Split(strings.TrimSpace(each), "\x00") {
			list = append(list, text+before+strings.TrimSpace(one))
		}
		text = strings.Join(list, " && ")
	} else {
		text += words
	}
	text = strings.Join(strings.Fields(text), " ")
	if d.rest != nil { // without it the line would do something else
		text = "# " + text + " # " + strings.Join(d.rest, " ")
	}
	return text
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

// routeVerb knows "prepend", which only makes.
func routeVerb(m nl.Message) string {
	if verb := changeVerb(m); verb != "add" || m.Flags&unix.NLM_F_EXCL != 0 {
		return verb
	}
	return "prepend"
}

// tcVerb knows that a change without flags is one of what is there.
func tcVerb(m nl.Message) string {
	switch verb := changeVerb(m); {
	case verb == "set":
		return "change"
	case verb == "change" && m.Type == unix.RTM_NEWQDISC:
		return "link"
	default:
		return verb
	}
}

// actionVerb knows that all actions of a kind go at once.
func actionVerb(m nl.Message) string {
	if m.Type == unix.RTM_DELACTION && m.Flags&unix.NLM_F_ROOT != 0 {
		return "flush"
	}
	return tcVerb(m)
}

func vlanVerb(m nl.Message) string {
	if m.Type&3 == 1 {
		return "del"
	}
	return "add"
}

func setVerb(nl.Message) string { return "set" }

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
	if text, ok := plain.(string); ok {
		return quoted(text)
	}
	return Value(plain)
}

func (d *describer) linkText(index int) string {
	if name := d.Link(index); name != "" {
		return quoted(name)
	}
	return "if" + strconv.Itoa(index)
}

// number is a value that is a number or a truth, 0 for others.
func number(v any) uint64 {
	switch n := v.(type) {
	case uint64:
		return n
	case int64:
		return uint64(n)
	case bool:
		if n {
			return 1
		}
	}
	return 0
}

// at is a number in the message, 0 where there is none.
func (d *describer) at(path ...string) uint64 {
	v, _ := d.v.Path(path...)
	return number(v)
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

// FilterInfo takes tcm_info of a filter apart: the protocol's name below, in network order, and the preference above.
func FilterInfo(db *names.DB, info uint64) (protocol string, pref uint64) {
	if n := codec.Net16(uint16(info)); n != 0 {
		if protocol = HintName(db, codec.Ether, uint64(n)); protocol == "" {
			protocol = fmt.Sprintf("%#x", n)
		}
	}
	return protocol, info >> 16
}

// RateTable tells whether an attribute of a queue holds how long packets of each size take: hundreds of numbers that say nothing to
// people.
func RateTable(name string) bool { return name == "rtab" || name == "ctab" || name == "ptab" }
