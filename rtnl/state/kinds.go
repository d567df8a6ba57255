package state

import (
	"iter"
	"math/bits"
	"slices"

	"nlua/rtnl/codec"
	"nlua/rtnl/spec"
)

// Kinds is a set of the sorts of objects that a Table can hold: what one dump lists, and one multicast group announces.
type Kinds uint64

// kind is one of them. Its place in the table is its bit, and its rank: what needs what stands above it.
type kind struct {
	group  uint32 // RTNLGRP_* that announces it; include/uapi/linux/rtnetlink.h; 0: none does
	new    uint16 // RTM_NEW*
	family uint8  // of the header, and of the dump; 0: all that have no row of their own
	flags  uint8  // of struct ndmsg: they make it another kind, and are asked for
	attr   uint16 // it makes it another kind; 0: the type is enough
	asks   uint32 // BRIDGE_VLANDB_DUMP_FLAGS (1) of the dump; include/uapi/linux/if_bridge.h
	each   bool   // the kernel lists it for one device at a time

	merges bool                         // an announcement has only what changed
	split  func(v *codec.View) [][]byte // a message may be about several objects: one of each
}

// The kinds that others look for by name.
const (
	kindLink = iota
	kindPort
	kindLink6
	kindAddr4
	kindAddr6
	kindMulticast4
	kindMulticast6
	kindAnycast6
	kindNetconf4
	kindNetconf6
	kindNetconfMPLS
	kindVLAN
	kindVLANGlobal
	kindVNI
	kindMDB
	kindNSID
	kindFDB
	kindNeigh
	kindNexthop
	kindRule4
	kindRule6
	kindRoute4
	kindRoute6
	kindRouteMPLS
	kindMroute4
	kindMroute6
	kindQdisc
	kindClass
	kindChain
	kindFilter
	kindProxy
	kindLabel
	kindAddrMCTP
)

var kinds = [...]kind{
	kindLink:        {group: 1, new: 16},
	kindPort:        {group: 1, new: 16, family: afBridge},
	kindLink6:       {group: 12, new: 16, family: afINET6},
	kindAddr4:       {group: 5, new: 20, family: afINET},
	kindAddr6:       {group: 9, new: 20, family: afINET6},
	kindMulticast4:  {group: 37, new: 56, family: afINET},
	kindMulticast6:  {group: 38, new: 56, family: afINET6},
	kindAnycast6:    {group: 39, new: 60, family: afINET6},
	kindNetconf4:    {group: 24, new: 80, family: afINET, merges: true},
	kindNetconf6:    {group: 25, new: 80, family: afINET6, merges: true},
	kindNetconfMPLS: {group: 29, new: 80, family: afMPLS, merges: true},
	kindVLAN:        {group: 33, new: 112, family: afBridge, attr: 1, split: splitVLANs},
	kindVLANGlobal:  {group: 33, new: 112, family: afBridge, attr: 2, asks: 2, split: splitVLANs},
	kindVNI:         {group: 35, new: 120, family: afBridge, split: splitVNIs},
	kindMDB:         {group: 26, new: 84, family: afBridge, split: splitMDB},
	kindNSID:        {group: 28, new: 88},
	kindFDB:         {group: 3, new: 28, family: afBridge},
	kindNeigh:       {group: 3, new: 28},
	kindNexthop:     {group: 32, new: 104},
	kindRule4:       {group: 8, new: 32, family: afINET},
	kindRule6:       {group: 19, new: 32, family: afINET6},
	kindRoute4:      {group: 7, new: 24, family: afINET},
	kindRoute6:      {group: 11, new: 24, family: afINET6},
	kindRouteMPLS:   {group: 27, new: 24, family: afMPLS},
	kindMroute4:     {group: 6, new: 24, family: 128},
	kindMroute6:     {group: 10, new: 24, family: 129},
	kindQdisc:       {group: 4, new: 36},
	kindClass:       {group: 4, new: 40, each: true},
	kindChain:       {group: 4, new: 100, each: true},
	kindFilter:      {group: 4, new: 44, each: true},
	kindProxy:       {new: 28, flags: ntfProxy},
	kindLabel:       {new: 72, family: afINET6},
	kindAddrMCTP:    {group: 34, new: 20, family: afMCTP},
}

