package plan

import (
	"bytes"
	"cmp"
	"slices"
	"strings"
	"sync"

	"golang.org/x/sys/unix"

	"nlua/rtnl/codec"
	"nlua/rtnl/request"
	"nlua/rtnl/state"
)

// Attributes of links that the headers of x/sys lack; include/uapi/linux/if_link.h.
const (
	iflaPropList   = 52
	iflaAltName    = 53
	pairPeer       = 1 // VETH_INFO_PEER, VXCAN_INFO_PEER, IFLA_NETKIT_PEER_INFO
	linkHead       = unix.SizeofIfInfomsg
	rtmNewLinkProp = 108
)

// settable are the attributes that a link can be given after it was made, each by itself.
var settable = []uint16{
	unix.IFLA_ADDRESS, unix.IFLA_MTU, unix.IFLA_TXQLEN, unix.IFLA_LINKMODE, unix.IFLA_IFALIAS, unix.IFLA_GROUP, unix.IFLA_PROTO_DOWN,
	unix.IFLA_GSO_MAX_SIZE, unix.IFLA_GSO_MAX_SEGS, 58, 63, 64, // GRO_MAX_SIZE, GSO_IPV4_MAX_SIZE, GRO_IPV4_MAX_SIZE
}

// ordered are the flags of a link that somebody sets.
const ordered = unix.IFF_UP | unix.IFF_NOARP | unix.IFF_MULTICAST | unix.IFF_ALLMULTI | unix.IFF_PROMISC | unix.IFF_DEBUG | unix.IFF_NOTRAILERS |
	unix.IFF_DYNAMIC | unix.IFF_PORTSEL | unix.IFF_AUTOMEDIA

// told are attributes of a kind's data that the kernel tells and nobody sets: a bridge's ids, costs, timers and counts, the
// 802.3ad state and active port of a bond, counts of a macvlan; and of the data that links have as ports.
var told = []struct {
	kind  string
	attrs []uint16
}{
	{"bridge", []uint16{10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 47, 48}},
	{"bond", []uint16{2, 23}},
	{"macvlan", []uint16{3, 4, 5, 6, 8}}, // source addresses are given by orders, see data
	{"macvtap", []uint16{3, 4, 5, 6, 8}},
	{"netkit", []uint16{2}},
	{"vxlan", []uint16{33}}, // reserved bits: the default is refused as overlapping what is used
	{"bridge_slave", []uint16{1, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 26, 35, 36, 38, 41}},
	{"bond_slave", []uint16{1, 2, 3, 4, 6, 7, 8, 11, 12}},
}

// later are kinds that are made without data, and are given it afterwards bit by bit: the kernel refuses all of it for the sake of
// one that it was built without.
var later = []string{"bridge", "bond"}

// once are the data of kinds that are given when a device is made, and not changed; drivers/net.
var once = sync.OnceValue(func() map[string][]string {
	return map[string][]string{
		"vlan": {"vlan_id", "vlan_protocol"},
		"vxlan": {
			"vxlan_id", "vxlan_port", "vxlan_port_range", "vxlan_limit", "vxlan_proxy", "vxlan_rsc", "vxlan_l2miss", "vxlan_l3miss", "vxlan_udp_csum",
			"vxlan_udp_zero_csum6_tx", "vxlan_udp_zero_csum6_rx", "vxlan_remcsum_tx", "vxlan_remcsum_rx", "vxlan_remcsum_nopartial", "vxlan_gbp", "vxlan_gpe",
			"vxlan_collect_metadata", "vxlan_ttl_inherit", "vxlan_vnifilter",
		},
		"geneve": {
			"geneve_id", "geneve_port", "geneve_collect_metadata", "geneve_udp_csum", "geneve_udp_zero_csum6_tx", "geneve_udp_zero_csum6_rx",
			"geneve_inner_proto_inherit", "geneve_port_range",
		},
		"vrf":     {"vrf_table"},
		"xfrm":    {"xfrm_link", "xfrm_if_id", "xfrm_collect_metadata"},
		"bareudp": {"bareudp_port", "bareudp_ethertype", "bareudp_srcport_min", "bareudp_multiproto_mode"},
		"hsr":     {"hsr_slave1", "hsr_slave2", "hsr_multicast_spec", "hsr_version", "hsr_protocol", "hsr_interlink"},
		"netkit":  {"netkit_mode", "netkit_scrub", "netkit_peer_scrub", "netkit_headroom", "netkit_tailroom"},
	}
})

