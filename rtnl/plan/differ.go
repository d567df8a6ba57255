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
	{unix.RTM_NEWRULE, []string{"dst_len", "src_len", "tos", "action"}, nil},
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
	changes := state.Covers(e.section.typ, want, &o.view, fields, func(path string) bool { return unasked(e, path) })
	return slices.DeleteFunc(changes, func(ch state.Change) bool { return alike(e, ch) })
}

// unasked are paths that the kernel tells otherwise than it was asked, or never.
func unasked(e *entry, path string) bool {
	first, _, _ := strings.Cut(path, ".")
	switch e.section.typ {
	case unix.RTM_NEWROUTE:
		return first == "table" || first == "dst" || first == "src" // they are in the place, and the kernel masks prefixes
	case unix.RTM_NEWNEIGH:
		return first == "master" || first == "ifindex"
	case unix.RTM_NEWQDISC, unix.RTM_NEWTCLASS, unix.RTM_NEWTFILTER:
		last := path[strings.LastIndexByte(path, '.')+1:]
		return first == "stats" || first == "rate" || first == "stab" && last == "data" ||
			slices.Contains([]string{"rtab", "ctab", "ptab", "version", "direct_pkts", "stab", "index", "refcnt", "bindcnt", "capab", "burst", "pburst", "level"}, last) ||
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
	case unix.RTM_NEWADDR:
		switch {
		case ch.Path == "flags" && isNumber: // more flags than were asked for are the kernel's
			return y&^x&^0xe9 == 0
		case strings.HasPrefix(ch.Path, "cacheinfo."): // lifetimes run
			if ch.Path != "cacheinfo.ifa_valid" && ch.Path != "cacheinfo.ifa_preferred" {
				return true
			}
			const forever = 1<<32 - 1
			return (x == forever) == (y == forever) && x <= y
		}
	case unix.RTM_NEWQDISC, unix.RTM_NEWTCLASS, unix.RTM_NEWTFILTER: // 0: as the kernel likes
		return isNumber && (y == 0 || slices.Contains(codelTimes, ch.Path) && (y*1000>>10)<<10/1000 == x)
	case unix.RTM_NEWNEIGH:
		if ch.Path == "state" && isNumber { // of a bridge, noarp and permanent are asked for together
			return x&y != 0 && (e.section.family != 0 || x == y)
		}
	}
	return false
}
