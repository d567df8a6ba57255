package plan

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/sys/unix"

	"nlua/rtnl/codec"
	"nlua/rtnl/request"
	"nlua/rtnl/spec"
	"nlua/rtnl/state"
)

// wantedLink is an entry about a link, and what there is of it.
type wantedLink struct {
	*entry
	name    string
	has     *link // nil: it has to be made
	twin    *wantedLink
	changes []state.Change
	deps    []*wantedLink // that it is made on
	ordered bool
}

// postponed are keywords that a link is given after it was made: the kernel passes them over then, or a bond takes no port that is
// up already, or other links have to be there.
var postponed = []string{"master", "flags", "arp", "noarp", "state", "ifalias", "proto_down", "af_spec", "inet_conf", "addr_gen_mode", "token"}

// soon are those of them that go with the settings of links that are there; of the families the kernel takes none of a link to be made.
var soon = []string{"ifalias", "proto_down", "af_spec", "inet_conf", "addr_gen_mode", "token"}

// givenOnce are paths that need another link where they differ, beside the data that kinds are given once.
var givenOnce = []string{"link", "num_tx_queues", "num_rx_queues"}

// anewFor tells whether a change needs another link.
func (l *link) anewFor(ch state.Change) bool {
	name, isData := strings.CutPrefix(ch.Path, "linkinfo.data.")
	if !isData {
		return slices.Contains(givenOnce, ch.Path) && !(ch.Path == "link" && slices.Contains(pairs, l.kind))
	}
	name, _, _ = strings.Cut(name, ".")
	return slices.Contains(once()[l.kind], name) || name == "macvlan_mode" && (ch.Old == "passthru" || ch.New == "passthru")
}

const madeUp = 0x70000000 // where indices begin of links that are not there yet

// links compares all links at once: one that has to be made anew takes others with it.
func (c *comparison) links() error {
	var all []*wantedLink
	for _, e := range c.p.want.entries {
		if e.section.typ != unix.RTM_NEWLINK {
			continue
		}
		l := &wantedLink{entry: e, name: e.text("ifname")}
		if l.name == "" {
			l.name = e.text("index")
		}
		if l.name == "" {
			return e.fail(errors.New("ifname is missing"))
		}
		l.has = c.p.spaces[e.space].named[l.name]
		if own := lowerWord(l.text("kind")); own != "" {
			_, said := l.kw.Get("link")
			if _, meant := l.kw.Get(own); said && !meant {
				return e.fail(fmt.Errorf("link: the kernel passes it over for a %s: say %s", l.text("kind"), own))
			}
		}
		all = append(all, l)
	}
	pairUp(all)
	for more := true; more; { // until nothing else has to be made anew
		more = false
		for i, l := range all {
			if l.has == nil {
				c.planned[l.space][l.name] = madeUp + i
			}
		}
		for _, l := range all {
			if l.has == nil {
				continue
			}
			anew := c.gone[l.space].indices[l.has.index]
			if !anew {
				var err error
				if anew, err = c.anew(l); err != nil {
					return l.fail(err)
				}
				if anew {
					c.removeLink(l)
				}
			}
			if anew {
				l.has, more = nil, true
			}
		}
	}
	return c.linkSteps(all)
}

// lowerWord is the keyword for the device below links of a kind that has it among its data; IFLA_LINK is passed over then (drivers/net,
// rtnl_link_ops.newlink), and told as that device or not at all. "" where IFLA_LINK says it.
func lowerWord(kind string) string {
	data := spec.Link.Named("linkinfo").Set.Named("data").Sub.Case(kind)
	if data == nil || data.Set == nil {
		return ""
	}
	i := slices.IndexFunc(data.Set.Rows, func(r codec.Row) bool { return strings.HasSuffix(r.Name, "_link") && r.Hint == codec.Index })
	if i < 0 {
		return ""
	}
	return data.Set.Rows[i].Name
}

