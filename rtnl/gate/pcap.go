package gate

import (
	"encoding/binary"
	"io"
	"sync"
	"time"

	"nlua/rtnl/nl"
)

// The capture file's head and link type: pcap of tcpdump.org, LINKTYPE_NETLINK. Each packet begins with 16 bytes in network order
// (struct nlmon's cooked header): direction, ARPHRD_NETLINK, ten bytes of nothing, the netlink protocol; messages follow in the
// order of the machine, as the file's magic number is.
const (
	pcapMagic     = 0xa1b2c3d4
	pcapMagicNano = 0xa1b23c4d
	linkNetlink   = 253
	arphrdNetlink = 824
	cookedLen     = 16
	snapLen       = 1 << 20

	toUs, fromUs = 0, 4 // PACKET_HOST, PACKET_OUTGOING; include/uapi/linux/if_packet.h
)

// Pcap keeps all messages in a capture file.
type Pcap struct {
	mu  sync.Mutex
	w   io.Writer
	err error
}

// NewPcap writes the file's head.
func NewPcap(w io.Writer) (*Pcap, error) {
	b := binary.NativeEndian.AppendUint32(nil, pcapMagic)
	b = binary.NativeEndian.AppendUint16(b, 2)
	b = binary.NativeEndian.AppendUint16(b, 4)
	b = append(b, make([]byte, 8)...)
	b = binary.NativeEndian.AppendUint32(b, snapLen)
	b = binary.NativeEndian.AppendUint32(b, linkNetlink)
	_, err := w.Write(b)
	return &Pcap{w: w}, err
}

// Send lets everything pass.
func (p *Pcap) Send(nl.Message) nl.Verdict { return nl.Verdict{} }

// Sent keeps a message.
func (p *Pcap) Sent(m nl.Message) { p.packet(fromUs, m) }

// Received keeps a message.
func (p *Pcap) Received(m nl.Message) { p.packet(toUs, m) }

// Err is the first error of writing; nothing was written after it.
func (p *Pcap) Err() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.err
}

func (p *Pcap) packet(direction uint16, m nl.Message) {
	now := time.Now()
	size := cookedLen + len(m.Raw)
	b := make([]byte, 0, 16+size)
	b = binary.NativeEndian.AppendUint32(b, uint32(now.Unix()))
	b = binary.NativeEndian.AppendUint32(b, uint32(now.Nanosecond()/1000))
	b = binary.NativeEndian.AppendUint32(b, uint32(size))
	b = binary.NativeEndian.AppendUint32(b, uint32(size))
	b = binary.BigEndian.AppendUint16(b, direction)
	b = binary.BigEndian.AppendUint16(b, arphrdNetlink)
	b = append(b, make([]byte, 12)...) // ten unused bytes, and NETLINK_ROUTE
	b = append(b, m.Raw...)
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.err == nil {
		_, p.err = p.w.Write(b)
	}
}
