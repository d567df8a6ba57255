package gate

import (
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"

	"nlua/rtnl/codec"
)

// objectWords are those of ip and bridge but for links and routes.
var objectWords = []word{
	{in: "addr fdb mdb mdb_entry neigh ntable nexthop entries route rule addrlabel vlan ports port vlandb global tunnel stats linkprop nsid link peer tuntap qdisc class filter chain action", names: "family pad", say: silent},

	{in: "addr", names: "prefixlen", say: ownAddress}, {in: "addr", names: "local address", say: silent},
	{in: "addr", names: "broadcast label"}, {in: "addr", names: "index", key: "dev", say: device}, {in: "addr", names: "scope", say: usual},
	{in: "addr", names: "rt_priority", key: "metric"}, {in: "addr", names: "cacheinfo", say: lifetimes}, {in: "addr", names: "proto", key: "proto"},
	{in: "addr", names: "flags", say: addrFlags},

	{in: "rule", names: "flags", say: ruleNot}, {in: "rule", names: "src_len", key: "from", say: prefix}, {in: "rule", names: "dst_len", key: "to", say: prefix}, {in: "rule", names: "src dst", say: silent},
	{in: "rule", names: "tos", say: hexNotZero}, {in: "rule", names: "priority"}, {in: "rule", names: "fwmark", say: fwmark}, {in: "rule", names: "fwmask", say: silent},
	{in: "rule", names: "iifname", key: "iif"}, {in: "rule", names: "oifname", key: "oif"}, {in: "rule", names: "uid_range", key: "uidrange", say: span}, {in: "rule", names: "ip_proto", key: "ipproto"},
	{in: "rule", names: "sport_range", key: "sport", say: span}, {in: "rule", names: "dport_range", key: "dport", say: span}, {in: "rule", names: "tun_id"}, {in: "rule", names: "l3mdev", say: given},
	{in: "rule", names: "protocol"}, {in: "rule", names: "flow", key: "realms", say: realms}, {in: "rule", names: "action", say: ruleAction}, {in: "rule", names: "goto", say: digits},
	{in: "rule", names: "table", key: "lookup"}, {in: "rule", names: "suppress_prefixlen", key: "suppress_prefixlength", say: suppressed}, {in: "rule", names: "suppress_ifgroup", say: suppressed},

	{in: "neigh", names: "flags", say: neighProxy}, {in: "neigh", names: "dst", say: alone}, {in: "neigh", names: "lladdr"}, {in: "neigh", names: "ifindex", key: "dev", say: device},
	{in: "neigh", names: "state", key: "nud"}, {in: "neigh", names: "protocol"}, {in: "neigh", names: "flags_ext", say: neighFlags}, {in: "neigh fdb", names: "type ndm_type", say: silent},
	{in: "fdb", names: "lladdr", say: alone}, {in: "fdb", names: "ifindex", say: fdbDevice}, {in: "fdb", names: "dst vlan port vni src_vni"}, {in: "fdb", names: "nh_id", key: "nhid"}, {in: "fdb", names: "state", say: fdbState}, {in: "fdb", names: "flags", say: neighFlags},

	{in: "addrlabel", names: "prefixlen", key: "prefix", say: prefix}, {in: "addrlabel", names: "address", say: silent}, {in: "addrlabel", names: "index", key: "dev", say: device}, {in: "addrlabel", names: "label"},

	{in: "mctp_addr mctp_route mctp_neigh", names: "family scope prefixlen dst_len state", say: silent}, {in: "mctp_route", names: "type", say: func(s *saying) string {
		if s.n() <= unix.RTN_UNICAST {
			return ""
		}
		return s.value()
	}},
	{in: "mctp_addr", names: "local address", say: alone}, {in: "mctp_route mctp_neigh", names: "dst", say: alone}, {in: "mctp_addr", names: "index", key: "dev", say: device}, {in: "mctp_route", names: "oif", key: "via", say: device},
	{in: "mctp_neigh", names: "ifindex", key: "dev", say: device}, {in: "mctp_neigh", names: "lladdr"},
	{in: "mdb vlandb entries global tunnel stats", names: "ifindex", key: "dev", say: device},
	{in: "mdb", names: "set_entry", say: func(s *saying) string { return s.nest("mdb_entry") }}, {in: "mdb", names: "set_entry_attrs", say: func(s *saying) string { return s.nest("mdb_attrs") }},
	{in: "mdb_entry", names: "ifindex", key: "port", say: device}, {in: "mdb_entry", names: "addr", key: "grp"}, {in: "mdb_entry", names: "proto", say: silent},
	{in: "mdb_entry", names: "state", say: alone}, {in: "mdb_entry", names: "vid"}, {in: "mdb_attrs", names: "source", key: "src"},

	{in: "vlan", names: "index", key: "dev", say: device}, {in: "vlan", names: "af_spec", say: vlans},
	{in: "tunnel", names: "entry", say: vnis},
	{in: "vlandb", names: "entry", say: func(s *saying) string { return "\x00" + s.nest("vlandb_entry") }}, {in: "entries", names: "entry", say: func(s *saying) string { return "\x00" + s.nest("vlan_entry") }}, {in: "global", names: "global_options", say: func(s *saying) string { return "\x00" + s.nest("vlandb_global") }},
	{in: "vlandb_entry", names: "info", say: func(s *saying) string { return s.nest("vlandb_info") + s.upTo("range") }}, {in: "vlandb_info", names: "vid"}, {in: "vlandb_info", names: "flags", say: silent},
	{in: "vlan_entry", names: "info", say: func(s *saying) string {
		return s.nest("vlandb_info") + s.upTo("range") + " " + s.nest("vlan_flags")
	}}, {in: "vlan_flags", names: "vid", say: silent}, {in: "vlan_flags", names: "flags", say: func(s *saying) string {
		return s.bits("pvid", "pvid", "untagged", "untagged", "brentry", "self", "master", "", "only_opts", "")
	}}, {in: "vlan_entry", names: "range", say: silent},

	{in: "vlandb_global", names: "id", key: "vid", say: func(s *saying) string { return digits(s) + s.upTo("range") }}, {in: "vlandb_entry vlandb_global", names: "range", say: silent},
	{in: "vlandb_entry", names: "state mcast_router", say: digits},
	{in: "vlandb_global", names: "mcast_snooping mcast_igmp_version mcast_mld_version mcast_querier", say: digits},
	{in: "vlandb_global", names: "mcast_last_member_cnt", key: "mcast_last_member_count"}, {in: "vlandb_global", names: "mcast_startup_query_cnt", key: "mcast_startup_query_count"},
	{in: "vlandb_global", names: "mcast_last_member_intvl mcast_membership_intvl mcast_querier_intvl mcast_query_intvl mcast_query_response_intvl mcast_startup_query_intvl", say: interval},

	{in: "nsid", names: "fd", say: func(s *saying) string { return s.space() }}, {in: "nsid", names: "pid", say: alone}, {in: "nsid", names: "nsid", say: nsid},
	{in: "ntable", names: "name"}, {in: "ntable", names: "parms", say: func(s *saying) string { return s.nest("ntable_parms") }}, {in: "ntable", names: "thresh1 thresh2 thresh3"}, {in: "ntable", names: "gc_interval", key: "gc_int"},
	{in: "ntable_parms", names: "ifindex", key: "dev", say: device}, {in: "ntable_parms", names: "base_reachable_time", key: "base_reachable"}, {in: "ntable_parms", names: "retrans_time", key: "retrans"}, {in: "ntable_parms", names: "gc_staletime", key: "gc_stale"},
	{in: "ntable_parms", names: "delay_probe_time", key: "delay_probe"}, {in: "ntable_parms", names: "queue_len", key: "queue"}, {in: "ntable_parms", names: "proxy_qlen", key: "proxy_queue"}, {in: "ntable_parms", names: "app_probes ucast_probes mcast_probes anycast_delay proxy_delay locktime"},
	{in: "stats", names: "set_offload_xstats_l3_stats", key: "l3_stats", say: onOff}, {in: "stats", names: "filter_mask", say: silent},
	{in: "linkprop", names: "index", key: "dev", say: device}, {in: "linkprop", names: "ifname", key: "dev"}, {in: "linkprop", names: "prop_list", say: func(s *saying) string { return s.nest("props") }}, {in: "props", names: "alt_ifname", key: "altname"},
	{in: "tuntap", names: "ifname", key: "dev"}, {in: "tuntap", names: "linkinfo", say: func(s *saying) string { return s.nest("linkinfo") }},
}

