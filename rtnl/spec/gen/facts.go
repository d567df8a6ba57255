package main

// setFact is what the tables need to know of a set beside the specification.
type setFact struct {
	Var    string // Go variable, where it is not the specification's name
	Name   string // how errors call it
	Prefix string // prefix of the C names, where it is not the specification's
	Strip  string // what a script's name leaves out of the C name, where it is not the whole prefix (pyroute2's rule)
	As     string // what a script's name has instead of the C prefix, where pyroute2 names the kind
	Kinds  []kindFact
	Fixed  string   // structure before the attributes
	Bools  []string // attributes that are 0 or 1
	Told   []string // attributes that the kernel tells, and ignores or refuses in a request
	Strung bool     // the kernel tells several in one nest
	More   []attr   // attributes that the specification does not know yet
}

// kindFact is a kind of link that has a set's rows under another name: the Go variable, the kind, the prefix of its names.
type kindFact struct{ Var, Name, As string }

// structFact is the same for a structure.
type structFact struct {
	Strip  string         // prefix that scripts' names leave out
	Add    string         // prefix that C has and the specification leaves out
	Of     string         // an enum that numbers an array: the type of its elements
	Size   int            // where the members do not give it
	More   []attr         // members that the specification does not know yet
	Packed map[string]int // offsets where alignment does not give them
}

// also are definitions that only hand-written rows use.
var also = map[string][]string{
	"rt-link": {"ipv4-devconf", "ipv6-devconf", "ifla-inet6-stats", "ifla-icmp6-stats"},
}

// moreCases are hand-written choices beside those of a sub-message.
var moreCases = map[string]string{
	"linkinfo-data-msg":        "linkKinds",
	"linkinfo-member-data-msg": "portKinds",
	"options-msg":              "tcOptionCases",
	"act-options-msg":          "tcActionCases",
	"tca-stats-app-msg":        "tcAppCases",
}

