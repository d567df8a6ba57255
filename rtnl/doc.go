// Package rtnl is rtnetlink for Go programs: a [Client] asks the kernel about links, addresses, routes and their kin, changes
// them, and tells what happens to them. There is no Lua in it.
//
//	c, err := rtnl.Open(rtnl.Options{})
//	req, err := c.Request(ctx, "link", "dump", codec.Table{{"kind", "veth"}})
//	dump, err := c.Dump(ctx, req)
//	for {
//		m, err := dump.Next(ctx) // io.EOF at the end
//	}
//
// The rooms below it: nl has sockets and framing, codec reads and writes attributes by the tables of spec, request turns
// keywords into messages, state compares objects, plan makes a namespace be as it is wanted, netns holds namespaces, gate looks
// at what passes.
package rtnl
