package state

import (
	"bytes"
	"encoding/hex"
	"net/netip"
	"slices"
	"strconv"

	"nlua/rtnl/codec"
)

// The functions of part.read, where a number at a place is not enough.

func family(b []byte, v *codec.View) []byte { return count(b, "family", head(v, 0, 1)) }

// localAddress is the interface's own address: IFA_LOCAL (2), or IFA_ADDRESS (1) where there is no peer;
// include/uapi/linux/if_addr.h.
func localAddress(b []byte, v *codec.View) []byte {
	p, ok := v.Find(2)
	if !ok {
		p, ok = v.Find(1)
	}
	if !ok {
		return b
	}
	return labelled(b, "local", p, address)
}

// peerNetwork is the network of IFA_ADDRESS where that is not the own address: IPv4 keeps one local address with several peers.
func peerNetwork(b []byte, v *codec.View) []byte {
	local, ok := v.Find(2)
	peer, isPeer := v.Find(1)
	if !ok || !isPeer || bytes.Equal(local, peer) {
		return b
	}
	return prefix(b, "peer", peer, int(head(v, 1, 1)))
}

// prefix appends " label=address/len", the bits behind len cleared.
func prefix(b []byte, label string, p []byte, bits int) []byte {
	a, ok := netip.AddrFromSlice(p)
	if !ok {
		return labelled(b, label, p, octets)
	}
	if masked, err := a.Prefix(bits); err == nil {
		a = masked.Addr()
	}
	b = labelled(b, label, a.AsSlice(), address)
	return strconv.AppendInt(append(b, '/'), int64(bits), 10)
}

// routeTable is RTA_TABLE (15), or rtm_table where that is enough; include/uapi/linux/rtnetlink.h.
func routeTable(b []byte, v *codec.View) []byte { return count(b, "table", tableOf(v)) }

func tableOf(v *codec.View) uint64 {
	if n := attr(v, 15); n != 0 {
		return n
	}
	return head(v, 4, 1)
}

// routeDst is RTA_DST (1) with rtm_dst_len.
func routeDst(b []byte, v *codec.View) []byte {
	p, ok := v.Find(1)
	if !ok {
		return append(b, " dst=default"...)
	}
	return prefix(b, "dst", p, int(head(v, 1, 1)))
}

// routeSrc is RTA_SRC (2) with rtm_src_len.
func routeSrc(b []byte, v *codec.View) []byte {
	p, ok := v.Find(2)
	if !ok {
		return b
	}
	return prefix(b, "src", p, int(head(v, 2, 1)))
}

// cloned marks what is no route but an exception to one: RTM_F_CLONED.
func cloned(b []byte, v *codec.View) []byte { return count(b, "cloned", head(v, 8, 4)&0x200) }

// nexthops is where an IPv4 route leads: the nexthop object (RTA_NH_ID, what it stands for may change), or device, gateway,
// encapsulation, or the list of these.
func nexthops(b []byte, v *codec.View) []byte {
	if id := attr(v, 30); id != 0 {
		return count(b, "nh_id", id)
	}
	b = count(b, "onlink", head(v, 8, 4)&0x04)
	b = count(b, "oif", attr(v, 4))
	for _, a := range []struct {
		label string
		typ   uint16
		form  form
	}{{"gateway", 5, address}, {"via", 18, octets}, {"encap_type", 21, number}, {"encap", 22, octets}} {
		if p, ok := v.Find(a.typ); ok {
			b = labelled(b, a.label, p, a.form)
		}
	}
	if p, ok := v.Find(9); ok {
		b = append(b, " multipath="...)
		for hop := range hops(p) {
			b = hex.AppendEncode(b, hop.identity())
			b = append(b, ',')
		}
	}
	return b
}

// sameHop6 is what tells IPv6 routes of one prefix and priority apart. Routes with gateways that somebody configured are one
// route with several ways; others stand side by side, one a device (or, learned from routers, one a router).
func sameHop6(b []byte, v *codec.View) []byte {
	if id := attr(v, 30); id != 0 {
		return count(b, "nh_id", id)
	}
	if joins6(v) {
		return append(b, " gateways"...)
	}
	b = count(b, "oif", attr(v, 4))
	if p, ok := v.Find(5); ok {
		b = labelled(b, "gateway", p, address)
	}
	return b
}

// joins6 tells whether the kernel makes one route of this and its like: net/ipv6/ip6_fib.c asks for a gateway, and for routes
// that no router advertised (whose protocols are redirect 1, kernel 2, ra 9).
func joins6(v *codec.View) bool {
	if _, several := v.Find(9); several {
		return true
	}
	if _, ok := v.Find(5); !ok {
		return false
	}
	proto := head(v, 5, 1)
	return proto != 1 && proto != 2 && proto != 9 && attr(v, 30) == 0
}

// fdbOwner is the bridge whose table an entry is in (NDA_MASTER, 9; the port may change), or the device that keeps it itself.
func fdbOwner(b []byte, v *codec.View) []byte {
	if head(v, 10, 1)&0x02 == 0 {
		if master := attr(v, 9); master != 0 {
			return count(b, "master", master)
		}
	}
	return count(b, "index", head(v, 4, 4))
}

// fdbRemote is a vxlan entry's remote end, where one address may have several: group addresses and 00:00:00:00:00:00.
func fdbRemote(b []byte, v *codec.View) []byte {
	mac, _ := v.Find(2)
	if len(mac) > 0 && mac[0]&1 == 0 && !bytes.Equal(mac, make([]byte, len(mac))) {
		return b
	}
	for _, a := range []struct {
		label string
		typ   uint16
		form  form
	}{{"dst", 1, address}, {"port", 6, octets}, {"vni", 7, number}, {"ifindex", 8, number}, {"nh_id", 13, number}} {
		if p, ok := v.Find(a.typ); ok {
			b = labelled(b, a.label, p, a.form)
		}
	}
	return b
}

