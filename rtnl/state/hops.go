package state

import (
	"bytes"
	"iter"
	"slices"

	"nlua/rtnl/codec"
)

// hop is one struct rtnexthop of RTA_MULTIPATH with its attributes: u16 length, u8 flags, u8 weight less one, int device;
// include/uapi/linux/rtnetlink.h.
type hop []byte

const hopHead = 8

// hops walks over the records of RTA_MULTIPATH.
func hops(p []byte) iter.Seq[hop] {
	return func(yield func(hop) bool) {
		for len(p) >= hopHead {
			n := int(native.Uint16(p))
			if n < hopHead || n > len(p) || !yield(p[:n:n]) {
				return
			}
			p = p[min(codec.Align(n), len(p)):]
		}
	}
}

func (h hop) device() uint32 { return native.Uint32(h[4:]) }

func (h hop) gateway() []byte {
	p, _ := findAttr(h[hopHead:], 5)
	return p
}

// identity is the record without the flags that say how its device is.
func (h hop) identity() []byte {
	b := append([]byte(nil), h...)
	b[2] &^= deviceFlags
	return b
}

// hopsOf are the ways of a route, of one without RTA_MULTIPATH the one that its own attributes say: RTA_OIF (4), RTA_GATEWAY (5).
func hopsOf(v *codec.View) (list []hop) {
	if p, ok := v.Find(9); ok {
		for h := range hops(p) {
			list = append(list, h)
		}
		return list
	}
	h := make([]byte, hopHead, hopHead+20)
	native.PutUint32(h[4:], uint32(attr(v, 4)))
	for _, typ := range []uint16{5, 21, 22} { // RTA_GATEWAY, RTA_ENCAP_TYPE, RTA_ENCAP
		if p, ok := v.Find(typ); ok {
			h = codec.AppendAttr(h, typ, p)
		}
	}
	native.PutUint16(h, uint16(len(h)))
	return []hop{h}
}

// leads tells whether two hops are one way: device and gateway.
func (h hop) leads(other hop) bool {
	return h.device() == other.device() && bytes.Equal(h.gateway(), other.gateway())
}

// withoutHops takes the ways of gone off an IPv6 route. left is false when none remains, any when it had one of them.
func withoutHops(body []byte, gone *codec.View) (rest []byte, left, any bool) {
	v, _ := view(24, body)
	var stay []hop
	for _, h := range hopsOf(&v) {
		if slices.ContainsFunc(hopsOf(gone), h.leads) {
			any = true
		} else {
			stay = append(stay, h)
		}
	}
	if !any || len(stay) == 0 {
		return nil, false, any
	}
	rest = append(rest, v.Head...)
	eachAttr(v.Attrs, func(typ uint16, p []byte) {
		if typ != 9 {
			rest = codec.AppendAttr(rest, typ, p)
			return
		}
		if len(stay) == 1 { // the kernel says a single way without the list
			eachAttr(stay[0][hopHead:], func(typ uint16, p []byte) { rest = codec.AppendAttr(rest, typ, p) })
			rest = codec.AppendAttr(rest, 4, stay[0][4:8])
			return
		}
		var list []byte
		for _, h := range stay {
			list = append(list, h...)
			list = append(list, make([]byte, codec.Align(len(list))-len(list))...)
		}
		rest = codec.AppendAttr(rest, 9, list)
	})
	return rest, true, true
}

// sameWays tells whether two lists of ways are the same in any order: the kernel lists those of an IPv6 route as it likes.
func sameWays(a, b []byte) bool {
	sorted := func(p []byte) (list [][]byte) {
		for h := range hops(p) {
			list = append(list, h.identity())
		}
		slices.SortFunc(list, bytes.Compare)
		return list
	}
	return slices.EqualFunc(sorted(a), sorted(b), bytes.Equal)
}
