package state

import (
	"iter"

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
