package request

import (
	"encoding/hex"
	"errors"
	"fmt"
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"nlua/rtnl/codec"
)

// flowerForm is how a key of flower is written.
type flowerForm uint8

const (
	flPlain  flowerForm = iota // a value of the row
	flMasked                   // "value/mask", integers
	flMAC                      // "aa:bb:cc:dd:ee:ff/mask"
	flIP                       // "A", "A/len", "A/mask"
	flBytes                    // "hex/hex", 16 bytes
	flFlags                    // names of an Enum, "!name" for those that must not be there
)

// flowerKey is a word of flower: attributes of the value, and with "_mask" behind it of the mask. ip6 is the attribute for IPv6.
type flowerKey struct {
	word string
	attr string
	ip6  string
	form flowerForm
	hint codec.Hint
	doc  string
}

// flowerKeys are tc's words. The rows' own names ("key_eth_dst", "key_eth_dst_mask") are words too.
var flowerKeys = []flowerKey{
	{"dst_mac", "key_eth_dst", "", flMAC, 0, "Destination hardware address, with a mask behind \"/\"."},
	{"src_mac", "key_eth_src", "", flMAC, 0, "Source hardware address, with a mask behind \"/\"."},
	{"eth_type", "key_eth_type", "", flPlain, 0, "Ethernet protocol; the filter's own by default."},
	{"ip_proto", "key_ip_proto", "", flPlain, 0, "IP protocol: \"tcp\", \"udp\", or a number."},
	{"src_ip", "key_ipv4_src", "key_ipv6_src", flIP, 0, "Source address or prefix."},
	{"dst_ip", "key_ipv4_dst", "key_ipv6_dst", flIP, 0, "Destination address or prefix."},
	{"ip_tos", "key_ip_tos", "", flMasked, 0, "TOS, with a mask behind \"/\"."},
	{"ip_ttl", "key_ip_ttl", "", flMasked, 0, "TTL, with a mask behind \"/\"."},
	{"vlan_id", "key_vlan_id", "", flPlain, 0, "VLAN."},
	{"vlan_prio", "key_vlan_prio", "", flPlain, 0, "VLAN priority."},
	{"vlan_ethtype", "key_vlan_eth_type", "", flPlain, codec.Ether, "Protocol behind the VLAN tag."},
	{"cvlan_id", "key_cvlan_id", "", flPlain, 0, "Inner VLAN."},
	{"cvlan_prio", "key_cvlan_prio", "", flPlain, 0, "Inner VLAN priority."},
	{"cvlan_ethtype", "key_cvlan_eth_type", "", flPlain, codec.Ether, "Protocol behind the inner VLAN tag."},
	{"num_of_vlans", "key_num_of_vlans", "", flPlain, 0, "VLAN tags."},
	{"tcp_flags", "key_tcp_flags", "", flMasked, codec.Hex, "TCP flags, with a mask behind \"/\"."},
	{"arp_tip", "key_arp_tip", "", flIP, 0, "Target address of ARP."},
	{"arp_sip", "key_arp_sip", "", flIP, 0, "Sender address of ARP."},
	{"arp_tha", "key_arp_tha", "", flMAC, 0, "Target hardware address of ARP."},
	{"arp_sha", "key_arp_sha", "", flMAC, 0, "Sender hardware address of ARP."},
	{"mpls_label", "key_mpls_label", "", flPlain, 0, "MPLS label."},
	{"mpls_tc", "key_mpls_tc", "", flPlain, 0, "MPLS traffic class."},
	{"mpls_bos", "key_mpls_bos", "", flPlain, 0, "Bottom of the MPLS stack."},
	{"mpls_ttl", "key_mpls_ttl", "", flPlain, 0, "MPLS TTL."},
	{"enc_key_id", "key_enc_key_id", "", flPlain, 0, "Key of the tunnel: VNI and the like."},
	{"enc_src_ip", "key_enc_ipv4_src", "key_enc_ipv6_src", flIP, 0, "Source address of the tunnel."},
	{"enc_dst_ip", "key_enc_ipv4_dst", "key_enc_ipv6_dst", flIP, 0, "Destination address of the tunnel."},
	{"enc_dst_port", "key_enc_udp_dst_port", "", flMasked, 0, "UDP port of the tunnel."},
	{"enc_src_port", "key_enc_udp_src_port", "", flMasked, 0, "UDP source port of the tunnel."},
	{"enc_tos", "key_enc_ip_tos", "", flMasked, 0, "TOS of the tunnel."},
	{"enc_ttl", "key_enc_ip_ttl", "", flMasked, 0, "TTL of the tunnel."},
	{"ip_flags", "key_flags", "", flFlags, 0, "\"frag\", \"firstfrag\", with \"!\" for not."},
	{"enc_flags", "key_enc_flags", "", flFlags, 0, "Flags of the tunnel."},
	{"ct_state", "key_ct_state", "", flFlags, 0, "Connection: \"new\", \"est\", \"rel\", \"trk\", \"inv\", \"rpl\"; tc's \"+trk-new\" too."},
	{"ct_zone", "key_ct_zone", "", flMasked, 0, "Zone of connection tracking."},
	{"ct_mark", "key_ct_mark", "", flMasked, codec.Hex, "Mark of the connection."},
	{"ct_label", "key_ct_labels", "", flBytes, 0, "Label of the connection, 16 bytes in hexadecimal."},
	{"hash", "key_hash", "", flMasked, codec.Hex, "Hash of the packet."},
	{"pppoe_sid", "key_pppoe_sid", "", flPlain, 0, "PPPoE session."},
	{"ppp_proto", "key_ppp_proto", "", flPlain, 0, "PPP protocol: \"ip\", \"ipv6\", \"mpls_uc\", \"mpls_mc\", or a number."},
	{"l2tpv3_sid", "key_l2tpv3_sid", "", flPlain, 0, "L2TPv3 session."},
	{"spi", "key_spi", "", flMasked, codec.Hex, "SPI of IPsec."},
	{"cfm", "key_cfm", "", flPlain, 0, "CFM: {md_level, opcode}."},
	{"l2_miss", "l2_miss", "", flPlain, codec.Bool, "The bridge did not know the destination."},
	{"mpls", "key_mpls_opts.lse", "", flPlain, 0, "MPLS stack: a list of {depth, label, tc, bos, ttl}."},
}