func (s *saying) upTo(name string) string {
	if n, ok := s.other(name); ok {
		return "-" + strconv.FormatUint(n, 10)
	}
	return ""
}

// interval is a time whose word has the letters that the kernel's name leaves out.
func interval(s *saying) string {
	s.key = strings.Replace(s.key, "intvl", "interval", 1)
	return digits(s)
}

// usual leaves out what goes without saying.
func usual(s *saying) string {
	if s.n() == 0 {
		return ""
	}
	return s.key + " " + s.value()
}

func hexNotZero(s *saying) string {
	if s.n() == 0 {
		return ""
	}
	return hexed(s)
}

// prefix is an address with the length that stands in the field.
func prefix(s *saying) string {
	name := strings.TrimSuffix(s.row.Name, "_len")
	if name == "prefixlen" {
		name = "address"
	}
	addr, ok := s.in.Get(name)
	if !ok {
		return ""
	}
	return fmt.Sprintf("%s %s/%d", s.key, plainText(addr), s.n())
}

func ownAddress(s *saying) string {
	local, one := s.in.Get("local")
	address, other := s.in.Get("address")
	switch {
	case one && other && local != address:
		return fmt.Sprintf("%s peer %s/%d", plainText(local), plainText(address), s.n())
	case one:
		address = local
	case !other:
		return ""
	}
	return fmt.Sprintf("%s/%d", plainText(address), s.n())
}

