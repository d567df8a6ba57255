package gate_test

import (
	"bytes"
	"encoding/binary"
	"strings"
	"testing"

	"nlua/rtnl/gate"
	"nlua/rtnl/nl"
)

// order writes numbers of one byte order.
type order interface {
	binary.ByteOrder
	binary.AppendByteOrder
}

// cooked is a packet as nlmon has it: outgoing, ARPHRD_NETLINK, a protocol.
func cooked(protocol uint16, message []byte) []byte {
	b := binary.BigEndian.AppendUint16([]byte{0, 4, 3, 56, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}, protocol)
	return append(b, message...)
}

func getLinks() []byte { return nl.NewMessage(18, nl.FlagRequest|nl.FlagDump, make([]byte, 16)) }

// pcap is a file of packets at 1.5 seconds; cut is how much of each was not kept.
func pcap(o order, magic, link uint32, cut int, packets ...[]byte) []byte {
	b := o.AppendUint32(nil, magic)
	b = o.AppendUint16(o.AppendUint16(b, 2), 4)
	b = o.AppendUint32(o.AppendUint32(append(b, make([]byte, 8)...), 1<<16), link)
	half := uint32(500_000)
	if magic == 0xa1b23c4d {
		half *= 1000
	}
	for _, p := range packets {
		b = o.AppendUint32(o.AppendUint32(b, 1), half)
		b = o.AppendUint32(o.AppendUint32(b, uint32(len(p)-cut)), uint32(len(p)))
		b = append(b, p[:len(p)-cut]...)
	}
	return b
}

func block(o order, typ uint32, body []byte) []byte {
	for len(body)%4 != 0 {
		body = append(body, 0)
	}
	b := o.AppendUint32(o.AppendUint32(nil, typ), uint32(len(body)+12))
	return o.AppendUint32(append(b, body...), uint32(len(body)+12))
}

// section is the head of a pcapng file with one interface, whose clock has 10^resolution units a second.
func section(o order, link uint16, resolution byte) []byte {
	b := o.AppendUint32(nil, 0x1a2b3c4d)
	b = block(o, 0x0a0d0d0a, append(o.AppendUint16(o.AppendUint16(b, 1), 0), bytes.Repeat([]byte{255}, 8)...))
	iface := o.AppendUint32(o.AppendUint16(o.AppendUint16(nil, link), 0), 0)
	if resolution != 6 {
		iface = append(o.AppendUint16(o.AppendUint16(iface, 2), 2), 'n', 'l', 0, 0) // if_name before it
		iface = append(o.AppendUint16(o.AppendUint16(iface, 9), 1), resolution, 0, 0, 0)
		iface = append(iface, 0, 0, 0, 0)
	}
	return append(b, block(o, 1, iface)...)
}

func enhanced(o order, typ uint32, at uint64, packet []byte) []byte {
	b := o.AppendUint32(nil, 0)
	b = o.AppendUint32(o.AppendUint32(b, uint32(at>>32)), uint32(at))
	b = o.AppendUint32(o.AppendUint32(b, uint32(len(packet))), uint32(len(packet)))
	return block(o, typ, append(b, packet...))
}

