package request

import (
	"errors"
	"fmt"
	"math"
	"net/netip"
	"slices"

	"golang.org/x/sys/unix"

	"nlua/rtnl/codec"
	"nlua/rtnl/spec"
)

func routeObject() *Object {
	return &Object{
		Doc: "Routes of IPv4, IPv6, MPLS and MCTP.",
		Set: &spec.Route,
		Verbs: []Verb{
			{Name: "add", Type: unix.RTM_NEWROUTE, Flags: fCreate, Doc: "add a route"},
			{Name: "replace", Also: []string{"set"}, Type: unix.RTM_NEWROUTE, Flags: fReplace, Doc: "add a route, or change it"},
			{Name: "change", Type: unix.RTM_NEWROUTE, Flags: fChange, Doc: "change a route that exists"},
			{Name: "append", Type: unix.RTM_NEWROUTE, Flags: fAppend, Doc: "add a route behind others to the same destination"},
			{Name: "del", Also: []string{"remove", "delete"}, Type: unix.RTM_DELROUTE, Flags: fReq, Doc: "remove a route"},
			{Name: "get", Type: unix.RTM_GETROUTE, Flags: fReq, Doc: "ask which way packets go"},
			{Name: "dump", Also: []string{"show"}, Type: unix.RTM_GETROUTE, Flags: fDump, Doc: "read all routes"},
		},
		Keywords: []Keyword{
			familyWord,
			{Name: "dst", Do: setRouteDst, Doc: "Destination: \"A\", \"A/len\", \"A/mask\" or \"default\"; for MPLS a label; of family mctp the first endpoint id, with dst_len how many more."},
			{Name: "src", Do: setRouteSrc, Doc: "Source prefix, for routes by source (IPv6) and for get."},
			{Name: "gateway", Do: setGateway, Doc: "Address of the next hop; of the other family it is sent as via."},
			{Name: "via", Do: setVia, Doc: "Next hop of any family: an address, or {family, addr}."},
			{Name: "prefsrc", Do: seeAddress("prefsrc"), Doc: "Source address that the route prefers."},
			{Name: "newdst", Do: setLabels("newdst"), Doc: "Labels that replace an MPLS route's own."},
			{Name: "table", Do: setTable, Hint: codec.RouteTable, Doc: "Routing table by number or name."},
			{Name: "realms", Path: "flow", Hint: codec.Realm, Doc: "As flow."},
			{Name: "flow", Path: "flow", Hint: codec.Realm, Doc: "Realms: \"to\" or \"from/to\"."},
			{Name: "metric", Path: "priority", Doc: "As priority."},
			{Name: "from", Do: setRouteSrc, Doc: "As src."},
			{Name: "dev", Path: "oif", Hint: codec.Index, Doc: "As oif."},
			{Name: "ipproto", Path: "ip_proto", Hint: codec.IPProto, Doc: "As ip_proto."},
			{Name: "vrf", Do: setVRF, Hint: codec.Index, Doc: "The VRF's table; in get the VRF as link."},
			{Name: "nhid", Path: "nh_id", Doc: "Id of a nexthop object."},
			{Name: "protocol", Path: "proto", Hint: codec.Proto, Doc: "As proto."},
			{Name: "multipath", Do: setMultipath, Doc: "Next hops: a list of {gateway, oif, hops, flags, encap, via, newdst}; hops is the weight less one."},
			{Name: "encap", Do: setEncap, Doc: "Encapsulation: {type = \"mpls\", labels = ...}, and likewise ip, ip6, ila, bpf, seg6, seg6local, rpl, ioam6, xfrm."},
			{Name: "metrics", Do: setMetrics, Doc: "What connections by this route start with: {mtu =, advmss =, hoplimit =, initcwnd =, ...}; rtt and rttvar as the kernel counts, or with a unit."},
			{Name: "fibmatch", Only: "get", Do: setRouteFlag(0x2000), Hint: codec.Bool, Doc: "Get: answer with the route itself, not with what it comes to."},
		},
		Push: []Push{
			{Path: "table", Attr: "table"},
			{Path: "oif", Attr: "oif"},
			{Path: "type", Field: "type"},
			{Path: "proto", Field: "proto"},
		},
		Begin:  dropEmpty,
		Finish: finishRoute,
		Repeats: []Repeat{
			{"dst", true, changePrefix}, {"gateway", true, changeAddress}, {"prefsrc", true, changeAddress}, {"oif", false, changeNumber},
			{"dev", false, changeNumber}, {"priority", false, changeNumber}, {"metric", false, changeNumber}, {"table", true, nil},
			{"family", true, nil}, {"type", true, nil}, {"scope", true, nil}, {"proto", true, nil}, {"protocol", true, nil},
		},
	}
}

