package bindings

import (
	"fmt"
	"strconv"
	"strings"

	"nlua/rtnl"
	"nlua/rtnl/codec"
)

// teller words the values of one message for people.
type teller struct {
	s    *Space
	m    *message
	view *codec.View            // of m, once it is asked for
	link func(index int) string // the name of a link; "" where it is not known
}

func (t *teller) get(path string) (any, bool) {
	view := t.reader()
	if view.Set == nil {
		return nil, false
	}
	p := t.s.pathOf(path)
	if len(p.names) > 1 {
		return view.Path(p.names...)
	}
	row, b := p.bytes(view)
	if row == nil {
		return nil, false
	}
	v, _ := codec.Decode(view, row, b)
	return v, true
}

func (t *teller) reader() *codec.View {
	if t.view == nil {
		t.view = t.m.reader()
	}
	return t.view
}

// text is a value as it is, "" where there is none. Numbers with a name are their name.
func (t *teller) text(path string) string {
	v, ok := t.get(path)
	if !ok {
		return ""
	}
	switch x := v.(type) {
	case string:
		return x
	case bool:
		return strconv.FormatBool(x)
	case uint64, int64:
		if row, n, ok := t.s.pathOf(path).rowIn(t.reader()); ok {
			if name := t.s.nameOf(row, n); name != "" {
				return name
			}
		}
		return fmt.Sprint(x)
	case []byte:
		return fmt.Sprintf("%x", x)
	}
	return ""
}

// number is a value's number, 0 where there is none.
func (t *teller) number(path string) uint64 {
	v, _ := t.get(path)
	switch n := v.(type) {
	case uint64:
		return n
	case int64:
		return uint64(n)
	}
	return 0
}

// device is the link that an index stands for: its name, or "if3".
func (t *teller) device(path string) string {
	n := int(t.number(path))
	if n == 0 || uint32(n) == blockIndex {
		return ""
	}
	if name := t.link(n); name != "" {
		return name
	}
	return "if" + strconv.Itoa(n)
}

// flags are the names of the bits that are set, in capitals as ip shows them.
func (t *teller) flags(path string) []string {
	row, n, ok := t.s.pathOf(path).rowIn(t.reader())
	if !ok {
		return nil
	}
	return rtnl.BitNames(row, n)
}

// prefix is an address with its length; a host's has none.
func (t *teller) prefix(address, length string) string {
	text := t.text(address)
	n := t.number(length)
	switch {
	case text != "" && t.number("family") == afMCTP:
		return t.endpoint(address, n)
	case text == "" && n == 0:
		return ""
	case strings.Contains(text, ":") && n == 128, strings.Contains(text, ".") && n == 32:
		return text
	}
	return text + "/" + strconv.FormatUint(n, 10)
}

// afMCTP is AF_MCTP, include/linux/socket.h.
const afMCTP = 45

// endpoint is an MCTP endpoint id, or the range of a route, whose length counts those behind the first: "eid 8", "eid 8-15".
func (t *teller) endpoint(path string, more uint64) string {
	if more == 0 {
		return "eid " + t.text(path)
	}
	return fmt.Sprintf("eid %s-%d", t.text(path), t.number(path)+more)
}

// neighbour is whom an entry is about: an address.
func (t *teller) neighbour() string {
	if t.number("family") == afMCTP {
		return t.endpoint("dst", 0)
	}
	return t.text("dst")
}

// labels is an MPLS label stack: "100/200".
func labels(v any) string {
	list, ok := v.([]any)
	if !ok {
		return ""
	}
	var parts []string
	for _, e := range list {
		if entry, ok := e.(codec.Table); ok {
			n, _ := entry.Get("label")
			parts = append(parts, fmt.Sprint(n))
		}
	}
	return strings.Join(parts, "/")
}

// destination is where a route leads.
func (t *teller) destination() string {
	if v, ok := t.get("dst"); ok {
		if text := labels(v); text != "" {
			return text
		}
	}
	if text := t.prefix("dst", "dst_len"); text != "" {
		return text
	}
	return "default"
}

// via is a gateway of the own or another family.
func (t *teller) via() string {
	if text := t.text("gateway"); text != "" {
		return text
	}
	if v, ok := t.get("via.addr"); ok {
		return familyName(t.number("via.family")) + " " + fmt.Sprint(v)
	}
	return ""
}

// handle is a tc handle: "1:10".
func (t *teller) handle(path string) string {
	n := t.number(path)
	switch n {
	case 0:
		return ""
	case 0xffffffff:
		return "root"
	case 0xfffffff1:
		return "ingress"
	}
	if n&0xffff == 0 {
		return fmt.Sprintf("%x:", n>>16)
	}
	return fmt.Sprintf("%x:%x", n>>16, n&0xffff)
}

// operstate is what ip -br shows as a link's state.
func (t *teller) operstate() string {
	if text := t.text("operstate"); text != "" {
		return text
	}
	return strings.ToUpper(t.text("state"))
}

// linkName is a link's name with the link below it: "eth0.5@eth0".
func (t *teller) linkName() string {
	name := t.text("ifname")
	if below := t.number("link"); below != 0 && below != t.number("index") {
		if _, elsewhere := t.get("link_netnsid"); elsewhere {
			return name + "@if" + strconv.FormatUint(below, 10)
		}
		name += "@" + t.device("link")
	}
	return name
}
