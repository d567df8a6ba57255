package plan

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"

	"golang.org/x/sys/unix"

	"nlua/rtnl/codec"
	"nlua/rtnl/request"
)

// section is one list of what is wanted. Sections stand in the order in which their objects are made.
type section struct {
	name   string
	also   []string // other names
	object string   // of package request
	verb   string   // that makes one
	change string   // that changes or replaces one
	typ    uint16   // RTM_NEW* of its objects; 0: settings that links have as ports
	family uint8    // of the header, where the type alone does not tell
	owner  string   // the keyword that says whose it is
	purges bool     // objects that nobody wants may be removed
}

// rtmNewNexthop and the others: include/uapi/linux/rtnetlink.h. Nexthops stand before the fdb, whose entries may lead by them.
var sections = []section{
	{name: "links", object: "link", verb: "add", change: "set", typ: unix.RTM_NEWLINK, owner: "ifalias", purges: true},
	{name: "ports", also: []string{"brports"}, object: "brport", verb: "set", change: "set"},
	{name: "vlans", also: []string{"bridge_vlans"}, object: "vlan_filter", verb: "add", change: "add", typ: unix.RTM_SETLINK, purges: true},
	{name: "vnis", object: "vni", verb: "add", change: "add", typ: rtmNewTunnel, purges: true},
	{name: "addrs", also: []string{"addresses"}, object: "addr", verb: "add", change: "replace", typ: unix.RTM_NEWADDR, owner: "proto", purges: true},
	{name: "nexthops", object: "nexthop", verb: "add", change: "replace", typ: rtmNewNexthop, owner: "protocol", purges: true},
	{name: "fdb", object: "fdb", verb: "add", change: "replace", typ: unix.RTM_NEWNEIGH, family: unix.AF_BRIDGE, purges: true},
	{name: "mdb", also: []string{"groups"}, object: "mdb", verb: "add", change: "replace", typ: rtmNewMDB, purges: true},
	{name: "neighbours", also: []string{"neighbors", "neigh"}, object: "neigh", verb: "add", change: "replace", typ: unix.RTM_NEWNEIGH, purges: true},
	{name: "qdiscs", object: "tc", verb: "add", change: "replace", typ: unix.RTM_NEWQDISC, purges: true},
	{name: "classes", object: "tc", verb: "add-class", change: "change-class", typ: unix.RTM_NEWTCLASS, purges: true},
	{name: "filters", object: "tc", verb: "add-filter", change: "replace-filter", typ: unix.RTM_NEWTFILTER, purges: true},
	{name: "routes", object: "route", verb: "add", change: "replace", typ: unix.RTM_NEWROUTE, owner: "proto", purges: true},
	{name: "rules", object: "rule", verb: "add", typ: unix.RTM_NEWRULE, owner: "protocol", purges: true},
}

func sectionNamed(name string) *section {
	for i := range sections {
		if s := &sections[i]; s.name == name || slices.Contains(s.also, name) {
			return s
		}
	}
	return nil
}

// Section tells what the entries of one of a plan's lists are, for programs that read plans without making them: the object, and
// the verbs whose keywords they take; no object for what holds no entries.
func Section(name string) (object string, verbs []string, err error) {
	switch s := sectionNamed(name); {
	case s != nil && s.change != "":
		return s.object, []string{s.verb, s.change}, nil
	case s != nil:
		return s.object, []string{s.verb}, nil
	case slices.Contains(others, name):
		return "", nil, nil
	}
	return "", nil, noSection(name)
}

// others are what a plan has beside its sections.
var others = []string{"netns", "purge", "owner"}

func noSection(name string) error {
	return fmt.Errorf("there is no section %q%s", name, request.Suggest(name, append(sectionNames(), others...)))
}

func sectionNames() (list []string) {
	for i := range sections {
		list = append(list, sections[i].name)
	}
	return list
}

