package request

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"

	"nlua/rtnl/codec"
	"nlua/rtnl/names"
	"nlua/rtnl/spec"
)

// Numbers that golang.org/x/sys/unix lacks (include/uapi/linux/rtnetlink.h, include/uapi/linux/if_ether.h).
const (
	rtmNewChain = 100
	rtmDelChain = 101
	rtmGetChain = 102
	ethAll      = 3          // ETH_P_ALL
	magicBlock  = -1         // TCM_IFINDEX_MAGIC_BLOCK: tcm_parent is the number of a block
	clsIngress  = 0xFFFFFFF2 // TC_H_CLSACT with TC_H_MIN_INGRESS
	clsEgress   = 0xFFFFFFF3
)

func tcObject() *Object {
	return &Object{
		Doc:  "Traffic control: queueing disciplines, classes, filters.",
		Set:  &spec.TC,
		Args: []string{"kind", "index", "handle"},
		Verbs: []Verb{
			{Name: "add", Type: unix.RTM_NEWQDISC, Flags: fCreate, Doc: "make a qdisc"},
			{Name: "change", Type: unix.RTM_NEWQDISC, Flags: fChange, Doc: "change a qdisc"},
			{Name: "replace", Type: unix.RTM_NEWQDISC, Flags: fReplace, Doc: "make or change a qdisc"},
			{Name: "del", Also: []string{"remove", "delete"}, Type: unix.RTM_DELQDISC, Flags: fReq, Doc: "remove a qdisc"},
			{Name: "get", Type: unix.RTM_GETQDISC, Flags: fReq, Doc: "read one qdisc"},
			{Name: "dump", Also: []string{"show"}, Type: unix.RTM_GETQDISC, Flags: fDump, Doc: "read all qdiscs"},
			{Name: "add-class", Type: unix.RTM_NEWTCLASS, Flags: fCreate, Doc: "make a class"},
			{Name: "change-class", Type: unix.RTM_NEWTCLASS, Flags: fChange, Doc: "change a class"},
			{Name: "replace-class", Type: unix.RTM_NEWTCLASS, Flags: fReplace, Doc: "make or change a class"},
			{Name: "del-class", Type: unix.RTM_DELTCLASS, Flags: fReq, Doc: "remove a class"},
			{Name: "get-class", Type: unix.RTM_GETTCLASS, Flags: fDump, Doc: "as dump-class"},
			{Name: "dump-class", Type: unix.RTM_GETTCLASS, Flags: fDump, Doc: "read the classes of a link"},
			{Name: "add-filter", Type: unix.RTM_NEWTFILTER, Flags: fCreate, Doc: "make a filter"},
			{Name: "change-filter", Type: unix.RTM_NEWTFILTER, Flags: fChange, Doc: "change a filter"},
			{Name: "replace-filter", Type: unix.RTM_NEWTFILTER, Flags: fReplace, Doc: "make or change a filter"},
			{Name: "del-filter", Type: unix.RTM_DELTFILTER, Flags: fReq, Doc: "remove filters"},
			{Name: "get-filter", Type: unix.RTM_GETTFILTER, Flags: fDump, Doc: "as dump-filter"},
			{Name: "dump-filter", Type: unix.RTM_GETTFILTER, Flags: fDump, Doc: "read the filters of a qdisc"},
		},
		Keywords: tcKeywords(filterVerbs),
		Push:     []Push{{Path: "chain", Attr: "chain"}},
		Kinds:    tcOptionsSub(),
		Data:     func(*builder, bool) []string { return []string{"options"} },
		Options:  tcWords,
		Begin:    beginTC,
		Finish:   finishTC,
	}
}

func chainObject() *Object {
	return &Object{
		Doc:  "Chains of filters, and the templates that their filters follow.",
		Set:  &spec.TC,
		Args: []string{"index", "chain"},
		Verbs: []Verb{
			{Name: "add", Type: rtmNewChain, Flags: fCreate, Doc: "make a chain, with a template where kind and its keywords are given"},
			{Name: "del", Also: []string{"remove", "delete"}, Type: rtmDelChain, Flags: fReq, Doc: "remove a chain with its filters"},
			{Name: "get", Type: rtmGetChain, Flags: fReq, Doc: "read one chain"},
			{Name: "dump", Also: []string{"show"}, Type: rtmGetChain, Flags: fDump, Doc: "read the chains of a qdisc"},
		},
		Keywords: tcKeywords("add"), // the kernel keeps no protocol of a chain: only a template's words need it
		Needs:    []Need{{Any: "index", Say: "index is missing: the link, or block"}},
		Push:     []Push{{Path: "chain", Attr: "chain"}},
		Kinds:    tcOptionsSub(),
		Data:     func(*builder, bool) []string { return []string{"options"} },
		Options:  tcWords,
		Begin:    beginTC,
		Finish:   finishTC,
	}
}