// flowerWords are those of flowerKeys, and those whose attribute depends on the protocol: TCP, UDP, SCTP ports; ICMP type and code.
func flowerWords() []tcWord {
	w := []tcWord{
		{Name: "src_port", Do: seen, Doc: "Source port, \"min-max\", or \"port/mask\"; needs ip_proto."},
		{Name: "dst_port", Do: seen, Doc: "Destination port, \"min-max\", or \"port/mask\"; needs ip_proto."},
		{Name: "type", Do: seen, Doc: "ICMP type; needs ip_proto."},
		{Name: "code", Do: seen, Doc: "ICMP code; needs ip_proto."},
		{Name: "arp_op", Do: flowerARP, Doc: "\"request\", \"reply\", or a number."},
		{Name: "hw_tc", Do: seen, Doc: "Hardware traffic class."},
		{Name: "geneve_opts", Do: flowerOpts("geneve"), Doc: "Options of the tunnel: {class, type, data}, or \"class:type:data/mask\" in hexadecimal; a list of these."},
		{Name: "vxlan_opts", Do: flowerOpts("vxlan"), Doc: "Options of the tunnel: {gbp}."},
		{Name: "erspan_opts", Do: flowerOpts("erspan"), Doc: "Options of the tunnel: {ver, index} or {ver, dir, hwid}."},
		{Name: "gtp_opts", Do: flowerOpts("gtp"), Doc: "Options of the tunnel: {pdu_type, qfi}."},
	}
	for i := range flowerKeys {
		k := &flowerKeys[i]
		w = append(w, tcWord{Name: k.word, Do: k.put, Hint: k.hint, Doc: k.doc})
	}
	return w
}

func (k *flowerKey) put(o *tcOpts, v any) error {
	switch k.form {
	case flIP:
		return putMaskedIP(o, v, k.attr, k.ip6)
	case flMAC:
		value, mask, given := cutMask(v)
		if !given {
			mask = "ff:ff:ff:ff:ff:ff"
		} else if n, err := strconv.Atoi(fmt.Sprint(mask)); err == nil {
			if n < 0 || n > 48 {
				return fmt.Errorf("want a length of 0 to 48, got %d", n)
			}
			mask = codec.FormatMAC(leadingOnes(n, 6))
		}
		o.put(value, k.attr)
		o.put(mask, k.attr+"_mask")
		return nil
	case flMasked:
		if _, _, given := cutMask(v); !given && k.word == "tcp_flags" { // twelve bits of the header, as tc asks for them
			v = []any{v, uint64(0xfff)}
		}
		return putMasked(o, v, k.attr, int(o.set.Named(k.attr).Size))
	case flBytes:
		return putMasked(o, v, k.attr, 16)
	case flFlags:
		return k.flags(o, v)
	}
	if k.word == "mpls" {
		list, err := tables(v)
		if err != nil {
			return err
		}
		entries := make([]any, len(list))
		for i, t := range list {
			for j := range t {
				t[j].Name = "lse_" + strings.TrimPrefix(t[j].Name, "lse_")
			}
			entries[i] = t
		}
		v = entries
	}
	o.put(v, strings.Split(k.attr, ".")...)
	return nil
}

