package request

import (
	"errors"

	"golang.org/x/sys/unix"

	"nlua/rtnl/codec"
	"nlua/rtnl/spec"
)

// Types that golang.org/x/sys lacks (include/uapi/linux/rtnetlink.h).
const (
	rtmSetStats = 95
	allStats    = 31 // the five filters of IFLA_STATS_*
)

// statsEnum are the bits of filter_mask: IFLA_STATS_FILTER_BIT of each attribute (include/uapi/linux/if_link.h).
var statsEnum = codec.Enum{Name: "stats_filter", Flags: true, Items: []codec.Item{
	{Value: 1, Name: "link_64"}, {Value: 2, Name: "link_xstats"}, {Value: 4, Name: "link_xstats_slave"},
	{Value: 8, Name: "link_offload_xstats"}, {Value: 16, Name: "af_spec"},
}}

var statsObject = Object{
	Name: "stats",
	Doc:  "Statistics of links.",
	Set:  &spec.Stats,
	Verbs: []Verb{
		{Name: "get", Type: unix.RTM_GETSTATS, Flags: fReq, Doc: "read one link's statistics"},
		{Name: "dump", Also: []string{"show"}, Type: unix.RTM_GETSTATS, Flags: fDump, Doc: "read all links' statistics"},
		{Name: "set", Type: rtmSetStats, Flags: fReq, Doc: "switch statistics of the hardware on or off"},
	},
	Keywords: []Keyword{
		{Name: "index", Path: "ifindex", Do: setNeighLink, Hint: codec.Index, Doc: "Link by name, index or message."},
		{Name: "filter_mask", Do: setStatsMask, Enum: &statsEnum, Doc: "Which statistics: a mask, or names; all without."},
		{Name: "get_filters", Do: askHook("get_filters", false), Doc: "Which parts of each: a mask by name."},
		{Name: "l3_stats", Path: "set_offload_xstats_l3_stats", Only: "set", Hint: codec.Bool, Doc: "Whether the hardware counts routed packets."},
	},
	Finish: func(b *builder) error {
		if _, ok := b.put("filter_mask", true); !ok && b.verb != nil && b.verb.Type == unix.RTM_GETSTATS {
			b.ask("filter_mask", uint64(allStats))
		}
		return nil
	},
}

func setStatsMask(b *builder, v any) error {
	n, err := b.number(&codec.Row{Kind: codec.Uint, Size: 4, Enum: &statsEnum}, v)
	if err == nil {
		b.ask("filter_mask", n)
	}
	return err
}

var netconfObject = Object{
	Name: "netconf",
	Doc:  "Settings of the network stack by link.",
	Set:  &spec.Netconf,
	Verbs: []Verb{
		{Name: "get", Type: unix.RTM_GETNETCONF, Flags: fReq, Doc: "read one link's settings"},
		{Name: "dump", Also: []string{"show"}, Type: unix.RTM_GETNETCONF, Flags: fDump, Doc: "read all links' settings"},
	},
	Keywords: []Keyword{
		familyWord,
		{Name: "index", Path: "ifindex", Hint: codec.Index, Doc: "As ifindex."},
	},
	Finish: func(b *builder) error {
		if b.filtering || b.verb == nil {
			return nil
		}
		b.finishFamily(unix.AF_INET)
		if !b.has("ifindex") {
			return errors.New("ifindex is missing: a link, \"all\" or \"default\"")
		}
		return nil
	},
}