const filterVerbs = "add-filter change-filter replace-filter del-filter get-filter dump-filter"

// tcKeywords are those of all kinds; protocol is the verbs that take that.
func tcKeywords(protocol string) []Keyword {
	return []Keyword{
		{Name: "kind", Path: "kind", Doc: "Kind of qdisc, class or filter: \"htb\", \"fq_codel\", \"u32\"."},
		{Name: "index", Do: tcIndex, Hint: codec.Index, Doc: "The link: an index, a name, or a message."},
		{Name: "ifindex", Do: tcIndex, Hint: codec.Index, Doc: "As index."},
		{Name: "dev", Do: tcIndex, Hint: codec.Index, Doc: "As index."},
		{Name: "handle", Do: tcHandle, Hint: codec.Handle, Doc: "Handle: a number, or \"maj:min\" in hexadecimal; of a u32 filter \"table:bucket:node\", of fw the mark."},
		{Name: "parent", Do: tcParent, Hint: codec.Handle, Doc: "Handle of what it lies under; \"root\", \"ingress\", \"egress\"."},
		{Name: "dump_invisible", Do: askHook("dump_invisible"), Only: "dump show", Hint: codec.Bool, Doc: "Whether a dump of qdiscs has those that the kernel put there by itself."},
		{Name: "invisible", Do: askHook("dump_invisible"), Only: "dump show", Hint: codec.Bool, Doc: "As dump_invisible."},
		{Name: "root", Do: tcRootWord, Hint: codec.Bool, Doc: "The qdisc of the link itself: parent is the root."},
		{Name: "block", Do: tcBlock, Doc: "Number of a shared block, instead of link and parent."},
		{Name: "protocol", Do: tcProtocol, Hint: codec.Ether, Only: protocol, Doc: "What packets a filter sees, or those of a template: \"ip\", \"ipv6\", \"802.1q\", \"all\" (default)."},
		{Name: "prio", Do: tcPrio, Only: filterVerbs, Doc: "Order of filters, from 1; the kernel chooses where it is 0."},
		{Name: "pref", Do: tcPrio, Only: filterVerbs, Doc: "As prio."},
		{Name: "priority", Do: tcPrio, Only: filterVerbs, Doc: "As prio."},
		{Name: "stab", Do: tcStab, Doc: "Size table: {mtu, tsize, mpu, overhead, linklayer}."},
		{Name: "estimator", Do: tcEstimator, Doc: "Rate estimator: {interval, time}, in seconds."},
	}
}

// tcPlain are words of all kinds, which no kind's options take.
var tcPlain = [...]string{"kind", "index", "ifindex", "dev", "handle", "parent", "root", "family", "info", "block", "chain", "attrs", "options", "stab", "estimator", "ingress_block", "egress_block", "hw_offload"}

// tcFilterPlain are those of filters.
var tcFilterPlain = [...]string{"protocol", "prio", "pref", "priority"}

// useOf tells what a verb is about.
func useOf(v *Verb) tcUse {
	switch {
	case v == nil:
		return 0
	case v.Type >= rtmNewChain || v.Type >= unix.RTM_NEWTFILTER && v.Type <= unix.RTM_GETTFILTER:
		return tcFilter
	case v.Type >= unix.RTM_NEWTCLASS:
		return tcClass
	}
	return tcQdisc
}