// flags reads names, "!name" for those that must be absent, and tc's forms "+trk-new" and "frag/nofirstfrag".
func (k *flowerKey) flags(o *tcOpts, v any) error {
	enum := o.set.Named(k.attr).Enum
	words, ok := flagWords(v)
	if !ok {
		value, mask, given := cutMask(v)
		if !given {
			mask = value
		}
		o.put(value, k.attr)
		o.put(mask, k.attr+"_mask")
		return nil
	}
	if s, isText := v.(string); isText && strings.ContainsAny(s, "+-") {
		s = strings.NewReplacer("+", " ", "-", " !").Replace(s)
		words = strings.Fields(s)
	} else if isText {
		words = strings.FieldsFunc(s, func(r rune) bool { return r == '/' || r == ',' || r == ' ' })
	}
	var set, mask uint64
	for _, w := range words {
		name, not := strings.CutPrefix(w, "!")
		bit, known := enum.ValueOf(name)
		if rest, no := strings.CutPrefix(name, "no"); !known && no {
			bit, known = enum.ValueOf(rest)
			not = !not
		}
		if !known {
			return fmt.Errorf("unknown flag %q%s", name, Suggest(name, enum.Names()))
		}
		if mask |= bit; !not {
			set |= bit
		}
	}
	o.put(set, k.attr)
	o.put(mask, k.attr+"_mask")
	return nil
}

// cutMask splits "value/mask", or takes {value, mask}.
func cutMask(v any) (value, mask any, given bool) {
	switch x := v.(type) {
	case string:
		if a, b, ok := strings.Cut(x, "/"); ok {
			return a, b, true
		}
	case []any:
		if len(x) == 2 {
			return x[0], x[1], true
		}
	}
	return v, nil, false
}

// putMasked reads "value/mask"; the mask is all ones where it is missing. Sizes above 8 are bytes in hexadecimal.
func putMasked(o *tcOpts, v any, attr string, size int) error {
	value, mask, given := cutMask(v)
	if size <= 8 {
		if !given {
			mask = uint64(1)<<(8*size) - 1
		}
		o.put(value, attr)
		o.put(mask, attr+"_mask")
		return nil
	}
	if !given {
		mask = strings.Repeat("ff", size)
	}
	b, err := leadingBytes(value, size)
	if err != nil {
		return err
	}
	ones, err := leadingBytes(mask, size)
	if err != nil {
		return err
	}
	o.put(b, attr)
	o.put(ones, attr+"_mask")
	return nil
}

func hexBytes(v any) ([]byte, error) {
	s, ok := v.(string)
	if !ok {
		return nil, fmt.Errorf("want bytes in hexadecimal, got %s", shown(v))
	}
	s = strings.TrimPrefix(strings.ReplaceAll(s, ":", ""), "0x")
	if len(s)%2 == 1 {
		s = "0" + s
	}
	b, err := hex.DecodeString(s)
	if err != nil {
		return nil, fmt.Errorf("%q is not hexadecimal", s)
	}
	return b, nil
}

// leadingBytes reads hexadecimal bytes, and fills up with zeros behind them, as the kernel does.
func leadingBytes(v any, size int) ([]byte, error) {
	b, err := hexBytes(v)
	if err == nil && len(b) > size {
		err = fmt.Errorf("%v is longer than %d bytes", v, size)
	}
	return append(b, make([]byte, max(0, size-len(b)))...), err
}

func leadingOnes(n, size int) []byte {
	b := make([]byte, size)
	for i := range n {
		b[i/8] |= 0x80 >> (i % 8)
	}
	return b
}