// proxy marks an entry of the table of addresses that are answered for: NTF_PROXY.
func proxy(b []byte, v *codec.View) []byte { return count(b, "proxy", head(v, 10, 1)&0x08) }

// ruleRest is all that a rule says but its priority (FRA_PRIORITY, 6) and the bits that tell whether its devices are there.
func ruleRest(b []byte, v *codec.View) []byte {
	b = count(b, "src_len", head(v, 2, 1))
	b = count(b, "dst_len", head(v, 1, 1))
	b = count(b, "tos", head(v, 3, 1))
	b = count(b, "table", tableOf(v))
	b = count(b, "action", head(v, 7, 1))
	b = count(b, "flags", head(v, 8, 4)&^(0x04|0x08|0x10))
	var rest [][]byte
	v.Each(func(_ *codec.Row, typ uint16, p []byte) bool {
		if typ != 6 && typ != 15 && typ != 18 { // priority, table, padding
			rest = append(rest, append(binary2(typ), p...))
		}
		return true
	})
	slices.SortFunc(rest, bytes.Compare)
	for _, r := range rest {
		typ := uint64(r[0])<<8 | uint64(r[1])
		form := octets
		switch typ {
		case 1, 2:
			form = address
		case 3, 17:
			form = text
		}
		label := strconv.FormatUint(typ, 10)
		if i := slices.IndexFunc(ruleLabels, func(l ruleLabel) bool { return uint64(l.typ) == typ }); i >= 0 {
			label = ruleLabels[i].name
		}
		b = labelled(b, label, r[2:], form)
	}
	return b
}

type ruleLabel struct {
	typ  uint16
	name string
}

// ruleLabels are FRA_* of include/uapi/linux/fib_rules.h; the others have their number.
var ruleLabels = []ruleLabel{{1, "dst"}, {2, "src"}, {3, "iif"}, {4, "goto"}, {10, "fwmark"}, {16, "fwmask"}, {17, "oif"}, {21, "protocol"}}

func binary2(n uint16) []byte { return []byte{byte(n >> 8), byte(n)} }

// actions is the kind and index of every action of a message: TCA_ACT_TAB (1) holds a nest for each, with TCA_ACT_KIND (1) and
// TCA_ACT_OPTIONS (2), in which attribute 2 of most kinds begins with struct tc_gen, whose first member is the index.
func actions(b []byte, v *codec.View) []byte {
	tab, _ := v.Find(1)
	eachAttr(tab, func(_ uint16, action []byte) {
		if kind, ok := findAttr(action, 1); ok {
			b = labelled(b, "kind", kind, text)
		}
		options, _ := findAttr(action, 2)
		eachAttr(options, func(_ uint16, p []byte) {
			if len(p) >= 20 {
				b = count(b, "index", integer(p[:4]))
			}
		})
	})
	return b
}

// mdbEntry is the first group of a message: MDBA_MDB (1), MDBA_MDB_ENTRY (1), MDBA_MDB_ENTRY_INFO (1), which is struct
// br_mdb_entry: port, state, flags, vid, and a union of addresses with its protocol; include/uapi/linux/if_bridge.h. Attribute
// MDBA_MDB_EATTR_SOURCE (4) is the source; those from 6 on are a vxlan device's, where a group has several remote ends.
func mdbEntry(b []byte, v *codec.View) []byte {
	mdb, _ := v.Find(1)
	_, entries, _, _ := codec.Next(mdb)
	_, info, _, _ := codec.Next(entries)
	if len(info) < 28 {
		return b
	}
	b = count(b, "port", integer(info[:4]))
	b = count(b, "vid", integer(info[6:8]))
	addr := info[8:24]
	switch uint16(info[24])<<8 | uint16(info[25]) { // ETH_P_*, in network order
	case 0x0800:
		addr = addr[:4]
	case 0x86dd:
	default:
		addr = addr[:6]
	}
	b = labelled(b, "group", addr, address)
	for _, a := range []struct {
		label string
		typ   uint16
		form  form
	}{{"src", 4, address}, {"dst", 6, address}, {"dst_port", 7, octets}, {"vni", 8, number}, {"via", 9, number}, {"src_vni", 10, number}} {
		if p, ok := findAttr(info[28:], a.typ); ok {
			b = labelled(b, a.label, p, a.form)
		}
	}
	return b
}

// vlanEntry is the first range of a message: BRIDGE_VLANDB_ENTRY (1), or BRIDGE_VLANDB_GLOBAL_OPTIONS (2); in either attribute 1
// begins with, or is, the number of the first vlan.
func vlanEntry(b []byte, v *codec.View) []byte {
	typ, entry, _, ok := codec.Next(v.Attrs)
	if !ok {
		return b
	}
	if typ == 2 {
		id, _ := findAttr(entry, 1)
		return labelled(append(b, " global"...), "vid", id, number)
	}
	if info, _ := findAttr(entry, 1); len(info) >= 4 {
		b = count(b, "vid", integer(info[2:4]))
	}
	return b
}

func eachAttr(b []byte, fn func(typ uint16, p []byte)) {
	for {
		typ, p, rest, ok := codec.Next(b)
		if !ok {
			return
		}
		fn(typ, p)
		b = rest
	}
}

func findAttr(b []byte, want uint16) (p []byte, found bool) {
	eachAttr(b, func(typ uint16, q []byte) {
		if typ == want && !found {
			p, found = q, true
		}
	})
	return p, found
}