// beginTC sets the options' words apart: they may have the names of attributes of the message.
func beginTC(b *builder) error {
	if v, ok := b.given("kind"); ok {
		b.kind, _ = v.(string)
	}
	use := useOf(b.verb)
	if b.filtering || b.verb.Type&3 != 0 { // only what makes things has options
		return nil
	}
	if b.kind == "" {
		if b.obj.Name == "chain" {
			return nil
		}
		return errors.New(`kind is missing: "htb", "fq_codel", "u32" or another`)
	}
	table := tcQdiscs()
	if use == tcFilter {
		table = tcFilters()
	}
	o := &tcOpts{b: b, use: use}
	o.kind, o.set = tcKindOf(table, b.kind, use, tcOptionsSub())
	var rest codec.Table
	for _, p := range b.kw {
		row := b.obj.Set.Named(p.Name)
		plain := slices.Contains(tcPlain[:], p.Name) || use == tcFilter && slices.Contains(tcFilterPlain[:], p.Name) || row != nil && row.C == p.Name
		switch {
		case plain, p.Value == nil:
			rest = append(rest, p)
		case o.set == nil && !o.claim(p.Name):
			if row == nil {
				if o.kind.Bare {
					return fmt.Errorf("unknown keyword %q: %s has no options", p.Name, b.kind)
				}
				return fmt.Errorf("unknown keyword %q: nothing is known of the options of %s %q; give them as raw bytes: options =", p.Name, o.what(), b.kind)
			}
			rest = append(rest, p)
		case o.claim(p.Name), row == nil:
			o.kw = append(o.kw, p)
		default:
			rest = append(rest, p)
		}
	}
	b.kw, b.tc = rest, o
	return nil
}

func finishTC(b *builder) error {
	use := useOf(b.verb)
	if b.verb == nil {
		return nil
	}
	if b.filtering {
		if use != tcQdisc && !b.has("index") { // the kernel would tell of none, without a word
			return errors.New("index is missing: the kernel lists them link by link")
		}
		return nil
	}
	if _, ok := b.put("parent", true); !ok && use == tcQdisc {
		b.field("parent", defaultParent(b))
	}
	if o := b.tc; o != nil {
		if o.kind.Handle != 0 && !b.has("handle") {
			b.field("handle", uint64(o.kind.Handle))
		}
		if use == tcFilter && b.obj.Name == "tc" && !b.has("info") {
			b.field("info", tcInfo(ethAll, 0))
		} else if v, ok := b.put("info", true); ok && use == tcFilter && b.obj.Name == "tc" {
			if n, ok := v.(uint64); ok && n&0xffff == 0 {
				b.field("info", n|tcInfo(ethAll, 0))
			}
		}
		return b.options(o)
	}
	return nil
}

// options reads the words of the kind and puts what comes out into the request.
func (b *builder) options(o *tcOpts) error {
	if b.has("options") {
		if len(o.kw) > 0 {
			b.word = o.kw[0].Name
			return errors.New("comes beside raw options")
		}
		return nil
	}
	if err := o.run(o.kw); err != nil {
		return err
	}
	if o.kind.Bare && len(o.kw) > 0 {
		b.word = o.kw[0].Name
		return fmt.Errorf("a %s %s has no options", o.what(), b.kind)
	}
	// The kernel wants the attribute of most filters, and of classes, even where nothing is said.
	wanted := o.use == tcFilter && (!o.kind.Alone || b.has("handle")) || o.use == tcClass && b.verb != nil && b.verb.Type == unix.RTM_NEWTCLASS
	if o.kind.Bare || len(o.items) == 0 && !wanted {
		return nil
	}
	if len(o.items) == 0 {
		b.attr([]byte{}, "options")
	}
	for _, it := range o.items {
		b.word = it.word
		b.attr(it.value, append([]string{"options"}, it.path...)...)
	}
	b.word = ""
	return nil
}

// defaultParent is where a qdisc lies that says nothing of it.
func defaultParent(b *builder) uint64 {
	kind, _ := tcKindOf(tcQdiscs(), b.kind, tcQdisc, tcOptionsSub())
	if kind.Parent != 0 {
		return uint64(kind.Parent)
	}
	if h, ok := b.put("handle", true); ok && h == uint64(0xFFFF0000) {
		return tcIngress
	}
	return tcRoot
}

func tcIndex(b *builder, v any) error {
	if b.filtering && b.verb != nil {
		b.ask("index", v)
	}
	b.items = append(b.items, item{path: []string{"index"}, fixed: true, value: v, word: b.word})
	return nil
}

func tcBlock(b *builder, v any) error {
	n, err := whole(v)
	if err != nil || n <= 0 || n > 0xFFFFFFFF {
		return errors.New("want the number of a block, from 1")
	}
	put := b.field
	if b.filtering {
		put = b.ask
	}
	put("index", int64(magicBlock))
	put("parent", uint64(n))
	return nil
}