// entry is one wanted object.
type entry struct {
	section *section
	number  int    // its place in the list, from 1, for messages
	space   string // the namespace where it shall be
	kw      codec.Table
	born    bool // a veth's other end: made with the one that names it
}

func (e *entry) fail(err error) error {
	return fmt.Errorf("%s[%d]: %w", e.section.name, e.number, err)
}

func (e *entry) text(name string) string {
	v, _ := e.kw.Get(name)
	s, _ := v.(string)
	return s
}

// grouped is 1 for a group of nexthops: its members are made before.
func (e *entry) grouped() int {
	if _, group := e.kw.Get("group"); group && e.section.typ == rtmNewNexthop {
		return 1
	}
	return 0
}

// desired is all that is wanted.
type desired struct {
	spaces  []string // that shall exist
	entries []*entry
	purge   []*section
	owner   any
}

// parse reads a table of lists: netns, links, addrs and the other sections, purge, owner.
func parse(t codec.Table) (*desired, error) {
	d, err := parseIn(t)
	if err != nil { // of several errors always the same one is told, as by request.Build
		d, err = parseIn(t.Sorted())
	}
	return d, err
}

func parseIn(t codec.Table) (*desired, error) {
	d := &desired{}
	home := ""
	if v, ok := t.Get("netns"); ok {
		switch x := v.(type) {
		case string:
			home, d.spaces = x, []string{x}
		case []any:
			for _, e := range x {
				name, ok := e.(string)
				if !ok {
					return nil, fmt.Errorf("netns: want names of namespaces, got %v", e)
				}
				d.spaces = append(d.spaces, name)
			}
		default:
			return nil, fmt.Errorf("netns: want a name or a list of names, got %v", v)
		}
	}
	d.owner, _ = t.Get("owner")
	switch d.owner.(type) {
	case codec.Table, []any, bool:
		return nil, fmt.Errorf("owner: want a text for links, a protocol's name or number for others, got %s", got(d.owner))
	}
	for _, p := range t {
		var err error
		switch p.Name {
		case "netns", "owner":
		case "purge":
			err = d.readPurge(p.Value)
		default:
			s := sectionNamed(p.Name)
			if s == nil {
				return nil, noSection(p.Name)
			}
			err = d.read(s, p.Value, home)
		}
		if err != nil {
			return nil, err
		}
	}
	slices.SortStableFunc(d.entries, func(a, b *entry) int { return cmp.Or(a.section.rank()-b.section.rank(), a.grouped()-b.grouped()) })
	if err := d.joinLinks(); err != nil {
		return nil, err
	}
	d.deliverTwins()
	return d, nil
}

// joinLinks makes one entry of those about one link, each of which may say a part. Where they differ no run would ever be the last.
func (d *desired) joinLinks() error {
	type said struct {
		by    *entry
		value string
	}
	first, entries := map[[2]string]*entry{}, map[[3]string]said{}
	var wrong error
	d.entries = slices.DeleteFunc(d.entries, func(e *entry) bool {
		name := cmp.Or(e.text("ifname"), e.text("index"))
		if e.section.typ != unix.RTM_NEWLINK || name == "" {
			return false
		}
		link := first[[2]string{e.space, name}]
		for _, p := range e.kw {
			at, value := [3]string{e.space, name, p.Name}, words(p.Value)
			old, told := entries[at]
			switch many := p.Name == "altname" || p.Name == "alt_ifname"; {
			case told && old.value != value && !many && wrong == nil:
				wrong = e.fail(fmt.Errorf("%s of %s is %s, but %s in %s[%d]", p.Name, name, value, old.value, old.by.section.name, old.by.number))
			case !told:
				entries[at] = said{e, value}
			}
			if link != nil && (!told || old.value != value) {
				link.kw = append(link.kw, p)
			}
		}
		if link == nil {
			first[[2]string{e.space, name}] = e
		}
		return link != nil
	})
	return wrong
}