// passthru is MACVLAN_MODE_PASSTHRU, into which and out of which no macvlan is changed.
const passthru = 8

// onDevice is the attribute of a kind's data that names the device below, without which the kernel takes the link away; 0: none.
func onDevice(kind string) uint16 {
	switch kind {
	case "vxlan":
		return 3
	case "gre", "gretap", "ipip", "sit", "vti":
		return 1
	}
	return 0
}

// unmakeable are kinds of which rtnetlink does not tell enough to make another one (keys, what is set by other kinds of netlink), or
// that need a program's descriptors or a driver.
var unmakeable = []string{"", "wireguard", "macsec", "wwan", "team", "gtp", "ppp", "ovpn", "openvswitch", "l2tpeth", "can"}

// makeable tells whether a device could be made again as it is: a tun or tap device if it stays without a program, and none has it open.
func (l *link) makeable() bool {
	if l.kind == "tun" {
		persists := find(l.info(unix.IFLA_INFO_DATA), tunPersist)
		return len(persists) == 1 && persists[0] != 0 && native.Uint32(l.view.Head[8:])&unix.IFF_RUNNING == 0
	}
	return !slices.Contains(unmakeable, l.kind)
}

// IFLA_TUN_*, include/uapi/linux/if_link.h.
const (
	tunOwner      = 1
	tunGroup      = 2
	tunType       = 3
	tunPI         = 4
	tunVnetHdr    = 5
	tunPersist    = 6
	tunMultiQueue = 7
)

// remakeTun gives the request that makes a tun or tap device again.
func (l *link) remakeTun() *request.Request {
	data := l.info(unix.IFLA_INFO_DATA)
	is := func(typ uint16) bool { p := find(data, typ); return len(p) == 1 && p[0] != 0 }
	who := func(typ uint16) int64 {
		if p := find(data, typ); len(p) == 4 {
			return int64(native.Uint32(p))
		}
		return -1
	}
	mode := find(data, tunType)
	return &request.Request{
		Object: &request.Object{Name: "link"}, Verb: "add", Type: unix.RTM_NEWLINK,
		Tun: &request.Tun{
			Name: l.name, Index: int(l.index), Tap: len(mode) == 1 && mode[0] == unix.IFF_TAP, PacketInfo: is(tunPI), VnetHdr: is(tunVnetHdr),
			MultiQueue: is(tunMultiQueue), User: who(tunOwner), Group: who(tunGroup),
		},
	}
}

// pairs are kinds whose devices come in twos; the other end is attribute 1 of their data.
var pairs = []string{"veth", "vxcan", "netkit"}

// rests are data that the kernel changes only while the device is down, or is nobody's master; drivers/net/bonding/bond_options.c.
var rests = []rest{
	{name: "bond_mode", down: true, empty: true},
	{name: "bond_fail_over_mac", empty: true},
	{name: "bond_ad_lacp_rate", down: true},
	{name: "bond_ad_select", down: true},
	{name: "bond_ad_user_port_key", down: true},
	{name: "bond_tlb_dynamic_lb", down: true},
	{name: "bond_ad_lacp_active", down: true},
	{name: "bond_coupled_control", down: true},
}

type rest struct {
	name        string
	down, empty bool
}

