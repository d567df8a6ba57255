// Package netns makes, finds, enters and lists network namespaces, and runs
// the program again in namespaces of its own. It is the only place that calls
// setns(2) and unshare(2); it sends no netlink messages.
//
// Names are kept as iproute2 keeps them: a name is a file in /var/run/netns on
// which the namespace is mounted, so that `ip netns` and this package see the same.
//
//	ns, err := netns.Find("blue")
//	err = netns.Do(ns, func() error { conn, err = nl.Open(cfg); return err })
package netns