var setFacts = map[string]setFact{
	// link
	"link-attrs": {Var: "Link", Name: "link", Fixed: "ifinfomsg", Bools: []string{"proto-down", "carrier", "netns-immutable"},
		Told: []string{"qdisc", "stats", "stats64", "promiscuity", "allmulti", "min-mtu", "max-mtu", "perm-address", "phys-port-id",
			"phys-port-name", "phys-switch-id", "carrier-changes", "carrier-up-count", "carrier-down-count", "tso-max-size", "tso-max-segs",
			"devlink-port", "dpll-pin", "max-pacing-offload-horizon", "netns-immutable", "headroom", "tailroom",
			"event", "num-vf", "parent-dev-bus-name", "weight", "wireless"},
		More: []attr{{Name: "headroom", Type: "u16", number: 68}, {Name: "tailroom", Type: "u16", number: 69}}},
	"prop-list-link-attrs": {Name: "prop_list"},
	"af-spec-attrs":        {Name: "af_spec", Strip: "-"},
	"vfinfo-list-attrs":    {Name: "vfinfo_list"},
	"vfinfo-attrs":         {Name: "vf"},
	"linkinfo-bond-attrs": {Var: "bondAttrs", Strip: "IFLA_", Bools: []string{"use-carrier", "all-slaves-active", "tlb-dynamic-lb", "ad-lacp-active", "coupled-control", "broadcast-neigh"},
		Told: []string{"ad-info"},
		More: []attr{{Name: "broadcast-neigh", Type: "u8", number: 33}}},
	"bond-slave-attrs": {Name: "bond_slave", Told: []string{"state", "mii-status", "link-failure-count", "perm-hwaddr", "ad-aggregator-id",
		"ad-actor-oper-port-state", "ad-partner-oper-port-state", "ad-churn-actor-state", "ad-churn-partner-state"}, More: []attr{{Name: "actor-port-prio", Type: "u16", number: 10},
		{Name: "ad-churn-actor-state", Type: "u8", number: 11}, {Name: "ad-churn-partner-state", Type: "u8", number: 12}}},
	"linkinfo-bridge-attrs": {Var: "bridgeAttrs", Strip: "IFLA_", Bools: []string{"vlan-filtering", "topology-change", "topology-change-detected",
		"mcast-snooping", "mcast-query-use-ifaddr", "mcast-querier", "nf-call-iptables", "nf-call-ip6tables", "nf-call-arptables",
		"vlan-stats-enabled", "mcast-stats-enabled", "vlan-stats-per-port"},
		Told: []string{"root-id", "bridge-id", "root-port", "root-path-cost", "topology-change", "topology-change-detected", "hello-timer", "tcn-timer",
			"topology-change-timer", "gc-timer", "fdb-n-learned", "mcast-querier-state"}},
	"linkinfo-brport-attrs": {Var: "brportAttrs", Name: "bridge_slave", Bools: []string{"mode", "guard", "protect", "fast-leave", "learning", "unicast-flood",
		"proxyarp", "learning-sync", "proxyarp-wifi", "topology-change-ack", "config-pending", "mcast-flood", "mcast-to-ucast", "vlan-tunnel",
		"bcast-flood", "neigh-suppress", "isolated", "mrp-ring-open", "mrp-in-open", "locked", "mab", "neigh-vlan-suppress"},
		Told: []string{"root-id", "bridge-id", "designated-port", "designated-cost", "id", "no", "topology-change-ack", "config-pending", "message-age-timer",
			"forward-delay-timer", "hold-timer", "mrp-ring-open", "mrp-in-open", "mcast-eht-hosts-cnt", "mcast-n-groups"}},
	"linkinfo-gre-attrs":    {Var: "greAttrs", Strip: "IFLA_", Bools: []string{"pmtudisc", "ignore-df"}},
	"linkinfo-gre6-attrs":   {Var: "ip6greAttrs", Name: "ip6gre", Strip: "IFLA_", As: "ip6gre_"},
	"linkinfo-vti-attrs":    {Var: "vtiAttrs", Strip: "IFLA_"},
	"linkinfo-vti6-attrs":   {Var: "vti6Attrs", Strip: "IFLA_"},
	"linkinfo-geneve-attrs": {Var: "geneveAttrs", Strip: "IFLA_", Bools: []string{"udp-csum", "udp-zero-csum6-tx", "udp-zero-csum6-rx", "ttl-inherit"}},
	"linkinfo-iptun-attrs":  {Var: "ipipAttrs", Name: "ipip", Strip: "IFLA_", As: "ipip_", Kinds: []kindFact{{"sitAttrs", "sit", "sit_"}}, Bools: []string{"pmtudisc"}},
	"linkinfo-ip6tnl-attrs": {Var: "ip6tnlAttrs", Name: "ip6tnl", Strip: "IFLA_", As: "ip6tnl_"},
	"linkinfo-tun-attrs":    {Var: "tunAttrs", Strip: "IFLA_", Bools: []string{"pi", "vnet-hdr", "persist", "multi-queue"}},
	"linkinfo-vlan-attrs":   {Var: "vlanAttrs", Strip: "IFLA_"},
	"ifla-vlan-qos":         {Var: "vlanQosAttrs", Name: "vlan_qos"},
	"linkinfo-vrf-attrs":    {Var: "vrfAttrs", Strip: "IFLA_"},
	"linkinfo-netkit-attrs": {Var: "netkitAttrs", Strip: "IFLA_", Bools: []string{"primary"}},
	"linkinfo-ovpn-attrs":   {Var: "ovpnAttrs", Strip: "IFLA_"},
	"ifla-attrs":            {Var: "inetAttrs", Name: "af_inet", Strip: "IFLA_"},
	"ifla6-attrs":           {Var: "inet6Attrs", Name: "af_inet6", Strip: "IFLA_"},
	"mctp-attrs":            {Var: "mctpAttrs", Name: "af_mctp"},
	"stats-attrs":           {Var: "Stats", Name: "stats", Fixed: "if-stats-msg"},
	"link-offload-xstats":   {Name: "offload_xstats"},
	"link-dpll-pin-attrs":   {Name: "dpll_pin", Prefix: "DPLL_A_PIN_"},
	"xdp-attrs":             {Strip: "IFLA_"},
	// the others
	"addr-attrs":       {Var: "Addr", Name: "addr", Fixed: "ifaddrmsg"},
	"route-attrs":      {Var: "Route", Name: "route", Fixed: "rtmsg", Bools: []string{"ttl-propagate"}},
	"metrics":          {Var: "metricsAttrs", Name: "metrics", Bools: []string{"quickack", "fastopen-no-cookie"}},
	"fib-rule-attrs":   {Var: "Rule", Name: "rule", Fixed: "fib-rule-hdr", Bools: []string{"l3mdev"}},
	"neighbour-attrs":  {Var: "Neigh", Name: "neigh", Fixed: "ndmsg"},
	"ndt-attrs":        {Var: "NeighTable", Name: "ntable", Fixed: "ndtmsg"},
	"ndtpa-attrs":      {Name: "parms"},
	"attrs":            {Var: "TC", Name: "tc", Fixed: "tcmsg"},
	"act-attrs":        {Name: "action"},
	"act-simple-attrs": {Name: "simple"},
	"hfsc-attrs":       {Prefix: "TCA_HFSC_"},
	"netem-attrs":      {Fixed: "tc-netem-qopt"},
	"netem-loss-attrs": {Name: "loss"},
	"tca-stats-attrs":  {Name: "stats2"},
	"tca-stab-attrs":   {Name: "stab"},

	"flower-key-enc-opt-geneve-attrs": {Strung: true},
}