// restOf finds the row of an attribute, nil where there is none.
func restOf(row *codec.Row) *rest {
	i := slices.IndexFunc(rests, func(r rest) bool { return row != nil && r.name == row.Name })
	if i < 0 {
		return nil
	}
	return &rests[i]
}

func writable(kind string, typ uint16) bool {
	for _, t := range told {
		if t.kind == kind {
			return !slices.Contains(t.attrs, typ)
		}
	}
	return true
}

// linkMessage begins the body of a request about a device: struct ifinfomsg.
func linkMessage(index, flags, change uint32) []byte {
	b := make([]byte, linkHead)
	native.PutUint32(b[4:], index)
	native.PutUint32(b[8:], flags)
	native.PutUint32(b[12:], change)
	return b
}

// remake gives the request that makes a device again as it was, under its old index: everything else may go by that.
// It is down, and nobody's port; settle does the rest. peer is the other end of one of a pair, ns a descriptor of its namespace where that
// is another one.
func (l *link) remake(peer *link, ns uint32) state.Request {
	b := append(linkMessage(l.index, 0, 0), l.basics()...)
	var data []byte
	if !slices.Contains(later, l.kind) {
		data = l.data()
	}
	if peer != nil {
		end := append(linkMessage(peer.index, 0, 0), peer.basics()...)
		if ns != 0 {
			end = codec.AppendAttr(end, unix.IFLA_NET_NS_FD, native.AppendUint32(nil, ns))
		}
		data = codec.AppendAttr(data, pairPeer|codec.Nested, end)
	}
	info := codec.AppendAttr(nil, unix.IFLA_INFO_KIND, append([]byte(l.kind), 0))
	if len(data) > 0 {
		info = codec.AppendAttr(info, unix.IFLA_INFO_DATA|codec.Nested, data)
	}
	if lower := l.number(unix.IFLA_LINK); lower != 0 && !slices.Contains(pairs, l.kind) {
		b = codec.AppendAttr(b, unix.IFLA_LINK, native.AppendUint32(nil, lower))
	}
	b = codec.AppendAttr(b, unix.IFLA_LINKINFO|codec.Nested, info)
	return state.Request{Type: unix.RTM_NEWLINK, Flags: unix.NLM_F_CREATE | unix.NLM_F_EXCL, Body: b}
}

// basics are name, MTU, queue length, group, and for what looks like ethernet the address.
func (l *link) basics() (b []byte) {
	for _, typ := range []uint16{unix.IFLA_IFNAME, unix.IFLA_MTU, unix.IFLA_TXQLEN, unix.IFLA_GROUP, unix.IFLA_ADDRESS} {
		p, ok := l.view.Find(typ)
		if typ == unix.IFLA_ADDRESS {
			p = l.address()
		}
		if ok && (typ != unix.IFLA_ADDRESS || native.Uint16(l.view.Head[2:]) == unix.ARPHRD_ETHER && l.kind != "netkit") {
			b = codec.AppendAttr(b, typ, p)
		}
	}
	return b
}

// address is the hardware address that the device itself has. A port of a bond shows the bond's, and gets its own back when it is
// released.
func (l *link) address() []byte {
	if own := find(l.info(portPart.data), bondSlaveAddress); len(own) > 0 && text(l.info(portPart.kind)) == "bond" {
		return own
	}
	return find(l.view.Attrs, unix.IFLA_ADDRESS)
}

// data is the kind's data, as far as it can be set.
func (l *link) data() (b []byte) {
	v := codec.View{Attrs: l.info(unix.IFLA_INFO_DATA), Set: &codec.Set{}}
	v.Each(func(_ *codec.Row, typ uint16, p []byte) bool {
		if writable(l.kind, typ) && !refused(l.kind, typ, p) {
			b = append(b, sendable(l.row("data", typ), typ, settableBits(l.kind, typ, p))...)
		}
		return true
	})
	if list, ok := v.Find(macvlanSources); ok && strings.HasPrefix(l.kind, "macv") {
		b = codec.AppendAttr(b, 3, native.AppendUint32(nil, 3)) // IFLA_MACVLAN_MACADDR_MODE: MACVLAN_MACADDR_SET
		b = codec.AppendAttr(b, macvlanSources|codec.Nested, list)
	}
	return b
}