func lifetimes(s *saying) string {
	in, ok := s.v.(codec.View)
	if !ok {
		return s.left()
	}
	var words []string
	for _, w := range [][2]string{{"ifa_valid", "valid_lft"}, {"ifa_preferred", "preferred_lft"}} {
		v, _ := in.Get(w[0])
		if n := number(v); n == 0xffffffff {
			words = append(words, w[1]+" forever")
		} else {
			words = append(words, fmt.Sprint(w[1], " ", n))
		}
	}
	return strings.Join(words, " ")
}

// bits types the names of bits, each by its word; what has none is kept for the end.
func (s *saying) bits(words ...string) string {
	var list []string
	n := s.n()
	for _, item := range s.row.Enum.Items {
		for i := 0; i < len(words); i += 2 {
			if n&item.Value == item.Value && item.Value != 0 && item.Name == words[i] {
				list = append(list, words[i+1])
				n &^= item.Value
			}
		}
	}
	if n != 0 {
		s.unsaid(s.row.Name, fmt.Sprintf("0x%x", n))
	}
	return strings.Join(list, " ")
}

func addrFlags(s *saying) string {
	return s.bits("nodad", "nodad", "homeaddress", "home", "managetempaddr", "mngtmpaddr", "noprefixroute", "noprefixroute", "mcautojoin", "autojoin", "optimistic", "optimistic", "permanent", "")
}

func ruleNot(s *saying) string {
	return s.bits("invert", "not", "permanent", "", "unresolved", "", "iif_detached", "", "oif_detached", "")
}

// ruleAction leaves out what other words say.
func ruleAction(s *saying) string {
	switch text := s.value(); text {
	case "to_tbl", "goto", "0":
		return ""
	default:
		return text
	}
}

func fwmark(s *saying) string {
	text := hexed(s)
	if mask, ok := s.other("fwmask"); ok && mask != 0xffffffff {
		text += fmt.Sprintf("/0x%x", mask)
	}
	return text
}

// span is a first and a last number.
func span(s *saying) string {
	in, ok := s.v.(codec.View)
	if !ok {
		return s.left()
	}
	first, _ := in.Get("start")
	last, _ := in.Get("end")
	if first == last && s.key != "uidrange" {
		return fmt.Sprint(s.key, " ", first)
	}
	return fmt.Sprintf("%s %d-%d", s.key, first, last)
}

// suppressed leaves out -1, which is no limit.
func suppressed(s *saying) string {
	if s.n() == 0xffffffff {
		return ""
	}
	return s.key + " " + s.value()
}

func realms(s *saying) string {
	if from := s.n() >> 16; from != 0 {
		return fmt.Sprintf("%s %d/%d", s.key, from, s.n()&0xffff)
	}
	return digits(s)
}

func neighProxy(s *saying) string {
	return s.bits("proxy", "proxy", "use", "use", "router", "router", "ext_learned", "extern_learn")
}

func neighFlags(s *saying) string {
	return s.bits("use", "use", "self", "self", "master", "master", "router", "router", "ext_learned", "extern_learn", "sticky", "sticky", "managed", "managed")
}

// fdbDevice is the link in front, and by what other one the entry sends.
func fdbDevice(s *saying) string {
	dev, _ := s.in.GetField("ifindex")
	text := "dev " + s.linkText(int(number(dev)))
	if _, ok := s.in.Find(s.in.Set.Named("ifindex").Type); ok {
		text += " via " + s.linkText(int(s.n()))
	}
	return text
}

