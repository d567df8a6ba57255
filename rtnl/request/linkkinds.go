package request

import (
	"errors"
	"fmt"
	"math"
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"

	"nlua/rtnl/codec"
)

// linkHooks are data keywords that take more forms than their row's.
func linkHooks() []KindHook {
	return []KindHook{
		{Kinds: "veth vxcan", Name: "peer", Do: setPeer, Making: true, Doc: "The other end: its name, or a table of link keywords."},
		{Kinds: "netkit", Name: "netkit_peer_info", Also: "peer", Do: setPeer, Making: true, Doc: "The other end: its name, or a table of link keywords."},
		{Kinds: "bridge", Name: "br_multi_boolopt", Do: setMasked("optval", "optmask"), Doc: "Names (\"!name\" clears), a number, {optval, optmask}, or a table of these."},
		{Kinds: "ipip", Name: "ipip_proto", Also: "mode", Do: setTunnelMode, Doc: "What is inside: ipip, mplsip, any, or a protocol."},
		{Kinds: "sit", Name: "sit_proto", Also: "mode", Do: setTunnelMode, Doc: "What is inside: ip6ip, ipip, mplsip, any, or a protocol."},
		{Kinds: "ip6tnl", Name: "ip6tnl_proto", Also: "mode", Do: setTunnelMode, Doc: "What is inside: ip6ip6, ipip6, any, or a protocol."},
		{Kinds: "can", Name: "can_ctrlmode", Do: setMasked("flags", "mask"), Doc: "Modes of the controller by name (\"!name\" clears), a number, {flags, mask}, or a table of these."},
		{Kinds: "vxlan", Name: "vxlan_ttl_inherit", Do: setBareFlag, Doc: "Take the TTL of the packet inside."},
		{Kinds: "vlan", Name: "vlan_flags", Do: setMasked("flags", "mask"), Doc: "Names (\"!name\" clears), a number, {flags, mask}, or a table of these."},
		{Kinds: "vlan", Name: "vlan_egress_qos", Do: setQoS, Doc: "Maps priorities to PCP: {from = 1, to = 2}, or a list of these."},
		{Kinds: "vlan", Name: "vlan_ingress_qos", Do: setQoS, Doc: "Maps PCP to priorities: {from = 1, to = 2}, or a list of these."},
		{Kinds: "macvlan", Name: "macvlan_macaddr_data", Do: setMACList, Doc: "Addresses that the mode \"source\" takes: a list."},
		{Kinds: "macvtap", Name: "macvtap_macaddr_data", Do: setMACList, Doc: "Addresses that the mode \"source\" takes: a list."},
		{Kinds: "vxlan", Name: "vxlan_group", Do: byAddress("vxlan_group6")},
		{Kinds: "vxlan", Name: "vxlan_local", Do: byAddress("vxlan_local6")},
		{Kinds: "geneve", Name: "geneve_remote", Do: byAddress("geneve_remote6")},
		{Kinds: "vxlan", Name: "vxlan_port_range", Do: setPortRange},
		{Kinds: "geneve", Name: "geneve_port_range", Do: setPortRange},
		{Kinds: "rmnet", Name: "rmnet_flags", Do: setMasked("flags", "mask"), Doc: "What frames have, by name (\"!name\" clears), a number, {flags, mask}, or a table of these."},
		{Kinds: "can", Name: "can_bittiming", Do: setBittiming, Doc: "Bits per second, or a table: {bitrate = 500000, sample_point = 0.875}."},
		{Kinds: "can", Name: "can_data_bittiming", Do: setBittiming, Doc: "The same for the data of CAN FD frames."},
	}
}

