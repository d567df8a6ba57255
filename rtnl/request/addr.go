package request

import (
	"errors"
	"fmt"
	"math"
	"net/netip"

	"golang.org/x/sys/unix"

	"nlua/rtnl/codec"
	"nlua/rtnl/spec"
)

func addrObject() *Object {
	return &Object{
		Doc: "Addresses of interfaces.",
		Set: &spec.Addr,
		Verbs: []Verb{
			{Name: "add", Type: unix.RTM_NEWADDR, Flags: fCreate, Doc: "add an address"},
			{Name: "replace", Also: []string{"set"}, Type: unix.RTM_NEWADDR, Flags: fReplace, Doc: "add an address, or change it"},
			{Name: "change", Type: unix.RTM_NEWADDR, Flags: fChange, Doc: "change an address"},
			{Name: "del", Also: []string{"remove", "delete"}, Type: unix.RTM_DELADDR, Flags: fReq, Doc: "remove an address"},
			{Name: "get", Type: unix.RTM_GETADDR, Flags: fReq, Doc: "read one address (IPv6)"},
			{Name: "dump", Also: []string{"show"}, Type: unix.RTM_GETADDR, Flags: fDump, Doc: "read all addresses"},
		},
		Keywords: []Keyword{
			familyWord,
			devWord,
			{Name: "address", Do: setAddress, Doc: "Address as \"A\", \"A/len\" or \"A/mask\"; where local is given too, the peer's; of family mctp an endpoint id."},
			{Name: "local", Do: setLocal, Doc: "Own address of a point-to-point pair."},
			{Name: "mask", Path: "prefixlen", Do: setMask, Doc: "Length of the prefix, or a mask."},
			{Name: "prefixlen", Do: setMask, Doc: "Length of the prefix in bits, or a mask."},
			{Name: "broadcast", Do: setBroadcast, Doc: "Broadcast address; true computes it from address and length."},
			{Name: "preferred", Path: "cacheinfo.ifa_preferred", Do: setLifetime("ifa_preferred"), Hint: codec.Seconds, Doc: "Seconds for which the address is preferred, or \"forever\"."},
			{Name: "preferred_lft", Path: "cacheinfo.ifa_preferred", Do: setLifetime("ifa_preferred"), Hint: codec.Seconds, Doc: "As preferred."},
			{Name: "valid", Path: "cacheinfo.ifa_valid", Do: setLifetime("ifa_valid"), Hint: codec.Seconds, Doc: "Seconds for which the address is valid, or \"forever\"."},
			{Name: "valid_lft", Path: "cacheinfo.ifa_valid", Do: setLifetime("ifa_valid"), Hint: codec.Seconds, Doc: "As valid."},
			{Name: "target_netnsid", Do: askHook("target_netnsid"), Doc: "Id of the namespace that the request is for."},
		},
		Needs: []Need{
			{Verbs: "add replace change del", Any: "index", Say: "index is missing"},
			{Verbs: "add replace change get", Any: "address local", Say: "address is missing"},
			{Verbs: "del", Any: "address local label", Say: "which one is missing: address or label"},
		},
		Push:   []Push{{Path: "index", Field: "index"}},
		Finish: finishAddr,
	}
}

// PrefixFinder is a Resolver that also knows which length an address was given with. An IPv6 address is removed by it.
type PrefixFinder interface {
	PrefixLen(index int, addr netip.Addr) (bits int, ok bool)
}

func setAddress(b *builder, v any) error { return putPrefix(b, v, "address", "prefixlen") }

// setLocal: a local address may carry the length, where address is the peer's or absent.
func setLocal(b *builder, v any) error { return putPrefix(b, v, "local", "prefixlen") }

// putPrefix puts an address, and its length where it has one.
func putPrefix(b *builder, v any, name, length string) error {
	if ok, err := b.endpoint(v, name); ok {
		return err
	}
	p, err := parsePrefix(v)
	if err != nil {
		return err
	}
	b.see(p.family())
	b.attr(p.addr.String(), name)
	if p.hasLen {
		b.field(length, uint64(p.bits))
	}
	return nil
}

func setMask(b *builder, v any) error {
	if s, ok := v.(string); ok {
		if mask, err := netip.ParseAddr(s); err == nil {
			bits, ok := maskBits(mask.AsSlice())
			if !ok {
				return fmt.Errorf("%q is no mask", s)
			}
			v = uint64(bits)
		}
	}
	b.field("prefixlen", v)
	return nil
}

func setBroadcast(b *builder, v any) error {
	switch x := v.(type) {
	case bool:
		if b.filtering && !x {
			b.attr(x, "broadcast")
		}
		return nil // finishAddr computes it
	default:
		b.attr(v, "broadcast")
	}
	return nil
}