// putMaskedIP takes "A", "A/len" or "A/mask" with any mask; ip6 "" is for rows that are IPv4 alone.
func putMaskedIP(o *tcOpts, v any, ip4, ip6 string) error {
	s, ok := v.(string)
	if !ok {
		return errors.New(`want an address as a text: "10.0.0.0/8"`)
	}
	addr, mask, err := maskedIP(s)
	if err != nil {
		return err
	}
	attr := ip4
	if addr.Is6() {
		if attr = ip6; attr == "" {
			return fmt.Errorf("%q: want an IPv4 address", s)
		}
	}
	o.put(addr.String(), attr)
	o.put(mask, attr+"_mask")
	return nil
}

// maskedIP reads "A", "A/len", or "A/mask" with any bits.
func maskedIP(s string) (netip.Addr, []byte, error) {
	text, length, given := strings.Cut(s, "/")
	addr, err := netip.ParseAddr(text)
	if err != nil || addr.Zone() != "" {
		return addr, nil, fmt.Errorf("%q is no IP address", s)
	}
	size := addr.BitLen() / 8
	if !given {
		return addr, leadingOnes(8*size, size), nil
	}
	if n, err := strconv.Atoi(length); err == nil && n >= 0 && n <= 8*size {
		return addr, leadingOnes(n, size), nil
	}
	if m, err := netip.ParseAddr(length); err == nil && m.BitLen() == 8*size {
		return addr, m.AsSlice(), nil
	}
	return addr, nil, fmt.Errorf("%q: want a length of 0 to %d or a mask behind \"/\"", s, 8*size)
}

func flowerARP(o *tcOpts, v any) error {
	switch v {
	case "request":
		v = uint64(1)
	case "reply":
		v = uint64(2)
	}
	return putMasked(o, v, "key_arp_op", 1)
}

// finishFlower puts what depends on other words: eth_type, ports, ICMP.
func finishFlower(o *tcOpts) error {
	if v, ok := o.given("hw_tc"); ok { // the priority of a class of the root: TC_H_MIN_PRIORITY
		n, err := tcNumber(codec.NoHint, v)
		if err != nil {
			return err
		}
		if n > 15 {
			return fmt.Errorf("want a traffic class up to 15")
		}
		parent, _ := o.b.put("parent", true)
		p, _ := parent.(uint64)
		o.put(p&0xffff0000|(0xFFE0+n), "classid")
	}
	if err := finishFilter(o); err != nil {
		return err
	}
	if v, ok := o.b.put("info", true); ok {
		if info, isNumber := v.(uint64); isNumber && info&0xffff != 0 {
			o.b.word = ""
			protocol := tcInfo(info&0xffff, 0) // back to the host's order: the swap is its own inverse
			if protocol != ethAll {
				o.fallback(protocol, "key_eth_type")
			}
		}
	}
	proto := uint64(0)
	if v, ok := o.at("key_ip_proto"); ok {
		o.b.word = o.item([]string{"key_ip_proto"}).word
		var err error
		if proto, err = o.b.hinted(codec.IPProto, v); err != nil {
			return err
		}
	}
	if err := flowerPorts(o, proto); err != nil {
		return err
	}
	return flowerICMP(o, proto)
}

// flowerPorts puts the ports of TCP, UDP and SCTP.
func flowerPorts(o *tcOpts, proto uint64) error {
	ports := map[uint64]string{6: "tcp", 17: "udp", 132: "sctp"}[proto]
	for _, end := range []string{"src", "dst"} {
		v, ok := o.given(end + "_port")
		if !ok {
			continue
		}
		if ports == "" {
			return errors.New("needs ip_proto = \"tcp\", \"udp\" or \"sctp\"")
		}
		text, _ := v.(string)
		if low, high, isRange := strings.Cut(text, "-"); isRange {
			o.put(low, "key_port_"+end+"_min")
			o.put(high, "key_port_"+end+"_max")
		} else if err := putMasked(o, v, "key_"+ports+"_"+end, 2); err != nil {
			return err
		}
	}
	return nil
}

// flowerICMP puts ICMP's type and code.
func flowerICMP(o *tcOpts, proto uint64) error {
	icmp := map[uint64]string{1: "icmpv4", 58: "icmpv6"}[proto]
	for _, w := range []string{"type", "code"} {
		v, ok := o.given(w)
		if !ok {
			continue
		}
		if icmp == "" {
			return errors.New("needs ip_proto = \"icmp\" or \"icmpv6\"")
		}
		if err := putMasked(o, v, "key_"+icmp+"_"+w, 1); err != nil {
			return err
		}
	}
	return nil
}

