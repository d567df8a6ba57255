package request

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/sys/unix"

	"nlua/rtnl/codec"
	"nlua/rtnl/spec"
)

// Objects of bridges: forwarding entries, ports, the VLANs of ports, VLANs with their options.

// bulk is NLM_F_BULK of a delete request (include/uapi/linux/netlink.h).
const bulk = 0x200

func fdbObject() *Object {
	return &Object{
		Doc: "Forwarding entries of bridges and vxlan links.",
		Set: &spec.Neigh,
		Verbs: append(slices.Clone(neighVerbs),
			Verb{Name: "flush", Type: unix.RTM_DELNEIGH, Flags: fReq | bulk, Doc: "remove all entries that match"}),
		Keywords: append([]Keyword{
			{Name: "dst", Do: seeDst, Doc: "IP address of the remote end of a vxlan link."},
			{Name: "via", Do: setRemoteLink, Hint: codec.Index, Doc: "Link by which the remote end is reached. An answer has it as ifindex, and the entry's own link as ndm_ifindex, or m:field(\"ifindex\")."},
			{Name: "link", Do: setRemoteLink, Hint: codec.Index, Doc: "As via."},
			{Name: "master", Do: setFDBMaster, Hint: codec.Index, Doc: "true: the entry is the bridge's; in a filter the bridge."},
			{Name: "self", Path: "flags", Do: setNeighFlag(ntfSelf), Hint: codec.Bool, Doc: "The entry is the link's own."},
			{Name: "permanent", Do: setFDBAge(nudPermanent), Hint: codec.Bool, Doc: "The entry stays where it is, as it does without static and dynamic."},
			{Name: "static", Do: setFDBAge(nudNoARP), Hint: codec.Bool, Doc: "The entry stays, and may move to another port; without it and dynamic it is permanent."},
			{Name: "dynamic", Do: setFDBAge(0), Hint: codec.Bool, Doc: "The entry ages as a learned one."},
			{Name: "sticky", Path: "flags", Do: setNeighFlag(ntfSticky), Hint: codec.Bool, Doc: "The entry does not move to another port."},
			{Name: "offloaded", Path: "flags", Do: setNeighFlag(ntfOffloaded), Hint: codec.Bool, Only: "flush dump show", Doc: "The hardware has the entry."},
			{Name: "added_by_user", Path: "flags", Do: setNeighFlag(ntfUse), Hint: codec.Bool, Only: "flush", Doc: "A program made the entry; false: the bridge learned it."},
			{Name: "brport", Path: "ifindex", Do: setRemoteLink, Hint: codec.Index, Only: "flush", Doc: "As via: the port, where dev is the bridge."},
		}, neighWords...),
		Needs: []Need{
			{Verbs: "add replace change append del flush", Any: "ifindex", Say: "dev is missing: the port, the bridge or the vxlan link"},
			{Verbs: "get", Any: "ifindex master", Say: "dev or master is missing"},
			{Verbs: "add replace change append del get", Any: "lladdr", Say: "lladdr is missing: the hardware address"},
		},
		Push:   []Push{{Path: "ifindex", Field: "ifindex"}, {Path: "master", Attr: "master"}},
		Begin:  func(b *builder) error { return setFamilyTo(b, unix.AF_BRIDGE) },
		Finish: finishFDB,
		Repeats: []Repeat{
			{"dst", true, changeAddress}, {"lladdr", true, changeMAC}, {"ifindex", false, nil}, {"index", false, nil}, {"dev", false, nil},
			{"vlan", false, nil}, {"vni", false, changeNumber}, {"src_vni", false, changeNumber}, {"master", false, nil}, {"self", false, nil},
			{"state", true, nil}, {"permanent", false, nil}, {"static", false, nil}, {"dynamic", false, nil},
		},
	}
}

// setFamilyTo puts a family that the script does not choose.
func setFamilyTo(b *builder, family uint8) error {
	if b.filtering {
		b.ask("family", uint64(family))
	} else {
		b.field("family", uint64(family))
	}
	return nil
}

func seeDst(b *builder, v any) error {
	p, err := parsePrefix(v)
	if err == nil {
		b.attr(p.addr.String(), "dst")
	}
	return err
}

// setRemoteLink puts NDA_IFINDEX: in an entry of a vxlan link, where the header has that link itself.
func setRemoteLink(b *builder, v any) error {
	b.attr(v, "ifindex")
	return nil
}

func setFDBMaster(b *builder, v any) error {
	if yes, ok := v.(bool); ok && (yes || !b.filtering) {
		b.flag(yes, ntfMaster)
		return nil
	}
	b.attr(v, "master")
	return nil
}

