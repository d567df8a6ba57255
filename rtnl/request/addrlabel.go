package request

import (
	"errors"

	"golang.org/x/sys/unix"

	"nlua/rtnl/codec"
	"nlua/rtnl/spec"
)

func addrLabelObject() *Object {
	return &Object{
		Doc: "Labels of IPv6 prefixes, by which source addresses are chosen (RFC 6724).",
		Set: &spec.AddrLabel,
		Verbs: []Verb{
			{Name: "add", Type: unix.RTM_NEWADDRLABEL, Flags: fCreate, Doc: "add a label"},
			{Name: "replace", Also: []string{"set"}, Type: unix.RTM_NEWADDRLABEL, Flags: fReplace, Doc: "add a label, or change it"},
			{Name: "del", Also: []string{"remove", "delete"}, Type: unix.RTM_DELADDRLABEL, Flags: fReq, Doc: "remove a label"},
			{Name: "get", Type: unix.RTM_GETADDRLABEL, Flags: fReq, Doc: "ask for the label of an address"},
			{Name: "dump", Also: []string{"show"}, Type: unix.RTM_GETADDRLABEL, Flags: fDump, Doc: "read all labels"},
		},
		Keywords: []Keyword{
			{Name: "prefix", Path: "address", Do: setLabelPrefix, Doc: "As address."},
			{Name: "address", Do: setLabelPrefix, Doc: "Prefix: \"A/len\" or \"A\"."},
			{Name: "dev", Path: "index", Hint: codec.Index, Doc: "As index: only addresses of this link."},
		},
		Needs: []Need{
			{Any: "address", Say: "prefix is missing"},
			{Verbs: "add replace", Any: "label", Say: "label is missing: a number"},
		},
		Begin: func(b *builder) error { return setFamilyTo(b, unix.AF_INET6) },
		Finish: func(b *builder) error {
			if _, said := b.put("prefixlen", true); !said && !b.filtering && b.has("address") {
				b.field("prefixlen", uint64(128))
			}
			// The kernel wants a label of a removal too, and does not look at it.
			if b.verb != nil && b.verb.Type == unix.RTM_DELADDRLABEL && !b.has("label") {
				b.attr(uint64(0), "label")
			}
			return nil
		},
	}
}

func setLabelPrefix(b *builder, v any) error {
	p, err := parsePrefix(v)
	if err != nil {
		return err
	}
	if !p.addr.Is6() {
		return errors.New("want an IPv6 prefix")
	}
	b.attr(p.addr.String(), "address")
	if p.hasLen {
		b.field("prefixlen", uint64(p.bits))
	}
	return nil
}
