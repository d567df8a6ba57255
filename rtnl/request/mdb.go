package request

import (
	"errors"
	"fmt"
	"net/netip"

	"golang.org/x/sys/unix"

	"nlua/rtnl/codec"
	"nlua/rtnl/spec"
)

func mdbObject() *Object {
	return &Object{
		Doc: "Multicast groups of bridges and vxlan links.",
		Set: &spec.MDB,
		Verbs: []Verb{
			{Name: "add", Type: unix.RTM_NEWMDB, Flags: fCreate, Doc: "add an entry"},
			{Name: "replace", Also: []string{"set"}, Type: unix.RTM_NEWMDB, Flags: fReplace, Doc: "add an entry, or change it"},
			{Name: "del", Also: []string{"remove", "delete"}, Type: unix.RTM_DELMDB, Flags: fReq, Doc: "remove an entry"},
			{Name: "flush", Type: unix.RTM_DELMDB, Flags: fReq | bulk, Doc: "remove all entries that match"},
			{Name: "get", Type: unix.RTM_GETMDB, Flags: fReq, Doc: "read one entry"},
			{Name: "dump", Also: []string{"show"}, Type: unix.RTM_GETMDB, Flags: fDump, Doc: "read the groups of each bridge"},
		},
		Keywords: append([]Keyword{
			{Name: "index", Path: "ifindex", Do: setNeighLink, Hint: codec.Index, Doc: "Bridge or vxlan link by name, index or message."},
			{Name: "dev", Path: "ifindex", Do: setNeighLink, Hint: codec.Index, Doc: "As index."},
			{Name: "port", Do: setMDB("set_entry", "ifindex"), Hint: codec.Index, Doc: "Port that the group is on."},
			{Name: "grp", Do: setMDBGroup, Doc: "Group: an IPv4, IPv6 or hardware address."},
			{Name: "vid", Do: setMDB("set_entry", "vid"), Doc: "VLAN."},
			{Name: "state", Do: setMDB("set_entry", "state"), Doc: "temporary or permanent."},
			{Name: "permanent", Do: setPermanent, Hint: codec.Bool, Doc: "The entry does not age."},
			{Name: "src", Do: setMDB("set_entry_attrs", "source"), Doc: "As source."},
			{Name: "src_list", Do: setSources, Doc: "Sources that group_mode includes or excludes: a list of addresses."},
			{Name: "source_list", Do: setSources, Doc: "As src_list."},
			{Name: "filter_mode", Do: setMDB("set_entry_attrs", "group_mode"), Doc: "As group_mode."},
			{Name: "proto", Do: setMDB("set_entry_attrs", "rtprot"), Hint: codec.Proto, Doc: "As rtprot."},
			{Name: "via", Do: setMDB("set_entry_attrs", "dst_ifindex"), Hint: codec.Index, Doc: "Link by which the remote end is reached."},
		}, mdbAttrs()...),
		Needs:  []Need{{Any: "ifindex", Say: "dev is missing: the bridge or vxlan link"}},
		Begin:  func(b *builder) error { return setFamilyTo(b, unix.AF_BRIDGE) },
		Finish: finishMDB,
	}
}

// mdbAttrs are the attributes of an entry as keywords, without the nest around them.
func mdbAttrs() []Keyword {
	var list []Keyword
	rows := spec.MDBRequest.Named("set_entry_attrs").Set.Rows
	for i := range rows {
		if r := &rows[i]; r.Name != "src_list" {
			list = append(list, Keyword{Name: r.Name, Do: setMDB("set_entry_attrs", r.Name), Hint: r.Hint, Enum: r.Enum, Doc: r.Doc})
		}
	}
	return list
}

// setMDB puts a part of the entry into a request, or asks of one entry of a message that it have it.
func setMDB(nest, name string) hook {
	return func(b *builder, v any) error {
		if !b.filtering {
			b.attr(v, nest, name)
			return nil
		}
		conds, err := b.conditions([]string{"mdb", "entry", "info", name}, false, v)
		for _, c := range conds {
			c.path = c.path[3:]
			b.inside = append(b.inside, c)
		}
		return err
	}
}

// setMDBGroup puts the address with the protocol that says what it is.
func setMDBGroup(b *builder, v any) error {
	s, ok := v.(string)
	if !ok {
		return errors.New("want an address as a string")
	}
	proto := uint64(0)
	if a, err := netip.ParseAddr(s); err == nil {
		if proto = unix.ETH_P_IP; a.Is6() {
			proto = unix.ETH_P_IPV6
		}
		s = a.String()
	} else if mac, ok := codec.ParseMAC(s); ok {
		s = codec.FormatMAC(mac)
	} else {
		return fmt.Errorf("%q is no address", s)
	}
	if b.filtering {
		b.inside = append(b.inside, cond{path: []string{"addr"}, want: s})
		return nil
	}
	b.attr(proto, "set_entry", "proto")
	b.attr(s, "set_entry", "addr")
	return nil
}

func setPermanent(b *builder, v any) error {
	yes, err := truth(v)
	if err != nil {
		return err
	}
	state := "temporary"
	if yes {
		state = "permanent"
	}
	return setMDB("set_entry", "state")(b, state)
}

func setSources(b *builder, v any) error {
	if b.filtering {
		return errors.New("is no filter: give source, or a function as match")
	}
	var entries []any
	for _, e := range elements(v) {
		if _, isTable := e.(codec.Table); !isTable {
			e = codec.Table{{Name: "address", Value: e}}
		}
		entries = append(entries, e)
	}
	b.attr(codec.Table{{Name: "entry", Value: entries}}, "set_entry_attrs", "src_list")
	return nil
}

func finishMDB(b *builder) error {
	if b.filtering {
		if conds := b.inside; len(conds) > 0 {
			b.matches = append(b.matches, func(v codec.View) bool { return hasMDBEntry(&v, conds) })
		}
		return nil
	}
	if (b.verb.Type == unix.RTM_NEWMDB || b.verb.Name == "del") && !b.putAt([]string{"set_entry", "ifindex"}) && !b.putAt([]string{"set_entry"}) {
		return errors.New("port is missing: a port, or dev itself")
	}
	switch {
	case b.putAt([]string{"set_entry", "addr"}) || b.putAt([]string{"set_entry"}):
	case b.verb.Name != "flush":
		return errors.New("grp is missing: the group")
	case !b.has("set_entry"): // the kernel wants the structure all the same
		b.attr(uint64(0), "set_entry", "vid")
	}
	return nil
}

// hasMDBEntry tells whether one entry of a message fulfils all conditions.
func hasMDBEntry(v *codec.View, conds []cond) bool {
	entries, _ := v.Path("mdb")
	mdb, ok := entries.(codec.View)
	if !ok {
		return false
	}
	for _, e := range mdb.All(mdb.Set.Named("entry")) {
		entry, ok := e.(codec.View)
		if !ok {
			continue
		}
	infos:
		for _, i := range entry.All(entry.Set.Named("info")) {
			info, ok := i.(codec.View)
			if !ok {
				continue
			}
			for k := range conds {
				if !conds[k].holds(&info) {
					continue infos
				}
			}
			return true
		}
	}
	return false
}
