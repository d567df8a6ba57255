package request

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/sys/unix"

	"nlua/rtnl/codec"
	"nlua/rtnl/spec"
)

// Interface flags that keywords of their own set (include/uapi/linux/if.h).
const (
	iffUp    = unix.IFF_UP
	iffNoARP = unix.IFF_NOARP
)

func linkInfo() *codec.Set { return spec.Link.Named("linkinfo").Set }

func linkObject() *Object {
	return &Object{
		Doc: "Network interfaces.",
		Set: &spec.Link,
		Verbs: []Verb{
			{Name: "add", Type: unix.RTM_NEWLINK, Flags: fCreate, Doc: "make a link"},
			{Name: "set", Type: unix.RTM_NEWLINK, Flags: fReq, Doc: "change a link"},
			{Name: "update", Type: unix.RTM_SETLINK, Flags: fCreate, Doc: "change a link by RTM_SETLINK"},
			{Name: "del", Also: []string{"remove", "delete"}, Type: unix.RTM_DELLINK, Flags: fReq, Doc: "remove a link"},
			{Name: "get", Type: unix.RTM_GETLINK, Flags: fReq, Doc: "read one link"},
			{Name: "dump", Also: []string{"show"}, Type: unix.RTM_GETLINK, Flags: fDump, Doc: "read all links"},
			{Name: "property_add", Type: unix.RTM_NEWLINKPROP, Flags: fAppend, Doc: "give a link alternative names"},
			{Name: "property_del", Type: unix.RTM_DELLINKPROP, Flags: fReq, Doc: "take alternative names away"},
		},
		Keywords: []Keyword{
			{Name: "family", Do: askFamily, Enum: &spec.Families, Doc: "Address family: a number, or inet, inet6, bridge."},
			{Name: "kind", Path: "linkinfo.kind", Do: setKind, Doc: "Kind of link: \"veth\", \"bridge\", \"vlan\"; with \"_slave\" the data that the link has as a port."},
			{Name: "info_kind", Path: "linkinfo.kind", Do: setKind, Doc: "As kind."},
			{Name: "dev", Path: "index", Only: "set update del get dump property_add property_del", Hint: codec.Index, Doc: "As index."},
			{Name: "state", Path: "flags", Do: setState, Doc: "\"up\" or \"down\"."},
			{Name: "flags", Do: setLinkFlags, Doc: "Interface flags: a number, or names; \"!name\" clears."},
			{Name: "mask", Path: "change", Doc: "As change."},
			{Name: "arp", Do: setARP(false), Hint: codec.Bool, Doc: "Whether the link resolves addresses (clears IFF_NOARP)."},
			{Name: "noarp", Do: setARP(true), Hint: codec.Bool, Doc: "Whether the link is without address resolution (IFF_NOARP)."},
			{Name: "altname", Path: "prop_list.alt_ifname", Do: setAltname, Doc: "Alternative names: a name or a list."},
			{Name: "alt_ifname", Path: "prop_list.alt_ifname", Do: setAltname, Doc: "As altname."},
			{Name: "ifalias", Do: setAlias},
			{Name: "xdp_fd", Path: "xdp.xdp_fd", Doc: "Descriptor of an XDP program; -1 removes it."},
			{Name: "xdp_flags", Path: "xdp.xdp_flags", Doc: "How the XDP program is attached."},
			{Name: "vf", Path: "vfinfo_list.info", Do: setVF, Doc: "Settings of virtual functions: {vf = 0, mac = ..., vlan = ..., rate = ...}, or a list of these."},
			{Name: "inet_conf", Path: "af_spec.af_inet", Doc: "Settings of the IPv4 side by their names in /proc/sys/net/ipv4/conf: {forwarding = true, rp_filter = 2}; for set, the kernel takes none with add."},
			{Name: "addr_gen_mode", Path: "af_spec.af_inet6.inet6_addr_gen_mode", Doc: "How the link gets its IPv6 link-local address: eui64, none, stable_privacy, random."},
			{Name: "mctp_net", Path: "af_spec.af_mctp.net", Doc: "Number of the link's MCTP network; for set."},
			{Name: "token", Path: "af_spec.af_inet6.inet6_token", Doc: "Lower half of the IPv6 addresses that router advertisements make: \"::5\"."},
			{Name: "ext_mask", Do: askHook("ext_mask"), Doc: "What a reading adds: vf, brvlan, brvlan_compressed, skip_stats."},
			{Name: "target_netnsid", Do: askHook("target_netnsid"), Doc: "Id of the namespace that the request is for."},
		},
		Push: []Push{
			{Path: "master", Attr: "master"},
			{Path: "linkinfo.kind", Attr: "linkinfo.kind"},
		},
		Kinds:      linkInfo().Named("data").Sub,
		SlaveKinds: linkInfo().Named("slave_data").Sub,
		Data: func(_ *builder, slave bool) []string {
			if slave {
				return []string{"linkinfo", "slave_data"}
			}
			return []string{"linkinfo", "data"}
		},
		PlainKinds: plainKinds,
		Hooks:      linkHooks(),
		Begin:      beginLink,
		Needs: []Need{
			{Verbs: "set update del get", Any: "index ifname alt_ifname prop_list group", Say: "index or ifname is missing"},
			{Verbs: "property_add property_del", Any: "index ifname", Say: "index or ifname is missing"},
			{Verbs: "property_add property_del", Any: "prop_list", Say: "altname is missing"},
		},
		Finish: finishLink,
	}
}