// setPeer takes the other end of a pair.
func setPeer(b *builder, v any, path []string) error {
	switch x := v.(type) {
	case string:
		b.attr(codec.Table{{Name: "ifname", Value: x}}, path...)
		return linkName(x)
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

// setMasked makes a structure of bits and their mask (ifla_vlan_flags, br_boolopt_multi) of what scripts write.
func setMasked(bits, which string) func(*builder, any, []string) error {
	return func(b *builder, v any, path []string) error {
		set, mask := uint64(0), uint64(0)
		list, isList := v.([]any)
		if words, ok := flagWords(v); ok {
			row, err := b.rowAt(path, false)
			if err != nil {
				return err
			}
			if set, mask, err = flagBits(row.Set.Field(bits).Enum, words); err != nil {
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
		b.attr(codec.Table{{Name: bits, Value: set}, {Name: which, Value: mask}}, path...)
		return nil
	}
}

// tunnelModes are ip-link(8)'s words for what a tunnel carries (include/uapi/linux/in.h).
var tunnelModes = codec.Enum{Name: "mode", Items: []codec.Item{
	{Value: 0, Name: "any"}, {Value: unix.IPPROTO_IPIP, Name: "ipip"}, {Value: unix.IPPROTO_MPLS, Name: "mplsip"},
	{Value: unix.IPPROTO_IPV6, Name: "ip6ip"}, {Value: unix.IPPROTO_IPV6, Name: "ip6ip6"}, {Value: unix.IPPROTO_IPIP, Name: "ipip6"},
}}

func setTunnelMode(b *builder, v any, path []string) error {
	if s, ok := v.(string); ok {
		if n, known := tunnelModes.ValueOf(s); known {
			v = n
		}
	}
	b.attr(v, path...)
	return nil
}

// setBareFlag puts an attribute without payload, as a request has it, where the kernel gives a number.
func setBareFlag(b *builder, v any, path []string) error {
	yes, err := truth(v)
	if err != nil || !yes {
		return err
	}
	row, err := b.rowAt(path, false)
	if err != nil {
		return err
	}
	b.attr([]byte{}, append(slices.Clone(path[:len(path)-1]), "#"+strconv.Itoa(int(row.Type)))...)
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

// setBittiming takes a rate alone, and the sample point as ip-link(8) has it: a part of the bit. The kernel counts thousandths.
func setBittiming(b *builder, v any, path []string) error {
	t, ok := v.(codec.Table)
	if !ok {
		b.attr(codec.Table{{Name: "bitrate", Value: v}}, path...)
		return nil
	}
	t = slices.Clone(t)
	for i := range t {
		if part, ok := t[i].Value.(float64); ok && t[i].Name == "sample_point" && part > 0 && part < 1 {
			t[i].Value = math.Round(part * 1000)
		}
	}
	b.attr(t, path...)
	return nil
}

// keyFlag is GRE_KEY as the kernel's tables count it (include/uapi/linux/if_tunnel.h): a key without its flag would be ignored.
const keyFlag = 0x2000

// greKeys are the keys of a tunnel and the flags that go with them.
var greKeys = [...][2]string{{"gre_ikey", "gre_iflags"}, {"gre_okey", "gre_oflags"}, {"ip6gre_ikey", "ip6gre_iflags"}, {"ip6gre_okey", "ip6gre_oflags"}}

// finishKind adds what the kernel wants said twice.
func finishKind(b *builder) error {
	if b.filtering {
		return nil
	}
	if err := b.keepRest(); err != nil {
		return err
	}
	for _, k := range greKeys {
		if i := b.itemAt([]string{"linkinfo", "data", k[0]}); i < 0 || b.items[i].word == "" { // the script said none
			continue
		}
		path := []string{"linkinfo", "data", k[1]}
		i := b.itemAt(path)
		if i < 0 {
			b.attr(uint64(keyFlag), path...)
			continue
		}
		it := &b.items[i]
		if _, asText := flagWords(it.value); !asText && it.word != "" { // a script's numbers are the whole truth
			continue
		}
		row, err := b.rowAt(path, false)
		if err != nil {
			return err
		}
		b.word = it.word
		n, err := b.number(row, it.value)
		if err != nil {
			return err
		}
		it.value = n | keyFlag
	}
	b.word = ""
	return nil
}

// putAt tells whether a value was put at just that path.
func (b *builder) putAt(path []string) bool { return b.itemAt(path) >= 0 }

// itemAt finds the value at just that path, -1 if there is none.
func (b *builder) itemAt(path []string) int {
	return slices.IndexFunc(b.items, func(it item) bool { return !it.fixed && slices.Equal(it.path, path) })
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
			value := p.Value
			if text, isText := value.(string); isText && field == "guid" {
				n, err := strconv.ParseUint(strings.ReplaceAll(text, ":", ""), 16, 64)
				if err != nil {
					return nil, fmt.Errorf("%s: want eight bytes in hexadecimal, got %q", p.Name, text)
				}
				value = n
			}
			add(p.Name, codec.Pair{Name: field, Value: value})
		case p.Name == "vlan" && !isTable:
			list, isList := p.Value.([]any)
			if !isList {
				add("vlan", codec.Pair{Name: "vlan", Value: p.Value})
				continue
			}
			var vlans []any
			for _, e := range list {
				vlan, ok := e.(codec.Table)
				if !ok {
					vlan = codec.Table{{Name: "vlan", Value: e}}
				}
				_, said := vlan.Get("proto")
				if _, byC := vlan.Get("vlan_proto"); !said && !byC { // drivers refuse 0
					vlan = append(slices.Clone(vlan), codec.Pair{Name: "proto", Value: uint64(unix.ETH_P_8021Q)})
				}
				vlans = append(vlans, append(codec.Table{self}, vlan...))
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