// TestDecode reads files as foreign programs write them.
func TestDecode(t *testing.T) {
	little, big := order(binary.LittleEndian), order(binary.BigEndian)
	message := cooked(0, getLinks())
	foreign := append([]byte(nil), getLinks()...)
	for _, part := range [][]byte{foreign[:4], foreign[4:6], foreign[6:8]} {
		for i, j := 0, len(part)-1; i < j; i, j = i+1, j-1 {
			part[i], part[j] = part[j], part[i]
		}
	}
	simple := func(o order) []byte {
		return block(o, 3, append(o.AppendUint32(nil, uint32(len(message))), message...))
	}
	join := func(parts ...[]byte) []byte { return bytes.Join(parts, nil) }
	const line = "1.500000 > RTM_GETLINK request,dump seq 0 pid 0 length 32\n"
	for _, c := range []struct {
		name  string
		file  []byte
		lines string // what is printed
		err   string // and what is complained of behind it
	}{
		{"little", pcap(little, 0xa1b2c3d4, 253, 0, message, message), line + line, ""},
		{"big", pcap(big, 0xa1b2c3d4, 253, 0, message), line, ""},
		{"little, nanoseconds", pcap(little, 0xa1b23c4d, 253, 0, message), line, ""},
		{"big, nanoseconds", pcap(big, 0xa1b23c4d, 253, 0, message), line, ""},
		{"ethernet", pcap(little, 0xa1b2c3d4, 1, 0, message), "1.500000 packet 1 is of link type 1, not netlink (253)\n", ""},
		{"generic netlink", pcap(little, 0xa1b2c3d4, 253, 0, cooked(16, getLinks()), message), "1.500000 > netlink protocol 16, 32 bytes\n" + line, ""},
		{"kept in part", pcap(little, 0xa1b2c3d4, 253, 8, message), "1.500000 > netlink message at offset 0: length 32, but only 24 bytes left\n", ""},
		{"kept without a message", pcap(little, 0xa1b2c3d4, 253, 40, message), "1.500000 packet 1 is too short\n", ""},
		{"the other byte order", pcap(big, 0xa1b2c3d4, 253, 0, cooked(0, foreign)), "1.500000 > packet 1 is of a machine with the other byte order\n", ""},
		{"cut in a packet", pcap(little, 0xa1b2c3d4, 253, 0, message, message)[:24+64+16+5], line, "the file ends within packet 2"},
		{"cut before a packet", pcap(little, 0xa1b2c3d4, 253, 0, message, message)[:24+64+16], line, "the file ends within packet 2"},
		{"cut in a packet's head", pcap(little, 0xa1b2c3d4, 253, 0, message)[:24+5], "", "the file ends within packet 1"},
		{"cut in the head", pcap(little, 0xa1b2c3d4, 253, 0)[:10], "", "the file ends within its head"},
		{"a length of no sense", join(pcap(little, 0xa1b2c3d4, 253, 0), bytes.Repeat([]byte{255}, 16)), "", "packet 1 says a length of 4294967295: the file is damaged"},
		{"ng, little", join(section(little, 253, 6), enhanced(little, 6, 1_500_000, message)), line, ""},
		{"ng, big", join(section(big, 253, 6), enhanced(big, 6, 1_500_000, message)), line, ""},
		{"ng, nanoseconds", join(section(little, 253, 9), enhanced(little, 6, 1_500_000_000, message)), line, ""},
		{"ng, binary clock", join(section(big, 253, 0x80|10), enhanced(big, 6, 1536, message)), line, ""},
		{"ng, obsolete packet", join(section(big, 253, 6), enhanced(big, 2, 1_500_000, message)), line, ""},
		{"ng, simple packet", join(section(little, 253, 6), simple(little)), strings.Replace(line, "1.5", "0.0", 1), ""},
		{"ng, sections of both orders", join(section(little, 253, 6), enhanced(little, 6, 1_500_000, message), section(big, 253, 9), enhanced(big, 6, 1_500_000_000, message)), line + line, ""},
		{"ng, blocks of other kinds", join(section(little, 253, 6), block(little, 5, make([]byte, 20)), enhanced(little, 6, 1_500_000, message)), line, ""},
		{"ng, no interface", join(section(little, 253, 6)[:28], enhanced(little, 6, 0, message)), "", "packet 1 is of an interface that is not there, or longer than its block: the file is damaged"},
		{"ng, no byte order", block(little, 0x0a0d0d0a, make([]byte, 16)), "", "a section does not say its byte order: the file is damaged"},
		{"ng, cut", join(section(little, 253, 6), enhanced(little, 6, 1_500_000, message)[:30]), "", "the file ends within a block: the file ends within packet 1"},
		{"nothing", nil, "", "not a capture file: it has less than four bytes"},
		{"a script", []byte("print(1)\n"), "", "not a capture file: it begins with 7072696e, neither pcap nor pcapng"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var out bytes.Buffer
			err := gate.Decode(bytes.NewReader(c.file), &out)
			if out.String() != c.lines {
				t.Errorf("got  %q\nwant %q", out.String(), c.lines)
			}
			if text := ""; err != nil || c.err != "" {
				if err != nil {
					text = err.Error()
				}
				if text != c.err {
					t.Errorf("error %q, want %q", text, c.err)
				}
			}
		})
	}
}