// beginLink finds the kind first: it decides what other keywords mean.
func beginLink(b *builder) error {
	for _, word := range []string{"kind", "info_kind"} {
		if v, ok := b.given(word); ok {
			if kind, isText := v.(string); isText {
				b.kind = kind
			}
		}
	}
	if b.verb != nil && (b.verb.Type == unix.RTM_NEWLINK || b.verb.Type == unix.RTM_DELLINK) && tunKind(b.kind) {
		return beginTun(b)
	}
	return nil
}

func setKind(b *builder, v any) error {
	kind, ok := v.(string)
	switch {
	case !ok:
		return errors.New("want a kind as a string")
	case b.tun != nil:
	case strings.HasSuffix(kind, slaveSuffix) && b.obj.kindCase(kind) != nil:
		b.attr(strings.TrimSuffix(kind, slaveSuffix), "linkinfo", "slave_kind")
	default:
		b.attr(kind, "linkinfo", "kind")
	}
	return nil
}

func setState(b *builder, v any) error {
	up := v == "up"
	if !up && v != "down" {
		return fmt.Errorf("want \"up\" or \"down\", got %s", shown(v))
	}
	b.bits(up, iffUp)
	return nil
}

// setARP handles arp and noarp.
func setARP(no bool) hook {
	return func(b *builder, v any) error {
		yes, err := truth(v)
		if err == nil {
			b.bits(yes == no, iffNoARP)
		}
		return err
	}
}

// bits sets or clears interface flags, and says so in change; in a filter they are compared alone.
func (b *builder) bits(on bool, mask uint64) {
	set := uint64(0)
	if on {
		set = mask
	}
	b.flagsOf(set, mask)
}

func (b *builder) flagsOf(set, mask uint64) {
	if b.filtering {
		b.testField(masked(set, mask), "flags")
		return
	}
	was, _ := b.put("flags", true)
	changed, _ := b.put("change", true)
	if flags, ok := was.(uint64); ok {
		if mine, _ := changed.(uint64); (flags^set)&mask&mine != 0 && b.both[0] == "" {
			b.both = [2]string{b.wordAt("change"), b.word}
		}
	}
	b.or("flags", set)
	b.or("change", mask)
}

func setLinkFlags(b *builder, v any) error {
	words, ok := flagWords(v)
	if !ok {
		n, err := b.hinted(codec.NoHint, v)
		if err != nil {
			return err
		}
		if b.filtering {
			b.field("flags", n)
		} else {
			b.or("flags", n)
		}
		return nil
	}
	enum := b.set.Field("flags").Enum
	for i := range words {
		switch strings.ToLower(words[i]) {
		case "arp":
			words[i] = "!noarp"
		case "!arp":
			words[i] = "noarp"
		}
	}
	set, mask, err := flagBits(enum, words)
	if err == nil {
		b.flagsOf(set, mask)
	}
	return err
}

