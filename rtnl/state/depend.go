package state

import "nlua/rtnl/codec"

// What the kernel takes away, or puts up, without announcing it. A sign is an announcement after which some kinds must be listed
// again. Seen on kernels 6.12 and 6.18: IPv4 routes and nexthops go silently with their device, IPv4 routes on older kernels
// with their source address, and with their nexthop object; qdiscs with their device, classes, chains and filters with their qdisc;
// qdiscs that a device has unless told otherwise come with its first "up"; of two like rules an announcement does not say
// which one it is. The VLAN that was a port's pvid is no longer that when another one comes to be, spanning trees change the state of a
// port's VLANs, the options that a VLAN has for its bridge come and go with it, VNIs and MCTP addresses go with their device.

const (
	tcKinds = 1<<kindQdisc | 1<<kindClass | 1<<kindChain | 1<<kindFilter
	ipv4    = 1<<kindRoute4 | 1<<kindRouteMPLS
)

// sign is a row: an event of a kind makes others stale, when it is so.
type sign struct {
	kind  int
	stale Kinds
	when  func(del bool, old *node, v *codec.View) bool
}

func ended(del bool, _ *node, _ *codec.View) bool { return del }

// wentDown: a device is gone, or is no longer up.
func wentDown(del bool, old *node, v *codec.View) bool {
	return del || up(v.Head) == 0 && (old == nil || up(old.body) != 0)
}

// turned: a device is gone, or went up or down.
func turned(del bool, old *node, v *codec.View) bool {
	return del || old == nil || up(old.body) != up(v.Head)
}

// peerless: of a pair of devices the first is announced before it has its other end (IFLA_LINK, 5, is 0).
func peerless(del bool, old *node, v *codec.View) bool {
	p, ok := v.Find(5)
	return !del && old == nil && ok && integer(p) == 0
}

func up(ifinfomsg []byte) uint32 {
	if len(ifinfomsg) < 12 {
		return 0
	}
	return native.Uint32(ifinfomsg[8:]) & 1 // IFF_UP
}

// wholesale: all filters of a place at once, without their handles.
func wholesale(del bool, _ *node, v *codec.View) bool { return del && head(v, 8, 4) == 0 }

// always: whatever is told.
func always(bool, *node, *codec.View) bool { return true }

// cameOrWent: an object is new, or gone.
func cameOrWent(del bool, old *node, _ *codec.View) bool { return del || old == nil }

// pvid: a VLAN has come to be the one for frames without a tag, BRIDGE_VLAN_INFO_PVID (2).
func pvid(del bool, old *node, v *codec.View) bool {
	return !del && flagsOfVLAN(v)&2 != 0 && (old == nil || flagsOfVLAN(&codec.View{Attrs: old.body[8:]})&2 == 0)
}

var signs = []sign{
	{kindLink, ipv4 | 1<<kindNexthop, wentDown},
	{kindLink, tcKinds, turned},
	{kindLink, 1 << kindLink, peerless},
	{kindAddr4, ipv4, ended},
	{kindNexthop, ipv4, ended},
	{kindQdisc, 1<<kindClass | 1<<kindChain | 1<<kindFilter, ended},
	{kindClass, 1<<kindChain | 1<<kindFilter, ended},
	{kindFilter, 1 << kindFilter, wholesale},
	{kindPort, 1 << kindVLAN, always},
	{kindVLAN, 1 << kindVLAN, pvid},
	{kindVLAN, 1 << kindVLANGlobal, cameOrWent},
	{kindLink, 1<<kindVNI | 1<<kindAddrMCTP, ended},
}

// signs returns the kinds whose events tell of these.
func (k Kinds) signs() (of Kinds) {
	for _, s := range signs {
		if s.stale&k != 0 {
			of |= one(s.kind)
		}
	}
	return of
}

// notice makes stale what an event says more about than it tells.
func (t *Table) notice(k int, del bool, old *node, v *codec.View) {
	if t.racing { // what is here may be younger than the event
		old = nil
	} else if t.listed {
		return
	}
	for _, s := range signs {
		if s.kind == k && s.stale&t.held != 0 && s.when(del, old, v) {
			t.stale |= s.stale & t.held
		}
	}
}
