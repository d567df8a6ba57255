package request

import (
	"golang.org/x/sys/unix"

	"nlua/rtnl/codec"
	"nlua/rtnl/spec"
)

func ntableObject() *Object {
	return &Object{
		Doc: "Parameters of the neighbour tables.",
		Set: &spec.NeighTable,
		Verbs: []Verb{
			{Name: "set", Also: []string{"change"}, Type: unix.RTM_SETNEIGHTBL, Flags: fReq | unix.NLM_F_REPLACE, Doc: "change a table's parameters"},
			{Name: "dump", Also: []string{"show"}, Type: unix.RTM_GETNEIGHTBL, Flags: fDump, Doc: "read the tables"},
		},
		Keywords: append([]Keyword{
			familyWord,
			{Name: "index", Path: "parms.ifindex", Hint: codec.Index, Doc: "Link whose parameters they are; without, the defaults."},
			{Name: "dev", Path: "parms.ifindex", Hint: codec.Index, Doc: "As index."},
		}, ntableParms()...),
		Needs: []Need{{Any: "name", Say: `name is missing: "arp_cache" or "ndisc_cache"`}},
	}
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
