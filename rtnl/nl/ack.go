package nl

import (
	"encoding/binary"
	"fmt"

	"golang.org/x/sys/unix"
)

// Ack is how an answer ended well.
type Ack struct {
	Raw         []byte // of an Exchange: the ACK or DONE, a copy; nil where a reply ended the answer
	Warning     string // the kernel's words on a request that it carried out all the same
	Interrupted bool   // NLM_F_DUMP_INTR: objects changed while the dump ran, some may be missing
}

// verdict is a decoded NLMSG_ERROR or NLMSG_DONE.
type verdict struct {
	code int32 // 0, or a negative errno
	ext  extAck
}

// extAck holds the attributes of an extended ACK. Offsets and types are -1 where absent.
type extAck struct {
	message  string
	offset   int
	policy   *Policy
	missType int
	missNest int
}

// Attribute types of an extended ACK; include/uapi/linux/netlink.h enum nlmsgerr_attrs.
const (
	ackMsg      = 1
	ackOffs     = 2
	ackPolicy   = 4
	ackMissType = 5
	ackMissNest = 6
)

// parseVerdict reads the body of an NLMSG_ERROR or NLMSG_DONE.
//
// An NLMSG_ERROR is an int32, the request's header, the request's body unless
// NLM_F_CAPPED, and attributes where NLM_F_ACK_TLVS. A DONE is an int32 and attributes;
// some kernels send an empty one.
func parseVerdict(m Message) (verdict, error) {
	v := verdict{ext: extAck{offset: -1, missType: -1, missNest: -1}}
	if m.Type == TypeDone && len(m.Body) == 0 {
		return v, nil
	}
	if len(m.Body) < 4 {
		return v, fmt.Errorf("netlink: an answer of type %d with %d bytes, want 4 or more", m.Type, len(m.Body))
	}
	v.code = int32(binary.NativeEndian.Uint32(m.Body))
	rest := m.Body[4:]
	if m.Type == TypeError {
		if len(rest) < HeaderLen {
			return v, fmt.Errorf("netlink: an ACK with %d bytes of the request's header, want %d", len(rest), HeaderLen)
		}
		skip := HeaderLen
		if m.Flags&flagCapped == 0 {
			orig := readHeader(rest)
			if orig.Len < HeaderLen || uint64(orig.Len) > uint64(len(rest)) {
				return v, fmt.Errorf("netlink: an ACK that repeats %d bytes of request, but has %d", orig.Len, len(rest))
			}
			skip = min(align(int(orig.Len)), len(rest))
		}
		rest = rest[skip:]
	}
	if m.Flags&flagAckTLVs != 0 {
		v.ext.parse(rest)
	}
	return v, nil
}

// parse reads as many well-formed attributes as there are. A malformed rest
// says nothing against the verdict, which stands without it.
func (x *extAck) parse(b []byte) {
	eachAttr(b, func(typ uint16, data []byte) {
		switch typ {
		case ackMsg:
			x.message = cString(data)
		case ackOffs:
			x.offset = attrInt(data, x.offset)
		case ackPolicy:
			x.policy = parsePolicy(data)
		case ackMissType:
			x.missType = attrInt(data, x.missType)
		case ackMissNest:
			x.missNest = attrInt(data, x.missNest)
		}
	})
}

// eachAttr walks over struct nlattr rows: u16 length with header, u16 type whose two upper bits are flags.
func eachAttr(b []byte, f func(typ uint16, data []byte)) {
	for len(b) >= 4 {
		n := int(binary.NativeEndian.Uint16(b))
		if n < 4 || n > len(b) {
			return
		}
		f(binary.NativeEndian.Uint16(b[2:])&0x3fff, b[4:n])
		b = b[min(align(n), len(b)):]
	}
}

func attrInt(data []byte, otherwise int) int {
	if len(data) != 4 {
		return otherwise
	}
	return int(binary.NativeEndian.Uint32(data))
}

func cString(data []byte) string {
	for i, c := range data {
		if c == 0 {
			return string(data[:i])
		}
	}
	return string(data)
}

// opError makes the error of a refusal; nil when the verdict is good. A read whose reply found no room in the receive buffer is told as
// the loss that it is: the kernel sends EAGAIN; net/netlink/af_netlink.c netlink_attachskb().
func (v verdict) opError(request []byte) error {
	if v.code == 0 {
		return nil
	}
	errno := unix.Errno(-v.code)
	if v.code > 0 { // no kernel sends one; do not take it for success
		errno = unix.EPROTO
	}
	if errno == unix.EAGAIN && len(request) >= HeaderLen && IsGet(readHeader(request).Type) {
		return unix.ENOBUFS
	}
	return &OpError{
		Errno: errno, Message: v.ext.message, Offset: v.ext.offset, Policy: v.ext.policy,
		MissType: v.ext.missType, MissNest: v.ext.missNest,
		Request: append([]byte(nil), request...),
	}
}

// Refusal is the *OpError that an NLMSG_ERROR carries, nil for an acknowledgement. raw is the whole message; the request that was
// refused is not known here.
func Refusal(raw []byte) error {
	for m, err := range Parse(raw) {
		if err != nil {
			return err
		}
		v, err := parseVerdict(m)
		if err == nil {
			err = v.opError(nil)
		}
		return err
	}
	return nil
}

// Words are the kernel's own in an NLMSG_ERROR or NLMSG_DONE: why it refused, or a warning; "" where there are none. raw is the whole message.
func Words(raw []byte) string {
	for m, err := range Parse(raw) {
		if err != nil || m.Type != TypeError && m.Type != TypeDone {
			return ""
		}
		v, err := parseVerdict(m)
		if err != nil {
			return ""
		}
		return v.ext.message
	}
	return ""
}
