package nl

import (
	"bytes"
	"encoding/binary"
	"testing"
)

func FuzzParse(f *testing.F) {
	one := NewMessage(16, FlagRequest, []byte{1, 2, 3})
	f.Add([]byte{})
	f.Add(one)
	f.Add(one[:19]) // the last message may lack its padding
	f.Add(append(bytes.Clone(one), one...))
	f.Add(append(bytes.Clone(one), 1, 2, 3))
	f.Add(bytes.Repeat([]byte{0}, 16))
	f.Add(bytes.Repeat([]byte{0xff}, 40))
	f.Fuzz(func(t *testing.T, b []byte) {
		off := 0
		for m, err := range Parse(b) {
			if err != nil {
				if bad, ok := err.(*ParseError); !ok || bad.Offset != off || m.Raw != nil {
					t.Fatalf("%v with %+v, at %d", err, m, off)
				}
				return
			}
			if int(m.Len) != len(m.Raw) || len(m.Body) != len(m.Raw)-HeaderLen || !bytes.Equal(m.Raw, b[off:off+int(m.Len)]) {
				t.Fatalf("message %+v at %d of %x", m, off, b)
			}
			again := make([]byte, HeaderLen)
			PutHeader(again, m.Header)
			if !bytes.Equal(again, m.Raw[:HeaderLen]) {
				t.Fatalf("header %x written as %x", m.Raw[:HeaderLen], again)
			}
			off += min(align(int(m.Len)), len(b)-off)
		}
		if off != len(b) {
			t.Fatalf("ended at %d of %d without an error", off, len(b))
		}
	})
}

func FuzzVerdict(f *testing.F) {
	head := make([]byte, 4+HeaderLen)
	binary.NativeEndian.PutUint32(head[4:], HeaderLen)
	f.Add(uint16(TypeError), uint16(0), head)
	f.Add(uint16(TypeError), uint16(flagCapped|flagAckTLVs), append(bytes.Clone(head), 8, 0, 2, 0, 24, 0, 0, 0))
	f.Add(uint16(TypeError), uint16(flagCapped|flagAckTLVs), append(bytes.Clone(head), 12, 0, 4, 0x80, 8, 0, 1, 0, 3, 0, 0, 0))
	f.Add(uint16(TypeDone), uint16(flagAckTLVs), []byte{0, 0, 0, 0, 6, 0, 1, 0, 'a', 0})
	f.Add(uint16(TypeDone), uint16(0), []byte{})
	f.Fuzz(func(t *testing.T, msgType, flags uint16, body []byte) {
		m := Message{Header: Header{Len: uint32(HeaderLen + len(body)), Type: msgType, Flags: flags}, Body: body}
		v, err := parseVerdict(m)
		if err != nil {
			return
		}
		if v.ext.offset < -1 || v.ext.missType < -1 || v.ext.missNest < -1 {
			t.Fatalf("%+v", v)
		}
		if len(v.ext.message) > len(body) {
			t.Fatalf("more words than bytes: %+v", v)
		}
		if e := v.opError(nil); e != nil {
			_ = e.Error()
		} else if v.code != 0 {
			t.Fatalf("code %d is no error", v.code)
		}
		if v.ext.policy != nil {
			_ = v.ext.policy.String()
		}
	})
}
