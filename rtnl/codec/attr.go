package codec

import (
	"encoding/binary"
	"fmt"
	"strings"
)

// The bits of nla_type that are not the number (include/uapi/linux/netlink.h).
const (
	Nested   = 1 << 15 // NLA_F_NESTED
	NetOrder = 1 << 14 // NLA_F_NET_BYTEORDER
	typeMask = NetOrder - 1
	headLen  = 4
)

var native = binary.NativeEndian

// bigEndian tells the machine's byte order.
func bigEndian() bool { return native.Uint16([]byte{0, 1}) == 1 }

// Net16 takes a number from this machine's order to the network's, or back.
func Net16(n uint16) uint16 {
	return binary.BigEndian.Uint16(native.AppendUint16(make([]byte, 0, 2), n))
}

// Align rounds a length up to the alignment of attributes and messages, four bytes.
func Align(n int) int { return (n + 3) &^ 3 }

// Next takes the first attribute off b. ok is false at the end of b, and where its head says a length that b does not have:
// rest then is b, so that len(rest) tells one from the other (up to three bytes of padding are an end).
func Next(b []byte) (typ uint16, payload, rest []byte, ok bool) {
	if len(b) < headLen {
		return 0, nil, b, false
	}
	n := int(native.Uint16(b))
	if n < headLen || n > len(b) {
		return 0, nil, b, false
	}
	return native.Uint16(b[2:]) & typeMask, b[headLen:n:n], b[min(Align(n), len(b)):], true
}

// AppendAttr appends one attribute with its padding. typ may carry Nested and NetOrder.
func AppendAttr(b []byte, typ uint16, payload []byte) []byte {
	b, at := beginAttr(b, typ)
	return endAttr(append(b, payload...), at)
}

func beginAttr(b []byte, typ uint16) (grown []byte, at int) {
	return append(b, 0, 0, byte(native16(typ)), byte(native16(typ)>>8)), len(b)
}

// native16 gives v so that its low byte stands first in memory.
func native16(v uint16) uint16 {
	var b [2]byte
	native.PutUint16(b[:], v)
	return binary.LittleEndian.Uint16(b[:])
}

func endAttr(b []byte, at int) []byte {
	native.PutUint16(b[at:], uint16(len(b)-at))
	for len(b)%4 != 0 {
		b = append(b, 0)
	}
	return b
}

// Error says which attribute or field is wrong, and why.
type Error struct {
	Path []string // Lua names from the outermost in
	Msg  string
}

func (e *Error) Error() string {
	if len(e.Path) == 0 {
		return e.Msg
	}
	return strings.Join(e.Path, ".") + ": " + e.Msg
}

func fail(path []string, format string, args ...any) error {
	return &Error{append([]string(nil), path...), fmt.Sprintf(format, args...)}
}

// under puts a name before the path of an error of this package.
func under(name string, err error) error {
	if e, ok := err.(*Error); ok {
		return &Error{append([]string{name}, e.Path...), e.Msg}
	}
	return err
}