// got is what somebody gave instead of what was wanted.
func got(v any) string {
	switch v := v.(type) {
	case codec.Table:
		return "one table with names"
	case []any:
		return "a list"
	case string:
		return strconv.Quote(v)
	}
	return fmt.Sprint(v)
}

func (s *section) rank() int {
	for i := range sections {
		if s == &sections[i] {
			return i
		}
	}
	return -1
}

func (d *desired) readPurge(v any) error {
	list, ok := v.([]any)
	if s, one := v.(string); one {
		list, ok = []any{s}, true
	}
	if !ok {
		return fmt.Errorf("purge: want a list of sections, got %v", v)
	}
	for _, e := range list {
		name, _ := e.(string)
		s := sectionNamed(name)
		if s != nil && !s.purges {
			return fmt.Errorf("purge: %s are settings of links, and end with them", s.name)
		}
		if s == nil {
			return fmt.Errorf("purge: there is no section %q%s", name, request.Suggest(name, sectionNames()))
		}
		if (s.typ == unix.RTM_NEWRULE || s.typ == unix.RTM_NEWLINK) && d.owner == nil {
			return fmt.Errorf("purge: %s are purged only by their owner: say owner = NAME", s.name)
		}
		d.purge = append(d.purge, s)
	}
	return nil
}

func (d *desired) read(s *section, v any, home string) error {
	list, ok := v.([]any)
	if t, isTable := v.(codec.Table); isTable && len(t) == 0 {
		return nil
	}
	if !ok {
		return fmt.Errorf("%s: want a list of tables, got %s", s.name, got(v))
	}
	for i, item := range list {
		kw, ok := item.(codec.Table)
		e := &entry{section: s, number: i + 1, space: home}
		if !ok {
			return e.fail(fmt.Errorf("want a table of keywords, got %s", got(item)))
		}
		for _, p := range kw {
			switch {
			case p.Name == "netns":
				if e.space, ok = p.Value.(string); !ok && p.Value != nil {
					return e.fail(fmt.Errorf("netns: want a name, got %v", p.Value))
				}
			case p.Value != nil:
				e.kw = append(e.kw, p)
			}
		}
		if _, said := e.kw.Get(s.owner); s.owner != "" && d.owner != nil && !said {
			e.kw = append(e.kw, codec.Pair{Name: s.owner, Value: d.owner})
		}
		d.entries = append(d.entries, e)
	}
	return nil
}

// deliverTwins makes an entry of the other end of every veth, or finds the one that there is.
func (d *desired) deliverTwins() {
	var twins []*entry
	for _, e := range d.entries {
		peer, _ := e.kw.Get("peer")
		kw, isTable := peer.(codec.Table)
		if name, isName := peer.(string); isName {
			kw, isTable = codec.Table{{Name: "ifname", Value: name}}, true
		}
		if e.section.typ != unix.RTM_NEWLINK || !isTable {
			continue
		}
		twin := &entry{section: e.section, number: e.number, space: e.space, born: true}
		for _, p := range kw {
			if name, ok := p.Value.(string); ok && p.Name == "net_ns_fd" {
				twin.space = name
				continue
			}
			twin.kw = append(twin.kw, p)
		}
		if there := d.link(twin.space, twin.text("ifname")); there != nil {
			there.born = there.born || !e.born // each may name the other: one of them makes both
			for _, p := range twin.kw {
				if _, said := there.kw.Get(p.Name); !said {
					there.kw = append(there.kw, p)
				}
			}
			continue
		}
		twins = append(twins, twin)
	}
	// They come first, as other links may lie on them.
	d.entries = append(twins, d.entries...)
}

// link finds the entry of a link.
func (d *desired) link(space, name string) *entry {
	for _, e := range d.entries {
		if e.section.typ == unix.RTM_NEWLINK && e.space == space && e.text("ifname") == name {
			return e
		}
	}
	return nil
}
