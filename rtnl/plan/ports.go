package plan

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"golang.org/x/sys/unix"

	"nlua/rtnl/codec"
	"nlua/rtnl/state"
)

// release plans what some settings need: those ports of a device are let go, and it is set down. back plans that all is as before.
func (c *comparison) release(l *wantedLink) (back func() error, err error) {
	var r rest
	for _, ch := range l.changes {
		name, isData := strings.CutPrefix(ch.Path, "linkinfo.data.")
		for i := range rests {
			if isData && rests[i].name == name {
				r.down, r.empty = r.down || rests[i].down, r.empty || rests[i].empty
			}
		}
	}
	set := func(kw ...codec.Pair) {
		if err == nil {
			err = c.setStep(l, '~', kw)
		}
	}
	s := c.p.spaces[l.space]
	var ports []*link
	if r.empty {
		ports = s.portsOf(l.has.index)
	}
	name := func(l *link) codec.Pair { return codec.Pair{Name: "ifname", Value: l.name} }
	up, down := codec.Pair{Name: "state", Value: "up"}, codec.Pair{Name: "state", Value: "down"}
	for _, port := range ports {
		set(name(port), codec.Pair{Name: "master", Value: false})
	}
	rested := r.down && l.has.up()
	if rested {
		set(name(l.has), down)
	}
	return func() error {
		lent := false
		address, _ := l.has.view.Find(unix.IFLA_ADDRESS)
		for _, port := range ports {
			lent = lent || string(find(port.info(unix.IFLA_INFO_SLAVE_DATA), bondSlaveAddress)) == string(address)
		}
		if len(ports) > 0 && !lent { // without ports a bond makes up an address
			set(name(l.has), codec.Pair{Name: "address", Value: codec.FormatMAC(address)})
		}
		for _, port := range ports {
			if c.gone[l.space].indices[port.index] || c.leaves(l, port) {
				continue
			}
			set(name(port), codec.Pair{Name: "master", Value: l.name})
			kw := s.portSettings(port)
			if mode, ok := l.wantedMode(); ok {
				kw = slices.DeleteFunc(kw, func(p codec.Pair) bool { return !inMode(p.Name, mode) })
			}
			if len(kw) > 0 {
				set(append(codec.Table{name(port), {Name: "kind", Value: l.has.kind + "_slave"}}, kw...)...)
			}
			if !port.up() {
				set(name(port), down)
			}
		}
		if rested {
			set(name(l.has), up)
		}
		return err
	}, err
}

// modes are those of a bond in which it, or its ports, have a setting, where that is not all; drivers/net/bonding/bond_options.c.
var modes = sync.OnceValue(func() map[string][]uint64 {
	return map[string][]uint64{
		"prio": {1, 5, 6}, "actor_port_prio": {4},
		"bond_primary": {1, 5, 6}, "bond_packets_per_slave": {0}, "bond_tlb_dynamic_lb": {5, 6}, "bond_arp_validate": {0, 1, 2, 3}, "bond_arp_interval": {0, 1, 2, 3},
		"bond_ad_lacp_rate": {4}, "bond_ad_lacp_active": {4}, "bond_coupled_control": {4}, "bond_ad_actor_sys_prio": {4}, "bond_ad_user_port_key": {4},
		"bond_ad_actor_system": {4},
	}
})

// inMode tells whether a bond of a mode takes a setting.
func inMode(name string, mode uint64) bool {
	of, some := modes()[name]
	return !some || slices.Contains(of, mode)
}

// wantedMode is the mode that a bond is going to be set to.
func (l *wantedLink) wantedMode() (mode uint64, ok bool) {
	for _, ch := range l.changes {
		if ch.Path == "linkinfo.data.bond_mode" {
			mode, ok = ch.New.(uint64)
		}
	}
	return mode, ok
}

// leaves tells whether a port shall have another master, or none.
func (c *comparison) leaves(l *wantedLink, port *link) bool {
	e := c.p.want.link(l.space, port.name)
	if e == nil {
		return false
	}
	master, said := e.kw.Get("master")
	if of := c.linkOf(c.p.spaces[l.space], master); said && of != nil {
		return of != l.has
	}
	return said && master != l.name
}

// portSettings are what a device was given as a port, by keywords: what is not as the kernel begins with.
func (s *space) portSettings(l *link) codec.Table {
	value, _ := l.view.Path("linkinfo", "slave_data")
	data, ok := value.(codec.View)
	if !ok {
		return nil
	}
	kind := text(l.info(unix.IFLA_INFO_SLAVE_KIND)) + "_slave"
	if kind != "bridge_slave" && kind != "bond_slave" {
		return nil
	}
	w := &writer{s: s, v: &l.view}
	data.Each(func(row *codec.Row, typ uint16, p []byte) bool {
		if row == nil || !writable(kind, typ) || strings.HasSuffix(row.Name, "pad") {
			return true
		}
		if v, err := codec.Decode(&data, row, p); err == nil && !usual(kind, row.Name, v) {
			w.put(row.Name, w.plain(row, v))
		}
		return true
	})
	return w.kw
}

