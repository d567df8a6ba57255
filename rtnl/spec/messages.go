package spec

import "nlua/rtnl/codec"

// Msg is a type of message: nlmsg_type of its header.
type Msg struct {
	Type   uint16
	Name   string     // "RTM_NEWLINK"
	Set    *codec.Set // how its body reads; nil for control messages
	Object string     // "link": what the message is about; "" for control messages

	// Request is how a request of this type reads where the kernel gives the same numbers another meaning there; nil: as Set.
	Request *codec.Set
}

// Messages are the types that rtnetlink knows, by number: include/uapi/linux/rtnetlink.h, and the control messages of
// include/uapi/linux/netlink.h. Kernels since 6.14 announce multicast and anycast addresses (56, 57, 60, 61).
var Messages = []Msg{
	{Type: 1, Name: "NLMSG_NOOP"},
	{Type: 2, Name: "NLMSG_ERROR"},
	{Type: 3, Name: "NLMSG_DONE"},
	{Type: 4, Name: "NLMSG_OVERRUN"},
	{Type: 16, Name: "RTM_NEWLINK", Set: &Link, Object: "link"},
	{Type: 17, Name: "RTM_DELLINK", Set: &Link, Object: "link"},
	{Type: 18, Name: "RTM_GETLINK", Set: &Link, Object: "link"},
	{Type: 19, Name: "RTM_SETLINK", Set: &Link, Object: "link"},
	{Type: 20, Name: "RTM_NEWADDR", Set: &Addr, Object: "addr"},
	{Type: 21, Name: "RTM_DELADDR", Set: &Addr, Object: "addr"},
	{Type: 22, Name: "RTM_GETADDR", Set: &Addr, Object: "addr"},
	{Type: 24, Name: "RTM_NEWROUTE", Set: &Route, Object: "route"},
	{Type: 25, Name: "RTM_DELROUTE", Set: &Route, Object: "route"},
	{Type: 26, Name: "RTM_GETROUTE", Set: &Route, Object: "route"},
	{Type: 28, Name: "RTM_NEWNEIGH", Set: &Neigh, Object: "neigh"},
	{Type: 29, Name: "RTM_DELNEIGH", Set: &Neigh, Object: "neigh"},
	{Type: 30, Name: "RTM_GETNEIGH", Set: &Neigh, Object: "neigh"},
	{Type: 32, Name: "RTM_NEWRULE", Set: &Rule, Object: "rule"},
	{Type: 33, Name: "RTM_DELRULE", Set: &Rule, Object: "rule"},
	{Type: 34, Name: "RTM_GETRULE", Set: &Rule, Object: "rule"},
	{Type: 36, Name: "RTM_NEWQDISC", Set: &TC, Object: "qdisc"},
	{Type: 37, Name: "RTM_DELQDISC", Set: &TC, Object: "qdisc"},
	{Type: 38, Name: "RTM_GETQDISC", Set: &TC, Object: "qdisc"},
	{Type: 40, Name: "RTM_NEWTCLASS", Set: &TC, Object: "class"},
	{Type: 41, Name: "RTM_DELTCLASS", Set: &TC, Object: "class"},
	{Type: 42, Name: "RTM_GETTCLASS", Set: &TC, Object: "class"},
	{Type: 44, Name: "RTM_NEWTFILTER", Set: &TC, Object: "filter"},
	{Type: 45, Name: "RTM_DELTFILTER", Set: &TC, Object: "filter"},
	{Type: 46, Name: "RTM_GETTFILTER", Set: &TC, Object: "filter"},
	{Type: 48, Name: "RTM_NEWACTION", Set: &Action, Object: "action"},
	{Type: 49, Name: "RTM_DELACTION", Set: &Action, Object: "action"},
	{Type: 50, Name: "RTM_GETACTION", Set: &Action, Object: "action"},
	{Type: 52, Name: "RTM_NEWPREFIX", Set: &Prefix, Object: "prefix"},
	{Type: 56, Name: "RTM_NEWMULTICAST", Set: &Addr, Object: "multicast"},
	{Type: 57, Name: "RTM_DELMULTICAST", Set: &Addr, Object: "multicast"},
	{Type: 58, Name: "RTM_GETMULTICAST", Set: &Addr, Object: "multicast"},
	{Type: 60, Name: "RTM_NEWANYCAST", Set: &Addr, Object: "anycast"},
	{Type: 61, Name: "RTM_DELANYCAST", Set: &Addr, Object: "anycast"},
	{Type: 62, Name: "RTM_GETANYCAST", Set: &Addr, Object: "anycast"},
	{Type: 64, Name: "RTM_NEWNEIGHTBL", Set: &NeighTable, Object: "ntable"},
	{Type: 66, Name: "RTM_GETNEIGHTBL", Set: &NeighTable, Object: "ntable"},
	{Type: 67, Name: "RTM_SETNEIGHTBL", Set: &NeighTable, Object: "ntable"},
	{Type: 68, Name: "RTM_NEWNDUSEROPT", Set: &NDUserOpt, Object: "nduseropt"},
	{Type: 72, Name: "RTM_NEWADDRLABEL", Set: &AddrLabel, Object: "addrlabel"},
	{Type: 73, Name: "RTM_DELADDRLABEL", Set: &AddrLabel, Object: "addrlabel"},
	{Type: 74, Name: "RTM_GETADDRLABEL", Set: &AddrLabel, Object: "addrlabel"},
	{Type: 78, Name: "RTM_GETDCB", Set: &DCB, Object: "dcb"},
	{Type: 79, Name: "RTM_SETDCB", Set: &DCB, Object: "dcb"},
	{Type: 80, Name: "RTM_NEWNETCONF", Set: &Netconf, Object: "netconf"},
	{Type: 81, Name: "RTM_DELNETCONF", Set: &Netconf, Object: "netconf"},
	{Type: 82, Name: "RTM_GETNETCONF", Set: &Netconf, Object: "netconf"},
	{Type: 84, Name: "RTM_NEWMDB", Set: &MDB, Object: "mdb", Request: &MDBRequest},
	{Type: 85, Name: "RTM_DELMDB", Set: &MDB, Object: "mdb", Request: &MDBRequest},
	{Type: 86, Name: "RTM_GETMDB", Set: &MDB, Object: "mdb", Request: &MDBRequest},
	{Type: 88, Name: "RTM_NEWNSID", Set: &NSID, Object: "nsid"},
	{Type: 89, Name: "RTM_DELNSID", Set: &NSID, Object: "nsid"},
	{Type: 90, Name: "RTM_GETNSID", Set: &NSID, Object: "nsid"},
	{Type: 92, Name: "RTM_NEWSTATS", Set: &Stats, Object: "stats", Request: &StatsRequest},
	{Type: 94, Name: "RTM_GETSTATS", Set: &Stats, Object: "stats", Request: &StatsRequest},
	{Type: 95, Name: "RTM_SETSTATS", Set: &Stats, Object: "stats", Request: &StatsRequest},
	{Type: 96, Name: "RTM_NEWCACHEREPORT", Set: &CacheReport, Object: "cachereport"},
	{Type: 100, Name: "RTM_NEWCHAIN", Set: &TC, Object: "chain"},
	{Type: 101, Name: "RTM_DELCHAIN", Set: &TC, Object: "chain"},
	{Type: 102, Name: "RTM_GETCHAIN", Set: &TC, Object: "chain"},
	{Type: 104, Name: "RTM_NEWNEXTHOP", Set: &Nexthop, Object: "nexthop"},
	{Type: 105, Name: "RTM_DELNEXTHOP", Set: &Nexthop, Object: "nexthop"},
	{Type: 106, Name: "RTM_GETNEXTHOP", Set: &Nexthop, Object: "nexthop"},
	{Type: 108, Name: "RTM_NEWLINKPROP", Set: &Link, Object: "linkprop"},
	{Type: 109, Name: "RTM_DELLINKPROP", Set: &Link, Object: "linkprop"},
	{Type: 110, Name: "RTM_GETLINKPROP", Set: &Link, Object: "linkprop"},
	{Type: 112, Name: "RTM_NEWVLAN", Set: &VLAN, Object: "vlandb"},
	{Type: 113, Name: "RTM_DELVLAN", Set: &VLAN, Object: "vlandb"},
	{Type: 114, Name: "RTM_GETVLAN", Set: &VLAN, Object: "vlandb", Request: &VLANDump},
	{Type: 116, Name: "RTM_NEWNEXTHOPBUCKET", Set: &NexthopBucket, Object: "bucket"},
	{Type: 117, Name: "RTM_DELNEXTHOPBUCKET", Set: &NexthopBucket, Object: "bucket"},
	{Type: 118, Name: "RTM_GETNEXTHOPBUCKET", Set: &NexthopBucket, Object: "bucket"},
	{Type: 120, Name: "RTM_NEWTUNNEL", Set: &Tunnel, Object: "tunnel"},
	{Type: 121, Name: "RTM_DELTUNNEL", Set: &Tunnel, Object: "tunnel"},
	{Type: 122, Name: "RTM_GETTUNNEL", Set: &Tunnel, Object: "tunnel"},
}

// Sent returns the set by which a message of this type reads on its way to the kernel.
func (m *Msg) Sent() *codec.Set {
	if m.Request != nil {
		return m.Request
	}
	return m.Set
}

// ByType returns what is known of a message type, nil for an unknown one.
func ByType(typ uint16) *Msg {
	lo, hi := 0, len(Messages)
	for lo < hi {
		if mid := int(uint(lo+hi) / 2); Messages[mid].Type < typ {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	if lo < len(Messages) && Messages[lo].Type == typ {
		return &Messages[lo]
	}
	return nil
}

// ByName returns a message type by its name in the header, nil if there is none.
func ByName(name string) *Msg {
	for i := range Messages {
		if Messages[i].Name == name {
			return &Messages[i]
		}
	}
	return nil
}
