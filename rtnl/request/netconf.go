package request

import (
	"golang.org/x/sys/unix"

	"nlua/rtnl/codec"
	"nlua/rtnl/spec"
)

func netconfObject() *Object {
	return &Object{
		Doc: "Settings of the network stack by link.",
		Set: &spec.Netconf,
		Verbs: []Verb{
			{Name: "get", Type: unix.RTM_GETNETCONF, Flags: fReq, Doc: "read one link's settings"},
			{Name: "dump", Also: []string{"show"}, Type: unix.RTM_GETNETCONF, Flags: fDump, Doc: "read all links' settings"},
		},
		Keywords: []Keyword{
			familyWord,
			{Name: "index", Path: "ifindex", Hint: codec.Index, Doc: "As ifindex."},
			{Name: "dev", Path: "ifindex", Hint: codec.Index, Doc: "As ifindex."},
		},
		Needs:    []Need{{Any: "ifindex", Say: `ifindex is missing: a link, "all" or "default"`}},
		Families: []string{"inet", "inet6", "mpls"},
		Finish: func(b *builder) error {
			if b.verb == nil {
				return nil
			}
			b.finishFamily(unix.AF_INET)
			return nil
		},
	}
}
