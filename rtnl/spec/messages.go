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
	{16, "RTM_NEWLINK", nil, "link"},
	{17, "RTM_DELLINK", nil, "link"},
	{18, "RTM_GETLINK", nil, "link"},
	{19, "RTM_SETLINK", nil, "link"},
	{20, "RTM_NEWADDR", nil, "addr"},
	{21, "RTM_DELADDR", nil, "addr"},
	{22, "RTM_GETADDR", nil, "addr"},
	{24, "RTM_NEWROUTE", nil, "route"},
	{25, "RTM_DELROUTE", nil, "route"},
	{26, "RTM_GETROUTE", nil, "route"},
	{28, "RTM_NEWNEIGH", nil, "neigh"},
	{29, "RTM_DELNEIGH", nil, "neigh"},
	{30, "RTM_GETNEIGH", nil, "neigh"},
	{32, "RTM_NEWRULE", nil, "rule"},
	{33, "RTM_DELRULE", nil, "rule"},
	{34, "RTM_GETRULE", nil, "rule"},
	{36, "RTM_NEWQDISC", nil, "qdisc"},
	{37, "RTM_DELQDISC", nil, "qdisc"},
	{38, "RTM_GETQDISC", nil, "qdisc"},
	{40, "RTM_NEWTCLASS", nil, "class"},
	{41, "RTM_DELTCLASS", nil, "class"},
	{42, "RTM_GETTCLASS", nil, "class"},
	{44, "RTM_NEWTFILTER", nil, "filter"},
	{45, "RTM_DELTFILTER", nil, "filter"},
	{46, "RTM_GETTFILTER", nil, "filter"},
	{48, "RTM_NEWACTION", nil, "action"},
	{49, "RTM_DELACTION", nil, "action"},
	{50, "RTM_GETACTION", nil, "action"},
	{52, "RTM_NEWPREFIX", nil, "prefix"},
	{56, "RTM_NEWMULTICAST", nil, "multicast"},
	{57, "RTM_DELMULTICAST", nil, "multicast"},
	{58, "RTM_GETMULTICAST", nil, "multicast"},
	{60, "RTM_NEWANYCAST", nil, "anycast"},
	{61, "RTM_DELANYCAST", nil, "anycast"},
	{62, "RTM_GETANYCAST", nil, "anycast"},
	{64, "RTM_NEWNEIGHTBL", nil, "ntable"},
	{66, "RTM_GETNEIGHTBL", nil, "ntable"},
	{67, "RTM_SETNEIGHTBL", nil, "ntable"},
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
	{92, "RTM_NEWSTATS", nil, "stats"},
	{94, "RTM_GETSTATS", nil, "stats"},
	{95, "RTM_SETSTATS", nil, "stats"},
	{96, "RTM_NEWCACHEREPORT", nil, "cachereport"},
	{100, "RTM_NEWCHAIN", nil, "chain"},
	{101, "RTM_DELCHAIN", nil, "chain"},
	{102, "RTM_GETCHAIN", nil, "chain"},
	{104, "RTM_NEWNEXTHOP", nil, "nexthop"},
	{105, "RTM_DELNEXTHOP", nil, "nexthop"},
	{106, "RTM_GETNEXTHOP", nil, "nexthop"},
	{108, "RTM_NEWLINKPROP", nil, "linkprop"},
	{109, "RTM_DELLINKPROP", nil, "linkprop"},
	{110, "RTM_GETLINKPROP", nil, "linkprop"},
	{112, "RTM_NEWVLAN", nil, "vlandb"},
	{113, "RTM_DELVLAN", nil, "vlandb"},
	{114, "RTM_GETVLAN", nil, "vlandb"},
	{116, "RTM_NEWNEXTHOPBUCKET", nil, "bucket"},
	{117, "RTM_DELNEXTHOPBUCKET", nil, "bucket"},
	{118, "RTM_GETNEXTHOPBUCKET", nil, "bucket"},
	{120, "RTM_NEWTUNNEL", nil, "tunnel"},
	{121, "RTM_DELTUNNEL", nil, "tunnel"},
	{122, "RTM_GETTUNNEL", nil, "tunnel"},
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
