package rtnl

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/sys/unix"

	"nlua/rtnl/codec"
	"nlua/rtnl/gate"
	"nlua/rtnl/nl"
	"nlua/rtnl/request"
)

// remedy is what an errno means for some objects of which the kernel says no more. The first that fits is told.
type remedy struct {
	errno   unix.Errno
	objects string // space-separated; "": any
	verbs   uint16 // type of the request; 0: any
	says    func(v *codec.View) bool
	beside  string // what the kernel says that tells no more; "": nothing
	at      string // paths of what is at fault, space-separated: its keyword and its values are named; "": nothing in particular
	text    string
}

func remedies() []remedy {
	return []remedy{
		{errno: unix.EPERM, objects: "action", text: "it takes CAP_NET_ADMIN in the initial user namespace, and an action that no filter uses"},
		{errno: unix.EPERM, objects: "action", beside: "Failed to delete TC action", text: "a filter uses it: an action goes when no filter does"},
		{errno: unix.EPERM, objects: "fdb", verbs: unix.RTM_NEWNEIGH, says: ages,
			text: "a dynamic entry takes a port that is up and in state learning or forwarding: static = true needs neither"},
		{errno: unix.EINVAL, objects: "fdb", verbs: unix.RTM_NEWNEIGH, says: func(v *codec.View) bool { return ages(v) && !bridges(v) },
			text: "a link's own entries are permanent: static and dynamic ones are the bridge's, with master = true"},
		{errno: unix.EOPNOTSUPP, objects: "fdb", says: bridges, text: "the link is no port of a bridge"},
		{errno: unix.EOPNOTSUPP, objects: "fdb", text: "the link keeps no entries of its own: master = true is for those of its bridge"},
		{errno: unix.EEXIST, objects: "route", at: "dst", text: "the table has this route already: replace changes it, append puts one beside it"},
		{errno: unix.EINVAL, objects: "route", beside: "Invalid prefix for given prefix length", at: "dst", text: "bits are set behind the length of the prefix"},
		{errno: unix.EEXIST, objects: "rule", text: "there is such a rule already"},
		{errno: unix.EEXIST, objects: "neigh", at: "dst", text: "the link has this neighbour already: replace changes it"},
		{errno: unix.EEXIST, objects: "fdb", at: "lladdr", text: "there is such an entry already: replace changes it"},
		{errno: unix.EEXIST, objects: "nexthop", at: "id", text: "there is such a next hop already: replace changes it"},
		{errno: unix.EEXIST, objects: "tc", verbs: unix.RTM_NEWTCLASS, text: "the link has this class already: change-class or replace-class"},
		{errno: unix.EEXIST, objects: "tc", verbs: unix.RTM_NEWQDISC, beside: "Exclusivity flag on, cannot modify", text: "it is there already: change or replace"},
		{errno: unix.EEXIST, objects: "tc", verbs: unix.RTM_NEWQDISC, beside: "NLM_F_REPLACE needed to override", text: "another is there: replace, or del before"},
		{errno: unix.EINVAL, objects: "route", says: namesProgram, text: "a program of BPF is taken by its descriptor, fd: the kernel tells its name alone, in what was saved too"},
		{errno: unix.EOPNOTSUPP, objects: "brport", says: asksItself, text: "the device does not switch in hardware: self and hwmode are for those that do"},
		{errno: unix.EOPNOTSUPP, objects: "brport", text: "the link is no port of a bridge"},
		{errno: unix.ENOENT, objects: "brport", at: "linkinfo.slave_data.backup_port", text: "want another port of the same bridge"},
		{errno: unix.EBUSY, objects: "brport", text: "the spanning tree sets the state, while br_stp_state of the bridge is on"},
		{errno: unix.ERANGE, objects: "brport", text: "cost is 1 to 65535, priority 0 to 63"},
		{errno: unix.EOPNOTSUPP, objects: "vlan_filter", text: "the link is no bridge and no port of one, a bridge was named without vlan_flags = \"self\", or the kernel has no VLANs of bridges"},
		{errno: unix.EINVAL, objects: "vlan_filter", says: mapsTunnels, text: "the port takes tunnel ids for VLANs that it has, and with vlan_tunnel = true: see brport"},
		{errno: unix.EEXIST, objects: "vlan_filter", says: mapsTunnels, text: "one of the VLANs or of the tunnel ids is mapped already"},
		{errno: unix.EINVAL, objects: "vlandb", verbs: unix.RTM_GETVLAN, at: "ifindex", text: "the link is no bridge and no port of one"},
		{errno: unix.EOPNOTSUPP, objects: "vlandb", text: "the kernel has no VLANs of bridges"},
		{errno: unix.EOPNOTSUPP, objects: "vni", text: "the link was made without vxlan_vnifilter"},
		{errno: unix.EOPNOTSUPP, objects: "netconf", text: "the kernel has no such settings for this family"},
		{errno: unix.EINVAL, objects: "mdb", verbs: unix.RTM_DELMDB, text: "there is no such entry on this port"},
		{errno: unix.EINVAL, objects: "addrlabel", verbs: unix.RTM_NEWADDRLABEL, text: "the link has to be there, and the label below 4294967295"},
		{errno: unix.ENOENT, objects: "tc", text: "the link has no such parent or handle"},
		{errno: unix.ENOENT, objects: "ntable", says: thresholds,
			text: "thresh1, thresh2, thresh3 and gc_interval are of all namespaces together: they are set in the first one"},
		{errno: unix.ENOENT, objects: "ntable", at: "name parms.ifindex", text: "there is no such table, or no such link in it: arp_cache, ndisc_cache"},
		{errno: unix.EOPNOTSUPP, objects: "addr", verbs: unix.RTM_GETADDR, text: "the kernel looks up IPv6 addresses alone: a dump with a filter does"},
		{errno: unix.EBUSY, objects: "link", verbs: unix.RTM_NEWLINK, says: has("address"), at: "address",
			text: "this link takes another address only while it is down: set its state before"},
		{errno: unix.ENOTCONN, objects: "link", text: "the peer of a veth cannot be up from the start: set its state afterwards"},
		{errno: unix.EEXIST, objects: "link", verbs: unix.RTM_NEWLINKPROP, at: "prop_list.alt_ifname", text: "a link has this name already; of a list, those before it are given"},
		{errno: unix.ENOENT, objects: "link", verbs: unix.RTM_DELLINKPROP, at: "prop_list.alt_ifname", text: "the link has no such name; of a list, those before it are taken away"},
		{errno: unix.EEXIST, objects: "link", verbs: unix.RTM_NEWLINK, says: has("linkinfo"), at: "ifname linkinfo.data.peer.ifname index", text: "a link has this already"},
		{errno: unix.EEXIST, objects: "link", at: "ifname", text: "a link has this name already"},
		{errno: unix.EINVAL, objects: "link", says: ofKind("vxlan"), beside: "Required attributes not provided to perform the operation", text: "vxlan_id is missing"},
		{errno: unix.EADDRNOTAVAIL, objects: "link", at: "address", text: "want the address of one station: neither zero nor multicast"},
		{errno: unix.EINVAL, objects: "link", says: only("address"), at: "address", text: "the link's addresses have another length"},
		{errno: unix.EINVAL, objects: "link", verbs: unix.RTM_NEWLINK, says: oddAddress, at: "address linkinfo.data.peer.address", text: "links of this kind have addresses of 6 bytes"},
		{errno: unix.EINVAL, objects: "link", says: only("master"), at: "master", text: "there is no such link"},
		{errno: unix.EINVAL, objects: "link", verbs: unix.RTM_GETLINK, text: "indices count from 1"},
		{errno: unix.EOPNOTSUPP, objects: "link", says: only("master"), at: "master", text: "the link takes no ports, or not this one"},
		{errno: unix.EOPNOTSUPP, objects: "link", says: has("vfinfo_list"), text: "the link has no virtual functions"},
		{errno: unix.EOPNOTSUPP, objects: "link", verbs: unix.RTM_DELLINK, text: "lo and hardware stay: what was not made by link add is not removed"},
		{errno: unix.ESRCH, objects: "link", says: has("net_ns_pid"), at: "net_ns_pid", text: "there is no such process"},
		{errno: unix.EINVAL, objects: "link", verbs: unix.RTM_NEWLINK, says: lacksLower, text: "link is missing: the link below"},
	}
}