// pairUp finds the ends of veths.
func pairUp(all []*wantedLink) {
	for _, l := range all {
		peer, _ := l.kw.Get("peer")
		kw, _ := peer.(codec.Table)
		name, space := "", l.space
		if s, ok := peer.(string); ok {
			name = s
		}
		for _, p := range kw {
			s, _ := p.Value.(string)
			switch p.Name {
			case "ifname":
				name = s
			case "net_ns_fd":
				space = s
			}
		}
		for _, other := range all {
			if name != "" && other.name == name && other.space == space {
				l.twin, other.twin = other, l
			}
		}
	}
}

// anew tells whether a link that is there has to be made anew.
func (c *comparison) anew(l *wantedLink) (bool, error) {
	c.claim(l)
	kind := l.text("kind")
	if slices.Contains(tunKinds, kind) {
		kind = "tun"
		if differs, err := c.tunDiffers(l); differs || err != nil {
			return differs, err
		}
	}
	if kind != "" && !strings.HasSuffix(kind, "_slave") && kind != l.has.kind {
		return true, nil
	}
	if t := l.twin; t != nil {
		if t.has == nil {
			return true, nil
		}
		_, abroad := l.has.view.Find(unix.IFLA_LINK_NETNSID)
		if l.has.number(unix.IFLA_LINK) != t.has.index || abroad != (t.space != l.space) {
			return true, nil
		}
	}
	var err error
	if l.changes, err = c.linkChanges(l, l.kw); err != nil {
		return false, err
	}
	for _, ch := range l.changes {
		if l.has.anewFor(ch) {
			return true, nil
		}
	}
	return false, nil
}

// tunKinds are words for what the kernel has one kind of, and makes by other means: no request about one names its kind.
var tunKinds = []string{"tun", "tap", "tuntap"}

// tunDiffers tells whether a tun or tap device is not as an entry says it is made.
func (c *comparison) tunDiffers(l *wantedLink) (bool, error) {
	r, err := c.build(l.entry, "add", l.kw)
	if err != nil || r.Tun == nil || l.has.kind != "tun" {
		return false, err
	}
	want, is := r.Tun, l.has.remakeTun().Tun
	return want.Tap != is.Tap || want.User >= 0 && want.User != is.User || want.Group >= 0 && want.Group != is.Group ||
		want.PacketInfo && !is.PacketInfo || want.VnetHdr && !is.VnetHdr || want.MultiQueue && !is.MultiQueue, nil
}

// claim keeps a link from being purged, and its other end, without which it would not be.
func (c *comparison) claim(l *wantedLink) {
	c.claimed[spot{l.space, state.Key(unix.RTM_NEWLINK, &l.has.view)}] = true
	_, abroad := l.has.view.Find(unix.IFLA_LINK_NETNSID)
	if peer := c.p.spaces[l.space].link(l.has.number(unix.IFLA_LINK)); peer != nil && !abroad && slices.Contains(pairs, l.has.kind) {
		c.claimed[spot{l.space, state.Key(unix.RTM_NEWLINK, &peer.view)}] = true
	}
}