// setFDBAge takes bridge(8)'s permanent, static and dynamic. A new entry is permanent, or reachable, and then with noarp or without;
// the kernel tells one of permanent and noarp, or neither.
func setFDBAge(told uint64) hook {
	return func(b *builder, v any) error {
		yes, err := truth(v)
		switch {
		case err != nil:
			return err
		case b.filtering:
			b.testField(func(v any) bool {
				n, ok := v.(uint64)
				return ok && (n&(nudNoARP|nudPermanent) == told) == yes
			}, "state")
		case b.verb.Name == "flush":
			switch { // a permanent entry is static too
			case yes && told == 0:
				b.flush("state", 0, nudNoARP|nudPermanent)
			case yes:
				b.flush("state", told, told|nudPermanent)
			case told == 0:
				b.flush("state", nudNoARP, nudNoARP)
			default:
				b.flush("state", 0, told)
			}
		case yes && told == nudPermanent:
			b.or("state", told)
		case yes:
			b.or("state", nudReachable|told)
		}
		return nil
	}
}

// finishFDB adds what bridge(8) adds: an entry without address resolution, permanent unless it may age, the link's own unless the bridge's.
func finishFDB(b *builder) error {
	if b.filtering || b.verb == nil || b.verb.Type == unix.RTM_GETNEIGH {
		return nil
	}
	if b.verb.Name == "flush" {
		return b.ofFDB()
	}
	asked, err := b.fieldNumber("state")
	if err != nil {
		return err
	}
	state := asked
	if dynamic, _ := b.given("dynamic"); dynamic == nil || dynamic == false || dynamic == 0.0 {
		state |= nudNoARP
	}
	if err := b.ofFDB(); err != nil {
		return err
	}
	flags, err := b.fieldNumber("flags")
	if err != nil {
		return err
	}
	// A bridge takes noarp alone, for an entry that is static; links themselves do not.
	if state&(nudPermanent|nudReachable) == 0 && !(asked&nudNoARP != 0 && flags&ntfMaster != 0) {
		state |= nudPermanent
	}
	b.field("state", state)
	return nil
}

// ofFDB makes entries those of the link itself, where nothing is said of the bridge's: by a flag, or as in what the kernel tells of a
// port's, by the bridge's index.
func (b *builder) ofFDB() error {
	flags, err := b.fieldNumber("flags")
	if err != nil || flags&(ntfSelf|ntfMaster) != 0 {
		return err
	}
	master, _ := b.put("master", false)
	dev, _ := b.put("ifindex", true)
	if master != nil && !same(master, dev) {
		b.or("flags", ntfMaster)
	} else {
		b.or("flags", ntfSelf)
	}
	return nil
}

// fieldNumber is what was put into a field so far, as a number.
func (b *builder) fieldNumber(name string) (uint64, error) {
	v, ok := b.put(name, true)
	if !ok {
		return 0, nil
	}
	b.word = b.wordAt(name)
	n, err := b.number(&b.set.Field(name).Row, v)
	if err == nil {
		b.word = ""
	}
	return n, err
}

// devWord is the word of iproute2 for the link that a message is about.
var devWord = Keyword{Name: "dev", Path: "index", Hint: codec.Index, Doc: "As index."}

func brportObject() *Object {
	return &Object{
		Doc:  "Links as ports of bridges.",
		Set:  &spec.Link,
		Kind: "bridge" + slaveSuffix,
		Verbs: []Verb{
			{Name: "set", Type: unix.RTM_NEWLINK, Flags: fReq, Doc: "change a port"},
			{Name: "dump", Also: []string{"show"}, Type: unix.RTM_GETLINK, Flags: fDump, Doc: "read all ports"},
		},
		Keywords: []Keyword{
			{Name: "state", Do: setPortState, Doc: "Spanning tree state of the port: disabled, listening, learning, forwarding, blocking."},
			{Name: "self", Do: setPortSide(sideSelf), Only: "set", Hint: codec.Bool, Doc: "The device itself is asked, not the bridge: for those that switch in hardware."},
			{Name: "master", Do: setPortMaster, Hint: codec.Index, Doc: "true: the bridge is asked, as without self; with self both. false: none; in a filter the bridge."},
			{Name: "hwmode", Do: setPortMode, Only: "set", Doc: "How a device that switches in hardware treats frames from one of its functions to another, veb or vepa; of the device itself (self)."},
			devWord,
		},
		Needs:      []Need{{Any: "index ifname", Say: "index is missing: the port"}},
		Kinds:      linkInfo().Named("data").Sub,
		SlaveKinds: linkInfo().Named("slave_data").Sub,
		Data: func(b *builder, _ bool) []string {
			if b.filtering || b.req.Type == unix.RTM_SETLINK {
				return []string{"protinfo"}
			}
			return []string{"linkinfo", "slave_data"}
		},
		Begin: func(b *builder) error {
			if b.sided() {
				b.req.Type = unix.RTM_SETLINK
			}
			if b.filtering || b.req.Type == unix.RTM_SETLINK {
				return setFamilyTo(b, unix.AF_BRIDGE)
			}
			b.attr("bridge", "linkinfo", "slave_kind")
			return nil
		},
	}
}

