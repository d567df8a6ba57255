package request

import (
	"golang.org/x/sys/unix"

	"nlua/rtnl/codec"
	"nlua/rtnl/spec"
)

// Bits of neighbours that keywords and defaults set (include/uapi/linux/neighbour.h).
const (
	nudReachable = 0x02
	nudNoARP     = 0x40
	nudPermanent = 0x80
	ntfUse       = 0x01
	ntfSelf      = 0x02
	ntfMaster    = 0x04
	ntfProxy     = 0x08
	ntfLearned   = 0x10
	ntfOffloaded = 0x20
	ntfSticky    = 0x40
	ntfRouter    = 0x80
)

var neighVerbs = []Verb{
	{Name: "add", Type: unix.RTM_NEWNEIGH, Flags: fCreate, Doc: "add an entry"},
	{Name: "replace", Also: []string{"set"}, Type: unix.RTM_NEWNEIGH, Flags: fReplace, Doc: "add an entry, or change it"},
	{Name: "change", Type: unix.RTM_NEWNEIGH, Flags: fChange, Doc: "change an entry that exists"},
	{Name: "append", Type: unix.RTM_NEWNEIGH, Flags: fAppend, Doc: "add an entry beside others of its key"},
	{Name: "del", Also: []string{"remove", "delete"}, Type: unix.RTM_DELNEIGH, Flags: fReq, Doc: "remove an entry"},
	{Name: "get", Type: unix.RTM_GETNEIGH, Flags: fReq, Doc: "read one entry"},
	{Name: "dump", Also: []string{"show"}, Type: unix.RTM_GETNEIGH, Flags: fDump, Doc: "read all entries"},
}

var neighWords = []Keyword{
	{Name: "ifindex", Do: setNeighLink, Hint: codec.Index, Doc: "Link by name, index or message."},
	{Name: "index", Path: "ifindex", Do: setNeighLink, Hint: codec.Index, Doc: "As ifindex."},
	{Name: "dev", Path: "ifindex", Do: setNeighLink, Hint: codec.Index, Doc: "As ifindex."},
	{Name: "state", Do: setNUD, Doc: "State: permanent, reachable, stale, noarp, ...; a number, a list, or with commas."},
	{Name: "nud", Path: "state", Do: setNUD, Doc: "As state."},
	{Name: "flags", Do: setNeighFlags, Doc: "Flags: use, self, master, proxy, ext_learned, sticky, router."},
	{Name: "router", Path: "flags", Do: setNeighFlag(ntfRouter), Hint: codec.Bool, Doc: "The neighbour is a router."},
	{Name: "use", Path: "flags", Do: setNeighFlag(ntfUse), Hint: codec.Bool, Only: "add replace set change append", Doc: "Something uses the entry: it is looked up, and kept fresh."},
	{Name: "extern_learn", Path: "flags", Do: setNeighFlag(ntfLearned), Hint: codec.Bool, Doc: "The entry was learned elsewhere: by a program, or by the hardware."},
	{Name: "nhid", Path: "nh_id", Doc: "Id of a nexthop object."},
}

func neighObject() *Object {
	return &Object{
		Doc:   "Neighbours: which hardware address an IP address has.",
		Set:   &spec.Neigh,
		Verbs: neighVerbs,
		Keywords: append([]Keyword{
			familyWord,
			{Name: "dst", Do: seeAddress("dst"), Doc: "IP address of the neighbour; of family mctp its endpoint id."},
			{Name: "proxy", Path: "flags", Do: setNeighFlag(ntfProxy), Hint: codec.Bool, Doc: "Answer for this address, or dump such entries."},
		}, neighWords...),
		Needs: []Need{
			{Any: "dst family", Say: "dst is missing: the family is not known"},
			{Any: "ifindex", Say: "index is missing: the link"},
		},
		Push:   []Push{{Path: "ifindex", Attr: "ifindex"}, {Path: "master", Attr: "master"}},
		Finish: finishNeigh,
		Repeats: []Repeat{
			{"dst", true, changeAddress}, {"lladdr", true, changeMAC}, {"ifindex", false, nil}, {"index", false, nil}, {"dev", false, nil},
			{"family", true, nil}, {"state", true, nil}, {"nud", true, nil}, {"flags", true, nil}, {"protocol", true, nil},
		},
	}
}