// linkChanges compares keywords with a link.
func (c *comparison) linkChanges(l *wantedLink, kw codec.Table) ([]state.Change, error) {
	apart := []string{"peer", "net_ns_fd", "net_ns_pid", "index", "altname", "alt_ifname"}
	if lowerWord(l.text("kind")) != "" {
		apart = append(apart, "link")
	}
	r, err := c.build(l.entry, "add", without(kw, apart...))
	if err != nil {
		return nil, err
	}
	if r.Body == nil { // of a tun or tap device only its own words, see tunDiffers
		return nil, nil
	}
	want := codec.ViewOf(r.Set, r.Body, nil)
	changes := state.Covers(unix.RTM_NEWLINK, &want, &l.has.view, nil, func(path string) bool {
		return path == "linkinfo.kind" || path == "linkinfo.slave_kind" || isMask(path) || path == "ifname" && l.has.name != l.name ||
			path == "linkinfo.data.br_ageing_time" && l.has.treeChanges()
	})
	changes = slices.DeleteFunc(changes, func(ch state.Change) bool {
		if strings.HasPrefix(ch.Path, "linkinfo.data.br_") && sameTicks(ch) || ch.Path == "address" && ch.New == codec.FormatMAC(l.has.address()) {
			return true
		}
		for _, m := range masked {
			if ch.Path == "linkinfo.data."+m.value {
				bits, _ := want.Path(strings.Split("linkinfo.data."+m.mask, ".")...)
				mask, _ := bits.(uint64)
				x, _ := ch.Old.(uint64)
				y, _ := ch.New.(uint64)
				return (x^y)&mask == 0
			}
		}
		return false
	})
	mask := native.Uint32(want.Head[12:])
	flags, has := native.Uint32(want.Head[8:]), native.Uint32(l.has.view.Head[8:])
	if (flags^has)&mask != 0 {
		changes = append(changes, state.Change{Path: "flags", Old: uint64(has), New: uint64(flags)})
	}
	return changes, nil
}

// bridgeTimes are hundredths of a second, which the kernel keeps in ticks of its clock; net/bridge/br_netlink.c.
var bridgeTimes = []string{"_delay", "_time", "_age", "_intvl"}

// sameTicks tells whether a time is what the kernel tells of the wanted one: with 250 ticks a second, Debian's, 101 hundredths are 252
// ticks, and these 100 hundredths. With 100, 300 or 1000 nothing is lost.
func sameTicks(ch state.Change) bool {
	x, known := ch.Old.(uint64)
	y, asked := ch.New.(uint64)
	isTime := slices.ContainsFunc(bridgeTimes, func(end string) bool { return strings.HasSuffix(ch.Path, end) })
	return known && asked && isTime && y < 1<<32 && y*250/100*100/250 == x
}

// treeChanges tells whether the spanning tree of a bridge is about to change: for a while after a port has begun to forward, it has an ageing
// time of its own, which the kernel tells for the bridge's; net/bridge/br_stp.c __br_set_topology_change().
func (l *link) treeChanges() bool {
	changing, _ := l.view.Path("linkinfo", "data", "br_topology_change")
	return changing == true || changing == uint64(1)
}

// masked are values of which a mask beside them says which bits are meant.
var masked = []struct{ value, mask string }{{"vlan_flags.flags", "vlan_flags.mask"}, {"br_multi_boolopt.optval", "br_multi_boolopt.optmask"}}

func isMask(path string) bool {
	return slices.ContainsFunc(masked, func(m struct{ value, mask string }) bool { return path == "linkinfo.data."+m.mask })
}

// removeLink plans the end of a link, and notes that of its other end.
func (c *comparison) removeLink(l *wantedLink) {
	c.remove(l.space, &object{typ: unix.RTM_NEWLINK, key: state.Key(unix.RTM_NEWLINK, &l.has.view), view: l.has.view, body: l.has.view.Bytes()})
	if t := l.twin; t != nil && t.has != nil && l.has.kind == "veth" && t.has.kind == "veth" && t.has.number(unix.IFLA_LINK) == l.has.index {
		c.gone[t.space].indices[t.has.index] = true
		c.gone[t.space].spreadLoss(c.p.spaces[t.space])
	}
}

// linkSteps plans: first what has to be made, in an order in which it can be; then settings, masters, and "up".
func (c *comparison) linkSteps(all []*wantedLink) error {
	for _, l := range all {
		if l.has != nil || l.born {
			continue
		}
		for _, other := range all {
			if other != l && other.has == nil && other.space == l.space && mentions(l.kw, other.name) {
				dep := other
				if other.born && other.twin != nil {
					dep = other.twin
				}
				l.deps = append(l.deps, dep)
			}
		}
	}
	for _, l := range all {
		if err := c.addLink(l, 0, len(all)); err != nil {
			return err
		}
	}
	for i, stage := range [][]string{nil, {"master"}, nil, {"flags", "arp", "noarp", "state"}} {
		for _, l := range all {
			if stage == nil && strings.HasSuffix(l.text("kind"), "_slave") != (i > 0) { // a port's settings take a master
				continue
			}
			if err := c.setLink(l, stage); err != nil {
				return l.fail(err)
			}
		}
	}
	return nil
}

