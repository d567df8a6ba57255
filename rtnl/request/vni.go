package request

import (
	"errors"
	"fmt"
	"strings"

	"golang.org/x/sys/unix"

	"nlua/rtnl/codec"
	"nlua/rtnl/spec"
)

// Message types of include/uapi/linux/rtnetlink.h that x/sys/unix lacks.
const (
	rtmNewTunnel = 120
	rtmDelTunnel = 121
	rtmGetTunnel = 122
)

// lastVNI is the highest of VXLAN's network ids.
const lastVNI = 1<<24 - 1

func vniObject() *Object {
	return &Object{
		Doc: "Network ids (VNIs) that a vxlan link with vxlan_vnifilter lets through.",
		Set: &spec.Tunnel,
		Verbs: []Verb{
			{Name: "add", Also: []string{"set", "replace"}, Type: rtmNewTunnel, Flags: fCreate, Doc: "let VNIs through, or change their group"},
			{Name: "del", Also: []string{"remove", "delete"}, Type: rtmDelTunnel, Flags: fReq, Doc: "keep VNIs out"},
			{Name: "dump", Also: []string{"show"}, Type: rtmGetTunnel, Flags: fDump, Doc: "read the VNIs of each vxlan link"},
		},
		Keywords: []Keyword{
			{Name: "ifindex", Do: setNeighLink, Hint: codec.Index, Doc: "The vxlan link by name, index or message."},
			{Name: "index", Path: "ifindex", Do: setNeighLink, Hint: codec.Index, Doc: "As ifindex."},
			{Name: "dev", Path: "ifindex", Do: setNeighLink, Hint: codec.Index, Doc: "As ifindex."},
			{Name: "vni", Do: setVNI, Doc: "A VNI, a range \"10-20\", or a list of these; in a filter one that is let through."},
			{Name: "group", Do: setVNIGroup, Doc: "Group or remote end that packets for unknown addresses go to: an IPv4 or IPv6 address."},
			{Name: "remote", Do: setVNIGroup, Doc: "As group."},
			{Name: "stats", Do: askVNIStats, Only: "dump", Hint: codec.Bool, Doc: "Whether a dump tells the counters of each VNI."},
		},
		Needs: []Need{
			{Any: "ifindex", Say: "dev is missing: the vxlan link"},
			{Any: "entry", Say: "vni is missing: a number, or a range \"10-20\""},
		},
		Begin:  func(b *builder) error { return setFamilyTo(b, unix.AF_BRIDGE) },
		Finish: finishVNI,
	}
}

// setVNI takes 10, "10-20", "10,20-30", or a list of these.
func setVNI(b *builder, v any) error {
	list, ok := v.([]any)
	if s, isText := v.(string); isText {
		for part := range strings.SplitSeq(s, ",") {
			list = append(list, strings.TrimSpace(part))
		}
	} else if !ok {
		list = []any{v}
	}
	for _, e := range list {
		first, last, err := idRange(e, 0, lastVNI)
		if err != nil {
			return err
		}
		if b.filtering {
			if len(list) > 1 || first != last {
				return errors.New("want one VNI in a filter")
			}
			b.inside = append(b.inside, cond{path: []string{"start"}, test: func(v any) bool { return v.(uint64) <= uint64(first) }},
				cond{path: []string{"end"}, test: func(v any) bool { return v.(uint64) >= uint64(last) }})
			return nil
		}
		entry := codec.Table{{Name: "start", Value: uint64(first)}}
		if last != first {
			entry = append(entry, codec.Pair{Name: "end", Value: uint64(last)})
		}
		b.attr(entry, "entry")
	}
	return nil
}

// setVNIGroup notes the group of all entries: they may come later.
func setVNIGroup(b *builder, v any) error {
	p, err := parsePrefix(v)
	if err != nil || p.hasLen {
		return fmt.Errorf("want an IP address, got %s", shown(v))
	}
	name := "group"
	if p.addr.Is6() {
		name = "group6"
	}
	b.inside = append(b.inside, cond{path: []string{name}, want: p.addr.String()})
	return nil
}

func askVNIStats(b *builder, v any) error {
	yes, err := truth(v)
	if err == nil && yes {
		b.ask("flags", uint64(1)) // TUNNEL_MSG_FLAG_STATS
	}
	return err
}

func finishVNI(b *builder) error {
	conds := b.inside
	if b.filtering {
		if len(conds) > 0 {
			b.matches = append(b.matches, func(v codec.View) bool { return hasEntry(&v, conds, "end", "start") })
		}
		return nil
	}
	for i := range b.items {
		if entry, ok := b.items[i].value.(codec.Table); ok && b.items[i].path[0] == "entry" {
			for _, c := range conds {
				entry = append(entry, codec.Pair{Name: c.path[0], Value: c.want})
			}
			b.items[i].value = entry
		}
	}
	return nil
}

// hasEntry tells whether one entry of a message fulfils all conditions. The end of a range is missing where it is the start.
func hasEntry(v *codec.View, conds []cond, end string, start ...string) bool {
	for _, e := range v.All(v.Set.Named("entry")) {
		entry, ok := e.(codec.View)
		if !ok {
			continue
		}
		holds := true
		for _, c := range conds {
			if _, ranged := entry.Get(end); c.path[0] == end && !ranged {
				c.path = start
			}
			got, ok := c.get(&entry)
			_, isNumber := got.(uint64)
			holds = holds && ok && (c.test == nil && equal(c.want, got) || c.test != nil && isNumber && c.test(got))
		}
		if holds {
			return true
		}
	}
	return false
}