// setNeighLink puts the link into the header: NDA_IFINDEX is for dumps and notifications.
func setNeighLink(b *builder, v any) error {
	b.field("ifindex", v)
	return nil
}

// setNUD takes states; in a filter any of the named ones will do, and none of those with "!".
func setNUD(b *builder, v any) error {
	words, ok := flagWords(v)
	if !ok {
		b.field("state", v)
		return nil
	}
	var set, not uint64
	for _, w := range words {
		switch w {
		case "none":
			continue
		case "static": // bridge(8): an entry that does not age, but is not the bridge's own address
			set |= nudNoARP | nudReachable
			continue
		}
		bit, mask, err := flagBits(b.set.Field("state").Enum, []string{w})
		if err != nil {
			return err
		}
		set |= bit
		not |= mask &^ bit
	}
	if b.filtering {
		b.testField(func(v any) bool {
			n, ok := v.(uint64)
			return ok && n&not == 0 && (n&set != 0 || set == 0 && (n == 0 || not != 0))
		}, "state")
	} else {
		b.field("state", set)
	}
	return nil
}

// setNeighFlags takes flags of the header and of NDA_FLAGS_EXT by name.
func setNeighFlags(b *builder, v any) error {
	words, ok := flagWords(v)
	if !ok {
		n, err := b.hinted(codec.NoHint, v)
		if err == nil {
			b.field("flags", n)
		}
		return err
	}
	ext := b.set.Named("flags_ext")
	for _, w := range words {
		if ext != nil && ext.Enum != nil {
			if bit, known := ext.Enum.ValueOf(w); known {
				b.attr(bit, "flags_ext")
				continue
			}
		}
		set, mask, err := flagBits(b.set.Field("flags").Enum, []string{w})
		if err != nil {
			return err
		}
		b.neighFlag(set != 0, mask)
		if b.filtering && set == ntfProxy {
			b.ask("flags", uint64(ntfProxy))
		}
	}
	return nil
}

// setNeighFlag is one flag as a keyword. Proxies are a dump of their own.
func setNeighFlag(bit uint64) hook {
	return func(b *builder, v any) error {
		yes, err := truth(v)
		if err != nil {
			return err
		}
		b.neighFlag(yes, bit)
		if b.filtering && yes && bit == ntfProxy {
			b.ask("flags", bit)
		}
		return nil
	}
}

func (b *builder) neighFlag(on bool, bit uint64) {
	switch {
	case b.verb == nil || b.verb.Name != "flush" || bit&(ntfSelf|ntfMaster) != 0:
		b.flag(on, bit)
	case on:
		b.flush("flags", bit, bit)
	default:
		b.flush("flags", 0, bit)
	}
}

// flush has a flush take those entries alone whose field has these bits of the mask.
func (b *builder) flush(field string, bits, mask uint64) {
	b.or(field, bits)
	name := "ndm_" + field + "_mask"
	for i := range b.items {
		if it := &b.items[i]; it.path[0] == name {
			it.value = it.value.(uint64) | mask
			return
		}
	}
	b.attr(mask, name)
}

func finishNeigh(b *builder) error {
	b.finishFamily(0)
	if b.filtering || b.verb == nil {
		return nil
	}
	if b.verb.Type == unix.RTM_NEWNEIGH && !b.has("state") {
		flags, err := b.fieldNumber("flags")
		if err != nil {
			return err
		}
		if flags&ntfUse == 0 && !b.has("flags_ext") { // what the kernel is to look after has no state yet
			b.field("state", uint64(nudPermanent))
		}
	}
	return b.checkLengths("ifindex", "lladdr")
}
