package request

import (
	"errors"
	"fmt"
	"strings"

	"golang.org/x/sys/unix"

	"nlua/rtnl/codec"
	"nlua/rtnl/spec"
)

// Actions of rules (include/uapi/linux/fib_rules.h).
const (
	frToTable = 1
	frGoto    = 2
)

// rulePriority is where pyroute2 puts a rule that says nothing.
const rulePriority = 32000

func ruleObject() *Object {
	return &Object{
		Doc: "Rules that choose a routing table.",
		Set: &spec.Rule,
		Verbs: []Verb{
			{Name: "add", Type: unix.RTM_NEWRULE, Flags: fCreate, Doc: "add a rule"},
			{Name: "del", Also: []string{"remove", "delete"}, Type: unix.RTM_DELRULE, Flags: fReq, Doc: "remove a rule"},
			{Name: "dump", Also: []string{"show"}, Type: unix.RTM_GETRULE, Flags: fDump, Doc: "read all rules"},
		},
		Keywords: []Keyword{
			familyWord,
			{Name: "dst", Do: func(b *builder, v any) error { return putDst(b, v, "dst", "dst_len") }, Doc: "Destination prefix: \"A\", \"A/len\" or \"A/mask\"."},
			{Name: "src", Do: func(b *builder, v any) error { return putDst(b, v, "src", "src_len") }, Doc: "Source prefix: \"A\", \"A/len\" or \"A/mask\"."},
			{Name: "table", Do: setTable, Hint: codec.RouteTable, Doc: "Routing table by number or name."},
			{Name: "action", Do: setAction, Doc: "What the rule does: to_tbl, goto, nop, blackhole, unreachable, prohibit."},
			{Name: "fwmark", Do: setMarked("fwmark", "fwmask"), Hint: codec.Hex, Doc: "Mark of the packet; \"mark/mask\" too."},
			{Name: "uid_range", Do: setRange("uid_range"), Doc: "User ids: \"a:b\", \"a-b\", {a, b} or {start, end}."},
			{Name: "sport_range", Do: setRange("sport_range"), Doc: "Source ports: \"a:b\", \"a-b\", {a, b} or {start, end}."},
			{Name: "dport_range", Do: setRange("dport_range"), Doc: "Destination ports: \"a:b\", \"a-b\", {a, b} or {start, end}."},
			{Name: "sport", Path: "sport_range", Do: setRange("sport_range"), Doc: "As sport_range."},
			{Name: "dport", Path: "dport_range", Do: setRange("dport_range"), Doc: "As dport_range."},
			{Name: "iif", Path: "iifname", Do: setLinkName("iifname"), Doc: "Incoming link by name, index or message."},
			{Name: "dev", Path: "iifname", Do: setLinkName("iifname"), Doc: "As iif."},
			{Name: "iifname", Do: onlyName("iifname", "iif")},
			{Name: "oifname", Do: onlyName("oifname", "oif")},
			{Name: "oif", Path: "oifname", Do: setLinkName("oifname"), Doc: "Outgoing link by name, index or message."},
			{Name: "realms", Path: "flow", Hint: codec.Realm, Doc: "As flow."},
			{Name: "invert", Do: setInvert, Hint: codec.Bool, Doc: "Whether the rule holds for packets that do not match."},
			{Name: "not", Do: setInvert, Hint: codec.Bool, Doc: "As invert."},
			{Name: "from", Do: func(b *builder, v any) error { return putDst(b, v, "src", "src_len") }, Doc: "As src."},
			{Name: "to", Do: func(b *builder, v any) error { return putDst(b, v, "dst", "dst_len") }, Doc: "As dst."},
			{Name: "lookup", Do: setTable, Hint: codec.RouteTable, Doc: "As table."},
			{Name: "ipproto", Path: "ip_proto", Hint: codec.IPProto, Doc: "As ip_proto."},
			{Name: "suppress_prefixlength", Path: "suppress_prefixlen", Doc: "As suppress_prefixlen."},
		},
		Finish: finishRule,
	}
}