// mentions tells whether keywords name a link.
func mentions(kw codec.Table, name string) bool {
	for _, p := range kw {
		switch x := p.Value.(type) {
		case string:
			if x == name && !slices.Contains([]string{"ifname", "peer", "ifalias", "altname", "kind"}, p.Name) && !slices.Contains(postponed, p.Name) {
				return true
			}
		case codec.Table:
			if p.Name != "peer" && mentions(x, name) {
				return true
			}
		}
	}
	return false
}

func (c *comparison) addLink(l *wantedLink, depth, most int) error {
	if l.has != nil || l.born || l.ordered {
		return nil
	}
	if depth > most {
		return l.fail(errors.New("links lie on each other in a circle"))
	}
	for _, dep := range l.deps {
		if err := c.addLink(dep, depth+1, most); err != nil {
			return err
		}
	}
	l.ordered = true
	if kind := l.text("kind"); kind == "" || strings.HasSuffix(kind, "_slave") {
		return l.fail(fmt.Errorf("there is no link %s, and without a kind it cannot be made", l.name))
	}
	later := append([]string{"index", "altname", "alt_ifname"}, postponed...)
	kw := without(l.kw, later...)
	for i := range kw {
		if peer, ok := kw[i].Value.(codec.Table); ok && kw[i].Name == "peer" {
			kw[i].Value = without(peer, later...)
		}
	}
	r, err := c.build(l.entry, "add", kw)
	if err != nil {
		return l.fail(err)
	}
	if l.twin != nil && l.twin.has != nil && !c.gone[l.twin.space].indices[l.twin.has.index] {
		c.removeLink(l.twin) // a link of its name stands in the way
		l.twin.has = nil
	}
	c.step(l.entry, '+', "add", kw, r, 0)
	return nil
}

func without(kw codec.Table, names ...string) codec.Table {
	return slices.DeleteFunc(slices.Clone(kw), func(p codec.Pair) bool { return slices.Contains(names, p.Name) })
}

// setLink plans what a link is given after it is there: at the stage nil all but what later stages name.
func (c *comparison) setLink(l *wantedLink, stage []string) error {
	var kw codec.Table
	var why []state.Change
	for _, p := range l.kw {
		late := slices.Contains(postponed, p.Name) && !slices.Contains(soon, p.Name)
		if slices.Contains([]string{"ifname", "index", "kind", "peer", "net_ns_fd", "net_ns_pid"}, p.Name) || late != (stage != nil) || stage != nil && !slices.Contains(stage, p.Name) {
			continue
		}
		if p.Name == "altname" || p.Name == "alt_ifname" {
			c.altNames(l, p.Value)
			continue
		}
		needed, changes, err := c.needed(l, p)
		if err != nil {
			return err
		}
		why = append(why, changes...)
		if needed || stage == nil && l.wholly() {
			kw = append(kw, p)
		}
	}
	if stage == nil && l.wholly() {
		w := &writer{s: c.p.spaces[l.space], v: &l.has.view}
		w.saveData(l.has)
		for _, p := range w.kw {
			if _, said := l.kw.Get(p.Name); !said {
				kw = append(kw, p)
			}
		}
	}
	if len(kw) == 0 {
		return nil
	}
	head := codec.Table{{Name: "ifname", Value: l.name}}
	kind, ok := l.kw.Get("kind")
	if ok = ok && stage == nil && !slices.Contains(tunKinds, l.text("kind")); ok {
		named := append(slices.Clone(head), codec.Pair{Name: "kind", Value: kind})
		if hasData, err := c.hasData(l, append(named, kw...)); err != nil {
			return err
		} else if hasData {
			head = named
		}
	}
	sign := byte('~')
	if l.has == nil {
		sign = '+'
	}
	back := func() error { return nil }
	if l.has != nil && stage == nil {
		var err error
		if back, err = c.release(l); err != nil {
			return err
		}
	}
	toBond := stage != nil && stage[0] == "master" && l.has != nil && l.has.up() && c.isBond(l)
	if toBond {
		if err := c.setStep(l, sign, codec.Table{head[0], {Name: "state", Value: "down"}}); err != nil {
			return err
		}
	}
	if err := c.setStep(l, sign, append(head, kw...), why...); err != nil {
		return err
	}
	if toBond {
		return c.setStep(l, sign, codec.Table{head[0], {Name: "state", Value: "up"}})
	}
	return back()
}

