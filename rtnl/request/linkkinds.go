package request

import (
	"errors"
	"fmt"
	"net/netip"
	"slices"

	"nlua/rtnl/codec"
)

// linkHooks are data keywords that take more forms than their row's.
var linkHooks = []KindHook{
	{Kinds: "veth vxcan", Name: "peer", Do: setPeer, Making: true, Doc: "The other end: its name, or a table of link keywords."},
	{Kinds: "netkit", Name: "netkit_peer_info", Also: "peer", Do: setPeer, Making: true, Doc: "The other end: its name, or a table of link keywords."},
	{Kinds: "vlan", Name: "vlan_flags", Do: setVLANFlags, Doc: "Names (\"!name\" clears), a number, {flags, mask}, or a table of these."},
	{Kinds: "vlan", Name: "vlan_egress_qos", Do: setQoS, Doc: "Maps priorities to PCP: {from = 1, to = 2}, or a list of these."},
	{Kinds: "vlan", Name: "vlan_ingress_qos", Do: setQoS, Doc: "Maps PCP to priorities: {from = 1, to = 2}, or a list of these."},
	{Kinds: "macvlan", Name: "macvlan_macaddr_data", Do: setMACList, Doc: "Addresses that the mode \"source\" takes: a list."},
	{Kinds: "macvtap", Name: "macvtap_macaddr_data", Do: setMACList, Doc: "Addresses that the mode \"source\" takes: a list."},
	{Kinds: "vxlan", Name: "vxlan_group", Do: byAddress("vxlan_group6")},
	{Kinds: "vxlan", Name: "vxlan_local", Do: byAddress("vxlan_local6")},
	{Kinds: "geneve", Name: "geneve_remote", Do: byAddress("geneve_remote6")},
	{Kinds: "vxlan", Name: "vxlan_port_range", Do: setPortRange},
	{Kinds: "geneve", Name: "geneve_port_range", Do: setPortRange},
}

// setPeer takes the other end of a pair.
func setPeer(b *builder, v any, path []string) error {
	switch x := v.(type) {
	case string:
		b.attr(codec.Table{{Name: "ifname", Value: x}}, path...)
		return nil
	case codec.Table:
		t, err := b.sub(x)
		if err == nil {
			b.attr(t, path...)
		}
		return err
	case []any:
		if len(x) == 0 {
			b.attr(codec.Table{}, path...)
			return nil
		}
	}
	return errors.New("want a name, or a table of link keywords")
}

// setVLANFlags makes struct ifla_vlan_flags of what scripts write.
func setVLANFlags(b *builder, v any, path []string) error {
	set, mask := uint64(0), uint64(0)
	list, isList := v.([]any)
	if words, ok := flagWords(v); ok {
		row, err := b.rowAt(path, false)
		if err != nil {
			return err
		}
		if set, mask, err = flagBits(row.Set.Field("flags").Enum, words); err != nil {
			return err
		}
	} else if n, err := whole(v); err == nil {
		set, mask = uint64(n), uint64(n)
	} else if isList && len(list) == 2 {
		n, err1 := whole(list[0])
		m, err2 := whole(list[1])
		if err := errors.Join(err1, err2); err != nil {
			return err
		}
		set, mask = uint64(n), uint64(m)
	} else {
		b.attr(v, path...)
		return nil
	}
	b.attr(codec.Table{{Name: "flags", Value: set}, {Name: "mask", Value: mask}}, path...)
	return nil
}

// setQoS takes one mapping, a list of them, or the nest as it is read.
func setQoS(b *builder, v any, path []string) error {
	if t, ok := v.(codec.Table); ok {
		if _, nested := t.Get("mapping"); nested {
			b.attr(v, path...)
			return nil
		}
	}
	list, err := tables(v)
	if err != nil {
		return err
	}
	var maps []any
	for _, t := range list {
		maps = append(maps, t)
	}
	b.attr(codec.Table{{Name: "mapping", Value: maps}}, path...)
	return nil
}

// byAddress sends an IPv6 address in the attribute that is made for it.
func byAddress(six string) func(*builder, any, []string) error {
	return func(b *builder, v any, path []string) error {
		if s, ok := v.(string); ok {
			if a, err := netip.ParseAddr(s); err == nil && a.Is6() {
				path = append(slices.Clone(path[:len(path)-1]), six)
			}
		}
		b.attr(v, path...)
		return nil
	}
}