// Whom a request about a port asks, include/uapi/linux/if_bridge.h BRIDGE_FLAGS_*.
const (
	sideMaster = 1
	sideSelf   = 2
)

// sided tells whether a request says whom it asks. Only RTM_SETLINK of the bridges' family can.
func (b *builder) sided() bool {
	_, mode := b.given("hwmode")
	return !b.filtering && b.verb != nil && (mode || slices.ContainsFunc([]string{"self", "master"}, func(word string) bool {
		v, _ := b.given(word)
		yes, err := truth(v)
		return err == nil && yes
	}))
}

func setPortSide(side uint64) hook {
	return func(b *builder, v any) error {
		yes, err := truth(v)
		if yes {
			b.askSide(side)
		}
		return err
	}
}

func setPortMaster(b *builder, v any) error {
	if v == true && !b.filtering {
		return setPortSide(sideMaster)(b, v)
	}
	b.attr(v, "master")
	return nil
}

func setPortMode(b *builder, v any) error {
	b.attr(v, "af_spec", "mode")
	b.askSide(sideSelf)
	return nil
}

// askSide adds to whom is asked.
func (b *builder) askSide(side uint64) {
	for i := range b.items {
		if it := &b.items[i]; len(it.path) == 2 && it.path[0] == "af_spec" && it.path[1] == "flags" {
			it.value = it.value.(uint64) | side
			return
		}
	}
	b.attr(side, "af_spec", "flags")
}

func setPortState(b *builder, v any) error {
	b.attr(v, append(b.obj.Data(b, true), "state")...)
	return nil
}

func vlanFilterObject() *Object {
	return &Object{
		Doc: "VLANs of a bridge's ports, and of the bridge.",
		Set: &spec.Link,
		Verbs: []Verb{
			{Name: "add", Type: unix.RTM_SETLINK, Flags: fReq, Doc: "let a VLAN through a port"},
			{Name: "del", Also: []string{"remove", "delete"}, Type: unix.RTM_DELLINK, Flags: fReq, Doc: "keep a VLAN out of a port"},
			{Name: "dump", Also: []string{"show"}, Type: unix.RTM_GETLINK, Flags: fDump, Doc: "read the ports with their VLANs"},
		},
		Keywords: []Keyword{
			{Name: "vlan_info", Path: "af_spec.vlan_info", Do: setVLANInfo, Doc: "{vid = 5} or {vid = \"5-10\", pvid =, untagged =, flags =}, or a list of these."},
			{Name: "vlan_tunnel_info", Path: "af_spec.vlan_tunnel_info", Do: setTunnelInfo, Doc: "{vid =, id =}, ranges of the same length too, or a list of these."},
			{Name: "vlan_flags", Path: "af_spec.flags", Doc: "\"master\" or \"self\": whose VLANs they are."},
			{Name: "mode", Path: "af_spec.mode", Doc: "veb or vepa."},
			devWord,
		},
		Needs: []Need{
			{Any: "index", Say: "index is missing: the port or bridge"},
			{Any: "af_spec", Say: "vlan_info is missing: the VLAN"},
		},
		Begin: func(b *builder) error {
			if b.filtering {
				b.askAttr(uint64(2), "ext_mask") // RTEXT_FILTER_BRVLAN
			}
			return setFamilyTo(b, unix.AF_BRIDGE)
		},
	}
}

// Flags of struct bridge_vlan_info (include/uapi/linux/if_bridge.h).
const (
	vlanPVID       = 0x02
	vlanUntagged   = 0x04
	vlanRangeBegin = 0x08
	vlanRangeEnd   = 0x10
)

