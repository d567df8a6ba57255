package request

import (
	"fmt"

	"golang.org/x/sys/unix"

	"nlua/rtnl/codec"
	"nlua/rtnl/spec"
)

func nsidObject() *Object {
	return &Object{
		Doc: "Numbers that a namespace has for others.",
		Set: &spec.NSID,
		Verbs: []Verb{
			{Name: "add", Also: []string{"set"}, Type: unix.RTM_NEWNSID, Flags: fReq, Doc: "give a namespace a number"},
			{Name: "get", Type: unix.RTM_GETNSID, Flags: fReq, Doc: "ask for a namespace's number"},
			{Name: "dump", Also: []string{"show"}, Type: unix.RTM_GETNSID, Flags: fDump, Doc: "read all numbers"},
		},
		Keywords: []Keyword{
			{Name: "nsid", Do: setNSID, Doc: "Number; \"auto\" in add: the kernel chooses."},
			{Name: "netns", Path: "fd", Hint: codec.NetNS, Doc: "As fd."},
			{Name: "target_nsid", Do: askHook("target_nsid"), Doc: "Number of the namespace in which to ask."},
		},
		Needs: []Need{
			{Verbs: "add", Any: "fd pid", Say: "netns or pid is missing: the namespace"},
			{Verbs: "get", Any: "fd pid nsid", Say: "netns, pid or nsid is missing: the namespace"},
		},
		Finish: func(b *builder) error {
			if b.verb != nil && b.verb.Type == unix.RTM_NEWNSID && !b.has("nsid") {
				b.attr(int64(-1), "nsid")
			}
			return nil
		},
	}
}

// setNSID: the kernel takes each negative number for NETNSA_NSID_NOT_ASSIGNED, which is -1.
func setNSID(b *builder, v any) error {
	if v == "auto" {
		v = int64(-1)
	}
	if n, err := whole(v); err == nil && n < -1 {
		return fmt.Errorf("want a number from 0 up, or \"auto\", got %d", n)
	}
	b.attr(v, "nsid")
	return nil
}
