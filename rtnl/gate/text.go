package gate

import (
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"

	"nlua/rtnl/codec"
	"nlua/rtnl/nl"
	"nlua/rtnl/spec"
)

// Text is a message on one line: its name, flags, sequence, and everything in it, decoded.
func Text(m nl.Message) string {
	var b strings.Builder
	b.WriteString(eventName(m.Type))
	if flags := flagNames(m); flags != "" {
		b.WriteString(" " + flags)
	}
	fmt.Fprintf(&b, " seq %d pid %d length %d", m.Seq, m.Pid, m.Len)
	if m.HasNSID {
		fmt.Fprintf(&b, " nsid %d", m.NSID)
	}
	known := spec.ByType(m.Type)
	switch {
	case known != nil && known.Set != nil:
		v := codec.ViewOf(known.Set, m.Body, nil)
		head, attrs := v.Tables()
		writePairs(&b, " ", head, true)
		writePairs(&b, " ", attrs, false)
	case m.Type == nl.TypeError:
		if err := nl.Refusal(m.Raw); err != nil {
			b.WriteString(" " + err.Error())
		} else {
			b.WriteString(" ok")
		}
	case len(m.Body) > 0:
		b.WriteString(" " + hex.EncodeToString(m.Body))
	}
	return b.String()
}

func eventName(typ uint16) string {
	if known := spec.ByType(typ); known != nil {
		return known.Name
	}
	return "type " + strconv.Itoa(int(typ))
}

// flagNames are those of nlmsg_flags; what bits above 0x80 mean depends on whether the message reads or changes
// (include/uapi/linux/netlink.h).
func flagNames(m nl.Message) string {
	low := [...]string{"request", "multi", "ack", "echo", "interrupted", "filtered", "", ""}
	change := [...]string{"replace", "excl", "create", "append"}
	var names []string
	for i, name := range low {
		if m.Flags>>i&1 != 0 && name != "" {
			names = append(names, name)
		}
	}
	switch high := m.Flags >> 8; {
	case m.Type < 16 || m.Flags&nl.FlagRequest == 0:
		if high != 0 {
			names = append(names, "0x"+strconv.FormatUint(uint64(high)<<8, 16))
		}
	case nl.IsGet(m.Type):
		if high&3 == 3 {
			names = append(names, "dump")
		}
	default:
		for i, name := range change {
			if high>>i&1 != 0 {
				names = append(names, name)
			}
		}
	}
	return strings.Join(names, ",")
}

// writePairs writes name=value for each pair; spare leaves out zeros.
func writePairs(b *strings.Builder, before string, t codec.Table, spare bool) {
	for _, p := range t {
		if spare && (p.Value == uint64(0) || p.Value == int64(0)) {
			continue
		}
		b.WriteString(before + p.Name + "=")
		writeValue(b, p.Value)
	}
}

// Value writes a plain value on one line: tables as {name=value ...}, lists as [...], bytes as hexadecimal digits.
func Value(v any) string {
	var b strings.Builder
	writeValue(&b, v)
	return b.String()
}

func writeValue(b *strings.Builder, v any) {
	switch x := v.(type) {
	case string:
		if x == "" || strings.ContainsAny(x, " \t\n\"=") {
			b.WriteString(strconv.Quote(x))
		} else {
			b.WriteString(x)
		}
	case float64: // Lua's number
		b.WriteString(strconv.FormatFloat(x, 'f', -1, 64))
	case []byte:
		b.WriteString(hex.EncodeToString(x))
	case codec.Table:
		b.WriteString("{")
		for i, p := range x {
			if i > 0 {
				b.WriteString(" ")
			}
			b.WriteString(p.Name + "=")
			writeValue(b, p.Value)
		}
		b.WriteString("}")
	case []any:
		b.WriteString("[")
		for i, e := range x {
			if i > 0 {
				b.WriteString(" ")
			}
			writeValue(b, e)
		}
		b.WriteString("]")
	default:
		fmt.Fprint(b, x)
	}
}