// forever is a lifetime without an end (include/net/addrconf.h, INFINITY_LIFE_TIME).
const forever = math.MaxUint32

func setLifetime(field string) hook {
	return func(b *builder, v any) error {
		if v == "forever" {
			v = uint64(forever)
		}
		b.attr(v, "cacheinfo", field)
		return nil
	}
}

func finishAddr(b *builder) error {
	b.finishFamily(0)
	if b.filtering || b.verb == nil {
		return nil
	}
	if err := finishLifetimes(b); err != nil {
		return err
	}
	text := func(name string) (netip.Addr, bool) {
		v, _ := b.put(name, false)
		s, _ := v.(string)
		a, err := netip.ParseAddr(s)
		return a, err == nil
	}
	local, hasLocal := text("local")
	addr, hasAddr := text("address")
	if !hasLocal && !hasAddr {
		return nil
	}
	if b.verb.Type == unix.RTM_GETADDR { // the kernel finds it by address and link alone, and refuses a length
		b.drop("prefixlen")
		return nil
	}
	_, hasLen := b.put("prefixlen", true)
	own := addr
	if hasLocal {
		own = local
	}
	switch {
	case b.verb.Type == unix.RTM_DELADDR && !hasLen && own.Is4():
		// Without IFA_ADDRESS the kernel does not compare the length.
		b.rename("address", "local")
		return nil
	case own.Is4() && !hasLocal:
		b.word = b.wordAt("address")
		b.attr(own.String(), "local")
		b.word = ""
	case own.Is4() && !hasAddr:
		b.word = b.wordAt("local")
		b.attr(own.String(), "address")
		b.word = ""
	}
	if !hasLen {
		b.field("prefixlen", uint64(b.lengthOf(own)))
	}
	if yes, _ := b.given("broadcast"); yes == true && own.Is4() {
		return computeBroadcast(b, own)
	}
	return nil
}

// lengthOf is the length for an address given without: all of it, or when it is removed that which it was added with.
func (b *builder) lengthOf(addr netip.Addr) int {
	if finder, ok := b.res.(PrefixFinder); ok && b.verb.Type == unix.RTM_DELADDR {
		if v, given := b.put("index", true); given {
			if index, err := b.hinted(codec.Index, v); err == nil {
				if bits, found := finder.PrefixLen(int(index), addr); found {
					return bits
				}
			}
		}
	}
	return addr.BitLen()
}

// drop leaves out a field that was put.
func (b *builder) drop(field string) {
	for i := range b.items {
		if it := &b.items[i]; it.fixed && it.path[0] == field {
			it.value = nil
		}
	}
}

// rename moves an attribute to another name, unless that is there already: then it is dropped.
func (b *builder) rename(from, to string) {
	_, taken := b.put(to, false)
	for i := range b.items {
		if it := &b.items[i]; !it.fixed && len(it.path) == 1 && it.path[0] == from {
			if it.path = []string{to}; taken {
				it.value = nil
			}
		}
	}
}

// wordAt is the keyword that put an attribute or a field.
func (b *builder) wordAt(name string) string {
	for i := range b.items {
		if it := &b.items[i]; it.path[0] == name {
			return it.word
		}
	}
	return ""
}

func computeBroadcast(b *builder, own netip.Addr) error {
	v, _ := b.put("prefixlen", true)
	bits, err := whole(v)
	if err != nil || bits < 0 || bits > 32 {
		return errors.New("broadcast: the length of the prefix is needed")
	}
	a := own.As4()
	for i := int(bits); i < 32; i++ {
		a[i/8] |= 0x80 >> (i % 8)
	}
	b.word = "broadcast"
	b.attr(netip.AddrFrom4(a).String(), "broadcast")
	b.word = ""
	return nil
}

// finishLifetimes fills the lifetime that was not given, and refuses what the kernel would only call invalid.
func finishLifetimes(b *builder) error {
	life := map[string]uint64{}
	for i := range b.items {
		if it := &b.items[i]; len(it.path) == 2 && it.path[0] == "cacheinfo" {
			b.word = it.word
			n, err := b.hinted(codec.Seconds, it.value)
			if err != nil {
				return err
			}
			life[it.path[1]] = n
			it.value = n
		}
	}
	if b.word = ""; len(life) == 0 {
		return nil
	}
	for _, name := range []string{"ifa_preferred", "ifa_valid"} {
		if _, ok := life[name]; !ok {
			life[name] = forever
			if name == "ifa_preferred" {
				life[name] = life["ifa_valid"]
			}
			b.attr(life[name], "cacheinfo", name)
		}
	}
	if life["ifa_valid"] < life["ifa_preferred"] {
		return fmt.Errorf("preferred (%d s) is longer than valid (%d s)", life["ifa_preferred"], life["ifa_valid"])
	}
	return nil
}