// usuals is what the kernel gives links, bonds, and the ports of bridges and bonds, that is not 0; drivers/net/bonding/bond_main.c
// bond_check_params(), net/bridge/br_if.c new_nbp(), net/ipv4/devinet.c ipv4_devconf_dflt. The cost of a bridge's port it takes of the
// device's speed. Of other kinds that which can be set to 0.
var usuals = sync.OnceValue(func() map[string]codec.Table {
	return map[string]codec.Table{
		"bond": {
			{Name: "bond_use_carrier", Value: uint64(1)}, {Name: "bond_resend_igmp", Value: uint64(1)}, {Name: "bond_num_peer_notif", Value: uint64(1)},
			{Name: "bond_lp_interval", Value: uint64(1)}, {Name: "bond_packets_per_slave", Value: uint64(1)}, {Name: "bond_ad_actor_sys_prio", Value: uint64(65535)},
			{Name: "bond_tlb_dynamic_lb", Value: uint64(1)}, {Name: "bond_ad_lacp_active", Value: uint64(1)}, {Name: "bond_missed_max", Value: uint64(2)},
			{Name: "bond_coupled_control", Value: uint64(1)}, {Name: "bond_ad_actor_system", Value: "00:00:00:00:00:00"},
		},
		"bridge": {
			{Name: "br_forward_delay", Value: uint64(1500)}, {Name: "br_hello_time", Value: uint64(200)}, {Name: "br_max_age", Value: uint64(2000)},
			{Name: "br_ageing_time", Value: uint64(30000)}, {Name: "br_priority", Value: uint64(32768)}, {Name: "br_vlan_default_pvid", Value: uint64(1)},
			{Name: "br_mcast_router", Value: uint64(1)}, {Name: "br_mcast_snooping", Value: uint64(1)},
			{Name: "br_mcast_last_member_cnt", Value: uint64(2)}, {Name: "br_mcast_startup_query_cnt", Value: uint64(2)},
		},
		"macvlan": {{Name: "macvlan_bc_queue_len", Value: uint64(1000)}},
		"macvtap": {{Name: "macvlan_bc_queue_len", Value: uint64(1000)}},
		"ipvlan":  {{Name: "ipvlan_mode", Value: uint64(1)}},
		"ipvtap":  {{Name: "ipvlan_mode", Value: uint64(1)}},
		"netkit":  {{Name: "netkit_mode", Value: uint64(1)}},
		"ipip":    {{Name: "ipip_proto", Value: uint64(unix.IPPROTO_IPIP)}},
		"sit":     {{Name: "sit_proto", Value: uint64(unix.IPPROTO_IPV6)}, {Name: "sit_ttl", Value: uint64(64)}},
		"link": {
			{Name: "gso_max_size", Value: uint64(65536)}, {Name: "gso_max_segs", Value: uint64(65535)}, {Name: "gro_max_size", Value: uint64(65536)},
		},
		"inet_conf": {
			{Name: "accept_redirects", Value: uint64(1)}, {Name: "secure_redirects", Value: uint64(1)}, {Name: "send_redirects", Value: uint64(1)},
			{Name: "shared_media", Value: uint64(1)}, {Name: "accept_source_route", Value: uint64(1)}, {Name: "arp_evict_nocarrier", Value: uint64(1)},
			{Name: "igmpv2_unsolicited_report_interval", Value: uint64(10000)}, {Name: "igmpv3_unsolicited_report_interval", Value: uint64(1000)},
		},
		"bond_slave": {{Name: "actor_port_prio", Value: uint64(255)}},
		"bridge_slave": {
			{Name: "priority", Value: uint64(32)}, {Name: "learning", Value: uint64(1)}, {Name: "unicast_flood", Value: uint64(1)}, {Name: "mcast_flood", Value: uint64(1)},
			{Name: "bcast_flood", Value: uint64(1)}, {Name: "multicast_router", Value: uint64(1)}, {Name: "mcast_eht_hosts_limit", Value: uint64(512)},
		},
	}
})

// usual tells whether a setting is as the kernel begins with.
func usual(kind, name string, v any) bool {
	if n, ok := usuals()[kind].Get(name); ok {
		return v == n
	}
	return state.Empty(v)
}

// linkEnd is a link that an entry names, as the plan leaves it.
type linkEnd struct {
	name any
	has  *link  // nil: it is not there, or goes
	kind string // "" where it is not known
}

func (c *comparison) linkEnd(space string, name any) linkEnd {
	end := linkEnd{name: name}
	if l := c.linkOf(c.p.spaces[space], name); l != nil {
		end.name, end.kind = l.name, l.kind
		if !c.gone[space].indices[l.index] {
			end.has = l
		}
	}
	if e := c.wantedEnd(space, end); e != nil && e.text("kind") != "" {
		end.kind = e.text("kind")
	}
	return end
}

// wantedEnd is the entry about the link itself, nil where there is none.
func (c *comparison) wantedEnd(space string, end linkEnd) *entry {
	if ifname, ok := end.name.(string); ok {
		return c.p.want.link(space, ifname)
	}
	return nil
}