// refused tells of data that a kind tells and does not take: no other end; net/ipv4/ip_gre.c ipgre_tap_validate(), IFLA_GRE_REMOTE.
func refused(kind string, typ uint16, p []byte) bool {
	return typ == 7 && (kind == "gretap" || kind == "erspan") && len(bytes.Trim(p, "\x00")) == 0
}

// boolOpts is IFLA_BR_MULTI_BOOLOPT: struct br_boolopt_multi, values and a mask of those that are meant.
const boolOpts = 46

// macvlanSources is IFLA_MACVLAN_MACADDR_DATA, include/uapi/linux/if_link.h.
const macvlanSources = 5

// settableBits: of a vlan's flags (2) the kernel tells a mask of all bits, and takes one of those it knows; struct ifla_vlan_flags.
func settableBits(kind string, typ uint16, p []byte) []byte {
	if kind == "vlan" && typ == 2 && len(p) == 8 {
		p = bytes.Clone(p)
		native.PutUint32(p[4:], native.Uint32(p[4:])&0x1f)
	}
	return p
}

// row is that of an attribute of the kind's data, or of the data that the link has as a port ("slave_data").
func (l *link) row(where string, typ uint16) *codec.Row {
	value, _ := l.view.Path("linkinfo", where)
	if data, ok := value.(codec.View); ok {
		return data.Set.Row(typ)
	}
	return nil
}

// sendable is an attribute as the kernel takes it: nests have their bit set, since some of its code insists on it; flags, which
// it may tell as a number, are there or not.
func sendable(row *codec.Row, typ uint16, p []byte) []byte {
	switch {
	case row == nil:
	case (row.Kind == codec.Flag || row.Bare) && len(p) > 0:
		if len(bytes.Trim(p, "\x00")) == 0 {
			return nil
		}
		p = nil
	case !row.Plain && (row.Kind == codec.Nest && row.Set.Fixed == nil || row.Kind == codec.Array):
		typ |= codec.Nested
	}
	return codec.AppendAttr(nil, typ, p)
}

// linkPart is one of the two sets of data that a link has: its kind's, and that of the kind whose port it is.
type linkPart struct {
	kind, data uint16
	where      string // its name in a message
	suffix     string // what its kind has behind the name in told
}

var (
	ownPart  = linkPart{unix.IFLA_INFO_KIND, unix.IFLA_INFO_DATA, "data", ""}
	portPart = linkPart{unix.IFLA_INFO_SLAVE_KIND, unix.IFLA_INFO_SLAVE_DATA, "slave_data", "_slave"}
)

// settling is the making of the requests that make a device as another one was.
type settling struct {
	s        *space
	now, was *link
	up       bool // it still is
	list     []state.Request
}

func (t *settling) set(flags, change uint32, attrs []byte) {
	t.list = append(t.list, state.Request{Type: unix.RTM_NEWLINK, Body: append(linkMessage(t.was.index, flags, change), attrs...)})
}

// down sets the device down.
func (t *settling) down() {
	if t.up {
		t.set(0, unix.IFF_UP, nil)
		t.up = false
	}
}

