package spec

import "nlua/rtnl/codec"

// Msg is a type of message: nlmsg_type of its header.
type Msg struct {
	Type   uint16
	Name   string     // "RTM_NEWLINK"
	Set    *codec.Set // how its body reads; nil for control messages
	Object string     // "link": what the message is about; "" for control messages
}

// Messages are the types that rtnetlink knows, by number: include/uapi/linux/rtnetlink.h, and the control messages of
// include/uapi/linux/netlink.h. Kernels since 6.14 announce multicast and anycast addresses (56, 57, 60, 61).
var Messages = []Msg{
	{1, "NLMSG_NOOP", nil, ""},
	{2, "NLMSG_ERROR", nil, ""},
	{3, "NLMSG_DONE", nil, ""},
	{4, "NLMSG_OVERRUN", nil, ""},
	{16, "RTM_NEWLINK", &Link, "link"},
	{17, "RTM_DELLINK", &Link, "link"},
	{18, "RTM_GETLINK", &Link, "link"},
	{19, "RTM_SETLINK", &Link, "link"},
	{20, "RTM_NEWADDR", &Addr, "addr"},
	{21, "RTM_DELADDR", &Addr, "addr"},
	{22, "RTM_GETADDR", &Addr, "addr"},
	{24, "RTM_NEWROUTE", &Route, "route"},
	{25, "RTM_DELROUTE", &Route, "route"},
	{26, "RTM_GETROUTE", &Route, "route"},
	{28, "RTM_NEWNEIGH", &Neigh, "neigh"},
	{29, "RTM_DELNEIGH", &Neigh, "neigh"},
	{30, "RTM_GETNEIGH", &Neigh, "neigh"},
	{32, "RTM_NEWRULE", &Rule, "rule"},
	{33, "RTM_DELRULE", &Rule, "rule"},
	{34, "RTM_GETRULE", &Rule, "rule"},
	{36, "RTM_NEWQDISC", &TC, "qdisc"},
	{37, "RTM_DELQDISC", &TC, "qdisc"},
	{38, "RTM_GETQDISC", &TC, "qdisc"},
	{40, "RTM_NEWTCLASS", &TC, "class"},
	{41, "RTM_DELTCLASS", &TC, "class"},
	{42, "RTM_GETTCLASS", &TC, "class"},
	{44, "RTM_NEWTFILTER", &TC, "filter"},
	{45, "RTM_DELTFILTER", &TC, "filter"},
	{46, "RTM_GETTFILTER", &TC, "filter"},
	{48, "RTM_NEWACTION", &Action, "action"},
	{49, "RTM_DELACTION", &Action, "action"},
	{50, "RTM_GETACTION", &Action, "action"},
	{52, "RTM_NEWPREFIX", nil, "prefix"},
	{56, "RTM_NEWMULTICAST", &Addr, "multicast"},
	{57, "RTM_DELMULTICAST", &Addr, "multicast"},
	{58, "RTM_GETMULTICAST", &Addr, "multicast"},
	{60, "RTM_NEWANYCAST", &Addr, "anycast"},
	{61, "RTM_DELANYCAST", &Addr, "anycast"},
	{62, "RTM_GETANYCAST", &Addr, "anycast"},
	{64, "RTM_NEWNEIGHTBL", &NeighTable, "ntable"},
	{66, "RTM_GETNEIGHTBL", &NeighTable, "ntable"},
	{67, "RTM_SETNEIGHTBL", &NeighTable, "ntable"},
	{68, "RTM_NEWNDUSEROPT", nil, "nduseropt"},
	{72, "RTM_NEWADDRLABEL", nil, "addrlabel"},
	{73, "RTM_DELADDRLABEL", nil, "addrlabel"},
	{74, "RTM_GETADDRLABEL", nil, "addrlabel"},
	{78, "RTM_GETDCB", nil, "dcb"},
	{79, "RTM_SETDCB", nil, "dcb"},
	{80, "RTM_NEWNETCONF", nil, "netconf"},
	{81, "RTM_DELNETCONF", nil, "netconf"},
	{82, "RTM_GETNETCONF", nil, "netconf"},
	{84, "RTM_NEWMDB", nil, "mdb"},
	{85, "RTM_DELMDB", nil, "mdb"},
	{86, "RTM_GETMDB", nil, "mdb"},
	{88, "RTM_NEWNSID", nil, "nsid"},
	{89, "RTM_DELNSID", nil, "nsid"},
	{90, "RTM_GETNSID", nil, "nsid"},
	{92, "RTM_NEWSTATS", &Stats, "stats"},
	{94, "RTM_GETSTATS", &Stats, "stats"},
	{95, "RTM_SETSTATS", &Stats, "stats"},
	{96, "RTM_NEWCACHEREPORT", nil, "cachereport"},
	{100, "RTM_NEWCHAIN", &TC, "chain"},
	{101, "RTM_DELCHAIN", &TC, "chain"},
	{102, "RTM_GETCHAIN", &TC, "chain"},
	{104, "RTM_NEWNEXTHOP", nil, "nexthop"},
	{105, "RTM_DELNEXTHOP", nil, "nexthop"},
	{106, "RTM_GETNEXTHOP", nil, "nexthop"},
	{108, "RTM_NEWLINKPROP", &Link, "linkprop"},
	{109, "RTM_DELLINKPROP", &Link, "linkprop"},
	{110, "RTM_GETLINKPROP", &Link, "linkprop"},
	{112, "RTM_NEWVLAN", nil, "vlandb"},
	{113, "RTM_DELVLAN", nil, "vlandb"},
	{114, "RTM_GETVLAN", nil, "vlandb"},
	{116, "RTM_NEWNEXTHOPBUCKET", nil, "bucket"},
	{117, "RTM_DELNEXTHOPBUCKET", nil, "bucket"},
	{118, "RTM_GETNEXTHOPBUCKET", nil, "bucket"},
	{120, "RTM_NEWTUNNEL", &Tunnel, "tunnel"},
	{121, "RTM_DELTUNNEL", &Tunnel, "tunnel"},
	{122, "RTM_GETTUNNEL", &Tunnel, "tunnel"},
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