var structFacts = map[string]structFact{
	"ifinfomsg":        {Strip: "ifi_"},
	"ifaddrmsg":        {Strip: "ifa_"},
	"rtmsg":            {Strip: "rtm_"},
	"ndmsg":            {Strip: "ndm_"},
	"nda-cacheinfo":    {Add: "ndm_"},
	"ndtmsg":           {Add: "ndtm_", Strip: "ndtm_"},
	"ndt-config":       {Add: "ndtc_", Strip: "ndtc_"},
	"ndt-stats":        {Add: "ndts_", Strip: "ndts_"},
	"tcmsg":            {Add: "tcm_", Strip: "tcm_"},
	"rta-cacheinfo":    {More: []attr{{Name: "rta-id", Type: "u32"}, {Name: "rta-ts", Type: "u32"}, {Name: "rta-tsage", Type: "u32"}}},
	"ifla-vf-mac":      {Size: 36},
	"ifla-inet6-stats": {Of: "u64"},
	"ifla-icmp6-stats": {Of: "u64"},
	"ipv6-devconf":     {Of: "s32", More: []attr{{Name: "accept-ra-min-lft", Type: "s32"}, {Name: "force-forwarding", Type: "s32"}}},
	"ipv4-devconf":     {Of: "s32"},
}

// enumNames are scripts' names of numbers, where they are not the specification's.
var enumNames = map[string]string{
	"ifinfo-flags/point-to-point": "pointopoint",
	"ifinfo-flags/no-trailers":    "notrailers",
	"ifinfo-flags/no-arp":         "noarp",
	"ifinfo-flags/all-multi":      "allmulti",
	"ifinfo-flags/auto-media":     "automedia",
	"vlan-protocols/8021q":        "802.1q",
	"vlan-protocols/8021ad":       "802.1ad",
	"cls-flags/not-in-nw":         "not_in_hw",
}

// enumAlso are the names that iproute2 has for some of them; scripts may write both.
var enumAlso = map[string]string{
	"ifa-flags/secondary":      "temporary",
	"ifa-flags/homeaddress":    "home",
	"ifa-flags/managetempaddr": "mngtmpaddr",
	"ifa-flags/mcautojoin":     "autojoin",
	"ntf-flags/ext-learned":    "extern_learn",
}