// settle gives the requests that make a device that exists as another one was: each by itself, so that what the kernel refuses
// keeps nothing else from being done. s is where it exists, nil where nothing is sent.
func settle(s *space, now, was *link) []state.Request {
	t := settling{s: s, now: now, was: was, up: now.up()}
	if now.name != was.name {
		t.set(0, 0, codec.AppendAttr(nil, unix.IFLA_IFNAME, append([]byte(was.name), 0)))
	}
	moves := now.number(unix.IFLA_MASTER) != was.number(unix.IFLA_MASTER)
	if moves && now.number(unix.IFLA_MASTER) == 0 { // a bond notes the address before it gives the port its own
		t.address()
	}
	if b := was.number(unix.IFLA_MASTER); moves {
		if m := s.link(b); m != nil && m.kind == "bond" { // it takes only ports that are down
			t.down()
		}
		t.set(0, 0, codec.AppendAttr(nil, unix.IFLA_MASTER, native.AppendUint32(nil, b)))
	}
	if moves && now.number(unix.IFLA_MASTER) != 0 {
		t.address()
	}
	for _, typ := range settable {
		p, had := now.view.Find(typ)
		q, has := was.view.Find(typ)
		if typ == unix.IFLA_ADDRESS && moves {
			continue
		}
		if bytes.Equal(p, q) || !has && typ != unix.IFLA_IFALIAS || had && !has && len(p) == 0 {
			continue
		}
		t.set(0, 0, codec.AppendAttr(nil, typ, q))
	}
	if now.kind == was.kind {
		t.ownData()
		if bytes.Equal(was.info(portPart.kind), now.info(portPart.kind)) { // else of another master: the next look tells
			t.each(portPart)
		}
	}
	for _, spec := range families(now, was) {
		t.set(0, 0, codec.AppendAttr(nil, unix.IFLA_AF_SPEC|codec.Nested, spec))
	}
	t.list = append(t.list, renamed(now, was)...)
	flags, before := native.Uint32(was.view.Head[8:]), native.Uint32(now.view.Head[8:])
	if !t.up {
		before &^= unix.IFF_UP
	}
	if change := (flags ^ before) & ordered; change != 0 {
		t.set(flags&change, change, nil)
	}
	return t.list
}

// address settles the address that the device itself has.
func (t *settling) address() {
	if own := t.was.address(); len(own) > 0 && !bytes.Equal(t.now.address(), own) {
		t.set(0, 0, codec.AppendAttr(nil, unix.IFLA_ADDRESS, own))
	}
}

// ownData settles the data of the device's kind.
func (t *settling) ownData() {
	if !request.TakenWhole(t.was.kind) {
		t.each(ownPart)
	} else if data := t.was.data(); !bytes.Equal(t.now.data(), data) {
		t.setInfo(ownPart, data)
	}
}

// setInfo gives the device data of one of its parts.
func (t *settling) setInfo(p linkPart, data []byte) {
	info := codec.AppendAttr(nil, p.kind, t.was.info(p.kind))
	info = codec.AppendAttr(info, p.data|codec.Nested, data)
	t.set(0, 0, codec.AppendAttr(nil, unix.IFLA_LINKINFO|codec.Nested, info))
}

// each settles one of the link's parts bit by bit.
func (t *settling) each(p linkPart) {
	kind := text(t.was.info(p.kind)) + p.suffix
	changed(kind, t.now.info(p.data), t.was.info(p.data), func(typ uint16, payload []byte, none bool) {
		row := cmp.Or(t.was.row(p.where, typ), t.now.row(p.where, typ))
		if none && row != nil && (row.Kind == codec.Nest || row.Kind == codec.Array) {
			payload = nil
		}
		payload = settableBits(kind, typ, payload)
		if had := find(t.now.info(p.data), typ); kind == "bridge" && typ == boolOpts && len(had) == len(payload) {
			payload = bytes.Clone(payload)
			native.PutUint32(payload[4:], native.Uint32(payload)^native.Uint32(had)) // some of all that it knows the kernel may be built without
		}
		attr := sendable(row, typ, payload)
		if attr == nil {
			return
		}
		if r := restOf(row); r != nil && p == ownPart {
			t.prepare(r)
		}
		t.setInfo(p, attr)
	})
}

// prepare sets the device down, or its ports free, as a change of the data wants it.
func (t *settling) prepare(r *rest) {
	if r.down {
		t.down()
	}
	if !r.empty {
		return
	}
	for _, port := range t.s.portsOf(t.was.index) {
		body := codec.AppendAttr(linkMessage(port.index, 0, 0), unix.IFLA_MASTER, make([]byte, 4))
		t.list = append(t.list, state.Request{Type: unix.RTM_NEWLINK, Body: body})
	}
}

