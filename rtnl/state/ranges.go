package state

import "nlua/rtnl/codec"

// The kernel tells of VLANs and VNIs in ranges, which grow and break with what their neighbours are: a picture has each by itself.

// The highest numbers that there can be; those of a message are not to be trusted.
const (
	lastVLAN = 1<<12 - 1
	lastVNI  = 1<<24 - 1
)

// splitVLANs makes a message of each VLAN: BRIDGE_VLANDB_ENTRY (1) has BRIDGE_VLANDB_ENTRY_INFO (1), struct bridge_vlan_info (flags and
// number), _RANGE (2), the last one's number, and _TUNNEL_INFO (4), whose BRIDGE_VLANDB_TINFO_ID (1) goes up with the VLAN's number;
// BRIDGE_VLANDB_GLOBAL_OPTIONS (2) has _ID (1) and _RANGE (2); include/uapi/linux/if_bridge.h.
func splitVLANs(v *codec.View) (list [][]byte) {
	eachAttr(v.Attrs, func(typ uint16, entry []byte) {
		first, _ := findAttr(entry, 1)
		info := len(first) == 4
		at := len(first) - 2
		if typ > 2 || info != (typ == 1) || at < 0 {
			return
		}
		from := integer(first[at:])
		last, ranged := findAttr(entry, 2)
		to := from
		if ranged {
			to = min(integer(last), lastVLAN)
		}
		for vid := from; vid <= to; vid++ {
			number := native.AppendUint16(append([]byte(nil), first[:at]...), uint16(vid))
			list = append(list, partOf(v, typ, entry, func(b []byte, typ uint16, p []byte) []byte {
				switch {
				case typ == 1:
					return codec.AppendAttr(b, 1, number)
				case typ == 2:
					return b
				case typ == 4 && info:
					return codec.AppendAttr(b, 4|codec.Nested, tunnelID(p, uint32(vid-from)))
				}
				return codec.AppendAttr(b, typ, p)
			}))
		}
	})
	return list
}

// tunnelID is what BRIDGE_VLANDB_ENTRY_TUNNEL_INFO says of a VLAN so far behind the range's first one.
func tunnelID(info []byte, behind uint32) (b []byte) {
	eachAttr(info, func(typ uint16, p []byte) {
		if typ == 1 && len(p) == 4 {
			p = native.AppendUint32(nil, native.Uint32(p)+behind)
		}
		b = codec.AppendAttr(b, typ, p)
	})
	return b
}

// splitVNIs makes a message of each VNI: VXLAN_VNIFILTER_ENTRY (1) has VXLAN_VNIFILTER_ENTRY_START (1) and _END (2);
// include/uapi/linux/if_link.h.
func splitVNIs(v *codec.View) (list [][]byte) {
	eachAttr(v.Attrs, func(typ uint16, entry []byte) {
		start, _ := findAttr(entry, 1)
		if typ != 1 || len(start) != 4 {
			return
		}
		from := integer(start)
		to := from
		if end, ranged := findAttr(entry, 2); ranged {
			to = min(integer(end), lastVNI)
		}
		for vni := from; vni <= to; vni++ {
			list = append(list, partOf(v, typ, entry, func(b []byte, typ uint16, p []byte) []byte {
				switch typ {
				case 1:
					return codec.AppendAttr(b, 1, native.AppendUint32(nil, uint32(vni)))
				case 2:
					return b
				}
				return codec.AppendAttr(b, typ, p)
			}))
		}
	})
	return list
}

// Parts are the objects that a message is about: itself, or one message for each where it has ranges or lists of them.
func Parts(typ uint16, body []byte) [][]byte {
	if v, ok := view(typ, body); ok {
		if k := kindOf(typ, &v); k >= 0 && kinds[k].split != nil {
			return kinds[k].split(&v)
		}
	}
	return [][]byte{body}
}

// partOf makes a message of one entry: take appends what it has of each attribute.
func partOf(v *codec.View, typ uint16, entry []byte, take func(b []byte, typ uint16, p []byte) []byte) []byte {
	var inner []byte
	eachAttr(entry, func(typ uint16, p []byte) { inner = take(inner, typ, p) })
	return codec.AppendAttr(append([]byte(nil), v.Head...), typ|codec.Nested, inner)
}

// flagsOfVLAN are BRIDGE_VLAN_INFO_* of the first VLAN of a message, 0 where it is about none.
func flagsOfVLAN(v *codec.View) uint16 {
	entry, _ := v.Find(1)
	if info, _ := findAttr(entry, 1); len(info) == 4 {
		return native.Uint16(info)
	}
	return 0
}