// setMACList takes a list of addresses beside the nest around it.
func setMACList(b *builder, v any, path []string) error {
	if list, ok := v.([]any); ok {
		v = codec.Table{{Name: "macvlan_macaddr", Value: list}}
	}
	b.attr(v, path...)
	return nil
}

// plainKinds are kinds without data of their own, and those that are made otherwise than by it.
var plainKinds = []string{"dummy", "ifb", "nlmon", "team", "tuntap", "vcan", "vsockmon", "wireguard"}

// setPortRange takes {low, high} beside a table.
func setPortRange(b *builder, v any, path []string) error {
	if list, ok := v.([]any); ok && len(list) == 2 {
		v = codec.Table{{Name: "low", Value: list[0]}, {Name: "high", Value: list[1]}}
	}
	b.attr(v, path...)
	return nil
}

// keyFlag is GRE_KEY as the kernel's tables count it (include/uapi/linux/if_tunnel.h): a key without its flag would be ignored.
const keyFlag = 0x2000

// finishKind adds what the kernel wants said twice.
func finishKind(b *builder) error {
	if b.filtering {
		return nil
	}
	for _, dir := range []string{"gre_i", "gre_o", "ip6gre_i", "ip6gre_o"} {
		key, flags := dir+"key", dir+"flags"
		path := []string{"linkinfo", "data", key}
		if b.putAt(path) && !b.putAt([]string{"linkinfo", "data", flags}) {
			b.attr(uint64(keyFlag), "linkinfo", "data", flags)
		}
	}
	return nil
}

// putAt tells whether a value was put at just that path.
func (b *builder) putAt(path []string) bool {
	return slices.ContainsFunc(b.items, func(it item) bool { return !it.fixed && slices.Equal(it.path, path) })
}

// vfFields are the settings of a virtual function that are one number beside the function's: the attribute, and its field.
var vfFields = [...][2]string{
	{"mac", "mac"}, {"tx_rate", "tx_rate"}, {"spoofchk", "spoofchk"}, {"link_state", "link_state"},
	{"rss_query_en", "rss_query_en"}, {"trust", "trust"}, {"ib_node_guid", "guid"}, {"ib_port_guid", "guid"},
}

// setVF makes IFLA_VFINFO_LIST.
func setVF(b *builder, v any) error {
	if b.filtering {
		return errors.New("virtual functions are no filter")
	}
	list, err := tables(v)
	if err != nil {
		return err
	}
	var infos []any
	for i, t := range list {
		info, err := vfInfo(t)
		if err != nil {
			return fmt.Errorf("entry %d: %w", i+1, err)
		}
		infos = append(infos, info)
	}
	b.attr(infos, "vfinfo_list", "info")
	return nil
}

// vfInfo makes IFLA_VF_INFO of {vf = 0, mac = ..., vlan = 5 | {vlan =, qos =} | list, rate = 10 | {min_tx_rate =, max_tx_rate =}, ...}.
func vfInfo(t codec.Table) (codec.Table, error) {
	vf, ok := t.Get("vf")
	if !ok {
		return nil, errors.New("vf, the number of the virtual function, is missing")
	}
	self := codec.Pair{Name: "vf", Value: vf}
	var info codec.Table
	add := func(name string, fields ...codec.Pair) {
		info = append(info, codec.Pair{Name: name, Value: append(codec.Table{self}, fields...)})
	}
	for _, p := range t {
		if p.Value == nil || p.Name == "vf" {
			continue
		}
		fields, isTable := p.Value.(codec.Table)
		field := ""
		for _, f := range vfFields {
			if f[0] == p.Name {
				field = f[1]
			}
		}
		switch {
		case field != "" && !isTable:
			add(p.Name, codec.Pair{Name: field, Value: p.Value})
		case p.Name == "vlan" && !isTable:
			list, isList := p.Value.([]any)
			if !isList {
				add("vlan", codec.Pair{Name: "vlan", Value: p.Value})
				continue
			}
			var vlans []any
			for _, e := range list {
				if v, ok := e.(codec.Table); ok {
					vlans = append(vlans, append(codec.Table{self}, v...))
				} else {
					vlans = append(vlans, codec.Table{self, {Name: "vlan", Value: e}})
				}
			}
			info = append(info, codec.Pair{Name: "vlan_list", Value: codec.Table{{Name: "info", Value: vlans}}})
		case p.Name == "rate" && !isTable:
			add("tx_rate", codec.Pair{Name: "rate", Value: p.Value})
		case isTable:
			add(p.Name, fields...)
		default:
			info = append(info, p)
		}
	}
	return info, nil
}