// changed calls fn with every attribute of a kind's data that is otherwise; none: it was not there, and p is zeros. A bond's mode
// comes last: what belongs to another mode alone has to be put back before.
func changed(kind string, now, was []byte, fn func(typ uint16, p []byte, none bool)) {
	const bondMode = 1
	each := func(attrs []byte, fn func(typ uint16, p []byte)) {
		v := codec.View{Attrs: attrs, Set: &codec.Set{}}
		v.Each(func(_ *codec.Row, typ uint16, p []byte) bool {
			if writable(kind, typ) {
				fn(typ, p)
			}
			return true
		})
	}
	last := func() {}
	each(was, func(typ uint16, p []byte) {
		switch {
		case bytes.Equal(p, find(now, typ)):
		case kind == "bond" && typ == bondMode:
			last = func() { fn(typ, p, false) }
		default:
			fn(typ, p, false)
		}
	})
	each(now, func(typ uint16, p []byte) {
		if find(was, typ) == nil && len(bytes.Trim(p, "\x00")) > 0 {
			fn(typ, make([]byte, len(p)), true)
		}
	})
	last()
}

// families gives what differs in the settings of IPv4 and IPv6, of those that can be set: the list of IPv4 (IFLA_INET_CONF, 1), how
// addresses are made up (IFLA_INET6_ADDR_GEN_MODE, 8); include/uapi/linux/if_link.h.
func families(now, was *link) (list [][]byte) {
	of := func(l *link, family, typ uint16) []byte {
		p, _ := l.view.Find(unix.IFLA_AF_SPEC)
		return find(find(p, family), typ)
	}
	a, b := of(now, unix.AF_INET, 1), of(was, unix.AF_INET, 1)
	var conf []byte
	for i := 0; i+4 <= min(len(a), len(b)); i += 4 {
		if !bytes.Equal(a[i:i+4], b[i:i+4]) {
			conf = codec.AppendAttr(conf, uint16(i/4+1), b[i:i+4])
		}
	}
	if conf != nil {
		list = append(list, codec.AppendAttr(nil, unix.AF_INET|codec.Nested, codec.AppendAttr(nil, 1|codec.Nested, conf)))
	}
	if a, b := of(now, unix.AF_INET6, 8), of(was, unix.AF_INET6, 8); a != nil && b != nil && !bytes.Equal(a, b) {
		list = append(list, codec.AppendAttr(nil, unix.AF_INET6|codec.Nested, codec.AppendAttr(nil, 8, b)))
	}
	return list
}

// altNames are the alternative names of a link.
func (l *link) altNames() (list []any) {
	props, _ := l.view.Find(iflaPropList)
	v := codec.View{Attrs: props, Set: &codec.Set{}}
	v.Each(func(_ *codec.Row, _ uint16, p []byte) bool { list = append(list, text(p)); return true })
	return list
}

// renamed adds and takes away alternative names.
func renamed(now, was *link) (list []state.Request) {
	for _, d := range []struct {
		typ       uint16
		flags     uint16
		has, want []any
	}{{rtmNewLinkProp + 1, 0, was.altNames(), now.altNames()}, {rtmNewLinkProp, unix.NLM_F_CREATE | unix.NLM_F_APPEND, now.altNames(), was.altNames()}} {
		for _, name := range d.want {
			if !slices.Contains(d.has, name) {
				prop := codec.AppendAttr(nil, iflaAltName, append([]byte(name.(string)), 0))
				body := codec.AppendAttr(linkMessage(was.index, 0, 0), iflaPropList|codec.Nested, prop)
				list = append(list, state.Request{Type: d.typ, Flags: d.flags, Body: body})
			}
		}
	}
	return list
}