// dropEmpty leaves out empty texts, as pyroute2 does with routes: dst = "" is the default route.
func dropEmpty(b *builder) error {
	empty := func(p codec.Pair) bool { return p.Value == "" && p.Name != "dst" }
	if !b.filtering && slices.ContainsFunc(b.kw, empty) {
		b.kw = slices.DeleteFunc(slices.Clone(b.kw), empty)
	}
	return nil
}

// rttParts are the parts of a millisecond that RTAX_RTT and RTAX_RTTVAR count; 0: none of them.
func rttParts(name string) int64 {
	switch name {
	case "rtt":
		return 8
	case "rttvar":
		return 4
	}
	return 0
}

// setMetrics reads the times that have a unit.
func setMetrics(b *builder, v any) error {
	if t, ok := v.(codec.Table); ok {
		t = slices.Clone(t)
		for i := range t {
			text, isText := t[i].Value.(string)
			if parts := rttParts(t[i].Name); parts != 0 && isText && !digits(text) {
				ns, err := parseTime(text, 1)
				if err != nil {
					return fmt.Errorf("%s: %w", t[i].Name, err)
				}
				t[i].Value = ns * parts / 1e6
			}
		}
		v = t
	}
	b.attr(v, "metrics")
	return nil
}

// putDst puts a prefix: its address as an attribute, unless it is a default, and its length.
func putDst(b *builder, v any, name, length string) error {
	if s, ok := v.(string); ok && (s == "" || s == "default" || s == "any" || s == "all") {
		if b.filtering {
			b.field(length, uint64(0))
		}
		return nil
	}
	if s, ok := v.(string); ok && s == "0" {
		v = "0.0.0.0/0"
	}
	p, err := parsePrefix(v)
	if err != nil {
		return err
	}
	b.see(p.family())
	if _, given := b.put(length, true); given || b.says(length) {
		if p.hasLen {
			b.field(length, uint64(p.bits))
		}
	} else if !p.hasLen && p.addr.IsUnspecified() {
		b.field(length, uint64(0))
		return nil
	} else {
		b.field(length, uint64(p.bits))
	}
	if p.bits > 0 || b.says(length) {
		b.attr(b.address(p, v), name)
	}
	return nil
}

// address is the value of an address: in a filter the text that messages have.
func (b *builder) address(p prefix, said any) any {
	if b.filtering || p.hasLen {
		return p.addr.String()
	}
	return said
}

// saysAny tells whether the script gave keywords beside the family: the kernel would take the first object that there is.
func (b *builder) saysAny() bool {
	return slices.ContainsFunc(b.kw, func(p codec.Pair) bool { return p.Value != nil && p.Name != "family" })
}

// says tells whether the script gave a keyword.
func (b *builder) says(word string) bool {
	_, ok := b.given(word)
	return ok
}

func setRouteDst(b *builder, v any) error {
	if ok, err := b.endpoint(v, "dst"); ok {
		return err
	}
	if _, text := v.(string); !text || b.isMPLS() {
		return setLabels("dst")(b, v)
	}
	return putDst(b, v, "dst", "dst_len")
}

func setRouteSrc(b *builder, v any) error { return putDst(b, v, "src", "src_len") }

// isMPLS tells whether the script says so.
func (b *builder) isMPLS() bool {
	v, ok := b.given("family")
	if !ok {
		return false
	}
	n, err := b.number(&familyRow, v)
	return err == nil && n == unix.AF_MPLS
}

// setLabels takes labels in any of their forms.
func setLabels(name string) hook {
	return func(b *builder, v any) error {
		if t, ok := v.(codec.Table); ok {
			v = []any{t}
		}
		b.family = unix.AF_MPLS
		b.attr(v, name)
		return nil
	}
}

// seeAddress puts an address that tells the family too.
func seeAddress(name string) hook {
	return func(b *builder, v any) error {
		if yes, isBool := v.(bool); isBool && !yes && b.filtering {
			b.attr(yes, name)
			return nil
		}
		if ok, err := b.endpoint(v, name); ok {
			return err
		}
		p, err := parsePrefix(v)
		if err != nil {
			return err
		}
		if p.hasLen {
			return errors.New("want an address without a length")
		}
		b.see(p.family())
		b.attr(p.addr.String(), name)
		return nil
	}
}

// familyOf is the family that a request's other keywords say; 0: none.
func familyOf(b *builder) uint8 {
	if v, ok := b.given("family"); ok {
		if n, err := b.number(&familyRow, v); err == nil && n != 255 {
			return uint8(n)
		}
	}
	for _, word := range []string{"dst", "src"} {
		if v, ok := b.given(word); ok {
			if p, err := parsePrefix(v); err == nil {
				return p.family()
			}
			if _, text := v.(string); !text {
				return unix.AF_MPLS
			}
		}
	}
	return 0
}

