package plan

import (
	"bytes"
	"net/netip"
	"slices"

	"golang.org/x/sys/unix"

	"nlua/rtnl/codec"
)

// What the kernel, routers or bridges make by themselves is no plan's: it comes and goes with what was configured.

// autoProtocols are RTPROT_REDIRECT, RTPROT_KERNEL, RTPROT_RA, RTPROT_DHCP; include/uapi/linux/rtnetlink.h.
var autoProtocols = []byte{1, 2, 9, 16}

// configuredClasses are the qdiscs whose classes somebody made: those of others come with the qdisc, and ets tells there what they are given.
var configuredClasses = []string{"htb", "hfsc", "drr", "qfq", "cbq"}

// made tells whether an object was made by somebody, and not by the kernel. links are the devices of its namespace.
func made(typ uint16, v *codec.View, links map[uint32]*link) bool {
	switch typ {
	case unix.RTM_NEWLINK:
		return v.Head[0] == unix.AF_UNSPEC
	case unix.RTM_NEWADDR: // IFA_PROTO: kernel_lo, kernel_ra, kernel_ll
		p, ok := v.Find(11)
		if mapped(v, links[native.Uint32(v.Head[4:])]) {
			return false
		}
		if l := links[native.Uint32(v.Head[4:])]; l != nil && l.name == "lo" && v.Head[1] == 8 && bytes.Equal(find(v.Attrs, unix.IFA_LOCAL), []byte{127, 0, 0, 1}) {
			return false // it comes with the first "up", without that mark
		}
		return !ok || len(p) != 1 || p[0] == 0 || p[0] > 3
	case unix.RTM_NEWROUTE:
		return !slices.Contains(autoProtocols[:3], v.Head[5])
	case unix.RTM_NEWNEIGH:
		return madeNeighbour(v, links)
	case unix.RTM_NEWRULE: // FRA_L3MDEV by RTPROT_KERNEL comes with the first vrf
		p := find(v.Attrs, 21)
		return find(v.Attrs, 19) == nil || len(p) != 1 || p[0] != 2
	case rtmNewMDB: // MDBA_MDB_EATTR_RTPROT (5): what hosts ask for is the kernel's
		entry := find(find(find(v.Attrs, 1), 1), 1)
		p := find(mdbInfo(v), 5)
		switch {
		case len(entry) < 28 || entry[5]&mdbBlocked != 0:
			return false
		case len(p) != 1: // the bridge's own
			return entry[4] != 0 // permanent
		}
		return p[0] != autoProtocols[1]
	case unix.RTM_NEWQDISC:
		return native.Uint32(v.Head[8:]) != 0
	case unix.RTM_NEWTFILTER: // neither the head of a priority, nor the table that u32 begins with
		handle := native.Uint32(v.Head[8:])
		divisor := native32(find(find(v.Attrs, 2), 4)) // TCA_U32_DIVISOR; from 800 on the kernel numbers tables
		return handle != 0 && (text(find(v.Attrs, 1)) != "u32" || handle&0xfffff != 0 || handle>>20 < 0x800 || divisor > 1)
	case unix.RTM_NEWTCLASS: // the root of hfsc has the number of its qdisc
		return native.Uint32(v.Head[8:])&0xffff != 0 && slices.Contains(configuredClasses, text(find(v.Attrs, 1)))
	}
	return true
}

// mdbBlocked is MDB_FLAGS_BLOCKED: a source that the mode of its group excludes; include/uapi/linux/if_bridge.h. It comes with the group.
const mdbBlocked = 0x08

// mdbInfo are the attributes of an entry behind struct br_mdb_entry.
func mdbInfo(v *codec.View) []byte {
	info := find(find(find(v.Attrs, 1), 1), 1)
	return info[min(28, len(info)):]
}

// proxy tells whether an object is an address that is answered for; include/uapi/linux/neighbour.h NTF_PROXY.
func proxy(typ uint16, v *codec.View) bool {
	return typ == unix.RTM_NEWNEIGH && v.Head[0] != unix.AF_BRIDGE && v.Head[10]&unix.NTF_PROXY != 0
}

// madeNeighbour: permanent ones, those without address resolution that are not the kernel's, those that are answered for, and those of a
// bridge that are static or permanent, but not a port's own address, nor the group addresses that a device listens to.
func madeNeighbour(v *codec.View, links map[uint32]*link) bool {
	state := native.Uint16(v.Head[8:])
	if v.Head[0] != unix.AF_BRIDGE {
		return state&unix.NUD_PERMANENT != 0 || proxy(unix.RTM_NEWNEIGH, v) || state&unix.NUD_NOARP != 0 && madeNoARP(v, links[native.Uint32(v.Head[4:])])
	}
	mac := find(v.Attrs, 2)
	if state&(unix.NUD_PERMANENT|unix.NUD_NOARP) == 0 || v.Head[10]&unix.NTF_EXT_LEARNED != 0 {
		return false
	}
	if l := links[native.Uint32(v.Head[4:])]; l != nil {
		if len(mac) > 0 && mac[0]&1 != 0 && l.kind != "vxlan" {
			return false
		}
		for _, other := range links {
			if own, _ := other.view.Find(unix.IFLA_ADDRESS); bytes.Equal(own, mac) && other.name != "lo" { // its zeros are a vxlan's default end
				return false
			}
		}
	}
	return true
}

// madeNoARP tells a neighbour without address resolution from those that the kernel makes: of groups, and with the device's own address or that
// by which it reaches all; net/ipv4/arp.c arp_constructor(), net/ipv6/ndisc.c ndisc_constructor().
func madeNoARP(v *codec.View, l *link) bool {
	dst, _ := netip.AddrFromSlice(find(v.Attrs, unix.NDA_DST))
	mac := find(v.Attrs, unix.NDA_LLADDR)
	if l == nil || len(mac) == 0 || dst.IsMulticast() {
		return false
	}
	own, _ := l.view.Find(unix.IFLA_ADDRESS)
	all, _ := l.view.Find(unix.IFLA_BROADCAST)
	return !bytes.Equal(mac, own) && !bytes.Equal(mac, all)
}

// linkLocal tells whether an address is one of fe80::/10.
func linkLocal(addr *codec.View) bool {
	p := find(addr.Attrs, unix.IFA_ADDRESS)
	return addr.Head[0] == unix.AF_INET6 && len(p) == 16 && p[0] == 0xfe && p[1]&0xc0 == 0x80
}

// mapped tells whether an address is one that the kernel makes of IPv4 addresses for a tunnel of them, without a mark:
// fe80::192.0.2.1, ::192.0.2.1; net/ipv6/addrconf.c add_v4_addrs().
func mapped(addr *codec.View, l *link) bool {
	if l == nil || !slices.Contains([]uint16{unix.ARPHRD_SIT, unix.ARPHRD_IPGRE}, native.Uint16(l.view.Head[2:])) || addr.Head[0] != unix.AF_INET6 {
		return false
	}
	p := find(addr.Attrs, unix.IFA_ADDRESS)
	return len(p) == 16 && (linkLocal(addr) || p[0]|p[1] == 0) && len(bytes.Trim(p[2:12], "\x00")) == 0 && p[12] != 0
}
