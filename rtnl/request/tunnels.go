package request

import (
	"fmt"
	"slices"

	"nlua/rtnl/codec"
)

// takenWhole are kinds whose data the kernel takes as a whole: what a change does not say is none (net/ipv4/ip_gre.c ipgre_netlink_parms()
// and its kin begin with zeros).
var takenWhole = [...]string{"gre", "gretap", "erspan", "ipip", "sit", "vti", "vti6", "ip6tnl", "ip6gre", "ip6gretap", "ip6erspan"}

// TakenWhole tells whether the kernel takes the data of links of a kind as a whole.
func TakenWhole(kind string) bool { return slices.Contains(takenWhole[:], kind) }

// LinkKnower is a Resolver that also knows what links are: their kind and its data. ref names the link as a request does: by index,
// ifname or alt_ifname.
type LinkKnower interface {
	LinkData(ref codec.Pair) (kind string, data codec.Table, err error)
}

// keepRest puts into the change of a tunnel what it does not say, as the link has it.
func (b *builder) keepRest() error {
	says := func(it item) bool {
		return !it.fixed && len(it.path) > 1 && it.path[0] == "linkinfo" && it.path[1] == "data"
	}
	knower, knows := b.res.(LinkKnower)
	if !knows || b.verb == nil || b.verb.Name != "set" || !TakenWhole(b.kind) || !slices.ContainsFunc(b.items, says) {
		return nil
	}
	ref, err := b.linkRef("index")
	if err != nil {
		return err
	}
	if ref.Value == nil {
		return nil // the kernel says what is missing
	}
	kind, data, err := knower.LinkData(ref)
	if err != nil {
		return err
	}
	if kind != b.kind {
		b.word = "kind"
		return fmt.Errorf("the link is %s", kindText(kind))
	}
	for _, p := range data {
		if path := []string{"linkinfo", "data", p.Name}; !b.putAt(path) {
			b.attr(p.Value, path...)
		}
	}
	return nil
}

func kindText(kind string) string {
	if kind == "" {
		return "of no kind"
	}
	return "of kind " + kind
}

// linkRef says which link a request is about: by the header's field, ifname or alt_ifname. Its value is nil where nothing says that.
func (b *builder) linkRef(field string) (ref codec.Pair, err error) {
	if v, ok := b.put(field, true); ok {
		index, err := b.hinted(codec.Index, v)
		return codec.Pair{Name: "index", Value: index}, err
	}
	for _, name := range []string{"ifname", "alt_ifname"} {
		if v, ok := b.put(name, false); ok && ref.Value == nil {
			ref = codec.Pair{Name: name, Value: v}
		}
	}
	return ref, nil
}
