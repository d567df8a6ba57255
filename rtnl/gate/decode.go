package gate

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"math/bits"

	"nlua/rtnl/nl"
)

// Block types of pcapng (IETF draft-ietf-opsawg-pcapng).
const (
	ngSection   = 0x0a0d0d0a
	ngInterface = 1
	ngPacket    = 2 // as Enhanced, with 16 bits of interface
	ngSimple    = 3
	ngEnhanced  = 6
	ngOrder     = 0x1a2b3c4d

	ngResolution = 9 // option if_tsresol of an interface
)

// Decode prints the netlink messages of a capture file, pcap or pcapng, a line each as Trace does.
func Decode(r io.Reader, w io.Writer) error {
	d := &decoder{in: bufio.NewReaderSize(r, 1<<16), out: bufio.NewWriter(w)}
	magic, err := d.in.Peek(4)
	if err == io.EOF {
		return errors.New("not a capture file: it has less than four bytes")
	}
	if err != nil {
		return err
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
	links []source // the section's interfaces
	count int
}

// source is an interface of a capture: its link type, and how many units of its clock are a second.
type source struct {
	link   uint16
	second float64
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
		return errors.New("the file ends within its head")
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
		if err == io.EOF {
			err = fmt.Errorf("the file ends within packet %d", d.count+1)
		}
		if err != nil {
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
			if d.order.Uint32(mark) != ngOrder {
				return errors.New("a section does not say its byte order: the file is damaged")
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
		if err := d.block(typ, body[:len(body)-4]); err != nil {
			return err
		}
	}
}

func (d *decoder) block(typ uint32, b []byte) error {
	switch {
	case typ == ngInterface && len(b) >= 8:
		d.links = append(d.links, source{d.order.Uint16(b), d.resolution(b[8:])})
	case typ == ngSimple && len(b) >= 4 && len(d.links) > 0:
		d.packet(d.links[0].link, 0, b[4:4+min(d.order.Uint32(b), uint32(len(b)-4))])
	case (typ == ngEnhanced || typ == ngPacket) && len(b) >= 20:
		i, n := d.order.Uint32(b), d.order.Uint32(b[12:])
		if typ == ngPacket {
			i = uint32(d.order.Uint16(b))
		}
		if uint64(i) >= uint64(len(d.links)) || n > uint32(len(b)-20) {
			return fmt.Errorf("packet %d is of an interface that is not there, or longer than its block: the file is damaged", d.count+1)
		}
		at := uint64(d.order.Uint32(b[4:]))<<32 | uint64(d.order.Uint32(b[8:]))
		d.packet(d.links[i].link, float64(at)/d.links[i].second, b[20:20+n])
	case typ == ngInterface || typ == ngSimple || typ == ngEnhanced || typ == ngPacket:
		return fmt.Errorf("a block of type %d is too short, or before any interface: the file is damaged", typ)
	}
	return nil
}

// resolution reads how many units are a second from the options of an interface: microseconds unless they say a power of ten, or,
// with the upper bit, of two.
func (d *decoder) resolution(options []byte) float64 {
	for len(options) >= 4 {
		code, n := d.order.Uint16(options), int(d.order.Uint16(options[2:]))
		if code == 0 || 4+n > len(options) {
			break
		}
		if code == ngResolution && n >= 1 {
			if power := options[4]; power&0x80 != 0 {
				return math.Exp2(float64(power & 0x7f))
			} else {
				return math.Pow10(int(power))
			}
		}
		options = options[min(4+(n+3)&^3, len(options)):]
	}
	return 1e6
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
	b = b[cookedLen:]
	if len(b) >= nl.HeaderLen && binary.NativeEndian.Uint32(b) > uint32(len(b)) && bits.ReverseBytes32(binary.NativeEndian.Uint32(b)) <= uint32(len(b)) {
		say("%s packet %d is of a machine with the other byte order", way, d.count)
		return
	}
	for m, err := range nl.Parse(b) {
		if err != nil {
			say("%s %s", way, err)
			return
		}
		say("%s %s", way, Text(m))
	}
}
