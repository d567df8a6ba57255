package plan

import (
	"slices"
	"strings"

	"golang.org/x/sys/unix"

	"nlua/rtnl/codec"
	"nlua/rtnl/state"
)

// said are the fields of a header that a request says something about, for each type; those in brackets of the entry only where it
// names them.
var said = []struct {
	typ    uint16
	always []string
	named  []string // keyword and field have one name
}{
	{unix.RTM_NEWADDR, []string{"prefixlen"}, []string{"scope"}},
	{unix.RTM_NEWROUTE, []string{"type", "tos"}, []string{"proto", "scope"}},
	{unix.RTM_NEWRULE, []string{"dst_len", "src_len", "tos", "action", "flags"}, nil},
	{unix.RTM_NEWNEIGH, []string{"state"}, nil},
	{rtmNewNexthop, nil, []string{"protocol"}},
}

// also are other names of keywords for fields.
func also(name string) string {
	switch name {
	case "proto":
		return "protocol"
	case "protocol":
		return "proto"
	}
	return ""
}

// differs tells in what an object is not as an entry wants it.
func (c *comparison) differs(e *entry, want *codec.View, o *object) []state.Change {
	var fields []string
	for _, s := range said {
		if s.typ != e.section.typ || proxy(e.section.typ, &o.view) {
			continue
		}
		fields = slices.Clone(s.always)
		for _, name := range s.named {
			_, a := e.kw.Get(name)
			_, b := e.kw.Get(also(name))
			if a || b {
				fields = append(fields, name)
			}
		}
	}
	if _, byNexthop := want.Find(rtaNHID); byNexthop && e.section.typ == unix.RTM_NEWROUTE {
		if _, said := e.kw.Get("type"); !said { // it follows from the nexthop, which may be a blackhole
			fields = slices.DeleteFunc(fields, func(name string) bool { return name == "type" })
		}
	}
	if e.section.typ == unix.RTM_NEWNEIGH && native.Uint16(want.Head[8:]) == unix.NUD_NONE { // managed, or used: the kernel finds out
		fields = slices.DeleteFunc(fields, func(name string) bool { return name == "state" })
	}
	changes := state.Covers(e.section.typ, want, &o.view, fields, func(path string) bool { return unasked(e, path) })
	changes = slices.DeleteFunc(changes, func(ch state.Change) bool { return alike(e, ch) })
	asked, has := lives(e.section.typ, want), lives(e.section.typ, &o.view)
	for i, n := range has {
		if asked[i] < n && !c.p.all || (asked[i] == forever) != (n == forever) {
			changes = append(changes, state.Change{Path: "cacheinfo", Old: n, New: asked[i]})
		}
	}
	return changes
}

const forever = 1<<32 - 1

// lives is how many seconds an object is still to live: an address, and be preferred (IFA_CACHEINFO); an IPv6 route (RTA_EXPIRES, for which
// the kernel tells hundredths in rta_expires of RTA_CACHEINFO).
func lives(typ uint16, v *codec.View) (n [2]uint32) {
	n = [2]uint32{forever, forever}
	switch {
	case typ == unix.RTM_NEWADDR:
		if p := find(v.Attrs, unix.IFA_CACHEINFO); len(p) >= 8 {
			n = [2]uint32{native.Uint32(p), native.Uint32(p[4:])}
		}
	case typ == unix.RTM_NEWROUTE && v.Head[0] == unix.AF_INET6:
		if asked := native32(find(v.Attrs, unix.RTA_EXPIRES)); asked != 0 {
			n[0] = asked
		} else if p := find(v.Attrs, unix.RTA_CACHEINFO); len(p) >= 12 && native.Uint32(p[8:]) != 0 {
			n[0] = native.Uint32(p[8:]) / 100
		}
	}
	return n
}

// unasked are paths that the kernel tells otherwise than it was asked, or never.
func unasked(e *entry, path string) bool {
	first, _, _ := strings.Cut(path, ".")
	switch e.section.typ {
	case unix.RTM_NEWADDR:
		return first == "cacheinfo" // see lives
	case unix.RTM_NEWROUTE:
		return first == "table" || first == "dst" || first == "src" || first == "expires" // they are in the place, and the kernel masks prefixes
	case unix.RTM_NEWNEIGH:
		return first == "master" || first == "ifindex"
	case unix.RTM_NEWQDISC, unix.RTM_NEWTCLASS, unix.RTM_NEWTFILTER:
		last := path[strings.LastIndexByte(path, '.')+1:]
		return first == "stats" || first == "rate" || first == "stab" && last == "data" || first != "stab" && last == "stab" ||
			slices.Contains([]string{"rtab", "ctab", "ptab", "version", "direct_pkts", "index", "refcnt", "bindcnt", "capab", "burst", "pburst", "level"}, last) ||
			strings.HasSuffix(last, "cell_log") || strings.HasSuffix(last, "cell_align")
	}
	return false
}

// codelTimes are microseconds that the kernel keeps in units of 1.024; include/net/codel.h.
var codelTimes = []string{"options.target", "options.interval", "options.ce_threshold"}

// alike: differences that are none.
func alike(e *entry, ch state.Change) bool {
	x, _ := ch.Old.(uint64)
	y, isNumber := ch.New.(uint64)
	switch e.section.typ {
	case unix.RTM_NEWADDR: // more flags than were asked for are the kernel's
		return ch.Path == "flags" && isNumber && y&^x&^0xe9 == 0
	case unix.RTM_NEWRULE: // FIB_RULE_INVERT alone is asked for; include/uapi/linux/fib_rules.h
		return ch.Path == "flags" && (x^y)&0x02 == 0
	case unix.RTM_NEWQDISC, unix.RTM_NEWTCLASS, unix.RTM_NEWTFILTER: // 0: as the kernel likes
		if (ch.Path == "options.parms.buffer" || ch.Path == "options.parms.mtu") && isNumber && (x+1 == y || y+1 == x) { // of tbf; worked out again of burst
			return true
		}
		return isNumber && (y == 0 || slices.Contains(codelTimes, ch.Path) && (y*1000>>10)<<10/1000 == x)
	case unix.RTM_NEWNEIGH:
		// A bridge tells one of permanent and noarp, or neither; either is asked for with more.
		return ch.Path == "state" && isNumber && e.section.family != 0 && stays(x) == stays(y)
	}
	return false
}

// stays is what of a state says whether a bridge's entry stays where it is, NUD_PERMANENT, may move, NUD_NOARP, or ages.
func stays(state uint64) uint64 {
	if state&unix.NUD_PERMANENT != 0 {
		return unix.NUD_PERMANENT
	}
	return state & unix.NUD_NOARP
}