// setAltname: the property verbs change names, the others look the link up by one. A name that is there may be removed, whatever it is.
func setAltname(b *builder, v any) error {
	switch {
	case isTable(v):
		return errors.New("want a name, or a list of names")
	case b.filtering, b.verb.Type == unix.RTM_DELLINKPROP:
		b.attr(v, "prop_list", "alt_ifname")
	case b.verb.Type == unix.RTM_NEWLINKPROP:
		list, isList := v.([]any)
		if !isList {
			list = []any{v}
		}
		for _, e := range list {
			if name, isText := e.(string); isText && badName(name, "/") { // ip(8) refuses them, not the kernel
				return fmt.Errorf("%q is no name for a link: want 1 to 127 bytes without spaces and \"/\"", name)
			}
		}
		b.attr(v, "prop_list", "alt_ifname")
	case b.verb.Name == "add" || b.says("index") || b.says("dev") || b.says("ifname"):
		return errors.New("is given by property_add, to a link that is there; other verbs find a link by it")
	default:
		b.attr(v, "alt_ifname")
	}
	return nil
}

func finishLink(b *builder) error {
	if b.tun != nil {
		return finishTun(b)
	}
	if name, ok := b.put("ifname", false); ok && b.verb != nil && b.verb.Type == unix.RTM_NEWLINK {
		if err := linkName(name); err != nil {
			b.word = b.wordAt("ifname")
			return err
		}
	}
	if _, ok := b.put("family", true); !ok && b.has("af_spec", "protinfo") {
		b.field("family", uint64(unix.AF_UNSPEC)) // what they mean is chosen by it
	}
	if !b.filtering && b.has("af_spec") {
		wrapInetConf(b.items)
	}
	if b.verb != nil && b.verb.Name != "add" {
		if err := b.checkLengths("index", "address", "broadcast"); err != nil {
			return err
		}
	}
	return finishKind(b)
}

// setAlias leaves out the NUL of the longest alias, for which the kernel has no room (IFALIASZ, include/uapi/linux/if.h).
func setAlias(b *builder, v any) error {
	if s, isText := v.(string); isText && len(s) == 255 && !strings.Contains(s, "\x00") && !b.filtering {
		v = []byte(s)
	}
	b.attr(v, "ifalias")
	return nil
}

// wrapInetConf puts IFLA_INET_CONF around the settings of AF_INET, which are read without it.
func wrapInetConf(items []item) {
	families := spec.Link.Named("af_spec").Sub.Case("0").Set
	inet := families.Named("af_inet")
	wrap := func(v any) any {
		t, isTable := v.(codec.Table)
		if _, done := t.Get("conf"); !isTable || done {
			return v
		}
		return codec.Table{{Name: "conf", Value: without(t, "dummy")}} // which is the attribute's head, as pyroute2 reads it
	}
	for i := range items {
		it := &items[i]
		switch t, _ := it.value.(codec.Table); {
		case it.ask || it.test != nil || it.path[0] != "af_spec":
		case len(it.path) == 1:
			t = slices.Clone(t)
			for j := range t {
				if families.Named(t[j].Name) == inet {
					t[j].Value = wrap(t[j].Value)
				}
			}
			if t != nil {
				it.value = t
			}
		case it.path[1] != inet.Name:
		case len(it.path) == 2:
			it.value = wrap(it.value)
		case it.path[2] != "conf":
			it.path = slices.Insert(slices.Clone(it.path), 2, "conf")
		}
	}
}

// linkName refuses what the kernel refuses without a word (net/core/dev.c, dev_valid_name). Of names that are too long it speaks.
func linkName(v any) error {
	if name, ok := v.(string); ok && (name == "." || name == ".." || badName(name, "/:")) {
		return fmt.Errorf("%q is no name for a link: want 1 to 15 bytes without spaces, \"/\" and \":\"", name)
	}
	return nil
}

// badName tells names that are empty, or have spaces or any of some characters.
func badName(name, but string) bool {
	return name == "" || strings.ContainsAny(name, but+" \t\n\v\f\r")
}

// sub runs the keywords of a table inside a value that is a message of its own, and gives the table that its row takes.
func (b *builder) sub(kw codec.Table) (codec.Table, error) {
	in := newBuilder()
	in.obj, in.set, in.verb, in.said, in.kw, in.res = b.obj, b.set, b.verb, b.said, kw, b.res
	err := in.run()
	b.files = append(b.files, in.files...)
	if err != nil {
		var e *Error
		if errors.As(err, &e) && e.Keyword == "" {
			e.Keyword = b.word
		}
		return nil, err
	}
	var t codec.Table
	for i := range in.items {
		t = insert(t, in.items[i].path, in.items[i].value)
	}
	return t, nil
}
