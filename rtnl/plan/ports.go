package plan

import (
	"slices"
	"strings"

	"golang.org/x/sys/unix"

	"nlua/rtnl/codec"
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
				kw = slices.DeleteFunc(kw, func(p codec.Pair) bool {
					modes, some := portModes[p.Name]
					return some && !slices.Contains(modes, mode)
				})
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

// portModes are the modes of a bond in which its ports have a setting, where that is not all: active-backup, balance-tlb and
// balance-alb; 802.3ad.
var portModes = map[string][]uint64{"prio": {1, 5, 6}, "actor_port_prio": {4}}

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

// usualPorts is what the kernel gives the ports of bridges and bonds that is not 0; net/bridge/br_if.c new_nbp(). The cost of a
// bridge's port it takes of the device's speed.
var usualPorts = map[string]map[string]uint64{
	"bridge_slave": {"priority": 32, "learning": 1, "unicast_flood": 1, "mcast_flood": 1, "bcast_flood": 1, "multicast_router": 1, "mcast_eht_hosts_limit": 512},
	"bond_slave":   {"actor_port_prio": 255},
}

func usual(kind, name string, v any) bool {
	if n, ok := usualPorts[kind][name]; ok {
		return v == n
	}
	return nothing(v)
}
