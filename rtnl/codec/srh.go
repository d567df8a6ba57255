package codec

import (
	"encoding/binary"
	"net/netip"
	"strings"
)

// Routing headers of IPv6, as encapsulations hold them (include/uapi/linux/seg6.h and rpl.h). On the wire the segments stand last one
// first; values have them in the order of travel, as ip-route(8) takes and prints them.
const (
	routingHead = 8  // bytes before the segments
	segmentSize = 16 // an IPv6 address
	typeRPL     = 3  // RFC 6554
	typeSRH     = 4  // RFC 8754
	flagHMAC    = 0x08
	tlvHMAC     = 5
	hmacSize    = 40 // struct sr6_tlv_hmac: type, length, u16 reserved, be32 key id, 32 bytes of HMAC
)

// decodeSRH reads {mode, nexthdr, segments_left, flags, tag, segs, hmac, tlvs}: mode only where the row has one, hmac (the key's
// id) and tlvs (raw bytes) only where there are any.
func decodeSRH(row *Row, p []byte) (any, error) {
	whole := p
	var t Table
	if row.Size != 0 {
		if len(p) < int(row.Size) {
			return whole, fail(nil, "want a mode of %d bytes, got %d", row.Size, len(p))
		}
		n, _ := readUint(Uint, p[:row.Size])
		t = Table{{"mode", n}}
		if name := row.Enum.NameOf(n); name != "" {
			t[0].Value = name
		}
		p = p[row.Size:]
	}
	if len(p) < routingHead || len(p) != routingHead+8*int(p[1]) || p[2] != typeSRH {
		return whole, fail(nil, "want a segment routing header, got %d bytes", len(p))
	}
	end := routingHead + segmentSize*(int(p[4])+1)
	if end > len(p) {
		return whole, fail(nil, "want %d segments, got %d bytes", int(p[4])+1, len(p)-routingHead)
	}
	t = append(t, Pair{"nexthdr", uint64(p[0])}, Pair{"segments_left", uint64(p[3])}, Pair{"flags", uint64(p[5])},
		Pair{"tag", uint64(binary.BigEndian.Uint16(p[6:]))}, Pair{"segs", segments(p[routingHead:end])})
	if tlvs := p[end:]; len(tlvs) > 0 {
		if len(tlvs) >= hmacSize && tlvs[0] == tlvHMAC {
			t = append(t, Pair{"hmac", uint64(binary.BigEndian.Uint32(tlvs[4:]))})
		}
		t = append(t, Pair{"tlvs", tlvs})
	}
	return t, nil
}

// decodeRPL reads {nexthdr, segments_left, segs}. Compressed addresses, which no route has, are left as bytes.
func decodeRPL(p []byte) (any, error) {
	if len(p) < routingHead+segmentSize || len(p) != routingHead+8*int(p[1]) || p[2] != typeRPL || (len(p)-routingHead)%segmentSize != 0 ||
		native.Uint32(p[4:]) != 0 {
		return p, fail(nil, "want a source routing header with whole addresses, got %d bytes", len(p))
	}
	return Table{{"nexthdr", uint64(p[0])}, {"segments_left", uint64(p[3])}, {"segs", segments(p[routingHead:])}}, nil
}

func segments(p []byte) []any {
	list := make([]any, len(p)/segmentSize)
	for i := range list {
		at := len(p) - (i+1)*segmentSize
		list[i] = netip.AddrFrom16([16]byte(p[at : at+segmentSize])).String()
	}
	return list
}

// routing is a routing header being written: its parts by name, with what follows from the segments where it is not given.
type routing struct {
	enc                               *Encoder
	mode                              uint64
	nexthdr, left, flags, tag, hmacID uint64
	segs, tlvs                        []byte
	hasMode, hasLeft                  bool
}