// masterOf is the master that a port has, or is going to have.
func (c *comparison) masterOf(space string, port linkEnd) linkEnd {
	var master any
	if port.has != nil {
		if m := c.p.spaces[space].links[port.has.number(unix.IFLA_MASTER)]; m != nil {
			master = m.name
		}
	}
	if e := c.wantedEnd(space, port); e != nil {
		if v, said := e.kw.Get("master"); said {
			master = v
		}
	}
	return c.linkEnd(space, master)
}

// port compares what a device is given as a port, of the master that it has or is going to have, and what a device that switches in
// hardware is given itself.
func (c *comparison) port(e *entry) error {
	var name any
	for _, word := range []string{"index", "ifname", "dev"} {
		if v, said := e.kw.Get(word); said {
			name = v
		}
	}
	if name == nil {
		return errors.New("index is missing: the port")
	}
	port := c.linkEnd(e.space, name)
	master := c.masterOf(e.space, port)
	said := sidesOf(e.kw)
	way := *e.section
	head := codec.Table{{Name: "index", Value: port.name}}
	switch {
	case said.self && !said.master:
	case master.kind == "bridge":
	case master.kind == "bond":
		way.object = "link"
		head = append(head, codec.Pair{Name: "kind", Value: "bond_slave"})
	case master.kind == "":
		return fmt.Errorf("%v has no master, and shall have none: settings of ports are for ports of bridges and bonds", port.name)
	default:
		return fmt.Errorf("%v is a %s: settings of ports are for ports of bridges and bonds", master.name, master.kind)
	}
	asked := entry{section: &way, number: e.number, space: e.space, kw: e.kw}
	fresh := port.has == nil || said.master && (master.has == nil || port.has.number(unix.IFLA_MASTER) != master.has.index)
	kw, sign, why := slices.Clone(head), byte('~'), []state.Change(nil)
	if fresh {
		sign = '+'
	}
	for _, p := range said.settings {
		if done, err := c.settingTwice(&asked, port, said, append(head[:len(head):len(head)], p)); err != nil {
			return err
		} else if done {
			continue
		}
		var changes []state.Change
		if !fresh {
			var err error
			if changes, err = c.portChanges(&asked, port.has, append(head[:len(head):len(head)], p), said); err != nil {
				return err
			}
		}
		if fresh || len(changes) > 0 {
			kw, why = append(kw, p), append(why, changes...)
		}
	}
	if len(kw) == len(head) { // whom to ask is nothing to ask for
		_, err := c.build(&asked, "set", append(head, said.words...))
		return err
	}
	kw = append(kw, said.words...)
	r, err := c.build(&asked, "set", kw)
	if err == nil {
		c.step(&asked, sign, "set", kw, r, e.section.rank(), why...)
	}
	return err
}

// settingTwice tells whether another entry has said a setting of a port, the last keyword: each of several entries may say a part.
func (c *comparison) settingTwice(e *entry, port linkEnd, said sides, kw codec.Table) (bool, error) {
	r, err := c.build(e, "set", append(kw, said.words...))
	if err != nil {
		return false, err
	}
	return c.again(e, fmt.Sprint(port.name, said.self, said.master, kw[len(kw)-1].Name), r)
}

// sides are whom settings of a port are for: its master, as a rule, or the device itself where it switches in hardware, or both.
type sides struct {
	self, master bool
	words        codec.Table // that say so in a request
	settings     codec.Table // the others
}

func sidesOf(kw codec.Table) sides {
	s := sides{settings: without(kw, "index", "ifname", "dev", "kind", "self")}
	v, _ := kw.Get("self")
	_, mode := kw.Get("hwmode")
	s.self = mode || v != nil && v != false && v != "off" && v != 0.0
	if v != nil {
		s.words = codec.Table{{Name: "self", Value: v}}
	}
	v, _ = kw.Get("master")
	s.master = v == true || !s.self
	if v == true {
		s.settings = without(s.settings, "master")
	}
	if v == true && s.self {
		s.words = append(s.words, codec.Pair{Name: "master", Value: true})
	}
	return s
}

// portChanges tells in what a setting is not as it is wanted.
func (c *comparison) portChanges(e *entry, l *link, kw codec.Table, said sides) ([]state.Change, error) {
	changes := func(kw codec.Table, have *codec.View, skip func(path string) bool) ([]state.Change, error) {
		r, err := c.build(e, "set", kw)
		if err != nil {
			return nil, err
		}
		want := codec.ViewOf(r.Set, r.Body, nil)
		return state.Covers(unix.RTM_NEWLINK, &want, have, nil, skip), nil
	}
	if _, mode := kw.Get("hwmode"); said.master && !mode {
		if list, err := changes(kw, &l.view, func(path string) bool { return path == "linkinfo.slave_kind" }); len(list) > 0 || err != nil {
			return list, err
		}
	}
	if !said.self {
		return nil, nil
	}
	s := c.p.spaces[e.space]
	if err := s.listVLANs(c.ctx); err != nil {
		return nil, err
	}
	own := s.selves[l.index]
	return changes(append(kw, codec.Pair{Name: "self", Value: true}), &own, func(path string) bool { return path == "af_spec.flags" })
}