// setGateway puts RTA_GATEWAY, or RTA_VIA where the route is of another family.
func setGateway(b *builder, v any) error {
	if yes, isBool := v.(bool); isBool && !yes && b.filtering {
		b.attr(yes, "gateway")
		return nil
	}
	p, err := parsePrefix(v)
	if err != nil {
		return err
	}
	if p.hasLen {
		return errors.New("want an address without a length")
	}
	if f := familyOf(b); f != 0 && f != p.family() {
		b.attr(p.addr.String(), "via")
		return nil
	}
	b.see(p.family())
	b.attr(b.address(p, v), "gateway")
	return nil
}

func setVia(b *builder, v any) error {
	if s, ok := v.(string); ok {
		a, err := netip.ParseAddr(s)
		if err != nil {
			return fmt.Errorf("%q is no IP address", s)
		}
		v = codec.Table{{Name: "family", Value: uint64(prefix{addr: a}.family())}, {Name: "addr", Value: a.String()}}
	}
	b.attr(v, "via")
	return nil
}

// setTable: the attribute always carries the table, the header what fits there (include/uapi/linux/rtnetlink.h). In a filter, 0 and
// "all" are every table.
func setTable(b *builder, v any) error {
	if below, err := whole(v); err == nil && below < 0 {
		return errors.New("want a table from 0 up, or its name")
	}
	n, err := b.hinted(codec.RouteTable, v)
	if err != nil {
		return err
	}
	switch {
	case b.filtering && n != 0:
		b.attr(n, "table")
	case !b.filtering:
		b.attr(n, "table")
		if b.verb.Type == unix.RTM_GETROUTE || b.set.Field("table") == nil {
			return nil
		}
		if n > 255 {
			n = unix.RT_TABLE_COMPAT
		}
		b.field("table", n)
	}
	return nil
}

// VRFKnower is a Resolver that also knows the table of a VRF.
type VRFKnower interface {
	VRFTable(index int) (table uint32, err error)
}

// setVRF puts the table of a VRF, or asks by its link.
func setVRF(b *builder, v any) error {
	if b.verb != nil && b.verb.Name == "get" {
		b.attr(v, "oif")
		return nil
	}
	index, err := b.hinted(codec.Index, v)
	if err == nil && int64(index) > math.MaxInt32 {
		err = unix.ENODEV
	}
	if err != nil {
		return err
	}
	knower, ok := b.res.(VRFKnower)
	if !ok {
		return errors.New("its table is not known here: give that as table")
	}
	table, err := knower.VRFTable(int(index))
	if err != nil {
		return err
	}
	return setTable(b, uint64(table))
}

func setRouteFlag(bit uint64) hook {
	return func(b *builder, v any) error {
		yes, err := truth(v)
		if err == nil && yes {
			b.or("flags", bit)
		}
		return err
	}
}

// setMultipath goes through the hops, so that each may say what a route of one hop may.
func setMultipath(b *builder, v any) error {
	list, err := tables(v)
	if err != nil {
		return err
	}
	if len(list) == 0 || len(list) == 1 && len(list[0]) == 0 { // an empty table of Lua
		return errors.New("want one next hop or more")
	}
	var hops []any
	for i, t := range list {
		hop, err := b.hop(t)
		if err != nil {
			return fmt.Errorf("hop %d: %w", i+1, err)
		}
		hops = append(hops, hop)
	}
	b.attr(hops, "multipath")
	return nil
}

func (b *builder) hop(t codec.Table) (codec.Table, error) {
	family := familyOf(b)
	var out codec.Table
	from := map[string]string{} // the words that said what is in out
	for _, p := range t {
		word := p.Name
		switch word {
		case "ifindex", "dev", "oif":
			p.Name = "oif"
			if n, err := b.number(spec.Route.Named("oif"), p.Value); err == nil {
				p.Value = n
			}
		case "weight":
			n, err := whole(p.Value)
			if err != nil || n < 1 || n > 256 {
				return nil, errors.New("weight: want a number of 1 to 256")
			}
			p = codec.Pair{Name: "hops", Value: uint64(n - 1)}
		case "gateway":
			g, err := parsePrefix(p.Value)
			if err != nil {
				return nil, fmt.Errorf("gateway: %w", err)
			}
			if family != 0 && family != g.family() {
				p.Name = "via"
			} else {
				b.see(g.family())
			}
		case "encap":
			beside, _ := t.Get("encap_type")
			typ, encap, err := b.encap(p.Value, beside)
			if err != nil {
				return nil, fmt.Errorf("encap: %w", err)
			}
			if beside == nil {
				out = append(out, codec.Pair{Name: "encap_type", Value: typ})
			}
			p.Value = encap
		}
		if other, twice := out.Get(p.Name); twice && !same(other, p.Value) {
			return nil, fmt.Errorf("%s: %s says something else of the same: give one of them", word, from[p.Name])
		}
		from[p.Name] = word
		out = append(out, p)
	}
	return out, nil
}

