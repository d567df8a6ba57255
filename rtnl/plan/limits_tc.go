package plan

import (
	"fmt"
	"slices"

	"golang.org/x/sys/unix"

	"nlua/rtnl/codec"
	"nlua/rtnl/spec"
)

// untold are kinds of the traffic control of which the kernel does not tell enough to make them again.
var untold = []struct {
	typ  uint16
	kind string
	is   func(v, options *codec.View) bool // nil: all of the kind
	what string
}{
	{unix.RTM_NEWQDISC, "red", nil, "how the average of a red decays"}, // TCA_RED_STAB is wanted and not told; net/sched/sch_red.c
	{unix.RTM_NEWQDISC, "choke", nil, "how the average of a choke decays"},
	{unix.RTM_NEWQDISC, "gred", nil, "how the averages of a gred decay"},
	{unix.RTM_NEWTFILTER, "bpf", lacks(5), "the program of an eBPF filter"}, // TCA_BPF_OPS: classic BPF
	{unix.RTM_NEWTFILTER, "", runsProgram, "the program of an eBPF action"},
	{unix.RTM_NEWTFILTER, "flower", outerUntold, "which VLAN tag a flower filter of all protocols looks behind"},
	{rtmNewChain, "", ofClsact, "on which side of clsact a chain with a template is"},
}

// lacks tells of options without an attribute; the head of a priority has none at all.
func lacks(typ uint16) func(v, options *codec.View) bool {
	return func(_, options *codec.View) bool { return len(options.Attrs) > 0 && find(options.Attrs, typ) == nil }
}

// runsProgram tells of an action bpf without TCA_ACT_BPF_OPS.
func runsProgram(_, options *codec.View) bool {
	value, _ := options.Get("act")
	list, _ := value.([]any)
	return slices.ContainsFunc(list, func(e any) bool {
		act, ok := e.(codec.View)
		if !ok || text(find(act.Attrs, 1)) != "bpf" {
			return false
		}
		return find(find(act.Attrs, 2), 4) == nil
	})
}

// outerUntold tells of TCA_FLOWER_KEY_VLAN_ID, PRIO or ETH_TYPE where the filter's protocol is not that of a tag, see state.
func outerUntold(v, options *codec.View) bool {
	tagged := false
	for typ := uint16(23); typ <= 25; typ++ {
		_, ok := options.Find(typ)
		tagged = tagged || ok
	}
	protocol := codec.Net16(uint16(native.Uint32(v.Head[16:])))
	return tagged && protocol == unix.ETH_P_ALL
}

// ofClsact: a chain is told with the handle of its qdisc, which is that of both sides; net/sched/cls_api.c tc_chain_fill_node().
func ofClsact(v, _ *codec.View) bool {
	_, template := v.Find(unix.TCA_KIND)
	return template && native.Uint32(v.Head[12:])>>16 == 0xffff
}

// untoldOf says what the kernel does not tell of an object, "" where that is nothing.
func untoldOf(typ uint16, v *codec.View) string {
	kind := text(find(v.Attrs, unix.TCA_KIND))
	value, _ := v.Get("options")
	options, _ := value.(codec.View)
	if options.Set == nil {
		options.Set = &codec.Set{}
	}
	for _, u := range untold {
		if u.typ == typ && (u.kind == "" || u.kind == kind) && (u.is == nil || u.is(v, &options)) {
			return u.what
		}
	}
	return ""
}

// untoldObject is one of which the kernel does not tell what.
type untoldObject struct {
	typ  uint16
	view codec.View
	what string
}

// untoldObjects are those of the namespace, which most have none of.
func (s *space) untoldObjects() []untoldObject {
	if s.untold != nil {
		return s.untold
	}
	s.untold = []untoldObject{}
	for _, e := range s.table.Snapshot() {
		if e.Type != unix.RTM_NEWQDISC && e.Type != unix.RTM_NEWTFILTER && e.Type != rtmNewChain {
			continue
		}
		o := codec.ViewOf(&spec.TC, e.Body, nil)
		if what := untoldOf(e.Type, &o); what != "" {
			s.untold = append(s.untold, untoldObject{e.Type, o, what})
		}
	}
	return s.untold
}