// hasData tells whether keywords say something that a kind has, or ports of it. Kinds with data refuse to be named without any: vlan, vxlan and
// geneve check what is there as that of a new link (drivers/net, rtnl_link_ops.validate).
func (c *comparison) hasData(l *wantedLink, kw codec.Table) (bool, error) {
	r, err := c.build(l.entry, "set", kw)
	if err != nil {
		return false, err
	}
	v := codec.ViewOf(r.Set, r.Body, nil)
	info := find(v.Attrs, unix.IFLA_LINKINFO)
	return find(info, unix.IFLA_INFO_DATA) != nil || find(info, unix.IFLA_INFO_SLAVE_DATA) != nil, nil
}

func (c *comparison) setStep(l *wantedLink, sign byte, kw codec.Table, why ...state.Change) error {
	r, err := c.build(l.entry, "set", kw)
	if err == nil {
		c.step(l.entry, sign, "set", kw, r, 0, why...)
	}
	return err
}

// wholly tells whether all data of a link has to be said, since some of it changes.
func (l *wantedLink) wholly() bool {
	return l.has != nil && request.TakenWhole(l.has.kind) &&
		slices.ContainsFunc(l.changes, func(ch state.Change) bool { return strings.HasPrefix(ch.Path, "linkinfo.data.") })
}

// needed tells whether a keyword changes a link: of one that was just made those that were postponed, and of a veth's other end all.
func (c *comparison) needed(l *wantedLink, p codec.Pair) (yes bool, why []state.Change, err error) {
	if l.has == nil {
		return l.born || slices.Contains(postponed, p.Name), nil, nil
	}
	if len(l.changes) == 0 {
		return false, nil, nil
	}
	kw := codec.Table{{Name: "ifname", Value: l.name}, p}
	if kind, ok := l.kw.Get("kind"); ok {
		kw = append(kw, codec.Pair{Name: "kind", Value: kind})
	}
	why, err = c.linkChanges(l, kw)
	return len(why) > 0, why, err
}

// isBond tells whether the wanted master is a bond.
func (c *comparison) isBond(l *wantedLink) bool {
	name := l.text("master")
	if e := c.p.want.link(l.space, name); e != nil {
		return e.text("kind") == "bond"
	}
	m := c.p.spaces[l.space].named[name]
	return m != nil && m.kind == "bond"
}

// altNames plans alternative names that a link lacks.
func (c *comparison) altNames(l *wantedLink, v any) {
	list, ok := v.([]any)
	if !ok {
		list = []any{v}
	}
	for _, name := range list {
		s, _ := name.(string)
		if l.has != nil && c.p.spaces[l.space].named[s] == l.has {
			continue
		}
		kw := codec.Table{{Name: "ifname", Value: l.name}, {Name: "altname", Value: name}}
		if r, err := c.build(l.entry, "property_add", kw); err == nil {
			c.step(l.entry, '+', "property_add", kw, r, 0)
		}
	}
}
