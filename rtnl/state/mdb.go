package state

import (
	"bytes"
	"slices"

	"nlua/rtnl/codec"
)

// splitMDB makes a message of each group of a bridge's list: MDBA_MDB (1) holds MDBA_MDB_ENTRY (1) nests, these hold
// MDBA_MDB_ENTRY_INFO (1); include/uapi/linux/if_bridge.h. An announcement has one. Router ports, MDBA_ROUTER, are left out.
func splitMDB(v *codec.View) (list [][]byte) {
	mdb, _ := v.Find(1)
	eachAttr(mdb, func(_ uint16, entry []byte) {
		eachAttr(entry, func(typ uint16, info []byte) {
			inner := codec.AppendAttr(nil, typ|codec.Nested, inOrder(info))
			inner = codec.AppendAttr(nil, 1|codec.Nested, inner)
			list = append(list, codec.AppendAttr(append([]byte(nil), v.Head...), 1|codec.Nested, inner))
		})
	})
	return list
}

// inOrder puts the sources of an entry, the nests of MDBA_MDB_EATTR_SRC_LIST (2), in order of their addresses: the kernel has the newest
// first, which says nothing.
func inOrder(info []byte) []byte {
	list, _ := findAttr(info[min(mdbEntryLen, len(info)):], 2)
	var sources [][]byte
	eachAttr(list, func(typ uint16, source []byte) {
		sources = append(sources, codec.AppendAttr(nil, typ|codec.Nested, source))
	})
	if len(sources) < 2 {
		return info
	}
	slices.SortFunc(sources, func(a, b []byte) int {
		x, _ := findAttr(a[4:], 1)
		y, _ := findAttr(b[4:], 1)
		return bytes.Compare(x, y)
	})
	b := slices.Clone(info[:mdbEntryLen])
	eachAttr(info[mdbEntryLen:], func(typ uint16, p []byte) {
		if typ == 2 {
			b = codec.AppendAttr(b, typ|codec.Nested, slices.Concat(sources...))
		} else {
			b = codec.AppendAttr(b, typ, p)
		}
	})
	return b
}

// mdbAttrs are the attributes of an entry, MDBA_MDB_EATTR_*, in the order of those of requests, MDBE_ATTR_* from 1 on.
var mdbAttrs = [...]uint16{1: 4, 2: 2, 3: 3, 4: 5, 5: 6, 6: 7, 7: 8, 8: 9, 9: 10}

const mdbEntryLen = 28 // struct br_mdb_entry

// requestOfMDB makes of an entry what adds or removes it: MDBA_SET_ENTRY (1) and MDBA_SET_ENTRY_ATTRS (2).
func requestOfMDB(v *codec.View, gone bool) []byte {
	mdb, _ := v.Find(1)
	_, entries, _, _ := codec.Next(mdb)
	_, info, _, ok := codec.Next(entries)
	b := append([]byte(nil), v.Head...)
	if !ok || len(info) < mdbEntryLen {
		return b
	}
	entry := append([]byte(nil), info[:mdbEntryLen]...)
	entry[5] = 0 // flags, which only the kernel says
	b = codec.AppendAttr(b, 1, entry)
	var attrs []byte
	_, sourced := findAttr(info[mdbEntryLen:], 4)
	sources, _ := findAttr(info[mdbEntryLen:], 2)
	eachAttr(info[mdbEntryLen:], func(typ uint16, p []byte) {
		for ask, answer := range mdbAttrs {
			switch {
			case answer != typ || ask == 0:
			case gone && ask >= 2 && ask <= 4: // they name nothing
			case sourced && (ask == 2 || ask == 3), ask == 2 && len(sources) == 0: // are for groups of any source, and lists of one
			case ask == 3 && string(p) == "\x00" && len(sources) == 0, ask == 4 && string(p) == "\x04": // exclude and static go without saying: Linux 6.1 has no words
			case ask == 2: // without the timers: MDBE_SRC_LIST_ENTRY (1), MDBE_SRCATTR_ADDRESS (1)
				var list []byte
				eachAttr(p, func(_ uint16, source []byte) {
					if address, ok := findAttr(source, 1); ok {
						list = codec.AppendAttr(list, 1|codec.Nested, codec.AppendAttr(nil, 1, address))
					}
				})
				attrs = codec.AppendAttr(attrs, 2|codec.Nested, list)
			default:
				attrs = codec.AppendAttr(attrs, uint16(ask), p)
			}
		}
	})
	if len(attrs) > 0 {
		b = codec.AppendAttr(b, 2|codec.Nested, attrs)
	}
	return b
}
