package request

import (
	"errors"
	"fmt"
	"net/netip"

	"golang.org/x/sys/unix"

	"nlua/rtnl/codec"
	"nlua/rtnl/spec"
)

var mdbObject = Object{
	Name: "mdb",
	Doc:  "Multicast groups of bridges and vxlan links.",
	Set:  &spec.MDB,
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
		{Name: "port", Path: "set_entry.ifindex", Only: mdbVerbs, Hint: codec.Index, Doc: "Port that the group is on."},
		{Name: "grp", Path: "set_entry.addr", Do: setMDBGroup, Only: mdbVerbs, Doc: "Group: an IPv4, IPv6 or hardware address."},
		{Name: "vid", Path: "set_entry.vid", Only: mdbVerbs, Doc: "VLAN."},
		{Name: "state", Path: "set_entry.state", Only: mdbVerbs, Doc: "temporary or permanent."},
		{Name: "permanent", Path: "set_entry.state", Only: mdbVerbs, Hint: codec.Bool, Do: setPermanent, Doc: "The entry does not age."},
		{Name: "src_list", Path: "set_entry_attrs.src_list", Do: setSources, Only: mdbVerbs, Doc: "Sources that group_mode includes or excludes: a list of addresses."},
		{Name: "filter_mode", Path: "set_entry_attrs.group_mode", Only: mdbVerbs, Doc: "As group_mode."},
		{Name: "proto", Path: "set_entry_attrs.rtprot", Only: mdbVerbs, Hint: codec.Proto, Doc: "As rtprot."},
		{Name: "via", Path: "set_entry_attrs.dst_ifindex", Only: mdbVerbs, Hint: codec.Index, Doc: "Link by which the remote end is reached."},
	}, mdbAttrs()...),
	Begin: func(b *builder) error { return setFamilyTo(b, unix.AF_BRIDGE) },
}

const mdbVerbs = "add replace del flush get"

// mdbAttrs are the attributes of an entry as keywords, without the nest around them.
func mdbAttrs() []Keyword {
	var list []Keyword
	rows := spec.MDBRequest.Named("set_entry_attrs").Set.Rows
	for i := range rows {
		if r := &rows[i]; r.Name != "src_list" {
			list = append(list, Keyword{Name: r.Name, Path: "set_entry_attrs." + r.Name, Only: mdbVerbs, Hint: r.Hint, Enum: r.Enum, Doc: r.Doc})
		}
	}
	return list
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
	} else if _, ok := codec.ParseMAC(s); !ok {
		return fmt.Errorf("%q is no address", s)
	}
	b.attr(proto, "set_entry", "proto")
	b.attr(s, "set_entry", "addr")
	return nil
}

func setPermanent(b *builder, v any) error {
	yes, err := truth(v)
	if err == nil && yes {
		b.attr("permanent", "set_entry", "state")
	}
	return err
}

func setSources(b *builder, v any) error {
	list, ok := v.([]any)
	if !ok {
		list = []any{v}
	}
	var entries []any
	for _, e := range list {
		if _, isTable := e.(codec.Table); !isTable {
			e = codec.Table{{Name: "address", Value: e}}
		}
		entries = append(entries, e)
	}
	b.attr(codec.Table{{Name: "entry", Value: entries}}, "set_entry_attrs", "src_list")
	return nil
}
