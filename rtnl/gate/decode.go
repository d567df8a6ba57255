package gate

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"nlua/rtnl/nl"
)

// Block types of pcapng (IETF draft-ietf-opsawg-pcapng).
const (
	ngSection   = 0x0a0d0d0a
	ngInterface = 1
	ngSimple    = 3
	ngEnhanced  = 6
	ngOrder     = 0x1a2b3c4d
)

// Decode prints the netlink messages of a capture file, pcap or pcapng, a line each as Trace does.
func Decode(r io.Reader, w io.Writer) error {
	d := &decoder{in: bufio.NewReaderSize(r, 1<<16), out: bufio.NewWriter(w)}
	magic, err := d.in.Peek(4)
	if err != nil {
		return errors.New("not a capture file: it has less than four bytes")
	}
	d.order = binary.ByteOrder(binary.LittleEndian)
	if binary.BigEndian.Uint32(magic) == pcapMagic || binary.BigEndian.Uint32(magic) == pcapMagicNano {
		d.order = binary.BigEndian
	}
	switch n := d.order.Uint32(magic); n {
	case pcapMagic, pcapMagicNano:
		err = d.pcap(n == pcapMagicNano)
	case ngSection:
		err = d.pcapng()
	default:
		return fmt.Errorf("not a capture file: it begins with %x, neither pcap nor pcapng", magic)
	}
	return errors.Join(err, d.out.Flush())
}

type decoder struct {
	in    *bufio.Reader
	out   *bufio.Writer
	order binary.ByteOrder
	links []uint16 // link types of the section's interfaces
	count int
}

// read takes n bytes; io.EOF only where there is none at all.
func (d *decoder) read(n uint32) ([]byte, error) {
	if n > 64<<20 {
		return nil, fmt.Errorf("packet %d says a length of %d: the file is damaged", d.count+1, n)
	}
	b := make([]byte, n)
	_, err := io.ReadFull(d.in, b)
	if err == io.ErrUnexpectedEOF {
		err = fmt.Errorf("the file ends within packet %d", d.count+1)
	}
	return b, err
}

func (d *decoder) pcap(nano bool) error {
	head, err := d.read(24)
	if err != nil {
		return err
	}
	link := uint16(d.order.Uint32(head[20:]))
	fraction := 1e6
	if nano {
		fraction = 1e9
	}
	for {
		head, err := d.read(16)
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		packet, err := d.read(d.order.Uint32(head[8:]))
		if err != nil && err != io.EOF {
			return err
		}
		d.packet(link, float64(d.order.Uint32(head))+float64(d.order.Uint32(head[4:]))/fraction, packet)
	}
}

func (d *decoder) pcapng() error {
	for {
		head, err := d.read(8)
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		typ := d.order.Uint32(head)
		if typ == ngSection { // the same in both orders
			mark, err := d.in.Peek(4)
			if err != nil {
				return errors.New("the file ends within a section's head")
			}
			d.order = binary.ByteOrder(binary.LittleEndian)
			if binary.BigEndian.Uint32(mark) == ngOrder {
				d.order = binary.BigEndian
			}
			d.links = nil
		}
		size := d.order.Uint32(head[4:])
		if size < 12 || size%4 != 0 {
			return fmt.Errorf("a block says a length of %d: the file is damaged", size)
		}
		body, err := d.read(size - 8)
		if err != nil {
			return fmt.Errorf("the file ends within a block: %w", err)
		}
		d.block(typ, body[:len(body)-4])
	}
}

func (d *decoder) block(typ uint32, b []byte) {
	switch {
	case typ == ngInterface && len(b) >= 8:
		d.links = append(d.links, d.order.Uint16(b))
	case typ == ngSimple && len(b) >= 4 && len(d.links) > 0:
		d.packet(d.links[0], 0, b[4:min(4+int(d.order.Uint32(b)), len(b))])
	case typ == ngEnhanced && len(b) >= 20:
		i, n := int(d.order.Uint32(b)), int(d.order.Uint32(b[12:]))
		if i < len(d.links) && 20+n <= len(b) {
			at := uint64(d.order.Uint32(b[4:]))<<32 | uint64(d.order.Uint32(b[8:]))
			d.packet(d.links[i], float64(at)/1e6, b[20:20+n])
		}
	}
}

func (d *decoder) packet(link uint16, at float64, b []byte) {
	d.count++
	say := func(format string, v ...any) { fmt.Fprintf(d.out, "%.6f "+format+"\n", append([]any{at}, v...)...) }
	if link != linkNetlink {
		say("packet %d is of link type %d, not netlink (%d)", d.count, link, linkNetlink)
		return
	}
	if len(b) < cookedLen {
		say("packet %d is too short", d.count)
		return
	}
	way := "<"
	if binary.BigEndian.Uint16(b) == fromUs {
		way = ">"
	}
	if protocol := binary.BigEndian.Uint16(b[14:]); protocol != 0 {
		say("%s netlink protocol %d, %d bytes", way, protocol, len(b)-cookedLen)
		return
	}
	for m, err := range nl.Parse(b[cookedLen:]) {
		if err != nil {
			say("%s %s", way, err)
			return
		}
		say("%s %s", way, Text(m))
	}
}
