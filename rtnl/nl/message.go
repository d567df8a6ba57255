package nl

import (
	"encoding/binary"
	"fmt"
	"iter"
)

// HeaderLen is the size of struct nlmsghdr in bytes; include/uapi/linux/netlink.h.
const HeaderLen = 16

// Message types below RTM_BASE, which the netlink layer itself uses; include/uapi/linux/netlink.h.
const (
	TypeNoop    = 1
	TypeError   = 2
	TypeDone    = 3
	TypeOverrun = 4
	typeBase    = 16 // RTM_BASE: the first type of rtnetlink
)

// Header flags; include/uapi/linux/netlink.h NLM_F_*.
const (
	FlagRequest  = 0x01
	FlagMulti    = 0x02
	FlagAck      = 0x04
	FlagEcho     = 0x08
	FlagDumpIntr = 0x10
	FlagDump     = 0x300
	flagCapped   = 0x100 // of an ACK: the request is not repeated in it
	flagAckTLVs  = 0x200 // of an ACK: attributes follow
)

// Header is struct nlmsghdr, host byte order.
type Header struct {
	Len   uint32 // of the whole message, header included, without the padding behind it
	Type  uint16
	Flags uint16
	Seq   uint32
	Pid   uint32 // the port id of the socket that asked; 0 for events of the kernel's own
}

// Message is one netlink message. Body and Raw alias the buffer it was read
// into: they stay valid as long as nobody reads into that buffer again.
type Message struct {
	Header
	Body    []byte // what follows the header
	Raw     []byte // the header too
	NSID    int32  // the network namespace id an event came from, where HasNSID
	HasNSID bool   // false: the socket's own namespace
}

// IsGet tells whether the kernel classes the type as a read (RTM_GET*), which
// needs no capability; net/core/rtnetlink.c rtnl_msg_kind().
func IsGet(msgType uint16) bool { return msgType >= typeBase && (msgType-typeBase)&3 == 2 }

// IsDump tells whether the message asks for a dump.
func (h Header) IsDump() bool { return IsGet(h.Type) && h.Flags&FlagDump == FlagDump }

// ParseError says where a buffer stops being a row of netlink messages.
type ParseError struct {
	Offset int // of the faulty message, in bytes from the start of the buffer
	Reason string
}

func (e *ParseError) Error() string {
	return fmt.Sprintf("netlink message at offset %d: %s", e.Offset, e.Reason)
}

// Parse walks over the messages of a buffer. Messages start at multiples of
// four bytes; the last one need not be padded. At the first bad length it
// yields a *ParseError and ends.
func Parse(buf []byte) iter.Seq2[Message, error] {
	return func(yield func(Message, error) bool) {
		for off := 0; off < len(buf); {
			m, size, err := cut(buf, off)
			if !yield(m, err) || err != nil {
				return
			}
			off += size
		}
	}
}

// cut takes the message at off; size is its length with padding, as far as there is any.
func cut(buf []byte, off int) (m Message, size int, err error) {
	rest := buf[off:]
	if len(rest) < HeaderLen {
		return m, 0, &ParseError{off, fmt.Sprintf("%d bytes left, a header needs %d", len(rest), HeaderLen)}
	}
	m.Header = readHeader(rest)
	if m.Len < HeaderLen {
		return Message{}, 0, &ParseError{off, fmt.Sprintf("length %d is less than the header's %d", m.Len, HeaderLen)}
	}
	if uint64(m.Len) > uint64(len(rest)) {
		return Message{}, 0, &ParseError{off, fmt.Sprintf("length %d, but only %d bytes left", m.Len, len(rest))}
	}
	n := int(m.Len)
	m.Raw = rest[:n:n]
	m.Body = m.Raw[HeaderLen:]
	return m, min(align(n), len(rest)), nil
}

// align is NLMSG_ALIGN: the next multiple of four.
func align(n int) int { return (n + 3) &^ 3 }

func readHeader(b []byte) Header {
	_ = b[HeaderLen-1]
	return Header{
		Len:   binary.NativeEndian.Uint32(b[0:]),
		Type:  binary.NativeEndian.Uint16(b[4:]),
		Flags: binary.NativeEndian.Uint16(b[6:]),
		Seq:   binary.NativeEndian.Uint32(b[8:]),
		Pid:   binary.NativeEndian.Uint32(b[12:]),
	}
}

// PutHeader writes h to the first 16 bytes of b.
func PutHeader(b []byte, h Header) {
	_ = b[HeaderLen-1]
	binary.NativeEndian.PutUint32(b[0:], h.Len)
	binary.NativeEndian.PutUint16(b[4:], h.Type)
	binary.NativeEndian.PutUint16(b[6:], h.Flags)
	binary.NativeEndian.PutUint32(b[8:], h.Seq)
	binary.NativeEndian.PutUint32(b[12:], h.Pid)
}

// putSeq writes sequence number and port id into the header that b starts with.
func putSeq(b []byte, seq, pid uint32) {
	binary.NativeEndian.PutUint32(b[8:], seq)
	binary.NativeEndian.PutUint32(b[12:], pid)
}

// NewMessage puts a header in front of body, in a buffer of its own, padded to
// a multiple of four. Sequence and port stay 0: Exchange, Dump and Batch fill them in.
func NewMessage(msgType, flags uint16, body []byte) []byte {
	return AppendMessage(make([]byte, 0, align(HeaderLen+len(body))), msgType, flags, body)
}

// AppendMessage is NewMessage behind b.
func AppendMessage(b []byte, msgType, flags uint16, body []byte) []byte {
	n, at := HeaderLen+len(body), len(b)
	b = append(b, make([]byte, HeaderLen)...)
	PutHeader(b[at:], Header{Len: uint32(n), Type: msgType, Flags: flags})
	b = append(b, body...)
	return append(b, make([]byte, align(n)-n)...)
}

// Datagram is what one receive gave: one or more messages.
type Datagram struct {
	Data    []byte
	Pid     uint32 // the sender's port id: 0 is the kernel
	Groups  uint32 // not 0: sent to a multicast group
	NSID    int32  // as in Message
	HasNSID bool
}

// Messages walks over the messages as Parse does, with the datagram's namespace id.
func (d Datagram) Messages() iter.Seq2[Message, error] {
	return func(yield func(Message, error) bool) {
		for m, err := range Parse(d.Data) {
			m.NSID, m.HasNSID = d.NSID, d.HasNSID
			if !yield(m, err) {
				return
			}
		}
	}
}