func mapsTunnels(v *codec.View) bool {
	_, ok := v.Path("af_spec", "vlan_tunnel_info")
	return ok
}

// asksItself tells whether the device is asked, not its bridge (BRIDGE_FLAGS_SELF).
func asksItself(v *codec.View) bool {
	flags, _ := v.Path("af_spec", "flags")
	n, _ := flags.(uint64)
	return n&2 != 0
}

// namesProgram tells whether a route's encapsulation has a program of BPF as the kernel tells it: by name, or with a number that is no descriptor.
func namesProgram(v *codec.View) bool {
	for _, name := range []string{"in", "out", "xmit", "bpf"} {
		prog, _ := v.Path("encap", name)
		if in, ok := prog.(codec.View); ok {
			_, fd := in.Get("fd")
			return !fd
		}
	}
	return false
}

// ages tells whether an fdb entry would: neither permanent nor without address resolution (NUD_PERMANENT, NUD_NOARP).
func ages(v *codec.View) bool { return v.Set.Field("state") != nil && fieldOf(v, "state")&0xc0 == 0 }

// bridges tells whether an fdb entry is to be the bridge's (NTF_MASTER).
func bridges(v *codec.View) bool { return fieldOf(v, "flags")&4 != 0 }

// has tells requests with an attribute; only tells those with no other beside it but the name of the link.
func has(name string) func(*codec.View) bool {
	return func(v *codec.View) bool { _, ok := v.Find(v.Set.Named(name).Type); return ok }
}