var addrLabelObject = Object{
	Name: "addrlabel",
	Doc:  "Labels of IPv6 prefixes, by which source addresses are chosen (RFC 6724).",
	Set:  &spec.AddrLabel,
	Verbs: []Verb{
		{Name: "add", Type: unix.RTM_NEWADDRLABEL, Flags: fCreate, Doc: "add a label"},
		{Name: "replace", Also: []string{"set"}, Type: unix.RTM_NEWADDRLABEL, Flags: fReplace, Doc: "add a label, or change it"},
		{Name: "del", Also: []string{"remove", "delete"}, Type: unix.RTM_DELADDRLABEL, Flags: fReq, Doc: "remove a label"},
		{Name: "get", Type: unix.RTM_GETADDRLABEL, Flags: fReq, Doc: "ask for the label of an address"},
		{Name: "dump", Also: []string{"show"}, Type: unix.RTM_GETADDRLABEL, Flags: fDump, Doc: "read all labels"},
	},
	Keywords: []Keyword{
		{Name: "prefix", Path: "address", Do: setLabelPrefix, Doc: "As address."},
		{Name: "address", Do: setLabelPrefix, Doc: "Prefix: \"A/len\" or \"A\"."},
	},
	Begin: func(b *builder) error { return setFamilyTo(b, unix.AF_INET6) },
	Finish: func(b *builder) error {
		if b.verb != nil && b.verb.Type == unix.RTM_DELADDRLABEL && !b.has("label") {
			b.attr(uint64(0), "label") // the kernel wants one, and does not look at it
		}
		return nil
	},
}

func setLabelPrefix(b *builder, v any) error {
	p, err := parsePrefix(v)
	if err != nil {
		return err
	}
	if !p.addr.Is6() {
		return errors.New("want an IPv6 prefix")
	}
	b.attr(p.addr.String(), "address")
	if !b.filtering || p.hasLen {
		b.field("prefixlen", uint64(p.bits))
	}
	return nil
}

var ntableObject = Object{
	Name: "ntable",
	Doc:  "Parameters of the neighbour tables.",
	Set:  &spec.NeighTable,
	Verbs: []Verb{
		{Name: "set", Also: []string{"change"}, Type: unix.RTM_SETNEIGHTBL, Flags: fReq | unix.NLM_F_REPLACE, Doc: "change a table's parameters"},
		{Name: "dump", Also: []string{"show"}, Type: unix.RTM_GETNEIGHTBL, Flags: fDump, Doc: "read the tables"},
	},
	Keywords: append([]Keyword{
		familyWord,
		{Name: "index", Path: "parms.ifindex", Hint: codec.Index, Doc: "Link whose parameters they are; without, the defaults."},
		{Name: "dev", Path: "parms.ifindex", Hint: codec.Index, Doc: "As index."},
	}, ntableParms()...),
}

// ntableParms are the parameters as keywords, without the nest around them.
func ntableParms() []Keyword {
	var list []Keyword
	rows := spec.NeighTable.Named("parms").Set.Rows
	for i := range rows {
		if r := &rows[i]; r.Name != "pad" && r.Name != "ifindex" && r.Name != "refcnt" {
			list = append(list, Keyword{Name: r.Name, Path: "parms." + r.Name, Hint: r.Hint, Doc: r.Doc})
		}
	}
	return list
}

var nsidObject = Object{
	Name: "nsid",
	Doc:  "Numbers that a namespace has for others.",
	Set:  &spec.NSID,
	Verbs: []Verb{
		{Name: "add", Also: []string{"set"}, Type: unix.RTM_NEWNSID, Flags: fReq, Doc: "give a namespace a number"},
		{Name: "get", Type: unix.RTM_GETNSID, Flags: fReq, Doc: "ask for a namespace's number"},
		{Name: "dump", Also: []string{"show"}, Type: unix.RTM_GETNSID, Flags: fDump, Doc: "read all numbers"},
	},
	Keywords: []Keyword{
		{Name: "nsid", Do: setNSID, Doc: "Number; \"auto\" in add: the kernel chooses."},
		{Name: "target_nsid", Do: askHook("target_nsid", false), Doc: "Number of the namespace in which to ask."},
	},
	Finish: func(b *builder) error {
		if b.verb != nil && b.verb.Type == unix.RTM_NEWNSID && !b.has("nsid") {
			b.attr(int64(-1), "nsid")
		}
		return nil
	},
}

func setNSID(b *builder, v any) error {
	if v == "auto" {
		v = int64(-1) // NETNSA_NSID_NOT_ASSIGNED
	}
	b.attr(v, "nsid")
	return nil
}