// fdbState: bridge makes entries permanent, for good with an age, or ageing.
func fdbState(s *saying) string {
	if !s.makes {
		return ""
	}
	const permanent, noarp, reachable = 0x80, 0x40, 0x02 // NUD_*
	switch n := s.n(); {
	case n&permanent != 0:
		return "permanent"
	case n&^reachable == noarp:
		return "static"
	case n == reachable:
		return "dynamic"
	}
	return s.left()
}

// vlans are the entries of IFLA_AF_SPEC of a bridge's port, a command each: a range is two of them.
func vlans(s *saying) string {
	in, ok := s.v.(codec.View)
	if !ok {
		return s.left()
	}
	const pvid, untagged, begin, end, brentry = 0x2, 0x4, 0x8, 0x10, 0x20 // BRIDGE_VLAN_INFO_*
	where := ""
	flags, _ := in.Get("flags")
	for i, word := range []string{" master", " self"} {
		if number(flags)>>i&1 != 0 {
			where += word
		}
	}
	var words strings.Builder
	for _, name := range []string{"vlan_info", "vlan_tunnel_info"} {
		var first, firstID any
		for _, e := range in.All(in.Set.Named(name)) {
			entry, _ := e.(codec.View)
			if entry.Set == nil {
				continue
			}
			vid, _ := entry.Get("vid")
			id, tunnel := entry.Get("id")
			f, _ := entry.Get("flags")
			bits := number(f)
			if bits&begin != 0 {
				first, firstID = vid, id
				continue
			}
			text := fmt.Sprint("vid ", vid)
			ids := fmt.Sprint(id)
			if bits&end != 0 {
				text, ids = fmt.Sprintf("vid %d-%d", first, vid), fmt.Sprintf("%d-%d", firstID, id)
			}
			if tunnel {
				text += " tunnel_info id " + ids
			}
			for _, w := range []struct {
				bit  uint64
				word string
			}{{pvid, " pvid"}, {untagged, " untagged"}} {
				if bits&w.bit != 0 {
					text += w.word
				}
			}
			words.WriteString("\x00" + text + where)
		}
	}
	for _, name := range []string{"mode", "mrp", "cfm", "mst"} {
		if v, ok := in.Get(name); ok {
			s.unsaid(name, v)
		}
	}
	return words.String()
}

// vnis is a network id of a vxlan link, with its group.
func vnis(s *saying) string {
	entry, ok := s.v.(codec.View)
	if !ok {
		return s.left()
	}
	start, _ := entry.Get("start")
	text := "\x00vni " + plainText(start)
	if end, ok := entry.Get("end"); ok {
		text += "-" + plainText(end)
	}
	for _, name := range []string{"group", "group6"} {
		if group, ok := entry.Get(name); ok {
			text += " group " + plainText(group)
		}
	}
	return text
}

func nsid(s *saying) string {
	if int64(s.n()) < 0 {
		return "auto"
	}
	return strconv.FormatUint(s.n(), 10)
}

// space names the namespace of a descriptor.
func (s *saying) space() string {
	if name := s.NS(int(s.n())); name != "" {
		return quoted(name)
	}
	return plainText(s.v)
}

// linkFlags are bits of ifi_flags and how ip types them set and not.
var linkFlags = []struct {
	bit     uint64
	on, off string
}{
	{unix.IFF_UP, "up", "down"}, {unix.IFF_NOARP, "arp off", "arp on"}, {unix.IFF_MULTICAST, "multicast on", "multicast off"}, {unix.IFF_DYNAMIC, "dynamic on", "dynamic off"},
	{unix.IFF_ALLMULTI, "allmulticast on", "allmulticast off"}, {unix.IFF_PROMISC, "promisc on", "promisc off"}, {unix.IFF_NOTRAILERS, "trailers off", "trailers on"},
}

func upDown(s *saying) string {
	change, _ := s.other("change")
	var words []string
	for _, f := range linkFlags {
		switch {
		case change&f.bit == 0:
		case s.n()&f.bit != 0:
			words = append(words, f.on)
		default:
			words = append(words, f.off)
		}
		change &^= f.bit
	}
	if change != 0 && change != 0xffffffff&^0x1 {
		s.unsaid("change", change)
		s.unsaid("flags", s.n())
	}
	return strings.Join(words, " ")
}