// Silent are the kinds that no group announces: addresses that are answered for, labels of IPv6 prefixes.
const Silent Kinds = 1<<kindProxy | 1<<kindLabel

// ByNumber are the kinds that the kernel also lists of a namespace that has nothing but an id here: links, addresses.
const ByNumber Kinds = 1<<kindLink | 1<<kindAddr4 | 1<<kindAddr6

// ntfProxy is NTF_PROXY, include/uapi/linux/neighbour.h.
const ntfProxy = 0x08

func one(k int) Kinds { return 1 << k }

func (k Kinds) has(i int) bool { return k>>i&1 != 0 }

// each walks over the kinds of a set, what others need first.
func (k Kinds) each() iter.Seq[int] {
	return func(yield func(int) bool) {
		for ; k != 0; k &= k - 1 {
			if !yield(bits.TrailingZeros64(uint64(k))) {
				return
			}
		}
	}
}

// KindsOf returns the kinds that groups (RTNLGRP_*) announce.
func KindsOf(groups []uint32) (k Kinds) {
	for i := range kinds {
		for _, g := range groups {
			if kinds[i].group == g {
				k |= one(i)
			}
		}
	}
	return k
}

// Groups returns the groups that announce the kinds, and those whose announcements tell that some of the kinds have gone
// without one of their own.
func (k Kinds) Groups() (groups []uint32) {
	for i := range (k | k.signs()).each() {
		if g := kinds[i].group; g != 0 && !slices.Contains(groups, g) {
			groups = append(groups, g)
		}
	}
	return groups
}

// kindOf returns the place of the kind that a message is about, -1 where it is none.
func kindOf(typ uint16, v *codec.View) int {
	family, found := v.Family(), -1
	for i := range kinds {
		if k := &kinds[i]; k.new == typ&^3 && (typ&^3 != 28 || k.family == afBridge || uint8(head(v, 10, 1))&ntfProxy == k.flags) {
			if _, has := v.Find(k.attr); k.attr != 0 && !has {
				continue
			}
			if k.family == family {
				return i
			}
			if k.family == afUnspec {
				found = i
			}
		}
	}
	return found
}

// view reads a message's body.
func view(typ uint16, body []byte) (v codec.View, ok bool) {
	m := spec.ByType(typ)
	if m == nil || m.Set == nil {
		return v, false
	}
	return codec.ViewOf(m.Set, body, nil), true
}

// Dump is a request that lists objects: what stands behind the message header.
type Dump struct {
	Type   uint16 // RTM_GET*
	Family uint8  // objects of other families in the answer are none of its own
	Body   []byte
}

// dumps are the requests that list one kind; t must hold the qdiscs already where it is classes, chains or filters.
func (t *Table) dumps(k int) (list []Dump) {
	of := &kinds[k]
	m := spec.ByType(of.new)
	if m.Set == nil {
		return nil
	}
	body := make([]byte, codec.Align(m.Set.Fixed.Size))
	body[0] = of.family
	if of.flags != 0 {
		body[10] = of.flags
	}
	if of.asks != 0 {
		body = codec.AppendAttr(body, 1, native.AppendUint32(nil, of.asks))
	}
	if !of.each {
		return []Dump{{of.new + 2, of.family, body}}
	}
	seen := map[[2]uint32]bool{}
	for _, first := range t.nodes {
		if int(first.kind) != kindQdisc {
			continue
		}
		index, handle := native.Uint32(first.body[4:]), native.Uint32(first.body[8:])
		for _, parent := range parents(k, handle) {
			if at := [2]uint32{index, parent}; !seen[at] {
				seen[at] = true
				b := append([]byte(nil), body...)
				native.PutUint32(b[4:], index)
				native.PutUint32(b[12:], parent)
				list = append(list, Dump{Type: of.new + 2, Body: b})
			}
		}
	}
	return list
}

// parents are where a qdisc's classes or filters are listed: classes by device, chains and filters by the qdisc, and those of clsact and
// ingress (handle ffff:) by its hooks ffff:fff2 and ffff:fff3; include/uapi/linux/pkt_sched.h.
func parents(k int, handle uint32) []uint32 {
	switch {
	case handle == 0: // of those that the kernel made itself there is none
		return nil
	case k == kindClass:
		return []uint32{0}
	case handle == 0xffff0000:
		return []uint32{handle, 0xfffffff2, 0xfffffff3}
	}
	return []uint32{handle}
}