func (s *scope) routing(row *Row, value any) (*routing, error) {
	t, ok := value.(Table)
	if !ok {
		return nil, fail(nil, "want a table with segs, got %s", kindOf(value))
	}
	r := &routing{enc: s.enc}
	for _, p := range t {
		var err error
		switch p.Name {
		case "mode":
			r.hasMode = true
			r.mode, err = s.enc.numberOf(&Row{Enum: row.Enum}, p.Value)
		case "segs":
			r.segs, err = encodeSegments(p.Value)
		case "nexthdr":
			r.nexthdr, err = s.enc.numberOf(&Row{}, p.Value)
		case "segments_left":
			r.hasLeft = true
			r.left, err = s.enc.numberOf(&Row{}, p.Value)
		case "flags":
			r.flags, err = s.enc.numberOf(&Row{}, p.Value)
		case "tag":
			r.tag, err = s.enc.numberOf(&Row{}, p.Value)
		case "hmac":
			r.hmacID, err = s.enc.numberOf(&Row{}, p.Value)
		case "tlvs":
			if r.tlvs, ok = rawBytes(p.Value); !ok || len(r.tlvs)%8 != 0 {
				err = fail(nil, "want raw bytes, a multiple of 8")
			}
		default:
			err = fail(nil, "a routing header has mode, segs, hmac, flags, tag, nexthdr, segments_left, tlvs")
		}
		if err != nil {
			return nil, under(p.Name, err)
		}
	}
	const most = 255 * 8 / segmentSize
	switch n := len(r.segs) / segmentSize; {
	case n == 0:
		return nil, fail([]string{"segs"}, "want at least one address")
	case n > most || len(r.segs)+len(r.tlvs) > 255*8:
		return nil, fail([]string{"segs"}, "want at most %d addresses, got %d", most, n)
	case r.nexthdr > 255 || r.left > 255 || r.flags > 255 || r.tag > 65535 || r.hmacID > 1<<32-1:
		return nil, fail(nil, "a number does not fit in its field")
	}
	return r, nil
}

// encodeSegments takes a list of IPv6 addresses, or a text with commas between them, in the order of travel.
func encodeSegments(value any) ([]byte, error) {
	var texts []string
	switch x := value.(type) {
	case string:
		texts = strings.Split(x, ",")
	case []any:
		for _, item := range x {
			text, ok := item.(string)
			if !ok {
				return nil, fail(nil, "want IPv6 addresses, got %s", kindOf(item))
			}
			texts = append(texts, text)
		}
	default:
		return nil, fail(nil, "want a list of IPv6 addresses, got %s", kindOf(value))
	}
	p := make([]byte, len(texts)*segmentSize)
	for i, text := range texts {
		a, err := netip.ParseAddr(strings.TrimSpace(text))
		if err != nil || !a.Is6() || a.Zone() != "" {
			return nil, fail(nil, "want an IPv6 address, got %q", text)
		}
		copy(p[len(p)-(i+1)*segmentSize:], a.AsSlice())
	}
	return p, nil
}

func (r *routing) header(b []byte, typ uint8, lastIndex int) []byte {
	if !r.hasLeft {
		r.left = uint64(lastIndex)
	}
	return append(b, byte(r.nexthdr), byte((len(r.segs)+len(r.tlvs))/8), typ, byte(r.left))
}

func encodeSRH(s *scope, row *Row, value any) ([]byte, error) {
	if raw, ok := value.([]byte); ok {
		return raw, nil
	}
	r, err := s.routing(row, value)
	if err != nil {
		return nil, err
	}
	var b []byte
	if row.Size != 0 {
		if !r.hasMode {
			return nil, fail([]string{"mode"}, "is missing: want one of %s", row.Enum.List(24))
		}
		b = native.AppendUint32(b, uint32(r.mode))
	}
	if r.hmacID != 0 && r.tlvs == nil {
		r.tlvs = make([]byte, hmacSize)
		r.tlvs[0], r.tlvs[1] = tlvHMAC, hmacSize-2
		binary.BigEndian.PutUint32(r.tlvs[4:], uint32(r.hmacID))
		r.flags |= flagHMAC
	}
	last := len(r.segs)/segmentSize - 1
	b = append(r.header(b, typeSRH, last), byte(last), byte(r.flags))
	b = binary.BigEndian.AppendUint16(b, uint16(r.tag))
	return append(append(b, r.segs...), r.tlvs...), nil
}

func encodeRPL(s *scope, row *Row, value any) ([]byte, error) {
	if raw, ok := value.([]byte); ok {
		return raw, nil
	}
	r, err := s.routing(row, value)
	if err != nil {
		return nil, err
	}
	b := r.header(nil, typeRPL, len(r.segs)/segmentSize)
	return append(append(b, 0, 0, 0, 0), r.segs...), nil
}