func setAction(b *builder, v any) error {
	if s, ok := v.(string); ok {
		v = strings.TrimPrefix(strings.ToLower(s), "fr_act_")
		if v == "lookup" || v == "table" {
			v = uint64(frToTable)
		}
	}
	b.field("action", v)
	return nil
}

// setMarked takes "value/mask" beside a value.
func setMarked(name, mask string) hook {
	return func(b *builder, v any) error {
		if s, ok := v.(string); ok {
			if value, bits, both := strings.Cut(s, "/"); both {
				b.attr(bits, mask)
				v = value
			}
		}
		b.attr(v, name)
		return nil
	}
}

// setRange makes {start, end} of what scripts write.
func setRange(name string) hook {
	return func(b *builder, v any) error {
		start, end := any(nil), any(nil)
		switch x := v.(type) {
		case codec.Table:
			if b.filtering { // for the one or the other
				b.attr(v, name)
				return nil
			}
			start, _ = x.Get("start")
			end, _ = x.Get("end")
		case []any:
			if len(x) != 2 {
				return errors.New("want {first, last}")
			}
			start, end = x[0], x[1]
		case string:
			first, last, both := strings.Cut(strings.ReplaceAll(x, "-", ":"), ":")
			if !both {
				last = first
			}
			start, end = first, last
		default:
			start, end = v, v
		}
		first, err1 := whole(start)
		last, err2 := whole(end)
		if err1 != nil || err2 != nil || first < 0 || first > last {
			return fmt.Errorf("want a range \"first:last\", got %s", shown(v))
		}
		b.attr(codec.Table{{Name: "start", Value: uint64(first)}, {Name: "end", Value: uint64(last)}}, name)
		return nil
	}
}

// LinkNamer is a Resolver that also knows the name of an index: rules name links.
type LinkNamer interface {
	LinkName(index int) (string, error)
}

// setLinkName puts a link's name where a script may give an index or a message.
func setLinkName(attr string) hook {
	return func(b *builder, v any) error {
		if s, ok := v.(string); ok {
			b.attr(s, attr)
			return linkName(s)
		}
		index, err := b.hinted(codec.Index, v)
		if err != nil {
			return err
		}
		namer, ok := b.res.(LinkNamer)
		if !ok {
			return errors.New("want a link's name")
		}
		name, err := namer.LinkName(int(index))
		if err != nil {
			return err
		}
		b.attr(name, attr)
		return nil
	}
}

// onlyName takes a name as it is: a number would become its digits.
func onlyName(attr, other string) hook {
	return func(b *builder, v any) error {
		if n, isNumber := v.(float64); isNumber {
			return fmt.Errorf("want a link's name, got %v: %s takes an index too", n, other)
		}
		b.attr(v, attr)
		return linkName(v)
	}
}

// setInvert is FIB_RULE_INVERT (include/uapi/linux/fib_rules.h).
func setInvert(b *builder, v any) error {
	yes, err := truth(v)
	if err == nil {
		b.flag(yes, 2)
	}
	return err
}

// flag sets a bit of the flags, or asks a filter for it.
func (b *builder) flag(on bool, bit uint64) {
	switch {
	case b.filtering:
		want := uint64(0)
		if on {
			want = bit
		}
		b.testField(masked(want, bit), "flags")
	case on:
		b.or("flags", bit)
	}
}

func finishRule(b *builder) error {
	if b.filtering || b.verb == nil {
		b.finishFamily(0)
		return nil
	}
	b.finishFamily(unix.AF_INET)
	if b.verb.Type != unix.RTM_NEWRULE {
		if !b.saysAny() {
			return errors.New("which one is missing: priority, table or another keyword")
		}
		return nil
	}
	if !b.has("priority") {
		b.attr(uint64(rulePriority), "priority")
	}
	if !b.has("action") {
		if b.has("goto") {
			b.field("action", uint64(frGoto))
			return nil
		}
		b.field("action", uint64(frToTable))
		if !b.has("table") && !b.has("l3mdev") {
			b.field("table", uint64(unix.RT_TABLE_MAIN))
			b.attr(uint64(unix.RT_TABLE_MAIN), "table")
		}
	}
	return nil
}