// idRange reads 5, "5" or "5-10".
func idRange(v any, least, most int64) (first, last int64, err error) {
	if s, ok := v.(string); ok {
		if a, z, both := strings.Cut(s, "-"); both {
			first, err1 := whole(a)
			last, err2 := whole(z)
			if err1 != nil || err2 != nil || first < least || first > last || last > most {
				return 0, 0, fmt.Errorf("want a range \"first-last\" within %d to %d, got %q", least, most, s)
			}
			return first, last, nil
		}
	}
	n, err := whole(v)
	if err == nil && (n < least || n > most) {
		err = fmt.Errorf("want a number of %d to %d, got %d", least, most, n)
	}
	return n, n, err
}

// The VLANs that may be used: 0 is that of frames without one, 4095 is reserved.
const (
	firstVID = 1
	lastVID  = 4094
)

// setVLANInfo makes one entry of each VLAN, two of a range.
func setVLANInfo(b *builder, v any) error {
	if b.filtering {
		return errors.New("is no filter: the VLANs are in each message's af_spec")
	}
	list, err := tables(v)
	if err != nil {
		return err
	}
	enum := b.set.Named("af_spec").Sub
	var entries []any
	for i, t := range list {
		got, err := vlanEntries(b, t, enum)
		if err != nil {
			return fmt.Errorf("entry %d: %w", i+1, err)
		}
		entries = append(entries, got...)
	}
	b.attr(entries, "af_spec", "vlan_info")
	return nil
}

func vlanEntries(b *builder, t codec.Table, sub *codec.Sub) ([]any, error) {
	var flags uint64
	var first, last int64
	seen := false
	for _, p := range t {
		if p.Value == nil {
			continue
		}
		var err error
		switch p.Name {
		case "vid":
			first, last, err = idRange(p.Value, firstVID, lastVID)
			seen = true
		case "pvid", "untagged":
			yes := false
			if yes, err = truth(p.Value); yes && p.Name == "pvid" {
				flags |= vlanPVID | vlanUntagged
			} else if yes {
				flags |= vlanUntagged
			}
		case "flags":
			var n uint64
			n, err = b.number(&sub.Case("7").Set.Named("vlan_info").Set.Field("flags").Row, p.Value)
			flags |= n
		default:
			return nil, fmt.Errorf("unknown name %q%s", p.Name, oneOf(p.Name, []string{"vid", "pvid", "untagged", "flags"}))
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", p.Name, err)
		}
	}
	if !seen {
		return nil, errors.New("vid is missing")
	}
	one := func(vid int64, more uint64) any {
		return codec.Table{{Name: "flags", Value: flags | more}, {Name: "vid", Value: uint64(vid)}}
	}
	if first == last {
		return []any{one(first, 0)}, nil
	}
	if flags&vlanPVID != 0 {
		return nil, errors.New("a range cannot be the pvid")
	}
	return []any{one(first, vlanRangeBegin), one(last, vlanRangeEnd)}, nil
}

// setTunnelInfo maps VLANs to tunnel ids, ranges to ranges.
func setTunnelInfo(b *builder, v any) error {
	if b.filtering {
		return errors.New("is no filter: the VLANs are in each message's af_spec")
	}
	list, err := tables(v)
	if err != nil {
		return err
	}
	var entries []any
	for i, t := range list {
		var first, last, from, to int64
		said := 0
		for _, p := range t {
			var err error
			switch p.Name {
			case "vid":
				first, last, err = idRange(p.Value, firstVID, lastVID)
				said |= 1
			case "id":
				from, to, err = idRange(p.Value, 0, lastVNI)
				said |= 2
			default:
				return fmt.Errorf("entry %d: unknown name %q%s", i+1, p.Name, oneOf(p.Name, []string{"vid", "id"}))
			}
			if err != nil {
				return fmt.Errorf("entry %d: %s: %w", i+1, p.Name, err)
			}
		}
		if said != 3 {
			return fmt.Errorf("entry %d: %s is missing", i+1, []string{"vid", "id"}[said&1])
		}
		if to-from != last-first {
			return fmt.Errorf("entry %d: %d VLANs, but %d ids", i+1, last-first+1, to-from+1)
		}
		one := func(vid, id int64, flags uint64) any {
			return codec.Table{{Name: "id", Value: uint64(id)}, {Name: "vid", Value: uint64(vid)}, {Name: "flags", Value: flags}}
		}
		if first == last {
			entries = append(entries, one(first, from, 0))
		} else {
			entries = append(entries, one(first, from, vlanRangeBegin), one(last, to, vlanRangeEnd))
		}
	}
	b.attr(entries, "af_spec", "vlan_tunnel_info")
	return nil
}

