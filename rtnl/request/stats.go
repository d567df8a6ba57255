package request

import (
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

func statsObject() *Object {
	return &Object{
		Doc: "Statistics of links.",
		Set: &spec.Stats,
		Verbs: []Verb{
			{Name: "get", Type: unix.RTM_GETSTATS, Flags: fReq, Doc: "read one link's statistics"},
			{Name: "dump", Also: []string{"show"}, Type: unix.RTM_GETSTATS, Flags: fDump, Doc: "read all links' statistics"},
			{Name: "set", Type: rtmSetStats, Flags: fReq, Doc: "switch statistics of the hardware on or off"},
		},
		Keywords: []Keyword{
			{Name: "index", Path: "ifindex", Do: setNeighLink, Hint: codec.Index, Doc: "Link by name, index or message."},
			{Name: "dev", Path: "ifindex", Do: setNeighLink, Hint: codec.Index, Doc: "As index."},
			{Name: "filter_mask", Do: setStatsMask, Enum: &statsEnum, Doc: "Which statistics: a mask, or names; all without."},
			{Name: "get_filters", Do: askHook("get_filters"), Doc: "Which parts of each: a mask by name."},
			{Name: "filters", Do: askHook("get_filters"), Doc: "As get_filters."},
			{Name: "l3_stats", Path: "set_offload_xstats_l3_stats", Only: "set", Hint: codec.Bool, Doc: "Whether the hardware counts routed packets."},
		},
		Needs: []Need{{Any: "ifindex", Say: "index is missing"}},
		Finish: func(b *builder) error {
			if _, ok := b.put("filter_mask", true); !ok && b.verb != nil && b.verb.Type == unix.RTM_GETSTATS {
				b.ask("filter_mask", uint64(allStats))
			}
			return nil
		},
	}
}

func setStatsMask(b *builder, v any) error {
	n, err := b.number(&codec.Row{Kind: codec.Uint, Size: 4, Enum: &statsEnum}, v)
	if err == nil {
		b.ask("filter_mask", n)
	}
	return err
}
