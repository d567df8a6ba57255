package rtnl

import (
	"encoding/binary"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"

	"nlua/rtnl/codec"
	"nlua/rtnl/nl"
	"nlua/rtnl/spec"
	"nlua/rtnl/state"
)

// Message is one netlink message: its bytes, and what is known of where it came from.
type Message struct {
	Raw     []byte // header and body; valid as long as its datagram is, which nobody overwrites
	Type    uint16
	NSID    int32  // the namespace that an event came from, where HasNSID
	HasNSID bool   // false: the socket's own
	Target  string // Options' word for where the socket is
	Resync  bool   // an event that a monitor found by comparing
	DryRun  bool   // a made-up answer
	NetNS   string // the name of NSID's namespace, where a monitor knows it
}

// NewMessage makes a Message of what nl read.
func NewMessage(m nl.Message) Message {
	return Message{Raw: m.Raw, Type: m.Type, NSID: m.NSID, HasNSID: m.HasNSID}
}

// Shape is what messages of one type and origin have in common: all but the bytes. In a dump of a million they share it.
type Shape struct {
	Message            // without Raw
	Set     *codec.Set // the rows of the type; nil where it has none
}

// ShapeOf takes the shape of a message.
func ShapeOf(m Message) *Shape {
	s := &Shape{Message: m}
	s.Raw = nil
	if known := spec.ByType(m.Type); known != nil {
		s.Set = known.Set
	}
	return s
}

// Fits tells whether a message is of that shape.
func (s *Shape) Fits(m *Message) bool {
	return s.Type == m.Type && s.NSID == m.NSID && s.HasNSID == m.HasNSID && s.Target == m.Target && s.Resync == m.Resync &&
		s.DryRun == m.DryRun && s.NetNS == m.NetNS
}

// With is the message of that shape.
func (s *Shape) With(raw []byte) Message {
	m := s.Message
	m.Raw = raw
	return m
}

// View reads the body of a message by the rows of its type. Its Set is nil for types without rows.
func (s *Shape) View(raw []byte) (v codec.View) {
	s.read(raw, &v)
	return v
}

// read is View into v.
func (s *Shape) read(raw []byte, v *codec.View) {
	if s.Set == nil {
		*v = codec.View{}
		return
	}
	v.Reset(s.Set, raw[nl.HeaderLen:], nil)
}

// Header reads the message's header.
func (m *Message) Header() nl.Header {
	b := m.Raw
	return nl.Header{
		Len: binary.NativeEndian.Uint32(b), Type: m.Type, Flags: binary.NativeEndian.Uint16(b[6:]),
		Seq: binary.NativeEndian.Uint32(b[8:]), Pid: binary.NativeEndian.Uint32(b[12:]),
	}
}

// Body is what follows the header.
func (m *Message) Body() []byte { return m.Raw[nl.HeaderLen:] }

// View reads the body by the rows of the message's type. Its Set is nil for types without rows.
func (m *Message) View() codec.View {
	if known := spec.ByType(m.Type); known != nil && known.Set != nil {
		return codec.ViewOf(known.Set, m.Body(), nil)
	}
	return codec.View{}
}

// Event is the type's name: "RTM_NEWLINK", "NLMSG_ERROR".
func (m *Message) Event() string {
	if known := spec.ByType(m.Type); known != nil {
		return known.Name
	}
	return "RTM_" + strconv.Itoa(int(m.Type))
}

// Object is what the message is about: "link", "route"; "" for control messages and unknown types.
func (m *Message) Object() string {
	if known := spec.ByType(m.Type); known != nil {
		return known.Object
	}
	return ""
}

// LinkState is "up" or "down" by IFF_UP, for messages about links.
func (m *Message) LinkState() (string, bool) {
	const flagsOff = 8 // struct ifinfomsg, include/uapi/linux/rtnetlink.h
	if m.Object() != "link" || len(m.Body()) < flagsOff+4 {
		return "", false
	}
	if binary.NativeEndian.Uint32(m.Body()[flagsOff:])&unix.IFF_UP != 0 {
		return "up", true
	}
	return "down", true
}

// Err is the refusal that an NLMSG_ERROR carries, nil for an acknowledgement and other messages.
func (m *Message) Err() error {
	if m.Type != nl.TypeError || len(m.Body()) < 4 {
		return nil
	}
	if code := int32(binary.NativeEndian.Uint32(m.Body())); code != 0 {
		return nl.Refusal(m.Raw)
	}
	return nil
}

// Table decodes everything: fields first, then attributes, which hide fields of their name. A field that is another link than the
// attribute, as an fdb entry's own one beside that on its way, stands under its C name.
func (m *Message) Table() codec.Table {
	v := m.View()
	switch {
	case v.Set != nil:
	case m.Type == nl.TypeError || m.Type == nl.TypeDone:
		if b := m.Body(); len(b) >= 4 {
			return codec.Table{{Name: "error", Value: int64(int32(binary.NativeEndian.Uint32(b)))}}
		}
		return codec.Table{}
	default:
		return codec.Table{{Name: "data", Value: m.Body()}}
	}
	head, attrs := v.Tables()
	out := make(codec.Table, 0, len(head)+len(attrs))
	for _, p := range head {
		other, hidden := attrs.Get(p.Name)
		if hidden {
			f := v.Set.Field(p.Name)
			if said := fmt.Sprint(p.Value); f.Hint != codec.Index || said == "0" || said == fmt.Sprint(other) { // 0: no link
				continue
			}
			p.Name = f.C
		}
		out = append(out, p)
	}
	return append(out, attrs...)
}

// Key is the same text for messages about the same object of the kernel.
func (m *Message) Key() string {
	v := m.View()
	if v.Set == nil {
		return m.Event()
	}
	return state.Key(m.Type, &v)
}

// Diff lists what differs in content between two messages about an object.
func (m *Message) Diff(other *Message) []state.Change {
	a, b := m.View(), other.View()
	if a.Set == nil || b.Set != a.Set {
		return nil
	}
	return state.Diff(m.Type, &a, &b)
}

// BitNames are the names of the bits that are set in a row's number, in capitals; bits without a name as hexadecimal digits.
func BitNames(row *codec.Row, n uint64) (names []string) {
	if row == nil || row.Enum == nil {
		return nil
	}
	for _, item := range row.Enum.Items {
		if item.Value != 0 && n&item.Value == item.Value {
			names = append(names, strings.ToUpper(item.Name))
			n &^= item.Value
		}
	}
	if n != 0 {
		names = append(names, "0x"+strconv.FormatUint(n, 16))
	}
	return names
}
