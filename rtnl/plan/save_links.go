package plan

import (
	"slices"
	"strings"

	"golang.org/x/sys/unix"

	"nlua/rtnl/codec"
	"nlua/rtnl/request"
	"nlua/rtnl/spec"
	"nlua/rtnl/state"
)

func (w *writer) saveLink(l *link) {
	s := w.s
	w.v = &l.view
	w.put("ifname", l.name)
	if l.kind != "" {
		w.put("kind", l.kind)
	}
	if slices.Contains(pairs, l.kind) {
		if _, abroad := l.view.Find(unix.IFLA_LINK_NETNSID); !abroad {
			if peer := s.links[l.number(unix.IFLA_LINK)]; peer != nil && l.first(peer) {
				w.put("peer", codec.Table{{Name: "ifname", Value: peer.name}})
			}
		}
	} else if l.number(unix.IFLA_LINK) != 0 {
		w.attrs("link")
	}
	if l.name != "lo" {
		w.attrs("mtu", "master", "group", "ifalias", "proto_down")
		w.put("txqlen", uint64(l.number(unix.IFLA_TXQLEN)))
		w.saveConf()
		if native.Uint16(l.view.Head[2:]) == unix.ARPHRD_ETHER && l.kind != "" {
			w.put("address", codec.FormatMAC(l.address()))
		}
	}
	w.saveData(l)
	if strings.HasPrefix(l.kind, "macv") && find(l.info(unix.IFLA_INFO_DATA), macvlanSources) != nil {
		w.notes = append(w.notes, l.name+": the source addresses of a macvlan")
	}
	w.saveFlags(l)
	state := "down"
	if l.up() {
		state = "up"
	}
	w.put("state", state)
	if names := l.altNames(); len(names) > 0 {
		w.put("altname", names)
	}
}

// first tells which of a pair makes the other: of netkit the primary end.
func (l *link) first(peer *link) bool {
	if p := find(l.info(unix.IFLA_INFO_DATA), netkitPrimary); l.kind == "netkit" && len(p) == 1 {
		return p[0] != 0
	}
	return peer.index > l.index
}

// saveData puts the kind's data: what is on or off in any case, other things where they are not 0.
func (w *writer) saveData(l *link) {
	value, _ := l.view.Path("linkinfo", "data")
	data, ok := value.(codec.View)
	if !ok {
		return
	}
	if l.kind == "tun" && l.makeable() { // the words of one that a program has are none that make one: it is left out
		w.saveTun(l.remakeTun().Tun)
		return
	}
	data.Each(func(row *codec.Row, typ uint16, p []byte) bool {
		if row == nil || !writable(l.kind, typ) || strings.HasSuffix(row.Name, "pad") || row.Name == "br_ageing_time" && l.treeChanges() {
			return true
		}
		v, err := codec.Decode(&data, row, settableBits(l.kind, typ, p))
		if row.Kind == codec.Flag {
			if sendable(row, typ, p) != nil {
				w.put(row.Name, true)
			}
			return true
		}
		if l.kind == "bond" {
			mode, _ := data.Get("bond_mode")
			n, _ := mode.(uint64)
			if err == nil && (row.Name == "bond_mode" || !usual(l.kind, row.Name, v) && inMode(row.Name, n)) {
				w.put(row.Name, w.plain(row, v))
			}
			return true
		}
		if row.Name == "br_multi_boolopt" { // of all that a bridge can turn on; what is off is so unless somebody turns it on
			if on := native32(p[:min(4, len(p))]); on != 0 {
				w.put(row.Name, codec.Table{{Name: "optval", Value: uint64(on)}, {Name: "optmask", Value: uint64(on)}})
			}
			return true
		}
		if slices.Contains(later, l.kind) && (state.Empty(v) && usual(l.kind, row.Name, v)) {
			return true // off unless somebody turns it on, and refused by kernels that were built without it
		}
		if err == nil && (!state.Empty(v) || row.Hint == codec.Bool || !usual(l.kind, row.Name, v)) && row.Kind != codec.Bytes && !refused(l.kind, typ, p) {
			w.put(row.Name, w.plain(row, v))
		}
		return true
	})
}

// quiet are kinds of links like ethernet that begin without ARP.
var quiet = []string{"dummy", "ifb", "vrf"}

// saveFlags puts those flags of a device that are not as its kind begins with; what is no ethernet has ARP or not by its nature.
func (w *writer) saveFlags(l *link) {
	flags := native.Uint32(l.view.Head[8:])
	if silent := flags&unix.IFF_NOARP != 0; native.Uint16(l.view.Head[2:]) == unix.ARPHRD_ETHER && silent != slices.Contains(quiet, l.kind) {
		w.put("arp", !silent)
	}
	var names []any
	if flags&unix.IFF_ALLMULTI != 0 {
		names = append(names, "allmulti")
	}
	if flags&unix.IFF_PROMISC != 0 {
		names = append(names, "promisc")
	}
	if names != nil {
		w.put("flags", names)
	}
}

// saveConf puts what is not as the kernel begins with of the settings of IPv4 and IPv6, and of the sizes of what is sent and received as one.
func (w *writer) saveConf() {
	for _, name := range []string{"gso_max_size", "gso_max_segs", "gro_max_size"} {
		if v, ok := w.v.Get(name); ok && !usual("link", name, v) {
			w.put(name, v)
		}
	}
	var conf codec.Table
	told, _ := w.v.Path("af_spec", "af_inet")
	if ints, ok := told.(codec.View); ok {
		for i := range spec.InetConf.Rows {
			name := spec.InetConf.Rows[i].Name
			v, ok := ints.GetField(name)
			if n, _ := v.(int64); ok && name != "mc_forwarding" && !usual("inet_conf", name, uint64(n)) { // that is the routing program's
				conf = append(conf, codec.Pair{Name: name, Value: n})
			}
		}
	}
	if conf != nil {
		w.put("inet_conf", conf)
	}
	if v, ok := w.v.Path("af_spec", "af_inet6", "inet6_addr_gen_mode"); ok && !state.Empty(v) {
		w.put("addr_gen_mode", v)
	}
	if v, _ := w.v.Path("af_spec", "af_inet6", "inet6_token"); v != nil && v != "::" {
		w.put("token", v)
	}
}

// saveTun puts what a tun or tap device is made with.
func (w *writer) saveTun(t *request.Tun) {
	mode := "tun"
	if t.Tap {
		mode = "tap"
	}
	w.put("mode", mode)
	for _, id := range []struct {
		word string
		n    int64
	}{{"uid", t.User}, {"gid", t.Group}} {
		if id.n >= 0 {
			w.put(id.word, uint64(id.n))
		}
	}
	for _, flag := range []struct {
		word string
		on   bool
	}{{"pi", t.PacketInfo}, {"vnet_hdr", t.VnetHdr}, {"multi_queue", t.MultiQueue}} {
		if flag.on {
			w.put(flag.word, true)
		}
	}
}