// Route types that do not leave the host by themselves (include/uapi/linux/rtnetlink.h).
const (
	mplsBits = 20
)

func finishRoute(b *builder) error {
	if b.filtering || b.verb == nil {
		b.finishFamily(0)
		return nil
	}
	b.finishFamily(unix.AF_INET)
	b.family = uint8FromPut(b)
	switch b.family {
	case unix.AF_MPLS:
		return finishMPLS(b)
	case afMCTP: // no tables, scopes and protocols; net/mctp/route.c
		b.field("type", uint64(unix.RTN_UNICAST))
		return nil
	}
	if b.verb.Type == unix.RTM_GETROUTE {
		if b.family == unix.AF_INET { // IPv6 says the table unasked, and refuses the flag
			b.or("flags", unix.RTM_F_LOOKUP_TABLE)
		}
		return nil
	}
	return finishIPRoute(b)
}

func uint8FromPut(b *builder) uint8 {
	v, _ := b.put("family", true)
	n, _ := whole(v)
	return uint8(n)
}

// routeType is the type that was given; unicast if none was.
func (b *builder) routeType() (uint64, error) {
	v, ok := b.put("type", true)
	if !ok {
		return unix.RTN_UNICAST, nil
	}
	b.word = "type"
	n, err := b.number(&b.set.Field("type").Row, v)
	if err == nil {
		b.word = ""
	}
	return n, err
}

// finishIPRoute adds the defaults of ip(8): protocol static, type unicast, the table and scope that the type asks for.
func finishIPRoute(b *builder) error {
	typ, err := b.routeType()
	if err != nil {
		return err
	}
	del := b.verb.Type == unix.RTM_DELROUTE
	hops := b.has("gateway", "via", "multipath", "nh_id")
	if del && !b.saysAny() {
		return errors.New("which one is missing: dst, oif or another keyword")
	}
	if !del && typ == unix.RTN_UNICAST && !hops && !b.has("oif") && b.late == nil {
		b.late = errors.New("oif, gateway, multipath or nhid is missing: the way")
	}
	if !del {
		if !b.has("proto") {
			b.field("proto", uint64(unix.RTPROT_STATIC))
		}
		b.field("type", typ)
	}
	if !b.has("table") {
		table := uint64(unix.RT_TABLE_MAIN)
		if typ == unix.RTN_LOCAL || typ == unix.RTN_BROADCAST || typ == unix.RTN_ANYCAST || typ == unix.RTN_NAT {
			table = unix.RT_TABLE_LOCAL
		}
		b.field("table", table)
		b.attr(table, "table")
	}
	if v, ok := b.put("priority", false); ok && b.family == unix.AF_INET6 {
		if n, err := whole(v); err == nil && n == 0 {
			b.rename("priority", "priority")
			b.attr(uint64(1024), "priority")
		}
	}
	if b.has("scope") || b.family != unix.AF_INET {
		return nil
	}
	switch {
	case typ == unix.RTN_LOCAL || typ == unix.RTN_NAT:
		b.field("scope", uint64(unix.RT_SCOPE_HOST))
	case typ == unix.RTN_BROADCAST || typ == unix.RTN_MULTICAST || typ == unix.RTN_ANYCAST:
		b.field("scope", uint64(unix.RT_SCOPE_LINK))
	case typ != unix.RTN_UNICAST:
	case del:
		b.field("scope", uint64(unix.RT_SCOPE_NOWHERE))
	case !hops:
		b.field("scope", uint64(unix.RT_SCOPE_LINK))
	}
	return nil
}

// finishMPLS: a label is 20 bits, and there is one table (net/mpls/af_mpls.c).
func finishMPLS(b *builder) error {
	if b.has("dst") {
		b.field("dst_len", uint64(mplsBits))
	}
	if b.verb.Type == unix.RTM_GETROUTE {
		return nil
	}
	if !b.has("proto") && b.verb.Type != unix.RTM_DELROUTE {
		b.field("proto", uint64(unix.RTPROT_STATIC))
	}
	b.field("table", uint64(unix.RT_TABLE_MAIN))
	b.field("type", uint64(unix.RTN_UNICAST))
	for i := range b.items {
		// The kernel knows no table attribute there, and of gateways only RTA_VIA.
		if it := &b.items[i]; !it.fixed && len(it.path) == 1 {
			switch it.path[0] {
			case "table":
				it.value = nil
			case "gateway":
				it.path = []string{"via"}
			}
		}
	}
	return nil
}