func vlandbObject() *Object {
	return &Object{
		Doc: "VLANs of bridges with their options.",
		Set: &spec.VLAN,
		Verbs: []Verb{
			{Name: "add", Type: unix.RTM_NEWVLAN, Flags: fReq, Doc: "let a VLAN through"},
			{Name: "set", Type: unix.RTM_NEWVLAN, Flags: fReq, Doc: "change a VLAN's options"},
			{Name: "del", Also: []string{"remove", "delete"}, Type: unix.RTM_DELVLAN, Flags: fReq, Doc: "keep a VLAN out"},
			{Name: "dump", Also: []string{"show"}, Type: unix.RTM_GETVLAN, Flags: fDump, Doc: "read the VLANs"},
		},
		Keywords: append([]Keyword{
			{Name: "ifindex", Do: setVLANLink, Hint: codec.Index, Doc: "Port or bridge by name, index or message."},
			{Name: "index", Path: "ifindex", Do: setVLANLink, Hint: codec.Index, Doc: "As ifindex."},
			{Name: "dev", Path: "ifindex", Do: setVLANLink, Hint: codec.Index, Doc: "As ifindex."},
			{Name: "vid", Path: "entry.info.vid", Do: setVLANID, Doc: "VLAN, or a range \"5-10\"."},
			{Name: "vlan_flags", Path: "entry.info.flags", Doc: "Flags of the VLAN: pvid, untagged, brentry, only_opts."},
			{Name: "dump_flags", Do: askHook("dump_flags"), Only: "dump show", Doc: "What a dump adds: stats, or global for the bridges' options."},
		}, vlanOptions()...),
		Needs: []Need{
			{Any: "ifindex", Say: "index is missing: the port or bridge"},
			{Any: "entry global_options", Say: "vid is missing: the VLAN"},
		},
		Begin: func(b *builder) error { return setFamilyTo(b, unix.AF_BRIDGE) },
		Finish: func(b *builder) error {
			if b.filtering {
				return b.insideEntries()
			}
			// Without BRIDGE_VLAN_INFO_ONLY_OPTS the flags of the VLAN would be set too, to none.
			if b.verb != nil && b.verb.Name == "set" && b.putAt([]string{"entry", "info", "vid"}) && !b.putAt([]string{"entry", "info", "flags"}) {
				b.attr(uint64(0x40), "entry", "info", "flags")
			}
			return nil
		},
	}
}

// insideEntries makes one condition of those on a message's entries: there has to be one that fulfils all.
func (b *builder) insideEntries() error {
	var items []item
	conds := b.inside
	for _, it := range b.items {
		switch {
		case it.path[0] != "entry" || len(it.path) == 1:
			items = append(items, it)
		case it.test != nil:
			conds = append(conds, cond{path: it.path[1:], test: it.test})
		case it.value != nil:
			b.word = it.word
			more, err := b.conditions(it.path, false, it.value)
			if err != nil {
				return err
			}
			for _, c := range more {
				c.path = c.path[1:]
				conds = append(conds, c)
			}
		}
	}
	if b.items = items; len(conds) > 0 {
		b.matches = append(b.matches, func(v codec.View) bool { return hasEntry(&v, conds, "range", "info", "vid") })
	}
	return nil
}

// vlanOptions are the options of a VLAN as keywords, without the nest around them.
func vlanOptions() []Keyword {
	var list []Keyword
	for _, name := range []string{"state", "tunnel_info", "mcast_router", "mcast_max_groups", "neigh_suppress"} {
		row := spec.VLAN.Named("entry").Set.Named(name)
		list = append(list, Keyword{Name: name, Path: "entry." + name, Hint: row.Hint, Enum: row.Enum, Doc: row.Doc})
	}
	return list
}

func setVLANLink(b *builder, v any) error {
	if b.filtering {
		b.ask("ifindex", v)
	}
	b.alsoField("ifindex", v)
	return nil
}

// alsoField puts a field beside what is asked under its name.
func (b *builder) alsoField(name string, v any) {
	b.items = append(b.items, item{path: []string{name}, fixed: true, value: v, word: b.word})
}

func setVLANID(b *builder, v any) error {
	first, last, err := idRange(v, firstVID, lastVID)
	if err != nil {
		return err
	}
	if b.filtering {
		b.inside = append(b.inside, cond{path: []string{"info", "vid"}, test: func(v any) bool { return v.(uint64) <= uint64(first) }},
			cond{path: []string{"range"}, test: func(v any) bool { return v.(uint64) >= uint64(last) }})
		return nil
	}
	b.attr(uint64(first), "entry", "info", "vid")
	if last != first {
		b.attr(uint64(last), "entry", "range")
	}
	return nil
}
