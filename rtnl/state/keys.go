package state

import (
	"cmp"
	"encoding/binary"
	"encoding/hex"
	"net/netip"
	"strconv"

	"nlua/rtnl/codec"
	"nlua/rtnl/spec"
)

var native = binary.NativeEndian

// Key returns a text that is the same for all messages about one object of the kernel, whether they announce it, are part of a
// dump or tell its end, and differs between two objects that exist side by side. It begins with what the object is:
// "link index=3", "route family=2 table=254 dst=10.0.0.0/8 ...". Messages that are about no object that is known here have
// their type's name and their bytes.
//
// Routes: the kernel keeps several IPv4 routes with one prefix, tos and priority that differ in anything else, so all of that is
// in the key; it keeps the gateways of one IPv6 prefix and priority as one route, so these are not. Rules are told apart by all
// they say.
func Key(typ uint16, v *codec.View) string {
	o := objectOf(typ, v)
	if o == nil {
		name := strconv.Itoa(int(typ))
		if m := spec.ByType(typ); m != nil {
			name = m.Name
		}
		return name + " " + hex.EncodeToString(v.Bytes())
	}
	return o.prefix(v, len(o.key))
}

// prefix gives the first parts of a key.
func (o *object) prefix(v *codec.View, parts int) string {
	b := []byte(o.name)
	for i := range o.key[:parts] {
		b = o.key[i].append(b, v)
	}
	return string(b)
}

// slotOf is the part of a key that names the place among whose objects the kernel replaces.
func (o *object) slotOf(v *codec.View) string {
	return o.prefix(v, cmp.Or(o.slot, len(o.key)))
}

// place is that place, and the whole key where it may hold several objects.
func (o *object) place(v *codec.View) (slot, key string) {
	if o.slot != 0 {
		key = o.prefix(v, len(o.key))
	}
	return o.slotOf(v), key
}

func (p *part) append(b []byte, v *codec.View) []byte {
	if p.read != nil {
		return p.read(b, v)
	}
	if p.attr != 0 {
		payload, ok := v.Find(cmp.Or(p.in, p.attr))
		if p.in != 0 {
			payload, ok = findAttr(payload, p.attr)
		}
		if ok {
			return labelled(b, p.label, payload, p.form)
		}
		return b
	}
	if end := int(p.off) + int(p.size); end <= len(v.Head) {
		return labelled(b, p.label, v.Head[p.off:end], p.form)
	}
	return b
}

// labelled appends " label=value".
func labelled(b []byte, label string, p []byte, f form) []byte {
	n := uint64(0)
	if f <= signed {
		if n = integer(p); n == 0 {
			return b
		}
	}
	b = append(append(append(b, ' '), label...), '=')
	switch f {
	case number:
		return strconv.AppendUint(b, n, 10)
	case signed:
		return strconv.AppendInt(b, int64(int32(n)), 10)
	case address:
		if a, ok := netip.AddrFromSlice(p); ok {
			return a.AppendTo(b)
		}
		if len(p) == 1 { // an endpoint id of MCTP
			return strconv.AppendUint(b, uint64(p[0]), 10)
		}
	case text:
		for i, c := range p {
			if c == 0 {
				p = p[:i]
				break
			}
		}
		return append(b, p...)
	}
	return hex.AppendEncode(b, p)
}

// integer reads 1, 2, 4 or 8 bytes in machine order, 0 for other lengths.
func integer(p []byte) uint64 {
	switch len(p) {
	case 1:
		return uint64(p[0])
	case 2:
		return uint64(native.Uint16(p))
	case 4:
		return uint64(native.Uint32(p))
	case 8:
		return native.Uint64(p)
	}
	return 0
}

// head reads a number of the fixed structure, 0 where that is too short.
func head(v *codec.View, off, size int) uint64 {
	if off+size > len(v.Head) {
		return 0
	}
	return integer(v.Head[off : off+size])
}

// attr reads an attribute that is a number, 0 where there is none.
func attr(v *codec.View, typ uint16) uint64 {
	p, _ := v.Find(typ)
	return integer(p)
}

func count(b []byte, label string, n uint64) []byte {
	if n == 0 {
		return b
	}
	b = append(append(append(b, ' '), label...), '=')
	return strconv.AppendUint(b, n, 10)
}