// tcNamed reads a handle: a number, "maj:min", a name of /etc/iproute2/tc_cls.
func tcNamed(b *builder, v any) (uint64, error) {
	if s, ok := v.(string); ok {
		if n, ok := b.res.Names().ID(names.Class, s); ok {
			return uint64(n), nil
		}
	}
	n, err := tcNumber(codec.Handle, v)
	if err == nil && n > 0xFFFFFFFF {
		err = fmt.Errorf("%d does not fit in 32 bits", n)
	}
	return n, err
}

// tcHandle reads a handle as its kind writes it.
func tcHandle(b *builder, v any) error {
	var n uint64
	var err error
	s, isText := v.(string)
	switch {
	case isText && strings.Contains(s, ":") && b.kind == "u32" && useOf(b.verb) == tcFilter:
		n, err = u32Handle(s)
	case isText && useOf(b.verb) == tcFilter && !strings.Contains(s, ":"):
		mark, mask, masked := strings.Cut(s, "/")
		if n, err = strconv.ParseUint(mark, 0, 32); err != nil {
			return fmt.Errorf("handle %q is no number", s)
		}
		if masked && b.tc != nil {
			b.tc.kw = append(b.tc.kw, codec.Pair{Name: "mask", Value: mask})
		}
	default:
		n, err = tcNamed(b, v)
	}
	if err != nil {
		return err
	}
	b.field("handle", n)
	return nil
}

func tcParent(b *builder, v any) error {
	if useOf(b.verb) == tcFilter {
		switch v {
		case "ingress":
			v = uint64(clsIngress)
		case "egress":
			v = uint64(clsEgress)
		}
	}
	n, err := tcNamed(b, v)
	if err != nil {
		return err
	}
	if b.filtering && useOf(b.verb) == tcFilter { // the kernel reads the filters of one parent
		b.ask("parent", n)
		return nil
	}
	b.field("parent", n)
	return nil
}

// tcRootWord makes the root the parent; a new qdisc without handle gets 1: then.
func tcRootWord(b *builder, v any) error {
	yes, err := truth(v)
	if err != nil || !yes {
		return err
	}
	b.field("parent", uint64(tcRoot))
	if _, given := b.given("handle"); given || useOf(b.verb) != tcQdisc || b.verb.Flags&unix.NLM_F_CREATE == 0 {
		return nil
	}
	if kind, _ := tcKindOf(tcQdiscs(), b.kind, tcQdisc, tcOptionsSub()); kind.Handle == 0 {
		b.field("handle", uint64(0x10000))
	}
	return nil
}

// tcInfo is tcm_info of a filter: the protocol in network order below, the priority above.
func tcInfo(protocol, prio uint64) uint64 {
	return uint64(codec.Net16(uint16(protocol))) | prio<<16
}

func tcProtocol(b *builder, v any) error {
	n, err := b.hinted(codec.Ether, v)
	if err != nil {
		return err
	}
	if n > 0xffff {
		return fmt.Errorf("%d is no protocol: it does not fit in 16 bits", n)
	}
	return b.info(tcInfo(n, 0), 0xffff)
}

func tcPrio(b *builder, v any) error {
	n, err := whole(v)
	if err != nil || n < 0 || n > 0xffff {
		return errors.New("want a number up to 65535")
	}
	return b.info(tcInfo(0, uint64(n)), 0xffff0000)
}

func (b *builder) info(bits, mask uint64) error {
	if b.filtering {
		b.testField(masked(bits, mask), "info")
		return nil
	}
	b.or("info", bits)
	return nil
}

func tcStab(b *builder, v any) error {
	t, err := sizeTable(v)
	if err == nil {
		b.attr(t, "stab")
	}
	return err
}

func tcEstimator(b *builder, v any) error {
	t, err := estimator(v)
	if err == nil {
		b.attr(t, "rate")
	}
	return err
}

// tcWords lists the words of a kind for a verb.
func tcWords(v *Verb, kind string) []Word {
	if kind == "" {
		return nil
	}
	var list []Word
	use := useOf(v)
	for _, u := range []tcUse{tcQdisc, tcClass, tcFilter} {
		if use != 0 && use != u {
			continue
		}
		table := tcQdiscs()
		if u == tcFilter {
			table = tcFilters()
		}
		k, set := tcKindOf(table, kind, u, tcOptionsSub())
		list = append(list, kindWords(k, set)...)
	}
	return list
}