// beyondTC refuses to lose what could not be made again: what a request removes or changes, and what lies below.
func (s *space) beyondTC(typ uint16, v *codec.View) error {
	if len(s.untoldObjects()) == 0 {
		return nil
	}
	t := lostTC{typ: typ, v: v, below: map[uint32]bool{}}
	entries := s.table.Snapshot()
	for more := true; more; {
		more = false
		for _, e := range entries {
			o := codec.ViewOf(&spec.TC, e.Body, nil)
			handle := native.Uint32(e.Body[8:])
			if (e.Type == unix.RTM_NEWQDISC || e.Type == unix.RTM_NEWTCLASS) && handle != 0 && !t.below[handle] && t.takes(e.Type, &o) && !t.keeps(&o) {
				t.below[handle], more = true, true
			}
		}
	}
	for _, u := range s.untoldObjects() {
		if t.takes(u.typ, &u.view) {
			return fmt.Errorf("the kernel does not tell %s", u.what)
		}
	}
	return nil
}

// lostTC is what goes by a request of the traffic control.
type lostTC struct {
	typ   uint16
	v     *codec.View
	below map[uint32]bool // handles of qdiscs and classes
}

// takes tells whether an object is what the request is about, or lies below that.
func (t *lostTC) takes(typ uint16, o *codec.View) bool {
	same := func(at int) bool { return native.Uint32(t.v.Head[at:]) == native.Uint32(o.Head[at:]) }
	if !same(4) {
		return false
	}
	parent := native.Uint32(o.Head[12:])
	own := typ == unix.RTM_NEWQDISC && parent>>16 == 0xffff // the device's: root, ingress
	if !own && (t.below[parent] || t.below[parent&0xffff0000]) {
		return true
	}
	if kind := t.typ &^ 3; kind != typ && !(kind == rtmNewChain && typ == unix.RTM_NEWTFILTER) {
		return false
	}
	switch {
	case typ == unix.RTM_NEWQDISC && same(12), typ == unix.RTM_NEWTCLASS && same(8):
		return true
	case typ == rtmNewChain:
		return parent>>16 == native.Uint32(t.v.Head[12:])>>16 && string(find(t.v.Attrs, tcaChain)) == string(find(o.Attrs, tcaChain))
	case typ == unix.RTM_NEWTFILTER && same(12):
		return t.typ&^3 == rtmNewChain || native.Uint32(t.v.Head[16:])>>16 == 0 || same(16)
	}
	return false
}

// keeps tells whether the request changes a qdisc or class in place, so that what lies below stays.
func (t *lostTC) keeps(o *codec.View) bool {
	kind, said := t.v.Find(unix.TCA_KIND)
	handle := native.Uint32(t.v.Head[8:])
	return t.typ&3 == 0 && (!said || text(kind) == text(find(o.Attrs, unix.TCA_KIND))) && (handle == 0 || handle == native.Uint32(o.Head[8:]))
}

// ofQueues are qdiscs that want a device of several queues. How many a device has in use the kernel does not tell, so that it comes back with
// those that its kind begins with.
var ofQueues = []string{"mq", "mqprio", "multiq", "taprio"}

// beyondDevices likewise refuses to lose what lies on devices that go.
func (s *space) beyondDevices(indices map[uint32]bool) error {
	for _, e := range s.table.Snapshot() {
		if e.Type != unix.RTM_NEWQDISC || !indices[native.Uint32(e.Body[4:])] || native.Uint32(e.Body[8:]) == 0 {
			continue
		}
		q := codec.ViewOf(&spec.TC, e.Body, nil)
		if kind := text(find(q.Attrs, unix.TCA_KIND)); slices.Contains(ofQueues, kind) {
			return fmt.Errorf("the kernel does not tell how many queues %s uses, which its qdisc %s is for", s.links[native.Uint32(e.Body[4:])], kind)
		}
	}
	for _, u := range s.untoldObjects() {
		if indices[native.Uint32(u.view.Head[4:])] {
			return fmt.Errorf("the kernel does not tell %s", u.what)
		}
	}
	return nil
}
