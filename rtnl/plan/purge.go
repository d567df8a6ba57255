package plan

import (
	"golang.org/x/sys/unix"

	"nlua/rtnl/codec"
)

// purge removes what nobody wants, as far as it is the plan's: on devices that it names, of its owner, and made by somebody.
func (c *comparison) purge() error {
	for _, section := range c.p.want.purge {
		for name, s := range c.p.spaces {
			mine := c.scope(section, name)
			if section.typ == unix.RTM_SETLINK {
				if err := c.purgeVLANs(name, mine); err != nil {
					return err
				}
				continue
			}
			for _, objects := range c.have[name] {
				for _, o := range objects {
					if &sections[rankOf(o)] == section && o.typ == section.typ && !c.claimed[spot{name, o.key}] && c.left(name, o) &&
						made(o.typ, &o.view, s.links) && !given(o) && (c.p.all || mine.has(o) && owned(c.p, section, o, c)) {
						c.remove(name, o)
					}
				}
			}
		}
	}
	return nil
}

// given tells whether an object is there from the start, and not to be removed: devices without a kind, link-local addresses, and the
// first rules.
func given(o *object) bool {
	return plainRule(o) || o.typ == unix.RTM_NEWLINK && newLink(o.body).kind == "" || o.typ == unix.RTM_NEWADDR && linkLocal(&o.view)
}

// domain is what a plan may purge in a namespace.
type domain struct {
	all     bool
	indices map[uint32]bool
	tables  map[uint32]bool // of routes
}

// scope: devices that links of the plan or other entries name; of routes the tables that wanted ones are in.
func (c *comparison) scope(section *section, space string) domain {
	d := domain{indices: map[uint32]bool{}, tables: map[uint32]bool{}}
	d.all = section.typ == unix.RTM_NEWRULE || section.typ == unix.RTM_NEWLINK
	s := c.p.spaces[space]
	for _, e := range c.p.want.entries {
		if e.space != space {
			continue
		}
		names := []string{"ifname", "index", "ifindex", "dev", "oif"}
		if e.section.typ == rtmNewMDB { // elsewhere it is a number of UDP
			names = append(names, "port")
		}
		for _, word := range names {
			if v, ok := e.kw.Get(word); ok {
				if l := c.linkOf(s, v); l != nil && l.kind != "" && l.name != "lo" {
					d.indices[l.index] = true
				}
			}
		}
		if e.section.typ == unix.RTM_NEWROUTE {
			if r, err := c.build(e, "add", e.kw); err == nil {
				v := codec.ViewOf(r.Set, r.Body, nil)
				d.tables[tableOf(&v)] = true
				for _, index := range devices(unix.RTM_NEWROUTE, &v) {
					if l := s.links[index]; l != nil && l.kind != "" {
						d.indices[index] = true
					}
				}
			}
		}
	}
	return d
}

func (c *comparison) linkOf(s *space, v any) *link {
	switch x := v.(type) {
	case string:
		return s.named[x]
	case codec.Linked:
		if i, ok := x.LinkIndex(); ok {
			return s.links[uint32(i)]
		}
	case float64:
		return s.links[uint32(x)]
	case int64:
		return s.links[uint32(x)]
	case uint64:
		return s.links[uint32(x)]
	case int:
		return s.links[uint32(x)]
	}
	return nil
}

func tableOf(v *codec.View) uint32 {
	if n := native32(find(v.Attrs, unix.RTA_TABLE)); n != 0 {
		return n
	}
	return uint32(v.Head[4])
}

func (d *domain) has(o *object) bool {
	if o.typ == unix.RTM_NEWROUTE && !d.tables[tableOf(&o.view)] {
		return false
	}
	if d.all {
		return true
	}
	on := devices(o.typ, &o.view)
	for _, index := range on {
		if !d.indices[index] {
			return false
		}
	}
	if _, byNexthop := o.view.Find(rtaNHID); o.typ == unix.RTM_NEWROUTE && byNexthop {
		return false
	}
	return len(on) > 0
}

// owned tells whether an object carries the owner's mark, where there is an owner.
func owned(p *Plan, section *section, o *object, c *comparison) bool {
	if o.typ == unix.RTM_NEWROUTE && o.view.Head[5] == 16 { // RTPROT_DHCP: somebody else's
		return false
	}
	if o.typ == unix.RTM_NEWLINK && newLink(o.body).kind == "" {
		return false
	}
	if p.want.owner == nil || section.owner == "" {
		return true
	}
	kw := codec.Table{{Name: section.owner, Value: p.want.owner}}
	switch o.typ {
	case unix.RTM_NEWLINK:
		alias, _ := o.view.Get("ifalias")
		return alias == p.want.owner
	case unix.RTM_NEWADDR:
		kw = append(kw, codec.Pair{Name: "index", Value: 1}, codec.Pair{Name: "address", Value: "127.0.0.1/8"})
	case unix.RTM_NEWROUTE:
		kw = append(kw, codec.Pair{Name: "dst", Value: "127.0.0.1/32"})
	case rtmNewNexthop:
		kw = append(kw, codec.Pair{Name: "id", Value: 1})
	case unix.RTM_NEWRULE:
		kw = append(kw, codec.Pair{Name: "family", Value: int(o.view.Head[0])})
	}
	e := &entry{section: section}
	for name := range p.spaces {
		e.space = name
		break
	}
	r, err := c.build(e, section.verb, kw)
	if err != nil {
		return false
	}
	want := codec.ViewOf(r.Set, r.Body, nil)
	field := section.owner
	x, _ := want.Get(field)
	y, ok := o.view.Get(field)
	return ok && x == y
}