func only(name string) func(*codec.View) bool {
	return func(v *codec.View) bool {
		others := false
		v.Each(func(row *codec.Row, _ uint16, _ []byte) bool {
			others = others || row == nil || !slices.Contains([]string{name, "ifname", "alt_ifname"}, row.Name)
			return !others
		})
		return !others && has(name)(v)
	}
}

// oddAddress tells links of a kind whose addresses are those of Ethernet, that shall have another one.
func oddAddress(v *codec.View) bool {
	p, said := v.Find(unix.IFLA_ADDRESS)
	if peer, isPeer := v.Path("linkinfo", "data", "peer"); isPeer && !said {
		in, _ := peer.(codec.View)
		p, said = in.Find(unix.IFLA_ADDRESS)
	}
	return said && len(p) != 6 && ofKind("veth", "dummy", "bridge", "bond", "team", "vlan", "vxlan", "macvlan", "macvtap", "geneve", "gretap", "ip6gretap", "ifb", "hsr", "netkit")(v)
}

func ofKind(kinds ...string) func(*codec.View) bool {
	return func(v *codec.View) bool {
		kind, _ := v.Path("linkinfo", "kind")
		text, _ := kind.(string)
		return slices.Contains(kinds, text)
	}
}

// lacksLower tells links that are to lie on another, where it is not said on which.
func lacksLower(v *codec.View) bool {
	return !has("link")(v) && ofKind("vlan", "macvlan", "macvtap", "ipvlan", "ipvtap", "macsec", "rmnet", "lowpan")(v)
}

// thresholds tells whether a request sets what belongs to the neighbour table of all namespaces.
func thresholds(v *codec.View) bool {
	for _, name := range []string{"thresh1", "thresh2", "thresh3", "gc_interval"} {
		if _, ok := v.Get(name); ok {
			return true
		}
	}
	return false
}

func fieldOf(v *codec.View, name string) uint64 {
	value, _ := v.GetField(name)
	n, _ := value.(uint64)
	return n
}

// hintFor says what to do about a refusal of which the kernel tells little: which kind of link or queue it does not know, what is not
// there, which right is missing. req may be nil.
func hintFor(req *request.Request, e *Error) string {
	switch {
	case e.Errno == unix.EBADF && errors.As(e.Err, new(*nl.OpError)):
		return "there is no such descriptor"
	case e.Errno == unix.EBADF:
		return "the object is closed"
	case req != nil && e.Errno == unix.EACCES && req.Tun != nil:
		return "it takes write access to /dev/net/tun"
	case req != nil && (strings.Contains(e.Message, "kind is unknown") || e.Message == "Unknown device type" || e.Message == "TC classifier not found"):
		kind := req.Kind()
		if nearest := request.Nearest(kind, req.Object.KindNames()); nearest != "" && nearest != kind {
			return fmt.Sprintf("%q: did you mean %q?", kind, nearest)
		}
		if kind == "" {
			return "kind is missing"
		}
		return fmt.Sprintf("this kernel has no %q", kind)
	}
	if req != nil {
		view := codec.ViewOf(req.Set, req.Body, nil)
		for _, h := range remedies() {
			if h.errno == e.Errno && h.beside == e.Message && (h.objects == "" || h.objects == req.Object.Name) && (h.verbs == 0 || h.verbs == req.Type) &&
				(e.Errno != unix.EPERM || h.says == nil || nl.NetAdmin()) && (h.says == nil || h.says(&view)) {
				return e.faults(req, h.at) + h.text
			}
		}
	}
	switch {
	case e.Message != "":
	case e.Errno == unix.EPERM && nl.NetAdmin():
		return "CAP_NET_ADMIN is there, but not in the user namespace that the network namespace belongs to, or the kernel forbids this to all"
	case e.Errno == unix.EPERM:
		return "it takes CAP_NET_ADMIN in the namespace: run as root, or with --unshare to try things"
	case req != nil && (e.Errno == unix.ESRCH || e.Errno == unix.ENOENT) && req.Flags&unix.NLM_F_CREATE == 0 && req.Object.Name != "link" && req.Object.Name != "tc":
		whole := map[string]string{"neigh": "neighbour", "fdb": "entry", "addr": "address", "mdb": "entry"}
		return "there is no such " + cmp.Or(whole[req.Object.Name], req.Object.Name)
	}
	return ""
}

// faults names the keyword of what is at fault, and gives its values.
func (e *Error) faults(req *request.Request, at string) string {
	var values, words []string
	for _, path := range strings.Fields(at) {
		if word, value := req.Said(path); value != nil {
			values, words = append(values, gate.Value(value)), append(words, word)
		}
	}
	if len(words) == 1 {
		e.Attr = cmp.Or(e.Attr, words[0])
	}
	if values == nil {
		return ""
	}
	return strings.Join(values, " or ") + ": "
}