// tunnelOpt is one kind of tunnel options: the fields in tc's order, and their sizes in bytes (0: as it comes).
type tunnelOpt struct {
	kind   string
	fields []string
	sizes  []int
}

var tunnelOpts = []tunnelOpt{
	{"geneve", []string{"class", "type", "data"}, []int{2, 1, 0}},
	{"vxlan", []string{"gbp"}, []int{4}},
	{"erspan", []string{"ver", "index", "dir", "hwid"}, []int{1, 4, 1, 1}},
	{"gtp", []string{"pdu_type", "qfi"}, []int{1, 1}},
}

// tunnelOptions reads options of a tunnel into tables of their fields and masks. Texts are tc's "class:type:data" in hexadecimal.
func tunnelOptions(kind string, v any) (values, masks []any, err error) {
	var opt *tunnelOpt
	for i := range tunnelOpts {
		if tunnelOpts[i].kind == kind {
			opt = &tunnelOpts[i]
		}
	}
	if s, ok := v.(string); ok {
		for one := range strings.SplitSeq(s, ",") {
			text, mask, masked := strings.Cut(one, "/")
			t, err := opt.text(text)
			if err != nil {
				return nil, nil, err
			}
			m := opt.ones(t)
			if masked {
				if m, err = opt.text(mask); err != nil {
					return nil, nil, err
				}
			}
			opt.version(t, m)
			values, masks = append(values, t), append(masks, m)
		}
		return values, masks, nil
	}
	list, err := tables(v)
	if err != nil {
		return nil, nil, err
	}
	for _, t := range list {
		for i := range t {
			if t[i].Name == "data" {
				if b, err := hexBytes(t[i].Value); err == nil {
					t[i].Value = b
				}
			}
		}
		m := opt.ones(t)
		opt.version(t, m)
		values, masks = append(values, t), append(masks, m)
	}
	return values, masks, nil
}

// version says in the mask of erspan options which of their two forms they have: the kernel reads the mask in that form, and compares
// the version always.
func (opt *tunnelOpt) version(t, mask codec.Table) {
	if opt.kind != "erspan" {
		return
	}
	for i := range mask {
		if v, ok := t.Get("ver"); ok && mask[i].Name == "ver" {
			mask[i].Value = v
		}
	}
}

// ones is the mask of all bits of what t gives.
func (opt *tunnelOpt) ones(t codec.Table) codec.Table {
	var m codec.Table
	for _, p := range t {
		i := slices.Index(opt.fields, p.Name)
		switch {
		case i < 0:
			m = append(m, p)
		case p.Name == "data":
			raw, _ := p.Value.([]byte)
			m = append(m, codec.Pair{Name: "data", Value: bytesOfOnes(len(raw))})
		default:
			m = append(m, codec.Pair{Name: p.Name, Value: uint64(1)<<(8*opt.sizes[i]) - 1})
		}
	}
	return m
}

func (opt *tunnelOpt) text(s string) (codec.Table, error) {
	var t codec.Table
	for i, part := range strings.Split(s, ":") {
		if i >= len(opt.fields) {
			return nil, fmt.Errorf("%q: want %s", s, strings.Join(opt.fields, ":"))
		}
		if part == "" {
			continue
		}
		if opt.sizes[i] == 0 {
			b, err := hexBytes(part)
			if err != nil {
				return nil, err
			}
			t = append(t, codec.Pair{Name: opt.fields[i], Value: b})
			continue
		}
		base := 16
		if opt.kind == "vxlan" || opt.kind == "erspan" && i != 2 {
			base = 0
		}
		n, err := strconv.ParseUint(part, base, 8*opt.sizes[i])
		if err != nil {
			return nil, fmt.Errorf("%q: %q is no number of %d bytes", s, part, opt.sizes[i])
		}
		t = append(t, codec.Pair{Name: opt.fields[i], Value: n})
	}
	return t, nil
}

func flowerOpts(kind string) func(*tcOpts, any) error {
	return func(o *tcOpts, v any) error {
		values, masks, err := tunnelOptions(kind, v)
		if err != nil {
			return err
		}
		if kind == "geneve" {
			o.put(values, "key_enc_opts", kind)
			o.put(masks, "key_enc_opts_mask", kind)
			return nil
		}
		if len(values) != 1 {
			return errors.New("want one set of options")
		}
		o.put(values[0], "key_enc_opts", kind)
		o.put(masks[0], "key_enc_opts_mask", kind)
		return nil
	}
}
